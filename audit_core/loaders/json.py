"""The canonical JSON of a Document, read and written; what it may hold is said by its schema.

Reading refuses what the schema refuses, on the fast path without saying why; only then is the reason looked for. A key
written twice in one object is refused if it is a required one; of others the last counts.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from audit_core.document import Block, Cell, Document, Heading, Image, Node, Paragraph, Section, Source, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import SPAN, refuse_large_text
from audit_core.loaders.encoding import decode, mark_of

_Extent = Annotated[int, Meta(ge=1, le=SPAN)]
_Level = Annotated[int, Meta(ge=1, le=9)]


class _Cell(Struct, forbid_unknown_fields=True, gc=False):
    text: str
    rowspan: _Extent = 1
    colspan: _Extent = 1
    place: str = ""


_Row = list[str | _Cell]


class _Paragraph(Struct, forbid_unknown_fields=True, tag_field="type", tag="paragraph", gc=False):
    text: str
    place: str = ""


class _Table(Struct, forbid_unknown_fields=True, tag_field="type", tag="table"):
    rows: list[_Row]
    place: str = ""


class _Image(Struct, forbid_unknown_fields=True, tag_field="type", tag="image", gc=False):
    alt: str = ""
    uri: str = ""
    place: str = ""


class _Section(Struct, forbid_unknown_fields=True):
    blocks: list[_Paragraph | _Table | _Image]
    title: str = ""
    level: _Level = 1
    place: str = ""


class _Document(Struct, forbid_unknown_fields=True):
    document: Literal["1"]
    sections: list[_Section]
    title: str = ""
    metadata: dict[str, str] = {}


_DECODER: Final = msgspec.json.Decoder(_Document)


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document that canonical JSON describes; raises InputError with line, column and JSON pointer.

    Cells carry no offsets: the text is scanned for them when the first is asked for.
    """
    refuse_large_text(data, uri, limits)
    mark = mark_of(data)
    body = data if mark is None else decode(data, uri).text.encode("utf-8")
    try:
        wire = _DECODER.decode(body)
        text = body.decode("utf-8")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        from audit_core.loaders.jsontext import explain

        raise explain(body, uri, limits.depth, error) from None
    merged = _merged(wire)
    _count(wire, merged, uri, limits)
    if _may_repeat(text, wire, sum(map(len, merged.values()))):
        from audit_core.loaders.jsontext import refuse_repeated

        refuse_repeated(text, uri)
    encoding = mark[1] if mark else "utf-8"
    source = Source(uri, text=text, digest=sha256(data).hexdigest(), loader="json", encoding=encoding)
    sections = tuple([_section(section, merged) for section in wire.sections])
    return Document(sections, source, title=wire.title, metadata=wire.metadata, locator=_locate)


_Merged = Mapping[int, list[_Cell]]
"""The cells of each table, by its `id`, that are more than a text."""


def _merged(wire: _Document) -> _Merged:
    return {
        id(block): [cell for row in block.rows for cell in row if type(cell) is _Cell]
        for section in wire.sections
        for block in section.blocks
        if type(block) is _Table
    }


def _count(wire: _Document, merged: _Merged, uri: str, limits: Limits) -> None:
    cells = 0
    for s, section in enumerate(wire.sections):
        for b, block in enumerate(section.blocks):
            if not isinstance(block, _Table):
                continue
            cells += sum(map(len, block.rows))
            cells += sum([cell.rowspan * cell.colspan - 1 for cell in merged[id(block)]])
            if cells > limits.cells:
                where = f"/sections/{s}/blocks/{b}"
                raise InputError(
                    f"{where}: more than {limits.cells:,} cells, merged ones counted with their area",
                    f"{where}：单元格超过 {limits.cells:,} 个（合并单元格按所占面积计）",
                    place=uri,
                )


def _may_repeat(text: str, wire: _Document, merged: int) -> bool:
    """Tell whether a required key stands in the text more often than there are objects that have it.

    It may then be a key written twice, which would hide a table, or a text that is spelt like a key.
    """
    kinds = [type(block) for section in wire.sections for block in section.blocks]
    return (
        text.count('"sections"') > 1
        or text.count('"blocks"') > len(wire.sections)
        or text.count('"rows"') > kinds.count(_Table)
        or text.count('"text"') > kinds.count(_Paragraph) + merged
    )


