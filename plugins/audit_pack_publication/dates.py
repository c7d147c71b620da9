"""The day a report was published, as the file says it."""

from datetime import date
from functools import lru_cache
from typing import Final

from audit_core import AuditError, NotAssessed, Pattern, Report, Words

_DAY: Final = Pattern(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_MONTH_DAY: Final = Pattern(r"(\d\d)-(\d\d)")


def said(report: Report) -> str:
    """Return what the file says of the day; raises NotAssessed where it says nothing."""
    text = report.document.metadata.get("published", "").strip()
    if not text:
        raise NotAssessed(
            "no date of publication is given (`published`)", "未提供公布日期（可在文件的元数据 published 中填写）"
        )
    return text


def published(report: Report) -> date:
    """Return the day; raises NotAssessed where none is said, or what is said is no day."""
    text = said(report)
    day = _day(text)
    if day is None:
        raise NotAssessed(f"the day of publication, {text!r}, is no date", f"公布日期“{text}”不是日期")
    return day


@lru_cache(maxsize=64)
def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def year_of(report: Report) -> int:
    """Return the year of the report; raises NotAssessed where it says several, of which any may be wrong."""
    title, period = report.title, report.period
    said = {report.year, report.declared_year, title.year if title else None, period.year if period else None}
    if len(said - {None}) > 1:
        raise NotAssessed("the report says several years", "报告各处的年度不一致，无法确定报告年度")
    return report.year


def named(day: date) -> Words:
    """Return a day as people write it."""
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def in_year(month_day: str, year: int, *, latest: date) -> date:
    """Return the day that `MM-DD` is in a year.

    Raises AuditError for any other text, and for a day later than the statute's.
    """
    match = _MONTH_DAY.fullmatch(month_day)
    try:
        day = date(year, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise AuditError(f"found {month_day!r}, expected a deadline as MM-DD", f"期限“{month_day}”应写作 MM-DD")
    if day > latest:
        raise AuditError(
            f"the deadline {month_day} is later than the statute's, {latest:%m-%d}",
            f"期限 {month_day} 晚于法定期限 {latest:%m-%d}",
        )
    return day
