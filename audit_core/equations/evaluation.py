"""Instances against one report: which hold, which do not, and which cannot be told; who is to blame is diagnosis's.

The first look takes every figure as a number and adds integers; only an instance that does not hold, or that meets
a figure that is no number, gets the second, slow one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from audit_core.equations.compiling import Instance, Side, instances
from audit_core.equations.spec import Axis, Equation
from audit_core.errors import NotAssessed
from audit_core.figures import Number, State, half_unit
from audit_core.forms import NO_WORDS, Form
from audit_core.report import STATE_WORDS, BoundLine, Fact, OtherFact, Readings, Report
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.snapshot import Snapshot

EquationStatus = Literal["pass", "fail", "review", "not_assessed", "skipped"]
"""`skipped`: none of the figures is printed, so there is nothing to check."""

FigureValues = Mapping[int, Number]
"""Figures by their index in the form's vector."""

MOST_SUMS: Final = 5000
"""More distinct results of the readings than this are not tried one by one: a person must look."""

_Getter = Callable[[Sequence[Any]], tuple[Any, ...]]

_UNFILLED: Final = frozenset({State.BLANK, State.PLACEHOLDER})
_PLAIN: Final = (State.NUMBER, State.BLANK, State.PLACEHOLDER, State.NONE)


class EquationResult(Struct, frozen=True, eq=False):
    """What one instance comes to on one report.

    A rounded figure stands for all that round to it, so that sides may differ by `slack` and agree all the same.
    `values` are the figures it was judged by (under the reading that fails, where readings differ; figures not
    printed are zero); `holding` those of a reading under which it holds, for a `review`, and `rows` its rows whose
    readings differ. `reason` says why it could not be assessed; `unknown` are blank figures that cannot be zero;
    `others` are the figures of other reports.
    """

    instance: Instance
    status: EquationStatus
    values: FigureValues
    reason: Words = NO_WORDS
    holding: FigureValues | None = None
    rows: tuple[Readings, ...] = ()
    unknown: frozenset[int] = frozenset()
    slack: Number = 0
    others: Mapping[int, Fact] = {}

    @property
    def has_tail(self) -> bool:
        """Whether it holds only within what was rounded: a tail difference."""
        return self.status == "pass" and not self.instance.holds(self.left, self.right)

    @property
    def left(self) -> Number:
        """What the left side comes to."""
        return self.instance.left.total(self.values)

    @property
    def right(self) -> Number:
        """What the right side comes to."""
        return self.instance.right.total(self.values)

    @property
    def difference(self) -> Number:
        """Left minus right."""
        return self.left - self.right


class EquationResults(Struct, frozen=True):
    """The instances that were looked at twice; all others hold.

    `optional` tells whether those on lines that no statute asks for were looked at; where it is False, none of these
    lines is printed. `compared` are the results of those that name figures of other reports, and `lacking` says by rule
    what was not compared: the other report is on a form that has no such figure.
    """

    results: tuple[EquationResult, ...]
    optional: bool
    compared: tuple[EquationResult, ...] = ()
    lacking: Mapping[str, tuple[Words, ...]] = {}


