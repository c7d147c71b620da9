"""What a form may not take from the rules: relations of locked ones stand, others are told of, and slips are refused."""

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from audit_core.engine import Auditor
from audit_core.errors import FormError, RulesetError
from audit_core.findings import Severity
from audit_core.forms import Form
from audit_core.loaders import BUILTIN, read
from audit_core.rules import Rule
from audit_core.words import Words
from tests.packs.handmade import base
from tests.reports.reading import forms
from tests.rulesets.conftest import FORM

OVER = """\
ruleset: mine
extends: ogi
forms:
  - form: {form}
    tables:
      {table}:
        {change}
"""
IN_PLACE = "ogi-2021"
LATER = "ogi-2024\n    extends: ogi-2021\n    years: {from: 2024}\n    basis: N21"
ROW = "path: [三、本年度办理结果, （三）不予公开], before: unable_not_held"


def over(place: Path, change: str, form: str = IN_PLACE, table: str = "applications") -> Auditor:
    file = place / "mine.yaml"
    file.write_text(OVER.format(form=form, table=table, change=change), encoding="utf-8")
    return Auditor.load(str(file))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("form", [IN_PLACE, LATER], ids=["in place", "extended"])
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("applications", "balances: [[[received, carried_in], [carried_in, received]]]"),
        ("applications", "balances: [[[received], [total]]]"),
        ("applications", "rows: {granted: {type: money}}"),
        ("applications", "rows: {granted: {type: balance}}"),
        ("applications", "rows: {granted: {type: change}}"),
        ("applications", "columns: {natural: {type: percentage}}"),
        ("applications", "rows: {granted: {path: []}}"),
        ("applications", "rows: {granted: {subtotal_of: denied}}"),
        ("applications", "rows: {total: {total_of: denied}}"),
        ("applications", "columns: {total: {total_of: legal}}"),
        ("applications", "rows: {extra: {label: 5.其他, en: extra, type: money, " + ROW + "}}"),
        ("applications", "codes: {pattern: '\\d+', levels: [3], total: total}"),
        ("applications", "empty: 没有申请.*本表无数据"),
        ("cases", "columns: {total: {total_of: null}}"),
        ("cases", "groups: {results: [upheld, corrected]}"),
        ("cases", "columns: {total: null}"),
    ],
)
def test_no_form_weakens_what_a_locked_rule_demands(tmp_path: Path, table: str, change: str, form: str) -> None:
    with pytest.raises((RulesetError, FormError)) as caught:
        over(tmp_path, change, form, table)
    said = caught.value.say("en")
    assert "mine.yaml:" in said
    assert re.search(r"what TAB-(31|32|33|41) checks|all that TAB-\d\d speaks of|left out of the group", said), said


@pytest.mark.parametrize(
    "change",
    [
        "rows: {draft: {label: 9.属于内部讨论草稿, en: draft, " + ROW + "}}",
        "rows: {other_reasons: null}",
        "columns: {charity: null}",
        "columns: {press: {label: 新闻媒体, en: press, path: [申请人情况, 法人或其他组织], before: other}}",
        "rows: {granted: {aliases: [予以公开的]}}",
        "balances: [[[total, carried_out], [carried_in, received]]]",
    ],
)
@pytest.mark.parametrize("form", [IN_PLACE, LATER], ids=["in place", "extended"])
def test_a_form_may_have_other_lines(tmp_path: Path, change: str, form: str) -> None:
    assert [note.en for note in over(tmp_path, change, form).notes if "no longer demands" in note.en] == []


