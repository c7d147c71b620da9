"""The score of a report on a terminal, and what was checked: report by report."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from audit_core.figures import format_number
from audit_core.findings import Outcome, Reported, Status
from audit_core.reporters import phrases
from audit_core.reporters.finding import Page, spot
from audit_core.reporters.summary import formula, trimmed
from audit_core.reporters.terminal import padded, width
from audit_core.results import Deduction, Result, Score
from audit_core.words import Words

_SHOWN_OBSTACLES: Final = 8
_JUDGED: Final = frozenset({Status.PASS, Status.FAIL, Status.REVIEW})


Said = tuple[str, Status, Words]
"""A rule, its outcome and the reason."""


def score_lines(score: Score, categories: Mapping[str, Words], page: Page) -> Iterator[str]:
    """Return the score, how it came about, and whether the report may be published."""
    yield from page.wrap("  ".join(_numbers(score, page)), rest="  ", style="bold")
    if score.lower_bound is not None and score.lower_bound != score.value:
        yield from page.wrap(page.say(phrases.LOWER_BOUND, value=format_number(score.lower_bound)), "  ", "    ")
    if score.withheld.say(page.lang):
        yield from page.wrap(page.say(phrases.WITHHELD, reason=score.withheld.say(page.lang)), "  ", "    ")
    if formula(score):
        yield from page.wrap(page.say(phrases.FORMULA, formula=formula(score)), "  ", "    ")
    yield from _categories(score, categories, page)
    yield from _deductions(phrases.DEDUCTIONS, score.deductions, page)
    yield from _deductions(phrases.POSSIBLE, score.possible, page)
    if score.caps:
        yield from page.wrap(page.say(phrases.CAPS, rules=_named(score.caps, page)), "  ", "    ")
    if score.gates:
        yield from page.wrap(page.say(phrases.GATES, rules=_named(score.gates, page)), "  ", "    ", style="bad")
    yield from _publishable(score, page)


def _numbers(score: Score, page: Page) -> Iterator[str]:
    if score.value is None:
        yield page.say(phrases.NO_SCORE)
    else:
        yield page.say(phrases.SCORE, value=format_number(score.value))
        yield page.say(phrases.GRADE, grade=score.grade.say(page.lang)) if score.grade else page.say(phrases.NO_GRADE)
    yield page.say(phrases.COVERAGE, value=trimmed(score.coverage))


def _categories(score: Score, titles: Mapping[str, Words], page: Page) -> Iterator[str]:
    assessed = [
        page.say(
            phrases.CATEGORY,
            name=_category(c.name, titles, page),
            left=trimmed(c.weight - c.deducted),
            weight=trimmed(c.weight),
        )
        for c in score.categories
        if c.assessed
    ]
    if assessed:
        yield from page.wrap(page.say(phrases.CATEGORIES, categories=page.join(assessed)), "  ", "    ")
    others = [_category(c.name, titles, page) for c in score.categories if not c.assessed]
    if others:
        yield from page.wrap(page.say(phrases.UNASSESSED, categories=page.join(others)), "  ", "    ")


def _category(name: str, titles: Mapping[str, Words], page: Page) -> str:
    title = titles.get(name)
    return page.say(phrases.CATEGORY_NAME, title=page.say(title), name=name) if title else name


def _deductions(heading: Words, deductions: tuple[Deduction, ...], page: Page) -> Iterator[str]:
    deductions = tuple(deduction for deduction in deductions if deduction.asked)
    if not deductions:
        return
    yield "  " + page.say(heading)
    points = [trimmed(-deduction.taken) if deduction.taken else "0" for deduction in deductions]
    rules = [deduction.finding.rule for deduction in deductions]
    wide, long = max(map(len, points)), max(map(width, rules))
    for deduction, point, rule in zip(deductions, points, rules, strict=True):
        why = _why_less(deduction, page)
        first = f"    {point:>{wide}}  {padded(rule, long)}  "
        yield from page.wrap("  ".join(filter(None, (spot(deduction.finding.location, page.lang), why))), first)


def _why_less(deduction: Deduction, page: Page) -> str:
    if deduction.finding.follows:
        return page.say(phrases.SAME_CAUSE, rule=deduction.finding.follows)
    return page.say(phrases.CAPPED, asked=trimmed(deduction.asked)) if deduction.taken != deduction.asked else ""


def _publishable(score: Score, page: Page) -> Iterator[str]:
    if score.publishable:
        yield from page.wrap(page.say(phrases.PUBLISHABLE), style="good")
    elif score.obstacles:
        certain, undecided = (
            _named([finding for finding in score.obstacles if (finding.status is Status.FAIL) is sure], page)
            for sure in (True, False)
        )
        words = phrases.NOT_PUBLISHABLE if certain else phrases.UNSETTLED
        both = page.say(phrases.UNSETTLED_TOO, certain=certain, open=undecided) if certain and undecided else ""
        yield from page.wrap(page.say(words, obstacles=both or certain or undecided), rest="  ", style="bad")
    else:
        yield from page.wrap(page.say(phrases.UNKNOWN), style="bad")


def _named(findings: Sequence[Reported], page: Page) -> str:
    names = [" ".join(filter(None, (finding.rule, spot(finding.location, page.lang)))) for finding in findings]
    more = [page.say(phrases.AND_MORE, n=len(names))] if len(names) > _SHOWN_OBSTACLES else []
    return page.join(names[:_SHOWN_OBSTACLES] + more)


def said_in(result: Result) -> frozenset[Said]:
    """Return what the ledger of a report says of its rules, which is not said again of the reports after it."""
    return frozenset(filter(_may_be_left_out, map(_said, result.audited.outcomes)))


def _said(outcome: Outcome) -> Said:
    return outcome.rule, outcome.status, outcome.reason


def _may_be_left_out(said: Said) -> bool:
    _, status, reason = said
    return status is Status.NOT_ASSESSED or (status in _JUDGED and any(reason))


def ledger_lines(outcomes: tuple[Outcome, ...], before: Collection[Said], page: Page) -> Iterator[str]:
    """Return the counts of all outcomes, and, by reason, what was not checked; `before` was said of another report."""
    counts = Counter(outcome.status for outcome in outcomes)
    said = [page.say(phrases.COUNT, status=page.say(words), n=counts[status])
            for status, words in phrases.STATUSES.items() if counts[status]]  # fmt: skip
    yield from page.wrap(page.say(phrases.LEDGER, n=len(outcomes), counts=page.join(said)), rest="  ", style="bold")
    own = [outcome for outcome in outcomes if _said(outcome) not in before]
    for status in (Status.ERROR, Status.NOT_ASSESSED):
        heading = page.say(phrases.UNCHECKED, status=page.say(phrases.STATUSES[status]))
        yield from _by_reason(heading, (o for o in own if o.status is status), page)
    yield from _by_reason(page.say(phrases.SAID), (o for o in own if o.status in _JUDGED and any(o.reason)), page)
    if len(own) < len(outcomes):
        yield from page.wrap(page.say(phrases.AS_BEFORE, n=len(outcomes) - len(own)), "  ", "    ")
    partly = [o for o in outcomes if o.unchecked and o.status in _JUDGED]
    if partly:
        yield "  " + page.say(phrases.PARTLY)
        parts = (page.say(phrases.PART, rule=o.rule, checked=o.checked, unchecked=o.unchecked) for o in partly)
        yield from page.wrap(page.join(parts), "    ")


def _by_reason(heading: str, outcomes: Iterable[Outcome], page: Page) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for outcome in outcomes:
        reasons.setdefault(page.say(outcome.reason) or page.say(phrases.NO_REASON), []).append(outcome.rule)
    if reasons:
        yield "  " + heading
    for reason, rules in reasons.items():
        text = reason.rstrip("。.") + page.say(phrases.COLON) + page.join(rules)
        yield from page.wrap(text, "    ", "      ")
