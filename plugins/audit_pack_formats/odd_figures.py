"""Which facts the rules on writing have to look at; what is wrong with them is left to the rules."""

from typing import Final

from audit_core import Fact, Report, State

_ABSENT: Final = State.ABSENT
_NUMBER: Final = State.NUMBER
_TEXT: Final = State.TEXT


def odd(report: Report) -> tuple[Fact, ...]:
    """Return the printed facts that are anything but a plain whole number; found once for all rules of a report.

    A text, a day, or a yes or no is odd only where the form asks for another type.
    """
    return report.memo(_odd)


def _odd(report: Report) -> tuple[Fact, ...]:
    return tuple(
        [
            fact
            for fact in report.vector
            if (state := (figure := fact.figure).state) is not _ABSENT
            and (state is not _NUMBER or figure.oddities or figure.decimals or figure.exact < 0)
            and (state is _TEXT or fact.concept.is_figure)
        ]
    )
