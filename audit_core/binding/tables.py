"""From the printed rows of a region to a bound table with its facts; sorting rows into regions comes before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from audit_core.binding.columns import NEAR, Head, likeness, read_head
from audit_core.binding.matcher import PARENT, Hit, Matcher
from audit_core.binding.notices import order_notice, recovered_notices
from audit_core.binding.orders import Chosen, choose
from audit_core.binding.recovery import in_order, is_damaged, parted, recover, undecide
from audit_core.binding.regions import Printed, Region, head_cells
from audit_core.binding.relations import Cells, of_row
from audit_core.binding.rows import Grid, conforms, measure, place, readings
from audit_core.document import Cell
from audit_core.figures import Figure, State
from audit_core.forms import Concept, Form, Line, TableForm, fold
from audit_core.report import BoundLine, BoundTable, Fact, Notice, Readings
from audit_core.words import Words

AMBIGUOUS = Figure("", State.AMBIGUOUS)


class Bound(Struct):
    """What binding one table came to."""

    table: BoundTable
    facts: list[Fact] = []
    readings: list[Readings] = []
    notices: list[Notice] = []
    told: set[Cells] = set()
    loose: list[Cell] = []


def bind_table(form: Form, table: TableForm, region: Region, matcher: Matcher) -> Bound:
    """Bind one region to its statutory table."""
    return _bind_across(form, table, region, matcher) if table.across else _bind_rows(form, table, region, matcher)


def _bind_rows(form: Form, table: TableForm, region: Region, matcher: Matcher) -> Bound:
    stream = _parted(table, region) if is_damaged(table, region) else ()
    extra_rows = _match_others(table, region)
    head = read_head(table, region.heads, region.rows, matcher)
    chosen = choose(table, head, region.rows) if head.loose or not head.columns else None
    grid = _grid(head, [row for row in region.rows if not row.cut] if stream else region.rows, chosen)
    if stream:
        undecide(table, region.rows, len(grid.keys))
    bound = Bound(_bound_table(form, table, region, extra_rows, head), told=region.told)
    for row in _once(region.rows):
        _bind_row(form, table, row, grid, matcher, bound)
    if stream:
        _recover(form, table, region, grid, stream, bound)
        bound.table = _bound_table(form, table, region, extra_rows, head)
    if chosen and (chosen.other or chosen.told):
        _doubt(table, region.rows, chosen, bound)
    bound.notices.extend(_notices(table, region, grid, bound.readings))
    bound.notices.extend(recovered_notices(table, region, bound.facts, bound.loose))
    return bound


def _parted(table: TableForm, region: Region) -> list[Printed]:
    """Return the rows of a damaged region in printed order, and keep those cut in two as two."""
    stream = parted(in_order(region), table)
    region.rows = [row for row in stream if row.key]
    region.others = [(sum(bool(before.key) for before in stream[:n]), row) for n, row in enumerate(stream) if not row.key]
    return stream


def _recover(
    form: Form, table: TableForm, region: Region, grid: Grid, stream: Sequence[Printed], bound: Bound
) -> None:
    """Bind the damaged rows of a table that are in their places again, and leave the others undecided."""
    found = recover(table, stream, grid, bound.facts)
    again = {row.key for row in found.rows}
    touched = again | found.undecided.keys()
    bound.facts = [fact for fact in bound.facts if fact.row not in touched]
    bound.readings = [reading for reading in bound.readings if reading.row not in touched]
    for row in found.rows:
        figures = zip(_concepts(form, table.key, row.key, grid.keys), row.tail, row.kinds[row.label + 1 :], strict=True)
        bound.facts += [Fact(concept, kind.figure, cell, recovered=True) for concept, cell, kind in figures if concept]
    for key, printed in found.undecided.items():
        bound.facts += _unknown(form, table, key, printed, grid)
    region.rows = [row for row in region.rows if row.key not in again] + found.rows
    kept = {id(cell) for row in found.rows for cell in row.cells}
    region.others = [(at, row) for at, row in region.others if not kept.intersection(map(id, row.cells))]
    bound.told |= found.told
    bound.loose += found.loose


def _unknown(form: Form, table: TableForm, key: str, row: Printed | None, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row is not None and row.label >= 0 else None
    concepts = (concept for concept in _concepts(form, table.key, key, grid.keys) if concept)
    return (Fact(concept, AMBIGUOUS, label) for concept in concepts)


def _doubt(table: TableForm, rows: Sequence[Printed], chosen: Chosen, bound: Bound) -> None:
    """Leave undecided what another order of columns, as likely as the one taken, would read otherwise."""
    if chosen.told:
        bound.notices.append(order_notice(table, bound.table.place, decided=True))
        return
    facts = {(fact.row, fact.column): fact for fact in bound.facts}
    swapped = dict(zip(chosen.order, chosen.other, strict=True))
    doubted: list[Fact] = []
    for (row, column), fact in facts.items():
        other = facts.get((row, swapped.get(column, column)))
        if other and fact.state is not State.AMBIGUOUS and other.figure.exact != fact.figure.exact:
            at = chosen.order[chosen.other.index(column)]
            readings = dict.fromkeys((fact.figure.exact, facts[row, at].figure.exact))
            doubted.append(Fact(fact.concept, AMBIGUOUS, fact.cell, tuple(readings)))
    lost = {fact.concept.index for fact in doubted}
    bound.facts = [fact for fact in bound.facts if fact.concept.index not in lost] + doubted
    if doubted:
        bound.notices.append(order_notice(table, bound.table.place, decided=False))


def _grid(head: Head, rows: Sequence[Printed], chosen: Chosen | None) -> Grid:
    if chosen is not None:
        return measure(chosen.order, (), rows)
    columns = {line.number: key for key, line in head.columns.items()}
    columns |= {line.number: f"?{line.number}" for line in head.extra}
    order = sorted(columns)
    return measure([columns[column] for column in order], order, rows)


def _once(rows: Sequence[Printed]) -> Iterator[Printed]:
    """Yield the first row printed under each key."""
    seen: set[str] = set()
    for row in rows:
        if row.key not in seen:
            seen.add(row.key)
            yield row


def _bind_row(form: Form, table: TableForm, row: Printed, grid: Grid, matcher: Matcher, bound: Bound) -> None:
    if row.options is not None:
        bound.facts += _possible(form, table, row, grid)
        return
    placed = place(row, grid)
    if placed is not None:
        concepts = _concepts(form, table.key, row.key, placed.keys)
        cells = zip(concepts, placed.cells, placed.kinds, strict=True)
        told = row.recovered
        bound.facts += [Fact(concept, kind.figure, cell, (), told) for concept, cell, kind in cells if concept]
        return
    reading = readings(table, row, grid, matcher)
    bound.readings.append(reading)
    bound.facts.extend(_ambiguous(form, table, row, reading, grid))


def _possible(form: Form, table: TableForm, row: Printed, grid: Grid) -> Iterator[Fact]:
    """Yield the facts of a row whose digits could not be told apart, with the values they may have."""
    for number, concept in enumerate(_concepts(form, table.key, row.key, grid.keys)):
        if concept:
            values = tuple(dict.fromkeys(option[number] for option in row.options or ()))
            yield Fact(concept, AMBIGUOUS, row.cells[-1], values)


@lru_cache(maxsize=4096)
def _concepts(form: Form, table: str, row: str, columns: tuple[str, ...]) -> tuple[Concept | None, ...]:
    """Return what the figures of a row report; None in columns that the form does not know."""
    found = (form.index.get((table, row, column)) for column in columns)
    return tuple(None if at is None else form.concepts[at] for at in found)


def _ambiguous(form: Form, table: TableForm, row: Printed, reading: Readings, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row.label >= 0 else None
    for number, column in enumerate(table.columns):
        if column in grid.keys:
            values = tuple(dict.fromkeys(vector[number] for vector in reading.vectors))
            yield Fact(form.concepts[form.index[table.key, row.key, column]], AMBIGUOUS, label, values)


def _match_others(table: TableForm, region: Region) -> list[BoundLine]:
    """Give rows whose label is only near a statutory one to the missing row they stand in place of."""
    if not region.others:
        return []
    found = [row.key for row in region.rows]
    order = [key for key, line in table.rows.items() if not line.optional]
    extra: list[BoundLine] = []
    for position, row in reversed(region.others):
        if key := _own_row(table, row, found):
            row.key, row.match = key, "alias"
            region.rows.insert(position, row)
            continue
        low, high = _neighbours(order, found, position)
        missing = [key for key in order[low:high] if key not in found]
        key = _nearest(table, row, missing)
        if key:
            row.key, row.match = key, "deviating"
            region.rows.insert(position, row)
        elif any(kind.numeric for kind in row.kinds) and _label_cell(row) >= 0:
            row.label = _label_cell(row)
            extra.insert(0, BoundLine(None, row.cells[row.label], "deviating", tuple(row.cells), number=position))
    return extra


def _own_row(table: TableForm, row: Printed, found: Sequence[str]) -> str:
    """Return the subtotal that the label of a group names where the group's line prints figures itself.

    Only where all rows of the group are printed or none: a line beside some of them may have lost its own label.
    """
    at = _label_cell(row)
    if at < 0 or row.cells[at].rowspan > 1:
        return ""
    labels = {label for key, label in row.kinds[at].parents if key == table.key}
    for key, line in table.rows.items():
        members = table.groups.get(line.subtotal_of, ())
        inside = {member in found for member in members}
        if key not in found and len(inside) == 1 and labels.intersection(table.rows[members[0]].path[-1:]):
            row.label = at
            return key
    return ""


def _neighbours(order: Sequence[str], found: Sequence[str], position: int) -> tuple[int, int]:
    """Return the stretch of the form's rows between the rows found before and after a position."""
    before = [order.index(key) for key in found[:position] if key in order]
    after = [order.index(key) for key in found[position:] if key in order]
    return max(before[-1:], default=-1) + 1, min(after[:1], default=len(order))


