"""Which lines are the headings of sections, what stands under each, and what is said of them."""

from datetime import date
from typing import Any

import pytest

from audit_core import Document, Paragraph, Section, Source
from audit_core.binding import bind
from audit_core.binding.headings import (
    broken_lines,
    follows,
    lost_characters,
    read_headings,
    read_sections,
    second_report,
    second_report_notice,
)
from audit_core.binding.labels import labels_of
from audit_core.document import Block, Cell, Heading, Image, Table
from audit_core.errors import InputError, NotAReport
from audit_core.forms import Form
from audit_core.report import BoundSection, Notice

TITLES = ("总体情况", "主动公开情况", "收到申请情况", "复议诉讼情况", "存在的主要问题", "其他需要说明的事项")
KEYS = ("one", "two", "three", "four", "five", "six")
FORM = Form.from_data({
    "form": "small",
    "title": "Small",
    "years": {"from": 2019},
    "titles": [{"pattern": r"(?P<organization>.*?)(?P<year>20\d\d)年报告"}],
    "sections": {
        key: {"ordinal": f"{ordinal}、", "title": title, "en": key, "aliases": ["存在问题"] if key == "five" else []}
        for ordinal, key, title in zip("一二三四五六", KEYS, TITLES, strict=True)
    },
    "marks": {
        "ordinal": r"([一二三四五六七八九]|\d)、", "label_ordinal": r"[一二三]、|（[一二三]）", "unit_clause": "(?!)",
        "period": r"期限(?P<year>20\d\d)年(?P<month>\d+)月(?P<day>\d+)日至(?P<end_year>20\d\d)年(?P<end_month>\d+)月(?P<end_day>\d+)日",
        "announced": [r"公布(?P<organization>\S+?)(?P<year>20\d\d)年", "(?P<year>20\\d\\d)年度情况"], "year": r"(?P<year>20\d\d)年",
        "other_ordinal": r"(?:第?([一二三四五六七八九]|\d)(?:部分|章)?)?",
        "numerals": {one: number for number, one in enumerate("一二三四五六七八九", 1)},
        "damage": {"characters_lost": "年 +月", "more": "〇〇"},
    },
    "figures": {"placeholders": ["/"], "units": {}, "decreases": []},
    "tables": {"t": {
        "section": "three", "title": "表",
        "rows": {"a": {"label": "一、新收政府申请数", "en": "a"}, "b": {"label": "（一）予以公开", "en": "b", "path": ["三、办理结果"]}},
        "columns": {"x": {"label": "件数", "en": "x"}},
    }},
})  # fmt: skip
TABLE, PICTURE = Table(((Cell("件数", 0, 0), Cell("5", 0, 1)),)), Image("图")


def document(*parts: str | Block) -> Document:
    """Make a document: `## ` before a text marks it as a heading of that level, all else are blocks."""
    sections: list[tuple[Heading | None, list[Block], int]] = [(None, [], 1)]
    for part in parts:
        if isinstance(part, str) and part.startswith("#"):
            marks, _, text = part.partition(" ")
            sections.append((Heading(text), [], len(marks)))
        else:
            sections[-1][1].append(Paragraph(part) if isinstance(part, str) else part)
    return Document(
        tuple(Section(head, tuple(blocks), level) for head, blocks, level in sections), Source("report.txt")
    )


def sections(given: Document) -> tuple[tuple[BoundSection, ...], list[Notice]]:
    return read_sections(given, FORM, read_headings(given, FORM, labels_of(FORM)))


def told(one: BoundSection) -> str:
    """Tell a section in short: key, ordinal, title, match if not statutory, `#` marked, `+` run in, and its prose."""
    match = "" if one.match == "statutory" else f" {one.match}"
    return f"{one.key}:{one.ordinal or '-'} {one.title}{match}{' #' * one.marked}{' +' * one.run_in} / {one.text}"


