"""Old Excel workbooks (XLS, ET) → Document, by the same rules as XLSX.

xlrd reads them: it alone tells number formats, merged cells and ruled lines. Other compound files come here too, as
their content is told at their end; they are refused by name.
"""

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.loaders import Limits, refused
from audit_core.loaders.office.formats import format_of, shown
from audit_core.loaders.sheets import Merge, Sheet, Slot
from audit_core.loaders.sniffing import XLS, identify
from audit_core.loaders.xlsx import document

if TYPE_CHECKING:
    import xlrd

_BUILTIN_FORMATS: Final = 164
"""Number formats below are not in the file, or differ by language: their numbers say what they are."""

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
        notes: list[str] = []
        sheets = list(_sheets(book, notes, limits, uri))
    except (InputError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - xlrd raises whatever a damaged file leads it to
        raise _unread(error, uri) from None
    return document(uri, data, "xls", sheets, notes, {}, limits)


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


def _sheets(book: "xlrd.Book", notes: list[str], limits: Limits, uri: str) -> Iterator[Sheet]:
    """Yield the visible sheets in order; hidden ones only where no other holds anything."""
    read = [_read(book, number, limits, uri) for number in range(book.nsheets)]
    shown_ = [sheet for sheet, hidden in read if not hidden]
    left_out = [sheet for sheet, hidden in read if hidden and sheet.rows]
    if not any(sheet.rows for sheet in shown_):
        shown_, left_out = left_out, []
    if left_out:
        names = [sheet.name for sheet in left_out]
        notes.append(f"隐藏的工作表未读入：{'、'.join(names)} / hidden sheets are not read: {', '.join(names)}")
    yield from shown_


def _read(book: "xlrd.Book", number: int, limits: Limits, uri: str) -> tuple[Sheet, bool]:
    """Return a sheet, and whether it is hidden; no more than one is unpacked at a time."""
    of = book.sheet_by_index(number)
    sheet = Sheet(of.name, {})
    slots = 0
    for row in range(of.nrows):
        kept = {
            column: slot
            for column in range(of.row_len(row))
            if (slot := _slot(book, of.cell(row, column))) and (slot.text or slot.ruled)
        }
        slots += len(kept)
        if slots > limits.cells:
            raise InputError(
                f"{of.name}: more than {limits.cells:,} cells", f"{of.name}：单元格超过 {limits.cells:,} 个", place=uri
            )
        if kept:
            sheet.rows[row] = kept
    sheet.merges = [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in of.merged_cells]
    sheet.hidden_rows = {row for row, info in of.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in of.colinfo_map.items() if info.hidden}
    hidden = bool(of.visibility)
    book.unload_sheet(number)
    return sheet, hidden


def _slot(book: "xlrd.Book", cell: Any) -> Slot:  # noqa: ANN401 - xlrd has no types
    look = book.xf_list[cell.xf_index]
    ruled = any(getattr(look.border, f"{side}_line_style") for side in _SIDES)
    if book.font_list[look.font_index].struck_out:
        return Slot("", ruled=True)
    return Slot(_text(book, cell, look.format_key), ruled)


def _text(book: "xlrd.Book", cell: Any, format_key: int) -> str:  # noqa: ANN401 - xlrd has no types
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        code = book.format_map[format_key].format_str if format_key >= _BUILTIN_FORMATS else None
        return shown(repr(cell.value), format_of(format_key, code), since_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERR"))
    return str(cell.value)
