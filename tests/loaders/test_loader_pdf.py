"""PDF with a text layer: tables by their lines, text by where it stands, and files that are refused."""

import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from audit_core.binding import bind
from audit_core.document import Block, Document, Image, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from audit_core.loaders.section_tree import STRUCK
from audit_rulesets.samples.render import TEXT
from tests.loaders.printed_pdf import HEIGHT, WIDTH, Lines, Look, Sheet, printed, rows_of, wrapped
from tests.patience import patience
from tests.reports.bases import BASES, a19
from tests.reports.mutations import MUTATIONS, Mutation
from tests.reports.reading import audit, auditor, figures, findings, forms, report, statuses

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)


def load(data: bytes, **limits: float) -> Document:
    return read(data, "report.pdf", BUILTIN, Limits(**limits))  # type: ignore[arg-type]


def texts(of: Document) -> list[str]:
    return [block.text for block in of.paragraphs()]


def cells(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in table.cells()]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def one_table(of: Document) -> Table:
    (table,) = of.tables()
    return table


# Whole reports


@pytest.mark.parametrize("base", BASES)
def test_the_base_is_read_as_from_text(base: str) -> None:
    draft = BASES[base]()
    del draft.metadata["published"]  # which no PDF says of itself
    found, plain = auditor().audit(load(printed(draft))), audit(draft, TEXT)
    assert figures(found.report) == figures(plain.report)
    assert findings(found) == findings(plain)
    assert statuses(found) == statuses(plain)
    assert [section.text for section in found.report.sections] == [section.text for section in plain.report.sections]


LOOKS = st.builds(
    Look,
    break_at=st.sampled_from(list(rows_of(a19()))),
    headed=st.booleans(),
    vertical=st.booleans(),
    lines=st.sampled_from(["rules", "boxes", "bars"]),
    numbered=st.booleans(),
    running=st.sampled_from(["", "政府信息公开工作年度报告"]),
    shift=st.sampled_from([0.0, 12.0, -12.0]),
)


@pytest.mark.slow
@PATIENT
@given(base=st.sampled_from(list(BASES)), look=LOOKS)
def test_a_page_may_break_anywhere_in_a_table(base: str, look: Look) -> None:
    draft = BASES[base]()
    found, plain = bind(load(printed(draft, look)), forms()), report(draft)
    assert figures(found) == figures(plain)
    for key, table in plain.tables.items():
        assert [line.text for line in found.tables[key].rows.values()] == [one.text for one in table.rows.values()]
        assert [line.parents for line in found.tables[key].rows.values()] == [
            one.parents for one in table.rows.values()
        ]
    assert len(list(found.document.tables())) == len(plain.tables)
    assert texts(found.document) == [paragraph.text for paragraph in _paragraphs(draft.title, draft.parts)]


def _paragraphs(title: str, parts: list) -> Iterator[Paragraph]:  # type: ignore[type-arg]
    yield Paragraph(title)
    for part in parts:
        yield from (Paragraph(text) for text in (part.heading, *part.blocks) if isinstance(text, str) and text)


def test_a_title_wider_than_the_text_does_not_part_its_lines() -> None:
    draft = BASES["D22"]()
    draft.title = "望川县住房和城乡建设局人民防空办公室2022年度政府信息公开工作年度报告"
    found = load(printed(draft))
    assert texts(found) == [paragraph.text for paragraph in _paragraphs(draft.title, draft.parts)]


@pytest.mark.parametrize("mutation", [m for m in MUTATIONS if m.id in ("M21", "M31", "M35", "M79")], ids=lambda m: m.id)
@pytest.mark.parametrize("look", [Look(), Look(break_at=14, headed=True)], ids=["whole", "broken"])
def test_a_fault_is_found_as_in_text(mutation: Mutation, look: Look) -> None:
    draft = mutation.draft()
    del draft.metadata["published"]
    found = auditor().audit(load(printed(draft, look)))
    assert findings(found) == findings(audit(draft))
    for one in found.findings:
        assert one.location.span is None
        assert one.location.place.startswith("page ")


