"""No file takes more than its size calls for: ten times as much of one thing takes about ten times as long, not a hundred.

Each kind of excess is put into an ordinary report and read, bound, checked and scored at two sizes. What is compared is
the time of this process alone, and the bound is wide: work that grows with the square of the size is ten times beyond it.
"""

import gc
from collections.abc import Callable, Iterator
from itertools import count
from time import process_time

import pytest

from audit_core import Finding, Report, RulePack
from audit_core.engine import MOST_FINDINGS
from audit_core.errors import InputError
from audit_core.findings import Status
from audit_core.loaders import BUILTIN, read
from audit_core.scoring import score
from audit_core.testing import audit, filled
from tests.reports.bases import BASES
from tests.reports.reading import auditor
from tests.reports.writers import FORMS

Excess = Callable[[int], str]

PROSE = "主动公开政府信息情况"
ORDINALS = "一二三四五六七八九十"

IN_TEXT: dict[str, tuple[int, Excess]] = {
    "headings": (200, lambda n: "\n\n".join(f"{ORDINALS[i % 10]}、工作情况之{i}\n\n按要求办理。" for i in range(n))),
    "marked headings": (200, lambda n: "\n\n".join(f"## 第{i}节\n\n按要求办理。" for i in range(n))),
    "one long line": (1_000, lambda n: "认真落实各项公开要求，" * n),
    "sentences of their own": (300, lambda n: "".join(f"第{i}项工作已按要求办结并公开。" for i in range(n))),
    "one sentence again and again": (300, lambda n: "认真落实各项公开要求，持续提升服务水平。" * n),
    "one paragraph again and again": (200, lambda n: "\n\n".join(["认真落实各项公开要求，持续提升服务水平。"] * n)),
    "counts": (300, lambda n: "受理申请12件，办结3件，" * n),
    "shares": (300, lambda n: "占12.3%，" * n),
    "dates": (300, lambda n: "2021年1月2日，" * n),
    "digits": (2_000, lambda n: "1234567890" * n),
    "one mark": (2_000, lambda n: "，" * n),
    "one character": (2_000, lambda n: "的" * n),
    "characters in turn": (300, lambda n: "公开开公公开，" * n),
    "telephone numbers": (100, lambda n: "13912345678，" * n),
    "opening quotes": (1_000, lambda n: "“公开" * n),
    "opening brackets": (1_000, lambda n: "（公开" * n),
    "document numbers": (200, lambda n: "政府信息公开条例（国务院令第711号）" * n),
    "tables": (50, lambda n: "\n\n".join(["| 项目 | 数量 |\n|---|---|\n| 甲 | 1 |"] * n)),
    "labels": (300, lambda n: "\n".join(["本年新收政府信息公开申请数量"] * n)),
    "figures a line": (500, lambda n: "\n".join(str(i % 97) for i in range(n))),
    "pipes": (1_000, lambda n: "|" * n),
    "empty lines": (2_000, lambda n: "\n" * n),
    "links": (300, lambda n: "[公开](http://a.example/b) " * n),
    "strokes": (1_000, lambda n: "~~废" * n),
    "open tables of HTML": (200, lambda n: "<table>" * n),
    "HTML": (300, lambda n: "<p>按要求办理。" * n),
}  # fmt: skip

IN_A_PAGE: dict[str, tuple[int, Excess]] = {
    "headings": (100, lambda n: "".join(f"<h2>情况之{i}</h2><p>按要求办理。</p>" for i in range(n))),
    "paragraphs": (300, lambda n: "".join(f"<p>第{i}项已办结。</p>" for i in range(n))),
    "paragraphs left open": (300, lambda n: "<p>办结" * n),
    "nested marks": (1_000, lambda n: "<p>" + "<b>办" * n),
    "cells": (100, lambda n: "<table>" + "<tr><td>行政许可</td><td>1</td></tr>" * n + "</table>"),
    "a wide row": (1_000, lambda n: "<table><tr>" + "<td>1</td>" * n + "</tr></table>"),
    "comments left open": (1_000, lambda n: "<!-- " * n),
    "signs": (2_000, lambda n: "<" * n),
    "references": (2_000, lambda n: "<p>" + "&amp;&#21150;" * n),
}


def in_text(excess: str) -> bytes:
    head, title, rest = FORMS["markdown"].write(BASES["B22"]()).decode().partition(PROSE)
    line, end, below = rest.partition("\n")
    return f"{head}{title}{line}{end}\n{excess}\n{below}".encode()


def in_a_page(excess: str) -> bytes:
    return FORMS["html"].write(BASES["B22"]()) + excess.encode()


def in_a_json_string(excess: str) -> bytes:
    return FORMS["json"].write(BASES["B22"]()).replace("。".encode(), "。".encode() + excess.encode(), 1)


CASES = [
    *((f"text: {name}", "report.md", in_text, *case) for name, case in IN_TEXT.items()),
    *((f"page: {name}", "report.html", in_a_page, *case) for name, case in IN_A_PAGE.items()),
    ("JSON: escaped quotes", "report.json", in_a_json_string, 5_000, lambda n: '\\"' * n),
    ("JSON: a long paragraph", "report.json", in_a_json_string, 1_000, lambda n: "认真落实各项公开要求。" * n),
]


def seconds(data: bytes, name: str) -> float:
    """Return what one report takes from its bytes to its score; a refusal counts as well."""
    judge = auditor()
    gc.collect()  # what other tests left is not this report's to clear away
    gc.disable()
    begun = process_time()
    try:
        audited = judge.audit(read(data, name, BUILTIN)).detached()
        score(audited, judge.ruleset.scoring, judge.rules)
    except InputError:
        pass
    finally:
        gc.enable()
    return process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "made", "size", "excess"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_time_grows_with_the_file(name: str, made: Callable[[str], bytes], size: int, excess: Excess) -> None:
    small, large = made(excess(size)), made(excess(10 * size))
    seconds(small, name)
    assert seconds(large, name) < 30 * max(seconds(small, name), 0.03)


pack = RulePack("GRW")


@pack.rule("GRW-01", zh="第 {number} 处", en="place {number}", severity="note")
def without_end(report: Report) -> Iterator[Finding]:
    """没有尽头的问题 / Findings without end."""
    at = report.fact("applications", "carried_out", "total")
    for number in count(1):
        yield Finding(at=at, number=number, key=str(number))


def test_a_rule_lists_so_many_findings_and_says_that_there_are_more() -> None:
    audited = audit(pack, filled({"applications/carried_out/total": 1}))
    assert len(audited.findings) == MOST_FINDINGS
    (outcome,) = audited.outcomes
    assert outcome.status is Status.FAIL
    assert outcome.reason.en == "more than 1,000 findings; what follows them was neither checked nor listed"
