"""Scoring: what each finding costs, what was assessed, and when there is no number or no grade."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audit_core.document import Location
from audit_core.figures import Figure, State
from audit_core.findings import Finding, Outcome, Reported, Severity, Status
from audit_core.report import Fact, Report
from audit_core.results import Audited, Score
from audit_core.rules import Rule
from audit_core.rulesets.ruleset import Band, ScoringModel, Withholding
from audit_core.scoring import score
from audit_core.words import Words
from tests.balanced import ogi, ogi_figures, report_of

GOOD, FINE, FAILED = Words("优秀", "excellent"), Words("良好", "good"), Words("不合格", "failed")
WEIGHTS = {"SEC": 20, "TAB": 30, "XSC": 15, "XYR": 8, "ROLL": 5, "FMT": 7, "TXT": 5, "DUP": 5, "PUB": 5, "PLA": 0}
MODEL = ScoringModel(
    weights={name: Decimal(weight) for name, weight in WEIGHTS.items()},
    deductions={
        Severity.ERROR: Decimal(5),
        Severity.WARNING: Decimal(2),
        Severity.NOTE: Decimal("0.5"),
        Severity.INFO: Decimal(0),
    },
    repeats=(Decimal(1), Decimal("0.5"), Decimal("0.25")),
    rule_cap=Decimal(2),
    bands=(Band(Decimal(60), Words("合格", "adequate")), Band(Decimal(90), GOOD), Band(Decimal(80), FINE)),
    failed=FAILED,
    least_coverage=Decimal(50),
    withholding=(Withholding("applications", Decimal("0.2")),),
    blocking=frozenset({Severity.BLOCKER, Severity.ERROR}),
    blocking_reviews={"EXT-01": ("applications",), "EXT-02": ()},
)
EVERY = {"SEC": "pass", "TAB": "pass", "XSC": "pass", "FMT": "pass", "TXT": "pass"}
Found = tuple[str, str, str]
"""Rule, severity, status."""


def rule(rule_id: str, *, scored: bool = True, category: str = "") -> Rule:
    words = Words(rule_id, rule_id)
    severity = Severity.WARNING
    return Rule(rule_id, words, words, severity, category or rule_id.partition("-")[0], scored=scored)


def reported(
    rule_id: str, severity: str, status: str, *, category: str = "", table: str = "", ours: bool = False
) -> Reported:
    words = Words("", "")
    finding = Finding(status=status, responsibility="conversion" if ours else "source", table=table)
    return Reported(
        rule_id,
        finding,
        Severity(severity),
        words,
        Location("x"),
        (),
        (),
        words,
        "",
        category or rule_id.partition("-")[0],
    )


def audited(
    findings: tuple[Reported, ...], outcomes: Mapping[str, str], report: Report | None = None
) -> tuple[Audited, dict[str, Rule]]:
    """An audit in which each category of `outcomes` has one rule with that outcome, besides those of the findings."""
    verdicts = {f"{category}-00": status for category, status in outcomes.items()}
    verdicts |= {finding.rule: str(finding.status) for finding in findings}
    rules = {rule_id: rule(rule_id) for rule_id in verdicts}
    rules |= {finding.rule: rule(finding.rule, category=finding.category) for finding in findings}
    ledger = tuple(Outcome(rule_id, Status(status)) for rule_id, status in verdicts.items())
    return Audited(report or report_of(ogi(), ogi_figures()), ledger, findings), rules


def scored(
    *findings: Found | Reported,
    outcomes: Mapping[str, str] = EVERY,
    model: ScoringModel = MODEL,
    unscored: str = "",
) -> Score:
    made = tuple(found if isinstance(found, Reported) else reported(*found) for found in findings)
    audit, rules = audited(made, outcomes)
    return score(audit, model, {of: replace(one, scored=of != unscored) for of, one in rules.items()})


def test_nothing_found_is_full_marks() -> None:
    result = scored()
    assert (result.value, result.lower_bound, result.coverage, result.grade) == (100, 100, 77, GOOD)
    assert result.publishable
    assert result.withheld == ("", "")


def test_the_worked_example() -> None:
    """One report in full: 10 points lost of 77 assessed, 4.5 more if all leads were confirmed."""
    result = scored(
        ("SEC-11", "error", "fail"),
        ("TAB-04", "note", "fail"),
        ("FMT-01", "warning", "fail"),
        ("FMT-11", "note", "fail"),
        ("FMT-12", "note", "fail"),
        ("TXT-03", "note", "fail"),
        ("TXT-04", "note", "fail"),
        ("TXT-05", "note", "fail"),
        reported("PLA-01", "warning", "review", category="TAB"),
        reported("PLA-02", "note", "review", category="TAB"),
        ("XSC-18", "warning", "review"),
        reported("TAB-33", "error", "review", ours=True),
        reported("EXT-01", "warning", "review", ours=True, table="applications"),
    )
    assert (result.value, result.lower_bound, result.coverage) == (Decimal("87.0"), Decimal("81.2"), 77)
    assert result.grade == FINE
    assert [obstacle.rule for obstacle in result.obstacles] == ["SEC-11", "EXT-01"]
    assert not result.publishable
    assert {c.name: (c.deducted, c.assessed) for c in result.categories if c.deducted} == {
        "SEC": (5, True),
        "TAB": (Decimal("0.5"), True),
        "FMT": (3, True),
        "TXT": (Decimal("1.5"), True),
    }
    assert [d.finding.rule for d in result.possible] == ["PLA-01", "XSC-18", "PLA-02"]


@pytest.mark.parametrize(
    ("findings", "taken"),
    [
        ([("TAB-31", "error", "fail")], ["5"]),
        ([("TAB-31", "error", "fail")] * 2, ["5", "2.5"]),
        ([("TAB-31", "error", "fail")] * 6, ["5", "2.5", "1.25", "1.25", "0", "0"]),
        ([("TAB-31", "note", "fail"), ("TAB-31", "error", "fail")], ["5", "0.25"]),
        ([("TAB-31", "error", "fail"), ("TAB-33", "error", "fail")], ["5", "5"]),
        ([("TAB-31", "info", "fail")], ["0"]),
        ([("TAB-31", "blocker", "fail")], ["5"]),
        ([(f"TXT-0{n}", "warning", "fail") for n in range(4)], ["2", "2", "1", "0"]),
        ([("ROLL-01", "error", "fail"), ("ROLL-01", "error", "fail")], ["5", "0.0"]),
        ([("PLA-01", "error", "fail")], []),
        ([("NEW-01", "error", "fail")], []),
    ],
)
def test_what_a_finding_costs(findings: list[Found], taken: list[str]) -> None:
    result = scored(*findings)
    assert [deduction.taken for deduction in result.deductions] == [Decimal(points) for points in taken]
    assert sum(d.taken for d in result.deductions) == sum(c.deducted for c in result.categories)


@pytest.mark.parametrize(
    ("findings", "taken"),
    [
        ([("TAB-31", "error", "fail"), ("TAB-31", "error", "review")], ["2.5"]),
        ([("TAB-31", "note", "fail"), ("TAB-31", "error", "review")], ["2.5"]),
        ([("TAB-31", "error", "review")], ["5"]),
        ([("TAB-31", "error", "not_assessed")], []),
    ],
)
def test_what_a_lead_would_cost(findings: list[Found], taken: list[str]) -> None:
    result = scored(*findings)
    assert [deduction.taken for deduction in result.possible] == [Decimal(points) for points in taken]
    assert result.lower_bound is not None
    assert result.value is not None
    assert result.lower_bound <= result.value


@pytest.mark.parametrize("status", ["fail", "review"])
def test_what_never_scores(status: str) -> None:
    ours = reported("TAB-31", "blocker", status, ours=True)
    result = scored(ours)
    assert (result.value, result.lower_bound, result.gates, result.deductions) == (100, 100, (), ())
    off = scored(("TAB-31", "blocker", status), unscored="TAB-31")
    assert (off.value, off.lower_bound, off.gates, off.publishable) == (100, 100, (), True)


def test_no_number_is_given_where_a_rule_broke() -> None:
    audit, rules = audited((), {"SEC-01": "pass", "TAB-31": "error"})
    told = score(audit, MODEL, rules)
    assert (told.value, told.lower_bound, told.grade, told.publishable) == (None, None, None, False)
    assert "1" in told.withheld.en


@pytest.mark.parametrize(
    ("outcomes", "coverage", "grade"),
    [
        ({"SEC": "pass", "TAB": "fail"}, 50, GOOD),
        ({"SEC": "pass", "TAB": "review"}, 50, GOOD),
        ({"SEC": "pass", "TAB": "not_assessed"}, 20, None),
        ({"SEC": "pass", "TAB": "not_applicable"}, 20, None),
    ],
)
def test_only_assessed_categories_take_part(outcomes: Mapping[str, str], coverage: int, grade: Words | None) -> None:
    result = scored(outcomes=outcomes)
    assert (result.value, result.coverage, result.grade) == (100, coverage, grade)
    assert bool(result.withheld.zh) == (grade is None)


def test_nothing_assessed_gives_no_number() -> None:
    result = scored(outcomes={"TAB": "not_assessed"})
    assert (result.value, result.lower_bound, result.grade, result.coverage) == (None, None, None, 0)
    assert result.withheld.en == "no category was assessed"


def test_a_ruleset_without_weights_says_that_it_has_none() -> None:
    result = scored(outcomes={"TAB": "fail"}, model=replace(MODEL, weights={"TAB": Decimal(0)}))
    assert result.value is None
    assert result.withheld.en == "the ruleset gives no category a weight: no score is given"


def test_a_gate_fails_the_report_whatever_the_number() -> None:
    result = scored(("TAB-01", "blocker", "fail"))
    assert (result.value, result.grade) == (Decimal("93.5"), FAILED)
    assert [gate.rule for gate in result.gates] == ["TAB-01"]
    assert scored(("TAB-01", "blocker", "fail"), outcomes={}).grade == FAILED
    assert scored(("TAB-01", "blocker", "review")).gates == ()


@pytest.mark.parametrize(
    ("lost", "grade"), [(10, GOOD), ("10.1", FINE), (20, FINE), ("20.1", "adequate"), ("40.1", "failed")]
)
def test_bands(lost: object, grade: Words | str) -> None:
    model = replace(
        MODEL, weights={"TAB": Decimal(100)}, deductions={Severity.ERROR: Decimal(str(lost))}, least_coverage=Decimal(0)
    )
    result = scored(("TAB-31", "error", "fail"), model=model)
    assert result.grade is not None
    assert grade in (result.grade, result.grade.en)


CAPPED = replace(
    MODEL,
    bands=(
        Band(Decimal(90), GOOD, frozenset({"error"})),
        Band(Decimal(80), FINE, frozenset({"SEC-02"})),
        Band(Decimal(60), Words("合格", "adequate")),
    ),
)


@pytest.mark.parametrize(
    ("findings", "grade", "caps"),
    [
        ([], "excellent", []),
        ([("TAB-04", "warning", "fail")], "excellent", []),
        ([("TXT-02", "error", "fail")], "good", ["TXT-02"]),
        ([("TXT-02", "error", "review")], "excellent", []),
        ([reported("TXT-02", "error", "fail", ours=True)], "excellent", []),
        ([("SEC-02", "error", "fail"), ("TXT-02", "error", "fail")], "adequate", ["SEC-02"]),
        ([("SEC-02", "note", "fail")], "excellent", []),
        ([("SEC-02", "note", "fail"), ("TXT-02", "error", "fail")], "adequate", ["TXT-02", "SEC-02"]),
        ([("SEC-02", "blocker", "fail")], "failed", []),
        ([(f"TAB-{n}", "error", "fail") for n in range(6)], "adequate", []),
    ],
)
def test_what_keeps_a_report_from_a_grade(findings: list[Found | Reported], grade: str, caps: list[str]) -> None:
    result = scored(*findings, model=CAPPED)
    assert result.grade is not None
    assert result.grade.en == grade
    assert [finding.rule for finding in result.caps] == caps


def test_no_grade_is_given_where_the_ruleset_has_none() -> None:
    result = scored(("TAB-31", "error", "fail"), model=replace(MODEL, bands=()))
    assert (result.value, result.grade, result.withheld.en) == (Decimal("93.5"), None, "the ruleset has no grades")


def test_what_follows_from_another_finding_costs_nothing() -> None:
    follows = replace(reported("XSC-05", "error", "fail"), follows="TAB-31")
    result = scored(("TAB-31", "error", "fail"), follows)
    assert [(d.finding.rule, d.asked, d.taken) for d in result.deductions] == [("TAB-31", 5, 5), ("XSC-05", 5, 0)]
    assert [finding.rule for finding in result.obstacles] == ["TAB-31", "XSC-05"]


@pytest.mark.parametrize(
    ("selected", "weight", "coverage"),
    [
        ({}, 30, 77),
        ({"TAB": Fraction(1, 3)}, 10, 57),
        ({"TAB": Fraction(2, 7)}, "8.5", "55.5"),
        ({"FMT": Fraction(99, 100)}, 30, "76.9"),
        ({"TAB": Fraction(0)}, 0, 47),
    ],
)
def test_rules_that_were_not_selected_take_their_share_of_the_weight(
    selected: Mapping[str, Fraction], weight: object, coverage: object
) -> None:
    audit, rules = audited((reported("TAB-31", "error", "fail"),), EVERY)
    result = score(replace(audit, selected=selected), MODEL, rules)
    (tables,) = [category for category in result.categories if category.name == "TAB"]
    assert (tables.weight, result.coverage) == (Decimal(str(weight)), Decimal(str(coverage)))
    assert (result.grade is None) is bool(selected)
    assert not result.publishable


def test_what_was_not_run_may_hide_an_error() -> None:
    audit, rules = audited((), EVERY)
    assert score(audit, MODEL, rules).publishable
    part = score(replace(audit, selected={"TAB": Fraction(1, 2)}), MODEL, rules)
    assert (part.publishable, part.obstacles) == (False, ())


def test_a_report_that_cannot_be_scored_has_no_category_assessed() -> None:
    audit, rules = audited((reported("TAB-31", "error", "fail"),), EVERY)
    result = score(replace(audit, unscored=Words("无表", "no table")), MODEL, rules)
    assert (result.value, result.coverage, result.deductions, result.withheld.en) == (None, 0, (), "no table")


def test_half_a_tenth_is_rounded_up() -> None:
    model = replace(MODEL, weights={"TAB": Decimal(100)}, deductions={Severity.ERROR: Decimal("4.95")})
    assert scored(("TAB-31", "error", "fail"), model=model).value == Decimal("95.1")


def test_weights_need_not_add_up_to_a_hundred() -> None:
    model = replace(MODEL, weights={"TAB": Decimal(2), "SEC": Decimal(1)})
    assert scored(outcomes={"TAB": "pass"}, model=model).coverage == Decimal("66.7")


@pytest.mark.parametrize(
    ("found", "publishable"),
    [
        (("TAB-31", "error", "fail"), False),
        (("TAB-31", "warning", "fail"), True),
        (("TAB-31", "error", "review"), True),
        (reported("EXT-01", "note", "review", ours=True, table="applications"), False),
        (reported("EXT-01", "note", "review", ours=True, table="cases"), True),
        (reported("EXT-01", "note", "pass", ours=True, table="applications"), True),
        (reported("EXT-02", "note", "review", ours=True, table="cases"), False),
    ],
)
def test_what_stands_against_publishing(found: Found | Reported, publishable: bool) -> None:
    result = scored(found)
    assert result.publishable is publishable
    assert len(result.obstacles) == (not publishable)


def unread(share_of: int, state: State, readings: tuple[int, ...] = ()) -> Report:
    """A report in which so many of table 3's 161 figures are unreadable."""
    report = report_of(ogi(), ogi_figures())
    printed = [fact.concept.index for fact in report.facts("applications")]
    facts = list(report.vector)
    for index in printed[:share_of]:
        facts[index] = Fact(facts[index].concept, Figure("?", state), None, readings)
    return Report(report.document, ogi(), tuple(facts), year=2019)


