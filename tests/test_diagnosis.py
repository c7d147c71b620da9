"""Diagnosis: which cell is named, when none is, and what is said of it."""

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st

from audit_core.diagnosis import diagnose
from audit_core.diagnosis.repair import FailingEquation, LinearSpan, components, smallest, solve
from audit_core.document import Cell
from audit_core.equations import CompiledEquations, Equation
from audit_core.findings import Finding, RuleResult, Severity, Status
from audit_core.forms import Form
from audit_core.report import BoundTable, Fact, Readings
from tests.balanced import (
    OGI_RULES,
    SEVERITIES,
    SQUARE_RULES,
    UNDECIDED,
    Printed,
    lines,
    ogi,
    ogi_compiled,
    ogi_figures,
    report_of,
    short_row,
    small,
    square,
    square_figures,
)

Judged = Mapping[str, RuleResult]
Change = tuple[str, int]


def judged(changes: Mapping[str, Printed], *readings: Readings, seed: int = 1) -> Judged:
    """Judge balanced figures of the form of 2019 after some of table 3's are replaced."""
    return diagnose(report_of(ogi(), {**ogi_figures(seed), **changes}, *readings), ogi_compiled(), SEVERITIES)


def moved(*changes: Change, seed: int = 1) -> Judged:
    """Judge balanced figures after some of table 3's are moved by a number."""
    figures = ogi_figures(seed)
    new: dict[str, Printed] = {f"applications/{at}": figures[f"applications/{at}"] for at, _ in changes}
    for at, by in changes:
        new[f"applications/{at}"] += by  # type: ignore[operator]
    return judged(new, seed=seed)


def failing(result: Judged) -> dict[str, list[str]]:
    return {rule: [f.key for f in said.findings] for rule, said in result.items() if said.status is Status.FAIL}


def only(result: Judged) -> Finding:
    (finding,) = (finding for said in result.values() for finding in said.findings)
    return finding


def test_a_balanced_report_passes() -> None:
    result = judged({})
    assert {rule: (said.status, said.checked) for rule, said in result.items()} == {
        "TAB-22": (Status.PASS, 2),
        "TAB-23": (Status.PASS, 5),
        "TAB-31": (Status.PASS, 23),
        "TAB-32": (Status.PASS, 7),
        "TAB-33": (Status.PASS, 7),
        "TAB-34": (Status.NOT_APPLICABLE, 0),
        "TAB-41": (Status.PASS, 3),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            [("granted/total", 1), ("partial/total", -1)],
            {"TAB-31": ["applications/row/granted"]},
        ),
        (
            [("granted/natural", 1), ("granted/business", -1)],
            {"TAB-33": ["applications/column/natural"]},
        ),
        (
            [("received/natural", 1), ("received/total", 1)],
            {"TAB-32": ["applications/column/natural"]},
        ),
        (
            [("granted/natural", 1), ("granted/total", 1)],
            {"TAB-33": ["applications/column/natural"]},
        ),
        (
            [("granted/natural", 1), ("partial/business", 2), ("granted/total", 1), ("partial/total", 2)],
            {"TAB-33": ["applications/column/natural", "applications/column/business"]},
        ),
        ([("granted/natural", 1)], {"TAB-31": ["applications/granted/natural"], "TAB-33": []}),
        ([("total/total", 1)], {"TAB-31": [], "TAB-32": ["applications/total/total"], "TAB-33": []}),
        ([("carried_out/total", 1)], {"TAB-31": [], "TAB-32": ["applications/carried_out/total"]}),
        (
            [("granted/natural", 1), ("partial/business", 5)],
            {"TAB-31": ["applications/granted/natural", "applications/partial/business"], "TAB-33": []},
        ),
        (
            [("granted/natural", 2), ("received/business", 3)],
            {"TAB-31": ["applications/granted/natural"], "TAB-32": ["applications/received/business"], "TAB-33": []},
        ),
        (
            [("granted/natural", 1), ("partial/business", 1)],
            {
                "TAB-31": ["applications/row/granted", "applications/row/partial"],
                "TAB-33": ["applications/column/natural", "applications/column/business"],
            },
        ),
    ],
)
def test_faults_in_table_3(changes: list[Change], expected: dict[str, list[str]]) -> None:
    result = moved(*changes, seed=11)
    found = failing(result)
    assert {rule: sorted(keys) for rule, keys in found.items()} == {
        rule: sorted(keys) for rule, keys in expected.items()
    }
    others = [said for rule, said in result.items() if rule not in found]
    assert all(said.status in (Status.PASS, Status.NOT_APPLICABLE) for said in others)


