"""Rules on what was made and decided: documents, licences, penalties, coercion, fees, procurement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from audit_core import Fact, Finding, NotAssessed, Report, Sides, State, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import EN, ZH, counted, evidence, raise_all
from audit_pack_narrative.lexicon import OTHERS
from audit_pack_narrative.numerals import Number, Quantity
from audit_pack_narrative.reading import Reading, read
from audit_pack_narrative.sentences import Sentence

_ADVICE = (
    "请核对台账后更正：正文或表格，哪一处错由机关确认。",
    "Check against your records and correct the text or the table; which of them is wrong is for the organ to say.",
)
_LINKS: Final = r"(?:数量|总数|总量|数|共计|总计|合计|累计|共|为|有|的|：|:)*"
_PIECES: Final = frozenset("件个部份")
_OTHERS: Final = re.compile(OTHERS)
_OTHER_TIME: Final = re.compile(r"上年|去年|上一年|同比|较|增|减|季度|半年|以来|历年|平均|其中")
_YEAR: Final = re.compile(r"20\d\d(?=年)")
_UNSURE: Final = Words(f"{ZH}；{{doubt}}，请核对", f"{EN}; {{doubt}}, so please check")
_PARTLY: Final = Words("统计口径可能不同", "it may be counted otherwise")

_DOCUMENT: Final = re.compile(rf"(?P<name>规章|规范性(?:文件|档案)){_LINKS}$")
_DOCUMENT_AFTER: Final = re.compile(
    r"(?:现行有效的?|本级|政府|行政)*(?P<name>规章|规范性文件)(?!.{0,4}(?:解读|清理|目录|数据库|审查|备案))"
)
_OF_OTHERS: Final = re.compile(r"部门$|上级|国家|省级|其他$|和$|、$|及$")
_NOT_MADE: Final = re.compile(
    r"转发|解读|修订|修改|审查|审核|备案|报备|评估|梳理|刊登|归集|收录|汇编|起草|征求|上报|宣传|公平竞争|清理(?!并公开)|移交|推送|名义"
)
_ASPECTS: Final = (
    ("in_force", re.compile(r"现行有效|继续有效|有效")),
    ("repealed", re.compile(r"废止|失效|宣布无效")),
    ("made", re.compile(r"制定|制发|制作|印发|出台|新制|下发")),
    ("disclosed", re.compile(r"公开|发布|公布")),
)
_COLUMNS: Final = {
    "in_force": (("total",), ("in_force",)),
    "repealed": ((), ("repealed",)),
    "made": (("made",), ("issued",)),
    "disclosed": (("disclosed", "made", "total"), ("issued", "in_force")),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """A number of the prose, the keys of the facts it may be, and whether it surely is one of them."""

    quantity: Quantity
    sentence: Sentence
    table: str
    row: str
    columns: tuple[str, ...]
    sure: bool
    clause: str
    factor: Number = 1


@pack.rule("XSC-12", zh=ZH, en=EN, severity="warning", basis=("R6", "R20", "N21"), advice=_ADVICE)
def documents(report: Report) -> Iterator[Finding]:
    """规章、规范性文件数与表不符 / Documents differ from the table

    检查 正文说的规章、规范性文件制发（公开、废止、现行有效）件数，是否等于表二相应的数。
    Checks whether the rules and normative documents that the text says were made, disclosed, repealed or are in force
        are the figures of table 2.
    原因 制发文件数是主动公开的核心数据，正文与表格应当一致。
    Why What was made is the core of what is disclosed; text and table have to agree.
    错误 制发规范性文件12件。（表二为11）
    Wrong 制发规范性文件12件。 (the table has 11)
    正确 制发规范性文件11件。
    Right 制发规范性文件11件。
    依据 《政府信息公开条例》第六条、第二十条；国办公开办函〔2021〕30号。
    Basis Regulations on Open Government Information, articles 6 and 20; notice 国办公开办函〔2021〕30号.
    误报 转发、解读、清理、审查、公报刊登的件数，以办公室名义制发的件数不比较；没有写明制发还是公开的，作为线索。
    False alarms Documents passed on, explained, reviewed or printed in a gazette are left out; where the text does not
        say what was done with them, it is a lead.
    调整 可以关闭或改变等级。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    text = reading.prose.text
    if "规章" in text or "规范性" in text:
        yield from _compared(report, reading, (s for one in reading.sentences for s in _documents(report, one)))


