"""Rules between two years of one organ."""

from typing import NoReturn

from audit_core import NotApplicable, Report
from audit_pack_series import years
from audit_pack_series.lacking import last_year, only_for

_FIRST_AFTER_BOTH = 2022


@years.rule(
    "XYR-01",
    zh="{label}为 {figure}，上一年度报告的“结转下年度继续办理”为 {before}",
    en="{label} is {figure}; last year's report carried out {before}",
    severity="error",
    basis=("R6", "N19", "N21"),
    advice=("请对照两年的台账核对结转数。", "Check both years' registers."),
)
def carried_over(report: Report) -> NoReturn:
    """结转不衔接 / Carry-over break

    检查 本年“上年结转政府信息公开申请数量”各列，是否等于上一年度报告“结转下年度继续办理”的对应列。
    Checks whether the applications carried in are, in each column, those that last year's report carried out.
    原因 年末结转的申请就是下年初的，不相等说明有申请漏记或多记。
    Why What is carried out at the year's end is carried in; where they differ, applications were lost or added.
    错误 上年结转下年8件，本年上年结转6件。
    Wrong Last year carried out 8, this year carried in 6.
    正确 上年结转下年8件，本年上年结转8件。
    Right Last year carried out 8, this year carried in 8.
    依据 表三两行的名称；《政府信息公开条例》第六条。
    Basis The labels of the two rows of table 3; Article 6 of the Regulations.
    误报 机关合并、拆分，或上一年度报告更正过的；目前不比对上一年度报告，一律记为未评估。
    False alarms Organs merged or split, or a corrected report; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@years.rule(
    "XYR-02",
    zh="{label}为 {figure}，上年有效加本年制发减本年废止为 {expected}",
    en="{label} is {figure}; last year's in force, plus issued, minus repealed, are {expected}",
    severity="warning",
    basis=("R6", "N21"),
    advice=("请核对现行有效件数；清理失效的，在正文说明。", "Check the documents in force; where some lapsed, say so."),
    form="ogi-2021",
)
def documents_in_force(report: Report) -> NoReturn:
    """现行有效件数不衔接 / Valid documents break

    检查 2022年度起：现行有效件数是否等于上年现行有效件数，加本年制发，减本年废止。
    Checks, from 2022 on, whether the documents in force are last year's, plus those issued, minus those repealed.
    原因 文件不会凭空增减，不衔接说明有一年的数不准。
    Why Documents do not come and go by themselves; a break means that one year is wrong.
    错误 上年63件，制发11件，废止4件，有效71件。
    Wrong 63 last year, 11 issued, 4 repealed, 71 in force.
    正确 有效70件。
    Right 70 in force.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 到期失效、集中清理、机构改革；目前不比对上一年度报告，一律记为未评估，2021年度不适用。
    False alarms Documents that lapsed, clean-ups, reforms; at present reports are not compared, and
        it is not assessed; it does not apply to 2021.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    if report.year < _FIRST_AFTER_BOTH:
        raise NotApplicable("only for reports from 2022 on", "只适用于 2022 年度起的报告")
    last_year(report)


@years.rule(
    "XYR-03",
    zh="{label}为 {figure}，2019年度报告的上一年项目数量加本年增/减为 {expected}",
    en="{label} is {figure}; the items and the change of the report for 2019 come to {expected}",
    severity="warning",
    basis=("R6", "N19"),
    advice=("请核对两年的项目数量。", "Check the items of both years."),
    form="ogi-2019",
    until=2020,
)
def items_of_last_year(report: Report) -> NoReturn:
    """项目数不衔接 / Item stock break

    检查 2020年度的“上一年项目数量”，是否等于2019年度的上一年项目数量加本年增/减。
    Checks, for 2020, whether last year's items are the items and the change of the report for 2019.
    原因 事项数逐年累计，前后应当接得上。
    Why Items are carried on from year to year.
    错误 2019年117、增12，2020年上一年项目数量117。
    Wrong 117 and 12 more in 2019, 117 as last year's items in 2020.
    正确 2020年上一年项目数量129。
    Right 129 as last year's items in 2020.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 把处理决定数量当作项目数的，见 PLA-01；只适用于2020年度，没有2019年度报告时记为未评估。
    False alarms Decisions taken for items, see PLA-01; only for 2020, and not assessed without the report for 2019.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    only_for(report, 2020)
    last_year(report)


@years.rule(
    "XYR-04",
    zh="{label}为 {figure}，上年为 {before}，本年新公开 {disclosed}",
    en="{label} is {figure}, was {before}, and {disclosed} were disclosed this year",
    severity="warning",
    basis=("R6", "N19"),
    advice=("请核对对外公开总数量。", "Check the total disclosed."),
    form="ogi-2019",
    until=2020,
)
def total_disclosed(report: Report) -> NoReturn:
    """对外公开总数量倒退或超增 / Total disclosed breaks

    检查 2020年度的对外公开总数量比2019年度的增加，是否在零与本年新公开数量之间。
    Checks, for 2020, whether the total disclosed grew since 2019 by no more than what was disclosed this year.
    原因 总数每年增加的，只能是当年新公开的。
    Why A total grows only by what is disclosed.
    错误 上年86，本年新公开12，总数110。
    Wrong 86 last year, 12 disclosed, 110 in total.
    正确 总数98。
    Right 98 in total.
    依据 表头各列的名称；《政府信息公开条例》第六条。
    Basis The labels of the columns; Article 6 of the Regulations.
    误报 文件废止使总数减少；只适用于2020年度，没有2019年度报告时记为未评估。
    False alarms Repeals make totals smaller; only for 2020, and not assessed without the report for 2019.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    only_for(report, 2020)
    last_year(report)


