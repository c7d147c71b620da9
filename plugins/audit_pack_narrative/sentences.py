"""Sentences, with the tagged words and quantities in them; what these mean together is left to `mentions`."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Pattern
from audit_pack_narrative.lexicon import LEFT, RANGE, YEAR, WordKinds
from audit_pack_narrative.numerals import Quantity

_CUT: Final = Pattern(r"[，,；;：:（(）)\[\]［］【】]")
_END: Final = Pattern(r"[。！？!?\n.](?:(?<!\.)|(?!\d))")
"""Begins with one set of characters, which a search skips to; a point before a digit is then passed over."""
_CONTENT: Final = Pattern(r"申请[^。；！？!?\n]{0,16}(?:涉及|集中[在于]|关于)[^。；！？!?\n]*$")
_OF_OTHERS: Final = Pattern(
    r"(?:登记|许可|审批|服务事项|政务服务|低保|补助|补贴|贷款|资助|奖补|奖励|认定|鉴定|复核|备案|注册|变更|换证|办证|发证|资质|职称|专利|"
    r"商标|工伤|退税|减免|用地|建设|施工|验收|落户|入学|转学|租房|住房|救助|执行|赔偿|立项|考试|报名|加装|医保|社保|养老|援助|公证|项目|资金)$"
)
"""What a bare 申请 is for where it is not one for information: 不动产登记申请, 低保申请."""
_MEMORY: Final = 160
_LONGEST: Final = 1500
TOPICS: Final = {"about": "application"} | {kind: kind for kind in ("application", "object", "review", "suit")}
"""Kinds of words that change what is spoken of, and to what."""


SPANS: Final = frozenset({"this", "whole", "last", "next", "other_year", "span"})
"""Kinds of words that say when."""
CARRIED: Final = frozenset({"carried", "carried_on", "left"})
"""Kinds of words for what is carried over."""
ELSEWHEN: Final = frozenset({"last", "next", "other_year", "span"})
"""Kinds of times that are not the report's year."""
_HOPS: Final = 8


class Tag(Struct, eq=False):
    """A word of the lexicon in the prose; of years the kind is `last`, `next`, `this` or `other_year`."""

    start: int
    end: int
    kind: str


