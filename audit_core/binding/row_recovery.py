"""Rows of figures that lost their labels or were cut up, in their places again.

    成人读者 | 1 | 2 | 3
             | 4 | 5 | 9                   of 儿童读者, which the form has here
    总数     | 5 | 7 | 12

Between two whole rows, the figures belong to the rows that the form has there, in order, if there are as many as these
rows have columns. They count only where the sums of the form bear them out; elsewhere nothing is known of these rows.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from msgspec import Struct

from audit_core.binding.labels import BLANK, NUMERIC, PARENT, ROW, CellKind, LabelMatch
from audit_core.binding.model import AMBIGUOUS, TableBinding, concepts
from audit_core.binding.regions import PrintedRow, Region, label_cell
from audit_core.binding.relations import Cells, confirmed
from audit_core.binding.rows import Grid, place
from audit_core.document import Cell
from audit_core.figures import Number, State
from audit_core.forms import Form, TableForm
from audit_core.report import Fact

_KNOWN: Final = frozenset({State.NUMBER, State.BLANK, State.PLACEHOLDER})

Spot = tuple[Cell, CellKind]


class Piece(NamedTuple):
    """A printed row that is not whole: the statutory row of its label (none where it lost it), and its figures."""

    key: str
    row: PrintedRow
    spots: Sequence[Spot]


class Gap(Struct):
    """What is printed between two whole rows, and the statutory rows that belong there.

    `beside` are those of the two that have blank cells: figures between may be theirs.
    """

    keys: list[str] = []
    pieces: list[Piece] = []
    beside: list[PrintedRow] = []
    whole: bool = True

    @property
    def damaged(self) -> bool:
        """Whether figures stand here that their labels do not explain."""
        return any(piece.spots and not piece.key for piece in self.pieces)


class Recovered(Struct):
    """What came of the damaged rows of a table: those in their places again, the others, and cells left over."""

    rows: list[PrintedRow] = []
    undecided: dict[str, PrintedRow | None] = {}
    unplaced: list[Cell] = []
    inferred_by: frozenset[Cells] = frozenset()


def in_order(region: Region) -> list[PrintedRow]:
    """Return the rows of a region, known and unknown, as they are printed."""
    stream: list[PrintedRow] = []
    others = deque(region.others)
    for number, row in enumerate(region.rows):
        while others and others[0][0] <= number:
            stream.append(others.popleft()[1])
        stream.append(row)
    return [*stream, *(row for _, row in others)]


def is_damaged(table: TableForm, region: Region) -> bool:
    """Whether rows of a table are missing or lost their labels; cheap, since nearly no table is."""
    if any(row.options is not None for row in region.rows):
        return False
    if any(not row.bits & ~(NUMERIC | BLANK) and row.bits & NUMERIC for _, row in region.others):
        return True
    found = {row.key for row in region.rows}
    return any(not line.optional and key not in found for key, line in table.rows.items())


def parted(rows: Sequence[PrintedRow], table: TableForm) -> list[PrintedRow]:
    """Return rows with those cut in pieces that hold the labels of other rows behind their figures."""
    width = sum(not line.optional for line in table.columns.values())
    return [piece for row in rows for piece in _parted(row, width, len(table.rows))]


def _parted(row: PrintedRow, width: int, most: int) -> list[PrintedRow]:
    labels = [n for n, kind in enumerate(row.kinds) if kind.bits & ROW and _hit(row, kind)] if row.label >= 0 else []
    apart = [
        (_parents_before(row, one, two), two)
        for one, two in pairwise(labels)
        if two - one > width or any(kind.numeric for kind in row.kinds[one:two])
    ]
    if not apart or len(apart) >= most:
        return [row]
    begins = [0, *(begin for begin, _ in apart), len(row.kinds)]
    own = [max(n for n in labels if n < apart[0][0]), *(label for _, label in apart)]
    return [_part(row, slice(a, b), label - a) for (a, b), label in zip(pairwise(begins), own, strict=True)]


def _hit(row: PrintedRow, kind: CellKind) -> LabelMatch | None:
    return next((hit for hit in kind.rows if hit.table == row.belongs), None)


def _parents_before(row: PrintedRow, one: int, two: int) -> int:
    """Return where the labels begin that end with the one at `two`: the group it stands in may be printed before it."""
    return next((n for n in range(one + 1, two) if row.kinds[n].bits & PARENT), two)


def _part(row: PrintedRow, cells: slice, label: int) -> PrintedRow:
    part = PrintedRow(row.cells[cells], row.kinds[cells], label=label, belongs=row.belongs, table=row.table, cut=True)
    for kind in part.kinds:
        part.bits |= kind.bits
    hit = _hit(row, part.kinds[label])
    if hit:
        part.key, part.match = hit.line, hit.match
    return part


def mark_ambiguous(table: TableForm, rows: Sequence[PrintedRow], width: int) -> None:
    """Leave undecided the rows that may hold figures of others: those printed behind another, and those without a grid.

    They may where cells are left blank, so that counting figures proves nothing.
    """
    for row in rows:
        if row.cut and not _follows(row, width):
            row.options = ()
    order = [key for key, line in table.rows.items() if not line.optional]
    found = {row.key for row in rows}
    if any(row.table is not None or row.options is not None for row in rows) or found.issuperset(order):
        return
    if all(row.recovered or len(row.figures) % width == 0 != len(row.figures) for row in rows):
        return
    missing_next = {one for one, two in pairwise(order) if two not in found}
    for row in rows:
        if row.key in missing_next:
            row.options = ()


def _follows(row: PrintedRow, width: int) -> bool:
    """Whether figures stand behind a label of the same line with no blank among them, and few before."""
    kinds = row.kinds[row.label + 1 :]
    first = next((n for n, kind in enumerate(kinds) if not kind.blank), 0)
    figures = kinds[first:]
    while figures and figures[-1].blank:
        figures.pop()
    return first < width and len(figures) >= width and not any(kind.blank for kind in figures)


def recover(table: TableForm, stream: Sequence[PrintedRow], grid: Grid, facts: Sequence[Fact]) -> Recovered:
    """Put the damaged rows of a table in their places, as far as the sums of the form bear them out."""
    found = Recovered()
    moved: dict[str, tuple[PrintedRow, list[Spot]]] = {}
    for gap in _gaps(table, stream, grid):
        if gap.damaged or _overlong(gap, grid):
            placed = _placed(gap, grid)
            moved.update(placed)
            if not placed:
                _give_up(gap, len(grid.keys), found)
    _confirm(table, moved, grid, facts, found)
    return found


def _gaps(table: TableForm, stream: Sequence[PrintedRow], grid: Grid) -> Iterator[Gap]:
    """Yield what stands between whole rows; nothing where rows are printed out of the form's order."""
    order = [key for key, line in table.rows.items() if not line.optional]
    last, gap = -1, Gap()
    for row in stream:
        if row.key and table.rows[row.key].optional:
            continue
        spots = _spots(row, grid)
        if not row.key or spots is None or len(spots) != len(grid.keys):
            _add(gap, row, spots)
            continue
        at = order.index(row.key)
        if at <= last:
            return
        beside = [row] if any(kind.blank for _, kind in spots) else []
        gap.keys = order[last + 1 : at]
        gap.beside += beside
        yield gap
        last, gap = at, Gap(beside=beside)
    gap.keys = order[last + 1 :]
    yield gap


