"""Rows `| a | b |` that stand as paragraphs: the table they are, cell by cell; what only looks like one stays prose."""

import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.document import Document, Paragraph, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from audit_core.loaders.pipe_rows import with_tables
from audit_rulesets.samples.render import PIPES
from tests.loaders.officefiles import docx, p, unlabelled
from tests.patience import patience
from tests.reports.bases import b22
from tests.reports.reading import auditor, findings

Grid = list[list[str]]

ROWS: dict[str, tuple[list[str], list[Grid | str]]] = {
    "two rows": (["| 甲 | 乙 |", "| 1 | 2 |"], [[["甲", "乙"], ["1", "2"]]]),
    "a line of delimiters": (["| 甲 | 乙 |", "| --- | :-: |", "| 1 | 2 |"], [[["甲", "乙"], ["1", "2"]]]),
    "rows in one paragraph": (["| 甲 | 乙 |\n| 1 | 2 |"], [[["甲", "乙"], ["1", "2"]]]),
    "no pipe at the end": (["| 甲 | 乙", "| 1 | 2"], [[["甲", "乙"], ["1", "2"]]]),
    "blank cells": (["| 甲 |  | 乙 |", "| 1 | 2 |  |"], [[["甲", "", "乙"], ["1", "2", ""]]]),
    "a caption of one cell": (["| 甲 |", "| 乙 | 丙 |", "| 1 | 2 |"], [[["甲"], ["乙", "丙"], ["1", "2"]]]),
    "prose about it": (["前", "| 甲 | 乙 |", "| 1 | 2 |", "后"], ["前", [["甲", "乙"], ["1", "2"]], "后"]),
    "one row": (["| 甲 | 乙 |"], ["| 甲 | 乙 |"]),
    "a row and its delimiters": (["| 甲 | 乙 |", "| --- | --- |"], ["| 甲 | 乙 |", "| --- | --- |"]),
    "cells one a line": (["| 甲 |", "| 乙 |", "| 1 | 2 |", "| 3 |", "| 4 | 5 |"],
                         ["| 甲 |", "| 乙 |", "| 1 | 2 |", "| 3 |", "| 4 | 5 |"]),
    "prose with a bar": (["甲 | 乙", "丙 | 丁"], ["甲 | 乙", "丙 | 丁"]),
    "a row that prose follows in its paragraph": (["| 甲 | 乙 |\n丙", "| 1 | 2 |"], ["| 甲 | 乙 |\n丙", "| 1 | 2 |"]),
}  # fmt: skip


def shape(items: list[object]) -> list[Grid | str]:
    return [
        [[cell.text for cell in row] for row in item.rows] if isinstance(item, Table) else getattr(item, "text", "")
        for item in items
    ]


@pytest.mark.parametrize(("texts", "expected"), ROWS.values(), ids=ROWS)
def test_which_paragraphs_are_a_table(texts: list[str], expected: list[Grid | str]) -> None:
    given_ = [Paragraph(text, place=f"paragraph {number}") for number, text in enumerate(texts, 1)]
    items = list(with_tables(given_, "x", Limits()))
    assert shape(list(items)) == expected
    for table in items:
        if isinstance(table, Table):
            for row, cells in enumerate(table.rows):
                assert [(cell.row, cell.column) for cell in cells] == [(row, column) for column in range(len(cells))]
            assert all(cell.place.startswith("paragraph ") for cell in table.cells())
            assert all((cell.start, cell.end) == (-1, -1) for cell in table.cells())


PAGES = {
    "as it is": ("<p>| 甲乙 | 12 |</p><p>| 丙 | 3 |</p>", ["甲乙", "12", "丙", "3"]),
    "blanks that are printed as one": (
        "<p>|   甲乙\n |  | 12 |</p><p>| 丙 |  | 3 |</p>",
        ["甲乙", "", "12", "丙", "", "3"],
    ),
    "a tag inside": ("<p>| <b>甲</b>乙 | 12 |</p><p>| 丙 | 3 |</p>", ["| <b>甲</b>乙 | 12 |"] * 2 + ["丙", "3"]),
}


@pytest.mark.parametrize(("page", "spans"), PAGES.values(), ids=PAGES)
def test_a_cell_of_a_page_is_where_it_stands(page: str, spans: list[str]) -> None:
    document = read(f"<html><body>{page}</body></html>".encode(), "report.html", BUILTIN)
    (table,) = document.tables()
    for cell, text in zip(table.cells(), spans, strict=True):
        if text:
            assert document.source.text[cell.start : cell.end] == text


def lines(*changes: tuple[str, str]) -> list[str]:
    """Return the lines of a report as a converter leaves them: rows with pipes and all."""
    text = PIPES.print(unlabelled(b22())).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [re.sub("^#+ ", "", line) for line in text.splitlines() if line.strip("-")]


def word(texts: list[str]) -> Document:
    return read(docx("".join(p(escape(text)) for text in texts)), "report.docx", BUILTIN)


def page(texts: list[str]) -> Document:
    body = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    return read(f"<html><body>{body}</body></html>".encode(), "report.html", BUILTIN)


@pytest.mark.parametrize("make", [word, page])
def test_a_report_of_such_rows_is_read_and_its_fault_found(make: Callable[[list[str]], Document]) -> None:
    assert findings(auditor().audit(make(lines()))) == []
    found = findings(auditor().audit(make(lines(("| 118 |", "| 119 |")))))
    assert [(rule, status) for rule, status, *_ in found] == [("TAB-32", "fail")]


@given(st.lists(st.text(alphabet="| \n甲1-", max_size=12), max_size=6))
def test_no_word_is_lost(texts: list[str]) -> None:
    words = "".join(texts)
    items = list(with_tables([Paragraph(text) for text in texts], "x", Limits()))
    kept = "".join(
        "".join(cell.text for cell in item.cells()) if isinstance(item, Table) else item.text
        for item in items
        if isinstance(item, Table | Paragraph)
    )
    drop = str.maketrans("", "", "| \n-")
    assert kept.translate(drop) == words.translate(drop)


def broken(rows: int) -> bytes:
    """Return a page whose rows stand in one paragraph, parted by line breaks."""
    return f"<html><body><p>{'<br>'.join(['| 甲 | 1 | 2 |'] * rows)}</p></body></html>".encode()


def test_many_rows_in_one_paragraph_are_read_in_time() -> None:
    with patience(5):
        document = read(broken(3000), "report.html", BUILTIN)
    (table,) = document.tables()
    assert len(table.rows) == 3000
    assert {cell.text for cell in table.cells()} == {"甲", "1", "2"}


@pytest.mark.parametrize(("rows", "refused"), [(50, False), (51, True)])
def test_their_cells_count_like_any(rows: int, refused: bool) -> None:
    if not refused:
        assert read(broken(rows), "report.html", BUILTIN, Limits(cells=150)).tables()
        return
    with pytest.raises(InputError, match="more than 150 cells"):
        read(broken(rows), "report.html", BUILTIN, Limits(cells=150))
