"""Whether a form still demands what the equations of rules do on the forms before it.

Nothing but equations is compared: of what a claim about the text, a pattern or a rule in Python demands, nobody is told
here. That a rule is emptied is `lineages`'s.

A relation is kept where the later form has one between the same figures, with the same factors and of the same kind. It
may have terms more, if these lines are new, and is without those that the form took away, as long as the rule still
demands something of the table. It is weaker where a term accepts more than it did: rounding, either sign, fewer
decimals, a line that need not be printed, or a table whose rows the report tells or that may be left without figures.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.equations import Equation, Instance, instances
from audit_core.errors import RulesetError
from audit_core.forms import Concept, Form, TableForm

_FigureName = tuple[str, str, str, str]
_OWN: Final = ""


class _Demand(Struct, frozen=True):
    """A relation in names that hold on any form: the figures by need, table, row and column, with their factors."""

    relation: Instance
    factors: dict[_FigureName, int]
    concepts: dict[_FigureName, Concept]
    optional: frozenset[_FigureName]


def lost(equations: Sequence[Equation], form: Form, older: Form) -> Instance | None:
    """Return the first relation that equations demand on an older form, and on a form not, or less strictly."""
    before = list(_demands([replace(one, lapsed=()) for one in equations], older))
    now = list(_demands(equations, form))
    tables = {one.relation.table for one in now}
    for one in before:
        if one.relation.table not in tables or not _is_kept(one, now, form, older):
            return one.relation
    return None


def _demands(equations: Sequence[Equation], form: Form) -> Iterator[_Demand]:
    """Yield what equations demand on a form; one whose names the form does not know demands nothing there."""
    for equation in equations:
        try:
            found = instances("", (equation,), form)
        except RulesetError:
            continue
        yield from (_demand(one, form) for one in found)


def _demand(one: Instance, form: Form) -> _Demand:
    def key(index: int) -> _FigureName:
        concept = form.concepts[index % len(form.concepts)]
        return one.others.get(index, _OWN), concept.table, concept.row, concept.column

    keys = {index: key(index) for index in one.coefficients}
    return _Demand(
        one,
        {keys[index]: factor for index, factor in one.coefficients.items()},
        {keys[index]: form.concepts[index % len(form.concepts)] for index in keys},
        frozenset(keys[index] for index in one.optional if index in keys),
    )


def _is_kept(one: _Demand, now: Sequence[_Demand], form: Form, older: Form) -> bool:
    left = {key: factor for key, factor in one.factors.items() if key[1:] in form.index}
    return not left or any(_covers(other, one, left, form, older) for other in now)


def _covers(new: _Demand, old: _Demand, left: dict[_FigureName, int], form: Form, older: Form) -> bool:
    """Whether a relation demands of a form what an older one does, as far as its figures are `left`."""
    if old.relation.relation == "=" != new.relation.relation:
        return False
    factors = {key: factor for key, factor in new.factors.items() if key[1:] in older.index}
    signs = (1, -1) if new.relation.relation == "=" else (1,)
    constants = [one.relation.left.constant - one.relation.right.constant for one in (old, new)]
    same = any(
        factors == {key: sign * factor for key, factor in left.items()} and constants[1] == sign * constants[0]
        for sign in signs
    )
    return (
        same
        and (new.optional <= old.optional)
        and all(_is_strict(new.concepts[key], old.concepts[key]) for key in left)
        and (not new.relation.rounded or bool(old.relation.rounded))
        and all(_is_no_opener(form.tables[key[1]], older.tables[key[1]]) for key in left)
    )


def _is_strict(new: Concept, old: Concept) -> bool:
    """Whether a figure is held to at least what it was."""
    coarser = old.rounded and (new.decimals or 0) < (old.decimals or 0)
    return (old.rounded or not new.rounded) and (old.signed or not new.signed) and not (new.rounded and coarser)


def _is_no_opener(new: TableForm, old: TableForm) -> bool:
    """Whether a table lets a report print other rows than the form's, or none, only as it did before."""
    return all(now is None or now == before for now, before in zip(_openness(new), _openness(old), strict=True))


def _openness(table: TableForm) -> tuple[object, object]:
    """Return what lets a report print other rows than the form's, and what lets it print none."""
    codes = table.codes and (table.codes.pattern.pattern, table.codes.levels, table.codes.total)
    return codes, table.empty and table.empty.pattern
