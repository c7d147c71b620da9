"""Whether the names inside one form stand for something; the shape of a form is checked by its model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, takewhile
from typing import Any, Final

from audit_core.errors import FormError
from audit_core.forms import ALL, Form, LineForm, TableForm, fold
from audit_core.lazy_patterns import Pattern
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_SECTION: Final = Words("部分", "section")
_TABLE: Final = Words("表", "table")
_GROUP: Final = Words("分组", "group")
_ROW: Final = Words("行", "row")
_PARENT: Final = Words("上级标题", "parent of rows or columns")
_NO_FIGURE: Final = Words("不含数字的词", "a word without digits")
_FACTOR: Final = Words("大于 0 的数", "a number above 0")
_MEMBER: Final = Words("行、列或分组", "row, column or group")


def check(tree: Tree) -> None:
    """Raise FormError for the first name in a form that stands for nothing."""
    for key, table in tree.data["tables"].items():
        if table["section"] not in tree.data["sections"]:
            place = tree.value("tables", key, "section")
            raise unknown(_SECTION, table["section"], tree.data["sections"], place, FormError)
        beside, total = table.get("beside"), (table.get("codes") or {}).get("total")
        if beside and beside not in tree.data["tables"]:
            raise unknown(_TABLE, beside, tree.data["tables"], tree.value("tables", key, "beside"), FormError)
        if total and total not in table["rows"]:
            raise unknown(_ROW, total, table["rows"], tree.value("tables", key, "codes", "total"), FormError)
        _check_empty(key, table, tree)
        _check_across(key, table, tree)
        _check_paths(key, table, tree)
        _check_groups(key, table, tree)
        _check_subtotals(key, table, tree)
        _check_balances(key, table, tree)
    form = _built(tree)
    _check_words(tree)
    _check_twins(form, tree)
    for table in form.tables.values():
        _check_whole(table, tree)


def _check_words(tree: Tree) -> None:
    """Refuse a word for no figure, or for minus, that is a figure itself or empties one; and a unit of 0 or less."""
    figures = tree.data["figures"]
    for role, wanted in (("placeholders", _NO_FIGURE), ("decreases", _NO_FIGURE)):
        for index, word in enumerate(figures[role]):
            if any(map(str.isnumeric, word)) or not word.strip():
                raise expected(word, wanted, tree.value("figures", role, index), FormError)
    for unit, kind in figures["units"].items():
        if Decimal(str(kind["factor"])) <= 0:
            raise expected(kind["factor"], _FACTOR, tree.value("figures", "units", unit, "factor"), FormError)


def _check_twins(form: Form, tree: Tree) -> None:
    """Refuse a table all of whose labels are another's, with no caption to tell them apart: nobody could bind it."""
    for (_, one), (key, two) in combinations(form.tables.items(), 2):
        names = [
            [{fold(line.label) for line in lines.values()} for lines in (of.rows, of.columns)] for of in (one, two)
        ]
        within = all(a <= b for a, b in zip(*names, strict=True)) or all(b <= a for a, b in zip(*names, strict=True))
        told = fold(one.caption) != fold(two.caption) or one.beside or two.beside
        if within and not told and not (one.codes or two.codes):
            raise FormError(
                f"the labels of the table {key} are those of {one.key}, and nothing tells the two apart: "
                "expected a `caption` or other labels",
                f"表 {key} 的行、列名称与 {one.key} 相同，无法区分；应写明 caption，或者使用不同的名称",
                place=str(tree.value("tables", key)),
            )


