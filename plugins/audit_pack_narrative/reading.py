"""The prose of a report read once: its sentences, the numbers and claims bound to their subjects, and the facts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from audit_core import Report
from audit_pack_narrative.claims import CLAIMING, Claim, claims
from audit_pack_narrative.lexicon import NO_MORE, Also, Lexicon, lexicon
from audit_pack_narrative.mentions import Binder, Mention
from audit_pack_narrative.numerals import quantities
from audit_pack_narrative.prose import Prose, prose
from audit_pack_narrative.sentences import Sentence, sentences, tag

_RELEVANT: Final = re.compile(r"申请|复议|诉讼|应诉|起诉|结转|办结|答复|回复|予以公开|予公开|无法提供|予处理|其他处理|自然人|败诉")


@dataclass(frozen=True, eq=False)
class Reading:
    """What the prose of one report says."""

    report: Report
    prose: Prose
    sentences: list[Sentence]
    words: Lexicon
    _told: dict[str, list[Mention]] = field(default_factory=dict)

    def of(self, *subjects: str) -> Iterator[Mention]:
        """Yield the mentions of some subjects, in the order of the prose."""
        for subject in subjects:
            yield from self.mentions.get(subject, ())

    @cached_property
    def relevant(self) -> list[Sentence]:
        """The sentences on applications, reviews and lawsuits, tagged."""
        text = self.prose.text
        found = []
        for sentence in self.sentences:
            if _RELEVANT.search(text, sentence.start, sentence.end) and (
                sentence.quantities or CLAIMING.search(text, sentence.start, sentence.end)
            ):
                tag(sentence, self.words, self.report.year)
                found.append(sentence)
        return found

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """The numbers on applications, reviews and lawsuits, by subject."""
        binder = Binder(self.words, self.report.year, self.report.organization)
        found: dict[str, list[Mention]] = {}
        for sentence in self.relevant:
            if sentence.quantities:
                for mention in binder.mentions(sentence):
                    found.setdefault(mention.subject, []).append(mention)
        return found

    @cached_property
    def claims(self) -> list[Claim]:
        """What is claimed without a number."""
        year, organization = self.report.year, self.report.organization
        return [claim for sentence in self.relevant for claim in claims(sentence, self.words, year, organization)]

    def beside(self, mention: Mention, *subjects: str) -> list[Mention]:
        """Return the mentions of some subjects in the same sentence."""
        return [other for other in self.of(*subjects) if other.sentence is mention.sentence and other is not mention]


_READ: Final[WeakKeyDictionary[Report, dict[Lexicon, Reading]]] = WeakKeyDictionary()
_PROSE: Final[WeakKeyDictionary[Report, tuple[Prose, list[Sentence]]]] = WeakKeyDictionary()


def read(report: Report, also: Also = NO_MORE) -> Reading:
    """Return what the prose of a report says; read once for each set of words, and forgotten with the report."""
    known = _READ.setdefault(report, {})
    words = lexicon(also)
    if words not in known:
        known[words] = Reading(report, *_split(report), words)
    return known[words]


def _split(report: Report) -> tuple[Prose, list[Sentence]]:
    text = prose(report)
    return text, list(sentences(text.text, quantities(text.text)))
