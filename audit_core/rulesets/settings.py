"""What rulesets say of rules, layer upon layer, with locks kept; what a rule checks is left to `declared_rules`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from audit_core.errors import RulesetError
from audit_core.findings import Severity
from audit_core.rules import Option, Rule
from audit_core.rulesets.declared_rules import words
from audit_core.rulesets.file_errors import unknown
from audit_core.rulesets.models import SettingModel
from audit_core.rulesets.options import option_given
from audit_core.rulesets.yaml import Tree
from audit_core.words import Words

_RULE: Final = Words("规则编号", "rule id")
_SWITCHES: Final[Mapping[str, bool]] = {"off": False, "on": True}


@dataclass(slots=True)
class Known:
    """A rule as the layers so far have it; of one that is broken, nobody knows the options."""

    severity: Severity
    locked: bool
    options: Mapping[str, Option] | None = field(default_factory=dict)
    category: str = ""
    scored: bool = True
    form: str = "*"
    silences: tuple[str, ...] = ()
    coded: bool = False
    about: tuple[str, ...] = ()
    setting: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, rule: Rule) -> "Known":
        """Return a rule of a pack, before any ruleset."""
        said = rule.options, rule.category, rule.scored, rule.form, rule.silences
        return cls(rule.severity, rule.locked, *said, coded=True, about=rule.about)

    @classmethod
    def declared(cls, data: Mapping[str, Any], options: Mapping[str, Option] | None, *, locked: bool) -> "Known":
        """Return a rule that YAML declares, as plain data."""
        said = options, data["category"], data["scored"], data["form"], tuple(data["silences"])
        return cls(Severity(data["severity"]), locked, *said)

    @property
    def is_broken(self) -> bool:
        """Whether the rule has a fault, for which it will not run."""
        return self.options is None


def unknown_rule(rule: str, known: Mapping[str, Any], place: object) -> Exception:
    """Return the error for a rule id that neither a pack nor a ruleset declares."""
    return unknown(_RULE, rule, known, place)


def follow(rule: str, entry: str | SettingModel, known: dict[str, Known], tree: Tree, at: str = "") -> None:
    """Let one layer's entry change what is known of a rule; `at` is the key it stands under where that is a pack's.

    Raises RulesetError for an unknown rule or option, a value of another type, or a lock that is not kept.
    """
    place = tree.key("rules", at or rule)
    if rule not in known:
        raise unknown_rule(rule, known, place)
    change = _change(rule, entry, known[rule], tree)
    if known[rule].locked:
        _keep_lock(rule, change, known[rule].severity, place)
    _apply(change, known[rule], place)


def _change(rule: str, entry: str | SettingModel, known: Known, tree: Tree) -> dict[str, Any]:
    if isinstance(entry, str):
        return {"enabled": _SWITCHES[entry]}
    change = {name: getattr(entry, name) for name in ("enabled", "severity", "category", "scored", "locked", "basis")}
    change["advice"] = words(entry.advice) if entry.advice is not None else None
    given = {} if known.options is None else entry.options or {}
    at = ("rules", rule, "options")
    options = {
        name: option_given(rule, name, value, known.options or {}, tree.key(*at, name), tree.value(*at, name))
        for name, value in given.items()
    }
    return {name: value for name, value in {**change, "options": options or None}.items() if value is not None}


def _keep_lock(rule: str, change: Mapping[str, Any], severity: Severity, place: object) -> None:
    lowered = "severity" in change and Severity(change["severity"]).rank < severity.rank
    offences = (
        (change.get("enabled") is False, Words("停用", "switched off")),
        (lowered, Words(f"降为 {change.get('severity')}", f"lowered to {change.get('severity')}")),
        (change.get("scored") is False, Words("设为不计分", "made not to score")),
        ("category" in change, Words("改归其他类别", "moved to another category")),
        (bool(change.get("options")), Words("更改选项", "given options")),
        (change.get("locked") is False, Words("解除锁定", "unlocked")),
    )
    for offends, offence in offences:
        if offends:
            raise lock_error(rule, offence, place)


_RAISED: Final = Words("只可提高严重程度", "only its severity may be raised")


def lock_error(rule: str, offence: Words, place: object, allowed: Words = _RAISED) -> RulesetError:
    """Return the error for an entry that does not keep a lock, with what is allowed instead."""
    return RulesetError(
        f"{rule} is locked by what this ruleset extends and cannot be {offence.en}; {allowed.en}",
        f"{rule} 已被上层规则集锁定，不得{offence.zh}；{allowed.zh}",
        place=str(place),
    )


def _apply(change: dict[str, Any], known: Known, place: object) -> None:
    options = {**known.setting.get("options", {}), **change.pop("options", {})}
    known.setting.update(change, options=options, origin=str(place).rpartition(":")[0])
    known.severity = Severity(change.get("severity", known.severity))
    known.category = change.get("category", known.category)
    known.scored = change.get("scored", known.scored)
    known.locked = change.get("locked", known.locked)
