"""Printed text to an exact figure, or to a value of another type; which words mean what is the form's vocabulary."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from audit_core.annotations import parted
from audit_core.errors import InputError
from audit_core.frozen import Frozen, freeze

MAX_DIGITS: Final = 28
"""More digits than this are not a figure anybody meant; sums up to this many are exact in `Decimal`."""

REFUSED_DIGITS: Final = 1000
"""A run of digits this long is an attack or rubbish: the whole file is refused."""

_MINUS = "-−－﹣‐‑‒–—―"
_MINUS_CLASS = re.escape(_MINUS)
_SEPARATORS = ",，'’ \u2009\u202f\u00a0\u3000"
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{re.escape(_SEPARATORS)}]\d{{3}})+")
_NUMBER = re.compile(
    rf"(?P<sign>[{_MINUS_CLASS}+]?)\s*"
    rf"(?P<body>\d[\d{re.escape(_SEPARATORS)}\s]*(?:\.[\d\s]+)?|\.\d+)"
    r"(?P<exponent>[eE][+-]?\d{1,3})?"
    r"(?P<stop>[.。](?!\d))?"
)
_NOTE = re.compile(r"[(（\[【].*[)）\]】]$", re.DOTALL)
_ENDLESS = re.compile(rf"\d{{{REFUSED_DIGITS + 1},}}")
_LETTER_O = re.compile(r"(?=.*\d|[oO]$)[\doO.]+")


Number = int | Decimal
"""A figure as sums take it: exact."""

ValueType = Literal["count", "change", "money", "balance", "percentage", "text", "yes_no", "date"]
"""`count`: whole and not negative; `change`: whole, of either sign; `money`: decimal and not negative; `balance`:
decimal, of either sign; `percentage`: decimal, of either sign, with or without its sign. `text`, `yes_no` and `date`
are no figures: nothing is added up of them."""

FIGURES: Final[frozenset[ValueType]] = frozenset({"count", "change", "money", "balance", "percentage"})
ROUNDED: Final[frozenset[ValueType]] = frozenset({"money", "balance", "percentage"})
"""Types whose printed decimals are what rounding has left."""

SIGNED: Final[frozenset[ValueType]] = frozenset({"change", "balance", "percentage"})

Typed = str | bool | date | None
"""What is no figure: a text, a day, or whether it is yes; None where there is none."""

_PERCENT: Final = "%"
_DATE: Final = re.compile(r"(\d{4})(?:\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]?|(\d{2})(\d{2}))")


def format_number(number: Number) -> str:
    """Print a figure without exponent, with the decimals it has."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


class State(StrEnum):
    """What is known of a figure.

    `blank`, `placeholder` and `none` count as zero inside sums: `none` is printed nowhere, since the table says that it
    has nothing to report. `value` is a text, a date or a yes or no, where the form asks for one; `text` is unreadable,
    or not of the type that the form asks for; `absent` was not printed at all; `ambiguous` is printed but its column
    cannot be decided.
    """

    NUMBER = "number"
    VALUE = "value"
    NONE = "none"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    TEXT = "text"
    ABSENT = "absent"
    AMBIGUOUS = "ambiguous"


class Figure(Struct, frozen=True, gc=False):
    """What a printed text says as a figure.

    `exact` is the same value as `value`, as `int` where no decimals are printed: the form sums are made with.
    `decimals` counts the printed decimals; `oddities` names what is unusual about the writing: `fullwidth`,
    `separator`, `unit`, `note`, `leading_zero`, `plus`, `exponent`, `letter_o`, `stop`, `minus`, `word`, and, of a text
    that may be one figure or two, `space`, of one that is a formula whose result is not known, `formula`. `mark` is
    what points to a note (`¹`, `［1］`) and is no part of the figure. `typed` is what a text says, a
    day, or a yes or no.
    """

    raw: str
    state: State
    value: Decimal | None = None
    exact: int | Decimal = 0
    unit: str = ""
    decimals: int = 0
    oddities: tuple[str, ...] = ()
    mark: str = ""
    typed: Typed = None


BLANK: Final = Figure("", State.BLANK)
ABSENT: Final = Figure("", State.ABSENT)
NONE: Final = Figure("", State.NONE)


