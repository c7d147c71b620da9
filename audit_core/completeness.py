"""What leaves a report without a score whatever the rules found, and whether the audit of it is complete.

A report of which no table was found would otherwise pass: what is not there breaks no sum. Whose fault that is, rules
tell: where one says that the tables are missing, and nothing in their place may be one, the audit is complete.
"""

from collections.abc import Iterable, Iterator

from audit_core.document import Document, Image, Table
from audit_core.figures import State
from audit_core.findings import Reported, Status
from audit_core.report import Fact, Report
from audit_core.results import NO_WORDS
from audit_core.words import Words, counted


def conflict_of(document: Document) -> Words:
    """Return what to say of a merge that was left unresolved in a file; no words where there is none."""
    line = document.source.conflict
    if not line:
        return NO_WORDS
    return Words(
        f"第 {line} 行起有未解决的合并冲突标记（<<<<<<<、=======、>>>>>>>），请先解决冲突再审核",
        f"an unresolved merge conflict begins in line {line} (<<<<<<<, =======, >>>>>>>); expected a file without any",
    )


def tables_of(report: Report, findings: Iterable[Reported]) -> tuple[Words, bool]:
    """Return why a report cannot be scored for want of tables, and whether its audit is complete nevertheless.

    No words where a figure of any of its form's tables was read and its place decided, or the form has none.
    """
    if not report.form.tables or not all(map(is_open, report.facts())):
        return NO_WORDS, True
    if next(report.facts(), None) is not None:
        return Words(
            "表式规定的表格没有一个数字能够确定属于哪一行哪一列",
            "of no figure of the tables that the form prescribes can row and column be told",
        ), False
    none_read = Words("表式规定的表格一张也没有读到", "none of the tables that the form prescribes was read")
    superseded = any(table.superseded for table in report.tables.values())
    traces = list(_traces(report))
    if traces and not superseded:
        return Words(
            f"{none_read.zh}，文件中另有{'、'.join(trace.zh for trace in traces)}，可能就是这些表格，未能审核",
            f"{none_read.en}; what may be they could not be audited: {', '.join(trace.en for trace in traces)}",
        ), False
    named = any(
        one.status is Status.FAIL and one.finding.responsibility == "source" and one.finding.table in report.form.tables
        for one in findings
    )
    return none_read, named or superseded


def is_open(fact: Fact) -> bool:
    """Whether a figure is printed of which it cannot be told what its value is: several readings are left, or none."""
    return fact.figure.state is State.AMBIGUOUS and len(set(fact.readings)) != 1


def _traces(report: Report) -> Iterator[Words]:
    """Yield what stands where tables are due and may be one: pictures, unknown tables, cells that run together."""
    due = {table.section for table in report.form.tables.values()}
    sections = [section for section in report.sections if section.key in due]
    blocks = list(report.document.blocks())
    images = [image for section in sections for image in section.images] if sections else _of(Image, blocks)
    tables = [table for section in sections for table in section.tables] if sections else _of(Table, blocks)
    if images:
        yield Words(f"图片 {len(images)} 张", counted(len(images), "picture"))
    if tables:
        yield Words(f"未能识别的表格 {len(tables)} 张", f"{counted(len(tables), 'table')} not recognised")
    if any(notice.kind == "unplaced_cells" for notice in report.notices):
        yield Words("分不清行列的文字和数字", "words and figures of which neither row nor column can be told")


def _of(kind: type, blocks: Iterable[object]) -> list[object]:
    return [block for block in blocks if isinstance(block, kind)]
