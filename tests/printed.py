"""Tables of small forms, printed in a grid or in none, and what binding them comes to, in a few words."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit_core.binding.reading import Tables, read_tables
from audit_core.document import Cell, Document, Node, Paragraph, Section, Source, Table
from audit_core.figures import State
from audit_core.forms import Form
from audit_core.report import BoundLine, BoundTable, Fact, Notice

_SPAN = "^"
"""Begins a cell over the next columns too, once for each."""

_SIGNS = {State.BLANK: "_", State.ABSENT: "-", State.AMBIGUOUS: "?"}
_MATCHES = {"statutory": "", "alias": "+", "deviating": "~"}


def form_of(name: str = "small", **tables: Mapping[str, Any]) -> Form:
    """A form with these tables: rows and columns are given as in `small`, groups and all."""
    return Form.from_data({
        "form": name,
        "title": "Small",
        "years": {"from": 2019},
        "titles": [],
        "sections": {"one": {"ordinal": "一、", "title": "One", "en": "One"}},
        "marks": {
            "ordinal": r"([一二三])、\s*",
            "label_ordinal": r"\d+\.",
            "unit_clause": "（单位：(?P<unit>[^）0-9]+)(?P<decimals>[0-9])?）",
            "period": "(?!)",
            "page_number": r"[-—]\s*(?P<number>\d+)\s*[-—]",
            "numerals": {"一": 1, "二": 2, "三": 3},
        },
        "figures": {"placeholders": ["/"], "units": {}, "decreases": []},
        "tables": {key: {"section": "one", "title": f"Table {key}", **table} for key, table in tables.items()},
    })  # fmt: skip


def grid(text: str, first: int = 0) -> Table:
    """A grid of one row a line, its cells parted by bars; `A^^` is a cell over three columns."""
    rows = []
    for number, line in enumerate(text.strip("\n").split("\n"), start=first):
        cells: list[Cell] = []
        column = 0
        for part in line.split("|"):
            words = part.strip()
            span = 1 + len(words) - len(words.rstrip(_SPAN))
            cells.append(Cell(words.rstrip(_SPAN), number, column, colspan=span))
            column += span
        rows.append(tuple(cells))
    return Table(tuple(rows))


def document_of(*blocks: str | Table) -> Document:
    """A document of one section: paragraphs, and grids where a text holds bars."""
    made: list[Paragraph | Table] = []
    said, at = [], 0
    for block in blocks:
        if isinstance(block, Table):
            made.append(block)
        elif "|" in block:
            made.append(grid(block))
        else:
            made.append(Paragraph(block, at, at + len(block)))
            said.append(block)
            at += len(block) + 1
    return Document((Section(None, tuple(made)),), Source("report.txt", text="\n".join(said)))


def tables_of(form: Form, *blocks: str | Table, others: tuple[Form, ...] = ()) -> Tables:
    """The tables of a document of such blocks."""
    return read_tables(document_of(*blocks), form, (form, *others), named=True)


def told(found: Tables) -> list[str]:
    """What binding came to: of each table its columns, rows with their facts, what is odd, and what is said of it."""
    lines: list[str] = []
    for key, table in found.tables.items():
        facts = [fact for fact in found.vector if fact.table == key]
        lines += [f"{key}{_at(table)}: {' '.join(_line(line, key, 'c') for key, line in table.columns.items())}"]
        lines += [_row(line, row, facts) for row, line in table.rows.items()]
        lost = {fact.row: "" for fact in facts if fact.row not in table.rows and fact.state is not State.ABSENT}
        lines += [f"({row}) {_figures(row, facts)}" for row in lost]
        lines += list(_odd(table))
    lines += [_notice(notice) for notice in found.notices]
    lines += [f"{table}/{row}: {one.found} of {one.expected}" for (table, row), one in found.readings.items()]
    index = {concept.index: f"{concept.row}/{concept.column}" for concept in found.form.concepts}
    used = sorted(" ".join(sorted(index[at] for at in relation)) for relation in found.relations_used)
    return [*lines, *(f"used {relation}" for relation in used)]


def _at(table: BoundTable) -> str:
    """What of a table is pointed at, and its head in all."""
    grids = f" in {len(table.blocks)}" if table.blocks else ""
    return f" at {_text(table.place)}{grids} [{' '.join(map(_text, table.head))}]"


def _text(node: Node | None) -> str:
    return getattr(node, "text", "")


def _line(line: BoundLine, key: str, axis: str) -> str:
    number = f"@{line.number}" if axis == "c" else ""
    label = f"={line.text}" if line.text.lower() != key else ""
    return f"{key}{label}{number}{_MATCHES[line.match]}{'!' if line.damaged else ''}"


def _row(line: BoundLine, key: str, facts: list[Fact]) -> str:
    parents = f" of {'/'.join(line.parents)}" if line.parents else ""
    return f"{_line(line, key, 'r')}{parents} {_figures(key, facts)}"


def _figures(row: str, facts: list[Fact]) -> str:
    return " ".join(_figure(fact) for fact in facts if fact.row == row)


def _figure(fact: Fact) -> str:
    values = "" if fact.readings == () else f"({','.join(map(str, fact.readings))})"
    if fact.state is State.AMBIGUOUS:
        return f"?{fact.cell.text if fact.cell else ''}{values}"
    sign = _SIGNS.get(fact.state) or fact.raw
    return f"{sign}{'*' if fact.recovered else ''}{values}"


def _odd(table: BoundTable) -> Iterator[str]:
    yield from (f"+row {line.number} {_line(line, '', 'r')}" for line in table.extra_rows)
    yield from (f"+column {_line(line, '', 'c')}" for line in table.extra_columns)
    for line, figures in table.duplicates:
        yield f"again {_line(line, '', 'r')} {' '.join(figure.raw for figure in figures)}"
    if table.damaged:
        yield "damaged"


def _notice(notice: Notice) -> str:
    cells = " ".join(map(_text, notice.cells))
    return f"{'.' if notice.decided else '!'} {notice.kind} at {_text(notice.at)} [{cells}]"