def _label_cell(row: Printed) -> int:
    """Return the index of the last text before the first figure, -1 without one."""
    label = -1
    for index, kind in enumerate(row.kinds):
        if kind.numeric:
            break
        if not kind.blank:
            label = index
    return label


def _nearest(table: TableForm, row: Printed, missing: Sequence[str]) -> str:
    label = _label_cell(row)
    if label < 0 or not missing:
        return ""
    text = row.cells[label].text
    score, at = max((likeness(text, table.rows[key].label), -n) for n, key in enumerate(missing))
    if score < NEAR:
        return ""
    row.label = label
    return missing[-at]


def _bound_table(form: Form, table: TableForm, region: Region, extra: list[BoundLine], head: Head) -> BoundTable:
    cells = tuple(head_cells(region))
    units, decimals = _clauses(form, head)
    at = region.caption or next(iter(cells), None) or next((row.cells[0] for row in region.rows), None)
    note = fold(table.note)
    rows, duplicates = _lines(table, region)
    return BoundTable(
        table,
        at,
        rows={key: rows[key] for key in table.rows if key in rows},
        columns=head.columns,
        extra_rows=tuple(extra),
        extra_columns=tuple(head.extra),
        duplicates=duplicates,
        head=cells,
        units=units,
        decimals=decimals,
        note=next((cell for cell in cells if note in fold(cell.text)), None) if note else None,
        blocks=tuple(region.blocks),
    )


