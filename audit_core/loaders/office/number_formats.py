"""Numbers as a spreadsheet shows them: the decimals of their format, without separators, signs and words around."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from msgspec import Struct

_YEAR_MONTH: Final = 'yyyy"年"m"月"'
_MONTH_DAY: Final = 'm"月"d"日"'
_DAY: Final = 'yyyy"年"m"月"d"日"'
_BUILTIN: Final[Mapping[int, str]] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-m-yy", 16: "d-m", 17: "m-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _DAY, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: _YEAR_MONTH,
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip

_QUOTED: Final = r'"[^"]*"|[\\!_*].|\[[^\]]*\]'
_ASIDE: Final = re.compile(_QUOTED)
_SECTION: Final = re.compile(rf"(?:{_QUOTED}|[^;])*")
_DIGITS: Final = re.compile(r"[0#?]")
_FALSE_POINT: Final = re.compile(r"""(?<=[0#?])(?:[\\!]\.|"\.")(?=[0#?])""")
_SCALE: Final = re.compile(r"[0#?](,+)(?![0#?,])")
_DATE_PARTS: Final = re.compile(rf"{_QUOTED}|y+|m+|d+|h+|s+|AM/PM|.", re.IGNORECASE)
_DATED: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_LONGEST: Final = 255
_LAST_DAY: Final = 2_958_466
_FALSE_LEAP_DAY: Final = 60
_LONG_YEAR: Final = 2
_SIGNIFICANT: Final = ".15g"


class Format(Struct, frozen=True):
    """What a number format does to a number; a date has `date`, the general format none of it.

    `most` and `least` decimals are shown of the number times ten to the power of `shift`; `point` is how many of its
    last digits a point put in as text parts off.
    """

    most: int = -1
    least: int = 0
    shift: int = 0
    point: int = 0
    percent: str = ""
    date: str = ""


_GENERAL: Final = Format()


@lru_cache(maxsize=1024)
def format_of(number: int, code: str | None) -> Format:
    """Return the format with an id and, where the file defines it, a code."""
    sections = _SECTION.findall(_BUILTIN.get(number, "") if code is None else code[:_LONGEST])
    section = next((one for one in sections if _DIGITS.search(_ASIDE.sub("", one))), sections[0] if sections else "")
    bare = _ASIDE.sub("", section)
    if "general" in bare.lower() or bare.startswith("G/") or _ELAPSED.search(section):
        return _GENERAL
    if _DATED.search(bare):
        return Format(date=section)
    if not _DIGITS.search(bare) or re.search(r"[eE/]", bare):
        return _GENERAL
    return _number(section, bare)


def _number(section: str, bare: str) -> Format:
    false_point = _FALSE_POINT.search(section)
    scale = _SCALE.search(bare)
    percent = "%" * bare.count("%")
    shift = 2 * len(percent) - (3 * len(scale[1]) if scale else 0)
    _, _, decimals = bare.partition(".")
    if false_point and not decimals:
        point = len(_DIGITS.findall(_ASIDE.sub("", section[false_point.end() :])))
        return Format(0, 0, shift, point, percent)
    places = _DIGITS.findall(decimals)
    least = max((at for at, sign in enumerate(places, 1) if sign == "0"), default=0)
    return Format(len(places), least, shift, 0, percent)


def shown(stored: str, format_: Format, *, since_1904: bool = False) -> str:
    """Return a stored number as it is shown; text that is no number is returned as it is."""
    try:
        # A spreadsheet computes with binary fractions, and shows no more than fifteen digits of them.
        value = Decimal(format(float(stored), _SIGNIFICANT))
    except (ValueError, OverflowError, InvalidOperation):
        return stored
    if not value.is_finite():
        return stored
    if format_.date:
        return _date(value, format_.date, since_1904=since_1904) or _plain(value)
    if format_.most < 0:
        return _plain(value)
    return _rounded(value.scaleb(format_.shift), format_)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _rounded(value: Decimal, format_: Format) -> str:
    try:
        exact = value.quantize(Decimal(1).scaleb(-format_.most), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a figure has
        return _plain(value)
    text = format(abs(exact).scaleb(-format_.point), "f")
    whole, _, decimals = text.partition(".")
    least = format_.least + format_.point
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    sign = "-" if exact < 0 else ""
    return f"{sign}{whole}.{decimals}{format_.percent}" if decimals else f"{sign}{whole}{format_.percent}"


def _date(value: Decimal, code: str, *, since_1904: bool) -> str:
    """Return a date as its format shows it, empty for a number that is none."""
    if not 0 <= value < _LAST_DAY:
        return ""
    # The calendar of spreadsheets has a 29 February 1900.
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 + (value < _FALSE_LEAP_DAY))  # noqa: DTZ001
    moment = first + timedelta(seconds=round(float(value) * 86400))
    parts = _DATE_PARTS.findall(code)
    kinds = [part[0].lower() for part in parts if part[0].lower() in "ymdhs"]
    text, at = "", 0
    for part in parts:
        timed = part[0].lower() in "ymdhs"
        minutes = timed and ("h" in kinds[max(at - 1, 0) : at] or "s" in kinds[at + 1 : at + 2])
        text += _date_part(part, moment, minutes=minutes)
        at += timed
    return text.strip()


def _date_part(part: str, moment: datetime, *, minutes: bool) -> str:
    kind, length = part[0].lower(), len(part)
    if kind == "y":
        return f"{moment.year:04d}" if length > _LONG_YEAR else f"{moment.year % 100:02d}"
    if kind in "mdhs":
        month = moment.minute if minutes else moment.month
        number = {"m": month, "d": moment.day, "h": moment.hour, "s": moment.second}[kind]
        return f"{number:02d}" if length > 1 else str(number)
    return _literal(part)


def _literal(part: str) -> str:
    """Return the text in a format: quoted, escaped, or a sign of its own; widths, colours and languages are none."""
    if part[0] == '"':
        return part[1:-1] if len(part) > 1 else ""
    if part[0] in "\\!":
        return part[1:]
    return "" if part[0] in "_*[@;" or part.upper() == "AM/PM" else part
