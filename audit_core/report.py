"""A Document bound to its Form: facts, sections and what was noticed while reading; judging is left to rules."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, Literal, TypeVar, TypeVarTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from audit_core.document import Cell, Document, Excerpt, Heading, Location, Node, Paragraph, Span, Table
from audit_core.errors import NotAssessed, UnknownPlace
from audit_core.figures import Figure, FigureReader, Number, State, half_unit
from audit_core.forms import Concept, Form, LineForm, SectionForm, TableForm
from audit_core.frozen import Frozen, freeze
from audit_core.organs import UNKNOWN, Organ
from audit_core.words import Words

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Tabled = Mapping[Node, tuple[tuple[int, int], ...]]
"""Where cells of tables stand in paragraphs and headings: stretches in order, apart."""

Match = Literal["statutory", "alias", "deviating"]
"""How a printed label meets the form: its wording, an accepted one, or one that is only near."""


class Fact(Struct, frozen=True, gc=False):
    """The figure printed for one concept.

    `readings` are the values it may have when its row holds the wrong number of figures; empty otherwise. A `recovered`
    one had parted from its label or run together with others, and the order and the sums of the form told what it is.
    """

    concept: Concept
    figure: Figure
    cell: Cell | None = None
    readings: tuple[Number, ...] = ()
    recovered: bool = False

    @property
    def table(self) -> str:
        """The key of its table."""
        return self.concept.table

    @property
    def row(self) -> str:
        """The key of its row."""
        return self.concept.row

    @property
    def column(self) -> str:
        """The key of its column."""
        return self.concept.column

    @property
    def label(self) -> Words:
        """Table, row and column in the words of the form."""
        return self.concept.label

    @property
    def raw(self) -> str:
        """The text as printed."""
        return self.figure.raw

    @property
    def state(self) -> State:
        """What is known of the figure."""
        return self.figure.state

    @property
    def value(self) -> Decimal | None:
        """The figure, or None where none is printed or none can be read."""
        return self.figure.value

    @property
    def typed(self) -> Decimal | str | bool | date | None:
        """The value as its type says: a figure, a text, a day, or whether it is yes; None where none can be read."""
        return self.figure.typed if self.figure.value is None else self.figure.value

    @property
    def is_known(self) -> bool:
        """Whether sums can take the figure: one is printed, or stands for zero."""
        return self.figure.value is not None or self.state in _ZERO

    @property
    def number(self) -> Decimal:
        """The figure as sums take it: blanks, placeholders and what a table says it has none of are zero.

        Raises NotAssessed where the figure is absent, unreadable or ambiguous, and for what is no figure.
        """
        if self.figure.value is not None:
            return self.figure.value
        if self.state in _ZERO:
            return Decimal(0)
        raise NotAssessed(
            f"{self.label.en}: {STATE_WORDS[self.state].en}", f"{self.label.zh}{STATE_WORDS[self.state].zh}"
        )

    @property
    def slack(self) -> Decimal:
        """By how much the figure may differ from what was rounded to it: half a unit of its last digit, or nothing."""
        if self.state is not State.NUMBER or not self.concept.rounded:
            return Decimal(0)
        return half_unit(max(self.figure.decimals, self.concept.decimals or 0))


class OtherFact(Fact, frozen=True, gc=False, kw_only=True):
    """The figure that another report prints for a concept, with its place in that report's file.

    It is evidence, or a value of a message; a finding is always at a place of the report that is judged.
    """

    location: Location
    year: int

    @property
    def label(self) -> Words:
        """Year, table, row and column in the words of the form."""
        label = self.concept.label
        return Words(f"{self.year}年度{label.zh}", f"{self.year}: {label.en}")

    def is_far_from(self, own: Fact, times: Decimal, least: Decimal) -> bool:
        """Whether it and the report's own figure are more than so many times, and at least so much, apart.

        Where one of them is zero, the other must be twice as much; a figure without a value is far from none.
        """
        if own.value is None or self.value is None:
            return False
        small, large = sorted((abs(own.value), abs(self.value)))
        return large >= 2 * least if not small else large > times * small and large - small >= least


class OtherText(Struct, frozen=True, gc=False):
    """Words that another report prints, with their place in that report's file; evidence, as an `OtherFact` is."""

    text: str
    location: Location


