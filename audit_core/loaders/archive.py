"""ZIP files that strangers made, opened within bounds; what their members hold is left to the loaders.

Nothing is ever unpacked to disk. The central directory is counted before it is read, every name is checked, and a
member is read no further than it says it goes.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.sniffing import identify

_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x07"
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_SMALL: Final = 1024 * 1024
"""A member no larger than this may be packed as tightly as it likes."""

_BROKEN: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Member(Struct, frozen=True):
    """One file in an archive: its name as written there, its unpacked size in bytes, and whether it is encrypted."""

    name: str
    size: int
    encrypted: bool
    info: ZipInfo


class Archive:
    """A ZIP file in memory; names are found whatever the case of their letters, as Office finds them."""

    def __init__(self, data: bytes, uri: str, limits: Limits) -> None:
        """Open an archive, and check its directory.

        Raises InputError for what is no ZIP file, for too many members or too much in them, and for names that lead
        out of the archive or stand twice.
        """
        self.uri = uri
        self.limits = limits
        self._file = self._open(data)
        self._members: dict[str, Member] = {}
        self._folded: dict[str, str] = {}
        for info in self._file.infolist():
            self._add(info)
        self._refuse_much()

    def __contains__(self, name: str) -> bool:
        return name in self._members or name.lower() in self._folded

    def __iter__(self) -> Iterator[Member]:
        """Yield the members, folders left out, in the order of the directory."""
        return iter(self._members.values())

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; raises InputError where it is missing, encrypted, damaged or a bomb."""
        member = self._members.get(name) or self._members.get(self._folded.get(name.lower(), ""))
        if member is None:
            raise self._error(f"the archive holds no {name}", f"压缩包中没有 {name}")
        self._refuse_member(member)
        try:
            data = self._file.read(member.info)
        except _BROKEN as error:
            reason = " ".join(str(error).split())[:100] or type(error).__name__
            raise self._error(
                f"{name} is damaged ({reason}); expected a whole archive",
                f"{name} 已损坏（{reason}）；应为完整的压缩包",
            ) from None
        if len(data) != member.size:
            raise self._error(
                f"{name} is cut off; expected {member.size:,} bytes", f"{name} 不完整；应有 {member.size:,} 字节"
            )
        return data

    def _open(self, data: bytes) -> ZipFile:
        if not data.startswith(b"PK"):
            zh, en = (identify(data, self.uri) or ("不是压缩包", "no archive"))[:2]
            raise self._error(f"{en}; expected a ZIP archive", f"{zh}；应为 ZIP 压缩包")
        if _entries(data) > self.limits.members:
            raise self._error(
                f"the archive holds more than {self.limits.members:,} files",
                f"压缩包中的文件超过 {self.limits.members:,} 个",
            )
        try:
            return ZipFile(BytesIO(data))
        except _BROKEN:
            raise self._error(
                "a damaged or cut-off ZIP archive; expected a whole one", "ZIP 压缩包已损坏或不完整"
            ) from None

    def _add(self, info: ZipInfo) -> None:
        name = _name(info)
        if _leads_out(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise self._error(
                f"the member “{_rootless(name)}” leads out of the archive; expected plain relative names",
                f"压缩包成员“{_rootless(name)}”指向包外；应为普通的相对路径",
            )
        if name.endswith("/"):
            return
        if name in self._members:
            raise self._error(f"the member “{name}” stands twice in the archive", f"压缩包成员“{name}”重复")
        self._members[name] = Member(name, info.file_size, bool(info.flag_bits & _ENCRYPTED), info)
        self._folded[name.lower()] = name

    def _refuse_much(self) -> None:
        if sum(member.size for member in self) > self.limits.unpacked:
            raise self._error(
                f"the archive unpacks to more than {self.limits.unpacked:,} bytes",
                f"压缩包解压后超过 {self.limits.unpacked:,} 字节",
            )

    def _refuse_member(self, member: Member) -> None:
        if member.encrypted:
            raise self._error(
                f"{member.name} is encrypted; expected a file without a password",
                f"{member.name} 已加密；应为无密码的文件",
            )
        if member.info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._error(
                f"{member.name} is packed with method {member.info.compress_type}; expected deflate",
                f"{member.name} 的压缩方法为 {member.info.compress_type}；应为 deflate",
            )
        if member.size > self.limits.bytes:
            raise self._error(
                f"{member.name} is too large; expected at most {self.limits.bytes:,} bytes",
                f"{member.name} 过大；最多 {self.limits.bytes:,} 字节",
            )
        if member.size > max(_SMALL, self.limits.ratio * member.info.compress_size):
            raise self._error(
                f"{member.name} unpacks to more than {self.limits.ratio} times its size",
                f"{member.name} 解压后超过原大小的 {self.limits.ratio} 倍",
            )

    def _error(self, en: str, zh: str) -> InputError:
        return InputError(en, zh, place=self.uri)


def _entries(data: bytes) -> int:
    """Count the entries of the central directory, whatever the archive says of their number."""
    end = data.rfind(_END)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    known = end >= 0 and data[end - 20 : end - 16] != _END64
    return data.count(_ENTRY, max(0, end - size) if known else 0)


def _name(info: ZipInfo) -> str:
    """Return the name of a member: Windows in China writes GB 18030 without saying so, and some tools backslashes."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        name = _decoded(name.encode("cp437"))
    return name.replace("\\", "/")


def _decoded(raw: bytes) -> str:
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _leads_out(name: str) -> bool:
    drive = len(name) > 1 and name[1] == ":"
    return not name or name.startswith("/") or drive or "\0" in name or ".." in name.split("/")


def _rootless(name: str) -> str:
    """Return a name as it is, but for what makes a path of it that would hold on this machine."""
    return name.partition(":")[2 if name[1:2] == ":" else 0].lstrip("/")[:200]
