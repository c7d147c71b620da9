"""The rule on rules and normative documents: made, disclosed, repealed, in force."""

from collections.abc import Iterator
from itertools import chain
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

_PIECES: Final = frozenset("件个部份项")
_NAME: Final = r"(?:规章|规范性(?:文件|档案))"
_ASPECTS: Final = {
    "in_force": r"现行有效|继续有效|有效|保留",
    "repealed": r"废止|失效|宣布无效",
    "made": r"新?制[定发作]|印发|出台|新制|下发|新立|新增",
    "disclosed": r"公开|发布|公布",
}
"""What a number of documents may say of them, the most telling first: 制定发布 is made, 公开现行有效 is in force."""
_OTHER: Final = (
    "转发|解读|修订|修改|审查|审核|备案|报备|评估|刊登|收录|起草|征求|上报|宣传|公平竞争|移交|推送|目录|草案|意见建议|"
    "翻译|培训"
)
"""What is done with documents that the table does not count."""
_REVIEWED: Final = r"清理|梳理|归集|汇编|整理|排查"
"""What is done with those in force: the documents reviewed are in no table, what came of it is."""
_ASPECT: Final = Pattern("|".join(_ASPECTS.values()))
_KIND: Final = Pattern("|".join(f"(?P<{kind}>{words})" for kind, words in _ASPECTS.items()))
_OTHER_WORDS: Final = Pattern(_OTHER)
_ACTION: Final = Pattern(f"(?P<aspect>{_ASPECT.pattern})|(?P<other>{_OTHER})|(?P<reviewed>{_REVIEWED})")
_NAMED: Final = Pattern(_NAME)
_FILLER: Final = Pattern(
    rf"{_ASPECT.pattern}|{_REVIEWED}|{LINKS[3:-2]}|20\d\d年底?|本年度?|全年|今年|当年|年内|年末|年底|截至|目前|现有|新|已|并|且|其中|包括|正式|宣布|"
    r"行政|政府|本级|全[省市县区镇乡局]|我[省市县区镇局]|文件|件数?|等|了|后|组织|经|依法|按程序|及时|目录|清单|当年|现存|决定|集中|开展|进行|工作|同时|[和及与、（(“”]"
)
_AFTER: Final = Pattern(
    rf"(?:现行有效的?|本级|政府|行政)*(?P<name>{_NAME})(?!.{{0,4}}(?:解读|清理|目录|数据库|审查|备案|草案))(?!.{{0,10}}(?:审[查核]|评估))"
)
_OF_OTHERS: Final = Pattern(r"(?:部门|上级|国家|省级|其他)$")
_JOINED: Final = Pattern(rf"(?:{_NAME}|文件)[和、及]$")
_TWO: Final = Pattern(rf"(?:{_OTHER})(?:[、和及或])?(?:{_ASPECT.pattern})")
_ONE_OFFICE: Final = Pattern(
    r"(?<![和及、]县)(?<![和及、]市)(?<![和及、]区)(?<![和及、])政府办公[室厅]名义|^以?办公[室厅]名义"
)
_NONE: Final = Pattern(
    rf"(?:未|没有|(?<!有)无|暂无)(?P<what>(?:再|有|新的?|任何|的|本年度?|[、，,]?未|[、和及或]|修[订改]|{_ASPECT.pattern})*)(?:行政|政府)?(?P<name>{_NAME})"
    rf"(?P<after>(?:的?(?:制定|制发|出台|印发|废止|发布))?)(?=[，,。；;、：（）()\n]|的?情[况形]|$)"
)
_NONE_OF_THEM: Final = Pattern(
    rf"(?P<name>{_NAME})(?:方面|管理|工作|情况)?[，,：:]?(?:20\d\d年度?|本年度?|全年|我?[省市县区镇乡局]|全[省市县区镇乡局]|均|都)*"
    rf"(?:未|没有)(?P<what>(?:再|新|[、，,]?未|[、和及或]|修[订改]|{_ASPECT.pattern})+)(?P<after>)(?=[，,。；;）)\n]|$)"
)
"""What there is none of is named first: 行政规范性文件，本年未制发."""
_OPENS: Final = Pattern(r"其中|含")
_CLOSES: Final = Pattern(r"[）)；;]")

