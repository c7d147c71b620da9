"""Leads: what a person should look at, what is no lead, and what is not known."""

import pytest

from audit_core.organs import Organs
from tests.packs.handmade import Change, base, changed, known, report, said, unassessed
from tests.reports.bases import DEPARTMENT, ORGAN
from tests.reports.reading import auditor

A19, B22, D22 = "A19", "B22", "D22"
STOCK = (
    "行政许可\t117\t-5\t266",
    "其他对外管理服务事项\t488\t12\t5031",
    "行政处罚\t605\t-83\t2186",
    "行政强制\t111\t-4\t95",
)
PROCURED = "政府集中采购\t392\t6007.0512"
RULES_19, RULES_22 = "规章\t0\t0\t0\n规范性文件\t", "规章\t0\t0\t0\n行政规范性文件\t"
DOCUMENTS = "规范性文件\t9\t12\t86"
FEE = "2022年度未发出收费通知，未收取信息处理费。"
HEAD = "采购总金额（单位：万元，保留4位小数）"

Expected = list[tuple[str, str, str]]


def stock(*rows: str) -> list[Change]:
    """Return the changes that print other figures in the four rows."""
    return [(old, new) for old, new in zip(STOCK, rows, strict=True) if old != new]


def row(old: str, figures: str) -> str:
    """Return a row with other figures."""
    return "\t".join([old.partition("\t")[0], *figures.split()])


def filled(*figures: str) -> list[Change]:
    """Return the changes that print these figures, `=` for those that stand there."""
    return stock(*(old if new == "=" else row(old, new) for old, new in zip(STOCK, figures, strict=True)))


def fee(text: str) -> list[Change]:
    """Return the change that says something else of the fee."""
    return [(FEE, text)]


def as_organ(name: str, base_name: str = A19) -> list[Change]:
    """Return the change that makes it another organ's report."""
    return [(DEPARTMENT if base_name == D22 else ORGAN, name)]


SUM = ("review", "warning", "decisions")
MONEY = ("review", "warning", "")
RULE = ("review", "warning", "documents/rules")
NOTE = ("review", "note", "")
FEE_LEAD = ("review", "note", "prose/fee")

