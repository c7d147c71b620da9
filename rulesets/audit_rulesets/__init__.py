"""The rulesets for annual reports on open government information (政府信息公开工作年度报告), as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from audit_core import hookimpl

_HERE: Final = Path(__file__).parent

RULESETS: Final[Mapping[str, Path]] = {
    "henan": _HERE / "provinces" / "henan.yaml",
    "ogi": _HERE / "ogi.yaml",
}


@hookimpl
def audit_core_rulesets() -> Mapping[str, Path]:
    """Return the rulesets by name."""
    return RULESETS
