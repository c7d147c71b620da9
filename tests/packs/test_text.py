"""The rules on wording: what a careful auditor signs, and what not."""

import pytest
from msgspec.structs import replace

from audit_core import Report, RulePack
from audit_pack_text.personal import valid_identity
from tests.packs import handmade
from tests.packs.record import hold_audited
from tests.reports.bases import BASES
from tests.reports.changes import append_sentence
from tests.reports.reading import Unbroken, audit, auditor


def said(rule: str, sentence: str, base: str = "B22") -> list[str]:
    draft = BASES[base]()
    append_sentence(sentence)(draft)
    audited = audit(draft)
    hold_audited(audited, handmade.base(base), packs=(rule,))
    return [one.words.zh for one in audited.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("TXT-01", "2021年，全县共接待群众30人次。"), ("TXT-01", "2023年度，我县新增公开目录3类。"),
        ("TXT-01", "2021年，青岚县人民政府办公室共制定公文3件。"), ("TXT-01", "主动公开情况 2021年，全县共公开信息9条。"),
        ("TXT-01", "2021年，我县信息公开工作稳步推进。"), ("TXT-01", "2023年，全县共公开信息30条。"),
        ("TXT-01", "2021年，全县共召开推进会4次，受到通报表扬。"),
        ("TXT-01", "2021年，全县共新收申请30件，上年结转4件；办结28件。"), ("TXT-01", "2021年，全县新收申请30件，比上年增加2件。"),
        ("TXT-01", "2021年，通过县政府门户网站、公众号等渠道，主动公开信息30条。"), ("TXT-01", "（一）2021年主动公开情况"),
        ("TXT-01", "2022年新收申请30件。2021年，全县共召开推进会4次。"),
        ("TXT-01", "2021年，依托政务新媒体推送信息12条。"), ("TXT-01", "2023年，县人民政府办公室举办培训2次。"),
        ("TXT-01", "截至2021年12月31日，全县主动公开信息30条。"), ("TXT-01", "2021年主动公开信息30条。"),
        ("TXT-02", "××局牵头负责。"), ("TXT-02", "共收到（请填写）件。"),
        ("TXT-02", "全县共发布解读材料 篇。"), ("TXT-02", "全年收到群众来信　　封，均已回复。"), ("TXT-02", "制发文件__件。"),
        ("TXT-02", "编发简报□□期，公开信息□条。"), ("TXT-02", "开展业务培训（  ）次。"), ("TXT-02", "依据条例第 条的规定答复。"),
        ("TXT-02", "按期答复率为 %。"), ("TXT-02", "考核得分 分。"), ("TXT-02", "自2022年 月 日起公开。"), ("TXT-02", "其中 件予以公开，共计 件。"),
        ("TXT-02", "该部分以文字形式报告。"), ("TXT-02", "（此处填写本年主要做法）"), ("TXT-02", "请据实填报本单位开展情况。"),
        ("TXT-02", "收到申请（）件。"), ("TXT-02", "全年受理申请X件，办结X件。"), ("TXT-02", "公开信息——条。"), ("TXT-02", "较上年增长  个百分点。"),
        ("TXT-02", "开展培训  人次。"), ("TXT-02", "[单位名称]成立领导小组。"), ("TXT-02", "本项填报要求请参照上年度样式填写。"), ("TXT-02", "此处插入图片。"),
        ("TXT-02", "传真：×××××××。"), ("TXT-02", "（各单位可自行增减小标题）"),
        ("TXT-02", "无数据的，请填“0”。"), ("TXT-02", "填表说明：表中数字均取整数。"), ("TXT-02", "注：乡镇一律填0。"),
        ("TXT-03", "截止2022年12月31日，共发布20条。"), ("TXT-04", "发布信息近300多条。"),
        ("TXT-05", "依据国办公开办函〔2019〕60号编制。"), ("TXT-06", "推进信息公开信息公开工作。"),
        ("TXT-05", "依据《政府信息公开条例》（国务院令第771号）办理。"), ("TXT-05", "执行《中华人民共和国信息公开条例》。"),
        ("TXT-05", "印发青政办〔2022〕03号文件。"),
        ("TXT-06", "在县政务政务公开办指导下。"), ("TXT-06", "按照按照条例办理。"), ("TXT-06", "完善监督保障保障机制。"),
        ("TXT-06", "对信息公开专栏进行清理整合。对信息公开专栏进行清理整合。"),
        ("TXT-06", "完善制度，对信息公开专栏进行清理整合。对信息公开专栏进行清理整合。"),
        ("TXT-06", "一是对信息公开专栏进行清理整合；二是对信息公开专栏进行清理整合。"),
        ("TXT-06", "县融媒体中心每月发布解读材料，由专人校对统计。石溪镇设查阅点。县融媒体中心每月发布解读材料，由专人校对统计。"),
        ("TXT-08", "身份证号11010519491231002X。"), ("TXT-08", "张三丰先生申请公开征地信息。"),
        ("FMT-12", "发布信息20条,解读3篇。"), ("FMT-12", "没有其他需要报告的事项."), ("FMT-13", "一是加强领导，三是完善制度。"),
        ("FMT-16", "自2022.3.1起施行。"), ("FMT-19", "满意度提高到95％。"), ("FMT-18", "公开\u200b信息。"),
    ],
)  # fmt: skip
def test_found(rule: str, sentence: str) -> None:
    assert said(rule, sentence)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("TXT-01", "集中公开2021年度部门决算。"), ("TXT-01", "2021年，全县收到申请100件，2022年收到120件。"),
        ("TXT-01", "与2021年相比，增加20件。"), ("TXT-01", "印发2023年政务公开工作要点。"),
        ("TXT-01", "2023年，我县将继续公开各类信息。"), ("TXT-01", "下一步，2023年我县公开更多信息。"),
        ("TXT-01", "2021年度全省政务公开第三方评估中，我县得分91分。"), ("TXT-01", "2021年度我县政务公开考核为优秀，完成目标。"),
        ("TXT-01", "2021年，我县在全市考核中获评先进，组织有力。"), ("TXT-01", "2021年，我县政务公开名列前茅。"),
        ("TXT-01", "2021年，石溪镇人民政府公开信息20条。"), ("TXT-01", "总结本县 2021 年，我县公开工作有成效。"),
        ("TXT-01", "2021年，全县共受理上年结转的申请4件。"), ("TXT-01", "2021年，全县较2020年多公开信息3条。"),
        ("TXT-01", "2022年收到申请30件。2021年收到申请20件，同比增长50%。"), ("TXT-01", "2021年，县水利局公开信息20条。"),
        ("TXT-01", "2021年，我县制定公开办法，沿用至今。"), ("TXT-01", "2021年收到申请20件；2022年收到30件。"),
        ("TXT-01", "2021年，通过的公开办法共三章。"), ("TXT-01", "2021年，通过省级验收，组织有力。"),
        ("TXT-01", "2022年新收申请182件。2021年收到申请99件。"), ("TXT-01", "全年新收申请182件，办结180件。2021年收到申请99件，办结97件。"),
        ("TXT-01", "截至2022年12月31日，全县主动公开信息30条。"), ("TXT-01", "截至2021年底，全县有乡镇12个。"),
        ("TXT-01", "截至2021年底，全县公开专区共12个，2022年新建3个。"),
        ("TXT-02", "依托“XX专栏”发布信息。"), ("TXT-02", "制定信息发布模板。"), ("TXT-03", "报名截止日期为3月1日。"),
        ("TXT-02", "全县 公开 信息 36 条 ， 解读 12 篇 。"), ("TXT-02", "明确受理 条 件，逐 项 公开 事 项。"), ("TXT-02", "依据第 三十 条、第 6 款办理。"),
        ("TXT-02", "信息、文件等 件数另行统计。"), ("TXT-02", "多次 公开 多次。"), ("TXT-02", "选择□年报□月报□日报。"), ("TXT-02", "公共 项目和申请 人均可查询。"),
        ("TXT-02", "督促各部门如实填报统计数据，填写要求更加明确。"), ("TXT-02", "申请人请填写申请表。"), ("TXT-02", "注：以上数字由各乡镇填报汇总。"),
        ("TXT-02", "网页提示“请填写验证码”后即可提交。"), ("TXT-02", "明确报送的统计表不得留空。"), ("TXT-02", "回应“为什么没有收到申请？”等来电12次。"),
        ("TXT-02", "（以下简称《条例》）"), ("TXT-02", "打造“X+公开”品牌，购置X光机信息公开3条。"),
        ("TXT-02", "该部分工作以视频形式宣传。"), ("TXT-02", "（单位：万元，保留4位小数）"), ("TXT-02", "（区分处理的，只计这一情形，不计其他情形）"),
        ("TXT-03", "图书管理员3名。"), ("TXT-04", "线上预约100余人次，附近200多户参加。"),
        ("TXT-05", "《重大行政决策程序暂行条例》（国务院令第713号）与政府信息公开条例相衔接。"), ("TXT-05", "印发青政办〔2022〕30号文件。"),
        ("TXT-05", "2019年修订条例，国务院令第492号同时废止。"), ("TXT-06", "加强人民政府政府信息管理。"),
        ("TXT-06", "依托电子政务政务外网，推进信息信息化。"), ("TXT-06", "一个一个部门研究研究。"),
        ("TXT-06", "按规定办理。按规定办理。"), ("TXT-06", "由县档案馆负责归档工作。石溪镇设查阅点。由县档案馆负责归档工作。"),
        ("TXT-06", "全年未发生因政府信息公开引发的投诉举报情况。石溪镇设查阅点。全年未发生因政府信息公开引发的投诉举报情况。"),
        ("TXT-06", "其中发布规范性文件解读3篇，发布规范性文件解读材料3篇。"),
        ("TXT-08", "咨询电话：13800000000。"), ("TXT-08", "申请人可以当面申请公开。"),
        ("TXT-08", "编号110105194912310021。"), ("FMT-11", "访问APP(官方版)。"), ("FMT-12", "比例为1:500，时间为9:30。"),
        ("FMT-13", "（一）甲。1.乙。2.丙。（二）丁。1.戊。"), ("FMT-15", "法院作出（2022）京01行初3号判决。"),
        ("FMT-16", "连续19年获奖。"), ("FMT-19", "提高10%～20%。"),
    ],
)  # fmt: skip
def test_left_alone(rule: str, sentence: str) -> None:
    assert said(rule, sentence) == []


