"""The tags of an HTML source with their offsets, and their attributes; what the tags nest is left to `tree`.

No parser of others is used: none that is fast tells where in the source a cell stands, and those that tell take ten
times as long. Recovery follows the HTML standard except where that would lose text: what is never closed (a comment,
a script, a quoted attribute) ends with its own tag, not at the end of the file.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

START: Final = 0
END: Final = 1
NOTHING: Final = 2
RAW: Final = 3
"""What a token is: the start or the end of an element, a stretch that prints nothing, or a whole element whose content
is no markup (title, textarea): its token holds the content in place of attributes."""

CELL: Final = 4
"""A whole cell of a table that holds a text, or none, and nothing else but elements that set it: its token has the
tags inside, one behind the other, in place of the name. Most tags of a report are those of such cells."""

TagToken = tuple[int, int, int, str, str]
"""Offsets in the source, what it is, the element's name in lower case, and its attributes as written."""


# Quotes count only behind "=", and no quantifier gives back: time is linear in the length of a tag.
_WRITTEN: Final = r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+"
_ANY: Final = rf"(/?)([A-Za-z][^\s/>]*+)({_WRITTEN})(>?+)|[!?/]"
_SETTING: Final = r"(?i:p|span|font|strong|b|em|u|i)"
_CELL: Final = (
    rf"(?i:t[dh])(?=[\s>])({_WRITTEN})>((?:\s*+<{_SETTING}(?=[\s>]){_WRITTEN}>)*+)"
    rf"[^<]*+(?P<behind>(?:</{_SETTING}>\s*+)*+)</(?i:t[dh])>"
)
_TAG: Final = re.compile(f"<(?:{_ANY})", re.ASCII)
_TAG_OR_CELL: Final = re.compile(f"<(?:{_CELL}|{_ANY})", re.ASCII)
_PLAIN_TAG: Final = re.compile(r"<(?:(/?)([A-Za-z][^\s/>]*+)([^>]*+)(>)|[!?/])", re.ASCII)
_ATTRIBUTE: Final = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+")
_SILENT: Final = ("script", "style", "iframe", "noembed", "noframes")
_CONTENT: Final = ("title", "textarea")
_CLOSING: Final = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE) for name in (*_SILENT, *_CONTENT)}
_NUMERIC: Final = re.compile(r"&#[xX]?0*+[0-9a-fA-F]{8,}+;?")


def tokens(text: str, start: int = 0, stop: int | None = None, *, cells: bool = True) -> Iterator[TagToken]:
    """Yield the tokens of a source, or of a stretch of it, in order; what stands between them is text.

    Whole `cells` may be one token.
    """
    stop = len(text) if stop is None else stop
    pattern, at, last = _TAG_OR_CELL if cells else _TAG, start, text.rfind(">", start, stop) + 1
    unclosed: set[str] = set()
    begun = True
    while begun:
        begun = False
        for match in pattern.finditer(text, at, last):
            if match.lastgroup:
                start, at = match.span()
                yield start, at, CELL, match[2] + match[3], match[1]
                continue
            closing, name, attributes, end = match.groups()[-4:]
            if name and end:
                start, at = match.span()
                name = name.lower()
                if closing or name not in _CLOSING:
                    yield start, at, END if closing else START, name, attributes
                    continue
                token = _raw(text, (start, at, stop), name, attributes, unclosed)
            elif name:
                # A quote that is open to the end of the file: from here on quotes are not trusted.
                pattern, at, begun = _PLAIN_TAG, match.start(), True
                break
            else:
                token = _nothing(text, match.start(), stop, unclosed)
            yield token
            # What follows is looked for behind the content, which may look like tags.
            at, begun = token[1], True
            break


def _nothing(text: str, start: int, stop: int, unclosed: set[str]) -> TagToken:
    """Return a comment, a declaration or a processing instruction."""
    if text.startswith("<!--", start) and "<!--" not in unclosed:
        end = text.find("-->", start + 2, stop)
        if end >= 0:
            return start, end + 3, NOTHING, "", ""
        unclosed.add("<!--")
    if text.startswith("<!--", start):
        return start, start + 4, NOTHING, "", ""
    return start, text.find(">", start) + 1, NOTHING, "", ""


def _raw(text: str, within: tuple[int, int, int], name: str, attributes: str, unclosed: set[str]) -> TagToken:
    """Return an element whose content is no markup as one token; one that is never closed holds nothing."""
    start, end, stop = within
    close = None
    if name not in unclosed and not attributes.endswith("/"):
        close = _CLOSING[name].search(text, end, stop)
        if close is None:
            unclosed.add(name)
    if close is None or name in _SILENT:
        return start, close.end() if close else end, NOTHING, "", ""
    return start, close.end(), RAW, name, text[end : close.start()]


class SettingTags(NamedTuple):
    """The tags inside a CELL: the elements they begin, and how many characters stand before its text and behind it.

    They are `spaced` where blanks stand between them.
    """

    elements: Sequence[tuple[str, str]]
    before: int
    behind: int
    spaced: bool


def setting_tags(inside: str) -> SettingTags | None:
    """Return what the tags inside a CELL are, or None where they do not end in order what they begin."""
    tags = list(_TAG.finditer(inside))
    begun = [tag for tag in tags if not tag[1]]
    elements = [(tag[2].lower(), tag[3]) for tag in begun]
    if [tag[2].lower() for tag in tags if tag[1]] != [name for name, _ in reversed(elements)]:
        return None
    before = begun[-1].end() if begun else 0
    return SettingTags(elements, before, len(inside) - before, sum(len(tag[0]) for tag in tags) < len(inside))


def attributes_of(written: str) -> dict[str, str]:
    """Return attributes by their names in lower case; of one written twice the first counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), decoded("".join(values)))
    return found


def decoded(text: str) -> str:
    """Return text with its character references replaced by what they stand for."""
    if "&" not in text:
        return text
    return _decoded(text) if len(text) > _BLANK_CELL else _decoded_cell(text)


def _decoded(text: str) -> str:
    # Python refuses to read numbers of thousands of digits.
    return unescape(_NUMERIC.sub("\ufffd", text) if "&#" in text else text)


_BLANK_CELL: Final = 20
_decoded_cell: Final = lru_cache(maxsize=256)(_decoded)
"""What stands in the blank cells of a page is the same in nearly all."""
