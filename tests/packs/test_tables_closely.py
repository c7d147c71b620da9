"""What findings on tables say and show, and where the rules on rows, columns and whole tables draw the line."""

import pytest

from audit_core import BoundTable
from audit_pack_tables.label_wording import differences
from audit_pack_tables.presence import _runs_together
from audit_pack_tables.table_lines import _runs
from tests.packs.handmade import base, changed, report, said, unassessed
from tests.packs.test_tables import (
    A19,
    CARRIED_IN,
    EXCESSIVE,
    HEAD,
    LAW,
    PUBLICATION,
    REPEAT,
    TOTAL,
    UNKNOWN,
    cases_table,
)


@pytest.mark.parametrize(
    ("printed", "runs"),
    [
        ("abcde", []),
        ("bcde", [("", "a")]),
        ("cde", [("", "ab")]),
        ("abde", [("b", "c")]),
        ("abe", [("b", "cd")]),
        ("ace", [("a", "b"), ("c", "d")]),
        ("abcd", [("d", "e")]),
        ("b", [("", "a"), ("b", "cde")]),
        ("", [("", "abcde")]),
    ],
)
def test_neighbouring_lines_that_are_missing_are_one_run(printed: str, runs: list[tuple[str, str]]) -> None:
    found = _runs("abcde", {key: key for key in printed})  # type: ignore[misc]
    assert [(before or "", "".join(keys)) for before, keys in found] == runs


@pytest.mark.parametrize(
    ("gone", "words", "before", "severity"),
    [
        (PUBLICATION, "表三缺少 1 行：3.要求提供公开出版物", "2.重复申请", "warning"),
        (PUBLICATION + EXCESSIVE, "表三缺少 2 行：3.要求提供公开出版物、4.无正当理由大量反复申请", "2.重复申请", "warning"),
        (REPEAT, "表三缺少 1 行：2.重复申请", "1.信访举报投诉类申请", "error"),
        (CARRIED_IN, "表三缺少 1 行：上年结转", "一、本年新收政府信息公开申请数量", "error"),
    ],
)  # fmt: skip
def test_a_missing_row_is_told_with_the_one_before(gone: str, words: str, before: str, severity: str) -> None:
    (one,) = said("TAB-02", changed(A19, (gone, "")))
    assert (one.words.zh, one.severity, one.finding.table) == (words, severity, "applications")
    assert [(e.label.zh, e.raw, e.at) for e in one.finding.evidence] == [("缺失行的上一行", before, one.finding.at)]
    assert one.finding.responsibility == "source"


def test_a_first_row_that_is_missing_is_told_at_the_table() -> None:
    (one,) = said("TAB-02", changed(A19, ("规章\t0\t0\t0\n", "")))
    assert (one.finding.evidence, one.key, one.finding.table) == ((), "documents/rules", "documents")
    assert isinstance(one.finding.at, BoundTable)


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        (TOTAL, "warning"),  # without the row the column falls short by nothing
        (TOTAL.replace("88", "89"), "error"),
        (TOTAL.replace("88", "若干"), "warning"),  # a column that cannot be read shows nothing
        (TOTAL.replace("88", "87"), "error"),
    ],
)
def test_a_row_without_which_sums_cannot_hold_is_an_error(total: str, severity: str) -> None:
    (one,) = said("TAB-02", changed(A19, (PUBLICATION, ""), (TOTAL, total)))
    assert one.severity == severity


def test_a_row_of_the_balance_is_needed_where_anything_is_printed() -> None:
    text = changed(A19, (CARRIED_IN, ""))
    start, end = text.index("一、本年新收政府信息公开申请数量"), text.index("## 四、")
    zeros = "\n".join(
        "\t".join("0" if cell.isdigit() else cell for cell in line.split("\t")) for line in text[start:end].split("\n")
    )
    (one,) = said("TAB-02", text[:start] + zeros + text[end:])
    assert (one.key, one.severity) == ("applications/carried_in", "warning")