_ZERO: Final = frozenset({State.BLANK, State.PLACEHOLDER, State.NONE})

STATE_WORDS: Final[Mapping[State, Words]] = {
    State.NUMBER: Words("是数字", "is a number"),
    State.VALUE: Words("不是数字", "is no figure"),
    State.NONE: Words("本表无数据", "is in a table that says it has none"),
    State.BLANK: Words("为空白", "is blank"),
    State.PLACEHOLDER: Words("为占位符", "is a placeholder"),
    State.TEXT: Words("无法读作数字", "cannot be read as a figure"),
    State.ABSENT: Words("未列出", "is not printed"),
    State.AMBIGUOUS: Words("所在列无法确定", "stands in a column that cannot be decided"),
}


class Readings(Struct, frozen=True, gc=False):
    """The admissible readings of a row that holds too few or too many figures.

    `vectors` holds the distinct rows of values, one for each column of the table in the form's order;
    `cells` the cells that were printed; `found` and `expected` count figures.
    """

    table: str
    row: str
    vectors: tuple[tuple[Number, ...], ...]
    cells: tuple[Cell, ...]
    label: Cell | None
    found: int
    expected: int

    @property
    def decided(self) -> bool:
        """Whether all readings give the same values, whichever cell is missing."""
        return len(self.vectors) == 1


class BoundLine(Struct, frozen=True, gc=False):
    """A row or column of a table as printed; `line` is None where the form knows no such line.

    `number` is the printed row of the table counted from 0 (for a column: the grid column), `cells` all cells
    of a row, `parents` the labels of groups printed before its own. It is `damaged` where a conversion or a page break
    left only pieces of it: what is odd about it may be whole in the original.
    """

    line: LineForm | None
    label: Cell | Paragraph | Excerpt | None
    match: Match
    cells: tuple[Cell, ...] = ()
    parents: tuple[str, ...] = ()
    number: int = 0
    damaged: bool = False

    @property
    def text(self) -> str:
        """The label as printed."""
        return self.label.text if self.label else ""


class BoundTable(Struct, frozen=True, gc=False):
    """A statutory table as printed.

    `printed_form` names the form whose version of the table was found, where that is not the report's own
    (then no figure of it is read). `rows` and `columns` hold what was printed of the form, `extra_*` what the form
    does not know, `duplicates` rows printed again. `head` holds the head cells, `unit` and `decimals` (by column)
    what the head says of them. `place` is what to point at. It is `damaged` where a conversion or a page break lost or
    scattered labels or rows of it: what is missing may be printed in the original. `empty` is the sentence, where one
    is printed, that it has no figures.
    """

    form: TableForm
    place: Node | None
    printed_form: str = ""
    rows: Mapping[str, BoundLine] = {}
    columns: Mapping[str, BoundLine] = {}
    extra_rows: tuple[BoundLine, ...] = ()
    extra_columns: tuple[BoundLine, ...] = ()
    duplicates: tuple[tuple[BoundLine, tuple[Figure, ...]], ...] = ()
    head: tuple[Cell | Paragraph | Excerpt, ...] = ()
    units: Mapping[str, str] = {}
    decimals: Mapping[str, int] = {}
    note: Node | None = None
    blocks: tuple[Table, ...] = ()
    damaged: bool = False
    empty: Node | None = None

    def __post_init__(self) -> None:
        freeze(self, "rows", "columns", "units", "decimals")

    @property
    def has_nothing(self) -> bool:
        """Whether the report says that there is nothing to report, and prints no row."""
        return self.empty is not None and not self.rows

    @property
    def key(self) -> str:
        """The key of the table in the form."""
        return self.form.key

    def lines(self) -> Iterator[BoundLine]:
        """Yield every row and column that is printed, those that the form does not know and those printed again too."""
        yield from (*self.rows.values(), *self.columns.values(), *self.extra_rows, *self.extra_columns)
        yield from (line for line, _ in self.duplicates)

    def row_cells(self) -> Iterator[Cell]:
        """Yield the cells of every printed row that has a label: known, unknown and printed again."""
        lines = (*self.rows.values(), *self.extra_rows, *(line for line, _ in self.duplicates))
        return (cell for line in lines for cell in line.cells)

    @property
    def superseded(self) -> bool:
        """Whether another form's version of the table is printed."""
        return bool(self.printed_form)


