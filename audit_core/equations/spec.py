"""An equation as a ruleset writes it; its meaning in a form is left to compiling."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final, Literal

from msgspec import Struct

from audit_core.forms import Form, TableForm

Axis = Literal["row", "column", "table"]
"""Over what an equation is repeated: every row, every column, or once for the whole table."""

COMPARABLE: Final = ("previous", "parent")
"""The needs of a rule that are one report: an equation may name facts of it, as `previous.carried_out`."""

Relation = Literal["=", ">="]
"""`<=` is read as `>=` with its sides exchanged."""


DECLARED: Final[Mapping[str, str]] = {"totals": "total", "balances": "balance", "subtotals": "subtotal"}
"""What an equation may be instead of a relation: all of one kind that the form declares."""


class Equation(Struct, frozen=True):
    """A linear relation as written: in which tables, over what it is repeated, and the relation in names of the form.

    `tables` are keys or patterns of them, those with `!` before them left out (`*, !cases`); `text` may be one of
    `DECLARED`.
    `each` is `row` (names are columns), `column` (names are rows) or `table` (names are `row.column`). `only` limits
    the rows or columns it is repeated over, by key, name or group; without it they are the statutory ones. `form` is
    a pattern of form names (see `Form.fits`). `lapsed` names forms that it is for, and that took away what it speaks
    of.
    """

    tables: tuple[str, ...]
    each: Axis
    text: str
    only: tuple[str, ...] = ()
    form: str = "*"
    lapsed: tuple[str, ...] = ()

    @property
    def is_declared(self) -> bool:
        """Whether the form says what the relations are."""
        return self.text.strip() in DECLARED

    def tables_of(self, form: Form) -> tuple[TableForm, ...]:
        """Return the tables of a form that are meant."""
        barred = [name[1:].strip() for name in self.tables if name.startswith("!")]
        meant = [name for name in self.tables if not name.startswith("!")]
        found = dict.fromkeys(key for name in meant for key in form.tables if key == name or fnmatchcase(key, name))
        return tuple(form.tables[key] for key in found if not any(fnmatchcase(key, name) for name in barred))

    def applies(self, form: Form) -> bool:
        """Whether the equation is for reports of a form."""
        return form.fits(self.form) and form.name not in self.lapsed
