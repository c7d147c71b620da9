"""What conversion and page breaks leave of tables: leads at most, and the faults beside them are found."""

from collections.abc import Callable

import pytest

from audit_core import Finding, Report, RulePack, Status
from audit_core.engine import Auditor
from audit_core.loaders import BUILTIN, read
from audit_core.results import Audited
from audit_rulesets.samples.render import LINES, PIPES, Style
from tests.packs.handmade import report
from tests.reports.bases import b22
from tests.reports.reading import auditor

Change = tuple[str, str]

NOT_CORRECTED = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
FIRST = "\n三、本处理\n年度办理\n1.申请人无正当理由\n\n| 行政机关不再处理其政府信 | 1 | 1 | 0 | 0 | 0 | 0 | 2 |\n|---|---|---|---|---|---|---|---|\n"
SECOND = "\n（六）其\n收费通知要求\n\n| 逾期未按 | 缴纳费用、行政机关 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n|---|---|---|---|---|---|---|---|---|\n"


def torn(*changes: Change) -> str:
    """Return a clean report whose table three a conversion tore at its last group, with texts replaced."""
    lines = PIPES.print(b22()).decode().splitlines(keepends=True)
    text = "".join(FIRST if NOT_CORRECTED in line else SECOND if UNPAID in line else line for line in lines)
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def audited(text: str) -> Audited:
    """Audit a text."""
    return auditor().audit(read(text.encode(), "report.md", BUILTIN))


def failing(text: str) -> set[str]:
    """Return the rules that accuse."""
    return {one.rule for one in audited(text).findings if one.status is Status.FAIL}


def test_scraps_of_labels_are_neither_headings_nor_prose_and_are_told() -> None:
    bound = report(torn())
    assert [section.title for section in bound.sections if section.form is None] == []
    assert [part.text for part in bound.paragraphs() if "年度办理" in part.text] == []
    notice = next(one for one in bound.notices if one.kind == "unplaced_cells")
    assert "散落在表格之外" in notice.words.zh
    assert bound.tables["applications"].damaged
    assert bound.is_damaged(bound.tables["applications"])
    assert not bound.is_damaged(bound.tables["documents"])


def test_nobody_is_accused_of_what_a_conversion_tore() -> None:
    assert failing(torn()) == set()
    leads = [one for one in audited(torn()).findings if one.rule in {"TAB-04", "TAB-06", "EXT-03"}]
    assert leads
    assert {(one.status, one.finding.responsibility, one.finding.fix) for one in leads} == {
        (Status.REVIEW, "conversion", None)
    }


FAULTS: dict[str, tuple[tuple[Change, ...], str]] = {
    "a wrong figure in a whole row": ((("2.重复申请 | 2 |", "2.重复申请 | 5 |"),), "TAB-31"),
    "a label of the organ's own in a whole row": ((("2.其他法律行政法规", "2.其他法律法规"),), "TAB-04"),
    "a heading of a second numbering": (
        (("全县共召开政府信息公开工作推进会4次", "全县工作如下。\n\n一、机构建设\n\n召开推进会4次"),),
        "SEC-04",
    ),
    "a row of the organ's own in another table": (
        (("| 行政强制 | 87 |  |  |\n", "| 行政强制 | 87 |  |  |\n| 行政裁决事项 | 3 |  |  |\n"),),
        "TAB-06",
    ),
}


@pytest.mark.parametrize(("changes", "rule"), FAULTS.values(), ids=FAULTS)
def test_faults_beside_the_tear_are_found(changes: tuple[Change, ...], rule: str) -> None:
    assert rule in failing(torn(*changes))


def test_real_prose_between_the_pieces_of_a_table_stays() -> None:
    sentence = "经办人补记：其中一件当事人电话为13900006789。"
    bound = report(torn(("（六）其\n收费通知要求\n", f"（六）其\n\n{sentence}\n")))
    assert sentence in [part.text for part in bound.paragraphs()]
    assert "TXT-08" in {one.rule for one in audited(torn(("（六）其\n收费通知要求\n", f"{sentence}\n"))).findings}


def check(at: Callable[[Report], object]) -> Audited:
    """Audit the torn report by one rule, which accuses one place."""
    own = RulePack("PCS")

    @own.rule("PCS-01", zh="此处", en="here", severity="error")
    def accuses(report: Report) -> list[Finding]:
        """指认一处 / Accuses one place."""
        return [Finding(at(report))]  # type: ignore[arg-type]

    rules = {rule.id: rule for rule in own.rules.values()}
    return Auditor(auditor().ruleset, rules, select=("PCS",)).audit(read(torn().encode(), "report.md", BUILTIN))


