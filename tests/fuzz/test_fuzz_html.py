"""Damaged and hostile pages: each is read or refused in one line, in time, with every node where the source has it."""

import random
from collections.abc import Callable
from html import escape

import pytest

from audit_core.document import Document, Table
from audit_core.errors import InputError
from audit_core.loaders import BUILTIN, read
from audit_rulesets.samples.drafts import Draft
from tests.patience import patience
from tests.reports.bases import a19, b22

ROUNDS = 300
"""Pages for each way of damaging; the seed is fixed."""


WORDS = [
    *[
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"'",
        b'"',
        b"=",
        b"/>",
        b"&",
        b"&#",
        b"&#x110000;",
        b"\0",
    ],
    *[b"<table>", b"</table>", b"<tr>", b"<td>", b"</td>", b"<td rowspan=65534>", b"<td colspan=1000>", b"<caption>"],
    *[
        b"<p>",
        b"</p>",
        b"<div hidden>",
        b"<span style='display:none'>",
        b"<script>",
        b"</script>",
        b"<title>",
        b"<nav>",
    ],
    *[
        b"<textarea>",
        b"<select>",
        b"<a href=x>",
        b"</a>",
        b"<pre>",
        b"<h1>",
        b"<li>",
        b"<form>",
        b"<tbody>",
        b"\xff",
        b"\xe4",
    ],
]


def page(draft: Draft) -> bytes:
    parts = [f"<html><head><meta charset=utf-8><title>{draft.title}</title></head><body><h1>{draft.title}</h1>"]
    for part in draft.parts:
        parts.append(f"<h2>{part.heading}</h2>")
        for block in part.blocks:
            if isinstance(block, str):
                parts.append(f"<p><span>{escape(block)}</span></p>")
            else:
                rows = ("".join(f"<td>{text or '&nbsp;'}</td>" for text in row) for row in block.plain())
                parts.append(f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return "".join(parts).encode()


PAGES = [page(a19()), page(b22())]


def bytes_changed(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        changed[dice.randrange(len(changed))] = dice.choice(b"<>/\"'=&;-! \ntdr0\xe4\xb8")
    return bytes(changed)


def words_put_in(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data))
        data = data[:at] + dice.choice(WORDS) * dice.choice([1, 1, 1, 2, 300]) + data[at:]
    return data


def parts_lost(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(data))
        data = data[:at] + data[at + dice.randint(1, 2000) :]
    return data or b"<"


def parts_moved(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.randint(1, 5)):
        at, stop, to = sorted(dice.randrange(len(data)) for _ in range(3))
        data = data[:at] + data[stop:to] + data[at:stop] * dice.choice([1, 1, 3]) + data[to:]
    return data


def tags_lost(dice: random.Random, data: bytes) -> bytes:
    for tag in dice.sample(
        [b"</td>", b"</tr>", b"</p>", b"</table>", b"<tr>", b"<table", b"</span>", b"</h2>", b"<td>"], 3
    ):
        data = data.replace(tag, b"", dice.choice([1, 5, -1]))
    return data


@pytest.mark.slow
@pytest.mark.parametrize("damaged", [bytes_changed, words_put_in, parts_lost, parts_moved, tags_lost])
def test_damaged_pages(damaged: Callable[[random.Random, bytes], bytes]) -> None:
    dice = random.Random(damaged.__name__)
    for _ in range(ROUNDS):
        check(damaged(dice, dice.choice(PAGES)))


def check(data: bytes) -> None:
    said, document = "report.html", None
    with patience():
        try:
            document = read(data, "report.html", BUILTIN, forced="html")
        except InputError as error:
            said = str(error)
    assert said.startswith("report.html")
    assert "\n" not in said
    if document:
        _hold(document)


def _hold(document: Document) -> None:
    """Hold a document against what every reader of it takes for granted."""
    size = len(document.source.text)
    for block in document.blocks():
        assert 0 <= block.start <= block.end <= size
        if isinstance(block, Table):
            _hold_table(block, size)


def _hold_table(table: Table, size: int) -> None:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        for cell in row:
            assert cell.row == number
            assert 0 <= cell.start <= cell.end <= size
            assert number + cell.rowspan <= len(table.rows)
            assert (number, cell.column) not in taken
            taken |= {(number + r, cell.column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
