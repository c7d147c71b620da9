"""`python -m benchmarks`: run the benchmarks and print one table of ratios."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks import commands, process
from benchmarks.commands import BARE, FLAKE8, Bench, audit_core, bench
from benchmarks.floor import Floor
from benchmarks.samples import variants
from benchmarks.timing import Measured, Spread, here, in_turn

FLOOR: Final = "floor"
_FEW: Final = 10


@dataclass(frozen=True)
class Asked:
    """What is measured with: interleaved rounds, the reports of a run over many, and files of one's own."""

    rounds: int
    reports: int
    files: tuple[Path, ...] = ()


@dataclass
class Part:
    """One part of the table: what was measured, in the rows, over what, in the columns."""

    title: str
    over: tuple[str, ...]
    rows: dict[str, list[Spread | None]] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the part as it is printed."""
        yield f"{self.title:<52}" + "".join(f"{'× ' + name:<27}" for name in self.over).rstrip()
        for name, ratios in self.rows.items():
            yield (f"  {name:<50}" + "".join(f"{ratio or '':<27}" for ratio in map(_told, ratios))).rstrip()

    def data(self) -> dict[str, Any]:
        """Return it as plain data: low quartile, median and high quartile of each ratio."""
        return {
            name: {
                over: [ratio.low, ratio.middle, ratio.high]
                for over, ratio in zip(self.over, ratios, strict=True)
                if ratio is not None
            }
            for name, ratios in self.rows.items()
        }


def _told(ratio: Spread | None) -> str:
    return "" if ratio is None else str(ratio)


def _ratios(one: Measured, taken: Mapping[str, Measured], over: tuple[str, ...]) -> list[Spread | None]:
    return [one.over(taken[name]) if name in taken else None for name in over]


def single(asked: Asked) -> Part:
    """One report, a process from start to end."""
    part = Part("One report, start to end (CPU)", (BARE, FLAKE8))
    with bench() as on:
        runs = {name: commands.cpu(run) for name, run in commands.single(on, _floor()).items()}
        taken = in_turn(runs, asked.rounds)
    part.rows = {name: _ratios(one, taken, part.over) for name, one in taken.items()}
    return part


def many(asked: Asked) -> Part:
    """Many reports from JSON, the whole way of the command line, one process."""
    floor = _floor()
    with bench() as on:
        runs = {FLOOR: _over_floor(floor, asked.reports)}
        runs |= dict(_many(on, asked.reports))
        peers = commands.peers(on, floor)
        for name, command in peers.items():
            runs[name] = _each(on, [*command, "few"], [*command, "many"], asked.reports, files=True)
        taken = in_turn(runs, asked.rounds)
    part = Part("Many reports from JSON, each (CPU)", (FLOOR, *peers))
    part.rows = {name: _ratios(one, taken, part.over) for name, one in taken.items()}
    return part


def _many(on: Bench, reports: int) -> Iterator[tuple[str, Callable[[], float]]]:
    kinds = {"no findings": {}, "with findings": {"wrong": True}, "after one model text": {"model": True}}
    for words, kind in kinds.items():
        on.reports(f"few {words}", variants(_FEW, **kind))
        on.reports(f"many {words}", variants(_FEW + reports, **kind))
        for name in ("jsonl",) if "model" in kind else ("json", "jsonl", "sarif", "text"):
            out = ["--format", f"{name}=out", "--quiet"]
            few, more = (audit_core("check", f"{size} {words}", *out) for size in ("few", "many"))
            yield f"audit-core check, {name}, {words}", _each(on, few, more, reports)


def _each(on: Bench, few: list[str], more: list[str], reports: int, *, files: bool = False) -> Callable[[], float]:
    if files:  # peers take files, not folders
        few, more = (
            [*command[:-1], *(f"{command[-1]}/{path.name}" for path in sorted((on.folder / command[-1]).iterdir()))]
            for command in (few, more)
        )
    return commands.per_report(on.running(few), on.running(more), reports)


def _over_floor(floor: Floor, reports: int) -> Callable[[], float]:
    data = list(variants(reports))
    run = here(lambda: [floor.broken(one) for one in data])
    return lambda: run() / reports


def forms(asked: Asked) -> Part:
    """One report in each form of file, in process, warm."""
    pipeline, floor, reports = process.ready()
    runs: dict[str, Callable[[], float]] = {FLOOR: _over_floor(floor, len(reports))}
    for name, (whole, parse) in process.of_forms(pipeline, asked.files).items():
        runs |= {name: here(whole), f"{name} parse": here(parse)}
    taken = in_turn(runs, asked.rounds)
    part = Part("Each form of file, in process (CPU)", ("its parse alone", FLOOR))
    for name, one in taken.items():
        if f"{name} parse" in taken:
            part.rows[name] = [one.over(taken[f"{name} parse"]), one.over(taken[FLOOR])]
    return part


def growth(asked: Asked) -> Part:
    """How the time of one report grows with its prose, in process."""
    pipeline, _, _ = process.ready()
    runs = {}
    for times in (1, 4, 16):
        (data,) = variants(1, prose=times)
        runs[f"prose × {times}"] = here(partial(pipeline.audit, data))
    taken = in_turn(runs, asked.rounds)
    part = Part("Growth, in process (CPU)", ("prose × 1",))
    part.rows = {name: _ratios(one, taken, part.over) for name, one in taken.items()}
    return part


def memory(asked: Asked) -> Part:
    """The peak of memory of a run over many reports, over that of a tenth as many."""
    part = Part("Peak of memory", (f"{asked.reports // 10} reports",))
    with bench() as on:
        tenth = on.reports("tenth", variants(asked.reports // 10, wrong=True))
        every = on.reports("every", variants(asked.reports, wrong=True))
        for name in ("json", "jsonl", "sarif", "text"):
            few, more = (
                on.running(audit_core("check", size, "--format", f"{name}=out", "--quiet"))().peak
                for size in (tenth, every)
            )
            part.rows[f"{asked.reports} reports, {name}"] = [Spread.of([more / few])]
    return part


def processes(asked: Asked) -> Part:
    """How much sooner two processes are done than one."""
    part = Part("Two processes (clock)", ("one process",))
    with bench() as on:
        on.reports("every", variants(asked.reports))
        command = audit_core("check", "every", "--format", "jsonl=out", "--quiet", "--jobs")
        runs = {jobs: on.running([*command, jobs]) for jobs in ("1", "2")}
        taken = in_turn({jobs: commands.clock(run) for jobs, run in runs.items()}, max(asked.rounds // 3, 1))
    part.rows["speed"] = [taken["1"].over(taken["2"])]
    return part


def stages(asked: Asked) -> Part:
    """The stages of a report and its dearest rules, as shares of the whole."""
    pipeline, _, reports = process.ready()
    spent: dict[str, list[float]] = {stage: [] for stage in process.STAGES}
    for _ in range(asked.rounds):
        pipeline.spent = dict.fromkeys(process.STAGES, 0.0)
        for data in reports:
            pipeline.audit(data)
        whole = sum(pipeline.spent.values())
        for stage, seconds in pipeline.spent.items():
            spent[stage].append(seconds / whole)
    part = Part("Shares of a report, in process (clock)", ("the whole",))
    part.rows = {stage: [Spread.of(shares)] for stage, shares in spent.items()}
    whole = sum(pipeline.spent.values()) / len(reports)
    for rule, seconds in list(process.rules(reports).items())[:10]:
        part.rows[f"rule {rule}"] = [Spread.of([seconds / whole])]
    return part


def _floor() -> Floor:
    return process.ready(1)[1]


PARTS: Final[Mapping[str, Callable[[Asked], Part]]] = {
    "single": single,
    "many": many,
    "forms": forms,
    "growth": growth,
    "memory": memory,
    "processes": processes,
    "stages": stages,
}


def main() -> None:
    """Run the parts that are asked for, by default all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; by default all")
    parser.add_argument("--rounds", type=int, default=9, help="interleaved rounds after the first, which warms up")
    parser.add_argument("--reports", type=int, default=200, help="reports of a run over many")
    parser.add_argument("--file", type=Path, action="append", default=[], help="a report to take besides, in `forms`")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    given = parser.parse_args()
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"no part {unknown[0]}; there are {', '.join(PARTS)}")
    asked = Asked(given.rounds, given.reports, tuple(given.file))
    told = {}
    for name in given.parts or PARTS:
        part = PARTS[name](asked)
        told[name] = part.data()
        if not given.json:
            print("\n".join(part.lines()), end="\n\n", flush=True)
    if given.json:
        json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
        print()


if __name__ == "__main__":
    main()
