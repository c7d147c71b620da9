"""Top-level sections of a printed report: which candidates are headings, and what stands under each of them.

一、总体情况 .... 1                    a table of contents: both come again
二、借阅情况 .... 3
一、总体情况                           a section, with its text
全年开放三百天。
二、借阅情况                           a section, with its table
一、总体情况                           where all come again, a second report begins
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from audit_core.binding.candidates import LONGEST_HEADING, SIMILAR_TITLE, Candidate, candidates
from audit_core.binding.columns import similarity
from audit_core.binding.labels import LabelIndex
from audit_core.binding.titles import lines
from audit_core.document import Block, Document, Excerpt, Heading, Image, Node, Paragraph, Table
from audit_core.forms import Form, SectionForm, fold
from audit_core.report import BoundSection, Notice, Tabled, prose
from audit_core.words import Words, counted

_CONTENTS: Final = 3
"""So many headings with nothing between them are a table of contents."""
NOTHING: Final[Tabled] = {}
_LEADER: Final = re.compile(r"[\s.·…．-]*\d*\s*(?=\n|$)")


def read_headings(document: Document, form: Form, labels: LabelIndex) -> list[Candidate]:
    """Find what may be top-level headings, tables of contents left out."""
    found = _settled(document, form, candidates(document, form, labels))
    lost = _lost(found, form)
    return _settled(document, form, candidates(document, form, labels, lost)) if lost else found


def _settled(document: Document, form: Form, found: Iterable[Candidate]) -> list[Candidate]:
    return list(_without_irregular(_without_contents(document, list(found)), form))


def _lost(found: Sequence[Candidate], form: Form) -> tuple[SectionForm, ...]:
    """Return the sections of which neither a title nor an ordinal was found, nor can a table tell."""
    keys = {one.form.key for one in found if one.form} | {table.section for table in form.tables.values()}
    numbers = {one.ordinal for one in found if one.form is None}
    return tuple(one for one in form.sections if one.key not in keys and one.number not in numbers)


def _without_irregular(found: Sequence[Candidate], form: Form) -> Iterator[Candidate]:
    """Yield the candidates, of irregular ones those alone that are the heading of a section which has no other."""
    places: dict[int, int] = {}
    for place, one in enumerate(found):
        if one.form and not one.irregular:
            places.setdefault(one.form.number, place)
    tabled = {table.section for table in form.tables.values()}
    for section in form.sections:
        at = None if section.number in places else _irregular(section, found, places, tabled=section.key in tabled)
        if at is not None:
            places[section.number] = at
    for place, one in enumerate(found):
        if not one.irregular or place in places.values():
            yield one
        elif one.marked:
            yield replace(one, end=one.stop, ordinal=None, title=one.of.text.strip(), form=None, match="deviating")


def _irregular(
    section: SectionForm, found: Sequence[Candidate], places: Mapping[int, int], *, tabled: bool
) -> int | None:
    """Return the place of the irregular heading of a section, behind the sections before it and before those behind.

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
        if one.irregular and one.form is section and (rank < 2 or not tabled) and (best is None or rank < best[0]):  # noqa: PLR2004
            best = rank, place
    return best[1] if best else None


def read_sections(
    document: Document, form: Form, headings: Sequence[Candidate], tabled: Tabled = NOTHING
) -> tuple[tuple[BoundSection, ...], list[Notice]]:
    """Find the top-level sections, those the form does not know included, with their prose and tables.

    What is `tabled`, cells of tables that stand in paragraphs, is neither a heading nor prose.
    """
    found = _choose([one for one in headings if not _is_tabled(one, tabled)] if tabled else headings)
    found = [one for one in _name_deviating(found, form) if one.form or not one.tentative]
    sections = tuple(_with_bodies(document, found))
    if tabled:
        sections = tuple([replace(one, body=tuple(prose(one.body, tabled))) for one in sections])
    return sections, list(_heading_notices(found))


def _is_tabled(candidate: Candidate, tabled: Tabled) -> bool:
    return any(start <= candidate.start < end for start, end in tabled.get(candidate.of, ()))


