"""Rules on what a report says of itself: its title, year, organ and period."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from audit_core import (
    Cell,
    Evidence,
    Excerpt,
    Finding,
    Fix,
    Heading,
    Paragraph,
    Pattern,
    Report,
    Severity,
    Status,
    Term,
    Words,
    passages,
)
from audit_pack_sections import pack
from audit_pack_sections.section_outline import all_words

SourceNode = Cell | Heading | Paragraph | Excerpt


@pack.rule(
    "SEC-01",
    zh="没有找到报告标题（机关名称＋年度＋“{name}”）",
    en="no title was found (organ, year, {name})",
    severity="warning",
    basis="form",
    advice=("请补上完整的标题。", "Give the report its full title."),
    wrong="""
        # 某县2022年度政府信息公开年度报告

        ## 一、总体情况
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况
    """,
)
def title_missing(report: Report) -> Iterator[Finding]:
    """标题缺失或要素不全 / Title missing or incomplete

    检查 报告开头有没有标题，标题是否含有机关名称、年度和报告名称（如“政府信息公开工作年度报告”）。
    Checks whether the report begins with a title that names the organ, the year and what it is, such as
        政府信息公开工作年度报告.
    原因 标题是公众检索报告的依据，少了要素就查不到。
    Why The public finds reports by their titles.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 没有标题的，报告年度依次按统计期限、“现公布……年度报告”之类的语句和第一部分所述年度认定，并在此写明依据；
        年度在前、在括号内或用汉字，换行、空格，“年度”与“年”均可；“人民政府”与“政府信息公开”合用一个“政府”的不算缺少；
        只写在网页元数据里的标题也算。
    False alarms Without a title the year is told by the period, by a sentence that publishes the report, or by the year
        that section one speaks of, which is said here; the year may come first, in brackets or in Chinese numerals,
        lines may break, 年 and 年度 are the same; one 政府 may serve both 人民政府 and 政府信息公开; a title that only
        the page's metadata holds counts.
    调整 标题的写法在表式的 titles 中规定，应有的要素在 title_elements 中规定。
    Tailoring The ways to write a title stand in the form, under `titles`, and what a full one holds under
        `title_elements`.
    """
    title = report.title
    told = next((notice for notice in report.notices if notice.kind == "year"), None)
    year = (Evidence(_TELLS, " ".join(getattr(told.at, "text", "").split()), at=told),) if told and told.at else ()
    if title is None:
        yield Finding(
            evidence=year,
            message=_NONE_TOLD if told else None,
            key="title",
            name=_name(report),
            told=told.words if told else "",
        )
    elif title.lacks:
        full = _full_title(report)
        yield Finding(
            title,
            severity=Severity.NOTE,
            evidence=(Evidence(Words("标题", "title"), title.text, at=title), *year),
            message=_LACKS_SHOWN if full else _LACKS,
            fix=_fix(report, full),
            key="title",
            title=title.text,
            element=title.lacks,
            full=full,
        )


_TELLS = Words("认定年度的依据", "what tells the year")
_NONE_TOLD = Words(
    "没有找到报告标题（机关名称＋年度＋“{name}”）；{told}",
    "no title was found (organ, year, {name}); {told}",
)
_LACKS = Words("标题“{title}”缺少{element}", "the title “{title}” lacks {element}")
_LACKS_SHOWN = Words(
    "标题“{title}”缺少{element}，应写作“{full}”", "the title “{title}” lacks {element}; it should read “{full}”"
)


def _full_title(report: Report) -> str:
    """Return what the title should read, empty where it does not name organ and year."""
    title = report.title
    if title is None or not title.organization or not title.year:
        return ""
    return f"{title.organization}{title.year}年{_name(report)}"


def _name(report: Report) -> str:
    """Return what reports of a form are called: its title without what tells it from others of the same name."""
    return _VERSION.sub("", report.form.title.zh)


_VERSION = Pattern(r"\s*[（(][^（）()]*[）)]$")


def _fix(report: Report, full: str) -> Fix | None:
    """Propose the full title where the printed line holds nothing else."""
    title = report.title
    if title is None or not full or not isinstance(title.at, Excerpt):
        return None
    if "".join(title.at.text.split()) != title.text:
        return None
    return Fix(full, Words(f"改为“{full}”", f"replace by “{full}”"))


@pack.rule(
    "SEC-07",
    zh="年度不一致：{years}",
    en="the years differ: {years}",
    severity="error",
    basis="form",
    advice=("请核对报告年度，改正写错的一处。", "Check the report year and correct the place that is wrong."),
    wrong="""
        # 某县人民政府2021年政府信息公开工作年度报告

        本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。

        ## 一、总体情况
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。

        ## 一、总体情况
    """,
)
def year_mismatch(report: Report) -> Iterator[Finding]:
    """标题年度与报告年度不一致 / Title year differs from the report year

    检查 标题中的年度、文件声明的年度、统计期限的年度，以及开头“现公布……年度报告”一句中的年度是否相同。
    Checks whether the years of the title, of the file's own metadata, of the period and of the report that the lines
        before section 1 announce (现公布…) are the same.
    原因 年度错了，数据就被归到另一年，上下年的衔接也随之出错。
    Why With a wrong year the figures are filed under another one, and the chain between years breaks.
    依据 规定表式的文件；规则集可以另行注明。
    Basis What prescribes the form; a ruleset may cite more.
    误报 网站栏目或路径里的年度、正文各部分提到的往年报告不参与比较；只有声明的年度与标题、统计期限都不同的，列为待核
        问题。
    False alarms Years in paths and columns of web sites, and of earlier reports that the sections mention, are not
        compared; where only the declared year differs from both title and period it is a review finding.
    调整 可以调整严重程度。
    Tailoring May be given another severity.
    """
    said = list(_years(report))
    if all(year == said[0][1] for _, year, _ in said):
        return
    printed = [(label, year, at) for label, year, at in said if at is not None]
    odd = next((one for one in printed if one[1] != report.year), None) or said[0]
    doubtful = len(printed) > 1 and len({year for _, year, _ in printed}) == 1
    yield Finding(
        odd[2],
        status=Status.REVIEW if doubtful else Status.FAIL,
        evidence=tuple(Evidence(label, str(year), at=at) for label, year, at in said),
        key="year",
        years=Words("，".join(f"{label.zh}为 {year} 年" for label, year, _ in said),
                    ", ".join(f"{label.en} {year}" for label, year, _ in said)),
    )  # fmt: skip


def _years(report: Report) -> Iterator[tuple[Words, int, SourceNode | None]]:
    """Yield each year the report states, with its place; the metadata have none."""
    title, period = report.title, report.period
    if title and title.year:
        at = title.at if isinstance(title.at, Excerpt) else None
        yield Words("标题年度", "title"), title.year, at
    if report.declared_year:
        yield Words("声明的报告年度", "declared"), report.declared_year, None
    if period and period.year:
        yield Words("统计期限年度", "period"), period.year, period.at
    for _, announced, place in _announced(report):
        if announced:
            yield Words("开头所称报告的年度", "report announced"), announced, place


def _announced(report: Report) -> Iterator[tuple[str, int | None, SourceNode]]:
    """Yield organ, year and place of the reports that the lines before section one say they publish."""
    if not report.form.sections or not report.section(report.form.sections[0].key):
        return
    sentences = [pattern for pattern in report.form.announced if "title" in pattern.groupindex]
    for passage in passages(report, "before").every:
        for match in (found for pattern in sentences for found in pattern.finditer(passage.text)):
            text = "".join(match["title"].split())
            title = next(filter(None, (one.pattern.fullmatch(text) for one in report.form.titles)), None)
            if title:
                said, at = title.groupdict(), passage.cut(*match.span("title"))
                year = said.get("year") or ""
                yield said.get("organization") or "", int(year) if year.isdecimal() else None, at


@pack.rule(
    "SEC-08",
    zh="标题中的机关“{title}”与登记的机关“{declared}”不一致",
    en="the title names “{title}”, the declared organ is “{declared}”",
    severity="warning",
    basis="form",
    advice=(
        "请核对机关名称；机构改革后更名的，可登记为别名。",
        "Check the organ's name; a name changed by reform may be accepted as an alias.",
    ),
    wrong="""
        ---
        organization: 某县水利局
        ---
        # 某县农业农村局2022年政府信息公开工作年度报告

        ## 一、总体情况
    """,
    right="""
        ---
        organization: 某县水利局
        ---
        # 某县水利局2022年政府信息公开工作年度报告

        ## 一、总体情况
    """,
)
def organ_mismatch(report: Report, *, aliases: tuple[Term, ...] = ()) -> Iterator[Finding]:
    """机关名称不一致 / Organ name inconsistent

    检查 标题中的机关名称与文件声明的、开头“现公布……年度报告”一句所称的机关名称是否相同；
        正文中是否反复用别一级的自称，而从不用本级的自称。
    Checks whether the title names the declared organ and the one whose report the lines before section 1 announce
        (现公布…), and whether the text keeps speaking as an organ of another level (我镇 in a county's report) and
        never as its own.
    原因 名称不符，读者无从判断报告是哪个机关的，可能误用了其他机关的文稿。
    Why With a wrong name nobody knows whose report it is; another organ's text may have been used.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 政府、人民政府、办公室、办公厅的简称，部门的简称（卫健委）和上级地名的有无不计；自称只列为待核问题。
    False alarms Short forms (政府, 人民政府, 办公室, 办公厅; 卫健委 for 卫生健康委员会) and the names of higher places
        do not count; self-names are only a review finding.
    调整 aliases 列出视为同一机关的名称（如机构改革前的名称）。
    Tailoring `aliases` lists names taken as the same organ, such as those from before a reform.
    """
    title = report.title.organization if report.title else ""
    declared = report.declared_organization
    if title and declared and not _same(title, declared) and not {title, declared} & set(aliases):
        yield Finding(
            report.title,
            evidence=(
                Evidence(Words("标题中的机关", "organ in the title"), title, at=report.title),
                Evidence(Words("声明的机关", "declared organ"), declared),
            ),
            key="organization",
            title=title,
            declared=declared,
        )
    if title:
        yield from _announced_of_others(report, title, aliases)
    yield from _self_names(report)


def _announced_of_others(report: Report, title: str, aliases: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding where the lines before section one publish the report of another organ."""
    for organ, _, at in _announced(report):
        if len(organ) < _SHORTEST or organ.startswith(_SELVES) or _same(title, organ) or {title, organ} & set(aliases):
            continue
        yield Finding(
            at,
            evidence=(
                Evidence(Words("标题中的机关", "organ in the title"), title, at=report.title),
                Evidence(Words("开头所称的机关", "organ of the report announced"), organ, at=at),
            ),
            message=Words("标题中的机关是“{title}”，开头公布的却是“{announced}”的报告",
                          "the title names “{title}”, the report announced before section 1 is that of “{announced}”"),
            key="announced",
            title=title,
            announced=organ,
        )  # fmt: skip


_SELVES = ("我", "本", "全", "该")
_OFFICE = Pattern(r"(?:政务公开)?(?:办公室|办公厅|办)$")
_GOVERNMENT = Pattern(r"(?:人民)?政府$|(?:党工委)?(?:(?<!监督)管理委员会|管委会)$|办事处$")
_COMMITTEE = Pattern("委员会$")
_ABOVE = Pattern("(?<=[省市县区旗州盟])(?:人民)?政府(?!采购)")
_ZONES = ((Pattern("经济(?:技术)?开发区"), "经开区"), (Pattern("高新技术(?:产业)?(?:开发)?区"), "高新区"))


@lru_cache(maxsize=64)
def _core(organ: str) -> str:
    """Return an organ's name without what is commonly left out or shortened: brackets, office, government, 员会."""
    name = re.sub(r"\s|[（(][^（()）]*[)）]", "", organ)
    name = _GOVERNMENT.sub("", _OFFICE.sub("", name)) or name
    for zone, short in _ZONES:
        name = zone.sub(short, name)
    return _COMMITTEE.sub("委", _ABOVE.sub("", name)) or name


def _same(one: str, other: str) -> bool:
    """Whether two names may be the same organ's, the names of higher places or most of its own left out of one."""
    first, second = _core(one), _core(other)
    if _ends(first, second) or _alone(first, second) or _alone(second, first):
        return True
    return any(
        _ends(place, above) and (_shortens(organ, full) or _shortens(full, organ))
        for place, organ in _split(first)
        for above, full in _split(second)
    )


def _alone(short: str, full: str) -> bool:
    """Whether one name shortens the organ's own name in the other (住建局)."""
    return any(_shortens(short, organ) for _, organ in _split(full))


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


_PLACE = Pattern("[省市县区旗州盟镇乡]")
_BODY = Pattern("[局委厅部办院中心站所队处]$")


def _split(name: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part the name of a place from what follows it, the organ's own name."""
    yield from ((name[: at.end()], name[at.end() :]) for at in _PLACE.finditer(name))


def _shortens(short: str, full: str) -> bool:
    """Whether one name is made of characters of the other in their order, from its first to its last (卫健委)."""
    if len(short) < _SHORTEST or short[0] != full[:1] or short[-1] != full[-1:] or not _BODY.search(short):
        return False
    rest = iter(full)
    return all(character in rest for character in short) and _PLACES.findall(short) == _PLACES.findall(full)


_SHORTEST = 3
_PLACES = Pattern("[县旗镇]|(?<!城)乡")


_LEVELS = ("省", "市", "县", "区", "旗", "镇", "乡", "街道")
_RANK = {"省": 1, "市": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4}
_SELF = Pattern(rf"我({'|'.join(_LEVELS)})")
_OFTEN = 2


def _self_names(report: Report) -> Iterator[Finding]:
    """Yield a lead where a government's report speaks only as one of a lower or another level."""
    organ = report.title.organization if report.title else ""
    core = _core(organ)
    own = next((level for level in _LEVELS if organ != core and core.endswith(level)), "")
    if not own:
        return
    prose = [paragraph.text for paragraph in report.paragraphs()]
    if any(f"我{own}" in text for text in prose):
        return
    said = [match[1] for text in prose for match in _SELF.finditer(text)]
    strange = [level for level in said if _RANK[level] >= _RANK[own]]
    if len(strange) >= _OFTEN and len(set(strange)) == 1:
        yield Finding(
            report.title,
            status=Status.REVIEW,
            evidence=(Evidence(Words("标题中的机关", "organ in the title"), organ, at=report.title),),
            message=Words("正文 {count} 处自称“我{name}”，从未自称“我{own}”，请核对是否误用了其他机关的文稿",
                          "the text says 我{name} {count} times and 我{own} never; it may be another organ's"),
            key="self-name",
            count=len(strange),
            name=strange[0],
            own=own,
        )  # fmt: skip


@pack.rule(
    "SEC-09",
    domain="ogi",
    zh="没有写明统计期限",
    en="the period of the figures is not stated",
    severity="info",
    basis="各地通行做法 / Common practice",
    advice=("建议写明“统计期限自1月1日起至12月31日止”。", "State that the figures run from 1 January to 31 December."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        本报告中所列数据的统计期限自2022年1月1日起至2022年11月30日止。

        ## 一、总体情况
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        本报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。

        ## 一、总体情况
    """,
)
def period_wrong(
    report: Report, *, words: tuple[Term, ...] = ("统计期限", "统计时限", "统计周期", "统计时间", "12月31日")
) -> Iterator[Finding]:
    """统计期限缺失、不完整或越界 / Statistical period missing or wrong

    检查 写了统计期限的，是否为同一年的1月1日至12月31日；没有写的只作提示，不计分。
    Checks that a stated period runs from 1 January to 31 December of one year; one not stated is shown, never scored.
    原因 年度报告的数据应当是整年的；少一个月，表中的数字就不是全年数。
    Why The figures are a whole year's; a month less, and the tables are not the year's.
    依据 条例第四十九条（上一年度的年度报告）；各地通行做法。
    Basis Article 49 of the Regulations (the report of the previous year); common practice.
    误报 年月日在转换时丢失的，不视为没有写；日期断在段末的，只列为待核问题；年度写错的由 SEC-07 说明；没有写明是统计
        期限、所列数据或报告所反映的信息公开工作的起止日期（如一次检查、一项活动的），不作统计期限。
    False alarms A period whose characters were lost in conversion is not taken as absent; one that breaks off at the
        end of a paragraph is a review finding; a wrong year is left to SEC-07; dates not said to be those of the
        figures or of the work reported (those of an inspection, a campaign) are no period.
    调整 words 列出视为已写明的用语；要求必须写明的省份可以提高严重程度。
    Tailoring `words` are taken as a statement of the period; a province that requires one may raise the severity.
    """
    period = report.period
    if period is None:
        if not _stated(report, words):
            yield Finding(key="period")
        return
    if _whole_year(period.start, period.end):
        return
    text = "".join(line.strip() for line in period.at.text.splitlines())
    yield Finding(
        period,
        status=Status.REVIEW if _cut(period.at) else Status.FAIL,
        severity=Severity.ERROR,
        evidence=(Evidence(Words("统计期限", "period"), text, at=period),),
        message=_NO_DATE if period.start is None or period.end is None else _NOT_A_YEAR,
        advice=Words("请改为报告年度的1月1日至12月31日，并核对数据是否为全年数。",
                     "State 1 January to 31 December, and check that the figures are the whole year's."),
        key="period",
        period=text,
    )  # fmt: skip


def _cut(at: Excerpt) -> bool:
    """Whether the last number ends where its paragraph does, so that more of it may stand in another."""
    text = at.of.text
    return text[at.end - 1].isdecimal() and not text[at.end :].strip()


_NO_DATE = Words("统计期限“{period}”中有不存在的日期", "the period “{period}” holds a date that does not exist")
_NOT_A_YEAR = Words(
    "统计期限“{period}”不是整年（应为1月1日至12月31日）", "the period “{period}” is not 1 January to 31 December"
)


def _stated(report: Report, words: tuple[str, ...]) -> bool:
    if any(notice.kind == "characters_lost" for notice in report.notices):
        return True
    return any(word in "".join(text.split()) for text in all_words(report) for word in words)


def _whole_year(start: date | None, end: date | None) -> bool:
    if start is None or end is None:
        return False
    return start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
