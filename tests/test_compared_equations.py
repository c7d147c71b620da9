"""Relations with figures of another report: how they are written, judged in three ways, told, and refused."""

from pathlib import Path

import pytest

from audit_core import Report, Snapshot
from audit_core.engine import Auditor
from audit_core.equations import Equation, check_example, instances
from audit_core.errors import RulesetError
from audit_core.forms import Form
from audit_core.others import Reports
from audit_core.results import Audited
from audit_core.testing import filled
from tests.reports.reading import forms

CITY = "某市人民政府"
T = "applications/{}/{}"


def form() -> Form:
    return next(one for one in forms() if one.name == "ogi-2021")


def equation(text: str, each: str = "column") -> Equation:
    return Equation(("applications",), each, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "carried_in = previous.carried_out",
        "previous.carried_out = carried_in",
        "上年结转 = 上年.结转下年",
        "上年结转 = previous.结转下年",
        '上年结转 = "上年.结转下年"',
        "上年结转 ＝ 上年.carried_out",
        "2*carried_in - carried_in = previous.carried_out",
    ],
)
def test_one_relation_may_be_written_in_many_ways(text: str) -> None:
    found = instances("R", (equation(text),), form())
    wanted = instances("R", (equation("carried_in = previous.carried_out"),), form())
    assert len(found) == 7
    for one, other in zip(found, wanted, strict=True):
        sign = 1 if one.coefficients == other.coefficients else -1
        assert {index: sign * factor for index, factor in one.coefficients.items()} == dict(other.coefficients)
        assert set(one.others.values()) == {"previous"}
        assert one.other == ("上年", "last year's")


