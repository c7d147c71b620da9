"""Words in two languages, and English nouns with their number."""

import pytest

from audit_core import Words, counted


@pytest.mark.parametrize(
    ("count", "nouns", "said"),
    [
        (1, ("row",), "1 row"),
        (0, ("row",), "0 rows"),
        (2, ("row",), "2 rows"),
        (1, ("relation fails", "relations fail"), "1 relation fails"),
        (3, ("relation fails", "relations fail"), "3 relations fail"),
    ],
)
def test_a_noun_agrees_with_its_number(count: int, nouns: tuple[str, ...], said: str) -> None:
    assert counted(count, *nouns) == said
    assert Words.counted(count, *nouns) == (str(count), said)


def test_words_fill_their_placeholders_in_either_language() -> None:
    words = Words("{n} 行", "rows: {n}")
    assert (words.say("zh", n=3), words.say("en", n=3)) == ("3 行", "rows: 3")
