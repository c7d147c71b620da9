"""SARIF: valid, and right where the schema cannot tell."""

import gzip
import json
import os
import re
import shutil
import subprocess
from codecs import BOM_UTF8
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from audit_core.document import Source
from audit_core.findings import Basis, Finding, Outcome, Status
from audit_core.formats import View
from audit_core.reporters.linehash import LineHashes
from audit_core.reporters.sarif import github
from audit_core.reporters.sarif.places import Places, SourceText, uri_of
from audit_core.results import Audited, Plugin, Run
from audit_core.words import Words
from tests.reporters.golden import written
from tests.reporters.sample import TEXT, clean, reported, sample

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "sarif-schema-2.1.0.json").read_bytes())
PROFILES = ("sarif", "sarif-github")
LINES = TEXT.split("\r\n")


def log(profile: str = "sarif", lang: str = "zh", run: Run | None = None, **view: Any) -> Any:
    text = written(profile, run or sample(), View(lang=lang, **view))  # type: ignore[arg-type]
    return json.loads(text)["runs"][0]


def results(rule: str, profile: str = "sarif") -> list[Any]:
    return [result for result in log(profile)["results"] if result["ruleId"] == rule]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("of", [sample, clean])
def test_it_is_valid(profile: str, lang: str, of: Any) -> None:
    whole = json.loads(written(profile, of(), View(lang=lang)))  # type: ignore[arg-type]
    assert [f"{list(e.path)}: {e.message}" for e in Draft4Validator(SCHEMA).iter_errors(whole)] == []


def _multitool() -> str | None:
    return os.environ.get("SARIF_MULTITOOL") or shutil.which("sarif-multitool")


