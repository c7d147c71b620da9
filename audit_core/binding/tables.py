"""From the printed rows of a region to a bound table with its facts.

读者     | 春季 | 秋季                 head: `columns`
成人读者 | 1    | 2                    a row that the form knows: `rows`
儿重读者 | 4    | 5                    a row in the place of one it knows, with a deviating label
团体     | 6    | 7                    a row that it does not know
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, repeat
from operator import attrgetter, itemgetter
from typing import Final, cast

from audit_core.binding.columns import SIMILAR, Head, OrderChoice, choose, read_head, similarity
from audit_core.binding.labels import PARENT, LabelIndex
from audit_core.binding.model import AMBIGUOUS, TableBinding, concepts
from audit_core.binding.namesakes import assign_rows
from audit_core.binding.notices import (
    broken_notices,
    count_notices,
    order_notice,
    placed_notice,
    recovered_notices,
    unplaced_cells,
)
from audit_core.binding.regions import PrintedRow, Region, head_cells, label_cell
from audit_core.binding.row_recovery import in_pieces, is_damaged, mark_ambiguous, repair
from audit_core.binding.rows import Grid, Placed, conforms, measure, place, readings
from audit_core.binding.side_by_side import bind_across
from audit_core.document import Cell
from audit_core.figures import FIGURES, Figure, Number, State
from audit_core.forms import Concept, Form, LineForm, TableForm, fold
from audit_core.report import BoundLine, BoundTable, Fact, Notice, Readings
from audit_core.words import Words

_FAR: Final = 0.3
"""How alike a label in the place of a statutory one must be to be taken for it."""

_FIGURE: Final = attrgetter("figure")
_NO_READINGS: Final[Iterable[tuple[Number, ...]]] = repeat(())


def bind_table(form: Form, table: TableForm, region: Region, labels: LabelIndex) -> TableBinding:
    """Bind one region to its statutory table."""
    return bind_across(form, table, region, labels) if table.across else _bind_rows(form, table, region, labels)


def _bind_rows(form: Form, table: TableForm, region: Region, labels: LabelIndex) -> TableBinding:
    if table.has_namesakes:
        assign_rows(table, region)
    stream = in_pieces(table, region) if not table.codes and is_damaged(table, region) else ()
    extra_rows = _match_others(table, region)
    head = read_head(table, region.heads, region.rows, labels)
    chosen = choose(table, head, region.rows) if head.gridless or not head.columns else None
    grid = _grid(table, head, [row for row in region.rows if not row.cut] if stream else region.rows, chosen)
    if stream:
        mark_ambiguous(table, region.rows, len(grid.keys))
    bound = TableBinding(_bound_table(form, table, region, extra_rows, head), inferred_by=region.inferred_by)
    for row in _once(region.rows):
        _bind_row(form, table, row, grid, labels, bound)
    if stream:
        repair(form, table, region, grid, stream, bound)
        bound.table = _bound_table(form, table, region, extra_rows, head)
    if chosen and (chosen.other or chosen.by_sums):
        _mark_doubtful(table, chosen, bound)
    if head.placed:
        bound.notices.append(placed_notice(table, head.placed, bound.table.place))
    bound.notices.extend(_notices(table, region, grid, bound.readings))
    more = bound.table.duplicates or bound.table.extra_columns
    bound.plain = not (stream or chosen or region.others or bound.readings or bound.notices or more)
    return bound


def tell(region: Region, bound: TableBinding, taken: Collection[Cell]) -> None:
    """Add what is to be said of figures put in place and of those without one, but for those `taken` by others."""
    bound.unplaced = [cell for cell in (*bound.unplaced, *unplaced_cells(region)) if cell not in taken]
    notices = list(recovered_notices(bound.table.form, region, bound.facts, bound.unplaced))
    bound.notices += notices
    bound.plain = bound.plain and not notices


def _grid(table: TableForm, head: Head, rows: Sequence[PrintedRow], chosen: OrderChoice | None) -> Grid:
    if chosen is not None:
        return measure(table, chosen.order, (), rows)
    columns = {line.number: key for key, line in head.columns.items()}
    columns |= {line.number: f"?{line.number}" for line in head.extra}
    order = sorted(columns)
    return measure(table, [columns[column] for column in order], order, rows)


def _once(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """Yield the first row printed under each key."""
    seen: set[str] = set()
    for row in rows:
        if row.key not in seen:
            seen.add(row.key)
            yield row


def _bind_row(
    form: Form, table: TableForm, row: PrintedRow, grid: Grid, labels: LabelIndex, bound: TableBinding
) -> None:
    if row.options is not None:
        bound.facts += _possible(form, table, row, grid)
        return
    placed = place(row, grid)
    if placed is not None:
        bound.facts += _facts(concepts(form, table.key, row.key, placed.keys), placed, row)
        return
    reading = readings(table, row, grid, labels)
    bound.readings.append(reading)
    bound.facts.extend(_ambiguous(form, table, row, reading, grid))


def _facts(figures: tuple[Concept | None, ...], placed: Placed, row: PrintedRow) -> Iterable[Fact]:
    if None in figures:
        cells = zip(figures, placed.cells, placed.kinds, strict=True)
        return [Fact(concept, kind.figure, cell, (), row.recovered) for concept, cell, kind in cells if concept]
    known = cast("tuple[Concept, ...]", figures)
    return map(Fact, known, map(_FIGURE, placed.kinds), placed.cells, _NO_READINGS, repeat(row.recovered))


def _possible(form: Form, table: TableForm, row: PrintedRow, grid: Grid) -> Iterator[Fact]:
    """Yield the facts of a row whose digits could not be told apart, with the values they may have."""
    for number, concept in enumerate(concepts(form, table.key, row.key, grid.keys)):
        if concept:
            values = tuple(dict.fromkeys(option[number] for option in row.options or ()))
            yield Fact(concept, AMBIGUOUS, row.cells[-1], values)


def _ambiguous(form: Form, table: TableForm, row: PrintedRow, reading: Readings, grid: Grid) -> Iterator[Fact]:
    label = row.cells[row.label] if row.label >= 0 else None
    for number, column in enumerate(table.columns):
        if column in grid.keys:
            values = tuple(dict.fromkeys(vector[number] for vector in reading.vectors))
            yield Fact(form.concepts[form.index[table.key, row.key, column]], AMBIGUOUS, label, values)


def _match_others(table: TableForm, region: Region) -> list[BoundLine]:
    """Give rows whose label is only near a statutory one to the missing row they stand in place of."""
    if not region.others:
        return []
    if table.codes:
        return [_uncoded(row, number) for number, row in region.others if any(kind.numeric for kind in row.kinds)]
    found = [row.key for row in region.rows]
    order = [key for key, line in table.rows.items() if not line.optional]
    extra: list[BoundLine] = []
    for position, group in reversed([(at, [row for _, row in rows]) for at, rows in groupby(region.others, _POSITION)]):
        low, high = _neighbours(order, found, position)
        missing = [key for key in order[low:high] if key not in found]
        places = _places(table, group, missing)
        for row in reversed(group):
            key = _own_row(table, row, found)
            if key or row in places:
                row.key, row.match = (key, "alias") if key else (places[row], "deviating")
                row.label = _label_cell(table, row)
                region.rows.insert(position, row)
            elif any(kind.numeric for kind in row.kinds) and _label_cell(table, row) >= 0:
                row.label = _label_cell(table, row)
                extra.insert(0, BoundLine(None, row.cells[row.label], "deviating", tuple(row.cells), number=position))
    return extra


def _label_cell(table: TableForm, row: PrintedRow) -> int:
    """Return the index of the cell that names a row, -1 without one; words may stand in its columns too."""
    at = label_cell(row)
    if all(line.type in FIGURES for line in table.columns.values()):
        return at
    return min(at, max(len(row.cells) - len(table.columns) - 1, 0))


_POSITION: Final = itemgetter(0)


def _uncoded(row: PrintedRow, number: int) -> BoundLine:
    """Return a row that prints figures and no code of the classification."""
    label = next(cell for cell, kind in zip(row.cells, row.kinds, strict=True) if not kind.blank)
    return BoundLine(None, label, "deviating", tuple(row.cells), number=number)


def _places(table: TableForm, group: Sequence[PrintedRow], missing: Sequence[str]) -> dict[PrintedRow, str]:
    """Return the missing rows that unknown rows printed in one place stand for.

    Where as many are printed as are missing, each is the one in its order, if its label may be a damaged one of it;
    elsewhere the one it is most like, if there is but one such.
    """
    filled = [row for row in group if any(kind.numeric for kind in row.kinds)]
    if len(filled) == len(missing):
        pairs = zip(filled, missing, strict=True)
        return {row: key for row, key in pairs if _may_be(_text(table, row), table.rows[key].label)}
    near = {row: _nearest(table, _text(table, row), missing) for row in group} if missing else {}
    times = Counter(near.values())
    return {row: key for row, key in near.items() if key and times[key] == 1}


def _text(table: TableForm, row: PrintedRow) -> str:
    at = _label_cell(table, row)
    return row.cells[at].text if at >= 0 else ""


def _may_be(text: str, label: str) -> bool:
    words, own = fold(text), fold(label)
    return bool(words) and (set(words) <= set(own) or similarity(text, label) >= _FAR)


def _own_row(table: TableForm, row: PrintedRow, found: Sequence[str]) -> str:
    """Return the subtotal that the label of a group names where the group's line prints figures itself.

    Only where all rows of the group are printed or none: a line beside some of them may have lost its own label.
    """
    at = _label_cell(table, row)
    if at < 0 or row.cells[at].rowspan > 1:
        return ""
    labels = {label for key, label in row.kinds[at].parents if key == table.key}
    for key, line in table.rows.items():
        members = table.groups.get(line.subtotal_of, ())
        inside = {member in found for member in members}
        if key not in found and len(inside) == 1 and labels.intersection(table.rows[members[0]].path[-1:]):
            return key
    return ""


def _neighbours(order: Sequence[str], found: Sequence[str], position: int) -> tuple[int, int]:
    """Return the stretch of the form's rows between the rows found before and after a position."""
    before = [order.index(key) for key in found[:position] if key in order]
    after = [order.index(key) for key in found[position:] if key in order]
    return max(before[-1:], default=-1) + 1, min(after[:1], default=len(order))


