"""Why a comparison was not made: reports are audited one by one."""

from typing import NoReturn

from audit_core import NotApplicable, NotAssessed, Report

_ALL_OF_AREA = ("province", "city", "county")


def last_year(_: Report) -> NoReturn:
    """Say that the report of the year before was not compared, whether or not it is in the run."""
    raise NotAssessed("not compared with the organ's report for the year before", "本次未比对上一年度报告")


def only_for(report: Report, year: int) -> None:
    """Raise NotApplicable for a report of another year."""
    if report.year != year:
        raise NotApplicable(f"only for reports of {year}", f"只适用于 {year} 年度的报告")


def children(report: Report) -> NoReturn:
    """Say that the reports of the organs below were not compared, or that there are none below."""
    organ = report.organ
    if organ.kind and (organ.kind != "government" or (organ.level and organ.level not in _ALL_OF_AREA)):
        raise NotApplicable("only for governments at county level or above", "只适用于县级以上人民政府")
    raise NotAssessed("not compared with the reports of the organs below", "本次未比对下级机关的报告")


def others() -> NoReturn:
    """Say that the reports of other organs were not compared."""
    raise NotAssessed("not compared with the reports of other organs", "本次未比对其他机关的报告")
