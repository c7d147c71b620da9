"""What a run of the same command line wrote before, written again where nothing that it depends on has changed.

What is told on the command line, by the environment and by the streams is the key of an entry. The entry names every
file and directory that the run depended on, with a digest of each, and holds what it wrote, byte by byte. One digest
that differs, and the audit is done anew. What is kept, and of which runs, is `recording`'s.

Nothing that takes time to load is imported here: an audit that need not be done takes hardly longer than Python does to
start.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import time

from audit_core import __version__, cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

CONTENT: Final = b"content"
"""A file that is read: the digest of its bytes."""

LISTING: Final = b"listing"
"""A directory that is walked: what it holds, folders within included; hidden entries are left out."""

CODE: Final = b"code"
"""A directory of code: names, times and sizes of its files, and of those in folders within."""

DISTRIBUTIONS: Final = b"distributions"
"""A place where distributions are installed: which, with their versions, and when they were."""

INFO: Final = (".dist-info", ".egg-info")
_WRITTEN: Final = ("entry_points.txt", "RECORD")
DIGITS: Final = 10
"""Digits of a number of bytes."""

_VARIABLES: Final = ("AUDIT_CORE", "PYTHON", "LC_", "LANG", "TERM", "COLORTERM", "NO_COLOR", "COLUMNS", "LINES", "TZ")
_STDERR: Final = 2
_STREAMS: Final = (b"1", b"2")
_STATUSES: Final = (b"0", b"1")
_WITHOUT: Final = "--no-cache"
_COMPLETION: Final = "_AUDIT_CORE_COMPLETE"
_LARGEST: Final = 256 * 1024 * 1024
_AT_ONCE: Final = 1024 * 1024
_OPENED: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def key_of(arguments: Sequence[str]) -> str | None:
    """Return the key of a run: all that it depends on but files; None for a run that is not to be kept or replayed."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "check" not in arguments or _WITHOUT in options or _COMPLETION in os.environ or cache.directory() is None:
        return None
    if any(one.startswith("-") and os.path.lexists(one) for one in options):  # refused, where it is
        return None
    try:
        streams = (*_stream(sys.stdout, 1), *_stream(sys.stderr, 2))
        here = os.getcwd()  # noqa: PTH109 - light
    except (OSError, ValueError, AttributeError):
        return None
    told = sorted(item for item in os.environ.items() if item[0].startswith(_VARIABLES))
    python = (sys.version, sys.prefix, sys.path, repr(sys.flags))
    return cache.digest(__version__, python, [*arguments], here, told, streams, time.localtime()[:3])


def _stream(stream: object, number: int) -> tuple[object, ...]:
    """Return how a standard stream takes what is written; raises ValueError for one that is not as Python opens it."""
    if not isinstance(stream, io.TextIOWrapper) or type(raw_of(stream)) is not io.FileIO or stream.fileno() != number:
        raise ValueError(number)
    if hasattr(os, "get_blocking") and not os.get_blocking(number):
        raise ValueError(number)
    terminal = stream.isatty()
    return terminal, stream.encoding, os.get_terminal_size(number) if terminal else ()


def raw_of(stream: io.TextIOWrapper) -> object:
    """Return what a text stream writes to in the end."""
    return getattr(stream.buffer, "raw", stream.buffer)


def replayed(key: str) -> int | None:
    """Write what the run with this key wrote before, and return its exit status.

    Returns None, with nothing written, where there is none, where anything has changed that it depended on, or where
    standard output takes nothing: the audit is then to be done. Raises OSError where standard output takes no more.
    What standard error does not take is lost, as in the run before.
    """
    entry = cache.read(name_of(key), key)
    if entry is None:
        return None
    try:
        status, files, chunks = _parsed(entry)
    except ValueError:
        return None
    return status if _is_unchanged(files) and _write(chunks) else None


def _parsed(entry: bytes) -> tuple[int, list[bytes], list[tuple[int, bytes]]]:
    """Return exit status, files and what was written; raises ValueError for what no run is kept as."""
    told, at = _counted(entry, 0)
    status, *files = told.split(b"\0")
    chunks = []
    while at < len(entry):
        stream = entry[at : at + 1]
        chunk, at = _counted(entry, at + 1)
        if stream not in _STREAMS:
            raise ValueError(stream)
        chunks.append((int(stream), chunk))
    if status not in _STATUSES or len(files) % 3:
        raise ValueError(status)
    return int(status), files, chunks


def _counted(entry: bytes, at: int) -> tuple[bytes, int]:
    """Return the bytes behind their number, and where they end."""
    start, number = at + DIGITS, entry[at : at + DIGITS]
    end = start + int(number)
    if not number.isdigit() or end > len(entry):
        raise ValueError(number)
    return entry[start:end], end


def _is_unchanged(files: list[bytes]) -> bool:
    try:
        outputs = {(one.st_dev, one.st_ino) for one in map(os.fstat, (1, 2)) if stat.S_ISREG(one.st_mode)}
        return all(
            digest == digest_of(kind, path, outputs)
            for kind, digest, path in zip(files[::3], files[1::3], files[2::3], strict=True)
        )
    except (OSError, ValueError):
        return False


def _write(chunks: Iterable[tuple[int, bytes]]) -> bool:
    """Write to the streams in order; return False where standard output takes nothing and nothing was written yet."""
    is_begun = False
    for stream, chunk in chunks:
        left = memoryview(chunk)
        try:
            while left:
                left = left[os.write(stream, left) :]
                is_begun = True
        except OSError:
            if stream == _STDERR:
                continue
            if is_begun:
                raise
            return False
    return True


def name_of(key: str) -> str:
    """Return the name of the entry of a run."""
    return f"run-{key}"


def digest_of(kind: bytes, path: bytes, outputs: set[tuple[int, int]]) -> bytes:
    """Return the digest of a file or directory now.

    Raises OSError for what cannot be read, for links among what is walked, and for a file that is written to: it is
    among `outputs`, by device and number.
    """
    if kind == CONTENT:
        return _content(path, outputs)
    if kind == LISTING:
        return _digest(sorted(_listed(path)))
    if kind == DISTRIBUTIONS:
        return _digest([*distributions(os.fsdecode(path))])
    return cache.of_code(os.fsdecode(path)).encode()


def _digest(what: object) -> bytes:
    return cache.digest(what).encode()


def _content(path: bytes, outputs: set[tuple[int, int]]) -> bytes:
    handle = os.open(path, _OPENED)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST or (found.st_dev, found.st_ino) in outputs:
            raise OSError(path)
        return cache.digest_of(iter(lambda: os.read(handle, _AT_ONCE), b"")).encode()
    finally:
        os.close(handle)


def _listed(path: bytes) -> Iterator[tuple[bytes, bool]]:
    folders = [(path, b"")]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(b"."):
                    continue
                within = entry.is_dir(follow_symlinks=False)
                if not within and not entry.is_file(follow_symlinks=False):
                    raise OSError(entry.path)
                yield prefix + entry.name, within
                if within:
                    folders.append((entry.path, prefix + entry.name + b"/"))


def distributions(place: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield path, both times and size of what tells when each distribution in a place was installed; zeros for none."""
    try:
        found = sorted(name for name in os.listdir(place) if name.endswith(INFO))  # noqa: PTH208 - light
    except OSError:  # an archive, or nothing
        return
    for name in (f"{one}/{file}" for one in found for file in _WRITTEN):
        try:
            file = os.stat(f"{place}/{name}")  # noqa: PTH116 - light
        except OSError:
            yield name, 0, 0, 0
        else:
            yield name, file.st_mtime_ns, file.st_ctime_ns, file.st_size
