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
from audit_core.reporters.place_names import place_in
from audit_core.reporters.terminal import excerpt, padded, painter, width, wrap
from audit_core.words import Lang, Words


class Printer(Struct, frozen=True):
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
        """Return a line across the printer."""
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


def one_line(finding: Reported, printer: Printer) -> str:
    """Return a finding as one line, place first, for other programs and quick reading."""
    head = printer.paint(printer.say(phrases.SEVERITIES[finding.severity]), finding.severity)
    status = f" [{printer.say(phrases.STATUSES[finding.status])}]" if finding.status is not Status.FAIL else ""
    return f"{where(finding.location, printer.lang)}: {head} {finding.rule}{status} {printer.say(finding.words)}"


def finding_lines(finding: Reported, source: Source, printer: Printer) -> Iterator[str]:
    """Return a finding in full."""
    yield from _head(finding, printer)
    yield from _place(finding, source, printer)
    said = phrases.NO_LABEL
    for label, text in _parts(finding, printer):
        name = phrases.NO_LABEL if label is said else label
        said = label
        yield from printer.wrap(text, first=f"      {padded(printer.say(name), _label_width(printer.lang))}  ")


def _head(finding: Reported, printer: Printer) -> Iterator[str]:
    # What is no fault must not be headed by how grave one would be.
    fault = finding.status in {Status.FAIL, Status.REVIEW}
    words = phrases.SEVERITIES[finding.severity] if fault else phrases.STATUSES[finding.status]
    label, style = printer.say(words), finding.severity if fault else "info"
    lines = printer.wrap(printer.say(finding.words), first=f"{label} {finding.rule}  ", rest="    ")
    yield next(lines).replace(label, printer.paint(label, style), 1)
    yield from lines


def _place(finding: Reported, source: Source, printer: Printer) -> Iterator[str]:
    yield printer.paint("   --> ", "dim") + where(finding.location, printer.lang)
    span, region = finding.span, finding.location.region
    if span is None or region is None or span.start == span.end:
        return
    number = str(region.start_line)
    gutter = max(len(number), 4) + 1
    line, marks = excerpt(source, span, printer.columns - gutter - 3)
    yield printer.paint(f"{number:>{gutter}} | ", "dim") + line
    yield printer.paint(" " * gutter + " | ", "dim") + printer.paint(marks, finding.severity)


def _label_width(lang: Lang) -> int:
    labels = (phrases.EVIDENCE, phrases.RELATION, phrases.CONSEQUENCES, phrases.BASIS, phrases.ADVICE)
    return max(width(label.say(lang)) for label in labels)


def _parts(finding: Reported, printer: Printer) -> Iterator[tuple[Words, str]]:
    found = finding.finding
    if found.sides and printer.say(found.sides.words) not in printer.say(finding.words):
        yield phrases.RELATION, _sides(found.sides, printer)
    operands = list(zip(found.evidence, finding.evidence_locations, strict=True))
    for evidence, location in operands[:_MOST_OPERANDS]:
        at = "" if evidence.at is None else _from(finding.location, location, printer.lang)
        yield phrases.EVIDENCE, _evidence(evidence, printer) + (f"  [{at}]" if at else "")
    if len(operands) > _MOST_OPERANDS:
        yield phrases.EVIDENCE, printer.say(phrases.MORE_EVIDENCE).format(count=len(operands) - _MOST_OPERANDS)
    for consequence in found.consequences:
        yield phrases.CONSEQUENCES, f"{consequence.rule} {printer.say(consequence.words)}"
    for basis in finding.basis:
        yield phrases.BASIS, printer.say(basis.words)
    if finding.advice.say(printer.lang):
        yield phrases.ADVICE, printer.say(finding.advice)
    if found.fix:
        yield phrases.ADVICE, _fix(found.fix, printer)
    if found.responsibility == "conversion":
        yield phrases.READING, printer.say(phrases.CONVERSION)


def _sides(sides: Sides, printer: Printer) -> str:
    numbers = printer.say(
        phrases.SIDES,
        left=format_number(sides.left),
        right=format_number(sides.right),
        difference=format_number(sides.difference),
    )
    return printer.say(sides.words) + printer.say(phrases.CLAUSE) + numbers


def _from(home: Location, location: Location, lang: Lang) -> str:
    return spot(location, lang) if location.uri == home.uri else where(location, lang)


def _evidence(evidence: Evidence, printer: Printer) -> str:
    label, printed = printer.say(evidence.label), visible(evidence.raw.strip())
    if evidence.value is None:
        return printer.say(phrases.QUOTED, label=label, text=printed or printer.say(phrases.EMPTY))
    value = format_number(evidence.value)
    shown = value if printed in {value, ""} else printer.say(phrases.PRINTED, value=value, raw=printed)
    return printer.say(phrases.OPERAND, label=label, value=shown)


def _fix(fix: Fix, printer: Printer) -> str:
    """Return what to put there, once: the words of a fix alone where they say it themselves."""
    text, words = visible(fix.text), printer.say(fix.words)
    safe = printer.say(phrases.SAFE) if fix.safe else ""
    if not text or text in words:
        return _begun(words) + safe
    said = printer.say(phrases.CHANGE_SO, text=text, how=words) if words else printer.say(phrases.CHANGE, text=text)
    return said + safe


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
