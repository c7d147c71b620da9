"""What the tables say of a subject: one figure or the sum of several, with the cells it is made of."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Fact, NotAssessed, Number, Report, State, Words
from audit_pack_narrative.lexicon import DETAILS
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.subjects import APPLICANTS, CASES, OUTCOMES

APPLICATIONS: Final = "applications"
_EMPTY: Final = frozenset({State.BLANK, State.PLACEHOLDER})


class Total(Struct, frozen=True):
    """A figure of the tables: what it is called, its value, its cells, and the unit of its last printed digit.

    The unit is 0 for a plain count, which is exact.
    """

    label: Words
    number: Number
    facts: tuple[Fact, ...]
    step: Number = 0

    def __add__(self, other: "Total") -> "Total":
        words = Words(f"{self.label.zh}与{other.label.zh}之和", f"the sum of {self.label.en} and {other.label.en}")
        return Total(words, self.number + other.number, (*self.facts, *other.facts))

    def less(self, other: "Total") -> "Total":
        """Return what is left of a figure."""
        words = Words(f"{self.label.zh}减{other.label.zh}", f"{self.label.en} less {other.label.en}")
        return Total(words, self.number - other.number, (*self.facts, *other.facts))


def row(report: Report, key: str) -> Total:
    """Return the total of a row of the table on applications; where none is printed, what its cells add up to.

    Raises NotAssessed where that cannot be read.
    """
    fact = report.fact(APPLICATIONS, key, "total")
    if fact.state in _EMPTY:
        cells = tuple(_cells(report, key))
        return Total(fact.label, sum((cell.number for cell in cells), Decimal(0)), _shown(cells) or (fact,))
    return Total(fact.label, fact.number, (fact,))


def _cells(report: Report, key: str) -> Iterator[Fact]:
    columns = report.form.table(APPLICATIONS).groups["applicants"]
    return (report.fact(APPLICATIONS, key, column) for column in columns)


def _shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def parts(report: Report, total: Total) -> Number | None:
    """Return what the cells beside printed totals add up to, None where that is the total or cannot be read."""
    if any(fact.table not in _PARTS or fact.column != "total" for fact in total.facts):
        return None
    try:
        cells = [cell for fact in total.facts for cell in _beside(report, fact)]
        added = sum((cell.number for cell in cells), Decimal(0))
    except NotAssessed:
        return None
    return added if added != total.number else None


_PARTS: Final = {APPLICATIONS: "applicants", "cases": "results"}
"""The columns that the totals of a table are of, by their group."""


def _beside(report: Report, total: Fact) -> Iterator[Fact]:
    columns = report.form.table(total.table).groups[_PARTS[total.table]]
    return (report.fact(total.table, total.row, column) for column in columns)


def group(report: Report, key: str) -> Total:
    """Return the total of a result: one row, or the rows that stand under it."""
    table = report.form.table(APPLICATIONS)
    if key in table.rows:
        return row(report, key)
    rows = [row(report, one) for one in table.groups[key]]
    facts = tuple(fact for one in rows for fact in one.facts)
    name = next((label for label, keys in _named(report) if keys == table.groups[key]), key)
    english = table.rows[table.groups[key][0]].words.en.partition(":")[0]  # denied: state secret
    words = Words(f"{table.title.zh}“{name}”各行之和", f"the sum of the rows “{english}” in {table.title.en.lower()}")
    return Total(words, sum((one.number for one in rows), Decimal(0)), _shown(facts) or facts[:1])


def result(report: Report, subject: str) -> Total:
    """Return the figure of a result by its kind in the lexicon; `granted+partial` is both together."""
    if subject == "granted+partial":
        return row(report, "granted") + row(report, "partial")
    table = report.form.table(APPLICATIONS)
    if subject in DETAILS.values():
        return row(report, subject)
    return group(report, "other" if subject == "otherwise" and subject not in table.groups else subject)


def _named(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the printed name of each group of rows with its keys."""
    lines = report.form.table(APPLICATIONS).rows
    for label in dict.fromkeys(line.path[-1] for line in lines.values() if line.path):
        keys = tuple(key for key, line in lines.items() if line.path and line.path[-1] == label and not line.optional)
        yield label.partition("）")[2] or label, keys


