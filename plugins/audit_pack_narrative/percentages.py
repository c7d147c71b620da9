"""The rule on percentages: recomputed with the precision they are printed with, truncation told from error."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct

from audit_core import Evidence, Finding, Fix, NotAssessed, Number, Pattern, Report, Severity, Sides, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import evidence, quoted
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Percentage, Quantity, percentages
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.subjects import APPLICANTS, RESULTS
from audit_pack_narrative.table_figures import Total, applicants, result, row

_SHARE: Final = Pattern(r"[，,（(、]?(?:分别|约|大约)?占(?P<base>[^，,。；;（(\d]{0,16})")
_HEDGE: Final = Pattern(r"超|近|约|逾|不足|以上|多")
_DONE: Final = Pattern(r"办结|答复|处理|办理")
_NEW: Final = Pattern(r"收到|受理|新收|申请|收件")
_OF_ALL: Final = Pattern(r"(?:全部|总数|总量|总|比例|比重|比|的|为|达|信息|公开|政府|发布)*$")
_LEAST: Final = 2
_ITEM: Final = Pattern(r"(?:^|[，,；;：:。、（(])(?P<label>[^，,；;：:。、（(\d]{1,16}?)占[^，,；;：:。、（(\d]{0,8}$")
_REST: Final = Pattern(r"(?:其他|其它|其余)(?:类|方面|渠道|方式|形式|途径|情况|类型)?(?:政府)?(?:信息|申请|内容)?")
_NESTED: Final = Pattern(r"其中|较|同比|增|减|上升|下降|率")


class _PrintedShare(Struct, frozen=True):
    """A percentage of the prose, the number it is the share of, and the words for the whole."""

    printed: Percentage
    quantity: Quantity
    base: str
    sentence: Sentence
    mention: Mention | None = None

    @property
    def value(self) -> Number:
        """The number it is the share of the whole of."""
        return self.quantity.value

    def is_of(self, whole: Number) -> bool:
        """Whether it is what its number is of a whole."""
        return self.is_rounded(self.value, whole) or self.is_truncated(self.value, whole)

    def is_rounded(self, part: Number, whole: Number) -> bool:
        """Whether a quotient, rounded, is what is printed."""
        return abs(_percent(part, whole) - self.printed.value) * 2 <= Decimal(1).scaleb(-self.printed.decimals)

    def is_truncated(self, part: Number, whole: Number) -> bool:
        """Whether a quotient, its further digits cut off, is what is printed."""
        rest = _percent(part, whole) - self.printed.value
        return 0 <= rest < Decimal(1).scaleb(-self.printed.decimals)


def _percent(part: Number, whole: Number) -> Decimal:
    return Decimal(100) * Decimal(part) / Decimal(whole)


class _Operands(Struct, frozen=True):
    """What a percentage may be computed from: the parts and the wholes, those of the tables first."""

    parts: list[Total]
    wholes: list[Total]
    named: bool

    def pairs(self) -> Iterator[tuple[Total, Total]]:
        """Yield every part with every whole."""
        return ((part, whole) for whole in self.wholes for part in self.parts if whole.number)


@pack.rule(
    "XSC-07",
    zh="正文写作 {printed}%，按 {part}÷{whole}（{of}）应为 {right}%",
    en="the text prints {printed}%; {part} of {whole} ({of}) is {right}%",
    severity="warning",
    basis=("R6", "form"),
    advice=(
        "请按分子、分母重新计算；百分比应四舍五入。",
        "Compute the percentage again from its parts; round half up.",
    ),
    wrong={
        "overview": "办结政府信息公开申请118件，予以公开60件，占办结总数的58.0%。",
        "applications/granted/total": 60,
        "applications/total/total": 118,
    },
    right={
        "overview": "办结政府信息公开申请118件，予以公开60件，占办结总数的50.8%。",
        "applications/granted/total": 60,
        "applications/total/total": 118,
    },
)
def recomputed(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """百分比复算不符 / Percentage does not recompute

    检查 “占x%”按正文和表格的分子、分母重新计算，误差是否在印出末位的半个单位以内；只是截去尾数的，列为信息。
        没有分子、以“其他”收尾的一组占比，合计是否为100%。
    Checks whether a share, computed again from the numbers of text and tables, is what is printed, within half a unit
        of the last digit; one that is only truncated is an info. A list of shares without numbers that ends with 其他
        must add up to 100 %.
    原因 百分比是结论，分子分母都在，却算不出所写的数，结论就缺少依据。
    Why A percentage is a conclusion; one that its own numbers do not give cannot be trusted.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 满意度、好评率、同比增减和没有分子的比率不检查；没有写明分母、又没有其他占比佐证的，列为待核问题。
    False alarms Rates of satisfaction, changes and percentages without a number are left out; where the whole is not
        named and no other share confirms it, it is a review finding.
    调整 also 补充用语，如 {granted: [主动提供]}。
    Tailoring `also` adds words by kind, such as {granted: [主动提供]}.
    """
    reading = read(report, also)
    unread: NotAssessed | None = None
    shares = list(_shares(reading))
    for share in shares:
        try:
            operands = _operands(report, reading, share)
        except NotAssessed as reason:
            unread = reason
            continue
        if operands:
            yield from _checked(reading, share, operands, shares)
    yield from _of_lists(reading, [share for share in shares if not _is_of_applications(share)])
    yield from _lists(reading)
    if unread:
        raise unread
    if not shares and not any(_items(one.words) for one in _with_shares(reading)):
        raise NotAssessed("the text states no share that can be computed again", "正文没有可以复算的占比")


def _shares(reading: Reading) -> Iterator[_PrintedShare]:
    """Yield the percentages that say the share of a number right before them."""
    known = reading.at
    for sentence in reading.sentences:
        words = sentence.words if sentence.quantities and "占" in sentence.words else ""
        for found in percentages(words) if "%" in words or "百分之" in words else ():
            at = sentence.start + found.start
            before = [q for q in sentence.quantities if q.end <= at]
            between = sentence.text[before[-1].end : at] if before else ""
            match = _SHARE.fullmatch(between)
            if match and not _HEDGE.search(between) and before[-1].exact:
                printed = Percentage(at, sentence.start + found.end, found.value, found.decimals)
                yield _PrintedShare(printed, before[-1], match["base"], sentence, known.get(before[-1].start))


def _lists(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each list of shares without numbers that is closed by 其他 and does not add up to 100 %."""
    for sentence in _with_shares(reading):
        items = _items(sentence.words)
        sum_, slack = sum((i.value for i in items), start=Decimal(0)), sum(_slack(i) for i in items)
        if items and abs(sum_ - 100) > slack:
            yield _unbalanced(reading, sentence, items, sum_)


