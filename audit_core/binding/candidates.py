"""Lines that may be top-level headings; `headings` chooses among them.

    ## 一、总体情况                        marked by the source
    二、借阅情况                           in a line of its own
    三、存在的问题：一是宣传不够。         run in: text follows in the line
    （四）其他事项                         behind an ordinal of another kind

Rows of tables that begin with the same ordinals are not headings: their words are labels of the form.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from audit_core.binding.columns import similarity
from audit_core.binding.labels import LabelIndex
from audit_core.binding.titles import BLANK, LINE
from audit_core.document import Document, Excerpt, Heading, Paragraph
from audit_core.forms import Form, SectionForm, fold
from audit_core.report import Match

LONGEST_HEADING: Final = 40
SIMILAR_TITLE: Final = 0.6
"""How alike a line and a statutory title are, at the least, if it stands for it."""

_CLOSED: Final = re.compile(r"[\s。；;！!？?：:）)”\"]")
_SENTENCE: Final = re.compile(r"[，。；！？,;!?]")
_FIGURES_BEHIND: Final = re.compile(r"[\d\W]+\Z")
_PAUSE: Final = re.compile(r"[\s：:。]")

Text = Heading | Paragraph


class Candidate(Struct, frozen=True, eq=False, gc=False):
    """A line that may be a top-level heading: `end` is where its title ends, `stop` where its line does.

    A `tentative` one is words before a blank, with text behind: a heading only where a section is missing there. A
    `irregular` one is a statutory title behind no ordinal or one of another kind: a heading only of a section that
    has no other.
    """

    of: Text
    start: int
    end: int
    stop: int
    ordinal: int | None
    title: str
    form: SectionForm | None
    match: Match
    marked: bool
    level: int = 0
    tentative: bool = False
    irregular: bool = False

    @property
    def run_in(self) -> bool:
        """Whether text follows in the same line."""
        return bool(self.of.text[self.end : self.stop].strip(" \t：:。*#"))

    @property
    def node(self) -> Heading | Excerpt:
        """What to point at."""
        return self.of if isinstance(self.of, Heading) else Excerpt(self.of, self.start, self.end)


@lru_cache(maxsize=32)
def _titles(form: Form) -> tuple[tuple[str, SectionForm, Match], ...]:
    """Return the folded titles with their sections, longest first."""
    known: list[tuple[str, SectionForm, Match]] = []
    for section in form.sections:
        known.append((fold(section.title), section, "statutory"))
        known.extend((fold(alias), section, "alias") for alias in section.aliases)
    return tuple(sorted(known, key=lambda item: -len(item[0])))


def _statutory(text: str, form: Form) -> tuple[SectionForm, Match, int] | None:
    """Return the section whose title `text` begins with, and how many characters the title takes."""
    folded = ""
    ends: list[int] = []
    for position, character in enumerate(text[: 2 * LONGEST_HEADING]):
        for one in fold(character):
            folded += one
            ends.append(position + 1)
    for title, section, match in _titles(form):
        if folded.startswith(title):
            return section, match, ends[len(title) - 1]
    return None


def candidates(
    document: Document, form: Form, labels: LabelIndex, lost: tuple[SectionForm, ...] = ()
) -> Iterator[Candidate]:
    """Yield what may be top-level headings, in reading order; of the sections that are `lost` also what nearly is."""
    for section in document.sections:
        if section.heading:
            yield from _marked(section.heading, section.level, form, lost)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from _unmarked(block, form, labels, lost)


def _marked(heading: Heading, level: int, form: Form, lost: tuple[SectionForm, ...]) -> Iterator[Candidate]:
    end, number, title, section, match = _read_marked(heading.text, form)
    found = None if section or number else _irregular(heading.text, form) or _near(heading.text, form, lost)
    if found:
        start, end, number, section, match = found
        title = heading.text[start:end]
    yield Candidate(
        heading, 0, end, len(heading.text), number, title, section, match,
        marked=True, level=level, irregular=bool(found),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _read_marked(text: str, form: Form) -> tuple[int, int | None, str, SectionForm | None, Match]:
    """Return where the title of a marked heading ends, its number, the title, and the section it names.

    Remembered, since most reports have the same headings.
    """
    ordinal = form.ordinal.match(text)
    after = ordinal.end() if ordinal else 0
    known = _statutory(text[after:], form) if ordinal else None
    if known:
        section, match, length = known
        return after + length, _number(ordinal, form), text[after : after + length].strip(), section, match
    return len(text), _number(ordinal, form), text[after:].strip(), None, "deviating"


def _number(ordinal: re.Match[str] | None, form: Form) -> int | None:
    number = ordinal[1] if ordinal else None
    return int(number) if number and number.isdecimal() else form.numerals.get(number or "")


TitleMatch = tuple[int, int, int | None, SectionForm, Match]


def _irregular(line: str, form: Form) -> TitleMatch | None:
    """Read a line that is a statutory title behind an ordinal of another kind, or behind none.

    Returns where the title begins and ends, its number and the section. Text may follow where something stands before
    and a pause behind the title.
    """
    return _read_irregular(line[: 2 * LONGEST_HEADING], form)


@lru_cache(maxsize=4096)
def _read_irregular(line: str, form: Form) -> TitleMatch | None:
    whole = fold(line)
    if form.other_ordinal is None or not any(title in whole for title, *_ in _titles(form)):
        return None
    stops = [len(line)] if len(line.strip()) <= LONGEST_HEADING else []
    for stop in [*stops, *(pause.start() for pause in _PAUSE.finditer(line))]:
        folded = fold(line[:stop])
        for title, section, match in _titles(form):
            ordinal = form.other_ordinal.fullmatch(folded.removesuffix(title)) if folded.endswith(title) else None
            start = max(at for at in range(stop) if fold(line[at:stop]) == title) if ordinal else 0
            if ordinal and (stop in stops or line[:start].strip()):
                end = max(at for at in range(stop) if line[at].isalnum()) + 1
                return start, end, _number(ordinal, form), section, match
    return None


def _near(line: str, form: Form, lost: tuple[SectionForm, ...]) -> TitleMatch | None:
    """Read a line as the heading of a lost section: its number in an ordinal of another kind, and like its title."""
    if not lost:
        return None
    folded = fold(line) if _looks_like_heading(line) else ""
    ordinal = form.other_ordinal.match(folded) if form.other_ordinal else None
    section = next((one for one in lost if one.number == _number(ordinal, form)), None)
    title = folded[ordinal.end() :] if ordinal else ""
    if section is None or not title or similarity(title, section.title) < SIMILAR_TITLE:
        return None
    start = max(at for at in range(len(line)) if fold(line[at:]) == title)
    end = max(at for at in range(len(line)) if line[at].isalnum()) + 1
    return start, end, section.number, section, "deviating"


def _unmarked(
    paragraph: Paragraph, form: Form, labels: LabelIndex, lost: tuple[SectionForm, ...]
) -> Iterator[Candidate]:
    """Yield what may be headings in a paragraph, in reading order."""
    found = (*_ordered(paragraph, form, labels), *_otherwise(paragraph, form, lost))
    yield from sorted(found, key=lambda one: one.start)


def _otherwise(paragraph: Paragraph, form: Form, lost: tuple[SectionForm, ...]) -> Iterator[Candidate]:
    """Yield the lines of a paragraph that are statutory titles behind an ordinal of another kind, or behind none."""
    for line in LINE.finditer(paragraph.text):
        found = None
        if not form.ordinal.match(line[0].lstrip()):
            found = _irregular(line[0], form) or _near(line[0], form, lost)
        if found:
            start, stop, number, section, match = found
            title = BLANK.sub("", line[0][start:stop])
            at = line.start() + len(line[0]) - len(line[0].lstrip())
            yield Candidate(
                paragraph,
                at,
                line.start() + stop,
                line.end(),
                number,
                title,
                section,
                match,
                marked=False,
                irregular=True,
            )


def _ordered(paragraph: Paragraph, form: Form, labels: LabelIndex) -> Iterator[Candidate]:
    text = paragraph.text
    for ordinal in form.ordinal.finditer(text):
        start = ordinal.start()
        if start and not _CLOSED.match(text[start - 1]):
            continue
        stop = _line_end(text, ordinal.end())
        known = _statutory(text[ordinal.end() :], form)
        if known:
            section, match, length = known
            end = ordinal.end() + length
            title = BLANK.sub("", text[ordinal.end() : end])
            yield Candidate(
                paragraph, start, end, max(stop, end), _number(ordinal, form), title, section, match, marked=False
            )
        elif _own_line(text, start):
            yield from _unknown(paragraph, ordinal, stop, form, labels)


def _unknown(
    paragraph: Paragraph, ordinal: re.Match[str], stop: int, form: Form, labels: LabelIndex
) -> Iterator[Candidate]:
    """Yield a line, or what stands before the first blank of it, that is written as a heading but is none of ours."""
    line = paragraph.text[ordinal.end() : stop]
    tentative = not _looks_like_heading(line)
    title = line.split(maxsplit=1)[0] if tentative and line.strip() else line
    if _looks_like_heading(title) and not _is_label(ordinal[0] + title, labels):
        start, end = ordinal.start(), ordinal.end() + line.index(title) + len(title)
        number = _number(ordinal, form)
        yield Candidate(
            paragraph, start, end, stop, number, title.strip(), None, "deviating", marked=False, tentative=tentative
        )


def _line_end(text: str, start: int) -> int:
    match = LINE.match(text, start)
    return match.end() if match else start


def _own_line(text: str, start: int) -> bool:
    return not text[:start].rpartition("\n")[2].strip()


def _looks_like_heading(text: str) -> bool:
    return 0 < len(text.strip()) <= LONGEST_HEADING and not _SENTENCE.search(text.strip())


def _is_label(text: str, labels: LabelIndex) -> bool:
    """Whether a line is a row's label, or begins with it: figures or more labels may follow, or its other half."""
    words = (text.strip(), _FIGURES_BEHIND.sub("", text), text.split(maxsplit=1)[0])
    return any(kind.rows or kind.parents for kind in map(labels.kind, words)) or labels.begins_row(words[1])
