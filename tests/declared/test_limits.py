"""Declared figures and claims at their limits: decimals, the least and the most, and both sides of a condition."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from audit_core.declared.claims import cell_of, condition, holds
from audit_core.declared.measures import check, fault
from audit_core.declared.specs import Measure
from audit_core.errors import RulesetError
from tests.balanced import Printed, lines, report_of, small

FORM = small(
    t={"rows": lines("x", "y"), "columns": lines("a", "b")},
    u={"rows": lines("x"), "columns": lines("a")},
)


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        ({}, "1.234", ""),
        ({"decimals": 2}, "1.23", ""),
        ({"decimals": 2}, "1.2", "expected 2 decimals"),
        ({"decimals": 2}, "1.234", "expected 2 decimals"),
        ({"decimals": 2}, "1", "expected 2 decimals"),
        ({"decimals": 2}, "0", ""),  # zero may be written without
        ({"decimals": 2}, "0.0", ""),
        ({"decimals": 0}, "1", ""),
        ({"decimals": 0}, "1.0", "expected a whole number"),
        ({"least": Decimal(0)}, "0", ""),
        ({"least": Decimal(0)}, "-1", "expected at least 0"),
        ({"least": Decimal("0.5")}, "0.5", ""),
        ({"least": Decimal("0.5")}, "0.49", "expected at least 0.5"),
        ({"most": Decimal(1000)}, "1000", ""),
        ({"most": Decimal(1000)}, "1000.01", "expected at most 1000"),
        ({"least": Decimal(1), "most": Decimal(1)}, "1", ""),
        ({"decimals": 1, "most": Decimal(1)}, "2", "expected 1 decimal"),
        ({"decimals": 1, "most": Decimal(1)}, "2.0", "expected at most 1"),
        ({"least": Decimal(5)}, "若干", ""),
        ({"least": Decimal(5)}, "", ""),
        ({"least": Decimal(5)}, "/", ""),
    ],
)
def test_how_a_figure_is_written(asked: Mapping[str, object], text: str, said: str) -> None:
    found = fault(Measure(("t",), **asked), FORM.reader.read(text))  # type: ignore[arg-type]
    assert (found.en if found else "") == said


@pytest.mark.parametrize(
    ("tables", "rows", "columns", "keys"),
    [
        (("t",), (), (), ["t/x/a", "t/x/b", "t/y/a", "t/y/b"]),
        (("t", "u"), (), (), ["t/x/a", "t/x/b", "t/y/a", "t/y/b", "u/x/a"]),
        (("u",), (), (), ["u/x/a"]),
        (("t",), ("y",), (), ["t/y/a", "t/y/b"]),
        (("t",), (), ("b",), ["t/x/b", "t/y/b"]),
        (("t",), ("x",), ("b",), ["t/x/b"]),
        (("u",), ("y",), (), []),
    ],
)
def test_the_cells_that_are_meant(
    tables: tuple[str, ...], rows: tuple[str, ...], columns: tuple[str, ...], keys: list[str]
) -> None:
    figures: dict[str, Printed] = {concept.key: 7 for concept in FORM.concepts}
    spec = Measure(tables, rows, columns, most=Decimal(6), status="review")
    found = list(check(spec, report_of(FORM, figures)))
    assert [finding.at.concept.key for finding in found] == keys  # type: ignore[union-attr]
    assert {finding.status.value for finding in found} <= {"review"}
    assert [finding.values["raw"] for finding in found] == ["7"] * len(keys)
    assert [evidence.raw for finding in found for evidence in finding.evidence] == ["7"] * len(keys)


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        ("t.x.a = 0", 0, 0, True),
        ("t.x.a = 0", 1, 0, False),
        ("t.x.a = t.x.b", 2, 2, True),
        ("t.x.a >= t.x.b", 2, 2, True),
        ("t.x.a >= t.x.b", 1, 2, False),
        ("t.x.a <= t.x.b", 1, 2, True),
        ("t.x.a <= t.x.b", 3, 2, False),
        ("t.x.a + 1 = t.x.b", 1, 2, True),
        ("t.x.a = t.x.b - 1", 1, 2, True),
        ("t.x.a - t.x.b >= 3", 5, 2, True),
        ("t.x.a - t.x.b >= 3", 4, 2, False),
        ("2*t.x.a + 1 = 3*t.x.b", 4, 3, True),
        ("2*t.x.a + 1 = 3*t.x.b", 3, 4, False),
        ("t.X.A = 0", 0, 1, True),  # by their labels
    ],
)
def test_conditions(text: str, a: int, b: int, expected: bool) -> None:
    values = {("t", "x", "a"): Decimal(a), ("t", "x", "b"): Decimal(b)}
    assert holds(condition(text, FORM), lambda *cell: values[cell]) is expected


@pytest.mark.parametrize(
    ("name", "cell"), [("t.x.a", ("t", "x", "a")), ("t.Y.B", ("t", "y", "b")), ("u.x.a", ("u", "x", "a"))]
)
def test_names_of_cells(name: str, cell: tuple[str, str, str]) -> None:
    assert cell_of(name, FORM) == cell


@pytest.mark.parametrize("name", ["x.a", "v.x.a", "u.y.a", "t.x"])
def test_names_of_no_cell(name: str) -> None:
    with pytest.raises(RulesetError, match="unknown name"):
        cell_of(name, FORM)
