"""Files made to cost time or memory: each is read or refused quickly, and never with anything but one line."""

import pytest

from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.loaders import BUILTIN, read
from tests.patience import patience

SIZE = 300_000


def within_patience(data: bytes) -> Document | None:
    with patience():
        try:
            of, said = read(data, "report.md", BUILTIN), ""
        except InputError as error:
            of, said = None, str(error)
    assert "\n" not in said
    return of


UNITS = [
    *[
        "*",
        "*a",
        "_a ",
        "#",
        "# ",
        "-",
        "|",
        "|-",
        "\\",
        "a\\|",
        "|&",
        "|&nbsp;",
        "|<br",
        "|<br   ",
        "`",
        " ",
        "\u3000",
    ],
    *["![", "![](", "![a](b)", '![](a "', "![](((", "![](a(", "<!--", "<!-- -->", "1.\t", "\t", "|\t", "(", "甲", "𠮷"],
    *["<!--\n", "<!-- -->\n", "# a\n", "```\n", "```a\n", "---\n", "a\n---\n", "\t\n", "a\tb\nc\n", "|\n", "- a\n"],
    *["---\n[[[[", "---\n- - - ", "\r", "\r\n\n", "**a**\n", "a|b\n", "<table>\n", "&a [*a]\n"],
]


@pytest.mark.sampled(24)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("around", ["", "x"])
def test_repeated(unit: str, around: str) -> None:
    within_patience(f"{around}{unit * (SIZE // len(unit))}{around}".encode())


def test_fences_each_shorter_than_the_last() -> None:
    within_patience(b"".join(b"`" * length + b"\n" for length in range(800, 2, -1)))


def test_front_matter_of_aliases() -> None:
    layers = "".join(f"b{i}: &b{i} [*b{i - 1}, *b{i - 1}]\n" for i in range(1, 200))
    of = within_patience(f"---\nb0: &b0 [x, x]\n{layers}title: 题\n---\n甲".encode())
    assert of is not None
    assert of.title == "题"


@pytest.mark.slow
@pytest.mark.parametrize("row", [b"1\t2\t3\t4\t5\t6\t7\t8\t9\t10\n", b"|1|2|3|4|5|6|7|8|9|10|\n"])
def test_a_table_of_a_million_cells(row: bytes) -> None:
    assert within_patience(row * 100_000) is None


@pytest.mark.parametrize("data", [b"a" * (64 << 20), b"\n" * (64 << 20), b"a" * ((64 << 20) + 1)])
def test_large_files(data: bytes) -> None:
    assert within_patience(data) is None


def json(blocks: str) -> bytes:
    return f'{{"document": "1", "sections": [{{"blocks": [{blocks}]}}]}}'.encode()


@pytest.mark.parametrize(
    "blocks",
    [
        '{"type": "table", "rows": [[' + ", ".join(['""'] * 1_000_000) + "]]}",
        '{"type": "table", "rows": [[{"text": "", "rowspan": 1000, "colspan": 1000}]]}',
        ", ".join(['{"type": "table", "rows": [[{"text": "", "rowspan": 2, "colspan": 1000}]]}'] * 5000),
        ", ".join(['{"type": "paragraph", "txt": ""}'] * 20_000),
        '{"type": "paragraph", "text": "' + "\\n" * 5_000_000,
    ],
)
def test_json(blocks: str) -> None:
    assert within_patience(json(blocks)) is None


def test_many_cells_are_located_quickly() -> None:
    of = within_patience(json('{"type": "table", "rows": [' + ", ".join(['["1", "2"]'] * 50_000) + "]}"))
    assert of is not None
    with patience():
        last = next(of.tables()).rows[-1][-1]
        assert of.place(last) == "/sections/0/blocks/0/rows/49999/1"
