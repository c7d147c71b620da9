"""Damaged PDF files: each is read or refused in one line, and the reader lives on or is started again."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit_core.document import Document
from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from tests.loaders.printed_pdf import Look, Sheet, printed
from tests.reports.bases import a19

LIMITS = Limits(seconds=5.0, pages=50)


@cache
def seed() -> bytes:
    return printed(a19(), Look(break_at=9, headed=True))


@cache
def plain() -> bytes:
    """Return a small file whose content is not packed, so that damage reaches the operators."""
    sheet = Sheet(pageCompression=0)
    sheet.grid([72, 172, 272], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    sheet.text(72, 200, "一段话。")
    return sheet.bytes()


def survived(data: bytes) -> Document | None:
    said = ""
    try:
        of = read(data, "report.pdf", BUILTIN, LIMITS, forced="pdf")
    except InputError as error:
        said = str(error)
    assert "\n" not in said
    if said:
        return None
    for node in of.blocks():
        assert of.span(node) is None
        assert of.place(node).startswith("page ")
    return of


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "copy", "digits"]),
        st.floats(0, 1),
        st.integers(1, 40),
        st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=12,
)


def damaged(data: bytes, edits: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, where, length, put in edits:
        at = int(where * len(data))
        if kind == "set":
            data = data[:at] + put + data[at + len(put) :]
        elif kind == "cut":
            data = data[:at] + data[at + length :]
        elif kind == "copy":
            data = data[:at] + data[at : at + length] * 3 + data[at:]
        else:
            part = data[at : at + length].translate(bytes.maketrans(b"0123456789", b"9876543210"))
            data = data[:at] + part + data[at + length :]
    return data


BOUNDED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
@BOUNDED
@given(edits=EDITS)
def test_a_damaged_report(edits: list[tuple[str, float, int, bytes]]) -> None:
    survived(damaged(seed(), edits))


@BOUNDED
@given(edits=EDITS)
def test_damaged_operators(edits: list[tuple[str, float, int, bytes]]) -> None:
    survived(damaged(plain(), edits))


@BOUNDED
@given(body=st.binary(max_size=400))
def test_anything_behind_the_mark(body: bytes) -> None:
    survived(b"%PDF-1.7\n" + body)