CASES: list[tuple[str, str, list[Change], Expected]] = [
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "2269 -83 2186", "111 -4 107"), [SUM]),
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "0 0 0", "0 0 0"), [SUM]),
    ("PLA-01", A19, filled("117 149 266", "0 0 0", "0 0 0", "0 0 0"), []),
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "2269 -83 2186", "="), []),
    ("PLA-01", A19, filled("5 -5 0", "3 -3 0", "0 0 0", "0 0 0"), []),
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "无数据 -83 2186", "111 -4 107"), []),
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "/ / /", "111 -4 107"), [SUM]),
    ("PLA-02", A19, [(DOCUMENTS, "规范性文件\t1\t1\t1")], [NOTE]),
    ("PLA-02", A19, [(DOCUMENTS, "规范性文件\t0\t0\t0")], []),
    ("PLA-02", A19, [(DOCUMENTS, "规范性文件\t9\t12\t13")], []),
    ("PLA-02", A19, [(DOCUMENTS, "规范性文件\t1\t1\t1"), *as_organ("松溪镇人民政府")], []),
    ("PLA-02", A19, [(DOCUMENTS, "规范性文件\t1\t1\t1"), *as_organ("青岚县水利局")], []),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t392\t60070512.0000")], [MONEY]),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t392\t6007.05")], []),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t392\t0.6007")], [MONEY]),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t6\t251000元"), (HEAD, "采购总金额")], []),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t6\t251000"), (HEAD, "采购总金额（单位：元）")], []),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t6\t251000")], [MONEY]),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t0\t0")], []),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t5\t0")], [MONEY]),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1623800.00")], [MONEY]),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1623800元")], []),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1623800.00"), *as_organ("青岚市人民政府")], []),
    ("PLA-04", A19, [(RULES_19, "规章\t1\t1\t2\n规范性文件\t")], [RULE]),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t")], [RULE]),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("青岚省人民政府")], []),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("青岚市人民政府办公室")], []),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("青岚县人民政府办公室")], [RULE]),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("城关街道办事处")], [RULE]),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("松溪镇人民政府")], [RULE]),
    ("PLA-04", D22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t")], [RULE]),
    ("PLA-04", B22, as_organ("松溪镇人民政府"), []),
    ("PLA-05", A19, filled("117 149 266", "=", "=", "="), [NOTE]),
    ("PLA-05", A19, filled("117 117 266", "=", "=", "="), []),
    ("PLA-05", A19, filled("19 149 266", "=", "=", "="), []),
    ("PLA-05", A19, filled("117 -149 266", "=", "=", "="), []),
    ("PLA-05", A19, [("行政事业性收费\t28\t-3", "行政事业性收费\t28\t29")], [NOTE]),
    ("PLA-06", B22, fee("2022年度发出收费通知1件，总金额385元，实际收取385元。"), [FEE_LEAD]),
    ("PLA-06", B22, fee("2022年度发出收费通知1件，总金额380元，实际收取信息处理费380元。"), []),
    ("PLA-06", B22, fee("本年度收取信息处理费共计400元。"), []),
    ("PLA-06", B22, fee("本年度收取信息处理费1,385.5元。"), [FEE_LEAD]),
    ("PLA-06", B22, fee("本年度收取信息处理费0.0385万元。"), [FEE_LEAD]),
    ("PLA-06", B22, fee("本年度收取信息处理费1.24万元。"), []),
    ("PLA-06", B22, fee("本年度收取信息处理费约385元。"), []),
    ("PLA-06", B22, fee("收取信息处理费300元，另收邮寄费25元。"), []),
    ("PLA-06", B22, fee("未收取信息处理费。全年代收工会经费385元。"), []),
    ("PLA-06", B22, fee("信息处理费按每页12元/页计算，共收取120元。"), []),
    ("PLA-10", B22, [("\t1\t0\t0\t1\t2\t1\t0\t0\t0\t1\t0\t0\t0\t0\t0", "\t0\t0\t0\t0\t0\t1\t0\t0\t0\t1\t1\t0\t0\t0\t1")],
     [("review", "info", "")]),
    ("PLA-10", B22, [("\t1\t0\t0\t0\t1\t0\t0\t0\t0\t0", "\t1\t0\t0\t0\t1\t1\t0\t0\t0\t1")], []),
]  # fmt: skip


def cased(changes: list[Change]) -> list[Change]:
    """Return changes to table 4 as its line begins."""
    return [(old.removeprefix("\t"), new.removeprefix("\t")) for old, new in changes]


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CASES)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: Expected) -> None:
    text = changed(name, *(cased(changes) if rule == "PLA-10" else changes))
    assert [(one.status, one.severity, one.key) for one in said(rule, known(text))] == expected


ONE_SIDED = "\t（七）总计\t\t88\t22\t0\t2\t4\t2\t118"
GRANTED = "（一）予以公开\t\t44\t11\t0\t1\t3\t1\t60"
UNABLE = "\t（四）无法提供\t1.本机关不掌握相关政府信息\t10\t5\t0\t1\t0\t0\t16"


@pytest.mark.parametrize(
    ("whole", "unable", "expected"),
    [("118", "94", ["info"]), ("118", "88", []), ("19", "19", []), ("125", "94", []), ("", "110", ["info"])],
)
def test_results_of_one_kind(whole: str, unable: str, expected: list[str]) -> None:
    text = changed(
        B22,
        (ONE_SIDED, ONE_SIDED.removesuffix("118") + whole),
        (UNABLE, UNABLE.removesuffix("16") + unable),
        (GRANTED, GRANTED.removesuffix("60") + "1"),
    )
    assert [one.severity for one in said("PLA-12", known(text))] == expected


