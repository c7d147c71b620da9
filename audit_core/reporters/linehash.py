"""The line fingerprint that GitHub matches alerts by; which line an alert is on is left to the caller.

GitHub hashes each line with the characters that follow it: 100 UTF-16 code units from its first one on, blanks and
tabs left out, every line end as LF, as a polynomial in 37 modulo 2⁶⁴. A number after the hash tells lines with the
same hash apart.
"""

import re
import sys
from array import array
from collections import Counter
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
        self._seen: Counter[bytes] = Counter()
        self._occurrences: list[int] = []

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, line: int) -> str:
        """Return the fingerprint of a line, the first of which is 0."""
        block = self._block(self._starts[line])
        value = 0
        for unit in block:
            value = (value * _BASE + unit) & _MASK
        value = value * pow(_BASE, _BLOCK - len(block), 1 << 64) & _MASK
        return f"{value:x}:{self._occurrence(line)}"

    def _occurrence(self, line: int) -> int:
        """Return how many lines up to one have its hash: those of the same block, for the hash has 64 bits."""
        while len(self._occurrences) <= line:
            block = self._block(self._starts[len(self._occurrences)]).tobytes()
            self._seen[block] += 1
            self._occurrences.append(self._seen[block])
        return self._occurrences[line]

    def _block(self, start: int) -> "array[int]":
        return self._units[start : start + _BLOCK]
