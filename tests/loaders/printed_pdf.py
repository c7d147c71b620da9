"""Prints PDF files for tests: single marks on a sheet, tables with ruling lines, and whole drafts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from audit_rulesets.samples.drafts import Draft, Raw, Spot, Table

FONT = "STSong-Light"
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 72.0
Lines = Literal["rules", "boxes", "bars"]
"""How cells are bounded: by lines from end to end, by a rectangle around each cell, by thin filled bars."""

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


_DRESS = re.compile("⟦([^⟦⟧]*)⟧|⟪([^⟪⟫]*)⟫|([^⟦⟪]+)")
"""Raised text, struck text (see `tests.reports.dressing`), and other."""

_RAISED_SIZE = 0.6


def width_of(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(re.sub("[⟦⟧⟪⟫]", "", text), FONT, size))


def wrapped(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Return lines that fit; a line never begins with a closing mark, as Chinese is set."""
    lines, line, room = [], "", width - indent
    for at, character in enumerate(text):
        following = text[at + 1 : at + 2]
        tied = following and following in "，。；：、）》”"
        need = width_of(line + character + (following if tied else ""), size)
        if line and need > room and character not in "，。；：、）》”":
            lines.append(line)
            line, room = "", width
        line += character
    return [*lines, line] if line else lines


