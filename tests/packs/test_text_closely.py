"""Where the rules on wording draw the line: lengths, counts, lists of terms, and what each finding says in full."""

import pytest

from audit_pack_text.personal import valid_identity
from tests.packs.handmade import base, changed, known, said, unassessed
from tests.reports.bases import DEPARTMENT

B22, D22 = "B22", "D22"
TWENTY = "由县档案馆安排专门人员负责逐件登记保管"
"""Nineteen characters: one less than is told of sentences that stand apart."""

OTHER = "石溪镇便民大厅另设公开查阅点位一处并按月更新"


def with_sentence(sentence: str, name: str = B22) -> str:
    return base(name).replace("## 二、", f"{sentence}\n\n## 二、", 1)


def overview(text: str, name: str = B22) -> str:
    """Return a report whose section one says only this."""
    whole = base(name)
    start, end = whole.index("## 一、总体情况") + len("## 一、总体情况"), whole.index("## 二、")
    return f"{whole[:start]}\n\n{text}\n\n{whole[end:]}"


@pytest.mark.parametrize(
    ("length", "facts", "expected"),
    [(399, 0, 0), (400, 0, 1), (400, 1, 1), (400, 2, 0), (500, 1, 1), (500, 2, 0), (501, 2, 1), (501, 3, 0), (1000, 3, 1), (1000, 4, 0)],
)  # fmt: skip
def test_two_facts_in_five_hundred_characters(length: int, facts: int, expected: int) -> None:
    said_there = "发布3篇。" * facts
    text = overview("公" * (length - 3 * facts) + "。" + said_there)
    assert len(said("TXT-10", text)) == expected


def test_what_counts_as_a_fact_may_be_set() -> None:
    text = overview("公" * 500 + "。发布3篇，印发《办法》，3月1日培训。")
    assert said("TXT-10", text) == []
    assert len(said("TXT-10", text, facts=4)) == 1
    assert said("TXT-10", text, facts=4, least=600) == []


@pytest.mark.parametrize(("name", "expected"), [(D22, ["一些地区", "多数部门"]), (B22, [])])
def test_phrases_that_no_department_says_of_itself(name: str, expected: list[str]) -> None:
    text = with_sentence("一些地区公开不够及时。多数部门重视不够。", name)
    assert [one.key for one in said("TXT-10", known(text))] == expected
    assert [one.key for one in said("TXT-10", known(text), foreign=("公开不够",))] == (["公开不够"] if expected else [])


def test_without_section_one_nothing_is_said_of_it() -> None:
    assert unassessed("TXT-10", changed(B22, ("## 一、总体情况", ""))) is not None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("张三丰先生申请公开征地信息。", 1),
        ("手机13812345678。", 1),
        ("手机138 1234 5678。", 1),
        ("手机138-1234-5678。", 1),
        ("手机12812345678。", 0),
        ("编号913812345678。", 0),
        ("手机138123456789。", 0),
        ("金额0.13812345678元。", 0),
        ("监督电话13812345678。", 0),
        ("监督电话见下。手机13812345678。", 1),
        ("身份证11010519491231002X。", 1),
        ("身份证11010519491231002x。", 1),
        ("身份证110105194912310021。", 0),
        ("身份证11010519491331002X。", 0),
        ("身份证211010519491231002X。", 0),
        ("申请人王某某申请公开。", 0),
        ("申请人王某先生来电。", 0),
        ("今有李四先生申请公开。", 1),
        ("申请人（李四）来访。", 1),
        ("申请人（李女士）来访。", 0),
        ("申请人（李先生）来访。", 0),
    ],
)
def test_personal_data(sentence: str, expected: int) -> None:
    assert len(said("TXT-08", with_sentence(sentence))) == expected


@pytest.mark.parametrize("number", ["13812345678", "138 1234 5678", "138-1234-5678"])
def test_a_number_is_masked_however_it_is_printed(number: str) -> None:
    (one,) = said("TXT-08", with_sentence(f"手机{number}。"))
    assert one.key == "mobile number/138****5678"


@pytest.mark.parametrize(
    ("birthday", "expected"),
    [("20000220", True), ("19490230", False), ("19491331", False), ("19000229", False), ("20000229", True)],
)
def test_an_identity_number_holds_a_day_that_there_was(birthday: str, expected: bool) -> None:
    numbers = [f"110105{birthday}002{check}" for check in "0123456789X"]
    assert sum(map(valid_identity, numbers)) == expected


def test_numbers_before_section_one_are_those_of_the_office() -> None:
    assert said("TXT-08", base(B22).replace("## 一、", "如有疑问，请致电13812345678。\n\n## 一、", 1)) == []


