"""Rules of one province for the annual report on open government information."""

from collections.abc import Iterator
from decimal import Decimal

from audit_core import Finding, Report, RulePack

pack = RulePack("HN", category="TAB")


@pack.rule(
    "HN-01",
    zh="{at}：{figure} 件，超过 {limit} 件",
    en="{at}: {figure} exceeds {limit}",
    severity="warning",
    wrong={"applications/carried_out/total": 51},
    right={"applications/carried_out/total": 50},
)
def too_many_carried_out(report: Report, *, limit: Decimal = Decimal(50)) -> Iterator[Finding]:
    """结转下年度的申请过多 / Too many applications carried over.

    检查 结转下年度继续办理的申请总数是否超过限额。
    Checks whether more applications are carried over to the next year than a limit allows.
    原因 结转过多，往往说明答复不及时。
    Why a large number carried over often means that answers are late.
    """
    left = report.fact("applications", "carried_out", "total")
    if left.number > limit:
        yield Finding(at=left, figure=left.number, limit=limit)
