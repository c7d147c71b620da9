"""Rules on the narrative, on reports with a few words changed."""

import gc
import time
import weakref
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from audit_core import Document, Excerpt, Paragraph, Report, Section, Source
from audit_core.loaders import BUILTIN
from audit_core.loaders import read as read_bytes
from audit_pack_narrative.numerals import percentages, quantities, written
from audit_pack_narrative.prose_reading import Reading, read
from audit_pack_narrative.sentences import listed
from tests.packs.handmade import Change, base, bound, changed, report, said, unassessed
from tests.packs.record import hold_lines
from tests.packs.sentences import SENTENCES
from tests.reports.reading import auditor, scored

A19, B22 = "A19", "B22"
STAGES = (
    "全年新收政府信息公开申请120件，上年结转6件；办结118件，结转下年度继续办理8件，均按期答复。"
    "从办理结果看，予以公开60件，占办结总数的50.8%。"
)
CASES = "因政府信息公开引发行政复议2件，行政诉讼1件。"
MADE = "全县制发规范性文件11件，均在印发后同步公开。"
SIX = "2022年度未发出收费通知，未收取信息处理费。"
ANY = "2022年，全县共召开政府信息公开工作推进会4次"
FAIL, REVIEW = "fail", "review"


def instead(text: str) -> list[Change]:
    return [(STAGES, text)]


def more(text: str) -> list[Change]:
    return [(ANY, f"{text}{ANY}")]


def cases(text: str) -> list[Change]:
    return [(CASES, text)]


def made(text: str) -> list[Change]:
    return [(MADE, text)]


def six(text: str) -> list[Change]:
    return [(SIX, text)]


