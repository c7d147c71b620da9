"""Tables without ruling lines: found where lines of text stand in clear columns, and nowhere else."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from audit_core.loaders.pdf.boxes import Box, around
from audit_core.loaders.pdf.pages import Page
from audit_core.loaders.pdf.ruled_tables import GridCell, PageGrid
from audit_core.loaders.pdf.text_lines import NOTHING, PdfCellText, TextLine

_FEWEST_ROWS: Final = 3
_MOST_COLUMNS: Final = 40
_FIGURE: Final = re.compile(r"[-+−－—/]*[\d,.，%\s]*\d?[%％]?|[-−－—/]+|[^\d\W]{1,3}")
_FIGURES: Final = 0.5


def unruled(page: Page, lines: Sequence[TextLine]) -> list[PageGrid | TextLine]:
    """Return the lines of a page, those that stand in clear columns as tables.

    Clear are columns where each line of a run has its pieces in different ones, blank all the way down between them,
    and most of what stands behind the first is figures.
    """
    found: list[PageGrid | TextLine] = []
    for several, group in groupby(lines, lambda line: len(line.pieces) > 1):
        run = list(group)
        grid = _grid(page, run) if several and len(run) >= _FEWEST_ROWS else None
        found += [grid] if grid else run
    return found


def _grid(page: Page, lines: list[TextLine]) -> PageGrid | None:
    columns = _columns(lines)
    if len(columns) > _MOST_COLUMNS or len(columns) != max(len(line.pieces) for line in lines):
        return None
    regions = [region for row, line in enumerate(lines) for region in _row(page, line, row, columns)]
    behind = [region.said.text for region in regions if region.column and region.said.text]
    if sum(bool(_FIGURE.fullmatch(text)) and any(map(str.isdigit, text)) for text in behind) < _FIGURES * len(behind):
        return None
    box = around(line.box for line in lines)
    edges = [box.x0, *(low for low, _ in columns[1:]), box.x1]
    levels = [line.box.y0 for line in lines] + [box.y1]
    return PageGrid(edges, levels, regions, box, page, ruled=False, last=page)


def _columns(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Return from where to where the columns reach: where pieces stand one under the other."""
    columns: list[tuple[float, float]] = []
    for low, high in sorted((piece.box.x0, piece.box.x1) for line in lines for piece in line.pieces):
        if columns and low <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], high))
        else:
            columns.append((low, high))
    return columns


def _row(page: Page, line: TextLine, row: int, columns: Sequence[tuple[float, float]]) -> list[GridCell]:
    pieces = {
        next(n for n, (low, high) in enumerate(columns) if low <= piece.box.centre <= high): piece
        for piece in line.pieces
    }
    regions = []
    for number, (low, high) in enumerate(columns):
        piece = pieces.get(number)
        box = piece.box if piece else Box(low, line.box.y0, high, line.box.y1)
        said = PdfCellText(piece.text, full=False) if piece else NOTHING
        regions.append(GridCell(row, number, 1, 1, box, page, said=said))
    return regions
