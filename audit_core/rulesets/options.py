"""Options held against what a rule's function declares; which rule may be set at all is left to `settings`."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from msgspec import Meta
from pydantic import AfterValidator, BeforeValidator, Field, PydanticSchemaGenerationError, TypeAdapter, ValidationError

from audit_core.declared.patterns import vet
from audit_core.errors import ConfigurationError, RulesetError
from audit_core.lazy_patterns import Pattern
from audit_core.option_types import BOUNDS, wanted
from audit_core.rules import Option
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.ruleset import flatten
from audit_core.words import Words

_OPTION: Final = Words("选项", "option")


def option_given(rule: str, name: str, value: Any, known: Mapping[str, Option], key: object, place: object) -> Any:
    """Return what is given for one of a rule's `known` options, as plain JSON data.

    Raises RulesetError for a name that is none of them (at `key`), and a value that is not admitted (at `place`).
    """
    if name not in known:
        if known:
            raise unknown(_OPTION, name, known, key)
        raise RulesetError(
            f"found the option {name!r}, but {rule} has no options", f"{rule} 没有选项，此处为 '{name}'",
            place=str(key),
        )  # fmt: skip
    return admitted(known[name], value, place)


def admitted(option: Option, value: Any, place: object) -> Any:
    """Return a YAML value as the option's type, as plain JSON data.

    Raises RulesetError where it is none, where a pattern in it is not admitted, or where the type is none that a file
    can hold.
    """
    adapter = _adapter(option.type)
    try:
        for candidate in _readings(value):
            with suppress(ValidationError, TypeError):
                return flatten(adapter.validate_python(candidate, strict=True))
    except ConfigurationError as error:
        raise RulesetError(error.words.en, error.words.zh, place=str(place)) from error
    raise expected(value, wanted(option.type), place)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(_as_pydantic(kind))
    except PydanticSchemaGenerationError:
        return TypeAdapter(Any)


def _as_pydantic(kind: Any) -> Any:
    """Return a type with its bounds, patterns and checks as pydantic knows them."""
    if kind is Pattern:
        return Annotated[str, AfterValidator(lambda text: Pattern(vet(text).pattern))]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return Annotated[_as_pydantic(parts[0]), *map(_bound, parts[1:])]
    if origin in (None, Literal):
        return kind
    within = tuple(_as_pydantic(part) for part in parts)
    return reduce(or_, within) if origin in (Union, UnionType) else origin[within]


def _bound(said: Any) -> Any:
    if isinstance(said, Meta):
        return Field(**{name: bound for name in BOUNDS if (bound := getattr(said, name)) is not None})
    return BeforeValidator(_passed(said)) if callable(said) else said


def _passed(check: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Return a check as what gives back the value; one that is not of its type is left to be refused for that."""

    def passed(value: Any) -> Any:
        with suppress(TypeError, KeyError, AttributeError):
            check(value)
        return value

    return passed


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
