"""Where in a report a rule looks: sections by key, headings, paragraphs, cells, labels, the title, with their text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain, filterfalse
from typing import Final, NamedTuple

from audit_core.document import Cell, Excerpt, Heading, Paragraph
from audit_core.lazy_patterns import Pattern
from audit_core.report import Report, prose

Node = Cell | Paragraph | Heading | Excerpt

_SENTENCE_ENDS: Final = "。；！？;!?"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,"
_WIDEST: Final = 1000


class Passage(NamedTuple):
    """One piece of a report's text, and the node it stands in."""

    node: Node
    text: str

    @property
    def whole(self) -> str:
        """The text without line breaks, which may stand inside a word where lines were kept as printed."""
        return self.text.replace("\n", "")

    def cut(self, start: int, end: int) -> Node:
        """Return a stretch of the passage as something a finding can point at; a whole passage is its own node."""
        if start == 0 and end == len(self.text):
            return self.node
        return Excerpt.within(self.node, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the sentence around a stretch, its full stop not counted; lines may break inside it.

        Text without a full stop is no sentence: more than 1,000 characters on either side are left out.
        """
        return _around(self.text, start, end, _SENTENCE_ENDS)

    def quoted(self, start: int, end: int) -> str:
        """Return the sentence around a stretch in one line, as evidence shows it; what is left out is marked."""
        first, last = self.sentence(start, end)
        before = "…" if first and self.text[first - 1] not in _SENTENCE_ENDS else ""
        after = "…" if last < len(self.text) and self.text[last] not in _SENTENCE_ENDS else ""
        return before + _in_one_line(self.text[first:last]) + after

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the clause around a stretch."""
        return _around(self.text, start, end, _CLAUSE_ENDS)

    def excerpt(self, start: int, end: int) -> str:
        """Return the clause around a stretch in one line, with `…` where the sentence goes on on either side."""
        first, last = self.clause(start, end)
        begin, stop = self.sentence(start, end)
        shown = _in_one_line(self.text[first:last])
        before, after = self.text[begin:first].strip(), self.text[last:stop].strip()
        return ("…" if before else "") + shown + ("…" if after else "")


_NUMBERED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])[^，,。；;：:！!？?]{1,40}"
)


def is_numbered_heading(line: str) -> bool:
    """Whether a line reads as a numbered heading, short and without a mark of a sentence: `（二）依申请公开`."""
    return bool(_NUMBERED.fullmatch(line))


def _in_one_line(text: str) -> str:
    """Join the lines of a text, a heading parted from the sentence below it by a space."""
    *lines, last = [line.strip() for line in text.splitlines()] or [""]
    return "".join(f"{line} " if is_numbered_heading(line) else line for line in lines) + last


def _around(text: str, start: int, end: int, ends: str) -> tuple[int, int]:
    first, last = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    begin = max(text.rfind(mark, first, start) for mark in ends) + 1
    stops = [at for mark in ends if (at := text.find(mark, end, last)) >= 0]
    return begin or first, min(stops, default=last)


class Passages:
    """The passages of a scope, and all their text in one, for a first look.

    `parts` are texts that together hold what `text` holds; the words of cells apart from their figures, since nearly
    all reports print the same words, which need looking through but once.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = tuple(nodes)

    @cached_property
    def text(self) -> str:
        """The text of all passages, each from a line of its own."""
        return "\n".join([node.text for node in self.nodes])

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts that a first look goes through."""
        return (self.text,)

    @property
    def words(self) -> str:
        """The one of `parts` that many reports have in common, or nothing."""
        return ""

    @cached_property
    def every(self) -> tuple[Passage, ...]:
        """Each passage that is not empty."""
        return tuple([Passage(node, text) for node in self.nodes if (text := node.text)])

    def may_match(self, pattern: re.Pattern[str] | Pattern, literals: tuple[str, ...] = ()) -> bool:
        """Whether a pattern may be found in some passage; it finds in all of them together what it finds in each.

        One of `literals` stands in every match, so that what holds none is not searched.
        """
        for part in self.parts:
            if (not literals or holds(part, literals)) and pattern.search(part):
                return True
        return bool(self.words) and (not literals or _holds(literals, self.words)) and _matches(pattern, self.words)

    def may_hold(self, literals: tuple[str, ...]) -> bool:
        """Whether one of some texts stands in some passage."""
        for part in self.parts:
            if holds(part, literals):
                return True
        return bool(self.words) and _holds(literals, self.words)


class _Cells(Passages):
    """Cells: most are labels, which are those of the form, and figures."""

    @cached_property
    def _texts(self) -> list[str]:
        return [node.text for node in self.nodes]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return ("\n".join(filter(_is_figure, self._texts)),)

    @cached_property
    def words(self) -> str:
        return "\n".join(filterfalse(_is_figure, self._texts))


def _is_figure(text: str) -> bool:
    """Whether a cell is one that few reports have in common: it ends in a digit, as `12`, `-3` and `4.5` do."""
    return text[-1:].isdecimal()


