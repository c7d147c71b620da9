"""The command line: arguments in, exit status out; everything it does is done by the modules below it."""

import gc
import sys
from typing import Final

CLEAN: Final = 0
FOUND: Final = 1
INCOMPLETE: Final = 2


def run() -> None:
    """Run the command line and leave with its exit status; never with a traceback.

    Start-up makes objects by the hundred thousand and hardly any garbage, and what is left at the end goes with the
    process: looking through all of it again and again took a tenth of the time of one small report.
    """
    gc.set_threshold(_OBJECTS)
    status = main(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


_OBJECTS: Final = 50_000
"""So many objects more before the collector looks through them."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status: 0 clean, 1 something was found, 2 the audit is not complete."""
    from audit_core.cli.language import asked, choose, spoken, to_utf8
    from audit_core.errors import ConfigurationError

    to_utf8()
    choose(asked(arguments))
    try:
        with spoken():
            return _followed(arguments)
    except ConfigurationError as error:  # a language that is none of ours
        return _refused(error.say("en"))


def _followed(arguments: list[str]) -> int:
    import click

    from audit_core.cli.commands import audit_core

    try:
        return audit_core.main(arguments, prog_name="audit-core", standalone_mode=False) or CLEAN
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as nothing:
        nothing.show()
        return INCOMPLETE
    except BrokenPipeError:
        sys.stderr.close()
        return INCOMPLETE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever happens, one line and no traceback
        return _refused(_line(error))


def _line(error: BaseException) -> str:
    import click

    from audit_core.cli.language import language
    from audit_core.errors import AuditError, mistake
    from audit_core.words import Words

    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, AuditError):
        return error.say(language())
    if isinstance(error, RecursionError):
        return Words("嵌套过深", "nested too deep").say(language())
    if isinstance(error, click.Abort) or not isinstance(error, Exception):
        return Words("已中断", "interrupted").say(language())
    return mistake(error).say(language())


def _refused(line: str) -> int:
    sys.stderr.write(f"audit-core: {' '.join(line.split())}\n")
    return INCOMPLETE
