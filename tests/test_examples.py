"""Examples are told in the words of the form, in both languages."""

import pytest
from msgspec import structs

from audit_core.examples import told, told_of
from audit_core.rules import Example
from audit_core.words import Lang
from tests.reports.reading import auditor

R = "applications/received/total"
CASES: list[tuple[Example, Lang, list[str]]] = [
    ({"overview": "收到申请12件。", R: 13}, "zh", ["总体情况：收到申请12件。", "表三“本年新收”行“总计”列：13"]),
    ({R: ""}, "en", ["Table 3, row “received this year”, column “total”: (blank)"]),
    ({R: 6, "previous": {R: 8, "year": 2021}}, "zh",
     ["表三“本年新收”行“总计”列：6", "同一机关上一年度的报告：", "– 表三“本年新收”行“总计”列：8", "  年度：2021"]),
    ({"siblings": ({R: 1}, {R: 2})}, "en",
     ["the reports of organs under the same one for the same year:", "– Table 3, row “received this year”, column “total”: 1",
      "– Table 3, row “received this year”, column “total”: 2"]),
    ({"applications/recieved/total": 1, "overveiw": "无"}, "zh",
     ["applications/recieved/total（表式中没有）：1", "overveiw（表式中没有）：无"]),
    ({"previous": {"overveiw": ""}}, "en",
     ["the report of the same organ for the year before:", "– overveiw (not in the form): (blank)"]),
    ({"rest": "0", "options": {"least": 3}}, "en", ["all other figures: 0", "options: least 3"]),
    ({"register": ({"name": "甲县"}, {"name": "乙局", "parent": "甲县"})}, "zh", ["机关名录：name 甲县；name 乙局，parent 甲县"]),
    ({"documents/rules/made": 1}, "en", ["Article 20(1), row “rules”, column “made this year”: 1"]),
    ("\n    标题\n\n    | 甲 | 乙 |\n    ", "zh", ["标题", "", "| 甲 | 乙 |"]),
]  # fmt: skip


@pytest.mark.parametrize(("example", "lang", "lines"), CASES)
def test_an_example_is_told_by_name(example: Example, lang: Lang, lines: list[str]) -> None:
    assert list(told(example, list(reversed(auditor().ruleset.forms)), lang)) == lines


@pytest.mark.parametrize(("lang", "line"), [("zh", "本年新收 10，总计 11"), ("en", "本年新收 10, 总计 11")])
def test_the_names_of_a_relation_are_told_together(lang: Lang, line: str) -> None:
    example = {"本年新收": "10", "总计": "11"}
    assert list(told(example, auditor().ruleset.forms, lang, relation=True)) == [line]
    rule = structs.replace(auditor().ruleset.rules["TAB-31"], examples={"right": (example,)})
    assert told_of(rule, "right", auditor().ruleset.forms, lang) == [[line]]


def test_the_form_that_a_rule_is_for_names_it() -> None:
    ruleset = auditor().ruleset
    given = {"documents/rules/issued": 1, "documents/rules/disclosed": 1}
    for form in ruleset.forms:
        rule = structs.replace(ruleset.rules["TAB-31"], form=form.name, examples={"wrong": (given,)})
        (lines,) = told_of(rule, "wrong", ruleset.forms, "zh")
        assert lines == [
            "第二十条第（一）项“规章”行“本年制发件数”列：1",
            "第二十条第（一）项“规章”行“本年新公开数量”列：1",
        ]
    assert told_of(ruleset.rules["TAB-31"], "checks", ruleset.forms, "zh") == []


def test_a_card_has_room_for_some() -> None:
    ruleset = auditor().ruleset
    rule = structs.replace(ruleset.rules["TAB-31"], examples={"right": tuple(map(str, range(9)))})
    assert told_of(rule, "right", ruleset.forms, "en") == [[str(number)] for number in range(6)]


def test_yaml_rules_have_theirs() -> None:
    rules = auditor().ruleset.rules.values()
    assert [rule.id for rule in rules if not all(rule.examples.get(kind) for kind in ("wrong", "right"))] == []
