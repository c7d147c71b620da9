"""What is read before any table: the title and its limits, the period, the year without a title, page numbers, labels."""

from datetime import date

import pytest

from audit_core import Document, Paragraph, Section, Source
from audit_core.binding import labels_of
from audit_core.binding.page_numbers import page_numbers
from audit_core.binding.report_year import announced, of_first_section, of_period
from audit_core.binding.titles import read_period, read_title, year_of
from audit_core.document import Excerpt
from audit_core.figures import State
from audit_core.forms import Form
from audit_core.loaders import BUILTIN, read
from audit_core.report import Period
from tests.balanced import lines, small
from tests.reports.reading import forms


def of_2021() -> Form:
    return next(form for form in forms() if form.name == "ogi-2021")


def document(*paragraphs: str, title: str = "", metadata: dict[str, str] | None = None) -> Document:
    """Make a document of paragraphs, one after the other in its text."""
    made, at = [], 0
    for text in paragraphs:
        made.append(Paragraph(text, at, at + len(text)))
        at += len(text) + 1
    source = Source("report.txt", text="\n".join(paragraphs))
    return Document((Section(None, tuple(made)),), source, title=title, metadata=metadata or {})


TITLE = "青岚县水利局2022年政府信息公开工作年度报告"
POOR = "青岚县水利局2022年政务公开工作报告"


@pytest.mark.parametrize(
    ("given", "text", "at"),
    [
        (document(TITLE), TITLE, 0),
        (document("通知", TITLE), TITLE, 1),
        (document(*"一二三四五六七八九十甲", TITLE), TITLE, 11),
        (document(*"一二三四五六七八九十甲乙", TITLE), None, None),
        (document(POOR, TITLE), TITLE, 1),  # that lacks less
        (document(TITLE, TITLE.replace("水利", "林业")), TITLE, 0),
        (document("青岚县水利局", "2022年政府信息公开工作年度报告"), TITLE, 1),
        (document("通知", "青岚县水利局", "2022年政府信息公开工作年度报告"), TITLE, 2),
        (document("无", title=TITLE), TITLE, None),
        (document("无", title=f"{TITLE}-青岚县政府网"), TITLE, None),
        (document("无", title="乙报", metadata={"title": TITLE}), TITLE, None),
        (document(POOR, metadata={"title": TITLE}), TITLE, None),
        (document("无"), None, None),
    ],
)
def test_the_line_that_is_the_title(given: Document, text: str | None, at: int | None) -> None:
    found = read_title(given, of_2021())
    assert (found.text if found else None) == text
    if found and at is not None:
        assert isinstance(found.at, Excerpt)
        assert found.at.of is given.sections[0].blocks[at]
    elif found:
        assert found.at is None


@pytest.mark.parametrize(("longer", "is_one"), [(80 - len(TITLE), True), (81 - len(TITLE), False)])
def test_the_longest_title(longer: int, *, is_one: bool) -> None:
    text = TITLE.replace("水利局", "水利局" + "所" * longer)
    assert (read_title(document(text), of_2021()) is not None) is is_one


def test_what_a_title_lacks_is_all_named() -> None:
    found = read_title(document("2022年政务公开工作年报"), of_2021())
    assert found is not None
    assert found.lacks is not None
    assert (found.lacks.zh.count("、"), found.organization, found.year) == (found.lacks.en.count(", "), "", 2022)
    assert "机关名称、" in found.lacks.zh
    whole = read_title(document(TITLE), of_2021())
    assert whole is not None
    assert (whole.lacks, whole.organization, whole.year) == (None, "青岚县水利局", 2022)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022", 2022),
        ("２０２２", 2022),
        ("二〇二二", 2022),
        ("二O二一", 2021),
        ("二〇二甲", None),
        ("", None),
        ("十", 10),
    ],
)
def test_years_in_digits_and_numerals(text: str, year: int | None) -> None:
    assert year_of(text, of_2021()) == year


