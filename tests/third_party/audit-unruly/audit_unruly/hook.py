"""A plugin whose hook leaves the program, having printed on its way."""

import sys
from collections.abc import Iterable

from audit_core import RulePack, hookimpl


@hookimpl
def audit_core_packs() -> Iterable[RulePack]:
    """Leave."""
    print("printed by a hook")  # noqa: T201
    sys.exit(0)