def applicants(report: Report, key: str, line: str = "received") -> Total:
    """Return how many applications came from a kind of applicant; `legal` is all but natural persons."""
    table = report.form.table(APPLICATIONS)
    column = "other" if key == "others" else key
    facts = tuple(report.fact(APPLICATIONS, line, one) for one in table.groups.get(column, (column,)))
    number = sum((fact.number for fact in facts), Decimal(0))
    if key != "legal":
        return Total(facts[0].label, number, facts)
    label = table.rows[line].words
    return Total(
        Words(f"{table.title.zh}{label.zh}各类法人和其他组织之和", f"the sum of all legal persons, {label.en}"),
        number,
        facts,
    )


def case(report: Report, key: str, column: str = "total") -> Total:
    """Return a figure of the table on reviews and lawsuits; `suit` is both kinds of lawsuit, `cases` all."""
    keys = {"review": ("review",), "suit": ("direct_suit", "suit_after_review"), "direct": ("direct_suit",),
            "after": ("suit_after_review",), "cases": ("review", "direct_suit", "suit_after_review")}[key]  # fmt: skip
    facts = tuple(report.fact("cases", one, column) for one in keys)
    if column == "total" and any(fact.state in _EMPTY for fact in facts):
        facts = tuple(fact for one in keys for fact in _outcomes(report, one))
    number = sum((fact.number for fact in facts), Decimal(0))
    if len(keys) == 1:
        return Total(report.fact("cases", keys[0], column).label, number, _shown(facts) or facts[:1])
    table, name = report.form.table("cases"), {"suit": "行政诉讼", "cases": "行政复议、行政诉讼"}[key]
    line = table.columns[column].words
    return Total(
        Words(
            f"{table.title.zh}{name}{line.zh}之和", f"the sum of {_ENGLISH[key]} in {table.title.en.lower()}, {line.en}"
        ),
        number,
        _shown(facts) or facts,
    )


_ENGLISH: Final = {"suit": "lawsuits", "cases": "reviews and lawsuits"}


def _outcomes(report: Report, key: str) -> Iterator[Fact]:
    printed = report.fact("cases", key, "total")
    if printed.state not in _EMPTY:
        yield printed
        return
    for column in report.form.table("cases").groups["results"]:
        yield report.fact("cases", key, column)


def stated(report: Report, mention: Mention) -> Total:
    """Return the figure that a number on applications or cases is held against."""
    subject = mention.subject
    if subject in _ROWS:
        return row(report, _ROWS[subject])
    if subject in APPLICANTS:
        return applicants(report, subject)
    if subject in OUTCOMES:
        return case(report, mention.case, _COLUMNS[subject])
    return case(report, subject) if subject in _CASES else result(report, subject)


_ROWS: Final = {
    "received": "received", "handled": "received", "any": "received", "carried_in": "carried_in",
    "carried": "carried_in", "completed": "total", "carried_out": "carried_out", "left": "carried_out",
}  # fmt: skip
_COLUMNS: Final = {"upheld": "upheld", "corrected": "corrected", "pending": "pending", "outcome": "other"}
_CASES: Final = frozenset({*CASES, "cases"})


def figures(report: Report, table: str, row: str, columns: Iterable[str]) -> tuple[Total, ...]:
    """Return single figures of section two, money in yuan, in every unit that it may be printed in."""
    return tuple(one for column in columns for one in _in_units(report, report.fact(table, row, column)))


def _in_units(report: Report, fact: Fact) -> Iterator[Total]:
    if fact.concept.type != "money":
        yield Total(fact.label, fact.number, (fact,))
        return
    step = Decimal(1).scaleb(-fact.figure.decimals) if fact.state is State.NUMBER else 0
    for unit in _units(report, fact):
        yield Total(fact.label, fact.number * _YUAN[unit], (fact,), step * _YUAN[unit])


_YUAN: Final = {"万元": 10_000, "元": 1}


def _units(report: Report, fact: Fact) -> list[str]:
    """Return the units that a figure may have: its own, or what the head and the form say, or where none does, any."""
    table = report.table(fact.table)
    printed = table.units.get(fact.column, "") if table else ""
    said = {fact.figure.unit} if fact.figure.unit else {printed, fact.concept.unit}
    return [unit for unit in _YUAN if unit in said] or [*_YUAN]
