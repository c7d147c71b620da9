"""Which grid column of a printed table holds which statutory column.

    读者     | 开放季节      | 合计        春季 and 秋季 stand in the place of their group,
             | 春季 | 秋季   |             合计 in the third column
    成人读者 | 1    | 2      | 3

Where the head stands in no grid, or its cells in another order, the sums along the rows decide the order of columns.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding.labels import COLUMN, PARENT, LabelIndex, LabelMatch
from audit_core.binding.regions import PrintedRow
from audit_core.binding.relations import holds, of_row
from audit_core.document import Cell, Excerpt, Paragraph
from audit_core.figures import Number
from audit_core.forms import LineForm, TableForm, fold
from audit_core.report import BoundLine, Match

_NEARLY_ALL = 0.75
"""So many rows that print a figure for each column tell that the head lost some."""

SIMILAR = 0.5
"""How alike (difflib ratio) a printed label must be to be taken for a deviating wording of the statutory one."""


class Head(Struct):
    """The head of a printed table: for each statutory column found its grid column and how it is worded.

    A `gridless` head tells no grid: cells of its rows stand in the same grid column, or it stands in no grid at all.
    Then `order` is the order in which figures follow each other, and elsewhere empty; `other` is another one that the
    head may mean as well, where it is not certain. `placed` are the columns whose own words tell nothing, found by
    their place among the others.
    """

    columns: dict[str, BoundLine] = {}
    extra: list[BoundLine] = []
    gridless: bool = False
    order: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()


def similarity(one: str, other: str) -> float:
    """Return how alike two labels are, 0 to 1 (difflib ratio of their folded texts)."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


class HeadMatch(Struct, frozen=True):
    """What the head cells of a table say by their words and columns; cells are counted over all head rows.

    `found` and `covered` hold line, cell, match and grid column of the statutory columns that stand over figures, and
    of those that stand over other head cells; `unknown` the grid columns under cells that the form does not know.
    """

    found: tuple[tuple[str, int, Match, int], ...]
    covered: tuple[tuple[str, int, Match, int], ...]
    unknown: tuple[tuple[int, int], ...]


Texts = tuple[tuple[str, int, int], ...]
"""Text, grid column and column span of each head cell."""


@lru_cache(maxsize=1024)
def match_head(labels: LabelIndex, table: str, texts: Texts) -> HeadMatch:
    """Read head cells by their words; remembered, since nearly all reports print the same heads."""
    found: dict[str, tuple[str, int, Match, int]] = {}
    unknown: list[tuple[int, int]] = []
    leaves = sorted(_leaves(labels, texts).items())
    namesakes = _namesakes(labels, table, texts, leaves)
    for column, at in leaves:
        hit = namesakes[column] if column in namesakes else labels.match(texts[at][0], table, axis="column")
        if hit is None:
            if not labels.kind(texts[at][0]).known:
                unknown.append((column, at))
        elif hit.line not in found:
            found[hit.line] = (hit.line, at, hit.match, column)
    covered: dict[str, tuple[str, int, Match, int]] = {}
    for at, (text, column, _) in enumerate(texts):
        hit = labels.match(text, table, axis="column")
        if hit and hit.line not in found:
            covered[hit.line] = (hit.line, at, hit.match, column)
    return HeadMatch(tuple(found.values()), tuple(covered.values()), tuple(unknown))


def _namesakes(
    labels: LabelIndex, table: str, texts: Texts, leaves: Sequence[tuple[int, int]]
) -> dict[int, LabelMatch | None]:
    """Return which column each of the heads names whose label several columns bear, by grid column.

    The heads over it tell; where they tell nothing, their order, if as many are printed as the form has.
    """
    named: dict[tuple[LabelMatch, ...], list[tuple[int, int]]] = {}
    for column, at in leaves:
        hits = tuple(hit for hit in labels.kind(texts[at][0]).columns if hit.table == table)
        if len(hits) > 1:
            named.setdefault(hits, []).append((column, at))
    found: dict[int, LabelMatch | None] = {}
    for hits, printed in named.items():
        meant = {column: _under(labels.form.tables[table], hits, _over(texts, column, at)) for column, at in printed}
        in_order = len(printed) == len(hits) and len(set(meant.values())) == 1
        found |= dict(zip(meant, hits, strict=True)) if in_order else meant
    return found


