"""Copied words and figures, another organ's name, and versions that differ: M72 to M74, and what is none of it."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from fractions import Fraction
from random import Random

import pytest
from msgspec import structs

from audit_core import Common, Lookalike, NotApplicable, Snapshot
from audit_core.organs import Organs
from audit_core.section_text import SectionText
from audit_core.testing import audit, filled
from audit_rulesets.samples import reports
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import GLUED, JSON, TEXT, Style
from tests.packs.company import beside, forestry, found, made, only, organs, outcome, reworded
from tests.packs.handmade import RULES
from tests.reports.bases import DEPARTMENT, ORGAN, b22, d22
from tests.reports.changes import append_sentence
from tests.reports.reading import report

FORESTRY, OFFICE, CITY, TOWN = "青岚县林业局", "青岚县人民政府办公室", "云州市人民政府", "松溪镇人民政府"
REGISTER = organs(
    {"name": CITY},
    {"name": ORGAN, "parent": CITY},
    {"name": DEPARTMENT, "alias": ["县水利局"], "parent": ORGAN},
    {"name": FORESTRY, "alias": ["县林业局"], "parent": ORGAN},
    {"name": OFFICE, "parent": ORGAN},
)


def department(name: str = DEPARTMENT, change: Callable[[Draft], object] = lambda _: None) -> Draft:
    draft = d22()
    change(draft)
    draft.everywhere(DEPARTMENT, name)
    draft.metadata["organization"] = name
    return draft


def of_year(draft: Draft, year: int) -> Draft:
    """Return a report with every year and number replaced: what is left is its words."""
    draft.everywhere("2022", str(year))
    draft.metadata["year"] = str(year)
    return draft


def other_numbers(text: str) -> str:
    return re.sub(r"(?<!\d)\d{1,4}(?=[件条场篇台份次名人])", lambda found: str(int(found[0]) + 7), text)


def rewritten(share: float) -> Callable[[str], str]:
    """Return what rewrites a share of the sentences in words of their own."""
    rng = Random(3)
    said = iter(range(1_000))

    def say(text: str) -> str:
        sentences = re.findall(r"[^。]+。?", text)
        return "".join(f"第{next(said)}件事由值班员另记另报并存查。" if rng.random() < share else s for s in sentences)

    return say


@pytest.mark.parametrize("style", [TEXT, JSON], ids=lambda style: style.uri)
def test_m72_the_words_of_last_year(style: Style) -> None:
    last = made(reworded(of_year(b22(), 2021), other_numbers), style=style)
    judged = made(b22(), style=style)
    one = only(beside("DUP-01", judged, [last]))
    assert (one.rule, one.status, one.severity) == ("DUP-01", "fail", "warning")
    assert "100%" in one.words.zh
    assert [place.uri for place in one.evidence_locations[:2]] == [judged.document.source.uri, last.document.source.uri]
    assert one.evidence_locations[1].region or one.evidence_locations[1].place
    assert "2021年度报告" in one.finding.evidence[1].label.zh
    assert found(beside("DUP", judged, [last])) == [("DUP-01", "fail")]


def test_two_copies_point_at_the_same_two_places() -> None:
    one, other = made(department()), made(department(FORESTRY))
    places = []
    for judged, beside_it in ((one, other), (other, one)):
        (found_here,) = beside("DUP-02", judged, [beside_it]).findings
        here, there = found_here.evidence_locations[:2]
        assert found_here.location.region == here.region
        places.append((here.region, there.region))
    assert places[0] == places[1][::-1]


def test_of_a_paragraph_that_was_copied_in_part_that_part_is_pointed_at() -> None:
    def longer(draft: Draft) -> None:
        append_sentence("另有一句为本年所写，别处没有。")(draft)

    judged, last = made(department(change=longer)), made(department(FORESTRY))
    (found_here,) = beside("DUP-02", judged, [last]).findings
    texts = [item.raw for item in found_here.finding.evidence]
    assert not [text for text in texts if "别处没有" in text]


@pytest.mark.parametrize(("share", "status"), [(0.0, "fail"), (0.25, "review"), (0.6, "pass")])
def test_the_share_decides(share: float, status: str) -> None:
    last = made(reworded(of_year(b22(), 2021), rewritten(share)))
    audited = beside("DUP-01", made(b22()), [last])
    assert outcome(audited, "DUP-01").status == status


def test_another_years_own_words_are_no_copy() -> None:
    audited = beside("DUP", made(b22()), [made(forestry(of_year(b22(), 2021)))])
    assert found(audited) == []
    assert outcome(audited, "DUP-01").status == "pass"


def short(draft: Draft, count: int) -> Draft:
    """Leave so many paragraphs of a line in a draft."""
    said = iter(["本年工作平稳，公开渠道照常运行，未出差错。"] * count)
    for part in draft.parts[1:]:
        part.blocks[:] = [next(said, "") if isinstance(b, str) else b for b in part.blocks]
    return draft


@pytest.mark.parametrize(("count", "status"), [(4, "not_applicable"), (9, "review")])
def test_of_short_texts_copies_are_to_be_reviewed_and_very_short_ones_are_none(count: int, status: str) -> None:
    """FP of the catalogue: fewer than 300 own letters."""
    this, last = short(b22(), count), short(of_year(b22(), 2021), count)
    told = outcome(beside("DUP-01", made(this), [made(last)]), "DUP-01")
    assert told.status == status
    assert ("不足 300 字" in told.reason.zh) == (status == "not_applicable")


def test_a_preamble_is_not_compared() -> None:
    """FP of the catalogue: the preamble."""
    this, last = b22(), forestry(of_year(b22(), 2021))
    last.parts[0].blocks[:] = this.parts[0].blocks[:]
    assert found(beside("DUP-01", made(this), [made(last)])) == []


def test_without_last_years_report_it_is_not_assessed() -> None:
    told = outcome(beside("DUP-01", made(b22()), [made(department(), DEPARTMENT)]), "DUP-01")
    assert told.status == "not_assessed"
    assert "没有该机关2021年度的报告" in told.reason.zh


@pytest.mark.parametrize(
    ("rule", "share", "status"),
    [
        ("DUP-01", Fraction(85, 100), ["fail"]), ("DUP-01", Fraction(849, 1000), ["review"]),
        ("DUP-01", Fraction(60, 100), ["review"]), ("DUP-01", Fraction(599, 1000), []),
        ("DUP-02", Fraction(80, 100), ["fail"]), ("DUP-02", Fraction(799, 1000), []),
    ],
)  # fmt: skip
def test_the_thresholds_themselves_count(rule: str, share: Fraction, status: list[str]) -> None:
    judged = made(department(), register=REGISTER, uri="d")
    other = Snapshot.of(made(of_year(department(FORESTRY), 2021), register=REGISTER, uri="e"))
    prose = SectionText.of(judged)
    (_, at) = next(prose.excerpts(0, 20))
    alike = Lookalike(other, share, 300, (Common(at, other.paragraph(0), 20),), is_of_another=True)
    check = RULES[rule].check
    assert check is not None
    given = {"report": judged, "previous": other, "lookalikes": (alike,)}
    assert [one.status for one in check(*(given[name] for name in RULES[rule].parameters)) or ()] == status
    for letters, much, told in (
        (299, "1", ["review"]),
        (100, "0.95", ["review"]),
        (299, "0.949", None),
        (99, "1", None),
    ):
        few = structs.replace(alike, share=Fraction(much), letters=letters)
        shorter = given | {"lookalikes": (few,)}
        with nullcontext() if told else pytest.raises(NotApplicable):
            assert [one.status for one in check(*(shorter[name] for name in RULES[rule].parameters)) or ()] == told


@pytest.mark.parametrize("year", [2022, 2021])
def test_m73_the_words_of_another_organ(year: int) -> None:
    copied = department(change=lambda draft: draft.put("enforcement", "penalties", "decisions", "41"))
    source = of_year(department(FORESTRY), year)
    judged, other = (made(draft, register=REGISTER, uri=uri) for draft, uri in ((copied, "d"), (source, "e")))
    one = only(beside("DUP", judged, [other], REGISTER))
    assert (one.rule, one.status) == ("DUP-02", "fail")
    assert f"{FORESTRY}{year}年度" in one.words.zh
    assert {place.uri for place in one.evidence_locations} == {"d", "e"}


def test_a_later_report_was_not_the_source() -> None:
    judged = made(department(), register=REGISTER, uri="d")
    other = made(of_year(department(FORESTRY), 2023), register=REGISTER, uri="e")
    assert found(beside("DUP-02", judged, [other], REGISTER)) == []


def test_one_report_under_two_names_is_to_be_reviewed() -> None:
    judged = made(department(), register=REGISTER, uri="d")
    other = made(department(FORESTRY), register=REGISTER, uri="e")
    audited = beside("DUP", judged, [other], REGISTER)
    assert found(audited) == [("DUP-02", "review"), ("DUP-04", "review")]
    assert "是否为同一份报告" in audited.findings[0].words.zh


@pytest.mark.parametrize("register", [REGISTER, organs()])
def test_a_government_and_its_office_tell_much_the_same(register: Organs) -> None:
    other = b22()
    other.put("enforcement", "penalties", "decisions", "41")
    judged = made(b22(), register=register, uri="g")
    assert found(beside("DUP", judged, [made(other, OFFICE, register=register, uri="o")], register)) == [
        ("DUP-02", "review")
    ]


def test_what_many_organs_have_may_be_a_model() -> None:
    def other(number: int) -> Draft:
        return department(f"第{number}县水利局", lambda d: d.put("enforcement", "penalties", "decisions", str(number)))

    judged = made(department(), uri="d")
    few = [made(other(number), uri=f"e{number}") for number in range(4)]
    assert only(beside("DUP-02", judged, few)).status == "fail"
    one = only(beside("DUP-02", judged, [*few, made(other(4), uri="e4")]))
    assert one.status == "review"
    assert "5 个机关" in one.words.zh
    assert "boilerplate" in one.words.zh


def test_a_model_text_in_the_mask_is_nobodys_own(tmp_path: object) -> None:
    """FP of the catalogue: a province's model text."""
    from audit_core.signatures import boilerplate

    drafts = [department(), department(FORESTRY, lambda d: d.put("enforcement", "penalties", "decisions", "41"))]
    model = "".join(b for part in drafts[0].parts[1:] for b in part.blocks if isinstance(b, str)).replace(
        DEPARTMENT, ""
    )
    judged, other = made(drafts[0], uri="d"), made(drafts[1], uri="e")
    assert found(beside("DUP-02", judged, [other])) == [("DUP-02", "fail")]
    form = judged.form
    words = form.common_words | boilerplate((model,))
    for one in (judged, other):
        copy = type(form)(**{field: getattr(form, field) for field in form.__struct_fields__})
        vars(copy)["common_words"] = words
        vars(one).update(form=copy)
    assert found(beside("DUP-02", judged, [other])) == []


