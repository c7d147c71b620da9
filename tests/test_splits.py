"""Digits that run together, told apart by the sums of the form, or left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.binding.gridless.digit_segmentation import cuts, solve
from audit_core.binding.relations import along
from tests.patience import patience
from tests.reports.reading import forms

OLD, NEW = forms()
APPLICATIONS, CASES, DOCUMENTS = NEW.tables["applications"], NEW.tables["cases"], NEW.tables["documents"]
COLUMNS = [key for key, line in APPLICATIONS.columns.items() if not line.optional]
SUMS = along(APPLICATIONS)


def read(text: str) -> tuple[tuple[int, ...], ...] | None:
    """Return the ways to read a row of table three."""
    return cuts(text, 1, COLUMNS, SUMS)


def test_a_row_that_only_its_sum_tells() -> None:
    assert read("640020470") == ((64, 0, 0, 2, 0, 4, 70),)


def test_a_row_that_several_readings_fit_keeps_them() -> None:
    readings = {(1, 11, 0, 0, 0, 0, 12), (11, 1, 0, 0, 0, 0, 12), (1, 1, 10, 0, 0, 0, 12)}
    assert set(read("111000012") or ()) == readings


def test_no_figure_begins_with_a_zero_and_blanks_part_figures() -> None:
    assert read("0000000") == ((0,) * 7,)
    assert read("500000 5") == ((5, 0, 0, 0, 0, 0, 5),)
    assert read("500 0005") == ((5, 0, 0, 0, 0, 0, 5),)
    assert read("0 500000") == ()


def test_too_few_digits_are_no_row() -> None:
    assert read("100001") == ()


def test_blocks_of_a_table_across_are_told_together() -> None:
    found = cuts("10203120001200000", 3, list(CASES.columns), along(CASES))
    assert found == ((1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0),)


def test_too_many_digits_are_left_alone() -> None:
    assert read("1" * 60) is None


def test_long_rows_are_given_up_in_bounded_steps() -> None:
    rows = ("1" * 31, "10" * 15, "123456789" * 3, "0" * 15 + "1" * 16)
    with patience():
        for row in rows:
            cuts(row, 3, list(CASES.columns), along(CASES))


def test_only_zeros_are_certain_where_there_are_no_sums() -> None:
    solved = solve(DOCUMENTS, list(DOCUMENTS.columns), {"rules": "000", "normative": "693665"}, {})
    assert solved.decided == {"rules": (0, 0, 0)}
    assert len(solved.possible["normative"]) == 10


def test_a_table_that_leaves_cells_blank_decides_only_zeros() -> None:
    solved = solve(APPLICATIONS, COLUMNS, {"received": "1000001", "granted": "0000000", "partial": "11"}, {})
    assert solved.decided == {"granted": (0,) * 7}


@pytest.mark.slow
@given(st.lists(st.integers(0, 300), min_size=6, max_size=6))
def test_the_printed_row_is_always_among_the_readings(figures: list[int]) -> None:
    row = (*figures, sum(figures))
    found = read("".join(map(str, row)))
    assert found is None or row in found
