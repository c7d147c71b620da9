"""Named parts of a form's patterns put in their places: `{year}` stands for the fragment `year`, as one group."""

# ruff: noqa: ANN401 - a file may hold any value

import re
from collections.abc import Mapping
from typing import Any, Final

from audit_core.errors import FormError
from audit_core.rulesets.file_errors import unknown
from audit_core.rulesets.yaml import Path, Tree
from audit_core.words import Words

_FRAGMENT: Final = Words("模式片段", "fragment")
_USE: Final = re.compile(r"\{([^\W\d]\w*)\}")
"""A name in braces; numbers in braces are a repetition."""
_LONGEST: Final = 20_000
_PATTERNS: Final = ("titles", "title_elements", "marks")
_WORDS: Final = "lacks"


def expanded(tree: Tree) -> Tree:
    """Return a form, whose shape was checked, with the fragments in its patterns put in their places.

    A fragment may use those above it. Raises FormError, with its place, for a name that no fragment bears, and for a
    pattern that does not compile or grows too long.
    """
    known: dict[str, str] = {}
    for name, text in tree.data.get("fragments", {}).items():
        known[name] = _filled(text, known, tree, ("fragments", name))
    data = dict(tree.data)
    for key in _PATTERNS:
        if key in data:
            data[key] = _within(data[key], known, tree, (key,))
    return Tree(data, tree.keys, tree.values)


def check_added(base: Tree, over: Tree, data: Mapping[str, Any]) -> None:
    """Raise FormError for a fragment that a form adds to its base and that nothing in `data`, both together, uses."""
    there, added = (one.data.get("fragments") for one in (base, over))
    names = [name for name in added if name not in (there or {})] if isinstance(added, dict) else []
    used = {match[1] for match in _USE.finditer(str([data.get(key) for key in ("fragments", *_PATTERNS)]))}
    for name in names:
        if name not in used:
            raise unknown(_FRAGMENT, name, there or {}, over.key("fragments", name), FormError)


def _within(value: Any, known: Mapping[str, str], tree: Tree, path: Path) -> Any:
    if isinstance(value, dict):
        return {key: one if key == _WORDS else _within(one, known, tree, (*path, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_within(one, known, tree, (*path, number)) for number, one in enumerate(value)]
    return _filled(value, known, tree, path) if isinstance(value, str) else value


def _filled(text: str, known: Mapping[str, str], tree: Tree, path: Path) -> str:
    place = tree.value(*path)

    def put(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise unknown(_FRAGMENT, match[1], known, place, FormError)
        return f"(?:{known[match[1]]})"

    if not _USE.search(text):
        return text
    filled = _USE.sub(put, text)
    if len(filled) > _LONGEST:
        raise FormError(
            f"the pattern has {len(filled):,} characters with its fragments, expected at most {_LONGEST:,}",
            f"代入片段后模式长 {len(filled):,} 个字符，最多 {_LONGEST:,} 个",
            place=str(place),
        )
    try:
        re.compile(filled)
    except re.error as error:
        raise FormError(
            f"with its fragments the pattern does not compile: {error}",
            f"代入片段后模式不能编译：{error}",
            place=str(place),
        ) from error
    return filled
