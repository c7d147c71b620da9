"""Organs of one name that no register tells apart: whose an earlier report is, must be known before it accuses."""

from pathlib import Path

import pytest

from audit_core import Snapshot, audit_many
from audit_core.loaders import BUILTIN, read
from audit_core.organs import Organ, Organs
from audit_core.others import Reports
from audit_core.report import Report
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import TEXT
from tests.packs.test_between_years import CARRIED
from tests.reports.bases import ORGAN, b21, b22
from tests.reports.reading import auditor

TOWN = "城关镇人民政府"
ONE, OTHER, NOWHERE = "青岚县/城关镇/", "紫云县/城关镇/", "年报/"


@pytest.mark.parametrize(
    "name",
    [
        "青岚县人民政府", "青岚县水利局", "易县水利局", "松溪市人民政府",
        "诸城市人民政府", "青岚市市场监督管理局", "青岚市政务服务数据管理局", "青岚市民政局",
        "青岚市乡村振兴局", "国家税务总局青岚县税务局", "青岚省财政厅", "浦东新区人民政府",
        "海陵区教育局", "徐州市鼓楼区人民政府", "上海海关", "财政部",
        "国务院办公厅", "新疆维吾尔自治区人民政府", "鄂托克旗人民政府", "兴安盟行政公署",
        "松溪市城关镇人民政府", "青岚县城关镇人民政府", "山西煤矿安全监察局", "武汉东湖新技术开发区管理委员会",
        "晋城市城市管理局", "苏州市水务局", "全州县水利局",
    ],
)  # fmt: skip
def test_a_name_with_an_area_in_it_is_unique(name: str) -> None:
    assert auditor().ruleset.organs.organ(name, ["松溪县/2022.docx"]) == auditor().ruleset.organs.organ(name)
    assert auditor().ruleset.organs.organ(name).is_unique


@pytest.mark.parametrize(
    "name",
    [
        "城关镇人民政府", "松溪镇人民政府", "新市镇人民政府", "古县镇人民政府",
        "红旗街道办事处", "水利局", "县水利局", "市公安局",
        "市场监督管理局", "县市场监督管理局", "城市管理局", "区城市管理局",
        "行政审批和城市管理局", "鼓楼区人民政府", "朝阳区教育局", "国家税务总局鼓楼区税务局",
        "第一中学", "人民政府", "北京路街道办事处", "河南镇人民政府",
        "高新区管委会", "经济技术开发区管理委员会", "我县人民政府", "城区人民政府",
        "新华社区卫生服务中心",
    ],
)  # fmt: skip
def test_a_bare_name_has_namesakes_unless_it_is_registered(name: str) -> None:
    organs = auditor().ruleset.organs
    assert not organs.organ(name).is_unique
    known = Organs.from_data({"register": [{"name": name}], "unique": [organs.unique]})
    assert known.organ(name).is_unique


def test_where_nothing_is_said_of_names_all_are_unique() -> None:
    assert Organs().organ(TOWN, ["青岚县/2022.docx"]) == Organ(TOWN)
    assert Organs.from_data({"unique": ["县"]}).organ(TOWN, ["青岚县/2022.docx"]) == Organ(TOWN, is_unique=False)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("reports/青岚县/2021/城关镇.docx", ("青岚县",)),
        ("城关镇人民政府2021年政府信息公开年报-青岚县人民政府门户网站", ("青岚县",)),
        ("2021年度青岚县城关镇", ("青岚县",)),
        ("云州市/鼓楼区/2021.md", ("云州市/鼓楼区",)),
        ("青岚省/云州市/城关镇.md", ()),
        ("鼓楼区/城关镇.md", ()),
        ("高新区/古县镇2021.md", ()),
        ("各县/2021.md", ()),
    ],
)
def test_areas_are_found_beside_the_name(text: str, areas: tuple[str, ...]) -> None:
    assert auditor().ruleset.organs.organ(TOWN, ["", text]).areas == areas