UNKNOWN: list[tuple[str, str, list[Change], str]] = [
    ("PLA-01", A19, filled("117 149 266", "488 117 605", "无数据 -83 2186", "111 -4 107"), "无法读作数字"),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t6\t251000"), (HEAD, "采购总金额")], "没有金额单位"),
    ("PLA-03", A19, [(PROCURED, "政府集中采购\t0\t6007.0512")], "没有项目数"),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("青岚市人民政府")], "规章制定权"),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"), *as_organ("住房和城乡建设部")], "规章制定权"),
    ("PLA-11", A19, [], "职权"),
]


@pytest.mark.parametrize(("rule", "name", "changes", "reason"), UNKNOWN)
def test_what_is_not_known_is_said(rule: str, name: str, changes: list[Change], reason: str) -> None:
    words = unassessed(rule, known(changed(name, *changes)))
    assert words is not None
    assert reason in words.zh
    assert words.en.isascii() or "“" in words.en


def registered(*powers: str, kind: str = "department") -> Organs:
    """Return a register with one organ and its powers."""
    one = {"name": DEPARTMENT, "kind": kind, "level": "county", "powers": list(powers)}
    return Organs(auditor().ruleset.organs.kinds, Organs.from_data({"register": [one]}).register)


@pytest.mark.parametrize(
    ("powers", "expected"),
    [
        (("许可", "处罚", "强制"), []),
        (("licences", "penalties"), ["enforcement/coercion/decisions"]),
        (("行政许可",), ["enforcement/penalties/decisions", "enforcement/coercion/decisions"]),
    ],
)
def test_powers_of_the_register(powers: tuple[str, ...], expected: list[str]) -> None:
    found = said("PLA-11", known(base(D22), registered(*powers)))
    assert [one.finding.at.concept.key for one in found] == expected  # type: ignore[union-attr]
    assert {(one.status, one.severity) for one in found} <= {("review", "note")}


def test_a_registered_power_makes_rules() -> None:
    text = changed(D22, (RULES_22, "规章\t0\t0\t1\n行政规范性文件\t"))
    assert said("PLA-04", known(text, registered("规章"))) == []
    assert len(said("PLA-04", known(text, registered("许可")))) == 1


def emptied(name: str, organ: str) -> str:
    """Return a clean report of an organ with zero for every figure."""
    lines = base(name).replace(ORGAN, organ).replace(DEPARTMENT, organ).split("\n")
    return "\n".join(_zeros(line) if "\t" in line else line for line in lines)


def _zeros(line: str) -> str:
    return "\t".join("0" if cell.lstrip("-").replace(".", "").isdigit() else cell for cell in line.split("\t"))


@pytest.mark.parametrize(
    ("organ", "expected"),
    [(ORGAN, ["note"]), ("松溪镇人民政府", []), ("城关街道办事处", []), (DEPARTMENT, []), ("青岚经开区", [])],
)
def test_nothing_but_zeros(organ: str, expected: list[str]) -> None:
    assert [one.severity for one in said("PLA-07", known(emptied(B22, organ)))] == expected


def test_a_department_with_powers_has_figures() -> None:
    assert len(said("PLA-07", known(emptied(D22, DEPARTMENT), registered("处罚")))) == 1
    assert said("PLA-07", known(emptied(D22, DEPARTMENT), registered())) == []


def test_zeros_are_not_called_so_where_a_figure_is_unread() -> None:
    text = emptied(B22, ORGAN).replace("行政处罚\t0", "行政处罚\t见附件")
    assert said("PLA-07", known(text)) == []
    assert unassessed("PLA-07", known(text)) is not None


@pytest.mark.parametrize("rule", ["PLA-02", "PLA-04", "PLA-07"])
def test_an_unknown_organ_is_not_judged(rule: str) -> None:
    text = (
        emptied(A19, ORGAN)
        if rule == "PLA-07"
        else changed(A19, (DOCUMENTS, "规范性文件\t1\t1\t1"), ("规章\t0", "规章\t1"))
    )
    assert said(rule, report(text)) == []
    assert unassessed(rule, report(text)) is not None


