"""Rules on tables, on reports with a few words changed."""

from collections.abc import Callable

import pytest

from audit_pack_tables.label_wording import differences
from tests.packs.handmade import Change, base, changed, report, said, unassessed
from tests.reports.reading import figures

A19, B22 = "A19", "B22"
REPEAT = "\t2.重复申请\t2\t0\t0\t0\t0\t1\t3\n"
CARRIED_IN = "二、上年结转政府信息公开申请数量\t\t\t4\t2\t0\t0\t0\t0\t6\n"
PUBLICATION = "\t\t3.要求提供公开出版物\t0\t0\t0\t0\t0\t0\t0\n"
EXCESSIVE = "\t\t4.无正当理由大量反复申请\t0\t0\t0\t0\t0\t0\t0\n"
PETITION = "\t（五）不予处理\t1.信访举报投诉类申请\t5\t0\t0\t0\t0\t0\t5\n"
LAW = "2.其他法律行政法规禁止公开"
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
HEAD = "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
TWO_ROWS = "\t\t\t\t商业\t科研\t社会公益组织\t法律服务机构\t其他\t\n\t\t\t\t企业\t机构\t\t\t\t\t\n"
RAGGED_ROWS = "商业\t科研\t社会公益组织\t法律服务机构\t其他\n企业\t机构\n"
UNKNOWN = "\t（八）其他说明\t\t3\t0\t0\t0\t0\t0\t3\n"
TOTAL = "\t（七）总计\t\t88"


def cases_table() -> str:
    """Return the text of table 4."""
    text = base(A19)
    return text[text.index("行政复议\t") : text.index("## 五、")]


def article_nine() -> str:
    """Return the text of the sub-table on procurement."""
    text = base(A19)
    return text[text.index("第二十条第（九）项") : text.index("## 三、")]


def _in_one_line(last: str) -> str:
    """Return table 4 as it runs together in the prose, with words before its figures."""
    return " ".join(cases_table().split()).replace("总计 2", f"{last} 2") + "\n\n"


CASES: list[tuple[str, str, list[Change], list[tuple[str, str, str]]]] = [
    ("TAB-01", A19, [(cases_table(), "")], [("fail", "error", "cases")]),
    ("TAB-01", A19, [(article_nine(), "")], [("fail", "error", "procurement")]),
    ("TAB-01", A19, [(cases_table(), "本年度未发生行政复议、行政诉讼，结果维持0件。\n\n")], [("fail", "error", "cases")]),
    ("TAB-01", A19, [(cases_table(), "见附件。\n\n")], []),
    ("TAB-01", A19, [(cases_table(), "![表四](four.png)\n\n")], []),
    ("TAB-01", A19, [(cases_table(), _in_one_line("总计 如下"))], []),
    ("TAB-01", A19, [(cases_table(), _in_one_line("总计"))], []),
    ("TAB-01", A19, [(cases_table(), _in_one_line("总计").replace("\n\n", " 件\n\n"))], []),
    ("TAB-02", A19, [(PUBLICATION, "")], [("fail", "warning", "applications/refused_publication")]),
    ("TAB-02", A19, [(PUBLICATION + EXCESSIVE, "")], [("fail", "warning", "applications/refused_publication")]),
    ("TAB-02", A19, [(PETITION, ""), (EXCESSIVE, "")],
     [("fail", "error", "applications/refused_petition"), ("fail", "error", "applications/refused_excessive")]),
    ("TAB-02", A19, [(CARRIED_IN, "")], [("fail", "error", "applications/carried_in")]),
    ("TAB-02", A19, [("\t\t4.无正当理由大量反复申请\t", "\t\t\t")], []),
    ("TAB-02", A19, [(REPEAT, "\n"), ("\t\t4.无正当理由大量反复申请\t", "\t\t\t")],
     [("review", "warning", "applications/refused_repeat")]),
    ("TAB-02", A19, [("规章\t0\t0\t0\n", "")], [("fail", "warning", "documents/rules")]),
    ("TAB-04", A19, [(LAW, "2.其他法律法规禁止公开")], [("fail", "note", "applications/denied_by_law")]),
    ("TAB-04", A19, [("采购总金额（单位：万元，保留4位小数）", "采购金额（单位：万元，保留4位小数）")],
     [("fail", "note", "procurement/amount")]),
    ("TAB-04", A19, [("规范性文件\t", "行政规范性文件\t")], []),
    ("TAB-04", B22, [("行政规范性文件\t", "规范性文件\t")], [("fail", "note", "documents/normative")]),
    ("TAB-04", A19, [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "(二) 部分公开")], []),
    ("TAB-04", B22, [("（单位：万元）", "（单位：元）")], []),
    ("TAB-04", A19, [(HEAD, TWO_ROWS)], []),
    ("TAB-04", A19, [(HEAD, RAGGED_ROWS)], []),
    ("TAB-04", A19, [(HEAD, RAGGED_ROWS.replace("\n企业", "\n单位"))], [("fail", "note", "applications/business")]),
    ("TAB-04", A19, [(HEAD, HEAD.replace("商业企业", "商业"))], [("fail", "note", "applications/business")]),
    ("TAB-06", A19, [(TOTAL, UNKNOWN[1:] + TOTAL)], [("fail", "note", "applications/八其他说明")]),
    ("TAB-06", A19, [(TOTAL, "\t（五）不予处理小计\t\t8\t0\t0\t0\t0\t1\t9\n" + TOTAL)], []),
    ("TAB-07", A19, [(REPEAT, REPEAT + "\t" + REPEAT)], [("fail", "note", "applications/same")]),
    ("TAB-07", A19, [(REPEAT, REPEAT + "\t" + REPEAT.replace("\t3\n", "\t4\n"))], [("fail", "error", "applications/different")]),
    ("TAB-07", A19, [(REPEAT, REPEAT + "\t" + REPEAT.replace("\t3\n", "\t３\n"))], [("fail", "note", "applications/same")]),
    ("TAB-08", A19, [(NOTE, "")], [("fail", "info", "applications/note")]),
    ("TAB-08", A19, [(NOTE, ""), ("## 三、收到和处理政府信息公开申请情况\n", f"## 三、收到和处理政府信息公开申请情况\n\n{NOTE}\n")], []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CASES)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[tuple[str, str, str]]) -> None:
    found = said(rule, changed(name, *changes))
    assert [(one.status, one.severity, one.key) for one in found] == expected


