"""The rule on lists in the prose: the parts against the total they are parts of."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from msgspec import Struct

from audit_core import Evidence, Finding, NotAssessed, Number, Pattern, Report, Sides, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import counted, is_right, quoted
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.subjects import RESULTS
from audit_pack_narrative.table_figures import stated

_OPENS: Final = Pattern(r"其中|包括|分别(?:为|是)|(?<=[（(])含")
_BRIDGE: Final = Pattern(r"[，,；;：:（(、]{0,2}[^\d（(）)。；;]{0,18}")
_BRACKET: Final = Pattern(r"[（()）]")
_RESUMES: Final = Pattern(r"另|此外|同时|还|其中|相比")
_CLOSES: Final = Pattern(r"(?:^|等)(?:其他|其它|其余)")
_BEGINS: Final = Pattern(r"[\s，,：:（(]*")
_STRENGTH: Final = {mark: strength for strength, marks in enumerate(("、", "，,", "；;"), 1) for mark in marks}
"""How far a mark parts what stands beside it; a list that is parted by one ends at the first that parts further."""
_ALIKE: Final = ("条篇则期", "件份宗起")
"""Counters that organs use for the same things."""
_RESULT: Final = Pattern(r"予以公开|同意公开|部分公开|不予公开|无法提供|不予处理|其他处理|结转|逾期")
_NOT_A_PART: Final = Pattern(
    r"^(?:共|合计|总计|累计)|复议|诉讼|答复|办结|回复|办理完毕|较|同比|增|减|下降|上升|结转|累计|阅读|点击|浏览|转发|粉丝|关注(?:人|量|数)|播放|点赞|均|全部|平均|每|"
    r"评论|访问|整改|占|达到|超过|目标|上年|去年|高于|低于"
)
_SHARE: Final = Pattern(r"^(?:约|分别)?占|^同比|^主要|^一是")
_SEPARATOR: Final = Pattern(r"[，,；;、：:]|和(?=[^，,]{1,12}$)|以及|及(?=[^，,]{1,12}$)")
_LONG: Final = 24
_MOST: Final = 40
_GROUPS: Final = 5
_NEAR: Final = 80


class _List(Struct, frozen=True):
    """A total and its parts.

    `others` are totals that stand beside it, `closed` says that the last part is 其他, so that nothing is left out,
    `sure` that it is this total whose parts they are, counted alike.
    """

    sentence: Sentence
    total: Quantity
    parts: list[Quantity]
    closed: bool = False
    others: tuple[Number, ...] = ()
    sure: bool = True

    @property
    def sum(self) -> Number:
        """What the parts add up to."""
        return sum((part.value for part in self.parts), start=0)


@pack.rule(
    "XSC-19",
    zh="正文列出的 {count} 项之和为 {sum}，{relation}合计 {total}，相差 {difference}",
    en="the {count} parts in the text add up to {sum}, {relation} the total of {total}, a difference of {difference}",
    severity="warning",
    basis=("R6", "form"),
    advice=("请核对各分项与合计。", "Check the parts and the total."),
    wrong={"overview": "全年共公开信息382条，其中网站35条、公众号2443条。"},
    right={"overview": "全年共公开信息2478条，其中网站35条、公众号2443条。"},
)
def parts_and_total(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """分项与合计不符 / Parts and total differ

    检查 “共n条，其中a…b…c…”的分项之和是否大于合计；以“其他”收尾的，是否等于合计；六类办理结果齐全的，是否等于办结数。
    Checks whether the parts of a list in the text exceed their total; whether a list that ends with 其他 equals it; and
        whether all results of applications add up to those completed.
    原因 分项加起来比合计还多，或列全了仍不等，至少有一个数是错的。
    Why Where the parts exceed the whole, or all of them fall short, at least one number is wrong.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 分项或合计已由其他规则指出与表不符的，不再重复；没有列全的、概数、单位不同的不比较；各项之和多于合计而没有一
        项单独超过的，分项可能有重叠，列为待核问题；前面有几个合计、合计在上一句，或条、篇混用的，也只列为待核问题。
    False alarms Nothing is said where another rule reports the total or a part against the table; open lists that fall
        short, approximate numbers and other units are not compared; where the parts exceed the total and none of them
        alone does, they may overlap, and it is a review finding; so it is where several totals stand before the list,
        where the total is in the sentence before, and where parts and total are counted in 条 and 篇.
    调整 also 补充用语，如 {granted: [主动提供]}。
    Tailoring `also` adds words by kind, such as {granted: [主动提供]}.
    """
    reading = read(report, also)
    for whole, found in _all(reading):
        if not _is_told(report, reading, whole, found):
            yield from found


def _all(reading: Reading) -> Iterator[tuple[list[Quantity], list[Finding]]]:
    """Yield every list, as its total and its parts, with the findings it makes.

    Raises NotAssessed, after all others, where the text has no list.
    """
    text, seen = reading.prose.text, set()
    if "其中" in text or "包括" in text or "分别" in text or "含" in text:
        before: Sentence | None = None
        for sentence in reading.sentences:
            if sentence.quantities:
                for found in _lists(sentence, before):
                    seen.add(sentence.start)
                    yield [found.total, *found.parts], [*_judged(reading, found, _may_be_open(reading, found))]
            before = sentence
    results = [*_results(reading, seen)]
    yield from results
    if not seen and not results:
        raise NotAssessed("the text has no list of parts with their total", "正文没有列出合计及其分项")


def _is_told(report: Report, reading: Reading, whole: list[Quantity], found: list[Finding]) -> bool:
    """Whether a number of a list is not the table's, which the rule on that number tells: one cause is told once."""
    if not found:
        return True
    mentions = (reading.at[quantity.start] for quantity in whole if quantity.start in reading.at)
    return any(_differs(report, mention) for mention in mentions if mention.subject not in _ANY)