def test_a_cause_names_cell_value_and_consequences() -> None:
    result = judged({"applications/granted/natural": 61}, seed=5)
    right = ogi_figures(5)["applications/granted/natural"]
    finding = only(result)
    assert finding.message is not None
    assert finding.message.zh.startswith(
        f"表三“（一）予以公开”行“自然人”列的 61 有误：改为 {right}，则 2 条不成立的等式全部成立（(1) 表三“（一）予以公开”行合计不等："
    )
    assert finding.message.en.startswith(
        f"Table 3, row “granted”, column “natural persons”: 61 is wrong; with {right} "
    )
    assert [(c.rule, c.key) for c in finding.consequences] == [("TAB-33", "applications/column/natural")]
    assert isinstance(finding.at, Fact)
    assert finding.at.concept.key == finding.key == "applications/granted/natural"
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.safe) == (str(right), False)
    assert finding.evidence[0].raw == "61"
    assert finding.sides is not None
    assert finding.sides.difference == 61 - int(str(right))
    assert result["TAB-33"].reasons[0].en == "1 relation fails, which the finding of TAB-31 explains"


def test_the_gravest_rule_has_the_finding() -> None:
    grave = SEVERITIES | {"TAB-33": Severity.BLOCKER}
    report = report_of(ogi(), ogi_figures(5) | {"applications/granted/natural": 61})
    result = diagnose(report, ogi_compiled(), grave)
    assert failing(result) == {"TAB-31": [], "TAB-33": ["applications/granted/natural"]}


def test_one_relation_alone_names_no_cell() -> None:
    finding = only(judged({"cases/review/total": 3}))
    assert finding.message == (
        "表四“行政复议”栏合计不等：结果维持 0 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 0，总计 3，相差 3",
        (
            "Table 4, block “administrative review” does not add up: "
            "upheld 0 + corrected 0 + other result 0 + pending 0 = 0; total 3; difference 3"
        ),
    )
    assert (finding.key, finding.fix, finding.consequences) == ("cases/row/review", None, ())
    assert isinstance(finding.at, Fact)
    assert finding.at.concept.key == "cases/review/total"


def test_a_balance_shows_both_sides_and_the_difference() -> None:
    table = {"received": 121, "carried_in": 6, "granted": 118, "total": 118, "carried_out": 8}
    rows = ogi().tables["applications"].rows
    zero: dict[str, Printed] = {
        f"applications/{r}/{c}": 0 for r in rows for c in ("natural", "business", "total") if not rows[r].optional
    }
    own: dict[str, Printed] = {f"applications/{r}/{c}": v for r, v in table.items() for c in ("natural", "total")}
    others: dict[str, Printed] = {c.key: 0 for c in ogi().concepts if c.table != "applications"}
    result = diagnose(report_of(ogi(), others | zero | own), ogi_compiled(), SEVERITIES)
    message = result["TAB-32"].findings[0].message
    assert message is not None
    assert (
        message.zh
        == "表三“自然人”列勾稽关系不成立：本年新收 121 + 上年结转 6 = 127，总计 118 + 结转下年 8 = 126，相差 1"
    )
    assert message.en == (
        "Table 3, column “natural persons” does not balance: received this year 121 + carried in 6 = 127; "
        "total handled 118 + carried out 8 = 126; difference 1"
    )


def test_exchanged_figures_are_a_possible_explanation() -> None:
    figures = ogi_figures(2)
    row = "applications/unable_not_held"
    figures |= {f"{row}/natural": 0, f"{row}/business": 13}
    result = diagnose(report_of(ogi(), balanced(figures, row)), ogi_compiled(), SEVERITIES)
    (finding,) = result["TAB-33"].findings
    assert finding.key == "applications/column/natural"
    assert [consequence.key for consequence in finding.consequences] == ["applications/column/business"]
    assert finding.advice is not None
    assert "“自然人”列的 13 与" in finding.advice.zh
    assert "possibly exchanged" in finding.advice.en


