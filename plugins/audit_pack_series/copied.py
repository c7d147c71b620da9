"""Rules on what a report has in common with others: copied words and figures, another organ's name, other versions."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from audit_core import (
    Count,
    Evidence,
    Excerpt,
    Fact,
    Finding,
    NotApplicable,
    NotAssessed,
    Organ,
    Organs,
    OtherFact,
    OtherText,
    Pattern,
    Report,
    Share,
    Status,
    Words,
)
from audit_pack_series import FIGURES, duplicates

if TYPE_CHECKING:
    from audit_core import Common, Lookalike, Snapshot

_MOST_PASSAGES: Final = 3
_MOST_FIGURES: Final = 8
_MOST_SHOWN: Final = 160
_MOST_REPEATED: Final = 30
_MOST_NAMED: Final = 6
_NEARLY_ALL: Final = Fraction(95, 100)
"""So much of a short text must be the same for it to be told."""


_OWN: Final = (
    "2022年，水利局把河湖治理、农村供水和水库除险加固作为公开重点，按月公布工程进度；"
    "取水许可的办事流程改成一张图，汛期每天公布水情。"
)
_OTHER: Final = (
    "全年围绕用水价格调整召开听证会，解读计量收费办法，在服务窗口设置查询终端，安排专人引导群众查阅文件并登记意见。"
)
"""The prose of the examples."""


@duplicates.rule(
    "DUP-01",
    zh="与上一年度报告雷同 {share}%（自有文字 {letters} 字，机关名称、年份、数字和法定用语不计）",
    en="{share}% is the same as last year's report (of {letters} own letters: names, years, numbers and statutory "
    "words are left out)",
    severity="warning",
    basis="N21",
    advice=("请写本年的工作。", "Tell this year's work."),
    wrong={
        "overview": _OWN,
        "previous": {"overview": _OWN.replace("2022", "2021")},
        "options": {"least_letters": 40},
    },
    right={
        "overview": _OWN,
        "previous": {"overview": _OTHER},
        "options": {"least_letters": 40},
    },
)
def like_last_year(
    _report: Report,
    previous: "Snapshot",
    lookalikes: "tuple[Lookalike, ...]",
    *,
    copied: Share = Decimal("0.85"),
    alike: Share = Decimal("0.6"),
    least_letters: Count = 300,
    short_letters: Count = 100,
) -> Iterator[Finding]:
    """与上年雷同 / Same as last year

    检查 去掉机关名称、年份、数字和法定用语后，各部分正文与上一年度报告相同的比例：达到85%的为不通过，60%至85%的待核。
    Checks how much of the sections' text, without names, years, numbers and statutory phrases, is last year's: from
        85 % on it fails, from 60 % on it is to be reviewed.
    原因 文字与上年雷同的，看不出本年的工作。
    Why A text like last year's does not show this year's work.
    依据 国办公开办函〔2021〕30号（内容雷同）。
    Basis Notice 国办公开办函〔2021〕30号 on copied content.
    误报 自有文字不足300字的，相同比例达到95%才记为待核，不足100字的不适用；引言不比对；各地统一的范文写入规则集的
        boilerplate 后不计。
    False alarms Of fewer than 300 own letters 95 % must be the same, and it is to be reviewed; to fewer than 100 it
        does not apply. Preambles are not compared; a model text is left out once it stands under the ruleset's
        `boilerplate`.
    调整 选项 copied、alike 为不通过、待核的比例，least_letters 为可记为不通过的最少自有字数，
        short_letters 为比对的最少自有字数。
    Tailoring The options `copied` and `alike` are the shares that fail and are reviewed, `least_letters` the fewest own
        letters to fail, `short_letters` the fewest to be compared.
    """
    for other in lookalikes:
        if other.of.uri == previous.uri and other.passages and other.share >= Fraction(alike):
            short = _is_short(other, least_letters, short_letters)
            status = Status.FAIL if other.share >= Fraction(copied) and not short else Status.REVIEW
            yield _copied(other, status, f"previous/{previous.year}")


@duplicates.rule(
    "DUP-02",
    zh="与{other}的报告雷同 {share}%（自有文字 {letters} 字，机关名称、年份、数字和法定用语不计）",
    en="{share}% is the same as the report of {other} (of {letters} own letters: names, years, numbers and statutory "
    "words are left out)",
    severity="warning",
    basis="N21",
    advice=("请写本机关的工作。", "Tell the organ's own work."),
    wrong={
        "organization": "某县水利局",
        "overview": _OWN,
        "lookalikes": {
            "organization": "某县林业局",
            "overview": _OWN.replace("水利局", "林业局"),
        },
        "options": {"least_letters": 40},
    },
    right={
        "organization": "某县水利局",
        "overview": _OWN,
        "lookalikes": {
            "organization": "某县林业局",
            "overview": _OTHER,
        },
        "options": {"least_letters": 40},
    },
)
def like_another(
    report: Report,
    lookalikes: "tuple[Lookalike, ...]",
    *,
    copied: Share = Decimal("0.8"),
    least_letters: Count = 300,
    short_letters: Count = 100,
    model: Count = 5,
) -> Iterator[Finding]:
    """与其他机关雷同 / Same as another organ

    检查 去掉机关名称、年份、数字和法定用语后，各部分正文与其他机关本年度或以前年度报告相同的比例，达到80%的为不通过。
    Checks how much of the sections' text, without names, years, numbers and statutory phrases, is that of another
        organ's report for the same year or an earlier one; from 80 % on it fails.
    原因 文字与其他机关雷同的，看不出本机关的工作。
    Why A text like another organ's does not show the organ's own work.
    依据 国办公开办函〔2021〕30号（内容雷同）。
    Basis Notice 国办公开办函〔2021〕30号 on copied content.
    误报 自有文字不足300字的，相同比例达到95%才记为待核，不足100字的不适用；5个以上机关相同的，可能出自统一的范文，
        记为待核，范文写入规则集的 boilerplate 后不计；同一年度数据也全部相同的，可能是同一份报告，记为待核；与上级、
        下级机关相同的，记为待核。
    False alarms Of fewer than 300 own letters 95 % must be the same, and it is to be reviewed; to fewer than 100 it
        does not apply. Where five or more organs have it, it may be a model text: it is to be reviewed, and left out
        once it stands under the ruleset's `boilerplate`. Where all figures of the same year are the same, too, it may
        be one report: it is to be reviewed. So is the text of an organ above or below.
    调整 选项 copied 为不通过的比例，least_letters 为可记为不通过的最少自有字数，short_letters 为比对的
        最少自有字数，model 为多少个机关相同时视为可能出自范文。
    Tailoring The option `copied` is the share that fails, `least_letters` the fewest own letters to fail,
        `short_letters` the fewest to be compared, `model` how many organs make it a possible model text.
    """
    alike = [one for one in _of_others(report, lookalikes) if one.passages and one.share >= Fraction(copied)]
    if not alike:
        return
    first = alike[0]
    short = _is_short(first, least_letters, short_letters)
    alike = [one for one in alike if not short or one.share >= _NEARLY_ALL]
    key = f"{first.of.organ.key}/{first.of.year}"
    organs = {one.of.organ.key for one in alike}
    if len(organs) >= model:
        yield _copied(first, Status.REVIEW, key, _from_a_model(first, len(organs)))
    elif first.figures and first.of.year == report.year:
        yield _copied(first, Status.REVIEW, key, _one_report(first))
    elif short or all(_above_or_below(report.organ, one.of.organ) for one in alike):
        yield _copied(first, Status.REVIEW, key)
    else:
        yield _copied(first, Status.FAIL, key)


def _from_a_model(one: "Lookalike", count: int) -> Words:
    share, other = _percent(one), _named(one.of)
    return Words(
        f"与{other.zh}等至少 {count} 个机关的报告雷同 {share}%：可能出自统一的范文；确属范文的，请写入规则集的 "
        "boilerplate",
        f"{share}% is the same as the reports of {other.en} and others, at least {count} organs: it may be a model "
        "text, which belongs under the ruleset's `boilerplate`",
    )


def _one_report(one: "Lookalike") -> Words:
    share, other = _percent(one), _named(one.of)
    return Words(
        f"与{other.zh}的报告雷同 {share}%，{one.figures} 个非零数据也全部相同：请核对是否为同一份报告",
        f"{share}% is the same as the report of {other.en}, and so are all {one.figures} figures other than zero: it "
        "may be one report",
    )


def _of_others(report: Report, lookalikes: "Sequence[Lookalike]") -> "list[Lookalike]":
    """Return the lookalikes of other organs for the same year or an earlier one."""
    if not report.organ.name:
        raise NotAssessed("the report does not name its organ", "报告未写明机关名称，无法与其他机关的报告区分")
    return [one for one in lookalikes if one.is_of_another and one.of.year <= report.year]


def _is_short(one: "Lookalike", least: int, short: int) -> bool:
    """Whether a report has so few letters of its own that a text nearly all the same is just to be reviewed.

    Raises NotApplicable for one that has fewer still, or is not that much alike.
    """
    if one.letters < least and (one.letters < short or one.share < _NEARLY_ALL):
        raise NotApplicable(
            f"only {one.letters} letters are the report's own, fewer than {least}",
            f"自有文字只有 {one.letters} 字，不足 {least} 字",
        )
    return one.letters < least


def _copied(one: "Lookalike", status: Status, key: str, message: Words | None = None) -> Finding:
    passages = one.passages[:_MOST_PASSAGES]
    return Finding(
        passages[0].at,
        status=status,
        evidence=tuple(evidence for common in passages for evidence in _both(common, one.of)),
        key=key,
        message=message,
        other=_named(one.of),
        share=_percent(one),
        letters=one.letters,
    )


def _percent(one: "Lookalike") -> int:
    return int(one.share * 100)


def _named(other: "Snapshot") -> Words:
    name = other.organ.name or other.organization
    return Words(f"{name}{other.year}年度", f"{name} for {other.year}")


def _both(common: "Common", other: "Snapshot") -> tuple[Evidence, Evidence]:
    """Return a passage as it stands here, and its place in the other file, where digits and names may be others."""
    text = common.at.text.strip()
    there, count = _named(other), common.letters
    here = Words(
        f"连续相同 {count} 字（含法定用语），其中最长的一段",
        f"{count} letters on end are the same, statutory words among them; the longest paragraph",
    )
    beyond = Words(
        f"{there.zh}报告中的这段文字（名称、数字可能不同）",
        f"this text in the report of {there.en}, perhaps with other names and numbers",
    )
    begins = _cut(text, _MOST_REPEATED)
    return Evidence(here, _cut(text, _MOST_SHOWN), at=common.at), Evidence(
        beyond, begins, at=OtherText(begins, common.there)
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


_START: Final = Pattern(
    r"(?:^|[。；;！？!?\n，,：:])\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*|[一二三四五六七八九十]是)?"
    r"(?:(?:20\d\d|本)年度?[，,]?|全年|一年来[，,]?)?"
)
_DOES: Final = Pattern(
    r"(?:机关|(?:20\d\d|本)年度?|全年|始终|一直|高度|认真|严格|积极|切实|不断|持续|进一步|坚持|坚决|主动|及时|依法|全面|深入|扎实|稳步|共|累计|已|"
    r"[，,])*(?:公开|发布|收到|受理|办理|答复|新收|办结|重视|落实|贯彻|推进|加强|健全|完善|制发|做好|履行|规范|(?:政府)?信息公开工作|未收到|未发生|没有收到)"
)
_DISCLOSURE: Final = Pattern(r"信息公开|政务公开|公开[^，。；]{0,8}信息|公开申请|依申请")
_WE: Final = Pattern(
    r"我[省市县区旗州盟镇乡局厅委办院处队所站街单]|本(?:机关|单位|部门|局|厅|委|办|院|街道|镇|乡|县|市|区|省)"
)
_LONGEST_NAME: Final = 60
_GOVERNMENTS: Final = frozenset({"government", "government_office"})


@duplicates.rule(
    "DUP-03",
    zh="正文以{other}为主语叙述工作：“{words}”",
    en="the text speaks of the work of {other}: “{words}”",
    severity="error",
    basis=("R6", "N21"),
    advice=("请更正机关名称。", "Correct the organ's name."),
    wrong={
        "organization": "某县水利局",
        "overview": "某县林业局全年公开政府信息426条。",
        "register": ({"name": "某县水利局"}, {"name": "某县林业局"}),
    },
    right={
        "organization": "某县水利局",
        "overview": "某县水利局全年公开政府信息426条。",
        "register": ({"name": "某县水利局"}, {"name": "某县林业局"}),
    },
)
def other_name(report: Report, organs: Organs) -> Iterator[Finding]:
    """出现其他机关名称 / Another organ's name

    检查 正文叙述政府信息公开工作的句子，是否以机关名录中的其他机关、本次审核中其他报告的机关为主语。
    Checks whether a sentence on disclosure work has another organ as its subject: one of the register, or one whose
        report is in the run.
    原因 以其他机关的名称叙述工作，读者无从判断是哪个机关的工作。
    Why With another organ's name readers cannot tell whose work is reported.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 上级、下级机关，协作单位，网站名称，提到“我局”“本机关”的句子，均不计；名录没有登记的政府及其办公室不计。
    False alarms Organs above and below, partners, names of websites, and sentences that speak of “us” do not count, nor
        do governments and their offices that are not in the register.
    调整 在规则集中给出机关名录（organs: register）。
    Tailoring Give a register in the ruleset (`organs: register`).
    """
    for section in report.sections:
        for node in section.body:
            for start, end, other in _subjects(node.text, report, organs):
                yield Finding(
                    Excerpt.within(node, start, end),
                    other=other.name,
                    words=node.text[start:end].strip(),
                    cause=other.name,
                    key=f"{section.key}/{other.key}",
                )


def _subjects(text: str, report: Report, organs: Organs) -> Iterator[tuple[int, int, Organ]]:
    """Yield the clauses that tell another organ's work of disclosure, and the organ."""
    for begun in _START.finditer(text):
        start = begun.end()
        other = organs.leading(text[start : start + _LONGEST_NAME])
        if other is None or _is_related(report.organ, other, organs):
            continue
        name = max((name for name in (other.name, *other.aliases) if text.startswith(name, start)), key=len, default="")
        does = _DOES.match(text, start + len(name)) if name else None
        if does is None:
            continue
        end = next((at for at in range(start, len(text)) if text[at] in "。；;！？!?\n"), len(text))
        rest = text[start + len(name) : end]
        if _DISCLOSURE.search(rest) and not _WE.search(text[start:end]):
            yield start, end, other


