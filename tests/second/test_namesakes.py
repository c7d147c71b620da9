"""Rows and columns that several groups have: told by the group that is printed, else by their order, else not at all."""

import pytest

from audit_core.binding import bind
from audit_core.figures import State
from audit_core.loaders import BUILTIN, read
from audit_core.report import Report
from tests.balanced import small
from tests.second.reports import Parts, Span, Table, as_json

LABEL = {"label": "总数", "en": "total"}
FORM = small(
    t={
        "rows": {
            "a": {**LABEL, "path": ["甲类"]},
            "a_new": {"label": "新增甲", "en": "new a", "path": ["甲类"]},
            "b": {**LABEL, "path": ["乙类"]},
            "c": {**LABEL, "path": ["丙类"]},
            "c_part": {**LABEL, "path": ["丙类", "其中"]},
            "all": LABEL,
        },
        "columns": {"x": {"label": "件数", "en": "x"}},
    }
)
HEAD: list[str | Span] = ["项目", "件数"]


def bound(rows: Table) -> Report:
    found: Parts = [("1. One", [[HEAD, *rows]])]
    return bind(read(*as_json(found, year="2024"), BUILTIN), (FORM,))


def printed(*rows: str) -> Table:
    """Rows of a label and a figure, or of a label alone."""
    return [[row.split()[0], *row.split()[1:], ""][:2] for row in rows]


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        (("甲类", "总数 1", "新增甲 2", "乙类", "总数 3", "丙类", "总数 4", "其中", "总数 5", "总数 6"), "123456"),
        # a group is missing with its row
        (("甲类", "总数 1", "新增甲 2", "丙类", "总数 4", "其中", "总数 5", "总数 6"), "12.456"),
        # groups in another order
        (("乙类", "总数 3", "甲类", "总数 1", "新增甲 2", "丙类", "总数 4", "其中", "总数 5"), "12345."),
        # no group is printed, and all rows are
        (("总数 1", "新增甲 2", "总数 3", "总数 4", "总数 5", "总数 6"), "123456"),
        # one group is not printed, and its row stands between others
        (("甲类", "总数 1", "新增甲 2", "总数 3", "丙类", "总数 4", "其中", "总数 5", "总数 6"), "123456"),
        # a row printed again is no other's
        (
            ("甲类", "总数 1", "总数 9", "新增甲 2", "乙类", "总数 3", "丙类", "总数 4", "其中", "总数 5", "总数 6"),
            "123456",
        ),
    ],
)
def test_rows(rows: tuple[str, ...], figures: str) -> None:
    report = bound(printed(*rows))
    found = {fact.row: fact.raw for fact in report.facts()}
    assert found == {key: figure for key, figure in zip(FORM.tables["t"].rows, figures, strict=True) if figure != "."}


def test_a_group_over_its_rows() -> None:
    rows: Table = [
        [Span("甲类", rows=2), "总数", "1"], ["新增甲", "2"], ["乙类", "总数", "3"],
        [Span("丙类", rows=2), "总数", "4"], ["其中总数", "5"], [Span("总数", columns=2), "6"],
    ]  # fmt: skip
    report = bound(rows)
    assert {fact.row: fact.raw for fact in report.facts()} == {
        "a": "1", "a_new": "2", "b": "3", "c": "4", "c_part": "5", "all": "6",
    }  # fmt: skip


@pytest.mark.parametrize("rows", [("总数 1", "总数 2"), ("新增甲 2", "总数 3", "总数 4")])
def test_what_cannot_be_told_is_not_guessed(rows: tuple[str, ...]) -> None:
    report = bound(printed(*rows))
    states = {fact.state for fact in report.facts() if fact.row != "a_new"}
    assert states == {State.AMBIGUOUS}
    assert report.notices
