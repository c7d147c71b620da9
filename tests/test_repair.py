"""Diagnosis, closely: what solves failing equations within rounding, how far is searched, and what a lead says."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from audit_core.diagnosis import diagnose, repair
from audit_core.diagnosis.repair import MOST_FAULTS, FailingEquation, LinearSpan, components, smallest, solve
from audit_core.document import Cell
from audit_core.equations import CompiledEquations, Equation
from audit_core.findings import Finding, RuleResult, Severity, Status
from audit_core.forms import Form
from audit_core.report import Readings
from tests.balanced import SQUARE_RULES, UNDECIDED, Printed, lines, report_of, small, square

Rules = Mapping[str, tuple[Equation, ...]]


@pytest.mark.parametrize(
    ("equations", "cells", "solution"),
    [
        # What is left over must be no more than the slacks, which add up and scale as the rows do.
        ([FailingEquation(0, {1: 1}, 3), FailingEquation(1, {1: 1}, 4, 1)], [1], {1: -3}),
        ([FailingEquation(0, {1: 1}, 3), FailingEquation(1, {1: 1}, 4, Decimal("0.9"))], [1], None),
        ([FailingEquation(0, {1: 1}, 3, 1), FailingEquation(1, {1: 1}, 4)], [1], {1: -3}),
        ([FailingEquation(0, {1: 1}, 3, Decimal("0.9")), FailingEquation(1, {1: 1}, 4)], [1], None),
        ([FailingEquation(0, {1: 2}, 4, 1), FailingEquation(1, {1: 1}, Decimal("2.5"))], [1], {1: -2}),
        ([FailingEquation(0, {1: 2}, 4, 1), FailingEquation(1, {1: 1}, Decimal("2.6"))], [1], None),
        ([FailingEquation(0, {1: -2}, 4, 1), FailingEquation(1, {1: 1}, Decimal("-2.5"))], [1], {1: 2}),
        ([FailingEquation(0, {1: 1}, 2, 1), FailingEquation(1, {1: 3}, 9)], [1], {1: -2}),
        ([FailingEquation(0, {1: 1}, 2, 1), FailingEquation(1, {1: 3}, 10)], [1], None),
        ([FailingEquation(0, {1: 1}, 2, 1), FailingEquation(1, {1: -3}, -9)], [1], {1: -2}),
        (
            [FailingEquation(0, {2: 1}, 1, 5), FailingEquation(1, {1: 1}, 2), FailingEquation(2, {1: 1}, 3, 1)],
            [1, 2],
            {1: -2, 2: -1},
        ),
        (
            [FailingEquation(0, {2: 1}, 1, 5), FailingEquation(1, {1: 1}, 2), FailingEquation(2, {1: 1}, 4, 1)],
            [1, 2],
            None,
        ),
        # Cells that stand nowhere, or together only, can be changed in many ways.
        ([FailingEquation(0, {1: 1}, 3)], [1, 9], {}),
        ([FailingEquation(0, {1: 1, 2: 1}, 3), FailingEquation(1, {1: 2, 2: 2}, 6)], [1, 2], {}),
        ([FailingEquation(0, {1: 1, 2: 1}, 3), FailingEquation(1, {1: 2, 2: 2}, 7)], [1, 2], None),
        # A change that is no decimal cannot be printed.
        ([FailingEquation(0, {1: 8}, 1)], [1], {1: Decimal("-0.125")}),
        ([FailingEquation(0, {1: 7}, 1)], [1], None),
        ([FailingEquation(0, {1: 7}, 14)], [1], {1: -2}),
        ([FailingEquation(0, {1: 1}, Decimal("0.3"))], [1], {1: Decimal("-0.3")}),
        ([FailingEquation(0, {1: 1, 2: 3}, 4), FailingEquation(1, {2: 3}, 1)], [1, 2], None),
    ],
)
def test_solving_within_rounding(equations: list[FailingEquation], cells: list[int], solution: object) -> None:
    found = solve(equations, cells)
    assert found == solution
    if found:
        assert all(type(change) is (int if change == int(change) else Decimal) for change in found.values())


def apart(count: int) -> list[FailingEquation]:
    """Equations of one cell each, and one cell too many for none of them."""
    return [FailingEquation(n, {n: 1}, n + 1) for n in range(count)]


def test_so_many_faults_are_told_apart() -> None:
    assert smallest(apart(MOST_FAULTS), range(9), lambda _: True) == {n: -(n + 1) for n in range(MOST_FAULTS)}
    assert smallest(apart(MOST_FAULTS + 1), range(9), lambda _: True) is None
    assert smallest([], (), lambda _: True) is None


@pytest.mark.parametrize(("most", "found"), [(6, {1: -3}), (1, {1: -3}), (0, None)])
def test_the_search_is_given_up_after_so_many_sets(monkeypatch: pytest.MonkeyPatch, most: int, found: object) -> None:
    monkeypatch.setattr(repair, "_MOST_COVERS", most)
    both = [FailingEquation(0, {1: 1, 2: 1}, 3), FailingEquation(1, {1: 1, 3: -1}, 3)]
    assert smallest(both, {1, 2, 3}, lambda _: True) == found


def test_only_candidates_are_changed_and_only_as_is_admissible() -> None:
    one = [FailingEquation(0, {1: 1, 2: 1}, 3)]
    assert smallest(one, {1}, lambda _: True) == {1: -3}
    assert smallest(one, {2}, lambda _: True) == {2: -3}
    assert smallest(one, {1, 2}, lambda changes: 2 in changes) == {2: -3}
    assert smallest(one, {1, 2}, lambda _: False) is None
    # A cell that would not change is no part of a repair.
    two = [FailingEquation(0, {1: 1, 2: 1}, 3), FailingEquation(1, {2: 1, 3: 1}, 0)]
    assert smallest(two, {1, 2, 3}, lambda changes: len(changes) > 1) == {2: -3, 3: 3}


def test_groups_stand_in_the_order_of_their_equations() -> None:
    broken = [
        FailingEquation(0, {0: 1}, 1),
        FailingEquation(1, {1: 1}, 1),
        FailingEquation(2, {2: 1, 0: 1}, 1),
        FailingEquation(3, {1: 1, 9: 1}, 1),
    ]
    assert [[e.number for e in group] for group in components(broken, {0, 1, 2, 9})] == [[0, 2], [1, 3]]
    assert [[e.number for e in group] for group in components(broken, {9})] == [[0], [1], [2], [3]]
    assert [[e.number for e in group] for group in components(broken[::-1], {0, 1})] == [[0, 2], [1, 3]]
    bridge = [FailingEquation(0, {0: 1}, 1), FailingEquation(1, {1: 1}, 1), FailingEquation(2, {0: 1, 1: 1}, 1)]
    assert [[e.number for e in group] for group in components(bridge, {0, 1})] == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("granted", "equation", "follows"),
    [
        ([], {1: 1}, set()),
        ([{1: 1}], {1: 1}, {7, 8}),
        ([{2: 2}], {1: 3, 2: 1}, {7}),
        ([], {1: 2, 2: -2}, {7, 8}),
        ([], {}, set()),
    ],
)
def test_what_follows_names_what_it_follows_from(
    granted: list[dict[int, int]], equation: dict[int, int], follows: set[int]
) -> None:
    span = LinearSpan(granted)
    span.add({1: 1}, 7)
    if follows == {7, 8}:
        span.add({2: 1}, 8)
    found = span.add(equation)
    assert found <= follows | {7, 8}
    if not granted:
        assert found == (follows if len(equation) > 1 else ({7} if equation else set()))
    assert span.add({99: 5}) == set()
    assert span.add({99: 1}) == set()


def judged(
    of: Form, rules: Rules, figures: Mapping[str, Printed], *readings: Readings, **grave: Severity
) -> Mapping[str, RuleResult]:
    severities = dict.fromkeys(rules, Severity.WARNING) | {rule.replace("_", "-"): how for rule, how in grave.items()}
    return diagnose(report_of(of, figures, *readings), CompiledEquations(of, rules), severities)


GRID = square(2, 2)
RIGHT: dict[str, Printed] = {
    "t/r1/c1": 1, "t/r1/c2": 2, "t/r1/sum": 3, "t/r2/c1": 4, "t/r2/c2": 5, "t/r2/sum": 9,
    "t/sum/c1": 5, "t/sum/c2": 7, "t/sum/sum": 12,
}  # fmt: skip


@pytest.mark.parametrize(
    ("grave", "rule", "consequence"),
    [
        ({}, "COL-1", "t/row/r1"),
        ({"ROW_1": Severity.ERROR}, "ROW-1", "t/column/c1"),
        ({"COL_1": Severity.NOTE}, "ROW-1", "t/column/c1"),
        ({"COL_1": Severity.ERROR, "ROW_1": Severity.BLOCKER}, "ROW-1", "t/column/c1"),
    ],
)
def test_a_cause_is_told_by_the_gravest_rule_then_by_the_first(
    grave: Mapping[str, Severity], rule: str, consequence: str
) -> None:
    result = judged(GRID, SQUARE_RULES, RIGHT | {"t/r1/c1": 6}, **grave)
    ((told, finding),) = [(rule, finding) for rule, said in result.items() for finding in said.findings]
    assert (told, finding.key, [c.key for c in finding.consequences]) == (rule, "t/r1/c1", [consequence])
    (other,) = [said for said in result.values() if not said.findings]
    assert other.status is Status.FAIL
    assert [words.en for words in other.reasons] == [f"1 relation fails, which the finding of {rule} explains"]


def test_a_cause_is_told_by_the_shorter_equation_of_rules_that_are_as_grave() -> None:
    of = square(2, 4)
    figures: dict[str, Printed] = {c.key: 0 for c in of.concepts} | {"t/r1/c1": 6}
    result = judged(of, {"A-1": SQUARE_RULES["ROW-1"], "B-1": SQUARE_RULES["COL-1"]}, figures)
    assert [rule for rule, said in result.items() if said.findings] == ["B-1"]


@pytest.mark.parametrize(("rows", "reasons", "last"), [(1, 1, ""), (5, 5, ""), (6, 6, "1 more"), (8, 6, "3 more")])
def test_five_reasons_are_given_in_full(rows: int, reasons: int, last: str) -> None:
    of = square(8, 1)
    figures: dict[str, Printed] = {c.key: 0 for c in of.concepts} | {f"t/r{n + 1}/c1": "many" for n in range(rows)}
    said = judged(of, {"ROW-1": SQUARE_RULES["ROW-1"]}, figures)["ROW-1"]
    assert (said.status, said.checked, said.unchecked, len(said.reasons)) == (
        Status.NOT_ASSESSED, 9 - rows, rows, reasons,
    )  # fmt: skip
    assert said.reasons[-1].en == last or not last


@pytest.mark.parametrize(
    ("changed", "status", "checked", "unchecked"),
    [
        ({}, Status.PASS, 3, 0),
        ({"t/r1/sum": 4}, Status.FAIL, 3, 0),
        ({"t/r1/sum": None}, Status.NOT_ASSESSED, 2, 1),
        ({"t/r1/sum": None, "t/r2/sum": 8}, Status.FAIL, 2, 1),
        (dict.fromkeys(("t/r1/c1", "t/r1/c2", "t/r1/sum")), Status.PASS, 2, 0),
        (dict.fromkeys(RIGHT), Status.NOT_ASSESSED, 0, 3),
    ],
)
def test_what_was_checked_and_what_was_not(
    changed: Mapping[str, Printed], status: Status, checked: int, unchecked: int
) -> None:
    said = judged(GRID, {"ROW-1": SQUARE_RULES["ROW-1"]}, RIGHT | changed)["ROW-1"]
    assert (said.status, said.checked, said.unchecked) == (status, checked, unchecked)


def test_nothing_to_check_is_not_applicable() -> None:
    rules = {"ROW-1": SQUARE_RULES["ROW-1"], "NONE-1": (Equation(("elsewhere",), "row", "a = b"),)}
    result = judged(GRID, rules, RIGHT)
    assert {rule: said.status for rule, said in result.items()} == {
        "ROW-1": Status.PASS,
        "NONE-1": Status.NOT_APPLICABLE,
    }
    failing = judged(GRID, rules, RIGHT | {"t/r1/sum": 4})
    assert failing["NONE-1"].status is Status.NOT_APPLICABLE


def lead(rows: int, *, labels: bool = True) -> Finding:
    """One column whose rows can be read in two ways each; it holds under one of them."""
    of = square(rows, 1)
    figures: dict[str, Printed] = {f"t/r{n + 1}/c1": UNDECIDED for n in range(rows)} | {"t/sum/c1": rows}
    readings = [
        Readings("t", f"r{n + 1}", ((1, 0), (0, 1)), (Cell(" 1 ", 0, 0), Cell("0", 0, 1)), Cell("一行", 0, 0) if labels else None, 2, 3)
        for n in range(rows)
    ]  # fmt: skip
    rules = {
        "COL-1": (
            Equation(("t",), "column", "sum(rows) = sum", ("c1",)),
            Equation(("t",), "column", "sum(rows) = sum + 0", ("c1",)),
        )
    }
    (finding,) = judged(of, rules, figures, *readings)["COL-1"].findings
    return finding


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (1, "“R1”行的数字个数", "row “r1” prints another"),
        (2, "“R1”、“R2”行的数字个数", "rows “r1”, “r2” print another"),
        (3, "“R1”、“R2”、“R3”行的数字个数", "rows “r1”, “r2”, “r3” print another"),
        (4, "“R1”、“R2”、“R3”等 4 行的数字个数", "rows “r1”, “r2”, “r3” and 1 more row print another"),
    ],
)
def test_a_lead_names_up_to_three_rows(rows: int, zh: str, en: str) -> None:
    finding, key = lead(rows), "t/column/c1/r1" if rows == 1 else "t/column/c1/sum"
    assert finding.message is not None
    assert zh in finding.message.zh
    assert en in finding.message.en
    assert (finding.status, finding.responsibility, finding.key) == (Status.REVIEW, "conversion", key)
    assert len(finding.consequences) == 1
    (other,) = finding.consequences
    assert (other.rule, other.key) == ("COL-1", f"{key}/2")
    assert "holds under one reading" in other.words.en
    assert [(e.label.zh, e.raw, e.value) for e in finding.evidence[-rows:]] == [("一行", "1 0", None)] * rows


def test_a_row_without_a_label_is_called_by_its_key() -> None:
    assert lead(1, labels=False).evidence[-1].label == ("r1", "r1")


@pytest.mark.parametrize(
    ("types", "figures", "said"),
    [
        # c1 and c2 of the first row are the other way round.
        (("count", "count"), {"t/r1/c1": 2, "t/r1/c2": 1}, True),
        (("count", "money"), {"t/r1/c1": 2, "t/r1/c2": 1}, False),
    ],
)
def test_an_exchange_needs_figures_of_one_type(
    types: tuple[str, str], figures: Mapping[str, Printed], said: bool
) -> None:
    columns = lines(c1={"type": types[0]}, c2={"type": types[1]}, sum={"type": "count"})
    of = small(
        t={
            "rows": lines("r1", "r2", "sum"),
            "columns": columns,
            "groups": {"rows": ["r1", "r2"], "columns": ["c1", "c2"]},
        }
    )
    result = judged(of, SQUARE_RULES, RIGHT | figures)
    findings = [finding for one in result.values() for finding in one.findings]
    assert any(finding.advice for finding in findings) is said


def test_an_exchange_is_said_only_where_one_alone_is_possible() -> None:
    # Either row may have its figures the other way round.
    figures: dict[str, Printed] = {
        "t/r1/c1": 2, "t/r1/c2": 1, "t/r1/sum": 3, "t/r2/c1": 5, "t/r2/c2": 4, "t/r2/sum": 9,
        "t/sum/c1": 6, "t/sum/c2": 6, "t/sum/sum": 12,
    }  # fmt: skip
    findings = judged(GRID, SQUARE_RULES, figures)["COL-1"].findings
    assert [finding.advice for finding in findings] == [None]
    alone = judged(GRID, SQUARE_RULES, figures | {"t/r2/c1": 6, "t/r2/c2": 3, "t/sum/c1": 7, "t/sum/c2": 5})["COL-1"]
    assert [bool(finding.advice) for finding in alone.findings] == [True]


@pytest.mark.parametrize(
    ("limit", "named"),
    [
        ("r1.c1 >= r2.c1", False),  # 6 would become 1, which is less than 4
        ("r1.c1 >= r2.c1 - 3", True),
        ("r1.c1 >= r2.c1 - 2", False),
        ("r2.c1 >= r2.c2 - 1", True),  # nothing of it is changed
        ("r1.c1 + r1.c2 >= 3", True),
        ("r1.c1 + r1.c2 >= 4", False),
    ],
)
def test_a_repair_keeps_every_inequality_that_holds(limit: str, named: bool) -> None:
    rules = SQUARE_RULES | {"MOST-1": (Equation(("t",), "table", limit),)}
    result = judged(GRID, rules, RIGHT | {"t/r1/c1": 6})
    assert result["MOST-1"].status is Status.PASS
    keys = {finding.key for said in result.values() for finding in said.findings}
    assert keys == ({"t/r1/c1"} if named else {"t/row/r1", "t/column/c1"})


def test_relations_that_fail_together_are_each_told_in_full() -> None:
    """A figure that is wrong in its row's total as well: both columns are off, and the second is the consequence."""
    changed: dict[str, Printed] = {"t/r1/c1": 3, "t/r1/sum": 5}
    (finding,) = judged(GRID, SQUARE_RULES, RIGHT | changed)["COL-1"].findings
    assert (finding.key, finding.message and finding.message.en) == (
        "t/column/c1",
        (
            "Table t, column “c1” does not add up: r1 3 + r2 4 = 7; sum 5; difference 2; "
            "Table t, column “sum” fails with it; difference 2"
        ),
    )
    assert [(c.rule, c.key, c.words.en) for c in finding.consequences] == [
        ("COL-1", "t/column/sum", "Table t, column “sum” does not add up: r1 5 + r2 9 = 14; sum 12; difference 2")
    ]


def test_a_cell_that_is_to_blame_is_told_with_long_sums_in_short() -> None:
    of = square(2, 5)
    finding = judged(of, SQUARE_RULES, {c.key: 0 for c in of.concepts} | {"t/r1/c1": 6})["COL-1"].findings[0]
    assert finding.message is not None
    assert "the 5 parts add up to 6; sum 0; difference 6" in finding.message.en
    assert finding.sides is not None
    assert finding.sides.words.en == "r1 6 + r2 0 = 6; sum 0"
