"""What a comparison lacks when one report is audited by itself."""

from typing import NoReturn

from audit_core import NotApplicable, NotAssessed, Report

_ALL_OF_AREA = ("province", "city", "county")


def last_year(report: Report) -> NoReturn:
    """Say that the report of the year before is not at hand."""
    before = report.year - 1
    raise NotAssessed(
        f"one report is audited by itself, without the organ's report for {before}",
        f"只审核这一份报告，没有同一机关 {before} 年度的报告",
    )


def only_for(report: Report, year: int) -> None:
    """Raise NotApplicable for a report of another year."""
    if report.year != year:
        raise NotApplicable(f"only for reports of {year}", f"只适用于 {year} 年度的报告")


def children(report: Report) -> NoReturn:
    """Say that the reports of the organs below are not at hand, or that there are none below."""
    organ = report.organ
    if organ.kind and (organ.kind != "government" or (organ.level and organ.level not in _ALL_OF_AREA)):
        raise NotApplicable("only for governments at county level or above", "只适用于县级以上人民政府")
    raise NotAssessed(
        "one report is audited by itself, without those of the organs below", "只审核这一份报告，没有下级机关的报告"
    )


def others() -> NoReturn:
    """Say that no other organ's report is at hand."""
    raise NotAssessed(
        "one report is audited by itself, without those of other organs", "只审核这一份报告，没有其他机关的报告"
    )
