"""Repeats taken in turn, and what they come to: CPU seconds, medians, quartiles and ratios round by round."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Final

_STATUSES: Final = (0, 1)
"""Exit statuses of a run that did its work."""

_LAUNCHER: Final = """
import os, sys
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
with open(sys.argv[1], "w") as out:
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=out)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Runs a command and tells what it used: a process of its own, for a child begins with the peak of who started it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Some numbers, told by their median and quartiles."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Spread":
        """Sum up some numbers; one alone has no spread."""
        if len(numbers) == 1:
            return cls(numbers[0], numbers[0], numbers[0])
        low, middle, high = quantiles(numbers, n=4, method="inclusive")
        return cls(low, middle, high)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contestant took, in seconds, one entry for each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of all rounds."""
        return median(self.seconds)

    def over(self, other: "Measured") -> Spread:
        """Return how many times as much as another this took, round by round: noise meets both of one round."""
        return Spread.of([mine / its for mine, its in zip(self.seconds, other.seconds, strict=True)])


@dataclass(frozen=True, slots=True)
class Used:
    """What one process, with those it started and waited for, used: seconds of CPU, of the clock, and bytes."""

    seconds: float
    elapsed: float
    peak: int


def in_turn(contestants: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Measured]:
    """Run all contestants once in each round, so that what slows the machine slows all; the first round warms up.

    Each returns the seconds it took.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            seconds = run()
            if number:
                taken[name].append(seconds)
    return {name: Measured(tuple(seconds)) for name, seconds in taken.items()}


def here(work: Callable[[], object]) -> Callable[[], float]:
    """Return what does some work in this process and tells its CPU seconds."""

    def run() -> float:
        before = process_time()
        work()
        return process_time() - before

    return run


def used(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Used:
    """Run a command in a folder and tell what it used; raises RuntimeError where it did not do its work."""
    told, errors = folder / ".used", folder / ".errors"
    before = perf_counter()
    with errors.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, str(told), *command],
            cwd=folder,
            env=dict(environment or os.environ),
            stdout=subprocess.DEVNULL,
            stderr=out,
            check=False,
        )
    elapsed = perf_counter() - before
    if done.returncode not in _STATUSES:
        said = errors.read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{command[0]} exited {done.returncode}: {said[:500]}")
    seconds, peak = told.read_text(encoding="utf-8").split()
    return Used(float(seconds), elapsed, int(peak) * 1024)
