"""What a page says of itself: its title, its meta elements, when it was published; none of it chooses a rule."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final

from audit_core.loaders.markup.elements import PageTree
from audit_core.loaders.markup.printed_text import BLANKS
from audit_core.loaders.markup.tokens import attributes_of

PREFIX: Final = "meta:"
"""Stands before the name of a meta element, so that no page sets what the program itself goes by."""

_MOST: Final = 100
_LONGEST: Final = 2_000
_PUBLISHED: Final = (
    "pubdate", "publishdate", "publish_date", "publish-date", "publishtime", "publishedtime", "article:published_time",
    "og:article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "citation_publication_date", "parsely-pub-date",
)  # fmt: skip
_TITLES: Final = ("articletitle", "og:title", "dc.title", "dcterms.title")
_DATE: Final = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_SPACES: Final = re.compile(r"\s+")


def metadata_of(page: PageTree) -> dict[str, str]:
    """Return every named meta element under `meta:` and its name, and `published` as YYYY-MM-DD where one says so."""
    named = _named(page.metas)
    published = next(_published(named, page.times), "")
    raw = {PREFIX + name: content for name, content in named.items()}
    return {"published": published, **raw} if published else raw


def title_of(page: PageTree) -> str:
    """Return the title a page gives the report, else its own."""
    named = {name.lower(): content for name, content in _named(page.metas).items()}
    titles = (*(named.get(name, "") for name in _TITLES), page.title)
    return next((title for title in map(_plain, titles) if title), "")


def _named(metas: Iterable[str]) -> dict[str, str]:
    """Return the contents by name; of a name written twice the first counts."""
    found: dict[str, str] = {}
    for said in map(attributes_of, islice(metas, _MOST)):
        name = _plain(said.get("name") or said.get("property") or said.get("itemprop", ""))
        content = _plain(said.get("content", ""))
        if name and content:
            found.setdefault(name[:_LONGEST], content[:_LONGEST])
    return found


def _published(named: dict[str, str], times: Iterable[str]) -> Iterator[str]:
    folded = {name.lower(): content for name, content in named.items()}
    for name in _PUBLISHED:
        yield from _date(folded.get(name, ""))
    said = [attributes_of(written) for written in times]
    marked = [time for time in said if "pubdate" in time or time.get("itemprop", "").lower() == "datepublished"]
    dates = {found for time in marked or said for found in _date(time.get("datetime", ""))}
    # Several dates are those of a list; none of them is known to be the report's.
    if len(dates) == 1:
        yield from dates


def _date(text: str) -> Iterator[str]:
    match = _DATE.search(text)
    if match:
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
        try:
            yield date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            return


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(BLANKS)
