"""Tables that ran together in the prose, as regions again: labels by the words of the form, figures by its sums.

    ……情况如下：读者春季秋季合计成人读者123儿童读者459总数5712

A table is taken for one only where its whole head stands there, and half its rows, with nothing between but labels and
digits.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from audit_core.binding.columns import printed_order
from audit_core.binding.gridless.digit_segmentation import Vector, cuts, solve
from audit_core.binding.gridless.token_runs import Lexicon, Prose, Stretch, Token, folded, lexicon, stretches
from audit_core.binding.labels import CellKind, LabelIndex, LabelMatch
from audit_core.binding.regions import PrintedRow, Region
from audit_core.binding.relations import along
from audit_core.document import Cell, Document, Excerpt
from audit_core.forms import Form, TableForm, fold

_CLOSING: Final = " \t\r\n\u3000\u00a0()（）[]【】“”\"'‘’「」《》:：|"
"""What may stand between a label and a figure without being part of either."""

_COUNT: Final = re.compile(r"\d+(?:\s+\d+)*")
_MONEY: Final = re.compile(r"\d+(?:\.\d+)?")
_LEADING_ZERO: Final = re.compile(r"0\d")
_ROWS: Final = 3
"""A sentence names fewer rows than these with nothing but digits between."""

_MOST_SHOWN: Final = 8
"""More readings of a figure than these are none that help a person."""


class _Row(Struct):
    """A row label, or the head of a table across, and the figures behind it, as they stand in the text.

    It is `open` where words follow that are no label: what of the digits is the row's cannot be told then.
    """

    key: str
    label: Token
    hit: LabelMatch | None
    start: int = 0
    end: int = 0
    open: bool = False

    @property
    def filled(self) -> bool:
        return self.end > self.start


class _Found(Struct):
    """One table while it is read: its head in printed order, its rows, and those that are printed `again`."""

    table: TableForm
    head: list[Token]
    rows: dict[str, _Row] = {}
    again: list[_Row] = []


def regions(prose: Iterable[Prose], labels: LabelIndex, wanted: Collection[str]) -> Iterator[Region]:
    """Yield the tables among `wanted` that ran together in the prose."""
    for stretch, runs in prose:
        reader = _Reader(stretch, labels, wanted)
        for run in runs:
            reader.read(run)
        for found in reader.found.values():
            region = _region(stretch, labels, found)
            if region is not None:
                yield region


def printed(prose: Iterable[Prose], labels: LabelIndex, tables: Collection[str]) -> Iterator[Excerpt]:
    """Yield the stretches of prose that are labels and digits of some tables, whether these could be read or not."""
    forms = [labels.form.tables[key] for key in tables]
    known = lexicon(labels.form)
    for stretch, runs in prose:
        for run in runs:
            if any(_is_printed(table, run, known) for table in forms):
                first = next(token for token in run if token.words)
                yield from stretch.excerpts(first.start, run[-1].end)


def _is_printed(table: TableForm, run: Sequence[Token], known: Lexicon) -> bool:
    """Whether a run prints so much of a table as no sentence would.

    That is its whole head with digits behind, or digits behind the labels of several rows; of a table that has but few,
    behind all of them under one of its columns.
    """
    columns = [hit.line for token in run for hit in known.columns.get(token.words, ()) if hit.table == table.key]
    if table.across:
        return len(columns) == len(table.rows) * len(table.columns) and any(not token.words for token in run)
    filled = (one for one, two in pairwise(run) if not two.words)
    rows = {hit.line for token in filled for hit in known.rows.get(token.words, ()) if hit.table == table.key}
    whole = all(key in rows or line.optional for key, line in table.rows.items())
    return len(rows) >= _ROWS or (whole and bool(columns))


class _Reader:
    def __init__(self, stretch: Stretch, labels: LabelIndex, wanted: Collection[str]) -> None:
        self._text = stretch.text
        self._form = labels.form
        self._lexicon = lexicon(labels.form)
        self._wanted = wanted
        self.found: dict[str, _Found] = {}

    def read(self, run: Sequence[Token]) -> None:
        """Take the tables of one run."""
        head: list[Token] = []
        open_ = ""
        for number, token in enumerate(run):
            hit = self._row(token, open_)
            if hit:
                open_ = self._open(hit.table, open_, head)
                head = [] if open_ else head
                if open_:
                    self._take(open_, _Row(hit.line, token, hit), run, number)
            elif token.words in self._lexicon.columns:
                open_ = ""
                head.append(token)
            elif token.words:
                head.append(token)
            elif not open_:
                self._across(head, token, run, number)
                head = []

    def _row(self, token: Token, open_: str) -> LabelMatch | None:
        hits = [hit for hit in self._lexicon.rows.get(token.words, ()) if not self._form.tables[hit.table].across]
        return next((hit for hit in hits if hit.table == open_), hits[0] if hits else None)

    def _open(self, table: str, open_: str, head: list[Token]) -> str:
        if table == open_:
            return open_
        if table not in self._wanted or table in self.found:
            return ""
        form = self._form.tables[table]
        if any(
            not line.optional and key not in _columns(form, head, self._lexicon) for key, line in form.columns.items()
        ):
            return ""
        self.found[table] = _Found(form, list(head))
        return table

    def _take(self, table: str, row: _Row, run: Sequence[Token], number: int) -> None:
        after = run[number + 1] if number + 1 < len(run) else None
        if after is not None and not after.words:
            row.start, row.end, row.open = self._figures(row.label.end, run, number + 1)
        found = self.found[table]
        named = {hit.line for hit in self._lexicon.rows[row.label.words] if hit.table == table}
        if row.key not in found.rows or (row.filled and not found.rows[row.key].filled):
            found.rows[row.key] = row
        elif row.filled and not row.open and len(named) == 1:
            found.again.append(row)

    def _across(self, head: Sequence[Token], token: Token, run: Sequence[Token], number: int) -> None:
        for key, form in self._form.tables.items():
            if form.across and key in self._wanted and key not in self.found:
                leaves = [hit for one in head for hit in self._lexicon.columns.get(one.words, ()) if hit.table == key]
                if len(leaves) == len(form.rows) * len(form.columns):
                    row = _Row("", token, None, *self._figures(head[-1].end, run, number))
                    if not row.open:
                        self.found[key] = _Found(form, list(head), {"": row})

    def _figures(self, start: int, run: Sequence[Token], number: int) -> tuple[int, int, bool]:
        """Return where the figures behind a label stand, and whether words follow that are no label."""
        last = number + 1 == len(run)
        end = run[number].end if last else run[number + 1].start
        open_ = last and not self._ends(end)
        while start < end and self._text[start] in _CLOSING:
            start += 1
        while start < end and self._text[end - 1] in _CLOSING:
            end -= 1
        return start, end, open_

    def _ends(self, at: int) -> bool:
        """Whether what is behind the last figure is the end of a line, or the ordinal of the next section."""
        behind = self._text[at:].lstrip(" \t\u3000")
        return not behind or behind[0] in "\r\n" or bool(self._form.ordinal.match(behind))


def folded_prose(document: Document, labels: LabelIndex) -> str:
    """Return all prose of a document as labels are compared with it."""
    return "".join(folded(stretch.text, labels.form)[0] for stretch in stretches(document, labels))


def stands_in(text: str, table: TableForm) -> bool:
    """Whether the head and half the rows of a table stand somewhere in folded prose."""
    columns = [fold(line.label) in text for line in table.columns.values() if not line.optional]
    rows = [fold(line.label) in text for line in table.rows.values() if not line.optional]
    return all(columns) and 2 * sum(rows) >= len(rows)


def _columns(form: TableForm, head: Sequence[Token], known: Lexicon) -> list[str]:
    """Return the columns of a table that a head names, in printed order."""
    hits = (hit for token in head for hit in known.columns.get(token.words, ()) if hit.table == form.key)
    return list(dict.fromkeys(hit.line for hit in hits))


def _region(stretch: Stretch, labels: LabelIndex, found: _Found) -> Region | None:
    """Return a table as a region, or nothing where too little of it is there, or its columns stand in another order."""
    table = found.table
    lines = {key: line for key, line in table.rows.items() if not line.optional}
    if not table.across and 2 * len(lines.keys() & found.rows.keys()) < len(lines):
        return None
    cells = [stretch.cell(token.start, token.end, 0, column) for column, token in enumerate(found.head)]
    head = _printed(labels, _with_clauses(stretch, labels.form, cells, found.head))
    region = Region(table.key, heads=[head])
    if table.across:
        _fill_across(region, stretch, labels, found)
        return region
    columns = _columns(table, found.head, lexicon(labels.form))
    statutory = [key for key, line in table.columns.items() if not line.optional]
    order = printed_order(table, [token.words for token in found.head])
    _fill_rows(region, stretch, labels, found, statutory if columns and order == statutory else ())
    return region


def _with_clauses(stretch: Stretch, form: Form, cells: list[Cell], tokens: Sequence[Token]) -> list[Cell]:
    """Give head cells the clauses on units that stand behind them."""
    for number, token in enumerate(tokens):
        clause = form.unit_clause.match(stretch.text, token.end)
        if clause:
            cells[number] = stretch.cell(token.start, clause.end(), 0, number)
    return cells


def _printed(labels: LabelIndex, cells: Sequence[Cell]) -> PrintedRow:
    kinds: list[CellKind] = [labels.kind(cell.text) for cell in cells]
    bits = 0
    for kind in kinds:
        bits |= kind.bits
    return PrintedRow(cells, kinds, bits)


def _fill_rows(region: Region, stretch: Stretch, labels: LabelIndex, found: _Found, columns: Sequence[str]) -> None:
    """Add the rows of a table, their digits parted where that can be decided; no `columns`: nothing can."""
    texts = {key: stretch.text[row.start : row.end] for key, row in found.rows.items() if row.filled and not row.open}
    apart = {key: spots for key, text in texts.items() if (spots := _apart(text, columns))}
    counted = {
        key: unicodedata.normalize("NFKC", text)
        for key, text in texts.items()
        if key not in apart and columns and _COUNT.fullmatch(unicodedata.normalize("NFKC", text))
    }
    known = {key: tuple(int(texts[key][a:b]) for a, b in spots) for key, spots in apart.items() if len(columns) > 1}
    solved = solve(found.table, columns, counted, known) if counted else None
    for number, row in enumerate((*found.rows.values(), *found.again), start=1):
        text = "" if row.open else stretch.text[row.start : row.end]
        alike = "".join(text.split()) == "".join(texts.get(row.key, "").split())
        vector = solved.decided.get(row.key) if solved and alike else None
        told = vector or (known.get(row.key) if alike else None)
        spots = _apart(text, columns) or (_spots(text, told) if told else [])
        options = solved.possible.get(row.key, ()) if solved and alike else ()
        cells = _cells(stretch, row, spots, number)
        printed = _printed(labels, cells)
        printed.label, printed.key, printed.belongs = 0, row.key, region.table
        printed.match = row.hit.match if row.hit else "statutory"
        printed.recovered = vector is not None
        printed.options = None if spots or not row.filled else (options if len(options) <= _MOST_SHOWN else ())
        region.rows.append(printed)
    region.inferred_by.update(solved.inferred_by if solved else ())


def _apart(text: str, columns: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the figures stand that blanks part, one for each column; none where they are not so many."""
    if len(columns) == 1 and _MONEY.fullmatch(text) and not _LEADING_ZERO.match(text):
        return [(0, len(text))]
    spots = [match.span() for match in re.finditer(r"\S+", text)]
    plain = all(text[a:b].isdecimal() and not _LEADING_ZERO.match(text[a:b]) for a, b in spots)
    return spots if plain and len(spots) == len(columns) else []


