"""Rules on the stages of applications: received, carried in, completed, carried out."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from audit_core import Finding, Pattern, Report
from audit_pack_narrative import pack
from audit_pack_narrative.chains import broken_chains
from audit_pack_narrative.comparing import ADVICE, EN, NOTHING_ELSE, ZH, Expected, compare
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.table_figures import applicants, group, row, stated


@pack.rule(
    "XSC-01",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={"overview": "全年新收政府信息公开申请121件。", "applications/received/total": 120, "rest": "0"},
    right={"overview": "全年新收政府信息公开申请120件。", "applications/received/total": 120, "rest": "0"},
)
def received(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """新收申请数与表不符 / Received applications differ from the table

    检查 正文写明的收到、受理申请件数，是否等于表三本年新收的总计；写明含上年结转的，可以等于两项之和。
    Checks whether the applications that the text says were received are the table's total; where it says that those
        carried in are included, both rows together.
    原因 同一份报告里两个申请数，公众不知道该信哪一个。
    Why Two numbers of applications in one report leave the public to guess which is true.
    依据 《政府信息公开条例》第六条（及时、准确）；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 分渠道、分部门、往年的数和概数不比较；只说办公室或部门的、只说“办理”的，列为待核问题。
    False alarms Numbers by channel or department, of other years, or approximate are not compared; those of an office
        alone, or only “handled”, are review findings.
    调整 also 补充用语，如 {received: [新接收]}。
    Tailoring `also` adds words by kind, such as {received: [新接收]}.
    """
    reading = read(report, also)

    def more(mention: Mention) -> Expected:
        both = row(report, "received") + row(report, "carried_in")
        one_kind = (applicants(report, "natural"),) if _names(mention, "自然人", "公民", "个人") else ()
        if mention.subject in ("handled", "any"):
            return Expected(fine=(both, row(report, "total"), *one_kind))
        carried = _says_carried(reading, mention) and "新收" not in mention.clause
        return Expected(fine=(both, *one_kind)) if carried else Expected(fine=one_kind, near=(both,))

    counted = (m for m in reading.of("received", "handled", "any") if m.quantity.value)
    yield from compare(
        report, reading, counted, partial(stated, report), more, else_=any(reading.of("received", "any"))
    )


def _names(mention: Mention, *words: str) -> bool:
    return any(word in mention.clause for word in words)


def _says_carried(reading: Reading, mention: Mention) -> bool:
    """Whether the sentence says that those carried in are among the number."""
    listed = [tag.start for tag in mention.sentence.tags if tag.kind == "list"]
    carried = [other.quantity.start for other in reading.within(mention.sentence, "carried_in", "carried")]
    if _INSIDE.match(mention.sentence.text, mention.quantity.end, mention.sentence.end) and carried:
        return True
    return bool(listed and carried) or "含上年" in mention.sentence.words


_INSIDE: Final = Pattern(r"[（(][^（()）]{0,4}(?:上一?年|去年|20\d\d年)")


@pack.rule(
    "XSC-02",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={"overview": "上年结转政府信息公开申请5件。", "applications/carried_in/total": 6},
    right={"overview": "上年结转政府信息公开申请6件。", "applications/carried_in/total": 6},
)
def carried_in(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """上年结转数与表不符 / Applications carried in differ from the table

    检查 正文写明的上年结转件数，是否等于表三上年结转的总计。
    Checks whether the applications that the text says were carried over from last year are the table's total.
    原因 上年结转是本年办理的起点，两处不一就无法核对办理结果。
    Why The results of the year are counted from it; with two numbers they cannot be checked.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 没有说明是上年结转还是结转下年的，与两项之一相等即可，否则列为待核问题。
    False alarms Where the direction is not said, either row will do, and anything else is only a review finding.
    调整 also 补充用语，如 {last: [上一报告期]}。
    Tailoring `also` adds words by kind, such as {last: [上一报告期]}.
    """
    reading = read(report, also)

    def more(mention: Mention) -> Expected:
        return Expected(fine=(row(report, "carried_out"),)) if mention.subject == "carried" else NOTHING_ELSE

    yield from compare(report, reading, reading.of("carried_in", "carried"), partial(stated, report), more)


@pack.rule(
    "XSC-03",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={"overview": "全年办结政府信息公开申请119件。", "applications/total/total": 118, "rest": "0"},
    right={"overview": "全年办结政府信息公开申请118件。", "applications/total/total": 118, "rest": "0"},
)
def completed(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """办结、答复数与表不符 / Completed applications differ from the table

    检查 正文写明的办结、答复件数，是否等于表三办理结果的总计；写明是本年新收中办结的，可以减去上年结转。
    Checks whether the applications that the text says were completed are the table's total of results; those of the
        new ones alone may be less by what was carried in.
    原因 办结数是办理结果各项的合计，也是计算占比的分母。
    Why It is the sum of all results and the base of their percentages.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 与收件数、扣除结转后的数、扣除不予处理后的数相等的，可能是口径不同，列为待核问题；延期、补正、告知书等不计。
    False alarms A number that equals those received, or the total less those carried in or not handled, may be another
        count and is a review finding; extensions, corrections and notices are left out.
    调整 also 补充用语，如 {completed: [办讫]}。
    Tailoring `also` adds words by kind, such as {completed: [办讫]}.
    """
    reading = read(report, also)

    def more(mention: Mention) -> Expected:
        done, old, new = row(report, "total"), row(report, "carried_in"), row(report, "received")
        fresh = done.less(old)
        if "新收" in mention.clause:
            return Expected(fine=(fresh,))
        return Expected(near=(fresh, new, new + old, done.less(group(report, "refused"))))

    yield from compare(report, reading, reading.of("completed"), partial(stated, report), more)


@pack.rule(
    "XSC-04",
    zh=ZH,
    en=EN,
    severity="error",
    basis=("R6", "form"),
    advice=ADVICE,
    wrong={"overview": "办结政府信息公开申请118件，结转下年度继续办理7件。", "applications/carried_out/total": 8},
    right={"overview": "办结政府信息公开申请118件，结转下年度继续办理8件。", "applications/carried_out/total": 8},
)
def carried_out(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """结转下年数与表不符 / Applications carried out differ from the table

    检查 正文写明的结转下年、顺延件数，是否等于表三结转下年度继续办理的总计；表格不能判定的，同一句里收到、办结、结转的
        件数是否相平。
    Checks whether the applications that the text says are carried over to the next year are the table's total; where
        the table does not decide, whether those received, completed and carried over in one sentence balance.
    原因 这个数是下一年报告的起点，错了两年的报告都对不上。
    Why The next report begins with it; a wrong one breaks both.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 只说“正在办理”“剩余”的，列为待核问题；“无结转”由 XSC-09 检查。
    False alarms Those “being handled” or “remaining” are only review findings; “none carried over” is left to XSC-09.
    调整 also 补充用语，如 {carried: [留办]}。
    Tailoring `also` adds words by kind, such as {carried: [留办]}.
    """
    reading = read(report, also)
    yield from broken_chains(report, reading)
    yield from compare(report, reading, reading.of("carried_out", "left"), partial(stated, report))