def test_a_figure_wrong_in_its_column_and_in_the_total_of_its_row_is_one_finding() -> None:
    finding = only(moved(("granted/natural", 1), ("granted/total", 1), seed=11))
    assert finding.key == "applications/column/natural"
    assert [consequence.key for consequence in finding.consequences] == ["applications/column/total"]
    assert finding.message is not None
    assert finding.message.zh.endswith("，相差 1；表三“总计”列随之不符，相差 1")
    assert finding.message.en.endswith("; Table 3, column “total” fails with it; difference 1")
    assert {one.at.concept.column for one in finding.evidence if isinstance(one.at, Fact)} == {"natural", "total"}


EXCHANGED: dict[str, Printed] = {
    "t/r1/c1": 4, "t/r1/c2": 9, "t/r1/sum": 13, "t/r2/c1": 1, "t/r2/c2": 2, "t/r2/sum": 3,
    "t/sum/c1": 10, "t/sum/c2": 6, "t/sum/sum": 16,
}  # fmt: skip
"""The first row's figures are the other way round; its sum and those of the columns are right."""


@pytest.mark.parametrize(
    ("limit", "said"),
    [("r1.c1 >= 0", True), ("r2.c1 >= 3", True), ("r1.c1 >= 6", True), ("r1.c1 >= 12", False), ("5 >= r1.c1", False)],
)
def test_an_exchange_is_said_only_where_all_that_the_two_stand_in_holds(limit: str, said: bool) -> None:
    rules = SQUARE_RULES | {"MOST-1": (Equation(("t",), "table", limit),)}
    result = diagnose(
        report_of(square(2, 2), EXCHANGED), CompiledEquations(square(2, 2), rules), dict.fromkeys(rules, Severity.ERROR)
    )
    (column,) = result["COL-1"].findings
    assert bool(column.advice) is said
    assert all(finding.advice is None for finding in result["MOST-1"].findings)


def test_an_exchange_is_not_said_where_a_row_that_it_touches_cannot_be_told() -> None:
    result = diagnose(
        report_of(square(2, 2), EXCHANGED | {"t/r1/sum": "13 in all"}),
        CompiledEquations(square(2, 2), SQUARE_RULES),
        dict.fromkeys(SQUARE_RULES, Severity.ERROR),
    )
    assert [finding.advice for finding in result["COL-1"].findings] == [None, None]


def balanced(figures: dict[str, Printed], row: str) -> dict[str, Printed]:
    """Make everything add up with a row's figures, then exchange two of them."""
    table = ogi().tables["applications"]
    number = {key: int(str(value)) for key, value in figures.items()}
    for column in table.groups["applicants"]:
        total = sum(number[f"applications/{r}/{column}"] for r in table.groups["results"])
        number[f"applications/total/{column}"] = total
        number[f"applications/received/{column}"] = total
        number |= {f"applications/carried_{way}/{column}": 0 for way in ("in", "out")}
    for r in (*table.groups["results"], "received", "carried_in", "total", "carried_out"):
        number[f"applications/{r}/total"] = sum(number[f"applications/{r}/{c}"] for c in table.groups["applicants"])
    one, two = f"{row}/natural", f"{row}/business"
    number[one], number[two] = number[two], number[one]
    return dict(number)


@pytest.mark.parametrize(
    ("changes", "rule", "zh"),
    [
        (
            {"enforcement/penalties/previous": 4, "enforcement/penalties/change": -6},
            "TAB-23",
            "第二十条第（六）项“行政处罚”行不成立：上一年项目数量 4 + 本年增/减 -6 = -2，应 ≥ 0",
        ),
        (
            {"documents/rules/disclosed": 4},
            "TAB-22",
            "第二十条第（一）项“规章”行不成立：对外公开总数量 0，应 ≥ 本年新公开数量 4，相减得 -4",
        ),
    ],
)
def test_inequalities(changes: Mapping[str, Printed], rule: str, zh: str) -> None:
    result = judged(changes)
    assert failing(result).keys() == {rule}
    finding = only(result)
    assert finding.message is not None
    assert finding.message.zh == zh
    assert finding.sides is not None
    assert finding.sides.relation == ">="


