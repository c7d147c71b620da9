"""The code that names a printed row, in one column or a column for each level, or before the name in its cell.

2080505 | 养老保险缴费      208 | 05 | 05 | 养老保险缴费      208 |  |  | 社会保障      2080505 养老保险缴费
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from audit_core.binding.labels import CellKind
from audit_core.document import Cell
from audit_core.forms import Codes

_CODED: Final = re.compile(r"([0-9A-Za-z]+)[\s\u3000.．、:：-]*([^\W\d_].*)?", re.DOTALL)


def code_of(cells: Sequence[Cell], kinds: Sequence[CellKind], codes: Codes) -> tuple[str, int] | None:
    """Return the code of a row and the index of its label, the name behind it; None where it begins with no code.

    Without a name behind, a number that is shorter than the next level is a figure.
    """
    code = ""
    sure: tuple[str, int] | None = None
    for index, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        text = unicodedata.normalize("NFKC", cell.text).strip()
        if not text:
            continue
        if kind.numeric and index < len(codes.levels):
            longer = _longer(code, text, codes)
            if not longer:
                break
            if longer in (text, code + text):  # not filled up with zeros
                sure = longer, index
            code = longer
            continue
        match = None if code or kind.numeric else _CODED.fullmatch(text)
        if match and match[2] and codes.is_code(match[1]):
            return match[1], index
        if code and not kind.numeric:
            return code, index
        break
    return sure


def _longer(code: str, text: str, codes: Codes) -> str:
    """Return a code with what the next column says of it: all of it again, or its next level alone."""
    whole = text if text.startswith(code) and len(text) > len(code) else ""
    steps = [level - len(code) for level in sorted(codes.levels) if level > len(code)]
    part = code + text.zfill(steps[0]) if code and steps and text.isdecimal() else ""
    return next((one for one in (whole, part) if one and codes.is_code(one)), "")


def name_of(text: str, code: str) -> str:
    """Return the name that a row's label says, without the code before it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _CODED.fullmatch(plain)
    return "" if plain == code else (match[2] or "") if match and match[1] == code else text
