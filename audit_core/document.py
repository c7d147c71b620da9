"""What is printed in a report, and where; what it means is left to forms and binding.

One position serves all units: an offset in Unicode code points into the decoded text of the source.
Lines, UTF-16 columns (SARIF) and UTF-8 bytes (rdjson) are derived from it. Nodes of formats without
text offsets carry a native place instead (`Sheet1!B3`, `table 2, row 4, column 1`, a JSON pointer).
Two nodes are never equal, however alike they print: they can be keys.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, pairwise, takewhile
from types import MappingProxyType
from typing import Any, Final, Literal

from msgspec import Struct

from audit_core.frozen import Frozen

_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKER = re.compile(
    r"^(?:(?P<sign>[<>|])(?P=sign){6}(?: (?:(?P<name>[!-~][ -~]*)|[^\r\n]*))?|={7})(?=[\r\n]|\Z)", re.MULTILINE
)


def _may_conflict(text: str) -> bool:
    return "<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text


Unit = Literal["code_point", "utf16"]


class Span(Struct, frozen=True, gc=False):
    """A stretch of the source: code point offsets, `end` exclusive."""

    start: int
    end: int


class Region(Struct, frozen=True, gc=False):
    """A stretch of the source as people count: lines and columns from 1, `end_column` exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Location(Struct, frozen=True, gc=False):
    """Where a finding is: file, region where the file is text, native place, and the words of the form.

    `span` is None where the source is not text (DOCX, XLSX, PDF). `utf16` is the region in UTF-16 columns for a file
    whose text is not at hand to count them, as that of a report which is only compared with.
    """

    uri: str
    span: Span | None = None
    region: Region | None = None
    place: str = ""
    logical: str = ""
    utf16: Region | None = None


class LineIndex(Struct, frozen=True, array_like=True, dict=True):
    """Where the lines of a text begin: the `lengths` of all but the last, with their ends, in code points.

    `wide` are the offsets of the characters that take two units of UTF-16.
    """

    lengths: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offsets at which lines begin."""
        return tuple(accumulate(self.lengths, initial=0))

    def position(self, offset: int, unit: Unit = "code_point") -> tuple[int, int]:
        """Return line and column, both from 1, of an offset; columns count `unit`s."""
        line = bisect_right(self.starts, offset) - 1
        start = self.starts[line]
        column = offset - start + 1
        if unit == "utf16" and self.wide:
            column += bisect_left(self.wide, offset) - bisect_left(self.wide, start)
        return line + 1, column

    def region(self, span: Span, unit: Unit = "code_point") -> Region:
        """Return the region of a span; an empty span at the end of the text is allowed."""
        return Region(*self.position(span.start, unit), *self.position(span.end, unit))


class Source(Frozen):
    """The file a Document was read from.

    `text` is the decoded text without its byte order mark (empty for binary formats), `digest` the
    SHA-256 of the bytes in hex, `encoding` the Python codec that decoded it.
    """

    uri: str
    text: str
    digest: str
    loader: str
    encoding: str

    def __init__(
        self, uri: str, *, text: str = "", digest: str = "", loader: str = "", encoding: str = "utf-8"
    ) -> None:
        vars(self).update(uri=uri, text=text, digest=digest, loader=loader, encoding=encoding)

    @property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which lines begin; CRLF, LF and CR each end a line once."""
        return self.lines.starts

    @cached_property
    def is_wide(self) -> bool:
        """Whether a character of the text takes two units of UTF-16, so that columns differ."""
        return len(self.text.encode("utf-16-le", "surrogatepass")) > 2 * len(self.text)

    @cached_property
    def conflict(self) -> int:
        """The line of the first conflict that a merge left in the text, 0 where there is none.

        It is written in three marks, each at the beginning of a line, with a fourth where the common ancestor is shown:
        `<<<<<<< ours`, `||||||| base`, `=======`, `>>>>>>> theirs`. A mark with a name counts alone, for a conflict may
        be resolved in part; without names it takes all three.
        """
        opened, parted = -1, False
        for mark in _MARKER.finditer(self.text) if _may_conflict(self.text) else ():
            if mark["name"]:
                return self.position(mark.start() if opened < 0 else opened)[0]
            if mark["sign"] == "<":
                opened, parted = mark.start(), False
            elif mark["sign"] is None:
                parted = opened >= 0
            elif mark["sign"] == ">" and parted:
                return self.position(opened)[0]
        return 0

    @cached_property
    def lines(self) -> "LineIndex":
        """Where the lines of the text begin."""
        if "\r" in self.text:
            ends = [match.end() for match in _LINE_END.finditer(self.text)]
            lengths = tuple(end - start for start, end in pairwise((0, *ends)))
        else:
            lengths = tuple([len(line) + 1 for line in self.text.split("\n")[:-1]])
        wide = tuple(at for at, c in enumerate(self.text) if c > "\uffff") if self.is_wide else ()
        return LineIndex(lengths, wide)

    def position(self, offset: int, unit: Unit = "code_point") -> tuple[int, int]:
        """Return line and column, both from 1, of an offset; columns count `unit`s."""
        return self.lines.position(offset, unit)

    def region(self, span: Span, unit: Unit = "code_point") -> Region:
        """Return the region of a span; an empty span at the end of the file is allowed."""
        return self.lines.region(span, unit)


