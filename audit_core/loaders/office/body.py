"""The body of a Word document in reading order: headings, paragraphs, tables and pictures, each with its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.document import Cell, Heading, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.office import word_runs
from audit_core.loaders.office.list_numbering import Numbering, joined
from audit_core.loaders.office.styles import Style, Styles
from audit_core.loaders.office.word_runs import Oddities
from audit_core.loaders.office.wordtables import WordCell, cells_of, grid_of, is_frame
from audit_core.loaders.office.xml_parts import W, value
from audit_core.loaders.section_tree import OutlineItem, OutlineTitle

_VAL: Final = W + "val"
_BLANKS: Final = " \t\r\n\f"
_AROUND: Final = frozenset({W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"})
_FOREIGN: Final = frozenset({W + "altChunk", W + "subDoc"})


class _PlaceCounter(Struct):
    """How many paragraphs, tables and text boxes were met in one container, and what its places begin with."""

    prefix: str = ""
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0

    def next_paragraph(self) -> str:
        self.paragraphs += 1
        return f"{self.prefix}paragraph {self.paragraphs}"

    def next_table(self) -> str:
        self.tables += 1
        return f"{self.prefix}table {self.tables}"

    def next_box(self) -> str:
        self.boxes += 1
        return f"{self.prefix}text box {self.boxes}"


class _PrintedParagraph(Struct):
    """One paragraph as printed: its text, what hangs on it, and its style."""

    text: str
    graphics: list[Element]
    style: Style


class Body:
    """Reads the containers of a Word document; `seen` collects what is to be told of the reading."""

    def __init__(
        self, uri: str, limits: Limits, styles: Styles, numbering: Numbering, targets: Mapping[str, str]
    ) -> None:
        self.uri = uri
        self.limits = limits
        self.styles = styles
        self.numbering = numbering
        self.targets = dict(targets)
        self.seen = Oddities()
        self._cells = 0

    def items(self, container: Element) -> Iterator[OutlineItem]:
        """Yield headings and blocks in order."""
        yield from self._items(container, _PlaceCounter(), 0)

    def words(self, container: Element) -> str:
        """Return the paragraphs of a small part (a header, a footnote), one a line, without numbers."""
        texts = (word_runs.read(one, Oddities(), self.styles).text.strip(_BLANKS) for one in container.iter(W + "p"))
        return "\n".join(filter(None, texts))

    def _items(self, container: Element, counter: _PlaceCounter, depth: int) -> Iterator[OutlineItem]:
        if depth > self.limits.depth:
            raise InputError(
                f"tables and text boxes are nested more than {self.limits.depth} deep",
                f"表格和文本框嵌套超过 {self.limits.depth} 层",
                place=self.uri,
            )
        for one in self._paragraphs_and_tables(container):
            if isinstance(one, _PrintedParagraph):
                yield from self._paragraph(one, counter, depth)
            elif is_frame(one):
                for cell in cells_of(one):
                    yield from self._items(cell, counter, depth + 1)
            else:
                yield from self._table(one, counter, depth)

    def _paragraphs_and_tables(self, container: Element) -> Iterator[_PrintedParagraph | Element]:
        """Yield paragraphs, read, and tables; a paragraph whose end was deleted goes on in the next."""
        texts: list[str] = []
        graphics: list[Element] = []
        for element in _flat(container):
            if element.tag == W + "tbl":
                yield element
            elif element.tag in _FOREIGN:
                self.seen.foreign = True
            else:
                words = word_runs.read(element, self.seen, self.styles)
                texts.append(words.text)
                graphics.extend(words.graphics)
                if not self._goes_on(element):
                    yield self._numbered(element, "".join(texts), graphics)
                    texts, graphics = [], []
        if texts:
            yield _PrintedParagraph("".join(texts).strip(_BLANKS), graphics, Style())

    def _goes_on(self, paragraph: Element) -> bool:
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None:
            return False
        gone = mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
        self.seen.revisions = self.seen.revisions or gone or mark.find(W + "ins") is not None
        return gone

    def _numbered(self, paragraph: Element, text: str, graphics: list[Element]) -> _PrintedParagraph:
        properties = paragraph.find(W + "pPr")
        style = self.styles.of(properties)
        name = value(None if properties is None else properties.find(W + "pStyle"), _VAL)
        number = self.numbering.number(style.listed, name) if style.listed.list else ""
        text = text.strip(_BLANKS)
        return _PrintedParagraph(joined(number, text) if number else text, graphics, style)

    def _paragraph(self, said: _PrintedParagraph, counter: _PlaceCounter, depth: int) -> Iterator[OutlineItem]:
        place = counter.next_paragraph() if said.text or said.graphics else ""
        level = said.style.level or (1 if said.style.title else 0)
        if said.text and level:
            yield OutlineTitle(Heading(said.text, place=place), level, said.style.title)
        elif said.text:
            yield Paragraph(said.text, place=place)
        yield from self._graphics(said.graphics, place, counter, depth)

    def _graphics(
        self, graphics: Iterable[Element], place: str, counter: _PlaceCounter, depth: int
    ) -> Iterator[OutlineItem]:
        for graphic in graphics:
            image = word_runs.image(graphic, self.targets, place)
            if image:
                yield image
            for box in word_runs.boxes(graphic):
                yield from self._items(box, _PlaceCounter(f"{counter.next_box()}, "), depth + 1)

    def _table(self, table: Element, counter: _PlaceCounter, depth: int) -> Iterator[OutlineItem]:
        """Yield a table, and behind it the tables and pictures in its cells."""
        where = counter.next_table()
        grid = grid_of(table)
        self.seen.revisions = self.seen.revisions or grid.revised
        inside: list[OutlineItem] = []
        rows = [tuple([self._cell(place, where, inside, depth) for place in row]) for row in grid.rows]
        if rows:
            yield Table(tuple(rows), place=where)
        yield from inside

    def _cell(self, place: WordCell, table: str, inside: list[OutlineItem], depth: int) -> Cell:
        where = f"{table}, row {place.row + 1}, column {place.start + 1}"
        colspan = place.end - place.start
        self._count(colspan * place.rowspan, where)
        texts: list[str] = []
        counter = _PlaceCounter(f"{where}, ")
        for item in self._items(place.element, counter, depth + 1):
            if isinstance(item, Table | Image):
                inside.append(item)
            else:
                texts.append(item.heading.text if isinstance(item, OutlineTitle) else item.text)
        text = "\n".join(texts)
        return Cell(text, place.row, place.start, place.rowspan, colspan, place=where)

    def _count(self, cells: int, where: str) -> None:
        self._cells += cells
        if self._cells > self.limits.cells:
            raise InputError(
                f"{where}: more than {self.limits.cells:,} cells, merged ones counted with their area",
                f"{where}：单元格超过 {self.limits.cells:,} 个（合并单元格按所占面积计）",
                place=self.uri,
            )


def _flat(container: Element) -> Iterator[Element]:
    """Yield paragraphs, tables and what is foreign, also those in content controls."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in (W + "p", W + "tbl") or element.tag in _FOREIGN:
            yield element
        elif element.tag in _AROUND:
            waiting.extend(reversed(element))
