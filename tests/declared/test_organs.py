"""Kinds of organs: told by their names, or by a register."""

from pathlib import Path

import pytest

from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError
from audit_core.organs import Organ, Organs
from audit_core.plugins import discover
from tests.reports.bases import b22
from tests.reports.reading import auditor, document


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("青岚县人民政府", "government", "county"), ("松溪镇人民政府", "government", "township"),
        ("上海市", "government", "province"), ("河南省人民政府", "government", "province"),
        ("衡阳市政府", "government", "city"), ("淮安市洪泽区人民政府", "government", "county"),
        ("上海市人民政府办公厅", "government_office", ""), ("官洲街道办事处", "subdistrict", "township"),
        ("平潭综合实验区", "committee", ""), ("衡阳市国资委", "department", ""), ("漳平市审计局", "department", ""),
        *((zone, "committee", "") for zone in (
            "青岚经开区", "云州高新区", "云州经济技术开发区", "松溪自然保护区", "青岚湖风景名胜区", "文昌社区", "松溪旅游度假区",
            "河东自由贸易试验区", "云州综保区", "青岚工业园区", "青岚经开区管委会",
        )),
        ("云州海关关区", "department", ""), ("城关区", "government", "county"), ("云州市青岚区", "government", "county"),
        ("松溪林区", "government", "county"), ("云州市城区人民政府", "government", "county"),
        ("市第一中学", "enterprise", ""), ("某某联合体", "", ""),
    ],
)  # fmt: skip
def test_told_by_name(name: str, kind: str, level: str) -> None:
    organ = auditor().ruleset.organs.organ(name)
    assert (organ.kind, organ.level) == (kind, level)


