"""Spreadsheets: figures as shown, tables and paragraphs of a sheet; what is refused; the same report as in text."""

from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.binding import bind
from audit_core.document import Document, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.archive import Archive
from audit_core.loaders.office.number_formats import format_of, shown
from audit_core.loaders.section_tree import STRUCK
from audit_core.loaders.sheets import letters, place
from audit_core.report import Report
from audit_rulesets.samples.render import TEXT
from tests.loaders.officefiles import S, c, docx, formats, relations, row, unlabelled, written_xlsx, xlsx, zipped
from tests.reports.bases import BASES
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import auditor, findings, forms, shape, statuses


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("6007.05", "0.0000", "6007.0500"),
        ("6007.05", "General", "6007.05"),
        ("6007.05", "G/通用格式", "6007.05"),
        ("6007.049999999999", "0.0000", "6007.0500"),
        ("6007.0499999999993", "General", "6007.05"),
        ("6007.0512", "0.00", "6007.05"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("-0.2", "0", "0"),
        ("2186", "#,##0", "2186"),
        ("2186", "#,##0.00", "2186.00"),
        ("2186", "[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00", "2186.00"),
        ("2186", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "2186"),
        ("0", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "0"),
        ("0", "0;-0;;@", "0"),
        ("-83", "0_);(0)", "-83"),
        ("6007.05", '0.0000"万元"', "6007.0500"),
        ("5", "0.##", "5"),
        ("5.125", "0.##", "5.13"),
        ("5.1", "0.0#", "5.1"),
        ("7", "000", "7"),
        ("0.508", "0.0%", "50.8%"),
        ("0.5", "0%", "50%"),
        ("12345678", "0,", "12346"),
        ("60070512", "0!.0000", "6007.0512"),
        ("60070512", '0"."0000', "6007.0512"),
        ("12345", "0!.0,", "1.2"),
        ("1.5", "0.00E+00", "1.5"),
        ("0.25", "# ?/?", "0.25"),
        ("12", "@", "12"),
        ("1E+21", "0", "1000000000000000000000"),
        ("1E+300", "0.00", "1" + "0" * 300),
        ("1e-7", "General", "0.0000001"),
        ("nan", "0", "nan"),
        ("inf", "0", "inf"),
        ("x", "0", "x"),
        ("43830", "yyyy/m/d", "2019/12/31"),
        ("43830", 'yyyy"年"m"月"d"日";@', "2019年12月31日"),
        ("43830.75", "yyyy-mm-dd hh:mm:ss", "2019-12-31 18:00:00"),
        ("43830.5", "yy.m.d h:m AM/PM", "19.12.31 12:0"),
        ("1.5", "[h]:mm", "1.5"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"),
    ],
)
def test_numbers_as_shown(stored: str, code: str, text: str) -> None:
    assert shown(stored, format_of(0, code)) == text


@pytest.mark.parametrize(
    ("number", "stored", "text"),
    [(0, "5", "5"), (2, "5", "5.00"), (4, "2186", "2186.00"), (10, "0.5", "50.00%"), (14, "43830", "2019/12/31"),
     (31, "43830", "2019年12月31日"), (43, "5", "5.00"), (49, "5", "5"), (99, "5", "5")],
)  # fmt: skip
def test_formats_that_files_do_not_define(number: int, stored: str, text: str) -> None:
    assert shown(stored, format_of(number, None)) == text


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 6))
def test_decimals_are_those_of_the_format(value: object, places: int) -> None:
    text = shown(str(value), format_of(0, "#,##0." + "0" * places if places else "#,##0"))
    assert len(text.partition(".")[2]) == places
    assert abs(float(text) - float(str(value))) <= 0.5 * 10**-places + 1e-6


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_stay_what_they_are(value: int) -> None:
    assert shown(str(value), format_of(0, "General")) == str(value)


@given(st.text(max_size=30), st.floats().map(repr))
def test_any_format_gives_a_line(code: str, stored: str) -> None:
    assert isinstance(shown(stored, format_of(0, code)), str)


def load(rows: str, **more: str) -> Document:
    return read(xlsx(rows, **more), "report.xlsx", BUILTIN)