def test_places_are_pages_and_boxes() -> None:
    sheet = Sheet()
    sheet.text(72, 100, "第一页", 10)
    sheet.turn_over()
    sheet.grid([72, 172.5, 272], [100, 120, 140], [["甲", "1"], ["乙", ""]])
    of = load(sheet.bytes())
    first, table = of.blocks()
    assert first.place.startswith("page 1 [72.0,")
    assert table.place == "page 2 [72.0,100.0,272.0,140.0]"
    assert of.place(one_table(of).rows[1][1]) == "page 2 [172.5,120.0,272.0,140.0]"
    assert of.span(one_table(of).rows[1][1]) is None
    assert of.source.text == ""


# Tables with lines


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[float], list[float], list[tuple[int, int, int, int, str]]]:
    """Draw edges, levels, and cells: row, column, rowspan, colspan, text; every line of the raster bounds a cell."""
    high, wide = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    made: list[tuple[int, int, int, int, str]] = []
    for row in range(high):
        for column in range(wide):
            if (row, column) in taken:
                continue
            colspan = draw(st.integers(1, wide - column))
            while any((row, column + c) in taken for c in range(colspan)):
                colspan -= 1
            rowspan = draw(st.integers(1, high - row))
            taken |= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
            made.append((row, column, rowspan, colspan, draw(st.sampled_from(["", "0", "95", "规章", "2019", "-3"]))))
    columns = sorted({0, *(c + cs for _, c, _, cs, _ in made)})
    levels = sorted({0, *(r + rs for r, _, rs, _, _ in made)})
    numbered = [
        (levels.index(r), columns.index(c), levels.index(r + rs) - levels.index(r),
         columns.index(c + cs) - columns.index(c), text)
        for r, c, rs, cs, text in made
    ]  # fmt: skip
    xs = [72 + sum(draw(st.lists(st.integers(28, 60), min_size=n, max_size=n))) for n in range(len(columns))]
    ys = [72 + 24 * n for n in range(len(levels))]
    return sorted(map(float, xs)), list(map(float, ys)), numbered


@PATIENT
@given(tiling=tilings(), lines=st.sampled_from(["rules", "boxes", "bars"]))
def test_cells_are_what_the_lines_bound(
    tiling: tuple[list[float], list[float], list[tuple[int, int, int, int, str]]], lines: Lines
) -> None:
    xs, ys, made = tiling
    xs = [72 + 60.0 * n for n in range(len(xs))]
    if len(xs) < 3 or not any(text for *_, text in made):
        return
    sheet = Sheet()
    for r, c, rs, cs, text in made:
        sheet.box(xs[c], ys[r], xs[c + cs], ys[r + rs], lines)
        sheet.text(xs[c] + 3, ys[r] + 4, text, 9)
    found = one_table(load(sheet.bytes()))
    assert cells(found) == [(text, r, c, rs, cs) for r, c, rs, cs, text in sorted(made)]


def test_a_table_open_at_its_sides() -> None:
    sheet = Sheet()
    for level in (100, 120, 140):
        sheet.rule(72, level, 272, level)
    sheet.rule(172, 100, 172, 140)
    for y, label, figure in ((104, "甲", "1"), (124, "乙", "")):
        sheet.text(80, y, label)
        sheet.text(180, y, figure)
    assert rows(one_table(load(sheet.bytes()))) == [["甲", "1"], ["乙", ""]]


