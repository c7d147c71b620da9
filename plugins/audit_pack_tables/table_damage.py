"""How far a bound table can be trusted to hold all that was printed; judging it is left to the rules."""

from collections.abc import Sequence
from unicodedata import normalize

from audit_core import BoundLine, BoundTable, Figure, NotAssessed, Report, State


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


def tables_read(report: Report) -> Sequence[BoundTable]:
    """Return the statutory tables that were read.

    Raises NotAssessed where there are none.
    """
    if not report.tables and report.form.tables:
        raise NotAssessed("no statutory table was read", "没有读到法定表格")
    return [*report.tables.values()]
