"""Two tables side by side in one grid, as one under the other: where the right one begins is told by its labels.

收入         |        | 支出         |
项目         | 决算数 | 项目         | 决算数
一、财政拨款 | 5.00   | 一、教育支出 | 4.00
             |        | 二、卫生支出 | 1.00
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from audit_core.binding.labels import CellKind
from audit_core.document import Cell

Row = tuple[Sequence[Cell], list[CellKind]]
Names = Callable[[Cell, CellKind], set[str]]
"""Tells which tables have a row or a column that a cell names."""


class Parting(NamedTuple):
    """The tables that stand side by side, and the grid column in which the right one begins."""

    left: str
    right: str
    column: int


def parting(
    rows: Sequence[Row], pairs: Sequence[tuple[str, str]], names: Names, before: Parting | None
) -> Parting | None:
    """Return how a grid is parted, or None where it holds no two tables.

    Of several `pairs`, it holds the one of which it names most; of those that are alike, the first. `before` is how the
    grid was parted that this one goes on.
    """
    named = [(cell.column, names(cell, kind)) for cells, kinds in rows for cell, kind in zip(cells, kinds, strict=True)]
    found = [(sum(not tables.isdisjoint(pair) for _, tables in named), _parting(named, *pair)) for pair in pairs]
    best = next((one for _, one in sorted(found, key=lambda named: -named[0]) if one), None)
    goes_on = before is not None and any(not tables.isdisjoint(before[:2]) for _, tables in named)
    return best or (before if goes_on else None)


def _parting(named: Sequence[tuple[int, set[str]]], left: str, right: str) -> Parting | None:
    lefts = Counter(column for column, tables in named if left in tables and right not in tables)
    rights = Counter(column for column, tables in named if right in tables and left not in tables)
    begin = min((column for column, times in rights.items() if 2 * times >= max(rights.values())), default=0)
    return Parting(left, right, begin) if lefts and lefts.most_common(1)[0][0] < begin else None


def halves(rows: Sequence[Row], found: Parting) -> Iterator[tuple[Sequence[Cell], list[CellKind], str]]:
    """Yield the left halves of all rows, then the right ones, with their tables; a cell over both is the left one's."""
    for table, side in ((found.left, False), (found.right, True)):
        for cells, kinds in rows:
            at = [n for n, cell in enumerate(cells) if (cell.column >= found.column) == side]
            yield [cells[n] for n in at], [kinds[n] for n in at], table