@pytest.mark.slow
@pytest.mark.skipif(_multitool() is None, reason="no sarif-multitool on PATH nor in SARIF_MULTITOOL")
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_multitool_finds_no_fault(profile: str, lang: str, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sarif", tmp_path / "theirs.sarif"
    view = View(lang=lang, docs="https://docs.example")  # type: ignore[arg-type]
    ours.write_text(written(profile, sample(), view), encoding="utf-8")
    kinds = "Sarif;Ghas" if profile == "sarif-github" else "Sarif"
    command = [str(_multitool()), "validate", str(ours), "--rule-kind", kinds, "--output", str(theirs)]
    # Its exit status is 0 even with errors.
    subprocess.run(command, capture_output=True, check=False)
    found = json.loads(theirs.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    graver = [result for result in found if result.get("level", "warning") in {"error", "warning"}]
    # It does not take “。” for the end of a sentence, and wants a region of what holds of a file as a whole.
    known = ["SARIF2001"] * (lang == "zh") + ["SARIF2017"] * (profile == "sarif")
    assert [result for result in graver if result["ruleId"] not in known] == []


def is_outcome(result: Any) -> bool:
    return "partialFingerprints" not in result


def findings(profile: str = "sarif") -> list[Any]:
    return [result for result in log(profile)["results"] if not is_outcome(result)]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_finding_has_one_location_with_a_whole_region(profile: str) -> None:
    for result in findings(profile):
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert {"startLine", "startColumn", "endLine", "endColumn"} <= set(region)
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_every_outcome_points_at_its_file_and_says_no_more_than_it_must() -> None:
    run = log()
    outcomes = [result for result in run["results"] if is_outcome(result)]
    assert {result["kind"] for result in outcomes} == {"pass", "open", "fail"}
    for result in outcomes:
        ((index,),) = [place["physicalLocation"]["artifactLocation"].values() for place in result["locations"]]
        assert run["artifacts"][index]["roles"] == ["analysisTarget"]
        assert set(result) - {"properties"} == {"ruleId", "ruleIndex", "kind", "level", "message", "locations"}
    known = {(result["ruleId"], result["kind"]): result.get("properties") for result in outcomes}
    assert {outcome: said for outcome, said in known.items() if said} == {("HN-01", "open"): {"status": "error"}}


def test_an_outcome_says_how_much_was_checked_and_not_checked_where_anything_was() -> None:
    run = sample()
    first = next(iter(run.results))
    outcomes = (Outcome("TAB-31", Status.PASS, checked=2), Outcome("TAB-32", Status.NOT_ASSESSED, unchecked=1))
    only = replace(first, audited=replace(first.audited, outcomes=outcomes, findings=()))
    found = log(run=replace(run, results=(only,), failures=()))["results"]
    assert [one["properties"] for one in found if is_outcome(one)] == [{"checked": 2}, {"unchecked": 1}]


def test_every_result_is_a_line() -> None:
    lines = [line for line in written("sarif", sample(), View()).splitlines() if line.startswith('{"ruleId"')]
    assert [json.JSONDecoder().raw_decode(line)[0] for line in lines] == log()["results"]


def test_columns_count_utf16_units() -> None:
    assert log()["columnKind"] == "utf16CodeUnits"
    first, places = next(iter(sample().results)), Places("zh")
    places.enter(first)
    region = places.location(first.audited.report.locate(first.audited.report.title))["physicalLocation"]["region"]
    assert region["endColumn"] == len(LINES[0].encode("utf-16-le")) // 2 + 1 == len(LINES[0]) + 2


def test_regions_hold_their_snippets() -> None:
    for result in findings():
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            region = location["physicalLocation"]["region"]
            if "snippet" in region:
                units = LINES[region["startLine"] - 1].encode("utf-16-le")
                cut = units[2 * region["startColumn"] - 2 : 2 * region["endColumn"] - 2].decode("utf-16-le")
                assert cut == region["snippet"]["text"]


def test_a_finding_that_has_no_place_shows_something_on_line_1() -> None:
    (missing,) = results("SEC-02")
    region = missing["locations"][0]["physicalLocation"]["region"]
    assert [region[key] for key in ("startLine", "startColumn", "endLine", "endColumn")] == [1, 1, 1, 2]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("profile", PROFILES)
def test_messages_have_text_id_and_arguments_that_agree(profile: str, lang: str) -> None:
    run = log(profile, lang)
    for result in run["results"]:
        message, rule = result["message"], run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        if "id" in message:
            template = rule["messageStrings"][message["id"]]["text"]
            assert template.format(*message["arguments"]) == message["text"]
        targets = {int(target) for target in re.findall(r"(?<!\\)\]\((\d+)\)", message["text"])}
        assert targets <= {related["id"] for related in result.get("relatedLocations", ())}


def test_operands_are_linked() -> None:
    text = results("TAB-31")[0]["message"]["text"]
    assert text.startswith(
        "[表三“本年新收”行“总计”列](3)：各项之和 5 不等于总计。数据：[表三“本年新收”行“自然人”列](1) = 4、"
    )


def test_what_looks_like_a_link_is_none() -> None:
    assert results("PLA-01")[0]["message"]["text"].startswith(
        "受理 [５] (1) 件与表三 6 件不一致\\x1b[2J。数据：[正文](1)"
    )


def test_kinds_and_levels() -> None:
    kinds = {(r["kind"], r["level"]) for r in log()["results"]}
    assert {kind for kind, _ in kinds} == {"pass", "fail", "review", "open", "notApplicable"}
    assert all(level == "none" for kind, level in kinds if kind != "fail")
    assert {r["level"] for r in log("sarif-github")["results"]} == {"error", "warning", "note"}


def test_github_gets_only_what_failed() -> None:
    run = log("sarif-github")
    assert {result["kind"] for result in run["results"]} == {"fail"}
    assert "translations" not in run


@pytest.mark.parametrize("profile", PROFILES)
def test_all_rules_are_described_even_when_nothing_is_found(profile: str) -> None:
    rules = log(profile, run=clean())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*sorted(clean().rules), "AUDIT-ERROR"]
    for rule in rules:
        assert "helpUri" not in rule
        assert all(said["text"].strip("。. ") for said in rule["messageStrings"].values())
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 20


@pytest.mark.parametrize(
    ("base", "lang", "uri"),
    [
        ("", "zh", None),
        ("https://docs.example/audit", "zh", "https://docs.example/audit/zh/reference/rules/TAB-31/"),
        ("https://docs.example/audit/", "en", "https://docs.example/audit/en/reference/rules/TAB-31/"),
    ],
)
def test_rules_that_the_documentation_has_lead_to_their_pages(base: str, lang: str, uri: str | None) -> None:
    view = View(lang=lang, docs=base)  # type: ignore[arg-type]
    (run,) = json.loads(written("sarif", sample(), view))["runs"]
    rules = {rule["id"]: rule.get("helpUri") for rule in run["tool"]["driver"]["rules"]}
    assert rules["TAB-31"] == uri
    assert [rules["HN-01"], rules["AUDIT-ERROR"]] == [None, None]
    assert ("informationUri" in run["tool"]["driver"]) is bool(base)


def test_a_rule_without_a_template_is_described_by_its_title() -> None:
    run = clean()
    bare = replace(run.rules["TAB-32"], template=Words("", ""), title=Words("{表三}不平", "{Table 3} does not balance"))
    (found,) = [
        rule["messageStrings"]
        for rule in log(run=replace(run, rules={"TAB-32": bare}))["tool"]["driver"]["rules"]
        if rule["id"] == "TAB-32"
    ]
    assert found["default"]["text"].format() == "{表三}不平。"
    assert found["operands"]["text"].format("3") == "{表三}不平。数据：3。"


def test_ranks_come_from_the_deductions() -> None:
    ranks = {result["ruleId"]: result["rank"] for result in log("sarif-github")["results"]}
    assert ranks == {"SEC-02": 100, "TAB-31": 100, "HN-01": 40, "FMT-07": 10, "AUDIT-ERROR": 100}


@pytest.mark.parametrize("profile", PROFILES)
def test_fingerprints(profile: str) -> None:
    hashes = LineHashes(TEXT)
    for result in findings(profile):
        line = result["locations"][0]["physicalLocation"]
        prints = result["partialFingerprints"]
        assert set(prints) == {"primaryLocationLineHash", "auditCore/v1"}
        if unquote(line["artifactLocation"]["uri"]).endswith("2023.txt"):
            assert prints["primaryLocationLineHash"] == hashes[line["region"]["startLine"] - 1]


def test_findings_in_a_file_without_lines_are_told_apart() -> None:
    prints = [
        r["partialFingerprints"]["primaryLocationLineHash"]
        for r in findings()
        if r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("docx")
    ]
    assert len(set(prints)) == len(prints)


def test_a_byte_order_mark_is_a_character_to_github_and_none_to_us() -> None:
    text = SourceText(Source("x", text="甲\n乙", digest=sha256(BOM_UTF8 + "甲\n乙".encode()).hexdigest()))
    assert list(text.hashes) == list(LineHashes("\ufeff甲\n乙"))
    assert text.length == 10


def test_artifacts() -> None:
    first, second, failed = log()["artifacts"]
    assert first["location"] == {
        "uri": "%E6%8A%A5%E5%91%8A/%E6%9F%90%E6%9F%90%E5%8C%BA%202023.txt",
        "uriBaseId": "SRCROOT",
    }
    assert first["hashes"] == {"sha-256": sha256(TEXT.encode()).hexdigest()}
    assert (first["length"], first["encoding"], first["roles"]) == (len(TEXT.encode()), "UTF-8", ["analysisTarget"])
    assert "encoding" not in second
    assert unquote(failed["location"]["uri"]) == "报告/坏的.pdf"


@pytest.mark.parametrize("profile", PROFILES)
def test_no_path_of_this_machine(profile: str) -> None:
    text = written(profile, sample(), View())
    assert str(Path.cwd()) not in text
    assert "file:" not in text
    assert log(profile)["originalUriBaseIds"] == {"SRCROOT": {"description": {"text": "运行审核的目录。"}}}


def test_uris() -> None:
    assert uri_of(str(Path.cwd() / "甲 %" / "乙.txt")) == ("%E7%94%B2%20%25/%E4%B9%99.txt", True)
    assert uri_of("./a:b#c.txt") == ("a%3Ab%23c.txt", True)
    assert uri_of("/elsewhere/甲.txt") == ("file:///elsewhere/%E7%94%B2.txt", False)


def test_safe_fixes_replace_the_exact_region() -> None:
    (fix,) = results("FMT-07")[0]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "5"}
    region = replacement["deletedRegion"]
    assert LINES[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == " 5.0 "
    assert not any("fixes" in result for result in results("HN-01"))


def test_plugins_are_extensions_and_what_broke_is_a_notification_and_one_result() -> None:
    run = log()
    assert [(e["name"], e.get("version")) for e in run["tool"]["extensions"]] == [
        ("hunan", "0.3"),
        ("tables", "1.2.3"),
        ("wrong", None),
    ]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    notifications = {n["descriptor"]["id"]: n for n in invocation["toolExecutionNotifications"]}
    assert set(notifications) == {"AUDIT-INPUT", "AUDIT-PLUGIN", "AUDIT-RULE", "AUDIT-CONFIGURATION"}
    assert notifications["AUDIT-RULE"]["associatedRule"]["id"] == "HN-01"
    assert notifications["AUDIT-PLUGIN"]["exception"]["message"] == "无法导入：缺少 numpy。"
    for descriptor in (n["descriptor"] for n in notifications.values()):
        assert run["tool"]["driver"]["notifications"][descriptor["index"]]["id"] == descriptor["id"]
    (visible,) = results("AUDIT-ERROR", "sarif-github")
    assert "缺少 numpy" in visible["message"]["text"]
    assert log(run=clean())["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize("profile", PROFILES)
def test_references_to_taxa_and_components_hold(profile: str) -> None:
    run = log(profile)
    references = [taxon for result in run["results"] for taxon in result.get("taxa", ())]
    references += [r["target"] for rule in run["tool"]["driver"]["rules"] for r in rule.get("relationships", ())]
    assert references
    for reference in references:
        taxonomy = run["taxonomies"][reference["toolComponent"]["index"]]
        assert taxonomy["name"] == reference["toolComponent"]["name"]
        assert taxonomy["taxa"][reference["index"]]["id"] == reference["id"]
    supported = run["tool"]["driver"]["supportedTaxonomies"]
    assert [one["guid"] for one in supported] == [one["guid"] for one in run["taxonomies"]]


def test_a_basis_that_no_rule_cites_is_told_in_words() -> None:
    run = sample()
    own = Basis(Words("甲法第九条", "Article 9 of the Act"), "甲法", "第九条")
    first, *others = run.results
    findings = tuple(replace(one, basis=(*one.basis, own)) for one in first.audited.findings)
    audited = replace(first.audited, findings=findings)
    changed = log(run=replace(run, results=(replace(first, audited=audited), *others)))
    assert [one.get("taxa") for one in changed["results"]] == [one.get("taxa") for one in log()["results"]]
    told = ["甲法第九条" in one.get("properties", {}).get("basis", ()) for one in changed["results"]]
    assert told.count(True) == len(findings) > 0


@pytest.mark.parametrize(("lang", "own", "other"), [("zh", "zh-CN", "en-US"), ("en", "en-US", "zh-CN")])
def test_the_other_language_is_a_translation(lang: str, own: str, other: str) -> None:
    run = log(lang=lang)
    driver, translation = run["tool"]["driver"], run["translations"][0]
    assert (run["language"], driver["language"], translation["language"]) == (own, own, other)
    assert translation["associatedComponent"]["guid"] == driver["guid"]
    for rule, translated in zip(driver["rules"], translation["rules"], strict=True):
        assert (rule["id"], rule["guid"]) == (translated["id"], translated["guid"])
        assert rule["shortDescription"] != translated["shortDescription"]
        for key, string in rule["messageStrings"].items():
            assert _placeholders(string) == _placeholders(translated["messageStrings"][key])


def _placeholders(string: Any) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\d+)\}", string["text"]))


