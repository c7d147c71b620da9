"""OpenDocument spreadsheets (ODS) → Document, by the same rules as Excel workbooks.

A number is read as it is shown, without separators and currency signs: the file holds both, and only what is shown
tells the decimals.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element

from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.archive import Archive
from audit_core.loaders.office.number_formats import Format, shown
from audit_core.loaders.office.superscript import Raised, joined
from audit_core.loaders.office.xml_parts import integer, tree
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.sheets import Merge, Sheet, Slot
from audit_core.loaders.xlsx import document

_SPACE: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE: Final = _SPACE + "table:1.0}"
_TEXT: Final = _SPACE + "text:1.0}"
_OFFICE: Final = _SPACE + "office:1.0}"
_STYLE: Final = _SPACE + "style:1.0}"
_FO: Final = _SPACE + "xsl-fo-compatible:1.0}"
_META: Final = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    _SPACE + "meta:1.0}initial-creator": "creator",
    _SPACE + "meta:1.0}creation-date": "created",
    "{http://purl.org/dc/elements/1.1/}date": "modified",
}
_DECIMALS: Final = re.compile(r"\d[\d,\s'’\u00a0\u202f]*(?:\.(\d+))?")
_NUMBERS: Final = ("float", "currency", "percentage")
_AROUND: Final = frozenset(_TABLE + name for name in ("table-row-group", "table-rows", "table-header-rows"))
_MOST_COLUMNS: Final = 16_384
_MOST_RULED: Final = 64
"""Columns that may be ruled without a text in them: rows are often ruled to the end of the sheet."""


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of an ODS file; raises InputError as the loader of Excel workbooks does."""
    archive = Archive(data, uri, limits)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise InputError(
            "an encrypted ODS file; expected one without a password", "ODS 文件已加密；应为无密码的文件", place=uri
        )
    root = tree(archive.read("content.xml"), "content.xml", uri, limits)
    book = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if book is None:
        raise InputError(
            "an OpenDocument file without sheets; expected ODS", "没有工作表的 OpenDocument 文件；应为 ODS", place=uri
        )
    styles = _OdsStyles(root)
    notes: list[str] = []
    sheets: list[Sheet] = []
    for table in book.findall(_TABLE + "table"):
        name = table.get(_TABLE + "name", "")
        if styles.hidden(table):
            notes.append(f"隐藏的工作表未读入：{name} / a hidden sheet is not read: {name}")
        else:
            sheets.append(_RowReader(uri, limits, styles, Sheet(name, {})).read(table))
    if styles.met:
        notes.append(STRUCK)
    return document(uri, data, "ods", sheets, notes, _properties(archive, uri, limits), limits)


def _properties(archive: Archive, uri: str, limits: Limits) -> dict[str, str]:
    if "meta.xml" not in archive:
        return {}
    root = tree(archive.read("meta.xml"), "meta.xml", uri, limits)
    found = {_META.get(one.tag, ""): (one.text or "").strip() for one in root.iter()}
    return {name: text for name, text in found.items() if name and text}


class _OdsStyles:
    """Which sheets are hidden, which cells are ruled, and which texts are raised or struck through.

    `met` says whether any struck text was met.
    """

    def __init__(self, root: Element) -> None:
        self._hidden: set[str] = set()
        self._ruled: set[str] = set()
        self._raised: set[str] = set()
        self._struck: set[str] = set()
        self.met = False
        for style in root.iter(_STYLE + "style"):
            name = style.get(_STYLE + "name", "")
            table, cell = style.find(_STYLE + "table-properties"), style.find(_STYLE + "table-cell-properties")
            if table is not None and table.get(_TABLE + "display") == "false":
                self._hidden.add(name)
            borders = (
                [] if cell is None else [text for key, text in cell.attrib.items() if key.startswith(_FO + "border")]
            )
            if any(text != "none" for text in borders):
                self._ruled.add(name)
            text = style.find(_STYLE + "text-properties")
            if text is not None and text.get(_STYLE + "text-position", "").startswith("super"):
                self._raised.add(name)
            if text is not None and text.get(_STYLE + "text-line-through-style", "none") != "none":
                self._struck.add(name)

    def raised(self, text: Element) -> bool:
        return text.get(_TEXT + "style-name", "") in self._raised

    def struck(self, element: Element) -> bool:
        found = any(element.get(space + "style-name", "") in self._struck for space in (_TEXT, _TABLE))
        self.met = self.met or found
        return found

    def hidden(self, table: Element) -> bool:
        return table.get(_TABLE + "style-name", "") in self._hidden

    def ruled(self, cell: Element) -> bool:
        return cell.get(_TABLE + "style-name", "") in self._ruled


