"""Equations put in place in one form: which figures each instance adds up; checking a report is left to evaluation."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from audit_core.equations.grammar import EquationNames, Key, Operand, Parsed, folded, parse, unknown
from audit_core.equations.spec import COMPARABLE, DECLARED, Axis, Equation, Relation
from audit_core.errors import RulesetError
from audit_core.figures import Number
from audit_core.forms import NO_WORDS, Concept, Form, LineForm, Summation, TableForm
from audit_core.words import Words


class LinearTerm(Struct, frozen=True):
    """`factor` times the figure at `index` of the form's vector; `line` and `words` name it within the equation.

    Where the figure is another report's, `need` is what that is called, and `index` lies beyond the form's own vector.
    """

    factor: int
    index: int
    line: str
    words: Words
    need: str = ""


class Side(Struct, frozen=True):
    """One side of a relation: terms and a constant."""

    terms: tuple[LinearTerm, ...]
    constant: Number = 0

    @property
    def single(self) -> LinearTerm | None:
        """The term that stands alone, as a printed total does; None for a sum or a number."""
        return self.terms[0] if len(self.terms) == 1 and not self.constant else None

    def total(self, values: Mapping[int, Number]) -> Number:
        """Return what the side comes to with these values by index."""
        return sum((term.factor * values[term.index] for term in self.terms), start=self.constant)


class Instance(Struct, frozen=True, eq=False, dict=True):
    """One equation at one row, one column or one table of a form; `rounded` are its figures that are printed rounded.

    `key` is its label path (`applications/column/natural`), unique within its rule; `place` says the same in words of
    the form, and `other` what another report is called whose figures it names. An `optional` one stands on lines that
    no statute asks for and is checked only where they are printed.
    """

    rule: str
    key: str
    table: str
    place: Words
    left: Side
    relation: Relation
    right: Side
    optional: frozenset[int] = frozenset()
    rounded: frozenset[int] = frozenset()
    other: Words = NO_WORDS

    @cached_property
    def coefficients(self) -> Mapping[int, int]:
        """The factor of each figure in left minus right."""
        net: Counter[int] = Counter()
        for sign, side in ((1, self.left), (-1, self.right)):
            for term in side.terms:
                net[term.index] += sign * term.factor
        return dict(net)

    @cached_property
    def singles(self) -> tuple[int, ...]:
        """The figures that stand alone on a side."""
        return tuple(side.single.index for side in (self.left, self.right) if side.single)

    @cached_property
    def others(self) -> Mapping[int, str]:
        """What the other report is called that each of the figures stands in which are not the report's own."""
        return {term.index: term.need for term in (*self.left.terms, *self.right.terms) if term.need}

    def holds(self, left: Number, right: Number, slack: Number = 0) -> bool:
        """Whether the relation holds between two numbers, or between any that differ from them by `slack` together."""
        return right - left <= slack and (self.relation == ">=" or left - right <= slack)


def instances(rule: str, equations: Iterable[Equation], form: Form) -> tuple[Instance, ...]:
    """Return every instance of a rule's equations in a form; a table that the form lacks gives none.

    Raises RulesetError for a name that the form does not know.
    """
    found = [
        instance
        for equation in equations
        if equation.applies(form)
        for table in equation.tables_of(form)
        for instance in _repeated(rule, equation, form, table)
    ]
    return tuple(_distinct(found))


def validate(equation: Equation, form: Form) -> bool:
    """Whether an equation has any instance in a form.

    Raises RulesetError for text that is no relation, or a name that the form does not know.
    """
    return bool(instances("", (equation,), form))


def check_example(equation: Equation, form: Form, values: Mapping[str, int | str | Decimal]) -> bool:
    """Whether the relation holds with these values by name; a line that is not named is zero.

    Raises RulesetError for a name or a value that cannot be followed.
    """
    table = next(iter(equation.tables_of(form)), None)
    if table is None:
        raise unknown(", ".join(equation.tables), tuple(form.tables))
    lexicon = _lexicon(equation, form, table)
    relations = relations_of(equation, form, table)
    parts = tuple(part for one in relations for part in (*one.left, *one.right))
    given = {_example_key(name, lexicon, parts): _number(name, value) for name, value in values.items()}
    return all(_holds(one, given) for one in relations)


def _holds(parsed: Parsed, given: Mapping[Key, Number]) -> bool:
    left, right = (_total(side, given) for side in (parsed.left, parsed.right))
    return left == right if parsed.relation == "=" else left >= right


def relations_of(equation: Equation, form: Form, table: TableForm) -> tuple[Parsed, ...]:
    """Return what an equation says of a table: the one relation that is written, or all that the form declares.

    Raises RulesetError for text that is no relation or names no figure of the report itself, or a name that the table
    does not know.
    """
    kind = DECLARED.get(equation.text.strip())
    if kind is None:
        parsed = parse(equation.text, _lexicon(equation, form, table))
        if all(key.need for part in (*parsed.left, *parsed.right) for key in part.lines):
            raise RulesetError(
                f"{equation.text!r} names no figure of the report itself", f"“{equation.text}”没有本报告自身的数据"
            )
        return (parsed,)
    meant = (one for one in table.summations if one.kind == kind and one.each == equation.each)
    return tuple(Parsed(_parts(one, one.left), "=", _parts(one, one.right)) for one in meant)


