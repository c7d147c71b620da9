"""The blocks of a page and what each holds; how they are found in the source is left to `tree`.

Every block counts what it holds, so that the page around a report can be told from the report.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

TEXT: Final = 0
BREAK: Final = 1
IMAGE: Final = 2
VALUE: Final = 3
PRE: Final = 4
RAISED: Final = 5

TextRun = tuple[int, int, int]
"""A stretch of the source, with what it is: text, a line break, an image's tag, an input's tag, text that keeps its
line breaks, text that is printed raised (superscript)."""


class Element:
    """A block: offsets of its tags (`inner` is behind the first), its runs and blocks, and counts of what is visible.

    `chars` are characters of text, `linked` those inside links, `links` and `headings` elements, `steps` signs that
    lead from one link to the next (`>`). `cells` and `figures` are the cells, and the texts that are a number, of the
    table it is or is part of; `inner_cells` and `inner_figures` those of tables inside. `outside` holds what stands in
    a table, but in none of its cells. A `struck` one is hidden because a line is drawn through it. `flow` is where text
    goes that stands directly in it.
    """

    # What most blocks never count is looked up here: a page has thousands of them.
    chars = linked = links = headings = steps = 0
    cells = figures = inner_cells = inner_figures = 0
    outside: "Sequence[TextRun | Element]" = ()

    hidden = struck = False

    def __init__(self, tag: str, attributes: str, start: int, inner: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.start = start
        self.inner = self.end = inner
        self.items: list[TextRun | Element] = []
        self.flow = self.items


class PageTree:
    """What a source holds: the tree, the text of its title, the attributes of its meta and time elements.

    `struck` counts the elements that are struck through.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.title = ""
        self.metas: list[str] = []
        self.times: list[str] = []
        self.struck = 0


def count(parent: Element, child: Element) -> None:
    """Add what a block that is complete holds to the one it stands in; a table of one cell is no table."""
    if child.chars:
        parent.chars += child.chars
        parent.linked += child.linked
    if child.links:
        parent.links += child.links
    if child.headings:
        parent.headings += child.headings
    if child.steps:
        parent.steps += child.steps
    if child.tag == "table" and child.cells > 1:
        parent.inner_cells += child.cells + child.inner_cells
        parent.inner_figures += child.figures + child.inner_figures
        return
    if child.cells and child.tag != "table":
        parent.cells += child.cells
    if child.figures:
        parent.figures += child.figures
    if child.inner_cells:
        parent.inner_cells += child.inner_cells
        parent.inner_figures += child.inner_figures
