"""A form that extends another: its years, and the rules that hold on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit_core.binding.relations import of_columns, of_row
from audit_core.cli import main
from audit_core.engine import Auditor
from audit_core.equations import instances
from audit_core.errors import ConfigurationError, FormError
from audit_core.forms import Form, form_of_year
from audit_core.loaders import BUILTIN, read
from tests.packs.handmade import base

NEXT = """\
ruleset: next
extends: ogi
bases:
  N24: {zh: 公布2024年式的通知, en: the notice that prescribes the form of 2024}
forms:
  - form: ogi-2024
    extends: ogi-2021
    title: {zh: 政府信息公开工作年度报告（2024年式）, en: Annual report on open government information (form of 2024)}
    years: {from: 2024}
    basis: N24
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


def test_a_form_with_a_basis_of_its_own_is_cited_where_the_text_is_held_against_its_tables(later: Auditor) -> None:
    text = base("B22").replace("2022", "2024").replace("申请120件", "申请121件", 1)
    found = later.audit(read(text.encode(), "report.md", BUILTIN)).findings
    (one,) = (one for one in found if one.rule == "XSC-01")
    assert [basis.words.zh for basis in one.basis] == ["《政府信息公开条例》第六条", "公布2024年式的通知"]


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
        "mine.yaml:4:11: the form visits-2020 takes away all that LIB-03 speaks of; the rule is locked: expected"
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
    colon = {"zh": "：", "en": ": "}[lang]
    assert f"TAB-21{colon}{why}" in printed.err
    assert f"TAB-21{colon}{why}" in json.loads(printed.out)["notes"]


ROW = "\t\t8.属于行政查询事项\t2\t0\t0\t0\t0\t0\t2\n"
NEW_ROW = "\t\t9.属于内部讨论草稿\t{figures}\n"
PROCESS = ("\t\t6.属于四类过程性信息\t3\t0\t0\t0\t0\t0\t3\n", "\t\t6.属于四类过程性信息\t2\t0\t0\t0\t0\t0\t2\n")


def printed(figures: str) -> str:
    """Return a clean report on the form of 2024: one of the applications of row 6 stands in the new row."""
    text = base("B22").replace("2022", "2024").replace("2023-", "2025-")
    for old, new in (PROCESS, (ROW, ROW + NEW_ROW.format(figures=figures.replace(" ", "\t")))):
        assert old in text
        text = text.replace(old, new)
    return text


def heard(auditor: Auditor, text: str) -> list[tuple[str, str]]:
    audited = auditor.audit(read(text.encode(), "report.md", BUILTIN))
    assert audited.report.form.name == "ogi-2024"
    assert [one for one in audited.outcomes if one.status == "error"] == []
    return [(one.rule, one.finding.key) for one in audited.findings if one.status != "pass"]


def test_a_clean_report_with_the_new_row_is_clean(later: Auditor) -> None:
    before = Auditor.load().audit(read(base("B22").encode(), "report.md", BUILTIN))
    assert heard(later, printed("1 0 0 0 0 0 1")) == [(one.rule, one.finding.key) for one in before.findings]


@pytest.mark.parametrize(
    ("figures", "failed"),
    [
        ("1 0 0 0 0 0 2", "TAB-31 TAB-33"),
        ("2 0 0 0 0 0 2", "TAB-33"),
        ("1 1 0 0 0 0 1", "TAB-31 TAB-33"),
        ("0 0 0 0 0 0 0", "TAB-33"),
        ("1.5 0 0 0 0 0 1.5", "FMT-03 TAB-33"),
        ("/ 0 0 0 0 0 1", "FMT-08 TAB-31 TAB-33"),
        ("1 0 0 0 0 0 ", "FMT-07"),
    ],
)
def test_a_fault_in_the_new_row_is_found(later: Auditor, figures: str, failed: str) -> None:
    audited = later.audit(read(printed(figures).encode(), "report.md", BUILTIN))
    assert " ".join(one.rule for one in audited.outcomes if one.status == "fail") == failed


