"""The score of a report on a terminal, and what was checked: report by report."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from audit_core.figures import format_number
from audit_core.findings import Outcome, Reported, Status
from audit_core.reporters import phrases
from audit_core.reporters.finding import Printer, spot
from audit_core.reporters.summary import formula, trimmed
from audit_core.reporters.terminal import padded, width
from audit_core.results import Deduction, Result, Score
from audit_core.words import Words

_SHOWN_OBSTACLES: Final = 8
_MOST_RULES: Final = 24
"""So many rules that share a reason are named one by one."""
_JUDGED: Final = frozenset({Status.PASS, Status.FAIL, Status.REVIEW})


OutcomeRow = tuple[str, Status, Words]
"""A rule, its outcome and the reason."""


def score_lines(score: Score, categories: Mapping[str, Words], printer: Printer) -> Iterator[str]:
    """Return the score, how it came about, and whether the report may be published."""
    yield from printer.wrap("  ".join(_numbers(score, printer)), rest="  ", style="bold")
    if score.lower_bound is not None and score.lower_bound != score.value:
        yield from printer.wrap(printer.say(phrases.LOWER_BOUND, value=format_number(score.lower_bound)), "  ", "    ")
    if score.withheld.say(printer.lang):
        yield from printer.wrap(printer.say(phrases.WITHHELD, reason=score.withheld.say(printer.lang)), "  ", "    ")
    if formula(score):
        yield from printer.wrap(printer.say(phrases.FORMULA, formula=formula(score)), "  ", "    ")
    yield from _categories(score, categories, printer)
    yield from _deductions(phrases.DEDUCTIONS, score.deductions, printer)
    yield from _deductions(phrases.POSSIBLE, score.possible, printer)
    if score.caps:
        yield from printer.wrap(printer.say(phrases.CAPS, rules=_named(score.caps, printer)), "  ", "    ")
    if score.gates:
        yield from printer.wrap(
            printer.say(phrases.GATES, rules=_named(score.gates, printer)), "  ", "    ", style="bad"
        )
    yield from _publishable(score, printer)


def _numbers(score: Score, printer: Printer) -> Iterator[str]:
    if score.value is None:
        yield printer.say(phrases.NO_SCORE)
    else:
        yield printer.say(phrases.SCORE, value=format_number(score.value))
        yield (
            printer.say(phrases.GRADE, grade=score.grade.say(printer.lang))
            if score.grade
            else printer.say(phrases.NO_GRADE)
        )
    yield printer.say(phrases.COVERAGE, value=trimmed(score.coverage))


def _categories(score: Score, titles: Mapping[str, Words], printer: Printer) -> Iterator[str]:
    assessed = [
        printer.say(
            phrases.CATEGORY,
            name=_category(c.name, titles, printer),
            left=trimmed(c.weight - c.deducted),
            weight=trimmed(c.weight),
        )
        for c in score.categories
        if c.assessed
    ]
    if assessed:
        yield from printer.wrap(printer.say(phrases.CATEGORIES, categories=printer.join(assessed)), "  ", "    ")
    others = [_category(c.name, titles, printer) for c in score.categories if not c.assessed]
    if others:
        yield from printer.wrap(printer.say(phrases.UNASSESSED, categories=printer.join(others)), "  ", "    ")


def _category(name: str, titles: Mapping[str, Words], printer: Printer) -> str:
    title = titles.get(name)
    return printer.say(phrases.CATEGORY_NAME, title=printer.say(title), name=name) if title else name


def _deductions(heading: Words, deductions: tuple[Deduction, ...], printer: Printer) -> Iterator[str]:
    deductions = tuple(deduction for deduction in deductions if deduction.asked)
    if not deductions:
        return
    yield "  " + printer.say(heading)
    points = [trimmed(-deduction.taken) if deduction.taken else "0" for deduction in deductions]
    rules = [deduction.finding.rule for deduction in deductions]
    wide, long = max(map(len, points)), max(map(width, rules))
    for deduction, point, rule in zip(deductions, points, rules, strict=True):
        why = _why_less(deduction, printer)
        first = f"    {point:>{wide}}  {padded(rule, long)}  "
        yield from printer.wrap("  ".join(filter(None, (spot(deduction.finding.location, printer.lang), why))), first)


def _why_less(deduction: Deduction, printer: Printer) -> str:
    if deduction.finding.follows:
        return printer.say(phrases.SAME_CAUSE, rule=deduction.finding.follows)
    return printer.say(phrases.CAPPED, asked=trimmed(deduction.asked)) if deduction.taken != deduction.asked else ""


def _publishable(score: Score, printer: Printer) -> Iterator[str]:
    if score.publishable:
        yield from printer.wrap(printer.say(phrases.PUBLISHABLE), style="good")
    elif score.obstacles:
        certain, undecided = (
            _named([finding for finding in score.obstacles if (finding.status is Status.FAIL) is sure], printer)
            for sure in (True, False)
        )
        words = phrases.NOT_PUBLISHABLE if certain else phrases.UNSETTLED
        both = printer.say(phrases.UNSETTLED_TOO, certain=certain, open=undecided) if certain and undecided else ""
        yield from printer.wrap(printer.say(words, obstacles=both or certain or undecided), rest="  ", style="bad")
    else:
        yield from printer.wrap(printer.say(phrases.UNKNOWN), style="bad")


def _named(findings: Sequence[Reported], printer: Printer) -> str:
    names = [" ".join(filter(None, (finding.rule, spot(finding.location, printer.lang)))) for finding in findings]
    more = [printer.say(phrases.AND_MORE, n=len(names))] if len(names) > _SHOWN_OBSTACLES else []
    return printer.join(names[:_SHOWN_OBSTACLES] + more)


def said_in(result: Result) -> frozenset[OutcomeRow]:
    """Return what is said of the rules that checked a report, which is not said again of the reports after it."""
    return frozenset(filter(_may_be_left_out, map(_said, result.audited.outcomes)))


def _said(outcome: Outcome) -> OutcomeRow:
    return outcome.rule, outcome.status, outcome.reason


def _may_be_left_out(said: OutcomeRow) -> bool:
    _, status, reason = said
    return status is Status.NOT_ASSESSED or (status in _JUDGED and any(reason))


def outcome_lines(outcomes: tuple[Outcome, ...], before: Collection[OutcomeRow], printer: Printer) -> Iterator[str]:
    """Return the counts of all outcomes, and, by reason, what was not checked; `before` was said of another report."""
    counts = Counter(outcome.status for outcome in outcomes)
    said = [printer.say(phrases.COUNT, status=printer.say(words), n=counts[status])
            for status, words in phrases.STATUSES.items() if counts[status]]  # fmt: skip
    yield from printer.wrap(
        printer.say(phrases.LEDGER, n=len(outcomes), counts=printer.join(said)), rest="  ", style="bold"
    )
    own = [outcome for outcome in outcomes if _said(outcome) not in before]
    for status in (Status.ERROR, Status.NOT_ASSESSED):
        heading = printer.say(phrases.UNCHECKED, status=printer.say(phrases.STATUSES[status]))
        yield from _by_reason(heading, (o for o in own if o.status is status), printer)
    yield from _by_reason(printer.say(phrases.SAID), (o for o in own if o.status in _JUDGED and any(o.reason)), printer)
    if len(own) < len(outcomes):
        yield from printer.wrap(printer.say(phrases.AS_BEFORE, n=len(outcomes) - len(own)), "  ", "    ")
    partly = [o for o in outcomes if o.unchecked and o.status in _JUDGED]
    if partly:
        yield "  " + printer.say(phrases.PARTLY)
        parts = (printer.say(phrases.PART, rule=o.rule, checked=o.checked, unchecked=o.unchecked) for o in partly)
        yield from printer.wrap(printer.join(parts), "    ")


def _by_reason(heading: str, outcomes: Iterable[Outcome], printer: Printer) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for outcome in outcomes:
        reasons.setdefault(printer.say(outcome.reason) or printer.say(phrases.NO_REASON), []).append(outcome.rule)
    if reasons:
        yield "  " + heading
    for reason, rules in reasons.items():
        text = reason.rstrip("。.") + printer.say(phrases.COLON) + printer.join(_listed(rules, printer))
        yield from printer.wrap(text, "    ", "      ")


def _listed(rules: Sequence[str], printer: Printer) -> list[str]:
    """Return the rules that share a reason, or where these are many their packs, each with the number of its rules."""
    if len(rules) <= _MOST_RULES:
        return [*rules]
    packs = Counter(rule.partition("-")[0] for rule in rules)
    return [printer.say(phrases.RULES_OF_PACK, pack=pack, n=count) for pack, count in packs.items()]
