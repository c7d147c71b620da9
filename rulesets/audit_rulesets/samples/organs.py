"""Invented organs of every kind, and how each speaks of itself."""

from dataclasses import dataclass
from random import Random

PLACES = (
    "青岚", "云栖", "松溪", "临澜", "望川", "鹿鸣", "柳湾", "白榆", "石泓", "枫林", "砚池", "碧梧", "霜桥", "禾丰", "竹浦", "沁原",
)  # fmt: skip
BUREAUS = (
    "财政局", "教育局", "民政局", "水务局", "自然资源局", "交通运输局", "卫生健康局", "农业农村局", "应急管理局", "审计局",
    "住房和城乡建设局", "文化和旅游局", "人力资源和社会保障局", "城市管理局", "科学技术局", "统计局", "发展和改革委员会",
)  # fmt: skip
DEPARTMENTS = ("财政厅", "教育厅", "水利厅", "民政厅", "农业农村厅", "交通运输厅", "卫生健康委员会")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ: its full name, its kind, `we` for itself, `whole` for all it covers, `short` for its seat."""

    name: str
    kind: str
    we: str
    whole: str
    short: str

    @property
    def governs(self) -> bool:
        """Whether it is a people's government."""
        return self.kind in ("province", "city", "county", "township")


def _government(rng: Random, kind: str, units: str) -> Organ:
    unit = rng.choice(units)
    place = rng.choice(PLACES)
    above = f"{rng.choice(PLACES)}县" if kind == "township" and rng.random() < 0.4 else ""
    return Organ(f"{above}{place}{unit}人民政府", kind, f"我{unit}", f"全{unit}", f"{unit}政府")


def _street(rng: Random) -> Organ:
    above = f"{rng.choice(PLACES)}{rng.choice('市区')}" if rng.random() < 0.5 else ""
    return Organ(f"{above}{rng.choice(PLACES)}街道办事处", "street", "我街道", "全街道", "街道")


def _department(rng: Random) -> Organ:
    level = rng.choice("省市县区")
    unit = rng.choice(DEPARTMENTS if level == "省" else BUREAUS)
    short = {"局": "局", "厅": "厅", "会": "委"}[unit[-1]]
    return Organ(f"{rng.choice(PLACES)}{level}{unit}", "department", f"我{short}", f"全{short}", f"本{short}")


def _office(rng: Random) -> Organ:
    unit = rng.choice("市县区")
    return Organ(f"{rng.choice(PLACES)}{unit}人民政府办公室", "office", "我办", "本机关", "本机关")


def organ(rng: Random) -> Organ:
    """Return some organ."""
    kind = rng.choice(("province", "city", "county", "county", "township", "township", "street", "department",
                       "department", "department", "office"))  # fmt: skip
    units = {"province": "省", "city": "市", "county": "县区", "township": "镇乡"}
    if kind in units:
        return _government(rng, kind, units[kind])
    return {"street": _street, "department": _department, "office": _office}[kind](rng)
