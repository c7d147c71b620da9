"""Tables that balance, made from few figures each of which may move; the names of what a sentence may state of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Self

from audit_core import Document, Paragraph, Report, Section, Source
from audit_core.forms import Concept, Form
from audit_rulesets.samples.figures import GROUPS
from tests.balanced import report_of
from tests.reports.reading import forms

Cell = tuple[str, str, str]
Change = Mapping[Cell, int]
"""By how much some of the figures that others follow from are moved."""

_COLUMNS = ("natural", "business", "legal_service", "other")
_ROWS_2021 = (
    "granted", "partial", "denied_third_party", "denied_query", "unable_not_held", "unable_needs_creation",
    "unable_unclear", "refused_petition", "refused_repeat", "other_not_corrected", "other_reasons",
)  # fmt: skip
_ROWS_2019 = (*_ROWS_2021[:-2], "other")
_OUTCOMES = ("upheld", "corrected", "other", "pending")
_KINDS = ("review", "direct_suit", "suit_after_review")
_FREE: Mapping[int, Mapping[Cell, tuple[int, int]]] = {
    2024: {
        ("documents", "rules", "issued"): (0, 3), ("documents", "rules", "repealed"): (0, 2),
        ("documents", "rules", "in_force"): (4, 30), ("documents", "normative", "issued"): (2, 25),
        ("documents", "normative", "repealed"): (0, 12), ("documents", "normative", "in_force"): (26, 120),
        ("licensing", "licences", "decisions"): (100, 9000), ("enforcement", "penalties", "decisions"): (50, 4000),
        ("enforcement", "coercion", "decisions"): (5, 300), ("fees", "fees", "amount"): (100, 99999),
    },
    2019: {
        ("documents", "rules", "made"): (0, 3), ("documents", "rules", "disclosed"): (4, 9),
        ("documents", "rules", "total"): (10, 20), ("documents", "normative", "made"): (2, 25),
        ("documents", "normative", "disclosed"): (26, 40), ("documents", "normative", "total"): (41, 120),
        ("licensing", "licences", "decisions"): (100, 9000), ("enforcement", "penalties", "decisions"): (50, 4000),
        ("procurement", "centralised", "projects"): (5, 400), ("procurement", "centralised", "amount"): (1000, 99999),
    },
}  # fmt: skip
_HUNDREDTHS = frozenset({("fees", "fees", "amount"), ("procurement", "centralised", "amount")})

_LEGAL = ("business", "legal_service", "other")


def _of(row: str, *columns: str) -> tuple[Cell, ...]:
    return tuple(("applications", row, column) for column in columns or _COLUMNS)


def _results(*rows: str) -> tuple[Cell, ...]:
    return tuple(cell for row in rows for cell in _of(row))


def _case(column: str, *kinds: str) -> tuple[Cell, ...]:
    return tuple(("cases", kind, column) for kind in kinds)


def _cases(*kinds: str) -> tuple[Cell, ...]:
    return tuple(cell for column in _OUTCOMES for cell in _case(column, *kinds))


NAMES: Mapping[str, tuple[Cell, ...]] = {
    "received": _of("received"), "in": _of("carried_in"), "done": _of("total"), "out": _of("carried_out"),
    "granted": _of("granted"), "partial": _of("partial"), "denied": _results(*GROUPS["denied"]),
    "unable": _results(*GROUPS["unable"]), "refused": _results(*GROUPS["refused"]),
    "other": _results("other", "other_not_corrected", "other_reasons"),
    "not_held": _of("unable_not_held"), "needs": _of("unable_needs_creation"), "unclear": _of("unable_unclear"),
    "petition": _of("refused_petition"), "repeat": _of("refused_repeat"), "third": _of("denied_third_party"),
    "query": _of("denied_query"), "uncorrected": _of("other_not_corrected"),
    "natural": _of("received", "natural"), "legal": _of("received", *_LEGAL), "business": _of("received", "business"),
    "law": _of("received", "legal_service"), "others": _of("received", "other"),
    "review": _cases("review"), "suit": _cases("direct_suit", "suit_after_review"), "direct": _cases("direct_suit"),
    "after": _cases("suit_after_review"),
    **{f"review_{column}": _case(column, "review") for column in _OUTCOMES},
    **{key: (("documents", "normative", key),) for key in ("issued", "repealed", "in_force", "made", "disclosed")},
    **{f"rules_{key}": (("documents", "rules", key),) for key in ("issued", "repealed", "in_force", "disclosed")},
    "stock": (("documents", "normative", "total"),),
    "licences": (("licensing", "licences", "decisions"),), "penalties": (("enforcement", "penalties", "decisions"),),
    "coercion": (("enforcement", "coercion", "decisions"),), "fees": (("fees", "fees", "amount"),),
    "projects": (("procurement", "centralised", "projects"),), "amount": (("procurement", "centralised", "amount"),),
}  # fmt: skip
"""What a sentence may state, by the cells it is the sum of."""


@dataclass(frozen=True)
class Tables:
    """The tables of a report; `free` are the figures that the others follow from."""

    year: int
    free: Mapping[Cell, int]

    @staticmethod
    def table_of(name: str) -> str:
        """Return the table that a name is a figure of; a name that is not known raises KeyError."""
        return NAMES[name][0][0]

    @classmethod
    def made(cls, rng: Random, year: int, zero: tuple[str, ...], whole: tuple[str, ...], few: int) -> Self:
        """Return tables in which some figures are nothing, one applicant is all of those received, or few were."""
        columns = whole or _COLUMNS
        most = rng.choice((3, 12, 40))
        rows = _ROWS_2021 if year > 2020 else _ROWS_2019
        free: dict[Cell, int] = dict.fromkeys(_results(*rows, "carried_in", "carried_out"), 0)
        for row in rows:
            for column in columns:
                free["applications", row, column] = rng.randint(0, most if column == "natural" else max(2, most // 4))
        free["applications", "granted", columns[0]] += 5
        free["applications", "carried_in", columns[0]] = rng.randint(1, 5)
        free["applications", "carried_out", columns[0]] = rng.randint(1, 9)
        free |= {cell: rng.randint(0, 4) for cell in _cases(*_KINDS)}
        for kind in _KINDS:
            free["cases", kind, "upheld"] += 1
        free |= {cell: rng.randint(*span) for cell, span in _FREE[year].items()}
        made = cls(year, free)
        if "received" in zero:
            free |= dict.fromkeys(_results(*rows, "carried_in", "carried_out"), 0)
        for name in zero:
            free |= {cell: 0 for cell in NAMES[name] if cell in free}
        if few:
            free |= dict.fromkeys(_results(*rows, "carried_in", "carried_out"), 0)
            free["applications", "granted", "natural"] = few
        return made

    def __getitem__(self, name: str) -> Decimal:
        """Return a figure by its name."""
        cells = self.cells()
        return sum((cells.get(cell, Decimal(0)) for cell in NAMES[name]), start=Decimal(0))

    def cells(self) -> dict[Cell, Decimal]:
        """Return every figure of the report's form, the sums among them."""
        made = {cell: Decimal(value).scaleb(-2 if cell in _HUNDREDTHS else 0) for cell, value in self.free.items()}
        results = {row for table, row, _ in self.free if table == "applications"} - {"carried_in", "carried_out"}
        for column in _COLUMNS:
            done = sum(made["applications", row, column] for row in results)
            carried = made["applications", "carried_out", column] - made["applications", "carried_in", column]
            made["applications", "total", column] = Decimal(done)
            made["applications", "received", column] = done + carried
        for row in {row for table, row, _ in made if table == "applications"}:
            made["applications", row, "total"] = Decimal(sum(made["applications", row, c] for c in _COLUMNS))
        for kind in _KINDS:
            made["cases", kind, "total"] = Decimal(sum(made["cases", kind, column] for column in _OUTCOMES))
        return made

    def changed(self, change: Change) -> "Tables | None":
        """Return tables with some figures moved, or None where one would be below nothing."""
        free = {cell: value + change.get(cell, 0) for cell, value in self.free.items()}
        made = Tables(self.year, free)
        return made if all(value >= 0 for value in made.cells().values()) else None

    def report(self, text: str) -> Report:
        """Return a report that prints these tables and a text."""
        form = forms()[self.year > 2020]
        figures = {concept.key: "0" for concept in form.concepts if _is_printed(form, concept)}
        figures |= {"/".join(cell): str(value) for cell, value in self.cells().items()}
        bound = report_of(form, figures)
        document = Document((Section(None, (Paragraph(text),)),), Source("report.txt"))
        return Report(document, form, bound.vector, year=self.year, organization="青岚县人民政府")


def _is_printed(form: Form, concept: Concept) -> bool:
    lines = form.tables[concept.table]
    return not (lines.rows[concept.row].optional or lines.columns[concept.column].optional)


def changes(tables: Tables, rng: Random) -> Iterator[Change]:
    """Yield ways to move one figure, or two against each other, so that all sums still hold; in random order."""
    size = rng.choice((1, 2, 3, 7))
    cells = list(tables.free)
    single: list[Change] = [{cell: step} for cell in cells for step in (size, -size)]
    of_applications = [cell for cell in cells if cell[0] == "applications" and cell[2] in ("natural", "business")]
    pairs: list[Change] = [
        {one: step, other: turn * step}
        for one, other in combinations(of_applications, 2)
        for step in (size, -size)
        for turn in (1, -1)
    ]
    of_cases = [cell for cell in cells if cell[0] == "cases"]
    pairs += [{one: size, other: -size} for one in of_cases for other in of_cases if one != other]
    rng.shuffle(single)
    rng.shuffle(pairs)
    yield from single
    yield from pairs
