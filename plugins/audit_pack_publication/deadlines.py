"""Rules on the day of publication: too late by statute or local notice, or before the year was over."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final

from msgspec import Meta

from audit_core import (
    Count,
    Evidence,
    Finding,
    NotApplicable,
    NotAssessed,
    Organ,
    Pattern,
    Report,
    Severity,
    Status,
    Words,
)
from audit_pack_publication import pack
from audit_pack_publication.dates import in_year, named, published, said, year_of

_UPPER: Final = frozenset({"province", "city", "county"})
_TOWNSHIP: Final = Pattern(r"(?:(?<![城乡])镇|(?<!城)乡(?!村|镇)|街道|苏木)[^市县区州盟旗]*$")
_MONTH_DAY: Final = r"^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
_NO_LOCAL: Final[Mapping[str, str]] = {}


def _department_day(year: int) -> date:
    return date(year + 1, 1, 31)


def _government_day(year: int) -> date:
    return date(year + 1, 3, 31)


@pack.rule(
    "PUB-01",
    zh="{organ}的报告公布于{day}，比法定期限{deadline}晚 {late} 天",
    en="the report of {organ} was published on {day}, {late} after the statutory deadline, {deadline}",
    severity="error",
    basis="R49",
    advice=(
        "今后请在每年1月31日前公布；如日期是转载或迁移网站的日期，请补充首次公布的证据。",
        "Publish by 31 January; where the date is that of a re-post, show when it was first published.",
    ),
    silences=("PUB-03",),
    locked=True,
    wrong={"organization": "某县水利局", "year": 2022, "published": "2023-02-01"},
    right={"organization": "某县水利局", "year": 2022, "published": "2023-01-20"},
)
def department_late(report: Report, *, blocker_after: Count = 0, doubtful_after: Count = 365) -> Iterator[Finding]:
    """部门逾期发布 / Department's report late

    检查 县级以上人民政府部门的报告，是否在次年1月31日前公布；办公厅（室）在3月31日前公布的，只列为待核问题。
    Checks whether a report of a department of a government at county level or above was published by 31 January of the
        next year; of a general office that published by 31 March it is only a review finding.
    原因 条例第四十九条规定了公布的期限，逾期是最常见、也最容易查实的问题。
    Why Article 49 sets the day; being late is the commonest fault, and the easiest to prove.
    依据 《政府信息公开条例》第四十九条：县级以上人民政府部门应当在每年1月31日前公布。
    Basis Article 49 of the Regulations: departments publish by 31 January of each year.
    误报 日期是重新发布、网站迁移的日期：晚得太多的只列为待核问题；没有公布日期、各处年度不一致的记为未评估。办公厅（
        室）代本级政府公布的，期限为3月31日。
    False alarms The date of a re-post or a moved website: far too late is only a review finding; without a date, or
        where its years differ, it is not assessed. A general office that publishes its government's report has until 31
        March.
    调整 blocker_after 为逾期多少天以上作为否决项（0 为不否决），doubtful_after 为逾期多少天以上只列为待核问题。
    Tailoring More than `blocker_after` days late is a blocker (0: never), more than `doubtful_after` only a review
        finding.
    """
    _check_department(report.organ)
    day, deadline = published(report), _department_day(year_of(report))
    late = (day - deadline).days
    if late > 0:
        office = report.organ.kind == "government_office" and day <= _government_day(report.year)
        message = _OFFICE if office else _DOUBTFUL if late > doubtful_after else None
        yield _late(report, day, deadline, blocker_after, message=message)


def _check_department(organ: Organ) -> None:
    if not organ.kind:
        raise NotAssessed("the kind of organ is not known", "无法判断机关性质")
    department = organ.kind in ("department", "government_office")
    if not department or organ.level == "township" or (not organ.level and _TOWNSHIP.search(organ.name)):
        raise NotApplicable("only for departments at county level or above", "只适用于县级以上人民政府部门")


_OFFICE: Final = Words(
    "{organ}的报告公布于{day}：作为部门，期限是{deadline}，已晚 {late} 天；如这是本级政府的报告，期限是3月31日，"
    "则未逾期",
    "the report of {organ} was published on {day}: for a department that is {late} after {deadline}; as the report "
    "of the government, due on 31 March, it is in time",
)
_DOUBTFUL: Final = Words(
    "{organ}的报告注明{day}公布，比法定期限{deadline}晚 {late} 天：可能是重新发布或网站迁移的日期；如是首次公布，"
    "则已逾期",
    "the report of {organ} says it was published on {day}, {late} after the statutory deadline, {deadline}: that "
    "may "
    "be the day of a re-post or of a moved website; if it is the first publication, it was late",
)


def _late(report: Report, day: date, deadline: date, blocker_after: int, *, message: Words | None) -> Finding:
    late = (day - deadline).days
    return Finding(
        report.title,
        status=Status.REVIEW if message else Status.FAIL,
        severity=Severity.BLOCKER if 0 < blocker_after < late and not message else None,
        evidence=_days(report, deadline),
        message=message,
        key="published",
        organ=report.organ.name,
        day=named(day),
        deadline=named(deadline),
        late=Words.counted(late, "day"),
    )


_DEADLINE: Final = Words("期限", "deadline")


def _days(report: Report, other: date, label: Words = _DEADLINE) -> tuple[Evidence, ...]:
    return (Evidence(Words("公布日期", "day of publication"), said(report)), Evidence(label, other.isoformat()))


@pack.rule(
    "PUB-02",
    zh="{organ}的报告公布于{day}，比法定期限{deadline}晚 {late} 天",
    en="the report of {organ} was published on {day}, {late} after the statutory deadline, {deadline}",
    severity="error",
    basis="R49",
    advice=(
        "今后请在每年3月31日前公布；如日期是转载或迁移网站的日期，请补充首次公布的证据。",
        "Publish by 31 March; where the date is that of a re-post, show when it was first published.",
    ),
    silences=("PUB-03",),
    locked=True,
    wrong={"organization": "某县人民政府", "year": 2022, "published": "2023-04-01"},
    right={"organization": "某县人民政府", "year": 2022, "published": "2023-03-20"},
)
def government_late(report: Report, *, blocker_after: Count = 0, doubtful_after: Count = 365) -> Iterator[Finding]:
    """政府逾期发布 / Government's report late

    检查 县级以上人民政府的报告，是否在次年3月31日前公布。
    Checks whether the report of a government at county level or above was published by 31 March of the next year.
    原因 条例第四十九条规定了公布的期限，逾期是最常见、也最容易查实的问题。
    Why Article 49 sets the day; being late is the commonest fault, and the easiest to prove.
    依据 《政府信息公开条例》第四十九条：县级以上地方人民政府的年度报告，应当在每年3月31日前公布。
    Basis Article 49 of the Regulations: reports of local governments are published by 31 March of each year.
    误报 日期是重新发布、网站迁移的日期：晚得太多的只列为待核问题；没有公布日期、各处年度不一致的记为未评估。乡镇、街
        道的期限不由条例规定，见 PUB-03。
    False alarms The date of a re-post or a moved website: far too late is only a review finding; without a date, or
        where its years differ, it is not assessed. Townships and subdistricts have no statutory day, see PUB-03.
    调整 blocker_after 为逾期多少天以上作为否决项（0 为不否决），doubtful_after 为逾期多少天以上只列为待核问题。
    Tailoring More than `blocker_after` days late is a blocker (0: never), more than `doubtful_after` only a review
        finding.
    """
    _check_government(report.organ)
    day, deadline = published(report), _government_day(year_of(report))
    late = (day - deadline).days
    if late > 0:
        yield _late(report, day, deadline, blocker_after, message=_DOUBTFUL if late > doubtful_after else None)


def _check_government(organ: Organ) -> None:
    if not organ.kind:
        raise NotAssessed("the kind of organ is not known", "无法判断机关性质")
    if organ.kind == "government" and not organ.level:
        raise NotAssessed("the level of the government is not known", "无法判断政府的层级")
    if organ.kind != "government" or organ.level not in _UPPER:
        raise NotApplicable("only for governments at county level or above", "只适用于县级以上人民政府")


@pack.rule(
    "PUB-03",
    zh="{organ}的报告公布于{day}，比本地规定的期限{deadline}晚 {late} 天",
    en="the report of {organ} was published on {day}, {late} after the local deadline, {deadline}",
    severity="note",
    basis="当地关于年度报告公布时间的通知 / The local notice on when reports are published",
    advice=("今后请按当地通知规定的时间公布。", "Publish by the day of the local notice."),
    wrong={
        "organization": "某镇人民政府",
        "year": 2022,
        "published": "2023-02-10",
        "options": {"deadlines": {"government/township": "01-31"}},
    },
    right={
        "organization": "某镇人民政府",
        "year": 2022,
        "published": "2023-01-28",
        "options": {"deadlines": {"government/township": "01-31"}},
    },
)
def local_deadline(
    report: Report, *, deadlines: Mapping[str, Annotated[str, Meta(pattern=_MONTH_DAY)]] = _NO_LOCAL
) -> Iterator[Finding]:
    """逾地方期限 / Local deadline missed

    检查 当地通知规定的公布期限；乡镇和街道只有这个期限。没有设定期限时不适用。
    Checks the day that a local notice sets; townships and subdistricts have no other. Where none is set it does not
        apply.
    原因 当地为汇总留出时间，常把期限定得比条例早。
    Why To leave time for adding up, local notices often set an earlier day than the statute.
    依据 当地关于年度报告的通知，由规则集设定。
    Basis The local notice, as the ruleset sets it.
    误报 日期是重新发布、网站迁移的日期；没有公布日期、各处年度不一致的记为未评估；已逾法定期限的由
        PUB-01、PUB-02 说明。
    False alarms The date of a re-post or a moved website; without a date, or where its years differ, it is not
        assessed, and past the statutory day it is left to PUB-01 and PUB-02.
    调整 deadlines 按机关性质（或性质/层级）设定 MM-DD，如 {department: 01-21, government/county: 02-20, subdistrict:
        01-31}；不得晚于法定期限。
    Tailoring `deadlines` sets MM-DD by kind, or kind and level, as {department: 01-21, government/county: 02-20}; never
        later than the statute's.
    """
    organ = report.organ
    asked = deadlines.get(f"{organ.kind}/{organ.level}") or deadlines.get(organ.kind) if deadlines else None
    if not asked:
        raise NotApplicable("no local deadline is set for such an organ", "没有为这类机关设定地方期限")
    year = year_of(report)
    deadline = in_year(asked, year + 1, latest=_latest(organ, year))
    day = published(report)
    if day > deadline:
        yield _late(report, day, deadline, 0, message=None)


def _latest(organ: Organ, year: int) -> date:
    """Return the latest day a local notice can set: the statute's, and any day of the year where it sets none."""
    if organ.kind == "government" and organ.level in _UPPER:
        return _government_day(year)
    return _department_day(year) if organ.kind == "department" else date(year + 1, 12, 31)


