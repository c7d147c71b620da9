"""Which blocks of a page are not the report but what a site puts around it; when in doubt, they are the report.

Nothing is asked of a site: what decides is what HTML says of a block (`nav`, `footer`, roles), how much of it is links,
and, for small blocks only, how its author named it. A block that holds figures in a table, or a good part of the words
that are not links, is always kept.
"""

import re
from typing import Final

from audit_core.loaders.markup.elements import Element
from audit_core.loaders.markup.tokens import attributes_of

_CANDIDATES: Final = frozenset(
    ("div", "section", "ul", "ol", "dl", "dir", "center", "table", "td", "nav", "menu", "dialog", "search", "aside",
     "header", "footer", "form", "fieldset")
)  # fmt: skip
_TRAILS: Final = _CANDIDATES | {"p", "li"}
_AROUND: Final = frozenset(("nav", "menu", "dialog", "search", "aside", "footer"))
_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar", "dialog")
)
_NAMES: Final = frozenset(
    ("nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot",
     "copyright", "share", "sharing", "sidebar", "toolbar", "pager", "pagination", "search", "topbar", "login",
     "related", "recommend", "comment", "comments", "qrcode", "ad", "ads", "advert", "friendlink", "friendlinks",
     "sitemap", "backtop", "gotop", "position", "location")
)  # fmt: skip
_REPORT_NAMES: Final = frozenset(
    ("article", "content", "main", "text", "editor", "body", "detail", "details", "report")
)
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_FIGURES: Final = 3
_MENU_LINKS: Final = 3
_MENU_SHARE: Final = 0.6
_SMALL: Final = 300
_TRAIL_LINKS: Final = 2
_TRAIL_CHARS: Final = 80
_PART: Final = 0.2


def is_around(block: Element, page: Element, *, inside: bool) -> bool:
    """Whether a block stands around the report; `inside` says that it is part of an `article` or `main`."""
    if block.tag in _TRAILS and _is_trail(block):
        return True
    if block.tag not in _CANDIDATES or _holds_report(block, page):
        return False
    if block.links >= _MENU_LINKS and block.linked >= _MENU_SHARE * block.chars:
        return True
    if block.tag in _AROUND:
        return not (inside and block.tag in ("aside", "footer"))
    if block.tag in ("header", "form"):
        return not inside and not block.headings and block.chars - block.linked <= _SMALL
    return bool(block.attributes) and _says_so(block)


def _is_trail(block: Element) -> bool:
    """Whether a block is links that lead to the page (首页 > 政务公开 > 正文)."""
    short = block.chars - block.linked <= _TRAIL_CHARS and not block.headings
    return short and block.links >= _TRAIL_LINKS <= block.steps


def is_unseen(block: Element, page: Element) -> bool:
    """Whether a block is hidden; one that holds more than all that is seen is shown by a script."""
    return block.hidden and block.chars <= page.chars


def _holds_report(block: Element, page: Element) -> bool:
    tabled = block.cells > 1 or block.inner_cells > 0
    if tabled and block.figures + block.inner_figures >= _FIGURES:
        return True
    return block.chars - block.linked > _PART * (page.chars - page.linked)


def _says_so(block: Element) -> bool:
    said = attributes_of(block.attributes)
    if said.get("role", "").lower() in _ROLES:
        return True
    if block.headings or block.chars - block.linked > _SMALL:
        return False
    words = {word.lower() for word in _WORD.findall(f"{said.get('id', '')} {said.get('class', '')}")}
    return bool(words & _NAMES) and not words & _REPORT_NAMES
