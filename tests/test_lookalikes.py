"""What makes reports alike, at its limits: letters, passages, shares, what is found among many, and figures."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from audit_core import NotAssessed, Report, Snapshot
from audit_core.lookalikes import LEAST_FIGURES, Common, Longest, LookalikeIndex
from audit_core.organs import Organ
from audit_core.others import Reports
from audit_core.section_text import SectionText
from audit_core.signatures import MOST_LETTERS, Index, Letters, SharedPassage, Signature, boilerplate, passages, share
from audit_core.snapshot import figures_of
from audit_core.testing import filled
from tests.packs.handmade import report as read

ABC = "abcdefghijklmnopqrstuvwxyz"


def signed(text: str, known: tuple[str, ...] = ()) -> Signature:
    found = Signature.of(Letters.of([text]), boilerplate(known))
    assert found
    return found


@pytest.mark.parametrize(
    ("parts", "names", "letters", "offsets", "starts"),
    [
        (["甲1乙，丙"], [], "甲乙丙", [0, 2, 4], [0]),
        (["甲", "", "乙丙"], [], "甲乙丙", [0, 0, 1], [0, 1, 1]),
        (["甲乙局丙"], ["乙局"], "甲丙", [0, 3], [0]),
        (["甲乙局丙乙"], ["乙", "乙局"], "甲丙", [0, 3], [0]),
        (["乙局甲", "甲乙局"], ["乙局", ""], "甲甲", [2, 0], [0, 1]),
        (["㎏甲"], [], "kg甲", [0, 0, 1], [0]),
        (["ＡＢ"], [], "ab", [0, 1], [0]),
        (["二十甲½"], [], "甲", [2], [0]),
        ([], [], "", [], []),
    ],
)  # fmt: skip
def test_the_letters_of_a_text_and_where_they_are_printed(
    parts: Sequence[str], names: Sequence[str], letters: str, offsets: list[int], starts: list[int]
) -> None:
    text = Letters.of(parts, names)
    assert (text.letters, [*text.offsets], [*text.starts]) == (letters, offsets, starts)


@pytest.mark.parametrize(
    ("start", "end", "stretches"),
    [
        (0, 6, [(0, 0, 0, 3), (3, 1, 0, 1), (4, 3, 1, 4)]),
        (1, 2, [(1, 0, 1, 2)]),
        (1, 3, [(1, 0, 1, 3)]),
        (1, 4, [(1, 0, 1, 3), (3, 1, 0, 1)]),
        (5, 6, [(5, 3, 3, 4)]),
        (3, 3, []),
    ],
)
def test_where_a_stretch_is_printed(start: int, end: int, stretches: list[tuple[int, ...]]) -> None:
    assert [*Letters.of(["abc", "d", "12", "1e2f"]).stretches(start, end)] == stretches


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ABC[:8], ABC[:8], [SharedPassage(0, 0, 8)]),  # four shingles
        (ABC[:7], ABC[:7], []),
        (ABC[:8], "0" + ABC[:8], [SharedPassage(0, 0, 8)]),
        ("xy" + ABC[:9], "z" + ABC[:9], [SharedPassage(2, 1, 9)]),
        (ABC[:12] + "z" + ABC[12:], ABC, [SharedPassage(0, 0, 12), SharedPassage(13, 12, 14)]),
        (ABC, ABC[:12] + "0" + ABC[12:], [SharedPassage(0, 0, 26)]),
        (ABC[:10] + ABC[:10], ABC[:10], [SharedPassage(0, 0, 10), SharedPassage(10, 0, 10)]),
        (ABC[:10], ABC[:8] + "z" + ABC[:10], [SharedPassage(0, 9, 10)]),  # the longest stretch counts
        (ABC[:10], ABC[:10] + "z" + ABC[:10], [SharedPassage(0, 0, 10)]),  # of equal ones the first
        (ABC[:10], "", []),
        ("", ABC, []),
    ],
)
def test_the_passages_of_two_texts(one: str, other: str, expected: list[SharedPassage]) -> None:
    assert [*passages(signed(one), signed(other))] == expected


@pytest.mark.parametrize(("before", "found"), [(7, [14]), (8, [8, 10])])
def test_of_letters_that_stand_often_the_first_eight_places_count(before: int, found: list[int]) -> None:
    # `abcdefgh` stands alone so many times before it stands in the passage.
    other = "".join(f"{ABC[:8]}{chr(ord('p') + n)}" for n in range(before)) + ABC[:14]
    lengths = [passage.length for passage in passages(signed(ABC[:14]), signed(other))]
    assert lengths == found


def test_shares_are_of_ones_own_letters() -> None:
    model = "严格执行保密审查制度并按规定"
    one = signed(ABC[:10] + model, (model,))
    assert one.own == 10  # six of the letters alone, and four that go over into the model
    assert share(one, [SharedPassage(0, 0, 8)]) == Fraction(4, 10)
    assert share(one, [SharedPassage(0, 0, 24)]) == 1
    assert share(one, [SharedPassage(10, 0, 14)]) == 0
    assert share(one, [SharedPassage(0, 0, 5), SharedPassage(1, 0, 5)]) == Fraction(2, 10)
    assert share(one, []) == share(signed("abc"), []) == 0


@pytest.mark.parametrize(("letters", "kept"), [(MOST_LETTERS, True), (MOST_LETTERS + 1, False)])
def test_the_longest_text(letters: int, *, kept: bool) -> None:
    assert (Signature.of(Letters.of(["甲" * letters])) is not None) is kept


def sampled(*values: int) -> Signature:
    from array import array

    return Signature(b"", array("I", sorted(values)).tobytes(), 0)


@pytest.mark.parametrize(
    ("others", "near"),
    [
        ([], []),
        ([range(10)], [0]),
        ([range(4)], [0]),
        ([range(3)], []),
        ([range(3), range(9), range(10), range(4)], [2, 1, 3]),
        ([range(5), range(5)], [0, 1]),
        ([[*range(4), *range(100, 200)]], [0]),
        ([range(10, 20)], []),
    ],
)
def test_four_in_ten_of_the_sampled_hashes_are_shared(others: list[Sequence[int]], near: list[int]) -> None:
    index = Index(sampled(*values) for values in others)
    assert index.near(sampled(*range(10))) == near


def test_what_is_added_later_is_found_too() -> None:
    index = Index()
    assert [index.add(sampled(1, 2, 3)), index.add(None), index.add(sampled(1, 2, 4))] == [0, 1, 2]
    assert index.near(sampled(1, 2, 3)) == [0, 2]
    assert index.add(sampled(0, 2, 3)) == 3
    assert index.near(sampled(1, 2, 3)) == [0, 2, 3]
    # Hashes that fall into one list are told apart.
    apart = 1_000_003
    assert Index([sampled(5), sampled(5 + apart), sampled(5 + 1024)]).near(sampled(5 + apart)) == [1]


def figures(count: int, **more: str) -> dict[str, str]:
    rows = (
        "granted",
        "partial",
        "received",
        "carried_in",
        "total",
        "carried_out",
        "denied_safety",
        "other_reasons",
        "denied_query",
    )
    return {f"applications/{row}/total": "1" for row in rows[:count]} | {
        f"applications/{row}/natural": value for row, value in more.items()
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (figures(3), figures(3), True),
        (figures(3), figures(4), False),
        (figures(3), figures(3, total="0"), True),
        (figures(3), figures(3, total=""), True),
        (figures(3), figures(3, total="若干"), True),
        (figures(2, total="2"), figures(2, total="2.0"), True),
        (figures(2, total="2"), figures(2, total="3"), False),
        (figures(2, total="2"), figures(2, granted="2"), False),
    ],
)
def test_the_figures_that_make_reports_alike(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    first, second = figures_of(filled(one)), Snapshot.of(filled(other)).figures
    assert (first == second) is same
    assert Snapshot.of(filled(one)).figures == first
    assert first[1] == sum(Decimal(text) != 0 for text in one.values())


@pytest.mark.parametrize(("count", "found"), [(LEAST_FIGURES - 1, []), (LEAST_FIGURES, [1])])
def test_so_many_figures_find_a_report(count: int, found: list[int]) -> None:
    kept = LookalikeIndex()
    kept.add(Snapshot.of(filled(figures(2))))
    kept.add(Snapshot.of(filled(figures(count))))
    assert [*kept.near(sampled(*range(10)), figures_of(filled(figures(count)))[0])] == found


HEAD = "# 青岚县人民政府2022年政府信息公开工作年度报告\n\n引言。\n\n一、总体情况\n\n"
SENTENCES = [
    "汛前完成山洪灾害预警信息发布渠道的整合", "水库水位和巡查结果逐项公布到村", "对老旧堤防开展汛期值守与除险加固",
    "节水载体建设成效通过专栏集中展示", "河湖岸线清理整治情况按季通报", "农村饮水水质检测报告全部上墙", "移民后期扶持资金分配方案公示",
]  # fmt: skip


@cache
def prose(*sentences: str) -> Report:
    return read(HEAD + "\n\n".join(sentences) + "\n")


def common(one: Report, other: Report) -> Sequence[Common]:
    """The longest passages that two reports have in common."""
    own, there = SectionText.of(one), Snapshot.of(other)
    assert own.signature
    assert there.signature
    return Longest(lambda: own, passages(own.signature, there.signature), there)


def test_the_five_longest_passages_are_shown_the_longest_first() -> None:
    one, other = prose(*SENTENCES), prose(*(f"{n}号码头{s}" for n, s in enumerate(reversed(SENTENCES))))
    found = common(one, other)
    assert [passage.letters for passage in found] == sorted(map(len, SENTENCES), reverse=True)[:5]
    assert [passage.at.text for passage in found] == sorted(SENTENCES, key=len, reverse=True)[:5]
    for passage in found:
        span = passage.there.span
        assert span
        assert passage.at.text in other.document.source.text[span.start : span.end]


def test_of_a_passage_over_several_paragraphs_the_longest_stretch_is_shown() -> None:
    short, long, last = "河湖岸线", SENTENCES[0], SENTENCES[1]
    one, other = prose(short, long, last), prose("无关的话", short, long, last)
    (passage,) = common(one, other)
    assert (passage.at.text, passage.letters) == (long, len(short + long + last))
    span = passage.there.span
    assert span
    assert other.document.source.text[span.start : span.end] == long
    stretches = SectionText.of(one).excerpts(2, 6)
    assert [(first, excerpt.text) for first, excerpt in stretches] == [(2, "岸线"), (4, long[:4])]


def named(one: Report, uri: str, organ: Organ) -> Report:
    """Return a report as if it were of an organ, and had been read from a file of that name."""
    vars(one).update(organ=organ)
    vars(one.document.source).update(uri=uri)
    return one


def test_reports_that_name_no_organ_are_no_versions_of_each_other() -> None:
    one, other = (named(filled(figures(count)), f"{count}", Organ()) for count in (2, 3))
    found = Reports(map(Snapshot.of, (one, other))).others_of(one)
    assert found.get("lookalikes") == ()
    assert Reports().years_of(one) == ()


@pytest.mark.parametrize(
    ("organ", "said"),
    [
        (Organ("甲", "office", "county"), "of another organ of the same kind and level"),
        (Organ("甲", "office"), "the kind and level of the organ are not known"),
        (Organ("甲", level="county"), "the kind and level of the organ are not known"),
        (Organ("甲"), "the kind and level of the organ are not known"),
    ],
)
def test_peers_are_of_a_kind_and_level(organ: Organ, said: str) -> None:
    one, other = named(filled(figures(2)), "one", organ), named(filled(figures(3)), "other", Organ("乙", "x", "y"))
    with pytest.raises(NotAssessed, match=said):
        Reports(map(Snapshot.of, (one, other))).others_of(one).get("peers")
