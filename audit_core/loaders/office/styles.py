"""Styles of Word: which paragraphs are headings or bring a list number with them, which runs are raised or struck."""

from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.loaders.office.xml_parts import W, integer, switch, value

_VAL: Final = W + "val"
_BODY_TEXT: Final = 9
_DEEPEST: Final = 32
"""More styles than these do not inherit from each other, unless in a circle."""

_HEADING: Final = "heading "
_TITLE: Final = "title"


_BEGIN: Final = b"<w:style "
_OF_TABLES: Final = b'w:type="table"'


def without_table_styles(part: bytes) -> bytes:
    """Return the part of the styles without those of tables: they set no paragraph, and are most of it."""
    first, *styles = part.split(_BEGIN)
    kept = [first]
    for style in styles:
        inside, _, behind = style.partition(b"</w:style>")
        is_of_tables = _OF_TABLES in inside.partition(b">")[0]
        kept.append(behind if is_of_tables else _BEGIN + style)
    return b"".join(kept)


class Listed(Struct, frozen=True):
    """The list a paragraph is in, and its level; None where that is not said."""

    list: int | None = None
    level: int | None = None


class Style(Struct, frozen=True):
    """What a paragraph style says, inherited or not: its outline level from 1 (0 is text), and its list."""

    level: int | None = None
    title: bool = False
    listed: Listed = Listed()


class RunStyle(Struct, frozen=True):
    """How a run is printed: raised (superscript), with a line through it; None where that is not said."""

    raised: bool | None = None
    struck: bool | None = None


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(W + "style")
        self._runs = {style.get(W + "styleId", ""): style for style in styles}
        self._looks: dict[str, RunStyle] = {}
        kept = (style for style in styles if style.get(W + "type") == "paragraph")
        self._elements = {style.get(W + "styleId", ""): style for style in kept}
        default = (name for name, style in self._elements.items() if style.get(W + "default") in ("1", "true"))
        self._default = next(default, "")
        self._own: dict[str, tuple[Style, str]] = {}
        self._known: dict[str, Style] = {}

    def of(self, properties: Element | None) -> Style:
        """Return what holds for a paragraph with these properties: its own word first, then its style's."""
        name = value(None if properties is None else properties.find(W + "pStyle"), _VAL)
        style = self._style(name)
        if properties is None:
            return style
        return _over(Style(outline_of(properties), listed=listed_of(properties)), style)

    def look(self, run: Element, paragraph: Element | None) -> RunStyle:
        """Return how a run of a paragraph with these properties is printed: its own word first, then its styles'."""
        properties = run.find(W + "rPr")
        name = value(None if paragraph is None else paragraph.find(W + "pStyle"), _VAL)
        under = self._look(name)
        if properties is None:
            return under
        character = self._look(value(properties.find(W + "rStyle"), _VAL))
        return _upon(look_of(properties), _upon(character, under))

    def _look(self, name: str) -> RunStyle:
        """Return what a style and those it is based on say of the look of runs."""
        if name not in self._looks:
            found, at = RunStyle(), name
            for _ in range(_DEEPEST):
                style = self._runs.get(at)
                if style is None:
                    break
                properties = style.find(W + "rPr")
                found = found if properties is None else _upon(found, look_of(properties))
                at = value(style.find(W + "basedOn"), _VAL)
            self._looks[name] = found
        return self._looks[name]

    def _style(self, name: str) -> Style:
        name = name if name in self._elements else self._default
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        found = Style()
        for _ in range(_DEEPEST):
            if name not in self._elements:
                break
            if name not in self._own:
                self._own[name] = _said(self._elements[name])
            own, name = self._own[name]
            found = _over(found, own)
        return Style(found.level, found.title and found.level in (None, 1), found.listed)


def _over(upper: Style, lower: Style) -> Style:
    """Return what two say together: where the upper is silent, the lower speaks."""
    listed = Listed(
        lower.listed.list if upper.listed.list is None else upper.listed.list,
        lower.listed.level if upper.listed.level is None else upper.listed.level,
    )
    return Style(lower.level if upper.level is None else upper.level, upper.title or lower.title, listed)


def _said(style: Element) -> tuple[Style, str]:
    """Return what a style itself says, and the name of the one it is based on."""
    name = value(style.find(W + "name"), _VAL).lower()
    properties = style.find(W + "pPr")
    level = None if properties is None else outline_of(properties)
    if level is None and name.startswith(_HEADING):
        level = integer(name[len(_HEADING) :]) or None
    listed = Listed() if properties is None else listed_of(properties)
    return Style(level, name == _TITLE, listed), value(style.find(W + "basedOn"), _VAL)


def look_of(properties: Element) -> RunStyle:
    """Return what run properties themselves say of the look."""
    lines = [line for name in ("strike", "dstrike") if (line := properties.find(W + name)) is not None]
    return RunStyle(
        _raised(properties),
        any(switch(line, _VAL) for line in lines) if lines else None,
    )


def _raised(properties: Element) -> bool | None:
    """Return whether text is set as a superscript, or is lifted by hand and set smaller; None where neither is said."""
    aligned, lifted = properties.find(W + "vertAlign"), properties.find(W + "position")
    if aligned is None and lifted is None:
        return None
    by_hand = lifted is not None and integer(lifted.get(_VAL)) > 0 and properties.find(W + "sz") is not None
    return by_hand or (aligned is not None and aligned.get(_VAL) == "superscript")


def _upon(upper: RunStyle, lower: RunStyle) -> RunStyle:
    return RunStyle(
        lower.raised if upper.raised is None else upper.raised,
        lower.struck if upper.struck is None else upper.struck,
    )


def outline_of(properties: Element) -> int | None:
    """Return the outline level in paragraph properties, from 1; 0 for text, None where nothing is said."""
    element = properties.find(W + "outlineLvl")
    if element is None:
        return None
    level = integer(element.get(_VAL), _BODY_TEXT)
    return level + 1 if 0 <= level < _BODY_TEXT else 0


def listed_of(properties: Element) -> Listed:
    """Return the list in paragraph properties."""
    element = properties.find(W + "numPr")
    if element is None:
        return Listed()
    said = (element.find(W + name) for name in ("numId", "ilvl"))
    return Listed(*(None if one is None else integer(one.get(_VAL), -1) for one in said))
