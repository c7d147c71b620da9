"""Plugins of strangers, installed from real distributions beside the built project: found, run, or listed as broken."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit_core.loaders.sniffing import is_own
from audit_core.schemas import schema
from audit_rulesets.samples.drafts import Draft
from tests.reports.bases import a19
from tests.scenarios.environment import EXAMPLES, ROOT, THIRD_PARTY, Environment

pytestmark = pytest.mark.slow

REPORT = "qinglan-2019.md"
_WORKING = (THIRD_PARTY / "audit-hooks", THIRD_PARTY / "audit-kv")

BROKEN: Mapping[str, str] = {
    "broken-api": "wants version 99 of the API; this audit-core has 1",
    "broken-clash": "the prefix TAB is taken",
    "broken-duplicate": "the rule id DU-01 is declared twice in pack DU",
    "broken-exit": "SystemExit",
    "broken-import": "No module named 'audit_broken_dependency'",
    "broken-name": "has no attribute 'misspelt'",
    "broken-nothing": "expected a RulePack",
}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment with the project and the plugins that work."""
    made = Environment(tmp_path_factory.mktemp("stranger"))
    made.install("hatchling", ROOT)
    made.install("--no-deps", "--no-build-isolation", EXAMPLES / "audit-hunan", *_WORKING)
    return made


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory far from the checkout that holds the example report."""
    made = tmp_path_factory.mktemp("reports")
    (made / REPORT).write_bytes((EXAMPLES / REPORT).read_bytes())
    return made


@pytest.fixture(scope="module")
def broken(stranger: Environment) -> Environment:
    """Add the plugins that do not work."""
    stranger.install("--no-deps", "--no-build-isolation", THIRD_PARTY / "audit-broken", THIRD_PARTY / "audit-raising")
    return stranger


def checked(environment: Environment, place: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Return exit status, validated result and standard error of an audit."""
    done = environment.run("check", REPORT, "--format", "json", "--lang", "en", *arguments, at=place)
    result = json.loads(done.stdout)
    jsonschema.validate(result, schema("result"))
    return done.returncode, result, done.stderr


def found(result: dict[str, Any]) -> set[str]:
    """Return the ids of rules with findings."""
    return {finding["rule"] for report in result["reports"] for finding in report["findings"]}


def test_plugins_are_found_without_being_named(stranger: Environment, place: Path) -> None:
    done = stranger.run("plugins", "--format", "json", at=place)
    plugins = {plugin["name"]: plugin for plugin in json.loads(done.stdout)}
    assert done.returncode == 0
    assert (plugins["hunan"]["version"], plugins["hunan"]["status"]) == ("1.0", "ok")
    assert (plugins["hooks"]["version"], plugins["hooks"]["prefixes"]) == ("2.5", ["HK"])
    assert (plugins["hooks"]["loaders"], plugins["hooks"]["formats"]) == (["hook"], ["lines"])
    assert (plugins["kv"]["loaders"], plugins["tables"]["formats"]) == (["kv"], [])
    (shown,) = [
        line for line in stranger.run("plugins", "--lang", "en", at=place).stdout.splitlines() if " hooks " in line
    ]
    assert shown.endswith("HK            loader hook  format lines")


def test_a_pack_runs_beside_ours(stranger: Environment, place: Path) -> None:
    status, result, _ = checked(stranger, place)
    outcomes = {outcome["rule"]: outcome["status"] for outcome in result["reports"][0]["outcomes"]}
    assert status == 1
    assert outcomes["HN-01"] == outcomes["HK-01"] == "pass"


def test_a_ruleset_sets_a_packs_option(stranger: Environment, place: Path) -> None:
    (place / "strict.yaml").write_text("ruleset: strict\nextends: ogi\nrules:\n  HN-01: {options: {limit: 5}}\n")
    status, result, _ = checked(stranger, place, "--ruleset", "strict.yaml", "--select", "HN")
    (finding,) = result["reports"][0]["findings"]
    assert status == 1
    assert finding["message"] == "Table 3, row “carried out”, column “total”: 6 exceeds 5"


def test_a_misspelt_option_is_refused_with_the_nearest(stranger: Environment, place: Path) -> None:
    (place / "bad.yaml").write_text("ruleset: bad\nextends: ogi\nrules:\n  HN-01: {options: {limt: 5}}\n")
    done = stranger.run("check", REPORT, "--ruleset", "bad.yaml", "--lang", "en", at=place)
    assert done.returncode == 2
    assert "bad.yaml:4" in done.stderr
    assert "limt" in done.stderr
    assert "limit" in done.stderr


def test_a_plugins_ruleset_is_known_by_name(stranger: Environment, place: Path) -> None:
    done = stranger.run("explain", "HK-01", "--ruleset", "hooks", at=place)
    assert done.returncode == 0
    assert "[error" in done.stdout


