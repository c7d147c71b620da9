"""The rule on the wording of rows and columns."""

from collections.abc import Iterator

from audit_core import BoundLine, BoundTable, Evidence, Finding, Fix, Pattern, Report, Words, fold
from audit_pack_tables import pack
from audit_pack_tables.table_damage import tables_read


@pack.rule(
    "TAB-04",
    zh="{name}的{axis}名称写作“{printed}”，应为“{statutory}”（{difference}）",
    en="{name}: the {axis} is labelled “{printed}”; the statutory label is “{statutory}” ({difference})",
    severity="note",
    basis="form",
    advice=("请改用法定名称。", "Use the statutory label."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        第二十条第（六）项

        | 信息内容 | 本年处理决定数量 |
        |---|---|
        | 行政处罚 | 12 |
        | 行政强制措施 | 0 |
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
def label_deviates(report: Report) -> Iterator[Finding]:
    """行列名称与法定表述不一致 / Label differs from the statutory wording

    检查 行和列的名称是否为法定表述或通行的变体；不计标点、空格、全角半角和表头的单位说明。各处改动相同的（如都加了
        年份），合为一条。
    Checks whether rows and columns bear their statutory labels or accepted variants; punctuation, blanks, width and
        clauses on units do not count. Labels that all differ alike, as by a year put into each, are one finding.
    原因 名称差一个词，意思可能就不同，如“法律法规”与“法律、行政法规”。
    Why One word may change the meaning, as 法律法规 is more than 法律、行政法规.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 名称以报告年度的表式为准，另一版式的名称不算；分页、转换时截断或错行的名称只提示核对，
        分印在表头两行的列名合起来看；行名前面连着它上级标签的，算法定名称。
    False alarms The labels of the report year's form count, not those of another version; a label cut off or shifted at
        a page break or in conversion is only a review finding, and one that two rows of the head share is read as one.
        A row's label may stand behind that of its group.
    调整 在表式的 aliases 中加入本省认可的名称。
    Tailoring Add labels your province accepts to `aliases` in the form.
    """
    for table in tables_read(report):
        if not table.superseded:
            for axis, lines in ((_ROW, table.rows), (_COLUMN, table.columns)):
                for line in lines.values():
                    if line.match == "deviating":
                        yield from _deviating(report, table, line, axis)


_YEAR = Pattern(r"20\d\d")
_ROW = Words("行", "row")
_COLUMN = Words("列", "column")


def _deviating(report: Report, table: BoundTable, line: BoundLine, axis: Words) -> Iterator[Finding]:
    if line.line is None:
        return
    clause = report.form.unit_clause.search(line.text)
    printed = " ".join(report.form.unit_clause.sub("", line.text).split())
    statutory = line.line.label
    difference = differences(fold(printed), fold(statutory))
    piece = report.is_damaged(line)
    own = bool(line.line.advice.zh) and not _YEAR.search(difference.zh)
    yield Finding(
        line,
        evidence=(Evidence(Words("原文名称", "label as printed"), line.text, at=line),),
        advice=line.line.advice if own else None,
        fix=Fix(statutory + (clause[0] if clause else ""), Words(f"改为“{statutory}”", f"replace by “{statutory}”")),
        key=f"{table.key}/{line.line.key}",
        table=table.key,
        message=_PIECE if piece else None,
        cause="piece" if piece else "" if own else _YEAR.sub("", difference.zh),
        name=table.form.title,
        axis=axis,
        printed=printed,
        statutory=statutory,
        difference=difference,
    )


_PIECE = Words(
    "{name}的{axis}名称读作“{printed}”，法定名称为“{statutory}”，可能是转换时截断或错行所致，请对照原文",
    "{name}: the {axis} was read as “{printed}”, the statutory label is “{statutory}”; conversion may have cut it off "
    "or shifted it, so check the original",
)


def differences(printed: str, statutory: str) -> Words:
    """Say in both languages which characters a label lacks, adds or changes."""
    from difflib import SequenceMatcher

    zh: list[str] = []
    en: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, printed, statutory, autojunk=False).get_opcodes():
        said, meant = printed[a:b], statutory[c:d]
        if kind == "insert":
            zh.append(f"少“{meant}”{_count(meant)}")
            en.append(f"lacks “{meant}”")
        elif kind == "delete":
            zh.append(f"多“{said}”{_count(said)}")
            en.append(f"adds “{said}”")
        elif kind == "replace":
            zh.append(f"“{said}”应为“{meant}”")
            en.append(f"“{said}” for “{meant}”")
    return Words("，".join(zh), ", ".join(en))


def _count(text: str) -> str:
    return f"{'一二三四五六七八九十'[len(text) - 1]}字" if len(text) <= 10 else ""  # noqa: PLR2004
