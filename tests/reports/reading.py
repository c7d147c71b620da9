"""From a draft to a bound report and to its audit, in any rendering, and what of both does not hang on the rendering."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from audit_core.binding import bind
from audit_core.document import Document
from audit_core.engine import Auditor
from audit_core.figures import State
from audit_core.findings import Reported, Status
from audit_core.forms import Form
from audit_core.loaders import BUILTIN, read
from audit_core.others import Others
from audit_core.report import BoundLine, BoundTable, Fact, Report
from audit_core.results import Audited, Score
from audit_core.scoring import score
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import HALF_WIDTH, TEXT, Style

Shape = Mapping[str, Any]


def forms() -> tuple[Form, ...]:
    """Return the forms as they are shipped."""
    return auditor().ruleset.forms


def document(draft: Draft, style: Style = TEXT) -> Document:
    """Print a draft and read it."""
    return read(style.print(draft), style.uri, BUILTIN)


def report(draft: Draft, style: Style = TEXT) -> Report:
    """Print a draft, read it and bind it."""
    return bind(document(draft, style), forms())


class Unbroken(Auditor):
    """An auditor none of whose rules may break: one that does would read as one that finds nothing."""

    def check(self, report: Report, others: Others | None = None) -> Audited:
        audited = super().check(report, others)
        broken = [f"{one.rule}: {one.reason.en}" for one in audited.outcomes if one.status is Status.ERROR]
        assert not broken, "; ".join(broken)
        return audited


@cache
def auditor() -> Auditor:
    """Return an auditor with the first-party ruleset and all packs."""
    return Unbroken.load("ogi")


def audit(draft: Draft, style: Style = TEXT) -> Audited:
    """Print a draft, read it and run every rule."""
    return auditor().audit(document(draft, style))


def scored(audited: Audited) -> Score:
    """Return the score of an audit, by the ruleset's model."""
    return score(audited, auditor().ruleset.scoring, auditor().rules)


def statuses(audited: Audited) -> Mapping[str, str]:
    """Return the verdict of every rule."""
    return {outcome.rule: outcome.status.value for outcome in audited.outcomes}


def findings(audited: Audited, *, leave_out: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """Return rule, status, label path, message and fingerprint of every finding, brackets folded."""
    left_out = frozenset(leave_out)
    return sorted(_finding(one) for one in audited.findings if one.rule not in left_out)


def _finding(one: Reported) -> tuple[str, ...]:
    said = (one.rule, one.status.value, one.severity.value, one.location.logical, one.words.zh, one.words.en)
    return (*(text.translate(HALF_WIDTH) for text in said), one.fingerprint)


def figures(bound: Report) -> dict[str, tuple[object, ...]]:
    """Return every fact of a report that is not absent, as it is printed and as it is read."""
    return {fact.concept.key: _figure(fact) for fact in bound.vector if fact.state is not State.ABSENT}


def _figure(fact: Fact) -> tuple[object, ...]:
    return fact.state.value, fact.raw, fact.value, fact.figure.oddities, fact.readings


def shape(bound: Report) -> Shape:
    """Return everything of a bound report that does not hang on the rendering, brackets folded."""
    return {
        "title": bound.title and (bound.title.organization, bound.title.year, bound.title.lacks),
        "period": bound.period and (bound.period.start, bound.period.end),
        "declared": (bound.declared_year, bound.declared_organization),
        "sections": [(s.key, s.ordinal, s.title, s.match, _folded(s.text)) for s in bound.sections],
        "figures": figures(bound),
        "tables": {key: _table(table) for key, table in bound.tables.items()},
        "notices": [(notice.kind, notice.table, notice.decided) for notice in bound.notices if notice.table],
    }


def _table(table: BoundTable) -> Shape:
    return {
        "form": table.printed_form,
        "rows": [_line(key, line) for key, line in table.rows.items()],
        "columns": [_line(key, line) for key, line in table.columns.items()],
        "extra": [_line("", line) for line in (*table.extra_rows, *table.extra_columns)],
        "duplicates": [(_line("", line), tuple(f.raw for f in printed)) for line, printed in table.duplicates],
        "units": (dict(table.units), dict(table.decimals)),
        "note": table.note is not None,
    }


def _line(key: str, line: BoundLine) -> tuple[str, str, str]:
    return key, line.match, _folded(line.text)


def _folded(text: str) -> str:
    return text.translate(HALF_WIDTH).strip()
