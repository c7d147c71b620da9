"""Markdown and plain text → Document, as repositories hold them; which table is which is left to binding.

A paragraph is a run of lines without a blank one between, line breaks kept; a line that is bold as a whole stands by
itself; the marks of quoted blocks are blanks. A row of a table is one line: tab-separated, or with pipes or bars; where
most lines with pipes hold one cell, every cell is a paragraph, for `binding` to make rows of. Lines of HTML are read as
HTML is.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from heapq import merge
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from audit_core.document import Block, Cell, Document, Heading, Image, Paragraph, Section, Source, Table
from audit_core.errors import InputError, NotAReport
from audit_core.formats import Limits
from audit_core.loaders import refuse_large_text
from audit_core.loaders.embedded import blocks_of
from audit_core.loaders.encoding import decode
from audit_core.loaders.section_tree import STRUCK, OutlineTitle, sections_of
from audit_core.loaders.sheets import parted
from audit_core.loaders.source_lines import (
    BLANKS,
    LineKind,
    SourceLine,
    TextAndStart,
    as_printed,
    blanked,
    heading_of,
    images_of,
    inside_emphasis,
    is_delimiter,
    kinds_of,
    lines_of,
    pieces_of,
    trimmed,
    with_pipes,
    without_comments,
    without_quotes,
)

_CELL_BLANKS: Final = " \t\f"
_LAST_DELIMITER: Final = 2
_SPACE: Final = re.compile(r"&(?:nbsp|ensp|emsp|#160|#x[aA]0);|<br[ \t]*/?>", re.IGNORECASE)
_ENCODED: Final = re.compile(r"[&<\\]")
_ESCAPED: Final = re.compile(r"\\([*_~^\[\]#()+.!<>-])")
_FRONT: Final = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_FRONT_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FRONT_CHARS: Final = 16_384
_TEXT: Final = (LineKind.TEXT, LineKind.CODE)


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a text; every node carries its offsets.

    Raises InputError for bytes that are no text, for a text without words, and beyond the limits.
    """
    refuse_large_text(data, uri, limits)
    decoded = decode(data, uri)
    text = decoded.text
    metadata, end, notes = _front_matter(text)
    bare = without_quotes(text)
    page = with_pipes(without_comments(blanked(bare, 0, end)))
    lines = lines_of(page, uri, limits)
    lines, embedded, struck = _parted(lines, bare, uri, limits)
    reader = _LineReader(bare, page, uri, limits)
    printed = reader.items(lines)
    sections = tuple(sections_of(merge(printed, embedded, key=_start) if embedded else printed))
    if not sections:
        raise NotAReport("the file holds no text; expected a report", "文件中没有文字；应为一份报告", place=uri)
    if decoded.guessed:
        notes = (f"编码推定为 {decoded.encoding} / encoding taken to be {decoded.encoding}", *notes)
    if reader.struck or struck:
        notes = (*notes, STRUCK)
    source = Source(uri, text=text, digest=sha256(data).hexdigest(), loader="text", encoding=decoded.encoding)
    title = metadata.get("title") or _first_title(sections)
    return Document(sections, source, title=title, metadata=metadata, notes=notes)


def _parted(
    lines: list[SourceLine], text: str, uri: str, limits: Limits
) -> tuple[list[SourceLine], list[OutlineTitle | Block], bool]:
    """Return the lines that are no HTML, a blank one in place of each block of it, and what the blocks hold.

    The last answer is whether anything in them is struck through.
    """
    blocks = blocks_of(lines)
    if not blocks:
        return lines, [], False
    from audit_core.loaders.html import Fragments

    fragments = Fragments(text, uri, limits)
    kept: list[SourceLine] = []
    items: list[OutlineTitle | Block] = []
    at = 0
    for first, stop, column in blocks:
        start, end = lines[first].start + column, lines[stop - 1].end
        kept += lines[at:first]
        if column:
            kept.append(SourceLine(lines[first].text[:column], lines[first].start, start))
        kept.append(SourceLine("", start, start))
        items.extend(fragments.items(start, end))
        at = stop
    return [*kept, *lines[at:]], items, fragments.struck