def _over(texts: Texts, column: int, at: int) -> list[str]:
    """Return the folded heads over a head cell, from the top."""
    return [fold(text) for text, first, span in texts[:at] if first <= column < first + span]


def _under(form: TableForm, hits: Sequence[LabelMatch], over: Sequence[str]) -> LabelMatch | None:
    """Return the one column whose groups are printed over it, all of them or more of them than any other's."""
    ranks = {hit: sum(fold(label) in over for label in form.columns[hit.line].path) for hit in hits}
    full = {hit: rank - len(form.columns[hit.line].path) for hit, rank in ranks.items()}
    best = max((full[hit], ranks[hit]) for hit in hits)
    meant = [hit for hit in hits if (full[hit], ranks[hit]) == best]
    return meant[0] if len(meant) == 1 and (ranks[meant[0]] or not form.columns[meant[0].line].path) else None


def _leaves(labels: LabelIndex, texts: Texts) -> dict[int, int]:
    """Return for each grid column the lowest head cell over it that is not blank."""
    lowest: dict[int, int] = {}
    for at, (text, column, colspan) in enumerate(texts):
        if not labels.kind(text).blank:
            lowest.update(dict.fromkeys(range(column, column + colspan), at))
    return lowest


def read_head(form: TableForm, heads: Sequence[PrintedRow], rows: Sequence[PrintedRow], labels: LabelIndex) -> Head:
    """Find the statutory columns in the head rows of one table; `rows` tell which other columns hold figures."""
    heads = [head for head in heads if not head.bits & PARENT or head.bits & COLUMN]  # rows may begin with a group
    cells = [cell for head in heads for cell in head.cells]
    known = match_head(labels, form.key, tuple([(cell.text, cell.column, cell.colspan) for cell in cells]))
    found = _lines(form, cells, known.found)
    if known.covered or (heads and all(head.table is None for head in heads)):
        return _gridless(form, heads, rows, found | _lines(form, cells, known.covered), labels)
    lost = [key for key, line in form.columns.items() if key not in found and not line.optional]
    if not known.unknown and not lost:
        return Head({key: found[key] for key in form.columns if key in found})
    unknown = {column: cells[at] for column, at in known.unknown}
    filled = _filled(rows)
    for key, pair in _in_two(form, found, _unknown(cells, labels)):
        column = next((number for number, cell in unknown.items() if cell in pair), None)
        if column is not None:
            found[key] = BoundLine(form.columns[key], pair[0], "statutory", number=column)
            del unknown[column]
    placed = _by_place(form, found, unknown, filled, _doubled(heads))
    _near(form, found, unknown, filled, labels)
    return Head({k: _cut(found[k]) for k in form.columns if k in found}, _extra(unknown, found, filled), placed=placed)


def _cut(line: BoundLine) -> BoundLine:
    """Return a column, marked as a piece where its head is a piece of the statutory one."""
    words, own = fold(line.text), fold(line.line.label) if line.line else ""
    return replace(line, damaged=True) if line.match == "deviating" and words in own else line