class Vocabulary(Struct, frozen=True):
    """The words of one form that stand in cells.

    `placeholders` stand for no figure, `units` may follow one (with the factor to the base unit of its kind),
    `decreases` are words that mean minus, `yes` and `no` those that answer a question.
    """

    placeholders: frozenset[str] = frozenset()
    units: Mapping[str, tuple[str, Decimal]] = {}
    decreases: tuple[str, ...] = ()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        freeze(self, "units")


_PLAIN: Final = re.compile(r"0|[1-9][0-9]{0,8}")
"""A number that is printed as most are: nothing about it has to be told."""


class FigureReader(Frozen):
    """Reads figures with one vocabulary, and remembers what it has read."""

    _REMEMBERED = 50_000

    vocabulary: Vocabulary
    _units: tuple[str, ...]
    _known: dict[str, Figure]

    def __init__(self, vocabulary: Vocabulary) -> None:
        vars(self).update(
            vocabulary=vocabulary, _units=tuple(sorted(vocabulary.units, key=len, reverse=True)), _known={}
        )

    def read(self, text: str) -> Figure:
        """Return the figure that `text` prints.

        Raises InputError for a run of more digits than any report could mean.
        """
        known = self._known.get(text)
        if known is not None:
            return known
        figure = self._read(text)
        if len(self._known) >= self._REMEMBERED:
            self._known.clear()
        self._known[text] = figure
        return figure

    def read_as(self, kind: ValueType, text: str) -> Figure:
        """Return what `text` prints as a value of a type.

        Raises InputError for a run of more digits than any report could mean.
        """
        figure = self.read(text)
        if kind in FIGURES:
            sign = kind == "percentage" and figure.unit == _PERCENT
            return replace(figure, oddities=tuple(o for o in figure.oddities if o != "unit")) if sign else figure
        plain = unicodedata.normalize("NFKC", text).strip()
        if kind == "yes_no" and plain in self.vocabulary.yes | self.vocabulary.no:
            return Figure(text, State.VALUE, typed=plain in self.vocabulary.yes)
        if figure.state in (State.BLANK, State.PLACEHOLDER):
            return figure
        typed = " ".join(text.split()) if kind == "text" else date_of(plain) if kind == "date" else None
        return Figure(text, State.TEXT if typed is None else State.VALUE, typed=typed)

    def _read(self, text: str) -> Figure:
        if _PLAIN.fullmatch(text) and text not in self.vocabulary.placeholders:
            return Figure(text, State.NUMBER, Decimal(text), int(text))
        stripped = text.strip("\u200b\ufeff \t\r\n\f\v\u00a0\u3000")
        if not stripped:
            return Figure(text, State.BLANK)
        if len(stripped) > MAX_DIGITS:
            refuse_long(stripped)
        stripped, mark = self._without_mark(stripped)
        figure = self._printed(text, stripped)
        return replace(figure, mark=mark) if mark and figure.state is not State.TEXT else figure

    def _without_mark(self, stripped: str) -> tuple[str, str]:
        """Return a text without the marks behind it, be there a unit between or behind them."""
        rest, mark = parted(stripped)
        rest = rest.rstrip()
        for unit in self._units:
            if rest.endswith(unit) and len(rest) > len(unit):
                before, inner = parted(rest.removesuffix(unit))
                return (before + unit, inner + mark) if inner else (rest, mark)
        return rest, mark

    def _printed(self, text: str, stripped: str) -> Figure:
        if stripped in self.vocabulary.placeholders or set(stripped) <= set(_MINUS):
            return Figure(text, State.PLACEHOLDER)
        unread = ("formula",) if stripped.startswith("=") else ()
        return self._number(text, stripped) or Figure(text, State.TEXT, oddities=unread)

    def _number(self, raw: str, stripped: str) -> Figure | None:
        oddities: list[str] = []
        plain = _halfwidth(stripped, oddities)
        plain, sign = self._signed(plain, oddities)
        plain, unit = self._without_note_and_unit(plain, oddities)
        if _LETTER_O.fullmatch(plain) and "o" in plain.lower():
            plain = plain.lower().replace("o", "0")
            oddities.append("letter_o")
        match = _NUMBER.fullmatch(plain)
        if match is None:
            return None
        return _figure(raw, match, sign, unit, oddities)

    def _signed(self, plain: str, oddities: list[str]) -> tuple[str, int]:
        for word in self.vocabulary.decreases:
            if plain.startswith(word):
                oddities.append("word")
                return plain.removeprefix(word).strip(), -1
        return plain, 1

    def _without_note_and_unit(self, plain: str, oddities: list[str]) -> tuple[str, str]:
        note = _NOTE.search(plain)
        if note and note.start() > 0:
            oddities.append("note")
            plain = plain[: note.start()].rstrip()
        for unit in self._units:
            if plain.endswith(unit) and len(plain) > len(unit):
                oddities.append("unit")
                return plain.removesuffix(unit).rstrip(), unit
        return plain, ""