VERDICTS: list[tuple[str, str, list[Change], list[str]]] = [
    # 新收
    ("XSC-01", B22, instead("全年新收政府信息公开申请121件。"), [FAIL]),
    ("XSC-01", B22, instead("全年收到政府信息公开申请126件（含上年结转6件）。"), []),
    ("XSC-01", B22, instead("全年收到政府信息公开申请126件。"), [REVIEW]),
    ("XSC-01", B22, instead("全年办理政府信息公开申请126件。"), []),
    ("XSC-01", B22, instead("全年办理政府信息公开申请131件。"), [REVIEW]),
    ("XSC-01", B22, instead("县政府办代表县政府受理政府信息公开申请17件。"), [REVIEW]),
    ("XSC-01", B22, instead("全年收到政府信息公开申请120件，其中网上申请100件、信函申请20件。"), []),
    ("XSC-01", B22, instead("全年收到政府信息公开申请100余件。"), []),
    ("XSC-01", B22, instead("全年收到政府信息公开申请2000余件。"), [REVIEW]),
    ("XSC-01", B22, instead("全年新收政府信息公开申请120件。县教育局收到政府信息公开申请12件。"), []),
    ("XSC-01", B22, instead("全年新收政府信息公开申请120件。全年受理政府信息公开申请119件。"), [REVIEW]),
    ("XSC-01", B22, instead("2021年收到政府信息公开申请100件。"), []),
    ("XSC-01", B22, instead("全年收到政府信息公开申请一百二十件。"), []),
    ("XSC-01", B22, instead("全年收到政府信息公开申请一百二十一件。"), [FAIL]),
    ("XSC-01", B22, instead("全年收到政府信息\n公开申请 12\n1 件。"), [FAIL]),
    ("XSC-01", B22, more("在门户网站设置依申请公开栏目35个。"), []),
    ("XSC-01", B22, [(STAGES, f"{STAGES}受理不动产登记申请532件，办结465件。")], []),
    ("XSC-03", B22, [(STAGES, f"{STAGES}受理不动产登记申请532件，办结465件。")], []),
    ("XSC-05", B22, instead("收到政府信息公开申请120件。申请内容主要涉及征地拆迁、项目审批等方面。"
                            "从办理结果看，予以公开61件。"), [FAIL]),
    ("XSC-01", A19, [("全年办理政府信息公开申请百余件，", "全年收到政府信息公开申请120件，")], []),
    ("XSC-01", B22, instead("全年收政府信息公开申请121件。"), [FAIL]),
    ("XSC-01", B22, instead("全县接收到申请表121份，申请公开的内容主要是征地和规划。"), [REVIEW]),
    ("XSC-01", B22, instead("印发申请表500份，政府信息公开申请渠道畅通。"), []),
    ("XSC-01", B22, instead("依申请公开共收到群众网上申请15件，快递16件，合计31件。"), [FAIL]),
    ("XSC-01", B22, instead("依申请公开共收到群众网上申请90件，快递30件，合计120件。"), []),
    ("XSC-01", B22, instead("新收政府信息公开申请120件，上年结转6件，共计126件。"), []),
    ("XSC-01", B22, instead("全县收到31项依申请公开事项。"), [FAIL]),
    ("XSC-01", B22, instead("全县共收到公众申请政府信息公开事项121件。"), [FAIL]),
    ("XSC-01", B22, more("受理行政许可申请事项532项，办结465项。"), []),
    # 结转
    ("XSC-02", B22, instead("上年结转政府信息公开申请5件。"), [FAIL]),
    ("XSC-02", B22, instead("2021年结转政府信息公开申请6件。"), []),
    ("XSC-02", B22, instead("全年受理政府信息公开申请120件，结转8件。"), []),
    ("XSC-02", B22, instead("全年受理政府信息公开申请120件，结转9件。"), [REVIEW]),
    ("XSC-04", B22, instead("办结政府信息公开申请118件，结转2023年7件。"), [FAIL]),
    ("XSC-04", B22, instead("收到政府信息公开申请120件，7件正在办理中。"), [REVIEW]),
    ("XSC-04", B22, instead("收到政府信息公开申请120件，8件正在办理中。"), []),
    ("XSC-04", B22, instead("县教育局收到政府信息公开申请12件，办结10件，结转下年2件。"), []),
    ("XSC-04", B22, instead("县教育局收到政府信息公开申请12件，办结10件，结转下年1件。"), [REVIEW]),
    ("XSC-04", B22, instead("受理政府信息公开申请126件，除8件尚在答复中，其余118件按规定处理完毕。"), []),
    ("XSC-03", B22, instead("受理政府信息公开申请126件，除8件尚在答复中，其余100件按规定处理完毕。"), [FAIL]),
    ("XSC-03", B22, instead("受理政府信息公开申请120件，其中网上申请110件，办结数108件，结转下年8件。"), [FAIL]),
    ("XSC-03", B22, instead("受理政府信息公开申请120件，其中网上申请110件，办结数118件，结转下年8件。"), []),
    # 办结
    ("XSC-03", B22, instead("办结政府信息公开申请119件。"), [FAIL]),
    ("XSC-03", B22, instead("办结政府信息公开申请112件。"), [REVIEW]),
    ("XSC-03", B22, instead("本年新收的政府信息公开申请办结112件。"), []),
    ("XSC-03", B22, instead("办结政府信息公开申请118件，延期答复3件。"), []),
    ("XSC-03", B22, instead("办结人大代表建议50件。"), []),
    # 结果
    ("XSC-05", B22, instead("办结政府信息公开申请118件，予以公开及部分公开70件，不予公开13件，无法提供22件。"), []),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，予以公开及部分公开60件。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，不予公开12件。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，因本机关不掌握无法提供16件。"), []),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，因本机关不掌握等原因无法提供16件。"), [FAIL]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，其他处理4件。"), []),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，其他处理2件。"), [REVIEW]),
    ("XSC-05", B22, instead("办结政府信息公开申请118件，逾期未补正2件，其他处理2件。"), []),
    ("XSC-05", B22, more("按公开属性，主动公开350件、依申请公开40件、不予公开25件。"), []),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人申请90件，法人或其他组织申请30件。"), []),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人申请80件。"), [FAIL]),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，自然人申请88件。"), [REVIEW]),
    ("XSC-06", B22, instead("收到公民政府信息公开申请120件。"), []),
    ("XSC-01", B22, instead("收到公民政府信息公开申请120件。"), []),
    ("XSC-01", B22, instead("收到公民政府信息公开申请90件。"), []),
    ("XSC-01", B22, instead("收到公民政府信息公开申请119件。"), [REVIEW]),
    ("XSC-06", B22, instead("收到公民申请80件，法人或其他组织申请30件。"), [FAIL]),
    ("XSC-01", B22, instead("公开信息88条，其中政策7条，公告60条，其他21条；收到政府信息公开申请121件。"), [FAIL]),
    ("XSC-01", B22, instead("收到政府信息公开申请120件，其中网上100件；来信20件。"), []),
    ("XSC-05", B22, instead("办结118件。其中予以公开61件，部分公开10件，因政府信息公开引发行政复议2件。"), [FAIL]),
    ("XSC-05", B22, instead("办结118件。其中同意公开61件，部分公开10件。"), [FAIL]),
    ("XSC-05", B22, instead("办结118件。其中同意公开60件，部分公开10件。"), []),
    # 百分比
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占办结总数的58.0%。"), [FAIL]),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占50.8%。"), []),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占45%。"), [REVIEW]),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占51%。"), []),
    ("XSC-07", B22, instead("办结政府信息公开申请118件。予以公开60件，占比超过50%。"), []),
    ("XSC-07", B22, instead("收到政府信息公开申请120件，自然人申请90件，占申请总数的75%。"), []),
    ("XSC-07", B22, instead("收到政府信息公开申请120件，自然人申请90件，占申请总数的65%。"), [FAIL]),
    ("XSC-07", B22, more("全年公开信息2000条，其中网站1000条，占50%。"), []),
    ("XSC-07", B22, more("全年公开信息2000条，其中网站1000条，占60%。"), [REVIEW]),
    ("XSC-07", B22, more("全年公开信息80条。其中，年报1条，占1.1%；动态54条，占67.5%；财政25条，占31.3%。"), [FAIL]),
    ("XSC-07", B22, more("全年公开信息80条，其中动态54条，占67.5%；财政26条，占32.5%。"), []),
    ("XSC-07", B22, more("全年公开信息106条。\n从渠道看，网站公开103条，占97.2%；展板公开3条，占2.8%。"), []),
    ("XSC-07", B22, more("全年公开信息2000条，其中网站1000条，占50%；解读120篇，图解60篇，占50%。"), []),
    ("XSC-07", B22, more("网站公开103条，占97.2%；展板公开3条，占2.8%。"), []),
    ("XSC-07", B22, more("全年公开信息0条，其中网站0条，占0%。"), []),
    ("XSC-07", B22, more("好评1200条，占评价总数的99.58%。"), []),
    ("XSC-07", B22, more("网站访问量同比增长35%，群众满意度达95.1%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占24.5%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占34.5%。"), [FAIL]),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他信息占14.5%。"), [REVIEW]),
    ("XSC-07", B22, more("按主题分，机构类占33.3%，政策类占33.3%，其他占33.3%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类占45.5%，其他民生类信息占34.5%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占30%，政策类约占45%，其他占35%。"), []),
    ("XSC-07", B22, more("按主题分，机构类占60%，其中政策类占45%，其他占35%。"), []),
    # 未收到
    ("XSC-08", B22, instead("全年未收到政府信息公开申请。"), [FAIL]),
    ("XSC-08", B22, instead("全年收到政府信息公开申请0件。"), [FAIL]),
    ("XSC-08", B22, instead("县城管局未收到政府信息公开申请。"), []),
    ("XSC-08", B22, instead("2021年未收到政府信息公开申请。"), []),
    ("XSC-08", B22, instead("未收到因政府信息公开申请引发的投诉。"), []),
    ("XSC-08", B22, instead("未收到当面提交的政府信息公开申请。"), []),
    ("XSC-08", B22, instead("全年未收到公民、法人提出的依申请公开诉求。"), [FAIL]),
    ("XSC-08", B22, instead("全年未收到依申请公开信息。"), [FAIL]),
    ("XSC-08", B22, instead("全年无依申请公开政府信息办理事项。"), [FAIL]),
    ("XSC-08", B22, instead("全县收到依申请公开信息0条。"), [FAIL]),
    ("XSC-08", B22, more("没有依申请公开信息公开目录以外的内容。"), []),
    ("XSC-08", B22, instead("收到申请公开政府信息的要求0条。"), [FAIL]),
    ("XSC-08", B22, instead("依申请公开方面，全年未收到该项申请。"), [FAIL]),
    ("XSC-08", B22, instead("全年未收到自然人、法人或其他组织申请公开相关政府信息。"), [FAIL]),
    ("XSC-08", B22, more("没有不动产登记方面的积案。申请事项逐年减少。"), []),
    # 全部办结
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，全部办结。"), [FAIL]),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，均在法定期限内办结。"), [REVIEW]),
    ("XSC-09", B22, instead("政府信息公开申请全部办结，结转8件到下年度办理。"), []),
    ("XSC-09", B22, instead("政府信息公开申请全部办结。结转下年度8件。"), [REVIEW]),
    ("XSC-09", B22, instead("政府信息公开申请答复率100%。"), [REVIEW]),
    ("XSC-09", B22, more("网民留言全部办结。"), []),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，到期办结率100%。"), []),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，到期申请均已办结。"), []),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，无下年度结转。"), [FAIL]),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，无上年结转。"), []),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，未有结转下年度继续办理的。"), [FAIL]),
    ("XSC-09", B22, instead("全年新收政府信息公开申请120件，无政府信息公开申请结转办理情况。"), [FAIL]),
    # 复议诉讼
    ("XSC-10", B22, cases("因政府信息公开引发行政复议3件，行政诉讼1件。"), [FAIL]),
    ("XSC-10", B22, cases("因政府信息公开引发行政复议2件，行政诉讼2件。"), [FAIL]),
    ("XSC-10", B22, cases("因政府信息公开引发行政复议、行政诉讼共3件。"), []),
    ("XSC-10", B22, cases("因政府信息公开引发行政复议2件，均获维持。"), [FAIL]),
    ("XSC-10", B22, cases("因政府信息公开引发行政诉讼1件，全部维持，零败诉。"), []),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，其中维持1件、尚未审结1件。"), []),
    ("XSC-10", B22, cases("政府信息公开行政复议2件，其中维持2件。"), [FAIL]),
    ("XSC-10", B22, cases("县司法局办理行政复议案件86件。"), []),
    ("XSC-11", B22, cases("未发生行政复议、行政诉讼。"), [FAIL]),
    ("XSC-11", B22, cases("全年未发生因政府信息公开引起的行政诉讼。"), [FAIL]),
    ("XSC-11", B22, cases("未发生行政诉讼败诉。"), []),
    ("XSC-11", B22, cases("县城管局未发生政府信息公开行政复议。"), []),
    ("XSC-11", B22, cases("2021年未发生行政复议。"), []),
    ("XSC-10", B22, cases("全年收到政府信息公开行政复议0件。"), [FAIL]),
    ("XSC-10", B22, cases("政府信息公开类行政复议、行政诉讼案件数均为0件。"), [FAIL]),
    ("XSC-10", B22, cases("县司法局收到行政复议申请86件。"), []),
    ("XSC-11", B22, cases("未发生因政府信息公开引起的行政复议、起诉。"), [FAIL]),
    ("XSC-11", B22, cases("渠道畅通，未有遗留问题。全年未发生因政府信息公开导致的行政复议及行政诉讼。"), [FAIL]),
    ("XSC-11", B22, cases("全年未因政府信息公开申请引发行政复议、行政诉讼案件。"), [FAIL]),
    ("XSC-11", B22, cases("未因超期答复被行政复议机关纠正。"), []),
    # 文件、决定、采购
    ("XSC-12", B22, made("全县制发规范性文件12件。"), [FAIL]),
    ("XSC-12", B22, made("制发行政规范性文件11件，废止4件，现行有效规范性文件63件。"), []),
    ("XSC-12", B22, made("废止规范性文件5件。"), [FAIL]),
    ("XSC-12", B22, made("公开规范性文件12件。"), [REVIEW]),
    ("XSC-12", B22, made("以县政府办公室名义制发规范性文件5件。"), []),
    ("XSC-12", B22, made("转发上级规范性文件35件，解读规范性文件9件，清理规范性文件80件。"), []),
    ("XSC-12", B22, made("发布规范性文件解读36篇。"), []),
    ("XSC-12", B22, made("编发公报24期，刊登规章、规范性文件等112件。"), []),
    ("XSC-12", B22, made("制发11件规范性文件。"), []),
    ("XSC-12", B22, made("制发规范性文件11件，废止4件，现行有效63件。"), []),
    ("XSC-12", B22, made("制发规范性文件11件，废止5件，现行有效63件。"), [FAIL]),
    ("XSC-12", B22, made("对9件规范性文件开展合法性审核和公平竞争审查。"), []),
    ("XSC-12", B22, made("制发12件规范性文件。"), [FAIL]),
    ("XSC-12", A19, [("同步发布政策解读稿42篇", "制定规范性文件9件，公开12件，对外公开规范性文件86件")], []),
    ("XSC-12", A19, [("同步发布政策解读稿42篇", "制定规范性文件10件")], [FAIL]),
    ("XSC-13", B22, made("作出行政许可处理决定5280件、行政处罚决定1943件。"), [FAIL]),
    ("XSC-13", B22, made("全年办理行政处罚1900件。"), [REVIEW]),
    ("XSC-13", B22, made("作出交通行政处罚决定300件。"), []),
    ("XSC-13", B22, made("全县办理行政许可事项1200项。"), []),
    ("XSC-13", B22, made("全县办理行政许可事项1200件。"), [REVIEW]),
    ("XSC-13", B22, made("公示行政处罚信息1200条。"), []),
    ("XSC-13", B22, made("行政事业性收费162.38万元。"), []),
    ("XSC-13", B22, made("行政事业性收费1623800元。"), []),
    ("XSC-13", B22, made("行政事业性收费约162万元。"), []),
    ("XSC-13", B22, made("行政事业性收费1623.8万元。"), [FAIL]),
    ("XSC-14", A19, [("同步发布政策解读稿42篇", "政府集中采购项目392个，集中采购总金额6007.05万元")], []),
    ("XSC-14", A19, [("同步发布政策解读稿42篇", "政府集中采购项目393个，集中采购总金额6070.05万元")], [FAIL, FAIL]),
    ("XSC-14", A19, [("同步发布政策解读稿42篇", "公开政府采购信息2536条")], []),
    # 收费
    ("XSC-16", B22, six("发出收费通知1件，总金额380元，实际收取信息处理费380元。"), []),
    ("XSC-16", B22, [*more("全年收取信息处理费380元。"), *six("无。")], [FAIL]),
    ("XSC-16", B22, [*more("申请人逾期未按收费通知要求缴纳费用的，不再处理其申请。"),
                     *six("发出收费通知1件，总金额380元，实际收取信息处理费380元。")], []),
    ("XSC-16", B22, more("全年收取信息处理费380元。"), [FAIL]),
    ("XSC-16", B22, [*more("发出收费通知1件，总金额380元，实际收取0元。"), *six("未收取信息处理费。")], []),
    ("XSC-16", B22, six("无。"), []),
    ("XSC-17", B22, six("实际收取信息处理费380元。"), []),
    ("XSC-17", B22, [("162.38", "0.0001"), *six("实际收取信息处理费380元。")], [REVIEW]),
    ("XSC-17", B22, [("162.38", "0"), *six("实际收取信息处理费380元。")], []),
    # 前后、分项
    ("XSC-01", B22, instead("县政府受理政府信息公开申请17件，各部门受理103件，合计120件。"), []),
    ("XSC-01", B22, instead("县政府受理政府信息公开申请17件，县教育局受理13件。"), [REVIEW]),
    ("XSC-01", B22, instead("县政府本级受理政府信息公开申请17件。"), [REVIEW]),
    ("XSC-03", B22, instead("办理政府信息公开申请118件，公开答复60件，不公开13件。"), []),
    ("XSC-10", B22, cases("全县行政复议案件120件，其中政府信息公开类2件。"), []),
    ("XSC-12", B22, made("县政府制发规范性文件3件，县政府办公室制发规范性文件2件，县直部门制发规范性文件6件。"), []),
    ("XSC-12", B22, made("县政府制发规范性文件3件，部门制发规范性文件6件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言120件，其中网上90件、来信20件，涉及土地80件、房屋40件。"), []),
    ("XSC-17", B22, [("162.38", "0.0001"), *six("未收取信息处理费，收取标准为每件100元。")], []),
    ("XSC-18", B22, more("民生专栏发布信息426条。该专栏发布信息200条。"), [REVIEW]),
    ("XSC-18", B22, more("民生专栏发布信息426条。民生栏目共发布信息200条。"), [REVIEW]),
    ("XSC-18", B22, more("民生专栏发布信息426条；“民生”栏目更新信息200条。"), [REVIEW]),
    ("XSC-18", B22, more("在信用公示栏目公开信息426条。信用公示栏目发布200条信息。"), [REVIEW]),
    ("XSC-18", B22, more("民生专栏发布信息426条，民生专栏公布解读200条。"), []),
    ("XSC-18", B22, more("民生专栏发布解读426条；民生专栏发布200条政策。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条。惠农专栏发布信息200条。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条。该专栏发布解读20篇。"), []),
    ("XSC-18", B22, more("民生专栏发布信息426条。该专栏上半年发布信息200条。"), []),
    ("XSC-18", B22, more("通过县政府网站发布信息1200条。县政府网站发布动态信息300条。"), []),
    ("XSC-18", B22, more("全年主动公开政府信息2645条。全年公开政府信息2599条。"), [REVIEW]),
    ("XSC-18", B22, more("全年主动公开政府信息2645条。县教育局公开政府信息2599条。"), []),
    ("XSC-19", B22, more("共公开信息382条，其中网站35条、公众号2443条。"), [FAIL]),
    ("XSC-19", B22, more("全年发布信息423条，其中网站发布280条、公众号发布128条。"), []),
    ("XSC-19", B22, more("共发布信息100条，其中政策类40条，民生类30条，其他信息20条。"), [FAIL]),
    ("XSC-19", B22, more("共发布信息100条，其中政策类40条，民生类30条，其他信息30条。"), []),
    ("XSC-19", B22, more("共公开信息100条（其中机构类25条，政策、文件类35条，其他40条）。"), []),
    ("XSC-19", B22, more("发布信息2139条，其中动态1744条，政务393条，解读21条，回应2条。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言120条，其中网上100条，按期答复118条。"), []),
    ("XSC-19", B22, more("网站公开信息90条，其中动态50条、通知40条；视频号公开信息210条。"), []),
    ("XSC-19", B22, more("网站公开信息90条，其中动态50条、通知40条，视频号公开信息210条。"), []),
    ("XSC-19", B22, more("网站公开信息90条，其中动态50条、通知30条；视频号公开信息210条。"), []),
    ("XSC-19", B22, more("网站公开信息90条，其中动态50条；通知30条；视频号210条。"), [FAIL]),
    ("XSC-19", B22, more("网站公开信息90条，其中动态50条，通知60条；视频号公开信息210条。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言12件，上年转来1件，其中当面4件，来信1件，网上8件。"), []),
    ("XSC-19", B22, more("收到留言12件，上年转来1件，其中当面4件，来信1件，网上7件。"), []),
    ("XSC-19", B22, more("收到留言12件，上年转来1件，其中当面4件，来信1件，网上9件。"), [REVIEW]),
    ("XSC-19", B22, more("收到留言7件，其中个人6件，企业1件，已答复4件，转办3件。"), []),
    ("XSC-19", B22, more("收到留言7件，其中个人6件，企业1件，土地类5件，房屋类2件。"), []),
    ("XSC-19", B22, more("政务公开专栏发布100条；惠农专栏包括补贴4条、保险50条、农技30条，共发布84条。"), []),
    ("XSC-19", B22, more("共发布信息100条，其中政策类60条，民生类40条，其他信息20条。"), [REVIEW]),
    ("XSC-19", B22, more("全年公开信息160条。其中，文件40条，视频号发布290条。"), [REVIEW]),
    ("XSC-19", B22, more("全年公开信息160条。其中，文件40条，视频号发布120条。"), []),
    ("XSC-19", B22, more("收到留言54件，上年转来2件。其中土地45件，房屋11件，引发行政复议2件。"), []),
    ("XSC-19", B22, more("收到留言54件，上年转来2件。其中土地45件，房屋13件。"), [REVIEW]),
    ("XSC-19", B22, more("公开信息8700条，其中网站2100条，公众号5400条，媒体1600余条、其他600余条。"), [FAIL]),
    ("XSC-19", B22, more("公开信息9900条，其中网站2100条，公众号5400条，媒体1600余条、其他600余条。"), []),
    ("XSC-19", B22, more("公开信息8700条，其中网站约2100条，公众号约5400条，媒体约1600条、其他约600条。"), []),
    ("XSC-19", B22, more("全年公开信息160条，答复留言20条。其中，文件40条，视频号发布120条。"), []),
    ("XSC-19", B22, more("全年公开信息160条。其中，文件40条，视频号发布290篇。"), [REVIEW]),
    ("XSC-19", B22, more("全年公开信息600条，其中概况110条；动态290条；文件、报告等其他信息共计180条。"), [FAIL]),
    ("XSC-19", B22, more("全年公开信息600条，其中概况110条；动态290条；文件、报告等其他信息共计200条。"), []),
    ("XSC-19", B22, more("收到留言120条，其中网上100条，较上年增加130条。"), []),
    ("XSC-19", B22, more("发文1640篇，其中原创294篇，关注人数达1016823人。"), []),
    ("XSC-19", B22, more("公开财政信息380条，其中资金152条，预决算197条（政府32条、部门165条）、经费27条、债券4条。"), []),
    ("XSC-19", B22, instead("答复政府信息公开申请118件。予以公开60件，部分公开10件，不予公开13件，无法提供22件，不予处理9件，其他处理4件。"), []),
    ("XSC-19", B22, instead("答复政府信息公开申请118件。予以公开60件，部分公开10件，不予公开13件，无法提供22件，不予处理9件，其他处理3件。"), []),
    ("XSC-05", B22, instead("答复政府信息公开申请118件。予以公开60件，部分公开10件，不予公开13件，无法提供22件，不予处理9件，其他处理3件。"), [FAIL]),
    # 词语管到哪里为止
    ("XSC-05", B22, instead("2022年上半年受理政府信息公开申请26件。其中同意公开8件，部分公开3件。"), []),
    ("XSC-05", B22, instead("2021年受理政府信息公开申请90件。其中予以公开50件。"), []),
    ("XSC-05", B22, instead("上半年受理政府信息公开申请26件。全年予以公开61件。"), [FAIL]),
    ("XSC-03", B22, instead("全县收到政府信息公开申请120件，比2021年（131件）下降8%，答复117件。"), [FAIL]),
    ("XSC-03", B22, instead("全县收到政府信息公开申请120件（上半年57件），答复118件。"), []),
    ("XSC-03", B22, instead("全县收到政府信息公开申请120件，其中第一季度30件、第二季度27件，答复117件。"), [FAIL]),
    ("XSC-01", B22, instead("在2021年工作基础上，全县收到政府信息公开申请121件。"), [FAIL]),
    ("XSC-01", B22, instead("日均访问量稳步提升，全县收到政府信息公开申请121件。"), [FAIL]),
    ("XSC-01", B22, instead("下一步，将政府信息公开申请控制在50件以内。"), []),
    ("XSC-03", B22, instead("努力做到“办结一件申请、化解一桩心结”。"), []),
    ("XSC-03", B22, instead("认真落实受理一件、办结一件的要求，答复政府信息公开申请118件。"), []),
    ("XSC-01", B22, instead("有一件申请涉及第三方，依法征求了意见。"), []),
    ("XSC-01", B22, instead("全年仅收到政府信息公开申请一件。"), [FAIL]),
    ("XSC-01", B22, instead("全县收到政府信息公开申请126件，涉及自然人100件。"), [REVIEW]),
    ("XSC-03", B22, instead("共收到政府信息公开申请120件，除8件结转2023年办理，其他100件均按期答复。"), [FAIL]),
    ("XSC-03", B22, instead("共收到政府信息公开申请120件，除8件结转2023年办理，其他112件均按期答复。"), [REVIEW]),
    ("XSC-05", B22, instead("办结118件政府信息公开申请，本机关不掌握相关政府信息15件，重复申请3件。"), [FAIL]),
    ("XSC-05", B22, instead("政府信息公开申请办理中，无部分公开情形。"), [FAIL]),
    ("XSC-02", B22, instead("无上年结转的政府信息公开申请。"), [FAIL]),
    ("XSC-06", B22, instead("收到89件自然人政府信息公开申请、30件法人或其他组织政府信息公开申请。"), [FAIL]),
    ("XSC-09", B22, instead("收到政府信息公开申请120件，已全部按期限答复办结。"), [REVIEW]),
    ("XSC-09", B22, instead("收到政府信息公开申请120件，均已答复。另有8件结转下年度办理。"), []),
    ("XSC-09", B22, instead("城关镇收到政府信息公开申请12件，全部办结。"), []),
    ("XSC-10", B22, cases("政府信息公开行政复议、行政诉讼分别为2件、2件。"), [FAIL]),
    ("XSC-10", B22, cases("县法院审理行政诉讼案件45件，行政机关负责人出庭应诉12件。"), []),
    ("XSC-10", B22, [("\t2\t1\t0", "\t3\t1\t0")], []),
    ("XSC-12", B22, made("清理并集中公布现行有效行政规范性文件60件，本年制发11件。"), [FAIL]),
    ("XSC-12", B22, made("开展规范性文件清理，本年度制发0件，废止4件，现行有效63件。"), [FAIL]),
    ("XSC-12", B22, made("全年未印发行政规范性文件。"), [FAIL]),
    ("XSC-12", B22, made("2021年未制发行政规范性文件。"), []),
    ("XSC-12", B22, made("未发布规范性文件解读。"), []),
    ("XSC-12", B22, made("制发行政规范性文件11件，其中新制定9件，修订2件。"), []),
    ("XSC-13", B22, made("全年未作出行政强制决定。"), [FAIL]),
    ("XSC-13", B22, made("2021年作出行政处罚决定1800件。"), []),
    # 一个原因只说一次
    ("XSC-19", B22, instead("收到政府信息公开申请120件，其中自然人95件，法人或其他组织30件。"), []),
    ("XSC-06", B22, instead("收到政府信息公开申请120件，其中自然人95件，法人或其他组织30件。"), [FAIL]),
    ("XSC-19", B22, more("收到留言13件，其中个人10件，网上6件。"), []),
    # 未说明
    ("XSC-21", B22, instead("依申请公开渠道畅通。"), [FAIL]),
    ("XSC-21", B22, instead("全年未收到政府信息公开申请。"), []),
    ("XSC-21", B22, instead("收到政府信息公开申请百余件。"), []),
    ("XSC-21", B22, instead("接收网络方式提交政府信息公开120件。"), []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "changes", "expected"), VERDICTS)
