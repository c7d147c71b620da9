"""Rules on single figures: sign, decimals of counts, width, separators and odd writing."""

from collections.abc import Iterator
from typing import Final

from audit_core import Fact, Finding, Fix, Pattern, Report, Severity, State, Status, Words, format_number
from audit_pack_formats import pack
from audit_pack_formats.odd_figures import odd

_FULL: Final = {ord("０") + n: str(n) for n in range(10)}
_SEPARATED: Final = Pattern(r"(?<=\d)[,，'’\s](?=\d{3})")


@pack.rule(
    "FMT-02",
    zh="{label}为负数：{raw}",
    en="{label} is negative: {raw}",
    severity="error",
    basis="form",
    advice=("件数和金额不会小于零，请核对后改正。", "Counts and amounts cannot be below zero; check and correct."),
    wrong={"applications/partial/other": -1, "rest": "0"},
    right={"applications/partial/other": 0, "rest": "0"},
)
def negative(report: Report) -> Iterator[Finding]:
    """出现负数 / Negative figure

    检查 件数和金额有没有负数；表式规定为增减数、结余的行列可以为负。
    Checks for negative counts and amounts; only what the form declares a change or a balance may be negative.
    原因 负的件数没有意义，多为录入或计算有误。
    Why A negative count means nothing; usually it was entered or computed wrongly.
    依据 各列的含义；规定表式的文件。
    Basis The meaning of the columns; what prescribes the form.
    误报 单独一个短横是占位符，不是负号。
    False alarms A dash alone is a placeholder and no sign.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    for fact in odd(report):
        if fact.figure.exact < 0 and not fact.concept.signed:
            yield Finding(fact, label=fact.label, raw=fact.raw.strip())


@pack.rule(
    "FMT-03",
    zh="{label}应为整数：{raw}",
    en="{label} should be a whole number: {raw}",
    severity="error",
    basis="form",
    advice=("件数只能是整数，请核对后改正。", "Counts are whole numbers; check and correct."),
    wrong={"enforcement/penalties/decisions": "266.5"},
    right={"enforcement/penalties/decisions": 266},
)
def not_whole(report: Report) -> Iterator[Finding]:
    """计数非整数 / Count with decimals

    检查 件数、项目数是否为整数；小数部分为零的（如12.0）只作提示。
    Checks whether counts are whole; one whose decimals are zero (12.0) is only shown.
    原因 件数不会有半件，多半是填串了列。
    Why There is no half of what is counted; most likely a column was mixed up.
    依据 各列的含义；规定表式的文件。
    Basis The meaning of the columns; what prescribes the form.
    误报 金额列不检查；整张表的件数都带“.0”的，应为转换所致，合并为一个待核问题。
    False alarms Amounts of money are not checked; where all counts of a table end in “.0”, conversion made them so, and
        one review finding says it.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    converted = _converted(report)
    if converted:
        count = sum(fact.table in converted for fact in _counts(report))
        first = next(
            fact for fact in odd(report) if fact.table in converted and _POINT_ZERO.fullmatch(fact.raw.strip())
        )
        yield Finding(
            first,
            status=Status.REVIEW,
            responsibility="conversion",
            message=_CONVERTED,
            key="converted",
            count=count,
            raw=first.raw.strip(),
        )
    for fact in odd(report):
        if fact.figure.decimals and not fact.concept.rounded and fact.table not in converted:
            whole = fact.number == fact.number.to_integral_value()
            yield Finding(fact, severity=Severity.INFO if whole else None, label=fact.label, raw=fact.raw.strip())


_POINT_ZERO: Final = Pattern(r"\d+\.0")
_MANY: Final = 5
"""From so many counts on, `.0` behind all of them is a program's doing."""

_CONVERTED: Final = Words(
    "有的表中 {count} 个件数全部带有“.0”（如{raw}），应为转换所致，请对照原文核对",
    "all {count} counts of whole tables end in “.0” ({raw}): conversion will have made them so; check the original",
)


def _converted(report: Report) -> frozenset[str]:
    """Return the tables in which every count ends in `.0`, none where these are few counts."""
    printed: dict[str, list[bool]] = {}
    if not any(_POINT_ZERO.fullmatch(fact.raw.strip()) for fact in odd(report)):
        return frozenset()
    for fact in _counts(report):
        printed.setdefault(fact.table, []).append(bool(_POINT_ZERO.fullmatch(fact.raw.strip())))
    written = {table: len(said) for table, said in printed.items() if all(said)}
    return frozenset(written) if sum(written.values()) >= _MANY else frozenset()


def _counts(report: Report) -> list[Fact]:
    return [fact for fact in report.vector if fact.state is State.NUMBER and not fact.concept.rounded]