def _nearest(table: TableForm, text: str, missing: Sequence[str]) -> str:
    """Return the row whose label a text is most like, or nothing where it is like none, or like two."""
    scores = [similarity(text, table.rows[key].label) for key in missing]
    best = max(scores, default=0.0)
    return missing[scores.index(best)] if best >= SIMILAR and scores.count(best) == 1 else ""


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


def _line(line: LineForm, row: PrintedRow, number: int) -> BoundLine:
    parents: tuple[str, ...] = ()
    if row.bits & PARENT:
        parents = tuple(kind.parents[0][1] for kind in row.kinds[: max(row.label, 0)] if kind.parents)
    label = row.cells[row.label] if row.label >= 0 else None
    return BoundLine(line, label, row.match, tuple(row.cells), parents, number)


def _notices(table: TableForm, region: Region, grid: Grid, ambiguous: Sequence[Readings]) -> Iterator[Notice]:
    yield from count_notices(table, ambiguous)
    yield from broken_notices(table, region)
    shifted = list(_shifted(table, region.rows, grid))
    if shifted:
        labels = tuple(row.cells[row.label] for row in shifted)
        yield Notice("shifted_row", labels[0], _shift_words(table, labels), table.key, labels, decided=True)


def _shift_words(table: TableForm, labels: Sequence[Cell]) -> Words:
    names = [label.text for label in labels]
    return Words(
        f"{table.title.zh}以下各行错位，上级标签缺失：{'、'.join(names)}",
        f"{table.title.en}: these rows are shifted and have lost the labels above them: {', '.join(names)}",
    )