def cells(of: Document) -> list[list[str]]:
    return [[cell.text for cell in line] for table in of.tables() for line in table.rows]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (c("12", "n"), "12"),
        (c("6007.05", "n", 1), "6007.0500"),
        (c("2,186", "str"), "2,186"),
        (c("12", "str", 1), "12"),
        (c("0", "s"), "甲 乙"),
        (c("1", "s"), "丙\n丁"),
        (c("", "inlineStr", inside="<is><r><t>1</t></r><r><t>2</t></r></is>"), "12"),
        (c("1", "b"), "TRUE"),
        (c("#REF!", "e"), "#REF!"),
        (c("2019-12-31", "d"), "2019-12-31"),
        (c("", "n", inside="<f>1+1</f><v>2</v>"), "2"),
        (c("", "str", inside="<f>A1</f><v></v>"), ""),
        (c("_x4e00__x000A_x_xD800_", "str"), "一\nx_xD800_"),
        (c("5", "n", 99), "5"),
    ],
)
def test_cells(cell: str, text: str) -> None:
    strings = "<si><t>甲 乙</t></si><si><r><t>丙</t></r><r><t>_x000A_丁</t></r><rPh><t>x</t></rPh></si>"
    of = load(row("标", "左") + row(cell, "右"), styles=formats("0.0000"), strings=strings)
    assert cells(of)[1] == [text, "右"]


def test_places_and_positions_that_are_said() -> None:
    rows = f'<row r="3">{c("甲", at="B3")}{c("乙", at="D3")}</row><row r="4">{c("丙", at="C4")}{c("丁", at="D4")}</row>'
    of = load(rows, sheet="表 一")
    (table,) = of.tables()
    assert [[(cell.text, cell.column, cell.place) for cell in line] for line in table.rows] == [
        [("甲", 0, "'表 一'!B3"), ("", 1, "'表 一'!C3"), ("乙", 2, "'表 一'!D3")],
        [("", 0, "'表 一'!B4"), ("丙", 1, "'表 一'!C4"), ("丁", 2, "'表 一'!D4")],
    ]
    assert table.place == "'表 一'!B3"


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name


@pytest.mark.parametrize(
    ("sheet", "name"), [("Sheet1", "Sheet1!A1"), ("表3", "表3!A1"), ("3", "'3'!A1"), ("it's", "'it''s'!A1")]
)
def test_names_of_sheets(sheet: str, name: str) -> None:
    assert place(sheet, 0, 0) == name


def merged(*areas: str) -> str:
    inside = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"<mergeCells>{inside}</mergeCells>"


def grid(of: Document) -> list[list[tuple[str, int, int, int]]]:
    (table,) = of.tables()
    return [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in line] for line in table.rows]


def test_merged_cells() -> None:
    rows = row("甲", "乙", c("旧")) + row(c(""), "1", "2") + row("丙", "3", "4")
    assert grid(load(rows, after=merged("A1:A2", "B1:C1", "$C$3:C3", "nonsense", "A9:ZZZ9"))) == [
        [("甲", 0, 2, 1), ("乙", 1, 1, 2)],
        [("1", 1, 1, 1), ("2", 2, 1, 1)],
        [("丙", 0, 1, 1), ("3", 1, 1, 1), ("4", 2, 1, 1)],
    ]


def test_a_merged_area_is_cut_where_the_sheet_ends() -> None:
    of = load(row("甲", "乙") + row("丙", "丁"), after=merged("A1:A1048576", "B1:XFD1"))
    assert grid(of) == [[("甲", 0, 2, 1), ("乙", 1, 1, 1)], [("丁", 1, 1, 1)]]


RULED = c("", "n", 1)
"""A blank cell with a line around it, where `formats()` has no codes."""


