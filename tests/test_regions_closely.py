"""Which printed rows belong to which table, and what a bound table says of each of its rows."""

from typing import Any

import pytest

from audit_core import Document, Section, Source
from audit_core.binding.labels import labels_of
from audit_core.binding.reading import read_tables, sort_rows
from audit_core.document import Block, Cell, Paragraph, Table
from audit_core.figures import State
from audit_core.report import BoundTable
from tests.balanced import lines, small

FORM = small(
    t={
        "caption": "甲表", "corner": ["项目"], "note": "注意",
        "rows": {
            "one": {"label": "成人读者", "en": "one"},
            "two": {"label": "儿童读者", "en": "two", "path": ["其中"]},
            "three": {"label": "外地读者", "en": "three", "path": ["其中"]},
            "same": {"label": "其他", "en": "same"},
            "sum": {"label": "合计", "en": "sum"},
        },
        "columns": lines("x", "y"),
    },
    u={
        "caption": "乙表",
        "rows": {"books": {"label": "图书", "en": "books"}, "same": {"label": "其他", "en": "same"}},
        "columns": lines("p", "q", "r"),
    },
    v={"rows": {"maps": {"label": "地图", "en": "maps"}}, "columns": lines("x", "y")},
    w={
        "across": True,
        "rows": {"left": {"label": "左边", "en": "left"}, "right": {"label": "右边", "en": "right"}},
        "columns": lines("m", "n", "d", "k"),
    },
)  # fmt: skip


def grid(*rows: str) -> Table:
    """Make a table of rows whose cells are parted by blanks; `_` is a blank cell."""
    return Table(
        tuple(
            tuple(Cell(text.replace("_", ""), at, column) for column, text in enumerate(row.split()))
            for at, row in enumerate(rows)
        )
    )


def document(*blocks: str | Block) -> Document:
    made = tuple(Paragraph(one) if isinstance(one, str) else one for one in blocks)
    return Document((Section(None, made),), Source("report.txt"))


def regions(*blocks: str | Block) -> dict[str, str]:
    """Tell what was sorted into each table: H head rows, R its rows, O others, P parts, C a caption."""
    found = {}
    for key, region in sort_rows(document(*blocks), labels_of(FORM)).regions.items():
        said = [f"H {len(region.heads)}"] * bool(region.heads) + [f"R {row.key}" for row in region.rows]
        said += [f"O{at} {row.cells[0].text}" for at, row in region.others]
        said += [f"P{len(heads)} {row.cells[0].text} {after}".strip() for heads, row, after in region.parts]
        found[key] = "; ".join([*said, *([f"C {region.caption.text}"] if region.caption else [])])
    return found


