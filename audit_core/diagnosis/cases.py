"""One report in which some equations do not hold or cannot be told: findings that name one cause once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from audit_core.diagnosis.cause_findings import (
    explained_elsewhere,
    finding_for_cell,
    finding_for_relations,
    review_of_comparison,
    review_of_readings,
    tail_difference,
    unprinted,
)
from audit_core.diagnosis.causes import Cause, explain, unexplained
from audit_core.equations import CompiledEquations, EquationResult, EquationResults, EquationStatus
from audit_core.findings import Finding, RuleResult, Severity, Status
from audit_core.report import Report
from audit_core.words import Words

_MOST_REASONS: Final = 5


class ReportDiagnosis:
    """One report in which something does not hold or cannot be told."""

    def __init__(
        self,
        report: Report,
        compiled: CompiledEquations,
        examined: EquationResults,
        severities: Mapping[str, Severity],
        reviews: Collection[str],
    ) -> None:
        self._report = report
        self._compiled = compiled
        self._severities = severities
        self._reviews = reviews
        self._instances = compiled.statutory + (compiled.optional if examined.optional else ())
        self._own = examined.results
        self._compared = examined.compared
        self._lacking = examined.lacking
        self._results = (*examined.results, *examined.compared)
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        self._explained: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._reasons: dict[str, dict[Words, None]] = defaultdict(dict)
        self._missing: Counter[str] = Counter()

    def results(self, counts: Mapping[str, int]) -> Mapping[str, RuleResult]:
        """Return what each rule comes to; `counts` are the instances it has."""
        self._find()
        self._note_unchecked()
        statuses: dict[str, Counter[EquationStatus]] = defaultdict(Counter)
        for result in self._results:
            statuses[result.instance.rule][result.status] += 1
        made = Counter(counts) + Counter(result.instance.rule for result in self._compared)
        return {rule: self._result(rule, made[rule], statuses[rule]) for rule in self._compiled.rules}

    def _result(self, rule: str, count: int, statuses: Mapping[EquationStatus, int]) -> RuleResult:
        checked = count - statuses["not_assessed"] - statuses["skipped"]
        unchecked = statuses["not_assessed"] + self._missing[rule]
        status = _status(statuses, checked, unchecked)
        status = Status.REVIEW if status is Status.FAIL and rule in self._reviews else status
        lacking = self._lacking.get(rule, ())
        if lacking and not count:
            return RuleResult(status=Status.NOT_APPLICABLE, reasons=_few(lacking))
        reasons = (*_few((*self._reasons[rule], *lacking)), *explained_elsewhere(self._explained[rule]))
        return RuleResult(self._findings[rule], status, reasons, checked, unchecked)

    def _find(self) -> None:
        failing = [result for result in self._compared if result.status == "fail"]
        for cause in explain(self._report, self._instances, self._own):
            settled = [result for result in failing if cause.settles(result)]
            self._blame(replace(cause, equations=(*cause.equations, *settled)))
            failing = [result for result in failing if result not in settled]
        if failing:
            # What one figure wrong breaks is one finding, whether or not the rules on the form's sums were selected.
            known = (*self._instances, *self._compiled.sums_of(self._report))
            for cause in unexplained(self._report, failing, known, self._own, self._compared):
                self._blame(cause)
        undecided: dict[tuple[str, tuple[str, ...]], list[EquationResult]] = defaultdict(list)
        for result in self._results:
            if result.status == "review" and result.reason.en:
                self._findings[result.instance.rule].append(review_of_comparison(result, self._report))
            elif result.status == "review":
                rows = tuple(row.row for row in result.rows)
                undecided[result.instance.rule, rows].append(result)
        for (rule, _), results in undecided.items():
            self._findings[rule].append(review_of_readings(results, self._report))

    def _blame(self, cause: Cause) -> None:
        in_order = tuple(sorted(cause.equations, key=self._gravity))
        rule = in_order[0].instance.rule
        if cause.cell is None:
            finding = finding_for_relations(cause.equations, cause.swapped, self._report)
        else:
            finding = finding_for_cell(replace(cause, equations=in_order), cause.cell, self._report)
        self._findings[rule].append(finding.for_review() if rule in self._reviews else finding)
        for result in in_order[1:] if cause.cell else ():
            if result.instance.rule != rule:
                self._explained[result.instance.rule][rule].add(result.instance.key)

    def _gravity(self, result: EquationResult) -> tuple[bool, int, bool, int, str, str]:
        """Sort what is no review first, then the gravest rule, what the report tells alone, the shortest equation.

        Ids and keys decide between those that are alike in all of it.
        """
        of = result.instance
        grave = of.rule in self._reviews, -self._severities[of.rule].rank
        return *grave, bool(of.others), len(of.coefficients), of.rule, of.key

    def _note_unchecked(self) -> None:
        skipped: Counter[tuple[str, str]] = Counter()
        for result in self._results:
            instance = result.instance
            if result.status == "not_assessed":
                self._reasons[instance.rule][result.reason] = None
            elif result.has_tail:
                self._reasons[instance.rule][tail_difference(result)] = None
            elif result.status == "skipped" and not instance.optional:
                skipped[instance.rule, instance.table] += 1
        every = Counter((instance.rule, instance.table) for instance in self._compiled.statutory)
        for (rule, table), count in skipped.items():
            if count == every[rule, table]:
                self._missing[rule] += count
                self._reasons[rule][unprinted(self._report, table)] = None


def _few(reasons: tuple[Words, ...]) -> tuple[Words, ...]:
    """Keep the reason of an outcome readable where a whole column cannot be read."""
    more = len(reasons) - _MOST_REASONS
    if more <= 0:
        return reasons
    return (*reasons[:_MOST_REASONS], Words(f"另有 {more} 处", f"{more} more"))


def _status(statuses: Mapping[EquationStatus, int], checked: int, unchecked: int) -> Status:
    if statuses["fail"]:
        return Status.FAIL
    if statuses["review"]:
        return Status.REVIEW
    if unchecked:
        return Status.NOT_ASSESSED
    return Status.PASS if checked else Status.NOT_APPLICABLE
