"""A pack that wants the prefix of another."""

from audit_core import RulePack

pack = RulePack("TAB")
