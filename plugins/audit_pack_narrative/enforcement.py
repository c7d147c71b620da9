"""Rules on what was decided and bought: licences, penalties, coercion, fees, procurement."""

from collections.abc import Iterator
from typing import Final

from audit_core import Finding, Pattern, Report
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import ADVICE, EN, ZH
from audit_pack_narrative.disclosure_numbers import (
    LINKS,
    PARTLY,
    Columns,
    clause_before,
    compared,
    is_elsewhere,
    nothing,
    scope,
)
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import read
from audit_pack_narrative.sentences import ELSEWHEN, Sentence

_SUBJECTS: Final = {
    "许可": "licensing/licences/decisions",
    "处罚": "enforcement/penalties/decisions",
    "强制": "enforcement/coercion/decisions",
    "收费": "fees/fees/amount",
}
_COLUMNS: Final[Columns] = {
    "decisions": (("decisions",), ()),
    "amount": (("amount",), ()),
    "projects": (("projects",), ()),
}
_DECISION: Final = Pattern(
    rf"(?P<front>.{{0,6}})行政(?P<name>许可|处罚|强制)(?:措施|执行)?(?:本年度?|全年)?(?P<what>处理决定|决定)?(?P<of>事项|案件|案)?{LINKS}$"
)
_BEFORE_DECISION: Final = Pattern(
    r"(?:^|作出|做出|办理|实施|办结|共|各类|的|[，,；;、：:和及]|(?:全|我|本)[省市县区镇乡局]|各级|机关|年|年度|其中|今年)$"
)
_ONLY_SHOWN: Final = Pattern(r"公开|公示|公布|发布|录入|归集|上网|上报|推送|信息|类|清单|解读|事项库")
_NO_DECISION: Final = Pattern(
    r"(?:未|没有|(?<!有)无|暂无|零)(?:作出|做出|实施|产生|发生|收取|任何|的|行政许可|行政处罚|行政强制|[、和及或])*?"
    r"(?:行政(?P<name>许可|处罚|强制)(?:措施|执行)?|行政事业性(?P<fee>收费))(?:处理)?(?:决定|案件|事项|项目)?(?=[，,。；;、和及）()\n]|的?情[况形]|$)"
)


_COUNTERS: Final = frozenset(("件", "项", "个", "起", "宗", "件次"))
"""Counters of decisions; 事项 counted in 项 are what licences there are, not how many were given."""


