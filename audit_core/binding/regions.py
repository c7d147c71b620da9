"""Which printed rows belong to which statutory table.

    读者     | 春季 | 秋季                 head of the first table
    成人读者 | 1    | 2                    its row
    馆藏     | 册数                        head of the second, in the same grid
    图书     | 300                         its row

Printed tables and statutory ones need not agree: one grid may hold several tables one under the other, and one table
may be broken over several grids. So all rows are read as one stream, and a head or a row label says where the next
statutory table begins.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

from audit_core.binding.codes import code_of
from audit_core.binding.labels import (
    BLANK,
    CAPTION,
    COLUMN,
    CORNER,
    NUMERIC,
    PARENT,
    ROW,
    CellKind,
    LabelIndex,
    LabelMatch,
)
from audit_core.binding.relations import Cells
from audit_core.binding.two_sided import Parting, halves, parting
from audit_core.document import Cell, Paragraph, Table
from audit_core.forms import fold
from audit_core.report import Match

Row = Sequence[Cell]

_LONGEST_CAPTION = 40
_LONGEST_SENTENCE = 200
_MOST_HEADS = 32
"""No table has a head of more rows than this; what stands before is another's."""


class PrintedRow(Struct, eq=False, gc=False):
    """One row as printed: its cells with what each may be, and the index of its own label (-1 without one).

    `bits` are those of all its cells together, `belongs` the statutory table of the row `key`; `stands` is True once
    its figures were found where the grid of the table has them. `recovered` tells that the sums of the form told its
    figures apart; `options` are the readings left where they could not, and None where nothing had to be told. A `cut`
    one shared its line with another; a `broken` one was put together of two halves. One side of a row that two tables
    have in common is `within` its table.
    """

    cells: Row
    kinds: list[CellKind]
    bits: int = 0
    label: int = -1
    key: str = ""
    belongs: str = ""
    match: Match = "statutory"
    table: Table | None = None
    stands: bool = False
    recovered: bool = False
    options: tuple[tuple[int, ...], ...] | None = None
    cut: bool = False
    broken: bool = False
    within: str = ""

    @property
    def tail(self) -> Row:
        """The cells behind the label, in which figures stand."""
        return self.cells[self.label + 1 :]

    @property
    def figures(self) -> list[Cell]:
        """The cells behind the label that are not blank."""
        start = self.label + 1
        return [cell for cell, kind in zip(self.cells[start:], self.kinds[start:], strict=True) if kind.bits != BLANK]


class Region(Struct):
    """Everything printed of one statutory table.

    `heads` are its head rows, `rows` those whose label the form knows, `others` those it does not know (with the
    number of known rows before each). For a table across, `parts` pairs head rows and the row of figures under
    them. `inferred_by` are the relations of the form that told figures apart. Of a table in which several rows bear
    the same label, `groups` are the folded texts that may name their group, with the number of known rows before each.
    """

    table: str
    heads: list[PrintedRow] = []
    rows: list[PrintedRow] = []
    others: list[tuple[int, PrintedRow]] = []
    parts: list[tuple[list[PrintedRow], PrintedRow, str]] = []
    caption: Cell | Paragraph | None = None
    blocks: list[Table] = []
    inferred_by: set[Cells] = set()
    groups: list[tuple[int, str]] = []


def printed_row(cells: Row, kinds: list[CellKind], within: str = "", *, table: Table | None = None) -> PrintedRow:
    """Return a row as printed, with what all its cells are together."""
    bits = 0
    for kind in kinds:
        bits |= kind.bits
    return PrintedRow(cells, kinds, bits, table=table, within=within)


def spoken(paragraph: Paragraph) -> str:
    """Return what a paragraph may say of the table behind it: nothing where it is too long for that."""
    return paragraph.text if len(paragraph.text) <= _LONGEST_CAPTION else ""


