"""Rules on reviews and lawsuits: their numbers, and claims about them."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from audit_core import Finding, NotAssessed, Pattern, Report, Severity, Status, Words, format_number
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import EN, NOTHING_ELSE, ZH, Expected, compare, evidence, quoted, raise_all
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.prose_claims import Claim
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.subjects import OUTCOMES
from audit_pack_narrative.table_figures import Total, case, stated

_OF_INFORMATION: Final = Pattern(r"信息公开|依申请|政务公开|公开申请|公开类|申请公开|败诉")
_PLAIN: Final = Pattern(r"维持|纠正|未审结|其他结果")
_MEMORY: Final = 120
_OF_WHAT: Final = Words("没有写明是政府信息公开的案件", "the cases are not said to be on government information")
_SYNONYM: Final = Words("结果的用语与表中不同", "the outcome is worded otherwise than in the table")


@pack.rule(
    "XSC-10",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=(
        "请核对复议、诉讼台账后更正；尚未审结的案件不能说“均获维持”。",
        "Check your records of cases and correct; cases still pending cannot be said to be upheld.",
    ),
    wrong={
        "overview": "因政府信息公开引发行政复议7件，均获维持。",
        "cases/review/upheld": 5,
        "cases/review/pending": 2,
        "cases/review/total": 7,
        "rest": "0",
    },
    right={
        "overview": "因政府信息公开引发行政复议7件，其中维持5件、尚未审结2件。",
        "cases/review/upheld": 5,
        "cases/review/pending": 2,
        "cases/review/total": 7,
        "rest": "0",
    },
)
def cases(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """复议、诉讼数与表不符 / Reviews and lawsuits differ from the table

    检查 正文写明的行政复议、行政诉讼件数及维持、纠正、未审结件数是否等于表四；“均获维持”“零败诉”是否与表四相符。
    Checks whether the reviews and lawsuits of the text, and those upheld, corrected or pending, are those of table 4,
        and whether “all upheld” and “none lost” agree with it.
    原因 案件数少而受人关注，说“均获维持”而有未审结的，就是不实。
    Why There are few cases and many who look; “all upheld” is untrue while some are pending.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 作为复议机关办理的案件不计；没有写明是政府信息公开案件的，列为待核问题。行政诉讼含直接起诉和复议后起诉。
    False alarms Cases heard as the reviewing body are left out; cases not said to be on government information are a
        review finding. 行政诉讼 is both kinds of lawsuit together.
    调整 also 补充用语，如 {suit: [行政官司]}。
    Tailoring `also` adds words by kind, such as {suit: [行政官司]}.
    """
    reading = read(report, also)
    numbers = [
        _sure(reading, mention)
        for mention in reading.of("review", "suit", "direct", "after", "cases", *OUTCOMES)
        if not _is_of_all_kinds(mention)
    ]
    unread: list[Words] = []
    try:
        claimed = any(claim.kind in ("upheld", "not_corrected") for claim in reading.claims)
        named = [mention for mention in numbers if _is_named(mention)]
        yield from compare(report, reading, named, partial(stated, report), partial(_instead, report), else_=claimed)
    except NotAssessed as reason:
        unread.append(reason.words)
    try:
        yield from _words(report, reading)
    except NotAssessed as reason:
        unread.append(reason.words)
    raise_all(unread[:1])


def _is_named(mention: Mention) -> bool:
    return mention.subject != "outcome" or "其他结果" in mention.clause


def _is_of_all_kinds(mention: Mention) -> bool:
    """Whether a number counts all cases, those on information being named after it: 120件，其中政府信息公开类2件."""
    text, at = mention.sentence.text, mention.quantity.start
    named = _OF_INFORMATION.search(text, mention.sentence.start, mention.sentence.end)
    return named is not None and named.start() > at and not mention.clause.endswith(("复议", "诉讼", "案件"))


def _sure(reading: Reading, mention: Mention) -> Mention:
    """Return a mention with the doubts that only cases have."""
    if mention.doubt:
        return mention
    start = mention.sentence.start
    if not _OF_INFORMATION.search(reading.prose.text, max(0, start - _MEMORY), mention.sentence.end):
        return replace(mention, doubt=_OF_WHAT)
    odd = mention.subject in OUTCOMES and not _PLAIN.search(mention.clause)
    return replace(mention, doubt=_SYNONYM) if odd else mention


def _instead(report: Report, mention: Mention) -> Expected:
    """A number of lawsuits in a sentence that names one kind may be that kind's."""
    some = mention.subject == "suit" and mention.quantity.value and mention.sentence.has("direct", "after")
    return Expected(near=(case(report, "direct"), case(report, "after"))) if some else NOTHING_ELSE