def test_a_report_without_an_organ_is_not_told_from_others() -> None:
    nameless = department()
    nameless.title = "2022年政府信息公开工作年度报告"
    nameless.metadata.pop("organization")
    judged = report(nameless)
    vars(judged).update(organization="", organ=organs().organ(""))
    told = outcome(beside("DUP-02", judged, [made(department(FORESTRY), uri="e")]), "DUP-02")
    assert (told.status, told.reason.zh) == ("not_assessed", "报告未写明机关名称，无法与其他机关的报告区分")


@pytest.mark.parametrize("seed", range(4))
def test_made_up_reports_are_no_copies(seed: int) -> None:
    drafts = [reports.make(f"copies-{seed}-{number}", year=2022) for number in range(8)]
    several = [made(one.draft, one.organ.name, uri=one.seed) for one in drafts]
    names = [one.organ.name for one in several]
    for number, judged in enumerate(several):
        if names.count(names[number]) == 1:
            assert found(beside("DUP", judged, [one for one in several if one is not judged])) == []


SUBJECT = [
    f"{FORESTRY}高度重视政府信息公开工作，明确专人负责。",
    f"2022年，{FORESTRY}认真贯彻政府信息公开条例。",
    "一年来，县林业局主动公开政府信息。",
    f"{FORESTRY}未收到信息公开申请的投诉。",
]


