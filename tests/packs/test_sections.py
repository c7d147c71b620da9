"""Rules on titles and sections, on reports with a few words changed."""

import pytest

from audit_core import Document, Image, Paragraph, Section, Source
from audit_core.document import Heading
from audit_core.loaders import BUILTIN, read
from tests.packs.handmade import Change, base, bound, changed, known, report, said, unassessed
from tests.reports.bases import ORGAN
from tests.reports.reading import auditor, statuses

A19, B22 = "A19", "B22"
PERIOD = "本报告中所列数据的统计期限自2019年1月1日起至2019年12月31日止。"
TITLE = "# 青岚县人民政府2019年政府信息公开工作年度报告"
PROBLEMS = (
    "一年来，我县政府信息公开工作仍存在一些问题：一是部分单位对公开属性把握不准，发布前的审核有待加强；"
    "二是政策解读形式较为单一，群众读得懂、用得上的内容偏少；三是基层经办人员变动频繁，业务能力存在短板。"
)
IMPROVEMENTS = (
    "针对上述情况，下一步将从三个方面加以改进：一是编印公开属性认定案例，实行发布前双人审核；"
    "二是增加图解和问答类解读，邀请群众代表试读；三是建立经办人员备案和跟班学习制度，每季度组织一次业务测试。"
)

FEE = "2022年度未发出收费通知，未收取信息处理费。"

