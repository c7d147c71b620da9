"""Rows of a table that stand as paragraphs, `| a | b |`, in pages and Word files that were made of Markdown → Table."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from audit_core.document import Block, Cell, Paragraph, Table
from audit_core.loaders.section_tree import OutlineItem
from audit_core.loaders.source_lines import BLANKS, SourceLine, TextAndStart, is_delimiter, pieces_of, trimmed

_ROW: Final = re.compile(r"[^\r\n]+")


def with_tables(items: Iterable[OutlineItem], source: str = "") -> Iterator[OutlineItem]:
    """Yield items as they are, but paragraphs that follow each other and are rows of several cells as the table.

    `source` is the text that the offsets of the paragraphs are of, if any.
    """
    for is_row, group in groupby(items, _is_rows):
        if is_row:
            yield from _table([item for item in group if isinstance(item, Paragraph)], source)
        else:
            yield from group


def _is_rows(item: OutlineItem) -> bool:
    return (
        isinstance(item, Paragraph)
        and item.text.lstrip(BLANKS)[:1] == "|"
        and all(row[0].strip(BLANKS)[:1] in ("", "|") for row in _ROW.finditer(item.text))
    )


def _table(paragraphs: Sequence[Paragraph], source: str) -> Iterable[Block]:
    """Return the table of some rows; where most are of one cell, pipes only frame them, and they stay as they are."""
    lines = [
        (paragraph, pieces)
        for paragraph in paragraphs
        for row in _ROW.finditer(paragraph.text)
        if (pieces := pieces_of(SourceLine(row[0].rstrip(BLANKS), *row.span())))
    ]
    printed = [line for index, line in enumerate(lines) if not is_delimiter(line[1], index)]
    several = sum(len(pieces) > 1 for _, pieces in printed)
    if several < 2 or 2 * several < len(printed):  # noqa: PLR2004 - one row is no table
        return paragraphs
    rows = tuple(tuple(_cells(paragraph, pieces, row, source)) for row, (paragraph, pieces) in enumerate(printed))
    return (Table(rows, paragraphs[0].start, paragraphs[-1].end, paragraphs[0].place),)


def _cells(of: Paragraph, pieces: Iterable[TextAndStart], row: int, source: str) -> Iterator[Cell]:
    """Yield the cells of a row; where the source prints more than blanks beside the text, each at the whole of it."""
    printed, written = _inked(of.text), _inked(source[of.start : of.end])
    alike = [of.text[at] for at in printed] == [source[of.start + at] for at in written]
    for column, (text, at) in enumerate(pieces):
        start, end = trimmed(text, at)
        first, behind = bisect_left(printed, start), bisect_left(printed, end)
        span = of.start, of.end
        if alike and first < behind:
            span = of.start + written[first], of.start + written[behind - 1] + 1
        yield Cell(of.text[start:end], row, column, start=span[0], end=span[1], place=of.place)


def _inked(text: str) -> list[int]:
    """Return where the characters of a text stand that are no blanks."""
    return [at for at, character in enumerate(text) if not character.isspace()]
