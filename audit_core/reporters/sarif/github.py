"""GitHub's limits on a SARIF file: past one, the gravest results are kept and the person is told what is gone.

The numbers are those of GitHub's page “SARIF support for code scanning”; of 25,000 results that an upload may hold,
only 5,000 are kept, whichever come first.
"""

import gzip
from typing import Any, Final

from audit_core.reporters import View, phrases
from audit_core.reporters.json import dumps

MOST_RESULTS: Final = 5_000
MOST_EXTENSIONS: Final = 100
MOST_BYTES: Final = 10 * 1024 * 1024

Object = dict[str, Any]


def within_limits(log: Object, view: View) -> str:
    """Return the log as text that GitHub accepts whole."""
    _cut_extensions(log, view)
    if len(log["runs"][0]["results"]) > MOST_RESULTS:
        limit = phrases.LIMIT_RESULTS.say(view.lang, n=f"{MOST_RESULTS:,}")
        _keep(log, MOST_RESULTS, limit, view)
    text = dumps(log, indent=-1)
    while (size := len(gzip.compress(text.encode(), mtime=0))) > MOST_BYTES and log["runs"][0]["results"]:
        fitting = len(log["runs"][0]["results"]) * MOST_BYTES * 9 // (size * 10)
        _keep(log, fitting, phrases.LIMIT_BYTES.say(view.lang, n=MOST_BYTES // 1024 // 1024), view)
        text = dumps(log, indent=-1)
    return text


def _cut_extensions(log: Object, view: View) -> None:
    tool = log["runs"][0]["tool"]
    dropped = len(tool["extensions"]) - MOST_EXTENSIONS
    if dropped > 0:
        tool["extensions"] = tool["extensions"][:MOST_EXTENSIONS]
        view.warn(phrases.LIMIT_EXTENSIONS.say(view.lang, limit=MOST_EXTENSIONS, dropped=dropped))


def _keep(log: Object, most: int, limit: str, view: View) -> None:
    """Keep the gravest results, in the order they had."""
    results = log["runs"][0]["results"]
    gravest = sorted(range(len(results)), key=lambda at: (*_gravity(results[at]), at))[:most]
    log["runs"][0]["results"] = [results[at] for at in sorted(gravest)]
    dropped = len(results) - len(gravest)
    view.warn(phrases.LEFT_OUT.say(view.lang, limit=limit, kept=len(gravest), dropped=dropped))


def _gravity(result: Object) -> tuple[int, float]:
    levels = ("error", "warning", "note", "none")
    return levels.index(result["level"]), -result.get("rank", 0.0)
