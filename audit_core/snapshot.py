"""What is kept of a report for others to see: its figures with their places, its title, organ, period and outline.

    kept = Snapshot.of(report)
    kept.fact("applications", "carried_out", "total").number
    Snapshot.decode(kept.encode()) == kept

It holds nothing of the document, takes some kilobytes, and is read back exactly as it was written.
"""

import hashlib
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NoReturn, Self

import msgspec
from msgspec import Struct

from audit_core.document import Excerpt, LineIndex, Location, Span
from audit_core.errors import UnknownPlace
from audit_core.figures import ABSENT, Figure, State, ValueType, typed_json, typed_of
from audit_core.forms import Concept, TableForm, fact_label
from audit_core.organs import Organ, name_key
from audit_core.report import Fact, OtherFact, Place, Report, node_of
from audit_core.section_text import SectionText
from audit_core.signatures import Signature
from audit_core.words import Words

LONGEST: Final = 500
"""A text that a report prints is kept up to so many characters: a cell need not hold a figure."""


class PlaceInFile(Struct, frozen=True, array_like=True, gc=False):
    """A place within the file of a report: its offsets, -1 where the source is not text, and its native place."""

    start: int = -1
    end: int = -1
    place: str = ""

    @classmethod
    def of(cls, report: Report, at: Place) -> Self:
        """Return the place of anything in a report."""
        document, node = report.document, node_of(at)
        if node is not None and not isinstance(node, Excerpt):
            return cls(*document.stretch(node))
        found = report.locate(at)
        return cls(*(found.span.start, found.span.end) if found.span else (-1, -1), found.place)

    def location(self, uri: str, lines: LineIndex, logical: str = "") -> Location:
        """Return the place as a location in a file with such lines."""
        if self.start < 0:
            return Location(uri, place=self.place, logical=logical)
        span = Span(self.start, self.end)
        return Location(uri, span, lines.region(span), self.place, logical, lines.region(span, "utf16"))


class PrintedFigure(Struct, frozen=True, array_like=True, gc=False):
    """One figure as it is printed, and where."""

    raw: str
    state: State
    value: Decimal | None
    decimals: int
    unit: str
    recovered: bool
    spot: PlaceInFile
    typed: str | bool | None = None


class LineNames(Struct, frozen=True, array_like=True, gc=False):
    """What a row or column of a form is called, and what it counts."""

    words: Words
    type: ValueType
    unit: str
    decimals: int | None = None


class TableNames(Struct, frozen=True, array_like=True, gc=False):
    """A table of the form: its title, and its rows and columns by key; an open one has rows that others print, too."""

    title: Words
    rows: Mapping[str, LineNames]
    columns: Mapping[str, LineNames]
    is_open: bool = False

    @classmethod
    def of(cls, table: TableForm) -> Self:
        """Return the names of a table's lines."""
        rows, columns = (
            {key: LineNames(line.words, line.type, line.unit, line.decimals) for key, line in lines.items()}
            for lines in (table.rows, table.columns)
        )
        return cls(table.title, rows, columns, table.codes is not None)

    def row(self, key: str) -> LineNames | None:
        """Return what a row is called; one that an open table does not print is called by its code."""
        return self.rows.get(key) or (LineNames(Words(key, key), "count", "") if self.is_open else None)


class SnapshotTitle(Struct, frozen=True, gc=False):
    """The title as printed."""

    text: str
    spot: PlaceInFile


class SnapshotPeriod(Struct, frozen=True, gc=False):
    """The period that the report says its figures cover; a date that does not exist is None."""

    start: date | None
    end: date | None
    spot: PlaceInFile


class SnapshotSection(Struct, frozen=True, gc=False):
    """A top-level section: its key in the form (empty where it has none), its title as printed, and its place."""

    key: str
    title: str
    spot: PlaceInFile


