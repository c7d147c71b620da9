"""Types of values: from the cell to the fact, in the rules on writing, and never in a sum."""

from datetime import date
from typing import Any

import pytest

from audit_core.equations import Equation, instances
from audit_core.errors import NotAssessed, RulesetError
from audit_core.figures import FigureReader, State, ValueType, Vocabulary
from audit_core.report import Fact
from tests.balanced import lines, small

READER = FigureReader(
    Vocabulary(frozenset({"/", "无"}), {"%": ("%", 1)}, (), frozenset({"是", "有"}), frozenset({"否", "无"}))
)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("kind", "text", "state", "typed"),
    [
        ("text", " 城南  分馆 ", State.VALUE, "城南 分馆"),
        ("text", "12", State.VALUE, "12"),
        ("text", "", State.BLANK, None),
        ("text", "无", State.PLACEHOLDER, None),
        ("yes_no", "是", State.VALUE, True),
        ("yes_no", " 否 ", State.VALUE, False),
        ("yes_no", "无", State.VALUE, False),  # a word of the form goes before a placeholder
        ("yes_no", "/", State.PLACEHOLDER, None),
        ("yes_no", "不清楚", State.TEXT, None),
        ("yes_no", "1", State.TEXT, None),
        ("date", "2024年3月1日", State.VALUE, date(2024, 3, 1)),
        ("date", "２０２４.０３.０１", State.VALUE, date(2024, 3, 1)),
        ("date", "2024-03-01", State.VALUE, date(2024, 3, 1)),
        ("date", "20240301", State.VALUE, date(2024, 3, 1)),
        ("date", "2024年2月30日", State.TEXT, None),
        ("date", "三月", State.TEXT, None),
        ("date", "12", State.TEXT, None),
        ("date", "", State.BLANK, None),
        ("percentage", "34.2%", State.NUMBER, None),
        ("percentage", "34.2", State.NUMBER, None),
        ("percentage", "三成", State.TEXT, None),
        ("money", "34.20", State.NUMBER, None),
    ],
)
def test_reading(kind: ValueType, text: str, state: State, typed: object) -> None:
    figure = READER.read_as(kind, text)
    assert (figure.state, figure.typed, figure.raw) == (state, typed, text)


def test_the_sign_of_a_percentage_is_no_unit_that_is_odd() -> None:
    figure = READER.read_as("percentage", "１４.２％")
    assert (str(figure.value), figure.unit, figure.decimals, figure.oddities) == ("14.2", "%", 1, ("fullwidth",))
    assert "unit" in READER.read_as("count", "14%").oddities


TYPED: dict[str, Any] = {
    "rows": lines("r", note={"type": "text"}),
    "columns": lines("a", "b", "total", name={"type": "text"}, since={"type": "date"}),
    "groups": {"parts": ["a", "b"], "odd": ["a", "name"]},
}


def test_a_word_is_no_operand() -> None:
    """Repeated equations pass over lines that hold no figures; one that names such a line is refused."""
    form = small(t=TYPED)
    (instance,) = instances("X-1", (Equation(("t",), "row", "sum(parts) = total"),), form)
    assert instance.key == "t/row/r"
    (column,) = instances("X-1", (Equation(("t",), "table", "r.a >= r.b"),), form)
    assert column.key == "t/table"
    for text in ("a + name = total", "sum(odd) = total", "since >= 1"):
        with pytest.raises(RulesetError, match=r"is no figure"):
            instances("X-1", (Equation(("t",), "row", text),), form)


def test_a_word_has_no_number() -> None:
    form = small(t=TYPED)
    concept = form.concepts[form.index["t", "r", "name"]]
    fact = Fact(concept, READER.read_as(concept.type, "城南"))
    assert (fact.typed, fact.value) == ("城南", None)
    with pytest.raises(NotAssessed, match="is no figure"):
        fact.number  # noqa: B018 - read for its exception
