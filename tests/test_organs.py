"""Organs by name, by kind and by register, at the limits of each."""

from collections.abc import Sequence

import pytest

from audit_core.organs import NO_ORGANS, Organ, Organs, plain_name

KINDS = [
    {"pattern": "人民政府$", "kind": "government", "powers": ["a"]},
    {"pattern": "镇", "kind": "town", "level": "township"},
    {"pattern": "局$", "kind": "department"},
]
REGISTER = [
    {
        "name": "甲县人民政府",
        "alias": ["甲县政府", "甲县"],
        "level": "county",
        "scope": "area",
        "code": "Q1",
        "powers": [],
    },
    {"name": "甲县水利局", "parent": "甲县人民政府", "kind": "bureau", "alias": ["水利局"]},
    {"name": "甲县水利局（本级）", "parent": "别处"},
    {"name": "甲县税务局", "parent": "甲 县人民政府", "vertical": True, "alias": ["甲县", "甲县税务"]},
    {"name": "乙镇人民政府", "parent": "甲县人民政府"},
    {"name": "丙村", "parent": "乙镇人民政府"},
    {"name": "孤局", "parent": "不在册"},
]
ORGANS = Organs.from_data({"kinds": KINDS, "register": REGISTER})


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("甲 县\n水利局", "甲县水利局"), ("甲县（本级）水利局", "甲县水利局"), ("甲(一)乙（二）", "甲乙"), ("甲（乙", "甲（乙"),
        ("甲(乙）丙", "甲丙"), ("（甲）", ""), ("", ""), ("甲（乙（丙）丁）", "甲（乙丁）"),
    ],
)  # fmt: skip
def test_names_are_compared_without_blanks_and_brackets(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("甲县人民政府", Organ("甲县人民政府", "government", "county", scope="area", powers=frozenset(), registered=True,
                         aliases=("甲县政府", "甲县"), stem="甲县", code="Q1")),
        ("甲县水利局", Organ("甲县水利局", "bureau", parent="甲县人民政府", registered=True, aliases=("水利局",), stem="甲县水利")),
        ("水利局", Organ("甲县水利局", "bureau", parent="甲县人民政府", registered=True, aliases=("水利局",), stem="甲县水利")),
        ("甲县税务 局", Organ("甲县税务局", "department", parent="甲 县人民政府", vertical=True, registered=True,
                        aliases=("甲县", "甲县税务"), stem="甲县税务")),
        ("丁县人民政府", Organ("丁县人民政府", "government", powers=frozenset({"a"}), stem="丁县")),
        ("丁人民政府", Organ("丁人民政府", "government", powers=frozenset({"a"}))),
        ("乙镇人民政府", Organ("乙镇人民政府", "government", parent="甲县人民政府", powers=frozenset({"a"}), registered=True,
                         stem="乙镇")),
        ("戊镇中学", Organ("戊镇中学", "town", "township", stem="戊中学")),
        ("己公司", Organ("己公司")),
        ("丙村", Organ("丙村", parent="乙镇人民政府", registered=True)),
        ("", Organ("")),
    ],
)  # fmt: skip
def test_an_organ_is_what_the_register_says_and_else_what_its_name_tells(name: str, organ: Organ) -> None:
    assert ORGANS.organ(name) == organ


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("甲县人民政府（办公室）", "甲县人民政府"), ("甲县", "甲县人民政府"), ("甲县政府", "甲县人民政府"), ("甲县税务", "甲县税务局"),
        ("水利局（河长办）", "甲县水利局"), ("丁县人民政府", None), ("", None),
    ],
)  # fmt: skip
def test_the_first_of_a_name_counts(name: str, registered: str | None) -> None:
    found = ORGANS.registered(name)
    assert (found.name if found else None) == registered
    assert found is None or found.parent != "别处"


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("甲县水利局年报", "甲县水利局"), ("甲县政府办", "甲县人民政府"), ("甲县税务所", "甲县税务局"), ("甲县的", "甲县人民政府"),
        ("水利局", "甲县水利局"), ("全县水利局", None), ("甲", None), ("", None),
    ],
)  # fmt: skip
def test_the_longest_name_that_a_text_begins_with(text: str, led: str | None) -> None:
    found = ORGANS.leading(text)
    assert (found.name if found else None) == led
    assert found is None or found == ORGANS.organ(found.name)


