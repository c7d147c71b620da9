"""What a run writes, and everything it depends on, kept so that the next one need not do the audit again.

A run is kept where it came to its end without a failure, by rules that came with audit-core, from files and directories
to standard output. Any other may depend on what nobody can tell: a stranger's code may read what it likes, a failure
may be one of time or memory.
"""

import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audit_core import cache, regular
from audit_core.cli import replay
from audit_core.cli.replay import CODE, CONTENT, DIGITS, DISTRIBUTIONS, LISTING

if TYPE_CHECKING:
    from audit_core.runs.auditing import Setup

_RECENT: Final = 2.0
"""Seconds that a file must not have been changed for before a run begins: its time may tell no more than this."""

_NOWHERE: Final[set[tuple[int, int]]] = set()
_SUITABLE: Final = (0, 1)

Dependency = tuple[bytes, bytes]


class Recording:
    """One run, while it is done."""

    def __init__(self, key: str) -> None:
        """Take down from now on what is written to the standard streams."""
        self._key = key
        self._begun = time.time() - _RECENT
        self._written: list[tuple[int, bytes]] = []
        self._bytes = 0
        self._inputs: dict[Dependency, bytes] | None = None
        self._settled: list[Dependency] | None = None
        self._files: dict[str, str] = {}
        self._is_whole = True
        self.stderr = sys.stderr
        """Standard error, as it was before."""
        sys.stdout = self._copied(sys.stdout, 1)
        sys.stderr = self._copied(sys.stderr, 2)

    def _copied(self, stream: Any, number: int) -> io.TextIOWrapper:  # noqa: ANN401 - a standard stream
        raw: Any = _Copied(number, self)
        return io.TextIOWrapper(
            raw if replay.raw_of(stream) is stream.buffer else io.BufferedWriter(raw),
            encoding=stream.encoding,
            errors=stream.errors,
            newline=None if sys.platform == "win32" else "\n",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

    def note(self, stream: int, written: bytes) -> None:
        """Take down what a stream took; what is too much is not kept."""
        self._bytes += len(written)
        if self._bytes < cache.MOST_BYTES:
            self._written.append((stream, written))
        else:
            self._written.clear()

    def lose(self) -> None:
        """Note that a stream did not take what it was given: what the run said is not known."""
        self._is_whole = False

    def walks(self, paths: Iterable[str]) -> None:
        """Note what is below the paths of a command line, before they are walked: what comes later is not audited."""
        try:
            self._inputs = {one: _now(one) for one in _walked(paths)}
        except (OSError, ValueError):
            self._inputs = None

    def reads(self, files: Iterable[str | Path]) -> None:
        """Note files that a run is about to read, which has noted where it walks."""
        if self._inputs is None:
            return
        try:
            self._inputs |= {one: _now(one) for one in map(_file, files)}
        except (OSError, ValueError):
            self._inputs = None

    def goes_by(self, setup: "Setup") -> None:
        """Note that a run came to its end without a failure, and what told it what to do."""
        from audit_core.plugins import FIRST_PARTY

        if all(one.distribution == FIRST_PARTY or one.status == "disabled" for one in setup.plugins):
            self._settled = [
                *((CODE, os.fsencode(place)) for place in _places_of_code()),
                *((DISTRIBUTIONS, os.fsencode(place)) for place in dict.fromkeys(sys.path) if place),
            ]
            self._files = dict(setup.files)

    def keep(self, status: int) -> None:
        """Keep the run, if it is one to keep and nothing was changed while it was done."""
        if status not in _SUITABLE or self._inputs is None or self._settled is None:
            return
        if not self._is_whole or self._bytes >= cache.MOST_BYTES:
            return
        try:
            if any(_changed(*one) >= self._begun for one in self._settled) or any(
                _now(one) != before for one, before in self._inputs.items()
            ):
                return
            rules = {(CONTENT, os.fsencode(file)): _as_read(file, digest) for file, digest in self._files.items()}
            files = {**self._inputs, **{one: _now(one) for one in self._settled}, **rules}
        except (OSError, ValueError):
            return
        fields = [str(status).encode(), *(part for (kind, path), now in files.items() for part in (kind, now, path))]
        told = b"\0".join(fields)
        cache.write(replay.name_of(self._key), self._key, b"".join((_number(told), told, *self._chunks())))

    def _chunks(self) -> Iterator[bytes]:
        for stream, written in self._written:
            yield b"%d" % stream + _number(written) + written


class _Copied(io.FileIO):
    """A standard stream whose system calls are noted."""

    def __init__(self, number: int, recording: Recording) -> None:
        super().__init__(number, "wb", closefd=False)
        self._number = number
        self._recording = recording

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes of any kind
        """Write, and note what the system took of it."""
        try:
            taken = super().write(data)
        except OSError:
            self._recording.lose()
            raise
        self._recording.note(self._number, bytes(data[:taken]))
        return taken


def _number(content: bytes) -> bytes:
    return b"%0*d" % (DIGITS, len(content))


def _now(one: Dependency) -> bytes:
    return replay.digest_of(*one, _NOWHERE)


def _file(path: str | Path) -> Dependency:
    """Return what a file is to a run; raises OSError for any other kind: a pipe is not even to be opened before."""
    if not Path(path).is_file():
        raise OSError(path)
    return CONTENT, os.fsencode(path)


def _as_read(file: str, digest: str) -> bytes:
    """Return the digest of a file of the ruleset; raises OSError where it is not the one, by SHA-256, that was read."""
    try:
        content = regular.content(file, regular.CONFIGURATION)
    except regular.Unreadable as error:
        raise OSError(file) from error
    if sha256(content).hexdigest() != digest:
        raise OSError(file)
    return cache.digest_of([content]).encode()


def _walked(paths: Iterable[str]) -> Iterator[Dependency]:
    """Yield the directories among paths; raises OSError where one is no file and no directory."""
    for path in paths:
        if Path(path).is_dir():
            yield LISTING, os.fsencode(path)
        elif not Path(path).is_file() or path == "-":
            raise OSError(path)


def _places_of_code() -> Iterator[str]:
    """Yield the directories of our own packages, and of those that our entry points name."""
    from audit_core.plugins import FIRST_PARTY, entry_points

    ours = (one.value.partition(":")[0].partition(".")[0] for one in entry_points() if one.distribution == FIRST_PARTY)
    for name in sorted({"audit_core", *ours}):
        spec = PathFinder.find_spec(name)
        if spec is None or not spec.origin:
            raise OSError(name)
        yield os.path.dirname(spec.origin)  # noqa: PTH120 - a text, as the others are


def _changed(kind: bytes, path: bytes) -> float:
    """Return when a file or directory was changed last, in seconds."""
    place = os.fsdecode(path)
    if kind == CODE:
        return max(max(times) for _, *times, _ in cache.code_stamps(place)) / 1e9
    if not os.path.exists(place):  # noqa: PTH110 - an element of the search path that is not there
        return 0
    found = Path(place).stat()
    last = max(found.st_mtime, found.st_ctime)
    if kind == DISTRIBUTIONS:
        return max(last, *(max(times) / 1e9 for _, *times, _ in replay.distributions(place)), 0)
    return last
