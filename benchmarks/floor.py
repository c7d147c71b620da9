"""The floor: what a program would do that knew this one form, this one layout and these equations, and nothing else.

It parses with orjson, takes the figures from fixed places, and adds integers through getters made beforehand. It finds
no headings, tells no blank from a placeholder, and could not say where anything stands.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

import orjson

from audit_core.binding import bind
from audit_core.document import Table
from audit_core.engine import Auditor
from audit_core.equations import CompiledEquations, Instance
from audit_core.loaders import read
from audit_core.plugins import discover
from audit_core.report import Report

RULES: Final = ("TAB-21", "TAB-22", "TAB-23", "TAB-31", "TAB-32", "TAB-33", "TAB-41")

_Sum = Callable[[Sequence[int]], tuple[int, ...]]


class Stretch(NamedTuple):
    """Neighbouring cells of one row: where they stand in the JSON."""

    section: int
    block: int
    row: int
    start: int
    stop: int


class Floor:
    """The equations of `RULES` over one layout of one form."""

    def __init__(self, sample: bytes, auditor: Auditor) -> None:
        report = bind(read(sample, "report.json", discover().loaders), auditor.ruleset.forms)
        instances = _instances(report, auditor)
        places = _places(report)
        wanted = sorted({places[index] for instance in instances for index in instance.coefficients})
        merged = [place for place in wanted if isinstance(_cell(sample, place), dict)]
        plain = [place for place in wanted if place not in merged]
        slots = {place: slot for slot, place in enumerate(plain + merged)}
        self.stretches = _stretches(plain)
        self.merged = merged
        self._zero = len(wanted)
        at = {index: slots[place] for index, place in places.items() if place in slots}
        self.sums = [(i.relation, *_sides(i, at)) for i in instances]
        self.equal = [self._getters(plus, minus) for relation, plus, minus in self.sums if relation == "="]
        self.least = [self._getters(plus, minus) for relation, plus, minus in self.sums if relation == ">="]

    def _getters(self, plus: list[int], minus: list[int]) -> tuple[_Sum, _Sum]:
        return self._getter(plus), self._getter(minus)

    def _getter(self, slots: list[int]) -> _Sum:
        """Return a getter of some slots, filled up with the last one, which is zero: one alone gives no tuple."""
        return itemgetter(*[*slots, self._zero, self._zero][: max(2, len(slots))])

    def broken(self, data: bytes) -> int:
        """Return how many equations do not hold in a report."""
        sections = orjson.loads(data)["sections"]
        values: list[int] = []
        for section, block, row, start, stop in self.stretches:
            values.extend(map(int, sections[section]["blocks"][block]["rows"][row][start:stop]))
        for section, block, row, cell in self.merged:
            values.append(int(sections[section]["blocks"][block]["rows"][row][cell]["text"]))
        values.append(0)
        broken = 0
        for plus, minus in self.equal:
            if sum(plus(values)) != sum(minus(values)):
                broken += 1
        for plus, minus in self.least:
            if sum(plus(values)) < sum(minus(values)):
                broken += 1
        return broken


def _sides(instance: Instance, at: dict[int, int]) -> tuple[list[int], list[int]]:
    """Return the slots that are added and those that are taken away, each as often as its factor says."""
    plus, minus = (
        [at[index] for index, factor in instance.coefficients.items() for _ in range(sign * factor)] for sign in (1, -1)
    )
    return plus, minus


def _instances(report: Report, auditor: Auditor) -> tuple[Instance, ...]:
    equations = {rule: auditor.rules[rule].equations for rule in RULES}
    return CompiledEquations(report.form, equations).statutory


_Place = tuple[int, int, int, int]


def _places(report: Report) -> dict[int, _Place]:
    """Return by index of the form's vector where each figure stands in the JSON: section, block, row, cell."""
    found: dict[int, _Place] = {}
    for s, section in enumerate(report.document.sections):
        for b, block in enumerate(section.blocks):
            for r, row in enumerate(block.rows if isinstance(block, Table) else ()):
                found.update({id(cell): (s, b, r, c) for c, cell in enumerate(row)})
    return {fact.concept.index: found[id(fact.cell)] for fact in report.facts() if fact.cell is not None}


def _cell(sample: bytes, place: _Place) -> Any:  # noqa: ANN401 - a text, or a merged cell
    section, block, row, cell = place
    return orjson.loads(sample)["sections"][section]["blocks"][block]["rows"][row][cell]


def _stretches(places: list[_Place]) -> list[Stretch]:
    """Put neighbouring cells together; the places are in order."""
    found: list[Any] = []
    for section, block, row, cell in places:
        if found and found[-1][:3] == [section, block, row] and found[-1][4] == cell:
            found[-1][4] += 1
        else:
            found.append([section, block, row, cell, cell + 1])
    return [Stretch(*one) for one in found]
