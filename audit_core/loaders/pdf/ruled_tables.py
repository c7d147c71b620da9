"""Ruling lines → grids of cells, merged ones included; tables broken over pages are left to `page_joins`.

Where the lines of a table lie makes its columns and rows. Two neighbours in that raster between which no line is drawn
are one cell: so a merged cell is found from what is printed, whichever way it is merged.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final

from audit_core.loaders.pdf.boxes import Box, Glyph, around
from audit_core.loaders.pdf.pages import Page
from audit_core.loaders.pdf.ruling_lines import (
    RuledLine,
    TooManyCells,
    Walls,
    bars,
    edges_of,
    meshes,
    nearest,
    numbers,
    spanned,
)
from audit_core.loaders.pdf.text_lines import NOTHING, PdfCellText, cell_text

_TOUCH: Final = 0.3
"""Points by which a character may touch the line beside it."""

_FIGURE: Final = "0123456789.,"

_LOW: Final = 80.0
"""Points: a higher box without columns frames text; a lower one may be the row of a table that a page break cut off."""

_TIGHT: Final = 0.08
"""In parts of the size: characters nearer than this were set as one word."""


@dataclass(slots=True)
class GridCell:
    """A cell: its place in the raster, its box on its page, and what stands in it.

    One that is `outside` lies beyond a row that ends before the others do: it is a cell only if something stands there.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    page: Page
    glyphs: list[Glyph] = field(default_factory=list)
    said: PdfCellText = NOTHING
    outside: bool = False


