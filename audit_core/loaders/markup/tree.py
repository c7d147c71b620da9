"""Tags → a tree of blocks with their runs of text, as browsers recover it; what a block is for is left to others.

Only blocks are nodes: inline elements change nothing of what is printed, unless they are hidden.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from audit_core.errors import InputError
from audit_core.loaders.markup.elements import (
    BREAK,
    HEADINGS,
    IMAGE,
    PRE,
    RAISED,
    TEXT,
    VALUE,
    Element,
    PageTree,
    count,
)
from audit_core.loaders.markup.printed_text import BLANKS
from audit_core.loaders.markup.tokens import (
    CELL,
    END,
    RAW,
    START,
    SettingTags,
    attributes_of,
    decoded,
    setting_tags,
    tokens,
)

_STRUCTURE: Final = frozenset(("table", "tbody", "tr"))
_SCOPE: Final = frozenset(("table", "td", "caption"))
_UNDISPLAYED: Final = (
    "select", "button", "datalist", "noscript", "template", "object", "video", "audio", "canvas", "applet", "map",
    "xml",
)  # fmt: skip
_BLOCKS: Final = (
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "legend", "li", "listing", "main", "menu",
    "nav", "ol", "p", "pre", "search", "section", "summary", "ul", "xmp",
)  # fmt: skip
_PREFORMATTED: Final = ("pre", "listing", "xmp")
_LINK_CHARS: Final = 500
"""No link is longer: one that seems to be was never closed."""

_NUMBER: Final = re.compile(r"[-+－]?[\d,，.]+")
_FIGURE_CHARS: Final = 24
_SEPARATOR_CHARS: Final = 3
_STEPS: Final = ">＞›»→"
_HIDDEN_STYLE: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)\b")
_STRUCK: Final = ("del", "s", "strike")
_STRUCK_STYLE: Final = re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]{0,80}\bline-through\b")
_RAISED_STYLE: Final = re.compile(r"(?:^|[;\s])vertical-align\s*:\s*super\b")
_NOTE_TARGET: Final = re.compile(r"#_?(?:fn|ftn|edn|footnote|endnote|note|cite|ref)|^#.", re.IGNORECASE)
_NOTE_LINK: Final = re.compile(r"[\[［〔(（]?(?:\d{1,2}|注\d{0,2}|[\u2460-\u2473*])[\]］〕)）]?")
_RAISED_CHARS: Final = 100
"""No mark is longer: an element that holds more raised text was never closed."""


def build(text: str, uri: str, depth: int, start: int = 0, stop: int | None = None) -> PageTree:
    """Return what a source, or a stretch of it, holds; raises InputError where blocks nest deeper than `depth`."""
    return _TreeBuilder(text, uri, depth).build(start, len(text) if stop is None else stop)


class _Markup(NamedTuple):
    """What an element says by itself of how it is shown: not at all, with a line drawn through it, raised."""

    hidden: bool
    struck: bool
    raised: bool


_USUAL: Final = _Markup(hidden=False, struck=False, raised=False)


def _markup(attributes: str) -> _Markup:
    low = attributes.lower()
    said = _Markup(is_hidden(low), is_struck(low), _is_raised(low))
    return said if any(said) else _USUAL


def is_hidden(attributes: str) -> bool:
    """Whether an element says by itself that it is not shown."""
    low = attributes.lower()
    if "hidden" not in low and "display" not in low and "mso-hide" not in low:
        return False
    said = attributes_of(low)
    return "hidden" in said or _HIDDEN_STYLE.search(said.get("style", "")) is not None


def is_struck(attributes: str) -> bool:
    """Whether an element says by itself that a line is drawn through its text."""
    if "line-through" not in attributes.lower():
        return False
    return _STRUCK_STYLE.search(attributes_of(attributes).get("style", "").lower()) is not None


def _is_raised(attributes: str) -> bool:
    if "super" not in attributes.lower():
        return False
    return _RAISED_STYLE.search(attributes_of(attributes).get("style", "").lower()) is not None


class _TreeBuilder:
    """Builds the tree of one source: `top` is the innermost open block, `flow` where its text goes."""

    def __init__(self, text: str, uri: str, depth: int) -> None:
        self.source = text
        self.uri = uri
        self.depth = depth
        self.page = PageTree(Element("root", "", 0, 0))
        self.top = self.page.root
        self.stack = [self.top]
        self.flow = self.top.items
        self.pre = 0
        # What attributes say, by them as written: a page has few that differ.
        self.known: dict[str, _Markup] = {"": _USUAL}
        # What the tags inside whole cells are, None where they tell something.
        self.settings: dict[str, SettingTags | None] = {}
        # Characters that still count as linked, and the depth at which their link began.
        self.link = 0
        self.link_depth = 0
        # The name of the element whose text is raised, how many of that name are open in it, and its block.
        self.up = ""
        self.up_open = 0
        self.up_in = self.top
        self.up_chars = 0

    def build(self, start: int, stop: int) -> PageTree:
        self.read(start, stop)
        self.down_to(1, stop, stop)
        return self.page

    def read(self, at: int, stop: int, *, cells: bool = True) -> None:
        for start, end, kind, name, attributes in tokens(self.source, at, stop, cells=cells):
            if start > at:
                self.text(at, start)
            at = end
            if kind == CELL:
                if not self.whole_cell(name, attributes, start, end):
                    self.read(start, end, cells=False)
            elif kind == START:
                self.begin(name, attributes, start, end)
            elif kind == END:
                if name in _CLOSED or name in (self.top.tag, self.up):
                    self.close(name, start, end)
            elif kind == RAW and name == "title":
                self.page.title = self.page.title or decoded(attributes)
        if at < stop:
            self.text(at, stop)

    def begin(self, name: str, attributes: str, start: int, end: int) -> None:
        opener = _OPENERS.get(name)
        if opener:
            opener(self, name, attributes, start, end)
        elif attributes or name in _MARKING or name == self.up:
            self.inline(name, attributes, start, end)

    def whole_cell(self, inside: str, attributes: str, start: int, end: int) -> bool:
        """Take a cell with all that is in it, if it is that of a row and nothing in it but its text tells anything.

        What stands inside is then the cell's as if it stood in no element; a blank one stands where it does.
        """
        if inside not in self.settings:
            self.settings[inside] = self.plain_setting(inside)
        tags = self.settings[inside]
        row = self.top
        plain = tags is not None and row.tag == "tr" and not self.pre and self.said(attributes) is _USUAL
        if tags is None or not plain or len(self.stack) >= self.depth:
            return False
        inner = start + len("<td>") + len(attributes)
        first, last = inner + tags.before, end - len("</td>") - tags.behind
        if tags.spaced and not decoded(self.source[first:last]).strip(BLANKS):
            return False
        self.top = cell = Element("td", attributes, start, inner)
        self.flow, self.link = cell.items, 0
        cell.cells, cell.end = 1, end
        if first < last:
            self.text(first, last)
        row.items.append(cell)
        count(row, cell)
        self.top, self.flow = row, row.flow
        return True

    def plain_setting(self, inside: str) -> SettingTags | None:
        """Return what the tags inside a cell are, if they only set what is in it: one paragraph, and no marks."""
        tags = setting_tags(inside)
        if tags is None or any(self.said(attributes) is not _USUAL for _, attributes in tags.elements):
            return None
        return None if "p" in [name for name, _ in tags.elements[1:]] else tags

    def said(self, attributes: str) -> _Markup:
        """Return what attributes say of how an element is shown."""
        found = self.known.get(attributes)
        if found is None:
            found = self.known[attributes] = _markup(attributes)
        return found

    def text(self, start: int, end: int) -> None:
        bare = self.source[start:end].strip()
        if not bare and self.top.tag in _STRUCTURE:
            return
        self.flow.append((start, end, self.kind(bare) if self.up or self.pre else TEXT))
        if "&" in bare:
            bare = decoded(bare).strip()
        if bare:
            self.weigh(bare)

    def kind(self, bare: str) -> int:
        """Return what kind of text stands here; what is raised ends with its block."""
        if self.up and self.up_in is self.top and not self.pre:
            self.up_chars += len(bare)
            if self.up_chars <= _RAISED_CHARS and (self.up != "a" or _NOTE_LINK.fullmatch(bare)):
                return RAISED
        return PRE if self.pre else TEXT

    def weigh(self, bare: str) -> None:
        chars, top = len(bare), self.top
        if bare[0] in _STEPS:
            top.steps += 1
        if chars <= _SEPARATOR_CHARS and not any(map(str.isalnum, bare)):
            return
        top.chars += chars
        if self.link > 0:
            top.linked += chars
            self.link -= chars
        elif bare[-1].isdecimal() and chars < _FIGURE_CHARS and _NUMBER.fullmatch(bare):
            top.figures += 1

    def push(self, tag: str, attributes: str, start: int, end: int, *, hidden: bool = False) -> None:
        if len(self.stack) > self.depth:
            raise self.too_deep(start)
        element = Element(tag, attributes, start, end)
        (self.top.items if tag in _PARTS else self.flow).append(element)
        if tag in _STRUCTURE:
            # What stands in a table, but in none of its cells, is put beside them.
            element.flow = [] if tag == "table" else self.flow
        if tag == "table":
            element.outside = element.flow
        self.stack.append(element)
        self.top, self.flow = element, element.flow
        if tag in _PREFORMATTED:
            self.pre += 1
        said = self.said(attributes)
        if hidden or said.hidden:
            element.hidden = True
        elif said.struck or tag in _STRUCK:
            element.struck = True
            self.page.struck += 1
            if tag == "td":  # a cell stays where it is, whatever becomes of its text
                self.push("del", "", start, end, hidden=True)
            else:
                element.hidden = True

    def down_to(self, height: int, stop: int, end: int) -> None:
        """Close open blocks until `height` are left: they end at `stop`, the last one, with its tag, at `end`."""
        stack = self.stack
        while len(stack) > height:
            element = stack.pop()
            element.end = stop if len(stack) > height else end
            if element.tag in _PREFORMATTED:
                self.pre -= 1
            if not element.hidden:
                count(stack[-1], element)
        if self.link and height < self.link_depth:
            self.link = 0
        self.top = stack[-1]
        self.flow = self.top.flow

    def height_of(self, tag: str, within: frozenset[str] = frozenset()) -> int:
        """Return how many blocks are open up to the innermost of a tag, 0 where none is before one of `within`."""
        for height in range(len(self.stack), 1, -1):
            found = self.stack[height - 1].tag
            if found == tag:
                return height
            if found in within:
                break
        return 0

    def block(self, name: str, attributes: str, start: int, end: int) -> None:
        self.end_paragraph(start)
        self.push(name, attributes, start, end)

    def end_paragraph(self, start: int) -> None:
        """Close what a block ends that begins inside: a paragraph, or a list of choices never closed."""
        height = len(self.stack)
        if self.top.tag in ("p", "select"):
            self.down_to(height - 1, start, start)
        elif self.top.hidden and self.top.tag not in _OPENERS and self.stack[height - 2].tag == "p":
            self.down_to(height - 2, start, start)

    def undisplayed(self, name: str, attributes: str, start: int, end: int) -> None:
        if not attributes.endswith("/"):
            self.push(name, attributes, start, end, hidden=True)

    def heading(self, name: str, attributes: str, start: int, end: int) -> None:
        self.end_paragraph(start)
        if self.top.tag in HEADINGS:
            self.down_to(len(self.stack) - 1, start, start)
        self.push(name, attributes, start, end)
        self.top.headings = 1

    def item(self, name: str, attributes: str, start: int, end: int) -> None:
        """Open a list item or a term; it ends the one before it."""
        self.end_paragraph(start)
        rivals = ("li",) if name == "li" else ("dt", "dd")
        for height in range(len(self.stack), 1, -1):
            tag = self.stack[height - 1].tag
            if tag in rivals:
                self.down_to(height - 1, start, start)
                break
            if tag not in ("div", "address", "p"):
                break
        self.push(name, attributes, start, end)

    def form(self, name: str, attributes: str, start: int, end: int) -> None:
        # Between the rows of a table a form is no block: old pages put one around rows.
        if self.top.tag not in _STRUCTURE:
            self.block(name, attributes, start, end)

    def table(self, name: str, attributes: str, start: int, end: int) -> None:
        self.end_paragraph(start)
        if self.top.tag in _STRUCTURE:
            self.down_to(self.height_of("table") - 1, start, start)
        self.link = 0
        self.push(name, attributes, start, end)

    def rows(self, _: str, attributes: str, start: int, end: int) -> None:
        if self.back_to("table", start):
            self.push("tbody", attributes, start, end)

    def caption(self, name: str, attributes: str, start: int, end: int) -> None:
        if self.back_to("table", start):
            self.push(name, attributes, start, end)

    def row(self, name: str, attributes: str, start: int, end: int) -> None:
        if self.top.tag == "table" or self.back_to("tbody", start) or self.back_to("table", start):
            self.push(name, attributes, start, end)

    def cell(self, _: str, attributes: str, start: int, end: int) -> None:
        if not self.back_to("tr", start):
            self.row("tr", "", start, start)
        if self.top.tag == "tr":
            self.link = 0
            self.push("td", attributes, start, end)
            self.top.cells = 1

    def back_to(self, tag: str, start: int) -> bool:
        """Close what is open inside the innermost table down to its open `tag`; False where it has none."""
        if self.top.tag == tag:
            return True
        table = self.height_of("table")
        height = next((h for h in range(len(self.stack), table - 1, -1) if self.stack[h - 1].tag == tag), 0)
        if table and height:
            self.down_to(height, start, start)
        return bool(table and height)

    def void(self, name: str, attributes: str, start: int, end: int) -> None:
        if name == "br":
            self.flow.append((start, end, BREAK))
        elif name == "hr":
            self.block(name, attributes, start, end)
            self.down_to(len(self.stack) - 1, end, end)
        elif name == "img" and not is_hidden(attributes):  # it is not kept what each says: some hold the picture
            self.flow.append((start, end, IMAGE))
            self.top.links += self.link > 0
        elif name == "input" and "value" in attributes.lower():
            self.flow.append((start, end, VALUE))
        elif name == "meta":
            self.page.metas.append(attributes)

    def ignore(self, name: str, attributes: str, start: int, end: int) -> None:
        """Pass over what is there once, whatever the source says."""

    def inline(self, name: str, attributes: str, start: int, end: int) -> None:
        said = self.said(attributes)
        if said.hidden or (self.top.hidden and name == self.top.tag):
            self.push(name, attributes, start, end, hidden=True)
        elif said.struck or name in _STRUCK:
            self.push(name, attributes, start, end)
        elif name == self.up and self.up_in is self.top:
            self.up_open += 1
        elif said.raised or name == "sup":
            self.raise_text(name)
        elif name == "a":
            target = attributes_of(attributes).get("href", "") if "href" in attributes.lower() else ""
            outward = bool(target) and (not target.startswith("#") or len(target) == 1)
            self.link, self.link_depth = (_LINK_CHARS, len(self.stack)) if outward else (0, 0)
            self.top.links += outward
            if _NOTE_TARGET.search(target) and not (self.up and self.up_in is self.top):
                self.raise_text(name)
        elif name == "time":
            self.page.times.append(attributes)

    def raise_text(self, name: str) -> None:
        self.up, self.up_open, self.up_in, self.up_chars = name, 1, self.top, 0

    def close(self, name: str, start: int, end: int) -> None:
        if name == self.up and self.up_in is self.top:
            self.up_open -= 1
            self.up = self.up if self.up_open else ""
        if name == self.top.tag:
            self.down_to(len(self.stack) - 1, start, end)
        elif name == "a":
            self.link = 0
        elif name in ("td", "th", "tr", "tbody", "thead", "tfoot", "caption", "table"):
            self.close_part("td" if name == "th" else "tbody" if name in ("thead", "tfoot") else name, start, end)
        elif name == "br":
            self.flow.append((start, end, BREAK))
        elif name in HEADINGS:
            height = max(self.height_of(tag, _SCOPE) for tag in HEADINGS)
            if height:
                self.down_to(height - 1, start, end)
        elif name in _OPENERS or name in _STRUCK:
            height = self.height_of(name, _SCOPE)
            if height:
                self.down_to(height - 1, start, end)

    def close_part(self, name: str, start: int, end: int) -> None:
        height = self.height_of(name, frozenset(("table",)))
        if height:
            self.down_to(height - 1, start, end)

    def too_deep(self, start: int) -> InputError:
        line = self.source.count("\n", 0, start) + 1
        return InputError(
            f"elements nested deeper than {self.depth:,}",
            f"HTML 元素嵌套超过 {self.depth:,} 层",
            place=f"{self.uri}:{line}",
        )


_MARKING: Final = frozenset((*_STRUCK, "sup"))
_PARTS: Final = frozenset(("tbody", "tr", "td", "caption"))
_TagOpener = Callable[[_TreeBuilder, str, str, int, int], None]
_OPENERS: Final[dict[str, _TagOpener]] = {
    **dict.fromkeys(_BLOCKS, _TreeBuilder.block),
    **dict.fromkeys(_UNDISPLAYED, _TreeBuilder.undisplayed),
    **dict.fromkeys(HEADINGS, _TreeBuilder.heading),
    **dict.fromkeys(("li", "dt", "dd"), _TreeBuilder.item),
    **dict.fromkeys(("tbody", "thead", "tfoot"), _TreeBuilder.rows),
    **dict.fromkeys(("td", "th"), _TreeBuilder.cell),
    **dict.fromkeys(("br", "hr", "img", "input", "meta"), _TreeBuilder.void),
    **dict.fromkeys(("html", "head", "body", "title", "link", "base", "col", "colgroup"), _TreeBuilder.ignore),
    "caption": _TreeBuilder.caption,
    "form": _TreeBuilder.form,
    "table": _TreeBuilder.table,
    "tr": _TreeBuilder.row,
}
_CLOSED: Final = frozenset((*_OPENERS, *_STRUCK, "a"))
"""Elements whose end changes something, whatever is open; that of others only ends what they began."""
