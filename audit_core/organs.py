"""What kind of organ a report is of: from a register, or else from its name; what follows from it is left to rules."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Self

from msgspec import Struct

_BRACKETED: Final = re.compile(r"\s|[（(][^（()）]*[)）]")


class Organ(Struct, frozen=True):
    """An organ by its name; what is not known is empty.

    `kind` and `level` are words of the ruleset (`government`, `department`, `subdistrict`, …; `province`, `city`,
    `county`, `township`). `powers` are the powers that the organ is known to have, None where nothing is known of them.
    `scope` says whether its figures cover the organ alone or its whole area, `parent` names the organ above it,
    `vertical` whether it is led from above and not by its government, and `registered` whether the register has it.
    """

    name: str = ""
    kind: str = ""
    level: str = ""
    parent: str = ""
    scope: str = ""
    powers: frozenset[str] | None = None
    vertical: bool = False
    registered: bool = False


class OrganKind(Struct, frozen=True):
    """A kind of organ by a pattern of names: the first that matches counts."""

    pattern: str
    kind: str
    level: str = ""
    powers: frozenset[str] | None = None


class Organs(Struct, frozen=True, dict=True):
    """Tells organs by their names: those of the register first, then by kind; of two that fit, the first counts."""

    kinds: tuple[OrganKind, ...] = ()
    register: tuple[Organ, ...] = ()
    aliases: Mapping[str, str] = {}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read the plain data of a ruleset: `kinds` and `register`."""
        kinds = tuple(
            OrganKind(one["pattern"], one["kind"], one.get("level", ""), _powers(one.get("powers")))
            for one in data.get("kinds", ())
        )
        rows = tuple(data.get("register", ()))
        aliases = {plain_name(alias): row["name"] for row in reversed(rows) for alias in row.get("alias", ())}
        return cls(kinds, tuple(_organ(row) for row in rows), aliases)

    @cached_property
    def _registered(self) -> Mapping[str, Organ]:
        return {plain_name(organ.name): organ for organ in reversed(self.register)}

    def organ(self, name: str) -> Organ:
        """Return the organ of a name; what the register leaves out is told by the name."""
        plain = plain_name(name)
        known = self._registered.get(plain_name(self.aliases.get(plain, plain)))
        kind = next((kind for kind in self.kinds if re.search(kind.pattern, plain)), None)
        if known is None:
            return Organ(name, kind.kind, kind.level, powers=kind.powers) if kind else Organ(name)
        return Organ(
            known.name,
            known.kind or (kind.kind if kind else ""),
            known.level or (kind.level if kind else ""),
            known.parent,
            known.scope,
            known.powers if known.powers is not None or kind is None else kind.powers,
            known.vertical,
            registered=True,
        )


UNKNOWN: Final = Organ()
NO_ORGANS: Final = Organs()


def plain_name(name: str) -> str:
    """Return a name as names are compared: without blanks and without what stands in brackets."""
    return _BRACKETED.sub("", name)


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
    )
