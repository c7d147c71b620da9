"""The line fingerprint that GitHub matches alerts by; which line an alert is on is left to the caller.

GitHub hashes each line with the characters that follow it: 100 UTF-16 code units from its first one on, blanks and
tabs left out, every line end as LF, as a polynomial in 37 modulo 2⁶⁴. A number after the hash tells lines with the
same hash apart.
"""

import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

_BLOCK: Final = 100
_BASE: Final = 37
_MASK: Final = (1 << 64) - 1
_LEAVING: Final = pow(_BASE, _BLOCK, 1 << 64)
_END: Final = 0xFFFF
_LF: Final = 0x0A
_CODEC: Final = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_LINE_END: Final = re.compile(r"\r\n?")


def line_hashes(text: str) -> list[str]:
    """Return the fingerprint of every line, the first line's first, as `hash:occurrence`."""
    seen: Counter[str] = Counter()
    hashes = []
    for value in _rolling(_units(text)):
        name = format(value, "x")
        seen[name] += 1
        hashes.append(f"{name}:{seen[name]}")
    return hashes


def _units(text: str) -> list[int]:
    plain = _LINE_END.sub("\n", text).replace(" ", "").replace("\t", "")
    return [*array("H", plain.encode(_CODEC, "surrogatepass")), _END]


def _rolling(units: list[int]) -> Iterator[int]:
    """Yield the hash at each line start: what is known of the block's end less what is known of its beginning."""
    sums = list(accumulate((*units, *(0,) * _BLOCK), lambda known, unit: (known * _BASE + unit) & _MASK, initial=0))
    starts = (0, *(at + 1 for at, unit in enumerate(units) if unit == _LF))
    return ((sums[start + _BLOCK] - sums[start] * _LEAVING) & _MASK for start in starts)
