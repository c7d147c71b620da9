"""What follows from a wrong cell: prose that tells the truth contradicts it too, and one cause costs once.

Table 3 prints 61 where its row and column want 60, and the text says 60件: the sums do not hold, and text and table
differ, by the same 1.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from audit_core.findings import Finding, Reported, Severity, Status
from audit_core.report import Fact, OtherFact

_OPEN = (Status.FAIL, Status.REVIEW)


def traced(findings: Sequence[Reported], explains: Mapping[str, Collection[str]] = {}) -> tuple[Reported, ...]:
    """Return findings; those that follow from another one name its rule in `follows`.

    So do those outside the tables that follow from one on a cell, and those of rules that one which failed `explains`.
    """
    failed = {one.rule for one in findings if one.status is Status.FAIL}
    causes = {rule: cause for cause in explains if cause in failed for rule in explains[cause]}
    findings = [replace(one, follows=causes.get(one.rule, "")) for one in findings] if causes else findings
    by_cell: dict[int, list[Reported]] = defaultdict(list)
    for one in findings:
        if one.finding.table and one.status is Status.FAIL and one.finding.responsibility == "source":
            for cell in _cells(one.finding):
                by_cell[cell].append(one)
    return tuple(_with_cause(one, by_cell) for one in findings) if by_cell else tuple(findings)


def _with_cause(one: Reported, by_cell: dict[int, list[Reported]]) -> Reported:
    if one.finding.table or one.follows or one.status not in _OPEN:
        return one
    causes = (cause for cell in _cells(one.finding) for cause in by_cell.get(cell, ()))
    cause = next((cause for cause in causes if cause.rule != one.rule and _explains(cause, one)), None)
    return replace(one, follows=cause.rule) if cause else one


def _explains(cause: Reported, other: Reported) -> bool:
    """Whether a finding on a cell that another compares with tells why: the cell is wrong, or its sum off by as much.

    A milder finding explains none: what is told of one more must never cost less. An inequality may fail by as much by
    chance, for it does not say what the cell should be.
    """
    if cause.severity.rank < other.severity.rank:
        return False
    sides, others = cause.finding.sides, other.finding.sides
    if sides is None:
        return isinstance(cause.finding.at, Fact) and cause.severity.rank >= Severity.ERROR.rank
    return sides.relation == "=" and others is not None and 0 != abs(sides.difference) == abs(others.difference)


def _cells(finding: Finding) -> Iterator[int]:
    places: Iterable[object] = (finding.at, *(operand.at for operand in finding.evidence))
    own = (place for place in places if isinstance(place, Fact) and not isinstance(place, OtherFact))
    return (fact.concept.index for fact in own)
