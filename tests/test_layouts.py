"""What is remembered of tables changes nothing: a report is bound as if no other had been read before it."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding import ReadTables, bind
from audit_core.binding.labels import labels_of
from audit_core.binding.layouts import LayoutCache, signature_of
from audit_core.binding.reading import Tables, read_tables
from audit_core.document import Block, Cell, Document, Paragraph, Section, Source, Table
from audit_core.errors import AuditError
from audit_core.figures import State
from audit_core.forms import Concept, Form, LineForm, SectionForm, TableForm
from audit_core.lazy_patterns import Pattern
from audit_core.loaders import BUILTIN, read
from audit_core.report import Report
from audit_rulesets.samples.render import ENDED, JSON, LINES, PIPES, RAGGED, STYLES, TEXT, Style
from tests.balanced import small
from tests.reports import scrambles
from tests.reports.ambiguous import ambiguous
from tests.reports.bases import BASES, a19
from tests.reports.controls import CONTROLS, Control
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import document, forms
from tests.reports.scrambles import SCRAMBLES

SHOWN = 2
"""So many other reports of its layout are read before a report: one to be remembered, and one bound by it."""


def bound(document: Document, read: ReadTables = read_tables) -> Report | str:
    """Return a bound report, or why it cannot be bound."""
    try:
        return bind(document, forms(), read=read)
    except AuditError as error:
        return str(error)


def with_figures(document: Document, random: Random) -> Document:
    """Return a copy of a document with other figures in its tables, blanks and words left as they are."""
    readers = [form.reader for form in forms()]
    figures = ("0", "7", "-3", "12", "1,234", "5.50", "—")

    def drawn(cell: Cell) -> Cell:
        states = {reader.read(cell.text).state for reader in readers}
        return replace(cell, text=random.choice(figures)) if states <= {State.NUMBER, State.PLACEHOLDER} else cell

    def changed(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        return replace(block, rows=tuple(tuple(drawn(cell) for cell in row) for row in block.rows))

    sections = tuple(replace(s, blocks=tuple(map(changed, s.blocks))) for s in document.sections)
    return Document(
        sections, document.source, title=document.title, metadata=document.metadata, locator=document.locator
    )


def plain(value: Any, nodes: Mapping[int, int]) -> Any:
    """Return whatever a report holds so that it can be compared, nodes of its document by their numbers."""
    if id(value) in nodes:
        return nodes[id(value)]
    if isinstance(value, Struct) and not isinstance(value, Concept | Form | LineForm | SectionForm | TableForm):
        return type(value), [plain(getattr(value, name), nodes) for name in value.__struct_fields__]
    if isinstance(value, Mapping):
        return [(key, plain(one, nodes)) for key, one in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [plain(one, nodes) for one in value]
    return value


def held(report: Report | str) -> Any:
    """Return everything a report holds, to be compared."""
    if isinstance(report, str):
        return report
    nodes: list[object] = [report.document]
    for section in report.document.sections:
        nodes.append(section.heading)
        for block in section.blocks:
            nodes += [block, *(block.cells() if isinstance(block, Table) else ())]
    return plain(vars(report), {id(node): number for number, node in enumerate(nodes) if node})


def check(document: Document) -> bool:
    """Compare a report bound with and without others read before it; return whether its layout was remembered."""
    layouts = LayoutCache()
    random = Random(7)
    for _ in range(SHOWN):
        bound(with_figures(document, random), layouts)
    assert held(bound(document, layouts)) == held(bound(document))
    return bool(layouts._known)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("base", BASES)
def test_samples_are_remembered_where_grids_tell_their_columns(base: str, style: Style) -> None:
    assert check(document(BASES[base](), style)) == (style not in (RAGGED, LINES, ENDED))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.id)
def test_layouts_without_a_fault(control: Control) -> None:
    for style in {control.style, JSON}:
        check(document(control.draft(), style))


@pytest.mark.sampled(15)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.id)
def test_faults(mutation: Mutation) -> None:
    for style in mutation.styles:
        check(document(mutation.draft(), style))


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", SCRAMBLES)
def test_scrambles(name: str) -> None:
    for base, seed in product(BASES, range(5)):
        random = Random(seed)
        draft = scrambles.redrawn(base, random)
        check(read(scrambles.scrambled(draft, SCRAMBLES[name], random), "report.md", BUILTIN))


COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "heads that a conversion cut": (("商业企业 | 科研机构 |", "商业企 | 科研机 |"), ("其他 |  |", "其 |  |")),
    "a column of the organ's own": (
        ("现行有效件数 |", "现行有效件数 | 上年件数 |"),
        ("规章 | 0 | 0 | 0 |", "规章 | 0 | 0 | 0 | 5 |"),
        ("行政规范性文件 | 11 | 4 | 63 |", "行政规范性文件 | 11 | 4 | 63 | 9 |"),
    ),
}


@pytest.mark.parametrize("changes", COLUMNS.values(), ids=COLUMNS)
def test_what_is_odd_about_columns(changes: Sequence[tuple[str, str]]) -> None:
    text = PIPES.print(BASES["B22"]()).decode()
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    printed = read(text.encode(), "report.md", BUILTIN)
    check(printed)
    lines = [line for table in bind(printed, forms()).tables.values() for line in table.lines()]
    assert any(line.match == "deviating" for line in lines)


def test_figures_that_tell_where_they_belong() -> None:
    assert not check(document(ambiguous()))


def test_what_is_remembered_is_used() -> None:
    layouts = LayoutCache()
    bound(document(a19(), JSON), layouts)
    ((key, layout),) = layouts._known.items()
    layouts._known[key] = layout._replace(at=[-1 for _ in layout.at])
    again = bound(document(a19(), JSON), layouts)
    assert isinstance(again, Report)
    assert not [*again.facts()]


def every() -> list[Document]:
    """Return samples, layouts and faults in text and JSON."""
    drafts = [*(base() for base in BASES.values()), *(one.draft() for one in CONTROLS), *(m.draft() for m in MUTATIONS)]
    return [document(draft, style) for draft in drafts for style in (TEXT, JSON)]


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(10))
def test_one_after_the_other(shard: int) -> None:
    documents = every()[shard::10]
    layouts = LayoutCache()
    for one in 2 * documents:
        bound(one, layouts)
    after = [bound(one, layouts) for one in documents]
    for one, report in zip(documents, after, strict=True):
        assert held(report) == held(bound(one))


def key(*blocks: Block) -> Hashable:
    """Return what a document of some blocks is remembered under."""
    seen = signature_of(Document((Section(None, blocks),), Source("blocks")), labels_of(forms()[0]))
    assert seen
    return seen.key


LABEL, FIGURE, BLANK = Cell("规章", 0, 0), Cell("5", 0, 1), Cell("", 0, 2)


@pytest.mark.parametrize(
    "others",
    [
        [Table(((replace(LABEL, text="规范性文件"), FIGURE, BLANK),))],
        [Table(((LABEL, FIGURE, replace(BLANK, text=" ")),))],
        [Table(((LABEL, FIGURE, replace(BLANK, text="0")),))],
        [Table(((LABEL, replace(FIGURE, column=2), BLANK),))],
        [Table(((replace(LABEL, colspan=2), FIGURE, BLANK),))],
        [Table(((replace(LABEL, rowspan=2), FIGURE, BLANK),))],
        [Table(((LABEL, FIGURE), (BLANK,)))],
        [Table(((LABEL, FIGURE),)), Table(((BLANK,),))],
        [Table(((LABEL, FIGURE, BLANK), ()))],
        [Table(((LABEL, FIGURE, BLANK),)), Table(())],
        [Paragraph("行政复议"), Table(((LABEL, FIGURE, BLANK),))],
    ],
)
def test_what_tells_layouts_apart(others: list[Block]) -> None:
    assert key(Table(((LABEL, FIGURE, BLANK),))) != key(*others)


def test_what_does_not_tell_layouts_apart() -> None:
    prose = Paragraph("全年主动公开政府信息。" * 5)
    table = Table(((LABEL, replace(FIGURE, text="1,200", start=7, end=12, place="B2"), BLANK),), 3, 20, "table 1")
    assert key(Table(((LABEL, FIGURE, BLANK),))) == key(prose, table, prose)


def grid(rows: int, columns: int, text: str = "0") -> Document:
    """Return a document of one table."""
    table = Table(tuple(tuple(Cell(text, row, column) for column in range(columns)) for row in range(rows)))
    return Document((Section(None, (table,)),), Source("grid"))


def test_large_tables_are_not_looked_at() -> None:
    labels = labels_of(forms()[0])
    assert signature_of(grid(20, 20), labels)
    assert signature_of(grid(40, 40), labels) is None
    assert signature_of(grid(2000, 0), labels) is None
    assert signature_of(Document((Section(None, (Table(()),) * 2000),), Source("grids")), labels) is None


@pytest.mark.slow
def test_what_is_remembered_is_bounded() -> None:
    layouts = LayoutCache()
    for number in range(300):
        draft = a19()
        draft.table("applications").rows[-1].label += "　" * number
        bound(document(draft, JSON), layouts)
    assert 0 < len(layouts._known) <= 64
    long = a19()
    long.table("applications").rows[-1].label += "　" * 50_000
    before = [*layouts._known]
    bound(document(long, JSON), layouts)
    assert [*layouts._known] == before


def test_no_layout_is_remembered_where_a_sentence_may_stand_in_place_of_a_table() -> None:
    """It is looked for in text that the signature leaves out."""
    plain = forms()[0]
    name, table = next(iter(plain.tables.items()))
    form = replace(plain, tables={**plain.tables, name: replace(table, empty=Pattern("无数据"))})
    for one, remembered in ((plain, 1), (form, 0)):
        layouts = LayoutCache()
        layouts(document(a19(), JSON), one, (one,), named=True)
        assert len(layouts._known) == remembered


SMALL = small(
    t={
        "caption": "甲表", "note": "注意",
        "rows": {"one": {"label": "成人读者", "en": "one"}, "two": {"label": "儿童读者", "en": "two", "path": ["其中"]}},
        "columns": {"x": {"label": "借出", "en": "x"}, "y": {"label": "归还", "en": "y", "type": "text"}},
    },
    u={"rows": {"books": {"label": "图书", "en": "books"}}, "columns": {"p": {"label": "册数", "en": "p"}}},
)  # fmt: skip


def of_grids(*grids: Sequence[str], between: str = "") -> Document:
    """Make a document of tables: cells are parted by blanks, `_` is a space."""
    blocks: list[Block] = [Paragraph(between)] if between else []
    for lines in grids:
        rows = (tuple(Cell(text.replace("_", " "), at, column) for column, text in enumerate(line.split()))
                for at, line in enumerate(lines))  # fmt: skip
        blocks.append(Table(tuple(rows)))
    return Document((Section(None, tuple(blocks)),), Source("grids"))


@pytest.fixture
def times_read(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that no layout was remembered for."""
    seen: list[Document] = []

    def counted(document: Document, form: Form, forms: Sequence[Form], *, named: bool) -> Tables:
        seen.append(document)
        return read_tables(document, form, forms, named=named)

    monkeypatch.setattr("audit_core.binding.layouts.read_tables", counted)
    return seen


