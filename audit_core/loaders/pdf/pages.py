"""Pages as they are read: characters, ruling lines and pictures, upright; what they form is left to the others."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from audit_core.loaders.pdf.boxes import Box, Glyph
from audit_core.loaders.pdf.protocol import RawPage
from audit_core.loaders.pdf.text_marks import lowered, without_struck

_SAME: Final = 0.12
"""Two of one character nearer than this, in parts of its size, are one printed twice to look bold."""


_LARGEST: Final = 20_000.0
"""Points: pages are no larger, nor is what is printed on them."""


@dataclass(slots=True)
class Page:
    """One page, turned so that most of its text runs from left to right; `turn` says how it was written.

    `aslant` counts the characters that were left out because they are written in no such direction, `struck` those
    that a line is drawn through.
    """

    number: int
    width: float
    height: float
    turn: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    aslant: int = 0
    struck: int = 0

    def place(self, box: Box) -> str:
        """Return where a box stands on the page as it is shown."""
        # Three turns of the kind that made the page upright undo one.
        shown = turned(box, (4 - self.turn) % 4, self.width, self.height)
        return f"page {self.number} [{','.join(f'{side + 0.0:.1f}' for side in shown)}]"


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """Return a box of a page of this size after the page is turned so that text of this direction is upright."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return Box(height - y1, x0, height - y0, x1)
    if turn == 2:  # noqa: PLR2004
        return Box(width - x1, height - y1, width - x0, height - y0)
    if turn == 3:  # noqa: PLR2004
        return Box(y0, width - x1, y1, width - x0)
    return box


def page_of(number: int, raw: RawPage) -> Page:
    """Return a page upright, each character once; what stands beside the page or aslant on it is left out."""
    shown = [glyph for glyph in _glyphs(raw) if _is_on(raw, glyph.box)]
    glyphs = [glyph for glyph in shown if glyph.turn >= 0]
    turns = Counter(glyph.turn for glyph in glyphs)
    turn = max(turns, key=lambda one: (turns[one], -one), default=0)
    page = Page(number, raw.width, raw.height, turn, aslant=len(shown) - len(glyphs))
    if turn % 2:
        page.width, page.height = raw.height, raw.width

    def upright(box: Box) -> Box:
        return turned(box, turn, raw.width, raw.height)

    upright_glyphs = [g._replace(box=upright(g.box), turn=(g.turn - turn) % 4) for g in _once(glyphs)]
    kept, page.rules = without_struck(upright_glyphs, [upright(box) for box in _boxes(raw, raw.rules)])
    page.struck = len(upright_glyphs) - len(kept)
    page.glyphs = lowered(kept)
    page.images = [upright(box) for box in _boxes(raw, raw.images)]
    return page


def _is_on(raw: RawPage, box: Box) -> bool:
    return 0 <= box.centre <= raw.width and 0 <= box.middle <= raw.height


def _boxes(raw: RawPage, packed: bytes) -> Iterator[Box]:
    """Yield what lies on the page of each box."""
    sides = iter(array("f", packed))
    for x0, y0, x1, y1 in zip(sides, sides, sides, sides, strict=True):
        box = Box(max(x0, 0.0), max(y0, 0.0), min(x1, raw.width), min(y1, raw.height))
        if box.x0 <= box.x1 and box.y0 <= box.y1:
            yield box


def _glyphs(raw: RawPage) -> Iterator[Glyph]:
    values = iter(array("f", raw.boxes))
    parts = zip(raw.text, *[values] * 6, strict=True)
    for order, (text, x0, y0, x1, y1, size, turn) in enumerate(parts):
        # Hyphens at line ends come as U+0002, as PDFium marks them.
        box = Box(x0, y0, x1, y1)
        yield Glyph("-" if text == "\x02" else text, box, _size(size, box), int(turn), order)


def _size(size: float, box: Box) -> float:
    """Return the size of a character, or that of its box where the file gives one that cannot be."""
    return next((one for one in (size, box.height) if 0.0 < one < _LARGEST), 1.0)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Yield glyphs, those left out that stand on one of the same character."""
    seen: dict[tuple[str, int, int], Box] = {}
    for glyph in glyphs:
        text, box = glyph.text, glyph.box
        if text < " " or (text.isspace() and not box.width):
            continue
        near = _SAME * glyph.size
        step = 2 * near
        # Whatever is near stands in the square of one of these four corners.
        left, right = int((box.x0 - near) / step), int((box.x0 + near) / step)
        top, bottom = int((box.y0 - near) / step), int((box.y0 + near) / step)
        corners = ((text, left, top), (text, left, bottom), (text, right, top), (text, right, bottom))
        if any(key in seen and _meets(seen[key], box, near) for key in corners):
            continue
        seen[text, int(box.x0 / step), int(box.y0 / step)] = box
        yield glyph


def _meets(one: Box, other: Box, near: float) -> bool:
    return abs(one.x0 - other.x0) < near and abs(one.y0 - other.y0) < near
