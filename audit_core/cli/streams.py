"""Standard input, output and error as a caller left them: closed, full, or with nobody at the other end."""

import errno
import os
import sys
from io import StringIO, TextIOBase

_STANDARD = (0, 1, 2)


class Closed(TextIOBase):
    """Standard output where the caller closed it: whoever writes to it is told so."""

    def write(self, _: str) -> int:
        """Raise OSError."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def open_all() -> None:
    """Have something in the place of each standard stream, or the first file that is opened becomes one of them.

    What is said on a standard error that is closed is lost; a closed standard input is told of when it is read.
    """
    for number in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = Closed() if sys.stdout is None else sys.stdout
    sys.stderr = StringIO() if sys.stderr is None else sys.stderr


def flush_all() -> bool:
    """Write what is still held back; return whether standard output took it.

    What a stream refuses is dropped, for Python would try again when it ends, and end with a status of its own.
    """
    whole = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            whole = whole and stream is not sys.stdout
            _drop(stream)
    return whole


def _drop(stream: object) -> None:
    try:
        number = stream.fileno()  # type: ignore[attr-defined]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return
