"""A ruleset as it is followed, and the plain data that is kept of one between runs; reading files is `loading`'s."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from audit_core.declared import checker, options_of
from audit_core.equations import Equation
from audit_core.findings import Basis, Severity, Status
from audit_core.forms import Form
from audit_core.lazy_patterns import Pattern
from audit_core.organs import NO_ORGANS, Organs
from audit_core.rules import Card, Option, Rule
from audit_core.words import Words


class Setting(Struct, frozen=True):
    """What a ruleset says of one rule: None leaves what the rule declares; `origin` is `file:line` for messages."""

    enabled: bool = True
    severity: Severity | None = None
    category: str | None = None
    scored: bool | None = None
    locked: bool = False
    basis: tuple[str, ...] | None = None
    advice: Words | None = None
    options: Mapping[str, Any] = {}
    origin: str = ""


class Band(Struct, frozen=True):
    """A grade from a score on; no report has it that failed one of the severities or rules in `without`."""

    least: Decimal
    grade: Words
    without: frozenset[str] = frozenset()


class Withholding(Struct, frozen=True):
    """No score where more than `share` (0 to 1) of a table's figures has no decided value."""

    table: str
    share: Decimal


class ScoringModel(Struct, frozen=True):
    """How findings become a score; section by section in `docs/`.

    `weights` by category; `deductions` by severity; `repeats` the factors of a rule's first, second and every further
    finding; `rule_cap` how many first deductions one rule may cost; `least_coverage` the assessed weight under
    which no grade is given; `failed` the grade of a report that a gate failed; `blocking` the severities that a
    publishable report may not have as `fail`; `blocking_reviews` the rules that it may not have open, and on which
    tables (none named: anywhere).
    """

    weights: Mapping[str, Decimal]
    deductions: Mapping[Severity, Decimal]
    repeats: tuple[Decimal, ...]
    rule_cap: Decimal
    bands: tuple[Band, ...]
    failed: Words
    least_coverage: Decimal
    withholding: tuple[Withholding, ...] = ()
    blocking: frozenset[Severity] = frozenset()
    blocking_reviews: Mapping[str, tuple[str, ...]] = {}


class Ruleset(Struct, frozen=True):
    """A ruleset with everything it extends put in place.

    `digest` is the SHA-256, in hex, of all files it was read from: two scores compare only under the same digest.
    `rules` are those that YAML declares (by rulesets and packs alike); `settings` is by rule id, and `bases` by the
    short name that rules cite. `organs` tells the kind of organ that a report is of. `broken` holds the packs, by
    prefix, that were left out because their files have a fault, which is said. `files` are those it was read from, with
    their SHA-256. `notes` say what its author should know and is no fault: a rule that does not count, weights that are
    not 100 together.
    """

    name: str
    version: str
    title: Words
    digest: str
    forms: tuple[Form, ...]
    rules: Mapping[str, Rule]
    settings: Mapping[str, Setting]
    bases: Mapping[str, Basis]
    scoring: ScoringModel
    organs: Organs = NO_ORGANS
    broken: Mapping[str, Words] = {}
    files: Mapping[str, str] = {}
    notes: tuple[Words, ...] = ()

    def setting(self, rule: str) -> Setting:
        """Return what the ruleset says of a rule."""
        return self.settings.get(rule, _DEFAULT)

    def basis(self, cited: Basis | str) -> Basis:
        """Return the basis that a rule cites: one of the ruleset's by its short name, else the words themselves."""
        return self.bases.get(cited) or Basis.of(cited) if isinstance(cited, str) else cited


_DEFAULT = Setting()


def build(data: Mapping[str, Any]) -> Ruleset:
    """Return the ruleset that `compiling` wrote down; nothing is checked, for only checked data is kept."""
    return Ruleset(
        name=data["name"],
        version=data["version"],
        title=Words(*data["title"]),
        digest=data["digest"],
        forms=tuple(Form.from_data(form) for form in data["forms"]),
        rules={rule: _rule(found) for rule, found in data["rules"].items()},
        settings={rule: _setting(found) for rule, found in data["settings"].items()},
        bases={short: _basis(*basis) for short, basis in data["bases"].items()},
        scoring=_scoring(data["scoring"]),
        organs=Organs.from_data(data["organs"]),
        notes=tuple(Words(*note) for note in data["notes"]),
        broken={prefix: Words(*said) for prefix, said in data["broken"].items()},
    )