class BoundSection(Struct, frozen=True, gc=False):
    """A top-level section as printed.

    `form` is None where no statutory section was recognised. `ordinal` is the printed number (None where none is
    printed), `title` the printed title without it, `match` how it meets the form, `marked` whether the source marks
    the heading, `run_in` whether text follows in the same line. `body` holds the prose up to the next top-level
    heading, `tables` and `images` what stands between.
    """

    form: SectionForm | None
    heading: Heading | Excerpt | None
    ordinal: int | None
    title: str
    match: Match
    marked: bool
    run_in: bool
    body: tuple[Paragraph | Heading | Excerpt, ...] = ()
    tables: tuple[Table, ...] = ()
    images: tuple[Node, ...] = ()

    @property
    def key(self) -> str:
        """The key of the section in the form, empty where none was recognised."""
        return self.form.key if self.form else ""

    @property
    def text(self) -> str:
        """The section's prose, paragraphs separated by line breaks."""
        return "\n".join(part.text for part in self.body)


class Title(Struct, frozen=True, gc=False):
    """The report's title as printed, with what it says; `lacks` names the element it leaves out."""

    text: str
    at: Node | None
    organization: str
    year: int | None
    lacks: Words | None = None


class Period(Struct, frozen=True, gc=False):
    """The period a report says its figures cover; a date that does not exist is None."""

    at: Excerpt
    start: date | None
    end: date | None

    @property
    def year(self) -> int | None:
        """The year that both dates are in, None where they are in two or one does not exist."""
        return self.start.year if self.start and self.end and self.start.year == self.end.year else None


class Notice(Struct, frozen=True, gc=False):
    """Something the reading met that a person should know of; never the organ's fault.

    `kind` is one of `figure_count`, `shifted_row`, `unplaced_cells`, `recovered`, `several_reports`,
    `unmarked_heading`, `broken_line`, `characters_lost`, `year`. `decided` is True where nothing was lost by it.
    """

    kind: str
    at: Node | None
    words: Words
    table: str = ""
    cells: tuple[Node, ...] = ()
    decided: bool = False


