"""What a document holds, as plain tuples that a table of cases can state."""

from collections.abc import Iterator

from audit_core.document import Document, Image, Node, Section, Table

Shape = list[tuple[object, ...]]


def shape(of: Document) -> Shape:
    """Say what a document holds as plain tuples: ("#", level, title), ("p", text), ("t", row, …), ("i", alt, uri)."""
    return [item for section in of.sections for item in _of_section(section)]


def _of_section(section: Section) -> Iterator[tuple[object, ...]]:
    if section.heading:
        yield ("#", section.level, section.title)
    for block in section.blocks:
        if isinstance(block, Table):
            yield ("t", *(tuple(cell.text for cell in row) for row in block.rows))
        elif isinstance(block, Image):
            yield ("i", block.alt, block.uri)
        else:
            yield ("p", block.text)


def nodes(of: Document) -> Iterator[Node]:
    for section in of.sections:
        if section.heading:
            yield section.heading
        for block in section.blocks:
            yield block
            if isinstance(block, Table):
                yield from block.cells()
