"""All rows of a document, sorted into regions, those put together first that a page break tore in two."""

from audit_core.binding.labels import LabelIndex
from audit_core.binding.page_numbers import number_of
from audit_core.binding.regions import PrintedRow, RowSorter
from audit_core.binding.row_breaks import joined
from audit_core.document import Block, Cell, Document, Paragraph, Table
from audit_core.errors import InputError


def sort_rows(document: Document, labels: LabelIndex) -> RowSorter:
    """Sort all rows of a document's tables."""
    sorter = RowSorter(labels)
    waiting: list[PrintedRow] = []
    for block in document.blocks():
        try:
            if isinstance(block, Table):
                waiting += sorter.printed(block.rows, block)
            elif isinstance(block, Paragraph) and not (waiting and _is_of_a_page(block, labels)):
                _sort(sorter, waiting)
                waiting = []
                sorter.paragraph(block)
        except InputError as error:
            raise _placed(error, block, document, labels) from None
    _sort(sorter, waiting)
    sorter.finish()
    return sorter


def _sort(sorter: RowSorter, rows: list[PrintedRow]) -> None:
    for row in joined(rows, sorter.labels):
        sorter.sort(row)


def _is_of_a_page(paragraph: Paragraph, labels: LabelIndex) -> bool:
    """Whether a paragraph stands between the halves of a table only because a page ends there."""
    text = paragraph.text.strip()
    return not text or number_of(text, labels, alone=True) is not None


def _placed(error: InputError, block: Block, document: Document, labels: LabelIndex) -> InputError:
    """Return an error about a figure with the place of the cell that prints it."""
    at = next((cell for cell in block.cells() if _refused(cell, labels)), block) if isinstance(block, Table) else block
    where = document.locate(at)
    line = f"{where.region.start_line}:{where.region.start_column}" if where.region else where.place
    return type(error)(error.words.en, error.words.zh, place=f"{where.uri}:{line}")


def _refused(cell: Cell, labels: LabelIndex) -> bool:
    try:
        labels.kind(cell.text)
    except InputError:
        return True
    return False
