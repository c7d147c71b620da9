"""The verdict of each rule of equations on one report; what does not hold is left to `cases`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from audit_core.equations import Compiled
from audit_core.findings import Finding, Severity, Status
from audit_core.report import Report
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.snapshot import Snapshot


class Judgement(Struct, frozen=True):
    """What the equations of one rule came to.

    A rule may fail without a finding of its own: then `reasons` name the rule whose finding explains it. `checked` and
    `unchecked` count instances; `reasons` say why some could not be assessed.
    """

    status: Status
    findings: tuple[Finding, ...] = ()
    checked: int = 0
    unchecked: int = 0
    reasons: tuple[Words, ...] = ()


_NOTHING: Final = Judgement(Status.NOT_APPLICABLE)


def judge(
    report: Report,
    compiled: Compiled,
    severities: Mapping[str, Severity],
    beside: "Mapping[str, Snapshot] | None" = None,
) -> Mapping[str, Judgement]:
    """Return the judgement on each compiled rule, by rule id.

    `beside` are the reports that it is compared with, by the name of the need; a rule that asks for another one comes
    to nothing. `severities` are those in force, by rule id: where one cell breaks equations of several rules, the
    finding is the gravest rule's and the others are its consequences.
    """
    examined = compiled.examine(report, beside)
    counts = compiled.counts + compiled.optional_counts if examined.optional else compiled.counts
    if not examined.evaluations and not beside:
        return {r: Judgement(Status.PASS, (), counts[r]) if counts[r] else _NOTHING for r in compiled.rules}
    from audit_core.diagnosis.cases import Case  # most reports have none

    return Case(report, compiled, examined, severities).judgements(counts)