def test_words_for_numbers_of_the_office_and_surnames_may_be_set() -> None:
    assert said("TXT-08", with_sentence("值守13812345678。"), offices=("值守",)) == []
    assert said("TXT-08", with_sentence("张三丰先生申请公开征地信息。"), surnames="李") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("公开征地公告信息。公开征地公告信息。", ["fail"]),
        ("公开征地公告信。公开征地公告信。", []),
        (f"{TWENTY}。石溪镇设查阅点。{TWENTY}。", []),
        (f"{TWENTY}好。石溪镇设查阅点。{TWENTY}好。", ["fail"]),
        (f"一、{TWENTY}好。石溪镇设查阅点。二、{TWENTY}好。", ["fail"]),
        (f"{TWENTY}好，未出错。石溪镇设查阅点。{TWENTY}好，未出错。", []),
        (f"{TWENTY}好，未出错。{TWENTY}好，未出错。", ["fail"]),
        ("推进信息公开信息公开工作。", ["fail"]),
        ("推进监督监督工作。", ["review"]),
        ("推进政务政务工作。", ["fail"]),
        ("推进研究研究工作。", []),
        ("研究研究。", []),
        (f"{TWENTY}，{OTHER[:19]}。" * 2, ["fail"]),
        (f"{TWENTY}，{OTHER[:20]}。" * 2, ["fail"]),
        ("推进哈哈哈哈工作。", ["pass"]),
        ("推进监监工作。", []),
        (f"一、{TWENTY}好。石溪镇设查阅点。（十二）{TWENTY}好。", ["fail"]),
        ("公开 征地公告信息。公开征地公告信息。", ["fail"]),
        ("公开征地公告信息。公布条例。公开征地公告信息。公布条例。", ["fail"]),
        ("公开征地公告信息，公开征地公告信息，另有安排。", ["fail"]),
        (f"{TWENTY[:10]}。{OTHER[:10]}。石溪镇设查阅点。{TWENTY[:10]}。{OTHER[:10]}。", ["fail"]),
        (
            "全年未发生此类投诉举报情况。公开征地公告信息。石溪镇设查阅点。全年未发生此类投诉举报情况。公开征地公告信息。",
            ["fail"],
        ),
        ("推进监督监督研究研究工作。", ["review"]),
        ("推进研究研究监督监督工作。", ["review"]),
        ("研究研究之后，石溪镇便民大厅研究研究工作。", []),
    ],
)
def test_what_stands_twice(sentence: str, expected: list[str]) -> None:
    assert [one.status for one in said("TXT-06", with_sentence(sentence))] == expected
    assert [one.status for one in said("TXT-06", with_sentence(sentence))] == expected


def test_the_first_sentence_of_a_section_may_be_the_one_that_stands_twice() -> None:
    assert len(said("TXT-06", overview(f"{TWENTY}好。石溪镇设查阅点。{TWENTY}好。"))) == 1


def test_what_stands_twice_is_known_by_its_first_forty_characters() -> None:
    (one,) = said("TXT-06", with_sentence(f"{TWENTY}。{OTHER}。" * 2))
    assert one.key == f"{TWENTY}{OTHER}"[:40]
    (one,) = said("TXT-06", with_sentence(f"{TWENTY}，{OTHER}。" * 2))
    assert one.key == f"{TWENTY}，{OTHER}"[:40]


def test_what_may_stand_twice_may_be_set() -> None:
    text = with_sentence("推进监督监督工作。")
    assert said("TXT-06", text, right=("监督监督",)) == []
    assert [one.status for one in said("TXT-06", text, never=("监督",))] == ["fail"]
    assert [one.status for one in said("TXT-06", text, certain=2)] == ["fail"]


@pytest.mark.parametrize(
    ("end", "expected"),
    [("，", ["fail"]), ("、", ["fail"]), (",", ["fail"]), ("。", []), ("；", []), ("，\n\n![图](a.png)", [])],
)
def test_a_section_whose_last_sentence_breaks_off(end: str, expected: list[str]) -> None:
    text = base(B22).rstrip().removesuffix("。") + f"，另有需要说明的情况如下{end}\n"
    assert [one.status for one in said("TXT-06", text)] == expected


def test_a_line_broken_in_conversion_breaks_no_sentence_off() -> None:
    text = base("A19").rstrip().removesuffix("。") + "，另有需要说明的情况如下，\n"
    broken = text.replace("答复书统一载明救济渠道，各乡镇", "答复书统一载明救\n\n济渠道，各乡镇", 1)
    assert [[one.status for one in said("TXT-06", one)] for one in (text, broken)] == [["fail"], ["pass"]]


TERMS = {"青岚市": "青岚县", "贫困户": ""}