class _Several(Passages):
    """Scopes that have no passage in common, one after the other."""

    def __init__(self, scopes: Iterable[Passages]) -> None:
        self._scopes = tuple(scopes)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:  # type: ignore[override]
        return tuple([node for one in self._scopes for node in one.nodes])

    @cached_property
    def text(self) -> str:
        return "\n".join([one.text for one in self._scopes if one.nodes])

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple([part for one in self._scopes for part in one.parts])

    @cached_property
    def words(self) -> str:
        return "\n".join([one.words for one in self._scopes if one.words])


def holds(text: str, literals: Iterable[str]) -> bool:
    """Whether one of some literals stands in a text."""
    for literal in literals:
        # One character is found many times faster than several in a row, and most texts lack one of a literal's.
        for character in literal:
            if character not in text:
                break
        else:
            if literal in text:
                return True
    return False


@lru_cache(maxsize=1024)
def _matches(pattern: re.Pattern[str], words: str) -> bool:
    return pattern.search(words) is not None


@lru_cache(maxsize=1024)
def _holds(literals: tuple[str, ...], words: str) -> bool:
    return holds(words, literals)


def passages(report: Report, *scopes: str) -> Passages:
    """Return the passages of some scopes, each once and in their order.

    A scope is `title`, `headings`, `paragraphs`, `cells`, `labels` (rows and columns of bound tables), `before` (what
    stands before the first section), `prose` (the sections that the form gives no table), `text` (headings, paragraphs
    and cells) or the key of a section. Found once for all rules of a report.
    """
    return report.memo(_passages, scopes)


def _passages(report: Report, scopes: tuple[str, ...]) -> Passages:
    parts = tuple([part for scope in scopes for part in _COMPOUND.get(scope, (scope,))])
    if parts != scopes:
        return passages(report, *parts)
    if len(parts) == 1:
        return (_Cells if parts == ("cells",) else Passages)(_nodes(report, parts[0]))
    some = [passages(report, part) for part in parts]
    if parts in _APART:
        return _Several(some)
    return Passages({id(node): node for one in some for node in one.nodes}.values())


_COMPOUND: Final[Mapping[str, tuple[str, ...]]] = {"text": ("headings", "paragraphs", "cells")}
_APART: Final = frozenset(_COMPOUND.values())
"""Scopes that have no passage in common."""


def _nodes(report: Report, scope: str) -> Iterable[Node]:
    plain = PLACES.get(scope)
    return plain(report) if plain else _section(report, scope)


def _section(report: Report, key: str) -> Iterator[Node]:
    """Yield a section's text, and what stands under headings the form does not know up to the next that it knows."""
    inside = False
    for section in report.sections:
        if section.form:
            inside = section.key == key
        elif inside and section.heading:
            yield section.heading
        if inside:
            yield from section.body


def _title(report: Report) -> Iterator[Node]:
    at = report.title.at if report.title else None
    if isinstance(at, Node):
        yield at


def _headings(report: Report) -> Iterator[Node]:
    """Yield the headings, those of statutory sections as they were cut from the text glued to them."""
    bound = [section.heading for section in report.sections if section.heading]
    taken = {id(heading.of if isinstance(heading, Excerpt) else heading) for heading in bound}
    yield from bound
    marked = (section.heading for section in report.document.sections)
    yield from (heading for heading in marked if heading and id(heading) not in taken)


def _paragraphs(report: Report) -> Iterator[Node]:
    return report.paragraphs()


def _cells(report: Report) -> Iterable[Node]:
    return chain.from_iterable(row for table in report.document.tables() for row in table.rows)


def _labels(report: Report) -> Iterator[Node]:
    for table in report.tables.values():
        for line in (*table.rows.values(), *table.columns.values()):
            if line.label:
                yield line.label


def _before(report: Report) -> Iterable[Node]:
    """Return the paragraphs before the first section that was recognised."""
    return prose(_blocks_before(report), report.tabled)


def _blocks_before(report: Report) -> Iterator[Paragraph]:
    heading = next((section.heading for section in report.sections if section.heading), None)
    stop = id(heading.of if isinstance(heading, Excerpt) else heading)
    for section in report.document.sections:
        if id(section.heading) == stop and heading is not None:
            return
        for block in section.blocks:
            if id(block) == stop:
                return
            if isinstance(block, Paragraph):
                yield block


def _prose(report: Report) -> Iterator[Node]:
    tabled = {table.section for table in report.form.tables.values()}
    for section in report.form.sections:
        if section.key not in tabled:
            yield from _section(report, section.key)


PLACES: Final[Mapping[str, Callable[[Report], Iterable[Node]]]] = {
    "title": _title,
    "headings": _headings,
    "paragraphs": _paragraphs,
    "cells": _cells,
    "labels": _labels,
    "before": _before,
    "prose": _prose,
}
SCOPES: Final = (*PLACES, *_COMPOUND)
"""The scopes that every form has; the keys of its sections come to them."""
