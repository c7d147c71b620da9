"""Files read whole within a bound: what is none is refused, and never waited for."""

import errno
import os
import socket
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from audit_core import decisions
from audit_core.errors import AuditError, ConfigurationError, reason
from audit_core.regular import Unreadable, content, other_kind

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")


def fifo(place: Path) -> None:
    os.mkfifo(place)


def bound(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))


def ring(place: Path) -> None:
    place.symlink_to(place.name)


def to_fifo(place: Path) -> None:
    os.mkfifo(place.with_name("pipe"))
    place.symlink_to("pipe")


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda _: None, "no such file"),
    "directory": (Path.mkdir, "a directory; expected a file"),
    "fifo": (fifo, "a FIFO; expected a file"),
    "link to a fifo": (to_fifo, "a FIFO; expected a file"),
    "ring": (ring, "cannot be read: a loop of links"),
    "large": (lambda place: place.write_bytes(bytes(11)) and None, "too large; expected at most 10 bytes"),
    "below a file": (lambda _: None, "cannot be read: a part of the path is no directory"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_refused(tmp_path: Path, name: str) -> None:
    make, said = KINDS[name]
    place = tmp_path / "it"
    if name == "below a file":
        (tmp_path / "file").touch()
        place = tmp_path / "file" / "it"
    make(place)
    with pytest.raises(Unreadable) as refused:
        content(place, 10)
    assert said in refused.value.words.en
    assert refused.value.words.zh != refused.value.words.en


def test_a_socket_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    bound(Path("s"))
    with pytest.raises(Unreadable, match="a socket"):
        content("s", 10)


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR, 0])
def test_kinds_by_mode(kind: int) -> None:
    assert other_kind(kind | 0o644) is not None
    assert other_kind(stat.S_IFREG | 0o644) is None


def test_read_to_the_bound(tmp_path: Path) -> None:
    (tmp_path / "it").write_bytes(b"0123456789")
    assert content(tmp_path / "it", 10) == b"0123456789"


@pytest.mark.parametrize(("most", "whole"), [(300_000, True), (1_000, False)])
def test_a_stream_is_read_once_to_its_end(tmp_path: Path, most: int, *, whole: bool) -> None:
    fifo(tmp_path / "it")

    def write() -> None:
        try:
            (tmp_path / "it").write_bytes(b"x" * 300_000)
        except BrokenPipeError:
            assert not whole

    writer = threading.Thread(target=write)
    writer.start()
    if whole:
        assert len(content(tmp_path / "it", most, stream=True)) == 300_000
    else:
        with pytest.raises(Unreadable, match="too large"):
            content(tmp_path / "it", most, stream=True)
    writer.join(10)


def test_decisions_are_a_file(tmp_path: Path) -> None:
    fifo(tmp_path / "d.yaml")
    with pytest.raises(ConfigurationError, match="a FIFO; expected a file"):
        decisions.read(str(tmp_path / "d.yaml"))


def test_reasons_in_both_languages() -> None:
    assert reason(OSError(errno.ENOSPC, "x")).zh == "磁盘已满"
    assert reason(OSError(9999, "odd")).en == "odd"
    assert reason(ValueError("embedded null byte")).zh == "embedded null byte"
    assert isinstance(Unreadable("a"), AuditError)
