"""All rows of a document, sorted into regions, those put together first that a page break tore in two."""

from audit_core.binding.matcher import Matcher
from audit_core.binding.page_numbers import number_of
from audit_core.binding.regions import Printed, Sorter
from audit_core.binding.row_breaks import joined
from audit_core.document import Block, Cell, Document, Paragraph, Table
from audit_core.errors import InputError


def sort_rows(document: Document, matcher: Matcher) -> Sorter:
    """Sort all rows of a document's tables."""
    sorter = Sorter(matcher)
    waiting: list[Printed] = []
    for block in document.blocks():
        try:
            if isinstance(block, Table):
                waiting += sorter.printed(block.rows, block)
            elif isinstance(block, Paragraph) and not (waiting and _is_of_a_page(block, matcher)):
                _sort(sorter, waiting)
                waiting = []
                sorter.paragraph(block)
        except InputError as error:
            raise _placed(error, block, document, matcher) from None
    _sort(sorter, waiting)
    sorter.finish()
    return sorter


def _sort(sorter: Sorter, rows: list[Printed]) -> None:
    for row in joined(rows, sorter.matcher):
        sorter.sort(row)


def _is_of_a_page(paragraph: Paragraph, matcher: Matcher) -> bool:
    """Whether a paragraph stands between the halves of a table only because a page ends there."""
    text = paragraph.text.strip()
    return not text or number_of(text, matcher, alone=True) is not None


def _placed(error: InputError, block: Block, document: Document, matcher: Matcher) -> InputError:
    """Return an error about a figure with the place of the cell that prints it."""
    at = next((cell for cell in block.cells() if _refused(cell, matcher)), block) if isinstance(block, Table) else block
    where = document.locate(at)
    line = f"{where.region.start_line}:{where.region.start_column}" if where.region else where.place
    return type(error)(error.words.en, error.words.zh, place=f"{where.uri}:{line}")


def _refused(cell: Cell, matcher: Matcher) -> bool:
    try:
        matcher.kind(cell.text)
    except InputError:
        return True
    return False
