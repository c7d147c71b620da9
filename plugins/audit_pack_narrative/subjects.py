"""What a number counts, told by the words around it; how sure that is, is left to `mentions`."""

from typing import Final

from msgspec import Struct

from audit_core import Pattern, Words
from audit_pack_narrative.lexicon import DETAILS, LEFT
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.sentences import CARRIED, ELSEWHEN, TOPICS, Sentence, Tag

FLOWS: Final = frozenset({"received", "handled", "completed"})
RESULTS: Final = ("granted", "partial", "denied", "unable", "refused", "otherwise")
APPLICANTS: Final = ("natural", "legal", "business", "research", "charity", "legal_service", "others")
CASES: Final = ("review", "suit", "direct", "after")
OUTCOMES: Final = ("upheld", "corrected", "outcome", "pending")

_BARE_COUNTERS: Final = frozenset("件份起宗封")
_FILLER: Final = Pattern(
    r"[由从](?:20\d\d年)?[^，,；;\d]{0,8}\d{1,9}[^，,；;\d]{0,3}(?:增|上升|下降|减|回落|升|降)[长加少]?[至到为]|"
    r"(?:上升|增加|增长|下降|减少|回落)[至到为]|总数量|数量|总量|总数|总计|共计|合计|累计|全年|本年度?|年度|年内|当年|有效|各类|书面|政府信息|信息公开|政务公开|案件|事项|请求|"
    r"申请|公开|信息|达到|约为|办理|工作|新增|相关|有关|所有|期限|时限|规定|法定|依法|依规|按时|按期|及时|情况|以及|分别|"
    r"[共计约近超逾的了已均为是有达各类件数内予以作出由因被和及与全量]|[、\"“”‘’'，,：:（(）)]"
)
_SOME_OF: Final = Pattern(r"(?<!各)类|涉及|关于|方面|领域|有关")
_ALL_APPLICANTS: Final = Pattern(
    r"(?:公民|自然人|个人)[、，和或及与](?!其他).{0,2}(?:法人|社会|其他)?.{0,2}(?:法人|组织)"
)
_JOINED: Final = Pattern(r"及|和|、|与|或|含")


class QuantityContext(Struct):
    """A quantity with what stands around it: the stretches before (`left`, its own clause from `clause`) and after."""

    sentence: Sentence
    quantity: Quantity
    left: int
    clause: int
    right: int
    before: list[Tag]
    near: list[Tag]
    after: list[Tag]

    @property
    def lead(self) -> str:
        """The words of its clause before the quantity."""
        return self.sentence.text[self.clause : self.quantity.start]


class SentenceState(Struct):
    """What a sentence has said so far: its topic, whose numbers, its last verb, and where it lists parts.

    `due` are the subjects that numbers still have to follow for, as in 行政复议、行政诉讼分别为2件、1件.
    """

    topic: str
    listed: list[tuple[int, int]]
    case: str = ""
    scope: Words | None = None
    flow: str = ""
    due: list[str] = []

    def pass_over(self, place: QuantityContext) -> None:
        """Take in the words between the last quantity and this one."""
        for tag in place.before:
            if tag.kind in TOPICS:
                self.topic = TOPICS[tag.kind]
            if tag.kind in CASES:
                self.case = tag.kind
            if tag.kind in FLOWS:
                self.flow = tag.kind

    def elsewhere(self, place: QuantityContext) -> bool:
        """Whether a quantity is of another year, a change, an average or an aim."""
        if {tag.kind for tag in place.near} & {"rate", "plan"} or _is_change(place):
            return True
        if any(tag.kind == "to_come" for tag in place.sentence.between(place.sentence.start, place.quantity.start)):
            return True
        return place.sentence.when(place.quantity.start) in ELSEWHEN

    def in_list(self, place: QuantityContext) -> bool:
        """Whether a quantity stands in a list of parts."""
        return any(start <= place.quantity.start < end for start, end in self.listed)


