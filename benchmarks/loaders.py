"""Each loader beside the parse alone: what positions, grids and checks cost on top of reading the format."""

import io
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, choose, read
from benchmarks.timing import Measured, in_turn
from tests.reports.bases import b22
from tests.reports.writers import FORMS


def race(rounds: int) -> dict[str, tuple[Measured, Measured]]:
    """Return, by form, what the loader took and what the parse alone took, on one clean report."""
    files = {name: form.write(b22()) for name, form in FORMS.items()}
    contestants: dict[str, Callable[[], object]] = {}
    for name, data in files.items():
        contestants[name] = _loading(name, data)
        contestants[f"{name} parse"] = _parsing(name, data)
    taken = in_turn(contestants, rounds)
    return {name: (taken[name], taken[f"{name} parse"]) for name in files}


def _loading(name: str, data: bytes) -> Callable[[], object]:
    uri = FORMS[name].uri
    choose(BUILTIN, data, uri)
    return lambda: read(data, uri, BUILTIN, Limits())


def _parsing(name: str, data: bytes) -> Callable[[], object]:
    return lambda: _PARSES[name](data)


def _lines(data: bytes) -> object:
    return [line.split("\t") for line in data.decode().splitlines()]


def _json(data: bytes) -> object:
    import orjson

    return orjson.loads(data)


def _html(data: bytes) -> object:
    parser = HTMLParser()
    parser.feed(data.decode())
    return parser


_READ: Final = ("document.xml", "styles.xml", "numbering.xml", "workbook.xml", "sheet1.xml", "sharedStrings.xml")


def _members(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(_READ)]
        return [ET.fromstring(archive.read(name)) for name in names]  # noqa: S314 - files of our own


def _pdf(data: bytes) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


_PARSES: Final[Mapping[str, Callable[[bytes], object]]] = {
    "text": _lines,
    "markdown": _lines,
    "json": _json,
    "html": _html,
    "docx": _members,
    "xlsx": _members,
    "pdf": _pdf,
}

BESIDE: Final[Mapping[str, str]] = {
    "text": "str.splitlines and split",
    "markdown": "str.splitlines and split",
    "json": "orjson",
    "html": "html.parser",
    "docx": "zipfile and ElementTree",
    "xlsx": "zipfile and ElementTree",
    "pdf": "PDFium's text",
}
"""What each form's parse alone is done with: what the loader stands on, or the floor where it stands on nothing."""