@dataclass(slots=True)
class PageGrid:
    """A table on one page, or on several after joining: the edges of its columns, its rows, and its cells.

    `ruled` is False where the columns were found from the text alone. `tail` are the cells among which those are that
    reach the last row, `last` is the page they stand on.
    """

    edges: list[float]
    levels: list[float]
    regions: list[GridCell]
    box: Box
    page: Page
    ruled: bool = True
    last: Page | None = None
    tail: list[GridCell] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.levels) - 1

    @property
    def framed(self) -> bool:
        """Whether it is nothing but a frame: one without columns is a table only together with another."""
        return len(self.edges) == 2  # noqa: PLR2004

    def rows(self) -> list[list[GridCell]]:
        """Return for each row the cells that begin in it, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.height)]
        for region in sorted(self.regions, key=lambda region: region.column):
            rows[region.row].append(region)
        return rows


def grids_of(page: Page, most: int) -> list[PageGrid]:
    """Return the tables that are ruled on a page, their text in their cells; what is left of it stays on the page.

    Raises TooManyCells where their rasters come to more than `most` cells.
    """
    grids: list[PageGrid] = []
    for across, down in meshes(*bars(page.rules), most):
        grid = _grid(page, across, down, most)
        if grid and (not grid.framed or grid.box.height <= _LOW):
            grids.append(grid)
            most -= grid.height * (len(grid.edges) - 1)
    _fill(page, grids)
    return [grid for grid in grids if any(region.said.text for region in grid.regions)]


def _grid(page: Page, across: list[RuledLine], down: list[RuledLine], most: int) -> PageGrid | None:
    """Return the raster of lines that hang together, None where they bound nothing."""
    edges = edges_of([bar.at for bar in down], across)
    levels = edges_of([bar.at for bar in across], down)
    wide, high = len(edges) - 1, len(levels) - 1
    if not across or not down or wide < 1 or high < 1:
        return None
    if wide * high > most:
        raise TooManyCells
    walls = Walls(wide, high)
    for bar in down:
        walls.beside(nearest(edges, bar.at), spanned(levels, bar))
    for bar in across:
        walls.above(nearest(levels, bar.at), spanned(edges, bar))
    return _cells(page, walls, edges, levels)


def _cells(page: Page, walls: Walls, edges: list[float], levels: list[float]) -> PageGrid:
    cells = list(walls.cells())
    columns = sorted({0, *(c + cs for _, c, _, cs in cells)})
    rows = sorted({0, *(r + rs for r, _, rs, _ in cells)})
    edges, levels = [edges[column] for column in columns], [levels[row] for row in rows]
    column_at, row_at = numbers(columns), numbers(rows)
    regions = []
    for r, c, rs, cs in cells:
        left, right, top, bottom = column_at[c], column_at[c + cs], row_at[r], row_at[r + rs]
        box = Box(edges[left], levels[top], edges[right], levels[bottom])
        outside = walls.outside(r, c, rs, cs)
        regions.append(GridCell(top, left, bottom - top, right - left, box, page, outside=outside))
    box = Box(edges[0], levels[0], edges[-1], levels[-1])
    return PageGrid(edges, levels, regions, box, page, last=page)


def _fill(page: Page, grids: Sequence[PageGrid]) -> None:
    """Put the text of a page into the cells it stands in, words as a whole; what stands in none is left."""
    rasters = _Rasters(grids)
    left: list[Glyph] = []
    for word in _words(page.glyphs):
        box = around(glyph.box for glyph in word)
        raster = rasters.around(box)
        if raster is None:
            left += word
        else:
            for part in _parts(word, raster.edges):
                box = around(glyph.box for glyph in part)
                raster.at(box.centre, box.middle).glyphs += part
    page.glyphs = left
    for grid in grids:
        for region in grid.regions:
            region.said = cell_text(region.glyphs, region.box)
        grid.regions = grid.tail = [region for region in grid.regions if region.said.text or not region.outside]


def _words(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield characters that were set as one: text that overflows its cell is not cut at the line."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and not _follows(word[-1], glyph):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _parts(word: list[Glyph], edges: Sequence[float]) -> Iterator[list[Glyph]]:
    """Yield what stands on either side of a line that passes between two characters; a figure is never cut."""
    start = 0
    for number, (one, other) in enumerate(pairwise(word), 1):
        at = bisect_left(edges, one.box.x1 - _TOUCH)
        between = at < len(edges) and edges[at] <= other.box.x0 + _TOUCH
        if between and not (one.text in _FIGURE and other.text in _FIGURE):
            yield word[start:number]
            start = number
    yield word[start:]


def _follows(one: Glyph, other: Glyph) -> bool:
    near = _TIGHT * one.size
    level = abs(one.box.middle - other.box.middle) < near
    return level and one.turn == other.turn and abs(other.box.x0 - one.box.x1) < near


class _Raster:
    """Finds the cell of a grid that stands at a point."""

    def __init__(self, grid: PageGrid) -> None:
        self.edges, self._levels = grid.edges, grid.levels
        self._cells = {
            (row, column): region
            for region in grid.regions
            for row in range(region.row, region.row + region.rowspan)
            for column in range(region.column, region.column + region.colspan)
        }
        self._first = grid.regions[0]

    def at(self, x: float, y: float) -> GridCell:
        """Return the cell at a point inside the grid."""
        column = min(max(bisect_right(self.edges, x) - 1, 0), len(self.edges) - 2)
        row = min(max(bisect_right(self._levels, y) - 1, 0), len(self._levels) - 2)
        return self._cells.get((row, column), self._first)


class _Rasters:
    """Finds the grid that something stands in; pages may hold thousands of both, so each is looked up by its area."""

    _AREA: Final = 50.0

    def __init__(self, grids: Sequence[PageGrid]) -> None:
        self._areas: dict[tuple[int, int], list[tuple[Box, _Raster]]] = defaultdict(list)
        # The lowest first: a table in a frame is asked before the frame.
        for grid in sorted(grids, key=lambda grid: grid.box.height):
            raster = _Raster(grid)
            (x0, y0), (x1, y1) = self._area(grid.box.x0, grid.box.y0), self._area(grid.box.x1, grid.box.y1)
            for at in product(range(x0, x1 + 1), range(y0, y1 + 1)):
                self._areas[at].append((grid.box, raster))

    def _area(self, x: float, y: float) -> tuple[int, int]:
        return int(x // self._AREA), int(y // self._AREA)

    def around(self, box: Box) -> _Raster | None:
        """Return the lowest grid that the middle of a box stands in."""
        x, y = box.centre, box.middle
        for outer, raster in self._areas.get(self._area(x, y), ()):
            if outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1:
                return raster
        return None


def spread(grid: PageGrid, edges: list[float]) -> None:
    """Let a grid have more columns, at `edges`, which hold all its own."""
    at = [nearest(edges, edge) for edge in grid.edges]
    for region in grid.regions:
        stop = at[region.column + region.colspan]
        region.column = at[region.column]
        region.colspan = stop - region.column
    grid.edges = edges