class CompiledEquations:
    """The equations of all rules, compiled for one form; made once and used for every report of that form."""

    def __init__(self, form: Form, rules: Mapping[str, Iterable[Equation]]) -> None:
        """Compile by rule id.

        Raises RulesetError for a name that the form does not know.
        """
        every = {rule: instances(rule, equations, form) for rule, equations in rules.items()}
        self.form = form
        self.rules = tuple(every)
        self.compared = tuple(i for i in chain.from_iterable(every.values()) if i.others)
        self.comparing = tuple(dict.fromkeys(instance.rule for instance in self.compared))
        own = [i for i in chain.from_iterable(every.values()) if not i.others]
        self.statutory = tuple(i for i in own if not i.optional)
        self.optional = tuple(i for i in own if i.optional)
        self.counts = Counter(instance.rule for instance in self.statutory)
        self.optional_counts = Counter(instance.rule for instance in self.optional)
        self._first, self._second = _InstanceBlock(self.statutory), _InstanceBlock(self.optional)
        self._added = _getter(sorted(frozenset().union(*(instance.optional for instance in self.optional))))

    def examine(self, report: Report, beside: "Mapping[str, Snapshot] | None" = None) -> EquationResults:
        """Return what does not plainly hold in a report of the form; `beside` are the reports it is compared with."""
        printed = bool(self.optional) and not _all_absent(self._added(report.vector))
        doubtful = self._first.doubtful(report)
        if printed:
            doubtful += self._second.doubtful(report)
        results = _consistent([evaluate(instance, report) for instance in doubtful])
        if not beside or not self.compared:
            return EquationResults(results, printed)
        compared: list[EquationResult] = []
        lacking: dict[str, tuple[Words, ...]] = {}
        for instance in self.compared:
            if beside.keys() >= set(instance.others.values()):
                try:
                    others = _facts_of(instance, beside, report.form)
                except NotAssessed as error:
                    said = lacking.get(instance.rule, ())
                    lacking[instance.rule] = said if error.words in said else (*said, error.words)
                else:
                    compared.append(self._doubted(evaluate(instance, report, others), beside))
        return EquationResults(results, printed, tuple(compared), lacking)

    def _doubted(self, result: EquationResult, beside: "Mapping[str, Snapshot]") -> EquationResult:
        """Leave a failure to a person where the other report contradicts itself on the figure: it may be that one."""
        if result.status != "fail":
            return result
        for index, need in result.instance.others.items():
            wrong = self._contradicted(index % len(self.form.concepts), beside[need])
            if wrong is not None:
                year = beside[need].year
                doubt = Words(
                    f"{year}年度报告的{wrong.place.zh}自身不平，请先核对该报告",
                    f"{wrong.place.en} does not balance in the report for {year} itself: check that one first",
                )
                return replace(result, status="review", reason=doubt)
        return result

    @cached_property
    def _sums(self) -> tuple[Instance, ...]:
        """The sums and balances that the form declares, whichever rules run."""
        axes: tuple[Axis, ...] = ("row", "column")
        every = [Equation(("*",), axis, kind) for axis in axes for kind in ("totals", "balances")]
        return tuple(one for one in instances("", every, self.form) if not one.optional)

    def sums_of(self, report: Report) -> list[Instance]:
        """Return the sums and balances of the form that plainly hold in a report, whichever rules run."""
        doubtful = set(self._declared.doubtful(report))
        return [instance for instance in self._sums if instance not in doubtful]

    @cached_property
    def _declared(self) -> "_InstanceBlock":
        return _InstanceBlock(self._sums)

    def _contradicted(self, index: int, other: "Snapshot") -> Instance | None:
        """Return a sum that a figure of another report stands in and that does not hold there."""
        for instance in self._sums:
            if index in instance.coefficients and not instance.rounded:
                concepts = {i: self.form.concepts[i] for i in instance.coefficients}
                try:
                    figures = {i: other.fact(one.table, one.row, one.column).figure for i, one in concepts.items()}
                except NotAssessed:
                    continue
                values = {i: figure.exact for i, figure in figures.items()}
                left, right = instance.left.total(values), instance.right.total(values)
                if all(one.state in _PLAIN for one in figures.values()) and not instance.holds(left, right):
                    return instance
        return None


def _facts_of(instance: Instance, beside: "Mapping[str, Snapshot]", form: Form) -> dict[int, Fact]:
    """Return the figures of other reports that an instance names; raises NotAssessed where their form has none such."""
    found: dict[int, Fact] = {}
    for index, need in instance.others.items():
        concept = form.concepts[index % len(form.concepts)]
        found[index] = beside[need].fact(concept.table, concept.row, concept.column)
    return found


def _all_absent(facts: tuple[Fact, ...]) -> bool:
    return all(fact.figure.state is State.ABSENT for fact in facts)


