"""Printed text to a figure: every writing that was met, how odd it is, and what is no figure."""

from datetime import date
from decimal import Decimal

import pytest

from audit_core.errors import InputError
from audit_core.figures import (
    Figure,
    FigureReader,
    State,
    Typed,
    ValueType,
    Vocabulary,
    date_of,
    half_unit,
    refuse_long,
    typed_json,
    typed_of,
)

VOCABULARY = Vocabulary(
    frozenset({"/", "无"}),
    {"件": ("件", Decimal(1)), "元": ("元", Decimal(1)), "万元": ("元", Decimal(10000)), "%": ("%", Decimal(1))},
    ("减少", "减"),
    frozenset({"是"}),
    frozenset({"否"}),
)


def reader() -> FigureReader:
    """A new one, so that making it is traced to the test that reads."""
    return FigureReader(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "value", "oddities"),
    [
        ("0", "0", ""),
        ("7", "7", ""),
        ("-7", "-7", ""),
        ("- 7", "-7", ""),
        ("+7", "7", "plus"),
        ("－7", "-7", ""),  # a full-width minus is a minus once it is half as wide
        ("—7", "-7", "minus"),
        ("−7", "-7", "minus"),
        ("-0", "0", ""),
        ("00", "0", "leading_zero"),
        ("07", "7", "leading_zero"),
        ("０", "0", "fullwidth"),
        ("９", "9", "fullwidth"),
        ("1２", "12", "fullwidth"),
        ("1,234", "1234", "separator"),
        ("1，234", "1234", "separator"),
        ("12 345 678", "12345678", "separator"),
        ("1'234", "1234", "separator"),
        ("0.50", "0.50", ""),
        (".5", "0.5", ""),
        ("-.5", "-0.5", ""),
        ("1,234.5", "1234.5", "separator"),
        ("7.", "7", "stop"),
        ("7。", "7", "stop"),
        ("7.5。", "7.5", "stop"),
        ("1e3", "1000", "exponent"),
        ("1.5E+2", "150", "exponent"),
        ("25e-1", "2.5", "exponent"),
        ("1e28", "1e28", "exponent"),
        ("1O", "10", "letter_o"),
        ("o", "0", "letter_o"),
        ("1o.5", "10.5", "letter_o"),
        ("7件", "7", "unit"),
        ("7 件", "7", "unit"),
        ("3万元", "3", "unit"),
        ("减3", "-3", "word"),
        ("减少 3", "-3", "word"),
        ("减少-3", "3", "word"),
        ("7（含2）", "7", "note"),
        ("7 (含2)", "7", "note"),
        ("7【不含】", "7", "note"),
        ("7件（含2）", "7", "note unit"),
        ("\u30007\u200b", "7", ""),
        ("9" * 28, "9" * 28, ""),
        ("0." + "9" * 27, "0." + "9" * 27, ""),
    ],
)
def test_what_is_a_figure(text: str, value: str, oddities: str) -> None:
    figure = reader().read(text)
    assert (figure.state, figure.raw) == (State.NUMBER, text)
    assert (figure.value, figure.exact) == (Decimal(value), Decimal(value))
    assert figure.oddities == tuple(oddities.split())
    assert not str(figure.value).startswith("-0") or figure.value


@pytest.mark.parametrize(
    ("text", "state", "oddities"),
    [
        ("", State.BLANK, ()),
        (" \u3000\t\ufeff", State.BLANK, ()),
        ("/", State.PLACEHOLDER, ()),
        (" 无 ", State.PLACEHOLDER, ()),
        ("-", State.PLACEHOLDER, ()),
        ("——", State.PLACEHOLDER, ()),
        ("若干", State.TEXT, ()),
        ("=A1+B1", State.TEXT, ("formula",)),
        ("1=2", State.TEXT, ()),
        ("1 2", State.TEXT, ("space",)),
        ("12 34 567", State.TEXT, ("space",)),
        ("1.2 5", State.TEXT, ("space",)),
        ("1,2", State.TEXT, ()),
        ("12,34", State.TEXT, ()),
        ("1234,567", State.TEXT, ()),
        ("1.2.3", State.TEXT, ()),
        ("1.5.", State.NUMBER, ("stop",)),
        ("--7", State.TEXT, ()),
        ("件", State.TEXT, ()),
        ("（含2）", State.TEXT, ()),
        ("10x", State.TEXT, ()),
        ("loo", State.TEXT, ()),
        ("oo", State.TEXT, ()),
        ("1e29", State.TEXT, ()),
        ("1e-29", State.TEXT, ()),
        ("1e1000", State.TEXT, ()),
        ("9" * 29, State.TEXT, ()),
        ("0." + "9" * 28, State.TEXT, ()),
    ],
)
def test_what_is_none(text: str, state: State, oddities: tuple[str, ...]) -> None:
    figure = reader().read(text)
    assert (figure.state, figure.raw, figure.oddities) == (state, text, oddities)
    if state is not State.NUMBER:
        assert (figure.value, figure.exact, figure.unit, figure.decimals) == (None, 0, "", 0)