def _basis(zh: str, en: str, document: str, article: str) -> Basis:
    return Basis(Words(zh, en), document, article)


def _rule(data: Mapping[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        title=Words(*data["title"]),
        template=Words(*data["template"]),
        severity=Severity(data["severity"]),
        category=data["category"],
        check=checker(data["spec"]) if "spec" in data else None,
        equations=tuple(_equation(*equation) for equation in data["equations"]),
        status=Status(data["status"]),
        grades={form: Severity(grade) for form, grade in data["grades"].items()},
        basis=tuple(data["basis"]),
        advice=Words(*data["advice"]),
        form=data["form"],
        since=data["since"],
        until=data["until"],
        domain=data["domain"],
        lapsed={form: Words(*why) for form, why in data["lapsed"].items()},
        options=options(data),
        card=Card({key: Words(*part) for key, part in data["card"].items()}),
        examples={kind: tuple(cases) for kind, cases in data["examples"].items()},
        silences=tuple(data["silences"]),
        scored=data["scored"],
        locked=data["locked"],
        pack=data["pack"],
        parameters=("report", *data["needs"]),
        broken=Words(*data["broken"]),
    )


def options(data: Mapping[str, Any], scopes: Collection[str] = ()) -> dict[str, Option]:
    """Return the options of a declared rule, whose scopes are some of `scopes`; an equation has none."""
    found = options_of(data["spec"], scopes) if "spec" in data else {}
    return {name: Option(name, type_, default) for name, (type_, default) in found.items()}


def _equation(tables: list[str], each: Any, text: str, only: list[str], form: str, lapsed: list[str]) -> Equation:
    return Equation(tuple(tables), each, text, tuple(only), form, tuple(lapsed))


def _setting(data: Mapping[str, Any]) -> Setting:
    return Setting(
        enabled=data.get("enabled", True),
        severity=Severity(data["severity"]) if "severity" in data else None,
        category=data.get("category"),
        scored=data.get("scored"),
        locked=data.get("locked", False),
        basis=tuple(data["basis"]) if "basis" in data else None,
        advice=Words(*data["advice"]) if "advice" in data else None,
        options={name: restore(value) for name, value in data["options"].items()},
        origin=data["origin"],
    )


def _scoring(data: Mapping[str, Any]) -> ScoringModel:
    bands = (Band(_number(b["least"]), _words(b["grade"]), frozenset(b["without"])) for b in data["bands"])
    return ScoringModel(
        weights={category: _number(weight) for category, weight in data["weights"].items()},
        deductions={Severity(name): _number(points) for name, points in data["deductions"].items()},
        repeats=tuple(_number(factor) for factor in data["repeats"]),
        rule_cap=_number(data["rule_cap"]),
        bands=tuple(sorted(bands, key=lambda band: band.least, reverse=True)),
        failed=_words(data["failed"]),
        least_coverage=_number(data["least_coverage"]),
        withholding=tuple(Withholding(table, _number(share)) for table, share in data["withholding"].items()),
        blocking=frozenset(Severity(name) for name in data["blocking"]),
        blocking_reviews={rule: tuple(tables) for rule, tables in data["blocking_reviews"].items()},
    )


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def _words(value: Any) -> Words:
    return Words(*value) if isinstance(value, list) else Words.of(value)


_SCALARS: Final = (str, int, float, type(None))


def flatten(value: Any) -> Any:
    """Return an option's value as plain JSON data.

    Raises TypeError for what is no number, text, truth value, pattern, list, tuple or mapping of these.
    """
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Pattern):
        return {"pattern": value.pattern}
    if isinstance(value, tuple):
        return {"tuple": [flatten(part) for part in value]}
    if isinstance(value, list):
        return [flatten(part) for part in value]
    if isinstance(value, dict):
        return {"mapping": {str(key): flatten(part) for key, part in value.items()}}
    raise TypeError(type(value).__name__)


def restore(value: Any) -> Any:
    """Return what `flatten` was given."""
    if isinstance(value, list):
        return [restore(part) for part in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "decimal":
        return Decimal(content)
    if kind == "pattern":
        return Pattern(content)
    if kind == "tuple":
        return tuple(restore(part) for part in content)
    return {key: restore(part) for key, part in content.items()}