def test_verdicts(rule: str, name: str, changes: list[Change], expected: list[str]) -> None:
    found = said(rule, changed(name, *changes))
    assert [one.status for one in found] == expected


def reading(text: str) -> Reading:
    of = Report(
        Document((Section(None, (Paragraph(text),)),), Source("report.md")),
        report(changed(B22)).form,
        (),
        year=2022,
        organization="青岚县人民政府",
    )
    return read(of)


def told(text: str) -> str:
    """Return what is read from a sentence, in the words of the table."""
    found = reading(text)
    mentions = sorted((m for some in found.mentions.values() for m in some), key=lambda m: m.quantity.start)
    numbers = [
        f"{m.subject}{f'/{m.case}' if m.case else ''}={int(m.quantity.value)}{'?' if m.doubt else ''}" for m in mentions
    ]
    return " ".join(numbers + [f"!{claim.kind}" for claim in found.claims])


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_sentences(sentence: str, expected: str) -> None:
    assert told(sentence) == expected
    hold_lines("sentences", sentence.replace("\n", "⏎"), in_full(sentence))


def in_full(text: str) -> Iterator[str]:
    """Yield what is read from a sentence, where, and why it may be another's."""
    found = reading(text)
    every = found.prose.text
    for m in (m for some in found.mentions.values() for m in some):
        q = m.quantity
        printed = f"{every[q.start : q.end]}” {q.value}{q.counter}{'' if q.exact else ' about'} by {q.step}"
        yield f"{m.key} “{printed} in “{m.clause}”{f': {m.doubt.en}' if m.doubt else ''}"
    for claim in found.claims:
        said = f"{'' if claim.strong else 'not '}strong “{every[claim.start : claim.end]}”"
        yield f"!{claim.kind} {' '.join(claim.cases)} {said}{f': {claim.doubt.en}' if claim.doubt else ''}"
    for one in found.sentences:
        times = [one.when(q.start) for q in one.quantities]
        yield f"{one.words} [{one.topic}] {' '.join(f'{tag.kind}={every[tag.start : tag.end]}' for tag in one.tags)}"
        yield f"times {times} lists {[every[start:end] for start, end in listed(one)]}"


