"""The shape of a form once its overlays are put in place; what its names refer to is checked elsewhere."""

# ruff: noqa: ANN401, RUF012 - a file may hold any value; pydantic copies defaults

from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from audit_core.figures import ValueType
from audit_core.rulesets.field_types import JSON_SCHEMA, Boilerplate, Model, Name, Number, Pattern, Text

PLACED: Final = ("before", "after")
"""The keys that say where a part of one form is put in another that it is laid over."""


class Years(Model):
    """The first and the last report year of a form; without a last year it is still in use."""

    from_: int = Field(alias="from")
    to: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse a last year before the first."""
        if self.to is not None and self.to < self.from_:
            raise PydanticCustomError("years_in_order", "years", {"first": self.from_, "last": self.to})
        return self


class TitleModel(Model):
    """One way a report's title is written."""

    pattern: Pattern
    lacks: Text | None = None


class TitleElement(Model):
    """A part that a full title holds, and what a title without it lacks."""

    pattern: Pattern
    lacks: Text


class Marks(Model):
    """Patterns of what is printed around figures; `audit_core.forms.Form` tells what each matches."""

    ordinal: Pattern
    other_ordinal: Pattern | None = None
    label_ordinal: Pattern
    unit_clause: Pattern
    period: Pattern
    page_number: Pattern | None = None
    announced: list[Pattern] = []
    year: Pattern | None = None
    annex: Pattern | None = None
    before_number: Pattern | None = None
    behind_number: Pattern | None = None
    numerals: dict[str, int]
    damage: dict[str, Pattern] = {}


class Unit(Model):
    """A unit's base and its factor to it."""

    base: str
    factor: Number


class Figures(Model):
    """The words that stand in cells."""

    placeholders: list[str]
    decreases: list[str]
    units: dict[str, Unit]
    yes: list[str] = []
    no: list[str] = []


class SectionModel(Model):
    """A statutory section."""

    placing: ClassVar[tuple[str, ...]] = PLACED

    ordinal: str
    title: str
    en: str
    aliases: list[str] = []
    essential: bool = False
    traces: list[Pattern] = []


class LineModel(Model):
    """A row or a column."""

    placing: ClassVar[tuple[str, ...]] = PLACED

    label: str
    en: str
    short: str = ""
    path: list[str] = []
    aliases: list[str] = []
    type: ValueType = "count"
    unit: str = ""
    subtotal_of: str = ""
    total_of: str = ""
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None
    advice: Text = ""


def _parent_or_list(value: Any) -> str:
    return "list" if isinstance(value, list) else "parent"


Group = Annotated[Annotated[str, Tag("parent")] | Annotated[list[str], Tag("list")], Discriminator(_parent_or_list)]
"""The lines under a parent, by its label, or a list of them; `rows` or `columns` are all of these."""


class CodesModel(Model):
    """Rows named by the codes of a classification; `audit_core.forms.Codes` tells what each key means."""

    pattern: Pattern
    levels: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]
    heads: list[str] = []
    total: str = ""


Lines = Annotated[dict[str, LineModel], Field(min_length=1)]


class TableModel(Model):
    """A statutory table."""

    placing: ClassVar[tuple[str, ...]] = PLACED

    section: str
    title: Text
    rows: Lines
    columns: Lines
    caption: str = ""
    caption_aliases: list[str] = []
    corner: list[str] = []
    note: str = ""
    parents: dict[str, list[str]] = {}
    groups: dict[str, Group] = {}
    across: bool = False
    balances: list[Annotated[list[list[str]], Field(min_length=2, max_length=2)]] = []
    codes: CodesModel | None = None
    beside: str = ""
    empty: Pattern | None = None
    essential: bool = False
    blanks: bool = False

    @field_validator("rows", "columns")
    @classmethod
    def _plain_keys(cls, lines: dict[str, Any]) -> dict[str, Any]:
        """Keep `/`, which separates the parts of a label path, out of keys."""
        return _plain(lines)


class FormModel(Model):
    """A statutory form; `pattern_macros` are parts of patterns, which `titles` and `marks` hold by name, as {year}."""

    form: Name
    extends: str | None = None
    domain: str = ""
    title: Text
    basis: str = ""
    years: Years
    fragments: dict[Name, Pattern] = {}
    titles: list[TitleModel]
    title_elements: list[TitleElement] = []
    marks: Marks
    figures: Figures
    sections: dict[str, SectionModel]
    tables: dict[str, TableModel]
    boilerplate: list[Boilerplate] = []
    others: dict[Literal["previous", "parent"], Text] = {}

    @field_validator("tables")
    @classmethod
    def _plain_tables(cls, tables: dict[str, Any]) -> dict[str, Any]:
        """Keep `/` out of keys."""
        return _plain(tables)


def _plain(keyed: dict[str, Any]) -> dict[str, Any]:
    for key in keyed:
        if "/" in key or "." in key or not key:
            raise PydanticCustomError("odd_key", "odd key", {"key": key})
    return keyed


def schema_parts() -> dict[str, Any]:
    """Return the JSON Schema of a form as it is written, by name of each part; `form` is the whole.

    What it extends or is laid over has the rest: only its name must be given, `null` takes away, and `before` and
    `after` say where a part is put.
    """
    schema = FormModel.model_json_schema(ref_template="#/$defs/form.{model}")
    parts = {f"form.{name}": _partial(part) for name, part in schema.pop("$defs").items()}
    whole = _partial(schema)
    whole["properties"] = {key: one for key, one in whole["properties"].items() if key not in PLACED}
    return {**parts, "form": {**whole, "required": ["form"]}}


def _partial(node: Any) -> Any:
    """Return a schema in which nothing is required and anything may be null."""
    if isinstance(node, list):
        return [_partial(one) for one in node]
    if not isinstance(node, dict):
        return node
    part = {key: _partial(one) for key, one in node.items() if key not in ("required", "properties")}
    if isinstance(part.get("additionalProperties"), dict):
        part["additionalProperties"] = _or_null(part["additionalProperties"])
    if "properties" in node:
        keys = {key: _or_null(_partial(one)) for key, one in node["properties"].items()}
        part["properties"] = keys | {key: {"type": "string"} for key in PLACED}
    return part


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file that holds a form."""
    parts = schema_parts()
    form = parts.pop("form")
    return {"$schema": JSON_SCHEMA, "$defs": parts, **form, "title": "audit-core form"}