def test_a_page_that_breaks_off_without_a_line() -> None:
    sheet = Sheet()
    for edge in (72, 172, 272):
        sheet.rule(edge, 100, edge, 140)
    sheet.rule(72, 100, 272, 100)
    sheet.rule(72, 120, 272, 120)
    for y, label, figure in ((104, "甲", "1"), (124, "乙", "2")):
        sheet.text(80, y, label)
        sheet.text(180, y, figure)
    assert rows(one_table(load(sheet.bytes()))) == [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize("gap", [0.5, 1.5, 2.5])
def test_double_lines_are_one(gap: float) -> None:
    sheet = Sheet()
    for row, line in enumerate([["甲", "1"], ["乙", "2"]]):
        for column, text in enumerate(line):
            x, y = 72 + 100 * column, 100 + 20 * row
            sheet.box(x + gap / 2, y + gap / 2, x + 100 - gap / 2, y + 20 - gap / 2)
            sheet.text(x + 5, y + 5, text)
    assert rows(one_table(load(sheet.bytes()))) == [["甲", "1"], ["乙", "2"]]


def test_dotted_lines() -> None:
    sheet = Sheet()
    sheet.canvas.setDash(1, 1.5)
    sheet.grid([72, 172, 272], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    assert rows(one_table(load(sheet.bytes()))) == [["甲", "1"], ["乙", "2"]]


def test_what_is_no_table() -> None:
    sheet = Sheet()
    sheet.text(72, 100, "带下划线的标题", 14)
    sheet.rule(72, 118, 172, 118)
    sheet.box(60, 200, 500, 260)
    sheet.text(72, 210, "框中的一段话。", 12)
    of = load(sheet.bytes())
    assert not list(of.tables())
    assert texts(of) == ["带下划线的标题", "框中的一段话。"]


def test_text_that_overflows_its_cell_is_not_cut() -> None:
    sheet = Sheet()
    sheet.grid([72, 97, 172], [100, 120, 140], [["", ""], ["乙", "2"]])
    sheet.text(74, 104, "12345.67", 10)
    assert rows(one_table(load(sheet.bytes()))) == [["12345.67", ""], ["乙", "2"]]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["6007.05", "12"], "6007.0512"),
        (["12", "34"], "12 34"),
        (["本年", "新收"], "本年新收"),
        (["Table", "three"], "Table three"),
        (["5.要求行政", "机关"], "5.要求行政机关"),
        (["1", "2", "3"], "1 2 3"),
        (["95", "0", "95"], "95 0 95"),
    ],
)
def test_lines_of_a_cell(lines: list[str], said: str) -> None:
    sheet = Sheet()
    width = 33 if lines[0] == "6007.05" else 60
    sheet.grid([72, 72 + width, 250], [100, 145, 165], [["", ""], ["", "2"]])
    for number, line in enumerate(lines):
        sheet.text(74, 103 + 12 * number, line, 9)
    assert rows(one_table(load(sheet.bytes())))[0][0] == said


