"""Cells of tables that stand in paragraphs: no prose, for any rule, and what stands beside them is."""

from collections.abc import Callable
from random import Random

import pytest

from audit_core.document import Excerpt, Paragraph
from audit_core.forms import fold
from audit_core.report import Report, prose
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import LINES
from tests.packs.handmade import report, said
from tests.reports import scrambles
from tests.reports.bases import b22

BESIDE = "申请人反映的问题由专人回访，其电话是13900006789。"
COUNTED = "全年制发规章2件、行政规范性文件3件，作出行政处罚12件、行政强制5件。"


def lines(draft: Draft) -> str:
    """Print one cell a line."""
    return LINES.print(draft).decode()


def together(draft: Draft) -> str:
    """Print tables three and four as digits and labels without anything between."""
    return scrambles.scrambled(draft, scrambles.SCRAMBLES["run together"], Random(3)).decode()


def headless(draft: Draft) -> str:
    """Print them so, the head of table three lost."""
    text = together(draft)
    start = text.index("（本列数据")
    return text[:start] + text[text.index("一、本年新收") :]


by_print = pytest.mark.parametrize("printed", [lines, together, headless], ids=lambda one: one.__name__)


def like_a_mobile(draft: Draft) -> Draft:
    """Print figures that are a mobile number where they run together."""
    row = draft.table("applications").row("received")
    row.figures = dict.fromkeys(row.figures, "0") | {"natural": "151", "business": "3", "total": "154"}
    return draft


def words(bound: Report) -> str:
    """Return the prose of a report, folded."""
    return fold("".join(part.text for part in bound.paragraphs()))


@by_print
def test_labels_and_digits_of_a_table_are_no_prose(printed: Callable[[Draft], str]) -> None:
    bound = report(printed(like_a_mobile(b22())))
    labels = [line.label for line in bound.form.tables["applications"].rows.values() if not line.optional]
    assert [label for label in labels if fold(label) in words(bound)] == []
    assert [label for section in bound.sections for label in labels if label in section.text] == []
    assert said("TXT-08", bound) == []


@by_print
def test_a_paragraph_beside_a_table_is_prose(printed: Callable[[Draft], str]) -> None:
    draft = b22()
    for part in draft.parts:
        if any(table.key == "applications" for table in part.tables):
            part.blocks[:] = [BESIDE, *part.blocks, BESIDE]
    found = said("TXT-08", printed(draft))
    assert [one.finding.values["found"] for one in found] == ["139****6789"] * 2


@by_print
def test_sentences_that_count_by_labels_are_prose(printed: Callable[[Draft], str]) -> None:
    draft = b22()
    draft.parts[1].blocks.insert(0, COUNTED)
    assert fold(COUNTED) in words(report(printed(draft)))


def test_a_table_glued_to_the_text_around_it_leaves_that_text() -> None:
    text = (
        together(b22())
        .replace("\n\n（本列数据", "\n\n本年申请情况如下。（本列数据")
        .replace("6200008\n\n", f"6200008{BESIDE}")
    )
    bound = report(text)
    assert "本年申请情况如下" in words(bound)
    assert len(said("TXT-08", bound)) == 1
    section = bound.section("applications")
    assert section
    assert "本年申请情况如下" in section.text
    assert "属于国家秘密" not in section.text


PARAGRAPH = Paragraph("甲乙丙丁戊己")


@pytest.mark.parametrize(
    ("node", "cells", "rest"),
    [
        (PARAGRAPH, ((0, 6),), []),
        (PARAGRAPH, ((1, 2), (4, 6)), ["甲", "丙丁"]),
        (Excerpt(PARAGRAPH, 2, 5), ((0, 3),), ["丁戊"]),
        (Excerpt(PARAGRAPH, 2, 5), ((4, 6),), ["丙丁"]),
        (Excerpt(PARAGRAPH, 0, 2), ((3, 4),), ["甲乙"]),
        (Paragraph("（甲）乙"), ((1, 2),), ["）乙"]),
        (Paragraph("（甲）"), ((1, 2),), []),
    ],
)
def test_what_is_left_of_a_paragraph(
    node: Paragraph | Excerpt, cells: tuple[tuple[int, int], ...], rest: list[str]
) -> None:
    of = node.of if isinstance(node, Excerpt) else node
    assert [one.text for one in prose([node], {of: cells})] == rest
