"""The rule on the year that the report's own work is dated in; years in title and period are left to other packs."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from audit_core import Count, Evidence, Finding, Passage, Pattern, Report, Status, Term, Words, passages
from audit_pack_text import pack

_YEAR: Final = Pattern(r"(20(?<![\d—\-－~～至]20)\d\d) ?年(度)?")
_UNTIL: Final = Pattern(r"截[至止]到?(20\d\d) ?年(?:12 ?月31 ?日|12 ?月底|年?底|末)")
_BEGINS: Final = "。；！？;!?、）)：:，,"
_PLACE: Final = Pattern(r"[省市县区旗州盟镇乡](?=..)")
_SHORTEST: Final = 3
_STOP: Final = Pattern(r"[。；！？;!?\n]")
_COUNTED: Final = Pattern(r"([\u4e00-\u9fff]{2})(\d+)([\u4e00-\u9fff])")
_COMMA: Final = Pattern(r"[，,]?\s*")
_HEADED: Final = Pattern(r"[^，,。；]{0,30}(?:情况|方面|工作)[ \u3000\n]+")

SUBJECTS: Final = (
    "我", "本", "全省", "全市", "全县", "全区", "全旗", "全州", "全镇", "全乡", "全街道", "全局", "全厅", "全委",
    "全系统", "全年", "共", "累计", "省政府", "市政府", "县政府", "区政府", "镇政府", "乡政府", "办事处",
)  # fmt: skip
VERBS: Final = (
    "召开", "公开", "主动公开", "依申请公开", "发布", "推送", "新收", "收到", "受理", "办理", "办结", "答复", "制发",
    "制定", "印发", "开展", "举办", "组织", "接待", "推进", "加强", "落实", "完成", "新增", "更新", "解读", "回应",
    "未发生", "未收到", "坚持", "认真",
)  # fmt: skip
_MEANS: Final = (
    "网站", "平台", "公众号", "微信", "微博", "媒体", "专栏", "栏目", "公报", "报刊", "渠道", "载体", "方式", "形式",
    "窗口",
)  # fmt: skip
SPARED: Final = ("同比", "相比", "较20", "比20", "上年", "上一年", "去年", "结转")
_HISTORY: Final = ("以来", "成立", "修订", "起施行", "至今", "目前", "连续")
_AGAINST: Final = ("同比", "相比")
_THIS_YEAR: Final = ("今年", "本年")
_PLANS: Final = ("将", "拟", "计划", "打算", "力争", "继续", "进一步", "下一步")
_RATED: Final = ("考核", "评估", "测评", "评比", "评议", "通报", "获评")
NAMED: Final = ("决算", "预算", "要点", "规划", "计划", "年报", "年度报告", "清单", "方案")


@pack.rule(
    "TXT-01",
    zh="本报告是 {year} 年度的，这里写作“{found}”：{sentence}",
    en="this is the report of {year}, and here the year is “{found}”: {sentence}",
    severity="warning",
    basis=("R6", "N21"),
    advice=(
        "请核对年份；如确是另一年的工作，请写明与本年度的关系。",
        "Check the year; if another year's work is meant, say how it bears on this one.",
    ),
    wrong={"year": 2022, "overview": "2021年，全县共召开推进会4次。"},
    right={"year": 2022, "overview": "2022年，全县共召开推进会4次。"},
)
def wrong_year(
    report: Report,
    *,
    subjects: tuple[Term, ...] = SUBJECTS,
    verbs: tuple[Term, ...] = VERBS,
    spared: tuple[Term, ...] = SPARED,
    named: tuple[Term, ...] = NAMED,
    distance: Count = 1,
) -> Iterator[Finding]:
    """年份错误 / Wrong year

    检查 第一、六部分的句子是否把本年度的工作写成了前后一年：句首的年份之后紧接本机关（全称或简称）及其工作，或者紧接
        公开的途径（“2021年，全县共召开……”“2021年，通过门户网站公开……”）；“截至2021年12月31日”只列为待核问题。
    Checks whether sentences of sections 1 and 6 date this year's work one year off: a year that begins a sentence, with
        the organ (its name may be shortened) or its means and its work right behind it (2021年，全县共召开…); figures
        as of the end of such a year (截至2021年12月31日) are a review finding.
    原因 年份写错，读者无法判断所述工作和数字是哪一年的，可能沿用了上年的文字。
    Why With a wrong year readers cannot tell which year's work and figures are meant; last year's text may have been
        kept.
    依据 《政府信息公开条例》第六条（及时、准确）；国办公开办函〔2021〕30号。
    Basis Article 6 of the Regulations (timely and accurate); notice 国办公开办函〔2021〕30号.
    误报 决算、规划，年份所在分句说结转、同比的，谈下一年打算的，说某年考核、评估结果的，说沿革的，同句写到本年度的，
        写明月份的，都不算；紧邻的一句写到本年度同一事项数字的，是两年对比，也不算，写到本年度其他数字的，只列为待核问
        题；同句别处说同比、相比的，所在段落写到本年度才除外。“政务公开”“信息公开”是名词，不当作动词。
    False alarms Final accounts and plans, clauses on carry-overs and comparisons, what is planned for the year after,
        how another year was assessed, how something came about, sentences that also name this year, and dates with a
        month do not count, nor what the next sentence counts for this year too; where it counts other things, it is a
        review finding; comparisons elsewhere in the sentence (同比, 相比) excuse it only where the paragraph names this
        year. 政务公开 and 信息公开 are nouns, not verbs.
    调整 subjects、verbs 是年份之后表示本机关（名称之外）及其工作的用语，spared 是使年份所在分句除外的用语，named 是紧接
        年份、表示某年文件的用语，distance 是相差几年以内。
    Tailoring `subjects` and `verbs` are the words for the organ (beside its name) and its work, `spared` excuse a
        clause, `named` are documents named by their year, `distance` is how many years off are looked at.
    """
    work = _work(subjects, verbs)
    for passage in passages(report, "overview", "other").every:
        for match in chain(_YEAR.finditer(passage.text), _UNTIL.finditer(passage.text)):
            year = int(match[1])
            if year == report.year or abs(year - report.year) > distance or not _begins(passage, match):
                continue
            end = work.end(passage.text, match.end(), _names(report.organization))
            if not end or _excused(passage, match, end, named) or _other(report, passage, match):
                continue
            planned = year > report.year and any(word in passage.quoted(*match.span()) for word in _PLANS)
            if not planned and not _compared(report, passage, match, end, spared):
                beside = _beside(report, passage, match)
                if not _compares(beside, passage.quoted(*match.span())):
                    yield _finding(report, passage, match, lead=bool(beside))


def _excused(passage: Passage, match: re.Match[str], end: int, named: tuple[str, ...]) -> bool:
    """Whether a year names a document, or work that ends at `end` and is said of how that year was assessed."""
    return any(word in _clauses(passage, match, end) for word in _RATED) or any(
        word in _clauses(passage, match, match.end()) for word in named
    )


def _other(report: Report, passage: Passage, match: re.Match[str]) -> bool:
    """Whether what ends in one full stop names this year as well, or says how something came about."""
    start, stop = passage.text.rfind("。", 0, match.start()) + 1, passage.text.find("。", match.end())
    said = passage.text[start : stop if stop >= 0 else None]
    return f"{report.year}年" in said.replace(" ", "") or any(word in said for word in _HISTORY)


def _compared(report: Report, passage: Passage, match: re.Match[str], end: int, spared: tuple[str, ...]) -> bool:
    """Whether a year is set against another: in its own clauses, or later on where the paragraph names this year."""
    if any(word in _clauses(passage, match, end) for word in spared):
        return True
    text = passage.text.replace(" ", "")
    here = f"{report.year}年" in text or any(word in text for word in _THIS_YEAR)
    return here and any(word in passage.quoted(*match.span()) for word in _AGAINST)


def _beside(report: Report, passage: Passage, match: re.Match[str]) -> str:
    """Return the sentence right before a year's own, or else behind it, that gives figures of the report's year."""
    start, stop = passage.sentence(*match.span())
    before = [one for one in _STOP.split(passage.text[:start]) if one.strip()][-1:]
    behind = [one for one in _STOP.split(passage.text[stop:]) if one.strip()][:1]
    return next((one for one in (*before, *behind) if _of_year(report, one.replace(" ", ""))), "")


def _of_year(report: Report, sentence: str) -> bool:
    here = f"{report.year}年" in sentence or any(word in sentence for word in (*_THIS_YEAR, "全年"))
    return here and bool(_COUNTED.search(sentence))


def _compares(one: str, other: str) -> bool:
    """Whether two sentences give unlike numbers of the same thing: those of two years."""
    numbers, others = ({m[1] + m[3]: m[2] for m in _COUNTED.finditer(said.replace(" ", ""))} for said in (one, other))
    shared = numbers.keys() & others.keys()
    return bool(shared) and all(numbers[thing] != others[thing] for thing in shared)


class _WorkPatterns(NamedTuple):
    """What finds work said of the organ: behind a year, and behind the organ's own name."""

    said: Pattern
    done: Pattern

    def end(self, text: str, at: int, names: tuple[str, ...]) -> int:
        """Return where the first word for work behind a year ends, 0 if none follows."""
        comma = _COMMA.match(text, at)
        start = comma.end() if comma else at
        name = next((name for name in names if text.startswith(name, start)), "")
        match = self.done.match(text, start + len(name)) if name else self.said.match(text, start)
        return match.end() if match else 0


