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


def damaged(report: Report, table: str) -> bool:
    """Whether rows of a table may be printed and yet not read."""
    kinds = {notice.kind for notice in report.notices if notice.table == table and not notice.decided}
    loose = has_loose_rows(report, report.document.tables())
    found = report.table(table)
    return loose or "unplaced_cells" in kinds or _has_gaps(found) or _has_joined(found)


def _has_joined(table: BoundTable | None) -> bool:
    """Whether a row is so much longer than the others that one more, with nothing in it, may have been joined to it."""
    if table is None or not table.rows:
        return False
    widths = sorted(len(line.cells) for line in table.rows.values())
    return widths[-1] - widths[len(widths) // 2] >= len(table.columns)


def _has_gaps(table: BoundTable | None) -> bool:
    """Whether rows without any words or figures stand between the rows of a table."""
    taken = {id(cell) for cell in _taken(table)} if table else set()
    for block in table.blocks if table else ():
        known = [number for number, row in enumerate(block.rows) if any(id(cell) in taken for cell in row)]
        between = block.rows[known[0] : known[-1]] if known else ()
        if any(row and not any(cell.text.strip() for cell in row) for row in between):
            return True
    return False