HEAD_T, HEAD_U = "项目 X Y", "_ P Q R"
WHOLE = "M N D K"


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([grid(HEAD_T, "成人读者 1 2", "合计 3 4")], {"t": "H 1; R one; R sum"}),
        ([grid(HEAD_T, "成人读者 1 2", HEAD_U, "图书 1 2 3", "其他 1 2 3")], {"t": "H 1; R one", "u": "H 1; R books; R same"}),
        # a label of two tables: the one that goes on, or whose head was read
        ([grid(HEAD_T, "其他 1 2")], {"t": "H 1; R same"}),
        ([grid(HEAD_U, "其他 1 2 3")], {"u": "H 1; R same"}),
        ([grid(HEAD_T, "成人读者 1 2", "其他 1 2")], {"t": "H 1; R one; R same"}),
        ([grid("图书 1 2 3", "其他 1 2 3")], {"u": "R books; R same"}),
        ([grid("成人读者 1 2", HEAD_U, "其他 1 2 3")], {"t": "R one", "u": "H 1; R same"}),
        (["乙表", grid("其他 1 2 3")], {"u": "R same; C 乙表"}),
        (["甲表", grid("其他 1 2 3")], {"t": "R same; C 甲表"}),
        ([grid("乙表", "其他 1 2 3")], {"u": "R same; C 乙表"}),
        ([grid("X P", "其他 1 2 3")], {"t": "H 1; R same"}),  # half of its columns, against a third
        ([grid("X P Q", "其他 1 2 3")], {"u": "H 1; R same"}),
        # captions
        (["甲表", grid(HEAD_T, "成人读者 1 2")], {"t": "H 1; R one; C 甲表"}),
        ([" 甲表 ", grid("成人读者 1 2")], {"t": "R one; C  甲表 "}),
        (["乙表", grid("成人读者 1 2")], {"t": "R one"}),
        ([grid("甲表", HEAD_T, "成人读者 1 2")], {"t": "H 1; R one; C 甲表"}),
        ([grid(HEAD_U, "甲表", HEAD_T, "成人读者 1 2")], {"t": "H 1; R one; C 甲表"}),
        ([grid(HEAD_U), "甲表", grid(HEAD_T, "成人读者 1 2")], {"t": "H 1; R one; C 甲表"}),
        ([grid(HEAD_U), "无关。", grid(HEAD_T, "成人读者 1 2")], {"t": "H 2; R one"}),
        (["甲表", grid("成人读者 1 2"), "甲表", grid("合计 1 2")], {"t": "R one; R sum; C 甲表"}),
        # the caption ends the table before it
        ([grid("成人读者 1 2", "甲表", "7 8")], {"t": "R one"}),
        # rows that the form does not know
        ([grid(HEAD_T, "成人读者 1 2", "团体 3 4", "合计 4 6")], {"t": "H 1; R one; R sum; O1 团体"}),
        (["甲表", grid(HEAD_T, "团体 3 4", "合计 4 6")], {"t": "H 1; R sum; O0 团体; C 甲表"}),
        ([grid(HEAD_T, "成人读者 1 2", "说明")], {"t": "H 1; R one; O1 说明"}),
        ([grid(HEAD_T, "成人读者 1 2", "其中", "儿童读者 1 1")], {"t": "H 1; R one; R two"}),
        ([grid("团体 3 4", "成人读者 1 2")], {"t": "R one"}),
        ([grid("X", "团体 3 4", "成人读者 1 2")], {"t": "H 1; R one"}),
        ([grid("X Y", "3 4")], {}),  # columns of two tables
        (["甲表", grid("X Y", "3 4")], {"t": "H 1; O0 3; C 甲表"}),
        (["乙表", grid("X Y", "3 4")], {}),
        ([grid("P Q R", "3 4 5")], {"u": "H 1; O0 3"}),
        ([grid("P Q", "3 4 5")], {}),
        ([grid("图书 1 2 3", "P Q R", "3 4 5")], {"u": "H 1; R books; O1 3"}),
        ([grid(*["无关"] * 31, "P Q R", "3 4 5")], {"u": "H 32; O0 3"}),
        ([grid("P Q R", *["无关"] * 31, "3 4 5")], {"u": "H 32; O0 3"}),
        ([grid("P Q R", *["无关"] * 32, "3 4 5")], {}),
        # the last label before the first figure names the row
        ([grid("其中 儿童读者 1 2")], {"t": "R two"}),
        ([grid("成人读者 儿童读者 1 2")], {"t": "R two"}),
        ([grid("成人读者 1 儿童读者")], {"t": "R one"}),
        ([grid("1 成人读者 2")], {}),
        # a row without figures is a head where columns of one table stand beside its label
        ([grid("成人读者 X Y", "儿童读者 1 2")], {"t": "H 1; R two"}),
        ([grid("成人读者 X", "儿童读者 1 2")], {"t": "R one; R two"}),
        ([grid("成人读者 X 1", "儿童读者 1 2")], {"t": "R one; R two"}),
        # tables whose rows stand side by side
        ([grid(WHOLE, "1 2 3 4")], {"w": "H 1; P1 1"}),
        ([grid("M N", "1 2 3 4")], {"w": "H 1; P1 1"}),
        ([grid("M", "1 2 3 4")], {}),
        (["左边如下", grid(WHOLE, "1 2 3 4")], {"w": "H 1; P1 1 左边如下"}),
        (["左" * 41, grid(WHOLE, "1 2 3 4")], {"w": "H 1; P1 1"}),
        (["左" * 40, grid(WHOLE, "1 2 3 4")], {"w": f"H 1; P1 1 {'左' * 40}"}),
        ([grid(WHOLE, "_ _ _ _")], {"w": "H 1; P1"}),
        ([grid(WHOLE, "_ _ _ _", "1 2 3 4")], {"w": "H 1; P1 1"}),
        ([grid(WHOLE, "1 2 3 4", WHOLE, "5 6 7 8")], {"w": "H 2; P1 1; P1 5"}),
        ([grid(WHOLE, "左边 1 2 3 4", "右边 5 6 7 8")], {"w": "H 1; P1 左边; P1 右边"}),
        ([grid("左边 右边", WHOLE, "1 2 3 4")], {"w": "H 2; P2 1"}),
        ([grid("左边 1 2 3 4")], {"w": "P0 左边"}),
        ([grid("成人读者 1 2", WHOLE, "1 2 3 4")], {"t": "R one", "w": "H 1; P1 1"}),
    ],
)  # fmt: skip
def test_rows_by_table(blocks: list[str | Block], found: dict[str, str]) -> None:
    assert regions(*blocks) == found