@lru_cache(maxsize=64)
def _names(organ: str) -> tuple[str, ...]:
    """Return an organ's name, and its short forms: without the names of higher places, or of its own (市水利局)."""
    shorter = [organ[at.start() :] for at in _PLACE.finditer(organ, 1)]
    return (organ, *shorter, *(name[1:] for name in shorter if len(name) > _SHORTEST)) if organ else ()


@lru_cache(maxsize=8)
def _work(subjects: tuple[str, ...], verbs: tuple[str, ...]) -> _WorkPatterns:
    subject, verb = _any_of(subjects), _any_of(verbs)
    done = rf"[^。；;]{{0,40}}?(?<!政务)(?<!信息){verb}"
    by = rf"(?:通过|依托|利用)(?![了的])[^，,。；;]{{0,40}}?(?:{'|'.join(_MEANS)})"
    return _WorkPatterns(Pattern(rf"(?:(?:{subject}|{by}){done}|{verb})"), Pattern(done))


def _any_of(words: tuple[str, ...]) -> str:
    """Return a pattern for any of some words, which of none matches nothing."""
    return f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)"


def _begins(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a year begins a sentence, or the text after its number or heading."""
    before = passage.text[: match.start()].rstrip()
    if not before or before[-1] in _BEGINS:
        return True
    start, _ = passage.sentence(*match.span())
    return bool(_HEADED.fullmatch(passage.text, start, match.start()))


def _clauses(passage: Passage, match: re.Match[str], end: int) -> str:
    """Return the clause of a year, and what follows up to the end of the clause that `end` stands in."""
    start, stop = passage.clause(match.start(), end)
    return passage.text[start:stop]


def _finding(report: Report, passage: Passage, match: re.Match[str], *, lead: bool) -> Finding:
    at, sentence = passage.cut(match.start(), match.end()), passage.quoted(*match.span())
    return Finding(
        at,
        status=Status.REVIEW if lead or match.re is _UNTIL.compiled else Status.FAIL,
        evidence=(Evidence(Words("所在句", "sentence"), sentence, at=at),),
        key=sentence[:40],
        year=report.year,
        found=match[0],
        sentence=sentence if len(sentence) <= 60 else f"{sentence[:60]}…",  # noqa: PLR2004 - what a line shows
    )