class Report(Frozen):
    """A Document bound to the Form of its year.

    `facts` is the vector of the form: one Fact for each of `form.concepts`, in order. `relations_used` are the
    relations, by the indices of their figures, that told which figure stands where: they cannot check the same figures
    again. `tabled` tells which stretches of the document's paragraphs are cells of tables, printed line by line or run
    together; they are in no prose that rules are given.
    """

    document: Document
    form: Form
    vector: tuple[Fact, ...]
    year: int
    organization: str
    title: Title | None
    period: Period | None
    sections: tuple[BoundSection, ...]
    tables: Mapping[str, BoundTable]
    readings: Mapping[tuple[str, str], Readings]
    notices: tuple[Notice, ...]
    declared_year: int | None
    declared_organization: str
    relations_used: frozenset[frozenset[int]]
    organ: Organ
    tabled: Tabled
    _memo: dict[Hashable, object]

    def __init__(  # noqa: PLR0913 - what binding finds is many things
        self,
        document: Document,
        form: Form,
        facts: tuple[Fact, ...],
        *,
        year: int,
        organization: str = "",
        title: Title | None = None,
        period: Period | None = None,
        sections: tuple[BoundSection, ...] = (),
        tables: Mapping[str, BoundTable] | None = None,
        readings: Mapping[tuple[str, str], Readings] | None = None,
        notices: tuple[Notice, ...] = (),
        declared_year: int | None = None,
        declared_organization: str = "",
        organ: Organ = UNKNOWN,
        relations_used: frozenset[frozenset[int]] = frozenset(),
        tabled: Tabled | None = None,
    ) -> None:
        vars(self).update(
            document=document,
            form=form,
            vector=facts,
            year=year,
            organization=organization,
            title=title,
            period=period,
            sections=sections,
            tables=MappingProxyType(tables or {}),
            readings=MappingProxyType(readings or {}),
            notices=notices,
            declared_year=declared_year,
            declared_organization=declared_organization,
            relations_used=relations_used,
            organ=organ,
            tabled=MappingProxyType(tabled or {}),
            _memo={},
        )

    def with_notice(self, notice: Notice) -> "Report":
        """Return the report with one notice more, before the others."""
        other = Report.__new__(Report)
        vars(other).update(vars(self), notices=(notice, *self.notices), _memo={})
        return other

    def memo(self, find: Callable[["Report", *Ts], T], *arguments: *Ts) -> T:
        """Return what a function finds in the report: called once for all rules, and forgotten with the report.

        The arguments are part of the key, so they have to be hashable.
        """
        key = find, arguments
        if key not in self._memo:
            self._memo[key] = find(self, *arguments)
        return cast("T", self._memo[key])

    def fact(self, table: str, row: str, column: str) -> Fact:
        """Return the fact of a concept by its keys; one that was not printed has the state `absent`.

        A table, row or column that the report's form does not have makes the rule `not_assessed`; one that is mistyped,
        for no form of the ruleset has it and one has nearly the same, makes it an error of the rule.
        """
        index = self.form.index.get((table, row, column))
        if index is None:
            raise UnknownPlace(self.form.name, (table, row, column))
        return self.vector[index]

    def facts(self, table: str = "") -> Iterator[Fact]:
        """Return the facts that are printed, of one table or of all."""
        vector = self.vector[_stretch(self.form, table)] if table else self.vector
        return iter([fact for fact in vector if fact.figure.state is not _ABSENT])

    def paragraphs(self) -> Iterator[Paragraph | Excerpt]:
        """Yield the prose in reading order: every paragraph, without what in it are cells of a table."""
        return prose(self.document.paragraphs(), self.tabled) if self.tabled else self.document.paragraphs()

    def is_damaged(self, at: "Place") -> bool:
        """Whether a conversion or a page break left only pieces of a place, so that what is odd is no fault of its own.

        A finding there is a lead at most, and conversion is responsible for it; the engine sees to it, but for tables:
        that rows or labels of one are lost or scattered is for a rule to ask that misses some, as the rest is sound. A
        figure is no piece, whatever became of its row's label; a cell of the row that prints none is.
        """
        if isinstance(at, BoundTable | BoundLine):
            return at.damaged
        if isinstance(at, Fact):
            return at.state is not State.NUMBER and at.cell in self._pieces
        return (at.of if isinstance(at, Excerpt) else at) in self._pieces

    def has_unassigned_rows(self, tables: Iterable[Table]) -> bool:
        """Whether tables print rows of figures that stand in no bound row: their labels were lost on the way."""
        return has_unassigned_rows(tables, self.tables.values(), self.form.reader)

    @cached_property
    def _pieces(self) -> frozenset[object]:
        """The cells of rows and columns that are damaged."""
        damaged = [line for table in self.tables.values() if table.damaged for line in table.lines() if line.damaged]
        return frozenset(node for line in damaged for node in (line.label, *line.cells) if node is not None)

    def section(self, key: str) -> BoundSection | None:
        """Return a recognised section by its key, or None where it was not found."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, BoundSection]:
        return {section.key: section for section in reversed(self.sections)}

    def table(self, key: str) -> BoundTable | None:
        """Return a bound table by its key, or None where it was not found."""
        return self.tables.get(key)

    def outline(self) -> "Report":
        """Return the report without its content: what remains is what names it, and where its title stands."""
        document = Document((), self.document.source, title=self.document.title, notes=self.document.notes)
        return Report(
            document,
            self.form.outline,
            (),
            year=self.year,
            organization=self.organization,
            title=self.title and self._settled(self.title),
            declared_year=self.declared_year,
            declared_organization=self.declared_organization,
        )

    def _settled(self, title: Title) -> Title:
        """Return the title with its place in a node of its own, which needs no document to be located."""
        at = self.locate(title)
        span = at.span or Span(-1, -1)
        return replace(title, at=Heading(title.text, span.start, span.end, at.place) if title.at else None)

    def has(self, at: "Place") -> bool:
        """Whether a place is of this report: one of its facts or parts, or a node (or stretch of one) of its document.

        A node that was made of the document's text, as a table read from prose, counts where it says what it covers.
        """
        if at is None:
            return True
        if isinstance(at, OtherFact | OtherText):
            return False
        if isinstance(at, Fact):
            index = at.concept.index
            return index < len(self.vector) and (self.vector[index] is at or self.vector[index] == at)
        if isinstance(at, BoundSection):
            return any(section is at for section in self.sections)
        if isinstance(at, BoundTable):
            return self.tables.get(at.key) is at
        node = node_of(at)
        # What a notice points at may stand behind the end of the report, as the title of a second one does.
        noticed = any(node is notice.at for notice in self.notices)
        return node is None or noticed or self.document.holds(node)

    def locate(self, at: "Place", logical: str = "") -> Location:
        """Return the location of anything a finding may point at; that of another report's figure is in its file."""
        if isinstance(at, OtherFact | OtherText):
            return at.location
        return self.document.locate(node_of(at), logical or logical_of(at))


