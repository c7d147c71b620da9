r"""What an input format and an output format are: a loader reads files, a reporter writes runs.

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

from audit_core.document import Document
from audit_core.words import Lang, Words

if TYPE_CHECKING:
    from audit_core.results import Run


class Limits(Struct, frozen=True):
    """What a file may ask for before it is refused; the defaults are tens of times what a report needs.

    `bytes`: size of the file, and of any one in an archive; `text`: of a file that is text, whose reading takes many
    times its size. `characters`: printed in all. `cells`: cells of all tables together, a merged cell counted with the
    whole area it covers. `depth`: nesting of JSON values, and of the tables of an office file. `elements`: nesting of
    the blocks of a page, `tags`: how many it has. `lines` and `line_chars`: lines of a text, and characters in one of
    them. `members`, `unpacked`, `ratio`: files in an archive, bytes of all of them unpacked, and how many times its
    packed size one may have. `nodes`: elements of an XML part. `pages`, `glyphs`, `rules`: pages of a PDF, characters
    and drawn lines on all of them; `seconds`: time by the clock that its reader may take. `memory`: bytes that one
    report may take, where the system can bound it.
    """

    bytes: int = 64 * 1024 * 1024
    text: int = 16 * 1024 * 1024
    cells: int = 200_000
    depth: int = 32
    elements: int = 256
    tags: int = 500_000
    lines: int = 200_000
    line_chars: int = 1_000_000
    members: int = 5_000
    unpacked: int = 256 * 1024 * 1024
    ratio: int = 300
    nodes: int = 600_000
    characters: int = 2_000_000
    pages: int = 500
    glyphs: int = 500_000
    rules: int = 100_000
    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024


class Loader(Struct, frozen=True):
    """One input format.

    `sniff(head, name)` gets the first `HEAD` bytes and the file's name, and returns the reason why this loader takes
    the file, as `中文 / English`, or None. `load(data, uri, limits)` returns the Document, or raises InputError.
    Loaders are asked in falling order of `priority`; plain text, which takes nearly anything, asks last with -100.
    `origin` is the plugin that brought it, name and version; it is filled in as the plugin is found.
    """

    name: str
    sniff: Callable[[bytes, str], str | None]
    load: Callable[[bytes, str, Limits], Document]
    priority: int = 0
    origin: str = ""


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
