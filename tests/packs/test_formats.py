"""Rules on how figures are written, on reports with one cell changed."""

import re
from pathlib import Path

import pytest

from audit_core.engine import Auditor
from audit_core.testing import audit
from audit_pack_formats.unfilled_cells import numeral
from tests.packs.handmade import Change, base, changed, said

A19, B22 = "A19", "B22"
AMOUNT = "政府集中采购\t392\t6007.0512"
HEAD = "采购总金额（单位：万元，保留4位小数）"


def amount(text: str, head: str = HEAD) -> list[Change]:
    """Print an amount of procurement under a head."""
    return [(AMOUNT, f"政府集中采购\t392\t{text}"), (HEAD, head)]


def licences(previous: str = "117", change: str = "-5", decisions: str = "266") -> list[Change]:
    """Print the row of licences."""
    return [("行政许可\t117\t-5\t266", f"行政许可\t{previous}\t{change}\t{decisions}")]


def fees(text: str) -> list[Change]:
    """Print the fees of the form of 2021, in 万元."""
    return [("行政事业性收费\t162.38", f"行政事业性收费\t{text}")]


PLAIN = "采购总金额"

CASES: list[tuple[str, str, list[Change], list[tuple[str, str]]]] = [
    ("FMT-01", A19, amount("6007.05"), [("warning", "6007.0500")]),
    ("FMT-01", A19, amount("6007"), [("warning", "6007.0000")]),
    ("FMT-01", A19, amount("6007.05123"), [("warning", "")]),
    ("FMT-01", A19, amount("0"), []),
    ("FMT-01", A19, amount("0.0000"), []),
    ("FMT-01", A19, amount("6007.05", PLAIN), []),
    ("FMT-01", A19, amount("6007.05", "采购总金额（单位：万元，保留两位小数）"), []),
    ("FMT-01", A19, amount("60070512元"), []),
    ("FMT-01", A19, amount(""), []),
    ("FMT-02", A19, licences(decisions="-266"), [("error", "")]),
    ("FMT-02", A19, licences(decisions="－266"), [("error", "")]),
    ("FMT-02", A19, licences(decisions="减266"), [("error", "")]),
    ("FMT-02", A19, licences(change="减5"), []),
    ("FMT-02", A19, licences(decisions="-"), []),
    ("FMT-02", A19, amount("-1.0000"), [("error", "")]),
    ("FMT-03", A19, licences(decisions="266.5"), [("error", "")]),
    ("FMT-03", A19, licences(decisions="266.0"), [("info", "")]),
    ("FMT-03", A19, licences(change="-5.5"), [("error", "")]),
    ("FMT-03", B22, [], []),
    ("FMT-04", A19, licences(decisions="２６６"), [("note", "266")]),
    ("FMT-04", A19, amount("６007.0512"), [("note", "6007.0512")]),
    ("FMT-05", A19, licences(decisions="2,266"), [("note", "2266")]),
    ("FMT-05", A19, licences(decisions="2，266"), [("note", "2266")]),
    ("FMT-05", A19, licences(decisions="2 266"), [("note", "2266")]),
    ("FMT-05", A19, amount("6,007.0512"), [("note", "6007.0512")]),
    ("FMT-06", A19, amount("6007.0512万元"), [("note", "6007.0512")]),
    ("FMT-06", A19, amount("60070512元"), [("error", "6007.0512")]),
    ("FMT-06", A19, amount("251000元", PLAIN), [("note", "")]),
    ("FMT-06", A19, amount("0元"), [("note", "0")]),
    ("FMT-06", A19, licences(decisions="266件"), [("note", "266")]),
    ("FMT-06", A19, licences(decisions="266元"), [("warning", "")]),
    ("FMT-06", B22, fees("1623800元"), [("error", "162.38")]),
    ("FMT-06", B22, fees("162.38万元"), [("note", "162.38")]),
    ("FMT-09", A19, licences(decisions="约266"), [("warning", "")]),
    ("FMT-09", A19, licences(decisions="二百六十六"), [("warning", "266")]),
    ("FMT-09", A19, licences(decisions="见附件"), [("warning", "")]),
    ("FMT-09", A19, licences(decisions="266（含委托）"), [("note", "")]),
    ("FMT-09", A19, licences(decisions="2 6"), []),
    ("FMT-09", A19, licences(decisions="/"), []),
    ("FMT-10", A19, licences(decisions="0266"), [("note", "266")]),
    ("FMT-10", A19, licences(change="+5"), [("info", "")]),
    ("FMT-10", A19, licences(decisions="+266"), [("note", "266")]),
    ("FMT-10", A19, licences(decisions="2.66E2"), [("note", "266")]),
    ("FMT-10", A19, licences(decisions="26O"), [("note", "260")]),
    ("FMT-10", A19, licences(decisions="266。"), [("note", "266")]),
    ("FMT-10", A19, licences(decisions="2 6"), [("note", "26")]),
    ("FMT-10", A19, licences(decisions="2 266"), []),
]


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CASES)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[tuple[str, str]]) -> None:
    found = said(rule, changed(name, *changes))
    assert [(one.severity, one.finding.fix.text if one.finding.fix else "") for one in found] == expected


