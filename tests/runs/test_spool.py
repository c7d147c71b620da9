"""Byte strings kept in order, in memory and behind it in a file."""

import errno
import os
import tempfile
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import Any

import pytest

from audit_core.spool import Spool

GIVEN = [b"", b"a", b"bcd", b"e" * 40, b"", b"f"]


@pytest.mark.parametrize("at_hand", [0, 1, 4, 100])
def test_each_is_read_as_it_was_kept(at_hand: int) -> None:
    spool = Spool(at_hand)
    for number, data in enumerate(GIVEN):
        spool.keep(data)
        assert [spool[at] for at in range(number + 1)] == GIVEN[: number + 1]
    assert len(spool) == len(GIVEN)


def test_no_more_than_asked_for_is_in_memory() -> None:
    spool = Spool(4)
    for data in GIVEN:
        spool.keep(data)
    assert spool._first == GIVEN[:3]


def test_it_is_read_without_a_place_in_the_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pread", raising=False)
    test_each_is_read_as_it_was_kept(0)


class Short:
    """A file that takes and gives no more than so many bytes at once, as the system may where a disk is nearly full."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.file = TemporaryFile(buffering=0)  # noqa: SIM115 - it goes with the spool
        self.fileno, self.seek, self.close = self.file.fileno, self.file.seek, self.file.close

    def write(self, data: bytes) -> int:
        return self.file.write(data[: self.most])

    def read(self, size: int) -> bytes:
        return self.file.read(min(size, self.most))


@pytest.mark.parametrize("most", [1, 7, 100])
def test_what_a_file_takes_in_parts_is_kept_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Short(most))
    test_each_is_read_as_it_was_kept(0)


def test_what_a_file_does_not_give_back_whole_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(0)
    spool.keep(b"whole")
    spool._opened().truncate(3)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        spool[0]
    monkeypatch.delattr(os, "pread", raising=False)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        spool[0]


def test_what_did_not_fit_leaves_the_others_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(Short):
        def write(self, data: bytes) -> int:
            if self.most <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            taken = super().write(data)
            self.most -= taken
            return taken

    full = Full(5)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full)
    spool = Spool(0)
    spool.keep(b"abc")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        spool.keep(b"defg")
    full.most = 9
    spool.keep(b"hi")
    assert [spool[0], spool[1], len(spool)] == [b"abc", b"hi", 2]


def _read(spool: Spool, pipe: Any) -> None:
    pipe.send([spool[at] for _ in range(200) for at in range(len(spool))] == GIVEN * 200)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_processes_that_are_forked_off_read_at_once() -> None:
    spool, context = Spool(0), get_context("fork")
    for data in GIVEN:
        spool.keep(data)
    pipes = [context.Pipe() for _ in range(2)]
    for _, theirs in pipes:
        context.Process(target=_read, args=(spool, theirs), daemon=True).start()
    assert [ours.recv() for ours, _ in pipes] == [True, True]
