r"""A reporter turns a run into an output format; what the run came to is told by results.

A plugin supplies one in a few lines:

    def write(run: Run, stream: TextIO, view: View) -> None:
        for result in run.results:
            stream.write(f"{result.source.uri},{result.score.value}\n")

    reporter = Reporter("csv", write, Words("逗号分隔的得分", "scores, comma-separated"))
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TextIO

from msgspec import Struct

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

Write = Callable[["Run", TextIO, View], None]


class Reporter(Struct, frozen=True):
    """An output format: the name that `--format` takes, and the function that writes a run to a text stream.

    The same run and view must give the same characters. `origin` is the plugin that brought it, name and version; it is
    filled in as the plugin is found.
    """

    name: str
    write: Write
    words: Words = _UNSAID
    origin: str = ""


def _text(run: "Run", stream: TextIO, view: View) -> None:
    from audit_core.reporters import text

    text.write(run, stream, view)


def _json(run: "Run", stream: TextIO, view: View) -> None:
    from audit_core.reporters import json

    json.write(run, stream, view)


def _sarif(run: "Run", stream: TextIO, view: View) -> None:
    from audit_core.reporters import sarif

    sarif.write(run, stream, view)


def _sarif_github(run: "Run", stream: TextIO, view: View) -> None:
    from audit_core.reporters import sarif

    sarif.write_github(run, stream, view)


# Each format is imported when it is written: a commit hook must not wait for those it does not use.
BUILTIN: Final = (
    Reporter("text", _text, Words("供人在终端阅读", "for people, at a terminal")),
    Reporter("json", _json, Words("全部结果，一个 JSON 对象", "everything, as one JSON object")),
    Reporter("sarif", _sarif, Words("SARIF 2.1.0，完整", "SARIF 2.1.0, complete")),
    Reporter(
        "sarif-github", _sarif_github, Words("SARIF 2.1.0，限于 GitHub 所接受的", "SARIF 2.1.0, what GitHub accepts")
    ),
)
"""The reporters that need no plugin."""
