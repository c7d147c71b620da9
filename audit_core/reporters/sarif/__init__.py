"""A run as SARIF 2.1.0: all of it, or what GitHub accepts of it.

`log` puts the parts together: `rules` describes what may be found, `messages`, `results` and `places` tell
what was found and where, `notifications` what went wrong on the way, `github` keeps to GitHub's limits.
"""

from collections.abc import Iterator
from typing import TextIO

from audit_core.formats import View
from audit_core.reporters.json import ItemLines, Members, dumps, pieces
from audit_core.reporters.sarif.github import within_limits
from audit_core.reporters.sarif.log import FULL, GITHUB, log_of, members
from audit_core.results import Run


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write everything: outcomes of every kind, both languages, legal bases."""
    one = Members(_by_line(members(run, view.lang, FULL, view.docs)))
    stream.writelines(pieces(Members((log_of(None) | {"runs": iter([one])}).items())))
    stream.write("\n")


def _by_line(run: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """Yield the members of a run; of those that grow with it, each item is a line."""
    for name, value in run:
        yield name, ItemLines(map(_line, value)) if isinstance(value, Iterator) else value


def _line(item: object) -> str:
    return item if isinstance(item, str) else dumps(item, indent=-1)


def write_github(run: Run, stream: TextIO, view: View) -> None:
    """Write only what failed, within GitHub's limits; what they cut off is said through `view.warn`."""
    stream.write(within_limits(members(run, view.lang, GITHUB, view.docs), view) + "\n")
