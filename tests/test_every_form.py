"""The same report in every form: the same figures, findings, evidence and score, each with a place of its own."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit_core.document import Location
from audit_core.findings import Reported
from audit_core.formats import View
from audit_core.loaders import BUILTIN, choose, read
from audit_core.plugins import discover
from audit_core.results import Audited, Result, Run, Score
from audit_core.scoring import score
from tests.reports.bases import BASES
from tests.reports.mutations import MUTATIONS
from tests.reports.reading import auditor, figures, statuses
from tests.reports.writers import FORMS, Form, silent

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"

FAULTS = ("M04", "M12", "M16", "M20", "M24", "M31", "M35", "M36", "M40", "M49")
"""Ten faults of ten kinds: headings, section texts, sums, rows, blanks, placeholders, and the prose against the tables."""

READING = frozenset({"EXT-04", "EXT-05"})
"""Rules that remark on how a form was read: headings that a form cannot mark, lines that a page breaks."""

REPORTS = (*BASES, *FAULTS)

others = pytest.mark.parametrize(
    "form", [form for name, form in FORMS.items() if name != "text"], ids=lambda form: form.name
)
by_form = pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
by_report = pytest.mark.parametrize("name", REPORTS)


@cache
def audited(name: str, form: Form) -> Audited:
    """Return the audit of a base or of a fault, written in a form; made once."""
    made = BASES[name]() if name in BASES else next(one for one in MUTATIONS if one.id == name).draft()
    return auditor().audit(read(form.write(silent(made)), form.uri, BUILTIN))


def scored(found: Audited) -> Score:
    """Return the score of an audit."""
    return score(found, auditor().ruleset.scoring, auditor().rules)


def said(found: Audited) -> list[tuple[object, ...]]:
    """Return everything of the findings that is no place, nor how a blank is spelt in a file."""
    return sorted(_said(one) for one in found.findings if one.rule not in READING)


def _said(one: Reported) -> tuple[object, ...]:
    evidence = tuple((item.label, " ".join(item.raw.split()), item.value) for item in one.finding.evidence)
    return one.rule, one.status, one.severity, one.location.logical, one.words, evidence, one.fingerprint


def test_there_are_ten_faults() -> None:
    assert len(FAULTS) == len({one.id for one in MUTATIONS if one.id in FAULTS}) == 10


@pytest.mark.sampled(6)
@by_form
@by_report
def test_the_form_is_told_by_its_content(name: str, form: Form) -> None:
    data = form.write(silent(BASES["A19"]()))
    assert choose(BUILTIN, data, form.uri).loader.name == form.loader
    assert audited(name, form).report.document.source.loader == form.loader


@pytest.mark.sampled(4)
@others
@by_report
def test_the_same_figures(name: str, form: Form) -> None:
    assert figures(audited(name, form).report) == figures(audited(name, FORMS["text"]).report)


@pytest.mark.sampled(3)
@others
@by_report
def test_the_same_findings_with_the_same_evidence(name: str, form: Form) -> None:
    assert said(audited(name, form)) == said(audited(name, FORMS["text"]))


@others
@by_report
def test_the_same_verdicts_and_score(name: str, form: Form) -> None:
    found, plain = audited(name, form), audited(name, FORMS["text"])
    verdicts = {rule: status for rule, status in statuses(found).items() if rule not in READING}
    assert verdicts == {rule: status for rule, status in statuses(plain).items() if rule not in READING}
    mine, its = scored(found), scored(plain)
    assert (mine.value, mine.lower_bound, mine.coverage, mine.publishable) == (
        its.value, its.lower_bound, its.coverage, its.publishable,
    )  # fmt: skip


@pytest.mark.sampled(3)
@by_form
@pytest.mark.parametrize("name", FAULTS)
def test_every_finding_has_a_place_in_its_file(name: str, form: Form) -> None:
    places = [place for one in audited(name, form).findings for place in _places(one)]
    assert places
    for place in places:
        assert place.uri == form.uri
        assert (place.region is not None) if form.lines else (place.place and place.region is None)


def _places(one: Reported) -> Iterator[Location]:
    yield one.location
    yield from (at for at, item in zip(one.evidence_locations, one.finding.evidence, strict=True) if item.at)


@cache
def _schema() -> Callable[[Any], None]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema).validate


@pytest.mark.sampled(4)
@by_form
@pytest.mark.parametrize("kind", ["sarif", "sarif-github"])
def test_sarif_is_valid_and_says_where(form: Form, kind: str) -> None:
    found = [audited(name, form) for name in ("M20", "M35")]
    results = tuple(Result(one.report.document.source, one, scored(one)) for one in found)
    run = Run("1", "ogi", "1", "0", auditor().rules, (), results, (), date(2024, 1, 1))
    reporter = next(one for one in discover().reporters if one.name == kind)
    stream = io.StringIO()
    reporter.write(run, stream, View("en"))
    log = json.loads(stream.getvalue())
    _schema()(log)
    # What is only an outcome holds of the file as a whole.
    found = [result for result in log["runs"][0]["results"] if "partialFingerprints" in result]
    at = [place for result in found for place in result["locations"]]
    assert at
    for place in at:
        assert place["physicalLocation"]["artifactLocation"]["uri"] == form.uri
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert form.lines or place["properties"]["place"]


def test_a_figure_is_worth_the_same_in_all_forms() -> None:
    amounts = {
        form.name: audited("A19", form).report.fact("procurement", "centralised", "amount") for form in FORMS.values()
    }
    assert {amount.value for amount in amounts.values()} == {Decimal("6007.0512")}
    assert {amount.figure.decimals for amount in amounts.values()} == {4}
