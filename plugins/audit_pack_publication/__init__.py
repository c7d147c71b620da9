"""Rules on when and how a report was published; what it says is left to other packs."""

from audit_core import RulePack

pack = RulePack("PUB", title="发布的时间与方式 / When and how it was published", domain="ogi")

from audit_pack_publication import deadlines, pictures, traces  # noqa: E402, F401 - they declare their rules on `pack`
