"""Printed tables, and what binding makes of each: the columns and rows that were found, every figure, all that is said.

The cases are in `tables/*.txt`, after the name of the form: what is printed, then what it comes to. A grid has a row in
each line, its cells parted by bars (`One^^` is over three columns); `> One / 1 / 2` are three paragraphs.

    t at A in 2 [A B]    the table `t`, told by the cell `A`, in two grids; then the cells of its head
    a=A@1 b@2!           its columns: label and grid column; the head of `b` is lost
    one=Uno+ 1 _ ?       the row `one`, printed under an alias: 1, a blank, and a figure that is not decided
    two~! 4* 5* -        a deviating label, cut off; figures that sums put in their places; one that is not printed
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.balanced import lines
from tests.printed import form_of, tables_of, told

FRUIT = {
    "a": {"label": "Apples", "en": "a"},
    "b": {"label": "Berries", "en": "b"},
    "sum": {"label": "Total", "en": "sum", "total_of": "columns"},
}
AB = {"columns": ["a", "b"]}
SUMMED = lines("a", "b", sum={"total_of": "columns"})
READERS = {
    "one": {"label": "First readers", "en": "one", "path": ["Group"]},
    "two": {"label": "Second readers", "en": "two", "path": ["Group"]},
    "three": {"label": "3.Third readers", "en": "three"},
    "all": {"label": "All", "en": "all"},
}
SEASONS = {
    "spring": {"label": "Spring", "en": "spring", "path": ["Season"]},
    "autumn": {"label": "Autumn", "en": "autumn", "path": ["Season"], "aliases": ["Fall"]},
    "both": {"label": "Seasons", "en": "both", "subtotal_of": "seasons"},
    "other": {"label": "Other times", "en": "other"},
    "sum": {"label": "Total", "en": "sum", "total_of": "parts"},
}
PLANS = {
    "a": {"label": "Plan", "en": "a", "path": ["First"]},
    "b": {"label": "Done", "en": "b", "path": ["First"]},
    "c": {"label": "Plan", "en": "c", "path": ["Second"]},
    "d": {"label": "Done", "en": "d", "path": ["Second"]},
    "e": {"label": "Plan", "en": "e"},
}
GROUPED_ROWS = {
    "one": {"label": "One", "en": "one", "path": ["Group"]},
    "two": {"label": "Two", "en": "two", "path": ["Group"]},
    "both": {"label": "Both", "en": "both", "subtotal_of": "rows"},
    "all": {"label": "All", "en": "all", "total_of": "rows"},
}
FORMS = {
    "across": form_of(t={"across": True, "rows": lines("one", "two"), "columns": FRUIT, "groups": AB}),
    "across without sums": form_of(t={"across": True, "rows": lines("one", "two"), "columns": lines("a", "b")}),
    "sums": form_of(
        t={
            "rows": lines("one", "two", "three", all={"total_of": "rows"}),
            "columns": SUMMED,
            "groups": {"rows": ["one", "two", "three"], **AB},
        }
    ),
    "sums and groups": form_of(t={"rows": GROUPED_ROWS, "columns": SUMMED, "groups": {"rows": ["one", "two"], **AB}}),
    "no sums": form_of(t={"rows": lines("one", "two"), "columns": lines("a", "b")}),
    "readers": form_of(t={"corner": ["Item"], "rows": READERS, "columns": lines("a", "b", "c")}),
    "readers and others": form_of(
        t={"rows": READERS, "columns": lines("a", "b", "c", ab={"subtotal_of": "ab"}), "groups": {"ab": ["a", "b"]}},
        u={"across": True, "rows": lines("x", "y"), "columns": lines("d", "e")},
        v={"rows": lines("last"), "columns": lines("a", "b", "c")},
    ),
    "fruit": form_of(
        t={
            "corner": ["Item"],
            "rows": {
                "one": {"label": "One", "en": "one", "aliases": ["Uno"]},
                "two": {"label": "Second readers", "en": "two"},
                "all": {"label": "All", "en": "all", "total_of": "rows"},
            },
            "columns": lines("apples", "berries", sum={"total_of": "columns"}),
            "groups": {"rows": ["one", "two"], "columns": ["apples", "berries"]},
        }
    ),
    "fruit by group": form_of(
        t={
            "rows": {key: line for key, line in GROUPED_ROWS.items() if key in ("one", "two")} | lines("all"),
            "columns": lines("apples", "berries"),
        }
    ),
    "alike": form_of(
        t={"rows": lines("one", "all"), "columns": lines("a", "b")},
        u={"rows": lines("two", "sum"), "columns": lines("a", "b")},
    ),
    "one figure": form_of(
        t={
            "rows": {"fees": {"label": "Fees", "en": "fees"}},
            "columns": {"amount": {"label": "Amount", "en": "a", "type": "money"}},
        }
    ),
    "captioned": form_of(
        t={
            "caption": "Table of fruit",
            "rows": lines("one", "two", "three", "four"),
            "columns": lines("apples", "berries"),
        }
    ),
    "three tables": form_of(
        t={"rows": lines("one", "two"), "columns": lines("apples", "berries")},
        u={"rows": lines("three", "four"), "columns": lines("cherries")},
        v={
            "across": True,
            "rows": lines("five", "six"),
            "columns": lines("dates", "elder", all={"total_of": "c"}),
            "groups": {"c": ["dates", "elder"]},
        },
    ),
    "seasons": form_of(
        t={
            "corner": ["Item"],
            "rows": lines("one", "two", "three"),
            "columns": SEASONS,
            "groups": {"seasons": ["spring", "autumn"], "parts": ["spring", "autumn", "other"]},
        }
    ),
    "namesakes": form_of(t={"rows": lines("one"), "columns": PLANS}),
    "plain": form_of(t={"rows": lines("one", "two", "three"), "columns": lines("spring", "autumn", "other")}),
    "money": form_of(
        t={
            "rows": lines("one", "two"),
            "columns": {key: {**line, "type": "money"} for key, line in SUMMED.items()},
            "groups": AB,
        }
    ),
}


def blocks_of(text: str) -> list[str]:
    """The blocks that a case prints."""
    blocks: list[str] = []
    for block in text.split("\n\n"):
        parts = block.removeprefix("> ").replace("\\n", "\n").split(" / ") if block.startswith("> ") else [block]
        blocks += parts
    return blocks


def cases() -> Iterator[object]:
    """Every case with the file it is in and the line where it begins."""
    for path in sorted(Path(__file__).with_name("tables").glob("*.txt")):
        line = 1
        for case in path.read_text(encoding="utf-8").removeprefix("== ").split("\n== "):
            name, _, rest = case.partition("\n")
            printed, _, expected = rest.partition("\n--\n")
            yield pytest.param(name, printed, expected.rstrip("\n"), id=f"{path.stem}:{line}")
            line += case.count("\n") + 1


@pytest.mark.parametrize(("name", "printed", "expected"), list(cases()))
def test_what_a_printed_table_comes_to(name: str, printed: str, expected: str) -> None:
    assert told(tables_of(FORMS[name], *blocks_of(printed))) == (expected.split("\n") if expected else [])