def _add(gap: Gap, row: PrintedRow, spots: Sequence[Spot] | None) -> None:
    figures = spots or ()
    if spots is None and label_cell(row) < 0:  # words among figures
        figures = [(cell, kind) for cell, kind in zip(row.cells, row.kinds, strict=True) if kind.numeric]
    if row.key or figures:
        gap.pieces.append(Piece(row.key, row, figures))
    gap.whole = gap.whole and spots is not None


def _spots(row: PrintedRow, grid: Grid) -> Sequence[Spot] | None:
    """Return the figures of a row, with the blank cells that stand in the grid; None where words are among them."""
    kinds = row.kinds[row.label + 1 :]
    if any(kind.bits not in (BLANK, NUMERIC) for kind in kinds):
        return None
    printed = [(cell, kind) for cell, kind in zip(row.tail, kinds, strict=True) if kind.numeric]
    if printed and len(printed) < len(grid.keys):
        stood = row.stands
        placed = place(row, grid)
        row.stands = stood
        if placed is not None and len(placed.cells) == len(grid.keys):
            return list(zip(placed.cells, placed.kinds, strict=True))
    return printed


def _overlong(gap: Gap, grid: Grid) -> bool:
    """Whether a row holds more figures than its own where another row is missing."""
    labels = {piece.key for piece in gap.pieces}
    return any(len(piece.spots) > len(grid.keys) for piece in gap.pieces) and not labels.issuperset(gap.keys)


def _give_up(gap: Gap, width: int, found: Recovered) -> None:
    """Leave undecided the rows of a gap, with a label or without, and those beside it that figures of it may fill."""
    own = {piece.key: piece.row for piece in gap.pieces if piece.key}
    found.undecided.update({key: own.get(key) for key in gap.keys})
    found.undecided.update({row.key: row for row in gap.beside if gap.damaged})
    for piece in gap.pieces:
        found.unplaced.extend(cell for cell, _ in piece.spots[width if piece.key else 0 :])