def test_no_sentence_stands_twice() -> None:
    assert len({sentence for sentence, _ in SENTENCES}) == len(SENTENCES) >= 150


NUMERALS = {
    "二十三": 23, "一百零八": 108, "十": 10, "二十": 20, "两": 2, "零": 0, "一千二百": 1200, "十一": 11, "三百二": 302,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMERALS.items())
def test_numerals(text: str, value: int) -> None:
    assert written(text) == value


QUANTITIES: Mapping[str, list[tuple[Any, str, bool]]] = {
    "共12856条": [(12856, "条", True)],
    "共12,856条": [(12856, "条", True)],
    "约10000余条": [(10000, "条", False)],
    "3000余卷(件)": [(3000, "卷", False)],
    "1.2万条": [(Decimal("12000.0"), "条", True)],
    "12万条": [(120000, "条", True)],
    "251000元": [(251000, "元", True)],
    "6007.05万元": [(Decimal("60070500.00"), "元", True)],
    "三十余件": [(30, "件", False)],
    "7件,3件": [(7, "件", True), (3, "件", True)],
    "部分公开67,占4.61%;": [(67, "", True)],
    "2022年12月31日": [],
    "国办公开办函〔2021〕30号": [],
    "第711号": [],
    "第二十条第（一）项": [],
    "第3件": [],
    "一件事": [],
    "邮编：999000": [],
    "50.8%": [],
    "超过100件": [(100, "件", False)],
    "上百件": [(100, "件", False)],
    "网上90件": [(90, "件", True)],
    "100件左右": [(100, "件", False)],
    "1,20,5件": [],
    "1,200件": [(1200, "件", True)],
    "12,3456件": [],
    "1,件": [(1, "件", True)],
    "3,5件": [],
    "一点五件": [],
    "第5件，2件": [(2, "件", True)],
    "均为零。": [(0, "", True)],
    "零。": [],
    "为0。": [(0, "", True)],
    "共0\n": [],
    "一万二千件": [],
    "1万2千件": [],
    "查阅点二件": [(2, "件", True)],
    "点二件": [(2, "件", True)],
    "三万件": [(30000, "件", True)],
    "1.5亿元": [(150000000, "元", True)],
    "二十个": [],
    "二十几件": [(20, "件", False)],
    "3几件": [(3, "件", False)],
    "300多件": [(300, "件", False)],
    "不少于30件": [(30, "件", False)],
    "30件以内": [(30, "件", False)],
    "上百万件": [(1000000, "件", False)],
    "上30件": [(30, "件", True)],
    "同一件": [],
    "第三、四条": [],
    "（30）": [(30, "", True)],
    "“办结30件”，答复20件，“收到5件”": [(20, "件", True)],
    '"30件"20件': [(20, "件", True)],
    "「30件」": [],
    "“30件": [(30, "件", True)],
    "收到申请一件，答复一件": [],
    "共收到一件": [(1, "件", True)],
    "有一件涉及": [],
    "两三件": [],
    "一两件": [],
}