MENDED = [
    ("FMT-04", A19, licences(decisions="２６６")),
    ("FMT-05", B22, [("行政许可\t5280", "行政许可\t5,280")]),
    ("FMT-06", A19, amount("6007.0512万元")),
    ("FMT-06", A19, amount("60070512元")),
    ("FMT-09", A19, licences(decisions="二百六十六")),
    ("FMT-10", A19, licences(decisions="0266")),
]


@pytest.mark.parametrize(("rule", "name", "changes"), MENDED)
def test_fix_restores_the_figure(rule: str, name: str, changes: list[Change]) -> None:
    (one,) = said(rule, changed(name, *changes))
    assert one.mended == base(name)


SAFE = [
    ("FMT-01", amount("6007.05"), False),
    ("FMT-04", licences(decisions="２６６"), True),
    ("FMT-05", licences(decisions="2,266"), True),
    ("FMT-06", amount("6007.0512万元"), True),
    ("FMT-06", amount("60070512元"), False),
    ("FMT-09", licences(decisions="二百六十六"), False),
    ("FMT-10", licences(decisions="0266"), False),
]


@pytest.mark.parametrize(("rule", "changes", "safe"), SAFE)
def test_only_rewriting_is_safe(rule: str, changes: list[Change], safe: bool) -> None:
    (one,) = said(rule, changed(A19, *changes))
    assert one.finding.fix is not None
    assert one.finding.fix.safe is safe


def test_decimals_show_the_head_and_the_yuan() -> None:
    (one,) = said("FMT-01", changed(A19, *amount("6007.05")))
    assert [evidence.raw for evidence in one.finding.evidence] == ["6007.05", HEAD, "60070500元"]


def test_decimals_may_be_asked_for_by_the_ruleset() -> None:
    assert said("FMT-01", base(B22)) == []
    (one,) = said("FMT-01", base(B22), decimals=4)
    assert one.finding.fix is not None
    assert one.finding.fix.text == "162.3800"


ROW = "（一）予以公开\t\t44\t11\t0\t1\t3\t1\t60"
BLANKS = [
    (ROW.replace("\t0\t", "\t\t"), "note", 1),
    (ROW.replace("\t60", "\t"), "warning", 1),
    (ROW.replace("\t0\t", "\t\t").replace("\t60", "\t"), "warning", 2),
    ("（一）予以公开\t\t\t\t\t\t\t\t", "note", 7),
]


@pytest.mark.parametrize(("row", "severity", "count"), BLANKS)
def test_blanks_are_one_finding_a_table(row: str, severity: str, count: int) -> None:
    (one,) = said("FMT-07", changed(A19, (ROW, row)))
    assert (one.severity, one.key) == (severity, "applications")
    assert f"{count} 个" in one.words.zh


def test_blank_totals_come_first() -> None:
    text = changed(A19, (ROW, ROW.replace("\t0\t", "\t\t").replace("\t60", "\t")))
    (one,) = said("FMT-07", text, shown=1)
    assert [evidence.at.column for evidence in one.finding.evidence] == ["total"]
    assert "总计" in one.words.zh
    assert "等" in one.words.zh


def test_blank_total_of_all_results() -> None:
    (one,) = said("FMT-07", changed(A19, ("（七）总计\t\t88\t", "（七）总计\t\t\t")))
    assert one.severity == "warning"