A, B, C, D, E, F = (f"{ordinal}、{title}" for ordinal, title in zip("一二三四五六", TITLES, strict=True))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((), []),
        (("甲。", A, "乙。", "丙。", B), ["one:1 总体情况 / 乙。\n丙。", "two:2 主动公开情况 / "]),
        (("甲。", f"# {A}", "乙。", f"# {B}", "丙。"), ["one:1 总体情况 # / 乙。", "two:2 主动公开情况 # / 丙。"]),
        ((f"{A}\n甲。\n{B}\n乙。",), ["one:1 总体情况 / \n甲。\n", "two:2 主动公开情况 / \n乙。"]),
        ((f"前言。\n{A}", "甲。", f"乙。\n{B}", "丙。"), ["one:1 总体情况 / 甲。\n乙。\n", "two:2 主动公开情况 / 丙。"]),
        # text in the line of a heading
        ((f"{A}：甲。", "乙。"), ["one:1 总体情况 + / ：甲。\n乙。"]),
        ((f"{A}： ", "乙。"), ["one:1 总体情况 / ： \n乙。"]),
        ((f"# {A}甲。", "乙。"), ["one:1 总体情况 # + / 甲。\n乙。"]),
        ((f"甲。{A}乙。{B}",), ["one:1 总体情况 + / 乙。", "two:2 主动公开情况 / "]),
        ((f"甲{A}乙。",), []),
        ((f"甲。\n{A}：乙。\n丙。",), ["one:1 总体情况 + / ：乙。\n丙。"]),
        # blanks in a title
        (("一、总 体 情 况", "甲。"), ["one:1 总体情况 / 甲。"]),
        (("五、存在问题",), ["five:5 存在问题 alias / "]),
        (("5、存在问题",), ["five:5 存在问题 alias / "]),
        # the first heading of a section counts, and what comes again is prose
        ((A, "甲。", A, "乙。"), ["one:1 总体情况 / 甲。\n一、总体情况\n乙。"]),
        # headings that the form does not have
        ((A, "甲。", "七、附则", "乙。"), ["one:1 总体情况 / 甲。", ":7 附则 deviating / 乙。"]),
        ((A, "甲。", "七、附则，一句。", "乙。"), ["one:1 总体情况 / 甲。\n七、附则，一句。\n乙。"]),
        ((f"# {A}", "甲。", "## 七、附则", "乙。"), ["one:1 总体情况 # / 甲。\n七、附则\n乙。"]),
        ((f"## {A}", "甲。", "## 七、附则", "乙。"), ["one:1 总体情况 # / 甲。", ":7 附则 deviating # / 乙。"]),
        ((f"## {A}", "甲。", "七、附则", "乙。"), ["one:1 总体情况 # / 甲。", ":7 附则 deviating / 乙。"]),
        ((A, "甲。", "七、" + "附" * 40), ["one:1 总体情况 / 甲。", f":7 {'附' * 40} deviating / "]),
        ((A, "甲。", "七、" + "附" * 41), [f"one:1 总体情况 / 甲。\n七、{'附' * 41}"]),
        # a title like the statutory one, or with its number in its place
        ((A, "二、主动公开的情况", "甲。", C), [
            "one:1 总体情况 / ", "two:2 主动公开的情况 deviating / 甲。", "three:3 收到申请情况 / ",
        ]),
        ((A, "二、工作成效", "甲。", C), ["one:1 总体情况 / ", "two:2 工作成效 deviating / 甲。", "three:3 收到申请情况 / "]),
        ((C, "二、工作成效", "甲。", D), [
            "three:3 收到申请情况 / ", ":2 工作成效 deviating / 甲。", "four:4 复议诉讼情况 / ",
        ]),
        # words before a blank are a heading only where a section is missing there
        ((A, "二、工作成效 今年公开多，效果好。", C), [
            "one:1 总体情况 / ", "two:2 工作成效 deviating + /  今年公开多，效果好。", "three:3 收到申请情况 / ",
        ]),
        ((A, "八、工作成效 今年公开多，效果好。"), ["one:1 总体情况 / 八、工作成效 今年公开多，效果好。"]),
        ((A, "二、 工作成效 今年公开多，效果好。", C), [
            "one:1 总体情况 / ", "two:2 工作成效 deviating + /  今年公开多，效果好。", "three:3 收到申请情况 / ",
        ]),
        ((A, "甲。", "七、附 则", "乙。"), ["one:1 总体情况 / 甲。", ":7 附 则 deviating / 乙。"]),
        # labels of rows
        ((A, "一、新收政府申请数", "甲。"), ["one:1 总体情况 / 一、新收政府申请数\n甲。"]),
        ((A, "一、新收政府申请数 5", "甲。"), ["one:1 总体情况 / 一、新收政府申请数 5\n甲。"]),
        ((A, "三、办理结果", "甲。"), ["one:1 总体情况 / 三、办理结果\n甲。"]),
        ((A, "一、新收政府申", "甲。"), ["one:1 总体情况 / 一、新收政府申\n甲。"]),
        ((A, "九、新收政府申", "甲。"), ["one:1 总体情况 / ", ":9 新收政府申 deviating / 甲。"]),
        ((A, "一、新收 政府申", "甲。"), ["one:1 总体情况 / 一、新收 政府申\n甲。"]),
        # titles behind ordinals of another kind or none
        (("总体情况", "甲。", B), ["one:- 总体情况 / 甲。", "two:2 主动公开情况 / "]),
        (("第一部分 总体情况", "甲。", B), ["one:1 总体情况 / 甲。", "two:2 主动公开情况 / "]),
        (("  第一部分 总体情况：甲。", B), ["one:1 总体情况 + / ：甲。", "two:2 主动公开情况 / "]),
        (("总体情况：甲。", B), ["two:2 主动公开情况 / "]),
        (("# 总体情况", "甲。", f"# {B}"), ["one:- 总体情况 # / 甲。", "two:2 主动公开情况 # / "]),
        ((A, "甲。", "总体情况", B), ["one:1 总体情况 / 甲。\n总体情况", "two:2 主动公开情况 / "]),
        ((f"# {A}", "甲。", "# 总体情况", f"# {B}"), [
            "one:1 总体情况 # / 甲。", ":- 总体情况 deviating # / ", "two:2 主动公开情况 # / ",
        ]),
        ((B, "甲。", "总体情况", "乙。"), ["two:2 主动公开情况 / 甲。\n总体情况\n乙。"]),
        (("总体情况", "甲。", "第一部分 总体情况", B), ["one:1 总体情况 / ", "two:2 主动公开情况 / "]),
        ((A, "第五章 主动公开情况", C), ["one:1 总体情况 / ", "two:5 主动公开情况 / ", "three:3 收到申请情况 / "]),
        ((B, "第五章 收到申请情况", D), ["two:2 主动公开情况 / 第五章 收到申请情况", "four:4 复议诉讼情况 / "]),
        ((A, "二、工作成效", "主动公开情况", C), [
            "one:1 总体情况 / ", "two:2 工作成效 deviating / 主动公开情况", "three:3 收到申请情况 / ",
        ]),
        ((B, "收到申请情况", "甲。", D), ["two:2 主动公开情况 / ", "three:- 收到申请情况 / 甲。", "four:4 复议诉讼情况 / "]),
        ((A, "第五章 主动公开情况", "甲。", "主动公开情况", "乙。", C), [
            "one:1 总体情况 / 第五章 主动公开情况\n甲。", "two:- 主动公开情况 / 乙。", "three:3 收到申请情况 / ",
        ]),
        # a section of which nothing tells: its number in an ordinal of another kind, and nearly its title
        ((A, "第二部分主动公开的情况", "甲。", C), [
            "one:1 总体情况 / ", "two:2 主动公开的情况 deviating / 甲。", "three:3 收到申请情况 / ",
        ]),
        ((A, "第二部分主动公开的情况：", "甲。", C), [
            "one:1 总体情况 / ", "two:2 主动公开的情况 deviating / ：\n甲。", "three:3 收到申请情况 / ",
        ]),
        ((A, "# 第二部分主动公开的情况", "甲。", C), [
            "one:1 总体情况 / ", "two:2 主动公开的情况 deviating # / 甲。", "three:3 收到申请情况 / ",
        ]),
        ((B, "第三部分收到的申请情况", "甲。", D), [
            "two:2 主动公开情况 / 第三部分收到的申请情况\n甲。", "four:4 复议诉讼情况 / ",
        ]),
        ((A, "第二部分别的事情", "甲。", C), ["one:1 总体情况 / 第二部分别的事情\n甲。", "three:3 收到申请情况 / "]),
        # tables of contents
        ((A, B, C, A, "甲。", B, "乙。", C, "丙。"), [
            "one:1 总体情况 / 甲。", "two:2 主动公开情况 / 乙。", "three:3 收到申请情况 / 丙。",
        ]),
        ((f"{A}……1\n{B} .... 2\n{C}3", A, "甲。", B, "乙。", C, "丙。"), [
            "one:1 总体情况 / 甲。", "two:2 主动公开情况 / 乙。", "three:3 收到申请情况 / 丙。",
        ]),
        ((A, B, A, "甲。", B, "乙。"), ["one:1 总体情况 / ", "two:2 主动公开情况 / 一、总体情况\n甲。\n二、主动公开情况\n乙。"]),
        ((A, B, C, A, "甲。", B, "乙。"), [
            "one:1 总体情况 / ", "two:2 主动公开情况 / ",
            "three:3 收到申请情况 / 一、总体情况\n甲。\n二、主动公开情况\n乙。",
        ]),
        ((A, "七、附则", "八、附表", "七、附则", "甲。", "八、附表", "乙。", A, "丙。"), [
            ":7 附则 deviating / 甲。", ":8 附表 deviating / 乙。", "one:1 总体情况 / 丙。",
        ]),
    ],
)  # fmt: skip
def test_sections(parts: tuple[str, ...], found: list[str]) -> None:
    assert [told(one) for one in sections(document(*parts))[0]] == found


