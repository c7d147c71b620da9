"""Rules on whole tables: missing, of a superseded form, without the note on their balance."""

from collections.abc import Iterator

from audit_core import BoundSection, Evidence, Finding, NotApplicable, NotAssessed, Report, Severity, Words, fold
from audit_pack_tables import pack
from audit_pack_tables.table_damage import prose, tables_read


@pack.rule(
    "TAB-01",
    zh="缺少法定表格：{names}",
    en="statutory tables missing: {names}",
    about=("tables",),
    severity="error",
    basis="form",
    advice=("请补上表格；没有数据的填0，不能略去。", "Add the tables; where there is nothing to count, print 0."),
)
def table_missing(report: Report) -> Iterator[Finding]:
    """法定表格缺失 / Statutory table missing

    检查 各部分的法定表格是否都有；一个部分的表格全部缺失时合为一条，缺表式注明不可缺少的表的，为否决项。
    Checks whether all statutory tables are printed. A section without any is one finding; a table that the form calls
        essential is a blocker.
    原因 表格是年度报告唯一可以逐项核对的内容，缺了表就无从核对。
    Why The tables are what can be checked item by item; without them nothing can.
    错误 第四部分只有一句“本年度未发生行政复议、行政诉讼”。
    Wrong Section 4 is one sentence: no reviews, no lawsuits.
    正确 第四部分的表格照印，各格填0。
    Right The table of section 4 is printed, each cell 0.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表格是图片、在附件中，或文字连成一片读不出行列的，记为未评估；使用旧版表格的由 TAB-05 说明。
    False alarms Tables that are pictures, stand in an annex, or whose cells run together are not assessed; superseded
        tables are left to TAB-05.
    调整 可以停用，或调整严重程度；哪些表不可缺少，由表式的 essential 规定。
    Tailoring May be switched off or given another severity; which tables are essential stands in the form.
    """
    if not report.tables and not any(section.form for section in report.sections):
        raise NotAssessed("no statutory section and no table was read", "没有读到任何法定部分和表格")
    unread: list[Words] = []
    for section in report.form.sections:
        absent = _absent(report, section.key)
        if not absent:
            continue
        reason = _unreadable(report, section.key, absent)
        if reason:
            unread.append(reason)
            continue
        whole = len(absent) == sum(table.section == section.key for table in report.form.tables.values())
        for keys in [absent] if whole else [[key] for key in absent]:
            yield _missing(report, section.key, keys)
    if unread:
        raise NotAssessed("; ".join(reason.en for reason in unread), "；".join(reason.zh for reason in unread))


def _absent(report: Report, section: str) -> list[str]:
    """Return a section's tables that were not found; none where it prints those of another form."""
    keys = [key for key, table in report.form.tables.items() if table.section == section]
    absent = [key for key in keys if key not in report.tables]
    if absent and any(key in report.tables and report.tables[key].superseded for key in keys):
        return []
    return absent


def _missing(report: Report, section: str, keys: list[str]) -> Finding:
    found = report.section(section)
    tables = [report.form.tables[key] for key in keys]
    searched = Words("查找过的部分", "section searched")
    return Finding(
        found,
        severity=Severity.BLOCKER if any(table.essential for table in tables) else Severity.ERROR,
        evidence=(Evidence(searched, found.title, at=found),) if found else (),
        key=keys[0],
        table=keys[0],
        names=tuple(table.title for table in tables),
    )


def _unreadable(report: Report, section: str, absent: list[str]) -> Words | None:
    """Say why absent tables cannot be called missing: pictures, an annex, or cells that run together."""
    found = report.section(section)
    names = Words(
        "、".join(report.form.tables[key].title.zh for key in absent),
        ", ".join(report.form.tables[key].title.en for key in absent),
    )
    if _pictured(report, found):
        return Words(f"{names.zh}可能是图片", f"{names.en} may be a picture")
    if found and report.form.names_annex(found.text):
        return Words(f"{names.zh}可能在附件中", f"{names.en} may stand in an annex")
    if found and any(_headed(report, key, found) for key in absent):
        return Words(
            f"{names.zh}只读到表头，没有读到数字行", f"only the head of {names.en} was read, no row of figures"
        )
    if found and report.has_unassigned_rows(found.tables):
        return Words(
            f"有一张表格的表头认不出，可能就是{names.zh}", f"a table whose head is not recognised may be {names.en}"
        )
    if any(_runs_together(report, key) for key in absent):
        return Words(
            f"{names.zh}的文字连成一片，读不出行列", f"the cells of {names.en} run together and cannot be told apart"
        )
    return None


