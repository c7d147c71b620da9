"""Byte strings kept in order, few of them at hand; what they hold is left to whoever keeps them."""

import errno
import os
from array import array
from typing import IO, Final
from weakref import finalize

AT_HAND: Final = 1024 * 1024
"""Bytes that are kept in memory; what comes behind them lies in a temporary file."""


class Spool:
    """Byte strings in the order in which they were kept, each read by its number; the processes forked off share it.

    Raises OSError where the temporary file cannot be made, written or read.
    """

    def __init__(self, at_hand: int = AT_HAND) -> None:
        self._at_hand = at_hand
        self._first: list[bytes] = []
        self._ends = array("Q", [0])
        self._file: IO[bytes] | None = None

    def __len__(self) -> int:
        return len(self._first) + len(self._ends) - 1

    def keep(self, data: bytes) -> None:
        """Keep one more."""
        self._at_hand -= len(data)
        if self._at_hand >= 0 and self._file is None:
            self._first.append(data)
            return
        file = self._opened()
        file.seek(self._ends[-1])
        left = memoryview(data)
        while left:  # a disk that is nearly full takes less than all, and says nothing
            left = left[file.write(left) :]
        self._ends.append(self._ends[-1] + len(data))

    def __getitem__(self, number: int) -> bytes:
        """Return one by its number, from 0."""
        if number < len(self._first):
            return self._first[number]
        behind = number - len(self._first)
        start, end = self._ends[behind : behind + 2]
        file = self._opened()
        if hasattr(os, "pread"):  # two processes may read at once, and have one place in the file
            data = os.pread(file.fileno(), end - start, start)
        else:
            file.seek(start)
            data = file.read(end - start)
        if len(data) < end - start:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return data

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - it goes with the spool
            finalize(self, self._file.close)
        return self._file