def test_what_stands_between_two_headings() -> None:
    given = document(PICTURE, f"甲。\n{A}\n乙。", TABLE, "丙。", PICTURE, "## 丁", TABLE, f"戊。\n{B}", TABLE)
    (one, two), _ = sections(given)
    assert (one.tables, one.images, two.tables, two.images) == ((TABLE, TABLE), (PICTURE,), (TABLE,), ())
    assert [part.text for part in one.body] == ["\n乙。", "丙。", "丁", "戊。\n"]
    assert (one.heading.text, two.heading.text) == (A, B)  # type: ignore[union-attr]


def test_cells_that_stand_in_paragraphs_are_neither_headings_nor_prose() -> None:
    given = document(A, f"甲。\n{B}\n乙。", f"{C}", "丙。")
    block = given.sections[0].blocks[1]
    assert isinstance(block, Paragraph)
    headings = read_headings(given, FORM, labels_of(FORM))
    at = len("甲。\n")
    for cells, keys, text in (
        ((at, at + len(B)), ["one", "three"], "甲。\n\n乙。"),
        ((at - 1, at), ["one", "two", "three"], "甲。"),
        ((at + 1, at + 3), ["one", "two", "three"], "甲。"),
    ):
        found, _ = read_sections(given, FORM, headings, {block: (cells,)})
        assert [one.key for one in found] == keys
        assert "".join(found[0].text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("parts", "words", "named"),
    [
        ((A, B), [], []),
        (("七、附则：甲。",), [], []),
        ((f"# {A}", f"# {B}"), [], []),
        ((f"# {A}", B, C), ["headings without markup: 主动公开情况, 收到申请情况"], [[B, C]]),
        ((A, f"{B}：甲。", f"{C} 乙。"), ["headings glued to their text: 主动公开情况, 收到申请情况"], [[B, C]]),
        ((f"# {A}", f"{B}：甲。"), ["headings without markup: 主动公开情况", "headings glued to their text: 主动公开情况"], [[B], [B]]),
        ((f"# {A}", "# 七、附则", "八、附表"), [], []),
    ],
)  # fmt: skip
def test_notices_of_headings(parts: tuple[str, ...], words: list[str], named: list[list[str]]) -> None:
    _, notices = sections(document(*parts))
    assert [one.words.en for one in notices] == words
    chinese = {"headings without markup": "未加标记的标题", "headings glued to their text": "与正文连在一起的标题"}
    for one, names in zip(notices, named, strict=True):
        said, _, titles = one.words.en.partition(": ")
        assert one.words.zh == f"{chinese[said]}：{titles.replace(', ', '、')}"
        assert (one.kind, one.decided, one.table) == ("unmarked_heading", True, "")
        assert [node.text for node in one.cells] == names  # type: ignore[union-attr]
        assert one.at == one.cells[0]


