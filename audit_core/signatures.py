"""How much of one text stands in another, and which passages; what that means is left to rules.

A text is compared by its letters alone: without digits, numerals, punctuation, blanks and the names it is given, and
without stretches of boilerplate, so that another year, other figures or another organ's name make no text a new one.
Every five letters are a shingle (Broder 1997). A `Signature` keeps two bytes of each shingle's CRC-32, in the order of
the text, which tell common passages and their share; and of one shingle in sixteen the whole value (FracMinHash, Irber
et al. 2022), by which an `Index` finds texts that may be alike without comparing all with all.
"""

import re
import unicodedata
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil
from typing import Final, Self

from msgspec import Struct

SHINGLE: Final = 5
"""So many letters are compared at once."""

MOST_LETTERS: Final = 100_000
"""A longer text is no report's own words and has no signature; the longest of real reports have some 20,000 letters."""

_SAMPLED: Final = 16
_LEAST_RUN: Final = 4
"""Shingles that must be alike one after the other; fewer are the small change of any language."""

_PER_HASH: Final = 8
_PER_LIST: Final = 256
_LEAST_SHARED: Final = Fraction(2, 5)
"""Of the sampled hashes, so that hardly any text of which half stands in another is missed for its sample."""

_BOILERPLATE: Final = 0
_BYTES: Final = 2
"""Of each shingle in a trail."""
_UNTOLD: Final = array("H", [_BOILERPLATE]).tobytes()
_STRETCH: Final = _LEAST_RUN * _BYTES
_WINDOW: Final = 64

_LISTS: Final = 1024
_PRIME: Final = 1_000_003
"""The hashes are kept in so many lists, each sorted when it is first looked into."""
_BITS: Final = 32
_NUMBER: Final = (1 << _BITS) - 1
_MOST_REMEMBERED: Final = 20_000
_UTF_32: Final = 4


class _Letters(dict[int, str]):
    """The letters that a printed character, by its code, comes to, mostly itself; none where it is no letter."""

    def __missing__(self, printed: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(printed)).casefold()
        found = "".join(c for c in folded if c.isalnum() and not c.isnumeric())
        if len(self) < _MOST_REMEMBERED:
            self[printed] = found
        return found


_LETTERS: Final = _Letters()


