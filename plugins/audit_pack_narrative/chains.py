"""The stages of applications added up within one sentence, where the tables cannot decide between its numbers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from audit_core import Finding, NotAssessed, Number, Report, Sides, Status, Words
from audit_pack_narrative.comparing import counted, is_right
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.prose_reading import Reading
from audit_pack_narrative.reporting_scopes import OF_A_UNIT
from audit_pack_narrative.table_figures import stated

_BALANCE: Final = Words("收到（加上年结转）= 办结 + 结转", "received (and carried in) = completed + carried over")
_BROKEN: Final = Words(
    "正文这句话里收到{carried} {came} 件，办结和结转共 {gone} 件，相差 {difference}",
    "in this sentence {came} applications were received{carried}, and {gone} completed or carried over, "
    "a difference of {difference}",
)
_NEW: Final = Words("", "")
_BOTH: Final = Words("和上年结转", " or carried in")


def broken_chains(report: Report, reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each sentence whose own numbers do not balance: 收到12件，答复10件，剩余3件结转.

    Where the tables say what each number must be, they are held against the tables instead. A sentence that leaves
    out what was carried in may complete more than it received, but not less.
    """
    for left in reading.of("carried_out", "left"):
        stages = _stages(reading, left)
        if stages and not _is_decided(report, stages):
            came = [stage for stage in stages if stage.subject in ("received", "carried_in")]
            gone = [stage for stage in stages if stage not in came]
            rest = _sum(came) - _sum(gone)
            if (rest > 0 or (rest and len(came) > 1)) and not _is_told(left, stages, rest):
                yield _found(reading, came, gone)


def _stages(reading: Reading, left: Mention) -> list[Mention]:
    """Return the exact numbers of a sentence that make a chain, each stage said once; nothing where they make none."""
    told = reading.within(left.sentence, "received", "carried_in", "carried", "completed", "carried_out", "left")
    subjects = [mention.subject for mention in told]
    whole = {"received", "completed", left.subject} <= set(subjects) and len(set(subjects)) == len(subjects)
    sure = "carried" not in subjects and not {"carried_out", "left"} <= set(subjects)
    return told if whole and sure and all(mention.quantity.exact for mention in told) else []


def _is_decided(report: Report, stages: list[Mention]) -> bool:
    """Whether the table can be read, and the numbers are those of the whole report, or are told not to be its."""
    try:
        right = [is_right(stage, stated(report, stage)) for stage in stages]
    except NotAssessed:
        return False
    if any(stage.doubt is OF_A_UNIT for stage in stages):
        return False
    told = not all(right)
    return told or not any(stage.doubt for stage in stages if stage.subject in ("received", "completed"))


def _is_told(left: Mention, stages: list[Mention], rest: Number) -> bool:
    """Whether other numbers of the sentence are what is missing: 撤回1件."""
    known = {id(stage.quantity) for stage in stages}
    others = [quantity.value for quantity in left.sentence.quantities if id(quantity) not in known]
    return abs(rest) in others or sum(others, start=0) == abs(rest)


def _sum(stages: list[Mention]) -> Number:
    return sum((stage.quantity.value for stage in stages), start=0)


def _found(reading: Reading, came: list[Mention], gone: list[Mention]) -> Finding:
    last = gone[-1].quantity
    doubtful = any(stage.doubt for stage in (*came, *gone))
    left, right = Decimal(_sum(came)), Decimal(_sum(gone))
    return Finding(
        reading.prose.excerpt(last.start, last.end),
        status=Status.REVIEW if doubtful else Status.FAIL,
        evidence=tuple(counted(reading.prose, stage.sentence, stage.quantity) for stage in (*came, *gone)),
        sides=Sides(left, "=", right, _BALANCE),
        message=_BROKEN,
        key="prose/chain",
        carried=_BOTH if len(came) > 1 else _NEW,
        came=left,
        gone=right,
        difference=abs(left - right),
    )
