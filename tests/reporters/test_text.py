"""The text reporter: within the width, aligned under wide characters, and harmless to the terminal."""

import json
import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from audit_core.document import Source, Span
from audit_core.findings import Finding, Fix, Outcome, Status
from audit_core.formats import View
from audit_core.reporters.coverage import outcome_lines
from audit_core.reporters.finding import Printer
from audit_core.reporters.terminal import excerpt, fit, visible, width, wrap
from audit_core.results import Run
from audit_core.words import Lang, Words
from tests.reporters.golden import written
from tests.reporters.sample import clean, sample

_ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _text(run: Run | None = None, **view: object) -> str:
    return written("text", run or sample(), View(**view))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_over_the_width(lang: str, columns: int) -> None:
    # A place that a terminal links must not be broken.
    lines = [line for line in _text(lang=lang, width=columns).splitlines() if "-->" not in line]
    assert [line for line in lines if width(line) > columns] == []


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_from_a_report_reaches_the_terminal_as_a_command(quiet: bool) -> None:
    text = _text(quiet=quiet)
    assert {c for c in text if unicodedata.category(c) in _ACTING} == {"\n"}
    assert "\\x1b[2J" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("改为“图书馆”", "建议  改为“图书馆”"),
        ("改为“图书馆”，并核对全文", "建议  改为“图书馆”，并核对全文"),
        ("按台账改正", "建议  改为 图书馆，按台账改正"),
        ("", "建议  改为 图书馆"),
    ],
)
def test_a_fix_is_said_once(words: str, said: str) -> None:
    run = sample()
    result = run.results[0]
    first = result.audited.findings[0]
    fixed = replace(first, finding=first.finding.__class__(first.finding.at, fix=Fix("图书馆", Words(words, words))))
    audited = replace(result.audited, findings=(fixed,))
    lines = [line.strip() for line in _text(replace(run, results=(replace(result, audited=audited),))).splitlines()]
    assert said in lines


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[1;31m" in _text(colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", _text(colour=True)) == _text()


def test_marks_stand_under_the_wrong_cell() -> None:
    lines = _text().splitlines()
    at = next(number for number, line in enumerate(lines) if "错误 TAB-31" in line)
    source, marks = lines[at + 2], lines[at + 3]
    before = width(marks[: marks.index("^")])
    assert fit(source, before) + "6" == source
    assert marks.count("^") == 1


def test_places_are_as_terminals_link_them() -> None:
    assert "   --> 报告/某某区 2023.txt:6:22\n" in _text()
    assert "报告/某某区 2023.txt:6:22: 错误 TAB-31 " in _text(quiet=True)


def test_leads_stand_apart_and_faults_are_gravest_first() -> None:
    text = _text()
    order = [
        "否决 SEC-02",
        "错误 TAB-31",
        "警告 HN-01",
        "提示 FMT-07",
        "待核 3 项",
        "警告 PLA-01",
        "说明 3 项",
        "得分 84.2",
    ]
    assert sorted(order, key=text.index) == order


def test_the_score_is_explained_and_what_was_not_checked_is_said() -> None:
    text = _text()
    for said in (
        "算法：100 × (57 - 9) ÷ 57 = 84.2",
        "-0.5  HN-01   7:11  应扣 2",
        "待核问题如全部属实，得分为 77.2",
        "表格与勾稽（TAB） 25/30",
        "没有上一年度的报告：XYR-01、XYR-02",
        "FMT-07（已查 5 处，未查 1 处）",
        "是否存在须更正的错误：是（SEC-02 1:1、TAB-31 6:22）",
        "不评分",
        "审核没有完成",
    ):
        assert said in text


def test_quiet_leaves_what_must_be_acted_on() -> None:
    text = _text(quiet=True)
    assert "得分" not in text
    assert "检查情况" not in text
    assert "坏的.pdf" in text
    assert _text(clean(), quiet=True) == ""


def test_a_report_without_faults_says_so() -> None:
    run = sample()
    audited = replace(run.results[0].audited, findings=())
    assert "没有发现问题" in _text(replace(run, results=(replace(run.results[0], audited=audited),)))


def _with(outcomes: Sequence[tuple[Outcome, ...]], **changes: object) -> Run:
    """Return a run of as many reports as there are outcomes of each."""
    run = sample()
    results = tuple(
        replace(run.results[1], audited=replace(run.results[1].audited, findings=(), outcomes=one)) for one in outcomes
    )
    return replace(run, results=results, failures=(), skipped={}, plugins=(), **changes)  # type: ignore[arg-type]