class _InstanceBlock:
    """Instances as sums over slots: `values[slot]` is the figure of `_indices[slot]`, the last slot is always zero."""

    def __init__(self, block: tuple[Instance, ...]) -> None:
        self._instances = block
        self._indices = sorted({index for instance in block for index in instance.coefficients})
        slots = {index: slot for slot, index in enumerate(self._indices)}
        self._facts = _getter(self._indices)
        self._slots = [frozenset(slots[index] for index in instance.coefficients) for instance in block]
        sums = [(n, *_sums(instance, slots)) for n, instance in enumerate(block)]
        self._equal = [entry for entry in sums if block[entry[0]].relation == "="]
        self._least = [entry for entry in sums if block[entry[0]].relation == ">="]

    def doubtful(self, report: Report) -> list[Instance]:
        """Return the instances that do not hold with every figure taken as a number, or that meet one that is none."""
        if not self._instances:
            return []
        facts = self._facts(report.vector)
        figures = [fact.figure for fact in facts]
        values: list[Number] = [figure.exact for figure in figures]
        values.append(0)
        found = [n for n, plus, minus, start in self._equal if sum(plus(values), start) != sum(minus(values))]
        found += [n for n, plus, minus, start in self._least if sum(plus(values), start) < sum(minus(values))]
        strange = self._strange(facts, [figure.state for figure in figures], report)
        if strange:
            found = list({*found, *(n for n, slots in enumerate(self._slots) if not slots.isdisjoint(strange))})
        return [self._instances[n] for n in sorted(found)] if found else []

    def _strange(self, facts: tuple[Fact, ...], states: list[State], report: Report) -> set[int]:
        if not report.readings and not report.relations_used and sum(map(states.count, _PLAIN)) == len(states):
            return set()
        return {
            slot
            for slot, fact in enumerate(facts)
            if fact.figure.state not in _PLAIN or fact.recovered or (fact.table, fact.row) in report.readings
        }


def _sums(instance: Instance, slots: Mapping[int, int]) -> tuple[_Getter, _Getter, Number]:
    """Return getters of what is added and what is taken away in left minus right, and the constant."""
    plus, minus = (
        [slots[index] for index, factor in instance.coefficients.items() for _ in range(sign * factor)]
        for sign in (1, -1)
    )
    return _getter(plus), _getter(minus), instance.left.constant - instance.right.constant


def _getter(indices: list[int]) -> _Getter:
    return itemgetter(*_padded(indices))


def _padded(indices: list[int]) -> list[int]:
    """Fill up with the last slot, which is zero: a getter of one item would return no tuple."""
    return [*indices, -1, -1][: max(2, len(indices))]


def evaluate(instance: Instance, report: Report, others: Mapping[int, Fact] | None = None) -> EquationResult:
    """Return what one instance comes to, readings tried and missing figures weighed.

    `others` are the figures of other reports that it names, by index.
    """
    if others:
        return replace(_evaluated(instance, report, others), others=others)
    return _evaluated(instance, report, {})


def _evaluated(instance: Instance, report: Report, others: Mapping[int, Fact]) -> EquationResult:
    facts = {index: others[index] if index in others else report.vector[index] for index in instance.coefficients}
    absent = {index for index, fact in facts.items() if fact.figure.state is State.ABSENT}
    if len(absent) == len(facts) and facts:
        return EquationResult(instance, "skipped", {})
    if report.relations_used and frozenset(instance.coefficients) in report.relations_used:
        return EquationResult(instance, "not_assessed", {}, _spent(report.form.tables[instance.table].title))
    rows = _rows(facts, absent, report)
    doubt = _unreadable(facts, rows) or _total_missing(instance, facts, absent)
    if doubt:
        skipped = not absent.isdisjoint(instance.optional)
        return EquationResult(instance, "skipped" if skipped else "not_assessed", {}, doubt)
    found = _under_readings(instance, facts, rows, report.form)
    lacking = _lacking(found, report) if found.status == "fail" and len(set(map(_row, facts.values()))) > 1 else None
    if lacking:
        return replace(found, status="not_assessed", reason=lacking)
    return _weighed(instance, facts, absent, found)