def _parts(of: Summation, keys: tuple[str, ...]) -> tuple[Operand, ...]:
    return tuple(Operand(1, key, (Key(column=key) if of.each == "row" else Key(row=key),)) for key in keys)


def _example_key(name: str, lexicon: EquationNames, parts: tuple[Operand, ...]) -> Key:
    """Return the line that an example's name stands for; a group's figure is booked on its first line."""
    text = folded(name)
    group = text.removeprefix("sum(").removesuffix(")")
    in_group = group in lexicon.groups and text not in lexicon.lines
    key = lexicon.group(group)[0] if in_group else lexicon.line(text)[0]
    if not any(key in part.lines for part in parts):
        raise unknown(name, tuple(part.name for part in parts if part.name))
    return key


def _total(side: tuple[Operand, ...], given: Mapping[Key, Number]) -> Number:
    return sum(
        (part.factor * (sum((given.get(key, 0) for key in part.lines), start=0) if part.name else 1) for part in side),
        start=0,
    )


def _number(name: str, value: int | str | Decimal) -> Number:
    try:
        return Decimal(str(value).strip())
    except InvalidOperation as error:
        raise RulesetError(f"{name}: {value!r} is not a number", f"{name}：{value!r} 不是数字") from error


def lexicon_of(table: TableForm, each: Axis) -> EquationNames:
    """Return the names that an equation repeated over `each` may use in a table."""
    rows, columns = line_names(table.rows.values()), line_names(table.columns.values())
    if each == "row":
        groups = {
            g: tuple(Key(column=k) for k in ks) for g, ks in table.groups.items() if set(ks) <= set(table.columns)
        }
        return EquationNames({name: Key(column=key) if key else None for name, key in columns.items()}, groups)
    if each == "column":
        groups = {g: tuple(Key(row=k) for k in ks) for g, ks in table.groups.items() if set(ks) <= set(table.rows)}
        return EquationNames({name: Key(row=key) if key else None for name, key in rows.items()}, groups)
    cells = {
        f"{r}.{c}": Key(row, col) if row and col else None for r, row in rows.items() for c, col in columns.items()
    }
    return EquationNames(cells, dict(_crossed_groups(table, rows, columns)))


def _lexicon(equation: Equation, form: Form, table: TableForm) -> EquationNames:
    """Return the names that an equation may use, those of other reports and tables among them where it names one."""
    own, text = lexicon_of(table, equation.each), folded(equation.text)
    lines, groups = dict(own.lines), dict(own.groups)
    for other in form.tables.values() if equation.each == "table" else ():
        for name in {other.key, folded(other.title.zh)}:
            if f"{name}." in text:
                cells = lexicon_of(other, "table")
                lines |= {f"{name}.{c}": key and key._replace(table=other.key) for c, key in cells.lines.items()}
                groups |= {f"{name}.{g}": tuple(k._replace(table=other.key) for k in keys)
                           for g, keys in cells.groups.items()}  # fmt: skip
    here = EquationNames(dict(lines), dict(groups))
    for need in COMPARABLE:
        called = {need, folded(form.others[need].zh)} if need in form.others else {need}
        for name in sorted(called) if any(f"{one}." in text for one in called) else ():
            lines |= {f"{name}.{line}": key and key._replace(need=need) for line, key in here.lines.items()}
            groups |= {f"{name}.{g}": tuple(k._replace(need=need) for k in keys) for g, keys in here.groups.items()}
    also = [folded(form.others[need].zh) for need in COMPARABLE if need in form.others]
    tables = tuple(form.tables) if equation.each == "table" else ()
    return EquationNames(lines, groups, (*COMPARABLE, *also), tables)


def line_names(lines: Iterable[LineForm]) -> dict[str, str | None]:
    """Return keys by name: keys go before short names, these before labels; None where several lines share one."""
    every = tuple(lines)
    names: dict[str, str | None] = {line.key: line.key for line in every}
    for said in ([(line.short, line.key) for line in every], [(line.label, line.key) for line in every]):
        fresh: dict[str, str | None] = {}
        for text, key in said:
            name = folded(text)
            if name not in names:
                fresh[name] = key if fresh.get(name, key) == key else None
        names |= fresh
    return names


def _crossed_groups(
    table: TableForm, rows: Mapping[str, str | None], columns: Mapping[str, str | None]
) -> Iterator[tuple[str, tuple[Key, ...]]]:
    for group, members in table.groups.items():
        if set(members) <= set(table.rows):
            yield from ((f"{group}.{name}", tuple(Key(row, c) for row in members)) for name, c in columns.items() if c)
        if set(members) <= set(table.columns):
            yield from (
                (f"{name}.{group}", tuple(Key(r, column) for column in members)) for name, r in rows.items() if r
            )


