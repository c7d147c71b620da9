"""Reports in this process: the stages and rules of the whole way, and each form of file beside the parse alone."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter
from typing import Final
from xml.etree import ElementTree as ET

import orjson

from audit_core.engine import Auditor
from audit_core.formats import Limits
from audit_core.loaders import choose, read
from audit_core.plugins import discover
from audit_core.scoring import score
from benchmarks.floor import Floor
from benchmarks.samples import small_json, variants
from tests.reports.bases import b22
from tests.reports.writers import FORMS

STAGES: Final = ("load", "bind", "check", "score")


class Pipeline:
    """Audits reports from their bytes, writes nothing; `spent` holds the seconds of each stage."""

    def __init__(self, *, timed: bool = False) -> None:
        self.plugins = discover()
        self.auditor = Auditor.load(plugins=self.plugins, timed=timed)
        self.spent = dict.fromkeys(STAGES, 0.0)

    def audit(self, data: bytes, uri: str = "report.json") -> int:
        """Audit a report by every rule, score it, look at the clock after each stage; return the number of findings."""
        started = perf_counter()
        document = read(data, uri, self.plugins.loaders, Limits())
        loaded = perf_counter()
        report = self.auditor.bound(document)
        bound = perf_counter()
        audited = self.auditor.check(report)
        checked = perf_counter()
        score(audited, self.auditor.ruleset.scoring, self.auditor.rules)
        ends = (started, loaded, bound, checked, perf_counter())
        for stage, before, after in zip(STAGES, ends[:-1], ends[1:], strict=True):
            self.spent[stage] += after - before
        return len(audited.findings)


def ready(reports: int = 20) -> tuple[Pipeline, Floor, list[bytes]]:
    """Return a pipeline, and the floor with reports that both find without fault."""
    pipeline = Pipeline()
    floor = Floor(small_json(), pipeline.auditor)
    found = [data for data in variants(reports) if not pipeline.audit(data) and not floor.broken(data)]
    if len(found) < reports:
        raise RuntimeError(f"{reports - len(found)} of the samples have findings; see benchmarks.samples")
    return pipeline, floor, found


def rules(reports: Iterable[bytes]) -> dict[str, float]:
    """Return the seconds of each rule that is a function for one of these reports, the dearest first.

    Equations are judged together, so no one of them has a cost of its own.
    """
    pipeline = Pipeline(timed=True)
    audited = [pipeline.audit(data) for data in reports]
    each = {rule: spent / len(audited) / 1e9 for rule, spent in pipeline.auditor.spent.items()}
    return dict(sorted(each.items(), key=lambda item: (-item[1], item[0])))


def of_forms(pipeline: Pipeline, files: Iterable[Path]) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return the whole way and the parse alone, of one clean report in each form, and of files that are given."""
    given = {form.name: (form.uri, form.write(b22())) for form in FORMS.values() if form.ending in PARSES}
    given |= {path.name: (path.name, path.read_bytes()) for path in files}
    return {name: (_whole(pipeline, data, uri), _parse(data, uri)) for name, (uri, data) in given.items()}


def _whole(pipeline: Pipeline, data: bytes, uri: str) -> Callable[[], object]:
    choose(pipeline.plugins.loaders, data, uri)
    return lambda: pipeline.audit(data, uri)


def _parse(data: bytes, uri: str) -> Callable[[], object]:
    parse = PARSES[uri.rpartition(".")[2].lower()][1]
    return lambda: parse(data)


def _lines(data: bytes) -> object:
    return [line.split("\t") for line in data.decode().splitlines()]


def _html(data: bytes) -> object:
    parser = HTMLParser()
    parser.feed(data.decode())
    return parser


_READ: Final = ("document.xml", "styles.xml", "numbering.xml", "workbook.xml", "sheet1.xml", "sharedStrings.xml")


def _members(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(_READ)]
        return [ET.fromstring(archive.read(name)) for name in names]  # noqa: S314 - files of whoever measures


def _pdf(data: bytes) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


PARSES: Final[Mapping[str, tuple[str, Callable[[bytes], object]]]] = {
    "txt": ("str.splitlines and split", _lines),
    "md": ("str.splitlines and split", _lines),
    "csv": ("str.splitlines and split", _lines),
    "json": ("orjson", orjson.loads),
    "html": ("html.parser", _html),
    "htm": ("html.parser", _html),
    "docx": ("zipfile and ElementTree", _members),
    "xlsx": ("zipfile and ElementTree", _members),
    "pdf": ("PDFium's text", _pdf),
}
"""What each form's parse alone is done with, by the ending of the file's name: what its loader stands on, or the floor
where it stands on nothing."""
