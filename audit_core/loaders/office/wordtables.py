"""The grid of a Word table: which cell stands where and covers what; the words in it are left to `body`."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.loaders import SPAN
from audit_core.loaders.office.xml_parts import W, integer, value

_VAL: Final = W + "val"
_NEAR: Final = 100
"""Twentieths of a point: grid lines no further apart (1.8 mm) are one line that a hand has dragged."""

_AROUND: Final = frozenset({W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"})


class WordCell(Struct):
    """One printed cell: where it stands in the grid and what it covers, lines counted from 0.

    `merge` is `restart` or `continue` where the cell says it belongs to a merged one.
    """

    element: Element
    row: int
    start: int
    end: int
    rowspan: int = 1
    merge: str = ""


class WordTable(Struct):
    """The cells of a table by rows, and whether rows or cells were put in or taken out by tracked changes."""

    rows: list[list[WordCell]]
    revised: bool = False


def grid_of(table: Element) -> WordTable:
    """Return the printed cells of a table; merged cells stand once, and grid lines that nobody sees are dropped."""
    grid = WordTable([])
    for row in _within(table, W + "tr"):
        properties = row.find(W + "trPr")
        grid.revised = grid.revised or _says(properties, "del") or _says(properties, "ins")
        if not _says(properties, "del"):
            grid.rows.append(_row(row, len(grid.rows), grid))
    _straighten(grid.rows, _widths(table))
    grid.rows = _merged(grid.rows)
    return grid


def _within(element: Element, tag: str) -> Iterator[Element]:
    """Yield rows or cells, also those in content controls."""
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if one.tag == tag:
            yield one
        elif one.tag in _AROUND:
            waiting.extend(reversed(one))


def _says(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None


def _row(row: Element, number: int, grid: WordTable) -> list[WordCell]:
    at = _before(row.find(W + "trPr"))
    places: list[WordCell] = []
    for cell in _within(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        if _says(properties, "cellDel"):
            grid.revised = True
            continue
        end = at + _span(properties)
        if places and _merge(properties, "hMerge") == "continue":
            places[-1].end = end
        else:
            places.append(WordCell(cell, number, at, end, merge=_merge(properties, "vMerge")))
        at = end
    return places


def _merged(rows: Sequence[Sequence[WordCell]]) -> list[list[WordCell]]:
    """Leave out the cells that go on from the row above; what stands in them is not printed."""
    kept: list[list[WordCell]] = []
    above: dict[tuple[int, int], WordCell] = {}
    for row in rows:
        open_: dict[tuple[int, int], WordCell] = {}
        kept.append([])
        for place in row:
            extent = place.start, place.end
            top = above.get(extent) if place.merge == "continue" else None
            if top is None:
                kept[-1].append(place)
            else:
                top.rowspan += 1
            if place.merge:
                open_[extent] = top or place
        above = open_
    return kept


def _before(properties: Element | None) -> int:
    return 0 if properties is None else min(max(integer(value(properties.find(W + "gridBefore"), _VAL)), 0), SPAN)


def _span(properties: Element | None) -> int:
    if properties is None:
        return 1
    return min(max(integer(value(properties.find(W + "gridSpan"), _VAL), 1), 1), SPAN)


def _merge(properties: Element | None, kind: str) -> str:
    merge = None if properties is None else properties.find(W + kind)
    return "" if merge is None else merge.get(_VAL, "continue")


def _widths(table: Element) -> list[int]:
    grid = table.find(W + "tblGrid")
    return [] if grid is None else [integer(column.get(W + "w")) for column in grid.findall(W + "gridCol")]


def _straighten(rows: Sequence[Sequence[WordCell]], widths: Sequence[int]) -> None:
    """Number the grid lines that cells begin or end at, taking those that all but coincide for one."""
    used = sorted({line for row in rows for place in row for line in (place.start, place.end)} | {0})
    new = {line: number for number, line in enumerate(used)}
    if used[-1] <= len(widths) and all(width > 0 for width in widths):
        snapped = _snapped(used, [0, *accumulate(widths)])
        if all(snapped[place.start] < snapped[place.end] for row in rows for place in row):
            new = snapped
    for row in rows:
        for place in row:
            place.start, place.end = new[place.start], new[place.end]


def _snapped(used: Sequence[int], at: Sequence[int]) -> dict[int, int]:
    new: dict[int, int] = {}
    number, first = -1, -_NEAR - 1
    for line in used:
        if at[line] - first > _NEAR:
            number, first = number + 1, at[line]
        new[line] = number
    return new


def is_frame(table: Element) -> bool:
    """Tell a table that only holds other tables in one column: a frame, as web pages have."""
    rows = [list(_within(row, W + "tc")) for row in _within(table, W + "tr")]
    if any(len(row) > 1 for row in rows):
        return False
    return any(next(cell.iter(W + "tbl"), None) is not None for row in rows for cell in row)


def cells_of(table: Element) -> Iterator[Element]:
    """Yield the cells of a table in reading order."""
    for row in _within(table, W + "tr"):
        yield from _within(row, W + "tc")