def _is_change(place: QuantityContext) -> bool:
    """Whether a number says by how much, or from what, something changed; 上升至120件 says what it is now."""
    text, quantity = place.sentence.text, place.quantity
    if _FROM.search(text, place.clause, quantity.start) and _RISES.match(text, quantity.end, place.right):
        return True
    changes = [tag for tag in place.near if tag.kind == "delta"]
    return bool(changes) and not _TO.fullmatch(text, changes[-1].end, quantity.start)


_FROM: Final = Pattern(r"[由从][^，,；;]*$")
_RISES: Final = Pattern(r"(?:增|上升|下降|减|回落|升|降)[长加少]?[至到为]")
REACHED: Final = Pattern(r"(?:增|上升|下降|减|回落|升|降)[长加少]?[至到为]了?")
"""What stands between two numbers of one thing, that before and that now: 由88件增至120件."""
_TO: Final = Pattern(r"[至到为]了?")


def subject_of(place: QuantityContext, state: SentenceState) -> str:
    """Return what a quantity counts, empty where it cannot be told."""
    near = [tag.kind for tag in place.near]
    after = [tag.kind for tag in place.after]
    if state.due and _NEXT.fullmatch(place.lead):
        return state.due.pop(0)
    state.due = _respective(place)
    if state.due:
        return state.due.pop(0)
    for find in _FINDERS:
        subject = find(place, near, after, state)
        if subject is not None:
            return subject
    return ""


def _respective(place: QuantityContext) -> list[str]:
    """Return the subjects that are named before their numbers: 行政复议、行政诉讼分别为2件、1件."""
    if "分别" in place.lead:
        for family in (("review", "suit"), RESULTS, APPLICANTS):
            named = [tag.kind for tag in place.near if tag.kind in family]
            if len(named) > 1 and len(named) == len(set(named)):
                return named
    return []


_NEXT: Final = Pattern(r"[、，,和及与]*(?:以及)?")


def _only_fillers(text: str, more: Pattern | None = None) -> bool:
    """Whether nothing is left of a text without words that say nothing, `more` of them in their place."""
    if text and more:
        text = more.sub("", text)
    return not text or not _FILLER.sub("", text)


def _gap(place: QuantityContext, tag: Tag) -> str:
    """Return what stands between a word and the quantity after it."""
    return place.sentence.text[tag.end : place.quantity.start]


def _outcome(place: QuantityContext, near: list[str], after: list[str], state: SentenceState) -> str | None:
    """What became of a case: 维持1件."""
    if not state.case or state.topic not in ("review", "suit"):
        return None
    last = near[-1] if near else (after[0] if after and place.lead.strip("，,；;、 ") in ("", "其中") else "")
    if last in OUTCOMES:
        return last if not near or _only_fillers(_gap(place, place.near[-1])) else ""
    return None


def _case(place: QuantityContext, near: list[str], after: list[str], _: SentenceState) -> str | None:
    """A review or a lawsuit; those of the organ as a reviewing body are none."""
    if not any(kind in CASES for kind in (*near, *after)):
        return None
    inside = [tag for tag in place.near if tag.kind in CASES]
    if not inside:
        return _case_after(place, near, after)
    own = not place.quantity.value or _ABOUT.search(place.lead)
    if "reviewer" in near or _OF_COURT.search(place.lead) or (set(near) & FLOWS and not own):
        return ""
    if not _only_fillers(_gap(place, inside[-1]), _OF_CASES):
        return ""
    return _named_case(place, inside)


_ABOUT: Final = Pattern(r"公开|引发|引起|被|涉及|依申请|产生|导致")
_OF_COURT: Final = Pattern(r"法院|检察院|审理|审结|出庭")
"""Words for what courts and those who appear before them do."""
_OF_CASES: Final = Pattern(r"案件|案|引发|被|提起|发生|涉及|数|为|应诉|申请|败诉|新增")


def _named_case(place: QuantityContext, inside: list[Tag]) -> str:
    kinds = {tag.kind for tag in inside}
    if "after" in kinds or "direct" in kinds:
        return "after" if "after" in kinds else "direct"
    if kinds == {"review", "suit"}:
        return "review" if place.quantity.value and _EACH.search(place.lead) else "cases"
    return inside[-1].kind


_EACH: Final = Pattern(r"分别|各|均")