CASES: list[tuple[str, str, list[Change], list[tuple[str, str]]]] = [
    ("SEC-01", A19, [("政府信息公开工作年度报告\n\n根据", "政府信息公开年度报告\n\n根据")], [("fail", "note")]),
    ("SEC-01", A19, [(TITLE, "# 年度报告")], [("fail", "warning")]),
    ("SEC-02", A19, [("## 六、其他需要报告的事项\n\n无。", "")], [("fail", "error")]),
    ("SEC-02", A19, [("## 六、其他需要报告的事项", ""), ("## 一、总体情况", "")], [("fail", "blocker")] * 2),
    ("SEC-02", A19, [("## 三、收到和处理政府信息公开申请情况", "")], []),
    ("SEC-02", A19, [("## 五、存在的主要问题及改进情况", "（一）主要问题")], [("review", "error")]),
    ("SEC-03", A19, [("## 五、存在", "## 六、存在")], []),
    ("SEC-04", A19, [("## 六、其他", "## 七、其他")], [("fail", "warning")]),
    ("SEC-04", A19, [("## 六、其他", "## 七、其他"), ("## 五、存在", "## 六、存在")], [("fail", "warning")]),
    ("SEC-04", A19, [("（一）主动公开。", "一、主动公开\n\n"), ("（二）依申请公开。", "二、依申请公开\n\n")],
     [("fail", "note")]),
    ("SEC-04", A19, [("（一）主动公开。", "## 一、主动公开\n\n")], [("fail", "warning")]),
    ("SEC-05", B22, [("行政复议、行政诉讼情况", "行政复议行政诉讼情况")], [("fail", "note")]),
    ("SEC-05", B22, [("行政复议、行政诉讼情况", "行政复议，行政诉讼情况")], [("fail", "note")]),
    ("SEC-05", B22, [("## 四、政府", "四、政府"), ("行政复议、行政诉讼情况", "行政复议行政诉讼情况")], [("fail", "note")]),
    ("SEC-05", B22, [("## 四、政府信息公开", "## 四、因政府信息公开工作被申请"), ("行政复议、行政", "行政复议提起行政")],
     [("fail", "note")]),
    ("SEC-05", B22, [("## 四、政府信息公开", "## 四、因政府信息公开工作被申请"), ("行政复议、行政", "行政复议、提起行政")], []),
    ("SEC-05", B22, [("行政复议、行政诉讼情况", "行政复议､行政诉讼情况")], []),
    ("SEC-05", B22, [("行政复议、行政诉讼情况", "行政复议、 行政诉讼情况：")], []),
    ("SEC-05", B22, [("行政复议、行政诉讼情况", "行政复议 行政诉讼情况")], []),
    ("SEC-05", B22, [("信息公开行政复议、行政诉讼情况", "信息公开（行政复议、行政诉讼）情况")], []),
    ("SEC-06", A19, [("（一）主动公开。", "一、主动公开\n\n"), ("（二）依申请公开。", "二、依申请公开\n\n")], []),
    ("SEC-06", A19, [("## 六、", "## 六、机构设置\n\n本县共有单位三十个。\n\n## 七、")], [("fail", "note")]),
    ("SEC-04", A19, [("## 六、", "## 六、机构设置\n\n本县共有单位三十个。\n\n## 七、")], []),
    ("SEC-06", A19, [("无。\n", "无。\n\n## 七、附件\n\n见下。\n")], []),
    ("SEC-06", A19, [("无。\n", "无。\n\n## 联系方式\n\n见下。\n")], []),
    ("SEC-07", A19, [(TITLE, TITLE.replace("2019", "2018"))], [("fail", "error")]),
    ("SEC-07", A19, [("year: '2019'", "year: '2020'")], [("review", "error")]),
    ("SEC-07", A19, [("自2019年1月1日起至2019年12月31日", "自2018年1月1日起至2018年12月31日")], [("fail", "error")]),
    ("SEC-08", A19, [("organization: '青岚县人民政府'", "organization: '青岚县'")], []),
    ("SEC-08", A19, [("organization: '青岚县人民政府'", "organization: '河东省青岚县人民政府办公室'")], []),
    ("SEC-08", A19, [("organization: '青岚县人民政府'", "organization: '青岚县水利局'")], [("fail", "warning")]),
    ("SEC-08", A19, [("县政府把", "我镇把"), ("县政府门户网站完成", "我镇网站完成"), ("我县", "本地")], [("review", "warning")]),
    ("SEC-08", A19, [("县政府把", "我镇把"), ("县政府门户网站完成", "我镇网站完成")], []),
    ("SEC-08", A19, [("县政府把", "我市把"), ("县政府门户网站完成", "我市网站完成"), ("我县", "本地")], []),
    *(("SEC-07", A19, [(PERIOD, PERIOD + said)], expected) for said, expected in (
        ("现公布2018年政府信息公开工作年度报告。", [("fail", "error")]),
        ("现将青岚县人民政府2018年度政府信息\n公开工作年度报告公布如下：", [("fail", "error")]),
        ("现编制形成了《青岚县人民政府2018年政府信息公开工作年度报告》。", [("fail", "error")]),
        ("现公布2019年度政府信息公开工作年度报告。", []), ("现将2019年政府信息公开工作情况报告如下：", []),
        ("按照上级关于编制2018年政府信息公开工作年度报告的通知办理。", []), ("上年按时公布2018年政府信息公开工作年度报告。", []),
        ("根据《关于做好2018年度政府信息公开工作年度报告编制发布工作的通知》编制。", []),
    )),
    ("SEC-07", A19, [(IMPROVEMENTS, IMPROVEMENTS + "现公布2018年政府信息公开工作年度报告。")], []),
    *(("SEC-08", A19, [(PERIOD, PERIOD + f"现公布{said}2019年政府信息公开工作年度报告。")], expected) for said, expected in (
        ("松溪县人民政府", [("fail", "warning")]), ("青岚县水利局", [("fail", "warning")]),
        *((same, []) for same in ("", "青岚县", "云州市青岚县人民政府", "青岚县人民政府办公室", "县政府", "我县", "全县", "本机关")),
    )),
    ("SEC-08", A19, [(PERIOD, PERIOD + "参照松溪县人民政府2018年政府信息公开工作年度报告编写。")], []),
    ("SEC-09", A19, [(PERIOD, "")], [("fail", "info")]),
    ("SEC-09", A19, [(PERIOD, "数据截至2019年12月31日。")], []),
    ("SEC-09", A19, [(PERIOD, "统计期限为 2019  1  1  日至 2019  12  31  日。")], []),
    ("SEC-09", A19, [("至2019年12月31日", "至2019年11月30日")], [("fail", "error")]),
    ("SEC-09", A19, [("自2019年1月1日", "自2018年1月1日")], [("fail", "error")]),
    ("SEC-09", A19, [("自2019年1月1日起至2019年12月31日", "自2018年1月1日起至2018年12月31日")], []),
    ("SEC-09", A19, [("至2019年12月31日", "至2019年12月32日")], [("fail", "error")]),
    ("SEC-09", A19, [(PERIOD, "本报告由六个部分组成，涵盖2019年1月1日至12月21日全县政府信息公开工作情况。")], [("fail", "error")]),
    ("SEC-09", A19, [(PERIOD, "本年度报告反映2019年1月1日至2019年12月31日的政府信息公开工作。")], []),
    ("SEC-09", A19, [(PERIOD, "本报告所列数据自2019年1月1日起至11月30日止。")], [("fail", "error")]),
    ("SEC-09", A19, [(PERIOD, "报告期为2019年1月1日至2019年12月30日。")], [("fail", "error")]),
    ("SEC-09", A19, [(PERIOD, PERIOD.replace("31日止", "31止"))], []),
    ("SEC-09", A19, [("2019年12月31日", "2019年12月3\n1日")], []),
    ("SEC-09", A19, [("2019年12月31日", "20\n    19年1\n2月31日")], []),
    ("SEC-09", A19, [("2019年12月31日", "2019年1\n1月30日")], [("fail", "error")]),
    ("SEC-09", A19, [("2019年12月31日", "2019年12月3\n\n1日")], [("review", "error")]),
    *(("SEC-09", A19, [(PERIOD, said)], [("fail", "info")]) for said in (
        "2019年3月1日至5月31日开展网站专项检查。", "2019年1月1日至3月31日开展政府信息公开专项检查。",
        "专项检查涵盖2019年1月1日至6月30日各单位的信息公开工作。", "报告期内，2019年3月1日至5月31日集中清理专栏。",
        "抽查数据范围为2019年1月1日至6月30日。", "该报告反映2019年1月1日至6月30日群众的意见。",
        "本报告反映2019年4月1日至6月30日开展的信息公开培训。",
    )),
    ("SEC-12", A19, [(IMPROVEMENTS, "")], [("fail", "warning")]),
    ("SEC-12", A19, [(IMPROVEMENTS, "加强业务培训，完善审核制度。")], [("review", "warning")]),
    ("SEC-12", A19, [(PROBLEMS, "")], [("review", "warning")]),
    ("SEC-12", A19, [(PROBLEMS, "工作总体平稳。"), (IMPROVEMENTS, "下一步将建立台账并且按月核对有关情况以便公众查询。")],
     [("fail", "warning")]),
    ("SEC-13", A19, [(PROBLEMS, "无"), (IMPROVEMENTS, "")], [("fail", "error")]),
    ("SEC-13", A19, [(PROBLEMS, "一、主要问题\n\n" + PROBLEMS)], []),
    ("SEC-14", A19, [("无。\n", "")], [("fail", "note")]),
    *(("SEC-14", A19, [("无。\n", said + "\n")], [("fail", "note")]) for said in (
        "附件下载：青岚县人民政府2019年政府信息公开工作年度报告.docx", "打印 关闭", "分享到：微信 微博 【打印本页】【关闭窗口】",
        "上一篇：青岚县水利局2019年政府信息公开工作年度报告\n\n下一篇：没有了", "附件1：年报.pdf\n\n【字体：大 中 小】",
    )),
    *(("SEC-14", A19, [("无。\n", said + "\n")], []) for said in (
        "无。\n\n打印 关闭", "没有\n\n附件：年报.pdf", "附件所列事项已办结。", "建立了信息打印、查阅窗口。", "详见附件。",
    )),
    ("SEC-14", A19, [("无。\n", "## 七、大事记\n\n三月召开会议。\n")], [("fail", "note")]),
    *(("SEC-15", B22, [(FEE, said)], []) for said in (
        "2022年度我县政府信息公开无收费情况。", "一是收取信息处理费情况。2022年未向申请人收取费用。",
        "（一）收取信息处理费情况\n\n2022年没有发出收费通知。", "信息处理费收取情况\n\n无。", "本年度未收取任何费用。",
        "全年依申请提供政府信息未产生收费。",
    )),
    *(("SEC-15", B22, [(FEE, "无。"), ("公开平台建设方面。", said + "公开平台建设方面。")], expected) for said, expected in (
        ("均按规定办理，未向申请人收费。", []), ("依申请公开的信息均免费提供。", []), ("免费提供依申请公开的信息。", []),
        ("图书馆免费开放。", [("fail", "warning")]), ("未收取诊疗费用。", [("fail", "warning")]),
    )),
    *(("SEC-15", B22, [(FEE, said)], [(status, "warning")]) for said, status in (
        ("落实信息处理费管理办法。全年无其他需要报告的事项。", "review"), ("全年无行政事业性收费。", "fail"),
        ("规范收费行为。", "fail"), ("无乱收费现象。", "fail"), ("未按收费通知要求办理的没有。", "fail"),
        ("申请人逾期未按收费通知要求缴纳费、行政机关不再处理其政府信息公开申请。", "fail"),
    )),
    ("SEC-15", B22, [("2022年度未发出收费通知，未收取信息处理费。", "无。")], [("fail", "warning")]),
    ("SEC-15", B22, [("2022年度未发出收费通知，未收取信息处理费。", "落实信息处理费管理办法。")], [("review", "warning")]),
    ("SEC-15", B22, [("2022年度未发出收费通知，未收取信息处理费。", "1件收取信息处理费380元。")], []),
    ("SEC-15", B22, [("2022年度未发出收费通知，未收取信息处理费。", "未发生政府信息公开收费事项。")], []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CASES)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[tuple[str, str]]) -> None:
    found = said(rule, changed(name, *changes))
    assert [(one.status, one.severity) for one in found] == expected


