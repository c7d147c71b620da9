"""Regular expressions that are compiled when they are first used; what they look for is left to those who use them.

A pack may hold dozens of them with wide sets of Chinese characters, at a millisecond or more each, while most
reports never reach most of them: a commit hook must not wait for all.
"""

import re
from collections.abc import Callable, Iterator, Mapping


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
            self._compiled = re.compile(self.pattern, self.flags)
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
