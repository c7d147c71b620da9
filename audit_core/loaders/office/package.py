"""The package of an Office file: which part is which, and what the file says of itself."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from msgspec import Struct

from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders.archive import Archive
from audit_core.loaders.office.xml_parts import tree

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_BLANK: Final = re.compile(r"\s+")
_NOTE_CHARS: Final = 500
_PROPERTIES: Final = {
    _DC + "title": "title",
    _DC + "creator": "creator",
    _TERMS + "created": "created",
    _TERMS + "modified": "modified",
}


class PartRelation(Struct, frozen=True):
    """What a part refers to: the last word of its type, and the name of a part, or of something outside."""

    kind: str
    target: str
    external: bool = False


class Package:
    """An Office file: an archive of parts that refer to each other; what is outside is never followed."""

    def __init__(self, data: bytes, uri: str, limits: Limits) -> None:
        self.uri = uri
        self.limits = limits
        self.archive = Archive(data, uri, limits)
        self._relations: dict[str, Mapping[str, PartRelation]] = {}

    def main(self, root: str, wanted: str, usual: str) -> tuple[str, Element]:
        """Return name and tree of the main part, whose root element is to be `root`; `wanted` is what to call it.

        A package that does not say which part that is has it under its `usual` name.
        """
        said = (one for one in self.relations("").values() if one.kind == "officeDocument" and not one.external)
        name = next((one.target for one in said), usual)
        if name not in self.archive:
            raise InputError(
                f"a ZIP archive without the main part of {wanted}; expected {wanted}",
                f"压缩包中没有 {wanted} 的主体部分；应为 {wanted} 文件",
                place=self.uri,
            )
        main = self.tree(name)
        if main.tag != root:
            found = main.tag.rpartition("}")[2][:40]
            raise InputError(
                f"the main part holds <{found}>; expected {wanted}",
                f"主体部分为 <{found}>；应为 {wanted} 文件",
                place=self.uri,
            )
        return name, main

    def tree(self, name: str, lighten: Callable[[bytes], bytes] | None = None) -> Element:
        """Return the root of a part, lightened as `tree` of `xml_parts` does."""
        return tree(self.archive.read(name), name, self.uri, self.limits, lighten)

    def relations(self, part: str) -> Mapping[str, PartRelation]:
        """Return what a part (the package: an empty name) refers to, by id."""
        if part not in self._relations:
            self._relations[part] = self._related(part)
        return self._relations[part]

    def _related(self, part: str) -> Mapping[str, PartRelation]:
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", name + ".rels")
        if where not in self.archive:
            return {}
        return {one.get("Id", ""): _relation(one, folder) for one in self.tree(where).iter(_RELATION)}

    def related(self, part: str, kind: str, lighten: Callable[[bytes], bytes] | None = None) -> Element | None:
        """Return the root of the first part of a kind that a part refers to, or None."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and relation.target in self.archive:
                return self.tree(relation.target, lighten)
        return None

    def properties(self) -> dict[str, str]:
        """Return the core properties `title`, `creator`, `created` and `modified`, as far as they are filled in."""
        core = self.related("", "core-properties")
        found = {_PROPERTIES.get(one.tag, ""): (one.text or "").strip() for one in (() if core is None else core)}
        return {name: text for name, text in found.items() if name and text}


def printed(properties: Mapping[str, str], texts: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the properties without a title that is not printed, with a note: it is the template's as often as not."""
    title = properties.get("title", "")
    if not title or any(_BLANK.sub("", title) in _BLANK.sub("", text) for text in texts):
        return {**properties}, ()
    told = f"文件属性中的标题“{shown(title)}”未见于正文 / the title in the properties, “{shown(title)}”, is not printed"
    return {name: text for name, text in properties.items() if name != "title"}, (told,)


def shown(text: str) -> str:
    """Return a text as it stands in a note: in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _NOTE_CHARS else line[:_NOTE_CHARS] + "…"


def _relation(element: Element, folder: str) -> PartRelation:
    target = element.get("Target", "")
    kind = element.get("Type", "").rpartition("/")[2]
    if element.get("TargetMode", "") == "External":
        return PartRelation(kind, target, external=True)
    path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
    return PartRelation(kind, posixpath.normpath(path))
