"""Plain data to a Ruleset; nothing is checked here, for only data that was checked is kept."""

# ruff: noqa: ANN401 - a file may hold any value

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from audit_core.declared import checker, options_of
from audit_core.equations import Equation
from audit_core.findings import Basis, Severity, Status
from audit_core.forms import Form
from audit_core.organs import Organs
from audit_core.rules import Card, Option, Rule
from audit_core.rulesets.ruleset import Band, Ruleset, ScoringModel, Setting, Withholding
from audit_core.rulesets.serialization import restore
from audit_core.words import Words


def build(data: Mapping[str, Any]) -> Ruleset:
    """Return the ruleset that `compiling` wrote down."""
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
