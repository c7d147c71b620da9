"""A ruleset and everything it extends, read from files in order; what the layers come to is left to `compiling`."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from audit_core import regular
from audit_core.errors import ConfigurationError, RulesetError
from audit_core.packs import Declaration
from audit_core.rules import RULE_ID
from audit_core.rulesets.file_errors import unknown
from audit_core.rulesets.includes import include
from audit_core.rulesets.models import DeclarationsModel, RulesetModel
from audit_core.rulesets.rulemodels import DeclaredModel
from audit_core.rulesets.validation import validate
from audit_core.rulesets.yaml import Tree, parse
from audit_core.words import Words

_RULESET: Final = Words("规则集", "ruleset")
_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Layer:
    """One ruleset file: its model, where things stand in it, and its forms, with whether each is written inline."""

    model: RulesetModel
    tree: Tree
    forms: tuple[tuple[Tree, bool], ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule that a pack declares in a file."""

    rule: str
    model: DeclaredModel
    tree: Tree
    pack: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Faulty:
    """A rule that a pack declares and nobody can follow, and why; without a `rule`, a whole file of them."""

    rule: str
    pack: str
    error: ConfigurationError
    category: str = ""
    domain: str = ""


@dataclass(slots=True)
class Reader:
    """Reads files, and remembers which, with the digest of each, in the order they were read."""

    known: Mapping[str, Traversable]
    digests: dict[str, str] = field(default_factory=dict)
    lasting: bool = True

    def tree(self, file: Traversable, place: object = "") -> Tree:
        """Return a YAML file's data, with the lists of the files it names.

        Raises RulesetError where one cannot be read; `place` is where it is asked for.
        """
        return include(parse(self.content(file, place), str(file)), partial(self._beside, file))

    def _beside(self, file: Traversable, name: str, place: object) -> tuple[bytes, str]:
        found = _beside(file, name)
        return self.content(found, place), str(found)

    def content(self, file: Traversable, place: object = "") -> bytes:
        """Return a file's bytes, and remember their digest."""
        try:
            content = regular.content(file, regular.CONFIGURATION) if isinstance(file, Path) else file.read_bytes()
        except (regular.Unreadable, OSError) as error:
            why = (regular.refused(error) if isinstance(error, OSError) else error).words
            raise RulesetError(f"{file}: {why.en}", f"{file}：{why.zh}", place=str(place)) from error
        self.digests[str(file)] = hashlib.sha256(content).hexdigest()
        self.lasting = self.lasting and isinstance(file, Path)
        return content

    def layers(self, name: str) -> list[Layer]:
        """Return a ruleset's layers, what is extended first, each once.

        Raises RulesetError for a name nobody knows, a ring, or the first fault of a file.
        """
        layers: dict[str, Layer] = {}
        self._collect(self._file(name, None, ""), (), layers, "")
        return list(layers.values())

    def _collect(self, file: Traversable, chain: tuple[str, ...], layers: dict[str, Layer], place: object) -> None:
        key = _identity(file)
        if key in chain:
            ring = " → ".join(part.rpartition("/")[2] for part in (*chain[chain.index(key) :], key))
            raise RulesetError(f"found the ring {ring}, expected an end", f"extends 成环：{ring}", place=str(place))
        if key in layers:
            return
        tree = self.tree(file, place)
        model = validate(RulesetModel, tree)
        for index, name in enumerate(model.extends):
            asked = tree.value("extends", index)
            self._collect(self._file(name, file, asked), (*chain, key), layers, asked)
        layers[key] = Layer(model, tree, tuple(self._forms(model, tree, file)))

    def _forms(self, model: RulesetModel, tree: Tree, file: Traversable) -> Iterator[tuple[Tree, bool]]:
        for index, form in enumerate(model.forms):
            if isinstance(form, str):
                yield self.tree(_beside(file, form), tree.value("forms", index)), False
            else:
                yield _below(tree, ("forms", index)), True

    def _file(self, name: str, beside: Traversable | None, place: object) -> Traversable:
        if name in self.known:
            return self.known[name]
        if name.endswith(_SUFFIXES) or "/" in name or "\\" in name:
            return _beside(beside, name) if beside else Path(name)
        raise unknown(_RULESET, name, self.known, place)

    def declared(self, declarations: Sequence[Declaration]) -> "Iterator[Declared | Faulty]":
        """Yield the rules that packs declare in files; a fault costs its rule alone, one of a whole file all of it."""
        for declaration in declarations:
            try:
                yield from self._declared(declaration)
            except RulesetError as error:
                self.lasting = self.lasting and str(declaration.file) in self.digests
                yield Faulty("", declaration.pack, error)

    def _declared(self, declaration: Declaration) -> "list[Declared | Faulty]":
        tree = parse(self.content(declaration.file), str(declaration.file))
        rules = tree.data.get("rules") if isinstance(tree.data, dict) else None
        if not isinstance(rules, dict):
            validate(DeclarationsModel, tree)
            return []
        own = validate(DeclarationsModel, replace(tree, data={**tree.data, "rules": {}})).domain
        domain = declaration.domain if own is None else own
        for rule in rules:
            if not RULE_ID.fullmatch(rule) or not rule.startswith(f"{declaration.pack}-"):
                raise RulesetError(
                    f"found the rule id {rule!r}, expected {declaration.pack}- and a number",
                    f"规则编号 {rule!r} 应为 {declaration.pack}- 和序号",
                    place=str(tree.key("rules", rule)),
                )
        return [self._rule_of(declaration, rule, rules[rule], tree, domain) for rule in rules]

    def _rule_of(self, declaration: Declaration, rule: str, data: Any, tree: Tree, domain: str) -> "Declared | Faulty":  # noqa: ANN401 - as the file has it
        try:
            alone = include(replace(tree, data={"rules": {rule: data}}), partial(self._beside, declaration.file))
            model = validate(DeclarationsModel, alone).rules[rule]
        except RulesetError as error:
            self.lasting = self.lasting and not isinstance(error.__cause__, regular.Unreadable | OSError)
            return Faulty(rule, declaration.pack, error, declaration.category, domain)
        model = model if model.domain is not None else model.model_copy(update={"domain": domain})
        return Declared(rule, model, alone, declaration.pack, declaration.category)


def _identity(file: Traversable) -> str:
    return os.path.realpath(file) if isinstance(file, Path) else str(file)


def _beside(file: Traversable, name: str) -> Traversable:
    """Return the file that is named relative to another; a zip's entries know their parent as paths do."""
    parent: Any = getattr(file, "parent", None)
    return parent / name if parent is not None else Path(name)


def _below(tree: Tree, path: tuple[str | int, ...]) -> Tree:
    """Return what stands at a path as a tree of its own."""
    data = tree.data
    for step in path:
        data = data[step]
    size = len(path)
    keys = {at[size:]: place for at, place in tree.keys.items() if at[:size] == path}
    return Tree(data, keys, {at[size:]: place for at, place in tree.values.items() if at[:size] == path})