PLACEHOLDERS = [
    ([("规章\t0\t0\t0", "规章\t/\t/\t/")], [("info", "documents", 3)]),
    ([("规章\t0\t0\t0", "规章\t/\t/\t/"), ("规范性文件\t9", "规范性文件\t无")], [("note", "documents", 4)]),
    (licences(previous="—", decisions="/"), [("note", "licensing", 2)]),
]


@pytest.mark.parametrize(("changes", "expected"), PLACEHOLDERS)
def test_placeholders_are_one_finding_a_table(changes: list[Change], expected: list[tuple[str, str, int]]) -> None:
    found = said("FMT-08", changed(A19, *changes), powerless=("documents/rules",))
    assert [(one.severity, one.key, int(one.finding.values["count"].zh)) for one in found] == expected


def test_placeholders_are_accepted_where_the_ruleset_says_so_alone() -> None:
    (one,) = said("FMT-08", changed(A19, ("规章\t0\t0\t0", "规章\t/\t/\t/")))
    assert one.severity == "note"
    assert Auditor.load("ogi").ruleset.setting("FMT-08").options == {"powerless": ("documents/rules",)}


def test_many_cells_alike_are_one_finding() -> None:
    words = "\t".join(["见附件"] * 7)
    (one,) = said("FMT-09", changed(A19, (ROW, f"（一）予以公开\t\t{words}")))
    assert (one.key, one.severity) == ("applications/见附件", "warning")
    assert "7 个" in one.words.zh


NUMERALS = [
    ("二十三", 23), ("十", 10), ("十二", 12), ("一百零五", 105), ("两千", 2000), ("二〇一九", 2019), ("零", 0),
    ("约二十", None), ("", None), ("三千二百一十", 3210),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMERALS)
def test_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    ("sentence", "status"), [("加强领导,完善制度,规范流程,方便群众。", "pass"), ("加强领导,完善制度。", "fail")]
)
def test_no_full_width_mark_and_three_others_are_conversion(sentence: str, status: str) -> None:
    bare = base("B22").translate(dict.fromkeys(map(ord, "，；：！？")))
    (one,) = said("FMT-12", bare.replace("## 二、", f"{sentence}\n\n## 二、"))
    assert one.status == status