@pytest.mark.parametrize(
    ("rows", "more", "kinds"),
    [
        (row("题") + row("甲", "1") + row("乙", "2"), "", "PT"),
        (row("题") + "<row/>" + row("甲", "1") + "<row/>" + row("乙", "2"), "", "PTT"),
        (row("题") + row("甲", "1") + row("节") + row("乙", "2"), merged("A1:B1", "A3:B3"), "PTPT"),
        (row("甲", "1") + row("节") + row("题") + row("乙", "2"), "", "TPPT"),
        (row("甲", "1") + row("无") + row("乙", "2"), "", "T"),
        (row("甲", "1") + row("注"), "", "TP"),
        (row("甲", "1") + row("无", RULED), "", "T"),
        (row("甲", c("1", "n", 1)) + row("节") + row("乙", c("2", "n", 1)), "", "TPT"),
        (row("甲", "乙") + row(RULED, RULED) + row(RULED, RULED), "", "T"),
        (row("甲", c("", "str", inside="<v></v>")) + row("乙", c("", "str", inside="<v></v>")), "", "T"),
        (row("题") + row() + row("甲", "1"), merged("A1:B2"), "PT"),
        (row("甲", "1") + row(c(""), "2"), merged("A1:A2"), "T"),
        (row(c("", "n", 1)), "", ""),
    ],
)
def test_tables_and_paragraphs_of_a_sheet(rows: str, more: str, kinds: str) -> None:
    if not kinds:
        with pytest.raises(InputError, match="holds no text"):
            load(rows, after=more, styles=formats())
        return
    of = load(rows, after=more, styles=formats())
    assert "".join({Table: "T", Paragraph: "P"}[type(block)] for block in of.blocks()) == kinds


@given(st.lists(st.lists(st.sampled_from(["", "甲", "1"]), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_text_stands_where_it_was(lines: list[list[str]]) -> None:
    rows = "".join(
        f'<row r="{r + 1}">' + "".join(c(text, at=f"{letters(n)}{r + 1}") for n, text in enumerate(line)) + "</row>"
        for r, line in enumerate(lines)
    )
    printed = {
        f"Sheet1!{letters(n)}{r + 1}": text for r, line in enumerate(lines) for n, text in enumerate(line) if text
    }
    if not printed:
        return
    nodes = [node for block in load(rows).blocks() for node in (block.cells() if isinstance(block, Table) else [block])]
    assert {node.place: node.text for node in nodes if getattr(node, "text", "")} == printed  # type: ignore[union-attr]


def test_hidden_lines_are_read_and_told() -> None:
    rows = row("甲", "1", "2") + '<row hidden="1">' + c("乙") + c("3") + c("4") + "</row>" + '<row hidden="1"/>'
    of = load(rows)
    assert cells(of) == [["甲", "1", "2"], ["乙", "3", "4"]]
    assert of.notes == ("Sheet1：隐藏的行也已读入（2） / Sheet1: hidden rows are read too (2)",)
    hidden = load(row("甲", "1"), after='<cols><col min="2" max="16384" hidden="1"/></cols>')
    assert hidden.notes == ("Sheet1：隐藏的列也已读入（B） / Sheet1: hidden columns are read too (B)",)


SHEETS = '<sheets><sheet name="表一" r:id="r1"{}/><sheet name="表二" r:id="r2"{}/></sheets>'


@pytest.mark.parametrize(
    ("states", "read_", "told"),
    [
        (("", ""), ["first", "second"], ""),
        (("", ' state="hidden"'), ["first"], "隐藏的工作表未读入：表二 / hidden sheets are not read: 表二"),
        ((' state="veryHidden"', ' state="hidden"'), ["first", "second"], ""),
    ],
)
def test_sheets(states: tuple[str, str], read_: list[str], told: str) -> None:
    of = load(row("first"), book=SHEETS.format(*states))
    assert [block.text for block in of.paragraphs()] == read_
    assert [*of.notes] == [told] * bool(told)


def test_formulas_without_a_result() -> None:
    of = load(row("甲", c("", "n", inside="<f>SUM(A1)</f>")))
    assert of.notes == (
        "公式没有保存计算结果，数值未知：Sheet1!B1 / formulas saved without a result: their values are not known: Sheet1!B1",
    )
    assert cells(of) == [["甲", "=SUM(A1)"]]
    shared = load(row("甲", c("", "n", inside='<f t="shared" si="0"/>')))
    assert cells(shared) == [["甲", "=…"]]


def test_dates_since_1904() -> None:
    book = '<workbookPr date1904="1"/><sheets><sheet name="a" r:id="r1"/></sheets>'
    of = load(row("甲", c("1", "n", 1)), book=book, styles=formats("yyyy-mm-dd"))
    assert cells(of) == [["甲", "1904-01-02"]]


def test_pictures() -> None:
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    anchor = (
        f'<x:wsDr xmlns:x="{xdr}" xmlns:a="{main}" xmlns:r="{office}"><x:twoCellAnchor><x:from><x:col>1</x:col><x:row>2</x:row></x:from>'
        '<x:pic><x:nvPicPr><x:cNvPr id="1" descr="表四"/></x:nvPicPr><a:blip r:embed="i"/></x:pic></x:twoCellAnchor></x:wsDr>'
    )
    data = zipped({
        "xl/workbook.xml": f'<workbook {S} xmlns:r="{office}"><sheets><sheet name="a" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations({"s": ("worksheet", "s.xml")}),
        "xl/s.xml": f"<worksheet {S}/>",
        "xl/_rels/s.xml.rels": relations({"d": ("drawing", "d.xml")}),
        "xl/d.xml": anchor,
        "xl/_rels/d.xml.rels": relations({"i": ("image", "media/1.png")}),
    })  # fmt: skip
    assert repr([*read(data, "x.xlsx", BUILTIN).blocks()]) == repr([Image("表四", "xl/media/1.png", place="a!B3")])


ODS = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:f="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
    '<o:automatic-styles><s:style s:name="h"><s:table-properties t:display="false"/></s:style>'
    '<s:style s:name="b"><s:table-cell-properties f:border="0.06pt solid #000"/></s:style>'
    '<s:style s:name="up"><s:text-properties s:text-position="super 58%"/></s:style>'
    '<s:style s:name="out"><s:text-properties s:text-line-through-style="solid"/></s:style></o:automatic-styles>'
    "<o:body><o:spreadsheet>{}</o:spreadsheet></o:body></o:document-content>"
)


def ods(rows: str, **members: str) -> bytes:
    body = rows if rows.startswith("<t:table ") else f'<t:table t:name="表">{rows}</t:table>'
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS.format(body)} | members,
        method=ZIP_STORED,
    )


