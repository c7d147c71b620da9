"""That the benchmarks run; how fast anything is, no test says."""

from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import process, samples, timing
from benchmarks.floor import RULES, Floor


@pytest.fixture(scope="module")
def ready() -> process.Pipeline:
    return process.Pipeline()


@pytest.mark.parametrize("prose", [1, 4])
def test_the_samples_have_no_fault_and_pipeline_and_floor_see_one(ready: process.Pipeline, prose: int) -> None:
    floor = Floor(samples.small_json(), ready.auditor)
    clean = list(samples.variants(12, prose=prose))
    assert len(set(clean)) == 12
    assert [(ready.audit(data), floor.broken(data)) for data in clean] == [(0, 0)] * 12
    for wrong in samples.variants(2, wrong=True, prose=prose):
        assert ready.audit(wrong) > 0
        assert floor.broken(wrong) == 2  # the row, and the column with it


def test_the_floor_adds_up_what_the_rules_do(ready: process.Pipeline) -> None:
    floor = Floor(samples.small_json(), ready.auditor)
    audited = ready.auditor.audit(process.read(samples.small_json(), "report.json", ready.plugins.loaders))
    checked = sum(outcome.checked for outcome in audited.outcomes if outcome.rule in RULES)
    assert len(floor.equal) + len(floor.least) == len(floor.sums) == checked


@pytest.mark.parametrize(
    "name",
    [name if name in {"growth", "stages"} else pytest.param(name, marks=pytest.mark.slow) for name in command.PARTS],
)
def test_every_part_is_a_table_of_ratios(name: str, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_bytes(samples.small_json())
    part = command.PARTS[name](command.Asked(rounds=1, reports=10, files=(own,)))
    head, *lines = part.lines()
    assert all(f"× {over}" in head for over in part.over)
    assert len(lines) == len(part.rows) > 0
    assert all(any(ratio is not None for ratio in ratios) for ratios in part.rows.values())
    assert part.data().keys() == part.rows.keys()


def test_a_process_is_measured_with_those_it_starts(tmp_path: Path) -> None:
    busy = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'bytearray(60_000_000); sum(range(3_000_000))'])"
    )
    idle = timing.used(["python", "-c", "pass"], tmp_path)
    found = timing.used(["python", "-c", busy], tmp_path)
    assert found.seconds > idle.seconds > 0
    assert found.peak > idle.peak + 50_000_000
    with pytest.raises(RuntimeError, match="exited 3: no"):
        timing.used(["python", "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"], tmp_path)


def test_what_one_more_costs_is_told_round_by_round() -> None:
    many, few = timing.Measured((11.0, 22.0)), timing.Measured((1.0, 2.0))
    assert many.over(few) == timing.Spread(11.0, 11.0, 11.0)


def test_a_spread_is_median_and_quartiles() -> None:
    assert timing.Spread.of([4.0, 1.0, 3.0, 2.0, 5.0]) == timing.Spread(2.0, 3.0, 4.0)
    assert str(timing.Spread.of([2.0])) == "2.00 (2.00–2.00)"
