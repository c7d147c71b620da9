"""Rules on how figures are written in the cells of statutory tables; what they add up to is left to other packs."""

from audit_core import RulePack

pack = RulePack("FMT", title="数字写法 / How figures are written")

from audit_pack_formats import cells, figures, units  # noqa: E402, F401 - they declare their rules on `pack`
