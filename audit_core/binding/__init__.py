"""Binds a Document to the Form that it fits: title, period, sections, tables, facts; judging is left to rules."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding.choosing import Fit, fit_of, fitting, most_similar
from audit_core.binding.codes import name_of
from audit_core.binding.damage import mark
from audit_core.binding.headings import broken_lines, damage, read_headings, read_sections
from audit_core.binding.labels import LabelIndex
from audit_core.binding.layout_cache import layouts_of, look
from audit_core.binding.line_per_cell import rows as flow_rows
from audit_core.binding.model import TableBinding
from audit_core.binding.multiple_reports import notice as several
from audit_core.binding.multiple_reports import second_report
from audit_core.binding.notices import run_together_notice, unplaced_notice
from audit_core.binding.origins import Origins, tabled
from audit_core.binding.regions import Region, RowSorter, all_cells, head_cells
from audit_core.binding.report_year import InferredYear, announced, of_first_section, of_period
from audit_core.binding.side_by_side import bind_headless
from audit_core.binding.sorting import sort_rows
from audit_core.binding.tables import bind_table, superseding
from audit_core.binding.titles import read_period
from audit_core.document import Document, Excerpt
from audit_core.errors import InputError, NotAReport
from audit_core.figures import ABSENT, NONE, State
from audit_core.forms import Form, TableForm, form_of_year
from audit_core.organs import NO_ORGANS, Organs
from audit_core.report import BoundTable, Fact, Notice, Period, Readings, Report, Tabled, Title


def bind(document: Document, forms: Sequence[Form], organs: Organs = NO_ORGANS, chosen: Form | None = None) -> Report:
    """Bind a document to the form whose title or tables it bears, of several years to that of its own.

    `organs` tells the kind of organ it is of; a form that was `chosen` is taken whatever the document looks like.
    Raises NotAReport where neither a title nor a table nor two sections of any form are found, and InputError where no
    form covers the report's year.
    """
    fit = fit_of(document, forms, chosen) if chosen else fitting(document, forms)
    if fit is None:
        raise _not_a_report(document, forms)
    form, year, inferred = _dated(document, fit, chosen)
    title, forms = fit.title, fit.forms
    period = _period(document, forms)
    labels = labels_of(form)
    headings = read_headings(document, form, labels)
    if len(headings) > len(form.sections) and (second := second_report(document, form, headings)):
        return bind(document.until(second), forms, organs, chosen).with_notice(several(second))
    sections, notices = read_sections(document, form, headings)
    named = title is not None or sum(bool(section.form) for section in sections) >= 2  # noqa: PLR2004
    found = _read_tables(document, form, forms, labels, named=named)
    if found.tabled:
        sections, notices = read_sections(document, form, headings, found.tabled)
    notices += [*found.notices, *damage(document, form), *broken_lines(sections, form)]
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

MOST_CODES: Final = 2_000
"""No report prints so many rows of one classification."""


class _Tables(Struct):
    """What binding all tables of a document came to."""

    form: Form
    vector: tuple[Fact, ...]
    tables: dict[str, BoundTable]
    readings: dict[tuple[str, str], Readings] = {}
    notices: list[Notice] = []
    relations_used: frozenset[frozenset[int]] = frozenset()
    tabled: Tabled = {}


def _read_tables(document: Document, form: Form, forms: Sequence[Form], labels: LabelIndex, *, named: bool) -> _Tables:
    """Bind the tables, those printed as another report's were by what is remembered of these."""
    layouts = layouts_of(form, tuple(forms))
    seen = None if form.has_codes else look(document, labels)
    layout = layouts.get(seen) if seen else None
    if seen and layout:
        vector, tables = layout.bind(seen)
        return _Tables(form, _typed(form, vector), tables)
    sorter = sort_rows(document, labels)
    cells = [
        *_flow_in(document, form, labels, sorter, [labels_of(other) for other in forms if other is not form]),
        *_prose_in(document, form, labels, sorter),
    ]
    if not named and not sorter.regions:
        raise _not_a_report(document, forms)
    form = _opened(document, form, sorter) if form.has_codes else form
    bound = dict(_tables(form, forms, sorter, labels))
    bound |= {key: _emptied(form, form.tables[key], bound.get(key), sorter) for key in sorter.empty}
    notices: list[Notice] = []
    if len(bound) < len(form.tables):
        bound |= _headless(form, bound, sorter)
        notices += _unread(document, form, labels, bound, sorter)
    cells += mark(document, bound, labels)
    notices += [notice for table in bound.values() for notice in table.notices]
    if seen:
        layouts.keep(form, bound, seen)
    tables = {key: table.table for key, table in bound.items()}
    return _Tables(
        form, _vector(form, bound), tables, _readings(bound), notices, _relations_used(form, bound), tabled(cells)
    )


