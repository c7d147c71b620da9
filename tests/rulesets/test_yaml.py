"""YAML 1.2 as data with places."""

from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.errors import RulesetError
from audit_core.lazy_patterns import Pattern
from audit_core.rulesets.yaml import MAX_BYTES, in_yaml, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-5", -5),
        ("0", 0),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        *[(text, text) for text in ("01", "no", "on", "off", "yes", "1e3", ".5", "5.", "+1", "0x10", "1_000", "True")],
        *[(text, text) for text in ("~", "2020-01-01", "12:30", "９", ".nan", "9" * 40)],
        ("'1'", "1"),
        ('"null"', "null"),
        ("本年新收", "本年新收"),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    found = parse(f"a: {text}\n".encode(), "f").data["a"]
    assert (found, type(found)) == (value, type(value))


def test_decimals_keep_their_digits() -> None:
    assert str(parse(b"a: 1.10", "f").data["a"]) == "1.10"


WRITTEN: list[tuple[Any, str]] = [
    ((), "[]"),
    ({}, "{}"),
    (None, "null"),
    (True, "true"),
    (3, "3"),
    (Decimal("0.80"), "0.80"),
    (Decimal("1E+3"), "1000"),
    (("附件", "no", "3", ""), "[附件, 'no', '3', '']"),
    ((("甲", "乙"), ("甲", "乙")), "[[甲, 乙], [甲, 乙]]"),
    ({"county": Decimal("0.5"), "city": ()}, "{county: 0.5, city: []}"),
    ((Pattern("[一二]级"),), "['[一二]级']"),
    (PurePosixPath("a") / "b", "a/b"),
    ("甲" * 300, "甲" * 300),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), WRITTEN)
def test_a_value_is_written_as_in_a_ruleset(value: Any, text: str) -> None:
    assert in_yaml(value) == text


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=2) | st.text(max_size=9),
    lambda within: st.lists(within, max_size=3) | st.dictionaries(st.text("abc甲", min_size=1), within, max_size=3),
    max_leaves=6,
)


@given(PLAIN)
def test_what_is_written_is_read_again(value: Any) -> None:
    text = in_yaml(value)
    assert "\n" not in text
    assert parse(f"a: {text}\n".encode(), "f").data["a"] == value


def test_every_key_and_value_has_a_place() -> None:
    tree = parse("a: &x [1, {键: v}]\nb: *x\n".encode(), "f.yaml")
    assert str(tree.value("a", 1, "键")) == "f.yaml:1:15"
    assert str(tree.key("a", 1, "键")) == "f.yaml:1:12"
    assert str(tree.key("b")) == "f.yaml:2:1"
    assert str(tree.value("b")) == "f.yaml:2:4"
    assert tree.value("b", 1, "键") == tree.value("a", 1, "键")
    assert tree.value("a", 9) == tree.value("a")


BOMB = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)
DEEP = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 80))


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2", "f:4:3", "found the key 'c' again, expected it once (first in line 3)"),
        ("a:\n\tb: 1", "f:2:1", "found a tab"),
        ("a: [1,", "f:2:1", "expected YAML"),
        ("a: b: c", "f:1:5", "mapping values are not allowed"),
        ("a: !!str 1", "f:1:4", "found the tag"),
        ("a: !python/object x", "f:1:4", "found the tag"),
        ("a: *b", "f:1:4", "the alias *b"),
        ("a: &a [*a]", "f:1:8", "the alias *a"),
        ("? [1]\n: 2", "f:1:3", "a key that is no text"),
        ("--- 1\n--- 2", "f:2:1", "a second document"),
        ("a: \x07", "f:1:4", "U+0007"),
        ("a: " + "[" * 60, "f:1:54", "over 50 levels"),
        (BOMB, "f:6:10", "over 200000 values"),
        (DEEP, "f:50:12", "over 50 levels"),
        ("a" * (MAX_BYTES + 1), "f", f"expected at most {MAX_BYTES:,} bytes"),
    ],
)
def test_refused(text: str, place: str, said: str) -> None:
    with pytest.raises(RulesetError) as caught:
        parse(text.encode(), "f")
    assert caught.value.place == place
    assert said in caught.value.say("en")
    assert "\n" not in caught.value.say("zh")


def test_bytes_that_are_no_utf8() -> None:
    with pytest.raises(RulesetError, match=r"f:2: found the byte 0xff, expected UTF-8"):
        parse(b"a: 1\nb: \xff", "f")


def test_aliases_and_byte_order_mark() -> None:
    assert parse("\ufeffa: &x {b: 1}\nc: *x".encode(), "f").data == {"a": {"b": 1}, "c": {"b": 1}}
