"""A sheet of any spreadsheet → tables and paragraphs; reading the file is left to the loaders.

Blank rows part tables. A row whose only text is merged over the width of its table, or stands before or behind the
table with nothing ruled beside it, is a paragraph: a title, a heading, a caption. A table of a page or of Markdown may
be a whole sheet as well, as programs export it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.document import Block, Cell, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import SPAN

BLANKS: Final = " \t\r\n\f"
_PLAIN_NAME: Final = re.compile(r"[^\W\d]\w*")
_LETTERS: Final = 26


class Slot(Struct):
    """What stands at one position: the text as shown, and whether the cell is ruled or holds an empty text.

    `start` and `end` are code point offsets, or -1 where the source has none; then its place is that in the sheet.
    """

    text: str
    ruled: bool = False
    start: int = -1
    end: int = -1


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
    if not sheet:
        return f"{letters(column)}{row + 1}"
    doubled = sheet.replace("'", "''")
    name = sheet if _PLAIN_NAME.fullmatch(sheet) else f"'{doubled}'"
    return f"{name}!{letters(column)}{row + 1}"


CellCounter = Callable[[int, str], None]
"""Adds to the cells read so far, those at a place, and raises InputError beyond the limit."""


class _SheetRow(Struct):
    """A row with text, or ruled: where its texts stand, and what speaks for its being part of a table."""

    number: int
    filled: list[int]
    tabular: bool
    ruled: bool
    end: int
    figures: bool


class SheetReader:
    """Turns sheets into blocks; counts their cells together."""

    def __init__(self, uri: str, limits: Limits) -> None:
        self.uri = uri
        self.limits = limits
        self._cells = 0
        self._characters = 0

    def blocks(self, sheet: Sheet) -> Iterator[Block]:
        """Yield the tables and paragraphs of a sheet from top to bottom, then its pictures.

        What a program wrote into it for nothing, and its numbers of rows and columns, are left out.
        """
        for slots in sheet.rows.values():
            for slot in slots.values():
                if _NO_VALUE.fullmatch(slot.text):
                    slot.text = ""
        unnumbered(sheet)
        for block in _SheetView(sheet, self._count).blocks():
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


def _settled(run: Sequence[_SheetRow]) -> list[_SheetRow]:
    """Leave to a table without rules the single row between two of its rows that stops short of its width.

    It is the label of a group there; before a row without figures, which is a head, it is the heading of another table.
    """
    if any(row.ruled for row in run):
        return [*run]
    width = max((row.end for row in run if row.tabular), default=0)
    for before, row, after in zip(run, run[1:], run[2:], strict=False):
        if before.tabular and after.tabular and after.figures and not row.tabular and row.end < width:
            row.tabular = True
    return [*run]


_PROSE: Final = 80
"""More characters than these in a row of one text are no label."""

_NO_VALUE: Final = re.compile(r"NaN|nan|NaT|None|<NA>|Unnamed: \d+(?:_level_\d+)?|Column ?\d+|列\d+")
"""What programs write for a cell without a value, and over a column without a name."""

_NUMBERED: Final = 5
"""So many rows that a program numbered from 0 are no column of figures, and so many columns no row of them."""


def unfilled(table: Table) -> Table:
    """Return a table in which the words that programs write for nothing are nothing."""
    if not any(map(_NO_VALUE.fullmatch, [cell.text for row in table.rows for cell in row])):
        return table
    rows = tuple(tuple(_emptied(cell) for cell in row) for row in table.rows)
    return Table(rows, table.start, table.end, table.place)


def _emptied(cell: Cell) -> Cell:
    return replace(cell, text="") if _NO_VALUE.fullmatch(cell.text) else cell


def parted(table: Table) -> Sequence[Table | Paragraph]:
    """Return the tables and paragraphs of a table that is a whole sheet; one that is none is left as it is.

    A sheet holds prose, a long text alone in its row, or a table with a text alone over its head, behind a blank row.
    """
    printed, table = table, unfilled(table)
    listed = table is not printed and all(sum(bool(cell.text) for cell in row) <= 1 for row in table.rows)
    whole = listed or _is_sheet(table)
    if not whole and not _may_be_numbered(table):
        return [table]
    sheet = _sheet(table)
    if not unnumbered(sheet) and not whole:
        return [table]
    return list(_SheetView(sheet, lambda _, __: None).blocks())


def _sheet(table: Table) -> Sheet:
    sheet = Sheet("", {})
    for cell in table.cells():
        sheet.rows.setdefault(cell.row, {})[cell.column] = Slot(cell.text.strip(BLANKS), start=cell.start, end=cell.end)
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merges.append(
                Merge(cell.row, cell.column, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
            )
    return sheet


def _may_be_numbered(table: Table) -> bool:
    """Whether a zero stands in one of the first rows that print anything, where numbers of a program would begin."""
    printed = (row for row in table.rows if any(cell.text.strip(BLANKS) for cell in row))
    return any(cell.text.strip(BLANKS) == "0" for row in islice(printed, 2) for cell in row)


def unnumbered(sheet: Sheet) -> bool:
    """Take away the numbers from 0 that a program set over the columns of a whole sheet and before its rows, if any."""
    rows = [
        sheet.rows[number] for number in sorted(sheet.rows) if any(slot.text for slot in sheet.rows[number].values())
    ]
    if not rows:
        return False
    first = min(map(min, rows))
    head = [slot.text.strip(BLANKS) for column, slot in sorted(rows[0].items()) if column > first or slot.text]
    over = _is_count(head)
    body = rows[1:] if over or (first not in rows[0] or not rows[0][first].text.strip(BLANKS)) else rows
    before = _is_rising([row[first].text.strip(BLANKS) if first in row else "" for row in body])
    if over and len(rows) > 1:
        rows[0].clear()
    if before:
        for slots in rows:
            slots.pop(first, None)
    return over or before


def _is_count(texts: Sequence[str]) -> bool:
    return len(texts) >= _NUMBERED and all(text == str(number) for number, text in enumerate(texts))


def _is_rising(texts: Sequence[str]) -> bool:
    """Whether texts are numbers from 0 upwards; some may lack, where a program left blank rows out."""
    if len(texts) < _NUMBERED or texts[0] != "0" or not all(text.isascii() and text.isdecimal() for text in texts):
        return False
    numbers = [*map(int, texts)]
    return all(one < other for one, other in pairwise(numbers))


def _is_sheet(table: Table) -> bool:
    texts = [[text for cell in row if (text := cell.text.strip(BLANKS))] for row in table.rows]
    prose = any(len(row) == 1 and len(row[0]) > _PROSE for row in texts)
    again = any(map(_begins_again, texts, texts[1:], texts[2:], texts[3:]))
    return any(len(row) > 1 for row in table.rows) and (prose or again)


def _begins_again(row: Sequence[str], blank: Sequence[str], caption: Sequence[str], head: Sequence[str]) -> bool:
    return len(row) > 1 and not blank and len(caption) == 1 and len(head) > 1 and not any(map(_is_figure, head))


def _is_figure(text: str) -> bool:
    return text[-1:].isdecimal()


class _SheetView:
    """One sheet with its merged areas at hand."""

    def __init__(self, sheet: Sheet, count: CellCounter) -> None:
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

    def blocks(self) -> Iterator[Table | Paragraph]:
        """Yield the tables and paragraphs from top to bottom."""
        for run in self.runs():
            for tabular, rows in groupby(_settled(run), lambda row: row.tabular):
                alike = [*rows]
                yield from [self.table(alike)] if tabular else map(self.paragraph, alike)

    def runs(self) -> Iterator[list[_SheetRow]]:
        """Yield rows that follow each other without a blank one between."""
        run: list[_SheetRow] = []
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

    def _row(self, number: int) -> _SheetRow:
        slots = self.sheet.rows.get(number, {})
        open_ = [column for column in slots if (number, column) not in self._covered]
        filled = sorted(column for column in open_ if self.text(number, column))
        ruled = sum(slots[column].ruled for column in open_)
        held = number in self._held or any((number, column) in self._tall for column in filled)
        beside = ruled > sum(slots[column].ruled for column in filled)
        tabular = len(filled) > 1 or held or (beside and (bool(filled) or ruled > 1))
        end = max((self._right(number, column) for column in filled), default=-1) + 1
        figures = any(_is_figure(self.text(number, column)) for column in filled)
        return _SheetRow(number, filled, tabular, ruled > 0, end, figures)

    def _right(self, row: int, column: int) -> int:
        anchor = self._anchors.get((row, column))
        return anchor.right if anchor else column

    def paragraph(self, row: _SheetRow) -> Paragraph:
        column = row.filled[0]
        slot = self.sheet.rows[row.number][column]
        return Paragraph(slot.text.strip(BLANKS), slot.start, slot.end, self._place(slot, row.number, column))

    def _place(self, slot: Slot | None, row: int, column: int) -> str:
        return "" if slot and slot.start >= 0 else place(self.sheet.name, row, column)

    def table(self, rows: Sequence[_SheetRow]) -> Table:
        """Return rows as a table: from the first column with text in it to the last."""
        left = min(row.filled[0] for row in rows if row.filled)
        right = max(row.end for row in rows)
        where = place(self.sheet.name, rows[0].number, left)
        self.count(len(rows) * (right - left), where)
        kept = {row.number: index for index, row in enumerate(rows)}
        printed = tuple(self._cells(kept, number, left, right) for number in kept)
        spans = [(cell.start, cell.end) for cells in printed for cell in cells if cell.start >= 0]
        if not spans:
            return Table(printed, place=where)
        return Table(printed, spans[0][0], spans[-1][1])

    def _cells(self, kept: dict[int, int], row: int, left: int, right: int) -> tuple[Cell, ...]:
        columns = (column for column in range(left, right) if (row, column) not in self._covered)
        return tuple([self._cell(kept, row, column, left, right) for column in columns])

    def _cell(self, kept: dict[int, int], row: int, column: int, left: int, right: int) -> Cell:
        anchor = self._anchors.get((row, column))
        rowspan = colspan = 1
        if anchor is not None:
            colspan = min(anchor.right + 1, right) - column
            rowspan = sum(anchor.top <= number <= anchor.bottom for number in kept)
        slot = self.sheet.rows.get(row, {}).get(column)
        text, start, end = (slot.text.strip(BLANKS), slot.start, slot.end) if slot else ("", -1, -1)
        spans = min(rowspan, SPAN), min(colspan, SPAN)
        return Cell(text, kept[row], column - left, *spans, start, end, self._place(slot, row, column))


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
