"""What a run adds up to, as every format tells it: counts, completeness, and how a score came about."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from audit_core.findings import Reported, Severity, Status, plain
from audit_core.results import Deduction, Failure, Result, Run, Score


def is_complete(run: Run) -> bool:
    """Whether nothing kept the audit from being complete: no failure, no broken plugin, no broken rule."""
    broken = any(plugin.status == "broken" for plugin in run.plugins)
    return not run.failures and not broken and not outcome_counts(run.results)[Status.ERROR]


def all_failures(run: Run) -> tuple[Failure, ...]:
    """Return the failures, with those broken plugins and rules added that none of them names."""
    named = {(failure.kind, failure.subject) for failure in run.failures}
    subjects = " ".join(subject for kind, subject in named if kind == "rule")
    plugins = (Failure("plugin", p.name, p.cause) for p in run.plugins if p.status == "broken")
    rules = (
        Failure("rule", f"{outcome.rule} ({result.source.uri})", outcome.reason)
        for result in run.results
        for outcome in result.audited.outcomes
        if outcome.status is Status.ERROR and outcome.rule not in subjects
    )
    return (*run.failures, *(f for f in (*plugins, *rules) if (f.kind, f.subject) not in named))


def outcome_counts(results: Iterable[Result]) -> Counter[Status]:
    """Count outcomes by status."""
    return Counter(outcome.status for result in results for outcome in result.audited.outcomes)


def finding_counts(results: Iterable[Result]) -> Mapping[Status, Counter[Severity]]:
    """Count findings by status and severity; every status is there."""
    counts: dict[Status, Counter[Severity]] = {status: Counter() for status in Status}
    for result in results:
        for finding in result.audited.findings:
            counts[finding.status][finding.severity] += 1
    return counts


def deductions_of(score: Score) -> Mapping[int, Deduction]:
    """Return what each finding cost, by the `id` of the finding; leads stand with what they might cost."""
    return {id(deduction.finding): deduction for deduction in (*score.possible, *score.deductions)}


def taken_from(score: Score) -> Mapping[int, Decimal]:
    """Return the points that were taken for each finding, by the `id` of the finding."""
    return {id(deduction.finding): deduction.taken for deduction in score.deductions}


def trimmed(number: Decimal) -> str:
    """Print points without idle zeros: `5`, `0.5`, `0.125`."""
    text = plain(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def formula(score: Score) -> str:
    """Return how the score came about in numbers, over the assessed categories: `100 × (77 - 10) ÷ 77 = 87.0`."""
    weight = sum((c.weight for c in score.categories if c.assessed), Decimal(0))
    lost = sum((c.deducted for c in score.categories if c.assessed), Decimal(0))
    if score.value is None or not weight:
        return ""
    return f"100 × ({trimmed(weight)} - {trimmed(lost)}) ÷ {trimmed(weight)} = {plain(score.value)}"


def median(results: Iterable[Result]) -> Decimal | None:
    """Return the median score of the reports that have one, with one decimal."""
    values = sorted(result.score.value for result in results if result.score.value is not None)
    if not values:
        return None
    middle = len(values) // 2
    exact = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    return exact.quantize(Decimal("0.1"))


def gravest_first(findings: Iterable[Reported]) -> list[Reported]:
    """Return findings by severity, then by place; places without lines keep the order of the report."""
    return sorted(findings, key=lambda f: (-f.severity.rank, f.span.start if f.span else -1))
