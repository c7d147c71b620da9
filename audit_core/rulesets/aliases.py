"""Wordings that a ruleset accepts for sections, rows and columns, added to its forms."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from audit_core.errors import RulesetError
from audit_core.rulesets.file_errors import unknown
from audit_core.rulesets.inheritance import Layer
from audit_core.rulesets.references import lines
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_FORM: Final = Words("表式", "form")
_LINE: Final = Words("行或列", "row or column")
_SECTIONS: Final = "sections"


def add_aliases(forms: dict[str, Tree], layer: Layer) -> None:
    """Add a layer's wordings to the forms, in place; `*` stands for every form that has the line.

    A path is `table/line`, `table/rows/line` or `table/columns/line` where both have the key, or `sections/section`.
    Raises RulesetError for a form or a path that does not exist, or stands for two lines.
    """
    for form, paths in layer.model.aliases.items():
        names = list(forms) if form == "*" else [form]
        if form != "*" and form not in forms:
            raise unknown(_FORM, form, [*forms, "*"], layer.tree.key("aliases", form))
        for path, wordings in paths.items():
            _add(forms, names, path, wordings, layer.tree.key("aliases", form, path))


def _add(forms: dict[str, Tree], names: list[str], path: str, wordings: list[str], place: object) -> None:
    found = {name: _targets(forms[name].data) for name in names}
    holding = [name for name in names if path in found[name]]
    if not holding:
        raise unknown(_LINE, path, {known for targets in found.values() for known in targets}, place)
    for name in holding:
        forms[name] = _with(forms[name], _target(found[name], path, place), wordings)


def _target(targets: Mapping[str, tuple[tuple[str, ...], ...]], path: str, place: object) -> tuple[str, ...]:
    if len(targets[path]) == 1:
        return targets[path][0]
    choices = ["/".join(at[1:]) for at in targets[path]]
    raise RulesetError(
        f"{path!r} is a row and a column; write {' or '.join(choices)}",
        f"“{path}”既是行又是列，请写作 {' 或 '.join(choices)}",
        place=str(place),
    )


def _targets(data: Mapping[str, Any]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return where each path leads in a form's data; a short path that is a row and a column leads to both."""
    targets: dict[str, tuple[tuple[str, ...], ...]] = {}
    for path, at in _places(data):
        targets[path] = (*targets.get(path, ()), at)
    return targets


def _places(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in data[_SECTIONS]:
        yield f"{_SECTIONS}/{section}", (_SECTIONS, section)
    for table, content in data["tables"].items():
        for axis, line, _ in lines(content):
            at = ("tables", table, axis, line)
            yield f"{table}/{line}", at
            yield f"{table}/{axis}/{line}", at


def _with(tree: Tree, at: tuple[str, ...], wordings: list[str]) -> Tree:
    """Return a form with wordings added at a line; what forms share is not touched."""
    data = dict(tree.data)
    level = data
    for step in at:
        level[step] = dict(level[step])
        level = level[step]
    level["aliases"] = [*level.get("aliases", ()), *wordings]
    return Tree(data, tree.keys, tree.values)