def test_a_plugins_loader_takes_its_files(stranger: Environment, place: Path) -> None:
    (place / "report.hook").write_text("%HOOK\n某县人民政府2019年政府信息公开工作年度报告\n", encoding="utf-8")
    done = stranger.run("check", "report.hook", "--format", "json", at=place)
    (report,) = json.loads(done.stdout)["reports"]
    assert report["source"]["loader"] == "hook"
    assert report["organization"] == "某县人民政府"


def key_value(draft: Draft) -> str:
    """Return a report in the toy format that the plugin reads."""
    lines = ["kv 1", *(f"{key} = {value}" for key, value in draft.metadata.items()), draft.title]
    for part in draft.parts:
        lines += [f"# {part.heading}"] if part.heading else []
        for block in part.blocks:
            lines += [block] if isinstance(block, str) else ["|" + "|".join(row) for row in block.plain()]
            lines.append("")
    return "\n".join(lines)


def test_a_strangers_form_is_audited_as_ours(stranger: Environment, place: Path) -> None:
    """The loader brings the document, and all the rest is as in any other form; places are exact."""
    draft = a19()
    draft.put("applications", "granted", "natural", "45")
    (place / "report.kv").write_text(key_value(draft), encoding="utf-8", newline="\n")
    done = stranger.run("check", "report.kv", "--format", "json", "--lang", "zh", at=place)
    (report,) = json.loads(done.stdout)["reports"]
    assert done.returncode == 1
    assert (report["source"]["loader"], report["organization"], report["year"]) == ("kv", "青岚县人民政府", 2019)
    (finding,) = report["findings"]
    region = finding["location"]["region"]
    line = (place / "report.kv").read_text(encoding="utf-8").split("\n")[region["start_line"] - 1]
    assert line[region["start_column"] - 1 : region["end_column"] - 1] == "45"


def test_the_loader_that_takes_a_file_is_named_with_its_reason(stranger: Environment, place: Path) -> None:
    (place / "report.kv").write_text(key_value(a19()), encoding="utf-8", newline="\n")
    chosen = [
        line for line in stranger.run("plugins", "report.kv", at=place).stdout.splitlines() if line.startswith("→")
    ]
    assert [line.split(maxsplit=2)[1:] for line in chosen] == [["kv", "the first line says kv 1"]]


def test_a_loader_is_asked_for_by_name(stranger: Environment, place: Path) -> None:
    (place / "report.kv").write_text(key_value(a19()), encoding="utf-8", newline="\n")
    done = stranger.run("check", "report.kv", "--loader", "text", "--format", "json", at=place)
    assert json.loads(done.stdout)["reports"][0]["source"]["loader"] == "text"
    refused = stranger.run("check", REPORT, "--loader", "kv", "--lang", "en", at=place)
    assert refused.returncode == 2
    assert "found no line kv 1" in refused.stderr


def test_a_plugins_reporter_is_a_format(stranger: Environment, place: Path) -> None:
    done = stranger.run("check", REPORT, "--format", "lines", at=place)
    first, line = done.stdout.splitlines()
    assert is_own(f"{first}\n".encode())
    uri, findings = line.split(";")
    assert uri == REPORT
    assert int(findings) > 0


def test_the_examples_own_tests_pass(stranger: Environment, place: Path) -> None:
    (place / "test_hunan.py").write_bytes((EXAMPLES / "audit-hunan" / "tests" / "test_hunan.py").read_bytes())
    stranger.install("pytest")
    done = stranger.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_hunan.py", at=place, program="python")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_listed_with_name_version_and_cause(broken: Environment, place: Path, name: str) -> None:
    done = broken.run("plugins", "--format", "json", at=place)
    plugins = {plugin["name"]: plugin for plugin in json.loads(done.stdout)}
    assert done.returncode == 2
    assert (plugins[name]["version"], plugins[name]["status"]) == ("9.9", "broken")
    assert BROKEN[name] in plugins[name]["cause"]["en"]
    assert "\n" not in plugins[name]["cause"]["en"]


def test_the_others_run_and_the_audit_counts_as_incomplete(broken: Environment, place: Path) -> None:
    status, result, errors = checked(broken, place)
    assert status == 2
    assert "Traceback" not in errors
    assert {"TAB-32", "RA-03"} <= found(result)
    assert {pack["name"] for pack in result["packs"] if pack["status"] == "broken"} == set(BROKEN)


def test_a_rule_that_raises_is_an_error_and_no_finding(broken: Environment, place: Path) -> None:
    _, result, _ = checked(broken, place, "--select", "RA")
    outcomes = {outcome["rule"]: outcome for outcome in result["reports"][0]["outcomes"]}
    assert outcomes["RA-01"]["status"] == outcomes["RA-02"]["status"] == "error"
    assert "ZeroDivisionError: divided by nothing" in json.dumps(outcomes["RA-01"]["reason"])
    assert "RA-02" not in found(result)


def test_the_text_names_what_is_broken(broken: Environment, place: Path) -> None:
    done = broken.run("check", REPORT, "--lang", "en", at=place)
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert all(name in said for name in BROKEN)
    assert "Traceback" not in said
