"""The numbers of a report's prose, for rules of any pack: what is printed, where, and of which time and whom it is.

    from audit_pack_narrative.numbers import numbers

    told = [one for one in numbers(report) if one.counter == "件" and "行政处罚决定" in one.before and one.of_year]

What a number counts is for the rule to tell, by the words about it.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Excerpt, Number, Report, Words
from audit_pack_narrative.disclosure_numbers import clause_before, is_elsewhere
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.reporting_scopes import scope
from audit_pack_narrative.sentences import Sentence

__all__ = ["PrintedNumber", "numbers"]

_NO_WORDS: Final = Words("", "")


class PrintedNumber(Struct, frozen=True, eq=False):
    """A number of the prose: 一百二十件, 1,943件 and 1.2万件 as 120, 1943 and 12000, each with the counter 件.

    `before` and `after` are the words about it in its own clause, `sentence` is the whole of its sentence; blanks are
    taken out of all three, and digits are half-width. `of_year` is False for a number of another year than the
    report's, of a part of it, or that says by how much something changed; `doubt` says why a number may be of an office
    or of one unit only, and is empty where nothing speaks for that. `section` is the key of its section, `at` where it
    is printed.
    """

    at: Excerpt
    counter: str
    before: str
    after: str
    sentence: str
    section: str
    of_year: bool
    doubt: Words
    printed: Quantity

    @property
    def value(self) -> Number:
        """The number."""
        return self.printed.value

    @property
    def is_exact(self) -> bool:
        """Whether it is no round number, as beside 约, 余 and 以上."""
        return self.printed.exact

    def is_near(self, value: Number) -> bool:
        """Whether a value is what is printed: the same up to the printed precision, a round one of its magnitude."""
        return self.printed.is_near(value)


def numbers(report: Report) -> tuple[PrintedNumber, ...]:
    """Return the numbers of a report's prose in order, read once for all rules.

    Dates, ordinals, document numbers, percentages, and what stands in quotation marks or in the section on problems are
    none; nor are the cells of tables.
    """
    return report.memo(_numbers)


def _numbers(report: Report) -> tuple[PrintedNumber, ...]:
    reading = read(report)
    return tuple(one for sentence in reading.sentences for one in _printed(reading, sentence))


def _printed(reading: Reading, sentence: Sentence) -> Iterator[PrintedNumber]:
    text, joined, left = sentence.text, reading.prose, sentence.start
    for quantity in sentence.quantities:
        before = clause_before(sentence, quantity, left)
        yield PrintedNumber(
            at=joined.excerpt(quantity.start, quantity.end),
            counter=quantity.counter,
            before=before,
            after=text[quantity.end : sentence.cut_after(quantity.end, sentence.end)],
            sentence=sentence.words,
            section=joined.section(quantity.start),
            of_year=not is_elsewhere(sentence, quantity, before),
            doubt=scope(text, sentence.start, quantity.start, reading.organization) or _NO_WORDS,
            printed=quantity,
        )
        left = quantity.end