@pytest.mark.parametrize(("text", "expected"), QUANTITIES.items())
def test_quantities(text: str, expected: list[tuple[Any, str, bool]]) -> None:
    found = quantities(text)
    assert [(q.value, q.counter, q.exact) for q in found] == expected
    lines = (f"{text[q.start : q.end]} at {q.start} by {q.step}{' at least' if q.at_least else ''}" for q in found)
    hold_lines("quantities", text.replace("\n", "⏎"), lines)


@pytest.mark.parametrize(
    ("printed", "value", "near"),
    [
        ("12件", 12, True), ("12件", 13, False), ("1.2万件", 12000, True), ("1.2万件", 12500, True),
        ("1.2万件", 11500, True), ("1.2万件", 12501, False), ("1.2万件", 11499, False), ("3万件", 35000, True),
        ("3万件", 35001, False), ("3万件", 25000, True), ("3万件", 24999, False), ("约12件", 12, True),
        ("约12件", 120, True), ("约12件", 121, False), ("约120件", 12, True), ("约121件", 12, False), ("约12件", 0, False),
        ("约0件", 0, True), ("1.25元", Decimal("1.254"), False),
    ],
)  # fmt: skip
def test_numbers_as_they_are_printed(printed: str, value: Any, near: bool) -> None:
    (quantity,) = quantities(printed)
    assert quantity.is_near(value) is near


