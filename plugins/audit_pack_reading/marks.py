"""Headings, lines and characters that suffered on the way from the organ to the file."""

from collections.abc import Iterator

from audit_core import Evidence, Finding, Notice, Report, Status, Words
from audit_pack_reading import pack
from audit_pack_reading.unread_rows import notices, review


def _remark(notice: Notice) -> Finding:
    """Return a notice as a remark under what was checked."""
    return Finding(notice, status=Status.PASS, responsibility="conversion", key=notice.kind, said=notice.words)


@pack.rule("EXT-04", zh="{said}", en="{said}", severity="info", scored=False)
def unmarked_heading(report: Report) -> Iterator[Finding]:
    """标题粘连或无标记 / Heading unmarked or glued to text

    检查 六个部分的标题有没有标题标记，是否与正文连在一起；认出来的照常使用，只在检查情况中注明。
    Checks whether the six headings are marked as such and stand alone; recognised ones are used all the same, with a
        remark under what was checked.
    原因 标记是网页或转换程序的事，不是机关的错。
    Why Markup is the page's or the converter's doing, not the organ's.
    错误 “三、收到和处理政府信息公开申请情况”没有标题标记。
    Wrong 三、收到和处理政府信息公开申请情况 is not marked as a heading.
    正确 ## 三、收到和处理政府信息公开申请情况
    Right ## 三、收到和处理政府信息公开申请情况
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 无。
    False alarms None known.
    调整 可以停用。
    Tailoring May be switched off.
    """
    for notice in notices(report, "unmarked_heading"):
        yield _remark(notice)


@pack.rule("EXT-05", zh="{said}", en="{said}", severity="info", scored=False)
def broken_line(report: Report) -> Iterator[Finding]:
    """断行断句 / Paragraph broken inside a sentence

    检查 有没有段落在句子中间断开；只在检查情况中注明。
    Checks for paragraphs that break off inside a sentence; only a remark under what was checked.
    原因 断开的句子会使按句检查的规则漏看。
    Why Rules that read sentence by sentence may miss what is torn apart.
    错误 “……加强组织领导、监”后另起一段“督考核……”。
    Wrong A paragraph ends in 监, and the next begins with 督考核.
    正确 同一句话在同一段。
    Right A sentence stays in one paragraph.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 没有句末标点的短行不算。
    False alarms Short lines without a full stop do not count.
    调整 可以停用。
    Tailoring May be switched off.
    """
    for notice in notices(report, "broken_line"):
        yield _remark(notice)


@pack.rule(
    "EXT-07",
    zh="{said}",
    en="{said}",
    severity="info",
    advice=("请把各份报告存为单独的文件，分别审核。", "Save each report as a file of its own, and audit each."),
    scored=False,
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        本部分内容。

        ## 二、主动公开政府信息情况

        本部分内容。

        ## 三、收到和处理政府信息公开申请情况

        本部分内容。

        ## 四、政府信息公开行政复议、行政诉讼情况

        本部分内容。

        # 某县人民政府2023年政府信息公开工作年度报告

        ## 一、总体情况

        本部分内容。

        ## 二、主动公开政府信息情况

        本部分内容。

        ## 三、收到和处理政府信息公开申请情况

        本部分内容。

        ## 四、政府信息公开行政复议、行政诉讼情况

        本部分内容。
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 一、总体情况

        本部分内容。

        ## 二、主动公开政府信息情况

        本部分内容。

        ## 三、收到和处理政府信息公开申请情况

        本部分内容。

        ## 四、政府信息公开行政复议、行政诉讼情况

        本部分内容。
    """,
)
def several_reports(report: Report) -> Iterator[Finding]:
    """一个文件多份报告 / Several reports in one file

    检查 六个部分的标题是否在一个文件中出现两遍；是的，只审核第一份，到第二份的标题为止。
    Checks whether the headings of the six sections stand twice in one file; then only the first report is audited, up
        to the title of the second.
    原因 没有审核到的报告应当让人知道。
    Why A report that was not audited should be known.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 目录、正文中列举各部分标题的，不算。
    False alarms Tables of contents, and sentences that name the sections, do not count.
    调整 可以停用，但仍只审核第一份。
    Tailoring May be switched off; only the first report is audited all the same.
    """
    for notice in notices(report, "several_reports"):
        text = " ".join(getattr(notice.at, "text", "").split())
        yield review(notice, (Evidence(Words("另一份报告的开头", "beginning of another report"), text, at=notice.at),))


@pack.rule(
    "EXT-06",
    zh="{said}",
    en="{said}",
    severity="info",
    advice=("请对照原文核对此处文字。", "Compare the place with the original."),
    scored=False,
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        本报告统计期限为 2022  1  1  日至 2022  12  31  日。

        ## 一、总体情况
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        本报告统计期限为2022年1月1日至2022年12月31日。

        ## 一、总体情况
    """,
)
def characters_lost(report: Report) -> Iterator[Finding]:
    """字符丢失 / Characters lost

    检查 有没有转换时丢失字符的痕迹，如日期没有年月日、发文字号没有括号。
    Checks for traces of characters lost in conversion, such as dates without 年月日 or document numbers without
        brackets.
    原因 丢失的字符会使日期、文号读错，但不是机关写错。
    Why Dates and document numbers are misread then, without the organ having miswritten them.
    依据 本系统的读取情况，与机关无关。
    Basis How the file was read; nothing to do with the organ.
    误报 原文就缺字的，请以原文为准。
    False alarms The original may lack them as well; the original decides.
    调整 痕迹的写法在表式的 damage 中规定。
    Tailoring The traces are patterns in the form, under `damage`.
    """
    for notice in notices(report, "characters_lost"):
        text = " ".join(getattr(notice.at, "text", "").split())
        evidence = Evidence(Words("原文", "as printed"), text, at=notice.at)
        yield review(notice, (evidence,))
