"""From the paths on the command line to the inputs of an audit; reading them is left to the loaders."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from msgspec import Struct

from audit_core.errors import InputError
from audit_core.words import Words

STDIN: Final = "-"


class Input(Struct, frozen=True):
    """One file to audit: what to read, what to call it, and whether it was found in what was given, not given itself.

    `error` says why it cannot be read, where that is known already.
    """

    given: Path | bytes
    uri: str
    found: bool = False
    error: InputError | None = None


def inputs(paths: Sequence[str], stdin_name: str, most_bytes: int) -> Iterator[Input]:
    """Yield the inputs of some paths in order, directories walked."""
    for path in paths:
        if path == STDIN:
            yield Input(_standard_input(sys.stdin.buffer, most_bytes), stdin_name)
        elif Path(path).is_dir():
            yield from _walk(Path(path))
        else:
            yield Input(Path(path), _uri(Path(path)))


def _standard_input(stream: BinaryIO, most_bytes: int) -> bytes:
    return stream.read(most_bytes + 1)


def _walk(directory: Path) -> Iterator[Input]:
    """Yield the files below a directory, sorted for determinism; hidden ones and those outside it are left out."""
    root = directory.resolve()
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and _inside(path, root):
                yield Input(path, _uri(path), found=True)


def _inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(root)


def _uri(path: Path) -> str:
    """Return a path as reports name it: with slashes, and from here where it lies below."""
    try:
        return PurePath(path.absolute().relative_to(Path.cwd())).as_posix() if path.is_absolute() else path.as_posix()
    except ValueError:
        return path.as_posix()


def nothing_found(paths: Iterable[str], skipped: int) -> InputError:
    """Return the error for paths that hold no report at all."""
    named = ", ".join(paths)
    words = Words(
        f"没有找到报告（{skipped} 个文件都不是报告）" if skipped else "没有找到报告",
        f"no report was found ({skipped} files are none)" if skipped else "no report was found",
    )
    return InputError(words.en, words.zh, place=named)


def count(paths: Sequence[str]) -> int:
    """Return how many inputs there are under some paths, for a progress bar."""
    return sum(sum(1 for _ in _walk(Path(path))) if Path(path).is_dir() else 1 for path in paths)
