"""Archives of reports, opened member by member; how one ZIP file is read within bounds is left to the loaders.

A member is called `archive.zip!/folder/report.md`, and one of an archive within it `outer.zip!/inner.zip!/report.md`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import contents
from audit_core.loaders.sniffing import DOCUMENTS
from audit_core.runs.files import INSIDE, Input, failed, passed_over, uri_of

if TYPE_CHECKING:
    from audit_core.loaders.archive import Archive, Member

DEEPEST: Final = 2
"""Archives within archives are opened so many times, and no further."""

MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")


def opened(one: Input, limits: Limits) -> Iterator[Input]:
    """Yield an input with its bytes read, or the members of the archive that it is, sorted for determinism.

    Hidden members are left out. What cannot be read is an input with its error; the others go on.
    """
    if one.error is not None:
        yield one
        return
    member = named(str(one.given), limits) if isinstance(one.given, Path) and INSIDE in one.uri else None
    if member is not None:
        yield member
        return
    try:
        data = contents(one.given, one.uri, limits)
    except InputError as error:
        yield Input(b"", one.uri, one.found, error)
        return
    whole = Input(data, one.uri, one.found)
    if data.startswith(MARKS):
        yield from _Opener(limits).opened(whole, data, 0)
    else:
        yield whole


def holds_several(found: Sequence[Input], limits: Limits) -> bool:
    """Whether inputs are more than one report: several files, or an archive of several."""
    if len(found) != 1:
        return len(found) > 1
    return _is_packed(found[0]) and len(list(islice(opened(found[0], limits), 2))) > 1


def _is_packed(one: Input) -> bool:
    if isinstance(one.given, bytes):
        return one.given.startswith(MARKS)
    try:
        with one.given.open("rb") as file:
            return file.read(len(MARKS[0])) in MARKS
    except OSError:
        return False


def named(path: str, limits: Limits) -> Input | None:
    """Return the member that a path like `archive.zip!/report.md` names, None where it names a file as any other."""
    outer = path.partition(INSIDE)[0]
    try:
        if Path(path).exists() or not Path(outer).is_file():
            return None
    except OSError:
        return None
    uri = uri_of(path)
    for one in opened(Input(Path(outer), uri_of(outer)), limits):
        if one.uri == uri:
            return Input(one.given, uri, error=one.error)
        if one.uri == uri_of(outer) and one.error is not None:
            return Input(b"", uri, error=InputError(one.error.words.en, one.error.words.zh, place=uri))
    return failed(uri, "the archive holds no such file", "压缩包中没有这个文件")


class _Opener:
    """Opens one archive and those within it, with one allowance for all of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = limits.members
        self._bytes = limits.unpacked

    def opened(self, one: Input, data: bytes, depth: int) -> Iterator[Input]:
        """Yield the members of an archive, or the input itself where it is one document."""
        from audit_core.loaders.archive import Archive

        try:
            archive = Archive(data, one.uri, self._limits)
        except InputError as error:
            yield _failed(one.uri, error, found=one.found)
            return
        members = sorted(archive, key=lambda member: member.name)
        if any(member.name.lower() in DOCUMENTS for member in members):
            yield one
            return
        shown = [member for member in members if not _hidden(member.name)]
        if not shown:
            yield passed_over(one.uri, "the archive is empty (hidden files aside)", "压缩包中没有文件（不计隐藏文件）")
        for member in shown:
            yield from self._member(archive, member, depth)

    def _member(self, archive: "Archive", member: "Member", depth: int) -> Iterator[Input]:
        uri = f"{archive.uri}{INSIDE}{member.name}"
        try:
            self._spend(member, uri)
            data = archive.read(member.name)
        except InputError as error:
            yield _failed(uri, error)
            return
        one = Input(data, uri, found=True)
        if not data.startswith(MARKS):
            yield one
        elif depth < DEEPEST:
            yield from self.opened(one, data, depth + 1)
        else:
            yield _failed(uri, InputError("archives are nested too deep", "压缩包嵌套过深"))

    def _spend(self, member: "Member", uri: str) -> None:
        """Raise InputError where all members together are more than one archive may hold."""
        self._members -= 1
        self._bytes -= member.size
        if min(self._members, self._bytes) < 0:
            raise InputError(
                f"the archive holds more than {self._limits.members:,} files or {self._limits.unpacked:,} bytes",
                f"压缩包中的文件超过 {self._limits.members:,} 个，或解压后超过 {self._limits.unpacked:,} 字节",
                place=uri,
            )


def _failed(uri: str, error: InputError, *, found: bool = True) -> Input:
    return Input(b"", uri, found, InputError(error.words.en, error.words.zh, place=uri))


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)
