"""Rules on the fee for processing information: what table 3, section six and the rest of the text say of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import BoundSection, Evidence, Finding, NotAssessed, Number, Pattern, Report, Sides, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import counted, evidence, nothing_stated, quoted
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.table_figures import row

_FEE: Final = Pattern(r"处理费|收费通知|信息公开收费|信息公开费|依申请公开收费|收取费用|公开收费")
_UP_TO: Final = r"[^，,。；;]{0,12}?"
_NO_NOTICE: Final = Pattern(
    rf"(?:未|没有|无|不曾){_UP_TO}(?:收费通知|缴费通知)|收费通知(?:书)?{_UP_TO}(?<![\d.])0(?![\d.])[件份]"
)
_NONE: Final = Pattern(
    rf"(?:(?<!逾期)[未不](?!按)|没有|无){_UP_TO}(?:收取|收缴|收到|产生|发生|涉及|征收|存在|开展)?{_UP_TO}(?:处理费|收费(?!通知)|费用)|(?:收取|实收|收缴){_UP_TO}(?<![\d.])0元"
)
_NOT_COLLECTED: Final = Pattern(r"收取|收缴|征收|实收")
_NOTICE: Final = Pattern(r"通知")
_COLLECTED: Final = Pattern(r"实际收取|实收|收取|收缴|已收|征收|缴纳|入库")
_BILLED: Final = Pattern(r"通知|应收|应缴|总金额|拟收")
_TARIFF: Final = Pattern(r"标准|每|按照?\d")
_NOTHING: Final = Pattern(
    r"(?:本年度?|20\d\d年度?|本机关|我[县区市局镇]|目前|暂)*(?:无|没有|暂无)(?:其他)?(?:需要|应当|需)?(?:报告)?(?:的)?(?:其他)?(?:事项|情况)?"
)
_OTHER_TIME: Final = Pattern(r"上年|去年|20\d\d年")


class _Fees(Struct, frozen=True):
    """What the prose says of the fee: notices sent, amounts in yuan, and sentences that say none was sent or taken."""

    sentences: list[Sentence]
    notices: list[tuple[Sentence, Quantity]]
    collected: list[tuple[Sentence, Quantity]]
    no_notice: list[tuple[Sentence, int, int]]
    none: list[tuple[Sentence, int, int]]


def _fees(report: Report, reading: Reading) -> _Fees:
    return report.memo(_taken, reading)


def _taken(report: Report, reading: Reading) -> _Fees:
    said = _Fees([], [], [], [], [])
    if _FEE.search(reading.prose.text):
        for sentence in reading.sentences:
            if _FEE.search(sentence.text, sentence.start, sentence.end):
                _take(said, sentence, report.year)
    return said


def _take(said: _Fees, sentence: Sentence, year: int) -> None:
    said.sentences.append(sentence)
    said.no_notice.extend(
        (sentence, *m.span()) for m in _NO_NOTICE.finditer(sentence.text, sentence.start, sentence.end)
    )
    said.none.extend((sentence, *m.span()) for m in _NONE.finditer(sentence.text, sentence.start, sentence.end))
    left = sentence.start
    for quantity in sentence.quantities:
        lead = sentence.text[left : quantity.start]
        left = quantity.end
        years = [int(found[:4]) for found in _OTHER_TIME.findall(lead) if found[0] == "2"]
        if "上年" in lead or "去年" in lead or (years and years[-1] != year):
            continue
        _sort(said, sentence, quantity, lead)


def _sort(said: _Fees, sentence: Sentence, quantity: Quantity, lead: str) -> None:
    after = sentence.text[quantity.end : sentence.cut_after(quantity.end, sentence.end)]
    if quantity.counter == "元":
        last = max(
            (m for m in (*_COLLECTED.finditer(lead), *_BILLED.finditer(lead))), key=lambda m: m.start(), default=None
        )
        if (
            last
            and _COLLECTED.fullmatch(last[0])
            and not _TARIFF.search(lead)
            and not after.startswith(("/", "／", "每"))
        ):
            said.collected.append((sentence, quantity))
    elif quantity.counter in ("件", "份", "次", "张", "笔") and (_NOTICE.search(lead) or _NOTICE.search(after)):
        said.notices.append((sentence, quantity))


def _section_six(report: Report) -> BoundSection:
    section = report.section("other")
    if section is None:
        raise NotAssessed("section 6, 其他需要报告的事项, was not found", "未找到第六部分")
    return section


@pack.rule(
    "XSC-15",
    zh="{label}为 {figure}，说明发出过收费通知，{said}",
    en="{label} is {figure}, so that fee notices were sent, {said}",
    severity="error",
    basis=("FEE", "form"),
    advice=("请核对：有申请人逾期未缴费的，应当写明发出收费通知的件数和金额；没有的，更正表三。",
            "Check: where applicants did not pay in time, say how many notices were sent; otherwise correct table 3."),
    form="ogi-2021",
    wrong={"other": "本年度未发出收费通知。", "applications/other_fee_unpaid/total": 1},
    right={"other": "本年度发出收费通知1件，总金额380元，实际收取0元。", "applications/other_fee_unpaid/total": 1},
)  # fmt: skip
def notices(report: Report) -> Iterator[Finding]:
    """收费通知与第六部分不符 / Fee notices and section six disagree

    检查 表三“申请人逾期未按收费通知要求缴纳费用”大于0时，第六部分是否说未发出收费通知，或全文没有提到收费情况。
    Checks where table 3 has applications ended because the fee was not paid after notice, whether the text says that
        no notice was sent, or nothing of the fee.
    原因 没有收费通知，就不会有逾期未缴费的申请。
    Why Without a notice nobody can have failed to pay.
    依据 国办函〔2020〕109号《政府信息公开信息处理费管理办法》；表三该行的名称。
    Basis Rules on the information processing fee, 国办函〔2020〕109号; the label of the row.
    误报 只说“未收取”“实际收取0元”与该行不矛盾；只说“未发生收费事项”的，列为待核问题。
    False alarms That nothing was collected does not contradict the row; “no fees arose” is a review finding.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    unpaid = row(report, "other_fee_unpaid")
    if not unpaid.number:
        return
    reading = read(report)
    said = _fees(report, reading)
    if any(quantity.value for _, quantity in said.notices):
        return
    if said.no_notice:
        shown = quoted(reading.prose, *said.no_notice[0])
        yield _unsent(reading, said.no_notice[0], (shown, *evidence(unpaid.facts)), unpaid.number)
    elif not said.sentences:
        yield _unsent(reading, _section_six(report), evidence(unpaid.facts), unpaid.number)
    elif not said.collected and not any(_NOT_COLLECTED.search(s.words) for s in said.sentences):
        first = said.sentences[0]
        shown = quoted(reading.prose, first, first.start, first.end)
        yield _unsent(
            reading, (first, first.start, first.end), (shown, *evidence(unpaid.facts)), unpaid.number, sure=False
        )