def test_of_a_rule_that_is_not_locked_it_is_noted(tmp_path: Path) -> None:
    (note,) = over(tmp_path, "columns: {charity: {path: [申请人情况]}}").notes
    assert "mine.yaml:7:9: the form ogi-2021 no longer demands" in note.en
    assert "what TAB-34 checks" in note.en


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("figures: {placeholders: [/, '0']}", "found '0', expected a word without digits"),
        ("figures: {placeholders: [/, '３']}", "a word without digits"),
        ("figures: {decreases: ['1']}", "a word without digits"),
        ("figures: {units: {元: {base: 元, factor: 0}}}", "expected a number above 0"),
        ("figures: {units: {元: {base: 元, factor: -1}}}", "expected a number above 0"),
        ("tables: {documents: {empty: .}}", "expected a sentence that"),
        ("tables: {documents: {empty: 规章}}", "expected a sentence that '规章' is not"),
        (
            (
                "tables: {t: {section: other, title: 表, rows: {r: {label: 规章, en: r}}, caption: 第二十条第（一）项, columns: {"
                "c: {label: 现行有效件数, en: c}}}}"
            ),
            "the labels of the table t are those of documents",
        ),
        ("tables: {cases: {codes: {pattern: '\\d', levels: [1]}}}", "expected either `across` or `codes`"),
    ],
)
def test_a_slip_in_a_form_is_refused(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nforms:\n  - form: ogi-2021\n    {line}\n", encoding="utf-8")
    with pytest.raises(FormError) as caught:
        Auditor.load(str(file))
    assert caught.value.place.startswith(f"{file}:5:")
    assert said in caught.value.say("en")


COSTS = {
    "a weight of almost nothing": ("weights: {SEC: 0.01}", "SEC-02", "weigh 0.0124984 % of the score", "at least 2 %"),
    "a weight of nothing": ("weights: {TAB: 0}", "TAB-31", "to weigh 0 % of the score", "at least 3 %"),
    "weights of nothing": ("weights: {SEC: 0, TAB: 0, XSC: 0, XYR: 0, ROLL: 0, FMT: 0, TXT: 0, DUP: 0, PUB: 0}",
                           "SEC-02", "to weigh 0 % of the score", "at least 2 %"),
    "just below a tenth": ("weights: {SEC: 1.6, XSC: 15}", "SEC-02", "to weigh 1.96078 % of", "at least 2 %"),
    "others that weigh more": ("weights: {XSC: 1000}", "SEC-02", "to weigh 1.84332 % of", "at least 2 %"),
    "others that weigh much more": ("weights: {XSC: 10000}", "SEC-02", "to weigh 0.198314 % of", "at least 2 %"),
    "a deduction of almost nothing": ("deductions: {error: 0.0001}", "PUB-01", "cost 0.0001 by the deduction for error", "at least 0.5"),
    "a deduction below a tenth": ("deductions: {error: 0.49}", "PUB-01", "cost 0.49 by the deduction for error", "at least 0.5"),
    "a first finding of nothing": ("repeats: [0]", "", "expected a first factor above 0", ""),
    "a first finding of almost nothing": ("repeats: [0.0001]", "PUB-01", "by a first factor of 0.0001 in `repeats`", "at least 1"),
    "a first finding of less": ("repeats: [0.99, 0.5]", "PUB-01", "by a first factor of 0.99", "at least 1"),
}  # fmt: skip


@pytest.mark.parametrize(("scoring", "rule", "said", "least"), COSTS.values(), ids=COSTS)
def test_no_scoring_makes_a_locked_rule_cost_next_to_nothing(
    tmp_path: Path, scoring: str, rule: str, said: str, least: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nscoring: {{{scoring}}}\n", encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        Auditor.load(str(file))
    assert caught.value.place.startswith(f"{file}:3:")
    english = caught.value.say("en")
    assert all(one in english for one in (rule, said, least)), english
    assert "不计分" not in caught.value.say("zh")


@pytest.mark.parametrize(
    "scoring",
    [
        "weights: {SEC: 2}",
        "weights: {PLA: 0, EXT: 0, XSC: 0, TXT: 0.01}",
        "weights: {XSC: 500}",
        "deductions: {blocker: 0.5, error: 0.5, warning: 0.5, note: 0}",
        "repeats: [1, 0]",
        "repeats: [1, 1]",
    ],
)
def test_a_province_may_weigh_otherwise(tmp_path: Path, scoring: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nscoring: {{{scoring}}}\n", encoding="utf-8")
    assert Auditor.load(str(file)).ruleset.name == "mine"


def test_what_a_locked_rule_costs_is_not_cut_step_by_step(tmp_path: Path) -> None:
    for name, of, weight in (("a", "ogi", 5), ("b", "a.yaml", 1)):
        (tmp_path / f"{name}.yaml").write_text(
            f"ruleset: {name}\nextends: {of}\nscoring: {{weights: {{SEC: {weight}}}}}\n"
        )
    assert Auditor.load(str(tmp_path / "a.yaml")).ruleset.scoring.weights["SEC"] == 5
    with pytest.raises(RulesetError, match=r"b\.yaml:3:21: SEC-02 is locked"):
        Auditor.load(str(tmp_path / "b.yaml"))


FORMS = {"ogi-2019": "A19", "ogi-2021": "B22"}


@pytest.fixture(scope="module")
def whole() -> Auditor:
    return Auditor.load()


def _cuts() -> list[tuple[str, str, str]]:
    return [
        (form.name, kind, key)
        for form in forms()
        for kind, keys in (("section", [one.key for one in form.sections]), ("table", form.tables))
        for key in keys
    ]


def _without(form: Form, kind: str, key: str) -> Form:
    """Return a form without a section and its tables, or without a table."""
    sections = tuple(one for one in form.sections if kind == "table" or one.key != key)
    tables = {one.key: one for one in form.tables.values() if key not in (one.key, one.section)}
    return replace(form, sections=sections, tables=tables)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("name", "kind", "key"), _cuts())
def test_no_rule_breaks_where_the_form_lacks_a_part(whole: Auditor, name: str, kind: str, key: str) -> None:
    cut = tuple(_without(form, kind, key) if form.name == name else form for form in whole.ruleset.forms)
    auditor = Auditor(replace(whole.ruleset, forms=cut), whole.rules, plugins=whole.plugins)
    audited = auditor.audit(read(base(FORMS[name]).encode(), "report.md", BUILTIN))
    assert audited.report.form.name == name
    assert [(one.rule, one.reason.en) for one in audited.outcomes if one.status == "error"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "sections: {problems: null}",
            "takes away the section problems, which SEC-02 asks for; the rule is locked: expected",
        ),
        ("sections: {other: null}", "takes away the section other, which SEC-02 asks for; the rule is locked"),
        (
            "tables: {cases: null}",
            "takes away all that TAB-41 speaks of; the rule is locked: expected a form that keeps it",
        ),
        ("tables: {documents: null}", ""),
    ],
)
def test_a_part_that_a_form_takes_away_is_refused_or_noted(tmp_path: Path, change: str, said: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nforms:\n  - form: ogi-2021\n    {change}\n", encoding="utf-8")
    if said:
        with pytest.raises(RulesetError, match=said):
            Auditor.load(str(file))
    else:
        notes = Auditor.load(str(file)).ruleset.notes
        assert [note.en for note in notes] == [
            f"{file}:4:11: the form ogi-2021 takes away the table documents; a report without it is not faulted"
        ]


def test_parts_that_a_form_takes_away_are_told_in_the_order_of_the_form(shelf: Any) -> None:
    keys = [f"part{number}" for number in range(12)]
    sections = "".join(f"  {key}: {{ordinal: 二、, title: 第{key}项, en: {key}}}\n" for key in keys)
    tables = "".join(
        f"  {key}: {{section: visits, caption: 表{key}, title: 表{key}, rows: {{a: {{label: 行{key}, en: a}}}},\n"
        f"    columns: {{b: {{label: 列{key}, en: b}}}}}}\n"
        for key in keys
    )
    shelf.write("form.yaml", FORM.replace("tables:\n", f"{sections}tables:\n{tables}"))
    gone = ", ".join(f"{key}: null" for key in keys)
    found = shelf.over(f"forms: [{{form: visits-2020, sections: {{{gone}}}, tables: {{{gone}}}}}]")
    assert [note.en.partition(" takes away the ")[2].split(";")[0] for note in found.notes] == [
        f"{kind} {key}" for kind in ("section", "table") for key in keys
    ]
    assert found.forms[0].taken_away == tuple(sorted(keys))


@pytest.mark.parametrize(
    ("limits", "refused"),
    [
        ({}, True),
        ({"form": "visits-2020"}, True),
        ({"until": 2024}, True),
        ({"form": "library"}, False),
        ({"form": "visits-2020, !visits-2023"}, False),
        ({"form": "visits-2023"}, False),
        ({"until": 2022}, False),
        ({"domain": "visits"}, False),
    ],
)
def test_a_part_is_kept_for_the_locked_rules_that_are_for_the_form(
    shelf: Any, limits: dict[str, Any], refused: bool
) -> None:
    shelf.write("form.yaml", FORM.replace("tables:\n", "  notes: {ordinal: 二、, title: 说明, en: Notes}\ntables:\n"))
    rule = Rule(
        "NOTE-09", Words("齐全", "complete"), Words("缺", "lacks"), Severity.ERROR, "NOTE", check=lambda _: None,
        locked=True, about=("sections",), **limits,
    )  # fmt: skip
    shelf.rules["NOTE-09"] = rule
    later = "forms: [{form: visits-2023, extends: visits-2020, years: {from: 2023}, sections: {notes: null}}]"
    if not refused:
        (note,) = shelf.over(later).notes
        assert "the form visits-2023 takes away the section notes; a report without it" in note.en
        return
    with pytest.raises(RulesetError) as caught:
        shelf.over(later)
    assert caught.value.say("en").endswith(
        ": the form visits-2023 takes away the section notes, which NOTE-09 asks for; "
        "the rule is locked: expected a form that keeps it"
    )
    assert caught.value.say("zh").endswith(
        "表式 visits-2023 取消了部分“二、说明”，NOTE-09 要求该内容齐全；该规则已锁定，应保留该内容"
    )


@pytest.mark.parametrize(
    ("before", "after", "weaker"),
    [
        ("", "empty: 没有来访.*本表无数据", True),
        ("empty: 没有来访.*本表无数据", "empty: null", False),
        ("empty: 没有来访.*本表无数据", "empty: 没有来访.*本表无数据", False),
        ("empty: 没有来访.*本表无数据", "empty: 没有人员来访.*本表无数据", True),
    ],
)
def test_a_form_that_becomes_stricter_weakens_nothing(shelf: Any, before: str, after: str, weaker: bool) -> None:
    shelf.write("form.yaml", FORM.replace("  visits:\n    section", f"  visits:\n    {before}\n    section"))
    later = (
        f"forms: [{{form: visits-2023, extends: visits-2020, years: {{from: 2023}}, tables: {{visits: {{{after}}}}}}}]"
    )
    if weaker:
        with pytest.raises(RulesetError, match="what LIB-01 checks on the form before"):
            shelf.over(later)
    else:
        assert shelf.over(later).notes == ()


def test_a_form_is_not_proposed_as_what_it_extends_itself(shelf: Any) -> None:
    shelf.write("late.yaml", FORM.replace("form: visits-2020", "form: visits-2023\nextends: visits"))
    with pytest.raises(FormError, match=r"unknown form 'visits'; did you mean 'visits-2020'\?") as caught:
        shelf.over("forms: [late.yaml]")
    assert "2023" not in caught.value.say("en")


@pytest.mark.parametrize(
    ("domain", "change", "said"),
    [
        ("visits", (), ""),
        ("visits", ("label: 成人,", "label: 成人, type: change,"), "what LIB-01 checks on the form before"),
        ("lending", ("label: 成人,", "label: 成人, type: change,"), ""),
    ],
)
def test_a_whole_form_is_held_against_the_form_it_takes_over_from(
    shelf: Any, domain: str, change: tuple[str, ...], said: str
) -> None:
    shelf.write("form.yaml", FORM + "domain: visits\n")
    whole = FORM.replace("visits-2020", "visits-2023").replace("from: 2020", "from: 2023") + f"domain: {domain}\n"
    shelf.write("whole.yaml", whole.replace(*change) if change else whole)
    if said:
        with pytest.raises(RulesetError, match=said) as caught:
            shelf.over("forms: [whole.yaml]")
        assert caught.value.place.startswith("whole.yaml:")
    else:
        assert shelf.over("forms: [whole.yaml]").notes == ()
