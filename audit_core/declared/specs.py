"""What declared rules look for, as plain data that can be kept; looking is left to the modules of each kind."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

Pair = tuple[str, str]
"""A text in Chinese and English."""


class Item(Struct, frozen=True):
    """One thing to look for: a term as it is written, or a pattern.

    `literals` are texts of which one is in every match; `joined` tells a pattern that finds in many passages put
    together, with line breaks between, what it finds in each. `unless` are patterns that excuse what they overlap,
    `beside` patterns that excuse every match in their sentence. `right` is what should stand there, `fix` the same
    as a template over the groups, `safe` whether it changes neither meaning nor value.
    """

    pattern: str
    term: bool = False
    literals: tuple[str, ...] = ()
    joined: bool = False
    form: str = "*"
    scope: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    right: str = ""
    message: Pair = ("", "")
    fix: str = ""
    safe: bool = False
    severity: str = ""


class Texts(Struct, frozen=True, tag="texts", tag_field="kind"):
    """Terms or patterns that should not be there; `count` says whether each is a finding or all are one.

    `terms` tells a term list, which a ruleset may replace or add to.
    """

    items: tuple[Item, ...]
    scope: tuple[str, ...] = ("paragraphs",)
    terms: bool = False
    unless: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    count: Literal["each", "once"] = "each"
    cap: int = 0
    status: str = "fail"


class Group(Struct, frozen=True):
    """One aspect that has to be there: any of some patterns."""

    key: str
    name: Pair
    patterns: tuple[str, ...]
    severity: str = ""
    scope: tuple[str, ...] = ()


class Required(Struct, frozen=True, tag="required", tag_field="kind"):
    """Aspects that a scope has to speak of."""

    groups: tuple[Group, ...]
    scope: tuple[str, ...] = ("paragraphs",)
    status: str = "fail"


class Measure(Struct, frozen=True, tag="figure", tag_field="kind"):
    """How the figures of some cells have to be written; what is None is not looked at.

    `rows` and `columns` are keys, none for all.
    """

    tables: tuple[str, ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    decimals: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    status: str = "fail"


class Condition(Struct, frozen=True):
    """A relation between figures of one form: each side a constant and terms of factor, table, row and column.

    A term without table and row is a number that the text prints, in the group of the pattern that stands for its
    column. Figures of the form that are `rounded` leave half a unit of its last digit.
    """

    left: tuple[tuple[int, str, str, str], ...]
    right: tuple[tuple[int, str, str, str], ...]
    relation: str
    constants: tuple[Decimal, Decimal]
    rounded: bool = False


class Claim(Struct, frozen=True, tag="claim", tag_field="kind"):
    """A statement in prose, and what has to hold of the figures where it is made; `conditions` are by form."""

    items: tuple[Item, ...]
    holds: str
    conditions: dict[str, Condition]
    scope: tuple[str, ...] = ("paragraphs",)
    unless: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    status: str = "fail"


Spec = Texts | Required | Measure | Claim
