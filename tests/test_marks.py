"""Marks of notes and struck text: no part of a figure, in any form; a fault in the same cell is found all the same."""

from decimal import Decimal

import pytest

from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from tests.reports.bases import BASES
from tests.reports.dressing import DRESSERS, dressed, sprinkled
from tests.reports.reading import auditor, statuses
from tests.reports.writers import FORMS, silent
from tests.test_every_form import READING

by_form = pytest.mark.parametrize("form", DRESSERS)


def audited(draft: Draft, form: str, *, plain: bool = False) -> Audited:
    written = FORMS[form].write(silent(draft)) if plain else dressed(draft, form)
    return auditor().audit(read(written, FORMS[form].uri, BUILTIN))


def values(found: Audited) -> dict[str, tuple[object, ...]]:
    return {fact.concept.key: (fact.state, fact.value, fact.figure.decimals) for fact in found.report.vector}


def verdicts(found: Audited) -> dict[str, str]:
    return {rule: status for rule, status in statuses(found).items() if rule not in READING}


def test_every_form_is_dressed() -> None:
    assert set(DRESSERS) == set(FORMS) - {"xls"}  # its runs have tests in test_loader_xls.py


@pytest.mark.sampled(4)
@by_form
@pytest.mark.parametrize("base", ["A19", "B22"])
@pytest.mark.parametrize("seed", range(2))
def test_a_clean_report_stays_clean(form: str, base: str, seed: int) -> None:
    found, clean = audited(sprinkled(BASES[base](), seed), form), audited(BASES[base](), form, plain=True)
    assert values(found) == values(clean)
    assert verdicts(found) == verdicts(clean)


@pytest.mark.sampled(4)
@by_form
@pytest.mark.parametrize("figure", ["{}⟦1⟧", "{}⟦*⟧", "⟪99⟫{}", "⟪1⟫{}⟦[2]⟧"])
def test_a_fault_in_such_a_cell_is_found(form: str, figure: str) -> None:
    draft, plain = BASES["B22"](), BASES["B22"]()
    wrong = int(draft.figure("applications", "received", "total")) + 1
    draft.put("applications", "received", "total", figure.format(wrong))
    plain.put("applications", "received", "total", str(wrong))
    found = audited(draft, form)
    assert found.report.fact("applications", "received", "total").value == Decimal(wrong)
    assert verdicts(found) == verdicts(audited(plain, form, plain=True))
    assert "fail" in {verdicts(found)[rule] for rule in ("TAB-31", "TAB-32", "TAB-33")}


@by_form
def test_what_is_raised_as_a_whole_is_the_figure(form: str) -> None:
    draft = BASES["B22"]()
    text = draft.figure("applications", "received", "total")
    if form in ("text", "json", "csv", "pdf"):
        pytest.skip("nothing tells that such a cell is raised")
    draft.put("applications", "received", "total", f"⟦{text}⟧")
    assert audited(draft, form).report.fact("applications", "received", "total").value == Decimal(text)


@pytest.mark.parametrize("form", ["markdown", "embedded", "sheet", "html", "docx", "xlsx", "pdf"])
def test_struck_text_is_noted_once(form: str) -> None:
    draft = BASES["B22"]()
    for column in ("natural", "total"):
        draft.put("applications", "received", column, f"⟪3⟫{draft.figure('applications', 'received', column)}")
    notes = [note for note in audited(draft, form).report.document.notes if "删除线" in note]
    assert len(notes) == 1
