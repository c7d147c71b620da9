"""What a file is, by its first bytes and, where these could be several things, its name; reading it is left to others.

This is the one place that knows formats: those that our loaders read, those that hold reports and have to be saved as
another, and those that hold none.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Final, NamedTuple

from audit_core.loaders.encoding import is_utf16, mark_of
from audit_core.words import Words

SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": (".csv", ".tsv"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "html": (".html", ".htm", ".shtml", ".xhtml"),
    "json": (".json",),
    "ods": (".ods", ".ots"),
    "pdf": (".pdf",),
    "text": (".md", ".markdown", ".mkd", ".mdown", ".txt"),
    "xls": (".xls", ".xlt", ".et", ".ett"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"),
}
"""How files are named that our loaders read."""

DOCUMENTS: Final = frozenset({"[content_types].xml", "mimetype", "ofd.xml"})
"""Members that make an archive one document: of Word, Excel, OpenDocument or OFD."""

_MARKDOWN: Final = SUFFIXES["text"][:-1]


class FileKind(NamedTuple):
    """What a file is, and what to do where it has to be saved as another format; no words where nothing helps."""

    zh: str
    en: str
    remedy: Words = Words("", "")


_TO_DOCX: Final = Words("请另存为 DOCX 后重新审核", "save it as DOCX and audit that")
_TO_XLSX: Final = Words("请另存为 XLSX 后重新审核", "save it as XLSX and audit that")
_TO_ZIP: Final = Words("请解压后审核，或改用 ZIP", "unpack it, or use ZIP")
_TO_PDF: Final = Words(
    "请用 OFD 阅读软件导出有文字层的 PDF，或取得 DOCX 原文件后重新审核",
    "export a PDF with a text layer from an OFD reader, or get the DOCX that it was made from, and audit that",
)
_TO_HTML: Final = Words(
    "请用浏览器或 Word 打开，另存为 HTML 或 DOCX 后重新审核",
    "open it in a browser or Word, save it as HTML or DOCX and audit that",
)
_PICTURES: Final = (
    FileKind("PNG 图片", "a PNG picture"),
    FileKind("JPEG 图片", "a JPEG picture"),
    FileKind("GIF 图片", "a GIF picture"),
)
_BINARY: Final = FileKind("二进制文件（含 NUL 字节）", "a binary file (it holds NUL bytes)")
_OTHER_XML: Final = FileKind("XML 文件", "an XML file")
NO_REPORTS: Final = frozenset({*_PICTURES, _BINARY, _OTHER_XML})
"""What files are that hold no report: in a folder they are passed over. All other formats may hold one."""

_MAGIC: Final = (
    (b"%PDF-", FileKind("PDF 文件", "a PDF file")),
    (b"{\\rtf", FileKind("RTF 文件", "an RTF file", _TO_DOCX)),
    (b"\x89PNG\r\n", _PICTURES[0]),
    (b"\xff\xd8\xff", _PICTURES[1]),
    (b"GIF8", _PICTURES[2]),
    (b"\x1f\x8b", FileKind("gzip 压缩文件", "a gzip archive", _TO_ZIP)),
    (b"Rar!\x1a\x07", FileKind("RAR 压缩文件", "a RAR archive", _TO_ZIP)),
    (b"7z\xbc\xaf\x27\x1c", FileKind("7z 压缩文件", "a 7z archive", _TO_ZIP)),
    (
        b"version https://git-lfs.github.com/spec/",
        FileKind(
            "Git LFS 指针，报告本身没有取回",
            "a Git LFS pointer, the report itself was not fetched",
            Words("请运行 git lfs pull 后重新审核", "run git lfs pull and audit again"),
        ),
    ),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLS: Final = FileKind("旧版 Excel 文件（XLS）", "an old Excel file (XLS)", _TO_XLSX)
_OLD_WORD: Final = FileKind("旧版 Word 文件（DOC）", "an old Word file (DOC)", _TO_DOCX)
_WPS: Final = FileKind("WPS 文字文件（WPS）", "a WPS Writer file (WPS)", _TO_DOCX)
# The names of the streams in it, as its directory spells them.
_STREAMS: Final = (
    (
        "EncryptedPackage",
        FileKind(
            "加密的 Office 文件（设有打开密码）",
            "an encrypted Office file (it asks for a password)",
            Words("请去除密码后重新审核", "remove the password and audit again"),
        ),
    ),
    ("WordDocument", _OLD_WORD),
    ("Workbook", XLS),
    ("Book", XLS),
    (
        "PowerPoint Document",
        FileKind(
            "演示文稿（PPT、DPS）",
            "slides (PPT, DPS)",
            Words("请提供 DOCX、XLSX、PDF 或网页格式的报告", "get the report as DOCX, XLSX, PDF or a page"),
        ),
    ),
    ("", FileKind("旧版 Office 文件（OLE）", "an old Office file (OLE)", _TO_DOCX)),
)
_ODS: Final = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_ZIP: Final = (
    (b"word/", FileKind("DOCX 文件", "a DOCX file")),
    (b"xl/", FileKind("XLSX 文件", "an XLSX file")),
    (_ODS, FileKind("ODS 文件", "an ODS file")),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", FileKind("ODT 文件", "an ODT file", _TO_DOCX)),
    (b"OFD.xml", FileKind("OFD 版式文件", "an OFD file", _TO_PDF)),
    (b"", FileKind("ZIP 压缩文件", "a ZIP archive")),
)
HTML: Final = FileKind("HTML 网页", "an HTML page")
_XML: Final = (
    (b'progid="Word.Document"', FileKind("Word 2003 XML 文件", "a Word 2003 XML file", _TO_DOCX)),
    (b'progid="Excel.Sheet"', FileKind("Excel 2003 XML 文件", "an Excel 2003 XML file", _TO_XLSX)),
    (b"<uof:", FileKind("标文通（UOF）文件", "a UOF file", _TO_DOCX)),
    (b"<html", HTML),
    (b"", _OTHER_XML),
)
_MHT: Final = FileKind("单文件网页（MHT）", "a page saved as one file (MHT)", _TO_HTML)
_MHT_HEAD: Final = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.IGNORECASE
)
_ASCIIDOC: Final = FileKind(
    "AsciiDoc 文件",
    "an AsciiDoc file",
    Words("请转换为 HTML（asciidoctor）后重新审核", "convert it to HTML (asciidoctor) and audit that"),
)
_ASCIIDOC_NAMES: Final = (".adoc", ".asciidoc", ".asc")
_PAGE: Final = re.compile(
    rb"(?:<!--(?:(?!-->).){0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_WHOLE_PAGE: Final = re.compile(rb"<!doctype\s+html|<html\b[^>]*>\s*<head\b", re.IGNORECASE)
_FRAGMENT: Final = re.compile(rb"<[a-z][a-z0-9]*[\s>]", re.IGNORECASE)
_ENOUGH_TAGS: Final = 8


def identify(head: bytes, name: str = "") -> FileKind | None:
    """Return what a file is that is neither text nor JSON; None if nothing is known against it."""
    start = head.removeprefix(BOM_UTF8).lstrip()
    if start.startswith(_OLE):
        found = next(kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in head)
        return _WPS if found is _OLD_WORD and name.lower().endswith((".wps", ".wpt")) else found
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next(kind for inside, kind in _ZIP if inside in head)
    if mark_of(head) is None and b"\0" in head and not is_utf16(head):
        return _BINARY
    return _text(start, name)


def _text(start: bytes, name: str) -> FileKind | None:
    if _MHT_HEAD.match(start):
        return _MHT
    if name.lower().endswith(_ASCIIDOC_NAMES):
        return _ASCIIDOC
    return _markup(start, name) if start.startswith(b"<") else None


def _markup(start: bytes, name: str) -> FileKind | None:
    """Tell HTML, also a fragment without a head, and XML from text that merely holds a tag or two.

    Markdown may begin with an element; only a whole page is none.
    """
    if start.startswith(b"<?xml"):
        return next(kind for inside, kind in _XML if inside in start or inside in start.lower())
    if name.lower().endswith(_MARKDOWN):
        return HTML if _WHOLE_PAGE.match(start) else None
    tags = _FRAGMENT.match(start) and start.count(b"</") >= _ENOUGH_TAGS
    return HTML if tags or _PAGE.match(start) else None


def json(head: bytes, name: str) -> str | None:
    """Take what begins as a JSON object does, and any text that is named `.json`."""
    mark = mark_of(head)
    start = (head if mark is None else head[len(mark[0]) :].replace(b"\0", b"")).lstrip()
    if start[:1] == b"{" and start[1:].lstrip()[:1] in (b'"', b"}"):
        return "内容以 JSON 对象开头 / the content begins as a JSON object"
    named = _is_named(name, "json") and identify(head, name) is None
    return "扩展名为 .json / named .json" if named else None


def csv(head: bytes, name: str) -> str | None:
    """Take text that is named as a sheet."""
    named = (_is_named(name, "csv") or _is_named(name, "xls")) and identify(head, name) is None
    return "扩展名为电子表格的文本 / text named as a sheet" if named else None


def html(head: bytes, name: str) -> str | None:
    """Take what begins as a page does, and any text with markup in it that is named as a page."""
    mark = mark_of(head)
    start = head if mark is None else head[len(mark[0]) :].replace(b"\0", b"")
    found = identify(start, name)
    if found == HTML:
        return "内容以 HTML 网页开头 / the content begins as an HTML page"
    named = _is_named(name, "html") and found is None and b"<" in start
    return "扩展名为网页 / named as an HTML page" if named else None


def _is_named(name: str, loader: str) -> bool:
    return name.lower().endswith(SUFFIXES[loader])


def xls(head: bytes, name: str) -> str | None:  # noqa: ARG001 - what is in it is said at its end
    """Take any compound file: its directory, which tells a workbook from a document, may stand behind all else."""
    return "OLE 复合文件 / a compound file (OLE)" if head.startswith(_OLE) else None


_PACKAGES: Final = {b"word/": "docx", b"xl/": "xlsx", _ODS: "ods"}


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
    return f"压缩包，扩展名为 {kind.upper()} / a ZIP archive named as {kind.upper()}" if _is_named(name, kind) else None


_BEFORE_PDF: Final = 1024
"""As many bytes may stand before the mark of a PDF, as its readers allow."""


def pdf(head: bytes, name: str) -> str | None:  # noqa: ARG001 - any name may hold a PDF
    """Take what has the mark of a PDF at its beginning, or a little behind it with objects after it."""
    at = head.find(b"%PDF-", 0, _BEFORE_PDF)
    if at < 0 or (head[:at].strip(b" \t\r\n\0\xef\xbb\xbf") and b" obj" not in head):
        return None
    return "内容以 PDF 标记开头 / the content begins as a PDF file"


def text(head: bytes, name: str) -> str | None:
    """Take whatever is not known to be something else."""
    return "没有其他格式的特征 / no sign of any other format" if identify(head, name) is None else None


# The first line of text, in Markdown, HTML and CSV behind what makes a comment of it; the first keys of JSON and SARIF;
# and the lines of `--quiet`, which have nothing but findings in them.
_OWN: Final = re.compile(
    r"""\s*(?:\x1b\[[0-9;]*m)?
    (?:(?:<!--|[\#*;%"/|-]+)?\s*audit-core\ \d+\.\d+\S{0,50}\s+\d{4}-\d\d-\d\d\b
    |\{\s*(?:"run":\s*\{\s*)?"(?:schema_version|\$schema)"[^\n]{0,400}[\s\S]{0,1000}?"name":\s*"audit-core"
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