@pack.rule(
    "PUB-04",
    zh="报告注明{day}公布，早于统计期末{end}：这时全年的数据还没有统计完",
    en="the report says it was published on {day}, before its period was over on {end}: the year's figures were not "
    "yet known",
    severity="warning",
    basis=("R49", "R6"),
    advice=(
        "请核对公布日期；日期无误的，核对数据是否为全年数据。",
        "Check the day; where it is right, check whether the figures are those of the whole year.",
    ),
    wrong={"organization": "某县人民政府", "year": 2022, "published": "2022-12-30"},
    right={"organization": "某县人民政府", "year": 2022, "published": "2023-03-20"},
)
def too_early(report: Report) -> Iterator[Finding]:
    """早于统计期末 / Published before its period ended

    检查 公布日期是否在报告年度12月31日之后。
    Checks whether the day of publication is after 31 December of the report year.
    原因 全年还没有结束就公布的，不会是全年的数据，或者日期有误。
    Why What was published before the year was over cannot be the year's figures, or the day is wrong.
    依据 《政府信息公开条例》第四十九条（上一年度的报告）、第六条（准确）。
    Basis Article 49 of the Regulations (the report of the year before) and Article 6 (accurate).
    误报 日期是栏目建立或文件起草的日期；各处年度不一致的记为未评估。
    False alarms The day a column was set up or a draft was begun; where the years differ it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    day, end = published(report), date(year_of(report), 12, 31)
    if day <= end:
        yield Finding(
            report.title,
            evidence=_days(report, end, Words("统计期末", "end of the period")),
            key="published",
            day=named(day),
            end=named(end),
        )