def test_writing_from_top_to_bottom_and_turned() -> None:
    sheet = Sheet()
    for column, edge in enumerate((72, 102, 132, 162)):
        sheet.box(edge, 100, edge + 30, 260)
        sheet.box(edge, 260, edge + 30, 280)
        sheet.text(edge + 5, 264, str(column))
    sheet.down(90, 105, "三、本年度", 10)
    sheet.down(76, 105, "办理结果", 10)
    sheet.turned(120, 250, "向上书写", 10, 90)
    sheet.turned(140, 110, "向下书写", 10, -90)
    sheet.down(170, 105, "一列", 10)
    assert rows(one_table(load(sheet.bytes())))[0] == ["三、本年度办理结果", "向上书写", "向下书写", "一列"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_turned(rotate: int) -> None:
    sheet = Sheet(rotate=rotate)
    sheet.canvas.translate(*{0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[rotate])
    sheet.canvas.rotate(rotate)
    sheet.height = WIDTH if rotate == 90 else HEIGHT
    sheet.grid([72, 172, 272], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    table = one_table(load(sheet.bytes()))
    assert rows(table) == [["甲", "1"], ["乙", "2"]]
    assert table.place == "page 1 [72.0,100.0,272.0,140.0]"


def test_a_table_set_across_the_page() -> None:
    sheet = Sheet()
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    sheet.height = WIDTH
    sheet.grid([72, 172, 272], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    table = one_table(load(sheet.bytes()))
    assert rows(table) == [["甲", "1"], ["乙", "2"]]
    assert table.place == "page 1 [100.0,570.0,140.0,770.0]"


# Tables over page breaks

XS = [72.0, 92.0, 152.0, 252.0, 282.0]
HEAD = ["", "", "项目", "数"]


def sheet_broken(upper: list[list[str]], lower: list[list[str]], *, again: bool = False, shift: float = 0.0) -> Sheet:
    sheet = Sheet()
    sheet.grid(XS, [700 + 16.0 * n for n in range(len(upper) + 2)], [HEAD, *upper])
    sheet.turn_over()
    below = [HEAD, *lower] if again else lower
    sheet.grid([x + shift for x in XS], [72 + 16.0 * n for n in range(len(below) + 1)], below)
    return sheet


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("shift", [0.0, 20.0])
def test_a_broken_table_is_one(again: bool, shift: float) -> None:
    upper = [["三", "（一）", "1.甲", "1"], ["四", "（二）", "2.乙", "2"]]
    lower = [["五", "（三）", "3.丙", "3"], ["六", "（四）", "4.丁", ""]]
    table = one_table(load(sheet_broken(upper, lower, again=again, shift=shift).bytes()))
    assert rows(table) == [HEAD, *upper, *lower]
    assert table.place.startswith("page 1 ")
    assert table.rows[-1][0].place.startswith("page 2 ")


def test_other_columns_are_another_table() -> None:
    sheet = Sheet()
    sheet.grid([72, 172, 272], [700, 720], [["甲", "1"]])
    sheet.turn_over()
    sheet.grid([72, 132, 272], [72, 92], [["乙", "2"]])
    assert len(list(load(sheet.bytes()).tables())) == 2


def test_text_between_parts_two_tables() -> None:
    sheet = Sheet()
    sheet.grid([72, 172, 272], [700, 720], [["甲", "1"]])
    sheet.turn_over()
    sheet.text(72, 72, "三、收到和处理政府信息公开申请情况", 12)
    sheet.grid([72, 172, 272], [100, 120], [["乙", "2"]])
    assert len(list(load(sheet.bytes()).tables())) == 2


LONG = "5.要求行政机关确认或"
"""As long as the cell for labels is wide."""


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        (["", "", LONG, "0"], ["", "", "新出具", ""], [["", "", f"{LONG}新出具", "0"]]),
        (["", "", LONG, ""], ["", "", "新出具", "0"], [["", "", f"{LONG}新出具", "0"]]),
        (["", "", LONG, ""], ["", "", "", "0"], [["", "", LONG, "0"]]),
        (["", "", "4.短的", "0"], ["", "", "新出具", ""], [["", "", "4.短的", "0"], ["", "", "新出具", ""]]),
        (["", "", LONG, "0"], ["", "", "6.重复", ""], [["", "", LONG, "0"], ["", "", "6.重复", ""]]),
        (["", "", LONG, "0"], ["", "", "新出具", "0"], [["", "", LONG, "0"], ["", "", "新出具", "0"]]),
    ],
    ids=["label", "figure below", "figure alone below", "short", "listed", "two figures"],
)
def test_a_row_that_a_break_cuts(upper: list[str], lower: list[str], joined: list[list[str]]) -> None:
    table = one_table(load(sheet_broken([upper], [lower, ["七", "八", "9.末", "9"]]).bytes()))
    printed_rows = [[text for text in row if text] for row in rows(table)]
    assert printed_rows == [[text for text in row if text] for row in [HEAD, *joined, ["七", "八", "9.末", "9"]]]


def test_a_merged_label_that_a_break_cuts() -> None:
    sheet = Sheet()
    for number in range(4):
        page_row = number % 2
        if number == 2:
            sheet.turn_over()
        y = (700 if number < 2 else 72) + 20.0 * page_row
        sheet.box(XS[2], y, XS[3], y + 20)
        sheet.box(XS[3], y, XS[4], y + 20)
        sheet.text(XS[2] + 2, y + 4, f"{number + 1}.项", 9)
        sheet.text(XS[3] + 2, y + 4, str(number), 9)
        if page_row == 0:
            sheet.box(XS[0], y, XS[1], y + 40)
            sheet.box(XS[1], y, XS[2], y + 40)
            sheet.down(XS[0] + 4, y + 3, "本年度" if number == 0 else "结果", 10)
            sheet.text(XS[1] + 2, y + 4, "（四）无法提" if number == 0 else "供", 9)
    table = one_table(load(sheet.bytes()))
    assert cells(table)[:2] == [("本年度结果", 0, 0, 4, 1), ("（四）无法提供", 0, 1, 4, 1)]
    assert [row[-1].text for row in table.rows] == ["0", "1", "2", "3"]


# Tables without lines


def test_clear_columns_without_lines_are_a_table() -> None:
    sheet = Sheet()
    for number, line in enumerate([["规章", "0", "0", "0"], ["行政规范性文件", "3", "", "8"], ["合计", "3", "0", "8"]]):
        for x, text in zip((72, 200, 280, 360), line, strict=True):
            sheet.text(x, 100 + 20 * number, text)
    assert rows(one_table(load(sheet.bytes()))) == [
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "3", "", "8"],
        ["合计", "3", "0", "8"],
    ]


def test_unclear_columns_stay_lines() -> None:
    sheet = Sheet()
    for number, (x, line) in enumerate(
        [(200, ["规章", "0", "0"]), (230, ["文件", "3", "8"]), (215, ["合计", "3", "8"])]
    ):
        sheet.text(72, 100 + 20 * number, line[0])
        sheet.text(x, 100 + 20 * number, line[1])
        sheet.text(x + 22, 100 + 20 * number, line[2])
    of = load(sheet.bytes())
    assert not list(of.tables())
    assert [text.split()[0] for text in texts(of)] == ["规章", "文件", "合计"]


# Text

WORDS = st.text(alphabet="青岚县人民政府信息公开工作报告年度申请办理结果，。、0123456789", min_size=1, max_size=300)


@PATIENT
@given(
    texts_given=st.lists(WORDS.map(lambda t: f"甲{t.strip('，。、')}乙。"), min_size=2, max_size=5),
    size=st.sampled_from([9.0, 12.0, 16.0]),
)
def test_lines_are_joined_to_paragraphs(texts_given: list[str], size: float) -> None:
    sheet, y = Sheet(), 72.0
    filler = "本报告所列数据均经核对无误并依法按时予以公开供社会公众查阅监督" * 8 + "。"
    for text in [filler, *texts_given]:
        for number, line in enumerate(wrapped(text, 451, size, 2 * size)):
            if y > 740:
                sheet.turn_over()
                y = 72.0
            sheet.text(72 + (0 if number else 2 * size), y, line, size)
            y += 1.6 * size
    assert texts(load(sheet.bytes())) == [filler, *texts_given]


def test_a_number_and_its_unit_on_two_lines() -> None:
    sheet = Sheet()
    sheet.text(96, 72, "本行政机关在二〇二四年度依法受理的政府信息公开申请合计17", 12)
    for number, line in enumerate(["件，均在法定期限内予以答复，没有引发行政复议和行政诉讼的情形，", "特此报告。"]):
        sheet.text(72, 92 + 20 * number, line, 12)
    sheet.text(72, 200, "如对本报告有疑问，请与县人民政府办公室联系地址为文昌路八号，", 12)
    sheet.text(72, 220, "如对本报告有疑问，请与县人民政府办公室联系地址为文昌路八号。", 12)
    assert "合计17件，均在" in texts(load(sheet.bytes()))[0]


def test_page_numbers_running_heads_and_feet_are_left_out() -> None:
    sheet = Sheet()
    for number in range(1, 5):
        sheet.text(72, 40, "青岚县人民政府", 9)
        sheet.text(400 if number % 2 else 72, 790, f"— {number} —", 9)
        sheet.text(72, 100, f"第{'一二三四'[number - 1]}段话说到这里。", 12)
        if number < 4:
            sheet.turn_over()
    assert texts(load(sheet.bytes())) == [f"第{n}段话说到这里。" for n in "一二三四"]


@pytest.mark.parametrize(("foot", "kept"), [("- 1 -", False), ("1", False), ("8", True), ("完", True)])
def test_the_foot_of_a_single_page(foot: str, kept: bool) -> None:
    sheet = Sheet()
    sheet.text(72, 100, "一段话。", 12)
    sheet.text(290, 790, foot, 10)
    assert (foot in texts(load(sheet.bytes()))) is kept


def test_headings_stay_paragraphs_of_their_own() -> None:
    sheet = Sheet()
    sheet.text(200, 72, "青岚县人民政府", 20)
    sheet.text(150, 100, "2024年政府信息公开工作年度报告", 20)
    sheet.text(96, 140, "一、总体情况", 14)
    said = "本年度政府信息公开工作总体平稳有序推进，各项任务如期完成，现就有关情况报告如下。"
    for number, line in enumerate(wrapped(said, 451, 12, 24)):
        sheet.text(72 if number else 96, 165 + 20 * number, line, 12)
    assert texts(load(sheet.bytes())) == [
        "青岚县人民政府",
        "2024年政府信息公开工作年度报告",
        "一、总体情况",
        said,
    ]


def test_a_mark_that_hangs_over_the_margin_is_no_margin() -> None:
    said = "本年度各项任务如期完成，" * 15 + "现就有关情况报告如下。"
    sheet = Sheet()
    for number, line in enumerate(wrapped(said, 400, 12)):
        sheet.text(72, 100 + 20 * number, line + ("，。" if number == 1 else ""), 12)
    (found,) = texts(load(sheet.bytes()))
    assert found.replace("，。", "") == said


def test_bold_by_printing_twice() -> None:
    sheet = Sheet()
    for offset in (0.0, 0.3, 0.6):
        sheet.text(72 + offset, 100, "合计100", 12)
    assert texts(load(sheet.bytes())) == ["合计100"]


def test_what_is_not_printed_on_the_page() -> None:
    sheet = Sheet()
    sheet.text(72, 100, "正文", 12)
    sheet.text(72, 900, "纸外", 12)
    sheet.turned(200, 400, "水印", 40, 45)
    of = load(sheet.bytes())
    assert texts(of) == ["正文"]
    assert any("watermark" in note for note in of.notes)


def test_pictures_and_metadata() -> None:
    sheet = Sheet()
    sheet.canvas.setTitle("二〇二四年\n年报")
    sheet.text(72, 100, "正文", 12)
    _picture(sheet, 100, 100)
    sheet.turn_over()
    _picture(sheet, 595, 842)
    of = load(sheet.bytes())
    kinds: list[type[Block]] = [type(block) for block in of.blocks()]
    assert kinds == [Paragraph, Image, Image]
    assert of.metadata["title"] == "二〇二四年 年报"
    assert of.metadata["created"] == "2000-01-01T00:00:00+00:00"
    assert "published" not in of.metadata
    assert any("pages that are pictures, not read: 2" in note for note in of.notes)


def _picture(sheet: Sheet, width: float, height: float) -> None:
    from PIL import Image as Pixels
    from reportlab.lib.utils import ImageReader

    sheet.canvas.drawImage(ImageReader(Pixels.new("RGB", (8, 8), "grey")), 0, 300, width, height)


def test_a_hidden_text_layer_is_noted() -> None:
    sheet = Sheet()
    _picture(sheet, 595, 842)
    sheet.text(72, 100, "识别所得", 12, shown=False)
    of = load(sheet.bytes())
    assert texts(of) == ["识别所得"]
    assert any("recognised from a scan" in note for note in of.notes)


# Refused


def encrypted(user: str) -> bytes:
    sheet = Sheet(encrypt=StandardEncryption(user, ownerPassword="owner", canModify=0))
    sheet.text(72, 100, "正文", 12)
    return sheet.bytes()


def test_a_password_of_the_owner_alone_keeps_nobody_from_reading() -> None:
    assert texts(load(encrypted(""))) == ["正文"]


def scanned() -> bytes:
    sheet = Sheet()
    _picture(sheet, 595, 842)
    return sheet.bytes()


def empty() -> bytes:
    sheet = Sheet()
    sheet.turn_over()
    return sheet.bytes()


def pages(number: int) -> bytes:
    sheet = Sheet()
    for page in range(number):
        sheet.text(72, 100, "正文" * 20, 12)
        if page + 1 < number:
            sheet.turn_over()
    return sheet.bytes()


def lattice() -> bytes:
    sheet = Sheet()
    for step in range(80):
        sheet.rule(72, 72 + 6 * step, 546, 72 + 6 * step)
        sheet.rule(72 + 6 * step, 72, 72 + 6 * step, 546)
    sheet.text(80, 80, "正文", 5)
    return sheet.bytes()


def by_hand(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of them the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def stream(head: bytes, body: bytes) -> bytes:
    packed = zlib.compress(body, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X0 5 0 R >> >> >>"
)


def forms_in_forms(depth: int) -> bytes:
    """Return a file whose forms each draw the next ten times: ten to the power of `depth` lines."""
    made = []
    for level in range(depth):
        body = b"/X0 Do " * 10 if level < depth - 1 else b"0 0 m 10 10 l S"
        names = b"/Resources << /XObject << /X0 %d 0 R >> >>" % (level + 6)
        made.append(stream(b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + names, body))
    return by_hand(CATALOGUE, PAGES, PAGE, stream(b"", b"/X0 Do"), *made)


def content(body: bytes) -> bytes:
    return by_hand(CATALOGUE, PAGES, PAGE, stream(b"", body))


def cyclic() -> bytes:
    return by_hand(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")


def many_kids() -> bytes:
    kids = b"3 0 R " * 300_000
    return by_hand(CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count 300000 >>" % kids, PAGE, stream(b"", b""))


MB = 1024 * 1024

HOSTILE: list[tuple[str, Callable[[], bytes], dict[str, float], str]] = [
    ("password", lambda: encrypted("user"), {}, "encrypted and needs a password; expected"),
    ("scanned", scanned, {}, "a scanned PDF: its 1 pages are pictures"),
    ("empty", empty, {}, "holds no text"),
    ("cut", lambda: printed(a19())[:400], {}, "damaged"),
    ("header alone", lambda: b"%PDF-1.7\n", {}, "damaged"),
    ("junk before", lambda: b"junk\n%PDF-1.7\n1 0 obj", {}, "damaged"),
    ("pages", lambda: pages(4), {"pages": 3}, "more than 3 pages"),
    ("characters", lambda: pages(4), {"glyphs": 100}, "more than 100 characters"),
    ("lines", lattice, {"rules": 50}, "more than 50 drawn lines"),
    ("cells", lattice, {"cells": 500}, "more than 500 cells"),
    ("cyclic", cyclic, {}, "page 1 of the PDF is damaged"),
    ("kids", many_kids, {}, "more than 500 pages"),
    ("forms", lambda: forms_in_forms(12), {"seconds": 1.0}, "the PDF "),
    ("bomb", lambda: content(b" " * (900 * MB)), {"memory": 256 * MB}, "the PDF makes its reader break off"),
    ("paths", lambda: content(b"0 0 m 9 9 l S\n" * 3_000_000), {"seconds": 1.0}, "the PDF "),
    ("nested", lambda: content(b"[" * 3_000_000), {}, "holds no text"),
    ("deep", lambda: by_hand(b"<< /Pages 2 0 R /A " * 90_000, PAGES), {}, "damaged"),
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("make", "limits", "said"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_refused(make: Callable[[], bytes], limits: dict[str, float], said: str) -> None:
    data = make()
    with pytest.raises(InputError) as caught:
        load(data, **limits)
    error = caught.value
    assert said in str(error)
    for words in (error.say("en"), error.say("zh")):
        assert words.startswith("report.pdf: ")
        assert "\n" not in words
    assert error.words.zh != error.words.en


TEXT_PAGE = PAGE.replace(
    b"/Resources <<", b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
)


def boxes_and_words() -> bytes:
    """Return thousands of little tables, and words all over the page."""
    tables = b"".join(
        b"%d %d 6 6 re %d %d 12 6 re S\n" % (x, y, x, y) for x in range(0, 590, 16) for y in range(0, 830, 11)
    )
    words = b"".join(b"1 0 0 1 %d %d Tm (7) Tj " % (n * 37 % 590, n * 71 % 840) for n in range(20_000))
    return by_hand(CATALOGUE, PAGES, TEXT_PAGE, stream(b"", tables + b"BT /F1 1 Tf " + words + b"ET"))


@pytest.mark.parametrize(
    "operators",
    [
        b"999999999999999999999999999999 0 0 999999999999999999999999999999 0 0 cm 0 0 m 9 9 l S",
        b"0 0 m 999999999999999999999999999999 0 l S 0 0 m 0 -999999999999999999999999999999 l S -999999999999999999999999999999 5 999999999999999999999999999999 999999999999999999999999999999 re S",
        b"BT /F1 999999999999999999999999999999 Tf (a) Tj ET BT /F1 0 Tf (b) Tj ET BT /F1 -9 Tf 1 0 0 1 50 50 Tm (c) Tj ET",
        b"BT /F1 9 Tf 0 0 0 0 50 50 Tm (a) Tj ET BT 999999999999999999999999999999 0 0 999999999999999999999999999999 1 1 Tm (b) Tj ET",
        b"1 0 0 0 0 0 cm BT /F1 9 Tf 1 0 0 1 50 50 Tm (a) Tj ET 0 0 m 10 0 l S",
    ],
)
def test_numbers_beyond_measure(operators: bytes) -> None:
    said = b" Q BT /F1 9 Tf 1 0 0 1 100 100 Tm (text) Tj ET"
    of = load(by_hand(CATALOGUE, PAGES, TEXT_PAGE, stream(b"", b"q " + operators + said)))
    assert "text" in texts(of)


def test_a_page_beyond_measure() -> None:
    huge = TEXT_PAGE.replace(b"[0 0 595 842]", b"[0 0 1000000000 1000000000]")
    with pytest.raises(InputError, match="page 1 of the PDF is damaged"):
        load(by_hand(CATALOGUE, PAGES, huge, stream(b"", b"BT /F1 9 Tf (a) Tj ET")))


@pytest.mark.slow
def test_thousands_of_tables_and_words() -> None:
    with patience():
        assert len(list(load(boxes_and_words()).tables())) > 1000


def test_a_file_after_one_that_broke_the_reader() -> None:
    with pytest.raises(InputError):
        load(forms_in_forms(12), seconds=0.3)
    assert texts(load(pages(1))) == ["正文" * 20]


@pytest.mark.parametrize(
    ("data", "name", "loader"),
    [
        (b"%PDF-1.4", "report.txt", "pdf"),
        (b"\r\n%PDF-1.4", "report", "pdf"),
        (b"junk\n%PDF-1.4\n1 0 obj", "report.pdf", "pdf"),
        ("报告以 %PDF-1.4 为例".encode(), "report.txt", "text"),
    ],
)
def test_chosen_by_its_mark(data: bytes, name: str, loader: str) -> None:
    assert choose(BUILTIN, data, name).loader.name == loader


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("120⟦1⟧", "120¹"),
        ("120⟦[2]⟧件", "120[²]件"),
        ("⟪119⟫120", "120"),
        ("⟪1⟫20⟦*⟧", "20*"),
        ("5m⟦2⟧以内", "5m²以内"),
    ],
)
def test_marks_and_strikes(printed: str, text: str) -> None:
    sheet = Sheet()
    sheet.grid([72, 200, 400], [72, 92, 112], [["甲", printed], ["乙", "1"]])
    sheet.text(72, 200, f"收到{printed}，已答复")
    of = read(sheet.bytes(), "x.pdf", BUILTIN)
    assert next(of.tables()).rows[0][1].text == text
    assert ["".join(one.text.split()) for one in of.paragraphs()] == [f"收到{text}，已答复"]
    assert (STRUCK in of.notes) == ("⟪" in printed)


def test_lines_that_strike_nothing() -> None:
    sheet = Sheet()
    sheet.text(72, 100, "下面画线的")
    sheet.rule(72, 112, 122, 112)
    sheet.text(72, 140, "表的横线从中穿过")
    sheet.rule(40, 145, 300, 145)
    sheet.text(72, 180, "小字", 6)
    sheet.text(84, 176, "1", 6)
    of = read(sheet.bytes(), "x.pdf", BUILTIN)
    assert "".join(one.text for one in of.paragraphs()).startswith("下面画线的表的横线从中穿过")
    assert STRUCK not in of.notes
