"""The rule on reports that say nothing of their own organ."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from audit_core import Count, Evidence, Excerpt, Finding, NotAssessed, Pattern, Report, Status, Term, Words, passages
from audit_pack_text import pack

_FACT: Final = Pattern(
    r"(?<!\d)\d{1,12}(?:\.\d{1,6})? ?(?:%|％|[万亿]?[件条次个篇份人户家起场项期部套类批])"
    r"|(?<!\d)\d{1,2} ?月(?: ?\d{1,2} ?日)?|《[^》]{2,60}》"
)
_HAN: Final = Pattern(r"[\u4e00-\u9fff]+")

FOREIGN: Final = ("一些地区", "部分地区", "多数部门", "各级政府部门", "一些地方和部门", "有的地区")


@pack.rule(
    "TXT-10",
    zh="第一部分共 {count} 个汉字，只有 {facts} 处具体的数字、日期或文件",
    en="section 1 has {count} Chinese characters and only {facts}",
    severity="warning",
    basis="N21",
    advice=(
        "请写本机关的具体工作：数字、时间、文件和结果。",
        "Say what the organ did: figures, dates, documents, results.",
    ),
    wrong={"overview": "我局高度重视，加强领导，完善机制，扎实推进，取得明显成效。", "options": {"least": 20}},
    right={
        "overview": "全年主动公开信息426条，举办培训3期，清理专栏2个，编印答复文书范本16个。",
        "options": {"least": 20},
    },
)
def no_facts(
    report: Report, *, facts: Count = 2, least: Count = 400, foreign: tuple[Term, ...] = FOREIGN
) -> Iterator[Finding]:
    """内容空泛 / No facts of its own

    检查 第一部分每500字有没有至少 facts 处具体事实（带单位的数字、日期、文件名），
        有没有“一些地区”“多数部门”这类不是说本机关的话。
    Checks whether section 1 holds at least `facts` facts in 500 characters (figures with a unit, dates, documents),
        and for
        phrases that cannot be about one organ (一些地区, 多数部门).
    原因 通篇原则话、套话，看不出本机关做了什么，通知要求避免这种情况。
    Why Where all is principle and phrase nobody learns what the organ did.
    依据 国办公开办函〔2021〕30号所列“敷衍塞责”。
    Basis Perfunctory reports, as named in notice 国办公开办函〔2021〕30号.
    误报 小机关的短报告不检查；一律请人核对后认定。
    False alarms Short reports of small organs are not checked; every match is a review finding until a person confirms
        it.
    调整 facts 是每500字至少几处事实，least 是少于多少汉字不检查，foreign 是不可能说本机关的用语。
    Tailoring `facts` is how many facts 500 characters need, `least` under how many characters nothing is checked,
        `foreign` the phrases that cannot be about one organ.
    """
    section = report.section("overview")
    said = passages(report, "overview")
    if section is None or not said.every:
        raise NotAssessed("section 1 was not found", "未找到第一部分的文字")
    if _lacks_facts(len(said.text), said.text, facts, least):  # most do not, whichever characters are counted
        count = sum(map(len, _HAN.findall(said.text)))
        if _lacks_facts(count, said.text, facts, least):
            evidence = Evidence(Words("该部分文字", "its text"), f"{said.text[:80]}…", at=section)
            found = _count(said.text, len(said.text))
            yield Finding(
                section,
                status=Status.REVIEW,
                evidence=(evidence,),
                key="overview",
                count=count,
                facts=Words.counted(found, "figure, date or document", "figures, dates or documents"),
            )
    if report.organ.kind == "department":
        yield from _foreign(report, foreign)


def _lacks_facts(length: int, text: str, facts: int, least: int) -> bool:
    """Whether a text of so many characters has fewer facts than it should."""
    enough = -(-facts * length // 500)
    return length >= least and _count(text, enough) < enough


def _count(text: str, most: int) -> int:
    """Count the facts in a text, no further than to `most`."""
    return sum(1 for _ in islice(_FACT.finditer(text), most))


def _foreign(report: Report, foreign: tuple[str, ...]) -> Iterator[Finding]:
    for passage in passages(report, "overview").every:
        for phrase in foreign:
            at = passage.text.find(phrase)
            if at >= 0:
                yield _not_its_own(passage.cut(at, at + len(phrase)), phrase)


def _not_its_own(at: object, phrase: str) -> Finding:
    place = at if isinstance(at, Excerpt) else None
    return Finding(
        place,
        status=Status.REVIEW,
        message=Words("“{found}”不像是说本机关", "“{found}” does not seem to be about this organ"),
        key=phrase,
        found=phrase,
    )
