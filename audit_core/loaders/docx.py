"""Word documents (DOCX, DOCM and their templates) → Document; binding finds headings that no style marks.

Read with the standard library alone: every part is small, and no library gives merged cells, list numbers and tracked
changes together. Nodes carry no offsets but places: `paragraph 17`, `table 2, row 4, column 1`.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final
from xml.etree.ElementTree import Element

from audit_core.document import Document, Section, Source, Table
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.office.body import Body
from audit_core.loaders.office.list_numbering import Numbering
from audit_core.loaders.office.package import Package, PartRelation, printed, shown
from audit_core.loaders.office.styles import Styles, without_table_styles
from audit_core.loaders.office.xml_parts import R, W
from audit_core.loaders.pipe_rows import with_tables
from audit_core.loaders.section_tree import STRUCK, OutlineItem, OutlineTitle, sections_of

_SEPARATORS: Final = ("separator", "continuationSeparator", "continuationNotice")


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a Word file.

    Raises InputError for what is no whole Word file without a password, for a DTD in it, for a file without words,
    and beyond the limits.
    """
    package = Package(data, uri, limits)
    name, root = package.main(W + "document", "a DOCX file", "word/document.xml")
    relations = package.relations(name)
    body = Body(
        uri,
        limits,
        Styles(package.related(name, "styles", without_table_styles)),
        Numbering(package.related(name, "numbering")),
        {key: relation.target for key, relation in relations.items()},
    )
    items = [item for part in root.findall(W + "body") for item in body.items(part)]
    title = next((item for item in items if isinstance(item, OutlineTitle) and item.whole), None)
    sections = tuple(sections_of(with_tables(_under(title, items), uri, limits)))
    if not _has_words(sections):
        raise InputError("the file holds no text; expected a report", "文件中没有文字；应为一份报告", place=uri)
    metadata, unprinted = printed(package.properties(), _texts(sections))
    notes = (*_told(body), *unprinted, *_footnotes(package, name, body))
    return Document(
        sections,
        Source(uri, digest=sha256(data).hexdigest(), loader="docx"),
        title=title.heading.text if title else "",
        metadata=metadata | _running(package, root, relations, body),
        notes=notes,
    )


_LOWEST: Final = 9


def _under(title: OutlineTitle | None, items: Sequence[OutlineItem]) -> Iterator[OutlineItem]:
    """Yield headings and blocks, the headings one level below the title of the document where a style marks it."""
    for item in items:
        if title is None or item is title or not isinstance(item, OutlineTitle):
            yield item
        else:
            yield OutlineTitle(item.heading, min(item.level + 1, _LOWEST))


def _has_words(sections: Sequence[Section]) -> bool:
    return any(section.heading or section.blocks for section in sections)


def _texts(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell.text for cell in block.cells())
            else:
                yield getattr(block, "text", "")


def _told(body: Body) -> Iterator[str]:
    if body.seen.revisions:
        yield "文件含修订，按全部接受后的样子读入 / tracked changes are read as accepted"
    if body.seen.hidden:
        yield "隐藏的文字未读入 / hidden text is left out"
    if body.seen.struck:
        yield STRUCK
    if body.seen.foreign:
        yield "嵌入的其他文档未读入 / documents embedded in this one are left out"


def _footnotes(package: Package, name: str, body: Body) -> Iterator[str]:
    """Yield the footnotes that are referred to: they are printed, but belong to no cell and no section."""
    for kind, zh, en in (("footnotes", "脚注", "footnote"), ("endnotes", "尾注", "endnote")):
        wanted = {key for part, key in body.seen.notes if part == kind}
        root = package.related(name, kind) if wanted else None
        for note in () if root is None else root:
            text = body.words(note) if note.get(W + "id") in wanted else ""
            if text and note.get(W + "type") not in _SEPARATORS:
                yield f"{zh}：{shown(text)} / {en}: {shown(text)}"


def _running(package: Package, root: Element, relations: Mapping[str, PartRelation], body: Body) -> dict[str, str]:
    """Return the headers and footers that hold words, apart from the body; page numbers alone are none."""
    found: dict[str, str] = {}
    for kind in ("header", "footer"):
        parts = dict.fromkeys(one.get(R + "id", "") for one in root.iter(f"{W}{kind}Reference"))
        targets = [relations[key].target for key in parts if key in relations and not relations[key].external]
        texts = [body.words(package.tree(target)) for target in targets if target in package.archive]
        words = dict.fromkeys(text for text in texts if any(map(str.isalpha, text)))
        if words:
            found[kind] = "\n".join(words)
    return found
