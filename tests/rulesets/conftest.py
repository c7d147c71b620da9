"""A small form of another domain, and rulesets written beside it."""

import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from audit_core import RulePack, cache
from audit_core.packs import Declaration
from audit_core.rulesets import Ruleset, load

FORM = """\
form: visits-2020
title: {zh: 到馆人次, en: Visits}
years: {from: 2020, to: null}
titles: [{pattern: '(?P<organization>.+?)(?P<year>20\\d\\d)年报告'}]
marks:
  ordinal: ([一二三])、
  label_ordinal: \\d+、
  unit_clause: （单位：(?P<unit>.+?)）
  period: (?P<year>20\\d\\d)年
  numerals: {一: 1}
figures:
  placeholders: [/]
  decreases: []
  units: {人: {base: 人, factor: 1}}
sections:
  visits: {ordinal: 一、, title: 到馆情况, en: Visits}
tables:
  visits:
    section: visits
    title: {zh: 表一, en: Table 1}
    rows:
      adults: {label: 成人, en: adults}
      children: {label: 儿童, en: children}
      total: {label: 合计, en: total}
    columns:
      spring: {label: 春季, en: spring}
      autumn: {label: 秋季, en: autumn}
      total: {label: 全年, en: year}
    groups:
      seasons: [spring, autumn]
      ages: [adults, children]
"""

BASE = """\
ruleset: base
version: '1'
title: {zh: 基础, en: Base}
forms: [form.yaml]
rules:
  LIB-01:
    title: {zh: 合计不等, en: Total mismatch}
    severity: error
    locked: true
    table: visits
    each: column
    equation: adults + children = total
    examples:
      pass: {成人: 1, 儿童: 2, 合计: 3}
      fail: {成人: 1, 儿童: 2, 合计: 4}
  LIB-02:
    title: 全年不等 / Year mismatch
    severity: warning
    table: visits
    each: row
    equation: sum(seasons) = total
    examples:
      pass: {spring: 1.5, autumn: 2, total: 3.5}
      fail: [{spring: 1, autumn: 2, total: 4}, {spring: 1}]
"""

pack = RulePack("NOTE")


@pack.rule("NOTE-01", zh="", en="", severity="warning")
def limited(
    report: object, *, limit: Decimal = Decimal(5), times: int = 1, words: tuple[str, ...] = (), strict: bool = False
) -> None:
    """限额 / Limit."""


@pack.rule("NOTE-02", zh="", en="", severity="warning", locked=True)
def plain(report: object) -> None:
    """其他 / Other."""


class Shelf:
    """A directory of files, and what loading one of them gives."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.known: dict[str, Path] = {}
        self.rules = dict(pack.rules)
        self.write("form.yaml", FORM)
        self.known["base"] = self.write("base.yaml", BASE)

    def write(self, name: str, text: str) -> Path:
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def load(self, name: str = "base", declarations: Sequence[Declaration] = (), *, shipped: bool = False) -> Ruleset:
        return load(name, self.known, self.rules, declarations, shipped=shipped)

    def over(self, text: str, header: str = "ruleset: mine\nextends: base\n") -> Ruleset:
        """Load a ruleset that extends the base."""
        self.write("mine.yaml", header + text)
        return self.load("mine.yaml")


@pytest.fixture(autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIT_CORE_NO_CACHE", raising=False)
    monkeypatch.setenv("AUDIT_CORE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    bytecode = tmp_path_factory.mktemp("bytecode") / "__pycache__" / "cache.pyc"
    monkeypatch.setattr(cache, "__spec__", SimpleNamespace(cached=str(bytecode)))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.chdir(tmp_path)
    return Shelf(tmp_path)
