"""Where every value of a JSON text stands, and what keeps it from being a Document; reading it is left to `json`."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NoReturn

from msgspec import Struct

from audit_core.document import Source
from audit_core.errors import InputError, NotAReport
from audit_core.words import Words

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)

_MANY_DIGITS: Final = 20
_MANY_CHARS: Final = 60

EXPLAINED: Final = 1024 * 1024
"""Longer texts are refused in the decoder's own words: explaining takes seconds per MiB."""

JsonPath = tuple[str | int, ...]


class ValueSpan(Struct, gc=False):
    """Where a value stands, code points from `start` to `end`; of a string, what is inside its quotes."""

    start: int
    end: int
    items: "dict[str, ValueSpan] | list[ValueSpan] | None" = None

    def at(self, path: Iterable[str | int]) -> "ValueSpan":
        """Return the spot of a value inside this one, or of the nearest around it that exists."""
        spot = self
        for key in path:
            inner = _inner(spot.items, key)
            if inner is None:
                break
            spot = inner
        return spot


def _inner(items: "dict[str, ValueSpan] | list[ValueSpan] | None", key: str | int) -> ValueSpan | None:
    if isinstance(items, dict):
        return items.get(str(key))
    return items[key] if isinstance(items, list) and isinstance(key, int) and key < len(items) else None


def spots(text: str) -> ValueSpan:
    """Return the spots of a valid JSON text; of a key written twice, those of the last."""
    root = ValueSpan(0, 0, [])
    stack, key = [root], ""
    for token in _TOKEN.finditer(text):
        mark, start, end = token[0][0], token.start(), token.end()
        if mark in "]}":
            stack.pop().end = end
        elif mark not in ",:":
            spot = _spot(mark, start, end)
            around = stack[-1].items
            if isinstance(around, list):
                around.append(spot)
            elif isinstance(around, dict) and not key:
                key = token[0]
                continue
            elif isinstance(around, dict):
                around[json.loads(key) if "\\" in key else key[1:-1]] = spot
                key = ""
            if spot.items is not None:
                stack.append(spot)
    return root.at((0,))


def _spot(mark: str, start: int, end: int) -> ValueSpan:
    if mark == '"':
        return ValueSpan(start + 1, end - 1)
    return ValueSpan(start, end, {} if mark == "{" else [] if mark == "[" else None)


def pointer(path: Iterable[str | int]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


_MEANT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:document|title|metadata|sections)"')


def explain(data: bytes, uri: str, depth: int, error: Exception) -> InputError:
    """Return the one line that says why `data` is no Document and where; `error` is what the fast decoder raised.

    JSON that does not begin with one of a document's own keys was never meant for one: it is no report, rather than
    a broken one.
    """
    refused = _refused(data, uri, depth, error)
    return refused if _MEANT.match(data) else NotAReport(refused.words.en, refused.words.zh, place=refused.place)


def _refused(data: bytes, uri: str, depth: int, error: Exception) -> InputError:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as broken:
        source = Source(uri, text=data[: broken.start].decode("utf-8"))
        return _refusal(source, broken.start, Words("JSON 必须是 UTF-8 编码", "not UTF-8, as JSON has to be"))
    source = Source(uri, text=text)
    if len(data) > EXPLAINED and not isinstance(error, RecursionError):
        return _decoders_words(source, data, error)
    return _explained(source, depth) or _decoders_words(source, data, error)


def refuse_repeated(text: str, uri: str) -> None:
    """Raise InputError if an object of a valid JSON text has a key twice."""
    try:
        json.loads(text, object_pairs_hook=_once)
    except _Unwanted as error:
        raise InputError(error.words.en, error.words.zh, place=uri) from None


def _refusal(source: Source, offset: int, words: Words) -> InputError:
    line, column = source.position(min(offset, len(source.text)))
    return InputError(words.en, words.zh, place=f"{source.uri}:{line}:{column}")


def _decoders_words(source: Source, data: bytes, error: Exception) -> InputError:
    said = " ".join(str(error).split())[:300]
    byte = re.search(r" \(byte (\d+)\)$", said)
    words = Words(f"JSON 不是文档：{said}", f"the JSON is no document: {said}")
    if byte is None:
        return InputError(words.en, words.zh, place=source.uri)
    return _refusal(source, len(data[: int(byte[1])].decode("utf-8", "ignore")), words)


def _explained(source: Source, depth: int) -> InputError | None:
    deep = _too_deep(source.text, depth)
    if deep is not None:
        words = Words(f"JSON 嵌套超过 {depth} 层；应为文档", f"JSON nested deeper than {depth}; expected a document")
        return _refusal(source, deep, words)
    try:
        value = json.loads(source.text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_bounded)
    except json.JSONDecodeError as error:
        return _refusal(source, error.pos, _syntax(source.text, error))
    except _Unwanted as error:
        return InputError(error.words.en, error.words.zh, place=source.uri)
    lone = next((escape for escape in _ESCAPE.finditer(source.text) if escape["lone"]), None)
    if lone is not None:
        words = Words("转义序列只有半个代理对，不成字符", "half of a surrogate pair, which is no character")
        return _refusal(source, lone.start(), words)
    return _against_schema(source, value)


def _too_deep(text: str, depth: int) -> int | None:
    level = 0
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        level += (mark in "[{") - (mark in "]}")
        if level > depth:
            return token.start()
    return None


