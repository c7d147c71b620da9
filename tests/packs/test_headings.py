"""How organs print the six statutory headings: which lines are taken for one, and what is said of their numbers."""

import pytest

from tests.packs.handmade import Change, changed, report, said

TITLES = (
    "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况", "其他需要报告的事项",
)  # fmt: skip
NUMERALS = "一二三四五六"
FIRST, LAST = "## 一、总体情况", "## 六、其他需要报告的事项\n\n无。"
PART = "（一）主动公开。"
NOTE, WARNING = [("fail", "note")], [("fail", "warning")]

HEADINGS: list[tuple[str, list[tuple[str, str]]]] = [
    *((printed, []) for printed in (
        "一、总体情况", "一、 总体情况：", "一.总体情况", "一．总体情况", "一 、总体情况", "一 总体情况", "一总体情况",
        "总体情况", "总体情况：", "★总体情况", "**一、总体情况**", "⼀、总体情况", "一、总 体 情 况", "一、、总体情况",
    )),
    *((printed, NOTE) for printed in (
        "—、总体情况", "–、总体情况", "-、总体情况", "－、总体情况", "—、总体情况：", "（一）总体情况", "(一)总体情况",
        "（一）、总体情况", "【一】总体情况", "第一部分 总体情况", "第一部分：总体情况", "第一、总体情况", "第一章 总体情况",
        "1.总体情况", "1、总体情况", "１．总体情况", "01 总体情况", "①总体情况", "⒈总体情况", "㈠总体情况", "Ⅰ.总体情况",
        "壹、总体情况", "一：总体情况", "一，总体情况", "一丶总体情况", "**（一）总体情况**",
    )),
    *((printed, WARNING) for printed in ("二、总体情况", "（二）总体情况", "2.总体情况")),
]  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("mark", ["## ", ""])
@pytest.mark.parametrize(("printed", "expected"), HEADINGS)
def test_first_heading(printed: str, mark: str, expected: list[tuple[str, str]]) -> None:
    text = changed("A19", (FIRST, mark + printed))
    assert [(one.status, one.severity) for one in said("SEC-04", text)] == expected
    assert [one.words.zh for rule in ("SEC-02", "SEC-03", "SEC-05", "SEC-06") for one in said(rule, text)] == []
    overview = report(text).section("overview")
    assert overview is not None
    assert "（五）" in overview.text


@pytest.mark.parametrize("printed", ["（一）总体情况。", "1.总体情况：", "—、总体情况 ", "第一部分 总体情况 "])
def test_heading_glued_to_its_text(printed: str) -> None:
    text = changed("A19", (FIRST, printed + "本年度各项工作平稳推进。"))
    assert said("SEC-02", text) == []
    assert [(one.status, one.severity) for one in said("SEC-04", text)] == NOTE


SERIES = {"（{}）": 1, "第{}部分 ": 1, "{}：": 1, "{}、": 0, "{} ": 0, "": 0}


@pytest.mark.parametrize("mark", ["## ", ""])
@pytest.mark.parametrize(("style", "count"), SERIES.items())
def test_six_headings_of_one_kind(style: str, mark: str, count: int) -> None:
    heads = [style.format(number) + title for number, title in zip(NUMERALS, TITLES, strict=True)]
    text = changed("A19", *six(mark, heads))
    assert len(said("SEC-04", text)) == count
    listed = changed("A19", *six(mark, heads), ("本报告中所列", "\n\n".join(("目录", *heads, "本报告中所列"))))
    for one in (text, listed):
        assert [found.words.zh for rule in ("SEC-02", "SEC-03", "SEC-06") for found in said(rule, one)] == []
        assert len(report(one).section("overview").text) > 400  # type: ignore[union-attr]


def six(mark: str, heads: list[str]) -> list[Change]:
    return [(f"## {number}、{title}", mark + head) for number, title, head in zip(NUMERALS, TITLES, heads, strict=True)]


PARTS = "".join(f"{{}}{title}\n\n这一方面的工作按计划推进。\n\n" for title in (*TITLES[1:4], TITLES[4]))


@pytest.mark.parametrize(
    "ordinals", [("（一）", "（二）", "（三）", "（四）"), ("1.", "2.", "3.", "4."), ("### （一）", "", "### ", "★")]
)
def test_parts_named_like_sections_are_parts(ordinals: tuple[str, ...]) -> None:
    text = changed("A19", (PART, PARTS.format(*ordinals) + PART))
    assert [one.words.zh for rule in ("SEC-02", "SEC-03", "SEC-04", "SEC-06") for one in said(rule, text)] == []
    assert report(text).section("overview").text.count("按计划推进") == 4  # type: ignore[union-attr]


MISSING: list[list[Change]] = [
    [(LAST, "")],
    [(LAST, "报告还包括其他需要报告的事项。")],
    [(LAST, ""), (FIRST, f"其他需要报告的事项\n\n{FIRST}")],
    [(LAST, ""), (PART, f"（六）其他需要报告的事项\n\n{PART}")],
]


@pytest.mark.parametrize("changes", MISSING)
def test_a_title_elsewhere_is_no_heading(changes: list[Change]) -> None:
    assert [(one.key, one.status) for one in said("SEC-02", changed("A19", *changes))] == [("other", "fail")]


def test_a_part_of_a_section_of_another_name() -> None:
    text = changed("A19", (FIRST, "一、基本情况\n\n（一）总体情况\n\n本年度各项工作平稳推进。"))
    assert [one.finding.values["printed"] for one in said("SEC-05", text)] == ["基本情况"]
    assert said("SEC-04", text) == []


@pytest.mark.parametrize("printed", ["—、总体情况", "（一）总体情况", "第一部分 总体情况", "1. 总体情况"])
def test_fix_of_the_ordinal(printed: str) -> None:
    (one,) = said("SEC-04", changed("A19", (FIRST, f"## {printed}")))
    assert one.mended == changed("A19")


NEAR = {
    "（五）存在的问题及改进情况": "五", "5.存在的主要问题及改进措施": "五", "第五部分 存在的不足及改进情况": "五",
    "（六）其他需报告的事项": "六", "6.需要报告的其他事项": "六", "（六）其它需要报告的事项": "六",
}  # fmt: skip


@pytest.mark.parametrize("mark", ["## ", ""])
@pytest.mark.parametrize(("printed", "number"), NEAR.items())
def test_another_title_behind_another_ordinal(printed: str, number: str, mark: str) -> None:
    title = TITLES[NUMERALS.index(number)]
    text = changed("A19", (f"## {number}、{title}", mark + printed))
    assert said("SEC-02", text) == []
    for rule in ("SEC-04", "SEC-05"):
        (one,) = said(rule, text)
        assert (one.severity, printed[-6:] in one.words.zh) == ("note", True)


@pytest.mark.parametrize(
    "line", ["（六）其他需要报告的事项将在下一年度补充。", "（五）其他事项", "6.其他处理", "（六）监督保障"]
)
def test_a_line_unlike_a_lost_heading(line: str) -> None:
    text = changed("A19", (LAST, line))
    assert [(one.key, one.status) for one in said("SEC-02", text)] == [("other", "fail")]
