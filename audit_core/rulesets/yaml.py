"""YAML 1.2 to plain data, with the place of every key and value; what the data means is left to the models.

Only `true`, `false`, `null`, decimal integers without leading zeros and decimals are typed; everything else, `no`, `01`
and `1e3` included, is the text that was written. Decimals are `Decimal`, never floats.
"""

# ruff: noqa: ANN401 - a file may hold any value

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import yaml
from yaml import events as ev

from audit_core.errors import RulesetError
from audit_core.figures import MAX_DIGITS, format_number
from audit_core.lazy_patterns import Pattern
from audit_core.regular import CONFIGURATION
from audit_core.rulesets.file_errors import show

MAX_BYTES: Final = CONFIGURATION
MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 50

Path = tuple[str | int, ...]

_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_CONSTANTS: Final[Mapping[str, bool | None]] = {"": None, "null": None, "true": True, "false": False}
_UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]")


class Place(NamedTuple):
    """A place in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain data and where it stands: `keys` and `values` give the place of each path."""

    data: Any
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]

    def key(self, *path: str | int) -> Place:
        """Return where the key of a path stands, or what holds it where there is none."""
        return self.keys.get(path) or self.value(*path)

    def value(self, *path: str | int) -> Place:
        """Return where the value of a path stands, or the nearest thing that holds it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values[path]


def in_yaml(value: Any) -> str:
    """Return a value as a ruleset writes it, in one line: lists and mappings in brackets, texts quoted where needed.

    A pattern is its text, and what YAML has no notation for is what it prints as.
    """
    text: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return text.removesuffix("...\n").rstrip("\n")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - whatever it is
        """Write what stands twice twice."""
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = format_number(value)
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(Pattern, lambda dumper, value: dumper.represent_str(value.pattern))
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))
_Dumper.add_multi_representer(object, lambda dumper, value: dumper.represent_str(str(value)))


def parse(content: bytes, file: str) -> Tree:
    """Read one YAML document.

    Raises RulesetError, with file, line and column, for what is no YAML, a key written twice, a tag, a second
    document, or more than `MAX_BYTES`, `MAX_NODES` or `MAX_DEPTH`.
    """
    text = decoded(content, file)
    builder = _Builder(file, yaml.parse(text, Loader=_LOADER))
    try:
        return builder.tree()
    except yaml.YAMLError as error:
        raise _malformed(error, file, text) from error


def decoded(content: bytes, file: str) -> str:
    """Return a file's text; raises RulesetError for one that is too long, no UTF-8 or not printable."""
    if len(content) > MAX_BYTES:
        raise RulesetError(
            f"the file is too large; expected at most {MAX_BYTES:,} bytes",
            f"文件过大；最多 {MAX_BYTES:,} 字节",
            place=file,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RulesetError(
            f"found the byte 0x{content[error.start]:02x}, expected UTF-8",
            f"此处为字节 0x{content[error.start]:02x}，文件应为 UTF-8 编码",
            place=f"{file}:{line}",
        ) from error
    odd = _UNPRINTABLE.search(text)
    if odd:
        line, column = text.count("\n", 0, odd.start()) + 1, odd.start() - text.rfind("\n", 0, odd.start())
        raise RulesetError(
            f"found the character U+{ord(odd[0]):04X}, expected printable text",
            f"此处为字符 U+{ord(odd[0]):04X}，应为可见字符",
            place=f"{file}:{line}:{column}",
        )
    return text


def _malformed(error: yaml.YAMLError, file: str, text: str) -> RulesetError:
    mark = getattr(error, "problem_mark", None)
    place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
    problem = " ".join(str(getattr(error, "problem", None) or error).split())
    if (
        mark
        and text.splitlines()[mark.line : mark.line + 1]
        and text.splitlines()[mark.line][mark.column :][:1] == "\t"
    ):
        return RulesetError("found a tab, expected blanks as indentation", "此处为制表符，缩进应使用空格", place=place)
    return RulesetError(f"{problem}; expected YAML", f"不是合法的 YAML：{problem}", place=place)


@dataclass(frozen=True, slots=True)
class _Anchored:
    data: Any
    depth: int
    path: Path
    first: int
    last: int


@dataclass(slots=True)
class _Builder:
    """Builds data from parser events, counting what aliases expand to before it expands them."""

    file: str
    events: Iterator[Any]
    found: list[tuple[Path, Place | None, Place]] = field(default_factory=list)
    anchors: dict[str, _Anchored] = field(default_factory=dict)
    deepest: int = 0

    def tree(self) -> Tree:
        event = self._next()
        while isinstance(event, ev.StreamStartEvent | ev.DocumentStartEvent):
            event = self._next()
        start = Place(self.file, 1, 1)
        data = None if isinstance(event, ev.StreamEndEvent) else self._node(event, (), None)
        for event in self.events:
            if isinstance(event, ev.DocumentStartEvent):
                raise self._refused(event, "a second document", "第二个文档", "one document", "一个文档")
        keys = {path: key for path, key, _ in self.found if key}
        return Tree(data, keys, {(): start, **{path: value for path, _, value in self.found}})

    def _next(self) -> Any:
        return next(self.events)

    def _node(self, event: Any, path: Path, key: Place | None) -> Any:
        if isinstance(event, ev.AliasEvent):
            return self._alias(event, path, key)
        if event.tag not in {None, "!"}:
            raise self._refused(
                event, f"the tag {event.tag}", f"标签 {event.tag}", "a value without a tag", "不带标签的值"
            )
        first = len(self.found)
        self._enter(event, path, key)
        outer, self.deepest = self.deepest, len(path)
        data = self._content(event, path)
        if event.anchor:
            depth = self.deepest - len(path)
            self.anchors[event.anchor] = _Anchored(data, depth, path, first, len(self.found))
        self.deepest = max(outer, self.deepest)
        return data

    def _content(self, event: Any, path: Path) -> Any:
        if isinstance(event, ev.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, ev.SequenceStartEvent):
            return self._sequence(path)
        return typed(event.value) if event.implicit[0] else event.value

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        first: dict[str, Place] = {}
        while not isinstance(event := self._next(), ev.MappingEndEvent):
            if not isinstance(event, ev.ScalarEvent):
                raise self._refused(event, "a key that is no text", "非文本的键", "a text as key", "文本作为键")
            name, place = event.value, self._place(event)
            if name in first:
                raise RulesetError(
                    f"found the key {show(name)} again, expected it once (first in line {first[name].line})",
                    f"键 {show(name)} 重复出现，只应写一次（首次在第 {first[name].line} 行）",
                    place=str(place),
                )
            first[name] = place
            data[name] = self._node(self._next(), (*path, name), place)
        return data

    def _sequence(self, path: Path) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := self._next(), ev.SequenceEndEvent):
            data.append(self._node(event, (*path, len(data)), None))
        return data

    def _alias(self, event: Any, path: Path, key: Place | None) -> Any:
        target = self.anchors.get(event.anchor)
        if target is None:
            raise self._refused(
                event, f"the alias *{event.anchor}", f"别名 *{event.anchor}", "an anchor before it", "其前已有的锚点"
            )
        self._check(event, len(self.found) + target.last - target.first, len(path) + target.depth)
        self.deepest = max(self.deepest, len(path) + target.depth)
        self.found.append((path, key, self._place(event)))
        for inner, inner_key, value in self.found[target.first + 1 : target.last]:
            self.found.append(((*path, *inner[len(target.path) :]), inner_key, value))
        return target.data

    def _enter(self, event: Any, path: Path, key: Place | None) -> None:
        self._check(event, len(self.found) + 1, len(path))
        self.found.append((path, key, self._place(event)))

    def _check(self, event: Any, nodes: int, depth: int) -> None:
        if nodes > MAX_NODES:
            raise self._refused(event, f"over {MAX_NODES} values", f"超过 {MAX_NODES} 个值", "fewer", "更少的值")
        if depth > MAX_DEPTH:
            raise self._refused(event, f"over {MAX_DEPTH} levels", f"超过 {MAX_DEPTH} 层嵌套", "fewer", "更少的层次")

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refused(self, event: Any, en: str, zh: str, wanted: str, wanted_zh: str) -> RulesetError:
        return RulesetError(
            f"found {en}, expected {wanted}", f"此处为{zh}，应为{wanted_zh}", place=str(self._place(event))
        )


def typed(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.2's JSON schema; what it does not type stays text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if len(text) > MAX_DIGITS + 2:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
