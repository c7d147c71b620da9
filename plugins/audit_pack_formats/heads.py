"""The rule on units printed in the head of a table against those of the statutory form."""

from collections.abc import Iterator

from audit_core import BoundTable, Evidence, Finding, NotAssessed, Report, Term, Words
from audit_pack_formats import pack


@pack.rule(
    "FMT-17",
    zh="“{column}”的表头单位为“{found}”，法定单位为“{unit}”",
    en="the head of “{column}” says {found}, the statutory unit is {unit}",
    severity="warning",
    basis="form",
    advice=("请改回法定单位，并把金额一并换算。", "Use the statutory unit, and convert the amounts with it."),
    wrong="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（八）项

        | 信息内容 | 本年收费金额（单位：元） |
        |---|---|
        | 行政事业性收费 | 162.38 |
    """,
    right="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（八）项

        | 信息内容 | 本年收费金额（单位：万元） |
        |---|---|
        | 行政事业性收费 | 162.38 |
    """,
)
def unit_of_head(report: Report, *, units: tuple[Term, ...] = ()) -> Iterator[Finding]:
    """单位与表头不符 / Unit of the head differs

    检查 表头写明的单位是否为表式规定的单位（如万元）。
    Checks whether the unit that a head states is that of the form, such as 万元.
    原因 单位改了，各地的金额就不能汇总和比较，读者会看错一万倍。
    Why In another unit amounts can neither be added up nor compared, and a reader is off by a factor of ten thousand.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表头没有写单位的不检查；单元格里另写单位的由 FMT-06 说明。
    False alarms Heads without a unit are not checked; units inside cells are left to FMT-06.
    调整 units 列出也认可的单位。
    Tailoring `units` lists further units that are accepted.
    """
    tables = [table for table in report.tables.values() if not table.superseded]
    if not tables:
        raise NotAssessed("no statutory table was read", "没有读到法定表格")
    for table in tables:
        for column, found in table.units.items():
            unit = _statutory(table, column)
            if unit and found not in (unit, *units):
                yield _differs(table, column, found, unit)


def _statutory(table: BoundTable, column: str) -> str:
    line = table.form.columns.get(column)
    return line.unit if line else ""


def _differs(table: BoundTable, column: str, found: str, unit: str) -> Finding:
    printed = table.columns.get(column)
    text = printed.text if printed else found
    return Finding(
        printed or table,
        evidence=(Evidence(Words("表头", "head"), text, at=printed or table),),
        key=f"{table.key}/{column}",
        table=table.key,
        column=table.form.columns[column].words,
        found=found,
        unit=unit,
    )
