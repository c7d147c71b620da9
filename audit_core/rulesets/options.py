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
from audit_core.rules import Option
from audit_core.rulesets.file_errors import expected, unknown
from audit_core.rulesets.ruleset import flatten
from audit_core.words import Words

_NAMES: Final[dict[Any, Words]] = {
    Decimal: Words("数字", "a number"),
    int: Words("整数", "a whole number"),
    str: Words("文本（必要时加引号）", "text (in quotes where needed)"),
    bool: Words(" true 或 false", "true or false"),
    tuple[str, ...]: Words("文本列表", "a list of texts"),
    Pattern: Words("正则表达式", "a pattern"),
    tuple[Pattern, ...]: Words("正则表达式列表", "a list of patterns"),
}
_BOUNDS: Final[dict[str, Words]] = {
    "ge": Words("不小于 {}", "at least {}"),
    "gt": Words("大于 {}", "more than {}"),
    "le": Words("不大于 {}", "at most {}"),
    "lt": Words("小于 {}", "less than {}"),
    "min_length": Words("长度至少 {}", "of {} or more"),
    "max_length": Words("长度至多 {}", "of {} or fewer"),
    "pattern": Words("形如 {}", "that matches {}"),
}
"""The bounds of `msgspec.Meta` that a value is held to, which are pydantic's names too."""


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
    raise expected(value, _wanted(option.type), place)


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
        return Field(**{name: bound for name in _BOUNDS if (bound := getattr(said, name)) is not None})
    return BeforeValidator(_passed(said)) if callable(said) else said


def _passed(check: Callable[[Any], object]) -> Callable[[Any], Any]:
    """Return a check as what gives back the value; one that is not of its type is left to be refused for that."""

    def passed(value: Any) -> Any:
        with suppress(TypeError, KeyError, AttributeError):
            check(value)
        return value

    return passed


def _wanted(kind: Any) -> Words:
    if get_origin(kind) is Annotated:
        wanted = _wanted(get_args(kind)[0])
        for meta in (one for one in kind.__metadata__ if isinstance(one, Meta)):
            said = [(words, bound) for name, words in _BOUNDS.items() if (bound := getattr(meta, name)) is not None]
            if meta.ge is not None and meta.le is not None:
                said = [(Words(f"{meta.ge} 至 {{}}", f"from {meta.ge} to {{}}"), meta.le)]
            for words, bound in said:
                wanted = Words(f"{wanted.zh}，{words.zh.format(bound)}", f"{wanted.en}, {words.en.format(bound)}")
        return wanted
    parts = get_args(kind)
    if get_origin(kind) is Literal:
        return Words(f" {'、'.join(map(str, parts))} 之一", f"one of {', '.join(map(str, parts))}")
    if get_origin(kind) is tuple and parts[1:] == (...,) and kind not in _NAMES:
        each = _wanted(parts[0])
        return Words(f"列表，每项为{each.zh}", f"a list, each {each.en}")
    if get_origin(kind) in (dict, Mapping):
        key, each = map(_wanted, parts)
        return Words(f"映射，键为{key.zh}，值为{each.zh}", f"a mapping from {key.en} to {each.en}")
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
