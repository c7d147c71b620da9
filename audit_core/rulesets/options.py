"""Option values held against what a rule's function declares; which rule may be set at all is left to `settings`."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final

from pydantic import PydanticSchemaGenerationError, TypeAdapter, ValidationError

from audit_core.rules import Option
from audit_core.rulesets.file_errors import expected
from audit_core.rulesets.serialization import flatten
from audit_core.words import Words

_NAMES: Final[dict[Any, Words]] = {
    Decimal: Words("数字", "a number"),
    int: Words("整数", "a whole number"),
    str: Words("文本（必要时加引号）", "text (in quotes where needed)"),
    bool: Words(" true 或 false", "true or false"),
    tuple[str, ...]: Words("文本列表", "a list of texts"),
}


def admitted(option: Option, value: Any, place: object) -> Any:
    """Return a YAML value as the option's type, as plain JSON data.

    Raises RulesetError where it is none, or where its type is none that a file can hold.
    """
    adapter = _adapter(option.type)
    for candidate in _readings(value):
        with suppress(ValidationError, TypeError):
            return flatten(adapter.validate_python(candidate, strict=True))
    raise expected(value, _wanted(option.type), place)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(kind)
    except PydanticSchemaGenerationError:
        return TypeAdapter(Any)


def _wanted(kind: Any) -> Words:
    name = getattr(kind, "__name__", "") if isinstance(kind, type) else ""
    plain = name or str(kind).replace("typing.", "")
    return _NAMES.get(kind, Words(f" {plain} 类型的值", f"a value of type {plain}"))


def _readings(value: Any) -> Iterator[Any]:
    """Yield what a YAML value may stand for: itself, with tuples for lists, decimals for whole numbers, or both."""
    yield value
    yield _deep(value, tuples=True, decimals=False)
    yield _deep(value, tuples=False, decimals=True)
    yield _deep(value, tuples=True, decimals=True)
    if isinstance(value, Decimal):
        yield float(value)


def _deep(value: Any, *, tuples: bool, decimals: bool) -> Any:
    if isinstance(value, list):
        parts = [_deep(part, tuples=tuples, decimals=decimals) for part in value]
        return tuple(parts) if tuples else parts
    if isinstance(value, dict):
        return {key: _deep(part, tuples=tuples, decimals=decimals) for key, part in value.items()}
    return Decimal(value) if decimals and type(value) is int else value
