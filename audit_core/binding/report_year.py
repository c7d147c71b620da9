"""Of which year a report is, and of which organ, where no title says so.

统计期限为2021年1月1日至12月31日       the period of its figures
现公布青岚馆2021年度报告               a sentence that publishes it
一、总体情况  2021年，我馆……           the year that its first section speaks of
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core.binding.headings import read_headings, read_sections
from audit_core.binding.labels import LabelIndex
from audit_core.binding.titles import BLANK, year_of
from audit_core.document import Document, Excerpt, Paragraph
from audit_core.forms import Form
from audit_core.report import Notice, Period
from audit_core.words import Words

_SEARCHED: Final = 100_000
"""So many characters of prose are searched for such a sentence; reports have a tenth of them."""

PERIOD: Final = Words("统计期限", "the period of its figures")
SENTENCE: Final = Words("正文语句", "a sentence of its text")
SECTION: Final = Words("第一部分所述年度", "the year that its first section speaks of")


class InferredYear(Struct, frozen=True):
    """A year that is not the title's: what it is taken from, where, and the organ if that names one."""

    year: int
    source: Words
    at: Excerpt | Paragraph | None
    organization: str = ""

    @property
    def notice(self) -> Notice:
        """The notice that the year is taken from a lesser source than the title."""
        words = Words(
            f"报告年度按{self.source.zh}认定为 {self.year} 年",
            f"the report year, {self.year}, is taken from {self.source.en}",
        )
        return Notice("year", self.at, words, cells=(self.at,) if self.at else (), decided=True)


def of_period(period: Period) -> InferredYear | None:
    """Return the year in which the period of the figures begins."""
    return InferredYear(period.start.year, PERIOD, period.at) if period.start else None


def announced(document: Document, form: Form) -> InferredYear | None:
    """Return the year of the report that a sentence publishes or describes, as the form has such sentences."""
    left = _SEARCHED
    for paragraph in document.paragraphs():
        left -= len(paragraph.text)
        if left < 0:
            break
        found = next(_announced(paragraph, form), None)
        if found:
            return found
    return None


def _announced(paragraph: Paragraph, form: Form) -> Iterator[InferredYear]:
    for pattern in form.announced:
        for match in pattern.finditer(paragraph.text):
            said = match.groupdict()
            if "title" in said:
                title = BLANK.sub("", said["title"])
                full = next(filter(None, (one.pattern.fullmatch(title) for one in form.titles)), None)
                said = full.groupdict() if full else {}
            year = year_of(said.get("year") or "", form)
            if year:
                at = Excerpt(paragraph, match.start(), match.end())
                yield InferredYear(year, SENTENCE, at, BLANK.sub("", said.get("organization") or ""))


def of_first_section(document: Document, form: Form, labels: LabelIndex) -> InferredYear | None:
    """Return the year that the first section names more often than any other, all others together included."""
    sections, _ = read_sections(document, form, read_headings(document, form, labels))
    first = next((one for one in sections if one.form and one.form.number == 1), None)
    if first is None or form.year is None:
        return None
    years = [
        year for part in first.body for one in form.year.finditer(part.text) if (year := year_of(one["year"], form))
    ]
    ((year, times),) = Counter(years).most_common(1) or ((0, 0),)
    at = first.heading if isinstance(first.heading, Excerpt) else None
    return InferredYear(year, SECTION, at) if 2 * times > len(years) else None
