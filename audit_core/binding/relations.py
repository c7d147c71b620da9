"""The sums that a table has by its form, along rows and down columns.

读者     | 春季 | 秋季 | 合计
成人读者 | 1    | 2    | 3             along: 合计 = 春季 + 秋季
儿童读者 | 4    | 5    | 9
总数     | 5    | 7    | 12            down: 总数 = 成人读者 + 儿童读者
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from audit_core.figures import Number, half_unit
from audit_core.forms import TableForm
from audit_core.report import total

Cells = frozenset[tuple[str, str]]
"""The figures that stand in one relation, by row and column."""

Values = Mapping[tuple[str, str], Number]
"""What is known of the figures of a table, by row and column; what is not known is not there."""

Factors = Mapping[str, int]
"""Rows (or columns) and their factors; together they come to nothing in every column (or row)."""

NOTHING: Final[Cells] = frozenset()


def along(table: TableForm) -> list[Factors]:
    """Return what adds up along every row: a total and its parts."""
    return [one.factors for one in table.summations if one.kind == "total" and one.each == "row"]


def down(table: TableForm) -> list[Factors]:
    """Return what adds up down every column: totals and their parts, and the balances of the table."""
    return [one.factors for one in table.summations if one.kind != "subtotal" and one.each == "column"]


def of_row(table: TableForm, row: str) -> Iterator[tuple[Cells, Mapping[tuple[str, str], int]]]:
    """Yield the relations along one row."""
    for factors in along(table):
        terms = {(row, column): factor for column, factor in factors.items()}
        yield frozenset(terms), terms


def of_columns(
    table: TableForm, columns: Collection[str], rows: Collection[str]
) -> Iterator[tuple[Cells, Mapping[tuple[str, str], int]]]:
    """Yield the relations down some columns in which any of some rows stands."""
    for factors in down(table):
        if not factors.keys().isdisjoint(rows):
            for column in columns:
                terms = {(row, column): factor for row, factor in factors.items()}
                yield frozenset(terms), terms


def holds(table: TableForm, terms: Mapping[tuple[str, str], int], values: Values) -> bool | None:
    """Whether a relation of a table holds, within what was rounded; None where a figure of it is not known."""
    if any(cell not in values for cell in terms):
        return None
    return is_zero(table, total(factor * values[cell] for cell, factor in terms.items()), map(values.get, terms))


def is_zero(table: TableForm, difference: Number, figures: Iterable[Number | None]) -> bool:
    """Whether a sum of figures is nothing, or what the rounding of their last digits may leave."""
    if not difference or not table.rounded:
        return not difference
    decimals = [-int(figure.as_tuple().exponent) for figure in figures if isinstance(figure, Decimal)]
    slack = total(map(half_unit, decimals))
    return -slack <= difference <= slack


def confirmed(table: TableForm, columns: Collection[str], rows: Collection[str], values: Values) -> frozenset[Cells]:
    """Return the relations that bear out the figures of some rows, or none where they do not.

    Every relation that can be told must hold, along each row and at least once down the columns.
    """
    found: set[Cells] = set()
    for row in rows:
        for cells, terms in of_row(table, row):
            if holds(table, terms, values) is not True:
                return frozenset()
            found.add(cells)
    borne = False
    for cells, terms in of_columns(table, columns, rows):
        verdict = holds(table, terms, values)
        if verdict is False:
            return frozenset()
        if verdict:
            borne = True
            found.add(cells)
    return frozenset(found) if borne else frozenset()