def test_percentages() -> None:
    assert [
        (p.value, p.decimals) for p in percentages("占4.34%，百分之五十，99%，百分之九点零五，百分之点五，1.234%")
    ] == [
        (Decimal("4.34"), 2),
        (Decimal(50), 0),
        (Decimal(99), 0),
        (Decimal("9.05"), 2),
        (Decimal("0.5"), 1),
        (Decimal("1.234"), 3),
    ]


def test_the_number_is_pointed_at_through_line_breaks() -> None:
    (found,) = said("XSC-01", changed(B22, *instead("全年收到政府信\n息公开申请 １２１ 件。")))
    assert isinstance(found.finding.at, Excerpt)
    assert found.finding.at.text == "１２１ 件"


def test_a_sentence_broken_over_paragraphs_is_read() -> None:
    broken = "全年工作平稳有序，各项制度逐步健全，答复质量持续提高，群众反映良好，渠道更加畅通便捷，全年共新收政府信息\n\n公开申请121件。"
    (found,) = said("XSC-01", changed(B22, *instead(broken)))
    assert found.status == FAIL


@pytest.mark.parametrize("heading", ["（二）依申请公开", "1.受理答复", "二、办理情况"])
def test_a_heading_in_the_line_above_is_no_part_of_the_sentence(heading: str) -> None:
    (found,) = said("XSC-01", changed(B22, *instead(f"渠道畅通。\n{heading}\n全年新收政府信息公开申请121件。")))
    assert found.finding.evidence[0].raw == "全年新收政府信息公开申请【121件】。"


