"""Regular expressions that are compiled when they are first used; what they look for is left to those who use them.

A pack may hold dozens of them with wide sets of Chinese characters, at a millisecond or more each, while most
reports never reach most of them: a commit hook must not wait for all. What was compiled once is kept for the next run:
beside the code where all rules came with audit-core, else in the user's cache directory.
"""

import re
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any, AnyStr, Final

import msgspec

from audit_core import cache

_ENTRY: Final = "patterns"
_MOST: Final = 4_000
"""So many patterns are kept; where there are more, what this run has used is kept."""

Code = tuple[int, int, dict[str, int], bytes]
"""What a pattern is compiled to: its flags, the number of its groups, the numbers of those with a name, the code."""


class Pattern:
    """A regular expression as `re.compile` would make it, with the methods of one, compiled at the first call.

    A pattern that does not compile raises `re.error` at that call, so give every pattern a test that uses it.
    """

    __slots__ = ("_compiled", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags
        self._compiled: re.Pattern[str] | None = None

    def __repr__(self) -> str:
        return self.pattern

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._compiled is None:
            self._compiled = _KEPT.compiled(self.pattern, self.flags)
        return self._compiled

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The numbers of the named groups."""
        return self.compiled.groupindex

    def search(self, text: str, start: int = 0, stop: int = 2**62) -> re.Match[str] | None:
        """Return the first match anywhere."""
        return self.compiled.search(text, start, stop)

    def match(self, text: str, start: int = 0, stop: int = 2**62) -> re.Match[str] | None:
        """Return the match that begins at `start`."""
        return self.compiled.match(text, start, stop)

    def fullmatch(self, text: str, start: int = 0, stop: int = 2**62) -> re.Match[str] | None:
        """Return the match of the whole text."""
        return self.compiled.fullmatch(text, start, stop)

    def finditer(self, text: str, start: int = 0, stop: int = 2**62) -> Iterator[re.Match[str]]:
        """Yield the matches in order."""
        return self.compiled.finditer(text, start, stop)

    def findall(self, text: str) -> list[str]:
        """Return the texts of the matches, as `re.findall` does."""
        return self.compiled.findall(text)

    def split(self, text: str, most: int = 0) -> list[str]:
        """Return the pieces between the matches."""
        return self.compiled.split(text, most)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """Return the text with the matches replaced."""
        return self.compiled.sub(by, text, count)


class _Kept:
    """Patterns with what they are compiled to, as the last run kept them and as this one has added to them."""

    def __init__(self) -> None:
        self._codes: dict[str, Code] | None = None
        self._beside: dict[str, Code] = {}
        self._used: dict[str, Code] = {}
        self._is_new = False
        self._is_shipped: bool | None = None

    def note_origin(self, *, shipped: bool) -> None:
        """Note whether rules came with audit-core that this process follows: only then all patterns did."""
        self._is_shipped = shipped and self._is_shipped is not False

    def compiled(self, pattern: str, flags: int) -> re.Pattern[str]:
        """Return what `re.compile` returns."""
        return self.kept(pattern, flags) or re.compile(pattern, flags)

    def kept(self, pattern: AnyStr, flags: int) -> re.Pattern[AnyStr] | None:
        """Return a pattern as it was kept, or compiled to be kept; None where that is left to `re`."""
        if self._codes is None:
            self._beside = _read(cache.read_beside)
            self._codes = self._beside | _read(cache.read)
        name = f"{flags}:{pattern}" if isinstance(pattern, str) else f"b{flags}:{pattern.decode('latin-1')}"
        try:
            code = self._codes.get(name)
            if code is None:
                self._is_new = True
                code = _code(pattern, flags)
            made = _made(pattern, code)
        except (ImportError, AttributeError, TypeError, ValueError, OverflowError):  # another Python's `re`
            return None
        self._used[name] = code
        return made

    def keep(self) -> None:
        """Keep for the next run what this one has compiled."""
        if not self._is_new:
            return
        if self._is_shipped and cache.write_beside(_ENTRY, _key(), self._encoded({**self._beside, **self._used})):
            return
        every = {**(self._codes or {}), **self._used}
        cache.write(_ENTRY, _key(), self._encoded({name: every[name] for name in every.keys() - self._beside.keys()}))

    def _encoded(self, every: dict[str, Code]) -> bytes:
        return msgspec.msgpack.encode(every if len(every) <= _MOST else self._used)


_KEPT: Final = _Kept()

keep: Final = _KEPT.keep
note_origin: Final = _KEPT.note_origin

_LEFT_TO_RE: Final = re.DEBUG | re.LOCALE


def keep_constants() -> None:
    """Have the patterns kept that modules compile as they are imported, those of Python and of plugins included.

    One that is compiled within a function may hold what a report says, and is not kept. This is for the command line,
    whose process is its own.
    """
    compiler: Any = getattr(re, "_compiler", None)
    compile_anew = getattr(compiler, "compile", None)
    if compile_anew is None:  # another Python's `re`
        return

    def compiled(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - as the one it stands for
        is_text = isinstance(pattern, str | bytes) and not flags & _LEFT_TO_RE
        kept = _KEPT.kept(pattern, flags) if is_text and _is_imported(sys._getframe(1)) else None  # noqa: SLF001
        return kept or compile_anew(pattern, flags)

    compiler.compile = compiled


def _is_imported(frame: FrameType | None) -> bool:
    """Whether what calls `re` is the body of a module."""
    while frame is not None and frame.f_globals is vars(re):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "<module>"


def _read(read: Callable[[str, str], bytes | None]) -> dict[str, Code]:
    entry = read(_ENTRY, _key())
    try:
        return msgspec.msgpack.decode(entry, type=dict[str, Code]) if entry else {}
    except (msgspec.DecodeError, RecursionError):
        return {}


def _key() -> str:
    """Return what the code hangs on: its version, and how wide its numbers are."""
    from _sre import CODESIZE, MAGIC  # type: ignore[import-not-found]

    return cache.digest(sys.version, MAGIC, CODESIZE, array("I").itemsize)


def _code(pattern: str | bytes, flags: int) -> Code:
    """Return what a pattern is compiled to; raises `re.error` as `re.compile` does."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    tree = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(tree, flags))  # noqa: SLF001 - what `re.compile` does, step by step
    return flags | tree.state.flags, tree.state.groups - 1, tree.state.groupdict, code.tobytes()


def _made(pattern: AnyStr, code: Code) -> re.Pattern[AnyStr]:
    import _sre

    flags, groups, names, words = code
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    compile_code: Any = _sre.compile
    made: re.Pattern[AnyStr] = compile_code(pattern, flags, array("I", words).tolist(), groups, names, tuple(by_number))
    return made
