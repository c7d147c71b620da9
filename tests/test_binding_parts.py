"""The parts that binding is made of, each by itself: codes of rows, tables side by side, figures between pages."""

import pytest

from audit_core.binding.codes import code_of, name_of
from audit_core.binding.labels import labels_of
from audit_core.binding.page_numbers import page_numbers
from audit_core.binding.reading import read_tables
from audit_core.binding.two_sided import Parting, halves, parting
from audit_core.document import Document, Heading, Paragraph, Section, Source
from audit_core.forms import Codes, Form
from tests.balanced import lines
from tests.printed import form_of, grid, tables_of, told

CODED = form_of(
    t={
        "codes": {"pattern": r"\d+", "levels": [5, 3, 7], "heads": ["Code", "Name"]},
        "rows": {"sum": {"label": "In all", "en": "sum"}},
        "columns": lines("a", "b"),
    }
)


def codes() -> Codes:
    found = CODED.tables["t"].codes
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("row", "code", "label"),
    [
        ("208|Care|1", "208", 1),
        ("208|1|2", "208", 0),
        ("208", "208", 0),
        ("20805|Care|1", "20805", 1),
        ("208|05|Care|1", "20805", 2),
        ("208|5|Care|1", "20805", 2),
        ("208|05|05|Care|1", "2080505", 3),
        ("208|20805|Care|1", "20805", 2),
        ("208|20805|2080505|Care", "2080505", 3),
        ("208|||Care|1", "208", 3),
        ("|208|Care|1", "208", 2),
        ("|||208|Care", None, None),
        ("208|208|Care|1", "208", 0),
        ("208|123456|Care", "208", 0),
        ("208|05|05|01|Care", "2080505", 2),
        ("20|Care|1", None, None),
        ("2080|Care|1", None, None),
        ("208 Care|1", "208", 0),
        ("208.Care|1", "208", 0),
        ("208、Care|1", "208", 0),
        ("208：Care|1", "208", 0),
        ("20805养老|1", "20805", 0),
        ("２０８　Care|1", "208", 0),
        ("20 Care|1", None, None),
        ("208 1|2", None, None),
        ("Care|208|1", None, None),
        ("Care|208 Help|1", None, None),
        ("208|Care 209|1", "208", 1),
        ("208|209 Care|1", "208", 1),
        ("208 1 Care", None, None),
        ("A08 Care|1", None, None),
        ("||", None, None),
        ("", None, None),
    ],
)
def test_the_code_of_a_row(row: str, code: str | None, label: int | None) -> None:
    cells = grid(row).rows[0]
    kinds = [labels_of(CODED).kind(cell.text) for cell in cells]
    assert code_of(cells, kinds, codes()) == (None if code is None else (code, label))


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("208 Care", "208", "Care"),
        (" 208 Care ", "208", "Care"),
        ("208", "208", ""),
        (" ２０８ ", "208", ""),
        ("Care", "208", "Care"),
        (" Care ", "208", " Care "),
        ("20805 Care", "208", "20805 Care"),
        ("208\nCare\nof age", "208", "Care\nof age"),
        ("208-", "208", ""),
    ],
)
def test_the_name_behind_a_code(text: str, code: str, name: str) -> None:
    assert name_of(text, code) == name


def named(text: str) -> set[str]:
    """The tables that a cell names: each of its letters."""
    return set(text) & set("LRlr")


def parted(text: str, *pairs: tuple[str, str], before: Parting | None = None) -> Parting | None:
    rows = [(row, [labels_of(CODED).kind(cell.text) for cell in row]) for row in grid(text).rows]
    return parting(rows, pairs, lambda cell, kind: named(cell.text) & named(kind.figure.raw), before)