def test_groups_cells_and_other_reports_may_be_named() -> None:
    (found, *_) = instances("R", (equation("total + sum(previous.granted) <= sum(上年.total) + parent.total"),), form())
    assert set(found.others.values()) == {"previous", "parent"}
    (found,) = instances("R", (equation("carried_in.total = previous.carried_out.total", "table"),), form())
    assert [term.words.zh for term in found.right.terms] == ["上年“结转下年·总计”"]
    (found,) = instances("R", (equation("carried_in.total >= 上年.licensing.licences.decisions", "table"),), form())
    assert [term.words.zh for term in found.right.terms] == ["上年“第二十条第（五）项·行政许可·本年处理决定数量”"]
    assert set(found.others.values()) == {"previous"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("carried_in = previous.carried_uot", "did you mean 'previous.carried_out'"),
        ("carried_in = previuos.carried_out", "did you mean 'previous.carried_out'"),
        ("carried_in.total = carried_out", "unknown name 'carried_in.total'; did you mean"),
        (
            "carried_in = 去年.carried_out",
            "the form calls no other report '去年'.*'previous.*'parent.*'上年.carried_out'",
        ),
        ("previous.carried_in = previous.carried_out", "names no figure of the report itself"),
        ("carried_in = history.carried_out", "unknown name"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(RulesetError, match=says):
        instances("R", (equation(text),), form())


def test_a_slip_in_the_name_of_a_table_is_told_as_one() -> None:
    with pytest.raises(RulesetError, match=r"did you mean 'applications.carried_in.total'"):
        instances("R", (equation("carried_in.total = aplications.carried_in.total", "table"),), form())


@pytest.mark.parametrize(("carried_out", "holds"), [(6, True), (7, False)])
@pytest.mark.parametrize("name", ["previous.carried_out", "上年.结转下年"])
def test_examples_name_the_other_report(name: str, carried_out: int, holds: bool) -> None:
    values = {"上年结转": 6, name: carried_out}
    assert check_example(equation("carried_in = previous.carried_out"), form(), values) is holds


RULESET = """\
ruleset: mine
extends: ogi
rules:
  MY-01:
    title: {{zh: 衔接, en: Carried over}}
    severity: error
    category: TAB
    table: applications
    each: column
    equation: {equation}
    examples:
      pass: {{结转下年: 0, 上年.结转下年: 0, 上级.结转下年: 0}}
      fail: {{结转下年: 1, 上年.结转下年: 0, 上级.结转下年: 0}}
"""


def audited(folder: Path, text: str, this: Report, *others: Report) -> Audited:
    """Audit a report with one rule of a ruleset's own."""
    file = folder / "mine.yaml"
    lines = RULESET.format(equation=text).splitlines()
    named = [name for name in ("上年", "上级") if f"{name}." in text]
    for name in {"上年", "上级"} - set(named):
        lines = [line.replace(f", {name}.结转下年: 0", "") for line in lines]
    file.write_text("\n".join(lines), encoding="utf-8")
    auditor = Auditor.load(str(file), select=["MY-01"])
    assert auditor.rules["MY-01"].needs == tuple(sorted({"上年": "previous", "上级": "parent"}[name] for name in named))
    return auditor.check(this, Reports(map(Snapshot.of, others)).others_of(this, auditor.ruleset.organs))


def year(number: int, **figures: object) -> Report:
    printed = {T.format("carried_out", column): str(text) for column, text in figures.items()}
    return filled(printed, year=number, organization=CITY)


@pytest.mark.parametrize(
    ("then", "now", "status"),
    [
        (8, 8, "pass"),
        (8, 9, "fail"),
        (8, "若干", "not_assessed"),
        ("若干", 8, "not_assessed"),
        ("", 0, "pass"),
        ("", 8, "not_assessed"),
        ("/", "/", "pass"),
    ],
)
def test_verdicts_are_three(tmp_path: Path, then: object, now: object, status: str) -> None:
    found = audited(tmp_path, "结转下年 = 上年.结转下年", year(2022, total=now), year(2021, total=then))
    (outcome,) = (one for one in found.outcomes if one.rule == "MY-01")
    assert outcome.status == status
    assert len(found.findings) == (status == "fail")
    for one in found.findings:
        assert one.words.zh == "表三“总计”列与上年报告不一致：结转下年 9，上年“结转下年” 8，相差 1"
        assert one.words.en.startswith("Table 3, column “total” does not agree with last year's report: ")
        assert [place.uri for place in one.evidence_locations] == ["figures-2022", "figures-2021"]
        assert one.finding.key == "applications/column/total"


def test_an_inequality_says_what_it_should_be(tmp_path: Path) -> None:
    (found,) = audited(tmp_path, "结转下年 <= 上年.结转下年", year(2022, total=9), year(2021, total=8)).findings
    assert found.words.zh == "表三“总计”列不成立：上年“结转下年” 8，应 ≥ 结转下年 9，相减得 -1"


def test_what_is_lacking_is_said(tmp_path: Path) -> None:
    (outcome,) = (
        one
        for one in audited(tmp_path, "结转下年 = 上年.结转下年", year(2022, total=9), year(2020, total=8)).outcomes
        if one.rule == "MY-01"
    )
    assert (outcome.status, outcome.reason.zh) == ("not_assessed", "本次审核中没有该机关2021年度的报告")
    (outcome,) = (
        one
        for one in audited(tmp_path, "结转下年 <= 上级.结转下年", year(2022, total=9), year(2021, total=8)).outcomes
        if one.rule == "MY-01"
    )
    assert outcome.status == "not_assessed"
    assert "机关名录" in outcome.reason.zh


def test_a_locked_rule_may_be_said_in_other_words_and_not_otherwise(tmp_path: Path) -> None:
    text = RULESET.format(equation="结转下年 = 上年.结转下年").replace(", 上级.结转下年: 0", "")
    (tmp_path / "base.yaml").write_text(text.replace("severity: error", "severity: error\n    locked: true"))
    for other, refused in (("previous.carried_out = carried_out", False), ("上年.上年结转 = 结转下年", True)):
        again = text.replace("extends: ogi", "extends: base.yaml").replace("结转下年 = 上年.结转下年", other)
        (tmp_path / "again.yaml").write_text(
            again.replace("上年.结转下年: 0", "上年.上年结转: 0") if refused else again
        )
        if refused:
            with pytest.raises(RulesetError, match="locked"):
                Auditor.load(str(tmp_path / "again.yaml"))
        else:
            assert Auditor.load(str(tmp_path / "again.yaml")).rules["MY-01"].needs == ("previous",)


TWO = """
ruleset: mine
extends: ogi
rules:
  MY-01:
    title: {{zh: 衔接, en: Carried over}}
    severity: error
    category: TAB
    form: ogi-2021
    table: applications
    each: column
    equation:
      - {{equation: carried_out = previous.carried_out, examples: {{pass: {{carried_out: 1, previous.carried_out: 1}}, fail: {{carried_out: 1, previous.carried_out: 2}}}}}}
      - {{equation: "{equation}", examples: {{pass: {{carried_in: 0, {name}: 0}}, fail: {{carried_in: 1, {name}: 0}}}}}}
"""


def of_two(folder: Path, equation: str, name: str) -> Auditor:
    """Load a ruleset with one rule of two equations: the carry-over of last year, and another one."""
    (folder / "mine.yaml").write_text(TWO.format(equation=equation, name=name), encoding="utf-8")
    return Auditor.load(str(folder / "mine.yaml"), select=["MY-01"])


ALONE = "本次审核没有可供比对的其他报告（可用 --with 指定）"
UNREAD = "表三“上年结转”行“总计”列的“若干”无法读作数字"


@pytest.mark.parametrize(
    ("carried_in", "last", "status", "reason", "counts"),
    [
        (1, None, "fail", ALONE, (1, 0)),
        (2, None, "not_assessed", ALONE, (1, 0)),
        ("若干", None, "not_assessed", f"{UNREAD}；{ALONE}", (0, 1)),
        (1, 2, "fail", "", (2, 0)),
        (2, 2, "pass", "", (2, 0)),
        (2, 3, "fail", "", (2, 0)),
    ],
)
def test_what_a_report_tells_alone_counts_whether_or_not_the_other_is_at_hand(
    tmp_path: Path, carried_in: object, last: int | None, status: str, reason: str, counts: tuple[int, int]
) -> None:
    auditor = of_two(tmp_path, "carried_in = carried_out", "carried_out")
    printed = {T.format("carried_in", "total"): str(carried_in), T.format("carried_out", "total"): "2"}
    this = filled(printed, year=2022, organization=CITY)
    known = [] if last is None else [Snapshot.of(year(2021, total=last))]
    found = auditor.check(this, Reports(known).others_of(this, auditor.ruleset.organs))
    (outcome,) = (one for one in found.outcomes if one.rule == "MY-01")
    assert (outcome.status, outcome.reason.zh, (outcome.checked, outcome.unchecked)) == (status, reason, counts)
    assert len(found.findings) == (status == "fail")


@pytest.mark.parametrize(
    ("carried_in", "more", "status"), [(1, "", "fail"), (1, "status: review", "review"), (2, "", "pass")]
)
def test_what_a_report_tells_alone_counts_where_no_other_can_be(
    tmp_path: Path, carried_in: int, more: str, status: str
) -> None:
    """An organ that the register has nothing above has no report to be compared with."""
    text = TWO.format(equation="carried_in = carried_out", name="carried_out").replace("previous.", "parent.")
    text = text.replace("    category: TAB\n", f"    category: TAB\n    {more}\n" if more else "    category: TAB\n")
    (tmp_path / "mine.yaml").write_text(f"{text}organs: {{register: [{{name: {CITY}}}]}}\n", encoding="utf-8")
    file = str(tmp_path / "mine.yaml")
    printed = {T.format("carried_in", "total"): str(carried_in), T.format("carried_out", "total"): "2"}
    this = filled(printed, year=2022, organization=CITY, ruleset=file)
    found = Auditor.load(file, select=["MY-01"]).check(this)
    (outcome,) = (one for one in found.outcomes if one.rule == "MY-01")
    assert (outcome.status, outcome.reason.zh) == (status, "机关名录中该机关没有上级机关")
    assert [one.status for one in found.findings] == [status] * (status != "pass")


@pytest.mark.parametrize(("last", "status"), [(2, "pass"), (3, "fail")])
def test_what_the_other_form_does_not_have_is_said_beside_what_was_compared(
    tmp_path: Path, last: int, status: str
) -> None:
    auditor = of_two(tmp_path, "carried_in = previous.other_not_corrected", "previous.other_not_corrected")
    this = year(2022, total=2)
    before = filled({T.format("carried_out", "total"): str(last)}, "ogi-2019", year=2021, organization=CITY)
    found = auditor.check(this, Reports([Snapshot.of(before)]).others_of(this, auditor.ruleset.organs))
    (outcome,) = (one for one in found.outcomes if one.rule == "MY-01")
    assert (outcome.status, outcome.checked) == (status, 1)
    assert outcome.reason.zh.startswith("表式 ogi-2019 没有 applications/other_not_corrected/")


@pytest.mark.parametrize(
    ("organ", "status"), [(CITY, "fail"), ("城关镇人民政府", "fail"), ("城关镇人民政府", "review")]
)
def test_a_doubt_about_the_other_report_is_none_about_this_one(tmp_path: Path, organ: str, status: str) -> None:
    """Two organs may have the name: what is compared is left to a person, what fails within the report is not."""
    auditor = of_two(tmp_path, "carried_in = carried_out", "carried_out")
    printed = {T.format("carried_in", "total"): "1" if status == "fail" else "2", T.format("carried_out", "total"): "2"}
    this = filled(printed, year=2022, organization=organ)
    last = filled({T.format("carried_out", "total"): "2" if status == "fail" else "3"}, year=2021, organization=organ)
    found = auditor.check(this, Reports([Snapshot.of(last)]).others_of(this, auditor.ruleset.organs))
    (outcome,) = (one for one in found.outcomes if one.rule == "MY-01")
    assert (outcome.status, [one.status for one in found.findings]) == (status, [status])