BOOKS = ("_ 册数", "图书 5")


def test_a_layout_that_is_remembered_comes_to_the_same(times_read: list[Document]) -> None:
    first, second = (
        of_grids(("注意：只计本年 _ _ _", "_ _ 借出 归还", f"其中 儿童读者 {n} {n}", f"_ 成人读者 {n + 1} _"), ("_ 册数", f"图书 {n}"))
        for n in (3, 4)
    )  # fmt: skip
    layouts = LayoutCache()
    layouts(first, SMALL, (SMALL,), named=True)
    found = layouts(second, SMALL, (SMALL,), named=True)
    assert times_read == [first]
    nodes = [node for table in second.tables() for node in (table, *table.cells())]
    numbers = {id(node): number for number, node in enumerate(nodes)}
    told, again = (plain(one, numbers) for one in (found, read_tables(second, SMALL, (SMALL,), named=True)))
    assert told[1][:3] == again[1][:3]  # the form, the figures and the tables
    assert not any((found.readings, found.notices, found.relations_used, found.tabled))
    table = found.tables["t"]
    assert table.note is nodes[1] is table.place
    assert (table.rows["two"].parents, table.rows["one"].number) == (("其中",), 1)


def test_a_caption_is_pointed_at_where_it_stands(times_read: list[Document]) -> None:
    grids = ("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2"), BOOKS
    one, two, other, none = (of_grids(*grids, between=said) for said in ("甲表", "甲表", "甲表：", ""))
    layouts = LayoutCache()
    tables = [layouts(printed, SMALL, (SMALL,), named=True).tables for printed in (one, two, other, none)]
    assert times_read == [one, other, none]
    for printed, found in zip((one, two, other), tables, strict=False):
        assert found["t"].place is next(printed.paragraphs())
    assert tables[3]["t"].place is next(none.tables()).rows[0][1]