_CLAIMED: Final = Words("正文写明“{said}”，但{against}", "the text says “{said}”, yet {against}")


def _words(report: Report, reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        if claim.kind in ("upheld", "not_corrected"):
            columns = ("corrected", "other", "pending") if claim.kind == "upheld" else ("corrected",)
            against = [total for kind in claim.cases for total in _against(report, kind, columns)]
            if against and not claim.doubt and not _is_of_information(reading, claim):
                claim = replace(claim, doubt=_OF_WHAT)  # noqa: PLW2901 - the same claim, less sure
            if against:
                yield _contradicted(reading, claim, against)


def _is_of_information(reading: Reading, claim: Claim) -> bool:
    """Whether the cases of a claim are said, there or shortly before, to be on government information."""
    text, start = reading.prose.text, claim.sentence.start
    return bool(_SAID_OF.search(text, max(0, start - _MEMORY), claim.sentence.end))


_SAID_OF: Final = Pattern(r"信息公开|依申请|政务公开|公开申请|公开类|申请公开")


def _against(report: Report, kind: str, columns: tuple[str, ...]) -> Iterator[Total]:
    return (total for column in columns if (total := case(report, kind, column)).number)


def _contradicted(reading: Reading, claim: Claim, against: list[Total]) -> Finding:
    figures = ((total.label, format_number(total.number)) for total in against)
    return Finding(
        reading.prose.excerpt(claim.start, claim.end),
        status=Status.REVIEW if claim.doubt else Status.FAIL,
        severity=Severity.WARNING if claim.kind != "no_case" else None,
        evidence=(
            quoted(reading.prose, claim.sentence, claim.start, claim.end),
            *(one for total in against for one in evidence(total.facts)),
        ),
        message=_CLAIMED if claim.kind != "no_case" else None,
        key=f"prose/{claim.kind}",
        said=reading.prose.text[claim.start : claim.end].strip("，,；;、 "),
        against=tuple(Words(f"{label.zh}为 {number}", f"{label.en} is {number}") for label, number in figures),
    )


@pack.rule(
    "XSC-11",
    zh="正文写明“{said}”，但{against}",
    en="the text says “{said}”, yet {against}",
    severity="error",
    basis=("R6", "form"),
    advice=("请核对复议、诉讼台账后更正正文或表四。", "Check your records of cases and correct the text or table 4."),
    wrong={"overview": "全年未发生因政府信息公开引起的行政复议。", "cases/review/total": 2},
    right={"overview": "因政府信息公开引起行政复议2件。", "cases/review/total": 2},
)
def no_case(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """“未发生复议诉讼”与表不符 / "No reviews, no lawsuits" contradicted by the table

    检查 正文写明未发生行政复议、行政诉讼时，表四相应的总计是否为0。
    Checks where the text says that there were no reviews or lawsuits, whether their totals in table 4 are 0.
    原因 一句“未发生”就把表四的案件全部否定了，可能沿用了往年的文字。
    Why One sentence denies every case in table 4; it may have been kept from an earlier year.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 “未发生行政诉讼败诉”“没有被复议纠正”说的是结果；个别单位、其他年份不在此列或只列为待核问题。
    False alarms That none was lost or corrected speaks of outcomes; one office or another year is left out or only a
        review finding.
    调整 also 补充用语，如 {suit: [行政官司]}。
    Tailoring `also` adds words by kind, such as {suit: [行政官司]}.
    """
    reading = read(report, also)
    for claim in reading.claims:
        if claim.kind == "no_case":
            against = [total for kind in claim.cases if (total := case(report, kind)).number]
            if against:
                yield _contradicted(reading, claim, against)
