"""The commands and their options."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from audit_core import __version__
from audit_core.cli.language import OPTION, VARIABLE, language
from audit_core.cli.localized import LocalizedOption, argument, command, group, option
from audit_core.cli.number_params import LONGEST, MOST, NumberParam, limits
from audit_core.cli.outputs import STDOUT, documentation, refuse_inputs, targets, tell
from audit_core.words import Lang, Words, counted

if TYPE_CHECKING:
    from audit_core.cli.recording import Recording
    from audit_core.decisions import Decision
    from audit_core.results import Run

_PATIENCE: Final = 2.0
"""Seconds before a progress bar is shown."""


_FILE: Final = Words("文件", "FILE")
_NAME: Final = Words("名称", "NAME")
_IDS: Final = Words("编号", "IDS")
_N: Final = Words("N", "N")

_LANG: Final = option(
    OPTION,
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    says=Words(
        f"语言；未指定时取环境变量 {VARIABLE}，再取系统的语言",
        f"Language; else that of ${VARIABLE}, else the system's.",
    ),
)


def _switch_off(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> None:
    """Have plugins passed over in this process and those that it starts."""
    import os

    from audit_core.plugins import OFF

    if names:
        os.environ[OFF] = ",".join(filter(None, (os.environ.get(OFF, ""), *names)))


def _do_without_cache(_context: click.Context, _option: click.Parameter, without: bool) -> None:  # noqa: FBT001
    """Have nothing read that was kept, and nothing kept, in this process and those that it starts."""
    import os

    from audit_core.cache import SWITCH

    if without:
        os.environ[SWITCH] = "1"


_NO_PLUGIN: Final = option(
    "--no-plugin",
    multiple=True,
    expose_value=False,
    is_eager=True,
    callback=_switch_off,
    value=_NAME,
    says=Words("不加载该插件，可以重复", "Do not load this plugin; repeatable."),
)


@_LANG
@click.version_option(
    __version__,
    "-V",
    "--version",
    message="%(prog)s %(version)s",
    cls=LocalizedOption,
    says=Words("显示版本号", "Show the version and exit."),
)
@group(
    Words(
        "对照法定表式审核已发布的政府报告。\n\n退出状态：0 没有发现问题，1 发现问题，2 审核未能完成。",
        "Audit published government reports against their statutory forms.\n\n"
        "Exit status: 0 clean, 1 something was found, 2 the audit could not be completed.",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def audit_core() -> None:
    """Run one of the commands."""


@command(
    Words("审核报告：文件、目录，或用 - 表示标准输入。", "Audit reports: files, directories, or - for standard input.")
)
@argument("paths", Words("路径…", "PATH..."), nargs=-1, required=True)
@option(
    "--with",
    "beside",
    multiple=True,
    value=Words("路径", "PATH"),
    says=Words(
        "供比对的报告（如上一年度的），只读取、不审核，可以重复",
        "Reports to compare with, as those of the year before; read and not audited; repeatable.",
    ),
)
@option(
    "--ruleset",
    default="ogi",
    show_default=True,
    value=Words("名称|文件", "NAME|FILE"),
    says=Words("采用的规则集", "Rules to follow."),
)
@option(
    "--form",
    default="",
    value=Words("名称", "NAME"),
    says=Words(
        "按该表式读取，不由标题、表格和年度判断", "Take reports for this form, whatever title, tables and year tell."
    ),
)
@option(
    "--format",
    "formats",
    multiple=True,
    value=Words("格式[=文件]", "FMT[=FILE]"),
    says=Words(
        "text、json、jsonl、sarif、sarif-github，或插件的格式（见 audit-core plugins），可以重复",
        "text, json, jsonl, sarif, sarif-github, or one of a plugin (audit-core plugins tells); repeatable.",
    ),
)
@option(
    "--select",
    multiple=True,
    value=_IDS,
    says=Words("只用这些规则或规则包，如 TAB-32,SEC", "Only these rules or packs, as TAB-32,SEC."),
)
@option("--ignore", multiple=True, value=_IDS, says=Words("不用这些规则或规则包", "Not these rules or packs."))
@option(
    "--fail-on",
    type=click.Choice(["blocker", "error", "warning", "note", "info"]),
    default="warning",
    show_default=True,
    says=Words(
        "达到该严重程度即以状态 1 退出：否决、错误、警告、提示、信息", "Least severity that makes the exit status 1."
    ),
)
@option(
    "--min-score",
    type=NumberParam(0, 100, whole=False),
    value=_N,
    says=Words("得分低于该数即以状态 1 退出", "Exit status 1 below this score."),
)
@option(
    "--decisions",
    value=_FILE,
    says=Words("待核问题的核实结果（YAML 文件）", "What persons decided on review findings (YAML)."),
)
@option(
    "--stdin-filename",
    default="stdin",
    value=_NAME,
    says=Words("标准输入（-）的文件名", "What to call standard input (-)."),
)
@option(
    "--loader",
    value=_NAME,
    says=Words("一律用该加载器读取，不论内容", "Read every file with this loader, whatever it holds."),
)
@option("-q", "--quiet", is_flag=True, says=Words("只显示问题和未能完成的部分", "Only findings and failures."))
@option(
    "-j",
    "--jobs",
    type=NumberParam(1, 256),
    default=1,
    show_default=True,
    value=_N,
    says=Words("并行的进程数", "Processes to share the work."),
)
@option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_do_without_cache,
    says=Words("不使用也不保留以前运行的结果", "Do every audit anew, and keep nothing for the next run."),
)
@option(
    "--max-bytes", type=NumberParam(1, MOST), value=_N, says=Words("文件超过该字节数即拒绝", "Refuse larger files.")
)
@option(
    "--max-cells",
    type=NumberParam(1, MOST),
    value=_N,
    says=Words("表格单元格超过该数即拒绝", "Refuse files with more table cells."),
)
@option(
    "--limit",
    "limits",
    multiple=True,
    value=Words("名称=N", "NAME=N"),
    says=Words("其他上限，如 pages=1000，可以重复", "Any other bound, as pages=1000; repeatable."),
)
@option(
    "--time-limit",
    "seconds",
    type=NumberParam(0, LONGEST, whole=False),
    default=30.0,
    show_default=True,
    value=Words("秒", "SECONDS"),
    says=Words(
        "一条规则或一次读取最多用时，0 为不限", "Longest that a rule, or reading, may take on a report; 0: any."
    ),
)
@option(
    "--pass-over",
    is_flag=True,
    says=Words(
        "指定的文件不是报告时列出并跳过，不作为失败（提交钩子使用）",
        "List given files that are not reports instead of failing on them, as a commit hook does.",
    ),
)
def check(paths: tuple[str, ...], quiet: bool, **options: Any) -> int:  # noqa: ANN401, FBT001
    """Audit everything under some paths, and write what it came to in every format asked for."""
    from msgspec.structs import replace

    from audit_core.cli.writing import FailureCriteria, flush_stdout, write
    from audit_core.findings import Severity
    from audit_core.guard import GUARD, Interrupted
    from audit_core.runs.archives import holds_several
    from audit_core.runs.auditing import Orders
    from audit_core.runs.course import Course, audits
    from audit_core.runs.files import inputs

    recording: Recording | None = click.get_current_context().obj
    if recording:
        recording.walks((*paths, *options["beside"]))
        recording.reads(filter(None, (options["decisions"],)))
    orders = Orders(
        options["ruleset"],
        _ids(options["select"]),
        _ids(options["ignore"]),
        limits(options["limits"], bytes=options["max_bytes"], cells=options["max_cells"]),
        options["loader"],
        _decisions(options["decisions"]),
        options["seconds"],
        form=options["form"],
    )
    criteria = FailureCriteria(Severity(options["fail_on"]), options["min_score"])
    documentation()  # a wrong address is refused before anything is audited
    with GUARD.handling_signals(), audits(orders, options["jobs"], (*paths, *options["beside"])) as auditing:
        setup = auditing.setup
        to = targets(options["formats"] or ("text",), {reporter.name: reporter for reporter in setup.reporters})
        streams: set[tuple[int, int]] = set()
        found = list(inputs(paths, options["stdin_filename"], orders.limits.bytes, streams))
        beside = list(inputs(options["beside"], options["stdin_filename"], orders.limits.bytes, streams))
        named = [*paths, *options["beside"], *setup.files, *filter(None, (options["decisions"],))]
        refuse_inputs(to, named, [*found, *beside])
        stderr = recording.stderr if recording else sys.stderr  # a bar is of one run, and not to be shown by the next
        if any(target.file != STDOUT for target in to):
            recording = None
        if recording:
            recording.reads(one.given for one in (*found, *beside) if not isinstance(one.given, bytes))
        if options["pass_over"]:
            found = [replace(one, found=True) for one in found]
        if beside or holds_several(found, orders.limits):
            from audit_core.runs.gathering import gather

            with suppress(Interrupted):
                found += gather(auditing, found, beside)
        with _progress(paths, stderr, quiet=quiet or any(target.is_terminal for target in to)) as step:
            course = Course(auditing, found, step=step, pause=flush_stdout, seen=criteria.see)
            asked = () if options["pass_over"] else paths
            run, whole = write(course, to, asked, options["stdin_filename"], quiet=quiet)
        _say_switched_off(run)
        for note in run.notes:
            tell(note.say(language()))
        if not course.over:  # nobody reads what it comes to
            return 2
    if recording and whole and not run.failures:
        recording.goes_by(setup)
    _say_incomplete(run)
    _say_unfollowed(orders.decisions.keys() - course.followed)
    return criteria.status(run) if whole else 2


def _say_switched_off(run: "Run") -> None:
    """Name on standard error the plugins that were switched off; the output lists them too."""
    off = ", ".join(plugin.name for plugin in run.plugins if plugin.status == "disabled")
    if off:
        tell(_said(language(), f"已停用的插件：{off}", f"plugins switched off: {off}"))


def _say_unfollowed(unfollowed: Iterable[str]) -> None:
    """Name on standard error the decisions that met nothing to review; a failure is not to be decided."""
    idle = sorted(unfollowed)
    if idle:
        zh = f"有 {len(idle)} 项核实结果没有对应的待核问题（不通过项不能核实，只能改正），例如 {idle[0]}"
        matches = counted(len(idle), "decision matches", "decisions match")
        en = f"{matches} nothing to review in this run, as {idle[0]} (failures cannot be decided)"
        tell(_said(language(), zh, en))


def _say_incomplete(run: "Run") -> None:
    """Name on standard error, in one line, what kept the audit from being complete; the output lists all of it."""
    if not run.failures:
        return
    first, more = next(iter(run.failures)), len(run.failures) - 1
    rest = _said(language(), f"（另有 {more} 项）", f" (and {more} more)") if more else ""
    subject = "" if first.kind == "run" else f"{first.subject}: "
    tell(f"{subject}{first.words.say(language())}{rest}")


def _decisions(path: str | None) -> "dict[str, Decision]":
    if path is None:
        return {}
    from audit_core.decisions import read

    return read(path)


def _ids(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.strip() for text in given for one in text.split(",") if one.strip())


@contextmanager
def _progress(paths: tuple[str, ...], stream: TextIO, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """Give a step to call after each input, which shows a bar on a terminal once it has taken two seconds."""
    if quiet or not stream.isatty():
        yield lambda: None
        return
    bar = _ProgressBar(paths, stream)
    try:
        yield bar.step
    finally:
        bar.close()


class _ProgressBar:
    def __init__(self, paths: tuple[str, ...], stream: TextIO) -> None:
        self._paths = paths
        self._stream = stream
        self._since = monotonic()
        self._done = 0
        self._bar: Any = None

    def step(self) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update(1)
        elif monotonic() - self._since > _PATIENCE:
            self._bar = click.progressbar(length=self._length(), file=self._stream, show_pos=True)
            self._bar.__enter__()
            self._bar.update(self._done)

    def _length(self) -> int:
        from audit_core.runs.files import count

        return max(count(self._paths), self._done)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def _said(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


class Apart(Exception):  # noqa: N818 - a request, not a mistake
    """A command is to be followed in a process of its own."""


def _apart(one: click.Command) -> click.Command:
    """Have a command that loads a stranger's code followed in a process of its own, where the system can fork."""
    callback: Any = one.callback

    @wraps(callback)
    def followed(*given: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        from audit_core.guard import GUARD
        from audit_core.plugins import are_ours, entry_points

        if sys.platform == "linux" and not GUARD.apart and not are_ours(entry_points()):
            raise Apart
        return callback(*given, **options)

    one.callback = followed
    return one


def _register() -> None:
    """Add the commands that show things; they stand in a module of their own."""
    from audit_core.cli import showing

    for one in (check, *map(_apart, showing.COMMANDS)):
        audit_core.add_command(_LANG(_NO_PLUGIN(one)))


_register()