def _shifted(table: TableForm, rows: Sequence[PrintedRow], grid: Grid) -> Iterator[PrintedRow]:
    """Yield the rows that stand to the left of most of their siblings, outside the grid of the table."""
    columns: dict[tuple[str, ...], Counter[int]] = {}
    if table.codes:  # a name stands behind its code
        return
    for row in rows if grid.columns else ():
        if row.label >= 0:
            columns.setdefault(table.rows[row.key].path, Counter())[row.cells[row.label].column] += 1
    most = {path: counted.most_common(2) for path, counted in columns.items()}
    for row in rows:
        inside = conforms(row, grid) and (grid.sound or len(row.figures) == len(grid.keys))
        if not grid.columns or row.stands or row.label < 0 or inside:
            continue
        (first, times), (second, behind) = (*most[table.rows[row.key].path], (-1, 0))[:2]
        here = row.cells[row.label].column
        if here < (second if first == here and times - 1 < behind else first):
            yield row


def _mark_doubtful(table: TableForm, chosen: OrderChoice, bound: TableBinding) -> None:
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


def superseding(bound: BoundTable, labels: LabelIndex, others: Iterable[LabelIndex]) -> str:
    """Return the name of the form whose head this table prints instead of its own, or nothing."""
    texts, key = tuple([cell.text for cell in bound.head]), bound.key
    own = labels.count_columns(texts, key)
    printed = (one.form for one in others if key in one.form.tables and one.count_columns(texts, key) > own)
    return next((form.name for form in printed), "")
