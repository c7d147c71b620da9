"""Reads web pages: headings, paragraphs, tables and images of the report, the page around it left out.

Nothing outside the file is ever asked for. What was left out is counted in the document's notes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

from audit_core.document import Block, Document, Heading, Image, Paragraph, Source
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import refuse_large_text
from audit_core.loaders.encoding import declared_in_html, decode
from audit_core.loaders.markup.chrome import is_around, is_unseen
from audit_core.loaders.markup.elements import HEADINGS, IMAGE, VALUE, Element, TextRun
from audit_core.loaders.markup.metadata import metadata_of, title_of
from audit_core.loaders.markup.printed_text import paragraph
from audit_core.loaders.markup.table_grids import GridRows, Grids, lays_out, parts_of
from audit_core.loaders.markup.tokens import attributes_of
from audit_core.loaders.markup.tree import build
from audit_core.loaders.pipe_rows import with_tables
from audit_core.loaders.section_tree import STRUCK, OutlineTitle, sections_of
from audit_core.loaders.sheets import parted

_HEADING_CHARS: Final = 200
"""A heading longer than this is a paragraph set in large type."""

_PICTURE: Final = 8
"""A picture that is said to be no larger (pixels) is a spacer or a counter."""

_SOURCES: Final = ("src", "data-src", "data-original", "data-lazy-src")


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a page; every node carries its offsets.

    The span of a cell, paragraph or heading covers the source from the first to the last character of its text.
    Raises InputError for bytes that are no text, for a page without words, and beyond the limits.
    """
    refuse_large_text(data, uri, limits)
    decoded = decode(data, uri, declared_in_html(data))
    _count_tags(decoded.text, uri, limits)
    page = build(decoded.text, uri, limits.elements)
    reader = _PageReader(decoded.text, uri, limits, page.root)
    sections = tuple(sections_of(with_tables(reader.items(), uri, limits, decoded.text)))
    if not sections:
        raise InputError("the page holds no text; expected a report", "网页中没有文字；应为一份报告", place=uri)
    notes = []
    if decoded.guessed:
        notes.append(f"编码推定为 {decoded.encoding} / encoding taken to be {decoded.encoding}")
    if page.struck:
        notes.append(STRUCK)
    if reader.left_out:
        notes.append(
            f"导航、页脚等网页外围 {reader.left_out} 处未读入 / {reader.left_out} parts of the page around the report"
            " were left out (menus, footers, hidden elements)"
        )
    source = Source(uri, text=decoded.text, digest=sha256(data).hexdigest(), loader="html", encoding=decoded.encoding)
    return Document(sections, source, title=title_of(page), metadata=metadata_of(page), notes=tuple(notes))


class Fragments:
    """Reads stretches of HTML in a text of another kind; counts their cells together, as those of one page.

    `struck` says whether anything in them is struck through.
    """

    def __init__(self, source: str, uri: str, limits: Limits) -> None:
        """Take a text; raises InputError where it holds more tags than a page may."""
        _count_tags(source, uri, limits)
        self.source = source
        self.uri = uri
        self.limits = limits
        self.struck = False
        self._cells = 0

    def items(self, start: int, stop: int) -> Iterator[OutlineTitle | Block]:
        """Yield the headings and blocks of one stretch; their offsets are those in the whole text."""
        page = build(self.source, self.uri, self.limits.elements, start, stop)
        reader = _PageReader(self.source, self.uri, self.limits, page.root)
        reader.grids.count = self._cells
        yield from reader.items()
        self._cells = reader.grids.count
        self.struck = self.struck or page.struck > 0


def _count_tags(text: str, uri: str, limits: Limits) -> None:
    if text.count("<") > limits.tags:
        raise InputError(f"more than {limits.tags:,} tags", f"HTML 标签超过 {limits.tags:,} 个", place=uri)


class _Frame(NamedTuple):
    """What is left to read of a block: `level` is that of the heading it is in, `inside` tells an article."""

    rest: "Iterator[TextRun | Element | _GridPlaceholder]"
    level: int
    inside: bool


@dataclass(frozen=True, slots=True)
class _GridPlaceholder:
    """Stands for a grid among the blocks of a table."""

    rows: GridRows


class _PageReader:
    """Reads the blocks of one page in order; `left_out` counts blocks that hold text and were not read."""

    def __init__(self, source: str, uri: str, limits: Limits, page: Element) -> None:
        self.source = source
        self.page = page
        self.grids = Grids(source, uri, limits, page)
        self.left_out = 0
        self.runs: list[TextRun] = []

    def items(self) -> Iterator[OutlineTitle | Block]:
        """Yield headings and blocks in order."""
        frames = [_Frame(iter(self.page.items), 0, inside=False)]
        while frames:
            frame = frames[-1]
            for item in frame.rest:
                if isinstance(item, tuple):
                    self.runs.append(item)
                elif isinstance(item, _GridPlaceholder):
                    yield from self._flush(frame.level)
                    yield from self._table(item.rows)
                    frames.append(_Frame(iter(self.grids.beside), 0, frame.inside))
                    break
                elif not self._is_left_out(item, inside=frame.inside):
                    yield from self._flush(frame.level)
                    frames.append(_opened(item, frame))
                    break
            else:
                yield from self._flush(frame.level)
                frames.pop()

    def _is_left_out(self, block: Element, *, inside: bool) -> bool:
        left_out = is_unseen(block, self.page) or is_around(block, self.page, inside=inside)
        if left_out and block.chars and not block.struck:
            self.left_out += 1
        return left_out

    def _flush(self, level: int) -> Iterator[OutlineTitle | Block]:
        """Yield the runs read so far as a heading or paragraph, with the pictures in it behind."""
        runs, self.runs = self.runs, []
        if not runs:
            return
        words = [run for run in runs if run[2] not in (IMAGE, VALUE)]
        text, start, end = paragraph(self.source, words)
        if text and level > 0 and len(text) <= _HEADING_CHARS:
            yield OutlineTitle(Heading(text, start, end), level)
        elif text:
            yield Paragraph(text, start, end)
        if len(words) < len(runs):
            yield from self._images(runs)

    def _table(self, rows: GridRows) -> Iterator[Block]:
        table = self.grids.table(rows)
        if table:
            yield from parted(table)

    def _images(self, runs: Iterable[TextRun]) -> Iterator[Image]:
        for start, end, kind in runs:
            said = attributes_of(self.source[start + 1 : end - 1]) if kind == IMAGE else {}
            if said and not any(_is_tiny(said.get(side, "")) for side in ("width", "height")):
                uri = next((said[name] for name in _SOURCES if said.get(name)), "")
                yield Image(said.get("alt", "").strip(), _without_data(uri), start, end)


def _opened(block: Element, frame: _Frame) -> _Frame:
    inside = frame.inside or block.tag in ("article", "main")
    level = int(block.tag[1]) if block.tag in HEADINGS else frame.level
    if block.tag == "table" and not lays_out(block):
        captions = (item for item in block.items if isinstance(item, Element) and item.tag == "caption")
        parts = (part if isinstance(part, Element) else _GridPlaceholder(part) for part in parts_of(block))
        return _Frame(iter((*block.outside, *captions, *parts)), 0, inside)
    return _Frame(iter((*block.outside, *block.items)), level, inside)


def _is_tiny(size: str) -> bool:
    number = size.strip().removesuffix("px")
    return number.isdecimal() and int(number[:9]) <= _PICTURE


def _without_data(uri: str) -> str:
    """Return an address; a picture that is written into the page has none, only a type."""
    return uri.partition(",")[0] if uri[:5].lower() == "data:" else uri