def _documents(report: Report, sentence: Sentence) -> Iterator[_Said]:
    words = sentence.words if sentence.quantities else ""
    if "规章" not in words and "规范性" not in words:
        return
    aspect = ""
    for number, quantity in enumerate(sentence.quantities):
        left = sentence.quantities[number - 1].end if number else sentence.start
        lead = sentence.text[left : quantity.start]
        aspect = _aspect(lead) or aspect
        row = _document(sentence, lead, quantity)
        if row and quantity.counter in _PIECES and not _NOT_MADE.search(lead) and not _is_elsewhere(report, lead):
            yield _document_said(report, sentence, quantity, row, aspect)


def _aspect(lead: str) -> str:
    return next((aspect for aspect, pattern in _ASPECTS if pattern.search(lead)), "")


def _document(sentence: Sentence, lead: str, quantity: Quantity) -> str:
    """Return the row of the documents that a number counts: 规章13件, 13件规章."""
    before = _DOCUMENT.search(lead)
    if before:
        front = lead[: before.start()].removesuffix("行政").removesuffix("政府")
        return "" if _OF_OTHERS.search(front[-4:]) and _is_joined(front) else _ROWS[before["name"][:2]]
    end = sentence.cut_after(quantity.end, sentence.end)
    after = _DOCUMENT_AFTER.match(sentence.text, quantity.end, end)
    return _ROWS[after["name"][:2]] if after else ""


_ROWS: Final = {"规章": "rules", "规范": "normative"}


def _is_joined(front: str) -> bool:
    """Whether another document is named with this one under one number, or it is another organ's."""
    return front.endswith(("部门", "上级", "国家", "省级", "其他")) or bool(re.search(r"(?:规章|文件)[和、及]$", front))


def _document_said(report: Report, sentence: Sentence, quantity: Quantity, row: str, aspect: str) -> _Said:
    form = 0 if "made" in report.form.tables["documents"].columns else 1
    columns = _COLUMNS[aspect or "disclosed"][form]
    clause = sentence.text[sentence.cut_before(quantity.start, sentence.start) : quantity.end]
    told = aspect in ("made", "in_force", "repealed") or (aspect == "disclosed" and not form)
    sure = told and not _OTHERS.search(sentence.text, sentence.start, quantity.start) and "其中" not in sentence.words
    return _Said(quantity, sentence, "documents", row, columns, sure, clause)


def _is_elsewhere(report: Report, lead: str) -> bool:
    """Whether a clause is of another year, a change or a part."""
    years = _YEAR.findall(lead)
    return bool(_OTHER_TIME.search(lead)) or bool(years and int(years[-1]) != report.year)


_DECISIONS: Final = {
    "许可": ("licensing", "licences"),
    "处罚": ("enforcement", "penalties"),
    "强制": ("enforcement", "coercion"),
}
_DECISION: Final = re.compile(
    rf"(?P<front>.{{0,6}})行政(?P<name>许可|处罚|强制)(?:措施|执行)?(?P<what>处理决定|决定)?(?:事项|案件|案)?{_LINKS}$"
)
_BEFORE_DECISION: Final = re.compile(r"(?:^|作出|做出|办理|实施|共|各类|的|[，,；;、：:]|全[省市县区镇]|年)$")
_ONLY_SHOWN: Final = re.compile(r"公开|公示|公布|发布|录入|归集|上网|上报|推送|信息|类|清单|解读|事项库")


