"""The rule on tables that are published as pictures."""

import re
from collections.abc import Iterator
from typing import Final

from audit_core import BoundSection, Evidence, Finding, Image, NotApplicable, NotAssessed, Pattern, Report, Words
from audit_pack_publication import pack

_DECORATION: Final = Pattern(r"filetypeimages|(?:^|[/_-])icons?(?:[/_.-]|$)|logo|qr_?code|二维码|图标", re.IGNORECASE)


@pack.rule(
    "PUB-05",
    zh="“{section}”部分没有表格，只有 {count} 张图片：表格以图片发布，无法检索、复制和核对",
    en="the section “{section}” has no table, only {count}: tables published as pictures cannot be searched, "
    "copied or checked",
    severity="error",
    basis=("R24", "N19", "N21"),
    advice=(
        "请把表格改为可以检索、复制的文字表格；图片可以作为图解另附。",
        "Publish the tables as text; a picture may be added to explain them.",
    ),
    silences=("TAB-01",),
    wrong="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        ![表三](three.png)
    """,
    right="""
        # 某县人民政府2022年政府信息公开工作年度报告

        ## 三、收到和处理政府信息公开申请情况

        | （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况 | | | | | | |
        |---|---|---|---|---|---|---|---|
        | | 自然人 | 法人或其他组织 | | | | | 总计 |
        | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |
        | 一、本年新收政府信息公开申请数量 | 10 | 2 | 0 | 0 | 0 | 0 | 12 |


        ![图解](three.png)
    """,
)
def tables_as_pictures(report: Report) -> Iterator[Finding]:
    """表格为图片 / Tables as pictures

    检查 第二、三、四部分里有图片而没有表格的，表格是否以图片代替。
    Checks whether sections 2, 3 and 4 hold a picture in place of their tables.
    原因 图片里的数字不能检索、汇总，视障读者也读不到；其他规则也就无从核对。
    Why Figures in pictures can be neither searched nor added up, blind readers cannot read them, and no rule can check
        them.
    依据 《政府信息公开条例》第二十四条：便于公众检索、查阅、下载。
    Basis Article 24 of the Regulations: easy to search, read and download.
    误报 表格之外另附的图解、附件图标不算；写明“见附件”或表格文字已连成一片的，记为未评估。没有图片的不适用。
    False alarms Diagrams besides the tables and icons do not count; where the text points to an annex, or the words of
        the table run together, it is not assessed. Without pictures it does not apply.
    调整 可以调整严重程度或停用。
    Tailoring May be switched off or given another severity.
    """
    seen = [section for section in report.sections if section.images]
    pictured = [(section, found) for section in seen if (found := _pictures(report, section))]
    if not pictured:
        raise NotApplicable("no picture stands in sections 2, 3 and 4", "第二、三、四部分没有图片")
    bare = [(section, found) for section, found in pictured if not _has_tables(report, section)]
    for section, found in bare:
        if not _told_elsewhere(report, section):
            yield _pictured(report, section, found)
    if any(_told_elsewhere(report, section) for section, _ in bare):
        raise NotAssessed("the tables may stand in an annex or in the text", "表格可能在附件或文字中")


def _keys(report: Report, section: BoundSection) -> list[str]:
    return [key for key, table in report.form.tables.items() if table.section == section.key]


def _pictures(report: Report, section: BoundSection) -> list[Image]:
    if not _keys(report, section):
        return []
    pictures = (image for image in section.images if isinstance(image, Image))
    return [image for image in pictures if not _DECORATION.search(f"{image.alt}\n{image.uri}")]


def _has_tables(report: Report, section: BoundSection) -> bool:
    return bool(section.tables) or any(key in report.tables for key in _keys(report, section))


def _told_elsewhere(report: Report, section: BoundSection) -> bool:
    """Whether a section points to an annex, or holds the labels of a table in its text."""
    text = "".join(section.text.split())
    tables = (report.form.tables[key] for key in _keys(report, section))
    labels = ([line.label for line in table.columns.values() if not line.optional] for table in tables)
    return report.form.names_annex(text) or any(all(label in text for label in some) for some in labels)


def _pictured(report: Report, section: BoundSection, found: list[Image]) -> Finding:
    label = Words("图片", "picture")
    return Finding(
        found[0],
        evidence=tuple(Evidence(label, image.alt or image.uri, at=image) for image in found),
        key=f"{section.key}/picture",
        table=_keys(report, section)[0],
        section=section.title,
        count=Words.counted(len(found), "picture"),
    )
