"""Text and JSON damaged at random: each is read and bound, or refused in one line, and quickly."""

import random
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audit_core.binding import bind
from audit_core.errors import InputError
from audit_core.loaders import BUILTIN, read
from audit_rulesets.samples.render import JSON, PIPES, TEXT, Style
from tests.patience import patience
from tests.reports.bases import a19
from tests.reports.reading import forms

"""Seconds for one file; whole ones take milliseconds."""

PIECES = (
    b"\0",
    b"\xff",
    b"\t",
    b"|",
    b"\r",
    b"\n\n",
    b"{",
    b"]",
    b'"',
    b"\\u",
    b"9" * 2000,
    "（".encode(),
    b"# ",
    b"1",
)
STYLES = pytest.mark.parametrize("style", [TEXT, PIPES, JSON], ids=lambda style: style.name)


@cache
def whole(style: Style) -> bytes:
    return style.print(a19())


def held(data: bytes, style: Style) -> None:
    said = ""
    with patience():
        try:
            report = bind(read(data, style.uri, BUILTIN), forms())
            assert all(report.locate(fact).region is not None for fact in report.facts())
        except InputError as error:
            said = error.say("en") + error.say("zh")
    assert "\n" not in said


@STYLES
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_bytes_changed(style: Style, seed: int) -> None:
    source, data = random.Random(seed), bytearray(whole(style))
    for _ in range(source.randint(1, 8)):
        at = source.randrange(len(data))
        data[at : at + source.randint(0, 40)] = source.choice(PIECES)
    held(bytes(data), style)


@STYLES
@given(seed=st.integers(0, 2**32))
@example(seed=471)
@settings(max_examples=40, deadline=None)
def test_pieces_cut_moved_and_repeated(style: Style, seed: int) -> None:
    source, data = random.Random(seed), whole(style)
    first, last = sorted(source.sample(range(len(data)), 2))
    to = source.randrange(len(data))
    held(source.choice((data[:first], data[:to] + data[first:last] + data[to:], data[:first] + data[last:])), style)
