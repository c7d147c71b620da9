"""The shape of a declared rule: an equation, terms, patterns, a required passage, a figure's format or a claim."""

# ruff: noqa: ANN401, RUF012 - a file may hold any value; pydantic copies defaults

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from audit_core.rulesets.field_types import Each, Many, Model, Number, Severity, Text

KINDS: Final = ("equation", "terms", "pattern", "required", "figure", "claim")
"""What a rule may be declared as; each rule has exactly one of these keys."""

OWN_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "equation": ("table", "each", "only"),
    "terms": ("scope", "unless", "beside", "count", "cap", "message"),
    "pattern": ("scope", "unless", "beside", "count", "cap", "fix", "message"),
    "required": ("scope", "message"),
    "figure": ("message",),
    "claim": ("scope", "unless", "beside", "message"),
}
"""The keys of a rule that have a meaning for some of `KINDS` only."""

Values = dict[str, Number]
_VALUES_SCHEMA: Final[dict[str, Any]] = {"type": "object", "additionalProperties": {"type": "number"}}


class ClaimCase(Model):
    """A sentence, and the figures of the report it stands in, by `table.row.column`; the others are zero."""

    says: str
    facts: Values = {}


def _case_kind(value: Any) -> str:
    if isinstance(value, dict):
        return "claim" if "says" in value else "figures"
    return "text"


_CASE_SCHEMA: Final = {"anyOf": [_VALUES_SCHEMA, {"type": "string"}, ClaimCase.model_json_schema()]}
Case = Annotated[
    Annotated[str, Tag("text")] | Annotated[ClaimCase, Tag("claim")] | Annotated[Values, Tag("figures")],
    Discriminator(_case_kind),
]
Cases = Annotated[
    list[Case],
    BeforeValidator(lambda value: value if isinstance(value, list) else [value]),
    WithJsonSchema({"anyOf": [_CASE_SCHEMA, {"type": "array", "items": _CASE_SCHEMA, "minItems": 1}]}),
    Field(min_length=1),
]


class ExamplesModel(Model):
    """Cases that a rule passes and cases that it finds fault with; both are run when the file loads.

    They are figures by name for an equation, sentences for terms, patterns and required passages, printed figures for
    a format, and sentences with figures for a claim.
    """

    pass_: Cases = Field(alias="pass")
    fail: Cases


class EquationModel(Model):
    """One of several equations of a rule; what it leaves out is as the rule has it."""

    equation: str
    table: Many | None = None
    each: Each | None = None
    only: Many | None = None
    form: str | None = None
    examples: ExamplesModel | None = None


class CardModel(Model):
    """What a rule tells of itself."""

    checks: Text | None = None
    why: Text | None = None
    wrong: Text | None = None
    right: Text | None = None
    basis: Text | None = None
    false_alarms: Text | None = None
    tailoring: Text | None = None


class TermModel(Model):
    """A term of a list that needs more than what is right: what excuses it, or the forms it is for."""

    term: str
    right: str = ""
    unless: Many = []
    form: str = "*"


class FixModel(Model):
    """What should stand there, a template over the groups; `safe` where meaning and value stay as they are."""

    text: str
    safe: bool = False


def _text_or_mapping(value: Any) -> str:
    return "text" if isinstance(value, str) else "mapping"


Correction = Annotated[
    Annotated[str, Tag("text")] | Annotated[FixModel, Tag("mapping")], Discriminator(_text_or_mapping)
]


class PatternModel(Model):
    """One of several patterns of a rule; what it leaves out is as the rule has it."""

    pattern: str
    form: str = "*"
    scope: Many = []
    unless: Many = []
    beside: Many = []
    message: Text = ""
    right: str = ""
    fix: Correction | None = None
    severity: Severity | None = None


class GroupModel(Model):
    """One aspect that a passage has to speak of: any of some patterns."""

    name: Text
    any: Annotated[Many, Field(min_length=1)]
    severity: Severity | None = None
    scope: Many = []


class FigureModel(Model):
    """How the figures of some cells have to be written."""

    table: Many
    rows: Many = []
    columns: Many = []
    integer: bool = False
    decimals: Annotated[int, Field(ge=0)] | None = None
    sign: Literal["any", "not_negative"] = "any"
    least: Number | None = None
    most: Number | None = None


