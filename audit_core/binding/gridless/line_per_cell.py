"""Tables that are printed one cell a line, as regions again.

读者
春季
秋季
成人
读者                                   a label broken over two lines
1
2
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from msgspec import Struct

from audit_core.binding.labels import COLUMN, CORNER, CellKind, LabelIndex
from audit_core.binding.page_numbers import Pages, page_numbers
from audit_core.binding.regions import Region, RowSorter, all_cells
from audit_core.binding.titles import lines
from audit_core.document import Cell, Document, Excerpt
from audit_core.figures import State
from audit_core.forms import TableForm

_LONGEST: Final = 80
_LONGEST_WORDS: Final = 12
"""More characters than these are no words in place of a figure."""

_MOST_PIECES: Final = 4

_MOST_UNKNOWN: Final = 4
"""More lines than these that the form does not know are no heads between others."""

_SENTENCE: Final = frozenset("，。；：！？,;:!?")


class Token(Struct, frozen=True):
    """One label or figure in the flow: the lines it was printed on, and what it is."""

    text: str
    lines: tuple[Excerpt, ...]
    kind: CellKind


def tokens(document: Document, labels: LabelIndex) -> Iterator[Token]:
    """Yield labels and figures that stand on lines of their own; a label broken over lines is one token."""
    pages = page_numbers(document, labels)
    short = [line for line in lines(document) if line.text.strip() and not _is_page(line, pages)]
    number = 0
    while number < len(short):
        pieces, token = _longest(short[number : number + _MOST_PIECES], labels)
        yield token
        number += pieces


def _is_page(line: Excerpt, pages: Pages) -> bool:
    return (line.start, line.end) in pages.get(line.of, ())


def _longest(ahead: Sequence[Excerpt], labels: LabelIndex) -> tuple[int, Token]:
    text = ahead[0].text.strip()
    best = (1, Token(text, (ahead[0],), labels.kind(text[:_LONGEST])))
    if best[1].kind.numeric or best[1].kind.parents or len(text) > _LONGEST:
        return best
    for pieces in range(2, len(ahead) + 1):
        more = ahead[pieces - 1].text.strip()
        if len(more) > _LONGEST or labels.kind(more).numeric:
            break
        text += more
        kind = labels.kind(text) if len(text) <= _LONGEST else best[1].kind
        if kind.rows or kind.columns or kind.parents or kind.captions:
            best = (pieces, Token(text, tuple(ahead[:pieces]), kind))
    return best


def regions(
    document: Document, labels: LabelIndex, others: Sequence[LabelIndex]
) -> Iterator[tuple[Region, list[Excerpt]]]:
    """Yield the tables that are printed one cell a line, each with the lines that are its cells."""
    found = list(tokens(document, labels))
    sorter = RowSorter(labels)
    sorter.rows(list(_rows(document, found, labels, others)), None)
    sorter.finish()
    for region in sorter.regions.values():
        headed = bool(region.heads) and bool(region.rows or region.others)
        read = headed or region.parts or any(row.figures for row in region.rows)  # else labels alone, as in prose
        if read and not _runs_together(labels.form.tables[region.table], region):
            yield region, [line for cell in all_cells(region) for line in found[cell.row].lines]


def _runs_together(table: TableForm, region: Region) -> bool:
    """Whether most rows print one figure for all their columns: the digits of several without anything between."""
    width = len(table.columns) if table.across else sum(not line.optional for line in table.columns.values())
    counts = [len(row.figures) for row in (*region.rows, *(row for _, row, _ in region.parts)) if row.figures]
    return width > 1 and 2 * counts.count(1) > len(counts)


def _rows(
    document: Document, found: Sequence[Token], labels: LabelIndex, others: Sequence[LabelIndex]
) -> Iterator[list[Cell]]:
    """Yield rows: a caption, a label with the figures behind it, and each run of head cells, as one row each.

    Head cells of `others`, the forms of other years, are kept: they tell a table that is printed in one of these. The
    row of each cell is the number of its token.
    """
    row: list[Cell] = []
    figures = width = 0
    filled = set(_filled_groups(found, labels))
    for number, token in enumerate(found):
        kind = token.kind
        after = found[number + 1] if number + 1 < len(found) else None
        behind = found[number + 1 : number + 1 + width]
        lacking = 0 < figures < width or (bool(row) and not figures and _begins(row[-1], behind, width, labels))
        words = lacking and _is_figure(token, after, labels)
        column = not kind.known and any(other.kind(token.text[:_LONGEST]).columns for other in others)
        label = not words and not column and (number in filled or _is_label(token, after))
        ahead = found[number : number + _MOST_UNKNOWN] if row and not figures and not label else ()
        head = bool(ahead) and _is_head(row, ahead, labels)
        belongs = kind.known or kind.numeric or column or label or words or head
        breaks = not belongs or label or kind.captions or (figures and not kind.numeric and not words)
        if row and (breaks or (not figures and number - 1 not in filled and _head_ends(row, kind, labels))):
            yield row
            row, figures, width = [], 0, figures or width
        if belongs:
            row.append(_cell(document, token, number, len(row)))
            figures += kind.numeric or words
        if kind.captions:
            yield row
            row = []
    if row:
        yield row


def _filled_groups(found: Sequence[Token], labels: LabelIndex) -> Iterator[int]:
    """Yield where the label of a group has one row of figures behind it in place of the group's rows, none printed."""
    printed = {(hit.table, hit.line) for token in found for hit in token.kind.rows}
    for number, token in enumerate(found):
        for key, label in token.kind.parents:
            table = labels.form.tables[key]
            width = sum(not line.optional for line in table.columns.values())
            behind = [one.kind.numeric for one in found[number + 1 : number + 2 + width]]
            members = {(key, row) for row, line in table.rows.items() if line.path[-1:] == (label,)}
            if members and printed.isdisjoint(members) and sum(behind) == width and all(behind[:width]):
                yield number
                break