def test_the_first_loss_of_each_kind_is_noticed() -> None:
    found = list(lost_characters(document("甲。", "乙年  月，丙年 月。", "丁年 月", "〇〇"), FORM))
    assert [(one.kind, one.words.zh, one.words.en, one.decided) for one in found] == [
        ("characters_lost", "疑有字符丢失：“年  月”", "characters seem to be lost: “年  月”", False),
        ("more", "疑有字符丢失：“〇〇”", "characters seem to be lost: “〇〇”", False),
    ]
    assert [(one.at.of.text[:1], one.at.start, one.at.end) for one in found] == [("乙", 1, 5), ("〇", 0, 2)]  # type: ignore[union-attr]


LONG = "今" * 41


@pytest.mark.parametrize(
    ("texts", "broken"),
    [
        ((LONG, "年甲。"), [LONG]),
        ((LONG[1:], "年甲。"), []),
        ((f" {LONG} ", "\n 年甲。"), [f" {LONG} "]),
        ((f" {LONG[1:]} ", "年甲。"), []),
        ((LONG + "。", "年甲。"), []),
        ((LONG, "（年）甲。"), []),
        ((f"{LONG}\n今", "年甲。"), []),
        ((f"{LONG}\n", "年甲。"), [f"{LONG}\n"]),
        ((LONG, "", "年甲。"), []),
        ((LONG,) * 5, [LONG] * 4),
    ],
)
def test_paragraphs_that_break_off(texts: tuple[str, ...], broken: list[str]) -> None:
    found, _ = sections(document(A, *texts))
    notices = list(broken_lines(found))
    assert [[part.text for part in one.cells] for one in notices] == ([broken] if broken else [])  # type: ignore[union-attr]
    for one in notices:
        ends = "、".join(["…" + "今" * 6] * min(3, len(broken)))
        said = "1 paragraph breaks" if len(broken) == 1 else f"{len(broken)} paragraphs break"
        assert (one.words.zh, one.words.en) == (
            f"{len(broken)} 处段落在句中断开：{ends}", f"{said} off inside a sentence: {ends}",
        )  # fmt: skip
        assert (one.kind, one.decided, one.at.text, one.at.of) == ("broken_line", True, "今" * 6, one.cells[0])  # type: ignore[union-attr]


