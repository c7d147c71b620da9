"""Plain data held against a model, and pydantic's complaint turned into one line; the shapes stand in the models."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from audit_core.errors import ConfigurationError, RulesetError
from audit_core.rulesets.field_types import Model
from audit_core.rulesets.file_errors import expected, show, unknown
from audit_core.rulesets.yaml import Path, Tree
from audit_core.signatures import SHINGLE
from audit_core.words import Words

M = TypeVar("M", bound=Model)

_KEY: Final = Words("键", "key")

_EXPECTED: Final[Mapping[str, Words]] = {
    "string_type": Words("文本（必要时加引号）", "text (in quotes where needed)"),
    "int_type": Words("整数", "a whole number"),
    "bool_type": Words(" true 或 false", "true or false"),
    "bool_parsing": Words(" true 或 false", "true or false"),
    "list_type": Words("列表", "a list"),
    "dict_type": Words("映射（键: 值）", "a mapping"),
    "model_type": Words("映射（键: 值）", "a mapping"),
    "model_attributes_type": Words("映射（键: 值）", "a mapping"),
    "decimal_type": Words("数字", "a number"),
    "decimal_parsing": Words("数字", "a number"),
    "is_instance_of": Words("数字", "a number"),
    "too_short": Words("至少一项", "at least one"),
    "string_too_short": Words("非空文本", "a text that is not empty"),
    "string_pattern_mismatch": Words("不含空格和 / \\ : 的名称", "a name without blanks and / \\ :"),
    "few_letters": Words(
        f"不少于 {SHINGLE} 个字的文本（数字、标点不计）",
        f"a text of {SHINGLE} letters or more (digits and marks do not count)",
    ),
    "odd_key": Words("不含 / 和 . 的非空键", "a key that is not empty and has no / or ."),
}


def validate(model: type[M], tree: Tree, error: type[ConfigurationError] = RulesetError) -> M:
    """Return the data of `tree` as `model`.

    Raises `error` for the first fault of the file, with its place, and says how many more there are.
    """
    try:
        return model.model_validate(tree.data)
    except ValidationError as found:
        faults = [_fault(fault, tree, error) for fault in found.errors(include_url=False)]
        raise _first(faults) from None


def _first(faults: list[ConfigurationError]) -> ConfigurationError:
    first, more = faults[0], len(faults) - 1
    if not more:
        return first
    en, zh = f"{first.words.en} (and {more} more)", f"{first.words.zh}（另有 {more} 处）"
    return type(first)(en, zh, place=first.place)


def _fault(fault: Any, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    path = _path(fault["loc"], tree)
    kind, context = fault["type"], fault.get("ctx", {})
    special = _SPECIAL.get(kind)
    if special:
        return special(fault, context, path, tree, error)
    if kind == "odd_key":
        return expected(context["key"], _EXPECTED[kind], tree.key(*path, context["key"]), error)
    return expected(fault["input"], _expected(kind, context, fault["msg"]), tree.value(*path), error)


def _path(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """Return the part of pydantic's location that the file has: names of models and unions are left out."""
    path: Path = ()
    for step in loc:
        if (*path, step) in tree.values:
            path = (*path, step)
    return path


def _expected(kind: str, context: Mapping[str, Any], message: str) -> Words:
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    bounds = {"greater_than_equal": ("ge", "不小于", "at least"), "less_than_equal": ("le", "不大于", "at most")}
    if kind in bounds:
        name, zh, en = bounds[kind]
        return Words(f"{zh} {context[name]} 的数", f"{en} {context[name]}")
    return Words(f"：{message}", message)


def _unknown_key(_: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    return unknown(_KEY, context["key"], context["known"], tree.key(*path, context["key"]), error)


def _missing(fault: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    name = context.get("key") or str(fault["loc"][-1])
    return error(f"the key {show(name)} is missing", f"缺少键 {show(name)}", place=str(tree.key(*path)))


def _choice(fault: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    if fault["loc"][-1] == "switch":
        words = Words(" off、on 或映射", "off, on or a mapping")
        return expected(fault["input"], words, tree.value(*path), error)
    names = [part.strip(" '") for part in context["expected"].replace(" or ", ", ").split(",")]
    place = tree.key(*path) if fault["loc"][-1] == "[key]" else tree.value(*path)
    if isinstance(fault["input"], str):
        return unknown(Words("值", "value"), fault["input"], names, place, error)
    return expected(fault["input"], Words(f" {'、'.join(names)} 之一", f"one of {', '.join(names)}"), place, error)


def _pattern(_: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    problem = context["problem"]
    return error(
        f"the pattern does not compile: {problem}", f"正则表达式无法编译：{problem}", place=str(tree.value(*path))
    )


def _several_kinds(_: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    first, second = context["kinds"][:2]
    return error(
        f"found both {show(first)} and {show(second)}, expected one of them: a rule checks one thing",
        f"同时写了 {show(first)} 和 {show(second)}，一条规则只能写其中之一",
        place=str(tree.key(*path, second)),
    )


def _of_another_kind(
    _: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]
) -> ConfigurationError:
    key, kind = context["key"], context["kind"]
    return error(
        f"found the key {show(key)}, which means nothing in a rule of the kind {show(kind)}",
        f"键 {show(key)} 对 {show(kind)} 类规则不起作用，不应写出",
        place=str(tree.key(*path, key)),
    )


def _years(_: Any, context: Any, path: Path, tree: Tree, error: type[ConfigurationError]) -> ConfigurationError:
    first, last = context["first"], context["last"]
    return error(
        f"found the years from {first} to {last}, expected a last year that is not before the first",
        f"年份自 {first} 至 {last}，止年不应早于起年",
        place=str(tree.value(*path)),
    )


_SPECIAL: Final[Mapping[str, Callable[[Any, Any, Path, Tree, type[ConfigurationError]], ConfigurationError]]] = {
    "unknown_key": _unknown_key,
    "missing": _missing,
    "missing_key": _missing,
    "literal_error": _choice,
    "pattern": _pattern,
    "several_kinds": _several_kinds,
    "key_of_another_kind": _of_another_kind,
    "years_in_order": _years,
}
