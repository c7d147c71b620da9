"""A run for people at a terminal; the words are phrases', the figures account's, the breaking of lines terminal's."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TextIO

from audit_core.escaping import inert, visible
from audit_core.findings import Reported, Status
from audit_core.formats import View
from audit_core.reporters import phrases
from audit_core.reporters.coverage import OutcomeRow, outcome_lines, said_in, score_lines
from audit_core.reporters.finding import Printer, finding_lines, one_line
from audit_core.reporters.summary import Totals, gravest_first
from audit_core.results import Failure, Result, Run
from audit_core.words import Words

_GROUPS = ((Status.FAIL, phrases.FAILS), (Status.REVIEW, phrases.REVIEWS))


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write the run: each report with its findings, score and outcomes, then failures and the totals."""
    printer = Printer(view)
    lines = _quiet(run, printer) if view.quiet else _lines(run, printer)
    stream.writelines(inert(line) + "\n" for line in lines)


def _quiet(run: Run, printer: Printer) -> Iterator[str]:
    totals = Totals()
    for result in totals.passing(run.results):
        for finding in gravest_first(result.audited.findings):
            if finding.status in {Status.FAIL, Status.REVIEW}:
                yield one_line(finding, printer)
    yield from _failures(totals.failures(run), printer)


def _head(run: Run, printer: Printer) -> str:
    """Return the line that says what wrote this, by what and when; by it the loaders know our own output again."""
    ruleset = printer.say(phrases.RULESET, name=run.ruleset, version=run.ruleset_version)
    return f"audit-core {visible(run.version)}  {run.date.isoformat()}  {ruleset}"


def _lines(run: Run, printer: Printer) -> Iterator[str]:
    yield from printer.wrap(_head(run, printer))
    for note in run.notes:
        yield from printer.wrap(printer.say(phrases.NOTE, note=visible(printer.say(note))), rest="  ")
    yield ""
    totals = Totals()
    before: frozenset[OutcomeRow] | None = None
    for result in totals.passing(run.results):
        yield from _report(result, run.categories, before or frozenset(), printer)
        yield ""
        before = said_in(result) if before is None else before
    yield from _skipped(run, printer)
    yield from _failures(totals.failures(run), printer)
    yield from printer.wrap(_total(totals, printer))
    if not totals.is_complete(run):
        yield from printer.wrap(printer.say(phrases.INCOMPLETE), style="bad")


def _report(
    result: Result, categories: Mapping[str, Words], before: Collection[OutcomeRow], printer: Printer
) -> Iterator[str]:
    report = result.audited.report
    organization = visible(report.organization) or printer.say(phrases.NO_ORGANIZATION)
    yield printer.paint(visible(result.source.uri), "bold")
    about = (organization, printer.say(phrases.YEAR, year=report.year), printer.say(report.form.title))
    yield from printer.wrap("  ".join(about))
    yield printer.rule()
    yield from _findings(result, printer)
    yield from score_lines(result.score, categories, printer)
    yield ""
    yield from outcome_lines(result.audited.outcomes, before, printer)


def _findings(result: Result, printer: Printer) -> Iterator[str]:
    groups = [(heading, _with(result, {status})) for status, heading in _GROUPS]
    groups.append((phrases.REMARKS, _with(result, set(Status) - {Status.FAIL, Status.REVIEW})))
    broken = any(outcome.status is Status.ERROR for outcome in result.audited.outcomes)
    if not groups[0][1] and not groups[1][1] and not broken and result.audited.complete:
        yield from (printer.paint(printer.say(phrases.CLEAN), "good"), "")
    for heading, findings in groups:
        if findings:
            yield from printer.wrap(printer.say(heading, n=len(findings)), style="bold")
            yield ""
        for finding in findings:
            yield from finding_lines(finding, result.source, printer)
            yield ""


def _with(result: Result, statuses: set[Status]) -> list[Reported]:
    return gravest_first(finding for finding in result.audited.findings if finding.status in statuses)


def _skipped(run: Run, printer: Printer) -> Iterator[str]:
    if run.skipped:
        yield printer.say(phrases.SKIPPED)
        # Sorted for determinism.
        yield from _items(sorted(run.skipped.items()), printer)
        yield ""


def _failures(failures: Collection[Failure], printer: Printer) -> Iterator[str]:
    if failures:
        yield printer.paint(printer.say(phrases.FAILURES), "bad")
        items = ((f"{printer.say(phrases.KINDS[f.kind])} {f.subject}", f.words) for f in failures)
        yield from _items(items, printer)
        yield ""


def _items(items: Iterable[tuple[str, Words]], printer: Printer) -> Iterator[str]:
    for name, why in items:
        colon = printer.say(phrases.COLON) if why.say(printer.lang) else ""
        yield from printer.wrap(f"{visible(name)}{colon}{visible(why.say(printer.lang))}", first="  ", rest="    ")


def _total(totals: Totals, printer: Printer) -> str:
    fails, leads = totals.findings[Status.FAIL], totals.findings[Status.REVIEW]
    graves = [f"{printer.say(words)} {fails[grave]}" for grave, words in phrases.SEVERITIES.items() if fails[grave]]
    found = phrases.BY_SEVERITY if graves else phrases.FINDINGS
    parts = [
        printer.say(phrases.REPORT if totals.reports == 1 else phrases.REPORTS, n=totals.reports),
        printer.say(found, n=fails.total(), severities=printer.join(graves)),
        printer.say(phrases.LEADS, n=leads.total()),
    ]
    if totals.median is not None and totals.reports > 1:
        parts.append(printer.say(phrases.MEDIAN, value=totals.median))
    parts.append(printer.say(phrases.READY, n=totals.publishable))
    return printer.say(phrases.TOTAL, parts=printer.say(phrases.CLAUSE).join(parts))
