"""Leads on the counts of documents: a total that may be this year's only."""

from collections.abc import Iterator

from audit_core import Finding, Report, Status
from audit_pack_plausibility import pack
from audit_pack_plausibility.organ_kinds import UPPER, OrganLevel, check_government


@pack.rule(
    "PLA-02",
    zh="{label}与本年新公开数量相同，都是 {figure} 件：可能只填了本年数，漏计以前年度公开、现仍有效的文件；"
    "如确无以前年度的，则无误",
    en="{label} is the same as what was disclosed this year, {figure}: it may count this year only and leave out "
    "earlier documents still public; where there are none, nothing is wrong",
    severity="note",
    basis=("R6", "N19"),
    category="TAB",
    form="ogi-2019",
    until=2020,
    advice=(
        "请核对对外公开总数量，该列填截至年末仍公开的累计数。",
        "Check the total; it counts everything that is public at the end of the year.",
    ),
    wrong={
        "organization": "某县人民政府",
        "documents/normative/made": 1,
        "documents/normative/disclosed": 1,
        "documents/normative/total": 1,
    },
    right={
        "organization": "某县人民政府",
        "documents/normative/made": 9,
        "documents/normative/disclosed": 12,
        "documents/normative/total": 86,
    },
)
def cumulative_is_yearly(report: Report, *, levels: tuple[OrganLevel, ...] = UPPER) -> Iterator[Finding]:
    """累计数疑为当年数 / Cumulative figure may be this year's

    检查 县级以上人民政府的规范性文件：对外公开总数量是否恰好等于本年新公开数量。
    Checks, for governments at county level or above, whether the total of normative documents disclosed is just what
        was disclosed this year.
    原因 一级政府历年的规范性文件不止当年这几件，总数等于当年数，多半是漏了以前年度的。
    Why A government has documents from earlier years; a total like this year's figure probably leaves them out.
    依据 表头各列的名称；《政府信息公开条例》第六条要求及时、准确公开。
    Basis The labels of the columns; Article 6 of the Regulations asks for accurate information.
    误报 当年全面清理、旧文件全部废止的；乡镇和部门不提示。
    False alarms Governments that repealed all older documents this year; townships and departments are left alone.
    调整 levels 是适用的政府层级。
    Tailoring `levels` are the levels of government it is for.
    """
    total = report.fact("documents", "normative", "total")
    disclosed = report.fact("documents", "normative", "disclosed")
    if total.number != disclosed.number or not total.number:
        return
    check_government(report.organ, levels)
    made = report.fact("documents", "normative", "made")
    shown = (made, disclosed, total)
    yield Finding(total, status=Status.REVIEW, evidence=shown, label=total.label, figure=total.number)
