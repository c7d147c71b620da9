"""Rules on the six statutory headings: whether they are there, in order, numbered and worded as prescribed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from audit_core import (
    BoundSection,
    Count,
    Evidence,
    Excerpt,
    Finding,
    Fix,
    Pattern,
    Report,
    Severity,
    Status,
    Term,
    Words,
    fold,
)
from audit_pack_sections import pack
from audit_pack_sections.section_outline import as_evidence, divide, missing, numeral, printed, swallowed, traced


@pack.rule(
    "SEC-02",
    zh="缺少{number}“{title}”：全文未找到这一标题，也未找到属于它的表格",
    en="section {ordinal}, “{title}”, is missing: neither its heading nor a table of it was found",
    about=("sections",),
    severity="error",
    basis="form",
    advice=("请补充该部分内容；没有内容的也要写明“无”。", "Add the section; one without content says 无 (none)."),
    silences=("TAB-01", "SEC-15"),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项
    """,
)
def section_missing(report: Report, *, many: Count = 2) -> Iterator[Finding]:
    """法定部分缺失 / Statutory section missing

    检查 表式规定的各部分是否都有：先认标题，标题认不出的，再看属于该部分的表格；
        缺两个以上，或缺表式注明不可缺少的部分，为否决项。
    Checks whether all sections of the form are there: by heading, or failing that by a table of theirs. Two missing
        sections, or one that the form calls essential, are a blocker.
    原因 表式规定了报告应当包括的内容，缺一部分就是缺一项规定内容。
    Why The form says what the report must contain; a section left out is required content left out.
    依据 规定表式的文件；规则集可以另行注明。
    Basis What prescribes the form; a ruleset may cite more.
    误报 标题未加标记、与正文连在一起的，不算缺失；标题一个也认不出，或应在的位置是图片、有该部分文字的，只提示核对。
    False alarms Unmarked and glued headings count as present; where no heading at all was recognised, or a picture or
        the section's own text stands in its place, it is only a review finding.
    调整 many 是缺几个部分即否决；哪些部分不可缺少，由表式的 essential 规定。规则集锁定的，不能停用。
    Tailoring `many` is how many absences are a blocker; which sections are essential stands in the form. A ruleset may
        lock the rule.
    """
    if not any(section.form for section in report.sections):
        yield Finding(status=Status.REVIEW, message=_NONE, responsibility="conversion", key="sections")
        return
    absent = missing(report)
    for key in absent:
        section = report.form.section(key)
        uncertain = _uncertain(report, key)
        yield Finding(
            _before(report, section.number),
            status=Status.REVIEW if uncertain else Status.FAIL,
            severity=Severity.BLOCKER if len(absent) >= many or section.essential else Severity.ERROR,
            evidence=as_evidence(report.sections),
            message=_UNCERTAIN if uncertain else None,
            key=key,
            table=_first_table(report, key),
            number=section.name,
            ordinal=section.number,
            title=section.title,
        )
    yield from _swallowed(report)


_NONE = Words(
    "法定部分的标题一个也没有认出，可能在图片或附件中，请对照原文核对",
    "none of the statutory headings was recognised; they may be in a picture or an annex: check the original",
)
_UNCERTAIN = Words(
    "未读到{number}“{title}”；标题可能在图片中，或在转换时丢失，请对照原文核对",
    "section {ordinal}, “{title}”, was not read; its heading may be in a picture or lost on the way: check it",
)


def _uncertain(report: Report, key: str) -> bool:
    """Whether a heading may have been lost: in its place stands a picture, or the section's own text."""
    before = _before(report, report.form.section(key).number)
    return before is not None and (bool(before.images) or traced(before.text, report.form.section(key)))


def _before(report: Report, number: int) -> BoundSection | None:
    """Return the last statutory section before the place where a missing one should stand."""
    found = [section for section in report.sections if section.form and section.form.number < number]
    return max(found, key=lambda section: section.form.number if section.form else 0, default=None)


def _first_table(report: Report, section: str) -> str:
    """Return the table under whose key a missing section speaks for its tables, its own key where it has none."""
    return next((table.key for table in report.form.tables.values() if table.section == section), section)


def _swallowed(report: Report) -> Iterator[Finding]:
    lost = [s for s in report.form.sections if not report.section(s.key) and swallowed(report, s.key)]
    if lost:
        names = tuple(section.heading for section in lost)
        words = Words("标题夹在正文中，未作缺失处理：{names}", "headings inside the prose, not missing: {names}")
        yield Finding(status=Status.PASS, message=words, names=names)


