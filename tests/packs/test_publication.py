"""The day of publication, and tables as pictures."""

from datetime import date

import pytest

from audit_core import AuditError
from audit_pack_publication.dates import named, published
from tests.packs.handmade import Change, base, changed, known, said, unassessed
from tests.reports.bases import DEPARTMENT, ORGAN

A19, B22, D22 = "A19", "B22", "D22"
DAY = {B22: "published: '2023-03-20'", D22: "published: '2023-01-20'"}


def on(day: str, name: str = B22) -> Change:
    """Return the change of the day a base was published."""
    return DAY[name], f"published: '{day}'"


LATE, LEAD = ("fail", "error", "published"), ("review", "error", "published")

CASES: list[tuple[str, str, list[Change], list[tuple[str, str, str]]]] = [
    ("PUB-01", D22, [on("2023-01-31", D22)], []),
    ("PUB-01", D22, [on("2023-02-01", D22)], [LATE]),
    ("PUB-01", D22, [on("2023年2月1日", D22)], [LATE]),
    ("PUB-01", D22, [on("2023/02/01 09:30:00", D22)], [LATE]),
    ("PUB-01", D22, [on("2023-02-01T09:30:00+08:00", D22)], [LATE]),
    ("PUB-01", D22, [on("2025-06-01", D22)], [LEAD]),
    ("PUB-01", B22, [on("2023-03-30")], []),
    ("PUB-01", B22, [on("2023-03-30"), (ORGAN, "青岚县人民政府办公室")], [LEAD]),
    ("PUB-01", B22, [on("2023-04-02"), (ORGAN, "青岚县人民政府办公室")], [LATE]),
    ("PUB-01", D22, [on("2023-02-01", D22), (DEPARTMENT, "青岚县松溪镇财政所")], []),
    ("PUB-01", D22, [on("2023-02-01", D22), (DEPARTMENT, "景德镇市财政局")], [LATE]),
    ("PUB-01", D22, [on("2023-02-01", D22), (DEPARTMENT, "青岚县乡村振兴局")], [LATE]),
    ("PUB-01", D22, [on("2023-02-01", D22), (DEPARTMENT, "松溪镇人民政府")], []),
    ("PUB-02", B22, [on("2023-03-31")], []),
    ("PUB-02", B22, [on("2023-04-01")], [LATE]),
    ("PUB-02", B22, [on("2024-05-01")], [LEAD]),
    ("PUB-02", B22, [on("2023-04-01"), (ORGAN, "松溪镇人民政府")], []),
    ("PUB-02", B22, [on("2023-04-01"), (ORGAN, "城关街道办事处")], []),
    ("PUB-02", D22, [on("2023-04-01", D22)], []),
    ("PUB-03", B22, [on("2023-04-01")], []),
    ("PUB-04", B22, [on("2022-12-31")], [("fail", "warning", "published")]),
    ("PUB-04", B22, [on("2023-01-01")], []),
]


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CASES)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[tuple[str, str, str]]) -> None:
    found = said(rule, known(changed(name, *changes)))
    assert [(one.status, one.severity, one.key) for one in found] == expected


@pytest.mark.parametrize(("rule", "name"), [("PUB-01", D22), ("PUB-02", B22), ("PUB-04", B22), ("PUB-04", D22)])
@pytest.mark.parametrize("day", ["", "近期", "2023-02-30", "20230120"])
def test_without_a_day_nothing_is_judged(rule: str, name: str, day: str) -> None:
    report = known(changed(name, on(day, name)))
    assert said(rule, report) == []
    assert unassessed(rule, report) is not None


@pytest.mark.parametrize(
    "day", ["2023-03-20", "2023年3月20日", "2023/3/20", "2023.03.20", "2023-03-20 10:00", "2023年03月20日 10:00"]
)
def test_days_as_they_are_written(day: str) -> None:
    assert published(known(changed(B22, on(day)))) == date(2023, 3, 20)
    assert named(date(2023, 3, 20)) == ("2023年3月20日", "2023-03-20")


