"""Entries kept between runs in the user's cache directory; what is kept, and when it is stale, is others'.

An entry that cannot be read, or a directory that cannot be written, is the same as no cache: slower, never wrong. An
entry is looked at whole before it is used: it is the user's own file, in a directory of the user's own, which nobody
else may enter, and it begins with the digest of all that follows. Each environment has a directory of its own, so that
two of them do not put out what the other keeps, and holds no more than `MOST_KEPT` bytes.

What is made of our own code and files alone, and of nothing of the user's, lies beside the code, as bytecode does.

A run that writes again what it wrote before imports this module and hardly another: nothing that takes time to load is
imported here.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time

try:  # OpenSSL, which `hashlib` brings along, takes a quarter of the time that Python takes to start
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - an interpreter without it
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

DIRECTORY: Final = "AUDIT_CORE_CACHE_DIR"
SWITCH: Final = "AUDIT_CORE_NO_CACHE"

FORMAT: Final = 2
"""The version of how entries are written; another one is no entry."""

MOST_BYTES: Final = 16 * 1024 * 1024
"""No entry is larger."""

MOST_KEPT: Final = 64 * 1024 * 1024
"""What is kept for one environment may take so many bytes."""

MOST_ENTRIES: Final = 2_000
"""So many entries are kept for one environment."""

_UNUSED: Final = 30 * 24 * 3600
"""Seconds after which an environment is taken for gone."""

_SEEN: Final = 24 * 3600
"""Seconds after which an entry that is read is marked as still in use."""

_SIZE: Final = 20
_OURS: Final = "environment-"
_EARLIER: Final = "ruleset-"  # as the first format had them, without a directory for each environment
_OPENED: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_CREATED: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def directory() -> str | None:
    """Return where entries are kept, or None where caching is switched off or there is no home."""
    if os.environ.get(SWITCH, "") not in {"", "0"}:
        return None
    named = os.environ.get(DIRECTORY, "")
    if os.path.isabs(named):  # noqa: PTH117 - a path that is relative lies in what is audited
        return named
    place = _of_platform()
    return os.path.join(place, "audit-core") if os.path.isabs(place) else None  # noqa: PTH117, PTH118 - light


def _of_platform() -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib takes longer to load than a whole replay
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or f"{home}\\AppData\\Local"
    if sys.platform == "darwin":
        return f"{home}/Library/Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return named if os.path.isabs(named) else f"{home}/.cache"  # noqa: PTH117 - as its standard says


def digest(*parts: object) -> str:
    """Return a digest, in hex digits, of what something depends on; parts are compared as they print."""
    return digest_of([repr(parts).encode(errors="surrogatepass")])


def digest_of(parts: Iterable[bytes]) -> str:
    """Return the digest, in hex digits, of bytes that come in parts."""
    whole = blake2b(digest_size=_SIZE)
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def read(name: str, key: str) -> bytes | None:
    """Return what is kept under a name, or None where there is nothing with this key."""
    place = _environment()
    if place is None:
        return None
    try:
        _refuse_others(place)
        whole = _bytes(f"{place}/{name}", is_ours=True)
    except OSError:
        return None
    return _content(whole, key)


def read_beside(name: str, key: str) -> bytes | None:
    """Return what `write_beside` has put beside the code, or None where there is nothing with this key."""
    place = _beside(name)
    if place is None:
        return None
    try:
        return _content(_bytes(place, is_ours=False), key)
    except OSError:
        return None


def write_beside(name: str, key: str, content: bytes) -> bool:
    """Put what is made of our own code and files alone where Python puts bytecode; return whether it is there now.

    It is trusted as bytecode is: whoever can write there can change the code. Where Python writes no bytecode, nothing
    is written.
    """
    place = _beside(name)
    if place is None or sys.dont_write_bytecode or len(content) >= MOST_BYTES:
        return False
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        _replace(place, _head(key, content) + b"\n" + content, mode=0o644)
    except OSError:
        return False
    return True


def _beside(name: str) -> str | None:
    bytecode = __spec__.cached
    if bytecode is None:  # the code comes from an archive
        return None
    return f"{os.path.dirname(bytecode)}/{name}.{sys.implementation.cache_tag}.kept"  # noqa: PTH120 - as above


def _content(whole: bytes, key: str) -> bytes | None:
    head, _, content = whole.partition(b"\n")
    return content if head == _head(key, content) else None


def _head(key: str, content: bytes) -> bytes:
    said = blake2b(content, digest_size=_SIZE, key=key.encode()).hexdigest()
    return f"audit-core cache {FORMAT} {said}".encode()


def _refuse_others(place: str) -> None:
    """Raise OSError for a directory that is not the user's own, or open to anybody else."""
    found = os.lstat(place)
    if not stat.S_ISDIR(found.st_mode) or not _is_own(found):
        raise OSError(errno.EPERM, "no directory of the user's own")