@pytest.mark.parametrize("sentence", SUBJECT)
def test_m74_another_organ_as_the_subject(sentence: str) -> None:
    judged = made(department(change=append_sentence(sentence)), register=REGISTER)
    one = only(beside("DUP", judged, [], REGISTER))
    assert (one.rule, one.status, one.severity) == ("DUP-03", "fail", "error")
    assert one.words.zh.startswith(f"正文以{FORESTRY}为主语")
    text = judged.document.source.text
    assert one.location.span
    assert text[one.location.span.start : one.location.span.end] in sentence


def test_organs_of_other_reports_are_known_too() -> None:
    judged = made(department(change=append_sentence(SUBJECT[0])))
    other = made(forestry(department(FORESTRY)), FORESTRY)
    assert found(beside("DUP", judged, [other])) == [("DUP-03", "fail")]


NO_SUBJECT = [
    f"{ORGAN}高度重视政府信息公开工作。",
    f"{CITY}高度重视政府信息公开工作。",
    f"{DEPARTMENT}高度重视政府信息公开工作。",
    f"会同{FORESTRY}公开政府信息。",
    f"由{FORESTRY}公开政府信息。",
    f"{FORESTRY}、财政局公开政府信息。",
    f"{FORESTRY}门户网站公开政府信息。",
    f"{FORESTRY}受理我局转送的信息公开申请。",
    f"{FORESTRY}完善森林防火预案。",
    "云州市财政局高度重视政府信息公开工作。",
    "别县人民政府高度重视政府信息公开工作。",
]


