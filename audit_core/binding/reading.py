"""From the blocks of a document to all its tables: rows sorted by table, then bound, then those in no grid.

A page that ends inside a table parts it in two grids, with no more between than the number of the page:

    table       读者     | 春季 | 合计
                成人读者 | 3    | 3
    paragraph   — 5 —
    table       儿童读者 | 1    | 1
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding import gridless
from audit_core.binding.choosing import not_a_report
from audit_core.binding.codes import name_of
from audit_core.binding.damage import mark
from audit_core.binding.labels import LabelIndex, labels_of
from audit_core.binding.model import TableBinding, tabled
from audit_core.binding.notices import run_together_notice, unplaced_notice
from audit_core.binding.page_numbers import number_of
from audit_core.binding.regions import PrintedRow, RowSorter, head_cells
from audit_core.binding.row_breaks import joined
from audit_core.binding.side_by_side import bind_headless
from audit_core.binding.tables import bind_table, superseding, tell
from audit_core.document import Block, Cell, Document, Paragraph, Table
from audit_core.errors import InputError
from audit_core.figures import ABSENT, NONE, State
from audit_core.forms import Form, TableForm
from audit_core.report import BoundTable, Fact, Notice, Readings, Tabled

MOST_CODES: Final = 2_000
"""No report prints so many rows of one classification."""


class Tables(Struct):
    """What the tables of a document come to; they are `plain` where no figure had to be looked at to bind them."""

    form: Form
    vector: tuple[Fact, ...]
    tables: Mapping[str, BoundTable]
    readings: Mapping[tuple[str, str], Readings] = {}
    notices: Sequence[Notice] = ()
    relations_used: frozenset[frozenset[int]] = frozenset()
    tabled: Tabled = {}
    plain: bool = False


def read_tables(document: Document, form: Form, forms: Sequence[Form], *, named: bool) -> Tables:
    """Bind all tables of a document; `forms` are those that may have printed them, `named` tells that it is a report.

    Raises NotAReport where it is not known to be one and prints no table either.
    """
    labels = labels_of(form)
    sorter = sort_rows(document, labels)
    others = [labels_of(other) for other in forms if other is not form]
    cells = list(gridless.read(document, labels, others, sorter.regions))
    if not named and not sorter.regions:
        raise not_a_report(document, forms)
    form = _opened(document, form, sorter) if form.has_codes else form
    bound = dict(_bound(form, others, sorter, labels))
    headless = dict(_headless(form, bound, sorter)) if len(bound) < len(form.tables) else {}
    taken = {cell for table in headless.values() for cell in table.table.row_cells()}
    for key, table in bound.items():
        if not table.table.superseded:
            tell(sorter.regions[key], table, taken)
    bound |= headless
    bound |= {key: _emptied(form, form.tables[key], bound.get(key), sorter) for key in sorter.empty}
    notices: list[Notice] = []
    if len(bound) < len(form.tables):
        notices += _unread(document, form, labels, bound, sorter)
    notices += _headed(form, sorter)
    cells += mark(document, bound, labels)
    notices += [notice for table in bound.values() for notice in table.notices]
    return Tables(
        form,
        _vector(form, bound),
        {key: table.table for key, table in bound.items()},
        {(reading.table, reading.row): reading for table in bound.values() for reading in table.readings},
        notices,
        _relations_used(form, bound),
        tabled(cells),
        plain=len(bound) == len(form.tables) and not notices and all(table.plain for table in bound.values()),
    )


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


def _opened(document: Document, form: Form, sorter: RowSorter) -> Form:
    """Return a report's own form, with the rows of the codes that it prints."""
    rows = {
        key: [(row.key, name_of(row.cells[row.label].text, row.key)) for row in region.rows]
        for key, region in sorter.regions.items()
    }
    codes = {code for key, said in rows.items() for code, _ in said if code not in form.tables[key].rows}
    if len(codes) > MOST_CODES:
        raise InputError(
            f"found {len(codes):,} codes of a classification, expected at most {MOST_CODES:,}",
            f"表中有 {len(codes)} 个科目编码，最多 {MOST_CODES} 个",
            place=document.source.uri,
        )
    return form.opened(rows)