def grids_of(number: int) -> Document:
    return of_grids(("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2"), ("_ 册数", f"图书{'：' * number} 5"))


def test_the_layout_that_came_first_is_forgotten_first(times_read: list[Document]) -> None:
    layouts = LayoutCache()
    for number in (*range(64), *range(64)):
        layouts(grids_of(number), SMALL, (SMALL,), named=True)
    assert len(times_read) == 64
    for number, times in ((64, 65), (1, 65), (63, 65), (64, 65), (0, 66), (2, 66), (1, 67)):
        layouts(grids_of(number), SMALL, (SMALL,), named=True)
        assert len(times_read) == times, number


def test_forms_have_layouts_of_their_own(times_read: list[Document]) -> None:
    layouts, other, of = LayoutCache(), replace(SMALL, name="other"), grids_of(1)
    for form, every in ((SMALL, (SMALL,)), (other, (other,)), (SMALL, (SMALL, other)), (SMALL, (SMALL,))):
        assert layouts(of, form, every, named=True).form is form
    assert len(times_read) == 3


@pytest.mark.parametrize(
    ("document", "read"),
    [
        (grids_of(1), 1),
        (of_grids(("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2")), 2),  # a table is missing
        (of_grids(("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2"), BOOKS, between="甲表"), 1),
        (of_grids(("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2"), BOOKS, between=" 甲表 "), 1),
        (of_grids(("_ 借出 归还", "成人读者 1 2", "儿童读者 1 2"), BOOKS, between="甲乙"), 1),
        (of_grids(("_ 借出 归还", "成人读者 1 2 3", "儿童读者 1 2"), BOOKS), 2),
        (of_grids(("_ 借出 归还", "成人读者 1 2", "成人读者 1 2", "儿童读者 1 2"), BOOKS), 2),
        (of_grids(("_ 借出 归还 另", "成人读者 1 2 3", "儿童读者 1 2"), BOOKS), 2),
    ],
)
def test_which_layouts_are_remembered(document: Document, read: int, times_read: list[Document]) -> None:
    layouts = LayoutCache()
    for _ in range(2):
        layouts(document, SMALL, (SMALL,), named=True)
    assert len(times_read) == read


