"""Numbers of the narrative that are right, doubtful or wrong by a hair, and what each finding says in full."""

import pytest

from tests.packs.handmade import Change, changed, said, unassessed
from tests.packs.test_narrative import A19, B22, FAIL, REVIEW, cases, instead, made, more, six

RECEIVED, IN = "\t90\t22\t0\t2\t4\t2\t120\n", "\t4\t2\t0\t0\t0\t0\t6\n"
CASE = "1\t0\t0\t1\t2\t1\t0\t0\t0\t1\t0\t0\t0\t0\t0"
OUT = "四、结转下年度继续办理\t\t\t6\t2\t0\t0\t0\t0\t8"
SIX = "## 六、其他需要报告的事项\n\n2022年度未发出收费通知，未收取信息处理费。"
_UNPAID = "缴纳费用、行政机关不再处理其政府信息公开申请\t{0}\t0\t0\t0\t0\t0\t{0}\n"
UNPAID_ONE = (_UNPAID.format(0), _UNPAID.format(1))
NO_NEW = (RECEIVED, "\t0\t0\t0\t0\t0\t0\t0\n")
NO_TOTAL = (RECEIVED, RECEIVED.replace("120", ""))
OTHER_TOTAL = (RECEIVED, RECEIVED.replace("120", "125"))
NO_REVIEWS = (CASE, CASE.replace("1\t2\t1", "1\t\t1", 1))
POLICIES = "同步发布政策解读稿42篇"

