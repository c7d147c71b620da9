"""Rows and cells of tables that could not be read with certainty."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from audit_core import Evidence, Finding, Notice, Report, Severity, Status, Words, counted
from audit_pack_reading import pack

NO_MORE: Final = Words("", "")


def notices(report: Report, kind: str) -> Iterator[Notice]:
    """Yield the notices of one kind."""
    return (notice for notice in report.notices if notice.kind == kind)


def review(notice: Notice, evidence: Iterable[Evidence], rest: Words = NO_MORE) -> Finding:
    """Return a notice as a lead that accuses nobody."""
    return Finding(
        notice,
        status=Status.REVIEW,
        severity=Severity.INFO,
        evidence=tuple(evidence),
        responsibility="conversion",
        key=f"{notice.table}/{notice.kind}",
        said=notice.words,
        rest=rest,
    )


@pack.rule(
    "EXT-01",
    zh="{said}{rest}",
    en="{said}{rest}",
    severity="info",
    advice=(
        "请对照原网页或原文件的表格核对这些行；在此之前，涉及它们的合计按各种读法分别判断。",
        "Compare these rows with the original table; until then sums with them are judged under every reading.",
    ),
    scored=False,
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 | | | | | | |
        |---|---|---|---|---|---|---|---|
        | | 自然人 | 法人或其他组织 | | | | | 总计 |
        | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
        | 一、本年新收政府信息公开申请数量 | 10 | 2 | 0 | 0 | 0 | 0 | 12 |
        | 二、上年结转政府信息公开申请数量 | 4 | 2 | 0 | 0 | 6 |

    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 | | | | | | |
        |---|---|---|---|---|---|---|---|
        | | 自然人 | 法人或其他组织 | | | | | 总计 |
        | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
        | 一、本年新收政府信息公开申请数量 | 10 | 2 | 0 | 0 | 0 | 0 | 12 |
        | 二、上年结转政府信息公开申请数量 | 4 | 2 | 0 | 0 | 0 | 0 | 6 |
    """,
)
def figure_count(report: Report) -> Iterator[Finding]:
    """行内数字个数与列数不符 / Row with too few or too many figures

    检查 每一行的数字个数是否与列数相同；不同的，不猜缺的是哪一格，保留各种可能的读法。
    Checks whether each row prints as many figures as there are columns; where not, nothing is guessed, and every
        admissible reading is kept.
    原因 误判会使无过错的机关被扣分。
    Why One cell guessed wrongly accuses an organ wrongly.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 原网页就少一格的，请以原网页为准。
    False alarms The original page may lack the cell as well; the original decides.
    调整 可以停用，合计的判断不受影响。
    Tailoring May be switched off; sums are judged the same.
    """
    for notice in notices(report, "figure_count"):
        several = _several(report, notice.table)
        yield review(notice, _rows(report, notice), rest=_undecided(report, notice.table, several))


def _several(report: Report, table: str) -> list[str]:
    """Return the rows whose readings differ."""
    return [row for (key, row), readings in report.readings.items() if key == table and not readings.decided]


def _undecided(report: Report, table: str, rows: Sequence[str]) -> Words:
    if not rows:
        return Words("（各种读法的数值相同）", " (all readings give the same values)")
    names = [report.form.tables[table].rows[row].words for row in rows]
    return Words(
        f"；读法不同则数值不同的行：{'、'.join(name.zh for name in names)}",
        f"; rows whose values depend on the reading: {', '.join(name.en for name in names)}",
    )


def _rows(report: Report, notice: Notice) -> Iterator[Evidence]:
    """Yield the figures of each short row, those first whose values depend on the reading."""
    short = [readings for (table, _), readings in report.readings.items() if table == notice.table]
    for readings in sorted(short, key=lambda one: one.decided):
        name = report.form.tables[readings.table].rows[readings.row].words
        yield Evidence(name, " ".join(cell.text for cell in readings.cells), at=readings.label or readings.cells[0])