def _clauses(form: Form, head: Head) -> tuple[dict[str, str], dict[str, int]]:
    """Return the unit and the decimals that head cells ask for, by column."""
    units, decimals = {}, {}
    for key, line in head.columns.items():
        unit, digits = _clause(form, line.text)
        if unit:
            units[key] = unit
        if digits is not None:
            decimals[key] = digits
    return units, decimals


@lru_cache(maxsize=1024)
def _clause(form: Form, text: str) -> tuple[str, int | None]:
    match = form.unit_clause.search(text)
    digits = match["decimals"] if match else None
    number = (int(digits) if digits.isdecimal() else form.numerals[digits]) if digits else None
    return match["unit"] if match else "", number


def _lines(
    table: TableForm, region: Region
) -> tuple[dict[str, BoundLine], tuple[tuple[BoundLine, tuple[Figure, ...]], ...]]:
    """Return the rows that were printed, and those printed again, with the figures of these."""
    rows: dict[str, BoundLine] = {}
    duplicates: list[tuple[BoundLine, tuple[Figure, ...]]] = []
    for number, row in enumerate(region.rows):
        line = _line(table.rows[row.key], row, number)
        if row.key in rows:
            duplicates.append((line, tuple(k.figure for k in row.kinds[row.label + 1 :] if not k.blank)))
        else:
            rows[row.key] = line
    return rows, tuple(duplicates)


def _line(line: Line, row: Printed, number: int) -> BoundLine:
    parents: tuple[str, ...] = ()
    if row.bits & PARENT:
        parents = tuple(kind.parents[0][1] for kind in row.kinds[: max(row.label, 0)] if kind.parents)
    label = row.cells[row.label] if row.label >= 0 else None
    return BoundLine(line, label, row.match, tuple(row.cells), parents, number)


