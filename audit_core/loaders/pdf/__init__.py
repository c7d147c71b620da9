"""PDF with a text layer → Document: ruled tables exactly, paragraphs whole, places as page and box.

PDFium reads the file in a process of its own (`process`, `worker`); from the characters and lines on its pages come
tables (`ruled_tables`, `page_joins`, `unruled_tables`) and paragraphs (`margins`, `paragraphs`). Nothing is marked as
a heading: the text layer does not say what is one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Final

from audit_core.document import Block, Cell, Document, Image, Paragraph, Section, Source, Table
from audit_core.loaders.pdf.boxes import Box
from audit_core.loaders.pdf.margins import without_margins
from audit_core.loaders.pdf.page_joins import goes_on, join
from audit_core.loaders.pdf.pages import Page, page_of
from audit_core.loaders.pdf.paragraphs import Column, PlacedLine, columns_of, paragraphs
from audit_core.loaders.pdf.process import WORKER, WorkerEnded
from audit_core.loaders.pdf.protocol import PageContents, ReadRequest
from audit_core.loaders.pdf.refusals import refused, too_many_cells, too_much, unreadable, without_text
from audit_core.loaders.pdf.ruled_tables import PageGrid, grids_of
from audit_core.loaders.pdf.ruling_lines import TooManyCells
from audit_core.loaders.pdf.text_lines import lines_of
from audit_core.loaders.pdf.unruled_tables import unruled
from audit_core.loaders.section_tree import STRUCK

if TYPE_CHECKING:
    from audit_core.formats import Limits

_NAMES: Final = {
    "Title": "title",
    "Author": "author",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}
_DATE: Final = re.compile(
    r"D?:?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?:(?P<time>\d{6})(?:(?P<zone>[+-]\d\d)'?(?P<minutes>\d\d)?)?)?"
)
_UNREADABLE: Final = 0.3
"""So many characters without a meaning, in parts of all, are a text layer that says nothing."""

_PICTURE: Final = 20.0
"""Points: a smaller picture is an ornament."""


def load(data: bytes, uri: str, limits: "Limits") -> Document:
    """Return the Document of a PDF; its nodes have places like `page 3 [75.4,79.9,517.4,353.3]`, and no offsets.

    Raises InputError for what is encrypted, scanned, damaged or beyond the limits.
    """
    marks = _marks(data, uri, limits)
    pages = [page_of(number, raw) for number, raw in enumerate(marks.pages, 1)]
    notes = tuple(_looked_over(marks, pages, uri))
    try:
        blocks = tuple(_blocks(pages, limits.cells))
    except TooManyCells:
        raise too_many_cells(uri, limits) from None
    source = Source(uri, digest=sha256(data).hexdigest(), loader="pdf", encoding="")
    return Document((Section(None, blocks),), source, metadata=_metadata(marks.metadata), notes=notes)


def _marks(data: bytes, uri: str, limits: "Limits") -> PageContents:
    asked = ReadRequest(data, limits.pages, limits.glyphs, limits.rules, limits.seconds, limits.memory)
    try:
        marks = WORKER.read(asked)
    except WorkerEnded as broken:
        raise too_much(uri, limits, late=broken.late) from None
    if marks.fault:
        raise refused(marks, uri, limits)
    return marks


def _looked_over(marks: PageContents, pages: Sequence[Page], uri: str) -> Iterator[str]:
    """Yield what is to be said of the text layer; raises InputError where there is none, or none that can be read."""
    characters = sum(len(raw.text) for raw in marks.pages)
    if not any(page.glyphs for page in pages):
        raise without_text(len(pages), uri, scanned=any(page.images for page in pages))
    if sum(raw.unmapped for raw in marks.pages) > _UNREADABLE * characters:
        raise unreadable(uri)
    if 2 * sum(raw.hidden for raw in marks.pages) > sum(raw.texts for raw in marks.pages):
        yield "文字层不可见，应为扫描件识别所得，可能有误 / the text layer is hidden, likely recognised from a scan"
    aslant = [str(page.number) for page in pages if page.aslant]
    if aslant:
        numbers = ", ".join(aslant)
        yield f"第 {numbers} 页的斜排文字（水印等）未读入 / slanted text (a watermark, say) not read on pages {numbers}"
    if any(page.struck for page in pages):
        yield STRUCK
    scans = [str(page.number) for page in pages if not page.glyphs and page.images]
    if scans:
        numbers = ", ".join(scans)
        yield f"第 {numbers} 页为图片，未读入 / pages that are pictures, not read: {numbers}"


def _metadata(given: Mapping[str, str]) -> dict[str, str]:
    named = {_NAMES[key]: " ".join(text.split()) for key, text in given.items() if key in _NAMES}
    return {key: _date(text) if key in ("created", "modified") else text for key, text in named.items() if text}


def _date(text: str) -> str:
    """Return a date as ISO 8601 writes it; what is no date stays what it is."""
    match = _DATE.match(text)
    if not match:
        return text
    day = "-".join(filter(None, match.group("year", "month", "day")))
    time, zone = match["time"], match["zone"]
    clock = f"T{time[:2]}:{time[2:4]}:{time[4:]}" if time else ""
    ahead = f"{zone}:{match['minutes'] or '00'}" if zone else ""
    return f"{day}{clock}{ahead}"


PageItem = PageGrid | PlacedLine | Image


def _blocks(pages: Sequence[Page], most: int) -> Iterator[Block]:
    """Yield paragraphs, tables and pictures in reading order."""
    columns: dict[int, Column] = {}
    for kind, group in groupby(_joined(_items(pages, most, columns), columns), type):
        if kind is PlacedLine:
            for text, place in paragraphs([one for one in group if isinstance(one, PlacedLine)]):
                yield Paragraph(text, place=place)
            continue
        for one in group:
            if isinstance(one, PageGrid):
                yield _table(one)
            elif isinstance(one, Image):
                yield one


def _items(pages: Sequence[Page], most: int, columns: dict[int, Column]) -> Iterator[PageItem]:
    """Yield what stands on the pages, one after the other; tells in `columns` where the text of each page runs."""
    grids = []
    for page in pages:
        grids.append(grids_of(page, most))
        most -= sum(grid.height * (len(grid.edges) - 1) for grid in grids[-1])
    lines = [lines_of(page.glyphs) for page in pages]
    pictures = [[box for box in page.images if min(box.width, box.height) >= _PICTURE] for page in pages]
    without_margins(pages, lines, [_reach(g, p) for g, p in zip(grids, pictures, strict=True)])
    columns.update(zip((page.number for page in pages), columns_of(pages, lines), strict=True))
    for page, tables, some, boxes in zip(pages, grids, lines, pictures, strict=True):
        text = [
            PlacedLine(one, page, columns[page.number]) if not isinstance(one, PageGrid) else one
            for one in unruled(page, some)
        ]
        images = [(box.y0, Image(place=page.place(box))) for box in boxes]
        tops = [(_top(one), one) for one in (*text, *tables)]
        yield from (item for _, item in sorted([*tops, *images], key=lambda top: top[0]))


def _top(item: PageGrid | PlacedLine) -> float:
    return item.box.y0 if isinstance(item, PageGrid) else item.line.box.y0


def _reach(grids: Sequence[PageGrid], pictures: Sequence[Box]) -> tuple[float, float]:
    boxes = [*(grid.box for grid in grids), *pictures]
    return min((box.y0 for box in boxes), default=float("inf")), max((box.y1 for box in boxes), default=0.0)


def _joined(items: Iterator[PageItem], columns: Mapping[int, Column]) -> Iterator[PageItem]:
    """Yield what stands on the pages, tables that go on over a page break as one; a frame alone is text."""
    held: PageGrid | None = None
    for item in items:
        if held is not None and isinstance(item, PageGrid) and item.page is not held.last and goes_on(held, item):
            join(held, item)
            continue
        if held is not None:
            yield from _unframed(held, columns)
        held = item if isinstance(item, PageGrid) else None
        if held is None:
            yield item
    if held is not None:
        yield from _unframed(held, columns)


def _unframed(grid: PageGrid, columns: Mapping[int, Column]) -> Iterator[PageItem]:
    if not grid.framed:
        yield grid
        return
    for region in grid.regions:
        for line in lines_of(region.glyphs):
            yield PlacedLine(line, region.page, columns[region.page.number])


def _table(grid: PageGrid) -> Table:
    made = tuple(
        tuple(Cell(r.said.text, r.row, r.column, r.rowspan, r.colspan, place=r.page.place(r.box)) for r in row)
        for row in grid.rows()
    )
    return Table(made, place=grid.page.place(grid.box))
