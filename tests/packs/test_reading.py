"""Notices of the reading become leads and remarks that accuse nobody."""

import pytest

from audit_core import Cell, Document, Notice, Report, Source, Words
from tests.packs.handmade import RULES, base, changed, report, said

A19 = "A19"
NOT_HELD = "\t（四）无法提供\t1.本机关不掌握相关政府信息\t10\t5\t0\t1\t0\t0\t16\n"
REPEAT = "\t\t2.重复申请\t2\t0\t0\t0\t0\t1\t3\n"
CONFIRM = "\t\t5.要求行政机关确认或重新出具已获取信息\t1\t0\t0\t0\t0\t0\t1\n"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.startswith("EXT-")])
def test_reading_never_scores(rule: str) -> None:
    assert not RULES[rule].scored
    assert RULES[rule].severity == "info"


def test_short_row_is_a_lead_with_its_figures() -> None:
    short = NOT_HELD.replace("\t0\t1\t0\t0", "\t1\t0\t0")
    (one,) = said("EXT-01", changed(A19, (NOT_HELD, short)))
    assert (one.status, one.severity, one.finding.responsibility) == ("review", "info", "conversion")
    assert [(evidence.label.zh, evidence.raw) for evidence in one.finding.evidence] == [
        ("1.本机关不掌握相关政府信息", "10 5 1 0 0 16"),
    ]
    assert "1.本机关不掌握相关政府信息" in one.words.zh


def test_a_row_beside_the_columns_has_not_too_many_figures() -> None:
    (one,) = said("EXT-01", changed(A19, (NOT_HELD, NOT_HELD.replace("\t10", "\t\t10"))))
    assert "没有对齐" in one.words.zh
    assert "应为" not in one.words.zh
    both = changed(A19, (NOT_HELD, NOT_HELD.replace("\t10", "\t\t10")), (REPEAT, REPEAT.replace("\t1\t3", "\t3")))
    (one,) = said("EXT-01", both)
    assert "有 1 行的数字为 6 个，应为 7 个" in one.words.zh
    assert len(one.finding.evidence) == 2


def test_short_row_of_zeros_says_that_nothing_hangs_on_it() -> None:
    zeros = "\t\t3.要求提供公开出版物\t0\t0\t0\t0\t0\t0\t0\n"
    (one,) = said("EXT-01", changed(A19, (zeros, zeros.replace("\t0\n", "\n"))))
    assert "数值相同" in one.words.zh


def test_shifted_row_names_its_label() -> None:
    (one,) = said("EXT-02", changed(A19, (CONFIRM, CONFIRM[2:])))
    assert [evidence.raw for evidence in one.finding.evidence] == ["5.要求行政机关确认或重新出具已获取信息"]
    assert one.status == "review"


def test_unplaced_cells_are_a_lead() -> None:
    cell = Cell("7", 3, 2)
    notice = Notice("unplaced_cells", cell, Words("有 1 个单元格", "1 cell"), "applications", (cell,))
    (one,) = said("EXT-03", _with(notice))
    assert (one.status, one.finding.responsibility, one.words.zh) == ("review", "conversion", "有 1 个单元格")


def _with(notice: Notice) -> Report:
    form = report(base(A19)).form
    return Report(Document((), Source("x")), form, (), year=2019, notices=(notice,))


REMARKS = [
    ("EXT-04", [("## 三、收到", "三、收到")], "收到和处理政府信息公开申请情况"),
    ("EXT-05", [("答复书统一载明救济渠道，各乡镇", "答复书统一载明救\n\n济渠道，各乡镇")], "断开"),
]


@pytest.mark.parametrize(("rule", "changes", "words"), REMARKS)
def test_marks_are_remarks(rule: str, changes: list[tuple[str, str]], words: str) -> None:
    (one,) = said(rule, changed(A19, *changes))
    assert one.status == "pass"
    assert words in one.words.zh


def test_lost_characters_are_a_lead_with_the_place() -> None:
    (one,) = said("EXT-06", changed(A19, ("自2019年1月1日起至2019年12月31日止", "为 2019  1  1  日")))
    assert one.status == "review"
    assert one.finding.evidence[0].raw == "2019 1 1 日"


FORMULAS = [
    ("applications", [("\t90\t22\t0\t2\t4\t2\t120\n", "\t90\t22\t0\t2\t4\t2\t=SUM(D5:I5)\n")], 1),
    ("applications", [("\t90\t22\t0\t2\t4\t2\t120\n", "\t=…\t=…\t=…\t=…\t=…\t=…\t=SUM(D5:I5)\n")], 7),
    ("cases", [("1\t0\t0\t1\t2\t1\t0", "=A9\t=B9\t=C9\t=D9\t=SUM(A4:D4)\t1\t0")], 5),
]


@pytest.mark.parametrize(("table", "changes", "count"), FORMULAS)
def test_formulas_without_results_are_leads_of_the_table(
    table: str, changes: list[tuple[str, str]], count: int
) -> None:
    text = changed("B22", *changes)
    (one,) = said("EXT-03", text)
    assert (one.status, one.key, one.finding.responsibility) == ("review", f"{table}/formulas", "conversion")
    assert f" {count} " in one.words.zh
    assert one.finding.evidence[0].raw.startswith("=")
    assert [found.words.zh for rule in ("FMT-07", "FMT-09", "TAB-02", "TAB-04") for found in said(rule, text)] == []
    assert {key for key, bound in report(text).tables.items()} == set(report(base("B22")).tables)


def test_results_of_formulas_are_figures() -> None:
    assert said("EXT-03", base("B22")) == []
