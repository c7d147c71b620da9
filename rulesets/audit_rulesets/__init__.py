"""The rulesets for annual reports on open government information (政府信息公开工作年度报告), as files."""

from collections.abc import Callable, Mapping
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


@hookimpl
def audit_core_samples() -> Mapping[str, Callable[[str, int], tuple[str, bytes]]]:
    """Return what makes up reports, by the form they follow."""
    return dict.fromkeys(("ogi-2019", "ogi-2021"), _sample)


def _sample(seed: str, year: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a report without a fault; imported here, since no audit needs it."""
    from audit_rulesets.samples.reports import clean

    made = clean(seed, year)
    return made.style.uri, made.style.print(made.draft)
