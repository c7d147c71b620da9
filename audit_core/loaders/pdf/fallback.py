"""The font that stands in where a PDF brings none: one box for every character.

PDFium leaves out a character that is drawn alone when no font has its shape, and what fonts there are differs from
machine to machine. With this font nothing is left out, nothing outside the file is read, and all machines agree. Widths
are the file's own.
"""

import ctypes
from functools import cache
from struct import pack
from typing import Final

from pypdfium2 import raw

from audit_core.loaders.pdf.protocol import Native

_UNITS: Final = 1000
_TOP, _BOTTOM, _LEFT, _RIGHT = 880, -120, 20, 120
"""The box is narrower than any character is set: PDFium takes the wider of the two for the width of a character."""
_IDEOGRAPHIC: Final = frozenset({128, 129, 130, 134, 136})
"""The character sets of Japanese, Korean and Chinese, by the numbers Windows gave them."""

_WHOLE_FILE: Final = 0


@cache
def font() -> bytes:
    """Return a TrueType font whose one shape stands for every code point."""
    box = pack(">hhhhh", 1, _LEFT, _BOTTOM, _RIGHT, _TOP) + pack(">HH", 3, 0) + b"\x01" * 4
    box += pack(">4h", _LEFT, 0, _RIGHT - _LEFT, 0) + pack(">4h", _BOTTOM, _TOP - _BOTTOM, 0, _BOTTOM - _TOP)
    box += b"\0" * (-len(box) % 4)
    group = pack(">III", 0x21, 0x10FFFF, 1)
    many = pack(">HHIII", 13, 0, 16 + len(group), 0, 1) + group
    tables = {
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + many,
        b"glyf": box,
        b"head": pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0,
            _LEFT, _BOTTOM, _RIGHT, _TOP, 0, 8, 2, 1, 0,
        ),
        b"hhea": pack(">IhhhHhhhhhhhhhhhH", 0x10000, _TOP, _BOTTOM, 0, _UNITS, 0, 0, _RIGHT, 1, *[0] * 7, 2),
        b"hmtx": pack(">HhHh", _UNITS, 0, _UNITS, _LEFT),
        b"loca": pack(">III", 0, 0, len(box)),
        b"maxp": pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }  # fmt: skip
    return _file(tables)


def _file(tables: dict[bytes, bytes]) -> bytes:
    head, body = pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    for name, data in sorted(tables.items()):
        at = 12 + 16 * len(tables) + len(body)
        head += name + pack(">III", _checksum(data), at, len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + body


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    return sum(int.from_bytes(padded[at : at + 4]) for at in range(0, len(padded), 4)) % (1 << 32)


def install() -> None:
    """Let PDFium know no font but this one beside those it carries; called once, for the life of the process."""
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    handlers = {"MapFont": _map, "GetFont": _get, "GetFontData": _data, "GetFaceName": _name, "GetFontCharset": _set}
    kinds = dict(info._fields_)
    for name, handler in handlers.items():
        setattr(info, name, kinds[name](handler))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    # PDFium keeps the address: what it points at must live as long.
    _KEPT.append(info)


_KEPT: Final[list[Native]] = []


def _map(  # noqa: PLR0913, PLR0917 - the signature is PDFium's
    info: Native, weight: int, italic: int, charset: int, pitch: int, face: Native, exact: Native
) -> int | None:
    del info, weight, italic, pitch, face, exact
    return 1 if charset in _IDEOGRAPHIC else None


def _get(info: Native, face: Native) -> int | None:
    del info, face
    return None


def _data(info: Native, handle: Native, table: int, buffer: Native, size: int) -> int:
    del info, handle
    if table != _WHOLE_FILE:
        return 0
    data = font()
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _name(info: Native, handle: Native, buffer: Native, size: int) -> int:
    del info, handle
    name = b"Box\0"
    if buffer and size >= len(name):
        ctypes.memmove(buffer, name, len(name))
    return len(name)


def _set(info: Native, handle: Native) -> int:
    del info, handle
    return 134
