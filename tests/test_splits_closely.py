"""Digits that run together, on a table small enough to count every way by hand."""

from collections.abc import Mapping

import pytest

from audit_core.binding.gridless import digit_segmentation
from audit_core.binding.gridless.digit_segmentation import cuts, solve
from tests.balanced import lines, small

SUM = ({"a": 1, "b": 1, "total": -1},)
TABLE = small(
    t={
        "rows": lines("x", "y", all={"total_of": "rows"}),
        "columns": lines("a", "b", total={"total_of": "columns"}),
        "groups": {"rows": ["x", "y"], "columns": ["a", "b"]},
    }
).tables["t"]
FREE = small(t={"rows": lines("x", "y"), "columns": lines("a", "b")}).tables["t"]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("123", {(1, 2, 3)}),
        ("1 2 3", {(1, 2, 3)}),
        ("  1 2  3 ", {(1, 2, 3)}),
        ("11011", {(1, 10, 11), (11, 0, 11)}),
        ("11 011", {(11, 0, 11)}),
        ("1 1011", {(1, 10, 11)}),
        ("110 11", {(1, 10, 11), (11, 0, 11)}),
        ("000", {(0, 0, 0)}),
        ("0 0 0", {(0, 0, 0)}),
        ("01010", {(0, 10, 10)}),
        ("00101", set()),
        ("124", set()),
        ("12", set()),
        ("1 2", set()),
        ("123 4", set()),
        ("1230", set()),
        ("1x3", set()),
        ("123x", set()),
        ("", set()),
    ],
)
def test_the_ways_to_read_a_row(text: str, ways: set[tuple[int, ...]]) -> None:
    assert set(cuts(text, 1, ("a", "b", "total"), SUM) or ()) == ways


@pytest.mark.parametrize(
    ("text", "blocks", "columns", "ways"),
    [
        ("1234", 1, "abc", [(1, 2, 34), (1, 23, 4), (12, 3, 4)]),
        ("1034", 1, "abc", [(1, 0, 34), (10, 3, 4)]),
        ("12", 2, "a", [(1, 2)]),
        ("123", 2, "a", [(1, 23), (12, 3)]),
        ("123", 1, "a", [(123,)]),
        ("1234", 2, "ab", [(1, 2, 3, 4)]),
        ("", 0, "a", [()]),
        ("1", 0, "a", []),
        ("123456789", 1, "a", [(123456789,)]),
        ("1234567890", 1, "a", []),  # nobody counts as many
        ("1" * 17, 1, "a", []),
        ("1" * 18, 1, "a", None),  # too many digits to try
        ("1" * 18, 2, "a", [(int("1" * 9), int("1" * 9))]),
    ],
)
def test_the_ways_to_read_rows_without_sums(
    text: str, blocks: int, columns: str, ways: list[tuple[int, ...]] | None
) -> None:
    found = cuts(text, blocks, tuple(columns), ())
    assert (None if found is None else list(found)) == ways


@pytest.mark.parametrize(("most", "told"), [(3, True), (2, False)])
def test_so_many_ways_are_kept(monkeypatch: pytest.MonkeyPatch, most: int, told: bool) -> None:
    monkeypatch.setattr(digit_segmentation, "MOST_SOLUTIONS", most)
    assert (cuts("1234", 1, tuple("abc"), ()) is not None) is told


@pytest.mark.parametrize(("most", "told"), [(4, True), (3, False)])
def test_so_many_steps_are_tried(monkeypatch: pytest.MonkeyPatch, most: int, told: bool) -> None:
    """Three figures that stand apart: a step for each, and one to look at the sum."""
    monkeypatch.setattr(digit_segmentation, "MOST_STEPS", most)
    assert (cuts("1 2 3", 1, tuple("abc"), ()) is not None) is told


KEYS = ("a", "b", "total")
BOTH = {"x": "11112", "y": "224", "all": "31316"}
"""`x` can be read in two ways, and only one of them adds up with `y`."""


@pytest.mark.parametrize(
    ("texts", "known", "decided"),
    [
        (BOTH, {}, {"x": (1, 11, 12), "y": (2, 2, 4), "all": (3, 13, 16)}),
        (BOTH | {"all": "13316"}, {}, {"x": (11, 1, 12), "y": (2, 2, 4), "all": (13, 3, 16)}),
        # What stands apart is known and is not decided again; what must be told is every row of the sums.
        ({"x": "11112"}, {"y": (2, 2, 4), "all": (3, 13, 16)}, {"x": (1, 11, 12)}),
        ({"x": "11112"}, {"y": (2, 2, 4)}, {}),
        # No reading adds up down the columns: what a row's own digits tell is told all the same.
        (BOTH | {"all": "325"}, {}, {"y": (2, 2, 4), "all": (3, 2, 5)}),
        ({"x": "11112", "y": "11112", "all": "121224"}, {}, {"all": (12, 12, 24)}),
        # A row of fewer digits than columns has blanks, and so may the others.
        (BOTH | {"y": "24"}, {}, {}),
        ({"x": "000", "y": "24"}, {}, {"x": (0, 0, 0)}),
        ({"x": "123", "y": "24"}, {}, {}),
        ({}, {}, {}),
    ],
)
def test_rows_that_one_solution_tells(
    texts: Mapping[str, str], known: Mapping[str, tuple[int, ...]], decided: Mapping[str, tuple[int, ...]]
) -> None:
    solved = solve(TABLE, KEYS, texts, known)
    assert solved.decided == decided
    assert solved.possible.keys() == {row for row, text in texts.items() if cuts(text, 1, KEYS, SUM)}


def test_sums_that_told_are_named() -> None:
    rows = {frozenset({(row, key) for key in KEYS}) for row in ("x", "y", "all")}
    columns = {frozenset({(row, key) for row in ("x", "y", "all")}) for key in KEYS}
    assert {frozenset(cells) for cells in solve(TABLE, KEYS, BOTH, {}).inferred_by} == rows | columns
    alone = solve(TABLE, KEYS, BOTH | {"all": "325"}, {}).inferred_by
    assert {frozenset(cells) for cells in alone} == {cells for cells in rows if ("x", "a") not in cells}
    assert solve(TABLE, KEYS, {"x": "11112"}, {}).inferred_by == set()


@pytest.mark.parametrize(("most", "decided"), [(2, 3), (1, 2)])
def test_so_many_solutions_are_weighed(monkeypatch: pytest.MonkeyPatch, most: int, decided: int) -> None:
    options = digit_segmentation._together(TABLE, KEYS, {"x": ((1, 11, 12), (11, 1, 12)), "y": ((2, 2, 4),), "all": ((3, 13, 16),)}, {})  # fmt: skip
    assert options == {"x": (1, 11, 12), "y": (2, 2, 4), "all": (3, 13, 16)}
    monkeypatch.setattr(digit_segmentation, "MOST_SOLUTIONS", most)
    found = digit_segmentation._together(TABLE, KEYS, {"x": ((1, 11, 12), (11, 1, 12)), "y": ((2, 2, 4),), "all": ((3, 13, 16),)}, {})  # fmt: skip
    assert len(found) == (3 if decided == 3 else 0)


@pytest.mark.parametrize(
    ("texts", "decided"), [({"x": "00", "y": "12"}, {"x": (0, 0)}), ({"x": "12", "y": "34"}, {}), ({"x": "000"}, {})]
)
def test_without_sums_only_zeros_are_certain(texts: Mapping[str, str], decided: Mapping[str, tuple[int, ...]]) -> None:
    assert solve(FREE, ("a", "b"), texts, {}).decided == decided