def _case_after(place: QuantityContext, near: list[str], after: list[str]) -> str | None:
    """A case named after its number: 有1件涉及政府信息公开工作的行政复议."""
    kinds = [kind for kind in after if kind in CASES]
    words = place.sentence.text[place.quantity.end : place.right]
    if not kinds or set(near) & (FLOWS | {"carried", *RESULTS}) or "reviewer" in after:
        return None
    if len(set(kinds)) > 1 or set(after) & {"upheld", "corrected"}:
        return ""
    return kinds[0] if _CASE_FOLLOWS.search(words) else ""


_CASE_FOLLOWS: Final = Pattern(r"复议(?:案件|申请|案)?$|诉讼(?:案件|案)?$|应诉(?:案件|案)?$|起诉(?:案件|案)?$")


def _carried(place: QuantityContext, near: list[str], after: list[str], state: SentenceState) -> str | None:
    """An application carried over from last year or to the next."""
    stirs = bool(set(near) & CARRIED)
    settled = set(near) & (FLOWS | set(RESULTS))
    if not stirs and (settled or not set(after) & CARRIED):
        later = "next" in after and set(after) & FLOWS and state.topic == "application" and not settled
        return "carried_out" if later and "object" not in near else None
    if (state.topic != "application" and "application" not in after) or "object" in near:
        return ""
    return _direction(place, near, after, stirs=stirs)


def _direction(place: QuantityContext, near: list[str], after: list[str], *, stirs: bool) -> str:
    """Return whether an application was carried in or out, `carried` where it is not said."""
    said = near if stirs and set(near) & {"last", "next", "other_year", "carried_on"} else [*near, *after]
    if stirs and not _only_fillers(_gap(place, _last(place.near, *CARRIED)), _OF_CARRIED):
        return ""
    if "next" in said or "carried_on" in said:
        return "carried_out"
    if "list" in near and "last" not in said:
        return ""
    if "left" in said and "last" not in said:
        return _rest(place, near, after)
    if not set(said) & {"last", "other_year"} and _is_excepted(place):
        return "carried_out"
    return "carried_in" if set(said) & {"last", "other_year"} else "carried"


def _is_excepted(place: QuantityContext) -> bool:
    """Whether some are left out of those that are done: 除结转2件外，均已答复."""
    text = place.sentence.text
    return text.startswith("除", place.clause) and bool(_APART.match(text, place.quantity.end, place.right))


_APART: Final = Pattern(r"(?:申请)?(?:之|以)?外")


def _rest(place: QuantityContext, near: list[str], after: list[str]) -> str:
    """Return what the rest of some applications is: carried over, done, of one applicant, or of one result."""
    kinds = [*near, *after]
    if "carried" in kinds:
        return "carried_out"
    if set(after) & set(APPLICANTS):
        return next(kind for kind in after if kind in APPLICANTS) if not set(near) & set(APPLICANTS) else ""
    if set(kinds) & set(RESULTS):
        return ""
    if _ends_applicants(place):
        return "others"
    if _FINISHED.search(place.sentence.text, place.quantity.end, place.right):
        return "completed"
    word = next((tag for tag in reversed(place.near) if tag.kind == "left"), None)
    return "" if word and LEFT.match(place.sentence.text, word.start) else "left"


def _ends_applicants(place: QuantityContext) -> bool:
    """Whether the rest ends a list of applicants: 自然人90件，商业企业20件，其他10件."""
    before = place.sentence.between(
        place.sentence.cut_before(max(place.left - 1, place.sentence.start), place.sentence.start), place.left
    )
    kinds = [tag.kind for tag in before if tag.kind in APPLICANTS]
    return (
        bool(kinds)
        and kinds[-1] in APPLICANTS[2:-1]
        and not place.sentence.text[place.quantity.end : place.right].strip("）)")
    )


_FINISHED: Final = Pattern(r"(?<![未待])(?<!未予)(?<!未作)(?:办结|处理完毕|办理完|办毕|(?:答复|回复)(?!中|期))")
_OF_CARRIED: Final = Pattern(
    r"下一?年度?|上一?年度?|次年|明年|至|到|继续|20\d\d年度?|办理|答复|处理|政府信息公开|依申请公开|申请|未?办结|结果|再|本年|的?件"
)


