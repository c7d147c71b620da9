"""A file read whole, within a bound, and only if it is one; what its bytes mean is left to those who ask.

A device gives bytes without end, and a pipe waits for a writer who may never come: what is configuration, or was found
by walking, is read only where it is a regular file. Opening never waits, whatever is put in the file's place meanwhile.
"""

import os
import stat
from pathlib import Path
from typing import Final

from audit_core.errors import AuditError, reason
from audit_core.words import Words

CONFIGURATION: Final = 4 * 1024 * 1024
"""As many bytes a file may have that says how to audit: a ruleset, a form, a register, decisions."""

_AT_ONCE: Final = 1024 * 1024
_OPENED: Final = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
_NEVER_WAITING: Final = getattr(os, "O_NONBLOCK", 0)

_KINDS: Final = (
    (stat.S_ISDIR, Words("这是一个目录", "a directory")),
    (stat.S_ISFIFO, Words("这是命名管道（FIFO）", "a FIFO")),
    (stat.S_ISSOCK, Words("这是套接字", "a socket")),
    (stat.S_ISCHR, Words("这是字符设备", "a character device")),
    (stat.S_ISBLK, Words("这是块设备", "a block device")),
)
_STRANGE: Final = Words("这不是普通文件", "no regular file")

Named = str | os.PathLike[str]


def other_kind(mode: int) -> Words | None:
    """Return what a file of this mode is that is no regular one, None for a regular one."""
    if stat.S_ISREG(mode):
        return None
    return next((words for holds, words in _KINDS if holds(mode)), _STRANGE)


class Unreadable(AuditError):  # noqa: N818 - why, not what to do about it
    """A file is none, is too large, or is kept from us by the system; those who asked for it add its place."""


def content(path: Named, most: int, *, stream: bool = False) -> bytes:
    """Return the bytes of a regular file; with `stream`, of a pipe or a device too, read once to its end.

    Raises Unreadable for what is no regular file, cannot be read, or has more than `most` bytes; no more than that is
    ever read.
    """
    try:
        return _content(path, most, stream=stream)
    except (OSError, ValueError) as error:
        raise refused(error) from None


def refused(error: OSError | ValueError) -> Unreadable:
    """Return what to say where the system does not let us read a file."""
    why = reason(error)
    if isinstance(error, FileNotFoundError):
        return Unreadable(why.en, why.zh)
    return Unreadable(f"cannot be read: {why.en}", f"无法读取：{why.zh}")


def _content(path: Named, most: int, *, stream: bool) -> bytes:
    _refuse(Path(path).stat(), most, stream=stream)  # opening alone can act on a device
    handle = os.open(path, _OPENED | (0 if stream else _NEVER_WAITING))
    try:
        _refuse(os.fstat(handle), most, stream=stream)
        return read(handle, most)
    finally:
        os.close(handle)


def _refuse(status: os.stat_result, most: int, *, stream: bool) -> None:
    kind = other_kind(status.st_mode)
    if kind is not None and (stat.S_ISDIR(status.st_mode) or not stream):
        raise Unreadable(f"{kind.en}; expected a file", f"{kind.zh}；应为文件")
    if kind is None and status.st_size > most:
        raise too_large(most)


def read(handle: int, most: int) -> bytes:
    """Return what an open file still holds, whatever size it claims; raises Unreadable beyond `most` bytes."""
    parts, left = [], most + 1
    while left > 0 and (part := os.read(handle, min(left, _AT_ONCE))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise too_large(most)
    return b"".join(parts)


def too_large(most: int) -> Unreadable:
    """Return what to say of a file of more than `most` bytes."""
    return Unreadable(f"the file is too large; expected at most {most:,} bytes", f"文件过大；最多 {most:,} 字节")
