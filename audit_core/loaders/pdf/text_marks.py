"""Characters that are printed raised, and those that a line is drawn through."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from audit_core.annotations import raised
from audit_core.loaders.pdf.boxes import Box, Glyph

_SMALL: Final = 0.8
"""In parts of the size of what it stands behind: a raised mark is no larger."""

_LIFTED: Final = 0.25
"""In parts of that size: how far the foot of a raised mark is above its neighbour's, at least."""

_BEHIND: Final = 0.3
"""In parts of that size: a mark stands no further behind."""

_BLANKS: Final = " \t\u00a0\u3000"
_IDEOGRAPHS: Final = "\u2e80"

_MIDDLE: Final = (0.3, 0.7)
"""In parts of the height of a character: where a line through it runs; an underline is lower."""

_OVERHANG: Final = 0.5
"""In parts of the size: a line that strikes text through ends with it; the lines of a table run on."""

_BAND: Final = 2.0
"""Points: how high the stretches of a page are in which characters are looked for."""

_MOST_BANDS: Final = 50
"""A character that is higher than these is no text that anybody strikes through."""


def lowered(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return characters with the marks that are printed raised as raised characters on the line they stand behind.

    Small ideographs are no marks, and what stands behind nothing is not raised.
    """
    kept: list[Glyph] = []
    base: Glyph | None = None
    for glyph in glyphs:
        if base is not None and _is_raised(base, glyph, kept[-1]):
            box = Box(glyph.box.x0, base.box.y0, glyph.box.x1, base.box.y1)
            kept.append(glyph._replace(text=raised(glyph.text), box=box, size=base.size))
            continue
        base = glyph if glyph.text not in _BLANKS else base
        kept.append(glyph)
    return kept


def _is_raised(base: Glyph, glyph: Glyph, before: Glyph) -> bool:
    if glyph.turn or base.turn or glyph.size > _SMALL * base.size or glyph.text >= _IDEOGRAPHS:
        return False
    top, foot = base.box.y0 - base.size / 2, base.box.y1 - _LIFTED * base.size
    if not top < glyph.box.middle < base.box.middle or glyph.box.y1 > foot:
        return False
    return -_BEHIND * base.size < glyph.box.x0 - before.box.x1 < _BEHIND * base.size


def without_struck(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> tuple[list[Glyph], list[Box]]:
    """Return the characters that no line is drawn through, and the lines that are drawn through none.

    A line strikes text through where it runs through the middle of its characters, and begins and ends with them.
    """
    level = [rule for rule in rules if rule.width > rule.height]
    bands = _bands(glyphs) if level else {}
    struck: set[int] = set()
    kept = []
    covered: dict[int, list[int]] = {}
    for rule in rules:
        band = bands.get(int(rule.middle / _BAND)) if rule.width > rule.height else None
        reach = _reach(band, glyphs, rule) if band else None
        if band is None or reach is None:
            kept.append(rule)
            continue
        # Lines may lie on each other any number of times: where they begin and end is counted, and added up once.
        begun = covered.setdefault(int(rule.middle / _BAND), [0] * (len(band) + 1))
        begun[reach[0]] += 1
        begun[reach[1]] -= 1
    for number, begun in covered.items():
        lines = accumulate(begun)
        struck.update(one for (_, one), lying in zip(bands[number], lines, strict=False) if lying)
    return [glyph for number, glyph in enumerate(glyphs) if number not in struck] if struck else list(glyphs), kept


def _bands(glyphs: Sequence[Glyph]) -> dict[int, list[tuple[float, int]]]:
    """Return for each thin stretch of a page the characters whose middle lies in it: their centres and numbers."""
    bands: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        first, last = (int((glyph.box.y0 + part * glyph.box.height) / _BAND) for part in _MIDDLE)
        if last - first <= _MOST_BANDS and glyph.text not in _BLANKS:
            for band in range(first, last + 1):
                bands[band].append((glyph.box.centre, number))
    for centres in bands.values():
        centres.sort()
    return bands


def _reach(band: Sequence[tuple[float, int]], glyphs: Sequence[Glyph], rule: Box) -> tuple[int, int] | None:
    """Return the characters of a band that a line runs through, None where it does not begin and end with them."""
    first, last = bisect_left(band, (rule.x0, -1)), bisect_right(band, (rule.x1, len(glyphs)))
    if first >= last:
        return None
    one, other = glyphs[band[first][1]], glyphs[band[last - 1][1]]
    over = max(one.box.x0 - rule.x0, rule.x1 - other.box.x1)
    return (first, last) if over < _OVERHANG * min(one.size, other.size) else None
