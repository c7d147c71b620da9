"""The scoring model of a ruleset, part by part from its layers; scoring itself is done elsewhere."""

from collections.abc import Iterable
from typing import Any, Final

from audit_core.rulesets.models import ScoringModelFile

BASE: Final[dict[str, Any]] = {
    "weights": {},
    "deductions": {},
    "repeats": ["1"],
    "rule_cap": "1",
    "bands": [],
    "failed": ["不合格", "failed"],
    "least_coverage": "0",
    "withholding": {},
    "blocking": [],
    "blocking_reviews": {},
}
"""What holds where no layer says anything: nothing is weighed, so there is no score."""


def merged(layers: Iterable[ScoringModelFile | None]) -> dict[str, Any]:
    """Return the model as plain data: mappings are merged key by key, everything else is replaced."""
    model = dict(BASE)
    for layer in layers:
        if layer is not None:
            for name, value in layer.model_dump(exclude_none=True).items():
                model[name] = {**model[name], **value} if isinstance(value, dict) and name != "failed" else value
    return model
