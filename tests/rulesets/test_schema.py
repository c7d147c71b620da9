"""The public JSON Schemas of a ruleset and of a form say what the models say."""

import json
import os
import re
import textwrap
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit_core.rulesets import formmodels, models
from audit_core.rulesets.yaml import parse
from audit_core.schemas import schema
from tests.rulesets.conftest import FORM

MADE = {"ruleset": models.json_schema, "form": formmodels.json_schema}
ROOT = Path(__file__).parents[2]
FORMS = [*sorted((ROOT / "rulesets").rglob("forms/*.yaml")), ROOT / "tests" / "second" / "form.yaml"]
RULESETS = [*sorted({*(ROOT / "rulesets").rglob("*.yaml")} - {*FORMS}), ROOT / "examples" / "my-province.yaml"]


@pytest.mark.parametrize("name", MADE)
def test_the_schema_is_that_of_the_models(name: str) -> None:
    """After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/rulesets/test_schema.py`."""
    if os.environ.get("UPDATE_GOLDEN"):
        text = json.dumps(MADE[name](), ensure_ascii=False, indent=2)
        (ROOT / "audit_core" / "schemas" / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")
    assert schema(name) == MADE[name]()


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_form_holds_the_schema(file: Path) -> None:
    jsonschema.validate(plain(file.read_text(encoding="utf-8")), schema("form"))


@pytest.mark.parametrize("file", RULESETS, ids=lambda file: file.stem)
def test_every_ruleset_holds_the_schema(file: Path) -> None:
    jsonschema.validate(plain(file.read_text(encoding="utf-8")), schema("ruleset"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_forms_of_the_documentation_hold_the_schema(lang: str) -> None:
    page = (ROOT / "docs" / lang / "howto" / "form.md").read_text(encoding="utf-8")
    blocks = [
        textwrap.dedent(block) for block in re.findall(r"^ *```yaml\n(.*?)^ *```", page, re.MULTILINE | re.DOTALL)
    ]
    whole = [block for block in blocks if re.match(r"(#[^\n]*\n)*(form|ruleset):", block)]
    assert whole
    for block in whole:
        jsonschema.validate(plain(block), schema("form" if "\nform:" in f"\n{block}" else "ruleset"))


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (FORM, True),
        ("form: a\nextends: b\ntables: {t: {rows: {r: {label: 甲, en: a, after: s}, x: null}, empty: null}}", True),
        ("form: a\ntables: {t: null}", True),
        ("tables: {}", False),
        ("form: a\ntabels: {}", False),
        ("form: a\nafter: b", False),
        ("form: a\ntables: {t: {row: {}}}", False),
        ("form: a\ntables: {t: {rows: {r: {lable: 甲}}}}", False),
        ("form: a\ntables: {t: {rows: {r: {type: number}}}}", False),
        ("form: a\nyears: {from: '2021'}", False),
    ],
)
def test_the_schema_of_a_form_agrees(text: str, valid: bool) -> None:
    jsonschema.Draft202012Validator.check_schema(schema("form"))
    assert jsonschema.Draft202012Validator(schema("form")).is_valid(plain(text)) is valid
    inline = {"ruleset": "a", "forms": [plain(text)]}
    assert jsonschema.Draft202012Validator(schema("ruleset")).is_valid(inline) is valid


def plain(text: str) -> Any:
    return json.loads(json.dumps(parse(text.encode(), "f").data, default=lambda value: float(Decimal(value))))


@pytest.mark.sampled(2)
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
