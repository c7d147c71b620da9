"""Title, period and top-level sections of a printed report; tables are left to `tables`.

A statutory heading may be marked by the source, stand unmarked in a line of its own, or be glued to the text
behind it. Rows of tables that begin with the same ordinals are not headings: their words are the form's labels.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding.columns import likeness
from audit_core.binding.matcher import Matcher
from audit_core.document import Block, Document, Excerpt, Heading, Image, Paragraph, Table
from audit_core.forms import Form, SectionForm, fold
from audit_core.report import BoundSection, Match, Notice, Period, Title
from audit_core.words import Words

_LONGEST_TITLE: Final = 80
_TITLE_LINES: Final = 12
_LONGEST_HEADING: Final = 40
_NEAR: Final = 0.6
_CONTENTS: Final = 3
"""So many headings with nothing between them are a table of contents."""
_CLOSED: Final = re.compile(r"[\s。；;！!？?：:）)”\"]")
_SENTENCE: Final = re.compile(r"[，。；！？,;!?]")
_LINE: Final = re.compile(r"[^\r\n]+")
_BLANK: Final = re.compile(r"\s+")
_SITE: Final = re.compile(r"[-_|—–]")
"""What stands before the name of a web site in a page's title."""
_BESIDE: Final = re.compile(r"^【[^】]*】|[（(][^（()）]*[)）]$")
_PAUSE: Final = re.compile(r"[\s：:。]")
_LEADER: Final = re.compile(r"[\s.·…．-]*\d*\s*(?=\n|$)")

Text = Heading | Paragraph


def lines(document: Document) -> Iterator[Excerpt]:
    """Yield the lines of headings and paragraphs in reading order."""
    for section in document.sections:
        if section.heading:
            yield Excerpt(section.heading, 0, len(section.heading.text))
        for block in section.blocks:
            if isinstance(block, Paragraph):
                for match in _LINE.finditer(block.text):
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
            year = _year(said.get("year") or "", form)
            return len(lacks), Title(text, at, said.get("organization") or "", year, _all_of(lacks))
    return None


def _year(text: str, form: Form) -> int | None:
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
        text = _BLANK.sub("", line.text).strip("*_")
        for one in _spellings(text, *before):
            if len(one) <= _LONGEST_TITLE:
                yield one, line
        before = (before[1], text)
    for text in (document.metadata.get("title", ""), document.title):
        if text:
            yield from ((_BLANK.sub("", one), None) for one in (text, _SITE.split(text, maxsplit=1)[0]))


def _spellings(text: str, second: str, first: str) -> Iterable[str]:
    """Return a line alone, behind a colon, without a bracket beside it or quotes, and with the lines before it."""
    bare = _BESIDE.sub("", text).strip("《》“”")
    alone = (text.rsplit("：", 1)[-1].rsplit(":", 1)[-1], text, bare)
    return dict.fromkeys((*alone, *((first + text, second + first + text) if first else ())))