@pytest.mark.parametrize("sentence", NO_SUBJECT)
def test_names_that_are_no_subject(sentence: str) -> None:
    """FP of the catalogue: higher organs, partners, websites; and organs that nobody names."""
    judged = made(department(change=append_sentence(sentence)), register=REGISTER)
    assert found(beside("DUP-03", judged, [], REGISTER)) == []


def test_a_government_speaks_of_its_organs() -> None:
    draft = b22()
    append_sentence(SUBJECT[0])(draft)
    assert found(beside("DUP-03", made(draft, register=REGISTER), [], REGISTER)) == []
    assert found(beside("DUP-03", made(draft), [made(forestry(department(FORESTRY)), FORESTRY)])) == []
    city = made(department(change=append_sentence(f"{CITY}高度重视政府信息公开工作。")))
    assert found(beside("DUP-03", city, [made(forestry(b22()), CITY)])) == []


def test_an_excerpt_is_pointed_at_where_the_heading_is_glued() -> None:
    draft = department(change=append_sentence(SUBJECT[0]))
    one = only(beside("DUP-03", made(draft, register=REGISTER, style=GLUED), [], REGISTER))
    assert one.location.span


def test_figures_of_another_organ() -> None:
    judged = made(department(), register=REGISTER, uri="d")
    draft = department(FORESTRY)
    draft.part("总体情况").blocks[:] = forestry(b22()).part("总体情况").blocks
    draft.part("存在的主要问题").blocks[:] = forestry(b22()).part("存在的主要问题").blocks
    other = made(draft, register=REGISTER, uri="e")
    one = only(beside("DUP", judged, [other], REGISTER))
    assert (one.rule, one.status) == ("DUP-04", "fail")
    assert FORESTRY in one.words.zh
    assert {place.uri for place in one.evidence_locations} == {"d", "e"}


@pytest.mark.parametrize("register", [REGISTER, organs()])
def test_an_offices_figures_are_for_another_rule(register: object) -> None:
    judged = made(b22(), register=REGISTER, uri="g")
    other = forestry(b22())
    other.put("enforcement", "penalties", "decisions", "1933")
    assert found(beside("DUP-04", judged, [made(other, OFFICE, register=REGISTER, uri="o")], REGISTER)) == []


def version(change: Callable[[Draft], object]) -> Draft:
    draft = b22()
    change(draft)
    return draft


def changed_figure(draft: Draft) -> None:
    draft.put("applications", "received", "total", "112")


