"""Rules on the rows and columns of a table: missing, unknown or printed twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from audit_core import (
    BoundLine,
    BoundTable,
    Evidence,
    Figure,
    Finding,
    NotApplicable,
    NotAssessed,
    Report,
    Severity,
    State,
    Status,
    Summation,
    Words,
    fold,
)
from audit_pack_tables import pack
from audit_pack_tables.table_damage import figures

_MOST_SHOWN = 3


def _statutory(report: Report) -> Iterator[BoundTable]:
    """Return the tables that are printed in the report's own form, but for those that say they have nothing.

    Raises NotAssessed where no table was read.
    """
    if not report.tables:
        raise NotAssessed("no statutory table was read", "没有读到法定表格")
    return (table for table in report.tables.values() if not table.superseded and not table.has_nothing)


def _runs(wanted: Iterable[str], found: Mapping[str, BoundLine]) -> Iterator[tuple[BoundLine | None, list[str]]]:
    """Yield each run of consecutive missing keys, with the line printed before it."""
    before: BoundLine | None = None
    run: list[str] = []
    for key in wanted:
        if key not in found:
            run.append(key)
            continue
        if run:
            yield before, run
            run = []
        before = found[key]
    if run:
        yield before, run


def _together(runs: Sequence[tuple[BoundLine | None, list[str]]]) -> list[tuple[BoundLine | None, list[str]]]:
    """Return the runs of a table as one, where one cause explains them all."""
    return [(runs[0][0], [key for _, run in runs for key in run])]


@pack.rule(
    "TAB-02",
    zh="{name}缺少 {count} 行：{lines}",
    en="{name} lacks {count}: {lines}",
    severity="warning",
    basis="form",
    advice=(
        "请补充缺少的行，据实填写数据，没有的才填0。",
        "Add the rows with their true figures; 0 only where there is nothing to count.",
    ),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
    """,
)
def row_missing(report: Report) -> Iterator[Finding]:
    """缺行 / Row missing

    检查 各表的法定行是否齐全；相邻的缺行合为一条。缺了这一行合计就对不上的，按错误处理。
    Checks whether each table prints all its statutory rows; neighbouring ones are one finding. Where sums cannot hold
        without the row it is an error.
    原因 缺一行，公众就看不到这一类的数字，合计也无从核对。
    Why Without the row its figures are not published, and the totals cannot be checked.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 因分页丢失上级标签、名称折成两行的，仍认得出；附近有失去名称的数字行时，只提示核对原文。
    False alarms Labels broken over lines or parted from their group are still recognised; where rows of figures have
        lost their labels it is only a review finding.
    调整 小计等可有可无的行不检查；可以调整严重程度。
    Tailoring Optional rows such as subtotals are not asked for; may be given another severity.
    """
    for table in _statutory(report):
        if all(key in table.rows or line.optional for key, line in table.form.rows.items()):
            continue
        wanted = [key for key, line in table.form.rows.items() if not line.optional]
        runs = list(_runs(wanted, table.rows))
        lost = bool(runs) and table.damaged
        for before, run in _together(runs) if lost else runs:
            yield Finding(
                before or table,
                status=Status.REVIEW if lost else Status.FAIL,
                severity=Severity.ERROR if any(_needed(report, table, key) for key in run) else Severity.WARNING,
                evidence=_neighbour(before),
                message=_ROWS_LOST if lost else None,
                responsibility="conversion" if lost else "source",
                key=f"{table.key}/{run[0]}",
                table=table.key,
                name=table.form.title,
                count=Words.counted(len(run), "row"),
                lines=tuple(table.form.rows[key].words for key in run),
            )


_ROWS_LOST = Words(
    "{name}有 {count} 行未读到：{lines}；表中有失去名称的数字行，可能是转换所致，请对照原文",
    "{name}: {count} not read: {lines}; rows of figures have lost their labels, so check the original",
)


def _neighbour(before: BoundLine | None) -> tuple[Evidence, ...]:
    if before is None:
        return ()
    return (Evidence(Words("缺失行的上一行", "printed before the gap"), before.text, at=before),)


