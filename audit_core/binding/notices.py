"""What is said of rows and figures that were hard to read.

成人读者 | 1 | 2                       “1 row with 2 figures instead of 3; which cell is missing cannot be decided”
"""

from collections.abc import Collection, Iterator, Sequence

from audit_core.binding.regions import PrintedRow, Region
from audit_core.document import Cell, Node
from audit_core.figures import State
from audit_core.forms import TableForm
from audit_core.report import Fact, Notice, Readings
from audit_core.words import Words, counted

_MOST_NAMED = 4


def count_notices(table: TableForm, ambiguous: Sequence[Readings]) -> Iterator[Notice]:
    """Yield one notice of the rows that print too few or too many figures."""
    if ambiguous:
        cells = tuple(cell for reading in ambiguous for cell in (reading.label, *reading.cells) if cell)
        yield Notice(
            "figure_count",
            cells[0] if cells else None,
            _count_words(table, ambiguous),
            table.key,
            cells,
            decided=all(reading.decided for reading in ambiguous),
        )


def _count_words(table: TableForm, ambiguous: Sequence[Readings]) -> Words:
    expected = ambiguous[0].expected
    counts = [reading.found for reading in ambiguous if reading.found != expected]
    if not counts:
        return Words(
            f"{table.title.zh}有 {len(ambiguous)} 行的数字与表头各列没有对齐，哪个数字属于哪一列无法确定",
            f"{table.title.en}: the figures of {counted(len(ambiguous), 'row')} do not stand under the columns of the "
            "head; which belongs to which cannot be decided",
        )
    found = "、".join(map(str, sorted(set(counts))))
    return Words(
        f"{table.title.zh}有 {len(counts)} 行的数字为 {found} 个，应为 {expected} 个，缺的是哪一格无法确定",
        f"{table.title.en}: {counted(len(counts), 'row')} with {found.replace('、', ', ')} figures instead of "
        f"{expected}; which cell is missing cannot be decided",
    )


def broken_notices(table: TableForm, region: Region) -> Iterator[Notice]:
    """Yield one notice of the rows that were put together of two."""
    broken = [row for row in region.rows if row.broken and row.options is None]
    if broken:
        names = _named(table, list(dict.fromkeys(row.key for row in broken)))
        words = Words(
            f"{table.title.zh}有 {len(broken)} 行在分页处断为两行，已合为一行：{names.zh}",
            f"{table.title.en}: {counted(len(broken), 'row')} torn in two at a page break, read as whole: {names.en}",
        )
        cells = tuple(row.cells[row.label] for row in broken)
        yield Notice("recovered", cells[0], words, table.key, cells, decided=True)


def recovered_notices(
    table: TableForm, region: Region, facts: Sequence[Fact], unplaced: Sequence[Cell] = ()
) -> Iterator[Notice]:
    """Yield one notice of the rows whose figures were recovered, and one of the figures that could not be placed."""
    recovered = [fact for fact in facts if fact.recovered]
    if recovered:
        rows = list(dict.fromkeys(fact.row for fact in recovered))
        cells = tuple(fact.cell for fact in recovered if fact.cell)
        names = _named(table, rows)
        words = Words(
            f"{table.title.zh}有 {len(rows)} 行的数字与行名脱开或连成一片，已按法定顺序和合计关系归位：{names.zh}",
            f"{table.title.en}: the figures of {counted(len(rows), 'row')} had parted from their labels or run "
            f"together; order and sums of the form tell where they belong: {names.en}",
        )
        yield Notice("recovered", cells[0] if cells else None, words, table.key, cells, decided=True)
    cells = tuple(dict.fromkeys((*unplaced, *unplaced_cells(region))))
    if cells:
        untold = _untold(region, facts)
        lost = list(dict.fromkeys(fact.row for fact in facts if fact.state is State.AMBIGUOUS and fact.row in untold))
        yield unplaced_notice(table, cells, lost)


