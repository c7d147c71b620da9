"""What bytes are taken for: text in some encoding, or something that is no text."""

import random

import pytest

from audit_core.errors import InputError
from audit_core.loaders.encoding import decode
from audit_core.loaders.sniffing import identify

CHINESE = "青石县人民政府今年共公开信息三十条，受理申请两件。\n规章\t0\t0\n"
TRADITIONAL = "青石縣政府今年共公開資訊三十條，受理申請兩件，均已依法答覆。\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding", "guessed"),
    [
        (CHINESE.encode(), CHINESE, "utf-8", False),
        (b"\xef\xbb\xbf" + CHINESE.encode(), CHINESE, "utf-8", False),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), CHINESE, "utf-16-le", False),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), CHINESE, "utf-16-be", False),
        (b"\xff\xfe\0\0" + CHINESE.encode("utf-32-le"), CHINESE, "utf-32-le", False),
        (CHINESE.encode("gbk"), CHINESE, "gb18030", True),
        ("㐀𠮷：青石县政府今年公开信息".encode("gb18030"), "㐀𠮷：青石县政府今年公开信息", "gb18030", True),
        ("本年新收政府信息公开申请".encode("gbk"), "本年新收政府信息公开申请", "gb18030", True),
        (CHINESE.encode("gbk") * 5000, CHINESE * 5000, "gb18030", True),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs", True),
        ("甲\x01\x02".encode(), "甲\x01\x02", "utf-8", False),
        ("甲\ufffd".encode(), "甲\ufffd", "utf-8", False),
        (b"", "", "utf-8", False),
    ],
)
def test_decoded(data: bytes, text: str, encoding: str, guessed: bool) -> None:
    assert decode(data, "report.txt") == (text, encoding, guessed)


def noise(seed: int, low: int, size: int) -> bytes:
    return bytes(random.Random(seed).choices(range(low, 256), k=size))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (CHINESE.encode()[:-20], "report.txt:1:23: broken utf-8: byte 66 (0xE4)"),
        ((CHINESE * 9000).encode()[:-20], "report.txt:17999:23: broken utf-8"),
        (CHINESE.encode().replace("今".encode(), b"\xff"), "report.txt:1:8: broken utf-8: byte 21 (0xFF)"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le")[:-1], "report.txt:2:7: broken utf-16-le"),
        (b"\xff\xfe\x00\xd8a\x00", "report.txt:1:1: broken utf-16-le: byte 2 (0x00)"),
        (CHINESE.encode().decode("latin-1").encode("gb18030", "ignore") + b"\xff", "report.txt: not text in any"),
        ("Un résumé à la française".encode("latin-1"), "report.txt: not text in any known encoding"),
        ("情報公開に関する年次報告です".encode("shift_jis"), "report.txt: not text in any known encoding"),
        (noise(1, 1, 50), "report.txt: not text in any known encoding"),
        (noise(2, 128, 5000), "report.txt: not text in any known encoding"),
        (noise(3, 1, 100_000), "report.txt: not text in any known encoding"),
        (b"a\0b", "report.txt: a binary file"),
        (b"\x01\x02\x03\x04\x05" * 9, "report.txt: a binary file"),
    ],
)
def test_refused(data: bytes, line: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "report.txt")
    assert caught.value.say("en").startswith(line)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04....word/document.xml", "a DOCX file"),
        (b"PK\x03\x04....xl/workbook.xml", "an XLSX file"),
        (b"PK\x03\x04....OFD.xml", "an OFD file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (OLE)"),
        (b"{\\rtf1\\ansi", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "a Git LFS pointer"),
        (b"a\0b", "a binary file"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>", "an HTML page"),
        (b"<!-- saved --> <html lang=zh>", "an HTML page"),
        (b"<p style='a'>x</p>" * 8, "an HTML page"),
        (b"<?xml version='1.0'?><html>", "an HTML page"),
        (b"<?xml version='1.0'?><w:doc>", "an XML file"),
    ],
)
def test_identified(head: bytes, name: str) -> None:
    words = identify(head)
    assert words is not None
    assert words.en.startswith(name)
    assert words.zh != words.en


@pytest.mark.parametrize(
    "head",
    [
        b"",
        CHINESE.encode(),
        CHINESE.encode("utf-16"),
        b"<!-- a comment --> text",
        b"<br> a tag",
        b"<b>bold</b> words",
        "《办法》<第一版>".encode(),
        b"text about %PDF- and <html>",
    ],
)
def test_not_held_against_text(head: bytes) -> None:
    assert identify(head) is None