def _by_place(
    form: TableForm,
    found: dict[str, BoundLine],
    unknown: dict[int, Cell],
    filled: Iterable[int],
    doubled: Collection[int],
) -> tuple[str, ...]:
    """Take columns of figures for those the form has in their place, where there are as many and the others fit.

    A head that is printed has to share a character with the label at least, or with another column's where several
    columns bear it: else it names a column of its own. Where one is printed twice, or stands over no figure at all,
    heads do not stand over their figures: they keep their order.
    """
    added = {line.number for key, line in found.items() if form.columns[key].optional}
    keys = [key for key, line in form.columns.items() if not line.optional]
    spots = dict(zip(keys, sorted(set(filled) - added), strict=False))
    if len(spots) != len(set(filled) - added) or len(spots) != len(keys) or spots.keys().isdisjoint(found):
        return ()
    known = [found[key].number for key in keys if key in found]
    if known != [spots[key] for key in keys if key in found]:
        own = [cell for column, cell in unknown.items() if column in filled and column not in known]
        aside = not set(known) <= set(filled) and all(
            any(_may_be(c, line) for line in form.columns.values()) for c in own
        )
        if known != sorted(known) or not (doubled or aside):
            return ()
        for column in doubled:
            unknown.pop(column, None)
        found.update({key: replace(found[key], number=spots[key]) for key in keys if key in found})
    placed: list[str] = []
    times = Counter(fold(cell.text) for cell in set(unknown.values()))
    for key in [key for key in keys if key not in found]:
        line, cell = form.columns[key], unknown.get(spots[key])
        shared = cell is not None and times[fold(cell.text)] > 1 and any(_may_be(cell, form.columns[k]) for k in keys)
        if cell is None or shared or _may_be(cell, line):
            found[key] = _placed(line, unknown.pop(spots[key], None), spots[key])
            placed += [key] if cell is None or similarity(cell.text, line.label) < SIMILAR else []
    return tuple(placed)


def _doubled(heads: Sequence[PrintedRow]) -> list[int]:
    """Return the grid columns of heads that are printed again in the next cell, over which more stand than figures."""
    pairs = (pair for head in heads for pair in pairwise(head.cells))
    return [one.column for one, two in pairs if one.text == two.text and fold(one.text)]


def _may_be(cell: Cell, line: LineForm) -> bool:
    words = fold(cell.text)
    return not words or not set(words).isdisjoint(fold(line.label))


def _placed(line: LineForm, cell: Cell | None, number: int = 0) -> BoundLine:
    """Return a column told by its place: a piece, unless its head reads like the statutory one."""
    damaged = cell is None or similarity(cell.text, line.label) < SIMILAR
    return BoundLine(line, cell, "deviating" if cell else "statutory", number=number, damaged=damaged)


def _lines(
    form: TableForm, cells: Sequence[Cell], named: Iterable[tuple[str, int, Match, int]]
) -> dict[str, BoundLine]:
    return {key: BoundLine(form.columns[key], cells[at], match, (), (), column) for key, at, match, column in named}


def _unknown(cells: Iterable[Cell], labels: LabelIndex) -> list[Cell]:
    return [cell for cell in cells if not (kind := labels.kind(cell.text)).known and not kind.blank]


def _in_two(
    form: TableForm, found: Mapping[str, BoundLine], unknown: Sequence[Cell]
) -> list[tuple[str, tuple[Cell, Cell]]]:
    """Return the missing columns whose label two head cells make together, the first words and the rest."""
    words: dict[str, int] = {}
    for number, cell in enumerate(unknown):
        words.setdefault(fold(cell.text), number)
    return [
        (key, (unknown[words[label[:at]]], unknown[words[label[at:]]]))
        for key, line in form.columns.items()
        if key not in found
        for label in map(fold, (line.label, *line.aliases))
        for at in range(1, len(label))
        if label[:at] in words and words[label[:at]] < words.get(label[at:], -1)
    ]


def _gridless(
    form: TableForm,
    heads: Sequence[PrintedRow],
    rows: Sequence[PrintedRow],
    found: dict[str, BoundLine],
    labels: LabelIndex,
) -> Head:
    """Return a head that tells which columns there are, but not where: they follow each other as in the form."""
    cells = [cell for head in heads for cell in head.cells]
    unknown = _unknown(cells, labels)
    for key, pair in _in_two(form, found, unknown):
        found[key] = BoundLine(form.columns[key], pair[0], "statutory")
        unknown = [cell for cell in unknown if cell not in pair]
    for key, line in form.columns.items():
        near = [(similarity(labels.form.unit_clause.sub("", c.text), line.label), -n) for n, c in enumerate(unknown)]
        if key not in found and not line.optional and near and max(near)[0] >= SIMILAR:
            found[key] = BoundLine(line, unknown.pop(-max(near)[1]), "deviating")
    columns = {key: _cut(found[key]) for key in form.columns if key in found}
    order = _order(form, columns, heads)
    if any(head.table is not None for head in heads):
        other = order if _holds_groups(form, heads) else tuple([key for key in form.columns if key in order])
    else:
        other = _as_printed(order, printed_order(form, [fold(cell.text) for cell in cells]))
    if other != order:
        return Head(columns, gridless=True, order=order, other=other)
    whole = tuple([key for key, line in form.columns.items() if not line.optional])
    lost = [key for key in whole if key not in columns]
    if order and order == tuple([key for key in whole if key in columns]) and lost and _as_many(rows, len(whole)):
        heads_left = unknown if len(unknown) == len(lost) else [None] * len(lost)
        for key, cell in zip(lost, heads_left, strict=True):
            columns[key] = _placed(form.columns[key], cell if cell and _may_be(cell, form.columns[key]) else None)
        return Head({key: columns[key] for key in whole}, gridless=True, order=whole, placed=tuple(lost))
    return Head(columns, gridless=True, order=order)