def _untold(region: Region, facts: Sequence[Fact]) -> set[str]:
    """Return the rows that are not decided for want of a label, or because their digits run together."""
    labelled = {row.key for row in region.rows if row.options is None}
    return {fact.row for fact in facts} - labelled


def unplaced_cells(region: Region) -> Iterator[Cell]:
    """Yield the figures of a region that belong to no row, and those that run together in one."""
    for row in region.rows:
        if row.options is not None:
            yield row.cells[-1]
    for _, printed, _ in region.parts:
        if printed.options is not None:
            yield printed.cells[-1]
    if not region.others:
        return
    widths = {sum(kind.numeric for kind in row.kinds) for row in region.rows}
    for _, row in region.others:
        if not row.key and _only_figures(row) and _near(region, row, widths):
            yield from (cell for cell, kind in zip(row.cells, row.kinds, strict=True) if kind.numeric)


def _only_figures(row: PrintedRow) -> bool:
    numeric = sum(kind.numeric for kind in row.kinds)
    return numeric > 1 and all(kind.numeric or kind.blank for kind in row.kinds)


def _near(region: Region, row: PrintedRow, widths: Collection[int]) -> bool:
    """Whether a row stands in a grid of the table, or is as long as its rows are."""
    return any(row.table is block for block in region.blocks) or sum(kind.numeric for kind in row.kinds) in widths


def unplaced_notice(table: TableForm, cells: Sequence[Node], rows: Sequence[str] = ()) -> Notice:
    """Return the notice of figures of a table of which it cannot be told where they belong."""
    names = _named(table, rows)
    tail = Words(f"；未能认定的行：{names.zh}", f"; rows not decided: {names.en}") if rows else Words("", "")
    words = Words(
        f"{table.title.zh}有 {len(cells)} 处数字分不清属于哪一行哪一列{tail.zh}",
        f"{table.title.en}: of the figures in {counted(len(cells), 'place')} neither row nor column can be "
        f"told{tail.en}",
    )
    return Notice("unplaced_cells", cells[0] if cells else None, words, table.key, tuple(cells[:_MOST_NAMED]))


def run_together_notice(table: TableForm) -> Notice:
    """Return the notice of a table whose words stand in the prose, and whose figures cannot be told apart."""
    words = Words(
        f"{table.title.zh}的文字和数字连成一片，分不清行列，没有读入",
        f"the cells of {table.title.en} run together and cannot be told apart; none of them was read",
    )
    return Notice("unplaced_cells", None, words, table.key)


def order_notice(table: TableForm, at: Node | None, *, decided: bool) -> Notice:
    """Return the notice of a head that does not tell the order of its columns."""
    if decided:
        words = Words(
            f"{table.title.zh}的表头看不出各列的先后，已按各行合计认定",
            f"the head of {table.title.en} does not tell the order of its columns; the sums of the rows do",
        )
        return Notice("recovered", at, words, table.key, decided=True)
    words = Words(
        f"{table.title.zh}的表头看不出各列的先后，各行合计也不能认定",
        f"neither the head of {table.title.en} nor the sums of its rows tell the order of its columns",
    )
    return Notice("unplaced_cells", at, words, table.key)


def placed_notice(table: TableForm, columns: Sequence[str], at: Node | None) -> Notice:
    """Return the notice of columns that were told by their place, since their heads are lost or cannot be read."""
    names = [table.columns[key].words for key in columns]
    words = Words(
        f"{table.title.zh}表头有 {len(names)} 列没有读到列名，已按法定顺序认定：{'、'.join(name.zh for name in names)}",
        f"{table.title.en}: {counted(len(names), 'column head was', 'column heads were')} not read; "
        f"told by their place: {', '.join(name.en for name in names)}",
    )
    return Notice("recovered", at, words, table.key, decided=True)


def _named(table: TableForm, rows: Sequence[str]) -> Words:
    names = [table.rows[row].words for row in rows[:_MOST_NAMED]]
    zh, en = ("等", ", …") if len(rows) > len(names) else ("", "")
    return Words("、".join(name.zh for name in names) + zh, ", ".join(name.en for name in names) + en)