@pytest.mark.parametrize(
    ("changes", "unchecked", "reason"),
    [
        ({"granted/natural": "many"}, {"TAB-31": 1, "TAB-33": 1}, "“many” cannot be read as a figure"),
        ({"granted/total": ""}, {"TAB-31": 1, "TAB-33": 1}, "row “granted”, column “total” is blank"),
        ({"total/total": "/"}, {"TAB-31": 1, "TAB-32": 1, "TAB-33": 1}, "is a placeholder"),
        ({"received/natural": None}, {"TAB-31": 1, "TAB-32": 1}, "is not printed"),
    ],
)
def test_what_cannot_be_told_is_not_assessed(
    changes: Mapping[str, Printed], unchecked: Mapping[str, int], reason: str
) -> None:
    figures = {f"applications/{at}": value for at, value in changes.items()}
    result = judged(figures, seed=7)
    assert {rule: said.unchecked for rule, said in result.items() if said.unchecked} == unchecked
    assert all(result[rule].status is Status.NOT_ASSESSED for rule in unchecked)
    assert all(reason in result[rule].reasons[0].en for rule in unchecked)
    assert not failing(result)


def test_a_whole_column_of_reasons_is_kept_short() -> None:
    rows = ogi().tables["applications"].groups["results"]
    reasons = judged({f"applications/{row}/natural": "many" for row in rows})["TAB-31"].reasons
    assert len(reasons) == 6
    assert reasons[-1].en == "14 more"


def test_a_blank_cell_may_be_the_cause() -> None:
    figures = ogi_figures(4)
    key = next(k for k, v in figures.items() if k.startswith("applications/") and k.endswith("/natural") and v == 40)
    finding = only(judged({key: ""}, seed=4))
    assert finding.key == key
    assert finding.message is not None
    assert "的空白有误：改为 40，" in finding.message.zh
    assert "a figure is missing; with 40 instead" in finding.message.en
    assert finding.fix is None


def test_zero_rows_and_columns_that_are_not_printed_break_nothing() -> None:
    row = {f"applications/refused_publication/{c}": None for c in ogi().tables["applications"].columns}
    figures = ogi_figures() | dict.fromkeys(row, 0)
    without = diagnose(report_of(ogi(), balanced_zero(figures) | row), ogi_compiled(), SEVERITIES)
    assert not failing(without)
    assert (without["TAB-31"].status, without["TAB-31"].checked) == (Status.PASS, 22)


def balanced_zero(figures: dict[str, Printed]) -> dict[str, Printed]:
    return balanced(figures, "applications/refused_publication")


@pytest.mark.parametrize(
    ("bound", "reason"),
    [
        (None, "Table 4 is not printed"),
        (BoundTable(ogi().tables["cases"], None, "ogi-2021"), "Table 4 is printed in the form ogi-2021"),
        (BoundTable(ogi().tables["cases"], None), "Table 4 prints none of the lines to check"),
    ],
)
def test_a_table_that_is_not_printed_is_not_assessed(bound: BoundTable | None, reason: str) -> None:
    figures = {k: v for k, v in ogi_figures().items() if not k.startswith("cases/")}
    report = report_of(ogi(), figures, tables={"cases": bound} if bound else {})
    said = diagnose(report, ogi_compiled(), SEVERITIES)["TAB-41"]
    assert (said.status, said.checked, said.unchecked) == (Status.NOT_ASSESSED, 0, 3)
    assert said.reasons[0].en == reason


@pytest.mark.parametrize(("printed", "status"), [(0, Status.PASS), (5, Status.FAIL)])
def test_printed_subtotals_are_checked(printed: int, status: Status) -> None:
    columns = ogi().tables["applications"].columns
    denied = ogi().tables["applications"].groups["denied"]
    figures = ogi_figures()
    subtotals: dict[str, Printed] = {
        f"applications/denied_subtotal/{c}": sum(int(str(figures[f"applications/{r}/{c}"])) for r in denied)
        for c in columns
        if not columns[c].optional
    }
    subtotals["applications/denied_subtotal/natural"] += printed  # type: ignore[operator]
    said = judged(subtotals)["TAB-34"]
    assert (said.status, said.checked, said.unchecked) == (status, 7, 0)
    assert [f.key for f in said.findings] == (["applications/denied_subtotal/natural"] if printed else [])


