"""Option values of every type that a rule may declare."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import pytest

from audit_core.errors import RulesetError
from audit_core.rules import Option
from audit_core.rulesets.options import admitted
from audit_core.rulesets.serialization import restore


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