def test_terms_of_a_list_of_ones_own() -> None:
    text = with_sentence("青岚市帮扶贫困户3户。青岚市政府。")
    found = said("TXT-09", text, terms=TERMS)
    assert [(one.status, one.key) for one in found] == [("review", "青岚市"), ("review", "贫困户")]
    assert [one.key for one in said("TXT-09", text, terms=("贫困户",))] == ["贫困户"]
    assert [one.key for one in said("TXT-09", text, terms=({"term": "青岚市", "right": "青岚县"},))] == ["青岚市"]
    assert said("TXT-09", text, terms=("不在文中",)) == []


def test_words_that_hold_a_term_excuse_it() -> None:
    text = with_sentence("建档立卡贫困户3户。")
    assert len(said("TXT-09", text, terms=("贫困户",))) == 1
    assert said("TXT-09", text, terms=("贫困户",), unless=("建档立卡贫困户",)) == []
    assert len(said("TXT-09", text, terms=("贫困户",), unless=("建档立卡",))) == 1


def test_without_a_list_terms_are_not_looked_for() -> None:
    reason = unassessed("TXT-09", base(B22))
    assert reason is not None
    assert "词库" in reason.zh


@pytest.mark.parametrize(
    ("year", "distance", "expected"), [(2021, 3, 1), (2019, 3, 1), (2018, 3, 0), (2018, 4, 1), (2023, 3, 1), (2022, 3, 0), (2025, 3, 1), (2026, 3, 0)]
)  # fmt: skip
def test_years_that_are_near_enough_to_be_slips(year: int, distance: int, expected: int) -> None:
    text = with_sentence(f"{year}年，全县共召开推进会4次，受到表扬。")
    assert len(said("TXT-01", text, distance=distance)) == expected


SLIP = "2021年，全县共召开推进会4次"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"{SLIP}，2022年不再召开。", []),
        (f"{SLIP}，2022 年不再召开。", []),
        (f"2022年办得少；{SLIP}。", []),
        (f"{SLIP}。2022年另有安排。", ["fail"]),
        (f"{SLIP}并沿用至今", []),
        (f"情况如下。 {SLIP}。", ["fail"]),
        (f"{SLIP}，受到表扬，同比多2次。", ["fail"]),
        (f"今年情况如下。{SLIP}，受到表扬，同比多2次。", []),
        (f"2022 年情况如下。{SLIP}，受到表扬，同比多2次。", []),
        (f"{SLIP}。另有安排。全年收到申请30件。", ["fail"]),
        (f"全年新收申请30件。{SLIP}。", ["review"]),
        (f"2022 年新收申请30件。{SLIP}。", ["review"]),
        (f"县里新收申请30件。{SLIP}。", ["fail"]),
        ("全年新收申请 182 件。2021年收到申请 99 件。", []),
        ("2021年，我县政务公开名列前茅。", []),
        ("有关情况如下。2021年，青岚县人民政府办公室召开推进会4次。", ["fail"]),
    ],
)
def test_what_another_year_stands_beside(sentence: str, expected: list[str]) -> None:
    assert [one.status for one in said("TXT-01", overview(sentence))] == expected


@pytest.mark.parametrize(
    ("sentence", "subjects", "verbs", "expected"),
    [
        ("2021年，本园播种4次。", ("本园", "园里"), ("播种", "浇灌"), 1),
        ("2021年，园里已浇灌4次。", ("本园", "园里"), ("播种", "浇灌"), 1),
        ("2021年，本园召开会议4次。", ("本园", "园里"), ("播种", "浇灌"), 0),
        ("2021年，本园播种4次。", (), ("播种",), 0),
        ("2021年，播种4次。", (), ("播种",), 1),
        ("2021年，播种4次。", (), ("播.",), 0),
        ("2021年，本园播种4次。", ("本园",), (), 0),
    ],
)
def test_words_for_the_organ_and_its_work_may_be_set(
    sentence: str, subjects: tuple[str, ...], verbs: tuple[str, ...], expected: int
) -> None:
    assert len(said("TXT-01", overview(sentence), subjects=subjects, verbs=verbs)) == expected


def test_an_organ_is_known_by_its_shorter_names() -> None:
    for name in (DEPARTMENT, DEPARTMENT[3:], DEPARTMENT[2:]):
        text = with_sentence(f"2021年，{name}召开推进会4次，受到表扬。", D22)
        assert len(said("TXT-01", known(text))) == 1, name


@pytest.mark.parametrize("length", [61, 62, 70])
def test_a_long_sentence_is_cut(length: int) -> None:
    sentence = f"2021年，全县共召开推进会4次，{TWENTY}，{OTHER}，受到群众好评并且在全省推广"[: length - 1] + "。"
    (one,) = said("TXT-01", with_sentence(sentence))
    assert one.words.zh.count("…") == (length > 61)
