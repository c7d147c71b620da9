"""Rules between two years of one organ, in what a relation of figures cannot say: what explains a break, what jumps."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from audit_core import (
    Amount,
    Cell,
    Count,
    Evidence,
    Excerpt,
    Fact,
    Finding,
    Heading,
    NotApplicable,
    NotAssessed,
    OtherFact,
    Paragraph,
    Passage,
    Pattern,
    Report,
    Share,
    Status,
    Words,
    format_number,
    passages,
)
from audit_pack_series import FIGURES, years

if TYPE_CHECKING:
    from audit_core import Snapshot

_NOTE: Final = Pattern(r"[（(\[【〔]([^）)\]】〕]+)[)）\]】〕]")
_NUMBER: Final = Pattern(r"\d+")
_COUNT: Final = Pattern(r"(\d+)\s*[件份个部项]")
_CLAUSE: Final = Pattern(r"[^，,、：:（(）)]+")
_SENTENCE: Final = Pattern(r"[^。；;！!？?\n]+")
_ROWS: Final = (
    ("licensing", "licences"),
    ("licensing", "other_services"),
    ("enforcement", "penalties"),
    ("enforcement", "coercion"),
    ("fees", "fees"),
)


_DOCUMENTS: Final = Pattern("规范性文件|规章|政策文件|文件")
_GROUNDS: Final = Pattern(
    "失效|清理|废止|宣布|修订|修改|机构改革|划转|划入|划出|移交|合并|撤销|有效期|到期|认定|口径|统计"
)


@years.rule(
    "XYR-02",
    zh="{label}为 {figure}，上年有效 {before} 加本年制发 {issued} 减本年废止 {repealed} 为 {expected}，相差 {gap}，"
    "请说明原因{explained}",
    en="{label} is {figure}; {before} last year, plus {issued} issued, minus {repealed} repealed, are {expected}: "
    "the difference of {gap} must be explained{explained}",
    severity="warning",
    basis=("R6", "form"),
    advice=(
        "请核对现行有效件数；有失效、清理或机构改革等原因的，在报告中说明件数。",
        "Check the documents in force; where some lapsed, were cleared out or went to another organ, say how many.",
    ),
    form="ogi-2021*",
    since=2022,
    wrong={
        "year": 2022,
        "documents/normative/issued": 11,
        "documents/normative/repealed": 4,
        "documents/normative/in_force": 71,
        "rest": "0",
        "previous": {"documents/normative/in_force": 63, "rest": "0"},
    },
    right={
        "year": 2022,
        "documents/normative/issued": 11,
        "documents/normative/repealed": 4,
        "documents/normative/in_force": 70,
        "rest": "0",
        "previous": {"documents/normative/in_force": 63, "rest": "0"},
    },
)
def documents_in_force(
    report: Report,
    previous: "Snapshot",
    *,
    documents: Pattern = _DOCUMENTS,
    grounds: Pattern = _GROUNDS,
) -> Iterator[Finding]:
    """现行有效件数不衔接 / Valid documents break

    检查 2022年度起：现行有效件数是否等于上年现行有效件数，加本年制发，减本年废止。不等的一律待核，须说明原因；正文或
        单元格写有失效、清理等原因的，引出原文，所写件数恰好等于差额的通过，并加说明。
    Checks, from 2022 on, whether the documents in force are last year's, plus those issued, minus those repealed. A
        break is always to be reviewed, and must be explained; what the text or the cell says of it is quoted, and where
        the count that it names is the difference, the rule passes with a remark.
    原因 文件不会凭空增减，不衔接说明有文件失效、清理或划转，或者有一年的数不准。
    Why Documents do not come and go by themselves; a break means that some lapsed or moved, or that one year is wrong.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 到期失效、集中清理、机构改革；因此只列为待核问题。
    False alarms Documents that lapsed, clean-ups, reforms; so it is only a review finding.
    调整 documents、grounds 是查找说明时用的词（正则表达式），documents 为文件，grounds 为原因。
    Tailoring `documents` and `grounds` are the words, as patterns, by which an explanation is found.
    """
    words = documents, grounds
    yield from all_of(_break(report, previous, row, words) for row in ("rules", "normative"))


def all_of(parts: Iterable[Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what all parts find, whichever of them cannot be judged, and say at the end that one could not."""
    missing: NotAssessed | None = None
    for part in parts:
        try:
            yield from part
        except NotAssessed as error:
            missing = error
    if missing is not None:
        raise missing