@pack.rule("XSC-13", zh=ZH, en=EN, severity="warning", basis=("R6", "R20", "N21"), advice=_ADVICE)
def decisions(report: Report) -> Iterator[Finding]:
    """许可、处罚、强制、收费数与表不符 / Licences, penalties, coercion or fees differ from the table

    检查 正文说的行政许可、行政处罚、行政强制处理决定数和行政事业性收费金额，是否等于表二相应的数（单位换算后）。
    Checks whether the decisions on licences, penalties and coercion and the amount of fees in the text are the figures
        of table 2, units brought to one.
    原因 处理决定数和收费额是法定的主动公开内容。
    Why Decisions and fees are disclosed by statute.
    错误 作出行政处罚决定1943件。（表二为1933）
    Wrong 作出行政处罚决定1943件。 (the table has 1933)
    正确 作出行政处罚决定1933件。
    Right 作出行政处罚决定1933件。
    依据 《政府信息公开条例》第六条、第二十条；国办公开办函〔2021〕30号。
    Basis Regulations on Open Government Information, articles 6 and 20; notice 国办公开办函〔2021〕30号.
    误报 公示条数、单个领域（如交通处罚）的数不比较；没有写“决定”的，作为线索。
    False alarms Notices published and decisions of one field are left out; numbers not said to be decisions are leads.
    调整 可以关闭或改变等级。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    text = reading.prose.text
    if "行政许可" in text or "行政处罚" in text or "行政强制" in text or "事业性收费" in text:
        yield from _compared(report, reading, (s for one in reading.sentences for s in _decided(report, one)))


def _decided(report: Report, sentence: Sentence) -> Iterator[_Said]:
    for quantity, lead in _led(sentence, "行政"):
        match = _DECISION.search(lead)
        if (
            match
            and quantity.counter in ("件", "项", "个", "起", "宗", "件次")
            and _BEFORE_DECISION.search(match["front"])
        ):
            if not _ONLY_SHOWN.search(lead) and not _is_elsewhere(report, lead):
                table, row = _DECISIONS[match["name"]]
                sure = bool(match["what"]) and not _OTHERS.search(lead)
                yield _Said(
                    quantity,
                    sentence,
                    table,
                    row,
                    ("decisions",),
                    sure,
                    lead.lstrip("，,；;、 ") + _printed(quantity, sentence),
                )
        elif _FEE.search(lead) and quantity.counter == "元" and "amount" in report.form.tables["fees"].columns:
            yield _Said(
                quantity,
                sentence,
                "fees",
                "fees",
                ("amount",),
                True,
                lead.lstrip("，,；;、 ") + _printed(quantity, sentence),
            )


_FEE: Final = re.compile(rf"行政事业性收费(?:总额|总金额|金额|收入)?{_LINKS}$")


def _led(sentence: Sentence, word: str) -> Iterator[tuple[Quantity, str]]:
    """Yield the quantities of a sentence that has a word, each with the clause before it."""
    if not sentence.quantities or word not in sentence.words:
        return
    left = sentence.start
    for quantity in sentence.quantities:
        yield quantity, sentence.text[sentence.cut_before(quantity.start, left) : quantity.start]
        left = quantity.end


def _printed(quantity: Quantity, sentence: Sentence) -> str:
    return sentence.text[quantity.start : quantity.end]


_PROJECTS: Final = re.compile(rf"(?P<central>集中)?采购(?:项目|事项)?{_LINKS}$")
_AMOUNT: Final = re.compile(
    rf"(?P<central>集中)?采购(?:项目)?(?:总金额|总额|金额|预算|资金|支出){_LINKS}$|(?<=[，,])总?金额{_LINKS}$"
)


@pack.rule("XSC-14", zh=ZH, en=EN, severity="warning", basis=("R6", "R20"), advice=_ADVICE, form="ogi-2019")
def procurement(report: Report) -> Iterator[Finding]:
    """采购数与表不符 / Procurement differs from the table

    检查 正文说的政府集中采购项目数和金额，是否等于表二相应的数（单位换算后）。
    Checks whether the projects and the amount of centralised procurement in the text are the figures of table 2, units
        brought to one.
    原因 采购是公众最关注的公开内容之一，金额差一个单位就差一万倍。
    Why Procurement is watched closely; a wrong unit is wrong ten thousand times over.
    错误 政府集中采购项目393个。（表二为392）
    Wrong 政府集中采购项目393个。 (the table has 392)
    正确 政府集中采购项目392个。
    Right 政府集中采购项目392个。
    依据 《政府信息公开条例》第六条、第二十条第（九）项。
    Basis Regulations on Open Government Information, articles 6 and 20(9).
    误报 采购公告、采购信息条数不比较；没有写“集中”的，作为线索；表中没有单位的金额，元和万元都算相符。
    False alarms Notices of procurement are left out; procurement not said to be centralised is a lead; an amount
        without a unit in the table may be either.
    调整 可以关闭或改变等级。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    if "采购" in reading.prose.text:
        yield from _compared(report, reading, (s for one in reading.sentences for s in _bought(report, one)))


