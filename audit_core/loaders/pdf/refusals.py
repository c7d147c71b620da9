"""Why a PDF is not read, in words; what the reasons are is found out by the others."""

from typing import TYPE_CHECKING

from audit_core.errors import InputError
from audit_core.loaders.pdf.protocol import PageContents

if TYPE_CHECKING:
    from audit_core.formats import Limits


def too_much(uri: str, limits: "Limits", *, late: bool) -> InputError:
    """Say that the reader gave up: too `late`, or broken off."""
    if late:
        return InputError(
            f"the PDF takes longer than {limits.seconds:g} seconds to read; expected a report",
            f"读取该 PDF 超过 {limits.seconds:g} 秒；应为一份报告",
            place=uri,
        )
    return InputError(
        f"the PDF makes its reader break off (damaged, or more than {limits.memory >> 20:,} MB of memory); "
        "expected an undamaged PDF",
        f"读取该 PDF 时中断（文件损坏，或所需内存超过 {limits.memory >> 20:,} MB）；应为完好的 PDF",
        place=uri,
    )


def refused(marks: PageContents, uri: str, limits: "Limits") -> InputError:
    """Say why the reader refused a file, by the name of its fault."""
    most = {"pages": limits.pages, "glyphs": limits.glyphs, "rules": limits.rules}.get(marks.fault, 0)
    en, zh = {
        "password": (
            "the PDF is encrypted and needs a password; expected one that opens without",
            "该 PDF 已加密，打开需要密码；应为无需密码即可打开的文件",
        ),
        "page": (
            f"page {marks.page} of the PDF is damaged; expected a whole, undamaged PDF",
            f"该 PDF 的第 {marks.page} 页已损坏；应为完好的 PDF",
        ),
        "pages": (f"more than {most:,} pages; expected a report", f"超过 {most:,} 页；应为一份报告"),
        "glyphs": (
            f"more than {most:,} characters; expected a report",
            f"超过 {most:,} 个字符；应为一份报告",
        ),
        "rules": (
            f"more than {most:,} drawn lines; expected a report",
            f"绘制的线条超过 {most:,} 条；应为一份报告",
        ),
    }.get(
        marks.fault,
        (
            "the PDF is damaged and cannot be opened; expected a whole, undamaged PDF",
            "该 PDF 已损坏，无法打开；应为完好的 PDF",
        ),
    )
    return InputError(en, zh, place=uri)


def without_text(pages: int, uri: str, *, scanned: bool) -> InputError:
    """Say that there is no text layer; a `scanned` file has pictures in its place."""
    if scanned:
        return InputError(
            f"a scanned PDF: its {pages} pages are pictures without text; expected a PDF with a text layer",
            f"扫描件：{pages} 页均为图片，没有文字层；应为带文字层的 PDF",
            place=uri,
        )
    return InputError("the PDF holds no text; expected a report", "该 PDF 中没有文字；应为一份报告", place=uri)


def unreadable(uri: str) -> InputError:
    """Say that the text layer does not tell which characters are printed."""
    return InputError(
        "the PDF's text layer says which shapes are printed, not which characters; expected readable text",
        "该 PDF 的文字层只有字形、没有字符编码，无法读取；应为可读的文字",
        place=uri,
    )


def too_many_cells(uri: str, limits: "Limits") -> InputError:
    """Say that the tables are too large."""
    return InputError(
        f"more than {limits.cells:,} cells in tables; expected a report",
        f"表格的单元格超过 {limits.cells:,} 个；应为一份报告",
        place=uri,
    )