def test_the_words_of_a_form_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        Vocabulary(units={"件": ("件", Decimal(1))}).units["页"] = ("页", Decimal(1))  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "unit", "decimals", "mark"),
    [
        ("7", "", 0, ""),
        ("7.50", "", 2, ""),
        ("7万元", "万元", 0, ""),
        ("7.5元", "元", 1, ""),
        ("7.5元¹", "元", 1, "¹"),
        ("7.5¹元", "元", 1, "¹"),
        ("7①元②", "元", 0, "①②"),
        ("7 ¹", "", 0, "¹"),
        ("1.5e1", "", 1, ""),
        ("若干¹", "", 0, ""),
    ],
)
def test_unit_decimals_and_mark(text: str, unit: str, decimals: int, mark: str) -> None:
    figure = reader().read(text)
    assert (figure.unit, figure.decimals, figure.mark) == (unit, decimals, mark)


@pytest.mark.parametrize(("text", "kind"), [("7", int), ("1e3", int), ("7.0", Decimal), ("25e-1", Decimal)])
def test_whole_figures_are_added_as_integers(text: str, kind: type) -> None:
    assert type(reader().read(text).exact) is kind


def test_a_run_of_digits_that_nobody_meant_refuses_the_file() -> None:
    assert reader().read("1" * 1000).state is State.TEXT
    refuse_long("x" * 2000)
    refuse_long("x" * 2000 + "1" * 1000 + "x" + "1" * 1000)
    for text in ("1" * 1001, f"x {'1' * 1001}"):
        with pytest.raises(InputError, match="1001 digits; at most 1000"):
            reader().read(text)


def test_what_was_read_is_remembered_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = reader()
    assert reading.read("7") is reading.read("7")
    monkeypatch.setattr(FigureReader, "_REMEMBERED", 2)
    first = reading.read("7")
    assert reading.read("8").value == 8
    assert reading.read("7") is first
    assert reading.read("9").value == 9
    assert reading.read("7") is not first
    assert reading.read("7") == first


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("percentage", "14%", Figure("14%", State.NUMBER, Decimal(14), 14, "%")),
        ("percentage", "14件", Figure("14件", State.NUMBER, Decimal(14), 14, "件", 0, ("unit",))),
        ("percentage", "014%", Figure("014%", State.NUMBER, Decimal(14), 14, "%", 0, ("leading_zero",))),
        ("money", "14%", Figure("14%", State.NUMBER, Decimal(14), 14, "%", 0, ("unit",))),
        ("balance", "/", Figure("/", State.PLACEHOLDER)),
        ("text", "7¹", Figure("7¹", State.VALUE, typed="7¹")),
        ("text", " a \n b ", Figure(" a \n b ", State.VALUE, typed="a b")),
        ("yes_no", "是", Figure("是", State.VALUE, typed=True)),
        ("yes_no", "否", Figure("否", State.VALUE, typed=False)),
        ("yes_no", "7", Figure("7", State.TEXT)),
        ("yes_no", "", Figure("", State.BLANK)),
        ("date", "2024-12-31", Figure("2024-12-31", State.VALUE, typed=date(2024, 12, 31))),
        ("date", "/", Figure("/", State.PLACEHOLDER)),
        ("date", "7", Figure("7", State.TEXT)),
    ],
)
def test_values_of_a_type(kind: ValueType, text: str, expected: Figure) -> None:
    assert reader().read_as(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月2日", date(2024, 1, 2)),
        ("2024年 11 月 12 日", date(2024, 11, 12)),
        ("2024.1.2", date(2024, 1, 2)),
        ("2024/01/02", date(2024, 1, 2)),
        ("20240102", date(2024, 1, 2)),
        ("2024102", None),
        ("2024-13-01", None),
        ("2024-00-01", None),
        ("2023-02-29", None),
        ("20230229", None),
        ("24-01-02", None),
        ("2024--1-2", None),
        ("2024-1-2 xy", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        ("date", date(2024, 1, 2), "2024-01-02"),
        ("text", "2024-01-02", "2024-01-02"),
        ("yes_no", True, True),
        ("yes_no", False, False),
        ("date", None, None),
        ("count", None, None),
    ],
)
def test_values_are_written_and_read_back(kind: ValueType, typed: Typed, written: str | bool | None) -> None:
    assert typed_json(typed) == written
    assert typed_of(kind, written) == typed
    assert type(typed_of(kind, written)) is type(typed)


@pytest.mark.parametrize(("decimals", "half"), [(0, "0.5"), (1, "0.05"), (2, "0.005"), (4, "0.00005")])
def test_half_a_unit_of_the_last_decimal(decimals: int, half: str) -> None:
    assert half_unit(decimals) == Decimal(half)
