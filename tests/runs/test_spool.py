"""Byte strings kept in order, in memory and behind it in a file."""

import os
from multiprocessing import get_context
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
