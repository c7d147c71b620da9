"""Failed equations to findings: the smallest set of cells that explains them, and words a person would use.

Faults are taken as independent: a cell is a candidate only where every assessed equation it stands in fails; see
`repair` for the method. What scoring makes of the findings is left to scoring.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from audit_core.equations import CompiledEquations
from audit_core.findings import RuleResult, Severity, Status
from audit_core.report import Report

if TYPE_CHECKING:
    from audit_core.snapshot import Snapshot

__all__ = ["diagnose"]


def diagnose(
    report: Report,
    compiled: CompiledEquations,
    severities: Mapping[str, Severity],
    beside: "Mapping[str, Snapshot] | None" = None,
    reviews: Collection[str] = (),
) -> Mapping[str, RuleResult]:
    """Return what each compiled rule comes to, by rule id.

    `beside` are the reports that it is compared with, by the name of the need; a rule that asks for another one comes
    to nothing. `severities` are those in force, by rule id: where one cell breaks equations of several rules, the
    finding is the gravest rule's and the others are its consequences. What the rules in `reviews` find is for a person
    to confirm, and never before what another rule says of the cell.
    """
    examined = compiled.examine(report, beside)
    counts = compiled.counts + compiled.optional_counts if examined.optional else compiled.counts
    if not examined.results and not beside:
        return {rule: _passed(counts[rule]) for rule in compiled.rules}
    from audit_core.diagnosis.cases import ReportDiagnosis  # most reports have none

    return ReportDiagnosis(report, compiled, examined, severities, reviews).results(counts)


def _passed(count: int) -> RuleResult:
    return RuleResult(status=Status.PASS if count else Status.NOT_APPLICABLE, checked=count)
