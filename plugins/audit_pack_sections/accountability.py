"""The rule on what a people's government has to report besides: assessment, public review, accountability."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from audit_core import (
    BoundSection,
    Evidence,
    Finding,
    NotApplicable,
    NotAssessed,
    Pattern,
    Report,
    Severity,
    Status,
    Words,
    passages,
)
from audit_pack_sections import pack
from audit_pack_sections.section_outline import section_of


class Matter(Struct, frozen=True):
    """One of the three matters: how it is mentioned, and how a result of it is stated."""

    name: Words
    mention: Pattern
    result: Pattern


_NO: Final = r"(?:未|没有|无|不存在|零)"
_COUNT: Final = r"\d+(?:\.\d+)?(?:%|％|分|名|位|人|件|起|次|份|个|家)"
_GRADE: Final = (
    r"(?:优秀|良好|合格|达标|先进|优胜|满意|[A-C]级|[一二]等"
    r"|第[一二三四五六七八九十\d]{1,3}[名位]?|前[一二三四五六七八九十\d]{1,3}[名位]?)"
)

MATTERS: Final[Mapping[str, Matter]] = {
    "assessment": Matter(
        Words("工作考核", "assessment"),
        Pattern(r"考核|考评|绩效评估|第三方评估"),
        Pattern(
            rf"(?:考核|考评|绩效评估|第三方评估)[^。；\n]{{0,50}}?(?:{_COUNT}|{_GRADE}|排名|位列|位居|通报|扣分|加分|等次|结果为|结果如下)"
            rf"|(?:{_COUNT}|{_GRADE})[^。；\n]{{0,30}}?(?:考核|考评|绩效评估|第三方评估)|{_NO}[^。；，\n]{{0,10}}(?:开展|进行|组织)[^。；，\n]{{0,10}}考核"
        ),
    ),
    "review": Matter(
        Words("社会评议", "public review"),
        Pattern(r"评议|测评|满意度|满意率|群众评价|公众评价|问卷|好评率"),
        Pattern(
            rf"(?:满意度|满意率|好评率)[^。；\n]{{0,20}}?(?:\d|百分之|较高|良好|提[升高])|(?:评议|测评|评价|问卷)[^。；\n]{{0,40}}?(?:{_COUNT}|{_GRADE}|结果为|结果如下|较好|好评)"
            rf"|{_NO}[^。；\n]{{0,12}}(?:评议|测评|不满意)|(?:{_COUNT}|{_GRADE})[^。；\n]{{0,20}}?(?:评议|测评)"
        ),
    ),
    "accountability": Matter(
        Words("责任追究", "accountability"),
        Pattern(r"追究|问责|追责"),
        Pattern(
            rf"{_NO}[^。；\n]{{0,40}}?(?:追究|问责|追责)|(?:追究|问责|追责)[^。；\n]{{0,25}}?(?:{_COUNT}|为零|为0|为无|{_NO}|结果为|结果如下|约谈)"
            r"|(?:约谈|通报批评|处分|问责|追责|追究)[^。；\n]{0,20}?\d+[人个家件次]"
        ),
    ),
}

_FUTURE: Final = ("problems",)
"""Sections that say what will be done: nothing there is a result."""


@pack.rule(
    "SEC-11",
    domain="ogi",
    zh="没有报告以下事项的结果：{missing}",
    en="no result is reported of {missing}",
    severity="error",
    basis=("R50(4)", "R46", "N21"),
    advice=(
        "请写明结果：考核的得分或等次，社会评议的满意度，责任追究的情况（没有发生的，也要写明）。",
        "State the score or grade of the assessment, how satisfied the public is, and who, if anyone, was held liable.",
    ),
    locked=True,
    wrong={"organization": "某县人民政府", "overview": "建立健全考核、社会评议和责任追究制度。"},
    right={"organization": "某县人民政府", "overview": "在全市考核中得分93.5分；群众满意度95.1%；未发生责任追究情形。"},
)
def results_missing(report: Report) -> Iterator[Finding]:
    """考核、社会评议、责任追究结果缺失 / Assessment, public review and accountability results missing

    检查 人民政府（含乡镇）的报告是否写明工作考核、社会评议、责任追究三项结果；只提到制度、没有结果的，降为警告。
    Checks whether the report of a people's government, townships included, states the results of assessment, public
        review and accountability; where only the institution is mentioned it is a warning.
    原因 条例第五十条第四项规定，各级人民政府的年度报告还应当包括这三项结果。
    Why Article 50(4) of the Regulations asks governments of every level for these three results.
    依据 《政府信息公开条例》第五十条第四项、第四十六条；国办公开办函〔2021〕30号。
    Basis Articles 50(4) and 46 of the Regulations; notice 国办公开办函〔2021〕30号.
    误报 民意测评、满意度调查、群众评议都算社会评议；街道办事处是派出机关，只作提示；部门、各类功能区不适用；只称“……区”
        、正文没有“区政府”“我区”“全区”的，可能是功能区，只列为待核问题；第五部分的打算不算结果；没有认出第一部分的，记
        为未评估。
    False alarms Surveys of satisfaction count as public review; for a subdistrict office, which is no government, it is
        only shown; departments and zones are not concerned; an organ named no more than …区 whose text never says 区
        政府, 我区 or 全区 may be a zone, and it is a review finding; plans in section 5 are no results; where section 1
        was not found it is not assessed.
    调整 本规则已锁定，不能停用，严重程度只能调高；机关性质按规则集的
        organs 判定，也可由机关名录指定。
    Tailoring The rule is locked: it cannot be switched off, only made more severe; the kind of organ is
        told by the ruleset's `organs`, or by its register.
    """
    _check_kind(report)
    plans = _plans(report)
    said = [part.whole for part in passages(report, "paragraphs").every if part.text not in plans]
    if not said:
        raise NotAssessed("there is no prose", "没有正文")
    missing = [key for key, matter in MATTERS.items() if not _results(matter, said)]
    if missing:
        cells = [part.whole for part in passages(report, "cells").every]
        missing = [key for key in missing if not _results(MATTERS[key], cells)]
    if missing:
        overview, _ = section_of(report, "overview")
        yield _lacking(report, overview, {key: _traces(MATTERS[key], report) for key in missing})


def _check_kind(report: Report) -> None:
    kind = report.organ.kind
    if not kind:
        raise NotAssessed("the kind of organ is not known", "无法判断机关性质")
    if kind not in ("government", "subdistrict"):
        raise NotApplicable("only for people's governments", "只适用于各级人民政府")


def _plans(report: Report) -> frozenset[str]:
    return frozenset(part.text for part in passages(report, *_FUTURE).every)


def _results(matter: Matter, said: list[str]) -> bool:
    return any(matter.result.search(text) for text in said if matter.mention.search(text))


def _traces(matter: Matter, report: Report) -> Evidence | None:
    """Return the first sentence that mentions a matter, future or past."""
    for passage in passages(report, "paragraphs", "cells", "headings").every:
        match = matter.mention.search(passage.text)
        if match:
            return Evidence(matter.name, passage.quoted(*match.span()), at=passage.cut(*match.span()))
        if "\n" in passage.text and matter.mention.search(passage.whole):
            return Evidence(matter.name, passage.whole[:80], at=passage.node)
    return None


def _lacking(report: Report, overview: BoundSection, missing: Mapping[str, Evidence | None]) -> Finding:
    silent = [key for key, trace in missing.items() if trace is None]
    severity = Severity.ERROR if silent else Severity.WARNING
    return Finding(
        overview,
        status=Status.REVIEW if _may_be_zone(report) else Status.FAIL,
        severity=Severity.INFO if report.organ.kind == "subdistrict" else severity,
        evidence=tuple(trace for trace in missing.values() if trace),
        key="results",
        missing=tuple(_said(key, trace) for key, trace in missing.items()),
    )


_DISTRICT: Final = ("区政府", "区人民政府", "我区", "全区")


def _may_be_zone(report: Report) -> bool:
    """Whether an organ named no more than a …区 never speaks as a district: zones of many kinds are named so too."""
    if report.organ.registered or not report.organ.name.endswith("区"):
        return False
    return not passages(report, "text").may_hold(_DISTRICT)


def _said(key: str, trace: Evidence | None) -> Words:
    name = MATTERS[key].name
    if trace is None:
        return Words(f"{name.zh}（全文未提及）", f"{name.en} (never mentioned)")
    return Words(f"{name.zh}（只提到，未写明结果）", f"{name.en} (mentioned without a result)")