def _is_related(own: Organ, other: Organ, organs: Organs) -> bool:
    """Whether an organ is the report's own, or above or below it, as far as the register or the names tell."""
    if other.key == own.key:
        return True
    if other.kind in _GOVERNMENTS and not (own.registered and other.registered):
        return True
    if own.kind == "government" and own.stem and other.name.startswith(own.stem):
        return True
    above = {organ.name for organ in organs.above(own.name)}
    below = {organ.name for organ in organs.above(other.name)}
    return other.name in above or own.name in below


@duplicates.rule(
    "DUP-04",
    zh="{count} 个非零数据与{other}的报告完全相同",
    en="{count} figures other than zero are those of {other}",
    severity="warning",
    basis=("R6", "N21"),
    advice=("请核对是否误用了其他报告的表格。", "Check whether another report's tables were used."),
    wrong={
        "organization": "某县水利局",
        **FIGURES,
        "lookalikes": {
            "organization": "某县林业局",
            **FIGURES,
        },
    },
    right={
        "organization": "某县水利局",
        **FIGURES,
        "lookalikes": {
            "organization": "某县林业局",
            **FIGURES,
            "enforcement/penalties/decisions": 38,
            "licensing/licences/decisions": 271,
        },
    },
)
def figures_copied(report: Report, lookalikes: "tuple[Lookalike, ...]") -> Iterator[Finding]:
    """数据与其他机关完全相同 / Figures equal to another organ's

    检查 不少于8个非零数据时，是否全部与另一机关本年度或以前年度的报告相同。与本机关上年相同的，见 XYR-09。
    Checks where at least 8 figures are not zero, whether all are those of another organ's report for the same year or
        an earlier one. For last year's report of the same organ see XYR-09.
    原因 两份报告数据完全相同几乎不可能。
    Why Two reports are hardly ever alike in every figure.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 非零数据不足8个的不比对；政府与其办公室、与名录中的上下级机关相同的，由 ROLL-04 说明；文字也雷同、同一年度的，
        可能是同一份报告，记为待核。
    False alarms Fewer than 8 figures are not compared; a government and its office, and organs above and below each
        other in the register, are for ROLL-04. Where the text of the same year is the same, too, it may be one report:
        it is to be reviewed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    same = [
        one for one in _of_others(report, lookalikes) if one.figures and not _above_or_below(report.organ, one.of.organ)
    ]
    if not same:
        return
    first = same[0]
    printed = [fact for fact in report.facts() if fact.value]
    shown = [one for fact in printed[:_MOST_FIGURES] for one in _pair(fact, first.of)]
    one_report = first.of.year == report.year and first.share >= Fraction(4, 5)
    yield Finding(
        printed[0],
        status=Status.REVIEW if one_report else Status.FAIL,
        evidence=tuple(shown),
        key=f"{first.of.organ.key}/{first.of.year}",
        count=len(printed),
        other=_named(first.of),
    )


def _above_or_below(own: Organ, other: Organ) -> bool:
    return (
        own.name in (other.parent, "")
        or other.name == own.parent
        or own.name.startswith(other.name)
        or other.name.startswith(own.name)
    )


def _pair(fact: Fact, other: "Snapshot") -> tuple[Fact, OtherFact]:
    return fact, other.fact(fact.table, fact.row, fact.column)


@duplicates.rule(
    "DUP-05",
    zh="与另一版本（{version}）不一致：{change}{others}",
    en="another version ({version}) differs: {change}{others}",
    severity="warning",
    basis=("R6", "R24"),
    advice=("请统一各处公布的版本。", "Publish one version everywhere."),
    wrong={
        "applications/received/total": 120,
        "enforcement/penalties/decisions": 41,
        "versions": {"applications/received/total": 112, "enforcement/penalties/decisions": 41},
    },
    right={
        "applications/received/total": 120,
        "overview": "全年收到申请120件。",
        "versions": {"applications/received/total": 120},
    },
)
def versions_differ(
    report: Report,
    versions: "tuple[Snapshot, ...]",
    lookalikes: "tuple[Lookalike, ...]",
    *,
    alike: Share = Decimal("0.9"),
    least_letters: Count = 300,
) -> Iterator[Finding]:
    """版本不一致 / Versions differ

    检查 同一机关同一年度的报告有几个版本时（网站、平台、附件），数据是否一致，正文是否大体一致。
    Checks whether several versions of one organ's report for a year (website, platform, annex) have the same figures
        and much the same text.
    原因 版本不一致，公众不知以哪个为准。
    Why The public cannot know which one counts.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 文字不同可能是转换造成的，只记为待核；数据和文字大多不同的，可能是同名的另一机关，记为待核。
    False alarms Text may differ by conversion, which is to be reviewed only; where most figures and words differ, it
        may be another organ of the same name, which is to be reviewed.
    调整 选项 alike 为正文视为一致的比例，least_letters 为比对正文的最少自有字数。
    Tailoring The option `alike` is the share from which texts are the same, `least_letters` the fewest own letters for
        texts to be compared.
    """
    beside = {one.of.uri: one for one in lookalikes}
    found: dict[Status, list[_Difference]] = {}
    for version in versions:
        difference = _difference(report, version, beside.get(version.uri), Fraction(alike), least_letters)
        if difference:
            found.setdefault(difference.status, []).append(difference)
    for status, (first, *others) in found.items():
        pairs = [*first.pairs[:_MOST_FIGURES], *(one.pairs[0] for one in others[:_MOST_FIGURES] if one.pairs)]
        yield Finding(
            first.pairs[0][0] if first.pairs else report.title,
            status=status,
            evidence=tuple(fact for pair in pairs for fact in pair),
            key="" if first.pairs else "version",
            version=first.version.uri,
            change=first.change,
            others=_likewise(others),
        )


class _Difference(Struct, frozen=True):
    """What another version has otherwise: in words, and the figures side by side."""

    version: "Snapshot"
    status: Status
    change: Words
    pairs: tuple[tuple[Fact, OtherFact], ...] = ()


def _difference(
    report: Report, version: "Snapshot", text: "Lookalike | None", alike: Fraction, least_letters: int
) -> _Difference | None:
    if version.form != report.form.name:
        return _Difference(version, Status.REVIEW, _FORMS)
    share = text.share if text else Fraction(0)
    both = ((fact, version.fact(fact.table, fact.row, fact.column)) for fact in report.facts())
    known = [(own, other) for own, other in both if own.is_known and other.is_known]
    changed = tuple((own, other) for own, other in known if own.number != other.number)
    if changed:
        same = sum(own.number == other.number != 0 for own, other in known)
        if share >= Fraction(1, 2) or same >= len(changed):
            return _Difference(version, Status.FAIL, _figures(changed), changed)
        return _Difference(version, Status.REVIEW, _of_another(len(changed)), changed)
    if text and text.letters >= least_letters and share < alike:
        return _Difference(version, Status.REVIEW, _texts(text))
    return None


_FORMS: Final = Words("两者采用的表式不同", "they follow different forms")


def _figures(changed: Sequence[tuple[Fact, OtherFact]]) -> Words:
    own, other = changed[0]
    count = len(changed)
    zh, en = f"；共 {count} 个数据不同", f"; {count} figures differ in all"
    return Words(
        f"{own.label.zh}为 {own.number}，另一版本为 {other.number}{zh if count > 1 else ''}",
        f"{own.label.en} is {own.number}, there {other.number}{en if count > 1 else ''}",
    )


def _of_another(count: int) -> Words:
    return Words(
        f"数据、文字大多不同（{count} 个数据），请核对是否为同名的另一机关",
        f"most figures ({count}) and words are different: it may be another organ of the same name",
    )


def _texts(one: "Lookalike") -> Words:
    percent = int((1 - one.share) * 100)
    return Words(
        f"数据相同，正文有 {percent}% 在另一版本中没有", f"the figures agree, and {percent}% of the text is not there"
    )


def _likewise(others: Sequence[_Difference]) -> Words:
    """Name further versions that differ, as far as a line holds them."""
    if not others:
        return Words("", "")
    names = [one.version.uri for one in others[:_MOST_NAMED]]
    more = len(others) > _MOST_NAMED
    return Words(
        f"；另有 {len(others)} 个版本也不一致：{'、'.join(names)}{'等' if more else ''}",
        f"; so do {len(others)} more: {', '.join(names)}{', …' if more else ''}",
    )
