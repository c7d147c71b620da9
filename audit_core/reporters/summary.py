"""What a run adds up to, as every format tells it: counts, completeness, and how a score came about."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from audit_core.figures import format_number
from audit_core.findings import Reported, Severity, Status
from audit_core.results import Failure, Result, Run, Score

if TYPE_CHECKING:
    from audit_core.words import Words


class Totals:
    """What the results of a run add up to, counted as they pass; the run is asked what failed only when all have.

    `findings` are counted by status and severity, with every status there; `scores` are those of the reports that have
    one, with their grades; `first` is the file of the first report.
    """

    def __init__(self) -> None:
        self.reports = 0
        self.publishable = 0
        self.first = ""
        self.findings: dict[Status, Counter[Severity]] = {status: Counter() for status in Status}
        self.outcomes: Counter[Status] = Counter()
        self.grades: Counter[Words] = Counter()
        self.scores: list[Decimal] = []
        self._broken: list[tuple[str, Failure]] = []

    def passing(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield results, and count each."""
        for result in results:
            self.add(result)
            yield result

    def add(self, result: Result) -> None:
        """Count a result."""
        score = result.score
        self.first = self.first or result.source.uri
        self.reports += 1
        self.publishable += score.publishable
        self.scores += [] if score.value is None else [score.value]
        self.grades += Counter([score.grade] if score.grade else [])
        for finding in result.audited.findings:
            self.findings[finding.status][finding.severity] += 1
        for one in result.audited.outcomes:
            self.outcomes[one.status] += 1
            if one.status is Status.ERROR:
                self._broken.append((one.rule, Failure("rule", f"{one.rule} ({result.source.uri})", one.reason)))

    def is_complete(self, run: Run) -> bool:
        """Whether nothing kept the audit from being complete: no failure, no broken plugin, no broken rule."""
        broken = any(plugin.status == "broken" for plugin in run.plugins)
        return not run.failures and not broken and not self._broken

    def failures(self, run: Run) -> tuple[Failure, ...]:
        """Return the failures of the run, with those broken plugins and rules added that none of them names."""
        named = {(failure.kind, failure.subject) for failure in run.failures}
        subjects = " ".join(subject for kind, subject in named if kind == "rule")
        plugins = (Failure("plugin", p.name, p.cause) for p in run.plugins if p.status == "broken")
        rules = (failure for rule, failure in self._broken if rule not in subjects and not _is_told(rule, run))
        return (*run.failures, *(f for f in (*plugins, *rules) if (f.kind, f.subject) not in named))

    @property
    def median(self) -> Decimal | None:
        """The median score of the reports that have one, with one decimal."""
        if not self.scores:
            return None
        values, middle = sorted(self.scores), len(self.scores) // 2
        exact = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
        return exact.quantize(Decimal("0.1"))


def _is_told(rule: str, run: Run) -> bool:
    """Whether a rule was broken before it ran, which is told once, of its plugin."""
    return rule in run.rules and bool(run.rules[rule].broken.en)


def trimmed(number: Decimal) -> str:
    """Print points without idle zeros: `5`, `0.5`, `0.125`."""
    text = format_number(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def formula(score: Score) -> str:
    """Return how the score came about in numbers, over the assessed categories: `100 × (77 - 10) ÷ 77 = 87.0`."""
    weight = sum((c.weight for c in score.categories if c.assessed), Decimal(0))
    lost = sum((c.deducted for c in score.categories if c.assessed), Decimal(0))
    if score.value is None or not weight:
        return ""
    return f"100 × ({trimmed(weight)} - {trimmed(lost)}) ÷ {trimmed(weight)} = {format_number(score.value)}"


def gravest_first(findings: Iterable[Reported]) -> list[Reported]:
    """Return findings by severity, then by place; places without lines keep the order of the report."""
    return sorted(findings, key=lambda f: (-f.severity.rank, f.span.start if f.span else -1))
