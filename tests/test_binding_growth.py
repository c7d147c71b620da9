"""Binding takes time in proportion to what it reads: headings, rows of one label, pieces, lines that are no heads."""

import pytest

from tests.packs.handmade import base, report
from tests.patience import patience

LARGE: dict[str, str] = {
    "headings in pairs": "".join(f"\n## 七、情况{number}\n\n## 七、情况{number}\n" for number in range(2_000)),
    "headings that all come again": 2 * "".join(f"\n## 标题{number}\n\n文字。\n" for number in range(2_000)),
    "rows of one label": "\n| 2.重复申请 | 0 | 0 |\n|---|---|---|\n" + "| 2.重复申请 | 0 | 0 |\n" * 16_000,
    "grids with scraps between": "\n| 2.重复申请 | 0 | 0 |\n|---|---|---|\n\n（五）不\n" * 1_600,
    "lines among heads": "\n自然人\n\n甲乙\n" * 2_000,
    "unknown rows": "\n| 2.重复申请 | 0 | 0 |\n|---|---|---|\n"
    + "".join(f"| 5.甲乙{number} | 0 | 0 |\n" for number in range(2_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_binding_is_linear(text: str) -> None:
    with patience():
        report(base("B22") + text)
