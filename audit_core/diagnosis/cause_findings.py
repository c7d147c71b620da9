"""Causes as findings that a person can check by eye: the cell, both sides in numbers, and what is printed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from audit_core.diagnosis.causes import Cause
from audit_core.equations import EquationResult, relation_words
from audit_core.figures import Number, State, format_number
from audit_core.findings import Consequence, Evidence, Finding, Fix, Sides, Status
from audit_core.report import Fact, Readings, Report
from audit_core.words import Words, counted

_CHECK_SOURCE: Final = Words("对照原网页表格核对", "check against the original page")

_MOST_ROWS: Final = 3
"""So many rows are named; of more, only how many."""


def finding_for_cell(cause: Cause, cell: Fact, report: Report) -> Finding:
    """Return the finding that names a cell: what is printed there, and what would make its equations hold."""
    first, *others = cause.equations
    return Finding(
        at=cell,
        evidence=tuple(_evidence(cause.equations, report, cell)),
        sides=_sides(first),
        message=_blamed(cause, cell),
        fix=_fix(cell, cause.value),
        consequences=tuple(Consequence(e.instance.rule, e.instance.key, statement(e)) for e in others),
        key=cell.concept.key,
    )


def finding_for_relations(
    results: Sequence[EquationResult], swapped: tuple[Fact, Fact] | None, report: Report
) -> Finding:
    """Return the finding on a relation that does not hold, and on those that fail with it, without naming a cell."""
    first, *others = results
    return Finding(
        at=_place(first, report),
        evidence=tuple(_evidence(results, report)),
        sides=_sides(first),
        message=Words.joined((statement(first), *map(_follows, others))),
        advice=_exchange(*swapped) if swapped else None,
        consequences=tuple(Consequence(e.instance.rule, e.instance.key, statement(e)) for e in others),
        key=first.instance.key,
    )


def review_of_comparison(result: EquationResult, report: Report) -> Finding:
    """Return the lead on a difference from a report that contradicts itself on the same figure."""
    return Finding(
        at=_place(result, report),
        status=Status.REVIEW,
        evidence=tuple(_evidence((result,), report)),
        sides=_sides(result),
        message=Words.joined((statement(result), result.reason)),
        key=result.instance.key,
    )


def _follows(result: EquationResult) -> Words:
    """Return in short that a relation fails with another."""
    place, gap = result.instance.place, format_number(abs(Decimal(result.difference)))
    return Words(f"{place.zh}随之不符，相差 {gap}", f"{place.en} fails with it; difference {gap}")


def review_of_readings(results: Sequence[EquationResult], report: Report) -> Finding:
    """Return the lead on relations that hold under some readings of the same rows and not under others."""
    first, *others = results
    also = [Words(f"{e.instance.place.zh}同样待核", f"so is {e.instance.place.en}") for e in others]
    return Finding(
        at=_place(first, report),
        status=Status.REVIEW,
        evidence=tuple(_evidence(results, report)),
        sides=_sides(first),
        message=Words.joined((_undecided(first, report), *also)),
        advice=_CHECK_SOURCE,
        responsibility="conversion",
        consequences=tuple(Consequence(e.instance.rule, e.instance.key, _undecided(e, report)) for e in others),
        key=first.instance.key,
    )


def statement(result: EquationResult, *, brief: bool = False) -> Words:
    """Return what does not hold, in words of the form and in numbers."""
    instance, words = result.instance, relation_words(result.instance, result.values, brief=brief)
    place, gap = instance.place, format_number(abs(Decimal(result.difference)))
    if instance.relation == ">=":
        rest = _implied(result)
        return Words(f"{place.zh}不成立：{words.zh}{rest.zh}", f"{place.en} is inconsistent: {words.en}{rest.en}")
    if instance.others:
        return Words(
            f"{place.zh}与{instance.other.zh}报告不一致：{words.zh}，相差 {gap}",
            f"{place.en} does not agree with {instance.other.en} report: {words.en}; difference {gap}",
        )
    says = Words("合计不等", "does not add up") if instance.singles else Words("勾稽关系不成立", "does not balance")
    return Words(f"{place.zh}{says.zh}：{words.zh}，相差 {gap}", f"{place.en} {says.en}: {words.en}; difference {gap}")


def tail_difference(result: EquationResult) -> Words:
    """Return that a relation holds only within what was rounded."""
    place, gap = result.instance.place, format_number(abs(Decimal(result.difference)))
    return Words(f"{place.zh}有尾差 {gap}，在四舍五入的范围内", f"{place.en} is off by {gap}, which is within rounding")


def _implied(result: EquationResult) -> Words:
    """Return left minus right, where the right side is no mere number: what is left would be negative."""
    if not result.instance.right.terms:
        return Words("", "")
    rest = format_number(result.difference)
    return Words(f"，相减得 {rest}", f"; left minus right is {rest}")


def _sides(result: EquationResult) -> Sides:
    words = relation_words(result.instance, result.values)
    return Sides(result.left, result.instance.relation, result.right, words)


def _place(result: EquationResult, report: Report) -> Fact:
    """Return the fact of the report that stands alone on a side, as a total does, else its first operand."""
    indices = (*result.instance.singles, *result.instance.coefficients)
    return report.vector[next(index for index in indices if index not in result.instance.others)]


def _fact(result: EquationResult, index: int, report: Report) -> Fact:
    return result.others[index] if index in result.others else report.vector[index]


def _evidence(results: Sequence[EquationResult], report: Report, cell: Fact | None = None) -> Iterator[Evidence]:
    """Yield the cell, all operands that are not zero, what stands alone on a side, and undecided rows; each once."""
    shown = {cell.concept.index: (cell, cell.figure.exact)} if cell else {}
    for result in results:
        undecided = {(row.table, row.row) for row in result.rows}
        for index in result.instance.coefficients:
            fact, value = _fact(result, index, report), result.values[index]
            hidden = (fact.table, fact.row) in undecided and index not in result.others
            if (value or index in result.instance.singles) and not hidden:
                shown.setdefault(index, (fact, value))
    for fact, value in shown.values():
        number = Decimal(value) if fact.state is State.AMBIGUOUS else fact.value
        yield Evidence(fact.label, fact.raw, number, fact)
    rows = {(row.table, row.row): row for result in results for row in result.rows}
    yield from map(_row_evidence, rows.values())


def _row_evidence(row: Readings) -> Evidence:
    name = row.label.text if row.label else row.row
    return Evidence(Words(name, name), " ".join(cell.text.strip() for cell in row.cells), None, row.label)


def _blamed(cause: Cause, cell: Fact) -> Words:
    value, count = format_number(cause.value), len(cause.equations)
    is_wrong, said = _printed(cell), _listed([statement(e, brief=True) for e in cause.equations])
    together = _together(cause.others)
    all_hold = Words(f" {count} 条不成立的等式全部成立", f"all {count} failing equations hold")
    holds = all_hold if count > 1 else Words("等式成立", "the equation holds")
    return Words(
        f"{cell.label.zh}{is_wrong.zh}：改为 {value}{together.zh}，则{holds.zh}（{said.zh}）",
        f"{cell.label.en}: {is_wrong.en}; with {value} instead{together.en}, {holds.en} ({said.en})",
    )


def _printed(cell: Fact) -> Words:
    if cell.state is State.BLANK:
        return Words("的空白有误", "a figure is missing")
    raw = format_number(cell.figure.exact) if cell.state is State.NUMBER else f"“{cell.raw.strip()}”"
    return Words(f"的 {raw} 有误", f"{raw} is wrong")


def _together(others: Sequence[tuple[Fact, Number]]) -> Words:
    """Return what must be changed as well, where several causes meet in one equation."""
    if not others:
        return Words("", "")
    zh = "、".join(f"{fact.label.zh}改为 {format_number(value)}" for fact, value in others)
    en = ", ".join(f"{fact.label.en} {format_number(value)}" for fact, value in others)
    return Words(f"，且{zh}", f" (and {en})")


def _listed(statements: Sequence[Words]) -> Words:
    if len(statements) == 1:
        return statements[0]
    return Words.joined(Words(f"({n}) {one.zh}", f"({n}) {one.en}") for n, one in enumerate(statements, start=1))


def _fix(cell: Fact, value: Number) -> Fix | None:
    """Return the candidate for what is printed; only the organ's own records can confirm it."""
    if cell.state is not State.NUMBER:
        return None
    text = format_number(value)
    return Fix(text, Words(f"改为 {text}（请先核对台账）", f"change to {text} (check the records first)"))


