"""Sheets exported as CSV or TSV → Document, by the same rules as the sheets of a workbook.

The standard library's reader parses, strictly; where each cell stands follows from what it returns, as a field is
written either as it is or in quotes, with those inside it doubled.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from typing import Final

from audit_core.document import Document, Section, Source
from audit_core.errors import InputError, NotAReport
from audit_core.formats import Limits
from audit_core.loaders import refuse_large_text
from audit_core.loaders.encoding import decode
from audit_core.loaders.sheets import BLANKS, Sheet, SheetReader, Slot
from audit_core.loaders.source_lines import lines_of

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 65_536
_MOST_LINES: Final = 1_000
_MOST_BLANK: Final = 64
_SAID: Final = re.compile(r"sep=([^\r\n])(?:\r\n|\n|\r)")
"""A first line by which Excel is told the delimiter."""


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document of a sheet; every cell carries its offsets.

    Raises InputError for bytes that are no text, for a field whose quotes do not match, for a file without words, and
    beyond the limits.
    """
    refuse_large_text(data, uri, limits)
    decoded = decode(data, uri)
    text = decoded.text
    lines_of(text, uri, limits)
    sheet = Sheet("", {})
    for number, slots in enumerate(_RecordReader(text, uri, limits).read()):
        if slots:
            sheet.rows[number] = slots
    blocks = tuple(SheetReader(uri, limits).blocks(sheet))
    if not blocks:
        raise NotAReport("the file holds no text; expected a report", "文件中没有文字；应为一份报告", place=uri)
    guessed = f"编码推定为 {decoded.encoding} / encoding taken to be {decoded.encoding}"
    source = Source(uri, text=text, digest=sha256(data).hexdigest(), loader="csv", encoding=decoded.encoding)
    return Document((Section(None, blocks),), source, notes=(guessed,) if decoded.guessed else ())


class _RecordReader:
    """Reads the records of one text."""

    def __init__(self, text: str, uri: str, limits: Limits) -> None:
        self.text = text
        self.uri = uri
        self.limits = limits
        said = _SAID.match(text)
        self._at = said.end() if said else 0
        self._lines = list(StringIO(text[self._at :], newline=""))
        self._first = 2 if said else 1
        self._read = 0
        delimiter = said[1] if said else _delimiter(text)
        self._reader = csv.reader(self._bounded(), delimiter=delimiter, strict=True)

    def read(self) -> Iterator[dict[int, Slot]]:
        """Yield the fields of each record by column."""
        cells = 0
        try:
            for record in self._reader:
                slots = _slots(self.text, record, self._at)
                cells += len(slots)
                if cells > self.limits.cells:
                    raise self._error(f"more than {self.limits.cells:,} cells", f"单元格超过 {self.limits.cells:,} 个")
                yield slots
                self._at += sum(map(len, self._lines[self._read : self._reader.line_num]))
                self._read = self._reader.line_num
        except csv.Error as error:
            raise self._error(
                f"not CSV: {error}; expected fields between delimiters, in quotes where they hold quotes or line ends",
                f"CSV 格式有误（{error}）；应为以分隔符隔开的各栏，含引号或换行的栏加引号",
            ) from None

    def _bounded(self) -> Iterator[str]:
        for number, line in enumerate(self._lines):
            if number - self._read > _MOST_LINES:
                raise self._error(f"a row of more than {_MOST_LINES:,} lines", f"一行数据超过 {_MOST_LINES:,} 行")
            yield line

    def _error(self, en: str, zh: str) -> InputError:
        return InputError(en, zh, place=f"{self.uri}:{self._first + max(self._reader.line_num - 1, 0)}")


def _slots(text: str, record: list[str], at: int) -> dict[int, Slot]:
    """Return the fields of a record that begins at `at`; of blank ones at its end no more than a table needs."""
    slots: dict[int, Slot] = {}
    filled = max((column for column, value in enumerate(record) if value), default=-1)
    for column, value in enumerate(record[: filled + 1 + _MOST_BLANK]):
        quoted = text.startswith('"', at)
        bare = value.strip(BLANKS)
        blank = len(value) - len(value.lstrip(BLANKS)) if bare else 0
        start = at + quoted + blank
        slots[column] = Slot(bare, start=start, end=start + len(bare) + bare.count('"') * quoted)
        at += len(value) + (value.count('"') + 2) * quoted + 1
    return slots


def _delimiter(text: str) -> str:
    """Return the sign by which most rows of the beginning are equally wide."""
    return max(_DELIMITERS, key=lambda sign: _evenness(text[:_SAMPLE], sign))


def _evenness(sample: str, sign: str) -> tuple[int, int]:
    if sign not in sample:
        return 0, 0
    csv_rows = csv.reader(StringIO(sample, newline=""), delimiter=sign)
    try:
        widths = Counter(len(row) for row in csv_rows if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width