def _notices(table: TableForm, region: Region, grid: Grid, ambiguous: Sequence[Readings]) -> Iterator[Notice]:
    if ambiguous:
        cells = tuple(cell for reading in ambiguous for cell in (reading.label, *reading.cells) if cell)
        yield Notice(
            "figure_count",
            cells[0] if cells else None,
            _count_words(table, ambiguous),
            table.key,
            cells,
            decided=all(reading.decided for reading in ambiguous),
        )
    shifted = [row for row in region.rows if not row.stands and _shifted(row, table, region.rows, grid)]
    if shifted:
        labels = tuple(row.cells[row.label] for row in shifted)
        yield Notice("shifted_row", labels[0], _shift_words(table, labels), table.key, labels, decided=True)


def _count_words(table: TableForm, ambiguous: Sequence[Readings]) -> Words:
    found = "、".join(map(str, sorted({reading.found for reading in ambiguous})))
    expected = ambiguous[0].expected
    return Words(
        f"{table.title.zh}有 {len(ambiguous)} 行的数字为 {found} 个，应为 {expected} 个，缺的是哪一格无法确定",
        f"{table.title.en}: {len(ambiguous)} rows print {found.replace('、', ', ')} figures instead of {expected}; "
        "which cell is missing cannot be decided",
    )


def _shift_words(table: TableForm, labels: Sequence[Cell]) -> Words:
    names = [label.text for label in labels]
    return Words(
        f"{table.title.zh}以下各行错位，上级标签缺失：{'、'.join(names)}",
        f"{table.title.en}: these rows are shifted and have lost the labels above them: {', '.join(names)}",
    )


def _shifted(row: Printed, table: TableForm, rows: Sequence[Printed], grid: Grid) -> bool:
    """Whether a row stands to the left of its siblings, outside the grid of the table."""
    if row.label < 0 or not grid.columns or (conforms(row, grid) and (grid.sound or len(row.figures) == len(grid.keys))):
        return False
    path = table.rows[row.key].path
    siblings = Counter(
        other.cells[other.label].column
        for other in rows
        if other is not row and other.label >= 0 and table.rows[other.key].path == path
    )
    return bool(siblings) and row.cells[row.label].column < siblings.most_common(1)[0][0]


def _bind_across(form: Form, table: TableForm, region: Region, matcher: Matcher) -> Bound:
    bound = Bound(BoundTable(table, None))
    columns: dict[str, BoundLine] = {}
    rows: dict[str, BoundLine] = {}
    cells: list[Cell] = []
    for heads, row, said in region.parts:
        blocks = _blocks(table, heads, row, said, matcher, list(rows))
        for key, (label, spots) in blocks.items():
            rows[key] = BoundLine(table.rows[key], label, "statutory", tuple(row.cells))
            columns.update({column: line for column, line in spots.items() if column not in columns})
        _bind_blocks(form, table, row, blocks, bound)
        printed = (pair for head in heads for pair in zip(head.cells, head.kinds, strict=True))
        cells.extend(cell for cell, kind in printed if not kind.blank)
    bound.table = BoundTable(
        table,
        region.caption or next(iter(cells), None) or (region.parts[0][1].cells[0] if region.parts else None),
        rows={key: rows[key] for key in table.rows if key in rows},
        columns={key: columns[key] for key in table.columns if key in columns},
        head=tuple(cells),
        blocks=tuple(region.blocks),
    )
    bound.notices.extend(_notices(table, Region(table.key), Grid((), (), sound=False, even=False), bound.readings))
    bound.notices.extend(recovered_notices(table, region, bound.facts))
    return bound


def bind_stray(form: Form, table: TableForm, row: Printed, told: frozenset[Cells]) -> Bound:
    """Bind the row of a table across whose head was lost."""
    keys = [(line, column) for line in table.rows for column in table.columns]
    figures = [(cell, kind) for cell, kind in zip(row.cells, row.kinds, strict=True) if kind.numeric]
    rows = {key: BoundLine(line, None, "statutory", tuple(row.cells)) for key, line in table.rows.items()}
    facts = [
        Fact(form.concepts[form.index[table.key, line, column]], kind.figure, cell, (), recovered=True)
        for (line, column), (cell, kind) in zip(keys, figures, strict=True)
    ]
    blocks = () if row.table is None else (row.table,)
    bound = Bound(BoundTable(table, row.cells[0], rows=rows, blocks=blocks), facts, told=set(told))
    bound.notices.extend(recovered_notices(table, Region(table.key), facts))
    return bound


Blocks = dict[str, tuple[Cell | None, dict[str, BoundLine]]]