@pack.rule(
    "SEC-03",
    zh="部分顺序错误：{names}的位置不对，文中的顺序是{order}",
    en="sections out of order: {names} misplaced; the printed order is {order}",
    severity="warning",
    basis="form",
    advice=("请按法定顺序调整。", "Put the sections in their statutory order."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 五、存在的主要问题及改进情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 六、其他需要报告的事项
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项
    """,
)
def section_order(report: Report) -> Iterator[Finding]:
    """部分顺序错误 / Sections out of order

    检查 认出的法定部分是否按表式的顺序出现；指出移动最少几个部分就能恢复顺序。
    Checks whether the sections stand in the order of the form, and names the fewest that would have to move.
    原因 顺序固定，读者和汇总程序才能在同一位置找到同一内容。
    Why Readers and programs expect the same content in the same place.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 网页或 PDF 转换时改变了文字顺序的，请对照原文。
    False alarms Pages or PDFs whose reading order changed in conversion; compare with the original.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    known = [section for section in report.sections if section.form]
    numbers = [section.form.number for section in known if section.form]
    stray = _misplaced(numbers)
    if stray:
        yield Finding(
            known[stray[0]],
            evidence=as_evidence(known),
            key="order",
            names=tuple(f"“{known[n].title}”" for n in stray),
            order=tuple(_numeral(known[n]) for n in range(len(known))),
        )


def _numeral(section: BoundSection) -> str:
    return numeral(section.form) if section.form else "?"


def _misplaced(numbers: Sequence[int]) -> list[int]:
    """Return the positions outside the longest run of increasing numbers (the earliest such run)."""
    if all(one < other for one, other in pairwise(numbers)):
        return []
    best: list[list[int]] = []
    for at, number in enumerate(numbers):
        before = (run for run in best if numbers[run[-1]] < number)
        best.append([*max(before, key=len, default=[]), at])
    kept = max(best, key=len, default=[])
    return [at for at in range(len(numbers)) if at not in kept]


@pack.rule(
    "SEC-04",
    zh="一级标题序号错误：{pairs}",
    en="top-level numbering wrong: {pairs}",
    severity="warning",
    basis=("form", "GB/T 9704-2012"),
    advice=(
        "请改用法定序号；部分之内的小标题用（一）（二）（三）。",
        "Use the statutory numbers; headings inside a section are numbered （一）（二）（三）.",
    ),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 七、其他需要报告的事项
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项
    """,
)
def section_numbers(report: Report) -> Iterator[Finding]:
    """一级序号错误 / Top-level numbering wrong

    检查 各法定部分所印的序号是否就是它的法定序号，部分之内有没有又从“一、”编起；同一处错位只报一次。
        序号正确但写法不同的（“（一）”“1.”“第一部分”，或以“—、”代“一、”），作为提示。
    Checks whether each statutory section bears its own number, and whether a second series begins at 一、 inside a
        section; one shift is one finding. A number that is right and written otherwise (（一）, 1., 第一部分, or a dash
        in place of 一) is a note.
    原因 序号错了，引用“第三部分”就指到了别处。
    Why With wrong numbers a reference to section 3 leads elsewhere.
    依据 年度报告格式；GB/T 9704-2012 层次序数。
    Basis The prescribed format; GB/T 9704-2012 on the levels of numbering.
    误报 表格各行的“一、二、三、四、”和正文的“一是、二是”不是标题；没有印序号，或序号之后以空格代顿号的，不报；
        缺部分或增设部分引起的顺延由 SEC-02、SEC-06 说明。
    False alarms The rows 一、 to 四、 of a table and 一是, 二是 are no headings; a heading without a number, or with a
        blank behind it, passes; a shift that follows from a missing or extra section is left to SEC-02 and SEC-06.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    extra, second = divide(report.sections)
    shifts = list(_shifts(report, extra))
    for run in shifts:
        pairs_zh, pairs_en = zip(*(_pair(section) for section in run), strict=True)
        yield Finding(
            _ordinal(report, run[0]),
            evidence=as_evidence([*second, *run]),
            fix=_renumbered(run),
            key=f"{run[0].key}/ordinal",
            pairs=Words("；".join(pairs_zh), "; ".join(pairs_en)),
        )
    if second and not shifts:
        yield _second(report, second)
    otherwise = [section for section in report.sections if _written_otherwise(report, section)]
    if otherwise:
        pairs_zh, pairs_en = zip(*map(_pair, otherwise), strict=True)
        yield Finding(
            _ordinal(report, otherwise[0]),
            severity=Severity.NOTE,
            evidence=as_evidence(otherwise),
            fix=_renumbered(otherwise),
            key=f"{otherwise[0].key}/written",
            pairs=Words("；".join(pairs_zh), "; ".join(pairs_en)),
        )


def _written_otherwise(report: Report, section: BoundSection) -> bool:
    """Whether the ordinal of a statutory section is there and not written as one; a blank behind it does not count."""
    if section.form is None or section.ordinal not in {section.form.number, None}:
        return False
    before = "".join(_before_title(section)[0].split())
    if report.form.ordinal.match(before) or before == "".join(numeral(section.form).split()):
        return False
    return bool(fold(before)) or "、" in before


def _before_title(section: BoundSection) -> tuple[str, int]:
    """Return what is printed before the title in a heading, and where that begins."""
    text = section.heading.text if section.heading else ""
    before = text[: max(0, text.find(section.title))]
    return before.lstrip(), len(before) - len(before.lstrip())


def _shifts(report: Report, extra: Sequence[BoundSection]) -> Iterator[list[BoundSection]]:
    """Yield runs of statutory sections whose printed number is off by the same amount, and unexplained."""
    absent = [report.form.section(key).number for key in missing(report)]
    inserted = 0
    offsets: list[tuple[int, BoundSection]] = []
    for section in report.sections:
        inserted += any(section is one for one in extra)
        if section.form and section.ordinal is not None:
            number = section.form.number
            offset = section.ordinal - number
            follows = offset == inserted - sum(one < number for one in absent)
            offsets.append((0 if follows else offset, section))
    for offset, run in groupby(offsets, key=lambda pair: pair[0]):
        if offset:
            yield [section for _, section in run]


def _pair(section: BoundSection) -> tuple[str, str]:
    right = section.form.ordinal if section.form else ""
    return (
        f"“{printed(section)}”的序号应为“{right}”",
        f"“{printed(section)}” should be numbered “{right}”",
    )


def _ordinal(report: Report, section: BoundSection) -> Excerpt | BoundSection:
    """Return the printed ordinal of a heading."""
    heading = section.heading
    if heading is None:
        return section
    match = report.form.ordinal.search(heading.text)
    before, start = _before_title(section)
    start, end = match.span() if match else (start, start + len(before))
    if start == end:
        return section
    return Excerpt.within(heading, start, end)


def _renumbered(run: Sequence[BoundSection]) -> Fix | None:
    section = run[0].form
    if len(run) > 1 or section is None:
        return None
    return Fix(section.ordinal, Words(f"改为法定序号“{section.ordinal}”", f"use the number “{section.ordinal}”"))


def _second(report: Report, second: Sequence[BoundSection]) -> Finding:
    return Finding(
        _ordinal(report, second[0]),
        severity=Severity.WARNING if any(section.marked for section in second) else Severity.NOTE,
        evidence=as_evidence(second),
        message=Words("部分之内的小标题用了一级序号，与各部分的序号重复：{names}",
                      "headings inside a section are numbered like the sections: {names}"),
        key="second",
        names=tuple(f"“{printed(section)}”" for section in second),
    )  # fmt: skip


@pack.rule(
    "SEC-05",
    zh="{number}标题写作“{printed}”，应为“{title}”",
    en="section {ordinal} is headed “{printed}”; the statutory title is “{title}”",
    severity="note",
    basis="form",
    advice=("请改用法定标题。", "Use the statutory title."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的困难和下一步打算

        ## 六、其他需要报告的事项
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项
    """,
)
def section_wording(report: Report) -> Iterator[Finding]:
    """一级标题名称不规范 / Non-standard section title

    检查 认出的部分，其标题是否为法定名称或通行的变体，名称之内的标点是否相同；不计空格、括号、引号和全角半角。
    Checks whether a recognised section bears its statutory title or an accepted variant, with the punctuation inside
        it; blanks, brackets, quotes and width do not count.
    原因 名称统一，公众才能查找，各机关的报告才能比较。
    Why With one wording the public can search, and reports can be compared.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 表式文件里列为变体的名称不报；如本省另有规定，请把它加为变体。标题末尾的标点不计，顿号处换行或空格的也不报。
    False alarms Variants listed in the form are accepted; a province may add its own. Punctuation behind the title does
        not count, nor does a blank or a line break in place of a mark.
    调整 在表式的 aliases 中增加变体。
    Tailoring Add variants to `aliases` in the form.
    """
    for section in report.sections:
        if section.form and (_is_worded_otherwise(section) or not _as_punctuated(section)):
            at = _title(section)
            title = section.form.title
            yield Finding(
                at or section,
                evidence=as_evidence([section]),
                fix=Fix(title, Words(f"改为“{title}”", f"replace by “{title}”")) if at else None,
                key=section.key,
                number=section.form.name,
                ordinal=section.form.number,
                printed=section.title,
                title=title,
            )


def _is_worded_otherwise(section: BoundSection) -> bool:
    """Whether a title is neither the statutory one nor a variant; one without its ordinal may be found by likeness."""
    form = section.form
    known = {fold(title) for title in (form.title, *form.aliases)} if form and section.match == "deviating" else set()
    return bool(known) and fold(section.title) not in known


_ENCLOSING = Pattern(r"[()\[\]{}【】《》〈〉“”‘’\"'*_]")


def _as_punctuated(section: BoundSection) -> bool:
    """Whether a recognised title is printed with the punctuation of the statutory one or of an accepted variant."""
    form = section.form
    return form is None or _bears(section.heading.text if section.heading else "", (form.title, *form.aliases))


@lru_cache(maxsize=256)
def _bears(heading: str, titles: tuple[str, ...]) -> bool:
    """Whether a heading holds one of some titles, or nothing; most reports print the same ones."""
    text = " ".join(_ENCLOSING.sub("", unicodedata.normalize("NFKC", heading)).split())
    return not text or any(_punctuated(one).search(text) for one in titles)


@lru_cache(maxsize=64)
def _punctuated(title: str) -> re.Pattern[str]:
    """Return a pattern of a title in which blanks do not count, and may stand for punctuation."""
    text = unicodedata.normalize("NFKC", title)
    return re.compile(r"\s*".join(re.escape(one) if one.isalnum() else rf"(?:{re.escape(one)}|\s)" for one in text))


def _title(section: BoundSection) -> Excerpt | None:
    """Return the words of a heading behind its ordinal, where they stand there as they were read."""
    heading = section.heading
    at = heading.text.rfind(section.title) if heading and section.title else -1
    if heading is None or at < 0:
        return None
    return Excerpt.within(heading, at, at + len(section.title))


@pack.rule(
    "SEC-06",
    zh="在法定部分之外增设了一级部分“{printed}”",
    en="a top-level section beyond the statutory ones: “{printed}”",
    severity="note",
    basis="form",
    advice=("请并入相应的法定部分，或改作附件。", "Move it into one of the statutory sections, or make it an annex."),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项

        ## 七、大事记
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        ## 二、主动公开政府信息情况

        ## 三、收到和处理政府信息公开申请情况

        ## 四、政府信息公开行政复议、行政诉讼情况

        ## 五、存在的主要问题及改进情况

        ## 六、其他需要报告的事项

        ## 附件
    """,
)
def section_extra(
    report: Report,
    *,
    allowed: tuple[Term, ...] = ("附件", "附表", "附录", "附图", "附则", "联系方式", "图解", "名词解释", "说明"),
) -> Iterator[Finding]:
    """增设非法定一级部分 / Extra top-level section

    检查 有没有编了一级序号、又不属于法定部分的标题。
    Checks for headings numbered like the sections of the form that are none of them.
    原因 报告的内容由表式规定，不能遗漏，也不宜泛化。
    Why The content is set by the form: nothing may be left out, and nothing should be spread beyond it.
    依据 规定表式的文件。
    Basis What prescribes the form.
    误报 没有序号的标题（附件、联系方式、落款）不算增设；部分之内误用一级序号的小标题由 SEC-04 说明。
    False alarms Headings without a number (annexes, contact, signature) are no extra sections; second series of numbers
        inside a section are left to SEC-04.
    调整 allowed 列出可以有的标题用语。
    Tailoring `allowed` lists words that such a heading may contain.
    """
    for section in divide(report.sections)[0]:
        title = fold(section.title)
        if not any(fold(word) in title for word in allowed):
            evidence = Evidence(Words("增设的标题", "extra heading"), printed(section), at=section)
            yield Finding(section, evidence=(evidence,), key=title, printed=printed(section))