def _lacking(failed: EquationResult, report: Report) -> Words | None:
    """Say, in a table whose rows codes name, which row with just the figure that a sum lacks has no code."""
    table = report.tables.get(failed.instance.table)
    if table is None or not table.form.codes:
        return None
    line = next((line for line in table.extra_rows if _prints(line, failed, report.form)), None)
    if line is None:
        return None
    zh, en = table.form.title.zh, table.form.title.en
    return Words(
        f"{zh}“{line.text.strip()}”行没有可识别的编码，其数据恰好等于合计的差额",
        f"the row “{line.text.strip()}” of {en} has no code that can be read, and just the figure that the sum lacks",
    )


def _prints(line: BoundLine, failed: EquationResult, form: Form) -> bool:
    figures = (form.reader.read(cell.text).value for cell in line.cells if cell is not line.label)
    gap = abs(Decimal(failed.difference))
    return any(figure is not None and abs(figure - gap) <= failed.slack for figure in figures)


def _spent(table: Words) -> Words:
    return Words(
        f"{table.zh}有数字是凭这些合计关系归位的，不能再用它们核对",
        f"sums of {table.en} told where figures belong, and cannot check the same figures again",
    )


RowReadings = Mapping[tuple[str, str], Readings]


def _rows(facts: Mapping[int, Fact], absent: set[int], report: Report) -> RowReadings:
    """Return the rows concerned that hold the wrong number of figures and have readings."""
    if not report.readings:
        return {}
    keys = dict.fromkeys(_row(fact) for index, fact in facts.items() if index not in absent)
    return {key: report.readings[key] for key in keys if key in report.readings and report.readings[key].vectors}


def _row(fact: Fact) -> tuple[str, str]:
    """Return table and row of a figure; of another report's, which has no readings here, neither."""
    return ("", "") if isinstance(fact, OtherFact) else (fact.table, fact.row)


def _unreadable(facts: Mapping[int, Fact], rows: RowReadings) -> Words | None:
    for fact in facts.values():
        state = fact.figure.state
        if state is State.TEXT or (state is State.AMBIGUOUS and _row(fact) not in rows):
            return _said(fact)
    return None


def _said(fact: Fact) -> Words:
    words, raw = STATE_WORDS[fact.figure.state], fact.raw.strip()
    if fact.figure.state is State.TEXT and raw:
        return Words(f"{fact.label.zh}的“{raw}”{words.zh}", f"{fact.label.en}: “{raw}” {words.en}")
    return Words(f"{fact.label.zh}{words.zh}", f"{fact.label.en} {words.en}")


def _total_missing(instance: Instance, facts: Mapping[int, Fact], absent: set[int]) -> Words | None:
    return next((_said(facts[index]) for index in instance.singles if index in absent), None)


def _weighed(instance: Instance, facts: Mapping[int, Fact], absent: set[int], found: EquationResult) -> EquationResult:
    """Take back a result that a figure which is not printed, or a side left blank, could explain."""
    if found.status == "pass":
        return found
    unknown = frozenset().union(*(_left_blank(side, facts) for side in (instance.left, instance.right)))
    doubt = min(absent or unknown, default=None)
    if doubt is None:
        return found
    return EquationResult(instance, "not_assessed", found.values, _said(facts[doubt]), unknown=unknown)


def _left_blank(side: Side, facts: Mapping[int, Fact]) -> frozenset[int]:
    """Return the figures of a side where nothing at all is filled in."""
    cells = frozenset(term.index for term in side.terms)
    filled = side.constant or not all(facts[index].figure.state in _UNFILLED for index in cells)
    return frozenset() if filled else cells


