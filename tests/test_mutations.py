"""One fault in, that finding out, and nothing else; the same in every rendering that prints the fault."""

import pytest

from tests.reports.ambiguous import ambiguous
from tests.reports.bases import BASES, a19
from tests.reports.changes import all_of, caption, label_row, put
from tests.reports.drafts import Draft
from tests.reports.matrix import changed, clean
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import audit, auditor, findings, report, shape, statuses
from tests.reports.render import CORE, HALF, JSON, PIPES, RAGGED, TEXT, Style

REQUIRED = frozenset(
    f"M{number:02}" for number in (*range(1, 8), *range(11, 38), 79, 80) if number != 12
)
"""Faults that the first rules must find; the others wait for theirs."""

PRINTED = [
    pytest.param(mutation, style, id=f"{mutation.id}-{style.name}")
    for mutation in MUTATIONS
    for style in mutation.styles
]
in_print = pytest.mark.parametrize(("mutation", "style"), PRINTED)


def test_no_fault_stands_twice() -> None:
    ids = [mutation.id for mutation in MUTATIONS]
    assert len(ids) == len(set(ids))
    assert set(ids) >= REQUIRED


@in_print
def test_the_fault_is_read_alike_in_every_rendering(mutation: Mutation, style: Style) -> None:
    assert shape(report(mutation.draft(), style)) == shape(report(mutation.draft(), mutation.styles[0]))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.id)
def test_the_fault_is_in_the_file(mutation: Mutation) -> None:
    assert TEXT.print(mutation.draft()) != TEXT.print(BASES[mutation.base]())


@in_print
def test_that_rule_and_no_other(mutation: Mutation, style: Style) -> None:
    _needs(mutation)
    now = changed(clean(mutation.base, style), audit(mutation.draft(), style))
    assert {rule: status for rule, status in now.items() if status not in mutation.allowed(rule)} == {}
    assert {rule: now.get(rule) for rule in mutation.rules} == dict(mutation.rules)


@in_print
def test_the_finding_says_what_and_where(mutation: Mutation, style: Style) -> None:
    _needs(mutation)
    found = [one for one in audit(mutation.draft(), style).findings if one.rule in mutation.rules]
    said = "\n".join(one.words.zh for one in found)
    assert found
    assert [word for word in mutation.words if word not in said] == []
    if mutation.places:
        assert sorted(one.location.logical for one in found) == sorted(mutation.places)


def _needs(mutation: Mutation) -> None:
    missing = sorted(set(mutation.rules) - set(auditor().rules))
    if missing and mutation.id not in REQUIRED:
        pytest.skip(f"no pack has {', '.join(missing)} yet")


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


def test_brackets_mixed_by_one_caption() -> None:
    draft = a19()
    caption("fees", "第二十条第(八)项")(draft)
    assert "FMT-11" not in {rule for rule, *_ in findings(audit(draft, HALF))}
    for style in (TEXT, PIPES, JSON):
        assert [status for rule, status, *_ in findings(audit(draft, style)) if rule == "FMT-11"] == ["fail"]
