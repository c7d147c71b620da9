"""Rules declared as terms, patterns, passages, formats or claims: checked, examples run, written as plain data."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from string import Formatter
from typing import Any, Final

import msgspec

from audit_core.declared import claims, measures, prohibited, required
from audit_core.declared.patterns import Vetted, vet
from audit_core.declared.scopes import SCOPES
from audit_core.declared.specs import Claim, Condition, Group, Item, Measure, Pair, Required, Spec, Texts
from audit_core.declared.terms import items_of
from audit_core.errors import NotAssessed, RulesetError
from audit_core.forms import Form, TableForm
from audit_core.rulesets.field_types import TwoWords
from audit_core.rulesets.file_errors import show, unknown
from audit_core.rulesets.lineages import Forms, lacks, lapse, meant, no_form
from audit_core.rulesets.rulemodels import ClaimCase, DeclaredModel, FixModel, PatternModel, TermModel
from audit_core.rulesets.yaml import Path, Tree
from audit_core.words import Words

_SCOPE: Final = Words("范围", "scope")
_TABLE: Final = Words("表", "table")
_LINE: Final = Words("行或列", "row or column")
_VALUE: Final = Words("占位符", "placeholder")

MESSAGES: Final[Mapping[str, Pair]] = {
    "terms": ("“{found}”应为“{right}”", "“{found}” should be “{right}”"),
    "pattern": ("不应出现“{found}”", "“{found}” should not stand here"),
    "required": ("没有写到{missing}", "nothing is said of {missing}"),
    "figure": ("{label}填报为“{raw}”，{fault}", "{label} is printed as “{raw}”: {fault}"),
    "claim": ("文中称“{found}”，而{figures}", "the text says “{found}”, but {figures}"),
}
"""What a rule says that has no message of its own."""

_VALUES: Final[Mapping[str, frozenset[str]]] = {
    "terms": frozenset({"found", "right", "sentence"}),
    "pattern": frozenset({"found", "right", "sentence"}),
    "required": frozenset({"missing"}),
    "figure": frozenset({"label", "raw", "fault"}),
    "claim": frozenset({"found", "sentence", "figures"}),
}


def words(text: str | TwoWords) -> Pair:
    """Return a text of a file as a pair, Chinese first."""
    said = Words(text.zh, text.en) if isinstance(text, TwoWords) else Words.of(text)
    return said.zh, said.en


@dataclass(frozen=True, slots=True)
class Sought:
    """A declared rule while it is checked: its model, where it stands, and the forms it is for.

    What it names is `known` where one of these forms has it, or had it before a layer changed it in place.
    A rule of a pack (not `own`) may name what no form of this ruleset has; a ruleset's own may not.
    """

    rule: str
    model: DeclaredModel
    tree: Tree
    forms: tuple[Form, ...]
    known: tuple[Form, ...]
    own: bool

    def place(self, *path: str | int) -> str:
        """Return where a key of the rule stands."""
        return str(self.tree.value("rules", self.rule, *path))

    def vetted(self, pattern: str, *path: str | int) -> Vetted:
        """Return a pattern as it is run; one that is not admitted is refused at its place."""
        try:
            return vet(pattern)
        except RulesetError as error:
            raise RulesetError(error.words.en, error.words.zh, place=self.place(*path)) from error

    def patterns(self, given: Sequence[str], *path: str | int) -> tuple[str, ...]:
        """Return a list of patterns as they are run."""
        return tuple(self.vetted(one, *path, n).pattern for n, one in enumerate(given))


def sought(
    rule: str, model: DeclaredModel, tree: Tree, forms: Forms, *, own: bool
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return what a declared rule looks for as plain data, once its names and examples have been tried.

    With it comes, by form, why the rule lapsed there: what it speaks of was taken away.

    Raises RulesetError for the first fault.
    """
    fitting = meant(model, forms.now)
    if own and not fitting:
        raise no_form(rule, model, model.form, tree, forms.now)
    asked = Sought(rule, model, tree, fitting, (*fitting, *meant(model, forms.earlier)), own)
    _check_scopes(asked, model.scope, "scope")
    spec = _MAKERS[model.kind](asked)
    _check_message(asked, spec)
    _run_examples(asked, spec)
    data: dict[str, Any] = msgspec.to_builtins(spec, builtin_types=())
    lapsed = {
        form.name: lapse(form.name, fault)
        for form in fitting
        if (fault := _missing(asked, spec, form))
        and not all(_missing(asked, spec, one) for one in meant(model, forms.before(form)))
    }
    return data, lapsed