def date_of(text: str) -> date | None:
    """Return the day that a text is: year, month and day in digits, parted by one sign each or by none."""
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])) if match else None
    except ValueError:
        return None


def typed_json(typed: Typed) -> str | bool | None:
    """Return what is no figure as JSON has it; a day as ISO 8601 writes it."""
    return typed.isoformat() if isinstance(typed, date) else typed


def typed_of(kind: ValueType, written: Typed) -> Typed:
    """Return what `typed_json` wrote of a value of a type."""
    return date.fromisoformat(written) if kind == "date" and isinstance(written, str) else written


def half_unit(decimals: int) -> Decimal:
    """Return by how much a figure that was rounded to so many decimals may differ from what it was."""
    return Decimal(5).scaleb(-decimals - 1)


def refuse_long(text: str) -> None:
    """Raise InputError where `text` holds a run of digits that no report could mean."""
    run = _ENDLESS.search(text)
    if run:
        digits = len(run[0])
        raise InputError(
            f"a figure of {digits} digits; at most {REFUSED_DIGITS} are read",
            f"数字长达 {digits} 位，最多读取 {REFUSED_DIGITS} 位",
        )


def _halfwidth(text: str, oddities: list[str]) -> str:
    folded = unicodedata.normalize("NFKC", text)
    if any("０" <= c <= "９" for c in text):
        oddities.append("fullwidth")
    return folded.strip()


def _figure(raw: str, match: re.Match[str], sign: int, unit: str, oddities: list[str]) -> Figure | None:
    body = match["body"].rstrip()
    whole, _, fraction = body.partition(".")
    digits = _ungrouped(whole)
    if digits is None or any(c.isspace() for c in fraction):
        return Figure(raw, State.TEXT, oddities=("space",)) if re.fullmatch(r"[\d\s.]+", body) else None
    if len(digits) + len(fraction) > MAX_DIGITS:
        return None
    if digits != whole:
        oddities.append("separator")
    _note_style(match, digits, oddities)
    if match["sign"] and match["sign"] != "+":
        sign = -sign
    value = Decimal(f"{digits or '0'}.{fraction or '0'}") if fraction else Decimal(digits or "0")
    value = value.scaleb(int(match["exponent"][1:])) if match["exponent"] else value
    if match["exponent"] and abs(value.adjusted()) > MAX_DIGITS:
        return None
    value = value * sign if value else abs(value)
    exact = int(value) if not fraction and value == value.to_integral_value() else value
    return Figure(raw, State.NUMBER, value, exact, unit, len(fraction), tuple(oddities))


def _note_style(match: re.Match[str], digits: str, oddities: list[str]) -> None:
    if match["sign"] == "+":
        oddities.append("plus")
    elif match["sign"] and match["sign"] != "-":
        oddities.append("minus")
    if match["exponent"]:
        oddities.append("exponent")
    if match["stop"]:
        oddities.append("stop")
    if len(digits) > 1 and digits.startswith("0"):
        oddities.append("leading_zero")


def _ungrouped(whole: str) -> str | None:
    """Return the digits of an integer part, or None where what separates them groups no thousands."""
    if whole.isdigit() or not whole:
        return whole
    if _GROUPED.fullmatch(whole):
        return "".join(c for c in whole if c.isdigit())
    return None
