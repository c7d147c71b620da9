"""The shape of a ruleset file, for checking and for the JSON Schema; what its names refer to is checked elsewhere."""

# ruff: noqa: ANN401 - a file may hold any value; pydantic copies defaults

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

Number = Annotated[
    Decimal,
    BeforeValidator(lambda value: Decimal(value) if type(value) is int else value),
    WithJsonSchema({"type": "number"}),
]
Part = Annotated[Number, Field(ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]
Percentage = Annotated[Number, Field(ge=0, le=100)]
Severity = Literal["blocker", "error", "warning", "note", "info"]
Each = Literal["row", "column", "table"]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\s/\\:]+$")]

_MANY_SCHEMA: Final = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Many = Annotated[
    list[str],
    BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    WithJsonSchema(_MANY_SCHEMA),
]
Version = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if type(value) in {int, Decimal} else value),
    WithJsonSchema({"type": ["string", "number"]}),
]


class Model(BaseModel):
    """A mapping that knows its keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        """Refuse a key that the mapping does not have; the names it has go along, for the nearest."""
        known = [info.alias or name for name, info in cls.model_fields.items()]
        for key in data if isinstance(data, dict) else ():
            if key not in known:
                raise PydanticCustomError("unknown_key", "unknown key", {"key": key, "known": known})
        return data


class TwoWords(Model):
    """A text in both languages."""

    zh: str
    en: str


def _text_or_words(value: Any) -> str:
    return "text" if isinstance(value, str) else "words"


Text = Annotated[Annotated[str, Tag("text")] | Annotated[TwoWords, Tag("words")], Discriminator(_text_or_words)]


class BasisModel(Model):
    """A legal basis: the words to show, and the document's number and article."""

    zh: str
    en: str
    document: str = ""
    article: str = ""


class BandModel(Model):
    """A grade from a score on."""

    least: Percentage
    grade: Text


class ScoringModelFile(Model):
    """How findings become a score; an overlay gives the parts that differ."""

    weights: dict[str, Part] | None = None
    deductions: dict[Severity, Part] | None = None
    repeats: Annotated[list[Share], Field(min_length=1)] | None = None
    rule_cap: Part | None = None
    bands: list[BandModel] | None = None
    failed: Text | None = None
    least_coverage: Percentage | None = None
    withholding: dict[str, Share] | None = None
    blocking: list[Severity] | None = None
    blocking_reviews: dict[str, list[str]] | None = None


class SettingModel(Model):
    """What a ruleset changes of one rule."""

    enabled: bool | None = None
    severity: Severity | None = None
    scored: bool | None = None
    locked: bool | None = None
    options: dict[str, Any] | None = None


Values = dict[str, Number]
_VALUES_SCHEMA: Final[dict[str, Any]] = {"type": "object", "additionalProperties": {"type": "number"}}
Cases = Annotated[
    list[Values],
    BeforeValidator(lambda value: [value] if isinstance(value, dict) else value),
    WithJsonSchema({"anyOf": [_VALUES_SCHEMA, {"type": "array", "items": _VALUES_SCHEMA, "minItems": 1}]}),
    Field(min_length=1),
]


class ExamplesModel(Model):
    """Figures for which an equation holds, and figures for which it does not; both are run when the file loads."""

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


def _equation_kind(value: Any) -> str:
    return "several" if isinstance(value, list) else "one"


def _text_or_card(value: Any) -> str:
    return "text" if isinstance(value, str) else "card"


class DeclaredModel(Model):
    """A rule that is declared as an equation."""

    title: Text
    severity: Severity
    equation: Annotated[
        Annotated[str, Tag("one")] | Annotated[list[EquationModel], Tag("several"), Field(min_length=1)],
        Discriminator(_equation_kind),
    ]
    table: Many = []
    each: Each | None = None
    only: Many = []
    form: str = "*"
    examples: ExamplesModel | None = None
    basis: Many = []
    advice: Text = ""
    message: Text = ""
    card: Annotated[Annotated[str, Tag("text")] | Annotated[CardModel, Tag("card")], Discriminator(_text_or_card)] = ""
    silences: list[str] = []
    locked: bool = False
    scored: bool = True

    distinctive: ClassVar[frozenset[str]] = frozenset(
        {"title", "equation", "table", "each", "only", "examples", "basis", "card", "silences"}
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Demand table, repetition and examples, of each equation or of the rule."""
        items: list[DeclaredModel | EquationModel] = [self] if isinstance(self.equation, str) else [*self.equation]
        for name in ("table", "each", "examples"):
            if not all(getattr(item, name) or getattr(self, name) for item in items):
                raise PydanticCustomError("missing_key", "missing key", {"key": name})
        return self


def entry_kind(value: Any) -> str:
    """Return what an entry under `rules` is: a switch, a setting or a declared rule."""
    if not isinstance(value, dict):
        return "switch"
    return "declared" if DeclaredModel.distinctive & value.keys() else "setting"


Entry = Annotated[
    Annotated[Literal["off", "on"], Tag("switch")]
    | Annotated[SettingModel, Tag("setting")]
    | Annotated[DeclaredModel, Tag("declared")],
    Discriminator(entry_kind),
]


def _path_or_form(value: Any) -> str:
    return "file" if isinstance(value, str) else "form"


def _text_or_basis(value: Any) -> str:
    return "text" if isinstance(value, str) else "basis"


class RulesetModel(Model):
    """A ruleset file."""

    ruleset: Name
    version: Version = ""
    title: Text = ""
    extends: Many = []
    forms: list[
        Annotated[Annotated[str, Tag("file")] | Annotated[dict[str, Any], Tag("form")], Discriminator(_path_or_form)]
    ] = []
    bases: dict[
        str,
        Annotated[Annotated[str, Tag("text")] | Annotated[BasisModel, Tag("basis")], Discriminator(_text_or_basis)],
    ] = {}
    scoring: ScoringModelFile | None = None
    aliases: dict[str, dict[str, list[str]]] = {}
    rules: dict[str, Entry] = {}


class DeclarationsModel(Model):
    """A file of declared rules that a pack ships."""

    rules: dict[str, DeclaredModel]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a ruleset file."""
    schema = RulesetModel.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "audit-core ruleset"}
