"""What each number of the prose counts, and how sure that is; whether it is right is left to the rules."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Pattern, Words
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.reporting_scopes import scope
from audit_pack_narrative.sentences import ELSEWHEN, Sentence, listed
from audit_pack_narrative.subjects import (
    CASES,
    FLOWS,
    OUTCOMES,
    REACHED,
    RESULTS,
    QuantityContext,
    SentenceState,
    subject_of,
)

_COUNTERS: Final = frozenset(("件", "份", "起", "宗", "个", "封", "条", "件次", "例", "人次", "次", "项", "笔", ""))
SAYS_NONE: Final = Pattern(r"[无未]|没有")
OTHER_WORDS: Final = Words("用语所指不止一种可能", "its wording may mean more than one figure")
SEVERAL_WAYS: Final = Words("同一句列有多种渠道", "the sentence names several channels")


class Mention(Struct, frozen=True):
    """A number of the prose under what it counts.

    `subject` is a kind of the lexicon: a stage, a result, an applicant, a case; `any` for applications of which
    nothing is said, `granted+partial` for both together, `carried_in`, `carried_out`, or `carried` where the
    direction is not said. `doubt` says why the number may be another's; `case` is the case an outcome is of.
    """

    subject: str
    quantity: Quantity
    sentence: Sentence
    doubt: Words | None = None
    case: str = ""
    clause: str = ""

    @property
    def key(self) -> str:
        """What it is a number of, for all that are of the same."""
        return f"{self.subject}/{self.case}" if self.case else self.subject


class Binder:
    """Reads the mentions of one report, sentence by sentence."""

    def __init__(self, organization: str) -> None:
        self._organization = organization

    def mentions(self, sentence: Sentence) -> Iterator[Mention]:
        """Yield what the numbers of a tagged sentence count; those that cannot be told are left out."""
        topic = "" if _names_its_own(sentence) else sentence.topic
        state = SentenceState(topic, listed(sentence))
        left = sentence.start
        for number, quantity in enumerate(sentence.quantities):
            place = _placed(sentence, number, left)
            mention = self._mention(place, state)
            left = place.right if mention and _is_told_after(place, mention) else quantity.end
            if mention:
                yield mention
        yield from _none(sentence)

    def _mention(self, place: QuantityContext, state: SentenceState) -> Mention | None:
        state.pass_over(place)
        doubt = self._scope(place, state)
        if place.quantity.counter not in _COUNTERS or state.elsewhere(place):
            return None
        subject = subject_of(place, state)
        if not subject:
            if any(tag.kind in CASES for tag in place.near):
                state.case = ""  # not the organ's own cases, so that what became of them is not either
            return None
        if doubt is None:
            doubt = _wording(place, subject)
        case = state.case if subject in OUTCOMES else ""
        return Mention(subject, place.quantity, place.sentence, doubt, case, _clause(place))

    def _scope(self, place: QuantityContext, state: SentenceState) -> Words | None:
        """Return the doubt that a number is of a part only, which lasts until another is named."""
        said = scope(place.sentence.text, place.clause, place.quantity.start, self._organization)
        state.scope = state.scope if said is None else said
        return state.scope if state.scope and state.scope.en else None


def _is_told_after(place: QuantityContext, mention: Mention) -> bool:
    """Whether what a number counts is said behind it, so that the next number is not of these words."""
    near = {tag.kind for tag in place.near}
    return not near or (mention.subject not in near and mention.subject in {tag.kind for tag in place.after})


def _names_its_own(sentence: Sentence) -> bool:
    """Whether a sentence says what it speaks of, if need be behind its first number; cases only come to that."""
    first = sentence.quantities[0].start if sentence.quantities else sentence.end
    before = sentence.between(sentence.start, first)
    return sentence.has("application", "about") or any(tag.kind in CASES for tag in before)


def _placed(sentence: Sentence, number: int, left: int) -> QuantityContext:
    quantity = sentence.quantities[number]
    if number and REACHED.fullmatch(sentence.text, left, quantity.start):
        left = sentence.quantities[number - 2].end if number > 1 else sentence.start
    follows = sentence.quantities[number + 1 :]
    ceiling = follows[0].start if follows else sentence.end
    clause = sentence.cut_before(quantity.start, left)
    right = sentence.cut_after(quantity.end, ceiling)
    place = QuantityContext(sentence, quantity, left, clause, right, [], [], [])
    for tag in sentence.tags:
        if tag.start >= quantity.end:
            if tag.end <= right:
                place.after.append(tag)
        elif tag.start >= left and tag.end <= quantity.start:
            place.before.append(tag)
            if tag.start >= clause:
                place.near.append(tag)
    return place


def _wording(place: QuantityContext, subject: str) -> Words | None:
    """Return the doubt that lies in how a number is put."""
    near = {tag.kind for tag in place.near}
    if subject in ("handled", "any", "carried", "left") or "form" in near:
        return OTHER_WORDS
    if subject in FLOWS and "natural" in near and "legal" not in near:
        return OTHER_WORDS
    if subject in RESULTS and "等" not in place.lead and any(tag.kind == "detail" for tag in place.near):
        return OTHER_WORDS
    several = sum(tag.kind == "channel" for tag in place.near) > 1
    return SEVERAL_WAYS if several and subject in FLOWS else None


def _none(sentence: Sentence) -> Iterator[Mention]:
    """Yield what a sentence says there is none of: 无部分公开情形, 无上年结转申请."""
    if not SAYS_NONE.search(sentence.text, sentence.start, sentence.end):
        return
    for match in _NONE.finditer(sentence.text, sentence.start, sentence.end):
        inside = [tag.kind for tag in sentence.between(*match.span("what"))]
        subject = "carried_in" if "carried" in inside else inside[-1] if inside else ""
        told = sentence.has("application", *FLOWS) or sentence.topic == "application"
        if subject and told and (subject == "carried_in" or sentence.when(match.start()) not in ELSEWHEN):
            quantity = Quantity(*match.span(), 0, "")
            yield Mention(subject, quantity, sentence, clause=match[0])


_NONE: Final = Pattern(
    r"(?:未|没有|(?<!有)无(?!法)|暂无)(?:出现|发生|涉及|作出|有|任何|属于)?"
    r"(?P<what>予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|(?:上一?年度?|20\d\d年度?)结转)"
    r"(?:的|类)?(?:政府信息公开|信息公开)?(?:申请|件|情形|情况|事项|决定)*(?=[，,。；;、：（()）\n]|$)"
)


def _clause(place: QuantityContext) -> str:
    return place.sentence.text[place.clause : place.right]
