"""A damaged table bound all the same: rows put in their places, the others left undecided; see `row_recovery`."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from audit_core.binding.column_order import OrderChoice
from audit_core.binding.model import AMBIGUOUS, TableBinding, concepts
from audit_core.binding.notices import order_notice
from audit_core.binding.regions import PrintedRow, Region
from audit_core.binding.row_recovery import in_order, parted, recover
from audit_core.binding.rows import Grid
from audit_core.figures import State
from audit_core.forms import Form, TableForm
from audit_core.report import Fact


def in_pieces(table: TableForm, region: Region) -> list[PrintedRow]:
    """Return the rows of a damaged region in printed order, and keep those cut in two as two."""
    stream = parted(in_order(region), table)
    region.rows = [row for row in stream if row.key]
    before = accumulate((bool(row.key) for row in stream), initial=0)
    region.others = [(known, row) for known, row in zip(before, stream, strict=False) if not row.key]
    return stream


def repair(
    form: Form, table: TableForm, region: Region, grid: Grid, stream: Sequence[PrintedRow], bound: TableBinding
) -> None:
    """Bind the damaged rows of a table that are in their places again, and leave the others undecided."""
    found = recover(table, stream, grid, bound.facts)
    again = {row.key for row in found.rows}
    touched = again | found.undecided.keys()
    bound.facts = [fact for fact in bound.facts if fact.row not in touched]
    bound.readings = [reading for reading in bound.readings if reading.row not in touched]
    for row in found.rows:
        figures = zip(concepts(form, table.key, row.key, grid.keys), row.tail, row.kinds[row.label + 1 :], strict=True)
        bound.facts += [Fact(concept, kind.figure, cell, recovered=True) for concept, cell, kind in figures if concept]
    for key, printed in found.undecided.items():
        bound.facts += _unknown(form, table, key, printed, grid)
    region.rows = [row for row in region.rows if row.key not in again] + found.rows
    kept = {id(cell) for row in found.rows for cell in row.cells}
    region.others = [(at, row) for at, row in region.others if not kept.intersection(map(id, row.cells))]
    bound.inferred_by |= found.inferred_by
    bound.unplaced += found.unplaced


def _unknown(form: Form, table: TableForm, key: str, row: PrintedRow | None, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row is not None and row.label >= 0 else None
    return (Fact(concept, AMBIGUOUS, label) for concept in concepts(form, table.key, key, grid.keys) if concept)


def mark_doubtful(table: TableForm, chosen: OrderChoice, bound: TableBinding) -> None:
    """Leave undecided what another order of columns, as likely as the one taken, would read otherwise."""
    if chosen.by_sums:
        bound.notices.append(order_notice(table, bound.table.place, decided=True))
        return
    facts = {(fact.row, fact.column): fact for fact in bound.facts}
    instead = dict(zip(chosen.other, chosen.order, strict=True))
    doubted: list[Fact] = []
    for (row, column), fact in facts.items():
        other = facts.get((row, instead.get(column, column)))
        if other and fact.state is not State.AMBIGUOUS and other.figure.exact != fact.figure.exact:
            doubted.append(Fact(fact.concept, AMBIGUOUS, fact.cell, (fact.figure.exact, other.figure.exact)))
    lost = {fact.concept.index for fact in doubted}
    bound.facts = [fact for fact in bound.facts if fact.concept.index not in lost] + doubted
    if doubted:
        bound.notices.append(order_notice(table, bound.table.place, decided=False))
