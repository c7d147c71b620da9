"""Audits published government reports against their statutory forms.

    from audit_core import audit, audit_many

    result = audit("报告.docx")                     # one report: findings, outcomes, score, facts
    for result in audit_many(["报告/"], jobs=4):    # many, in order, as they come
        print(result.source.uri, result.score.value)

The way of the data: a file is *loaded* into a Document (what is printed, and where), *bound* to its Form into a Report
of Facts (what it means), *checked* by Rules into Outcomes and Findings (what is wrong, and what was not checked),
*scored* into one explained number, and *reported* as text, JSON or SARIF.

These names are all that a program or a plugin needs; what stands behind them may move.
"""

# `python -m audit_core` puts the working directory on the path until `__main__` has taken it away: nothing is imported
# here that is not loaded by then.
from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_homes: dict[str, str] = {}


def _home_of_each() -> dict[str, str]:
    """Return the module of each public name, as the stub beside this module says: names stand nowhere else."""
    if not _homes:
        with open(f"{__file__}i", encoding="utf-8") as stub:  # noqa: PTH123 - nothing more is loaded for it
            words = [line.split() for line in stub if line.startswith("from ")]
        _homes.update({name: module for _, module, _, name, *_ in words})
    return _homes


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any exported name
    """Import a public name when it is first asked for, so that a start costs only what is used."""
    homes = _home_of_each()
    if name == "__all__":
        return sorted(homes)
    if name not in homes:
        raise AttributeError(f"module 'audit_core' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(homes[name]), name)
    return value


def __dir__() -> list[str]:
    return [*sorted(_home_of_each()), "__version__"]