@pytest.mark.parametrize(
    ("report", "withheld"),
    [
        (unread(32, State.TEXT), False),
        (unread(33, State.TEXT), True),
        (unread(33, State.BLANK), False),
        (unread(33, State.AMBIGUOUS, (1, 2)), True),
        (unread(33, State.AMBIGUOUS), True),
        (unread(33, State.AMBIGUOUS, (1, 1)), False),
    ],
)
def test_too_little_read_withholds_the_number(report: Report, withheld: bool) -> None:
    audit, rules = audited((), EVERY, report)
    result = score(audit, MODEL, rules)
    assert (result.value is None) is (result.lower_bound is None) is withheld
    assert (result.grade is None) is withheld
    assert ("20%" in result.withheld.en) is withheld


FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(["TAB-31", "TAB-33", "SEC-01", "FMT-01", "FMT-02", "TXT-01"]),
        st.sampled_from([str(severity) for severity in Severity]),
        st.sampled_from(["fail", "review"]),
    ),
    max_size=25,
)


@given(FINDINGS, st.randoms(use_true_random=False))
def test_a_score_is_bounded_explained_and_independent_of_order(findings: list[Found], source: object) -> None:
    result = scored(*findings)
    mixed = list(findings)
    source.shuffle(mixed)  # type: ignore[attr-defined]
    again = scored(*mixed)
    assert result.value is not None
    assert result.lower_bound is not None
    assert 0 <= result.lower_bound <= result.value <= 100
    assert all(0 <= deduction.taken <= deduction.asked for deduction in (*result.deductions, *result.possible))
    assert all(category.deducted <= category.weight for category in result.categories)
    assert (again.value, again.lower_bound, again.grade) == (result.value, result.lower_bound, result.grade)


@pytest.mark.parametrize(("weighed", "points"), [(True, 5), (False, 10)])
def test_what_follows_costs_where_its_cause_costs_nothing(weighed: bool, points: int) -> None:
    """One more rule that fails never raises the score."""
    cause = reported("MY-01", "error", "fail", category="TAB" if weighed else "MY", table="applications")
    follower = replace(reported("XSC-05", "error", "fail"), follows="MY-01")
    other = reported("XSC-01", "error", "fail")
    taken = [
        deduction.taken for deduction in scored(cause, follower, other).deductions if deduction.finding.rule != "MY-01"
    ]
    assert sum(taken) == points