BEFORE = Parting("L", "R", 5)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("L|1|R|2", None, Parting("L", "R", 2)),
        ("R|1|L|2", None, None),
        ("L|1|2\nR|3|4", None, None),
        ("L|1|2", None, None),
        ("R|1|2", None, None),
        ("1|2|R|4", None, None),
        ("L|1|R|2\nL|R|R|3\nL|1|R|2", None, Parting("L", "R", 2)),
        ("L|1|R|2\nL|R|3|4", None, Parting("L", "R", 1)),
        ("L|1|R|2\nL|R|3|4\nL|1|R|2", None, Parting("L", "R", 1)),
        ("L|R|1|R\n1|2|3|R\n1|2|3|R", None, Parting("L", "R", 3)),
        ("1|2|L|R\nL|1|2|R\nL|1|2|R", None, Parting("L", "R", 3)),
        ("R|1|L|R\n1|1|L|R\n1|1|1|R", None, Parting("L", "R", 3)),
        ("LR|1|LR|2", None, None),
        ("LR|1|LR|2\nL|1|R|2", None, Parting("L", "R", 2)),
        ("1|2|3|4", BEFORE, None),
        ("L|2|3|4", BEFORE, BEFORE),
        ("1|2|R|4", BEFORE, BEFORE),
        ("L|1|R|4", BEFORE, Parting("L", "R", 2)),
        ("l|1|r|4", BEFORE, Parting("l", "r", 2)),
        ("l|1|2|4", BEFORE, None),
        ("L|l|R|r\nl|1|r|4", None, Parting("l", "r", 2)),
        ("l|r|L|R", None, Parting("L", "R", 3)),
        ("l|L|r|R\nL|1|r|R", None, Parting("L", "R", 3)),
        ("", None, None),
    ],
)
def test_where_two_tables_are_parted(text: str, before: Parting | None, expected: Parting | None) -> None:
    assert parted(text, ("L", "R"), ("l", "r"), before=before) == expected


def test_a_grid_that_is_parted_between_no_tables() -> None:
    assert parted("L|1|R|2") is None


def test_halves_of_rows() -> None:
    rows = [(row, [labels_of(CODED).kind(c.text) for c in row]) for row in grid("a|b^|c\nd|e|f|g\nh").rows]
    found = [
        ([cell.text for cell in cells], len(kinds), table) for cells, kinds, table in halves(rows, Parting("l", "r", 2))
    ]
    assert found == [
        (["a", "b"], 2, "l"), (["d", "e"], 2, "l"), (["h"], 1, "l"), (["c"], 1, "r"), (["f", "g"], 2, "r"), ([], 0, "r"),
    ]  # fmt: skip
    kinds = [kind for _, kinds, _ in halves(rows, Parting("l", "r", 1)) for kind in kinds]
    assert kinds == [labels_of(CODED).kind(text) for text in "adhbcefg"]


PAGES = form_of(
    t={"rows": lines("one", "two"), "columns": lines("a", "b")}, u={"rows": lines("x"), "columns": lines("c")}
)


@pytest.mark.parametrize(
    ("form", "blocks", "expected"),
    [
        (PAGES, ("A", "B", "One", "1", "2", "- 3 -", "Two", "3", "4"), "one 1 2 / two 3 4"),
        (PAGES, ("A", "B", "One", "1", "2", "— 3 —", "Two", "— 4 —", "3", "4"), "one 1 2 / two 3 4"),
        (PAGES, ("|A|B\nOne|1|2", "- 3 -", "|A|B\nTwo|3|4"), "one 1 2 / two 3 4"),
    ],
)
def test_tables_over_pages(form: Form, blocks: tuple[str, ...], expected: str) -> None:
    said = [line for line in told(tables_of(form, *blocks)) if line.startswith(("one", "two"))]
    assert " / ".join(said) == expected


def test_a_number_that_is_a_heading_is_of_no_page() -> None:
    parts = [(Heading("2"), ("A.",)), (Heading("3"), ("B.",)), (Heading("- 4 -"), ("C.", "- 5 -"))]
    document = Document(
        tuple(Section(heading, tuple(map(Paragraph, blocks))) for heading, blocks in parts), Source("report.txt")
    )
    pages = page_numbers(document, labels_of(PAGES))
    assert [node.text for node in pages if isinstance(node, Heading | Paragraph)] == ["- 5 -"]


def test_a_cell_stands_where_its_source_has_it() -> None:
    found = tables_of(PAGES, "A", "B", "One", "1", "2", "Two", "3", "4")
    cells = [(fact.cell.text, fact.cell.start, fact.cell.end) for fact in found.vector if fact.cell]
    assert cells == [("1", 8, 9), ("2", 10, 11), ("3", 16, 17), ("4", 18, 19)]