@pytest.mark.parametrize(
    ("text", "start", "end", "printed"),
    [
        (
            "统计期限为2022年1月1日至2022年12月31日。",
            date(2022, 1, 1),
            date(2022, 12, 31),
            "2022年1月1日至2022年12月31日",
        ),
        ("统计期限为2022年1月1日至12月31日。", date(2022, 1, 1), date(2022, 12, 31), "2022年1月1日至12月31日"),
        ("统计期限：2022年3月1日至2023年2月28日", date(2022, 3, 1), date(2023, 2, 28), "2022年3月1日至2023年2月28日"),
        ("统计期限为2022年1月1日至2022年2月30日。", date(2022, 1, 1), None, "2022年1月1日至2022年2月30日"),
        ("统计期限为2022年13月1日至2022年12月31日。", None, date(2022, 12, 31), "2022年13月1日至2022年12月31日"),
        (
            "统计期限为20\n22年1月1日至2022年12月3\n  1日。",
            date(2022, 1, 1),
            date(2022, 12, 31),
            "20\n22年1月1日至2022年12月3\n  1日",
        ),
        ("统计期限为一年。", None, None, ""),
    ],
)
def test_the_period_that_a_sentence_tells(text: str, start: date | None, end: date | None, printed: str) -> None:
    found = read_period(document("前言。", text), of_2021())
    assert (found.at.text if found else "") == printed
    assert found is None or (found.start, found.end) == (start, end)


def test_the_first_period_counts_and_gives_the_year_in_which_it_begins() -> None:
    first, second = "统计期限为2022年1月1日至2022年12月31日。", "统计期限为2021年1月1日至2021年12月31日。"
    found = read_period(document(first, second), of_2021())
    assert found is not None
    taken = of_period(found)
    assert taken is not None
    assert (taken.year, taken.source.en, taken.at, taken.organization) == (
        2022,
        "the period of its figures",
        found.at,
        "",
    )
    assert (taken.notice.kind, taken.notice.cells, taken.notice.decided) == ("year", (found.at,), True)
    assert taken.notice.words.en == "the report year, 2022, is taken from the period of its figures"
    assert of_period(Period(found.at, None, found.end)) is None


@pytest.mark.parametrize(
    ("paragraphs", "year", "organization"),
    [
        (["现将《青岚县水利局2022年政府信息公开工作年度报告》公布如下："], 2022, "青岚县水利局"),
        (["现将2022年度政府信息公开情况报告如下。"], 2022, ""),
        (["无关。", "现将2021年度政府信息公开情况报告如下。", "现将2020年度政府信息公开情况报告如下。"], 2021, ""),
        (["本年办结申请2022件。"], None, ""),
        (["甲" * 100_001, "现将2022年度政府信息公开情况报告如下。"], None, ""),
        (["甲" * 99_970, "现将2022年度政府信息公开情况报告如下。"], 2022, ""),
    ],
)
def test_the_year_that_a_sentence_announces(paragraphs: list[str], year: int | None, organization: str) -> None:
    found = announced(document(*paragraphs), of_2021())
    assert (found.year if found else None) == year
    if found:
        assert (found.organization, found.source.en) == (organization, "a sentence of its text")
        assert found.at is not None
        assert str(year) in found.at.text


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("2022年公开20件。", 2022),
        ("2022年公开20件，2021年公开10件。", None),
        ("2022年公开20件，2022年底前10件，2021年3件。", 2022),
        ("2021年3件。\n\n2022年公开20件，2022年底前10件。", 2022),
        ("2022年1件，2022年1件，2021年1件，2020年1件。", None),
        ("全年公开20件。", None),
    ],
)
def test_the_year_that_the_first_section_speaks_of(body: str, year: int | None) -> None:
    text = f"一、总体情况\n\n{body}\n\n二、主动公开政府信息情况\n\n2020年，2020年，2020年。\n\n三、收到和处理政府信息公开申请情况\n"
    made, form = read(text.encode(), "report.md", BUILTIN), of_2021()
    found = of_first_section(made, form, labels_of(form))
    assert (found.year if found else None) == year
    assert found is None or found.source.en == "the year that its first section speaks of"


@pytest.mark.parametrize(
    ("paragraphs", "pages"),
    [
        (["甲。", "1", "乙。", "2", "丙。"], ["1", "2"]),
        (["甲。", "1", "乙。", "3", "丙。"], []),
        (["甲。", "2", "乙。", "1", "丙。"], []),
        (["甲。", "1", "乙。"], []),
        (["甲。", "- 5 -", "乙。"], ["- 5 -"]),
        (["甲。", "第5页", "乙。", "6", "丙。"], ["第5页", "6"]),
        (["甲。", "第5页", "乙。", "9", "丙。"], ["第5页"]),
        (["甲。", "998", "乙。", "999", "丙。"], ["998", "999"]),
        (["甲。", "1000", "乙。", "1001", "丙。"], []),
        (["行政许可", "1", "行政许可", "2"], []),  # which stand under a label
        (["甲。", "1", "7", "2", "丙。"], []),
        (["甲。\n1", "乙。\n2"], []),
        (["甲。", " 1 ", "乙。", "2\n"], [" 1 ", "2"]),
        ([], []),
    ],
)
def test_lines_that_are_page_numbers(paragraphs: list[str], pages: list[str]) -> None:
    given = document(*paragraphs)
    found = page_numbers(given, labels_of(of_2021()))
    told = [
        block.text[start:end]
        for block in given.sections[0].blocks
        for start, end in found.get(block, ())
        if isinstance(block, Paragraph)
    ]
    assert told == pages


