"""Quantities and percentages in running text, with their exact places; whose they are is left to `mentions`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Number, Pattern

_COUNTERS = (
    "件次", "人次", "批次", "场次", "件", "条", "份", "起", "个", "封", "宗", "篇", "期", "次", "例", "笔", "项",
    "部", "户", "家", "名", "人", "则", "场", "批", "册", "卷", "张", "元", "宗次",
)  # fmt: skip
_DIGITS = "零〇一二两三四五六七八九"
_PLACES: Final[dict[str, int]] = {"十": 10, "百": 100, "千": 1000}
_GROUPS: Final = {"万": 10_000, "亿": 100_000_000}
_WRITTEN_WITH = frozenset("件起宗份封篇条元")
"""Counters that a numeral in Chinese characters may stand before; 一个, 一次, 三项 are too often figures of speech."""
_ABOUT_BEFORE = ("约", "近", "超", "超过", "逾", "突破", "接近", "不少于", "不低于", "至少", "不足")
_IDIOMS = ("事", "龙", "心", "线")

_WRITTEN: Final = "零〇一二两三四五六七八九十百千"
_QUANTITY: Final = Pattern(
    rf"(?P<digits>[0-9{_WRITTEN}][0-9,{_WRITTEN}]{{0,18}}(?:\.[0-9]{{1,6}})?)(?P<over>[余多几])?(?P<group>[万亿])?(?P<more>[余多])?"
    rf"(?:(?P<counter>{'|'.join(sorted(_COUNTERS, key=len, reverse=True))})(?P<about>左右|上下|以上|以内)?"
    r"|(?=[，,；;、。)）])|(?<=为[零0])(?=[.\n]|$))"
)
"""Begins with one set of characters, which a search skips to; what stands before and inside is looked at afterwards."""
_PRINTED: Final = Pattern(r"[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,6})?")
_NO_START: Final = frozenset("0123456789.第〔[万亿")
_CHARACTERS: Final = frozenset(_WRITTEN)
_PERCENT: Final = Pattern(
    r"(?<![\d.])(?P<digits>\d{1,6}(?:\.\d{1,8})?)%|百分之(?P<written>[零〇一二两三四五六七八九十百点]{1,9})"
)


class Quantity(Struct, eq=False):
    """A number with its counter: offsets into the prose, and the value.

    `step` is the unit of the last printed digit (1 for a plain count, 1000 for 1.2万); `exact` is False beside words
    like 约 and 余, of which 余 says that it is `at_least` so much. The counter is empty where none is printed.
    """

    start: int
    end: int
    value: Number
    counter: str
    exact: bool = True
    step: Number = 1
    at_least: bool = False

    def is_near(self, value: Number) -> bool:
        """Whether a value is what is printed: equal up to the printed precision, or of its order of magnitude."""
        if self.value == value:
            return True
        if self.exact:
            return self.step > 1 and abs(Decimal(self.value) - Decimal(value)) * 2 <= self.step
        return bool(value) and self.value <= 10 * value and value <= 10 * self.value


class Percentage(Struct, frozen=True):
    """A percentage: its value as printed and the decimals it is printed with."""

    start: int
    end: int
    value: Decimal
    decimals: int


def written(text: str) -> int:
    """Return the value of a numeral in Chinese characters; digits without places (二〇一九) are read in a row.

    >>> written("二十三"), written("一百零八"), written("十"), written("二〇")
    (23, 108, 10, 20)
    """
    if not any(c in _PLACES for c in text):
        return int("".join(str(_digit(c)) for c in text))
    value, digit = 0, 0
    for c in text:
        if c in _PLACES:
            value += (digit or (1 if not value else 0)) * _PLACES[c]
            digit = 0
        else:
            digit = _digit(c)
    return value + digit


def _digit(c: str) -> int:
    return {"〇": 0, "两": 2}.get(c, max(0, _DIGITS.find(c) - 1 if _DIGITS.find(c) < 4 else _DIGITS.find(c) - 2))  # noqa: PLR2004


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; dates, document numbers, ordinals and what is quoted are none."""
    said = (quantity for match in _QUANTITY.finditer(text) if (quantity := _quantity(match, text)))
    if _QUOTES.isdisjoint(text):
        return list(said)
    return list(_unquoted(text, said))


