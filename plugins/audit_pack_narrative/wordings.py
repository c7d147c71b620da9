"""Rules on claims about applications: none received, all done; and on saying nothing of them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from audit_core import Evidence, Finding, NotAssessed, Pattern, Report, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import counted, evidence, quoted
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.prose_claims import Claim
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.table_figures import Total, row

_NUMERAL: Final = Pattern(r"[0-9一两二三四五六七八九十百]+[余多]?[件份宗起条封次个例]")
"""A numeral of any sense: whether 一件 counts is for a reader to say, where the rule is but a remark."""
_OF_INFORMATION: Final = Pattern(r"政府信息公开\d+[件份]")


@pack.rule(
    "XSC-08",
    zh="正文写明“{said}”，而{label}为 {figure}",
    en="the text says “{said}”, yet {label} is {figure}",
    severity="error",
    basis=("R6", "form"),
    advice=("请核对台账：收到过申请的，改正文；没有收到的，改表格。",
            "Check your records: correct the text where applications were received, the table where none were."),
    silences=("XSC-21",),
    wrong={"overview": "全年未收到政府信息公开申请。", "applications/received/total": 120, "rest": "0"},
    right={"overview": "全年新收政府信息公开申请120件。", "applications/received/total": 120, "rest": "0"},
)  # fmt: skip
def none_received(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """“未收到申请”与表不符 / "No applications" contradicted by the table

    检查 正文写明未收到政府信息公开申请（或写0件）时，表三本年新收的总计是否为0。
    Checks where the text says that no applications were received (or writes 0), whether the table's total is 0.
    原因 一句“未收到”就把表中的申请全部否定了，可能沿用了往年的文字。
    Why One sentence denies every application in the table; it may have been kept from an earlier year.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 只有上年结转、说的是单一渠道、个别单位或其他年份的，不算或只列为待核问题；“未收到投诉”“因申请引发”不在此列。
    False alarms One channel, one office or another year is left out or only a review finding, as is a table that has
        only applications carried in; 未收到投诉 and 因申请引发 say something else.
    调整 also 补充用语，如 {application: [公开请求]}。
    Tailoring `also` adds words by kind, such as {application: [公开请求]}.
    """
    reading = read(report, also)
    said = [claim for claim in reading.claims if claim.kind == "none_received"]
    zeros = [m for m in reading.of("received", "any") if not m.quantity.value and m.quantity.exact]
    if not said and not zeros:
        return
    new, old = row(report, "received"), row(report, "carried_in")
    for claim in said:
        if new.number or (old.number and not _names_carried(reading, claim)):
            shown = quoted(reading.prose, claim.sentence, claim.start, claim.end)
            yield _denied(reading, new, old, claim.start, claim.end, shown, claim.doubt)
    for zero in zeros:
        if new.number:
            shown = counted(reading.prose, zero.sentence, zero.quantity)
            yield _denied(reading, new, old, zero.quantity.start, zero.quantity.end, shown, zero.doubt, zero.clause)


def _names_carried(reading: Reading, claim: Claim) -> bool:
    return bool(reading.within(claim.sentence, "carried_in", "carried"))


def _denied(  # noqa: PLR0913, PLR0917 - a claim and a zero are told alike
    reading: Reading, new: Total, old: Total, start: int, end: int, shown: Evidence, doubt: Words | None, said: str = ""
) -> Finding:
    against = new if new.number else old
    return Finding(
        reading.prose.excerpt(start, end),
        status=Status.REVIEW if doubt or not new.number else Status.FAIL,
        evidence=(shown, *evidence(against.facts)),
        key="prose/none_received",
        said=(said or reading.prose.text[start:end]).strip("，,；;、 "),
        label=against.label,
        figure=Decimal(against.number),
    )


@pack.rule(
    "XSC-09",
    zh="正文写明“{said}”，而{label}为 {figure}",
    en="the text says “{said}”, yet {label} is {figure}",
    severity="warning",
    basis=("R6", "form"),
    advice=("有结转的，请写明办结和结转的件数，不写“全部办结”“均已答复”。",
            "Where some are carried over, state how many were completed and how many carried over."),
    wrong={"overview": "收到的政府信息公开申请全部办结。", "applications/carried_out/total": 8},
    right={"overview": "政府信息公开申请办结118件，结转下年度8件，均按期答复。", "applications/carried_out/total": 8},
)  # fmt: skip
def all_done(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """“全部办结”与结转不符 / "All completed" contradicted

    检查 正文写明全部办结、均已答复、办结率100%或无结转时，表三结转下年度的总计是否为0。
    Checks where the text says that all applications are completed or answered, or none carried over, whether the
        table's row of those carried over is 0.
    原因 还有未办结的申请，就不能说全部办结。
    Why While some are left, they are not all completed.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 只说“均已答复”“均在法定期限内答复”的，可能指已到期的申请，列为待核问题，正文任一处写明结转的不报告；写“全部办
        结”而正文另一处写明结转的，列为待核问题；“按时办结率”不在此列。
    False alarms “All answered” or “answered in time” may mean those that were due: it is a review finding, and nothing
        is said where the text states any number carried over; “all completed” beside such a number is a review finding.
        Rates of completion in time are left out.
    调整 also 补充用语，如 {application: [公开请求]}。
    Tailoring `also` adds words by kind, such as {application: [公开请求]}.
    """
    reading = read(report, also)
    stated = [mention for mention in reading.of("carried_out") if mention.quantity.value and not mention.doubt]
    said = [
        claim
        for claim in reading.claims
        if claim.kind == "all_done" and not _admits(reading, claim) and (claim.strong or not stated)
    ]
    if not said:
        return
    left = _left(report, stated)
    if left.number:
        sure = not stated and any(claim.strong for claim in said)
        first = next((claim for claim in said if claim.strong), said[0])
        yield Finding(
            reading.prose.excerpt(first.start, first.end),
            status=Status.FAIL if sure else Status.REVIEW,
            evidence=(*(quoted(reading.prose, c.sentence, c.start, c.end) for c in said), *evidence(left.facts)),
            key="prose/all_done",
            said=reading.prose.text[first.start : first.end],
            label=left.label,
            figure=Decimal(left.number),
        )


def _left(report: Report, stated: list[Mention]) -> Total:
    """Return how many are carried over: by the table, or where it cannot be read by the text itself."""
    try:
        return row(report, "carried_out")
    except NotAssessed:
        if not stated:
            raise
    return Total(Words("正文另一处写明的结转", "carried over, by another passage,"), stated[0].quantity.value, ())


def _admits(reading: Reading, claim: Claim) -> bool:
    """Whether the sentence of a claim itself says that some are carried over."""
    return any(mention.quantity.value for mention in reading.within(claim.sentence, "carried_out", "carried", "left"))


@pack.rule(
    "XSC-21",
    zh="{label}为 {figure}，正文没有说明申请的数量",
    en="{label} is {figure}, and the text gives no number of applications",
    severity="info",
    basis="form",
    advice=(
        "建议在总体情况中写明收到和办理申请的数量。",
        "State in section 1 how many applications were received and completed.",
    ),
    scored=False,
    wrong={"overview": "依申请公开渠道畅通。", "applications/received/total": 120},
    right={"overview": "全年新收政府信息公开申请120件，办结118件。", "applications/received/total": 120},
)
def not_stated(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """申请数未在正文说明 / Number of applications not stated

    检查 表三有新收申请时，正文是否说到申请的数量（第五部分除外）。
    Checks where the table has new applications, whether the text (but for section 5) gives any number of them.
    原因 总体情况应当概括依申请公开的情况，没有数字读者只能去查表。
    Why The overview should tell of applications; without a number the reader has to look into the table.
    依据 规定表式的文件（总体情况包括依申请公开）。
    Basis What prescribes the form: the overview covers applications.
    误报 只作提示，不计分；概数也算说明。
    False alarms Only shown, never scored; an approximate number counts.
    调整 可以停用；also 补充用语，如 {application: [公开请求]}。
    Tailoring May be switched off; `also` adds words by kind, such as {application: [公开请求]}.
    """
    reading = read(report, also)
    if _states_a_number(reading):
        return
    section = report.section("overview")
    if section is None:
        raise NotAssessed("section 1, 总体情况, was not found", "未找到第一部分")
    new = row(report, "received")
    if new.number:
        yield Finding(
            section, evidence=evidence(new.facts), key="prose/not_stated", label=new.label, figure=Decimal(new.number)
        )


def _states_a_number(reading: Reading) -> bool:
    if any(subject not in ("review", "suit", "direct", "after", "cases") for subject in reading.mentions):
        return True
    if any(claim.kind == "none_received" for claim in reading.claims):
        return True
    if any(_NUMERAL.search(one.words) and one.has("application") for one in reading.sentences):
        return True
    received = (one for one in reading.sentences if one.quantities and one.has("received"))
    return any(_OF_INFORMATION.search(one.words) for one in received)
