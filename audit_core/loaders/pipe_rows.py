"""Rows of a table that stand as paragraphs, `| a | b |`, in pages and Word files that were made of Markdown → Table."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from audit_core.document import Block, Cell, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.section_tree import OutlineItem
from audit_core.loaders.source_lines import BLANKS, SourceLine, TextAndStart, is_delimiter, pieces_of, trimmed

_ROW: Final = re.compile(r"[^\r\n]+")


def with_tables(items: Iterable[OutlineItem], uri: str, limits: Limits, source: str = "") -> Iterator[OutlineItem]:
    """Yield items as they are, but paragraphs that follow each other and are rows of several cells as the table.

    `source` is the text that the offsets of the paragraphs are of, if any. Raises InputError where the tables have more
    cells than they may, all together.
    """
    cells = 0
    for is_row, group in groupby(items, _is_rows):
        given = list(group)
        for item in _table([item for item in given if isinstance(item, Paragraph)], source) if is_row else given:
            if isinstance(item, Table):
                cells += sum(map(len, item.rows))
                if cells > limits.cells:
                    raise InputError(
                        f"more than {limits.cells:,} cells in tables",
                        f"表格的单元格超过 {limits.cells:,} 个",
                        place=uri,
                    )
            yield item


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
    written = {paragraph: _SourceSpans(paragraph, source) for paragraph in {paragraph for paragraph, _ in printed}}
    rows = tuple(tuple(_cells(written[paragraph], pieces, row)) for row, (paragraph, pieces) in enumerate(printed))
    return (Table(rows, paragraphs[0].start, paragraphs[-1].end, paragraphs[0].place),)


class _SourceSpans:
    """Where the text of a paragraph stands in the source that prints it."""

    def __init__(self, of: Paragraph, source: str) -> None:
        self.of = of
        self._inked = _inked(of.text)
        self._found = [of.start + at for at in _inked(source[of.start : of.end])]
        self._is_alike = [of.text[at] for at in self._inked] == [source[at] for at in self._found]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part is written: in the whole, where the source prints more than blanks beside the text."""
        first, behind = bisect_left(self._inked, start), bisect_left(self._inked, end)
        if self._is_alike and first < behind:
            return self._found[first], self._found[behind - 1] + 1
        return self.of.start, self.of.end


def _cells(written: _SourceSpans, pieces: Iterable[TextAndStart], row: int) -> Iterator[Cell]:
    of = written.of
    for column, (text, at) in enumerate(pieces):
        start, end = trimmed(text, at)
        first, behind = written.span(start, end)
        yield Cell(of.text[start:end], row, column, start=first, end=behind, place=of.place)


def _inked(text: str) -> list[int]:
    """Return where the characters of a text stand that are no blanks."""
    return [at for at, character in enumerate(text) if not character.isspace()]
