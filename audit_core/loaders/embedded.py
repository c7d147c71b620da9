"""Which lines of a Markdown text are HTML, as converters write their tables; what they hold is left to `html`.

    <html><body><table><tr><td>规章</td><td>0</td></tr></table></body></html>

A table goes on to its end, blank lines inside or not; one that is never closed ends where the text goes on without tags
or a heading begins. Other elements that begin a line are HTML as long as they last; elements around Markdown, as `div`,
are it for their own line only.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from audit_core.loaders.source_lines import BLANKS, SourceLine, heading_of

_AROUND: Final = (
    "html", "body", "div", "center", "section", "article", "main", "header", "footer", "details", "form", "br", "hr",
    "img", "meta", "link", "input", "source",
)  # fmt: skip
_WHOLE: Final = (
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "dl", "li", "dt", "dd", "figure", "figcaption", "blockquote",
    "pre", "summary", "address", "head", "title", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup",
    "col",
)  # fmt: skip
_SILENT: Final = ("style", "script")
_INLINE: Final = ("a", "b", "em", "font", "i", "span", "strong", "u")
_NAMES: Final = "|".join((*_AROUND, *_WHOLE, *_SILENT, "table"))
_BEGINS: Final = re.compile(rf"[ \t\u3000]*<(?:(/?)({_NAMES})(?=[\s/>]|\Z)|!doctype\b)", re.IGNORECASE)
_INLINE_LINE: Final = re.compile(rf"[ \t\u3000]*</?(?:{'|'.join(_INLINE)})(?:\s[^<>]*)?>.*>[ \t]*\Z", re.IGNORECASE)
_TABLE: Final = re.compile(r"<(/?)table(?=[\s/>]|\Z)", re.IGNORECASE)
_UNFINISHED: Final = re.compile(r"<[/a-z][^<>]*\Z", re.IGNORECASE)


class HtmlBlock(NamedTuple):
    """Lines of HTML: the numbers of the first and of the one behind the last, and the column where it begins."""

    first: int
    stop: int
    column: int


def blocks_of(lines: Sequence[SourceLine]) -> list[HtmlBlock]:
    """Return the lines that are HTML, in order, each once."""
    if not any("<" in line.text for line in lines):
        return []
    return list(_Finder(lines).blocks())


class _Finder:
    """Finds the blocks of one text; each line is looked at a bounded number of times."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.lines = lines
        self._closed, self._goes_on = self._looked_ahead()
        self._unclosed: set[str] = set()

    def _looked_ahead(self) -> tuple[list[bool], list[bool]]:
        """Return two answers for each line, about what follows from there on.

        Whether the next tag of a table ends one, before any heading; and whether a table that is open at a blank line
        goes on: the next line with words ends it or begins with a tag.
        """
        closed, goes_on = ([False] * (len(self.lines) + 1) for _ in range(2))
        for number in range(len(self.lines) - 1, -1, -1):
            text = self.lines[number].text
            tag = _TABLE.search(text) if "<" in text else None
            closed[number] = bool(tag[1]) if tag else closed[number + 1] and heading_of(text) is None
            bare = text.lstrip(BLANKS)
            goes_on[number] = closed[number] or bare.startswith("<") if bare else goes_on[number + 1]
        return closed, goes_on

    def blocks(self) -> Iterator[HtmlBlock]:
        number = 0
        while number < len(self.lines):
            column = self._column(number)
            if column < 0:
                number += 1
                continue
            stop = self._stop(number, column)
            yield HtmlBlock(number, stop, column)
            number = stop

    def _column(self, number: int) -> int:
        """Return where HTML begins in a line, -1 where none does."""
        text = self.lines[number].text
        if "<" not in text:
            return -1
        if _BEGINS.match(text) or _INLINE_LINE.match(text):
            return 0
        table = _TABLE.search(text) if "|" not in text else None
        return table.start() if table and not table[1] else -1

    def _stop(self, first: int, column: int) -> int:
        """Return the number of the line behind a block."""
        depth, number, text = 0, first, self.lines[first].text[column:]
        while True:
            for tag in _TABLE.finditer(text):
                depth = max(depth - 1, 0) if tag[1] else depth + 1
            number += 1
            if number == len(self.lines) or not (depth or _UNFINISHED.search(text)):
                break
            text = self.lines[number].text
            if not text.strip(BLANKS) and not self._goes_on[number]:
                return number
            if depth and heading_of(text) is not None and not self._closed[number + 1]:
                return number
        begins = _BEGINS.match(self.lines[first].text) if number == first + 1 and not column else None
        name = (begins[2] or "").lower() if begins and not begins[1] else ""
        return self._end_of(name, first) if name in _WHOLE or name in _SILENT else number

    def _end_of(self, name: str, first: int) -> int:
        """Return the number of the line behind the one that ends an element; its own where no line does."""
        silent = name in _SILENT
        if name in self._unclosed:
            return first + 1
        for number in range(first, len(self.lines)):
            text = self.lines[number].text
            if f"</{name}" in text.lower():
                return number + 1
            if number > first and not silent and (not text.strip(BLANKS) or _BEGINS.match(text)):
                return first + 1
        if silent:
            self._unclosed.add(name)
        return first + 1
