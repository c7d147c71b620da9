"""Where the cells of a report's tables belong, remembered: nearly all reports of a form print the same labels.

Of these two, the second is bound by putting its own cells in the places of the first:

    读者     | 春季 | 合计                 读者     | 春季 | 合计
    成人读者 | 3    | 3                    成人读者 | 12   | 12

That holds for tables whose binding looked at no figure (`TableBinding.plain`): they were bound by what the signature
holds alone, the texts that are no figures and the places of all cells.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from audit_core.binding.labels import NUMERIC, CellKind, LabelIndex, labels_of
from audit_core.binding.reading import Tables, read_tables, typed
from audit_core.binding.regions import spoken
from audit_core.document import Cell, Document, Node, Paragraph, Table
from audit_core.errors import InputError
from audit_core.figures import ABSENT
from audit_core.forms import Concept, Form, LineForm, TableForm
from audit_core.report import BoundLine, BoundTable, Fact, Match

_MOST: Final = 64
_MOST_CELLS: Final = 1_000
_MOST_CHARACTERS: Final = 20_000
"""Reports have a third of these cells, and a twentieth of the characters; what has more is not remembered."""


class LayoutCache:
    """Reads tables as `read_tables` does, and those of a layout that it read before by what it remembers of that.

    Layouts are forgotten in the order in which they came.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, Layout] = {}

    def __call__(self, document: Document, form: Form, forms: Sequence[Form], *, named: bool) -> Tables:
        """Return the tables of a document; see `read_tables`."""
        # The rows of the one, and the sentence in place of the other, are looked for in text that is in no signature.
        is_open = form.has_codes or any(table.empty for table in form.tables.values())
        signature = None if is_open else signature_of(document, labels_of(form))
        if signature is None:
            return read_tables(document, form, forms, named=named)
        key = form, *forms, signature.key
        if layout := self._known.get(key):
            return layout.bind(signature)
        tables = read_tables(document, form, forms, named=named)
        layout = Layout.of(tables, signature) if tables.plain else None
        if layout:
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = layout
        return tables


class TableSignature(NamedTuple):
    """The tables of a document as they are compared, and what they consist of, in reading order."""

    key: Hashable
    tables: Sequence[Table]
    rows: Sequence[tuple[Cell, ...]]
    cells: Sequence[Cell]
    kinds: Sequence[CellKind]
    captions: Sequence[Paragraph]

    @property
    def nodes(self) -> list[Cell | Paragraph]:
        """All that a bound table may point at: the cells, then the captions between the tables."""
        return [*self.cells, *self.captions]


def signature_of(document: Document, labels: LabelIndex) -> TableSignature | None:
    """Return the signature of a document's tables, or None where they cannot be compared, or are too large."""
    tables: list[Table] = []
    before: list[tuple[str, int]] = []
    captions: list[Paragraph] = []
    said = ""
    for block in document.blocks():
        if isinstance(block, Table):
            tables.append(block)
            before.append((said, len(captions)))
        elif isinstance(block, Paragraph):
            said = spoken(block)
            if said and labels.kind(said.strip()).captions:
                captions.append(block)
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
        *[caption.text for caption in captions],
        *[tuple(map(len, table.rows)) for table in tables],
        *[None if kind.bits == NUMERIC else cell.text for cell, kind in zip(cells, kinds, strict=True)],
        *[cell.column for cell in cells],
        *[cell.colspan for cell in cells],
        *[cell.rowspan for cell in cells],
    )
    return TableSignature(key, tables, rows, cells, kinds, captions)


class _CachedLine(NamedTuple):
    """A row or a column of a table: its BoundLine, with numbers for the cell of its label (-1: none) and its row."""

    key: str
    line: LineForm | None
    label: int
    match: Match
    row: int
    parents: tuple[str, ...]
    number: int
    damaged: bool


