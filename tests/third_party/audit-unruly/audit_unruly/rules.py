"""Rules that end, interrupt, kill, print, change what they are given, and yield what is no finding."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from decimal import getcontext
from pathlib import Path
from typing import Any, TypeVar

from audit_core import Evidence, Finding, Fix, InputError, Report, RulePack, Sides, Words

pack = RulePack("UR")

SEEN: list[Report] = []
WORDS = Words("话", "words")

# What no type checker would let pass.
FIX: Any = "77"
SIDE: Any = "1"
TEXT: Any = 7
NOBODY: Any = "nobody"
PLACE: Any = "line 3"

Check = TypeVar("Check", bound=Callable[..., Any])


def rule(number: int) -> Callable[[Check], Check]:
    """Declare a rule of the pack."""
    return pack.rule(f"UR-{number:02}", zh="规则 {n}", en="rule {n}", severity="note")


@rule(1)
def leaves_with_0(report: Report) -> None:
    """离开 0 / sys.exit(0)."""
    sys.exit(0)


@rule(2)
def leaves_with_1(report: Report) -> None:
    """离开 1 / sys.exit(1)."""
    sys.exit(1)


@rule(3)
def ends_the_process(report: Report) -> None:
    """结束进程 / os._exit(0)."""
    os._exit(0)


@rule(4)
def generator_exit(report: Report) -> Iterator[Finding]:
    """生成器退出 / GeneratorExit."""
    yield Finding(at=report.title, n=4)
    raise GeneratorExit


@rule(5)
def interrupts(report: Report) -> None:
    """中断 / KeyboardInterrupt."""
    raise KeyboardInterrupt


class Odd(BaseException):
    """No Exception."""


@rule(6)
def base_exception(report: Report) -> None:
    """异常 / BaseException."""
    raise Odd("odd")


@rule(7)
def is_killed(report: Report) -> None:
    """被杀 / SIGKILL."""
    os.kill(os.getpid(), signal.SIGKILL)


@rule(8)
def recurses(report: Report) -> None:
    """递归 / Recursion."""
    recurses(report)


@rule(9)
def refuses_the_input(report: Report) -> None:
    """拒绝 / InputError."""
    raise InputError("not mine", "不归我")


@rule(10)
def prints(report: Report) -> None:
    """打印 / Prints."""
    print("printed by a rule")  # noqa: T201
    os.write(1, b"written by a rule\n")


@rule(11)
def yields_text(report: Report) -> Iterator[Any]:
    """文本 / Text."""
    yield "a finding"


@rule(12)
def yields_a_wrong_fix(report: Report) -> Iterator[Finding]:
    """修正 / Fix."""
    yield Finding(at=report.title, n=12, fix=FIX)


@rule(13)
def yields_wrong_sides(report: Report) -> Iterator[Finding]:
    """两边 / Sides."""
    yield Finding(at=report.title, n=13, sides=Sides(SIDE, "=", 2, WORDS))


@rule(14)
def yields_wrong_evidence(report: Report) -> Iterator[Finding]:
    """证据 / Evidence."""
    yield Finding(at=report.title, n=14, evidence=(Evidence(WORDS, TEXT),))


@rule(15)
def blames_nobody(report: Report) -> Iterator[Finding]:
    """归属 / Responsibility."""
    yield Finding(at=report.title, n=15, responsibility=NOBODY)


@rule(16)
def knows_no_such_severity(report: Report) -> Iterator[Finding]:
    """严重程度 / Severity."""
    yield Finding(at=report.title, n=16, severity="grave")


@rule(17)
def points_nowhere(report: Report) -> Iterator[Finding]:
    """位置 / Place."""
    yield Finding(at=PLACE, n=17)


@rule(18)
def points_at_another_report(report: Report) -> Iterator[Finding]:
    """另一份报告 / Another report."""
    SEEN.append(report)
    yield Finding(at=SEEN[0].sections[0], n=18)


@rule(19)
def fills_no_template(report: Report) -> Iterator[Finding]:
    """模板 / Template."""
    yield Finding(at=report.title)


class Unprintable:
    """Breaks when it is printed."""

    def __str__(self) -> str:
        """Break."""
        raise SystemExit


@rule(20)
def value_that_cannot_be_printed(report: Report) -> Iterator[Finding]:
    """值 / Value."""
    yield Finding(at=report.title, n=Unprintable())


@rule(21)
def wrong_fix_text(report: Report) -> Iterator[Finding]:
    """修正文本 / Text of a fix."""
    yield Finding(at=report.title, n=21, fix=Fix(TEXT, WORDS))


class Own(str):
    """A text of the pack's own class."""

    __slots__ = ()

    def __reduce__(self) -> Any:
        """End whoever reads it."""
        return os._exit, (0,)


@rule(22)
def yields_a_text_of_its_own(report: Report) -> Iterator[Finding]:
    """自造文本 / Own text."""
    yield Finding(at=report.title, n=22, key=Own("k"))


@rule(23)
def yields_too_much(report: Report) -> Iterator[Finding]:
    """过多 / Too much."""
    for _ in range(100):
        yield Finding(at=report.title, n="长" * 20_000)


@rule(24)
def sets_the_process(report: Report) -> None:
    """设置 / Settings."""
    os.chdir("/")
    getcontext().prec = 2
    sys.setrecursionlimit(200)
    sys.set_int_max_str_digits(640)


@rule(25)
def forks(report: Report) -> None:
    """分叉 / Fork."""
    os.fork()


def _title(report: Any) -> None:
    report.document.title = "changed"


def _table(report: Any) -> None:
    report.tables["applications"] = None


def _rows(report: Any) -> None:
    next(iter(report.tables.values())).rows.clear()


def _metadata(report: Any) -> None:
    report.document.metadata["year"] = "1999"


def _figure(report: Any) -> None:
    report.vector[0].figure.raw = "9"


def _year(report: Any) -> None:
    report.year = 1999


def _form(report: Any) -> None:
    report.form.tables.clear()


def _source(report: Any) -> None:
    report.document.source.text = ""


def _vector(report: Any) -> None:
    report.vector[0] = None


def _lines(report: Any) -> None:
    report.document.source.line_starts.append(0)


CHANGES = (_title, _table, _rows, _metadata, _figure, _year, _form, _source, _vector, _lines)


def _changing(change: Any) -> Any:
    def changes(report: Report) -> None:
        change(report)

    changes.__doc__ = "改动 / Changes what it is given"
    return changes


for number, change in enumerate(CHANGES, 30):
    rule(number)(_changing(change))


@rule(50)
def sees_what_the_others_saw(report: Report) -> Iterator[Finding]:
    """未变 / Unchanged."""
    same = report.document.title != "changed" and report.year != 1999 and bool(report.document.source.text)
    same = same and getcontext().prec > 2 and Path.cwd() != Path("/") and sys.getrecursionlimit() > 200
    if same and report.form.tables and all(table.rows for table in report.tables.values()):
        yield Finding(at=report.title, n=50)
