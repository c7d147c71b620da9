"""Scoring at its limits: the last figure that passes and the next one, what is scored, what withholds a number."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from msgspec.structs import replace

from audit_core.figures import Figure, State
from audit_core.findings import Reported, Severity
from audit_core.report import BoundTable, Fact, Report
from audit_core.rulesets.ruleset import Band, Withholding
from audit_core.scoring import score
from audit_core.words import Words
from tests.balanced import Printed, lines, report_of, small
from tests.test_scoring import EVERY, FAILED, GOOD, MODEL, Found, audited, reported, scored

FORM = small(t={"rows": lines("r"), "columns": lines(*(f"c{n}" for n in range(10)))})
ONLY = replace(MODEL, weights={"TAB": Decimal(100)}, withholding=(Withholding("t", Decimal("0.2")),))


def with_unread(count: int, *, state: State = State.TEXT, readings: tuple[int, ...] = ()) -> Report:
    """A table of ten figures, so many of which cannot be read, or are read in these ways."""
    figures: dict[str, Printed] = {f"t/r/c{n}": n for n in range(10)}
    plain = report_of(FORM, figures)
    doubtful = Figure("?", state)
    facts = tuple(Fact(f.concept, doubtful, readings=readings) if n < count else f for n, f in enumerate(plain.vector))
    return Report(plain.document, FORM, facts, year=2019)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (with_unread(0), ""),
        (with_unread(2), ""),
        (with_unread(1, state=State.AMBIGUOUS), "10% of the figures of Table t cannot be decided: no grade is given"),
        (
            with_unread(2, state=State.AMBIGUOUS, readings=(1, 2)),
            "20% of the figures of Table t cannot be decided: no g",
        ),
        (with_unread(3), "30% of the figures of Table t cannot be decided, more than 20%: no score is given"),
        (with_unread(10), "100% of the figures of Table t cannot be decided, more than 20%: no score is given"),
        (with_unread(3, state=State.AMBIGUOUS), "30% of the figures"),
        (with_unread(3, state=State.AMBIGUOUS, readings=(1, 2)), "30% of the figures"),
        (with_unread(3, state=State.AMBIGUOUS, readings=(1, 1)), ""),
        (with_unread(3, state=State.AMBIGUOUS, readings=(1,)), ""),
        (with_unread(3, state=State.TEXT, readings=(1, 1)), "30% of the figures"),
        (with_unread(9, state=State.BLANK), ""),
    ],
)
def test_how_much_may_be_undecided(report: Report, said: str) -> None:
    audit, rules = audited((), {"TAB": "pass"}, report)
    result = score(audit, ONLY, rules)
    assert result.withheld.en.startswith(said)
    assert bool(result.withheld.en) is bool(said)
    assert (result.grade is None) is (not result.publishable) is bool(said)
    assert (result.value is None) is (result.lower_bound is None) is (not result.complete)
    assert result.complete is ("no score" not in result.withheld.en)
    assert "Table t" in result.withheld.zh or not said


def pieces(count: int, *, damaged: bool) -> Report:
    """A table of which so many of ten figures were read, the rest of it in pieces or left out."""
    plain = report_of(FORM, {f"t/r/c{n}": n for n in range(count)})
    bound = BoundTable(FORM.tables["t"], None, damaged=damaged)
    return Report(plain.document, FORM, plain.vector, year=2019, tables={"t": bound})


def of_tables(finding: str) -> tuple[Reported, ...]:
    return (reported("TAB-01", "error", "fail", table=finding),) if finding else ()


TWO = small(t={"rows": lines("r"), "columns": lines("c")}, other={"rows": lines("r"), "columns": lines("c")})


@pytest.mark.parametrize(
    ("report", "finding", "said"),
    [
        (report_of(FORM, {}), "", "nothing of Table t was read: no score is given"),
        (report_of(FORM, {}), "t", ""),
        (pieces(8, damaged=True), "", "20% of the figures of Table t cannot be decided: no grade"),
        (pieces(7, damaged=True), "", "30% of the figures"),
        (pieces(7, damaged=False), "", ""),
        # A section that lacks all of its tables is one finding, on the first of them.
        (report_of(TWO, {}), "other", ""),
        (report_of(TWO, {"other/r/c": 1}), "other", "nothing of Table t was read"),
        (report_of(TWO, {}), "elsewhere", "nothing of Table t was read"),
    ],
)
def test_a_table_that_was_not_read_is_not_a_clean_one(report: Report, finding: str, said: str) -> None:
    audit, rules = audited(of_tables(finding), {"SEC": "pass", "TAB": "pass"}, report)
    result = score(audit, ONLY, rules)
    assert result.withheld.en.startswith(said)
    assert bool(result.withheld.en) is (result.grade is None) is bool(said)
    assert result.complete is (result.value is not None) is ("no score" not in result.withheld.en)


def of_two(lost: Mapping[str, int], every: int = 10, state: State = State.AMBIGUOUS) -> Report:
    """Two tables of so many figures each, some of which cannot be decided."""
    columns = lines(*(f"c{n}" for n in range(every)))
    form = small(t={"rows": lines("r"), "columns": columns}, u={"rows": lines("r"), "columns": columns})
    plain = report_of(form, {f"{table}/r/c{n}": n for table in "tu" for n in range(every)})
    facts = [
        Fact(one.concept, Figure("?", state)) if int(one.concept.column[1:]) < lost[one.concept.table] else one
        for one in plain.vector
    ]
    return Report(plain.document, form, tuple(facts), year=2019)


@pytest.mark.parametrize(
    ("lost", "limits", "zh", "en"),
    [
        (
            {"t": 1, "u": 2}, {"t": "0.2", "u": "0.2"},
            "Table t有 10% 的数字无法确定，Table u有 20% 的数字无法确定，核对之前不评等次",
            "10% of the figures of Table t and 20% of the figures of Table u cannot be decided: "  # noqa: ISC004 - one text
            "no grade is given until they are checked",
        ),
        (
            {"t": 3, "u": 4}, {"t": "0.2", "u": "0.355"},
            "Table t有 30% 的数字无法确定，超过 20%，Table u有 40% 的数字无法确定，超过 35.5%，不评分",
            "30% of the figures of Table t cannot be decided, more than 20%, and "  # noqa: ISC004 - one text
            "40% of the figures of Table u cannot be decided, more than 35.5%: no score is given",
        ),
        (
            {"t": 1, "u": 4}, {"t": "0.2", "u": "0.2"},
            "Table u有 40% 的数字无法确定，超过 20%，不评分",
            "40% of the figures of Table u cannot be decided, more than 20%: no score is given",
        ),
    ],
)  # fmt: skip
def test_every_table_that_is_the_reason_is_named(
    lost: Mapping[str, int], limits: Mapping[str, str], zh: str, en: str
) -> None:
    audit, rules = audited((), {"TAB": "pass"}, of_two(lost))
    model = replace(ONLY, withholding=tuple(Withholding(table, Decimal(share)) for table, share in limits.items()))
    assert score(audit, model, rules).withheld == (zh, en)


@pytest.mark.parametrize(
    ("lost", "every", "limit", "said"),
    [
        (1, 10, "0", "10% of the figures of Table t cannot be decided, more than 0%:"),
        (51, 250, "0.2", "20.4% of the figures of Table t cannot be decided, more than 20%:"),
        (51, 250, "0.2035", "20.4% of the figures of Table t cannot be decided, more than 20.35%:"),
        (249, 250, "0.2", "99.6% of the figures of Table t cannot be decided, more than 20%:"),
        (250, 250, "0.2", "100% of the figures of Table t cannot be decided, more than 20%:"),
        (249, 250, "0.996", "99.6% of the figures of Table t cannot be decided: no grade"),
        (1, 250, "0.2", "0.4% of the figures of Table t cannot be decided: no grade"),
        (1, 3, "0.333333", "33.33333% of the figures of Table t cannot be decided, more than 33.3333%:"),
        (1, 3, "0.2", "33% of the figures of Table t cannot be decided, more than 20%:"),
        (3, 3, "0.99999999999999999999999999999999", "100% of the figures of Table t cannot be decided, more than"),
    ],
)
def test_a_share_is_printed_as_what_it_is(lost: int, every: int, limit: str, said: str) -> None:
    audit, rules = audited((), {"TAB": "pass"}, of_two({"t": lost, "u": 0}, every))
    model = replace(ONLY, withholding=(Withholding("t", Decimal(limit)),))
    assert score(audit, model, rules).withheld.en.startswith(said)


def test_the_version_of_another_year_is_left_to_the_rule_that_names_it() -> None:
    plain = report_of(FORM, {})
    bound = BoundTable(FORM.tables["t"], None, printed_form="old")
    audit, rules = audited(
        (), {"TAB": "pass"}, Report(plain.document, FORM, plain.vector, year=2019, tables={"t": bound})
    )
    assert score(audit, ONLY, rules).value == 100


def test_a_table_that_the_form_lacks_withholds_nothing() -> None:
    audit, rules = audited((), {"TAB": "pass"}, with_unread(10))
    other = replace(ONLY, withholding=(Withholding("elsewhere", Decimal(0)),))
    assert score(audit, other, rules).value == 100


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("status", ["fail", "review"])
def test_which_rules_score(status: str, counts: bool) -> None:
    audit, rules = audited((reported("TAB-31", "error", status),), {"SEC": "pass"})
    rules["TAB-31"] = replace(rules["TAB-31"], scored=counts)
    result = score(audit, MODEL, rules)
    assert len([*result.deductions, *result.possible]) == counts
    # A rule that does not score does not make its category assessed either.
    assert result.coverage == (50 if counts else 20)


@pytest.mark.parametrize("severity", list(Severity))
def test_what_a_severity_costs(severity: Severity) -> None:
    (deduction,) = scored(("TAB-31", severity.value, "fail")).deductions
    cost = {"blocker": "5", "error": "5", "warning": "2", "note": "0.5", "info": "0"}[severity.value]
    assert (deduction.asked, deduction.taken) == (Decimal(cost), Decimal(cost))
    own = replace(MODEL, deductions={Severity.BLOCKER: Decimal(9)})
    (deduction,) = scored(("TAB-31", severity.value, "fail"), model=own).deductions
    assert deduction.taken == (9 if severity is Severity.BLOCKER else 0)


@pytest.mark.parametrize(
    ("repeats", "cap", "severities", "taken"),
    [
        (("1", "0.5", "0.25"), "2", ["error"] * 5, ["5", "2.5", "1.25", "1.25", "0"]),
        (("1", "0.5"), "2", ["error"] * 4, ["5", "2.5", "2.5", "0"]),
        (("1", "1"), "2", ["error"] * 3, ["5", "5", "0"]),
        (("1", "1"), "1", ["error"] * 2, ["5", "0"]),
        # The limit is that of the dearest; an earlier, dearer one counts, and so does the one that is asked for.
        (("1", "1"), "2", ["error", "warning", "warning", "warning"], ["5", "2", "2", "1"]),
        (("1",), "2", ["note", "note", "note"], ["0.5", "0.5", "0"]),
    ],
)
def test_repeats_cost_less_and_then_nothing(
    repeats: tuple[str, ...], cap: str, severities: list[str], taken: list[str]
) -> None:
    model = replace(MODEL, repeats=tuple(map(Decimal, repeats)), rule_cap=Decimal(cap))
    found: list[Found] = [("TAB-31", severity, "fail") for severity in severities]
    assert [d.taken for d in scored(*found, model=model).deductions] == [Decimal(points) for points in taken]


def test_a_lead_that_is_graver_than_the_failure_of_its_rule_has_a_limit_of_its_own() -> None:
    findings: list[Found] = [("TAB-31", "note", "fail"), *[("TAB-31", "error", "review")] * 4]
    result = scored(*findings, model=replace(MODEL, repeats=(Decimal(1), Decimal(1))))
    assert [d.taken for d in result.possible] == [Decimal(5), Decimal("4.5"), Decimal(0), Decimal(0)]


@pytest.mark.parametrize(
    ("weight", "taken", "value"),
    [("5.1", ["5", "0.1"], "0"), ("5", ["5", "0"], "0"), ("10", ["5", "5"], "0"), ("20", ["5", "5"], "50")],
)
def test_a_category_loses_no_more_than_it_weighs(weight: str, taken: list[str], value: str) -> None:
    model = replace(MODEL, weights={"TAB": Decimal(weight)})
    result = scored(("TAB-31", "error", "fail"), ("TAB-32", "error", "fail"), outcomes={}, model=model)
    assert [d.taken for d in result.deductions] == [Decimal(points) for points in taken]
    assert (result.value, result.coverage) == (Decimal(value), 100)
    assert [(c.name, c.deducted, c.weight) for c in result.categories] == [
        ("TAB", sum(map(Decimal, taken)), Decimal(weight))
    ]


@pytest.mark.parametrize(
    ("coverage", "graded"), [(Decimal("49.9"), True), (Decimal(50), True), (Decimal("50.1"), False)]
)
def test_the_least_that_must_be_checked_for_a_grade(coverage: Decimal, graded: bool) -> None:
    result = scored(outcomes={"SEC": "pass", "TAB": "pass"}, model=replace(MODEL, least_coverage=coverage))
    assert (result.coverage, result.value) == (50, 100)
    assert result.grade == (GOOD if graded else None)
    assert bool(result.withheld.en) is not graded
    assert graded or result.withheld.en == "weight checked 50, under 50.1: no grade is given"


@pytest.mark.parametrize(("least", "grade"), [("93.5", GOOD), ("93.6", FAILED)])
def test_a_grade_begins_with_its_number(least: str, grade: Words) -> None:
    result = scored(("TAB-31", "error", "fail"), model=replace(MODEL, bands=(Band(Decimal(least), GOOD),)))
    assert (result.value, result.grade, result.caps) == (Decimal("93.5"), grade, ())


@pytest.mark.parametrize(
    ("outcomes", "assessed"),
    [
        ({"TAB": "pass"}, ["TAB"]),
        ({"TAB": "fail"}, ["TAB"]),
        ({"TAB": "review"}, ["TAB"]),
        ({"TAB": "not_assessed", "SEC": "pass"}, ["SEC"]),
        ({"TAB": "not_applicable", "SEC": "pass"}, ["SEC"]),
        ({"PLA": "pass", "SEC": "pass"}, ["SEC"]),  # a category that weighs nothing
        ({"NEW": "pass", "SEC": "pass"}, ["SEC"]),  # one that has no weight
    ],
)
def test_what_is_assessed(outcomes: Mapping[str, str], assessed: list[str]) -> None:
    result = scored(outcomes=outcomes)
    assert [category.name for category in result.categories if category.assessed] == assessed
    assert result.coverage == sum(MODEL.weights[name] for name in assessed)


@pytest.mark.parametrize(
    ("finding", "stands"),
    [
        (("TAB-31", "blocker", "fail"), True),
        (("TAB-31", "error", "fail"), True),
        (("TAB-31", "warning", "fail"), False),
        (("TAB-31", "error", "review"), False),
        (reported("TAB-31", "error", "fail", ours=True), False),
        (reported("EXT-01", "note", "review", table="applications"), True),
        (reported("EXT-01", "note", "fail", table="applications", ours=True), True),
        (reported("EXT-01", "note", "pass", table="applications"), False),
        (reported("EXT-01", "note", "review", table="cases"), False),
        (reported("EXT-01", "note", "review"), False),
        (reported("EXT-02", "note", "review"), True),
        (reported("EXT-03", "note", "review", table="applications"), False),
    ],
)
def test_what_must_be_corrected(finding: object, stands: bool) -> None:
    result = scored(finding)  # type: ignore[arg-type]
    assert bool(result.obstacles) is stands
    assert result.publishable is not stands


def test_nothing_is_known_to_be_right_where_a_rule_broke_or_was_left_out() -> None:
    audit, rules = audited((), EVERY | {"PUB": "error"})
    told = score(audit, MODEL, rules)
    assert (told.publishable, told.obstacles, told.withheld.en) == (
        False,
        (),
        "1 of the rules broke: no score is given",
    )
    from fractions import Fraction

    audit, rules = audited((), EVERY)
    left = score(replace(audit, selected={"TAB": Fraction(1, 2)}), MODEL, rules)
    assert (left.publishable, left.obstacles, left.value) == (False, (), 100)


def test_the_lower_bound_is_below_only_where_something_is_open() -> None:
    result = scored(("TAB-31", "error", "fail"), ("SEC-11", "warning", "review"))
    assert (result.value, result.lower_bound) == (Decimal("93.5"), Decimal("90.9"))
    plain = scored(("TAB-31", "error", "fail"))
    assert plain.value == plain.lower_bound == Decimal("93.5")
