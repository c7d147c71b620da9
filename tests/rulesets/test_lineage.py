"""A form that extends another: its years, and the rules that hold on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit_core.cli import main
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError
from audit_core.forms import form_of_year
from tests.packs.handmade import base

NEXT = """\
ruleset: next
extends: ogi
forms:
  - form: ogi-2024
    extends: ogi-2021
    title: {zh: 政府信息公开工作年度报告（2024年式）, en: Annual report on open government information (form of 2024)}
    years: {from: 2024}
    tables:
      applications:
        rows:
          denied_draft:
            label: 9.属于内部讨论草稿
            en: 'denied: draft under discussion'
            path: [三、本年度办理结果, （三）不予公开]
            before: unable_not_held
"""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    file = tmp_path_factory.mktemp("next") / "next.yaml"
    file.write_text(NEXT, encoding="utf-8")
    return Auditor.load(str(file))


def test_what_a_form_extends_is_its_lineage(later: Auditor) -> None:
    assert [form.lineage for form in later.ruleset.forms] == [
        ("ogi-2019",), ("ogi-2021", "ogi-2019"), ("ogi-2024", "ogi-2021", "ogi-2019"),
    ]  # fmt: skip
    assert {form.domain for form in later.ruleset.forms} == {"ogi"}


@pytest.mark.parametrize(("year", "name"), [(2020, "ogi-2019"), (2021, "ogi-2021"), (2023, "ogi-2021"), (2024, "ogi-2024"), (2030, "ogi-2024")])  # fmt: skip
def test_a_later_form_takes_over_from_its_first_year(later: Auditor, year: int, name: str) -> None:
    form = form_of_year(later.ruleset.forms, year)
    assert form is not None
    assert form.name == name


def test_every_rule_for_a_form_is_for_what_extends_it(later: Auditor) -> None:
    _, before, after = later.ruleset.forms
    assert [rule.id for rule in later.rules.values() if rule.applies(before) != rule.applies(after)] == []
    assert {rule.id for rule in later.rules.values() if not rule.applies(after)} == {
        "PLA-01", "PLA-02", "PLA-05", "TAB-22", "TAB-23", "XSC-14", "XYR-03", "XYR-04",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("*", True),
        ("ogi-2021", True),
        ("ogi-2019", True),
        ("ogi-2024", True),
        ("ogi-20?4, visits", True),
        ("visits", False),
        ("ogi-2019, !ogi-2021", False),
        ("!ogi-2021", False),
        ("!visits", True),
        ("!visits, ogi-2019", True),
    ],
)
def test_patterns_are_held_against_the_lineage(later: Auditor, pattern: str, meant: bool) -> None:
    assert later.ruleset.forms[-1].fits(pattern) is meant


def test_years_out_of_order_are_refused(shelf: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over("forms: [{form: later, extends: visits-2020, years: {from: 2030, to: 2029}}]")
    assert caught.value.say("en").startswith("mine.yaml:3:52: found the years from 2030 to 2029")


def test_a_form_that_begins_anew_does_not_end_with_what_it_extends(shelf: Any) -> None:
    ended = "{form: visits-2020, years: {to: 2022}}"
    forms = shelf.over(f"forms: [{ended}]\n").forms
    assert forms[0].last_year == 2022
    shelf.write("ended.yaml", f"ruleset: ended\nextends: base\nforms: [{ended}]")
    later = "[{form: a, extends: visits-2020, years: {from: 2023}}, {form: b, extends: visits-2020}]"
    forms = shelf.over(f"forms: {later}", "ruleset: mine\nextends: ended.yaml\n").forms
    assert [(form.name, form.first_year, form.last_year) for form in forms] == [
        ("visits-2020", 2020, 2022), ("a", 2023, None), ("b", 2020, 2022),
    ]  # fmt: skip


DATED = """\
rules:
  LIB-03:
    title: 季节不等 / Seasons differ
    severity: note
    {dates}
    table: visits
    each: row
    equation: spring = autumn
    examples: {{pass: {{spring: 1, autumn: 1}}, fail: {{spring: 1}}}}
