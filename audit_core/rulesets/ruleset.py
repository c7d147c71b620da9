"""A ruleset as it is followed: forms, settings, declared rules and the scoring model; reading one is `loading`'s."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from audit_core.findings import Basis, Severity
from audit_core.forms import Form
from audit_core.organs import NO_ORGANS, Organs
from audit_core.rules import Rule
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
    short name that rules cite. `organs` tells the kind of organ that a report is of. `broken` holds the
    packs, by prefix, that were left out because their files have a fault, which is said. `files` are those it was read
    from. `notes` say what its author should know and is no fault: a rule that does not count, weights that are not 100
    together.
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
    files: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()

    def setting(self, rule: str) -> Setting:
        """Return what the ruleset says of a rule."""
        return self.settings.get(rule, _DEFAULT)

    def basis(self, cited: Basis | str) -> Basis:
        """Return the basis that a rule cites: one of the ruleset's by its short name, else the words themselves."""
        return self.bases.get(cited) or Basis.of(cited) if isinstance(cited, str) else cited


_DEFAULT = Setting()