class RowSorter:
    """Sorts the rows of a document into regions, in reading order."""

    def __init__(self, labels: LabelIndex) -> None:
        self.labels = labels
        self.regions: dict[str, Region] = {}
        self._unassigned: list[PrintedRow] = []
        self._heads: list[PrintedRow] = []
        self._under_heads: list[PrintedRow] = []
        self._between: list[tuple[PrintedRow, list[str], str, int]] = []
        self.headed_rows: list[tuple[PrintedRow, str]] = []
        self._caption: tuple[str, Cell | Paragraph] | None = None
        self._current = ""
        self._said = ""
        tables = labels.form.tables
        self._tables_across = {key for key, table in tables.items() if table.across}
        self._unfilled: dict[str, tuple[list[PrintedRow], PrintedRow]] = {}
        self._with_namesakes = {key for key, table in tables.items() if table.has_namesakes}
        self._with_codes = {key: table.codes for key, table in tables.items() if table.codes}
        self._that_may_be_empty = {key: table.empty for key, table in tables.items() if table.empty}
        self._sides = [(table.beside, key) for key, table in tables.items() if table.beside]
        self._parting: Parting | None = None
        self._within = ""
        self.empty: dict[str, Paragraph | Cell] = {}

    def paragraph(self, paragraph: Paragraph) -> None:
        """Take note of a paragraph between tables: a caption may stand there."""
        self._said = spoken(paragraph)
        if any(map(str.isalpha, paragraph.text)):  # what has no words is of a page
            self._parting = None
        if self._that_may_be_empty:
            self._take_sentence(paragraph)
        if self._said and (captions := self.labels.kind(self._said.strip()).captions):
            self._caption = (captions[0], paragraph)
            self._leave_heads()

    def rows(self, rows: Iterable[Row], table: Table | None) -> None:
        """Sort the rows of one grid."""
        for row in self.printed(rows, table):
            self.sort(row)

    def printed(self, rows: Iterable[Row], table: Table | None) -> Iterator[PrintedRow]:
        """Yield the rows of one grid with what each of their cells may be."""
        known = self.labels.kinds
        if self._sides and table is not None:
            every = [(cells, [known[cell.text] for cell in cells]) for cells in rows]
            pairs = sorted(self._sides, key=lambda pair: not self._caption or self._caption[0] not in pair)
            self._parting = parting(every, pairs, self._tables_named, self._parting)
            if self._parting:
                return (printed_row(*half, table=table) for half in halves(every, self._parting))
        return (printed_row(cells, [known[cell.text] for cell in cells], table=table) for cells in rows)

    def _tables_named(self, cell: Cell, kind: CellKind) -> set[str]:
        coded = {key for key, codes in self._with_codes.items() if code_of([cell], [kind], codes)}
        return coded.union(hit.table for hit in (*kind.rows, *kind.columns))

    def sort(self, row: PrintedRow) -> None:
        """Sort one row into the region it belongs to."""
        bits = row.bits
        if row.within != self._within:
            self._leave_heads()
            self._within, self._current = row.within, ""
        if (self._with_codes and self._find_code(row)) or (
            bits & ROW and not self._is_head(row) and self._find_label(row)
        ):
            self._known_row(row)
        elif bits & CAPTION and not bits & NUMERIC:
            self._take_caption(row)
        elif bits in (0, BLANK):
            self._blank_row(row)
        elif bits & NUMERIC:
            self._figures_without_label(row)
        else:
            self._head_or_unknown(row)

    def _blank_row(self, row: PrintedRow) -> None:
        if table := self._across_head():
            self._unfilled[table] = (self._heads, row)

    def finish(self) -> None:
        """Take the blank row under a head across for its figures where no other row was found."""
        self._leave_heads()
        for waiting in self._between:
            self._settle(*waiting)
        for table, (heads, row) in self._unfilled.items():
            if table not in self.regions:
                self._heads = heads
                self._part(table, row)

    def unassigned_rows(self) -> Iterator[PrintedRow]:
        """Yield the rows of nothing but figures that belong to no table so far."""
        others = [row for region in self.regions.values() for _, row in region.others if not row.key]
        for row in (*others, *self._unassigned, *(row for row, _ in self.headed_rows if not row.key)):
            if row.bits & NUMERIC and not row.bits & ~(NUMERIC | BLANK):
                yield row

    def _leave_heads(self) -> None:
        """Forget the heads read last; of which of their tables the rows under them are is settled in the end."""
        if self._under_heads:
            tables = self._tables_headed()
            at = len(self.regions[self._current].rows) if self._current in tables else 0
            self._between += [(row, tables, self._current, at) for row in self._under_heads]
        self._heads, self._under_heads = [], []

    def _settle(self, row: PrintedRow, tables: Sequence[str], current: str, at: int) -> None:
        """Give a row under the head of several tables to the one that goes on there, unless another was not found."""
        if current in tables and all(table in self.regions for table in tables):
            others = self.regions[current].others
            others.append((at, row))
            others.sort(key=itemgetter(0))
        else:
            self.headed_rows.append((row, next((table for table in tables if table not in self.regions), tables[0])))

    def _take_caption(self, row: PrintedRow) -> None:
        captions = ((k.captions[0], cell) for cell, k in zip(row.cells, row.kinds, strict=True) if k.captions)
        self._caption = next(captions)
        self._leave_heads()
        self._current = ""

    def _find_label(self, row: PrintedRow) -> bool:
        """Find the cell that names the row: the last label before the first figure."""
        found = False
        for index, kind in enumerate(row.kinds):
            bits = kind.bits
            if bits == NUMERIC:
                break
            if bits & ROW:
                hits = [hit for hit in kind.rows if hit.table not in self._tables_across]
                hit = self._hit(hits, row.within) if len(hits) > 1 or row.within else next(iter(hits), None)
                if hit:
                    row.label, row.key, row.match, row.belongs = index, hit.line, hit.match, hit.table
                    found = True
        return found

    def _is_head(self, row: PrintedRow) -> bool:
        """Whether a row without figures is a head, though it names a row: beside it stand columns of one table.

        Of a table across, these are its rows.
        """
        if row.bits & NUMERIC or not row.bits & COLUMN | ROW:
            return False
        beside = Counter(table for kind in row.kinds for table in {hit.table for hit in kind.columns})
        beside.update(table for kind in row.kinds for table in {hit.table for hit in kind.rows} & self._tables_across)
        return max(beside.values(), default=0) > 1

    def _hit(self, hits: Sequence[LabelMatch], within: str) -> LabelMatch | None:
        """Return what a row label names: in several tables, the row of the one whose head was read, or that goes on."""
        tables = list(dict.fromkeys(hit.table for hit in hits if within in ("", hit.table)))
        table = tables[0] if len(tables) == 1 else self._meant(tables)
        return next((hit for hit in hits if hit.table == table), None)

    def _meant(self, tables: Sequence[str]) -> str:
        """Return which of several tables is meant by what they have in common; nothing where there is none."""
        if self._current in tables and not self._heads:
            return self._current
        kinds = [kind for head in self._heads[-_MOST_HEADS:] for kind in head.kinds]
        named = {table: {hit.line for kind in kinds for hit in kind.columns if hit.table == table} for table in tables}
        caption = self._caption[0] if self._caption else ""
        of = self.labels.form.tables
        ranks = {table: (len(lines), table == caption, len(lines) / len(of[table].columns), table == self._current)
                 for table, lines in named.items()}  # fmt: skip
        return max(ranks, key=lambda table: ranks[table], default="")

    def _find_code(self, row: PrintedRow) -> bool:
        """Find the code that names the row, in a table that has such."""
        going_on = self._current if self._current in self._with_codes and not self._heads else ""
        table = row.within or going_on or (self._meant(list(self._with_codes)) if self._heads else "")
        codes = self._with_codes.get(table)
        found = code_of(row.cells, row.kinds, codes) if codes else None
        if found is None:
            return False
        row.key, row.label, row.belongs = *found, table
        row.bits |= ROW
        return True

    def _take_sentence(self, node: Paragraph | Cell) -> bool:
        """Take note of the sentence that stands in place of a table's figures, and forget the table's head."""
        text = "".join(node.text.split()) if len(node.text) <= _LONGEST_SENTENCE else ""
        tables = [key for key, empty in self._that_may_be_empty.items() if text and empty.search(text)]
        table = self._meant(tables) if tables else ""
        if table and table not in self.empty:
            self.empty[table] = node
            self._open(table)
        return bool(table)

    def _known_row(self, row: PrintedRow) -> None:
        region = self._open(row.belongs)
        if row.belongs in self._with_namesakes:
            region.groups += [(len(region.rows), fold(cell.text)) for cell in row.cells[: max(row.label, 0)]]
        region.rows.append(row)
        self._belongs(region, row)

    def _open(self, table: str) -> Region:
        region = self.regions.get(table)
        if region is None:
            region = self.regions[table] = Region(table)
        if self._current != table or self._heads:
            if table in self._with_namesakes:
                region.groups += [(len(region.rows), fold(c.text)) for head in self._heads for c in head.cells]
            if table in self._tables_headed():
                region.others += [(len(region.rows), row) for row in self._under_heads]
                self._under_heads = []
            region.heads.extend(self._heads)
            self._leave_heads()
        if self._caption and self._caption[0] == table:
            region.caption = region.caption or self._caption[1]
        self._current = table
        return region

    def _belongs(self, region: Region, row: PrintedRow) -> None:
        if row.table is not None and (not region.blocks or region.blocks[-1] is not row.table):
            region.blocks.append(row.table)

    def _figures_without_label(self, row: PrintedRow) -> None:
        headed = row.within or self._headed()
        across = "" if headed else self._across_head() or self._across_label(row)
        if headed:
            self._open(headed).others.append((len(self.regions[headed].rows), row))
        elif across:
            self._part(across, row)
        elif self._tables_headed():
            self._under_heads.append(row)
        elif self._current:
            region = self.regions[self._current]
            region.others.append((len(region.rows), row))
        else:
            self._unassigned.append(row)

    def _across_head(self) -> str:
        """Return the table across half of whose columns, or more, the head just read names, or nothing."""
        named: dict[str, set[str]] = {}
        for head in self._heads[-_MOST_HEADS:]:
            for kind in head.kinds if head.bits & COLUMN else ():
                for hit in kind.columns:
                    if hit.table in self._tables_across:
                        named.setdefault(hit.table, set()).add(hit.line)
        tables = self.labels.form.tables
        return next((key for key, lines in named.items() if 2 * len(lines) >= len(tables[key].columns)), "")

    def _tables_headed(self) -> list[str]:
        """Return the tables whose columns the head just read names, all of them."""
        heads = self._heads[-_MOST_HEADS:]
        hits = [hit for head in heads if head.bits & COLUMN for kind in head.kinds for hit in kind.columns]
        return [table for table in dict.fromkeys(hit.table for hit in hits) if self._is_whole(table, hits)]

    def _headed(self) -> str:
        """Return the table that the head just read is of; the caption decides between several."""
        whole = self._tables_headed()
        if self._caption and self._caption[0] in whole:
            return self._caption[0]
        return whole[0] if len(whole) == 1 else ""

    def _is_whole(self, table: str, hits: Iterable[LabelMatch]) -> bool:
        named = {hit.line for hit in hits if hit.table == table}
        columns = self.labels.form.tables[table].columns
        return table not in self._tables_across and all(k in named for k, line in columns.items() if not line.optional)

    def _across_label(self, row: PrintedRow) -> str:
        hits = (hit for kind in row.kinds for hit in kind.rows)
        return next((hit.table for hit in hits if hit.table in self._tables_across), "")

    def _part(self, table: str, row: PrintedRow) -> None:
        heads = self._heads
        region = self._open(table)
        if row.bits & ROW and region.parts and not any(head.bits & COLUMN for head in heads):
            heads = region.parts[-1][0]  # rows one under the other have their head in common
        region.parts.append((heads, row, fold(self._said)))
        self._belongs(region, row)
        self._current = ""

    def _head_or_unknown(self, row: PrintedRow) -> None:
        if self._that_may_be_empty and any(map(self._take_sentence, row.cells)):
            return
        if row.bits & (COLUMN | CORNER | ROW) or not self._current or (self._heads and not row.bits & PARENT):
            self._heads.append(row)
        elif row.bits & PARENT:
            if self._current in self._with_namesakes:
                region = self.regions[self._current]
                region.groups += [(len(region.rows), fold(cell.text)) for cell in row.cells]
        else:
            region = self.regions[self._current]
            region.others.append((len(region.rows), row))


def all_cells(region: Region) -> Iterator[Cell]:
    """Yield the cells of a region's caption, heads and known rows."""
    if isinstance(region.caption, Cell):
        yield region.caption
    parts = (row for heads, row, _ in region.parts for row in (*heads, row))
    for row in (*region.heads, *region.rows, *parts):
        yield from row.cells


def head_cells(region: Region) -> Iterator[Cell]:
    """Yield the cells of a region's head that are not blank."""
    for head in region.heads:
        for cell, kind in zip(head.cells, head.kinds, strict=True):
            if not kind.blank:
                yield cell


def label_cell(row: PrintedRow) -> int:
    """Return the index of the last text before the first figure, -1 without one."""
    label = -1
    for index, kind in enumerate(row.kinds):
        if kind.numeric:
            break
        if not kind.blank:
            label = index
    return label