def seed_table() -> tuple[dict[str, Printed], list[Readings]]:
    """Table 3 with nineteen rows of six figures; only one of them says different things when read differently."""
    form = ogi()
    table = form.tables["applications"]
    statutory = [c for c, line in table.columns.items() if not line.optional]
    figures: dict[str, Printed] = {c.key: 0 for c in form.concepts if c.table != "applications"}
    for row in ("received", "carried_in", "total", "carried_out"):
        one = int(row in {"received", "total"})
        figures |= {f"applications/{row}/{c}": one * (c in {"natural", "total"}) for c in statutory}
    readings = []
    for row in table.groups["results"]:
        figures |= {f"applications/{row}/{c}": UNDECIDED for c in statutory}
        literal, shifted = (0, 1, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 0, 1)
        vectors = [literal, shifted] if row == "unable_not_held" else [(0,) * 7]
        cells = tuple(Cell(text, 0, n) for n, text in enumerate("100001"))
        read = short_row(form, row, *vectors)
        readings.append(Readings(read.table, row, read.vectors, cells, Cell("1.本机关不掌握", 0, 0), 6, 7))
    return figures, readings


def test_rows_that_are_too_short_are_read_every_way() -> None:
    figures, readings = seed_table()
    result = diagnose(report_of(ogi(), figures, *readings), ogi_compiled(), SEVERITIES)
    assert {rule: said.status for rule, said in result.items()} == {
        "TAB-22": Status.PASS,
        "TAB-23": Status.PASS,
        "TAB-31": Status.PASS,
        "TAB-32": Status.PASS,
        "TAB-33": Status.REVIEW,
        "TAB-34": Status.NOT_APPLICABLE,
        "TAB-41": Status.PASS,
    }
    (lead,) = result["TAB-33"].findings
    assert lead.key == "applications/column/natural"
    assert [consequence.key for consequence in lead.consequences] == ["applications/column/business"]
    assert lead.status is Status.REVIEW
    assert lead.responsibility == "conversion"
    assert lead.advice == ("对照原网页表格核对", "check against the original page")
    assert lead.evidence[-1].raw == "1 0 0 0 0 1"
    assert lead.message is not None
    assert lead.message.zh == (
        "表三“自然人”列待核：“1.本机关不掌握相关政府信息”行的数字个数与列数不符，所在列无法确定；"
        "一种读法成立（1.本机关不掌握相关政府信息 1（其余为 0），总计 1），另一种读法不成立（各项均为 0，总计 1）；表三“商业企业”列同样待核"
    )
    assert "holds under one reading" in lead.message.en


def test_what_fails_under_every_reading_takes_no_part_in_naming_a_cell() -> None:
    figures, readings = seed_table()
    figures["applications/total/business"] = 5
    result = diagnose(report_of(ogi(), figures, *readings), ogi_compiled(), SEVERITIES)
    assert [f.key for f in result["TAB-32"].findings] == ["applications/total/business"]
    assert [c.key for c in result["TAB-32"].findings[0].consequences] == ["applications/row/total"]
    fail = next(f for f in result["TAB-33"].findings if f.status is Status.FAIL)
    assert (fail.key, fail.fix, fail.evidence[-1].raw) == ("applications/column/business", None, "1 0 0 0 0 1")
    assert result["TAB-33"].status is Status.FAIL


CELLS = st.tuples(st.integers(0, 4), st.integers(0, 4))
DELTA = st.integers(-20, 20).filter(bool)


def broken(
    form: Form, seed: int, *faults: tuple[tuple[int, int], int]
) -> tuple[Judged, dict[str, int], dict[str, int]]:
    """Judge a balanced square of four by four after faults; also return the right and the printed figures."""
    right = square_figures(4, 4, random.Random(seed))
    keys = list(right)
    printed = dict(right)
    for (r, c), delta in faults:
        printed[keys[5 * r + c]] += delta
        if printed[keys[5 * r + c]] < 0:
            reject()
    severities = dict.fromkeys(SQUARE_RULES, Severity.ERROR)
    return diagnose(report_of(form, printed), CompiledEquations(form, SQUARE_RULES), severities), right, printed


SQUARE = square(4, 4)