def _section(wire: _Section, merged: _Merged) -> Section:
    heading = Heading(wire.title, place=wire.place) if wire.title else None
    return Section(heading, tuple([_block(block, merged) for block in wire.blocks]), wire.level)


def _block(wire: _Paragraph | _Table | _Image, merged: _Merged) -> Block:
    if isinstance(wire, _Table):
        return Table(_placed(wire.rows) if merged[id(wire)] else _plain(wire.rows), place=wire.place)
    if isinstance(wire, _Paragraph):
        return Paragraph(wire.text, place=wire.place)
    return Image(wire.alt, wire.uri, place=wire.place)


def _plain(rows: list[Any]) -> tuple[tuple[Cell, ...], ...]:
    return tuple([tuple([Cell(text, r, c) for c, text in enumerate(row)]) for r, row in enumerate(rows)])


def _placed(rows: list[_Row]) -> tuple[tuple[Cell, ...], ...]:
    """Give cells their grid positions, as HTML does: each stands in the first column that no cell above covers."""
    covered: dict[int, int] = {}  # column: first row in which it is free again
    placed = []
    for r, row in enumerate(rows):
        column, cells = 0, []
        for wire in row:
            while column in covered and covered[column] > r:
                column += 1
            if isinstance(wire, str):
                cells.append(Cell(wire, r, column))
                column += 1
            else:
                cells.append(_merged_cell(wire, r, column, covered))
                column += wire.colspan
        placed.append(tuple(cells))
    return tuple(placed)


def _merged_cell(wire: _Cell, row: int, column: int, covered: dict[int, int]) -> Cell:
    """Place a cell that may be merged, and note what it covers."""
    if wire.rowspan > 1:
        covered.update(dict.fromkeys(range(column, column + wire.colspan), row + wire.rowspan))
    return Cell(wire.text, row, column, wire.rowspan, wire.colspan, place=wire.place)


def _locate(document: Document) -> Mapping[Node, tuple[int, int, str]]:
    """Return offsets and place of every node; the place is its JSON pointer where the file gives none."""
    from audit_core.loaders.jsonplaces import JsonPlaces

    return JsonPlaces(document)


def dump(document: Document) -> bytes:
    """Return a Document as canonical JSON: UTF-8, indented by 1, the same bytes for the same Document.

    The place of a node is its own, or its line and column where the original is text (`12:5`). A JSON original's own
    lines and columns are not written: they end with that file.
    """
    import json

    value = {
        "document": "1",
        "title": document.title,
        "metadata": dict(document.metadata),
        "sections": [_dumped_section(document, section) for section in document.sections],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _dumped_section(document: Document, section: Section) -> dict[str, object]:
    placed = _place(document, section.heading) if section.heading else {}
    blocks = [_dumped_block(document, block) for block in section.blocks]
    return {"title": section.title, "level": section.level, **placed, "blocks": blocks}


def _dumped_block(document: Document, block: Block) -> dict[str, object]:
    place = _place(document, block)
    if isinstance(block, Table):
        rows = [[_dumped_cell(document, cell) for cell in row] for row in block.rows]
        return {"type": "table", "rows": rows, **place}
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "text": block.text, **place}
    return {"type": "image", "alt": block.alt, "uri": block.uri, **place}


def _dumped_cell(document: Document, cell: Cell) -> str | dict[str, object]:
    extents = {name: extent for name, extent in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if extent > 1}
    more = extents | _place(document, cell)
    return {"text": cell.text, **more} if more else cell.text


def _place(document: Document, node: Node) -> dict[str, object]:
    if isinstance(node, Cell | Paragraph | Image | Table | Heading) and node.place:
        return {"place": node.place}
    span = document.span(node) if document.source.loader != "json" else None
    if span is None:
        return {}
    line, column = document.source.position(span.start)
    return {"place": f"{line}:{column}"}
