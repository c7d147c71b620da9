"""The rule on characters that nobody meant to print: damaged, invisible, private."""

import re
from collections.abc import Iterator
from typing import Final

from audit_core import Cell, Evidence, Fact, Finding, Fix, Passage, Pattern, Report, Severity, Words, passages
from audit_pack_formats import pack

_STRANGE: Final = Pattern(
    "[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ue000-\uf8ff]"
)
_ODD: Final = Pattern(f"{_STRANGE.pattern}|锟斤拷|烫烫烫|屯屯屯|鈥[淒渃湞]|ï¿½|Ã[\x80-\xbf]|â€")
_BEGINNINGS: Final = ("锟斤拷", "烫烫烫", "屯屯屯", "鈥", "ï¿½", "Ã", "â€")
"""What garbled text begins with."""
_INVISIBLE: Final = Pattern("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_KINDS: Final = (
    (_INVISIBLE, Words("不可见字符", "invisible characters")),
    (Pattern("[\ue000-\uf8ff]"), Words("自造字", "private characters")),
    (Pattern("[\x00-\x1f\x7f-\x9f]"), Words("控制字符", "control characters")),
)
_GARBLED: Final = Words("乱码", "garbled characters")


@pack.rule(
    "FMT-18",
    zh="有 {count} 处{kind}（{code}）",
    en="{count} with {kind} ({code})",
    severity="info",
    advice=(
        "请对照原文核对；网页上确有乱码的，请改正。",
        "Check the original, and correct the page where it is damaged.",
    ),
    wrong={"enforcement/penalties/decisions": "117\u200b", "overview": "全年作出行政处罚117件。"},
    right={"enforcement/penalties/decisions": "117", "overview": "全年作出行政处罚117件。"},
)
def odd_characters(report: Report) -> Iterator[Finding]:
    """乱码与不可见字符 / Garbled and invisible characters

    检查 有没有乱码、替换符、控制字符、零宽字符、自造字；在数据单元格里的按警告处理，其余每种合为一条，只作提示。
    Checks for garbled text, replacement and control characters, zero-width and private characters; in a cell of figures
        it is a warning, elsewhere one note of each kind.
    原因 数字里夹了看不见的字符，就不能检索和汇总；乱码则读不通。
    Why A figure with an invisible character cannot be searched or added, and garbled text cannot be read.
    依据 公开的信息应当便于检索、查阅、下载。
    Basis What is published has to be easy to search, read and download.
    误报 多为网页编辑器或转换留下的，所以正文中只作提示。
    False alarms Editors and conversion leave most of them behind, so in prose it is only shown.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    everything = passages(report, "text")
    if not everything.may_match(_STRANGE) and not everything.may_hold(_BEGINNINGS):
        return
    figures = {id(fact.cell): fact for fact in report.facts() if fact.cell}
    first: dict[str, tuple[Passage, re.Match[str], Words]] = {}
    counts: dict[str, int] = {}
    for passage in passages(report, "text").every:
        for match in _ODD.finditer(passage.text):
            fact = figures.get(id(passage.node))
            if fact is not None:
                yield _in_figure(fact, match)
                break
            kind = _kind(match[0])
            counts[kind.en] = counts.get(kind.en, 0) + 1
            first.setdefault(kind.en, (passage, match, kind))
    for name, (passage, match, kind) in first.items():
        yield _elsewhere(passage, match, kind, counts[name])


def _kind(text: str) -> Words:
    return next((words for pattern, words in _KINDS if pattern.search(text)), _GARBLED)


def _code(text: str) -> str:
    return text if len(text) > 1 else f"U+{ord(text):04X}"


def _in_figure(fact: Fact, match: re.Match[str]) -> Finding:
    cell = fact.cell or Cell(fact.raw, 0, 0)
    clean = _INVISIBLE.sub("", cell.text)
    words = Words("删去不可见字符", "delete the invisible characters")
    return Finding(
        fact,
        severity=Severity.WARNING,
        evidence=(fact,),
        fix=Fix(clean, words, safe=True) if clean != cell.text and not _ODD.search(clean) else None,
        kind=_kind(match[0]),
        count=Words.counted(1, "place"),
        code=_code(match[0]),
    )


def _elsewhere(passage: Passage, match: re.Match[str], kind: Words, count: int) -> Finding:
    at = passage.cut(*match.span())
    fix = Fix("", Words("删去", "delete"), safe=True) if _INVISIBLE.fullmatch(match[0]) else None
    return Finding(
        at,
        evidence=(Evidence(Words("前后文字", "text around"), passage.excerpt(*match.span()), at=at),),
        fix=fix,
        key=kind.en,
        responsibility="source" if fix else "conversion",
        kind=kind,
        count=Words.counted(count, "place"),
        code=_code(match[0]),
    )