def read_period(document: Document, form: Form) -> Period | None:
    """Find the sentence that says which period the figures cover."""
    for paragraph in document.paragraphs():
        match = form.period.search(paragraph.text)
        if match:
            said = match.groupdict()
            start = _date(said["year"], said["month"], said["day"])
            end = _date(said["end_year"] or said["year"], said["end_month"], said["end_day"])
            return Period(Excerpt(paragraph, match.start("year"), match.end()), start, end)
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class Candidate(Struct, frozen=True, gc=False):
    """A line that may be a top-level heading: `end` is where its title ends, `stop` where its line does.

    A `weak` one is words before a blank, with text behind: a heading only where a section is missing there. A `loose`
    one is a statutory title behind no ordinal or one of another kind: a heading only of a section that has no other.
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
    weak: bool = False
    loose: bool = False

    @property
    def glued(self) -> bool:
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
    for position, character in enumerate(text[: 2 * _LONGEST_HEADING]):
        for one in fold(character):
            folded += one
            ends.append(position + 1)
    for title, section, match in _titles(form):
        if folded.startswith(title):
            return section, match, ends[len(title) - 1]
    return None


def candidates(
    document: Document, form: Form, matcher: Matcher, lost: tuple[SectionForm, ...] = ()
) -> Iterator[Candidate]:
    """Yield what may be top-level headings, in reading order; of the sections that are `lost` also what nearly is."""
    for section in document.sections:
        if section.heading:
            yield from _marked(section.heading, section.level, form, lost)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from _unmarked(block, form, matcher, lost)


def _marked(heading: Heading, level: int, form: Form, lost: tuple[SectionForm, ...]) -> Iterator[Candidate]:
    end, number, title, section, match = _read_marked(heading.text, form)
    loose = None if section or number else _loose(heading.text, form) or _near(heading.text, form, lost)
    if loose:
        start, end, number, section, match = loose
        title = heading.text[start:end]
    yield Candidate(
        heading, 0, end, len(heading.text), number, title, section, match, marked=True, level=level, loose=bool(loose)
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


Loose = tuple[int, int, int | None, SectionForm, Match]


def _loose(line: str, form: Form) -> Loose | None:
    """Read a line that is a statutory title behind an ordinal of another kind, or behind none.

    Returns where the title begins and ends, its number and the section. Text may follow where something stands before
    and a pause behind the title.
    """
    return _read_loose(line[: 2 * _LONGEST_HEADING], form)


@lru_cache(maxsize=4096)
def _read_loose(line: str, form: Form) -> Loose | None:
    if form.other_ordinal is None or not any(title in fold(line) for title, *_ in _titles(form)):
        return None
    stops = [len(line)] if len(line.strip()) <= _LONGEST_HEADING else []
    for stop in [*stops, *(pause.start() for pause in _PAUSE.finditer(line))]:
        folded = fold(line[:stop])
        for title, section, match in _titles(form):
            ordinal = form.other_ordinal.fullmatch(folded.removesuffix(title)) if folded.endswith(title) else None
            start = max(at for at in range(stop) if fold(line[at:stop]) == title) if ordinal else 0
            if ordinal and (stop in stops or line[:start].strip()):
                end = max(at for at in range(stop) if line[at].isalnum()) + 1
                return start, end, _number(ordinal, form), section, match
    return None


def _near(line: str, form: Form, lost: tuple[SectionForm, ...]) -> Loose | None:
    """Read a line as the heading of a lost section: its number in an ordinal of another kind, and like its title."""
    folded = fold(line) if lost and _looks_like_heading(line) else ""
    ordinal = form.other_ordinal.match(folded) if form.other_ordinal else None
    section = next((one for one in lost if one.number == _number(ordinal, form)), None)
    title = folded[ordinal.end() :] if ordinal else ""
    if section is None or not title or likeness(title, section.title) < _NEAR:
        return None
    start = max(at for at in range(len(line)) if fold(line[at:]) == title)
    end = max(at for at in range(len(line)) if line[at].isalnum()) + 1
    return start, end, section.number, section, "deviating"


def _unmarked(paragraph: Paragraph, form: Form, matcher: Matcher, lost: tuple[SectionForm, ...]) -> Iterator[Candidate]:
    """Yield what may be headings in a paragraph, in reading order."""
    found = (*_ordered(paragraph, form, matcher), *_otherwise(paragraph, form, lost))
    yield from sorted(found, key=lambda one: one.start)


def _otherwise(paragraph: Paragraph, form: Form, lost: tuple[SectionForm, ...]) -> Iterator[Candidate]:
    """Yield the lines of a paragraph that are statutory titles behind an ordinal of another kind, or behind none."""
    for line in _LINE.finditer(paragraph.text):
        loose = None
        if not form.ordinal.match(line[0].lstrip()):
            loose = _loose(line[0], form) or _near(line[0], form, lost)
        if loose:
            start, stop, number, section, match = loose
            title = _BLANK.sub("", line[0][start:stop])
            at = line.start() + len(line[0]) - len(line[0].lstrip())
            yield Candidate(
                paragraph, at, line.start() + stop, line.end(), number, title, section, match, marked=False, loose=True
            )


def _ordered(paragraph: Paragraph, form: Form, matcher: Matcher) -> Iterator[Candidate]:
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
            title = _BLANK.sub("", text[ordinal.end() : end])
            yield Candidate(
                paragraph, start, end, max(stop, end), _number(ordinal, form), title, section, match, marked=False
            )
        elif _own_line(text, start):
            yield from _unknown(paragraph, ordinal, stop, form, matcher)


def _unknown(
    paragraph: Paragraph, ordinal: re.Match[str], stop: int, form: Form, matcher: Matcher
) -> Iterator[Candidate]:
    """Yield a line, or what stands before the first blank of it, that is written as a heading but is none of ours."""
    line = paragraph.text[ordinal.end() : stop]
    weak = not _looks_like_heading(line)
    title = line.split(maxsplit=1)[0] if weak and line.strip() else line
    if _looks_like_heading(title) and not _is_label(ordinal[0] + title, matcher):
        start, end = ordinal.start(), ordinal.end() + line.index(title) + len(title)
        number = _number(ordinal, form)
        yield Candidate(paragraph, start, end, stop, number, title.strip(), None, "deviating", marked=False, weak=weak)


def _line_end(text: str, start: int) -> int:
    match = _LINE.match(text, start)
    return match.end() if match else start


def _own_line(text: str, start: int) -> bool:
    return not text[:start].rpartition("\n")[2].strip()


def _looks_like_heading(text: str) -> bool:
    return 0 < len(text.strip()) <= _LONGEST_HEADING and not _SENTENCE.search(text.strip())


def _is_label(text: str, matcher: Matcher) -> bool:
    kind = matcher.kind(text.strip())
    return bool(kind.rows or kind.parents)


def read_headings(document: Document, form: Form, matcher: Matcher) -> list[Candidate]:
    """Find what may be top-level headings, tables of contents left out."""
    found = _settled(document, form, candidates(document, form, matcher))
    lost = _lost(found, form)
    return _settled(document, form, candidates(document, form, matcher, lost)) if lost else found


def _settled(document: Document, form: Form, found: Iterable[Candidate]) -> list[Candidate]:
    return list(_without_loose(_without_contents(document, list(found)), form))


def _lost(found: Sequence[Candidate], form: Form) -> tuple[SectionForm, ...]:
    """Return the sections of which neither a title nor an ordinal was found, nor can a table tell."""
    keys = {one.form.key for one in found if one.form} | {table.section for table in form.tables.values()}
    numbers = {one.ordinal for one in found if one.form is None}
    return tuple(one for one in form.sections if one.key not in keys and one.number not in numbers)


def _without_loose(found: Sequence[Candidate], form: Form) -> Iterator[Candidate]:
    """Yield the candidates, of loose ones those alone that are the heading of a section which has no other."""
    places: dict[int, int] = {}
    for place, one in enumerate(found):
        if one.form and not one.loose:
            places.setdefault(one.form.number, place)
    tabled = {table.section for table in form.tables.values()}
    for section in form.sections:
        loose = None if section.number in places else _loosely(section, found, places, tabled=section.key in tabled)
        if loose is not None:
            places[section.number] = loose
    for place, one in enumerate(found):
        if not one.loose or place in places.values():
            yield one
        elif one.marked:
            yield replace(one, end=one.stop, ordinal=None, title=one.of.text.strip(), form=None, match="deviating")


def _loosely(
    section: SectionForm, found: Sequence[Candidate], places: Mapping[int, int], *, tabled: bool
) -> int | None:
    """Return the place of the loose heading of a section, behind the sections before it and before those behind.

    One with the section's number is taken before one without, and one with another number only where no table tells of
    the section. None where a line numbered as the section stands before it: a title inside that is of a part.
    """
    ranks = {section.number: 0, None: 1}
    best: tuple[int, int] | None = None
    for place, one in enumerate(found):
        if not all((number < section.number) == (other < place) for number, other in places.items()):
            continue
        if best is None and one.form is None and one.ordinal == section.number:
            return None
        rank = ranks.get(one.ordinal, 2)
        if one.loose and one.form is section and (rank < 2 or not tabled) and (best is None or rank < best[0]):  # noqa: PLR2004
            best = rank, place
    return best[1] if best else None


def read_sections(
    document: Document, form: Form, headings: Sequence[Candidate]
) -> tuple[tuple[BoundSection, ...], list[Notice]]:
    """Find the top-level sections, those the form does not know included, with their text and tables."""
    found = _choose(headings)
    found = [one for one in _name_deviating(found, form) if one.form or not one.weak]
    sections = tuple(_with_bodies(document, found))
    return sections, list(_heading_notices(found))


def _without_contents(document: Document, found: list[Candidate]) -> list[Candidate]:
    """Leave out a table of contents: headings in a row with nothing between, all of which come again elsewhere."""
    if len(set(map(_name, found))) == len(found):
        return found
    places = {id(node): number for number, node in enumerate(_flow(document))}
    kept: list[Candidate] = []
    run: list[Candidate] = []
    for number, candidate in enumerate(found):
        if _name(candidate) in {_name(one) for one in run}:
            kept += _unless_contents(run, found)
            run = []
        run.append(candidate)
        if number + 1 == len(found) or _followed(candidate, found[number + 1], places):
            kept += _unless_contents(run, found)
            run = []
    return kept


def _unless_contents(run: list[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    here = set(map(id, run))
    elsewhere = {_name(one) for one in found if id(one) not in here}
    return [] if len(run) >= _CONTENTS and elsewhere.issuperset(map(_name, run)) else run


def _name(candidate: Candidate) -> str:
    return candidate.form.key if candidate.form else fold(_LEADER.sub("", candidate.title))


def follows(document: Document, here: Candidate, after: Candidate) -> bool:
    """Whether anything but punctuation and a page number stands between a heading and a later one."""
    return _followed(here, after, {id(node): number for number, node in enumerate(_flow(document))})


def _followed(here: Candidate, after: Candidate, places: Mapping[int, int]) -> bool:
    """Whether anything but punctuation and a page number stands between a heading and the next."""
    text = here.of.text
    if after.of is here.of:
        return bool(fold(_LEADER.sub("", text[here.end : after.start])))
    between = _LEADER.sub("", text[here.end :]) + after.of.text[: after.start]
    return bool(fold(between)) or places[id(after.of)] - places[id(here.of)] > 1


def _choose(found: Sequence[Candidate]) -> list[Candidate]:
    """Keep the first heading of each section, and the unknown ones that rank with them."""
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.form:
            chosen.setdefault(candidate.form.key, candidate)
    levels = {candidate.level for candidate in chosen.values() if candidate.marked}
    kept = set(map(id, chosen.values()))
    return [
        candidate
        for candidate in found
        if id(candidate) in kept or (candidate.form is None and _ranks(candidate, levels))
    ]


def _ranks(candidate: Candidate, levels: set[int]) -> bool:
    if candidate.marked:
        return candidate.level in levels
    return True


def _name_deviating(found: list[Candidate], form: Form) -> list[Candidate]:
    """Take unknown headings for missing sections: by likeness of wording, then by ordinal and order."""
    missing = [s for s in form.sections if s.key not in {c.form.key for c in found if c.form}]
    for section in missing:
        unknown = [(number, c) for number, c in enumerate(found) if c.form is None]
        like = max(((likeness(c.title, section.title), -n, n) for n, c in unknown), default=(0.0, 0, 0))
        at = like[2] if like[0] >= _NEAR else _by_ordinal(found, section)
        if at is not None:
            found[at] = replace(found[at], form=section)
    return found


def _by_ordinal(found: Sequence[Candidate], section: SectionForm) -> int | None:
    for number, candidate in enumerate(found):
        if candidate.form is None and candidate.ordinal == section.number:
            before = [c.form.number for c in found[:number] if c.form]
            after = [c.form.number for c in found[number + 1 :] if c.form]
            if max(before, default=0) < section.number < min(after, default=99):
                return number
    return None


def _with_bodies(document: Document, found: Sequence[Candidate]) -> Iterator[BoundSection]:
    flow = list(_flow(document))
    places = {id(node): number for number, node in enumerate(flow)}
    for number, candidate in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        start = places[id(candidate.of)]
        stop = places[id(after.of)] if after else len(flow)
        body, tables, images = _between(flow, candidate, after, start, stop)
        yield BoundSection(
            candidate.form, candidate.node, candidate.ordinal, candidate.title, candidate.match,
            candidate.marked, candidate.glued, tuple(body), tuple(tables), tuple(images),
        )  # fmt: skip


def _flow(document: Document) -> Iterator[Block | Heading]:
    for section in document.sections:
        if section.heading:
            yield section.heading
        yield from section.blocks


def _between(
    flow: Sequence[Block | Heading], here: Candidate, after: Candidate | None, start: int, stop: int
) -> tuple[list[Paragraph | Heading | Excerpt], list[Table], list[Image]]:
    body: list[Paragraph | Heading | Excerpt] = []
    rest = len(here.of.text) if after is None or after.of is not here.of else after.start
    if here.of.text[here.end : rest].strip():
        body.append(Excerpt(here.of, here.end, rest))
    inside = flow[start + 1 : stop]
    body.extend(node for node in inside if isinstance(node, Paragraph | Heading))
    if after is not None and after.of is not here.of and after.start:
        body.append(Excerpt(after.of, 0, after.start))
    return body, [n for n in inside if isinstance(n, Table)], [n for n in inside if isinstance(n, Image)]


def _heading_notices(found: Iterable[Candidate]) -> Iterator[Notice]:
    known = [candidate for candidate in found if candidate.form]
    if not known:
        return
    plain = [c for c in known if not c.marked] if any(c.marked for c in known) else []
    glued = [c for c in known if c.glued]
    for some, words in ((plain, _UNMARKED), (glued, _GLUED)):
        if some:
            names = [c.title for c in some]
            said = Words(words.zh.format("、".join(names)), words.en.format(", ".join(names)))
            yield Notice("unmarked_heading", some[0].node, said, cells=tuple(c.node for c in some), decided=True)


_UNMARKED: Final = Words("未加标记的标题：{}", "headings without markup: {}")
_GLUED: Final = Words("与正文连在一起的标题：{}", "headings glued to their text: {}")


def damage(document: Document, form: Form) -> Iterator[Notice]:
    """Yield notices of characters that were lost on the way, as the form's patterns tell them."""
    for kind, pattern in form.damage.items():
        for paragraph in document.paragraphs():
            match = pattern.search(paragraph.text)
            if match:
                words = Words(f"疑有字符丢失：“{match[0]}”", f"characters seem to be lost: “{match[0]}”")
                yield Notice(kind, Excerpt(paragraph, match.start(), match.end()), words)
                break


def broken_lines(sections: Mapping[str, BoundSection] | Sequence[BoundSection], form: Form) -> Iterator[Notice]:
    """Yield one notice of paragraphs that break off inside a sentence."""
    del form
    broken: list[Paragraph] = []
    for section in sections if not isinstance(sections, Mapping) else sections.values():
        parts = [part for part in section.body if isinstance(part, Paragraph)]
        broken.extend(a for a, b in pairwise(parts) if _breaks_off(a.text, b.text))
    if broken:
        ends = "、".join(f"…{paragraph.text.rstrip()[-6:]}" for paragraph in broken[:3])
        words = Words(
            f"{len(broken)} 处段落在句中断开：{ends}",
            f"{len(broken)} paragraphs break off inside a sentence: {ends}",
        )
        at = Excerpt(broken[0], max(0, len(broken[0].text.rstrip()) - 6), len(broken[0].text.rstrip()))
        yield Notice("broken_line", at, words, cells=tuple(broken), decided=True)


def _breaks_off(text: str, after: str) -> bool:
    last, first = text.rstrip()[-1:], after.lstrip()[:1]
    long = len(text.strip()) > _LONGEST_HEADING
    return long and last.isalpha() and first.isalpha() and "\n" not in text.strip()