@given(st.integers(0, 10_000), CELLS, DELTA)
@example(0, (4, 4), 3)
def test_a_single_fault_is_named(seed: int, at: tuple[int, int], delta: int) -> None:
    result, right, printed = broken(SQUARE, seed, (at, delta))
    key = next(k for k in right if right[k] != printed[k])
    finding = only(result)
    assert finding.key == key
    assert finding.fix is not None
    assert finding.fix.text == str(right[key])
    assert len(finding.consequences) == 1
    assert all(said.status is Status.FAIL for said in result.values())


@given(st.integers(0, 10_000), CELLS, DELTA, CELLS, DELTA)
def test_two_independent_faults_stay_two(
    seed: int, one: tuple[int, int], by: int, two: tuple[int, int], by2: int
) -> None:
    assume(one[0] != two[0] and one[1] != two[1] and abs(by) != abs(by2))
    result, right, printed = broken(SQUARE, seed, (one, by), (two, by2))
    found = {f.key: f.fix.text for said in result.values() for f in said.findings if f.fix}
    assert found == {key: str(right[key]) for key in right if right[key] != printed[key]}


@given(st.integers(0, 10_000), st.lists(st.tuples(CELLS, DELTA), max_size=9))
def test_whatever_is_wrong_each_failing_relation_is_explained(
    seed: int, faults: list[tuple[tuple[int, int], int]]
) -> None:
    result, _, printed = broken(SQUARE, seed, *faults)
    wrong = unbalanced(printed)
    findings = [finding for said in result.values() for finding in said.findings]
    explained = {finding.key for finding in findings if finding.fix is None}
    for finding in findings:
        explained |= {consequence.key for consequence in finding.consequences}
        if finding.fix:
            explained |= {f"t/row/{finding.key.split('/')[1]}", f"t/column/{finding.key.split('/')[2]}"}
    assert explained == wrong
    fixed = printed | {f.key: int(f.fix.text) for f in findings if f.fix}
    assert unbalanced(fixed) <= wrong


def unbalanced(figures: Mapping[str, int]) -> set[str]:
    rows, columns = [[*(f"{axis}{n + 1}" for n in range(4)), "sum"] for axis in "rc"]
    broken_rows = {r for r in rows if sum(figures[f"t/{r}/{c}"] for c in columns[:-1]) != figures[f"t/{r}/sum"]}
    broken_columns = {c for c in columns if sum(figures[f"t/{r}/{c}"] for r in rows[:-1]) != figures[f"t/sum/{c}"]}
    return {f"t/row/{r}" for r in broken_rows} | {f"t/column/{c}" for c in broken_columns}


def test_a_repair_may_not_break_an_inequality() -> None:
    form = square(2, 2)
    rules = SQUARE_RULES | {"MOST-1": (Equation(("t",), "table", "r1.c1 >= 5"),)}
    grid = {"t/r1/c1": 7, "t/r1/c2": 1, "t/r1/sum": 5, "t/r2/c1": 0, "t/r2/c2": 1, "t/r2/sum": 1}
    figures = grid | {"t/sum/c1": 4, "t/sum/c2": 2, "t/sum/sum": 6}
    severities = dict.fromkeys(rules, Severity.ERROR)
    with_limit = diagnose(report_of(form, figures), CompiledEquations(form, rules), severities)
    without = diagnose(report_of(form, figures), CompiledEquations(form, SQUARE_RULES), severities)
    assert only(without).key == "t/r1/c1"
    assert {f.key for said in with_limit.values() for f in said.findings} == {"t/row/r1", "t/column/c1"}


@pytest.mark.parametrize(
    ("kind", "total", "named"),
    [
        ("count", "1", False),
        ("change", "1", True),
        ("money", "3.5", True),
        ("count", "3.5", False),
        ("money", "1", False),
    ],
)
def test_a_repair_must_be_a_value_the_concept_allows(kind: str, total: str, named: bool) -> None:
    """The cell in both failing relations would have to become negative, or broken."""
    form = small(
        t={
            "rows": lines("r1", "r2", "sum"),
            "columns": {k: {"label": k, "en": k, "type": kind, "decimals": 1} for k in ("c1", "c2", "sum")},
            "groups": {"rows": ["r1", "r2"], "columns": ["c1", "c2"]},
        }
    )
    other = Decimal(total)
    figures: dict[str, Printed] = {"t/r1/c1": 0, "t/r1/c2": 2, "t/r1/sum": other, "t/r2/c1": 3, "t/r2/c2": 0}
    figures |= {"t/r2/sum": 3, "t/sum/c1": 3 + other - 2, "t/sum/c2": 2, "t/sum/sum": other + 3}
    result = diagnose(
        report_of(form, figures), CompiledEquations(form, SQUARE_RULES), dict.fromkeys(SQUARE_RULES, Severity.ERROR)
    )
    keys = {f.key for said in result.values() for f in said.findings}
    assert keys == ({"t/r1/c1"} if named else {"t/row/r1", "t/column/c1"})


