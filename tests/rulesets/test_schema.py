"""The public JSON Schema of a ruleset says what the models say."""

import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from audit_core.rulesets.models import json_schema
from audit_core.rulesets.yaml import parse
from audit_core.schemas import schema

UPDATE = "json.dumps(audit_core.rulesets.models.json_schema(), ensure_ascii=False, indent=2)"


def test_the_schema_is_that_of_the_models() -> None:
    assert schema("ruleset") == json_schema(), f"write audit_core/schemas/ruleset.schema.json anew: {UPDATE}"


def plain(text: str) -> Any:
    return json.loads(json.dumps(parse(text.encode(), "f").data, default=lambda value: float(Decimal(value))))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("ruleset: a\nversion: 1.0\nextends: [b]\nrules: {A-1: off, B-1: {severity: note, options: {x: 1}}}", True),
        ("ruleset: a\nforms: [a.yaml, {form: b, tables: {}}]\nscoring: {weights: {A: 1.5}}", True),
        ("rules: {}", False),
        ("ruleset: a\nruels: {}", False),
        ("ruleset: a\nrules: {A-1: false}", False),
        ("ruleset: a\nrules: {A-1: {severity: eror}}", False),
        ("ruleset: a\nscoring: {weights: {A: -1}}", True),
    ],
)
def test_the_schema_agrees(text: str, valid: bool) -> None:
    jsonschema.Draft202012Validator.check_schema(schema("ruleset"))
    assert jsonschema.Draft202012Validator(schema("ruleset")).is_valid(plain(text)) is valid
