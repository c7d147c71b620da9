"""Files and places in them as SARIF counts: UTF-16 columns from 1, relative URIs, no path of this machine."""

import hashlib
import os
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

import msgspec

from audit_core.document import Location, Region, Source, Span
from audit_core.figures import format_number
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.json import dumps
from audit_core.reporters.linehash import LineHashes
from audit_core.results import Result
from audit_core.words import Lang

ROOT: Final = "SRCROOT"

# The codecs of the loaders, as IANA names them.
_IANA: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "utf-32-le": "UTF-32LE",
    "utf-32-be": "UTF-32BE",
    "gb18030": "GB18030",
    "big5hkscs": "Big5-HKSCS",
}
_MARKS: Final = {
    "utf-8": BOM_UTF8,
    "utf-16-le": BOM_UTF16_LE,
    "utf-16-be": BOM_UTF16_BE,
    "utf-32-le": BOM_UTF32_LE,
    "utf-32-be": BOM_UTF32_BE,
}
_FIRST: Final = Region(1, 1, 1, 1)


def uri_of(path: str) -> tuple[str, bool]:
    """Return a path as a percent-encoded URI, and whether it is relative to the root."""
    pure = PurePath(path)
    if pure.is_absolute():
        here = Path.cwd()
        if not pure.is_relative_to(here):
            return pure.as_uri(), False
        pure = pure.relative_to(here)
    # Bytes, as the file system has them: a name need not be valid text.
    return quote(os.fsencode(pure.as_posix())), True


class SourceText:
    """What SARIF tells of a source besides its text."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def _body(self) -> tuple[bytes, int] | None:
        """The byte order mark that the file begins with, and its length; None where the bytes are not the text's."""
        try:
            body = self.source.text.encode(self.source.encoding)
        except (UnicodeEncodeError, LookupError):
            return None
        for mark in (b"", _MARKS.get(self.source.encoding, b"")):
            if hashlib.sha256(mark + body).hexdigest() == self.source.digest:
                return mark, len(mark + body)
        return None

    @property
    def length(self) -> int | None:
        """The file's bytes, where they are known from the text."""
        return self._body[1] if self._body else None

    @cached_property
    def hashes(self) -> LineHashes:
        """GitHub's fingerprint of each line; to GitHub, a mark is a character of the first."""
        return LineHashes(("\ufeff" if self._body and self._body[0] else "") + self.source.text)


