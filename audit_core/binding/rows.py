"""Which figure of a printed row stands in which column; a row that cannot be decided keeps its readings.

    读者     | 春季 | 秋季 | 合计
    成人读者 | 1    | 2    | 3             by the grid
    儿童读者 | 4    | 4                    one is missing: 4, 0, 4; 0, 4, 4; or 4, 4, 8

Three things decide a row: the grid, where the whole table agrees with its head; the count, where the row prints as
many figures as there are columns; and, where neither does, nothing: every placement that keeps the printed order is
admissible that agrees with the row's own printed total.

A row that prints one run of digits and otherwise blanks, as in `123 |   |  `, may be several figures run together:
where its own sums do not hold as printed and its digits can be cut into a figure for each column, it is not decided.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Final, NamedTuple

from msgspec import Struct

from audit_core.binding.gridless.digit_segmentation import MOST_DIGITS, cuts
from audit_core.binding.labels import BLANK, CellKind, LabelIndex
from audit_core.binding.regions import PrintedRow
from audit_core.binding.relations import Factors, along, is_zero
from audit_core.document import Cell
from audit_core.figures import Number, State
from audit_core.forms import TableForm
from audit_core.report import Readings, total

MOST_READINGS: Final = 5000
"""Beyond so many placements a row is ambiguous without readings."""


class Placed(NamedTuple):
    """The columns of a row in printed order, with the cell of each and what it is."""

    keys: tuple[str, ...]
    cells: Sequence[Cell]
    kinds: Sequence[CellKind]


class Grid(Struct, frozen=True):
    """The value columns of a printed table: keys in printed order, their grid columns, and whether the grid holds.

    `sound` is False where some row has a label in a value column; `even` is True where every row prints the same
    number of cells behind its label, one for each column. `run` is the first grid column and the one behind the
    last where the columns follow each other without a gap. `sums` is what adds up along a row of counts, by the keys.
    """

    keys: tuple[str, ...]
    columns: tuple[int, ...]
    sound: bool
    even: bool
    run: tuple[int, int] | None = None
    sums: Sequence[Factors] = ()


def measure(table: TableForm, keys: Sequence[str], columns: Sequence[int], rows: Sequence[PrintedRow]) -> Grid:
    """Find out how far the grid of a table can be trusted."""
    first = min(columns, default=0)
    sound = bool(columns) and max([row.cells[row.label].column for row in rows if row.label >= 0], default=-1) < first
    even = {len(row.cells) - row.label - 1 for row in rows} <= {len(keys)}
    run = (first, first + len(columns)) if sound and [*columns] == [*range(first, first + len(columns))] else None
    return Grid(tuple(keys), tuple(columns), sound, even, run, counts(table, keys))


def conforms(row: PrintedRow, grid: Grid) -> bool:
    """Whether a row stands in the grid: nothing printed behind its label is outside the value columns."""
    columns = set(grid.columns)
    return all(cell.column in columns for cell in row.figures)


def counts(table: TableForm, keys: Sequence[str], row: str = "{}") -> list[Factors]:
    """Return what adds up along a row of counts, where all of it is among `keys`; `row` makes the key of a column."""
    every = [
        {row.format(key): factor for key, factor in factors.items()}
        for factors in along(table)
        if all(table.columns[key].type == "count" for key in factors)
    ]
    return [factors for factors in every if factors.keys() <= set(keys)]


def place(row: PrintedRow, grid: Grid) -> Placed | None:
    """Return the cell of each column, or None where the row cannot be decided."""
    return None if is_run_together(row, grid) else _place(row, grid)


def is_run_together(row: PrintedRow, grid: Grid) -> bool:
    """Whether the one run of digits that a row prints, all its other cells blank, may be its figures run together."""
    if not grid.sums or len(row.kinds) - row.label - 1 < len(grid.keys):
        return False
    printed = [n for n in range(row.label + 1, len(row.kinds)) if row.kinds[n].bits != BLANK]
    text = row.cells[printed[0]].text.strip() if len(printed) == 1 else ""
    if len(text) < len(grid.keys) or not (text.isascii() and text.isdecimal()):
        return False
    return len(text) > MOST_DIGITS or cuts(text, 1, grid.keys, grid.sums) != ()


def _place(row: PrintedRow, grid: Grid) -> Placed | None:
    if grid.run and (stretch := _stretch(row, *grid.run)):
        row.stands = True
        return Placed(grid.keys, row.cells[stretch], row.kinds[stretch])
    if grid.sound and conforms(row, grid):
        at = {cell.column: number for number, cell in enumerate(row.cells)}
        if all(column in at for column in grid.columns):
            row.stands = True
            return _picked(row, grid, [at[column] for column in grid.columns])
    printed = [n for n, kind in enumerate(row.kinds) if kind.bits != BLANK and n > row.label]
    if len(printed) == len(grid.keys) and not _spread(row, printed, grid):
        return _picked(row, grid, printed)
    if not printed or (grid.even and not grid.sound):
        return _picked(row, grid, list(range(row.label + 1, len(row.cells)))[-len(grid.keys) :])
    return None


def _stretch(row: PrintedRow, first: int, stop: int) -> slice | None:
    """Return where the value cells stand in a row that prints one cell for each grid column, and nothing else."""
    cells, kinds = row.cells, row.kinds
    begin = len(cells) - (stop - first)
    if begin < 0:
        return None
    while begin and cells[begin].column > first:  # something stands behind the last value column
        begin -= 1
    end = begin + stop - first
    if begin <= row.label or cells[begin].column != first or cells[end - 1].column != stop - 1:
        return None
    if end < len(cells) or begin > row.label + 1:
        for kind in kinds[row.label + 1 : begin] + kinds[end:]:
            if kind.bits != BLANK:
                return None
    return slice(begin, end)


def _spread(row: PrintedRow, printed: Sequence[int], grid: Grid) -> bool:
    """Whether figures stand so far apart, or so far to the right, that another row's may be among them."""
    if row.table is None or row.cut or not printed:
        return False
    first, last = row.cells[printed[0]], row.cells[printed[-1]]
    if grid.sound and last.column > max(grid.columns):
        return True
    return last.column - first.column + 1 >= 2 * sum(row.cells[n].colspan for n in printed) > 2  # noqa: PLR2004


