"""Kinds of organs: told by their names, or by a register."""

from pathlib import Path

import pytest

from audit_core.engine import Auditor
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


def test_unknown_is_empty() -> None:
    assert Organs().organ("青岚县人民政府") == Organ("青岚县人民政府")
