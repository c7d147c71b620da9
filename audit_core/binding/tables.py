"""From the printed rows of a region to a bound table with its facts; sorting rows into regions comes before."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from audit_core.binding.columns import NEAR, Head, likeness, read_head
from audit_core.binding.matcher import Hit, Matcher
from audit_core.binding.regions import Printed, Region, head_cells
from audit_core.binding.rows import Grid, conforms, measure, place, readings
from audit_core.document import Cell
from audit_core.figures import Figure, State
from audit_core.forms import Form, Line, TableForm, fold
from audit_core.report import BoundLine, BoundTable, Fact, Notice, Readings
from audit_core.words import Words

AMBIGUOUS = Figure("", State.AMBIGUOUS)


class Bound(Struct):
    """What binding one table came to."""

    table: BoundTable
    facts: list[Fact] = []
    readings: list[Readings] = []
    notices: list[Notice] = []


def bind_table(form: Form, table: TableForm, region: Region, matcher: Matcher) -> Bound:
    """Bind one region to its statutory table."""
    return _bind_across(form, table, region, matcher) if table.across else _bind_rows(form, table, region, matcher)


def _bind_rows(form: Form, table: TableForm, region: Region, matcher: Matcher) -> Bound:
    extra_rows = _match_others(table, region)
    head = read_head(table, region.heads, region.rows, matcher)
    grid = _grid(table, head, region.rows)
    bound = Bound(_bound_table(form, table, region, head))
    for row in _once(region.rows):
        _bind_row(form, table, row, grid, matcher, bound)
    bound.table = _with_rows(bound.table, table, region, extra_rows, head)
    bound.notices.extend(_notices(table, region, grid, bound.readings))
    return bound


def _grid(table: TableForm, head: Head, rows: Sequence[Printed]) -> Grid:
    if not head.columns:
        return measure([key for key, line in table.columns.items() if not line.optional], (), rows)
    if head.loose:
        return measure(head.order, (), rows)
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
    placed = place(row, grid)
    if placed is not None:
        index, concepts, facts, key, line = form.index, form.concepts, bound.facts, table.key, row.key
        for column, cell, kind in placed:
            at = index.get((key, line, column))
            if at is not None:
                facts.append(Fact(concepts[at], kind.figure, cell))
        return
    reading = readings(table, row, grid, matcher)
    bound.readings.append(reading)
    bound.facts.extend(_ambiguous(form, table, row, reading, grid))


def _ambiguous(form: Form, table: TableForm, row: Printed, reading: Readings, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row.label >= 0 else None
    for number, column in enumerate(table.columns):
        if column in grid.keys:
            values = tuple(dict.fromkeys(vector[number] for vector in reading.vectors))
            yield Fact(form.concepts[form.index[table.key, row.key, column]], AMBIGUOUS, label, values)


def _match_others(table: TableForm, region: Region) -> list[BoundLine]:
    """Give rows whose label is only near a statutory one to the missing row they stand in place of."""
    found = [row.key for row in region.rows]
    order = [key for key, line in table.rows.items() if not line.optional]
    extra: list[BoundLine] = []
    for position, row in reversed(region.others):
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


def _bound_table(form: Form, table: TableForm, region: Region, head: Head) -> BoundTable:
    cells = tuple(head_cells(region))
    units, decimals = _clauses(form, head)
    at = region.caption or next(iter(cells), None) or next((row.cells[0] for row in region.rows), None)
    note = fold(table.note)
    return BoundTable(
        table,
        at,
        columns=head.columns,
        extra_columns=tuple(head.extra),
        head=cells,
        units=units,
        decimals=decimals,
        note=next((cell for cell in cells if note and note in fold(cell.text)), None),
        blocks=tuple(region.blocks),
    )


def _clauses(form: Form, head: Head) -> tuple[dict[str, str], dict[str, int]]:
    """Return the unit and the decimals that head cells ask for, by column."""
    units, decimals = {}, {}
    for key, line in head.columns.items():
        match = form.unit_clause.search(line.text)
        if match:
            units[key] = match["unit"]
        if match and match["decimals"]:
            digits = match["decimals"]
            decimals[key] = int(digits) if digits.isdecimal() else form.numerals[digits]
    return units, decimals


def _with_rows(bound: BoundTable, table: TableForm, region: Region, extra: list[BoundLine], head: Head) -> BoundTable:
    rows: dict[str, BoundLine] = {}
    duplicates: list[tuple[BoundLine, tuple[Figure, ...]]] = []
    for number, row in enumerate(region.rows):
        line = _line(table.rows[row.key], row, number)
        if row.key in rows:
            duplicates.append((line, tuple(k.figure for k in row.kinds[row.label + 1 :] if not k.blank)))
        else:
            rows[row.key] = line
    return BoundTable(
        table,
        bound.place,
        rows={key: rows[key] for key in table.rows if key in rows},
        columns=head.columns,
        extra_rows=tuple(extra),
        extra_columns=bound.extra_columns,
        duplicates=tuple(duplicates),
        head=bound.head,
        units=bound.units,
        decimals=bound.decimals,
        note=bound.note,
        blocks=bound.blocks,
    )


def _line(line: Line, row: Printed, number: int) -> BoundLine:
    parents = tuple(kind.parents[0][1] for kind in row.kinds[: max(row.label, 0)] if kind.parents)
    return BoundLine(line, row.cells[row.label], row.match, tuple(row.cells), parents, number)


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
    shifted = [row for row in region.rows if _shifted(row, table, region.rows, grid)]
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
    if row.stands or not grid.columns or (conforms(row, grid) and (grid.sound or len(row.figures) == len(grid.keys))):
        return False
    path = table.rows[row.key].path
    siblings = Counter(
        other.cells[other.label].column for other in rows if other is not row and table.rows[other.key].path == path
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
        _bind_blocks(form, table, row, blocks, matcher, bound)
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


def _bind_blocks(form: Form, table: TableForm, row: Printed, blocks: Blocks, matcher: Matcher, bound: Bound) -> None:
    spots = [(key, column, line.number) for key, (_, columns) in blocks.items() for column, line in columns.items()]
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
    for key, cell, kind in placed:
        line, _, column = key.partition("/")
        at = form.index[table.key, line, column]
        bound.facts.append(Fact(form.concepts[at], kind.figure, cell))


def _undecided(form: Form, table: TableForm, row: Printed, blocks: Blocks, bound: Bound) -> None:
    """Keep the facts of a row across that prints the wrong number of figures, without readings."""
    expected = sum(len(columns) for _, columns in blocks.values())
    for key, (label, columns) in blocks.items():
        bound.readings.append(Readings(table.key, key, (), tuple(row.figures), label, len(row.figures), expected))
        for column in columns:
            concept = form.concepts[form.index[table.key, key, column]]
            bound.facts.append(Fact(concept, AMBIGUOUS, row.cells[0]))


def superseding(table: TableForm, region: Region, matcher: Matcher, others: Sequence[tuple[Form, Matcher]]) -> str:
    """Return the name of the form whose head this table prints instead of its own, or nothing."""
    texts = [cell.text for cell in head_cells(region)]

    def named(words: Matcher) -> int:
        return len({hit.line for text in texts if (hit := words.hits(text, table.key, axis="column"))})

    own = named(matcher)
    return next((form.name for form, words in others if table.key in form.tables and named(words) > own), "")
