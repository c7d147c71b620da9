"""A relation in words of the form and in numbers, as a person would write it down."""

from collections.abc import Mapping
from typing import Final

from audit_core.equations.compiling import Instance, LinearTerm, Side
from audit_core.equations.spec import Axis, Equation
from audit_core.figures import Number, format_number
from audit_core.words import Lang, Words

FEW: Final = 4
"""Sums of up to this many terms are shown in full; of longer ones, only what is not zero."""

_LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")
_BETWEEN: Final[tuple[tuple[Lang, str], ...]] = (("zh", "、"), ("en", ", "))
_AT: Final = Words("表 {tables}，{each}", "table {tables}, {each}")
_EACH: Final[Mapping[Axis, Words]] = {
    "row": Words("逐行", "each row"),
    "column": Words("逐列", "each column"),
    "table": Words("整表", "the whole table"),
}
_ONLY: Final = Words("，仅 {names}", ", only {names}")
_FORM: Final = Words("，表式 {form}", ", form {form}")
_DECLARED: Final[Mapping[str, Words]] = {
    "totals": Words("表式载明的合计", "the totals that the form declares"),
    "balances": Words("表式载明的勾稽关系", "the balances that the form declares"),
    "subtotals": Words("表式载明的小计", "the subtotals that the form declares"),
}
_ALL_ZERO: Final = Words("各项均为 0", "all parts 0")
_SUM: Final = Words("{count} 项之和为 {total}", "the {count} parts add up to {total}")
_REST: Final = Words("（其余为 0）", " (the rest 0)")


def equation_words(equation: Equation) -> Words:
    """Return an equation as it was written, with where it is demanded: `table fees, each row: made >= 0`."""
    zh, en = (
        _AT.say(lang, tables=between.join(equation.tables), each=_EACH[equation.each].say(lang))
        + (_ONLY.say(lang, names=between.join(equation.only)) if equation.only else "")
        + (_FORM.say(lang, form=equation.form) if equation.form != "*" else "")
        for lang, between in _BETWEEN
    )
    said = _DECLARED.get(equation.text.strip()) or Words(equation.text, equation.text)
    return Words(f"{zh}：{said.zh}", f"{en}: {said.en}")


def relation_words(instance: Instance, values: Mapping[int, Number], *, brief: bool = False) -> Words:
    """Return both sides with names and numbers: `本年新收 121 + 上年结转 6 = 127，总计 118 + 结转下年 8 = 126`.

    Where `brief`, a long sum is given as what it comes to.
    """
    sides = (instance.left, instance.right)
    zh, en = ([_side(side, values, lang, brief=brief) for side in sides] for lang in _LANGS)
    if instance.relation == "=":
        return Words("，".join(zh), "; ".join(en))
    return Words("，应 ≥ ".join(zh), ", which should be ≥ ".join(en))


def _side(side: Side, values: Mapping[int, Number], lang: Lang, *, brief: bool) -> str:
    long = len(side.terms) > FEW
    if long and brief:
        return _SUM.say(lang, count=len(side.terms), total=format_number(side.total(values)))
    shown = [term for term in side.terms if not long or values[term.index]]
    if not shown and side.terms and not side.constant:
        return _ALL_ZERO.say(lang)
    text = _sum(shown, side.constant, values, lang)
    if len(shown) + bool(side.constant) > 1 or any(term.factor != 1 for term in shown):
        text += f" = {format_number(side.total(values))}"
    return text + (_REST.say(lang) if len(shown) < len(side.terms) else "")


def _sum(shown: list[LinearTerm], constant: Number, values: Mapping[int, Number], lang: Lang) -> str:
    parts = [(term.factor, _term(term, values[term.index], lang)) for term in shown]
    if constant or not shown:
        sign = 1 if constant >= 0 else -1
        parts.append((sign, format_number(sign * constant)))
    text = "".join(f" {'-' if factor < 0 else '+'} {part}" for factor, part in parts)
    return text.removeprefix(" + ").strip()


def _term(term: LinearTerm, value: Number, lang: Lang) -> str:
    times = "" if abs(term.factor) == 1 else f"{abs(term.factor)}×"
    return f"{times}{term.words.say(lang)} {format_number(value)}"
