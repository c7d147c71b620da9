"""The shape of a ruleset file, for checking and for the JSON Schema; what its names refer to is checked elsewhere."""

# ruff: noqa: ANN401, RUF012 - a file may hold any value; pydantic copies defaults

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from audit_core.rulesets.field_types import (
    JSON_SCHEMA,
    Boilerplate,
    Many,
    Model,
    Name,
    Number,
    Part,
    Pattern,
    Percentage,
    Severity,
    Share,
    Text,
    Version,
)
from audit_core.rulesets.formmodels import schema_parts
from audit_core.rulesets.rulemodels import DeclaredModel


class BasisModel(Model):
    """A legal basis: the words to show, and the document's number and article."""

    zh: str
    en: str
    document: str = ""
    article: str = ""


class BandModel(Model):
    """A grade from a score on; `without` names severities and rules, none of which may have failed."""

    least: Percentage
    grade: Text
    without: Many = []


class ScoringModelFile(Model):
    """How findings become a score; an overlay gives the parts that differ."""

    weights: dict[str, Part] | None = None
    deductions: dict[Severity, Part] | None = None
    repeats: Annotated[list[Share], Field(min_length=1)] | None = None
    rule_cap: Annotated[Number, Field(ge=1)] | None = None
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
    category: str | None = None
    scored: bool | None = None
    locked: bool | None = None
    basis: Many | None = None
    advice: Text | None = None
    options: dict[str, Any] | None = None


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


class OrganKindModel(Model):
    """A kind of organ, told by a pattern of its name."""

    pattern: Pattern
    kind: str
    level: str = ""
    powers: Many | None = None


_YES_OR_NO: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "是": True,
    "0": False,
    "false": False,
    "no": False,
    "否": False,
}


def _yes_or_no(value: Any) -> Any:
    """Return what a cell of a table means by yes or no; anything else is left for the model to refuse."""
    return _YES_OR_NO.get(value.lower(), value) if isinstance(value, str) else value


SCOPES: Final = {"organ": "organ", "本机关": "organ", "area": "area", "本行政区域": "area"}
"""What a report's figures cover, as a register says it."""


class RegisteredModel(Model):
    """An organ of the register; `scope` says whether its figures are the organ's alone or those of its whole area."""

    name: str
    alias: Many = []
    code: str = ""
    kind: str = ""
    level: str = ""
    parent: str = ""
    scope: Annotated[str, WithJsonSchema({"enum": [*SCOPES]})] = ""
    powers: Many | None = None
    vertical: Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": ["boolean", "string"]})] = False


class OrgansModel(Model):
    """How organs are told: by the register (a list, or the name of a CSV file), then by kind, the first that matches.

    What a ruleset gives goes before what it extends. `unique` are patterns of names that one organ alone has, `areas`
    patterns of names of areas, which tell organs of the same name apart; both replace those of what it extends.
    """

    kinds: list[OrganKindModel] = []
    unique: list[Pattern] = []
    areas: list[Pattern] = []
    register_: list[RegisteredModel] = Field([], alias="register")


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
    organs: OrgansModel | None = None
    boilerplate: list[Boilerplate] = []
    rules: dict[str, Entry] = {}


class DeclarationsModel(Model):
    """A file of declared rules that a pack ships; `domain` is that of its rules where it is not the pack's."""

    domain: str | None = None
    rules: dict[str, DeclaredModel]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a ruleset file."""
    schema = RulesetModel.model_json_schema()
    schema["$defs"] |= schema_parts()
    schema["properties"]["forms"]["items"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/form"}]}
    return {"$schema": JSON_SCHEMA, **schema, "title": "audit-core ruleset"}
