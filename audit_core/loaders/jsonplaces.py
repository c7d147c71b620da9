"""Where the nodes of a Document stand in the JSON that it was read from; only what is pointed at needs places."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from audit_core.document import Block, Document, Node, Section, Table

_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)

_Quoted = tuple[int, int]
"""Of a string, its quotes included."""


class JsonPlaces(Mapping[Node, tuple[int, int, str]]):
    """Offsets and place of every node; the place is its JSON pointer where the file gives none.

    The text is a valid Document: its strings are met in the order in which the decoder gives keys and values, objects
    as tuples of their members. Of a key written twice, the last value counts. Sections are read as they are asked for:
    often nothing is but the title, which stands in the first.
    """

    def __init__(self, document: Document) -> None:
        self._found: dict[Node, tuple[int, int, str]] = {}
        self._text = document.source.text
        self._strings = map(re.Match.span, _STRING.finditer(self._text))
        # Nothing here holds the document, which holds this: what holds itself is forgotten late.
        self._sections = document.sections
        self._members: Iterator[tuple[str, Any]] | None = None
        self._left: Iterator[tuple[int, tuple[Section, Any]]] = iter(())

    def __getitem__(self, node: Node) -> tuple[int, int, str]:
        while node not in self._found:
            if not self._read_on():
                raise KeyError(node)
        return self._found[node]

    def __iter__(self) -> Iterator[Node]:
        yield from self._whole()

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[Node, tuple[int, int, str]]:
        while self._read_on():
            pass
        return self._found

    def _read_on(self) -> bool:
        """Find the nodes of the next section; return whether there was one."""
        if self._members is None:
            self._members = iter(json.loads(self._text, object_pairs_hook=tuple))
        while True:
            for s, (section, members) in self._left:
                self._section(section, members, f"/sections/{s}")
                return True
            for key, value in self._members:
                next(self._strings)
                if key == "sections":
                    self._left = enumerate(zip(self._sections, value, strict=True))
                    break
                self._pass_over(value)
            else:
                return False

    def _section(self, section: Section, members: Any, at: str) -> None:  # noqa: ANN401 - JSON
        for key, value in members:
            next(self._strings)
            if key == "blocks":
                for b, (block, inner) in enumerate(zip(section.blocks, value, strict=True)):
                    self._block(block, inner, f"{at}/blocks/{b}")
                continue
            last = self._pass_over(value)
            if key == "title" and section.heading and last:
                self._found[section.heading] = last[0] + 1, last[1] - 1, section.heading.place or f"{at}/title"

    def _block(self, block: Block, members: Any, at: str) -> None:  # noqa: ANN401 - JSON
        """Find a block by its text; a table, and an image without words, by its braces."""
        begin, last, text = -1, (0, 0), None
        braces = 1
        for key, value in members:
            last, braces = next(self._strings), 1
            begin = last[0] if begin < 0 else begin
            if key == "rows" and isinstance(block, Table):
                last = self._rows(block, value, at) or last
                filled = [row[-1] for row in value if row]
                braces += bool(filled) and isinstance(filled[-1], tuple)
            else:
                last = self._pass_over(value) or last
                text = last if key in {"text", "alt"} else text
        if text is not None:
            self._found[block] = text[0] + 1, text[1] - 1, block.place or at
            return
        end = last[1]
        for _ in range(braces):
            end = self._text.index("}", end) + 1
        self._found[block] = self._text.rindex("{", 0, begin), end, block.place or at

    def _rows(self, table: Table, rows: Any, at: str) -> _Quoted | None:  # noqa: ANN401 - JSON
        """Find the cells of a table; return its last string."""
        last, text = None, (0, 0)
        for r, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
            for c, (cell, value) in enumerate(zip(row, values, strict=True)):
                if isinstance(value, str):
                    last = text = next(self._strings)
                else:
                    for key, inner in value:
                        last = next(self._strings)
                        if isinstance(inner, str):
                            last = next(self._strings)
                            text = last if key == "text" else text
                self._found[cell] = text[0] + 1, text[1] - 1, cell.place or f"{at}/rows/{r}/{c}"
        return last

    def _pass_over(self, value: Any) -> _Quoted | None:  # noqa: ANN401 - JSON
        """Leave the strings of a value behind; return the last of them."""
        if isinstance(value, str):
            return next(self._strings)
        last = None
        for member in value if isinstance(value, tuple | list) else ():
            last = self._pass_over(member) or last
        return last
