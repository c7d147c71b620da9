"""One report in which some equations do not hold or cannot be told: findings that name one cause once."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from audit_core.diagnosis.causes import Cause, explain, unexplained
from audit_core.diagnosis.judging import Judgement
from audit_core.diagnosis.wording import blame, doubtful, explained_elsewhere, imbalance, lead, tail, unprinted
from audit_core.equations import Compiled, Evaluation, Examined, Verdict
from audit_core.findings import Finding, Severity, Status
from audit_core.report import Report
from audit_core.words import Words

_MOST_REASONS: Final = 5


class Case:
    """One report in which something does not hold or cannot be told."""

    def __init__(
        self, report: Report, compiled: Compiled, examined: Examined, severities: Mapping[str, Severity]
    ) -> None:
        self._report = report
        self._compiled = compiled
        self._severities = severities
        self._instances = compiled.statutory + (compiled.optional if examined.optional else ())
        self._own = examined.evaluations
        self._compared = examined.compared
        self._lacking = examined.lacking
        self._evaluations = (*examined.evaluations, *examined.compared)
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        self._explained: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._reasons: dict[str, dict[Words, None]] = defaultdict(dict)
        self._missing: Counter[str] = Counter()

    def judgements(self, counts: Mapping[str, int]) -> Mapping[str, Judgement]:
        """Return the judgement on each rule; `counts` are the instances it has."""
        self._find()
        self._note_unchecked()
        verdicts: dict[str, Counter[Verdict]] = defaultdict(Counter)
        for evaluation in self._evaluations:
            verdicts[evaluation.instance.rule][evaluation.verdict] += 1
        made = Counter(counts) + Counter(evaluation.instance.rule for evaluation in self._compared)
        return {rule: self._judgement(rule, made[rule], verdicts[rule]) for rule in self._compiled.rules}

    def _judgement(self, rule: str, count: int, verdicts: Mapping[Verdict, int]) -> Judgement:
        checked = count - verdicts["not_assessed"] - verdicts["skipped"]
        unchecked = verdicts["not_assessed"] + self._missing[rule]
        status = _status(verdicts, checked, unchecked)
        lacking = self._lacking.get(rule, ())
        if lacking and not count:
            return Judgement(Status.NOT_APPLICABLE, reasons=_few(lacking))
        reasons = (*_few((*self._reasons[rule], *lacking)), *explained_elsewhere(self._explained[rule]))
        return Judgement(status, tuple(self._findings[rule]), checked, unchecked, reasons)

    def _find(self) -> None:
        failing = [evaluation for evaluation in self._compared if evaluation.verdict == "fail"]
        for cause in explain(self._report, self._instances, self._own):
            settled = [evaluation for evaluation in failing if cause.settles(evaluation)]
            self._blame(replace(cause, evaluations=(*cause.evaluations, *settled)))
            failing = [evaluation for evaluation in failing if evaluation not in settled]
        for cause in unexplained(self._report, failing, self._instances, self._own, self._compared):
            self._blame(cause)
        undecided: dict[tuple[str, tuple[str, ...]], list[Evaluation]] = defaultdict(list)
        for evaluation in self._evaluations:
            if evaluation.verdict == "review" and evaluation.reason.en:
                self._findings[evaluation.instance.rule].append(doubtful(evaluation, self._report))
            elif evaluation.verdict == "review":
                rows = tuple(row.row for row in evaluation.rows)
                undecided[evaluation.instance.rule, rows].append(evaluation)
        for (rule, _), evaluations in undecided.items():
            self._findings[rule].append(lead(evaluations, self._report))

    def _blame(self, cause: Cause) -> None:
        in_order = tuple(sorted(cause.evaluations, key=self._gravity))
        rule = in_order[0].instance.rule
        if cause.cell is None:
            self._findings[rule].append(imbalance(cause.evaluations, cause.swapped, self._report))
            return
        self._findings[rule].append(blame(replace(cause, evaluations=in_order), cause.cell, self._report))
        for evaluation in in_order[1:]:
            if evaluation.instance.rule != rule:
                self._explained[evaluation.instance.rule][rule].add(evaluation.instance.key)

    def _gravity(self, evaluation: Evaluation) -> tuple[int, bool, int, str, str]:
        """Sort the gravest rule first, then what the report tells alone, the shortest equation, and by id and key."""
        of = evaluation.instance
        return -self._severities[of.rule].rank, bool(of.others), len(of.coefficients), of.rule, of.key

    def _note_unchecked(self) -> None:
        skipped: Counter[tuple[str, str]] = Counter()
        for evaluation in self._evaluations:
            instance = evaluation.instance
            if evaluation.verdict == "not_assessed":
                self._reasons[instance.rule][evaluation.reason] = None
            elif evaluation.has_tail:
                self._reasons[instance.rule][tail(evaluation)] = None
            elif evaluation.verdict == "skipped" and not instance.optional:
                skipped[instance.rule, instance.table] += 1
        every = Counter((instance.rule, instance.table) for instance in self._compiled.statutory)
        for (rule, table), count in skipped.items():
            if count == every[rule, table]:
                self._missing[rule] += count
                self._reasons[rule][unprinted(self._report, table)] = None


def _few(reasons: tuple[Words, ...]) -> tuple[Words, ...]:
    """Keep a ledger's line readable where a whole column cannot be read."""
    more = len(reasons) - _MOST_REASONS
    if more <= 0:
        return reasons
    return (*reasons[:_MOST_REASONS], Words(f"另有 {more} 处", f"{more} more"))


def _status(verdicts: Mapping[Verdict, int], checked: int, unchecked: int) -> Status:
    if verdicts["fail"]:
        return Status.FAIL
    if verdicts["review"]:
        return Status.REVIEW
    if unchecked:
        return Status.NOT_ASSESSED
    return Status.PASS if checked else Status.NOT_APPLICABLE
