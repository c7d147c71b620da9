"""A run made by hand from the nouns, with everything a reporter has to show.

Its reports hold Chinese and wide characters, one beyond the basic plane, CRLF, a terminal escape and a bidi mark; its
findings have every status; a plugin is broken and an input failed.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from audit_core.document import Cell, Document, Excerpt, Heading, Paragraph, Section, Source, Table
from audit_core.figures import Figure, State
from audit_core.findings import (
    Basis,
    Consequence,
    Evidence,
    Finding,
    Fix,
    Outcome,
    Reported,
    Severity,
    Sides,
    Status,
    fill,
    fingerprint,
)
from audit_core.forms import Form
from audit_core.report import Fact, Place, Report, Title
from audit_core.results import Audited, Category, Deduction, Failure, Plugin, Result, Run, Score
from audit_core.rules import Card, Option, Rule
from audit_core.words import Words

TEXT = (
    "某某市𠮷祥区人民政府2023年政府信息公开工作年度报告\r\n"
    "一、总体情况\r\n"
    "本年共受理申请５件，\x1b[31m其中\x1b[0m自然人4件\u202e，法人1件。\t另公开规范性文件12件,均已废止；"
    + "全区各单位主动公开政府信息，及时回应社会关切，"
    * 6
    + "全年共举办培训班3次。\r\n"
    "三、收到和处理政府信息公开申请情况\r\n"
    "项目\t自然人\t𠮷商业企业\t总计\r\n"
    "一、本年新收政府信息公开申请数量\t4\t1\t6\r\n"
    "（七）总计\t4\t/\t 5.0 \r\n"
)

FORM: dict[str, Any] = {
    "form": "tiny-2021",
    "title": {"zh": "年度报告（小表）", "en": "Annual report (tiny form)"},
    "years": {"from": 2021},
    "marks": {
        "ordinal": "([一二三四五六])、",
        "label_ordinal": "([一二三])、",
        "unit_clause": "单位：(?P<unit>.+)",
        "period": "(?P<year>\\d{4})年",
        "numerals": {"一": 1, "二": 2, "三": 3},
    },
    "titles": [{"pattern": ".*年度报告"}],
    "figures": {"placeholders": ["/"], "units": {"件": {"base": "件", "factor": 1}}, "decreases": []},
    "sections": {
        "overview": {"ordinal": "一、", "title": "总体情况", "en": "Overview"},
        "applications": {"ordinal": "三、", "title": "收到和处理政府信息公开申请情况", "en": "Applications"},
    },
    "tables": {
        "applications": {
            "section": "applications",
            "title": {"zh": "表三", "en": "Table 3"},
            "rows": {
                "received": {"label": "一、本年新收政府信息公开申请数量", "short": "本年新收", "en": "received"},
                "total": {"label": "（七）总计", "short": "总计", "en": "total handled"},
            },
            "columns": {
                "natural": {"label": "自然人", "en": "natural persons"},
                "business": {"label": "商业企业", "en": "businesses"},
                "total": {"label": "总计", "en": "total"},
            },
        }
    },
}

REGULATION = Basis(
    Words("《政府信息公开条例》第五十条", "Regulations on Open Government Information, article 50"),
    "国务院令第711号",
    "第五十条",
)
HEAD = Basis(Words("表三表头的勾稽关系", "The relation printed in the head of table 3"))
NOTICE = Basis(Words("国办公开办函〔2021〕30号", "Notice GBGKBH [2021] 30"), "国办公开办函〔2021〕30号")

CARD = Card(
    {
        "checks": Words("表三各列的各分项之和等于总计。", "In table 3 the parts of each row add up to its total."),
        "why": Words("总计错误使公众得到错误的数字。", "A wrong total gives the public a wrong figure."),
        "wrong": Words("4 + 1，总计 6", "4 + 1, total 6"),
        "right": Words("4 + 1，总计 5", "4 + 1, total 5"),
    }
)


def _rule(rule_id: str, zh: str, en: str, template: tuple[str, str], severity: Severity, **more: Any) -> Rule:
    prefix = rule_id.partition("-")[0]
    return Rule(rule_id, Words(zh, en), Words(*template), severity, **{"category": prefix, "pack": prefix} | more)


RULES = {
    rule.id: rule
    for rule in (
        _rule("TAB-31", "各分项之和不等于总计", "The parts do not add up to the total",
              ("{at}：各项之和 {sum} 不等于总计", "{at}: the parts add up to {sum}, not to the total"), Severity.ERROR,
basis=(HEAD, REGULATION), card=CARD,
              advice=Words("核对原始台账后更正总计。", "Check the register and correct the total."), locked=True),
        _rule("TAB-32", "勾稽关系不平", "Applications do not balance", ("{at} 不平", "{at} does not balance"), Severity.ERROR),
        _rule("SEC-02", "缺少章节", "A section is missing", ("缺少“{title}”一节", "The section “{title}” is missing"),
              Severity.BLOCKER, basis=(REGULATION, "国办公开办函〔2021〕30号")),
        _rule("FMT-07", "数字写法不规范", "The figure is written unusually",
              ("“{raw}”应写作“{better}” {{规范}}", "“{raw}” should be written “{better}” {{form}}"), Severity.NOTE,
              form="tiny-2021, tiny-*", options={"decimals": Option("decimals", int, 0)}),
        _rule("HN-01", "申请过少", "Too few applications", ("{at} 只有 {figure:>3} 件", "{at}: only {figure:>3}"), Severity.WARNING),
        _rule("PLA-01", "数字可疑", "The figure is implausible", ("{at} 可疑", "{at} is implausible"), Severity.WARNING, basis=(NOTICE,)),
        _rule("EXT-01", "行内数字个数不对", "A row holds the wrong number of figures",
              ("第 {row} 行数字个数不对", "Row {row} holds the wrong number of figures"), Severity.INFO, scored=False),
        _rule("XYR-01", "与上年不衔接", "Does not follow from last year", ("不衔接", "does not follow"), Severity.WARNING),
        _rule("XYR-02", "结转与上年不一致", "Carried over otherwise than last year", ("不一致", "differs"), Severity.WARNING),
        _rule("PUB-01", "发布逾期", "Published late", ("逾期", "late"), Severity.ERROR),
    )
}  # fmt: skip


def _encoded(text: str, uri: str) -> Source:
    return Source(uri, text=text, digest=hashlib.sha256(text.encode()).hexdigest(), loader="text")


def _document(source: Source) -> Document:
    def at(node: type, words: str, **more: Any) -> Any:
        start = source.text.index(words)
        return node(text=words, start=start, end=start + len(words), **more)

    lines = source.text.split("\r\n")
    starts = [sum(len(line) + 2 for line in lines[:number]) for number in range(len(lines))]
    rows = []
    for row, number in enumerate((4, 5, 6)):
        cells, offset = [], starts[number]
        for column, text in enumerate(lines[number].split("\t")):
            cells.append(Cell(text, row, column, start=offset, end=offset + len(text)))
            offset += len(text) + 1
        rows.append(tuple(cells))
    table = Table(tuple(rows), start=starts[4], end=len(source.text))
    overview = Section(at(Heading, "一、总体情况"), (at(Paragraph, lines[2]),))
    applications = Section(at(Heading, "三、收到和处理政府信息公开申请情况"), (table,))
    preamble = Section(None, (at(Paragraph, lines[0]),))
    return Document((preamble, overview, applications), source, title=lines[0], notes=("the encoding was guessed",))


def _report(document: Document, form: Form, cells: tuple[tuple[Cell, ...], ...], title: Place = None) -> Report:
    facts = []
    for concept in form.concepts:
        row, column = ("received", "total").index(concept.row), ("natural", "business", "total").index(concept.column)
        cell = cells[row + 1][column + 1] if cells else None
        facts.append(Fact(concept, form.reader.read(cell.text) if cell else Figure("", State.ABSENT), cell))
    name = "某某市𠮷祥区人民政府"
    said = Title(document.title, title, name, 2023)  # type: ignore[arg-type]
    return Report(document, form, tuple(facts), year=2023, organization=name, title=said)


def reported(report: Report, rule: str, finding: Finding, key: str = "") -> Reported:
    """Return a finding as the engine would hand it on."""
    declared = RULES[rule]
    words = finding.message or fill(declared.template, {"at": finding.at, **finding.values})
    location = report.locate(finding.at)
    return Reported(
        rule,
        finding,
        finding.severity or declared.severity,
        words,
        location,
        tuple(report.locate(evidence.at) for evidence in finding.evidence),
        tuple(Basis.of(basis) for basis in declared.basis),
        finding.advice or declared.advice,
        fingerprint(rule, report.organization, report.year, key or location.logical),
        declared.category,
    )


def _findings(report: Report) -> tuple[Reported, ...]:
    natural, business, total = (report.fact("applications", "received", c) for c in ("natural", "business", "total"))
    handled = report.fact("applications", "total", "total")
    paragraph = next(p for p in report.document.paragraphs() if "受理" in p.text)
    text = paragraph.text
    five, trainings = text.index("５件"), text.index("3次")
    few = [
        Finding(at, figure=Decimal(at.number), limit=10, fix=Fix("50", Words("按台账改正", "Correct by the register")))
        for at in (business, natural, handled)
    ]
    return (
        reported(report, "SEC-02", Finding(title=Words("六、其他", "VI. Other"), key="sections/other"), "sections/other"),
        reported(
            report,
            "TAB-31",
            Finding(
                total,
                sum=5,
                evidence=(natural, business, total),
                sides=Sides(5, "=", 6, Words("自然人 + 商业企业 = 总计", "natural persons + businesses = total")),
                consequences=(Consequence("TAB-32", "applications/total", Words("勾稽关系随之不平", "so do not balance")),),
            ),
        ),
        *(reported(report, "HN-01", finding) for finding in few),
        reported(
            report,
            "FMT-07",
            Finding(
                handled,
                raw=handled.raw,
                better="5",
                fix=Fix("5", Words("去掉多余的小数和空格", "Drop the idle decimal and the blanks"), safe=True),
                evidence=(
                    Evidence(Words("印出的数字", "the figure"), handled.raw, Decimal("5.0"), handled.cell),
                    Evidence(Words("规定的小数位数", "decimals prescribed"), "0", Decimal(0)),
                ),
            ),
        ),
        replace(
            reported(
                report,
                "PLA-01",
                Finding(
                    Excerpt(paragraph, five, five + 2),
                    status="review",
                    message=Words("受理 [５](1) 件与表三 6 件不一致\x1b[2J", "[５](1) received, but table 3 says 6\x1b[2J"),
                    evidence=(
                        Evidence(Words("正文", "text"), "５件", Decimal(5), Excerpt(paragraph, five, five + 2)),
                        Evidence.of(total),
                    ),
                ),
                "overview/received",
            ),
            follows="TAB-31",
        ),
        reported(
            report,
            "PLA-01",
            Finding(Excerpt(paragraph, trainings, trainings + 2), status="review", message="培训次数可疑 / Trainings look odd"),
            "overview/trainings",
        ),
        reported(
            report,
            "EXT-01",
            Finding(total.cell, status="review", row=1, responsibility="conversion", table="applications"),
            "applications/received",
        ),
        reported(report, "TAB-32", Finding(handled, status="pass", message="已按占位符为零核算 / Reckoned with the mark as zero")),
        reported(report, "XYR-01", Finding(status="not_assessed", message="没有上年数字 / Last year's figures are not there")),
        reported(report, "PUB-01", Finding(status="not_applicable", severity="info", message="未到期 / Not due yet")),
    )  # fmt: skip


def _outcomes() -> tuple[Outcome, ...]:
    nobody = Words("没有上一年度的报告", "there is no report of the year before")
    return (
        Outcome("EXT-01", Status.REVIEW),
        Outcome("FMT-07", Status.FAIL, checked=5, unchecked=1),
        Outcome("HN-01", Status.FAIL),
        Outcome("PLA-01", Status.REVIEW),
        Outcome("PUB-01", Status.NOT_APPLICABLE, Words("报告没有发布日期", "the report has no date of publication")),
        Outcome("SEC-02", Status.FAIL),
        Outcome("TAB-31", Status.FAIL, checked=2),
        Outcome("TAB-32", Status.FAIL, Words("由 TAB-31 的同一原因引起", "for the same cause as TAB-31")),
        Outcome("XYR-01", Status.NOT_ASSESSED, nobody),
        Outcome("XYR-02", Status.NOT_ASSESSED, nobody),
    )


def _score(findings: tuple[Reported, ...]) -> Score:
    by_rule = {rule: [f for f in findings if f.rule == rule] for rule in RULES}
    points = Decimal("0.50"), Decimal("1.00"), Decimal("2.00"), Decimal("5.00")
    repeated = zip(by_rule["HN-01"], (points[2], points[1], points[0]), strict=True)
    deductions = (
        Deduction(by_rule["TAB-31"][0], points[3], points[3]),
        *(Deduction(finding, points[2], taken) for finding, taken in repeated),
        Deduction(by_rule["FMT-07"][0], points[0], points[0]),
    )
    possible = tuple(
        Deduction(finding, points[2], Decimal(0) if finding.follows else points[2]) for finding in by_rule["PLA-01"]
    )
    return Score(
        value=Decimal("84.2"),
        lower_bound=Decimal("77.2"),
        grade=Words("不合格", "failed"),
        coverage=Decimal("57.0"),
        categories=(
            Category("SEC", Decimal(20), Decimal(0), assessed=True),
            Category("TAB", Decimal(30), Decimal("5.00"), assessed=True),
            Category("FMT", Decimal(7), Decimal("4.00"), assessed=True),
            Category("XYR", Decimal(8), Decimal(0), assessed=False),
        ),
        deductions=deductions,
        possible=possible,
        gates=(by_rule["SEC-02"][0],),
        publishable=False,
        obstacles=(by_rule["SEC-02"][0], by_rule["TAB-31"][0]),
        caps=(by_rule["TAB-31"][0],),
    )


def _text_result(form: Form) -> Result:
    source = _encoded(TEXT, "报告/某某区 2023.txt")
    document = _document(source)
    table = next(document.tables())
    report = _report(document, form, table.rows, next(document.paragraphs()))
    findings = _findings(report)
    return Result(source, Audited(report, _outcomes(), findings), _score(findings))


def _binary_result(form: Form) -> Result:
    """A source without lines: places are native, and there is no score."""
    source = Source("annual/report.docx", digest="ab" * 32, loader="docx")
    cell = Cell("９", 1, 3, place="表 1，行 2，列 4")
    blank = Cell("", 1, 1, place="表 1，行 2，列 2")
    table = Table(((), (Cell("", 1, 0), blank, Cell("", 1, 2), cell), (cell, cell, cell, cell)), place="表 1")
    document = Document((Section(None, (table,)),), source)
    report = _report(document, form, table.rows)
    total = report.fact("applications", "received", "total")
    parts = (report.fact("applications", "received", "natural"), total)
    finding = reported(report, "TAB-31", Finding(total, sum=0, evidence=parts))
    broken = Words("ZeroDivisionError：除以零", "ZeroDivisionError: division by zero")
    outcomes = (
        Outcome("HN-01", Status.ERROR, broken),
        Outcome("PLA-01", Status.PASS),
        Outcome("TAB-31", Status.FAIL),
        Outcome("TAB-32", Status.NOT_ASSESSED),
    )
    score = Score(
        value=None,
        lower_bound=None,
        grade=None,
        coverage=Decimal("30.0"),
        categories=(Category("TAB", Decimal(30), Decimal(5), assessed=True),),
        deductions=(Deduction(finding, Decimal(5), Decimal(5)),),
        possible=(),
        gates=(),
        publishable=False,
        obstacles=(),
        withheld=Words("表三半数以上的数字无法确定", "more than half of the figures of table 3 have no decided value"),
    )
    return Result(source, Audited(report, outcomes, (finding,)), score)


def sample() -> Run:
    """Return the run."""
    form = Form.from_data(FORM)
    return Run(
        version="1.2.3",
        ruleset="ogi",
        ruleset_version="2024.1",
        ruleset_digest="cd" * 32,
        rules=RULES,
        plugins=(
            Plugin("hunan", "0.3", "audit-hunan", "ok", prefixes=("HN",)),
            Plugin("tables", "1.2.3", "audit-core", "ok", prefixes=("TAB",)),
            Plugin("wrong", "", "audit-wrong", "broken", Words("无法导入：缺少 numpy", "cannot be imported: no numpy")),
        ),
        categories={"TAB": Words("表格与勾稽", "Tables and their balances")},
        results=(_text_result(form), _binary_result(form)),
        failures=(
            Failure("input", "报告/坏的.pdf", Words("PDF 已损坏", "the PDF is damaged")),
            Failure("rule", "HN-01", Words("ZeroDivisionError：除以零", "ZeroDivisionError: division by zero")),
            Failure("configuration", "ogi.yaml:3", Words("未知规则 TAB-99", "unknown rule TAB-99")),
        ),
        date=date(2024, 2, 1),
        skipped={"README.md": Words("不是报告", "no report"), "报告/目录.txt": Words("没有年度", "no year in it")},
        notes=(Words("锁定规则 TAB-33 没有运行\x1b[2J", "the locked rule TAB-33 was left out\x1b[2J"),),
    )


def clean() -> Run:
    """Return a run of nothing: rules, no reports, nothing wrong."""
    whole = sample()
    return Run("1.2.3", "ogi", "2024.1", "cd" * 32, whole.rules, whole.plugins[:2], (), (), whole.date)
