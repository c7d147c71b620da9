"""Whole numbers in the number formats of Word lists; which paragraph has which number is left to `list_numbering`."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN: Final = 3999
_LETTERS: Final = 26

_COMMON: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_TEN: Final = 10
_TWENTY: Final = 20
_GROUP: Final = 10_000
_MOST: Final = 10**8


def _decimal(number: int) -> str:
    return str(number)


def _padded(number: int) -> str:
    return f"{number:02d}"


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


def _letter(number: int) -> str:
    """Count a, b, … z, aa, bb, … as Word does."""
    if not 0 < number <= _LETTERS * 40:
        return str(number)
    return chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)


def _spoken(number: int, digits: str, units: str, *, short: bool) -> str:
    """Write a number as it is read aloud; `short` leaves the one off ten to nineteen."""
    if not 0 < number < _MOST:
        return digits[0] if number == 0 else str(number)
    high, low = divmod(number, _GROUP)
    text = _hundreds(low, digits, units) if low else ""
    if high:
        gap = digits[0] if 0 < low < _GROUP // _TEN else ""
        text = f"{_hundreds(high, digits, units)}{units[3]}{gap}{text}"
    return text[1:] if short and _TEN <= number < _TWENTY else text


def _hundreds(number: int, digits: str, units: str) -> str:
    text, gap = "", False
    for place, unit in zip((1000, 100, 10, 1), (units[2], units[1], units[0], ""), strict=True):
        digit = number // place % _TEN
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = not digit
    return text


def _by_digit(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _cycle(number: int, signs: str) -> str:
    return signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _enclosed(number: int, first: str, most: int) -> str:
    return chr(ord(first) + number - 1) if 0 < number <= most else str(number)


def _nothing(_: int) -> str:
    return ""


_counting = partial(_spoken, digits=_COMMON, units="十百千万", short=True)

FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": _decimal,
    "decimalZero": _padded,
    "decimalHalfWidth": _decimal,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": lambda number: _counting(number) if number < 100 else _by_digit(number, "○" + _COMMON[1:]),  # noqa: PLR2004
    "chineseCountingThousand": partial(_spoken, digits="零" + _COMMON[1:], units="十百千万", short=True),
    "taiwaneseCounting": lambda number: _counting(number) if number < 100 else _by_digit(number, "○" + _COMMON[1:]),  # noqa: PLR2004
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": partial(_spoken, digits=_LEGAL, units="拾佰仟万", short=False),
    "ideographLegalTraditional": partial(_spoken, digits=_LEGAL_TRADITIONAL, units="拾佰仟萬", short=False),
    "ideographDigital": partial(_by_digit, digits=_COMMON),
    "taiwaneseDigital": partial(_by_digit, digits="○" + _COMMON[1:]),
    "japaneseDigitalTenThousand": partial(_by_digit, digits=_COMMON),
    "decimalFullWidth": partial(_by_digit, digits="０１２３４５６７８９"),
    "decimalFullWidth2": partial(_by_digit, digits="０１２３４５６７８９"),
    "decimalEnclosedCircle": partial(_enclosed, first="①", most=20),
    "decimalEnclosedCircleChinese": partial(_enclosed, first="①", most=20),
    "decimalEnclosedParen": partial(_enclosed, first="⑴", most=20),
    "decimalEnclosedFullstop": partial(_enclosed, first="⒈", most=20),
    "ideographEnclosedCircle": partial(_enclosed, first="㊀", most=10),
    "ideographTraditional": partial(_cycle, signs=_STEMS),
    "ideographZodiac": partial(_cycle, signs=_BRANCHES),
    "numberInDash": lambda number: f"- {number} -",
    "none": _nothing,
    "bullet": _nothing,
}
"""The names of WordprocessingML (ST_NumberFormat); one that is not here counts in plain figures."""


def count(number: int, name: str) -> str:
    """Return a number in a format of Word."""
    return FORMATS.get(name, _decimal)(number)