CLOSELY: list[tuple[str, str, list[Change], list[str]]] = [
    ("XSC-01", B22, [NO_TOTAL, *instead("全年新收政府信息公开申请121件。")], [FAIL]),
    ("XSC-01", B22, [NO_TOTAL, *instead("全年新收政府信息公开申请120件。")], []),
    ("XSC-02", B22, [(IN, "\t\t\t\t\t\t\t\n"), *instead("上年结转政府信息公开申请5件。")], [FAIL]),
    ("XSC-02", B22, [(IN, "\t\t\t\t\t\t\t\n"), *instead("上年结转政府信息公开申请0件。")], []),
    ("XSC-01", B22, [OTHER_TOTAL, *instead("全年新收政府信息公开申请121件。")], [REVIEW]),
    ("XSC-01", B22, [OTHER_TOTAL, *instead("全年新收政府信息公开申请120件。")], []),
    ("XSC-01", B22, [OTHER_TOTAL, *instead("全年新收政府信息公开申请125件。")], []),
    ("XSC-01", B22, [(RECEIVED, RECEIVED.replace("22","若干")), *instead("全年新收政府信息公开申请121件。")], [FAIL]),
    ("XSC-10", B22, [NO_REVIEWS, *cases("因政府信息公开引发行政复议3件。")], [FAIL]),
    ("XSC-10", B22, [NO_REVIEWS, *cases("因政府信息公开引发行政复议2件。")], []),
    ("XSC-10", B22, [NO_REVIEWS, *cases("因政府信息公开引发行政复议、行政诉讼共4件。")], [FAIL]),
    ("XSC-10", B22, cases("因政府信息公开引发行政复议、行政诉讼共4件。"), [FAIL]),
    ("XSC-10", B22, cases("未经复议直接起诉的政府信息公开案件2件。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开行政诉讼中，复议后起诉1件。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开行政诉讼2件，均为未经复议直接起诉。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，驳回1件。"), []),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，其他结果1件。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，尚未审结2件。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，撤销1件。"), [REVIEW]),
    ("XSC-10", B22, cases("政府信息公开行政诉讼1件，均胜诉。"), []),
    ("XSC-10", B22, [(CASE, CASE.replace("1\t1\t0\t0\t0\t1","1\t0\t1\t0\t0\t1")), *cases("政府信息公开行政诉讼1件，零败诉。")], []),
    ("XSC-10", B22, cases("县政府办公室政府信息公开行政复议1件。"), [REVIEW]),
    ("XSC-10", B22, cases("县教育局政府信息公开行政复议1件。"), []),
    ("XSC-10", B22, cases("县教育局政府信息公开行政复议5件。"), [REVIEW]),
    ("XSC-10", B22, cases("发生行政复议3件。"), [FAIL]),
    ("XSC-11", B22, cases("全年行政复议、行政诉讼没有发生。"), [FAIL]),
    ("XSC-11", B22, cases("县政府办公室未发生政府信息公开行政复议。"), [REVIEW]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人90件，商业企业22件，科研机构0件，社会公益组织2件，法律服务机构4件，其他3件。"), [FAIL]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人90件，商业企业22件，科研机构0件，社会公益组织2件，法律服务机构4件，其他2件。"), []),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人90件，商业企业22件，其他8件。"), []),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人90件，商业企业22件，其他9件。"), [FAIL]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人申请94件。"), [REVIEW]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，法人或其他组织申请32件。"), [REVIEW]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人申请90件，其余31件为法人或其他组织申请。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，因保护第三方合法权益不予公开3件。"), []),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，因保护第三方合法权益不予公开4件。"), [REVIEW]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，属于行政执法案卷3件。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，予以公开和部分公开69件。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，其他处理6件，逾期未补正2件。"), [FAIL]),
    ("XSC-05", B22, instead("政府信息公开申请办理中，没有予以公开的情形。"), [FAIL]),
    ("XSC-03", B22, instead("办结政府信息公开申请126件。"), [REVIEW]),
    ("XSC-03", B22, instead("办结政府信息公开申请109件。"), [REVIEW]),
    ("XSC-03", B22, instead("办结政府信息公开申请120件。"), [REVIEW]),
    ("XSC-03", B22, instead("办结政府信息公开申请约118件。"), []),
    ("XSC-03", B22, instead("办结政府信息公开申请1200余件。"), [REVIEW]),
    ("XSC-03", B22, instead("办结政府信息公开申请0.01万件。"), []),
    ("XSC-03", B22, instead("办结政府信息公开申请118件。另办结政府信息公开申请50件。"), [REVIEW]),
    ("XSC-03", B22, instead("办结政府信息公开申请50件。另办结政府信息公开申请68件。"), []),
    ("XSC-03", B22, instead("办结政府信息公开申请50件。另办结政府信息公开申请68件。合计办结政府信息公开申请118件。"), []),
    ("XSC-03", B22, instead("办结政府信息公开申请50件、再办结政府信息公开申请60件。"), [REVIEW, REVIEW]),
    ("XSC-03", B22, instead("县政府办公室办结政府信息公开申请50件。"), [REVIEW]),
    ("XSC-03", B22, instead("县教育局办结政府信息公开申请130件。"), [REVIEW]),
    ("XSC-03", B22, instead("全年收到政府信息公开申请120件，答复112件，其余8件尚未答复。"), [REVIEW]),
    ("XSC-02", B22, instead("收到政府信息公开申请120件（含上年结转7件）。"), [FAIL]),
    ("XSC-01", B22, instead("收到政府信息公开申请126件（其中上年结转6件）。"), []),
    ("XSC-01", B22, instead("收到政府信息公开申请126件（2021年结转6件）。"), []),
    ("XSC-01", B22, instead("新收政府信息公开申请126件（含上年结转6件）。"), [REVIEW]),
    ("XSC-01", B22, instead("收到自然人政府信息公开申请90件。"), []),
    ("XSC-01", B22, instead("全年共有政府信息公开申请118件。"), []),
    ("XSC-01", B22, instead("收到政府信息公开申请0件。"), []),
    ("XSC-02", B22, instead("收到政府信息公开申请120件，结转8件。"), []),
    ("XSC-08", B22, [NO_NEW, *instead("全年未收到政府信息公开申请。")], [REVIEW]),
    ("XSC-08", B22, [NO_NEW, *instead("全年未收到政府信息公开申请，上年结转6件。")], []),
    ("XSC-08", B22, [NO_NEW, *instead("全年收到政府信息公开申请0件。")], []),
    ("XSC-08", B22, [NO_NEW, (IN, "\t0\t0\t0\t0\t0\t0\t0\n"), *instead("全年未收到政府信息公开申请。")], []),
    ("XSC-08", B22, instead("县政府办公室全年未收到政府信息公开申请。"), [REVIEW]),
    ("XSC-08", B22, instead("收到政府信息公开申请约0件。"), []),
    ("XSC-09", B22, instead("县政府办公室政府信息公开申请全部办结。"), [FAIL]),
    ("XSC-09", B22, instead("政府信息公开申请均已答复。政府信息公开申请全部办结。"), [FAIL]),
    ("XSC-09", B22, instead("政府信息公开申请均已答复。结转下年度8件。"), []),
    ("XSC-09", B22, [(OUT, OUT.replace("6\t2", "0\t0").replace("8", "0")), *instead("政府信息公开申请全部办结。")], []),
    ("XSC-21", B22, [*instead("依申请公开渠道畅通。"), NO_NEW], []),
    ("XSC-16", B22, [*more("全年收取信息处理费380元。"), (SIX, "")], []),
    ("XSC-16", B22, [*more("全年收取信息处理费380元。"), *six("没有其他需要报告的事项。")], [FAIL]),
    ("XSC-16", B22, six("2021年收取信息处理费380元，2022年未收取信息处理费。"), []),
    ("XSC-16", B22, six("收取信息处理费380元，每页收取信息处理费10元。未收取信息处理费。"), [FAIL]),
    ("XSC-17", B22, [("162.38", "0.03"), *six("实际收取信息处理费400元。")], []),
    ("XSC-17", B22, [("162.38", "0.03"), *six("实际收取信息处理费401元。")], [REVIEW]),
    ("XSC-17", B22, [("162.38", "0.03"), *six("实际收取信息处理费100元，又收取信息处理费500元。")], [REVIEW]),
    ("XSC-17", B22, [("162.38", "300元"), *six("实际收取信息处理费301元。")], []),
    ("XSC-17", B22, [("162.38", "300元"), *six("实际收取信息处理费302元。")], [REVIEW]),
    ("XSC-17", B22, six("实际收取信息处理费0元。"), []),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占百分之五十点九。"), [REVIEW]),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占50.84%。"), [REVIEW]),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占新收申请的50%。"), []),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占新收申请的50.8%。"), []),
    ("XSC-07", B22, instead("收到政府信息公开申请120件，自然人申请90件，占75.1%；法人申请30件，占25%。"), [FAIL]),
    ("XSC-07", B22, instead("收到政府信息公开申请120件，自然人申请90件，占75.1%；商业企业申请22件，占18.3%；其他8件，占6.7%。"), [FAIL]),
    ("XSC-07", B22, more("全年公开信息2000条，其中网站1000条，占50%；公众号400条，占20%；微博600条，占31%。"), [FAIL]),
    ("XSC-07", B22, more("全年公开信息2000条。其中网站1000条，占50%；公众号400条，占20%；微博600条，占31%。"), [FAIL]),
    ("XSC-07", B22, more("全年公开信息2000条，其中网站1000条，占51%；公众号400条，占21%；微博600条，占31%。"), []),
    ("XSC-07", B22, more("全年公开信息600条，其中网站100条，占16.6%。"), [REVIEW]),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占24.3%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占26.7%。"), [FAIL]),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占26.4%。"), [FAIL]),
    ("XSC-18", B22, more("民生专栏发布信息426条，民生专栏发布信息200条。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条；民生专栏发布信息200条。"), [REVIEW]),
    ("XSC-18", B22, more("民生专栏2021年发布信息426条。民生专栏发布信息200条。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条。民生专栏发布信息200件。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条。该平台发布信息200条。"), [REVIEW]),
    ("XSC-18", B22, more("全年主动公开政府信息2645件。全年公开政府信息2599件。"), [REVIEW]),
    ("XSC-18", B22, more("全年主动公开政府信息2645篇。全年公开政府信息2599篇。"), []),
    ("XSC-12", B22, made("制定规章1件。"), [FAIL]),
    ("XSC-12", B22, made("13件规章现行有效。"), [REVIEW]),
    ("XSC-12", B22, made("开展规范性文件清理，废止3件。"), [FAIL]),
    ("XSC-12", B22, made("现行有效的规范性文件目录，共64件。"), [FAIL]),
    ("XSC-12", B22, made("开展规章、规范性文件清理，保留60件。"), [REVIEW]),
    ("XSC-12", B22, made("县政府办公室制发规范性文件12件。"), [REVIEW]),
    ("XSC-12", B22, made("部门规范性文件制发12件。"), []),
    ("XSC-12", B22, made("转发规范性文件12件，制发11件。"), []),
    ("XSC-12", B22, made("制发规范性文件12件（其中修订2件）。"), [FAIL]),
    ("XSC-12", B22, made("规范性文件制发数为12。"), [FAIL]),
    ("XSC-12", B22, made("规范性文件方面，本年度均未制发。"), [FAIL]),
    ("XSC-12", B22, made("2021年制发规范性文件12件。"), []),
    ("XSC-12", B22, made("较上年多制发规范性文件12件。"), []),
    ("XSC-13", B22, made("作出行政许可处理决定5281件。"), [FAIL]),
    ("XSC-13", B22, made("县教育局作出行政许可处理决定5281件。"), [REVIEW]),
    ("XSC-13", B22, made("办理行政许可5281件，同比增长5%。"), [REVIEW]),
    ("XSC-13", B22, made("行政许可较上年增加20件。"), []),
    ("XSC-13", B22, made("行政事业性收费收入162.4万元。"), []),
    ("XSC-13", B22, made("行政事业性收费收入162.5万元。"), [FAIL]),
    ("XSC-13", B22, made("行政事业性收费情况，收费金额163万元。"), [FAIL]),
    ("XSC-13", B22, made("未收取任何行政事业性收费。"), [REVIEW]),
    ("XSC-13", B22, made("2021年未作出行政处罚决定。"), []),
    ("XSC-13", A19, [(POLICIES, "行政事业性收费163万元")], []),
    ("XSC-14", A19, [(POLICIES, "采购项目391个")], [REVIEW]),
    ("XSC-14", A19, [(POLICIES, "政府集中采购支出6007.1万元")], []),
    ("XSC-14", A19, [(POLICIES, "政府集中采购支出60070512元")], []),
    ("XSC-14", A19, [(POLICIES, "公示政府集中采购项目391个")], []),
    ("XSC-19", B22, more("共公开信息382条，其中网站35条、公众号2443条、其他1条。"), [FAIL]),
    ("XSC-19", B22, more("收到留言12件，其中当面4件、来信9件、其他0件。"), [FAIL]),
    ("XSC-19", B22, more("收到留言12件，其中当面4件、来信4件、网上5件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言12件（其中当面4件、来信9件），均已答复9件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言0件，其中当面4件。"), []),
    ("XSC-19", B22, more("收到留言约12件，其中当面14件。"), []),
    ("XSC-19", B22, more("收到留言12件。分别为当面4件、来信9件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言12件。\n其中当面4件、来信9件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言12件、咨询3件。其中当面4件、来信12件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言12件、来电3次。其中当面4件、来信9件。"), []),
    ("XSC-19", B22, instead("办结政府信息公开申请118件，其中予以公开60件，部分公开10件，不予公开13件，无法提供22件，不予处理9件，其他处理3件。"), []),
    ("XSC-19", B22, instead("办结政府信息公开申请118件。予以公开60件，部分公开10件，不予公开13件，无法提供22件，不予处理9件，其他处理4件。"), []),
    ("XSC-04", B22, instead("收到政府信息公开申请120件，办结112件，结转下年8件。"), []),
    ("XSC-15", B22, [UNPAID_ONE, *six("2022年度未发出收费通知，未收取信息处理费。")], [FAIL]),
    ("XSC-15", B22, [UNPAID_ONE, *six("无。")], [FAIL]),
    ("XSC-15", B22, [UNPAID_ONE, *six("发出收费通知1件，总金额380元，实际收取0元。")], []),
    ("XSC-15", B22, [UNPAID_ONE, *six("落实信息处理费管理办法。")], [REVIEW]),
    ("XSC-15", B22, [UNPAID_ONE, *six("未收取信息处理费。")], []),
    ("XSC-15", B22, [UNPAID_ONE, *six("收取信息处理费380元。")], []),
    ("XSC-15", B22, [UNPAID_ONE, *six("发出收费通知0件。")], [FAIL]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), CLOSELY)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[str]) -> None:
    assert [one.status for one in said(rule, changed(name, *changes))] == expected


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("XSC-15", [UNPAID_ONE, (SIX, "")]),
        ("XSC-16", [*more("全年收取信息处理费380元。"), (SIX, "")]),
        ("XSC-21", [*instead("依申请公开渠道畅通。"), ("## 一、总体情况", "")]),
        ("XSC-08", [(RECEIVED, RECEIVED.replace("120", "若干")), *instead("全年未收到政府信息公开申请。")]),
        ("XSC-09", [(OUT, OUT.replace("8", "若干")), *instead("政府信息公开申请全部办结。")]),
        ("XSC-10", [(CASE, CASE.replace("1\t2\t1", "1\t若干\t1", 1)), *cases("因政府信息公开引发行政复议3件。")]),
    ],
)  # fmt: skip
def test_what_is_not_read_is_not_judged(rule: str, changes: list[Change]) -> None:
    text = changed(B22, *changes)
    assert (said(rule, text), unassessed(rule, text) is None) == ([], rule == "XSC-16")


def test_of_what_is_carried_over_the_text_is_taken_where_the_table_cannot_be_read() -> None:
    table = changed(B22).split("## 三、")[1].split("## 四、")[0]
    gone = (table, "收到和处理政府信息公开申请情况\n\n")
    text = changed(B22, gone, *instead("政府信息公开申请全部办结。结转下年度8件。"))
    (found,) = said("XSC-09", text)
    assert (found.status, "正文另一处写明的结转为 8" in found.words.zh) == (REVIEW, True)
    assert unassessed("XSC-09", changed(B22, gone, *instead("政府信息公开申请全部办结。"))) is not None