def _placed(gap: Gap, grid: Grid) -> dict[str, tuple[PrintedRow, list[Spot]]]:
    """Return the figures of each row of a gap, or nothing where they do not come out even or labels say otherwise."""
    width, spots = len(grid.keys), [spot for piece in gap.pieces for spot in piece.spots]
    if not gap.whole or not gap.keys or len(spots) != width * len(gap.keys):
        return {}
    at, said = 0, -1
    for piece in gap.pieces:
        if piece.key:
            number = gap.keys.index(piece.key) if piece.key in gap.keys else -1
            if number <= said or (piece.spots and at != width * number):
                return {}
            said = number
        at += len(piece.spots)
    rows = {piece.key: piece.row for piece in gap.pieces if piece.key}
    chunks = {key: spots[n * width : (n + 1) * width] for n, key in enumerate(gap.keys)}
    first = next(piece.row for piece in gap.pieces if piece.spots)
    return {key: (rows.get(key, first), chunk) for key, chunk in chunks.items()}


def _confirm(
    table: TableForm,
    moved: Mapping[str, tuple[PrintedRow, list[Spot]]],
    grid: Grid,
    facts: Sequence[Fact],
    found: Recovered,
) -> None:
    """Keep the rows that are in their places again only where the sums bear them out."""
    again = {
        (key, column): kind.figure.exact
        for key, (_, chunk) in moved.items()
        for column, (_, kind) in zip(grid.keys, chunk, strict=True)
    }
    left = [fact for fact in facts if fact.row not in moved and fact.row not in found.undecided]
    relations = confirmed(table, grid.keys, moved.keys(), known(left) | again) if moved else frozenset()
    for key, (row, chunk) in moved.items():
        whole = _whole(key, row, chunk)
        if relations:
            found.rows.append(whole)
        else:
            found.undecided[key] = row if row.key == key else None
            found.unplaced.extend(cell for cell, _ in chunk)
    found.inferred_by = relations


def known(facts: Sequence[Fact]) -> dict[tuple[str, str], Number]:
    """Return the figures of a table that are known."""
    return {(fact.row, fact.column): fact.figure.exact for fact in facts if fact.figure.state in _KNOWN}


def _whole(key: str, row: PrintedRow, chunk: Sequence[Spot]) -> PrintedRow:
    """Return the row of a label and the figures that are its own, the label left out where it is lost."""
    label = [(row.cells[row.label], row.kinds[row.label])] if row.key == key and row.label >= 0 else []
    pairs = [*label, *chunk]
    bits = 0
    for _, kind in pairs:
        bits |= kind.bits
    cells, kinds = [cell for cell, _ in pairs], [kind for _, kind in pairs]
    return PrintedRow(
        cells,
        kinds,
        bits,
        len(label) - 1,
        key,
        row.belongs,
        row.match if label else "statutory",
        row.table,
    )


def in_pieces(table: TableForm, region: Region) -> list[PrintedRow]:
    """Return the rows of a damaged region in printed order, and keep those cut in two as two."""
    stream = parted(in_order(region), table)
    region.rows = [row for row in stream if row.key]
    before = accumulate((bool(row.key) for row in stream), initial=0)
    region.others = [(known, row) for known, row in zip(before, stream, strict=False) if not row.key]
    return stream


def repair(
    form: Form, table: TableForm, region: Region, grid: Grid, stream: Sequence[PrintedRow], bound: TableBinding
) -> None:
    """Bind the damaged rows of a table that are in their places again, and leave the others undecided."""
    found = recover(table, stream, grid, bound.facts)
    again = {row.key for row in found.rows}
    touched = again | found.undecided.keys()
    bound.facts = [fact for fact in bound.facts if fact.row not in touched]
    bound.readings = [reading for reading in bound.readings if reading.row not in touched]
    for row in found.rows:
        figures = zip(concepts(form, table.key, row.key, grid.keys), row.tail, row.kinds[row.label + 1 :], strict=True)
        bound.facts += [Fact(concept, kind.figure, cell, recovered=True) for concept, cell, kind in figures if concept]
    for key, printed in found.undecided.items():
        bound.facts += _unknown(form, table, key, printed, grid)
    region.rows = [row for row in region.rows if row.key not in again] + found.rows
    kept = {cell for row in found.rows for cell in row.cells}
    region.others = [(at, row) for at, row in region.others if kept.isdisjoint(row.cells)]
    bound.inferred_by |= found.inferred_by
    bound.unplaced += found.unplaced


def _unknown(form: Form, table: TableForm, key: str, row: PrintedRow | None, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row is not None and row.label >= 0 else None
    return (Fact(concept, AMBIGUOUS, label) for concept in concepts(form, table.key, key, grid.keys) if concept)
