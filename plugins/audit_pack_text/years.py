"""The rule on the year that the report's own work is dated in; years in title and period are left to other packs."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from audit_core import Evidence, Finding, Passage, Pattern, Report, Words, passages
from audit_pack_text import pack

_YEAR: Final = Pattern(r"(20(?<![\d—\-－~～至]20)\d\d) ?年(度)?")
_BEGINS: Final = "。；！？;!?、）)：:，,"
_COMMA: Final = re.compile(r"[，,]?\s*")
_HEADED: Final = Pattern(r"[^，,。；]{0,30}(?:情况|方面|工作)[ \u3000\n]+")

SUBJECTS: Final = (
    "我", "本", "全省", "全市", "全县", "全区", "全旗", "全州", "全镇", "全乡", "全街道", "全局", "全厅", "全委",
    "全系统", "全年", "共", "累计", "省政府", "市政府", "县政府", "区政府", "镇政府", "乡政府", "办事处",
)  # fmt: skip
VERBS: Final = (
    "召开", "公开", "发布", "收到", "受理", "办理", "办结", "答复", "制发", "制定", "印发", "开展", "举办",
    "组织", "接待", "推进", "加强", "落实", "完成", "新增", "更新", "解读", "回应", "未发生", "未收到", "坚持", "认真",
)  # fmt: skip
SPARED: Final = (
    "同比", "相比", "较20", "比20", "上年", "上一年", "去年", "结转",
    "以来", "成立", "修订", "起施行", "至今", "截至", "连续",
)  # fmt: skip
_PLANS: Final = ("将", "拟", "计划", "打算", "力争", "继续", "进一步", "下一步")
_RATED: Final = ("考核", "评估", "测评", "评比", "评议", "通报", "获评")
NAMED: Final = ("决算", "预算", "要点", "规划", "计划", "年报", "年度报告", "清单", "方案")


@pack.rule(
    "TXT-01",
    zh="本报告是 {year} 年度的，这里写作“{found}”：{sentence}",
    en="this is the report of {year}, and here the year is “{found}”: {sentence}",
    severity="warning",
    basis=("R6", "N21"),
    advice=("请核对年份；如确是另一年的工作，请写明与本年度的关系。",
            "Check the year; if another year's work is meant, say how it bears on this one."),
)  # fmt: skip
def wrong_year(
    report: Report,
    *,
    subjects: tuple[str, ...] = SUBJECTS,
    verbs: tuple[str, ...] = VERBS,
    spared: tuple[str, ...] = SPARED,
    named: tuple[str, ...] = NAMED,
    distance: int = 1,
) -> Iterator[Finding]:
    """年份错误 / Wrong year

    检查 第一、六部分的句子是否把本年度的工作写成了前后一年：句首的年份之后紧接本机关及其工作（“2021年，
        全县共召开……”）。
    Checks whether sentences of sections 1 and 6 date this year's work one year off: a year that begins a sentence, with
        the organ and its work right behind it (2021年，全县共召开…).
    原因 年份写错，多半是照抄上年的报告，读者会怀疑数字也是上年的。
    Why A wrong year is mostly the trace of last year's text, and makes the figures look like last year's too.
    错误 2022年度报告：“2021年，全县共召开推进会4次。”
    Wrong In the report of 2022: 2021年，全县共召开推进会4次。
    正确 “2022年，全县共召开推进会4次。”
    Right 2022年，全县共召开推进会4次。
    依据 《政府信息公开条例》第六条（及时、准确）；国办公开办函〔2021〕30号。
    Basis Article 6 of the Regulations (timely and accurate); notice 国办公开办函〔2021〕30号.
    误报 决算、规划、结转、同比等本来就涉及其他年份的句子，谈下一年打算的，说某年考核、评估结果的，同句写到本年度的，
        写明月份的，都不算；“政务公开”“信息公开”是名词，不当作动词。
    False alarms Sentences on final accounts, plans, carry-overs and comparisons, what is planned for the year after,
        how another year was assessed, sentences that also name this year, and dates with a month do not count;
        政务公开 and 信息公开 are nouns, not verbs.
    调整 subjects、verbs 是年份之后表示本机关（名称之外）及其工作的用语，spared 是使句子除外的用语，named 是紧接年份、
        表示某年文件的用语，distance 是相差几年以内。
    Tailoring `subjects` and `verbs` are the words for the organ (beside its name) and its work, `spared` excuse a
        sentence, `named` are documents named by their year, `distance` is how many years off are looked at.
    """
    work = _work(subjects, verbs)
    for passage in passages(report, "overview", "other").every:
        for match in _YEAR.finditer(passage.text):
            year = int(match[1])
            if year == report.year or abs(year - report.year) > distance or not _begins(passage, match):
                continue
            end = work.end(passage.text, match.end(), report.organization)
            sentence = _sentence(passage, match)
            other = any(word in sentence for word in spared) or f"{report.year}年" in sentence.replace(" ", "")
            planned = year > report.year and any(word in sentence for word in _PLANS)
            if end and not other and not planned and not _excused(passage, match, end, named):
                yield _finding(report, passage, match, sentence)


def _excused(passage: Passage, match: re.Match[str], end: int, named: tuple[str, ...]) -> bool:
    """Whether a year names a document, or work that ends at `end` and is said of how that year was assessed."""
    start, stop = passage.clause(match.start(), end)
    return any(word in passage.text[start:stop] for word in _RATED) or any(
        word in _clause(passage, match) for word in named
    )


class _Work(NamedTuple):
    """What finds work said of the organ: behind a year, and behind the organ's own name."""

    said: re.Pattern[str]
    done: re.Pattern[str]

    def end(self, text: str, at: int, organ: str) -> int:
        """Return where the first word for work behind a year ends, 0 if none follows."""
        comma = _COMMA.match(text, at)
        start = comma.end() if comma else at
        named = bool(organ) and text.startswith(organ, start)
        match = self.done.match(text, start + len(organ)) if named else self.said.match(text, start)
        return match.end() if match else 0


@lru_cache(maxsize=8)
def _work(subjects: tuple[str, ...], verbs: tuple[str, ...]) -> _Work:
    done = rf"[^。；;]{{0,40}}?(?<!政务)(?<!信息)(?:{'|'.join(verbs)})"
    return _Work(re.compile(rf"(?:(?:{'|'.join(subjects)}){done}|(?:{'|'.join(verbs)}))"), re.compile(done))


def _begins(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a year begins a sentence, or the text after its number or heading."""
    before = passage.text[: match.start()].rstrip()
    if not before or before[-1] in _BEGINS:
        return True
    start, _ = passage.sentence(*match.span())
    return bool(_HEADED.fullmatch(passage.text, start, match.start()))


def _sentence(passage: Passage, match: re.Match[str]) -> str:
    start, end = passage.sentence(match.start(), match.end())
    return "".join(passage.text[start:end].splitlines()).strip()


def _clause(passage: Passage, match: re.Match[str]) -> str:
    start, end = passage.clause(match.start(), match.end())
    return passage.text[start:end]


def _finding(report: Report, passage: Passage, match: re.Match[str], sentence: str) -> Finding:
    at = passage.cut(match.start(), match.end())
    return Finding(
        at,
        evidence=(Evidence(Words("所在句", "sentence"), sentence, at=at),),
        key=sentence[:40],
        year=report.year,
        found=match[0],
        sentence=sentence if len(sentence) <= 60 else f"{sentence[:60]}…",  # noqa: PLR2004 - what a line shows
    )
