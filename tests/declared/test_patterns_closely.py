"""What is told of a pattern, closely: its bounds, its work, its literals, and whether it may be run on joined text."""

from re import _parser as parser  # type: ignore[attr-defined]

import pytest

from audit_core.declared.patterns import MOST_STEPS, UNBOUNDED, Work, _work, as_run, bounded, vet
from audit_core.errors import RulesetError


@pytest.mark.parametrize(
    ("pattern", "run"),
    [
        ("甲*", "甲{0,100}"),
        ("甲+乙", "甲{1,100}乙"),
        ("甲+?", "甲{1,100}?"),
        ("甲*+", "甲{0,100}+"),
        ("甲?", "甲?"),
        ("甲??", "甲??"),
        ("甲{2,}", "甲{2,100}"),
        ("甲{100,}", "甲{100,100}"),
        ("甲{101,}", "甲{101,101}"),
        ("甲{2,}?", "甲{2,100}?"),
        ("甲{2,3}", "甲{2,3}"),
        ("甲{,3}", "甲{,3}"),
        ("甲{2}", "甲{2}"),
        (r"\*+", r"\*{1,100}"),
        ("[*+]+", "[*+]{1,100}"),
        ("[^]*]*", "[^]*]{0,100}"),
        (r"[\]*]*", r"[\]*]{0,100}"),
        ("(?P<n>甲*)+", "(?P<n>甲{0,100}){1,100}"),
        ("(?:甲+|乙)*", "(?:甲{1,100}|乙){0,100}"),
        ("(?<!甲)乙*", "(?<!甲)乙{0,100}"),
    ],
)
def test_repeats_without_an_end_get_one(pattern: str, run: str) -> None:
    assert bounded(pattern) == run
    assert UNBOUNDED == 100


@pytest.mark.parametrize(
    ("pattern", "ways", "steps"),
    [
        ("甲乙", 1, 2),
        ("甲{0,3}乙", 1, 4),  # ends where 乙 begins
        ("甲{1,3}甲", 3, 3 + 3),
        ("甲{0,3}甲", 4, 3 + 4),
        ("甲{0,3}", 4, 3),  # anything may follow
        ("[甲乙]{0,3}乙", 4, 3 + 4),
        ("[甲乙]{0,3}丙", 1, 3 + 1),
        ("[^甲]{0,3}甲", 1, 3 + 1),
        ("[^甲]{0,3}乙", 4, 3 + 4),
        (r"\d{0,3}甲", 1, 3 + 1),
        (r"\d{0,3}5", 4, 3 + 4),
        (r"\D{0,3}5", 1, 3 + 1),
        (r"\D{0,3}甲", 4, 3 + 4),
        (r"\s{0,3}甲", 1, 3 + 1),
        (r"\S{0,3}甲", 4, 3 + 4),
        (r"\w{0,3}。", 1, 3 + 1),
        (r"\w{0,3}_", 4, 3 + 4),
        (r"\W{0,3}_", 1, 3 + 1),
        (r"\W{0,3}。", 4, 3 + 4),
        ("[a-f]{0,3}g", 1, 3 + 1),
        ("[a-f]{0,3}f", 4, 3 + 4),
        ("[a-f]{0,3}a", 4, 3 + 4),
        ("甲{0,3}[a-f]", 1, 3 + 1),
        (".{0,3}甲", 4, 3 + 4),
        ("甲{0,3}.", 4, 3 + 4),
        ("甲{0,3}(?:乙丁|丙丁)", 1, 3 + 2 + 2 + 2),
        ("甲{0,3}(?:乙丁|甲丁)", 4, 3 + 4 * (2 + 2 + 2)),
        ("甲{0,3}乙?甲", 4 * 1, 3 + 4 * 1 + 4 * 1),
        ("甲{0,3}乙?丙", 1, 3 + 1 + 1),
        ("甲乙|丙丁", 1, 2 + 2 + 2),
        ("(?:甲乙|甲丙)", 1, 2),  # what they have in common is taken out when the pattern is read
        ("(?:甲.|.乙)", 2, 2 + 4),
        ("(?:甲{0,1}){0,2}", 1 + 2 + 4, 1 + 2),
        ("(?:甲{0,1}){1,2}", 2 + 4, 1 + 2),
        ("(?:甲{0,1}){2}", 4, 1 + 2),
        ("(?=甲乙)丙", 1, 2 + 1),
        ("(?!甲{0,3}乙)丙", 1, 4 + 1),
        ("(?>甲{0,3})甲", 4, 3 + 4),
        ("(甲乙){0,2}丙", 1, 2 * 2 + 1),
        ("(甲乙){0,2}甲", 3, 2 * 2 + 3),
    ],
)  # fmt: skip
def test_ways_and_steps(pattern: str, ways: int, steps: int) -> None:
    assert _work(list(parser.parse(pattern)), None) == Work(ways, steps)