@pytest.mark.parametrize(
    ("ordinals", "leaps"),
    [
        ("1 2 3 4", []), ("1 2 4 5", ["4"]), ("1 3 3 4", ["3"]), ("1 2 2 3", ["2"]), ("1 2 2 4", ["2"]),
        ("1 3 2 4", ["3"]), ("1 2 5 3 4", ["5"]), ("1 3 5", ["3", "5"]), ("1 2 1 2 3", []), ("1 3 3", ["3"]), ("1 4 5 6 2", ["4"]),
    ],
)  # fmt: skip
def test_a_leap_in_the_numbering_is_told_once(ordinals: str, leaps: list[str]) -> None:
    text = "".join(f"{number}.完善制度。" for number in ordinals.split())
    assert said("FMT-13", text) == [one for leap in leaps for one in said("FMT-13", text) if f"”之后是“{leap}." in one]
    assert len(said("FMT-13", text)) == len(leaps)


def test_a_number_left_out_is_looked_for_in_the_prose_only() -> None:
    draft = BASES["B22"]()
    append_sentence("公开信息 条。")(draft)
    assert [one.words.zh for one in audit(draft).findings if one.rule == "TXT-02"] == ["数字空缺未填：“信息 条”"]
    text = (
        handmade.base("B22")
        .replace("行政许可\t5280", "公开信息 件\t5280")
        .replace("## 六、其他", "### 公开信息 条\n\n## 六、其他")
    )
    assert "TXT-02" not in {one.rule for one in auditor().check(handmade.report(text)).findings}


