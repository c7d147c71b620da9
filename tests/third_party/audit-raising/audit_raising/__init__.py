"""A pack that loads, and whose rule breaks."""

from collections.abc import Iterator

from audit_core import Finding, Report, RulePack

pack = RulePack("RA")


@pack.rule("RA-01", zh="前", en="before", severity="note")
def raises(report: Report) -> Iterator[Finding]:
    """中途出错 / Breaks on the way."""
    yield Finding(at=report.title)
    raise ZeroDivisionError("divided by\nnothing")


@pack.rule("RA-02", zh="{missing}", en="{missing}", severity="note")
def unfilled(report: Report) -> Iterator[Finding]:
    """模板缺值 / A template without its value."""
    yield Finding(at=report.title)


@pack.rule("RA-03", zh="行", en="works", severity="note")
def works(report: Report) -> Iterator[Finding]:
    """正常 / Works."""
    yield Finding(at=report.title)
