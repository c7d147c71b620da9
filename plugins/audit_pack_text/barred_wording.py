"""The rule on wording that a province bars; which words these are is for its own list."""

from collections.abc import Iterator
from typing import Any, Literal

from audit_core import Evidence, Finding, NotApplicable, Report, Status, Term, Words, passages
from audit_pack_text import pack

_TermKey = Literal["term", "right", "unless", "form"]


@pack.rule(
    "TXT-09",
    zh="严重表述错误：“{found}”{right}",
    en="grave wording: “{found}”{right}",
    severity="blocker",
    basis="R6",
    advice=("请立即核对并改正。", "Check and correct at once."),
    wrong={"overview": "举办依申请公开专题培训班。", "options": {"terms": {"专题培训班": "专题培训"}}},
    right={"overview": "举办依申请公开专题培训。", "options": {"terms": {"专题培训班": "专题培训"}}},
)
def grave_wording(
    report: Report,
    *,
    terms: dict[Term, str] | tuple[Term | dict[_TermKey, Any], ...] = (),
    unless: tuple[Term, ...] = (),
) -> Iterator[Finding]:
    """严重表述错误 / Grave wording

    检查 有没有词库中列出的严重表述错误（领导人姓名和职务、国家领土、禁用词语）；词库由使用单位提供，默认为空，不检查。
    Checks for grave errors on a list: names and posts of leaders, territory, barred terms. The list is the user's
        own; it
        is empty by default, and then nothing is checked.
    原因 这类错误一处即造成不良影响，网站检查中属于单项否决。
    Why One such error does harm; in inspections of government web sites it alone means failure.
    依据 政府网站与政务新媒体检查指标的单项否决指标；《政府信息公开条例》第六条。
    Basis The items that alone fail a government web site in inspections; Article 6 of the Regulations.
    误报 一律请人核对后认定；书名、引文中的写入 unless。
    False alarms Every match is a review finding until a person confirms it; titles and quotations go into `unless`.
    调整 terms 是词库（可给CSV文件名），unless 列出含有这些词而不算的词语。
    Tailoring `terms` is the list (the name of a CSV file will do), `unless` lists longer words that contain a term
        and are right.
    """
    listed = _listed(terms)
    if not listed:
        raise NotApplicable("no list of terms is given", "没有提供词库")
    for passage in passages(report, "title", "headings", "paragraphs", "cells").every:
        for term, right in listed.items():
            at = passage.text.find(term)
            if at >= 0 and not any(word in passage.text for word in unless if term in word):
                yield _finding(passage.cut(at, at + len(term)), term, right)


def _listed(terms: dict[str, str] | tuple[str | dict[_TermKey, Any], ...]) -> dict[str, str]:
    """Return the list as wrong → right; plain terms and rows of a file are taken too."""
    if isinstance(terms, dict):
        return terms
    return {row["term"]: row.get("right", "") for row in ({"term": r} if isinstance(r, str) else r for r in terms)}


def _finding(at: Any, term: str, right: str) -> Finding:  # noqa: ANN401 - any node
    said = Words(f"，应为“{right}”", f", should be “{right}”") if right else Words("", "")
    evidence = Evidence(Words("词语", "term"), term, at=at)
    return Finding(at, status=Status.REVIEW, evidence=(evidence,), key=term, found=term, right=said)
