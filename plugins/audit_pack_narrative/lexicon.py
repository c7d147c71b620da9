"""The words that tell what a number in the prose counts: data, to be lengthened by a ruleset's `also`."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Final

from msgspec import Meta, Struct

from audit_core import Pattern, Term

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    # 申请，以及字面相近而不是申请的 - applications, and what only looks like them
    "application": (
        "政府信息公开申请", "信息公开申请", "政府信息申请公开", "信息申请公开", "政府信息申请", "依申请公开政府信息",
        "依申请政府信息公开", "依申请信息公开", "政府信息依申请公开", "依申请公开申请", "依申请公开", "依法申请公开",
        "依申请件", "公开申请", "申请公开", "申请件", "申请办理结果", "申请",
    ),
    "aside": (
        "申请人", "申请方式", "申请渠道", "申请条件", "申请流程", "申请理由", "申请要求",
        "申请办理",
        "申请撤回", "申请纠错",
    ),
    "form": (
        "申请书", "申请表", "政府信息公开申请表", "政府信息公开申请书", "信息公开申请表", "信息公开申请书",
    ),
    "about": (
        "依申请公开栏目", "依申请公开专栏", "依申请公开平台", "依申请公开系统", "依申请公开渠道", "依申请公开目录",
        "依申请公开窗口", "依申请公开指南", "依申请公开类", "依申请公开信息", "依申请公开文件", "依申请公开公文",
        "依申请公开制度", "依申请公开培训",
    ),
    "disclosed": ("主动公开",),
    "attribute": ("公开属性", "属性", "免于公开", "免予公开", "公文"),
    "object": (
        "建议", "提案", "来信", "信访", "投诉", "举报", "工单", "热线", "留言", "咨询", "诉求", "网民", "来电", "来访",
        "许可", "处罚", "审批", "补贴", "救助", "意见", "问题", "解读", "稿件", "会议", "培训", "仲裁", "调解", "听证",
        "网站", "栏目", "专栏", "公众号", "事项清单", "问卷", "回应", "舆情", "采购", "收费", "处理费", "费用",
        "规范性文件", "规章",
    ),
    # 办理各环节 - the stages
    "received": ("新收", "收到", "接收", "受理", "接到", "收件", "新增", "收悉", "登记", "所收", "所收到",
        "共收", "共收到"),
    "handled": ("办理", "处理", "承办", "应办"),
    "completed": (
        "办结", "答复", "办复", "回复", "办理完毕", "处理完毕", "办毕", "办理完成", "完成答复", "完成办理", "已办理完",
        "办理结果总计", "办理结果合计", "办理结果共", "办理结果共计",
    ),
    "carried": ("结转", "转结", "顺延", "转入", "转至", "转到", "延至", "延续", "遗留", "跨年"),
    "carried_on": ("转下一年度", "转下一年", "转下年度", "转下年", "转次年", "转明年"),
    "left": (
        "剩余", "其余", "余下", "尚未办结", "未办结", "正在办理", "在办", "尚在办理", "仍在办理", "待办理", "未到期",
        "未到答复期限", "未到办理期限", "未到答复期", "未到办理期", "未届期限", "尚未答复", "未答复", "待答复", "尚有",
    ),
    "this": ("本年度", "本年", "今年以来", "本年以来", "今年", "本报告年度"),
    "whole": ("全年", "全年度"),
    "last": ("上一年度", "上年度", "上一年", "上年", "去年", "往年", "前一年", "去年同期", "上年同期"),
    "next": ("下一年度", "下年度", "下一年", "下年", "次年", "明年", "来年"),
    "part": (
        "延期", "补正", "撤回", "撤销申请", "逾期", "告知书", "通知书", "答复书", "意见书", "协助", "转办", "征求",
        "听取",
        "当场", "非本机关", "不予受理", "不属于", "转送", "移送", "代收",
    ),
    # 办理结果 - the results
    "granted": ("予以公开", "同意公开", "完全公开", "全部公开", "全面公开", "准予公开"),
    "partial": ("部分公开", "区分处理"),
    "denied": ("不予公开", "不同意公开", "决定不公开", "不公开"),
    "unable": ("无法提供",),
    "refused": ("不予处理", "不再处理", "不予重复处理"),
    "otherwise": ("其他处理", "其他情形处理", "作其他处理"),
    "detail": (),
    # 申请人 - the applicants
    "natural": ("自然人", "公民", "个人"),
    "others": ("其他组织",),
    "legal": (
        "法人或其他组织", "法人和其他组织", "法人及其他组织", "法人或者其他组织", "法人、其他组织", "法人与其他组织",
        "法人或社会组织", "法人组织", "法人", "企业及其他组织", "企业和其他组织", "企业或其他组织", "企业与其他组织",
    ),
    "business": ("商业企业",),
    "research": ("科研机构",),
    "charity": ("社会公益组织",),
    "legal_service": ("法律服务机构",),
    "channel": (
        "网上", "网络", "网页", "网站", "在线", "互联网", "当面", "现场", "信函", "来函", "信件", "邮寄", "邮政",
        "邮件",
        "快递", "传真", "平台", "线上", "线下", "窗口", "书面", "电话", "邮箱", "系统", "EMS", "渠道", "形式", "途径",
    ),
    # 复议、诉讼及其结果 - reviews, lawsuits and their outcomes
    "review": ("行政复议申请", "行政复议", "复议"),
    "suit": ("行政诉讼", "行政应诉", "诉讼", "应诉", "起诉"),
    "direct": ("未经复议直接起诉", "未经行政复议直接起诉", "直接起诉", "未经复议"),
    "after": ("复议后起诉", "经复议后起诉", "行政复议后起诉", "复议后诉讼", "经复议"),
    "reviewer": ("复议机关", "复议机构", "复议局", "复议委员会", "复议体制", "复议审查机关"),
    "upheld": ("结果维持", "维持"),
    "corrected": ("结果纠正", "纠正", "撤销", "败诉", "纠错", "责令", "确认违法"),
    "outcome": ("其他结果", "驳回", "撤诉", "终止", "调解", "和解"),
    "pending": ("尚未审结", "未审结", "正在审理", "审理中", "尚未办结", "尚在审理", "未结"),
    # 列举、增减、时段 - lists, changes, spans of time
    "list": ("其中", "包括", "包含", "含"),
    "delta": (
        "同比", "环比", "增长", "增加", "减少", "下降", "上升", "回落", "增幅", "降幅", "较", "相比", "比上年",
        "比去年",
        "多出", "翻番",
    ),
    "rate": (
        "平均", "人均", "日均", "月均", "每天", "每日", "每月",
        *(f"每{verb}" for verb in ("收到", "接到", "接收", "受理", "登记", "办理", "办结", "答复", "新收", "公开")),
    ),
    "plan": ("力争", "争取", "预计", "拟于", "目标是", "目标为", "努力做到", "计划"),
    "to_come": ("下一步", "今后", "将来"),
    "span": ("上半年", "下半年", "以来", "历年", "五年", "三年", "三年来", "五年来", "近年来", "历史上"),
}  # fmt: skip
"""Words by kind; of two that begin alike the longer one counts."""

DETAILS: Final[Mapping[str, str]] = {
    word: row
    for row, words in {
        # 不予公开、无法提供、不予处理、其他处理的各项理由 - the reasons of results, each a row of its own
        "denied_state_secret": ("属于国家秘密", "涉及国家秘密", "国家秘密"),
        "denied_by_law": ("法律行政法规禁止公开", "法律法规禁止公开", "法律行政法规禁止", "法律法规禁止"),
        "denied_safety": ("危及“三安全一稳定”", "三安全一稳定"),
        "denied_third_party": ("保护第三方合法权益", "第三方合法权益", "第三方"),
        "denied_internal": ("三类内部事务信息", "内部事务信息", "内部事务"),
        "denied_process": ("四类过程性信息", "过程性信息", "过程性"),
        "denied_case_file": ("行政执法案卷", "执法案卷"),
        "denied_query": ("行政查询事项", "行政查询"),
        "unable_not_held": ("不掌握相关政府信息", "不掌握"),
        "unable_needs_creation": ("没有现成信息需要另行制作", "没有现成", "无现成", "另行制作"),
        "unable_unclear": (
            "补正后申请内容仍不明确", "补正后仍不明确", "内容仍不明确", "内容不明确", "仍不明确", "补正后",
        ),
        "refused_petition": (
            "信访举报投诉类申请", "信访、举报、投诉类申请", "信访举报投诉类", "信访、举报、投诉类", "信访投诉举报类",
        ),
        "refused_repeat": ("重复申请",),
        "refused_publication": ("要求提供公开出版物", "公开出版物"),
        "refused_excessive": ("无正当理由大量反复申请", "大量反复申请", "大量反复"),
        "refused_confirmation": ("确认或重新出具已获取信息", "确认或重新出具", "确认或重新"),
        "other_not_corrected": (
            "无正当理由逾期不补正、不再处理", "逾期不补正、不再处理", "逾期不补正", "逾期未补正", "不补正、不再处理",
        ),
        "other_fee_unpaid": (
            "逾期未按收费通知要求缴纳费用", "未按收费通知要求缴纳费用", "逾期未缴费", "逾期未缴纳费用",
        ),
    }.items()
    for word in words
}  # fmt: skip
"""The words for a reason, which are of the kind `detail`, with the row that counts it."""

OWN: Final = (
    r"政府(?:及|和|与|、)(?:其|所属|各|下属)*(?:工作)?部门|全(?:省|市|县|区|旗|州|盟|镇|乡|街道|局|委|厅|办|系统|域|校|院)|各级|本(?:机关|单位|部门|局|委|办|镇|街道|厅)"
    r"|我(?:省|市|县|区|旗|州|镇|乡|街道|街|局|委|办|厅|单位|部门|机关|校|院|所|中心|会)"
)
"""Words that say the whole of what the report covers is meant."""

OFFICES: Final = "政府办公[室厅]|办公室|办公厅|政府办|[市县区旗州省镇乡]府办|本级|机关本部|名义"
"""Words for the office that may report for the whole, unless the report's own name holds them."""

