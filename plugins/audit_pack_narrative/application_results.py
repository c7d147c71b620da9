"""Rules on the results of applications and on who applied."""

from collections.abc import Iterator
from functools import partial

from audit_core import Finding, Report
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import ADVICE, EN, NOTHING_ELSE, ZH, Expected, compare
from audit_pack_narrative.lexicon import DETAILS, NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.prose_reading import read
from audit_pack_narrative.subjects import APPLICANTS, RESULTS
from audit_pack_narrative.table_figures import Total, applicants, row, stated


@pack.rule(
    "XSC-05",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={
        "overview": "办结政府信息公开申请118件，其中予以公开61件。",
        "applications/granted/total": 60,
        "applications/total/total": 118,
    },
    right={
        "overview": "办结政府信息公开申请118件，其中予以公开60件。",
        "applications/granted/total": 60,
        "applications/total/total": 118,
    },
)
def by_result(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """分类结果数与表不符 / Results by type differ from the table

    检查 正文写明的予以公开、部分公开、不予公开、无法提供、不予处理、其他处理件数，是否等于表三该类各行的总计之和。
    Checks whether the numbers of each result in the text are the totals of its rows in the table added up; 予以公开及
        部分公开 is both together.
    原因 按结果分类的数最常被引用；只取其中一格，公开的数据就有误。
    Why These numbers are quoted most; one cell in place of the sum gives the public a wrong figure.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 按公开属性统计文件的句子、限于某类申请人或某一种理由的数不比较或只列为待核问题。
    False alarms Sentences that count documents by attribute are no results; numbers of one kind of applicant or of one
        reason are left out, or only review findings.
    调整 also 补充用语，如 {granted: [主动提供]}。
    Tailoring `also` adds words by kind, such as {granted: [主动提供]}.
    """
    reading = read(report, also)

    def more(mention: Mention) -> Expected:
        if mention.subject == "otherwise":
            return _otherwise(report, mention)
        return Expected(fine=tuple(_rows(report, mention.subject))) if mention.doubt else NOTHING_ELSE

    rows = report.form.table("applications").rows
    details = (key for key in dict.fromkeys(DETAILS.values()) if key in rows)
    mentions = reading.of(*RESULTS, "granted+partial", *details)
    yield from compare(report, reading, mentions, partial(stated, report), more)


def _rest_of_applicants(report: Report, mention: Mention) -> tuple[Total, ...]:
    """Return all applicants that a sentence does not name, which 其他 may stand for."""
    named = {tag.kind for tag in mention.sentence.tags} | {"natural", "legal", "others"}
    rest = applicants(report, "others")
    for kind in APPLICANTS:
        if kind not in named:
            rest += applicants(report, kind)
    return (rest,)


def _rows(report: Report, key: str) -> Iterator[Total]:
    for one in report.form.table("applications").groups.get(key, ()):
        yield row(report, one)


def _otherwise(report: Report, mention: Mention) -> Expected:
    """What is handled otherwise; beside one of its reasons, 其他处理 may mean the rest."""
    if "otherwise" not in report.form.table("applications").groups:
        return NOTHING_ELSE
    rest = row(report, "other_reasons")
    rests = (rest, rest + row(report, "other_fee_unpaid"), rest + row(report, "other_not_corrected"))
    return Expected(fine=rests) if mention.sentence.has("detail", "part") else Expected(near=rests)


@pack.rule(
    "XSC-06",
    zh=ZH,
    en=EN,
    severity="warning",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={
        "overview": "收到政府信息公开申请120件，其中自然人申请80件。",
        "applications/received/natural": 90,
        "applications/received/total": 120,
        "rest": "0",
    },
    right={
        "overview": "收到政府信息公开申请120件，其中自然人申请90件。",
        "applications/received/natural": 90,
        "applications/received/total": 120,
        "rest": "0",
    },
)
def by_applicant(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """申请人类别数与表不符 / Applicants differ from the table

    检查 正文写明的自然人、法人或其他组织（及其各类）申请件数，是否等于表三本年新收该列的数。
    Checks whether the applications by natural persons, legal persons and their kinds are the table's new ones.
    原因 申请人构成说明谁在使用这项权利，数错了结论也就错了。
    Why Who applies shows who uses the right; wrong numbers make wrong conclusions.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 与办理结果总计该列相等的，可能是按办结数统计，列为待核问题。
    False alarms A number that equals the column's total of results may count the completed ones and is a review
        finding.
    调整 also 补充用语，如 {natural: [群众个人]}。
    Tailoring `also` adds words by kind, such as {natural: [群众个人]}.
    """
    reading = read(report, also)

    def more(mention: Mention) -> Expected:
        new, old, done = (applicants(report, mention.subject, key) for key in ("received", "carried_in", "total"))
        rest = _rest_of_applicants(report, mention) if mention.subject == "others" else ()
        return Expected(fine=rest, near=(done, new + old))

    mentions = reading.of(*APPLICANTS)
    yield from compare(report, reading, mentions, partial(stated, report), more)
