"""What the prose claims in words: that nothing was received, that all is done, that no case was brought."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from audit_core import Pattern, Words
from audit_pack_narrative.reporting_scopes import OF_A_UNIT, scope
from audit_pack_narrative.sentences import ELSEWHEN, TOPICS, Sentence

_APPLICATIONS: Final = (
    "(?:政府信息公开申请|信息公开申请|依申请公开申请|政府信息申请公开|政府信息依申请公开|依申请公开政府信息|"
    "依申请公开|公开申请|申请)"
)
_UP_TO: Final = r"[^，,；;：:（(）)。！？!?\n]{0,%d}?"

NOTHING_RECEIVED: Final = Pattern(
    r"(?:未收到|没有收到|未曾收到|未接到|没有接到|未受理|没有受理|未接收|未收|未有|没有|无人|暂无|无(?<!有无)(?!论|法|需|正当)|未产生|不存在|未发生)"
    rf"(?P<middle>{_UP_TO % 16}){_APPLICATIONS}"
    r"(?:公开|相关|有关|政府信息|信息|请求|诉求|需求|办理|事项|案件|办件|件|情况|的|数量)*(?=[，,；;、。.！!：:（(）)\n]|和|及|也|$)"
)
NOTHING_CAME: Final = Pattern(r"(?:依申请公开|申请公开|公开申请)(?P<middle>)[^，,；;。\n]{0,4}(?:零受理|零申请(?!人))")
"""The same, as a word: 依申请公开零受理."""
_NOT_THOSE: Final = Pattern(
    r"因|由|引|投诉|举报|复议|诉讼|收费|有偿|结转|逾期|超期|当面|现场|网上|网络|信函|来信|邮|传真|电话|补正|重复|纠纷|撤|不符|未|不|积压|其他(?!组织)"
)
ALL_DONE: Final = Pattern(
    r"(?:全部|均|全数|都已|都|已悉数|已逐一|已一一)(?:已全部|已)?(?:经)?(?:(?:按|在|于)[^，,。；;]{0,10}?|悉数|逐一|一一|依法(?:依规)?|依规|及时|如期|规范|妥善)?(?:予以|得到|完成|作出)?"
    r"(?:办结|办理完毕|办理完成|办理完结|处理完毕|答复完毕|办毕|答复(?!完毕)|回复|办复)"
)
DONE_RATE: Final = Pattern(
    r"办结率[^，,。；;\d]{0,4}100%|答复率[^，,。；;\d]{0,4}100%|回复率[^，,。；;\d]{0,4}100%|办复率[^，,。；;\d]{0,4}100%"
    r"|100%(?:答复|回复|办结)|百分之百(?:答复|回复|办结)|(?:无(?<!有无)|没有|未有)(?:政府信息公开|依申请公开)?(?:申请)?(?:(?:[至到]?[下次明]一?年度?)?(?:结转|遗留)|(?:未|尚未)办结)"
)
_WEAK: Final = Pattern(r"答复(?!完毕)|回复|办复")
_ON_TIME: Final = Pattern(r"按时|按期|期限|时限|及时|限时|如期|时间")
_DUE: Final = Pattern(r"届满|到期|应办|应答|应当")
NO_CASE: Final = Pattern(
    rf"(?:未因|没有因|未发生|没有发生|未出现|没有出现|未产生|未引发|未引起|未涉及|未有|没有|不存在|未收到|没有收到|未接到|未被|暂无|无(?<!有无)(?!论|法|需|正当))"
    rf"{_UP_TO % 36}(?:行政复议|复议|行政诉讼|行政应诉|诉讼|起诉)"
)
NO_CASE_EITHER: Final = Pattern(
    r"(?:行政复议|行政诉讼|行政应诉)(?:案件|案|申请|情况|事项)?(?:本年度?|20\d\d年度?|全年)?(?:均|都)?(?:没有|未)?(?:发生|出现|产生|无|没有)"
    r"(?<!议发生)(?<!讼发生)(?<!均发生)(?<!都发生)(?<!件发生)(?=[，,。；;）)\n]|$)"
)
"""What was none is named first: 行政复议、行政诉讼均未发生."""
_NOT_CASES: Final = Pattern(r"败诉|纠错|纠正|撤销|维持|改判|未经|复议机关|责令|确认违法|不服|告知|救济|途径|权利")
UPHELD: Final = Pattern(r"(?:均|全部|都)(?:已)?(?:获得?|被|为|予以|得到|以)?[^，,。；;]{0,6}?维持")
NOT_CORRECTED: Final = Pattern(
    r"零败诉|无败诉|未败诉|未发生败诉|未出现败诉|没有败诉|没有发生败诉|均胜诉|全部胜诉|零纠错|无(?:一)?(?:件|例)?(?:被)?纠[错正]"
    r"|未被[^，,。；;]{0,10}?纠[错正]|没有被?纠[错正]"
)


ClaimReader = Callable[[Sentence, re.Match[str], str], Iterator["Claim"]]


class Claim(Struct, frozen=True):
    """A statement without a number.

    `kind` is one of `none_received`, `all_done`, `no_case`, `upheld`, `not_corrected`; `cases` are the kinds of case
    it speaks of; `doubt` says why it may not contradict the tables. One is `strong` that says in so many words that
    nothing is left to do, not only that all were answered, or in time.
    """

    kind: str
    start: int
    end: int
    sentence: Sentence
    cases: tuple[str, ...] = ()
    doubt: Words | None = None
    strong: bool = True


def claims(text: str, sentences: list[Sentence], organization: str) -> Iterator[Claim]:
    """Yield the claims of a text, by its sentences, that speak of the report's year."""
    for words, pattern, read in _READERS:
        if any(word in text for word in words):
            for match in pattern.finditer(text):
                at = bisect_right(sentences, match.start(), key=lambda sentence: sentence.start) - 1
                if at >= 0 and match.end() <= sentences[at].end:
                    yield from read(sentences[at], match, organization)


