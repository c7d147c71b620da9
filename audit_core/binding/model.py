"""What binding one table comes to, while it is being put together."""

from functools import lru_cache
from typing import Final

from msgspec import Struct

from audit_core.binding.relations import Cells
from audit_core.document import Cell
from audit_core.figures import Figure, State
from audit_core.forms import Concept, Form
from audit_core.report import BoundTable, Fact, Notice, Readings

AMBIGUOUS: Final = Figure("", State.AMBIGUOUS)


class TableBinding(Struct):
    """What binding one table came to.

    `inferred_by` are the relations that told figures apart, `unplaced` cells of which nothing tells where they belong.
    It is `plain` where no figure had to be looked at to tell where it belongs, and there is nothing to notice.
    """

    table: BoundTable
    facts: list[Fact] = []
    readings: list[Readings] = []
    notices: list[Notice] = []
    inferred_by: set[Cells] = set()
    unplaced: list[Cell] = []
    plain: bool = False


@lru_cache(maxsize=4096)
def concepts(form: Form, table: str, row: str, columns: tuple[str, ...]) -> tuple[Concept | None, ...]:
    """Return what the figures of a row report; None in columns that the form does not know."""
    found = (form.index.get((table, row, column)) for column in columns)
    return tuple(None if at is None else form.concepts[at] for at in found)
