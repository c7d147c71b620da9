"""Whether one file holds several reports, and where the second begins; only the first is bound."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from audit_core.binding.candidates import Candidate
from audit_core.binding.headings import follows
from audit_core.binding.titles import lines
from audit_core.document import Document, Excerpt, Heading, Node
from audit_core.forms import Form
from audit_core.report import Notice
from audit_core.words import Words

_SERIES: Final = 4
"""So many sections that come again after all others make a second report."""

_LONGEST_TITLE: Final = 80


def second_report(document: Document, form: Form, found: Sequence[Candidate]) -> Node | None:
    """Return the line that a second report begins with: its title, or else its first heading; None for one report.

    `found` are the headings of both, tables of contents left out. There are two where the sections come again, with
    something under them, after those of the first.
    """
    first: dict[str, Candidate] = {}
    again: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.form:
            (again if candidate.form.key in first else first).setdefault(candidate.form.key, candidate)
    if len(again) < _SERIES:
        return None
    order = {id(candidate): number for number, candidate in enumerate(found)}
    start = min(again.values(), key=lambda one: order[id(one)])
    last = max(first.values(), key=lambda one: order[id(one)])
    if order[id(last)] > order[id(start)] or not all(
        _filled(document, list(series.values())) for series in (first, again)
    ):
        return None
    return _title_between(document, form, last, start) or start.node


def _filled(document: Document, series: Sequence[Candidate]) -> bool:
    """Whether something stands between most headings of a series."""
    pairs = list(pairwise(series))
    return 2 * sum(follows(document, one, two) for one, two in pairs) > len(pairs)


def _title_between(document: Document, form: Form, last: Candidate, start: Candidate) -> Node | None:
    """Return the last line written as a report's title between two headings."""
    between: list[Excerpt] = []
    for line in lines(document):
        if line.of is last.of and line.start <= last.start < line.end:
            between = []
        elif line.of is start.of and line.end > start.start:
            break
        else:
            between.append(line)
    for line in reversed(between):
        text = "".join(line.text.split()).strip("*_")
        if len(text) <= _LONGEST_TITLE and any(pattern.pattern.fullmatch(text) for pattern in form.titles):
            return line.of if isinstance(line.of, Heading) else line
    return None


def notice(at: Node) -> Notice:
    """Return the notice of a second report."""
    text = " ".join(at.text.split())[:60] if isinstance(at, Heading | Excerpt) else ""
    words = Words(
        f"文件中不止一份报告：从“{text}”起是另一份，只审核了之前的第一份",
        f"the file holds more than one report: another begins at “{text}”; only the first, before it, was audited",
    )
    return Notice("several_reports", at, words)