@pytest.mark.parametrize(("letters", "read"), [(20_000, 1), (20_001, 2)])
def test_the_longest_cells_that_are_remembered(letters: int, read: int, times_read: list[Document]) -> None:
    fixed = "借出归还成人读者12儿童读者12_册数图书5"
    document = of_grids(("_" * (letters - len(fixed)) + " 借出 归还", "成人读者 1 2", "儿童读者 1 2"), BOOKS)
    layouts = LayoutCache()
    for _ in range(2):
        layouts(document, SMALL, (SMALL,), named=True)
    assert len(times_read) == read


@pytest.mark.parametrize(
    ("rows", "columns", "more", "is_one"), [(27, 36, 0, True), (27, 36, 1, False), (499, 1, 1, True)]
)
def test_the_largest_tables_that_are_looked_at(rows: int, columns: int, more: int, *, is_one: bool) -> None:
    (section,) = grid(rows, columns).sections
    made = Document((Section(None, (*section.blocks, *[Table(())] * more)),), Source("grid"))
    assert (signature_of(made, labels_of(SMALL)) is not None) is is_one


def test_a_figure_that_is_refused_has_no_signature() -> None:
    refused = of_grids((f"成人读者 {'9' * 2_000}",))
    assert signature_of(refused, labels_of(SMALL)) is None
    with pytest.raises(AuditError) as caught:
        LayoutCache()(refused, SMALL, (SMALL,), named=True)
    assert caught.value.place.startswith("grids:")


def test_a_report_that_is_named_needs_no_table() -> None:
    assert not LayoutCache()(of_grids(between="甲。"), SMALL, (SMALL,), named=True).tables
    with pytest.raises(AuditError, match="not a report"):
        LayoutCache()(of_grids(between="甲。"), SMALL, (SMALL,), named=False)
