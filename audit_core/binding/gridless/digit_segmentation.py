"""Digits that run together, as figures again, where the sums of the form leave one way only; never by guessing.

    成人读者 12315                         12, 3 and 15, since the third is the sum; not 1, 2 and 315

A figure has no leading zero, a blank always parts two figures, and along each row the form's own sums hold. Of what is
left after that, only rows that are the same in every solution of the whole table are decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from msgspec import Struct

from audit_core.binding.relations import Cells, Factors, along, down, of_columns, of_row
from audit_core.forms import TableForm

Vector = tuple[int, ...]

MOST_DIGITS: Final = 9
"""A count of more digits is none that a report could mean."""

MOST_STEPS: Final = 20_000
MOST_SOLUTIONS: Final = 3_000
_SPARE: Final = 16
"""So many digits more than figures are tried."""


class _Exhausted(Exception):  # noqa: N818 - a limit, not a mistake
    """Too many ways to cut."""


class _Cutter:
    def __init__(self, text: str, width: int, sums: Sequence[Mapping[int, int]]) -> None:
        self._text = text
        self._width = width
        self._sums = sums
        self._steps = 0
        # At each place of the text: where the next character stands that is no blank, and how many digits follow.
        self._next, self._left = [len(text)], [0]
        for at in range(len(text) - 1, -1, -1):
            self._next.append(self._next[-1] if text[at].isspace() else at)
            self._left.append(self._left[-1] + text[at].isdigit())
        self._next.reverse()
        self._left.reverse()

    def cuts(self, at: int, blocks: int) -> Iterator[Vector]:
        """Yield the ways to cut what is behind `at` into `blocks` rows of figures whose sums hold."""
        if not blocks:
            if not self._text[at:].strip():
                yield ()
            return
        for row, end in self._row(at, (), blocks):
            for rest in self.cuts(end, blocks - 1):
                yield (*row, *rest)

    def _row(self, at: int, row: Vector, blocks: int) -> Iterator[tuple[Vector, int]]:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _Exhausted
        if len(row) == self._width:
            if all(sum(factor * row[n] for n, factor in terms.items()) == 0 for terms in self._sums):
                yield row, at
            return
        begin = self._next[at]
        left = self._left[begin] - (blocks * self._width - len(row) - 1)
        longest = 1 if self._text[begin : begin + 1] == "0" else min(left, MOST_DIGITS)
        for end in range(begin + 1, begin + longest + 1):
            digits = self._text[begin:end]
            if not digits.isdigit():
                return
            yield from self._row(end, (*row, int(digits)), blocks)


def cuts(text: str, blocks: int, columns: Sequence[str], sums: Sequence[Factors]) -> tuple[Vector, ...] | None:
    """Return every way to read digits as `blocks` rows of one figure for each column, the rows' sums holding.

    None where there are too many ways to try.
    """
    digits = sum(c.isdigit() for c in text)
    if digits > blocks * len(columns) + _SPARE:
        return None
    terms = [{columns.index(key): factor for key, factor in one.items()} for one in sums]
    found: list[Vector] = []
    try:
        for vector in _Cutter(text, len(columns), terms).cuts(0, blocks):
            found.append(vector)
            if len(found) > MOST_SOLUTIONS:
                return None
    except _Exhausted:
        return None
    return tuple(found)


class Solved(Struct):
    """What came of the rows of one table: decided vectors, those still possible, and by which relations."""

    decided: dict[str, Vector] = {}
    possible: dict[str, tuple[Vector, ...]] = {}
    inferred_by: set[Cells] = set()


def solve(table: TableForm, columns: Sequence[str], texts: Mapping[str, str], known: Mapping[str, Vector]) -> Solved:
    """Decide the rows of a table whose digits run together; `known` holds the rows whose figures stand apart."""
    solved = Solved()
    sums = along(table)
    options = {row: cuts(text, 1, columns, sums) for row, text in texts.items()}
    solved.possible = {row: found for row, found in options.items() if found}
    full = all(_digits(text) >= len(columns) for text in texts.values())
    together = _together(table, columns, solved.possible, known) if full and sums else {}
    for row, text in texts.items():
        vector = together.get(row) or _forced(
            text, len(columns), solved.possible.get(row, ()), full=full and bool(sums)
        )
        if vector is not None:
            solved.decided[row] = vector
            solved.inferred_by.update(cells for cells, _ in of_row(table, row))
    solved.inferred_by.update(cells for cells, _ in of_columns(table, columns, together.keys()))
    return solved


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _forced(text: str, width: int, options: Sequence[Vector], *, full: bool) -> Vector | None:
    """Return the row that its digits alone decide: as many as there are columns, and zeros where cells may be blank."""
    if _digits(text) != width or len(options) != 1:
        return None
    return options[0] if full or not any(options[0]) else None


def _together(
    table: TableForm, columns: Sequence[str], options: Mapping[str, tuple[Vector, ...]], known: Mapping[str, Vector]
) -> dict[str, Vector]:
    """Return the rows that are the same in every solution of the sums down the columns, all of which must be told."""
    rows = {**{row: (vector,) for row, vector in known.items()}, **options}
    sums = down(table)
    if not sums or not all(factors.keys() <= rows.keys() for factors in sums):
        return {}
    if prod(map(len, rows.values())) > MOST_SOLUTIONS:
        return {}
    keys = [row for row in rows if any(row in factors for factors in sums)]
    solutions = [
        vectors
        for vectors in product(*(rows[row] for row in keys))
        if _balanced(sums, dict(zip(keys, vectors, strict=True)), len(columns))
    ]
    if not solutions:
        return {}
    alike = {row: {vectors[n] for vectors in solutions} for n, row in enumerate(keys)}
    return {row: next(iter(found)) for row, found in alike.items() if len(found) == 1 and row in options}


def _balanced(sums: Sequence[Factors], vectors: Mapping[str, Vector], width: int) -> bool:
    return all(
        sum(factor * vectors[row][column] for row, factor in factors.items()) == 0
        for factors in sums
        for column in range(width)
    )