def _blocks(
    table: TableForm, heads: Sequence[Printed], row: Printed, said: str, matcher: Matcher, filled: Sequence[str]
) -> Blocks:
    """Return the blocks of columns over one printed row: for each row of the form its label and columns."""
    spots = _spots(table, heads, matcher)
    own = next((h.line for k in row.kinds for h in k.rows if h.table == table.key), "")
    if own:
        return {own: (row.cells[0], spots[0] if spots else {})}
    labels = sorted(
        (cell.column, hit.line, cell)
        for head in heads
        for cell, kind in zip(head.cells, head.kinds, strict=True)
        for hit in kind.rows
        if hit.table == table.key
    )
    named: list[tuple[str, Cell | None]] = [(key, cell) for _, key, cell in labels]
    if len(named) != len(spots):
        spoken = [key for key, line in table.rows.items() if fold(line.label) == said]
        rest = [key for key in table.rows if key not in filled]
        named = [(key, None) for key in (spoken if len(spots) == 1 and spoken else rest)]
    return {key: (cell, columns) for (key, cell), columns in zip(named, spots, strict=False)}


def _spots(table: TableForm, heads: Sequence[Printed], matcher: Matcher) -> list[dict[str, BoundLine]]:
    """Return the columns of each block: a block ends where a column comes again or goes back."""
    order = list(table.columns)
    blocks: list[dict[str, BoundLine]] = []
    last = len(order)
    for cell, hit in _leaves_across(table, heads, matcher):
        if order.index(hit.line) <= last:
            blocks.append({})
        last = order.index(hit.line)
        blocks[-1][hit.line] = BoundLine(table.columns[hit.line], cell, hit.match, number=cell.column)
    return blocks


def _leaves_across(table: TableForm, heads: Sequence[Printed], matcher: Matcher) -> list[tuple[Cell, Hit]]:
    """Return the head cells that name columns: from left to right, or as they are read where rows have no grid."""
    hits = [
        (cell, hit)
        for head in heads
        for cell in head.cells
        if (hit := matcher.hits(cell.text, table.key, axis="column"))
    ]
    if len({cell.column for cell, _ in hits}) < len(hits):
        return hits
    return sorted(hits, key=lambda hit: hit[0].column)


def _bind_blocks(form: Form, table: TableForm, row: Printed, blocks: Blocks, bound: Bound) -> None:
    spots = [(key, column, line.number) for key, (_, columns) in blocks.items() for column, line in columns.items()]
    if row.options is not None:
        concepts = (form.concepts[form.index[table.key, key, column]] for key, column, _ in spots)
        bound.facts += [Fact(concept, AMBIGUOUS, row.cells[-1]) for concept in concepts]
        return
    keys = [f"{key}/{column}" for key, column, _ in spots]
    offsets = [number for *_, number in spots]
    row.label = _label_cell(row)
    ordered = offsets == sorted(set(offsets))
    even = len(row.tail) == len(keys)
    grid = Grid(tuple(keys), tuple(offsets) if ordered else (), sound=ordered and row.label < 0, even=even)
    placed = place(row, grid)
    if placed is None:
        _undecided(form, table, row, blocks, bound)
        return
    for key, cell, kind in zip(*placed, strict=True):
        line, _, column = key.partition("/")
        at = form.index[table.key, line, column]
        bound.facts.append(Fact(form.concepts[at], kind.figure, cell, (), row.recovered))
    if row.recovered:
        bound.told.update(cells for line, _ in blocks.items() for cells, _ in of_row(table, line))


def _undecided(form: Form, table: TableForm, row: Printed, blocks: Blocks, bound: Bound) -> None:
    """Keep the facts of a row across that prints the wrong number of figures, without readings."""
    expected = sum(len(columns) for _, columns in blocks.values())
    for key, (label, columns) in blocks.items():
        bound.readings.append(Readings(table.key, key, (), tuple(row.figures), label, len(row.figures), expected))
        for column in columns:
            concept = form.concepts[form.index[table.key, key, column]]
            bound.facts.append(Fact(concept, AMBIGUOUS, row.cells[0]))


def superseding(bound: BoundTable, matcher: Matcher, others: Sequence[tuple[Form, Matcher]]) -> str:
    """Return the name of the form whose head this table prints instead of its own, or nothing."""
    texts, key = tuple([cell.text for cell in bound.head]), bound.key
    own = matcher.named(texts, key)
    return next((form.name for form, words in others if key in form.tables and words.named(texts, key) > own), "")