@pack.rule(
    "XSC-13",
    zh=ZH,
    en=EN,
    severity="warning",
    basis=("R6", "R20", "form"),
    advice=ADVICE,
    wrong={"overview": "全年作出行政处罚决定1943件。", "enforcement/penalties/decisions": 1933},
    right={"overview": "全年作出行政处罚决定1933件。", "enforcement/penalties/decisions": 1933},
)
def decisions(report: Report) -> Iterator[Finding]:
    """许可、处罚、强制、收费数与表不符 / Licences, penalties, coercion or fees differ from the table

    检查 正文写明的行政许可、行政处罚、行政强制处理决定数和行政事业性收费金额，是否等于表二相应的数（单位换算后）。
    Checks whether the decisions on licences, penalties and coercion and the amount of fees in the text are the figures
        of table 2, units brought to one.
    原因 处理决定数和收费额是法定的主动公开内容。
    Why Decisions and fees are disclosed by statute.
    依据 《政府信息公开条例》第六条、第二十条；规定表式的文件。
    Basis Regulations on Open Government Information, articles 6 and 20; what prescribes the form.
    误报 公示条数、单个领域（如交通处罚）的数不比较；没有写“决定”的，列为待核问题。
    False alarms Notices published and decisions of one field are left out; numbers not said to be decisions are review
        findings.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    text = reading.prose.text
    known = "行政许可" in text or "行政处罚" in text or "行政强制" in text or "事业性收费" in text
    some = (m for one in reading.sentences for m in _decided(report, one)) if known else ()
    yield from compared(report, reading, iter(some), _COLUMNS)


def _decided(report: Report, sentence: Sentence) -> Iterator[Mention]:
    for quantity, lead in _led(sentence, "行政"):
        subject, sure = _subject(report, quantity, lead, sentence)
        if subject and not is_elsewhere(sentence, quantity, lead):
            yield _mention(subject, quantity, sentence, lead, sure=sure)
    for match in _NO_DECISION.finditer(sentence.text, sentence.start, sentence.end):
        subject = _SUBJECTS[match["name"] or match["fee"]]
        known = match["name"] or "amount" in report.form.table("fees").columns
        if known and sentence.when(match.start()) not in ELSEWHEN:
            yield _mention(subject, nothing(*match.span()), sentence, "", sure=bool(match["name"]))


def _subject(report: Report, quantity: Quantity, lead: str, sentence: Sentence) -> tuple[str, bool]:
    """Return what a number is of, empty for nothing that the tables count, and whether it says so in so many words."""
    match = _DECISION.search(lead)
    if match and quantity.counter in _COUNTERS and _BEFORE_DECISION.search(match["front"]):
        kinds = match["of"] == "事项" and quantity.counter in ("项", "个")
        told = not kinds and not _ONLY_SHOWN.search(lead)
        return (_SUBJECTS[match["name"]], bool(match["what"])) if told else ("", False)
    if quantity.counter != "元" or "amount" not in report.form.table("fees").columns:
        return "", False
    said = _FEE.search(lead) or (_FEE_AMOUNT.search(lead) and "事业性收费" in sentence.words)
    return (_SUBJECTS["收费"], True) if said else ("", False)


_FEE: Final = Pattern(rf"行政事业性收费(?:总额|总金额|金额|收入)?{LINKS}$")
_FEE_AMOUNT: Final = Pattern(rf"^[，,（(]?(?:本年度?|全年)?收费(?:总额|总金额|金额|收入){LINKS}$")


def _mention(subject: str, quantity: Quantity, sentence: Sentence, lead: str, *, sure: bool) -> Mention:
    doubt = scope(lead) or (None if sure else PARTLY)
    clause = lead.lstrip("，,；;、 ") + sentence.text[quantity.start : quantity.end]
    return Mention(subject, quantity, sentence, doubt, clause=clause)


def _led(sentence: Sentence, word: str) -> Iterator[tuple[Quantity, str]]:
    """Yield the quantities of a sentence that has a word, each with its own clause before it."""
    if not sentence.quantities or word not in sentence.words:
        return
    left = sentence.start
    for quantity in sentence.quantities:
        yield quantity, clause_before(sentence, quantity, left)
        left = quantity.end


_PROJECTS: Final = Pattern(rf"(?P<central>集中)?采购(?:项目|事项)?{LINKS}$")
_AMOUNT: Final = Pattern(rf"(?P<central>集中)?采购(?:项目)?(?:总金额|总额|金额|支出){LINKS}$|^[，,]?总?金额{LINKS}$")


@pack.rule(
    "XSC-14",
    zh=ZH,
    en=EN,
    severity="warning",
    basis=("R6", "R20"),
    advice=ADVICE,
    form="ogi-2019",
    until=2020,
    wrong={"overview": "全年实施政府集中采购项目393个。", "procurement/centralised/projects": 392},
    right={"overview": "全年实施政府集中采购项目392个。", "procurement/centralised/projects": 392},
)
def procurement(report: Report) -> Iterator[Finding]:
    """采购数与表不符 / Procurement differs from the table

    检查 正文写明的政府集中采购项目数和金额，是否等于表二相应的数（单位换算后）。
    Checks whether the projects and the amount of centralised procurement in the text are the figures of table 2, units
        brought to one.
    原因 采购是公众最关注的公开内容之一，金额差一个单位就差一万倍。
    Why Procurement is watched closely; a wrong unit is wrong ten thousand times over.
    依据 《政府信息公开条例》第六条、第二十条第（九）项。
    Basis Regulations on Open Government Information, articles 6 and 20(9).
    误报 采购公告、采购信息条数不比较；没有写“集中”的，列为待核问题；表中没有单位的金额，元和万元都算相符。
    False alarms Notices of procurement are left out; procurement not said to be centralised is a review finding; an
        amount without a unit in the table may be either.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    some = (m for one in reading.sentences for m in _bought(one)) if "采购" in reading.prose.text else ()
    yield from compared(report, reading, iter(some), _COLUMNS)


def _bought(sentence: Sentence) -> Iterator[Mention]:
    for quantity, lead in _led(sentence, "采购"):
        money = quantity.counter == "元"
        match = (_AMOUNT if money else _PROJECTS).search(lead)
        counts = money or quantity.counter in ("个", "项", "件", "次")
        if match and counts and not _IS_SHOWN.search(lead) and not is_elsewhere(sentence, quantity, lead):
            subject = f"procurement/centralised/{'amount' if money else 'projects'}"
            yield _mention(subject, quantity, sentence, lead, sure="集中采购" in sentence.words)


_IS_SHOWN: Final = Pattern(r"公告|公示|信息")
"""Words for notices of procurement."""
