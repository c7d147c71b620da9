"""What a statute prescribes: sections, tables, rows and columns; what a report prints is left to binding."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from msgspec import Struct
from msgspec.structs import replace

from audit_core.annotations import unmarked_label
from audit_core.errors import ConfigurationError, FormError, NoSuchPart, nearest_hint
from audit_core.figures import FIGURES, ROUNDED, SIGNED, FigureReader, ValueType, Vocabulary
from audit_core.frozen import freeze
from audit_core.lazy_patterns import Pattern
from audit_core.signatures import boilerplate
from audit_core.words import Words

NO_WORDS: Final = Words("", "")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return `text` as labels are compared: NFKC, letters in lower case, without blanks, punctuation and marks."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", unmarked_label(text)).casefold()))


class LineForm(Struct, frozen=True):
    """A row or a column of a statutory table.

    `label` is the statutory wording, `path` the labels of the groups it stands under, `aliases` wordings
    that are accepted as the same, `short` the name in equations and messages, `unit` the statutory unit,
    `decimals` those that are to be printed where the form says so, `advice` what to tell who words the label otherwise.
    `subtotal_of` names the group that an `optional` line adds up, one that no statute asks for; `total_of` the
    group whose sum a statutory line is by its meaning (XBRL's calculation link).
    """

    key: str
    label: str
    short: str
    words: Words
    path: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    type: ValueType = "count"
    unit: str = ""
    subtotal_of: str = ""
    total_of: str = ""
    decimals: int | None = None
    advice: Words = Words("", "")

    @property
    def optional(self) -> bool:
        """Whether the line is a known addition rather than a statutory line."""
        return bool(self.subtotal_of)


class Concept(Struct, frozen=True):
    """What one figure reports: a row and a column of a table (XBRL's term), at `index` in the form's vector."""

    table: str
    row: str
    column: str
    index: int
    type: ValueType
    unit: str
    label: Words
    decimals: int | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it is a number: of a text, a date, or a yes or no there are no sums."""
        return self.type in FIGURES

    @property
    def rounded(self) -> bool:
        """Whether what is printed stands for all that rounds to it; a count is what it is."""
        return self.type in ROUNDED

    @property
    def signed(self) -> bool:
        """Whether it may be negative."""
        return self.type in SIGNED

    @property
    def key(self) -> str:
        """The path `table/row/column`, stable over years and wordings."""
        return f"{self.table}/{self.row}/{self.column}"


class Summation(Struct, frozen=True):
    """What the lines of a table come to by its form: the sums of `left` and `right` are equal in every row or column.

    A `total` is a statutory line, a `subtotal` one that no statute asks for, and either stands alone on its side.
    """

    kind: Literal["total", "subtotal", "balance"]
    each: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def factors(self) -> Mapping[str, int]:
        """Lines by key, with factors under which they come to nothing together."""
        whole, parts = (self.left, self.right) if self.kind == "subtotal" else (self.right, self.left)
        return dict.fromkeys(parts, 1) | dict.fromkeys(whole, -1)


class Codes(Struct, frozen=True):
    """Rows that no form can list, each named by a code of a classification.

    `pattern` is what a code is, `levels` how long one of each level is: a code stands under the longest that it begins
    with. It is printed in one column, or each level in one of its own; `heads` are the head cells over it, and over the
    names that stand behind it. The codes of the first level add up to the row `total`.
    """

    pattern: Pattern
    levels: tuple[int, ...]
    heads: tuple[str, ...] = ()
    total: str = ""

    def is_code(self, text: str) -> bool:
        """Whether a text is a code."""
        return len(text) in self.levels and bool(self.pattern.fullmatch(text))

    def above(self, code: str) -> list[str]:
        """Return the codes that one stands under, the nearest first."""
        return [code[:length] for length in sorted(self.levels, reverse=True) if length < len(code)]


class TableForm(Struct, frozen=True, dict=True):
    """A statutory table.

    `caption` is printed above or as a row of its own; `corner` are head cells that name no column; `note` is
    a sentence that the head must print; `groups` name sets of row or column keys, for equations and subtotals: those
    that stand under one parent, or any that are listed;
    `parents` are labels of row groups, which hold no figures. `balances` are sums of rows that are equal in every
    column by the meaning of the table, left and right. With `across`, the rows stand side by side as blocks of columns
    in one printed row.

    With `codes`, the rows that a report prints are added to the `rows` of the form when it is bound. `beside` names the
    table on whose right it is printed, in the same grid. `empty` is the sentence that a report prints in place of
    figures where it has none to report, sought in a text without blanks. A report without an `essential` one cannot
    stand as one. With `blanks`, a blank cell is how the form prints zero.
    """

    key: str
    section: str
    title: Words
    rows: Mapping[str, LineForm]
    columns: Mapping[str, LineForm]
    caption: str = ""
    caption_aliases: tuple[str, ...] = ()
    corner: tuple[str, ...] = ()
    note: str = ""
    parents: Mapping[str, tuple[str, ...]] = {}
    groups: Mapping[str, tuple[str, ...]] = {}
    across: bool = False
    balances: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    codes: Codes | None = None
    beside: str = ""
    empty: Pattern | None = None
    essential: bool = False
    blanks: bool = False

    def __post_init__(self) -> None:
        freeze(self, "rows", "columns", "parents", "groups")

    @cached_property
    def has_namesakes(self) -> bool:
        """Whether several rows bear the same label, so that the group they stand under tells which is meant."""
        labels = [
            label for line in self.rows.values() for label in {fold(text) for text in (line.label, *line.aliases)}
        ]
        return len(set(labels)) < len(labels)

    def opened(self, printed: Iterable[tuple[str, str]]) -> "TableForm":
        """Return the table with the rows of the codes that a report prints, in its order, each with its name.

        A code that others stand under is one of them where it is not printed: its row is missing. What stands directly
        under a code adds up to it.
        """
        codes, rows = self.codes, dict[str, LineForm]()
        if codes is None:
            return self
        named = dict(reversed([(key, name) for key, name in printed]))
        for key in dict.fromkeys(key for key, _ in printed):
            if key in self.rows:
                rows[key] = self.rows[key]
                continue
            for code in [*reversed(codes.above(key)), key]:
                name = " ".join(named.get(code, "").split())
                rows.setdefault(code, _code_line(code, name))
        parts: dict[str, list[str]] = {}
        for code in rows:
            if code not in self.rows:
                parts.setdefault(next(iter(codes.above(code)), codes.total), []).append(code)
        rows = {key: replace(line, total_of=f"{key}{_PARTS}") if key in parts else line
                for key, line in {**rows, **self.rows}.items()}  # fmt: skip
        groups = {f"{whole}{_PARTS}": tuple(keys) for whole, keys in parts.items() if whole}
        return replace(self, rows=rows, groups={**self.groups, **groups})

    @property
    def rounded(self) -> bool:
        """Whether any figure of the table is rounded, so that its sums hold only within that."""
        return any(line.type in ROUNDED for line in (*self.rows.values(), *self.columns.values()))

    @cached_property
    def summations(self) -> tuple[Summation, ...]:
        """Every sum that the form declares: totals, then balances, then subtotals, of columns before those of rows."""
        axes: tuple[tuple[Literal["row", "column"], Mapping[str, LineForm]], ...] = (
            ("row", self.columns), ("column", self.rows),
        )  # fmt: skip
        lines = [(each, line) for each, some in axes for line in some.values()]
        return (
            *(Summation("total", each, self.groups[line.total_of], (line.key,))
              for each, line in lines if line.total_of),
            *(Summation("balance", "column", left, right) for left, right in self.balances),
            *(Summation("subtotal", each, (line.key,), self.groups[line.subtotal_of])
              for each, line in lines if line.subtotal_of),
        )  # fmt: skip

    def line(self, axis: Literal["row", "column"], key: str) -> LineForm:
        """Return a row or a column by its key."""
        return (self.rows if axis == "row" else self.columns)[key]


_PARTS: Final = "/parts"
"""Behind the key of a row, it names the group of the rows under it; a key holds no such sign."""


def _is_of_row(row: LineForm, column: LineForm) -> bool:
    """Whether a row tells what its figures are: the column says nothing, or money, which a balance is too."""
    return column.type == "count" or (column.type == "money" and row.type == "balance")


def _code_line(code: str, name: str) -> LineForm:
    words = Words(f"{code} {name}".strip(), f"{code} {name}".strip())
    return LineForm(code, name or code, words.zh, words)


class SectionForm(Struct, frozen=True):
    """A statutory section: its printed ordinal and title, and the wordings accepted as the same.

    A report without an `essential` one cannot stand as one. A text in which all of its `traces` are found is taken for
    the section's, its heading lost.
    """

    key: str
    number: int
    ordinal: str
    title: str
    words: Words
    aliases: tuple[str, ...] = ()
    essential: bool = False
    traces: tuple[Pattern, ...] = ()

    @property
    def name(self) -> str:
        """What the section is called by its number: 第三部分."""
        number = self.ordinal.strip().rstrip("、.．")
        return f"第{number}部分" if number != self.ordinal.strip() else number

    @property
    def heading(self) -> str:
        """The statutory heading, ordinal and title."""
        return f"{self.ordinal}{self.title}"


class TitlePattern(Struct, frozen=True):
    """One way a report's title is written, or a part of it; `lacks` names the element that is then left out.

    Of a way to write the title `lacks` is what every such title leaves out; of a part, what one without it does.
    """

    pattern: Pattern
    lacks: Words | None = None


class Form(Struct, frozen=True, eq=False, dict=True):
    """A statutory form for some years.

    `lineage` is its own name and then those of the forms it extends, the nearest first; `domain` the kind of reports
    that it and the forms of other years are for. `taken_away` are keys of sections and tables that it does not have,
    and had before or has one that it extends. One that `is_opened` is a report's own: it has the rows of the codes that
    this one prints.

    `ordinal` matches the printed ordinal of a top-level heading, with the number in group 1; `other_ordinal` one of
    another kind before a statutory title, or none, folded, its number if any in group 1; `label_ordinal` the ordinal
    of a row label; `unit_clause` the clause of a head cell that names a unit (group `unit`) and the
    decimals to print (group `decimals`); `period` the sentence that states the period, with groups `year`, `month`,
    `day`, `end_year`, `end_month`, `end_day`; `page_number` a line that marks a page (group `number`); `numerals` the
    printed numbers of ordinals and clauses; `damage` patterns, by notice, of characters lost on the way; `basis` the
    short name of the prescribing notice; `title_elements` the parts that a full title holds. `announced` are sentences
    that say of which year a report is, with a group `title` that is written as a title, or `year` and, where they name
    the organ, `organization`; `year` a year that prose speaks of (group `year`); `annex` words that
    send the reader to an annex, sought in a text without blanks; `before_number` and `behind_number` words of prose
    that make a number they touch another than it says: about, over, or the ordinal's; `boilerplate` texts that reports
    have in common without being copied from each other: statutory words and models. `others` are the words that
    equations and messages have for another report, by the name of the need (`previous`, `parent`).
    """

    name: str
    title: Words
    first_year: int
    last_year: int | None
    sections: tuple[SectionForm, ...]
    tables: Mapping[str, TableForm]
    titles: tuple[TitlePattern, ...]
    vocabulary: Vocabulary
    ordinal: Pattern
    label_ordinal: Pattern
    unit_clause: Pattern
    period: Pattern
    numerals: Mapping[str, int]
    damage: Mapping[str, Pattern]
    basis: str = ""
    title_elements: tuple[TitlePattern, ...] = ()
    other_ordinal: Pattern | None = None
    page_number: Pattern | None = None
    announced: tuple[Pattern, ...] = ()
    year: Pattern | None = None
    annex: Pattern | None = None
    before_number: Pattern | None = None
    behind_number: Pattern | None = None
    boilerplate: tuple[str, ...] = ()
    others: Mapping[str, Words] = {}
    lineage: tuple[str, ...] = ()
    domain: str = ""
    taken_away: tuple[str, ...] = ()
    is_opened: bool = False

    def __post_init__(self) -> None:
        freeze(self, "tables", "numerals", "damage", "others")

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """Every figure of the form, in the order of its tables, rows and columns."""
        return tuple(self._concepts())

    def _concepts(self) -> Iterator[Concept]:
        index = 0
        for table in self.tables.values():
            for row in table.rows.values():
                for column in table.columns.values():
                    value = row.type if _is_of_row(row, column) else column.type
                    unit = column.unit or row.unit
                    decimals = row.decimals if column.decimals is None else column.decimals
                    label = fact_label(table.title, row.words, column.words)
                    yield Concept(table.key, row.key, column.key, index, value, unit, label, decimals)
                    index += 1

    def opened(self, rows: Mapping[str, Iterable[tuple[str, str]]]) -> "Form":
        """Return the form with the rows of the codes that a report prints: by table, code and name in printed order."""
        tables = {key: table.opened(tuple(rows.get(key, ()))) for key, table in self.tables.items()}
        return replace(self, tables=tables, is_opened=True)

    @cached_property
    def has_codes(self) -> bool:
        """Whether any table has rows that only a report tells."""
        return any(table.codes for table in self.tables.values())

    @cached_property
    def typed(self) -> tuple[Concept, ...]:
        """The concepts whose cells cannot be read as plain numbers."""
        return tuple(concept for concept in self.concepts if concept.type == "percentage" or not concept.is_figure)

    @cached_property
    def index(self) -> Mapping[tuple[str, str, str], int]:
        """The place of each (table, row, column) in the vector of facts."""
        return MappingProxyType({(c.table, c.row, c.column): c.index for c in self.concepts})

    @cached_property
    def reader(self) -> FigureReader:
        """Reads figures in this form's vocabulary."""
        return FigureReader(self.vocabulary)

    @cached_property
    def common_words(self) -> frozenset[int]:
        """The shingles that are nobody's own: of boilerplate, of titles of sections, and of labels of rows."""
        titles = (title for section in self.sections for title in (section.title, *section.aliases))
        labels = (row.label for table in self.tables.values() for row in table.rows.values())
        return boilerplate((*self.boilerplate, *titles, *labels))

    def covers(self, year: int) -> bool:
        """Whether the form is the one of a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def fits(self, pattern: str) -> bool:
        """Whether the form, or one that it extends, is meant by a pattern of names (`*`: any characters).

        Of several, with commas between, one has to mean it, and none of those with `!` before them may:
        `visits-2019, !visits-2021` means the form of 2019 and what extends it, but not that of 2021 and its own.
        """
        return pattern == "*" or _meant(pattern, self.lineage or (self.name,))

    @cached_property
    def outline(self) -> "Form":
        """The form without its tables and sections: what remains is what names it."""
        return replace(self, tables={}, sections=())

    @property
    def parts(self) -> frozenset[str]:
        """The keys of the sections and tables."""
        return frozenset((*(section.key for section in self.sections), *self.tables))

    def section(self, key: str) -> SectionForm:
        """Return a section by its key; a rule that asks for one that the form does not have is not for it."""
        found = next((section for section in self.sections if section.key == key), None)
        if found is None:
            raise NoSuchPart(self.name, key)
        return found

    def table(self, key: str) -> TableForm:
        """Return a table by its key; a rule that asks for one that the form does not have is not for it."""
        if key not in self.tables:
            raise NoSuchPart(self.name, key)
        return self.tables[key]

    def names_annex(self, text: str) -> bool:
        """Whether a text sends the reader to an annex."""
        return self.annex is not None and bool(self.annex.search("".join(text.split())))

    def qualifier(self, before: str, behind: str) -> str:
        """Return the words that make a number between two texts another than it says, or nothing."""
        first = self.before_number.search(before) if self.before_number else None
        found = first or (self.behind_number.match(behind) if self.behind_number else None)
        return found[0] if found else ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a form from plain data that was validated, with fragments in their places; see the ruleset schema."""
        marks = data["marks"]
        return cls(
            name=data["form"],
            title=Words.of(data["title"]),
            first_year=data["years"]["from"],
            last_year=data["years"].get("to"),
            sections=tuple(_sections(data["sections"])),
            tables={key: _table(key, table) for key, table in data["tables"].items()},
            titles=tuple(_titles(data["titles"])),
            vocabulary=_vocabulary(data["figures"], percent=_has_percentages(data["tables"])),
            ordinal=Pattern(marks["ordinal"]),
            label_ordinal=Pattern(marks["label_ordinal"]),
            unit_clause=Pattern(marks["unit_clause"]),
            period=Pattern(marks["period"]),
            numerals=dict(marks["numerals"]),
            damage={key: Pattern(text) for key, text in marks.get("damage", {}).items()},
            basis=data.get("basis", ""),
            title_elements=tuple(_titles(data.get("title_elements", ()))),
            other_ordinal=Pattern(marks["other_ordinal"]) if marks.get("other_ordinal") else None,
            page_number=Pattern(marks["page_number"]) if marks.get("page_number") else None,
            announced=tuple(map(Pattern, marks.get("announced", ()))),
            year=Pattern(marks["year"]) if marks.get("year") else None,
            annex=Pattern(marks["annex"]) if marks.get("annex") else None,
            before_number=Pattern(f"(?:{marks['before_number']})$") if marks.get("before_number") else None,
            behind_number=Pattern(marks["behind_number"]) if marks.get("behind_number") else None,
            boilerplate=tuple(data.get("boilerplate", ())),
            others={need: Words.of(words) for need, words in data.get("others", {}).items()},
            lineage=tuple(data.get("lineage", ())),
            domain=data.get("domain", ""),
            taken_away=tuple(data.get("taken_away", ())),
        )


def form_named(forms: Iterable[Form], name: str) -> Form:
    """Return the form of a name; raises ConfigurationError, with the nearest name, where there is none."""
    known = {form.name: form for form in forms}
    if name not in known:
        hint = nearest_hint(name, known)
        raise ConfigurationError(f"no form {name!r} in the ruleset{hint.en}", f"规则集中没有表式 {name!r}{hint.zh}")
    return known[name]


def nearest_place(forms: Iterable[Form], key: tuple[str, str, str], like: float = 0.0) -> str:
    """Return the place, `table/row/column`, most like one that no form has; nothing where one has it or is like none.

    `like` is how much, from 0 to 1, each key must be like the one in its place. Rows of a classification may have any.
    """
    from difflib import get_close_matches

    all_ = list(forms)
    known = {each for form in all_ for each in form.index}
    if any(key[0] in form.tables and form.tables[key[0]].codes for form in all_):
        known |= {(table, key[1], column) for table, _, column in known if table == key[0]}
    near: tuple[str, ...] = ()
    for part in key:
        names = sorted({each[len(near)] for each in known if each[: len(near)] == near})
        found = [part] if part in names else get_close_matches(part, names, 1, like)
        if not found:
            return ""
        near = (*near, found[0])
    return "" if near == key else "/".join(near)


def form_of_year(forms: Iterable[Form], year: int) -> Form | None:
    """Return the form of a report year: of several the latest, and of two that begin together the one that extends."""
    covering = (form for form in forms if form.covers(year))
    return max(covering, key=lambda form: (form.first_year, len(form.lineage)), default=None)


@lru_cache(maxsize=1024)
def _meant(pattern: str, names: tuple[str, ...]) -> bool:
    parts = [part.strip() for part in pattern.split(",")]
    barred = [part[1:].strip() for part in parts if part.startswith("!")]
    meant = [part for part in parts if not part.startswith("!")] or ["*"]
    return _any_of(meant, names) and not _any_of(barred, names)


def _any_of(patterns: Iterable[str], names: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in names)


def fact_label(table: Words, row: Words, column: Words) -> Words:
    """Return what a figure is called: the title of its table, and what its row and its column are called."""
    return Words(f"{table.zh}“{row.zh}”行“{column.zh}”列", f"{table.en}, row “{row.en}”, column “{column.en}”")


def _sections(data: Mapping[str, Mapping[str, Any]]) -> Iterator[SectionForm]:
    for number, (key, section) in enumerate(data.items(), start=1):
        yield SectionForm(
            key,
            number,
            section["ordinal"],
            section["title"],
            Words(section["title"], section["en"]),
            tuple(section.get("aliases", ())),
            section.get("essential", False),
            tuple(map(Pattern, section.get("traces", ()))),
        )


def _titles(data: Iterable[Mapping[str, Any]]) -> Iterator[TitlePattern]:
    for title in data:
        yield TitlePattern(Pattern(title["pattern"]), Words.of(title["lacks"]) if "lacks" in title else None)


def _has_percentages(tables: Mapping[str, Any]) -> bool:
    lines = (line for table in tables.values() for axis in ("rows", "columns") for line in table[axis].values())
    return any(line.get("type") == "percentage" for line in lines)


def _vocabulary(data: Mapping[str, Any], *, percent: bool) -> Vocabulary:
    units = {"%": ("%", Decimal(1))} if percent else {}
    units |= {unit: (kind["base"], Decimal(str(kind["factor"]))) for unit, kind in data["units"].items()}
    yes, no = (frozenset(data.get(word, ())) for word in ("yes", "no"))
    return Vocabulary(frozenset(data["placeholders"]), units, tuple(data["decreases"]), yes, no)


def _line(key: str, data: Mapping[str, Any]) -> LineForm:
    short = data.get("short") or data["label"]
    return LineForm(
        key,
        data["label"],
        short,
        Words(short, data["en"]),
        tuple(data.get("path", ())),
        tuple(data.get("aliases", ())),
        data.get("type", "count"),
        data.get("unit", ""),
        data.get("subtotal_of", ""),
        data.get("total_of", ""),
        data.get("decimals"),
        Words.of(data.get("advice", "")),
    )


def _table(key: str, data: Mapping[str, Any]) -> TableForm:
    rows = {row: _line(row, line) for row, line in data["rows"].items()}
    columns = {column: _line(column, line) for column, line in data["columns"].items()}
    return TableForm(
        key,
        data["section"],
        Words.of(data["title"]),
        rows,
        columns,
        data.get("caption", ""),
        tuple(data.get("caption_aliases", ())),
        tuple(data.get("corner", ())),
        data.get("note", ""),
        {label: tuple(aliases) for label, aliases in data.get("parents", {}).items()},
        _groups(data.get("groups", {}), rows, columns),
        data.get("across", False),
        tuple((tuple(left), tuple(right)) for left, right in data.get("balances", ())),
        _codes(data["codes"]) if data.get("codes") else None,
        data.get("beside", ""),
        Pattern(data["empty"]) if data.get("empty") else None,
        data.get("essential", False),
        data.get("blanks", False),
    )


def _codes(data: Mapping[str, Any]) -> Codes:
    return Codes(Pattern(data["pattern"]), tuple(data["levels"]), tuple(data.get("heads", ())), data.get("total", ""))


def _groups(
    data: Mapping[str, str | list[str]], rows: Mapping[str, LineForm], columns: Mapping[str, LineForm]
) -> dict[str, tuple[str, ...]]:
    """Return the groups: lines under a parent, by its label, or a list with the groups that it names put in place.

    Raises FormError for a group that holds itself.
    """

    def members(group: str, outer: tuple[str, ...] = ()) -> Iterator[str]:
        if group in outer:
            raise FormError(f"the group {group!r} holds itself", f"分组 {group!r} 包含自身")
        given = data[group]
        if isinstance(given, str):
            yield from below(given, rows, columns)
            return
        for name in given:
            if name in data and name != group:
                yield from members(name, (*outer, group))
            else:
                yield name

    return {group: tuple(members(group)) for group in data}


ALL: Final = ("rows", "columns")
"""What a group may be given as beside a parent: all lines of one kind."""


def below(parent: str, rows: Mapping[str, LineForm], columns: Mapping[str, LineForm]) -> list[str]:
    """Return the keys of the rows and columns under a parent, or of `rows` or `columns` all of them.

    Totals and subtotals are left out, for they hold the others again, and so is what holds no figures.
    """
    every = {"rows": [*rows.values()], "columns": [*columns.values()]}.get(parent)
    lines = every or [line for line in (*rows.values(), *columns.values()) if parent in line.path]
    return [line.key for line in lines if line.type in FIGURES and not line.total_of and not line.subtotal_of]
