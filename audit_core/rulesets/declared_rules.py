"""Declared rules: names and examples are checked, then written as plain data; patterns are left to `pattern_rules`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from audit_core.equations import Equation, Instance, check_example, instances, validate
from audit_core.errors import ConfigurationError, RulesetError
from audit_core.figures import format_number
from audit_core.forms import Form
from audit_core.rules import CARD_HEADINGS, RULE_ID, Card
from audit_core.rulesets.field_types import TwoWords
from audit_core.rulesets.file_errors import expected, show, unknown
from audit_core.rulesets.lineages import Forms, lacks, lapse, meant, no_form
from audit_core.rulesets.pattern_rules import message_of, placeholders, sought
from audit_core.rulesets.pattern_rules import words as pair
from audit_core.rulesets.rulemodels import ClaimCase, DeclaredModel, EquationModel, ExamplesModel, Values
from audit_core.rulesets.yaml import Path, Tree
from audit_core.words import Words

_TABLE: Final = Words("表", "table")
_FIGURES: Final = Words("映射（名称: 数字）", "a mapping of names and figures")


@dataclass(frozen=True, slots=True)
class Written:
    """One equation of a declared rule, with its examples and where each stands."""

    equation: Equation
    examples: ExamplesModel
    at: Path
    examples_at: Path


def rule_data(
    rule: str, model: DeclaredModel, tree: Tree, forms: Forms, pack: str = "", category: str = ""
) -> dict[str, Any]:
    """Return a declared rule as plain data, once its names and examples have been tried on every form it is for.

    Where a form took away what the rule speaks of, and one that it extends or was laid over has it, the rule lapses for
    that form, which is told under `lapsed`. A rule of a pack (`pack`) is passed over where no form is meant or has its
    tables, for the pack does not know the ruleset; a ruleset's own rule must fit some form.
    Raises RulesetError for the first fault.
    """
    at = ("rules", rule)
    if not RULE_ID.fullmatch(rule):
        raise RulesetError(
            f"found the rule id {show(rule)}, expected capital letters or digits, a hyphen and a number",
            f"规则编号 {show(rule)} 应为大写字母或数字、连字符和序号",
            place=str(tree.key(*at)),
        )
    data = _data(rule, model, _card(model, tree, at), pack)
    data["category"] = model.category or category or rule.partition("-")[0]
    if model.kind != "equation":
        data["spec"], data["lapsed"] = sought(rule, model, tree, forms, own=not pack)
        return {**data, "template": list(message_of(model))}
    for template in words(model.message):
        placeholders(template, str(tree.value(*at, "message")))
    written = tuple(_written(model, at))
    lapsed: dict[str, list[str]] = {}
    parts, needs = [], set[str]()
    for part in written:
        gone = _check(part, model, tree, forms, required=not pack)
        lapsed |= {form: lapse(form, fault) for form, fault in gone.items()}
        parts.append([*_equation_data(part.equation), sorted(gone)])
        for form in meant(model, forms.now):
            if form.name not in gone:
                needs.update(need for one in instances("", (part.equation,), form) for need in one.others.values())
    return {**data, "equations": parts, "lapsed": lapsed, "needs": sorted(needs)}


def broken_data(rule: str, model: DeclaredModel, error: ConfigurationError, pack: str, category: str) -> dict[str, Any]:
    """Return a declared rule that cannot be followed as plain data, with what is wrong with it."""
    data = _data(rule, model, {}, pack) | {"silences": [], "needs": []}
    data["category"] = model.category or category or rule.partition("-")[0]
    return {**data, "broken": [error.say("zh"), error.say("en")]}


def same_relations(first: Sequence[Equation], second: Sequence[Equation], forms: Sequence[Form]) -> bool:
    """Whether two sets of equations say the same in every form, whatever names they use."""
    return all(_relations(first, form) == _relations(second, form) for form in forms)


def _relations(equations: Sequence[Equation], form: Form) -> set[object]:
    return {_relation(found) for found in instances("", equations, form)}


def _relation(found: Instance) -> object:
    """Return what an instance demands, the same whichever side of an equals sign is written first."""
    terms, constant = found.coefficients.items(), found.left.constant - found.right.constant
    said = (frozenset(terms), constant)
    turned = (frozenset((index, -factor) for index, factor in terms), -constant)
    return frozenset({said, turned}) if found.relation == "=" else said


def _written(model: DeclaredModel, at: Path) -> Iterator[Written]:
    if isinstance(model.equation, str):
        yield from _part(model, EquationModel(equation=model.equation), (*at, "equation"), at)
        return
    for index, item in enumerate(model.equation):
        below = (*at, "equation", index)
        yield from _part(model, item, (*below, "equation"), below if item.examples else at)


def _part(model: DeclaredModel, item: EquationModel, at: Path, examples_at: Path) -> Iterator[Written]:
    each, examples = item.each or model.each, item.examples or model.examples
    if each is None or examples is None:
        return  # the model demands both
    tables = tuple(model.table if item.table is None else item.table)
    only = tuple(model.only if item.only is None else item.only)
    equation = Equation(tables, each, item.equation, only, item.form or model.form)
    yield Written(equation, examples, at, (*examples_at, "examples"))


def _check(part: Written, model: DeclaredModel, tree: Tree, forms: Forms, *, required: bool) -> dict[str, RulesetError]:
    """Try an equation on every form it is for; return the fault on those that lost what it names.

    Raises RulesetError for the first fault on a form that never had it.
    """
    fitting = [form for form in meant(model, forms.now) if part.equation.applies(form)]
    if required and not fitting:
        raise no_form(str(part.at[1]), model, part.equation.form, tree, forms.now)
    tables = {table for form in (*fitting, *meant(model, forms.earlier)) for table in form.tables}
    named = [table for table in part.equation.tables if not set("*?[!") & set(table)]
    missing = next((table for table in named if fitting and table not in tables), None)
    if missing is not None and (required or part.equation.form != "*"):
        raise unknown(_TABLE, missing, tables, _table_place(part, tree))
    gone = {form.name: _fault(part, form, meant(model, forms.before(form)), tree) for form in fitting}
    return {form: fault for form, fault in gone.items() if fault}


def _fault(part: Written, form: Form, older: Sequence[Form], tree: Tree) -> RulesetError | None:
    """Return why an equation that says something of an older form says nothing of one; None where it does.

    Raises RulesetError where it says nothing of the older ones either.
    """
    older = [one for one in older if part.equation.applies(one)]
    try:
        if _try(part, form, tree, strict=not older and not part.equation.is_declared):
            return None
        fault = lacks(", ".join(part.equation.tables))
    except RulesetError as error:
        if not any(_stands(part, one, tree) for one in older):
            raise
        return error
    return fault if any(_stands(part, one, tree) for one in older) else None


def _stands(part: Written, form: Form, tree: Tree) -> bool:
    try:
        return _try(part, form, tree, strict=False)
    except RulesetError:
        return False


def _table_place(part: Written, tree: Tree) -> object:
    """Return where an equation's tables are named: beside it, or in the rule."""
    beside = (*part.at[:-1], "table")
    return tree.value(*(beside if beside in tree.values else (*part.at[:2], "table")))