def _exchange(one: Fact, two: Fact) -> Words:
    first, second = format_number(one.figure.exact), format_number(two.figure.exact)
    return Words(
        f"可能的原因：{one.label.zh}的 {first} 与{two.label.zh}的 {second} 填反，互换后等式全部成立，请核对",
        f"possibly exchanged: {one.label.en}, {first}, and {two.label.en}, {second}; "
        "the other way round all equations hold; please check",
    )


def _undecided(result: EquationResult, report: Report) -> Words:
    place, rows = result.instance.place, _row_names(result.rows, report)
    verb = "prints" if len(result.rows) == 1 else "print"
    if result.holding is None:
        return Words(
            f"{place.zh}待核：{rows.zh}的数字个数与列数不符，可能的读法过多，无法逐一核算",
            f"{place.en} to be checked: {rows.en} {verb} another number of figures than there are columns, "
            "and allows too many readings to try",
        )
    holds = relation_words(result.instance, result.holding)
    fails = relation_words(result.instance, result.values)
    return Words(
        f"{place.zh}待核：{rows.zh}的数字个数与列数不符，所在列无法确定；"
        f"一种读法成立（{holds.zh}），另一种读法不成立（{fails.zh}）",
        f"{place.en} to be checked: {rows.en} {verb} another number of figures than there are columns; "
        f"it holds under one reading ({holds.en}) and not under another ({fails.en})",
    )


