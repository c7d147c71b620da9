"""Leads on a report as a whole: nothing but zeros, or figures unlike those of other years and organs."""

from collections.abc import Iterator
from typing import Final, NoReturn

from audit_core import Evidence, Fact, Finding, NotApplicable, NotAssessed, Report, State, Status, Words
from audit_pack_plausibility import pack
from audit_pack_plausibility.organs import UPPER, check_government

_KNOWN: Final = (State.NUMBER, State.BLANK, State.PLACEHOLDER)


@pack.rule(
    "PLA-07",
    zh="{organ}的三张表 {count} 个数据全部为零：可能没有填报，或只报了办公室自身的数；如确实没有发生，则无误",
    en="all {count} figures in the tables of {organ} are zero: they may not have been filled in, or cover the office "
    "only; "
    "where nothing happened, nothing is wrong",
    severity="note",
    basis=("R6", "N19", "N21"),
    advice=(
        "请核对是否漏填；政府的报告应当汇总所属部门。",
        "Check whether they were left out; a government adds up its departments.",
    ),
)
def all_zero(report: Report, *, levels: tuple[str, ...] = UPPER) -> Iterator[Finding]:
    """全零报告 / Nothing but zeros

    检查 县级以上人民政府，以及名录登记有许可、处罚等职权的部门，表二、表三、表四是否全部为零。
    Checks whether all of tables 2, 3 and 4 are zero in the report of a government at county level or above, or of a
        department that the register gives powers.
    原因 一级政府全年没有一件许可、处罚和申请，多半是没有汇总所属部门的数据。
    Why A government without a single licence, penalty or application in a year has probably not added up its
        departments.
    错误 某县人民政府，行政许可0，行政处罚0，本年新收0……
    Wrong A county government with no licences, no penalties, no applications.
    正确 行政许可5280，行政处罚1933，本年新收120。
    Right 5280 licences, 1933 penalties, 120 applications.
    依据 《政府信息公开条例》第六条要求及时、准确公开。
    Basis Article 6 of the Regulations asks for accurate information.
    误报 没有执法职权的小机关全零是正常的，不提示；有读不出的数字时记为未评估。
    False alarms All zeros are normal for small organs, which are left alone; where figures cannot be read it is not
        assessed.
    调整 levels 是适用的政府层级。
    Tailoring `levels` are the levels of government it is for.
    """
    for fact in report.vector:
        if fact.figure.exact:
            return
    _check_organ(report, levels)
    facts = _read(report)
    label = Words("各表数据", "figures of the tables")
    yield Finding(
        facts[0],
        status=Status.REVIEW,
        evidence=(Evidence(label, "0", facts[0].number, facts[0]),),
        key="zero",
        organ=report.organ.name,
        count=len(facts),
    )


def _check_organ(report: Report, levels: tuple[str, ...]) -> None:
    organ = report.organ
    if organ.registered and organ.kind == "department":
        if not organ.powers:
            raise NotApplicable("all zeros are normal for such an organ", "没有登记执法职权的机关，全零属正常")
        return
    check_government(organ, levels)


def _read(report: Report) -> list[Fact]:
    """Return the statutory facts; raises NotAssessed where one of them cannot be read."""
    facts = [fact for fact in report.vector if _is_statutory(report, fact)]
    unread = [fact for fact in facts if fact.state not in _KNOWN]
    if unread:
        raise NotAssessed(f"{len(unread)} figures cannot be read", f"有 {len(unread)} 个数据读不出")
    return facts


def _is_statutory(report: Report, fact: Fact) -> bool:
    table = report.form.tables[fact.table]
    return not table.rows[fact.row].optional and not table.columns[fact.column].optional


@pack.rule(
    "PLA-08",
    zh="{label}为 {figure}，上一年度为 {before}：变化超过三倍，请核实；如有职权调整等原因，则无误",
    en="{label} is {figure}, and was {before} the year before: it changed more than threefold; where powers changed, "
    "nothing is wrong",
    severity="note",
    basis="R6",
    advice=("请核对两年的数据和口径。", "Check the figures of both years and how they were counted."),
)
def jump(_report: Report) -> NoReturn:
    """同比异常 / Jump from last year

    检查 同一机关同一数据与上一年度相比，是否相差三倍以上且相差50以上，或在0与100以上之间变化。需要上一年度的报告。
    Checks whether a figure is more than three times, or less than a third of, last year's and differs by 50, or went
        between 0 and 100 or more. It takes the report of the year before.
    原因 大起大落多半是口径变化、单位错误或漏报。
    Why Such jumps usually come from other ways of counting, wrong units or omissions.
    错误 上年行政处罚2186，本年12。
    Wrong 2186 penalties last year, 12 this year.
    正确 上年行政处罚2186，本年1933。
    Right 2186 penalties last year, 1933 this year.
    依据 《政府信息公开条例》第六条要求及时、准确公开。
    Basis Article 6 of the Regulations asks for accurate information.
    误报 职权划转、疫情、表式变化；只审核一份报告时记为未评估。
    False alarms Powers moved, epidemics, a change of form; with one report alone it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed(
        "not compared with the organ's report for the year before",
        "本次未比对上一年度报告",
    )


@pack.rule(
    "PLA-09",
    zh="{label}为 {figure}，远离同级同类机关的水平（中位数 {median}）：请核实；如规模确有不同，则无误",
    en="{label} is {figure}, far from organs of its level and kind (median {median}); where it is really of another "
    "size, "
    "nothing is wrong",
    severity="info",
    basis="R6",
    advice=("请核对数据的口径和单位。", "Check how the figure was counted, and its unit."),
)
def outlier(_report: Report) -> NoReturn:
    """同类离群 / Outlier among peers

    检查 同一年度、同级同类机关不少于20个时，某一数据是否明显偏离（稳健标准分大于6）。需要同类机关的报告。
    Checks, among at least 20 organs of a level and kind in one year, whether a figure stands far out (robust z over 6).
        It takes their reports.
    原因 单位错误和漏报，在同类机关中一比就看得出来。
    Why Wrong units and omissions show at once among organs alike.
    错误 20个县的收费金额都在百万元上下，一县为百亿元。
    Wrong Twenty counties collected about a million each, one ten billion.
    正确 各县的数据在同一数量级。
    Right All counties are of one magnitude.
    依据 《政府信息公开条例》第六条要求及时、准确公开。
    Basis Article 6 of the Regulations asks for accurate information.
    误报 规模悬殊的机关；只审核一份报告时记为未评估。
    False alarms Organs of very different size; with one report alone it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed(
        "not compared with the reports of organs of the same kind and level",
        "本次未比对同级同类机关的报告",
    )
