"""Faults: each makes one small change to a base, and says what must be found, where, and that nothing else is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import CORE, Style
from tests.reports import changes as c
from tests.reports.bases import BASES

FAIL, REVIEW, UNASSESSED = "fail", "review", "not_assessed"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One fault in one base.

    `rules` are those that must speak, with the status each turns to; `aside` those that may turn `not_assessed`, as
    the honest consequence, and `open` those that may turn otherwise. `at` are the label path and the printed text that each finding of `rules` points at, `words` must
    stand in their messages. `lost_in` are renderings in which the fault cannot be seen.
    """

    id: str
    base: str
    change: c.Change
    rules: Mapping[str, str]
    at: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    lost_in: tuple[str, ...] = ()
    open: Mapping[str, str] = field(default_factory=dict)

    def draft(self) -> Draft:
        """Return the base with the fault in it."""
        made = BASES[self.base]()
        self.change(made)
        return made

    def allowed(self, rule: str) -> tuple[str, ...]:
        """Return the verdicts that a rule may turn to."""
        told = (self.rules.get(rule), self.open.get(rule), UNASSESSED if rule in self.aside else None)
        return tuple(status for status in told if status)

    @property
    def styles(self) -> tuple[Style, ...]:
        """The renderings in which the fault is printed."""
        return tuple(style for style in CORE if style.name not in self.lost_in)


def _only(rule: str) -> Mapping[str, str]:
    return {rule: FAIL}


_SUMS = ("TAB-31", "TAB-32", "TAB-33")
_OF_APPLICATIONS = ("PLA-12", *(f"XSC-0{number}" for number in range(1, 10)), "XSC-15", "XSC-21")
_ZERO = ("applications", "denied_safety", "charity")

