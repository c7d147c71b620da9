"""Old Excel workbooks: what is read of them, what is refused, and that nothing they hold breaks the reading."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_core.document import Document, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.xls import load
from tests.loaders.shapes import shape
from tests.patience import patience

xlwt: Any = pytest.importorskip("xlwt")


def saved(write: Callable[[Any], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    write(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def document(write: Callable[[Any], None], limits: Limits | None = None) -> Document:
    return load(saved(write), "report.xls", limits or Limits())


def one(*rows: tuple[Any, ...], style: str = "", code: str = "General") -> bytes:
    """Return a workbook of one sheet; style and number format are those of its last cell."""

    def write(book: Any) -> None:
        sheet = book.add_sheet("Sheet1")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                last = (r, c) == (len(rows) - 1, len(row) - 1)
                sheet.write(r, c, value, xlwt.easyxf(style, code) if last else xlwt.easyxf())

    return saved(write)


def cell(value: Any, code: str = "General", style: str = "") -> str:
    of = load(one(("甲", "乙"), ("规章", value), code=code, style=style), "report.xls", Limits())
    (table,) = of.tables()
    return table.rows[1][1].text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12, "General", "12"),
        (162.38, "General", "162.38"),
        (5120.64, "0.0000", "5120.6400"),
        (5120.64005, "0.0000", "5120.6401"),
        (1234.5, "#,##0.00", "1234.50"),
        (0.342, "0.0%", "34.2%"),
        (-3, "General", "-3"),
        (0.1 + 0.2, "General", "0.3"),
        (44197, 'yyyy"年"m"月"d"日"', "2021年1月1日"),
        (True, "General", "TRUE"),
        ("120", "General", "120"),
        ("一\n二", "General", "一\n二"),
    ],
)
def test_what_a_cell_shows(value: Any, code: str, shown: str) -> None:
    assert cell(value, code) == shown


@pytest.mark.parametrize("value", ["120", 120])
def test_struck_cells_are_not_printed(value: Any) -> None:
    assert cell(value, style="font: struck_out on") == ""
    of = load(one(("甲", "乙"), ("规章", value), style="font: struck_out on"), "report.xls", Limits())
    assert of.notes == (STRUCK,)


@pytest.mark.parametrize(
    ("font", "shown", "notes"),
    [("struck_out on", "120", (STRUCK,)), ("escapement superscript", "120¹", ()), ("bold on", "1201", ())],
)
def test_text_in_runs(font: str, shown: str, notes: tuple[str, ...]) -> None:
    def write(book: Any) -> None:
        sheet = book.add_sheet("表")
        sheet.write(0, 0, "甲")
        sheet.write(0, 1, "乙")
        sheet.write(1, 0, "规章")
        sheet.write_rich_text(1, 1, ("120", ("1", xlwt.easyfont(font))))

    of = document(write)
    (table,) = of.tables()
    assert (table.rows[1][1].text, of.notes) == (shown, notes)


def test_prose_headings_tables_and_places() -> None:
    def write(book: Any) -> None:
        sheet = book.add_sheet("年 报")
        sheet.write_merge(0, 0, 0, 2, "青石县报告")
        sheet.write(1, 0, "一、甲")
        ruled = xlwt.easyxf("borders: left thin")
        sheet.write_merge(2, 3, 0, 0, "内容", ruled)
        sheet.write_merge(2, 2, 1, 2, "数量", ruled)
        for row, column, value in ((3, 1, "制发"), (3, 2, "废止"), (4, 0, "规章"), (4, 1, 0), (4, 2, 1)):
            sheet.write(row, column, value, ruled)

    of = document(write)
    assert shape(of) == [
        ("p", "青石县报告"),
        ("p", "一、甲"),
        ("t", ("内容", "数量"), ("制发", "废止"), ("规章", "0", "1")),
    ]
    (table,) = of.tables()
    assert [c.place for c in table.rows[2]] == ["'年 报'!A5", "'年 报'!B5", "'年 报'!C5"]
    assert (table.rows[0][0].rowspan, table.rows[0][1].colspan) == (2, 2)
    assert (of.source.loader, of.source.text) == ("xls", "")


def test_hidden_sheets_rows_and_columns() -> None:
    def write(book: Any) -> None:
        shown = book.add_sheet("表")
        for row, values in enumerate((("甲", "乙", "丙"), ("规章", 0, 1), ("决定", 2, 3))):
            for column, value in enumerate(values):
                shown.write(row, column, value)
        shown.row(1).hidden = True
        shown.col(2).hidden = True
        other = book.add_sheet("底稿")
        other.write(0, 0, "不印")
        other.visibility = 1

    of = document(write)
    assert shape(of) == [("t", ("甲", "乙", "丙"), ("规章", "0", "1"), ("决定", "2", "3"))]
    assert [note.partition(" / ")[0] for note in of.notes] == [
        "隐藏的工作表未读入：底稿",
        "表：隐藏的行也已读入（2）",
        "表：隐藏的列也已读入（C）",
    ]


def test_hidden_sheets_are_read_where_no_other_holds_anything() -> None:
    def write(book: Any) -> None:
        book.add_sheet("空")
        other = book.add_sheet("底稿")
        other.write(0, 0, "青石县报告")
        other.visibility = 1

    assert shape(document(write)) == [("p", "青石县报告")]


@pytest.mark.parametrize("name", ["report.xls", "report.et", "report.doc", "report"])
def test_a_workbook_is_one_by_any_name(name: str) -> None:
    data = one(("甲", "乙"), ("规章", 1))
    assert choose(BUILTIN, data, name).loader.name == "xls"
    assert len(list(read(data, name, BUILTIN).tables())) == 1


def test_limits() -> None:
    with pytest.raises(InputError, match="Sheet1: more than 3 cells"):
        load(one(("甲", "乙"), ("规章", 1)), "report.xls", Limits(cells=3))
    with pytest.raises(InputError, match="holds no text"):
        load(saved(lambda book: book.add_sheet("空")), "report.xls", Limits())


def test_damaged_and_cut_off() -> None:
    data = one(*[("甲" * 50, number) for number in range(200)])
    for stop in (600, 2_000, len(data) // 2, len(data) - 700):
        with pytest.raises(InputError) as caught:
            read(data[:stop], "report.xls", BUILTIN)
        assert "\n" not in str(caught.value)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5_631), st.integers(0, 255)), min_size=1, max_size=12))
def test_bytes_changed_anywhere_give_a_document_or_one_line(changes: list[tuple[int, int]]) -> None:
    data = bytearray(one(("甲", "乙"), ("规章", 1), code="0.00"))
    for at, value in changes:
        data[at] = value
    with patience():
        try:
            of = read(bytes(data), "report.xls", BUILTIN)
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            assert all(isinstance(block, Table) or block for block in of.blocks())


@pytest.mark.slow
def test_cells_at_the_end_of_every_row_cost_no_more_than_they_hold() -> None:
    def write(book: Any) -> None:
        sheet = book.add_sheet("表")
        for row in range(3_000):
            sheet.write(row, 255, 1)

    data = saved(write)
    with patience():
        of = load(data, "report.xls", Limits())
    assert len(list(of.blocks())) == 3_000
