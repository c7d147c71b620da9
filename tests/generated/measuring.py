"""Audits of reports that were made up: what was found that should not be, and what was missed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_rulesets.samples.reports import Made, clean, make
from tests.generated.faults import FAULTS, Fault, planted
from tests.reports.reading import audit, auditor, scored
from tests.reports.writers import FORMS, silent

UNWANTED = ("fail", "review", "error")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that spoke of a report, and what it said."""

    rule: str
    status: str
    seed: str
    layout: str
    said: str


def alarms(made: Made, audited: Audited, layout: str = "") -> Iterator[Alarm]:
    """Yield what was found in a report, and the rules that broke."""
    layout = layout or made.style.name
    for one in audited.findings:
        yield Alarm(one.rule, one.status.value, made.seed, layout, one.words.zh)
    for outcome in audited.outcomes:
        if outcome.status.value == "error":
            yield Alarm(outcome.rule, "error", made.seed, layout, outcome.reason.zh)


@dataclass(slots=True)
class Tally:
    """What came of many reports."""

    reports: int = 0
    alarms: list[Alarm] = field(default_factory=list)

    def of(self, *statuses: str) -> list[Alarm]:
        """Return the alarms of some statuses."""
        return [alarm for alarm in self.alarms if alarm.status in statuses]


def clean_reports(seed: int, count: int) -> Tally:
    """Audit reports without a fault."""
    tally = Tally()
    for number in range(count):
        made = clean(f"{seed}/clean/{number}")
        tally.reports += 1
        tally.alarms += alarms(made, audit(made.draft, made.style))
    return tally


def clean_files(seed: int, count: int) -> Tally:
    """Audit reports without a fault, each in every form of file."""
    tally = Tally()
    for number in range(count):
        made = make(f"{seed}/file/{number}")
        for form in FORMS.values():
            tally.reports += 1
            tally.alarms += alarms(
                made, auditor().audit(read(form.write(silent(made.draft)), form.uri, BUILTIN)), form.name
            )
    return tally


def by_rule(some: list[Alarm]) -> dict[str, list[Alarm]]:
    """Return alarms by rule, the rule that spoke most first."""
    found: dict[str, list[Alarm]] = defaultdict(list)
    for alarm in some:
        found[alarm.rule].append(alarm)
    counts = Counter(alarm.rule for alarm in some)
    return {rule: found[rule] for rule, _ in counts.most_common()}


@dataclass(slots=True)
class Found:
    """What came of the reports with one kind of fault: found, found but as another status, missed, and what else failed."""

    tried: int = 0
    right: int = 0
    weaker: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    extra: list[Alarm] = field(default_factory=list)


def _judge(found: Found, fault: Fault, made: Made) -> None:
    audited = audit(made.draft, made.style)
    told = {outcome.rule: outcome.status.value for outcome in audited.outcomes}
    expected = {fault.rule} | fault.also
    extra = [one for one in alarms(made, audited) if one.status in ("fail", "error") and one.rule not in expected]
    found.tried += 1
    found.extra += extra
    if told[fault.rule] != fault.status:
        (found.weaker if told[fault.rule] in UNWANTED else found.missed).append(made.seed)
    elif not extra:
        found.right += 1


def faulty_reports(seed: int, count: int) -> dict[str, Found]:
    """Audit reports with one fault each, the kinds in turn; by the rule that must speak."""
    found: dict[str, Found] = defaultdict(Found)
    for number in range(count):
        fault = FAULTS[number % len(FAULTS)]
        _judge(found[fault.rule], fault, planted(fault, f"{seed}/{fault.rule}/{number}"))
    return dict(found)


MOST_FAULTS = 9
_APART = [fault for fault in FAULTS if fault.put]
"""The faults of which several can be in one report: those that change it once it is made."""


def graded(seed: int, count: int) -> dict[int, Counter[str]]:
    """Return the grades of reports by the number of faults that were put into each, 0 to `MOST_FAULTS` at random."""
    grades: dict[int, Counter[str]] = defaultdict(Counter)
    for number in range(count):
        rng = Random(f"{seed}/grades/{number}")
        made = make(f"{seed}/grades/{number}")
        year, wanted, done = int(made.draft.metadata["year"]), rng.randint(0, MOST_FAULTS), 0
        for fault in rng.sample(_APART, len(_APART)):
            if done < wanted and fault.put and fault.years[0] <= year <= fault.years[1]:
                try:
                    change = fault.put(rng, made)
                    if change:
                        change(made.draft)
                        done += 1
                except (KeyError, StopIteration, ValueError):
                    continue  # an earlier fault took what this one would change
        told = scored(audit(made.draft, made.style)).grade
        grades[done][told.en if told else "none"] += 1
    return grades


def share_right(found: dict[str, Found]) -> float:
    """Return the share of faults that were found, with nothing else failing."""
    return sum(one.right for one in found.values()) / max(1, sum(one.tried for one in found.values()))