def _consistent(results: list[EquationResult]) -> tuple[EquationResult, ...]:
    """Take back what fails by a blank that another equation shows not to be zero: it is a gap, not a false figure."""
    unknown = frozenset().union(*(result.unknown for result in results))
    if not unknown:
        return tuple(results)
    reasons = {index: e.reason for e in results for index in e.unknown}
    return tuple(_doubted(result, reasons) for result in results)


def _doubted(result: EquationResult, reasons: Mapping[int, Words]) -> EquationResult:
    gap = next((index for index in result.instance.coefficients if index in reasons), None)
    if gap is None or result.status not in ("fail", "review"):
        return result
    return EquationResult(result.instance, "not_assessed", result.values, reasons[gap])


def _under_readings(instance: Instance, facts: Mapping[int, Fact], rows: RowReadings, form: Form) -> EquationResult:
    """Judge under every combination of the readings of its rows, which are independent of one another."""
    known: dict[int, Number] = {}
    columns: dict[tuple[str, str], dict[int, str]] = {key: {} for key in rows}
    for index, fact in facts.items():
        in_row = columns.get(_row(fact))
        if in_row is None:
            known[index] = fact.figure.exact
        else:
            in_row[index] = fact.column
    options = {key: _options(readings, columns[key], form) for key, readings in rows.items()}
    undecided = tuple(rows[key] for key, option in options.items() if len(option) > 1)
    sums = _sums_of_readings(instance, known, options.values())
    if len(sums) > MOST_SUMS:
        return EquationResult(instance, "review", next(iter(sums.values())), rows=undecided)
    slack = _slack(instance, facts, rows, form) if instance.rounded else 0
    holding: list[FigureValues] = []
    failing: list[FigureValues] = []
    for values in sums.values():
        holds = instance.holds(instance.left.total(values), instance.right.total(values), slack)
        (holding if holds else failing).append(values)
    if not failing:
        return EquationResult(instance, "pass", holding[0], rows=undecided, slack=slack)
    if not holding:
        return EquationResult(instance, "fail", failing[0], rows=undecided, slack=slack)
    return EquationResult(instance, "review", failing[0], holding=holding[0], rows=undecided, slack=slack)


def _slack(instance: Instance, facts: Mapping[int, Fact], rows: RowReadings, form: Form) -> Number:
    """Return how far apart the sides may be by rounding alone: half a unit of the last digit of each rounded figure.

    A blank is an exact zero. In a row whose columns are not decided, any of its figures may be the coarsest.
    """
    slack: Number = 0
    for index in instance.rounded:
        fact = facts[index]
        row = rows.get(_row(fact))
        coarsest = min([form.reader.read(cell.text).decimals for cell in row.cells], default=0) if row else 0
        off = half_unit(max(coarsest, fact.concept.decimals or 0)) if row else fact.slack
        slack += abs(instance.coefficients[index]) * off
    return slack


def _options(readings: Readings, concerned: Mapping[int, str], form: Form) -> list[FigureValues]:
    """Return what a row may contribute: for each of its distinct readings the figures concerned, by index.

    `concerned` says by index in which column each stands.
    """
    columns = tuple(form.tables[readings.table].columns)
    places = [columns.index(column) for column in concerned.values()]
    distinct = {tuple(vector[place] for place in places): None for vector in readings.vectors}
    return [dict(zip(concerned, figures, strict=True)) for figures in distinct]


def _sums_of_readings(
    instance: Instance, known: FigureValues, rows: Iterable[list[FigureValues]]
) -> dict[Number, FigureValues]:
    """Return one set of figures for each difference the readings can make; stops soon after MOST_SUMS."""
    weights = instance.coefficients
    sums: dict[Number, FigureValues] = {_weight(weights, known): known}
    for options in rows:
        wider: dict[Number, FigureValues] = {}
        for before, values in sums.items():
            for option in options:
                wider.setdefault(before + _weight(weights, option), {**values, **option})
            if len(wider) > MOST_SUMS:
                break
        sums = wider
    return sums


def _weight(weights: Mapping[int, int], values: FigureValues) -> Number:
    return sum((weights[index] * value for index, value in values.items()), start=0)
