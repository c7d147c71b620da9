"""Tables whose rows are lines of running text: what stands between the lines, and what is said of the rows."""

import pytest

from audit_core.figures import State
from audit_core.report import Report
from tests.packs.handmade import base, report, said
from tests.reports.reading import figures

FEE = "行政事业性收费  162.38\n"
QUERY = "8.属于行政查询事项  2  0  0  0  0  0  2\n"


def flowed(*changes: tuple[str, str]) -> str:
    """Return a clean report with the cells of its rows parted by two blanks, and texts replaced."""
    lines = ["  ".join(cell for cell in line.split("\t") if cell) for line in base("B22").split("\n")]
    text = "\n".join(lines)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def read_as_printed(text: str) -> Report:
    """Return a bound report, whose figures are those of the clean one."""
    bound = report(text)
    assert figures(bound) == figures(report(flowed()))
    return bound


PAGES = [
    [("\n— 2 —\n\n", FEE), ("\n— 3 —\n\n", QUERY)],
    [("- 2 -\n", FEE), ("－3－\n", QUERY)],
    [("\n第2页\n\n", FEE), ("\n第 3 页 共 8 页\n\n", QUERY)],
    [("\n2\n\n", FEE), ("\n3\n\n", QUERY)],
    [("\n— 2 —\n\n", FEE), ("\n3\n\n", QUERY)],
    [("\n第3页\n\n", QUERY)],
    [("\n2 / 8\n\n", FEE), ("\n3/8\n\n", QUERY)],
]


def test_rows_of_running_text_are_read() -> None:
    assert figures(report(flowed())).keys() == figures(report(base("B22"))).keys()


@pytest.mark.parametrize("pages", PAGES, ids=str)
def test_page_numbers_are_no_figures(pages: list[tuple[str, str]]) -> None:
    text = flowed(*((line, line + page) for page, line in pages))
    bound = read_as_printed(text)
    at = bound.fact("applications", "denied_query", "total").cell
    assert at is not None
    assert text[at.start : at.end] == "2"


NO_PAGES = [
    ("a number that nothing continues", [(QUERY, QUERY + "\n3\n\n")], "applications/denied_query/total"),
    ("numbers that do not count on", [(FEE, FEE + "\n2\n\n"), (QUERY, QUERY + "\n7\n\n")],
     "applications/denied_query/total"),
    ("a figure in the line under its label",
     [("行政处罚  1933\n", "行政处罚\n\n1\n\n"), ("行政强制  87\n", "行政强制\n\n2\n\n")], ""),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "doubted"), [case[1:] for case in NO_PAGES], ids=[case[0] for case in NO_PAGES])
def test_figures_are_no_page_numbers(changes: list[tuple[str, str]], doubted: str) -> None:
    bound = report(flowed(*changes))
    if doubted:
        assert bound.fact(*doubted.split("/")).state is State.AMBIGUOUS
    else:
        penalties = [bound.fact("enforcement", row, "decisions").figure.exact for row in ("penalties", "coercion")]
        assert penalties == [1, 2]


def test_a_figure_with_words_behind_it_is_undecided_and_said_to_be() -> None:
    text = flowed((FEE, "行政事业性收费  162.38  另退还若干\n"))
    assert report(text).fact("fees", "fees", "amount").state is State.AMBIGUOUS
    (one,) = said("EXT-03", text)
    assert "行政事业性收费" in one.words.zh


RECEIVED = "一、本年新收政府信息公开申请数量  90  22  0  2  4  2  120\n"
OUT = "四、结转下年度继续办理  6  2  0  0  0  0  8\n"
ROWS = [
    *[[(line, line.replace("  ", blank)) for line in (RECEIVED, OUT)] for blank in (" ", "\u00a0", "\u3000", "  ")],
    [(OUT, f"\n{OUT.replace('  ', ' ')}\n")],
    [(RECEIVED, RECEIVED.replace("政府信息公开", "政府信\n息公开"))],
    [(OUT, "四、结转下年度继\n6 2 0 0 0 0 8\n续办理\n")],
]


@pytest.mark.parametrize("changes", ROWS, ids=str)
def test_rows_are_no_headings(changes: list[tuple[str, str]]) -> None:
    text = flowed(*changes)
    assert [one.words.zh for rule in ("SEC-03", "SEC-04", "SEC-05", "SEC-06") for one in said(rule, text)] == []


def test_a_heading_that_no_row_begins_with_is_one() -> None:
    text = flowed((OUT, f"{OUT}\n七、结转事项 2022\n\n均已说明。\n\n"))
    assert [one.severity for one in said("SEC-06", text)] == ["note"]
