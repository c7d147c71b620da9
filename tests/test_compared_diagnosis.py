"""What does not agree between two reports: told alone, with the cell that explains it, or left to a person."""

from collections.abc import Mapping

import pytest

from audit_core import Snapshot
from audit_core.diagnosis import diagnose
from audit_core.equations import CompiledEquations, Equation
from audit_core.findings import RuleResult, Severity, Status
from audit_core.forms import Form
from audit_core.report import Fact
from tests.balanced import SQUARE_RULES, Printed, lines, report_of, small

CARRIED = Equation(("t",), "column", "r1 = previous.r2")
RULES = SQUARE_RULES | {"YEAR-1": (CARRIED,)}
THIS: dict[str, Printed] = {
    "t/r1/c1": 1, "t/r1/c2": 2, "t/r1/sum": 3, "t/r2/c1": 4, "t/r2/c2": 5, "t/r2/sum": 9,
    "t/sum/c1": 5, "t/sum/c2": 7, "t/sum/sum": 12,
}  # fmt: skip
LAST: dict[str, Printed] = {
    "t/r1/c1": 8, "t/r1/c2": 8, "t/r1/sum": 16, "t/r2/c1": 1, "t/r2/c2": 2, "t/r2/sum": 3,
    "t/sum/c1": 9, "t/sum/c2": 10, "t/sum/sum": 19,
}  # fmt: skip


def form(name: str = "t") -> Form:
    rows = lines("r1", "r2", sum={"total_of": "rows"})
    columns = lines("c1", "c2", sum={"total_of": "columns"})
    return small(
        **{name: {"rows": rows, "columns": columns, "groups": {"rows": ["r1", "r2"], "columns": ["c1", "c2"]}}}
    )


FORM = form()


def compared(
    now: Mapping[str, Printed],
    then: Mapping[str, Printed],
    rules: Mapping[str, tuple[Equation, ...]] = RULES,
    last: Form = FORM,
) -> Mapping[str, RuleResult]:
    severities = dict.fromkeys(rules, Severity.ERROR)
    before = Snapshot.of(report_of(last, {**LAST, **then}))
    return diagnose(report_of(FORM, {**THIS, **now}), CompiledEquations(FORM, rules), severities, {"previous": before})


def told(found: Mapping[str, RuleResult]) -> list[tuple[str, str, list[str], str]]:
    """Rule and key of each finding, its consequences, and the cell that it points at."""
    return [
        (rule, finding.key, [f"{c.rule} {c.key}" for c in finding.consequences], finding.at.concept.key)
        for rule, result in found.items()
        for finding in result.findings
        if isinstance(finding.at, Fact)
    ]


COLUMN, CELL = "t/column/c1", "t/r1/c1"


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        ({}, {}, []),
        # The sum of the row differs because one of its parts does, and both reports add up.
        (
            {},
            {"t/r2/c1": 2, "t/r2/sum": 4, "t/sum/c1": 10, "t/sum/sum": 20},
            [("YEAR-1", COLUMN, ["YEAR-1 t/column/sum"], CELL)],
        ),
        # Two parts differ, and the sum with them.
        (
            {},
            {"t/r2/c1": 2, "t/r2/c2": 4, "t/r2/sum": 6, "t/sum/c1": 10, "t/sum/c2": 12, "t/sum/sum": 22},
            [("YEAR-1", COLUMN, ["YEAR-1 t/column/sum"], CELL), ("YEAR-1", "t/column/c2", [], "t/r1/c2")],
        ),
        # A cell that the report's own sums name explains the difference as well.
        ({CELL: 5}, {}, [("COL-1", CELL, ["ROW-1 t/row/r1", "YEAR-1 t/column/c1"], CELL)]),
        (
            {CELL: 5, "t/r1/c2": 9},
            {},
            [
                ("COL-1", CELL, ["ROW-1 t/row/r1", "YEAR-1 t/column/c1"], CELL),
                ("COL-1", "t/r1/c2", ["ROW-1 t/row/r1", "YEAR-1 t/column/c2"], "t/r1/c2"),
            ],
        ),
        # One that would not make it agree does not.
        (
            {CELL: 5},
            {"t/r2/c1": 2, "t/r2/c2": 1, "t/sum/c1": 10, "t/sum/c2": 9},
            [
                ("COL-1", CELL, ["ROW-1 t/row/r1"], CELL),
                ("YEAR-1", COLUMN, [], CELL),
                ("YEAR-1", "t/column/c2", [], "t/r1/c2"),
            ],
        ),
    ],
)
def test_what_does_not_agree_is_told_once(
    now: Mapping[str, Printed], then: Mapping[str, Printed], expected: list[tuple[str, str, list[str], str]]
) -> None:
    found = compared(now, then)
    assert told(found) == expected
    years = {key for _, key, *_ in expected} | {c for *_, consequences, _ in expected for c in consequences}
    assert found["YEAR-1"].status is (
        Status.FAIL if any("YEAR" in one or "column" in one for one in years) else Status.PASS
    )
    assert found["YEAR-1"].checked == 3


