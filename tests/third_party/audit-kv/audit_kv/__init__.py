"""A loader for a toy format: `key = value` lines about the report, `# heading`, rows of cells between bars, and prose."""

from collections.abc import Iterable, Iterator

from audit_core import Cell, Document, Heading, InputError, Limits, Loader, Paragraph, Section, Source, Table, hookimpl

MARK = b"kv 1\n"


def sniff(head: bytes, name: str) -> str | None:
    """Take what begins with the mark of the format."""
    return "the first line says kv 1" if head.startswith(MARK) else None


def load(data: bytes, uri: str, limits: Limits) -> Document:
    """Return the Document; raises InputError for a file without the mark, or one that is not UTF-8."""
    if not data.startswith(MARK):
        raise InputError("found no line kv 1; expected one at the beginning", "开头缺少 kv 1 一行", place=uri)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise InputError("the file is not UTF-8", "文件不是 UTF-8 编码", place=uri) from None
    said: dict[str, str] = {}
    sections = list(_sections(text, len(MARK), said))
    return Document(tuple(sections), Source(uri, text=text, loader="kv"), metadata=said)


def _sections(text: str, at: int, said: dict[str, str]) -> Iterator[Section]:
    heading: Heading | None = None
    blocks: list[Paragraph | Table] = []
    rows: list[tuple[Cell, ...]] = []
    for line in [*text[at:].split("\n"), ""]:
        if line.startswith("|"):
            rows.append(tuple(_cells(line, at, len(rows))))
        elif rows:
            blocks.append(Table(tuple(rows), rows[0][0].start, at - 1))
            rows = []
        if line.startswith("# "):
            yield Section(heading, tuple(blocks))
            heading, blocks = Heading(line[2:], at + 2, at + len(line)), []
        elif " = " in line:
            key, _, value = line.partition(" = ")
            said[key] = value
        elif line and not line.startswith("|"):
            blocks.append(Paragraph(line, at, at + len(line)))
        at += len(line) + 1
    yield Section(heading, tuple(blocks))


def _cells(line: str, at: int, row: int) -> Iterator[Cell]:
    at += 1
    for column, text in enumerate(line[1:].split("|")):
        yield Cell(text, row, column, start=at, end=at + len(text))
        at += len(text) + 1


@hookimpl
def audit_core_loaders() -> Iterable[Loader]:
    """Return the loader."""
    return [Loader("kv", sniff, load)]
