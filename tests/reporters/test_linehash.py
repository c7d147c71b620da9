"""GitHub's line fingerprints, against the vectors of github/codeql-action (src/fingerprints.test.ts)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.reporters.linehash import LineHashes

_ENDED = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]

VECTORS = {
    "": ["c129715d7a2bc9a3:1"],
    " a\nb\n  \t\tc\n d": ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End": [
        "8b7cf3e952e7aeb2:1",
        "b1ae1287ec4718d9:1",
        "bff680108adb0fcc:1",
        "c6805c5e1288b612:1",
        "b86d3392aea1be30:1",
        "e6ceba753e1a442:1",
    ],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n": _ENDED,
    " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r": _ENDED,
    " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n": _ENDED,
    " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n": _ENDED,
    "Lorem ipsum dolor sit amet.\n" * 10: [
        "a7f2ff13bc495cf2:1",
        "a7f2ff13bc495cf2:2",
        "a7f2ff13bc495cf2:3",
        "a7f2ff13bc495cf2:4",
        "a7f2ff13bc495cf2:5",
        "a7f2ff13bc495cf2:6",
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
    ],
}


@pytest.mark.parametrize("text", VECTORS)
def test_the_published_vectors(text: str) -> None:
    assert list(LineHashes(text)) == VECTORS[text]


def _polynomial(text: str) -> list[str]:
    """The definition, spelt out: each line's block of 100 units, digit by digit."""
    data = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "").encode("utf-16-be")
    units = [data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)] + [0xFFFF]
    values = []
    for start in [0] + [i + 1 for i, unit in enumerate(units) if unit == 10]:
        block = (units[start:] + [0] * 100)[:100]
        value = 0
        for unit in block:
            value = (value * 37 + unit) % 2**64
        values.append(f"{value:x}")
    return [f"{value}:{values[: i + 1].count(value)}" for i, value in enumerate(values)]


@given(st.text(st.sampled_from("政府信息𠮷ab \t\r\n"), max_size=300))
def test_the_definition_and_characters_beyond_the_basic_plane(text: str) -> None:
    assert list(LineHashes(text)) == _polynomial(text)


def test_a_fingerprint_is_reckoned_in_any_order_and_each_line_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text, looked = "一行\n" * 2_000, []
    block = LineHashes._block
    monkeypatch.setattr(LineHashes, "_block", lambda hashes, start: looked.append(start) or block(hashes, start))
    hashes = LineHashes(text)
    numbers = [1_999, 0, 1_000, 1_999, 2_000, *range(100)]
    found = [hashes[number] for number in numbers]
    assert len(looked) == len(hashes) + len(numbers)
    monkeypatch.undo()
    assert found == [LineHashes(text)[number] for number in numbers]
    assert [one.partition(":")[2] for one in found[1:3]] == ["1", "1001"]
