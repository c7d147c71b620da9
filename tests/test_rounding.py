"""Figures that are printed rounded: what may differ by that alone, what may not, and which cell is to blame."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from audit_core.diagnosis import diagnose
from audit_core.equations import CompiledEquations, Equation, EquationResult, evaluate, instances
from audit_core.findings import Severity, Status
from audit_core.forms import Form
from audit_core.report import Readings
from tests.balanced import Printed, lines, report_of, small

SUM = Equation(("t",), "row", "a + b + c = total")
LEAST = Equation(("t",), "row", "total >= a")


def form(kind: str, rows: int = 1, **more: Any) -> Form:
    columns = lines(**{key: {"type": kind, **more} for key in ("a", "b", "c", "total")})
    keys = [f"r{n + 1}" for n in range(rows)]
    return small(t={"rows": lines(*keys, "sum"), "columns": columns, "groups": {"rows": keys}})


def judged(equation: Equation, of: Form, *figures: Printed) -> EquationResult:
    printed = {f"t/r1/{key}": value for key, value in zip(("a", "b", "c", "total"), figures, strict=True)}
    instance = instances("X-1", (equation,), of)[0]
    return evaluate(instance, report_of(of, printed))


@pytest.mark.parametrize(
    ("kind", "figures", "verdict", "tail"),
    [
        ("money", ("0.33", "0.33", "0.33", "0.99"), "pass", False),
        ("money", ("0.33", "0.33", "0.33", "1.00"), "pass", True),
        ("money", ("0.33", "0.33", "0.33", "1.01"), "pass", True),  # the intervals touch
        ("money", ("0.33", "0.33", "0.33", "1.02"), "fail", False),
        ("money", ("0.33", "0.33", "", "0.67"), "pass", True),
        ("money", ("0.33", "", "", "0.34"), "pass", True),  # half a unit on either side
        ("money", ("0.33", "", "", "0.35"), "fail", False),  # a blank is an exact zero
        ("money", ("0.3", "0.33", "0.33", "1.00"), "pass", True),  # the coarser figure allows more
        ("balance", ("-0.33", "-0.33", "-0.33", "-1.00"), "pass", True),
        ("percentage", ("33.3%", "33.3%", "33.3%", "100%"), "pass", True),
        ("count", ("1", "1", "1", "4"), "fail", False),
        ("count", ("0.33", "0.33", "0.33", "1.00"), "fail", False),  # a count is what it is
        ("change", ("-1", "0", "0", "0"), "fail", False),
    ],
)
def test_sums_within_rounding(kind: str, figures: tuple[str, ...], verdict: str, tail: bool) -> None:
    found = judged(SUM, form(kind), *figures)
    assert (found.status, found.has_tail) == (verdict, tail)


@pytest.mark.parametrize(("total", "verdict"), [("0.33", "pass"), ("0.32", "pass"), ("0.31", "fail")])
def test_an_inequality_within_rounding(total: str, verdict: str) -> None:
    assert judged(LEAST, form("money"), "0.33", "", "", total).status == verdict


@pytest.mark.parametrize(("total", "verdict"), [("13", "pass"), ("13.01", "pass"), ("13.02", "fail")])
def test_decimals_that_the_form_asks_for_are_kept_where_zeros_are_left_out(total: str, verdict: str) -> None:
    """Spreadsheets print 12.50 as 12.5 and 0.00 as 0: neither stands for more than half a hundredth."""
    assert judged(SUM, form("money", decimals=2), "12.5", ".5", "", total).status == verdict


def test_a_row_whose_columns_are_not_decided_is_as_coarse_as_its_coarsest_figure() -> None:
    of = form("money")
    vector = (Decimal("0.50"), Decimal("0.50"), Decimal("0.50"), Decimal("3.00"))
    row = Readings("t", "r1", (vector,), (), None, 3, 4)
    (instance, _) = instances("X-1", (SUM,), of)
    ambiguous = dict.fromkeys(("t/r1/a", "t/r1/b", "t/r1/c", "t/r1/total"), "0")
    found = evaluate(instance, report_of(of, ambiguous, row))
    assert (found.status, found.slack) == ("pass", 2)


RULES = {
    "ROW-1": (SUM,),
    "COL-1": (Equation(("t",), "column", "sum(rows) = sum"),),
}


def square(kind: str, **changed: str) -> tuple[Form, Mapping[str, Printed]]:
    """A table of two rows and their sum, with a tail difference in its second column."""
    of = form(kind, rows=2)
    rows = {
        "r1": ("10.01", "20.02", "30.03", "60.06"),
        "r2": ("1.11", "2.22", "3.33", "6.66"),
        "sum": ("11.12", "22.25", "33.36", "66.72"),
    }
    figures = {f"t/{row}/{key}": value for row, said in rows.items()
               for key, value in zip(("a", "b", "c", "total"), said, strict=True)}  # fmt: skip
    return of, figures | {f"t/{key.replace('_', '/')}": value for key, value in changed.items()}


def judgements(of: Form, figures: Mapping[str, Printed]) -> Mapping[str, Any]:
    return diagnose(report_of(of, figures), CompiledEquations(of, RULES), dict.fromkeys(RULES, Severity.ERROR))


def test_a_tail_difference_is_told_with_the_outcome_that_passes() -> None:
    found = judgements(*square("money"))
    assert {rule: said.status for rule, said in found.items()} == dict.fromkeys(RULES, Status.PASS)
    assert [words.zh for words in found["COL-1"].reasons] == ["Table t“B”列有尾差 0.01，在四舍五入的范围内"]
    assert [words.en for words in found["ROW-1"].reasons] == [
        "Table t, row “sum” is off by 0.01, which is within rounding"
    ]
    assert not any(said.findings for said in found.values())


@pytest.mark.parametrize(
    ("cell", "printed", "right"),
    [("r1_a", "16.01", "10.01"), ("r1_b", "25.02", "20.02"), ("r2_b", "2.02", "2.22"), ("sum_total", "76.72", "66.72")],
)
def test_the_cell_to_blame_is_told_in_spite_of_tail_differences(cell: str, printed: str, right: str) -> None:
    """Its row and its column are off by what differs in the last digit, and one cell explains both."""
    found = judgements(*square("money", **{cell: printed}))
    (finding,) = [finding for said in found.values() for finding in said.findings]
    assert finding.key == f"t/{cell.replace('_', '/')}"
    assert finding.fix is not None
    assert abs(Decimal(finding.fix.text) - Decimal(right)) <= Decimal("0.02")


def test_counts_are_told_apart_to_the_last_one() -> None:
    of = form("count", rows=2)
    figures: dict[str, Printed] = {f"t/{row}/{key}": 1 for row in ("r1", "r2") for key in "abc"}
    figures |= {f"t/{row}/total": 3 for row in ("r1", "r2")} | {f"t/sum/{key}": 2 for key in "abc"} | {"t/sum/total": 7}
    found = judgements(of, figures)
    assert [finding.key for said in found.values() for finding in said.findings] == ["t/sum/total"]
