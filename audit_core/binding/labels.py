"""What a printed cell may be in a form: label of a row, head of a column, caption, or figure.

成人读者 | 春季（人次） | 表1 借阅情况 | 1,200 | /
row      | column       | caption      | figures
"""

from functools import lru_cache
from typing import Final, TypeVar

from msgspec import Struct

from audit_core.figures import Figure, State
from audit_core.forms import Form, LineForm, TableForm, fold
from audit_core.report import Match

_SHORTEST_BARE: Final = 4
"""A label of fewer characters is too common to be told without its ordinal (其他, 总计)."""

_SHORTEST_PIECE: Final = 6
"""A beginning of fewer characters may be that of other words."""

_LONGEST_LABEL: Final = 120
_REMEMBERED: Final = 20_000
_REMEMBERED_HEADS: Final = 1_000


class LabelMatch(Struct, frozen=True, gc=False):
    """A label of the form that a printed text meets."""

    table: str
    line: str
    match: Match


BLANK: Final = 1
NUMERIC: Final = 2
ROW: Final = 4
COLUMN: Final = 8
PARENT: Final = 16
CAPTION: Final = 32
CORNER: Final = 64
TEXT: Final = 128
"""What a cell is, as bits, so that a row tells at once what it holds."""

KNOWN: Final = ROW | COLUMN | PARENT | CAPTION | CORNER


