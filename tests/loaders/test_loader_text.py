"""What Markdown and plain text become, block by block, and where each node stands."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Cell, Document, Heading, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from audit_core.loaders.json import dump
from audit_core.loaders.radicals import without_radicals
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.text import load
from tests.loaders.shapes import Shape, nodes, shape

USUAL = Limits()


def document(text: str, limits: Limits = USUAL) -> Document:
    return load(text.encode(), "report.md", limits)


CASES: dict[str, tuple[str, Shape]] = {
    # paragraphs
    "a line": ("青石县一切正常。", [("p", "青石县一切正常。")]),
    "lines without a blank one are one paragraph": ("一、总体情况\n全年公开。", [("p", "一、总体情况\n全年公开。")]),
    "a blank line separates": ("甲\n\n乙", [("p", "甲"), ("p", "乙")]),
    "a line of blanks separates": ("甲\n \u3000\u00a0\n乙", [("p", "甲"), ("p", "乙")]),
    "blanks around a paragraph are no text": ("\u3000\u3000甲\u3000乙  \n", [("p", "甲\u3000乙")]),
    "indented lines are no code": ("甲\n\n      乙", [("p", "甲"), ("p", "乙")]),
    "a form feed inside stays": ("甲\f乙", [("p", "甲\f乙")]),
    "other line separators are no line ends": ("甲\u2028乙\x0b丙\x85丁", [("p", "甲\u2028乙\x0b丙\x85丁")]),
    "a bold line stands by itself": ("**一、总体情况**\n全年公开。", [("p", "一、总体情况"), ("p", "全年公开。")]),
    "a bold word does not": ("**一**、总体**情况**", [("p", "一、总体情况")]),
    "an emphasised line alone": ("*注：含下属单位*", [("p", "注：含下属单位")]),
    "stars that emphasise nothing": ("* 甲 *", [("p", "* 甲 *")]),
    "lists are text": ("- 甲\n- 乙", [("p", "- 甲\n- 乙")]),
    # inline elements and comments
    "comments in a line": ("甲<!-- 待核 -->乙 <!-- 丙 -->", [("p", "甲乙")]),
    "a comment in a line that never ends": ("甲<!-- 乙", [("p", "甲<!-- 乙")]),
    "inline elements": (
        '全年<u>12</u>件，<span style="color:red">办结</span>11件',
        [("p", "全年12件，办结11件")],
    ),
    "a break": ("全年12件<br>办结11件<br/>", [("p", "全年12件\n办结11件")]),
    "an inline element in a heading": ("## <b>一、总体情况</b>", [("#", 2, "一、总体情况")]),
    "an inline element in a cell": ("| 甲 | 1 |\n| --- | --- |\n| 乙 | <b>2</b> |", [("t", ("甲", "1"), ("乙", "2"))]),
    "signs that are no element": ("甲<乙，a<b，<5", [("p", "甲<乙，a<b，<5")]),
    # headings
    "heading": ("## 一、总体情况", [("#", 2, "一、总体情况")]),
    "heading closes a paragraph": ("甲\n## 乙\n丙", [("p", "甲"), ("#", 2, "乙"), ("p", "丙")]),
    "heading without a space": ("##一、总体情况", [("#", 2, "一、总体情况")]),
    "heading with an ideographic space": ("#\u3000报告", [("#", 1, "报告")]),
    "heading closed by marks": ("## 一、总体情况 ##", [("#", 2, "一、总体情况")]),
    "heading whose text ends in a mark": ("## C#", [("#", 2, "C#")]),
    "heading in bold": ("### **（一）主动公开**", [("#", 3, "（一）主动公开")]),
    "heading with a tab": ("##\t一、总体情况", [("#", 2, "一、总体情况")]),
    "tag": ("#政务公开# 活动", [("p", "#政务公开# 活动")]),
    "seven marks": ("####### 甲", [("p", "####### 甲")]),
    "empty heading": ("甲\n\n##\n\n乙", [("p", "甲"), ("p", "乙")]),
    "underlined headings": (
        "报告\n===\n\n一、总体情况\n---\n甲",
        [("#", 1, "报告"), ("#", 2, "一、总体情况"), ("p", "甲")],
    ),
    "a rule below a paragraph of two lines": ("甲\n乙\n---\n丙", [("p", "甲\n乙"), ("p", "丙")]),
    "a rule below a long line": ("长" * 81 + "\n---\n丙", [("p", "长" * 81), ("p", "丙")]),
    "a rule": ("甲\n\n***\n\n乙", [("p", "甲"), ("p", "乙")]),
    "a column that is headed by a mark": ("#\t名称\t数量\n1\t甲\t2", [("t", ("#", "名称", "数量"), ("1", "甲", "2"))]),
    # tab-separated tables
    "tabs": ("规章\t0\t1\n决定\t2\t3", [("t", ("规章", "0", "1"), ("决定", "2", "3"))]),
    "tabs: merged cells emptied, blanks stripped": (
        "第二十条\t\t\n 规章 \t 0\t\n",
        [("t", ("第二十条", "", ""), ("规章", "0", ""))],
    ),
    "tabs: ideographic spaces are content": ("\u3000规 章\t0", [("t", ("\u3000规 章", "0"))]),
    "tabs: the text before is a paragraph": ("见下表：\n规章\t0\n", [("p", "见下表："), ("t", ("规章", "0"))]),
    "tabs: a single line between stays": (
        "规章\t0\n第二十条\n罚款\t0",
        [("t", ("规章", "0"), ("第二十条",), ("罚款", "0"))],
    ),
    "tabs: two lines between do not": (
        "规章\t0\n甲\n乙\n罚款\t0",
        [("t", ("规章", "0")), ("p", "甲\n乙"), ("t", ("罚款", "0"))],
    ),
    "tabs: a blank line separates": ("规章\t0\n\n罚款\t0", [("t", ("规章", "0")), ("t", ("罚款", "0"))]),
    "tabs: a heading between separates": (
        "规章\t0\n## 乙\n罚款\t0",
        [("t", ("规章", "0")), ("#", 2, "乙"), ("t", ("罚款", "0"))],
    ),
    "tabs: an empty row inside": ("规章\t0\n\t\n罚款\t0", [("t", ("规章", "0"), ("", ""), ("罚款", "0"))]),
    "tabs: indentation is no column": ("\t全年公开。\n\t乙", [("p", "全年公开。\n\t乙")]),
    "tabs: trailing ones alone are no column": ("第二十条\t\t\n", [("p", "第二十条")]),
    "tabs: after list markers": ("1.\t加强培训。\n2.\t完善制度。", [("p", "1.\t加强培训。\n2.\t完善制度。")]),
    "tabs: after numbers with figures": ("1\t2\n3.\t4\t5", [("t", ("1", "2"), ("3.", "4", "5"))]),
    "tabs: in a fence": ("```\n规章\t0\n```\n乙", [("p", "规章\t0"), ("p", "乙")]),
    "tabs: bold cells": ("**规章**\t__0__", [("t", ("规章", "0"))]),
    "tabs: references to characters stay": ("规章\t&nbsp;", [("t", ("规章", "&nbsp;"))]),
    # pipe tables
    "pipes": ("| 规章 | 0 |\n|---|:-:|\n| 罚款 | 1 |", [("t", ("规章", "0"), ("罚款", "1"))]),
    "pipes: without borders": ("规章 | 0\n罚款 | 1", [("t", ("规章", "0"), ("罚款", "1"))]),
    "pipes: ragged": (
        "第二十条 | |||\n规章 | 0 | 1 | 2\n罚款 | 1",
        [("t", ("第二十条", "", "", ""), ("规章", "0", "1", "2"), ("罚款", "1"))],
    ),
    "pipes: empty cells inside the borders": ("| 规章 |  |\n||0|", [("t", ("规章", ""), ("", "0"))]),
    "pipes: one bordered line": ("| 规章 | 0 |", [("t", ("规章", "0"))]),
    "pipes: one in prose": ("电话 010|传真 011", [("p", "电话 010|传真 011")]),
    "pipes: escaped": ("| 甲\\|乙 | 0 |", [("t", ("甲|乙", "0"))]),
    "pipes: all escaped": ("甲\\|乙\n丙\\|丁", [("p", "甲\\|乙\n丙\\|丁")]),
    "pipes: spaces written out": ("| 甲<br>乙 | &nbsp; | &nbsp;5 |", [("t", ("甲 乙", "", "5"))]),
    "pipes: delimiters after every row": (
        "| 甲 | 0 |\n|---|---|\n| 乙 | 1 |\n|---|---|",
        [("t", ("甲", "0"), ("乙", "1"))],
    ),
    "pipes: short delimiters": ("|甲|乙|\n|-|:-|\n|0|1|", [("t", ("甲", "乙"), ("0", "1"))]),
    "pipes: figures left out are no delimiters": (
        "|甲|乙|\n|---|---|\n|-|-|\n|--|--|",
        [("t", ("甲", "乙"), ("-", "-"), ("--", "--"))],
    ),
    "pipes: delimiters alone": ("甲\n\n|---|---|\n\n乙", [("p", "甲"), ("p", "乙")]),
    "pipes: bold cells": ("| **甲** | ***0*** |", [("t", ("甲", "0"))]),
    "pipes: behind cells that have a line each": (
        "规章 |\n0 |\n||\n|\n罚款 | ||\n**1** |\n&nbsp; |\n2 |\n甲",
        [("p", "规章"), ("p", "0"), ("p", "罚款"), ("p", "1"), ("p", "2"), ("p", "甲")],
    ),
    "pipes: behind cells that stand apart": ("规章 |\n\n0 |\n\n|\n\n1 |", [("p", "规章"), ("p", "0"), ("p", "1")]),
    "pipes: around cells that have a line each": ("| 规章 |\n| 0 |", [("p", "规章"), ("p", "0")]),
    "pipes: behind few cells that stand alone": (
        "第二十条 |\n规章 | 0 |\n第二十一条 |\n罚款 | 1 |",
        [("t", ("第二十条",), ("规章", "0"), ("第二十一条",), ("罚款", "1"))],
    ),
    "pipes: behind cells left empty": ("规章 | |\n罚款 | |\n决定 |", [("t", ("规章", ""), ("罚款", ""), ("决定",))]),
    "pipes: one column that is marked a table": ("甲 |\n--- |\n乙 |\n丙 |", [("t", ("甲",), ("乙",), ("丙",))]),
    "pipes: behind the last line of a paragraph": ("甲\n乙 |", [("p", "甲\n乙 |")]),
    "pipes: beside tabs": ("规章\t0\n| 甲 | 1 |", [("t", ("规章", "0")), ("t", ("甲", "1"))]),
    "pipes: without borders, the first and last cells empty": (
        "表头 | 甲 | \n--- | --- | ---\n | 规章 | 0\n罚款 | | \n| 决定 | 1 | 2 |\n | 5",
        [("t", ("表头", "甲", ""), ("", "规章", "0"), ("罚款", "", ""), ("决定", "1", "2"), ("5",))],
    ),
    "pipes: borders where cells were lost": (
        "| 表头 | 甲 | 乙 | 丙 |\n|---|---|---|---|\n| 规章 | 0 |",
        [("t", ("表头", "甲", "乙", "丙"), ("规章", "0"))],
    ),
    "bars": ("│ 规章 │ 0 │\n│ --- │ --- │\n│ 罚款 │ 1 │", [("t", ("规章", "0"), ("罚款", "1"))]),
    "bars: others": ("规章 ┃ 0\n罚款 ¦ 1\n决定 ｜ 2", [("t", ("规章", "0"), ("罚款", "1"), ("决定", "2"))]),
    "bars: in a frame": (
        "┌──┬──┐\n│规章│─│\n├──┼──┤\n│罚款│1│\n└──┴──┘",
        [("t", ("规章", "─"), ("罚款", "1"))],
    ),
    "bars: in prose": ("来源：青岚县｜2022年", [("p", "来源：青岚县｜2022年")]),
    "bars: in a heading": ("## 一、总体情况｜概述", [("#", 2, "一、总体情况｜概述")]),
    "bars: in a cell": ("| 规章｜办法 | 0 |\n决定│令\t1", [("t", ("规章｜办法", "0")), ("t", ("决定│令", "1"))]),
    "rules that are drawn without bars": ("甲\n────\n乙", [("p", "甲\n────\n乙")]),
    # quoted blocks
    "quoted": (
        "> ## 一、总体情况\n>\n> 甲\n> 乙\n>\n>| 规章 | 0 |\n> |---|---|\n>| 罚款 | 1 |\n\n丙",
        [("#", 2, "一、总体情况"), ("p", "甲\n  乙"), ("t", ("规章", "0"), ("罚款", "1")), ("p", "丙")],
    ),
    "quoted twice": ("> > 甲\n>> 乙", [("p", "甲\n   乙")]),
    "quoted tabs": ("> 规章\t0\n> 罚款\t1", [("t", ("规章", "0"), ("罚款", "1"))]),
    "a sign is no mark of a quoted block": (">60件的", [("p", ">60件的")]),
    "a mark inside a line": ("首页 > 政务公开", [("p", "首页 > 政务公开")]),
    # the rest
    "picture": ("![表三](tu/3.png)", [("i", "表三", "tu/3.png")]),
    "pictures": ('![](1.png) ![二](2(b).png "图")', [("i", "", "1.png"), ("i", "二", "2(b).png")]),
    "picture in text": ("见![表三](3.png)", [("p", "见![表三](3.png)")]),
    "picture and text with trailing blanks": ("![](1)x    ![](2)     ", [("p", "![](1)x    ![](2)")]),
    "fence that is never closed": ("```\n规章\t0", [("p", "```"), ("t", ("规章", "0"))]),
    "fence in a fence": ("````\n```\n甲\n````", [("p", "```\n甲")]),
    "inline fence": ("```甲```\n\n乙", [("p", "```甲```"), ("p", "乙")]),
    "comments": ("<!-- a -->\n甲\n\n<!-- b\n\n## c -->\n乙", [("p", "甲"), ("p", "乙")]),
    "comments in one line": ("<!-- a --> <!-- b -->甲", [("p", "甲")]),
    "comment that never ends": ("<!-- 甲\n\n乙", [("p", "<!-- 甲"), ("p", "乙")]),
    "comment in a sentence": ("甲<!-- a -->乙", [("p", "甲乙")]),
    "end of a comment without its beginning": ("相关链接： --> 正文", [("p", "相关链接： --> 正文")]),
    "preamble and section": ("甲\n\n# 乙\n\n丙", [("p", "甲"), ("#", 1, "乙"), ("p", "丙")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_blocks(text: str, expected: Shape) -> None:
    assert shape(document(text)) == expected


ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "gb18030": "gb18030",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_blocks_in_every_encoding_and_with_every_line_end(encoding: str, newline: str) -> None:
    text = "# 青石县政府信息公开工作年度报告\n\n公开信息𠮷件。\n\n规章\t0\n罚款\t1\n\n| 甲 | 乙 |\n|---|---|\n"
    expected = shape(document(text))
    got = load(text.replace("\n", newline).encode(encoding), "report.md", Limits())
    assert shape(got) == expected
    assert got.source.encoding == ENCODINGS[encoding]
    assert bool(got.notes) == (encoding == "gb18030")
    assert got.source.text == text.replace("\n", newline)


def test_positions_in_every_unit() -> None:
    of = load("\ufeff甲\r\n\r\n𠮷𠮷\t𠮷 4 \r\n".encode(), "report.txt", Limits())
    cell = next(of.tables()).rows[0][1]
    assert (cell.start, cell.end) == (8, 11)
    span = of.span(cell)
    assert span is not None
    assert of.source.position(cell.start) == (3, 4)
    assert of.source.position(cell.start, "utf16") == (3, 6)


def test_an_empty_cell_is_an_empty_span_at_its_place() -> None:
    cells = next(document("规章\t  \t0").tables()).rows[0]
    assert [(cell.text, cell.start, cell.end) for cell in cells] == [("规章", 0, 2), ("", 3, 3), ("0", 6, 7)]


def test_a_decoded_cell_covers_what_is_written() -> None:
    of = document("| &nbsp;甲<br>乙\\|丙 |")
    (cell,) = next(of.tables()).cells()
    assert cell.text == "甲 乙|丙"
    assert of.source.text[cell.start : cell.end] == "&nbsp;甲<br>乙\\|丙"


def test_cells_know_row_and_column() -> None:
    (table,) = document("|甲|乙|\n|---|---|\n|丙|丁|").tables()
    assert [(cell.row, cell.column) for cell in table.cells()] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("text", "metadata", "title", "first"),
    [
        (
            "---\ntitle: 报告\nyear: 2021\n发布: 2022-01-05\n---\n甲",
            {"title": "报告", "year": "2021", "发布": "2022-01-05"},
            "报告",
            "甲",
        ),
        ("---\r\nok: no\r\nn: 01\r\n---\r\n甲", {"ok": "no", "n": "01"}, "", "甲"),
        ("---\ntags: [a, b]\nempty:\nkept: x\n...\n# 题\n甲", {"kept": "x"}, "题", "甲"),
        ("---\n青石县概况。\n\n---\n甲", {}, "", "青石县概况。"),
        ("---\na: [\n---\n甲", {}, "", None),
        ("---\n" + "a: " + "[" * 5000 + "\n---\n甲", {}, "", None),
        ("---\ntitle: 没有结束\n\n甲", {}, "", "title: 没有结束"),
        ("甲\n\n---\ntitle: 不在开头\n---\n", {}, "", "甲"),
        ("# 一级\n甲\n# 又一级", {}, "一级", "甲"),
        ("## 二级\n甲", {}, "", "甲"),
    ],
)
def test_front_matter_and_title(text: str, metadata: dict[str, str], title: str, first: str | None) -> None:
    of = document(text)
    assert dict(of.metadata) == metadata
    assert of.title == title
    assert first is None or next(of.paragraphs()).text == first


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("---\na: [\n---\n甲", "the YAML at the beginning is broken"),
    ],
)
def test_what_is_not_understood_is_noted(text: str, note: str) -> None:
    assert any(note in said for said in document(text).notes)


def test_no_notes_without_reason() -> None:
    assert document("甲").notes == ()


@pytest.mark.parametrize(
    ("text", "limits", "line"),
    [
        ("甲\n" + "1\t2\t3\n" * 4, Limits(cells=8), "report.md:4: more than 8 cells"),
        ("|1|2|\n|---|---|\n" * 2 + "|1|2|", Limits(cells=5), "report.md:5: more than 5 cells"),
        ("短\n" + "长" * 11, Limits(line_chars=10), "report.md:2: a line of 11 characters; expected at most 10"),
        ("甲\n" * 5, Limits(lines=5), "report.md:6: more than 5 lines"),
        (" \n\u3000\n", Limits(), "report.md: the file holds no text"),
        ("<!-- 甲 -->", Limits(), "report.md: the file holds no text"),
        ("---\ntitle: 甲\n---\n", Limits(), "report.md: the file holds no text"),
    ],
)
def test_refusals(text: str, limits: Limits, line: str) -> None:
    with pytest.raises(InputError) as caught:
        document(text, limits)
    assert caught.value.say("en").startswith(line)
    assert "\n" not in caught.value.say("zh")


def test_what_is_just_within_the_limits_is_read() -> None:
    within = Limits(cells=4, lines=3, line_chars=3)
    assert shape(document("1\t2\n3\t4\n", within)) == [("t", ("1", "2"), ("3", "4"))]


FRAGMENTS = st.sampled_from(
    [
        *["甲", "𠮷", "规章", "0", "-83", "|", "\\|", "**", "*", "_", "#", "## ", "---", "===", "```", "1.\t", ":"],
        *["│", "┼", "─", "> ", ">"],
        *["&nbsp;", "<br>", "<!--", "-->", "![", "](", ")", " ", "\u3000", "\t", "\x01", "\f", "\u2028"],
        *["\n", "\n\n", "\r\n", "\r"],
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)


def read_or_none(text: str) -> Document | None:
    try:
        return document(text)
    except InputError:
        return None


@given(TEXTS)
def test_every_node_is_what_stands_at_its_offsets(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    for node in nodes(of):
        written = of.source.text[node.start : node.end]
        if isinstance(node, Heading | Paragraph) or (isinstance(node, Cell) and not set(written) & set("\\&<")):
            quoted = ">" in written and len(node.text) == len(written)
            marked = re.search(r"\*\*|__|<br>|<!--.*-->", written, re.DOTALL)
            assert node.text == written or quoted or marked
        if isinstance(node, Image):
            assert written.startswith("![" + node.alt)
        assert of.locate(node).region is not None


@given(TEXTS)
def test_nodes_follow_one_another(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    spans = [(node.start, node.end) for node in nodes(of) if not isinstance(node, Table)]
    assert all(start <= end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(TEXTS)
def test_nothing_but_markup_is_lost(text: str) -> None:
    of = read_or_none(text)
    kept = "".join(of.source.text[node.start : node.end] for node in nodes(of)) if of else ""
    if "<!--" not in text and not text.startswith("---"):
        assert set("甲𠮷规0") & set(text) <= set(kept)


@given(TEXTS)
def test_line_ends_make_no_difference(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain, windows = read_or_none(text), read_or_none(text.replace("\n", "\r\n"))
    assert (plain is None) == (windows is None)
    if plain and windows:
        assert [tuple(map(_unix, item)) for item in shape(windows)] == shape(plain)


@given(TEXTS)
def test_canonical_json_says_the_same_and_where(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    again, as_read = read(dump(of), "report.json", BUILTIN), without_radicals(of)
    assert shape(again) == shape(as_read)
    assert again.title == as_read.title
    starts = [of.source.position(node.start) for node in nodes(of)]
    assert [again.place(node) for node in nodes(again)] == [f"{line}:{column}" for line, column in starts]


def _unix(item: object) -> object:
    return item.replace("\r\n", "\n") if isinstance(item, str) else item


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        of = read(data, "report.txt", BUILTIN)
        said = "report.txt"
    except InputError as error:
        of, said = None, str(error)
    assert said.startswith("report.txt")
    assert "\n" not in said
    if of and of.source.encoding != "big5hkscs":
        assert data.endswith(of.source.text.encode(of.source.encoding)), "not a character was replaced"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("~~119~~120", "120"),
        ("120<sup>1</sup>", "120¹"),
        ("120<sup><a href='#f1'>[1]</a></sup>", "120[¹]"),
        ("120^1^", "120¹"),
        ("120$^{1}$", "120¹"),
        ("120$^①$", "120①"),
        ("120[1](#fn1)", "120¹"),
        ("<del>119</del>120", "120"),
        ("<S>119</S>120", "120"),
        ("120[^1]", "120[^1]"),
        ("<sup>120</sup>", "120"),
        ("共**120**", "共120"),
        ("共 ***120***", "共 120"),
        ("<s>119</s>**120**", "120"),
        ("**~~119~~**120", "120"),
        ("张**、李**", "张**、李**"),
        ("**年**月", "**年**月"),
        ("2*3*4", "2*3*4"),
        ("10~~20", "10~~20"),
        ("1~~2、3~~4", "1~~2、3~~4"),
        ("~~ 119 ~~", "~~ 119 ~~"),
        ("2^10", "2^10"),
    ],
)
def test_marks_and_strikes(written: str, printed: str) -> None:
    of = read(
        f"收到{written}件\n\n# 题{written}\n\n| 甲 | {written} |\n|---|---|\n| 乙 | 1 |\n".encode(), "x.md", BUILTIN
    )
    alone = written.startswith("<sup>")
    assert [one.text for one in of.paragraphs()] == [f"收到{'¹²⁰' if alone else printed}件"]
    row = next(of.tables()).rows[0]
    assert row[1].text == printed
    assert of.source.text[row[1].start : row[1].end] == written
    assert (STRUCK in of.notes) == (written != printed and "119" in written)


@pytest.mark.parametrize(("written", "printed"), [(r"120\*", "120*"), (r"120\[1\]", "120[1]"), (r"甲\|乙", "甲|乙")])
def test_escaped_signs_of_a_cell(written: str, printed: str) -> None:
    of = read(f"题\n\n| 甲 | {written} |\n|---|---|\n| 乙 | 1 |\n".encode(), "x.md", BUILTIN)
    cell = next(of.tables()).rows[0][1]
    assert cell.text == printed
    assert of.source.text[cell.start : cell.end] == written


def test_what_is_struck_as_a_whole_is_not_printed() -> None:
    of = read("甲\n\n~~乙~~\n\n# ~~丙~~\n\n```\n~~丁~~\n```\n".encode(), "x.md", BUILTIN)
    assert [one.text for one in of.paragraphs()] == ["甲", "~~丁~~"]
    assert of.notes == (STRUCK,)
