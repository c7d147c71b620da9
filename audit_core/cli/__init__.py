"""The command line: arguments in, exit status out; everything it does is done by the modules below it."""

import sys
from typing import Final

CLEAN: Final = 0
FOUND: Final = 1
INCOMPLETE: Final = 2


def run() -> None:
    """Run the command line and leave with its exit status; never with a traceback."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status: 0 clean, 1 something was found, 2 the audit is not complete."""
    import click

    from audit_core.cli.commands import audit_core
    from audit_core.cli.language import language, to_utf8
    from audit_core.errors import AuditError

    to_utf8()
    try:
        return audit_core.main(arguments, prog_name="audit-core", standalone_mode=False) or CLEAN
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        return _refused(error.format_message())
    except AuditError as error:
        return _refused(error.say(language()))
    except (KeyboardInterrupt, click.Abort):
        return _refused("interrupted")
    except BrokenPipeError:
        sys.stderr.close()
        return INCOMPLETE
    except RecursionError:
        return _refused("nested too deep")


def _refused(line: str) -> int:
    sys.stderr.write(f"audit-core: {' '.join(line.split())}\n")
    return INCOMPLETE