FIXES = [
    ("SEC-01", [("政府信息公开工作年度报告\n\n根据", "政府信息公开年度报告\n\n根据")]),
    ("SEC-04", [("## 六、其他", "## 七、其他")]),
    ("SEC-05", [("## 五、存在的主要问题及改进情况", "## 五、存在的困难和下一步打算")]),
]


@pytest.mark.parametrize(("rule", "changes"), FIXES)
def test_fix_restores_the_text(rule: str, changes: list[Change]) -> None:
    (one,) = said(rule, changed(A19, *changes))
    assert one.mended == base(A19)


@pytest.mark.parametrize(
    ("title", "full"),
    [
        ("青岚县人民政府政府信息公开工作2019年度报告", "应写作“青岚县人民政府2019年政府信息公开工作年度报告”"),
        ("2019年政府信息公开工作年度报告", ""),
    ],
)
def test_what_a_title_should_read(title: str, full: str) -> None:
    (one,) = said("SEC-01", changed(A19, (TITLE, f"# {title}")))
    assert one.words.zh.partition("，")[2] == full


def test_a_period_is_told_in_one_line() -> None:
    (one,) = said("SEC-09", changed(A19, ("2019年12月31日", "2019年1\n1月30日")))
    assert "2019年1月1日起至2019年11月30日" in one.words.zh


