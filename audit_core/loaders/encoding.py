"""Bytes → text; what the bytes are is told by `sniffing`, what the text says by the loaders."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final, NamedTuple

from audit_core.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)

# What charset-normalizer may answer, and the codec to decode with: the widest of its family.
_CODECS: Final = {
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf_16_le": "utf-16-le",
    "utf_16_be": "utf-16-be",
}
# A set that orders its characters by frequency, and the lead byte at which its rare level begins.
_FREQUENT: Final = (("gb2312", 0xD8), ("big5", 0xC9))
_SAMPLE: Final = 65_536
# Not compiled here: sets this wide take milliseconds, and only files that are not UTF-8 need them.
_HANZI: Final = "[\u4e00-\u9fff]+"
_CJK: Final = "[\u2e80-\u9fff\uff00-\uffef]"
_CONTROLS: Final = "\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"
_CONTROL: Final = re.compile(f"[{_CONTROLS}]")
_STRANGE: Final = f"[{_CONTROLS}\ue000-\uf8ff\ufffd-\uffff]"
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Decoded(NamedTuple):
    """Text without its byte order mark, the Python codec that decoded it, and whether that was guessed."""

    text: str
    encoding: str
    guessed: bool


def mark_of(head: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark at the head of a file and its codec, or None."""
    return next(((mark, codec) for mark, codec in _MARKS if head.startswith(mark)), None)


def is_utf16(head: bytes) -> bool:
    """Tell UTF-16 without a byte order mark from binary: its zeros are the high bytes of ASCII."""
    zeros = head[::2].count(0), head[1::2].count(0)
    codec = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(codec, "ignore")
    return max(zeros) > 4 * min(zeros) and "\0" not in text and _is_common(text)


_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w-]+)|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)",
    re.IGNORECASE,
)
_DECLARING: Final = 4096


def declared_in_html(data: bytes) -> str:
    """Return the Chinese codec that a page declares at its beginning, empty if it declares none or another."""
    found = _DECLARED.search(data[:_DECLARING])
    name = (found[1] or found[2]).decode("ascii", "ignore").lower() if found else ""
    if name.startswith("gb") or name in ("x-gbk", "chinese", "csgb2312", "iso-ir-58"):
        return "gb18030"
    return "big5hkscs" if name.startswith("big5") else ""


def decode(data: bytes, uri: str, declared: str = "") -> Decoded:
    """Return the text of a file: byte order mark, else UTF-8, else Chinese in GB 18030, Big5 or UTF-16.

    `declared` names the codec that the file itself asks for, tried where it is not UTF-8. Raises InputError where no
    codec gives sane text; no character is ever replaced.
    """
    mark = mark_of(data)
    try:
        if mark:
            decoded = Decoded(data[len(mark[0]) :].decode(mark[1]), mark[1], guessed=False)
        elif b"\0" in data[:_SAMPLE] and is_utf16(data[:_SAMPLE]):
            decoded = _guess(data, uri)
        else:
            decoded = Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError as error:
        if mark or _is_nearly_utf8(data, error.start):
            raise _broken(data, uri, error) from None
        decoded = _as_declared(data, uri, declared) if declared else _guess(data, uri)
    _refuse_binary(decoded.text, uri)
    return decoded


def _is_nearly_utf8(data: bytes, near: int) -> bool:
    """Tell a damaged UTF-8 file, which must not be read as something else, from one in another encoding."""
    text = data[max(0, near - _SAMPLE) : near + _SAMPLE].decode("utf-8", "replace")
    return len(re.findall(_CJK, text)) > text.count("\ufffd")


def _broken(data: bytes, uri: str, error: UnicodeDecodeError) -> InputError:
    codec, mark = error.encoding, mark_of(data)
    offset = error.start + (len(mark[0]) if mark else 0)
    before = error.object[: error.start].decode(codec)
    lines = _LINE_END.split(before)
    found = f"0x{data[offset]:02X}"
    return InputError(
        f"broken {codec}: byte {offset} ({found}) is part of no character; expected whole, undamaged {codec} text",
        f"{codec} 编码已损坏：第 {offset} 字节（{found}）不成字符；应为完整的 {codec} 文本",
        place=f"{uri}:{len(lines)}:{len(lines[-1]) + 1}",
    )


def _as_declared(data: bytes, uri: str, codec: str) -> Decoded:
    """Return the text in the codec a file declares, unless another makes better Chinese of it."""
    try:
        decoded = Decoded(data.decode(codec), codec, guessed=False)
    except UnicodeDecodeError as error:
        try:
            return _guess(data, uri)
        except InputError:
            raise _broken(data, uri, error) from None
    if _is_common(decoded.text):
        return decoded
    try:
        return _guess(data, uri)
    except InputError:
        return decoded


def _guess(data: bytes, uri: str) -> Decoded:
    """Return the text in the encoding that charset-normalizer finds, if common Chinese comes of it.

    Codecs of one byte per character are not tried: they make something of anything, so a guess proves nothing.
    """
    codec = _detected(data)
    if codec is not None:
        text = data.decode(codec)
        if _is_common(text):
            return Decoded(text, codec, guessed=True)
    raise InputError(
        "not text in any known encoding; expected UTF-8, UTF-16, GB 18030 or Big5",
        "无法按任何已知编码读成文字；应为 UTF-8、UTF-16、GB 18030 或 Big5",
        place=uri,
    )


def _detected(data: bytes) -> str | None:
    """Return the one of our codecs that the whole file is most likely in, or None."""
    from charset_normalizer import from_bytes  # only files that are not UTF-8 pay for it

    best = from_bytes(data, cp_isolation=[*_CODECS]).best()
    codec = None if best is None else _CODECS.get(best.encoding)
    try:
        data.decode(codec or "ascii")
    except UnicodeDecodeError:
        return None
    return codec


def _is_common(text: str) -> bool:
    """Tell Chinese from the rare characters that other bytes become: both character sets order by frequency of use."""
    sample = text[:_SAMPLE]
    hanzi = "".join(re.findall(_HANZI, sample))
    common = max(sum(map(rare.__gt__, hanzi.encode(charset, "ignore")[::2])) for charset, rare in _FREQUENT)
    strange = len(re.findall(_STRANGE, sample))
    return common > 0 and common >= 0.85 * len(hanzi) and strange <= 0.01 * len(sample)


def _refuse_binary(text: str, uri: str) -> None:
    """Refuse what no text holds: a NUL, or many other control characters; a few are left for rules to report."""
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if "\0" in text or controls > max(8, 0.02 * min(len(text), _SAMPLE)):
        raise InputError(
            "a binary file (it holds NUL or many control characters); expected text",
            "二进制文件（含 NUL 或大量控制字符）；应为文本",
            place=uri,
        )