def test_paragraphs_of_two_sections_do_not_break_off_one_in_the_other() -> None:
    assert not list(broken_lines(sections(document(A, LONG, f"# {B}", "年甲。"))[0]))


@pytest.mark.parametrize(
    ("parts", "is_there"),
    [
        ((A, B), False),
        ((A, "甲", B), True),
        ((A, TABLE, B), True),
        ((f"{A}…… 12", B), False),
        ((f"{A}甲", B), True),
        ((A, f"甲\n{B}"), True),
        ((A, f"。\n{B}"), False),
        ((f"{A}……1\n{B}",), False),
        ((f"{A}\n甲\n{B}",), True),
    ],
)
def test_whether_anything_stands_between_two_headings(parts: tuple[str | Block, ...], *, is_there: bool) -> None:
    given = document(*parts)
    one, two = read_headings(given, FORM, labels_of(FORM))
    assert follows(given, one, two) is is_there


def series(*titles: str) -> list[str]:
    """Print headings, each with a sentence under it."""
    return [part for title in titles for part in (title, f"{title[-2:]}如下。")]


FOUR, FIVE = (A, B, C, D), (A, B, C, D, E)
NEXT = "青岚馆2023年报告"


@pytest.mark.parametrize(
    ("parts", "begins"),
    [
        (series(*FOUR), None),
        (series(*FOUR, *FOUR), A),
        (series(*FOUR, A, B, C), None),
        (series(*FOUR, *FOUR, E), None),
        ([*series(*FOUR), NEXT, *series(*FOUR)], NEXT),
        ([*series(*FOUR), f"# {NEXT}", *series(*FOUR)], NEXT),
        ([*series(*FOUR), NEXT, "甲", "乙年报告", *series(*FOUR)], NEXT),
        ([*series(*FOUR), f"** {NEXT} **", *series(*FOUR)], f"** {NEXT} **"),
        ([*series(*FOUR), "青" * 72 + "2023年报告", *series(*FOUR)], "青" * 72 + "2023年报告"),
        ([*series(*FOUR), "青" * 74 + "2023年报告", *series(*FOUR)], A),
        ([*series(*FOUR), NEXT, NEXT.replace("3", "4"), *series(*FOUR)], NEXT.replace("3", "4")),
        ([NEXT, *series(*FOUR, *FOUR)], A),
        ([*series(*FOUR, *FOUR), NEXT], A),
        ([*series(*FIVE), *FIVE], None),  # a list of them behind
        ([*series(*FIVE), *series(A), *series(B)[:1], *series(C), D, E], None),
        ([*series(*FIVE), *series(A, B, C, D), E], A),
        ([*series(*FOUR), f"{NEXT}\n{A}", "甲。", *series(B, C, D)], NEXT),
    ],
)
def test_where_a_second_report_begins(parts: list[str], begins: str | None) -> None:
    given = document(*parts)
    found = second_report(given, FORM, read_headings(given, FORM, labels_of(FORM)))
    assert (found.text if found else None) == begins  # type: ignore[union-attr]
    assert isinstance(found, Heading) is any(isinstance(part, str) and part.startswith("#") for part in parts)
    if found and begins == A:
        assert found.of is not given.sections[0].blocks[parts.index(A)]  # type: ignore[union-attr]