NONE_BEFORE = Words("没有上一年度的报告", "no report of the year before")
XYR = Outcome("XYR-01", Status.NOT_ASSESSED, NONE_BEFORE)
PUB = Outcome("PUB-02", Status.NOT_ASSESSED, Words("未提供公布日期", "no date"))
NOT_FOR_IT = Outcome("XYR-01", Status.NOT_APPLICABLE)
REMARK = Outcome("TAB-41", Status.PASS, Words("按占位符为零核算", "placeholders count as zero"))
PASSED = Outcome("PUB-02", Status.PASS)
XYR_SAID, PUB_SAID, REMARK_SAID = "没有上一年度的报告：XYR-01", "未提供公布日期：PUB-02", "按占位符为零核算：TAB-41"
SAID = re.compile(r"^ +(\S+：[A-Z]+-\d+|另有 \d+ 项)", re.MULTILINE)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([(XYR, PUB), (XYR, PASSED)], [[XYR_SAID, PUB_SAID], ["另有 1 项"]]),
        ([(XYR, PUB), (XYR, PUB), (XYR, PUB)], [[XYR_SAID, PUB_SAID], ["另有 2 项"], ["另有 2 项"]]),
        ([(PASSED,), (XYR,), (XYR,)], [[], [XYR_SAID], [XYR_SAID]]),
        ([(XYR,), (NOT_FOR_IT,), (XYR,)], [[XYR_SAID], [], ["另有 1 项"]]),
        ([(PUB,), (replace(PUB, reason=NONE_BEFORE),)], [[PUB_SAID], ["没有上一年度的报告：PUB-02"]]),
        ([(REMARK, XYR), (REMARK,)], [[XYR_SAID, REMARK_SAID], ["另有 1 项"]]),
        ([(), ()], [[], []]),
    ],
)
def test_what_was_said_of_the_first_report_is_not_said_again(
    outcomes: Sequence[tuple[Outcome, ...]], said: list[list[str]]
) -> None:
    _, *reports = _text(_with(outcomes)).split("annual/report.docx\n")
    assert [SAID.findall(report) for report in reports] == said


def test_everything_stands_in_each_report_of_the_json() -> None:
    reports = json.loads(written("json", _with([(XYR, PUB), (XYR, PASSED)]), View()))["reports"]
    assert [[one["rule"] for one in report["outcomes"]] for report in reports] == [["XYR-01", "PUB-02"]] * 2


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([], "是否存在须更正的错误：未能判断"),
        ([Status.FAIL], "是否存在须更正的错误：是（TAB-31 第2张表第4行）"),
        ([Status.REVIEW], "是否存在须更正的错误：待核实（TAB-31 第2张表第4行）"),
        (
            [Status.FAIL, Status.REVIEW],
            "是否存在须更正的错误：是（TAB-31 第2张表第4行；另待核实 TAB-31 第2张表第4行）",
        ),
    ],
)
def test_whether_there_are_errors_to_correct(statuses: list[Status], said: str) -> None:
    run = sample()
    result = run.results[1]
    first = result.audited.findings[0]
    found = tuple(
        replace(
            first,
            finding=Finding(first.finding.at, status=status),
            location=replace(first.location, region=None, place="table 2, row 4"),
            evidence_locations=(),
        )
        for status in statuses
    )
    score = replace(result.score, obstacles=found, publishable=False)
    assert said in _text(replace(run, results=(replace(result, score=score),)), width=120)


@given(st.text(st.sampled_from("政府“”，。（）ab c.𠮷e\u0301")), st.integers(10, 40))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, columns: int) -> None:
    lines = list(wrap(text, columns, "  ", "    "))
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_closing_punctuation() -> None:
    assert list(wrap("甲乙丙丁，戊己", 8)) == ["甲乙丙", "丁，戊己"]
    assert list(wrap("甲乙丙“丁戊”己", 7)) == ["甲乙丙", "“丁戊”", "己"]


@given(st.text(st.sampled_from("政𠮷a\tb\x1b\u202e"), min_size=1, max_size=80), st.data(), st.integers(10, 60))
def test_an_excerpt_shows_the_beginning_of_what_it_marks(line: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    shown, marks = excerpt(Source("x", text=f"前一行\r\n{line}\r\n后一行"), Span(start + 5, end + 5), columns)
    assert width(shown) <= columns
    assert width(marks) <= columns
    offset = len(fit(shown, marks.index("^")))
    assert shown[offset:].startswith(visible(line[start]))


@pytest.mark.parametrize("char", ["政", "ａ", "é", "e\u0301", "𠮷", "—", "…", "㈠", "①", "가", "ｱ"])
def test_widths_are_those_of_wcwidth(char: str) -> None:
    wcwidth = pytest.importorskip("wcwidth")
    assert width(char) == wcwidth.wcswidth(char)


def test_many_rules_that_share_a_reason_are_told_by_pack() -> None:
    left = Words("未选用", "not selected")
    outcomes = [Outcome(f"AA-{n:02}", Status.NOT_ASSESSED, left) for n in range(20)]
    few = [*outcomes, Outcome("BB-01", Status.NOT_ASSESSED, left)]
    many = [*few, *(Outcome(f"CC-{n:02}", Status.NOT_ASSESSED, left) for n in range(9))]
    languages: list[tuple[Lang, str]] = [
        ("en", "not selected: AA (20), BB (1), CC (9)"),
        ("zh", "未选用：AA 20 条、BB 1 条、CC 9 条"),
    ]
    for lang, shown in languages:
        printer = Printer(View(lang, width=200))
        assert shown in "\n".join(outcome_lines(tuple(many), (), printer))
    assert "AA-19, BB-01" in "\n".join(outcome_lines(tuple(few), (), Printer(View("en", width=400))))