class ClaimModel(Model):
    """Statements, by their patterns, and the relation between figures `table.row.column` that has to hold then."""

    pattern: Annotated[Many, Field(min_length=1)]
    holds: str


def _mapping_or_list(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list"


def _one_or_several(value: Any) -> str:
    return "several" if isinstance(value, list) else "one"


def _term_kind(value: Any) -> str:
    return "term" if isinstance(value, dict) else "text"


Term = Annotated[Annotated[str, Tag("text")] | Annotated[TermModel, Tag("term")], Discriminator(_term_kind)]
TermsModel = Annotated[
    Annotated[dict[str, str], Tag("mapping")] | Annotated[list[Term], Tag("list")],
    Discriminator(_mapping_or_list),
    Field(min_length=1),
]


def _text_or_card(value: Any) -> str:
    return "text" if isinstance(value, str) else "card"


class DeclaredModel(Model):
    """A rule that is declared as one of `KINDS`."""

    title: Text
    severity: Severity
    category: str = ""
    equation: Annotated[
        Annotated[str, Tag("one")] | Annotated[list[EquationModel], Tag("several"), Field(min_length=1)],
        Discriminator(_one_or_several),
    ] = []
    table: Many = []
    each: Each | None = None
    only: Many = []
    terms: TermsModel | None = None
    pattern: Annotated[
        Annotated[str, Tag("one")] | Annotated[list[PatternModel], Tag("several"), Field(min_length=1)],
        Discriminator(_one_or_several),
    ] = []
    required: Annotated[dict[str, GroupModel], Field(min_length=1)] | None = None
    figure: FigureModel | None = None
    claim: ClaimModel | None = None
    scope: Many = ["paragraphs"]
    unless: Many = []
    beside: Many = []
    count: Literal["each", "once"] = "each"
    cap: Annotated[int, Field(ge=0)] = 0
    fix: Correction | None = None
    status: Literal["fail", "review"] = "fail"
    grades: dict[str, Severity] = {}
    form: str = "*"
    since: int | None = None
    until: int | None = None
    domain: str | None = None
    examples: ExamplesModel | None = None
    basis: Many = []
    advice: Text = ""
    message: Text = ""
    card: Annotated[Annotated[str, Tag("text")] | Annotated[CardModel, Tag("card")], Discriminator(_text_or_card)] = ""
    silences: list[str] = []
    locked: bool = False
    scored: bool = True

    distinctive: ClassVar[frozenset[str]] = frozenset(
        {"title", *KINDS, "table", "each", "only", "examples", "card", "silences"}
    )

    @property
    def kind(self) -> str:
        """Which of `KINDS` the rule is declared as."""
        return next(kind for kind in KINDS if kind in self.model_fields_set)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Demand one kind, and examples; of an equation, table and repetition too, of each or of the rule."""
        kinds = [kind for kind in KINDS if kind in self.model_fields_set]
        if len(kinds) == 1:
            for key in sorted(self.model_fields_set & {key for keys in OWN_KEYS.values() for key in keys}):
                if key not in OWN_KEYS[kinds[0]]:
                    raise PydanticCustomError("key_of_another_kind", "key", {"key": key, "kind": kinds[0]})
        if len(kinds) > 1:
            raise PydanticCustomError("several_kinds", "several kinds", {"kinds": kinds})
        if not kinds:
            raise PydanticCustomError("missing_key", "missing key", {"key": "equation"})
        if kinds[0] == "equation":
            self._complete_equations()
        elif not self.examples:
            raise PydanticCustomError("missing_key", "missing key", {"key": "examples"})
        if self.since is not None and self.until is not None and self.until < self.since:
            raise PydanticCustomError("years_in_order", "years", {"first": self.since, "last": self.until})
        return self

    def _complete_equations(self) -> None:
        items: list[DeclaredModel | EquationModel] = [self] if isinstance(self.equation, str) else [*self.equation]
        for name in ("table", "each", "examples"):
            if not all(getattr(item, name) or getattr(self, name) for item in items):
                raise PydanticCustomError("missing_key", "missing key", {"key": name})
