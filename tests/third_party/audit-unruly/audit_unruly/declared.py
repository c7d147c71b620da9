"""A pack whose YAML has a wrong word."""

from importlib.resources import files

from audit_core import RulePack

pack = RulePack("UY")
pack.declare(files(__name__.rpartition(".")[0]) / "rules.yaml")
