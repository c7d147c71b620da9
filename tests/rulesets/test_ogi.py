"""The rulesets that come along: every form, rule and example in them is good, and a province is a few lines."""

from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec import structs

import audit_rulesets
from audit_core.errors import ConfigurationError
from audit_core.findings import Severity
from audit_core.packs import Declaration
from audit_core.rules import CARD_HEADINGS, Option, Rule
from audit_core.rulesets import Ruleset, load
from audit_core.words import Words

OTHERS = ("EXT-01", "EXT-02", "EXT-03", "FMT-18", "SEC-02", "SEC-07", "SEC-09", "TAB-01")
DECLARED = ["TAB-21", "TAB-22", "TAB-23", "TAB-31", "TAB-32", "TAB-33", "TAB-34", "TAB-41"]


def loaded(name: str) -> Ruleset:
    spec = find_spec("audit_pack_tables")
    assert spec
    assert spec.submodule_search_locations
    equations = Path(spec.submodule_search_locations[0]) / "equations.yaml"
    rules = {rule: Rule(rule, Words(rule, rule), Words("", ""), Severity.INFO, rule[:3]) for rule in OTHERS}
    powerless = {"powerless": Option("powerless", tuple[str, ...], ())}
    rules["FMT-08"] = structs.replace(rules["FMT-18"], id="FMT-08", options=powerless)
    return load(name, audit_rulesets.RULESETS, rules, [Declaration(equations, "TAB")])


@pytest.fixture
def ogi() -> Ruleset:
    return loaded("ogi")


def test_forms(ogi: Ruleset) -> None:
    assert [(form.name, form.first_year, form.last_year) for form in ogi.forms] == [
        ("ogi-2019", 2019, 2020),
        ("ogi-2021", 2021, None),
    ]
    assert list(ogi.forms[1].tables["documents"].columns) == ["issued", "repealed", "in_force"]
    assert list(ogi.forms[1].tables["applications"].rows)[20:25] == [
        "other_not_corrected", "other_fee_unpaid", "other_reasons", "total", "carried_out",
    ]  # fmt: skip


def test_declared_rules_are_complete(ogi: Ruleset) -> None:
    assert list(ogi.rules) == DECLARED
    for rule in ogi.rules.values():
        assert list(rule.card.parts) == list(CARD_HEADINGS), rule.id
        for words in (rule.title, rule.advice, *rule.card.parts.values()):
            assert words.zh
            assert words.en
            assert words.zh != words.en


def test_locks(ogi: Ruleset) -> None:
    locked = [rule for rule, setting in ogi.settings.items() if setting.locked]
    assert locked == ["SEC-02", "TAB-31", "TAB-32", "TAB-33", "TAB-41"]


def test_scoring(ogi: Ruleset) -> None:
    scoring = ogi.scoring
    assert sum(scoring.weights.values()) == 100
    assert scoring.deductions[Severity.NOTE] == Decimal("0.5")
    assert [band.least for band in scoring.bands] == [95, 85, 70, 0]
    assert [sorted(band.without) for band in scoring.bands] == [["error"], ["SEC-02", "TAB-01"], [], []]
    assert not ogi.notes
    assert scoring.blocking == {Severity.BLOCKER, Severity.ERROR}


def test_bases(ogi: Ruleset) -> None:
    assert ogi.basis("R50(4)").article == "50(4)"
    assert ogi.basis("N21").document == "国办公开办函〔2021〕30号"
    assert all(basis.words.zh and basis.words.en for basis in ogi.bases.values())


def test_a_province_is_a_few_lines() -> None:
    henan = loaded("henan")
    assert henan.setting("SEC-09").severity is Severity.NOTE
    assert henan.setting("TAB-31").locked
    assert all(form.tables["applications"].rows["received"].aliases for form in henan.forms)
    lines = audit_rulesets.RULESETS["henan"].read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) < 15


BALANCE = """
ruleset: my-province
extends: ogi
rules:
  TAB-32:
    title: {zh: 勾稽关系不平, en: Applications do not balance}
    basis: 表三表头：第一项加第二项之和，等于第三项加第四项之和
    severity: error
    locked: true
    table: applications
    each: column
    equation: 本年新收 + 上年结转 = 总计 + 结转下年
    examples:
      pass: {本年新收: 10, 上年结转: 2, 总计: 11, 结转下年: 1}
      fail: {本年新收: 10, 上年结转: 2, 总计: 11, 结转下年: 0}
"""


def test_an_auditor_may_say_a_locked_rule_in_other_words(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(BALANCE, encoding="utf-8")
    assert loaded(str(file)).rules["TAB-32"].title.en == "Applications do not balance"
    file.write_text(BALANCE.replace("结转 = ", "结转 <= "), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="made to check something else"):
        loaded(str(file))
