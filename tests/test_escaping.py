"""Text from outside: nothing in it acts on a terminal, no line of it commands a runner of CI."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.escaping import in_json, inert, visible

ACTING = "\x00\x07\x1b\x7f\x80\x85\x9b\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\udc80"


@pytest.mark.parametrize("char", ACTING)
def test_what_acts_is_spelt(char: str) -> None:
    shown = visible(f"a{char}b")
    assert shown.startswith("a\\")
    assert shown.isprintable()


def test_the_rest_is_left_as_it_is() -> None:
    assert visible("政府信息公开 2019 — “年报”\ue000") == "政府信息公开 2019 — “年报”\ue000"
    assert visible("a\r\nb\tc") == "a  b  c"


@given(st.text())
def test_one_line_whatever_comes(text: str) -> None:
    assert len(visible(text).splitlines()) <= 1


COMMANDS = {
    "::stop-commands::x": r"\x3a:stop-commands::x",
    "  ::error file=a::b": r"  \x3a:error file=a::b",
    "\t::set-env name=A::b": "\t" + r"\x3a:set-env name=A::b",
    "a ##[add-mask]b": r"a \x23#[add-mask]b",
    "##vso[task.setvariable]b": r"\x23#vso[task.setvariable]b",
    "##teamcity[x]": r"\x23#teamcity[x]",
}


@pytest.mark.parametrize("line", COMMANDS)
def test_no_line_is_a_command(line: str) -> None:
    assert inert(line) == COMMANDS[line]


@pytest.mark.parametrize("line", ["std::vector", "a: b", "## 一、总体情况", ":", "# [1]", "## [1]", ""])
def test_other_lines_stay(line: str) -> None:
    assert inert(line) == line


@given(st.dictionaries(st.text(), st.text()))
def test_json_means_the_same(data: dict[str, str]) -> None:
    assert json.loads(in_json(json.dumps(data, ensure_ascii=False))) == data


@pytest.mark.parametrize("char", [c for c in ACTING if c > "\x7e" and c != "\udc80"])
def test_json_spells_what_acts(char: str) -> None:
    assert in_json(f'"甲{char}"') == f'"甲\\u{ord(char):04x}"'