def _as_printed(order: Sequence[str], printed: Sequence[str]) -> tuple[str, ...]:
    """Return columns in the order in which head cells name them; one that none names stays behind the one before it."""
    found = [key for key in printed if key in order]
    for at, key in enumerate(order):
        if key not in found:
            found.insert(found.index(order[at - 1]) + 1 if at else 0, key)
    return tuple(found)


def _as_many(rows: Sequence[PrintedRow], width: int) -> bool:
    """Whether nearly all rows print as many figures as a number of columns, and none prints more."""
    counts = [len(row.figures) for row in rows if row.figures]
    return max(counts, default=0) == width and counts.count(width) >= _NEARLY_ALL * len(counts)


def printed_order(form: TableForm, head: Iterable[str]) -> list[str]:
    """Return the columns that folded head cells name, as they stand side by side if the head is read row by row.

    The columns of a group come after the row in which the group stands, and belong in its place.
    """
    words = {fold(text): key for key, line in form.columns.items() for text in (line.label, *line.aliases)}
    inner = Counter(fold(line.path[-1]) for line in form.columns.values() if line.path)
    order: list[list[str]] = []
    groups: dict[str, list[str]] = {}
    last: list[str] = []
    for text in head:
        key = words.get(text)
        if key is None:
            if inner[text] > 1 and text not in groups:
                groups[text] = []
                order.append(groups[text])
            continue
        path = form.columns[key].path
        together = groups.get(fold(path[-1])) if path else last if form.columns[key].optional else None
        if together is None:
            together = []
            order.append(together)
        together.append(key)
        last = together
    return list(dict.fromkeys(key for together in order for key in together))


def _order(form: TableForm, columns: Mapping[str, BoundLine], heads: Sequence[PrintedRow]) -> tuple[str, ...]:
    """Return the columns as figures follow each other.

    In a grid, each head row stands in place of the group in the row above. Cells without one were read row by row:
    there the order is the form's, an optional column behind the one before it.
    """
    places = {line.label: key for key, line in columns.items()}
    if any(head.table is not None for head in heads):
        return _nested(form, places, heads)
    order = [key for key in columns if not form.columns[key].optional]
    printed = [places[cell] for head in heads for cell in head.cells if cell in places]
    for before, key in pairwise(printed):
        if key not in order and before in order:
            order.insert(order.index(before) + 1, key)
    return tuple(order)


def _holds_groups(form: TableForm, heads: Sequence[PrintedRow]) -> bool:
    """Whether every group of columns is printed, so that it is told where those of the row below belong."""
    groups = {fold(label) for line in form.columns.values() for label in line.path[-1:]}
    return groups <= {fold(cell.text) for head in heads for cell in head.cells}


def _nested(
    form: TableForm, places: Mapping[Cell | Paragraph | Excerpt | None, str], heads: Sequence[PrintedRow]
) -> tuple[str, ...]:
    groups = {fold(label) for line in form.columns.values() for label in line.path}
    below: list[str] = []
    for head in reversed(heads):
        row: list[str] = []
        for cell in head.cells:
            if cell in places:
                row.append(places[cell])
            elif below and fold(cell.text) in groups:
                row += below
                below = []
        below = [*row, *below]
    return tuple(dict.fromkeys(below))