class Snapshot(Struct, frozen=True, dict=True):
    """What other reports see of a report.

    `uri` and `digest` name the file it was read from; `organization` is the organ as the report prints it, `organ` what
    is known of it; `form` is the name of the form. `printed` holds the figures that are printed, by table, row and
    column; `names` every table of the form. `metadata` is what the file says of itself, its date of publication among
    it. `signature` is that of its prose, None where that is too long; `paragraphs` tell where the prose is printed,
    each by the number of its first letter. `domain` is that of the form. `figures` is what `figures_of` the
    report are; `lines` are those of the file's text.
    """

    uri: str
    digest: str
    organization: str
    organ: Organ
    year: int
    form: str
    names: Mapping[str, TableNames]
    printed: Mapping[str, Mapping[str, Mapping[str, PrintedFigure]]]
    outline: tuple[SnapshotSection, ...] = ()
    title: SnapshotTitle | None = None
    period: SnapshotPeriod | None = None
    metadata: Mapping[str, str] = {}
    signature: Signature | None = None
    paragraphs: tuple[tuple[int, PlaceInFile], ...] = ()
    domain: str = ""
    figures: tuple[bytes, int] = (b"", 0)
    lines: LineIndex = LineIndex()

    @property
    def organ_key(self) -> str:
        """By what reports of one organ are told, empty where its name is not known."""
        return name_key(self.organ.name or self.organization)

    @property
    def content(self) -> bytes:
        """What copies of one report have in common: a digest of figures, form and words."""
        return _content(self)

    @classmethod
    def of(cls, report: Report) -> Self:
        """Take what others may see from a report."""
        source = report.document.source
        prose = SectionText.of(report)
        printed: dict[str, dict[str, dict[str, PrintedFigure]]] = {}
        for fact in report.facts():
            printed.setdefault(fact.table, {}).setdefault(fact.row, {})[fact.column] = _printed(report, fact)
        return cls(
            uri=source.uri,
            digest=source.digest,
            organization=_short(report.organization),
            organ=report.organ,
            year=report.year,
            form=report.form.name,
            names={key: TableNames.of(table) for key, table in report.form.tables.items()},
            printed=printed,
            outline=tuple(
                SnapshotSection(section.key, _short(section.title), PlaceInFile.of(report, section))
                for section in report.sections
            ),
            title=_title(report),
            period=_period(report),
            metadata={_short(key): _short(text) for key, text in report.document.metadata.items()},
            signature=prose.signature,
            paragraphs=tuple(_paragraphs(report, prose)) if prose.signature else (),
            domain=report.form.domain,
            figures=figures_of(report),
            lines=source.lines,
        )

    def values(self) -> Iterator[tuple[tuple[str, str, str], Decimal | None]]:
        """Yield what is printed for each concept, by table, row and column; None for what is no number."""
        for table, rows in self.printed.items():
            for row, columns in rows.items():
                for column, figure in columns.items():
                    yield (table, row, column), figure.value

    def fact(self, table: str, row: str, column: str) -> OtherFact:
        """Return the fact of a concept by its keys; one that was not printed has the state `absent`.

        A table, row or column that the form does not have makes the rule `not_assessed`; an open table has any row.
        """
        names = self.names.get(table)
        if names is None or names.row(row) is None or column not in names.columns:
            self._refuse(table, row, column)
        return self._fact(names, table, row, column)

    def counterpart(self, fact: Fact) -> OtherFact | None:
        """Return the fact of the same concept as another report's; None where the form has no such row or column."""
        names = self.names.get(fact.table)
        if names is None or fact.row not in names.rows or fact.column not in names.columns:
            return None
        return self._fact(names, fact.table, fact.row, fact.column)

    def facts(self, table: str = "") -> Iterator[OtherFact]:
        """Yield the facts that are printed, of one table or of all, in the order of the form."""
        for key in (table,) if table else self.names:
            for row, columns in self.printed.get(key, {}).items():
                for column in columns:
                    yield self._fact(self.names[key], key, row, column)

    def paragraph(self, letter: int) -> Location:
        """Return where the paragraph is printed that a letter of the prose stands in."""
        at = bisect_right(self.paragraphs, letter, key=lambda part: part[0]) - 1
        return self.locate(self.paragraphs[at][1])

    def locate(self, spot: PlaceInFile, logical: str = "") -> Location:
        """Return the location of a place in the report's file."""
        return spot.location(self.uri, self.lines, logical)

    def _refuse(self, table: str, row: str, column: str) -> NoReturn:
        raise UnknownPlace(self.form, (table, row, column))

    def _fact(self, names: TableNames, table: str, row: str, column: str) -> OtherFact:
        across, down = names.row(row) or LineNames(Words(row, row), "count", ""), names.columns[column]
        concept = Concept(
            table,
            row,
            column,
            -1,
            down.type if down.type != "count" else across.type,
            down.unit or across.unit,
            fact_label(names.title, across.words, down.words),
            across.decimals if down.decimals is None else down.decimals,
        )
        found = self.printed.get(table, {}).get(row, {}).get(column)
        if found is None:
            return OtherFact(concept, ABSENT, location=Location(self.uri, logical=concept.key), year=self.year)
        exact = found.value or 0
        if not found.decimals and exact == int(exact):
            exact = int(exact)
        typed = typed_of(concept.type, found.typed)
        figure = Figure(found.raw, found.state, found.value, exact, found.unit, found.decimals, typed=typed)
        location = self.locate(found.spot, concept.key)
        return OtherFact(concept, figure, recovered=found.recovered, location=location, year=self.year)

    def encode(self) -> bytes:
        """Return the snapshot as MessagePack, compressed: the names of a form are much the same in every report."""
        return zlib.compress(_ENCODER.encode(self), 1)

    @classmethod
    def decode(cls, data: bytes) -> "Snapshot":
        """Read what `encode` wrote; raises zlib.error or msgspec.DecodeError for anything else."""
        return _DECODER.decode(zlib.decompress(data))


