"""A sheet of any spreadsheet → tables and paragraphs; reading the file is left to the loaders.

Blank rows part tables. A row whose only text is merged over the width of its table, or stands before or behind the
table with nothing ruled beside it, is a paragraph: a title, a heading, a caption.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from audit_core.document import Block, Cell, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.loaders import SPAN, Limits

BLANKS: Final = " \t\r\n\f"
_PLAIN_NAME: Final = re.compile(r"[^\W\d]\w*")
_LETTERS: Final = 26


class Slot(Struct):
    """What stands at one position: the text as shown, and whether the cell is ruled or holds an empty text."""

    text: str
    ruled: bool = False


class Merge(Struct, frozen=True):
    """A merged area, first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(Struct):
    """One sheet: slots by row and column from 0, merged areas, hidden lines, pictures."""

    name: str
    rows: dict[int, dict[int, Slot]]
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    images: list[Image] = []


def letters(column: int) -> str:
    """Return the letters of a column from 0."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def place(sheet: str, row: int, column: int) -> str:
    """Return a place as spreadsheets write it; a name with blanks or signs in it stands in quotes."""
    doubled = sheet.replace("'", "''")
    name = sheet if _PLAIN_NAME.fullmatch(sheet) else f"'{doubled}'"
    return f"{name}!{letters(column)}{row + 1}"


Counter = Callable[[int, str], None]
"""Adds to the cells read so far, those at a place, and raises InputError beyond the limit."""


class _Row(Struct):
    """A row with text, or ruled: where its texts stand, and what speaks for its being part of a table."""

    number: int
    filled: list[int]
    tabular: bool
    ruled: bool
    end: int


class Reader:
    """Turns sheets into blocks; counts their cells together."""

    def __init__(self, uri: str, limits: Limits) -> None:
        self.uri = uri
        self.limits = limits
        self._cells = 0
        self._characters = 0

    def blocks(self, sheet: Sheet) -> Iterator[Block]:
        """Yield the tables and paragraphs of a sheet from top to bottom, then its pictures."""
        view = _View(sheet, self._count)
        for run in view.runs():
            for tabular, rows in groupby(_settled(run), lambda row: row.tabular):
                for block in [view.table([*rows])] if tabular else map(view.paragraph, rows):
                    self._weigh(block)
                    yield block
        yield from sheet.images

    def _weigh(self, block: Table | Paragraph) -> None:
        """Count characters: a few shared or repeated cells may stand for any number of them."""
        texts = [cell.text for cell in block.cells()] if isinstance(block, Table) else [block.text]
        self._characters += sum(map(len, texts))
        if self._characters > self.limits.characters:
            raise InputError(
                f"{block.place}: more than {self.limits.characters:,} characters in cells",
                f"{block.place}：单元格中的文字超过 {self.limits.characters:,} 个字符",
                place=self.uri,
            )

    def _count(self, cells: int, where: str) -> None:
        self._cells += cells
        if self._cells > self.limits.cells:
            raise InputError(
                f"{where}: more than {self.limits.cells:,} cells, blank and merged ones counted",
                f"{where}：单元格超过 {self.limits.cells:,} 个（空白和合并单元格计入）",
                place=self.uri,
            )


def _settled(run: Sequence[_Row]) -> list[_Row]:
    """Leave to a table without rules the single row between two of its rows that stops short of its width."""
    if any(row.ruled for row in run):
        return [*run]
    width = max((row.end for row in run if row.tabular), default=0)
    for before, row, after in zip(run, run[1:], run[2:], strict=False):
        if before.tabular and after.tabular and not row.tabular and row.end < width:
            row.tabular = True
    return [*run]


class _View:
    """One sheet with its merged areas at hand."""

    def __init__(self, sheet: Sheet, count: Counter) -> None:
        self.sheet = sheet
        self.count = count
        self._anchors: dict[tuple[int, int], Merge] = {}
        self._covered: set[tuple[int, int]] = set()
        bottom = max(sheet.rows, default=-1)
        right = max((max(slots) for slots in sheet.rows.values() if slots), default=-1)
        for merge in sheet.merges:
            self._merge(merge, bottom, right)
        tall = [anchor for anchor in self._anchors.values() if anchor.bottom > anchor.top and self._is_shared(anchor)]
        self._tall = {(anchor.top, anchor.left) for anchor in tall}
        self._held = {row for anchor in tall for row in range(anchor.top + 1, anchor.bottom + 1)}

    def _merge(self, merge: Merge, bottom: int, right: int) -> None:
        clipped = Merge(merge.top, merge.left, min(merge.bottom, bottom), min(merge.right, right))
        area = max(clipped.bottom - clipped.top + 1, 0) * max(clipped.right - clipped.left + 1, 0)
        if area <= 1:
            return
        self.count(area, place(self.sheet.name, merge.top, merge.left))
        self._anchors[clipped.top, clipped.left] = clipped
        for row in range(clipped.top, clipped.bottom + 1):
            self._covered.update((row, column) for column in range(clipped.left, clipped.right + 1))
        self._covered.discard((clipped.top, clipped.left))

    def _is_shared(self, anchor: Merge) -> bool:
        """Whether other texts stand beside a merged area with text in it, in any of its rows."""
        if not self.text(anchor.top, anchor.left):
            return False
        beside = (
            (row, column)
            for row in range(anchor.top, anchor.bottom + 1)
            for column in self.sheet.rows.get(row, {})
            if (row, column) not in self._covered and (row, column) != (anchor.top, anchor.left)
        )
        return any(self.text(row, column) for row, column in beside)

    def text(self, row: int, column: int) -> str:
        slot = self.sheet.rows.get(row, {}).get(column)
        return "" if slot is None else slot.text.strip(BLANKS)

    def runs(self) -> Iterator[list[_Row]]:
        """Yield rows that follow each other without a blank one between."""
        run: list[_Row] = []
        for number in sorted(self._held | self.sheet.rows.keys()):
            row = self._row(number)
            blank = not (row.filled or row.tabular)
            if run and (blank or number > run[-1].number + 1):
                yield run
                run = []
            # Of ruled blank rows the first is kept: it may be a row of figures left out.
            if not blank and (row.filled or number in self._held or (run and run[-1].filled)):
                run.append(row)
        if run:
            yield run

    def _row(self, number: int) -> _Row:
        slots = self.sheet.rows.get(number, {})
        open_ = [column for column in slots if (number, column) not in self._covered]
        filled = sorted(column for column in open_ if self.text(number, column))
        ruled = sum(slots[column].ruled for column in open_)
        held = number in self._held or any((number, column) in self._tall for column in filled)
        beside = ruled > sum(slots[column].ruled for column in filled)
        tabular = len(filled) > 1 or held or (beside and (bool(filled) or ruled > 1))
        end = max((self._right(number, column) for column in filled), default=-1) + 1
        return _Row(number, filled, tabular, ruled > 0, end)

    def _right(self, row: int, column: int) -> int:
        anchor = self._anchors.get((row, column))
        return anchor.right if anchor else column

    def paragraph(self, row: _Row) -> Paragraph:
        column = row.filled[0]
        return Paragraph(self.text(row.number, column), place=place(self.sheet.name, row.number, column))

    def table(self, rows: Sequence[_Row]) -> Table:
        """Return rows as a table: from the first column with text in it to the last."""
        left = min(row.filled[0] for row in rows if row.filled)
        right = max(row.end for row in rows)
        where = place(self.sheet.name, rows[0].number, left)
        self.count(len(rows) * (right - left), where)
        kept = {row.number: index for index, row in enumerate(rows)}
        return Table(tuple(self._cells(kept, number, left, right) for number in kept), place=where)

    def _cells(self, kept: dict[int, int], row: int, left: int, right: int) -> tuple[Cell, ...]:
        columns = (column for column in range(left, right) if (row, column) not in self._covered)
        return tuple([self._cell(kept, row, column, left, right) for column in columns])

    def _cell(self, kept: dict[int, int], row: int, column: int, left: int, right: int) -> Cell:
        anchor = self._anchors.get((row, column))
        rowspan = colspan = 1
        if anchor is not None:
            colspan = min(anchor.right + 1, right) - column
            rowspan = sum(anchor.top <= number <= anchor.bottom for number in kept)
        text = self.text(row, column)
        spans = min(rowspan, SPAN), min(colspan, SPAN)
        return Cell(text, kept[row], column - left, *spans, place=place(self.sheet.name, row, column))


def told(sheet: Sheet) -> Iterator[str]:
    """Yield notes on what is hidden in a sheet and read nevertheless: figures that people do not see."""
    rows = sorted(number for number in sheet.hidden_rows if _speaks(sheet.rows.get(number, {}).values()))
    used = {column for slots in sheet.rows.values() for column, slot in slots.items() if slot.text.strip(BLANKS)}
    columns = sorted(sheet.hidden_columns & used)
    if rows:
        yield from _hidden(sheet.name, "行", "rows", [str(number + 1) for number in rows])
    if columns:
        yield from _hidden(sheet.name, "列", "columns", [letters(column) for column in columns])


def _speaks(slots: Iterable[Slot]) -> bool:
    return any(slot.text.strip(BLANKS) for slot in slots)


_MOST_NAMED: Final = 10


def _hidden(sheet: str, zh: str, en: str, names: Sequence[str]) -> Iterator[str]:
    more = "…" if len(names) > _MOST_NAMED else ""
    shown = names[:_MOST_NAMED]
    listed = "、".join(shown) + more, ", ".join(shown) + more
    yield f"{sheet}：隐藏的{zh}也已读入（{listed[0]}） / {sheet}: hidden {en} are read too ({listed[1]})"
