"""Rulesets: which forms, rules, settings and scoring an audit follows; following them is left to the engine."""

from audit_core.rulesets.loading import load
from audit_core.rulesets.ruleset import Band, Ruleset, ScoringModel, Setting, Withholding

__all__ = ["Band", "Ruleset", "ScoringModel", "Setting", "Withholding", "load"]
