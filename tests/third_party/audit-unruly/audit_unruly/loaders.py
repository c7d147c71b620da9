"""Loaders and sniffers that break, each for files that begin with a word of its own."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from audit_core import Document, Limits, Loader, Paragraph, Section, Source, hookimpl
from audit_core.errors import ConfigurationError


def _exits(*_: Any) -> Any:
    sys.exit(0)


def _ends(*_: Any) -> Any:
    os._exit(0)


def _interrupts(*_: Any) -> Any:
    raise KeyboardInterrupt


def _sleeps(*_: Any) -> Any:
    time.sleep(3600)


def _returns(*_: Any) -> Any:
    return {"title": "a document"}


def _misfiled(data: bytes, uri: str, limits: Limits) -> Document:
    no_block: Any = "text"
    return Document((Section(None, (no_block,)),), Source(uri))


def _shifted(data: bytes, uri: str, limits: Limits) -> Document:
    text = data.decode()
    return Document((Section(None, (Paragraph(text[:-1], 1, len(text)),)),), Source(uri, text=text))


def _prints(*_: Any) -> Any:
    print("printed by a loader")  # noqa: T201
    os.write(1, b"written by a loader\n")
    raise ConfigurationError("no ruleset", "没有规则集")


LOADS = {
    "exits": _exits, "ends": _ends, "interrupts": _interrupts, "sleeps": _sleeps, "returns": _returns,
    "misfiled": _misfiled, "shifted": _shifted, "prints": _prints,
}  # fmt: skip


def _sniffs(word: str) -> Callable[[bytes, str], str | None]:
    return lambda head, _name: f"begins with %{word}" if head.startswith(f"%{word}".encode()) else None


def _breaks(word: str, how: Callable[[], Any]) -> Callable[[bytes, str], str | None]:
    return lambda head, _name: how() if word.encode() in head else None


@hookimpl
def audit_core_loaders() -> Iterable[Loader]:
    """Return loaders that break as they load, and some that break as they are asked."""
    yield from (Loader(name, _sniffs(name), load, priority=200) for name, load in LOADS.items())
    yield Loader("sniff-exits", _breaks("sniffed-exits", _exits), _exits, priority=300)
    yield Loader("sniff-ends", _breaks("sniffed-ends", _ends), _exits, priority=300)
