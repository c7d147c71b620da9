"""The rule on words printed twice and sentences that break off."""

import re
from collections.abc import Iterator
from typing import Final

from audit_core import (
    BoundSection,
    Evidence,
    Excerpt,
    Finding,
    Fix,
    Paragraph,
    Passage,
    Pattern,
    Report,
    Status,
    Words,
    passages,
)
from audit_pack_text import pack

_DOUBLED: Final = Pattern(r"([\u4e00-\u9fff]{2,8})\1")
_OPEN_ENDS: Final = "，、,"
_SENTENCE: Final = Words("所在句", "sentence")

RIGHT: Final = (
    "研究研究", "讨论讨论", "学习学习", "一件一件", "一项一项", "一条一条", "一个一个", "许多许多",
    "比较比较", "商量商量", "公开公开属性", "公开公开申请", "政府政府", "申请申请", "部门部门", "电子政务政务",
    "一步一步", "一次一次", "一户一户", "一家一家", "一年一年",
    "信息信息化", "信息信息员", "工作工作人员", "工作工作机制",
)  # fmt: skip

NEVER: Final = (
    "政务", "按照", "根据", "进行", "对于", "关于", "以及", "加强", "完善", "提高", "开展", "健全", "建立", "确保",
    "积极", "认真", "严格",
)  # fmt: skip


@pack.rule(
    "TXT-06",
    zh="“{found}”重复印了两遍",
    en="“{found}” is printed twice over",
    severity="note",
    basis="N21",
    advice=("请删去重复的文字，补全没有写完的句子。", "Delete what is printed twice, and finish the sentence."),
)
def fragments(
    report: Report, *, certain: int = 3, right: tuple[str, ...] = RIGHT, never: tuple[str, ...] = NEVER
) -> Iterator[Finding]:
    """重复词句、残句 / Fragments

    检查 正文有没有连着印两遍的词句（“信息公开信息公开”），各部分最后一段有没有以逗号、顿号结束的残句。
    Checks for words printed twice in a row (信息公开信息公开) and for sections whose last paragraph ends in a comma.
    原因 重复和残句说明报告没有校对，残句还可能丢了内容。
    Why Both show that nobody proofread the report, and a sentence broken off may have lost its content.
    错误 推进政府信息公开政府信息公开工作，
    Wrong 推进政府信息公开政府信息公开工作，
    正确 推进政府信息公开工作。
    Right 推进政府信息公开工作。
    依据 国办公开办函〔2021〕30号要求年度报告内容准确、全面。
    Basis Notice 国办公开办函〔2021〕30号 asks for accurate and complete reports.
    误报 两个字的重复可能是正常用语，只作线索，请人核对，“政务”“按照”等不会重复的词除外；换行、分页造成的断句属转换
        问题，由 EXT-05 说明。
    False alarms Two characters may well stand twice, and are only a lead, but for words that never do, such as 政务 and
        按照; sentences cut by lines or pages are a matter of conversion, left to EXT-05.
    调整 certain 是至少几个字的重复才算不通过，right 列出本来就可以重复的词句，never 列出两个字而不会重复的词。
    Tailoring `certain` is how many characters make a repetition a fault, `right` lists what may stand twice, `never`
        words of two characters that may not.
    """
    asked = passages(report, "before", "overview", "problems", "other")
    for passage in asked.every if asked.may_match(_DOUBLED) else ():
        for match in _DOUBLED.finditer(passage.text):
            if not any(_overlaps(passage.text, words, match) for words in right):
                yield _doubled(passage, match, certain=certain, never=never)
    for section in report.sections:
        last = _last(section)
        if last:
            yield _unfinished(report, section, last)


def _overlaps(text: str, words: str, match: re.Match[str]) -> bool:
    at = text.find(words, max(0, match.start() - len(words)), match.end() + len(words))
    return at >= 0 and at < match.end() and match.start() < at + len(words)


def _doubled(passage: Passage, match: re.Match[str], *, certain: int, never: tuple[str, ...]) -> Finding:
    at, word = passage.cut(match.start(), match.end()), match[1]
    status = Status.FAIL if len(word) >= certain or word in never else Status.REVIEW
    return Finding(
        at,
        status=Status.PASS if len(set(word)) == 1 else status,
        evidence=(Evidence(_SENTENCE, _sentence(passage, match), at=at),),
        fix=Fix(word, Words(f"只保留一个“{word}”", f"keep one “{word}”")) if len(set(word)) > 1 else None,
        key=match[0],
        found=word,
    )


def _sentence(passage: Passage, match: re.Match[str]) -> str:
    start, end = passage.sentence(match.start(), match.end())
    return "".join(passage.text[start:end].splitlines()).strip()


def _last(section: BoundSection) -> Passage | None:
    """Return the last paragraph of a section that ends in a comma; what a table or picture follows is none."""
    if section.form is None or section.tables or section.images or not section.body:
        return None
    last = section.body[-1]
    text = last.text.rstrip()
    ends = isinstance(last, Paragraph | Excerpt) and text[-1:] in tuple(_OPEN_ENDS)
    return Passage(last, text) if ends else None


def _unfinished(report: Report, section: BoundSection, last: Passage) -> Finding:
    broken = any(notice.kind == "broken_line" for notice in report.notices)
    end = len(last.text)
    return Finding(
        last.cut(max(0, end - 12), end),
        status=Status.PASS if broken else Status.FAIL,
        evidence=(Evidence(_SENTENCE, last.text[-40:], at=section),),
        message=_UNFINISHED,
        key=f"{section.key}/end",
        found=last.text[-12:],
        section=section.title,
    )


_UNFINISHED: Final = Words(
    "“{section}”的最后一句没有写完：“…{found}”", "the last sentence of {section} breaks off: “…{found}”"
)
