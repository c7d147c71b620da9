"""Which form a document is bound to: by title and tables, then by year; what fits none is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit_core.binding import bind
from audit_core.binding.choosing import fitting, most_similar
from audit_core.cli import main
from audit_core.document import Document
from audit_core.errors import InputError, NotAReport
from audit_core.forms import Form
from audit_core.loaders import BUILTIN, read
from tests.packs.handmade import base
from tests.reports.reading import forms as ogi


def form(name: str, title: str, rows: dict[str, str], **more: Any) -> Form:
    """Make a form with one table of these rows, and a section for it."""
    never = "(?!)"
    return Form.from_data({
        "form": name,
        "title": name,
        "years": {"from": 2020},
        "titles": [{"pattern": title}],
        "sections": {"one": {"ordinal": "一、", "title": f"{name}情况", "en": name}},
        "marks": {"ordinal": "([一二])、", "label_ordinal": never, "unit_clause": never, "period": never, "numerals": {}},
        "figures": {"placeholders": ["/"], "units": {}, "decreases": []},
        "tables": {"t": {
            "section": "one", "title": "表", "rows": {key: {"label": label, "en": key} for key, label in rows.items()},
            "columns": {"spring": {"label": "春季", "en": "spring"}, "autumn": {"label": "秋季", "en": "autumn"}},
        }},
        **more,
    })  # fmt: skip


ANY_TITLE = r"(?P<organization>.+?)(?P<year>20\d\d)年?.*报告"
VISITS = form("visits", ANY_TITLE, {"adults": "成人读者", "children": "儿童读者"}, domain="visits")
LOANS = form(
    "loans",
    r"(?P<organization>.+?)(?P<year>20\d\d)年借阅报告",
    {"books": "借出图书", "papers": "借出报刊"},
    domain="loans",
)
BOTH = (VISITS, LOANS)


def document(text: str) -> Document:
    return read(text.encode(), "report.md", BUILTIN)


def table(*rows: str) -> str:
    return "| | 春季 | 秋季 |\n|---|---|---|\n" + "".join(f"| {row} | 1 | 2 |\n" for row in rows)


VISITED = "# 青岚馆2021年报告\n\n## 一、visits情况\n\n" + table("成人读者", "儿童读者")
LENT = "# 青岚馆2021年借阅报告\n\n## 一、loans情况\n\n" + table("借出图书", "借出报刊")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (VISITED, "visits"),
        (LENT, "loans"),
        ("---\nyear: '2021'\n---\n\n" + LENT.replace("借阅报告", "报告"), "loans"),
        (VISITED.replace("报告", "借阅报告"), "visits"),
        ("---\nyear: '2021'\n---\n\n" + LENT.partition("\n")[2], "loans"),
        (base("B22"), "ogi-2021"),
        (base("A19"), "ogi-2019"),
        (base("B22").replace("# 青岚县人民政府2022年政府信息公开工作年度报告", "# 2022年报告"), "ogi-2021"),
        (base("B22").replace("# 青岚县人民政府2022年政府信息公开工作年度报告", ""), "ogi-2021"),
        ("# 青岚馆2021年报告\n\n文字。\n", "visits"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_each_report_goes_to_its_own_form(text: str, name: str, turned: bool) -> None:
    every = (*BOTH, *ogi())
    assert bind(document(text), every[::-1] if turned else every).form.name == name


LATER: dict[str, Any] = {"rows": {"adults": "成人读者"}, "years": {"from": 2021}}


@pytest.mark.parametrize("turned", [False, True])
def test_forms_without_a_domain_are_kinds_of_their_own(turned: bool) -> None:
    forms = (
        form("visits", ANY_TITLE, {"adults": "成人读者", "children": "儿童读者"}),
        form("later", ANY_TITLE, **LATER),
    )
    found = fitting(document(VISITED), forms[::-1] if turned else forms)
    assert found
    assert [one.name for one in found.forms] == ["visits"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_forms_of_one_domain_the_likest_is_taken(turned: bool) -> None:
    forms = (VISITS, form("later", ANY_TITLE, **LATER, domain="visits"))
    assert bind(document(VISITED), forms[::-1] if turned else forms).form is VISITS


@pytest.mark.parametrize("name", ["A19", "B22"])
def test_forms_of_other_domains_change_nothing(name: str) -> None:
    of = document(base(name))
    alone, among = (bind(of, forms) for forms in (ogi(), (*BOTH, *ogi())))
    assert among.vector == alone.vector
    assert [one.words for one in among.notices] == [one.words for one in alone.notices]
    assert [one.key for one in among.sections] == [one.key for one in alone.sections]


FOREIGN = (
    "---\nyear: '2022'\norganization: 青岚县图书馆\n---\n\n# 青岚县图书馆2022年度部门决算公开\n\n## 一、部门概况\n\n文字。\n\n"
    "| 项目 | 金额 | 合计 |\n|---|---|---|\n| 行政许可 | 1 | 2 |\n| 其他 | 3 | 4 |\n| 总计 | 4 | 6 |\n"
)


@pytest.mark.parametrize("text", [FOREIGN, "---\nyear: '2021'\n---\n\n" + LENT])
def test_a_report_that_fits_no_form_is_refused_with_what_was_looked_for(text: str) -> None:
    with pytest.raises(NotAReport) as caught:
        bind(document(text), ogi())
    assert caught.value.say("en") == (
        "report.md: not a report: found neither the title nor a table nor two sections of any form; looked for Annual "
        "report on open government information (form of 2019); Annual report on open government information (form of "
        "2021)"
    )
    assert (
        "已查找《政府信息公开工作年度报告（2019年式）》、《政府信息公开工作年度报告（2021年式）》"
        in caught.value.say("zh")
    )


def test_a_single_table_of_a_form_is_enough() -> None:
    rows = [
        line for line in base("B22").splitlines() if line.startswith(("一、本年新收", "二、上年结转", "三、本年度办理"))
    ]
    assert rows
    whole = base("B22")
    start = whole.index("（本列数据的勾稽关系为")
    text = f"---\nyear: '2022'\n---\n\n{whole[start : whole.index('## 四、')]}"
    assert bind(document(text), (*BOTH, *ogi())).form.name == "ogi-2021"


OLD = form(
    "old",
    r"(?P<organization>.+?)(?P<year>20\d\d)年年报",
    {"books": "借出图书"},
    domain="loans",
    years={"from": 2010, "to": 2019},
)
NEW = form(
    "new", r"(?P<organization>.+?)(?P<year>20\d\d)年年报", {"books": "借出图书", "papers": "借出报刊"}, domain="loans"
)


@pytest.mark.parametrize(("year", "name"), [(2015, "old"), (2019, "old"), (2020, "new")])
def test_of_forms_of_one_domain_the_year_decides(year: int, name: str) -> None:
    text = f"# 青岚馆{year}年年报\n\n" + table("借出图书", "借出报刊")
    assert bind(document(text), (NEW, OLD, VISITS)).form.name == name


def test_a_year_that_no_fitting_form_covers_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        bind(document("# 青岚馆2009年年报\n\n" + table("借出图书", "借出报刊")), (NEW, OLD, VISITS))
    assert "no form covers the report year 2009; the ruleset has new 2020–, old 2010–2019" in caught.value.say("en")


def test_a_variant_with_a_title_of_its_own_is_for_such_titles() -> None:
    variant = form(
        "branch",
        r"(?P<organization>.+?)(?P<year>20\d\d)年分馆年报",
        {"books": "借出图书"},
        domain="loans",
        lineage=["branch", "new"],
    )
    every = (NEW, variant)
    for title, name in (("年报", "new"), ("分馆年报", "branch")):
        assert bind(document(f"# 青岚馆2021年{title}\n\n" + table("借出图书")), every).form.name == name
    assert fitting(document("文字。"), every) is None


def test_a_form_that_is_chosen_is_taken_whatever_the_report_looks_like() -> None:
    text = "---\nyear: '2018'\n---\n\n" + LENT
    assert (bind(document(text), BOTH, chosen=VISITS).form.name, bind(document(text), BOTH, chosen=VISITS).year) == (
        "visits", 2018,
    )  # fmt: skip
    report = bind(document(base("B22")), (*BOTH, *ogi()), chosen=ogi()[0])
    assert (report.form.name, report.year, report.organization) == ("ogi-2019", 2022, "青岚县人民政府")
    with pytest.raises(InputError, match="looked for visits"):
        bind(document("文字。\n"), BOTH, chosen=VISITS)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_form_is_chosen_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(base("B22"), encoding="utf-8")
    Path("before.md").write_text(base("B22").replace("2022", "2021"), encoding="utf-8")
    Path("b.md").write_text(base("B22"), encoding="utf-8")
    main(["check", "a.md", "b.md", "--with", "before.md", "--form", "ogi-2019", "--format", "json", "--jobs", jobs])
    assert [one["form"] for one in json.loads(capsys.readouterr().out)["reports"]] == ["ogi-2019", "ogi-2019"]
    main(["facts", "a.md", "--form", "ogi-2019", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["form"] == "ogi-2019"
    assert main(["check", "a.md", "--form", "ogi-2018", "--lang", "en"]) == 2
    assert "no form 'ogi-2018' in the ruleset; the nearest is ogi-20" in capsys.readouterr().err


def labelled(name: str, title: str, *tables: int, **more: Any) -> Form:
    """Make a form of three sections with tables of so many labels each (甲1, 甲2, … 乙1, …), two of them of columns."""
    every = {
        key: {
            "section": "one", "title": key,
            "rows": {f"r{n}": {"label": f"{key}{n}号", "en": f"r{n}"} for n in range(labels - 2)},
            "columns": {f"c{n}": {"label": f"{key}{n}列", "en": f"c{n}"} for n in range(2)},
        }
        for key, labels in zip("甲乙丙丁", tables, strict=False)
    }  # fmt: skip
    sections = {
        key: {"ordinal": f"{at}、", "title": f"{at}方情况", "en": key}
        for at, key in zip("东南西", ("one", "two", "three"), strict=True)
    }
    return form(name, title, {"x": "无"}, **{"tables": every, "sections": sections, **more})


NEVER = "(?!)"


def printed(*labels: str) -> Document:
    return document("\n\n".join(f"（{label}）" for label in labels) or "无")


def rows_of(table: str, count: int) -> list[str]:
    return [f"{table}{n}号" for n in range(count)]


@pytest.mark.parametrize(
    ("tables", "labels", "fits"),
    [
        ((5,), [], False),
        # headings
        ((5,), ["东方情况"], False),
        ((5,), ["东方情况", "西方情况"], True),
        # the labels of one table: three in four, and four at the least
        ((8, 8, 8), [*rows_of("甲", 6)], True),
        ((8, 8, 8), [*rows_of("甲", 5)], False),
        ((8, 8, 8), [*rows_of("甲", 4), "甲0列", "甲1列"], True),
        ((4, 20), ["甲0号", "甲1号", "甲0列", "甲1列"], True),
        ((4, 20), ["甲0号", "甲1号", "甲0列"], False),
        ((3, 20), ["甲0号", "甲0列", "甲1列"], False),
        # the labels of all tables: half of them, and eight at the least
        ((8, 8), [*rows_of("甲", 4), *rows_of("乙", 4)], True),
        ((8, 8), [*rows_of("甲", 4), *rows_of("乙", 3)], False),
        ((8, 9), [*rows_of("甲", 4), *rows_of("乙", 4)], False),
        ((5, 5, 4), [*rows_of("甲", 3), *rows_of("乙", 3), *rows_of("丙", 1)], False),
        ((5, 5, 4), [*rows_of("甲", 3), *rows_of("乙", 3), *rows_of("丙", 2)], True),
    ],
)
def test_how_much_of_a_form_must_be_printed(tables: tuple[int, ...], labels: list[str], *, fits: bool) -> None:
    one = labelled("one", NEVER, *tables)
    found = fitting(printed(*labels), (one,))
    assert (found is not None) is fits
    assert (most_similar(printed(*labels), (one,)) is one) is fits
    if found:
        assert (found.forms, found.titled, found.title) == ((one,), (one,), None)


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ([*rows_of("甲", 4)], "bare"),  # which print its table, and a title tells less than that
        ([], "titled"),
        ([*rows_of("丁", 6)], "titled"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_several_forms_that_for_which_most_speaks(labels: list[str], name: str, turned: bool) -> None:
    title = r"（?(?P<organization>.+?)(?P<year>20\d\d)年.*报告）?"
    forms = (labelled("titled", title, 3, 3, 3, 8), labelled("bare", NEVER, 6))
    labels = [*labels, "甲0列"] if labels and name == "bare" else labels
    found = fitting(printed("青岚馆2021年报告", *labels), forms[::-1] if turned else forms)
    assert found
    assert found.forms[0].name == name


@pytest.mark.parametrize(("labels", "name"), [(2, "titled"), (4, "bare")])
def test_a_title_weighs_as_much_as_three_labels(labels: int, name: str) -> None:
    """Both print four labels of their first table; `bare` prints so many more."""
    title = r"（?(?P<organization>.+?)(?P<year>20\d\d)年.*报告）?"
    forms = (labelled("titled", title, 5, 9), labelled("bare", NEVER, 5, 9, 9))
    said = ["青岚馆2021年报告", *rows_of("甲", 3), "甲0列", *rows_of("丙", labels)]
    found = fitting(printed(*said), forms)
    assert found
    assert found.forms[0].name == name


def test_the_form_that_most_of_is_printed_is_the_likest() -> None:
    forms = (labelled("long", NEVER, 12), labelled("short", NEVER, 6))
    assert most_similar(printed(*rows_of("甲", 4), "甲0列"), forms) is forms[1]
    assert most_similar(printed(*rows_of("甲", 2)), forms) is None
    assert most_similar(document("无"), [labelled("none", NEVER)]) is None
