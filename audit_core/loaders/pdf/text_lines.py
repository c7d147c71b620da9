"""Characters → lines of text; which lines belong together is left to `paragraphs` and `ruled_tables`."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from audit_core.loaders.pdf.boxes import Box, Glyph, around
from audit_core.loaders.pdf.pages import turned

_WORD_GAP: Final = 0.2
"""In parts of the size: letters or digits further apart than this are two words."""

_BLANK_GAP: Final = 0.95
"""In parts of the size: a blank of the width of a character stands between any two."""

PIECE_GAP: Final = 1.2
"""In parts of the size: what is further apart than this may stand in two columns."""

_MOST_PADDING: Final = 6.0
"""Points between the edge of a cell and its text, at most, where the text fills it."""

_OPENING: Final = "（(《〈【[“‘「『"
_CLOSING: Final = "）)》〉】]”’」』，。、；：！？,.;:!?%％"
"""Marks that never end a line, and marks that never begin one: their neighbour is set with them."""

_BLANKS: Final = " \t\u00a0\u3000\u200b\ufeff"


class LineStretch(NamedTuple):
    """A stretch of a line without a wide gap."""

    text: str
    box: Box


class TextLine(NamedTuple):
    """A line of text: the height most of it is written in, and its stretches."""

    text: str
    box: Box
    size: float
    pieces: tuple[LineStretch, ...]
    first: float
    """The width of what would have to fit on the line before: one ideograph, or a word."""


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the lines that glyphs stand on, from top to bottom."""
    rows: list[list[Glyph]] = []
    middle = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.box.middle, g.box.x0)):
        if rows and abs(glyph.box.middle - middle) <= 0.5 * min(size, glyph.size):
            rows[-1].append(glyph)
            # The line is where its largest character is: points and small print stand off its middle.
            if glyph.size > size:
                middle, size = glyph.box.middle, glyph.size
        else:
            rows.append([glyph])
            middle, size = glyph.box.middle, glyph.size
    return [line for row in rows if (line := _line(row))]


def _line(glyphs: list[Glyph]) -> TextLine | None:
    glyphs.sort(key=lambda g: g.box.x0)
    while glyphs and glyphs[-1].text in _BLANKS:
        glyphs.pop()
    start = next((n for n, glyph in enumerate(glyphs) if glyph.text not in _BLANKS), len(glyphs))
    glyphs = glyphs[start:]
    if not glyphs:
        return None
    sizes = sorted(glyph.size for glyph in glyphs)
    cuts = [n + 1 for n, (a, b) in enumerate(pairwise(glyphs)) if _gap(a, b) > PIECE_GAP]
    pieces = [glyphs[a:b] for a, b in pairwise([0, *cuts, len(glyphs)])]
    made = tuple(LineStretch(_text(piece).strip(_BLANKS), around(g.box for g in piece)) for piece in pieces)
    return TextLine(_text(glyphs), around(g.box for g in glyphs), sizes[len(sizes) // 2], made, _first(glyphs))


def _gap(one: Glyph, other: Glyph) -> float:
    """Return the blank between two glyphs in parts of their size."""
    return (other.box.x0 - one.box.x1) / max(one.size, other.size)


def _text(glyphs: Sequence[Glyph]) -> str:
    parts = [glyphs[0].text]
    for one, other in pairwise(glyphs):
        if one.text not in _BLANKS and other.text not in _BLANKS:
            words = _is_word(one.text) and _is_word(other.text)
            if _gap(one, other) > (_WORD_GAP if words else _BLANK_GAP):
                parts.append(" ")
        parts.append(other.text)
    return "".join(parts)


def _is_word(text: str) -> bool:
    """Whether blanks separate words of such characters; between ideographs they mean nothing."""
    return text < "\u2e80" and text.isalnum()


def _first(glyphs: Sequence[Glyph]) -> float:
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    end += 1
    while end < len(glyphs) and (
        glyphs[end].text in _CLOSING or (_is_word(glyphs[end].text) and _is_word(glyphs[end - 1].text))
    ):
        end += 1
    return glyphs[end - 1].box.x1 - glyphs[0].box.x0


def between(one: str, other: str, *, full: bool) -> str:
    """Return what stands between two lines of one text; `full` says that the first had no room for more."""
    words = one and other and _is_word(one[-1]) and _is_word(other[0])
    return " " if words and not (full and one[-1].isdigit() and other[0].isdigit()) else ""


class PdfCellText(NamedTuple):
    """The text of a cell, whether its last line is full, and whether it is written from top to bottom."""

    text: str
    full: bool
    down: bool = False


_DOWN: Final = 3
"""Three quarter turns against the clock: the direction of writing from top to bottom."""

NOTHING: Final = PdfCellText("", full=False)
"""What stands in an empty cell."""


def cell_text(glyphs: Sequence[Glyph], box: Box) -> PdfCellText:
    """Return what stands in a cell: turned, written from top to bottom, or in lines."""
    turn = _direction(glyphs)
    if turn:
        glyphs = [glyph._replace(box=turned(glyph.box, turn, 0, 0)) for glyph in glyphs]
        box = turned(box, turn, 0, 0)
    lines = lines_of(glyphs)
    if not lines:
        return NOTHING
    parts = [lines[0].text]
    for one, other in pairwise(lines):
        more = one.size / 2 if other.text[0].isdigit() else other.first
        parts += [between(one.text, other.text, full=_is_full(one, more, box)), other.text]
    return PdfCellText("".join(parts), _is_full(lines[-1], lines[-1].size, box), down=turn == _DOWN)


def _is_full(line: TextLine, more: float, box: Box) -> bool:
    """Whether so much more would not have fitted on a line."""
    padding = min(line.box.x0 - box.x0, box.x1 - line.box.x1, _MOST_PADDING)
    return line.box.width + more > box.width - 2 * max(padding, 0.0)


def _direction(glyphs: Sequence[Glyph]) -> int:
    """Return the quarter turns of most glyphs; upright ones that follow each other downwards count as three."""
    ink = [glyph for glyph in glyphs if glyph.text not in _BLANKS]
    turns = sorted(glyph.turn for glyph in ink)
    turn = turns[len(turns) // 2] if turns else 0
    if turn or len(ink) < 3 or all(_is_word(glyph.text) for glyph in ink):  # noqa: PLR2004
        return turn
    down = across = 0
    for one, other in pairwise(sorted(ink, key=lambda g: g.order)):
        aside = other.box.centre - one.box.centre
        below = other.box.middle - one.box.middle
        if 0.5 * one.size < below and abs(aside) < 0.25 * one.size:
            down += 1
        if aside > 0 and abs(below) < 0.5 * one.size:
            across += 1
    return _DOWN if down > across else 0