def test_grids_of_a_table_and_rows_of_none() -> None:
    first, second, third = (
        grid(HEAD_T, "成人读者 1 2"),
        grid("儿童读者 3 4", "外地读者 1 1"),
        grid("5 6", "_ 7", "甲 8"),
    )
    sorter = sort_rows(document(third, "甲。", first, second), labels_of(FORM))
    assert sorter.regions["t"].blocks == [first, second]
    assert [[cell.text for cell in row.cells] for row in sorter.unassigned_rows()] == [["5", "6"], ["", "7"]]
    sorter = sort_rows(document(first, grid("9 8", "团体 1 2")), labels_of(FORM))
    assert [[cell.text for cell in row.cells] for row in sorter.unassigned_rows()] == [["9", "8"]]


def bound(*rows: str) -> BoundTable:
    return read_tables(document(grid(*rows)), FORM, (FORM,), named=True).tables["t"]


def told(table: BoundTable) -> str:
    """Tell the rows of a table with the places where they are printed; `?` before what the form does not know."""
    said = [f"{key}@{line.number}{'' if line.match == 'statutory' else '~'}" for key, line in table.rows.items()]
    said += [f"?{line.text}@{line.number}" for line in table.extra_rows]
    return " ".join([*said, *(f"={line.line.key}@{line.number}" for line, _ in table.duplicates if line.line)])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["成人读者 1 2", "合计 1 2"], "one@0 sum@1"),
        (["合计 1 2", "成人读者 1 2"], "one@1 sum@0"),
        # as many unknown rows as are missing in their place: each in its order, if its label may be a damaged one
        (["成人读者 1 2", "儿重读昔 1 2", "外池读者 1 2", "其他 1 2", "合计 4 8"], "one@0 two@1~ three@2~ same@3 sum@4"),
        (["成人读者 1 2", "童儿 1 2", "外地读者 1 2"], "one@0 two@1~ three@2"),
        (["成人读者 1 2", "团体团体 1 2", "外地读者 1 2"], "one@0 three@1 ?团体团体@1"),
        (["成人读者 1 2", "团体 1 2", "团队 1 2", "外地读者 1 2"], "one@0 three@1 ?团体@1 ?团队@1"),
        # elsewhere the one it is most like
        (["成人读者 1 2", "儿童的读者 1 2", "其他 1 2"], "one@0 two@1~ same@2"),
        (["成人读者 1 2", "读者 1 2", "其他 1 2"], "one@0 same@1 ?读者@1"),
        (["成人读者 1 2", "儿童的读者 1 2", "儿童读者们 1 2", "团体 1 1", "其他 1 2"],
         "one@0 same@1 ?儿童的读者@1 ?儿童读者们@1 ?团体@1"),
        (["成人读者 1 2", "其他 1 2", "儿童的读者 1 2"], "one@0 same@1 ?儿童的读者@2"),
        (["成人读者 1 2", "说明", "其他 1 2"], "one@0 same@1"),
        # rows printed again
        (["成人读者 1 2", "成人读者 3 4", "合计 1 2"], "one@0 sum@2 =one@1"),
    ],
)  # fmt: skip
def test_rows_of_a_bound_table(rows: list[str], found: str) -> None:
    assert told(bound(HEAD_T, *rows)) == found


def test_what_a_bound_table_says() -> None:
    table = bound("注意：只计本年 _ _", "项目 X Y", "其中 儿童读者 1 2", "_ 成人读者 5 _", "_ 成人读者 3 /")
    assert table.rows["two"].parents == ("其中",)
    assert table.rows["two"].text == "儿童读者"
    assert table.rows["one"].parents == ()
    ((line, figures),) = table.duplicates
    assert (line.text, line.number, [one.raw for one in figures]) == ("成人读者", 2, ["3", "/"])
    assert [cell.text for cell in table.head] == ["注意：只计本年", "项目", "X", "Y"]
    assert table.note is table.head[0] is table.place
    assert bound(HEAD_T, "成人读者 1 2").note is None
    assert bound("成人读者 1 2").place.text == "成人读者"  # type: ignore[union-attr]


