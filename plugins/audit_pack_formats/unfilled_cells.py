"""Rules on cells without a readable figure: blanks, placeholders and words."""

from collections.abc import Iterator, Sequence
from typing import Final

from audit_core import BoundTable, Count, Fact, Finding, Fix, Pattern, Report, Severity, State, Term, Words
from audit_pack_formats import pack
from audit_pack_formats.odd_figures import odd


@pack.rule(
    "FMT-07",
    zh="{name}有 {count} 个数据单元格空白：{cells}",
    en="{name} leaves {count} of figures blank: {cells}",
    severity="note",
    basis="form",
    advice=(
        "没有数据的请填0；请核实空白处是否漏填。",
        "Print 0 where there is nothing; whether a blank means 0 is for the organ to confirm.",
    ),
    wrong="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 |  |
    """,
    right="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
    """,
)
def blanks(report: Report, *, shown: Count = 6) -> Iterator[Finding]:
    """数据单元格空白 / Blank cells

    检查 应填数字的单元格有没有空白，每张表合为一条；总计空白而分项不为零的，按警告处理。计算合计时空白按零计。
    Checks for blank cells where figures belong, one finding a table; a blank total over parts that are not zero is a
        warning. In sums a blank counts as zero.
    原因 空白让人分不清是零，还是漏填。
    Why A blank does not tell zero from a figure left out.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表式注明以空白表示零的表、表格结构上本来就空的单元格、表头、合并单元格不算；数字个数不符的行由 EXT-01 说明。
    False alarms Tables whose form prints zero as a blank, cells that are empty by structure, heads and merged cells do
        not count; rows with too few figures are left to EXT-01.
    调整 shown 是每条列出的单元格数，合计在前。
    Tailoring `shown` is how many cells are listed, totals first.
    """
    for table, facts in _by_table(report, State.BLANK):
        if table.form.blanks:
            continue
        totals = [fact for fact in facts if _is_total(table, fact) and _parts(report, table, fact)]
        ordered = [*totals, *(fact for fact in facts if fact not in totals)]
        yield Finding(
            facts[0],
            severity=Severity.WARNING if totals else None,
            evidence=tuple(ordered[: max(shown, 1)]),
            message=_TOTALS if totals else None,
            key=table.key,
            name=table.form.title,
            count=Words.counted(len(facts), "cell"),
            totals=len(totals),
            cells=_listed(table, ordered, shown),
        )


_TOTALS: Final = Words(
    "{name}有 {count} 个数据单元格空白，其中 {totals} 个是分项不为零的总计：{cells}",
    "{name} leaves {count} of figures blank, {totals} of them totals over parts that are not zero: {cells}",
)


def _by_table(report: Report, state: State) -> Iterator[tuple[BoundTable, list[Fact]]]:
    """Yield each table with its facts of one state, tables without any left out."""
    found: dict[str, list[Fact]] = {}
    for fact in odd(report):
        if fact.figure.state is state:
            found.setdefault(fact.table, []).append(fact)
    for key, facts in found.items():
        if key in report.tables:
            yield report.tables[key], facts


def _listed(table: BoundTable, facts: Sequence[Fact], shown: int) -> Words:
    """Name the first of a table's cells, and say whether there are more."""
    names = [_cell(table, fact) for fact in facts[: max(shown, 1)]]
    zh, en = ("等", ", …") if len(facts) > len(names) else ("", "")
    return Words("、".join(name.zh for name in names) + zh, ", ".join(name.en for name in names) + en)


def _cell(table: BoundTable, fact: Fact) -> Words:
    row, column = table.form.rows[fact.row].words, table.form.columns[fact.column].words
    return Words(f"“{row.zh}”×“{column.zh}”", f"“{row.en}” × “{column.en}”")


def _is_total(table: BoundTable, fact: Fact) -> bool:
    row, column = table.form.rows[fact.row], table.form.columns[fact.column]
    return bool(column.total_of or row.total_of)


def _parts(report: Report, table: BoundTable, fact: Fact) -> bool:
    """Whether any part of a blank total is not zero."""
    groups = table.form.groups
    across = groups.get(table.form.columns[fact.column].total_of, ())
    down = groups.get(table.form.rows[fact.row].total_of, ())
    parts = [(fact.row, column) for column in across] + [(row, fact.column) for row in down if row in table.form.rows]
    return any(report.fact(table.key, row, column).figure.exact for row, column in parts)


