"""`python -m benchmarks`: run the benchmarks and print what they came to."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.timing import Measured, Spread

Told = tuple[dict[str, Any], list[str]]
"""Plain data for `--json`, and lines for people."""


def main() -> None:
    """Run the parts that are asked for, by default all but the account of imports."""
    asked = _arguments().parse_args()
    parts: dict[str, Callable[[], Told]] = {
        "start": lambda: start(asked.rounds),
        "pipeline": lambda: pipeline(asked.rounds),
        "stages": lambda: stages(asked.rounds),
        "loaders": lambda: loaders(asked.rounds),
        "imports": imports,
    }
    told = {part: parts[part]() for part in asked.parts or ("start", "pipeline", "stages", "loaders")}
    if asked.json:
        json.dump({part: data for part, (data, _) in told.items()}, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for _, lines in told.values():
        print("\n".join(lines), end="\n\n")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", help="start, pipeline, stages, loaders, imports; by default all but imports"
    )
    parser.add_argument("--rounds", type=int, default=15, help="interleaved rounds after the first, which warms up")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    return parser


def start(rounds: int) -> Told:
    """Time whole processes."""
    from benchmarks.start import BARE, FLAKE8, race

    taken = race(rounds)
    data = {name: _process(one, taken, BARE, FLAKE8) for name, one in taken.items()}
    lines = [f"Start to end of one process, {rounds} rounds: median, and ratios with their quartiles", ""]
    lines.append(f"{'':34}{'ms':>7}  {'× bare Python':<22}{'× flake8':<22}")
    for name, one in taken.items():
        ratios = [str(one.over(taken[other])) if other in taken else "" for other in (BARE, FLAKE8)]
        lines.append(f"{name:34}{one.median * 1e3:7.1f}  {ratios[0]:<22}{ratios[1]:<22}".rstrip())
    return data, lines


def loaders(rounds: int) -> Told:
    """Time each loader beside the parse alone."""
    from benchmarks.loaders import BESIDE, race

    data: dict[str, Any] = {}
    lines = [f"One report loaded from each form, {rounds} rounds: median, and times the parse alone", ""]
    for name, (loaded, parsed) in race(rounds).items():
        ratio = loaded.over(parsed)
        data[name] = {"seconds": loaded.median, "over the parse": _spread(ratio)}
        lines.append(f"{name:10}{loaded.median * 1e3:9.2f} ms   {ratio!s:<24}{BESIDE[name]}")
    return data, lines


def _process(one: Measured, taken: dict[str, Measured], *others: str) -> dict[str, Any]:
    ratios = {f"over {other}": _spread(one.over(taken[other])) for other in others if other in taken}
    return {"seconds": one.median, **ratios}


def pipeline(rounds: int) -> Told:
    """Time reports in process beside the floor."""
    from benchmarks.pipeline import race

    raced = race(rounds)
    ratio = raced.pipeline.over(raced.floor)
    data = {
        "reports": raced.reports,
        "rules": raced.rules,
        "seconds": {"pipeline": raced.pipeline.median, "floor": raced.floor.median},
        "pipeline over floor": _spread(ratio),
    }
    lines = [
        f"One core, warm, {raced.reports} clean reports from canonical JSON, {raced.rules} rules, {rounds} rounds",
        "",
        f"pipeline  {raced.pipeline.median * 1e6:8.1f} µs a report  {1 / raced.pipeline.median:8.0f} reports a second",
        f"floor     {raced.floor.median * 1e6:8.1f} µs a report  {1 / raced.floor.median:8.0f} reports a second",
        f"pipeline over floor: {ratio}",
    ]
    return data, lines


def stages(rounds: int) -> Told:
    """Time the stages of the pipeline, and every rule."""
    from benchmarks.pipeline import rules
    from benchmarks.pipeline import stages as by_stage

    spent = {stage: Spread.of(seconds) for stage, seconds in by_stage(rounds).items()}
    each = rules(rounds)
    whole = sum(one.middle for one in spent.values())
    lines = [
        "Stages, µs a report (quartiles), and share",
        "",
        *(_stage(stage, one, one.middle / whole) for stage, one in spent.items()),
        "",
        "Rules, µs a report",
        "",
        *_columns([f"{rule:8}{seconds * 1e6:7.1f}" for rule, seconds in each.items()]),
    ]
    return {"stages": {stage: _spread(one) for stage, one in spent.items()}, "rules": each}, lines


def _stage(stage: str, spent: Spread, share: float) -> str:
    return f"{stage:8}{spent.middle * 1e6:8.1f} ({spent.low * 1e6:.1f}–{spent.high * 1e6:.1f})  {share:4.0%}"


def _columns(cells: list[str], across: int = 5) -> Iterator[str]:
    for at in range(0, len(cells), across):
        yield "   ".join(cells[at : at + across])


def imports() -> Told:
    """Tell what `check` imports."""
    from benchmarks.start import imports as told

    rows = told()
    lines = [f"{len(rows)} modules; microseconds by -X importtime, own and cumulative", ""]
    lines += [f"{own:8}{whole:9}  {name}" for name, own, whole in rows[:40]]
    return {name: {"own": own, "cumulative": whole} for name, own, whole in rows}, lines


def _spread(spread: Spread) -> dict[str, float]:
    return {"low": spread.low, "median": spread.middle, "high": spread.high}


if __name__ == "__main__":
    main()