@pytest.mark.parametrize(
    ("rule", "name", "day"),
    [("PUB-01", D22, "2023-02-01"), ("PUB-02", B22, "2023-04-01"), ("PUB-04", B22, "2022-12-30")],
)
@pytest.mark.parametrize(
    "wrong",
    [
        ("2022年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告"),
        ("2022年1月1日至2022年12月31日", "2021年1月1日至2021年12月31日"),
        ("year: '2022'", "year: '2023'"),
    ],
)
def test_of_several_years_none_is_judged_by(rule: str, name: str, day: str, wrong: Change) -> None:
    assert len(said(rule, known(changed(name, on(day, name))))) == 1
    report = known(changed(name, on(day, name), wrong))
    assert said(rule, report) == []
    assert unassessed(rule, report) is not None


def test_a_blocker_only_where_the_ruleset_says_so() -> None:
    late = known(changed(D22, on("2023-03-15", D22)))
    assert [one.severity for one in said("PUB-01", late)] == ["error"]
    assert [one.severity for one in said("PUB-01", late, blocker_after=30)] == ["blocker"]
    assert [one.severity for one in said("PUB-01", late, blocker_after=60)] == ["error"]


LOCAL = {"department": "01-21", "government/county": "02-20", "subdistrict": "01-31"}


@pytest.mark.parametrize(
    ("name", "day", "organ", "expected"),
    [
        (D22, "2023-01-21", DEPARTMENT, []),
        (D22, "2023-01-22", DEPARTMENT, ["note"]),
        (B22, "2023-02-21", ORGAN, ["note"]),
        (B22, "2023-02-20", ORGAN, []),
        (B22, "2023-02-01", "城关街道办事处", ["note"]),
        (B22, "2023-05-01", "松溪镇人民政府", []),
    ],
)
def test_local_deadlines(name: str, day: str, organ: str, expected: list[str]) -> None:
    text = changed(name, on(day, name), (DEPARTMENT if name == D22 else ORGAN, organ))
    assert [one.severity for one in said("PUB-03", known(text), deadlines=LOCAL)] == expected


@pytest.mark.parametrize(
    ("name", "deadlines"),
    [
        (D22, {"department": "02-01"}),
        (B22, {"government": "04-01"}),
        (B22, {"government": "2月20日"}),
        (B22, {"government": "02-30"}),
    ],
)
def test_a_deadline_that_cannot_be_followed_is_refused(name: str, deadlines: dict[str, str]) -> None:
    with pytest.raises(AuditError):
        said("PUB-03", known(base(name)), deadlines=deadlines)


def section_three() -> str:
    """Return the text between the headings of sections 3 and 4."""
    text = base(B22)
    return text[text.index("## 三、") : text.index("## 四、")]


HEADING = section_three().split("\n")[0]
LABELS = "申请人情况：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计。"

PICTURES: list[tuple[str, list[str]]] = [
    ("![表三](three.png)", ["fail"]),
    ("如下图所示。\n\n![](upload/2023/wx0a3f.png)", ["fail"]),
    ("![表三](three.png)\n\n![续](four.png)", ["fail"]),
    ("![](/ueditor/dialogs/attachment/fileTypeImages/icon_xls.gif)\n\n表三.xls", []),
    ("见附件1。\n\n![表三](three.png)", []),
    (f"{LABELS}\n\n![图解](three.png)", []),
    ("", []),
]


@pytest.mark.parametrize(("content", "expected"), PICTURES)
def test_tables_as_pictures(content: str, expected: list[str]) -> None:
    text = changed(B22, (section_three(), f"{HEADING}\n\n{content}\n\n"))
    assert [one.status for one in said("PUB-05", known(text))] == expected


def test_a_picture_besides_the_table_is_welcome() -> None:
    text = changed(B22, (HEADING, f"{HEADING}\n\n![图解](three.png)"))
    assert said("PUB-05", known(text)) == []
    assert unassessed("PUB-05", known(text)) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "没有图片"), ("见附件1。\n\n![表三](three.png)", "附件"), (f"{LABELS}\n\n![图](a.png)", "附件")],
)
def test_pictures_that_cannot_be_judged(content: str, reason: str) -> None:
    words = unassessed("PUB-05", known(changed(B22, (section_three(), f"{HEADING}\n\n{content}\n\n"))))
    assert words is not None
    assert reason in words.zh


