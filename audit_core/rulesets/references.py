"""Whether the names inside one form stand for something; the shape of a form is checked by its model."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from audit_core.errors import FormError
from audit_core.forms import Form
from audit_core.rulesets.faults import unknown
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_SECTION: Final = Words("部分", "section")
_GROUP: Final = Words("分组", "group")
_ROW: Final = Words("行", "row")
_MEMBER: Final = Words("行、列或分组", "row, column or group")


def check(tree: Tree) -> None:
    """Raise FormError for the first name in a form that stands for nothing."""
    for key, table in tree.data["tables"].items():
        if table["section"] not in tree.data["sections"]:
            place = tree.value("tables", key, "section")
            raise unknown(_SECTION, table["section"], tree.data["sections"], place, FormError)
        _check_groups(key, table, tree)
        _check_subtotals(key, table, tree)
        _check_balances(key, table, tree)
    _check_cycles(tree)


def _check_groups(key: str, table: Mapping[str, Any], tree: Tree) -> None:
    groups = table.get("groups", {})
    known = {*table["rows"], *table["columns"], *groups}
    for group, members in groups.items():
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


def _check_cycles(tree: Tree) -> None:
    try:
        Form.from_data(tree.data)
    except FormError as error:
        raise FormError(error.words.en, error.words.zh, place=str(tree.key("tables"))) from error
