"""A report's own prose: the words of its sections as letters, and where they are printed."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from audit_core.document import Excerpt, Heading, Paragraph
from audit_core.report import Report
from audit_core.signatures import Letters, Signature


class SectionText(Struct, frozen=True, dict=True):
    """The letters of a report's sections, and the paragraphs and headings that print them.

    What stands before the first section is left out: who reports on what and where to ask is told by all alike, as are
    the `common` shingles.
    """

    text: Letters
    nodes: tuple[Paragraph | Heading | Excerpt, ...]
    common: frozenset[int]

    @classmethod
    def of(cls, report: Report) -> "SectionText":
        """Take the prose of a report; without any section, all of it."""
        nodes = tuple(node for section in report.sections for node in section.body) or tuple(report.paragraphs())
        text = Letters.of([node.text for node in nodes], (*report.organ.names, report.organization))
        return cls(text, nodes, report.form.common_words)

    @cached_property
    def signature(self) -> Signature | None:
        """What is kept of it to be compared, None where it is too long."""
        return Signature.of(self.text, self.common)

    def excerpts(self, start: int, length: int) -> Iterator[tuple[int, Excerpt]]:
        """Yield the stretches that print some letters, one for each paragraph, with the number of its first letter.

        A paragraph that prints none but these is given whole, its marks and the names in it included, as it is in what
        other reports see of it.
        """
        starts = self.text.starts
        for letter, number, begin, end in self.text.stretches(start, start + length):
            node = self.nodes[number]
            after = starts[number + 1] if number + 1 < len(starts) else len(self.text.letters)
            whole = letter == starts[number] and after <= start + length
            yield letter, Excerpt.within(node, 0, len(node.text)) if whole else Excerpt.within(node, begin, end)