def _last(tags: list[Tag], *kinds: str) -> Tag:
    return next(tag for tag in reversed(tags) if tag.kind in kinds)


def _result(place: QuantityContext, near: list[str], after: list[str], state: SentenceState) -> str | None:
    """A result of handling: 予以公开60件, 予以公开及部分公开258件, 60件予以公开."""
    named = [tag for tag in place.near if tag.kind in RESULTS]
    if near[-1:] == ["detail"]:
        return _detail(place, state)
    if not named:
        return _result_after(place, near, after) if _is_of_applications(place, state) else None
    if not _is_of_applications(place, state) or set(near) & {"natural", "legal", "part"}:
        return ""
    if not _only_fillers(_gap(place, named[-1]), _OF_RESULTS):
        return ""
    kinds = [tag.kind for tag in named]
    if len(set(kinds)) == 1:
        return kinds[0]
    between = place.sentence.text[named[0].end : named[-1].start]
    return "granted+partial" if set(kinds) == {"granted", "partial"} and _JOINED.match(between) else ""


def _detail(place: QuantityContext, state: SentenceState) -> str:
    """A reason of a result, which has a row of its own: 本机关不掌握相关政府信息16件."""
    word = place.sentence.text[place.near[-1].start : place.near[-1].end]
    whole = _is_of_applications(place, state) and _only_fillers(_gap(place, place.near[-1]), _OF_RESULTS)
    return DETAILS.get(word, "") if whole else ""


def _result_after(place: QuantityContext, near: list[str], after: list[str]) -> str | None:
    """A result that is named behind its number, 60件予以公开, or in short: 公开60件，部分公开10件."""
    if _is_granted(place):
        return "granted"
    stray = [kind for kind in after if kind in RESULTS]
    unsettled = not set(near) & (FLOWS | {"application", "object"})
    return stray[0] if len(stray) == 1 and unsettled else None


_OF_RESULTS: Final = Pattern(r"答复|处理|决定|类|申请|政府信息|结果|情形|告知|占比?|共|了")


def _is_granted(place: QuantityContext) -> bool:
    """Whether 公开 alone is a result, others being listed with it: 公开60件，部分公开10件，不予公开13件."""
    lead = _LINKED.sub("", place.lead)
    return lead.endswith("公开") and not lead[:-2].strip("：:、，,的") and place.sentence.has(*RESULTS[1:])


_LINKED: Final = Pattern(r"其中|结果|类|答复|的|为|有|共|决定")


def _is_of_applications(place: QuantityContext, state: SentenceState) -> bool:
    """Whether results are those of applications, not the attributes that documents are given."""
    return state.topic == "application" and not place.sentence.has("attribute") and not _is_inventory(place.sentence)


def _is_inventory(sentence: Sentence) -> bool:
    """Whether a sentence counts documents by how they are disclosed: 主动公开350件、依申请公开40件."""
    return sentence.has("disclosed") and not sentence.has(*FLOWS, "carried")


def _applicant(place: QuantityContext, near: list[str], _: list[str], state: SentenceState) -> str | None:
    """A kind of applicant: 自然人申请110件."""
    named = [tag for tag in place.near if tag.kind in APPLICANTS]
    if not named:
        return _applicant_after(place, near)
    if named[-1].kind == "others" and not place.sentence.has(*APPLICANTS[2:-1]):
        return ""
    if state.topic != "application" or _is_anybody(place, named):
        return None
    if _ALL_APPLICANTS.search(place.lead) or (len(named) > 1 and named[-1].kind != "legal"):
        return None
    halved = place.sentence.text[named[-1].start : named[-1].end] == "法人" and place.sentence.has("others")
    if halved or set(near) & {"carried", "part", "completed", *RESULTS}:
        return ""
    gap = _OF_APPLICANTS.sub("", _gap(place, named[-1]))
    return named[-1].kind if _only_fillers(gap) else ""


