"""Reports in process: the whole way and its stages beside the floor, and what each rule costs."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from audit_core.binding import bind
from audit_core.engine import Auditor
from audit_core.loaders import read
from audit_core.plugins import discover
from audit_core.scoring import score
from benchmarks.floor import Floor
from benchmarks.samples import small_json, variants
from benchmarks.timing import Measured, in_turn

STAGES = ("load", "bind", "check", "score")

_VARIANTS = 20


class Pipeline:
    """Audits reports from canonical JSON; `spent` holds the seconds of each stage."""

    def __init__(self, *, timed: bool = False) -> None:
        self.plugins = discover()
        self.auditor = Auditor.load(plugins=self.plugins, timed=timed)
        self.spent = dict.fromkeys(STAGES, 0.0)

    def audit(self, data: bytes) -> int:
        """Audit one report, every rule and the score; return the number of findings."""
        document = read(data, "report.json", self.plugins.loaders)
        audited = self.auditor.audit(document)
        score(audited, self.auditor.ruleset.scoring, self.auditor.rules)
        return len(audited.findings)

    def by_stage(self, data: bytes) -> None:
        """Do the same, with a look at the clock after each stage."""
        started = perf_counter()
        document = read(data, "report.json", self.plugins.loaders)
        loaded = perf_counter()
        report = bind(document, self.auditor.ruleset.forms)
        bound = perf_counter()
        audited = self.auditor.check(report)
        checked = perf_counter()
        score(audited, self.auditor.ruleset.scoring, self.auditor.rules)
        ends = (started, loaded, bound, checked, perf_counter())
        for stage, before, after in zip(STAGES, ends[:-1], ends[1:], strict=True):
            self.spent[stage] += after - before


@dataclass(frozen=True, slots=True)
class Pipelines:
    """What the rounds came to: `pipeline` and `floor` are seconds for each report."""

    pipeline: Measured
    floor: Measured
    reports: int
    rules: int


def race(rounds: int) -> Pipelines:
    """Audit the same reports with the pipeline and over the floor in turn; seconds are those of one report."""
    pipeline, floor, reports = _ready()
    taken = in_turn(
        {
            "pipeline": lambda: [pipeline.audit(data) for data in reports],
            "floor": lambda: [floor.broken(data) for data in reports],
        },
        rounds,
    )
    each = {name: Measured(name, tuple(s / len(reports) for s in one.seconds)) for name, one in taken.items()}
    return Pipelines(each["pipeline"], each["floor"], len(reports), len(pipeline.auditor.rules))


def _ready() -> tuple[Pipeline, Floor, list[bytes]]:
    """Return pipeline and floor with the reports that both find without fault."""
    pipeline = Pipeline()
    floor = Floor(small_json(), pipeline.auditor)
    reports = [data for data in variants(_VARIANTS) if not pipeline.audit(data) and not floor.broken(data)]
    if not reports:
        raise RuntimeError("no sample is without a finding; see benchmarks.samples")
    return pipeline, floor, reports


def stages(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each stage for one report, one entry for each round."""
    pipeline, _, reports = _ready()
    taken: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for _ in range(rounds):
        pipeline.spent = dict.fromkeys(STAGES, 0.0)
        for data in reports:
            pipeline.by_stage(data)
        for stage, seconds in pipeline.spent.items():
            taken[stage].append(seconds / len(reports))
    return taken


def rules(rounds: int) -> dict[str, float]:
    """Return the median seconds of each rule that is a function for one report, the dearest first.

    Equations are judged together, so no one of them has a cost of its own.
    """
    pipeline = Pipeline(timed=True)
    _, _, reports = _ready()
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        pipeline.auditor.spent.clear()
        for data in reports:
            pipeline.audit(data)
        for rule, spent in pipeline.auditor.spent.items():
            taken.setdefault(rule, []).append(spent / len(reports) / 1e9)
    return dict(sorted(((rule, median(each)) for rule, each in taken.items()), key=lambda item: (-item[1], item[0])))
