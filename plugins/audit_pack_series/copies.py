"""Rules on what a report has in common with others."""

from typing import NoReturn

from audit_core import NotAssessed, Report
from audit_pack_series import duplicates
from audit_pack_series.lacking import last_year, others


@duplicates.rule(
    "DUP-01",
    zh="与上一年度报告雷同 {share}%",
    en="{share}% is the same as last year's report",
    severity="warning",
    basis="N21",
    advice=("请写本年的工作。", "Tell this year's work."),
)
def like_last_year(report: Report) -> NoReturn:
    """与上年雷同 / Same as last year

    检查 去掉机关名、年份、数字和法定用语后，正文与上一年度报告相同的比例。
    Checks how much of the text, without names, years, numbers and statutory phrases, is last year's.
    原因 文字与上年雷同的，看不出本年的工作。
    Why A text like last year's does not show this year's work.
    错误 只改了年份和数字。
    Wrong Only years and numbers were changed.
    正确 本年做了什么，就写什么。
    Right It tells what was done this year.
    依据 国办公开办函〔2021〕30号（内容雷同）。
    Basis Notice 国办公开办函〔2021〕30号 on copied content.
    误报 正文很短的，引言和法定用语；目前不比对上一年度报告，一律记为未评估。
    False alarms Very short texts, preambles and statutory phrases; at present reports are not compared,
        and it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    last_year(report)


@duplicates.rule(
    "DUP-02",
    zh="与{other}的报告雷同 {share}%",
    en="{share}% is the same as the report of {other}",
    severity="warning",
    basis="N21",
    advice=("请写本机关的工作。", "Tell the organ's own work."),
)
def like_another(_report: Report) -> NoReturn:
    """与其他机关雷同 / Same as another organ

    检查 去掉机关名、年份、数字和法定用语后，正文与其他机关报告相同的比例。
    Checks how much of the text, without names, years, numbers and statutory phrases, is another organ's.
    原因 文字与其他机关雷同的，看不出本机关的工作。
    Why A text like another organ's does not show the organ's own work.
    错误 把“水利局”换成“林业局”。
    Wrong 水利局 was replaced by 林业局.
    正确 写本机关自己的工作。
    Right It tells the organ's own work.
    依据 国办公开办函〔2021〕30号（内容雷同）。
    Basis Notice 国办公开办函〔2021〕30号 on copied content.
    误报 省里统一的范文；没有其他机关的报告时记为未评估。
    False alarms A province's model text; without other reports it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    others()


@duplicates.rule(
    "DUP-03",
    zh="正文以{other}为主语：“{words}”",
    en="the text speaks of {other} as its subject: “{words}”",
    severity="error",
    basis=("R6", "N21"),
    advice=("请更正机关名称。", "Correct the organ's name."),
)
def other_name(_report: Report) -> NoReturn:
    """出现其他机关名称 / Another organ's name

    检查 正文是否把其他机关写成了本报告工作的主语。需要机关名录和其他机关的报告。
    Checks whether another organ is the subject of the work reported. It takes the register and other reports.
    原因 以其他机关的名称叙述工作，读者无从判断是哪个机关的工作。
    Why With another organ's name readers cannot tell whose work is reported.
    错误 水利局的报告写“青岚县林业局全年公开……”。
    Wrong A water bureau's report says that the forestry bureau disclosed.
    正确 主语是本机关。
    Right The organ itself is the subject.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 上级机关、协作单位和网站的名称；没有其他机关的名单时记为未评估。
    False alarms Names of higher organs, partners and websites; without a list of other organs it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    others()


@duplicates.rule(
    "DUP-04",
    zh="{count} 个非零数据与{other}的报告完全相同",
    en="{count} figures other than zero are those of {other}",
    severity="warning",
    basis=("R6", "N21"),
    advice=("请核对是否误用了其他报告的表格。", "Check whether another report's tables were used."),
)
def figures_copied(_report: Report) -> NoReturn:
    """数据与其他机关完全相同 / Figures equal to another organ's

    检查 不少于8个非零数据时，是否全部与另一份报告相同。
    Checks where at least 8 figures are not zero, whether all are those of another report.
    原因 两份报告数据完全相同几乎不可能。
    Why Two reports are hardly ever alike in every figure.
    错误 表格与另一机关一字不差。
    Wrong The tables are another organ's to the last figure.
    正确 各填各的数据。
    Right Each has its own.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 数据很少的小机关；没有其他报告时记为未评估，与上年相同的见 XYR-09。
    False alarms Small organs with few figures; without other reports it is not assessed; for last year's see XYR-09.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    others()


@duplicates.rule(
    "DUP-05",
    zh="两处公布的版本不一致：{change}",
    en="two published versions differ: {change}",
    severity="warning",
    basis=("R6", "R24"),
    advice=("请统一各处公布的版本。", "Publish one version everywhere."),
)
def versions_differ(_report: Report) -> NoReturn:
    """版本不一致 / Versions differ

    检查 同一份报告在网站、平台和附件中的版本是否一致。需要另一个版本。
    Checks whether the versions of a report on websites, platforms and in annexes agree. It takes another version.
    原因 版本不一致，公众不知以哪个为准。
    Why The public cannot know which one counts.
    错误 网页上新收120件，PDF中为112件。
    Wrong 120 applications on the page, 112 in the PDF.
    正确 各处一致。
    Right All agree.
    依据 《政府信息公开条例》第六条（准确）。
    Basis Article 6 of the Regulations (accurate).
    误报 只有一个版本时记为未评估。
    False alarms With one version alone it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed("not compared with other versions of the report", "本次未比对这份报告的其他版本")
