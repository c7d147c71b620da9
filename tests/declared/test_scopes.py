"""How a passage is quoted as evidence: in one line, to the ends of clauses and sentences."""

import pytest

from audit_core import Passage
from audit_core.document import Paragraph


def _passage(text: str) -> Passage:
    return Passage(Paragraph(text), text)


@pytest.mark.parametrize(
    ("text", "found", "clause", "sentence"),
    [
        (
            "全年共公开信息42条,发布解读5篇，召开会议3次。另有安排。",
            ",",
            "全年共公开信息42条,发布解读5篇…",
            "全年共公开信息42条,发布解读5篇，召开会议3次",
        ),
        ("前文，中间一段，后文", "中间", "…中间一段…", "前文，中间一段，后文"),
        ("单独一句。下一句", "单独", "单独一句", "单独一句"),
        ("（一）基本情况\n本年公开42条", "42", "（一）基本情况 本年公开42条", "（一）基本情况 本年公开42条"),
        ("本年共公\n开42条", "42", "本年共公开42条", "本年共公开42条"),
        ("1.公开42条，\n解读5篇", "42", "1.公开42条…", "1.公开42条，解读5篇"),
    ],
)
def test_quotes_end_where_clauses_and_sentences_do(text: str, found: str, clause: str, sentence: str) -> None:
    passage, start = _passage(text), text.index(found)
    assert passage.excerpt(start, start + len(found)) == clause
    assert passage.quoted(start, start + len(found)) == sentence


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ("甲" * 1000, "乙" * 1000, "甲" * 1000 + "中" + "乙" * 1000),
        ("甲" * 1001, "乙" * 1001, "…" + "甲" * 1000 + "中" + "乙" * 1000 + "…"),
        ("丙。" + "甲" * 1000, "乙" * 1000 + "；丙", "甲" * 1000 + "中" + "乙" * 1000),
        ("丙。" + "甲" * 999, "乙" * 999 + "！丙", "甲" * 999 + "中" + "乙" * 999),
        ("甲,", ",乙", "甲,中,乙"),
        ("甲?", "!乙", "中"),
    ],
)
def test_a_text_without_a_full_stop_is_cut(before: str, after: str, quoted: str) -> None:
    assert _passage(before + "中" + after).quoted(len(before), len(before) + 1) == quoted
