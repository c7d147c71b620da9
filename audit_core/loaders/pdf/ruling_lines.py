"""Ruling lines → the rasters they form and the cells they bound; the text in them is left to `ruled_tables`."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from audit_core.loaders.pdf.boxes import Box

_NEAR: Final = 3.0
"""Points: lines nearer than this are one, and lines nearer to each other's end meet."""

_SHORT: Final = 5.0
"""Points: a line shorter than this, or one that sticks out no further, bounds no cell."""

_COVERED: Final = 0.6
"""The part of a cell's side along which a line must be drawn to bound it."""


class TooManyCells(Exception):  # noqa: N818 - an answer, not a mistake
    """The rasters of the tables have more cells than the file may hold."""


class RuledLine(NamedTuple):
    """A line: where it lies across its direction, and from where to where it runs along it."""

    at: float
    start: float
    stop: float


def bars(rules: Iterable[Box]) -> tuple[list[RuledLine], list[RuledLine]]:
    """Return the horizontal and the vertical lines, pieces of one line put together."""
    across, down = [], []
    for box in rules:
        if box.width >= box.height:
            across.append(RuledLine(box.middle, box.x0, box.x1))
        else:
            down.append(RuledLine(box.centre, box.y0, box.y1))
    return list(_whole(across)), list(_whole(down))


def _whole(bars: list[RuledLine]) -> Iterator[RuledLine]:
    for together in _clusters(sorted(bars), lambda bar: bar.at):
        at = sum(bar.at for bar in together) / len(together)
        start = stop = None
        for bar in sorted(together, key=lambda bar: bar.start):
            if start is None or stop is None or bar.start > stop + _NEAR:
                if start is not None and stop is not None and stop - start >= _SHORT:
                    yield RuledLine(at, start, stop)
                start, stop = bar.start, bar.stop
            else:
                stop = max(stop, bar.stop)
        if start is not None and stop is not None and stop - start >= _SHORT:
            yield RuledLine(at, start, stop)


def _clusters(ordered: Sequence[RuledLine], key: Callable[[RuledLine], float]) -> Iterator[list[RuledLine]]:
    together: list[RuledLine] = []
    for one in ordered:
        if together and key(one) - key(together[0]) > _NEAR:
            yield together
            together = []
        together.append(one)
    if together:
        yield together


def meshes(
    across: list[RuledLine], down: list[RuledLine], most: int
) -> Iterator[tuple[list[RuledLine], list[RuledLine]]]:
    """Yield the lines that hang together, horizontal and vertical ones, from top to bottom."""
    down.sort()
    places = [bar.at for bar in down]
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    looked = 0
    for number, bar in enumerate(across):
        low, high = bisect_left(places, bar.start - _NEAR), bisect_right(places, bar.stop + _NEAR)
        looked += high - low
        if looked > 20 * most:
            raise TooManyCells
        for other in range(low, high):
            if down[other].start - _NEAR <= bar.at <= down[other].stop + _NEAR:
                parent[root(number)] = root(len(across) + other)
    meshes: dict[int, tuple[list[RuledLine], list[RuledLine]]] = defaultdict(lambda: ([], []))
    for number, bar in enumerate(across):
        meshes[root(number)][0].append(bar)
    for number, bar in enumerate(down):
        meshes[root(len(across) + number)][1].append(bar)
    yield from sorted(meshes.values(), key=lambda mesh: min((bar.at for bar in mesh[0]), default=0.0))


def numbers(kept: Sequence[int]) -> dict[int, int]:
    """Return the new number of each line of the raster that bounds a cell; the others are no lines of the table."""
    return {old: new for new, old in enumerate(kept)}


def edges_of(places: list[float], crossing: list[RuledLine]) -> list[float]:
    """Return where columns (or rows) meet: at the lines, and where the lines across them end without one."""
    kept: list[float] = []
    for edge in sorted(places):
        if not kept or edge - kept[-1] > _SHORT:
            kept.append(edge)
    if not kept or not crossing:
        return kept
    first, last = min(bar.start for bar in crossing), max(bar.stop for bar in crossing)
    return [*([first] if first < kept[0] - _SHORT else []), *kept, *([last] if last > kept[-1] + _SHORT else [])]


def nearest(edges: Sequence[float], at: float) -> int:
    """Return the edge nearest to a place."""
    number = bisect_left(edges, at)
    if number == len(edges) or (number and at - edges[number - 1] < edges[number] - at):
        return number - 1
    return number


def spanned(edges: Sequence[float], bar: RuledLine) -> range:
    """Return the cells along whose sides a line is drawn."""
    low, high = max(bisect_right(edges, bar.start) - 1, 0), min(bisect_left(edges, bar.stop), len(edges) - 1)
    while low < high and _part(edges, low, bar) < _COVERED:
        low += 1
    while high > low and _part(edges, high - 1, bar) < _COVERED:
        high -= 1
    return range(low, high)


def _part(edges: Sequence[float], cell: int, bar: RuledLine) -> float:
    low, high = edges[cell], edges[cell + 1]
    return (min(high, bar.stop) - max(low, bar.start)) / (high - low)


class Walls:
    """Where lines are drawn in a raster, and which cells they bound."""

    def __init__(self, wide: int, high: int) -> None:
        self.wide, self.high = wide, high
        self._left = bytearray((wide + 1) * high)
        self._top = bytearray(wide * (high + 1))
        self._sides: dict[int, bytearray] = {}

    def beside(self, column: int, rows: range) -> None:
        """Draw a line to the left of a column."""
        for row in rows:
            self._left[row * (self.wide + 1) + column] = 1

    def above(self, row: int, columns: range) -> None:
        """Draw a line over a row."""
        for column in columns:
            self._top[row * self.wide + column] = 1

    def outside(self, row: int, column: int, rowspan: int, colspan: int) -> bool:
        """Whether a cell at the left or right side of the raster has no line there although most rows have one."""
        sides = [side for side, at in ((0, column), (self.wide, column + colspan)) if at == side]
        return any(self._is_ruled(side) and not any(self._side(side)[row : row + rowspan]) for side in sides)

    def _side(self, column: int) -> bytearray:
        if column not in self._sides:
            self._sides[column] = self._left[column :: self.wide + 1]
        return self._sides[column]

    def _is_ruled(self, side: int) -> bool:
        return 2 * self._side(side).count(1) >= self.high

    def cells(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield row, column, rowspan and colspan of each cell, in reading order.

        A shape that is no rectangle is cut into those that it begins with from above.
        """
        taken = bytearray(self.wide * self.high)
        for start in range(self.wide * self.high):
            if taken[start]:
                continue
            row, column = divmod(start, self.wide)
            colspan = 1
            while column + colspan < self.wide and self._open(row, column + colspan) and not taken[start + colspan]:
                colspan += 1
            rowspan = 1
            while row + rowspan < self.high and self._goes_on(row + rowspan, column, colspan, taken):
                rowspan += 1
            for down in range(rowspan):
                at = start + down * self.wide
                taken[at : at + colspan] = b"\1" * colspan
            yield row, column, rowspan, colspan

    def _open(self, row: int, column: int) -> bool:
        """Whether a cell is one with its left neighbour."""
        return not self._left[row * (self.wide + 1) + column]

    def _goes_on(self, row: int, column: int, colspan: int, taken: bytearray) -> bool:
        """Whether a cell that covers some columns covers them in this row too: no line over it, none in it."""
        at = row * self.wide + column
        inside = all(self._open(row, column + more) for more in range(1, colspan))
        return inside and not any(self._top[at : at + colspan]) and not any(taken[at : at + colspan])
