"""What stands above, below and beside a report by the register, and what is much like it."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from msgspec import structs

from audit_core import NotApplicable, NotAssessed, Report, Snapshot
from audit_core.lookalikes import LEAST_FIGURES
from audit_core.organs import NO_ORGANS, Organs
from audit_core.others import Children, Others, Reports
from audit_core.section_text import SectionText
from audit_core.signatures import MOST_LETTERS
from audit_core.snapshot import figures_of
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import GLUED, JSON, TEXT, Style
from tests.reports.bases import DEPARTMENT, ORGAN, a19, b22, d22
from tests.reports.reading import auditor, report

OFFICE, TOWN, TAX, CITY = "青岚县人民政府办公室", "松溪镇人民政府", "青岚县税务局", "云州市人民政府"
REGISTER = [
    {"name": CITY},
    {"name": ORGAN, "alias": ["青岚县政府"], "parent": CITY},
    {"name": OFFICE, "parent": ORGAN},
    {"name": DEPARTMENT, "parent": ORGAN},
    {"name": TOWN, "parent": ORGAN},
    {"name": TAX, "parent": ORGAN, "vertical": True},
]


def organs(register: list[dict[str, object]] | None = None) -> Organs:
    found = Organs.from_data({"register": REGISTER if register is None else register})
    return Organs(auditor().ruleset.organs.kinds, found.register, found.aliases)


REGISTERED = organs()


def made(name: str, draft: Callable[[], Draft] = b22, register: Organs = REGISTERED, style: Style = TEXT) -> Report:
    """Return the report of an organ, read from a file called after it."""
    made = draft()
    made.everywhere(ORGAN, name)
    made.metadata["organization"] = name
    one = report(made, style)
    vars(one).update(organ=register.organ(one.organization))
    vars(one.document.source).update(uri=name)
    return one


def of(judged: Report, *others: Report, register: Organs = REGISTERED) -> Others:
    return Reports(map(Snapshot.of, (judged, *others))).others_of(judged, register)


def test_children_are_those_of_the_register_that_are_at_hand() -> None:
    found = of(made(ORGAN), made(OFFICE), made(TOWN), made(CITY), made(TAX)).get("children")
    assert isinstance(found, Children)
    assert [one.organization for one in found.reports] == [OFFICE, TOWN]
    assert [organ.name for organ in found.missing] == [DEPARTMENT]
    assert not found.are_complete
    assert of(made(ORGAN), made(OFFICE), made(TOWN), made(DEPARTMENT)).get("children").are_complete


def test_the_organ_above_and_those_beside() -> None:
    judged = of(made(TOWN), made(ORGAN), made(OFFICE), made(TAX), made(CITY))
    assert judged.get("parent").organization == ORGAN
    assert [one.organization for one in judged.get("siblings")] == [OFFICE, TAX]


def test_an_alias_is_the_organ() -> None:
    assert of(made(TOWN), made("青岚县政府")).get("parent").organization == "青岚县政府"
    assert of(made("青岚县政府"), made(TOWN)).get("children").reports[0].organization == TOWN


EMPTY = organs([])
ANOTHER = organs([{"name": "别处局"}])
REASONS: list[tuple[str, str, tuple[str, ...], Organs, type[NotAssessed], str]] = [
    ("children", ORGAN, (), REGISTERED, NotAssessed, "没有可供比对的其他报告"),
    (
        "children",
        ORGAN,
        (CITY,),
        REGISTERED,
        NotAssessed,
        f"没有下级机关2022年度的报告：{OFFICE}、{DEPARTMENT}、{TOWN}",
    ),
    ("children", TOWN, (), REGISTERED, NotApplicable, "机关名录中该机关没有下级机关"),
    ("children", ORGAN, (TOWN,), EMPTY, NotAssessed, "规则集没有机关名录"),
    ("children", ORGAN, (TOWN,), ANOTHER, NotAssessed, "机关名录没有登记该机关"),
    ("parent", CITY, (), REGISTERED, NotApplicable, "机关名录中该机关没有上级机关"),
    ("parent", TOWN, (OFFICE,), REGISTERED, NotAssessed, f"没有上级机关{ORGAN}2022年度的报告"),
    ("parent", TOWN, (ORGAN,), ANOTHER, NotAssessed, "机关名录没有登记该机关"),
    ("siblings", CITY, (TOWN,), REGISTERED, NotApplicable, "机关名录中该机关没有上级机关"),
    ("siblings", TOWN, (ORGAN,), REGISTERED, NotAssessed, f"没有{ORGAN}所属其他机关2022年度的报告"),
    ("siblings", TOWN, (ORGAN,), EMPTY, NotAssessed, "规则集没有机关名录"),
    ("lookalikes", ORGAN, (), REGISTERED, NotAssessed, "没有可供比对的其他报告"),
    ("organs", ORGAN, (), EMPTY, NotAssessed, "没有机关名录，也没有其他机关的报告"),
]


@pytest.mark.parametrize(("need", "judged", "others", "register", "kind", "said"), REASONS)
def test_reasons(
    need: str, judged: str, others: tuple[str, ...], register: Organs, kind: type[NotAssessed], said: str
) -> None:
    beside = of(made(judged, register=register), *(made(name, register=register) for name in others), register=register)
    with pytest.raises(NotAssessed) as caught:
        beside.get(need)
    assert type(caught.value) is kind
    assert said in caught.value.words.zh


def test_many_missing_organs_are_counted() -> None:
    many = organs([{"name": ORGAN}, *({"name": f"第{n}镇人民政府", "parent": ORGAN} for n in range(30))])
    with pytest.raises(NotAssessed, match=r"第11镇人民政府 and others, 30 in all"):
        of(made(ORGAN, register=many), made(CITY, register=many), register=many).get("children")


def test_two_reports_of_an_organ_below_that_differ_are_named() -> None:
    second = made(TOWN, a19)
    vars(second).update(year=2022)
    vars(second.document.source).update(uri="second")
    with pytest.raises(NotAssessed, match=f"two reports of {TOWN} for 2022 that differ"):
        of(made(ORGAN), made(TOWN), second).get("children")


def test_the_register_alone_names_other_organs() -> None:
    found = Reports().others_of(made(ORGAN), REGISTERED).get("organs")
    assert found.leading(f"{TOWN}办公室").name == TOWN
    assert found.leading("青岚县政府信息公开").name == ORGAN
    assert found.leading("全县") is None
    assert NO_ORGANS.leading("全县") is None


def test_other_reports_name_organs_too() -> None:
    beside = of(made(TOWN, register=EMPTY), made(OFFICE, register=EMPTY), register=EMPTY)
    found = beside.get("organs")
    assert found.leading(OFFICE).name == OFFICE
    assert not found.leading(OFFICE).registered
    assert beside.reports.organs(EMPTY) is found


def other_words() -> Draft:
    draft = b22()
    for part in draft.parts:
        part.blocks[:] = [f"{number}号渡口" if isinstance(b, str) else b for number, b in enumerate(part.blocks)]
    return draft


def other_figures() -> Draft:
    draft = b22()
    draft.everywhere("1933", "1934")
    return draft


@pytest.mark.parametrize("style", [TEXT, JSON], ids=lambda style: style.uri)
def test_lookalikes_have_passages_with_places_in_both_files(style: Style) -> None:
    judged = made(TOWN, style=style)
    (found,) = of(judged, made(OFFICE, other_figures, style=style), made(CITY, a19, style=style)).get("lookalikes")
    assert (found.of.organization, found.share, found.figures) == (OFFICE, 1, 0)
    assert found.letters > 500
    longest = found.passages[0]
    assert longest.letters == max(one.letters for one in found.passages)
    assert longest.at.of in judged.document.paragraphs()
    assert longest.there.uri == OFFICE
    here = judged.locate(longest.at)
    if style is TEXT:
        assert here.region
        assert longest.there.region
        assert here.region.start_line == longest.there.region.start_line
    else:
        assert longest.there.place == here.place


def test_figures_alone_make_a_lookalike() -> None:
    (found,) = of(made(TOWN), made(OFFICE, other_words)).get("lookalikes")
    assert (found.share, [*found.passages]) == (0, [])
    assert found.figures == figures_of(made(TOWN))[1] > LEAST_FIGURES


def test_one_organs_reports_are_always_set_side_by_side() -> None:
    assert of(made(ORGAN), made(TOWN, a19)).get("lookalikes") == ()
    last = b22()
    last.everywhere("2022", "2021")
    last.metadata["year"] = "2021"
    vars(one := report(last)).update(organ=REGISTERED.organ(ORGAN))
    vars(one.document.source).update(uri="last")
    (found,) = of(made(ORGAN), one).get("lookalikes")
    assert (found.of.year, found.share) == (2021, 1)


def test_many_copies_of_ones_own_hide_no_other() -> None:
    judged, other = made(ORGAN), made(TOWN, other_figures)
    own = Snapshot.of(judged)
    copies = (structs.replace(own, uri=f"copy-{number}") for number in range(30))
    found = Reports([own, *copies, Snapshot.of(other)]).others_of(judged, REGISTERED).get("lookalikes")
    assert [one.of.organ.name for one in found if one.is_of_another] == [TOWN]
    assert sum(not one.is_of_another for one in found) <= 1


def test_a_text_that_is_too_long_is_not_compared() -> None:
    def long() -> Draft:
        draft = b22()
        draft.parts[1].blocks.append("渡" * (MOST_LETTERS + 1))
        return draft

    judged = made(TOWN, long)
    assert Snapshot.of(judged).signature is None
    with pytest.raises(NotAssessed, match="more than 100,000 letters"):
        of(judged, made(OFFICE)).get("lookalikes")
    assert of(made(OFFICE), judged).get("lookalikes")[0].share == Fraction(0)


def test_prose_behind_a_heading_in_its_line_is_pointed_at_there() -> None:
    judged = made(TOWN, style=GLUED)
    (found,) = of(judged, made(OFFICE, other_figures, style=GLUED)).get("lookalikes")
    glued = [one.at for one in found.passages if one.at.start]
    assert found.share == 1
    for one in found.passages:
        assert one.at.text in judged.document.source.text
    prose = SectionText.of(judged)
    first = next(excerpt for _, excerpt in prose.excerpts(0, 40))
    assert first.start > 0
    assert glued or first.text.startswith("年")


def test_prose_is_that_of_sections_or_all_of_it() -> None:
    prose = SectionText.of(made(ORGAN))
    assert "统计期限" not in prose.text.letters
    assert "年全县共召开" in prose.text.letters
    assert "青岚" not in prose.text.letters
    bare = made(ORGAN)
    vars(bare).update(sections=())
    assert "统计期限" in SectionText.of(bare).text.letters


def test_a_department_and_its_government_have_the_same_figures() -> None:
    assert figures_of(report(d22()))[0] == Snapshot.of(report(b22())).figures[0]