class _RowReader:
    """Reads the rows of one sheet, those that are said to repeat as often as they do."""

    def __init__(self, uri: str, limits: Limits, styles: _OdsStyles, sheet: Sheet) -> None:
        self.uri = uri
        self.limits = limits
        self.styles = styles
        self.sheet = sheet
        self._slots = 0

    def read(self, table: Element) -> Sheet:
        """Return the sheet with its rows."""
        number = 0
        for row in _rows(table):
            times = max(integer(row.get(_TABLE + "number-rows-repeated"), 1), 1)
            slots = self._row(row, number)
            again = times - 1 if any(slot.text for slot in slots.values()) else 0
            self._count(len(slots) * again)
            if slots:
                self.sheet.rows.update((at, slots) for at in range(number, number + again + 1))
            if row.get(_TABLE + "visibility", "visible") != "visible":
                self.sheet.hidden_rows.update(range(number, min(number + times, number + self.limits.cells)))
            number += times
        return self.sheet

    def _row(self, row: Element, number: int) -> dict[int, Slot]:
        slots: dict[int, Slot] = {}
        column = 0
        for cell in row:
            if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                continue
            times = max(integer(cell.get(_TABLE + "number-columns-repeated"), 1), 1)
            slot = Slot(_shown(cell, self.styles), self.styles.ruled(cell))
            self._merge(cell, number, column)
            held = min(times, _MOST_COLUMNS - column) if slot.text else min(times, _MOST_RULED)
            if slot.text or slot.ruled:
                self._count(held)
                slots.update((at, slot) for at in range(column, column + held))
            column += times
        return slots

    def _merge(self, cell: Element, row: int, column: int) -> None:
        rows = integer(cell.get(_TABLE + "number-rows-spanned"), 1)
        columns = integer(cell.get(_TABLE + "number-columns-spanned"), 1)
        if rows > 1 or columns > 1:
            self.sheet.merges.append(Merge(row, column, row + max(rows, 1) - 1, column + max(columns, 1) - 1))

    def _count(self, slots: int) -> None:
        self._slots += slots
        if self._slots > self.limits.cells:
            raise InputError(
                f"{self.sheet.name}: more than {self.limits.cells:,} cells",
                f"{self.sheet.name}：单元格超过 {self.limits.cells:,} 个",
                place=self.uri,
            )


def _rows(table: Element) -> Iterator[Element]:
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        if element.tag == _TABLE + "table-row":
            yield element
        elif element.tag in _AROUND:
            waiting.extend(reversed(element))


def _shown(cell: Element, styles: _OdsStyles) -> str:
    if len(cell) and styles.struck(cell):
        return ""
    text = "\n".join(_words(paragraph, styles) for paragraph in cell.findall(_TEXT + "p"))
    kind, stored = cell.get(_OFFICE + "value-type", ""), cell.get(_OFFICE + "value", "")
    return _figure(text, kind, stored) if kind in _NUMBERS and stored else text


def _figure(text: str, kind: str, stored: str) -> str:
    """Return a stored number with the decimals that are shown of it."""
    match = _DECIMALS.search(text)
    decimals = len(match[1] or "") if match else -1
    percent = "%" if kind == "percentage" and "%" in text else ""
    figure = shown(stored, Format(decimals, decimals, 2 if percent else 0, 0, percent))
    return figure if match is None or _same(match[0], figure) else text


def _same(one: str, other: str) -> bool:
    """Whether two writings are the same figure but for separators and sign: a scaled one is kept as it is shown."""
    try:
        return Decimal(re.sub(r"[^\d.]", "", one)) == Decimal(other.lstrip("-").rstrip("%"))
    except InvalidOperation:
        return False


def _words(paragraph: Element, styles: _OdsStyles) -> str:
    """Return a paragraph's text: blanks and line ends are elements, annotations and texts of notes are left out."""
    parts: list[str] = []
    waiting: list[tuple[Element | str, bool]] = [(paragraph, False)]
    while waiting:
        one, up = waiting.pop()
        sign = one if isinstance(one, str) else _sign(one)
        parts.append(Raised(sign) if up and sign else sign)
        if isinstance(one, str):
            continue
        for child in reversed(one):
            waiting.append((child.tail or "", up))
            if child.tag not in _UNPRINTED and not styles.struck(child):
                waiting.append((child, up or child.tag == _CITATION or styles.raised(child)))
    return joined(parts)


_CITATION: Final = _TEXT + "note-citation"
_UNPRINTED: Final = frozenset({_OFFICE + "annotation", _TEXT + "note-body"})
_MOST_BLANKS: Final = 1_000


def _sign(element: Element) -> str:
    if element.tag == _TEXT + "s":
        return " " * min(max(integer(element.get(_TEXT + "c"), 1), 0), _MOST_BLANKS)
    signs = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
    return signs.get(element.tag, element.text or "")