def test_a_cell_of_running_text_stands_where_its_source_has_it() -> None:
    found = tables_of(PAGES, "So: ABOne1 2Two3 4 ", "|C\nX|7")
    cells = [fact.cell for fact in found.vector if fact.cell]
    assert [(cell.text, cell.start, cell.end, cell.row, cell.column) for cell in cells] == [
        ("1", 9, 10, 1, 1), ("2", 11, 12, 1, 2), ("3", 15, 16, 2, 1), ("4", 17, 18, 2, 2), ("7", -1, -1, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("printed", [("A", "B", "One", "1", "2", "Two", "3", "4"), ("So: ABOne1 2Two3 4 ",)])
def test_a_cell_without_a_place_in_its_source(printed: tuple[str, ...]) -> None:
    blocks = tuple(Paragraph(text) for text in printed)
    document = Document((Section(None, blocks),), Source("report.docx"))
    found = read_tables(document, PAGES, (PAGES,), named=True)
    cells = [(fact.cell.text, fact.cell.start, fact.cell.end) for fact in found.vector if fact.cell]
    assert cells == [("1", -1, -1), ("2", -1, -1), ("3", -1, -1), ("4", -1, -1)]


@pytest.mark.parametrize(
    ("blocks", "cells"),
    [
        (("So: ABOne1 2Two3 4 ",), ["ABOne1 2Two3 4"]),
        (("So it is.", "ABOne1 2Two3 4 done", "The end."), ["ABOne1 2Two3 4"]),
        (("So: ABOne1 2", "Two3 4 or 5", "The end."), ["ABOne1 2", "Two3 4"]),
        (("So: ABOne1 2", "Two", "3 4", "The end."), ["ABOne1 2", "Two", "3 4"]),
        (("1 ABOne1 2Two3 4",), ["ABOne1 2Two3 4"]),
        (("One has 1 and Two 2.",), []),
        (("So: One1Two2.",), []),
        (("So: AOne1Two2.",), ["AOne1Two2"]),
        (("So: AOne1.",), []),
        (("So: CX1.",), ["CX1"]),
        (("C", "X", "1"), ["C", "X", "1"]),
        (("A", "B", "One", "1", "2", "Two", "3", "4", "X of 5."), ["A", "B", "One", "1", "2", "Two", "3", "4"]),
        (("|A|B\nOne|1|2\nTwo|3|4", "So: ABOne1 2Two3 4"), []),
        (("|A|B\nOne|1|2\nTwo|3|4", "So: CX1"), ["CX1"]),
        (("A", "B", "One", "1", "2", "Two", "3", "4", "So: CX1"), ["A", "B", "One", "1", "2", "Two", "3", "4", "CX1"]),
    ],
)
def test_what_of_the_prose_is_cells(blocks: tuple[str, ...], cells: list[str]) -> None:
    found = tables_of(PAGES, *blocks).tabled
    spans = [(node.start, node.text[a:b]) for node, at in found.items() if isinstance(node, Paragraph) for a, b in at]
    assert [text for _, text in sorted(spans)] == cells


ACROSS = form_of(
    v={"across": True, "rows": lines("five", "six"), "columns": lines("dates", "elder", "figs")},
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("See DatesElderFigsDatesElderFigs1 2 3", ["DatesElderFigsDatesElderFigs1 2 3"]),
        ("See DatesElderFigsDatesElderFigs.", []),
        ("See DatesElderFigsDatesElder1 2 3", []),
        ("See DatesElder1 2", []),
    ],
)
def test_what_of_the_prose_is_cells_of_a_table_across(text: str, cells: list[str]) -> None:
    found = tables_of(ACROSS, text).tabled
    assert [node.text[a:b] for node, spans in found.items() if isinstance(node, Paragraph) for a, b in spans] == cells


OLDER = form_of("older", t={"rows": lines("one", "two"), "columns": lines("c", "d", "e")})


@pytest.mark.parametrize(
    ("blocks", "printed"),
    [
        (("A", "B", "One", "1", "2", "Two", "3", "4"), ""),
        (("C", "D", "E", "One", "1", "2", "3", "Two", "3", "4", "5"), "older"),
        (("Item", "A", "D", "E", "One", "1", "2", "3", "Two", "3", "4", "5"), "older"),
        (("|C|D|E\nOne|1|2|3\nTwo|4|5|6",), "older"),
        (("|A|B|E\nOne|1|2|3\nTwo|4|5|6",), ""),
    ],
)
def test_the_head_of_another_year(blocks: tuple[str, ...], printed: str) -> None:
    form = form_of(t={"rows": lines("one", "two"), "columns": lines("a", "b")})
    assert tables_of(form, *blocks, others=(OLDER,)).tables["t"].printed_form == printed
