"""A form of another domain: what it has that the first has not is bound right, whatever the report is written in."""

from datetime import date
from decimal import Decimal

import pytest

from audit_core.binding import bind
from audit_core.errors import InputError
from audit_core.figures import State
from audit_core.findings import Status, fill
from audit_core.report import Report
from audit_core.snapshot import Snapshot
from audit_pack_formats import pack as formats
from tests.second.reports import (
    BRANCHES,
    LOANS,
    SIDES,
    SPENDING,
    VISITS,
    WRITERS,
    Parts,
    Span,
    Table,
    audit,
    auditor,
    document,
    parts,
)

by_style = pytest.mark.parametrize("style", WRITERS)


def bound(found: Parts, style: str = "json") -> Report:
    return bind(document(found, style), auditor().ruleset.forms)


def raw(report: Report, table: str) -> dict[str, str]:
    """What is printed for the figures of a table, by row and column."""
    return {f"{fact.row}/{fact.column}": fact.raw for fact in report.facts(table) if fact.cell}


@by_style
def test_rows_and_columns_of_one_name_are_those_of_their_groups(style: str) -> None:
    report = bound(parts(), style)
    columns = ("spring_plan", "spring_done", "autumn_plan", "autumn_done")
    rows = {
        "adults_total": "30 31 40 41", "adults_new": "10 11 15 16", "adults_old": "20 20 25 25",
        "children_total": "50 52 60 62", "children_new": "30 31 20 21", "children_old": "20 21 40 41",
        "groups_total": "7 8 9 10",
    }  # fmt: skip
    expected = {f"{row}/{column}": figure for row, figures in rows.items()
                for column, figure in zip(columns, figures.split(), strict=True)}  # fmt: skip
    assert raw(report, "visits") == expected
    assert not report.notices


@by_style
def test_two_tables_side_by_side(style: str) -> None:
    report = bound(parts(), style)
    assert raw(report, "income") == {"grant/amount": "90.33", "fees/amount": "9.34", "total/amount": "99.67"}
    assert raw(report, "outlay") == {
        "staff/amount": "70.11", "books/amount": "20.22", "building/amount": "10.00", "left/amount": "-0.66",
        "total/amount": "99.67",
    }  # fmt: skip


def sums(report: Report) -> dict[str, tuple[str, ...]]:
    """The rows that others add up to, with these."""
    found = report.form.tables["spending"].summations
    return {one.right[0]: one.left for one in found if one.each == "column"}


@by_style
def test_of_two_grids_with_two_sides_each_is_the_one_whose_lines_it_prints(style: str) -> None:
    report = bound(parts(), style)
    assert raw(report, "earmarked_income") == {
        "grant/amount": "5.00", "carried/amount": "1.00", "grant_carried/amount": "1.00", "total/amount": "6.00",
    }  # fmt: skip
    assert {key: figure for key, figure in raw(report, "earmarked_outlay").items() if figure} == {
        "staff/total": "4.00", "staff/grant": "4.00", "books/total": "2.50", "books/grant": "2.00",
        "books/gifts": "0.50", "total/total": "6.50", "total/grant": "6.00", "total/gifts": "0.50",
    }  # fmt: skip


@by_style
def test_rows_of_codes(style: str) -> None:
    report = bound(parts(), style)
    table = report.form.tables["spending"]
    assert list(table.rows) == ["207", "20701", "2070104", "2070199", "20799", "total"]
    assert sums(report) == {
        "207": ("20701", "20799"), "20701": ("2070104", "2070199"), "total": ("207",),
    }  # fmt: skip
    assert report.fact("spending", "2070199", "project").value == Decimal("10.22")
    assert report.fact("spending", "2070199", "basic").state is State.BLANK
    assert report.fact("spending", "20701", "total").label.zh == "表三“20701 公共文化”行“合计”列"
    assert report.form.name == "library-2020"


@by_style
def test_a_table_that_says_it_has_none(style: str) -> None:
    report = bound(parts(), style)
    table = report.tables["loans"]
    assert table.has_nothing
    assert {fact.state for fact in report.facts("loans")} == {State.NONE}
    assert report.fact("loans", "total", "closing").number == 0
    assert "branches" in report.tables


@by_style
def test_types_of_values(style: str) -> None:
    report = bound(parts(), style)
    north = {fact.column: fact.typed for fact in report.facts("branches") if fact.row == "north"}
    assert north == {
        "address": "北街1号", "opened": date(2020, 3, 1), "free": True, "share": Decimal("60.5"), "seats": Decimal(120),
    }  # fmt: skip
    assert report.fact("branches", "south", "free").typed is False
    assert report.fact("branches", "south", "opened").typed == date(2021, 5, 4)


