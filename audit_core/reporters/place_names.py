"""Places of formats without lines, in the words of the reader: `table 6, row 4` is 第6张表第4行."""

import re
from collections.abc import Mapping
from typing import Final

from audit_core.words import Lang

_UNITS: Final[Mapping[str, str]] = {
    "page": "第{}页",
    "table": "第{}张表",
    "row": "第{}行",
    "column": "第{}列",
    "paragraph": "第{}段",
    "text box": "第{}个文本框",
    "line": "第{}行",
}
_UNIT: Final = re.compile(rf"({'|'.join(_UNITS)}) (\d+)")
_COUNTED: Final = re.compile(rf"{_UNIT.pattern}(?:, {_UNIT.pattern})*")
_BOX: Final = re.compile(r" \[[\d.,-]+\]$")


def place_in(place: str, lang: Lang) -> str:
    """Return a native place as a person names it; a box in points, which no eye can find, is left out.

    A place that is not counted in units (a cell of a sheet, a place of a plugin's own) stays as it is.
    """
    named = _BOX.sub("", place)
    if lang == "en" or not _COUNTED.fullmatch(named):
        return named
    return "".join(_UNITS[unit].format(number) for unit, number in _UNIT.findall(named))
