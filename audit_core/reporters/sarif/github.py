"""GitHub's limits on a SARIF file: past one, the gravest results are kept and the person is told what is gone.

The numbers are those of GitHub's page “SARIF support for code scanning”; of 25,000 results that an upload may hold,
only 5,000 are kept, whichever come first.
"""

import gzip
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from operator import itemgetter
from typing import Any, Final

from audit_core.formats import View
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.json import dumps
from audit_core.reporters.sarif.log import log_of

MOST_RESULTS: Final = 5_000
MOST_EXTENSIONS: Final = 100
MOST_BYTES: Final = 10 * 1024 * 1024


def within_limits(members: Iterable[tuple[str, Any]], view: View) -> str:
    """Return the log of a run, told member by member, as text that GitHub accepts whole."""
    run: JsonObject = {}
    found = 0
    for name, value in members:
        if name == "results":
            run[name], found = _gravest(value, MOST_RESULTS)
        else:
            run[name] = list(value) if isinstance(value, Iterator) else value
    log = log_of(run)
    _cut_extensions(run, view)
    if found > MOST_RESULTS:
        _say_cut(phrases.LIMIT_RESULTS.say(view.lang, n=f"{MOST_RESULTS:,}"), MOST_RESULTS, found, view)
    text = dumps(log, indent=-1)
    while (size := len(gzip.compress(text.encode(), mtime=0))) > MOST_BYTES and run["results"]:
        found = len(run["results"])
        run["results"], _ = _gravest(run["results"], found * MOST_BYTES * 9 // (size * 10))
        limit = phrases.LIMIT_BYTES.say(view.lang, n=MOST_BYTES // 1024 // 1024)
        _say_cut(limit, len(run["results"]), found, view)
        text = dumps(log, indent=-1)
    return text


def _cut_extensions(run: JsonObject, view: View) -> None:
    tool = run["tool"]
    dropped = len(tool["extensions"]) - MOST_EXTENSIONS
    if dropped > 0:
        tool["extensions"] = tool["extensions"][:MOST_EXTENSIONS]
        view.warn(phrases.LIMIT_EXTENSIONS.say(view.lang, limit=MOST_EXTENSIONS, dropped=dropped))


def _gravest(results: Iterable[JsonObject], most: int) -> tuple[list[JsonObject], int]:
    """Return the gravest results, in the order they had, and how many there were; no more than these are held."""
    found = 0

    def numbered() -> Iterator[tuple[tuple[float, ...], JsonObject]]:
        nonlocal found
        for found, one in enumerate(results, start=1):
            yield (*_gravity(one), found), one

    held = nsmallest(most, numbered(), key=itemgetter(0))
    return [one for _, one in sorted(held, key=lambda pair: pair[0][-1])], found


def _say_cut(limit: str, kept: int, found: int, view: View) -> None:
    view.warn(phrases.LEFT_OUT.say(view.lang, limit=limit, kept=kept, dropped=found - kept))


def _gravity(result: JsonObject) -> tuple[int, float]:
    levels = ("error", "warning", "note", "none")
    return levels.index(result["level"]), -result.get("rank", 0.0)
