"""Rules between a government's report and those of the organs below it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from audit_core import (
    Evidence,
    Excerpt,
    Fact,
    Finding,
    NotApplicable,
    NotAssessed,
    Organ,
    OtherFact,
    Pattern,
    Report,
    Severity,
    Sides,
    Status,
    Words,
)
from audit_pack_series import rollup

if TYPE_CHECKING:
    from audit_core import Children, Snapshot

_ADDED: Final[Mapping[str, tuple[str, ...]]] = {
    "applications": (),
    "cases": (),
    "documents": (),
    "licensing": ("decisions",),
    "enforcement": ("decisions",),
    "fees": ("amount",),
}
"""The figures that a government adds up, by table: the columns, or all. Numbers of items (`previous`, `change`) are not
added up: organs share items."""

_APPLICATIONS: Final = "applications"
_GRAVE: Final = frozenset({("applications", "received", "total"), ("applications", "carried_out", "total")})
_MOST_CHILDREN: Final = 10
_MOST_FIGURES: Final = 8
_MOST_NAMED: Final = 12
_ABOVE_TOWNSHIP: Final = ("province", "city", "county")


class _Sum(Struct, frozen=True):
    """A figure of the report, those of the organs below, the largest first, and the reports in which it is unread."""

    own: Fact
    parts: "tuple[tuple[Snapshot, OtherFact], ...]"
    unread: "tuple[Snapshot, ...]" = ()

    @property
    def total(self) -> Decimal:
        return sum((fact.number for _, fact in self.parts), start=Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.own.number - self.total


def _of_an_area(report: Report) -> None:
    """Raise NotApplicable for an organ that is no government of an area, or one that reports for itself alone."""
    organ = report.organ
    if organ.kind and (organ.kind != "government" or (organ.level and organ.level not in _ABOVE_TOWNSHIP)):
        raise NotApplicable("only for governments at county level or above", "只适用于县级以上人民政府")
    if organ.scope == "organ":
        raise NotApplicable(
            "by the register the figures are the organ's alone", "机关名录登记该报告的数据范围为本机关，不汇总下级"
        )


def _added(report: Report) -> Iterator[Fact]:
    """Yield the figures of the report that are sums of those below, as far as they can be read."""
    for table, columns in _ADDED.items():
        for fact in report.facts(table):
            if (not columns or fact.column in columns) and fact.is_known:
                yield fact


def _sums(report: Report, children: "Children") -> list[_Sum]:
    """Return the figures with those of the reports below that follow the same form."""
    reports = [one for one in children.reports if one.form == report.form.name]
    sums: list[_Sum] = []
    for own in _added(report):
        facts = [(one, one.fact(own.table, own.row, own.column)) for one in reports]
        parts = [(one, fact) for one, fact in facts if fact.is_known]
        unread = tuple(one for one, fact in facts if not fact.is_known)
        sums.append(_Sum(own, tuple(sorted(parts, key=lambda part: -part[1].number)), unread))
    return sums


def _is_known(report: Report) -> bool:
    """Whether the register says that the figures are those of the whole area."""
    return report.organ.scope == "area"


def _names(reports: "Sequence[Snapshot]") -> tuple[str, ...]:
    return tuple(one.organ.name for one in reports)


def _of_another_form(report: Report, children: "Children") -> "list[Snapshot]":
    return [one for one in children.reports if one.form != report.form.name]


def _finding(wrong: Sequence[_Sum], status: Status, severity: Severity | None, relation: str) -> Finding:
    first = next((one for one in wrong if _key(one.own) in _GRAVE), wrong[0])
    parts = [(one, fact) for one, fact in first.parts if fact.number]
    rest = [one.own for one in wrong if one is not first][:_MOST_FIGURES]
    return Finding(
        first.own,
        status=status,
        severity=severity,
        evidence=(
            Evidence.of(first.own),
            *(_part(one, fact) for one, fact in parts[:_MOST_CHILDREN]),
            *map(Evidence.of, rest),
        ),
        sides=Sides(first.own.number, relation, first.total, _SIDES),
        label=first.own.label,
        figure=first.own.number,
        expected=first.total,
        count=len(first.parts),
        more=_and_more(len(wrong) - 1),
    )


def _and_more(count: int) -> Words:
    if not count:
        return Words("", "")
    return Words(f"；该表另有 {count} 个数据不符", f"; {count} more of the table differ")


_SIDES: Final = Words("政府报告的数据 与 下级机关报告之和", "the government's figure against the sum of those below")


def _part(one: "Snapshot", fact: OtherFact) -> Evidence:
    name = one.organ.name
    label = fact.concept.label
    return Evidence(Words(f"{name}：{label.zh}", f"{name}: {label.en}"), fact.raw, fact.value, fact)


def _key(fact: Fact) -> tuple[str, str, str]:
    return fact.table, fact.row, fact.column


def _by_table(wrong: Iterable[_Sum]) -> Iterator[list[_Sum]]:
    tables: dict[str, list[_Sum]] = {}
    for one in wrong:
        tables.setdefault(one.own.table, []).append(one)
    yield from tables.values()


def _own_office(report: Report, children: "Children") -> "Snapshot | None":
    """Return the one report below whose figures are all those of the government while others have some, too."""
    sums = _sums(report, children)
    if not any(one.own.number for one in sums):
        return None
    for child in children.reports:
        if all(_part_of(one, child) == one.own.number for one in sums) and any(one.difference for one in sums):
            return child
    return None


def _part_of(one: _Sum, child: "Snapshot") -> Decimal | None:
    return next((fact.number for part, fact in one.parts if part is child), None)


def _leave_to_own_office(report: Report, children: "Children") -> None:
    child = _own_office(report, children)
    if child is not None:
        name = child.organ.name
        raise NotAssessed(
            f"all figures are those of {name}, see ROLL-04", f"各项数据与{name}的报告完全相同，见 ROLL-04"
        )


_REGISTER: Final = (
    {"name": "某县人民政府", "scope": "area"},
    {"name": "某县水利局", "parent": "某县人民政府"},
    {"name": "某镇人民政府", "parent": "某县人民政府"},
)
_WITH_OFFICE: Final = (*_REGISTER[:2], {"name": "某县人民政府办公室", "parent": "某县人民政府"})
"""The organs of the examples."""


@rollup.rule(
    "ROLL-01",
    zh="{label}为 {figure}，下级 {count} 个机关合计为 {expected}{more}",
    en="{label} is {figure}; the {count} organs below come to {expected}{more}",
    severity="warning",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("请核对汇总口径和下级报告。", "Check what was added up, and the reports below."),
    wrong={
        "organization": "某县人民政府",
        "applications/received/total": 120,
        "rest": "0",
        "children": (
            {"organization": "某县水利局", "applications/received/total": 80, "rest": "0"},
            {"organization": "某镇人民政府", "applications/received/total": 41, "rest": "0"},
        ),
        "register": _REGISTER,
    },
    right={
        "organization": "某县人民政府",
        "applications/received/total": 121,
        "rest": "0",
        "children": (
            {"organization": "某县水利局", "applications/received/total": 80, "rest": "0"},
            {"organization": "某镇人民政府", "applications/received/total": 41, "rest": "0"},
        ),
        "register": _REGISTER,
    },
)
def not_the_sum(report: Report, children: "Children") -> Iterator[Finding]:
    """汇总不等 / Roll-up differs

    检查 覆盖全行政区域的政府报告，各项数据是否等于所属全部机关（含本级办公室）报告之和。数据小于下级之和的，以及表三
        新收、结转下年总计不等的，为错误；其余为警告。
    Checks whether the figures of a report that covers a whole area are the sum of all organs below, its own office
        included. A figure smaller than the sum, and a total received or carried out that differs, is an error; other
        differences are warnings.
    原因 政府的报告是全区域的总账，与下级合计不等，两边必有一边不准。
    Why A government's report is the account of its area; where the sum differs, one side is wrong.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 垂直管理机关（名录登记的不计）、开发区、转办后重复统计的申请；名录没有写明数据范围为本行政区域的，或者下级报告
        自身不平的，记为待核；下级报告不全的记为未评估。
    False alarms Organs led from above (which the register leaves out), development zones, applications counted twice.
        Where the register does not say that the figures are those of the area, or a report below does not balance, it
        is to be reviewed; where reports are missing it is not assessed.
    调整 在机关名录中登记下级机关和数据范围（scope：本行政区域、本机关）。
    Tailoring The register gives the organs below and the scope of the figures (`scope`: `area` or `organ`).
    """
    _check_complete(report, children)
    _leave_to_own_office(report, children)
    wrong_below = _unbalanced(report, children)
    status = Status.FAIL if _is_known(report) and not wrong_below else Status.REVIEW
    sums = _sums(report, children)
    for wrong in _by_table(one for one in sums if not one.unread and one.difference):
        grave = any(_key(one.own) in _GRAVE or one.difference < 0 for one in wrong)
        yield _finding(wrong, status, Severity.ERROR if grave else None, "=")
    unread = list(dict.fromkeys(name for one in sums for name in _names(one.unread)))
    if unread:
        raise NotAssessed(
            f"some figures cannot be read in the reports of {', '.join(unread[:_MOST_NAMED])}",
            f"{'、'.join(unread[:_MOST_NAMED])}的报告有数据未列出或无法读取，相应各项未核对",
        )


def _check_complete(report: Report, children: "Children") -> None:
    lacking = [organ.name for organ in children.missing]
    other = _of_another_form(report, children)
    if lacking:
        listed = Words.listed(lacking, _MOST_NAMED)
        raise NotAssessed(f"reports of organs below are missing: {listed.en}", f"下级机关的报告不全，缺：{listed.zh}")
    if other:
        listed = Words.listed(list(_names(other)), _MOST_NAMED)
        raise NotAssessed(f"reports below follow another form: {listed.en}", f"下级报告所用表式不同：{listed.zh}")


@rollup.rule(
    "ROLL-02",
    zh="下级机关的报告缺 {count} 份：{names}",
    en="reports of organs below are missing, {count} in all: {names}",
    severity="info",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("请补齐下级报告后再核对汇总。", "Get the missing reports, then check the sum."),
)
def incomplete(report: Report, children: "Children") -> None:
    """下级报告不全 / Reports below incomplete

    检查 机关名录中应当报告的下级机关，是否都有报告；不全的记为未评估，并列出机关名称。
    Checks whether every organ below that must report has done so; where not, it is not assessed, and they are named.
    原因 报告不全，合计就不能核对。
    Why Without all reports no sum can be checked.
    错误 应有24份，只有22份。
    Wrong 22 reports of 24.
    正确 24份齐全。
    Right All 24.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 没有收进本次审核的报告；是否按期发布见 PUB-01。
    False alarms Reports that were left out of the run; whether they were published in time is for PUB-01.
    调整 可以停用，或调整严重程度；不需要报告的机关不登记为下级，垂直管理的在名录中写明。
    Tailoring May be switched off or given another severity. Organs that need not report are not registered under it;
        those led from above are marked in the register.
    """
    _check_complete(report, children)


@rollup.rule(
    "ROLL-03",
    zh="{label}为 {figure}，小于已收到的 {count} 个下级机关报告之和 {expected}{more}",
    en="{label} is {figure}, below the sum of the {count} reports received, {expected}{more}",
    severity="error",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("请核对汇总时是否漏计。", "Check what was left out of the sum."),
    wrong={
        "organization": "某县人民政府",
        "enforcement/penalties/decisions": 12,
        "rest": "0",
        "children": ({"organization": "某县水利局", "enforcement/penalties/decisions": 40, "rest": "0"},),
        "register": _REGISTER,
    },
    right={
        "organization": "某县人民政府",
        "enforcement/penalties/decisions": 40,
        "rest": "0",
        "children": ({"organization": "某县水利局", "enforcement/penalties/decisions": 40, "rest": "0"},),
        "register": _REGISTER,
    },
)
def below_the_sum(report: Report, children: "Children") -> Iterator[Finding]:
    """上级小于已收下级之和 / Below the sum received

    检查 下级报告不全时，政府报告的数据是否小于已收到的下级报告之和。下级报告齐全的，由 ROLL-01 核对。
    Checks, where some reports below are missing, whether a figure is smaller than the sum of those received. Where all
        are at hand ROLL-01 checks the sum.
    原因 总数不可能小于一部分之和。
    Why A whole is never smaller than some of its parts.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 垂直管理机关（名录登记的不计）；名录没有写明数据范围为本行政区域的，或者下级报告自身不平的，记为待核。
    False alarms Organs led from above (which the register leaves out). Where the register does not say that the figures
        are those of the area, or a report below does not balance, it is to be reviewed.
    调整 在机关名录中登记下级机关和数据范围（scope：本行政区域、本机关）。
    Tailoring The register gives the organs below and the scope of the figures (`scope`: `area` or `organ`).
    """
    if children.are_complete and not _of_another_form(report, children):
        raise NotApplicable("all reports below are at hand, see ROLL-01", "下级报告齐全，由 ROLL-01 核对")
    _leave_to_own_office(report, children)
    status = Status.FAIL if _is_known(report) and not _unbalanced(report, children) else Status.REVIEW
    for wrong in _by_table(one for one in _sums(report, children) if one.difference < 0):
        yield _finding(wrong, status, None, ">=")


@rollup.rule(
    "ROLL-04",
    zh="各项数据与{child}的报告完全相同，{others}的没有计入",
    en="all figures are those of {child}; those of {others} were left out",
    severity="warning",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("政府的报告应当反映全行政区域的情况。", "A government's report covers its whole area."),
    wrong={
        "organization": "某县人民政府",
        "applications/received/total": 9,
        "rest": "0",
        "children": (
            {"organization": "某县人民政府办公室", "applications/received/total": 9, "rest": "0"},
            {"organization": "某县水利局", "applications/received/total": 3, "rest": "0"},
        ),
        "register": _WITH_OFFICE,
    },
    right={
        "organization": "某县人民政府",
        "applications/received/total": 12,
        "rest": "0",
        "children": (
            {"organization": "某县人民政府办公室", "applications/received/total": 9, "rest": "0"},
            {"organization": "某县水利局", "applications/received/total": 3, "rest": "0"},
        ),
        "register": _WITH_OFFICE,
    },
)
def own_office_only(report: Report, children: "Children") -> Iterator[Finding]:
    """只报本级 / Own office only

    检查 政府报告的数据，是否恰好等于其办公室一家的数据，而其他机关的不为零。
    Checks whether the figures are just those of the government's own office while other organs have some.
    原因 只报办公室一家，公众看不到全区域的情况。
    Why With the office alone the public cannot see the area.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 名录没有写明数据范围为本行政区域的，记为待核；写明为本机关的，不适用。
    False alarms Where the register does not say that the figures are those of the area it is to be reviewed; where it
        says that they are the organ's alone it does not apply.
    调整 在机关名录中登记数据范围（scope：本行政区域、本机关）。
    Tailoring The register gives the scope of the figures (`scope`: `area` or `organ`).
    """
    child = _own_office(report, children)
    if child is None:
        return
    sums = _sums(report, children)
    left_out = [
        one.organ.name for one in children.reports if one is not child and any(_part_of(each, one) for each in sums)
    ]
    shown = [one for one in sums if one.own.number][:_MOST_FIGURES]
    yield Finding(
        shown[0].own,
        status=Status.FAIL if _is_known(report) else Status.REVIEW,
        evidence=tuple(
            evidence
            for one in shown
            for evidence in (Evidence.of(one.own), _part(child, child.fact(one.own.table, one.own.row, one.own.column)))
        ),
        key="own_office",
        child=child.organ.name,
        others=Words.listed(left_out, _MOST_NAMED),
    )


_COUNTED: Final = Pattern(
    r"(?:全[省市县区旗州]|[下所管]辖|辖区(?:内)?|辖有?)[^，。；;、\d]{0,6}?(?P<said>\d{1,3})个(?P<what>乡镇[（(]?(?:街道|街办)?[)）]?|镇[（(]?街道[)）]?|乡镇|街道|乡|镇)"
    r"(?![^，。；;]{0,4}试点)"
)


@rollup.rule(
    "ROLL-05",
    zh="正文写明有 {said} 个{what}，机关名录中有 {listed} 个",
    en="the text speaks of {said} {what}, the register lists {listed}",
    severity="info",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("请核对单位数。", "Check the number."),
    wrong={
        "organization": "某县人民政府",
        "overview": "全县19个乡镇（街道）均设立公开专栏。",
        "rest": "0",
        "children": ({"organization": "某镇人民政府", "rest": "0"},),
        "register": _REGISTER,
    },
    right={
        "organization": "某县人民政府",
        "overview": "全县1个乡镇（街道）均设立公开专栏。",
        "rest": "0",
        "children": ({"organization": "某镇人民政府", "rest": "0"},),
        "register": _REGISTER,
    },
)
def number_of_organs(report: Report, children: "Children") -> Iterator[Finding]:
    """单位数不符 / Number of organs differs

    检查 正文写明的全县（市、区）乡镇、街道的个数，与机关名录是否相符。
    Checks whether the number of townships and subdistricts of the area in the text is that of the register.
    原因 单位数不符，可能有机关没有纳入汇总。
    Why Where they differ, organs may have been left out.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 只说到一部分的句子；名录没有登记乡镇、街道的记为未评估。
    False alarms Sentences on some of them; without any in the register it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    organs = [*(one.organ for one in children.reports), *children.missing]
    towns = sum(organ.kind == "government" and organ.level == "township" for organ in organs)
    streets = sum(organ.kind == "subdistrict" for organ in organs)
    if not towns and not streets:
        raise NotAssessed("the register lists no townships or subdistricts", "机关名录没有登记乡镇、街道")
    for section in report.sections:
        for node in section.body:
            for found in _COUNTED.finditer(node.text):
                what = found["what"]
                listed = _counted(organs, what, towns, streets)
                if int(found["said"]) != listed:
                    yield Finding(
                        Excerpt.within(node, *found.span()),
                        status=Status.REVIEW,
                        key=f"number/{what}",
                        said=int(found["said"]),
                        what=what,
                        listed=listed,
                    )


