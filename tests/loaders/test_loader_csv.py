"""Sheets exported as CSV, and whole sheets in one table of Markdown or of a page: as the sheets of workbooks."""

import csv as library
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Cell, Document, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.csv import load
from audit_core.loaders.sheets import parted
from tests.loaders.shapes import Shape, nodes, shape
from tests.patience import patience

PROSE = "本县全年共制发规范性文件三件，均在印发之日起二十个工作日内公开，并配有解读材料，公众可在县政府门户网站和便民服务中心查阅，来电咨询的也一并答复，答复情况按季度汇总，在网站集中列出，供公众查阅。"
HEAD, ROW = ("内容", "制发", "废止"), ("规章", "0", "1")


USUAL = Limits()


def document(text: str, limits: Limits = USUAL) -> Document:
    return load(text.encode(), "report.csv", limits)


CASES: dict[str, tuple[str, Shape]] = {
    "a table": ("内容,制发,废止\n规章,0,1\n", [("t", HEAD, ROW)]),
    "title, prose, heading, tables": (
        f"青石县报告,,\n{PROSE},,\n一、甲,,\n内容,制发,废止\n规章,0,1\n,,\n二、乙,,\n内容,制发,\n决定,2,\n",
        [
            ("p", "青石县报告"),
            ("p", PROSE),
            ("p", "一、甲"),
            ("t", HEAD, ROW),
            ("p", "二、乙"),
            ("t", ("内容", "制发"), ("决定", "2")),
        ],
    ),
    "a heading between two tables without blank rows": (
        "内容,制发,废止\n规章,0,1\n二、乙,,\n内容,制发,废止\n决定,2,3\n",
        [("t", HEAD, ROW), ("p", "二、乙"), ("t", HEAD, ("决定", "2", "3"))],
    ),
    "the label of a group": (
        "内容,制发,废止\n规章,0,1\n其中,,\n决定,2,3\n",
        [("t", HEAD, ROW, ("其中", "", ""), ("决定", "2", "3"))],
    ),
    "semicolons": ("内容;制发;废止\n规章;0;1,5\n", [("t", HEAD, ("规章", "0", "1,5"))]),
    "tabs": ("内容\t制发\t废止\n规章\t0\t1\n", [("t", HEAD, ROW)]),
    "pipes": ("内容|制发|废止\n规章|0|1\n", [("t", HEAD, ROW)]),
    "the delimiter told": ("sep=;\n内容;制发;废止\n规章;0;1\n", [("t", HEAD, ROW)]),
    "quotes, commas and line ends in fields": (
        '"甲, 乙","丙\n丁"\n"“戊”""己""",12\n',
        [("t", ("甲, 乙", "丙\n丁"), ('“戊”"己"', "12"))],
    ),
    "blanks around fields": ("内容 ,\t制发\n规章,  0\n", [("t", ("内容", "制发"), ("规章", "0"))]),
    "ended by CRLF and CR": ("内容,制发\r\n规章,0\r决定,2", [("t", ("内容", "制发"), ("规章", "0"), ("决定", "2"))]),
    "blank lines part": ("内容,制发\n\n规章,0\n", [("t", ("内容", "制发")), ("t", ("规章", "0"))]),
    "one column is prose": ("青石县报告\n一、甲\n", [("p", "青石县报告"), ("p", "一、甲")]),
    "rows of unequal width": ("甲\n内容,制发,废止\n规章,0\n", [("p", "甲"), ("t", HEAD, ("规章", "0", ""))]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_is_read(text: str, expected: Shape) -> None:
    assert shape(document(text)) == expected


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_every_node_stands_where_it_says(text: str, expected: Shape) -> None:
    assert expected
    of = document(text)
    for node in nodes(of):
        if isinstance(node, Cell | Paragraph) and node.text and '"' not in node.text:
            assert of.source.text[node.start : node.end] == node.text


def test_the_line_and_column_of_a_cell_behind_a_field_of_two_lines() -> None:
    of = document('"甲""乙""","丙\n丁",5\n规章,0,1\n')
    (table,) = of.tables()
    regions = [of.locate(cell).region for cell in table.cells()]
    assert [(region.start_line, region.start_column) for region in regions if region] == [
        (1, 2), (1, 11), (2, 4), (3, 1), (3, 4), (3, 6),
    ]  # fmt: skip


def test_a_blank_cell_has_its_place() -> None:
    of = document("内容,制发,废止\n规章,,1\n")
    (table,) = of.tables()
    blank = table.rows[1][1]
    assert (blank.text, blank.start, blank.place) == ("", 12, "")


@pytest.mark.parametrize(
    ("data", "encoding", "notes"),
    [
        ("内容,制发\n规章,0\n".encode("utf-8-sig"), "utf-8", 0),
        ("内容\t制发\n规章\t0\n".encode("utf-16"), "utf-16-le", 0),
        ((PROSE + ",\n内容,制发\n规章,0\n").encode("gb18030"), "gb18030", 1),
    ],
)
def test_encodings(data: bytes, encoding: str, notes: int) -> None:
    of = read(data, "report.csv", BUILTIN)
    assert (of.source.encoding, of.source.loader, len(of.notes)) == (encoding, "csv", notes)
    assert ("t", ("内容", "制发"), ("规章", "0")) in shape(of)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('甲,"乙\n丙,1\n', "report.csv:2: not CSV: unexpected end of data"),
        ('甲,1\n"乙"丙,2\n', "report.csv:2: not CSV: ',' expected after '\"'"),
        (f"甲,{'1' * 140_000}\n", "report.csv:1: not CSV: field larger than field limit"),
        (",,\n,,\n", "report.csv: the file holds no text"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        document(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "limits", "said"),
    [
        ("甲\n" * 11, Limits(lines=10), "report.csv:11: more than 10 lines"),
        ("甲,乙,丙,丁\n" * 10, Limits(cells=30), "report.csv:8: more than 30 cells"),
        ("甲,乙,丙\n" * 10, Limits(characters=20), "more than 20 characters in cells"),
        ('"' + "\n" * 1_100 + '"', USUAL, "a row of more than 1,000 lines"),
    ],
)
def test_limits(text: str, limits: Limits, said: str) -> None:
    with pytest.raises(InputError) as caught:
        document(text, limits)
    assert said in str(caught.value)


def test_blank_columns_to_the_end_of_a_sheet_are_no_cells() -> None:
    of = document(f"内容,制发{',' * 16_000}\n" * 100, Limits(cells=7_000))
    (table,) = of.tables()
    assert len(table.rows[0]) == 2


@pytest.mark.parametrize(
    ("name", "data", "loader"),
    [
        ("a.csv", "甲,1\n".encode(), "csv"),
        ("A.TSV", "甲\t1\n".encode(), "csv"),
        ("a.xls", "甲\t1\n".encode(), "csv"),
        ("a.csv", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
        ("a.txt", "甲,1\n".encode(), "text"),
    ],
)
def test_which_loader(name: str, data: bytes, loader: str) -> None:
    assert choose(BUILTIN, data, name).loader.name == loader


fields = st.text(alphabet='甲1, ;"\n\t', max_size=6)


@given(st.lists(st.lists(fields, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_every_field_is_found_where_it_was_written(rows: list[list[str]], end: str) -> None:
    stream = StringIO()
    library.writer(stream, lineterminator=end).writerows([["甲", "乙", "丙,丁"], *rows])
    text = stream.getvalue()
    of = document("sep=,\n" + text)
    printed = [node for node in nodes(of) if isinstance(node, Cell | Paragraph) and node.text]
    written = [field.strip(" \t\r\n\f") for row in [["甲", "乙", "丙,丁"], *rows] for field in row]
    assert [node.text for node in printed] == [field for field in written if field]
    for node in printed:
        assert of.source.text[node.start : node.end].replace('""', '"') in (node.text, node.text.replace('""', '"'))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("unit", ['"', ",", '"",', '"\n', "a\n", ",\n", '"a""b",', ";", "甲,\n\n"])
def test_repeated(unit: str) -> None:
    with patience():
        try:
            document(unit * (500_000 // len(unit)))
        except InputError as error:
            said = str(error)
        else:
            said = ""
    assert "\n" not in said


NAN = "NaN"

SHEETS: dict[str, tuple[list[list[str]], Shape]] = {
    "as a program exports it": (
        [["青石县报告", "Unnamed: 1", "Unnamed: 2"], [PROSE, NAN, NAN], ["一、甲", NAN, NAN],
         [*HEAD], [*ROW], [NAN, NAN, NAN], ["二、乙", NAN, NAN], ["内容", "制发", NAN], ["决定", "2", NAN]],
        [("p", "青石县报告"), ("p", PROSE), ("p", "一、甲"), ("t", HEAD, ROW), ("p", "二、乙"),
         ("t", ("内容", "制发"), ("决定", "2"))],
    ),
    "words for nothing of other programs": (
        [["Column1", "列2", "Column3"], ["青石县报告", "<NA>", "<NA>"], [PROSE, "<NA>", "NaT"], [*HEAD], [*ROW]],
        [("p", "青石县报告"), ("p", PROSE), ("t", HEAD, ROW)],
    ),
    "numbers before the rows and over the columns": (
        [["", "0", "1", "2", "3", "4"], ["0", "青石县报告", NAN, NAN, NAN, NAN], ["1", "一、甲", NAN, NAN, NAN, NAN],
         ["2", *HEAD, NAN, NAN], ["3", *ROW, NAN, NAN], ["4", NAN, NAN, NAN, NAN, NAN]],
        [("p", "青石县报告"), ("p", "一、甲"), ("t", HEAD, ROW)],
    ),
    "numbers before the rows, blank ones left out": (
        [["0", "青石县报告", NAN, NAN], ["1", *HEAD], ["2", *ROW], ["5", *ROW], ["6", *ROW]],
        [("p", "青石县报告"), ("t", HEAD, ROW, ROW, ROW)],
    ),
    "prose alone, as a program exports it": (
        [["青石县报告", "Unnamed: 1"], ["一、甲", NAN]], [("p", "青石县报告"), ("p", "一、甲")],
    ),
    "a column of ordinals stays": (
        [["", "内容"], *([str(number), "甲"] for number in range(1, 7))],
        [("t", ("", "内容"), *((str(number), "甲") for number in range(1, 7)))],
    ),
    "few numbers stay": ([["0", "甲"], ["1", "乙"]], [("t", ("0", "甲"), ("1", "乙"))]),
    "without prose": (
        [["一、甲", "", ""], [*HEAD], [*ROW], ["", "", ""], ["二、乙", "", ""], [*HEAD], [*ROW]],
        [("p", "一、甲"), ("t", HEAD, ROW), ("p", "二、乙"), ("t", HEAD, ROW)],
    ),
    "a table with a caption is none": (
        [["第一项", "", ""], [*HEAD], [*ROW]],
        [("t", ("第一项", "", ""), HEAD, ROW)],
    ),
    "a table with a row left blank is none": (
        [[*HEAD], [*ROW], ["", "", ""], ["决定", "", ""], ["命令", "2", "3"]],
        [("t", HEAD, ROW, ("", "", ""), ("决定", "", ""), ("命令", "2", "3"))],
    ),
    "words for nothing in a table": (
        [[*HEAD], ["规章", "NaN", "None"]],
        [("t", HEAD, ("规章", "", ""))],
    ),
    "a text of words for nothing stays": ([[*HEAD], ["规章", "NaN 件", "1"]], [("t", HEAD, ("规章", "NaN 件", "1"))]),
    "prose alone": ([[PROSE], ["甲"]], [("t", (PROSE,), ("甲",))]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), SHEETS.values(), ids=SHEETS)
def test_a_sheet_in_one_table(rows: list[list[str]], expected: Shape) -> None:
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    blocks = parted(Table(cells))
    of = [("t", *(tuple(cell.text for cell in row) for row in b.rows)) if isinstance(b, Table) else ("p", b.text)
          for b in blocks]  # fmt: skip
    assert of == expected


def test_an_exported_sheet_of_commas_is_read_without_its_numbers() -> None:
    of = read(
        f"{',0,1,2,3,4'}\n0,青石县报告,,,,\n1,{PROSE},NaN,,,\n2,内容,制发,废止,,\n3,规章,0,1,,\n4,,,,,\n".encode(),
        "report.csv",
        BUILTIN,
    )
    assert shape(of) == [("p", "青石县报告"), ("p", PROSE), ("t", ("内容", "制发", "废止"), ("规章", "0", "1"))]


def test_a_sheet_in_one_table_of_markdown_keeps_lines_and_columns() -> None:
    rows, expected = SHEETS["as a program exports it"]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "| --- | --- | --- |")
    of = read("\n".join(lines).encode(), "report.md", BUILTIN)
    assert shape(of) == expected
    for node in nodes(of):
        if not isinstance(node, Table) and getattr(node, "text", ""):
            assert of.source.text[node.start : node.end] == getattr(node, "text", "")


def test_a_sheet_in_one_table_of_a_page_keeps_merged_cells() -> None:
    def row(*cells: str) -> str:
        return f"<tr>{''.join(f'<td{cell}</td>' for cell in cells)}</tr>"

    page = "".join(
        [
            row(">青石县报告", ">", ">"),
            row(f">{PROSE}", ">", ">"),
            row(" rowspan=2>内容", " colspan=2>数量"),
            row(">制发", ">废止"),
            row(">规章", ">0", ">1"),
        ]
    )
    of = read(f"<html><body><table>{page}</table></body></html>".encode(), "report.html", BUILTIN)
    assert shape(of) == [
        ("p", "青石县报告"),
        ("p", PROSE),
        ("t", ("内容", "数量"), ("制发", "废止"), ROW),
    ]
    (table,) = of.tables()
    assert [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells()][:4] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip
