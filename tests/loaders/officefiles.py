"""Office files for tests: small ones by hand, whole reports with the libraries that people write them with."""

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from audit_rulesets.samples.drafts import Draft, Raw, Spot, Table

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def unlabelled(draft: Draft) -> Draft:
    """Return a report that says nothing of itself but what is printed: office files have no front matter."""
    made = deepcopy(draft)
    made.metadata = {}
    return made


def zipped(members: Mapping[str, str | bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    held = BytesIO()
    with ZipFile(held, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return held.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return a part of relations: by id, the last word of the type, and the target."""
    kinds = {"core-properties": _CORE}
    inside = ""
    for key, (kind, target) in targets.items():
        outside = ' TargetMode="External"' if "://" in target else ""
        said = kinds.get(kind, f"{_TYPES}/{kind}")
        inside += f'<Relationship Id="{key}" Type="{said}" Target="{target}"{outside}/>'
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def docx(body: str, parts: Mapping[str, str] | None = None, more: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """Return a DOCX around what its body holds; `parts` are others by their name in `word/`, without ending."""
    parts = parts or {}
    related = {f"r{name}": (name.rstrip("0123456789"), f"{name}.xml") for name in parts} | {**(more or {})}
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml"), "r2": ("core-properties", "core.xml")}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(related),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    })  # fmt: skip


def p(text: str = "", properties: str = "") -> str:
    """Return a paragraph; a text that begins with `<` is taken for its content."""
    inside = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    said = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{said}{inside}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """Return a cell of a text, or of paragraphs and tables."""
    inside = content if content.startswith(("<w:p>", "<w:tbl")) else p(content)
    said = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{said}{inside}</w:tc>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """Return a table of rows, each the XML of its cells."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def xlsx(
    rows: str, *, after: str = "", styles: str = "", strings: str = "", sheet: str = "Sheet1", book: str = ""
) -> bytes:
    """Return an XLSX of one sheet; `after` is what follows its data, `book` what replaces the list of sheets."""
    listed = book or f'<sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets>'
    office = f'{S} xmlns:r="{_TYPES}"'
    return zipped({
        "_rels/.rels": relations({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f"<workbook {office}>{listed}</workbook>",
        "xl/_rels/workbook.xml.rels": relations({
            "r1": ("worksheet", "worksheets/sheet1.xml"),
            "r2": ("worksheet", "worksheets/sheet2.xml"),
            "r3": ("styles", "styles.xml"),
            "r4": ("sharedStrings", "sharedStrings.xml"),
        }),
        "xl/styles.xml": f"<styleSheet {S}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {S}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {office}><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/worksheets/sheet2.xml": f'<worksheet {S}><sheetData><row><c t="str"><v>second</v></c></row></sheetData></worksheet>',
    })  # fmt: skip


def row(*cells: str) -> str:
    """Return a row of cells: a text becomes one, XML is taken as it is, an empty one is left out."""
    made = "".join(cell if cell.startswith("<") else c(cell) for cell in cells)
    return f"<row>{made}</row>"


def c(text: str, kind: str = "str", style: int = 0, at: str = "", inside: str = "") -> str:
    """Return a cell."""
    held = inside or (f"<v>{text}</v>" if text else "")
    where = f' r="{at}"' if at else ""
    return f'<c t="{kind}" s="{style}"{where}>{held}</c>'


def formats(*codes: str) -> str:
    """Return styles: one for each number format, behind the plain one, and one that is ruled behind them."""
    made = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    looks = "".join(f'<xf numFmtId="{200 + n}" borderId="0"/>' for n in range(len(codes)))
    borders = '<borders><border/><border><left style="thin"/></border></borders>'
    return (
        f'<numFmts>{made}</numFmts>{borders}<cellXfs><xf numFmtId="0"/>{looks}<xf numFmtId="0" borderId="1"/></cellXfs>'
    )


def written_docx(draft: Draft) -> bytes:
    """Return a report as python-docx writes it: headings by style, cells merged."""
    made = pytest.importorskip("docx").Document()
    made.add_heading(draft.title, 0)
    for part in draft.parts:
        if part.heading:
            made.add_heading(part.heading, 1)
        for block in part.blocks:
            if isinstance(block, str):
                made.add_paragraph(block)
            else:
                _word_table(made, block)
    return _saved(made)


def _word_table(made: Any, block: Table | Raw) -> None:
    grid = block.plain()
    table = made.add_table(len(grid), max(map(len, grid)))
    # Asked for once: the library finds them anew for each cell.
    cells, width = table._cells, len(table.columns)
    for (r, col), spot in _spots(block):
        cell = cells[r * width + col]
        if spot.rowspan * spot.colspan > 1:
            cell = cell.merge(cells[(r + spot.rowspan - 1) * width + col + spot.colspan - 1])
        cell.text = spot.text
    made.add_paragraph()


def _spots(block: Table | Raw) -> list[tuple[tuple[int, int], Spot]]:
    """Return the printed cells of a table with their grid positions."""
    covered: set[tuple[int, int]] = set()
    found: list[tuple[tuple[int, int], Spot]] = []
    for number, spots in enumerate(block.grid()):
        at = 0
        for spot in spots:
            while (number, at) in covered:
                at += 1
            found.append(((number, at), spot))
            covered.update((number + r, at + c) for r in range(spot.rowspan) for c in range(spot.colspan))
    return found


def written_xlsx(draft: Draft, *, sheets: bool = False, ruled: bool = True) -> bytes:
    """Return a report as openpyxl writes it: figures as numbers, words in merged cells, or one sheet a section."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    writer = _Writer(book.active, ruled=ruled)
    writer.words(draft.title)
    for part in draft.parts:
        if sheets and part.heading:
            writer = _Writer(book.create_sheet(part.heading[:2].strip("、")), ruled=ruled)
        for block in (part.heading, *part.blocks):
            if isinstance(block, str):
                writer.words(block)
            else:
                writer.table(block)
    return _saved(book)


def written_xls(draft: Draft) -> bytes:
    """Return a report as xlwt writes it: figures as numbers, words in merged cells, tables ruled."""
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet, at = book.add_sheet("报告"), 0
    for text in (draft.title, *(block for part in draft.parts for block in (part.heading, *part.blocks) if block)):
        if isinstance(text, str):
            sheet.write_merge(at, at, 0, 9, text)
            at += 1
            continue
        for (row, column), spot in _spots(text):
            last = at + row + spot.rowspan - 1, column + spot.colspan - 1
            value, style = _stored(spot.text)
            sheet.write_merge(at + row, last[0], column, last[1], value, xlwt.easyxf("borders: left thin", style))
        at += len(text.plain()) + 1
    return _saved(book)


def _stored(text: str) -> tuple[str | float, str]:
    """Return what a spreadsheet stores of a text, and the format that shows it so."""
    figure = text.lstrip("-")
    if not (figure.isascii() and figure.replace(".", "", 1).isdecimal()):
        return text, "General"
    decimals = len(text.partition(".")[2])
    return float(text), f"0.{'0' * decimals}" if decimals else "General"


class _Writer:
    def __init__(self, sheet: Any, *, ruled: bool) -> None:
        self.sheet = sheet
        self.ruled = ruled
        self.next = 1

    def words(self, text: str) -> None:
        if text:
            self.sheet.cell(self.next, 1, text)
            self.sheet.merge_cells(start_row=self.next, end_row=self.next, start_column=1, end_column=10)
            self.next += 1

    def table(self, block: Table | Raw) -> None:
        for (r, col), spot in _spots(block):
            cell = self.sheet.cell(self.next + r, col + 1)
            self._put(cell, spot.text)
            if spot.rowspan * spot.colspan > 1:
                last = {"end_row": cell.row + spot.rowspan - 1, "end_column": cell.column + spot.colspan - 1}
                self.sheet.merge_cells(start_row=cell.row, start_column=cell.column, **last)
        self.next += len(block.plain()) + 1

    def _put(self, cell: Any, text: str) -> None:
        if self.ruled:
            styles = pytest.importorskip("openpyxl.styles")
            cell.border = styles.Border(left=styles.Side("thin"))
        figure = text.lstrip("-")
        if figure.isascii() and figure.replace(".", "", 1).isdecimal():
            cell.value = float(text) if "." in text else int(text)
            cell.number_format = f"0.{'0' * len(text.partition('.')[2])}" if "." in text else "General"
        elif text or not self.ruled:
            cell.value = text
            cell.data_type = "s"


def _saved(made: Any) -> bytes:
    held = BytesIO()
    made.save(held)
    return held.getvalue()
