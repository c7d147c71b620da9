"""Rules on the decimals and units that the head of a table asks for."""

from collections.abc import Iterator
from decimal import Decimal

from audit_core import BoundTable, Count, Evidence, Fact, Finding, Fix, Report, Severity, State, Words, format_number
from audit_pack_formats import pack
from audit_pack_formats.odd_figures import odd


@pack.rule(
    "FMT-01",
    zh="{label}填报为 {raw}（{found}位小数），{by}要求保留{required}位小数",
    en="{label} is printed as {raw} with {found}; {by} asks for {required}",
    severity="warning",
    basis="表头的填报要求 / The head of the table",
    advice=(
        "请按表头要求的位数填报；补零之前先核对真实金额，万元的第四位小数是1元。",
        "Print the decimals asked for, and check the true amount first: the fourth decimal of 万元 is one yuan.",
    ),
    wrong="""
        某县人民政府2019年政府信息公开工作年度报告

        第二十条第（九）项

        | 信息内容 | 采购项目数量 | 采购总金额（单位：万元，保留4位小数） |
        |---|---|---|
        | 政府集中采购 | 392 | 6007.05 |
    """,
    right="""
        某县人民政府2019年政府信息公开工作年度报告

        第二十条第（九）项

        | 信息内容 | 采购项目数量 | 采购总金额（单位：万元，保留4位小数） |
        |---|---|---|
        | 政府集中采购 | 392 | 6007.0512 |
    """,
)
def decimals(report: Report, *, decimals: Count = 0) -> Iterator[Finding]:
    """小数位不符表头要求 / Decimals differ from the header

    检查 表头写明“保留几位小数”、或者表式规定了小数位数的，所印的数字是否为这个位数；零可以写作0。
    Checks whether figures bear as many decimals as the head of their column asks for (保留4位小数), or the form; zero
        may be 0.
    原因 位数不足，就看不出金额是精确数还是约数。
    Why With fewer decimals nobody can tell an exact amount from a rounded one.
    依据 表头的填报要求。
    Basis What the head of the table asks for.
    误报 表头和表式都没有要求的不检查；单位与表头不同的由 FMT-06 说明。
    False alarms Where neither head nor form asks for any, nothing is checked; another unit is left to FMT-06.
    调整 decimals 规定表头没有写明时各金额列的位数（0 表示不作规定）。
    Tailoring `decimals` sets the number for amounts whose head asks for none (0 for no rule).
    """
    for table in report.tables.values():
        for column, line in table.form.columns.items() if decimals or _asks(table) else ():
            by_head = table.decimals.get(column)
            for row in table.rows:
                fact = report.fact(table.key, row, column)
                if by_head is not None:
                    yield from _decimals(report, table, fact, by_head, _HEAD)
                elif fact.concept.decimals is not None:
                    yield from _decimals(report, table, fact, fact.concept.decimals, _FORM)
                elif decimals and line.type == "money":
                    yield from _decimals(report, table, fact, decimals, _RULESET)


_HEAD = Words("表头", "the head")
_FORM = Words("表式", "the form")
_RULESET = Words("规则集", "the ruleset")


def _asks(table: BoundTable) -> bool:
    """Whether the head of a table or its form asks for decimals."""
    lines = (*table.form.rows.values(), *table.form.columns.values())
    return bool(table.decimals) or any(line.decimals is not None for line in lines)


def _decimals(report: Report, table: BoundTable, fact: Fact, required: int, by: Words) -> Iterator[Finding]:
    found = fact.figure.decimals
    if found == required or not fact.value or _other_unit(table, fact):
        return
    yield Finding(
        fact,
        evidence=tuple(_evidence(report, table, fact)),
        fix=_padded(fact, required),
        label=fact.label,
        raw=fact.raw.strip(),
        found=Words.counted(found, "decimal"),
        by=by,
        required=required,
    )


def _evidence(report: Report, table: BoundTable, fact: Fact) -> Iterator[Evidence]:
    yield Evidence.of(fact)
    column = table.columns.get(fact.column)
    if column:
        yield Evidence(Words("表头", "head"), column.text, at=column)
    factor = _factor(report, fact.figure.unit or expected_unit(table, fact))
    if factor and fact.value is not None:
        yuan = _trimmed(fact.value * factor)
        yield Evidence(Words("折合元", "in yuan"), f"{format_number(yuan)}元", yuan)


