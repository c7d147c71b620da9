"""The text of a relation to its parts; which lines a name stands for is told by a lexicon.

    relation = side ("=" | ">=" | "<=") side
    side     = [sign] part {sign part}
    part     = [integer "*"] (name | "sum(" group ")") | number

Operators may be full-width. A name is the longest known one that stands at its place, so labels may hold dots,
brackets and slashes; a name in double quotes ends at the second quote. A name of another report has that report's name
and a dot before it, in whatever words the lexicon has.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct

from audit_core.equations.spec import Relation
from audit_core.errors import RulesetError, nearest
from audit_core.figures import Number
from audit_core.words import Words


class Key(NamedTuple):
    """Row and column, of which the one that the equation is repeated over is empty.

    `need` is what another report is called and `table` another table of the form, each empty for the equation's own.
    """

    row: str = ""
    column: str = ""
    need: str = ""
    table: str = ""


MOST_TIMES: Final = 1000
"""The largest factor; a larger one is a slip of the pen."""

_SIGNS: Final = {"+": 1, "-": -1}
_RELATION = re.compile(r">=|<=|=|≥|≤")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TIMES = re.compile(r"(\d+) ?[*×] ?")
_SUM = re.compile(r'sum ?\( ?"?([^()"]*?)"? ?\)')
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_PIECE = re.compile(r'(?:"[^"]*"|[^+\-"])+')
_END = re.compile(r"[ +\-=≥≤<>*×]|$")
_CHUNK = re.compile(r"[^+\-=≥≤<>*×]*")


class Operand(NamedTuple):
    """One part of a side: `factor` times each of `lines`, or the number `factor` itself where `name` is empty."""

    factor: Number
    name: str = ""
    lines: tuple[Key, ...] = ()


class Parsed(NamedTuple):
    """A relation in its parts."""

    left: tuple[Operand, ...]
    relation: Relation
    right: tuple[Operand, ...]


class EquationNames(Struct, frozen=True, dict=True):
    """The names that equations over one table may use.

    `lines` holds None for a name that several lines share; `groups` are what `sum()` adds up. `reports` are what other
    reports are called, and `tables` other tables, whose figures are named behind it and a dot.
    """

    lines: Mapping[str, Key | None]
    groups: Mapping[str, tuple[Key, ...]]
    reports: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """The lengths of names, longest first."""
        return tuple(sorted({len(name) for name in self.lines}, reverse=True))

    def line(self, name: str) -> tuple[Key, ...]:
        """Return the line of a name.

        Raises RulesetError for a name that is unknown, or that several lines share.
        """
        if name not in self.lines:
            raise unknown(name, (*self.lines, *(f"sum({group})" for group in self.groups)))
        key = self.lines[name]
        if key is None:
            raise RulesetError(f"several lines are named {name!r}; use a key", f"名称“{name}”不止一处，请改用键名")
        return (key,)

    def group(self, name: str) -> tuple[Key, ...]:
        """Return the lines of a group, or of a single line.

        Raises RulesetError for a name that is unknown.
        """
        if name in self.groups:
            return self.groups[name]
        if name in self.lines:
            return self.line(name)
        raise unknown(name, tuple(self.groups))


def folded(text: str) -> str:
    """Return `text` as equations compare it: NFKC, one kind of minus, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


class UnknownName(RulesetError):  # noqa: N818 - what is wrong
    """A name that a form does not know."""

    def __init__(self, name: str, near: str, hint: Words | None = None) -> None:
        if hint is None:
            hint = Words(f"，是否为“{near}”？", f"; did you mean {near!r}?") if near else Words("", "")
        super().__init__(f"unknown name {name!r}{hint.en}", f"未知名称“{name}”{hint.zh}")
        self.name = name


def unknown(name: str, known: tuple[str, ...]) -> UnknownName:
    """Return the error for a name the form does not know, with the nearest that it knows."""
    return UnknownName(name, nearest(name, known))


def parse(text: str, lexicon: EquationNames) -> Parsed:
    """Return the parts of a relation.

    Raises RulesetError for text that is no relation, a name that the lexicon does not know, and a relation that the
    figures have no part in: `1 = 1`, `a + b = b + a`.
    """
    scanner = _Scanner(folded(text), lexicon)
    left = scanner.side()
    relation = scanner.relation()
    right = scanner.side()
    if scanner.at < len(scanner.text):
        raise scanner.expected("the end", "结束")
    net: defaultdict[Key, int | Decimal] = defaultdict(int)
    for sign, side in ((1, left), (-1, right)):
        for part in side:
            for line in part.lines:
                net[line] += sign * part.factor
    if not any(net.values()):
        raise RulesetError(
            f"{text!r} depends on no figure: both sides have the same",
            f"“{text}”两边的数据相同或没有数据，与填报的数据无关",
        )
    if relation in ("<=", "≤"):
        return Parsed(right, ">=", left)
    return Parsed(left, "=" if relation == "=" else ">=", right)


