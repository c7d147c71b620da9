"""Radicals in place of characters: the same shape under another code point, as fonts in PDF files often give it.

The pairs are Unicode's property Equivalent_Unified_Ideograph for the blocks CJK Radicals Supplement and Kangxi
Radicals. Compatibility normalisation knows only the second block. One code point becomes one, so offsets stay.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from audit_core.document import Block, Document, Image, Section, Source, Table

_SUPPLEMENT: Final = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂"
    "肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI: Final = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐"
    "彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴"
    "立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑"
    "非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
TABLE: Final = {0x2E80 + at: ord(c) for at, c in enumerate(_SUPPLEMENT)} | {
    0x2F00 + at: ord(c) for at, c in enumerate(_KANGXI)
}
"""The code point of each radical with that of the character of its shape."""

# Bytes are searched because a set of characters this wide is ten times as slow to search for in text.
_RADICAL: Final = re.compile(rb"\xe2[\xba-\xbf]")
_ESCAPES: Final = ("\\u2", "&#")
"""How a source may write a radical without holding it: JSON and HTML."""


def unified(text: str) -> str:
    """Return a text of the same length with a character in place of each radical."""
    return text.translate(TABLE) if _RADICAL.search(text.encode("utf-8", "replace")) else text


def without_radicals(document: Document) -> Document:
    """Return a document with characters in place of radicals in all its text; one without any is returned as it is."""
    old = document.source
    if not _RADICAL.search(_printed(document, old.text).encode("utf-8", "replace")):
        return document
    source = Source(old.uri, text=unified(old.text), digest=old.digest, loader=old.loader, encoding=old.encoding)
    return Document(
        tuple(_section(section) for section in document.sections),
        source,
        title=unified(document.title),
        metadata={key: unified(value) for key, value in document.metadata.items()},
        locator=document.locator,
        notes=document.notes,
    )


def _printed(document: Document, text: str) -> str:
    """Return everything that is printed: the source where it is text and writes characters as themselves."""
    # One character is found far sooner than two, and few sources hold it.
    if text and not any(escape[0] in text and escape in text for escape in _ESCAPES):
        return text
    return "\n".join((document.title, *document.metadata.values(), *_texts(document)))


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        yield cell.text
            else:
                yield block.alt if isinstance(block, Image) else block.text


def _section(section: Section) -> Section:
    heading = replace(section.heading, text=unified(section.heading.text)) if section.heading else None
    return Section(heading, tuple(_block(block) for block in section.blocks), section.level)


def _block(block: Block) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(replace(cell, text=unified(cell.text)) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    if isinstance(block, Image):
        return replace(block, alt=unified(block.alt))
    return replace(block, text=unified(block.text))
