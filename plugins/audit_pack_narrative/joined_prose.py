"""The prose of a report as one text, blanks and line breaks taken out, and the way back to what is printed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from audit_core import Cell, Excerpt, Heading, Paragraph, Pattern, Report, is_numbered_heading, unmarked

_RUN: Final = Pattern(r"[^\s\u3000\ufeff\u200b]+")
_IN_LINE: Final = " \t\u3000\xa0"
_NO_SPACES: Final = "\ufeff\u200b"
"""Blanks that `str.split` takes for characters."""
_ENDS: Final = frozenset("。！？；：!?;:…”》")
_MARK: Final = Pattern(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是|第[一二三四五六]|#")
_LONG: Final = 40
_WIDTH: Final = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９％．"}
_SCRIPT: Final = str.maketrans(
    "請開辦規發廢個務複復議訴訟結轉與據處費導證級縣區鎮鄉數類達總無範時條閱產"
    "關應對為從來報檔網機構業確認說還給繳納項強製專欄臺採購電視廣門戶餘約積極圍繞滿辦佔額筆實際齊舉財許單長東車貝見學",
    "请开办规发废个务复复议诉讼结转与据处费导证级县区镇乡数类达总无范时条阅产"
    "关应对为从来报档网机构业确认说还给缴纳项强制专栏台采购电视广门户余约积极围绕满办占额笔实际齐举财许单长东车贝见学",
)
_FOLDED: Final = _WIDTH | _SCRIPT
_NEEDS_FOLDING: Final = Pattern(f"[{''.join(map(chr, _FOLDED))}]")
_LEFT_OUT: Final = frozenset({"problems"})
"""Section five quotes aims and other years; what it counts is not the report's."""

PrintedNode = Paragraph | Heading | Cell
ProseNode = Paragraph | Heading | Excerpt


class JoinedProse(Struct, frozen=True):
    """One text of all sections but five; every character stands for one that is printed, a line break for a new line.

    `starts` are the offsets at which pieces begin, `pieces` the printed node of each and the offset in it.
    `sections` are the offsets at which sections begin, with their keys.
    """

    text: str
    starts: list[int]
    pieces: list[tuple[PrintedNode, int]]
    sections: list[tuple[int, str]]

    def excerpt(self, start: int, end: int) -> Excerpt:
        """Return the printed stretch; one that runs over several paragraphs is cut at the first one's end."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        node, offset = self.pieces[first]
        while self.pieces[last][0] is not node:
            last -= 1
        cut = min(end, self.starts[last + 1] if last + 1 < len(self.starts) else end)
        return Excerpt(node, offset + start - self.starts[first], self.pieces[last][1] + cut - self.starts[last])

    def section(self, offset: int) -> str:
        """Return the key of the section an offset stands in, empty for an unrecognised one."""
        at = bisect_right(self.sections, (offset, "\uffff")) - 1
        return self.sections[at][1] if at >= 0 else ""


def folded(text: str) -> str:
    """Return a text with digits half-width and the characters of the field in their simplified form, length kept."""
    return text.translate(_FOLDED) if _NEEDS_FOLDING.search(text) else text


def prose(report: Report) -> JoinedProse:
    """Join the sections of a report; a page break inside a sentence does not end it."""
    texts: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[PrintedNode, int]] = []
    sections: list[tuple[int, str]] = []
    length = 0
    for key, body in _bodies(report):
        sections.append((length, key))
        for text, node, offset in _runs(body):
            starts.append(length)
            pieces.append((node, offset))
            texts.append(text)
            length += len(text)
    return JoinedProse(folded("".join(texts)), starts, pieces, sections)


def _bodies(report: Report) -> Iterator[tuple[str, Iterable[ProseNode]]]:
    if not report.sections:
        yield "", report.paragraphs()
    for section in report.sections:
        if section.key not in _LEFT_OUT:
            yield section.key, section.body


def _runs(body: Iterable[ProseNode]) -> Iterator[tuple[str, PrintedNode, int]]:
    """Yield the stretches between blanks, and a line break before each paragraph that begins anew.

    So does what stands below a heading whose line the source keeps in one paragraph with it.
    """
    before = ""
    for part in body:
        node, offset = (part.of, part.start) if isinstance(part, Excerpt) else (part, 0)
        first, headed = True, False
        for start, run in _between_blanks(part.text):
            if headed or (first and not _continues(before, run)):
                yield "\n", node, offset + start
            first = False
            yield run, node, offset + start
            headed = _is_heading(part.text, start, start + len(run))
        before = before if first else part.text.rstrip()


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a numbered heading with a line of its own above other lines."""
    if not _MARK.match(text, start) or not is_numbered_heading(text[start:end]):
        return False
    above, below = text[max(0, start - _LONG) : start].rstrip(_IN_LINE), text[end : end + _LONG].lstrip(_IN_LINE)
    return (not above or above[-1] in "\r\n") and below[:1] in ("\r", "\n")


def _between_blanks(text: str) -> list[tuple[int, str]]:
    """Return the stretches of a text without blanks and marks, each with its offset; most paragraphs are one."""
    text = unmarked(text)
    if text.split() == [text] and not any(blank in text for blank in _NO_SPACES):
        return [(0, text)]
    return [(match.start(), match[0]) for match in _RUN.finditer(text)]


def _continues(before: str, after: str) -> bool:
    """Whether a paragraph goes on in the next, as after a page break: long, not ended, and no list mark follows."""
    return len(before) > _LONG and before[-1] not in _ENDS and not _MARK.match(after)