def _try(part: Written, form: Form, tree: Tree, *, strict: bool) -> bool:
    """Whether an equation says something of a form; the names and examples are tried there.

    Raises RulesetError for an unknown name (in an example: only where `strict`), and an example that it does not bear.
    """
    there = False
    for table in part.equation.tables_of(form):
        equation = Equation((table.key,), part.equation.each, part.equation.text, part.equation.only)
        try:
            there = validate(equation, form) or there
        except RulesetError as error:
            raise _placed(error, form, tree.value(*part.at)) from error
        _run(part, equation, form, tree, strict=strict)
    return there


def _run(part: Written, equation: Equation, form: Form, tree: Tree, *, strict: bool) -> None:
    for verdict, cases in (("pass", part.examples.pass_), ("fail", part.examples.fail)):
        for index, values in enumerate(cases):
            place = tree.value(*part.examples_at, verdict, *([index] if len(cases) > 1 else []))
            if not isinstance(values, dict):
                raise expected(getattr(values, "says", values), _FIGURES, place)
            try:
                holds = check_example(equation, form, values)
            except RulesetError as error:
                if strict:
                    raise _placed(error, form, place) from error
                continue  # what the example names was taken away
            if holds != (verdict == "pass"):
                raise _refuted(verdict, equation, form, place)