def _without_contents(document: Document, found: list[Candidate]) -> list[Candidate]:
    """Leave out a table of contents: headings in a row with nothing between, all of which come again elsewhere."""
    names = list(map(_name, found))
    times = Counter(names)
    if len(times) == len(found):
        return found
    places = {node: number for number, node in enumerate(_flow(document))}
    kept: list[Candidate] = []
    run: dict[str, Candidate] = {}
    for number, (name, candidate) in enumerate(zip(names, found, strict=True)):
        if name in run:
            kept += _unless_contents(run, times)
            run = {}
        run[name] = candidate
        if number + 1 == len(found) or _followed(candidate, found[number + 1], places):
            kept += _unless_contents(run, times)
            run = {}
    return kept


def _unless_contents(run: Mapping[str, Candidate], times: Mapping[str, int]) -> Iterable[Candidate]:
    """Return headings in a row, each of another name, or nothing where all their names come again elsewhere."""
    return () if len(run) >= _CONTENTS and all(times[name] > 1 for name in run) else run.values()


def _name(candidate: Candidate) -> str:
    return candidate.form.key if candidate.form else fold(_LEADER.sub("", candidate.title))


def follows(document: Document, here: Candidate, after: Candidate) -> bool:
    """Whether anything but punctuation and a page number stands between a heading and a later one."""
    return _followed(here, after, {node: number for number, node in enumerate(_flow(document))})


def _followed(here: Candidate, after: Candidate, places: Mapping[Block | Heading, int]) -> bool:
    """Whether anything but punctuation and a page number stands between a heading and the next."""
    text = here.of.text
    if after.of is here.of:
        return bool(fold(_LEADER.sub("", text[here.end : after.start])))
    between = _LEADER.sub("", text[here.end :]) + after.of.text[: after.start]
    return bool(fold(between)) or places[after.of] - places[here.of] > 1


def _choose(found: Sequence[Candidate]) -> list[Candidate]:
    """Keep the first heading of each section, and the unknown ones that rank with them."""
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.form:
            chosen.setdefault(candidate.form.key, candidate)
    levels = {candidate.level for candidate in chosen.values() if candidate.marked}
    kept = set(chosen.values())
    return [
        candidate for candidate in found if candidate in kept or (candidate.form is None and _ranks(candidate, levels))
    ]


def _ranks(candidate: Candidate, levels: set[int]) -> bool:
    if candidate.marked:
        return candidate.level in levels
    return True


