"""A run for people at a terminal; the words are phrases', the figures account's, the breaking of lines terminal's."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TextIO

from audit_core.escaping import inert, visible
from audit_core.findings import Reported, Status
from audit_core.formats import View
from audit_core.reporters import phrases
from audit_core.reporters.coverage import Said, ledger_lines, said_in, score_lines
from audit_core.reporters.finding import Page, finding_lines, one_line
from audit_core.reporters.summary import Totals, gravest_first
from audit_core.results import Failure, Result, Run
from audit_core.words import Words

_GROUPS = ((Status.FAIL, phrases.FAILS), (Status.REVIEW, phrases.REVIEWS))


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write the run: each report with its findings, score and ledger, then failures and the totals."""
    page = Page(view)
    lines = _quiet(run, page) if view.quiet else _lines(run, page)
    stream.writelines(inert(line) + "\n" for line in lines)


def _quiet(run: Run, page: Page) -> Iterator[str]:
    totals = Totals()
    for result in totals.passing(run.results):
        for finding in gravest_first(result.audited.findings):
            if finding.status in {Status.FAIL, Status.REVIEW}:
                yield one_line(finding, page)
    yield from _failures(totals.failures(run), page)


def _head(run: Run, page: Page) -> str:
    """Return the line that says what wrote this, by what and when; by it the loaders know our own output again."""
    ruleset = page.say(phrases.RULESET, name=run.ruleset, version=run.ruleset_version)
    return f"audit-core {visible(run.version)}  {run.date.isoformat()}  {ruleset}"


def _lines(run: Run, page: Page) -> Iterator[str]:
    yield from page.wrap(_head(run, page))
    for note in run.notes:
        yield from page.wrap(page.say(phrases.NOTE, note=visible(page.say(note))), rest="  ")
    yield ""
    totals = Totals()
    before: frozenset[Said] | None = None
    for result in totals.passing(run.results):
        yield from _report(result, run.categories, before or frozenset(), page)
        yield ""
        before = said_in(result) if before is None else before
    yield from _skipped(run, page)
    yield from _failures(totals.failures(run), page)
    yield from page.wrap(_total(totals, page))
    if not totals.is_complete(run):
        yield from page.wrap(page.say(phrases.INCOMPLETE), style="bad")


def _report(result: Result, categories: Mapping[str, Words], before: Collection[Said], page: Page) -> Iterator[str]:
    report = result.audited.report
    organization = visible(report.organization) or page.say(phrases.NO_ORGANIZATION)
    yield page.paint(visible(result.source.uri), "bold")
    about = (organization, page.say(phrases.YEAR, year=report.year), page.say(report.form.title))
    yield from page.wrap("  ".join(about))
    yield page.rule()
    yield from _findings(result, page)
    yield from score_lines(result.score, categories, page)
    yield ""
    yield from ledger_lines(result.audited.outcomes, before, page)


def _findings(result: Result, page: Page) -> Iterator[str]:
    groups = [(heading, _with(result, {status})) for status, heading in _GROUPS]
    groups.append((phrases.REMARKS, _with(result, set(Status) - {Status.FAIL, Status.REVIEW})))
    broken = any(outcome.status is Status.ERROR for outcome in result.audited.outcomes)
    if not groups[0][1] and not groups[1][1] and not broken and result.audited.complete:
        yield from (page.paint(page.say(phrases.CLEAN), "good"), "")
    for heading, findings in groups:
        if findings:
            yield from page.wrap(page.say(heading, n=len(findings)), style="bold")
            yield ""
        for finding in findings:
            yield from finding_lines(finding, result.source, page)
            yield ""


def _with(result: Result, statuses: set[Status]) -> list[Reported]:
    return gravest_first(finding for finding in result.audited.findings if finding.status in statuses)


def _skipped(run: Run, page: Page) -> Iterator[str]:
    if run.skipped:
        yield page.say(phrases.SKIPPED)
        # Sorted for determinism.
        yield from _items(sorted(run.skipped.items()), page)
        yield ""


def _failures(failures: Collection[Failure], page: Page) -> Iterator[str]:
    if failures:
        yield page.paint(page.say(phrases.FAILURES), "bad")
        items = ((f"{page.say(phrases.KINDS[f.kind])} {f.subject}", f.words) for f in failures)
        yield from _items(items, page)
        yield ""


def _items(items: Iterable[tuple[str, Words]], page: Page) -> Iterator[str]:
    for name, why in items:
        colon = page.say(phrases.COLON) if why.say(page.lang) else ""
        yield from page.wrap(f"{visible(name)}{colon}{visible(why.say(page.lang))}", first="  ", rest="    ")


def _total(totals: Totals, page: Page) -> str:
    fails, leads = totals.findings[Status.FAIL], totals.findings[Status.REVIEW]
    graves = [f"{page.say(words)} {fails[grave]}" for grave, words in phrases.SEVERITIES.items() if fails[grave]]
    found = phrases.BY_SEVERITY if graves else phrases.FINDINGS
    parts = [
        page.say(phrases.REPORT if totals.reports == 1 else phrases.REPORTS, n=totals.reports),
        page.say(found, n=fails.total(), severities=page.join(graves)),
        page.say(phrases.LEADS, n=leads.total()),
    ]
    if totals.median is not None and totals.reports > 1:
        parts.append(page.say(phrases.MEDIAN, value=totals.median))
    parts.append(page.say(phrases.READY, n=totals.publishable))
    return page.say(phrases.TOTAL, parts=page.say(phrases.CLAUSE).join(parts))
