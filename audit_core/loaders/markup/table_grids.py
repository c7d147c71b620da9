"""A table of the source → grids of cells, unless it only lays out the page; what stands around is left to `html`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from audit_core.document import Cell, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import SPAN
from audit_core.loaders.markup.chrome import is_unseen
from audit_core.loaders.markup.elements import BREAK, IMAGE, Element, TextRun
from audit_core.loaders.markup.printed_text import cell as piece_of
from audit_core.loaders.markup.tokens import attributes_of

_LONG: Final = 300
"""More characters than these in one cell are no label and no figure, but text that is laid out."""

_PROSE: Final = 80
"""More characters than these in a row of one merged cell are no caption."""

_DIGITS: Final = re.compile(r"\s*+\+?(\d{1,9})")


GridRows = list[list[Element]]
"""Rows that make one grid, by row group."""


def lays_out(table: Element) -> bool:
    """Whether a table only arranges what stands in it: a page, a report, a single column."""
    if table.cells <= 1 or "presentation" in table.attributes:
        return True
    if table.inner_cells and (table.inner_figures > table.figures or table.inner_cells > table.cells):
        return True
    rows = [_cells(row) for group in _groups(table) for row in group]
    if all(len(row) <= 1 for row in rows):
        return True
    long = sum(cell.chars for row in rows if len(row) > 1 for cell in row if cell.chars > _LONG)
    return long > table.chars / 2


def parts_of(table: Element) -> Iterator[Element | GridRows]:
    """Yield the grids of a table, and the rows that are no part of one.

    Text above or below the cells is a note. Where it stands between them, or both above and below, a report is one
    table as a whole: then all rows of one merged cell are its paragraphs and headings.
    """
    groups = list(_groups(table))
    apart = _apart([row for group in groups for row in group])
    grid: GridRows = []
    for group in groups:
        grid.append([])
        for row in group:
            if row in apart:
                yield grid
                yield row
                grid = [[]]
            else:
                grid[-1].append(row)
    yield grid


def _apart(rows: list[Element]) -> set[Element]:
    """Return the rows that are no part of a grid."""
    merged = [_is_merged(row) for row in rows]
    texts = [number for number, row in enumerate(rows) if merged[number] and _is_text(row)]
    if not texts:
        return set()
    first = merged.index(False) if False in merged else len(rows)
    last = len(rows) - 1 - merged[::-1].index(False) if False in merged else -1
    if texts[-1] > first and texts[0] < last:
        return {row for number, row in enumerate(rows) if merged[number]}
    above = max((number for number in texts if number < first), default=-1)
    below = min((number for number in texts if number > last), default=len(rows))
    return {*rows[: above + 1], *rows[below:]}


def _is_text(row: Element) -> bool:
    return row.chars > _PROSE or row.inner_cells > 0


def _is_merged(row: Element) -> bool:
    cells = _cells(row)
    return len(cells) == 1 and _extent(cells[0].attributes, 1)[1] > 1


def _cells(row: Element) -> list[Element]:
    return [item for item in row.items if isinstance(item, Element)]


def _groups(table: Element) -> Iterator[list[Element]]:
    """Yield the rows of each row group; rows that stand in none are groups as they follow each other."""
    loose: list[Element] = []
    for part in _cells(table):
        if part.tag == "tr":
            loose.append(part)
        elif part.tag == "tbody":
            if loose:
                yield loose
                loose = []
            yield _cells(part)
    if loose:
        yield loose


@dataclass(slots=True)
class Grids:
    """Makes the tables of one page; `count` is how many cells they have so far, merged ones with their area.

    `beside` holds the images and tables found in the cells of the table made last.
    """

    source: str
    uri: str
    limits: Limits
    page: Element
    count: int = 0
    beside: list[TextRun | Element] = field(default_factory=list)

    def table(self, groups: GridRows) -> Table | None:
        """Return the grid of some rows, or None where they have no cells; a row keeps its number even if empty."""
        self.beside = []
        rows: list[tuple[Cell, ...]] = []
        for group in groups:
            seen = [row for row in group if not is_unseen(row, self.page)]
            # Column: the first row in which it is free again. A group ends what hangs down from above.
            covered: dict[int, int] = {}
            stop = len(rows) + len(seen)
            for row in seen:
                rows.append(self._row(row, len(rows), stop, covered))
        if not any(rows):
            return None
        extent = [row for group in groups for row in group]
        return Table(tuple(rows), extent[0].start, extent[-1].end)

    def _row(self, row: Element, number: int, stop: int, covered: dict[int, int]) -> tuple[Cell, ...]:
        column = 0
        cells: list[Cell] = []
        for element in row.items:
            if not isinstance(element, Element) or is_unseen(element, self.page):
                continue
            while covered.get(column, 0) > number:
                column += 1
            rowspan, colspan = _extent(element.attributes, stop - number)
            self._counted(rowspan * colspan, element.start)
            if rowspan > 1:
                covered.update(dict.fromkeys(range(column, column + colspan), number + rowspan))
            piece = piece_of(self.source, self._runs(element), element.inner)
            cells.append(Cell(piece.text, number, column, rowspan, colspan, piece.start, piece.end))
            column += colspan
        return tuple(cells)

    def _runs(self, cell: Element) -> list[TextRun]:
        """Return the runs of a cell, a line break where a block begins or ends."""
        items = cell.items
        if len(items) == 1:
            only = items[0]
            if isinstance(only, Element) and not only.hidden and only.tag != "table":
                items = only.items
        for item in items:
            if type(item) is not tuple or item[2] == IMAGE:
                break
        else:
            return items  # type: ignore[return-value] # all of them are runs
        runs: list[TextRun] = []
        self._collect(cell, runs)
        return runs

    def _collect(self, block: Element, runs: list[TextRun]) -> None:
        for item in (*block.outside, *block.items):
            if not isinstance(item, Element):
                (self.beside if item[2] == IMAGE else runs).append(item)
            elif is_unseen(item, self.page):
                continue
            elif item.tag == "table" and item.cells > 1:
                self.beside.append(item)
            else:
                runs.append((item.start, item.start, BREAK))
                self._collect(item, runs)
                runs.append((item.end, item.end, BREAK))

    def _counted(self, area: int, at: int) -> None:
        self.count += area
        if self.count > self.limits.cells:
            line = self.source.count("\n", 0, at) + 1
            raise InputError(
                f"more than {self.limits.cells:,} cells in tables, merged ones counted with their area",
                f"表格的单元格超过 {self.limits.cells:,} 个（合并单元格按所占面积计）",
                place=f"{self.uri}:{line}",
            )


def _extent(attributes: str, rows: int) -> tuple[int, int]:
    """Return how many rows and columns a cell covers, of at most `rows`; clamped as browsers do."""
    down, across = _written_extent(attributes) if len(attributes) <= _USUAL_CHARS else _said_extent(attributes)
    # rowspan=0 means all rows of the group that are left.
    return min(down or rows, rows, SPAN), min(across or 1, SPAN)


def _said_extent(attributes: str) -> tuple[int, int]:
    if "span" not in attributes.lower():
        return 1, 1
    said = attributes_of(attributes)
    return _number(said.get("rowspan", "")), _number(said.get("colspan", ""))


_USUAL_CHARS: Final = 500
_written_extent: Final = lru_cache(maxsize=512)(_said_extent)
"""The cells of a page are written much alike, and so are those of the next."""


def _number(text: str) -> int:
    """Return an extent, 1 where none can be read."""
    match = _DIGITS.match(text)
    return int(match[1]) if match else 1