def documents(*figures: str) -> list[Change]:
    """Print the two rows of table one."""
    plain = ("0", "0", "0", "11", "4", "63")
    rows = (("规章", slice(0, 3)), ("行政规范性文件", slice(3, 6)))
    return [("\t".join((row, *plain[at])), "\t".join((row, *figures[at]))) for row, at in rows]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("0.0", "0.0", "0.0", "11.0", "4.0", "63.0"), [("review", "conversion")]),
        (("0", "0", "0", "11.0", "4", "63"), [("fail", "source")]),
        (("0.0", "0.0", "0", "11.0", "4.0", "63.0"), [("fail", "source")] * 5),
        (("0.0", "0.0", "0.0", "11.0", "4.5", "63.0"), [("fail", "source")] * 6),
    ],
)
def test_decimals_of_zero_in_all_counts_of_a_table_are_one_lead(
    figures: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    found = said("FMT-03", changed(B22, *documents(*figures)))
    assert [(one.status, one.finding.responsibility) for one in found] == expected


def test_a_single_count_with_a_decimal_stays_the_report_s() -> None:
    (one,) = said("FMT-03", changed(B22, ("行政许可\t5280", "行政许可\t5280.0")))
    assert (one.status, one.severity, one.finding.responsibility) == ("fail", "info", "source")


PROSE: list[tuple[str, str, int]] = [
    ("FMT-11", "根据第（一）项和第(二)项办理。", 1),
    ("FMT-11", "根据第（一）项、第(二)项和第(三)项办理（含函件）。", 1),
    ("FMT-11", "（一）公开。\n\n(二)申请。", 1),
    ("FMT-11", "开放(含节日)，（含夜间）。", 1),
    ("FMT-11", "开放（含节日)，（含夜间）。", 1),
    ("FMT-11", "通过WPS(文字)、OFD（版式）。", 0),
    ("FMT-11", "按照f(甲)计算（如下）。", 0),
    ("FMT-11", "金额(12)，（含税）。", 0),
    ("FMT-11", "序号(十二)，第（十二）项。", 1),
    ("FMT-11", "(十二)公开。第(十三)项办理，（十四）申请，第（十五）项。", 1),
    ("FMT-11", "开放( 含节日 )，（含夜间）。", 1),
    ("FMT-11", "(一二三四)公开（一二三四）。", 1),
    ("FMT-12", "加强领导,完善制度。", 1),
    ("FMT-12", "发布20条,解读3篇;回应4次。", 1),
    ("FMT-12", "比例为3:5。", 0),
    ("FMT-12", "公开1,200条。", 0),
    ("FMT-12", "印发《办法》,执行。", 1),
    ("FMT-12", "（见附件）;执行。", 1),
    ("FMT-12", "占5%,较高。", 1),
    ("FMT-12", "没有需要报告的事项.", 1),
    ("FMT-12", "报告事项. ", 1),
    ("FMT-12", "公开吗?好!是:对", 1),
    ("FMT-13", "一是加强领导，三是完善制度。", 1),
    ("FMT-13", "一是加强领导，二是完善制度，四是公开。", 1),
    ("FMT-13", "1.加强领导。\n\n3.完善制度。", 1),
    ("FMT-13", "（1）加强领导。（3）完善制度。", 1),
    ("FMT-13", "一是加强领导，二是完善制度。一是公开。", 0),
    ("FMT-13", "二是加强领导。", 0),
    ("FMT-13", "一是加强领导，一是完善制度。", 0),
    ("FMT-13", "（一）公开。\n\n（三）申请。", 1),
    ("FMT-13", "（1）甲事；（2）乙事；（4）丙事；（5）丁事。", 1),
    ("FMT-18", "公开\u200b信息，公开\u200b信息。", 1),
    ("FMT-18", "公开\ue000信息。", 1),
    ("FMT-18", "公开锟斤拷信息。", 1),
    ("FMT-18", "公开\ufffd信息。", 1),
    ("FMT-18", "公开\u200b信息，公开\ue000信息。", 2),
    ("FMT-18", "公开\u0001信息。", 1),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence", "count"), PROSE)
def test_marks_in_the_prose(rule: str, sentence: str, count: int) -> None:
    assert len(said(rule, base(B22).replace("## 二、", f"{sentence}\n\n## 二、", 1))) == count


CELLS: list[tuple[str, list[Change], int]] = [
    ("FMT-18", [("行政许可\t5280", "行政许可\t52\u200b80")], 1),
    ("FMT-18", [("行政许可\t5280", "行政许可\t52\ue00080")], 1),
    ("FMT-18", [("行政许可\t5280", "行政\u200b许可\t5280")], 1),
    ("FMT-17", [("单位：万元", "单位：元")], 1),
    ("FMT-17", [("单位：万元", "单位：千元")], 1),
    ("FMT-17", [("（单位：万元）", "")], 0),
]


@pytest.mark.parametrize(("rule", "changes", "count"), CELLS)
def test_marks_in_cells(rule: str, changes: list[Change], count: int) -> None:
    assert len(said(rule, changed(B22, *changes))) == count


def test_units_that_a_ruleset_takes_are_not_told() -> None:
    text = changed(B22, ("单位：万元", "单位：元"))
    assert len(said("FMT-17", text)) == 1
    assert said("FMT-17", text, units=("元",)) == []


def test_kinds_of_brackets_may_be_left_out() -> None:
    text = base(B22).replace("## 二、", "根据第（一）项和第(二)项办理。\n\n## 二、", 1)
    assert said("FMT-11", text, constructs=("words", "ordinal")) == []


@pytest.mark.parametrize("line", ["columns: {amount: {decimals: 2}}", "rows: {fees: {decimals: 2}}"])
@pytest.mark.parametrize(("amount", "found"), [("12.5", 1), ("12", 1), ("12.50", 0), ("0", 0)])
def test_decimals_that_a_form_asks_for_on_a_row_or_a_column(tmp_path: Path, line: str, amount: str, found: int) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        f"ruleset: mine\nextends: ogi\nforms: [{{form: ogi-2021, tables: {{fees: {{{line}}}}}}}]\n", "utf-8"
    )
    text = re.sub(r"(行政事业性收费\t)[^\n\t]*", rf"\g<1>{amount}", base(B22))
    assert len(audit("FMT-01", text, ruleset=str(file)).findings) == found
