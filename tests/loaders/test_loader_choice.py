"""Which loader takes a file, and how a file that none can take is refused."""

import os
import re
from pathlib import Path

import pytest
import yaml

from audit_core.document import Document, Source
from audit_core.errors import AuditError, ConfigurationError, InputError, NotAReport, PluginError
from audit_core.formats import Limits, Loader
from audit_core.loaders import BUILTIN, HEAD, choose, read
from audit_core.loaders.sniffing import SUFFIXES

JSON = b'{"document": "1", "sections": []}'


def loader(name: str, *, takes: bytes, priority: int = 0) -> Loader:
    def sniff(head: bytes, _: str) -> str | None:
        return f"holds {takes!r}" if takes in head else None

    def load(_: bytes, uri: str, __: Limits) -> Document:
        return Document((), Source(uri, loader=name))

    return Loader(name, sniff, load, priority)


@pytest.mark.parametrize(
    ("data", "name", "chosen"),
    [
        (JSON, "report.json", "json"),
        (JSON, "report.txt", "json"),
        (b"\xef\xbb\xbf\r\n " + JSON, "report", "json"),
        (JSON.decode().encode("utf-16"), "report.txt", "json"),
        (b'{"document": "1", "sec', "report.json", "json"),
        (b'{"document": "1", "sec', "report.md", "json"),
        (b"not JSON", "report.JSON", "json"),
        (b"{}", "report.txt", "json"),
        (b"{{ template }}", "report.md", "text"),
        (b"[1]: a reference", "report.md", "text"),
        ("青石县".encode(), "report.json.md", "text"),
        ("青石县".encode("utf-16"), "report.pdf", "text"),
    ],
)
def test_chosen_by_content(data: bytes, name: str, chosen: str) -> None:
    choice = choose(BUILTIN, data, name)
    assert choice.loader.name == chosen
    assert choice.reason


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"a\0b", "report.txt", "a binary file (it holds NUL bytes)"),
    ],
)
def test_named_as_what_it_is(data: bytes, name: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        choose(BUILTIN, data, name)
    names = ", ".join(sorted(loader.name for loader in BUILTIN))
    assert str(caught.value) == f"{name}: {found}; expected a format that a loader takes ({names})"


def ole(stream: str) -> bytes:
    """Return what stands for a compound file with one stream, its directory behind more than a loader is shown."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(HEAD) + stream.encode("utf-16-le")


MHT = b"From: <Saved>\r\nSubject: =?utf-8?B?5oql?=\r\n =?utf-8?B?5oql?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
REFUSED = {
    "report.doc": (ole("WordDocument"), "旧版 Word 文件（DOC）：请另存为 DOCX 后重新审核"),
    "report.wps": (ole("WordDocument"), "WPS 文字文件（WPS）：请另存为 DOCX 后重新审核"),
    "report.dps": (ole("PowerPoint Document"), "演示文稿（PPT、DPS）：请提供 DOCX"),
    "report.docx": (ole("EncryptedPackage"), "加密的 Office 文件（设有打开密码）：请去除密码后重新审核"),
    "report": (ole("Contents"), "旧版 Office 文件（OLE）：请另存为 DOCX"),
    "report.rtf": (b"{\\rtf1", "RTF 文件：请另存为 DOCX"),
    "report.ofd": (b"PK\x03\x04 OFD.xml", "OFD 版式文件：请用 OFD 阅读软件导出有文字层的 PDF"),
    "report.odt": (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "ODT 文件：请另存为 DOCX"),
    "report.mht": (MHT, "单文件网页（MHT）：请用浏览器或 Word 打开，另存为 HTML 或 DOCX"),
    "page.doc": (MHT, "单文件网页（MHT）：请用浏览器或 Word 打开"),
    "report.xml": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:d>',
        "Word 2003 XML 文件：请另存为 DOCX",
    ),
    "table.xls": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><W>',
        "Excel 2003 XML 文件：请另存为 XLSX",
    ),
    "report.uot": (b'<?xml version="1.0"?><uof:UOF>', "标文通（UOF）文件：请另存为 DOCX"),
    "report.rar": (b"Rar!\x1a\x07\x00", "RAR 压缩文件：请解压后审核，或改用 ZIP"),
    "report.adoc": ("= 报告\n\n|===\n|甲 |1\n|===\n".encode(), "AsciiDoc 文件：请转换为 HTML（asciidoctor）后重新审核"),
    "report.md": (
        b"version https://git-lfs.github.com/spec/v1\noid",
        "Git LFS 指针，报告本身没有取回：请运行 git lfs pull",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name_with_what_to_do(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read(data, name, BUILTIN)
    assert not isinstance(caught.value, NotAReport)
    assert caught.value.words.zh.startswith(said)
    assert caught.value.words.en != caught.value.words.zh
    assert caught.value.place == name


PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><p>甲</p><table><tr><td>1</td><td>2</td></tr></table>'
)


@pytest.mark.parametrize("name", ["report.doc", "report.xls", "report.wps", "report.et"])
def test_a_page_by_another_name_is_read_as_one(name: str) -> None:
    assert read(PAGE.encode(), name, BUILTIN).source.loader == "html"


def test_every_name_is_taken_by_the_hook() -> None:
    (hook,) = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_bytes())
    named = [suffix for suffixes in SUFFIXES.values() for suffix in suffixes]
    taken = [one for one in named if re.search(hook["files"].strip(), f"青石县2023年政府信息公开工作年度报告{one}")]
    assert [one for one in named if one not in taken] == [one for one in named if one in RARE]


RARE = (".dotx", ".dotm", ".ots", ".mkd", ".mdown", ".xlt", ".ett", ".xltx", ".xltm", ".xlsb", ".tsv")
"""Templates, and names that hardly any repository of reports uses."""


def test_higher_priority_asks_first_then_the_name() -> None:
    loaders = [loader("b", takes=b"x"), loader("c", takes=b"x"), loader("a", takes=b"x", priority=-1)]
    assert choose(loaders, b"x", "x").loader.name == "b"
    assert choose(reversed(loaders), b"x", "x").loader.name == "b"


def test_a_plugin_takes_what_text_leaves() -> None:
    rich = loader("rtf", takes=b"{\\rtf")
    assert choose([*BUILTIN, rich], b"{\\rtf1", "x.txt").loader is rich


def test_loaders_see_the_head_only() -> None:
    late = loader("late", takes=b"needle")
    with pytest.raises(InputError):
        choose([late], b" " * HEAD + b"needle", "x")


def test_forced() -> None:
    assert choose(BUILTIN, JSON, "x.json", forced="text").loader.name == "text"
    assert read(JSON, "x.json", BUILTIN, forced="text").source.loader == "text"


@pytest.mark.parametrize(
    ("forced", "expected"),
    [("jsn", "no loader 'jsn'; expected 'json'"), ("q", "no loader 'q'; expected 'json', .*'text'")],
)
def test_forced_by_a_name_that_is_none(forced: str, expected: str) -> None:
    with pytest.raises(ConfigurationError, match=expected):
        choose(BUILTIN, JSON, "x.json", forced=forced)


def test_a_loader_that_breaks_is_named() -> None:
    def broken(*_: object) -> Document:
        raise ZeroDivisionError("one\ntwo")

    sniffs = Loader("mine", lambda *_: "any", broken)
    with pytest.raises(PluginError, match=r"^loader 'mine' broke: ZeroDivisionError: one two$"):
        read(b"x", "x", [sniffs])
    with pytest.raises(PluginError, match="loader 'mine' broke"):
        choose([Loader("mine", broken, broken)], b"x", "x")  # type: ignore[arg-type]


def refusal(given: object, **more: object) -> AuditError:
    with pytest.raises(InputError) as caught:
        read(given, "dir/report.txt", BUILTIN, **more)  # type: ignore[arg-type]
    error = caught.value
    assert error.say("en").startswith("dir/report.txt: ")
    assert error.say("zh").startswith("dir/report.txt: ")
    assert error.words.zh != error.words.en
    assert "\n" not in error.say("en") + error.say("zh")
    return error


def test_refused_files(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(b"a" * 11)
    small = Limits(bytes=10)
    assert "no such file" in str(refusal(tmp_path / "none"))
    assert "no such file" in str(refusal(str(tmp_path / "none")))
    assert "a directory" in str(refusal(tmp_path))
    assert "is empty" in str(refusal(tmp_path / "empty"))
    assert "too large; expected at most 10 bytes" in str(refusal(tmp_path / "large", limits=small))
    assert "too large" in str(refusal(b"a" * 11, limits=small))
    assert "is empty" in str(refusal(b""))
    assert "cannot be read" in str(refusal("a\0b"))
    assert "cannot be read: the name is too long" in str(refusal("a" * 5000))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_nobody_may_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.touch(0o000)
    assert "permission denied" in str(refusal(secret))


def test_read_from_a_file_and_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("青石县".encode())
    from_file = read(path, "report.txt", BUILTIN)
    from_bytes = read(path.read_bytes(), "report.txt", BUILTIN)
    assert repr(from_file.sections) == repr(from_bytes.sections)
    assert from_file.source.digest == from_bytes.source.digest
    assert from_file.source.uri == "report.txt"