def _unquoted(text: str, some: Iterator[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities that do not stand in quotation marks, where slogans and names do."""
    ends = iter(_QUOTED.finditer(text))
    quoted = next(ends, None)
    for quantity in some:
        while quoted and quoted.end() <= quantity.start:
            quoted = next(ends, None)
        if quoted is None or quantity.start < quoted.start():
            yield quantity


_QUOTED: Final = Pattern(
    r"“[^”“\n]{0,80}”|\"[^\"\n]{0,80}\"|「[^」「\n]{0,80}」|『[^』『\n]{0,80}』|‘[^’‘\n]{0,80}’|＂[^＂\n]{0,80}＂"
)
_QUOTES: Final = frozenset('“"「『‘＂')


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    digits, over, group, more, counter, about = match.groups()
    printed = digits.isascii()
    start, end = match.span()
    if not printed and (not counter or counter[0] not in _WRITTEN_WITH) and not _is_nothing(match):
        return None
    before = text[start - 1] if start else ""
    if before in _NO_START or (before == "," and text[start - 2 : start - 1].isdigit()):
        return None
    if before == "点" and not printed and text[start - 2 : start - 1] in _CHARACTERS:
        return None
    exact = not (over or more or about) and not text[max(0, start - 3) : start].endswith(_ABOUT_BEFORE)
    exact = exact and not (before == "上" and digits[0] in _PLACES)
    if printed:
        least = (over or more) in ("余", "多")
        return _printed(digits.rstrip(","), group, Quantity(start, end, 0, counter or "", exact, at_least=least))
    if not set(digits) <= _CHARACTERS or _is_idiom(text, start, end) or _is_anyone(match):
        return None
    factor = _GROUPS.get(group or "", 1)
    return Quantity(start, end, written(digits) * factor, counter or "", exact, factor)


def _is_nothing(match: re.Match[str]) -> bool:
    """Whether 零 stands for a number without a counter: 行政复议、行政诉讼均为零."""
    return match["digits"] == "零" and not match["counter"] and match.string.startswith("为", match.start() - 1)


def _is_anyone(match: re.Match[str]) -> bool:
    """Whether 一件 means any one, not how many: 有一件申请涉及第三方, 受理一件、办结一件; not 收到申请一件."""
    if match["digits"] not in ("一", "两三", "三四", "四五", "一两"):
        return False
    before, after = match.string[max(0, match.start() - 12) : match.start()], match.string[match.end() :][:12]
    slogan = (_SHORT.search(before) and _AGAIN.match(after)) or _AGAIN_BEFORE.search(before)
    if len(match["digits"]) > 1 or slogan:
        return True
    return bool(_NOUN.match(after)) and not before.endswith(_COUNTED_AFTER)


_SHORT: Final = Pattern(r"(?:^|[，,、。；;：:“])[^，,、。；;：:“]{1,4}$")
_AGAIN: Final = Pattern(r"[、，,；;]?[^，,、。；;\d]{1,4}一[件份起宗]")
_AGAIN_BEFORE: Final = Pattern(
    r"(?:^|[，,、。；;：:“])[^，,、。；;：:“]{1,4}一[件份起宗][、，,；;]?[^，,、。；;\d]{1,4}$"
)
_NOUN: Final = Pattern(r"[^，,；;。、）)\n]")
_COUNTED_AFTER: Final = (
    "仅",
    "只",
    "共",
    "计",
    "了",
    "收到",
    "受理",
    "新收",
    "接到",
    "接收",
    "发生",
    "结转",
    "结转的",
    "仅有",
    "共有",
)


def _printed(digits: str, group: str | None, quantity: Quantity) -> Quantity | None:
    """Return a quantity printed in digits; one whose separators stand where none can is none."""
    if digits.isdecimal() and not group:
        quantity.value = int(digits)
        return quantity
    if not _PRINTED.fullmatch(digits):
        return None
    factor, plain = _GROUPS.get(group or "", 1), digits.replace(",", "")
    fraction = plain.partition(".")[2]
    quantity.value = Decimal(plain) * factor if fraction else int(plain) * factor
    quantity.step = factor * Decimal(1).scaleb(-len(fraction)) if fraction else factor
    return quantity


def _is_idiom(text: str, start: int, end: int) -> bool:
    """Whether a written numeral is part of a word or an article's number: 一件事, 同一件, 第三、四条."""
    before = text[max(0, start - 2) : start]
    return (
        text.startswith(_IDIOMS, end)
        or before.endswith(("同", "每", "逐", "任", "唯", "某", "这", "那", "第", "统", "一"))
        or (before.endswith("、") and "第" in text[max(0, start - 8) : start])
    )


def percentages(text: str) -> Iterator[Percentage]:
    """Yield the percentages of a text in order."""
    for match in _PERCENT.finditer(text):
        digits = match["digits"] or _written_decimal(match["written"])
        yield Percentage(match.start(), match.end(), Decimal(digits), len(digits.partition(".")[2]))


def _written_decimal(text: str) -> str:
    whole, _, part = text.partition("点")
    return f"{written(whole or '零')}.{''.join(str(_digit(c)) for c in part)}" if part else str(written(whole))
