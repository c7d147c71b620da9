"""Which forms a document may be on: those whose title it bears, or whose tables or sections it prints.

A ruleset may have forms for several kinds of reports, and several for one, each for other years. A document titled
`2022 report on visits`, with a table of them, is on one of the forms of visits, whatever years the forms of loans are
for; on which of them, its year tells.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from audit_core.binding.titles import lines, read_title
from audit_core.document import Document
from audit_core.errors import NotAReport
from audit_core.forms import Form, TableForm, fold, form_of_year
from audit_core.report import Title

_ENOUGH: Final = 0.5
"""The share of a form's labels that tells a document to be on it, where it has eight or more of them."""

_MANY: Final = 8

_HEADINGS: Final = 2
"""So many of its headings do as well."""

_OF_TABLE: Final = 0.75
"""The share of the labels of one table that does, if it has as many as that:"""

_LABELS: Final = 4


_TITLE: Final = 3
"""A title weighs as much as so many labels: one that is loosely told fits many a report."""


class Fit(Struct, frozen=True):
    """Forms of one kind of reports that a document fits, the likest first.

    `titled` are those whose title it bears, all of them where it bears none.
    """

    forms: tuple[Form, ...]
    titled: tuple[Form, ...]
    title: Title | None = None


class _Weighed(Struct, frozen=True):
    """Forms that extend one another, those of them whose title a document bears, and how many of their labels."""

    forms: tuple[Form, ...]
    titled: tuple[Form, ...]
    title: Title | None
    looks: bool = False
    labels: int = 0

    @property
    def weight(self) -> tuple[bool, int]:
        return self.looks, self.labels + _TITLE * bool(self.titled)


def fitting(document: Document, forms: Sequence[Form]) -> Fit | None:
    """Return the forms that a document fits, None where it fits none.

    It fits those whose title it bears or whose tables or sections it prints; of several kinds of reports, that for
    which most speaks.
    """
    families = _families(forms)
    text = cache(lambda: _folded(document))
    weighed = [_weigh(document, family, text, alone=len(families) == 1) for family in families.values()]
    fits = sorted((one for one in weighed if one.looks or one.titled), key=lambda one: one.weight, reverse=True)
    if not fits:
        return None
    best = fits[0]
    kind = [one for one in fits if _kind(one.forms[0]) == _kind(best.forms[0])]
    every = tuple(form for one in kind for form in one.forms)
    return Fit(every, (best.titled and tuple(form for one in kind for form in one.titled)) or every, best.title)


def fit_of(document: Document, forms: Sequence[Form], chosen: Form) -> Fit:
    """Return how a document fits a form that was chosen for it; those that it extends or that extend it go along."""
    root = _root(chosen)
    return Fit(tuple(form for form in forms if _root(form) == root), (chosen,), read_title(document, chosen))


def most_similar(document: Document, forms: Iterable[Form]) -> Form | None:
    """Return the form whose tables are printed, or whose headings are; None where it is hardly any of both."""
    text = _folded(document)
    form = max(forms, key=lambda one: _share(text, _labels(one.tables.values())))
    return form if _looks(text, form) else None


def _weigh(document: Document, forms: Sequence[Form], text: Callable[[], str], *, alone: bool) -> _Weighed:
    titles: dict[tuple[str, ...], Title | None] = {}
    for form in forms:
        key = _patterns(form)
        if key not in titles:
            titles[key] = read_title(document, form)
    titled = tuple(form for form in forms if titles[_patterns(form)])
    title = titles[_patterns(titled[0])] if titled else None
    if alone and titled:
        return _Weighed(tuple(forms), titled, title)  # there is nothing to weigh it against
    looks = any(_looks(text(), form) for form in forms)
    labels = max(sum(fold(label) in text() for label in _labels(form.tables.values())) for form in forms)
    return _Weighed(tuple(forms), titled, title, looks, labels)


def of_year(forms: Iterable[Form], year: int) -> Form | None:
    """Return the form of a report year, of several that do not extend one another the first: the likest."""
    return next(filter(None, (form_of_year(family, year) for family in _families(forms).values())), None)


def _families(forms: Iterable[Form]) -> dict[str, list[Form]]:
    """Return the forms that extend one another together, under the name of the one that extends none."""
    families: dict[str, list[Form]] = {}
    for form in forms:
        families.setdefault(_root(form), []).append(form)
    return families


def _kind(form: Form) -> str:
    return form.domain or _root(form)


def _root(form: Form) -> str:
    return (form.lineage or (form.name,))[-1]


def _patterns(form: Form) -> tuple[str, ...]:
    return tuple(one.pattern.pattern for one in form.titles)


def _folded(document: Document) -> str:
    cells = [cell.text for table in document.tables() for cell in table.cells()]
    return "".join(fold(text) for text in (*cells, *(line.text for line in lines(document))))


def _looks(text: str, form: Form) -> bool:
    return (
        sum(fold(section.title) in text for section in form.sections) >= _HEADINGS
        or _prints(text, _labels(form.tables.values()), _ENOUGH, _MANY)
        or any(_prints(text, _labels([table]), _OF_TABLE, _LABELS) for table in form.tables.values())
    )


def _prints(text: str, labels: Sequence[str], share: float, least: int) -> bool:
    hits = sum(fold(label) in text for label in labels)
    return hits >= max(least, share * len(labels))


def _labels(tables: Iterable[TableForm]) -> list[str]:
    every = (line for table in tables for line in (*table.rows.values(), *table.columns.values()))
    return [line.label for line in every if not line.optional]


def _share(text: str, labels: Sequence[str]) -> float:
    return sum(fold(label) in text for label in labels) / len(labels) if labels else 0.0


def not_a_report(document: Document, forms: Sequence[Form]) -> NotAReport:
    """Return why a document is no report, with what was looked for."""
    sought = dict.fromkeys(form.title for form in forms)
    zh, en = "、".join(f"《{title.zh}》" for title in sought), "; ".join(title.en for title in sought)
    return NotAReport(
        f"not a report: found neither the title nor a table nor two sections of any form; looked for {en}",
        f"不是年度报告：未找到任何表式的标题、表格或两个以上部分；已查找{zh}",
        place=document.source.uri,
    )
