"""What a form may not take from the rules: relations of locked ones stand, others are told of, and slips are refused."""

from pathlib import Path
from typing import Any

import pytest

from audit_core.engine import Auditor
from audit_core.errors import FormError, RulesetError
from audit_core.loaders import BUILTIN, read
from audit_core.plugins import discover
from tests.packs.handmade import base

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


@pytest.mark.parametrize("form", [IN_PLACE, LATER], ids=["in place", "extended"])
@pytest.mark.parametrize(
    ("rule", "table", "change"),
    [
        ("TAB-32", "applications", "balances: [[[received, carried_in], [carried_in, received]]]"),
        ("TAB-32", "applications", "balances: [[[received], [total]]]"),
        ("TAB-33", "applications", "rows: {granted: {type: money}}"),
        ("TAB-33", "applications", "rows: {granted: {type: balance}}"),
        ("TAB-33", "applications", "rows: {granted: {type: change}}"),
        ("TAB-31", "applications", "columns: {natural: {type: percentage}}"),
        ("TAB-33", "applications", "rows: {granted: {path: []}}"),
        ("TAB-33", "applications", "rows: {granted: {subtotal_of: denied}}"),
        ("TAB-33", "applications", "rows: {total: {total_of: denied}}"),
        ("TAB-31", "applications", "columns: {total: {total_of: legal}}"),
        ("TAB-33", "applications", "rows: {extra: {label: 5.其他, en: extra, type: money, " + ROW + "}}"),
        ("TAB-33", "applications", "codes: {pattern: '\\d+', levels: [3], total: total}"),
        ("TAB-33", "applications", "empty: 没有申请.*本表无数据"),
        ("TAB-31", "cases", "columns: {total: {total_of: null}}"),
        ("TAB-31", "cases", "groups: {results: [upheld, corrected]}"),
        ("TAB-31", "cases", "columns: {total: null}"),
    ],
)
def test_no_form_weakens_what_a_locked_rule_demands(
    tmp_path: Path, rule: str, table: str, change: str, form: str
) -> None:
    with pytest.raises((RulesetError, FormError)) as caught:
        over(tmp_path, change, form, table)
    said = caught.value.say("en")
    assert "mine.yaml:" in said
    assert f"what {rule} checks" in said or "is locked by" in said or "left out of the group" in said


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


@pytest.mark.parametrize(
    ("scoring", "said"),
    [
        ("weights: {TAB: 0.0001}", "SEC"),
        ("weights: {TAB: 0}", "not to score by a weight of 0 for TAB"),
        ("repeats: [0]", "expected a first factor above 0"),
    ],
)
def test_no_scoring_makes_a_locked_rule_cost_next_to_nothing(tmp_path: Path, scoring: str, said: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nscoring: {{{scoring}}}\n", encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        Auditor.load(str(file))
    assert caught.value.place.startswith(f"{file}:3:")
    assert said.replace("SEC", "by a weight of 0.0001 for TAB") in caught.value.say("en")


FORMS = {"ogi-2019": "A19", "ogi-2021": "B22"}


@pytest.fixture(scope="module")
def plugins() -> Any:
    return discover()


def _cuts() -> list[tuple[str, str, str]]:
    return [
        (form.name, kind, key)
        for form in Auditor.load().ruleset.forms
        for kind, keys in (("sections", [one.key for one in form.sections]), ("tables", form.tables))
        for key in keys
    ]


@pytest.mark.parametrize(("name", "kind", "key"), _cuts())
def test_no_rule_breaks_where_a_part_of_the_form_is_gone(
    tmp_path: Path, plugins: Any, name: str, kind: str, key: str
) -> None:
    whole = next(one for one in Auditor.load(plugins=plugins).ruleset.forms if one.name == name)
    tables = [one.key for one in whole.tables.values() if key in (one.key, one.section)]
    gone = ([f"    sections: {{{key}: null}}"] if kind == "sections" else []) + (
        [f"    tables: {{{', '.join(f'{table}: null' for table in tables)}}}"] if tables else []
    )
    file = tmp_path / "mine.yaml"
    file.write_text("\n".join(["ruleset: mine", "extends: ogi", "forms:", f"  - form: {name}", *gone]), "utf-8")
    if {"applications", "cases"} & set(tables):
        with pytest.raises(RulesetError, match="is locked"):
            Auditor.load(str(file), plugins=plugins)
        return
    auditor = Auditor.load(str(file), plugins=plugins)
    audited = auditor.audit(read(base(FORMS[name]).encode(), "report.md", BUILTIN))
    assert [(one.rule, one.reason.en) for one in audited.outcomes if one.status == "error"] == []
    what = "section" if kind == "sections" else "table"
    assert any(f"takes away the {what} {key};" in note.en for note in auditor.notes)