def _none_received(sentence: Sentence, match: re.Match[str], organization: str) -> Iterator[Claim]:
    said = match[0]
    if _NOT_THOSE.search(match["middle"]) or _is_of_another_time(sentence, match):
        return
    whole = (
        "信息" in said
        or "依申请公开" in said
        or said.startswith(("未收", "没有收", "未接", "未受", "没有受", "没有接"))
    )
    doubt = _doubt(sentence, match, organization)
    if whole and doubt is not OF_A_UNIT and _speaks_of_applications(sentence, match):
        yield Claim("none_received", *match.span(), sentence, doubt=doubt)


def _speaks_of_applications(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a bare 申请 is one for information: by its own words, or by what was spoken of before."""
    if "信息" in match[0] or "依申请公开" in match[0] or "公开申请" in match[0]:
        return True
    return _topic(sentence, match.start()) == "application" and not _THOSE.sub("", match["middle"])


_THOSE: Final = Pattern(r"该项|该类|此项|此类|相关|有关|任何|的")


def _topic(sentence: Sentence, end: int) -> str:
    """Return what is spoken of at an offset: what was named last in the sentence, or before it."""
    named = [TOPICS[tag.kind] for tag in sentence.between(sentence.start, end) if tag.kind in TOPICS]
    return named[-1] if named else sentence.topic


def _all_done(sentence: Sentence, match: re.Match[str], organization: str) -> Iterator[Claim]:
    around, rate = _around(sentence, match), "率" in match[0] or "0%" in match[0]
    timely = bool(_ON_TIME.search(around))
    if (rate and timely) or _DUE.search(around) or _is_of_another_time(sentence, match):
        return
    if any(tag.kind in ("left", "list") for tag in sentence.between(sentence.start, match.start())):
        return
    doubt = _doubt(sentence, match, organization)
    if _topic(sentence, match.end()) == "application" and doubt is not OF_A_UNIT:
        strong = not timely and not _WEAK.search(match[0])
        yield Claim("all_done", *match.span(), sentence, doubt=doubt, strong=strong)


def _around(sentence: Sentence, match: re.Match[str]) -> str:
    """Return the clause of a claim and the one after it."""
    start = sentence.cut_before(match.start(), sentence.start)
    end = sentence.cut_after(match.end(), sentence.end, lists=False)
    return sentence.text[start : sentence.cut_after(min(end + 1, sentence.end), sentence.end, lists=False)]


def _no_case_either(sentence: Sentence, match: re.Match[str], organization: str) -> Iterator[Claim]:
    start = sentence.cut_before(match.start(), sentence.start)
    doubt = _doubt(sentence, match, organization)
    kinds = {tag.kind for tag in sentence.between(start, match.end())}
    cases = tuple(kind for kind in ("review", "suit") if kind in kinds)
    if cases and doubt is not OF_A_UNIT and not _is_of_another_time(sentence, match):
        yield Claim("no_case", start, match.end(), sentence, cases, doubt)


def _no_case(sentence: Sentence, match: re.Match[str], organization: str) -> Iterator[Claim]:
    end = sentence.cut_after(match.end(), sentence.end, lists=False)
    if _NOT_CASES.search(sentence.text, match.start(), end) or _is_of_another_time(sentence, match):
        return
    kinds = {tag.kind for tag in sentence.between(match.start(), end)}
    cases = tuple(kind for kind in ("review", "suit") if kind in kinds)
    doubt = _doubt(sentence, match, organization)
    if cases and doubt is not OF_A_UNIT:
        yield Claim("no_case", match.start(), end, sentence, cases, doubt)


def _upheld(sentence: Sentence, match: re.Match[str], _: str) -> Iterator[Claim]:
    kinds = {tag.kind for tag in sentence.between(sentence.start, match.start())}
    cases = tuple(kind for kind in ("review", "suit") if kind in kinds)
    if "诉" in match[0]:
        cases = ("suit",)
    if cases and not _is_of_another_time(sentence, match):
        yield Claim("upheld" if "维持" in match[0] else "not_corrected", *match.span(), sentence, cases)


def _is_of_another_time(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a claim is of another year than the report's, of a part of it, or only an aim."""
    before = sentence.between(sentence.start, match.start())
    if _AIM.search(sentence.text, sentence.cut_before(match.start(), sentence.start), match.end()):
        return True
    return any(tag.kind in ("plan", "to_come") for tag in before) or sentence.when(match.start()) in ELSEWHEN


_AIM: Final = Pattern(r"(?:确保|保证)(?!了)|力求|努力|督促|要求(?:各|全|所有|相关|有关)|务必|必须")
"""Words for what is wanted, not what is so, in the clause that they stand in."""


def _doubt(sentence: Sentence, match: re.Match[str], organization: str) -> Words | None:
    """Return the doubt that a claim is of an office or of one unit only."""
    said = scope(sentence.text, sentence.start, match.start() + 1, organization)
    return said if said and said.en else None


_READERS: Final[tuple[tuple[tuple[str, ...], Pattern, ClaimReader], ...]] = (
    (("申请",), NOTHING_RECEIVED, _none_received),
    (("零受理", "零申请"), NOTHING_CAME, _none_received),
    (("办结", "办理完", "办毕", "处理完毕", "结转", "遗留", "答复", "回复", "办复"), ALL_DONE, _all_done),
    (("率", "100%", "百分之百", "结转", "遗留", "未办结"), DONE_RATE, _all_done),
    (("复议", "诉讼", "应诉"), NO_CASE, _no_case),
    (("复议", "诉讼", "应诉"), NO_CASE_EITHER, _no_case_either),
    (("维持",), UPHELD, _upheld),
    (("败诉", "胜诉", "纠"), NOT_CORRECTED, _upheld),
)