def test_the_register_goes_first_and_knows_aliases(tmp_path: Path) -> None:
    (tmp_path / "organs.csv").write_text(
        "机关,别名,性质,层级,职权,垂直\n青岚县人民政府,青岚县政府；青岚县,government,county,licences；penalties,\n青岚县税务局,,department,county,,是\n",
        encoding="utf-8",
    )
    file = tmp_path / "mine.yaml"
    file.write_text("ruleset: mine\nextends: ogi\norgans: {register: organs.csv}\n", encoding="utf-8")
    loaded = Auditor.load(str(file), plugins=discover())
    organ = loaded.audit(document(b22())).report.organ
    assert organ.registered
    assert organ.powers == {"licences", "penalties"}
    assert loaded.ruleset.organs.organ("青岚县政府") == organ
    assert loaded.ruleset.organs.organ("青岚县税务局").vertical
    assert loaded.ruleset.organs.organ("松溪镇人民政府").kind == "government"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("机关,性质\n甲局,department,county\n", r"organs\.csv:2: found 3 cells, expected 2"),
        ("机关,性质\n\n甲局,department\n乙局\n", r"organs\.csv:4: found 1 cells, expected 2"),
        ('机关,性质\n"甲局,department\n', r"organs\.csv:2: found a row that is no CSV"),
        ('机关,性质\n"甲"局,department\n', r"organs\.csv:2: found a row that is no CSV"),
        (f"机关,性质\n{'甲' * 140_000},department\n", r"organs\.csv:2: found a row that is no CSV: field larger"),
        ("机关,名称\n甲局,department\n", r"organs\.csv:1:2: unknown column '名称'"),
        ("机关,name\n甲局,乙局\n", r"organs\.csv:1:2: found the column 'name' again"),
        ("机关,性质\n甲局,department\n甲 局（本级）,department\n", r"organs\.csv:3:1: found the organ '甲局' again"),
        ("机关,别名\n甲局,丙局\n乙局,丙局\n", r"organs\.csv:3:1: found the organ '丙局' again"),
        (
            "机关,性质\n甲局,departmnet\n",
            r"organs\.csv:2:1: unknown kind of organ 'departmnet'; did you mean 'department'",
        ),
        ("机关,层级\n甲局,县级\n", r"organs\.csv:2:1: unknown level of organs '县级'"),
        ("机关,垂直\n甲局,对\n", r"organs\.csv:2:1: found '对', expected true or false"),
        ("机关,范围\n甲局,全市\n", r"organs\.csv:2:1: unknown scope of figures '全市'; expected one of area, organ, "),
        ("机关,代码\n甲局,A1\n乙局,A1\n", r"organs\.csv:3:1: found the code of an organ 'A1' again"),
        ("机关,上级\n青岚县,\n甲局,青岚市\n", r"organs\.csv:3:1: unknown parent organ '青岚市'; did you mean '青岚县'"),
        ("机关,上级\n甲局,甲局\n", r"organs\.csv:2:1: found organs in a circle, each under the next: 甲局 → 甲局"),
        (
            "机关,别名,上级\n丁局,,甲局\n甲局,,乙\n乙局,乙,丙局\n丙局,,甲局\n",
            r"organs\.csv:3:1: found organs in a circle, each under the next: 甲局 → 乙局 → 丙局 → 甲局",
        ),
        ("机关,性质\n,department\n", r"organs\.csv:2:1: the key 'name' is missing"),
        ("", r"organs\.csv: found an empty file"),
    ],
)
def test_a_register_with_a_fault_is_refused_at_its_row(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "organs.csv").write_text(table, encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text("ruleset: mine\nextends: ogi\norgans: {register: organs.csv}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        Auditor.load(str(file), plugins=discover())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_register_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "organs.csv").write_text("机关,性质\r\n甲局,department\r\n", encoding=encoding, newline="")
    file = tmp_path / "mine.yaml"
    file.write_text("ruleset: mine\nextends: ogi\norgans: {register: organs.csv}\n", encoding="utf-8")
    assert Auditor.load(str(file), plugins=discover()).ruleset.organs.organ("甲局").registered


def test_of_two_registers_the_last_layer_counts(tmp_path: Path) -> None:
    for name, below, level in (("province", "ogi", "city"), ("county", "province.yaml", "county")):
        (tmp_path / f"{name}.yaml").write_text(
            f"ruleset: {name}\nextends: {below}\norgans: {{register: [{{name: 甲局, level: {level}}}]}}\n",
            encoding="utf-8",
        )
    loaded = Auditor.load(str(tmp_path / "county.yaml"), plugins=discover())
    assert loaded.ruleset.organs.organ("甲局").level == "county"


TREE = """机关,别名,代码,上级,范围,垂直
青岚县人民政府,青岚县政府,Q1,,本行政区域,
青岚县人民政府办公室,,,Q1,,
青岚县水利局,县水利局；青岚县水务局,,青岚县政府,本机关,
青岚县税务局,,,青岚县人民政府,,是
松溪镇人民政府,,,青岚县人民政府,area,
松溪镇卫生院,,,松溪镇人民政府,,
"""


def tree(tmp_path: Path) -> Organs:
    (tmp_path / "organs.csv").write_text(TREE, encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text("ruleset: mine\nextends: ogi\norgans: {register: organs.csv}\n", encoding="utf-8")
    return Auditor.load(str(file), plugins=discover()).ruleset.organs


def test_what_stands_above_and_below(tmp_path: Path) -> None:
    organs = tree(tmp_path)
    below = [organ.name for organ in organs.below("青岚县 人民政府（本级）")]
    assert below == ["青岚县人民政府办公室", "青岚县水利局", "青岚县税务局", "松溪镇人民政府"]
    assert [organ.name for organ in organs.above("松溪镇卫生院")] == ["松溪镇人民政府", "青岚县人民政府"]
    assert organs.organ("县水利局").parent == "青岚县人民政府"
    assert [organs.organ(name).scope for name in ("青岚县政府", "青岚县水利局", "松溪镇人民政府")] == [
        "area",
        "organ",
        "area",
    ]
    assert organs.organ("青岚县人民政府").code == "Q1"
    assert organs.below("青岚县水利局") == organs.below("无此机关") == ()
    assert list(organs.above("无此机关")) == []


def test_names_of_an_organ(tmp_path: Path) -> None:
    organs = tree(tmp_path)
    assert organs.organ("县水利局").names == ("青岚县水利局", "县水利局", "青岚县水务局", "青岚县水利")
    assert organs.organ("青岚县政府").names == ("青岚县人民政府", "青岚县政府", "青岚")
    assert organs.organ("上海市").names == ("上海市",)
    assert organs.organ("石镇人民政府").names == ("石镇人民政府",)
    assert organs.organ("某某联合体").names == ("某某联合体",)


def test_a_parent_may_stand_in_another_layer(tmp_path: Path) -> None:
    (tmp_path / "province.yaml").write_text(
        "ruleset: province\nextends: ogi\norgans: {register: [{name: 甲县人民政府}, {name: 丙局, parent: 甲县人民政府}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "county.yaml").write_text(
        "ruleset: county\nextends: province.yaml\norgans: {register: [{name: 乙局, parent: 甲县人民政府}, {name: 丙局}]}\n",
        encoding="utf-8",
    )
    organs = Auditor.load(str(tmp_path / "county.yaml"), plugins=discover()).ruleset.organs
    assert [organ.name for organ in organs.below("甲县人民政府")] == ["乙局"]


def test_unknown_is_empty() -> None:
    assert Organs().organ("青岚县人民政府") == Organ("青岚县人民政府")
