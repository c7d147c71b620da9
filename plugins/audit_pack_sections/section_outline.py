"""The outline of a report: which sections are missing, extra or numbered a second time; judging is left to rules."""

import re
from collections.abc import Iterator, Sequence

from audit_core import BoundSection, Evidence, Excerpt, NotAssessed, Report, SectionForm, Words

_LISTED = "[、，,；;。等和及以共]"
_SHOWN = 60


def numeral(section: SectionForm) -> str:
    """Return a section's ordinal without the mark behind it."""
    return section.ordinal.strip().rstrip("、.．")


def missing(report: Report) -> list[str]:
    """Return the keys of the statutory sections of which neither heading nor table nor glued heading was found."""
    return [s.key for s in report.form.sections if not _found(report, s.key)]


def _found(report: Report, key: str) -> bool:
    if report.section(key) or any(table.form.section == key for table in report.tables.values()):
        return True
    return swallowed(report, key) is not None


def swallowed(report: Report, key: str) -> Excerpt | None:
    """Return a section's heading that stands inside the prose, where it was not taken for one.

    Headings that are only listed (in a preamble: “包括一、总体情况，二、…”) are not meant.
    """
    section = report.form.section(key)
    titles = "|".join(map(re.escape, (section.title, *section.aliases)))
    heading = re.compile(rf"{re.escape(numeral(section))}\s*[、.．]\s*(?:{titles})(?!\s*{_LISTED})")
    for paragraph in report.document.paragraphs():
        match = heading.search(paragraph.text)
        if match:
            return Excerpt(paragraph, match.start(), match.end())
    return None


def traced(text: str, form: SectionForm) -> bool:
    """Whether the words that a section is sure to hold stand in a text: its heading alone was lost then."""
    traces = form.traces
    return bool(traces) and all(trace.search(text) for trace in traces)


def divide(sections: Sequence[BoundSection]) -> tuple[list[BoundSection], list[BoundSection]]:
    """Return the numbered headings the form does not know: those of extra sections, and those of a second numbering.

    A second numbering begins again at a number already printed, or ends where a statutory section begins again.
    """
    extra: list[BoundSection] = []
    second: list[BoundSection] = []
    last, inside = 0, False
    for number, section in enumerate(sections):
        if section.form:
            last, inside = section.ordinal or section.form.number, False
        elif section.ordinal is not None:
            inside = inside or section.ordinal <= last or _begins_again(sections[number + 1 :], section.ordinal)
            (second if inside else extra).append(section)
            last = section.ordinal
    return extra, second


def _begins_again(after: Sequence[BoundSection], ordinal: int) -> bool:
    known = next((section for section in after if section.form), None)
    if known is None or known.form is None or known.ordinal is None:
        return False
    return known.ordinal != known.form.number and known.ordinal <= ordinal


def words_of(report: Report, key: str) -> str | None:
    """Return the prose of a section, headings of a second numbering in it included; None where it was not found."""
    at = next((n for n, section in enumerate(report.sections) if section.key == key), None)
    if at is None:
        return None
    number = report.form.section(key).number
    parts = [report.sections[at].text]
    for section in report.sections[at + 1 :]:
        if section.form or (section.ordinal or 0) > number:
            break
        parts += [section.title, section.text]
    return "\n".join(parts).strip()


def section_of(report: Report, key: str) -> tuple[BoundSection, str]:
    """Return a section with its words.

    Raises NotAssessed where it was not found: that it is missing is for another rule to say.
    """
    section, words = report.section(key), words_of(report, key)
    if section is None or words is None:
        form = report.form.section(key)
        raise NotAssessed(f"section {form.number}, {form.title}, was not found", f"未找到{form.name}")
    return section, words


def all_words(report: Report) -> Iterator[str]:
    """Yield the text of every table cell, heading and paragraph, paragraphs last."""
    for table in report.document.tables():
        yield from (cell.text for cell in table.cells())
    for section in report.document.sections:
        yield section.title
    for paragraph in report.document.paragraphs():
        yield paragraph.text


def as_evidence(sections: Sequence[BoundSection]) -> tuple[Evidence, ...]:
    """Return headings as evidence, the statutory ones under their number."""
    return tuple(Evidence(_named(section), printed(section), at=section) for section in sections)


def _named(section: BoundSection) -> Words:
    if section.form is None:
        return Words("未识别的标题", "heading not recognised")
    return Words(f"{section.form.name}标题", f"heading of section {section.form.number}")


def printed(section: BoundSection) -> str:
    """Return a heading as printed, in one line and without the text glued to it."""
    text = section.heading.text if section.heading else section.title
    at = text.find(section.title)
    return " ".join((text[: at + len(section.title)] if section.title and at >= 0 else text[:_SHOWN]).split())