def test_what_is_told_of_a_difference_that_a_cell_explains() -> None:
    found = compared({CELL: 5}, {})
    (finding,) = found["COL-1"].findings
    assert finding.message
    assert "with 1 instead, all 3 failing equations hold" in finding.message.en
    assert "(3) Table t, column “c1” does not agree with previous report: r1 5; previous “r2” 1; difference 4" in (
        finding.message.en
    )
    assert [one.raw for one in finding.evidence] == ["5", "4", "5", "2", "3", "1"]
    assert [words.en for words in found["YEAR-1"].reasons] == ["1 relation fails, which the finding of COL-1 explains"]
    both = compared({CELL: 5, "t/r1/c2": 9}, {})
    assert [words.en for words in both["YEAR-1"].reasons] == ["2 relations fail, which the finding of COL-1 explains"]


@pytest.mark.parametrize("wrong", ["t/r2/sum", "t/sum/c1"])
def test_a_report_that_contradicts_itself_on_the_figure_is_checked_first(wrong: str) -> None:
    found = compared({}, {"t/r2/c1": 2, "t/r2/c2": 1, "t/sum/c1": 10, "t/sum/c2": 9, wrong: 7})["YEAR-1"]
    first = next(one for one in found.findings if one.key == COLUMN)
    assert found.status is Status.REVIEW if wrong == "t/r2/sum" else Status.FAIL
    assert first.status is Status.REVIEW
    assert isinstance(first.at, Fact)
    assert first.at.concept.key == CELL
    assert first.message
    assert first.message.en.startswith(
        "Table t, column “c1” does not agree with previous report: r1 1; previous “r2” 2; difference 1; Table t, "
    )
    line = "row “r2”" if wrong == "t/r2/sum" else "column “c1”"
    assert first.message.en.endswith(f"{line} does not balance in the report for 2019 itself: check that one first")
    assert first.message.zh.endswith("自身不平，请先核对该报告")
    assert [one.raw for one in first.evidence] == ["1", "2"]
    assert first.sides
    assert (first.sides.left, first.sides.right) == (1, 2)


def test_a_report_that_contradicts_itself_elsewhere_is_compared() -> None:
    found = compared({}, {"t/r2/c1": 2, "t/r2/sum": 4, "t/sum/c1": 10, "t/sum/sum": 20, "t/r1/c2": 7})
    assert [finding.status for finding in found["YEAR-1"].findings] == [Status.FAIL]
    agreeing = compared({}, {"t/r2/sum": 4, "t/sum/c1": 7})
    assert [(f.key, f.status) for f in agreeing["YEAR-1"].findings] == [("t/column/sum", Status.REVIEW)]


@pytest.mark.parametrize(
    ("now", "then", "reason"),
    [
        ({}, {"t/r2/c1": "many"}, "2019: Table t, row “r2”, column “c1”: “many” cannot be read as a figure"),
        ({}, {"t/r2/c1": None}, "2019: Table t, row “r2”, column “c1” is not printed"),
        ({CELL: "x"}, {}, "Table t, row “r1”, column “c1”: “x” cannot be read as a figure"),
    ],
)
def test_a_figure_that_cannot_be_compared(now: Mapping[str, Printed], then: Mapping[str, Printed], reason: str) -> None:
    found = compared(now, then)["YEAR-1"]
    assert (found.status, found.checked, found.unchecked, [*found.findings]) == (Status.NOT_ASSESSED, 2, 1, [])
    assert [words.en for words in found.reasons] == [reason]


def test_a_form_that_does_not_have_the_figures_is_said_to() -> None:
    found = compared({}, {}, last=form("u"))
    assert (found["YEAR-1"].status, found["YEAR-1"].checked) == (Status.NOT_APPLICABLE, 0)
    assert "t/r2/c1" in found["YEAR-1"].reasons[0].en
    assert found["ROW-1"].status is Status.PASS


@pytest.mark.parametrize(
    ("text", "now", "status"),
    [
        ("r1 <= previous.r2", {}, Status.PASS),
        ("r1 <= previous.r2 + 1", {CELL: 2, "t/r1/sum": 4, "t/sum/c1": 6, "t/sum/sum": 13}, Status.PASS),
        ("r1 <= previous.r2", {CELL: 2, "t/r1/sum": 4, "t/sum/c1": 6, "t/sum/sum": 13}, Status.FAIL),
        ("r1 >= previous.r2 + 1", {}, Status.FAIL),
    ],
)
def test_inequalities_between_reports(text: str, now: Mapping[str, Printed], status: Status) -> None:
    rules = {"YEAR-1": (Equation(("t",), "column", text),)}
    found = compared(now, {}, rules)["YEAR-1"]
    assert found.status is status
    assert bool(found.findings) is (status is Status.FAIL)
    assert all(not finding.fix for finding in found.findings)
