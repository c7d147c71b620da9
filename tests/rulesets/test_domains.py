"""Rules and packs of a domain: reports of another know nothing of them."""

import json
from pathlib import Path

import pytest

from audit_core import Report, RulePack
from audit_core.cli import main
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError, FormError
from audit_core.loaders import BUILTIN, read
from audit_core.packs import Declaration
from audit_core.plugins import Plugins, discover
from tests.packs.handmade import base
from tests.rulesets.conftest import FORM, Shelf

VISITS = """\
# 青岚馆2021年报告

## 一、到馆情况

表一

| | 春季 | 秋季 | 全年 |
|---|---|---|---|
| 成人 | 1 | 2 | 3 |
| 儿童 | 1 | 2 | 3 |
| 合计 | 2 | 4 | 6 |
"""

pack = RulePack("LEND", domain="visits")


@pack.rule("LEND-01", zh="", en="", severity="warning")
def of_the_pack(report: Report) -> None:
    """馆藏 / Holdings."""


@pack.rule("LEND-02", zh="", en="", severity="warning", domain="")
def of_all(report: Report) -> None:
    """通用 / Any."""


@pack.rule("LEND-03", zh="", en="", severity="warning", domain="loans")
def of_loans(report: Report) -> None:
    """借阅 / Loans."""


def with_pack(shelf: Shelf, *files: Path) -> Plugins:
    own = RulePack("LEND", domain="visits")
    own.rules = dict(pack.rules)
    own.declarations = [Declaration(file, "LEND", own.domain) for file in files]
    found = discover()
    rulesets = {**found.rulesets, **shelf.known}
    return Plugins(found.plugins, (*found.packs, own), rulesets, found.loaders, found.reporters, found.samples)


def ledger(auditor: Auditor, text: str) -> list[str]:
    audited = auditor.audit(read(text.encode(), "report.md", BUILTIN))
    assert [(one.rule, one.reason.en) for one in audited.outcomes if one.status == "error"] == []
    return [one.rule for one in audited.outcomes]


@pytest.fixture
def visits(shelf: Shelf) -> Shelf:
    shelf.write("visits.yaml", FORM.replace("years:", "domain: visits\nyears:"))
    shelf.write("mine.yaml", "ruleset: mine\nforms: [visits.yaml]\n")
    return shelf


def test_a_foreign_form_has_no_rule_of_another_domain_in_its_ledger(visits: Shelf) -> None:
    auditor = Auditor.load("mine.yaml", plugins=with_pack(visits))
    assert auditor.ruleset.broken == {}
    ran = ledger(auditor, VISITS)
    assert {"LEND-01", "LEND-02"} <= set(ran)
    assert {rule.partition("-")[0] for rule in ran} <= {"LEND", "SEC", "TAB", "FMT", "EXT", "DUP"}
    ours = [rule.id for rule in discover().rules.values() if rule.domain == "ogi"]
    assert set(ours).isdisjoint(ran)
    assert "LEND-03" not in auditor.rules


def test_rules_without_a_domain_are_for_forms_without_one(shelf: Shelf) -> None:
    shelf.write("mine.yaml", "ruleset: mine\nforms: [form.yaml]\n")
    ran = ledger(Auditor.load("mine.yaml", plugins=with_pack(shelf)), VISITS)
    assert "LEND-02" in ran
    assert "LEND-01" not in ran


DECLARED = """\
{top}rules:
  LEND-11:
    title: 合计 / Total
    severity: warning
    {own}
    table: visits
    each: column
    equation: {equation}
    examples: {{pass: {{成人: 1, 合计: 1}}, fail: {{成人: 1}}}}
"""


@pytest.mark.parametrize(
    ("top", "own", "there"),
    [
        ("", "", True),
        ("domain: visits\n", "", True),
        ("domain: loans\n", "", False),
        ("", "domain: loans", False),
        ("domain: loans\n", "domain: visits", True),
        ("domain: loans\n", "domain: ''", True),
    ],
)
def test_a_declared_rule_has_a_domain(visits: Shelf, top: str, own: str, there: bool) -> None:
    file = visits.write("rules.yaml", DECLARED.format(top=top, own=own, equation="adults + children = total"))
    auditor = Auditor.load("mine.yaml", plugins=with_pack(visits, file))
    assert auditor.ruleset.broken == {}
    assert ("LEND-11" in ledger(auditor, VISITS)) is there


def test_a_rule_of_another_domain_is_not_compiled(visits: Shelf) -> None:
    file = visits.write("rules.yaml", DECLARED.format(top="domain: loans\n", own="", equation="lent = returned"))
    assert Auditor.load("mine.yaml", plugins=with_pack(visits, file)).ruleset.broken == {}


