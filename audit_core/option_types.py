"""The types of options: whether a value is of one, and its name in words; values from files are `rulesets.options`'."""

# ruff: noqa: ANN401 - an option may be of any type

import re
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from msgspec import Meta

from audit_core.lazy_patterns import Pattern
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
BOUNDS: Final[dict[str, Words]] = {
    "ge": Words("不小于 {}", "at least {}"),
    "gt": Words("大于 {}", "more than {}"),
    "le": Words("不大于 {}", "at most {}"),
    "lt": Words("小于 {}", "less than {}"),
    "min_length": Words("长度至少 {}", "of {} or more"),
    "max_length": Words("长度至多 {}", "of {} or fewer"),
    "pattern": Words("形如 {}", "that matches {}"),
}
"""The bounds of `msgspec.Meta` that a value is held to, which are pydantic's names too."""


def is_of(value: Any, kind: Any) -> bool:
    """Whether a value is of a type, the bounds of a `msgspec.Meta` in it included.

    A whole number is an exact one, but no truth value is a number. What can be said of no value, such as a type
    variable, holds of all.
    """
    if isinstance(kind, type) and not get_args(kind):
        return _is_instance(value, kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _all_of((value,), kind)
    if origin is Literal:
        return any(value == part and type(value) is type(part) for part in parts)
    if origin in (Union, UnionType):
        return any(is_of(value, part) for part in parts)
    if not isinstance(origin, type):
        return kind is not None or value is None
    return isinstance(value, origin) and _are_of(value, origin, parts)


def _is_instance(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind in (bool, object)
    if kind in (Decimal, float) and isinstance(value, int):
        return True
    try:
        return isinstance(value, kind)
    except TypeError:  # a protocol that cannot be held against a value
        return True


def _are_of(value: Any, origin: type, parts: tuple[Any, ...]) -> bool:
    """Whether the members of a collection are of the types that stand in its own."""
    if issubclass(origin, tuple) and parts[1:] != (...,):
        return len(value) == len(parts) and all(map(is_of, value, parts))
    if issubclass(origin, Mapping):
        return all(is_of(key, parts[0]) and is_of(one, parts[1]) for key, one in value.items())
    if issubclass(origin, list | tuple | AbstractSet):
        return _all_of(value, parts[0])
    return True


def _all_of(values: Collection[Any], kind: Any) -> bool:
    """Whether all values are of a type, which is looked into once for all: a default may be a list of many words."""
    if get_origin(kind) is Annotated:
        base, *said = get_args(kind)
        bounds = [one for one in said if isinstance(one, Meta)]
        return _all_of(values, base) and all(_is_within(value, one) for one in bounds for value in values)
    if isinstance(kind, type) and not get_args(kind):
        return all(_is_instance(value, kind) for value in values)
    return all(is_of(value, kind) for value in values)


def _is_within(value: Any, meta: Meta) -> bool:
    return (
        (meta.ge is None or value >= meta.ge)
        and (meta.gt is None or value > meta.gt)
        and (meta.le is None or value <= meta.le)
        and (meta.lt is None or value < meta.lt)
        and (meta.min_length is None or len(value) >= meta.min_length)
        and (meta.max_length is None or len(value) <= meta.max_length)
        and (meta.pattern is None or re.search(meta.pattern, value) is not None)
    )


def wanted(kind: Any) -> Words:
    """Return what is expected of a value of a type."""
    if get_origin(kind) is Annotated:
        said_of = wanted(get_args(kind)[0])
        for meta in (one for one in kind.__metadata__ if isinstance(one, Meta)):
            said = [(words, bound) for name, words in BOUNDS.items() if (bound := getattr(meta, name)) is not None]
            if meta.ge is not None and meta.le is not None:
                said = [(Words(f"{meta.ge} 至 {{}}", f"from {meta.ge} to {{}}"), meta.le)]
            for words, bound in said:
                said_of = Words(f"{said_of.zh}，{words.zh.format(bound)}", f"{said_of.en}, {words.en.format(bound)}")
        return said_of
    parts = get_args(kind)
    if get_origin(kind) is Literal:
        return Words(f" {'、'.join(map(str, parts))} 之一", f"one of {', '.join(map(str, parts))}")
    if get_origin(kind) is tuple and parts[1:] == (...,) and kind not in _NAMES:
        each = wanted(parts[0])
        return Words(f"列表，每项为{each.zh}", f"a list, each {each.en}")
    if get_origin(kind) in (dict, Mapping):
        key, each = map(wanted, parts)
        return Words(f"映射，键为{key.zh}，值为{each.zh}", f"a mapping from {key.en} to {each.en}")
    name = getattr(kind, "__name__", "") if isinstance(kind, type) else ""
    plain = name or str(kind).replace("typing.", "")
    return _NAMES.get(kind, Words(f" {plain} 类型的值", f"a value of type {plain}"))