def _trimmed(number: Decimal) -> Decimal:
    """Return a number without decimals that are zero."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _padded(fact: Fact, required: int) -> Fix | None:
    """Return the figure with zeros behind it, where it has too few decimals and is written plainly."""
    raw, found = fact.raw.strip(), fact.figure.decimals
    if found > required or fact.figure.oddities:
        return None
    text = raw + ("." if not found else "") + "0" * (required - found)
    zh = f"补零至 {required} 位小数（数值不变，请核实实际金额）"
    return Fix(text, Words(zh, f"pad to {required} decimals (same value; check the true amount)"))


def expected_unit(table: BoundTable, fact: Fact) -> str:
    """Return the unit a figure is read in: the head's, else the form's, else none."""
    return table.units.get(fact.column) or fact.concept.unit


def _other_unit(table: BoundTable, fact: Fact) -> bool:
    expected = expected_unit(table, fact)
    return bool(fact.figure.unit and expected and fact.figure.unit != expected)


def _factor(report: Report, unit: str) -> Decimal | None:
    """Return how many base units (元) a unit of money holds, None for other units."""
    base, factor = report.form.vocabulary.units.get(unit, ("", Decimal(0)))
    return factor if base == "元" else None


@pack.rule(
    "FMT-06",
    zh="{label}的单元格内带单位：{raw}",
    en="{label} prints a unit inside the cell: {raw}",
    severity="note",
    basis="form",
    advice=("单元格只填数字，单位写在表头。", "Cells hold figures only; the unit belongs in the head."),
    wrong="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（八）项

        | 信息内容 | 本年收费金额（单位：万元） |
        |---|---|
        | 行政事业性收费 | 251000元 |
    """,
    right="""
        某县人民政府2022年政府信息公开工作年度报告

        第二十条第（八）项

        | 信息内容 | 本年收费金额（单位：万元） |
        |---|---|
        | 行政事业性收费 | 25.1000 |
    """,
)
def unit_inside(report: Report) -> Iterator[Finding]:
    """单元格内带单位 / Unit inside a cell

    检查 数据单元格里有没有单位；与表头单位不同的为错误，因为数值差了若干倍。
    Checks for units inside cells of figures; one that differs from the unit of the head is an error, since the amount
        is then off by a factor.
    原因 带单位的单元格不能直接汇总；单位与表头不符的，读者会把元当成万元。
    Why Cells with units cannot be added up, and against another unit in the head yuan are read as 万元.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表头没有单位的，带单位只作提示。
    False alarms Where the head has no unit, a unit in the cell is only a note.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    for fact in odd(report):
        if "unit" in fact.figure.oddities and fact.table in report.tables:
            yield _unit(report, report.tables[fact.table], fact)


def _unit(report: Report, table: BoundTable, fact: Fact) -> Finding:
    unit, expected = fact.figure.unit, expected_unit(table, fact)
    money = _factor(report, unit) is not None
    foreign = money != (fact.concept.type in ("money", "balance"))
    clash = bool(fact.value) and (foreign or _other_unit(table, fact))
    severity = (Severity.WARNING if foreign else Severity.ERROR) if clash else None
    return Finding(
        fact,
        severity=severity,
        evidence=tuple(_evidence(report, table, fact)),
        message=_FOREIGN if clash and foreign else _CLASH if clash else None,
        fix=None if foreign else _without_unit(report, fact, expected),
        label=fact.label,
        raw=fact.raw.strip(),
        unit=unit,
        expected=expected,
    )


_CLASH = Words(
    "{label}填报为 {raw}，单位“{unit}”与表头的“{expected}”不符",
    "{label} is printed as {raw}: the unit {unit} is not the head's {expected}",
)
_FOREIGN = Words(
    "{label}填报为 {raw}，“{unit}”不是这一列的单位", "{label} is printed as {raw}: {unit} is no unit of this column"
)


def _without_unit(report: Report, fact: Fact, expected: str) -> Fix | None:
    """Return the figure without its unit, converted where the head has another; safe where nothing was converted."""
    raw, unit = fact.raw.strip(), fact.figure.unit
    have, want = _factor(report, unit), _factor(report, expected)
    if have and want and have != want and fact.value is not None:
        text = format_number(_trimmed(fact.value * have / want))
        return Fix(text, Words(f"按{expected}折算为 {text}", f"{text} in {expected}"))
    if not raw.endswith(unit) or (have and not want):
        return None
    text = raw.removesuffix(unit).rstrip()
    return Fix(text, Words("去掉单位", "leave the unit out"), safe=fact.state is State.NUMBER)
