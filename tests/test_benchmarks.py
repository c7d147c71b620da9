"""That the benchmarks run; how fast anything is, no test says."""

import pytest

from benchmarks import timing

pytest.importorskip("orjson", reason="needs the bench extra")

from benchmarks import __main__ as command
from benchmarks import pipeline, samples, start
from benchmarks.floor import RULES, Floor


def test_the_samples_have_no_fault_and_the_floor_sees_one() -> None:
    ready = pipeline.Pipeline()
    floor = Floor(samples.small_json(), ready.auditor)
    assert [(ready.audit(data), floor.broken(data)) for data in samples.variants(3)] == [(0, 0)] * 3
    wrong = samples.small_json().replace(b'"120"', b'"121"', 1)
    assert ready.audit(wrong) > 0
    assert floor.broken(wrong) == 2  # the row, and the column with it


def test_the_floor_adds_up_what_the_rules_do() -> None:
    ready = pipeline.Pipeline()
    floor = Floor(samples.small_json(), ready.auditor)
    audited = ready.auditor.audit(pipeline.read(samples.small_json(), "report.json", ready.plugins.loaders))
    checked = sum(outcome.checked for outcome in audited.outcomes if outcome.rule in RULES)
    assert len(floor.equal) + len(floor.least) == checked


def test_every_part_runs_once_and_says_what_it_took() -> None:
    for part in (command.start, command.pipeline, command.stages, command.loaders):
        data, lines = part(1)
        assert data
        assert len(lines) > 2
    data, _ = command.imports()
    assert "audit_core.engine" in data
    assert start.JSON in start.race(1)


def test_a_spread_is_median_and_quartiles() -> None:
    assert timing.Spread.of([4.0, 1.0, 3.0, 2.0, 5.0]) == timing.Spread(2.0, 3.0, 4.0)
    assert str(timing.Spread.of([2.0])) == "2.00 (2.00–2.00)"