def _pictured(report: Report, found: BoundSection | None) -> bool:
    return bool(found.images) if found else any(section.images for section in report.sections)


def _headed(report: Report, key: str, found: BoundSection) -> bool:
    """Whether a section prints the head of a table in a grid that no other table is bound to."""
    taken = {id(block) for table in report.tables.values() for block in table.blocks}
    cells = (cell for block in found.tables if id(block) not in taken for cell in block.cells())
    printed = {fold(cell.text) for cell in cells}
    return {fold(line.label) for line in report.form.tables[key].columns.values() if not line.optional} <= printed


def _runs_together(report: Report, key: str) -> bool:
    """Whether the head and half the rows of a table stand in the prose."""
    table, text = report.form.tables[key], prose(report)
    columns = [fold(line.label) in text for line in table.columns.values() if not line.optional]
    rows = [fold(line.label) in text for line in table.rows.values() if not line.optional]
    return all(columns) and 2 * sum(rows) >= len(rows)


@pack.rule(
    "TAB-05",
    zh="{year} 年度应当使用{form}，以下各表使用的是另一年度的版式：{names}",
    en="the year {year} takes the {form}; these tables are printed in the other version: {names}",
    severity="error",
    basis="form",
    advice=("请按报告年度的版式重新填报。", "Fill in the tables of the report year's form."),
    silences=("TAB-02", "TAB-03", "TAB-04"),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（一）项

        | 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |
        |---|---|---|---|
        | 规章 | 0 | 0 | 0 |
        | 规范性文件 | 9 | 12 | 86 |
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
def superseded_form(report: Report) -> Iterator[Finding]:
    """表格版式与年度不符 / Superseded table format

    检查 表头是否为报告年度的版式；各版式适用的年度由表式规定，如2021年式自2021年度起使用。
    Checks whether the heads of the tables are those of the report year, as the years of the forms tell: that of 2021,
        say, is used from 2021 on.
    原因 两种版式的列含义不同，旧表填出的数字无法与其他机关汇总。
    Why The columns mean different things; figures in the old table cannot be added to those of others.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 报告年度判断错误时会误报；以标题、声明或统计期限中的年度为准。
    False alarms A report year that was read wrongly; it is taken from the declaration, the title or the period.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    tables = [table for table in tables_read(report) if table.superseded]
    if tables:
        label = Words("原文表头", "head as printed")
        yield Finding(
            tables[0],
            evidence=tuple(
                Evidence(label, " | ".join(cell.text.strip() for cell in table.head), at=table) for table in tables
            ),
            key="form",
            year=report.year,
            form=report.form.title,
            names=tuple(table.form.title for table in tables),
        )


@pack.rule(
    "TAB-08",
    zh="{name}表头缺少说明“{note}”",
    en="the head of {name} does not print “{note}”",
    severity="info",
    basis="form",
    advice=("建议照印勾稽关系说明。", "Print the note on the balance."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        |  | 申请人情况 |  |  |  |  |  |  |
        |---|---|---|---|---|---|---|---|
        |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |
        |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |
        | 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 |  |  |  |  |  |  |
        |---|---|---|---|---|---|---|---|
        |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |
        |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |
        | 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
        | 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
    """,
)
def note_missing(report: Report) -> Iterator[Finding]:
    """勾稽说明缺失 / Balance note missing

    检查 表式规定表头印有勾稽说明的表，是否印有。
    Checks whether the note on its balance is printed in the head of each table for which the form prescribes one.
    原因 说明告诉读者各行之间应有的关系。
    Why The note tells the reader which rows have to balance.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表头在转换时断开的可能认不出；只作提示，不计分。
    False alarms A head broken in conversion may not be recognised; the finding is never scored.
    调整 可以停用。
    Tailoring May be switched off.
    """
    noted = [key for key, table in report.form.tables.items() if table.note]
    if not noted:
        raise NotApplicable("the form prescribes no note", "表式没有规定说明")
    tables = [table for table in tables_read(report) if table.key in noted]
    if not tables:
        raise NotAssessed("no table with a note was read", "没有读到规定有说明的表格")
    for table in tables:
        note = fold(table.form.note)
        if table.note or table.superseded or not table.columns:
            continue
        if note not in fold("".join(cell.text for cell in table.head)) and note not in prose(report):
            yield Finding(table, key=f"{table.key}/note", name=table.form.title, note=table.form.note)
