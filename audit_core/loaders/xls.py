"""Old Excel workbooks (XLS, ET) → Document, by the same rules as XLSX.

xlrd reads them: it alone tells number formats, merged cells and ruled lines. Other compound files come here too, as
their content is told at their end; they are refused by name.
"""

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import refused
from audit_core.loaders.office.number_formats import format_of, shown
from audit_core.loaders.office.superscript import Raised, joined
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.sheets import Merge, Sheet, Slot
from audit_core.loaders.sniffing import XLS, identify
from audit_core.loaders.xlsx import document

if TYPE_CHECKING:
    import xlrd

_BUILTIN_FORMATS: Final = 164
"""Number formats below are not in the file, or differ by language: their numbers say what they are."""

_SUPERSCRIPT: Final = 1
_SIDES: Final = ("left", "right", "top", "bottom")


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a workbook: one stream of tables and paragraphs through its visible sheets.

    Raises InputError for a compound file that is none, one that is damaged or has a password, one without words, and
    beyond the limits.
    """
    found = identify(data, uri)
    if found is not None and found is not XLS:
        raise refused(found, uri)
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=StringIO()
        )
        workbook = _XlsBook(book, limits, uri)
        sheets = list(workbook.sheets())
    except (InputError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - xlrd raises whatever a damaged file leads it to
        raise _unread(error, uri) from None
    return document(uri, data, "xls", sheets, workbook.notes, {}, limits)


def _unread(error: Exception, uri: str) -> InputError:
    said = " ".join(str(error).split())
    if "encrypted" in said:
        return InputError(
            "an encrypted Excel file (it asks for a password): remove the password and audit again",
            "加密的 Excel 文件（设有打开密码）：请去除密码后重新审核",
            place=uri,
        )
    reason = said[:100] or type(error).__name__
    return InputError(
        f"a damaged XLS file ({reason}): open it in a spreadsheet, save it as XLSX and audit that",
        f"XLS 文件已损坏（{reason}）：请用表格软件打开，另存为 XLSX 后重新审核",
        place=uri,
    )


class _XlsBook:
    """Reads the sheets of a workbook, no more than one unpacked at a time; `notes` are what is to be told of it."""

    def __init__(self, book: "xlrd.Book", limits: Limits, uri: str) -> None:
        self.book = book
        self.limits = limits
        self.uri = uri
        self.notes: list[str] = []
        self._slots = 0

    def sheets(self) -> Iterator[Sheet]:
        """Yield the visible sheets in order; hidden ones only where no other holds anything."""
        read = [self._sheet(number) for number in range(self.book.nsheets)]
        visible = [sheet for sheet, hidden in read if not hidden]
        left_out = [sheet for sheet, hidden in read if hidden and sheet.rows]
        if not any(sheet.rows for sheet in visible):
            visible, left_out = left_out, []
        if left_out:
            names = [sheet.name for sheet in left_out]
            self.notes.append(
                f"隐藏的工作表未读入：{'、'.join(names)} / hidden sheets are not read: {', '.join(names)}"
            )
        yield from visible

    def _sheet(self, number: int) -> tuple[Sheet, bool]:
        """Return a sheet, and whether it is hidden."""
        of = self.book.sheet_by_index(number)
        sheet = Sheet(of.name, {})
        for row in range(of.nrows):
            slots = {column: self._slot(of, row, column) for column in range(of.row_len(row))}
            kept = {column: slot for column, slot in slots.items() if slot.text or slot.ruled}
            self._slots += len(kept)
            if self._slots > self.limits.cells:
                most = f"{self.limits.cells:,}"
                raise InputError(
                    f"{of.name}: more than {most} cells", f"{of.name}：单元格超过 {most} 个", place=self.uri
                )
            if kept:
                sheet.rows[row] = kept
        sheet.merges = [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in of.merged_cells]
        sheet.hidden_rows = {row for row, info in of.rowinfo_map.items() if info.hidden}
        sheet.hidden_columns = {column for column, info in of.colinfo_map.items() if info.hidden}
        hidden = bool(of.visibility)
        self.book.unload_sheet(number)
        return sheet, hidden

    def _slot(self, of: "xlrd.sheet.Sheet", row: int, column: int) -> Slot:
        import xlrd

        cell = of.cell(row, column)
        look = self.book.xf_list[cell.xf_index]
        ruled = any(getattr(look.border, f"{side}_line_style") for side in _SIDES)
        if cell.ctype == xlrd.XL_CELL_TEXT:
            runs = [(0, look.font_index), *of.rich_text_runlist_map.get((row, column), ())]
            return Slot(self._words(cell.value, runs), ruled=True)
        if self.book.font_list[look.font_index].struck_out and cell.ctype not in (
            xlrd.XL_CELL_EMPTY,
            xlrd.XL_CELL_BLANK,
        ):
            self._strike()
            return Slot("", ruled=True)
        return Slot(_shown(self.book, cell, look.format_key), ruled)

    def _words(self, text: str, runs: Sequence[tuple[int, int]]) -> str:
        """Return a text in runs, each with where it begins and its font, as it is printed."""
        parts: list[str] = []
        ends = [start for start, _ in runs[1:]] + [len(text)]
        for (start, number), end in zip(runs, ends, strict=True):
            font, part = self.book.font_list[number], text[start:end]
            if font.struck_out and part.strip():
                self._strike()
            elif not font.struck_out:
                parts.append(Raised(part) if font.escapement == _SUPERSCRIPT and part else part)
        return joined(parts)

    def _strike(self) -> None:
        if STRUCK not in self.notes:
            self.notes.append(STRUCK)


def _shown(book: "xlrd.Book", cell: Any, format_key: int) -> str:  # noqa: ANN401 - xlrd has no types
    """Return what a cell that holds no text shows."""
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[format_key].format_str if format_key >= _BUILTIN_FORMATS else None
        return shown(repr(cell.value), format_of(format_key, code), since_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERR"))
    return ""
