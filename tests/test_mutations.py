"""One fault in, that finding out, and nothing else; the same in every rendering that prints the fault."""

from collections.abc import Iterable

import pytest

from audit_core.findings import Reported
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import CORE, HALF_WIDTH, RAGGED, TEXT, Style
from tests.reports.ambiguous import ambiguous
from tests.reports.bases import BASES, a19
from tests.reports.changes import all_of, label_row, put
from tests.reports.matrix import changed, clean
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import audit, findings, report, shape, statuses

REQUIRED = frozenset(f"M{number:02}" for number in (*range(1, 49), 79, 80))
"""Faults that must stand in the table."""


def printed(mutations: Iterable[Mutation]) -> pytest.MarkDecorator:
    """Return faults in each of their renderings."""
    cases = [(mutation, style) for mutation in mutations for style in mutation.styles]
    return pytest.mark.parametrize(("mutation", "style"), cases, ids=[f"{m.id}-{style.name}" for m, style in cases])


def test_no_fault_stands_twice() -> None:
    ids = [mutation.id for mutation in MUTATIONS]
    assert len(ids) == len(set(ids))
    assert set(ids) >= REQUIRED


@pytest.mark.sampled(6)
@printed(MUTATIONS)
def test_the_fault_is_read_alike_in_every_rendering(mutation: Mutation, style: Style) -> None:
    assert shape(report(mutation.draft(), style)) == shape(report(mutation.draft(), mutation.styles[0]))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.id)
def test_the_fault_is_in_the_file(mutation: Mutation) -> None:
    assert TEXT.print(mutation.draft()) != TEXT.print(BASES[mutation.base]())


@pytest.mark.sampled(2)
@printed(MUTATIONS)
def test_that_rule_and_no_other(mutation: Mutation, style: Style) -> None:
    now = changed(clean(mutation.base, style), audit(mutation.draft(), style))
    assert {rule: status for rule, status in now.items() if status not in mutation.allowed(rule)} == {}
    assert {rule: now.get(rule) for rule in mutation.rules} == dict(mutation.rules)


@pytest.mark.sampled(3)
@printed(MUTATIONS)
def test_the_finding_says_what_and_where(mutation: Mutation, style: Style) -> None:
    audited = audit(mutation.draft(), style)
    text = audited.report.document.source.text
    found = [one for one in audited.findings if one.rule in mutation.rules]
    said = "\n".join(one.words.zh for one in found)
    assert found
    assert [word for word in mutation.words if folded(word) not in folded(said)] == []
    if mutation.at:
        assert sorted(pointed(one, text) for one in found) == sorted((path, folded(said)) for path, said in mutation.at)


def folded(text: str) -> str:
    """Return a text with its brackets folded, as one rendering has them."""
    return text.translate(HALF_WIDTH)


def pointed(one: Reported, text: str) -> tuple[str, str]:
    """Return the label path of a finding, and what is printed where it points; JSON has quotes around it."""
    said = text[one.span.start : one.span.end] if one.span else ""
    return one.location.logical, folded(said.strip('"'))


def several(draft: Draft) -> None:
    """Put four faults of different kinds in."""
    all_of(
        label_row("denied_by_law", "2.其他法律法规禁止公开"),
        put("procurement", "centralised", "amount", "6007.05"),
        put("applications", "granted", "natural", "45"),
        put("applications", "denied_safety", "other", ""),
        put("applications", "carried_out", "total", "9"),
    )(draft)


SAME = [style for style in CORE if style is not TEXT]


@pytest.mark.parametrize("style", SAME, ids=lambda style: style.name)
def test_several_faults_are_found_alike(style: Style) -> None:
    draft = a19()
    several(draft)
    assert findings(audit(draft, style)) == findings(audit(draft, TEXT))
    assert statuses(audit(draft, style)) == statuses(audit(draft, TEXT))


@pytest.mark.parametrize("style", SAME, ids=lambda style: style.name)
def test_an_ambiguous_table_is_read_alike(style: Style) -> None:
    """Where only begun cells are printed, nothing stands to the left of anything: there, rows are not shifted."""
    lost = {"EXT-02"} if style is RAGGED else set()
    assert findings(audit(ambiguous(), style)) == findings(audit(ambiguous(), TEXT), leave_out=lost)


def test_an_ambiguous_table_accuses_nobody() -> None:
    told = statuses(audit(ambiguous()))
    assert {rule for rule, status in told.items() if status == "fail"} == set()
    assert {rule for rule, status in told.items() if status == "review"} == {"EXT-01", "EXT-02", "TAB-33"}
    assert told["TAB-31"] in ("pass", "not_assessed")


def test_an_ambiguous_table_keeps_its_readings() -> None:
    readings = report(ambiguous()).readings
    assert len(readings) == 19
    assert {reading.found for reading in readings.values()} == {6}
    assert not readings["applications", "unable_not_held"].decided
    assert sum(not reading.decided for reading in readings.values()) == 1