FORM = small(
    t={
        "caption": "甲表", "caption_aliases": ["甲之表"], "corner": ["项目"], "note": "注",
        "rows": {
            "one": {"label": "第一项内容", "en": "one", "aliases": ["壹项"], "path": ["上级栏"]},
            "two": {"label": "其他", "en": "two", "path": ["上级栏"]},
            "sum": {"label": "合计", "en": "sum"},
        },
        "columns": lines("a", "b"),
        "parents": {"上级栏": ["上栏"]},
    },
    u={"rows": {"two": {"label": "其他", "en": "two"}}, "columns": lines("a")},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds", "hits"),
    [
        ("", "blank", []),
        (" \n", "blank", []),
        ("12", "numeric", []),
        ("/", "numeric", []),
        ("第一项内容", "row", ["t/one statutory"]),
        ("第一项 内容", "row", ["t/one statutory"]),
        ("壹项", "row", ["t/one alias"]),
        ("上级栏第一项内容", "row", ["t/one alias"]),
        ("上栏壹项", "row", ["t/one alias"]),
        ("上级栏其他", "row", ["t/two alias"]),
        ("其他", "row", ["t/two statutory", "u/two statutory"]),
        ("A", "column", ["t/a statutory", "u/a statutory"]),
        ("上级栏", "parent", ["t 上级栏"]),
        ("上栏", "parent", ["t 上级栏"]),
        ("甲表", "caption", ["t"]),
        ("甲之表", "caption", ["t"]),
        ("项目", "corner", []),
        ("注", "corner", []),
        ("无关", "text", []),
        ("第一项内容" + "甲" * 120, "text", []),
        ("第一项内容" + "：" * 115, "row", ["t/one statutory"]),
        ("第一项内容" + "：" * 116, "text", []),
    ],
)
def test_what_a_cell_may_be(text: str, kinds: str, hits: list[str]) -> None:
    labels = labels_of(FORM)
    kind = labels.kind(text)
    told = {
        "blank": kind.blank, "numeric": kind.numeric, "row": bool(kind.rows), "column": bool(kind.columns),
        "parent": bool(kind.parents), "caption": bool(kind.captions),
    }  # fmt: skip
    assert [name for name, is_it in told.items() if is_it] == ([kinds] if kinds in told else [])
    assert kind.known is (kinds not in ("blank", "numeric", "text"))
    named = [f"{hit.table}/{hit.line} {hit.match}" for hit in (*kind.rows, *kind.columns)]
    assert named + [" ".join(one) for one in kind.parents] + list(kind.captions) == hits
    assert kind == labels.kind(text) == labels.classify(text)
    assert (kind.figure.state is State.BLANK) is (kinds == "blank")


@pytest.mark.parametrize(
    ("text", "axis", "found"),
    [("其他", "row", "two"), ("A", "column", "a"), ("B", "column", None), ("A", "row", None), ("合计", "row", None)],
)
def test_the_line_of_one_table_that_a_text_names(text: str, axis: str, found: str | None) -> None:
    hit = labels_of(FORM).match(text, "u", axis=axis)
    assert (hit.line if hit else None) == found
    assert hit is None or hit.table == "u"


def test_beginnings_of_rows_and_columns_of_a_head() -> None:
    labels = labels_of(of_2021())
    assert labels.begins_row("一、本年新收政")
    assert not labels.begins_row("一、本年新收")
    assert not labels.begins_row("本年新收政府信息公开申请数量和")
    plain = labels_of(FORM)
    assert plain.count_columns(("A", "B", "A", "C"), "t") == 2
    assert plain.count_columns(("A", "B", "A", "C"), "u") == 1
    assert plain.count_columns(("C",), "t") == 0