class _Unwanted(Exception):  # noqa: N818 - never leaves this module
    """What Python's decoder lets pass and JSON does not."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise _Unwanted(
            f"JSON 的一个对象中键 {_shown(twice)} 出现两次", f"key {_shown(twice)} twice in one JSON object"
        )
    return members


def _no_constant(name: str) -> NoReturn:
    raise _Unwanted(f"{name} 不是 JSON 的值", f"{name} is no JSON value")


def _bounded(digits: str) -> int | float:
    # int() refuses thousands of digits, with a message that means nothing to a reader.
    return int(digits) if len(digits) < _MANY_DIGITS else float(digits)


_SYNTAX: Final = {
    "Expecting value": Words("此处应为一个值", "expected a value"),
    "Expecting property name enclosed in double quotes": Words(
        "此处应为双引号括起的键", "expected a key in double quotes"
    ),
    "Expecting ':' delimiter": Words("此处应为冒号", "expected a colon"),
    "Expecting ',' delimiter": Words("此处应为逗号", "expected a comma"),
    "Invalid control character at": Words("字符串中有未转义的控制字符", "a control character that is not escaped"),
    "Extra data": Words("文档结束后还有内容", "something follows the end of the document"),
}


def _syntax(text: str, error: json.JSONDecodeError) -> Words:
    if error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()):
        return Words("JSON 不完整，文件似乎被截断", "broken JSON: it ends in the middle, as if the file were cut off")
    zh, en = _SYNTAX.get(error.msg, Words(error.msg, error.msg))
    return Words(f"JSON 语法错误：{zh}", f"broken JSON: {en}")


def _against_schema(source: Source, value: object) -> InputError | None:
    # jsonschema takes tens of milliseconds to import and to run; only a refused document pays for it.
    from jsonschema import Draft202012Validator

    from audit_core.schemas import schema

    error = next(Draft202012Validator(schema("document")).iter_errors(value), None)
    if error is None:
        return None
    error = _branch(error)
    path: JsonPath = tuple(error.absolute_path)
    path, words = _said(error, path)
    where = pointer(path)
    if where:
        words = Words(f"{where}：{words.zh}", f"{where}: {words.en}")
    return _refusal(source, spots(source.text).at(path).start, words)


def _branch(error: "ValidationError") -> "ValidationError":
    """Return the error of the alternative that was meant: the first whose own type is right.

    jsonschema's `best_match` takes another one where a `type` is missing: it found an object, and expected one.
    """
    alternatives: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    for errors in alternatives.values():
        if not any(_is_other_type(inner) for inner in errors):
            return _branch(errors[0])
    return error


def _is_other_type(error: "ValidationError") -> bool:
    path = tuple(error.relative_path)
    return (error.validator == "type" and not path) or (error.validator == "const" and path == ("type",))


_KINDS: Final[tuple[tuple[type, Words], ...]] = (
    (bool, Words("布尔值", "the boolean")),
    (str, Words("字符串", "the string")),
    (int, Words("数字", "the number")),
    (float, Words("数字", "the number")),
    (list, Words("数组", "an array")),
    (dict, Words("对象", "an object")),
    (object, Words("null", "null")),
)
_UNSHOWN: Final = (list, dict, type(None))
_TYPES: Final = {
    "string": Words("字符串", "a string"),
    "integer": Words("整数", "a whole number"),
    "array": Words("数组", "an array"),
    "object": Words("对象", "an object"),
}


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _MANY_CHARS else text[: _MANY_CHARS - 1] + "…"


def _found(value: object) -> Words:
    if isinstance(value, float) and not isfinite(value):
        return Words("位数过多的数字", "a number of too many digits")
    kind = next(words for of, words in _KINDS if isinstance(value, of))
    shown = "" if isinstance(value, _UNSHOWN) else " " + _shown(value)
    return Words(kind.zh + shown, kind.en + shown)


def _said(error: "ValidationError", path: JsonPath) -> tuple[JsonPath, Words]:
    """Return where an error is, more exactly than jsonschema, and its words: found and expected."""
    rule: Any = error.validator_value
    value: Any = error.instance
    found = _found(value)
    match error.validator:
        case "required":
            missing = next(key for key in rule if key not in value)
            return path, Words(f"缺少“{missing}”", f"{missing!r} is missing")
        case "additionalProperties":
            within: Any = error.schema
            known = within["properties"]
            extra = next(key for key in value if key not in known)
            listed = ", ".join(known)
            words = Words(
                f"未知的键 {_shown(extra)}；可用：{listed}", f"unknown key {_shown(extra)}; expected {listed}"
            )
            return (*path, extra), words
        case "oneOf" if isinstance(value, dict) and "type" in value:
            found, path = _found(value["type"]), (*path, "type")
            expected = Words("paragraph、table 或 image", "paragraph, table or image")
        case "oneOf" if {"type": "string"} in rule:
            expected = Words("字符串或对象", "a string or an object")
        case "oneOf":
            expected = _TYPES["object"]
        case "type":
            expected = _TYPES[rule]
        case "const":
            expected = Words(_shown(rule), _shown(rule))
        case bound:
            sign = {"minimum": "≥", "maximum": "≤"}.get(str(bound), str(bound))
            expected = Words(f"{sign} {rule}", f"{sign} {rule}")
    return path, Words(f"此处是{found.zh}；应为{expected.zh}", f"found {found.en}; expected {expected.en}")
