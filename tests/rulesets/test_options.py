"""Option values of every type that a rule may declare."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta

from audit_core.errors import PluginError, RulesetError
from audit_core.lazy_patterns import Pattern
from audit_core.plugins import discover
from audit_core.report import Report
from audit_core.rules import Amount, Count, Option, Rule, Share, Term, options_of
from audit_core.rulesets.options import admitted
from audit_core.rulesets.ruleset import restore


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Decimal, 4, Decimal(4)),
        (Decimal, Decimal("1.50"), Decimal("1.50")),
        (int, 4, 4),
        (float, Decimal("0.5"), 0.5),
        (float, 3, 3.0),
        (bool, True, True),
        (str, "01", "01"),
        (tuple[str, ...], ["a"], ("a",)),
        (tuple[tuple[str, int], ...], [["a", 1]], (("a", 1),)),
        (Mapping[str, Decimal], {"a": 1}, {"a": Decimal(1)}),
        (Literal["x", "y"], "x", "x"),
        (int | None, None, None),
    ],
)
def test_admitted(kind: Any, given: Any, value: Any) -> None:
    found = restore(admitted(Option("o", kind, None), given, "f:1:1"))
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "given"),
    [(int, "4"), (int, True), (int, Decimal("1.5")), (str, 4), (bool, "yes"), (bool, 1), (Decimal, "4"), (Decimal, True),
     (tuple[str, ...], "a"), (tuple[str, ...], [1]), (Literal["x"], "z"), (Colour, "red")],
)  # fmt: skip
def test_refused(kind: Any, given: Any) -> None:
    with pytest.raises(RulesetError, match=r"^f:1:1: found .*, expected "):
        admitted(Option("o", kind, None), given, "f:1:1")


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Count, 0, 0),
        (Count, 7, 7),
        (Amount, Decimal("0.5"), Decimal("0.5")),
        (Share, 1, Decimal(1)),
        (Share, 0, Decimal(0)),
        (Annotated[Decimal, Meta(gt=0, lt=2)], 1, Decimal(1)),
        (tuple[Term, ...], ["a"], ("a",)),
        (Annotated[tuple[int, ...], Meta(max_length=2)], [1, 2], (1, 2)),
        (dict[Literal["a"], Count], {"a": 1}, {"a": 1}),
        (Count | None, 3, 3),
    ],
)
def test_within_its_bounds(kind: Any, given: Any, value: Any) -> None:
    assert restore(admitted(Option("o", kind, None), given, "f:1:1")) == value


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (Count, -1, "found -1, expected a whole number, at least 0"),
        (Count, Decimal("0.5"), "found 0.5, expected a whole number, at least 0"),
        (Amount, Decimal("-0.01"), "found -0.01, expected a number, at least 0"),
        (Amount, "NaN", "found 'NaN', expected a number, at least 0"),
        (Share, Decimal("1.01"), "found 1.01, expected a number, from 0 to 1"),
        (Annotated[Decimal, Meta(gt=0)], 0, "found 0, expected a number, more than 0"),
        (Annotated[Decimal, Meta(lt=2)], 2, "found 2, expected a number, less than 2"),
        (
            tuple[Term, ...],
            ["a", ""],
            "found ['a', ''], expected a list, each text (in quotes where needed), of 1 or more",
        ),
        (tuple[Literal["x", "y"], ...], ["z"], "found ['z'], expected a list, each one of x, y"),
        (
            dict[Literal["a"], Count],
            {"b": 1},
            "found {b}, expected a mapping from one of a to a whole number, at least 0",
        ),
        (
            Annotated[str, Meta(pattern="^[a-z]$")],
            "ab",
            "found 'ab', expected text (in quotes where needed), that matches",
        ),
        (
            Annotated[tuple[int, ...], Meta(max_length=1)],
            [1, 2],
            "found [1, 2], expected a list, each a whole number, of 1 or fewer",
        ),
        (Pattern, "(a+)+b", "steps at one place"),
        (Pattern, "(a", "does not compile"),
        (Pattern, "a*", "matches an empty text"),
        (Pattern, 3, "found 3, expected a pattern"),
        (tuple[Pattern, ...], ["a", "(?:b|c"], "does not compile"),
        (Count | None, -2, "found -2, expected "),
    ],
)
def test_outside_its_bounds(kind: Any, given: Any, said: str) -> None:
    with pytest.raises(RulesetError) as found:
        admitted(Option("o", kind, None), given, "f:1:1")
    assert said in str(found.value)
    assert found.value.place == "f:1:1"
    assert found.value.words.zh != found.value.words.en


@pytest.mark.parametrize(("kind", "given"), [(Pattern, "失效|清理"), (tuple[Pattern, ...], ["失效|清理", "合并"])])
def test_patterns_are_admitted_as_they_are_run(kind: Any, given: Any) -> None:
    found = restore(admitted(Option("o", kind, None), given, "f:1:1"))
    first = found if isinstance(found, Pattern) else found[0]
    assert first.search("已清理3件")
    assert not first.search("新增3件")


@pytest.mark.parametrize("rule", discover().rules.values(), ids=lambda rule: rule.id)
def test_the_default_of_every_option_is_one_that_a_file_may_give(rule: Rule) -> None:
    for option in rule.options.values():
        assert str(restore(admitted(option, _in_a_file(option.default), "f:1:1"))) == str(option.default)


def _in_a_file(value: Any) -> Any:
    if isinstance(value, Pattern):
        return value.pattern
    return [*value] if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        (Count, 5), (Count, 0), (Amount, 5), (Amount, Decimal("0.5")), (Share, Decimal(1)), (Term, "甲"), (list, [5]),
        (bool, True), (float, 1), (tuple[Term, ...], ()), (tuple[int, str], (1, "甲")), (Mapping[str, Count], {"甲": 1}),
        (Literal["a", "b"], "b"), (Decimal | None, None), (str | None, "甲"), (Any, object()), (Pattern, Pattern("甲")),
        (frozenset[str], frozenset("甲")), (Annotated[str, Meta(pattern="^[0-9]+$")], "12"),
    ],
)  # fmt: skip
def test_a_default_of_its_type_is_admitted(kind: Any, default: Any) -> None:
    assert with_default(kind, default)["limit"].default == default


@pytest.mark.parametrize(
    ("kind", "default", "expected"),
    [
        (Count, "five", "a whole number, at least 0"),
        (Count, -1, "a whole number, at least 0"),
        (Count, True, "a whole number, at least 0"),
        (Amount, 0.5, "a number, at least 0"),
        (Share, Decimal(2), "a number, from 0 to 1"),
        (Term, "", "text"),
        (list, 5, "a value of type list"),
        (bool, 1, "true or false"),
        (tuple[Term, ...], "甲", "a list, each text"),
        (tuple[Term, ...], ("",), "a list, each text"),
        (tuple[int, str], (1,), "a value of type"),
        (Mapping[str, Count], {"甲": -1}, "a mapping from text"),
        (Literal["a", "b"], "c", "one of a, b"),
        (Decimal, None, "a number"),
        (Pattern, "甲", "a pattern"),
        (frozenset[str], frozenset({1}), "a value of type"),
        (Annotated[str, Meta(pattern="^[0-9]+$")], "a", "text .*, that matches"),
    ],
)
def test_a_default_of_another_type_is_refused(kind: Any, default: Any, expected: str) -> None:
    said = re.escape(f"TD-01: found {default!r} as the default of the option 'limit', expected ")
    with pytest.raises(PluginError, match=said + expected):
        with_default(kind, default)


def with_default(kind: Any, default: Any) -> dict[str, Option]:
    """Return the options of a rule that has one, `limit`."""

    def check(_report: Report, *, limit: Any = default) -> None: ...

    check.__annotations__["limit"] = kind
    return options_of(check, "TD-01")
