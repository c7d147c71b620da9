"""Rules between a government's report and those of the organs below it."""

from typing import NoReturn

from audit_core import Report
from audit_pack_series import rollup
from audit_pack_series.lacking import children


@rollup.rule(
    "ROLL-01",
    zh="{label}为 {figure}，下级机关合计为 {expected}",
    en="{label} is {figure}; the organs below come to {expected}",
    severity="warning",
    basis=("R49", "R6"),
    advice=("请核对汇总口径和下级报告。", "Check what was added up, and the reports below."),
)
def not_the_sum(report: Report) -> NoReturn:
    """汇总不等 / Roll-up differs

    检查 覆盖全行政区域的政府报告，各项数据是否等于所属全部机关（含本级办公室）报告之和。
    Checks whether the figures of a report that covers a whole area are the sum of all organs below, its own office
        included.
    原因 政府的报告是全区域的总账，与下级合计不等，两边必有一边不准。
    Why A government's report is the account of its area; where the sum differs, one side is wrong.
    错误 县报告新收120件，各单位合计121件。
    Wrong The county reports 120 applications, its organs 121.
    正确 两者相等。
    Right They agree.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 垂直管理机关、开发区、转办后重复统计的申请；没有下级报告时记为未评估。
    False alarms Organs led from above, development zones, applications counted twice; without the reports below it is
        not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)


@rollup.rule(
    "ROLL-02",
    zh="下级机关的报告缺 {count} 份：{names}",
    en="reports of organs below are missing, {count} in all: {names}",
    severity="info",
    basis=("R49", "R6"),
    advice=("请补齐下级报告后再核对汇总。", "Get the missing reports, then check the sum."),
)
def incomplete(report: Report) -> NoReturn:
    """下级报告不全 / Reports below incomplete

    检查 机关名录中应当报告的下级机关，是否都有报告。
    Checks whether every organ below that must report has done so.
    原因 报告不全，合计就不能核对。
    Why Without all reports no sum can be checked.
    错误 应有24份，只有22份。
    Wrong 22 reports of 24.
    正确 24份齐全。
    Right All 24.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 已撤并的机关；没有下级报告时记为未评估。
    False alarms Organs dissolved or merged; without the reports below it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)


@rollup.rule(
    "ROLL-03",
    zh="{label}为 {figure}，小于已收到的下级报告之和 {sum}",
    en="{label} is {figure}, below the sum of the reports received, {sum}",
    severity="error",
    basis=("R49", "R6"),
    advice=("请核对汇总时是否漏计。", "Check what was left out of the sum."),
)
def below_the_sum(report: Report) -> NoReturn:
    """上级小于已收下级之和 / Below the sum received

    检查 政府报告的数据，是否小于已收到的下级报告之和；下级不全也可以判断。
    Checks whether a figure is smaller than the sum of the reports received, which can be told even where some are
        missing.
    原因 总数不可能小于一部分之和。
    Why A whole is never smaller than some of its parts.
    错误 县报告行政处罚12件，已收到的三个单位共40件。
    Wrong 12 penalties in the county's report, 40 in three of its organs.
    正确 县报告不少于40件。
    Right 40 or more in the county's.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 垂直管理机关不计入的；没有下级报告时记为未评估。
    False alarms Organs led from above that are not counted; without the reports below it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)


@rollup.rule(
    "ROLL-04",
    zh="各项数据与{child}的报告完全相同，其他机关的没有计入",
    en="all figures are those of {child}; the other organs were left out",
    severity="warning",
    basis=("R49", "R6"),
    advice=("政府的报告应当反映全行政区域的情况。", "A government's report covers its whole area."),
)
def own_office_only(report: Report) -> NoReturn:
    """只报本级 / Own office only

    检查 政府报告的数据，是否恰好等于其办公室一家的数据，而其他机关的不为零。
    Checks whether the figures are just those of the government's own office while other organs have some.
    原因 只报办公室一家，公众看不到全区域的情况。
    Why With the office alone the public cannot see the area.
    错误 县政府报告与县政府办公室报告的数字全部相同。
    Wrong The county's report has the figures of its office.
    正确 汇总所属全部机关。
    Right All organs are added up.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 报告写明只统计办公室的；没有下级报告时记为未评估。
    False alarms Reports that say they cover the office only; without the reports below it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)


@rollup.rule(
    "ROLL-05",
    zh="正文写明有 {said} 个单位，机关名录中有 {listed} 个",
    en="the text speaks of {said} organs, the register lists {listed}",
    severity="info",
    basis=("R49", "R6"),
    advice=("请核对单位数。", "Check the number."),
)
def number_of_organs(report: Report) -> NoReturn:
    """单位数不符 / Number of organs differs

    检查 正文中所属单位的个数，与机关名录是否相符。
    Checks whether the number of organs in the text is that of the register.
    原因 单位数不符，可能有机关没有纳入汇总。
    Why Where they differ, organs may have been left out.
    错误 19个乡镇街道，名录中有18个。
    Wrong 19 townships and subdistricts, 18 in the register.
    正确 两者一致。
    Right They agree.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 临时机构、部分单位的统计；没有下级名录时记为未评估。
    False alarms Provisional organs, counts of some only; without a register of those below it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)


@rollup.rule(
    "ROLL-06",
    zh="下级机关 {names} 的报告自身不平，汇总须待更正后再核对",
    en="the reports of {names} do not balance: check the sum once they are corrected",
    severity="info",
    basis=("R49", "R6"),
    advice=("请先更正下级报告。", "Have the reports below corrected first."),
)
def child_wrong(report: Report) -> NoReturn:
    """下级自身有误 / Report below is wrong

    检查 汇总不等时，下级报告的勾稽关系是否已有不平。
    Checks where a sum differs, whether a report below fails to balance itself.
    原因 先改下级，再核汇总，才能找到真正的错处。
    Why Only when those below are right can the sum be checked.
    错误 某局的报告表三不平，县汇总数随之不符。
    Wrong A bureau's table 3 does not balance, and so the county's sum is off.
    正确 先更正某局的报告。
    Right The bureau's report is corrected first.
    依据 《政府信息公开条例》第四十九条（本级政府年度报告）。
    Basis Article 49 of the Regulations (the report of a government).
    误报 没有下级报告时记为未评估。
    False alarms Without the reports below it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    children(report)