"""


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ("since: 2022", "only for report years from 2022 on"),
        ("until: 2020", "only for report years up to 2020"),
        ("{since: 2020, until: 2020}", "only for the report years 2020 to 2020"),
        ("{since: 2020, until: 2021}", ""),
        ("since: 2021", ""),
    ],
)
def test_a_rule_is_for_the_years_it_says(shelf: Any, dates: str, reason: str) -> None:
    from audit_core.document import Document, Source
    from audit_core.figures import ABSENT
    from audit_core.report import Fact, Report

    shelf.over(DATED.format(dates=dates.strip("{}").replace(", ", "\n    ")))
    auditor = Auditor.load("mine.yaml", plugins=_plugins(shelf))
    (form,) = auditor.ruleset.forms
    report = Report(
        Document((), Source("a")), form, tuple(Fact(concept, ABSENT) for concept in form.concepts), year=2021
    )
    (outcome,) = (one for one in auditor.check(report).outcomes if one.rule == "LIB-03")
    assert outcome.reason.en == (reason or "Table 1 is not printed")


def _plugins(shelf: Any) -> Any:
    from audit_core.plugins import Plugins

    return Plugins((), (), shelf.known)


def test_years_of_a_rule_out_of_order_are_refused(shelf: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(DATED.format(dates="since: 2022\n    until: 2020"))
    assert "found the years from 2022 to 2020" in caught.value.say("en")


def test_a_rule_of_years_that_no_form_has_is_refused(shelf: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(DATED.format(dates="until: 2019"))
    assert "has a report year in its years" in caught.value.say("en")


LESS = """\
rules:
  LIB-03:
    title: 成人多于儿童 / More adults than children
    severity: note
    {locked}
    table: visits
    each: column
    equation:
      - {{equation: adults >= children, examples: {{pass: {{adults: 1}}, fail: {{children: 1}}}}}}
      - {{equation: total >= adults, examples: {{pass: {{total: 1, adults: 1}}, fail: {{adults: 1}}}}}}
  LIB-04:
    title: 儿童数 / Children
    severity: note
    figure: {{table: visits, rows: children, integer: true}}
    examples: {{pass: '1', fail: '1.5'}}
  LIB-05:
    title: 没有儿童 / No children
    severity: note
    claim: {{pattern: 没有儿童, holds: visits.children.spring = 0}}
    examples: {{pass: {{says: 没有儿童}}, fail: {{says: 没有儿童, facts: {{visits.children.spring: 1}}}}}}
  LIB-06:
    title: 用语 / Wording
    severity: note
    terms: {{小孩: 儿童}}
    scope: children
    examples: {{pass: 儿童, fail: 小孩}}
"""

OVER = """\
ruleset: mine
extends: full.yaml
forms:
  - form: {form}
    sections: {{children: null}}
    tables:
      visits:
        rows: {{children: null}}
        groups: {{ages: [adults]}}
"""


def full(shelf: Any, locked: str = "") -> None:
    text = (shelf.place / "form.yaml").read_text(encoding="utf-8")
    more = "sections:\n  children: {ordinal: 二、, title: 儿童情况, en: Children}\n"
    shelf.write("kids.yaml", text.replace("sections:\n", more))
    shelf.write("full.yaml", "ruleset: full\nforms: [kids.yaml]\n" + LESS.format(locked=locked))


@pytest.mark.parametrize("form", ["visits-2020", "visits-2021\n    extends: visits-2020\n    years: {from: 2021}"])
def test_a_rule_that_lost_what_it_speaks_of_lapses_and_says_so(shelf: Any, form: str) -> None:
    full(shelf)
    shelf.write("mine.yaml", OVER.format(form=form))
    ruleset = shelf.load("mine.yaml")
    name = form.partition("\n")[0]
    said = f"the form {name} took away what the rule speaks of: no"
    assert {rule.id: {form: why.en for form, why in rule.lapsed.items()} for rule in ruleset.rules.values()} == {
        "LIB-03": {name: f"{said} children"},
        "LIB-04": {name: f"{said} visits, children"},
        "LIB-05": {name: f"{said} visits.children.spring"},
        "LIB-06": {name: f"{said} children"},
    }
    last = ruleset.forms[-1]
    assert [one.applies(last) for one in ruleset.rules["LIB-03"].equations] == [False, True]


def test_no_form_empties_a_locked_rule(shelf: Any) -> None:
    full(shelf, "locked: true")
    shelf.write("mine.yaml", OVER.format(form="visits-2020"))
    with pytest.raises(ConfigurationError) as caught:
        shelf.load("mine.yaml")
    assert caught.value.say("en").startswith(
        "mine.yaml:4:11: LIB-03 is locked by what this ruleset extends and cannot be emptied"
    )


def test_what_no_form_ever_had_is_a_mistake_of_the_rule(shelf: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(LESS.format(locked="").replace("adults >= children", "adults >= kids"))
    assert "unknown name 'kids'" in caught.value.say("en")


LAPSED = (
    NEXT[: NEXT.index("      applications")]
    + """\
      documents:
        columns: {repealed: null}
"""
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rule_of_a_pack_lapses_and_the_others_of_the_pack_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    file, given = tmp_path / "less.yaml", tmp_path / "report.md"
    file.write_text(LAPSED, encoding="utf-8")
    given.write_text(base("B22").replace("2022", "2024"), encoding="utf-8")
    auditor = Auditor.load(str(file))
    assert auditor.ruleset.broken == {}
    assert {rule.id: list(rule.lapsed) for rule in auditor.rules.values() if rule.lapsed} == {"TAB-21": ["ogi-2024"]}
    assert main(["check", str(given), "--ruleset", str(file), "--format", "json", "--lang", lang]) != 2
    printed = capsys.readouterr()
    (outcome,) = (one for one in json.loads(printed.out)["reports"][0]["outcomes"] if one["rule"] == "TAB-21")
    why = {
        "zh": "表式 ogi-2024 取消了该规则所涉内容：没有 repealed",
        "en": "the form ogi-2024 took away what the rule speaks of: no repealed",
    }[lang]
    assert (outcome["status"], outcome["reason"]) == ("not_applicable", why)
    assert f"TAB-21: {why}" in printed.err