def test_the_most_steps_that_are_admitted() -> None:
    # Both repeats take the same: n steps, then (n + 1) ways of m steps each, and as many for what follows.
    def of(n: int, m: int) -> str:
        return f"甲{{0,{n}}}甲{{0,{m}}}甲"

    def steps(n: int, m: int) -> int:
        return n + (n + 1) * m + (n + 1) * (m + 1)

    n = 99
    m = next(m for m in range(1000) if steps(n, m + 1) > MOST_STEPS)
    assert steps(n, m) <= MOST_STEPS < steps(n, m + 1)
    assert vet(of(n, m)).pattern == of(n, m)
    with pytest.raises(RulesetError, match="50,000 steps"):
        vet(of(n, m + 1))
    exact = f"甲{{0,{MOST_STEPS - 1}}}乙"
    assert vet(exact).pattern == exact
    with pytest.raises(RulesetError, match="50,000 steps"):
        vet(f"甲{{0,{MOST_STEPS}}}乙")


def test_the_longest_pattern() -> None:
    assert vet("甲" * 2000).literals == ("甲" * 2000,)
    with pytest.raises(RulesetError, match="found a pattern of 2001 characters, expected at most 2000"):
        vet("甲" * 2001)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("甲乙", ("甲乙",)),
        (r"甲\d乙丙", ("乙丙",)),
        (r"甲乙\d丙", ("甲乙",)),
        (r"甲\d乙", ("乙",)),  # of equally long ones the last
        (r"\d甲乙\d丙丁\d", ("丙丁",)),
        (r"甲{2}\d", ("甲甲",)),
        (r"甲{2,5}\d", ("甲甲",)),
        (r"甲{0,5}\d", ()),
        (r"(?:甲乙){2}\d", ("甲乙",)),
        (r"\d(甲|乙丙)", ("甲", "乙丙")),
        (r"甲乙\d(?:丙|丁)", ("甲乙",)),
        (r"\d(?:甲|乙|\d)", ()),
        (r"\d(?:甲丙|乙丙|甲丙)", ("甲丙", "乙丙")),
        (r"[甲乙]\d", ("甲", "乙")),
        (r"[^甲乙]\d", ()),
        (r"[a-b]\d", ()),
        (r"\d(?=甲)", ()),
        (r"(?i)甲", ()),
    ],
)
def test_literals_in_order(pattern: str, literals: tuple[str, ...]) -> None:
    assert vet(pattern).literals == literals


@pytest.mark.parametrize(
    ("pattern", "joined"),
    [
        ("甲", True),
        ("^甲$", True),
        (r"\A甲", False),
        (r"甲\Z", False),
        (r"甲\b", True),
        ("甲(?!乙)", True),
        ("甲(?![^乙])", False),
        ("甲(?!.)", True),
        ("(?s)甲(?!.)", False),
        (r"甲(?!\s)", False),
        (r"甲(?!\w)", True),
        ("甲(?!$)", False),
        ("甲(?=$)", True),
        (r"甲(?=\s)", True),
        ("甲(?!(?:乙|[^丙]))", False),
        ("甲(?!(?:乙|丙){2})", True),
        ("(?<!\n)甲", False),
        ("(?>甲)", False),
        ("甲++", False),
        ("(?:甲++|乙)", False),
        (r"(甲|\A乙)", False),
    ],
)
def test_what_may_be_run_on_joined_text(pattern: str, joined: bool) -> None:
    assert vet(pattern).joined is joined


def test_groups_in_order_and_patterns_as_run() -> None:
    assert vet(r"(?P<b>甲)(乙)(?P<a>丙)").groups == ("b", "a")
    assert as_run(["甲+", "乙"]) == ("甲{1,100}", "乙")
    with pytest.raises(RulesetError, match="empty"):
        as_run(["甲", "乙*"])


@pytest.mark.parametrize("flag", ["i", "m", "s", "ims"])
def test_flags_that_are_admitted(flag: str) -> None:
    assert vet(f"(?{flag})甲").pattern == f"(?{flag})甲"


@pytest.mark.parametrize("flag", ["a", "x", "L", "ax"])
def test_flags_that_are_not(flag: str) -> None:
    with pytest.raises(RulesetError):
        vet(f"(?{flag})甲")
