"""The rule on two numbers that the prose gives for one thing."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from audit_core import Finding, NotAssessed, Pattern, Report, Sides, Status, Words
from audit_pack_narrative import pack
from audit_pack_narrative.comparing import counted
from audit_pack_narrative.lexicon import NO_MORE, Also
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.sentences import Sentence
from audit_pack_narrative.table_figures import row

_KINDS: Final = r"专栏|栏目|公众号|视频号|抖音号|微博|客户端|网站|公报|专题"
_PLATFORM: Final = Pattern(rf"(?P<name>[\u4e00-\u9fff“”「」]{{2,16}})(?P<kind>{_KINDS})")
_AGAIN: Final = Pattern(rf"(?:该|此|上述|本|这一)(?P<kind>{_KINDS}|平台)")
_ANY: Final = Pattern(_KINDS)
_CUT: Final = Pattern(
    r"通过|充分利用|利用|依托|开设|开辟|设立|设置|建设|建立|运用|借助|打造|完善|优化|继续|新增|我[省市县区镇局]|全[省市县区镇]|全年|年内|等|[在于了由以从对的将并和与及、]"
)
_GENERIC: Final = Pattern(
    r"^(?:[省市县区镇乡]?(?:政府|人民政府)|门户|政府门户|[省市县区]政府门户|本?部门|官方|政务|微信|官方微信|政务微信|新浪|政务公开|信息公开|政府信息公开|各级?|相关|有关|多个?|二级|三级|一级|子|众多三?级?|外部|上级)*$"
)
_SHOWN: Final = Pattern(r"发布|公开|公布|刊登|推送|登载|编发|上传|更新|刊发|发文|推出|播发")
_PARTIAL: Final = Pattern(
    r"较|增|减|半年|季度|月|每|平均|日均|同比|阅读|点击|关注|粉丝|浏览|占|涉及|转载|其中|另|累计(?=发布.{0,4}以来)|以来"
)
_HEADS: Final = (
    "解读",
    "文件",
    "文章",
    "视频",
    "稿件",
    "新闻",
    "公告",
    "政策",
    "图解",
    "动态",
    "回应",
    "留言",
    "公示",
    "信息",
)
_COUNTERS: Final = frozenset("条篇件期则个")
_MEMORY: Final = 400
_NEXT: Final = 6
_STAGES: Final = {
    "received": "received",
    "carried_in": "carried_in",
    "completed": "total",
    "carried_out": "carried_out",
}
_ALL: Final = Pattern(
    r"^(?:20\d\d年度?|本年度?|全年|年内|我?[省市县区镇局]?|全[省市县区镇]|共|累计|，|,)*(?:主动)?(?:公开|发布|公布)(?:各类)?政府信息(?:共计|共|总数|数量|总量|数)*$"
)


_DISCLOSED: Final = Words("主动公开政府信息", "information disclosed proactively")


class _PlaceCount(Struct, frozen=True):
    """A number of things shown in one place.

    `key` tells place and things, `name` is the place as printed, or what is counted.
    """

    key: tuple[str, str, str]
    name: str | Words
    sentence: Sentence
    quantity: Quantity


@pack.rule(
    "XSC-18",
    zh="{name}前文为 {first}，后文为 {second}，请核实统计口径是否一致",
    en="{name}: first {first}, later {second}; please check whether both count the same",
    severity="warning",
    basis=("R6", "form"),
    advice=("同一事项请只用一个数；截止时间或范围不同的，请写明。",
            "Give one number for one thing; where dates or scopes differ, say so."),
    wrong={"overview": "民生专栏发布信息426条。\n全年民生专栏发布信息200条。"},
    right={"overview": "民生专栏发布信息426条。"},
)  # fmt: skip
def two_numbers(report: Report, *, also: Also = NO_MORE) -> Iterator[Finding]:
    """正文前后数字矛盾 / The text contradicts itself

    检查 同一专栏、账号或“主动公开政府信息”在不同句子里的条数，以及表三读不出时同一办理环节的件数，前后是否一致。
    Checks whether sentences give the same number for one column or account, for all information disclosed, and, where
        table 3 cannot be read, for one stage of applications.
    原因 同一件事两个数，至少有一个不对，或口径没有说清。
    Why Of two numbers for one thing one is wrong, or what they count is not said.
    依据 《政府信息公开条例》第六条；规定表式的文件。
    Basis Regulations on Open Government Information, article 6; what prescribes the form.
    误报 截止时间、统计范围可能不同，一律列为待核问题；“政府网站”等泛称、分月分季的数不比较。
    False alarms Dates or scopes may differ, so it is always a review finding; general names and parts of the year are
        left out.
    调整 also 补充用语，如 {received: [新接收]}。
    Tailoring `also` adds words by kind, such as {received: [新接收]}.
    """
    reading = read(report, also)
    seen: dict[tuple[str, str, str], _PlaceCount] = {}
    for count in _counts(reading):
        first = seen.setdefault(count.key, count)
        if first.quantity.value != count.quantity.value and _apart(reading.prose.text, first, count):
            yield _found(reading, first, count)
    yield from _stages(report, reading)


def _apart(text: str, first: _PlaceCount, second: _PlaceCount) -> bool:
    """Whether two numbers stand in statements of their own, not in one that takes a number apart."""
    between = text[first.quantity.end : second.quantity.start]
    return first.sentence is not second.sentence or "；" in between or ";" in between


def _found(reading: Reading, first: _PlaceCount, second: _PlaceCount) -> Finding:
    one, other = first.quantity, second.quantity
    text = reading.prose.text
    return Finding(
        reading.prose.excerpt(other.start, other.end),
        status=Status.REVIEW,
        evidence=(counted(reading.prose, first.sentence, one), counted(reading.prose, second.sentence, other)),
        sides=Sides(one.value, "=", other.value, Words("前一处 = 后一处", "first = second")),
        key=f"prose/{first.key[0]}",
        name=first.name,
        first=text[one.start : one.end],
        second=text[other.start : other.end],
    )


def _counts(reading: Reading) -> Iterator[_PlaceCount]:
    text = reading.prose.text
    for sentence in reading.sentences:
        for number, quantity in enumerate(sentence.quantities):
            if quantity.counter in _COUNTERS and quantity.exact:
                left = sentence.quantities[number - 1].end if number else sentence.start
                count = _count(text, sentence, left, quantity, reading.year)
                if count:
                    yield count


def _count(text: str, sentence: Sentence, left: int, quantity: Quantity, year: int) -> _PlaceCount | None:
    lead = text[left : quantity.start]
    whole = _ALL.match(lead)
    if not whole and not _ANY.search(lead) and "该平台" not in lead:
        return None
    if (
        _PARTIAL.search(lead)
        or not _SHOWN.search(lead)
        or _is_of_another_year(text[sentence.start : quantity.start], year)
    ):
        return None
    if whole:
        return (
            _PlaceCount(("disclosed", "", quantity.counter), _DISCLOSED, sentence, quantity)
            if quantity.counter in "条件"
            else None
        )
    named = _platform(text, left, quantity.start)
    if named is None:
        return None
    behind = text[quantity.end : min(sentence.end, quantity.end + _NEXT)]
    return _PlaceCount((named[0], _head(_ANY.split(lead)[-1], behind), quantity.counter), named[1], sentence, quantity)


def _is_of_another_year(words: str, year: int) -> bool:
    years = re.findall(r"20\d\d(?=年)|上年|去年|上一年", words)
    return bool(years) and years[-1] != str(year)


def _head(lead: str, behind: str) -> str:
    """Return what is counted: the last of the known things between place and number, or what follows the number."""
    found = max(_HEADS, key=lead.rfind)
    if lead.rfind(found) >= 0:
        return found
    return next((head for head in _HEADS if head in behind), _HEADS[-1])


def _platform(text: str, left: int, right: int) -> tuple[str, str] | None:
    """Return the key and the printed name of the place spoken of before a number; 该栏目 is the one named last."""
    again = _AGAIN.search(text, left, right)
    if again:
        floor = max(text.rfind("\n", 0, again.start()), again.start() - _MEMORY, 0)
        *_, last = [None, *_named(text, floor, again.start())]
        return last
    names = list(_named(text, left, right))
    return names[0] if len(names) == 1 else None


def _named(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    for match in _PLATFORM.finditer(text, start, end):
        name = _CUT.split(match["name"])[-1].strip("“”「」")
        if len(name) > 1 and not _GENERIC.match(name) and "级" not in name:
            kind = "栏目" if match["kind"] in ("专栏", "栏目", "专题") else match["kind"]
            yield f"{name}{kind}", f"{name}{match['kind']}"


def _stages(report: Report, reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each stage of applications with two numbers, where the table does not decide between them."""
    for subject, key in _STAGES.items():
        sure = [m for m in reading.of(subject) if not m.doubt and m.quantity.exact]
        if len({mention.quantity.value for mention in sure}) > 1 and not _is_printed(report, key):
            first = sure[0]
            second = next(m for m in sure if m.quantity.value != first.quantity.value)
            name = report.form.table("applications").rows[key].words
            one, other = (_PlaceCount((subject, "", ""), name, m.sentence, m.quantity) for m in (first, second))
            yield _found(reading, one, other)


def _is_printed(report: Report, key: str) -> bool:
    try:
        row(report, key)
    except NotAssessed:
        return False
    return True