def _emptied(form: Form, table: TableForm, bound: TableBinding | None, sorter: RowSorter) -> TableBinding:
    """Return a table that says it has no figures: if it prints none, there are none of it."""
    sentence = sorter.empty[table.key]
    region = sorter.regions[table.key]
    read = bound or TableBinding(BoundTable(table, region.caption or sentence, head=tuple(head_cells(region))))
    read.table, read.plain = replace(read.table, empty=sentence), False
    if all(fact.figure.state in (State.BLANK, State.PLACEHOLDER) for fact in read.facts):
        read.facts = [Fact(concept, NONE) for concept in form.concepts if concept.table == table.key]
    return read


def _headless(form: Form, bound: Mapping[str, TableBinding], sorter: RowSorter) -> Iterator[tuple[str, TableBinding]]:
    """Yield the tables across whose head was lost, and whose row of figures is there."""
    for key, table in form.tables.items():
        lost = table.across and key not in bound and key not in sorter.empty
        found = bind_headless(form, table, sorter) if lost else None
        if found:
            yield key, found


def _unread(
    document: Document, form: Form, labels: LabelIndex, bound: Mapping[str, TableBinding], sorter: RowSorter
) -> Iterator[Notice]:
    """Yield notices of figures that may be those of a table that was not found."""
    from audit_core.binding.gridless.inline_tables import folded_prose, stands_in

    missing = [table for key, table in form.tables.items() if key not in bound and not table.codes]
    text = folded_prose(document, labels) if missing else ""
    for table in missing:
        if stands_in(text, table):
            yield run_together_notice(table)
    told = {cell for table in bound.values() for cell in table.unplaced}
    headed = {row for row, _ in sorter.headed_rows}
    rows = [row.figures for row in sorter.unassigned_rows() if row not in headed] if missing else []
    cells = [cell for row in rows if len(row) > 1 and told.isdisjoint(row) for cell in row]
    if cells:
        yield unplaced_notice(missing[0], cells)


def _headed(form: Form, sorter: RowSorter) -> Iterator[Notice]:
    """Yield notices of figures under a head that several tables have in common, which none of them took."""
    rows = [(row, table) for row, table in sorter.headed_rows if not row.key]
    for table, group in groupby(rows, itemgetter(1)):
        pairs = (pair for row, _ in group for pair in zip(row.cells, row.kinds, strict=True))
        yield unplaced_notice(form.tables[table], [cell for cell, kind in pairs if kind.numeric])


def _bound(
    form: Form, others: Sequence[LabelIndex], sorter: RowSorter, labels: LabelIndex
) -> Iterator[tuple[str, TableBinding]]:
    for key, table in form.tables.items():
        region = sorter.regions.get(key)
        if region is None or not (region.rows or region.parts or region.others):
            continue
        bound = bind_table(form, table, region, labels)
        printed = superseding(bound.table, labels, others)
        if printed:
            bound = TableBinding(BoundTable(table, bound.table.place, printed_form=printed, head=bound.table.head))
        yield key, bound


def _relations_used(form: Form, bound: Mapping[str, TableBinding]) -> frozenset[frozenset[int]]:
    """Return the relations that told figures apart, by the indices of their figures."""
    return frozenset(
        frozenset(form.index[key, row, column] for row, column in cells)
        for key, table in bound.items()
        for cells in table.inferred_by
    )


@lru_cache(maxsize=32)
def _absent(form: Form) -> tuple[Fact, ...]:
    return tuple(Fact(concept, ABSENT) for concept in form.concepts)


def _vector(form: Form, bound: Mapping[str, TableBinding]) -> tuple[Fact, ...]:
    facts = list(_absent(form))
    for table in bound.values():
        for fact in table.facts:
            facts[fact.concept.index] = fact
    return typed(form, tuple(facts))


def typed(form: Form, vector: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return facts with the cells that hold no plain number read as their type says."""
    if not form.typed:
        return vector
    facts = list(vector)
    for concept in form.typed:
        fact = facts[concept.index]
        if fact.figure.state not in (State.ABSENT, State.AMBIGUOUS, State.NONE):
            facts[concept.index] = replace(fact, figure=form.reader.read_as(concept.type, fact.raw))
    return tuple(facts)
