"""The title of a report, which names its organ and year, and the period it says it covers.

青岚馆2021年度报告
本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from audit_core.document import Document, Excerpt, Paragraph
from audit_core.forms import Form
from audit_core.report import Period, Title
from audit_core.words import Words

_LONGEST_TITLE: Final = 80
_TITLE_LINES: Final = 12
LINE: Final = re.compile(r"[^\r\n]+")
BLANK: Final = re.compile(r"\s+")
_CUT: Final = re.compile(r"(?<=\d)[^\S\n]*\n\s*(?=\d)")
_SITE: Final = re.compile(r"[-_|—–]")
"""What stands before the name of a web site in a page's title."""
_BESIDE: Final = re.compile(r"^【[^】]*】|[（(][^（()）]*[)）]$")


def lines(document: Document) -> Iterator[Excerpt]:
    """Yield the lines of headings and paragraphs in reading order."""
    for section in document.sections:
        if section.heading:
            yield Excerpt(section.heading, 0, len(section.heading.text))
        for block in section.blocks:
            if isinstance(block, Paragraph):
                for match in LINE.finditer(block.text):
                    yield Excerpt(block, match.start(), match.end())


def read_title(document: Document, form: Form) -> Title | None:
    """Find the report's title: of the lines written as one the first that lacks nothing, else that lacks least."""
    best: tuple[int, Title] | None = None
    for text, at in _title_candidates(document):
        found = _as_title(text, at, form)
        if found and (best is None or found[0] < best[0]):
            best = found
            if not best[0]:
                break
    return best[1] if best else None


def _as_title(text: str, at: Excerpt | None, form: Form) -> tuple[int, Title] | None:
    """Read a line as the title, if it is written as one, and count what it lacks."""
    for pattern in form.titles:
        match = pattern.pattern.fullmatch(text)
        if match:
            absent = [element.lacks for element in form.title_elements if not element.pattern.search(text)]
            lacks = [words for words in (pattern.lacks, *absent) if words]
            said = match.groupdict()
            year = year_of(said.get("year") or "", form)
            return len(lacks), Title(text, at, said.get("organization") or "", year, _all_of(lacks))
    return None


def year_of(text: str, form: Form) -> int | None:
    """Return a year printed in digits, or digit by digit in the form's numerals."""
    if text.isdecimal():
        return int(text)
    digits = [form.numerals.get(character) for character in text]
    return None if not digits or None in digits else int("".join(map(str, digits)))


def _all_of(lacks: Sequence[Words]) -> Words | None:
    if len(lacks) < 2:  # noqa: PLR2004 - most lack nothing or one thing
        return lacks[0] if lacks else None
    return Words("、".join(words.zh for words in lacks), ", ".join(words.en for words in lacks))


def _title_candidates(document: Document) -> Iterator[tuple[str, Excerpt | None]]:
    before = ("", "")
    for _, line in zip(range(_TITLE_LINES), lines(document), strict=False):
        text = BLANK.sub("", line.text).strip("*_")
        for one in _spellings(text, *before):
            if len(one) <= _LONGEST_TITLE:
                yield one, line
        before = (before[1], text)
    for text in (document.metadata.get("title", ""), document.title):
        if text:
            yield from ((BLANK.sub("", one), None) for one in (text, _SITE.split(text, maxsplit=1)[0]))


def _spellings(text: str, second: str, first: str) -> Iterable[str]:
    """Return a line alone, behind a colon, without a bracket beside it or quotes, and with the lines before it."""
    bare = _BESIDE.sub("", text).strip("《》“”")
    alone = (text.rpartition("：")[2].rpartition(":")[2], text, bare)
    return dict.fromkeys((*alone, *((first + text, second + first + text) if first else ())))


def read_period(document: Document, form: Form) -> Period | None:
    """Find the sentence that says which period the figures cover; its numbers may be cut by line breaks."""
    for paragraph in document.paragraphs():
        text, places = _joined(paragraph.text)
        match = form.period.search(text)
        if match:
            said = match.groupdict()
            start = _date(said["year"], said["month"], said["day"])
            end = _date(said["end_year"] or said["year"], said["end_month"], said["end_day"])
            return Period(Excerpt(paragraph, places[match.start("year")], places[match.end() - 1] + 1), start, end)
    return None


def _joined(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without the line breaks inside its numbers, and where each of its characters stood."""
    cuts = {at for cut in _CUT.finditer(text) for at in range(*cut.span())} if "\n" in text else ()
    if not cuts:
        return text, range(len(text))
    places = [at for at in range(len(text)) if at not in cuts]
    return "".join(text[at] for at in places), places


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
