"""HTML inside Markdown: what is read as it, where it ends, where its cells stand, and that it costs no time."""

import re
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Document, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.embedded import blocks_of
from audit_core.loaders.source_lines import lines_of
from audit_core.loaders.text import load
from tests.loaders.shapes import Shape, nodes, shape
from tests.patience import patience

T = "<table><tr><td>规章</td><td>0</td></tr></table>"
ROW = ("规章", "0")

CASES: dict[str, tuple[str, Shape]] = {
    "a table in one line": (f"甲\n\n{T}\n\n乙", [("p", "甲"), ("t", ROW), ("p", "乙")]),
    "wrapped as a page": (f"<html><body>{T}</body></html>", [("t", ROW)]),
    "several in one line": (f"{T}{T}", [("t", ROW), ("t", ROW)]),
    "text follows without a blank line": (f"{T}\n## 二、甲\n乙", [("t", ROW), ("#", 2, "二、甲"), ("p", "乙")]),
    "text in front": (f"见下表：{T}\n乙", [("p", "见下表："), ("t", ROW), ("p", "乙")]),
    "a heading in front": (f"## 二、甲 {T}\n乙", [("#", 2, "二、甲"), ("t", ROW), ("p", "乙")]),
    "text behind": (f"{T}（单位：件）\n乙", [("t", ROW), ("p", "（单位：件）"), ("p", "乙")]),
    "indented": (f"      {T}", [("t", ROW)]),
    "quoted": (f"> {T}", [("t", ROW)]),
    "in a fence": (f"```html\n{T}\n```\n乙", [("t", ROW), ("p", "乙")]),
    "merged cells": (
        "<table>\n<tr><th rowspan=2>甲</th><th colspan='2'>乙</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>",
        [("t", ("甲", "乙"), ("1", "2"))],
    ),
    "blank lines inside": (
        "<table>\n\n<tr>\n\n<td>规章</td>\n\n<td>0</td></tr>\n\n</table>\n\n乙",
        [("t", ROW), ("p", "乙")],
    ),
    "a blank line inside a cell": (
        "<table><tr><td>\n\n规章\n\n</td><td>0</td></tr></table>\n\n乙",
        [("t", ROW), ("p", "乙")],
    ),
    "a tag over two lines": ("<table\n border='1'><tr><td>规章</td>\n<td\n>0</td></tr></table>", [("t", ROW)]),
    "no closing tags of cells": ("<TABLE><TR><TD>规章<TD>0<TR><TD>决定<TD>2</TABLE>", [("t", ROW, ("决定", "2"))]),
    "breaks and references": (
        "<table><tr><td>行政<br>许可&nbsp;</td><td>&lt;1&gt;</td></tr></table>",
        [("t", ("行政许可", "<1>"))],
    ),
    "a table in a cell of a table": (
        f"<table><tr><td>甲</td><td>{T}</td></tr><tr><td>乙</td><td>1</td></tr></table>",
        [("t", ("甲", ""), ("乙", "1")), ("t", ROW)],
    ),
    "never closed, before a heading": (
        "<table><tr><td>规章</td><td>0</td></tr>\n## 三、乙\n丙",
        [("t", ROW), ("#", 3 - 1, "三、乙"), ("p", "丙")],
    ),
    "never closed, before text": (
        "<table>\n<tr><td>规章</td><td>0</td></tr>\n\n丙\n\n丁",
        [("t", ROW), ("p", "丙"), ("p", "丁")],
    ),
    "never closed, before another": (
        f"<table><tr><td>甲</td><td>1</td></tr>\n\n丙\n\n{T}\n\n丁",
        [("t", ("甲", "1")), ("p", "丙"), ("t", ROW), ("p", "丁")],
    ),
    "never closed, at the end": ("甲\n\n<table><tr><td>规章</td><td>0</td></tr>\n\n", [("p", "甲"), ("t", ROW)]),
    "elements around Markdown": (
        f'<div align="center">\n\n# 报告\n\n{T}\n\n</div>\n\n乙',
        [("#", 1, "报告"), ("t", ROW), ("p", "乙")],
    ),
    "elements around Markdown without blank lines": (
        "<center>\n**甲**\n</center>\n乙",
        [("p", "甲"), ("p", "乙")],
    ),
    "a heading as an element": (
        '<h1 align="center">\n  青石县报告\n</h1>\n\n<h2>一、甲</h2>\n乙',
        [("#", 1, "青石县报告"), ("#", 2, "一、甲"), ("p", "乙")],
    ),
    "a paragraph as an element": ('<p align="right">青石县\n2023年</p>\n乙', [("p", "青石县 2023年"), ("p", "乙")]),
    "a paragraph never closed": ("<p>甲\n**乙**\n\n丙", [("p", "甲"), ("p", "乙"), ("p", "丙")]),
    "a picture as an element": ('<img src="a.png" alt="表">\n\n乙', [("i", "表", "a.png"), ("p", "乙")]),
    "a style with blank lines": ("<style>\ntd {\n\ncolor: red }\n</style>\n乙", [("p", "乙")]),
    "a style never closed": ("<style>\n\n乙", [("p", "乙")]),
    "a line in a span": ('<span style="color:red">甲乙</span>\n\n丙', [("p", "甲乙"), ("p", "丙")]),
    "a comment": (f"<!-- {T} -->\n甲", [("p", "甲")]),
    "a comment in a table": ("<table><tr><td>规章<!-- 9 --></td><td>0</td></tr></table>", [("t", ROW)]),
    "hidden": (
        '甲\n\n<table><tr><td>1</td><td style="display:none">2</td><td>3</td></tr></table>',
        [("p", "甲"), ("t", ("1", "3"))],
    ),
    # what is no HTML
    "a sign": ("甲 < 乙\n<公开条例>\n丙", [("p", "甲 < 乙\n<公开条例>\n丙")]),
    "a figure below": ("<5 件", [("p", "<5 件")]),
    "an address": ("<https://example.org>", [("p", "<https://example.org>")]),
    "a table in a row with pipes": ("| 甲 | <b>1</b> |\n| 乙 | 2 |", [("t", ("甲", "1"), ("乙", "2"))]),
    "a closing tag alone": ("</table>\n乙", [("p", "乙")]),
}