def _needed(report: Report, table: BoundTable, key: str) -> bool:
    """Whether the sums of a table need a missing row: it stands in a balance or is a total, or its like fall short."""
    sums = [one for one in table.form.summations if one.each == "column" and key in one.factors]
    if any(one.kind == "balance" or (one.kind == "total" and key in one.right) for one in sums):
        return any(fact.figure.exact for fact in report.facts(table.key))
    return any(
        _falls_short(report, table, one, column) for one in sums if one.kind == "total" for column in table.columns
    )


def _falls_short(report: Report, table: BoundTable, of: Summation, column: str) -> bool:
    """Whether the printed parts of a column do not come to its printed total, be some of them rounded."""
    facts = [report.fact(table.key, row, column) for row in of.left]
    whole = report.fact(table.key, of.right[0], column)
    if any(fact.state in {State.TEXT, State.AMBIGUOUS} for fact in [*facts, whole]):
        return False
    slack = sum(fact.slack for fact in [*facts, whole])
    return not -slack <= sum(fact.figure.exact for fact in facts) - whole.figure.exact <= slack


@pack.rule(
    "TAB-03",
    zh="{name}缺少 {count} 列：{lines}",
    en="{name} lacks {count}: {lines}",
    severity="warning",
    basis="form",
    advice=("请按法定表式补充缺少的列。", "Add the columns of the statutory table."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（一）项

        | 信息内容 | 本年制发件数 | 现行有效件数 |
        |---|---|---|
        | 规章 | 0 | 0 |
        | 行政规范性文件 | 11 | 64 |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（一）项

        | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
        |---|---|---|---|
        | 规章 | 0 | 0 | 0 |
        | 行政规范性文件 | 11 | 4 | 64 |
    """,
)
def column_missing(report: Report) -> Iterator[Finding]:
    """缺列 / Column missing

    检查 各表表头的法定列是否齐全；相邻的缺列合为一条。
    Checks whether the head of each table prints all its statutory columns; neighbouring ones are one finding.
    原因 缺一列，这一项的数据就没有填报。
    Why Without the column its figures are not reported.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表头文字折行、合并的仍认得出；列名没有读到、但每行数字齐全的，按法定顺序认定，只提示核对；表头读不出，
        或数字比认出的列多的，只提示核对或记为未评估。
    False alarms Broken and merged heads are recognised; a column without a name is told by its place where the rows
        print all their figures, which is a review finding; where a head cannot be read, or rows print more figures than
        columns were found, it is a review finding or not assessed.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    headless: list[Words] = []
    for table in _statutory(report):
        if not table.columns:
            headless.append(table.form.title)
            continue
        yield from _unnamed(table)
        if all(key in table.columns or line.optional for key, line in table.form.columns.items()):
            continue
        wanted = [key for key, line in table.form.columns.items() if not line.optional]
        for before, run in _runs(wanted, table.columns):
            lost = _wider(report, table) or bool(table.extra_columns)
            yield Finding(
                before or table,
                status=Status.REVIEW if lost else Status.FAIL,
                evidence=_heads(table),
                message=_COLUMNS_LOST if lost else None,
                responsibility="conversion" if lost else "source",
                key=f"{table.key}/{run[0]}",
                table=table.key,
                name=table.form.title,
                count=Words.counted(len(run), "column"),
                lines=tuple(table.form.columns[key].words for key in run),
            )
    if headless:
        names = Words("、".join(name.zh for name in headless), ", ".join(name.en for name in headless))
        raise NotAssessed(f"the head of {names.en} cannot be read", f"{names.zh}的表头读不出")


def _unnamed(table: BoundTable) -> Iterator[Finding]:
    """Yield a lead on columns whose heads were not read, though figures stand in their place."""
    unnamed = [line for line in table.columns.values() if line.label is None and line.line]
    if unnamed and len(unnamed) < len(table.columns):
        yield Finding(
            table,
            status=Status.REVIEW,
            evidence=_heads(table),
            message=_UNNAMED,
            responsibility="conversion",
            key=f"{table.key}/unnamed",
            name=table.form.title,
            count=Words.counted(len(unnamed), "column"),
            lines=tuple(line.line.words for line in unnamed if line.line),
        )


_UNNAMED = Words(
    "{name}表头有 {count} 列没有读到列名，已按法定顺序认定为：{lines}；请对照原文",
    "{name}: {count} without a head that was read; by their place: {lines}; check the original",
)
_COLUMNS_LOST = Words(
    "{name}未读到 {count} 列：{lines}；但行内的数字多于认出的列，请对照原文",
    "{name}: {count} not read: {lines}; the rows print more figures than that, so check the original",
)


def _wider(report: Report, table: BoundTable) -> bool:
    """Whether rows print more figures than the columns that were found."""
    if table.form.across:
        return any(len(figures(report, line)) > len(table.rows) * len(table.columns) for line in table.rows.values())
    return any(len(figures(report, line)) > len(table.columns) for line in table.rows.values())


def _heads(table: BoundTable) -> tuple[Evidence, ...]:
    label = Words("原文列名", "column as printed")
    return tuple(Evidence(label, line.text, at=line) for line in table.columns.values() if line.label is not None)


@pack.rule(
    "TAB-06",
    zh="{name}有法定表格之外的{axis}“{label}”",
    en="{name} prints a {axis} that the statutory table does not have: “{label}”",
    severity="note",
    basis="form",
    advice=("请删去；确需说明的写入正文。", "Leave it out; what needs saying goes into the text."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
        | 行政检查 | 30 |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
    """,
)
def line_unknown(report: Report) -> Iterator[Finding]:
    """多余行列 / Extra rows or columns

    检查 有没有法定表格中没有、又填了数字的行或列。
    Checks for rows and columns with figures that the statutory table does not have.
    原因 自行增加的行列会使合计口径不一。
    Why Rows and columns of one's own make totals mean different things.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 各类小计是常见的增加，不报；分组标题所在的行不算多余。
    False alarms Subtotals are known additions and accepted; a row of a group's own label is not extra.
    调整 在表式中把常见的增加列为可选行。
    Tailoring Name known additions as optional lines in the form.
    """
    for table in _statutory(report):
        groups = {fold(label) for label in table.form.parents} if table.extra_rows else ()
        for line in table.extra_rows:
            if fold(line.text) not in groups:
                yield _unknown(table, line, _ROW)
        if all(key in table.columns or line.optional for key, line in table.form.columns.items()):
            for line in table.extra_columns:
                yield _unknown(table, line, _COLUMN)


_ROW = Words("行", "row")
_COLUMN = Words("列", "column")


def _unknown(table: BoundTable, line: BoundLine, axis: Words) -> Finding:
    return Finding(
        line,
        evidence=(Evidence(axis, line.text, at=line),),
        key=f"{table.key}/{fold(line.text)}",
        table=table.key,
        name=table.form.title,
        axis=axis,
        label=" ".join(line.text.split()),
    )


@pack.rule(
    "TAB-09",
    zh="{name}写明没有数据（“{sentence}”），表中却有 {count} 个非零数字",
    en="{name} says that there are no figures (“{sentence}”), and prints {count} other than zero",
    severity="warning",
    basis="form",
    advice=(
        "请核对：确无数据的，删去表中数字；有数据的，删去这句话。",
        "Check which holds: remove the figures where there are none, and else the sentence.",
    ),
)
def figures_beside_sentence(report: Report) -> Iterator[Finding]:
    """写明无数据而有数字 / Figures in a table said to have none

    检查 表式允许以一句话代替数据的表，写了这句话的，表中是否还有非零数字；有的列为待核。
    Checks, of a table whose form lets a sentence stand in place of figures, whether it prints figures other than zero
        beside that sentence; a review finding.
    原因 一处说没有，一处有数，读者无法判断以哪一处为准。
    Why It says that there are none and prints some; nobody knows which is true.
    错误 借款表填有5.00，表下写“没有借款，本表无数据”。
    Wrong A table of loans prints 5.00, and below it stands that there were none.
    正确 没有借款的，表中不填数字，只写这句话。
    Right Where there are no loans, the sentence stands alone.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 这句话可能说的是另一张表或者另一年度，因此只列为待核问题；填0的不报。
    False alarms The sentence may be about another table or year, so it is only a review finding; zeros are fine.
    调整 这句话的写法在表式的 empty 中规定。
    Tailoring The sentence is a pattern in the form, under `empty`.
    """
    may_be_empty = [table for table in report.form.tables.values() if table.empty is not None]
    if not may_be_empty:
        raise NotApplicable("no table of the form may be left empty", "表式没有可以不填数据的表格")
    for table in report.tables.values():
        printed = [fact for fact in report.facts(table.key) if fact.figure.exact]
        if table.empty is not None and printed:
            said = " ".join(getattr(table.empty, "text", "").split())
            yield Finding(
                table.empty,
                status=Status.REVIEW,
                evidence=(Evidence(_SENTENCE, said, at=table.empty), *printed[:_MOST_SHOWN]),
                key=f"{table.key}/empty",
                table=table.key,
                name=table.form.title,
                sentence=said,
                count=len(printed),
            )


_SENTENCE = Words("表中说明", "what the table says")


@pack.rule(
    "TAB-07",
    zh="{name}有 {count} 行重复，且数字不同：{lines}",
    en="{name} prints {count} twice, with different figures: {lines}",
    severity="error",
    basis="form",
    advice=(
        "请删去重复的行；数字不同的，先核对以哪一行为准。",
        "Remove the repeated rows; where figures differ, find out first which are right.",
    ),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
        | 行政强制 | 3 |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
    """,
)
def row_repeated(report: Report) -> Iterator[Finding]:
    """重复行 / Duplicate row

    检查 同一法定行有没有印两次；数字不同的为错误，相同的只作提示。计算合计时只取先印的一行。
    Checks whether a statutory row is printed twice: an error where the figures differ, a note where they agree. Sums
        take the row printed first.
    原因 两行数字不同，读者无法判断以哪一行为准。
    Why With two different rows nobody knows which is true.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 分页处重复的表头不是数据行。
    False alarms Heads repeated after a page break are no rows of figures.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    for table in _statutory(report):
        if not table.duplicates:
            continue
        first = {key: _said(figures(report, line)) for key, line in table.rows.items()}
        differing: list[BoundLine] = []
        same: list[BoundLine] = []
        for line, found in table.duplicates:
            if line.line:
                (same if _said(found) == first.get(line.line.key, []) else differing).append(line)
        if differing:
            yield _repeated(table, differing, Severity.ERROR)
        if same:
            yield _repeated(table, same, Severity.NOTE, _IDENTICAL)


_IDENTICAL = Words("{name}有 {count} 行重复（数字相同）：{lines}", "{name} prints {count} twice, alike: {lines}")


def _said(found: tuple[Figure, ...]) -> list[object]:
    return [figure.raw.strip() if figure.value is None else figure.value for figure in found]


def _repeated(table: BoundTable, lines: list[BoundLine], severity: Severity, message: Words | None = None) -> Finding:
    keys = list(dict.fromkeys(line.line.key for line in lines if line.line))
    again = {key: [line for line in lines if line.line and line.line.key == key][:_MOST_SHOWN] for key in keys}
    shown = tuple(line for key, others in again.items() for line in (table.rows[key], *others))
    return Finding(
        lines[0],
        severity=severity,
        evidence=tuple(Evidence(Words("原文的行", "row as printed"), _row(line), at=line) for line in shown),
        message=message,
        key=f"{table.key}/{'same' if message else 'different'}",
        table=table.key,
        name=table.form.title,
        count=Words.counted(len(lines), "row"),
        lines=tuple(table.form.rows[key].words for key in keys),
    )


def _row(line: BoundLine) -> str:
    return " | ".join(" ".join(cell.text.split()) for cell in line.cells)