def test_versions_with_other_figures() -> None:
    judged, other = made(b22(), uri="web"), made(version(changed_figure), uri="site/pdf")
    one = only(beside("DUP", judged, [other]))
    assert (one.rule, one.status, one.severity) == ("DUP-05", "fail", "warning")
    assert "与另一版本（site/pdf）不一致" in one.words.zh
    assert "为 120，另一版本为 112" in one.words.zh
    assert [place.uri for place in one.evidence_locations] == ["web", "site/pdf"]


def test_several_figures_are_counted() -> None:
    def change(draft: Draft) -> None:
        changed_figure(draft)
        draft.put("enforcement", "penalties", "decisions", "1")

    one = only(beside("DUP-05", made(b22(), uri="web"), [made(version(change), uri="pdf")]))
    assert "共 2 个数据不同" in one.words.zh


def test_several_versions_are_told_as_one() -> None:
    others = [made(version(changed_figure), uri=f"site/{number}.pdf") for number in range(9)]
    one = only(beside("DUP-05", made(b22(), uri="web"), others))
    names = [f"site/{number}.pdf" for number in range(1, 7)]
    assert "另一版本（site/0.pdf）" in one.words.zh
    assert one.words.zh.endswith(f"；另有 8 个版本也不一致：{', '.join(names).replace(', ', '、')}等")
    assert one.words.en.endswith(f"; so do 8 more: {', '.join(names)}, …")
    assert len(one.evidence_locations) == 18


def blank(draft: Draft) -> None:
    draft.put("applications", "denied_safety", "charity", "")


def unread(draft: Draft) -> None:
    draft.put("applications", "received", "total", "若干")


@pytest.mark.parametrize("change", [blank, unread, lambda draft: draft.everywhere("年", "年")])
def test_versions_that_agree(change: Callable[[Draft], object]) -> None:
    audited = beside("DUP-05", made(b22(), uri="web"), [made(version(change), uri="pdf", style=JSON)])
    assert outcome(audited, "DUP-05").status == "pass"


def test_other_words_are_to_be_reviewed() -> None:
    draft = forestry(b22())
    draft.put("enforcement", "penalties", "decisions", "1933")
    one = only(beside("DUP-05", made(b22(), uri="web"), [made(draft, uri="pdf")]))
    assert one.status == "review"
    assert "数据相同，正文有" in one.words.zh


def test_another_organ_of_the_same_name_is_to_be_reviewed() -> None:
    other = forestry(b22())
    for row in other.table("applications").rows:
        row.figures.update({key: str(3 * int(text) + 1) for key, text in row.figures.items()})
    one = only(beside("DUP-05", made(b22(), uri="web"), [made(other, uri="pdf")]))
    assert (one.status, "同名的另一机关" in one.words.zh) == ("review", True)


RECEIVED, GRANTED, CARRIED = (f"applications/{row}/total" for row in ("received", "granted", "carried_out"))


@pytest.mark.parametrize(
    ("own", "there", "status"),
    [
        ((120, 8, 0), (112, 8, 0), "fail"),
        ((120, 1, 0), (112, 1, 0), "fail"),
        ((120, 8, 3), (112, 7, 3), "review"),
        ((120, 0, 0), (112, 0, 0), "review"),
        ((120, 8, 3), (112, 8, 3), "fail"),
        ((120, 8, 3), (120, 8, 3), ""),
    ],
)
def test_versions_that_have_few_figures_alike_may_be_of_two_organs(
    own: tuple[int, ...], there: tuple[int, ...], status: str
) -> None:
    this, other = (
        filled(dict(zip((RECEIVED, GRANTED, CARRIED), map(str, figures), strict=True)), organization=ORGAN, uri=uri)
        for uri, figures in (("web", own), ("pdf", there))
    )
    assert [one.status for one in audit("DUP-05", this, others=[other]).findings] == ([status] if status else [])


def test_another_form_is_to_be_reviewed() -> None:
    from tests.reports.bases import a19

    other = made(a19(), uri="old")
    vars(other).update(year=2022)
    one = only(beside("DUP-05", made(b22(), uri="web"), [other]))
    assert (one.status, "表式不同" in one.words.zh) == ("review", True)