class CellKind(Struct, frozen=True, gc=False):
    """Everything one text may be in a form; `figure` says what it is as a figure, `bits` sums up the rest."""

    figure: Figure
    bits: int
    rows: tuple[LabelMatch, ...] = ()
    columns: tuple[LabelMatch, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    captions: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is printed."""
        return self.bits == BLANK

    @property
    def numeric(self) -> bool:
        """Whether it is a figure or stands for one."""
        return self.bits == NUMERIC

    @property
    def known(self) -> bool:
        """Whether the form knows the text as a label of any sort."""
        return bool(self.bits & KNOWN)


class LabelIndex:
    """Tells the cells of one form, and remembers those it has seen."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._rows: dict[str, tuple[LabelMatch, ...]] = {}
        self._columns: dict[str, tuple[LabelMatch, ...]] = {}
        self._parents: dict[str, tuple[tuple[str, str], ...]] = {}
        self._captions: dict[str, tuple[str, ...]] = {}
        self._corners: set[str] = set()
        self._unnumbered: dict[str, tuple[LabelMatch, ...]] = {}
        for table in form.tables.values():
            self._add_table(table)
        self.kinds = _Kinds(self)
        self._counts: dict[tuple[str, tuple[str, ...]], int] = {}

    def _add_table(self, table: TableForm) -> None:
        for line in table.rows.values():
            self._add_line(self._rows, table, line)
            for group in self._above(table, line):
                for label in (line.label, *line.aliases):
                    _add(self._rows, fold(group + label), LabelMatch(table.key, line.key, "alias"))
        for line in table.columns.values():
            self._add_line(self._columns, table, line)
        parents = {} if table.across else {text: () for line in table.rows.values() for text in line.path}
        for label, aliases in {**parents, **table.parents}.items():
            for text in (label, *aliases, self._bare(label)):
                _add(self._parents, fold(text), (table.key, label))
        for caption in filter(None, (table.caption, *table.caption_aliases)):
            _add(self._captions, fold(caption), table.key)
        self._corners.update(fold(text) for text in (*table.corner, table.note) if text)
        self._corners.update(fold(text) for text in (table.codes.heads if table.codes else ()))
        groups = (line.path for line in (*table.rows.values(), *table.columns.values()))
        self._corners.update(fold(text) for path in groups for text in path if text not in {**parents, **table.parents})

    def _add_line(self, known: dict[str, tuple[LabelMatch, ...]], table: TableForm, line: LineForm) -> None:
        _add(known, fold(line.label), LabelMatch(table.key, line.key, "statutory"))
        for alias in line.aliases:
            _add(known, fold(alias), LabelMatch(table.key, line.key, "alias"))
            if self._bare(line.label) != line.label and self._bare(alias) == alias and known is self._rows:
                _add(self._unnumbered, fold(alias), LabelMatch(table.key, line.key, "alias"))
        bare = fold(self._bare(line.label))
        if len(bare) >= _SHORTEST_BARE and bare not in known:
            _add(known, bare, LabelMatch(table.key, line.key, "alias"))

    def _above(self, table: TableForm, line: LineForm) -> list[str]:
        """Return the labels that a row may bear before its own: that of its group, and those above it as well."""
        found = [""]
        for group in reversed(line.path):
            spelt = (group, *table.parents.get(group, ()), self._bare(group))
            found += [one + behind for behind in found for one in spelt]
        return found[1:]

    def _bare(self, label: str) -> str:
        match = self.form.label_ordinal.match(label)
        return label[match.end() :] if match else label

    def kind(self, text: str) -> CellKind:
        """Return what a cell's text may be."""
        return self.kinds[text]

    def classify(self, text: str) -> CellKind:
        """Find out what a cell's text may be, remembering nothing."""
        figure = self.form.reader.read(text)
        if figure.state is State.BLANK:
            return CellKind(figure, BLANK)
        if figure.state in {State.NUMBER, State.PLACEHOLDER} or "formula" in figure.oddities:
            return CellKind(figure, NUMERIC)
        if len(text) > _LONGEST_LABEL:
            return CellKind(figure, TEXT)
        label = fold(text)
        plain = fold(self.form.unit_clause.sub("", text))
        rows = self._rows.get(label) or self._rows.get(plain, ())
        if self._unnumbered and not rows:
            rows = self._unnumbered.get(fold(self._bare(text)), ())
        columns = self._columns.get(label) or self._columns.get(plain, ())
        parents, captions = self._parents.get(label, ()), self._captions.get(label, ())
        bits = (ROW if rows else 0) | (COLUMN if columns else 0) | (PARENT if parents else 0)
        bits |= (CAPTION if captions else 0) | (CORNER if label in self._corners else 0)
        return CellKind(figure, bits or TEXT, rows, columns, parents, captions)

    def begins_row(self, text: str) -> bool:
        """Whether a text is the beginning of a row's label, as a line that breaks off inside it prints."""
        piece = fold(text)
        return len(piece) >= _SHORTEST_PIECE and any(label.startswith(piece) for label in self._rows)

    def match(self, text: str, table: str, *, axis: str) -> LabelMatch | None:
        """Return the row or column of one table that a text names."""
        kind = self.kind(text)
        for hit in kind.rows if axis == "row" else kind.columns:
            if hit.table == table:
                return hit
        return None

    def count_columns(self, texts: tuple[str, ...], table: str) -> int:
        """Return how many columns of one table some head cells name; remembered, since heads hardly differ."""
        known = self._counts.get((table, texts))
        if known is None:
            if len(self._counts) >= _REMEMBERED_HEADS:
                self._counts.clear()
            hits = (self.match(text, table, axis="column") for text in texts)
            known = self._counts[table, texts] = len({hit.line for hit in hits if hit})
        return known


class _Kinds(dict[str, CellKind]):
    """What texts may be, found out when first asked for; a plain look-up afterwards."""

    def __init__(self, labels: LabelIndex) -> None:
        self._labels = labels

    def __missing__(self, text: str) -> CellKind:
        if len(self) >= _REMEMBERED:
            self.clear()
        kind = self[text] = self._labels.classify(text)
        return kind


T = TypeVar("T")


def _add(known: dict[str, tuple[T, ...]], label: str, item: T) -> None:
    if item not in known.get(label, ()):
        known[label] = (*known.get(label, ()), item)


@lru_cache(maxsize=32)
def labels_of(form: Form) -> LabelIndex:
    """Return the labels of a form, indexed once."""
    return LabelIndex(form)
