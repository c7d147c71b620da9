"""What binding one table comes to, while it is being put together."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct

from audit_core.binding.relations import Cells
from audit_core.document import Cell, Excerpt, Node
from audit_core.figures import Figure, State
from audit_core.forms import Concept, Form
from audit_core.report import BoundTable, Fact, Notice, Readings, Tabled

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


def tabled(stretches: Iterable[Excerpt]) -> Tabled:
    """Return stretches by the node they are of, in order and put together where they touch."""
    found: dict[Node, list[tuple[int, int]]] = {}
    for at in sorted(stretches, key=lambda one: (one.start, one.end)):
        of = found.setdefault(at.of, [])
        if of and at.start <= of[-1][1]:
            of[-1] = of[-1][0], max(at.end, of[-1][1])
        else:
            of.append((at.start, at.end))
    return {node: tuple(cells) for node, cells in found.items()}