def test_headings_run_into_the_prose_are_not_missing() -> None:
    text = changed(
        A19, ("组织一次业务测试。\n\n## 六、其他需要报告的事项\n\n无。", "组织测试2次六、其他需要报告的事项2019年无。")
    )
    (remark,) = said("SEC-02", text)
    assert remark.status == "pass"
    assert "六、其他需要报告的事项" in remark.words.zh
    assert unassessed("SEC-14", text)


def test_listed_headings_are_no_headings() -> None:
    listed = "本报告包括一、总体情况，二、主动公开政府信息情况，六、其他需要报告的事项等内容。"
    text = changed(A19, (PERIOD, PERIOD + listed), ("## 六、其他需要报告的事项\n\n无。", ""))
    assert [one.key for one in said("SEC-02", text)] == ["other"]


def test_missing_section_speaks_for_its_tables() -> None:
    text = base(A19)
    start, end = text.index("## 四、"), text.index("## 五、")
    (one,) = said("SEC-02", text[:start] + text[end:])
    assert (one.key, one.finding.table) == ("litigation", "cases")
    (table,) = said("TAB-01", text[:start] + text[end:])
    assert table.finding.table == "cases"


def test_order_names_the_fewest_that_move() -> None:
    text = base(A19)
    four, five, six = (text.index(f"## {n}、") for n in "四五六")
    (one,) = said("SEC-03", text[:four] + text[five:six] + text[four:five] + text[six:])
    assert one.words.zh.count("“") == 1
    assert "一、二、三、五、四、六" in one.words.zh


def test_scrambled_series_is_one_finding() -> None:
    text = changed(
        A19, ("（二）依申请公开。", "二、依申请公开\n\n"), ("（三）政府信息管理。", "三、政府信息管理\n\n"),
        ("## 二、主动公开", "## 一、主动公开"), ("## 三、收到", "## 二、收到"), ("## 四、政府", "## 三、政府"),
        ("## 五、存在", "## 四、存在"), ("## 六、其他", "## 五、其他"),
    )  # fmt: skip
    (one,) = said("SEC-04", text)
    assert one.words.zh.count("序号应为") == 5
    assert said("SEC-06", text) == []


def test_no_heading_at_all_is_a_lead() -> None:
    title = Heading("青岚县人民政府2019年政府信息公开工作年度报告")
    document = Document((Section(title, (Paragraph("全年主动公开信息。"),)),), Source("x"))
    (one,) = said("SEC-02", bound(document))
    assert (one.status, one.finding.responsibility) == ("review", "conversion")