_ABSENT: Final = State.ABSENT

Part = TypeVar("Part", bound=Paragraph | Heading | Excerpt)


def has_unassigned_rows(tables: Iterable[Table], bound: Iterable[BoundTable], reader: FigureReader) -> bool:
    """Whether some tables print rows of figures that stand in no row of the bound ones."""
    taken = {cell for table in bound for cell in table.row_cells()}
    rows = (row for table in tables for row in table.rows)
    return any(_only_figures(row, reader) and taken.isdisjoint(row) for row in rows)


def _only_figures(row: Iterable[Cell], reader: FigureReader) -> bool:
    states = [reader.read(cell.text).state for cell in row]
    return State.NUMBER in states and State.TEXT not in states


def prose(nodes: Iterable[Part], tabled: Tabled) -> Iterator[Part | Excerpt]:
    """Yield nodes as they are, of those that hold cells of tables the stretches of words between."""
    for node in nodes:
        of, start, end = (node.of, node.start, node.end) if isinstance(node, Excerpt) else (node, 0, len(node.text))
        if of not in tabled:
            yield node
            continue
        for begin, stop in _between(tabled[of], start, end):
            if any(map(str.isalnum, of.text[begin:stop])):
                yield Excerpt(of, begin, stop)


def _between(cells: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, stop in cells:
        yield start, min(first, end)
        start = max(start, stop)
    yield start, end


@lru_cache(maxsize=256)
def _stretch(form: Form, table: str) -> slice:
    """Return where the facts of a table stand in the vector: side by side."""
    indices = [concept.index for concept in form.concepts if concept.table == table]
    return slice(indices[0], indices[-1] + 1) if indices else slice(0)


Place = Node | Fact | BoundSection | BoundTable | BoundLine | Title | Period | Notice | OtherText | None


def node_of(at: Place) -> Node | None:
    """Return the node of the document that stands for `at`."""
    if isinstance(at, Fact):
        return at.cell
    if isinstance(at, BoundSection):
        return at.heading
    if isinstance(at, BoundTable):
        return at.place
    if isinstance(at, BoundLine):
        return at.label
    if isinstance(at, Title | Period | Notice):
        return at.at
    return None if isinstance(at, OtherText) else at


def logical_of(at: Place) -> str:
    """Return the path of `at` in the form: stable when lines move or wording changes."""
    if isinstance(at, Fact):
        return at.concept.key
    if isinstance(at, BoundSection | BoundTable):
        return at.key
    if isinstance(at, BoundLine):
        return at.line.key if at.line else at.text
    if isinstance(at, Notice):
        return at.table
    return ""


def total(numbers: Iterable[Number]) -> Number:
    """Add figures exactly."""
    return sum(numbers, start=0)
