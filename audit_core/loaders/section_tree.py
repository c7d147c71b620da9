"""Headings and blocks in reading order → sections; telling a heading from a paragraph is each loader's."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from audit_core.document import Block, Heading, Section

STRUCK: Final = "有删除线的文字未读入 / text that is struck through is left out"
"""What every loader notes of a file in which it met such text."""


class OutlineTitle(Struct, frozen=True):
    """A heading on its way into a Section; `whole` is True for the title of the whole document."""

    heading: Heading
    level: int
    whole: bool = False


OutlineItem = OutlineTitle | Block


def sections_of(items: Iterable[OutlineItem]) -> Iterator[Section]:
    """Yield a section for each heading with the blocks up to the next, and one without for what stands before."""
    title: OutlineTitle | None = None
    blocks: list[Block] = []
    for item in items:
        if not isinstance(item, OutlineTitle):
            blocks.append(item)
            continue
        yield from _section(title, blocks)
        title, blocks = item, []
    yield from _section(title, blocks)


def _section(title: OutlineTitle | None, blocks: list[Block]) -> Iterator[Section]:
    if title:
        yield Section(title.heading, tuple(blocks), title.level)
    elif blocks:
        yield Section(None, tuple(blocks))
