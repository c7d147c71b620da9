"""Failing equations to causes: a cell, a pair of cells, or none that can be told; the words are left to wording."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice

from msgspec import Struct

from audit_core.diagnosis.repair import Broken, Changes, components, smallest
from audit_core.equations import Evaluation, Instance
from audit_core.figures import State
from audit_core.forms import ValueType
from audit_core.report import Fact, Number, Report

_KNOWN = frozenset({State.NUMBER, State.BLANK, State.PLACEHOLDER})


class Cause(Struct, frozen=True):
    """Why equations fail.

    With a `cell`, its figure should be `value` for all `evaluations` to hold, together with the changes of `others`
    that stand in the same equations. Without one there is a single evaluation, and perhaps two cells whose figures,
    if `swapped`, would make every equation hold.
    """

    evaluations: tuple[Evaluation, ...]
    cell: Fact | None = None
    value: Number = 0
    others: tuple[tuple[Fact, Number], ...] = ()
    swapped: tuple[Fact, Fact] | None = None


def explain(report: Report, instances: Sequence[Instance], evaluations: Sequence[Evaluation]) -> list[Cause]:
    """Return the causes of all that fails in a report, each failing evaluation in at least one.

    `instances` are all that were examined; those without an evaluation hold.
    """
    return list(_Explanation(report, instances, evaluations).causes())


class _Explanation:
    def __init__(self, report: Report, instances: Sequence[Instance], evaluations: Sequence[Evaluation]) -> None:
        self._report = report
        self._failing = [e for e in evaluations if e.verdict == "fail"]
        self._broken = [e for e in self._failing if e.instance.relation == "=" and not e.rows]
        unsettled = {id(e.instance) for e in evaluations if e.verdict != "pass" or e.rows}
        self._holding = [instance for instance in instances if id(instance) not in unsettled]
        self._values: dict[int, Number] = {}
        for evaluation in evaluations:
            self._values.update(evaluation.values)

    def causes(self) -> Iterator[Cause]:
        explained = [cause for group in self._groups() for cause in self._explained(group)]
        named = {id(evaluation) for cause in explained for evaluation in cause.evaluations}
        left = [evaluation for evaluation in self._failing if id(evaluation) not in named]
        swaps = self._swaps([e for e in self._broken if id(e) not in named])
        yield from explained
        for evaluation in left:
            yield Cause((evaluation,), swapped=swaps.get(evaluation.instance.table))

    def _groups(self) -> Iterator[tuple[list[Evaluation], Changes]]:
        """Yield the failing equations that one smallest set of cells explains, with the changes of these cells."""
        cleared = frozenset(chain.from_iterable(i.coefficients for i in self._holding if i.relation == "="))
        broken = [Broken(n, e.instance.coefficients, e.difference) for n, e in enumerate(self._broken)]
        candidates = {cell for equation in broken for cell in equation.coefficients} - cleared
        for group in components(broken, candidates):
            changes = smallest(group, candidates, self._admissible)
            if changes and all(self._known(cell) for cell in changes):
                yield [self._broken[equation.number] for equation in group], changes

    def _explained(self, group: tuple[list[Evaluation], Changes]) -> Iterator[Cause]:
        evaluations, changes = group
        for cell in sorted(changes):
            concerned = tuple(e for e in evaluations if cell in e.instance.coefficients)
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

    def _swaps(self, left: Sequence[Evaluation]) -> dict[str, tuple[Fact, Fact]]:
        """Return, by table, the one pair of cells of a row or column that may have been exchanged."""
        tables: dict[str, list[Evaluation]] = defaultdict(list)
        for evaluation in left:
            tables[evaluation.instance.table].append(evaluation)
        found = {table: list(islice(self._pairs(table, evaluations), 2)) for table, evaluations in tables.items()}
        return {table: pairs[0] for table, pairs in found.items() if len(pairs) == 1}

    def _pairs(self, table: str, broken: Sequence[Evaluation]) -> Iterator[tuple[Fact, Fact]]:
        facts = [fact for fact in self._report.vector if fact.table == table and self._known(fact.concept.index)]
        named = {id(e.instance) for e in broken}
        others = [i for i in self._holding if i.relation == "="]
        others += [e.instance for e in self._broken if id(e.instance) not in named]
        for one, two in combinations(facts, 2):
            changes = _exchange(one, two)
            repaired = changes and all(_moved(e.instance, changes) == -e.difference for e in broken)
            if repaired and not any(_moved(instance, changes) for instance in others) and self._admissible(changes):
                yield one, two


def _exchange(one: Fact, two: Fact) -> Changes:
    """Return what exchanging two figures of a row or column changes; nothing where it makes no difference."""
    in_line = one.row == two.row or one.column == two.column
    change = two.figure.exact - one.figure.exact
    if not in_line or not change or one.concept.type != two.concept.type:
        return {}
    return {one.concept.index: change, two.concept.index: -change}


def _moved(instance: Instance, changes: Changes) -> Number:
    """Return by how much left minus right moves."""
    return sum((instance.coefficients.get(cell, 0) * change for cell, change in changes.items()), start=0)


def _fits(kind: ValueType, value: Number) -> bool:
    """Whether a concept of this type may have the value."""
    if kind == "money":
        return value >= 0
    return value == int(value) and (kind == "change" or value >= 0)
