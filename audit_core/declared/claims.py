"""Statements in prose against the figures of the tables: where the one is made, the other has to hold."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from audit_core.declared.patterns import as_run
from audit_core.declared.scopes import Passage, passages
from audit_core.declared.search import Hit, Seeker
from audit_core.declared.specs import Claim, Condition
from audit_core.document import Paragraph
from audit_core.equations import EquationNames, Key, line_names, parse
from audit_core.errors import NotAssessed, RulesetError
from audit_core.figures import Figure, State, half_unit
from audit_core.findings import Evidence, Finding
from audit_core.forms import Form
from audit_core.report import Report
from audit_core.words import Words

ZERO: Final = Decimal(0)
_SENTENCE: Final = Words("文中表述", "statement")


def with_options(spec: Claim, options: dict[str, Any]) -> Claim:
    """Return a rule as a ruleset's options have it."""
    from msgspec.structs import replace

    changed = {name: as_run(options[name]) for name in ("unless", "beside") if name in options}
    return replace(spec, scope=options.get("scope", spec.scope), **changed)


def condition(text: str, form: Form, groups: Iterable[str] = ()) -> Condition:
    """Return a relation between figures `table.row.column` of a form, and numbers that `groups` of the pattern find.

    Raises RulesetError for text that is no relation, names no figure of the form, or a name that the form does not
    know.
    """
    cells = _lexicon(form).lines
    parsed = parse(text, EquationNames({**cells, **{name: Key(column=name) for name in groups}}, {}))
    sides = (parsed.left, parsed.right)
    terms = [tuple((int(part.factor), *_cell(line)) for part in side for line in part.lines) for side in sides]
    constants = [Decimal(sum((part.factor for part in side if not part.name), start=0)) for side in sides]
    concepts = [form.concepts[form.index[t, r, c]] for side in terms for _, t, r, c in side if t]
    if not concepts:
        raise RulesetError(f"{text!r} names no figure of a table", f"“{text}”没有表格中的数据")
    return Condition(
        terms[0], terms[1], parsed.relation, (constants[0], constants[1]), any(one.rounded for one in concepts)
    )


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


def holds(spec: Condition, figure: Callable[[str, str, str], Decimal], slack: Decimal = ZERO) -> bool:
    """Whether a relation holds with what `figure` tells of table, row and column, be the sides `slack` apart."""
    left, right = (
        sum((factor * figure(*cell) for factor, *cell in terms), start=constant)
        for terms, constant in zip((spec.left, spec.right), spec.constants, strict=True)
    )
    return right - left <= slack and (spec.relation == ">=" or left - right <= slack)


def bears_out(spec: Condition, hit: Hit, form: Form, figure: Callable[[str, str, str], Decimal]) -> bool:
    """Whether the relation holds with the numbers that a statement prints.

    Raises NotAssessed for one that cannot be told.
    """
    printed = {cell[2]: _printed(hit, cell[2], form) for _, *cell in (*spec.left, *spec.right) if not cell[0]}
    slack = sum((half_unit(one.decimals) for one in printed.values() if spec.rounded), start=ZERO)

    def number(table: str, row: str, column: str) -> Decimal:
        return figure(table, row, column) if table else printed[column].value or ZERO

    return holds(spec, number, slack)


def _printed(hit: Hit, group: str, form: Form) -> Figure:
    """Return the number that a group of the pattern found, where it is all of a plain number.

    None is one that goes on before or behind the group, as 1 in 1,120 and 5 in -5, 5/8 and 34%, one with a unit of its
    own, and one beside words of the form that make it another, as "about" does.
    """
    text = hit.passage.text
    start, end = hit.spans[group]
    found = form.reader.read(text[start:end] if start >= 0 else "")
    plain = found.state is State.NUMBER and not found.unit and not set(found.oddities) - _PLAIN
    beside = _beside(text, start, end, form) if plain else ""
    if not plain or beside:
        zh, en = (f"，相邻的是“{beside}”", f", beside “{beside}”") if beside else ("", "")
        raise NotAssessed(
            f"the number in “{hit.text}” cannot be told ({group}: “{found.raw}”{en})",
            f"“{hit.text}”中的数无法确定（{group}：“{found.raw}”{zh}）",
        )
    return found


