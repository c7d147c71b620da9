"""Small JSON entries kept between runs in the user's cache directory; what is kept, and when it is stale, is others'.

An entry that cannot be read, or a directory that cannot be written, is the same as no cache: slower, never wrong. An
entry is looked at whole before it is used: it is the user's own file, which nobody else may write, and it begins with
the digest of all that follows.
"""

# ruff: noqa: ANN401 - plain data is any JSON value

import contextlib
import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

DIRECTORY: Final = "AUDIT_CORE_CACHE_DIR"
SWITCH: Final = "AUDIT_CORE_NO_CACHE"

FORMAT: Final = 1
"""The version of how entries are written; another one is no entry."""

MOST_BYTES: Final = 32 * 1024 * 1024
"""No entry is larger; ours take less than one megabyte."""

_CODE: Final = Path(__file__).parent


def directory() -> Path | None:
    """Return where entries are kept, or None where caching is switched off or there is no home."""
    if os.environ.get(SWITCH, "") not in {"", "0"}:
        return None
    named = os.environ.get(DIRECTORY, "")
    if os.path.isabs(named):  # noqa: PTH117 - a Path that is relative lies in what is audited
        return Path(named)
    try:
        return _platform_directory() / "audit-core"
    except RuntimeError:
        return None


def _platform_directory() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".cache"  # noqa: PTH117 - as its standard says


def read(slot: str, key: str) -> Any:
    """Return the plain data kept in a slot, or None where there is none under this key."""
    place = _file(slot)
    if place is None:
        return None
    try:
        digest, _, content = _own_bytes(place).partition(b"\n")
        if digest != _digest(content):
            return None
        entry = msgspec.json.decode(content)
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(entry, dict) and entry.get("key") == key
    return entry.get("data") if whole else None


def _digest(content: bytes) -> bytes:
    return f"audit-core cache {FORMAT} {hashlib.sha256(content).hexdigest()}".encode()


def _own_bytes(place: Path) -> bytes:
    """Return the content of a file that is the user's own; raises OSError for any other."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(place, flags), "rb") as file:
        found = os.fstat(file.fileno())
        others = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            raise OSError(errno.EINVAL, "no file of the cache")
        if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or others):
            raise OSError(errno.EPERM, "somebody else's, or open to others")
        return file.read()


def write(slot: str, key: str, data: Any) -> None:
    """Keep plain data in a slot under a key, the whole entry or nothing; what the slot held before goes."""
    place = _file(slot)
    if place is None:
        return
    with contextlib.suppress(OSError, TypeError, ValueError):
        content = msgspec.json.encode({"key": key, "data": data})
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(place, _digest(content) + b"\n" + content)


def _replace(place: Path, content: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def key_of(*parts: object) -> str:
    """Return the key, 64 hex digits, of what an entry depends on; parts are compared as they print."""
    return hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


def slot_of(kind: str, *parts: object) -> str:
    """Return the slot of one thing in this environment."""
    return f"{kind}-{key_of(sys.prefix, *parts)[:16]}"


def code_stamp(*places: str) -> tuple[tuple[str, int, int], ...]:
    """Return names, times and sizes of the package's own modules in `places`: changed code finds nothing stale."""
    return tuple(stamp for place in places for stamp in sorted(_stamps(place)))


def _stamps(place: str) -> Iterator[tuple[str, int, int]]:
    with contextlib.suppress(OSError), os.scandir(_CODE / place) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                found = entry.stat()
                yield entry.name, found.st_mtime_ns, found.st_size


def _file(slot: str) -> Path | None:
    place = directory()
    return place / f"{slot}.json" if place else None