def _applicant_after(place: QuantityContext, near: list[str]) -> str | None:
    """A kind of applicant named behind the number: 收到72件自然人政府信息公开申请."""
    kinds = [tag.kind for tag in place.after]
    words = place.sentence.text[
        place.quantity.end : place.sentence.cut_after(place.right, place.sentence.end, lists=False)
    ]
    if kinds[1:2] != ["application"] or kinds[0] not in APPLICANTS or _ALL_APPLICANTS.match(words):
        return None
    return kinds[0] if set(near) <= {"received", "application", "this", "whole"} else None


def _is_anybody(place: QuantityContext, named: list[Tag]) -> bool:
    """Whether 公民 or 个人 stands for whoever applies, no other applicants being counted beside them."""
    words = {place.sentence.text[tag.start : tag.end] for tag in named}
    return words <= _ANYBODY and not place.sentence.has(*APPLICANTS[1:])


_ANYBODY: Final = frozenset({"公民", "个人"})
_OF_APPLICANTS: Final = Pattern(r"提出|提交|申请|类|政府信息公开|占比?")


def _stage(place: QuantityContext, near: list[str], after: list[str], state: SentenceState) -> str | None:
    """Applications received, handled or completed."""
    verbs = [tag for tag in place.near if tag.kind in FLOWS]
    if _is_part(place, state) and "part" not in near:
        return _done_of_list(place, verbs, after, state)
    if verbs:
        return _of_verb(place, verbs[-1], after, state) if "part" not in near else ""
    if set(near) & {"part", "object", "review", "suit", "aside", "detail", *RESULTS}:
        return ""
    if "application" in near:
        return _unsaid(place, state)
    if state.flow and state.topic == "application" and _IN_ALL.fullmatch(place.lead.strip("，,；;：:、 ")):
        before = place.sentence.between(place.sentence.start, place.quantity.start)
        return "" if any(tag.kind in CARRIED for tag in before) else state.flow
    return _of_what_follows(place, after, state)


def _done_of_list(place: QuantityContext, verbs: list[Tag], after: list[str], state: SentenceState) -> str:
    """Return what is completed of those received, which may open a list: 共收到53件，其中48件已办结."""
    if verbs:
        return _of_verb(place, verbs[-1], after, state) if _is_finished(place, verbs[-1]) else ""
    return _of_what_follows(place, after, state) if not set(after) & {"channel", "part"} else ""


def _is_finished(place: QuantityContext, verb: Tag) -> bool:
    return verb.kind == "completed" and bool(_FINISHED.match(place.sentence.text, verb.start, verb.end))


_IN_ALL: Final = Pattern(r"合计|共计|总计")


def _is_part(place: QuantityContext, state: SentenceState) -> bool:
    """Whether a number is one of a list, or of one channel; 新收 in a list is the whole of what is new."""
    if "新收" in place.lead:
        return False
    ways = [tag for tag in place.near if tag.kind == "channel"]
    single = bool(ways) and len(ways) < 2 and not _AND_OTHERS.search(place.lead)  # noqa: PLR2004 - two are several
    return state.in_list(place) or single


_AND_OTHERS: Final = Pattern(r"等|各种|多种|各类|各个")


def _of_verb(place: QuantityContext, verb: Tag, after: list[str], state: SentenceState) -> str:
    gap = _gap(place, verb)
    inside = place.sentence.between(verb.end, place.quantity.start)
    kinds = [tag.kind for tag in inside]
    applications = [tag for tag in inside if tag.kind == "application" or _is_received(tag, verb)]
    if set(kinds) & {"object", "part", *CASES} or _is_qualified(place, verb):
        return ""
    if applications:
        named = place.sentence.text[applications[-1].start : applications[-1].end]
        middle = place.sentence.text[verb.end : applications[0].start]
        whole = named != "申请" or _only_fillers(middle, _WHOSE)
        tail = place.sentence.text[applications[-1].end : place.quantity.start]
        fits = whole and not _SOME_OF.search(middle) and _only_fillers(tail, _OF_STAGES)
        return verb.kind if fits else ""
    if after[:1] == ["application"] or (state.topic == "application" and "object" not in after[:1]):
        return verb.kind if _only_fillers(gap, _OF_STAGES) and not _object_follows(place, after) else ""
    return ""