class _Scope(Struct, frozen=True):
    """Where an equation is put in place."""

    form: Form
    table: TableForm
    each: Axis

    def lines(self, only: tuple[str, ...]) -> tuple[LineForm | None, ...]:
        if self.each == "table":
            return (None,)
        lines = self.table.rows if self.each == "row" else self.table.columns
        if not only:
            return tuple(line for line in lines.values() if not line.optional)
        across = lexicon_of(self.table, "column" if self.each == "row" else "row")
        chosen = {key.row or key.column for name in only for key in across.group(folded(name))}
        return tuple(line for line in lines.values() if line.key in chosen)

    def terms(self, parts: tuple[Operand, ...], at: str) -> Iterator[LinearTerm]:
        for part in parts:
            for key in part.lines:
                index = self.form.index[key.table or self.table.key, key.row or at, key.column or at]
                if key.need:
                    index += len(self.form.concepts) * (1 + COMPARABLE.index(key.need))
                line = ".".join(filter(None, (key.need, key.table, key.row, key.column)))
                yield LinearTerm(int(part.factor), index, line, self.words(key), key.need)

    def words(self, key: Key) -> Words:
        named = self._named(key)
        if not key.need:
            return named
        other = self.other(key.need)
        return Words(f"{other.zh}“{named.zh}”", f"{other.en} “{named.en}”")

    def other(self, need: str) -> Words:
        """Return what another report is called, in the words of the form."""
        return self.form.others.get(need) or Words(need, need)

    def _named(self, key: Key) -> Words:
        table = self.form.tables[key.table] if key.table else self.table
        names = [
            *([table.title] if key.table else []),
            *([table.rows[key.row].words] if key.row else []),
            *([table.columns[key.column].words] if key.column else []),
        ]
        return Words("·".join(name.zh for name in names), "/".join(name.en for name in names))

    def place(self, line: LineForm | None) -> Words:
        title = self.table.title
        if line is None:
            return title
        kind = Words("行", "row") if self.each == "row" else Words("列", "column")
        if self.table.across and self.each == "row":
            kind = Words("栏", "block")
        return Words(f"{title.zh}“{line.words.zh}”{kind.zh}", f"{title.en}, {kind.en} “{line.words.en}”")

    def words_in(self, instance: Instance) -> list[Concept]:
        """Return the terms of an instance that are no figures: texts, days, and what is yes or no."""
        concepts = [self.concept(term.index) for term in (*instance.left.terms, *instance.right.terms)]
        return [concept for concept in concepts if not concept.is_figure]

    def concept(self, index: int) -> Concept:
        return self.form.concepts[index % len(self.form.concepts)]

    def optional(self, index: int) -> bool:
        concept = self.concept(index)
        table = self.form.tables[concept.table]
        return table.rows[concept.row].optional or table.columns[concept.column].optional


def _repeated(rule: str, equation: Equation, form: Form, table: TableForm) -> Iterator[Instance]:
    scope = _Scope(form, table, equation.each)
    lines, relations = scope.lines(equation.only), relations_of(equation, form, table)
    made = [_instance(rule, parsed, scope, line) for parsed in relations for line in lines]
    plain = [instance for instance in made if not scope.words_in(instance)]
    if made and not plain:
        raise _no_figure(scope.words_in(made[0])[0])
    yield from plain


def _no_figure(concept: Concept) -> RulesetError:
    label = concept.label
    return RulesetError(f"{label.en} is no figure, and cannot be added up", f"{label.zh}不是数字，不能参与运算")


def _instance(rule: str, parsed: Parsed, scope: _Scope, line: LineForm | None) -> Instance:
    at = line.key if line else ""
    left, right = (Side(tuple(scope.terms(side, at)), _constant(side)) for side in (parsed.left, parsed.right))
    terms = [term.index for term in (*left.terms, *right.terms)]
    optional = frozenset(filter(scope.optional, terms))
    rounded = frozenset(index for index in terms if scope.concept(index).rounded)
    key = f"{scope.table.key}/{scope.each}/{at}" if line else f"{scope.table.key}/table"
    needs = [term.need for term in (*left.terms, *right.terms) if term.need]
    other = scope.other(needs[0]) if needs else NO_WORDS
    return Instance(
        rule, key, scope.table.key, scope.place(line), left, parsed.relation, right, optional, rounded, other
    )


def _constant(parts: tuple[Operand, ...]) -> Number:
    return sum((part.factor for part in parts if not part.name), start=0)


def _distinct(found: list[Instance]) -> Iterator[Instance]:
    """Add to keys that several equations of a rule share the line that stands alone in them, else the first one."""
    shared = {key for key, count in Counter(instance.key for instance in found).items() if count > 1}
    used: Counter[str] = Counter()
    for instance in found:
        key = f"{instance.key}/{_mark(instance)}" if instance.key in shared else instance.key
        used[key] += 1
        yield replace(instance, key=key if used[key] == 1 else f"{key}/{used[key]}")


def _mark(instance: Instance) -> str:
    terms = (instance.left.single, instance.right.single, *instance.left.terms, *instance.right.terms)
    return next((term.line for term in terms if term), "")
