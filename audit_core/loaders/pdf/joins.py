"""Tables that a page break has cut, as one again: the head printed once, cells and rows that were cut made whole."""

import re
from collections.abc import Sequence
from typing import Final

from audit_core.loaders.pdf.grids import Grid, Region, spread
from audit_core.loaders.pdf.lines import CellText, joined

_NEAR: Final = 3.0
"""Points by which the columns of one table may differ from page to page."""

LISTED: Final = re.compile(
    r"\s*(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])"
)
"""How an entry of a list begins: what begins so goes on with nothing before it."""

_BLANK: Final = re.compile(r"\s+")


def goes_on(upper: Grid, lower: Grid) -> bool:
    """Whether a table at the top of a page has the columns of the one at the foot of the page before."""
    if not (upper.ruled and lower.ruled):
        return False
    ours, theirs = _steps(upper), _steps(lower)
    if abs(ours[-1] - theirs[-1]) > _NEAR:
        return False
    fewer, more = sorted((ours, theirs), key=len)
    return all(any(abs(step - other) <= _NEAR for other in more) for step in fewer)


def _steps(grid: Grid) -> list[float]:
    """Return the edges from the left one: margins may change from page to page."""
    return [edge - grid.edges[0] for edge in grid.edges]


def join(upper: Grid, lower: Grid) -> None:
    """Put a table that goes on under the one it goes on from."""
    shift = upper.edges[0] - lower.edges[0]
    wider = max(upper, lower, key=lambda grid: len(grid.edges))
    edges = [edge + (shift if wider is lower else 0.0) for edge in wider.edges]
    spread(upper, edges)
    lower.edges = [edge + shift for edge in lower.edges]
    spread(lower, edges)
    head = _repeated(upper, lower)
    below = [region for region in lower.regions if region.row >= head]
    top = [region for region in below if region.row == head]
    pairs = _pairs(upper, top)
    mended = [_is_one(high, low, pairs) for high, low in pairs]
    cut = len(pairs) == len(top) and _is_cut(pairs, mended)
    gone: set[int] = set()
    for (high, low), one in zip(pairs, mended, strict=True):
        if one or cut:
            _mend(high, low)
            high.rowspan += low.rowspan - cut
            gone.add(id(low))
    for region in below:
        region.row += upper.height - head - cut
    upper.regions += [region for region in below if id(region) not in gone]
    upper.levels += [upper.levels[-1] + 1.0 + n for n in range(lower.height - head - cut)]
    upper.last = lower.last


def _repeated(upper: Grid, lower: Grid) -> int:
    """Return how many rows at the top of a page are the head of the table, printed again."""
    found = 0
    for row in range(min(upper.height, lower.height - 1)):
        ours, theirs = ([_print(region) for region in grid.row(row)] for grid in (upper, lower))
        if ours != theirs or not any(text for *_, text in ours):
            break
        if all(region.row + region.rowspan <= row + 1 for region in lower.regions if region.row <= row):
            found = row + 1
    return found


def _print(region: Region) -> tuple[int, int, int, str]:
    return region.column, region.colspan, region.rowspan, _BLANK.sub("", region.said.text)


def _pairs(upper: Grid, top: Sequence[Region]) -> list[tuple[Region, Region]]:
    """Return the cells on either side of the break that have the same columns."""
    bottom = {
        (region.column, region.colspan): region
        for region in upper.regions
        if region.row + region.rowspan == upper.height
    }
    ordered = sorted(top, key=lambda region: region.column)
    return [(bottom[at], low) for low in ordered if (at := (low.column, low.colspan)) in bottom]


def _is_cut(pairs: Sequence[tuple[Region, Region]], mended: Sequence[bool]) -> bool:
    """Whether the break runs through a row: its label goes on below, and its figures stand on one side alone."""
    split = [pair for pair, one in zip(pairs, mended, strict=True) if not one]
    if len(split) < 2 or any(high.rowspan > 1 or low.rowspan > 1 for high, low in split):  # noqa: PLR2004
        return False
    (label, more), *rest = ((high.said, low.said) for high, low in split)
    above, below = any(high.text for high, _ in rest), any(low.text for _, low in rest)
    if not label.text or above == below:
        return False
    return _continues(label, more) if more.text else below


def _continues(one: CellText, other: CellText) -> bool:
    return bool(one.text and other.text) and one.full and not LISTED.match(other.text)


def _is_one(high: Region, low: Region, pairs: Sequence[tuple[Region, Region]]) -> bool:
    """Whether two cells are one that stands beside several rows: before the label of the row at the top of the page."""
    before = not any(other.said.text for _, other in pairs if other.column < low.column)
    behind = [other for _, other in pairs if other.column > low.column]
    if not before or not behind or not any(other.said.text for other in behind):
        return False
    if not low.said.text:
        return any(other.said.text for _, other in pairs if other.column > low.column)
    if high.rowspan == low.rowspan == 1:
        return False
    return not high.said.text or _continues(high.said, low.said)


def _mend(high: Region, low: Region) -> None:
    """Put the text of two cells together."""
    if high.said.text and low.said.text:
        high.said = CellText(joined(high.said.text, low.said.text, full=high.said.full), low.said.full)
    elif low.said.text:
        high.said = low.said
