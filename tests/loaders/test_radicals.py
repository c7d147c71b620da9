"""Radicals become characters in every format, one code point for one."""

import json
import unicodedata

import pytest

from audit_core.document import Document, Image, Paragraph, Table
from audit_core.loaders import BUILTIN, read
from audit_core.loaders.radicals import TABLE, unified
from tests.loaders.printed_pdf import Sheet

RADICALS = "⺠⻅⻔⻓⻥⻬⻛⼈⺫"
CHARACTERS = "民见门长鱼齐风人目"


def test_the_table_is_whole() -> None:
    assert sorted(TABLE) == [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)]
    same = [code for code, other in TABLE.items() if code == other]
    assert same == [0x2E80, 0x2E9A]
    for code in range(0x2F00, 0x2FD6):
        assert unicodedata.normalize("NFKC", chr(code)) == chr(TABLE[code])
    for code in (0x2E9F, 0x2EF3):
        assert unicodedata.normalize("NFKC", chr(code)) == chr(TABLE[code])
    assert all(unicodedata.name(chr(other)).startswith("CJK UNIFIED") for other in TABLE.values() if other not in same)


@pytest.mark.parametrize(
    ("text", "said"), [(RADICALS, CHARACTERS), ("人民 2024", "人民 2024"), ("", ""), ("\ud800⺠", "\ud800民")]
)
def test_unified(text: str, said: str) -> None:
    assert unified(text) == said
    assert len(said) == len(text)


def words(of: Document) -> list[str]:
    found = [section.title for section in of.sections if section.title]
    for block in of.blocks():
        if isinstance(block, Table):
            found += [cell.text for cell in block.cells()]
        elif isinstance(block, Paragraph | Image):
            found.append(block.text if isinstance(block, Paragraph) else block.alt)
    return found


def test_in_text_offsets_stay() -> None:
    of = read(
        f"# {RADICALS}\n\n一段{RADICALS}\n\n|{RADICALS}|1|\n|--|--|\n|甲|2|\n\n![{RADICALS}](a.png)\n".encode(),
        "a.md",
        BUILTIN,
    )
    assert words(of) == [CHARACTERS, f"一段{CHARACTERS}", CHARACTERS, "1", "甲", "2", CHARACTERS]
    for paragraph in of.paragraphs():
        span = of.span(paragraph)
        assert span is not None
        assert of.source.text[span.start : span.end] == paragraph.text


@pytest.mark.parametrize("escaped", [False, True])
def test_in_json(escaped: bool) -> None:
    value = {
        "document": "1",
        "sections": [{"title": RADICALS, "blocks": [{"type": "table", "rows": [[RADICALS, "1"]]}]}],
    }
    of = read(json.dumps(value, ensure_ascii=escaped).encode(), "a.json", BUILTIN)
    assert words(of) == [CHARACTERS, CHARACTERS, "1"]
    cell = next(of.tables()).rows[0][0]
    span = of.span(cell)
    assert span is not None
    assert of.place(cell) == "/sections/0/blocks/0/rows/0/0"


def test_in_pdf() -> None:
    sheet = Sheet()
    sheet.text(72, 100, f"县人{RADICALS[0]}政府")
    assert words(read(sheet.bytes(), "a.pdf", BUILTIN)) == ["县人民政府"]


def test_a_document_without_any_is_left_as_it_is() -> None:
    text = read("# 报告\n\n一段话\n".encode(), "a.md", BUILTIN)
    assert words(text) == ["报告", "一段话"]
