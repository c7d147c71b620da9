"""Reports that are much like another one: whose, how much of its text and figures they share, and which passages.

for other in lookalikes:
other.share              # Fraction(9, 10) of this report's own letters stand in the other, too
other.passages[0].at     # the longest stretch that does, here; `.there` is its place in the other file
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from audit_core.document import Excerpt, Location
from audit_core.report import Report
from audit_core.section_text import SectionText
from audit_core.signatures import Index, SharedPassage, Signature, passages, share
from audit_core.snapshot import Snapshot

LEAST_SHARE: Final = Fraction(3, 10)
"""A report that has less of the text is none of the lookalikes."""

LEAST_FIGURES: Final = 8
"""So many figures other than zero must be the same for figures alone to make a report a lookalike."""

_MOST_PASSAGES: Final = 5


class Common(Struct, frozen=True):
    """A passage that two reports have in common, but for names, digits and marks.

    `at` is how this report prints it, of one that goes over several paragraphs the longest stretch; `there` is the
    paragraph of the other report in which that begins; `letters` is the length of all of it.
    """

    at: Excerpt
    there: Location
    letters: int


class Lookalike(Struct, frozen=True):
    """A report that is much like the one judged.

    `share` says how much of the judged one's own `letters` stand in it too, from 0 to 1: without names, digits, marks
    and boilerplate. `passages` are the longest of them, the longest first. `figures` counts the figures other than zero
    where all of them, in both, are the same at the same places; it is 0 where any is different.
    """

    of: Snapshot
    share: Fraction
    letters: int
    passages: tuple[Common, ...]
    figures: int = 0


def lookalike(prose: SectionText, signature: Signature, other: Snapshot, figures: int) -> Lookalike:
    """Set a report's prose beside another report."""
    common = passages(signature, other.signature) if other.signature else ()
    longest = sorted(common, key=lambda one: (-one.length, one.start))[:_MOST_PASSAGES]
    found = tuple(_common(prose, one, other) for one in longest)
    return Lookalike(other, share(signature, common), signature.own, found, figures)


def _common(prose: SectionText, passage: SharedPassage, other: Snapshot) -> Common:
    stretches = prose.excerpts(passage.start, passage.length)
    letter, at = max(stretches, key=lambda stretch: len(stretch[1].text))
    return Common(at, other.paragraph(passage.other + letter - passage.start), passage.length)


class LookalikeIndex:
    """What is kept of many reports to find the like of one: hashes of their texts, and a digest of their figures."""

    def __init__(self) -> None:
        self._texts = Index()
        self._figures: dict[bytes, list[int]] = {}

    def add(self, one: Snapshot) -> None:
        """Take in the next report."""
        number = self._texts.add(one.signature)
        digest, count = figures_of(one)
        if count >= LEAST_FIGURES:
            self._figures.setdefault(digest, []).append(number)

    def near(self, signature: Signature, figures: bytes) -> list[int]:
        """Return the numbers of the reports that may be like one: those with its figures, then the likest in text."""
        return list(dict.fromkeys([*self._figures.get(figures, ()), *self._texts.near(signature)]))


def figures_of(one: Snapshot | Report) -> tuple[bytes, int]:
    """Return a digest of a report's figures other than zero, with their places, and how many they are."""
    # A run looks at many snapshots: no facts are made of them for it.
    values = one.values() if isinstance(one, Snapshot) else _values(one)
    figures = sorted((key, str(value.normalize())) for key, value in values if value)
    return hashlib.sha256(repr(figures).encode()).digest()[:16], len(figures)


def _values(report: Report) -> Iterator[tuple[str, Decimal | None]]:
    return ((fact.concept.key, fact.value) for fact in report.facts())