def oc(text: str, properties: str = "") -> str:
    return f"<t:table-cell {properties}><x:p>{text}</x:p></t:table-cell>"


def orow(*inside: str, properties: str = "") -> str:
    return f"<t:table-row {properties}>{''.join(inside)}</t:table-row>"


def test_ods() -> None:
    rows = (
        orow(oc("题", 't:number-columns-spanned="3"'), '<t:covered-table-cell t:number-columns-repeated="2"/>')
        + "<t:table-header-rows>"
        + orow(oc('甲<x:s x:c="2"/>乙<x:line-break/>丙'), oc("<o:annotation><x:p>注</x:p></o:annotation>1"), oc("x"))
        + "</t:table-header-rows>"
        + orow(
            oc("2,186.50", 'o:value-type="float" o:value="2186.5"'),
            oc("50.8%", 'o:value-type="percentage" o:value="0.508"'),
            oc("1.2", 'o:value-type="float" o:value="12345"'),
        )
        + orow(
            oc("0", 't:number-columns-repeated="3"'), properties='t:number-rows-repeated="2" t:visibility="collapse"'
        )
        + orow('<t:table-cell t:number-columns-repeated="16384"/>', properties='t:number-rows-repeated="1048000"')
    )
    of = read(ods(rows), "x.ods", BUILTIN)
    assert [block.text for block in of.paragraphs()] == ["题"]
    assert cells(of) == [["甲  乙\n丙", "1", "x"], ["2186.50", "50.8%", "1.2"], ["0", "0", "0"], ["0", "0", "0"]]
    assert of.notes == ("表：隐藏的行也已读入（4、5） / 表: hidden rows are read too (4, 5)",)
    assert next(of.tables()).rows[1][1].place == "表!B3"
    assert of.source.loader == "ods"


