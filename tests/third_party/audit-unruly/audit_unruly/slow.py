"""Rules that never end."""

import os
import time

from audit_core import Report, RulePack

pack = RulePack("SLOW")


@pack.rule("SLOW-01", zh="慢", en="slow", severity="note")
def runs_on(report: Report) -> None:
    """不停 / Runs on."""
    print(f"runs in process {os.getpid()}", flush=True)  # noqa: T201
    while True:
        pass


@pack.rule("SLOW-02", zh="慢", en="slow", severity="note")
def runs_on_whatever_happens(report: Report) -> None:
    """怎么也不停 / Runs on whatever happens."""
    while True:
        try:  # noqa: SIM105 - not what a plugin would write
            time.sleep(1)
        except BaseException:  # noqa: BLE001 - that is the point
            pass