@pytest.mark.parametrize(
    ("twice", "key", "words", "raws"),
    [
        ([REPEAT], "same", "表三有 1 行重复（数字相同）：2.重复申请", ["3", "3"]),
        ([REPEAT.replace("\t3\n", "\t4\n")], "different", "表三有 1 行重复，且数字不同：2.重复申请", ["3", "4"]),
        ([REPEAT.replace("\t3\n", "\t若干\n")], "different", "表三有 1 行重复，且数字不同：2.重复申请", ["3", "若干"]),
        ([REPEAT.replace("\t3\n", f"\t{n}\n") for n in (4, 5, 6, 7)], "different",
         "表三有 4 行重复，且数字不同：2.重复申请", ["3", "4", "5", "6"]),
    ],
)  # fmt: skip
def test_rows_that_are_printed_again(twice: list[str], key: str, words: str, raws: list[str]) -> None:
    (one,) = said("TAB-07", changed(A19, (REPEAT, REPEAT + "".join("\t" + line for line in twice))))
    assert (one.key, one.words.zh, one.finding.table) == (f"applications/{key}", words, "applications")
    assert [evidence.raw.rsplit(" | ", 1)[-1] for evidence in one.finding.evidence] == raws
    assert {evidence.label.zh for evidence in one.finding.evidence} == {"原文的行"}
    assert one.finding.evidence[0].raw == " |  | 2.重复申请 | 2 | 0 | 0 | 0 | 0 | 1 | 3"


def test_alike_and_different_are_two_findings() -> None:
    again = REPEAT + "\t" + REPEAT + PUBLICATION + "\t" + PUBLICATION.replace("0\n", "1\n")
    found = said("TAB-07", changed(A19, (REPEAT + PUBLICATION, again)))
    assert [(one.key, one.severity) for one in found] == [
        ("applications/different", "error"),
        ("applications/same", "note"),
    ]


def test_a_row_of_its_own_is_told_as_it_is_printed() -> None:
    (one,) = said("TAB-06", changed(A19, (TOTAL, UNKNOWN[1:].replace("其他说明", "其他 说明") + TOTAL)))
    assert one.words.zh == "表三有法定表格之外的行“（八）其他 说明”"
    assert (one.finding.table, one.key) == ("applications", "applications/八其他说明")
    assert [(e.label.zh, e.raw) for e in one.finding.evidence] == [("行", "（八）其他 说明")]


def test_columns_without_a_name_are_told_by_their_place() -> None:
    (one,) = said("TAB-03", changed(A19, ("\t科研机构\t社会公益组织\t", "\t\t\t")))
    assert one.words.zh == "表三表头有 2 列没有读到列名，已按法定顺序认定为：科研机构、社会公益组织；请对照原文"
    assert (one.status, one.key, one.finding.responsibility) == ("review", "applications/unnamed", "conversion")
    assert [e.raw for e in one.finding.evidence] == ["自然人", "商业企业", "法律服务机构", "其他", "总计"]
    assert {e.label.zh for e in one.finding.evidence} == {"原文列名"}


@pytest.mark.parametrize(
    ("key", "labels", "together"),
    [
        ("cases", "结果维持 结果纠正 其他结果 尚未审结 总计 行政复议 未经复议直接起诉 复议后起诉", True),
        ("cases", "结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉", True),
        ("cases", "结果维持 结果纠正 其他结果 尚未审结 总计 复议后起诉", False),
        ("cases", "结果维持 结果纠正 其他结果 尚未审结 行政复议 未经复议直接起诉 复议后起诉", False),
        ("documents", "本年新制作数量 本年新公开数量 对外公开总数量 规章 规范性文件", True),
        ("documents", "本年新制作数量 本年新公开数量 对外公开总数量 规范性文件", True),
        ("documents", "本年新制作数量 本年新公开数量 对外公开总数量", False),
        ("documents", "本年新制作数量 本年新公开数量 规章 规范性文件", False),
    ],
)
def test_a_table_runs_together_with_its_head_and_half_its_rows(key: str, labels: str, together: bool) -> None:
    text = "# 某某局2019年政府信息公开工作年度报告\n\n## 一、概述\n\n" + labels + "。\n"
    assert _runs_together(report(text), key) is together


