"""Prose as runs of labels and digits with nothing between.

……如下：读者春季秋季成人读者12。全年…  one run: 读者, 春季, 秋季, 成人读者, 12
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from audit_core.annotations import unmarked
from audit_core.binding.labels import LabelIndex, LabelMatch
from audit_core.binding.page_numbers import Pages, page_numbers
from audit_core.document import Cell, Document, Excerpt, Heading, Paragraph
from audit_core.forms import Form, fold

if TYPE_CHECKING:
    from audit_core.report import Match


class Token(Struct, frozen=True):
    """A label or a run of digits: its place in the text, and what the form knows of it."""

    start: int
    end: int
    words: str = ""


class Stretch:
    """Headings and paragraphs with no table between, as one text, with blanks for page numbers and marks of notes."""

    def __init__(self, document: Document, nodes: Sequence[Heading | Paragraph], pages: Pages) -> None:
        self._document = document
        self._nodes = nodes
        self._starts: list[int] = []
        at = 0
        for node in nodes:
            self._starts.append(at)
            at += len(node.text) + 1
        self.text = "\n".join(_without(node, pages) for node in nodes)

    def cell(self, start: int, end: int, row: int, column: int) -> Cell:
        """Return what is printed from `start` to `end` as a cell; its span ends with its paragraph."""
        number = bisect_right(self._starts, start) - 1
        node, base = self._nodes[number], self._starts[number]
        at = Excerpt(node, start - base, min(end - base, len(node.text)))
        span = self._document.span(at)
        first, last = (span.start, span.end) if span else (-1, -1)
        return Cell(self.text[start:end], row, column, start=first, end=last, place=self._document.place(at))

    def excerpts(self, start: int, end: int) -> Iterator[Excerpt]:
        """Yield what is printed from `start` to `end`, one stretch of each paragraph and heading."""
        for number in range(bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1)):
            node, base = self._nodes[number], self._starts[number]
            yield Excerpt(node, max(start - base, 0), min(end - base, len(node.text)))


def _without(node: Heading | Paragraph, pages: Pages) -> str:
    text = unmarked(node.text)
    for start, end in pages.get(node, ()):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


MOST_CHARACTERS: Final = 500_000
"""Prose is searched so far for tables that ran together; reports are fifty times shorter."""


class Prose(NamedTuple):
    """A stretch of prose and the runs in it."""

    stretch: Stretch
    runs: Sequence[Sequence[Token]]


def prose_of(document: Document, labels: LabelIndex) -> list[Prose]:
    """Return the stretches of prose of a document in which labels and digits run together, with these runs."""
    every = (Prose(stretch, list(runs(stretch.text, labels.form))) for stretch in stretches(document, labels))
    return [prose for prose in every if prose.runs]


def stretches(document: Document, labels: LabelIndex) -> Iterator[Stretch]:
    """Yield the stretches of prose of a document, up to MOST_CHARACTERS in all."""
    left = MOST_CHARACTERS
    for stretch in _stretches(document, page_numbers(document, labels)):
        left -= len(stretch.text)
        if left < 0:
            return
        yield stretch


def _stretches(document: Document, pages: Pages) -> Iterator[Stretch]:
    nodes: list[Heading | Paragraph] = []
    for section in document.sections:
        if section.heading:
            nodes.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                nodes.append(block)
            elif nodes:
                yield Stretch(document, nodes, pages)
                nodes = []
    if nodes:
        yield Stretch(document, nodes, pages)


class Lexicon(Struct, frozen=True):
    """The labels of a form as they are folded, what each may be, and one pattern for all of them and for digits."""

    rows: Mapping[str, tuple[LabelMatch, ...]]
    columns: Mapping[str, tuple[LabelMatch, ...]]
    others: Collection[str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=32)
def lexicon(form: Form) -> Lexicon:
    """Return the lexicon of a form; labels without their ordinals are left out, since digits may stand before them."""
    rows: dict[str, list[LabelMatch]] = {}
    columns: dict[str, list[LabelMatch]] = {}
    others: set[str] = set()
    for table in form.tables.values():
        for known, lines in ((rows, table.rows), (columns, table.columns)):
            for line in lines.values():
                for text in (line.label, *line.aliases):
                    match: Match = "statutory" if text == line.label else "alias"
                    known.setdefault(fold(text), []).append(LabelMatch(table.key, line.key, match))
                others.update(fold(text) for text in line.path)
        parents = (text for label, aliases in table.parents.items() for text in (label, *aliases))
        more = (*parents, *table.corner, table.caption, *table.caption_aliases, table.note)
        others.update(fold(text) for text in more if text)
    words = sorted({*rows, *columns, *others}, key=lambda word: (-len(word), word))
    either = "|".join(map(re.escape, words))
    pattern = re.compile(rf"(?P<words>{either})|(?P<digits>\d+?)(?=(?:{either})|\D|\Z)")
    return Lexicon(
        {word: tuple(hits) for word, hits in rows.items()},
        {word: tuple(hits) for word, hits in columns.items()},
        frozenset(others),
        pattern,
    )


_MOST_REMEMBERED: Final = 20_000


class _Folded(dict[str, str]):
    """What a character is once it is folded, mostly itself; nothing where it is neither letter nor digit."""

    def __missing__(self, character: str) -> str:
        found = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", character).casefold()))
        if len(self) < _MOST_REMEMBERED:
            self[character] = found
        return found


_FOLDED: Final = _Folded()


def runs(text: str, form: Form) -> Iterator[list[Token]]:
    """Yield the stretches of a text in which labels and digits follow each other with nothing between."""
    plain, ends = folded(text, form)
    run: list[Token] = []
    last = -1
    for match in lexicon(form).pattern.finditer(plain):
        start, end = bisect_right(ends, match.start()), bisect_right(ends, match.end() - 1) + 1
        words = match["words"] or ""
        if words[:1].isdigit() and not form.label_ordinal.match(text, start):
            continue
        if match.start() != last and run:
            yield run
            run = []
        run.append(Token(start, end, words))
        last = match.end()
    if run:
        yield run


def folded(text: str, form: Form) -> tuple[str, list[int]]:
    """Return a text folded, clauses on units left out, and where each of its characters ends there."""
    kept = form.unit_clause.sub(lambda clause: " " * len(clause[0]), text)
    found = list(map(_FOLDED.__getitem__, kept))
    return "".join(found), list(accumulate(map(len, found)))