def _check_empty(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    """Refuse a sentence for a table without figures that any label of the table is, or that a figure is."""
    if not table.get("empty"):
        return
    sought = Pattern(table["empty"])
    printed = [text for _, _, line in lines(table) for text in (line["label"], *line.get("path", ()))]
    found = next((text for text in (*printed, "0", "12") if sought.search("".join(text.split()))), None)
    if found is not None:
        wanted = Words(
            f"不与表内名称和数字相混的说明（该模式与“{found}”相符）", f"a sentence that {found!r} is not (it matches)"
        )
        raise expected(table["empty"], wanted, tree.value("tables", key, "empty"), FormError)


def _check_across(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    """Refuse a table across that has rows of codes as well: these are printed one under another."""
    if table.get("across") and table.get("codes"):
        wanted = Words("across 与 codes 二者之一", "either `across` or `codes`")
        raise expected("codes", wanted, tree.value("tables", key, "codes"), FormError)


def _check_paths(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    """Refuse a row under a label that is none of the table's `parents`, where it names them."""
    parents = table.get("parents", {})
    for name, row in table["rows"].items() if parents else ():
        for index, label in enumerate(row.get("path", ())):
            if label not in parents:
                raise unknown(
                    _PARENT, label, parents, tree.value("tables", key, "rows", name, "path", index), FormError
                )


def form_notes(forms: Sequence[Form], trees: Mapping[str, Tree]) -> Iterator[Words]:
    """Yield what the author of forms should look at: one that takes all years of another, a row outside its group."""
    named = {form.name: form for form in forms}
    for form in forms:
        older = named.get(form.lineage[1]) if len(form.lineage) > 1 else None
        last = form.last_year
        if older and form.first_year <= older.first_year and (last is None or (older.last_year or last + 1) <= last):
            at = trees[form.name].value("form")
            yield Words(
                f"{at}：表式 {form.name} 的年度涵盖 {older.name} 的全部年度，后者不再使用；请核对 years",
                f"{at}: the years of {form.name} cover all those of {older.name}, which is then used for none; "
                "see its `years`",
            )
        for table in form.tables.values():
            rows = [row for row in table.rows.values() if not _is_sum(row)]
            for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
                if not row.path and before.path and before.path == after.path:
                    at = trees[form.name].value("tables", table.key, "rows", row.key)
                    yield Words(
                        f"{at}：{row.key} 前后各行都在“{'/'.join(before.path)}”之下，而该行没有 path，不计入其合计",
                        f"{at}: {row.key} stands between rows under {'/'.join(before.path)} and has no `path`: "
                        "it is no part of their sum",
                    )


def _check_groups(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    groups = table.get("groups", {})
    known = {*table["rows"], *table["columns"], *groups}
    rows, columns = ({label for line in table[axis].values() for label in line.get("path", ())} for axis in ALL)
    for group, members in groups.items():
        if isinstance(members, str):
            if members not in (*rows, *columns, *ALL):
                raise unknown(_PARENT, members, rows | columns, tree.value("tables", key, "groups", group), FormError)
            if members in rows & columns:
                raise FormError(
                    f"{members} is a parent of rows and of columns; list the members",
                    f"“{members}”既是行的上级标题，又是列的上级标题，请逐项列出",
                    place=str(tree.value("tables", key, "groups", group)),
                )
            continue
        for index, member in enumerate(members):
            if member not in known:
                raise unknown(_MEMBER, member, known, tree.value("tables", key, "groups", group, index), FormError)


def _check_subtotals(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    groups = table.get("groups", {})
    for axis, name, line in lines(table):
        for role in ("subtotal_of", "total_of"):
            group = line.get(role)
            if group and group not in groups:
                raise unknown(_GROUP, group, groups, tree.value("tables", key, axis, name, role), FormError)


def _check_balances(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    for number, sides in enumerate(table.get("balances", ())):
        for side, rows in enumerate(sides):
            for index, row in enumerate(rows):
                if row not in table["rows"]:
                    place = tree.value("tables", key, "balances", number, side, index)
                    raise unknown(_ROW, row, table["rows"], place, FormError)


def lines(table: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the rows and columns of a table, with the axis and the key."""
    for axis in ("rows", "columns"):
        for name, line in table[axis].items():
            yield axis, name, line


def _check_whole(table: TableForm, tree: Tree) -> None:
    """Refuse a line that stands under the parent of a total's parts and is none of them: the total would not hold."""
    for axis, lines in (("rows", table.rows), ("columns", table.columns)):
        for line in lines.values():
            group = line.total_of or line.subtotal_of
            if not group or isinstance(tree.data["tables"][table.key]["groups"][group], str):
                continue
            parts = table.groups[group]
            parent = _parent(lines[part] for part in parts if part in lines)
            for other in lines.values() if parent else ():
                if other.path[: len(parent)] == parent and other.key not in parts and not _is_sum(other):
                    raise FormError(
                        f"{other.key} stands under {'/'.join(parent)}, and is left out of the group {group}, "
                        f"which {line.key} adds up",
                        f"{other.key} 位于“{'/'.join(parent)}”之下，却不在 {line.key} 所合计的分组 {group} 中",
                        place=str(tree.value("tables", table.key, axis, other.key)),
                    )


def _is_sum(line: LineForm) -> bool:
    return bool(line.total_of or line.subtotal_of)


def _parent(lines: Iterable[LineForm]) -> tuple[str, ...]:
    """Return the labels that all lines stand under."""
    first, *others = [line.path for line in lines] or [()]
    shared = takewhile(lambda labels: len(set(labels)) == 1, zip(first, *others, strict=False))
    return tuple(label for label, *_ in shared)


def _built(tree: Tree) -> Form:
    try:
        return Form.from_data(tree.data)
    except FormError as error:
        raise FormError(error.words.en, error.words.zh, place=str(tree.key("tables"))) from error