def _missing(asked: Sought, spec: Spec, form: Form) -> RulesetError | None:
    """Return what a form lacks of what a rule looks at, where nothing is left of it."""
    if isinstance(spec, Claim):
        try:
            claims.condition(spec.holds, form, _named(spec.items))
        except RulesetError as error:
            return error
        return None
    if isinstance(spec, Measure):
        there = any(_has_figures(form.tables[key], spec) for key in spec.tables if key in form.tables)
        return None if there else lacks(", ".join((*spec.tables, *spec.rows, *spec.columns)))
    sections = {*SCOPES, *(section.key for section in form.sections)}
    return None if sections & set(asked.model.scope) else lacks(", ".join(asked.model.scope))


def _has_figures(table: TableForm, spec: Measure) -> bool:
    return all(not keys or not lines.keys().isdisjoint(keys)
               for keys, lines in ((spec.rows, table.rows), (spec.columns, table.columns)))  # fmt: skip


def message_of(model: DeclaredModel) -> Pair:
    """Return the template of a rule's message."""
    said = words(model.message)
    return said if said[0] else MESSAGES[model.kind]


def _check_scopes(asked: Sought, scopes: Sequence[str], *path: str | int) -> None:
    known = {*SCOPES, *(section.key for form in asked.known for section in form.sections)}
    for number, scope in enumerate(scopes):
        if scope not in known and asked.forms:
            raise unknown(_SCOPE, scope, known, asked.place(*path, number))


def _common(asked: Sought) -> dict[str, Any]:
    model = asked.model
    return {
        "scope": tuple(model.scope),
        "status": model.status,
    }


def _excuses(asked: Sought) -> dict[str, Any]:
    return {name: asked.patterns(getattr(asked.model, name), name) for name in ("unless", "beside")}


def _terms(asked: Sought) -> Texts:
    model = asked.model
    items: list[Item] = []
    for key, term in _rows(model.terms or []):
        try:
            items += items_of([term])
        except RulesetError as error:
            raise RulesetError(error.words.en, error.words.zh, place=asked.place("terms", key)) from error
    excuses = {**_common(asked), **_excuses(asked)}
    return Texts(tuple(items), terms=True, count=model.count, cap=model.cap, **excuses)


def _rows(given: dict[str, str] | list[str | TermModel]) -> Iterator[tuple[str | int, Any]]:
    """Yield the terms of a list with their keys in the file."""
    if isinstance(given, dict):
        yield from ((term, {"term": term, "right": right}) for term, right in given.items())
    else:
        yield from enumerate(row.model_dump() if isinstance(row, TermModel) else row for row in given)


def _patterns(asked: Sought) -> Texts:
    model = asked.model
    excuses = {**_common(asked), **_excuses(asked)}
    return Texts(tuple(_items(asked)), count=model.count, cap=model.cap, **excuses)


def _items(asked: Sought) -> Iterator[Item]:
    given = asked.model.pattern
    if isinstance(given, str):
        yield _item(asked, PatternModel(pattern=given, fix=asked.model.fix), ())
        return
    for number, one in enumerate(given):
        _check_scopes(asked, one.scope, "pattern", number, "scope")
        yield _item(asked, one, (number,))


def _item(asked: Sought, one: PatternModel, at: Path) -> Item:
    vetted = asked.vetted(one.pattern, "pattern", *at, *(["pattern"] if at else []))
    fix = one.fix or FixModel(text="")
    text, safe = (fix, False) if isinstance(fix, str) else (fix.text, fix.safe)
    _check_names(asked, (text,), frozenset(vetted.groups), *(("pattern", *at, "fix") if at else ("fix",)))
    return Item(
        vetted.pattern,
        literals=vetted.literals,
        joined=vetted.joined,
        form=one.form,
        scope=tuple(one.scope),
        unless=asked.patterns(one.unless, "pattern", *at, "unless"),
        beside=asked.patterns(one.beside, "pattern", *at, "beside"),
        right=one.right,
        message=words(one.message),
        fix=text,
        safe=safe,
        severity=one.severity or "",
    )


def _required(asked: Sought) -> Required:
    return Required(tuple(_groups(asked)), **_common(asked))


