"""Statements in prose against the figures of the tables: where the one is made, the other has to hold."""

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from audit_core.declared.patterns import as_run
from audit_core.declared.scopes import passages
from audit_core.declared.search import Hit, Seeker
from audit_core.declared.specs import Claim, Condition
from audit_core.equations import EquationNames, Key, line_names, parse
from audit_core.errors import NotAssessed
from audit_core.findings import Evidence, Finding
from audit_core.forms import Form
from audit_core.report import Report
from audit_core.words import Words

ZERO: Final = Decimal(0)
_SENTENCE: Final = Words("文中表述", "statement")
_HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {"=": operator.eq, ">=": operator.ge}


def with_options(spec: Claim, options: dict[str, Any]) -> Claim:
    """Return a rule as a ruleset's options have it."""
    from msgspec.structs import replace

    changed = {name: as_run(options[name]) for name in ("unless", "beside") if name in options}
    return replace(spec, scope=options.get("scope", spec.scope), **changed)


def condition(text: str, form: Form) -> Condition:
    """Return a relation between figures `table.row.column` of a form.

    Raises RulesetError for text that is no relation, or a name that the form does not know.
    """
    parsed = parse(text, _lexicon(form))
    sides = (parsed.left, parsed.right)
    terms = [tuple((int(part.factor), *_cell(line)) for part in side for line in part.lines) for side in sides]
    constants = [Decimal(sum((part.factor for part in side if not part.name), start=0)) for side in sides]
    return Condition(terms[0], terms[1], parsed.relation, (constants[0], constants[1]))


@lru_cache(maxsize=8)
def _lexicon(form: Form) -> EquationNames:
    cells: dict[str, Key | None] = {}
    for table in form.tables.values():
        rows, columns = line_names(table.rows.values()), line_names(table.columns.values())
        for row, row_key in rows.items():
            for column, key in columns.items():
                found = Key(row_key, key, table=table.key) if row_key and key else None
                cells[f"{table.key}.{row}.{column}"] = found
    return EquationNames(cells, {})


def cell_of(name: str, form: Form) -> tuple[str, str, str]:
    """Return table, row and column of a figure's name.

    Raises RulesetError for one that the form does not know.
    """
    return _cell(_lexicon(form).line(name)[0])


def _cell(key: Key) -> tuple[str, str, str]:
    return key.table, key.row, key.column


def holds(spec: Condition, figure: Callable[[str, str, str], Decimal]) -> bool:
    """Whether a relation holds with what `figure` tells of table, row and column."""
    sides = [
        sum((factor * figure(*cell) for factor, *cell in terms), start=constant)
        for terms, constant in zip((spec.left, spec.right), spec.constants, strict=True)
    ]
    return _HOLDS[spec.relation](*sides)


def check(spec: Claim, report: Report) -> Iterator[Finding]:
    """Yield the statements that the figures do not bear out.

    Raises NotAssessed where one is made and a figure that it is about cannot be read.
    """
    hits = list(_made(spec, report))
    if not hits:
        return
    asked = spec.conditions.get(report.form.name)
    if asked is None:
        raise NotAssessed(f"{spec.holds}: not of this form", f"{spec.holds}：本表式没有这些数据")
    if holds(asked, lambda *cell: report.fact(*cell).number):
        return
    facts = tuple(report.fact(*cell) for _, *cell in (*asked.left, *asked.right))
    figures = tuple(Words(f"{f.label.zh}为{f.number}", f"{f.label.en} is {f.number}") for f in facts)
    for hit in hits:
        at = hit.passage.cut(hit.start, hit.end)
        yield Finding(
            at,
            status=spec.status,
            evidence=(Evidence(_SENTENCE, hit.sentence, at=at), *facts),
            message=Words(*hit.item.message) if hit.item.message[0] else None,
            key=spec.holds,
            **_values(hit, figures),
        )


def _values(hit: Hit, figures: tuple[Words, ...]) -> dict[str, Any]:
    return {"found": hit.text, "sentence": hit.sentence, "figures": figures, **hit.groups}


def _made(spec: Claim, report: Report) -> Iterator[Hit]:
    for item in spec.items:
        if report.form.fits(item.form):
            scope = item.scope or spec.scope
            yield from Seeker(item, spec.unless, spec.beside).among(passages(report, *scope))
