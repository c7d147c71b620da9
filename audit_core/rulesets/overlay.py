"""One form laid over another: what is named is merged, `null` takes away, `before` and `after` place; see `forms`."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Mapping
from typing import Any, Final

from audit_core.errors import FormError
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.pattern_macros import check_added
from audit_core.rulesets.yaml import Path, Tree
from audit_core.words import Words

_LINE: Final = Words("名称", "name")
_STRICT: Final = "tables"
"""Below this key, only what is there can be taken away."""


def overlaid(base: Tree, over: Tree) -> Tree:
    """Return `base` with `over` laid upon it.

    Mappings are merged key by key and everything else replaced. New keys are added at the end, or where their
    `before` or `after` says. Raises FormError for a `null` or a `before` that names nothing in `base`, for a new
    fragment that no pattern uses, and for another domain, which would take the report from the rules of its own.
    """
    domain = base.data.get("domain")
    if domain and over.data.get("domain", domain) != domain:
        wanted = Words(f"所沿用表式的领域 {domain}", f"{domain}, the domain of the form it extends")
        raise expected(over.data["domain"], wanted, over.value("domain"), FormError)
    data = _merged(base.data, over.data, over, ())
    check_added(base, over, data)
    return Tree(data, {**base.keys, **over.keys}, {**base.values, **over.values})


def _merged(base: Mapping[str, Any], over: Mapping[str, Any], tree: Tree, path: Path) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        at = (*path, key)
        if value is None:
            _take_away(merged, key, tree, at)
            continue
        merged[key] = _merged(_mapping(merged.get(key)), value, tree, at) if isinstance(value, dict) else value
        if isinstance(value, dict) and path:
            merged = _placed(merged, key, tree, at)
    return merged


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _take_away(merged: dict[str, Any], key: str, tree: Tree, at: Path) -> None:
    if at[0] == _STRICT and key not in merged:
        raise unknown(_LINE, key, merged, tree.key(*at), FormError)
    merged.pop(key, None)


def _placed(merged: dict[str, Any], key: str, tree: Tree, at: Path) -> dict[str, Any]:
    """Return the mapping with the line `key` moved to where its `before` or `after` says."""
    line = dict(merged[key])
    asked = {word: line.pop(word) for word in ("before", "after") if word in line}
    if not asked:
        return merged
    word, name = next(iter(asked.items()))
    if not isinstance(name, str):
        raise expected(name, Words("一个名称", "a name"), tree.value(*at, word), FormError)
    others = {other: value for other, value in merged.items() if other != key}
    if name not in others:
        raise unknown(_LINE, name, others, tree.value(*at, word), FormError)
    names = list(others)
    place = names.index(name)
    names.insert(place if word == "before" else place + 1, key)
    return {name: line if name == key else others[name] for name in names}
