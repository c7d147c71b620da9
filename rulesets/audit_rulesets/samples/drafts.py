"""A report before it is printed: words, and tables by the keys of the form; how it is printed is left to `render`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(slots=True)
class Spot:
    """A printed cell with the rows and columns it covers."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Column:
    """A column: its key, its label, the labels of the groups over it, and the grid columns it takes."""

    key: str
    label: str
    path: tuple[str, ...] = ()
    width: int = 1


@dataclass(slots=True)
class Row:
    """A row: its key, its label, the labels of the groups beside it, and its figures by column, in printed order.

    A `bare` row has lost the cells before its label.
    """

    key: str
    label: str
    path: tuple[str, ...]
    figures: dict[str, str]
    bare: bool = False


@dataclass(slots=True)
class Table:
    """A statutory table; `labels` columns stand before the figures, `trailing` empty cells behind each row."""

    key: str
    columns: list[Column]
    rows: list[Row]
    labels: int = 1
    caption: str = ""
    corner: str = ""
    trailing: int = 0

    def row(self, key: str) -> Row:
        """Return the first row under a key."""
        return next(row for row in self.rows if row.key == key)

    def column(self, key: str) -> Column:
        """Return the column of a key."""
        return next(column for column in self.columns if column.key == key)

    def grid(self) -> list[list[Spot]]:
        """Return the printed rows, each with the cells that begin in it."""
        rows = [*self._caption(), *self._head(), *self._body()]
        return [[*row, *(Spot("") for _ in range(self.trailing))] for row in rows]

    def plain(self) -> list[list[str]]:
        """Return the grid as an editor saves it that knows no merged cells: what is covered is empty."""
        rows = _emptied(self.grid())
        for line, row in zip(rows[len(rows) - len(self.rows) :], self.rows, strict=True):
            if row.bare:
                del line[: len(row.path)]
        return rows

    @property
    def bare(self) -> bool:
        """Whether a row has lost the cells before its label."""
        return any(row.bare for row in self.rows)

    def _caption(self) -> list[list[Spot]]:
        width = self.labels + sum(column.width for column in self.columns)
        return [[Spot(self.caption, 1, width)]] if self.caption else []

    def _head(self) -> list[list[Spot]]:
        depth = max(len(column.path) for column in self.columns) + 1
        rows = [list(_head_row(self.columns, level, depth)) for level in range(depth)]
        if self.labels:
            rows[0].insert(0, Spot(self.corner, depth, self.labels))
        return rows

    def _body(self) -> Iterator[list[Spot]]:
        for number, row in enumerate(self.rows):
            parents = list(self._parents(number))
            label = [Spot(row.label, 1, self.labels - len(row.path))] if self.labels else []
            yield [*parents, *label, *self._figures(row)]

    def _parents(self, number: int) -> Iterator[Spot]:
        """Yield the group labels that begin in a row."""
        path = self.rows[number].path
        for level in range(1, len(path) + 1):
            if number == 0 or self.rows[number - 1].path[:level] != path[:level]:
                below = self.rows[number:]
                yield Spot(path[level - 1], _run(row.path[:level] == path[:level] for row in below))

    def _figures(self, row: Row) -> Iterator[Spot]:
        widths = {column.key: column.width for column in self.columns}
        for key, text in row.figures.items():
            yield Spot(text, 1, widths.get(key, 1))


def _run(flags: Iterable[bool]) -> int:
    """Count the leading True of `flags`."""
    same, group = next(groupby(flags))
    return sum(1 for _ in group) if same else 0


def _head_row(columns: Sequence[Column], level: int, depth: int) -> Iterator[Spot]:
    def group(column: Column) -> tuple[str, ...]:
        return column.path[: level + 1] if len(column.path) > level else (*column.path, column.key)

    for _, together in groupby(columns, group):
        some = list(together)
        width = sum(column.width for column in some)
        if len(some[0].path) > level:
            yield Spot(some[0].path[level], 1, width)
        elif len(some[0].path) == level:
            yield Spot(some[0].label, depth - level, width)