def _break(report: Report, previous: "Snapshot", row: str, words: tuple[Pattern, Pattern]) -> Iterator[Finding]:
    now, issued, repealed = (report.fact("documents", row, column) for column in ("in_force", "issued", "repealed"))
    then = previous.fact("documents", row, "in_force")
    expected = then.number + issued.number - repealed.number
    gap = now.number - expected
    if not gap:
        return
    found = [*_noted((now, repealed, issued), words[1]), *_written(report, *words)]
    known = {issued.number, repealed.number}  # that so many were repealed explains no break beside them
    covering = [one for one in found if abs(gap) in one.counts - known]
    told = covering or found[:2]
    quoted = "；".join(one.evidence.raw for one in told)
    yield Finding(
        at=now,
        status=Status.PASS if covering else Status.REVIEW,
        evidence=(now, then, issued, repealed, *(one.evidence for one in told)),
        label=now.label,
        figure=now.number,
        before=then.number,
        issued=issued.number,
        repealed=repealed.number,
        expected=expected,
        gap=abs(gap),
        explained=Words(f"；报告写有：“{quoted}”", f"; the report says: “{quoted}”") if told else Words("", ""),
    )


class _Explanation(NamedTuple):
    """What may explain a break: the words, and the counts they name."""

    evidence: Evidence
    counts: frozenset[Decimal]


_SAID: Final = Words("说明", "explanation")


def _noted(facts: tuple[Fact, ...], grounds: Pattern) -> Iterator[_Explanation]:
    """Yield what stands in brackets behind a figure: `55（含自然失效29件）`."""
    for fact in facts:
        for note in _NOTE.findall(fact.raw):
            counts = frozenset(map(Decimal, _NUMBER.findall(note) if grounds.search(note) else ()))
            yield _Explanation(Evidence(fact.label, fact.raw.strip(), None, fact), counts)


def _written(report: Report, documents: Pattern, grounds: Pattern) -> Iterator[_Explanation]:
    """Yield the sentences that say of how many documents why there are more or fewer, the shortest first."""
    found = [
        _Explanation(Evidence(_SAID, _shortened(sentence), None, at), counts)
        for passage in passages(report, "paragraphs").every
        for sentence, at in _sentences(passage)
        if documents.search(sentence) and (counts := frozenset(_counts(sentence, grounds)))
    ]
    return iter(sorted(found, key=lambda one: len(one.evidence.raw)))


def _counts(sentence: str, grounds: Pattern) -> Iterator[Decimal]:
    """Yield the counts in clauses that name a ground."""
    for clause in _CLAUSE.findall(sentence):
        if grounds.search(clause):
            yield from map(Decimal, _COUNT.findall(clause))


def _sentences(passage: Passage) -> Iterator[tuple[str, Excerpt | Cell | Paragraph | Heading]]:
    for match in _SENTENCE.finditer(passage.text):
        yield match[0], passage.cut(match.start(), match.end())


_LONGEST: Final = 80