def _bought(report: Report, sentence: Sentence) -> Iterator[_Said]:
    if re.search(r"信息|公告|公开|公示", sentence.words):
        return
    for quantity, lead in _led(sentence, "采购"):
        money = quantity.counter == "元"
        match = (_AMOUNT if money else _PROJECTS).search(lead)
        if match and (money or quantity.counter in ("个", "项", "件", "次")) and not _is_elsewhere(report, lead):
            sure = "集中采购" in sentence.words
            column = "amount" if money else "projects"
            yield _Said(
                quantity,
                sentence,
                "procurement",
                "centralised",
                (column,),
                sure,
                lead.lstrip("，,；;、 ") + _printed(quantity, sentence),
            )


def _compared(report: Report, reading: Reading, some: Iterator[_Said]) -> Iterator[Finding]:
    unread: dict[str, NotAssessed] = {}
    for said in some:
        try:
            finding = _finding(report, reading, said)
        except NotAssessed as reason:
            unread[reason.words.zh] = reason
            continue
        if finding:
            yield finding
    raise_all(unread.values())


def _finding(report: Report, reading: Reading, said: _Said) -> Finding | None:
    facts = [report.fact(said.table, said.row, column) for column in said.columns]
    if not facts or any(
        number == said.quantity.value or said.quantity.is_near(number)
        for fact in facts
        for number in _values(report, fact, said)
    ):
        return None
    if said.quantity.counter == "元" and any(_is_rounded(report, fact, said) for fact in facts):
        return None
    main, value = facts[0], next(iter(_values(report, facts[0], said)))
    sure = said.sure and said.quantity.exact
    return Finding(
        reading.prose.excerpt(said.quantity.start, said.quantity.end),
        status=Status.FAIL if sure else Status.REVIEW,
        evidence=(counted(reading.prose, said.sentence, said.quantity), *evidence(facts)),
        sides=Sides(said.quantity.value, "=", value, _equal(main)),
        message=None if sure else _UNSURE,
        key=f"prose/{said.table}/{said.row}/{said.columns[0]}",
        said=said.clause.strip("，,；;、：: "),
        label=main.label,
        figure=Decimal(value),
        difference=abs(Decimal(said.quantity.value) - value),
        doubt=_PARTLY,
    )


def _equal(fact: Fact) -> Words:
    return Words(f"正文所写的数 = {fact.label.zh}", f"number in the text = {fact.label.en}")


def _values(report: Report, fact: Fact, said: _Said) -> Iterator[Number]:
    """Yield what a fact may be worth in the unit of the text: pieces, or yuan."""
    number = fact.number
    if said.quantity.counter != "元":
        yield number
        return
    unit = _unit(report, fact)
    if unit != "元":
        yield number * 10_000
    if unit != "万元":
        yield number


def _unit(report: Report, fact: Fact) -> str:
    table = report.table(fact.table)
    return fact.figure.unit or (table.units.get(fact.column, "") if table else "") or fact.concept.unit


def _is_rounded(report: Report, fact: Fact, said: _Said) -> bool:
    """Whether text and table differ only by the digits that one of them leaves out."""
    if fact.state is not State.NUMBER:
        return False
    for value in _values(report, fact, said):
        step = Decimal(1).scaleb(-fact.figure.decimals) * (10_000 if value != fact.number else 1)
        if abs(Decimal(value) - Decimal(said.quantity.value)) * 2 <= max(step, Decimal(said.quantity.step)):
            return True
    return False