def test_the_run_is_named_by_ruleset_and_date() -> None:
    assert log()["automationDetails"]["id"] == "audit-core/ogi/2024-02-01"
    own = replace(clean(), ruleset="省/rules.yaml")
    assert log(run=own)["automationDetails"]["id"] == "audit-core/%E7%9C%81%2Frules.yaml/2024-02-01"


def _many(times: int) -> Run:
    run = sample()
    first = run.results[0]
    findings = first.audited.findings * times
    audited = Audited(first.audited.report, first.audited.outcomes, findings)
    return replace(run, results=(replace(first, audited=audited),))


@pytest.mark.slow
def test_past_githubs_limit_the_gravest_are_kept_and_the_rest_is_said() -> None:
    said: list[str] = []
    run = log("sarif-github", run=_many(1_000), warn=said.append)
    assert len(run["results"]) == github.MOST_RESULTS
    levels = [result["level"] for result in run["results"]]
    assert (levels.count("error"), levels.count("note")) == (2_001, 0)
    assert said == ["sarif-github：GitHub 最多保留 5,000 项结果，已保留最严重的 5000 项，略去 1001 项"]


def test_past_githubs_size_results_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "MOST_BYTES", 7_000)
    said: list[str] = []
    text = written("sarif-github", _many(50), View(warn=said.append))
    assert len(gzip.compress(text.encode())) <= 7_000
    assert json.loads(text)["runs"][0]["results"]
    assert said


def test_extensions_and_operands_are_limited_for_github() -> None:
    said: list[str] = []
    plugins = tuple(Plugin(f"p{n}", "1", "d", "ok") for n in range(120))
    base = sample()
    first = base.results[0]
    fact = first.audited.report.fact("applications", "received", "total")
    finding = reported(first.audited.report, "TAB-31", Finding(fact, sum=1, evidence=(fact,) * 1_200))
    result = replace(first, audited=replace(first.audited, findings=(finding,)))
    run = log("sarif-github", run=replace(base, plugins=plugins, results=(result,)), warn=said.append)
    assert len(run["tool"]["extensions"]) == 100
    assert len(run["results"][0]["relatedLocations"]) < 1_000
    assert len(said) == 1