def facts(*rows: str) -> dict[str, str]:
    read = read_tables(document(grid(*rows)), FORM, (FORM,), named=True)
    return {
        f"{fact.row}/{fact.column}": "?" if fact.state is State.AMBIGUOUS else fact.raw
        for fact in read.vector
        if fact.table == "t" and fact.state is not State.ABSENT
    }


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([HEAD_T, "成人读者 1 2"], {"one/x": "1", "one/y": "2"}),
        (["项目 Y X", "成人读者 1 2"], {"one/x": "2", "one/y": "1"}),
        (["项目 X 人次 Y", "成人读者 1 9 2"], {"one/x": "1", "one/y": "2"}),
        ([HEAD_T, "成人读者 1 2", "成人读者 3 4"], {"one/x": "1", "one/y": "2"}),
        ([HEAD_T, "成人读者 1"], {"one/x": "?", "one/y": "?"}),
        ([HEAD_T, "成人读者 1 _"], {"one/x": "1", "one/y": ""}),
    ],
)
def test_figures_of_a_bound_table(rows: list[str], found: dict[str, str]) -> None:
    assert facts(*rows) == found


def test_rows_that_have_lost_the_label_before_their_own() -> None:
    rows = ["项目 _ X Y", "其中 儿童读者 1 2", "外地读者 1 2", "_ 成人读者 1 2", "_ 合计 1 2", "_ 其他 1 2"]
    read = read_tables(document(grid(*rows)), FORM, (FORM,), named=True)
    (notice,) = (one for one in read.notices if one.kind == "shifted_row")
    assert notice.words.zh == "Table t以下各行错位，上级标签缺失：外地读者"
    assert notice.words.en == "Table t: these rows are shifted and have lost the labels above them: 外地读者"
    assert (notice.at, notice.cells, notice.table, notice.decided) == (notice.cells[0], notice.cells, "t", True)


@pytest.mark.parametrize(("named", "blocks"), [(True, ["甲。"]), (False, [grid(HEAD_T, "成人读者 1 2")])])
def test_a_document_with_a_title_or_a_table_is_read(named: bool, blocks: list[Any]) -> None:
    read = read_tables(document(*blocks), FORM, (FORM,), named=named)
    assert list(read.tables) == ([] if named else ["t"])
    assert not read.plain


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([grid("5 6")], ["Table t: of the figures in 2 places neither row nor column can be told"]),
        ([grid("5"), "甲。", grid("6")], []),
        ([grid("5 6", "7 _ 8", "甲 9 9")], ["Table t: of the figures in 4 places neither row nor column can be told"]),
    ],
)
def test_figures_of_no_table(blocks: list[Any], said: list[str]) -> None:
    read = read_tables(document(*blocks), FORM, (FORM,), named=True)
    assert [one.words.en for one in read.notices] == said


