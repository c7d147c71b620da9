"""Text on a terminal: how wide it is, and where it may break; that nothing in it acts is left to `escaping`."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from audit_core.document import Source, Span
from audit_core.escaping import visible
from audit_core.lazy_patterns import Pattern

Paint = Callable[[str, str], str]
"""Takes text and a style's name; returns the text as the terminal should have it."""

_STYLES: Final = {
    "blocker": "1;31",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "info": "1;34",
    "good": "32",
    "bad": "31",
    "bold": "1",
    "dim": "2",
}

_OPENING: Final = "“‘（《〈【〔「『［｛([{"  # may not end a line
_CLOSING: Final = "”’）》〉】〕」』］｝)]}，。、；：？！…—·,.;:?!%％"  # may not begin a line
_WIDE: Final = "\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00020000-\U0003ffff"
_TOKEN: Final = Pattern(rf"\s+|[{re.escape(_OPENING)}]*(?:[^\s{_WIDE}{re.escape('“”‘’')}]+|\S)[{re.escape(_CLOSING)}]*")


def painter(*, colour: bool) -> Paint:
    """Return what paints text in ANSI colours, or, without `colour`, leaves it as it is."""
    return (lambda text, style: f"\x1b[{_STYLES[style]}m{text}\x1b[0m") if colour else (lambda text, _: text)


@lru_cache(maxsize=16_384)
def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in {"Mn", "Me"} else 1


def width(text: str) -> int:
    """Return the columns that visible text takes; wide characters take two, combining ones none.

    Characters that East Asian fonts may draw either way, such as `…` and `×`, count as one, as terminals do by default.
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def padded(text: str, columns: int) -> str:
    """Return text filled with blanks to a width."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Break visible text into lines of at most so many columns, `first` and `rest` (its width in blanks) put before.

    Chinese breaks between any two characters, but no line begins with closing punctuation or ends with opening; a
    word too long for a line is cut.
    """
    hanging = " " * width(first) if rest is None else rest
    line, used = first, width(first)
    begun = False
    for token in _tokens(text, columns - max(used, width(hanging))):
        size = width(token)
        if begun and used + width(token.rstrip()) > columns:
            yield line.rstrip()
            line, used, begun = hanging, width(hanging), False
        if begun or not token.isspace():
            line, used, begun = line + token, used + size, True
    yield line.rstrip()


def _tokens(text: str, most: int) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        while width(token) > max(most, 2):
            head = fit(token, max(most, 2))
            yield head
            token = token[len(head) :]  # noqa: PLW2901 - what is left of it
        yield token


def fit(text: str, columns: int) -> str:
    """Return as much of the beginning of visible text as goes into so many columns."""
    used = 0
    for at, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            return text[:at]
    return text


def excerpt(source: Source, span: Span, columns: int) -> tuple[str, str]:
    """Return the source line a span begins on, and a line of `^` under the span's part of it.

    A line too wide is cut around the span, with `…` where something is left out.
    """
    start, end = _line(source, span.start)
    cells = [visible(char) for char in source.text[start:end]]
    mark_from = span.start - start
    mark_to = max(mark_from + 1, min(span.end - start, len(cells)))
    left, right = _window([width(cell) for cell in cells], mark_from, min(mark_to, len(cells)), columns)
    before = "…" if left else ""
    shown = "".join(cells[left:right])
    indent = width(before) + width("".join(cells[left:mark_from]))
    marked = width("".join(cells[mark_from : min(mark_to, right)])) or 1
    return before + shown + ("…" if right < len(cells) else ""), " " * indent + "^" * marked


def _line(source: Source, offset: int) -> tuple[int, int]:
    """Return where the line of an offset begins and ends, its line break left out."""
    line, _ = source.position(offset)
    starts = source.line_starts
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(source.text)
    return start, start + len(source.text[start:end].rstrip("\r\n"))


def _window(widths: list[int], left: int, right: int, columns: int) -> tuple[int, int]:
    """Return the cells to show: the marked ones first, as far as they go in, then their neighbours on both sides."""
    if sum(widths) <= columns:
        return 0, len(widths)
    room = columns - 2
    stop, right = right, left
    while right < stop and room >= widths[right]:
        room -= widths[right]
        right += 1
    grown = right == stop
    while grown:
        grown = False
        if left and room >= widths[left - 1]:
            left, room, grown = left - 1, room - widths[left - 1], True
        if right < len(widths) and room >= widths[right]:
            right, room, grown = right + 1, room - widths[right], True
    return left, right