def test_causes_that_meet_in_one_relation_are_told_together() -> None:
    """Two cells of one row: each alone leaves that row unbalanced."""
    result, right, _ = broken(SQUARE, 11, ((0, 0), 2), ((0, 1), 5))
    findings = result["COL-1"].findings + result["ROW-1"].findings
    assert {f.key: f.fix.text for f in findings if f.fix} == {k: str(right[k]) for k in ("t/r1/c1", "t/r1/c2")}
    message = next(f.message for f in findings if f.key == "t/r1/c1")
    assert message is not None
    assert f"且Table t“r1”行“c2”列改为 {right['t/r1/c2']}" in message.zh.replace("R1", "r1").replace("C2", "c2")


@pytest.mark.parametrize(
    ("equation", "follows"),
    [
        ({1: 1, 2: 1}, {0}), ({2: 1, 3: 1}, {1}), ({1: 1, 3: -1}, {0, 1}), ({1: 2, 2: 2}, {0}),
        ({4: 3, 5: -3, 1: 1, 2: 1}, {0}), ({1: 1, 3: 1}, set()), ({6: 1}, set()),
    ],
)  # fmt: skip
def test_what_follows_from_other_equations(equation: dict[int, int], follows: set[int]) -> None:
    span = LinearSpan([{4: 1, 5: -1}])
    assert span.add({1: 1, 2: 1}, 0) == span.add({2: 1, 3: 1}, 1) == set()
    assert span.add(equation) == follows


BOTH = [FailingEquation(0, {1: 1, 2: 1}, 3), FailingEquation(1, {1: 1, 3: -1}, 3)]


@pytest.mark.parametrize(
    ("equations", "cells", "solution"),
    [
        (BOTH, [1], {1: -3}),
        (BOTH, [2, 3], {2: -3, 3: 3}),
        (BOTH, [2], None),
        (BOTH[:1], [1, 2], {}),
        ([FailingEquation(0, {1: 2}, 3)], [1], {1: Decimal("-1.5")}),
        ([FailingEquation(0, {1: 3}, 1)], [1], None),
    ],
)
def test_solving(equations: list[FailingEquation], cells: list[int], solution: object) -> None:
    assert solve(equations, cells) == solution


def test_the_smallest_set_goes_first_and_must_be_unique() -> None:
    assert smallest(BOTH, {1, 2, 3}, lambda _: True) == {1: -3}
    assert smallest(BOTH, {2, 3}, lambda _: True) == {2: -3, 3: 3}
    assert smallest(BOTH[:1], {1, 2}, lambda _: True) is None
    assert smallest(BOTH, {2}, lambda _: True) is None
    assert smallest(BOTH, {1}, lambda _: False) is None


def test_equations_that_share_no_candidate_are_told_apart() -> None:
    chain = [FailingEquation(n, {n: 1, n + 1: 1}, 1) for n in range(4)]
    assert [[e.number for e in group] for group in components(chain, {0, 1, 3, 4})] == [[0, 1], [2, 3]]


def test_a_page_of_faults_is_not_searched_for_ever() -> None:
    form = square(20, 20)
    source = random.Random(1)
    figures = {key: source.randint(0, 99) for key in square_figures(20, 20, source)}
    result = diagnose(
        report_of(form, figures), CompiledEquations(form, SQUARE_RULES), dict.fromkeys(SQUARE_RULES, Severity.ERROR)
    )
    assert sum(len(said.findings) for said in result.values()) == 42


def test_every_rule_of_the_form_is_judged() -> None:
    assert judged({}).keys() == OGI_RULES.keys()