_ANY: Final = frozenset({"handled", "any", "carried", "left"})
"""Subjects that stand for more than one figure."""


def _differs(report: Report, mention: Mention) -> bool:
    try:
        return not mention.doubt and not is_right(mention, stated(report, mention))
    except NotAssessed:
        return False


def _lists(sentence: Sentence, before: Sentence | None) -> Iterator[_List]:
    """Yield the lists of a sentence with their totals, which may stand in the sentence before: 共100条。其中…."""
    for match in _OPENS.finditer(sentence.text, sentence.start, sentence.end):
        totals = [q for q in sentence.quantities if q.end <= match.start()]
        if totals:
            named = _BRIDGE.fullmatch(sentence.text[totals[-1].end : match.start()]) and totals[-1].counter
            found = _list(sentence, totals, match) if named else None
        else:
            found = _list_of_before(sentence, before, match)
        if found and found.parts and found.total.value and found.total.exact and all(map(_is_bounded, found.parts)):
            yield found


def _is_bounded(part: Quantity) -> bool:
    """Whether a part is no less than what is printed: exact, or 1600余."""
    return part.exact or part.at_least


def _list(sentence: Sentence, totals: list[Quantity], match: re.Match[str]) -> _List:
    """Return the list of the last total; one counted alike right before it may be meant, or both: 新收12件，结转1件."""
    *_, beside, total = [None, *totals]
    parts, closed, alike = _parts(sentence, (total,), match)
    others: tuple[Number, ...] = ()
    if beside and beside.counter == total.counter and beside.exact:
        others = (beside.value, beside.value + total.value)
    exceeds = not others or any(part.value > max(others) for part in parts)
    return _List(sentence, total, parts, closed, others, sure=alike and exceeds)


def _list_of_before(sentence: Sentence, before: Sentence | None, match: re.Match[str]) -> _List | None:
    """Return a list that begins a sentence; of which number before it says the parts is never sure."""
    text = sentence.text
    if before is None or not before.quantities or "\n" in text[before.end : match.start()]:
        return None
    if not _BEGINS.fullmatch(text, sentence.start, match.start()):
        return None
    counter = before.quantities[-1].counter
    totals = [q for q in before.quantities if q.exact and q.counter == counter]
    if not counter or not totals:
        return None
    total = max(totals, key=lambda quantity: quantity.value)
    parts, closed, _ = _parts(sentence, totals, match)
    found, alone = _List(before, total, parts, closed, sure=False), len(totals) == 1
    return found if alone or found.sum > sum(quantity.value for quantity in totals) else None


