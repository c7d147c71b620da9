r"""A reporter turns a run into an output format; what the run came to is told by results.

A plugin supplies one in a few lines:

    def write(run: Run, stream: TextIO, view: View) -> None:
        for result in run.results:
            stream.write(f"{result.source.uri},{result.score.value}\n")

    reporter = Reporter("csv", write, Words("逗号分隔的得分", "scores, comma-separated"))
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from msgspec import Struct

from audit_core.lazy import lazy
from audit_core.words import Lang, Words

if TYPE_CHECKING:
    from audit_core.results import Run

__all__ = ["BUILTIN", "Reporter", "View", "Write"]


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


class View(Struct, frozen=True):
    """How the output is wanted.

    `width` is the columns of the terminal; `quiet` leaves only what must be acted on; `warn` takes one line for the
    person who runs the audit, never part of the output itself; `docs` is the address where the documentation of
    audit-core was put, empty where it has none.
    """

    lang: Lang = "zh"
    colour: bool = False
    width: int = 80
    quiet: bool = False
    warn: Callable[[str], None] = _to_stderr
    docs: str = ""


_UNSAID: Final = Words("", "")


class Write(Protocol):
    """A function that writes a run to a text stream."""

    def __call__(self, run: "Run", stream: TextIO, view: View, /) -> None:
        """Write it; `run.results` are worth reading one by one, for they come so."""


class Reporter(Struct, frozen=True):
    """An output format: the name that `--format` takes, and the function that writes a run to a text stream.

    The same run and view must give the same characters. `once` promises that it reads `run.results` one time only, so
    that they need not be kept where no other format is asked for. `origin` is the plugin that brought it, name and
    version; it is filled in as the plugin is found.
    """

    name: str
    write: Write
    words: Words = _UNSAID
    once: bool = False
    origin: str = ""


_HOME: Final = "audit_core.reporters"

BUILTIN: Final = (
    Reporter("text", lazy(f"{_HOME}.text", "write"), Words("供人在终端阅读", "for people, at a terminal"), once=True),
    Reporter(
        "json",
        lazy(f"{_HOME}.json", "write"),
        Words("全部结果，一个 JSON 对象", "everything, as one JSON object"),
        once=True,
    ),
    Reporter(
        "jsonl",
        lazy(f"{_HOME}.jsonl", "write"),
        Words("每份报告一行 JSON，随审随出", "a line of JSON for each report, as they come"),
        once=True,
    ),
    Reporter("sarif", lazy(f"{_HOME}.sarif", "write"), Words("SARIF 2.1.0，完整", "SARIF 2.1.0, complete")),
    Reporter(
        "sarif-github",
        lazy(f"{_HOME}.sarif", "write_github"),
        Words("SARIF 2.1.0，限于 GitHub 所接受的", "SARIF 2.1.0, what GitHub accepts"),
    ),
)
"""The reporters that need no plugin."""
