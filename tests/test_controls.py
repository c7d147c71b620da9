"""Harmless changes: nothing is found in them that was not found before."""

import pytest

from audit_rulesets.samples.render import CRLF, ENDED, GLUED, LINES, TEXT, UNMARKED, Style
from tests.reports.bases import BASES
from tests.reports.controls import CONTROLS, Control
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import audit, figures, findings, report, scored, statuses

by_control = pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)

READING = frozenset({"EXT-04"})
"""Rules that speak of the rendering: a glued heading is said to be one, and counts for nothing."""


@by_control
def test_no_verdict_changes(control: Control) -> None:
    before, after = statuses(audit(BASES[control.base]())), statuses(audit(control.draft(), control.style))
    changed = {rule: status for rule, status in after.items() if status != before[rule]}
    told = (*READING, *control.assessed, *control.aside, *control.unsaid)
    left = {rule: status for rule, status in changed.items() if rule not in told}
    assert left == dict(control.rules)
    assert {rule: after[rule] for rule in control.assessed} == dict.fromkeys(control.assessed, "pass")
    assert {rule: after[rule] for rule in control.unsaid} == dict.fromkeys(control.unsaid, "not_assessed")
    assert {rule: after[rule] for rule in control.aside} == dict.fromkeys(control.aside, "not_applicable")


@by_control
def test_nothing_is_found(control: Control) -> None:
    found = findings(audit(control.draft(), control.style), leave_out=READING)
    assert {rule for rule, *_ in found} == set(control.rules)


@by_control
def test_no_point_is_lost(control: Control) -> None:
    score = scored(audit(control.draft(), control.style))
    assert control.rules or score.value == scored(audit(BASES[control.base]())).value


@pytest.mark.parametrize(
    "control", [c for c in CONTROLS if c.id in ("N1", "N5", "N8", "N18", "N19", "N20")], ids=lambda c: c.id
)
def test_the_figures_stay_the_same(control: Control) -> None:
    base, changed = report(BASES[control.base]()), report(control.draft(), control.style)
    assert {key: value for key, value in figures(changed).items() if "legal_subtotal" not in key} == figures(base)


SEEN = [mutation for mutation in MUTATIONS if mutation.id in ("M04", "M16", "M20", "M24", "M31", "M37")]


@pytest.mark.parametrize("style", [UNMARKED, GLUED, CRLF, LINES, ENDED], ids=lambda style: style.name)
@pytest.mark.parametrize("mutation", SEEN, ids=lambda mutation: mutation.id)
def test_no_rendering_hides_a_fault(mutation: Mutation, style: Style) -> None:
    plain = findings(audit(mutation.draft(), TEXT), leave_out=READING)
    assert findings(audit(mutation.draft(), style), leave_out=READING) == plain


@pytest.mark.parametrize("style", [LINES, ENDED], ids=lambda style: style.name)
def test_empty_cells_that_leave_no_trace_accuse_nobody(style: Style) -> None:
    draft = BASES["B22"]()
    for row in draft.table("applications").rows:
        row.figures.update(dict.fromkeys(row.figures.keys() - {"natural", "total"}, ""))
    assert {one.status.value for one in audit(draft, style).findings} <= {"review", "pass"}
