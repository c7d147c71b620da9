"""A number of the prose held against the tables: the finding it makes, or that it cannot be judged."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Evidence, Fact, Finding, NotAssessed, Report, Sides, Status, Words
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Number, Quantity
from audit_pack_narrative.prose import Prose
from audit_pack_narrative.reading import Reading
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.tables import Total, parts

_ROUND: Final = 60
_FEW: Final = 9

ZH: Final = "正文说“{said}”，{label}为 {figure}，相差 {difference}"
EN: Final = "the text says “{said}”; {label} is {figure}, a difference of {difference}"
_UNSURE: Final = Words(f"{ZH}；{{doubt}}，请核对", f"{EN}; {{doubt}}, so please check")
_ELSEWHERE: Final = Words("正文另有一处与表相符", "another passage agrees with the table")
_ROUGHLY: Final = Words("正文写的是概数，只比较数量级", "the number is approximate and only its magnitude compared")
_OTHERWISE: Final = Words("这个数等于{label}，可能是口径不同", "the number equals {label}, so it may be another count")
_SEVERAL: Final = Words("同一句里有几个这样的数", "the sentence has several such numbers")
_AT_ODDS: Final = Words("表内各项相加也与总计不一致", "the table's own parts do not add up to its total")


Values = set[tuple[str, Number]]


class Expected(Struct, frozen=True):
    """What a number may be instead: one of `fine` is right as well, one of `near` is another count than the rule's."""

    fine: tuple[Total, ...] = ()
    near: tuple[Total, ...] = ()


NOTHING_ELSE: Final = Expected()


def marked(prose: Prose, sentence: Sentence, start: int, end: int) -> str:
    """Return a sentence with a stretch of it in 【】, a long one cut on both sides."""
    text = sentence.text
    left, right = max(sentence.start, start - _ROUND), min(sentence.end, end + _ROUND)
    before = ("…" if left > sentence.start else "") + text[left:start]
    after = text[end:right] + ("…" if right < sentence.end else prose.text[sentence.end : sentence.end + 1].strip())
    return f"{before}【{text[start:end]}】{after}"


def quoted(prose: Prose, sentence: Sentence, start: int, end: int, value: Number | None = None) -> Evidence:
    """Return a stretch of a sentence as evidence."""
    number = None if value is None else Decimal(value)
    return Evidence(_SENTENCE, marked(prose, sentence, start, end), number, prose.excerpt(sentence.start, sentence.end))


_SENTENCE: Final = Words("正文", "text")


def counted(prose: Prose, sentence: Sentence, quantity: Quantity) -> Evidence:
    """Return a number of the prose as evidence."""
    return quoted(prose, sentence, quantity.start, quantity.end, quantity.value)


def compare(
    report: Report,
    reading: Reading,
    mentions: Iterable[Mention],
    main: Callable[[Mention], Total],
    more: Callable[[Mention], Expected] = lambda _: NOTHING_ELSE,
) -> Iterator[Finding]:
    """Yield a finding for each mention that is not what the tables say: `main`, or what `more` allows for.

    Raises NotAssessed, after all others, where the tables cannot be read.
    """
    unread: dict[str, NotAssessed] = {}
    some = list(mentions)
    values = {(mention.subject, mention.quantity.value) for mention in some}
    for mention in some:
        try:
            total = main(mention)
            if mention.quantity.is_near(total.number):
                continue
            finding = _compared(report, reading, mention, total, more(mention), values)
        except NotAssessed as reason:
            unread[reason.words.zh] = reason
            continue
        if finding:
            yield finding
    raise_all(unread.values())


def raise_all(unread: Iterable[NotAssessed]) -> None:
    """Raise one NotAssessed for several."""
    reasons = [reason.words for reason in unread]
    if reasons:
        raise NotAssessed("; ".join(words.en for words in reasons), "；".join(words.zh for words in reasons))


def _compared(
    report: Report, reading: Reading, mention: Mention, main: Total, other: Expected, values: Values
) -> Finding | None:
    quantity, added = mention.quantity, parts(report, main)
    if _adds_up(reading, mention, main):
        return None
    if any(quantity.is_near(total.number) for total in other.fine) or (added is not None and quantity.is_near(added)):
        return None
    doubt = (
        _doubt(mention, main, other, values) or _several(reading, mention) or (_AT_ODDS if added is not None else None)
    )
    return Finding(
        reading.prose.excerpt(quantity.start, quantity.end),
        status=Status.REVIEW if doubt else Status.FAIL,
        evidence=(counted(reading.prose, mention.sentence, quantity), *evidence(main.facts)),
        sides=Sides(quantity.value, "=", main.number, _equal(main.label)),
        message=_UNSURE if doubt else None,
        key=f"prose/{mention.subject}{'/' + mention.case if mention.case else ''}",
        said=mention.clause.strip("，,；;、：: "),
        label=main.label,
        figure=Decimal(main.number),
        difference=abs(Decimal(quantity.value) - main.number),
        doubt=doubt or "",
    )


def _adds_up(reading: Reading, mention: Mention, main: Total) -> bool:
    """Whether all numbers of a subject, their sum left out, are the table's together: 县政府17件，各部门103件."""
    some = [other.quantity.value for other in reading.of(mention.subject)][:_FEW]
    parts = some[:-1] if len(some) > 1 and some[-1] == main.number else some
    return 1 < len(parts) < _FEW and sum(parts, start=0) == main.number


def _several(reading: Reading, mention: Mention) -> Words | None:
    beside = reading.within(mention.sentence, mention.subject)
    return _SEVERAL if len({other.quantity.value for other in beside}) > 1 else None


def evidence(facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    """Return facts as evidence."""
    return tuple(Evidence.of(fact) for fact in facts)


def _equal(label: Words) -> Words:
    return Words(f"正文所写的数 = {label.zh}", f"number in the text = {label.en}")


def _doubt(mention: Mention, main: Total, other: Expected, values: Values) -> Words | None:
    """Return why a number that is not the table's may be right all the same."""
    if mention.doubt:
        return mention.doubt
    if not mention.quantity.exact:
        return _ROUGHLY
    for total in other.near:
        if mention.quantity.is_near(total.number):
            return Words(_OTHERWISE.zh.format(label=total.label.zh), _OTHERWISE.en.format(label=total.label.en))
    return _ELSEWHERE if (mention.subject, main.number) in values else None