class Sheet:
    """Pages to print on; coordinates from the top left corner."""

    def __init__(self, size: tuple[float, float] = (WIDTH, HEIGHT), rotate: int = 0, **options: object) -> None:
        self.file = BytesIO()
        self.width, self.height = size
        self.rotate = rotate
        self.canvas = Canvas(self.file, pagesize=size, invariant=1, **options)
        self.page = 1
        self._begin()

    def _begin(self) -> None:
        if self.rotate:
            self.canvas.setPageRotation(self.rotate)

    def text(self, x: float, y: float, text: str, size: float = 10, *, shown: bool = True) -> None:
        """Print text with its upper edge at `y`; text that is not `shown` is there all the same."""
        if "⟦" in text or "⟪" in text:
            self.dressed(x, y, text, size)
            return
        line = self.canvas.beginText(x, self.height - y - size * 0.88)
        line.setFont(FONT, size)
        line.setTextRenderMode(0 if shown else 3)
        line.textOut(text)
        self.canvas.drawText(line)

    def dressed(self, x: float, y: float, text: str, size: float) -> None:
        """Print text with raised marks, and with lines through what is struck."""
        for mark, struck, plain in _DRESS.findall(text):
            small = size * (_RAISED_SIZE if mark else 1)
            self.text(x, y, mark or struck or plain, small)
            after = x + width_of(mark or struck or plain, small)
            if struck:
                self.rule(x, y + size * 0.55, after, y + size * 0.55)
            x = after

    def down(self, x: float, y: float, text: str, size: float = 10) -> None:
        for number, character in enumerate(text):
            self.text(x, y + number * size * 1.05, character, size)

    def turned(self, x: float, y: float, text: str, size: float, angle: int) -> None:
        """Print text in another direction, beginning at a point."""
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.rotate(angle)
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        half = 0.25
        self.canvas.rect(x0 - half, self.height - y1 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half, stroke=0, fill=1)

    def box(self, x0: float, y0: float, x1: float, y1: float, lines: Lines = "rules") -> None:
        if lines == "boxes":
            self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0)
            return
        draw = self.bar if lines == "bars" else self.rule
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            draw(*side)

    def grid(self, xs: Sequence[float], ys: Sequence[float], texts: Sequence[Sequence[str]], size: float = 9) -> None:
        """Print a plain table: edges, levels, and a text for each cell."""
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                self.box(xs[column], ys[row], xs[column + 1], ys[row + 1])
                self.cell(xs[column], ys[row], xs[column + 1], text, size)

    def cell(self, x0: float, y0: float, x1: float, text: str, size: float = 9) -> None:
        for number, line in enumerate(wrapped(text, x1 - x0 - 4, size)):
            self.text(x0 + 2, y0 + 2 + number * size * 1.2, line, size)

    def turn_over(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._begin()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


@dataclass(frozen=True, slots=True)
class Look:
    """How a draft is printed: before which row of table three the page breaks, and what is done there."""

    break_at: int | None = None
    headed: bool = False
    vertical: bool = True
    lines: Lines = "rules"
    numbered: bool = True
    running: str = ""
    shift: float = 0.0
    """Points by which the margin of even pages differs."""


@dataclass(slots=True)
class Placed:
    """A cell with its place in the raster; `left` is the text not yet printed."""

    spot: Spot
    row: int
    column: int
    left: list[str] = field(default_factory=list)


SIZE, LEADING = 8.0, 10.0


class Press:
    """Prints a draft, page by page."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.sheet = Sheet()
        self.y = MARGIN
        self._furnish()

    @property
    def left(self) -> float:
        return MARGIN + (self.look.shift if self.sheet.page % 2 == 0 else 0.0)

    @property
    def right(self) -> float:
        return self.left + WIDTH - 2 * MARGIN

    def _furnish(self) -> None:
        if self.look.numbered:
            self.sheet.text(WIDTH / 2 - 10, HEIGHT - 50, f"- {self.sheet.page} -", 10)
        if self.look.running:
            self.sheet.text(self.left, 40, self.look.running, 9)

    def turn_over(self) -> None:
        self.sheet.turn_over()
        self.y = MARGIN
        self._furnish()

    def draft(self, draft: Draft) -> bytes:
        for line in draft.title.split("\n"):
            self.sheet.text((WIDTH - width_of(line, 18)) / 2, self.y, line, 18)
            self.y += 30
        for part in draft.parts:
            if any(table.key == "applications" for table in part.tables):
                self.turn_over()
            if part.heading:
                self.paragraph(part.heading, 14)
            for block in part.blocks:
                if isinstance(block, str):
                    self.paragraph(block, 12)
                else:
                    self.table(block)
        return self.sheet.bytes()

    def paragraph(self, text: str, size: float) -> None:
        for number, line in enumerate(wrapped(text, self.right - self.left, size, 2 * size)):
            if self.y + 1.6 * size > HEIGHT - MARGIN:
                self.turn_over()
            self.sheet.text(self.left + (0 if number else 2 * size), self.y, line, size)
            self.y += 1.6 * size

    def table(self, table: Table | Raw) -> None:
        cells, rows, columns = _placed(table)
        widths = _widths(table, columns, self.right - self.left)
        heights = [_height(row, cells, widths) for row in range(rows)]
        body = rows - len(table.rows) if isinstance(table, Table) else rows
        at = None if self.look.break_at is None or table.key != "applications" else body + self.look.break_at
        for cell in cells:
            self._set(cell, table, widths)
        start = 0
        for row in range(rows):
            overflows = self.y + sum(heights[start : row + 1]) > HEIGHT - MARGIN
            if row > start and (row == at or overflows):
                self._stretch(cells, start, row, widths, heights)
                self.turn_over()
                if self.look.headed and start == 0:
                    self._stretch([_again(cell, widths) for cell in cells if cell.row < body], 0, body, widths, heights)
                start = row
        self._stretch(cells, start, rows, widths, heights)
        self.y += 8

    def _set(self, cell: Placed, table: Table | Raw, widths: Sequence[float]) -> None:
        width = sum(widths[cell.column : cell.column + cell.spot.colspan])
        upright = self.look.vertical and cell.column == 0 and cell.spot.rowspan > 3 and table.key == "applications"
        if upright and cell.row > 2:
            cell.left = list(cell.spot.text)
        else:
            cell.left = wrapped(cell.spot.text, width - 4, SIZE)

    def _stretch(
        self, cells: Sequence[Placed], start: int, stop: int, widths: Sequence[float], heights: Sequence[float]
    ) -> None:
        """Print the rows of a table that stand on this page; a label that does not fit goes on on the next."""
        for cell in cells:
            top, bottom = max(cell.row, start), min(cell.row + cell.spot.rowspan, stop)
            if top >= bottom:
                continue
            y0 = self.y + sum(heights[start:top])
            y1 = y0 + sum(heights[top:bottom])
            x0 = self.left + sum(widths[: cell.column])
            x1 = x0 + sum(widths[cell.column : cell.column + cell.spot.colspan])
            self.sheet.box(x0, y0, x1, y1, self.look.lines)
            goes_on = cell.row + cell.spot.rowspan > stop
            room = int((y1 - y0 - 2) / LEADING) if goes_on else len(cell.left)
            for number, line in enumerate(cell.left[:room]):
                self.sheet.text(x0 + 2, y0 + 2 + number * LEADING, line, SIZE)
            del cell.left[:room]
        self.y += sum(heights[start:stop])


def _again(cell: Placed, widths: Sequence[float]) -> Placed:
    width = sum(widths[cell.column : cell.column + cell.spot.colspan])
    return Placed(cell.spot, cell.row, cell.column, wrapped(cell.spot.text, width - 4, SIZE))


def _placed(table: Table | Raw) -> tuple[list[Placed], int, int]:
    grid = table.grid() if isinstance(table, Table) else [[Spot(text) for text in line] for line in table.lines]
    covered: set[tuple[int, int]] = set()
    cells = []
    for row, spots in enumerate(grid):
        column = 0
        for spot in spots:
            while (row, column) in covered:
                column += 1
            covered.update((row + r, column + c) for r in range(spot.rowspan) for c in range(spot.colspan))
            cells.append(Placed(spot, row, column))
            column += spot.colspan
    return cells, len(grid), max(column for _, column in covered) + 1


def _widths(table: Table | Raw, columns: int, whole: float) -> list[float]:
    if table.key == "applications" and columns >= 10:
        rest = whole - 20 - 60 - 120
        return [20.0, 60.0, 120.0, *[rest / (columns - 3)] * (columns - 3)]
    return [whole / columns] * columns


def _height(row: int, cells: Sequence[Placed], widths: Sequence[float]) -> float:
    single = [cell for cell in cells if cell.row == row and cell.spot.rowspan == 1]
    lines = (
        len(wrapped(cell.spot.text, sum(widths[cell.column : cell.column + cell.spot.colspan]) - 4, SIZE))
        for cell in single
    )
    return max(1, *lines, 1) * LEADING + 4


def printed(draft: Draft, look: Look | None = None) -> bytes:
    """Return a draft as a PDF."""
    return Press(look or Look()).draft(draft)


def rows_of(draft: Draft) -> Iterator[int]:
    """Yield the rows of table three before which a page may break."""
    yield from range(1, len(draft.table("applications").rows))
