"""What the tables say of a subject: one figure or the sum of several, with the cells it is made of."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Fact, NotAssessed, Report, State, Words
from audit_pack_narrative.numerals import Number

APPLICATIONS: Final = "applications"
_EMPTY: Final = frozenset({State.BLANK, State.PLACEHOLDER})


class Total(Struct, frozen=True):
    """A figure of the tables: what it is called, its value, and its cells."""

    label: Words
    number: Number
    facts: tuple[Fact, ...]

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
    columns = report.form.tables[APPLICATIONS].groups["applicants"]
    return (report.fact(APPLICATIONS, key, column) for column in columns)


def _shown(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def parts(report: Report, total: Total) -> Number | None:
    """Return what the cells beside printed totals add up to, None where that is the total or cannot be read."""
    if any(fact.table != APPLICATIONS or fact.column != "total" for fact in total.facts):
        return None
    try:
        added = sum((cell.number for fact in total.facts for cell in _cells(report, fact.row)), Decimal(0))
    except NotAssessed:
        return None
    return added if added != total.number else None


def group(report: Report, key: str) -> Total:
    """Return the total of a result: one row, or the rows that stand under it."""
    table = report.form.tables[APPLICATIONS]
    if key in table.rows:
        return row(report, key)
    rows = [row(report, one) for one in table.groups[key]]
    facts = tuple(fact for one in rows for fact in one.facts)
    name = next((label for label, keys in _named(report) if keys == table.groups[key]), key)
    words = Words(f"{table.title.zh}“{name}”各行之和", f"the sum of the rows of {name} in {table.title.en.lower()}")
    return Total(words, sum((one.number for one in rows), Decimal(0)), _shown(facts) or facts[:1])


def result(report: Report, subject: str) -> Total:
    """Return the figure of a result by its kind in the lexicon; `granted+partial` is both together."""
    if subject == "granted+partial":
        return row(report, "granted") + row(report, "partial")
    table = report.form.tables[APPLICATIONS]
    return group(report, "other" if subject == "otherwise" and subject not in table.groups else subject)


def _named(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the printed name of each group of rows with its keys."""
    lines = report.form.tables[APPLICATIONS].rows
    for label in dict.fromkeys(line.path[-1] for line in lines.values() if line.path):
        keys = tuple(key for key, line in lines.items() if line.path and line.path[-1] == label and not line.optional)
        yield label.partition("）")[2] or label, keys


def applicants(report: Report, key: str, line: str = "received") -> Total:
    """Return how many applications came from a kind of applicant; `legal` is all but natural persons."""
    table = report.form.tables[APPLICATIONS]
    facts = tuple(report.fact(APPLICATIONS, line, column) for column in table.groups.get(key, (key,)))
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
    table, name = report.form.tables["cases"], {"suit": "行政诉讼", "cases": "行政复议、行政诉讼"}[key]
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
    for column in report.form.tables["cases"].groups["results"]:
        yield report.fact("cases", key, column)
