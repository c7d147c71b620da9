"""XML parts as trees of elements, within bounds and without a DTD; what the elements mean is left to the loaders."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser  # DTDs are refused before it sees one

from audit_core.errors import InputError
from audit_core.formats import Limits

OFFICE: Final = "http://schemas.openxmlformats.org/"
W: Final = "{" + OFFICE + "wordprocessingml/2006/main}"
S: Final = "{" + OFFICE + "spreadsheetml/2006/main}"
R: Final = "{" + OFFICE + "officeDocument/2006/relationships}"
A: Final = "{" + OFFICE + "drawingml/2006/main}"
MC: Final = "{" + OFFICE + "markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - its usual prefix

_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_MOST_DIGITS: Final = 9


def tree(data: bytes, name: str, uri: str, limits: Limits, lighten: Callable[[bytes], bytes] | None = None) -> Element:
    """Return the root of an XML part; `lighten` takes from its markup what nobody asks for, and is most of it.

    Raises InputError for a DTD (and so for any entity), for too many elements, and for what is not well-formed.
    """
    data = _utf8(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError(f"{name} holds a DTD; expected plain XML", f"{name} 含有 DTD；应为普通 XML", place=uri)
    if data.count(b"<") - data.count(b"</") > limits.nodes:
        raise InputError(
            f"{name} holds more than {limits.nodes:,} elements",
            f"{name} 中的元素超过 {limits.nodes:,} 个",
            place=uri,
        )
    if b"purl.oclc.org" in data:
        data = _STRICT.sub(b"http://schemas.openxmlformats.org/\\1/2006/", data)
    # In a comment, a CDATA section or a processing instruction, what looks like a tag is none.
    if lighten and b"<!" not in data and data.count(b"<?") <= 1:
        with suppress(InputError):  # what is wrong is told with its place in the whole part
            return _parsed(lighten(data), name, uri)
    return _parsed(data, name, uri)


def _utf8(data: bytes) -> bytes:
    """Return the part as UTF-8: in UTF-16 a DTD would not be seen."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        codec = "utf-16"
    elif b"\0" in data[:4]:
        codec = "utf-16-be" if data[0] == 0 else "utf-16-le"
    else:
        return data
    return re.sub(r"^\ufeff?<\?xml[^>]*\?>", "", data.decode(codec, "replace")).encode("utf-8", "replace")


def _parsed(data: bytes, name: str, uri: str) -> Element:
    parser = XMLParser()  # noqa: S314 - no DTD is left in it
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (1, 0))
        raise InputError(
            f"{name} is no well-formed XML (line {line}, column {column + 1}); expected a whole file",
            f"{name} 不是完整的 XML（第 {line} 行第 {column + 1} 列）；应为完整的文件",
            place=uri,
        ) from None
    return root


def value(element: Element | None, name: str, default: str = "") -> str:
    """Return an attribute of an element that need not be there."""
    return default if element is None else element.get(name, default)


def integer(text: str | None, default: int = 0) -> int:
    """Return a whole number, or `default` for anything that is none."""
    bare = (text or "").strip()
    digits = bare.lstrip("+-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        return default
    return int(bare) if len(bare) - len(digits) <= 1 else default


def switch(element: Element | None, name: str) -> bool:
    """Tell whether an on/off property is set: it is where it stands without a value."""
    return element is not None and element.get(name, "true").lower() not in ("0", "false", "off", "none")


def flag(element: Element | None, name: str) -> bool:
    """Tell whether an attribute says yes: one that is not there says no."""
    return element is not None and element.get(name, "").lower() in ("1", "true", "on")