def _begins(label: Cell, behind: Sequence[Token], width: int, labels: LabelIndex) -> bool:
    """Whether a text behind a row's label stands for its first figure: the rest of as many as rows have are behind."""
    rest = sum(1 for _ in takewhile(lambda token: token.kind.numeric, behind))
    return rest == width - 1 and bool(labels.kind(label.text).rows)


def _is_figure(token: Token, after: Token | None, labels: LabelIndex) -> bool:
    """Whether a text stands where a figure should: in a row that has fewer than the one before, and is no label."""
    if token.kind.known or len(token.text) > _LONGEST_WORDS or labels.form.label_ordinal.match(token.text):
        return False
    return after is not None and (after.kind.numeric or after.kind.known)


def _is_head(row: Sequence[Cell], ahead: Sequence[Token], labels: LabelIndex) -> bool:
    """Whether texts that the form does not know stand among the heads of columns: one that is misprinted or cut."""
    if not any(labels.kind(cell.text).bits & (COLUMN | CORNER) for cell in row[-_MOST_UNKNOWN:]):
        return False
    for token in ahead:
        if token.kind.known:
            return token is not ahead[0]
        if token.kind.numeric or len(token.text) > _LONGEST_WORDS or not _SENTENCE.isdisjoint(token.text):
            return False
    return False


def _is_label(token: Token, after: Token | None) -> bool:
    """Whether a text that the form does not know stands where a row's label does: short, with a number behind it."""
    kind = token.kind
    if kind.known or kind.numeric or len(token.text) > _LONGEST:
        return False
    return after is not None and after.kind.figure.state is State.NUMBER


def _cell(document: Document, token: Token, row: int, column: int) -> Cell:
    at = token.lines[0]
    span = document.span(at)
    start, end = (span.start, span.end) if span else (-1, -1)
    return Cell(token.text, row, column, start=start, end=end, place=document.place(at))


def _head_ends(row: Sequence[Cell], kind: CellKind, labels: LabelIndex) -> bool:
    """Whether head cells end before a token: at a row's label, or at figures that stand under them without one."""
    if kind.numeric:
        last = labels.kind(row[-1].text)
        return last.known and not any(not labels.form.tables[hit.table].across for hit in last.rows)
    return bool(kind.rows) and not _head_goes_on(row, kind, labels)


def _head_goes_on(row: Sequence[Cell], kind: CellKind, labels: LabelIndex) -> bool:
    """Whether a row label is part of the head it follows: a table across has its row labels there."""
    if all(labels.kind(cell.text).parents for cell in row):
        return True
    return all(labels.form.tables[hit.table].across for hit in kind.rows)
