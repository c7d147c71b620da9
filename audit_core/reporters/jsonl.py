"""A run as JSON Lines: what is known before, each report as it comes, and what is known at the end.

Each line is an object with one member: `run`, then a `report` a line, then `end`; they hold the members of `json`'s
object, in the same form.
"""

from typing import TextIO

from audit_core.formats import View
from audit_core.reporters.json import dumps, head_of, report_of, tail_of
from audit_core.reporters.summary import Totals
from audit_core.results import Run


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write a line for the run, one for each report, and one for the end."""

    def put(kind: str, value: object) -> None:
        stream.write(dumps({kind: value}, indent=-1) + "\n")

    totals = Totals()
    put("run", head_of(run, view.lang))
    for result in totals.passing(run.results):
        put("report", report_of(result, run, view.lang))
    put("end", tail_of(run, totals, view.lang))