def _with_shares(reading: Reading) -> list[Sentence]:
    """Return the sentences that may hold a closed list of shares."""
    if "占" not in reading.prose.text:
        return []
    return [s for s in reading.sentences if s.words.count("%") > _LEAST and "占" in s.words and "其" in s.words]


def _items(words: str) -> list[Percentage]:
    """Return the shares of a closed list that are printed without the numbers they are the shares of."""
    items: list[Percentage] = []
    last, label = 0, ""
    for found in percentages(words):
        match = _ITEM.search(words, last, found.start)
        between = words[last : found.start] + words[found.end : found.end + 2]
        if match is None or _HEDGE.search(between) or (items and _NESTED.search(between)):
            return []
        label, last = match["label"], found.end
        items.append(found)
    return items if _REST.fullmatch(label) and not _NESTED.search(label) else []


def _slack(share: Percentage) -> Decimal:
    """Return how far a percentage may be from the quotient, rounded or truncated."""
    return Decimal(1).scaleb(-share.decimals)


def _unbalanced(reading: Reading, sentence: Sentence, items: list[Percentage], sum_: Decimal) -> Finding:
    start, end = sentence.start + items[0].start, sentence.start + items[-1].end
    numbers = " + ".join(f"{item.value}%" for item in items)
    shown = quoted(reading.prose, sentence, start, end)
    parts = Evidence(Words(f"各项占比：{numbers}", f"shares: {numbers}"), shown.raw, at=shown.at)
    return Finding(
        reading.prose.excerpt(start, end),
        status=Status.FAIL if sum_ > 100 else Status.REVIEW,  # noqa: PLR2004 - per cent
        evidence=(parts,),
        sides=Sides(sum_, "=", Decimal(100), Words("各项占比之和 = 100%", "sum of the shares = 100%")),
        message=_UNBALANCED,
        key="prose/percentage/list",
        count=len(items),
        sum=sum_,
        difference=abs(sum_ - 100),
    )


