"""Excel workbooks (XLSX, XLSM and their templates) → Document; which table is which is left to binding.

Read with the standard library alone: no library gives merged cells, number formats and ruled lines together at the
price of a commit hook. Text is read as it is stored. A number is read with the decimals of its format, rounded as
shown, but without separators, currency signs and words that a format puts around it: these are the sheet's dress, not
what was entered. Formulas give the result that was saved with them, or stand for themselves where none was.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final
from xml.etree.ElementTree import Element

from audit_core.document import Block, Document, Image, Paragraph, Section, Source, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.office.package import Package, PartRelation, printed
from audit_core.loaders.office.sheet_cells import LAST_COLUMN, LAST_ROW, CellReader, looks_of, merge_of, rich
from audit_core.loaders.office.xml_parts import OFFICE, A, R, S, flag, integer
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.sheets import Sheet, SheetReader, place, told

_XDR: Final = "{" + OFFICE + "drawingml/2006/spreadsheetDrawing}"
_MOST_NAMED: Final = 10


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a workbook: one stream of tables and paragraphs through its visible sheets.

    Raises InputError for what is no whole workbook without a password, for a DTD in it, for a file without words,
    and beyond the limits.
    """
    package = Package(data, uri, limits)
    if "xl/workbook.bin" in package.archive:
        raise InputError("an XLSB file (binary); expected XLSX", "XLSB（二进制）文件；应另存为 XLSX", place=uri)
    book = _XlsxBook(package)
    sheets = book.sheets()
    return document(uri, data, "xlsx", sheets, book.notes, package.properties(), limits)


def document(  # noqa: PLR0913, PLR0917 - what a file gives
    uri: str,
    data: bytes,
    loader: str,
    sheets: Sequence[Sheet],
    notes: Sequence[str],
    properties: Mapping[str, str],
    limits: Limits,
) -> Document:
    """Return the Document of a spreadsheet whose sheets were read."""
    reader = SheetReader(uri, limits)
    blocks: tuple[Block, ...] = tuple(block for sheet in sheets for block in reader.blocks(sheet))
    if not blocks:
        raise InputError("the file holds no text; expected a report", "文件中没有文字；应为一份报告", place=uri)
    metadata, unprinted = printed(properties, _texts(blocks))
    hidden = (note for sheet in sheets for note in told(sheet))
    source = Source(uri, digest=sha256(data).hexdigest(), loader=loader)
    return Document((Section(None, blocks),), source, metadata=metadata, notes=(*notes, *hidden, *unprinted))


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for cell in block.cells())


class _XlsxBook:
    """A workbook: its sheets, and what is to be told of the reading."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name, self.root = package.main(S + "workbook", "an XLSX file", "xl/workbook.xml")
        self.relations = package.relations(self.name)
        strings = package.related(self.name, "sharedStrings")
        self.cells = CellReader(
            package.uri,
            [] if strings is None else [rich(one) for one in strings.findall(S + "si")],
            looks_of(package.related(self.name, "styles")),
            since_1904=flag(self.root.find(S + "workbookPr"), "date1904"),
        )
        self.notes: list[str] = []

    def sheets(self) -> list[Sheet]:
        """Return the visible sheets in order; hidden ones only where no other holds anything."""
        listed = self.root.findall(f"{S}sheets/{S}sheet")
        hidden = [one for one in listed if one.get("state", "visible") != "visible"]
        sheets = [self._sheet(one) for one in listed if one not in hidden]
        if not any(sheet.rows or sheet.images for sheet in sheets):
            sheets, hidden = [self._sheet(one) for one in hidden], []
        if hidden:
            names = [one.get("name", "") for one in hidden]
            zh, en = "、".join(names), ", ".join(names)
            self.notes.append(f"隐藏的工作表未读入：{zh} / hidden sheets are not read: {en}")
        self._tell_empty()
        if self.cells.struck:
            self.notes.append(STRUCK)
        return sheets

    def _tell_empty(self) -> None:
        if places := self.cells.empty:
            more = "…" if len(places) > _MOST_NAMED else ""
            named = ", ".join(places[:_MOST_NAMED]) + more
            zh, en = "公式没有保存计算结果，数值未知", "formulas saved without a result: their values are not known"
            self.notes.append(f"{zh}：{named} / {en}: {named}")

    def _sheet(self, listed: Element) -> Sheet:
        """Return a sheet; one of another kind (a chart) is empty."""
        sheet = Sheet(listed.get("name", ""), {})
        relation = self.relations.get(listed.get(R + "id", ""))
        if relation is None or relation.kind != "worksheet" or relation.external:
            return sheet
        root = self.package.tree(relation.target)
        self.cells.read(root, sheet)
        sheet.merges = [merge for one in root.iter(S + "mergeCell") if (merge := merge_of(one.get("ref", "")))]
        for column in root.iter(S + "col"):
            if flag(column, "hidden"):
                sheet.hidden_columns.update(range(integer(column.get("min"), 1) - 1, _last(column)))
        sheet.images = [*self._images(relation.target, sheet.name)]
        return sheet

    def _images(self, part: str, sheet: str) -> Iterator[Image]:
        for relation in self.package.relations(part).values():
            if relation.kind == "drawing" and not relation.external and relation.target in self.package.archive:
                targets = self.package.relations(relation.target)
                for anchor in self.package.tree(relation.target):
                    yield from _pictures(anchor, targets, sheet)


def _last(column: Element) -> int:
    return min(integer(column.get("max"), 1), LAST_COLUMN)


def _pictures(anchor: Element, targets: Mapping[str, PartRelation], sheet: str) -> Iterator[Image]:
    """Yield the pictures of one anchor, at the cell under their upper left corner."""
    corner = anchor.find(_XDR + "from")
    spots = [integer(None if corner is None else corner.findtext(_XDR + name)) for name in ("row", "col")]
    row, column = (min(max(spot, 0), last - 1) for spot, last in zip(spots, (LAST_ROW, LAST_COLUMN), strict=True))
    for picture in anchor.iter(_XDR + "pic"):
        said = next(picture.iter(_XDR + "cNvPr"), None)
        blip = next(picture.iter(A + "blip"), None)
        target = None if blip is None else targets.get(blip.get(R + "embed", ""))
        alt = "" if said is None else said.get("descr") or said.get("title") or ""
        yield Image(alt, target.target if target else "", place=place(sheet, row, column))
