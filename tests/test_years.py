"""The year and the organ of reports whose titles do not tell them, and documents of which no year can be told."""

import re

import pytest

from audit_core.errors import InputError, NotAReport
from audit_core.report import Report
from audit_rulesets.samples.render import LINES, Style
from tests.packs.handmade import base, report, said
from tests.reports.bases import BASES
from tests.reports.reading import figures


def untitled(first: str, name: str = "B22") -> str:
    """Return a clean report that begins with a line of its own in place of metadata, title and preamble."""
    text = base(name)
    return f"{first}\n\n{text[text.index('## 一、') :]}"


def yearless(text: str) -> str:
    """Return a text without any year."""
    return re.sub(r"20\d\d", "", text)


TOLD = [
    ("现公布青岚县审计局2022年政府信息公开工作年度报告。", "青岚县审计局", "正文语句"),
    ("按照条例要求，现将青岚县水利局2022年度政府信息公开工作情况报告如下：", "青岚县水利局", "正文语句"),
    ("现将2022年政府信息公开工作的有关情况公布如下。", "", "正文语句"),
    ("本机关编制了2022年政府信息公开工作年度报告，现予公布。", "", "正文语句"),
    ("现向社会公布2022年度政府信息公开年报，请予监督。", "", "正文语句"),
    ("2022年，本机关稳步推进公开工作，现将有关情况报告如下。", "", "正文语句"),
    ("本报告按照国办公开办函〔2021〕30号的格式编写，反映2022年度政府信息公开工作情况。", "", "正文语句"),
    ("本年报依照2019年修订的条例编制，内容是2022年政府信息公开工作情况。", "", "正文语句"),
    ("根据县政府办公室关于做好2022年政府信息公开工作年度报告编制工作的通知要求，编制本报告。", "", "正文语句"),
    ("按照开展2022年度政府信息公开年报编写的部署，我局编写了本年报。", "", "正文语句"),
    ("本报告所列统计数据时间范围为2022年1月1日至2022年12月31日。", "", "统计期限"),
    ("所载数据的统计期限自2022年1月1日起至2022年12月31日止。", "", "统计期限"),
    ("依照2019年修订的条例编制。", "", "第一部分所述年度"),
    ("青岚县水利局政府信息公开年报", "青岚县水利局", "第一部分所述年度"),
]


@pytest.mark.parametrize(("first", "organ", "source"), TOLD, ids=[first for first, *_ in TOLD])
def test_a_lesser_source_tells_the_year_and_is_named(first: str, organ: str, source: str) -> None:
    bound = report(untitled(first))
    assert (bound.year, bound.form.name, bound.organization) == (2022, "ogi-2021", organ)
    (notice,) = (notice for notice in bound.notices if notice.kind == "year")
    assert notice.words.zh == f"报告年度按{source}认定为 2022 年"
    assert figures(bound) == figures(report(base("B22")))


def test_the_missing_title_is_accused_and_what_tells_the_year_is_shown() -> None:
    (one,) = said("SEC-01", untitled(TOLD[0][0]))
    assert one.status == "fail"
    assert "按正文语句认定为 2022 年" in one.words.zh
    assert [evidence.raw for evidence in one.finding.evidence] == ["现公布青岚县审计局2022年政府信息公开工作年度报告。"]


def test_a_title_tells_its_year_itself() -> None:
    assert [notice for notice in report(base("B22")).notices if notice.kind == "year"] == []


@pytest.mark.parametrize("ending", ["工作告年度报", "工作年度告报", "年报工作度告"])
def test_a_misprinted_title_is_a_title(ending: str) -> None:
    bound = report(untitled(f"青岚县水利局2022年政府信息公开{ending}"))
    assert bound.title is not None
    assert (bound.year, bound.organization) == (2022, "青岚县水利局")
    (one,) = said("SEC-01", bound)
    assert (one.status, one.severity) == ("fail", "note")
    assert "印刷有误" in one.words.zh


def test_a_sentence_that_names_another_year_than_the_title_is_accused() -> None:
    text = base("B22").replace("\n\n根据", "\n\n现公布青岚县人民政府2021年政府信息公开工作年度报告。\n\n根据", 1)
    assert report(text).year == 2022
    assert [one.status for one in said("SEC-07", text)] == ["fail"]


@pytest.mark.parametrize(("name", "form"), [("A19", "ogi-2019"), ("B22", "ogi-2021")])
@pytest.mark.parametrize("style", [None, LINES], ids=["grids", "lines"])
def test_a_report_of_no_year_is_refused_by_the_form_it_looks_like(name: str, form: str, style: Style | None) -> None:
    text = style.print(BASES[name]()).decode() if style else base(name)
    with pytest.raises(InputError, match=f"names no year.*look like {form}") as refused:
        report(yearless(text[text.index("一、总体情况") :]))
    assert not isinstance(refused.value, NotAReport)


@pytest.mark.parametrize("text", ["2022年全县粮食增产。", "", "会议通知：请于3月5日到会。"])
def test_what_is_no_report_is_called_none(text: str) -> None:
    with pytest.raises(NotAReport):
        report(text)


def test_years_named_as_often_as_another_tell_nothing() -> None:
    def year_of(text: str) -> Report:
        return report(f"总的情况\n\n## 一、总体情况\n\n{text}\n\n## 二、主动公开政府信息情况\n\n无\n")

    assert year_of("2022年公开信息3条，比2021年多1条；2022年接待来访2次。").year == 2022
    with pytest.raises(InputError, match="names no year"):
        year_of("2022年公开信息3条，2021年公开2条。")
