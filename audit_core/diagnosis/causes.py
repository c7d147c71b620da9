"""Failing equations to causes: a cell, a pair of cells, or none that can be told; the words are left to wording."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from msgspec import Struct

from audit_core.diagnosis.repair import Changes, FailingEquation, LinearSpan, components, smallest
from audit_core.equations import EquationResult, Instance
from audit_core.figures import ROUNDED, SIGNED, Number, State, ValueType
from audit_core.report import Fact, Report

_KNOWN = frozenset({State.NUMBER, State.BLANK, State.PLACEHOLDER, State.NONE})
_UNDECIDED = frozenset({"review", "not_assessed"})

_MOST_PAIRS: Final = 100_000
"""More pairs of cells than these are not tried, as a table of many codes may have."""


class Cause(Struct, frozen=True):
    """Why equations fail.

    With a `cell`, its figure should be `value` for all `equations` to hold, together with the changes of `others`
    that stand in the same equations. Without one, the first equation cannot hold unless the others do, since the
    equations that hold link them; and perhaps there are two cells whose figures, if `swapped`, would make every
    equation hold.
    """

    equations: tuple[EquationResult, ...]
    cell: Fact | None = None
    value: Number = 0
    others: tuple[tuple[Fact, Number], ...] = ()
    swapped: tuple[Fact, Fact] | None = None

    def settles(self, result: EquationResult) -> bool:
        """Whether another failing equation holds, too, once the cell is as it should be."""
        if self.cell is None or self.cell.concept.index not in result.instance.coefficients:
            return False
        values = {**result.values, self.cell.concept.index: self.value}
        values |= {fact.concept.index: value for fact, value in self.others if fact.concept.index in values}
        instance = result.instance
        return instance.holds(instance.left.total(values), instance.right.total(values), result.slack)


def explain(report: Report, instances: Sequence[Instance], results: Sequence[EquationResult]) -> list[Cause]:
    """Return the causes of all that fails in a report, each failing equation in at least one.

    `instances` are all that were examined; those without a result hold.
    """
    return list(_Diagnosis(report, instances, results).causes())


def unexplained(
    report: Report,
    failing: Sequence[EquationResult],
    instances: Sequence[Instance],
    own: Sequence[EquationResult],
    compared: Sequence[EquationResult],
) -> Iterator[Cause]:
    """Yield the causes of what fails between reports and no cell of the report explains: no cell is named.

    Which of two reports is wrong cannot be told by their difference. What fails with another relation of its rule is
    told with it: where two reports differ in a part, they differ in the sum that both of them print.
    """
    rules: dict[str, list[EquationResult]] = defaultdict(list)
    for result in failing:
        rules[result.instance.rule].append(result)
    if not rules:
        return
    unsettled = {e.instance for e in own if e.status != "pass" or e.rows}
    sums = [instance for instance in instances if instance not in unsettled and instance.relation == "="]
    holding = [instance.coefficients for instance in sums]
    holding += _sums_of_others(sums, compared, len(report.form.concepts))
    holding += [e.instance.coefficients for e in compared if e.status == "pass" and e.instance.relation == "="]
    for results in rules.values():
        yield from map(Cause, _linked(results, holding))


def _sums_of_others(sums: Sequence[Instance], compared: Sequence[EquationResult], size: int) -> list[dict[int, int]]:
    """Return the sums of the report's form that hold in the others, too, as far as their figures are compared.

    `size` is the number of concepts of the form: by so many the indices of another report lie beyond its own.
    """
    known = {i: f.figure.exact for e in compared for i, f in e.others.items() if f.figure.state in _KNOWN}
    found = []
    for shift in {index - index % size for index in known}:
        for instance in sums:
            values = {index: known[index + shift] for index in instance.coefficients if index + shift in known}
            if len(values) == len(instance.coefficients) and instance.holds(
                instance.left.total(values), instance.right.total(values)
            ):
                found.append({index + shift: factor for index, factor in instance.coefficients.items()})
    return found


def _linked(
    results: Sequence[EquationResult], holding: Sequence[Mapping[int, int]]
) -> Iterator[tuple[EquationResult, ...]]:
    """Yield failing equations with those that follow from them and from those that hold."""
    span = LinearSpan(holding)
    told = {n: [result] for n, result in enumerate(results)}
    for n, result in enumerate(results):
        follows = span.add(result.instance.coefficients, n)
        if follows:
            told[min(follows)] += told.pop(n)
    return map(tuple, told.values())


class _Diagnosis:
    def __init__(self, report: Report, instances: Sequence[Instance], results: Sequence[EquationResult]) -> None:
        self._report = report
        self._failing = [e for e in results if e.status == "fail"]
        self._broken = [e for e in self._failing if e.instance.relation == "=" and not e.rows]
        self._undecided = [e for e in results if e.status in _UNDECIDED or e.rows]
        unsettled = {e.instance for e in results if e.status != "pass" or e.rows}
        self._holding = [instance for instance in instances if instance not in unsettled]
        self._values: dict[int, Number] = {}
        for result in results:
            self._values.update(result.values)

    def causes(self) -> Iterator[Cause]:
        explained = [cause for group in self._groups() for cause in self._explained(group)]
        named = {result for cause in explained for result in cause.equations}
        left = [result for result in self._failing if result not in named]
        broken = [result for result in self._broken if result not in named]
        swaps = self._swaps(broken)
        yield from explained
        for together in self._linked(broken):
            yield Cause(together, swapped=swaps.get(together[0].instance.table))
        for result in left:
            if result not in broken:
                yield Cause((result,))

    def _linked(self, broken: Sequence[EquationResult]) -> Iterator[tuple[EquationResult, ...]]:
        """Yield failing equations with those that fail because they do.

        Where all rows add up, columns that are off cannot be off alone: a figure that is wrong in one column and in
        the total of its row fails both. An equation that follows from others of its rule, and from those that hold,
        is told with the first of them.
        """
        rules: dict[str, list[EquationResult]] = defaultdict(list)
        for result in broken:
            rules[result.instance.rule].append(result)
        holding = [i.coefficients for i in self._holding if i.relation == "="] if len(broken) > len(rules) else []
        for results in rules.values():
            yield from _linked(results, holding)

    def _groups(self) -> Iterator[tuple[list[EquationResult], Changes]]:
        """Yield the failing equations that one smallest set of cells explains, with the changes of these cells."""
        cleared = frozenset(chain.from_iterable(i.coefficients for i in self._holding if i.relation == "="))
        broken = [
            FailingEquation(n, e.instance.coefficients, e.difference, e.slack) for n, e in enumerate(self._broken)
        ]
        candidates = {cell for equation in broken for cell in equation.coefficients} - cleared
        for group in components(broken, candidates):
            changes = smallest(group, candidates, self._admissible)
            if changes and all(self._known(cell) for cell in changes):
                yield [self._broken[equation.number] for equation in group], changes

    def _explained(self, group: tuple[list[EquationResult], Changes]) -> Iterator[Cause]:
        results, changes = group
        for cell in sorted(changes):
            concerned = tuple(e for e in results if cell in e.instance.coefficients)
            others = [c for c in sorted(changes) if c != cell and any(c in e.instance.coefficients for e in concerned)]
            together = tuple((self._report.vector[c], self._value(c) + changes[c]) for c in others)
            yield Cause(concerned, self._report.vector[cell], self._value(cell) + changes[cell], together)

    def _known(self, cell: int) -> bool:
        fact = self._report.vector[cell]
        known = fact.figure.state in _KNOWN and not fact.recovered
        return known and (fact.table, fact.row) not in self._report.readings

    def _value(self, cell: int) -> Number:
        return self._values[cell] if cell in self._values else self._report.vector[cell].figure.exact

    def _admissible(self, changes: Changes) -> bool:
        """Whether the changed figures are ones the concepts allow, and no inequality that holds would break."""
        concepts = self._report.form.concepts
        allowed = all(_fits(concepts[cell].type, self._value(cell) + change) for cell, change in changes.items())
        return allowed and all(self._keeps(i, changes) for i in self._holding if i.relation == ">=")

    def _keeps(self, instance: Instance, changes: Changes) -> bool:
        if changes.keys().isdisjoint(instance.coefficients):
            return True
        values = {cell: self._value(cell) + changes.get(cell, 0) for cell in instance.coefficients}
        return instance.holds(instance.left.total(values), instance.right.total(values))

    def _swaps(self, left: Sequence[EquationResult]) -> dict[str, tuple[Fact, Fact]]:
        """Return, by table, the one pair of cells of a row or column that may have been exchanged."""
        tables: dict[str, list[EquationResult]] = defaultdict(list)
        for result in left:
            tables[result.instance.table].append(result)
        found = {table: list(islice(self._pairs(table, results), 2)) for table, results in tables.items()}
        return {table: pairs[0] for table, pairs in found.items() if len(pairs) == 1}

    def _pairs(self, table: str, broken: Sequence[EquationResult]) -> Iterator[tuple[Fact, Fact]]:
        """Yield the pairs whose exchange makes every equation hold that either stands in, and all those in `broken`."""
        facts = [fact for fact in self._report.vector if fact.table == table and self._known(fact.concept.index)]
        factors, gap = broken[0].instance.coefficients, broken[0].difference
        if len(facts) * len(factors) > _MOST_PAIRS:
            return
        lines: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in facts:
            lines["row", fact.row].append(fact)
            lines["column", fact.column].append(fact)
        for one in (fact for fact in facts if fact.concept.index in factors):
            factor, value = factors[one.concept.index], one.figure.exact
            for two in chain(lines["row", one.row], lines["column", one.column]):
                change = two.figure.exact - value
                mends_first = change * (factor - factors.get(two.concept.index, 0)) == -gap
                if not mends_first or one.concept.type != two.concept.type:
                    continue
                if self._settles({one.concept.index: change, two.concept.index: -change}, broken):
                    yield one, two

    def _settles(self, changes: Changes, broken: Sequence[EquationResult]) -> bool:
        if any(_moved(e.instance, changes) != -e.difference for e in broken):
            return False
        repaired = {e.instance for e in broken}
        touched = [
            e for e in (*self._failing, *self._undecided) if not changes.keys().isdisjoint(e.instance.coefficients)
        ]
        others = [e for e in touched if e.instance not in repaired]
        if any(e.status != "fail" or e.rows or not self._keeps(e.instance, changes) for e in others):
            return False
        equal = (instance for instance in self._holding if instance.relation == "=")
        return not any(_moved(instance, changes) for instance in equal) and self._admissible(changes)


def _moved(instance: Instance, changes: Changes) -> Number:
    """Return by how much left minus right moves."""
    return sum((instance.coefficients.get(cell, 0) * change for cell, change in changes.items()), start=0)


def _fits(kind: ValueType, value: Number) -> bool:
    """Whether a concept of this type may have the value."""
    return (kind in SIGNED or value >= 0) and (kind in ROUNDED or value == int(value))
