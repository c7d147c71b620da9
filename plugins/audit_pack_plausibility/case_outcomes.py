"""Leads on how applications, reviews and lawsuits ended."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from audit_core import Amount, Evidence, Fact, Finding, Report, Share, Status, Words, format_number
from audit_pack_plausibility import pack


@pack.rule(
    "PLA-10",
    zh="{suits}为 {figure}，而行政复议总计为 0：复议后起诉以复议为前提，可能填错了栏；如复议是以前年度审结的，则无误",
    en="{suits} is {figure} while there were no reviews: such suits follow a review, so the column may be wrong; "
    "where the "
    "review was decided in an earlier year, nothing is wrong",
    severity="info",
    basis=("R6", "N19", "N21"),
    advice=("请核对是否应填在“未经复议直接起诉”。", "Check whether they belong under 未经复议直接起诉."),
    wrong={"cases/review/total": 0, "cases/suit_after_review/total": 2},
    right={"cases/review/total": 3, "cases/suit_after_review/total": 2},
)
def suits_without_reviews(report: Report) -> Iterator[Finding]:
    """复议后起诉多于复议 / Lawsuits after review without reviews

    检查 表四“复议后起诉”有案件，而“行政复议”没有案件。
    Checks whether table 4 has lawsuits after review and no review.
    原因 没有复议，就没有复议后的起诉；多半是与“未经复议直接起诉”填混了。
    Why Without a review nothing can follow one; usually it is mixed up with suits without review.
    依据 表四各栏的名称；《政府信息公开条例》第六条要求及时、准确公开。
    Basis The labels of table 4; Article 6 of the Regulations asks for accurate information.
    误报 复议在以前年度审结，今年才起诉的。
    False alarms Reviews decided in an earlier year.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    suits, reviews = report.fact("cases", "suit_after_review", "total"), report.fact("cases", "review", "total")
    figure = _counted(report, suits, "results")
    if figure and not _counted(report, reviews, "results"):
        yield Finding(suits, status=Status.REVIEW, evidence=(suits, reviews), suits=suits.label, figure=figure)


@pack.rule(
    "PLA-12",
    zh="表三办结的 {whole} 件申请中，{part} 件（{percent}%）是“{name}”，超过 {limit}%：可能归类有误；如确实如此，"
    "建议在正文说明",
    en="{part} of the {whole} applications handled ({percent}%) are “{name}”, more than {limit}%: they may be wrongly "
    "classed; where they are not, the text should say why",
    severity="info",
    basis=("R36", "N19", "N21"),
    advice=("请抽查答复书，核对办理结果的归类。", "Check some answers against the class they were counted in."),
    wrong={
        "applications/granted/total": 5,
        "applications/other_reasons/total": 95,
        "applications/total/total": 100,
        "rest": "0",
    },
    right={
        "applications/granted/total": 92,
        "applications/unable_not_held/total": 22,
        "applications/other_reasons/total": 4,
        "applications/total/total": 118,
        "rest": "0",
    },
)
def one_sided(report: Report, *, share: Share = Decimal("0.8"), least: Amount = Decimal(20)) -> Iterator[Finding]:
    """申请结果集中 / One-sided results

    检查 办结20件以上的，“无法提供”或“其他处理”是否超过八成。
    Checks, where at least 20 applications were handled, whether over 80 % were 无法提供 or 其他处理.
    原因 几乎全部无法提供或其他处理，多半是归类不当，也可能是答复流于形式。
    Why If nearly all were beyond supply or handled otherwise, they are probably wrongly classed, or answered as a
        routine.
    依据 《政府信息公开条例》第三十六条规定的答复情形。
    Basis Article 36 of the Regulations on how applications are answered.
    误报 一人大量申请同类信息的。
    False alarms One person who asked many times for the like.
    调整 share 是比例上限，least 是至少办结的件数。
    Tailoring `share` is the largest share, `least` how many applications it takes.
    """
    whole = report.fact("applications", "total", "total")
    handled = _counted(report, whole)
    granted = report.fact("applications", "granted", "total").figure.exact
    # What was granted is most often enough to tell that nothing else takes so large a share.
    if handled < max(least, Decimal(1)) or granted >= (1 - share) * handled:
        return
    for name, rows in _classes(report):
        facts = [report.fact("applications", row, "total") for row in rows]
        part = sum((_counted(report, fact) for fact in facts), start=Decimal(0))
        if part > share * handled:
            shown = (*(Evidence.of(fact) for fact in facts), Evidence.of(whole))
            yield _mostly(name, shown, (part, handled, share))


def _classes(report: Report) -> list[tuple[Words, Sequence[str]]]:
    groups = report.form.table("applications").groups
    unable, otherwise = Words("无法提供", "unable to supply"), Words("其他处理", "handled otherwise")
    return [(unable, groups["unable"]), (otherwise, groups.get("otherwise", ("other",)))]


def _counted(report: Report, fact: Fact, parts: str = "applicants") -> Decimal:
    """Return the total of a row, added up where its cell is blank."""
    if fact.value is not None:
        return fact.value
    columns = report.form.tables[fact.table].groups[parts]
    return sum((report.fact(fact.table, fact.row, column).number for column in columns), start=Decimal(0))


def _mostly(name: Words, shown: tuple[Evidence, ...], numbers: tuple[Decimal, Decimal, Decimal]) -> Finding:
    part, whole, share = numbers
    return Finding(
        shown[0].at,
        status=Status.REVIEW,
        evidence=shown,
        key=f"applications/{name.en}",
        name=name,
        whole=whole,
        part=part,
        percent=(100 * part / whole).quantize(Decimal("0.1")),
        limit=format_number((100 * share).quantize(Decimal(1))),
    )
