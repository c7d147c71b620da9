"""A command that loads a stranger's code, followed in a process of its own, for whatever ends that process."""

import contextlib
import os
import sys
from collections.abc import Callable
from multiprocessing.sharedctypes import RawArray
from typing import TYPE_CHECKING, Any, NoReturn

from audit_core.cli.language import language
from audit_core.cli.outputs import tell
from audit_core.guard import GUARD, Running
from audit_core.runs.workers import RECORD, Barred, how_ended

if TYPE_CHECKING:
    from audit_core.words import Words


def followed_apart(follow: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Follow a command in a process of its own, and return its status; 2 where a plugin ends the process."""
    barred: dict[tuple[str, str], Words] = {}
    while True:
        shared = RawArray("c", RECORD)
        ours, theirs = os.pipe()
        pid = os.fork()
        if not pid:
            _follow_apart(follow, arguments, theirs, shared, barred)
        os.close(theirs)
        with os.fdopen(ours, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(pid, 0)
        if said:
            return int(said)
        running, how = Running.of(shared.value), how_ended(os.waitstatus_to_exitcode(status), 0)
        call = running.kind, running.name
        if running.kind != "plugin" or call in barred:
            tell(f"{running.kind} {running.name}: {how.say(language())}")
            return 2
        barred[call] = how


def _follow_apart(
    follow: Callable[[list[str]], int],
    arguments: list[str],
    answer: int,
    shared: Any,  # noqa: ANN401 - memory of ctypes
    barred: Barred,
) -> NoReturn:
    GUARD.apart, GUARD.shared, GUARD.barred = True, shared, barred
    status = follow(arguments)
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os.write(answer, str(status).encode())
    os._exit(status)