def _counted(organs: Iterable[Organ], what: str, towns: int, streets: int) -> int:
    if "街" in what and what != "街道":
        return towns + streets
    if what == "街道":
        return streets
    if what == "乡镇":
        return towns
    return sum(organ.level == "township" and organ.kind == "government" and what in organ.name for organ in organs)


@rollup.rule(
    "ROLL-06",
    zh="下级机关 {names} 的报告自身不平，汇总须待更正后再核对",
    en="the reports of {names} do not balance: check the sum once they are corrected",
    severity="info",
    basis=("R49", "R6"),
    only=_of_an_area,
    advice=("请先更正下级报告。", "Have the reports below corrected first."),
    wrong={
        "organization": "某县人民政府",
        "applications/received/total": 121,
        "rest": "0",
        "children": (
            {
                "organization": "某县水利局",
                "applications/received/total": 80,
                "applications/received/natural": 79,
                "rest": "0",
            },
            {
                "organization": "某镇人民政府",
                "applications/received/total": 40,
                "applications/received/natural": 40,
                "rest": "0",
            },
        ),
        "register": _REGISTER,
    },
    right={
        "organization": "某县人民政府",
        "applications/received/total": 121,
        "rest": "0",
        "children": (
            {
                "organization": "某县水利局",
                "applications/received/natural": 80,
                "applications/received/total": 80,
                "applications/carried_out/natural": 80,
                "applications/carried_out/total": 80,
                "rest": "0",
            },
            {"organization": "某镇人民政府", "rest": "0"},
        ),
        "register": _REGISTER,
    },
)
def child_wrong(report: Report, children: "Children") -> Iterator[Finding]:
    """下级自身有误 / Report below is wrong

    检查 汇总与下级报告不符时，下级报告表三的勾稽关系是否已有不平。
    Checks, where a sum differs from the reports below, whether table 3 of one of these fails to balance itself.
    原因 先改下级，再核汇总，才能找到真正的错处。
    Why Only when those below are right can the sum be checked.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 下级报告读取有误的。
    False alarms Reports below that were read wrongly.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    sums = [one for one in _sums(report, children) if not one.unread]
    differs = any(one.difference < 0 or (one.difference and children.are_complete) for one in sums)
    wrong = _unbalanced(report, children) if differs else []
    if wrong:
        yield Finding(
            report.title,
            status=Status.REVIEW,
            evidence=tuple(_part(one, fact) for one, facts in wrong[:_MOST_CHILDREN] for fact in facts),
            key="unbalanced",
            names=_names([one for one, _ in wrong]),
        )


def _unbalanced(report: Report, children: "Children") -> "list[tuple[Snapshot, tuple[OtherFact, ...]]]":
    """Return the reports below whose table of applications contradicts itself, with figures that show it."""
    same_form = (one for one in children.reports if one.form == report.form.name)
    shown = ((one, _contradiction(report, one)) for one in same_form)
    return [(one, facts) for one, facts in shown if facts]


def _contradiction(report: Report, one: "Snapshot") -> tuple[OtherFact, ...]:
    form = report.form.table(_APPLICATIONS)
    for column in form.columns:
        received, carried_in, total, carried_out = parts = tuple(
            one.fact(_APPLICATIONS, row, column) for row in ("received", "carried_in", "total", "carried_out")
        )
        results = [one.fact(_APPLICATIONS, row, column) for row in form.groups["results"]]
        try:
            if received.number + carried_in.number != total.number + carried_out.number:
                return parts
            if sum(fact.number for fact in results) != total.number:
                return (total,)
        except NotAssessed:
            continue
    return ()