def document(text: str) -> Document:
    return load(text.encode(), "report.md", Limits())


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_is_read(text: str, expected: Shape) -> None:
    assert shape(document(text)) == expected


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_every_node_stands_where_it_says_and_in_order(text: str, expected: Shape) -> None:
    of = document(text)
    starts = [node.start for node in nodes(of) if not isinstance(node, Table)]
    assert starts == sorted(starts) or "a table in a cell" in str(expected) or text.count("<table") > 1
    for node in nodes(of):
        words = getattr(node, "text", "")
        if words and "&" not in of.source.text and not re.search(r"[\n<]", of.source.text[node.start : node.end]):
            assert of.source.text[node.start : node.end] == words


def test_the_line_and_column_of_a_cell() -> None:
    of = document(f"# 报告\n\n甲\n\n  <html><body>{T}</body></html>\n")
    (table,) = of.tables()
    regions = [of.locate(cell).region for cell in table.cells()]
    assert [(region.start_line, region.start_column, region.end_column) for region in regions if region] == [
        (5, 30, 32),
        (5, 41, 42),
    ]


@pytest.mark.parametrize("name", ["report.md", "report.MARKDOWN"])
@pytest.mark.parametrize("begin", ["", "<html><body>", '<div align="center">\n'])
def test_markdown_that_begins_with_an_element_is_markdown(name: str, begin: str) -> None:
    data = f"{begin}{T}\n\n## 三、乙\n\n{T}\n{T}\n{T}".encode()
    assert choose(BUILTIN, data, name).loader.name == "text"
    assert ("#", 2, "三、乙") in shape(read(data, name, BUILTIN))


@pytest.mark.parametrize("begin", ["<!DOCTYPE html>\n", "<html lang=zh>\n<head><title>报告</title></head>"])
def test_a_whole_page_is_one_whatever_its_name(begin: str) -> None:
    data = f"{begin}<body><p>甲</p>{T}</body></html>".encode()
    assert choose(BUILTIN, data, "report.md").loader.name == "html"


def test_a_fragment_by_another_name_is_a_page() -> None:
    data = f"{T}<p>甲</p><p>乙</p><p>丙</p><p>丁</p><p>戊</p>".encode()
    assert choose(BUILTIN, data, "report.txt").loader.name == "html"


def test_limits_hold_over_all_tables_together() -> None:
    with pytest.raises(InputError, match=r"report\.md:3: more than 3 cells"):
        load(f"{T}\n\n{T}".encode(), "report.md", Limits(cells=3))
    with pytest.raises(InputError, match="more than 10 tags"):
        load(f"{T}\n\n{T}".encode(), "report.md", Limits(tags=10))
    with pytest.raises(InputError, match=r"report\.md:3: elements nested deeper than 8"):
        load(("甲\n\n" + "<div>" * 9 + "乙").encode(), "report.md", Limits(elements=8))


UNITS = [
    "<table>\n\n甲\n\n", "<table>\n\n\n", "<table>\n", "</table>\n", "<p>甲\n", "<p>甲\n乙\n", "<style>\n甲\n", "<td>",
    "<table><tr><td>1</td>", "甲<table>\n", "<span>", "<span>甲</span> x\n", "<p", "<a ", "<table", "<table \n",
    "<h1>甲\n\n", "<!--<table>\n", f"{T}\n", "<div>\n</div>\n",
]  # fmt: skip


@pytest.mark.sampled(20)
@pytest.mark.parametrize("unit", UNITS)
def test_repeated(unit: str) -> None:
    with patience(), suppress(InputError):
        load((unit * (200_000 // len(unit))).encode(), "report.md", Limits())


pieces = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "甲", "1", "\n", "\n\n", "# 乙\n", "<p>", "</p>", "<div>", "<!--", "-->",
     "<style>", "</style>", "|", " ", "<h1>", "</h1>", "```\n", "<table", "<br>", "&amp;"]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map("".join))
def test_blocks_follow_each_other_and_no_word_is_read_twice(text: str) -> None:
    lines = lines_of(text, "report.md", Limits())
    blocks = blocks_of(lines)
    assert all(block.first < block.stop <= len(lines) for block in blocks)
    assert all(before.stop <= after.first for before, after in pairwise(blocks))
    try:
        of = load(text.encode(), "report.md", Limits())
    except InputError:
        return
    printed = "".join(getattr(node, "text", "") for node in nodes(of))
    assert printed.count("甲") <= text.count("甲")
    assert printed.count("乙") <= text.count("乙")
