"""Reports that are judged beside others, with a register: what the rules on several reports say of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from audit_core import Report, Snapshot
from audit_core.engine import Auditor
from audit_core.findings import Outcome, Reported
from audit_core.organs import Organs
from audit_core.others import Reports
from audit_core.plugins import discover
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import TEXT, Style
from tests.packs.handmade import base
from tests.packs.record import hold_audited
from tests.reports.bases import ORGAN
from tests.reports.reading import auditor, report

Row = Mapping[str, object]


@cache
def _several(pack: str) -> Auditor:
    return Auditor.load("ogi", plugins=discover(), select=[pack])


def organs(*register: Row) -> Organs:
    """Return a register on top of the kinds of the first-party ruleset."""
    found = Organs.from_data({"register": register})
    return Organs(auditor().ruleset.organs.kinds, found.register, found.aliases)


def made(
    draft: Draft, name: str = ORGAN, *, register: Organs | None = None, uri: str = "", style: Style = TEXT
) -> Report:
    """Return the report of an organ, read from a file that is called after it and its year."""
    if name != ORGAN:
        draft.everywhere(ORGAN, name)
        draft.metadata["organization"] = name
    one = report(draft, style)
    vars(one).update(organ=(register or organs()).organ(one.organization))
    vars(one.document.source).update(uri=uri or f"{name}-{one.year}")
    return one


def beside(pack: str, judged: Report, others: Sequence[Report], register: Organs | None = None) -> Audited:
    """Audit a report with a pack beside others."""
    reports = Reports(map(Snapshot.of, (judged, *others)))
    own = _several(pack)
    audited = own.check(judged, reports.others_of(judged, register or organs()))
    hold_audited(audited, base("B22"), others)
    return replace(audited, outcomes=tuple(one for one in audited.outcomes if one.rule in own.rules))


def outcome(audited: Audited, rule: str) -> Outcome:
    """Return the verdict of a rule."""
    return next(one for one in audited.outcomes if one.rule == rule)


def found(audited: Audited) -> list[tuple[str, str]]:
    """Return rule and status of every finding."""
    return [(one.rule, one.status.value) for one in audited.findings]


def only(audited: Audited) -> Reported:
    """Return the one finding."""
    (one,) = audited.findings
    return one


def reworded(draft: Draft, say: Callable[[str], str]) -> Draft:
    """Change every paragraph of a draft's sections."""
    for part in draft.parts[1:]:
        part.blocks[:] = [say(block) if isinstance(block, str) else block for block in part.blocks]
    return draft


_FORESTRY = (  # one paragraph each
    "2022年，林业局把造林绿化、森林防火和野生动植物保护作为公开重点，在局网站分月刊登苗木调拨、抚育补助和护林员选聘的办理进度，集体林权登记的办事流程改成了一张图。秋冬防火期每天公布火险等级，禁火令、禁猎期公告同步张贴到林区各护林站。",
    "依申请公开由办公室统一登记，专人核对申请人的联系方式和所需文件名称，涉及林地界线的先到档案室查图再答复；答复书写明查阅地点，便于申请人现场核对。",
    "文件管理上，把历年造林验收表和采伐许可存根扫描编号，旧文件逐份标明是否继续有效，失效的移到归档栏目。",
    "局网站的苗圃、湿地两个栏目合并，手机端字号放大，新增种苗价格查询；公众号每周推送一期林区天气和病虫害防治要点。",
    "年初与各国有林场签订公开责任书，半年检查一次；请退休林业工程师担任监督员，收集到的意见逐条登记，整改后再请他们复看。",
)
_FORESTRY_PROBLEMS = (
    "一是林场发布的内容偏重会议消息，补助发放名单更新慢；二是技术名词多，农户看不明白；三是护林站没有网络，公告只能靠张贴。",
    "明年把补助名单纳入每月必公开的清单，由财务人员同步上传；技术规程改写成问答并配照片；给偏远护林站配备可离线查看的平板。",
)


def forestry(draft: Draft) -> Draft:
    """Give a draft another organ's own words, and figures of its own."""
    draft.part("总体情况").blocks[:] = list(_FORESTRY)
    draft.part("存在的主要问题").blocks[:] = list(_FORESTRY_PROBLEMS)
    draft.put("enforcement", "penalties", "decisions", "41")
    return draft


def zero(draft: Draft) -> Draft:
    """Print zero for every figure."""
    for part in draft.parts:
        for block in part.blocks:
            if not isinstance(block, str):
                for row in block.rows:
                    row.figures.update(dict.fromkeys(row.figures, "0"))
    return draft
