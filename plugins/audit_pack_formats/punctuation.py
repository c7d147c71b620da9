"""Rules on the width of brackets and punctuation, one finding for a whole report."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple

from audit_core import Count, Evidence, Finding, Fix, Passage, Pattern, Report, Status, Words, passages
from audit_pack_formats import pack

_BRACKETS: Final = Pattern(r"[（(](?P<inner>[^（()）\n]{1,60})[）)]")
_NUMERALS: Final = "一二三四五六七八九十"
_LONGEST_ORDINAL: Final = 3
_FULL: Final = str.maketrans("()", "（）")
_PLACE: Final = Words("原文", "text")

_MARKS: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_HALF: Final = Pattern(
    r"[.,;:!?](?:(?<=[\u4e00-\u9fff]{4}\.)(?=[ \u3000]*(?:\n|\Z))"
    r"|(?<=[\u4e00-\u9fff][,;:!?])(?=[\u4e00-\u9fff0-9“”《》（）])|(?<=[0-9”》）%％][,;:!?])(?=[\u4e00-\u9fff]))"
)
"""Begins with one set of characters, which a search skips to; what stands before is looked at afterwards."""
_WIDE: Final = "，；：！？"
_ENOUGH: Final = 3
"""So many half-width marks, and no full-width one, are no slips."""


class Bracket(NamedTuple):
    """A bracketed text: where, what kind of construct, and whether it is full-width, half-width or mixed."""

    passage: Passage
    start: int
    end: int
    construct: str
    width: str

    @property
    def text(self) -> str:
        """The brackets and what they hold."""
        return self.passage.text[self.start : self.end]


@pack.rule(
    "FMT-11",
    zh="{construct}的括号全角 {full} 处、半角 {half} 处，全文不统一",
    en="brackets of {construct} are full-width in {full} and half-width in {half}",
    severity="note",
    basis="GB/T 15834-2011",
    advice=("请统一用全角括号。", "Use full-width brackets throughout."),
    wrong={"overview": "公布第二十条第(一)项信息12条、第二十条第（九）项信息3条。"},
    right={"overview": "公布第二十条第（一）项信息12条、第二十条第（九）项信息3条。"},
)
def mixed_brackets(
    report: Report, *, constructs: tuple[Literal["item", "ordinal", "words"], ...] = ("item", "ordinal", "words")
) -> Iterator[Finding]:
    """全角半角括号混用 / Mixed brackets

    检查 同一种写法的括号在全文中是否有的全角、有的半角：“第（一）项”一类，“（一）”序号，括注的汉字；全文合为一条，
        列出件数和前两处。
    Checks whether brackets of one kind are printed both ways in a report: 第（一）项, ordinals such as （一）, and
        words in
        brackets; one finding, with counts and the first two places.
    原因 同一写法两种样子，影响检索和比对。
    Why The same thing written in two ways hinders search and comparison.
    依据 GB/T 15834-2011《标点符号用法》；各地通行写法。
    Basis GB/T 15834-2011 on punctuation; common practice.
    误报 公式、西文、编号里的半角括号不算；转换时统一改成半角的没有混用，不报。
    False alarms Brackets around formulas, Latin text and numbers do not count; where conversion folded them all,
        none is mixed.
    调整 constructs 是检查哪几种写法：item（第…项）、ordinal（序号）、words（汉字）。
    Tailoring `constructs` are the kinds looked at: item (第…项), ordinal, words.
    """
    mixed = _mixed(report, constructs)
    if not mixed:
        return
    every = [one for one in _brackets(report) if one.construct in mixed]
    rare = _rarer(every)
    full = sum(one.width == "full" for one in every)
    yield Finding(
        rare.passage.cut(rare.start, rare.end),
        evidence=tuple(_shown(one) for one in _firsts(mixed, every)),
        fix=Fix(rare.text.translate(_FULL), Words("改为全角括号", "use full-width brackets"), safe=True),
        key="brackets",
        construct=tuple(_CONSTRUCTS[kind] for kind in mixed),
        full=Words.counted(full, "place"),
        half=Words.counted(len(every) - full, "place"),
    )


_CONSTRUCTS: Final = {
    "item": Words("“第…项”", "第…项"),
    "ordinal": Words("序号", "ordinals"),
    "words": Words("括注文字", "words in brackets"),
}


def _mixed(report: Report, constructs: tuple[str, ...]) -> list[str]:
    """Return the constructs that are printed in more than one width."""
    everything = passages(report, "text")
    if not everything.may_hold(("(", ")")):
        return []
    kinds = _kinds_of_words(everything.words).union(*map(_kinds, everything.parts))
    return [kind for kind in constructs if sum(construct == kind for construct, _ in kinds) > 1]


def _kinds(text: str) -> frozenset[tuple[str, str]]:
    """Return the construct and width of all brackets in a text; none runs over its line."""
    return frozenset((construct, width) for _, construct, width in _found(text))


_kinds_of_words = lru_cache(maxsize=64)(_kinds)
"""The same for the words of cells, which most reports have in common."""


def _found(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Yield the brackets of a text, each with its construct and width."""
    for match in _BRACKETS.finditer(text):
        construct = _construct(text, match)
        if construct:
            yield match, construct, _WIDTHS.get(match[0][0] + match[0][-1], "mixed")