def _shortened(sentence: str) -> str:
    text = " ".join(sentence.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@years.rule(
    "XYR-03",
    zh="{label}为 {figure}，2019年度报告的上一年项目数量加本年增/减为 {expected}",
    en="{label} is {figure}; the items and the change of the report for 2019 come to {expected}",
    severity="warning",
    basis=("R6", "N19"),
    advice=("请核对两年的项目数量。", "Check the items of both years."),
    form="ogi-2019*",
    since=2020,
    until=2020,
    wrong={
        "licensing/licences/previous": 117,
        "rest": "0",
        "previous": {"licensing/licences/previous": 117, "licensing/licences/change": 12, "rest": "0"},
    },
    right={
        "licensing/licences/previous": 129,
        "rest": "0",
        "previous": {"licensing/licences/previous": 117, "licensing/licences/change": 12, "rest": "0"},
    },
)
def items_of_last_year(report: Report, previous: "Snapshot") -> Iterator[Finding]:
    """项目数不衔接 / Item stock break

    检查 2020年度的“上一年项目数量”，是否等于2019年度的上一年项目数量加本年增/减；恰好等于2019年度处理决定数量的，可能
        是把决定数当作了项目数，只列为待核问题。
    Checks, for 2020, whether last year's items are the items and the change of the report for 2019; where they are its
        decisions, these may have been taken for items, which is only a review finding.
    原因 事项数逐年累计，前后应当接得上。
    Why Items are carried on from year to year.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 权力清单调整、把处理决定数量当作项目数的，见 PLA-01；只适用于2020年度，没有2019年度报告时记为未评估。
    False alarms Lists of powers changed, decisions taken for items, see PLA-01; only for 2020, and not assessed without
        the report for 2019.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    yield from all_of(_stock(report, previous, table, row) for table, row in _ROWS)


_DECISIONS: Final = Words(
    "{label}为 {figure}，恰好是2019年度报告的处理决定数量；上一年项目数量加本年增/减为 {expected}："
    "可能把决定数当作了项目数",
    "{label} is {figure}, which are the decisions of the report for 2019; its items and change come to {expected}: "
    "decisions may have been taken for items",
)


def _stock(report: Report, previous: "Snapshot", table: str, row: str) -> Iterator[Finding]:
    now = report.fact(table, row, "previous")
    then, change = previous.fact(table, row, "previous"), previous.fact(table, row, "change")
    expected = then.number + change.number
    if now.number == expected:
        return
    decided = previous.fact(table, row, "decisions") if "decisions" in previous.names[table].columns else None
    misread = decided is not None and decided.value == now.number
    yield Finding(
        at=now,
        status=Status.REVIEW if misread else Status.FAIL,
        message=_DECISIONS if misread else None,
        evidence=(now, then, change, *((decided,) if misread and decided else ())),
        label=now.label,
        figure=now.number,
        expected=expected,
    )


@years.rule(
    "XYR-04",
    zh="{label}为 {figure}，上年为 {before}，本年新公开 {disclosed}：增加的件数多于本年新公开的",
    en="{label} is {figure}, was {before}, and {disclosed} were disclosed this year: it grew by more than that",
    severity="warning",
    basis=("R6", "N19"),
    advice=("请核对对外公开总数量。", "Check the total disclosed."),
    form="ogi-2019*",
    since=2020,
    until=2020,
    wrong={
        "documents/normative/disclosed": 12,
        "documents/normative/total": 110,
        "rest": "0",
        "previous": {"documents/normative/total": 86, "rest": "0"},
    },
    right={
        "documents/normative/disclosed": 12,
        "documents/normative/total": 98,
        "rest": "0",
        "previous": {"documents/normative/total": 86, "rest": "0"},
    },
)
def total_disclosed(report: Report, previous: "Snapshot") -> Iterator[Finding]:
    """对外公开总数量倒退或超增 / Total disclosed breaks

    检查 2020年度的对外公开总数量比2019年度的增加，是否在零与本年新公开数量之间；减少的可能因为文件废止，只列为待核问
        题。
    Checks, for 2020, whether the total disclosed grew since 2019 by no more than what was disclosed this year; where it
        is less, documents may have been repealed, and it is only a review finding.
    原因 总数每年增加的，只能是当年新公开的。
    Why A total grows only by what is disclosed.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 文件废止使总数减少；只适用于2020年度，没有2019年度报告时记为未评估。
    False alarms Repeals make totals smaller; only for 2020, and not assessed without the report for 2019.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    yield from all_of(_total(report, previous, row) for row in ("rules", "normative"))


_LESS: Final = Words(
    "{label}为 {figure}，少于上年的 {before}：请核对是否因文件废止而减少",
    "{label} is {figure}, less than last year's {before}: check whether documents were repealed",
)


def _total(report: Report, previous: "Snapshot", row: str) -> Iterator[Finding]:
    now, disclosed = report.fact("documents", row, "total"), report.fact("documents", row, "disclosed")
    then = previous.fact("documents", row, "total")
    grown = now.number - then.number
    if 0 <= grown <= disclosed.number:
        return
    less = grown < 0
    yield Finding(
        at=now,
        status=Status.REVIEW if less else Status.FAIL,
        severity="note" if less else None,
        message=_LESS if less else None,
        evidence=(now, then, disclosed),
        label=now.label,
        figure=now.number,
        before=then.number,
        disclosed=disclosed.number,
    )


@years.rule(
    "XYR-06",
    zh="上一年度尚未审结 {before} 件，多于{label}的 {figure} 件，请核实去向",
    en="{before} cases were pending last year, more than {label}, {figure}: what became of them?",
    severity="info",
    basis=("R6", "form"),
    advice=("请核对上年未审结案件的结果是否计入本年。", "Check whether last year's pending cases were counted."),
    wrong={"cases/review/total": 1, "rest": "0", "previous": {"cases/review/pending": 3, "rest": "0"}},
    right={"cases/review/total": 3, "rest": "0", "previous": {"cases/review/pending": 3, "rest": "0"}},
)
def pending_cases(report: Report, previous: "Snapshot") -> Iterator[Finding]:
    """未审结去向 / What became of pending cases

    检查 上一年度“尚未审结”的复议、诉讼，是否多于本年度的总计；只列为待核问题。
    Checks whether more reviews or lawsuits were pending last year than this year's report counts in all; a review
        finding.
    原因 未审结的案件本年应当有结果或仍未审结，不会消失。
    Why Pending cases end or stay pending; they do not vanish.
    依据 表四各栏的名称；《政府信息公开条例》第六条。
    Basis The labels of table 4; Article 6 of the Regulations.
    误报 只统计本年新收案件的。
    False alarms Organs that count new cases only.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    yield from all_of(_pending(report, previous, row) for row in ("review", "direct_suit", "suit_after_review"))


def _pending(report: Report, previous: "Snapshot", row: str) -> Iterator[Finding]:
    now, then = report.fact("cases", row, "total"), previous.fact("cases", row, "pending")
    if then.number > now.number:
        yield Finding(
            at=now,
            status=Status.REVIEW,
            evidence=(now, then),
            label=now.label,
            figure=now.number,
            before=then.number,
        )


@years.rule(
    "XYR-07",
    zh="{label}为 {figure}，上一年度为 {before}：变化超过三倍，请核实",
    en="{label} is {figure}, and was {before} the year before: it changed more than threefold; please check",
    severity="note",
    basis="R6",
    advice=("请核对两年的数据和口径。", "Check the figures of both years and how they were counted."),
    wrong={
        "applications/received/total": 412,
        "rest": "0",
        "previous": {"applications/received/total": 40, "rest": "0"},
    },
    right={
        "applications/received/total": 48,
        "rest": "0",
        "previous": {"applications/received/total": 40, "rest": "0"},
    },
)
def changed_threefold(
    report: Report, previous: "Snapshot", *, times: Amount = Decimal(3), least: Amount = Decimal(50)
) -> Iterator[Finding]:
    """同比异常 / Jump between years

    检查 表三、表四的总计与上一年度相比，是否相差三倍以上且相差50以上，或在0与100以上之间变化；只列为待核问题。表二的
        数据见 PLA-08。
    Checks whether a total of table 3 or 4 is more than three times, or less than a third of, last year's and differs by
        50, or went between 0 and 100 or more; a review finding. For table 2 see PLA-08.
    原因 大起大落多半是口径、单位或漏报。
    Why Such jumps usually come from ways of counting, units or omissions.
    依据 《政府信息公开条例》第六条。
    Basis Article 6 of the Regulations.
    误报 职权划转、集中申请。
    False alarms Powers moved, many applications on one matter.
    调整 times 为倍数，least 为至少相差的件数。
    Tailoring `times` is how many times larger or smaller, `least` by how much at least.
    """
    for table in ("applications", "cases"):
        for now in report.facts(table):
            then = _same(now, previous) if now.column == "total" else None
            if then is not None and then.is_far_from(now, times, least):
                yield Finding(
                    at=now,
                    status=Status.REVIEW,
                    evidence=(now, then),
                    label=now.label,
                    figure=format_number(now.number),
                    before=format_number(then.number),
                )


def _same(now: Fact, previous: "Snapshot") -> OtherFact | None:
    """Return last year's figure of the same concept, None where none was printed that can be read."""
    then = previous.counterpart(now)
    return then if then is not None and then.value is not None else None


@years.rule(
    "XYR-09",
    zh="{count} 个非零数据与上一年度完全相同",
    en="{count} figures other than zero are the same as last year's",
    severity="warning",
    basis=("R6", "N21"),
    category="DUP",
    explains=("XYR-01", "XYR-02", "XYR-03", "XYR-04"),
    advice=("请核对是否误用了上一年度的表格。", "Check whether last year's tables were used again."),
    wrong={**FIGURES, "previous": FIGURES},
    right={
        **FIGURES,
        "previous": {**FIGURES, "enforcement/penalties/decisions": 38, "licensing/licences/decisions": 271},
    },
)
def copied_figures(
    report: Report, previous: "Snapshot", *, least: Count = 8, different: Count = 6
) -> Iterator[Finding]:
    """数据与上年完全相同 / Figures equal to last year's

    检查 不少于8个非零数据时，是否全部与上一年度相同；数值不足6种的（多为很小的数）可能是巧合，只列为待核问题。
    Checks, where at least 8 figures are not zero, whether all are the same as last year's; where they have fewer than 6
        values, mostly very small ones, it may be chance, and is only a review finding.
    原因 两年数据完全相同极为少见，可能沿用了上年的数字。
    Why Two years are hardly ever alike in every figure; last year's may have been kept.
    依据 国办公开办函〔2021〕30号（内容雷同）；《政府信息公开条例》第六条。
    Basis Notice 国办公开办函〔2021〕30号 on copied content; Article 6 of the Regulations.
    误报 数据很少的小机关；两年表式不同的不比对。
    False alarms Small organs with few figures; reports on different forms are not compared.
    调整 least 为至少多少个非零数据，different 为至少多少种数值。
    Tailoring `least` is how many figures there must be at least, `different` how many values.
    """
    if previous.form != report.form.name:
        raise NotApplicable("last year's report is on another form", "上一年度报告使用的是另一表式")
    printed = [(now, _same(now, previous)) for now in report.facts() if now.value]
    same = [(now, then) for now, then in printed if then is not None and then.value == now.value]
    others = [then for then in previous.facts() if then.value]
    if len(same) < least or len(same) < len(printed) or len(others) > len(same):
        return
    values = {now.value for now, _ in same}
    first = same[0][0]
    yield Finding(
        at=report.table(first.table) or first,
        status=Status.FAIL if len(values) >= different else Status.REVIEW,
        evidence=tuple(fact for pair in same[:_MOST_SHOWN] for fact in pair if fact is not None),
        count=len(same),
    )


_MOST_SHOWN: Final = 5
"""So many of the figures that are the same are shown, each of them twice."""


@years.rule(
    "XYR-10",
    zh="{label}为 {figure}，约为上一年度 {before} 的一万倍或万分之一，请核对单位",
    en="{label} is {figure}, about ten thousand times last year's {before}, or a ten-thousandth of it: check the unit",
    severity="warning",
    basis="R6",
    advice=("请核对金额单位（元、万元）。", "Check the unit, yuan or 万元."),
    wrong={"fees/fees/amount": 1650000, "previous": {"fees/fees/amount": "162.38"}},
    right={"fees/fees/amount": "165.00", "previous": {"fees/fees/amount": "162.38"}},
)
def unit_jump(report: Report, previous: "Snapshot", *, tolerance: Share = Decimal("0.05")) -> Iterator[Finding]:
    """单位跳变 / Unit jump

    检查 金额与上一年度之比，是否接近一万倍或万分之一（相差不超过5%）；只列为待核问题。
    Checks whether an amount is about ten thousand times last year's, or a ten-thousandth of it, within 5 %; a review
        finding.
    原因 元与万元相差一万倍，跳变多半是单位用错。
    Why Yuan and 万元 differ by ten thousand; such a jump is usually the wrong unit.
    依据 表头的单位；《政府信息公开条例》第六条。
    Basis The unit in the head; Article 6 of the Regulations.
    误报 收费项目恰好大增大减的；两年表式不同、没有同一金额的不比对。
    False alarms Charges that really grew or shrank so much; amounts that last year's form did not ask for are not
        compared.
    调整 tolerance 为允许偏离的比例。
    Tailoring `tolerance` is the share by which the ratio may be off.
    """
    amounts = [fact for fact in report.facts() if fact.concept.type == "money"]
    pairs = [(now, then) for now in amounts if (then := _same(now, previous)) is not None]
    if amounts and not pairs:
        raise NotApplicable("last year's report has no such amount", "上一年度报告没有同一金额")
    for now, then in pairs:
        if not now.value or not then.value:
            continue
        ratio = max(now.value / then.value, then.value / now.value)
        if abs(ratio / _UNITS - 1) <= tolerance:
            yield Finding(
                at=now,
                status=Status.REVIEW,
                evidence=(now, then),
                label=now.label,
                figure=format_number(now.value),
                before=format_number(then.value),
            )


_UNITS: Final = Decimal(10_000)
