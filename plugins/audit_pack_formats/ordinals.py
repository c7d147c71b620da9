"""The rule on ordinals within the prose of a section; top-level headings are left to another pack."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from audit_core import Evidence, Finding, Passage, Pattern, Report, Term, Words, passages
from audit_pack_formats import pack

_ONES: Final = "一二三四五六七八九"
_NUMERALS: Final = {text: n for n, text in enumerate(f"{_ONES}十", 1)} | {
    f"十{text}": 10 + n for n, text in enumerate(_ONES, 1)
}
_MARK: Final = Pattern(
    rf"[（(\d十{_ONES}](?<![^。；！？;：:，,”）)\s].)(?:(?<=[（(])(?:(?P<bracketed>十[{_ONES}]|[十{_ONES}])|(?P<round>\d{{1,2}}))[）)]"
    rf"|(?<=[十{_ONES}])(?:(?<=十)[{_ONES}])?(?P<is>是)|(?<=\d)(?P<dotted>\d?)[.．、](?!\d))"
)
"""Begins with one set of characters, which a search skips to; what stands before is looked at afterwards."""
_INNER: Final = {"bracketed": ("dotted", "round", "is"), "dotted": ("round", "is"), "round": ("is",), "is": ()}
"""The levels that begin anew under each level."""


class Mark(NamedTuple):
    """An ordinal: its level, its number and where it stands."""

    level: str
    number: int
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The ordinal as printed."""
        return self.passage.text[self.start : self.end]


@pack.rule(
    "FMT-13",
    zh="序号不连续：“{before}”之后是“{found}”",
    en="the numbering leaps: “{found}” follows “{before}”",
    severity="note",
    basis="GB/T 9704-2012",
    advice=("请按顺序编号；确有漏写的内容，请补上。", "Number in order, and add what was left out, if anything was."),
    wrong={"problems": "（一）公开不够及时。\n（二）解读形式单一。\n（四）培训偏少。"},
    right={"problems": "（一）公开不够及时。\n（二）解读形式单一。\n（三）培训偏少。"},
)
def gaps(report: Report, *, sections: tuple[Term, ...] = ()) -> Iterator[Finding]:
    """层次序号不连续 / Numbering gap

    检查 没有表格的各部分正文的序号（（一）、1.、（1）、一是）是否依次连续；从一重新开始的不算。
    Checks whether ordinals in the sections that have no table (（一）, 1., （1）, 一是) follow each other; a list may
        begin anew at one.
    原因 序号跳过一个，读者会以为漏了一项内容。
    Why Where a number is missing, a reader takes it that something was left out.
    依据 GB/T 9704-2012《党政机关公文格式》的层次序数。
    Basis The ordinals of GB/T 9704-2012.
    误报 换了上一层标题而重新编号的，表格里的序号，不检查。
    False alarms Lists that begin anew under another heading, and ordinals in tables, are not looked at.
    调整 sections 是检查哪几个部分，不写的为没有表格的各部分。
    Tailoring `sections` are the sections that are looked at, by default those without a table.
    """
    tabled = {table.section for table in report.form.tables.values()}
    for section in sections or [one.key for one in report.form.sections if one.key not in tabled]:
        for marks in _lists(_marks(report, section)):
            yield from _leaps(marks)


def _lists(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Yield the ordinals of each list: of one level, under one heading, from the first or from a one."""
    lists: list[list[Mark]] = []
    current: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.level not in current or mark.number == 1:
            current[mark.level] = []
            lists.append(current[mark.level])
        current[mark.level].append(mark)
        for level in _INNER[mark.level]:
            current.pop(level, None)
    yield from lists


def _leaps(marks: Sequence[Mark]) -> Iterator[Finding]:
    """Yield where a list leaps, each place once: a misprinted ordinal leaps to itself and away again.

    One that the next goes on from as if it were right was misprinted; one that stands in a gap already told belongs
    to that gap.
    """
    reached, told = marks[0].number, set[int]()
    for before, mark, after in zip(marks, marks[1:], [*marks[2:], None], strict=False):
        expected = reached + 1
        misprinted = mark.number != expected and after is not None and after.number == expected + 1
        if mark.number != expected and mark.number not in told:
            yield _gap(before, mark)
        told.discard(mark.number)
        if mark.number > expected and not misprinted:
            told |= set(range(expected, mark.number))
        reached = expected if misprinted else max(reached, mark.number)


def _marks(report: Report, section: str) -> Iterator[Mark]:
    found = report.section(section)
    if found is None or found.tables:
        return
    for passage in passages(report, section).every:
        for match in _MARK.finditer(passage.text):
            yield _mark(passage, match)


def _mark(passage: Passage, match: re.Match[str]) -> Mark:
    level = str(match.lastgroup)
    text = match[0].strip("（()）.．、是")
    return Mark(level, _NUMERALS.get(text) or int(text), passage, match.start(), match.end())


def _gap(before: Mark, mark: Mark) -> Finding:
    at = mark.passage.cut(mark.start, mark.end)
    return Finding(
        at,
        evidence=tuple(
            Evidence(_ORDINAL, _said(one), at=one.passage.cut(one.start, one.end)) for one in (before, mark)
        ),
        key=mark.text,
        before=before.text,
        found=mark.text,
    )


_ORDINAL: Final = Words("序号", "ordinal")


def _said(mark: Mark) -> str:
    return mark.passage.excerpt(mark.start, mark.end)
