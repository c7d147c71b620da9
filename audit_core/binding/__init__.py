"""Binds a Document to the Form that it fits: title, period, sections, tables, facts; judging is left to rules.

The way of a table is `reading` (rows of all grids, sorted by `regions`), `tables`, `columns`, `rows`; what a conversion
damaged goes through `row_breaks` and `row_recovery`, what stands in no grid through `gridless`.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from audit_core.binding.choosing import Fit, fit_of, fitting, most_similar, not_a_report, of_year
from audit_core.binding.headings import (
    broken_lines,
    lost_characters,
    read_headings,
    read_sections,
    second_report,
    second_report_notice,
)
from audit_core.binding.labels import labels_of
from audit_core.binding.reading import Tables, read_tables
from audit_core.binding.report_year import InferredYear, announced, of_first_section, of_period
from audit_core.binding.titles import read_period
from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.forms import Form
from audit_core.organs import NO_ORGANS, Organs
from audit_core.report import Period, Report, Title


class ReadTables(Protocol):
    """Reads the tables of a document: `read_tables`, or a LayoutCache, which comes to the same sooner."""

    def __call__(self, document: Document, form: Form, forms: Sequence[Form], *, named: bool) -> Tables:
        """Return the tables of a document; see `read_tables`."""
        ...


def bind(
    document: Document,
    forms: Sequence[Form],
    organs: Organs = NO_ORGANS,
    chosen: Form | None = None,
    *,
    read: ReadTables = read_tables,
) -> Report:
    """Bind a document to the form whose title or tables it bears, of several years to that of its own.

    `organs` tells the kind of organ it is of; a form that was `chosen` is taken whatever the document looks like.
    Raises NotAReport where neither a title nor a table nor two sections of any form are found, and InputError where no
    form covers the report's year.
    """
    fit = fit_of(document, forms, chosen) if chosen else fitting(document, forms)
    if fit is None:
        raise not_a_report(document, forms)
    form, year, inferred = _dated(document, fit, chosen)
    title, forms = fit.title, fit.forms
    period = _period(document, forms)
    headings = read_headings(document, form, labels_of(form))
    if len(headings) > len(form.sections) and (second := second_report(document, form, headings)):
        first = bind(document.until(second), forms, organs, chosen, read=read)
        return first.with_notice(second_report_notice(second))
    sections, notices = read_sections(document, form, headings)
    named = title is not None or sum(bool(section.form) for section in sections) >= 2  # noqa: PLR2004
    found = read(document, form, forms, named=named)
    if found.tabled:
        sections, notices = read_sections(document, form, headings, found.tabled)
    notices += [*found.notices, *lost_characters(document, form), *broken_lines(sections)]
    if inferred:
        notices.append(inferred.notice)
    organization = document.metadata.get("organization") or (title.organization if title else "")
    organization = organization or (inferred.organization if inferred else "")
    return Report(
        document,
        found.form,
        found.vector,
        year=year,
        organization=organization,
        title=title,
        period=period,
        sections=sections,
        tables=found.tables,
        readings=found.readings,
        notices=tuple(notices),
        declared_year=_declared_year(document),
        declared_organization=document.metadata.get("organization", ""),
        organ=organs.organ(organization, _beside_the_name(document, title)),
        relations_used=found.relations_used,
        tabled=found.tabled,
    )


def _beside_the_name(document: Document, title: Title | None) -> Iterator[str]:
    """Yield what tells the area of an organ: the path, the titles, and what the file says of itself in a few words."""
    yield from (document.source.uri, document.title, title.text if title else "")
    yield from (said for said in document.metadata.values() if len(said) <= _FEW_WORDS)


_FEW_WORDS: Final = 60
"""A longer text is a description, and may speak of other areas."""


def _period(document: Document, forms: Sequence[Form]) -> Period | None:
    return next(filter(None, (read_period(document, form) for form in forms)), None)


def _declared_year(document: Document) -> int | None:
    text = document.metadata.get("year", "").strip()
    return int(text) if text.isdecimal() and len(text) == 4 else None  # noqa: PLR2004


def _dated(document: Document, fit: Fit, chosen: Form | None) -> tuple[Form, int, InferredYear | None]:
    """Return the form of the report's year, and what tells the year where neither declaration nor title does."""
    said = [year for year in (_declared_year(document), fit.title.year if fit.title else None) if year is not None]
    inferred = None
    if not any(chosen or of_year(fit.forms, year) for year in said):
        inferred = next(_other_years(document, fit.forms, _period(document, fit.forms)), None)
    for year in (*said, inferred.year if inferred else None):
        form = year and (chosen or of_year(fit.titled, year) or of_year(fit.forms, year))
        if form and year:
            return form, year, inferred
    if said or inferred:
        raise _uncovered(document, fit.forms, (*said, inferred.year if inferred else 0)[0])
    raise _yearless(document, fit.forms)


def _other_years(document: Document, forms: Sequence[Form], period: Period | None) -> Iterator[InferredYear]:
    """Yield the years that a report tells elsewhere than in its title, the surest source first."""
    yield from filter(None, (of_period(period) if period else None,))
    yield from filter(None, (announced(document, form) for form in forms))
    yield from filter(None, (of_first_section(document, form, labels_of(form)) for form in forms))


def _uncovered(document: Document, forms: Sequence[Form], year: int) -> InputError:
    spans = ", ".join(f"{form.name} {form.first_year}–{form.last_year or ''}" for form in forms)
    return InputError(
        f"no form covers the report year {year}; the ruleset has {spans}",
        f"没有适用于 {year} 年度的表式；规则集中有：{spans}",
        place=document.source.uri,
    )


def _yearless(document: Document, forms: Sequence[Form]) -> InputError:
    """Return why a document of no year cannot be bound: what form it looks like, if any."""
    form = most_similar(document, forms)
    if form is None:
        return not_a_report(document, forms)
    return InputError(
        f"the report names no year, so its form cannot be chosen (its tables and headings look like {form.name}); "
        "expected a year in the title, in a sentence before the first section, in that section, or in the metadata",
        f"报告未写明年度，无法确定适用的表式（表格和标题近似 {form.name}）；"
        "应在标题、开头语句、第一部分或元数据中写明年度",
        place=document.source.uri,
    )
