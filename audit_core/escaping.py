r"""Text from outside made harmless where people and programs read it: nothing in it acts, nothing in it commands.

File names, members of archives, keys of JSON, texts of reports and of exceptions are all written by strangers:
`a\x1b[2Jb` is shown as `a\x1b[2Jb`, spelt out, and never clears a terminal.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Private use and unassigned characters are shown; these act on what stands around them, or on the terminal.
_ACTING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_TAB: Final = "  "
_BREAKS: Final = "\r\n"

_IN_JSON: Final = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
# GitHub takes a line as a command that begins with `::` behind blanks, or holds `##[`; the others have marks like it.
_FIRST: Final = re.compile(r"^(\s*):(?=:)")
_ANYWHERE: Final = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))")


@lru_cache(maxsize=4_096)
def _visible(char: str) -> str:
    if char == "\t":
        return _TAB
    if char in _BREAKS:
        return " "
    if unicodedata.category(char) not in _ACTING:
        return char
    return char.encode("unicode_escape").decode()


def visible(text: str) -> str:
    """Return text in one line in which nothing acts: controls, bidi marks and the like are spelt as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def inert(line: str) -> str:
    r"""Return a line that no runner of a CI service takes as a command: its mark is spelt, as in `\x3a:error`."""
    if "::" not in line and "##" not in line:
        return line
    return _ANYWHERE.sub(r"\\x23", _FIRST.sub(r"\1\\x3a", line))


def in_json(text: str) -> str:
    r"""Return JSON with the same meaning in which what acts on a terminal is written as `\u` and four digits."""
    return text if text.isascii() else _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
