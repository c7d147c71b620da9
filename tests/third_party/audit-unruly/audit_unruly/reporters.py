"""Reporters that break, having written something."""

import os
import sys
import time
from collections.abc import Iterable
from typing import TextIO

from audit_core import Reporter, Run, View, Words, hookimpl


def _exits(run: Run, stream: TextIO, view: View) -> None:
    stream.write("half of it")
    sys.exit(0)


def _ends(run: Run, stream: TextIO, view: View) -> None:
    os._exit(0)


def _sleeps(run: Run, stream: TextIO, view: View) -> None:
    time.sleep(3600)


def _prints(run: Run, stream: TextIO, view: View) -> None:
    print("printed by a reporter")  # noqa: T201
    stream.write("one line\n")


@hookimpl
def audit_core_reporters() -> Iterable[Reporter]:
    """Return them."""
    words = Words("出错", "breaks")
    for name, write in {"exits": _exits, "ends": _ends, "sleeps": _sleeps, "prints": _prints}.items():
        yield Reporter(f"r-{name}", write, words)
