"""The packs for sections, tables and formats on a form of another domain: one fault in, one rule out."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from audit_core.engine import Auditor
from audit_core.findings import Status
from tests.second.reports import (
    BRANCHES,
    LOANS,
    PARTS,
    SIDES,
    SPENDING,
    VISITS,
    WRITERS,
    Cell,
    Parts,
    Table,
    document,
    parts,
)

Rows = list[list[Cell]]
READERS, ACCOUNTS, LIBRARIES = PARTS
SAID = "全年开放三百天。"


@cache
def auditor() -> Auditor:
    """The auditor of the second domain with all packs."""
    return Auditor.load(str(Path(__file__).with_name("rules.yaml")))


def headed(heading: str) -> Parts:
    return READERS, ACCOUNTS, (heading, LIBRARIES[1])


def saying(text: str) -> Parts:
    """A report whose first section says something else."""
    return (READERS[0], tuple(text if block == SAID else block for block in READERS[1])), ACCOUNTS, LIBRARIES


def cell(name: str, row: int, column: int, text: str) -> Parts:
    return with_rows(name, lambda rows: [
        [text if (r, c) == (row, column) else one for c, one in enumerate(cells)] for r, cells in enumerate(rows)
    ])  # fmt: skip


def with_rows(name: str, change: Callable[[Rows], Iterable[list[Cell]]]) -> Parts:
    table: Table = {"visits": VISITS, "sides": SIDES, "spending": SPENDING, "branches": BRANCHES}[name]
    return parts(**{name: list(change([list(row) for row in table]))})


def coded(code: str, total: str) -> Parts:
    """A report with another total in the row of a code."""
    return with_rows("spending", lambda rows: [[*row[:2], total, *row[3:]] if row[0] == code else row for row in rows])


def borrowed(amount: str) -> Parts:
    """A report with a table that says it has nothing, and amounts in it all the same."""
    return parts(loans=[LOANS[0], ["231", "短期借款", amount, amount], ["合计", "", amount, amount]])


def without_row(name: str, row: int) -> Parts:
    return with_rows(name, lambda rows: rows[:row] + rows[row + 1 :])


def without_books(staff: str) -> Parts:
    """A report without the row of books, which spent nothing, where staff cost so much."""
    return with_rows("sides", lambda rows: [
        *rows[:2], [*rows[2][:3], staff], [*rows[3][:2], *rows[4][2:]], *rows[5:]
    ])  # fmt: skip


FAULTS = {
    "a section is missing": (PARTS[:2], "SEC-02 error branches"),
    "two sections are missing": (PARTS[:1], "SEC-02 blocker accounts, SEC-02 blocker branches"),
    "the order is another": ((READERS, LIBRARIES, ACCOUNTS), "SEC-03 warning order"),
    "a number is wrong": (headed("第二部分 分馆情况"), "SEC-04 warning branches/ordinal"),
    "a number is left out": (headed("分馆情况"), ""),
    "a title is worded otherwise": (headed("第三部分 分馆的情况"), "SEC-05 note branches"),
    "a table is missing": (((READERS[0], (SAID,)), ACCOUNTS, LIBRARIES), "TAB-01 error visits"),
    "a row is missing whose like fall short": (without_row("visits", 5), "TAB-02 error visits/adults_old"),
    "a total is missing": (without_row("visits", 3), "TAB-02 error visits/adults_total"),
    "a row without sums is missing": (without_row("branches", 2), "TAB-02 warning branches/south"),
    "a row is missing that the sums can do without": (without_books("90.33"), "TAB-02 warning outlay/books"),
    "a row is missing and roundings add up": (without_books("90.31"), "TAB-02 warning outlay/books"),
    "a row is missing and more than that": (without_books("90.30"), "TAB-02 error outlay/books"),
    "a column is missing": (with_rows("branches", lambda rows: (row[:-1] for row in rows)), "TAB-03 warning branches/seats"),
    "a label deviates": (cell("sides", 2, 0, "一、财政拔款"), "TAB-04 note income/grant"),
    "a row is none of the form's": (
        with_rows("branches", lambda rows: [*rows, ["城东分馆", "东街3号", "2022-01-01", "是", "0.0%", "10"]]),
        "TAB-06 note branches/城东分馆"),
    "a row stands twice": (with_rows("branches", lambda rows: [*rows, rows[1]]), "TAB-07 note branches/same"),
    "it has other figures": (
        with_rows("branches", lambda rows: [*rows, [*rows[1][:-1], "9"]]), "TAB-07 error branches/different"),
    "a code stands twice": (with_rows("spending", lambda rows: [*rows[:5], *rows[4:]]), "TAB-07 note spending/same"),
    "it stands twice apart, with other figures": (
        with_rows("spending", lambda rows: [*rows[:6], [*rows[4][:-1], "7.77"], *rows[6:]]),
        "TAB-07 error spending/different"),
    "figures stand in a table that says it has none": (borrowed("5.00"), "TAB-09 warning loans/empty"),
    "zeros stand there": (borrowed("0.00"), ""),
    "a column does not add up": (
        cell("visits", 3, 1, "33"), "TAB-33 error visits/column/spring_plan/adults_total"),
    "money does not add up": (cell("sides", 6, 1, "99.97"), "TAB-33 error income/column/amount"),
    "a code does not add up": (coded("合计", "100.44"), "TAB-33 error spending/total/total"),
    "a row does not add up": (coded("20701", "100.53"), "TAB-31 error spending/20701/total"),
    "a rounding does not": (coded("合计", "100.35"), ""),
    "a count is negative": (cell("visits", 11, 1, "-7"), "FMT-02 error "),
    "a balance is negative": (parts(), ""),
    "a count has decimals": (cell("branches", 1, 5, "120.5"), "FMT-03 error "),
    "decimals are asked for by nobody": (
        with_rows("sides", lambda rows: [[one.replace("20.22", "20.2") if isinstance(one, str) else one for one in row] for row in rows]),
        ""),
    "amounts are cut": (cell("sides", 3, 1, "9.340"), "FMT-01 warning "),
    "digits are wide": (cell("branches", 1, 5, "１２０"), "FMT-04 note "),
    "thousands are parted": (cell("branches", 1, 5, "1,200"), "FMT-05 note "),
    "a unit stands in a cell": (cell("sides", 2, 1, "90.33万元"), "FMT-06 note "),
    "a cell is blank": (cell("branches", 1, 5, ""), "FMT-07 note branches"),
    "a mark stands for a figure": (cell("visits", 11, 1, "/"), "FMT-08 note visits"),
    "words stand for a figure": (cell("visits", 11, 1, "若干"), "FMT-09 warning "),
    "a day is none": (cell("branches", 1, 2, "2020年13月1日"), "FMT-09 warning "),
    "it is neither yes nor no": (cell("branches", 1, 3, "或许"), "FMT-09 warning "),
    "punctuation is narrow": (saying("全年开放三百天,接待读者。"), "FMT-12 note punctuation"),
    "brackets differ": (saying("全年开放(含节日)三百天（含夜间）。"), "FMT-11 note brackets"),
}  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), FAULTS.values(), ids=FAULTS)
def test_one_fault_one_rule(found: Parts, expected: str) -> None:
    audited = auditor().audit(document(found, "json"))
    said = [f"{one.rule} {one.severity} {one.finding.key}" for one in audited.findings if one.status is not Status.PASS]
    assert ", ".join(said) == expected
    assert [one for one in audited.outcomes if one.status is Status.ERROR] == []


@pytest.mark.parametrize("style", WRITERS)
def test_a_clean_report_is_clean(style: str) -> None:
    audited = auditor().audit(document(parts(), style))
    assert audited.findings == ()
    unread = {one.rule.partition("-")[0] for one in audited.outcomes if one.status is Status.NOT_ASSESSED}
    assert unread <= {"DUP"}


def test_no_rule_of_the_first_domain_is_in_the_ledger() -> None:
    audited = auditor().audit(document(parts(), "json"))
    rules = {one.rule for one in audited.outcomes}
    assert {rule.partition("-")[0] for rule in rules} == {"DUP", "EXT", "FMT", "SEC", "TAB"}
    assert rules.isdisjoint({"SEC-09", "SEC-10", "SEC-11", "SEC-12", "SEC-13", "SEC-14", "SEC-15", "TAB-21", "TAB-41"})


def test_what_is_said_names_nothing_of_the_first_domain() -> None:
    for found, _ in FAULTS.values():
        for one in auditor().audit(document(found, "json")).findings:
            said = " ".join([one.words.zh, one.words.en, one.advice.zh, *(basis.words.zh for basis in one.basis)])
            assert not [word for word in ("政府信息公开", "六个", "表三第", "条例", "N21", "R50") if word in said], said
