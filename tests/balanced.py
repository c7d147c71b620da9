"""Small forms, the real one of 2019, and reports made of figures alone."""

import random
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from audit_core.document import Document, Source
from audit_core.equations import CompiledEquations, Equation
from audit_core.figures import ABSENT, Figure, State
from audit_core.findings import Severity
from audit_core.forms import Form
from audit_core.report import BoundTable, Fact, Readings, Report
from tests.reports.reading import forms

Printed = int | str | Decimal | Figure | None

OGI_RULES: dict[str, tuple[Equation, ...]] = {
    "TAB-22": (Equation(("documents",), "row", "total >= disclosed"),),
    "TAB-23": (Equation(("licensing", "enforcement", "fees"), "row", "上一年项目数量 + 本年增/减 >= 0"),),
    "TAB-31": (Equation(("applications",), "row", "sum(applicants) = 总计"),),
    "TAB-32": (Equation(("applications",), "column", "本年新收 + 上年结转 = 总计 + 结转下年"),),
    "TAB-33": (Equation(("applications",), "column", "sum(results) = （七）总计"),),
    "TAB-34": (
        Equation(("applications",), "column", "denied_subtotal = sum(denied)"),
        Equation(("applications",), "column", "unable_subtotal = sum(unable)"),
        Equation(("applications",), "row", "legal_subtotal = sum(legal)"),
    ),
    "TAB-41": (Equation(("cases",), "row", "sum(results) = total"),),
}
SEVERITIES = dict.fromkeys(OGI_RULES, Severity.ERROR) | dict.fromkeys(("TAB-22", "TAB-23", "TAB-34"), Severity.WARNING)


@cache
def ogi() -> Form:
    """The form of 2019."""
    return forms()[0]


@cache
def ogi_compiled() -> CompiledEquations:
    """The equations of the tables pack, compiled for the form of 2019."""
    return CompiledEquations(ogi(), OGI_RULES)


def small(**tables: Mapping[str, Any]) -> Form:
    """A form with these tables and nothing else."""
    never = "(?!)"
    return Form.from_data({
        "form": "small",
        "title": "Small",
        "years": {"from": 2019},
        "titles": [],
        "sections": {"one": {"ordinal": "1.", "title": "One", "en": "One"}},
        "marks": {"ordinal": never, "label_ordinal": never, "unit_clause": never, "period": never, "numerals": {}},
        "figures": {"placeholders": ["/"], "units": {}, "decreases": []},
        "tables": {key: {"section": "one", "title": f"Table {key}", **table} for key, table in tables.items()},
    })  # fmt: skip


def lines(*keys: str, **more: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Rows or columns whose labels are their keys in capitals."""
    plain = {key: {"label": key.upper(), "en": key} for key in keys}
    return plain | {key: {"label": key.upper(), "en": key, **data} for key, data in more.items()}


def square(rows: int, columns: int, **kind: Any) -> Form:
    """A form with one table `t`: rows `r1`… and `sum`, columns `c1`… and `sum`."""
    r, c = [f"r{n + 1}" for n in range(rows)], [f"c{n + 1}" for n in range(columns)]
    groups = {"rows": r, "columns": c}
    return small(t={"rows": lines(*r, "sum"), "columns": lines(*c, "sum", **kind), "groups": groups})


SQUARE_RULES = {
    "ROW-1": (Equation(("t",), "row", "sum(columns) = sum"),),
    "COL-1": (Equation(("t",), "column", "sum(rows) = sum"),),
}


def square_figures(rows: int, columns: int, source: random.Random) -> dict[str, int]:
    """Random figures of a `square` form that add up."""
    inner = [[source.randint(0, 30) for _ in range(columns)] for _ in range(rows)]
    grid = [[*row, sum(row)] for row in inner]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    row_keys = [*(f"r{n + 1}" for n in range(rows)), "sum"]
    column_keys = [*(f"c{n + 1}" for n in range(columns)), "sum"]
    return {f"t/{r}/{c}": grid[i][j] for i, r in enumerate(row_keys) for j, c in enumerate(column_keys)}


def ogi_figures(seed: int = 1) -> dict[str, Printed]:
    """Figures of the whole form of 2019 that add up; lines that no statute asks for are not printed."""
    source, form = random.Random(seed), ogi()
    table = form.tables["applications"]
    made: dict[tuple[str, str], int] = {}
    for column in table.groups["applicants"]:
        made |= {(row, column): source.choice((0, 0, 1, 7, 40)) for row in table.groups["results"]}
        made["total", column] = sum(made[row, column] for row in table.groups["results"])
        made["carried_in", column] = min(source.randint(0, 9), made["total", column])
        made["carried_out", column] = source.randint(0, 9)
        made["received", column] = made["total", column] + made["carried_out", column] - made["carried_in", column]
    for row in dict.fromkeys(row for row, _ in made):
        made[row, "total"] = sum(made[row, column] for column in table.groups["applicants"])
    figures: dict[str, Printed] = {c.key: 0 for c in form.concepts if c.table != "applications"}
    return figures | {f"applications/{row}/{column}": value for (row, column), value in made.items()}


def report_of(
    form: Form, figures: Mapping[str, Printed], *readings: Readings, tables: Mapping[str, BoundTable] | None = None
) -> Report:
    """A report that prints these figures by `table/row/column`, and no others."""
    facts = tuple(Fact(concept, figure(form, figures.get(concept.key))) for concept in form.concepts)
    document = Document((), Source("report.txt"))
    by_row = {(one.table, one.row): one for one in readings}
    return Report(document, form, facts, year=2019, readings=by_row, tables=tables)


def figure(form: Form, printed: Printed) -> Figure:
    """What a cell says: text is read as the form reads it, None is not printed."""
    if printed is None:
        return ABSENT
    return printed if isinstance(printed, Figure) else form.reader.read(str(printed))


def short_row(form: Form, row: str, *vectors: tuple[int, ...], table: str = "applications") -> Readings:
    """A row that prints one figure too few, with its admissible readings over the statutory columns."""
    width = len(form.tables[table].columns)
    padded = tuple((*vector, *(0,) * (width - len(vector))) for vector in vectors)
    return Readings(table, row, padded, (), None, len(vectors[0]) - 1, len(vectors[0]))


UNDECIDED = Figure("", State.AMBIGUOUS)
