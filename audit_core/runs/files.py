"""From the paths on the command line to the inputs of an audit; reading what they hold is left to the loaders.

Every path, and every file below a directory, becomes an input: to be read, or with the reason why it is not. Walking
takes regular files only; a pipe or a device is read where it was named itself, once and whole.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final

from msgspec import Struct

from audit_core import regular
from audit_core.errors import InputError, NotAReport
from audit_core.words import Words

STDIN: Final = "-"
INSIDE: Final = "!/"
"""What stands between the name of an archive and that of a member."""

_AT_ONCE: Final = 1024 * 1024


class Input(Struct, frozen=True):
    """One file to audit: what to read, what to call it, and whether it was found in what was given, not given itself.

    One that is `compared` is read for others to be compared with, and not audited. `error` says why it is not read,
    where that is known already; one that was found and is no report is passed over.
    """

    given: Path | bytes
    uri: str
    found: bool = False
    error: InputError | None = None
    compared: bool = False


def failed(uri: str, en: str, zh: str, *, found: bool = False) -> Input:
    """Return an input that cannot be read."""
    return Input(b"", uri, found, InputError(en, zh, place=uri))


def passed_over(uri: str, en: str, zh: str) -> Input:
    """Return an input that was found and is no report."""
    return Input(b"", uri, found=True, error=NotAReport(en, zh, place=uri))


def inputs(
    paths: Sequence[str], stdin_name: str, most_bytes: int, streams: set[tuple[int, int]] | None = None
) -> Iterator[Input]:
    """Yield the inputs of some paths in order, directories walked, streams read.

    A stream that was read is in `streams`, and is not waited for again where it is named again.
    """
    known = set() if streams is None else streams
    for path in paths:
        if path == STDIN:
            yield _standard_input(stdin_name, most_bytes)
        else:
            yield from _named(path, most_bytes, known)


def _named(path: str, most_bytes: int, streams: set[tuple[int, int]]) -> Iterator[Input]:
    uri = uri_of(path)
    try:
        told = Path(path).stat()
        mode = told.st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(path)
        elif stat.S_ISREG(mode):
            yield Input(Path(path), uri)
        elif (told.st_dev, told.st_ino) not in streams:
            streams.add((told.st_dev, told.st_ino))
            yield Input(regular.content(path, most_bytes, stream=True), uri)
    except regular.Unreadable as error:
        yield failed(uri, *_en_zh(error.words))
    except (OSError, ValueError) as error:
        inside = INSIDE in path and isinstance(error, FileNotFoundError | NotADirectoryError)
        yield Input(Path(path), uri) if inside else failed(uri, *_en_zh(regular.refused(error).words))


def _en_zh(words: Words) -> tuple[str, str]:
    return words.en, words.zh


def _standard_input(uri: str, most_bytes: int) -> Input:
    if sys.stdin is None:  # as Python has it where a caller closed it
        return failed(uri, "standard input is closed", "标准输入已关闭")
    parts, left = [], most_bytes + 1
    try:
        while left > 0 and (part := sys.stdin.buffer.read(min(left, _AT_ONCE))):
            parts.append(part)
            left -= len(part)
    except (OSError, ValueError) as error:
        return failed(uri, *_en_zh(regular.refused(error).words))
    return Input(b"".join(parts), uri)


def _walk(directory: str) -> Iterator[Input]:
    """Yield the files below a directory, those of a folder before its folders, sorted for determinism.

    Hidden ones are left out; whatever else is not read is yielded with the reason.
    """
    base, root, nothing = uri_of(directory), os.path.realpath(directory), True
    folders = [(directory, "" if base == "." else base.removesuffix("/") + "/")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted((one for one in listed if not one.name.startswith(".")), key=lambda one: one.name)
        except OSError as error:
            nothing = False
            yield failed(prefix.removesuffix("/") or base, *_en_zh(regular.refused(error).words), found=True)
            continue
        below = []
        for entry in entries:
            if _is_folder(entry):
                below.append((entry.path, f"{prefix}{entry.name}/"))
            else:
                nothing = False
                yield _entry(entry, prefix + entry.name, root)
        folders += reversed(below)
    if nothing:
        yield passed_over(base, "the directory holds no file (hidden ones aside)", "目录中没有文件（不计隐藏文件）")


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _entry(entry: "os.DirEntry[str]", uri: str, root: str) -> Input:
    try:
        link = entry.is_symlink()
        if link and not PurePath(os.path.realpath(entry.path)).is_relative_to(root):
            return passed_over(uri, "a link that leads out of the directory", "指向目录之外的链接")
        mode = entry.stat().st_mode
    except (OSError, ValueError) as error:
        return failed(uri, *_en_zh(regular.refused(error).words), found=True)
    if stat.S_ISDIR(mode):
        return passed_over(uri, "a link to a directory, which is not followed", "指向目录的链接，不再进入")
    kind = regular.other_kind(mode)
    if kind is not None:
        return passed_over(uri, f"{kind.en}, which is read only where it is named", f"{kind.zh}，只有直接指定时才读取")
    return Input(Path(entry.path), uri, found=True)


def uri_of(path: str) -> str:
    """Return a path as reports name it: with slashes, and from here where it lies below."""
    pure = PurePath(path)
    try:
        return pure.relative_to(Path.cwd()).as_posix() if pure.is_absolute() else pure.as_posix()
    except (OSError, ValueError):  # the working directory has vanished; the path lies elsewhere
        return pure.as_posix()


def lies_in(uri: str, path: str, stdin_name: str) -> bool:
    """Whether an input came of a path of the command line: it is that file, or lies in that directory or archive."""
    base = stdin_name if path == STDIN else uri_of(path)
    if base == ".":
        return not PurePath(uri).is_absolute()
    return uri == base or uri.startswith((base.removesuffix("/") + "/", base + INSIDE))


def nothing_found(path: str, passed: int) -> InputError:
    """Return the error for a path that holds no report at all; so many files in it were passed over."""
    words = Words(
        f"没有找到报告（跳过 {passed} 个文件）" if passed else "没有找到报告",
        f"no report was found ({passed} passed over)" if passed else "no report was found",
    )
    return InputError(words.en, words.zh, place=path)


def count(paths: Iterable[str]) -> int:
    """Return how many inputs there are under some paths, for a progress bar."""
    return sum(sum(1 for _ in _walk(path)) if is_directory(path) else 1 for path in paths)


def is_directory(path: str) -> bool:
    """Whether a path is a directory, or a link to one; what cannot be looked at is none."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False