def _is_received(tag: Tag, verb: Tag) -> bool:
    """Whether a word stands for applications where it is what was received: 收到申请书31份, 收到依申请公开信息0条."""
    return tag.kind in ("form", "about") and verb.kind == "received"


def _is_qualified(place: QuantityContext, verb: Tag) -> bool:
    """Whether a verb counts only some: 公开答复60件, 延期答复3件; not 依申请公开答复118件."""
    ends = {tag.kind for tag in place.near if tag.end == verb.start}
    before = place.sentence.text[place.clause : verb.start]
    return "part" in ends or ("application" not in ends and bool(_QUALIFIED.search(before)))


_QUALIFIED: Final = Pattern(
    r"(?:公开|类|延期|逾期|超期|补正|口头|当面|当场|电话|书面|[不未]予?|部分|同意|拒绝|提前|主动|重新)$"
)
_WHOSE: Final = Pattern(
    r"自然人|社会公众|公众|当事人|公民|法人|其他组织|个人|社会组织|群众|申请人|企业|[或和及、]|提出|提交|依法|公开"
)
_OF_STAGES: Final = Pattern(
    r"申请人|要求|信息公开|政府|文书|完毕|完成|告知|结果|公开件|请求|受理|收到|办结|答复|处理|件"
)


def _object_follows(place: QuantityContext, after: list[str]) -> bool:
    """Whether the number is that of some other thing, named after it: 收到35件人大建议."""
    if after[:1] == ["application"]:
        return False
    words = place.sentence.text[place.quantity.end : place.right]
    return bool(words) and not _HARMLESS.match(words)


_HARMLESS: Final = Pattern(r"[、）)”]|中|均|都|已|并|且|其中|按|依|及时|全部|比|较|左右|次|和|及|以及|后|的")


def _unsaid(place: QuantityContext, state: SentenceState) -> str:
    """Applications of which only the number is said: 我镇依申请公开请求9件."""
    tag = _last(place.near, "application")
    sure = place.quantity.counter in _BARE_COUNTERS or not (place.quantity.counter or place.quantity.value)
    if not sure or state.in_list(place) or place.sentence.has("attribute") or _is_inventory(place.sentence):
        return ""
    if _is_carried_later(place):
        return "carried_out"
    lead = place.sentence.text[place.clause : tag.start]
    named = place.sentence.text[tag.start : tag.end]
    whole = named != "申请" or _only_fillers(lead)
    return "any" if whole and not _SOME_OF.search(lead) and _only_fillers(_gap(place, tag)) else ""


def _is_carried_later(place: QuantityContext) -> bool:
    """Whether a later clause, no other number between, says that these are carried over: 11件因…，顺延至2025年办理."""
    sentence, end = place.sentence, place.sentence.end
    if any(quantity.start > place.quantity.start for quantity in sentence.quantities):
        return False
    kinds = {tag.kind for tag in sentence.between(place.quantity.end, end)}
    return bool(kinds & CARRIED) and bool(kinds & {"next", "carried_on"})


def _of_what_follows(place: QuantityContext, after: list[str], state: SentenceState) -> str:
    """A number whose verb stands behind it: 69件已办结, 5件申请均在法定期限内予以回复."""
    if not _only_fillers(place.lead, _LEADS_ON):
        return ""
    if after[:1] == ["application"]:
        return "any" if set(after) & FLOWS and not set(after) & {"part", "list"} else ""
    verb = next((kind for kind in after if kind in FLOWS), "")
    words = place.sentence.text[place.quantity.end : place.right]
    direct = state.topic == "application" and _DIRECT.match(words)
    return verb if verb == "completed" and direct and not set(after) & {"part", "object"} else ""


_LEADS_ON: Final = Pattern(r"其中|截至|目前|年底|20\d\d年|已有|对")
_DIRECT: Final = Pattern(
    r"(?:申请)?(?:已|均|予以|及时|按[时期]|依法|全部|作出|在|法定|期限|内|完成)*(?:办结|答复|办复|回复|办理完毕)"
)


_FINDERS: Final = (_outcome, _case, _carried, _result, _applicant, _stage)
"""In this order: what is said more closely comes first."""