def test_finding_shows_sentence_cells_and_both_sides() -> None:
    (found,) = said("XSC-01", changed(B22, *instead("全年新收政府信息公开申请121件，办结118件。")))
    sentence, cell = found.finding.evidence
    assert "全年新收政府信息公开申请【121件】，办结118件。" in sentence.raw
    assert (cell.raw, cell.value) == ("120", Decimal(120))
    assert found.finding.sides is not None
    assert (found.finding.sides.left, found.finding.sides.right, found.finding.sides.difference) == (121, 120, 1)
    assert "121件" in found.words.zh
    assert "120" in found.words.zh
    assert "difference of 1" in found.words.en


def test_words_for_none_are_pointed_at() -> None:
    (found,) = said("XSC-12", changed(B22, *made("全年未印发行政规范性文件。")))
    assert isinstance(found.finding.at, Excerpt)
    assert found.finding.at.text == "未印发行政规范性文件"
    assert "11" in found.words.zh


def test_truncated_percentage_is_told_from_a_wrong_one() -> None:
    text = "办结政府信息公开申请118件。予以公开60件，占办结总数的50.84%；部分公开10件，占办结总数的8.47%。"
    (found,) = said("XSC-07", changed(B22, *instead(text)))
    assert (found.status, found.severity) == (REVIEW, "info")
    assert "50.85" in found.words.zh
    assert found.finding.fix is not None
    assert found.finding.fix.text == "50.85%"


