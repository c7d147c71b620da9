"""Office files damaged at random: each is read, or refused in one line, and quickly."""

import random
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from tests.loaders.officefiles import c, docx, formats, p, row, tbl, tc, xlsx, zipped
from tests.patience import patience

"""Seconds for one file; whole ones take milliseconds."""

SMALL = Limits(cells=5_000, nodes=20_000, unpacked=4_000_000)

NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
LISTED = '<w:outlineLvl w:val="0"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
TOP, ON = '<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>', '<w:vMerge/><w:gridSpan w:val="2"/>'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/><w:t>1</w:t></w:r>'


@cache
def whole(kind: str) -> bytes:
    if kind == "docx":
        table = tbl(tc("甲", TOP) + tc("1"), tc("", ON) + tc("2"), tc(p("3") + tbl(tc("4") + tc("5"))) + tc("6"))
        return docx(p("题", LISTED) + p(FIELD) + table, {"numbering": NUMBERING})
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
    rows = row("题") + row("甲", c("6007.05", "n", 1), c("0", "s")) + row(c(""), c("43830", "n", 2), "2")
    return xlsx(rows, after=merges, styles=formats("0.0000", "yyyy-mm-dd"), strings="<si><t>乙</t></si>")


def held(data: bytes) -> None:
    with patience():
        try:
            said = str(read(data, "report.docx", BUILTIN, SMALL, forced=None).sections and "")
        except InputError as error:
            said = error.say("en") + error.say("zh")
    assert "\n" not in said


KINDS = pytest.mark.parametrize("kind", ["docx", "xlsx"])


@KINDS
@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_bytes_changed(kind: str, seed: int) -> None:
    source, data = random.Random(seed), bytearray(whole(kind))
    for _ in range(source.randint(1, 8)):
        data[source.randrange(4, len(data))] = source.randrange(256)
    held(bytes(data[: source.choice((len(data), source.randrange(4, len(data))))]))


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


PIECES = [
    "<w:tbl>",
    "</w:tbl>",
    "<w:p>",
    "</w:p>",
    "<w:tc>",
    'w:val="',
    "-1",
    "99999999999",
    "<c/>",
    "<v>",
    "<row r='0'>",
    "&#1;",
    "<is/>",
]


@KINDS
@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_parts_changed(kind: str, seed: int) -> None:
    """Damage what is inside the archive, so that it is still opened."""
    source, parts = random.Random(seed), members(whole(kind))
    name = source.choice([*parts])
    content = bytearray(parts[name])
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(content) + 1)
        piece = source.choice([*PIECES, chr(source.randrange(32, 127))]).encode()
        content[at : at + source.choice((0, len(piece)))] = piece
    held(zipped(parts | {name: bytes(content)}))


VALUES = [
    "",
    "-1",
    "0",
    "1",
    "7",
    "99999999999999999999",
    "1e999",
    "true",
    "none",
    "甲",
    "\u0663",
    "A1:B2",
    "../x",
    "continue",
]


@KINDS
@given(seed=st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_values_changed(kind: str, seed: int) -> None:
    """Change attributes and texts only: the file stays well-formed, and says strange things."""
    source, parts = random.Random(seed), members(whole(kind))
    name = source.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    pieces = parts[name].decode().split('"')
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(pieces) // 2) * 2 + 1 if len(pieces) > 1 else 0
        if not pieces[at].startswith("http"):
            pieces[at] = source.choice(VALUES)
    held(zipped(parts | {name: '"'.join(pieces)}))