def test_a_declared_rule_that_cannot_be_compiled_leaves_the_others_to_run(visits: Shelf) -> None:
    file = visits.write("rules.yaml", DECLARED.format(top="", own="", equation="adults = totla"))
    plugins = with_pack(visits, file)
    loaded = Auditor.load("mine.yaml", plugins=plugins)
    report = loaded.bound(read(VISITS.encode(), "report.md", BUILTIN))
    outcomes = {one.rule: one for one in loaded.check(report).outcomes}
    assert outcomes["LEND-11"].status == "error"
    assert "rules.yaml:8:15: unknown name 'totla'; did you mean 'total'?" in outcomes["LEND-11"].reason.en
    assert [rule for rule, one in outcomes.items() if one.status == "error"] == ["LEND-11"]
    assert {"LEND-01", "LEND-02", "TAB-31"} <= set(outcomes)
    unselected = Auditor.load("mine.yaml", plugins=plugins, ignore=["LEND-11"]).check(report)
    assert {one.rule: one.status for one in unselected.outcomes}["LEND-11"] == "not_assessed"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("{LEND-03: off}", "mine.yaml:3:9: LEND-03 is for reports of the domain 'loans', of which this ruleset has no form"),
        ("{PLA-01: off}", "mine.yaml:3:9: PLA-01 is for reports of the domain 'ogi', of which this ruleset has no form"),
        ("{PLA: off}", "mine.yaml:3:9: PLA is for reports of the domain 'ogi', of which this ruleset has no form"),
        ("{LNED: off}", "mine.yaml:3:9: unknown rule id 'LNED'"),
    ],
)  # fmt: skip
def test_a_setting_of_a_rule_that_never_runs_is_refused(visits: Shelf, rules: str, said: str) -> None:
    visits.write("mine.yaml", f"ruleset: mine\nforms: [visits.yaml]\nrules: {rules}\n")
    with pytest.raises(ConfigurationError) as caught:
        Auditor.load("mine.yaml", plugins=with_pack(visits))
    assert caught.value.say("en").startswith(said)


def test_a_whole_pack_is_switched_off(shelf: Shelf) -> None:
    shelf.write("mine.yaml", "ruleset: mine\nextends: ogi\nrules: {PLA-06: 'on', PLA: off, EXT: {severity: note}}\n")
    auditor = Auditor.load("mine.yaml", plugins=with_pack(shelf))
    every = Auditor.load()
    ran = ledger(auditor, base("B22"))
    assert [rule for rule in ran if rule.startswith("PLA")] == ["PLA-06"]
    assert [rule for rule in every.rules if not rule.startswith("PLA")] == [
        rule for rule in auditor.rules if not rule.startswith(("PLA", "LEND"))
    ]
    assert {rule.severity for rule in auditor.rules.values() if rule.id.startswith("EXT")} == {"note"}


def test_a_pack_with_a_locked_rule_is_not_switched_off(shelf: Shelf) -> None:
    shelf.write("mine.yaml", "ruleset: mine\nextends: ogi\nrules: {TAB: off}\n")
    with pytest.raises(ConfigurationError) as caught:
        Auditor.load("mine.yaml")
    assert caught.value.say("en").startswith("mine.yaml:3:9: TAB-31 is locked")


def test_a_pack_is_left_out_on_the_command_line() -> None:
    assert not any(rule.startswith("PLA") for rule in Auditor.load(ignore=["PLA"]).rules)


def test_reports_of_two_domains_in_one_ruleset_each_have_their_own_rules(visits: Shelf) -> None:
    visits.write("mine.yaml", "ruleset: mine\nextends: ogi\nforms: [visits.yaml]\n")
    auditor = Auditor.load("mine.yaml", plugins=with_pack(visits))
    plain = Auditor.load()
    assert ledger(auditor, base("B22")) == sorted([*ledger(plain, base("B22")), "LEND-02"])
    ran = ledger(auditor, VISITS)
    assert "LEND-01" in ran
    assert not any(rule.startswith(("PLA", "XSC", "PUB")) for rule in ran)


def test_the_lists_of_rules_and_forms_tell_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "--format", "json"]) == 0
    forms = json.loads(capsys.readouterr().out)
    assert [(form["form"], form["domain"], form["extends"]) for form in forms] == [
        ("ogi-2019", "ogi", []), ("ogi-2021", "ogi", ["ogi-2019"]),
    ]  # fmt: skip
    assert main(["rules", "--format", "json"]) == 0
    rules = {rule["id"]: rule for rule in json.loads(capsys.readouterr().out)}
    told = [[rules[name][key] for key in ("domain", "form", "since", "until")] for name in ("TAB-22", "TAB-33")]
    assert told == [["ogi", "ogi-2019", None, 2020], [None, "*", None, None]]


@pytest.mark.parametrize(
    "form",
    ["{form: ogi-2019, domain: mine}", "{form: mine-2024, extends: ogi-2021, years: {from: 2024}, domain: mine}"],
)
def test_a_form_keeps_the_domain_of_the_one_it_extends(tmp_path: Path, form: str) -> None:
    """The locked rules of its domain would be gone without a word."""
    (tmp_path / "mine.yaml").write_text(f"ruleset: mine\nextends: ogi\nforms: [{form}]\n", encoding="utf-8")
    with pytest.raises(FormError, match="found 'mine', expected ogi, the domain of the form it extends"):
        Auditor.load(str(tmp_path / "mine.yaml"))
