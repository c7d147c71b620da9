"""In which order the columns of a table follow each other where its head does not tell for certain.

The sums along the rows decide if they decide for all rows; one head may otherwise be read in several ways.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from audit_core.binding.columns import Head
from audit_core.binding.regions import PrintedRow
from audit_core.binding.relations import holds, of_row
from audit_core.figures import Number
from audit_core.forms import TableForm

_ENOUGH: Final = 0.75
"""Where no head was read, the form's order is taken if it holds for so many of the rows that are not all zero."""

Order = tuple[str, ...]


class OrderChoice(Struct, frozen=True):
    """The order of columns to read by; another one that is as likely, if any; and whether sums decided."""

    order: Order
    other: Order = ()
    by_sums: bool = False


def choose(table: TableForm, head: Head, rows: Sequence[PrintedRow]) -> OrderChoice:
    """Return the order in which figures are read where no grid tells it."""
    if head.columns:
        return _choose(table, head, rows) if head.other else OrderChoice(head.order)
    order = tuple(key for key, line in table.columns.items() if not line.optional)
    whole = [row for row in rows if any(_numbers(row, len(order)))]
    holding = [row for row in whole if _fits(table, row, order)]
    others = [other for other in _totals_first(table, order) if all(_fits(table, row, other) for row in whole)]
    if len(holding) == len(whole) or (not others and len(holding) >= _ENOUGH * len(whole)):
        return OrderChoice(order)
    return (
        OrderChoice(others[0], by_sums=True)
        if len(others) == 1
        else OrderChoice(order, next(_totals_first(table, order), ()))
    )


def _choose(table: TableForm, head: Head, rows: Sequence[PrintedRow]) -> OrderChoice:
    one, two = (all(_fits(table, row, order) for row in rows) for order in (head.order, head.other))
    if one == two:
        return OrderChoice(head.order, head.other)
    return OrderChoice(head.order) if one else OrderChoice(head.other, by_sums=True)


def _totals_first(table: TableForm, order: Order) -> Iterator[Order]:
    for key in order:
        if table.columns[key].total_of:
            yield (key, *(other for other in order if other != key))


def _numbers(row: PrintedRow, width: int) -> list[Number]:
    figures = [kind.figure for kind in row.kinds[row.label + 1 :] if not kind.blank]
    whole = len(figures) == width and not any("formula" in figure.oddities for figure in figures)
    return [figure.exact for figure in figures] if whole else []


def _fits(table: TableForm, row: PrintedRow, order: Order) -> bool:
    values = {(row.key, column): value for column, value in zip(order, _numbers(row, len(order)), strict=False)}
    return all(holds(table, terms, values) is not False for _, terms in of_row(table, row.key))