def _row_names(rows: Sequence[Readings], report: Report) -> Words:
    names = [report.form.tables[row.table].rows[row.row].words for row in rows[:_MOST_ROWS]]
    more = len(rows) - len(names)
    zh = "、".join(f"“{name.zh}”" for name in names) + (f"等 {len(rows)} 行" if more else "行")
    en = ", ".join(f"“{name.en}”" for name in names) + (f" and {counted(more, 'more row')}" if more else "")
    return Words(zh, f"row {en}" if len(rows) == 1 else f"rows {en}")


def explained_elsewhere(rules: Mapping[str, Collection[str]]) -> Iterator[Words]:
    """Yield, by rule whose finding explains them, how many relations of another rule do not hold."""
    for rule, keys in rules.items():
        count = len(keys)
        yield Words(f"{count} 条不成立，原因见 {rule} 指出的问题", _failing(count, rule))


def _failing(count: int, rule: str) -> str:
    return f"{counted(count, 'relation fails', 'relations fail')}, which the finding of {rule} explains"


def unprinted(report: Report, table: str) -> Words:
    """Return why nothing of a table could be checked."""
    title, bound = report.form.tables[table].title, report.table(table)
    if bound is None:
        return Words(f"{title.zh}未列出", f"{title.en} is not printed")
    if bound.superseded:
        return Words(
            f"{title.zh}使用的是 {bound.printed_form} 的表式", f"{title.en} is printed in the form {bound.printed_form}"
        )
    return Words(f"{title.zh}未列出应核对的行列", f"{title.en} prints none of the lines to check")
