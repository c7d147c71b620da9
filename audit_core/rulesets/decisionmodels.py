"""The shape of a file of decisions on review leads; what they do is told by `decisions`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints, field_validator

from audit_core.rulesets.field_types import Model

Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class DecisionModel(Model):
    """One decision."""

    finding: Said
    verdict: Literal["confirmed", "dismissed"]
    by: Said
    on: Said
    why: Said

    @property
    def day(self) -> date:
        """The day of the decision."""
        return date.fromisoformat(self.on)

    @field_validator("on")
    @classmethod
    def _a_day(cls, on: str) -> str:
        date.fromisoformat(on)
        return on


class DecisionsModel(Model):
    """A file of decisions; none may be left where every line was taken out."""

    decisions: Annotated[list[DecisionModel], BeforeValidator(lambda given: [] if given is None else given)]
