"""A table across whose head was lost: the one row of figures that is as long as it; all other tables need labels."""

from collections.abc import Iterator, Sequence

from audit_core.binding.labels import BLANK, NUMERIC
from audit_core.binding.regions import PrintedRow, RowSorter
from audit_core.binding.relations import Cells, holds, of_row
from audit_core.figures import Number
from audit_core.forms import TableForm, fold


def headless_row(table: TableForm, sorter: RowSorter) -> tuple[PrintedRow, frozenset[Cells]] | None:
    """Return the row that holds the figures of a table across, and the relations that bear it out.

    There must be one such row only, its sums must hold, and either the pieces of a head over it follow each other as
    the labels of the form do, or its figures are the same in any order that a total may stand in.
    """
    width = len(table.rows) * len(table.columns)
    rows = [row for row in _unassigned(sorter) if len(row.cells) >= width and len(_figures(row)) == width]
    if len(rows) != 1:
        return None
    values = dict(zip(_keys(table), _figures(rows[0]), strict=True))
    relations = [relation for key in table.rows for relation in of_row(table, key)]
    if not relations or not all(holds(table, terms, values) for _, terms in relations):
        return None
    if any(values.values()) and not _headed(table, rows[0]):
        return None
    return rows[0], frozenset(cells for cells, _ in relations)


def _keys(table: TableForm) -> Iterator[tuple[str, str]]:
    return ((row, column) for row in table.rows for column in table.columns)


def _unassigned(sorter: RowSorter) -> Iterator[PrintedRow]:
    """Yield the rows of nothing but figures that belong to no table so far."""
    others = [row for region in sorter.regions.values() for _, row in region.others if not row.key]
    for row in (*others, *sorter.unassigned):
        if row.bits & NUMERIC and not row.bits & ~(NUMERIC | BLANK):
            yield row


def _figures(row: PrintedRow) -> list[Number]:
    return [kind.figure.exact for kind in row.kinds if kind.numeric]


def _headed(table: TableForm, row: PrintedRow) -> bool:
    """Whether the rows printed over a row of figures are pieces of the form's labels, in the form's order."""
    over = [cells for cells in (row.table.rows if row.table else ()) if cells and cells[0].row < row.cells[0].row]
    pieces = [piece for cells in over for cell in cells if (piece := fold(cell.text))]
    labels = [fold(table.columns[column].label) for _, column in _keys(table)]
    return 2 * len(pieces) > len(labels) and _follow(pieces, labels)


def _follow(pieces: Sequence[str], labels: Sequence[str]) -> bool:
    at = 0
    for piece in pieces:
        while at < len(labels) and piece not in labels[at]:
            at += 1
        at += 1
    return at <= len(labels)


def unread(sorter: RowSorter) -> list[PrintedRow]:
    """Return the rows of two figures and more that belong to no table."""
    return [row for row in _unassigned(sorter) if len(_figures(row)) > 1]
