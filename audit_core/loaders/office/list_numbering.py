"""The numbers that Word puts before paragraphs of lists, counted as Word counts them."""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.loaders.office.counting import count
from audit_core.loaders.office.styles import Listed
from audit_core.loaders.office.xml_parts import W, integer, switch, value

_VAL: Final = W + "val"
_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_DECIMAL: Final = "decimal"


class ListLevel(Struct, frozen=True):
    """One level of a list: `restart` is the number of levels whose counting begins it anew, -1 for all above."""

    start: int = 1
    format: str = _DECIMAL
    text: str = ""
    restart: int = -1
    legal: bool = False
    style: str = ""


class _ListDefinition(Struct):
    """A list definition with its counters; several lists may share it, and count on."""

    levels: dict[int, ListLevel]
    counters: dict[int, int]


class Numbering:
    """The lists of a document; asked for its paragraphs in order."""

    def __init__(self, root: Element | None) -> None:
        elements = [] if root is None else [*root.findall(W + "abstractNum")]
        self._abstract = {one.get(W + "abstractNumId", ""): one for one in elements}
        self._nums = {} if root is None else {one.get(W + "numId", ""): one for one in root.findall(W + "num")}
        self._links = {key: value(one.find(W + "numStyleLink"), _VAL) for key, one in self._abstract.items()}
        self._styled = {value(one.find(W + "styleLink"), _VAL): key for key, one in self._abstract.items()}
        self._lists: dict[str, _ListDefinition] = {}
        self._own: dict[int, tuple[_ListDefinition, dict[int, ListLevel], dict[int, int]] | None] = {}

    def number(self, listed: Listed, style: str = "") -> str:
        """Return the number before the next paragraph of a list; empty for bullets and where there is no list.

        A level that is not said is the one that names the paragraph's style, else the first.
        """
        if not listed.list or listed.list < 0:
            return ""
        if listed.list not in self._own:
            self._own[listed.list] = self._resolved(str(listed.list))
        found = self._own[listed.list]
        if found is None:
            return ""
        shared, levels, starts = found
        at = _level(listed.level, style, levels)
        if at not in levels:
            return ""
        _advance(shared.counters, levels, at, starts)
        return _written(shared.counters, levels, at)

    def _resolved(self, num: str) -> tuple[_ListDefinition, dict[int, ListLevel], dict[int, int]] | None:
        element = self._nums.get(num)
        key = "" if element is None else self._key(value(element.find(W + "abstractNumId"), _VAL))
        if element is None or key not in self._abstract:
            return None
        if key not in self._lists:
            self._lists[key] = _ListDefinition(_levels(self._abstract[key].findall(W + "lvl")), {})
        shared = self._lists[key]
        overrides = element.findall(W + "lvlOverride")
        changed = _levels(one for override in overrides for one in override.findall(W + "lvl"))
        starts = {
            integer(override.get(W + "ilvl"), -1): integer(start.get(_VAL), 1)
            for override in overrides
            if (start := override.find(W + "startOverride")) is not None
        }
        return shared, shared.levels | changed, starts

    def _key(self, key: str) -> str:
        """Return the definition that holds the levels: one may only name the style of another."""
        link = self._links.get(key)
        return self._styled.get(link, key) if link else key


def _levels(elements: Iterable[Element]) -> dict[int, ListLevel]:
    numbered = ((integer(one.get(W + "ilvl"), -1), one) for one in elements)
    return {at: _read(one) for at, one in numbered if 0 <= at < _LEVELS}


def _read(element: Element) -> ListLevel:
    start, restart = element.find(W + "start"), element.find(W + "lvlRestart")
    return ListLevel(
        0 if start is None else integer(start.get(_VAL), 1),
        value(element.find(W + "numFmt"), _VAL, _DECIMAL),
        value(element.find(W + "lvlText"), _VAL),
        -1 if restart is None else integer(restart.get(_VAL), -1),
        switch(element.find(W + "isLgl"), _VAL),
        value(element.find(W + "pStyle"), _VAL),
    )


def _level(said: int | None, style: str, levels: dict[int, ListLevel]) -> int:
    if said is not None and said >= 0:
        return said
    return next((at for at, level in levels.items() if style and level.style == style), 0)


def _advance(counters: dict[int, int], levels: dict[int, ListLevel], at: int, starts: dict[int, int]) -> None:
    """Count one on at a level, and begin anew below it."""
    if at in starts:
        counters[at] = starts.pop(at)
    else:
        counters[at] = counters[at] + 1 if at in counters else levels[at].start
    for above in range(at):
        if above not in counters and above in levels:
            counters[above] = levels[above].start
    for below in range(at + 1, _LEVELS):
        restart = levels[below].restart if below in levels else -1
        if restart < 0 or at < restart:
            counters.pop(below, None)


def _written(counters: dict[int, int], levels: dict[int, ListLevel], at: int) -> str:
    level = levels[at]
    if level.format in ("bullet", "none"):
        return "" if level.format == "bullet" else _PLACE.sub("", level.text)

    def put(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place not in levels:
            return ""
        return count(counters.get(place, levels[place].start), _DECIMAL if level.legal else levels[place].format)

    return _PLACE.sub(put, level.text)


def joined(number: str, text: str) -> str:
    """Return a paragraph with its number before it, apart where the number ends in a letter or figure."""
    return f"{number} {text}" if number[-1:].isalnum() and text else number + text
