"""What passes between the loader and the process that reads a PDF; both ends import it."""

from typing import Any

from msgspec import Struct

Native = Any
"""What PDFium hands out: pointers and structures of C, which have no types here."""


class ReadRequest(Struct, array_like=True, frozen=True):
    """A file to read, and what it may ask for: numbers of things, seconds, bytes of memory."""

    data: bytes
    pages: int
    glyphs: int
    rules: int
    seconds: float
    memory: int


class RawPage(Struct, array_like=True):
    """One page: `boxes` holds six floats for each character of `text`, `ruling_lines` and `images` four for each."""

    width: float
    height: float
    text: str = ""
    boxes: bytes = b""
    rules: bytes = b""
    images: bytes = b""
    texts: int = 0
    hidden: int = 0
    unmapped: int = 0


class PageContents(Struct, array_like=True):
    """All pages, or the name of the `fault` that the file has (on `page`, where it is one page's)."""

    pages: list[RawPage] = []
    metadata: dict[str, str] = {}
    fault: str = ""
    page: int = 0