def test_a_row_under_a_parent_is_in_its_groups(later: Auditor) -> None:
    table = later.ruleset.forms[-1].tables["applications"]
    assert "denied_draft" in table.groups["denied"]
    assert "denied_draft" in table.groups["results"]
    assert {one.kind for one in table.summations if "denied_draft" in (*one.left, *one.right)} == {"total", "subtotal"}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_binding_relies_on_is_what_the_rules_check(later: Auditor, number: int) -> None:
    form = later.ruleset.forms[number]
    checked = {
        frozenset(instance.coefficients)
        for rule in later.rules.values() if rule.applies(form)
        for instance in instances(rule.id, rule.equations, form)
    }  # fmt: skip
    relied = {
        frozenset(form.index[table.key, *cell] for cell in cells)
        for table in form.tables.values()
        for cells, _ in (
            *(one for row in table.rows for one in of_row(table, row)),
            *of_columns(table, table.columns, table.rows),
        )
    }
    statutory = {cells for cells in relied if not any(_optional(form, index) for index in cells)}
    assert statutory
    assert statutory <= checked


def _optional(form: Form, index: int) -> bool:
    concept = form.concepts[index]
    table = form.tables[concept.table]
    return table.rows[concept.row].optional or table.columns[concept.column].optional


NOTED = """\
ruleset: later
extends: ogi
forms:
  - form: ogi-2024
    extends: ogi-2021
{keys}
    tables:
      applications:
        rows:
          denied_draft: {{label: 9.属于内部讨论草稿, en: draft, {line}}}
"""
RIGHT = "path: [三、本年度办理结果, （三）不予公开], before: unable_not_held"


@pytest.mark.parametrize(
    ("keys", "line", "said"),
    [
        ("    years: {from: 2024}", RIGHT, []),
        ("    years: {from: 2021}", RIGHT, [":4:11: the years of ogi-2024 cover all those of ogi-2021"]),
        ("", RIGHT, [":4:11: the years of ogi-2024 cover all those of ogi-2021"]),
        ("    years: {from: 2021, to: 2030}", RIGHT, []),
        ("    years: {from: 2024}\n    basis: N25", RIGHT, [":7:12: the basis N25 is none of `bases`"]),
        ("    years: {from: 2024}\n    basis: N21", RIGHT, []),
        ("    years: {from: 2024}\n    basis: 通知", RIGHT, []),
        (
            "    years: {from: 2024}",
            "before: denied_by_law",
            [":10:25: denied_draft stands between rows under 三、本年度办理结果/（三）不予公开 and has no `path`"],
        ),
        ("    years: {from: 2024}", "before: total", []),
    ],
)
def test_what_an_author_of_forms_should_look_at_is_noted(tmp_path: Path, keys: str, line: str, said: list[str]) -> None:
    file = tmp_path / "later.yaml"
    file.write_text(NOTED.format(keys=keys or "    domain: ogi", line=line), encoding="utf-8")
    notes = Auditor.load(str(file)).ruleset.notes
    assert len(notes) == len(said), notes
    assert all(f"{file}{part}" in note.en for part, note in zip(said, notes, strict=True))


@pytest.mark.parametrize("label", ["（三）不公开", "(三)不予公开", "三、办理结果"])
def test_a_row_under_an_unknown_parent_is_refused(tmp_path: Path, label: str) -> None:
    file = tmp_path / "later.yaml"
    line = RIGHT.replace("（三）不予公开", label)
    file.write_text(NOTED.format(keys="    years: {from: 2024}", line=line), encoding="utf-8")
    with pytest.raises(
        FormError, match=r"later.yaml:10:.*did you mean '（三）不予公开'|later.yaml:10:.*did you mean '三、"
    ):
        Auditor.load(str(file))