_UNBALANCED: Final = Words(
    "正文列出的 {count} 项占比合计 {sum}%，与 100% 相差 {difference} 个百分点",
    "the {count} shares listed in the text add up to {sum}%, {difference} points from 100%",
)


def _is_of_applications(share: _PrintedShare) -> bool:
    return share.mention is not None and share.mention.subject in (*RESULTS, "granted+partial", *APPLICANTS)


def _operands(report: Report, reading: Reading, share: _PrintedShare) -> _Operands | None:
    if share.mention is None or not _is_of_applications(share):
        return None
    said = _said(share.value)
    subject = share.mention.subject
    kinds = _kinds(share, subject)
    wholes = [total for kind in kinds for total in _wholes(report, reading, kind)]
    parts = [said] if share.mention.doubt else [_part(report, subject), said]
    return _Operands(parts, wholes, len(kinds) == 1)


def _part(report: Report, subject: str) -> Total:
    return applicants(report, subject) if subject in APPLICANTS else result(report, subject)


def _kinds(share: _PrintedShare, subject: str) -> tuple[str, ...]:
    """Return which wholes the words name, or may name."""
    done, new = bool(_DONE.search(share.base)), bool(_NEW.search(share.base))
    if done != new:
        return ("total",) if done else ("received",)
    return ("received", "total") if subject in APPLICANTS else ("total", "received")


def _wholes(report: Report, reading: Reading, kind: str) -> Iterator[Total]:
    printed = row(report, kind)
    yield printed
    if kind == "received":
        yield printed + row(report, "carried_in")
    for mention in reading.of("completed" if kind == "total" else "received"):
        if mention.quantity.value != printed.number:
            yield _said(mention.quantity.value, reading, mention.quantity)


def _of_lists(reading: Reading, shares: list[_PrintedShare]) -> Iterator[Finding]:
    """Yield findings on shares of a total that the prose gives: 共2000条，其中网站1000条，占50%.

    The total of several shares is the number before them that explains most; where none explains two, nobody can tell.
    """
    before = {after.start: sentence for sentence, after in pairwise(reading.sentences)}
    for start, some in groupby(shares, lambda share: share.sentence.start):
        listed = [share for share in some if _OF_ALL.match(share.base)]
        wholes = _totals(listed, before.get(start)) if listed else []
        explained = [sum(share.is_of(whole.value) for share in listed) for whole in wholes]
        sure = max(explained, default=0) >= max(_LEAST, len(listed) / 2)
        if sure or (len(listed) == 1 and wholes and wholes[0].start >= start):
            best = wholes[explained.index(max(explained))]
            totals = [_said(whole.value, reading, whole) for whole in (best, *wholes)]
            for share in listed:
                yield from _checked(reading, share, _Operands([_said(share.value)], totals, named=sure), listed)


def _totals(shares: list[_PrintedShare], before: Sentence | None) -> list[Quantity]:
    """Return the numbers that shares may be of: those in their sentence, then those in the one before.

    A number that is a share itself is none.
    """
    known, last = {share.quantity.start for share in shares}, shares[-1]
    own = [q for q in last.sentence.quantities if q.end <= last.printed.start]
    earlier = before.quantities if before else []
    least = min(share.value for share in shares)
    return [
        quantity
        for quantity in (*own, *reversed(earlier))
        if quantity.start not in known
        and quantity.exact
        and quantity.counter
        and quantity.counter == last.quantity.counter
        and quantity.value >= max(least, 1)
    ]