class Cell(Struct, frozen=True, eq=False, gc=False):
    """One cell as printed, at its grid position (from 0, spans of earlier cells counted).

    `start` and `end` are code point offsets, or -1 where the source has none.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    start: int = -1
    end: int = -1
    place: str = ""


class Paragraph(Struct, frozen=True, eq=False, gc=False):
    """A paragraph; `text` may hold line breaks.

    In text sources it is `source.text[start:end]`, or what that prints where it holds marks or escapes; as much holds
    for headings and cells. A plugin's loader that puts nodes elsewhere is refused.
    """

    text: str
    start: int = -1
    end: int = -1
    place: str = ""


class Image(Struct, frozen=True, eq=False, gc=False):
    """A picture in place of text, with the words that stand for it."""

    alt: str = ""
    uri: str = ""
    start: int = -1
    end: int = -1
    place: str = ""


class Table(Struct, frozen=True, eq=False, gc=False):
    """A grid of cells; a row holds the cells that begin in it, in order."""

    rows: tuple[tuple[Cell, ...], ...]
    start: int = -1
    end: int = -1
    place: str = ""

    def cells(self) -> Iterator[Cell]:
        """Yield every cell in reading order."""
        for row in self.rows:
            yield from row


class Heading(Struct, frozen=True, eq=False, gc=False):
    """A heading that the source marks as one."""

    text: str
    start: int = -1
    end: int = -1
    place: str = ""


Block = Paragraph | Table | Image


class Section(Struct, frozen=True, gc=False):
    """A marked heading (none for what stands before the first) and the blocks under it, up to the next."""

    heading: Heading | None
    blocks: tuple[Block, ...]
    level: int = 1

    @property
    def title(self) -> str:
        """The heading's text, empty for the preamble."""
        return self.heading.text if self.heading else ""


class Excerpt(Struct, frozen=True, gc=False):
    """A stretch of one paragraph, heading or cell: offsets into its own text, `end` exclusive."""

    of: Paragraph | Heading | Cell
    start: int
    end: int

    @classmethod
    def within(cls, node: "Paragraph | Heading | Cell | Excerpt", start: int, end: int) -> "Excerpt":
        """Return a stretch of a node's text, which may be an excerpt itself."""
        if isinstance(node, Excerpt):
            return cls(node.of, node.start + start, node.start + end)
        return cls(node, start, end)

    @property
    def text(self) -> str:
        """The words of the stretch."""
        return self.of.text[self.start : self.end]


Node = Cell | Paragraph | Image | Table | Heading | Excerpt


def _whole(node: Node) -> "Cell | Paragraph | Image | Table | Heading":
    return node.of if isinstance(node, Excerpt) else node