def _start(item: OutlineTitle | Block) -> int:
    return item.heading.start if isinstance(item, OutlineTitle) else item.start


def _first_title(sections: Sequence[Section]) -> str:
    return next((section.title for section in sections if section.heading and section.level == 1), "")


def _front_matter(text: str) -> tuple[dict[str, str], int, tuple[str, ...]]:
    """Return the YAML scalars before a text, where they end, and what to note; YAML that is broken is text."""
    begin = _FRONT.match(text)
    end = _FRONT_END.search(text, begin.end(), begin.end() + _FRONT_CHARS) if begin else None
    if begin is None or end is None:
        return {}, 0, ()
    # PyYAML takes milliseconds to import, and few reports have front matter.
    import yaml

    try:
        value = yaml.load(text[begin.end() : end.start()], yaml.BaseLoader)  # noqa: S506 - makes strings only
    except (yaml.YAMLError, RecursionError):
        return {}, 0, ("文首的 YAML 有误，按文字读入 / the YAML at the beginning is broken and read as text",)
    if not isinstance(value, dict):
        return {}, 0, ()
    kept = {key: item for key, item in value.items() if isinstance(key, str) and isinstance(item, str) and item}
    return kept, end.end(), ()


class _LineReader:
    """Reads the lines of one text: `text` is what nodes quote, `page` the same with what is not to be read blanked.

    `struck` says whether any text was met that is struck through.
    """

    def __init__(self, text: str, page: str, uri: str, limits: Limits) -> None:
        self.text = text
        self.page = page
        self.uri = uri
        self.limits = limits
        self.cells = 0
        self.struck = False

    def items(self, lines: Sequence[SourceLine]) -> Iterator[OutlineTitle | Block]:
        """Yield headings and blocks in order."""
        kinds = kinds_of(lines)
        at = 0
        for kind, group in groupby(kinds):
            stop = at + sum(1 for _ in group)
            yield from self._run(kind, lines[at:stop])
            at = stop

    def _run(self, kind: LineKind, lines: Sequence[SourceLine]) -> Iterator[OutlineTitle | Block]:
        if kind in _TEXT:
            single = len(lines) == 1 and kind is LineKind.TEXT
            yield from self._paragraph(lines[0].start, lines[-1].end, unwrap=single, code=kind is LineKind.CODE)
        elif kind in (LineKind.TAB, LineKind.PIPE):
            yield from self._table(kind, lines)
        elif kind is LineKind.CELL:
            for line in lines:
                yield from self._cells(line)
        elif kind not in (LineKind.BLANK, LineKind.RULE, LineKind.FENCE):
            for line in lines:
                yield from self._line(kind, line)

    def _line(self, kind: LineKind, line: SourceLine) -> Iterator[OutlineTitle | Block]:
        if kind is LineKind.STRONG:
            yield from self._paragraph(line.start, line.end, unwrap=True)
        elif kind is LineKind.IMAGE:
            for match in images_of(line.text):
                start, end = trimmed(match[0], line.start + match.start())
                yield Image(match["alt"], match["uri"], start, end)
        elif kind is LineKind.HEADING:
            level, begin = heading_of(line.text) or (1, 0)
            yield from self._title(_unclosed(line.text[begin:]), line.start + begin, level)
        else:
            yield from self._title(line.text, line.start, 1 if kind is LineKind.UNDERLINED_1 else 2)

    def _title(self, text: str, start: int, level: int) -> Iterator[OutlineTitle]:
        start, end = self._unwrapped(*trimmed(text, start))
        words = self._printed(self.text[start:end])
        if words:
            yield OutlineTitle(Heading(words, start, end), level)

    def _printed(self, text: str) -> str:
        words, struck = as_printed(text)
        self.struck = self.struck or struck
        return words.strip(BLANKS) if struck or words != text else words

    def _paragraph(self, start: int, end: int, *, unwrap: bool, code: bool = False) -> Iterator[Paragraph]:
        start, end = trimmed(self.page[start:end], start)
        if unwrap:
            start, end = self._unwrapped(start, end)
        words = self.text[start:end] if code else self._printed(self.text[start:end])
        if words:
            yield Paragraph(words, start, end)

    def _unwrapped(self, start: int, end: int) -> tuple[int, int]:
        first, last = inside_emphasis(self.text[start:end])
        return start + first, start + last

    def _table(self, kind: LineKind, lines: Sequence[SourceLine]) -> Iterator[Table | Paragraph]:
        rows: list[tuple[Cell, ...]] = []
        used: list[SourceLine] = []
        width = _open_width(lines) if kind is LineKind.PIPE else 0
        for index, line in enumerate(lines):
            pieces = _tabbed(line) if kind is LineKind.TAB else pieces_of(line, width)
            if not pieces or (kind is LineKind.PIPE and is_delimiter(pieces, index)):
                continue
            self._count(len(pieces), line)
            make = _decoded_cell if kind is LineKind.PIPE else _cell
            row = [
                # Letters and digits alone print what they are.
                Cell(text, len(rows), column, start=at, end=at + len(text))
                if text.isalnum()
                else self._as_printed(make(text, at, len(rows), column), marked=kind is LineKind.PIPE)
                for column, (text, at) in enumerate(pieces)
            ]
            rows.append(tuple(row))
            used.append(line)
        if rows:
            start, end = trimmed(self.page[used[0].start : used[-1].end], used[0].start, " ")
            yield from parted(Table(tuple(rows), start, end))

    def _cells(self, line: SourceLine) -> Iterator[Paragraph]:
        pieces = pieces_of(line)
        self._count(len(pieces), line)
        for text, at in pieces:
            cell = _decoded_cell(text, at, 0, 0)
            words = self._printed(self.text[cell.start : cell.end]) if cell.text else ""
            if words:
                yield Paragraph(words, cell.start, cell.end)

    def _as_printed(self, cell: Cell, *, marked: bool) -> Cell:
        words = self._printed(cell.text)
        if marked:
            words = _ESCAPED.sub(r"\1", words)
        return cell if words == cell.text else replace(cell, text=words)

    def _count(self, cells: int, line: SourceLine) -> None:
        self.cells += cells
        if self.cells > self.limits.cells:
            number = Source(self.uri, text=self.text).position(line.start)[0]
            raise InputError(
                f"more than {self.limits.cells:,} cells in tables",
                f"表格的单元格超过 {self.limits.cells:,} 个",
                place=f"{self.uri}:{number}",
            )