UNREAD = [
    ("见附件。\n\n", "附件"),
    ("各项数据见 附表，表格附后。\n\n", "附件"),
    ("![表四](four.png)\n\n", "图片"),
    (_in_one_line("总计 如下"), "连成一片"),
    ("甲\t乙\n1\t0\n\n", "表头认不出"),
    (cases_table()[: cases_table().rindex("2\t0\t0\t1\t3")] + "\n", "只读到表头"),
]


@pytest.mark.parametrize(("instead", "why"), UNREAD)
def test_tables_that_may_be_there_are_not_assessed(instead: str, why: str) -> None:
    reason = unassessed("TAB-01", changed(A19, (cases_table(), instead)))
    assert reason is not None
    assert why in reason.zh


def test_gate_is_the_table_of_applications() -> None:
    text = base(A19)
    text = text[: text.index(NOTE)] + text[text.index("## 四、") :]
    (one,) = said("TAB-01", text)
    assert (one.severity, one.key) == ("blocker", "applications")


def test_section_without_any_table_is_one_finding() -> None:
    text = base(A19)
    text = text[: text.index("第二十条第（一）项")] + text[text.index("## 三、") :]
    (one,) = said("TAB-01", text)
    assert one.words.zh.count("第二十条") == 5


COLUMNS = [
    ("research", "科研机构", "fail"),
    ("charity", "社会公益组织", "fail"),
]


@pytest.mark.parametrize(("key", "label", "status"), COLUMNS)
def test_column_missing(key: str, label: str, status: str) -> None:
    (one,) = said("TAB-03", _without_column(label))
    assert (one.status, one.key) == (status, f"applications/{key}")
    assert label in one.words.zh
    assert said("TAB-06", _without_column(label)) == []


def _without_column(label: str) -> str:
    """Take one column of table 3 out, its figures included."""
    lines = base(A19).split("\n")
    (head,) = (line for line in lines if f"\t{label}\t" in line)
    column = head.split("\t").index(label)
    first, last = lines.index(head), next(n for n, line in enumerate(lines) if line.startswith("四、结转"))
    for number in range(first - 2, last + 1):
        cells = lines[number].split("\t")
        del cells[column]
        lines[number] = "\t".join(cells)
    return "\n".join(lines)


def test_head_that_lost_a_name_is_a_lead() -> None:
    (one,) = said("TAB-03", changed(A19, ("\t科研机构\t", "\t\t")))
    assert (one.status, one.finding.responsibility) == ("review", "conversion")


def _as_it_is(text: str) -> str:
    return text


def _cell_by_cell(text: str) -> str:
    """Return the rows of tables one cell a line."""
    return "\n\n".join(filter(None, text.replace("\t", "\n").split("\n"))) + "\n\n"


@pytest.mark.parametrize("printed", [_as_it_is, _cell_by_cell])
def test_superseded_tables_are_one_finding_and_nothing_else(printed: Callable[[str], str]) -> None:
    old, new = base(A19), base(B22)
    start, end = "第二十条第（一）项", "## 三、"
    text = new[: new.index(start)] + printed(old[old.index(start) : old.index(end)]) + new[new.index(end) :]
    (one,) = said("TAB-05", text)
    assert one.severity == "error"
    assert one.words.zh.count("第二十条") == 4
    assert [said(rule, text) for rule in ("TAB-01", "TAB-02", "TAB-03", "TAB-04", "TAB-06")] == [[]] * 5