def _groups(asked: Sought) -> Iterator[Group]:
    for key, group in (asked.model.required or {}).items():
        _check_scopes(asked, group.scope, "required", key, "scope")
        patterns = asked.patterns(group.any, "required", key, "any")
        yield Group(key, words(group.name), patterns, group.severity or "", tuple(group.scope))


def _measure(asked: Sought) -> Measure:
    figure = asked.model.figure
    assert figure
    tables = [table for form in asked.known for table in form.tables.values()]
    _check_lines(asked, figure.table, {table.key for table in tables}, _TABLE, "table")
    named = [table for table in tables if table.key in figure.table]
    _check_lines(asked, figure.rows, {row for table in named for row in table.rows}, _LINE, "rows")
    _check_lines(asked, figure.columns, {column for table in named for column in table.columns}, _LINE, "columns")
    return Measure(
        tuple(figure.table),
        tuple(figure.rows),
        tuple(figure.columns),
        0 if figure.integer else figure.decimals,
        Decimal(0) if figure.sign == "not_negative" and figure.least is None else figure.least,
        figure.most,
        asked.model.status,
    )


def _check_lines(asked: Sought, named: Sequence[str], known: Iterable[str], kind: Words, key: str) -> None:
    names = set(known)
    for number, name in enumerate(named):
        if name not in names and (asked.own or names):
            raise unknown(kind, name, names, asked.place("figure", key, number))


def _claim(asked: Sought) -> Claim:
    claim = asked.model.claim
    assert claim
    patterns = [asked.vetted(one, "claim", "pattern", number) for number, one in enumerate(claim.pattern)]
    items = tuple(Item(one.pattern, literals=one.literals, joined=one.joined) for one in patterns)
    return Claim(items, claim.holds, dict(_conditions(asked, _named(items))), **_common(asked), **_excuses(asked))


def _named(items: Iterable[Item]) -> frozenset[str]:
    """Return the names of groups that each of some patterns has."""
    return frozenset.intersection(*(frozenset(vet(item.pattern).groups) for item in items))


def _conditions(asked: Sought, groups: Collection[str]) -> Iterator[tuple[str, Condition]]:
    """Yield the relation in each form that has its names; one that no form has, or had, is refused.

    `groups` are the names of what every pattern finds, whose numbers it may name.
    """
    assert asked.model.claim
    faults: list[RulesetError] = []
    for number, form in enumerate(asked.known):
        try:
            relation = claims.condition(asked.model.claim.holds, form, groups)
        except RulesetError as error:
            faults.append(error)
        else:
            if number < len(asked.forms):
                yield form.name, relation
    if faults and len(faults) == len(asked.known):
        fault = faults[0]
        raise RulesetError(fault.words.en, fault.words.zh, place=asked.place("claim", "holds"))


_MAKERS: Final[Mapping[str, Callable[[Sought], Spec]]] = {
    "terms": _terms, "pattern": _patterns, "required": _required, "figure": _measure, "claim": _claim,
}  # fmt: skip


def _check_message(asked: Sought, spec: Spec) -> None:
    """Refuse a placeholder that a finding has no value for."""
    known = _VALUES[asked.model.kind] | ({"count"} if asked.model.count == "once" else set())
    if isinstance(spec, Texts | Claim):
        own = [frozenset(vet(item.pattern).groups) if not item.term else frozenset[str]() for item in spec.items]
        plain = [groups for groups, item in zip(own, spec.items, strict=True) if not item.message[0]]
        for number, (groups, item) in enumerate(zip(own, spec.items, strict=True)):
            _check_names(asked, item.message, known | groups, "pattern", number, "message")
        known |= frozenset.intersection(*plain) if plain else frozenset()
    _check_names(asked, message_of(asked.model), known, "message")


def _check_names(asked: Sought, templates: Iterable[str], known: Iterable[str], *path: str | int) -> None:
    for template in templates:
        for name in placeholders(template, asked.place(*path)):
            if name not in known:
                raise unknown(_VALUE, name, known, asked.place(*path))


