"""What was met while reading a report, for a person to know of; never the organ's fault, and never scored."""

from audit_core import RulePack

pack = RulePack("EXT", title="读取情况 / How the report was read")

from audit_pack_reading import marks, unread_rows  # noqa: E402, F401 - they declare their rules on `pack`
