"""Numbers of the command line, held to their ranges where they are parsed; what they bound is left to the loaders.

A number of five thousand digits is refused as one of two is: in one line that names the range.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import click

from audit_core.cli.language import language
from audit_core.errors import ConfigurationError
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.formats import Limits

MOST: Final = 2**40
"""No bound can be set higher: a million times what a report needs, and still a number that any system counts to."""

LONGEST: Final = 24 * 60 * 60
"""No time limit can be longer: a day, in seconds."""

_SHOWN: Final = 40
_DIGITS: Final = r"0*[0-9]{1,15}"
_WHOLE: Final = re.compile(_DIGITS)
_DECIMAL: Final = re.compile(rf"{_DIGITS}(?:\.[0-9]{{1,15}})?")


class NumberParam(click.ParamType):  # type: ignore[type-arg] # generic from click 8.3 on
    """A number from `least` to `most`, whole or with decimals."""

    name = "number"

    def __init__(self, least: int, most: int, *, whole: bool = True) -> None:
        self.least = least
        self.most = most
        self.whole = whole

    def of(self, text: str) -> int | float | None:
        """Return the number that a text is, None where it is none in the range."""
        if not (_WHOLE if self.whole else _DECIMAL).fullmatch(text) or not self.least <= Decimal(text) <= self.most:
            return None
        return int(text) if self.whole else float(text)

    @property
    def words(self) -> Words:
        """What is expected."""
        least, most = f"{self.least:,}", f"{self.most:,}"
        if self.whole:
            return Words(f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}")
        return Words(f"{least} 至 {most} 的数", f"a number from {least} to {most}")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | float:  # noqa: ANN401 - click's
        """Return the number; raises BadParameter, with what was found and the range."""
        number = self.of(str(value))
        if number is None:
            shown = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…"
            found = Words(f"{shown!r}；应为 {self.words.zh}", f"{shown!r}; expected {self.words.en}")
            self.fail(found.say(language()), param, ctx)
        return number


def limits(given: Sequence[str], **named: int | None) -> "Limits":
    """Return the bounds that options set: `NAME=N` each, and those with options of their own.

    Raises ConfigurationError for a name nobody knows, or a number out of its range.
    """
    from audit_core.formats import Limits

    bounds: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    for text in given:
        name, _, number = text.partition("=")
        if name not in Limits.__struct_fields__:
            raise _refused(text, Words("未知的名称", "an unknown name"), Limits.__struct_fields__)
        kind = NumberParam(1, LONGEST if name == "seconds" else MOST)
        value = kind.of(number)
        if value is None:
            raise _refused(text, Words(f"应为 {kind.words.zh}", f"expected {kind.words.en}"), Limits.__struct_fields__)
        bounds[name] = value
    return Limits(**bounds)


def _refused(text: str, why: Words, known: Sequence[str]) -> ConfigurationError:
    names = ", ".join(known)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return ConfigurationError(
        f"--limit {shown!r}: {why.en}; write NAME=N, NAME one of {names}",
        f"--limit {shown!r}：{why.zh}；写法为 名称=N，名称为 {names} 之一",
    )