def _emptied(grid: Sequence[Sequence[Spot]]) -> list[list[str]]:
    covered: set[tuple[int, int]] = set()
    rows: list[list[str]] = []
    for number, spots in enumerate(grid):
        line: list[str] = []
        for spot in spots:
            while (number, len(line)) in covered:
                line.append("")
            at = len(line)
            covered.update((number + r, at + c) for r in range(spot.rowspan) for c in range(spot.colspan))
            line += [spot.text, *[""] * (spot.colspan - 1)]
        while (number, len(line)) in covered:
            line.append("")
        rows.append(line)
    return rows


@dataclass(slots=True)
class Raw:
    """A table whose cells are written down as they stand, for geometry that no form has."""

    key: str
    lines: list[list[str]]
    bare: bool = False

    def grid(self) -> list[list[Spot]]:
        """Return the lines as cells."""
        return [[Spot(text) for text in line] for line in self.lines]

    def plain(self) -> list[list[str]]:
        """Return the lines."""
        return [list(line) for line in self.lines]


Block = str | Table | Raw


@dataclass(slots=True)
class Part:
    """A section: its printed heading (none before the first) and what stands under it."""

    heading: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        """The tables of the section."""
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(slots=True)
class Draft:
    """A whole report: its title as printed, what the file says of itself, and its parts."""

    title: str
    metadata: dict[str, str]
    parts: list[Part]

    def part(self, heading: str) -> Part:
        """Return the part whose heading holds some words."""
        return next(part for part in self.parts if heading in part.heading)

    def table(self, key: str) -> Table:
        """Return a statutory table by its key."""
        return next(table for part in self.parts for table in part.tables if table.key == key)

    def figure(self, table: str, row: str, column: str) -> str:
        """Return a printed figure."""
        return self.table(table).row(row).figures[column]

    def put(self, table: str, row: str, column: str, text: str) -> None:
        """Print another figure."""
        self.table(table).row(row).figures[column] = text

    def add(self, table: str, row: str, column: str, amount: int) -> None:
        """Change a printed whole number."""
        self.put(table, row, column, str(int(self.figure(table, row, column)) + amount))

    def reword(self, old: str, new: str) -> None:
        """Replace words that stand in one paragraph or heading, and only there."""
        holders = [part for part in self.parts if old in part.heading]
        at = [(part, n) for part in self.parts for n, block in enumerate(part.blocks) if _holds(block, old)]
        if len(holders) + len(at) != 1:
            raise ValueError(f"{old!r} stands in {len(holders) + len(at)} places")
        for part in holders:
            part.heading = part.heading.replace(old, new)
        for part, number in at:
            block = part.blocks[number]
            if isinstance(block, str):
                part.blocks[number] = block.replace(old, new, 1)

    def everywhere(self, old: str, new: str) -> None:
        """Replace words wherever they stand: title, headings, paragraphs, labels and figures."""
        self.title = self.title.replace(old, new)
        for part in self.parts:
            part.heading = part.heading.replace(old, new)
            part.blocks = [_replaced(block, old, new) for block in part.blocks]


def _holds(block: Block, text: str) -> bool:
    return isinstance(block, str) and text in block


def _replaced(block: Block, old: str, new: str) -> Block:
    if isinstance(block, str):
        return block.replace(old, new)
    if isinstance(block, Raw):
        return Raw(block.key, [[text.replace(old, new) for text in line] for line in block.lines])

    def path(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(label.replace(old, new) for label in labels)

    columns = [Column(c.key, c.label.replace(old, new), path(c.path), c.width) for c in block.columns]
    rows = [
        Row(
            r.key,
            r.label.replace(old, new),
            path(r.path),
            {k: v.replace(old, new) for k, v in r.figures.items()},
            r.bare,
        )
        for r in block.rows
    ]
    caption, corner = block.caption.replace(old, new), block.corner.replace(old, new)
    return Table(block.key, columns, rows, block.labels, caption, corner, block.trailing)
