"""Rules on the title, the period and the six statutory sections; tables and figures are left to other packs."""

from importlib.resources import files

from audit_core import RulePack

pack = RulePack("SEC", title="标题与部分 / Title and sections")
pack.declare(files(__name__) / "rules.yaml")

from audit_pack_sections import contents, headings, identity, results  # noqa: E402, F401 - they declare their rules on `pack`