def placeholders(template: str, place: str) -> list[str]:
    """Return the names in a template, which stand in braces alone: `{found}`.

    Raises RulesetError for a brace that is not closed, and for a name with an attribute, an index, a conversion or a
    format behind it: a width of a thousand million would be written out.
    """
    try:
        fields = [(name, spec or conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError as error:
        raise RulesetError(
            f"found {show(template)}, expected a template with names in braces: {error}",
            f"{show(template)} 不是合规的模板，应为花括号内写名称：{error}",
            place=place,
        ) from error
    names = [name for name, _ in fields if name is not None]
    for name, formatted in fields:
        if name is not None and (formatted or not name.isidentifier()):
            raise RulesetError(
                f"found {show(template)}, expected names alone in the braces, such as {{found}}",
                f"{show(template)} 的花括号内只能写名称，如 {{found}}",
                place=place,
            )
    return names


def _run_examples(asked: Sought, spec: Spec) -> None:
    assert asked.model.examples
    for verdict, cases in (("pass", asked.model.examples.pass_), ("fail", asked.model.examples.fail)):
        for number, case in enumerate(cases):
            found = _found(asked, spec, case, verdict, number)
            if found != (verdict == "fail"):
                raise _refuted(verdict, case, _case_place(asked, verdict, number, len(cases)))
    if isinstance(spec, Texts) and not spec.terms:
        _check_each_is_shown(asked, spec)


def _case_place(asked: Sought, verdict: str, number: int, cases: int) -> str:
    return asked.place("examples", verdict, *([number] if cases > 1 else []))


def _found(asked: Sought, spec: Spec, case: Any, verdict: str, number: int) -> bool:  # noqa: ANN401 - a case of any kind
    """Whether a rule finds fault with an example."""
    if isinstance(spec, Claim):
        return _unfounded(asked, spec, case, verdict, number)
    if not isinstance(case, str):
        raise _misfit(Words("文字", "a text"), case, asked.place("examples", verdict, number))
    if isinstance(spec, Texts):
        return any(prohibited.said_of(spec, case))
    if isinstance(spec, Required):
        return bool(required.lacking(spec, case))
    return any(measures.fault(spec, form.reader.read(case)) for form in asked.forms[:1])


def _unfounded(asked: Sought, spec: Claim, case: Any, verdict: str, number: int) -> bool:  # noqa: ANN401 - of any kind
    if not isinstance(case, ClaimCase):
        raise _misfit(Words(" says 和 facts", "says and facts"), case, asked.place("examples", verdict, number))
    for form in asked.known:
        if _missing(asked, spec, form) is None:
            known = {claims.cell_of(name, form): value for name, value in case.facts.items()}
            relation = claims.condition(spec.holds, form, _named(spec.items))
            said = claims.said_of(spec, case.says)
            try:
                return not all(claims.bears_out(relation, hit, form, partial(_given, known)) for hit in said)
            except NotAssessed as error:
                place = asked.place("examples", verdict, number)
                raise RulesetError(error.words.en, error.words.zh, place=place) from error
    return False


def _given(known: Mapping[tuple[str, str, str], Decimal], *cell: str) -> Decimal:
    table, row, column = cell
    return known.get((table, row, column), claims.ZERO)


def _misfit(wanted: Words, case: object, place: str) -> RulesetError:
    return RulesetError(
        f"found the example {show(case)}, expected {wanted.en}", f"示例 {show(case)} 应为{wanted.zh}", place=place
    )


def _refuted(verdict: str, case: Any, place: str) -> RulesetError:  # noqa: ANN401 - a case of any kind
    said = case.says if isinstance(case, ClaimCase) else case
    en = "finds something in" if verdict == "pass" else "finds nothing in"
    zh = "有所发现" if verdict == "pass" else "没有发现"
    return RulesetError(
        f"the rule {en} the example {show(said)}, which stands under `{verdict}`",
        f"规则在 {verdict} 示例 {show(said)} 中{zh}",
        place=place,
    )


def _check_each_is_shown(asked: Sought, spec: Texts) -> None:
    """Refuse a pattern that no failing example shows: it has never been seen to match."""
    assert asked.model.examples
    cases = [case for case in asked.model.examples.fail if isinstance(case, str)]
    for number, item in enumerate(spec.items):
        alone = Texts((item,), unless=spec.unless, beside=spec.beside)
        if not any(any(prohibited.said_of(alone, case)) for case in cases):
            path = ("pattern", number) if len(spec.items) > 1 else ("pattern",)
            raise RulesetError(
                f"no example under `fail` shows what {show(item.pattern)} matches",
                f"fail 示例中没有能匹配 {show(item.pattern)} 的句子",
                place=asked.place(*path),
            )
