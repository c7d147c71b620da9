"""Lists that stand in a file beside a ruleset (CSV or YAML) put in the place where the file is named."""

# ruff: noqa: ANN401 - a file may hold any value

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from audit_core.errors import RulesetError
from audit_core.rulesets.file_errors import show, unknown
from audit_core.rulesets.yaml import Path, Place, Tree, decoded
from audit_core.words import Words

SUFFIXES: Final = (".csv", ".yaml", ".yml")
TEXT: Final = ".txt"
LISTS: Final = frozenset({"terms", "also"})
"""The keys of a rule, and of its options, that may name a file."""

TERM_COLUMNS: Final[Mapping[str, str]] = {
    "term": "term", "错误": "term", "词语": "term", "right": "right", "正确": "right",
    "unless": "unless", "除外": "unless", "form": "form", "表式": "form",
}  # fmt: skip
ORGAN_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name", "机关": "name", "alias": "alias", "别名": "alias", "level": "level", "层级": "level",
    "kind": "kind", "性质": "kind", "parent": "parent", "上级": "parent", "scope": "scope", "范围": "scope",
    "powers": "powers", "职权": "powers", "vertical": "vertical", "垂直": "vertical", "code": "code", "代码": "code",
}  # fmt: skip

BOILERPLATE: Final = "boilerplate"
"""The key of a ruleset that may name a plain text."""

_COLUMN: Final = Words("列名", "column")
_MANY: Final = "；"
_SEVERAL: Final = frozenset({"unless", "alias", "powers"})

Open = Callable[[str, object], tuple[bytes, str]]
"""Returns a file's content and name; it is asked for at a place."""


def include(tree: Tree, open_file: Open) -> Tree:
    """Return a ruleset with the lists of the files it names.

    Raises RulesetError for a file that cannot be read or is no such list.
    """
    for path, columns in list(_named(tree.data)):
        tree = _with(tree, path, columns, open_file)
    return tree


def _named(data: Any) -> Iterator[tuple[Path, Mapping[str, str]]]:
    if not isinstance(data, dict):
        return
    rules = data.get("rules")
    for rule, entry in rules.items() if isinstance(rules, dict) else ():
        options = entry.get("options") if isinstance(entry, dict) else None
        for path, found in ((("rules", rule), entry), (("rules", rule, "options"), options)):
            yield from (((*path, key), TERM_COLUMNS) for key in LISTS if _is_file(found, key))
    if _is_file(data.get("organs"), "register"):
        yield ("organs", "register"), ORGAN_COLUMNS
    if _is_file(data, BOILERPLATE, (TEXT, *SUFFIXES[1:])):
        yield (BOILERPLATE,), {}


def _is_file(found: Any, key: str, suffixes: tuple[str, ...] = SUFFIXES) -> bool:
    return isinstance(found, dict) and isinstance(found.get(key), str) and found[key].endswith(suffixes)


def _with(tree: Tree, path: Path, columns: Mapping[str, str], open_file: Open) -> Tree:
    named = tree.data
    for step in path:
        named = named[step]
    content, file = open_file(named, tree.value(*path))
    listed = _listed(content, file, columns)
    values = {**tree.values, **{(*path, *below): place for below, place in listed.values.items()}}
    keys = {**tree.keys, **{(*path, *below): place for below, place in listed.keys.items()}}
    return Tree(_put(tree.data, path, listed.data), keys, values)


def _listed(content: bytes, file: str, columns: Mapping[str, str]) -> Tree:
    if file.endswith(TEXT):
        return _text(content, file)
    return _csv(content, file, columns) if file.endswith(".csv") else _yaml(content, file)


def _text(content: bytes, file: str) -> Tree:
    """Read a plain text as a list of one."""
    return Tree([decoded(_as_utf8(content), file)], {}, {(): Place(file, 1, 1), (0,): Place(file, 1, 1)})


def _put(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, *rest = path
    return {**data, first: _put(data[first], tuple(rest), value)}


def _yaml(content: bytes, file: str) -> Tree:
    from audit_core.rulesets.yaml import parse

    return parse(content, file)


def _csv(content: bytes, file: str, columns: Mapping[str, str]) -> Tree:
    """Read a table whose first row names its columns; a cell may hold several texts with `；` between them.

    Raises RulesetError for a quotation mark out of place, and for a row with more or fewer cells than the first.
    """
    lines = csv.reader(io.StringIO(decoded(_as_utf8(content), file), newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    values: dict[Path, Place] = {(): Place(file, 1, 1)}
    head: list[str] = []
    first = 1
    try:
        for row in lines:
            if not head:
                head = _head(row, columns, file)
            elif len(row) != len(head) and any(row):
                raise RulesetError(
                    f"found {len(row)} cells, expected {len(head)} as in the first row",
                    f"此行有 {len(row)} 格，应与首行一致，为 {len(head)} 格",
                    place=f"{file}:{first}",
                )
            elif any(cell.strip() for cell in row):
                values[len(rows),] = Place(file, first, 1)
                rows.append(_row(dict(zip(head, map(str.strip, row), strict=True))))
            first = lines.line_num + 1
    except csv.Error as error:
        raise RulesetError(
            f"found a row that is no CSV: {error}", f"此行不是合规的 CSV：{error}", place=f"{file}:{first}"
        ) from error
    if not head:
        raise RulesetError("found an empty file, expected a row of column names", "文件为空，首行应为列名", place=file)
    return Tree(rows, {}, values)


def _as_utf8(content: bytes) -> bytes:
    """Return a table in UTF-8; spreadsheets save theirs in the encoding of the system, in China GB 18030."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030").encode("utf-8")
        except UnicodeDecodeError:
            return content
    return content


def _head(row: list[str], columns: Mapping[str, str], file: str) -> list[str]:
    """Return the keys that the first row names, each once."""
    keys: list[str] = []
    for number, name in enumerate(map(str.strip, row), start=1):
        place = Place(file, 1, number)
        if name not in columns:
            raise unknown(_COLUMN, name, columns, place)
        if columns[name] in keys:
            raise RulesetError(
                f"found the column {show(name)} again, expected it once", f"列 {show(name)} 重复", place=str(place)
            )
        keys.append(columns[name])
    return keys


def _row(cells: Mapping[str, str]) -> dict[str, Any]:
    return {key: cell.split(_MANY) if key in _SEVERAL else cell for key, cell in cells.items() if cell}
