"""Rules on how a report can be reached, which the text of one report cannot tell: they say what would be needed."""

from typing import NoReturn

from audit_core import NotAssessed, Report
from audit_pack_publication import pack


@pack.rule(
    "PUB-06",
    zh="附件《{name}》无法读取：{why}",
    en="the annex {name} cannot be read: {why}",
    severity="warning",
    basis="R24",
    advice=("请换成可以检索、复制的文件。", "Publish a file that can be searched and copied."),
)
def annex_unreadable(_report: Report) -> NoReturn:
    """附件不可读 / Annex unreadable

    检查 报告的附件是否为扫描件、加密文件或已损坏。需要附件本身。
    Checks whether annexes are scans, encrypted or damaged. It takes the annexes themselves.
    原因 打不开、检索不到的附件等于没有公开。
    Why An annex that cannot be opened or searched is as good as not published.
    错误 附件是没有文字的扫描件。
    Wrong The annex is a scan without text.
    正确 附件是文字版 PDF 或 DOCX。
    Right The annex is a PDF or DOCX with text.
    依据 《政府信息公开条例》第二十四条：便于公众检索、查阅、下载。
    Basis Article 24 of the Regulations: easy to search, read and download.
    误报 只审核报告正文，没有附件时记为未评估；报告本身读不出的，审核会直接说明。
    False alarms Without the annexes it is not assessed; a report that cannot itself be read is refused with the reason.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed("the annexes are not at hand", "没有取得报告的附件")


@pack.rule(
    "PUB-07",
    zh="报告公布后内容有变动：{change}",
    en="the report was changed after publication: {change}",
    severity="warning",
    basis=("R6", "R24"),
    advice=("更正已公布的报告，请注明更正的时间和内容。", "Say what was corrected, and when."),
)
def changed_afterwards(_report: Report) -> NoReturn:
    """发布后变动 / Changed after publication

    检查 报告公布后内容是否改动而没有说明。需要公布时留存的版本。
    Checks whether the report was changed after publication without notice. It takes the version kept when it was
        published.
    原因 悄悄改动的数据让引用者无所适从。
    Why Figures that change without notice mislead whoever quoted them.
    错误 4月改动了表三的数字，没有说明。
    Wrong Table 3 was changed in April, and nothing says so.
    正确 注明“4月10日更正表三第二行”。
    Right A note says that row 2 of table 3 was corrected on 10 April.
    依据 《政府信息公开条例》第六条（准确）、第二十四条。
    Basis Articles 6 (accurate) and 24 of the Regulations.
    误报 只有一个版本时记为未评估。
    False alarms With one version alone it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed("no version kept at publication is at hand to compare", "没有公布时留存的版本可以比较")


@pack.rule(
    "PUB-08",
    zh="{year} 年度的报告放在 {column} 栏目",
    en="the report for {year} stands in the column {column}",
    severity="info",
    basis="R24",
    advice=("请移到对应年度的栏目。", "Move it to the column of its year."),
)
def misplaced(_report: Report) -> NoReturn:
    """栏目年份错放 / In the wrong year's column

    检查 报告是否放在网站对应年度的栏目。需要网站的栏目信息。
    Checks whether the report stands in the website's column of its year. It takes the website's columns.
    原因 放错年份的报告不易找到。
    Why A report in the wrong place is hard to find.
    错误 2022年度报告放在2021年栏目。
    Wrong The report for 2022 stands under 2021.
    正确 放在2022年栏目。
    Right It stands under 2022.
    依据 《政府信息公开条例》第二十四条：便于公众检索、查阅。
    Basis Article 24 of the Regulations: easy to search and read.
    误报 没有栏目信息时记为未评估。
    False alarms Without the columns it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed("the column of the website is not known", "没有网站的栏目信息")


@pack.rule(
    "PUB-09",
    zh="链接失效：{link}",
    en="dead link: {link}",
    severity="warning",
    basis="R24",
    advice=("请更正链接。", "Correct the link."),
)
def dead_link(_report: Report) -> NoReturn:
    """链接失效 / Dead link

    检查 报告中的链接和下载地址是否可以打开。需要访问网络。
    Checks whether links and download addresses in the report can be opened. It takes the network.
    原因 打不开的链接等于没有公开。
    Why A link that does not open publishes nothing.
    错误 下载地址返回404。
    Wrong The download address answers 404.
    正确 下载地址可以打开。
    Right The download address opens.
    依据 《政府信息公开条例》第二十四条：便于公众检索、查阅、下载。
    Basis Article 24 of the Regulations: easy to search, read and download.
    误报 审核不访问网络，记为未评估。
    False alarms The audit does not go to the network, so it is not assessed.
    调整 可以停用，或调整严重程度。
    Tailoring May be switched off or given another severity.
    """
    raise NotAssessed("the audit does not open links", "审核不访问网络，没有打开链接")
