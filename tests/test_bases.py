"""The clean reports: in every rendering the same facts, nothing found, the same score."""

import pytest

from audit_core.figures import State
from audit_core.forms import TableForm
from audit_core.report import Fact
from audit_core.results import Audited
from audit_rulesets.samples.render import CORE, STYLES, TEXT, Style
from tests.reports.bases import BASES
from tests.reports.reading import audit, auditor, figures, report, scored, shape, statuses

FORMS = {"A19": "ogi-2019", "B22": "ogi-2021", "D22": "ogi-2021"}

by_base = pytest.mark.parametrize("base", BASES)
by_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)


@by_base
@by_style
def test_same_facts_in_every_rendering(base: str, style: Style) -> None:
    bound = report(BASES[base](), style)
    assert bound.form.name == FORMS[base]
    assert figures(bound) == figures(report(BASES[base](), TEXT))


@by_base
@by_style
def test_every_statutory_figure_is_read(base: str, style: Style) -> None:
    bound = report(BASES[base](), style)
    unread = [
        fact.concept.key
        for fact in bound.vector
        if fact.state is not State.NUMBER and not _optional(bound.form.tables[fact.table], fact)
    ]
    assert not unread


def _optional(table: TableForm, fact: Fact) -> bool:
    return table.rows[fact.row].optional or table.columns[fact.column].optional


@by_base
@by_style
def test_nothing_is_noticed_but_glued_headings(base: str, style: Style) -> None:
    bound = report(BASES[base](), style)
    assert [notice.kind for notice in bound.notices] == (["unmarked_heading"] if style.glued else [])
    assert [section.match for section in bound.sections] == ["statutory"] * 6
    assert [section.ordinal for section in bound.sections] == [1, 2, 3, 4, 5, 6]


@by_base
@pytest.mark.parametrize("style", CORE, ids=lambda style: style.name)
def test_same_shape_in_the_core_renderings(base: str, style: Style) -> None:
    assert shape(report(BASES[base](), style)) == shape(report(BASES[base](), TEXT))


@by_base
@by_style
def test_every_figure_points_at_its_printed_text(base: str, style: Style) -> None:
    bound = report(BASES[base](), style)
    text = bound.document.source.text
    for fact in bound.facts():
        span = bound.locate(fact).span
        assert span is not None
        assert text[span.start : span.end].strip('"') == fact.raw


@by_base
@by_style
def test_no_fault_and_no_lead(base: str, style: Style) -> None:
    found = audit(BASES[base](), style)
    assert [(one.rule, one.status.value, one.words.zh) for one in found.findings if not _reading(one.rule)] == []
    assert "error" not in statuses(found).values()


def _reading(rule: str) -> bool:
    return rule == "EXT-04"


@by_base
@by_style
def test_same_verdicts_and_score(base: str, style: Style) -> None:
    plain, found = audit(BASES[base](), TEXT), audit(BASES[base](), style)
    assert _without(found) == _without(plain)
    assert scored(found) == scored(plain)


def _without(found: Audited) -> dict[str, str]:
    return {rule: status for rule, status in statuses(found).items() if not _reading(rule)}


@by_base
def test_full_marks(base: str) -> None:
    assert str(scored(audit(BASES[base]())).value) == "100.0"


def test_every_rule_reaches_a_verdict() -> None:
    told = [statuses(audit(make())) for make in BASES.values()]
    assert all(set(said) == set(auditor().rules) for said in told)
