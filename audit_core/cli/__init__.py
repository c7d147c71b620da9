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
    import click

    from audit_core.cli.commands import audit_core
    from audit_core.cli.language import to_utf8

    to_utf8()
    try:
        return audit_core.main(arguments, prog_name="audit-core", standalone_mode=False) or CLEAN
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return INCOMPLETE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever happens, one line and no traceback
        return _refused(_line(error))


def _line(error: BaseException) -> str:
    import click

    from audit_core.cli.language import language
    from audit_core.errors import AuditError, mistake

    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, AuditError):
        return error.say(language())
    if isinstance(error, RecursionError):
        return "nested too deep"
    if isinstance(error, click.Abort) or not isinstance(error, Exception):
        return "interrupted"
    return mistake(error).say(language())


def _refused(line: str) -> int:
    sys.stderr.write(f"audit-core: {' '.join(line.split())}\n")
    return INCOMPLETE