def test_pictures_make_missing_sections_a_lead() -> None:
    title = Heading("青岚县人民政府2019年政府信息公开工作年度报告")
    overview = Section(Heading("一、总体情况"), (Paragraph("全年主动公开信息。"), Image("图")), 2)
    found = said("SEC-02", bound(Document((Section(title, ()), overview), Source("x"))))
    assert len(found) == 5
    assert {one.status for one in found} == {"review"}


def test_a_picture_elsewhere_does_not_excuse() -> None:
    text = changed(
        A19, ("（二）依申请公开。", "![图](a.png)\n\n（二）依申请公开。"), ("## 六、其他需要报告的事项\n\n无。", "")
    )
    assert [one.status for one in said("SEC-02", text)] == ["fail"]


def test_options() -> None:
    text = changed(A19, ("organization: '青岚县人民政府'", "organization: '青岚县水利局'"))
    assert said("SEC-08", text, aliases=("青岚县水利局",)) == []
    assert said("SEC-13", base(A19), least=1000)
    extra = changed(A19, ("无。\n", "无。\n\n## 七、大事记\n\n三月召开会议。\n"))
    assert said("SEC-06", extra)
    assert said("SEC-06", extra, allowed=("大事记",)) == []


SURVEY = "委托第三方机构开展社会评议，受访群众满意度为94.3%。"


@pytest.mark.parametrize(
    ("organ", "district", "expected"),
    [
        (ORGAN, "全县", ["fail"]), ("青岚区", "全区", ["fail"]), ("青岚区人民政府", "全县", ["fail"]),
        ("青岚湖区", "本地", ["review"]), ("青岚经开区", "全区", []), ("文昌社区", "本地", []), ("云州海关关区", "全区", []),
    ],
)  # fmt: skip
def test_zones_are_no_governments(organ: str, district: str, expected: list[str]) -> None:
    text = changed(A19, (SURVEY, ""), (ORGAN, organ), ("全县", district), ("我县", district))
    assert [one.status for one in said("SEC-11", known(text))] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(SURVEY, "\n\n评议\t受访群众满意度为94.3%。\n")], []),
        ([(SURVEY, "\n\n方式\t社会评议\n")], [("fail", "warning")]),
        ([(SURVEY, "")], [("fail", "error")]),
    ],
)
def test_results_are_looked_for_in_cells_too(changes: list[Change], expected: list[tuple[str, str]]) -> None:
    assert [(one.status, one.severity) for one in said("SEC-11", known(changed(A19, *changes)))] == expected


def test_results_are_not_missed_where_section_one_was_not_read() -> None:
    reason = unassessed("SEC-11", known(changed(A19, (SURVEY, ""), ("## 一、总体情况", ""))))
    assert reason is not None
    assert "第一部分" in reason.zh


@pytest.mark.parametrize(("said_there", "expected"), [("政府信息资源管理", "pass"), ("内部管理", "fail")])
def test_management_of_information_as_a_resource(said_there: str, expected: str) -> None:
    overview = f"公开平台建设方面。网站改版。培训3期。依申请公开3件，主动公开9条。{said_there}情况：专人负责。"
    text = base(B22)
    start, end = text.index("## 一、") + len("## 一、总体情况"), text.index("## 二、")
    audited = auditor().audit(read(f"{text[:start]}\n\n{overview}\n\n{text[end:]}".encode(), "report.md", BUILTIN))
    assert statuses(audited)["SEC-10"] == expected


SIX = "## 六、其他需要报告的事项\n\n" + FEE


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(SIX, "")], "not_assessed"),
        ([("## 五、存在的主要问题及改进情况", ""), (FEE, "无。")], "fail"),
        ([(FEE, "无。")], "fail"),
    ],
)
def test_a_missing_section_six_is_told_once(changes: list[Change], expected: str) -> None:
    audited = auditor().audit(read(changed(B22, *changes).encode(), "report.md", BUILTIN))
    assert statuses(audited)["SEC-15"] == expected


def test_missing_section_is_not_assessed() -> None:
    text = changed(A19, ("## 六、其他需要报告的事项\n\n无。", ""))
    reason = unassessed("SEC-14", text)
    assert reason is not None
    assert "第六部分" in reason.zh
    assert report(text).section("other") is None


@pytest.mark.parametrize("mark", ["、", "．", "."])
def test_a_heading_run_into_the_prose_may_bear_any_mark_behind_its_number(mark: str) -> None:
    text = changed(
        A19,
        ("组织一次业务测试。\n\n## 六、其他需要报告的事项\n\n无。", f"组织测试2次六{mark}其他需要报告的事项2019年无。"),
    )
    (remark,) = said("SEC-02", text)
    assert remark.status == "pass"
