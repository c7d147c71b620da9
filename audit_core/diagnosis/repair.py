"""The smallest set of cells that explains why equations fail; which cells may be to blame is told by the caller.

A diagnosis of minimal cardinality (Reiter, A Theory of Diagnosis from First Principles, Artificial Intelligence 32,
1987): faults are taken as independent, so one that would have to cancel out in an equation that holds is not
considered, and fewer faults go before more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Final

from msgspec import Struct

from audit_core.figures import Number

MOST_FAULTS: Final = 4
"""More faults than this in connected equations are not told apart."""

_MOST_COVERS: Final = 5000
"""So many sets of cells are tried before the search is given up."""

Changes = Mapping[int, Number]
"""What to add to each cell."""


class FailingEquation(Struct, frozen=True):
    """A failing equation: its number, the factor of each cell in left minus right, and what left minus right is.

    It holds again where left minus right is no more than `slack` from nothing, by which rounding alone may part them.
    """

    number: int
    coefficients: Mapping[int, int]
    difference: Number
    slack: Number = 0


def components(broken: Sequence[FailingEquation], candidates: Collection[int]) -> list[list[FailingEquation]]:
    """Return the equations in groups that share no candidate, in the order of their numbers."""
    groups: list[tuple[set[int], list[FailingEquation]]] = []
    for equation in broken:
        cells = {cell for cell in equation.coefficients if cell in candidates}
        joined = [group for group in groups if group[0] & cells]
        groups = [group for group in groups if not group[0] & cells]
        equations = [*(other for _, others in joined for other in others), equation]
        groups.append((cells.union(*(group[0] for group in joined)), equations))
    in_order = (sorted(equations, key=lambda equation: equation.number) for _, equations in groups)
    return sorted(in_order, key=lambda equations: equations[0].number)


def smallest(
    broken: Sequence[FailingEquation], candidates: Collection[int], admissible: Callable[[Changes], bool]
) -> Changes | None:
    """Return the changes of the smallest set of cells that makes every equation hold, or None unless it is unique."""
    search = _Search(broken, candidates)
    for size in range(1, MOST_FAULTS + 1):
        found = list(islice(search.repairs(size, admissible), 2))
        if found:
            return found[0] if len(found) == 1 else None
    return None


class _Search:
    def __init__(self, broken: Sequence[FailingEquation], candidates: Collection[int]) -> None:
        self._broken = broken
        cells = (cell for equation in broken for cell in equation.coefficients if cell in candidates)
        self._candidates = list(dict.fromkeys(cells))
        self._reach = {
            cell: frozenset(n for n, equation in enumerate(broken) if equation.coefficients.get(cell))
            for cell in self._candidates
        }
        self._widest = max(map(len, self._reach.values()), default=0)

    def repairs(self, size: int, admissible: Callable[[Changes], bool]) -> Iterator[Changes | None]:
        """Yield the repairs that change exactly `size` cells; None for a set that allows many, or too many sets."""
        tried: set[frozenset[int]] = set()
        for cells in self._covers((), size):
            if frozenset(cells) in tried:
                continue
            tried.add(frozenset(cells))
            changes = solve(self._broken, cells)
            if changes == {} or len(tried) > _MOST_COVERS:
                yield None
            elif changes and all(changes.values()) and admissible(changes):
                yield changes

    def _covers(self, chosen: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
        """Yield sets of cells that stand in every equation."""
        reached = frozenset().union(*(self._reach[cell] for cell in chosen))
        open_ = [n for n in range(len(self._broken)) if n not in reached]
        left = size - len(chosen)
        if len(open_) > left * self._widest:
            return
        if not left:
            yield chosen
            return
        for cell in self._candidates:
            if cell not in chosen and (not open_ or open_[0] in self._reach[cell]):
                yield from self._covers((*chosen, cell), size)


class LinearSpan:
    """What follows from some equations: those that are sums of multiples of them (Gauss elimination over integers)."""

    def __init__(self, equations: Iterable[Mapping[int, int]] = ()) -> None:
        self._rows: list[tuple[int, Mapping[int, int], frozenset[int]]] = []
        for equation in equations:
            self.add(equation)

    def add(self, equation: Mapping[int, int], number: int | None = None) -> frozenset[int]:
        """Take an equation in, and return the numbers of those it follows from; none where it says something new.

        One without a number is taken for granted, and named by none.
        """
        rest, used = dict(equation), frozenset[int]()
        for pivot, row, numbers in self._rows:
            if rest.get(pivot):
                rest = _without(rest, row, pivot)
                used |= numbers
        if any(rest.values()):
            pivot = next(cell for cell, factor in rest.items() if factor)
            self._rows.append((pivot, rest, used if number is None else used | {number}))
            return frozenset()
        return used


def _without(equation: Mapping[int, int], row: Mapping[int, int], pivot: int) -> dict[int, int]:
    """Return a multiple of an equation less one of `row`, so that `pivot` is gone from it."""
    times, less = row[pivot], equation[pivot]
    factors = {cell: times * factor for cell, factor in equation.items()}
    for cell, factor in row.items():
        factors[cell] = factors.get(cell, 0) - less * factor
    return {cell: factor for cell, factor in factors.items() if factor}


def solve(broken: Sequence[FailingEquation], cells: Sequence[int]) -> Changes | None:
    """Return the changes of `cells` that make every equation hold; None where none do, none of them where many do.

    As many equations as there are cells hold exactly, the first of them; the others within what was rounded.
    """
    rows = [
        [*(Fraction(equation.coefficients.get(cell, 0)) for cell in cells), -Fraction(equation.difference)]
        for equation in broken
    ]
    slacks = [Fraction(equation.slack) for equation in broken]
    rank = _reduce(rows, slacks, len(cells))
    if any(abs(row[-1]) > slack for row, slack in zip(rows[rank:], slacks[rank:], strict=True)):
        return None
    if rank < len(cells):
        return {}
    changes = {cell: _exact(row[-1]) for cell, row in zip(cells, rows, strict=False)}
    return (
        None if None in changes.values() else {cell: change for cell, change in changes.items() if change is not None}
    )


def _reduce(rows: list[list[Fraction]], slacks: list[Fraction], width: int) -> int:
    """Bring rows to reduced echelon form in place (Gauss and Jordan), and return their rank.

    `slacks` are by how much the last number of each row may be off, which adds up as rows do.
    """
    rank = 0
    for column in range(width):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        slacks[rank], slacks[pivot] = slacks[pivot], slacks[rank]
        if slacks[rank]:
            slacks[rank] /= abs(rows[rank][column])
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for n, row in enumerate(rows):
            if n != rank and row[column]:
                if slacks[rank]:
                    slacks[n] += abs(row[column]) * slacks[rank]
                rows[n] = [value - row[column] * lead for value, lead in zip(row, rows[rank], strict=True)]
        rank += 1
    return rank


def _exact(number: Fraction) -> Number | None:
    """Return a fraction as a figure that can be printed, or None for one like a third."""
    if number.denominator == 1:
        return number.numerator
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return decimal if Fraction(decimal) == number else None