MUTATIONS: tuple[Mutation, ...] = (
    Mutation(
        "M01",
        "A19",
        c.drop_part("其他需要报告的事项"),
        _only("SEC-02"),
        words=("其他需要报告的事项",),
        aside=("SEC-14",),
        at=(("other", "五、存在的主要问题及改进情况"),),
    ),
    Mutation(
        "M02",
        "A19",
        c.move_part("存在的主要问题", before="行政复议"),
        _only("SEC-03"),
        at=(("order", "四、政府信息公开行政复议、行政诉讼情况"),),
    ),
    Mutation(
        "M03",
        "A19",
        c.reword("五、存在的主要问题及改进情况", "五、存在的困难和下一步打算"),
        _only("SEC-05"),
        words=("存在的困难和下一步打算",),
        at=(("problems", "存在的困难和下一步打算"),),
    ),
    Mutation("M04", "A19", c.reword("六、其他", "七、其他"), _only("SEC-04"), at=(("other/ordinal", "七、"),)),
    Mutation(
        "M05",
        "A19",
        c.append_part("七、大事记", "3月，举办政务公开培训班。9月，县政府门户网站改版上线。"),
        _only("SEC-06"),
        words=("大事记",),
        at=(("大事记", "七、大事记"),),
    ),
    Mutation(
        "M06",
        "A19",
        c.title("{organ}2018年政府信息公开工作年度报告"),
        _only("SEC-07"),
        words=("2018", "2019"),
        aside=("PUB-02", "PUB-04"),
        at=(("year", "青岚县人民政府2018年政府信息公开工作年度报告"),),
    ),
    Mutation(
        "M07",
        "A19",
        c.reword("12月31日", "11月30日"),
        _only("SEC-09"),
        at=(("period", "2019年1月1日起至2019年11月30日"),),
    ),
    Mutation(
        "M08",
        "B22",
        c.drop_paragraph("政府信息管理方面"),
        _only("SEC-10"),
        words=("政府信息管理",),
        at=(("management", "一、总体情况"),),
    ),
    Mutation(
        "M09",
        "A19",
        c.reword("委托第三方机构开展社会评议，受访群众满意度为94.3%。", ""),
        _only("SEC-11"),
        words=("社会评议",),
        at=(("results", "一、总体情况"),),
    ),
    Mutation(
        "M10",
        "A19",
        c.drop_paragraph("针对上述情况"),
        _only("SEC-12"),
        at=(("problems/improvements", "五、存在的主要问题及改进情况"),),
    ),
    Mutation(
        "M11",
        "A19",
        c.say("存在的主要问题", "无"),
        _only("SEC-13"),
        aside=("SEC-12",),
        at=(("problems", "五、存在的主要问题及改进情况"),),
    ),
    Mutation("M12", "B22", c.say("其他需要报告的事项", "无"), _only("SEC-15"), at=(("fee", "六、其他需要报告的事项"),)),
    Mutation(
        "M13",
        "A19",
        c.drop_table("cases"),
        _only("TAB-01"),
        words=("表四",),
        aside=("TAB-41", "PLA-10"),
        at=(("cases", "四、政府信息公开行政复议、行政诉讼情况"),),
    ),
    Mutation(
        "M14",
        "A19",
        c.drop_row("refused_publication"),
        _only("TAB-02"),
        words=("要求提供公开出版物",),
        aside=_SUMS,
        at=(("applications/refused_publication", "2.重复申请"),),
    ),
    Mutation(
        "M15",
        "A19",
        c.drop_column("research"),
        _only("TAB-03"),
        words=("科研机构",),
        aside=_SUMS,
        at=(("applications/research", "商业企业"),),
    ),
    Mutation(
        "M16",
        "A19",
        c.label_row("denied_by_law", "2.其他法律法规禁止公开"),
        _only("TAB-04"),
        words=("其他法律法规禁止公开", "其他法律行政法规禁止公开"),
        at=(("applications/denied_by_law", "2.其他法律法规禁止公开"),),
    ),
    Mutation(
        "M17",
        "B22",
        c.old_tables,
        _only("TAB-05"),
        aside=("TAB-02", "TAB-03", "TAB-04", "TAB-21", "FMT-17", "XSC-12", "PLA-03", "PLA-04"),
        at=(("form", "第二十条第（一）项"),),
    ),
    Mutation(
        "M18",
        "A19",
        c.repeat_row("refused_repeat"),
        _only("TAB-07"),
        words=("重复申请",),
        at=(("applications/same", "2.重复申请"),),
    ),
    Mutation(
        "M19",
        "B22",
        c.all_of(c.put("documents", "normative", "issued", "95"), c.reword("规范性文件11件", "规范性文件95件")),
        _only("TAB-21"),
        at=(("documents/row/normative", "95"),),
    ),
    Mutation(
        "M20",
        "A19",
        c.put("documents", "normative", "total", "10"),
        _only("TAB-22"),
        at=(("documents/row/normative", "10"),),
    ),
    Mutation(
        "M21",
        "A19",
        c.add(("granted", "total", 1), ("partial", "total", -1)),
        _only("TAB-31"),
        at=(("applications/row/granted", "61"),),
        words=("“（二）部分公开”行随之不符，相差 1",),
    ),
    Mutation(
        "M22",
        "A19",
        c.add(("granted", "natural", 1), ("granted", "business", -1)),
        _only("TAB-33"),
        at=(("applications/column/natural", "88"),),
        words=("“商业企业”列随之不符",),
    ),
    Mutation(
        "M23",
        "A19",
        c.add(("received", "natural", 1), ("received", "total", 1)),
        _only("TAB-32"),
        at=(("applications/column/natural", "91"),),
        words=("“总计”列随之不符，相差 1",),
    ),
    Mutation(
        "M24",
        "A19",
        c.add(("granted", "natural", 1)),
        {"TAB-31": FAIL, "TAB-33": FAIL},
        words=("44",),
        at=(("applications/granted/natural", "45"),),
    ),
    Mutation(
        "M25",
        "A19",
        c.add(("total", "total", 1)),
        dict.fromkeys(_SUMS, FAIL),
        words=("118",),
        at=(("applications/total/total", "119"),),
    ),
    Mutation(
        "M26",
        "A19",
        c.add(("carried_out", "total", 1)),
        {"TAB-31": FAIL, "TAB-32": FAIL},
        words=("8",),
        at=(("applications/carried_out/total", "9"),),
    ),
    Mutation(
        "M27",
        "A19",
        c.swap("unable_not_held", "natural", "business"),
        _only("TAB-33"),
        at=(("applications/column/natural", "88"),),
        words=("“商业企业”列随之不符",),
    ),
    Mutation(
        "M28",
        "B22",
        c.all_of(
            c.put("cases", "cases", "review/total", "3"), c.reword("因政府信息公开引发行政复议2件，行政诉讼1件。", "")
        ),
        _only("TAB-41"),
        at=(("cases/row/review", "3"),),
        aside=("XSC-10",),
    ),
    Mutation(
        "M29",
        "A19",
        c.add(
            ("partial", "other", -1), ("partial", "business", 1), ("granted", "other", 1), ("granted", "business", -1)
        ),
        _only("FMT-02"),
        at=(("applications/partial/other", "-1"),),
    ),
    Mutation(
        "M30",
        "A19",
        c.put("licensing", "licences", "decisions", "266.5"),
        _only("FMT-03"),
        at=(("licensing/licences/decisions", "266.5"),),
    ),
    Mutation(
        "M31",
        "A19",
        c.put("procurement", "centralised", "amount", "6007.05"),
        _only("FMT-01"),
        at=(("procurement/centralised/amount", "6007.05"),),
    ),
    Mutation(
        "M32",
        "A19",
        c.put("licensing", "licences", "previous", "１１７"),
        _only("FMT-04"),
        at=(("licensing/licences/previous", "１１７"),),
    ),
    Mutation(
        "M33",
        "A19",
        c.put("enforcement", "penalties", "decisions", "2,186"),
        _only("FMT-05"),
        at=(("enforcement/penalties/decisions", "2,186"),),
    ),
    Mutation(
        "M34",
        "A19",
        c.put("procurement", "centralised", "amount", "6007.0512万元"),
        _only("FMT-06"),
        at=(("procurement/centralised/amount", "6007.0512万元"),),
    ),
    Mutation("M35", "A19", c.put(*_ZERO, ""), _only("FMT-07"), at=(("applications", ""),)),
    Mutation("M36", "A19", c.put(*_ZERO, "/"), _only("FMT-08"), at=(("applications", "/"),)),
    Mutation(
        "M37",
        "A19",
        c.put(*_ZERO, "无数据"),
        _only("FMT-09"),
        aside=("TAB-31", "TAB-33"),
        at=(("applications/denied_safety/charity", "无数据"),),
    ),
    Mutation(
        "M38",
        "A19",
        c.caption("documents", "第二十条第(一)项"),
        _only("FMT-11"),
        lost_in=("half-width",),
        at=(("brackets", "(一)"),),
    ),
    Mutation(
        "M39",
        "A19",
        c.reword("对疑难申请组织会商，", "对疑难申请组织会商,"),
        _only("FMT-12"),
        at=(("punctuation", ","),),
    ),
    Mutation("M40", "A19", c.reword("（五）监督保障", "（六）监督保障"), _only("FMT-13")),
    Mutation(
        "M41", "B22", c.reword("〔2021〕30号", "[2021]30号"), _only("FMT-15"), at=(("函[2021]30号", "函[2021]30号"),)
    ),
    Mutation(
        "M42",
        "B22",
        c.label_column("fees", "amount", "本年收费金额（单位：元）"),
        _only("FMT-17"),
        at=(("fees/amount", "本年收费金额（单位：元）"),),
    ),
    Mutation("M43", "B22", c.reword("2022年，全县共召开", "2021年，全县共召开"), _only("TXT-01")),
    Mutation("M44", "B22", c.append_sentence("XX局牵头负责日常工作。"), _only("TXT-02"), at=(("XX", "XX"),)),
    Mutation("M45", "A19", c.reword("图书馆", "图书管"), _only("TXT-03"), at=(("图书管", "图书管"),)),
    Mutation("M46", "A19", c.reword("约1000条", "约1000余条"), _only("TXT-04"), at=(("约1000余条", "约1000余条"),)),
    Mutation(
        "M47",
        "B22",
        c.reword("国务院令第711号", "国务院令第492号"),
        _only("TXT-05"),
        at=(("国务院令第492号", "国务院令第492号"),),
    ),
    Mutation(
        "M48",
        "B22",
        c.append_sentence("联系人周明，手机13800000000。"),
        {"TXT-08": REVIEW},
        at=(("mobile number/138****0000", "13800000000"),),
    ),
    Mutation("M49", "B22", c.reword("申请120件", "申请121件"), _only("XSC-01"), words=("121", "120")),
    Mutation("M50", "B22", c.reword("办结118件", "办结119件"), _only("XSC-03"), words=("119", "118")),
    Mutation("M51", "B22", c.reword("继续办理8件", "继续办理7件"), _only("XSC-04"), words=("7", "8")),
    Mutation(
        "M52",
        "B22",
        c.reword("予以公开60件，占办结总数的50.8%", "予以公开61件"),
        _only("XSC-05"),
        words=("61", "60"),
        aside=("XSC-07",),
    ),
    Mutation("M53", "B22", c.reword("50.8%", "58.0%"), _only("XSC-07"), words=("58.0", "50.8")),
    Mutation(
        "M54",
        "B22",
        c.reword(
            "全年新收政府信息公开申请120件，上年结转6件；办结118件，结转下年度继续办理8件，均按期答复。"
            "从办理结果看，予以公开60件，占办结总数的50.8%。",
            "全年未收到政府信息公开申请。",
        ),
        _only("XSC-08"),
        words=("未收到", "120"),
        aside=("XSC-01", "XSC-02", "XSC-03", "XSC-04", "XSC-05", "XSC-07"),
    ),
    Mutation(
        "M55",
        "B22",
        c.reword("，结转下年度继续办理8件，均按期答复", "，全部办结，无结转"),
        _only("XSC-09"),
        words=("全部办结", "8"),
        aside=("XSC-04",),
    ),
    Mutation("M56", "B22", c.reword("行政复议2件", "行政复议3件"), _only("XSC-10"), words=("3", "2")),
    Mutation(
        "M57",
        "B22",
        c.reword("因政府信息公开引发行政复议2件，行政诉讼1件", "未发生行政复议、行政诉讼"),
        _only("XSC-11"),
        words=("未发生", "2", "1"),
        aside=("XSC-10",),
    ),
    Mutation("M58", "B22", c.reword("规范性文件11件", "规范性文件12件"), _only("XSC-12"), words=("12", "11")),
    Mutation(
        "M59",
        "B22",
        c.add(
            ("other_reasons", "natural", -1),
            ("other_reasons", "total", -1),
            ("other_fee_unpaid", "natural", 1),
            ("other_fee_unpaid", "total", 1),
        ),
        _only("XSC-15"),
        words=("未发出收费通知",),
    ),
    Mutation(
        "M60",
        "B22",
        c.append_sentence("共公开信息382条，其中网站35条、公众号2443条。"),
        _only("XSC-19"),
        words=("382", "2478"),
    ),
    Mutation(
        "M61",
        "B22",
        c.append_sentence("重点民生专栏发布信息426条。年内该专栏发布信息200条。"),
        {"XSC-18": REVIEW},
        words=("426", "200"),
    ),
    Mutation(
        "M62",
        "A19",
        c.sum_decisions,
        {"PLA-01": REVIEW},
        words=("117+(-5)=112", "488+12=500", "605+(-83)=522", "111+(-4)=107"),
        at=(("decisions", "112"),),
    ),
    Mutation(
        "M63",
        "A19",
        c.put("procurement", "centralised", "amount", "60070512.0000"),
        {"PLA-03": REVIEW},
        words=("60070512", "392", "153241.10"),
        at=(("procurement/centralised/amount", "60070512.0000"),),
    ),
    Mutation(
        "M64",
        "A19",
        c.all_of(
            c.put("documents", "rules", "made", "1"),
            c.put("documents", "rules", "disclosed", "1"),
            c.put("documents", "rules", "total", "2"),
        ),
        {"PLA-04": REVIEW},
        words=("青岚县人民政府没有规章制定权",),
        at=(("documents/rules", "1"),),
    ),
    Mutation(
        "M65",
        "B22",
        c.say("其他需要报告的事项", "2022年度发出收费通知1件，总金额385元，实际收取信息处理费385元。"),
        {"PLA-06": REVIEW},
        words=("385元",),
        at=(("prose/fee", "385元"),),
        open={"XSC-17": "pass"},
    ),
    Mutation("M75", "D22", c.published("2023-02-01"), _only("PUB-01"), words=("2023年2月1日", "2023年1月31日", "1 天")),
    Mutation("M76", "B22", c.published("2023-04-01"), _only("PUB-02"), words=("2023年4月1日", "2023年3月31日", "1 天")),
    Mutation("M77", "B22", c.published("2022-12-30"), _only("PUB-04"), words=("2022年12月30日", "2022年12月31日")),
    Mutation(
        "M78",
        "B22",
        c.pictured("收到和处理", "表三"),
        _only("PUB-05"),
        words=("收到和处理政府信息公开申请情况",),
        aside=("TAB-01", "TAB-08", *_SUMS, *_OF_APPLICATIONS),
    ),
    Mutation(
        "M79",
        "A19",
        c.drop_cell("unable_not_held", "research"),
        {"EXT-01": REVIEW},
        words=("6", "7"),
        aside=(*_SUMS, "PLA-12"),
        open={"TAB-33": REVIEW},
        at=(("applications/figure_count", "1.本机关不掌握相关政府信息"),),
    ),
    Mutation(
        "M80",
        "A19",
        c.bare_row("refused_confirmation"),
        {"EXT-02": REVIEW},
        lost_in=("ragged",),
        at=(("applications/shifted_row", "5.要求行政机关确认或重新出具已获取信息"),),
    ),
)
"""All faults in one report; those that take a second report or a register stand with their packs."""
