"""The rule on rules and normative documents: made, disclosed, repealed, in force."""

import re
from collections.abc import Iterator
from typing import Final

from audit_core import Finding, Pattern, Report
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import EN, ZH
from audit_pack_narrative.figures import ADVICE, LINKS, OTHERS, Said, compared, is_elsewhere
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.reading import read
from audit_pack_narrative.sentences import Sentence

_PIECES: Final = frozenset("件个部份")
_DOCUMENT: Final = Pattern(rf"(?P<name>规章|规范性(?:文件|档案)){LINKS}$")
_DOCUMENT_AFTER: Final = Pattern(
    r"(?:现行有效的?|本级|政府|行政)*(?P<name>规章|规范性文件)(?!.{0,4}(?:解读|清理|目录|数据库|审查|备案))(?!.{0,10}(?:审[查核]|评估))"
)
_FOLLOWS: Final = Pattern(
    rf"[，,；;、和及]*(?:本年|全年|现有|共)*(?:制定|制发|清理废止|废止|失效|现行有效|继续有效)(?:文件)?{LINKS}"
)
"""What a number may stand behind that counts the documents named before: 制发规范性文件11件，废止4件."""
_OFOTHERS: Final = Pattern(r"部门$|上级|国家|省级|其他$|和$|、$|及$")
_NOT_MADE: Final = Pattern(
    r"转发|解读|修订|修改|审查|审核|备案|报备|评估|梳理|刊登|归集|收录|汇编|起草|征求|上报|宣传|公平竞争|清理(?!并公开|废止)|移交|推送|名义"
)
_ASPECTS: Final = (
    ("in_force", Pattern(r"现行有效|继续有效|有效")),
    ("repealed", Pattern(r"废止|失效|宣布无效")),
    ("made", Pattern(r"制定|制发|制作|印发|出台|新制|下发")),
    ("disclosed", Pattern(r"公开|发布|公布")),
)
_COLUMNS: Final = {
    "in_force": (("total",), ("in_force",)),
    "repealed": ((), ("repealed",)),
    "made": (("made",), ("issued",)),
    "disclosed": (("disclosed", "made", "total"), ("issued", "in_force")),
}


@pack.rule("XSC-12", zh=ZH, en=EN, severity="warning", basis=("R6", "R20", "N21"), advice=ADVICE)
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
        yield from compared(report, reading, (s for one in reading.sentences for s in _documents(report, one)))


def _documents(report: Report, sentence: Sentence) -> Iterator[Said]:
    words = sentence.words if sentence.quantities else ""
    if "规章" not in words and "规范性" not in words:
        return
    aspect = named = ""
    for number, quantity in enumerate(sentence.quantities):
        left = sentence.quantities[number - 1].end if number else sentence.start
        lead = sentence.text[left : quantity.start]
        aspect = _aspect(lead) or aspect
        row = named if named and _FOLLOWS.fullmatch(lead) else _document(sentence, lead, quantity)
        told = quantity.counter in _PIECES and not _NOT_MADE.search(lead) and not is_elsewhere(report, lead)
        named = row if told else ""
        if named:
            yield _document_said(report, sentence, quantity, row, aspect)


def _aspect(lead: str) -> str:
    return next((aspect for aspect, pattern in _ASPECTS if pattern.search(lead)), "")


def _document(sentence: Sentence, lead: str, quantity: Quantity) -> str:
    """Return the row of the documents that a number counts: 规章13件, 13件规章."""
    before = _DOCUMENT.search(lead)
    if before:
        front = lead[: before.start()].removesuffix("行政").removesuffix("政府")
        return "" if _OFOTHERS.search(front[-4:]) and _is_joined(front) else _ROWS[before["name"][:2]]
    end = sentence.cut_after(quantity.end, sentence.end)
    after = _DOCUMENT_AFTER.match(sentence.text, quantity.end, end)
    return _ROWS[after["name"][:2]] if after else ""


_ROWS: Final = {"规章": "rules", "规范": "normative"}


def _is_joined(front: str) -> bool:
    """Whether another document is named with this one under one number, or it is another organ's."""
    return front.endswith(("部门", "上级", "国家", "省级", "其他")) or bool(re.search(r"(?:规章|文件)[和、及]$", front))


def _document_said(report: Report, sentence: Sentence, quantity: Quantity, row: str, aspect: str) -> Said:
    form = 0 if "made" in report.form.tables["documents"].columns else 1
    columns = _COLUMNS[aspect or "disclosed"][form]
    clause = sentence.text[sentence.cut_before(quantity.start, sentence.start) : quantity.end]
    told = aspect in ("made", "in_force", "repealed") or (aspect == "disclosed" and not form)
    sure = told and not OTHERS.search(sentence.text, sentence.start, quantity.start) and "其中" not in sentence.words
    return Said(quantity, sentence, "documents", row, columns, sure, clause)
