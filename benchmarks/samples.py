"""What is measured on: reports without a fault, and a Python file of about their size."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from audit_rulesets.samples.render import JSON, TEXT
from tests.reports.bases import a19

REPOSITORY: Final = Path(__file__).parent.parent

_WHOLE: Final = re.compile(r"-?\d+")


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


def variants(count: int) -> Iterator[bytes]:
    """Yield reports that differ in every figure and every paragraph, so that what was read once is of little help.

    Whole numbers in tables are multiplied by 1, 2, 3, …: the equations are linear, so they hold as before.
    """
    for factor in range(1, count + 1):
        document = json.loads(small_json())
        for section in document["sections"]:
            for block in section["blocks"]:
                _vary(block, factor)
        yield json.dumps(document, ensure_ascii=False, indent=1).encode()


def _vary(block: dict[str, Any], factor: int) -> None:
    if block["type"] == "paragraph":
        block["text"] += f"本段共修改{factor}次。"
    for row in block.get("rows", ()):
        row[:] = [_times(cell, factor) for cell in row]


def _times(cell: Any, factor: int) -> Any:  # noqa: ANN401 - a text, or a merged cell
    if isinstance(cell, dict):
        return {**cell, "text": _times(cell["text"], factor)}
    return str(int(cell) * factor) if _WHOLE.fullmatch(cell) else cell
