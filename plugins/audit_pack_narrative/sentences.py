"""Sentences, with the tagged words and quantities in them; what these mean together is left to `mentions`."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Pattern
from audit_pack_narrative.lexicon import YEAR, Lexicon
from audit_pack_narrative.numerals import Quantity

_CUT: Final = Pattern(r"[，,；;：:（(）)]")
_END: Final = Pattern(r"[。！？!?\n.](?:(?<!\.)|(?!\d))")
"""Begins with one set of characters, which a search skips to; a point before a digit is then passed over."""
_CONTENT: Final = Pattern(r"申请[^。；！？!?\n]{0,16}(?:涉及|集中[在于]|关于)[^。；！？!?\n]*$")
_OF_OTHERS: Final = Pattern(
    r"(?:[产姻业权口户籍册商辆务团]登记|低保|补助|补贴|贷款|资助|奖补|奖励|认定|鉴定|复核|备案|注册|变更|换证|办证|发证|资质|职称|专利|"
    r"商标|工伤|退税|减免|用地|建设|施工|验收|落户|入学|转学|租房|住房|救助|执行|赔偿|立项|考试|报名|加装|医保|社保|养老|援助|公证|项目|资金)$"
)
"""What a bare 申请 is for where it is not one for information: 不动产登记申请, 低保申请."""
_MEMORY: Final = 160
_LONGEST: Final = 1500
TOPICS: Final = {"about": "application"} | {kind: kind for kind in ("application", "object", "review", "suit")}
"""Kinds of words that change what is spoken of, and to what."""


SPANS: Final = frozenset({"this", "last", "next", "other_year", "span"})
"""Kinds of words that say when."""
CARRIED: Final = frozenset({"carried", "carried_on", "left"})
"""Kinds of words for what is carried over."""


class Tag(Struct, eq=False):
    """A word of the lexicon in the prose; of years the kind is `last`, `next`, `this` or `other_year`."""

    start: int
    end: int
    kind: str


class Sentence:
    """A sentence of the prose: offsets into its text, and what stands in it.

    `tags` are the words of the lexicon, found when first asked for; `topic` what the sentences before spoke of.
    """

    __slots__ = ("_cuts", "_scope", "_tags", "_topic", "end", "quantities", "start", "text")

    def __init__(self, text: str, start: int, end: int, quantities: list[Quantity], words: Lexicon, year: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.quantities = quantities
        self._scope = (words, year)
        self._cuts: list[int] | None = None
        self._tags: list[Tag] | None = None
        self._topic: str | None = None

    @property
    def tags(self) -> list[Tag]:
        """The words of the lexicon that stand in the sentence, in order."""
        if self._tags is None:
            self._tags = list(_tags(self.text, self.start, self.end, *self._scope))
        return self._tags

    @property
    def topic(self) -> str:
        """What the sentences before, in the same paragraph, spoke of last."""
        if self._topic is None:
            floor = max(0, self.start - _MEMORY, self.text.rfind("\n", 0, self.start))
            tags = _tags(self.text, floor, self.start, *self._scope)
            found = [TOPICS[tag.kind] for tag in tags if tag.kind in TOPICS and not self._is_content(tag, floor)]
            self._topic = found[-1] if found else ""
        return self._topic

    def _is_content(self, tag: Tag, floor: int) -> bool:
        """Whether a word only says what applications were about: 申请内容主要涉及征地、项目审批."""
        return tag.kind == "object" and bool(_CONTENT.search(self.text, floor, tag.start))

    def cut(self, start: int, end: int) -> "Sentence":
        """Return a stretch of the sentence as one of its own, its quantities left out."""
        return Sentence(self.text, start, end, [], *self._scope)

    @property
    def words(self) -> str:
        """The sentence as one text."""
        return self.text[self.start : self.end]

    def cut_before(self, offset: int, floor: int) -> int:
        """Return where the clause that an offset stands in begins, not before `floor`."""
        marks = self._marks()
        at = bisect_left(marks, offset)
        return max(floor, marks[at - 1] + 1) if at else floor

    def cut_after(self, offset: int, ceiling: int, *, lists: bool = True) -> int:
        """Return where the clause after an offset ends, not after `ceiling`; with `lists`, 、 ends it too."""
        marks = self._marks()
        at = bisect_left(marks, offset)
        end = min(ceiling, marks[at]) if at < len(marks) else ceiling
        comma = self.text.find("、", offset, end) if lists else -1
        return end if comma < 0 else comma

    def _marks(self) -> list[int]:
        if self._cuts is None:
            self._cuts = [match.start() for match in _CUT.finditer(self.text, self.start, self.end)]
        return self._cuts

    def between(self, start: int, end: int) -> list[Tag]:
        """Return the tags that stand wholly in a stretch."""
        return [tag for tag in self.tags if tag.start >= start and tag.end <= end]

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of some kinds stands in the sentence."""
        return any(tag.kind in kinds for tag in self.tags)


def sentences(text: str, found: list[Quantity], words: Lexicon, year: int) -> Iterator[Sentence]:
    """Yield the sentences of a text, each with its quantities; what is longer than any sentence is none."""
    at = start = 0
    for end in [*[match.start() for match in _END.finditer(text)], len(text)]:
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        if 0 < end - start <= _LONGEST:
            yield Sentence(text, start, end, found[first:at], words, year)
        start = end + 1


def _tags(text: str, start: int, end: int, words: Lexicon, year: int) -> Iterator[Tag]:
    kinds = words.kinds
    for match in words.pattern.finditer(text, start, end):
        word, at = match[0], match.start()
        kind = kinds.get(word)
        if kind is None and not (at and text[at - 1].isdecimal()):
            kind = _year(int(word[:4]) - year) if YEAR.match(word) else "span"
        if kind == "application" and word == "申请" and _OF_OTHERS.search(text, max(start, at - 4), at):
            kind = "object"
        if kind:
            yield Tag(at, match.end(), kind)


def _year(difference: int) -> str:
    return {0: "this", -1: "last", 1: "next"}.get(difference, "other_year")


def is_beside(sentence: Sentence, tag: Tag, ceiling: int) -> bool:
    """Whether a year only says where applications were carried from or to, or what is compared with."""
    clause = sentence.between(sentence.cut_before(tag.start, sentence.start), sentence.cut_after(tag.end, ceiling))
    return any(other.kind in CARRIED or other.kind == "delta" for other in clause)