def test_names_and_areas_tell_whether_an_organ_is_the_same() -> None:
    unique, one, other = Organ(TOWN), Organ(TOWN, is_unique=False, areas=("甲县",)), Organ(TOWN, is_unique=False)
    assert unique.is_the_same(unique)
    assert one.is_the_same(one)
    assert one.is_the_same(Organ(TOWN, is_unique=False, areas=("乙县",))) is False
    assert one.is_the_same(other) is None
    assert other.is_the_same(other) is None


def made(draft: Draft, folder: str, name: str = TOWN) -> Report:
    """Return the report of a town, read from a file of a folder."""
    draft.everywhere(ORGAN, name)
    draft.metadata["organization"] = name
    return auditor().bound(read(TEXT.print(draft), f"{folder}{draft.metadata['year']}.md", BUILTIN))


def broken(folder: str, name: str = TOWN) -> Report:
    """Return a report with a break between the years."""
    draft = b22()
    CARRIED(draft)
    return made(draft, folder, name)


def beside(judged: Report, *others: Report) -> Audited:
    reports = Reports(map(Snapshot.of, (judged, *others)))
    return auditor().check(judged, reports.others_of(judged, auditor().ruleset.organs))


@pytest.mark.parametrize(
    ("name", "there", "here", "status"),
    [
        (TOWN, NOWHERE, NOWHERE, "review"),
        (TOWN, ONE, NOWHERE, "review"),
        (TOWN, ONE, ONE, "fail"),
        (f"青岚县{TOWN}", NOWHERE, NOWHERE, "fail"),
    ],
)
def test_a_break_accuses_where_the_organ_is_known_to_be_the_same(name: str, there: str, here: str, status: str) -> None:
    audited = beside(broken(here, name), made(b21(), there, name))
    (one,) = (one for one in audited.findings if one.rule == "XYR-01")
    assert one.status == status
    assert ("仅名称相同" in one.words.zh) == (status == "review")
    assert ("check first whether they are one" in one.words.en) == (status == "review")
    assert next(one for one in audited.outcomes if one.rule == "XYR-01").status == status


def test_of_namesakes_the_one_of_the_same_area_is_compared() -> None:
    last, other = made(b21(), ONE), made(b21(), OTHER)
    others = Reports(map(Snapshot.of, (other, last))).others_of(broken(ONE))
    assert others.get("previous").uri == last.document.source.uri
    assert others.get("history") == (others.get("previous"),)


def test_the_report_of_an_organ_of_another_area_is_not_compared_and_that_is_said() -> None:
    audited = beside(broken(ONE), made(b21(), OTHER))
    (outcome,) = (one for one in audited.outcomes if one.rule == "XYR-01")
    assert outcome.status == "not_assessed"
    assert outcome.reason.zh == "本次审核中没有该机关2021年度的报告（紫云县/城关镇/2021.md 为紫云县的同名机关）"
    assert outcome.reason.en.endswith("(紫云县/城关镇/2021.md is of the organ of that name in 紫云县)")


def test_the_same_words_as_a_namesake_of_another_area_are_copied() -> None:
    audited = beside(broken(ONE), made(b22(), OTHER))
    assert {one.rule for one in audited.findings} & {"DUP-02", "DUP-05"} == {"DUP-02"}
    (version,) = (one for one in audited.outcomes if one.rule == "DUP-05")
    assert version.status == "not_assessed"


def test_a_run_over_two_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for draft, change in ((b21(), None), (b22(), CARRIED)):
        if change:
            change(draft)
        draft.everywhere(ORGAN, TOWN)
        draft.metadata["organization"] = TOWN
        Path(f"{draft.metadata['year']}.md").write_bytes(TEXT.print(draft))
    _, judged = audit_many(["2021.md", "2022.md"])
    assert [(one.rule, str(one.status)) for one in judged.audited.findings] == [("XYR-01", "review")]
