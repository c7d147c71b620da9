"""Leads on the columns 上一年项目数量, 本年增/减 and 处理决定数量 of the form of 2019."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from audit_core import Amount, Count, Evidence, Fact, Finding, Form, Report, State, Status, Words, format_number
from audit_pack_plausibility import pack

_ROWS: Final = (
    ("licensing", "licences"),
    ("licensing", "other_services"),
    ("enforcement", "penalties"),
    ("enforcement", "coercion"),
)


_UNREAD: Final = frozenset({State.TEXT, State.ABSENT, State.AMBIGUOUS})


class _CountRow(NamedTuple):
    """The three figures of one row."""

    previous: Fact
    change: Fact
    decisions: Fact

    @property
    def told(self) -> bool:
        """Whether the row says anything: what is nothing on both sides always adds up.

        Raises NotAssessed for a row that cannot be read.
        """
        left, change, right = (fact.number for fact in self)
        return bool(left + change or right)

    @property
    def adds_up(self) -> bool:
        """Whether the first two come to the third; in a row that cannot be read they may."""
        left, change, right = (fact.figure.exact for fact in self)
        return left + change == right or any(fact.state in _UNREAD for fact in self)


def _rows(report: Report) -> Iterator[_CountRow]:
    fact = report.fact
    for table, row in _ROWS:
        yield _CountRow(fact(table, row, "previous"), fact(table, row, "change"), fact(table, row, "decisions"))


@pack.rule(
    "PLA-01",
    zh="第（五）（六）项有数据的 {count} 行，都是上一年项目数量＋本年增/减＝处理决定数量（{equations}）："
    "可能把“处理决定数量”误填成前两列之和，该列应填本年作出决定的件数；如本省填报说明如此规定，则无误",
    en="in all {count} rows of articles 20(5) and 20(6) that have data, last year's items plus the change are the "
    "decisions ({equations}): the third column may have been filled in as a sum, where it asks for the decisions made "
    "this year; where your province's instructions define it so, nothing is wrong",
    severity="warning",
    basis=("R6", "N19"),
    category="TAB",
    form="ogi-2019",
    until=2020,
    advice=(
        "请对照业务台账核实各行处理决定的实际件数，确属误填的更正。",
        "Check the decisions actually made against the registers, and correct the column if it was misread.",
    ),
    wrong={
        "licensing/licences/previous": 117,
        "licensing/licences/change": 149,
        "licensing/licences/decisions": 266,
        "enforcement/penalties/previous": 2269,
        "enforcement/penalties/change": -83,
        "enforcement/penalties/decisions": 2186,
        "rest": "0",
    },
    right={
        "licensing/licences/previous": 117,
        "licensing/licences/change": -5,
        "licensing/licences/decisions": 266,
        "enforcement/penalties/previous": 605,
        "enforcement/penalties/change": -83,
        "enforcement/penalties/decisions": 2186,
        "rest": "0",
    },
)
def filled_as_sum(report: Report, *, least: Count = 2) -> Iterator[Finding]:
    """三列相加的误填 / Third column filled as a sum

    检查 行政许可、其他对外管理服务事项、行政处罚、行政强制四行：有数据的各行是否全都是上一年项目数量加本年增/减等于
        处理决定数量。只有一行如此的，可能是巧合，不提示。
    Checks whether last year's items plus the change are the decisions in every row of licences, other services,
        penalties and coercion that has data. One row alone may be chance, and is no review finding.
    原因 前两列是事项的个数，第三列是决定的件数，各行都恰好相等，多半是把第三列看成了“本年合计”。
    Why The first two columns count kinds of items, the third counts decisions; that they always agree suggests that the
        third was read as this year's total.
    依据 表头各列的名称；《政府信息公开条例》第六条要求及时、准确公开。
    Basis The labels of the columns; Article 6 of the Regulations asks for accurate information.
    误报 本省填报说明就这样规定该列的；两边都是零的行不算。
    False alarms Provinces whose instructions define the column so; rows with nothing on both sides do not count.
    调整 least 是至少要有几行；本省有此规定的，停用本规则。
    Tailoring `least` is how many rows it takes; switch the rule off where the province defines the column so.
    """
    rows = list(_rows(report))
    if not all(row.adds_up for row in rows):
        return
    told = [row for row in rows if row.told]
    if len(told) >= max(least, 1):
        yield _summed(told)


def _summed(rows: Sequence[_CountRow]) -> Finding:
    return Finding(
        rows[0].decisions,
        status=Status.REVIEW,
        evidence=tuple(_equation(row) for row in rows),
        key="decisions",
        count=len(rows),
        equations=tuple(_written(row) for row in rows),
    )


def _written(row: _CountRow) -> str:
    left, change, right = (fact.number for fact in row)
    second = f"({format_number(change)})" if change < 0 else format_number(change)
    return f"{format_number(left)}+{second}={format_number(right)}"


def _equation(row: _CountRow) -> Evidence:
    return Evidence(row.decisions.label, _written(row), row.decisions.value, row.decisions)


_GROWN: Final = ("licensing", "enforcement", "fees")


@lru_cache(maxsize=16)
def _grown_rows(form: Form) -> tuple[tuple[int, int], ...]:
    """Return where the items of last year and their change stand in the vector of a form."""
    rows = ((table, row) for table in _GROWN for row in (form.tables[table].rows if table in form.tables else ()))
    return tuple((form.index[*row, "previous"], form.index[*row, "change"]) for row in rows)


@pack.rule(
    "PLA-05",
    zh="{label}为 {change}，超过上一年的 {previous}（增幅 {percent}%）：可能填成了件数或百分比；如确因职权调整增加，"
    "则无误",
    en="{label} is {change}, more than last year's {previous} (up {percent}%): it may be a number of cases or a "
    "percentage; where powers were really added, nothing is wrong",
    severity="note",
    basis=("R6", "N19"),
    form="ogi-2019",
    until=2020,
    advice=(
        "请核对上一年项目数量和本年增/减；确有大幅增加的，可在正文说明原因。",
        "Check both figures; where items were really added, the text may say why.",
    ),
    wrong={"licensing/licences/previous": 117, "licensing/licences/change": 149, "rest": "0"},
    right={"licensing/licences/previous": 117, "licensing/licences/change": 12, "rest": "0"},
)
def large_change(report: Report, *, least: Amount = Decimal(20), ratio: Amount = Decimal(1)) -> Iterator[Finding]:
    """增减幅度过大 / Large change

    检查 第（五）（六）（八）项各行：上一年项目数量不少于20的，本年增加是否超过上一年的数量。
    Checks, in the rows of articles 20(5), (6) and (8) with at least 20 items last year, whether more were added than
        there were.
    原因 事项目录一年翻一番很少见，多半是口径变了，或把件数填进了个数的栏目。
    Why Lists of items seldom double in a year; usually they were counted differently, or cases were given for items.
    依据 表头各列的名称；《政府信息公开条例》第六条要求及时、准确公开。
    Basis The labels of the columns; Article 6 of the Regulations asks for accurate information.
    误报 机构改革划入职权的；减少的多于原有的，由 TAB-23 说明。
    False alarms Powers added by a reform; a decrease beyond what there was is left to TAB-23.
    调整 least 是上一年的最小数，ratio 是增加数与上一年之比的上限。
    Tailoring `least` is the least number of last year, `ratio` the most that may be added to each item of last year.
    """
    for before, after in _grown_rows(report.form):
        previous, change = report.vector[before], report.vector[after]
        items, more = previous.number, change.number
        if more > 0 and items >= least and more > items * ratio:
            yield _grown(previous, change)


def _grown(previous: Fact, change: Fact) -> Finding:
    percent = 100 * change.number / max(previous.number, Decimal(1))
    limit = Words("上一年项目数量", "items of the previous year")
    return Finding(
        change,
        status=Status.REVIEW,
        evidence=(Evidence.of(change), Evidence(limit, previous.raw, previous.value, previous)),
        label=change.label,
        change=change.number,
        previous=previous.number,
        percent=percent.quantize(Decimal(1)),
    )