def test_what_stands_twice_is_told_once_with_both_places() -> None:
    draft = BASES["B22"]()
    twice = "县档案馆设立查阅专区。专区配有两台电脑，由专人引导查询。"
    append_sentence(twice + twice)(draft)
    (finding,) = [one for one in audit(draft).findings if one.rule == "TXT-06"]
    assert finding.status.value == "fail"
    assert [one.raw for one in finding.finding.evidence] == [twice, twice]


def test_what_stands_in_two_sections_is_left_alone() -> None:
    draft = BASES["B22"]()
    for part in ("总体情况", "存在的主要问题"):
        draft.part(part).blocks[0] = f"{draft.part(part).blocks[0]}县融媒体中心每月发布解读材料，由专人校对统计。"
    assert [one for one in audit(draft).findings if one.rule == "TXT-06"] == []


@pytest.mark.parametrize(
    ("sentence", "status"),
    [("按照按照条例办理。", "fail"), ("完善监督保障保障机制。", "review"), ("推进信息公开信息公开工作。", "fail")],
)
def test_two_characters_twice_are_a_lead_unless_they_never_are(sentence: str, status: str) -> None:
    draft = BASES["B22"]()
    append_sentence(sentence)(draft)
    assert [one.status.value for one in audit(draft).findings if one.rule == "TXT-06"] == [status]


def test_figures_as_of_the_end_of_another_year_are_a_lead() -> None:
    draft = BASES["B22"]()
    append_sentence("截至2021年12月31日，全县主动公开信息30条。")(draft)
    assert [one.status.value for one in audit(draft).findings if one.rule == "TXT-01"] == ["review"]


def test_numbers_are_shown_masked() -> None:
    (text,) = said("TXT-08", "联系人周明，手机13812345678。")
    assert "138****5678" in text
    assert "12345678" not in text


def test_identity_numbers_have_a_check_digit() -> None:
    assert valid_identity("11010519491231002X")
    assert not valid_identity("110105194912310021")
    assert not valid_identity("11010519491331002X")


def test_another_year_beside_figures_of_this_one_is_a_lead() -> None:
    draft = BASES["B22"]()
    append_sentence("2022年新收申请30件。2021年，全县共召开推进会4次。")(draft)
    assert [one.status.value for one in audit(draft).findings if one.rule == "TXT-01"] == ["review"]


def _broken(report: Report) -> None:
    raise ZeroDivisionError(report.organization)


def test_a_rule_that_breaks_does_not_pass_for_one_that_finds_nothing() -> None:
    pack = RulePack("ZZ")
    pack.rule("ZZ-01", zh="", en="", severity="note")(_broken)
    ruleset = replace(auditor().ruleset, settings={}, rules={})
    with pytest.raises(AssertionError, match=r"ZZ-01: .*ZeroDivisionError"):
        Unbroken(ruleset, pack.rules).check(handmade.report(handmade.base("B22")))