@years.rule(
    "XYR-06",
    zh="上一年度尚未审结 {before} 件，多于{label}的 {figure} 件",
    en="{before} cases were pending last year, more than {label}, {figure}",
    severity="info",
    basis=("R6", "N19", "N21"),
    advice=("请核对上年未审结案件的结果是否计入本年。", "Check whether last year's pending cases were counted."),
)
def pending_cases(report: Report) -> NoReturn:
    """未审结去向 / What became of pending cases

    检查 上一年度“尚未审结”的复议、诉讼，是否多于本年度的总计。
    Checks whether more reviews or lawsuits were pending last year than this year's report counts in all.
    原因 未审结的案件本年应当有结果或仍未审结，不会消失。
    Why Pending cases end or stay pending; they do not vanish.
    错误 上年尚未审结3件，本年总计1件。
    Wrong 3 pending last year, 1 in all this year.
    正确 本年总计不少于3件。
    Right 3 or more this year.
    依据 表四各栏的名称；《政府信息公开条例》第六条。
    Basis The labels of table 4; Article 6 of the Regulations.
    误报 只统计本年新收案件的；目前不比对上一年度报告，一律记为未评估。
    False alarms Organs that count new cases only; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@years.rule(
    "XYR-07",
    zh="{label}为 {figure}，上一年度为 {before}，变化超过三倍",
    en="{label} is {figure}, was {before}, and changed more than threefold",
    severity="note",
    basis="R6",
    advice=("请核对两年的数据和口径。", "Check the figures of both years and how they were counted."),
)
def changed_threefold(report: Report) -> NoReturn:
    """同比异常 / Jump between years

    检查 与上一年度相比变化超过三倍且超过50的数据，作为线索。
    Checks for figures that changed more than threefold, and by more than 50, since last year; a lead.
    原因 大起大落多半是口径、单位或漏报。
    Why Such jumps usually come from ways of counting, units or omissions.
    错误 上年行政处罚2186，本年12。
    Wrong 2186 penalties last year, 12 this year.
    正确 变化较大的，在正文说明原因。
    Right The text says why a figure changed so much.
    依据 《政府信息公开条例》第六条。
    Basis Article 6 of the Regulations.
    误报 职权划转、表式变化；目前不比对上一年度报告，一律记为未评估。
    False alarms Powers moved, a change of form; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@years.rule(
    "XYR-08",
    zh="正文写明“{words}”，按两年的表格应为 {expected}",
    en="the text says “{words}”; by the tables of both years it is {expected}",
    severity="warning",
    basis="R6",
    advice=("请重新计算同比。", "Work the growth out again."),
)
def growth(report: Report) -> NoReturn:
    """同比数字复算 / Growth recomputed

    检查 正文中“较上年增长（下降）百分之几”，与两年表格中的数据是否相符。
    Checks whether the growth that the text states agrees with the tables of both years.
    原因 同比是最常被引用的数，却要两份报告才能核对。
    Why Growth is quoted most, and takes two reports to check.
    错误 申请量较上年增长35%。（两年为100件、120件）
    Wrong 申请量较上年增长35%。 (100 and 120 applications)
    正确 增长20%。
    Right 增长20%。
    依据 《政府信息公开条例》第六条。
    Basis Article 6 of the Regulations.
    误报 基数不在表格中的；目前不比对上一年度报告，一律记为未评估。
    False alarms Growth of what no table has; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@years.rule(
    "XYR-09",
    zh="{count} 个非零数据与上一年度完全相同",
    en="{count} figures other than zero are the same as last year's",
    severity="warning",
    basis=("R6", "N21"),
    category="DUP",
    advice=("请核对是否误用了上一年度的表格。", "Check whether last year's tables were used again."),
)
def copied_figures(report: Report) -> NoReturn:
    """数据与上年完全相同 / Figures equal to last year's

    检查 不少于8个非零数据时，是否全部与上一年度相同。
    Checks, where at least 8 figures are not zero, whether all are the same as last year's.
    原因 两年数据完全相同极为少见，可能沿用了上年的数字。
    Why Two years are hardly ever alike in every figure; last year's may have been kept.
    错误 表二、表三、表四与上年一字不差。
    Wrong Tables 2, 3 and 4 are last year's to the last figure.
    正确 各年填各年的数据。
    Right Each year has its own figures.
    依据 国办公开办函〔2021〕30号（内容雷同）；《政府信息公开条例》第六条。
    Basis Notice 国办公开办函〔2021〕30号 on copied content; Article 6 of the Regulations.
    误报 数据很少的小机关；目前不比对上一年度报告，一律记为未评估。
    False alarms Small organs with few figures; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@years.rule(
    "XYR-10",
    zh="{label}为 {figure}，约为上一年度 {before} 的一万倍或万分之一",
    en="{label} is {figure}, about ten thousand times last year's {before}, or a ten-thousandth of it",
    severity="warning",
    basis="R6",
    advice=("请核对金额单位（元、万元）。", "Check the unit, yuan or 万元."),
)
def unit_jump(report: Report) -> NoReturn:
    """单位跳变 / Unit jump

    检查 金额与上一年度之比，是否接近一万倍或万分之一。
    Checks whether an amount is about ten thousand times last year's, or a ten-thousandth of it.
    原因 元与万元相差一万倍，跳变多半是单位用错。
    Why Yuan and 万元 differ by ten thousand; such a jump is usually the wrong unit.
    错误 上年162.38万元，本年1650000。
    Wrong 162.38 万元 last year, 1650000 this year.
    正确 本年165.00。
    Right 165.00 this year.
    依据 表头的单位；《政府信息公开条例》第六条。
    Basis The unit in the head; Article 6 of the Regulations.
    误报 目前不比对上一年度报告，一律记为未评估。
    False alarms At present reports are not compared, and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)
