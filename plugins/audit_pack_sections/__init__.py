"""Rules on the title, the period and the six statutory sections; tables and figures are left to other packs."""

from pathlib import Path

from audit_core import RulePack

pack = RulePack("SEC", title="标题与部分 / Title and sections")
pack.declare(Path(__file__).with_name("rules.yaml"))  # importlib.resources costs every start four milliseconds

from audit_pack_sections import accountability, contents, identity, section_headings  # noqa: E402, F401 - they declare their rules on `pack`