UNITS: Final = "各?乡镇|各?镇街|各?(?:直属)?部门|各?(?:直属|下属)?单位|各?科室|各?处室|各?街道|" + "|".join(
    f"{unit}(?=[收受办答共有制未没作政行被因发全依新接])" for unit in ("局", "委员会", "街道", "镇", "乡")
)
"""Words for a part of it, or for another organ, unless the report's own name holds them."""

OTHERS: Final = f"{OFFICES}|{UNITS}"


Also = Mapping[Annotated[str, Meta(pattern=f"^(?:{'|'.join(WORDS)})$")], tuple[Term, ...]]
"""More words, by their kind."""

NO_MORE: Final[Also] = {}


class WordKinds(Struct, frozen=True, eq=False, dict=True):
    """The words with what a ruleset adds; `kinds` maps each to its kind."""

    also: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Every word with its kind."""
        words = {word: kind for kind, some in WORDS.items() for word in some}
        return (
            words
            | _MORE_KINDS
            | dict.fromkeys(DETAILS, "detail")
            | {word: kind for kind, some in self.also for word in some}
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """An alternation of all words and times, longer ones first; each begins with a character, for speed."""
        beginnings: dict[str, list[str]] = {}
        for word in sorted(self.kinds.keys() - _MORE_KINDS, key=lambda word: (-len(word), word)):
            beginnings.setdefault(word[0], []).append(re.escape(word[1:]))
        words = (f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(beginnings.items()))
        return Pattern("|".join((*_TIMES, *words, *_MORE))).compiled

    @cached_property
    def counted(self) -> re.Pattern[str]:
        """Finds what a sentence on applications or cases holds; a word that holds another one is left out."""
        words = sorted((word for word, kind in self.kinds.items() if kind in _COUNTED), key=len)
        kept: list[str] = []
        for word in words:
            if not any(short in word for short in kept):
                kept.append(word)
        return Pattern("|".join(map(re.escape, kept))).compiled


_COUNTED: Final = frozenset((
    "application", "form", "received", "completed", "carried", "carried_on", "granted", "partial", "denied", "unable",
    "refused", "otherwise", "natural", "legal", "review", "suit", "upheld", "corrected",
))  # fmt: skip
"""Kinds of words without which a sentence counts no applications and no cases."""

_MORE: Final = (r"收(?=(?:政府)?信息公开申请|政府信息依?申请|依申请公开|申请[^人书表])",)
_MORE_KINDS: Final = {"收": "received"}
"""Words that count only before certain others."""

YEAR: Final = Pattern(r"20\d\d")
RANGE: Final = Pattern(r"20\d\d年?(?:度)?[至到—－~-]")
LEFT: Final = Pattern(r"其[他它]|另外")
_DAYS: Final = r"月(?!1日|\d{1,2}日[起至到])"
_TIMES: Final = (
    r"20\d\d年?(?:度)?[至到—－~-]20\d\d年度?",
    r"20\d\d(?:年以来|年度?|(?=[上下前末底]))",
    *(f"{month}{_DAYS}" for month in (10, 11, *range(2, 10), 1)),
    "月份",
    r"第?[一二三四1-4](?:、[二三四])?季度",
    r"前[一二三两]个?季度",
    r"前(?:\d{1,2}|[一二三四五六七八九十]{1,2})个?月",
    r"“?十[一二三四五]五”?(?:规划)?(?:期间|时期)",
    r"(?:其[他它]|另外)(?=的?[\d一二两三四五六七八九十百]+[件份宗起封次条个例])",
)


@lru_cache(maxsize=16)
def _made(also: tuple[tuple[str, tuple[str, ...]], ...]) -> WordKinds:
    return WordKinds(also)


def lexicon(also: Also = NO_MORE) -> WordKinds:
    """Return the words with some more; made once for each set of them."""
    return _made(tuple(sorted((kind, tuple(words)) for kind, words in also.items()))) if also else _PLAIN


_PLAIN: Final = _made(())
