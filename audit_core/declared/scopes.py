"""Where in a report a rule looks: sections by key, headings, paragraphs, cells, labels, the title, with their text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from audit_core.document import Cell, Excerpt, Heading, Paragraph
from audit_core.report import Report

Node = Cell | Paragraph | Heading | Excerpt

_SENTENCE_ENDS: Final = "。；！？;!?"
_CLAUSE_ENDS: Final = _SENTENCE_ENDS + "，,"


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
        if isinstance(self.node, Excerpt):
            return Excerpt(self.node.of, self.node.start + start, self.node.start + end)
        return Excerpt(self.node, start, end)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the sentence around a stretch, its full stop not counted; lines may break inside it."""
        return _around(self.text, start, end, _SENTENCE_ENDS)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the clause around a stretch."""
        return _around(self.text, start, end, _CLAUSE_ENDS)


def _around(text: str, start: int, end: int, ends: str) -> tuple[int, int]:
    begin = max(text.rfind(mark, 0, start) for mark in ends) + 1
    stops = [at for mark in ends if (at := text.find(mark, end)) >= 0]
    return begin, min(stops, default=len(text))


class Passages:
    """The passages of a scope, and all their text in one, for a first look."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = tuple(nodes)
        self.text = "\n".join([node.text for node in self.nodes])

    @cached_property
    def every(self) -> tuple[Passage, ...]:
        """Each passage that is not empty."""
        return tuple(Passage(node, text) for node in self.nodes if (text := node.text))

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that occurs."""
        return frozenset(self.text)


def passages(report: Report, *scopes: str) -> Passages:
    """Return the passages of some scopes, each once and in their order.

    A scope is `title`, `headings`, `paragraphs`, `cells`, `labels` (rows and columns of bound tables), `before` (what
    stands before the first section), `text` (headings, paragraphs and cells) or the key of a section. Found once for
    all rules of a report.
    """
    return _passages(report, scopes)


@lru_cache(maxsize=32)
def _passages(report: Report, scopes: tuple[str, ...]) -> Passages:
    parts = [part for scope in scopes for part in _COMPOUND.get(scope, (scope,))]
    if len(scopes) == 1:
        return Passages(node for part in parts for node in _nodes(report, part))
    return Passages({id(node): node for part in parts for node in _passages(report, (part,)).nodes}.values())


_COMPOUND: Final[Mapping[str, tuple[str, ...]]] = {"text": ("headings", "paragraphs", "cells")}


def _nodes(report: Report, scope: str) -> Iterator[Node]:
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
    return report.document.paragraphs()


def _cells(report: Report) -> Iterator[Node]:
    return (cell for table in report.document.tables() for cell in table.cells())


def _labels(report: Report) -> Iterator[Node]:
    for table in report.tables.values():
        for line in (*table.rows.values(), *table.columns.values()):
            if line.label:
                yield line.label


def _before(report: Report) -> Iterator[Node]:
    """Yield the paragraphs before the first section that was recognised."""
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


PLACES: Final[Mapping[str, Callable[[Report], Iterator[Node]]]] = {
    "title": _title,
    "headings": _headings,
    "paragraphs": _paragraphs,
    "cells": _cells,
    "labels": _labels,
    "before": _before,
}
SCOPES: Final = (*PLACES, *_COMPOUND)
"""The scopes that every form has; the keys of its sections come to them."""
