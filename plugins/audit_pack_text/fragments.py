"""The rule on words printed twice and sentences that break off."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

from audit_core import (
    BoundSection,
    Count,
    Evidence,
    Excerpt,
    Finding,
    Fix,
    Paragraph,
    Passage,
    Pattern,
    Report,
    Status,
    Term,
    Words,
    passages,
)
from audit_pack_text import pack

_DOUBLED: Final = Pattern(r"([\u4e00-\u9fff]{2,8})\1")
_SECTIONS: Final = ("before", "overview", "problems", "other")
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
    zh="“{found}”重复出现",
    en="“{found}” is printed twice over",
    severity="note",
    basis="N21",
    advice=("请删去重复的文字，补全没有写完的句子。", "Delete what is printed twice, and finish the sentence."),
    wrong={"overview": "推进政府信息公开政府信息公开工作。"},
    right={"overview": "推进政府信息公开工作。"},
)
def fragments(
    report: Report, *, certain: Count = 3, right: tuple[Term, ...] = RIGHT, never: tuple[Term, ...] = NEVER
) -> Iterator[Finding]:
    """重复词句、残句 / Fragments

    检查 正文有没有连着印两遍的词句（“信息公开信息公开”），同一部分有没有一字不差的重复句子、段落，各部分最后一段有没有
        以逗号、顿号结束的残句。
    Checks for words printed twice in a row (信息公开信息公开), for sentences and paragraphs that stand twice in one
        section, word for word, and for sections whose last paragraph ends in a comma.
    原因 重复和残句影响阅读，残句还可能丢失内容。
    Why Both hinder reading, and a sentence broken off may have lost its content.
    依据 国办公开办函〔2021〕30号要求年度报告内容准确、全面。
    Basis Notice 国办公开办函〔2021〕30号 asks for accurate and complete reports.
    误报 两个字的重复可能是正常用语，只列为待核问题，“政务”“按照”等不会重复的词除外；不到八个字的句子，隔开重复的短句
        （不足二十个字）和否定句（“未发生此类情况”），不同部分之间的重复，都不算；换行、分页造成的断句属转换问题，由
        EXT-05 说明。
    False alarms Two characters may well stand twice, and are only a review finding, but for words that never do, such
        as 政务 and 按照; sentences under eight characters, short ones (under twenty) and negations with other text
        between, and what stands in two sections do not count; sentences cut by lines or pages are a matter of
        conversion, left to EXT-05.
    调整 certain 是至少几个字的重复才算不通过，right 列出本来就可以重复的词句，never 列出两个字而不会重复的词。
    Tailoring `certain` is how many characters make a repetition a fault, `right` lists what may stand twice, `never`
        words of two characters that may not.
    """
    asked = passages(report, *_SECTIONS)
    for passage in asked.every if asked.may_match(_DOUBLED) else ():
        for match in _DOUBLED.finditer(passage.text):
            if not any(_overlaps(passage.text, words, match) for words in right):
                yield _doubled(passage, match, certain=certain, never=never)
    for scope in _SECTIONS:
        found = passages(report, scope)
        if _may_repeat(found.text):
            yield from _repeated(found.every)
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
        evidence=(Evidence(_SENTENCE, passage.quoted(*match.span()), at=at),),
        fix=Fix(word, Words(f"只保留一个“{word}”", f"keep one “{word}”")) if len(set(word)) > 1 else None,
        key=match[0],
        found=word,
    )


class _Clause(NamedTuple):
    """A sentence or clause: where it stands, and its characters without its number."""

    passage: Passage
    start: int
    end: int
    words: str

    @property
    def length(self) -> int:
        """How many of the characters are Chinese."""
        return len(_CHINESE.findall(self.words))


_FULL: Final = Pattern(r"[。！？；!?;]")
_CLAUSE: Final = Pattern(r"[。！？；!?;，]")
_NUMBER: Final = Pattern(
    r"(?:\s|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、．]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,2}是)*"
)
_CHINESE: Final = Pattern(r"[\u4e00-\u9fff]")
_NOTHING: Final = ("未", "无", "没有", "不存在")
_LEAST, _SURE = 8, 20
"""So many characters are no refrain: of what stands twice in a row, and of what stands apart."""


def _may_repeat(text: str) -> bool:
    """Whether clauses end alike, which is far quicker told than whether they are, number aside."""
    ends = [clause[-_LEAST:] for clause in _CLAUSE.split("".join(text.split())) if len(clause) >= _LEAST]
    return len(set(ends)) < len(ends)


def _repeated(section: tuple[Passage, ...]) -> Iterator[Finding]:
    """Yield what stands twice in a section: sentences, however many in a row, and clauses right behind each other."""
    told: set[tuple[int, int]] = set()
    for first, again in (*_runs(_said(section, _FULL)), *_twins(_said(section, _CLAUSE))):
        if (id(again[0].passage), again[-1].end) not in told:
            told.update((id(one.passage), one.end) for one in again)
            yield _twice(first, again)


def _said(section: tuple[Passage, ...], ends: Pattern) -> list[_Clause]:
    found = []
    for passage in section:
        start = 0
        for end in ends.finditer(passage.text):
            number = _NUMBER.match(passage.text, start, end.start())
            start = number.end() if number else start
            words = "".join(passage.text[start : end.start()].split())
            found.append(_Clause(passage, start, end.end(), words))
            start = end.end()
    return found


def _runs(said: list[_Clause]) -> Iterator[tuple[list[_Clause], list[_Clause]]]:
    """Yield sentences that stand again as they stood before, with those before them."""
    seen: dict[str, int] = {}
    at = 0
    while at < len(said):
        before = seen.setdefault(said[at].words, at)
        count = 0
        while before + count < at and at + count < len(said) and said[before + count].words == said[at + count].words:
            count += 1
        again = said[at : at + count]
        length = sum(one.length for one in again)
        if length >= (_LEAST if before + count == at else _SURE) and (before + count == at or not _negative(again)):
            yield said[before : before + count], again
        at += count or 1


def _negative(said: list[_Clause]) -> bool:
    return all(any(word in one.words for word in _NOTHING) for one in said if one.length >= _LEAST)


def _twins(said: list[_Clause]) -> Iterator[tuple[list[_Clause], list[_Clause]]]:
    for one, other in pairwise(said):
        if one.words == other.words and one.length >= _LEAST:
            yield [one], [other]


def _twice(first: list[_Clause], again: list[_Clause]) -> Finding:
    at, shown = _whole(again)
    before, _ = _whole(first)
    return Finding(
        at,
        evidence=tuple(Evidence(_PLACE, shown, at=one) for one in (before, at)),
        key="".join(one.words for one in again)[:40],
        found=shown if len(shown) <= 40 else f"{shown[:40]}…",  # noqa: PLR2004 - what a line shows
    )


def _whole(said: list[_Clause]) -> tuple[Any, str]:
    """Return the stretch of some sentences, as far as they stand in one passage, and its text."""
    passage, start = said[0].passage, said[0].start
    end = next(one.end for one in reversed(said) if one.passage is passage)
    return passage.cut(start, end), "".join(passage.text[start:end].splitlines()).strip()


_PLACE: Final = Words("所在处", "place")


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