def _end(sentence: Sentence, opened: int, start: int) -> int:
    """Return where a list ends: with its bracket, or before something else begins."""
    depth, n, stop = 0, sentence.end, _RESUMES.search(sentence.text, start, sentence.end)
    for bracket in _BRACKET.finditer(sentence.text, start, sentence.end):
        depth += 1 if bracket[0] in "（(" else -1
        if depth < 0:
            n = bracket.start()
            break
    return min(n, stop.start()) if stop and sentence.text[opened - 1] != "、" else n


def _parts(sentence: Sentence, totals: Sequence[Quantity], match: re.Match[str]) -> tuple[list[Quantity], bool, bool]:
    """Return the parts of a list, whether the last is 其他, and whether all are counted as the total is.

    What goes on behind parts that are the total already is another list, unless it ends with 其他.
    """
    start, end = match.end(), _end(sentence, match.start(), match.end())
    whole, counter = {total.value for total in totals}, totals[-1].counter
    parts: list[Quantity] = []
    last, label, family, depth, strength, alike, complete = start, "", "", 0, 0, True, 0
    for quantity in (q for q in sentence.quantities if start <= q.start < end):
        between = sentence.text[last : quantity.start]
        depth += between.count("（") + between.count("(") - between.count("）") - between.count(")")
        last = quantity.end
        if depth > 0:
            continue
        outside = re.sub(r"^[^（(]*[）)]", "", between)
        pieces = [piece for piece in _SEPARATOR.split(outside) if piece]
        label = pieces[-1] if pieces else ""
        parted = max((_STRENGTH.get(c, 0) for c in outside), default=0) if parts else 0
        another = (0 < strength < parted and not _CLOSES.search(label)) or _is_otherwise_sorted(family, label)
        if another or not _is_counted_alike(quantity, counter) or not _is_part(label, pieces[:-1], bool(parts)):
            return parts[: complete or None], False, alike
        strength, family = max(strength, parted), family or _family(label)
        alike = alike and quantity.counter in ("", counter)
        parts.append(quantity)
        if len(parts) > 1 and sum((part.value for part in parts), start=0) in whole:
            complete = len(parts)
    closed = bool(_CLOSES.search(label)) and len(parts) > 1
    return parts if closed else parts[: complete or None], closed, alike


_FAMILIES: Final = {
    "applicant": Pattern(r"自然人|法人|公民|个人|企业|科研机构|公益组织|法律服务"),
    "result": Pattern(r"予以公开|同意公开|部分公开|不予公开|无法提供|不予处理|其他处理"),
    "way": Pattern(r"网[上络站页]|信函|邮[寄件政]|来信|当面|现场|传真|电话|窗口|平台|快递"),
}
"""How applications are sorted: by who applied, by what came of them, by the way they came."""


def _family(label: str) -> str:
    return next((family for family, pattern in _FAMILIES.items() if pattern.search(label)), "")


def _is_otherwise_sorted(family: str, label: str) -> bool:
    """Whether a part is of another way to sort than those before: 自然人10件，予以公开6件."""
    own = _family(label)
    return bool(family and own) and family != own


def _is_counted_alike(quantity: Quantity, counter: str) -> bool:
    some = next((some for some in _ALIKE if counter in some), (counter,))
    return quantity.counter in ("", *some)


def _is_part(label: str, between: list[str], later: bool) -> bool:  # noqa: FBT001 - said by its name
    """Whether a label is that of one part more, with nothing else said since the last."""
    if any(len(piece) > 1 and not _SHARE.match(piece) for piece in between) and later and not _names_things(between):
        return False
    return len(label) <= _LONG and (bool(_RESULT.search(label)) or not _NOT_A_PART.search(label))


def _names_things(between: list[str]) -> bool:
    """Whether what stands between two parts is the first half of a label: 安全生产、应急管理类信息."""
    return all(not _SHARE.match(piece) and len(piece) <= 8 and not _VERB.search(piece) for piece in between)  # noqa: PLR2004


_VERB: Final = Pattern(r"按|已|均|予以|进行|开展|加强|推进|完成|实现|通过|率")


def _may_be_open(reading: Reading, found: _List) -> bool:
    """Whether a list of results belongs to applications received, of which some are carried over."""
    mentions = (m for some in reading.mentions.values() for m in some if m.quantity is found.total)
    return any(mention.subject != "completed" for mention in mentions)


