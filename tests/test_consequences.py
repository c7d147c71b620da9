"""One wrong cell breaks a sum and contradicts the prose: told twice, charged once."""

from decimal import Decimal

import pytest

from audit_core import Finding, Location, Reported, Severity, Sides, Snapshot, Status, Words
from audit_core.consequences import traced
from audit_core.loaders import BUILTIN, read
from audit_core.report import Fact
from audit_core.testing import filled
from audit_rulesets.samples.render import TEXT
from tests.reports.bases import b22
from tests.reports.reading import auditor, scored

WRONG = {("received", "natural"): "91", ("received", "total"): "121"}
"""Every row balances, 本年新收 is one too many, and the text has it right: 120件."""


def told(*, said: str = "120件", figures: dict[tuple[str, str], str] = WRONG) -> dict[str, tuple[str, Decimal]]:
    """Return the rules that fail, each with the rule that it follows from and what it costs."""
    draft = b22()
    for (row, column), text in figures.items():
        draft.put("applications", row, column, text)
    text = TEXT.print(draft).decode().replace("120件", said)
    audited = auditor().audit(read(text.encode(), TEXT.uri, BUILTIN))
    costs = {deduction.finding.fingerprint: deduction.taken for deduction in scored(audited).deductions}
    failed = [one for one in audited.findings if one.status is Status.FAIL]
    return {one.rule: (one.follows, costs[one.fingerprint]) for one in failed}


def test_what_the_text_has_right_follows_from_the_cell() -> None:
    assert told() == {"TAB-32": ("", Decimal(5)), "XSC-01": ("TAB-32", Decimal(0))}


@pytest.mark.parametrize("said", ["119件", "124件", "12件"])
def test_a_text_that_is_wrong_too_costs_on_its_own(said: str) -> None:
    assert told(said=said) == {"TAB-32": ("", Decimal(5)), "XSC-01": ("", Decimal(5))}


def test_a_text_that_agrees_with_the_wrong_cell_is_not_accused() -> None:
    assert told(said="121件") == {"TAB-32": ("", Decimal(5))}


def test_two_causes_cost_twice() -> None:
    assert told(said="121件", figures={}) == {"XSC-01": ("", Decimal(5))}
    both = told(said="124件", figures={("granted", "total"): "61"})
    assert {rule: cause for rule, (cause, _) in both.items()} == {"TAB-31": "", "XSC-01": ""}


NOTHING = Words("", "")


def on(rule: str, severity: Severity, *places: Fact, relation: str = "=", table: str = "") -> Reported:
    """Return a finding that compares figures and is off by one."""
    finding = Finding(sides=Sides(Decimal(1), relation, Decimal(2), NOTHING), evidence=places, table=table)
    return Reported(rule, finding, severity, NOTHING, Location("x"), (), (), NOTHING, rule, "TAB")


@pytest.mark.parametrize(
    ("relation", "severity", "follows"),
    [
        ("=", Severity.ERROR, "A-01"),
        ("=", Severity.BLOCKER, "A-01"),
        ("=", Severity.WARNING, ""),
        (">=", Severity.ERROR, ""),
        ("<=", Severity.ERROR, ""),
    ],
)
def test_only_a_sum_no_milder_than_what_follows_explains(relation: str, severity: Severity, follows: str) -> None:
    cell = filled({}, year=2022, rest="1").fact("applications", "received", "total")
    cause = on("A-01", severity, cell, relation=relation, table="applications")
    assert [one.follows for one in traced((cause, on("A-02", Severity.ERROR, cell)))] == ["", follows]


def test_figures_of_another_report_connect_nothing() -> None:
    """Two findings on different cells that each name a figure of last year's report, and differ by as much."""
    this, last = filled({}, year=2022, rest="1"), Snapshot.of(filled({}, year=2021, rest="2"))
    then = last.fact("applications", "received", "total")
    received, granted = (this.fact("applications", row, "total") for row in ("received", "granted"))
    cause = on("A-01", Severity.ERROR, received, then, table="applications")
    for cell, follows in ((granted, ""), (received, "A-01")):
        assert [one.follows for one in traced((cause, on("A-02", Severity.ERROR, cell, then)))] == ["", follows]
