"""Repeats taken in turn, and what they come to: medians, quartiles and ratios round by round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contestant took, in seconds, one entry for each round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of all rounds."""
        return median(self.seconds)

    def over(self, other: "Measured") -> "Spread":
        """Return how many times as long as another this took, round by round: noise meets both of one round."""
        return Spread.of([mine / its for mine, its in zip(self.seconds, other.seconds, strict=True)])


@dataclass(frozen=True, slots=True)
class Spread:
    """Some numbers, told by their median and quartiles."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, numbers: list[float]) -> "Spread":
        """Sum up some numbers; one alone has no spread."""
        if len(numbers) == 1:
            return cls(numbers[0], numbers[0], numbers[0])
        low, middle, high = quantiles(numbers, n=4, method="inclusive")
        return cls(low, middle, high)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


def in_turn(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Measured]:
    """Run all contestants once in each round, so that what slows the machine slows all; the first round warms up."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            before = perf_counter()
            run()
            if number:
                taken[name].append(perf_counter() - before)
    return {name: Measured(name, tuple(seconds)) for name, seconds in taken.items()}
