"""Tables that a page break has cut, as one again: the head printed once, cells and rows that were cut made whole."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from audit_core.loaders.pdf.ruled_tables import GridCell, PageGrid, spread
from audit_core.loaders.pdf.ruling_lines import nearest
from audit_core.loaders.pdf.text_lines import PdfCellText, between

_NEAR: Final = 3.0
"""Points by which the columns of one table may differ from page to page."""

LISTED: Final = re.compile(
    r"\s*(?:\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])"
)
"""How an entry of a list begins: what begins so goes on with nothing before it."""

_BLANK: Final = re.compile(r"\s+")


def goes_on(upper: PageGrid, lower: PageGrid) -> bool:
    """Whether a table at the top of a page has the columns of the one at the foot of the page before."""
    if not (upper.ruled and lower.ruled):
        return False
    ours, theirs = _steps(upper), _steps(lower)
    if abs(ours[-1] - theirs[-1]) > _NEAR:
        return False
    fewer, more = sorted((ours, theirs), key=len)
    return all(abs(more[nearest(more, step)] - step) <= _NEAR for step in fewer)


def _steps(grid: PageGrid) -> list[float]:
    """Return the edges from the left one: margins may change from page to page."""
    return [edge - grid.edges[0] for edge in grid.edges]


def join(upper: PageGrid, lower: PageGrid) -> None:
    """Put a table that goes on under the one it goes on from."""
    shift = upper.edges[0] - lower.edges[0]
    wider = max(upper, lower, key=lambda grid: len(grid.edges))
    edges = [edge + (shift if wider is lower else 0.0) for edge in wider.edges]
    lower.edges = [edge + shift for edge in lower.edges]
    for grid in (upper, lower):
        if len(grid.edges) < len(edges):
            spread(grid, edges)
    head = _repeated(upper, lower)
    below = [region for region in lower.regions if region.row >= head]
    top = [region for region in below if region.row == head]
    pairs = _pairs(upper, top)
    mended = list(_ones(pairs))
    cut = len(pairs) == len(top) and _is_cut(pairs, mended)
    gone: set[int] = set()
    for (high, low), one in zip(pairs, mended, strict=True):
        if one or cut:
            _mend(high, low)
            high.rowspan += low.rowspan - cut
            gone.add(id(low))
    for region in below:
        region.row += upper.height - head - cut
    kept = [region for region in below if id(region) not in gone]
    upper.regions += kept
    upper.tail = [*kept, *(high for high, low in pairs if id(low) in gone)]
    upper.levels += [upper.levels[-1] + 1.0 + n for n in range(lower.height - head - cut)]
    upper.last = lower.last


def _repeated(upper: PageGrid, lower: PageGrid) -> int:
    """Return how many rows at the top of a page are the head of the table, printed again."""
    found = reach = 0
    ours, theirs = upper.rows(), lower.rows()
    for number, (row, again) in enumerate(zip(ours, theirs[:-1], strict=False), 1):
        said = [_print(region) for region in row]
        if said != [_print(region) for region in again] or not any(text for *_, text in said):
            break
        reach = max(reach, *(region.row + region.rowspan for region in again))
        if reach <= number:
            found = number
    return found


def _print(region: GridCell) -> tuple[int, int, int, str]:
    return region.column, region.colspan, region.rowspan, _BLANK.sub("", region.said.text)


def _pairs(upper: PageGrid, top: Sequence[GridCell]) -> list[tuple[GridCell, GridCell]]:
    """Return the cells on either side of the break that have the same columns."""
    bottom = {
        (region.column, region.colspan): region for region in upper.tail if region.row + region.rowspan == upper.height
    }
    ordered = sorted(top, key=lambda region: region.column)
    return [(bottom[at], low) for low in ordered if (at := (low.column, low.colspan)) in bottom]


def _is_cut(pairs: Sequence[tuple[GridCell, GridCell]], mended: Sequence[bool]) -> bool:
    """Whether the break runs through a row: its label goes on below, and its figures stand on one side alone."""
    split = [pair for pair, one in zip(pairs, mended, strict=True) if not one]
    if len(split) < 2 or any(high.rowspan > 1 or low.rowspan > 1 for high, low in split):  # noqa: PLR2004
        return False
    (label, more), *rest = ((high.said, low.said) for high, low in split)
    above, below = any(high.text for high, _ in rest), any(low.text for _, low in rest)
    if not label.text or above == below:
        return False
    return _continues(label, more) if more.text else below


def _continues(one: PdfCellText, other: PdfCellText) -> bool:
    return bool(one.text and other.text) and one.full and not LISTED.match(other.text)


def _ones(pairs: Sequence[tuple[GridCell, GridCell]]) -> Iterator[bool]:
    """Tell of each pair whether it is one cell, beside several rows: before the label of the row below the break."""
    before = True
    for number, (high, low) in enumerate(pairs):
        below = any(other.said.text for _, other in pairs[number + 1 :])
        above = not high.said.text or any(other.said.text for other, _ in pairs[number + 1 :])
        one = before and above and below and _is_one(high, low)
        before = before and (one or not low.said.text)
        yield one


def _is_one(high: GridCell, low: GridCell) -> bool:
    if not low.said.text:
        return True
    if high.rowspan == low.rowspan == 1:
        return False
    # One or two characters look the same in either direction.
    begun = low.said.down and len(high.said.text) < 3 and not LISTED.match(low.said.text)  # noqa: PLR2004
    return not high.said.text or begun or _continues(high.said, low.said)


def _mend(high: GridCell, low: GridCell) -> None:
    """Put the text of two cells together."""
    if high.said.text and low.said.text:
        blank = between(high.said.text, low.said.text, full=high.said.full)
        high.said = PdfCellText(high.said.text + blank + low.said.text, low.said.full, down=low.said.down)
    elif low.said.text:
        high.said = low.said
