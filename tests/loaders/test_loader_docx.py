"""Word documents: words, grids, numbers, headings and places; what is refused; the same report as in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.binding import bind
from audit_core.document import Document, Heading, Image, Paragraph, Section, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.office.counting import count
from audit_core.loaders.office.styles import without_table_styles
from audit_core.loaders.section_tree import STRUCK
from audit_rulesets.samples.render import TEXT
from tests.loaders.officefiles import NAMESPACES, docx, p, relations, tbl, tc, unlabelled, written_docx, zipped
from tests.patience import patience
from tests.reports.bases import BASES
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import auditor, findings, forms, shape, statuses


def load(body: str, parts: dict[str, str] | None = None, **more: tuple[str, str]) -> Document:
    return read(docx(body, parts, more), "report.docx", BUILTIN)


def texts(body: str, parts: dict[str, str] | None = None) -> list[str]:
    return [block.text for block in load(body, parts).paragraphs()]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str) -> str:
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{turn('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{turn('separate')}{run(result)}{turn('end')}"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("甲") + run("乙"), "甲乙"),
        (f'<w:hyperlink r:id="x">{run("甲")}</w:hyperlink>{run("乙")}', "甲乙"),
        (f"<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", "甲"),
        (f"<w:smartTag>{run('甲')}<w:smartTag>{run('乙')}</w:smartTag></w:smartTag>", "甲乙"),
        (f"{run('共')}{field('SUM(ABOVE)', '12')}{run('件')}", "共12件"),
        (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "3"),
        (run("甲") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + "<w:r><w:instrText>X</w:instrText></w:r>", "甲"),
        (
            run("12", "<w:strike/>") + f"<w:ins>{run('3')}</w:ins><w:del><w:r><w:delText>4</w:delText></w:r></w:del>",
            "3",
        ),
        (run("119", "<w:dstrike/>") + run("120", '<w:strike w:val="0"/>'), "120"),
        (run("120") + run("1", '<w:vertAlign w:val="superscript"/>'), "120¹"),
        (run("120") + run(" [2]", '<w:vertAlign w:val="superscript"/>'), "120[²]"),
        (run("120") + run("1", '<w:vertAlign w:val="subscript"/>'), "1201"),
        (run("120") + run("1", '<w:position w:val="10"/><w:sz w:val="12"/>'), "120¹"),
        (run("12") + run("0", '<w:position w:val="10"/>'), "120"),
        (run("12") + run("0", '<w:position w:val="-6"/><w:sz w:val="12"/>'), "120"),
        (run("120", '<w:vertAlign w:val="superscript"/>'), "120"),
        (run("5m") + run("2", '<w:vertAlign w:val="superscript"/>') + run("以内"), "5m²以内"),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
        (run("甲", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>'), "乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "甲\n乙\t丙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="2713"/><w:sym w:char="D800"/><w:sym w:char="x"/></w:r>', "✓"),
        ("<w:r><w:t>2019</w:t><w:noBreakHyphen/><w:t>12</w:t><w:softHyphen/></w:r>", "2019-12"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jiǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "甲",
        ),
        (run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("乙"), "甲乙"),
    ],
)
def test_words_of_a_paragraph(inside: str, text: str) -> None:
    assert texts(p(inside)) == [text]


def test_a_deleted_paragraph_end_joins() -> None:
    ended = "<w:rPr><w:del/></w:rPr>"
    of = load(p("甲", ended) + p("乙") + p("丙", ended))
    assert [one.text for one in of.paragraphs()] == ["甲乙", "丙"]
    assert of.notes == ("文件含修订，按全部接受后的样子读入 / tracked changes are read as accepted",)


def rows(table: str) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.rowspan, c.colspan) for c in line] for line in next(load(table).tables()).rows]


WIDE = '<w:gridSpan w:val="2"/>'
TOP, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (tbl(tc("甲", WIDE), tc("乙") + tc("")), [[("甲", 0, 1, 2)], [("乙", 0, 1, 1), ("", 1, 1, 1)]]),
        (tbl(tc("甲", TOP) + tc("1"), tc("乙", ON) + tc("2")), [[("甲", 0, 2, 1), ("1", 1, 1, 1)], [("2", 1, 1, 1)]]),
        (tbl(tc("甲", WIDE + TOP) + tc("1"), tc("", WIDE + ON) + tc("2"), tc("乙") + tc("丙") + tc("3")),
         [[("甲", 0, 2, 2), ("1", 2, 1, 1)], [("2", 2, 1, 1)], [("乙", 0, 1, 1), ("丙", 1, 1, 1), ("3", 2, 1, 1)]]),
        (tbl(tc("甲", ON) + tc("1")), [[("甲", 0, 1, 1), ("1", 1, 1, 1)]]),
        (tbl(tc("甲", TOP), tc("乙", TOP), tc("", ON)), [[("甲", 0, 1, 1)], [("乙", 0, 2, 1)], []]),
        (tbl(tc("甲", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>"), tc("乙") + tc("丙")),
         [[("甲", 0, 1, 2)], [("乙", 0, 1, 1), ("丙", 1, 1, 1)]]),
        ("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("1") + "</w:tr><w:tr>" + tc("甲") + tc("2") + "</w:tr></w:tbl>",
         [[("1", 1, 1, 1)], [("甲", 0, 1, 1), ("2", 1, 1, 1)]]),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + tc("1") + "</w:tr><w:tr>" + tc("甲") + tc("旧", "<w:cellDel/>") + "</w:tr></w:tbl>",
         [[("甲", 0, 1, 1)]]),
        ("<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>" + tc("甲") + "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
         [[("甲", 0, 1, 1)]]),
        (tbl(tc("甲", '<w:gridSpan w:val="7"/>') + tc("乙")), [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]),
        (tbl(tc(p("甲") + p() + p("乙"))), [[("甲\n乙", 0, 1, 1)]]),
    ],
)  # fmt: skip
def test_grid(table: str, cells: list[list[tuple[str, int, int, int]]]) -> None:
    assert rows(table) == cells


def test_grid_lines_dragged_by_hand_are_one() -> None:
    """The second row's border stands 1 mm beside the first's: a third column nobody sees."""
    lines = tc("甲") + tc("1", WIDE), tc("乙", WIDE) + tc("2")
    assert rows(tbl(*lines, widths=(2000, 60, 3000)))[1] == [("乙", 0, 1, 1), ("2", 1, 1, 1)]
    assert rows(tbl(*lines, widths=(2000, 600, 3000)))[1] == [("乙", 0, 1, 2), ("2", 2, 1, 1)]


def test_places() -> None:
    of = load(p("甲") + p() + tbl(tc("1") + tc("2")) + p("乙") + tbl(tc("3") + tc(p("4") + tbl(tc("5") + tc("6")))))
    assert [of.place(block) for block in of.blocks()] == [
        "paragraph 1", "table 1", "paragraph 2", "table 2", "table 2, row 1, column 2, table 1",
    ]  # fmt: skip
    cells = [of.place(cell) for table in of.tables() for cell in table.cells()]
    assert cells[:2] == ["table 1, row 1, column 1", "table 1, row 1, column 2"]
    assert cells[-1] == "table 2, row 1, column 2, table 1, row 1, column 2"
    assert [of.span(block) for block in of.blocks()] == [None] * 5


def test_a_frame_of_one_column_is_no_table() -> None:
    of = load(tbl(tc(p("一、") + tbl(tc("1") + tc("2")) + p("乙"))))
    assert [type(block) for block in of.blocks()] == [Paragraph, Table, Paragraph]


STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="二级"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="own"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="n"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", 0),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="2"/>', 2),
        ('<w:pStyle w:val="3"/>', 2),
        ('<w:pStyle w:val="3"/><w:outlineLvl w:val="9"/>', 0),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:pStyle w:val="t"/>', 1),
        ('<w:pStyle w:val="x"/>', 0),
        ('<w:pStyle w:val="missing"/>', 0),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="many"/>', 0),
    ],
)
def test_headings(properties: str, level: int) -> None:
    (section,) = load(p("甲", properties), {"styles": STYLES}).sections
    expected = (
        Section(Heading("甲", place="paragraph 1"), (), level)
        if level
        else Section(None, (Paragraph("甲", place="paragraph 1"),))
    )
    assert repr(section) == repr(expected)


OF_A_TABLE = '<w:style w:type="table" w:styleId="g"><w:name w:val="grid"/><w:rPr><w:strike/></w:rPr></w:style>'
WITH_TABLES = STYLES.replace("<w:style ", OF_A_TABLE + "<w:style ").replace("</w:styles>", OF_A_TABLE + "</w:styles>")


def test_styles_of_tables_are_left_out() -> None:
    assert without_table_styles(WITH_TABLES.encode()).decode() == STYLES


@pytest.mark.parametrize(
    "styles",
    [
        WITH_TABLES,
        WITH_TABLES.replace(OF_A_TABLE, '<w:style w:type="table" w:styleId="g"/>'),
        WITH_TABLES.replace(OF_A_TABLE, f"<!-- {OF_A_TABLE} -->"),
        STYLES.replace("<w:style ", '<![CDATA[<w:style w:type="table">]]><w:style '),
        WITH_TABLES.replace("w:", "x:").replace("xmlns:w", "xmlns:x"),
    ],
    ids=["tables", "empty", "comments", "data", "prefix"],
)
def test_headings_beside_styles_of_tables(styles: str) -> None:
    body = p("甲", '<w:pStyle w:val="1"/>') + p("乙", '<w:pStyle w:val="3"/>') + p("丙", '<w:pStyle w:val="n"/>')
    assert [section.level for section in load(body, {"styles": styles}).sections] == [1, 2]


def test_what_is_broken_in_styles_is_told_with_its_place() -> None:
    with pytest.raises(InputError, match=r"word/styles\.xml is no well-formed XML \(line 1, column \d+\)"):
        load(p("甲"), {"styles": f"{OF_A_TABLE}<w:style "})


def test_headings_stand_below_the_title() -> None:
    of = load(p("题", '<w:pStyle w:val="t"/>') + p("甲", '<w:pStyle w:val="1"/>'), {"styles": STYLES})
    assert of.title == "题"
    assert [section.level for section in of.sections] == [1, 2]


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{name}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (name, text) in enumerate(levels)
    )
    return (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>{more}'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def item(level: int = 0, num: int = 1, text: str = "甲") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


CHINESE = ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")


@pytest.mark.parametrize(
    ("levels", "body", "expected"),
    [
        (CHINESE, item() + item() + item(1) + item(1) + item(2), ["一、甲", "二、甲", "（一）甲", "（二）甲", "1.甲"]),
        (CHINESE, item() + item(1) + item() + item(1), ["一、甲", "（一）甲", "二、甲", "（一）甲"]),
        (CHINESE, item() + p("乙") + item(), ["一、甲", "乙", "二、甲"]),
        (CHINESE, item(num=1) + item(num=3) + item(num=2) + item(num=2), ["一、甲", "二、甲", "一、甲", "二、甲"]),
        (CHINESE, item(num=0) + item(num=9) + item(level=7), ["甲", "甲", "甲"]),
        ((("decimal", "%1"), ("decimal", "%1.%2")), item(1) + item(1), ["1.1 甲", "1.2 甲"]),
        ((("bullet", "\uf0b7"),), item() + item(), ["甲", "甲"]),
        ((("none", "第%1条"),), item(), ["第条 甲"]),
        ((("decimal", "第%1章"),), item(), ["第1章 甲"]),
    ],
)
def test_numbers_that_word_counts(levels: tuple[tuple[str, str], ...], body: str, expected: list[str]) -> None:
    assert texts(body, {"numbering": numbering(*levels)}) == expected


def test_numbers_of_a_style() -> None:
    parts = {"styles": STYLES, "numbering": numbering(*CHINESE)}
    body = p("甲", '<w:pStyle w:val="n"/>') * 2 + p(
        "乙", '<w:pStyle w:val="n"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert texts(body, parts) == ["一、甲", "二、甲", "乙"]


def test_numbers_in_cells() -> None:
    of = load(tbl(tc(item(text="")), tc(item(text="乙"))), {"numbering": numbering(("decimal", "%1."))})
    assert [cell.text for table in of.tables() for cell in table.cells()] == ["1.", "2.乙"]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX", 0: "0"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("chineseCounting", {0: "〇", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"}),
        (
            "chineseCountingThousand",
            {10: "十", 101: "一百零一", 110: "一百一十", 1001: "一千零一", 10010: "一万零一十"},
        ),
        ("chineseLegalSimplified", {10: "壹拾", 12: "壹拾贰"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "甲"}),
        ("ideographZodiac", {1: "子"}),
        ("decimalEnclosedCircleChinese", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {3: "⑶"}),
        ("decimalEnclosedFullstop", {3: "⒊"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {3: "- 3 -"}),
        ("hindiVowels", {3: "3"}),
    ],
)
def test_number_formats(name: str, numbers: dict[int, str]) -> None:
    assert {number: count(number, name) for number in numbers} == numbers


@given(st.sampled_from(["chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "upperRoman"]))
def test_number_formats_never_repeat(name: str) -> None:
    assert len({count(number, name) for number in range(1, 1200)}) == 1199


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="表三"/><a:graphic><a:graphicData><a:blip r:embed="i"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def boxed(inside: str) -> str:
    held = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{held}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{held}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_pictures_and_text_boxes() -> None:
    old = '<w:r><w:pict><v:shape alt="图"><v:imagedata r:id="i" o:title="x"/></v:shape></w:pict></w:r>'
    line = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
    of = load(
        p(PICTURE + run("甲")) + p(old) + p(line) + p(boxed(p("乙") + tbl(tc("1") + tc("2")))),
        i=("image", "media/1.png"),
    )
    text, image, second, inside, table = of.blocks()
    assert repr((text, image, second, inside)) == repr(
        (
            Paragraph("甲", place="paragraph 1"),
            Image("表三", "word/media/1.png", place="paragraph 1"),
            Image("图", "word/media/1.png", place="paragraph 2"),
            Paragraph("乙", place="text box 1, paragraph 1"),
        )
    )
    assert of.place(table) == "text box 1, table 1"


def test_a_picture_in_a_cell_stands_behind_its_table() -> None:
    of = load(tbl(tc("<w:p>" + PICTURE + "</w:p>") + tc("1")), i=("image", "https://example.invalid/1.png"))
    table, image = of.blocks()
    assert isinstance(table, Table)
    place = "table 1, row 1, column 1, paragraph 1"
    assert repr(image) == repr(Image("表三", "https://example.invalid/1.png", place=place))


NOTE_PART = '<w:{0}s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{1}</w:{0}s>'


def test_footnotes_headers_and_properties_stand_apart() -> None:
    notes = "".join(f'<w:footnote w:id="{n}">{p(text)}</w:footnote>' for n, text in enumerate(["无人引用", "含结转"]))
    parts = {
        "footnotes": NOTE_PART.format("footnote", notes),
        "header1": NOTE_PART.format("hdr", p("青石县")),
        "footer1": NOTE_PART.format("ftr", p("- 1 -")),
    }
    body = p(run("甲") + '<w:r><w:footnoteReference w:id="1"/></w:r>') + (
        '<w:sectPr><w:headerReference r:id="rheader1"/><w:footerReference r:id="rfooter1"/></w:sectPr>'
    )
    of = load(body, parts)
    assert [block.text for block in of.paragraphs()] == ["甲"]
    assert of.notes == ("脚注：含结转 / footnote: 含结转",)
    assert of.metadata == {"header": "青石县"}


@pytest.mark.parametrize(("title", "kept"), [("青石县 2019年报告", True), ("模板", False)])
def test_core_properties(title: str, kept: bool) -> None:
    members = {
        "_rels/.rels": relations({"a": ("officeDocument", "/word/document.xml"), "b": ("core-properties", "docProps/core.xml")}),
        "word/document.xml": docx_part(p("青石县2019年报告")),
        "docProps/core.xml": '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>某</dc:creator><t:created>2020-01-02T03:04:05Z</t:created><c:revision>1</c:revision>"
        "</c:coreProperties>",
    }  # fmt: skip
    of = read(zipped(members), "x.docx", BUILTIN)
    assert of.metadata == ({"title": title} if kept else {}) | {"creator": "某", "created": "2020-01-02T03:04:05Z"}
    assert bool(of.notes) is not kept


def docx_part(body: str, encoding: str = "utf-8") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    )
    return text.encode(encoding)


@pytest.mark.parametrize(
    "part",
    [
        docx_part(p("甲"), "utf-16"),
        docx_part(p("甲"), "utf-16-le"),
        docx_part(p("甲")).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006", b"http://purl.oclc.org/ooxml/wordprocessingml"
        ),
        b"\xef\xbb\xbf" + docx_part(p("甲")),
    ],
    ids=["utf-16", "utf-16-le", "strict", "bom"],
)
def test_encodings_and_the_strict_dialect(part: bytes) -> None:
    of = read(zipped({"word/document.xml": part}), "x.docx", BUILTIN)
    assert [block.text for block in of.paragraphs()] == ["甲"]


def test_chosen_by_content_then_by_name() -> None:
    assert choose(BUILTIN, docx(p("甲")), "x.zip").loader.name == "docx"
    assert choose(BUILTIN, zipped({"a": "b"}), "X.DOCX").loader.name == "docx"
    assert choose(BUILTIN, zipped({"xl/embeddings/word/a": "b"}), "x.docx").loader.name == "xlsx"


def bomb(inside: str) -> bytes:
    return zipped({"word/document.xml": f"<!DOCTYPE a [{inside}]><a>&x;</a>"})


def nested(depth: int) -> str:
    return (tbl(tc("1") + "<w:tc>").removesuffix("</w:tr></w:tbl>") * depth) + "</w:tc></w:tr></w:tbl>" * depth


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 70_000 + "EncryptedPackage".encode("utf-16-le")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 70_000 + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ENCRYPTED, "an encrypted Office file (it asks for a password): remove"),
        (OLD, "an old Word file (DOC): save it as DOCX"),
        (docx(""), "the file holds no text"),
        (docx(p(" ")), "the file holds no text"),
        (docx(p("甲"))[:-30], "a damaged or cut-off ZIP archive"),
        (zipped({"a": "b"}), "a ZIP archive without the main part of a DOCX file"),
        (zipped({"word/document.xml": "<w/>"}), "the main part holds <w>; expected a DOCX file"),
        (zipped({"word/document.xml": "<a><b></a>"}), "word/document.xml is no well-formed XML (line 1, column 9)"),
        (zipped({"word/document.xml": ""}), "word/document.xml is no well-formed XML"),
        (zipped({"word/document.xml": b'<?xml version="1.0" encoding="nonsense"?><a/>'}), "is no well-formed XML"),
        (bomb('<!ENTITY x "x"><!ENTITY y "&x;&x;">'), "word/document.xml holds a DTD"),
        (bomb('<!ENTITY x SYSTEM "file:///etc/passwd">'), "word/document.xml holds a DTD"),
        (zipped({"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "word/document.xml holds a DTD"),
        (zipped({"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16-be")}), "word/document.xml holds a DTD"),
        (docx(nested(40)), "tables and text boxes are nested more than 32 deep"),
        (docx("<w:p/>" * 1_000_001), "unpacks to more than 300 times its size"),
        (docx(tbl(tc("1", '<w:gridSpan w:val="999999"/>') * 300)), ""),
    ],
)  # fmt: skip
def test_refused(data: bytes, reason: str) -> None:
    if not reason:
        assert read(data, "x.docx", BUILTIN).sections
        return
    with pytest.raises(InputError) as caught:
        read(data, "x.docx", BUILTIN)
    error = caught.value
    assert reason in error.say("en")
    assert error.words.zh != error.words.en
    assert "\n" not in error.say("en") + error.say("zh")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(cells=3), "more than 3 cells"),
        (Limits(nodes=5), "more than 5 elements"),
        (Limits(depth=0), "nested more than 0 deep"),
    ],
)
def test_bounds(limits: Limits, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(docx(tbl(tc("1") + tc("2"), tc("3") + tc("4"))), "x.docx", BUILTIN, limits)


MANY = 30_000


def listed(properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>1</w:t></w:r></w:p>"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (listed("<w:rPr><w:del/></w:rPr>") * MANY, {}),
        ("<w:p>" + "<w:smartTag>" * MANY + "</w:smartTag>" * MANY + "</w:p>" + p("1"), {}),
        ("<w:p>" + "<w:r><w:pict>" * MANY + "</w:pict></w:r>" * MANY + "</w:p>" + p("1"), {}),
        (
            "".join(listed(f'<w:pStyle w:val="s{n}"/>') for n in range(MANY)),
            {
                "styles": NOTE_PART.format(
                    "style",
                    "".join(
                        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
                        for n in range(MANY)
                    ),
                )
            },
        ),
        (
            "".join(listed(f'<w:numPr><w:numId w:val="{n}"/></w:numPr>') for n in range(MANY)),
            {
                "numbering": NOTE_PART.format(
                    "numbering",
                    '<w:abstractNum w:abstractNumId="0">'
                    + '<w:lvl w:ilvl="0"/>' * MANY
                    + "</w:abstractNum>"
                    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(MANY)),
                )
            },
        ),
    ],
    ids=["joined", "nested", "pictures", "styles", "lists"],
)
def test_files_made_to_cost_time(body: str, parts: dict[str, str]) -> None:
    data = docx(body, parts)
    with patience():
        assert read(data, "x.docx", BUILTIN, Limits(ratio=100_000)).sections


@pytest.mark.parametrize("base", BASES)
def test_the_same_report_as_in_text(base: str) -> None:
    draft = unlabelled(BASES[base]())
    of = bind(read(written_docx(draft), "report.docx", BUILTIN), forms())
    assert shape(of) == shape(bind(read(TEXT.print(draft), "report.md", BUILTIN), forms()))
    assert all(of.document.place(fact.cell).startswith("table ") for fact in of.facts() if fact.cell)


SOME = ("M04", "M14", "M16", "M21", "M31", "M33", "M35", "M38")


@pytest.mark.parametrize("mutation", [m for m in MUTATIONS if m.id in SOME], ids=lambda mutation: mutation.id)
def test_the_same_findings_as_in_text(mutation: Mutation) -> None:
    draft = unlabelled(mutation.draft())
    office = auditor().audit(read(written_docx(draft), "report.docx", BUILTIN))
    text = auditor().audit(read(TEXT.print(draft), "report.md", BUILTIN))
    assert findings(office) == findings(text)
    assert statuses(office) == statuses(text)


STYLED = """<w:style w:type="character" w:styleId="a"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="d"><w:basedOn w:val="c"/></w:style>"""


def test_marks_and_strikes_by_style() -> None:
    body = (
        p(run("120") + run("1", '<w:rStyle w:val="b"/>'))
        + p(run("119"), '<w:pStyle w:val="d"/>')
        + p(run("120", '<w:strike w:val="0"/>') + run("1"), '<w:pStyle w:val="d"/>')
    )
    of = load(body, {"styles": f"<w:styles {NAMESPACES}>{STYLED}</w:styles>"})
    assert [one.text for one in of.paragraphs()] == ["120¹", "120"]
    assert of.notes == (STRUCK,)
