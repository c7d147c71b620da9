"""A clean report with a few words changed, and what one rule says of it; no ruleset and no engine needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from audit_core import Document, Finding, NotAssessed, Report, RulePack
from audit_core.binding import bind
from audit_core.findings import fill
from audit_core.loaders import BUILTIN, read
from audit_core.organs import Organs
from audit_core.rules import ALONE
from audit_core.words import Words
from audit_pack_formats import pack as formats
from audit_pack_narrative import pack as narrative
from audit_pack_plausibility import pack as plausibility
from audit_pack_publication import pack as publication
from audit_pack_reading import pack as reading
from audit_pack_sections import pack as sections
from audit_pack_series import duplicates, rollup, years
from audit_pack_tables import pack as tables
from audit_pack_text import pack as text
from audit_rulesets.samples.render import TEXT
from tests.packs.record import hold, told
from tests.reports.bases import BASES
from tests.reports.reading import auditor, forms

PACKS: tuple[RulePack, ...] = (
    sections, tables, formats, reading, narrative, text, plausibility, publication, years, rollup, duplicates,
)  # fmt: skip
RULES = {rule.id: rule for pack in PACKS for rule in pack.rules.values()}

Change = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """What a finding says: verdict, severity, words, and the report's text once its fix is made (empty without)."""

    status: str
    severity: str
    words: Words
    key: str
    mended: str
    finding: Finding


@cache
def base(name: str) -> str:
    """Return a clean report as text: A19 in the form of 2019, B22 in that of 2021."""
    return TEXT.print(BASES[name]()).decode()


def changed(name: str, *changes: Change) -> str:
    """Return a clean report with texts replaced; each must stand there."""
    text = base(name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def report(text: str) -> Report:
    """Read and bind a text."""
    return bind(read(text.encode(), "report.md", BUILTIN), forms())


def known(text: str, organs: Organs | None = None) -> Report:
    """Read and bind a text, its organ told by the ruleset or by other `organs`."""
    return bind(read(text.encode(), "report.md", BUILTIN), forms(), organs or auditor().ruleset.organs)


def bound(document: Document) -> Report:
    """Bind a document made by hand."""
    return bind(document, forms())


def said(rule: str, of: Report | str, **options: object) -> list[Said]:
    """Return what one rule finds, remarks for the ledger included; what it found before it gave up counts.

    It is held against the record too.
    """
    checked = report(of) if isinstance(of, str) else of
    found: list[Finding] = []
    try:
        for finding in _run(rule, checked, **options):
            found.append(finding)  # noqa: PERF402 - what was found before a NotAssessed is kept
    except NotAssessed:
        pass
    every = [_said(rule, checked, finding) for finding in found]
    if checked.document.source.text:
        lines = (line for one in every for line in told(checked, one.finding, one.severity, one.words))
        hold(rule, checked, _base(checked.year), lines, f" {options}" if options else "")
    return every


def _base(year: int | None) -> str:
    return base("A19" if year == 2019 else "B22")


def _run(rule: str, checked: Report, **options: object) -> Iterable[Finding]:
    """Run a rule on a report that stands alone."""
    check = RULES[rule].check
    assert check is not None
    if RULES[rule].needs:
        raise NotAssessed(ALONE.en, ALONE.zh)
    return check(checked, **options) or ()


def unassessed(rule: str, of: Report | str) -> Words | None:
    """Return why a rule could not judge, or None where it could."""
    try:
        list(_run(rule, report(of) if isinstance(of, str) else of))
    except NotAssessed as reason:
        return reason.words
    return None


def _said(rule: str, checked: Report, finding: Finding) -> Said:
    declared = RULES[rule]
    words = fill(finding.message or declared.template, finding.values)
    severity = finding.severity or declared.severity
    return Said(finding.status.value, severity.value, words, finding.key, _mended(checked, finding), finding)


def _mended(checked: Report, finding: Finding) -> str:
    span = checked.locate(finding.at).span
    if finding.fix is None or span is None:
        return ""
    text = checked.document.source.text
    return text[: span.start] + finding.fix.text + text[span.end :]
