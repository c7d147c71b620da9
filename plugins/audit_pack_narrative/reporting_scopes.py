"""Whose numbers the prose gives: those of the whole report, of an office that may stand for it, or of one unit."""

import re
from typing import Final

from audit_core import Pattern, Words
from audit_pack_narrative.lexicon import OFFICES, OWN, UNITS

_SCOPE: Final = Pattern(f"(?P<own>{OWN})|(?P<office>{OFFICES})|(?P<unit>{UNITS})")

WHOLE: Final = Words("", "")
OF_AN_OFFICE: Final = Words("所说的范围可能小于全表", "it may speak of less than the whole table")
OF_A_UNIT: Final = Words("所说的是个别单位的数，却多于全表", "it is of one unit, and more than the whole table")
"""Why a number may not be the table's; one of a unit can only be too great."""


def scope(text: str, start: int, end: int, organization: str) -> Words | None:
    """Return whose numbers a stretch of text speaks of, `WHOLE` for the report's own, None where it does not say."""
    named = [*_SCOPE.finditer(text, start, end)]
    if not named:
        return None
    if _is_own(named[-1], organization) or any(match[0].startswith(("全", "各级")) for match in named):
        return WHOLE
    return OF_A_UNIT if named[-1]["unit"] and not any(match["office"] for match in named) else OF_AN_OFFICE


def _is_own(match: re.Match[str], organization: str) -> bool:
    said = match[0]
    if match["own"]:
        return said[0] != "我" or said not in ("我局", "我委", "我办", "我厅") or said[1] in organization
    if "府办" in said or "办公" in said:
        return "办公" in organization
    return said[0] != "各" and said in organization