class Letters(Struct, frozen=True, dict=True):
    """The letters of a text that stands in several parts, and where each letter is printed.

    `starts` are the numbers of the first letter of each part, `pieces` what is read of the parts: each with two offsets
    into it.
    """

    letters: str
    starts: Sequence[int]
    pieces: Sequence[tuple[str, int, int]]

    @classmethod
    def of(cls, parts: Iterable[str], names: Iterable[str] = ()) -> Self:
        """Read the parts of a text, leaving names out wherever they stand."""
        written = sorted(filter(None, names), key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, written))) if written else None
        letters: list[str] = []
        starts, pieces = array("I"), []
        count = 0
        for part in parts:
            starts.append(count)
            for start, end in _between(part, pattern):
                found = part[start:end].translate(_LETTERS)
                count += len(found)
                letters.append(found)
                pieces.append((part, start, end))
        return cls("".join(letters), starts, pieces)

    @cached_property
    def offsets(self) -> Sequence[int]:
        """The offset of each letter in its part."""
        printed = ((at, _LETTERS[ord(part[at])]) for part, start, end in self.pieces for at in range(start, end))
        return array("I", (at for at, letters in printed for _ in letters))

    def hashes(self) -> list[int]:
        """Return the CRC-32 of each shingle, in the order of the text."""
        return _hashes(self.letters)

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield where the letters from `start` to `end` are printed: the first one, its part, and offsets in that."""
        while start < end:
            part = bisect_right(self.starts, start) - 1
            stop = min(end, self.starts[part + 1] if part + 1 < len(self.starts) else end)
            yield start, part, self.offsets[start], self.offsets[stop - 1] + 1
            start = stop


def _between(part: str, names: "re.Pattern[str] | None") -> Iterator[tuple[int, int]]:
    start = 0
    for found in names.finditer(part) if names else ():
        yield start, found.start()
        start = found.end()
    yield start, len(part)


def _hashes(letters: str) -> list[int]:
    coded = letters.encode("utf-32-le", "surrogatepass")
    width = SHINGLE * _UTF_32
    return [zlib.crc32(coded[at : at + width]) for at in range(0, len(coded) - width + 1, _UTF_32)]


@lru_cache(maxsize=64)
def boilerplate(texts: tuple[str, ...]) -> frozenset[int]:
    """Return the shingles of texts that many reports have in common without being copied: statutory words, models."""
    return frozenset(value for text in texts for value in _hashes(Letters.of((text,)).letters))


class SharedPassage(Struct, frozen=True, order=True):
    """Letters that two texts have in common: `length` of them, from `start` in the one, `other` in the other."""

    start: int
    other: int
    length: int


class Signature(Struct, frozen=True):
    """What is kept of a text to compare it with others: some 2.3 bytes a letter.

    `trail` holds two bytes for each shingle in the order of the text, zero for those of boilerplate; `sample` four
    bytes for each sampled hash, sorted; `own` counts the shingles that are not boilerplate, about as many as own
    letters.
    """

    trail: bytes
    sample: bytes
    own: int

    @classmethod
    def of(cls, text: Letters, known: frozenset[int] = frozenset()) -> "Signature | None":
        """Return the signature of a text, or None for one of more than `MOST_LETTERS`; `known` is boilerplate."""
        if len(text.letters) > MOST_LETTERS:
            return None
        trail, sample = array("H"), set()
        for value in text.hashes():
            if value in known:
                trail.append(_BOILERPLATE)
                continue
            trail.append(value >> 16 or 1)
            if value % _SAMPLED == 0:
                sample.add(value)
        own = len(trail) - trail.count(_BOILERPLATE)
        return cls(trail.tobytes(), array("I", sorted(sample)).tobytes(), own)

    def sampled(self) -> Sequence[int]:
        """Return the sampled hashes, smallest first."""
        return memoryview(self.sample).cast("I")


def passages(one: Signature, other: Signature) -> tuple[SharedPassage, ...]:
    """Return what of one text stands in another, in the order of the one, each letter of it once.

    At each place the longest stretch counts that stands in the other; what is boilerplate in both may stand inside.
    """
    there = set(_stretches(other.trail))
    known = [at for at, stretch in enumerate(_stretches(one.trail)) if stretch in there]
    found: list[SharedPassage] = []
    number = 0
    while number < len(known):
        at = known[number]
        runs = [(_run(one.trail, other.trail, at, start), -start) for start in _places(one.trail, at, other.trail)]
        length, begin = max(runs, default=(0, 0))
        if length >= _LEAST_RUN:
            found.append(SharedPassage(at, -begin, length + SHINGLE - 1))
            number = bisect_left(known, at + length, number)
        else:
            number += 1
    return tuple(found)


def _stretches(trail: bytes) -> list[int]:
    """Return every `_LEAST_RUN` shingles in a row of a trail as one number, in the order of the text."""
    found = [0] * max(len(trail) // _BYTES - _LEAST_RUN + 1, 0)
    for first in range(min(_LEAST_RUN, len(found))):
        whole = memoryview(trail)[first * _BYTES :]
        found[first::_LEAST_RUN] = whole[: len(whole) // _STRETCH * _STRETCH].cast("Q").tolist()
    return found


def _places(one: bytes, at: int, other: bytes) -> list[int]:
    """Return the first places of a stretch of one trail in another, no more than `_PER_HASH`; none of boilerplate."""
    wanted = one[at * _BYTES : at * _BYTES + _STRETCH]
    found: list[int] = []
    start = -1 if wanted.startswith(_UNTOLD) else other.find(wanted)
    while start >= 0 and len(found) < _PER_HASH:
        if start % _BYTES == 0:
            found.append(start // _BYTES)
        start = other.find(wanted, start + 1)
    return found


def _run(one: bytes, other: bytes, at: int, start: int) -> int:
    """Return how many shingles of two trails are the same from two places on, the last of them no boilerplate."""
    most = min(len(one) - at * _BYTES, len(other) - start * _BYTES)
    here, there = one[at * _BYTES : at * _BYTES + most], other[start * _BYTES : start * _BYTES + most]
    same = _alike(here, there) // _BYTES
    while same and here.startswith(_UNTOLD, (same - 1) * _BYTES):
        same -= 1
    return same


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes two of one length have in common from their beginning on."""
    at, width = 0, _WINDOW
    while at < len(one) and one[at : at + width] == other[at : at + width]:
        at, width = at + width, 2 * width
    differing = int.from_bytes(one[at : at + width], "little") ^ int.from_bytes(other[at : at + width], "little")
    lowest = differing & -differing
    return at + (lowest.bit_length() - 1) // 8 if differing else len(one)


def share(one: Signature, common: Iterable[SharedPassage]) -> Fraction:
    """Return the share of a text's own shingles that passages hold, from 0 to 1; 0 for a text without any."""
    here = array("H", one.trail)
    held = 0
    for passage in common:
        count = passage.length - SHINGLE + 1
        held += count - here[passage.start : passage.start + count].count(_BOILERPLATE)
    return Fraction(held, one.own) if one.own else Fraction(0)


class Index:
    """Finds, among many signatures, those that may be much the same as one, by the hashes they share.

    Eight bytes are kept of each hash. Of a hash that very many texts have, the first `_PER_LIST` are looked at: no text
    costs more than so many for each of its hashes, and of many copies of one text some are found for each.
    """

    def __init__(self, signatures: Iterable["Signature | None"] = ()) -> None:
        self._count = 0
        self._lists = [array("Q") for _ in range(_LISTS)]
        self._sorted = [0] * _LISTS
        for signature in signatures:
            self.add(signature)

    def add(self, signature: "Signature | None") -> int:
        """Take in the next signature, or nothing in its place, and return its number."""
        number = self._count
        for value in signature.sampled() if signature else ():
            self._lists[value % _PRIME % _LISTS].append(value << _BITS | number)
        self._count += 1
        return number

    def near(self, signature: Signature) -> list[int]:
        """Return the numbers of the signatures that may hold much of one, most of it first, itself included."""
        sample = signature.sampled()
        votes = Counter[int]()
        for value in sample:
            votes.update([entry & _NUMBER for entry in self._having(value)])
        least = ceil(len(sample) * _LEAST_SHARED)
        near = [number for number, count in votes.items() if count >= least]
        return sorted(near, key=lambda number: (-votes[number], number))

    def _having(self, value: int) -> Sequence[int]:
        """Return the entries of the first signatures that have a hash."""
        which = value % _PRIME % _LISTS
        entries = self._lists[which]
        if self._sorted[which] < len(entries):
            entries = self._lists[which] = array("Q", sorted(entries))
            self._sorted[which] = len(entries)
        start = bisect_left(entries, value << _BITS)
        return entries[start : bisect_left(entries, value + 1 << _BITS, start, min(start + _PER_LIST, len(entries)))]
