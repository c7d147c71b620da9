"""A pack written for another version of the API."""

from audit_core import RulePack

pack = RulePack("OA", api=99)