class SnapshotHead(Struct, frozen=True):
    """Of a snapshot, by what it is found among others; that alone is read many times faster than all of it."""

    uri: str
    digest: str
    organization: str
    organ: Organ
    year: int
    form: str
    domain: str
    signature: Signature | None
    figures: tuple[bytes, int]

    @property
    def organ_key(self) -> str:
        """By what reports of one organ are told, empty where its name is not known."""
        return name_key(self.organ.name or self.organization)

    @property
    def content(self) -> bytes:
        """What copies of one report have in common: a digest of figures, form and words."""
        return _content(self)

    @classmethod
    def decode(cls, data: bytes) -> "SnapshotHead":
        """Read what `Snapshot.encode` wrote, as `Snapshot.decode` does."""
        return _HEAD_DECODER.decode(zlib.decompress(data))


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Snapshot)
_HEAD_DECODER: Final = msgspec.msgpack.Decoder(SnapshotHead)


def _content(one: Snapshot | SnapshotHead) -> bytes:
    trail = one.signature.trail if one.signature else one.digest.encode()
    return hashlib.sha256(b"\0".join((one.form.encode(), one.figures[0], trail))).digest()[:16]


def figures_of(report: Report) -> tuple[bytes, int]:
    """Return a digest of a report's figures other than zero, with their places, and how many they are."""
    figures = sorted((fact.concept.key, str(fact.value.normalize())) for fact in report.facts() if fact.value)
    return hashlib.sha256(repr(figures).encode()).digest()[:16], len(figures)


def _title(report: Report) -> SnapshotTitle | None:
    title = report.title
    return SnapshotTitle(_short(title.text), PlaceInFile.of(report, title)) if title else None


def _period(report: Report) -> SnapshotPeriod | None:
    period = report.period
    return SnapshotPeriod(period.start, period.end, PlaceInFile.of(report, period)) if period else None


def _printed(report: Report, fact: Fact) -> PrintedFigure:
    figure = fact.figure
    spot = PlaceInFile.of(report, fact)
    typed = typed_json(figure.typed)
    return PrintedFigure(
        _short(figure.raw),
        figure.state,
        figure.value,
        figure.decimals,
        figure.unit,
        fact.recovered,
        spot,
        _short(typed) if isinstance(typed, str) else typed,
    )


def _paragraphs(report: Report, prose: SectionText) -> Iterator[tuple[int, PlaceInFile]]:
    """Yield where the paragraphs stand that print any letter."""
    for node, (start, end) in zip(prose.nodes, pairwise((*prose.text.starts, len(prose.text.letters))), strict=True):
        if start < end:
            yield start, PlaceInFile.of(report, node)


def _short(text: str) -> str:
    """Return a text that is not too long, with nothing in it that no file can hold."""
    if len(text) <= LONGEST and text.isascii():
        return text
    whole = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return whole.encode("utf-8", "replace").decode("utf-8")
