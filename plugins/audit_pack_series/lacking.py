"""Why a comparison was not made: reports are audited one by one."""

from typing import NoReturn

from audit_core import NotApplicable, NotAssessed, Report


def last_year(_: Report) -> NoReturn:
    """Say that the report of the year before was not compared, whether or not it is in the run."""
    raise NotAssessed("not compared with the organ's report for the year before", "本次未比对上一年度报告")


def only_for(report: Report, year: int) -> None:
    """Raise NotApplicable for a report of another year."""
    if report.year != year:
        raise NotApplicable(f"only for reports of {year}", f"只适用于 {year} 年度的报告")
