"""Reporters that break, having written something."""

import os
import sys
import time
from collections.abc import Iterable
from typing import Any

from audit_core import Reporter, Words, hookimpl


def _exits(run: Any, stream: Any, view: Any) -> None:
    stream.write("half of it")
    sys.exit(0)


def _ends(run: Any, stream: Any, view: Any) -> None:
    os._exit(0)


def _sleeps(run: Any, stream: Any, view: Any) -> None:
    time.sleep(3600)


def _prints(run: Any, stream: Any, view: Any) -> None:
    print("printed by a reporter")  # noqa: T201
    stream.write("one line\n")


@hookimpl
def audit_core_reporters() -> Iterable[Reporter]:
    """Return them."""
    words = Words("出错", "breaks")
    for name, write in {"exits": _exits, "ends": _ends, "sleeps": _sleeps, "prints": _prints}.items():
        yield Reporter(f"r-{name}", write, words)