def test_marks_and_strikes_of_ods() -> None:
    up, out = (f'<x:span x:style-name="{name}">{{}}</x:span>'.format for name in ("up", "out"))
    rows = orow(
        oc("120" + up("1")), oc(up("120")), oc(out("119") + "120"), oc("119", 't:style-name="out"'),
        oc("120<x:note><x:note-citation>2</x:note-citation><x:note-body><x:p>见附件</x:p></x:note-body></x:note>"),
    ) + orow(*map(oc, "abcde"))  # fmt: skip
    of = read(ods(rows), "x.ods", BUILTIN)
    assert cells(of)[0] == ["120¹", "120", "120", "", "120²"]
    assert of.notes == (STRUCK,)


def test_hidden_sheets_of_ods() -> None:
    sheet = '<t:table t:name="{}" t:style-name="{}">{}</t:table>'.format
    of = read(ods(sheet("一", "", orow(oc("甲"))) + sheet("二", "h", orow(oc("乙")))), "x", BUILTIN)
    assert [block.text for block in of.paragraphs()] == ["甲"]
    assert of.notes == ("隐藏的工作表未读入：二 / a hidden sheet is not read: 二",)


def entry(name: bytes, flags: int = 0, mode: int = 0) -> bytes:
    """Return an archive of one member, its directory changed by hand."""
    data = bytearray(zipped({"a" * len(name): "x"}, method=ZIP_STORED))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= flags
    data[at + 38 : at + 42] = (mode << 16).to_bytes(4, "little")
    return bytes(data).replace(b"a" * len(name), name)


def twice() -> bytes:
    return zipped({"word/a": "1", "word/b": "2"}).replace(b"word/b", b"word/a")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (entry(b"../word/x"), "leads out of the archive"),
        (entry(b"word/../../x"), "leads out of the archive"),
        (entry(b"..\\word"), "leads out of the archive"),
        (entry(b"/word/x"), "leads out of the archive"),
        (entry(b"C:/word"), "leads out of the archive"),
        (entry(b"word/a", mode=0o120777), "leads out of the archive"),
        (twice(), "stands twice"),
        (zipped({f"word/{n}": "" for n in range(5001)}), "holds more than 5,000 files"),
        (b"PK\x03\x04 word/", "a damaged or cut-off ZIP archive"),
        (b"PK\x05\x06" + b"\0" * 18, "without the main part"),
        (b"%PDF-1.7", "a PDF file; expected a ZIP archive"),
        (b"text", "no archive; expected a ZIP archive"),
        (entry(b"word/document.xml", flags=1), "word/document.xml is encrypted"),
        (zipped({"word/document.xml": "<a/>"}, method=ZIP_BZIP2), "is packed with method 12"),
        (zipped({"word/document.xml": "<a/>" * 500_000}), "unpacks to more than 300 times its size"),
        (
            zipped({"word/document.xml": "<aaa/>"}, method=ZIP_STORED).replace(b"<aaa/>", b"<bbb/>"),
            "is damaged (Bad CRC-32",
        ),
    ],
)
def test_archives_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "x.docx", BUILTIN, forced="docx")
    assert reason in caught.value.say("en")
    assert "\n" not in caught.value.say("en") + caught.value.say("zh")


def test_an_archive_that_unpacks_to_too_much() -> None:
    with pytest.raises(InputError, match="unpacks to more than 10 bytes"):
        read(zipped({"word/a": "x" * 6, "word/b": "x" * 6}), "x", BUILTIN, Limits(unpacked=10))


