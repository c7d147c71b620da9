"""Patterns of rulesets: what is refused, what is told of them, and that their time grows with the text and no faster."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.declared.patterns import MOST_STEPS, bounded, vet
from audit_core.errors import RulesetError


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"(a+)+b", "steps"),
        (r"(a|a)*b", "steps"),
        (r"(\w*)*x", "steps"),
        (r".*.*.*x", "steps"),
        (r"(?:\d{1,50}\d{1,50}){1,3}x", "steps"),
        (r"(甲)\1", "refers back"),
        (r"(?P<a>甲)(?P=a)", "refers back"),
        (r"(甲", "does not compile"),
        (r"(?<=甲*)乙", "does not compile"),
        (r"甲*", "empty"),
        ("甲" * 2001, "2001 characters"),
        (r"(?i)a*Aa*Aa*Aa*Aa*Ab", "steps"),
        (r"(?i:k*\u212ak*\u212ak*K)b", "steps"),
        (r"[٠-٩]*\d[٠-٩]*\d[٠-٩]*\d[٠-٩]*\d", "steps"),
        (r"\D*　\D*　\D*　b", "steps"),
        (r"\W*。\W*。\W*。b", "steps"),
        (r"[^\D]*1[^\D]*1[^\D]*1b", "steps"),
        (r".+\w{1,50}[^\d]\D*?(?:1|\d){2,9}Ω", "steps"),
        (r"(?a)\D*٠b", "flag"),
        (r"(?x)甲 +乙", "flag"),
    ],
)
def test_refused(pattern: str, said: str) -> None:
    with pytest.raises(RulesetError, match=said):
        vet(pattern)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"国务院令第?492号", ("492号",)),
        (r"(?:约|近)\d+余?条", ("条",)),
        (r"截至目前|今年", ("截至目前", "今年")),
        (r"(?i)todo", ()),
        (r"\d+年", ("年",)),
        (r"[甲乙]+\d", ("甲", "乙")),
        (r"(?i)(?:甲|乙){1,9}a(?-i:b*)c", ()),
    ],
)
def test_literals(pattern: str, literals: tuple[str, ...]) -> None:
    assert set(vet(pattern).literals) == set(literals)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"甲*", r"甲{0,100}"), (r"\*+", r"\*{1,100}"), (r"[*+]+?", r"[*+]{1,100}?"), (r"a++", r"a{1,100}+"),
     (r"(?P<n>\d{2,})", r"(?P<n>\d{2,100})"), (r"(?:a?)b{3,200}", r"(?:a?)b{3,200}")],
)  # fmt: skip
def test_every_repeat_ends(pattern: str, text: str) -> None:
    assert bounded(pattern) == text
    re.compile(text)


def test_groups_and_boundaries() -> None:
    assert vet(r"(?P<about>约)(?P<number>\d+)余").groups == ("about", "number")


@pytest.mark.parametrize(
    ("pattern", "joined"),
    [
        (r"约\d+余", True), (r"[^。]约", True), (r"约(?=[。\n]|$)", True), (r"(?:^|。)约", True), (r"(?<!公)共", True),
        (r"约(?!。)", True), (r"约(?!.)", True), (r"约(?!$)", False), (r"(?<!^)约", False), (r"约(?![^。])", False),
        (r"约(?!\n)", False), (r"约(?!\s)", False), (r"(?s)约(?!.)", False), (r"约\Z", False), (r"\A约", False),
        (r"约[^。]++$", False), (r"约(?>[^。]{1,9})余", False),
    ],
)  # fmt: skip
def test_what_is_found_in_passages_put_together(pattern: str, joined: bool) -> None:
    assert vet(pattern).joined == joined


TOGETHER = [r"约(?=[。\n]|$)", r"(?:^|。)约", r"约(?!.)", r"[^。]约", r"约[^余]{0,3}$", r"^[^。]{1,3}$"]


@given(st.sampled_from(TOGETHER), st.lists(st.text(alphabet="约余。\n甲", max_size=6), max_size=4))
def test_no_passage_is_overlooked_where_all_are_looked_at_together(pattern: str, texts: list[str]) -> None:
    found = any(re.search(vet(pattern).pattern, text) for text in texts)
    assert not found or re.search(vet(pattern).pattern, "\n".join(texts), re.MULTILINE)


HARD = [r"(?:甲{0,20}){0,3}乙", r"甲.*乙.*丙", r"(?:甲|甲甲){1,8}乙", r"甲{1,90}甲{1,90}乙"]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", HARD)
def test_time_grows_with_the_text(pattern: str) -> None:
    compiled = re.compile(vet(pattern).pattern)
    short, long = (min(_seconds(compiled, "甲" * size) for _ in range(3)) for size in (600, 6000))
    assert long < 30 * short + 0.005


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    before = process_time()
    assert pattern.search(text) is None
    return process_time() - before


def test_the_limit_is_told() -> None:
    with pytest.raises(RulesetError, match=f"{MOST_STEPS:,}"):
        vet(r".*.*.*x")
