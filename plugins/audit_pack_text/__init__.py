"""Rules on what reports say in words: years, leftovers of templates, typos, outdated bases, personal data."""

from pathlib import Path

from audit_core import RulePack

pack = RulePack("TXT", title="文字质量 / Quality of the text", domain="ogi")
pack.declare(Path(__file__).with_name("rules.yaml"))  # importlib.resources costs every start four milliseconds

from audit_pack_text import barred_wording, fragments, personal, substance, years  # noqa: E402, F401 - they declare on `pack`
