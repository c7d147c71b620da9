"""A report written in every form that is read, with ordinary libraries; one entry more, and a form takes part everywhere."""

import csv
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO

from audit_rulesets.samples.drafts import Draft, Raw, Table
from audit_rulesets.samples.render import JSON, PIPES, TEXT, Style
from tests.loaders import officefiles, printed_pdf, test_html_reports


@dataclass(frozen=True, slots=True)
class Form:
    """One form of file: its name and ending, how a draft is written in it, and whether its places are lines of text."""

    name: str
    ending: str
    write: Callable[[Draft], bytes]
    lines: bool = True

    @property
    def loader(self) -> str:
        """The name of the loader that reads it."""
        return "text" if self.ending in ("md", "txt") else self.ending

    @property
    def uri(self) -> str:
        """The name of a file of this form."""
        return f"report.{self.ending}"


def _styled(style: Style) -> Callable[[Draft], bytes]:
    def write(draft: Draft) -> bytes:
        return style.print(draft).removeprefix(b"---\n---\n\n")

    return write


def _page(draft: Draft) -> bytes:
    return test_html_reports.plain(draft).encode()


def _embedded(draft: Draft) -> bytes:
    """Markdown with its tables as HTML, each in one line, as programs that recognise layouts write them."""
    pieces = [f"# {draft.title}"]
    for part in draft.parts:
        pieces += [f"## {part.heading}"] if part.heading else []
        pieces += [block if isinstance(block, str) else _in_one_line(block) for block in part.blocks]
    return ("\n\n".join(pieces) + "\n").encode()


def _rows(draft: Draft) -> Iterator[list[str]]:
    """The report as the rows of one sheet, merged cells emptied, tables apart."""
    yield [draft.title]
    for part in draft.parts:
        if part.heading:
            yield [part.heading]
        for block in part.blocks:
            if isinstance(block, str):
                yield [block]
            else:
                yield from block.plain()
                yield []


def _csv(draft: Draft) -> bytes:
    stream = StringIO()
    width = max(map(len, _rows(draft)))
    csv.writer(stream).writerows([*row, *[""] * (width - len(row))] for row in _rows(draft))
    return stream.getvalue().encode("utf-8-sig")


def _sheet(draft: Draft) -> bytes:
    """Markdown with the whole sheet in one table, as programs for tables of data print it."""
    rows = list(_rows(draft))
    width = max(map(len, rows))
    rows[0] += [f"Unnamed: {column}" for column in range(1, width)]
    lines = [f"| {' | '.join(text or 'NaN' for text in [*row, *[''] * (width - len(row))])} |" for row in rows]
    lines.insert(1, f"|{' --- |' * width}")
    return ("## Sheet1\n" + "\n".join(lines) + "\n").encode()


def _in_one_line(table: Table | Raw) -> str:
    return f"<html><body>{test_html_reports.merged(table)}</body></html>".replace("\n", "")


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("text", "txt", _styled(TEXT)),
        Form("markdown", "md", _styled(PIPES)),
        Form("embedded", "md", _embedded),
        Form("sheet", "md", _sheet),
        Form("csv", "csv", _csv),
        Form("json", "json", _styled(JSON)),
        Form("html", "html", _page),
        Form("docx", "docx", officefiles.written_docx, lines=False),
        *([Form("xls", "xls", officefiles.written_xls, lines=False)] if find_spec("xlwt") else []),
        Form("xlsx", "xlsx", officefiles.written_xlsx, lines=False),
        Form("pdf", "pdf", printed_pdf.printed, lines=False),
    )
}
"""Every form, plain text first."""


def silent(draft: Draft) -> Draft:
    """Return a report that says nothing of itself but what is printed: not every form has a place for more."""
    made = deepcopy(draft)
    made.metadata = {}
    return made
