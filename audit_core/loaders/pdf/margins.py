"""Page numbers, running heads and feet: which lines at the edge of a page are not the report's own."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from audit_core.loaders.pdf.pages import Page
from audit_core.loaders.pdf.text_lines import TextLine

_MARGIN: Final = 0.15
"""The part of a page's height, from above and from below, in which running heads and feet stand."""

_MOST_LINES: Final = 3
_MOST_PIECES: Final = 3
"""What has more columns is a row of a table."""

_LEVEL: Final = 4.0
"""Points by which a running line may shift from page to page."""

_NUMBER: Final = re.compile(r"\d+")
_BARE_NUMBER: Final = re.compile(r"[\s\-—–－─·.•~～_/|]*\d{1,3}[\s\-—–－─·.•~～_/|]*")


def without_margins(
    pages: Sequence[Page], lines: Sequence[list[TextLine]], inner: Sequence[tuple[float, float]]
) -> None:
    """Take running heads, feet and page numbers from the lines of each page.

    `inner` tells for each page from where to where its tables and pictures reach: nothing beyond them on one side
    alone is the text of the report, and nothing between is at its edge.
    """
    running: dict[tuple[bool, str, int], set[int]] = defaultdict(set)
    edges = [_edges(page, some, reach) for page, some, reach in zip(pages, lines, inner, strict=True)]
    for number, found in enumerate(edges):
        for foot, line, level in found:
            for at in (-1, 0, 1):
                running[foot, _mask(line.text), round(level / _LEVEL) + at].add(number)
    for number, (some, found) in enumerate(zip(lines, edges, strict=True)):
        gone = {
            id(line)
            for foot, line, level in found
            if _is_running(running[foot, _mask(line.text), round(level / _LEVEL)], number)
            or _is_number(line, pages[number].number, some)
        }
        some[:] = [line for line in some if id(line) not in gone]


def _edges(page: Page, lines: Sequence[TextLine], inner: tuple[float, float]) -> list[tuple[bool, TextLine, float]]:
    """Return the first and last lines of a page: whether a foot, the line, and how far from the edge of the page."""
    first, last = inner
    heads = [line for line in lines[:_MOST_LINES] if line.box.y1 < min(_MARGIN * page.height, first)]
    feet = [line for line in lines[-_MOST_LINES:] if line.box.y0 > max((1 - _MARGIN) * page.height, last)]
    heads, feet = ([line for line in some if len(line.pieces) <= _MOST_PIECES] for some in (heads, feet))
    return [
        *((False, line, line.box.y0) for line in heads),
        *((True, line, page.height - line.box.y1) for line in feet),
    ]


def _mask(text: str) -> str:
    return _NUMBER.sub("0", "".join(text.split()))


def _is_running(on: set[int], number: int) -> bool:
    """Whether a line comes again on a neighbouring page or, where left and right pages differ, the next but one."""
    return len(on) > 1 and any(number + step in on for step in (-2, -1, 1, 2))


def _is_number(line: TextLine, number: int, lines: Sequence[TextLine]) -> bool:
    """Whether a line is nothing but the number of its page, alone at the edge."""
    if not _BARE_NUMBER.fullmatch(line.text) or line not in (lines[0], lines[-1]):
        return False
    return line.text.strip() != str(int(_NUMBER.findall(line.text)[0])) or _NUMBER.findall(line.text)[0] == str(number)