def test_names_in_an_archive() -> None:
    name = "报告".encode("gb18030")
    of = Archive(entry(name).replace(b"\x00\x08", b"\x00\x00"), "x.zip", Limits())
    assert [member.name for member in of] == ["报告"]
    assert "Word/Document.xml" in Archive(docx(""), "x", Limits())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xlsx(row()), "holds no text"),
        (xlsx(row(c("7", "s"))), "Sheet1!A1 refers to string '7', which is not in the file"),
        (xlsx("<row>"), "xl/worksheets/sheet1.xml is no well-formed XML"),
        (zipped({"xl/workbook.xml": "<!DOCTYPE a><a/>"}), "xl/workbook.xml holds a DTD"),
        (zipped({"xl/workbook.bin": "", "xl/workbook.xml": ""}), "an XLSB file (binary); expected XLSX"),
        (xlsx(f'<row r="1">{c("1", at="A1")}{c("2", at="XFD1")}</row>' * 13), ""),
        (xlsx("".join(f'<row r="{n}">{c("1", at=f"A{n}")}{c("2", at=f"XFD{n}")}</row>' for n in range(1, 14))), "more than 200,000 cells"),
        (xlsx(row("1", "2") * 20, after=merged("A1:XFD1048576") * 3, styles=formats()), ""),
        (xlsx(row("1", "2") * 400, after=merged("A1:B400") * 300), "more than 200,000 cells"),
        (xlsx(row(c("0", "s")) * 100, strings="<si><t>" + "甲乙" * 20_000 + "</t></si>"), "more than 2,000,000 characters"),
        (ods("", **{"META-INF/manifest.xml": "<encryption-data/>"}), "an encrypted ODS file"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, method=ZIP_STORED), "without sheets"),
        (ods(orow(oc("1"), properties='t:number-rows-repeated="999999"')), "more than 200,000 cells"),
        (ods(orow(oc("1", 't:number-columns-repeated="16384"') * 20)), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a damaged XLS file"),
    ],
)  # fmt: skip
def test_refused(data: bytes, reason: str) -> None:
    if not reason:
        assert read(data, "x.xlsx", BUILTIN).sections
        return
    with pytest.raises(InputError) as caught:
        read(data, "x.xlsx", BUILTIN)
    assert reason in caught.value.say("en")
    assert "\n" not in caught.value.say("en") + caught.value.say("zh")


def test_chosen_by_content_then_by_name() -> None:
    assert choose(BUILTIN, xlsx(row("甲")), "x.docx").loader.name == "xlsx"
    assert choose(BUILTIN, zipped({"a": ""}), "x.XLSM").loader.name == "xlsx"
    assert choose(BUILTIN, ods(""), "x").loader.name == "ods"


WAYS = {"ruled": {}, "plain": {"ruled": False}, "sheets": {"sheets": True}}


def without_prose(of: Report) -> dict[str, object]:
    """Return a report's shape without the words under its headings: captions stand among them in a sheet."""
    made = dict(shape(of))
    made["sections"] = [section[:4] for section in made["sections"]]
    return made


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("way", WAYS)
def test_the_same_report_as_in_text(base: str, way: str) -> None:
    draft = unlabelled(BASES[base]())
    of = bind(read(written_xlsx(draft, **WAYS[way]), "report.xlsx", BUILTIN), forms())
    text = bind(read(TEXT.print(draft), "report.md", BUILTIN), forms())
    assert without_prose(of) == without_prose(text)
    assert all("!" in of.document.place(fact.cell) for fact in of.facts() if fact.cell)


SOME = ("M04", "M14", "M16", "M21", "M31", "M33", "M35", "M38")


@pytest.mark.parametrize("mutation", [m for m in MUTATIONS if m.id in SOME], ids=lambda mutation: mutation.id)
def test_the_same_findings_as_in_text(mutation: Mutation) -> None:
    draft = unlabelled(mutation.draft())
    office = auditor().audit(read(written_xlsx(draft), "report.xlsx", BUILTIN))
    text = auditor().audit(read(TEXT.print(draft), "report.md", BUILTIN))
    assert findings(office) == findings(text)
    assert statuses(office) == statuses(text)


def test_marks_and_strikes_of_xlsx() -> None:
    styles = (
        "<fonts><font/><font><strike/></font><font><vertAlign val='superscript'/></font></fonts>"
        "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/></cellXfs>"
    )
    up, out = "<rPr><vertAlign val='superscript'/></rPr>", "<rPr><strike/></rPr>"
    rich = f"<si><r><t>120</t></r><r>{up}<t>1</t></r></si><si><r>{out}<t>119</t></r><r><t>120</t></r></si>"
    made = xlsx(
        row(c("0", "s"), c("1", "s"), c("120", "n", 1), c("120", "n", 2), c("120", "n")) + row("a", "b", "c", "d", "e"),
        styles=styles,
        strings=rich,
    )
    of = read(made, "x.xlsx", BUILTIN)
    assert cells(of)[0] == ["120¹", "120", "", "120", "120"]
    assert of.notes == (STRUCK,)
