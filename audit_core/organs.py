"""What kind of organ a report is of, by a register or else by its name, and what stands above and below it.

What follows from it is left to rules.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Self

from msgspec import Struct
from msgspec.structs import replace

from audit_core.lazy_patterns import Pattern

_BRACKETED: Final = re.compile(r"\s|[（(][^（()）]*[)）]")


class Organ(Struct, frozen=True):
    """An organ by its name; what is not known is empty.

    `kind` and `level` are words of the ruleset (`government`, `department`, `subdistrict`, …; `province`, `city`,
    `county`, `township`). `powers` are the powers that the organ is known to have, None where nothing is known of them.
    `scope` says whether its figures are the organ's alone (`organ`) or those of its whole area (`area`), `parent` names
    the organ above it, `vertical` whether it is led from above and not by its government, and `registered` whether the
    register has it. `aliases` are its other names, `stem` is its name without what tells its kind. `is_unique` is False
    for a name that several organs may have and no register gives to one of them; `areas` are then those that the file,
    its path or its title name.
    """

    name: str = ""
    kind: str = ""
    level: str = ""
    parent: str = ""
    scope: str = ""
    powers: frozenset[str] | None = None
    vertical: bool = False
    registered: bool = False
    aliases: tuple[str, ...] = ()
    stem: str = ""
    code: str = ""
    is_unique: bool = True
    areas: tuple[str, ...] = ()

    def is_the_same(self, other: "Organ") -> bool | None:
        """Whether an organ of the same name is the same organ, None where that cannot be told."""
        if (self.is_unique and other.is_unique) or set(self.areas) & set(other.areas):
            return True
        return False if self.areas and other.areas else None

    @property
    def key(self) -> str:
        """The name as the names of organs are compared, empty for an organ without one."""
        return name_key(self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which a text may call it."""
        return tuple(dict.fromkeys(filter(None, (self.name, *self.aliases, self.stem))))


class OrganKind(Struct, frozen=True):
    """A kind of organ by a pattern of names: the first that matches counts."""

    pattern: str
    kind: str
    level: str = ""
    powers: frozenset[str] | None = None


class Organs(Struct, frozen=True, dict=True):
    """Tells organs by their names: those of the register first, then by kind; of two that fit, the first counts.

    `unique` is a pattern of names that one organ alone has, empty where all are such; `areas` finds names of areas, by
    which reports of organs of one name are told apart.
    """

    kinds: tuple[OrganKind, ...] = ()
    register: tuple[Organ, ...] = ()
    aliases: Mapping[str, str] = {}
    unique: str = ""
    areas: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read the plain data of a ruleset: `kinds`, `register`, `unique` and `areas`."""
        kinds = tuple(
            OrganKind(one["pattern"], one["kind"], one.get("level", ""), _powers(one.get("powers")))
            for one in data.get("kinds", ())
        )
        rows = tuple(data.get("register", ()))
        aliases = {plain_name(alias): row["name"] for row in reversed(rows) for alias in row.get("alias", ())}
        unique, areas = ("|".join(data.get(key, ())) for key in ("unique", "areas"))
        return cls(kinds, tuple(_organ(row) for row in rows), aliases, unique, areas)

    @cached_property
    def _registered(self) -> Mapping[str, Organ]:
        found: dict[str, Organ] = {}
        for organ in self.register:
            found.setdefault(plain_name(organ.name), organ)
        return found

    def organ(self, name: str, beside: Iterable[str] = ()) -> Organ:
        """Return the organ of a name; what the register leaves out is told by the name.

        Of a name that several organs may have, the texts `beside` it are searched for the area that it is of.
        """
        known = self.registered(name)
        told = self._told(known or Organ(name), plain_name(known.name if known else name))
        unique, areas = self._patterns
        if known or not name or not self.unique or unique.search(plain_name(name)):
            return told
        named = (found[0] for text in beside if self.areas for found in areas.finditer(plain_name(text)))
        return replace(told, is_unique=False, areas=tuple(sorted({one for one in named if unique.search(one)})))

    @cached_property
    def _patterns(self) -> tuple[Pattern, Pattern]:
        return Pattern(self.unique), Pattern(self.areas)

    @cached_property
    def _kinds(self) -> tuple[tuple[Pattern, OrganKind], ...]:
        return tuple((Pattern(kind.pattern), kind) for kind in self.kinds)

    def registered(self, name: str) -> Organ | None:
        """Return what the register says of an organ, by its name or an alias; None where it has none."""
        plain = plain_name(name)
        return self._registered.get(plain_name(self.aliases.get(plain, plain)))

    def _told(self, organ: Organ, plain: str) -> Organ:
        """Fill in what the name tells of an organ."""
        for pattern, kind in self._kinds:
            found = pattern.search(plain)
            if found:
                stem = plain[: found.start()] + plain[found.end() :]
                return replace(
                    organ,
                    kind=organ.kind or kind.kind,
                    level=organ.level or kind.level,
                    powers=organ.powers if organ.powers is not None else kind.powers,
                    stem=stem if len(stem) >= _LEAST_STEM else "",
                )
        return organ

    def leading(self, text: str) -> Organ | None:
        """Return the registered organ that a text begins with the name or an alias of, the longest; None if none."""
        for length in self._lengths:
            found = self._called.get(text[:length])
            if found is not None:
                return self._told(self._registered[found], found)
        return None

    @cached_property
    def _called(self) -> Mapping[str, str]:
        """The registered organs, as `plain_name` has them, by every name."""
        aliases = {alias: plain_name(name) for alias, name in self.aliases.items()}
        return {**aliases, **{name: name for name in self._registered}}

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self._called}, reverse=True))

    def joined(self, others: Iterable[Organ]) -> "Organs":
        """Return these with organs that are in no register, as if they were; what is registered counts."""
        return replace(self, register=(*self.register, *others))

    def below(self, name: str) -> tuple[Organ, ...]:
        """Return the registered organs directly under one, in the order of the register."""
        return self._below.get(plain_name(name), ())

    @cached_property
    def _below(self) -> Mapping[str, tuple[Organ, ...]]:
        found: dict[str, list[Organ]] = {}
        for plain, organ in self._registered.items():
            if organ.parent:
                found.setdefault(plain_name(organ.parent), []).append(self._told(organ, plain))
        return {name: tuple(organs) for name, organs in found.items()}

    def above(self, name: str) -> Iterator[Organ]:
        """Yield the registered organs above one, the nearest first."""
        organ = self.registered(name)
        while organ and organ.parent:
            organ = self.registered(organ.parent)
            if organ:
                yield self._told(organ, plain_name(organ.name))


_LEAST_STEM: Final = 2
"""A shorter stem may stand in any word."""

UNKNOWN: Final = Organ()
NO_ORGANS: Final = Organs()


def plain_name(name: str) -> str:
    """Return a name as names are compared: without blanks and without what stands in brackets."""
    return _BRACKETED.sub("", name)


def name_key(name: str) -> str:
    """Return by what organs are told: the name without brackets, punctuation and blanks, in one width and case."""
    return "".join(c for c in unicodedata.normalize("NFKC", plain_name(name)).casefold() if c.isalnum())


def _powers(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(given)


def _organ(row: Mapping[str, Any]) -> Organ:
    return Organ(
        row["name"],
        row.get("kind", ""),
        row.get("level", ""),
        row.get("parent", ""),
        row.get("scope", ""),
        _powers(row.get("powers")),
        row.get("vertical", False),
        registered=True,
        aliases=tuple(row.get("alias", ())),
        code=row.get("code", ""),
    )