def names(text: str) -> list[str]:
    """Return the names in an equation as far as they can be told without a form, each once, in order.

    A group is given by its bare name. Raises RulesetError for text that is no relation.
    """
    plain = folded(text)
    sides = _RELATION.split(plain)
    if len(sides) != 2 or not all(side.strip() for side in sides):  # noqa: PLR2004 - two sides
        raise _no_relation(plain)
    found = (_bare(piece.strip()) for side in sides for piece in _PIECE.findall(side))
    return list(dict.fromkeys(name for name in found if name and not _NUMBER.fullmatch(name)))


def _bare(part: str) -> str:
    part = _TIMES.sub("", part, count=1) if _TIMES.match(part) else part
    for pattern in (_SUM, _QUOTED):
        if match := pattern.fullmatch(part):
            return next(filter(None, match.groups()), "")
    return part


def _no_relation(text: str) -> RulesetError:
    return RulesetError(
        f"{text!r} is no relation: write two sides with one of =, >=, <= between them",
        f"“{text}”不是关系式：须写出两边，中间用 =、>=、<= 之一连接",
    )


class _Scanner:
    def __init__(self, text: str, lexicon: EquationNames) -> None:
        self.text = text
        self.lexicon = lexicon
        self.at = 0

    def side(self) -> tuple[Operand, ...]:
        parts = [self._part(self._sign() or 1)]
        while sign := self._sign():
            parts.append(self._part(sign))
        return tuple(parts)

    def relation(self) -> str:
        match = self._take(_RELATION)
        if match is None:
            raise self.expected("an operator", "运算符") if self._rest() else _no_relation(self.text)
        return match[0]

    def expected(self, en: str, zh: str) -> RulesetError:
        found = self._rest()
        return RulesetError(f"{en} expected, found {found!r} in {self.text!r}", f"“{self.text}”中“{found}”处应为{zh}")

    def _rest(self) -> str:
        return self.text[self.at :].strip()

    def _skip(self) -> None:
        while self.text.startswith(" ", self.at):
            self.at += 1

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._skip()
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def _sign(self) -> int:
        self._skip()
        sign = _SIGNS.get(self.text[self.at : self.at + 1], 0)
        self.at += abs(sign)
        return sign

    def _part(self, sign: int) -> Operand:
        known = self._named(sign)
        if known:
            return known
        if times := self._take(_TIMES):
            return self._term(sign * self._factor(times[1]))
        if (number := _NUMBER.match(self.text, self.at)) and _END.match(self.text, number.end()):
            self.at = number.end()
            return Operand(sign * _figure(number[0]))
        return self._term(sign)

    def _factor(self, digits: str) -> int:
        factor = int(digits)
        if not 0 < factor <= MOST_TIMES:
            en, zh = f"a factor is 1 to {MOST_TIMES}, not {digits}", f"系数须为 1 至 {MOST_TIMES}，不能是 {digits}"
            raise RulesetError(en, zh)
        return factor

    def _term(self, factor: int) -> Operand:
        named = self._named(factor)
        if named:
            return named
        chunk = _CHUNK.match(self.text, self.at)
        if chunk is None or not chunk[0].strip():
            raise self.expected("a name", "名称")
        raise self._unknown(chunk[0].strip())

    def _unknown(self, name: str) -> UnknownName:
        """Return the error for an unknown name; where what stands before its dot calls no report, that is said."""
        called, _, line = name.partition(".")
        lines, reports = self.lexicon.lines, self.lexicon.reports
        if line not in lines or called in lines or called in reports or not reports:
            return unknown(name, tuple(self.lexicon.lines))
        near = nearest(called, (*self.lexicon.reports, *self.lexicon.tables))
        if near:
            return UnknownName(name, f"{near}.{line}")
        zh = "、".join(f"“{one}.{line}”" for one in self.lexicon.reports)
        en = ", ".join(repr(f"{one}.{line}") for one in self.lexicon.reports)
        hint = Words(
            f"：表式没有把其他报告称作“{called}”（见表式的 others），可以写 {zh}",
            f": the form calls no other report {called!r} (its `others` would); expected one of {en}",
        )
        return UnknownName(name, "", hint)

    def _named(self, factor: int) -> Operand | None:
        """Return a group's sum, a line or a quoted line, if one stands here."""
        if group := self._take(_SUM):
            return Operand(factor, f"sum({group[1]})", self.lexicon.group(group[1]))
        name = self._known()
        if not name and (quoted := self._take(_QUOTED)):
            name = (quoted[1] or quoted[2] or "").strip()
        return Operand(factor, name, self.lexicon.line(name)) if name else None

    def _known(self) -> str:
        for length in self.lexicon.lengths:
            name = self.text[self.at : self.at + length]
            if name in self.lexicon.lines and _END.match(self.text, self.at + length):
                self.at += length
                return name
        return ""


def _figure(digits: str) -> Number:
    return Decimal(digits) if "." in digits else int(digits)