AMOUNT = {"amount": {"label": "金额", "en": "amount"}}
SIDED = small(
    first={"caption": "丙表", "rows": {"a": {"label": "拨款", "en": "a"}, "total": {"label": "总计", "en": "total"}}, "columns": AMOUNT},
    second={
        "beside": "first", "columns": AMOUNT,
        "rows": {"b": {"label": "购书", "en": "b"}, "total": {"label": "总计", "en": "total"}},
    },
    codes={
        "codes": {"pattern": r"\d+", "levels": [3, 5], "heads": ["编码", "名称"], "total": "total"},
        "rows": {"total": {"label": "合计", "en": "in all"}}, "columns": {"in": {"label": "收入", "en": "in"}, "out": {"label": "支出", "en": "out"}},
    },
    none={
        "empty": "没有借款.*本表无数据", "rows": {"loan": {"label": "短期借款", "en": "loan"}},
        "columns": {"start": {"label": "年初", "en": "start"}, "end": {"label": "年末", "en": "end"}},
    },
)  # fmt: skip
SIDES = grid("项目 金额 项目 金额", "拨款 5 购书 3", "总计 5 总计 3")
CODES = grid("编码 名称 收入 支出", "207 文化 5 4", "20701 图书 5 _", "2079 _ 1 1", "合计 _ 5 4")
LOANS = grid("项目 年初 年末")


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([SIDES], {"first": "a=5 total=5", "second": "b=3 total=3"}),
        (["丙表", SIDES], {"first": "a=5 total=5", "second": "b=3 total=3"}),
        ([grid("项目 金额", "拨款 5", "总计 5")], {"first": "a=5 total=5"}),
        ([CODES], {"codes": "207=5,4 20701=5, total=5,4 ?2079@2"}),
        ([LOANS, "今年没有借款，本表无数据。"], {"none": "loan=none,none"}),
        ([grid("项目 年初 年末", "今年没有借款，本表无数据。 _ _")], {"none": "loan=none,none"}),
        ([grid("项目 年初 年末", "短期借款 _ _"), "没有借款，本表无数据"], {"none": "loan=none,none"}),
        ([grid("项目 年初 年末", "短期借款 / /"), "没有借款，本表无数据"], {"none": "loan=none,none"}),
        ([grid("项目 年初 年末", "短期借款 5 _"), "没有借款，本表无数据"], {"none": "loan=5,"}),
        (["没有借款" + "，" * 190 + "本表无数据"], {"none": "loan=none,none"}),
        (["没有借款" + "，" * 192 + "本表无数据"], {}),
        ([LOANS, "无关。"], {}),
    ],
)  # fmt: skip
def test_tables_side_by_side_of_codes_and_of_nothing(blocks: list[str | Block], found: dict[str, str]) -> None:
    read = read_tables(document(*blocks), SIDED, (SIDED,), named=True)
    said = {}
    for key, table in read.tables.items():
        rows: dict[str, list[str]] = {}
        for fact in read.vector:
            if fact.table == key and fact.state is not State.ABSENT:
                rows.setdefault(fact.row, []).append("none" if fact.state is State.NONE else fact.raw.strip())
        said[key] = " ".join(f"{row}={','.join(raw)}" for row, raw in rows.items())
        said[key] += "".join(f" ?{line.text}@{line.number}" for line in table.extra_rows)
        assert (table.empty is not None) is (key == "none")
    assert said == found


def test_of_tables_with_the_same_lines_the_caption_tells_the_sides() -> None:
    twice = small(
        first={"rows": {"a": {"label": "拨款", "en": "a"}}, "columns": AMOUNT},
        second={"beside": "first", "rows": {"b": {"label": "购书", "en": "b"}}, "columns": AMOUNT},
        third={"caption": "丙表", "rows": {"a": {"label": "拨款", "en": "a"}}, "columns": AMOUNT},
        fourth={"beside": "third", "rows": {"b": {"label": "购书", "en": "b"}}, "columns": AMOUNT},
    )
    sides = grid("项目 金额 项目 金额", "拨款 5 购书 3")
    assert list(read_tables(document(sides), twice, (twice,), named=True).tables) == ["first", "second"]
    assert list(read_tables(document("丙表", sides), twice, (twice,), named=True).tables) == ["third", "fourth"]


def test_a_table_with_the_head_of_another_form_is_of_that() -> None:
    new, other = (small(t={"rows": lines("a"), "columns": lines(*columns)}) for columns in ("xyz", "x"))
    old = small(t={"rows": lines("a"), "columns": lines("x", "y", "v", "w")})
    for forms, printed in (((new,), ""), ((new, other), ""), ((new, old), "small"), ((new, FORM), "")):
        read = read_tables(document(grid("_ X Y V W", "A 1 2 3 4")), new, forms, named=True)
        table = read.tables["t"]
        assert table.printed_form == printed
        assert [cell.text for cell in table.head] == ["X", "Y", "V", "W"]
        assert any(fact.state is State.NUMBER for fact in read.vector) is not bool(printed)


def test_the_sentence_of_one_table_is_in_no_head_of_the_next() -> None:
    block = grid("项目 年初 年末", "没有借款，本表无数据 _ _", "项目 金额", "拨款 5", "总计 5")
    tables = read_tables(document(block), SIDED, (SIDED,), named=True).tables
    assert [cell.text for cell in tables["first"].head] == ["项目", "金额"]
    assert [cell.text for cell in tables["none"].head] == ["项目", "年初", "年末"]
    assert tables["none"].empty is block.rows[1][0]
