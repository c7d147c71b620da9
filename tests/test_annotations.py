"""Marks behind figures, in labels and in prose; what only looks like one is kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.annotations import parted, raised, unmarked, unmarked_label
from audit_core.figures import FigureReader, State, Vocabulary
from audit_core.forms import fold

READER = FigureReader(Vocabulary(frozenset({"/", "无"}), {"件": ("件", Decimal(1))}, ("减",)))


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("120¹", "120", "¹"),
        ("120²³", "120", "²³"),
        ("120①", "120", "①"),
        ("120⑴", "120", "⑴"),
        ("120❶", "120", "❶"),
        ("120*", "120", "*"),
        ("120＊＊", "120", "＊＊"),
        ("120※", "120", "※"),
        ("120[1]", "120", "[1]"),
        ("120 [12]", "120", "[12]"),
        ("120［1］", "120", "［1］"),
        ("120〔1〕", "120", "〔1〕"),
        ("120【注2】", "120", "【注2】"),
        ("120[¹]", "120", "[¹]"),
        ("120[^1]", "120", "[^1]"),
        ("120[^note]", "120", "[^note]"),
        ("120(注1)", "120", "(注1)"),
        ("120（注）", "120", "（注）"),
        ("120注①", "120", "注①"),
        ("120注", "120", "注"),
        ("120⁽¹⁾", "120", "⁽¹⁾"),
        ("120①*", "120", "①*"),
        ("¹120", "120", "¹"),
        ("120¹件", "120", "¹"),
        ("120件¹", "120", "¹"),
        ("-3①", "-3", "①"),
        ("减3[1]", "-3", "[1]"),
        ("1.50²", "1.50", "²"),
        ("120", "120", ""),
        ("①", "1", ""),
        ("¹", "1", ""),
    ],
)
def test_a_figure_is_read_without_its_mark(text: str, value: str, mark: str) -> None:
    figure = READER.read(text)
    assert (figure.state, figure.value, figure.mark, figure.raw) == (State.NUMBER, Decimal(value), mark, text)


@pytest.mark.parametrize("text", ["120（含2件）", "120(115)"])
def test_a_remark_is_no_mark(text: str) -> None:
    figure = READER.read(text)
    assert (figure.value, figure.mark, figure.oddities) == (Decimal(120), "", ("note",))


@pytest.mark.parametrize("text", ["120*2", "约20*", "[1]", "*", "见附件①", "12 0¹"])
def test_what_is_no_figure_stays_none(text: str) -> None:
    assert (READER.read(text).state, READER.read(text).mark) == (State.TEXT, "")


def test_placeholders_may_carry_marks() -> None:
    assert [READER.read(text).state for text in ("/①", "—[2]", "无*")] == [State.PLACEHOLDER] * 3


@given(st.integers(0, 10**9), st.sampled_from(["¹", "①", "*", "[3]", "［9］", "〔1〕", "（注1）", "注②", "[^a]"]))
def test_any_figure_with_any_mark(number: int, mark: str) -> None:
    figure = READER.read(f"{number}{mark}")
    assert (figure.value, figure.mark) == (number, mark)


@given(st.text(max_size=60))
def test_nothing_is_lost(text: str) -> None:
    rest, mark = parted(text)
    assert sorted(rest + mark) == sorted(text) or "".join((rest + mark).split()) == "".join(text.split())
    assert len(unmarked(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("总计¹", "总计"),
        ("总计 [1]", "总计"),
        ("总计（注1）", "总计"),
        ("予以公开①", "予以公开"),
        ("自然人*", "自然人"),
        ("①国家秘密", "①国家秘密"),
        ("备注", "备注"),
        ("第二十条第（一）项", "第二十条第（一）项"),
        ("〔2021〕", "〔2021〕"),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert unmarked_label(text) == label
    assert fold(text) == fold(label)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收到120¹件", "收到120件"),
        ("收到120[1]件，", "收到120件，"),
        ("收到120①件", "收到120件"),
        ("增长5%²。", "增长5%。"),
        ("约3×10³件", "约3×10³件"),
        ("建立3项①机制", "建立3项①机制"),
        ("国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号"),
        ("商标120注册", "商标120注册"),
        ("3*5", "3*5"),
    ],
)
def test_prose(text: str, said: str) -> None:
    assert "".join(unmarked(text).split()) == said


def test_raised_text() -> None:
    assert [raised(text) for text in ("1", "(2)", "[3]", "注1", "①", "th", "2-1")] == [
        "¹", "⁽²⁾", "[³]", "注¹", "①", "ᵗʰ", "²⁻¹",
    ]  # fmt: skip
    assert raised("1234567890123") == "1234567890123"
