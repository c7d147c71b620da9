"""Which facts the rules on writing have to look at; what is wrong with them is left to the rules."""

from functools import lru_cache

from audit_core import Fact, Report, State


@lru_cache(maxsize=1)
def odd(report: Report) -> tuple[Fact, ...]:
    """Return the printed facts that are anything but a plain whole number; found once for all rules of a report."""
    return tuple(
        fact
        for fact in report.vector
        if (figure := fact.figure).state is not State.ABSENT
        and (figure.oddities or figure.decimals or figure.state is not State.NUMBER or figure.exact < 0)
    )
