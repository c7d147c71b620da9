"""What each number of the prose counts, and how sure that is; whether it is right is left to the rules."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Pattern, Words
from audit_pack_narrative.lexicon import OTHERS, OWN
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.sentences import CARRIED, Sentence, Tag
from audit_pack_narrative.subjects import CASES, FLOWS, OUTCOMES, RESULTS, Place, State, subject_of

_COUNTERS: Final = frozenset(("件", "份", "起", "宗", "个", "封", "条", "件次", "例", "人次", "次", "项", ""))
_DONE: Final = Pattern(r"办结|办毕|办理完|处理完毕")
_SCOPE: Final = Pattern(f"(?P<own>{OWN})|(?P<other>{OTHERS})")

OTHER_SCOPE: Final = Words("所说的范围可能小于全表", "it may speak of less than the whole table")
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


class Binder:
    """Reads the mentions of one report, sentence by sentence."""

    def __init__(self, organization: str) -> None:
        self._organization = organization

    def mentions(self, sentence: Sentence) -> Iterator[Mention]:
        """Yield what the numbers of a tagged sentence count; those that cannot be told are left out."""
        topic = "" if _names_its_own(sentence) else sentence.topic
        state = State(topic, _listed(sentence))
        left = sentence.start
        for number, quantity in enumerate(sentence.quantities):
            place = _placed(sentence, number, left)
            mention = self._mention(place, state)
            left = place.right if mention and not place.near else quantity.end
            if mention:
                yield mention

    def _mention(self, place: Place, state: State) -> Mention | None:
        state.pass_over(place)
        if place.quantity.counter not in _COUNTERS or state.elsewhere(place):
            return None
        subject = subject_of(place, state)
        if not subject:
            return None
        doubt = self._scope(place, state)
        if doubt is None:
            doubt = _wording(place, subject)
        case = state.case if subject in OUTCOMES else ""
        return Mention(subject, place.quantity, place.sentence, doubt, case, _clause(place))

    def _scope(self, place: Place, state: State) -> Words | None:
        """Return the doubt that a number is of a part only: of an office, a department, a town."""
        named = list(_SCOPE.finditer(place.sentence.text, place.clause, place.quantity.start))
        if named:
            own = self._is_own(named[-1]) or any(match[0].startswith(("全", "各级")) for match in named)
            state.scope = None if own else OTHER_SCOPE
        return state.scope

    def _is_own(self, match: re.Match[str]) -> bool:
        said = match[0]
        if match["own"]:
            return said[0] != "我" or said not in ("我局", "我委", "我办", "我厅") or said[1] in self._organization
        if "府办" in said or "办公" in said:
            return "办公" in self._organization
        return said[0] != "各" and said in self._organization


def _names_its_own(sentence: Sentence) -> bool:
    """Whether a sentence says what it speaks of, if need be behind its first number; cases only come to that."""
    first = sentence.quantities[0].start if sentence.quantities else sentence.end
    before = sentence.between(sentence.start, first)
    return sentence.has("application", "about") or any(tag.kind in CASES for tag in before)


def _listed(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the stretches in which a sentence lists parts: from 其中 to the end of the bracket or of the sentence.

    What is completed or carried over is no part of those received that are listed before it.
    """
    found: list[tuple[int, int]] = []
    for tag in sentence.tags:
        if tag.kind == "list":
            opened = max(sentence.text.rfind(mark, sentence.start, tag.start) for mark in "（(")
            closed = min(
                (n for n in (sentence.text.find(mark, tag.end, sentence.end) for mark in "）)") if n >= 0),
                default=sentence.end,
            )
            inside = opened >= 0 and not any(c in sentence.text[opened : tag.start] for c in "）)")
            found.append((tag.start, closed if inside else _end_of_list(sentence, tag)))
    return found


def _end_of_list(sentence: Sentence, opens: Tag) -> int:
    first = next((q.end for q in sentence.quantities if q.start >= opens.end), sentence.end)
    others = (t for t in sentence.between(first, sentence.end) if t.kind in CARRIED or _is_done(sentence, t))
    return next((sentence.cut_before(other.start, first) for other in others), _next_item(sentence, opens.end))


def _next_item(sentence: Sentence, start: int) -> int:
    """Return where a semicolon ends a list whose parts commas part, or the end of the sentence."""
    ends = [at for mark in "；;" if (at := sentence.text.find(mark, start, sentence.end)) >= 0]
    end = min(ends, default=sentence.end)
    return end if sum(start <= q.start < end for q in sentence.quantities) > 1 else sentence.end


def _is_done(sentence: Sentence, tag: Tag) -> bool:
    return tag.kind == "completed" and bool(_DONE.search(sentence.text, tag.start, tag.end))


def _placed(sentence: Sentence, number: int, left: int) -> Place:
    quantity = sentence.quantities[number]
    follows = sentence.quantities[number + 1 :]
    ceiling = follows[0].start if follows else sentence.end
    clause = sentence.cut_before(quantity.start, left)
    right = sentence.cut_after(quantity.end, ceiling)
    place = Place(sentence, quantity, left, clause, right, [], [], [])
    for tag in sentence.tags:
        if tag.start >= quantity.end:
            if tag.end <= right:
                place.after.append(tag)
        elif tag.start >= left and tag.end <= quantity.start:
            place.before.append(tag)
            if tag.start >= clause:
                place.near.append(tag)
    return place


def _wording(place: Place, subject: str) -> Words | None:
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


def _clause(place: Place) -> str:
    return place.sentence.text[place.clause : place.right]
