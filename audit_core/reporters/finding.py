"""One finding on a terminal: what is wrong, where, the source line with the place marked, and why."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from audit_core.document import Location, Source
from audit_core.escaping import visible
from audit_core.figures import format_number
from audit_core.findings import Evidence, Fix, Reported, Sides, Status
from audit_core.formats import View
from audit_core.reporters import phrases
from audit_core.reporters.places import place_in
from audit_core.reporters.terminal import excerpt, padded, painter, width, wrap
from audit_core.words import Lang, Words


class Page(Struct, frozen=True):
    """A view with the ways of writing in it: language, colours and width."""

    view: View

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.view.lang

    @property
    def columns(self) -> int:
        """The columns to fill; under 40 nothing could be laid out."""
        return max(self.view.width, 40)

    def paint(self, text: str, style: str) -> str:
        """Return text in a style."""
        return painter(colour=self.view.colour)(text, style)

    def say(self, words: Words, **values: object) -> str:
        """Return a phrase with its values, safe to show."""
        return visible(words.say(self.lang, **values))

    def join(self, parts: Iterable[str]) -> str:
        """Return a list in words."""
        return self.say(phrases.LIST).join(parts)

    def wrap(self, text: str, first: str = "", rest: str | None = None, style: str = "") -> Iterator[str]:
        """Break visible text into lines, all in one style."""
        lines = wrap(text, self.columns, first, rest)
        return (self.paint(line, style) for line in lines) if style else lines

    def rule(self) -> str:
        """Return a line across the page."""
        return self.paint("-" * self.columns, "dim")


_MOST_OPERANDS: Final = 10
"""More operands than this are counted, not shown: a person at a terminal looks them up in the report itself."""


def where(location: Location, lang: Lang) -> str:
    """Return a place as terminals link it, `file:line:column`, or file and native place where there are no lines."""
    if location.region:
        return visible(f"{location.uri}:{location.region.start_line}:{location.region.start_column}")
    place = place_in(location.place, lang)
    return visible(f"{location.uri} ({place})" if place else location.uri)


def spot(location: Location, lang: Lang) -> str:
    """Return a place within its file."""
    if location.region:
        return f"{location.region.start_line}:{location.region.start_column}"
    return visible(place_in(location.place, lang))


def one_line(finding: Reported, page: Page) -> str:
    """Return a finding as one line, place first, for other programs and quick reading."""
    head = page.paint(page.say(phrases.SEVERITIES[finding.severity]), finding.severity)
    status = f" [{page.say(phrases.STATUSES[finding.status])}]" if finding.status is not Status.FAIL else ""
    return f"{where(finding.location, page.lang)}: {head} {finding.rule}{status} {page.say(finding.words)}"


def finding_lines(finding: Reported, source: Source, page: Page) -> Iterator[str]:
    """Return a finding in full."""
    yield from _head(finding, page)
    yield from _place(finding, source, page)
    said = phrases.NO_LABEL
    for label, text in _parts(finding, page):
        name = phrases.NO_LABEL if label is said else label
        said = label
        yield from page.wrap(text, first=f"      {padded(page.say(name), _label_width(page.lang))}  ")


def _head(finding: Reported, page: Page) -> Iterator[str]:
    # What is no fault must not be headed by how grave one would be.
    fault = finding.status in {Status.FAIL, Status.REVIEW}
    words = phrases.SEVERITIES[finding.severity] if fault else phrases.STATUSES[finding.status]
    label, style = page.say(words), finding.severity if fault else "info"
    lines = page.wrap(page.say(finding.words), first=f"{label} {finding.rule}  ", rest="    ")
    yield next(lines).replace(label, page.paint(label, style), 1)
    yield from lines


def _place(finding: Reported, source: Source, page: Page) -> Iterator[str]:
    yield page.paint("   --> ", "dim") + where(finding.location, page.lang)
    span, region = finding.span, finding.location.region
    if span is None or region is None or span.start == span.end:
        return
    number = str(region.start_line)
    gutter = max(len(number), 4) + 1
    line, marks = excerpt(source, span, page.columns - gutter - 3)
    yield page.paint(f"{number:>{gutter}} | ", "dim") + line
    yield page.paint(" " * gutter + " | ", "dim") + page.paint(marks, finding.severity)


def _label_width(lang: Lang) -> int:
    labels = (phrases.EVIDENCE, phrases.RELATION, phrases.CONSEQUENCES, phrases.BASIS, phrases.ADVICE)
    return max(width(label.say(lang)) for label in labels)


def _parts(finding: Reported, page: Page) -> Iterator[tuple[Words, str]]:
    found = finding.finding
    if found.sides and page.say(found.sides.words) not in page.say(finding.words):
        yield phrases.RELATION, _sides(found.sides, page)
    operands = list(zip(found.evidence, finding.evidence_locations, strict=True))
    for evidence, location in operands[:_MOST_OPERANDS]:
        at = "" if evidence.at is None else _from(finding.location, location, page.lang)
        yield phrases.EVIDENCE, _evidence(evidence, page) + (f"  [{at}]" if at else "")
    if len(operands) > _MOST_OPERANDS:
        yield phrases.EVIDENCE, page.say(phrases.MORE_EVIDENCE).format(count=len(operands) - _MOST_OPERANDS)
    for consequence in found.consequences:
        yield phrases.CONSEQUENCES, f"{consequence.rule} {page.say(consequence.words)}"
    for basis in finding.basis:
        yield phrases.BASIS, page.say(basis.words)
    if finding.advice.say(page.lang):
        yield phrases.ADVICE, page.say(finding.advice)
    if found.fix:
        yield phrases.ADVICE, _fix(found.fix, page)
    if found.responsibility == "conversion":
        yield phrases.READING, page.say(phrases.CONVERSION)


def _sides(sides: Sides, page: Page) -> str:
    numbers = page.say(
        phrases.SIDES,
        left=format_number(sides.left),
        right=format_number(sides.right),
        difference=format_number(sides.difference),
    )
    return page.say(sides.words) + page.say(phrases.CLAUSE) + numbers


def _from(home: Location, location: Location, lang: Lang) -> str:
    return spot(location, lang) if location.uri == home.uri else where(location, lang)


def _evidence(evidence: Evidence, page: Page) -> str:
    label, printed = page.say(evidence.label), visible(evidence.raw.strip())
    if evidence.value is None:
        return page.say(phrases.QUOTED, label=label, text=printed or page.say(phrases.EMPTY))
    value = format_number(evidence.value)
    shown = value if printed in {value, ""} else page.say(phrases.PRINTED, value=value, raw=printed)
    return page.say(phrases.OPERAND, label=label, value=shown)


def _fix(fix: Fix, page: Page) -> str:
    """Return what to put there, once: the words of a fix alone where they say it themselves."""
    text, words = visible(fix.text), page.say(fix.words)
    safe = page.say(phrases.SAFE) if fix.safe else ""
    if not text or text in words:
        return _begun(words) + safe
    said = page.say(phrases.CHANGE_SO, text=text, how=words) if words else page.say(phrases.CHANGE, text=text)
    return said + safe


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