@pack.rule(
    "EXT-02",
    zh="{said}",
    en="{said}",
    severity="info",
    advice=("请对照原文核对这些行属于哪一类。", "Check in the original which group these rows belong to."),
    scored=False,
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |
        |---|---|---|---|---|---|---|---|---|---|
        | | | | 自然人 | 法人或其他组织 | | | | | 总计 |
        | | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
        | 三、本年度办理结果 | （五）不予处理 | 4.无正当理由大量反复申请 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |
        | 5.要求行政机关确认或重新出具已获取信息 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | | |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 申请人情况 | | | | | | |
        |---|---|---|---|---|---|---|---|---|---|
        | | | | 自然人 | 法人或其他组织 | | | | | 总计 |
        | | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
        | 三、本年度办理结果 | （五）不予处理 | 4.无正当理由大量反复申请 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |
        | | | 5.要求行政机关确认或重新出具已获取信息 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    """,
)
def shifted_row(report: Report) -> Iterator[Finding]:
    """行错位、上级标签丢失 / Shifted row that lost its group

    检查 行名是否与同组各行在同一列；左移的行往往在分页时丢失了上级标签。
    Checks whether labels stand in the column of their siblings; rows moved to the left have often lost their group's
        label at a page break.
    原因 失去上级标签的行仍按名称认出，但请人确认一次。
    Why Such rows are still recognised by their labels, but a person should confirm them.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 合并单元格只在第一行写出上级标签的，不算错位。
    False alarms Merged cells that print the group's label once are no shift.
    调整 可以停用。
    Tailoring May be switched off.
    """
    for notice in notices(report, "shifted_row"):
        yield review(notice, _nodes(notice, Words("错位的行", "shifted row")))


@pack.rule(
    "EXT-03",
    zh="{said}",
    en="{said}",
    severity="info",
    advice=("请对照原文核对这些单元格。", "Compare these cells with the original."),
    silences=("TAB-04", "TAB-06", "TAB-07"),
    scored=False,
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制 | 0 |
        |  | 7 |
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
def unplaced_cells(report: Report) -> Iterator[Finding]:
    """无法识别的单元格 / Cells that could not be placed

    检查 表格中有没有读不出属于哪一行哪一列的单元格；行名丢失、数字连成一片，但凭法定顺序和合计关系能唯一认定的，
        只在检查情况中注明。没有保存结果的公式读不出数值，每张表合为一条。
    Checks for cells of which neither row nor column could be told; figures that lost their labels or ran together, and
        that order and sums of the form tell apart in one way only, are a remark under what was checked. Formulas saved
        without a result have no value to be read, one finding a table.
    原因 没有读进来的数字，也就没有检查到，应当让人知道。
    Why A figure that was not read was not checked either, and that should be known.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 与法定表格无关的表格不在此列；凭合计关系归位的数字，不再用同一关系核对。
    False alarms Tables that are not statutory are left aside; sums that told figures apart are not used to check them.
    调整 可以停用。
    Tailoring May be switched off.
    """
    for notice in notices(report, "unplaced_cells"):
        yield review(notice, _nodes(notice, Words("未识别的单元格", "cell not placed")))
    yield from _formulas(report)
    for notice in notices(report, "recovered"):
        yield Finding(notice, status=Status.PASS, responsibility="conversion", key="recovered", said=notice.words)


def _formulas(report: Report) -> Iterator[Finding]:
    """Yield one finding for each table with formulas whose results were not saved."""
    unread = [fact for fact in report.vector if fact.figure.oddities and "formula" in fact.figure.oddities]
    for key in dict.fromkeys(fact.table for fact in unread):
        facts = [fact for fact in unread if fact.table == key]
        name, count = report.tables[key].form.title, len(facts)
        said = Words(
            f"{name.zh}有 {count} 个单元格是公式，没有保存计算结果，读不出数值",
            f"{name.en}: {counted(count, 'cell')} with a formula saved without its result, so no value is known",
        )
        yield Finding(
            facts[0],
            status=Status.REVIEW,
            evidence=tuple(facts[:_MOST_SHOWN]),
            advice=_SAVE,
            responsibility="conversion",
            key=f"{key}/formulas",
            said=said,
        )


_MOST_SHOWN: Final = 4
_SAVE: Final = Words(
    "请用表格软件打开、重新计算并保存后再审核。",
    "Open the file in a spreadsheet, let it calculate, save and audit it again.",
)


def _nodes(notice: Notice, label: Words) -> tuple[Evidence, ...]:
    """Return the places of a notice as evidence."""
    return tuple(Evidence(label, " ".join(getattr(node, "text", "").split()), at=node) for node in notice.cells)
