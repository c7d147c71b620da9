"""Finds terms and patterns in a text, with what excuses them; what a match means is left to rules."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from audit_core.declared.scopes import Passage, Passages, holds
from audit_core.declared.specs import Item
from audit_core.lazy_patterns import Pattern


class Hit(NamedTuple):
    """A match that nothing excuses: where, of which item, and where its named groups stand in the passage.

    A group that took no part in the match stands nowhere: from -1 to -1.
    """

    passage: Passage
    start: int
    end: int
    item: Item
    spans: dict[str, tuple[int, int]]

    @property
    def text(self) -> str:
        """The words that matched."""
        return self.passage.text[self.start : self.end]

    @property
    def groups(self) -> dict[str, str]:
        """What the named groups hold, nothing where one took no part in the match."""
        return {name: self.passage.text[start:end] if start >= 0 else "" for name, (start, end) in self.spans.items()}

    @property
    def sentence(self) -> str:
        """The sentence around the match."""
        return self.passage.quoted(self.start, self.end)


class Seeker:
    """Looks for one item; `unless` and `beside` of the rule come to its own."""

    def __init__(self, item: Item, unless: Sequence[str] = (), beside: Sequence[str] = ()) -> None:
        self.item = item
        self.literals = (item.pattern,) if item.term else item.literals
        self._unless = (*unless, *item.unless)
        self._beside = (*beside, *item.beside)

    def among(self, passages: Passages) -> Iterator[Hit]:
        """Yield the matches in some passages; most reports hold none of the literals, and that is all that is asked."""
        if self._may_be_among(passages):
            # Most passages are cells, and hold none either: a generator for each takes longer than the look.
            for passage in [one for one in passages.every if self._may_be_in(one.text)]:
                yield from self.within(passage)

    def within(self, passage: Passage) -> Iterator[Hit]:
        """Yield the matches in one passage."""
        if not self._may_be_in(passage.text):
            return
        for start, end, spans in self._spans(passage.text):
            if not self._excused(passage, start, end):
                yield Hit(passage, start, end, self.item, spans)

    def _may_be_among(self, passages: Passages) -> bool:
        """Look at the text as a whole first."""
        if self.item.joined:
            return passages.may_match(self._by_line, self.literals)
        return not self.literals or passages.may_hold(self.literals)

    def _may_be_in(self, text: str) -> bool:
        return not self.literals or holds(text, self.literals)

    def _spans(self, text: str) -> Iterator[tuple[int, int, dict[str, tuple[int, int]]]]:
        if self.item.term:
            yield from ((*span, {}) for span in _terms(text, self.item.pattern))
            return
        for match in self._regex.finditer(text):
            yield match.start(), match.end(), {name: match.span(name) for name in match.re.groupindex}

    @cached_property
    def _regex(self) -> Pattern:
        return compiled(self.item.pattern)

    @cached_property
    def _by_line(self) -> Pattern:
        """The pattern for passages joined by line breaks, where each ends with its line."""
        anchored = "^" in self.item.pattern or "$" in self.item.pattern
        return Pattern(self.item.pattern, re.MULTILINE) if anchored else self._regex

    def _excused(self, passage: Passage, start: int, end: int) -> bool:
        """Whether an exception overlaps the match, or stands in its sentence."""
        if not self._unless and not self._beside:
            return False
        first, last = passage.sentence(start, end)
        said = passage.text[first:last]
        if any(compiled(pattern).search(said) for pattern in self._beside):
            return True
        return any(
            first + match.start() < end and start < first + match.end()
            for pattern in self._unless
            for match in compiled(pattern).finditer(said)
        )


def _terms(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield where a term stands; one that begins or ends in a Latin letter or digit must be a whole word there."""
    at = text.find(term)
    while at >= 0:
        end = at + len(term)
        if not _joined(text[at - 1 : at], term[0]) and not _joined(term[-1], text[end : end + 1]):
            yield at, end
        at = text.find(term, end)


def _joined(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()


@cache
def compiled(pattern: str) -> Pattern:
    """Return a pattern of a spec, compiled once; those of a spec are as they are run."""
    return Pattern(pattern)
