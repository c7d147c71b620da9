"""How far a bound table can be trusted to hold all that was printed; judging it is left to the rules."""

from collections.abc import Iterable
from unicodedata import normalize

from audit_core import BoundLine, BoundTable, Cell, Figure, Report, State, Table


def prose(report: Report) -> str:
    """Return all prose of a report as `fold` returns labels, without keeping it in that function's memory."""
    text = "".join(paragraph.text for paragraph in report.document.paragraphs())
    return "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())


def figures(report: Report, line: BoundLine) -> tuple[Figure, ...]:
    """Return what a bound row prints behind its label, blank cells left out."""
    after = line.cells[_position(line) + 1 :]
    read = report.form.reader.read
    return tuple(figure for cell in after if (figure := read(cell.text)).state is not State.BLANK)


def _position(line: BoundLine) -> int:
    return next((n for n, cell in enumerate(line.cells) if cell is line.label), -1)


def has_loose_rows(report: Report, tables: Iterable[Table]) -> bool:
    """Whether tables print rows of figures that stand in no bound row: their labels were lost on the way."""
    taken = {id(cell) for table in report.tables.values() for cell in _taken(table)}
    rows = (row for table in tables for row in table.rows)
    return any(_only_figures(report, row) and not any(id(cell) in taken for cell in row) for row in rows)


def _taken(table: BoundTable) -> list[Cell]:
    lines = [*table.rows.values(), *table.extra_rows, *(line for line, _ in table.duplicates)]
    return [cell for line in lines for cell in line.cells]


def _only_figures(report: Report, row: tuple[Cell, ...]) -> bool:
    states = [report.form.reader.read(cell.text).state for cell in row]
    return State.NUMBER in states and State.TEXT not in states
