"""Texts by their letters: what counts as the same, where it stands, and how well likeness is told on generated texts."""

import re
from array import array
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.signatures import (
    MOST_LETTERS,
    SHINGLE,
    Index,
    Letters,
    SharedPassage,
    Signature,
    boilerplate,
    passages,
    share,
)
from audit_rulesets.samples import reports
from tests.patience import patience

NAME = "青岚县水利局"
OTHER_NAME = "青岚县林业局"
OWN = "汛前完成山洪灾害预警信息发布渠道的整合，把水库水位、巡查结果和责任人名单逐项公布。"


def containment(one: Signature, other: Signature) -> Fraction:
    """Return the share of one text that stands in another; that of the other in the one may be different."""
    return share(one, passages(one, other))


def signature(*parts: str, names: tuple[str, ...] = (), known: tuple[str, ...] = ()) -> Signature:
    found = Signature.of(Letters.of(parts, names), boilerplate(known))
    assert found is not None
    return found


SAME = [
    ("2022年公开信息120条，比上年多。", "2023年公开信息９８７条，比上年多。"),
    ("水库、河道和堤防。", "水库 河道\n和 堤防"),
    ("ＡＢ类企业名单", "ab类企业名单"),
    ("全年共发布二十三期简报", "全年共发布十期简报"),
    (f"{NAME}公布巡查结果", "公布巡查结果"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_digits_marks_and_names_make_no_other_text(one: str, other: str) -> None:
    assert Letters.of([one], [NAME]).letters == Letters.of([other], [NAME]).letters


def test_another_name_is_no_other_text() -> None:
    text = "2022年，{}" + OWN
    one, other = text.format(NAME), text.format(OTHER_NAME).replace("2022", "2023")
    assert Letters.of([one], [NAME]).letters == Letters.of([other], [OTHER_NAME]).letters


def test_the_longer_of_two_names_is_left_out() -> None:
    assert Letters.of([f"{NAME}机关党委学习"], ["青岚县", NAME]).letters == "机关党委学习"


WORDS = st.text("水库河道堤防巡查名单发布ab", max_size=60)


@given(st.lists(st.text(max_size=20), max_size=5))
def test_each_letter_stands_where_it_says(parts: list[str]) -> None:
    text = Letters.of(parts)
    found = list(text.stretches(0, len(text.letters)))
    assert "".join(Letters.of([parts[part][at:stop]]).letters for _, part, at, stop in found) == text.letters
    assert [part for _, part, *_ in found] == sorted({part for _, part, *_ in found})
    assert [text.letters[first] for first, *_ in found] == [
        Letters.of([parts[p][at:e]]).letters[0] for _, p, at, e in found
    ]


@given(WORDS, WORDS, WORDS)
def test_passages_are_in_both_texts(before: str, common: str, after: str) -> None:
    one, other = Letters.of([before + common]), Letters.of([common + after])
    first, second = signature(one.letters), signature(other.letters)
    found = passages(first, second)
    for passage in found:
        here = one.letters[passage.start : passage.start + passage.length]
        assert here == other.letters[passage.other : passage.other + passage.length]
    assert list(found) == sorted(found)
    assert 0 <= share(first, found) <= 1


@given(st.lists(st.sampled_from("水库河道堤防"), max_size=80).map("".join), WORDS, st.lists(WORDS, max_size=4))
def test_at_each_place_the_longest_stretch_counts(text: str, known: str, pieces: list[str]) -> None:
    """Hold the passages against the plain way to look for them: every place of the one against every of the other."""
    one, other = (signature(letters, known=(known,)) for letters in (text, "".join((*pieces, text[5:30], *pieces))))
    here, there = (array("H", each.trail) for each in (one, other))
    expected, at = [], 0
    while at < len(here):
        starts = [n for n in range(len(there) - 3) if here[at] and there[n : n + 4] == here[at : at + 4]]
        length, begin = max(((_alike(here, there, at, start), -start) for start in starts[:8]), default=(0, 0))
        expected += [SharedPassage(at, -begin, length + 4)] if length >= 4 else []
        at += length if length >= 4 else 1
    assert [*passages(one, other)] == expected


def _alike(here: Sequence[int], there: Sequence[int], at: int, start: int) -> int:
    pairs = list(zip(here[at:], there[start:], strict=False))
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), len(pairs))
    return next((n for n in range(same, 0, -1) if here[at + n - 1]), 0)


@given(WORDS, WORDS)
def test_a_text_is_all_in_one_that_goes_on(text: str, more: str) -> None:
    one, other = signature(text), signature(text + more)
    long_enough = one.own >= 4
    assert containment(one, one) == (1 if long_enough else 0)
    assert containment(one, other) == (1 if long_enough else 0)


def test_what_was_put_in_between_parts_a_passage() -> None:
    one = signature("河道巡查与堤防养护按月公布结果", "水库水位按日公布")
    other = signature("河道巡查与堤防养护按月公布结果", "另行通知有关单位", "水库水位按日公布")
    assert passages(one, other) == (SharedPassage(0, 0, 15), SharedPassage(15, 23, 8))
    assert containment(one, other) == Fraction(15 - 4 + 8 - 4, 23 - 4)