_PLAIN: Final = frozenset({"fullwidth", "separator", "plus", "leading_zero"})
"""What may be unusual about a number in the text, and leaves no doubt about its value."""

_BLANKS: Final = " \t\u00a0\u3000"
_POINTS: Final = ".．,，:：∶" + _BLANKS
_SIGNS: Final = frozenset("+−±~∼≈<>≤≥≦≧/÷×%‰‱─")
"""What makes another number of one beside it, in the characters of compatibility normalization; dashes do as well."""
_REACH: Final = 12


def _beside(text: str, start: int, end: int, form: Form) -> str:
    """Return what stands beside a number and makes it part of another, or not exactly what is said; or nothing."""
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if more := _goes_on(before[::-1]):
        return before[-more:].strip()
    if more := _goes_on(behind):
        return behind[:more].strip()
    return form.qualifier(before.rstrip(_BLANKS), behind.lstrip(_BLANKS))


def _goes_on(beside: str) -> int:
    """Return in how many characters, the nearest first, a number goes on: a numeral, a point and one, or a sign."""
    if _is_numeral(beside[:1]):
        return 1
    if beside[:1] in _POINTS and _is_numeral(beside[1:2]):
        return 2
    nearest = beside.lstrip(_BLANKS)[:1]
    is_sign = unicodedata.normalize("NFKC", nearest) in _SIGNS or (nearest and unicodedata.category(nearest) == "Pd")
    return beside.index(nearest) + 1 if is_sign else 0


def _is_numeral(character: str) -> bool:
    return bool(character) and unicodedata.numeric(character, None) is not None


def check(spec: Claim, report: Report) -> Iterator[Finding]:
    """Yield the statements that the figures do not bear out.

    Raises NotAssessed, with every reason, where one is made and a figure or number that it is about cannot be told.
    """
    hits = list(_made(spec, report))
    if not hits:
        return
    asked = spec.conditions.get(report.form.name)
    if asked is None:
        raise NotAssessed(f"{spec.holds}: not of this form", f"{spec.holds}：本表式没有这些数据")
    facts = tuple(report.fact(*cell) for _, *cell in (*asked.left, *asked.right) if cell[0])
    figures = tuple(Words(f"{f.label.zh}为{f.number}", f"{f.label.en} is {f.number}") for f in facts)
    unread: dict[Words, None] = {}
    for hit in hits:
        try:
            if bears_out(asked, hit, report.form, lambda *cell: report.fact(*cell).number):
                continue
        except NotAssessed as error:
            unread[error.words] = None
            continue
        at = hit.passage.cut(hit.start, hit.end)
        yield Finding(
            at,
            status=spec.status,
            evidence=(Evidence(_SENTENCE, hit.sentence, at=at), *facts),
            message=Words(*hit.item.message) if hit.item.message[0] else None,
            key=spec.holds,
            **_values(hit, figures),
        )
    if unread:
        reasons = Words.joined(unread)
        raise NotAssessed(reasons.en, reasons.zh)


def said_of(spec: Claim, text: str) -> Iterator[Hit]:
    """Yield the statements in a text that stands alone, as an example does."""
    passage = Passage(Paragraph(text), text)
    for item in spec.items:
        yield from Seeker(item, spec.unless, spec.beside).within(passage)


def _values(hit: Hit, figures: tuple[Words, ...]) -> dict[str, Any]:
    return {"found": hit.text, "sentence": hit.sentence, "figures": figures, **hit.groups}


def _made(spec: Claim, report: Report) -> Iterator[Hit]:
    for item in spec.items:
        if report.form.fits(item.form):
            scope = item.scope or spec.scope
            yield from Seeker(item, spec.unless, spec.beside).among(passages(report, *scope))
