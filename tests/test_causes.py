"""Findings of one rule that have one cause are told as one; what the reading tells is not told again."""

from collections.abc import Iterator

from audit_core import Finding, Report, RulePack
from audit_core.engine import Auditor
from audit_core.findings import Fix, Reported
from audit_core.results import Audited
from audit_core.words import Words
from tests.packs.handmade import base, report
from tests.reports.reading import auditor

ROWS = ("received", "carried_in", "granted", "partial", "total")


def told(*causes: str, status: str = "fail") -> tuple[Reported, ...]:
    """Audit a clean report by a rule that accuses a row for each cause; the last is a lead."""
    pack = RulePack("CSE")

    @pack.rule("CSE-01", zh="“{label}”不当", en="“{label}” is wrong", severity="note")
    def rows(report: Report) -> Iterator[Finding]:
        """各行 / Rows"""
        table = report.tables["applications"]
        for key, cause in zip(ROWS, causes, strict=False):
            line, last = table.rows[key], key == ROWS[len(causes) - 1]
            fix = Fix("甲", Words("改为甲", "make it A"))
            yield Finding(
                line, cause=cause, fix=fix, evidence=(report.fact("applications", key, "total"),), key=key, label=line,
                status=status if last else "fail",
            )  # fmt: skip

    rules = {rule.id: rule for rule in pack.rules.values()}
    return Auditor(auditor().ruleset, rules, select=("CSE",)).check(report(base("B22"))).findings


def test_findings_of_one_cause_are_one_that_names_the_places() -> None:
    (one,) = told("year", "year", "year")
    assert one.words.zh.startswith(
        "“一、本年新收政府信息公开申请数量”不当；另有 2 处相同：“二、上年结转政府信息公开申请数量”、"
    )
    assert one.words.en.startswith("“一、本年新收政府信息公开申请数量” is wrong; likewise in 2 more places: “二、")
    assert [evidence.raw for evidence in one.finding.evidence] == ["120", "6", "60"]
    assert len(one.evidence_locations) == 3
    assert one.finding.fix is None


def test_causes_are_told_apart() -> None:
    first, second = told("year", "other", "year")
    assert "另有 1 处相同" in first.words.zh
    assert second.words.zh == "“二、上年结转政府信息公开申请数量”不当"
    assert second.finding.fix is not None


def test_findings_that_name_no_cause_stand_alone() -> None:
    assert len(told("", "", "")) == 3


def test_a_lead_is_not_told_with_a_failure() -> None:
    assert [one.status for one in told("year", "year", "year", status="review")] == ["fail", "review"]


def audited(text: str) -> Audited:
    return auditor().check(report(text))


def test_a_year_put_into_every_label_is_one_finding() -> None:
    text = base("B22").replace("本年制发件数", "本年（2022）制发件数").replace("本年废止件数", "本年（2022）废止件数")
    text = text.replace("本年处理决定数量", "本年（2022）处理决定数量").replace("\n行政规范性文件\t", "\n规范性文件\t")
    found = [one for one in audited(text).findings if one.rule == "TAB-04"]
    assert ["（2022）" in one.words.zh for one in found] == [True, False]
    assert len(found[0].finding.evidence) == 4


def test_other_years_in_the_labels_are_one_finding_as_well() -> None:
    text = (
        base("A19")
        .replace("上一年项目数量", "上一年（2018）项目数量")
        .replace("本年新制作数量", "本年（2019）新制作数量")
    )
    assert [one.rule for one in audited(text).findings] == ["TAB-04"]


def test_the_label_that_names_a_law_is_told_by_itself() -> None:
    text = (
        base("B22")
        .replace("2.其他法律行政法规禁止公开", "2.其他法律法规禁止公开")
        .replace("\n行政规范性文件\t", "\n规范性文件\t")
    )
    assert [one.rule for one in audited(text).findings] == ["TAB-04", "TAB-04"]