def _filled(rows: Sequence[PrintedRow]) -> set[int]:
    """Return the grid columns in which some row prints a figure."""
    return {
        cell.column
        for row in rows
        for cell, kind in zip(row.tail, row.kinds[row.label + 1 :], strict=True)
        if kind.numeric
    }


def _near(
    form: TableForm, found: dict[str, BoundLine], unknown: dict[int, Cell], filled: set[int], labels: LabelIndex
) -> None:
    """Take unknown head cells over figures for the missing columns they are most like, the likest first."""
    lost = [key for key, line in form.columns.items() if key not in found and not line.optional]
    over = {column: labels.form.unit_clause.sub("", cell.text) for column, cell in unknown.items() if column in filled}
    near = [(similarity(text, form.columns[key].label), key, at) for at, text in over.items() for key in lost]
    for _, key, column in sorted([one for one in near if one[0] >= SIMILAR], key=lambda one: -one[0]):
        low, high = _between(form, key, found)
        if key not in found and column in unknown and low < column < high:
            found[key] = BoundLine(form.columns[key], unknown.pop(column), "deviating", number=column)


def _between(form: TableForm, key: str, found: dict[str, BoundLine]) -> tuple[int, float]:
    keys = list(form.columns)
    at = keys.index(key)
    before = [found[k].number for k in keys[:at] if k in found]
    after = [found[k].number for k in keys[at + 1 :] if k in found]
    return max(before, default=-1), min(after, default=float("inf"))


def _extra(unknown: dict[int, Cell], found: dict[str, BoundLine], filled: set[int]) -> list[BoundLine]:
    """Return columns of figures that the form does not know; a head that is wholly unknown says nothing of them."""
    if not found:
        return []
    over = [(column, cell) for column, cell in sorted(unknown.items()) if column in filled]
    return [BoundLine(None, cell, "deviating", number=column) for column, cell in over]


_ENOUGH: Final = 0.75
"""Where no head was read, the form's order is taken if it holds for so many of the rows that are not all zero."""

Order = tuple[str, ...]


class OrderChoice(Struct, frozen=True):
    """The order of columns to read by; another one that is as likely, if any; and whether sums decided."""

    order: Order
    other: Order = ()
    by_sums: bool = False


def choose(table: TableForm, head: Head, rows: Sequence[PrintedRow]) -> OrderChoice:
    """Return the order in which figures are read where no grid tells it."""
    if head.columns:
        return _choose(table, head, rows) if head.other else OrderChoice(head.order)
    order = tuple(key for key, line in table.columns.items() if not line.optional)
    whole = [row for row in rows if any(_numbers(row, len(order)))]
    holding = [row for row in whole if _fits(table, row, order)]
    others = [other for other in _totals_first(table, order) if all(_fits(table, row, other) for row in whole)]
    if len(holding) == len(whole) or (not others and len(holding) >= _ENOUGH * len(whole)):
        return OrderChoice(order)
    return (
        OrderChoice(others[0], by_sums=True)
        if len(others) == 1
        else OrderChoice(order, next(_totals_first(table, order), ()))
    )


def _choose(table: TableForm, head: Head, rows: Sequence[PrintedRow]) -> OrderChoice:
    one, two = (all(_fits(table, row, order) for row in rows) for order in (head.order, head.other))
    if one == two:
        return OrderChoice(head.order, head.other)
    return OrderChoice(head.order) if one else OrderChoice(head.other, by_sums=True)


def _totals_first(table: TableForm, order: Order) -> Iterator[Order]:
    for key in order:
        if table.columns[key].total_of:
            yield (key, *(other for other in order if other != key))


def _numbers(row: PrintedRow, width: int) -> list[Number]:
    figures = [kind.figure for kind in row.kinds[row.label + 1 :] if not kind.blank]
    whole = len(figures) == width and not any("formula" in figure.oddities for figure in figures)
    return [figure.exact for figure in figures] if whole else []


def _fits(table: TableForm, row: PrintedRow, order: Order) -> bool:
    values = {(row.key, column): value for column, value in zip(order, _numbers(row, len(order)), strict=False)}
    return all(holds(table, terms, values) is not False for _, terms in of_row(table, row.key))
