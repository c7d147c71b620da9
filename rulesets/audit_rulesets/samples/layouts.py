"""Other ways of printing the same report, none of them a fault."""

from collections.abc import Callable

from audit_rulesets.samples.drafts import Column, Draft, Raw, Table
from audit_rulesets.samples.statutory import case_blocks

Change = Callable[[Draft], None]
"""A change to a draft, made in place."""


def nothing(draft: Draft) -> None:
    """Leave the draft as it is."""


def reverse_preamble(draft: Draft) -> None:
    """Print the paragraphs before section one in the other order."""
    draft.parts[0].blocks.reverse()


def split_cases(draft: Draft) -> None:
    """Print table four in three pieces."""
    draft.part("行政复议").blocks = [*case_blocks(draft.table("cases"))]


def legal_subtotal(draft: Draft) -> None:
    """Print a right subtotal of legal persons behind their columns."""
    table = draft.table("applications")
    legal = ("business", "research", "charity", "legal_service", "other")
    column = Column("legal_subtotal", "法人或其他组织小计", table.column("other").path)
    table.columns.insert(len(table.columns) - 1, column)
    for row in table.rows:
        whole = row.figures.pop("total")
        row.figures["legal_subtotal"] = str(sum(int(row.figures[key]) for key in legal))
        row.figures["total"] = whole


def trailing_cells(draft: Draft) -> None:
    """Print two empty cells behind every row."""
    for part in draft.parts:
        for table in part.tables:
            table.trailing = 2


def move_column(key: str, before: str) -> Change:
    """Print a column of table three, head and figures, before another."""

    def change(draft: Draft) -> None:
        table = draft.table("applications")
        column = table.column(key)
        table.columns.remove(column)
        table.columns.insert(table.columns.index(table.column(before)), column)
        for row in table.rows:
            row.figures = {one.key: row.figures[one.key] for one in table.columns}

    return change


def break_page(row: str, *, headed: bool) -> Change:
    """Break table three before a row, as a page does: the labels beside it are lost, the head is printed again or not."""

    def change(draft: Draft) -> None:
        whole = draft.table("applications")
        at = whole.rows.index(whole.row(row))
        first = Table(whole.key, whole.columns, whole.rows[:at], whole.labels, corner=whole.corner)
        plain = Table(whole.key, whole.columns, whole.rows[at:], whole.labels, corner=whole.corner).plain()
        head = len(plain) - len(whole.rows[at:])
        lost = {label for one in whole.rows[:at] for label in one.path}
        below = [["" if text in lost else text for text in line] for line in plain[head:]]
        rest = Raw(whole.key, [*(plain[:head] if headed else []), *below])
        part = draft.part("收到和处理")
        part.blocks = [first, "（续表）", rest]

    return change


def contents(draft: Draft) -> None:
    """Print a table of contents before section one, one heading a paragraph."""
    draft.parts[0].blocks += ["目录", *(part.heading for part in draft.parts[1:])]


def announced_sections(draft: Draft) -> None:
    """Say before section one, in a sentence, which sections there are."""
    names = "；".join(part.heading for part in draft.parts[1:])
    draft.parts[0].blocks.append(f"本报告由以下六个部分组成：{names}。全文以汉字书写。")


def spaced_labels(draft: Draft) -> None:
    """Print blanks inside the labels of table three, as narrow columns break them."""
    table = draft.table("applications")
    for row in table.rows:
        row.label = " ".join((row.label[:3], row.label[3:]))
        row.path = tuple(" ".join((label[:3], label[3:])) for label in row.path)
    for column in table.columns:
        column.label = " ".join((column.label[:2], column.label[2:]))


def straight_quotes(draft: Draft) -> None:
    """Print the quotation marks of a label half-width."""
    draft.table("applications").row("denied_safety").label = '3.危及"三安全一稳定"'


def broken_title(draft: Draft) -> None:
    """Print the title in two lines, neither marked as a heading."""
    organ = draft.metadata["organization"]
    year = draft.metadata["year"]
    draft.title = f"{organ}\n{year}年政府信息公开工作年度报告"
