"""Lines that are page numbers, which a print leaves between the lines of a text.

    成人读者
    1
    — 5 —                                  marked as a page's
    儿童读者
    2
    6                                      a page's, if it follows the one before

A number alone may as well be a figure. It is a page's only where it has a paragraph to itself, stands under no label
and beside no figure, and all such numbers of a document, with those that are marked as pages', count on one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from audit_core.binding.labels import LabelIndex
from audit_core.binding.titles import lines
from audit_core.document import Document, Excerpt, Node, Paragraph

_MOST_DIGITS: Final = 3

Pages = Mapping[Node, Sequence[tuple[int, int]]]


def page_numbers(document: Document, labels: LabelIndex) -> Pages:
    """Return where the lines that are page numbers begin and end in their paragraphs."""
    found = list(_found(document, labels))
    counted = all(two == one + 1 for (_, one, _), (_, two, _) in pairwise(found)) and len(found) > 1
    pages: dict[Node, list[tuple[int, int]]] = {}
    for line, _, marked in found:
        if marked or counted:
            pages.setdefault(line.of, []).append((line.start, line.end))
    return pages


def _found(document: Document, labels: LabelIndex) -> Iterator[tuple[Excerpt, int, bool]]:
    """Yield the lines that may be page numbers, their numbers, and whether they are marked as such."""
    before = ""
    printed = [(line, text) for line in lines(document) if (text := line.text.strip())]
    for at, (line, text) in enumerate(printed, start=1):
        after = printed[at][1] if at < len(printed) else ""
        alone = text == line.of.text.strip()
        number = number_of(text, labels, alone=alone) if isinstance(line.of, Paragraph) else None
        if number and (number[1] or not (_expects_figure(before, labels) or labels.kind(after).numeric)):
            yield line, *number
        else:
            before = text


def number_of(text: str, labels: LabelIndex, *, alone: bool) -> tuple[int, bool] | None:
    """Return the number of a line that may be a page's, and whether it is marked as such; None for other lines.

    A number without a mark is one only where it stands `alone` in its paragraph.
    """
    marked = labels.form.page_number.fullmatch(text) if labels.form.page_number else None
    if marked:
        return int(marked["number"]), True
    return (int(text), False) if alone and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _expects_figure(text: str, labels: LabelIndex) -> bool:
    kind = labels.kind(text)
    return kind.known or kind.numeric