def test_thresholds_are_options() -> None:
    two = known(changed(A19, *filled("117 149 266", "0 0 0", "0 0 0", "0 0 0")))
    assert len(said("PLA-01", two, least=1)) == 1
    assert said("PLA-05", two, ratio=2) == []
    assert len(said("PLA-03", known(base(A19)), most=15)) == 1


def test_the_amount_in_the_other_unit_is_offered() -> None:
    text = changed(A19, (PROCURED, "政府集中采购\t392\t60070512.0000"))
    (found,) = said("PLA-03", known(text))
    assert found.mended == base(A19)
    assert found.finding.fix is not None
    assert not found.finding.fix.safe


def bought(projects: str, amount: str) -> list[Change]:
    return [(PROCURED, f"政府集中采购\t{projects}\t{amount}")]


LIMITS: list[tuple[str, str, list[Change], int]] = [
    ("PLA-03", A19, bought("1", "0.0500"), 0),
    ("PLA-03", A19, bought("1", "0.0499"), 1),
    ("PLA-03", A19, bought("1", "5000.0000"), 0),
    ("PLA-03", A19, bought("1", "5000.0001"), 1),
    ("PLA-03", A19, bought("3", "15000.0003"), 1),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1000000.00")], 1),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t999999.99")], 0),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1000000.00"), *as_organ("松溪镇人民政府")], 1),
    ("PLA-03", B22, [("行政事业性收费\t162.38", "行政事业性收费\t1000000.00"), *as_organ("青岚县水利局")], 0),
    ("PLA-05", A19, filled("20 21 266", "=", "=", "="), 1),
    ("PLA-05", A19, filled("20 20 266", "=", "=", "="), 0),
    ("PLA-05", A19, filled("=", "488 489 5031", "=", "="), 1),
    ("PLA-05", A19, filled("=", "=", "605 606 2186", "111 112 95"), 2),
    ("PLA-06", B22, fee("收取信息处理费385元、395元。"), 1),
    ("PLA-06", B22, fee("收取信息处理费385元，实收385元。"), 1),
    ("PLA-06", B22, fee("落实信息处理费办法。全年支出385元。"), 0),
    ("PLA-06", B22, fee("信息处理费385元/件。"), 0),
    ("PLA-06", B22, fee("信息处理费380.5元。"), 1),
    ("PLA-04", B22, [(RULES_22, "规章\t0\t1\t0\n行政规范性文件\t"), *as_organ("青岚经开区管委会")], 1),
]


@pytest.mark.parametrize(("rule", "name", "changes", "count"), LIMITS)
def test_limits(rule: str, name: str, changes: list[Change], count: int) -> None:
    assert len(said(rule, known(changed(name, *changes)))) == count


def test_options_of_limits() -> None:
    nothing = known(changed(A19, *filled("0 0 0", "0 0 0", "0 0 0", "0 0 0")))
    assert said("PLA-01", nothing, least=0) == []
    grown = known(changed(A19, *filled("0 5 266", "=", "=", "=")))
    assert said("PLA-05", grown) == []
    (one,) = said("PLA-05", grown, least=0)
    assert "500%" in one.words.zh
    assert said("PLA-06", known(changed(B22, *fee("收取信息处理费385元。"))), step=5) == []
    assert len(said("PLA-03", known(base(B22)), county_limit=162)) == 1
    assert said("PLA-03", known(base(B22)), county_limit=163) == []


def test_powers_are_not_looked_for_in_a_governments_report() -> None:
    government = known(base(D22), registered("许可", kind="government"))
    assert said("PLA-11", government) == []
    assert unassessed("PLA-11", government) is not None


def test_no_power_at_all_is_told_so() -> None:
    found = said("PLA-11", known(base(D22), registered()))
    assert {one.words.zh.partition("登记的职权：")[2][:1] for one in found} == {"无"}