def test_boilerplate_is_nobodys_own() -> None:
    model = "本机关严格执行保密审查制度并按规定履行审批手续"
    one = signature(OWN + model, known=(model,))
    plain = signature(OWN + model)
    assert (one.own, plain.own - one.own) == (plain.own - len(model) + 4, len(model) - 4)
    assert containment(signature(model, known=(model,)), signature(model, known=(model,))) == 0
    assert containment(one, signature("全无关系的另一段话" + model, known=(model,))) == 0


def test_a_passage_goes_on_over_boilerplate() -> None:
    model = "严格执行保密审查制度并按规定履行审批手续"
    text = OWN[:20] + model + OWN[20:]
    one = signature(text, known=(model,))
    assert len(passages(one, one)) == 1
    assert containment(one, one) == 1
    ending = signature(OWN + model, known=(model,))
    (passage,) = passages(ending, ending)
    assert passage.length == len(Letters.of([OWN]).letters) + SHINGLE - 1


def test_short_and_long_texts() -> None:
    assert signature("水库").own == 0
    assert signature() == signature("123，。")
    assert containment(signature("水库"), signature(OWN)) == 0
    assert Signature.of(Letters.of(["水" * (MOST_LETTERS + 1)])) is None
    assert boilerplate(("水库河道",)) == frozenset()
    assert len(boilerplate(("水库河道堤",))) == 1


@pytest.mark.parametrize("text", ["水" * 80_000, "水库" * 40_000, ("水" * 7 + "库") * 9_000])
def test_monotonous_texts_cost_no_more(text: str) -> None:
    one, other = signature(text), signature(text[: len(text) // 2] + OWN + text[len(text) // 2 :])
    with patience():
        assert containment(one, other) > Fraction(9, 10)


def test_a_signature_is_small() -> None:
    made = signature(*(part for one in range(12) for part in _parts(one)))
    assert made.own > 3_000
    assert len(made.trail) + len(made.sample) < 2.5 * made.own


@cache
def _parts(number: int) -> tuple[str, ...]:
    """Return the prose of a report that was made up, without its preamble."""
    draft = reports.make(f"alike-{number}").draft
    return tuple(block for part in draft.parts[1:] for block in part.blocks if isinstance(block, str))


def _sentences(parts: tuple[str, ...]) -> list[str]:
    return [sentence for part in parts for sentence in re.findall(r"[^。]+。?", part)]


def _copied(rng: Random, number: int, rewritten: float) -> Signature:
    """Return a report copied from another one with other figures, some sentences replaced by those of yet others."""
    others = [sentence for other in range(100, 130) for sentence in _sentences(_parts(other))]
    said = [rng.choice(others) if rng.random() < rewritten else sentence for sentence in _sentences(_parts(number))]
    return signature(*(re.sub(r"\d+", lambda _: str(rng.randint(1, 9_999)), sentence) for sentence in said))


MADE = range(60)


@pytest.mark.parametrize(
    ("rewritten", "least", "found"), [(0, 0.999, 60), (0.1, 0.8, 45), (0.2, 0.6, 54), (0.3, 0.6, 42)]
)
def test_copies_are_told(rewritten: float, least: float, found: int) -> None:
    """Of sixty copies with that part of their sentences rewritten, so many have at least that share in common."""
    rng = Random(7)
    index = Index(signature(*_parts(number)) for number in MADE)
    shares = []
    for number in MADE:
        copy = _copied(rng, number, rewritten)
        told = containment(copy, signature(*_parts(number)))
        shares.append(told)
        assert told < Fraction(6, 10) or number in index.near(copy)
    assert sum(told >= least for told in shares) >= found


def test_reports_of_their_own_are_not_taken_for_copies() -> None:
    """They are made of one stock of sentences, more alike than any two organs', and none reaches the threshold."""
    made = [signature(*_parts(number)) for number in MADE]
    shares = sorted(containment(one, other) for one, other in permutations(made, 2))
    assert shares[-1] < Fraction(8, 10)
    assert sum(told >= Fraction(6, 10) for told in shares) <= len(shares) // 1000
    assert shares[len(shares) // 2] < Fraction(1, 4)


def test_short_reports_of_their_own_are_not_nearly_all_the_same() -> None:
    """As many sentences as make a hundred own letters, of one stock: none of 39,800 pairs reaches 95 %."""
    short = [_short(number) for number in range(200)]
    assert all(100 <= one.own < 150 for one in short)
    index = Index(short)
    pairs = ((one, short[other]) for at, one in enumerate(short) for other in index.near(one) if other != at)
    assert max(containment(one, other) for one, other in pairs) < Fraction(95, 100)


def _short(number: int) -> Signature:
    sentences = _sentences(_parts(number))
    whole = (signature(*sentences[:count]) for count in range(1, len(sentences)))
    return next(one for one in whole if one.own >= 100)


def test_an_index_of_copies_stays_small() -> None:
    one = signature(*_parts(1))
    index = Index([one] * 2_000)
    assert index.near(one) == list(range(256))
    assert Index([None, one]).near(one) == [1]
    assert Index().near(one) == []
    assert Index([one]).near(signature("水库")) == []
    assert SHINGLE == 5