@pytest.mark.parametrize(
    ("instead", "names"),
    [("见附件。\n\n", "表四可能在附件中"), ("![表四](four.png)\n\n", "表四可能是图片")],
)
def test_why_a_table_is_not_assessed_is_told_with_its_name(instead: str, names: str) -> None:
    reason = unassessed("TAB-01", changed(A19, (cases_table(), instead)))
    assert reason is not None
    assert reason.zh == names


def test_a_missing_table_is_told_with_the_section_that_was_searched() -> None:
    (one,) = said("TAB-01", changed(A19, (cases_table(), "")))
    assert one.words.zh == "缺少法定表格：表四"
    (searched,) = one.finding.evidence
    assert (searched.label.zh, searched.raw) == ("查找过的部分", report(base(A19)).section("litigation").title)
    assert (one.finding.at, one.finding.table) == (one.finding.evidence[0].at, "cases")


@pytest.mark.parametrize(
    ("printed", "statutory", "zh", "en"),
    [
        ("甲乙", "甲乙", "", ""),
        ("甲", "甲" + "乙" * 10, f"少“{'乙' * 10}”十字", f"lacks “{'乙' * 10}”"),
        ("甲", "甲" + "乙" * 11, f"少“{'乙' * 11}”", f"lacks “{'乙' * 11}”"),
        ("甲" + "乙" * 9, "甲", f"多“{'乙' * 9}”九字", f"adds “{'乙' * 9}”"),
        ("甲乙丙", "甲丙丁", "多“乙”一字，少“丁”一字", "adds “乙”, lacks “丁”"),
        ("子丑甲寅", "卯甲", "“子丑”应为“卯”，多“寅”一字", "“子丑” for “卯”, adds “寅”"),
    ],
)
def test_differences_of_labels(printed: str, statutory: str, zh: str, en: str) -> None:
    assert differences(printed, statutory) == (zh, en)


def test_a_label_that_deviates_is_told_with_its_fix() -> None:
    (one,) = said("TAB-04", changed(A19, (HEAD, HEAD.replace("商业企业", "商业 公司"))))
    assert one.words.zh == "表三的列名称写作“商业 公司”，应为“商业企业”（“公司”应为“企业”）"
    assert (one.key, one.finding.table, one.finding.cause) == (
        "applications/business",
        "applications",
        "“公司”应为“企业”",
    )
    assert [(e.label.zh, e.raw) for e in one.finding.evidence] == [("原文名称", "商业 公司")]
    assert one.finding.fix is not None
    assert (one.finding.fix.text, one.finding.fix.words.zh, one.finding.fix.safe) == (
        "商业企业",
        "改为“商业企业”",
        False,
    )
    assert one.finding.advice is None
    (law,) = said("TAB-04", changed(A19, (LAW, "2.其他法律法规禁止公开")))
    assert (law.finding.cause, law.words.zh.count("行名称")) == ("", 1)


def test_a_year_in_a_label_is_no_part_of_the_cause() -> None:
    causes = set()
    for year in ("2019", "2018"):
        (one,) = said("TAB-04", changed(A19, (HEAD, HEAD.replace("商业企业", f"{year}商业企业"))))
        causes.add(one.finding.cause)
    assert len(causes) == 1


def test_tables_of_the_plain_report_are_found_sound() -> None:
    assert [rule for rule in ("TAB-01", "TAB-02", "TAB-03", "TAB-04", "TAB-05", "TAB-06", "TAB-07", "TAB-08") if said(rule, base(A19))] == []  # fmt: skip