def _said(value: Number, reading: Reading | None = None, quantity: Quantity | None = None) -> Total:
    words = _SAID
    if reading and quantity:
        text = reading.prose.text[max(quantity.start - _ROUND, 0) : quantity.end].rpartition("。")[2].strip()
        words = Words(f"正文“…{text}”", f"the text (“…{text}”)")
    return Total(words, value, ())


_SAID: Final = Words("正文所写", "the text")
_ROUND: Final = 12


def _checked(
    reading: Reading, share: _PrintedShare, operands: _Operands, shares: Iterable[_PrintedShare]
) -> Iterator[Finding]:
    pairs = [(part, whole) for part, whole in operands.pairs() if part.number <= whole.number]
    if not pairs or any(share.is_rounded(part.number, whole.number) for part, whole in pairs):
        return
    cut = next(((part, whole) for part, whole in pairs if share.is_truncated(part.number, whole.number)), None)
    if cut:
        yield _found(reading, share, *cut, truncated=True)
    else:
        sure = operands.named or _is_confirmed(share, operands.wholes[0], shares)
        yield _found(reading, share, *pairs[0], sure=sure)


def _is_confirmed(share: _PrintedShare, whole: Total, shares: Iterable[_PrintedShare]) -> bool:
    """Whether other shares of the same sentence are of the same whole, so that it goes without saying."""
    others = [other for other in shares if other.sentence is share.sentence and other is not share]
    fit = [other for other in others if other.is_of(whole.number)]
    return share.mention is not None and len(fit) >= min(_LEAST, len(others)) > 0


_TRUNCATED: Final = Words(
    "正文写作 {printed}%，是截去尾数得到的；{part}÷{whole}（{of}）四舍五入应为 {right}%",
    "the text prints {printed}%, which is truncated; {part} of {whole} ({of}) rounds to {right}%",
)


def _found(
    reading: Reading, share: _PrintedShare, part: Total, whole: Total, *, truncated: bool = False, sure: bool = True
) -> Finding:
    printed = share.printed
    right = _percent(part.number, whole.number).quantize(Decimal(1).scaleb(-printed.decimals), ROUND_HALF_UP)
    exact = truncated or sure
    return Finding(
        reading.prose.excerpt(printed.start, printed.end),
        status=Status.FAIL if sure and not truncated else Status.REVIEW,
        severity=Severity.INFO if truncated else None,
        evidence=_shown(reading, share, part, whole),
        sides=Sides(printed.value, "=", right, Words(f"百分比 = {part.label.zh} ÷ {whole.label.zh}",
                                                    f"percentage = {part.label.en} / {whole.label.en}")),
        message=_TRUNCATED if truncated else None,
        fix=Fix(f"{right}%", Words(f"建议改为 {right}%", f"replace by {right}%")) if exact else None,
        key=f"prose/percentage/{share.mention.subject if share.mention else 'list'}",
        printed=printed.value,
        part=Decimal(part.number),
        whole=Decimal(whole.number),
        of=whole.label,
        right=right,
    )  # fmt: skip


def _shown(reading: Reading, share: _PrintedShare, part: Total, whole: Total) -> tuple[Evidence, ...]:
    printed = share.printed
    said = quoted(reading.prose, _item(share.sentence, printed), printed.start, printed.end, printed.value)
    return (said, *evidence(part.facts), *evidence(whole.facts))


def _item(sentence: Sentence, printed: Percentage) -> Sentence:
    """Return the item of a list that a percentage stands in, up to the semicolons beside it."""
    text = sentence.text
    start = max(sentence.start, *(text.rfind(mark, sentence.start, printed.start) + 1 for mark in "；;"))
    ends = [n for mark in "；;" if (n := text.find(mark, printed.end, sentence.end)) >= 0]
    return sentence.cut(start, min(ends, default=sentence.end))
