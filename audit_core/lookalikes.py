"""Reports that are much like another one: whose, how much of its text and figures they share, and which passages.

for other in lookalikes:
other.share              # Fraction(9, 10) of this report's own letters stand in the other, too
other.passages[0].at     # the longest stretch that does, here; `.there` is its place in the other file
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, overload

from msgspec import Struct

from audit_core.document import Excerpt, Location
from audit_core.section_text import SectionText
from audit_core.signatures import Index, SharedPassage, Signature
from audit_core.snapshot import Snapshot, SnapshotHead

LEAST_SHARE: Final = Fraction(1, 2)
"""Another organ's report that has less of the text is none of the lookalikes."""

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
    where all of them, in both, are the same at the same places; it is 0 where any is different. `is_of_another` organ
    it is where both are named and differ, or have one name and are of different areas.
    """

    of: Snapshot
    share: Fraction
    letters: int
    passages: Sequence[Common]
    figures: int = 0
    is_of_another: bool = False


class Longest(Sequence[Common]):
    """The longest passages that a report's prose and another report have in common, the longest first.

    They are looked up when the first of them is asked for: most of what is alike is not alike enough to be shown.
    """

    def __init__(self, prose: Callable[[], SectionText], common: Sequence[SharedPassage], other: Snapshot) -> None:
        self._prose, self._of, self._other = prose, common, other

    @cached_property
    def _passages(self) -> tuple[Common, ...]:
        first = sorted(self._of, key=lambda one: (-one.length, one.start))[:_MOST_PASSAGES]
        return tuple(_common(self._prose(), one, self._other) for one in first)

    def __len__(self) -> int:
        return min(len(self._of), _MOST_PASSAGES)

    @overload
    def __getitem__(self, index: int) -> Common: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Common]: ...
    def __getitem__(self, index: int | slice) -> Common | Sequence[Common]:
        return self._passages[index]


def _common(prose: SectionText, passage: SharedPassage, other: Snapshot) -> Common:
    stretches = prose.excerpts(passage.start, passage.length)
    letter, at = max(stretches, key=lambda stretch: len(stretch[1].text))
    return Common(at, other.paragraph(passage.other + letter - passage.start), passage.length)


class LookalikeIndex:
    """Finds, among many reports, those that may be like one, by hashes of their texts and a digest of their figures."""

    def __init__(self) -> None:
        self._texts = Index()
        self._figures: dict[bytes, list[int]] = {}

    def add(self, one: SnapshotHead) -> None:
        """Take in the next report."""
        number = self._texts.add(one.signature)
        digest, count = one.figures
        if count >= LEAST_FIGURES:
            self._figures.setdefault(digest, []).append(number)

    def near(self, signature: Signature, figures: bytes) -> Iterable[int]:
        """Return the numbers of the reports that may be like one: those with its figures, then the likest in text."""
        return dict.fromkeys((*self._figures.get(figures, ()), *self._texts.near(signature)))
