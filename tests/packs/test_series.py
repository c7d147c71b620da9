"""Rules that take several reports: one alone leaves them open, never passes or fails, and says that there was no other."""

import pytest

from audit_core.rules import ALONE
from tests.reports.bases import BASES
from tests.reports.reading import audit, auditor, statuses

SERIES = [rule for rule in auditor().rules.values() if rule.needs]


def test_there_are_all_of_them() -> None:
    wanted = [f"{pack}-{n:02}" for pack, last in (("DUP", 5), ("ROLL", 6), ("XYR", 10)) for n in range(1, last + 1)]
    assert [rule.id for rule in SERIES] == [
        *(rule for rule in wanted if rule[:3] == "DUP"),
        "PLA-08",
        "PLA-09",
        *(rule for rule in wanted if rule[:3] != "DUP" and rule != "XYR-05"),
    ]


@pytest.mark.parametrize("base", BASES)
def test_one_report_never_passes_or_fails(base: str) -> None:
    audited = audit(BASES[base]())
    told = statuses(audited)
    assert {told[rule.id] for rule in SERIES} <= {"not_assessed", "not_applicable"}
    reasons = {one.reason for one in audited.outcomes if one.rule.startswith("XYR") and one.status == "not_assessed"}
    assert reasons == {ALONE}


@pytest.mark.parametrize(
    ("rule", "base"), [("XYR-02", "A19"), ("XYR-03", "A19"), ("XYR-03", "B22"), ("XYR-04", "A19"), ("XYR-04", "B22")]
)
def test_rules_are_for_the_years_that_their_figures_are_printed_in(rule: str, base: str) -> None:
    assert statuses(audit(BASES[base]()))[rule] == "not_applicable"
