"""Leads on figures unlike those of the year before, and unlike those of organs of the same kind and level."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from audit_core import Amount, Count, Fact, Finding, NotApplicable, NotAssessed, Report, Status, format_number
from audit_pack_plausibility import pack

if TYPE_CHECKING:
    from audit_core import Peers, Snapshot

_TABLES = ("documents", "licensing", "enforcement", "fees", "procurement")


@pack.rule(
    "PLA-08",
    zh="{label}为 {figure}，上一年度为 {before}：变化超过三倍，请核实；如有职权调整等原因，则无误",
    en="{label} is {figure}, and was {before} the year before: it changed more than threefold; where powers changed, "
    "nothing is wrong",
    severity="note",
    basis="R6",
    advice=("请核对两年的数据和口径。", "Check the figures of both years and how they were counted."),
    wrong={"enforcement/penalties/decisions": 12, "previous": {"enforcement/penalties/decisions": 2186}},
    right={"enforcement/penalties/decisions": 1933, "previous": {"enforcement/penalties/decisions": 2186}},
)
def jump(
    report: Report, previous: "Snapshot", *, times: Amount = Decimal(3), least: Amount = Decimal(50)
) -> Iterator[Finding]:
    """同比异常 / Jump from last year

    检查 表二的数据与上一年度相比，是否相差三倍以上且相差50以上，或在0与100以上之间变化；只列为待核问题。两年表式不同
        的，只比同一含义的数据；表三、表四见 XYR-07。
    Checks whether a figure of table 2 is more than three times, or less than a third of, last year's and differs by 50,
        or went between 0 and 100 or more; a review finding. On different forms only figures that mean the same are
        compared; for tables 3 and 4 see XYR-07.
    原因 大起大落多半是口径变化、单位错误或漏报。
    Why Such jumps usually come from other ways of counting, wrong units or omissions.
    依据 《政府信息公开条例》第六条要求及时、准确公开。
    Basis Article 6 of the Regulations asks for accurate information.
    误报 职权划转、疫情、表式变化；只审核一份报告时记为未评估。
    False alarms Powers moved, epidemics, a change of form; with one report alone it is not assessed.
    调整 times 为倍数，least 为至少相差多少。
    Tailoring `times` is how many times larger or smaller, `least` by how much at least.
    """
    pairs = [(now, previous.counterpart(now)) for table in _TABLES for now in _printed(report, table)]
    if pairs and all(then is None for _, then in pairs):
        raise NotApplicable("last year's form has no figure that means the same", "上一年度的表式没有含义相同的数据")
    for now, then in pairs:
        if then is not None and then.is_far_from(now, times, least):
            yield Finding(
                at=now,
                status=Status.REVIEW,
                evidence=(now, then),
                label=now.label,
                figure=format_number(now.number),
                before=format_number(then.number),
            )


def _printed(report: Report, table: str) -> Iterator[Fact]:
    """Yield the figures of a table that is in the form, changes from year to year left out."""
    if table in report.form.tables:
        yield from (fact for fact in report.facts(table) if fact.concept.type != "change")


@pack.rule(
    "PLA-09",
    zh="{label}为 {figure}，远离 {count} 个同级同类机关的水平（中位数 {median}）：请核实；如规模确有不同，则无误",
    en="{label} is {figure}, far from {count} organs of its level and kind (median {median}); where it is really of "
    "another size, nothing is wrong",
    severity="info",
    basis="R6",
    advice=("请核对数据的口径和单位。", "Check how the figure was counted, and its unit."),
    wrong={
        "organization": "甲县人民政府",
        "fees/fees/amount": 1000000,
        "peers": (
            {"organization": "甲县人民政府", "fees/fees/amount": 1000000},
            {"organization": "乙县人民政府", "fees/fees/amount": 110},
            {"organization": "丙县人民政府", "fees/fees/amount": 120},
            {"organization": "丁县人民政府", "fees/fees/amount": 130},
            {"organization": "戊县人民政府", "fees/fees/amount": 150},
        ),
        "options": {"least": 5},
    },
    right={
        "organization": "甲县人民政府",
        "fees/fees/amount": 100,
        "peers": (
            {"organization": "甲县人民政府", "fees/fees/amount": 100},
            {"organization": "乙县人民政府", "fees/fees/amount": 110},
            {"organization": "丙县人民政府", "fees/fees/amount": 120},
            {"organization": "丁县人民政府", "fees/fees/amount": 130},
            {"organization": "戊县人民政府", "fees/fees/amount": 150},
        ),
        "options": {"least": 5},
    },
)
def outlier(report: Report, peers: "Peers", *, least: Count = 20, far: Amount = Decimal(6)) -> Iterator[Finding]:
    """同类离群 / Outlier among peers

    检查 同一年度、同级同类机关不少于20个时，某一数据是否明显偏离：按对数计算的稳健标准分（与中位数之差，除以绝对中位
        差再乘以0.6745）大于6；只列为待核问题。
    Checks, among at least 20 organs of a level and kind in one year, whether a figure stands far out: whether its
        robust z (the distance from the median, over the median absolute deviation, times 0.6745), taken of logarithms,
        is over 6; a review finding.
    原因 单位错误和漏报，在同类机关中一比就看得出来。
    Why Wrong units and omissions show at once among organs alike.
    依据 《政府信息公开条例》第六条要求及时、准确公开。
    Basis Article 6 of the Regulations asks for accurate information.
    误报 规模悬殊的机关；只审核一份报告时记为未评估。
    False alarms Organs of very different size; with one report alone it is not assessed.
    调整 least 为至少多少个机关，far 为标准分的界限。
    Tailoring `least` is how many organs there must be, `far` the limit of the score.
    """
    if peers.count < least:
        raise NotAssessed(
            f"the run holds {peers.count} reports of organs of the same kind and level, fewer than {least}",
            f"本次审核中同级同类机关的报告只有 {peers.count} 份，少于 {least} 份",
        )
    for now in report.facts():
        lie = peers.spread(now.table, now.row, now.column)
        if lie is None or lie.count < least or not lie.deviation or now.value is None or now.concept.type == "change":
            continue
        if now.value >= 0 and _NORMAL * abs((now.value + 1).ln() - lie.middle) > far * lie.deviation:
            yield Finding(
                at=now,
                status=Status.REVIEW,
                label=now.label,
                figure=format_number(now.value),
                count=lie.count,
                median=format_number(lie.median),
            )


_NORMAL = Decimal("0.6745")
"""What makes the median absolute deviation of a normal distribution its standard deviation (Iglewicz, Hoaglin 1993)."""
