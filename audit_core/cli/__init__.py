"""The command line: arguments in, exit status out; everything it does is done by the modules below it."""

from __future__ import annotations

import errno
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, NoReturn

    from audit_core.cli.recording import Recording

CLEAN: Final = 0
FOUND: Final = 1
INCOMPLETE: Final = 2


def run() -> NoReturn:
    """Run the command line and leave with its exit status; never with a traceback.

    Start-up makes objects by the hundred thousand and hardly any garbage, and what is left at the end goes with the
    process: looking through all of it again and again took a tenth of the time of one small report.
    """
    _leave_out_working_directory()
    from audit_core.cli import streams

    gc.set_threshold(_OBJECTS)
    streams.open_all()
    status = _replayed_or_run(sys.argv[1:])
    if not streams.flush_all():
        status = INCOMPLETE
    _leave(status)


def _replayed_or_run(arguments: list[str]) -> int:
    """Write what the same run wrote before, or do it, and keep what it wrote where that may be written again."""
    from audit_core.cli.replay import key_of, replayed

    recording = None
    try:
        key = key_of(arguments)
        status = replayed(key) if key is not None else None
        if key is not None and status is None:
            from audit_core.cli.recording import Recording

            recording = Recording(key)
    except (KeyboardInterrupt, OSError) as error:
        why = error  # its own name goes with the clause
        return _speaking(arguments, lambda: _refused(_line(why)))
    if status is None:
        from audit_core.lazy_patterns import keep_constants

        keep_constants()
        status = main(arguments, recording)
        _keep(status, recording)
    return status


def _keep(status: int, recording: Recording | None) -> None:
    """Keep a run that came to its end, and what it has compiled; whoever interrupts that has the run whole."""
    try:
        from audit_core.lazy_patterns import keep

        if recording is not None:
            recording.keep(status)
        keep()
    except KeyboardInterrupt:
        return


def _leave(status: int) -> NoReturn:
    """End the process without taking apart, one by one, all the objects that go with it."""
    import atexit

    atexit._run_exitfuncs()  # noqa: SLF001 - what others asked to be called at the end
    os._exit(status)


def _leave_out_working_directory() -> None:
    """Import nothing that lies where the reports do, though an empty element of PYTHONPATH names it.

    What stands behind the standard library on the path was put there by `site`: an editable install, for one.
    """
    library = os.path.dirname(os.__file__)  # noqa: PTH120 - a text of the path, as the others are
    before = sys.path.index(library) if library in sys.path else len(sys.path)
    sys.path[:before] = [place for place in sys.path[:before] if not _is_here(place)]


def _is_here(place: str) -> bool:
    if not os.path.isabs(place):  # noqa: PTH117 - as above
        return True
    try:
        return os.path.samefile(place, os.curdir)  # noqa: PTH121 - as above
    except OSError:
        return False


_COMPLETION: Final = "_AUDIT_CORE_COMPLETE"

_OBJECTS: Final = 50_000
"""So many objects more before the collector looks through them."""


def main(arguments: list[str], recording: Recording | None = None) -> int:
    """Run one command and return its exit status: 0 clean, 1 something was found, 2 the audit is not complete.

    What it writes and depends on is noted in `recording`.
    """
    return _speaking(arguments, lambda: _followed(arguments, recording))


def _speaking(arguments: list[str], act: Callable[[], int]) -> int:
    """Do something in the language of a command line, and return its exit status."""
    from audit_core.cli.language import asked, choose, spoken, to_utf8
    from audit_core.errors import ConfigurationError

    to_utf8()
    choose(asked(arguments))
    try:
        with spoken():
            return act()
    except ConfigurationError as error:  # a language that is none of ours
        return _refused(error.say("en"))


def _followed(arguments: list[str], recording: Recording | None = None) -> int:
    import click

    from audit_core.cli.commands import Apart, audit_core

    try:
        _refuse_names_as_options(arguments)
        return audit_core.main(arguments, prog_name="audit-core", standalone_mode=False, obj=recording) or CLEAN
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as nothing:
        nothing.show()
        return INCOMPLETE
    except SystemExit as leave:  # click leaves so when it has completed a command line, and when a pipe is closed
        completed = leave.code == CLEAN or _COMPLETION in os.environ
        return int(leave.code or CLEAN) if completed else _refused(_line(BrokenPipeError(errno.EPIPE, "")))
    except Apart:
        from audit_core.cli.isolated import followed_apart

        return followed_apart(_followed, arguments)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever happens, one line and no traceback
        _put_failure(arguments, error)
        return _refused(_line(error))


def _refuse_names_as_options(arguments: list[str]) -> None:
    """Raise ConfigurationError for what is an option and the name of a file: whoever named the file must not decide."""
    from audit_core.errors import ConfigurationError

    for both in _names_as_options(arguments):
        raise ConfigurationError(
            f"{both!r} is an option and the name of a file; write -- before file names, or ./ before this one",
            f"{both!r} 既是选项又是文件名；请在文件名之前写 --，或在该文件名前加 ./",
        )


def _names_as_options(arguments: list[str]) -> list[str]:
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return [one for one in options if one.startswith("-") and one != "-" and os.path.lexists(one)]


def _put_failure(arguments: list[str], error: BaseException) -> None:
    """Tell of an error in the files that the run was to write."""
    from audit_core.cli.outputs import put_failure
    from audit_core.errors import AuditError
    from audit_core.words import Words

    place = error.place if isinstance(error, AuditError) else ""
    words = error.words if isinstance(error, AuditError) else Words.of((_line(error), _line(error)))
    files = _names_as_options(arguments)
    put_failure([one for one in arguments if one not in files], place, words)


def _line(error: BaseException) -> str:
    import click

    from audit_core.cli.language import language
    from audit_core.errors import AuditError, mistake, reason
    from audit_core.words import Words

    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, AuditError):
        return error.say(language())
    if isinstance(error, RecursionError | MemoryError):
        deep, full = Words("嵌套过深", "nested too deep"), Words("内存不足", "out of memory")
        return (full if isinstance(error, MemoryError) else deep).say(language())
    if isinstance(error, OSError) and error.filename is None:  # what is opened has a name; what is left is written
        why = reason(error)
        words = Words(f"标准输出: 无法写入：{why.zh}", f"standard output: cannot be written: {why.en}")
        return words.say(language())
    if isinstance(error, click.Abort) or not isinstance(error, Exception):
        return Words("已中断", "interrupted").say(language())
    return mistake(error).say(language())


def _refused(line: str) -> int:
    from audit_core.cli.outputs import tell

    tell(line)
    return INCOMPLETE
