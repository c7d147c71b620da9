"""What persons decided of review findings, read back into an audit; which of these there are is the engine's.

A decision names a finding by its fingerprint, which stays the same when lines move or wording changes. A confirmed
review finding becomes a failure and scores; a dismissed one leaves the findings and stands with the outcome.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from audit_core import regular
from audit_core.errors import ConfigurationError
from audit_core.findings import Evidence, Outcome, Reported, Status
from audit_core.results import Audited
from audit_core.words import Words


class Decision(Struct, frozen=True):
    """What one person decided of one lead: by whom, on which day, and why."""

    finding: str
    verdict: Literal["confirmed", "dismissed"]
    by: str
    on: date
    why: str

    @property
    def day_zh(self) -> str:
        """The day as Chinese writes it."""
        return f"{self.on.year}年{self.on.month}月{self.on.day}日"

    @property
    def words(self) -> Words:
        """The decision in one line."""
        zh = "经核实成立" if self.verdict == "confirmed" else "经核实排除"
        return Words(
            f"{zh}（{self.by}，{self.day_zh}）：{self.why}", f"{self.verdict} by {self.by} on {self.on}: {self.why}"
        )


def read(path: str) -> dict[str, Decision]:
    """Return the decisions of a YAML file by the fingerprint of the finding.

    Raises ConfigurationError, with file, line and column, for a file that cannot be followed or decides twice.
    """
    from audit_core.rulesets.decisionmodels import DecisionsModel
    from audit_core.rulesets.validation import validate
    from audit_core.rulesets.yaml import parse

    tree = parse(_content(path), path)
    model: Any = validate(DecisionsModel, tree, ConfigurationError)
    made = [Decision(one.finding, one.verdict, one.by, one.day, one.why) for one in model.decisions]
    twice = [finding for finding, count in Counter(one.finding for one in made).items() if count > 1]
    if twice:
        raise ConfigurationError(f"the finding {twice[0]} is decided twice", f"对 {twice[0]} 作了两次决定", place=path)
    return {one.finding: one for one in made}


def _content(path: str) -> bytes:
    try:
        return regular.content(path, regular.CONFIGURATION)
    except regular.Unreadable as error:
        raise ConfigurationError(error.words.en, error.words.zh, place=path) from None


def decide(audited: Audited, decisions: Mapping[str, Decision]) -> Audited:
    """Return an audit with the decisions on its leads followed.

    Another finding is left as it is, and its outcome says that the decision on it was not followed.
    """
    if not decisions or not any(one.fingerprint in decisions for one in audited.findings):
        return audited
    kept: list[Reported] = []
    told: dict[str, list[Words]] = {}
    for one in audited.findings:
        decision = decisions.get(one.fingerprint)
        if decision is None:
            kept.append(one)
        elif one.status is not Status.REVIEW:
            kept.append(one)
            told.setdefault(one.rule, []).append(_unheeded(decision))
        elif decision.verdict == "confirmed":
            kept.append(_confirmed(one, decision))
        else:
            told.setdefault(one.rule, []).append(decision.words)
    outcomes = tuple(_outcome(outcome, kept, told.get(outcome.rule, ())) for outcome in audited.outcomes)
    return replace(audited, outcomes=outcomes, findings=tuple(kept))


def _unheeded(decision: Decision) -> Words:
    return Words(
        f"核实结果未予采用（只有待核问题可以核实决定）：{decision.words.zh}",
        f"a decision was not followed (only a review finding can be decided): {decision.words.en}",
    )


def _confirmed(one: Reported, decision: Decision) -> Reported:
    """Return a lead as a failure, with who confirmed it as evidence; what was ours to read is now the report's."""
    who = Words(f"核实（{decision.by}，{decision.day_zh}）", f"decision of {decision.by}, {decision.on}")
    evidence = Evidence(who, decision.why)
    finding = one.finding.confirmed(evidence)
    return replace(one, finding=finding, evidence_locations=(*one.evidence_locations, one.location))


def _outcome(outcome: Outcome, kept: Iterable[Reported], told: Sequence[Words]) -> Outcome:
    reason = Words.joined([*told, outcome.reason] if outcome.reason.en else told)
    if outcome.status is not Status.REVIEW:
        return replace(outcome, reason=reason)
    statuses = {one.status for one in kept if one.rule == outcome.rule}
    status = next((s for s in (Status.FAIL, Status.REVIEW) if s in statuses), Status.PASS)
    return replace(outcome, status=status, reason=reason)
