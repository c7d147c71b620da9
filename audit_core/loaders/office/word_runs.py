"""The words of one Word paragraph as its reader sees them, and the pictures and text boxes that hang on it.

Of tracked changes the accepted state is read, of fields the result. Footnotes stand in a part of their own, and only
their numbers are kept; comments are left out.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.document import Image
from audit_core.loaders.office.styles import RunStyle, Styles
from audit_core.loaders.office.superscript import Raised, joined
from audit_core.loaders.office.xml_parts import MC, OFFICE, A, O, R, V, W, switch

_VAL: Final = W + "val"
_DRAWING: Final = "{" + OFFICE + "drawingml/2006/wordprocessingDrawing}"
_MATH: Final = "{" + OFFICE + "officeDocument/2006/math}"
_CHART: Final = "{" + OFFICE + "drawingml/2006/chart}chart"
_DIAGRAM: Final = "{" + OFFICE + "drawingml/2006/diagram}relIds"
_BOX: Final = W + "txbxContent"

_SIGNS: Final = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_LOST: Final = frozenset({W + "del", W + "moveFrom"})
_GRAPHICS: Final = frozenset({W + "drawing", W + "pict", W + "object"})
_NOTES: Final = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_PRINTED: Final = frozenset({W + "t", W + "sym", *_SIGNS})
_PLAIN: Final = RunStyle()
_SKIPPED: Final = frozenset(W + name for name in ("pPr", "rPr", "rt", "sdtPr", "sdtEndPr", "instrText", "delText"))


class Oddities(Struct):
    """What a person should know of the reading: collected on the way, told at the end."""

    revisions: bool = False
    hidden: bool = False
    foreign: bool = False
    struck: bool = False
    notes: list[tuple[str, str]] = []


class ParagraphText(Struct):
    """The text of a paragraph, and the elements of the graphics that hang on it."""

    text: str
    graphics: list[Element]


def read(paragraph: Element, seen: Oddities, styles: Styles) -> ParagraphText:
    """Return the words of a paragraph; containers in it may be nested in any way and as deeply as they like."""
    parts: list[str | Raised] = []
    properties = paragraph.find(W + "pPr")
    graphics: list[Element] = []
    fields: list[bool] = []  # of each open field: whether its result has begun
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag in _LOST:
            seen.revisions = True
        elif tag == W + "fldChar":
            _turn(fields, element.get(W + "fldCharType", ""))
        elif tag in _GRAPHICS:
            graphics.append(element)
        elif tag in _NOTES:
            seen.notes.append((_NOTES[tag], element.get(W + "id", "")))
        elif len(element):
            look = styles.look(element, properties) if tag == W + "r" else _PLAIN
            raised, inside = _looked_at(_inside(element, seen), look, seen)
            if raised and all(fields):
                parts.append(Raised(raised))
            waiting.extend(reversed(inside))
        elif all(fields):
            parts.append(_sign(element))
    return ParagraphText(joined(parts), graphics)


def _looked_at(inside: list[Element], look: RunStyle, seen: Oddities) -> tuple[str, list[Element]]:
    """Return the text of a run that is printed raised, and what else of it is to be read: nothing struck through."""
    if look.struck:
        seen.struck = seen.struck or any(_sign(one) for one in inside)
        return "", [one for one in inside if one.tag not in _PRINTED]
    if look.raised:
        words = "".join(_sign(one) for one in inside if one.tag == W + "t")
        return words, [one for one in inside if one.tag != W + "t"]
    return "", inside


def _turn(fields: list[bool], kind: str) -> None:
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _inside(element: Element, seen: Oddities) -> list[Element]:
    """Return what is to be read of a container: a run that is hidden holds nothing, of alternatives one is printed."""
    if element.tag == MC + "AlternateContent":
        return list(element)[:1]
    if element.tag == W + "ins" or element.tag == W + "moveTo":
        seen.revisions = True
    if element.tag == W + "r" and _is_hidden(element):
        seen.hidden = True
        return []
    return list(element)


def _is_hidden(run: Element) -> bool:
    properties = run.find(W + "rPr")
    return properties is not None and switch(properties.find(W + "vanish"), _VAL)


def _sign(element: Element) -> str:
    tag = element.tag
    if tag == W + "t" or tag == _MATH + "t":
        return element.text or ""
    if tag == W + "br":
        return "\n" if element.get(W + "type", "textWrapping") == "textWrapping" else ""
    if tag == W + "sym":
        return _symbol(element.get(W + "char", ""))
    return _SIGNS.get(tag, "")


def _symbol(code: str) -> str:
    """Return the character of a symbol font; fonts of their own keep ASCII behind U+F000."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else ""  # noqa: PLR2004 - no surrogates


def boxes(graphic: Element) -> Iterator[Element]:
    """Yield the contents of the text boxes in a graphic; boxes in boxes are left to the paragraphs in them."""
    waiting = [graphic]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            yield element
        else:
            waiting.extend(reversed(_alternative(element)))


def _alternative(element: Element) -> list[Element]:
    return list(element)[:1] if element.tag == MC + "AlternateContent" else list(element)


def image(graphic: Element, targets: dict[str, str], place: str) -> Image | None:
    """Return the picture, chart or diagram of a graphic with the words that stand for it, or None for mere lines."""
    found = {tag: next(graphic.iter(tag), None) for tag in (A + "blip", V + "imagedata", _CHART, _DIAGRAM)}
    held = [element for element in found.values() if element is not None]
    if not held:
        return None
    keys = (R + "embed", R + "link", R + "id", R + "dm")
    link = next((element.get(key, "") for element in held for key in keys if element.get(key)), "")
    return Image(_alt(graphic, found[V + "imagedata"]), targets.get(link, ""), place=place)


def _alt(graphic: Element, picture: Element | None) -> str:
    properties = next(graphic.iter(_DRAWING + "docPr"), None)
    if properties is not None:
        return properties.get("descr") or properties.get("title") or ""
    shape = next(graphic.iter(V + "shape"), None)
    said = "" if shape is None else shape.get("alt", "")
    return said or ("" if picture is None else picture.get(O + "title", ""))
