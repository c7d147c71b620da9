"""What is said of rows and figures that were hard to read, word for word, with what it points at."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from audit_core.binding.labels import labels_of
from audit_core.binding.model import AMBIGUOUS, tabled
from audit_core.binding.notices import (
    broken_notices,
    count_notices,
    order_notice,
    placed_notice,
    recovered_notices,
    run_together_notice,
    unplaced_notice,
)
from audit_core.binding.regions import PrintedRow, Region, all_cells, head_cells, label_cell, printed_row
from audit_core.binding.relations import along, confirmed, down, holds
from audit_core.document import Cell, Excerpt, Node, Paragraph, Table
from audit_core.forms import Form
from audit_core.report import Fact, Notice, Readings
from tests.balanced import lines, small

ROWS = ("a", "b", "c", "d", "e", "f")
FORM = small(t={"rows": lines(*ROWS), "columns": lines("x", "y", "z")})
T = FORM.tables["t"]


def row(key: str, *texts: str, **more: Any) -> PrintedRow:
    """Make a row as it is printed, its label first where it has one."""
    cells = tuple(Cell(text, 0, column) for column, text in enumerate(texts))
    made = printed_row(cells, [labels_of(FORM).kind(text) for text in texts])
    made.key, made.label = key, 0 if key else -1
    for name, value in more.items():
        setattr(made, name, value)
    return made


def told(notice: Notice) -> tuple[str, str, str, bool]:
    """Return a notice without what it points at, which must begin with its place; all are of table t."""
    assert notice.table == "t"
    return notice.kind, notice.words.zh, notice.words.en, notice.decided


def of(key: str, texts: str, readings: int = 2, *, label: Cell | None = None) -> Readings:
    """Make the readings of a row that prints these figures, of three expected."""
    cells = tuple(Cell(text, 0, number + 1) for number, text in enumerate(texts.split()))
    vectors = tuple((number, 0, 0) for number in range(readings))
    return Readings("t", key, vectors, cells, label, len(cells), 3)


@pytest.mark.parametrize(
    ("ambiguous", "zh", "en", "decided"),
    [
        (
            [of("a", "1 2")],
            "有 1 行的数字为 2 个，应为 3 个，缺的是哪一格无法确定",
            "1 row with 2 figures instead of 3; which cell is missing cannot be decided",
            False,
        ),
        (
            [of("a", "1 2", 1), of("b", "1 2 3 4", 1), of("c", "1 2", 1), of("d", "1 2 3", 1)],
            "有 3 行的数字为 2、4 个，应为 3 个，缺的是哪一格无法确定",
            "3 rows with 2, 4 figures instead of 3; which cell is missing cannot be decided",
            True,
        ),
        (
            [of("a", "1 2 3", 1), of("b", "1 2 3")],
            "有 2 行的数字与表头各列没有对齐，哪个数字属于哪一列无法确定",
            "the figures of 2 rows do not stand under the columns of the head; which belongs to which cannot be decided",
            False,
        ),
    ],
)
def test_rows_with_too_few_or_too_many_figures(ambiguous: list[Readings], zh: str, en: str, *, decided: bool) -> None:
    (notice,) = count_notices(T, ambiguous)
    assert told(notice) == ("figure_count", f"Table t{zh}", f"Table t: {en}", decided)
    assert notice.cells == tuple(cell for one in ambiguous for cell in one.cells)
    assert notice.at is ambiguous[0].cells[0]


def test_the_label_of_such_a_row_is_pointed_at_first() -> None:
    label = Cell("A", 0, 0)
    (notice,) = count_notices(T, [one := of("a", "1 2", label=label)])
    assert (notice.at, notice.cells) == (label, (label, *one.cells))
    (notice,) = count_notices(T, [of("a", "")])
    assert (notice.at, notice.cells) == (None, ())
    assert not list(count_notices(T, []))


def test_rows_that_were_torn_in_two() -> None:
    region = Region("t", rows=[
        row("a", "A", "1", broken=True), row("b", "B", "1"), row("c", "C", broken=True, options=()),
        row("d", "D", "1", broken=True), row("d", "D", "2", broken=True),
    ])  # fmt: skip
    (notice,) = broken_notices(T, region)
    assert told(notice) == (
        "recovered",
        "Table t有 3 行在分页处断为两行，已合为一行：A、D",
        "Table t: 3 rows torn in two at a page break, read as whole: a, d",
        True,
    )
    assert notice.cells == tuple(region.rows[at].cells[0] for at in (0, 3, 4))
    assert notice.at is notice.cells[0]
    assert not list(broken_notices(T, Region("t", rows=region.rows[1:3])))


def fact(key: str, column: str = "x", cell: Cell | None = None, *, ambiguous: bool = False) -> Fact:
    """Make a fact that was recovered, or one that is undecided."""
    concept = FORM.concepts[FORM.index["t", key, column]]
    return Fact(concept, AMBIGUOUS if ambiguous else FORM.reader.read("1"), cell, (), not ambiguous)


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ("a", "有 1 行的数字{}A", "the figures of 1 row {}a"),
        ("ba", "有 2 行的数字{}B、A", "the figures of 2 rows {}b, a"),
        ("abcd", "有 4 行的数字{}A、B、C、D", "the figures of 4 rows {}a, b, c, d"),
        ("abcde", "有 5 行的数字{}A、B、C、D等", "the figures of 5 rows {}a, b, c, d, …"),
    ],
)
def test_rows_whose_figures_were_recovered(rows: str, zh: str, en: str) -> None:
    cells = [Cell("1", 0, column) for column in range(len(rows))]
    facts = [fact(key, cell=cell) for key, cell in zip(rows, cells, strict=True)] + [fact(rows[0], "y")]
    (notice,) = recovered_notices(T, Region("t"), facts)
    assert told(notice) == (
        "recovered",
        "Table t" + zh.format("与行名脱开或连成一片，已按法定顺序和合计关系归位："),
        "Table t: "
        + en.format(
            "had parted from their labels or run together; order and sums of the form tell where they belong: "
        ),
        True,
    )
    assert (notice.at, notice.cells) == (cells[0], tuple(cells))
    (notice,) = recovered_notices(T, Region("t"), [fact("a")])
    assert (notice.at, notice.cells) == (None, ())


BLOCK = Table(())


@pytest.mark.parametrize(
    ("region", "unplaced"),
    [
        (Region("t", rows=[row("a", "A", "1")]), []),
        (Region("t", rows=[row("a", "A", "12", options=()), row("b", "B", "1"), row("c", "C", "34", options=())]),
         ["12", "34"]),
        (Region("t", parts=[([], row("", "1", "2"), ""), ([], row("", "1", "23", options=()), ""),
                            ([], row("", "45", options=()), "")]), ["23", "45"]),
        # figures without a label: in a grid of the table, or as many as its rows have
        (Region("t", rows=[row("a", "A", "1", "2")], others=[(1, row("", "3", "", "4"))]), ["3", "4"]),
        (Region("t", rows=[row("a", "A", "1", "2")], others=[(1, row("", "3", "4", "5"))]), []),
        (Region("t", rows=[row("a", "A", "1", "2")], blocks=[Table(()), BLOCK],
                others=[(1, row("", "3", "4", "5", table=BLOCK))]), ["3", "4", "5"]),
        (Region("t", rows=[row("a", "A", "1", "2")], blocks=[BLOCK], others=[(1, row("", "3", "4", "5", table=Table(())))]), []),
        (Region("t", rows=[row("a", "A", "1")], others=[(1, row("", "3"))]), []),
        (Region("t", rows=[row("a", "A", "1", "2")], others=[(1, row("", "甲", "3", "4")), (1, row("", "3", "4"))]), ["3", "4"]),
        (Region("t", rows=[row("a", "A", "1", "2")], others=[(1, row("b", "3", "4")), (1, row("", "5", "6"))]), ["5", "6"]),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_placed(region: Region, unplaced: list[str]) -> None:
    notices = list(recovered_notices(T, region, []))
    assert [[cell.text for cell in one.cells] for one in notices] == ([unplaced] if unplaced else [])  # type: ignore[union-attr]
    for one in notices:
        places = "1 place" if len(unplaced) == 1 else f"{len(unplaced)} places"
        assert told(one) == (
            "unplaced_cells",
            f"Table t有 {len(unplaced)} 处数字分不清属于哪一行哪一列",
            f"Table t: of the figures in {places} neither row nor column can be told",
            False,
        )
        assert one.at is one.cells[0]


def test_rows_that_are_not_decided_are_named_unless_their_label_is_printed() -> None:
    region = Region("t", rows=[row("a", "A", "1"), row("b", "B", "12", options=())])
    facts = [
        fact("a", ambiguous=True),
        fact("b", ambiguous=True),
        fact("c", ambiguous=True),
        fact("c", "y", ambiguous=True),
    ]
    facts.append(fact("d"))
    lost = Cell("9", 0, 9)
    _, notice = recovered_notices(T, region, facts, [lost, region.rows[1].cells[-1], lost])
    assert notice.words.zh == "Table t有 2 处数字分不清属于哪一行哪一列；未能认定的行：B、C"
    assert notice.words.en == (
        "Table t: of the figures in 2 places neither row nor column can be told; rows not decided: b, c"
    )
    assert notice.cells == (lost, region.rows[1].cells[-1])


def test_only_the_first_cells_are_pointed_at_and_all_are_counted() -> None:
    cells: list[Node] = [Cell("1", 0, column) for column in range(5)]
    notice = unplaced_notice(T, cells)
    assert notice.words.zh.startswith("Table t有 5 处")
    assert (notice.at, notice.cells) == (cells[0], tuple(cells[:4]))
    assert unplaced_notice(T, []).at is None


AT = Cell("甲", 0, 0)


@pytest.mark.parametrize(
    ("made", "at", "said"),
    [
        (lambda: run_together_notice(T), None, (
            "unplaced_cells", "Table t的文字和数字连成一片，分不清行列，没有读入",
            "the cells of Table t run together and cannot be told apart; none of them was read", False,
        )),
        (lambda: order_notice(T, AT, decided=True), AT, (
            "recovered", "Table t的表头看不出各列的先后，已按各行合计认定",
            "the head of Table t does not tell the order of its columns; the sums of the rows do", True,
        )),
        (lambda: order_notice(T, AT, decided=False), AT, (
            "unplaced_cells", "Table t的表头看不出各列的先后，各行合计也不能认定",
            "neither the head of Table t nor the sums of its rows tell the order of its columns", False,
        )),
        (lambda: placed_notice(T, ["x", "z"], AT), AT, (
            "recovered", "Table t表头有 2 列没有读到列名，已按法定顺序认定：X、Z",
            "Table t: 2 column heads were not read; told by their place: x, z", True,
        )),
    ],
)  # fmt: skip
def test_what_is_said_of_a_table(made: Callable[[], Notice], at: Cell | None, said: tuple[str, str, str, bool]) -> None:
    notice = made()
    assert told(notice) == said
    assert (notice.at, notice.cells) == (at, ())


ONE, OTHER = Paragraph("甲乙丙丁戊己"), Paragraph("甲乙")


@pytest.mark.parametrize(
    ("stretches", "found"),
    [
        ([], {}),
        ([(ONE, 3, 4), (ONE, 0, 2), (OTHER, 0, 1)], {ONE: ((0, 2), (3, 4)), OTHER: ((0, 1),)}),
        ([(ONE, 0, 2), (ONE, 2, 4)], {ONE: ((0, 4),)}),
        ([(ONE, 0, 5), (ONE, 1, 3), (ONE, 4, 6)], {ONE: ((0, 6),)}),
        ([(ONE, 1, 3), (ONE, 1, 2), (ONE, 5, 6)], {ONE: ((1, 3), (5, 6))}),
    ],
)
def test_stretches_are_put_together_where_they_touch(
    stretches: list[tuple[Paragraph, int, int]], found: dict[Paragraph, tuple[tuple[int, int], ...]]
) -> None:
    assert tabled(Excerpt(*one) for one in stretches) == found


def test_cells_of_a_region() -> None:
    heads, rows = [row("", "", "X", "Y"), row("", "甲", "", "Z")], [row("a", "A", "1")]
    caption, head, part = Cell("表", 0, 0), row("", "X"), row("", "7")
    region = Region("t", heads, rows, [(0, row("", "9"))], [([head], part, "")], caption)
    assert [cell.text for cell in all_cells(region)] == ["表", "", "X", "Y", "甲", "", "Z", "A", "1", "X", "7"]
    region.caption = ONE
    assert next(all_cells(region)).text == ""
    assert [cell.text for cell in head_cells(region)] == ["X", "Y", "甲", "Z"]


@pytest.mark.parametrize(
    ("texts", "at", "figures"),
    [
        (("A", "1"), 0, ["1"]), (("甲", "", "A", "1", "", "B"), 2, ["1", "B"]), (("1", "A"), -1, ["1", "A"]), (("", ""), -1, []),
        (("", "A", ""), 1, []), (("/", "A"), -1, ["/", "A"]),
    ],
)  # fmt: skip
def test_the_label_of_a_row_and_its_figures(texts: tuple[str, ...], at: int, figures: list[str]) -> None:
    printed = row("", *texts)
    assert label_cell(printed) == at
    printed.label = at
    assert [cell.text for cell in printed.figures] == figures
    assert list(printed.tail) == list(printed.cells[at + 1 :])


def summed(**more: Any) -> Form:
    """A form whose rows and columns add up: along to `sum`, down to `all`, and `in` to `all` as well."""
    columns = lines("x", "y", sum={"total_of": "parts", **more}) if more else lines("x", "y", sum={"total_of": "parts"})
    for one in columns.values():
        one.update(more)
    return small(t={
        "rows": lines("a", "b", all={"total_of": "kinds"}), "columns": columns,
        "groups": {"parts": ["x", "y"], "kinds": ["a", "b"]},
    })  # fmt: skip


SUMMED = summed()
RIGHT = {("a", "x"): 1, ("a", "y"): 2, ("a", "sum"): 3, ("b", "x"): 4, ("b", "y"): 5, ("b", "sum"): 9,
         ("all", "x"): 5, ("all", "y"): 7, ("all", "sum"): 12}  # fmt: skip


def test_the_sums_of_a_table() -> None:
    table = SUMMED.tables["t"]
    assert [dict(one) for one in along(table)] in ([{"x": 1, "y": 1, "sum": -1}], [{"x": -1, "y": -1, "sum": 1}])
    assert [dict(one) for one in down(table)] in ([{"a": 1, "b": 1, "all": -1}], [{"a": -1, "b": -1, "all": 1}])


@pytest.mark.parametrize(
    ("changed", "columns", "rows", "relations"),
    [
        ({}, "x y sum", "a", 4),
        ({}, "x y", "a", 3),
        ({}, "x y sum", "a b", 5),
        ({("a", "x"): 2}, "x y sum", "a", 0),
        ({("a", "x"): 2, ("a", "sum"): 4}, "x y sum", "a", 0),
        ({("b", "x"): None}, "x y sum", "a", 3),
        ({("a", "x"): None}, "x y sum", "a", 0),
        ({("b", "x"): None, ("b", "y"): None, ("b", "sum"): None}, "x y sum", "a", 0),
        ({("b", "sum"): 8}, "x y", "a", 3),
        ({}, "", "a", 0),
        ({}, "x", "", 0),
        ({("b", "x"): None, ("all", "y"): 8}, "x y sum", "a", 0),
    ],
)
def test_relations_that_bear_figures_out(
    changed: dict[tuple[str, str], int | None], columns: str, rows: str, relations: int
) -> None:
    values = {key: value for key, value in (RIGHT | changed).items() if value is not None}
    assert len(confirmed(SUMMED.tables["t"], columns.split(), rows.split(), values)) == relations


MONEY = {"type": "money"}


@pytest.mark.parametrize(
    ("more", "figures", "verdict"),
    [
        ({}, ("1", "2", "3"), True),
        ({}, ("1", "2", "4"), False),
        (MONEY, ("1.00", "2.00", "3.00"), True),
        (MONEY, ("1.00", "2.00", "3.01"), True),
        (MONEY, ("1.00", "2.00", "3.015"), False),
        (MONEY, ("1.00", "2.00", "2.99"), True),
        (MONEY, ("1.00", "2.00", "3.02"), False),
        (MONEY, ("1.00", "2.00", "2.98"), False),
        (MONEY, ("1.00", "2.00", None), None),
    ],
)
def test_a_sum_holds_within_what_was_rounded(
    more: dict[str, str], figures: tuple[str | None, ...], verdict: bool | None
) -> None:
    table = summed(**more).tables["t"]
    terms = {("a", "x"): 1, ("a", "y"): 1, ("a", "sum"): -1}
    values = {cell: Decimal(text) for cell, text in zip(terms, figures, strict=True) if text is not None}
    assert holds(table, terms, values) is verdict