_COLUMNS_2019: Final[Columns] = {
    "made": (("made",), ()),
    "disclosed": (("disclosed", "total"), ("made",)),
    "in_force": (("total",), ()),
    "repealed": ((), ()),
    "any": (("disclosed", "made", "total"), ()),
}
_COLUMNS_2021: Final[Columns] = {
    "issued": (("issued",), ()),
    "disclosed": (("issued", "in_force"), ()),
    "any": (("issued", "in_force"), ()),
    "in_force": (("in_force",), ()),
    "repealed": (("repealed",), ()),
}


@pack.rule(
    "XSC-12",
    zh=ZH,
    en=EN,
    severity="warning",
    basis=("R6", "R20", "form"),
    advice=ADVICE,
    wrong={"overview": "全年制发行政规范性文件12件。", "documents/normative/issued": 11},
    right={"overview": "全年制发行政规范性文件11件。", "documents/normative/issued": 11},
)
def documents(report: Report) -> Iterator[Finding]:
    """规章、规范性文件数与表不符 / Documents differ from the table

    检查 正文写明的规章、规范性文件制发（公开、废止、现行有效）件数，是否等于表二相应的数。
    Checks whether the rules and normative documents that the text says were made, disclosed, repealed or are in force
        are the figures of table 2.
    原因 制发文件数是主动公开的核心数据，正文与表格应当一致。
    Why What was made is the core of what is disclosed; text and table have to agree.
    依据 《政府信息公开条例》第六条、第二十条；规定表式的文件。
    Basis Regulations on Open Government Information, articles 6 and 20; what prescribes the form.
    误报 转发、解读、清理、审查、公报刊登的件数，以办公室名义制发的件数不比较；没有写明制发还是公开的，列为待核问题。
    False alarms Documents passed on, explained, reviewed or printed in a gazette are left out; where the text does not
        say what was done with them, it is a review finding.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    new = "issued" in report.form.table("documents").columns
    some = (
        (m for one in reading.sentences for m in _documents(one, new=new)) if _NAMED.search(reading.prose.text) else ()
    )
    yield from compared(report, reading, iter(some), _COLUMNS_2021 if new else _COLUMNS_2019)


def _documents(sentence: Sentence, *, new: bool) -> Iterator[Mention]:
    """Yield what the numbers of a sentence count, then what it says there is none of."""
    if not _NAMED.search(sentence.text, sentence.start, sentence.end):
        return
    aspect = row = ""
    left, listed = sentence.start, False
    for quantity in sentence.quantities:
        lead, clause = sentence.text[left : quantity.start], clause_before(sentence, quantity, left)
        listed = (listed and not _CLOSES.search(lead)) or bool(row and _OPENS.search(lead))
        left = quantity.end
        before, row = row, _row(sentence, quantity, lead, clause, row) if _counts(quantity, lead) else ""
        if before and not row and _OTHER_WORDS.search(clause) and not _NAMED.search(lead):
            row = before
        aspect = _aspect(clause) or _aspect(lead) or aspect
        if row and _is_of_others(clause):
            row = "" if _NAMED.search(lead) else row
        elif row and not listed and not is_elsewhere(sentence, quantity, clause):
            yield _mention(sentence, quantity, row, aspect, clause, new=new)
    yield from _none(sentence, new=new)


def _counts(quantity: Quantity, lead: str) -> bool:
    """Whether a number may count documents: by its counter, or where it has none, by the words before: 制发数为0."""
    return quantity.counter in _PIECES or (not quantity.counter and lead.endswith(("为", "数", "量")))


def _row(sentence: Sentence, quantity: Quantity, lead: str, clause: str, before: str) -> str:
    """Return the row of the documents that a number counts: 规章13件, 13件规章, 开展规范性文件清理，废止3件."""
    name = next(reversed([*_NAMED.finditer(lead)]), None)
    if name is None:
        end = sentence.cut_after(quantity.end, sentence.end)
        named = _REVIEWED_AFTER if _IN_FORCE.search(clause) else _AFTER
        after = named.match(sentence.text, quantity.end, end)
        follows = before and _ASPECT.search(clause) and not _FILLER.sub("", clause)
        return _ROWS[after["name"][:2]] if after else before if follows else ""
    near = name.end() > len(lead) - len(clause)
    rest = lead[name.end() :] if near else clause
    stock = _STOCK.search(rest)
    if _FILLER.sub("", rest[stock.start() :] if stock else rest):
        return ""
    if not near and not _ASPECT.search(clause) and not (_IN_FORCE_NAMED.search(lead) and _NOW.match(clause)):
        return ""
    front = lead[: name.start()].removesuffix("行政").removesuffix("政府")
    return "" if _OF_OTHERS.search(front) or (near and _JOINED.search(front)) else _ROWS[name[0][:2]]


_REVIEWED_AFTER: Final = Pattern(rf"(?:行政|政府)?(?P<name>{_NAME})")
_IN_FORCE: Final = Pattern(r"(?:现行|继续)有效的?$")
_IN_FORCE_NAMED: Final = Pattern(
    rf"(?:现行|继续)有效的?(?:行政|政府)?{_NAME}(?:目录|清单|数据库|库)?[^，,；;]*[，,；;][^，,；;]*$"
)
_STOCK: Final = Pattern(r"(?:现行|继续)有效的?文件")
_NOW: Final = Pattern(r"[，,]?(?:目前|现|共|截至|年末|年底)")
_ROWS: Final = {"规章": "rules", "规范": "normative"}


def _is_of_others(clause: str) -> bool:
    """Whether a clause counts what the table does not: documents passed on, explained, reviewed, or of one office."""
    actions = [match.lastgroup for match in _ACTION.finditer(clause)]
    hard = [kind for kind in actions if kind != "reviewed"]
    if (hard and hard[-1] == "other") or (actions and not hard) or _TWO.search(clause):
        return True
    return bool(_ONE_OFFICE.search(clause))


def _aspect(lead: str) -> str:
    said = {match.lastgroup for match in _KIND.finditer(lead)}
    return next((aspect for aspect in _ASPECTS if aspect in said), "")


def _mention(sentence: Sentence, quantity: Quantity, row: str, aspect: str, clause: str, *, new: bool) -> Mention:
    what = aspect or "any"
    told = aspect in ("made", "in_force", "repealed") or (aspect == "disclosed" and not new)
    before = sentence.text[sentence.start : quantity.start]
    told = told and not _LOOSE.search(clause)
    doubt = scope(before) or (None if told and not _OPENS.search(before) else PARTLY)
    subject = f"documents/{row}/{'issued' if what == 'made' and new else what}"
    return Mention(subject, quantity, sentence, doubt, clause=clause + sentence.text[quantity.start : quantity.end])


_LOOSE: Final = Pattern(r"保留|新增")
"""Words that may count otherwise than the table: those kept when some were reviewed, those added to a list."""


def _none(sentence: Sentence, *, new: bool) -> Iterator[Mention]:
    """Yield what a sentence says there is none of: 全年未印发行政规范性文件."""
    some = (p.finditer(sentence.text, sentence.start, sentence.end) for p in (_NONE, _NONE_OF_THEM))
    for match in chain.from_iterable(some):
        words = match["what"] + match["after"]
        said = {found.lastgroup or "" for found in _KIND.finditer(words)} or ({"made"} if "新" in words else set())
        if sentence.when(match.start()) not in ELSEWHEN:
            for aspect in sorted(said):
                said_there = nothing(*match.span())
                yield _mention(sentence, said_there, _ROWS[match["name"][:2]], aspect, "", new=new)
