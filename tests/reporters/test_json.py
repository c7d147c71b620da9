"""The JSON object against its schema, the schema against what is produced, and both against the contract."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from audit_core.formats import View
from audit_core.schemas import schema
from tests.reporters.golden import written
from tests.reporters.sample import clean, sample

SCHEMA = schema("result")


def result(lang: str = "zh", *, of: Any = sample) -> Any:
    return json.loads(written("json", of(), View(lang=lang)))  # type: ignore[arg-type]


@pytest.mark.parametrize("of", [sample, clean])
def test_what_is_written_is_valid(of: Any) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    errors = Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(result(of=of))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def _described(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every property the schema describes, as its place in the schema."""
    if isinstance(part, dict):
        for name, value in part.get("properties", {}).items():
            yield f"{path}.{name}", value
        for name, value in part.items():
            yield from _described(value, f"{path}/{name}")


def _produced(value: Any, part: Any, path: str) -> Iterator[str]:
    """Yield every property of a value, as its place in the schema; of null only that it is there."""
    if "$ref" in part:
        name = part["$ref"].removeprefix("#/$defs/")
        yield from _produced(value, SCHEMA["$defs"][name], f"/$defs/{name}")
    elif "anyOf" in part and value is not None:
        yield from _produced(value, part["anyOf"][0], f"{path}/anyOf/0")
    elif isinstance(value, list):
        for item in value:
            yield from _produced(item, part["items"], f"{path}/items")
    elif isinstance(value, dict):
        for name, item in value.items():
            if item is not None:
                yield f"{path}.{name}"
                yield from _produced(item, part["properties"][name], f"{path}/properties/{name}")


def test_every_property_of_the_schema_is_produced() -> None:
    produced = set(_produced(result(), SCHEMA, ""))
    assert {path for path, _ in _described(SCHEMA)} - produced == set()


def test_objects_are_strict() -> None:
    def objects(part: Any) -> Iterator[Any]:
        if isinstance(part, dict):
            if "properties" in part and "type" in part:
                yield part
            for value in part.values():
                yield from objects(value)

    assert all(part["additionalProperties"] is False and part["required"] for part in objects(SCHEMA))


def test_figures_are_exact_and_points_are_numbers() -> None:
    report = result()["reports"][0]
    wrong = next(finding for finding in report["findings"] if finding["rule"] == "TAB-31")
    assert [Decimal(operand["value"]) for operand in wrong["evidence"]] == [4, 1, 6]
    assert wrong["sides"] == {
        "left": "5", "relation": "=", "right": "6", "difference": "-1", "words": "自然人 + 商业企业 = 总计",
    }  # fmt: skip
    assert wrong["deduction"] == 5.0
    assert (report["score"]["value"], report["score"]["lower_bound"], report["score"]["coverage"]) == (84.2, 77.2, 57.0)
    assert report["score"]["formula"] == "100 × (57 - 9) ÷ 57 = 84.2"


def test_columns_count_code_points_from_one_and_ends_are_exclusive() -> None:
    (five, *_) = [f for f in result()["reports"][0]["findings"] if f["rule"] == "PLA-01"]
    assert five["location"]["region"] == {"start_line": 3, "start_column": 8, "end_line": 3, "end_column": 10}


def test_a_place_without_lines() -> None:
    finding = result()["reports"][1]["findings"][0]
    assert finding["location"]["region"] is None
    assert finding["location"]["place"] == "表 1，行 2，列 4"


def test_both_languages_are_there_whichever_is_chosen() -> None:
    zh, en = result("zh"), result("en")
    assert [f["messages"] for f in zh["reports"][0]["findings"]] == [
        f["messages"] for f in en["reports"][0]["findings"]
    ]
    assert all(f["message"] == f["messages"]["en"] for f in en["reports"][0]["findings"])


def test_nothing_that_failed_is_silent() -> None:
    whole = result()
    assert not whole["summary"]["complete"]
    assert [failure["kind"] for failure in whole["failures"]] == ["input", "rule", "configuration", "plugin"]
    assert [pack["name"] for pack in whole["packs"] if pack["status"] == "broken"] == ["wrong"]
    assert result(of=clean)["summary"]["complete"]