class Places:
    """The artifacts of a run, and locations that refer to them."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._text = SourceText(Source(""))
        self._artifacts: list[msgspec.Raw] = []
        self._index: dict[str, int] = {}

    def enter(self, result: Result) -> None:
        """Take in the file of a report as an artifact, and have its text at hand until the next comes."""
        self._text = SourceText(result.source)
        self._artifacts[self.index(result.source.uri)] = _written(self._analysed(result))

    def base(self) -> JsonObject:
        """Return what relative URIs are relative to, in words only: the path is nobody's business."""
        return {ROOT: {"description": {"text": phrases.SOURCE_ROOT.say(self._lang)}}}

    def artifacts(self) -> Iterator[msgspec.Raw]:
        """Yield every file that was analysed or pointed at by the time it is asked."""
        yield from self._artifacts

    def index(self, path: str) -> int:
        """Return the number of a path among the artifacts, of which it becomes one if it is none yet."""
        index = self._index.setdefault(path, len(self._artifacts))
        if index == len(self._artifacts):
            self._artifacts.append(_written({"location": self._located(path)}))
        return index

    def artifact(self, path: str) -> JsonObject:
        """Return the artifact location of a path."""
        return self._located(path) | {"index": self.index(path)}

    def location(self, at: Location, *, context: bool = True) -> JsonObject:
        """Return a location: the region in all four numbers, whatever the file is, and the label path."""
        source = self._source(at)
        physical = {"artifactLocation": self.artifact(at.uri)}
        if source is None:
            physical["region"] = _numbers(at.utf16 or at.region or _FIRST)
        else:
            shown = _widened(source, at.span or Span(0, 0))
            physical["region"] = _snippet(source, shown)
            around = _context(source, shown) if context else None
            physical |= {"contextRegion": around} if around else {}
        logical = {"fullyQualifiedName": at.logical, "name": at.logical.rpartition("/")[2], "kind": "member"}
        native = {"properties": {"place": at.place}} if at.place else {}
        return {"physicalLocation": physical, **({"logicalLocations": [logical]} if at.logical else {}), **native}

    def exact(self, at: Location) -> JsonObject | None:
        """Return the region of a place to the character, None where the file is not text."""
        source = self._source(at)
        return None if source is None or at.span is None else _numbers(source.region(at.span, "utf16"))

    def line_hash(self, at: Location) -> str | None:
        """Return GitHub's fingerprint of the line of a place, None where the file is not text."""
        source = self._source(at)
        if source is None:
            return None
        line, _ = source.position(at.span.start if at.span else 0)
        return self._text.hashes[line - 1]

    def _source(self, at: Location) -> Source | None:
        """Return the source of a place in the report that was entered, None where that has no text, or for others."""
        source = self._text.source
        return source if source.text and source.uri == at.uri else None

    def _located(self, path: str) -> JsonObject:
        uri, relative = uri_of(path)
        return {"uri": uri, "uriBaseId": ROOT} if relative else {"uri": uri}

    def _analysed(self, result: Result) -> JsonObject:
        source, report, score = result.source, result.audited.report, result.score
        text = self._text if source.text else None
        artifact: JsonObject = {"location": self._located(source.uri), "roles": ["analysisTarget"]}
        artifact |= {"hashes": {"sha-256": source.digest}} if source.digest else {}
        artifact |= {"encoding": _IANA.get(source.encoding, source.encoding)} if text else {}
        artifact |= {"length": text.length} if text and text.length is not None else {}
        return artifact | {
            "properties": {
                "organization": report.organization,
                "year": report.year,
                "form": report.form.name,
                "loader": source.loader,
                "score": None if score.value is None else format_number(score.value),
                "grade": score.grade.say(self._lang) if score.grade else None,
                "coverage": format_number(score.coverage),
                "publishable": score.publishable,
            }
        }


def _written(artifact: JsonObject) -> msgspec.Raw:
    return msgspec.Raw(dumps(artifact, indent=-1).encode())


_LONGEST_CONTEXT: Final = 1000
_MARGIN: Final = 200
"""A page of a portal may stand in one line: a context longer than this is cut to some characters on both sides."""


def _snippet(source: Source, shown: Span) -> JsonObject:
    """Return a stretch of text as a region in all four numbers, with the text itself."""
    return _numbers(source.region(shown, "utf16")) | {"snippet": {"text": source.text[shown.start : shown.end]}}


def _context(source: Source, shown: Span) -> JsonObject | None:
    """Return the lines around a stretch, cut where they are long; where it is whole lines itself, a neighbour as well.

    What is no more than the stretch is no context, and refused by validators.
    """
    first, _ = source.position(shown.start)
    last, _ = source.position(shown.end)
    for start, stop in ((first, last), (first, last + 1), (first - 1, last)):
        if start >= 1 and stop <= len(source.line_starts):
            around = _lines(source, start, stop, shown)
            if around.end - around.start > shown.end - shown.start:
                return _snippet(source, around)
    return None


def _lines(source: Source, first: int, last: int, shown: Span) -> Span:
    """Return lines, cut to a stretch that holds what is shown and something on both sides of it."""
    starts = source.line_starts
    start, end = starts[first - 1], starts[last] if last < len(starts) else len(source.text)
    end = start + len(source.text[start:end].rstrip("\r\n"))
    if end - start > _LONGEST_CONTEXT:
        return Span(max(start, shown.start - _MARGIN), min(end, shown.end + _MARGIN))
    return Span(start, end)


def _widened(source: Source, span: Span) -> Span:
    """Return a span that something can be seen of: an empty one takes the next character, but no line break."""
    if span.start == span.end and source.text[span.start : span.start + 1].strip("\r\n"):
        return Span(span.start, span.start + 1)
    return span


def _numbers(region: Region) -> JsonObject:
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
