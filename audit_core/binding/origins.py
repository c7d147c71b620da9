"""Where cells stand that were made of prose, so that nothing is read both as a table and as prose."""

from collections.abc import Iterable, Sequence

from audit_core.document import Cell, Excerpt
from audit_core.report import Tabled


class Origins:
    """The stretches of paragraphs and headings that the cells of a document's prose were made of."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Cell, Sequence[Excerpt]]] = {}

    def keep(self, cell: Cell, at: Sequence[Excerpt]) -> Cell:
        """Remember where a cell stands, and return it."""
        self._kept[id(cell)] = cell, at
        return cell

    def of(self, cells: Iterable[Cell]) -> list[Excerpt]:
        """Return where some cells stand, leaving out those of grids."""
        return [at for cell in cells for at in self._kept.get(id(cell), (cell, ()))[1]]


def tabled(stretches: Iterable[Excerpt]) -> Tabled:
    """Return stretches by the paragraph or heading they are of, in order and put together where they touch."""
    found: dict[int, list[tuple[int, int]]] = {}
    for at in sorted(stretches, key=lambda one: (one.start, one.end)):
        of = found.setdefault(id(at.of), [])
        if of and at.start <= of[-1][1]:
            of[-1] = of[-1][0], max(at.end, of[-1][1])
        else:
            of.append((at.start, at.end))
    return {node: tuple(cells) for node, cells in found.items()}
