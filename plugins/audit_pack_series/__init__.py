"""Rules that take several reports: of two years, of an area, of other organs; one report alone is too little.

Each rule says what it compares and what it lacks, so that what was not checked is shown.
"""

from pathlib import Path
from typing import Final

from audit_core import RulePack

years = RulePack("XYR", title="年度衔接 / Between years", domain="ogi")
rollup = RulePack("ROLL", title="上下级汇总 / Roll-up", domain="ogi")
duplicates = RulePack("DUP", title="雷同 / Duplication")
years.declare(Path(__file__).with_name("years.yaml"))  # importlib.resources costs every start four milliseconds

FIGURES: Final = {
    "applications/received/total": 12,
    "applications/granted/total": 7,
    "applications/total/total": 11,
    "applications/carried_out/total": 3,
    "applications/carried_in/total": 2,
    "enforcement/penalties/decisions": 41,
    "licensing/licences/decisions": 266,
    "documents/normative/issued": 5,
}
"""What the reports of examples print, where one copies the other."""

from audit_pack_series import copied, growth, sums, yearly  # noqa: E402, F401 - they declare their rules on the packs
