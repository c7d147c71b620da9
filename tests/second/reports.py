"""Reports of the second domain, written as JSON, HTML and plain text."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from audit_core.document import Document
from audit_core.engine import Auditor
from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_core.rulesets import load
from tests.reports.reading import Unbroken


class Span(NamedTuple):
    """A cell over several rows or columns."""

    text: str
    rows: int = 1
    columns: int = 1


Cell = str | Span
Table = list[list[Cell]]
Block = str | Table

VISITS: Table = [
    [Span("", 2), Span("上半年", columns=2), Span("下半年", columns=2)],
    ["计划", "完成", "计划", "完成"],
    [Span("成人", columns=5)],
    ["总数", "30", "31", "40", "41"],
    ["新读者", "10", "11", "15", "16"],
    ["老读者", "20", "20", "25", "25"],
    [Span("少年儿童", columns=5)],
    ["总数", "50", "52", "60", "62"],
    ["新读者", "30", "31", "20", "21"],
    ["老读者", "20", "21", "40", "41"],
    [Span("团体", columns=5)],
    ["总数", "7", "8", "9", "10"],
]
SIDES: Table = [
    [Span("收入", columns=2), Span("支出", columns=2)],
    ["项目", "决算数", "项目", "决算数"],
    ["一、财政拨款", "90.33", "一、人员支出", "70.11"],
    ["二、服务收入", "9.34", "二、购书支出", "20.22"],
    ["", "", "四、馆舍支出", "10.00"],
    ["", "", "年末结余", "-0.66"],
    ["总计", "99.67", "总计", "99.67"],
]
EARMARKED: Table = [
    [Span("收入", columns=2), Span("支出", columns=4)],
    ["项目", "决算数", "项目", "合计", "财政拨款", "捐赠收入"],
    ["一、财政拨款", "5.00", "一、人员支出", "4.00", "4.00", ""],
    ["年初结余", "1.00", "二、购书支出", "2.50", "2.00", "0.50"],
    ["一、财政拨款", "1.00", "", "", "", ""],
    ["总计", "6.00", "总计", "6.50", "6.00", "0.50"],
]
SPENDING: Table = [
    [Span("项目", columns=2), Span("合计", 2), Span("基本支出", 2), Span("项目支出", 2)],
    ["科目编码", "科目名称"],
    ["207", "文化支出", "100.34", "70.11", "30.23"],
    ["20701", "公共文化", "100.33", "70.11", "30.22"],
    ["2070104", "图书馆", "90.11", "70.11", "20.00"],
    ["2070199", "其他", "10.22", "", "10.22"],
    ["20799", "其他文化支出", "0.01", "", "0.01"],
    ["合计", "", "100.34", "70.11", "30.23"],
]
LOANS: Table = [["科目编码", "科目名称", "年初数", "年末数"], ["", "", "", ""]]
NO_LOANS = "说明：青岭图书馆2024年度没有借款，故本表无数据。"
BRANCHES: Table = [
    ["分馆", "地址", "开放日期", "是否免费", "占比", "座位数"],
    ["城北分馆", "北街1号", "2020年3月1日", "是", "60.5%", "120"],
    ["城南分馆", "南街2号", "2021-05-04", "否", "39.5%", "80"],
]
PARTS: tuple[tuple[str, tuple[Block, ...]], ...] = (
    ("第一部分 读者服务", ("全年开放三百天。", "到馆人次表", VISITS)),
    (
        "第二部分 收支情况",
        ("收支总表", SIDES, "专项收支表", EARMARKED, "支出明细表", SPENDING, "借款明细表", LOANS, NO_LOANS),
    ),
    ("第三部分 分馆情况", ("分馆情况表", BRANCHES)),
)
TITLE = "青岭图书馆2024年度账目"


def parts(**tables: Table) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """The parts of a report, with some of its tables changed: by the name of the constant, in lower case."""
    instead = {id(globals()[name.upper()]): table for name, table in tables.items()}
    return tuple(
        (heading, tuple(block if isinstance(block, str) else instead.get(id(block), block) for block in blocks))
        for heading, blocks in PARTS
    )


Parts = Sequence[tuple[str, Sequence[Block]]]


def _span(cell: Cell) -> Span:
    return cell if isinstance(cell, Span) else Span(cell)


def as_json(found: Parts, **metadata: str) -> tuple[bytes, str]:
    """Canonical JSON."""
    sections = [{"title": heading, "blocks": [_json(block) for block in blocks]} for heading, blocks in found]
    said = {"document": "1", "title": TITLE, "metadata": metadata, "sections": sections}
    return json.dumps(said).encode(), "report.json"


def _json(block: Block) -> Mapping[str, Any]:
    if isinstance(block, str):
        return {"type": "paragraph", "text": block}
    rows = [[{"text": c.text, "rowspan": c.rows, "colspan": c.columns} for c in map(_span, row)] for row in block]
    return {"type": "table", "rows": rows}


def as_html(found: Parts) -> tuple[bytes, str]:
    """A page."""
    body = "".join(f"<h2>{heading}</h2>" + "".join(map(_html, blocks)) for heading, blocks in found)
    return f"<html><body><h1>{TITLE}</h1>{body}</body></html>".encode(), "report.html"


def _html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    rows = ["".join(f"<td rowspan={c.rows} colspan={c.columns}>{escape(c.text)}</td>" for c in map(_span, row))
            for row in block]  # fmt: skip
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def as_text(found: Parts) -> tuple[bytes, str]:
    """Plain text with a row of a table in each line, its cells between bars; a cell over several is printed in each."""
    lines = [TITLE, ""]
    for heading, blocks in found:
        lines += [heading, ""]
        for block in blocks:
            lines += [block, ""] if isinstance(block, str) else [*map(_line, _filled(block)), ""]
    return "\n".join(lines).encode(), "report.txt"


def _line(row: Sequence[str]) -> str:
    return "| " + " | ".join(row) + " |"


def _filled(table: Table) -> list[list[str]]:
    grid: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table):
        column = 0
        for cell in map(_span, row):
            while (number, column) in grid:
                column += 1
            grid |= {(number + r, column + c): cell.text for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns
    width = max(column for _, column in grid) + 1
    return [[grid.get((number, column), "") for column in range(width)] for number in range(len(table))]


WRITERS: Mapping[str, Callable[[Parts], tuple[bytes, str]]] = {"json": as_json, "html": as_html, "text": as_text}


def document(found: Parts, style: str) -> Document:
    """Read a report that is written in a style."""
    return read(*WRITERS[style](found), BUILTIN)


@cache
def auditor() -> Auditor:
    """The auditor of the second domain, with the rules of its ruleset alone."""
    return Unbroken(load(str(Path(__file__).with_name("library.yaml")), {}, {}, ()), {})


def audit(found: Parts, style: str = "json") -> Audited:
    """Audit a report that is written in a style."""
    return auditor().audit(document(found, style))