@by_style
def test_all_holds_but_for_tail_differences(style: str) -> None:
    for outcome in audit(parts(), style).outcomes:
        assert (outcome.status, outcome.unchecked, outcome.reason.zh) == (Status.PASS, 0, "")


def changed(table: Table, row: int, column: int, text: str) -> Table:
    return [
        [text if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(table)
    ]


@by_style
@pytest.mark.parametrize(
    ("name", "row", "column", "text", "key"),
    [
        ("visits", 3, 3, "43", "visits/column/autumn_plan/adults_total"),
        ("visits", 7, 3, "64", "visits/column/autumn_plan/children_total"),
        ("sides", 6, 1, "98.67", "income/total/amount"),
        ("sides", 6, 3, "98.67", "outlay/total/amount"),
        ("spending", 4, 4, "25.00", "spending/2070104/project"),
        ("spending", 3, 2, "100.36", "spending/20701/total"),
        ("spending", 7, 2, "101.34", "spending/total/total"),
    ],
)
def test_a_fault_is_found(style: str, name: str, row: int, column: int, text: str, key: str) -> None:
    table = {"visits": VISITS, "sides": SIDES, "spending": SPENDING}[name]
    found = audit(parts(**{name: changed(table, row, column, text)}), style)
    rule = "LIB-02" if name == "sides" else "LIB-01"  # the shorter of two relations that one cell breaks
    assert [(one.rule, one.finding.status) for one in found.findings] == [(rule, Status.FAIL)]
    assert found.findings[0].finding.key.startswith(key)


@by_style
def test_what_differs_within_rounding_is_told_with_the_outcome(style: str) -> None:
    sums, across = audit(parts(sides=changed(SIDES, 6, 1, "99.68")), style).outcomes
    assert (sums.status, across.status) == (Status.PASS, Status.PASS)
    assert sums.reason.zh == "表二收入“决算数”列有尾差 0.01，在四舍五入的范围内"
    assert across.reason.zh == "表二收入有尾差 0.01，在四舍五入的范围内"


def test_a_relation_names_figures_of_another_table() -> None:
    (finding,) = audit(parts(sides=changed(SIDES, 6, 3, "98.67"))).findings
    assert "总计·决算数 99.67，表二支出·总计·决算数 98.67" in finding.words.zh


def in_three(table: Table) -> Table:
    """The codes of a table in a column for each level."""
    said = [cells[0] for cells in table]
    rows: Table = [[Span("科目编码", columns=3), "科目名称", *table[0][1:]], ["类", "款", "项", ""]]
    for code, cells in zip(said[2:], table[2:], strict=True):
        text = str(code)
        levels: list[str] = [text[:3], text[3:5], text[5:]] if text.isdecimal() else [text, "", ""]
        rows.append([*levels, *cells[1:]])
    return rows


@by_style
def test_a_code_in_three_columns(style: str) -> None:
    assert raw(bound(parts(spending=in_three(SPENDING)), style), "spending") == raw(bound(parts(), style), "spending")


@by_style
def test_a_level_that_is_not_printed_is_a_missing_row(style: str) -> None:
    report = bound(parts(spending=[row for row in SPENDING if row[0] != "20701"]), style)
    assert report.fact("spending", "20701", "total").state is State.ABSENT
    assert sums(report)["207"] == ("20701", "20799")
    assert audit(parts(spending=[row for row in SPENDING if row[0] != "20701"]), style).outcomes[0].unchecked


def test_a_row_without_a_code_of_the_classification_is_an_unknown_row() -> None:
    report = bound(parts(spending=changed(SPENDING, 6, 0, "2079")))
    assert [line.text for line in report.tables["spending"].extra_rows] == ["2079"]


@by_style
@pytest.mark.parametrize("code", ["20701 99", "20701991", "207019A", ""])
def test_a_sum_that_lacks_just_a_row_without_a_code_accuses_nobody(style: str, code: str) -> None:
    spending = changed(SPENDING, 5, 0, code)
    (outcome,) = [one for one in audit(parts(spending=spending), style).outcomes if one.rule == "LIB-01"]
    assert outcome.status is Status.NOT_ASSESSED
    assert f"“{code or '其他'}”行没有可识别的编码，其数据恰好等于合计的差额" in outcome.reason.zh
    (outcome,) = [
        one for one in audit(parts(spending=changed(spending, 4, 2, "91.11")), style).outcomes if one.rule == "LIB-01"
    ]
    assert outcome.status is Status.FAIL


def test_the_total_may_come_first() -> None:
    report = bound(parts(spending=[*SPENDING[:2], SPENDING[-1], *SPENDING[2:-1]]))
    assert raw(report, "spending") == raw(bound(parts()), "spending")


def test_codes_go_over_a_page_without_a_head() -> None:
    found = parts()
    heading, blocks = found[1]
    cut: list[object] = []
    for block in blocks:
        cut += [block[:4], "— 7 —", block[4:]] if block is SPENDING else [block]
    report = bound((found[0], (heading, cut), found[2]))  # type: ignore[arg-type]
    assert raw(report, "spending") == raw(bound(parts()), "spending")


def test_a_side_may_end_before_the_other_on_the_next_page() -> None:
    found = parts()
    heading, blocks = found[1]
    cut: list[object] = []
    for block in blocks:
        cut += [block[:5], "— 7 —", block[5:]] if block is SIDES else [block]
    report = bound((found[0], (heading, cut), found[2]))  # type: ignore[arg-type]
    for table in ("income", "outlay"):
        assert raw(report, table) == raw(bound(parts()), table)


def test_figures_in_spite_of_the_sentence_are_read() -> None:
    loans: Table = [LOANS[0], ["231", "短期借款", "5.00", "4.00"], ["合计", "", "5.00", "4.00"]]
    report = bound(parts(loans=loans))
    assert report.tables["loans"].empty is not None
    assert not report.tables["loans"].has_nothing
    assert raw(report, "loans")["231/closing"] == "4.00"


def test_without_the_sentence_the_table_is_not_there() -> None:
    found = parts()
    heading, blocks = found[1]
    report = bound((found[0], (heading, [block for block in blocks if block != blocks[-1]]), found[2]))
    assert "loans" not in report.tables
    assert {fact.state for fact in report.vector if fact.table == "loans"} == {State.ABSENT}
    assert raw(report, "branches")


def test_reports_of_one_form_have_rows_of_their_own() -> None:
    """The equations of one report's codes are not those of the next."""
    fewer: Table = [*SPENDING[:2], ["207", "文化支出", "5.00", "5.00", ""], ["合计", "", "6.00", "5.00", "1.00"]]
    assert audit(parts()).outcomes[0].status is Status.PASS
    assert audit(parts(spending=fewer)).outcomes[0].status is Status.FAIL
    assert audit(parts()).outcomes[0].status is Status.PASS


def test_more_codes_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit_core.binding.reading.MOST_CODES", 4)
    with pytest.raises(InputError, match="found 5 codes of a classification, expected at most 4"):
        bound(parts())


def test_what_others_see_of_a_report_has_its_types_and_its_own_rows() -> None:
    report = bound(parts())
    kept = Snapshot.decode(Snapshot.of(report).encode())
    assert kept.fact("spending", "2070199", "project").value == Decimal("10.22")
    assert [kept.fact("branches", "north", key).typed for key in ("address", "opened", "free", "share")] == [
        "北街1号", date(2020, 3, 1), True, Decimal("60.5"),
    ]  # fmt: skip
    assert kept.fact("loans", "total", "closing").state is State.NONE


WRONG = [
    ("2020年13月1日", 1, 2, "表五“城北分馆”行“开放日期”列应填日期，实际填写“2020年13月1日”"),
    ("看情况", 1, 3, "表五“城北分馆”行“是否免费”列应填是或否，实际填写“看情况”"),
    ("八十", 2, 5, "表五“城南分馆”行“座位数”列应填数字，实际填写“八十”"),
]


@pytest.mark.parametrize(("text", "row", "column", "said"), WRONG)
def test_what_is_not_of_its_type_is_told(text: str, row: int, column: int, said: str) -> None:
    report = bound(parts(branches=changed(BRANCHES, row, column, text)))
    rule = formats.rules["FMT-09"]
    assert rule.check is not None
    (finding,) = rule.check(report)
    assert fill(finding.message or rule.template, {"at": finding.at, **finding.values}).zh == said
    assert not list(rule.check(bound(parts())))


@pytest.mark.parametrize(("text", "row", "column"), [one[:3] for one in WRONG])
def test_what_is_not_of_its_type_cannot_be_read(text: str, row: int, column: int) -> None:
    report = bound(parts(branches=changed(BRANCHES, row, column, text)))
    (fact,) = [fact for fact in report.facts("branches") if fact.state is State.TEXT]
    assert (fact.raw, fact.typed) == (text, None)
