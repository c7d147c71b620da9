"""What leaves a report without a score: tables that are not there or could not be read, and merges left unresolved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.cli.writing import FailureCriteria
from audit_core.completeness import tables_of
from audit_core.document import Source
from audit_core.figures import Figure, State
from audit_core.findings import Severity, Status
from audit_core.loaders import BUILTIN, read
from audit_core.report import Fact, Report
from audit_core.results import Audited, Run
from audit_core.runs.auditing import Auditing, Orders
from audit_core.runs.course import Course
from audit_core.runs.files import inputs
from audit_core.scoring import score
from audit_rulesets.samples.drafts import Draft, Table
from audit_rulesets.samples.render import CRLF, PIPES
from tests.balanced import lines, report_of, small
from tests.reports.bases import b22
from tests.reports.reading import auditor

PICTURE = "![本页表格](table.png)"
ANNEX = "各项数据见附件。"


def replaced(put: Callable[[str], str], draft: Draft) -> Draft:
    """Return a report with something else in place of each table; blank text for nothing."""
    for part in draft.parts:
        blocks = [put(block.key) if isinstance(block, Table) else block for block in part.blocks]
        part.blocks = [block for block in blocks if block]
    return draft


def audited(data: bytes) -> Audited:
    return auditor().audit(read(data, "report.md", BUILTIN))


def ran(data: bytes, path: Path, *select: str) -> Run:
    file = path / "report.md"
    file.write_bytes(data)
    found = list(inputs([str(file)], "stdin", len(data)))
    with Auditing(Orders(select=select)) as auditing:
        run = Course(auditing, found).run([str(file)])
        assert len(run.results) <= 1
        return run


def status(run: Run, fail_on: Severity) -> int:
    verdict = FailureCriteria(fail_on, None)
    for result in run.results:
        verdict.see(result)
    return verdict.status(run)


def plain(put: Callable[[str], str]) -> bytes:
    return PIPES.print(replaced(put, b22()))


GRID = "| 项目 | 数量 |\n| --- | --- |\n| 接待来访 | 12 |\n| 网上答复 | 7 |"

MISSING = {
    "nothing in place of the tables": (lambda _: "", True),
    "a picture in place of each": (lambda _: PICTURE, False),
    "a picture in place of one": (lambda key: PICTURE if key == "cases" else "", False),
    "a table of another kind": (lambda key: GRID if key == "applications" else "", False),
    "an annex": (lambda _: ANNEX, False),
}


@pytest.mark.parametrize(("put", "complete"), MISSING.values(), ids=MISSING)
def test_a_report_without_its_tables_has_no_score(put: Callable[[str], str], complete: bool, tmp_path: Path) -> None:
    data = plain(put)
    found = audited(data)
    assert found.unscored.en.startswith("none of the tables that the form prescribes was read")
    assert found.complete is complete
    scored = score(found, auditor().ruleset.scoring, auditor().rules)
    assert (scored.value, scored.lower_bound, scored.grade) == (None, None, None)
    assert scored.withheld == found.unscored
    assert not scored.publishable
    run = ran(data, tmp_path)
    assert status(run, Severity.BLOCKER) == (1 if complete else 2)
    assert [failure.words for failure in run.failures] == ([] if complete else [found.unscored])


def test_the_missing_tables_are_the_reports_fault_only_where_nothing_may_be_one() -> None:
    table_missing = [one.status for one in audited(plain(lambda _: "")).findings if one.rule == "TAB-01"]
    assert table_missing == [Status.FAIL] * 3
    assert not [one for one in audited(plain(lambda _: ANNEX)).findings if one.rule == "TAB-01"]


def test_without_the_rule_that_names_them_the_audit_is_not_complete(tmp_path: Path) -> None:
    run = ran(plain(lambda _: ""), tmp_path, "TXT")
    assert status(run, Severity.WARNING) == 2
    assert next(iter(run.failures)).words.zh == "表式规定的表格一张也没有读到"


def test_one_table_is_enough_to_go_on(tmp_path: Path) -> None:
    draft = b22()
    for part in draft.parts:
        part.blocks = [block for block in part.blocks if not isinstance(block, Table) or block.key == "applications"]
    found = audited(PIPES.print(draft))
    assert (found.unscored.en, found.complete) == ("", True)


def test_a_table_that_the_score_hangs_on_and_nobody_read_leaves_the_audit_incomplete(tmp_path: Path) -> None:
    draft = b22()
    for part in draft.parts:
        picture = {id(block) for block in part.blocks if isinstance(block, Table) and block.key == "applications"}
        part.blocks = [PICTURE if id(block) in picture else block for block in part.blocks]
    run = ran(PIPES.print(draft), tmp_path)
    assert [failure.words.zh for failure in run.failures] == ["表三没有读到，不评分"]
    (result,) = run.results
    assert (result.score.value, result.score.publishable, result.complete) == (None, False, False)
    assert status(run, Severity.BLOCKER) == 2


@pytest.mark.parametrize(
    ("put", "graded", "expected"),
    [
        (lambda text: text, True, 0),
        # A cell short, and several ways to read the row: the number stands, and no grade until it is checked.
        (lambda text: text.replace("| 90 | 22 | 0 | 2 | 4 | 2 | 120 |", "| 90 | 22 | 2 | 4 | 120 |"), False, 0),
    ],
)
def test_no_grade_where_figures_are_left_undecided(
    put: Callable[[str], str], graded: bool, expected: int, tmp_path: Path
) -> None:
    data = PIPES.print(b22()).decode()
    run = ran(put(data).encode(), tmp_path)
    (result,) = run.results
    assert result.score.value is not None
    assert (result.score.grade is not None) is result.score.publishable is graded
    assert ("的数字无法确定，核对之前不评等次" in result.score.withheld.zh) is not graded
    assert status(run, Severity.BLOCKER) == expected


@pytest.mark.parametrize(
    ("figures", "unscored"),
    [
        ([(State.AMBIGUOUS, ())], True),
        ([(State.AMBIGUOUS, (1, 2)), (State.AMBIGUOUS, ())], True),
        ([(State.AMBIGUOUS, (1, 2)), (State.AMBIGUOUS, (1, 1))], False),
        ([(State.AMBIGUOUS, ()), (State.TEXT, ())], False),
        ([(State.AMBIGUOUS, ()), (State.BLANK, ())], False),
    ],
)
def test_figures_that_cannot_be_told_are_not_read(figures: list[tuple[State, tuple[int, ...]]], unscored: bool) -> None:
    form = small(t={"rows": lines(*(f"r{n}" for n in range(len(figures)))), "columns": lines("c")})
    plain = report_of(form, {f"t/r{n}/c": 1 for n in range(len(figures))})
    facts = [
        Fact(fact.concept, Figure("1 2", state), readings=readings)
        for fact, (state, readings) in zip(plain.vector, figures, strict=True)
    ]
    words, complete = tables_of(Report(plain.document, form, tuple(facts), year=2019), ())
    assert (bool(words.en), complete) == (unscored, not unscored)


def test_what_may_be_a_table_is_looked_for_where_tables_are_due() -> None:
    elsewhere = replaced(lambda _: "", b22())
    elsewhere.parts[1].blocks += [PICTURE, GRID]
    assert audited(PIPES.print(elsewhere)).complete


def test_a_form_without_tables_lacks_none() -> None:
    class Untabled:
        form = type("Form", (), {"tables": {}})

    assert tables_of(Untabled(), ()) == (("", ""), True)  # type: ignore[arg-type]


CONFLICTS = {
    "two sides": ("甲\n<<<<<<< HEAD\n乙\n=======\n丙\n>>>>>>> other\n丁\n", 2),
    "with the common ancestor": ("<<<<<<< HEAD\n乙\n||||||| base\n甲\n=======\n丙\n>>>>>>> other\n", 1),
    "ended by CRLF": ("甲\r\n\r\n<<<<<<< a\r\n乙\r\n=======\r\n丙\r\n>>>>>>> b\r\n", 3),
    "without names, at the end of the file": ("<<<<<<<\n乙\n=======\n>>>>>>>", 1),
    "an opening that leads nowhere before it": ("<<<<<<< a\n乙\n<<<<<<< b\n=======\n丙\n>>>>>>> c\n", 1),
    "a heading underlined inside": ("<<<<<<< a\n报告\n=======\n甲\n=======\n丙\n>>>>>>> c\n", 1),
    "an underlined heading": ("报告\n=======\n\n甲\n", 0),
    "seven signs and a quotation": ("报告\n=======\n\n>>>>>>> 引文\n", 0),
    "an opening alone": ("<<<<<<< HEAD\n乙\n", 1),
    "without the line between": ("<<<<<<< HEAD\n乙\n>>>>>>> other\n", 1),
    "a closing alone": ("甲\n>>>>>>> 3f2a1c0 (更正)\n", 0),
    "a closing alone, with a name": ("甲\n\n>>>>>>> origin/main\n", 3),
    "an ancestor alone": ("||||||| merged common ancestors\n甲\n", 1),
    "names in Chinese": ("<<<<<<< 初稿\n乙\n=======\n丙\n>>>>>>> 终稿\n", 1),
    "an opening alone without a name": ("<<<<<<<\n乙\n", 0),
    "the line between before the opening": ("=======\n<<<<<<< HEAD\n>>>>>>> other\n", 2),
    "indented, as when told of": ("    <<<<<<< HEAD\n    =======\n    >>>>>>> other\n", 0),
    "inside a sentence": ("甲 <<<<<<< HEAD 乙\n=======\n丙\n", 0),
    "eight signs": ("<<<<<<<< HEAD\n========\n>>>>>>>> other\n", 0),
}


@pytest.mark.parametrize(("text", "line"), CONFLICTS.values(), ids=CONFLICTS)
def test_the_marks_of_a_merge(text: str, line: int) -> None:
    assert Source("report.md", text=text).conflict == line


@given(st.text(alphabet="<=>| a\n\r", max_size=200))
def test_marks_are_looked_for_in_any_text(text: str) -> None:
    source = Source("report.md", text=text)
    marks = ("<<<<<<<", ">>>>>>> a", "||||||| a")
    assert not source.conflict or text.startswith(marks, source.line_starts[source.conflict - 1])


def merged(data: bytes) -> bytes:
    """Return a report in whose third paragraph a merge was left."""
    lines = data.splitlines(keepends=True)
    end = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    at = next(index for index, line in enumerate(lines) if line.startswith(b"#") and index > 5)
    marks = [b"<<<<<<< HEAD" + end, "另一种写法。".encode() + end, b"=======" + end, b">>>>>>> other" + end]
    return b"".join([*lines[:at], *marks, *lines[at:]])


@pytest.mark.parametrize("style", [PIPES, CRLF], ids=lambda style: style.name)
def test_nothing_is_said_of_a_report_with_a_merge_in_it(style: object, tmp_path: Path) -> None:
    data = merged((PIPES if style is PIPES else CRLF).print(b22()))
    line = next(number for number, text in enumerate(data.splitlines(), 1) if text.startswith(b"<<<<<<<"))
    found = audited(data)
    assert not found.findings
    assert {outcome.status for outcome in found.outcomes} == {Status.NOT_ASSESSED}
    assert f"line {line} " in found.unscored.en
    assert f"第 {line} 行" in found.unscored.zh
    run = ran(data, tmp_path)
    assert status(run, Severity.BLOCKER) == 2
    assert [failure.words for failure in run.failures] == [found.unscored]


def test_a_merge_in_what_names_no_year_is_told_all_the_same(tmp_path: Path) -> None:
    run = ran("<<<<<<< HEAD\n甲县\n=======\n乙县\n>>>>>>> other\n".encode(), tmp_path)
    assert not run.results
    assert "line 1 " in next(iter(run.failures)).words.en
