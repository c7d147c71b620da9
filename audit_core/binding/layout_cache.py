"""Where the cells of a report's tables belong, remembered: nearly all reports of a form print the same labels.

Tables whose binding looked at no figure (`TableBinding.plain`) were bound by what is in the key alone: the texts that
are no figures, and the places of all cells. A report with the same key is bound by putting its own cells in those
places.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from msgspec import Struct

from audit_core.binding.labels import NUMERIC, CellKind, LabelIndex
from audit_core.binding.model import TableBinding
from audit_core.binding.regions import spoken
from audit_core.document import Cell, Document, Paragraph, Table
from audit_core.errors import InputError
from audit_core.figures import ABSENT
from audit_core.forms import Concept, Form, LineForm, TableForm
from audit_core.report import BoundLine, BoundTable, Fact, Match

_MOST: Final = 64
_MOST_CELLS: Final = 1_000
_MOST_CHARACTERS: Final = 20_000
"""Reports have a third of these cells, and a twentieth of the characters; what has more is not remembered."""


class Seen(NamedTuple):
    """The tables of a document as they are compared, and what they consist of, in reading order."""

    key: Hashable
    tables: Sequence[Table]
    rows: Sequence[tuple[Cell, ...]]
    cells: Sequence[Cell]
    kinds: Sequence[CellKind]


def look(document: Document, labels: LabelIndex) -> Seen | None:
    """Return the tables of a document to be compared, or None where they cannot be, or are too large."""
    tables: list[Table] = []
    before: list[str] = []
    said = ""
    for block in document.blocks():
        if isinstance(block, Table):
            tables.append(block)
            before.append(said)
        elif isinstance(block, Paragraph):
            said = spoken(block)
            if said and labels.kind(said.strip()).captions:
                return None  # what is pointed at would be no cell
    rows = [row for table in tables for row in table.rows]
    if sum(map(len, rows)) + len(rows) + len(tables) > _MOST_CELLS:
        return None
    cells = list(chain.from_iterable(rows))
    known = labels.kinds
    try:
        kinds = [known[cell.text] for cell in cells]
    except InputError:
        return None  # sorting the rows says where it stands
    key = (
        *before,
        *[tuple(map(len, table.rows)) for table in tables],
        *[None if kind.bits == NUMERIC else cell.text for cell, kind in zip(cells, kinds, strict=True)],
        *[cell.column for cell in cells],
        *[cell.colspan for cell in cells],
        *[cell.rowspan for cell in cells],
    )
    return Seen(key, tables, rows, cells, kinds)


class _Laid(NamedTuple):
    """A row or a column of a table: its BoundLine, with numbers for the cell of its label (-1: none) and its row."""

    key: str
    line: LineForm | None
    label: int
    match: Match
    row: int
    parents: tuple[str, ...]
    number: int
    damaged: bool


class _LaidTable(NamedTuple):
    """A BoundTable, with numbers for its cells and grids."""

    form: TableForm
    place: int
    rows: Sequence[_Laid]
    columns: Sequence[_Laid]
    head: Sequence[int]
    units: Mapping[str, str]
    decimals: Mapping[str, int]
    note: int
    blocks: Sequence[int]


class Layout(Struct, frozen=True):
    """All tables of a form as one report printed them: `at` has the number of the cell of each concept, -1 for none."""

    concepts: tuple[Concept, ...]
    at: Sequence[int]
    tables: Sequence[_LaidTable]

    @classmethod
    def of(cls, form: Form, bound: Mapping[str, TableBinding], seen: Seen) -> "Layout | None":
        """Return how tables were bound, or None where that hung on figures, or on more than the cells of tables."""
        if not _is_plain(form, bound):
            return None
        numbers = _Numbers(seen)
        if len(numbers.cells) < len(seen.cells):
            return None
        at = [-1] * len(form.concepts)
        try:
            for table in bound.values():
                for fact in table.facts:
                    at[fact.concept.index] = numbers.cells[id(fact.cell)]
            return cls(form.concepts, at, [numbers.table(table.table) for table in bound.values()])
        except KeyError:
            return None

    def bind(self, seen: Seen) -> tuple[tuple[Fact, ...], dict[str, BoundTable]]:
        """Return facts and tables of another document with the same key."""
        cells = [*seen.cells, None]
        figures = [*[kind.figure for kind in seen.kinds], ABSENT]
        facts = map(Fact, self.concepts, [figures[at] for at in self.at], [cells[at] for at in self.at])
        return tuple(facts), {laid.form.key: _table(laid, seen, cells) for laid in self.tables}


def _table(laid: _LaidTable, seen: Seen, cells: Sequence[Cell | None]) -> BoundTable:
    rows = [*seen.rows, ()]
    return BoundTable(
        laid.form,
        cells[laid.place],
        rows=_lines(laid.rows, cells, rows),
        columns=_lines(laid.columns, cells, rows),
        head=tuple([seen.cells[at] for at in laid.head]),
        units=laid.units,
        decimals=laid.decimals,
        note=cells[laid.note],
        blocks=tuple([seen.tables[at] for at in laid.blocks]),
    )


def _lines(
    laid: Iterable[_Laid], cells: Sequence[Cell | None], rows: Sequence[tuple[Cell, ...]]
) -> dict[str, BoundLine]:
    return {
        key: BoundLine(line, cells[label], match, rows[row], parents, number, damaged)
        for key, line, label, match, row, parents, number, damaged in laid
    }


class _Numbers:
    """The numbers of cells, rows and tables of a document, by their `id`."""

    def __init__(self, seen: Seen) -> None:
        self.cells = {id(cell): number for number, cell in enumerate(seen.cells)}
        self._rows = {id(row): number for number, row in enumerate(seen.rows)} | {id(()): -1}
        self._tables = {id(table): number for number, table in enumerate(seen.tables)}

    def _node(self, node: object) -> int:
        return -1 if node is None else self.cells[id(node)]

    def _lines(self, lines: Mapping[str, BoundLine]) -> list[_Laid]:
        return [
            _Laid(
                key,
                line.line,
                self._node(line.label),
                line.match,
                self._rows[id(line.cells)],
                line.parents,
                line.number,
                line.damaged,
            )
            for key, line in lines.items()
        ]

    def table(self, bound: BoundTable) -> _LaidTable:
        return _LaidTable(
            bound.form,
            self._node(bound.place),
            self._lines(bound.rows),
            self._lines(bound.columns),
            [self.cells[id(cell)] for cell in bound.head],
            bound.units,
            bound.decimals,
            self._node(bound.note),
            [self._tables[id(table)] for table in bound.blocks],
        )


class Layouts:
    """The layouts of one form that were seen, the oldest forgotten first."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Layout | None] = {}

    def get(self, seen: Seen) -> Layout | None:
        """Return the layout of a document whose tables look like others."""
        return self._known.get(seen.key)

    def keep(self, form: Form, bound: Mapping[str, TableBinding], seen: Seen) -> None:
        """Remember how the tables of a document were bound: at first only that they were, since many come but once."""
        if seen.key in self._known:
            self._known[seen.key] = Layout.of(form, bound, seen)
        elif _is_plain(form, bound) and sum([len(cell.text) for cell in seen.cells]) <= _MOST_CHARACTERS:
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[seen.key] = None


def _is_plain(form: Form, bound: Mapping[str, TableBinding]) -> bool:
    return len(bound) == len(form.tables) and all(table.plain for table in bound.values())


@lru_cache(maxsize=32)
def layouts_of(form: Form, forms: tuple[Form, ...]) -> Layouts:
    """Return the layouts of a form among those of a ruleset, which tell when a table is another form's."""
    del form, forms
    return Layouts()