class Sentence:
    """A sentence of the prose: offsets into its text, and what stands in it.

    `tags` are the words of the lexicon, found when first asked for; `topic` what the sentences before spoke of;
    `before` is the sentence right before it.
    """

    __slots__ = (
        "_cuts",
        "_last_time",
        "_scope",
        "_tags",
        "_times",
        "_topic",
        "before",
        "end",
        "quantities",
        "start",
        "text",
    )

    def __init__(
        self, text: str, start: int, end: int, quantities: list[Quantity], words: WordKinds, year: int
    ) -> None:
        self.before: Sentence | None = None
        self._times: list[tuple[int, str]] | None = None
        self._last_time: str | None = None
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

    def when(self, offset: int) -> str:
        """Return the kind of time that holds at an offset, empty where none was named; see `timeline`.

        A sentence that only goes on with the one before, as 其中 does, is of the same time.
        """
        if self._times is None:
            self._times = timeline(self, self._inherited())
        return self._times[bisect_right(self._times, offset, key=lambda one: one[0]) - 1][1]

    def _inherited(self) -> str:
        sentence: Sentence | None = self
        for _ in range(_HOPS):
            if sentence is None or not _GOES_ON.match(self.text, sentence.start, sentence.end):
                return ""
            sentence = sentence.before
            if sentence and (when := sentence.last_time):
                return when
        return ""

    @property
    def last_time(self) -> str:
        """The time that holds at its end by its own words, empty where they name none."""
        if self._last_time is None:
            self._last_time = timeline(self, "")[-1][1]
        return self._last_time

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of some kinds stands in the sentence."""
        return any(tag.kind in kinds for tag in self.tags)


def sentences(text: str, found: list[Quantity], words: WordKinds, year: int) -> Iterator[Sentence]:
    """Yield the sentences of a text, each with its quantities; what is longer than any sentence is none."""
    at = start = 0
    before: Sentence | None = None
    for end in [*[match.start() for match in _END.finditer(text)], len(text)]:
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        if 0 < end - start <= _LONGEST:
            sentence = Sentence(text, start, end, found[first:at], words, year)
            sentence.before, before = before, sentence
            yield sentence
        if text.startswith("\n", end):
            before = None
        start = end + 1


def _tags(text: str, start: int, end: int, words: WordKinds, year: int) -> Iterator[Tag]:
    kinds = words.kinds
    for match in words.pattern.finditer(text, start, end):
        word, at = match[0], match.start()
        kind = kinds.get(word)
        if kind is None and not (at and text[at - 1].isdecimal()):
            kind = _time(word, year)
        if kind == "application" and word == "申请" and _OF_OTHERS.search(text, max(start, at - 4), at):
            kind = "object"
        if kind:
            yield Tag(at, match.end(), kind)


def _time(word: str, year: int) -> str:
    """Return the kind of a time that a pattern found: a year, a stretch of years, or a part of one."""
    if LEFT.match(word):
        return "left"
    if not YEAR.match(word) or RANGE.match(word):
        return "span"
    kind = {0: "this", -1: "last", 1: "next"}.get(int(word[:4]) - year, "other_year")
    return "span" if word.endswith("以来") and kind != "this" else kind


def timeline(sentence: Sentence, inherited: str) -> list[tuple[int, str]]:
    """Return from where in a sentence which kind of time holds: 2023年57件，其中…；全年68件（上半年23件），答复60件.

    A time in brackets ends with the bracket, one in a list of parts with the list; one that only says since when or
    beside what something was done ends with its clause, unless what follows is summed up (累计). A year that something
    is compared with, or carried from, says nothing of when.
    """
    times, now = [(sentence.start, inherited)], inherited
    opened: list[str] = []
    lists = [(end, start) for start, end in listed(sentence)]
    marks = [*_BRACKET.finditer(sentence.text, sentence.start, sentence.end)]
    tags = [tag for tag in sentence.tags if tag.kind in SPANS]
    if not tags:
        return times
    events: list[tuple[int, int, str | int | Tag]] = [(mark.start(), 0, mark[0]) for mark in marks]
    events += [(end, 1, start) for end, start in lists]
    events += [(tag.start, 2, tag) for tag in tags]
    events.sort(key=lambda one: one[:2])
    ends: list[tuple[int, str]] = []
    for at, _, what in events:
        while ends and ends[-1][0] <= at:
            end, now = ends.pop()
            times.append((end, now))
        if isinstance(what, Tag):
            now = _entered(sentence, what, now, ends)
        elif isinstance(what, int):
            now = times[bisect_right(times, what, key=lambda one: one[0]) - 1][1]
        elif what in "（([［【":
            opened.append(now)
            now = next((tag.kind for tag in tags if tag.end == at), now)
        elif opened:
            now = opened.pop()
        times.append((at, now))
    times += ends[::-1]
    return times


def _entered(sentence: Sentence, tag: Tag, now: str, ends: list[tuple[int, str]]) -> str:
    """Return the time that holds behind a word for one; `ends` takes in where a passing one ends."""
    if is_beside(sentence, tag, sentence.end):
        return now
    if tag.kind == "whole":
        return "this" if now == "span" else now
    start, end = sentence.cut_before(tag.start, sentence.start), sentence.cut_after(tag.end, sentence.end, lists=False)
    alone = not _ALONE.sub("", sentence.text[start : tag.start] + sentence.text[tag.end : end])
    passing = tag.kind in ELSEWHEN and not alone and not any(start <= q.start < end for q in sentence.quantities)
    if passing and end < sentence.end and sentence.text[end] in "，," and not _SUMMED.match(sentence.text, end):
        ends.append((end, now))
    return tag.kind


_BRACKET: Final = Pattern(r"[（(）)\[\]［］【】]")
_SUMMED: Final = Pattern(r"[，,](?:[^，,。；;\d]{0,8})累计")
_GOES_ON: Final = Pattern(r"[，,；;：:]?(?:其中|包括|从|按|分别|予以公开|同意公开|部分公开|不予公开|无法提供|不予处理)")
_ALONE: Final = Pattern(
    r"截至|截止|回顾|工作|今年|本年度?|当年|自|在|从|底|末|起|止|期间|我?[省市县区镇乡局委办]|全[省市县区镇乡局]|各级|行政机关|[\d年月日至—－~-]"
)


def is_beside(sentence: Sentence, tag: Tag, ceiling: int) -> bool:
    """Whether a year only says where applications were carried from or to, or what is compared with."""
    before = sentence.text[tag.start - 1 : tag.start] if tag.start > sentence.start else ""
    if before in _COMPARES or (tag.kind == "next" and before in _UNTIL):
        return True
    if before in _FROM and _RISES.match(sentence.text, tag.end, ceiling):
        return True
    clause = sentence.between(sentence.cut_before(tag.start, sentence.start), sentence.cut_after(tag.end, ceiling))
    return any(other.kind in CARRIED or other.kind == "delta" for other in clause)


_COMPARES: Final = frozenset("比较与同")
_UNTIL: Final = frozenset("至到")
"""Before a year that something is put off to: 延期至2025年答复."""
_FROM: Final = frozenset("由从")
_RISES: Final = Pattern(r"[^，,；;\d]{0,8}\d{1,9}[^，,；;\d]{0,3}(?:增|上升|下降|减|回落|升|降)[长加少]?[至到为]")
"""Behind a year that something is no more as it was: 由上年的88件增至120件."""


def listed(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the stretches in which a sentence lists parts: from 其中 to the end of the bracket or of the list.

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
    """Whether a word says what was completed of all: 办结118件; and so 答复118件 where a clause begins with it."""
    if tag.kind != "completed":
        return False
    if _DONE.search(sentence.text, tag.start, tag.end):
        return True
    clause = sentence.text[sentence.cut_before(tag.start, sentence.start) : tag.start]
    return not _HOW.sub("", clause) and bool(_NUMBER.match(sentence.text, tag.end, sentence.end))


_DONE: Final = Pattern(r"办结|办毕|办理完|处理完毕")
_HOW: Final = Pattern(
    r"已经?|共计?|依法|依规|按[期时]|及时|全部|均|予以|并|目前|本年度?|全年|法定期限内|在|政府信息公开|申请"
)
_NUMBER: Final = Pattern(r"(?:政府信息公开|依申请公开|申请|共计?|了)*[0-9一二三四五六七八九十]")