def test_the_notice_of_a_second_report() -> None:
    at = Heading(f"青岚馆 \n {'甲' * 60}")
    one = second_report_notice(at)
    begins = f"青岚馆 {'甲' * 56}"
    assert one.words.zh == f"文件中不止一份报告：从“{begins}”起是另一份，只审核了之前的第一份"
    assert one.words.en == (
        f"the file holds more than one report: another begins at “{begins}”; only the first, before it, was audited"
    )
    assert (one.kind, one.at, one.decided, one.cells) == ("several_reports", at, False, ())


SPAN = "期限2022年1月2日至2023年3月4日。"
WHOLE = (A, "甲。", B, "乙。")


@pytest.mark.parametrize(
    ("parts", "metadata", "found"),
    [
        # what is declared, and what the title tells
        (("青岚馆2023年报告", *WHOLE), {}, {"year": 2023, "organization": "青岚馆", "declared_year": None, "declared_organization": ""}),
        (("青岚馆2023年报告", *WHOLE), {"year": " 2022 ", "organization": "紫云馆"},
         {"year": 2022, "organization": "紫云馆", "declared_year": 2022, "declared_organization": "紫云馆"}),
        (("青岚馆2023年报告", *WHOLE), {"year": "202"}, {"year": 2023, "declared_year": None}),
        (("青岚馆2023年报告", *WHOLE), {"year": "20222"}, {"year": 2023, "declared_year": None}),
        (("青岚馆2023年报告", *WHOLE), {"year": "二〇二二"}, {"year": 2023, "declared_year": None}),
        (("青岚馆2023年报告", *WHOLE), {"year": "2018"}, {"year": 2023, "declared_year": 2018}),
        # lesser sources, the surest first
        ((SPAN, "公布紫云馆2021年", *WHOLE), {}, {"year": 2022, "organization": ""}),
        (("公布紫云馆2021年", "2020年度情况", *WHOLE), {}, {"year": 2021, "organization": "紫云馆"}),
        (("公布紫云馆2021年", *WHOLE), {"organization": "青岚馆"}, {"year": 2021, "organization": "青岚馆"}),
        (("2020年度情况", *WHOLE), {}, {"year": 2020, "organization": ""}),
        ((A, "2024年。", B, "2025年，2025年。"), {}, {"year": 2024}),
        (("公布紫云馆2021年", *WHOLE), {"year": "2018"}, {"year": 2021, "declared_year": 2018}),
    ],
)  # fmt: skip
def test_what_a_bound_report_says_of_itself(
    parts: tuple[str, ...], metadata: dict[str, str], found: dict[str, Any]
) -> None:
    given = document(*parts)
    report = bind(Document(given.sections, given.source, metadata=metadata), (FORM,))
    assert {key: getattr(report, key) for key in found} == found
    told = report.year not in (report.title.year if report.title else None, report.declared_year)
    assert [one.kind for one in report.notices] == ["year"] * told