def _picked(row: PrintedRow, grid: Grid, cells: Sequence[int]) -> Placed:
    return Placed(grid.keys[: len(cells)], [row.cells[n] for n in cells], [row.kinds[n] for n in cells])


def readings(form: TableForm, row: PrintedRow, grid: Grid, labels: LabelIndex) -> Readings:
    """Return the admissible readings of a row that `place` could not decide."""
    figures = row.figures
    if len(figures) == len(grid.keys) or is_run_together(row, grid):
        return Readings(form.key, row.key, (), tuple(figures), _label(row), len(figures), len(grid.keys))
    numbers: list[Number] = []
    for cell in figures:
        figure = labels.kind(cell.text).figure
        if figure.state is State.TEXT:
            break
        numbers.append(figure.exact)
    whole = len(numbers) == len(figures) and not _reaches_over(row, grid)
    vectors = _vectors(form, numbers, grid) if whole else ()
    return Readings(form.key, row.key, vectors, tuple(figures), _label(row), len(figures), len(grid.keys))


def _reaches_over(row: PrintedRow, grid: Grid) -> bool:
    """Whether figures stand so far behind the last column that another row, labels and all, was joined to this one."""
    return grid.sound and row.figures[-1].column > max(grid.columns) + min(grid.columns)


def _label(row: PrintedRow) -> Cell | None:
    return row.cells[row.label] if row.label >= 0 else None


Vector = tuple[Number, ...]


def _vectors(form: TableForm, numbers: Sequence[Number], grid: Grid) -> tuple[Vector, ...]:
    """Return the placements that agree with the row's own total, missing cells taken for blanks.

    The one figure that is missing may have been lost rather than left blank: the total itself, or, where no placement
    agrees, any other that the total tells. Where nothing agrees, nothing is known of the row.
    """
    found, expected = len(numbers), len(grid.keys)
    if comb(max(found, expected), min(found, expected)) > MOST_READINGS:
        return ()
    placed = _fill(numbers, expected) if found < expected else combinations(numbers, expected)
    ordered = [_in_order(form, vector, grid) for vector in dict.fromkeys(placed)]
    sums = _own_sums(form)
    kept = [vector for vector in ordered if _agrees(form, vector, sums)]
    if found + 1 == expected:
        totals = {list(form.columns)[whole] for whole, _ in sums}
        slots = [slot for slot, key in enumerate(grid.keys) if not kept or key in totals]
        kept += [vector for slot in slots if (vector := _restored(form, numbers, grid, slot, sums))]
    return tuple(dict.fromkeys(kept))


def _fill(numbers: Sequence[Number], width: int) -> Iterator[Vector]:
    for slots in combinations(range(width), len(numbers)):
        vector: list[Number] = [0] * width
        for slot, number in zip(slots, numbers, strict=True):
            vector[slot] = number
        yield tuple(vector)


def _in_order(form: TableForm, vector: Sequence[Number], grid: Grid) -> Vector:
    values = dict(zip(grid.keys, vector, strict=True))
    return tuple(values.get(key, 0) for key in form.columns)


Sums = list[tuple[int, list[int]]]
"""Columns that are the total of others, by their places in the form."""


def _own_sums(form: TableForm) -> Sums:
    keys = list(form.columns)
    return [
        (keys.index(key), [keys.index(part) for part in form.groups[line.total_of]])
        for key, line in form.columns.items()
        if line.total_of
    ]


def _agrees(form: TableForm, vector: Vector, sums: Sums) -> bool:
    return all(
        is_zero(form, total(vector[part] for part in parts) - vector[whole], (vector[at] for at in (whole, *parts)))
        for whole, parts in sums
    )


def _restored(form: TableForm, numbers: Sequence[Number], grid: Grid, slot: int, sums: Sums) -> Vector | None:
    """Return the row with the figure missing at `slot` put in as the row's total asks, if that is no negative."""
    vector = list(_in_order(form, [*numbers[:slot], 0, *numbers[slot:]], grid))
    keys = list(form.columns)
    place = keys.index(grid.keys[slot]) if grid.keys[slot] in keys else -1
    for whole, parts in sums:
        lacking = vector[whole] - total(vector[part] for part in parts)
        if place == whole:
            vector[place] = -lacking
        elif place in parts:
            vector[place] = lacking
    restored = tuple(vector)
    return restored if place >= 0 and restored[place] >= 0 and _agrees(form, restored, sums) else None
