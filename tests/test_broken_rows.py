"""Rows that a page break tore in two: one row where that is beyond doubt, undecided where it is not, in every form."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from audit_core.figures import State
from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft, Raw, Table
from tests.reports.bases import BASES
from tests.reports.reading import auditor, statuses
from tests.reports.writers import FORMS, silent
from tests.test_every_form import READING

ROW = "refused_confirmation"
WIDTH = 7
Lines = list[list[str]]

by_form = pytest.mark.parametrize("form", FORMS)


def torn(tear: Callable[[Lines, int], list[Lines]], row: str = ROW, change: tuple[str, str] | None = None) -> Draft:
    """Return a report whose table three is torn at a row, its merged cells left empty."""
    draft = BASES["B22"]()
    if change:
        draft.put("applications", row, *change)
    for part in draft.parts:
        for number, block in enumerate(part.blocks):
            if isinstance(block, Table) and block.key == "applications":
                lines = block.plain()
                at = len(lines) - len(block.rows) + [one.key for one in block.rows].index(row)
                part.blocks[number : number + 1] = [Raw("applications", made) for made in tear(lines, at)]
                break
    return draft


def split(line: Sequence[str], *, figures: str) -> Lines:
    """Return the halves of a row whose label is cut; `figures` says which of them stand in the second half."""
    labels, numbers = [*line[:-WIDTH]], [*line[-WIDTH:]]
    label = max(n for n, text in enumerate(labels) if text)
    cut = len(labels[label]) // 2
    rest = ["" for _ in labels]
    rest[label] = labels[label][cut:]
    labels[label] = labels[label][:cut]
    below = {"above": (), "below": range(WIDTH), "both": range(4, WIDTH)}[figures]
    high = ["" if n in below else text for n, text in enumerate(numbers)]
    low = [text if n in below else "" for n, text in enumerate(numbers)]
    return [[*labels, *high], [*rest, *low]]


def label_cut(figures: str) -> Callable[[Lines, int], list[Lines]]:
    return lambda lines, at: [[*lines[:at], *split(lines[at], figures=figures), *lines[at + 1 :]]]


def tables_apart(lines: Lines, at: int) -> list[Lines]:
    one, other = split(lines[at], figures="above")
    return [[*lines[:at], one], [other, *lines[at + 1 :]]]


def headed_again(lines: Lines, at: int) -> list[Lines]:
    one, other = split(lines[at], figures="both")
    return [[*lines[:at], one, *lines[:3], other, *lines[at + 1 :]]]


def figures_before(lines: Lines, at: int) -> list[Lines]:
    labels, numbers = lines[at][:-WIDTH], lines[at][-WIDTH:]
    high = [*["" for _ in labels], *numbers]
    return [[*lines[:at], high, [*labels, *["" for _ in numbers]], *lines[at + 1 :]]]


def figures_behind(lines: Lines, at: int) -> list[Lines]:
    labels, numbers = lines[at][:-WIDTH], lines[at][-WIDTH:]
    low = [*["" for _ in labels], *numbers]
    return [[*lines[:at], [*labels, *["" for _ in numbers]], low, *lines[at + 1 :]]]


def figures_cut(lines: Lines, at: int) -> list[Lines]:
    labels, numbers = lines[at][:-WIDTH], lines[at][-WIDTH:]
    high = [*labels, *numbers[:4], "", "", ""]
    low = [*["" for _ in labels], "", "", "", "", *numbers[4:]]
    return [[*lines[:at], high, low, *lines[at + 1 :]]]


def label_in_three(lines: Lines, at: int) -> list[Lines]:
    one, other = split(lines[at], figures="both")
    label = max(n for n, text in enumerate(other[:-WIDTH]) if text)
    third = ["" for _ in other]
    third[label], other[label] = other[label][4:], other[label][:4]
    return [[*lines[:at], one, other, third, *lines[at + 1 :]]]


TEARS = {
    "label in three": label_in_three,
    "figures cut": figures_cut,
    "label, figures above": label_cut("above"),
    "label, figures below": label_cut("below"),
    "label, figures in both": label_cut("both"),
    "two tables": tables_apart,
    "head again": headed_again,
    "figures before": figures_before,
    "figures behind": figures_behind,
}


def whole(lines: Lines, _: int) -> list[Lines]:
    return [lines]


def audited(draft: Draft, form: str) -> Audited:
    return auditor().audit(read(FORMS[form].write(silent(draft)), FORMS[form].uri, BUILTIN))


def values(found: Audited) -> dict[str, tuple[object, ...]]:
    return {fact.concept.key: (fact.state, fact.value) for fact in found.report.vector}


def accused(found: Audited) -> set[str]:
    return {rule for rule, status in statuses(found).items() if status == "fail" and rule not in READING}


@pytest.mark.sampled(14)
@by_form
@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_row_is_one_row(tear: str, form: str) -> None:
    found, plain = audited(torn(TEARS[tear]), form), audited(torn(whole), form)
    assert values(found) == values(plain)
    assert accused(found) == accused(plain)


@pytest.mark.sampled(14)
@by_form
@pytest.mark.parametrize("tear", TEARS)
def test_a_fault_in_a_torn_row_is_found(tear: str, form: str) -> None:
    change = ("total", "9")
    found, plain = audited(torn(TEARS[tear], change=change), form), audited(torn(whole, change=change), form)
    assert found.report.fact("applications", ROW, "total").value == Decimal(9)
    assert accused(found) == accused(plain)
    assert "TAB-31" in accused(plain)


@pytest.mark.parametrize("row", ["received", "granted", "partial", "denied_by_law", "refused_repeat", "carried_out"])
@pytest.mark.parametrize("tear", ["label, figures above", "two tables", "label, figures in both", "figures cut"])
def test_any_row_may_be_torn(tear: str, row: str) -> None:
    found, plain = audited(torn(TEARS[tear], row), "markdown"), audited(torn(whole, row), "markdown")
    assert values(found) == values(plain)
    assert accused(found) == accused(plain)


def test_what_was_put_together_is_said() -> None:
    found = audited(torn(TEARS["label, figures above"]), "html")
    said = [notice.words.zh for notice in found.report.notices if notice.kind == "recovered"]
    assert any("断为两行" in words for words in said)


def test_halves_that_both_print_a_figure_are_undecided() -> None:
    def tear(lines: Lines, at: int) -> list[Lines]:
        one, other = split(lines[at], figures="above")
        return [[*lines[:at], one, [*other[:-1], "3"], *lines[at + 1 :]]]

    found = audited(torn(tear), "html")
    assert found.report.fact("applications", ROW, "total").state is State.AMBIGUOUS
    assert not accused(found) - accused(audited(torn(whole), "html"))


def test_blank_rows_and_figures_between_two_of_them_are_not_put_together() -> None:
    def tear(lines: Lines, at: int) -> list[Lines]:
        blank = [
            ["" if n >= len(line) - WIDTH else text for n, text in enumerate(line)] for line in lines[at - 1 : at + 2]
        ]
        lone = ["" if n < len(lines[at]) - WIDTH else text for n, text in enumerate(lines[at])]
        return [[*lines[: at - 1], blank[0], lone, blank[1], blank[2], *lines[at + 2 :]]]

    found = audited(torn(tear, "refused_publication"), "html")
    assert not any("断为两行" in notice.words.zh for notice in found.report.notices)


def test_words_that_go_on_in_no_label_stay_apart() -> None:
    def tear(lines: Lines, at: int) -> list[Lines]:
        note = ["" for _ in lines[at]]
        note[2] = "其中部分申请正在办理"
        return [[*lines[: at + 1], note, *lines[at + 1 :]]]

    found, plain = audited(torn(tear), "html"), audited(torn(whole), "html")
    assert values(found) == values(plain)
