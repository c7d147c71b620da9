"""The line fingerprint that GitHub matches alerts by; which line an alert is on is left to the caller.

GitHub hashes each line with the characters that follow it: 100 UTF-16 code units from its first one on, blanks and
tabs left out, every line end as LF, as a polynomial in 37 modulo 2⁶⁴. A number after the hash tells lines with the
same hash apart.
"""

import re
import sys
from array import array
from itertools import accumulate
from typing import Final

_BLOCK: Final = 100
_BASE: Final = 37
_MASK: Final = (1 << 64) - 1
_END: Final = 0xFFFF
_CODEC: Final = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_LINE_END: Final = re.compile(r"\r\n?")


class LineHashes:
    """The fingerprints of the lines of a text, as `hash:occurrence`, each reckoned when it is asked for."""

    def __init__(self, text: str) -> None:
        plain = _LINE_END.sub("\n", text).replace(" ", "").replace("\t", "")
        self._units = array("H", plain.encode(_CODEC, "surrogatepass"))
        self._units.append(_END)
        lines = (len(line.encode(_CODEC, "surrogatepass")) // 2 + 1 for line in plain.split("\n"))
        self._starts = list(accumulate(lines, initial=0))[:-1]

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, line: int) -> str:
        """Return the fingerprint of a line, the first of which is 0."""
        block = self._block(self._starts[line])
        value = 0
        for unit in block:
            value = (value * _BASE + unit) & _MASK
        value = value * pow(_BASE, _BLOCK - len(block), 1 << 64) & _MASK
        # Lines of the same hash are those of the same block: it has 64 bits.
        seen = sum(self._block(start) == block for start in self._starts[: line + 1])
        return f"{value:x}:{seen}"

    def _block(self, start: int) -> "array[int]":
        return self._units[start : start + _BLOCK]
