"""Reports as broken converters leave them: a figure that is said is right, and nobody is accused."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_core.figures import State
from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.layouts import move_column
from audit_rulesets.samples.render import LINES
from tests.reports import scrambles
from tests.reports.changes import all_of, put
from tests.reports.reading import audit, auditor, report, statuses
from tests.reports.scrambles import SCRAMBLES

SCRAMBLED = frozenset({"applications", "cases"})
SUMS = ("TAB-31", "TAB-32", "TAB-33", "TAB-41")
PRESENCE = ("TAB-01", "TAB-02", "TAB-03", "TAB-06", "TAB-07")

seeds = st.integers(0, 2**32)
by_scramble = pytest.mark.parametrize("name", [*SCRAMBLES, "line by line"])


def left_nothing_out(draft: Draft, random: Random) -> None:
    """Damage no figure."""


def lost(draft: Draft, random: Random) -> None:
    """Lose a cell or three besides."""
    scrambles.lose_cells(draft, random, random.randrange(1, 4))


def blank(draft: Draft, random: Random) -> None:
    """Print no zeros."""
    scrambles.blank_zeros(draft)


DAMAGES: tuple[Callable[[Draft, Random], None], ...] = (left_nothing_out, lost, blank)
by_damage = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)


def printed(draft: Draft, name: str, random: Random) -> bytes:
    """Return a draft as a scramble leaves it."""
    if name == "line by line":
        return scrambles.line_by_line(draft, random)
    return scrambles.scrambled(draft, SCRAMBLES[name], random)


def audited(data: bytes) -> Audited:
    """Audit the bytes of a scrambled report."""
    return auditor().audit(read(data, "report.md", BUILTIN))


def wrong(found: Audited, truth: dict[str, str]) -> list[str]:
    """Return the figures of tables three and four that are said, and are not those of the report."""
    facts = {fact.concept.key: fact for fact in found.report.vector if fact.table in SCRAMBLED}
    said = {key: fact.figure.exact for key, fact in facts.items() if fact.state in (State.NUMBER, State.BLANK)}
    return [f"{key}: {value}, not {truth[key]}" for key, value in said.items() if value != Decimal(truth.get(key) or 0)]


@pytest.mark.sampled(5)
@by_damage
@by_scramble
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_no_figure_is_wrong_and_nobody_is_accused(
    name: str, damage: Callable[[Draft, Random], None], seed: int
) -> None:
    random = Random(seed)
    draft = scrambles.redrawn(random.choice(("A19", "B22")), random)
    truth = scrambles.truth(draft)
    damage(draft, random)
    found = audited(printed(draft, name, random))
    told = statuses(found)
    # Where nothing parts the figures and one is lost, the rest may by chance add up to another row.
    assert wrong(found, truth) == [] or (name, damage) == ("run together", lost)
    assert {rule: told[rule] for rule in (*SUMS, *PRESENCE) if told[rule] in ("fail", "error")} == {}


ONCE_WRONG: dict[str, tuple[str, Callable[[Draft, Random], None], int, dict[str, str]]] = {
    "a row joined to another, with no figure": ("rows joined", blank, 1100, {"TAB-02": "review"}),
    "two of them": ("rows joined", blank, 1129, {"TAB-02": "review"}),
    "figures of the row that was joined": ("rows joined", blank, 3017, {"TAB-32": "not_assessed"}),
    "the total lost where the last figure happens to be one": ("rows cut", lost, 3014, {"TAB-32": "review"}),
}


@pytest.mark.parametrize("case", ONCE_WRONG.values(), ids=ONCE_WRONG)
def test_what_may_be_lost_is_no_accusation(
    case: tuple[str, Callable[[Draft, Random], None], int, dict[str, str]],
) -> None:
    name, damage, seed, expected = case
    random = Random(seed)
    draft = scrambles.redrawn(random.choice(("A19", "B22")), random)
    damage(draft, random)
    told = statuses(audited(printed(draft, name, random)))
    assert {rule: told[rule] for rule in expected} == expected


@pytest.mark.sampled(3)
@by_scramble
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_a_report_that_miscounts_is_not_mended(name: str, seed: int) -> None:
    random = Random(seed)
    draft = scrambles.redrawn(random.choice(("A19", "B22")), random)
    scrambles.miscount(draft, random)
    truth = scrambles.truth(draft)
    assert wrong(audited(printed(draft, name, random)), truth) == []


@pytest.mark.parametrize("name", [name for name in SCRAMBLES if name != "run together"])
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_where_only_the_order_is_broken_every_figure_is_recovered(name: str, seed: int) -> None:
    random = Random(seed)
    draft = scrambles.redrawn(random.choice(("A19", "B22")), random)
    truth = scrambles.truth(draft)
    bound = audited(scrambles.scrambled(draft, SCRAMBLES[name], random)).report
    assert [key for key in truth if bound.fact(*key.split("/")).state is not State.NUMBER] == []


def labels_lost(*rows: str) -> bytes:
    """Return A19 with table three in pipes and the labels of some rows lost."""
    draft = scrambles.redrawn("A19", Random(1))
    for row in draft.table("applications").rows:
        if row.key in rows:
            row.label, row.path = "", ()
    return scrambles.PIPES.print(draft)


def test_what_the_sums_told_they_do_not_check() -> None:
    found = audited(labels_lost("refused_repeat"))
    outcomes = {outcome.rule: outcome for outcome in found.outcomes}
    assert found.report.fact("applications", "refused_repeat", "natural").recovered
    assert [outcomes[rule].status.value for rule in ("TAB-31", "TAB-32", "TAB-33")] == [
        "not_assessed",
        "pass",
        "not_assessed",
    ]
    assert (outcomes["TAB-31"].checked, outcomes["TAB-31"].unchecked) == (22, 1)
    assert "不能再用它们核对" in outcomes["TAB-33"].reason.zh
    assert "2.重复申请" in outcomes["EXT-03"].reason.zh
    assert outcomes["EXT-03"].status == "pass"


def test_rows_that_could_be_either_stay_undecided() -> None:
    draft = scrambles.redrawn("A19", Random(1))
    table = draft.table("applications")
    table.rows.remove(table.row("refused_repeat"))
    table.row("refused_publication").label = ""
    found = audited(scrambles.PIPES.print(draft))
    states = {
        row: found.report.fact("applications", row, "total").state for row in ("refused_repeat", "refused_publication")
    }
    assert set(states.values()) == {State.AMBIGUOUS}
    assert [one.rule for one in found.findings if one.rule == "EXT-03"] == ["EXT-03"]
    assert statuses(found)["TAB-33"] == "not_assessed"


def test_sums_tell_the_order_that_a_head_does_not() -> None:
    draft = scrambles.redrawn("A19", Random(2))
    truth = scrambles.truth(draft)
    move_column("total", before="natural")(draft)
    found = audit(draft, LINES)
    assert wrong(found, truth) == []
    assert found.report.fact("applications", "received", "total").value == Decimal(truth["applications/received/total"])
    assert statuses(found)["TAB-31"] == "pass"
    assert "表头看不出各列的先后" in next(o.reason.zh for o in found.outcomes if o.rule == "EXT-03")


def test_an_order_that_sums_do_not_tell_is_left_open() -> None:
    draft = scrambles.redrawn("A19", Random(2))
    all_of(move_column("total", before="natural"), put("applications", "received", "other", "999"))(draft)
    found = audit(draft, LINES)
    assert found.report.fact("applications", "received", "total").state is State.AMBIGUOUS
    assert statuses(found)["TAB-31"] == "not_assessed"
    assert statuses(found)["EXT-03"] == "review"


def test_short_rows_stay_as_they_are() -> None:
    from tests.reports.ambiguous import ambiguous

    bound = report(ambiguous())
    assert not any(fact.recovered for fact in bound.vector)
    assert len(bound.readings) == 19
    assert not bound.relations_used
