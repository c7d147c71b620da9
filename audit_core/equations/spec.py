"""An equation as a ruleset writes it; its meaning in a form is left to compiling."""

from typing import Literal

from msgspec import Struct

from audit_core.forms import Form

Axis = Literal["row", "column", "table"]
"""Over what an equation is repeated: every row, every column, or once for the whole table."""

Relation = Literal["=", ">="]
"""`<=` is read as `>=` with its sides exchanged."""


class Equation(Struct, frozen=True):
    """A linear relation as written: in which tables, over what it is repeated, and the relation in names of the form.

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

    def applies(self, form: Form) -> bool:
        """Whether the equation is for reports of a form."""
        return form.fits(self.form) and form.name not in self.lapsed
