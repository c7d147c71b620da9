"""The prose of a report read once: its sentences, and the numbers and claims bound to their subjects."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from audit_core import Report
from audit_pack_narrative.joined_prose import JoinedProse, prose
from audit_pack_narrative.lexicon import NO_MORE, Also, WordKinds, lexicon
from audit_pack_narrative.mentions import SAYS_NONE, Binder, Mention
from audit_pack_narrative.numerals import quantities
from audit_pack_narrative.prose_claims import Claim, claims
from audit_pack_narrative.sentences import Sentence, sentences


class Reading(Struct, frozen=True, eq=False, dict=True):
    """What the prose of one report says; it holds nothing of the report itself, so that both may be forgotten."""

    prose: JoinedProse
    sentences: list[Sentence]
    year: int
    organization: str
    words: WordKinds

    def of(self, *subjects: str) -> Iterator[Mention]:
        """Yield the mentions of some subjects, in the order of the prose."""
        for subject in subjects:
            yield from self.mentions.get(subject, ())

    @cached_property
    def counting(self) -> list[Sentence]:
        """The sentences with numbers on applications, reviews and lawsuits, or that say there were none."""
        text, counted = self.prose.text, self.words.counted
        some = (one for one in self.sentences if one.quantities or SAYS_NONE.search(text, one.start, one.end))
        return [one for one in some if counted.search(text, one.start, one.end)]

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """The numbers on applications, reviews and lawsuits, by subject."""
        binder = Binder(self.organization)
        found: dict[str, list[Mention]] = {}
        for sentence in self.counting:
            for mention in binder.mentions(sentence):
                found.setdefault(mention.subject, []).append(mention)
        return found

    @cached_property
    def claims(self) -> list[Claim]:
        """What is claimed without a number, in the order of the prose."""
        found = claims(self.prose.text, self.sentences, self.organization)
        return sorted(found, key=lambda claim: (claim.start, claim.end))

    @cached_property
    def at(self) -> dict[int, Mention]:
        """The numbers on applications, reviews and lawsuits, by where they stand."""
        return {mention.quantity.start: mention for some in self.mentions.values() for mention in some}

    def within(self, sentence: Sentence, *subjects: str) -> list[Mention]:
        """Return the mentions of some subjects in a sentence, in their order."""
        return [mention for mention in self._by_sentence.get(sentence.start, ()) if mention.subject in subjects]

    @cached_property
    def _by_sentence(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for mention in sorted((m for some in self.mentions.values() for m in some), key=lambda m: m.quantity.start):
            found.setdefault(mention.sentence.start, []).append(mention)
        return found


def read(report: Report, also: Also = NO_MORE) -> Reading:
    """Return what the prose of a report says; read once for each set of words, and forgotten with the report."""
    return report.memo(_read, lexicon(also))


def _read(report: Report, words: WordKinds) -> Reading:
    joined = prose(report)
    some = list(sentences(joined.text, quantities(joined.text), words, report.year))
    return Reading(joined, some, report.year, report.organization, words)