_SAYS_NONE: Final = Words("正文却写明“{words}”", "yet the text says “{words}”")
_SAYS_NOTHING: Final = Words("正文却没有提到收费", "yet the text says nothing of fees")


def _unsent(
    reading: Reading,
    at: "tuple[Sentence, int, int] | BoundSection",
    shown: tuple[Evidence, ...],
    number: Number,
    *,
    sure: bool = True,
) -> Finding:
    label = shown[-1].label
    words = "" if isinstance(at, BoundSection) else reading.prose.text[at[1] : at[2]]
    template = _SAYS_NONE if words else _SAYS_NOTHING
    return Finding(
        at if isinstance(at, BoundSection) else reading.prose.excerpt(at[1], at[2]),
        status=Status.FAIL if sure else Status.REVIEW,
        evidence=shown,
        key="prose/fee_notices",
        label=label,
        figure=Decimal(number),
        said=Words(template.zh.format(words=words), template.en.format(words=words)),
    )


@pack.rule(
    "XSC-16",
    zh="正文一处写明收取信息处理费 {amount} 元，另一处写明“{said}”",
    en="one passage says that a fee of {amount} yuan was collected, another says “{said}”",
    severity="error",
    basis=("FEE", "form"),
    advice=("请核对信息处理费收取情况，前后写成一致。", "Check what was collected, and say the same in both places."),
    form="ogi-2021",
    wrong={"overview": "依申请公开收取信息处理费380元。", "other": "无。"},
    right={"overview": "依申请公开收取信息处理费380元。", "other": "本年度实际收取信息处理费380元。"},
)
def denied(report: Report) -> Iterator[Finding]:
    """第六部分称“无”而正文有收费 / Section six says none, the text collects a fee

    检查 正文写有实际收取的信息处理费时，第六部分是否为“无”，或别处说未收取。
    Checks where the text says that a processing fee was collected, whether section 6 is 无 or another sentence denies
        it.
    原因 同一笔费用一处有、一处无，公众无从判断。
    Why One fee that was and was not collected leaves the public to guess.
    依据 国办函〔2020〕109号《政府信息公开信息处理费管理办法》；年度报告填报的通行要求。
    Basis Rules on the information processing fee, 国办函〔2020〕109号; common practice of the reports.
    误报 表二的行政事业性收费是机关全部收费，大于0不等于收取过信息处理费，不在此列。
    False alarms The fees of table 2 are all fees of the organ; that they are not 0 does not mean that this one was
        taken.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    reading = read(report)
    said = _fees(report, reading)
    taken = [(sentence, quantity) for sentence, quantity in said.collected if quantity.value]
    if not taken:
        return
    sentence, quantity = taken[0]
    six = report.section("other")
    words = six.text.strip(" \n\u3000。.；;！") if six else ""
    if six and _NOTHING.fullmatch("".join(words.split())):
        yield _denied(reading, sentence, quantity, six, words, Evidence(Words("第六部分", "section 6"), words, at=six))
    for other, start, end in said.none:
        if other is not sentence:
            shown = quoted(reading.prose, other, start, end)
            yield _denied(
                reading, sentence, quantity, reading.prose.excerpt(start, end), reading.prose.text[start:end], shown
            )


def _denied(
    reading: Reading, sentence: Sentence, quantity: Quantity, at: object, words: str, shown: Evidence
) -> Finding:
    return Finding(
        at,  # type: ignore[arg-type]
        evidence=(counted(reading.prose, sentence, quantity), shown),
        key="prose/fee_denied",
        amount=Decimal(quantity.value),
        said=words,
    )


@pack.rule(
    "XSC-17",
    zh="正文写明收取信息处理费 {amount} 元，多于{label}的 {limit} 元",
    en="the text says that a fee of {amount} yuan was collected, more than the {limit} yuan of {label}",
    severity="note",
    basis="FEE",
    advice=(
        "信息处理费按行政事业性收费管理，请核对是否计入表二。",
        "The fee is booked among the administrative fees: check table 2.",
    ),
    form="ogi-2021",
    wrong={"other": "实际收取信息处理费2400元。", "fees/fees/amount": "0.0010万元"},
    right={"other": "实际收取信息处理费2400元。", "fees/fees/amount": "0.2400万元"},
)
def above_all_fees(report: Report) -> Iterator[Finding]:
    """信息处理费大于行政事业性收费 / Processing fee above all administrative fees

    检查 实际收取的信息处理费，是否不多于表二行政事业性收费的金额（换算为元，并计入表中末位的舍入）。
    Checks whether the processing fee collected is no more than the administrative fees of table 2, in yuan and with the
        rounding of the last printed digit allowed for.
    原因 信息处理费是行政事业性收费的一种，部分不能大于全部。
    Why The processing fee is one of these fees; the part cannot exceed the whole.
    依据 国办函〔2020〕109号《政府信息公开信息处理费管理办法》。
    Basis Rules on the information processing fee, 国办函〔2020〕109号.
    误报 由其他单位代收、表中取整的不一定是错，只列为待核问题。
    False alarms It may be collected by another unit, or rounded away; only a review finding.
    调整 可以停用。
    Tailoring May be switched off.
    """
    reading = read(report)
    collected = _fees(report, reading).collected
    taken = [(sentence, quantity) for sentence, quantity in collected if quantity.value]
    if not collected:
        raise nothing_stated()
    if not taken:
        return
    fees = report.fact("fees", "fees", "amount")
    table = report.table("fees")
    unit = fees.figure.unit or (table.units.get("amount", "") if table else "") or fees.concept.unit
    factor = 1 if unit == "元" else 10_000
    limit = fees.number * factor
    sentence, quantity = max(taken, key=lambda one: one[1].value)
    if quantity.value > limit + factor * Decimal(1).scaleb(-fees.figure.decimals):
        yield Finding(
            reading.prose.excerpt(quantity.start, quantity.end),
            status=Status.REVIEW,
            evidence=(counted(reading.prose, sentence, quantity), *evidence((fees,))),
            sides=Sides(
                quantity.value, "<=", limit, Words("信息处理费 ≤ 行政事业性收费", "processing fee <= all fees")
            ),
            key="prose/fee_amount",
            amount=Decimal(quantity.value),
            label=fees.label,
            limit=limit,
        )