def _unclosed(title: str) -> str:
    """Return the text of a heading without the `#` that may close it."""
    bare = title.rstrip(_CELL_BLANKS)
    inner = bare.rstrip("#")
    return inner if not inner or inner[-1] in _CELL_BLANKS else bare


def _tabbed(line: SourceLine) -> list[TextAndStart]:
    pieces, at = [], line.start
    for text in line.text.split("\t"):
        pieces.append((text, at))
        at += len(text) + 1
    return pieces


def _open_width(lines: Sequence[SourceLine]) -> int:
    """Return how many columns a table without outer pipes has by its line of delimiters; 0 where none tells."""
    for index, line in enumerate(lines[:_LAST_DELIMITER]):
        pieces = pieces_of(line)
        if pieces and is_delimiter(pieces, index):
            return 0 if "|" in line.text.strip(_CELL_BLANKS)[:1] else len(pieces)
    return 0


def _cell(text: str, at: int, row: int, column: int) -> Cell:
    start, end = trimmed(text, at, _CELL_BLANKS)
    first, last = inside_emphasis(text[start - at : end - at])
    start, end = start + first, start + last
    return Cell(text[start - at : end - at], row, column, start=start, end=end)


def _decoded_cell(text: str, at: int, row: int, column: int) -> Cell:
    """Make a cell of Markdown: its span covers what is written, its text is what that stands for."""
    cell = _cell(text, at, row, column)
    if not _ENCODED.search(cell.text):
        return cell
    words = _SPACE.sub(" ", cell.text).replace("\\|", "|").strip(_CELL_BLANKS)
    return Cell(words, row, column, start=cell.start, end=cell.end)
