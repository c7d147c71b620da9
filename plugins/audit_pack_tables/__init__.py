"""Rules on the statutory tables: whether they are there and complete, worded as prescribed, and balance."""

from pathlib import Path

from audit_core import RulePack

pack = RulePack("TAB", title="表格与勾稽 / Tables and their balances")
pack.declare(Path(__file__).with_name("equations.yaml"))  # importlib.resources costs every start four milliseconds

from audit_pack_tables import label_wording, presence, table_lines  # noqa: E402, F401 - they declare their rules on `pack`
