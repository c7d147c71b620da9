"""Heads and labels damaged at random: never a mistake of our own, never a wrong figure, nobody accused of a sum."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_core.figures import State
from audit_core.loaders import BUILTIN, read
from audit_core.report import Report
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import LINES, PIPES, Style
from tests.reports import scrambles
from tests.reports.bases import BASES
from tests.reports.reading import audit, auditor, statuses

SUMS = ("TAB-31", "TAB-32", "TAB-33", "TAB-41")
GLYPHS = "口曰工巾禾亻\ufffd"

Cells = list[list[str]]
seeds = st.integers(0, 2**32)


def cut(text: str, random: Random) -> str:
    """Cut a text off at either end."""
    at = random.randrange(len(text) + 1)
    return text[at:] if random.random() < 0.5 else text[:at]


def misprinted(text: str, random: Random) -> str:
    """Print some characters as others."""
    return "".join(random.choice(GLYPHS) if random.random() < 0.4 else one for one in text)


def turned(text: str, random: Random) -> str:
    """Put the characters of a text in another order."""
    return "".join(random.sample(text, len(text)))


def lost(text: str, random: Random) -> str:
    """Print nothing."""
    return ""


def strange(text: str, random: Random) -> str:
    """Print words of no table."""
    return random.choice(("（续表）", "备注", "见附件", "第 2 页"))


DAMAGES: tuple[Callable[[str, Random], str], ...] = (cut, misprinted, turned, lost, strange)


def damage(lines: Cells, random: Random, damages: int) -> None:
    """Damage some words of a table, or print one of its cells twice."""
    twice = random.random() < 0.2
    for _ in range(min(damages, 1) if twice else damages):
        line = random.choice(lines)
        words = [at for at, text in enumerate(line) if any(map(str.isalpha, text))]
        at = random.choice(words) if words else -1
        if words and twice:
            line.insert(at, line[at])
        elif words:
            line[at] = random.choice(DAMAGES)(line[at], random)


def by_lines(lines: Cells) -> str:
    """Print one cell a line."""
    return "\n\n".join(text for line in lines for text in line if text)


def damaged(draft: Draft, random: Random, show: Callable[[Cells], str], *, heads: bool) -> bytes:
    """Print a draft with the words of its tables damaged; either those of heads or those of rows."""
    for part in draft.parts:
        for table in part.tables:
            head, rows = scrambles.lines_of(table)
            damage(head if heads else rows, random, random.choice((0, 1, 1, 2, 3)))
            part.blocks[part.blocks.index(table)] = show([*head, *rows])
    return PIPES.print(draft)


def audited(data: bytes) -> Audited:
    """Audit the bytes of a report."""
    return auditor().audit(read(data, "report.md", BUILTIN))


def wrong(bound: Report, truth: dict[str, str]) -> list[str]:
    """Return the figures that are said, and are not those of the report."""
    said = [fact for fact in bound.vector if fact.state in (State.NUMBER, State.BLANK)]
    right = {fact.concept.key: Decimal(truth.get(fact.concept.key) or 0) for fact in said}
    return [f"{key}: {f.figure.exact}, not {right[key]}" for f in said if f.figure.exact != right[key := f.concept.key]]


@pytest.mark.parametrize("heads", [True, False], ids=["heads", "labels"])
@pytest.mark.parametrize("show", [scrambles.piped, by_lines], ids=["pipes", "lines"])
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_no_figure_is_wrong_whatever_became_of_the_words(show: Callable[[Cells], str], heads: bool, seed: int) -> None:
    random = Random(seed)
    draft = scrambles.redrawn(random.choice(("A19", "B22")), random)
    truth = scrambles.truth(draft)
    found = audited(damaged(draft, random, show, heads=heads))
    told = statuses(found)
    assert wrong(found.report, truth) == []
    assert [rule for rule in SUMS if told[rule] == "fail"] == []
    assert [outcome.rule for outcome in found.outcomes if outcome.status == "error"] == []


def printed(
    show: Callable[[Cells], str], change: Callable[[dict[str, Cells]], None], *lies: tuple[str, str, str]
) -> str:
    """Print a clean report with words of its tables changed, and figures as they are given."""
    draft = BASES["B22"]()
    for key, row, figures in lies:
        columns = next(one for one in draft.table(key).rows if one.key == row or key == "cases").figures
        columns.update(zip(columns, figures.split(), strict=True))
    tables = {table.key: scrambles.lines_of(table) for part in draft.parts for table in part.tables}
    change(
        {key: head for key, (head, _) in tables.items()} | {f"{key}/rows": rows for key, (_, rows) in tables.items()}
    )
    for part in draft.parts:
        part.blocks[:] = [block if isinstance(block, str) else show([*tables[block.key][0], *tables[block.key][1]])  # type: ignore[union-attr]
                          for block in part.blocks]  # fmt: skip
    return PIPES.print(draft).decode()


def put(head: Cells, old: str, new: str) -> None:
    """Replace a cell."""
    row = next(row for row in head if old in row)
    row[row.index(old)] = new


def three_lost(tables: dict[str, Cells]) -> None:
    """Lose three heads."""
    for text in ("社会公益组织", "法律服务机构", "其他"):
        put(tables["applications"], text, "")


def one_cut(tables: dict[str, Cells]) -> None:
    """Cut the last character of one head and the first half of another off."""
    put(tables["documents"], "现行有效件数", "现行有效件")
    put(tables["applications"], "商业企业", "企业")


def halves_lost(tables: dict[str, Cells]) -> None:
    """Print under three heads what is left of one."""
    for text in ("商业企业", "科研机构", "社会公益组织"):
        put(tables["applications"], text, "企业")


def misread(tables: dict[str, Cells]) -> None:
    """Misprint two heads beside each other."""
    put(tables["applications"], "科研机构", "禾斤机曰")
    put(tables["applications"], "社会公益组织", "\ufffd\ufffd\ufffd")


def strangers_before(tables: dict[str, Cells]) -> None:
    """Print three equal unknown heads before one that lost its first half."""
    head = tables["applications"]
    head[1][:3] = ["（续表）"] * 3
    put(head, "商业企业", "企业")


def cases_cut(tables: dict[str, Cells]) -> None:
    """Cut some heads of table four."""
    head = tables["cases"]
    put(head, "结果纠正", "纠正")
    put(head, "其他结果", "")
    put(head, "总计", "总")


def doubled(tables: dict[str, Cells]) -> None:
    """Print a head twice, so that those behind it do not stand over their figures."""
    row = next(row for row in tables["applications"] if "商业企业" in row)
    row.insert(row.index("商业企业"), "商业企业")


def rows_cut(tables: dict[str, Cells]) -> None:
    """Cut labels of rows."""
    put(tables["enforcement/rows"], "行政处罚", "处罚")
    put(tables["enforcement/rows"], "行政强制", "制强政行")
    put(tables["applications/rows"], "2.重复申请", "重复申")


WORDED = ("TAB-04", "FMT-18")
"""Rules on words themselves: labels that differ, characters that were replaced."""

WORDS = (three_lost, one_cut, halves_lost, misread, strangers_before, cases_cut, doubled, rows_cut)
by_words = pytest.mark.parametrize("change", WORDS, ids=lambda change: change.__name__)
by_show = pytest.mark.parametrize("show", [scrambles.piped, by_lines], ids=["pipes", "lines"])


@by_show
@by_words
def test_columns_and_rows_are_told_by_their_place(show: Callable[[Cells], str], change: Callable[..., None]) -> None:
    found = audited(printed(show, change).encode())
    truth = scrambles.truth(BASES["B22"]())
    assert wrong(found.report, truth) == []
    assert [key for key in truth if found.report.fact(*key.split("/")).state is not State.NUMBER] == []
    assert [one.rule for one in found.findings if one.status == "fail" and one.rule not in WORDED] == []


@by_show
@by_words
def test_a_wrong_figure_under_damaged_words_is_found(show: Callable[[Cells], str], change: Callable[..., None]) -> None:
    lies = ("applications", "granted", "44 11 0 2 1 3 60"), ("cases", "", "1 0 0 1 3 1 0 0 0 1 0 0 0 0 0")
    told = statuses(audited(printed(show, change, *lies).encode()))
    assert (told["TAB-31"], told["TAB-41"]) == ("fail", "fail")


@by_show
def test_a_head_of_the_organs_own_is_no_statutory_one(show: Callable[[Cells], str]) -> None:
    def change(tables: dict[str, Cells]) -> None:
        put(tables["applications"], "科研机构", "外籍人士")

    bound = audited(printed(show, change).encode()).report
    assert bound.fact("applications", "received", "research").state is State.ABSENT or show is by_lines


def old_form(draft: Draft) -> None:
    """Print （六） as one row, as the form of 2019 has it."""
    table = draft.table("applications")
    group = [row for row in table.rows if row.path[-1:] == ("（六）其他处理",)]
    sums = {column: str(sum(int(row.figures[column]) for row in group)) for column in group[0].figures}
    table.rows[table.rows.index(group[0])] = replace(
        group[0], label="（六）其他处理", path=group[0].path[:1], figures=sums
    )
    table.rows[:] = [row for row in table.rows if row not in group[1:]]


@pytest.mark.parametrize("style", [LINES, PIPES], ids=lambda style: style.name)
def test_a_row_under_its_old_label_has_not_lost_its_name(style: Style) -> None:
    draft = BASES["B22"]()
    old_form(draft)
    found = audit(draft, style)
    assert found.report.fact("applications", "other_subtotal", "total").value == 4
    assert [notice.kind for notice in found.report.notices if notice.kind == "unplaced_cells"] == []
    assert [one.status.value for one in found.findings if one.rule == "TAB-02"] == ["fail"]
