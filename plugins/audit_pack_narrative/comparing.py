"""A number of the prose held against the tables: the finding it makes, or that it cannot be judged."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Evidence, Fact, Finding, NotAssessed, Number, Report, Sides, Status, Words
from audit_pack_narrative.joined_prose import JoinedProse
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading
from audit_pack_narrative.reporting_scopes import OF_A_UNIT
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.table_figures import Total, parts

_ROUND: Final = 60
_FEW: Final = 9

ZH: Final = "正文写明“{said}”，{label}为 {figure}，相差 {difference}"
EN: Final = "the text says “{said}”; {label} is {figure}, a difference of {difference}"
_UNSURE: Final = Words(f"{ZH}；{{doubt}}，请核对", f"{EN}; {{doubt}}, so please check")
_ELSEWHERE: Final = Words("正文另有一处与表相符", "another passage agrees with the table")
_ROUGHLY: Final = Words("正文写的是概数，只比较数量级", "the number is approximate and only its magnitude compared")
_OTHERWISE: Final = Words("这个数等于{label}，可能是口径不同", "the number equals {label}, so it may be another count")
_SEVERAL: Final = Words("同一句里有几个这样的数", "the sentence has several such numbers")
_AT_ODDS: Final = Words("表内各项相加也与总计不一致", "the table's own parts do not add up to its total")


class Expected(Struct, frozen=True):
    """What a number may be instead: one of `fine` is right as well, one of `near` is another count than the rule's."""

    fine: tuple[Total, ...] = ()
    near: tuple[Total, ...] = ()


NOTHING_ELSE: Final = Expected()
ADVICE: Final = (
    "请核对台账后更正正文或表格。",
    "Please check your records and correct the text or the table.",
)


def marked(prose: JoinedProse, sentence: Sentence, start: int, end: int) -> str:
    """Return a sentence with a stretch of it in 【】, a long one cut on both sides."""
    text = sentence.text
    left, right = max(sentence.start, start - _ROUND), min(sentence.end, end + _ROUND)
    before = ("…" if left > sentence.start else "") + text[left:start]
    after = text[end:right] + ("…" if right < sentence.end else prose.text[sentence.end : sentence.end + 1].strip())
    return f"{before}【{text[start:end]}】{after}"


def quoted(prose: JoinedProse, sentence: Sentence, start: int, end: int, value: Number | None = None) -> Evidence:
    """Return a stretch of a sentence as evidence."""
    number = None if value is None else Decimal(value)
    return Evidence(_SENTENCE, marked(prose, sentence, start, end), number, prose.excerpt(sentence.start, sentence.end))


_SENTENCE: Final = Words("正文", "text")


def counted(prose: JoinedProse, sentence: Sentence, quantity: Quantity) -> Evidence:
    """Return a number of the prose as evidence."""
    return quoted(prose, sentence, quantity.start, quantity.end, quantity.value)


def compare(
    report: Report,
    reading: Reading,
    mentions: Iterable[Mention],
    main: Callable[[Mention], Total],
    more: Callable[[Mention], Expected] = lambda _: NOTHING_ELSE,
    *,
    else_: bool = False,
) -> Iterator[Finding]:
    """Yield a finding for each mention that is not what the tables say: `main`, or what `more` allows for.

    Raises NotAssessed, after all others, where the tables cannot be read, or where there is no number to compare;
    `else_` says that the rule has compared something else.
    """
    unread: dict[str, Words] = {}
    some = list(mentions)
    alike: dict[str, _Alike] = {}
    for mention in some:
        alike.setdefault(mention.key, _Alike()).add(mention)
    for mention in some:
        try:
            total = main(mention)
            if is_right(mention, total):
                continue
            finding = _compared(report, reading, mention, total, more(mention), alike[mention.key])
        except NotAssessed as reason:
            unread[reason.words.zh] = reason.words
            continue
        if finding:
            yield finding
    raise_all(unread.values())
    if not some and not else_:
        raise nothing_stated()


class _Alike:
    """All numbers that are said of one thing: in order, and those of each sentence."""

    def __init__(self) -> None:
        self.values: list[Number] = []
        self.known: set[Number] = set()
        self._beside: dict[int, set[Number]] = {}

    def add(self, mention: Mention) -> None:
        """Take in a number."""
        value = mention.quantity.value
        self.values.append(value)
        self.known.add(value)
        self._beside.setdefault(mention.sentence.start, set()).add(value)

    def are_several(self, mention: Mention) -> bool:
        """Whether the sentence of a number has another of the same thing."""
        return len(self._beside[mention.sentence.start]) > 1

    def add_up_to(self, total: Number) -> bool:
        """Whether all numbers, their sum left out, are a total together: 县政府17件，各部门103件."""
        some = self.values[:_FEW]
        parts = some[:-1] if len(some) > 1 and some[-1] == total else some
        return 1 < len(parts) < _FEW and sum(parts, start=0) == total


def nothing_stated() -> NotAssessed:
    """Return why a rule compared nothing: the text has no number for it."""
    return NotAssessed("the text states no number for this rule to compare", "正文没有写明本规则所核对的数字")


def is_right(mention: Mention, total: Total) -> bool:
    """Whether a number is a figure of the tables, up to the digits that either leaves out."""
    off = abs(Decimal(mention.quantity.value) - Decimal(total.number))
    return off * 2 <= total.step or mention.quantity.is_near(total.number)


def raise_all(unread: Iterable[Words]) -> None:
    """Raise one NotAssessed for several reasons."""
    reasons = list(unread)
    if reasons:
        raise NotAssessed("; ".join(words.en for words in reasons), "；".join(words.zh for words in reasons))


def _compared(
    report: Report, reading: Reading, mention: Mention, main: Total, other: Expected, alike: _Alike
) -> Finding | None:
    quantity, added = mention.quantity, parts(report, main)
    if alike.add_up_to(main.number) or any(is_right(mention, total) for total in other.fine):
        return None
    if (added is not None and quantity.is_near(added)) or (
        mention.doubt is OF_A_UNIT and quantity.value <= main.number
    ):
        return None
    doubt = _doubt(mention, main, other, alike) or (_AT_ODDS if added is not None else None)
    return Finding(
        reading.prose.excerpt(quantity.start, quantity.end),
        status=Status.REVIEW if doubt else Status.FAIL,
        evidence=(counted(reading.prose, mention.sentence, quantity), *evidence(main.facts)),
        sides=Sides(quantity.value, "=", main.number, _equal(main.label)),
        message=_UNSURE if doubt else None,
        key=f"prose/{mention.key}",
        said=mention.clause.strip("，,；;、：: "),
        label=main.label,
        figure=Decimal(main.number),
        difference=abs(Decimal(quantity.value) - main.number),
        doubt=doubt or "",
    )


def evidence(facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    """Return facts as evidence."""
    return tuple(Evidence.of(fact) for fact in facts)


def _equal(label: Words) -> Words:
    return Words(f"正文所写的数 = {label.zh}", f"number in the text = {label.en}")


def _doubt(mention: Mention, main: Total, other: Expected, alike: _Alike) -> Words | None:
    """Return why a number that is not the table's may be right all the same."""
    if mention.doubt:
        return mention.doubt
    if not mention.quantity.exact:
        return _ROUGHLY
    for total in other.near:
        if is_right(mention, total):
            return Words(_OTHERWISE.zh.format(label=total.label.zh), _OTHERWISE.en.format(label=total.label.en))
    if main.number in alike.known:
        return _ELSEWHERE
    return _SEVERAL if alike.are_several(mention) else None
