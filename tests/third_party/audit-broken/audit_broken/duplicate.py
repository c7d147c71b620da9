"""A pack with two rules of one id."""

from audit_core import Report, RulePack

pack = RulePack("DU")


@pack.rule("DU-01", zh="一", en="one", severity="note")
def one(report: Report) -> None:
    """一 / One."""


@pack.rule("DU-01", zh="二", en="two", severity="note")
def two(report: Report) -> None:
    """二 / Two."""