def _before(end: Node) -> Iterator[Paragraph]:
    """Yield the part of a paragraph that stands before an excerpt of it."""
    if isinstance(end, Excerpt) and isinstance(end.of, Paragraph) and end.start:
        of, text = end.of, end.of.text[: end.start]
        exact = of.end - of.start == len(of.text)
        yield Paragraph(text, of.start, of.start + len(text) if exact else of.end, of.place)


Locator = Callable[["Document"], Mapping[Node, tuple[int, int, str]]]


class Document(Frozen):
    """A report as it is printed: title, metadata, sections of blocks, and the source it came from.

    `metadata` is what the file says of itself (`published`, `organization`, `year`, …), never what is guessed.
    `locator` finds the offsets and places of nodes that carry none, once, when the first is asked for:
    it returns `(start, end, place)` of each.
    """

    sections: tuple[Section, ...]
    source: Source
    title: str
    metadata: Mapping[str, str]
    notes: tuple[str, ...]
    locator: Locator | None

    def __init__(
        self,
        sections: tuple[Section, ...],
        source: Source,
        *,
        title: str = "",
        metadata: Mapping[str, str] | None = None,
        locator: Locator | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        vars(self).update(
            sections=sections,
            source=source,
            title=title,
            metadata=MappingProxyType(dict(metadata or {})),
            notes=notes,
            locator=locator,
        )

    def blocks(self) -> Iterator[Block]:
        """Yield every block in reading order."""
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> Iterator[Table]:
        """Yield every table in reading order."""
        return (block for block in self.blocks() if isinstance(block, Table))

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield every paragraph in reading order."""
        return (block for block in self.blocks() if isinstance(block, Paragraph))

    def until(self, end: "Node") -> "Document":
        """Return what stands before a node, under the same source; an excerpt leaves the beginning of its paragraph."""
        sections: list[Section] = []
        for section in self.sections:
            if section.heading is not None and section.heading is _whole(end):
                break
            blocks = list(takewhile(lambda block: block is not _whole(end), section.blocks))
            if len(blocks) < len(section.blocks):
                sections.append(Section(section.heading, (*blocks, *_before(end)), section.level))
                break
            sections.append(section)
        return Document(
            tuple(sections), self.source, title=self.title, metadata=self.metadata, notes=self.notes,
            locator=lambda _: self._located,
        )  # fmt: skip

    def holds(self, node: Node) -> bool:
        """Whether a node, or what it is a stretch of, is one of this document's, or was made of its text."""
        whole = _whole(node)
        return whole in self._nodes or any(self._covers(other, whole) for other in self._nodes)

    def _covers(self, other: Node, made: "Cell | Paragraph | Image | Table | Heading") -> bool:
        """Whether a node was made of another one's text, at its place; it may go on in those that follow."""
        text, printed = (getattr(node, "text", "").strip() for node in (made, other))
        if not text or not printed:
            return False
        span = self.span(other)
        if span is None or made.start < 0:
            return made.place in {"", self.place(other)} and (text in printed or text.startswith(printed))
        if not span.start <= made.start <= made.end <= span.end:
            return False
        piece = self.source.text[made.start : made.end].strip()
        return text in printed or (bool(piece) and text.startswith(piece))

    @cached_property
    def _nodes(self) -> Mapping[Node, None]:
        """All nodes, in reading order but for cells, which come last."""
        headings = (section.heading for section in self.sections if section.heading)
        cells = (cell for table in self.tables() for cell in table.cells())
        return dict.fromkeys((*headings, *self.blocks(), *cells))

    @cached_property
    def _located(self) -> Mapping[Node, tuple[int, int, str]]:
        return self.locator(self) if self.locator else {}

    def stretch(self, node: "Cell | Paragraph | Image | Table | Heading") -> tuple[int, int, str]:
        """Return the offsets of a node in the source's text, -1 where the source is not text, and its native place."""
        try:
            start, end, place = self._located[node] if self.locator else (-1, -1, "")
        except KeyError:
            start, end, place = -1, -1, ""
        if node.start >= 0:
            start, end = node.start, node.end
        return start, end, node.place or place

    def span(self, node: Node) -> Span | None:
        """Return where a node stands in the source's text, or None where the source is not text."""
        if isinstance(node, Excerpt):
            whole = self.span(node.of)
            if whole is None or whole.end - whole.start != len(node.of.text):
                return whole
            return Span(whole.start + node.start, whole.start + node.end)
        start, end, _ = self.stretch(node)
        return Span(start, end) if start >= 0 else None

    def place(self, node: Node) -> str:
        """Return the native place of a node, empty where lines and columns say it all."""
        if isinstance(node, Excerpt):
            return self.place(node.of)
        return self.stretch(node)[2]

    def locate(self, node: Node | None, logical: str = "") -> Location:
        """Return the location of a node; None stands for the document's beginning."""
        beginning = Span(0, 0) if self.source.text else None
        span = self.span(node) if node else beginning
        region = self.source.region(span) if span else None
        return Location(self.source.uri, span, region, self.place(node) if node else "", logical)


def flaw(document: object) -> str | None:
    """Return in English what keeps something that a loader returned from being a Document, or None if nothing does.

    A struct takes whatever it is given, and what is wrong would else be met far from the loader.
    """
    if not isinstance(document, Document):
        return f"returned {type(document).__name__}, not a Document"
    return next(_flaws(document), None)


_TEXTS: Final = ("text", "alt", "uri", "place")
_NUMBERS: Final = ("start", "end", "row", "column", "rowspan", "colspan", "level")
_TUPLES: Final = ("blocks", "rows")


def _flaws(document: Document) -> Iterator[str]:
    texts = (document.title, *document.notes, *document.metadata, *document.metadata.values())
    if not isinstance(document.source, Source) or not all(isinstance(text, str) for text in texts):
        yield "returned a Document without a Source, or with a title, note or metadata that is no text"
    yield from _wrong(document.sections, Section)
    for section in document.sections:
        yield from _wrong((section,), Section)
        yield from _wrong(tuple(filter(None, (section.heading,))), Heading)
        yield from _wrong(section.blocks, Paragraph | Table | Image)
    for table in document.tables():
        for row in table.rows:
            yield from _wrong(row, Cell)
    for node in document._nodes:  # noqa: SLF001 - its own module
        yield from _astray(document, node)


def _astray(document: Document, node: Node) -> Iterator[str]:
    """Yield what is wrong with where a node is said to stand; what stands there must be its text, or print it.

    Blanks, which may stand for marks, and the width of characters do not count. A stretch that is longer than the text
    may hold escapes, of which the loader knows more.
    """
    name, text, source = type(node).__name__, getattr(node, "text", ""), document.source.text
    span = document.span(node)
    start, end = (span.start, span.end) if span else (node.start, node.end)
    if (start, end) == (-1, -1):
        return
    if not 0 <= start <= end <= len(source):
        yield f"returned a {name} at {start} to {end} of a text of {len(source)} characters"
        return
    found = source[start:end]
    if len(found) == len(text):
        wrong = any(map(_differ, text, found))
    else:
        wrong = bool(found.strip()) and len(found) < len(text) and _inked(found) != _inked(text) and found in text
    if wrong:
        yield f"returned a {name} {_shown(text)} at {start} to {end}, where the text reads {_shown(found)}"


def _differ(character: str, found: str) -> bool:
    return character != found and bool(_inked(character)) and _inked(character) != _inked(found)


def _inked(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _shown(text: str) -> str:
    most = 20
    return repr(text if len(text) <= most else f"{text[:most]}…")


def _wrong(nodes: Any, kind: Any) -> Iterator[str]:  # noqa: ANN401 - a plugin may have put anything there
    if not isinstance(nodes, tuple):
        yield f"returned a Document with {type(nodes).__name__} where a tuple is expected"
        return
    for node in nodes:
        if not isinstance(node, kind):
            yield f"returned a Document with {type(node).__name__} in the wrong place"
            return
        for names, wanted in ((_TEXTS, str), (_NUMBERS, int), (_TUPLES, tuple)):
            wrong = next((name for name in names if not isinstance(getattr(node, name, wanted()), wanted)), None)
            if wrong is not None:
                yield f"returned a {type(node).__name__} whose {wrong} is {type(getattr(node, wrong)).__name__}"
                return
