"""The tables shown to authors of forms load, in both languages."""

import re
from pathlib import Path

import pytest

from audit_core.errors import ConfigurationError
from audit_core.rulesets import load
from tests.rulesets.test_lineage import NEXT

DOCS = Path(__file__).parents[2] / "docs"
HEAD = """\
form: shown-2024
title: {zh: 样表, en: Sample}
years: {from: 2024, to: null}
titles: [{pattern: '(?P<organization>.+?)(?P<year>20\\d\\d)年度账目'}]
marks:
  ordinal: '第([一二三])部分'
  label_ordinal: '[一二三]、'
  unit_clause: （单位：(?P<unit>[^）]+)）
  period: (?P<year>20\\d\\d)年1月1日至12月31日
  numerals: {一: 1}
figures: {placeholders: [], decreases: [], units: {}, yes: [是], no: [否]}
sections:
  main: {ordinal: 第一部分, title: 情况, en: Main}
"""
RULESET = "ruleset: shown\nversion: '1'\ntitle: {zh: 样例, en: Sample}\nforms: [form.yaml]\n"


TABLES = """\
tables:
  one:
    section: main
    title: {zh: 表一, en: Table 1}
    rows: {total: {label: 合计, en: total}}
    columns: {amount: {label: 金额, en: amount, type: money}}
"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    beside: other\n", "unknown table 'other'"),
        ("    codes: {pattern: '\\d+', levels: [3], total: sum}\n", "unknown row 'sum'"),
        ("    codes: {pattern: '\\d+', levels: []}\n", "expected at least one"),
        ("    codes: {pattern: '(', levels: [3]}\n", "form.yaml:20"),
        ("    empty: '('\n", "form.yaml:20"),
    ],
)
def test_what_stands_for_nothing_is_refused(more: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(f"{HEAD}{TABLES}{more}", encoding="utf-8")
    (tmp_path / "shown.yaml").write_text(RULESET, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load(str(tmp_path / "shown.yaml"), {}, {}, ())
    assert said in str(raised.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_in_pages_load(lang: str, tmp_path: Path) -> None:
    page = (DOCS / lang / "howto" / "form.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    tables = "".join(block.removeprefix("tables:\n") for block in blocks if block.startswith("tables:"))
    (head,) = (block for block in blocks if block.startswith("form:"))
    (tmp_path / "form.yaml").write_text(f"{head}tables:\n{tables}", encoding="utf-8")
    (tmp_path / "shown.yaml").write_text(RULESET, encoding="utf-8")
    (form,) = load(str(tmp_path / "shown.yaml"), {}, {}, ()).forms
    assert set(form.tables) == {"visits", "spending", "income", "outlay", "loans", "readers"}
    assert form.tables["spending"].codes is not None
    assert form.tables["visits"].has_namesakes
    assert [one.factors for one in form.tables["readers"].summations] == [
        {"spring": 1, "autumn": 1, "year": -1}, {"adults": 1, "children": 1, "total": -1},
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_form_of_a_later_year_is_the_one_that_the_tests_try(lang: str) -> None:
    page = (DOCS / lang / "howto" / "form.md").read_text(encoding="utf-8")
    (shown,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if block.startswith("ruleset:"))
    assert shown == NEXT
