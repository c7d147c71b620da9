"""Whether a file looks like one of our own formats, or is our own output; reading it is left to their modules."""

import re
from typing import Final

from audit_core.loaders.encoding import HTML, identify, mark_of

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
_WHOLE_PAGE: Final = re.compile(rb"<!doctype\s+html|<html\b[^>]*>\s*<head\b", re.IGNORECASE)


def json(head: bytes, name: str) -> str | None:
    """Take what begins as a JSON object does, and any text that is named `.json`."""
    mark = mark_of(head)
    start = (head if mark is None else head[len(mark[0]) :].replace(b"\0", b"")).lstrip()
    if start[:1] == b"{" and start[1:].lstrip()[:1] in (b'"', b"}"):
        return "内容以 JSON 对象开头 / the content begins as a JSON object"
    return "扩展名为 .json / named .json" if name.lower().endswith(".json") and identify(head) is None else None


_SHEETS: Final = (".csv", ".tsv", ".xls", ".et")


def csv(head: bytes, name: str) -> str | None:
    """Take text that is named as a sheet."""
    named = name.lower().endswith(_SHEETS) and identify(head) is None
    return "扩展名为电子表格的文本 / text named as a sheet" if named else None


def html(head: bytes, name: str) -> str | None:
    """Take what begins as a page does, and any text with markup in it that is named as a page."""
    mark = mark_of(head)
    start = head if mark is None else head[len(mark[0]) :].replace(b"\0", b"")
    found = identify(start)
    # Markdown may begin with an element; only a whole page is none.
    if found == HTML and (not name.lower().endswith(MARKDOWN) or _WHOLE_PAGE.match(start.lstrip())):
        return "内容以 HTML 网页开头 / the content begins as an HTML page"
    named = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml"))
    return "扩展名为网页 / named as an HTML page" if named and found is None and b"<" in start else None


_ODS: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_PACKAGES: Final = {b"word/": "docx", b"xl/": "xlsx", _ODS: "ods"}
_NAMED: Final = {
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"),
    "ods": (".ods", ".ots"),
}


def docx(head: bytes, name: str) -> str | None:
    """Take a ZIP archive with the folder of a Word document in it, or named as one."""
    return _package(head, name, "docx")


def xlsx(head: bytes, name: str) -> str | None:
    """Take a ZIP archive with the folder of an Excel workbook in it, or named as one."""
    return _package(head, name, "xlsx")


def ods(head: bytes, name: str) -> str | None:
    """Take a ZIP archive that says it is an OpenDocument spreadsheet, or is named as one."""
    return _package(head, name, "ods")


def _package(head: bytes, name: str, kind: str) -> str | None:
    if not head.startswith(b"PK\x03\x04"):
        return None
    # The first sign counts: a workbook may have a document embedded in it.
    signs = [(at, held) for mark, held in _PACKAGES.items() if (at := head.find(mark)) >= 0]
    if signs:
        return (
            f"压缩包内有 {kind.upper()} / a ZIP archive with a {kind.upper()} in it" if min(signs)[1] == kind else None
        )
    return (
        f"压缩包，扩展名为 {kind.upper()} / a ZIP archive named as {kind.upper()}"
        if name.lower().endswith(_NAMED[kind])
        else None
    )


_BEFORE_PDF: Final = 1024
"""As many bytes may stand before the mark of a PDF, as its readers allow."""


def pdf(head: bytes, name: str) -> str | None:  # noqa: ARG001 - any name may hold a PDF
    """Take what has the mark of a PDF at its beginning, or a little behind it with objects after it."""
    at = head.find(b"%PDF-", 0, _BEFORE_PDF)
    if at < 0 or (head[:at].strip(b" \t\r\n\0\xef\xbb\xbf") and b" obj" not in head):
        return None
    return "内容以 PDF 标记开头 / the content begins as a PDF file"


def text(head: bytes, name: str) -> str | None:
    """Take whatever is not known to be something else, and Markdown that begins with an element of HTML."""
    found = identify(head)
    markdown = found == HTML and name.lower().endswith(MARKDOWN)
    return "没有其他格式的特征 / no sign of any other format" if found is None or markdown else None


# The first line of text, in Markdown, HTML and CSV behind what makes a comment of it; the first keys of JSON and SARIF;
# and the lines of `--quiet`, which have nothing but findings in them.
_OWN: Final = re.compile(
    r"""\s*(?:\x1b\[[0-9;]*m)?
    (?:(?:<!--|[\#*;%"/|-]+)?\s*audit-core\ \d+\.\d+\S{0,50}\s+\d{4}-\d\d-\d\d\b
    |\{\s*"(?:schema_version|\$schema)"[^\n]{0,400}[\s\S]{0,1000}?"name":\s*"audit-core"
    |[^\n]{1,1000}?(?::\d+:\d+|\)):\ (?:\x1b\[[0-9;]*m)?[^\s:]{1,20}(?:\x1b\[0m)?
        \ [A-Z]{2,8}-\d{2,3}(?:\ \[[^\]\n]{1,40}\])?\ )""",
    re.VERBOSE,
)
_LOOKED_AT: Final = 4096


def is_own(head: bytes) -> bool:
    """Whether a file begins as what audit-core writes does: it is passed over by content, whatever its name.

    Whoever forges that loses the report: it is listed as no report.
    """
    mark = mark_of(head)
    start = head[len(mark[0]) if mark else 0 :][:_LOOKED_AT]
    return _OWN.match(start.decode(mark[1] if mark else "utf-8", "replace")) is not None
