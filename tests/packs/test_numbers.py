"""The numbers of the prose as rules of other packs are given them: one reader for all that prints a number."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from audit_core import Finding, NotAssessed, Report, RulePack, Words
from audit_core.findings import Status
from audit_core.testing import audit
from audit_pack_narrative.numbers import PrintedNumber, numbers
from tests.packs.handmade import changed, report

ANCHOR = "组织专题培训5场，参训干部310人次。"


def said(sentence: str) -> Report:
    """Return the clean report of 2022, a sentence of it replaced."""
    return report(changed("B22", (ANCHOR, sentence)))


def penalties(of: Report) -> list[PrintedNumber]:
    return [one for one in numbers(of) if "行政处罚" in one.before]


PRINTED = {
    "digits": ("作出行政处罚决定1933件。", [(1933, "件", True)]),
    "grouped digits": ("作出行政处罚决定1,933件。", [(1933, "件", True)]),
    "wide digits": ("作出行政处罚决定１９３３件。", [(1933, "件", True)]),
    "blanks": ("作出行政处罚 决 定 1933 件。", [(1933, "件", True)]),
    "characters": ("作出行政处罚决定一百二十件。", [(120, "件", True)]),
    "ten thousands": ("作出行政处罚决定1.2万件。", [(Decimal(12000), "件", True)]),
    "another year": ("2018年作出行政处罚决定12件。", [(12, "件", False)]),
    "the year before": ("上年作出行政处罚决定12件。", [(12, "件", False)]),
    "a change": ("行政处罚同比增加12件。", [(12, "件", False)]),
    "its own year": ("2022年作出行政处罚决定12件。", [(12, "件", True)]),
    "no number": ("依法作出行政处罚决定。", []),
    "an article": ("依照第12条作出行政处罚。", []),
    "a quotation": ("作出行政处罚，做到“一案12件”。", []),
    "two in a sentence": ("作出行政许可决定5280件、行政处罚决定1933件。", [(1933, "件", True)]),
}


@pytest.mark.parametrize(("sentence", "expected"), PRINTED.values(), ids=PRINTED)
def test_which_numbers_are_read_and_of_which_year(sentence: str, expected: list[tuple[object, str, bool]]) -> None:
    found = penalties(said(sentence))
    assert [(one.value, one.counter, one.of_year) for one in found] == expected


def test_a_number_tells_where_it_is_and_what_is_said_about_it() -> None:
    of = said("全年作出行政处罚 决定1,933件（含简易程序），均已公示。")
    (one,) = penalties(of)
    assert one.at.text == "1,933件"
    assert of.has(one.at)
    assert (one.before, one.after, one.section) == ("全年作出行政处罚决定", "", "overview")
    assert one.sentence.startswith("全年作出行政处罚决定1,933件（含简易程序）")
    assert (one.is_exact, one.doubt) == (True, Words("", ""))
    assert one.is_near(1933)
    assert not one.is_near(1934)


def test_a_number_of_one_unit_is_in_doubt_and_a_round_one_is_near() -> None:
    (one,) = penalties(said("各部门作出行政处罚决定约1900件。"))
    assert one.doubt.en
    assert not one.is_exact
    assert one.is_near(1933)


@pytest.mark.parametrize(
    "words",
    [
        "约12件", "近12件", "超12件", "超过12件", "逾12件", "突破12件", "接近12件", "不少于12件", "不低于12件", "至少12件",
        "不足12件", "12余件", "12多件", "12几件", "12件左右", "12件上下", "12件以上", "12件以内", "12人次以上",
    ],
)  # fmt: skip
def test_what_is_about_a_number_here_is_so_to_the_form(words: str) -> None:
    of = said(f"作出行政处罚{words}。")
    (one,) = penalties(of)
    assert not one.is_exact
    before, behind = words.split("12")
    assert of.form.qualifier(f"作出行政处罚{before}", f"{behind}。")


def test_numbers_are_read_once_and_hold_nothing_of_tables() -> None:
    of = said("作出行政处罚决定1933件。")
    assert numbers(of) is numbers(of)
    assert not [one for one in numbers(of) if re.search("结果维持|总计", one.before)]
    spans = [of.document.span(one.at) for one in numbers(of)]
    assert spans == sorted(spans, key=lambda span: span.start if span else -1)


pack = RulePack("TN", domain="ogi")


@pack.rule("TN-01", zh="{at}：{figure}", en="{at}: {figure}", severity="warning")
def differs(report: Report) -> Iterator[Finding]:
    """处罚数与表不符 / Penalties differ from the table."""
    decided = report.fact("enforcement", "penalties", "decisions")
    told = [one for one in penalties(report) if one.of_year]
    if not told:
        raise NotAssessed("no number", "没有写明")
    yield from (
        Finding(one.at, evidence=(decided,), figure=decided.number) for one in told if not one.is_near(decided.number)
    )


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("作出行政处罚决定1,933件。", Status.PASS),
        ("作出行政处罚决定一百二十件。", Status.FAIL),
        ("作出行政处罚决 定 12 件。", Status.FAIL),
        ("2018年作出行政处罚决定12件。", Status.NOT_ASSESSED),
        ("依法作出行政处罚决定。", Status.NOT_ASSESSED),
    ],
)
def test_a_rule_of_another_pack_stands_on_them(sentence: str, status: Status) -> None:
    (outcome,) = audit(pack, said(sentence)).outcomes
    assert outcome.status is status
