"""A ruleset by name or file; what was checked once is kept, and read again only while every file is unchanged."""

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from audit_core import cache, lazy_patterns, regular
from audit_core.packs import Declaration
from audit_core.rules import Rule
from audit_core.rulesets.ruleset import Ruleset, build

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_CODE: Final = str(Path(__file__).parents[1])


def load(
    name: str,
    known: "Mapping[str, Traversable]",
    pack_rules: Mapping[str, Rule],
    declarations: Sequence[Declaration],
    *,
    shipped: bool = False,
) -> Ruleset:
    """Return a ruleset with everything it extends, the forms, and the rules that it and the packs declare in YAML.

    `name` is one of `known` (rulesets of plugins by name) or a path; `pack_rules` are the rules of packs by id.
    Raises RulesetError or FormError, with file, line and column, for the first fault. What was found right is kept
    in the user's cache directory and read from there while no file changes. Where all of it is `shipped`, rules of
    packs included, it is kept beside the code.
    """
    shipped = shipped and name in known
    lazy_patterns.note_origin(shipped=shipped)
    request = _Request(name, known, pack_rules, declarations)
    entry, key = f"ruleset-{cache.digest(name, request.here)}", request.key()
    kept = (_built(cache.read_beside(entry, key)) if shipped else None) or _built(cache.read(entry, key))
    if kept is not None:
        return kept
    data, files, lasting = request.read()
    if lasting:
        content = msgspec.json.encode({"files": files, "data": data})
        if not shipped or not cache.write_beside(entry, key, content):
            cache.write(entry, key, content)
    return replace(build(data), files=files)


def _built(entry: bytes | None) -> Ruleset | None:
    """Return the ruleset that was kept; None where a file of it changed, or it is not what is kept here."""
    if entry is None:
        return None
    try:
        kept = msgspec.json.decode(entry)
        files = kept["files"]
        return replace(build(kept["data"]), files=files) if _unchanged(files) else None
    except Exception:  # noqa: BLE001 - whatever an entry holds that is none of ours, the files are read anew
        return None


class _Request(Struct, frozen=True):
    name: str
    known: "Mapping[str, Traversable]"
    rules: Mapping[str, Rule]
    declarations: Sequence[Declaration]

    @property
    def here(self) -> str:
        """The working directory where a file is named relative to it, else empty."""
        files = (*self.known.values(), *(one.file for one in self.declarations))
        is_fixed = self.name in self.known and all(Path(str(file)).is_absolute() for file in files)
        return "" if is_fixed else _here()

    def key(self) -> str:
        """Return the key of everything but the files' content that the answer depends on."""
        version = sys.modules["audit_core"].__version__
        places = sorted((short, str(file)) for short, file in self.known.items())
        files = [(one.pack, one.category, one.domain, str(one.file)) for one in self.declarations]
        rules = sorted(_signature(rule) for rule in self.rules.values())
        return cache.digest(version, cache.of_code(_CODE), self.name, self.here, places, files, rules)

    def read(self) -> tuple[Any, dict[str, str], bool]:
        """Return the checked data, its files with their digests, and whether they can be looked at again."""
        from audit_core.rulesets.compiling import compiled  # yaml and pydantic cost 100 ms
        from audit_core.rulesets.inheritance import Reader

        reader = Reader(self.known)
        declared = reader.declared(self.declarations)
        data = compiled(reader, reader.layers(self.name), declared, self.rules)
        files = {str(Path(file).absolute()): digest for file, digest in reader.digests.items()}
        return data, files, reader.lasting


def _signature(rule: Rule) -> tuple[object, ...]:
    """Return what of a pack's rule a ruleset is held against."""
    options = tuple((option.name, str(option.type)) for option in rule.options.values())
    return (
        rule.id, rule.severity.value, rule.locked, rule.category, rule.scored, rule.form, rule.domain, rule.silences,
        options, rule.about,
    )  # fmt: skip


def _unchanged(files: Mapping[str, str]) -> bool:
    try:
        return all(_digest(file) == digest for file, digest in files.items())
    except regular.Unreadable:
        return False


def _digest(file: str) -> str:
    return hashlib.sha256(regular.content(file, regular.CONFIGURATION)).hexdigest()


def _here() -> str:
    """Return the working directory, empty where it has vanished."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""