def test_tables_of_the_right_form_supersede_nothing_cell_by_cell() -> None:
    start, end = "第二十条第（一）项", "## 三、"
    for name in (A19, B22):
        text = base(name)
        tables = text[text.index(start) : text.index(end)]
        assert said("TAB-05", text.replace(tables, _cell_by_cell(tables))) == []
        assert figures(report(text.replace(tables, _cell_by_cell(tables)))) == figures(report(text))


@pytest.mark.parametrize("head", [TWO_ROWS, RAGGED_ROWS])
def test_figures_under_names_in_two_rows_are_read(head: str) -> None:
    assert figures(report(changed(A19, (HEAD, head)))) == figures(report(base(A19)))


LENGTHWISE = ["未经复议直接起诉", "行政诉讼（未经复议直接起诉）", "行政诉讼未经复议直接起诉"]


@pytest.mark.parametrize("label", LENGTHWISE)
@pytest.mark.parametrize("between", ["", "行政诉讼\t\t\t\t\t\n"])
def test_rows_of_table_four_under_each_other(label: str, between: str) -> None:
    head = "类型\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    last = label.replace("未经复议直接起诉", "复议后起诉")
    rows = f"行政复议\t2\t0\t0\t1\t3\n{between}{label}\t1\t0\t0\t0\t1\n{last}\t0\t0\t0\t0\t0\n\n"
    text = changed(A19, (cases_table(), head + rows))
    assert figures(report(text)) == figures(report(base(A19)))
    assert [one.words.zh for rule in ("TAB-02", "TAB-03", "TAB-04", "EXT-01") for one in said(rule, text)] == []


GROUPED = [
    ("（五）不予处理1.信访举报投诉类申请", []),
    ("不予处理1.信访举报投诉类申请", []),
    ("三、本年度办理结果（五）不予处理1.信访举报投诉类申请", []),
    ("（四）无法提供1.信访举报投诉类申请", ["fail"]),
]


@pytest.mark.parametrize(("label", "expected"), GROUPED)
def test_a_label_behind_that_of_its_group(label: str, expected: list[str]) -> None:
    text = changed(A19, ("\t（五）不予处理\t1.信访举报投诉类申请\t", f"\t\t{label}\t"))
    assert [one.status for one in said("TAB-04", text)] == expected
    assert figures(report(text)) == figures(report(base(A19)))


FIXES = [
    (A19, (LAW, "2.其他法律法规禁止公开")),
    (B22, ("行政规范性文件\t", "规范性文件\t")),
    (A19, ("采购总金额（单位：万元，保留4位小数）", "采购金额（单位：万元，保留4位小数）")),
]


@pytest.mark.parametrize(("name", "change"), FIXES)
def test_fix_restores_the_label(name: str, change: Change) -> None:
    (one,) = said("TAB-04", changed(name, change))
    assert one.mended == base(name)


def test_label_of_law_tells_the_article() -> None:
    (one,) = said("TAB-04", changed(A19, (LAW, "2.其他法律法规禁止公开")))
    assert "少“行政”二字" in one.words.zh
    assert one.finding.advice is not None
    assert "第十四条" in one.finding.advice.zh


DIFFERENCES = [
    ("其他法律法规", "其他法律行政法规", "少“行政”二字", "lacks “行政”"),
    ("公共企业", "企业", "多“公共”二字", "adds “公共”"),
    ("商业公司", "商业企业", "“公司”应为“企业”", "“公司” for “企业”"),
]


@pytest.mark.parametrize(("printed", "statutory", "zh", "en"), DIFFERENCES)
def test_differences(printed: str, statutory: str, zh: str, en: str) -> None:
    assert differences(printed, statutory) == (zh, en)


def test_row_printed_twice_shows_both() -> None:
    (one,) = said("TAB-07", changed(A19, (REPEAT, REPEAT + "\t" + REPEAT.replace("\t3\n", "\t4\n"))))
    assert [evidence.raw.rsplit(" ", 1)[-1] for evidence in one.finding.evidence] == ["3", "4"]


def test_columns_are_found_under_a_broken_head() -> None:
    assert said("TAB-03", changed(A19, ("\t科研机构\t", "\t科研 机构\t"))) == []
    assert report(changed(A19, ("\t科研机构\t", "\t科研 机构\t"))).tables["applications"].columns.keys() >= {"research"}


@pytest.mark.parametrize("rule", ["TAB-04", "TAB-05", "TAB-08"])
def test_where_no_table_was_read_nothing_is_said_of_tables(rule: str) -> None:
    text = "# 青岚县人民政府2019年政府信息公开工作年度报告\n\n## 一、总体情况\n\n全年平稳。\n\n## 二、主动公开政府信息情况\n\n见附件。\n"
    reason = unassessed(rule, text)
    assert reason
    assert reason.en == "no statutory table was read"
    assert unassessed(rule, base(A19)) is None