@pytest.mark.parametrize("rule", ["PUB-06", "PUB-07", "PUB-08", "PUB-09"])
def test_what_a_report_cannot_tell(rule: str) -> None:
    words = unassessed(rule, known(base(A19)))
    assert words is not None
    assert words.zh != words.en


@pytest.mark.parametrize(
    ("rule", "name", "day", "expected"),
    [
        ("PUB-01", D22, "2024-01-31", LATE),
        ("PUB-01", D22, "2024-02-01", LEAD),
        ("PUB-02", B22, "2024-03-30", LATE),
        ("PUB-02", B22, "2024-03-31", LEAD),
    ],
)
def test_more_than_a_year_late_is_a_lead(rule: str, name: str, day: str, expected: tuple[str, str, str]) -> None:
    (one,) = said(rule, known(changed(name, on(day, name))))
    assert (one.status, one.severity, one.key) == expected
    assert [one.status for one in said(rule, known(changed(name, on(day, name))), doubtful_after=400)] == ["fail"]


@pytest.mark.parametrize(
    ("rule", "name", "day", "severity"),
    [
        ("PUB-01", D22, "2023-03-02", "error"),
        ("PUB-01", D22, "2023-03-03", "blocker"),
        ("PUB-02", B22, "2023-04-30", "error"),
        ("PUB-02", B22, "2023-05-01", "blocker"),
    ],
)
def test_how_late_a_blocker_is(rule: str, name: str, day: str, severity: str) -> None:
    late = known(changed(name, on(day, name)))
    assert [one.severity for one in said(rule, late, blocker_after=30)] == [severity]
    assert [one.severity for one in said(rule, late)] == ["error"]


@pytest.mark.parametrize(
    ("rule", "organ", "reason"),
    [
        ("PUB-01", "青岚", "机关性质"),
        ("PUB-02", "青岚", "机关性质"),
        ("PUB-02", DEPARTMENT, "县级以上人民政府"),
        ("PUB-02", "松溪镇人民政府", "县级以上人民政府"),
        ("PUB-03", ORGAN, "地方期限"),
    ],
)
def test_whom_a_deadline_is_for(rule: str, organ: str, reason: str) -> None:
    words = unassessed(rule, known(changed(B22, on("2023-05-01"), (ORGAN, organ))))
    assert words is not None
    assert reason in words.zh


@pytest.mark.parametrize(
    ("name", "deadlines", "expected"),
    [
        (D22, {"department": "01-31"}, 1),
        (B22, {"government": "03-31"}, 1),
        (B22, {"department": "01-31"}, 0),
        (B22, {"government/county": "03-31", "government": "01-31"}, 1),
        (B22, {"government/city": "01-31"}, 0),
    ],
)
def test_the_statutes_own_day_may_be_the_local_one(name: str, deadlines: dict[str, str], expected: int) -> None:
    late = known(changed(name, on("2023-04-01", name)))
    assert len(said("PUB-03", late, deadlines=deadlines)) == expected


def test_a_local_day_for_those_without_a_statutory_one_is_any_of_the_year() -> None:
    town = changed(B22, on("2023-12-31"), (ORGAN, "松溪镇人民政府"))
    assert said("PUB-03", known(town), deadlines={"government": "12-31"}) == []
    assert len(said("PUB-03", known(town), deadlines={"government": "12-30"})) == 1


def test_pictures_of_two_sections_are_two_findings() -> None:
    text = base(B22)
    litigation = text[text.index("## 四、") : text.index("## 五、")]
    pictured = changed(
        B22,
        (section_three(), f"{HEADING}\n\n![](three.png)\n\n"),
        (litigation, litigation.split("\n")[0] + "\n\n见附件。\n\n![表四](four.png)\n\n"),
    )
    assert [one.key for one in said("PUB-05", known(pictured))] == ["applications/picture"]
    assert unassessed("PUB-05", known(pictured)) is not None
    both = pictured.replace("见附件。\n\n", "")
    assert [one.key for one in said("PUB-05", known(both))] == ["applications/picture", "litigation/picture"]
    assert unassessed("PUB-05", known(both)) is None
