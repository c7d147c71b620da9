"""Ways to print a draft: the same report as text, pipes, ragged pipes, lines (with pipes or without) and canonical JSON, with options."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit_rulesets.samples.drafts import Block, Draft, Part, Raw, Spot, Table

_PICTURE = re.compile(r"!\[(?P<alt>[^]]*)\]\((?P<uri>[^)]*)\)")
HALF_WIDTH = str.maketrans("（）", "()")


@dataclass(frozen=True, slots=True)
class Style:
    """One rendering: how blocks are put, and what else is done to the page.

    `marked` puts `##` before headings; `glued` prints the first paragraph behind its heading, in the same line;
    `half_width` folds every bracket, as some converters do; `line_end` and `mark` are those of the bytes.
    """

    name: str
    form: str = "text"
    marked: bool = True
    glued: bool = False
    half_width: bool = False
    line_end: str = "\n"
    mark: bytes = b""

    def print(self, draft: Draft) -> bytes:
        """Return the bytes of the file."""
        text = _json(draft) if self.form == "json" else _page(draft, self)
        if self.half_width:
            text = text.translate(HALF_WIDTH)
        return self.mark + text.replace("\n", self.line_end).encode()

    @property
    def uri(self) -> str:
        """The name of the file."""
        return "report.json" if self.form == "json" else "report.md"


def _page(draft: Draft, style: Style) -> str:
    front = ["---", *(f"{key}: '{value}'" for key, value in draft.metadata.items()), "---"]
    title = f"# {draft.title}" if style.marked else draft.title
    parts = (piece for part in draft.parts for piece in _part(part, style))
    return "\n\n".join(["\n".join(front), title, *parts]) + "\n"


def _part(part: Part, style: Style) -> Iterator[str]:
    pieces = list(_pieces(part.blocks, style))
    heading = f"## {part.heading}" if style.marked else part.heading
    if part.heading and style.glued and pieces and isinstance(part.blocks[0], str):
        pieces[0] = f"{part.heading} {pieces[0]}"
    elif part.heading:
        yield heading
    yield from pieces


def _pieces(blocks: Sequence[Block], style: Style) -> Iterator[str]:
    """Yield paragraphs and tables; tables that follow each other stand together where the form is so printed."""
    write = WRITERS[style.form]
    stack: list[Table | Raw] = []
    for block in blocks:
        if isinstance(block, str):
            yield from write(stack)
            stack = []
            yield block
        else:
            stack.append(block)
    yield from write(stack)


Writer = Callable[[Sequence[Table | Raw]], Iterator[str]]


def _tabs(tables: Sequence[Table | Raw]) -> Iterator[str]:
    """Tab-separated, merged cells emptied; captioned tables in one stack, others apart."""
    for stack in _stacks(tables):
        yield "\n".join("\t".join(line) for table in stack for line in table.plain())


def _stacks(tables: Sequence[Table | Raw]) -> Iterator[list[Table | Raw]]:
    captioned = [table for table in tables if isinstance(table, Table) and table.caption]
    if captioned:
        yield [*captioned]
    for table in tables:
        if table not in captioned:
            yield [table]


def _pipes(tables: Sequence[Table | Raw]) -> Iterator[str]:
    """Pipe Markdown, one table for each statutory one, merged cells emptied."""
    for table in tables:
        yield "\n".join(_piped(table.plain()))


def _ragged(tables: Sequence[Table | Raw]) -> Iterator[str]:
    """Pipe Markdown in one stack, each row with only the cells that begin in it."""
    for stack in _stacks(tables):
        yield "\n".join(_piped(line for table in stack for line in _begun(table)))


def _begun(table: Table | Raw) -> Iterator[list[str]]:
    if isinstance(table, Raw):
        yield from ([text for text in line if text] for line in table.lines)
    else:
        yield from ([spot.text for spot in line] for line in table.grid())


def _piped(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"| {' | '.join(line)} |"
        if number == 0:
            yield f"|{' --- |' * len(line)}"


def _lines(tables: Sequence[Table | Raw]) -> Iterator[str]:
    """One printed cell a line, each a paragraph of its own."""
    for table in tables:
        yield from (spot.text for row in table.grid() for spot in row if spot.text)


def _ended(tables: Sequence[Table | Raw]) -> Iterator[str]:
    """One printed cell a line with a pipe behind it, bare pipes for the cells that a merged one covers."""
    for table in tables:
        yield "\n".join(line for row in table.grid() for spot in row for line in _ending(spot))


def _ending(spot: Spot) -> Iterator[str]:
    yield f"{spot.text} |"
    if spot.colspan > 1:
        yield "|" * (spot.colspan - 1)


WRITERS: Mapping[str, Writer] = {
    "text": _tabs, "pipes": _pipes, "ragged": _ragged, "lines": _lines, "ended": _ended,
}  # fmt: skip


def _json(draft: Draft) -> str:
    parts = list(draft.parts)
    before = parts.pop(0).blocks if not parts[0].heading else []
    sections = [{"title": draft.title, "level": 1, "blocks": list(_json_blocks(before))}]
    sections += [{"title": part.heading, "level": 2, "blocks": list(_json_blocks(part.blocks))} for part in parts]
    value = {"document": "1", "title": draft.title, "metadata": draft.metadata, "sections": sections}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _json_blocks(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    tables: list[Table | Raw] = []
    for block in blocks:
        if isinstance(block, str):
            yield from _json_tables(tables)
            tables = []
            yield _json_text(block)
        else:
            tables.append(block)
    yield from _json_tables(tables)


def _json_text(block: str) -> dict[str, Any]:
    """Return a paragraph, or the picture that a paragraph stands for in Markdown."""
    picture = _PICTURE.fullmatch(block)
    return {"type": "image", **picture.groupdict()} if picture else {"type": "paragraph", "text": block}


def _json_tables(tables: Sequence[Table | Raw]) -> Iterator[dict[str, Any]]:
    for stack in _stacks(tables):
        rows: list[list[Any]] = []
        for table in stack:
            rows += table.plain() if table.bare else [[_json_cell(spot) for spot in row] for row in table.grid()]
        yield {"type": "table", "rows": rows}


def _json_cell(spot: Spot) -> str | dict[str, Any]:
    extents = {name: extent for name, extent in (("rowspan", spot.rowspan), ("colspan", spot.colspan)) if extent > 1}
    return {"text": spot.text, **extents} if extents else spot.text


TEXT = Style("text")
PIPES = Style("pipes", "pipes")
RAGGED = Style("ragged", "ragged")
JSON = Style("json", "json")
LINES = Style("lines", "lines", marked=False)
ENDED = Style("ended", "ended", marked=False)
HALF = Style("half-width", half_width=True)
UNMARKED = Style("unmarked", marked=False)
GLUED = Style("glued", marked=False, glued=True)
CRLF = Style("crlf", line_end="\r\n", mark=b"\xef\xbb\xbf")

STYLES = (TEXT, PIPES, RAGGED, JSON, LINES, ENDED, HALF, UNMARKED, GLUED, CRLF)
"""Every rendering, the plain one first."""

CORE = (TEXT, PIPES, RAGGED, JSON, HALF)
"""The renderings in which nothing of a table is lost but merged cells."""
