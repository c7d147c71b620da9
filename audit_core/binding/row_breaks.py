"""Rows that a page break tore in two, put together where what is printed leaves no doubt.

    外地来馆的成 | 1 | 0 | 1               未成年人 |          | 1 | 1 | 2
    人读者       |   |   |                          | 儿童读者 |   |   |

A label that goes on in the next row, and figures that stand in the row before or behind their label, are one row. Sums
are not asked: what is put together is checked like any other row. Where both halves print a figure in the same place,
the figures are left undecided.
"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from audit_core.binding.labels import BLANK, COLUMN, CORNER, NUMERIC, PARENT, ROW, TEXT, CellKind, LabelIndex
from audit_core.binding.regions import PrintedRow
from audit_core.document import Cell
from audit_core.forms import TableForm

_LONGEST_LABEL = 120
_MOST_PIECES = 3
_FIGURES = NUMERIC | BLANK
_HEAD = COLUMN | CORNER


class _Half(NamedTuple):
    """A printed row: the index of its label (-1 without one), and the table and key of that where the form knows it.

    `lone` are figures without a label, `empty` is a label without figures.
    """

    row: PrintedRow
    label: int
    table: str = ""
    key: str = ""
    lone: bool = False
    empty: bool = False

    @property
    def tail(self) -> Sequence[Cell]:
        """The cells behind the label."""
        return self.row.cells[self.label + 1 :]

    @property
    def whole(self) -> bool:
        """Whether a known label and figures stand in it."""
        return bool(self.key) and not self.empty


def joined(rows: Sequence[PrintedRow], labels: LabelIndex) -> list[PrintedRow]:
    """Return rows with those that are halves of one put together; heads may be printed again between them."""
    if not any(_may_be_half(row) for row in rows):
        return list(rows)
    return _Joiner(labels, rows).rows()


def _may_be_half(row: PrintedRow) -> bool:
    """Whether a row is figures without a label, or words that the form does not know; cheap, as few rows are."""
    return bool(row.bits & NUMERIC and not row.bits & (ROW | TEXT)) or bool(row.bits & TEXT)


class _Joiner:
    def __init__(self, labels: LabelIndex, rows: Sequence[PrintedRow]) -> None:
        self.labels = labels
        self.across = {key for key, table in labels.form.tables.items() if table.across}
        self.halves = [self._half(row) for row in rows]
        # Heads printed again at a break are passed over when the next row is looked for.
        self.following = self._following()

    def _half(self, row: PrintedRow) -> _Half:
        first = next((n for n, kind in enumerate(row.kinds) if kind.numeric), len(row.kinds))
        label = next((n for n in range(first - 1, -1, -1) if _is_label(row.kinds[n])), -1)
        hits = row.kinds[label].rows if label >= 0 else ()
        hit = next((hit for hit in hits if hit.table not in self.across), None)
        plain = not any(kind.bits & ~_FIGURES for kind in row.kinds[label + 1 :])
        if hit and plain:
            empty = not row.bits & NUMERIC
            return _Half(row, label, hit.table, hit.line, empty=empty)
        lone = label < 0 and first < len(row.kinds) and not any(k.bits & ~(_FIGURES | PARENT) for k in row.kinds)
        return _Half(row, label if plain else -1, lone=lone)

    def _following(self) -> list[int]:
        following = [len(self.halves)] * len(self.halves)
        after = len(self.halves)
        for number in range(len(self.halves) - 1, -1, -1):
            following[number] = after
            if not _is_head(self.halves[number].row):
                after = number
        return following

    def rows(self) -> list[PrintedRow]:
        taken: dict[int, PrintedRow | None] = {}
        before = -1
        for number, half in enumerate(self.halves):
            if number in taken:
                if taken[number] is not None:
                    before = number
                continue
            taken.update(self._label_goes_on(number) or self._figures_go_on(number) or self._pairs(number, before))
            if not _is_head(half.row):
                before = number
        kept = (taken.get(number, half.row) for number, half in enumerate(self.halves))
        return [row for row in kept if row is not None]

    def _label_goes_on(self, number: int) -> dict[int, PrintedRow | None]:
        """Return the row whose label goes on in those below it, which are none of their own."""
        one = self.halves[number]
        if one.label < 0 or not one.row.kinds[one.label].bits & (TEXT | ROW):
            return {}
        text, figures = one.row.cells[one.label].text, one.tail
        below: list[int] = []
        after = self.following[number]
        while after < len(self.halves) and len(below) < _MOST_PIECES:
            other = self.halves[after]
            if other.label < 0 or other.row.kinds[other.label].bits & ~(TEXT | ROW):
                break
            text += other.row.cells[other.label].text
            if len(text) > _LONGEST_LABEL:
                break
            below.append(after)
            more = _complement(figures, other.tail, self.labels)
            said = self.labels.classify(text)
            if not all(hit.table in self.across for hit in said.rows):
                torn = not other.key or (not one.key and more is not None and self._is_line(said, other))
                return self._one(number, below, said, figures, more) if torn else {}
            if more is None or other.key or not self.labels.begins_row(text):
                break
            figures, after = more, self.following[after]
        return {}

    def _one(
        self, number: int, below: Sequence[int], said: CellKind, figures: Sequence[Cell], more: Sequence[Cell] | None
    ) -> dict[int, PrintedRow | None]:
        """Return one row in place of several; without `more`, its figures are left undecided."""
        one = self.halves[number]
        row = self._row(one.row.cells[: one.label + 1], figures if more is None else more, one.row, said)
        row.options = None if more is not None else ()
        return {number: row, **dict.fromkeys(below)}

    def _figures_go_on(self, number: int) -> dict[int, PrintedRow | None]:
        """Return the row whose blank figures, and no others, stand in the row below it, which has no label."""
        one, after = self.halves[number], self.following[number]
        if not one.whole or after == len(self.halves) or not self.halves[after].lone:
            return {}
        cells, then = self.halves[after].row.cells, self.following[after]
        low = cells[max(len(cells) - len(one.tail), 0) :]
        figures = _complement(one.tail, low, self.labels) if len(low) == len(one.tail) else None
        printed = sum(not self.labels.kinds[cell.text].blank for cell in figures or ())
        if figures is None or printed != self._width(one.table):
            return {}
        if not self._ends(one, self.halves[then] if then < len(self.halves) else None, figures_first=False):
            return {}
        return {number: self._row(one.row.cells[: one.label + 1], figures, one.row), after: None}

    @staticmethod
    def _is_line(said: CellKind, half: _Half) -> bool:
        """Whether a label is the same row with its beginning, an ordinal that was torn off, as without."""
        return any((hit.table, hit.line) == (half.table, half.key) for hit in said.rows)

    def _pairs(self, number: int, before: int) -> dict[int, PrintedRow | None]:
        """Return the rows whose figures stand in the row before or behind their label, as the order of rows tells."""
        figures_first = self.halves[number].lone
        if not figures_first and not self.halves[number].empty:
            return {}
        found: dict[int, PrintedRow | None] = {}
        last = self.halves[before] if before >= 0 else None
        if figures_first and (last is None or not last.whole):
            return {}
        while number < len(self.halves):
            after = self.following[number]
            if after == len(self.halves):
                break
            one, other = self.halves[number], self.halves[after]
            label, lone = (other, one) if figures_first else (one, other)
            anywhere = not found and not figures_first
            if not (label.empty and lone.lone and self._is_next(last, label, anywhere=anywhere)):
                break
            row = self._paired(label, lone, one.row)
            if row is None:
                return {}
            found |= {number: row, after: None}
            last, number = label, self.following[after]
        if not found or last is None:
            return {}
        then = self.halves[number] if number < len(self.halves) else None
        return found if self._ends(last, then, figures_first=figures_first) else {}

    def _ends(self, last: _Half, then: _Half | None, *, figures_first: bool) -> bool:
        """Whether what stands behind rows that were put together leaves nothing over."""
        if figures_first:
            return then is None or not then.lone
        order = self._order(last.table)
        if then is None or not then.key or then.table != last.table:
            return (then is None or not then.lone) and order[-1] == last.key
        return then.whole and self._is_next(last, then, anywhere=False)

    def _is_next(self, last: _Half | None, half: _Half, *, anywhere: bool) -> bool:
        if anywhere or last is None:
            return anywhere
        order = self._order(half.table)
        if last.table != half.table or last.key not in order or half.key not in order:
            return False
        return order.index(half.key) == order.index(last.key) + 1

    def _order(self, table: str) -> list[str]:
        return [key for key, line in self._form(table).rows.items() if not line.optional]

    def _form(self, table: str) -> TableForm:
        return self.labels.form.tables[table]

    def _width(self, table: str) -> int:
        return sum(not line.optional for line in self._form(table).columns.values())

    def _paired(self, label: _Half, lone: _Half, first: PrintedRow) -> PrintedRow | None:
        """Return a row of a label and of figures that stand in another one, or None where they are not so many."""
        columns = self._width(label.table)
        width = len(label.tail) or columns
        cells, kinds = lone.row.cells, lone.row.kinds
        if width < columns or len(cells) < width or any(kind.numeric for kind in kinds[: len(kinds) - width]):
            return None
        above = [*lone.row.cells[: len(cells) - width], *label.row.cells[: label.label]]
        parents = [cell for cell in above if self.labels.kinds[cell.text].bits & PARENT]
        tail = cells[len(cells) - width :]
        if label.tail and first is label.row:
            tail = [_at(cell, spot) for cell, spot in zip(tail, label.tail, strict=True)]
        return self._row([*parents, label.row.cells[label.label]], tail, first)

    def _row(
        self, labels: Sequence[Cell], tail: Sequence[Cell], like: PrintedRow, said: CellKind | None = None
    ) -> PrintedRow:
        """Return a row; `said` is what its label is, where that goes on elsewhere."""
        cells = (*labels, *tail)
        kinds = [self.labels.kinds[cell.text] for cell in cells]
        if said:
            kinds[len(labels) - 1] = said
        bits = 0
        for kind in kinds:
            bits |= kind.bits
        return PrintedRow(cells, kinds, bits, table=like.table, broken=True)


def _is_label(kind: CellKind) -> bool:
    """Whether a cell before the figures may be a row's own label: not blank, and not only that of its group."""
    return kind.bits != BLANK and (bool(kind.bits & ROW) or not kind.bits & PARENT)


def _is_head(row: PrintedRow) -> bool:
    return (not row.bits & (NUMERIC | ROW) and bool(row.bits & _HEAD)) or row.bits in (0, BLANK)


def _complement(one: Sequence[Cell], other: Sequence[Cell], labels: LabelIndex) -> Sequence[Cell] | None:
    """Return the figures of two halves, which stand in different places; None where they do not."""
    ours, theirs = ([not labels.kinds[cell.text].blank for cell in cells] for cells in (one, other))
    if not any(theirs):
        return one
    if len(one) == len(other):
        if any(a and b for a, b in zip(ours, theirs, strict=True)):
            return None
        return [_at(low, high) if filled else high for high, low, filled in zip(one, other, theirs, strict=True)]
    return None if any(ours) else other


def _at(cell: Cell, spot: Cell) -> Cell:
    """Return a cell as it stands in the column of another."""
    return cell if cell.column == spot.column else replace(cell, column=spot.column)