def _placed(error: RulesetError, form: Form, place: object) -> RulesetError:
    en, zh = f"{error.words.en} (form {form.name})", f"{error.words.zh}（表式 {form.name}）"
    return RulesetError(en, zh, place=str(place))


def _refuted(verdict: str, equation: Equation, form: Form, place: object) -> RulesetError:
    en = ("does not hold", "hold") if verdict == "pass" else ("holds", "not hold")
    zh = ("不成立", "成立") if verdict == "pass" else ("成立", "不成立")
    return RulesetError(
        f"with this example {show(equation.text)} {en[0]} in form {form.name}; under `{verdict}` it must {en[1]}",
        f"按此示例，{show(equation.text)} 在表式 {form.name} 中{zh[0]}，而 {verdict} 示例须使其{zh[1]}",
        place=str(place),
    )


def words(text: str | TwoWords) -> list[str]:
    """Return a text of a file as a pair, Chinese first."""
    return list(pair(text))


def _card(model: DeclaredModel, tree: Tree, at: Path) -> Mapping[str, list[str]]:
    if isinstance(model.card, str):
        parts = {key: list(part) for key, part in Card.parse(model.card).parts.items()}
        if model.card.strip() and not parts:
            headings = ", ".join(part.en for part in CARD_HEADINGS.values())
            zh = "、".join(part.zh for part in CARD_HEADINGS.values())
            raise RulesetError(
                f"found a card without headings, expected lines that begin with {headings}",
                f"卡片没有标题，各行应以 {zh} 开头",
                place=str(tree.value(*at, "card")),
            )
        return parts
    return {key: words(part) for key in CARD_HEADINGS if (part := getattr(model.card, key)) is not None}


def _examples(model: DeclaredModel) -> dict[str, list[Any]]:
    """Return the cases that a rule finds fault with and passes, those of each equation of its own among them."""
    parts = [part.examples for part in getattr(model, "equation", ()) if isinstance(part, EquationModel)]
    cases = [one for one in (model.examples, *parts) if one is not None]
    found = {
        "wrong": [case for one in cases for case in one.fail],
        "right": [case for one in cases for case in one.pass_],
    }
    return {kind: [_example(case) for case in some] for kind, some in found.items()}


def _example(case: str | ClaimCase | Values) -> str | dict[str, str]:
    """Return a case as plain data, as `rules.Example` has it."""
    if isinstance(case, str):
        return case
    if isinstance(case, ClaimCase):
        return {"says": case.says} | {key.replace(".", "/"): format_number(value) for key, value in case.facts.items()}
    return {key: format_number(value) for key, value in case.items()}


def _equation_data(one: Equation) -> list[Any]:
    return [list(one.tables), one.each, one.text, list(one.only), one.form]


def _data(rule: str, model: DeclaredModel, card: Mapping[str, list[str]], pack: str) -> dict[str, Any]:
    return {
        "id": rule,
        "title": words(model.title),
        "template": words(model.message),
        "severity": model.severity,
        "equations": [],
        "lapsed": {},
        "status": model.status,
        "grades": dict(model.grades),
        "basis": list(model.basis),
        "advice": words(model.advice),
        "form": model.form,
        "since": model.since,
        "until": model.until,
        "domain": model.domain or "",
        "card": dict(card),
        "examples": _examples(model),
        "silences": list(model.silences),
        "scored": model.scored,
        "locked": model.locked,
        "pack": pack,
        "needs": [],
        "broken": ["", ""],
    }
