"""Audits published government reports against their statutory forms.

The way of the data: a file is *loaded* into a Document (what is printed, and where), *bound* to the Form of its
year into a Report of Facts (what it means), *checked* by Rules into Outcomes and Findings (what is wrong, and
what was not checked), *scored* into one explained number, and *reported* as text, JSON or SARIF.

These names are all that a plugin needs; what stands behind them may move.
"""

# `python -m audit_core` puts the working directory on the path until `__main__` has taken it away: nothing is imported
# here that is not loaded by then.
from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from audit_core.annotations import unmarked as unmarked
    from audit_core.declared import Passage as Passage
    from audit_core.declared import is_numbered_heading as is_numbered_heading
    from audit_core.declared import passages as passages
    from audit_core.document import Cell as Cell
    from audit_core.document import Document as Document
    from audit_core.document import Excerpt as Excerpt
    from audit_core.document import Heading as Heading
    from audit_core.document import Image as Image
    from audit_core.document import Location as Location
    from audit_core.document import Paragraph as Paragraph
    from audit_core.document import Section as Section
    from audit_core.document import Source as Source
    from audit_core.document import Span as Span
    from audit_core.document import Table as Table
    from audit_core.errors import AuditError as AuditError
    from audit_core.errors import InputError as InputError
    from audit_core.errors import NotApplicable as NotApplicable
    from audit_core.errors import NotAssessed as NotAssessed
    from audit_core.figures import Figure as Figure
    from audit_core.figures import State as State
    from audit_core.findings import Basis as Basis
    from audit_core.findings import Evidence as Evidence
    from audit_core.findings import Finding as Finding
    from audit_core.findings import Fix as Fix
    from audit_core.findings import Severity as Severity
    from audit_core.findings import Sides as Sides
    from audit_core.findings import Status as Status
    from audit_core.findings import plain as plain
    from audit_core.forms import Form as Form
    from audit_core.forms import fold as fold
    from audit_core.hookspecs import hookimpl as hookimpl
    from audit_core.loaders import Limits as Limits
    from audit_core.loaders import Loader as Loader
    from audit_core.lookalikes import Common as Common
    from audit_core.lookalikes import Lookalike as Lookalike
    from audit_core.organs import Organ as Organ
    from audit_core.organs import Organs as Organs
    from audit_core.others import Children as Children
    from audit_core.packs import RulePack as RulePack
    from audit_core.patterns import Pattern as Pattern
    from audit_core.report import BoundLine as BoundLine
    from audit_core.report import BoundSection as BoundSection
    from audit_core.report import BoundTable as BoundTable
    from audit_core.report import Fact as Fact
    from audit_core.report import Notice as Notice
    from audit_core.report import OtherFact as OtherFact
    from audit_core.report import OtherText as OtherText
    from audit_core.report import Report as Report
    from audit_core.reporters import Reporter as Reporter
    from audit_core.snapshot import Snapshot as Snapshot
    from audit_core.words import Words as Words
    from audit_core.words import counted as counted

__version__ = "0.1.0"

_HOMES: Final = {
    "annotations": "unmarked",
    "document": ("Cell Document Excerpt Heading Image Location Paragraph Section Source Span Table"),
    "declared": "Passage is_numbered_heading passages",
    "errors": "AuditError InputError NotApplicable NotAssessed",
    "figures": "Figure State",
    "findings": "Basis Evidence Finding Fix Severity Sides Status plain",
    "forms": "Form fold",
    "hookspecs": "hookimpl",
    "loaders": "Limits Loader",
    "lookalikes": "Common Lookalike",
    "organs": "Organ Organs",
    "others": "Children",
    "packs": "RulePack",
    "patterns": "Pattern",
    "report": "BoundLine BoundSection BoundTable Fact Notice OtherFact OtherText Report",
    "reporters": "Reporter",
    "snapshot": "Snapshot",
    "words": "Words counted",
}
_HOME_OF: Final = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - told from the table of homes


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any exported name
    """Import a public name when it is first asked for, so that a start costs only what is used."""
    module = _HOME_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'audit_core' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"audit_core.{module}"), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