def _spots(text: str, vector: Vector) -> list[tuple[int, int]]:
    """Return where the figures of a decided row stand in its digits."""
    spots, at = [], 0
    for value in vector:
        while text[at].isspace():
            at += 1
        spots.append((at, at + len(str(value))))
        at += len(str(value))
    return spots


def _cells(stretch: Stretch, row: _Row, spots: Sequence[tuple[int, int]], number: int) -> list[Cell]:
    label = [] if row.hit is None else [stretch.cell(row.label.start, row.label.end, number, 0)]
    parts = [(row.start + a, row.start + b) for a, b in spots] or ([(row.start, row.end)] if row.filled else [])
    figures = [stretch.cell(a, b, number, column) for column, (a, b) in enumerate(parts, start=len(label))]
    return [*label, *figures]


def _fill_across(region: Region, stretch: Stretch, labels: LabelIndex, found: _Found) -> None:
    """Add the one row of figures of a table across, its digits parted where the sums leave one way only."""
    row, table = found.rows[""], found.table
    width = len(table.rows) * len(table.columns)
    text = stretch.text[row.start : row.end]
    spots = _apart(text, ["" for _ in range(width)])
    plain = unicodedata.normalize("NFKC", text)
    options = cuts(plain, len(table.rows), list(table.columns), along(table))
    decided = not spots and options is not None and len(options) == 1 and 0 in options[0]
    if decided and options:
        spots = _spots(text, options[0])
    printed = _printed(labels, _cells(stretch, row, spots, 1))
    printed.recovered = decided
    printed.options = None if spots else ()
    region.parts.append((region.heads, printed, ""))
