"""The cells of an XLSX sheet: what is stored in them, and what a reader sees of it."""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.errors import InputError
from audit_core.loaders.office.number_formats import Format, format_of, shown
from audit_core.loaders.office.superscript import Raised, joined
from audit_core.loaders.office.xml_parts import S, flag, integer, switch
from audit_core.loaders.sheets import Merge, Sheet, Slot, place

_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES: Final = ("left", "right", "top", "bottom")
_TEXTS: Final = frozenset({"s", "str", "inlineStr", "e", "d"})
_SURROGATES: Final = range(0xD800, 0xE000)
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


class CellStyle(Struct, frozen=True):
    """How the cells of one style look: their number format, and whether they are ruled or struck through."""

    format: Format = Format()
    ruled: bool = False
    struck: bool = False


def looks_of(styles: Element | None) -> list[CellStyle]:
    """Return the looks that cells refer to by number."""
    if styles is None:
        return []
    codes = {integer(one.get("numFmtId"), -1): one.get("formatCode", "") for one in styles.iter(S + "numFmt")}
    ruled = [_is_ruled(border) for border in styles.findall(f"{S}borders/{S}border")]
    struck = [_is_struck(font) for font in styles.findall(f"{S}fonts/{S}font")]
    return [_look(one, codes, ruled, struck) for one in styles.findall(f"{S}cellXfs/{S}xf")]


def _look(element: Element, codes: dict[int, str], ruled: Sequence[bool], struck: Sequence[bool]) -> CellStyle:
    number, border, font = (integer(element.get(name)) for name in ("numFmtId", "borderId", "fontId"))
    return CellStyle(
        format_of(number, codes.get(number)),
        0 <= border < len(ruled) and ruled[border],
        0 <= font < len(struck) and struck[font],
    )


def _is_struck(font: Element | None) -> bool:
    return font is not None and switch(font.find(S + "strike"), "val")


def _is_raised(font: Element | None) -> bool:
    raised = None if font is None else font.find(S + "vertAlign")
    return raised is not None and raised.get("val") == "superscript"


def _is_ruled(border: Element) -> bool:
    sides = (border.find(S + side) for side in _SIDES)
    return any(side is not None and side.get("style", "none") != "none" for side in sides)


class CellText(Struct, frozen=True):
    """A text as it is printed; `struck` says that a part of it is left out because a line is drawn through it."""

    text: str
    struck: bool = False


def rich(element: Element) -> CellText:
    """Return the text of a string item: plain, or in runs; how it is pronounced is left out."""
    plain = element.findtext(S + "t") or ""
    runs = [(run.findtext(S + "t") or "", run.find(S + "rPr")) for run in element.findall(S + "r")]
    parts = [Raised(text) if _is_raised(font) else text for text, font in runs if not _is_struck(font)]
    return CellText(_unescaped(joined([plain, *parts])), struck=len(parts) < len(runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code in _SURROGATES or code == 0 else chr(code)


def column_of(name: str) -> int:
    """Return the column from 0 that letters name."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def merge_of(reference: str) -> Merge | None:
    """Return the area that `A1:C2` names, or None for anything that is none."""
    match = _RANGE.fullmatch(reference.replace("$", ""))
    if match is None:
        return None
    left, right = sorted((column_of(match[1]), column_of(match[3])))
    top, bottom = sorted((int(match[2]) - 1, int(match[4]) - 1))
    return Merge(top, left, bottom, right) if right < LAST_COLUMN and bottom < LAST_ROW else None


class CellReader:
    """Reads the cells of the sheets of one workbook.

    `empty` collects the places of formulas without a result, `struck` says whether anything is struck through.
    """

    def __init__(self, uri: str, strings: Sequence[CellText], looks: Sequence[CellStyle], *, since_1904: bool) -> None:
        self.uri = uri
        self.strings = strings
        self.looks = looks
        self.since_1904 = since_1904
        self.empty: list[str] = []
        self.struck = False

    def read(self, root: Element, sheet: Sheet) -> None:
        """Put the cells of a sheet's XML that hold something or are ruled into `sheet`."""
        number = -1
        for row in root.findall(f"{S}sheetData/{S}row"):
            number = min(max(integer(row.get("r"), number + 2) - 1, 0), LAST_ROW - 1)
            slots = self._row(row, number, sheet)
            if slots:
                sheet.rows.setdefault(number, {}).update(slots)
            if flag(row, "hidden"):
                sheet.hidden_rows.add(number)

    def _row(self, row: Element, number: int, sheet: Sheet) -> dict[int, Slot]:
        slots: dict[int, Slot] = {}
        column = -1
        for cell in row.findall(S + "c"):
            match = _CELL.fullmatch(cell.get("r", ""))
            column = min(column_of(match[1]) if match else column + 1, LAST_COLUMN - 1)
            slot = self._slot(cell, sheet.name, number, column)
            if slot.text or slot.ruled:
                slots[column] = slot
        return slots

    def _slot(self, cell: Element, sheet: str, row: int, column: int) -> Slot:
        index = integer(cell.get("s"))
        look = self.looks[index] if 0 <= index < len(self.looks) else CellStyle()
        kind = cell.get("t", "n")
        held = cell.find(S + "v")
        if look.struck:
            self.struck = self.struck or len(cell) > 0
            return Slot("", ruled=True)
        if kind == "inlineStr":
            inline = cell.find(S + "is")
            return Slot("" if inline is None else self._kept(rich(inline)), ruled=True)
        if held is None or not held.text:
            formula = cell.find(S + "f")
            if formula is not None and kind != "str":
                self.empty.append(place(sheet, row, column))
                return Slot(f"={(formula.text or '…').strip()}", ruled=True)
            return Slot("", look.ruled or (held is not None and kind in _TEXTS))
        return Slot(self._text(kind, held.text, look, (sheet, row, column)), look.ruled or kind == "s")

    def _text(self, kind: str, held: str, look: CellStyle, at: tuple[str, int, int]) -> str:
        if kind == "s":
            return self._string(held, at)
        if kind == "b":
            return "TRUE" if held.strip() in ("1", "true") else "FALSE"
        if kind in _TEXTS:
            return _unescaped(held)
        return shown(held.strip(), look.format, since_1904=self.since_1904)

    def _kept(self, text: CellText) -> str:
        self.struck = self.struck or text.struck
        return text.text

    def _string(self, held: str, at: tuple[str, int, int]) -> str:
        index = integer(held, -1)
        if 0 <= index < len(self.strings):
            return self._kept(self.strings[index])
        where = place(*at)
        raise InputError(
            f"{where} refers to string {held.strip()[:20]!r}, which is not in the file; expected a whole workbook",
            f"{where} 所引用的字符串 {held.strip()[:20]!r} 不在文件中；应为完整的工作簿",
            place=self.uri,
        )
