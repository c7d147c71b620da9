"""Runs of a source → the text they print, and where it begins and ends; which belong together is left to others."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from audit_core.annotations import raised
from audit_core.loaders.markup.elements import BREAK, PRE, RAISED, TEXT, VALUE, TextRun
from audit_core.loaders.markup.tokens import attributes_of, decoded

BLANKS: Final = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff\u2060\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""What is no text at the ends of a cell or paragraph: whatever prints nothing."""

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_UNEVEN: Final = re.compile(r"[&\t\r\n\f]|  ")
_NEWLINE: Final = re.compile(r"\r\n|\n|\r")
_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WRAPPED: Final = re.compile(rf"(?<=[{_WIDE}])[ \t]*+[\r\n][ \t\r\n]*+(?=[{_WIDE}])")
_REFERENCE: Final = re.compile(r"&(?:[A-Za-z]{2,20}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5});?")
_LONGEST_REFERENCE: Final = 24
_LINE: Final = "\0"
"""Stands for a line break while a text is put together; no source holds one."""

_WRAP_CHARS: Final = 30
"""A line of the source as long as this was wrapped by an editor; a shorter one ends where its author ended it."""


class TextPiece(NamedTuple):
    """A text as printed, and the stretch of the source from its first character to behind its last."""

    text: str
    start: int
    end: int


def paragraph(source: str, runs: Sequence[TextRun]) -> TextPiece:
    """Return what runs print as a paragraph: line breaks are kept, blanks around lines and blank lines are not."""
    piece = _single(source, runs)
    if piece:
        return piece
    joined, start, end = _joined(source, runs)
    return TextPiece("\n".join(_lines(joined, wrap=_WRAP_CHARS)), start, end)


def cell(source: str, runs: Sequence[TextRun], at: int) -> TextPiece:
    """Return what runs print in a cell, which stands at `at` if it is blank.

    The lines of a cell are one text: a label or a figure broken to fit. Only where both sides could be figures or
    words of their own the break is kept.
    """
    if not runs:
        return TextPiece("", at, at)
    piece = _single(source, runs)
    if piece:
        return piece
    joined, start, end = _joined(source, runs)
    text = ""
    for line in _lines(joined, wrap=0):
        text += "\n" + line if text and _separate(text[-1], line[0]) else line
    if not text:
        start = end = runs[0][0]
    return TextPiece(text, start, end)


def _separate(before: str, after: str) -> bool:
    return all(char.isdecimal() or (char.isascii() and char.isalpha()) for char in (before, after))


def _single(source: str, runs: Sequence[TextRun]) -> TextPiece | None:
    """Return the text of a single run that is printed as it is written, or is blank."""
    if len(runs) != 1 or runs[0][2] != TEXT:
        return None
    start, end, _ = runs[0]
    raw = source[start:end]
    bare = raw.strip(BLANKS)
    if not bare or _UNEVEN.search(bare):
        return None if bare and decoded(raw).strip(BLANKS) else TextPiece("", start, start)
    start += raw.index(bare[0])
    return TextPiece(bare, start, start + len(bare))


def _joined(source: str, runs: Sequence[TextRun]) -> tuple[str, int, int]:
    """Return the words of runs with their line breaks marked, and the stretch from the first to the last not blank."""
    parts: list[str] = []
    first = last = -1
    # What is raised as a whole is no mark: there is nothing that it could belong to.
    apart = any(kind == RAISED for *_, kind in runs) and any(
        kind in (TEXT, PRE) and decoded(source[start:end]).strip(BLANKS) for start, end, kind in runs
    )
    for start, end, kind in runs:
        if kind == BREAK:
            parts.append(_LINE)
            continue
        raw = source[start:end]
        words = attributes_of(raw[1:-1]).get("value", "") if kind == VALUE else decoded(raw)
        if words.strip(BLANKS):
            begin, stop = (start, end) if kind == VALUE else _trimmed(raw, start)
            first, last = (begin if first < 0 else first), stop
        if kind == RAISED and apart:
            words = raised(words.strip(BLANKS))
        parts.append(_NEWLINE.sub(_LINE, words) if kind == PRE else words)
    return "".join(parts), max(first, 0), max(last, 0)


def _trimmed(raw: str, start: int) -> tuple[int, int]:
    """Return where a text as written begins and ends without blanks, those written as references included."""
    at, end = 0, len(raw)
    while at < end:
        reference = _REFERENCE.match(raw, at) if raw[at] == "&" else None
        if not _is_blank(reference[0] if reference else raw[at]):
            break
        at = reference.end() if reference else at + 1
    while at < end:
        tail = raw.rfind("&", max(at, end - _LONGEST_REFERENCE), end)
        reference = _REFERENCE.fullmatch(raw, tail, end) if tail >= 0 else None
        if not _is_blank(reference[0] if reference else raw[end - 1]):
            break
        end = tail if reference else end - 1
    return start + at, start + end


def _is_blank(written: str) -> bool:
    return not decoded(written).strip(BLANKS)


def _lines(joined: str, wrap: int) -> list[str]:
    lines = (_even(line, wrap).strip(BLANKS) for line in joined.split(_LINE))
    return [line for line in lines if line]


def _even(line: str, wrap: int) -> str:
    """Return a line with its blanks as browsers print them, but none where an editor wrapped Chinese text."""
    if "\n" in line or "\r" in line:
        line = _WRAPPED.sub(lambda match: "" if _width_before(match) >= wrap else " ", line)
    return _SPACES.sub(" ", line)


def _width_before(match: re.Match[str]) -> int:
    text = match.string
    return match.start() - max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) - 1