class _CachedTable(NamedTuple):
    """A BoundTable, with numbers for its cells, caption and grids."""

    form: TableForm
    place: int
    rows: Sequence[_CachedLine]
    columns: Sequence[_CachedLine]
    head: Sequence[int]
    units: Mapping[str, str]
    decimals: Mapping[str, int]
    note: int
    blocks: Sequence[int]


class Layout(NamedTuple):
    """All tables of a form as one report printed them: `at` has the number of the cell of each concept, -1 for none."""

    form: Form
    concepts: tuple[Concept, ...]
    at: Sequence[int]
    tables: Sequence[_CachedTable]

    @classmethod
    def of(cls, read: Tables, signature: TableSignature) -> "Layout | None":
        """Return how tables were bound, or None where that hung on more than tables and captions, or they are long."""
        if sum([len(cell.text) for cell in signature.cells]) > _MOST_CHARACTERS:
            return None
        numbers = _Numbers(signature)
        try:
            at = [numbers.of(fact.cell) for fact in read.vector]
            return cls(read.form, read.form.concepts, at, [numbers.table(table) for table in read.tables.values()])
        except KeyError:
            return None

    def bind(self, signature: TableSignature) -> Tables:
        """Return the tables of another document with the same signature."""
        cells = [*signature.cells, None]
        figures = [*[kind.figure for kind in signature.kinds], ABSENT]
        facts = map(Fact, self.concepts, [figures[at] for at in self.at], [cells[at] for at in self.at])
        places = [*signature.nodes, None]
        tables = {cached.form.key: _table(cached, signature, places, cells) for cached in self.tables}
        return Tables(self.form, typed(self.form, tuple(facts)), tables)


def _table(
    cached: _CachedTable,
    signature: TableSignature,
    places: Sequence[Cell | Paragraph | None],
    cells: Sequence[Cell | None],
) -> BoundTable:
    rows = [*signature.rows, ()]
    return BoundTable(
        cached.form,
        places[cached.place],
        rows=_lines(cached.rows, cells, rows),
        columns=_lines(cached.columns, cells, rows),
        head=tuple([signature.cells[at] for at in cached.head]),
        units=cached.units,
        decimals=cached.decimals,
        note=cells[cached.note],
        blocks=tuple([signature.tables[at] for at in cached.blocks]),
    )


def _lines(
    cached: Iterable[_CachedLine], cells: Sequence[Cell | None], rows: Sequence[tuple[Cell, ...]]
) -> dict[str, BoundLine]:
    return {
        key: BoundLine(line, cells[label], match, rows[row], parents, number, damaged)
        for key, line, label, match, row, parents, number, damaged in cached
    }


class _Numbers:
    """The numbers of the cells, captions, rows and tables of a document; KeyError for what is none of these."""

    def __init__(self, signature: TableSignature) -> None:
        self._nodes: dict[Node | None, int] = {node: number for number, node in enumerate(signature.nodes)} | {None: -1}
        self._rows = {row: number for number, row in enumerate(signature.rows)} | {(): -1}
        self._tables = {table: number for number, table in enumerate(signature.tables)}

    def of(self, node: Node | None) -> int:
        """Return the number of a cell or caption, -1 for none."""
        return self._nodes[node]

    def _lines(self, lines: Mapping[str, BoundLine]) -> list[_CachedLine]:
        return [
            _CachedLine(
                key,
                line.line,
                self.of(line.label),
                line.match,
                self._rows[line.cells],
                line.parents,
                line.number,
                line.damaged,
            )
            for key, line in lines.items()
        ]

    def table(self, bound: BoundTable) -> _CachedTable:
        """Return a table with numbers in place of its cells and grids."""
        return _CachedTable(
            bound.form,
            self.of(bound.place),
            self._lines(bound.rows),
            self._lines(bound.columns),
            [self.of(cell) for cell in bound.head],
            bound.units,
            bound.decimals,
            self.of(bound.note),
            [self._tables[table] for table in bound.blocks],
        )