@pack.rule(
    "FMT-08",
    zh="{name}有 {count} 个数据单元格用占位符代替数字：{cells}",
    en="{name} prints placeholders for figures in {count}: {cells}",
    severity="note",
    basis="form",
    advice=("没有数据的请填0。", "Print 0 where there is nothing."),
    wrong="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | / |
    """,
    right="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
    """,
)
def placeholders(report: Report, *, shown: Count = 6, powerless: tuple[Term, ...] = ()) -> Iterator[Finding]:
    """占位符代替数字 / Placeholders for figures

    检查 数据单元格里有没有“/”“-”“无”等占位符，每张表合为一条；规则集认可的行中的占位符只作提示。计算合计时按零计。
    Checks for placeholders (/, -, 无) in cells of figures, one finding a table; those in rows where the ruleset accepts
        them are only shown. In sums they count as zero.
    原因 占位符不能计算，也说不清是零还是不适用。
    Why A placeholder cannot be added, and does not tell zero from “not applicable”.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 没有某项职权的机关在该行填“/”（如无规章制定权的填“规章”一行），可以接受，但建议填0。
    False alarms An organ without a power may print / in its row, as that of rules (规章), though 0 is better.
    调整 shown 是每条列出的单元格数；powerless 列出可以用占位符的行（表/行）。
    Tailoring `shown` is how many cells are listed; `powerless` names rows (table/row) where placeholders are accepted.
    """
    for table, facts in _by_table(report, State.PLACEHOLDER):
        accepted = all(f"{fact.table}/{fact.row}" in powerless for fact in facts)
        yield Finding(
            facts[0],
            severity=Severity.INFO if accepted else None,
            evidence=tuple(facts[: max(shown, 1)]),
            key=table.key,
            name=table.form.title,
            count=Words.counted(len(facts), "cell"),
            cells=_listed(table, facts, shown),
        )


@pack.rule(
    "FMT-09",
    zh="{label}应填数字，实际填写“{raw}”",
    en="{label} should hold a figure and prints “{raw}”",
    severity="warning",
    basis="form",
    advice=("请改填阿拉伯数字；没有数据的填0。", "Print Arabic digits, and 0 where there is nothing."),
    wrong="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 约20 |
    """,
    right="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 20 |
    """,
)
def words_for_figure(report: Report, *, shown: Count = 6) -> Iterator[Finding]:
    """数字单元格含文字 / Words in a cell of figures

    检查 应填数字的单元格里是否是文字，如“约20”“二十”“见附件”；涉及它的合计记为未评估。数字后加注的只作提示。
    Checks for words where a figure belongs (约20, 二十, 见附件); sums with such a cell are not assessed. A figure with
        a remark behind it is only a note.
    原因 文字不能计算，读者得不到确切的数字。
    Why Words cannot be added, and give no exact figure.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 空白和占位符由 FMT-07、FMT-08 说明，中间有空格的数字由 FMT-10 说明；没有保存结果的公式由 EXT-03 说明。
    False alarms Blanks and placeholders are left to FMT-07 and FMT-08, figures with inner blanks to FMT-10, formulas
        saved without a result to EXT-03.
    调整 同一张表同样的文字超过 shown 格的合为一条。
    Tailoring More than `shown` cells of a table with the same words are one finding.
    """
    alike: dict[tuple[str, str], list[Fact]] = {}
    for fact in odd(report):
        if fact.state is State.TEXT and not _LEFT.intersection(fact.figure.oddities):
            alike.setdefault((fact.table, " ".join(fact.raw.split())), []).append(fact)
        elif "note" in fact.figure.oddities:
            yield Finding(fact, severity=Severity.NOTE, message=_REMARK, label=fact.label, raw=fact.raw.strip())
    for (key, raw), facts in alike.items():
        if len(facts) > shown and facts[0].concept.type not in _WANTED:
            yield _all_alike(report.tables[key], raw, facts, shown)
        else:
            yield from (_worded(fact, raw) for fact in facts)


def _worded(fact: Fact, raw: str) -> Finding:
    wanted = _WANTED.get(fact.concept.type)
    return Finding(fact, fix=None if wanted else _in_digits(fact), message=wanted, label=fact.label, raw=raw)


def _all_alike(table: BoundTable, raw: str, facts: Sequence[Fact], shown: int) -> Finding:
    return Finding(
        facts[0],
        evidence=tuple(facts[: max(shown, 1)]),
        message=_ALIKE,
        key=f"{table.key}/{raw}",
        name=table.form.title,
        count=Words.counted(len(facts), "cell"),
        cells=_listed(table, facts, shown),
        raw=raw,
    )


_LEFT: Final = frozenset({"space", "formula"})
"""Texts that other rules speak of."""

_ALIKE: Final = Words(
    "{name}有 {count} 个应填数字的单元格填写的是“{raw}”：{cells}",
    "{name} prints “{raw}” in {count} that should hold figures: {cells}",
)
_WANTED: Final = {
    "date": Words("{label}应填日期，实际填写“{raw}”", "{label} should hold a date and prints “{raw}”"),
    "yes_no": Words("{label}应填是或否，实际填写“{raw}”", "{label} should say yes or no and prints “{raw}”"),
}
_REMARK: Final = Words("{label}的数字后有附注：“{raw}”", "{label} has a remark behind the figure: “{raw}”")

_DIGITS: Final = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = Pattern(r"[零〇一二两三四五六七八九十百千]+")


def _in_digits(fact: Fact) -> Fix | None:
    text = fact.raw.strip()
    number = numeral(text)
    if number is None:
        return None
    return Fix(str(number), Words(f"“{text}”即 {number}（须核对）", f"“{text}” is {number} (to be confirmed)"))


def numeral(text: str) -> int | None:
    """Return the number a Chinese numeral below ten thousand says (二十三 is 23), None for anything else."""
    if not _NUMERAL.fullmatch(text):
        return None
    if not set(text) & set(_POWERS):
        return int("".join(str(_DIGITS[c]) for c in text))
    value, digit = 0, 0
    for character in text:
        if character in _POWERS:
            value += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return value + digit