PLACES: dict[str, tuple[Callable[[Report], object], Status]] = {
    "a row that is a piece": (lambda r: r.tables["applications"].rows["other_not_corrected"], Status.REVIEW),
    "its label": (lambda r: r.tables["applications"].rows["other_not_corrected"].label, Status.REVIEW),
    "a figure of it": (lambda r: r.fact("applications", "other_not_corrected", "natural"), Status.FAIL),
    "a whole row": (lambda r: r.tables["applications"].rows["total"], Status.FAIL),
    "the table": (lambda r: r.tables["applications"], Status.FAIL),
    "a paragraph": (lambda r: next(r.document.paragraphs()), Status.FAIL),
}


@pytest.mark.parametrize(("at", "status"), PLACES.values(), ids=PLACES)
def test_what_any_rule_finds_at_a_piece_is_a_lead(at: Callable[[Report], object], status: Status) -> None:
    found = check(at)
    assert [one.status for one in found.findings] == [status]
    assert [one.status for one in found.outcomes if one.rule == "PCS-01"] == [status]
    assert found.findings[0].finding.responsibility == ("conversion" if status is Status.REVIEW else "source")


HEADS = (("商业企业", "商业企"), ("科研机构", "科研机"), ("社会公益组织", "社会公益"), ("法律服务机构", "法律服"))
NOT_HELD = "1.本机关不掌握相关政府信息"
TAIL = (("1.信访举报投诉类申请", "1.信访举报投诉"), ("2.重复申请", "类申请 2.重复申请"))

LABELS: dict[str, tuple[Style, tuple[Change, ...], list[str]]] = {
    "heads cut off": (PIPES, HEADS, ["conversion"]),
    "heads cut off, a cell a line, told by their place": (LINES, HEADS, []),
    "a row cut off, a cell a line": (LINES, ((NOT_HELD, "1.本机关不掌握相关"),), ["conversion"]),
    "two rows cut off": (LINES, ((NOT_HELD, "1.本机关不掌"), ("3.补正后申请内容仍不明确", "3.补正后申请内")), ["conversion"]),
    "the end of a label before the next": (PIPES, TAIL, ["conversion"]),
    "the end of a label before the next, a cell a line": (LINES, TAIL, ["conversion"]),
    "the beginning of a label behind the one before": (
        PIPES, (("1.信访举报投诉类申请", "1.信访举报投诉类申请2.重复"), ("2.重复申请", "申请")), ["conversion"]
    ),
    "a head of the organ's own": (PIPES, (("商业企业", "商业公司"),), ["source"]),
    "a row of the organ's own, a cell a line": (LINES, ((NOT_HELD, "1.本单位不掌握相关信息"),), ["source"]),
    "a label without a word in it, a cell a line": (LINES, (("2.其他法律行政法规", "2.其他法律法规"),), ["source"]),
    "a label of an older form, a cell a line": (LINES, (("行政规范性文件", "规范性文件"),), ["source"]),
    "a shorter label in a whole grid": (PIPES, ((NOT_HELD, "1.本机关不掌握"),), ["source"]),
    "words added to a label": (PIPES, (("2.重复申请", "2.重复申请类申请"),), ["source"]),
    "an own label beside pieces": (PIPES, (*HEADS, ("2.其他法律行政法规", "2.其他法律法规")), ["conversion", "source"]),
}  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("lie", [False, True], ids=["", "beside a wrong figure"])
@pytest.mark.parametrize(("style", "changes", "expected"), LABELS.values(), ids=LABELS)
def test_who_is_responsible_for_a_label(
    style: Style, changes: tuple[Change, ...], expected: list[str], lie: bool
) -> None:
    draft = b22()
    if lie:
        next(row for row in draft.table("applications").rows if row.key == "granted").figures["total"] = "66"
    text = style.print(draft).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    for _ in range(3):  # as well where the tables are bound by what is remembered of others
        found = audited(text).findings
        labels = [one for one in found if one.rule == "TAB-04"]
        assert sorted(one.finding.responsibility for one in labels) == expected
        assert all((one.status is Status.FAIL) == (one.finding.responsibility == "source") for one in labels)
        assert any(one.rule.startswith("TAB-3") and one.status is Status.FAIL for one in found) == lie
