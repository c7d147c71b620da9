"""What is measured on: reports of any length, with and without a fault, and a Python file of about their size."""

import json
import re
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from random import Random
from typing import Any, Final

from audit_rulesets.samples.render import JSON, TEXT
from tests.reports.bases import a19

REPOSITORY: Final = Path(__file__).parent.parent

_MANY: Final = 97
"""As many multiples of the figures there are before the first ones come again, beside other prose."""


def small_json() -> bytes:
    """Return a report of 2019 as canonical JSON."""
    return JSON.print(a19())


def small_text() -> bytes:
    """Return the same report as text."""
    return TEXT.print(a19())


def python_file(size: int) -> Path:
    """Return the module of audit-core whose size in bytes is nearest to `size`."""
    modules = sorted((REPOSITORY / "audit_core").rglob("*.py"))  # sorted for determinism
    return min(modules, key=lambda module: abs(module.stat().st_size - size))


def variants(count: int, *, wrong: bool = False, prose: int = 1, model: bool = False) -> Iterator[bytes]:
    """Yield reports of as many organs that differ in every figure and paragraph: what was read once is of little help.

    Whole numbers in tables are multiplied by 1, 2, 3, …: the equations are linear, so they hold as before; one figure
    of each report is one too many where it is to be `wrong`. There are `prose` times as many paragraphs. What they say
    beside numbers is each report's own, or what all say after one `model` text.
    """
    names = (f"{one}{other}{more}" for one, other, more in product(_NAMES, repeat=3))
    for number, name in zip(range(count), names, strict=False):
        document, plain = json.loads(small_json()), _plain(Random(f"{number}"))  # noqa: S311 - no secret
        for section in document["sections"]:
            blocks = (_varied(block, number, prose, plain, own=not model) for block in section["blocks"])
            section["blocks"] = list(chain.from_iterable(blocks))
        data = json.dumps(document, ensure_ascii=False, indent=1).replace(_ORGAN, name)
        total = str(_TOTAL * (1 + number % _MANY))
        yield (data.replace(f'"{total}"', f'"{int(total) + 1}"', 1) if wrong else data).encode()


_ORGAN: Final = "青岚"
_NAMES: Final = "清秀云安谷宁永泰嘉丰玉石松柏兰桂海川山林溪泉"

_TOTAL: Final = 120
"""The applications received, which no other cell before it prints."""


_SENTENCES: Final = 5
"""In a paragraph of plain prose, about as long as the report's own."""

_WHO: Final = ("办公室", "信息中心", "各股室", "窗口人员", "值班人员", "档案馆", "图书馆", "法制机构")
_HOW: Final = ("按月", "按季", "及时", "逐项", "主动", "分头", "结合实际", "依照分工")
_DID: Final = ("核对了", "整理了", "更新了", "检查了", "登记了", "归集了", "校订了", "补充了")
_WHAT: Final = ("栏目内容", "公开目录", "办事指南", "查阅资料", "答复文书", "培训教材", "联系方式", "解读材料")

_SAYS: Final = re.compile(r"[0-9]|责任|问题|改进|^（")
"""What a clause holds that is more than plain prose, and is kept."""


def _plain(random: Random) -> Iterator[str]:
    """Yield clauses without a figure or a fault."""
    while True:
        town, village, other = ("".join(random.choices(_NAMES, k=2)) for _ in range(3))
        who, how, did, what = map(random.choice, (_WHO, _HOW, _DID, _WHAT))
        yield f"{town}镇{who}会同{village}村{how}{did}{other}村的{what}"


def _varied(
    block: dict[str, Any], number: int, times: int, plain: Iterator[str], *, own: bool
) -> Iterator[dict[str, Any]]:
    factor = 1 + number % _MANY
    if block["type"] != "paragraph":
        yield {**block, "rows": [[_times(cell, factor) for cell in row] for row in block["rows"]]}
        return
    text = block["text"].replace("百余件", f"{_TOTAL * factor}件")  # the text says how many were received
    if own:
        clauses = re.findall("[^，；：。]*[，；：。]", text)
        text = "".join(each if _SAYS.search(each) else f"{next(plain)}{each[-1]}" for each in clauses)
    yield {**block, "text": f"{text}本段共修改{number + 1}次。"}
    for _ in range(1, times):
        yield {**block, "text": "".join(f"{next(plain)}。" for _ in range(_SENTENCES))}


def _times(cell: Any, factor: int) -> Any:  # noqa: ANN401 - a text, or a merged cell
    if isinstance(cell, dict):
        return {**cell, "text": _times(cell["text"], factor)}
    return str(int(cell) * factor) if cell.isascii() and cell.removeprefix("-").isdecimal() else cell