@pack.rule(
    "FMT-04",
    zh="{label}用了全角数字：{raw}",
    en="{label} is written in full-width digits: {raw}",
    severity="note",
    basis="GB/T 15835-2011",
    advice=("请改用半角数字。", "Use half-width digits."),
    wrong={"enforcement/penalties/decisions": "１１７"},
    right={"enforcement/penalties/decisions": "117"},
)
def fullwidth(report: Report) -> Iterator[Finding]:
    """全角数字 / Full-width digits

    检查 数据单元格里有没有全角数字。
    Checks for full-width digits in cells of figures.
    原因 全角数字在表格软件里不能计算和检索。
    Why Spreadsheets neither add nor find full-width digits.
    依据 GB/T 15835-2011《出版物上数字用法》。
    Basis GB/T 15835-2011 on numerals.
    误报 正文里的全角数字不检查。
    False alarms Prose is not checked.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    for fact in odd(report):
        if "fullwidth" in fact.figure.oddities:
            text = _cell_text(fact).translate(_FULL)
            yield _rewritten(fact, text, _HALF)


_HALF: Final = Words("改为半角数字", "use half-width digits")


@pack.rule(
    "FMT-05",
    zh="{label}用了千分位分隔：{raw}",
    en="{label} is written with a thousands separator: {raw}",
    severity="note",
    basis="GB/T 15835-2011",
    advice=("表格中的数字请不用分隔，便于计算。", "Leave separators out in tables, so that figures can be added."),
    wrong={"enforcement/penalties/decisions": "2,186"},
    right={"enforcement/penalties/decisions": "2186"},
)
def separated(report: Report) -> Iterator[Finding]:
    """千分位分隔 / Thousands separator

    检查 数据单元格里的数字有没有用逗号、空格等分成三位一组。
    Checks for figures in cells that are grouped by commas or blanks.
    原因 国标允许千分空，但单元格里的分隔会使数字读不成数。
    Why The standard allows thin spaces, but in cells a separator keeps programs from reading the figure.
    依据 GB/T 15835-2011《出版物上数字用法》。
    Basis GB/T 15835-2011 on numerals.
    误报 正文里的千分位不检查。
    False alarms Prose is not checked.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    for fact in odd(report):
        if "separator" in fact.figure.oddities:
            yield _rewritten(fact, _SEPARATED.sub("", _cell_text(fact)), _JOINED)


_JOINED: Final = Words("去掉分隔", "leave the separators out")


def _cell_text(fact: Fact) -> str:
    return fact.cell.text if fact.cell else fact.raw


def _rewritten(fact: Fact, text: str, words: Words) -> Finding:
    # Where a mark is set raised, the cell is more than this text.
    return Finding(fact, fix=Fix(text, words, safe=not fact.figure.mark), label=fact.label, raw=fact.raw.strip())


@pack.rule(
    "FMT-10",
    zh="{label}的数字写法异常（{oddities}）：{raw}",
    en="{label} is written oddly ({oddities}): {raw}",
    severity="note",
    basis="GB/T 15835-2011",
    advice=("请改用普通写法。", "Write the figure plainly."),
    wrong=({"enforcement/penalties/decisions": "007"}, {"enforcement/penalties/decisions": "1O"}),
    right=({"enforcement/penalties/decisions": "7"}, {"enforcement/penalties/decisions": "10"}),
)
def odd_writing(report: Report) -> Iterator[Finding]:
    """数字写法异常 / Odd writing of a figure

    检查 数字有没有前导零、加号、指数、以字母O代零、末尾句点、中间空格；“本年增/减”的加号只作提示。
    Checks for leading zeros, plus signs, exponents, the letter O for zero, full stops and inner blanks; a plus sign in
        本年增/减 is only shown.
    原因 这些写法或是录入失误，或会使数字被读错。
    Why They are slips, or make a figure be misread.
    依据 GB/T 15835-2011《出版物上数字用法》。
    Basis GB/T 15835-2011 on numerals.
    误报 按三位分组的空格由 FMT-05 说明。
    False alarms Blanks that group thousands are left to FMT-05.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    for fact in odd(report):
        found = [name for name in fact.figure.oddities if name in _ODD]
        if found:
            signed = found == ["plus"] and fact.concept.signed
            yield Finding(
                fact,
                severity=Severity.INFO if signed else None,
                fix=None if signed else _plainly(fact),
                label=fact.label,
                oddities=tuple(_ODD[name] for name in found),
                raw=fact.raw.strip(),
            )


_ODD: Final = {
    "leading_zero": Words("前导零", "leading zero"),
    "plus": Words("加号", "plus sign"),
    "exponent": Words("指数", "exponent"),
    "letter_o": Words("以字母O代零", "the letter O for zero"),
    "stop": Words("末尾句点", "full stop"),
    "space": Words("中间有空格", "inner blank"),
}


def _plainly(fact: Fact) -> Fix | None:
    readable = fact.state is State.NUMBER
    text = format_number(fact.number) + fact.figure.unit + fact.figure.mark if readable else "".join(fact.raw.split())
    return Fix(text, Words(f"改为 {text}（须核对）", f"write {text} (to be confirmed)"))