@pytest.mark.parametrize(
    ("name", "below", "above"),
    [
        ("甲县人民政府", ["甲县水利局", "甲县税务局", "乙镇人民政府"], []),
        ("甲县人民政府（本级）", ["甲县水利局", "甲县税务局", "乙镇人民政府"], []),
        ("乙镇人民政府", ["丙村"], ["甲县人民政府"]),
        ("丙村", [], ["乙镇人民政府", "甲县人民政府"]),
        ("水利局", [], ["甲县人民政府"]),
        ("孤局", [], []),
        ("不在册", ["孤局"], []),
        ("无", [], []),
    ],
)
def test_what_stands_below_and_above(name: str, below: Sequence[str], above: Sequence[str]) -> None:
    assert [organ.name for organ in ORGANS.below(name)] == [*below]
    assert [organ.name for organ in ORGANS.above(name)] == [*above]
    for organ in (*ORGANS.below(name), *ORGANS.above(name)):
        assert organ == ORGANS.organ(organ.name)


def test_organs_of_reports_come_to_those_of_the_register() -> None:
    joined = ORGANS.joined([Organ("丁局"), Organ("甲县水利局", parent="丁局")])
    assert joined.organ("丁局") == Organ("丁局", "department")
    assert joined.organ("甲县水利局") == ORGANS.organ("水利局") == joined.organ("水利局")
    assert joined.leading("丁局的") == Organ("丁局", "department")
    assert ORGANS.leading("丁局的") is None


def test_names_of_an_organ_each_once() -> None:
    assert Organ("甲", aliases=("乙", "甲", ""), stem="乙").names == ("甲", "乙")
    assert Organ("甲", aliases=("乙",), stem="丙").names == ("甲", "乙", "丙")
    assert Organ().names == ()


def test_without_a_register_names_alone_tell() -> None:
    assert Organs.from_data({}) == NO_ORGANS
    kinds = Organs.from_data({"kinds": KINDS})
    assert kinds.organ("甲局") == Organ("甲局", "department")
    assert (kinds.registered("甲局"), kinds.below("甲局"), [*kinds.above("甲局")]) == (None, (), [])


SEVERAL = Organs.from_data(
    {
        "kinds": KINDS,
        "register": [{"name": "乙局"}],
        "unique": ["县", "市"],
        "areas": ["[甲乙丙丁戊己]县", "[甲乙丙丁戊己]镇"],
    }
)


@pytest.mark.parametrize(
    ("name", "beside", "is_unique", "areas"),
    [
        ("水利局", (), False, ()),
        ("水利局", ("甲县/水利局.html",), False, ("甲县",)),
        ("水利局", ("丙县和甲 县", "丙县（丁县）", "甲县"), False, ("丙县", "甲县")),
        ("水利局", ("甲镇",), False, ()),  # which is no name of one organ alone
        ("甲县水利局", ("乙县",), True, ()),
        ("水利局（乙县）", (), False, ()),
        ("乙局", ("甲县",), True, ()),
        ("", ("甲县",), True, ()),
    ],
)
def test_an_organ_of_a_name_that_others_may_have_is_told_by_its_area(
    name: str, beside: Sequence[str], areas: tuple[str, ...], *, is_unique: bool
) -> None:
    found = SEVERAL.organ(name, beside)
    assert (found.is_unique, found.areas) == (is_unique, areas)
    assert ORGANS.organ(name, beside).is_unique


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((True, ()), (True, ()), True),
        ((True, ()), (False, ()), None),
        ((False, ()), (True, ()), None),
        ((False, ("甲",)), (False, ()), None),
        ((False, ("甲",)), (False, ("乙", "甲")), True),
        ((False, ("甲",)), (False, ("乙",)), False),
        ((True, ("甲",)), (False, ("乙",)), False),
    ],
)
def test_whether_two_of_a_name_are_the_same(
    one: tuple[bool, tuple[str, ...]], other: tuple[bool, tuple[str, ...]], same: bool | None
) -> None:
    first, second = (Organ("局", is_unique=unique, areas=areas) for unique, areas in (one, other))
    assert first.is_the_same(second) is second.is_the_same(first) is same
