"""What all shapes of files are made of: mappings that know their keys, numbers, texts in two languages, lists."""

# ruff: noqa: ANN401 - a file may hold any value; pydantic copies defaults

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from audit_core import signatures

JSON_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"

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


def _has_a_shingle(text: str) -> str:
    if not signatures.boilerplate((text,)):
        raise PydanticCustomError("few_letters", "few letters")
    return text


Boilerplate = Annotated[str, AfterValidator(_has_a_shingle)]
"""A text that reports have in common; one of too few letters would have no effect."""


class Model(BaseModel):
    """A mapping that knows its keys; `placing` are those that one laid over another may have beside them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    placing: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        """Refuse a key that the mapping does not have; the names it has go along, for the nearest."""
        known = [info.alias or name for name, info in cls.model_fields.items()]
        for key in data if isinstance(data, dict) else ():
            if key not in known:
                also = () if key in cls.placing else cls.placing
                raise PydanticCustomError("unknown_key", "unknown key", {"key": key, "known": [*known, *also]})
        return data


class TwoWords(Model):
    """A text in both languages."""

    zh: str
    en: str


def _text_or_words(value: Any) -> str:
    return "text" if isinstance(value, str) else "words"


Text = Annotated[Annotated[str, Tag("text")] | Annotated[TwoWords, Tag("words")], Discriminator(_text_or_words)]


def _compiles(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise PydanticCustomError("pattern", "pattern", {"problem": str(error)}) from error
    return text


Pattern = Annotated[str, AfterValidator(_compiles)]
