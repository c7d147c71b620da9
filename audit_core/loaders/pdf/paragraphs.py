"""Lines → paragraphs, also over page breaks; tables are found before, running heads and feet taken away."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from audit_core.loaders.pdf.boxes import Box, around
from audit_core.loaders.pdf.page_joins import LISTED
from audit_core.loaders.pdf.pages import Page
from audit_core.loaders.pdf.text_lines import TextLine, between

_LONG: Final = 0.6
"""A line at least so wide, in parts of the widest one, runs from margin to margin or nearly so."""

_INDENT: Final = 1.0
"""In parts of the size: a line that begins further in begins a paragraph."""

_SLACK: Final = 0.7
"""In parts of the size: what a full line may leave free beside what did not fit on it."""

_HANGING: Final = 0.8
"""In parts of the size: what stands out further beyond all other lines is hanging punctuation."""

_PITCH: Final = 1.4
"""In parts of the usual distance of lines: what is further apart is two paragraphs."""

_OTHER_SIZE: Final = 0.12
_ENDS: Final = "。！？；：!?;:"


class Column(NamedTuple):
    """From where to where the text of a page runs, and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


class PlacedLine(NamedTuple):
    """A line and the page it stands on."""

    line: TextLine
    page: Page
    column: Column


def columns_of(pages: Sequence[Page], lines: Sequence[Sequence[TextLine]]) -> list[Column]:
    """Return the column of text of each page; a page with little text has that of the others."""
    own = [_column(some) for some in lines]
    known = [column for column in own if column]
    if not known:
        return [_even(page, some) for page, some in zip(pages, lines, strict=True)]
    usual = Column(*(median(column[side] for column in known) for side in range(3)))
    return [column or usual for column in own]


def _column(lines: Sequence[TextLine]) -> Column | None:
    """Return the column that the lines of the usual size fill; a title may be set wider, and in larger type."""
    usual = median([line.size for line in lines]) if lines else 0.0
    text = [line for line in lines if abs(line.size - usual) <= _OTHER_SIZE * usual]
    widest = max((line.box.width for line in text), default=0.0)
    long = [line for line in text if line.box.width >= _LONG * widest and len(line.pieces) == 1]
    if len(long) < 4:  # noqa: PLR2004
        return None
    return Column(min(line.box.x0 for line in long), _margin([line.box.x1 for line in long], usual), _pitch(lines))


def _margin(ends: Sequence[float], size: float) -> float:
    """Return where lines end: the furthest end that has another one beside it, since a mark may hang over."""
    ordered = sorted(ends, reverse=True)
    return next((far for far, near in pairwise(ordered) if far - near < _HANGING * size), ordered[0])


def _pitch(lines: Sequence[TextLine]) -> float:
    steps = [b.box.middle - a.box.middle for a, b in pairwise(lines) if b.box.middle - a.box.middle < 4 * a.size]
    return median(steps) if steps else 0.0


def _even(page: Page, lines: Sequence[TextLine]) -> Column:
    """Return a column with the same margin on either side."""
    box = around(line.box for line in lines) if lines else Box(0.0, 0.0, page.width, 0.0)
    return Column(box.x0, max(box.x1, page.width - box.x0), _pitch(lines))


def paragraphs(placed: Sequence[PlacedLine]) -> Iterator[tuple[str, str]]:
    """Yield text and place of each paragraph of lines between which nothing else stands."""
    together: list[PlacedLine] = []
    for one in placed:
        if together and not _goes_on(together[-1], one):
            yield _paragraph(together)
            together = []
        together.append(one)
    if together:
        yield _paragraph(together)


def _paragraph(together: Sequence[PlacedLine]) -> tuple[str, str]:
    parts = [together[0].line.text]
    for one, other in pairwise(together):
        parts += [between(one.line.text, other.line.text, full=True), other.line.text]
    page = together[0].page
    return "".join(parts), page.place(around(one.line.box for one in together if one.page is page))


def _goes_on(one: PlacedLine, other: PlacedLine) -> bool:
    """Whether a line goes on the paragraph of the one before: that is full, and this begins at the margin."""
    a, b = one.line, other.line
    if abs(a.size - b.size) > _OTHER_SIZE * max(a.size, b.size) or len(b.pieces) > 1 < len(a.pieces):
        return False
    if (
        one.page is other.page
        and one.column.pitch
        and b.box.middle - a.box.middle > _PITCH * max(one.column.pitch, 1.2 * a.size)
    ):
        return False
    if b.box.x0 - other.column.left > _INDENT * b.size:
        return False
    if a.text[-1] in _ENDS and LISTED.match(b.text):
        return False
    return one.column.right - a.box.x1 < b.first + _SLACK * a.size