def test_words_of_a_province_are_read() -> None:
    text = changed(B22, *instead("全年接办政府信息公开申请121件。"))
    assert said("XSC-01", text) == [] or said("XSC-01", text)[0].status == REVIEW
    (found,) = said("XSC-01", text, also={"received": ("接办",)})
    assert found.status == FAIL


def test_what_cannot_be_read_is_not_judged() -> None:
    table = changed(B22).split("## 三、")[1].split("## 四、")[0]
    text = changed(B22, (table, "收到和处理政府信息公开申请情况\n\n"))
    for rule in ("XSC-01", "XSC-03", "XSC-04", "XSC-05", "XSC-07"):
        assert said(rule, text) == []
        assert unassessed(rule, text) is not None


COMPARING = ("01", "02", "03", "04", "05", "06", "07", "10", "12", "13", "17", "19")


@pytest.mark.parametrize("number", COMPARING)
def test_a_rule_that_compared_nothing_says_so(number: str) -> None:
    rule = f"XSC-{number}"
    bare = changed(B22, *instead("依申请公开渠道畅通。"), *cases("坚持依法应诉。"), *made("印发后同步公开。"))
    assert said(rule, bare) == []
    assert unassessed(rule, bare) is not None


def test_a_text_without_numbers_loses_no_points() -> None:
    text = changed(B22, *instead("依申请公开渠道畅通。"), *cases("坚持依法应诉。"), *made("印发后同步公开。"))
    stated, bare = (
        scored(auditor().audit(read_bytes(one.encode(), "report.md", BUILTIN))) for one in (base(B22), text)
    )
    assert (bare.value, bare.coverage) == (stated.value, stated.coverage)


def test_procurement_that_is_not_told_is_not_assessed() -> None:
    assert unassessed("XSC-14", changed(A19)) is not None


CHAINS = {
    "收到政府信息公开申请12件，办结10件，结转下年度继续办理2件。": [],
    "收到政府信息公开申请12件，办结10件，结转下年度继续办理1件。": [FAIL],
    "收到政府信息公开申请12件，办结11件，结转下年度继续办理2件。": [],
    "收到政府信息公开申请12件，上年结转1件，办结11件，结转下年度继续办理2件。": [],
    "收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度继续办理2件。": [FAIL],
    "收到政府信息公开申请12件，办结10件，剩余1件正在办理中。": [REVIEW],
    "收到政府信息公开申请12件，撤回1件，办结10件，结转下年度继续办理1件。": [],
    "收到政府信息公开申请12余件，办结10件，结转下年度继续办理1件。": [],
}


@pytest.mark.parametrize(("sentence", "expected"), CHAINS.items())
def test_a_chain_is_added_up_where_the_table_cannot_be_read(sentence: str, expected: list[str]) -> None:
    table = changed(B22).split("## 三、")[1].split("## 四、")[0]
    text = changed(B22, (table, "收到和处理政府信息公开申请情况\n\n"), *instead(sentence))
    found = said("XSC-04", text)
    assert [one.status for one in found] == expected
    assert all(one.finding.sides and one.finding.sides.difference for one in found)


def test_blank_cells_count_as_nothing() -> None:
    text = changed(B22, ("\t1\t0\t0\t0\t0\t0\t1\n", "\t1\t\t\t\t\t\t1\n"))
    assert said("XSC-05", text) == []


def test_two_numbers_for_a_stage_where_the_table_cannot_be_read() -> None:
    table = changed(B22).split("## 三、")[1].split("## 四、")[0]
    text = changed(B22, (table, "收到和处理政府信息公开申请情况\n\n"), *more("全年新收政府信息公开申请130件。"))
    assert [one.status for one in said("XSC-18", text)] == [REVIEW]


def test_a_report_is_read_once_and_forgotten() -> None:
    bound_report = report(changed(B22))
    assert read(bound_report) is read(bound_report)
    gone = weakref.ref(bound_report)
    del bound_report
    gc.collect()
    assert gone() is None


LISTS = [
    "其中1条、" * 99 + "。",
    "申请1件，" * 99 + "。",
    "申请全部办结，" * 99 + "。",
    "（" * 999 + "。",
    "答复1件，其他处理2件。",
]
HOSTILE = [
    "1",
    "1,",
    "一",
    "申请",
    "未",
    "（",
    "其中1条、",
    "占1%",
    "行政复议",
    "专栏",
    "无",
    "均",
    "2022年",
    "；",
    "件",
    "1件",
    "其中予以公开3件。",
    "制发规范性文件1件。",
    "规范性文件清理，",
    "未作出行政处罚、",
    "未制定、",
    "（2022年",
    "第一季度、",
    "“办结1件",
    "办结一件、",
    "为零",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", [*HOSTILE, *LISTS])
def test_time_grows_with_length(piece: str) -> None:
    def taken(times: int) -> float:
        text = piece * times
        checked = bound_text(text)
        start = time.process_time()
        for rule in (
            "XSC-01",
            "XSC-04",
            "XSC-07",
            "XSC-09",
            "XSC-11",
            "XSC-12",
            "XSC-13",
            "XSC-16",
            "XSC-18",
            "XSC-19",
        ):
            said(rule, checked)
        return time.process_time() - start

    short, long = (taken(8), taken(80)) if len(piece) > 90 else (taken(300), taken(3000))
    assert long < 30 * short + 0.05


def bound_text(text: str) -> Report:
    return bound(
        Document(
            (Section(None, (Paragraph(text),)),),
            Source("report.md"),
            title="青岚县人民政府2022年政府信息公开工作年度报告",
        )
    )