def _name_deviating(found: list[Candidate], form: Form) -> list[Candidate]:
    """Take unknown headings for missing sections: by similarity of wording, then by ordinal and order."""
    missing = [s for s in form.sections if s.key not in {c.form.key for c in found if c.form}]
    for section in missing:
        unknown = [(number, c) for number, c in enumerate(found) if c.form is None]
        like = max(((similarity(c.title, section.title), -n, n) for n, c in unknown), default=(0.0, 0, 0))
        at = like[2] if like[0] >= SIMILAR_TITLE else _by_ordinal(found, section)
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
    places = {node: number for number, node in enumerate(flow)}
    for number, candidate in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        start = places[candidate.of]
        stop = places[after.of] if after else len(flow)
        body, tables, images = _between(flow, candidate, after, start, stop)
        yield BoundSection(
            candidate.form, candidate.node, candidate.ordinal, candidate.title, candidate.match,
            candidate.marked, candidate.run_in, tuple(body), tuple(tables), tuple(images),
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
    glued = [c for c in known if c.run_in]
    for some, words in ((plain, _UNMARKED), (glued, _GLUED)):
        if some:
            names = [c.title for c in some]
            said = Words(words.zh.format("、".join(names)), words.en.format(", ".join(names)))
            yield Notice("unmarked_heading", some[0].node, said, cells=tuple(c.node for c in some), decided=True)


_UNMARKED: Final = Words("未加标记的标题：{}", "headings without markup: {}")
_GLUED: Final = Words("与正文连在一起的标题：{}", "headings glued to their text: {}")


def lost_characters(document: Document, form: Form) -> Iterator[Notice]:
    """Yield notices of characters that were lost on the way, as the form's patterns tell them."""
    for kind, pattern in form.damage.items():
        for paragraph in document.paragraphs():
            match = pattern.search(paragraph.text)
            if match:
                words = Words(f"疑有字符丢失：“{match[0]}”", f"characters seem to be lost: “{match[0]}”")
                yield Notice(kind, Excerpt(paragraph, match.start(), match.end()), words)
                break


def broken_lines(sections: Iterable[BoundSection]) -> Iterator[Notice]:
    """Yield one notice of paragraphs that break off inside a sentence."""
    broken: list[Paragraph] = []
    for section in sections:
        parts = [part for part in section.body if isinstance(part, Paragraph)]
        broken.extend(a for a, b in pairwise(parts) if _breaks_off(a.text, b.text))
    if broken:
        ends = "、".join(f"…{paragraph.text.rstrip()[-6:]}" for paragraph in broken[:3])
        words = Words(
            f"{len(broken)} 处段落在句中断开：{ends}",
            f"{counted(len(broken), 'paragraph breaks', 'paragraphs break')} off inside a sentence: {ends}",
        )
        at = Excerpt(broken[0], max(0, len(broken[0].text.rstrip()) - 6), len(broken[0].text.rstrip()))
        yield Notice("broken_line", at, words, cells=tuple(broken), decided=True)


def _breaks_off(text: str, after: str) -> bool:
    last, first = text.rstrip()[-1:], after.lstrip()[:1]
    long = len(text.strip()) > LONGEST_HEADING
    return long and last.isalpha() and first.isalpha() and "\n" not in text.strip()


_SERIES: Final = 4
"""So many sections that come again after all others make a second report."""

_LONGEST_TITLE: Final = 80


def second_report(document: Document, form: Form, found: Sequence[Candidate]) -> Node | None:
    """Return the line that a second report begins with: its title, or else its first heading; None for one report.

    `found` are the headings of both, tables of contents left out. There are two where the sections come again, with
    something under them, after those of the first.
    """
    first: dict[str, Candidate] = {}
    again: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.form:
            (again if candidate.form.key in first else first).setdefault(candidate.form.key, candidate)
    if len(again) < _SERIES:
        return None
    order = {candidate: number for number, candidate in enumerate(found)}
    start = min(again.values(), key=lambda one: order[one])
    last = max(first.values(), key=lambda one: order[one])
    if order[last] > order[start] or not all(_filled(document, list(series.values())) for series in (first, again)):
        return None
    return _title_between(document, form, last, start) or start.node


def _filled(document: Document, series: Sequence[Candidate]) -> bool:
    """Whether something stands between most headings of a series."""
    pairs = list(pairwise(series))
    return 2 * sum(follows(document, one, two) for one, two in pairs) > len(pairs)


def _title_between(document: Document, form: Form, last: Candidate, start: Candidate) -> Node | None:
    """Return the last line written as a report's title between two headings."""
    between: list[Excerpt] = []
    for line in lines(document):
        if line.of is last.of and line.start <= last.start < line.end:
            between = []
        elif line.of is start.of and line.end > start.start:
            break
        else:
            between.append(line)
    for line in reversed(between):
        text = "".join(line.text.split()).strip("*_")
        if len(text) <= _LONGEST_TITLE and any(pattern.pattern.fullmatch(text) for pattern in form.titles):
            return line.of if isinstance(line.of, Heading) else line
    return None


def second_report_notice(at: Node) -> Notice:
    """Return the notice of a second report."""
    text = " ".join(at.text.split())[:60] if isinstance(at, Heading | Excerpt) else ""
    words = Words(
        f"文件中不止一份报告：从“{text}”起是另一份，只审核了之前的第一份",
        f"the file holds more than one report: another begins at “{text}”; only the first, before it, was audited",
    )
    return Notice("several_reports", at, words)
