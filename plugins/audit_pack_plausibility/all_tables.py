"""Leads on a report as a whole: nothing but zeros."""

from collections.abc import Iterator
from typing import Final

from audit_core import Evidence, Fact, Finding, NotApplicable, NotAssessed, Report, State, Status, Words
from audit_pack_plausibility import pack
from audit_pack_plausibility.organ_kinds import UPPER, OrganLevel, check_government

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
    wrong={"organization": "某县人民政府", "rest": "0"},
    right={"organization": "某县人民政府", "licensing/licences/decisions": 5280, "rest": "0"},
)
def all_zero(report: Report, *, levels: tuple[OrganLevel, ...] = UPPER) -> Iterator[Finding]:
    """全零报告 / Nothing but zeros

    检查 县级以上人民政府，以及名录登记有许可、处罚等职权的部门，表二、表三、表四是否全部为零。
    Checks whether all of tables 2, 3 and 4 are zero in the report of a government at county level or above, or of a
        department that the register gives powers.
    原因 一级政府全年没有一件许可、处罚和申请，多半是没有汇总所属部门的数据。
    Why A government without a single licence, penalty or application in a year has probably not added up its
        departments.
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