def _opened(document: Document, form: Form, sorter: RowSorter) -> Form:
    """Return a report's own form, with the rows of the codes that it prints."""
    rows = {
        key: [(row.key, name_of(row.cells[row.label].text, row.key)) for row in region.rows]
        for key, region in sorter.regions.items()
    }
    codes = {code for key, said in rows.items() for code, _ in said if code not in form.tables[key].rows}
    if len(codes) > MOST_CODES:
        raise InputError(
            f"found {len(codes):,} codes of a classification, expected at most {MOST_CODES:,}",
            f"表中有 {len(codes)} 个科目编码，最多 {MOST_CODES} 个",
            place=document.source.uri,
        )
    return form.opened(rows)


def _emptied(form: Form, table: TableForm, bound: TableBinding | None, sorter: RowSorter) -> TableBinding:
    """Return a table that says it has no figures: if it prints none, there are none of it."""
    sentence = sorter.empty[table.key]
    region = sorter.regions[table.key]
    read = bound or TableBinding(BoundTable(table, region.caption or sentence, head=tuple(head_cells(region))))
    read.table, read.plain = replace(read.table, empty=sentence), False
    if all(fact.figure.state in (State.BLANK, State.PLACEHOLDER) for fact in read.facts):
        read.facts = [Fact(concept, NONE) for concept in form.concepts if concept.table == table.key]
    return read


@lru_cache(maxsize=32)
def labels_of(form: Form) -> LabelIndex:
    """Return the labels of a form, made once."""
    return LabelIndex(form)


def _period(document: Document, forms: Sequence[Form]) -> Period | None:
    return next(filter(None, (read_period(document, form) for form in forms)), None)


def _declared_year(document: Document) -> int | None:
    text = document.metadata.get("year", "").strip()
    return int(text) if text.isdecimal() and len(text) == 4 else None  # noqa: PLR2004


def _dated(document: Document, fit: Fit, chosen: Form | None) -> tuple[Form, int, InferredYear | None]:
    """Return the form of the report's year, and what tells the year where neither declaration nor title does."""
    said = [year for year in (_declared_year(document), fit.title.year if fit.title else None) if year is not None]
    inferred = None
    if not any(chosen or form_of_year(fit.forms, year) for year in said):
        inferred = next(_other_years(document, fit.forms, _period(document, fit.forms)), None)
    for year in (*said, inferred.year if inferred else None):
        form = year and (chosen or form_of_year(fit.titled, year) or form_of_year(fit.forms, year))
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
        return _not_a_report(document, forms)
    return InputError(
        f"the report names no year, so its form cannot be chosen (its tables and headings look like {form.name}); "
        "expected a year in the title, in a sentence before the first section, in that section, or in the metadata",
        f"报告未写明年度，无法确定适用的表式（表格和标题近似 {form.name}）；"
        "应在标题、开头语句、第一部分或元数据中写明年度",
        place=document.source.uri,
    )


def _not_a_report(document: Document, forms: Sequence[Form]) -> NotAReport:
    sought = dict.fromkeys(form.title for form in forms)
    zh, en = "、".join(f"《{title.zh}》" for title in sought), "; ".join(title.en for title in sought)
    return NotAReport(
        f"not a report: found neither the title nor a table nor two sections of any form; looked for {en}",
        f"不是年度报告：未找到任何表式的标题、表格或两个以上部分；已查找{zh}",
        place=document.source.uri,
    )


def _flow_in(
    document: Document, form: Form, labels: LabelIndex, sorter: RowSorter, others: Sequence[LabelIndex]
) -> Iterator[Excerpt]:
    """Look for tables printed one cell a line where grids have left some unfound; yield where their cells stand."""
    if all(key in sorter.regions for key in form.tables):
        return
    second, origins = RowSorter(labels), Origins()
    second.rows(list(flow_rows(document, labels, others, origins)), None)
    second.finish()
    for key, region in second.regions.items():
        read = region.rows or region.parts or (region.heads and region.others)
        if key not in sorter.regions and read and not _runs_together(form.tables[key], region):
            sorter.regions[key] = region
            yield from origins.of(all_cells(region))