def _judged(reading: Reading, found: _List, may_be_open: bool) -> Iterator[Finding]:  # noqa: FBT001 - said by its name
    sum_, total = found.sum, found.total.value
    if sum_ in found.others or (sum_ > total and sum_ <= max(found.others, default=0)):
        return
    exact = all(part.exact for part in found.parts)
    if sum_ > total or (sum_ < total and found.closed and exact and not may_be_open):
        over = sum_ > total and not any(part.value > total for part in found.parts)
        unsure = not found.sure or (over and (not found.closed or _overlaps(found)))
        yield _found(reading, found.total, found.sentence, found.parts, overlapping=unsure)


def _overlaps(found: _List) -> bool:
    """Whether the parts are the total once one or two of them are left out, as when these are parts of others."""
    values, surplus = [part.value for part in found.parts][:_MOST], found.sum - found.total.value
    return len(values) > 2 and (surplus in values or any(sum(pair) == surplus for pair in combinations(values, 2)))  # noqa: PLR2004


_MORE, _LESS = Words("多于", "more than"), Words("少于", "less than")
_OVERLAP: Final = Words(
    "正文列出的 {count} 项之和为 {sum}，{relation}合计 {total}，相差 {difference}；分项可能有重叠，或另有合计，请核对",
    "the {count} parts in the text add up to {sum}, {relation} the total of {total}, a difference of {difference}; "
    "some may overlap, or belong to another total: please check",
)


def _found(
    reading: Reading, total: Quantity, sentence: Sentence, parts: list[Quantity], *, overlapping: bool = False
) -> Finding:
    whole, added = total.value, sum((part.value for part in parts), start=0)
    return Finding(
        reading.prose.excerpt(total.start, total.end),
        status=Status.REVIEW if overlapping else Status.FAIL,
        evidence=(counted(reading.prose, sentence, total), _list_of(reading, sentence, parts)),
        sides=Sides(added, "=", whole, Words("分项之和 = 合计", "sum of the parts = total")),
        message=_OVERLAP if overlapping else None,
        key="prose/list",
        count=len(parts),
        sum=Decimal(added),
        total=Decimal(whole),
        relation=_MORE if added > whole else _LESS,
        difference=abs(Decimal(added) - Decimal(whole)),
    )


def _list_of(reading: Reading, sentence: Sentence, parts: list[Quantity]) -> Evidence:
    """Return the stretch in which the parts stand as evidence."""
    start, end = parts[0].start, parts[-1].end
    shown = quoted(reading.prose, sentence, start, end)
    numbers = " + ".join(str(part.value) for part in parts)
    return Evidence(Words(f"分项：{numbers}", f"parts: {numbers}"), shown.raw, at=reading.prose.excerpt(start, end))


def _results(reading: Reading, seen: set[int]) -> Iterator[tuple[list[Quantity], list[Finding]]]:
    """Yield the full lists of results of applications, with a finding where they do not add up to those completed."""
    if "otherwise" not in reading.mentions:
        return
    completed = [m for m in reading.of("completed") if not m.doubt and m.quantity.exact]
    for last in reading.of("otherwise"):
        sentence = last.sentence
        mentions = reading.within(sentence, *RESULTS, "granted+partial")
        named = {part for mention in mentions for part in mention.subject.split("+")}
        if sentence.start in seen or len(named) <= _GROUPS or len(mentions) != len({m.subject for m in mentions}):
            continue
        done = _completed_before(completed, mentions)
        if done and not sentence.has("detail_part", "carried", "carried_on") and not _has_more(sentence, mentions):
            parts = sorted((m.quantity for m in mentions), key=lambda quantity: quantity.start)
            right = sum((part.value for part in parts), start=0) == done.quantity.value
            yield [done.quantity, *parts], [] if right else [_found(reading, done.quantity, done.sentence, parts)]


def _completed_before(completed: list[Mention], mentions: list[Mention]) -> Mention | None:
    start = mentions[0].quantity.start
    at = bisect_right(completed, start, key=lambda mention: mention.quantity.end) - 1
    return completed[at] if at >= 0 and start - completed[at].quantity.end <= _NEAR else None


def _has_more(sentence: Sentence, mentions: list[Mention]) -> bool:
    """Whether the sentence counts something besides the results."""
    own = {mention.quantity.start for mention in mentions}
    floor = min(own)
    return any(q.start not in own for q in sentence.quantities if q.start > floor)