def _is_own(found: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _bytes(place: str, *, is_ours: bool) -> bytes:
    """Return the content of a file, which may have to be the user's own; raises OSError for any other."""
    handle = os.open(place, _OPENED)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES or (is_ours and not _is_own(found)):
            raise OSError(errno.EPERM, "no file of the cache")
        if is_ours and time.time() - found.st_mtime > _SEEN and os.utime in os.supports_fd:
            os.utime(handle)
        return b"".join(_parts(handle))
    finally:
        os.close(handle)


def _parts(handle: int) -> Iterator[bytes]:
    left = MOST_BYTES
    while left > 0 and (part := os.read(handle, left)):
        left -= len(part)
        yield part


def write(name: str, key: str, content: bytes) -> None:
    """Keep something under a name, the whole entry or nothing; what the name held before goes."""
    place = _environment()
    if place is None or len(content) >= MOST_BYTES:
        return
    try:
        if not os.path.isdir(place):  # noqa: PTH112 - as above
            os.makedirs(place, mode=0o700, exist_ok=True)  # noqa: PTH103 - as above
            _sweep(os.path.dirname(place))  # noqa: PTH120 - as above
        _refuse_others(place)
        _replace(f"{place}/{name}", _head(key, content) + b"\n" + content)
        _bound(place)
    except OSError:
        return


def _replace(place: str, content: bytes, mode: int = 0o600) -> None:
    part = f"{place}.{os.getpid()}-{time.monotonic_ns()}.part"
    handle = os.open(part, _CREATED, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(part, place)  # noqa: PTH105 - as above
    except BaseException:  # an interrupt leaves nothing behind either
        os.unlink(part)  # noqa: PTH108 - as above
        raise


def _bound(place: str) -> None:
    """Remove what was not used for longest where an environment has too much, until a quarter of it is free."""
    found = sorted(_entries(place), reverse=True)
    if len(found) <= MOST_ENTRIES and sum(size for _, size, _ in found) <= MOST_KEPT:
        return
    kept = 0
    for number, (_, size, file) in enumerate(found):
        kept += size
        if kept > MOST_KEPT * 3 // 4 or number >= MOST_ENTRIES * 3 // 4:
            os.unlink(file)  # noqa: PTH108 - as above


def _entries(place: str) -> Iterator[tuple[float, int, str]]:
    """Yield when each file of a directory was used last, its size and its path."""
    with os.scandir(place) as entries:
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:  # another process has replaced it
                continue
            yield found.st_mtime, found.st_size, entry.path


def _sweep(root: str) -> None:
    """Remove what is kept for environments that nobody has used for long, and what the first format kept."""
    before = time.time() - _UNUSED
    with os.scandir(root) as entries:
        found = [(entry.name, entry.path) for entry in entries]
    for name, path in found:
        try:
            if name.startswith(_EARLIER):
                os.unlink(path)  # noqa: PTH108 - as above
            elif name.startswith(_OURS) and (kept := [*_entries(path)]) and max(kept)[0] < before:
                for _, _, file in kept:
                    os.unlink(file)  # noqa: PTH108 - as above
                os.rmdir(path)  # noqa: PTH106 - as above
        except OSError:
            continue


def _environment() -> str | None:
    """Return the directory of this environment: its interpreter, and the code of audit-core that it runs."""
    root = directory()
    return f"{root}/{_OURS}{digest(sys.prefix, sys.version, __file__)[:16]}" if root else None


def of_code(place: str) -> str:
    """Return a digest of names, times and sizes of all files of code below a directory: a change is another digest."""
    return digest(sorted(code_stamps(place)))


def code_stamps(place: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield path, both times in nanoseconds and size of each file of code below a directory."""
    folders = [place]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    folders.append(entry.path)
                else:
                    found = _followed(entry)
                    yield entry.path, found.st_mtime_ns, found.st_ctime_ns, found.st_size


def _followed(entry: os.DirEntry[str]) -> os.stat_result:
    """Return what is known of a file, or of a link where that leads nowhere, as an editor's lock does."""
    try:
        return entry.stat()
    except FileNotFoundError:
        return entry.stat(follow_symlinks=False)
