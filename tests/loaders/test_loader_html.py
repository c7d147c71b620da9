"""What web pages become, block by block, and where each node stands."""

from collections.abc import Iterator
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Cell, Document, Heading, Node, Paragraph
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.html import load
from audit_core.loaders.json import dump
from audit_core.loaders.markup.tokens import CELL, TagToken, tokens
from audit_core.loaders.section_tree import STRUCK
from tests.loaders.shapes import Shape, nodes, shape
from tests.patience import patience

USUAL = Limits()


def document(text: str, limits: Limits = USUAL) -> Document:
    return load(text.encode(), "report.html", limits)


def written(of: Document, node: Node) -> str:
    span = of.span(node)
    assert span is not None
    return of.source.text[span.start : span.end]


ROW = "<tr><td>规章<td>0</table>"
LONG = "全年公开信息。" * 60

BLOCKS: dict[str, tuple[str, Shape]] = {
    # paragraphs
    "a paragraph": ("<p>青石县一切正常。</p>", [("p", "青石县一切正常。")]),
    "paragraphs that are never closed": ("<p>甲<p>乙<div>丙</div>", [("p", "甲"), ("p", "乙"), ("p", "丙")]),
    "bare text beside paragraphs": ("甲<p>乙</p>丙", [("p", "甲"), ("p", "乙"), ("p", "丙")]),
    "inline elements join": ("<p>全年<b>受理</b>申请<span>27</span><span>5</span>件", [("p", "全年受理申请275件")]),
    "a block in an inline element": ("<b><p>甲</b></p>乙", [("p", "甲"), ("p", "乙")]),
    "line breaks are kept": ("<p>甲<br>乙<br/><br />丙</br>丁", [("p", "甲\n乙\n丙\n丁")]),
    "blanks collapse": ("<p>\n  a \t b\r\nc </p>", [("p", "a b c")]),
    "blank references at the ends": ("<p>&nbsp;&emsp;&#12288;甲&nbsp;乙&#xA0;</p>", [("p", "甲\u00a0乙")]),
    "blank paragraphs": ("<p>&nbsp;</p><p> </p><p><br></p><p>甲</p>", [("p", "甲")]),
    "references": ("<p>《贯彻&lt;纲要&gt;》&amp;&#20013;&#x6587;", [("p", "《贯彻<纲要>》&中文")]),
    "a short line of the source is a line": ("<div>一、总体情况\n全年公开。</div>", [("p", "一、总体情况 全年公开。")]),
    "a wrapped line of the source is none": (f"<p>{'全' * 30}\n  年", [("p", "全" * 30 + "年")]),
    "preformatted text keeps its lines": ("<pre>甲\n  乙</pre>丙\n丁", [("p", "甲\n乙"), ("p", "丙 丁")]),
    "lists": ("<ul><li>甲<li>乙<ul><li>丙</ul></ul>", [("p", "甲"), ("p", "乙"), ("p", "丙")]),
    "terms": ("<dl><dt>甲<dd>乙<dt>丙</dl>", [("p", "甲"), ("p", "乙"), ("p", "丙")]),
    "a rule": ("甲<hr>乙", [("p", "甲"), ("p", "乙")]),
    "a sign that is no tag": ("<p>办理时限<5日，《<长三角>》a < b", [("p", "办理时限<5日，《<长三角>》a < b")]),
    "tags that close nothing": ("</div></p></td></table></b>甲", [("p", "甲")]),
    "a div closed in a cell that it is not in": (f"<div><table><tr><td>甲</div><td>1{ROW}乙", [("t", ("甲", "1"), ("规章", "0")), ("p", "乙")]),
    "body and html end nothing": ("<html><body><p>甲</body></html>乙", [("p", "甲乙")]),
    "nothing is left of unknown tags": ("<p><o:p></o:p><st1:date year='2019'>甲</st1:date><![if !x]>乙<![endif]>", [("p", "甲乙")]),
    "capitals": ("<P>甲<BR>乙</P><TABLE><TR><TD ROWSPAN=1>丙<TD>1</TABLE>", [("p", "甲\n乙"), ("t", ("丙", "1"))]),
    # headings
    "headings": ("<h1>报告</h1><p>甲</p><h2>一、<br>情况</h2>乙", [("#", 1, "报告"), ("p", "甲"), ("#", 2, "一、\n情况"), ("p", "乙")]),
    "a heading closed as another": ("<h1>甲</h2>乙", [("#", 1, "甲"), ("p", "乙")]),
    "a heading that is never closed": ("<h1>甲<h2>乙</h2>", [("#", 1, "甲"), ("#", 2, "乙")]),
    "a paragraph in a heading": ("<h3><p>甲</p></h3>", [("#", 3, "甲")]),
    "an empty heading": ("<h2></h2>甲", [("p", "甲")]),
    "text set as a heading": (f"<h2>{LONG}</h2>", [("p", LONG)]),
    "a table in a heading": (f"<h2>甲<table>{ROW}</h2>乙", [("#", 2, "甲"), ("t", ("规章", "0")), ("p", "乙")]),
    # what prints nothing
    "comments": ("<p>甲<!-- <p>乙 -->丙<!---->丁<!-->戊", [("p", "甲丙丁戊")]),
    "a comment that never ends": ("<p>甲<!-- 乙<p>丙", [("p", "甲 乙"), ("p", "丙")]),
    "scripts and styles": ("<p>甲<script>'<p>乙</p>' && a<b</script><style>p>b{}</style>丙", [("p", "甲丙")]),
    "a script that never ends": ("<p>甲<script src=x><p>乙", [("p", "甲"), ("p", "乙")]),
    "a script closed in itself": ("<script src=x /><p>甲</p><script>x</script>", [("p", "甲")]),
    "a quote that never ends": ('<p title="甲>乙<p>丙', [("p", "乙"), ("p", "丙")]),
    "a stray quote": ('<p class="a"" style="b">甲<p b">乙', [("p", "甲"), ("p", "乙")]),
    "signs in quoted attributes": ("<p title='a>b' alt=\"c>d\">甲", [("p", "甲")]),
    "the title is no text": ("<title>题</title><p>甲", [("p", "甲")]),
    "controls": ("<p>甲<select><option>乙</select><button>丙</button><textarea>丁</textarea><input value=戊>己", [("p", "甲己")]),
    "a choice that never ends": ("<div><select><option>甲<p>乙</p></div>丙", [("p", "乙"), ("p", "丙")]),
    "hidden blocks": ("<div>甲甲甲甲</div><div style='color:red; DISPLAY : none'>乙</div><p hidden>丙</p>", [("p", "甲甲甲甲")]),
    "hidden words": ("<p>甲甲甲<span style='display:none'>乙<span>丙</span></span>丁", [("p", "甲甲甲丁")]),
    "a hidden word that never ends": ("<p>甲甲甲<span hidden>乙<p>丙", [("p", "甲甲甲"), ("p", "丙")]),
    "what only sounds hidden": ("<p style='overflow:hidden;border:medium none' class=hidden>甲", [("p", "甲")]),
    "hidden, and more than all the rest": ("<p>甲</p><div style='display:none'>一二三四五</div>", [("p", "甲"), ("p", "一二三四五")]),
    # pictures
    "pictures": ("<p><img src=1.png alt='表 三'>甲<img data-src=2.png></p>", [("p", "甲"), ("i", "表 三", "1.png"), ("i", "", "2.png")]),
    "pictures that show nothing": ("甲<img width=1 height=1 src=a><img style='display:none' src=b><img height='0px' src=c>", [("p", "甲")]),
    "a picture in the page": ("<img src='data:image/png;base64,AAAA'>", [("i", "", "data:image/png;base64")]),
    "a picture in a cell": ("<table><tr><td><img src=a alt=甲><td>1<tr><td>2<td>3</table>", [("t", ("", "1"), ("2", "3")), ("i", "甲", "a")]),
    # tables
    "a table": (f"<table>{ROW}", [("t", ("规章", "0"))]),
    "rows and cells never closed": ("<table><tr><td>甲<td>1<tr><th>乙<td>2</table>丙", [("t", ("甲", "1"), ("乙", "2")), ("p", "丙")]),
    "row groups": ("<table><thead><tr><td>甲<td>1<tbody><tr><td>乙<td>2<tfoot><tr><td>丙<td>3</table>", [("t", ("甲", "1"), ("乙", "2"), ("丙", "3"))]),
    "cells without a row": ("<table><td>甲<td>1</table>", [("t", ("甲", "1"))]),
    "blank cells stay": ("<table><tr><td>甲<td>&nbsp;<td><p>&nbsp;</p><td><br><td>&#8203;<td>&ensp;</table>", [("t", ("甲", "", "", "", "", ""))]),
    "an empty row keeps its place": ("<table><tr><td>甲<td>1<tr></tr><tr><td>乙<td>2</table>", [("t", ("甲", "1"), (), ("乙", "2"))]),
    "text beside cells goes before": ("<table>甲<tr>乙<td>丙<td>1</table>", [("p", "甲乙"), ("t", ("丙", "1"))]),
    "blocks beside cells go before": ("<table><p>甲</p><form><tr><td>丙<td>1</form></table>", [("p", "甲"), ("t", ("丙", "1"))]),
    "a caption": ("<table><caption>表一</caption><tr><td>丙<td>1</table>", [("p", "表一"), ("t", ("丙", "1"))]),
    "hidden cells and rows": ("<table><tr><td>甲<td hidden>9<td>1<tr style='display:none'><td>8<tr><td>乙<td>2</table>", [("t", ("甲", "1"), ("乙", "2"))]),
    "an input shows its value": ("<table><tr><td>甲<td><input value='5'><td><input></table>", [("t", ("甲", "5", ""))]),
    "a table in a table that is not in a cell": ("<table><tr><td>甲<td>1</td><table><tr><td>乙<td>2</table>", [("t", ("甲", "1")), ("t", ("乙", "2"))]),
    # tables that lay out
    "one cell": ("<table><tr><td><p>甲</p><p>乙</p></table>", [("p", "甲"), ("p", "乙")]),
    "one column": ("<table><tr><td>甲<tr><td>乙</table>", [("p", "甲"), ("p", "乙")]),
    "a report in a column": (f"<table><tr><td>题<tr><td>{LONG}<tr><td><table><tr><td>甲<td>1</table></table>", [("p", "题"), ("p", LONG), ("t", ("甲", "1"))]),
    "a page": (f"<table><tr><td colspan=2>站<tr><td>左<td><h1>题</h1><table><tr><td>甲<td>1<tr><td>乙<td>2</table>{LONG}</table>", [("p", "站"), ("p", "左"), ("#", 1, "题"), ("t", ("甲", "1"), ("乙", "2")), ("p", LONG)]),
    "said to be presentation": ("<table role=presentation><tr><td>甲<td>1</table>", [("p", "甲"), ("p", "1")]),
    "text in columns": (f"<table><tr><td>{LONG}<td>乙</table>", [("p", LONG), ("p", "乙")]),
    "a figure in a table of its own": ("<table><tr><td>甲<td><table><tr><td>5</table><tr><td>乙<td>6</table>", [("t", ("甲", "5"), ("乙", "6"))]),
    "a small table in a cell": ("<table><tr><td>甲<td>5<table><tr><td>x<td>y</table><tr><td>乙<td>6<tr><td>丙<td>7</table>", [("t", ("甲", "5"), ("乙", "6"), ("丙", "7")), ("t", ("x", "y"))]),
    "a report in one table": (
        f"<table><tr><td colspan=2>题<tr><td colspan=2><p>{LONG}</p><tr><td>甲<td>1<tr><td>乙<td>2<tr><td colspan=2>三<tr><td>丙<td>3<tr><td colspan=2>{LONG}<tr><td>丁<td>4</table>",
        [("p", "题"), ("p", LONG), ("t", ("甲", "1"), ("乙", "2")), ("p", "三"), ("t", ("丙", "3")), ("p", LONG), ("t", ("丁", "4"))],
    ),
    "a note above a table": (
        f"<table><tr><td colspan=2>题<tr><td colspan=2>{LONG}<tr><td colspan=2>第二十条<tr><td>甲<td>1</table>",
        [("p", "题"), ("p", LONG), ("t", ("第二十条",), ("甲", "1"))],
    ),
    "a note below a table": (
        f"<table><tr><td colspan=2>第二十条<tr><td>甲<td>1<tr><td colspan=2>{LONG}</table>",
        [("t", ("第二十条",), ("甲", "1")), ("p", LONG)],
    ),
    "a merged row is a row": ("<table><tr><td colspan=2>第二十条<tr><td>甲<td>1</table>", [("t", ("第二十条",), ("甲", "1"))]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(text: str, expected: Shape) -> None:
    assert shape(document(text)) == expected


CELLS = {
    "<span>251000</span><span>元</span>": "251000元",
    "<p><span>75394432</span><span>.52元</span></p>": "75394432.52元",
    "<p>75394432</p><p>.52元</p>": "75394432.52元",
    "<p>251000</p><p>元</p>": "251000元",
    "<p>规范性</p>\n<p>文件</p>": "规范性文件",
    "规范性<br>\n 文件": "规范性文件",
    "规范性\n  文件": "规范性文件",
    "<div>第二十条</div>第（一）项": "第二十条第（一）项",
    "1.<br>属于国家秘密": "1.属于国家秘密",
    "<p>3</p><p>5</p>": "3\n5",
    "3<br>-5": "3-5",
    "<p>GDP</p><p>CPI</p>": "GDP\nCPI",
    "1 234": "1 234",
    "1&nbsp;234": "1\u00a0234",
    "&nbsp;<b> -83 </b>&nbsp;": "-83",
    "<!-- 9 -->0": "0",
    "0<script>9</script>": "0",
    "５&#xff15;": "５５",
    "1<sup>2</sup>": "1²",
}


@pytest.mark.parametrize(("inside", "text"), CELLS.items())
def test_the_parts_of_a_cell_are_one_text(inside: str, text: str) -> None:
    (row,) = next(document(f"<table><tr><td>甲</td><td>{inside}</td></tr></table>").tables()).rows
    assert row[1].text == text


@pytest.mark.parametrize(
    ("inside", "covered"),
    [
        ("5", "5"),
        (" \n 5 ", "5"),
        ("<p style='x'>&nbsp;<span>5</span>&nbsp;</p>", "5"),
        ("<span>251000</span><span>元</span>", "251000</span><span>元"),
        ("&#53;&nbsp;", "&#53;"),
        ("<p>&nbsp;</p>", ""),
        ("", ""),
        ("<input value='5'>", "<input value='5'>"),
    ],
)
def test_a_cell_covers_its_text(inside: str, covered: str) -> None:
    of = document(f"<table>\r\n<tr><td>𠮷</td><td>{inside}</td></tr></table>")
    (row,) = next(of.tables()).rows
    assert written(of, row[1]) == covered


def test_positions_count_lines_and_columns() -> None:
    of = document("<table>\r\n<tr><td>𠮷</td><td><b>5</b>1</td></tr></table>")
    region = of.locate(next(of.tables()).rows[0][1]).region
    assert region is not None
    assert (region.start_line, region.start_column, region.end_line, region.end_column) == (2, 22, 2, 28)


def test_positions_of_blocks() -> None:
    of = document(
        "<h2 class=x><b>一、</b>情况</h2>\n<p>&emsp;正文 <b>乙</b> </p><table>\n<tr><td>甲</td><td>1</td></tr>\n</table>"
    )
    assert [written(of, node) for node in nodes(of) if isinstance(node, Heading | Paragraph)] == [
        "一、</b>情况",
        "正文 <b>乙",
    ]
    (table,) = of.tables()
    assert written(of, table) == "<tr><td>甲</td><td>1</td></tr>"


Extents = list[list[tuple[int, int, int, int]]]
SPANS: dict[str, tuple[str, Extents]] = {
    "columns": ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", [[(0, 0, 1, 2), (0, 2, 1, 1)], [(1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]]),
    "rows": ("<tr><td rowspan='2'>a<td>b<tr><td>c<tr><td>d<td>e", [[(0, 0, 2, 1), (0, 1, 1, 1)], [(1, 1, 1, 1)], [(2, 0, 1, 1), (2, 1, 1, 1)]]),
    "a hole between": ("<tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e", [[(0, 0, 1, 1), (0, 1, 2, 1), (0, 2, 1, 1)], [(1, 0, 1, 1), (1, 2, 1, 1)]]),
    "rows end with their group": ("<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c<td>d", [[(0, 0, 1, 1), (0, 1, 1, 1)], [(1, 0, 1, 1), (1, 1, 1, 1)]]),
    "rows end with the table": ("<tr><td rowspan=99999>a<td>b<tr><td>c", [[(0, 0, 2, 1), (0, 1, 1, 1)], [(1, 1, 1, 1)]]),
    "all rows that are left": ("<tr><td>x<td>y<tr><td rowspan=0>a<td>b<tr><td>c", [[(0, 0, 1, 1), (0, 1, 1, 1)], [(1, 0, 2, 1), (1, 1, 1, 1)], [(2, 1, 1, 1)]]),
    "no columns": ("<tr><td colspan=0>a<td>b", [[(0, 0, 1, 1), (0, 1, 1, 1)]]),
    "a million columns": ("<tr><td>a<td colspan=1000000>b", [[(0, 0, 1, 1), (0, 1, 1, 1000)]]),
    "more digits than a number has": (f"<tr><td>a<td colspan={'9' * 5000}>b", [[(0, 0, 1, 1), (0, 1, 1, 1000)]]),
    "no numbers": ("<tr><td colspan=x rowspan=-2>a<td colspan='2px' rowspan=' 1'>b", [[(0, 0, 1, 1), (0, 1, 1, 2)]]),
    "others' attributes": ("<tr><td data-colspan=3 title='colspan=4'>a<td>b", [[(0, 0, 1, 1), (0, 1, 1, 1)]]),
    "the first of two": ("<tr><td colspan=2 colspan=3>a<td>b", [[(0, 0, 1, 2), (0, 2, 1, 1)]]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), SPANS.values(), ids=SPANS)
def test_spans(rows: str, expected: Extents) -> None:
    (table,) = document(f"<table>{rows}</table>").tables()
    assert [[(c.row, c.column, c.rowspan, c.colspan) for c in row] for row in table.rows] == expected


MENU = "<a href=/>首页</a> <a href=/a>公开</a> <a href='/b'>服务</a> <a href=/c>互动</a>"
REPORT = f"<p>{LONG}</p><table><tr><td>甲<td>1<td>2<td>3</table>"
AROUND = {
    "nav": "<nav>说明</nav>",
    "footer": "<footer>主办：青石县</footer>",
    "aside": "<aside>热点</aside>",
    "a small header": "<header>青石县人民政府 " + MENU + "</header>",
    "a search form": "<form><label>搜索</label><input value=请输入></form>",
    "a role": "<div role='navigation'>栏目</div>",
    "a list of links": f"<ul><li>{MENU}</ul>",
    "a menu in a table": "<table><tr><td><a href=1>首页</a><td><a href=2>公开</a><td><a href=3>服务</a></table>",
    "a trail": "<div>您现在的位置：<a href=/>首页</a> &gt; <a href=/a>政务公开</a> > 正文</div>",
    "a trail in a paragraph": "<p><a href=/>首页</a> » <a href=/a>政务公开</a> » 正文</p>",
    "a footer by name": "<div id=footer>主办：青石县 备案号：1</div>",
    "a part by name": "<div class='page-Share clearfix'>分享到</div>",
    "what scripts replace": "<noscript>请启用脚本</noscript>",
    "an island of Word": "<xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("before", [True, False])
def test_the_page_around_is_left_out(around: str, before: bool) -> None:
    of = document(f"{around}{REPORT}" if before else f"{REPORT}{around}")
    assert shape(of) == shape(document(REPORT))
    assert any("1 parts of the page around the report" in note for note in of.notes)


KEPT = {
    "a form around the page": (f"<form>{REPORT}</form>", shape(document(REPORT))),
    "a report in a footer": (f"<div>甲</div><footer>{REPORT}</footer>", [("p", "甲"), *shape(document(REPORT))]),
    "a header with a title": (f"<header><h1>报告</h1></header>{REPORT}", [("#", 1, "报告"), *shape(document(REPORT))]),
    "a header of an article": (f"<article><header>报告</header>{REPORT}</article>", [("p", "报告"), *shape(document(REPORT))]),
    "a name that says content": (f"<div class='share content'>甲</div>{REPORT}", [("p", "甲"), *shape(document(REPORT))]),
    "a link": (f"{REPORT}<div>附件：<a href=x.docx>报告</a></div>", [*shape(document(REPORT)), ("p", "附件：报告")]),
    "links in the page": (
        f"<div><a href='#a'>一、情况</a> <a href='#b'>二、情况</a> <a href='#c'>三、情况</a></div>{REPORT}",
        [("p", "一、情况 二、情况 三、情况"), *shape(document(REPORT))],
    ),
    "a link that is never closed": (f"<div><a href=x>题<div>{REPORT}</div></div>", [("p", "题"), *shape(document(REPORT))]),
    "a title": (f"<div class=title>题</div>{REPORT}", [("p", "题"), *shape(document(REPORT))]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), KEPT.values(), ids=KEPT)
def test_the_report_is_kept(text: str, expected: Shape) -> None:
    of = document(text)
    assert shape(of) == expected
    assert of.notes == ()


METADATA: dict[str, tuple[str, str, dict[str, str]]] = {
    "title": ("<title>\n 报告 &amp; 表 </title>", "报告 & 表", {}),
    "the title of an icon": ("<p><svg><title>x</title></svg>", "x", {}),
    "the first title": ("<title>甲</title><title>乙</title>", "甲", {}),
    "the report's title": (
        "<title>报告_青石县</title><meta name=ArticleTitle content=报告>",
        "报告",
        {"meta:ArticleTitle": "报告"},
    ),
    "published": (
        "<META NAME='PubDate' CONTENT='2020-01-31 09:30' />",
        "",
        {"published": "2020-01-31", "meta:PubDate": "2020-01-31 09:30"},
    ),
    "published in Chinese": (
        "<meta name=publishdate content=2020年1月5日>",
        "",
        {"published": "2020-01-05", "meta:publishdate": "2020年1月5日"},
    ),
    "published as a property": (
        "<meta property='article:published_time' content='20200131T09:30'>",
        "",
        {"published": "2020-01-31", "meta:article:published_time": "20200131T09:30"},
    ),
    "no such day": ("<meta name=PubDate content=2020-02-31>", "", {"meta:PubDate": "2020-02-31"}),
    "no date": ("<meta name=PubDate content=昨天>", "", {"meta:PubDate": "昨天"}),
    "a time": ("<time datetime='2020-01-31T09:00'>昨天</time>", "", {"published": "2020-01-31"}),
    "the marked one of two times": (
        "<time datetime=2020-01-31>a</time><time pubdate datetime=2020-02-01>b</time>",
        "",
        {"published": "2020-02-01"},
    ),
    "two times": ("<time datetime=2020-01-31>a</time><time datetime=2020-02-01>b</time>", "", {}),
    "what the program goes by is not set": (
        "<meta name=year content=1999><meta name=organization content=甲><meta name=title content=乙>",
        "",
        {"meta:year": "1999", "meta:organization": "甲", "meta:title": "乙"},
    ),
    "the first of two": ("<meta name=a content=1><meta name=a content=2>", "", {"meta:a": "1"}),
    "without name or content": ("<meta charset=utf-8><meta name=a><meta content=b><meta name=c content=' '>", "", {}),
}


@pytest.mark.parametrize(("head", "title", "metadata"), METADATA.values(), ids=METADATA)
def test_metadata(head: str, title: str, metadata: dict[str, str]) -> None:
    of = document(f"{head}<p>甲</p>")
    assert of.title == title
    assert dict(of.metadata) == metadata


CHINESE = "<p>青石县政府信息公开工作年度报告，全年受理申请二百七十五件，均已办结。</p><table><tr><td>规章<td>0</table>"


@pytest.mark.parametrize(
    ("head", "codec", "encoding", "notes"),
    [
        ("", "utf-8", "utf-8", 0),
        ("", "utf-8-sig", "utf-8", 0),
        ("", "utf-16", "utf-16-le", 0),
        ("", "gb18030", "gb18030", 1),
        ("<meta charset=gb2312>", "gb18030", "gb18030", 0),
        ("<META http-equiv=Content-Type content='text/html; charset = GBK'>", "gb18030", "gb18030", 0),
        ("<?xml version='1.0' encoding='gb2312'?><html>", "gb18030", "gb18030", 0),
        ("<meta charset='gb2312'>", "utf-8", "utf-8", 0),
        ("<meta charset=utf-8>", "gb18030", "gb18030", 1),
        ("<meta charset=unicode_escape>", "gb18030", "gb18030", 1),
        ("<meta charset=iso-8859-1>", "gb18030", "gb18030", 1),
        ("<meta charset=gbk>", "utf-16", "utf-16-le", 0),
    ],
)
def test_encodings(head: str, codec: str, encoding: str, notes: int) -> None:
    of = load((head + CHINESE).encode(codec), "report.html", Limits())
    assert shape(of) == shape(document(CHINESE))
    assert of.source.encoding == encoding
    assert len(of.notes) == notes


def test_broken_bytes_are_named_and_never_replaced() -> None:
    data = ("<meta charset=gbk>" + CHINESE).encode("gb18030").replace("规".encode("gb18030"), b"\xff\xff")
    with pytest.raises(InputError, match=r"report.html:1:\d+: broken gb18030: byte \d+ \(0xFF\)"):
        load(data, "report.html", Limits())


@pytest.mark.parametrize(
    ("data", "name", "chosen"),
    [
        (b"<!DOCTYPE html><p>a", "report.txt", "html"),
        (b"\xef\xbb\xbf\n<HTML><p>a", "report", "html"),
        ("<html><p>a".encode("utf-16"), "report", "html"),
        (b"<?xml version='1.0'?><html>", "report.xml", "html"),
        (b"<!-- saved from x -->\n<html>", "report", "html"),
        (b"<p>a</p>" * 8, "report", "html"),
        (b"a <b>c</b>", "report.HTM", "html"),
        (b"a", "report.html", "text"),
        (b"<p>a</p>", "report.md", "text"),
        (b'{"document": "1"}', "report.html", "json"),
    ],
)
def test_chosen_by_content(data: bytes, name: str, chosen: str) -> None:
    assert choose(BUILTIN, data, name).loader.name == chosen


@pytest.mark.parametrize(
    ("text", "limits", "line"),
    [
        ("<html>\n</html>", USUAL, "report.html: the page holds no text"),
        ("<script>甲</script><!-- 乙 --><title>丙</title>", USUAL, "report.html: the page holds no text"),
        ("<frameset><frame src=x></frameset>", USUAL, "report.html: the page holds no text"),
        ("\n<div>" * 100_000, USUAL, "report.html:258: elements nested deeper than 256"),
        ("<table><tr><td>\n" * 100_000, USUAL, "report.html:86: elements nested deeper than 256"),
        ("<div><p>", Limits(elements=1), "report.html:1: elements nested deeper than 1"),
        ("<b>" * 500_001, USUAL, "report.html: more than 500,000 tags"),
        ("<table><tr><td>1<td>2\n<tr><td>3<td>4</table>", Limits(cells=3), "report.html:2: more than 3 cells"),
        ("<table>" + "<tr><td>1<td colspan=1000000 rowspan=1000000>" * 300 + "</table>", USUAL, "report.html:1: more than 200,000 cells"),
        ("<p>甲\0乙", USUAL, "report.html: a binary file"),
    ],
)  # fmt: skip
def test_refusals(text: str, limits: Limits, line: str) -> None:
    with patience(), pytest.raises(InputError) as caught:
        document(text, limits)
    assert caught.value.say("en").startswith(line)
    assert "\n" not in caught.value.say("zh")


HUGE = {
    "an attribute": ("<p title='" + "x" * 5_000_000 + "'>甲", "甲"),
    "attributes": ("<p " + "a=1 " * 500_000 + ">甲", "甲"),
    "a number": ("<p>&#" + "9" * 100_000 + ";甲", "\ufffd甲"),
    "references": ("<p>" + "&lt;" * 500_000, "<" * 500_000),
    "unclosed references": ("<p>" + "&" * 1_000_000, "&" * 1_000_000),
    "inline elements": ("<p>" + "<b>" * 100_000 + "甲", "甲"),
    "blanks": ("<p>" + "&nbsp;" * 200_000 + "甲", "甲"),
    "breaks": ("<p>甲" + "<br>" * 200_000 + "乙", "甲\n乙"),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("text", "expected"), HUGE.values(), ids=HUGE)
def test_what_is_huge_is_read(text: str, expected: str) -> None:
    with patience():
        assert shape(document(text)) == [("p", expected)]


@st.composite
def grids(draw: st.DrawFn) -> list[list[tuple[str, int, int]]]:
    """Draw rows of cells with extents, as any tool might write them, overlapping or not."""
    extents = st.sampled_from([1, 1, 1, 2, 3])
    cell = st.tuples(st.sampled_from(["", "0", "-83", "规章", "251000元"]), extents, extents)
    return draw(st.lists(st.lists(cell, min_size=1, max_size=5), min_size=2, max_size=6))


def _html(rows: list[list[tuple[str, int, int]]], close: bool) -> str:
    cells = [
        [f"<td rowspan={down} colspan={across}>{text or '&nbsp;'}{'</td>' * close}" for text, down, across in row]
        for row in rows
    ]
    return f"<table>{''.join('<tr>' + ''.join(row) + '</tr>' * close for row in cells)}</table>"


def _placed(rows: list[list[tuple[str, int, int]]]) -> list[list[Cell]]:
    """Place cells as the HTML standard says, one slot at a time."""
    taken: set[tuple[int, int]] = set()
    placed: list[list[Cell]] = []
    for number, row in enumerate(rows):
        placed.append([])
        column = 0
        for text, down, across in row:
            while (number, column) in taken:
                column += 1
            height = min(down, len(rows) - number)
            taken |= {(number + r, column + c) for r in range(height) for c in range(across)}
            placed[-1].append(Cell(text, number, column, height, across))
            column += across
    return placed


@given(grids(), st.booleans())
def test_cells_stand_where_browsers_put_them(rows: list[list[tuple[str, int, int]]], close: bool) -> None:
    of = document("<p>甲</p>" + _html(rows, close))
    tables = list(of.tables())
    if not tables:
        assert all(len(row) == 1 for row in rows), "a single column is laid out"
        return
    got = [[Cell(c.text, c.row, c.column, c.rowspan, c.colspan) for c in row] for row in tables[0].rows]
    assert repr(got) == repr(_placed(rows))
    assert all(written(of, cell) == cell.text for cell in tables[0].cells() if cell.text)


FIGURE = st.sampled_from(
    ["251000元", "75394432.52元", "-83", "1.属于国家秘密", "（本列数据的勾稽关系为：第一项加第二项之和）", "规章"]
)
SPLITS = st.sampled_from(["</span><span>", "<b></b>", "<!-- -->", "</b><span style='x'>", "<o:p></o:p>", "\u200d"[:0]])


@given(FIGURE, st.lists(st.tuples(st.integers(0, 30), SPLITS), max_size=5))
def test_inline_tags_change_no_text(text: str, splits: list[tuple[int, str]]) -> None:
    split = text
    for at, tag in sorted(splits, reverse=True):
        split = split[: min(at, len(text))] + tag + split[min(at, len(text)) :]
    of = document(f"<table><tr><td>甲<td><p class=x><span>{split}</span></p></table>")
    (row,) = next(of.tables()).rows
    assert row[1].text == text
    assert written(of, row[1])[0] + written(of, row[1])[-1] == text[0] + text[-1]


FRAGMENTS = st.sampled_from(
    [
        *[
            "甲",
            "𠮷",
            "规章",
            "0",
            "-83",
            " ",
            "\n",
            "\r\n",
            "\u3000",
            "&nbsp;",
            "&lt;",
            "&#20013;",
            "&",
            "<",
            ">",
            '"',
            "'",
        ],
        *["<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<span style='color:red'>", "</span>", "<a href=x>"],
        *["</a>", "<h1>", "</h1>", "<h2>", "</h2>", "<li>", "</li>", "<ul>", "</ul>", "<pre>", "</pre>", "<hr>"],
        *["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=2>", "<td colspan=3>", "<th>", "</th>"],
        *[
            "<tbody>",
            "</tbody>",
            "<caption>",
            "</caption>",
            "<img src=a alt=b>",
            "<form>",
            "</form>",
            "<input value=5>",
        ],
        *["<!-- ", "-->", "<script>", "</script>", "<title>", "</title>", "<span hidden>", "<div hidden>", "<p ", "='"],
    ]
)
SOURCES = st.lists(FRAGMENTS, max_size=40).map("".join)


def read_or_none(text: str) -> Document | None:
    try:
        return document(text)
    except InputError:
        return None


@given(SOURCES)
def test_every_node_stands_in_the_source(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    for node in nodes(of):
        assert of.locate(node).region is not None
        found = written(of, node)
        if isinstance(node, Heading | Paragraph | Cell) and node.text and not set(found) & set("<&\n\r "):
            assert node.text == found
        if isinstance(node, Cell):
            assert node.start <= node.end


@given(SOURCES)
def test_nodes_of_a_kind_do_not_overlap(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    texts = sorted((n.start, n.end) for n in nodes(of) if isinstance(n, Heading | Paragraph | Cell) and n.start < n.end)
    assert all(before[1] <= after[0] or before[0] == after[0] for before, after in pairwise(texts))


WHOLE: dict[str, bool] = {
    "<td>5</td>": True,
    "<th></th>": True,
    "<TD colspan=2><P align='center'>5</P></TD>": True,
    "<td>\n <p><span lang='a>b'><b>规章 1</b></span></p>\n</td>": True,
    "<td><p>5<br></p></td>": False,
    "<td><p>5</p><p>6</p></td>": False,
    "<td>5 <b>6</b></td>": False,
    "<td><sup>1</sup></td>": False,
    "<td><a href=x>5</a></td>": False,
    "<td><div class=nav>5</div></td>": False,
    "<td>5": False,
}


@pytest.mark.parametrize(("text", "whole"), WHOLE.items())
def test_which_cells_are_one_token(text: str, whole: bool) -> None:
    assert ([kind for _, _, kind, _, _ in tokens(text)] == [CELL]) == whole


CELL_PARTS = st.tuples(
    st.sampled_from(["<td>", "<TH>", "<td colspan=2>", "<td hidden>", "<td style='text-decoration:line-through'>"]),
    st.sampled_from(["", " ", "<p>", " <p align=x>\n", "<b>", "<p><span>", "<p hidden>", "<b><p>", "<p><p>",
                     "<span style='vertical-align:super'>", "<span style='text-decoration:line-through'>"]),
    st.sampled_from(["", "5", " 规章 ", "&nbsp;", "\u3000", "> 一", "a  b"]),
    st.sampled_from(["", "</b>", "</p>", "</span></p>", "</p> ", "</p></b>", "</p></p>", "</span>"]),
    st.sampled_from(["</td>", "</th>", ""]),
)  # fmt: skip
BESIDE = st.sampled_from(
    ["<tr>", "</tr>", "<p>", "<pre>", "<a href=x>", "<sup>", "<span>", "<table>", "</table>", "甲"]
)
WHOLE_CELLS = st.lists(st.one_of(CELL_PARTS.map("".join), BESIDE), max_size=12).map(
    lambda parts: f"<table><tr>{''.join(parts)}</table>年度报告"
)


@given(WHOLE_CELLS, st.sampled_from([1, 2, 3, 4, 50]))
def test_a_cell_that_is_one_token_is_read_as_its_tags_are(text: str, depth: int) -> None:
    def told() -> object:
        try:
            of = document(text, Limits(elements=depth))
        except InputError as error:
            return str(error)
        return shape(of), [(node.start, node.end) for node in nodes(of)], of.notes

    whole = told()
    with mock.patch("audit_core.loaders.markup.tree.tokens", tags):
        assert told() == whole


def tags(text: str, start: int, stop: int, *, cells: bool) -> Iterator[TagToken]:
    return tokens(text, start, stop, cells=False)


WORDS = st.lists(st.sampled_from(["甲", "乙", "规章", "0", "<p>", "</p>", "<b>", "</b>", "<br>", "<td>", "</td>", "<tr>", "<table>",
                                  "</table>", "<div>", "</div>", "<li>", "<h1>", "</h1>", "<tbody>", "</tr>", "<caption>"]), max_size=40)  # fmt: skip


@given(WORDS)
def test_no_visible_character_is_lost(parts: list[str]) -> None:
    of = read_or_none("".join(parts))
    expected = sorted(char for part in parts if not part.startswith("<") for char in part)
    printed = "".join(node.text for node in nodes(of) if isinstance(node, Heading | Paragraph | Cell)) if of else ""
    assert sorted(char for char in printed if not char.isspace()) == expected


@given(SOURCES)
def test_canonical_json_says_the_same(text: str) -> None:
    of = read_or_none(text)
    if of is None:
        return
    again = read(dump(of), "report.json", BUILTIN)
    assert shape(again) == shape(of)
    assert [(c.row, c.column) for t in again.tables() for c in t.cells()] == [
        (c.row, c.column) for t in of.tables() for c in t.cells()
    ]


MARKED = {
    "120<SUP>[1]</SUP>": "120[¹]",
    "120<sup><a href='#fn1'>1</a></sup>": "120¹",
    "120<a href='#fn1'>1</a>": "120¹",
    "120<a href='x.htm#_ftn1'><span>[1]</span></a>": "120[¹]",
    "120<a href='http://x/'>1</a>": "1201",
    "12<a href='#'>0</a>": "120",
    "120<span style='font-size:8pt; vertical-align: super'><span>1</span></span>": "120¹",
    "120<sup>1": "120¹",
    "120<sup>注1</sup>件": "120注¹件",
    "<sup>120</sup>": "120",
    "<a href='#t'>12</a>": "12",
    "5m<sup>2</sup>": "5m²",
    "<s>119</s><b>120</b>": "120",
    "<strike><font>119</font></strike>120<sup>2</sup>": "120²",
    "<del>119</del><ins>120</ins>": "120",
    "<span style='TEXT-DECORATION: underline line-through'>119</span>120": "120",
    "<span style='text-decoration:none'>119</span>": "119",
    "<del>119": "",
}


@pytest.mark.parametrize(("inside", "text"), MARKED.items())
def test_marks_and_strikes(inside: str, text: str) -> None:
    (row,) = next(document(f"<table><tr><td>甲的数量和占比情况说明</td><td>{inside}</td></tr></table>").tables()).rows
    assert row[1].text == text


def test_a_struck_cell_is_blank_and_a_struck_row_is_none() -> None:
    struck = "style='text-decoration:line-through'"
    rows = f"<tr><td>甲</td><td {struck}>5</td><td>7</td></tr><tr {struck}><td>乙</td><td>1</td></tr><tr><td>丙</td><td>2</td></tr>"
    of = document(f"<table>{rows}</table>")
    assert [[cell.text for cell in row] for row in next(of.tables()).rows] == [["甲", "", "7"], ["丙", "2"]]
    assert of.notes == (STRUCK,)


def test_a_struck_paragraph_inside_a_deletion_ends_with_it() -> None:
    of = document("<div>收到申请一百二十件<del><p>废</p></del>都已答复</div>")
    assert [paragraph.text for paragraph in of.paragraphs()] == ["收到申请一百二十件都已答复"]
