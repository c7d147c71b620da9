"""Leads on figures that an organ without the power could not have."""

from collections.abc import Iterator
from typing import Final

from audit_core import Evidence, Fact, Finding, NotApplicable, NotAssessed, Organ, Pattern, Report, Status, Words
from audit_pack_plausibility import pack

_RULES: Final = frozenset({"rules", "规章"})
_LOCAL: Final = Pattern(r"省|自治区|市(?!场)|县|区|州|盟|旗")
_COUNTY_OFFICE: Final = Pattern(r"(?:县|旗|(?<!自治)区)(?:人民)?政府办")


@pack.rule(
    "PLA-04",
    zh="{label}为 {figure}，但{organ}没有规章制定权：可能把规范性文件填成了规章；如列的是上级的规章，也不应计入",
    en="{label} is {figure}, but {organ} has no power to make rules: normative documents may have been entered as "
    "rules; "
    "those of a higher organ do not belong here either",
    severity="warning",
    basis=("LIFA91", "LIFA93", "R20"),
    category="TAB",
    advice=(
        "请核对文件性质：规范性文件填在下一行。",
        "Check what the documents are: normative documents belong in the next row.",
    ),
    wrong={"organization": "某县人民政府", "documents/rules/issued": 1, "documents/normative/issued": 10, "rest": "0"},
    right={"organization": "某县人民政府", "documents/rules/issued": 0, "documents/normative/issued": 11, "rest": "0"},
)
def rules_without_power(report: Report) -> Iterator[Finding]:
    """无规章制定权而填规章 / Rules without rule-making power

    检查 县、乡政府、街道办事处、地方政府部门等没有规章制定权的机关，“规章”一行是否填了数字。
    Checks whether organs without rule-making power, such as governments of counties and townships, subdistrict offices
        and departments of local governments, give figures for rules (规章).
    原因 规章只能由国务院部门、省级政府、设区的市和自治州的政府制定，其他机关填报的多半是规范性文件。
    Why Only departments of the State Council and governments of provinces, cities with districts and autonomous
        prefectures make rules; what others enter is usually normative documents.
    依据 《立法法》（2023年）第九十一条、第九十三条。
    Basis Articles 91 and 93 of the Legislation Law (2023).
    误报 市政府办公厅列出本级政府规章的；仅凭名称不知有无此权的（市、国务院部门），记为未评估。乡镇、
        街道的行政规范性文件是正常的。
    False alarms A city's general office that lists the city's rules; organs whose power their name does not tell
        (cities, central departments) are not assessed. Normative documents of townships and subdistricts are in order.
    调整 在机关名录（register）的 powers 中写明 rules，即视为有此权。
    Tailoring An organ with `rules` among its `powers` in the register has the power.
    """
    told = [fact for fact in _facts(report) if fact.number]
    if told and _lacks_rules(report.organ):
        yield Finding(
            told[0],
            status=Status.REVIEW,
            evidence=(*told, _organ(report)),
            key="documents/rules",
            label=told[0].label,
            figure=told[0].number,
            organ=report.organ.name,
        )


def _facts(report: Report) -> Iterator[Fact]:
    return (report.fact("documents", "rules", column) for column in report.form.table("documents").columns)


def _organ(report: Report) -> Evidence:
    return Evidence(Words("机关", "organ"), report.organ.name, at=report.title)


def _lacks_rules(organ: Organ) -> bool:
    """Whether an organ has no power to make rules; raises NotAssessed where that is not known."""
    if organ.powers is not None:
        return not organ.powers & _RULES
    if organ.kind in ("subdistrict", "committee"):
        return True
    if organ.kind == "government" and organ.level in ("county", "township"):
        return True
    if organ.kind == "government_office" and _COUNTY_OFFICE.search(organ.name):
        return True
    if organ.kind == "department" and _LOCAL.search(organ.name):
        return True
    raise NotAssessed("whether the organ may make rules is not known", "无法判断该机关有无规章制定权")


_POWERS: Final = (
    ("licensing", "licences", frozenset({"licences", "licence", "licensing", "许可", "行政许可"})),
    ("enforcement", "penalties", frozenset({"penalties", "penalty", "处罚", "行政处罚"})),
    ("enforcement", "coercion", frozenset({"coercion", "强制", "行政强制"})),
)


@pack.rule(
    "PLA-11",
    zh="{label}为 {figure}，但机关名录中{organ}没有这项职权（登记的职权：{powers}）：可能填错了行，"
    "或计入了其他机关的决定；"
    "如属委托或新划入的职权，请更新名录",
    en="{label} is {figure}, but the register gives {organ} no such power (it has: {powers}): the row may be wrong, or "
    "another organ's decisions were counted; where the power was delegated or added, bring the register up to date",
    severity="note",
    basis="R6",
    advice=("请核对处理决定是否由本机关作出。", "Check whether these decisions were the organ's own."),
    wrong={
        "organization": "某县档案局",
        "register": ({"name": "某县档案局", "powers": ("licences",)},),
        "enforcement/coercion/decisions": 12,
        "rest": "0",
    },
    right={
        "organization": "某县档案局",
        "register": ({"name": "某县档案局", "powers": ("licences",)},),
        "licensing/licences/decisions": 12,
        "rest": "0",
    },
)
def powers_unheld(report: Report) -> Iterator[Finding]:
    """职权不符 / No such power

    检查 机关名录登记了职权的部门、街道等，行政许可、行政处罚、行政强制有决定数的，是否登记有这项职权。
    Checks whether organs that the register knows the powers of have the power for the licences, penalties and coercive
        measures they report.
    原因 没有这项职权的机关不会有这类决定，多半是填错了行或重复计入。
    Why An organ without a power makes no such decisions; usually the row is wrong, or another organ's were counted.
    依据 《政府信息公开条例》第六条要求及时、准确公开；机关名录。
    Basis Article 6 of the Regulations asks for accurate information; the register of organs.
    误报 受委托执法的街道、乡镇；名录没有登记职权的记为未评估，政府报告汇总各部门的数，不适用。
    False alarms Subdistricts and townships that enforce by delegation; organs whose powers the register leaves out are
        not assessed, and reports of governments, which add up all departments, are not concerned.
    调整 在机关名录（register）的 powers 中写明：licences、penalties、coercion（许可、处罚、强制）。
    Tailoring Name them as `powers` in the register: licences, penalties, coercion.
    """
    organ = report.organ
    if not organ.registered or organ.powers is None:
        raise NotAssessed("the register does not tell the organ's powers", "机关名录没有登记该机关的职权")
    if organ.kind == "government":
        raise NotApplicable("governments report for all their departments", "政府报告汇总所属部门的数据")
    for table, row, words in _POWERS:
        fact = report.fact(table, row, "decisions")
        if fact.number and not organ.powers & words:
            yield _unheld(report, fact)


def _unheld(report: Report, fact: Fact) -> Finding:
    organ = report.organ
    held = sorted(organ.powers or ())
    powers: object = tuple(held) if held else Words("无", "none")
    return Finding(
        fact,
        status=Status.REVIEW,
        evidence=(Evidence.of(fact), _organ(report)),
        label=fact.label,
        figure=fact.number,
        organ=organ.name,
        powers=powers,
    )