_WIDTHS: Final = {"（）": "full", "()": "half"}


def _brackets(report: Report) -> Iterator[Bracket]:
    for passage in passages(report, "text").every:
        if "（" in passage.text or "(" in passage.text:
            for match, construct, width in _found(passage.text):
                yield Bracket(passage, *match.span(), construct, width)


def _construct(text: str, match: re.Match[str]) -> str:
    inner, before = match["inner"].strip(), text[match.start() - 1 : match.start()]
    if before.isascii() and before.isalpha():
        return ""
    if 0 < len(inner) <= _LONGEST_ORDINAL and not inner.strip(_NUMERALS):
        return "item" if before == "第" else "ordinal"
    return "words" if "\u4e00" <= inner[:1] <= "\u9fff" and "\u4e00" <= inner[-1:] <= "\u9fff" else ""


def _rarer(found: list[Bracket]) -> Bracket:
    """Return the first half-width (or mixed) bracket: it is the one to correct."""
    return next((one for one in found if one.width != "full"), found[0])


def _firsts(mixed: Iterable[str], found: list[Bracket]) -> Iterator[Bracket]:
    """Yield the first place of each width, kind by kind."""
    for kind in mixed:
        seen: set[str] = set()
        for one in found:
            if one.construct == kind and one.width not in seen:
                seen.add(one.width)
                yield one


def _shown(one: Bracket) -> Evidence:
    return Evidence(_PLACE, one.passage.excerpt(one.start, one.end), at=one.passage.cut(one.start, one.end))


@pack.rule(
    "FMT-12",
    zh="正文有 {count} 处误用半角标点“{found}”",
    en="{count} between Chinese characters: “{found}”",
    severity="note",
    basis="GB/T 15834-2011",
    advice=("请改为全角标点。", "Use full-width punctuation."),
    wrong={"overview": "全年公开信息12856条,通过网站公开12000条，通过公众号公开856条。"},
    right={"overview": "全年公开信息12856条，通过网站公开12000条，通过公众号公开856条。"},
)
def half_width(report: Report, *, folded: Count = 80, few: Count = 10) -> Iterator[Finding]:
    """中文中夹半角标点 / Half-width punctuation in Chinese text

    检查 汉字之间、数字与汉字之间有没有半角的逗号、分号、冒号、叹号、问号，汉字之后有没有以下脚点代句号结束一行；
        全文合为一条，指到确切的字符。
    Checks for half-width commas, semicolons, colons and so on between Chinese characters, or between a digit and
        one, and for full points in place of 。 at the end of a line; one finding for the report, which points at the
        very character.
    原因 中文标点应为全角，混入半角多为录入疏忽。
    Why Chinese punctuation is full-width; a half-width mark among it is a slip.
    依据 GB/T 15834-2011《标点符号用法》。
    Basis GB/T 15834-2011 on punctuation.
    误报 比例、时间、网址、千分位、小数不算；全文标点基本都是半角的，或者有三处以上而没有一处全角的，是转换所致，
        只记在检查情况里。
    False alarms Ratios, times, addresses and thousands do not count; where nearly all marks are half-width, or three
        and no full-width one, conversion did it, which is only noted under what was checked.
    调整 folded 是半角占百分之几以上视为转换所致，few 是标点不足几处时不按比例判断。
    Tailoring `folded` is the percentage of half-width marks from which conversion is taken to have made them, `few`
        under how many marks the percentage is not judged.
    """
    everything = passages(report, "text")
    if not everything.may_match(_HALF, tuple(_MARKS)):
        return
    found = _HALF.findall(everything.text)
    if not found:
        return
    shown = list(islice(_half(everything.every), 2))
    wide = sum(map(everything.text.count, _WIDE))
    whole = len(found) + wide
    if (whole >= few and len(found) * 100 > folded * whole) or (not wide and whole >= _ENOUGH):
        yield Finding(
            shown[0][0].node, status=Status.PASS, message=_FOLDED, count=len(found), responsibility="conversion"
        )
        return
    passage, match = shown[0]
    yield Finding(
        passage.cut(*match.span()),
        evidence=tuple(_around(passage, match) for passage, match in shown),
        fix=Fix(_MARKS[match[0]], Words(f"改为“{_MARKS[match[0]]}”", f"use “{_MARKS[match[0]]}”"), safe=True),
        key="punctuation",
        count=Words.counted(len(found), "half-width punctuation mark"),
        found=tuple(dict.fromkeys(found)),
    )


def _half(every: Iterable[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    return ((passage, match) for passage in every for match in _HALF.finditer(passage.text))


_FOLDED: Final = Words(
    "全文 {count} 处标点都是半角，应为转换所致", "{count} marks are half-width throughout: conversion made them so"
)


def _around(passage: Passage, match: re.Match[str]) -> Evidence:
    return Evidence(_PLACE, passage.excerpt(*match.span()), at=passage.cut(*match.span()))
