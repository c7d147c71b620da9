"""Every rule of the packs tells of itself in both languages."""

import re
from string import Formatter

import pytest

from audit_core.rules import CARD_HEADINGS, Rule
from tests.packs.handmade import PACKS, RULES, base, report, said

by_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)


@by_rule
def test_card_is_complete(rule: Rule) -> None:
    shown = [heading for heading in CARD_HEADINGS if heading in rule.card.parts or rule.examples.get(heading)]
    assert shown == list(CARD_HEADINGS)
    assert [heading for heading, words in rule.card.parts.items() if not (words.zh and words.en)] == []


@by_rule
def test_title_is_in_both_languages(rule: Rule) -> None:
    assert rule.title.zh != rule.title.en
    assert rule.title.en.isascii()


@by_rule
def test_both_messages_take_the_same_values(rule: Rule) -> None:
    assert _names(rule.template.zh) <= _names(rule.template.en) | {"number"}


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@by_rule
def test_options_are_named_in_the_card(rule: Rule) -> None:
    tailoring = rule.card.parts["tailoring"]
    assert [name for name in rule.options if name not in tailoring.zh or name not in tailoring.en] == []


def test_prefixes() -> None:
    assert [pack.prefix for pack in PACKS] == [
        "SEC", "TAB", "FMT", "EXT", "XSC", "TXT", "PLA", "PUB", "XYR", "ROLL", "DUP",
    ]  # fmt: skip


@pytest.mark.sampled(2)
@by_rule
@pytest.mark.parametrize("name", ["A19", "B22"])
def test_clean_reports_are_silent(rule: Rule, name: str) -> None:
    if rule.applies(report(base(name)).form) and not rule.needs:
        assert said(rule.id, base(name)) == []


_OF_ONE_DOMAIN = re.compile(
    r"表[一二三四]|第[一二三四五六]部分之?[前后]?是|政府信息公开条例|2019年式|[Tt]ables? [1-4]|article \d|Article \d|"
    r"自然人|申请人|结转|复议|许可|applicant|carried (?:in|out)"
)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if not rule.domain and rule.id[:3] in {"SEC", "TAB", "FMT"}],
    ids=lambda rule: rule.id,
)
def test_what_a_rule_for_any_form_says_of_itself_holds_for_any(rule: Rule) -> None:
    """Examples (wrong, right, “such as”) may be of one form; what is checked, why and on what ground may not."""
    for heading in ("checks", "why", "basis", "false_alarms", "tailoring"):
        for text in rule.card.parts[heading]:
            plain = re.sub(r"（如[^）]*）|，如[^。；]*|, such as [^.;]*", "", text)
            assert _OF_ONE_DOMAIN.search(plain) is None, (heading, text)
    for text in (*rule.title, *rule.advice, *(cited for cited in rule.basis if isinstance(cited, str))):
        assert _OF_ONE_DOMAIN.search(text) is None, text