def test_a_bound_report_has_its_period_its_sections_and_what_is_said_of_them() -> None:
    given = document("青岚馆2023年报告", SPAN, f"# {A}", LONG, "年 月甲。", "附：", f"{B}：乙。", TABLE)
    report = bind(given, (FORM,))
    assert report.period is not None
    assert (report.period.start, report.period.end) == (date(2022, 1, 2), date(2023, 3, 4))
    assert (report.document, report.form, report.title and report.title.text) == (given, FORM, "青岚馆2023年报告")
    assert [one.key for one in report.sections] == ["one", "two"]
    assert sorted(one.kind for one in report.notices) == [
        "broken_line", "characters_lost", "unmarked_heading", "unmarked_heading",
    ]  # fmt: skip


def test_of_two_reports_in_a_file_the_first_is_bound() -> None:
    titles = (A, B, C, D, E, F)
    given = document("青岚馆2023年报告", *series(*titles), NEXT, *series(*titles))
    report = bind(given, (FORM,))
    assert [one.key for one in report.sections] == list(KEYS)
    assert report.sections[-1].text == "事项如下。"
    (notice,) = (one for one in report.notices if one.kind == "several_reports")
    assert notice.at is not None
    assert notice.at.text == NEXT  # type: ignore[union-attr]
    assert [one.kind for one in bind(document(*series(*titles), SPAN), (FORM,)).notices] == ["year"]


@pytest.mark.parametrize(
    ("parts", "kind", "en", "zh"),
    [
        (("青岚馆2018年报告", *WHOLE), InputError,
         "no form covers the report year 2018; the ruleset has small 2019–", "没有适用于 2018 年度的表式；规则集中有：small 2019–"),
        (("公布紫云馆2017年", *WHOLE), InputError,
         "no form covers the report year 2017; the ruleset has small 2019–", "没有适用于 2017 年度的表式；规则集中有：small 2019–"),
        (WHOLE, InputError,
         ("the report names no year, so its form cannot be chosen (its tables and headings look like small); expected a year in "
         "the title, in a sentence before the first section, in that section, or in the metadata"),
         "报告未写明年度，无法确定适用的表式（表格和标题近似 small）；应在标题、开头语句、第一部分或元数据中写明年度"),
        ((A, "2023年。"), NotAReport,
         "not a report: found neither the title nor a table nor two sections of any form; looked for Small",
         "不是年度报告：未找到任何表式的标题、表格或两个以上部分；已查找《Small》"),
    ],
)  # fmt: skip
def test_why_a_document_cannot_be_bound(parts: tuple[str, ...], kind: type[InputError], en: str, zh: str) -> None:
    with pytest.raises(InputError) as caught:
        bind(document(*parts), (FORM,))
    assert type(caught.value) is kind
    assert (caught.value.words.en, caught.value.words.zh, caught.value.place) == (en, zh, "report.txt")
