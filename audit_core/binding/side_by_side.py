"""A table `across`: its rows stand side by side in one printed row.

成人读者           | 儿童读者
春季 | 秋季 | 合计 | 春季 | 秋季 | 合计
1    | 2    | 3    | 4    | 5    | 9
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from audit_core.binding.labels import LabelIndex, LabelMatch
from audit_core.binding.model import AMBIGUOUS, TableBinding
from audit_core.binding.notices import count_notices, placed_notice, recovered_notices
from audit_core.binding.regions import PrintedRow, Region, RowSorter, label_cell
from audit_core.binding.relations import holds, of_row
from audit_core.binding.rows import Grid, counts, place
from audit_core.document import Cell
from audit_core.figures import Number
from audit_core.forms import Form, TableForm, fold
from audit_core.report import BoundLine, BoundTable, Fact, Readings


def bind_across(form: Form, table: TableForm, region: Region, labels: LabelIndex) -> TableBinding:
    """Bind the region of a table across; its rows may be printed in several pieces, each with a head of its own."""
    bound = TableBinding(BoundTable(table, None))
    columns: dict[str, BoundLine] = {}
    rows: dict[str, BoundLine] = {}
    cells: list[Cell] = []
    shown: Sequence[PrintedRow] = ()
    for heads, row, said in region.parts:
        blocks = _blocks(table, heads, row, said, labels, list(rows))
        if len(region.parts) == 1 and (lost := _lost(table, row, _spots(table, heads, labels))):
            bound.notices.append(placed_notice(table, lost, heads[0].cells[0]))
            blocks = _in_order(table, _in_grid(table, heads, row), blocks)
        for key, (label, spots) in blocks.items():
            rows[key] = BoundLine(table.rows[key], label, "statutory", tuple(row.cells))
            columns.update({column: line for column, line in spots.items() if column not in columns})
        _bind_blocks(form, table, row, blocks, bound)
        if heads is not shown:
            printed = (pair for head in heads for pair in zip(head.cells, head.kinds, strict=True))
            cells.extend(cell for cell, kind in printed if not kind.blank)
        shown = heads
    bound.table = BoundTable(
        table,
        region.caption or next(iter(cells), None) or (region.parts[0][1].cells[0] if region.parts else None),
        rows={key: rows[key] for key in table.rows if key in rows},
        columns={key: columns[key] for key in table.columns if key in columns},
        head=tuple(cells),
        blocks=tuple(region.blocks),
    )
    bound.notices.extend(count_notices(table, bound.readings))
    bound.plain = not (region.others or bound.readings or bound.notices)
    return bound


Blocks = dict[str, tuple[Cell | None, dict[str, BoundLine]]]


def _blocks(
    table: TableForm, heads: Sequence[PrintedRow], row: PrintedRow, said: str, labels: LabelIndex, filled: Sequence[str]
) -> Blocks:
    """Return the blocks of columns over one printed row: for each row of the form its label and columns."""
    spots = _spots(table, heads, labels)
    own = next((h.line for k in row.kinds for h in k.rows if h.table == table.key), "")
    if own:
        return {own: (row.cells[0], spots[0] if spots else {})}
    printed = _labels(table, heads)
    if len(printed) != len(spots):
        spoken = [key for key, line in table.rows.items() if fold(line.label) == said]
        starts = [min(line.number for line in columns.values()) for columns in spots]
        rest = spoken if len(spots) == 1 and spoken else [key for key in table.rows if key not in filled]
        printed = _over(printed, starts, rest)
    return {key: (cell, columns) for (key, cell), columns in zip(printed, spots, strict=False)}


RowLabel = tuple[str, Cell | None]


def _labels(table: TableForm, heads: Sequence[PrintedRow]) -> Sequence[RowLabel]:
    """Return the labels of rows that a head prints, from left to right."""
    found = [
        (cell.column, hit.line, cell)
        for head in heads
        for cell, kind in zip(head.cells, head.kinds, strict=True)
        for hit in kind.rows
        if hit.table == table.key
    ]
    return [(key, cell) for _, key, cell in sorted(found, key=lambda label: label[:2])]


def _over(printed: Sequence[RowLabel], starts: Sequence[int], keys: Sequence[str]) -> list[RowLabel]:
    """Return the row of each block: the one whose label begins where the block does, else the next in the form."""
    over = {starts.index(cell.column): (key, cell) for key, cell in printed if cell and cell.column in starts}
    taken = {key for key, _ in over.values()}
    rest: Iterator[RowLabel] = ((key, None) for key in keys if key not in taken)
    found = (over.get(number) or next(rest, None) for number in range(len(starts)))
    return [one for one in found if one]


def _lost(table: TableForm, row: PrintedRow, spots: Sequence[Mapping[str, BoundLine]]) -> list[str]:
    """Return the columns whose heads are not all read, where the row prints a figure for each and the rest fit."""
    whole = list(table.columns) * len(table.rows)
    read = [column for columns in spots for column in columns]
    if len(read) == len(whole) or 2 * len(read) < len(whole) or sum(kind.numeric for kind in row.kinds) != len(whole):
        return []
    rest = iter(whole)
    if row.options is not None or not all(column in rest for column in read):
        return []
    return [column for column in table.columns if read.count(column) < len(table.rows)]


def _in_grid(table: TableForm, heads: Sequence[PrintedRow], row: PrintedRow) -> Sequence[RowLabel]:
    """Return the rows of a table in the order of its blocks, which have a figure for each column."""
    printed = _labels(table, heads)
    figures = [cell.column for cell, kind in zip(row.cells, row.kinds, strict=True) if kind.numeric]
    starts = figures[:: len(table.columns)]
    return printed if len(printed) == len(starts) else _over(printed, starts, list(table.rows))


def _in_order(table: TableForm, rows: Sequence[RowLabel], blocks: Blocks) -> Blocks:
    """Return the blocks of some rows with all columns as the form has them, with the heads that were read."""
    heads = {column: line for _, columns in blocks.values() for column, line in columns.items()}
    lines = {key: replace(heads[key], number=0) if key in heads else BoundLine(line, None, "statutory", damaged=True)
             for key, line in table.columns.items()}  # fmt: skip
    return {key: (label, lines) for key, label in rows}


def _spots(table: TableForm, heads: Sequence[PrintedRow], labels: LabelIndex) -> list[dict[str, BoundLine]]:
    """Return the columns of each block: a block ends where a column comes again, or, if heads are lost, goes back."""
    order = list(table.columns)
    leaves = _leaves_across(table, heads, labels)
    whole = len(leaves) == len(order) * len(table.rows)
    blocks: list[dict[str, BoundLine]] = []
    last = len(order)
    for cell, hit in leaves:
        back = order.index(hit.line) <= last
        if not blocks or (hit.line in blocks[-1] if whole else back):
            blocks.append({})
        last = order.index(hit.line)
        blocks[-1][hit.line] = BoundLine(table.columns[hit.line], cell, hit.match, number=cell.column)
    return blocks


def _leaves_across(table: TableForm, heads: Sequence[PrintedRow], labels: LabelIndex) -> list[tuple[Cell, LabelMatch]]:
    """Return the head cells that name columns: from left to right, or as they are read where rows have no grid."""
    hits = [
        (cell, hit)
        for head in heads
        for cell in head.cells
        if (hit := labels.match(cell.text, table.key, axis="column"))
    ]
    if len({cell.column for cell, _ in hits}) < len(hits):
        return hits
    return sorted(hits, key=lambda hit: hit[0].column)


def _bind_blocks(form: Form, table: TableForm, row: PrintedRow, blocks: Blocks, bound: TableBinding) -> None:
    spots = [(key, column, line.number) for key, (_, columns) in blocks.items() for column, line in columns.items()]
    if row.options is not None:
        concepts = (form.concepts[form.index[table.key, key, column]] for key, column, _ in spots)
        bound.facts += [Fact(concept, AMBIGUOUS, row.cells[-1]) for concept in concepts]
        return
    keys = [f"{key}/{column}" for key, column, _ in spots]
    offsets = [number for *_, number in spots]
    row.label = label_cell(row)
    ordered = offsets == sorted(set(offsets))
    even = len(row.tail) == len(keys)
    sums = [factors for one in blocks for factors in counts(table, keys, f"{one}/{{}}")]
    grid = Grid(tuple(keys), tuple(offsets), sound=ordered and row.label < 0, even=even, sums=sums)
    placed = place(row, grid)
    if placed is None:
        _undecided(form, table, row, blocks, bound)
        return
    for key, cell, kind in zip(*placed, strict=True):
        line, _, column = key.partition("/")
        at = form.index[table.key, line, column]
        bound.facts.append(Fact(form.concepts[at], kind.figure, cell, (), row.recovered))
    if row.recovered:
        bound.inferred_by.update(cells for line, _ in blocks.items() for cells, _ in of_row(table, line))


def _undecided(form: Form, table: TableForm, row: PrintedRow, blocks: Blocks, bound: TableBinding) -> None:
    """Keep the facts of a row across that prints the wrong number of figures, without readings."""
    expected = sum(len(columns) for _, columns in blocks.values())
    for key, (label, columns) in blocks.items():
        bound.readings.append(Readings(table.key, key, (), tuple(row.figures), label, len(row.figures), expected))
        for column in columns:
            concept = form.concepts[form.index[table.key, key, column]]
            bound.facts.append(Fact(concept, AMBIGUOUS, row.cells[0]))


def bind_headless(form: Form, table: TableForm, sorter: RowSorter) -> TableBinding | None:
    """Bind a table across whose head was lost, where one row of figures alone is as long as it.

    Its sums must hold, and either the pieces of a head over it follow each other as the labels of the form do, or its
    figures are the same in any order that a total may stand in.
    """
    keys = list(_keys(table))
    rows = [row for row in sorter.unassigned_rows() if len(row.cells) >= len(keys) == len(_figures(row))]
    if len(rows) != 1:
        return None
    row, values = rows[0], dict(zip(keys, _figures(rows[0]), strict=True))
    relations = [relation for key in table.rows for relation in of_row(table, key)]
    if not relations or not all(holds(table, terms, values) for _, terms in relations):
        return None
    if any(values.values()) and not _headed(table, row):
        return None
    row.key = table.key  # it is taken
    figures = [(cell, kind) for cell, kind in zip(row.cells, row.kinds, strict=True) if kind.numeric]
    lines = {key: BoundLine(line, None, "statutory", tuple(row.cells)) for key, line in table.rows.items()}
    facts = [
        Fact(form.concepts[form.index[table.key, line, column]], kind.figure, cell, (), recovered=True)
        for (line, column), (cell, kind) in zip(keys, figures, strict=True)
    ]
    blocks = () if row.table is None else (row.table,)
    bound = TableBinding(BoundTable(table, row.cells[0], rows=lines, blocks=blocks), facts)
    bound.inferred_by.update(cells for cells, _ in relations)
    bound.notices.extend(recovered_notices(table, Region(table.key), facts))
    return bound


def _keys(table: TableForm) -> Iterator[tuple[str, str]]:
    return ((row, column) for row in table.rows for column in table.columns)


def _figures(row: PrintedRow) -> list[Number]:
    return [kind.figure.exact for kind in row.kinds if kind.numeric]


def _headed(table: TableForm, row: PrintedRow) -> bool:
    """Whether the rows printed over a row of figures are pieces of the form's labels, in the form's order."""
    over = [cells for cells in (row.table.rows if row.table else ()) if cells and cells[0].row < row.cells[0].row]
    pieces = [piece for cells in over for cell in cells if (piece := fold(cell.text))]
    labels = [fold(table.columns[column].label) for _, column in _keys(table)]
    return 2 * len(pieces) > len(labels) and _follow(pieces, labels)


def _follow(pieces: Sequence[str], labels: Sequence[str]) -> bool:
    at = 0
    for piece in pieces:
        while at < len(labels) and piece not in labels[at]:
            at += 1
        at += 1
    return at <= len(labels)