def _runs_together(table: TableForm, region: Region) -> bool:
    """Whether most rows print one figure for all their columns: the digits of several without anything between."""
    width = len(table.columns) if table.across else sum(not line.optional for line in table.columns.values())
    counts = [len(row.figures) for row in (*region.rows, *(row for _, row, _ in region.parts)) if row.figures]
    return width > 1 and 2 * counts.count(1) > len(counts)


def _prose_in(document: Document, form: Form, labels: LabelIndex, sorter: RowSorter) -> Iterator[Excerpt]:
    """Look for tables that ran together in the prose where nothing else was found of them; yield where they stand."""
    wanted = [key for key, table in form.tables.items() if key not in sorter.regions and not table.codes]
    if wanted:
        from audit_core.binding.inline_tables import printed, regions

        for region in regions(document, labels, wanted):
            sorter.regions.setdefault(region.table, region)
        yield from printed(document, labels, wanted)


def _headless(form: Form, bound: Mapping[str, TableBinding], sorter: RowSorter) -> Iterator[tuple[str, TableBinding]]:
    """Yield the tables across whose head was lost, and whose row of figures is there."""
    from audit_core.binding.headless_tables import headless_row

    for key, table in form.tables.items():
        found = headless_row(table, sorter) if table.across and key not in bound else None
        if found:
            found[0].key = key
            yield key, bind_headless(form, table, *found)


def _unread(
    document: Document, form: Form, labels: LabelIndex, bound: Mapping[str, TableBinding], sorter: RowSorter
) -> Iterator[Notice]:
    """Yield notices of figures that may be those of a table that was not found."""
    from audit_core.binding.headless_tables import unread
    from audit_core.binding.inline_tables import folded_prose, stands_in

    missing = [table for key, table in form.tables.items() if key not in bound and not table.codes]
    text = folded_prose(document, labels) if missing else ""
    for table in missing:
        if stands_in(text, table):
            yield run_together_notice(table)
    rows = unread(sorter) if missing else []
    if rows:
        yield unplaced_notice(missing[0], [cell for row in rows for cell in row.figures])


def _relations_used(form: Form, bound: Mapping[str, TableBinding]) -> frozenset[frozenset[int]]:
    """Return the relations that told figures apart, by the indices of their figures."""
    return frozenset(
        frozenset(form.index[key, row, column] for row, column in cells)
        for key, table in bound.items()
        for cells in table.inferred_by
    )


def _tables(
    form: Form, forms: Sequence[Form], sorter: RowSorter, labels: LabelIndex
) -> Iterator[tuple[str, TableBinding]]:
    others = [(other, labels_of(other)) for other in forms if other is not form]
    for key, table in form.tables.items():
        region = sorter.regions.get(key)
        if region is None or not _figures(region):
            continue
        bound = bind_table(form, table, region, labels)
        printed = superseding(bound.table, labels, others)
        if printed:
            bound = TableBinding(BoundTable(table, bound.table.place, printed_form=printed, head=bound.table.head))
        yield key, bound


def _figures(region: Region) -> bool:
    return bool(region.rows or region.parts or region.others)


@lru_cache(maxsize=32)
def _absent(form: Form) -> tuple[Fact, ...]:
    return tuple(Fact(concept, ABSENT) for concept in form.concepts)


def _vector(form: Form, bound: Mapping[str, TableBinding]) -> tuple[Fact, ...]:
    facts = list(_absent(form))
    for table in bound.values():
        for fact in table.facts:
            facts[fact.concept.index] = fact
    return _typed(form, tuple(facts))


def _typed(form: Form, vector: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return facts with the cells that hold no plain number read as their type says."""
    if not form.typed:
        return vector
    facts = list(vector)
    for concept in form.typed:
        fact = facts[concept.index]
        if fact.figure.state not in (State.ABSENT, State.AMBIGUOUS, State.NONE):
            facts[concept.index] = replace(fact, figure=form.reader.read_as(concept.type, fact.raw))
    return tuple(facts)


def _readings(bound: Mapping[str, TableBinding]) -> dict[tuple[str, str], Readings]:
    return {(r.table, r.row): r for table in bound.values() for r in table.readings}
