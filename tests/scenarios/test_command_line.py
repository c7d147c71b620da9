"""Golden scenarios of the command line: arguments, standard input and files in; exit status and both outputs out."""

import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from msgspec.structs import replace

from audit_core import __version__
from audit_core.cli import main
from audit_core.engine import Auditor
from audit_core.formats import Loader, Reporter
from audit_core.plugins import discover
from audit_core.report import Report
from audit_core.reporters import BUILTIN
from audit_core.results import Audited, Plugin
from audit_core.schemas import schema
from audit_core.words import Words
from audit_rulesets.samples.render import JSON, PIPES
from tests.reports.bases import a19

EXAMPLE = Path(__file__).parents[2] / "examples" / "qinglan-2019.md"
DIGITS = "9" * 10_000
ENVIRONMENT = ("AUDIT_CORE_LANG", "AUDIT_CORE_DOCS_URL", "LC_ALL", "LC_MESSAGES", "LANG", "_AUDIT_CORE_COMPLETE")


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with reports, rulesets and rubbish."""
    made = tmp_path_factory.mktemp("place")
    for name, content in FILES.items():
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content() if callable(content) else content)
    (made / "empty").mkdir()
    return made


@pytest.fixture
def run(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs one command line in the directory."""

    def call(*arguments: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Done:
        monkeypatch.chdir(place)
        for name in ENVIRONMENT:
            monkeypatch.delenv(name, raising=False)
        for name, text in (environment or {"AUDIT_CORE_LANG": "en"}).items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main([*arguments])
        except SystemExit as leave:
            status = int(leave.code or 0)
        done = capsys.readouterr()
        assert "Traceback" not in done.out + done.err
        return Done(status, done.out, done.err)

    return call


def example() -> str:
    """Return the example report."""
    return EXAMPLE.read_text(encoding="utf-8")


def canonical() -> bytes:
    """Return a report without a fault as canonical JSON."""
    return JSON.print(a19())


def cut() -> bytes:
    """Return canonical JSON that ends in the middle."""
    return canonical().decode()[:3000].encode()


def long_number() -> bytes:
    """Return canonical JSON in which a cell's text is a number of JSON, of ten thousand digits."""
    return canonical().replace(b'"5031"', DIGITS.encode(), 1)


def long_figure() -> bytes:
    """Return canonical JSON in which a cell's text has ten thousand digits."""
    return canonical().replace(b'"5031"', f'"{DIGITS}"'.encode(), 1)


FILES: Mapping[str, bytes | Callable[[], bytes]] = {
    "faulty.md": EXAMPLE.read_bytes,
    "clean.md": lambda: PIPES.print(a19()),
    "clean.json": canonical,
    "noted.md": lambda: PIPES.print(a19()).replace(
        "2.其他法律行政法规禁止公开".encode(), "2.其他法律法规禁止公开".encode()
    ),
    "many/2019/a.md": EXAMPLE.read_bytes,
    "many/2019/b.md": lambda: PIPES.print(a19()),
    "many/README.txt": b"Reports of one province.\n",
    "many/.hidden.md": EXAMPLE.read_bytes,
    "mixed/broken.json": b'{"title": "',
    "mixed/good.md": EXAMPLE.read_bytes,
    "none/notes.txt": b"Nothing of the kind.\n",
    "zero.md": b"",
    "rubbish.md": bytes(range(256)) * 40,
    "cut.json": cut,
    "deep.json": b"[" * 100_000 + b"]" * 100_000,
    "digits.md": lambda: example().replace("| 78 |", f"| {DIGITS} |").encode(),
    "digits.json": long_number,
    "digits-text.json": long_figure,
    "million.md": b"# table\n\n" + (b"|" + b"1|" * 1000 + b"\n") * 1000,
    "strict.yaml": b"ruleset: strict\nextends: ogi\nrules:\n  TAB-04: {severity: error}\n",
    "tuned.yaml": """
ruleset: tuned
extends: ogi
rules:
  DUP-02: {options: {copied: 0.9, model: 5}}
  XY-01:
    title: 收到不为负 / Received
    severity: warning
    table: applications
    each: column
    only: [total]
    equation: received >= 0
    examples: {pass: [{received: 1}], fail: [{received: -1}]}
""".encode,
    "misspelt.yaml": b"ruleset: misspelt\nextends: ogi\nrulse: {}\n",
    "unlocked.yaml": b"ruleset: unlocked\nextends: ogi\nrules: {TAB-32: off}\n",
    "ring-a.yaml": b"ruleset: ring-a\nextends: ./ring-b.yaml\n",
    "ring-b.yaml": b"ruleset: ring-b\nextends: ./ring-a.yaml\n",
}


@dataclass(frozen=True)
class Scenario:
    """One command line and what is expected of it; texts are looked for in the outputs."""

    arguments: str
    status: int
    out: tuple[str, ...] = ()
    err: tuple[str, ...] = ()
    stdin: Callable[[], bytes] = bytes
    environment: Mapping[str, str] = field(default_factory=lambda: {"AUDIT_CORE_LANG": "en"})


SCENARIOS = [
    Scenario("check clean.md", 0, ("Score",)),
    Scenario("check clean.json", 0, ("Score",)),
    Scenario("check faulty.md", 1, ("TAB-32", "FMT-01", "--> faulty.md:")),
    Scenario("check faulty.md clean.md", 1, ("faulty.md", "clean.md", "2 reports")),
    Scenario("check many", 1, ("many/2019/a.md", "many/2019/b.md", "many/README.txt")),
    Scenario("check mixed clean.md", 2, ("mixed/good.md", "mixed/broken.json", "clean.md"), ("mixed/broken.json",)),
    Scenario("check -", 1, ("--> stdin:",), stdin=EXAMPLE.read_bytes),
    Scenario("check - --stdin-filename reports/x.md", 1, ("--> reports/x.md:",), stdin=EXAMPLE.read_bytes),
    Scenario("check faulty.md --quiet", 1, ("faulty.md:81:43",)),
    Scenario("check clean.md --quiet", 0),
    Scenario("check noted.md", 0, ("TAB-04",)),
    Scenario("check noted.md --fail-on note", 1, ("TAB-04",)),
    Scenario("check noted.md --fail-on info", 1, ("TAB-04",)),
    Scenario("check faulty.md --fail-on blocker", 0, ("TAB-32",)),
    Scenario("check clean.md --min-score 100", 0),
    Scenario("check noted.md --min-score 100", 1),
    Scenario("check faulty.md --select FMT", 1, ("FMT-01",), ("locked rules left out", "TAB-32")),
    Scenario("check faulty.md --select SEC,EXT-01", 0, (), ("locked rules left out",)),
    Scenario("check faulty.md --ignore TAB --ignore FMT-01", 0, (), ("TAB-31, TAB-32, TAB-33, TAB-41",)),
    Scenario("check noted.md --ruleset strict.yaml", 1, ("error TAB-04",)),
    Scenario("check noted.md --ruleset henan", 0),
    Scenario("check clean.md --loader text", 0),
    Scenario("check faulty.md --lang zh", 1, ("错误 TAB-32", "得分")),
    Scenario("check faulty.md", 1, ("错误 TAB-32",), environment={"AUDIT_CORE_LANG": "zh"}),
    Scenario("check faulty.md", 1, ("错误 TAB-32",), environment={"LANG": "zh_CN.UTF-8"}),
    Scenario("check faulty.md", 1, ("error TAB-32",), environment={"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}),
    Scenario("check faulty.md --lang en", 1, ("error TAB-32",), environment={"AUDIT_CORE_LANG": "zh"}),
    Scenario("facts faulty.md", 0, ("row “total handled”, column “total”  78", "81:43")),
    Scenario(
        "facts - --stdin-filename x.md", 0, ("row “total handled”, column “total”  78",), stdin=EXAMPLE.read_bytes
    ),
    Scenario("convert faulty.md", 0, ('"title"',)),
    Scenario("rules", 0, ("TAB-32", "SEC-01", "EXT-01", "FMT-01")),
    Scenario("rules --ruleset strict.yaml", 0, ("TAB-04   error",)),
    Scenario("explain TAB-32", 0, ("Checks", "[error, locked]")),
    Scenario("explain tab-32 --lang en", 0, ("Checks",)),
    Scenario("explain XSC-01", 0, ("– Overview: 全年新收政府信息公开申请121件。", "    all other figures: 0")),
    Scenario(
        "explain ROLL-01 --lang zh", 0, ("    下级机关同一年度的报告：", "    – 机关：某县水利局", "      其余数据：0")
    ),
    Scenario("explain DUP-02", 0, ("\n\n  Options\n    copied: 0.8\n    least_letters: 300\n",)),
    Scenario(
        "explain DUP-02 --ruleset tuned.yaml", 0, ("\n\n  Options\n    copied: 0.9 (default 0.8)\n", "model: 5\n")
    ),
    Scenario("explain DUP-02 --ruleset tuned.yaml --lang zh", 0, ("\n\n  选项\n    copied: 0.9（默认 0.8）\n",)),
    Scenario("explain FMT-08", 0, ("\n    powerless: [documents/rules] (default [])\n",)),
    Scenario(
        "explain XY-01 --ruleset tuned.yaml",
        0,
        ("\n  Checks\n  – table applications, each column, only total: received >= 0\n",),
    ),
    Scenario(
        "explain XY-01 --ruleset tuned.yaml --lang zh",
        0,
        ("\n  检查\n  – 表 applications，逐列，仅 total：received >= 0\n",),
    ),
    Scenario("forms", 0, ("ogi-2019", "ogi-2021", "applications")),
    Scenario("rulesets", 0, ("ogi", "henan")),
    Scenario("plugins", 0, ("tables", "TAB", __version__)),
    Scenario("plugins faulty.md", 0, ("→ text",)),
    Scenario("schema document", 0, ('"$schema"',)),
    Scenario("schema result", 0, ('"$schema"',)),
    Scenario("schema ruleset", 0, ('"$schema"',)),
    Scenario("--version", 0, (f"audit-core {__version__}",)),
    Scenario("--help", 0, ("Exit status", "check", "plugins")),
    Scenario("check -h", 0, ("--fail-on", "--ruleset", "--stdin-filename")),
    Scenario("rules", 0, ("#compdef audit-core",), environment={"_AUDIT_CORE_COMPLETE": "zsh_source"}),
    Scenario("rules", 0, ("_audit_core_completion()",), environment={"_AUDIT_CORE_COMPLETE": "bash_source"}),
]


def _name(scenario: Scenario) -> str:
    return " ".join([*(f"{k}={v}" for k, v in scenario.environment.items() if v != "en"), scenario.arguments])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=_name)
def test_a_command_line(run: Run, scenario: Scenario) -> None:
    done = run(*scenario.arguments.split(), stdin=scenario.stdin(), environment=scenario.environment)
    assert done.status == scenario.status, done.err + done.out
    assert [text for text in scenario.out if text not in done.out] == []
    assert [text for text in scenario.err if text not in done.err] == []
    assert scenario.err or not done.err


def test_rules_tell_the_options_as_set(run: Run) -> None:
    done = run("rules", "--ruleset", "tuned.yaml", "--format", "json")
    listed = {rule["id"]: rule["options"] for rule in json.loads(done.out)}
    assert listed["DUP-02"] == {
        "copied": {"value": "0.9", "default": "0.8"},
        "least_letters": {"value": "300", "default": "300"},
        "short_letters": {"value": "100", "default": "100"},
        "model": {"value": "5", "default": "5"},
    }
    assert listed["FMT-08"]["powerless"] == {"value": "[documents/rules]", "default": "[]"}
    assert listed["XY-01"] == {}


REFUSED = {
    "": "PATH",
    "--formt json": "--format",
    "clean.md --format xml": "expected one of json, jsonl, sarif",
    "clean.md --format text --format json": "only one format",
    "clean.md --format json=nowhere/x.json": "nowhere/x.json: cannot be written",
    "clean.md --ruleset nope": "unknown ruleset 'nope'",
    "clean.md --ruleset nope.yaml": "nope.yaml",
    "clean.md --ruleset misspelt.yaml": "misspelt.yaml:3:1: unknown key 'rulse'",
    "clean.md --ruleset unlocked.yaml": "unlocked.yaml:3",
    "clean.md --ruleset ring-a.yaml": "ring-a.yaml → ",
    "clean.md --ruleset clean.md": "clean.md",
    "clean.md --select TAB-3": "nearest",
    "clean.md --ignore NOPE-99": "'NOPE-99'",
    "clean.md --fail-on grave": "'grave'",
    "clean.md --min-score 101": "101",
    "clean.md --loader texts": "'text'",
    "clean.md --lang fr": "'fr'",
    "clean.md --max-bytes 0": "0",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_followed_gets_one_line(run: Run, arguments: str) -> None:
    done = run("check", *arguments.split())
    assert done.status == 2, done.out
    assert done.out == ""
    assert REFUSED[arguments] in done.err
    assert done.err.startswith("audit-core: ")
    assert done.err.count("\n") == 1


REFUSED_ELSEWHERE = {
    "chek clean.md": "check",
    "explain TAB-39": "nearest is TAB-",
    "schema documents": "document",
    "facts missing.md": "missing.md: no such file",
    "facts many": "expected a file",
    "facts none/notes.txt": "not a report",
    "convert zero.md": "empty",
    "convert deep.json": "deep.json",
    "plugins missing.md": "missing.md",
    "rules --ruleset misspelt.yaml": "did you mean",
}


@pytest.mark.parametrize("arguments", REFUSED_ELSEWHERE)
def test_every_command_refuses_in_one_line(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert done.status == 2, done.out
    assert REFUSED_ELSEWHERE[arguments] in done.err
    assert done.err.count("\n") == 1


def test_a_language_of_the_environment_that_is_unknown_is_refused(run: Run) -> None:
    done = run("check", "clean.md", environment={"AUDIT_CORE_LANG": "fr"})
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "expected zh or en" in done.err


def test_rules_lead_to_the_documentation_that_the_environment_names(run: Run) -> None:
    where = {"AUDIT_CORE_LANG": "en", "AUDIT_CORE_DOCS_URL": "https://docs.example/a"}
    done = run("check", "clean.md", "--format", "sarif", environment=where)
    rules = json.loads(done.out)["runs"][0]["tool"]["driver"]["rules"]
    assert "https://docs.example/a/en/reference/rules/TAB-32/" in [rule.get("helpUri") for rule in rules]
    done = run("check", "clean.md", environment=where | {"AUDIT_CORE_DOCS_URL": "docs.example"})
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "AUDIT_CORE_DOCS_URL='docs.example'; expected an address" in done.err


@pytest.mark.parametrize(
    ("arguments", "status", "passed_over"),
    [
        ("none/notes.txt", 0, ["none/notes.txt"]),
        ("none/notes.txt many/README.txt -j 2", 0, ["many/README.txt", "none/notes.txt"]),
        ("none/notes.txt clean.md", 0, ["none/notes.txt"]),
        ("none/notes.txt faulty.md", 1, ["none/notes.txt"]),
        ("none/notes.txt mixed/broken.json", 2, ["none/notes.txt"]),
        ("missing.md", 2, []),
    ],
)
def test_what_is_no_report_is_passed_over_where_that_is_asked(
    run: Run, arguments: str, status: int, passed_over: list[str]
) -> None:
    done = run("check", *arguments.split(), "--pass-over", "--format", "json")
    assert (done.status, [one["uri"] for one in audited(done)["skipped"]]) == (status, passed_over)


def test_a_decision_on_a_failure_is_named(run: Run, place: Path) -> None:
    found = audited(run("check", "faulty.md", "--format", "json"))["reports"][0]["findings"]
    marks = {one["status"]: one["fingerprint"] for one in found}
    entry = "  - {{finding: {}, verdict: dismissed, by: 李审, on: 2020-05-01, why: 已核对}}\n".format
    (place / "decisions.yaml").write_text(
        f"decisions:\n{entry(marks['fail'])}{entry(marks['review'])}", encoding="utf-8"
    )
    done = run("check", "faulty.md", "--decisions", "decisions.yaml")
    assert done.err.startswith(f"audit-core: 1 decision matches nothing to review in this run, as {marks['fail']} ")


BAD = {
    "missing.md": "no such file",
    "empty": "no report was found",
    "none": "no report was found",
    "none/notes.txt": "not a report",
    "zero.md": "the file is empty",
    "rubbish.md": "binary",
    "cut.json": "as if the file were cut off",
    "deep.json": "nested deeper",
    "digits.md": "10000 digits",
    "digits.json": "expected a string",
    "digits-text.json": "10000 digits",
    "million.md": "cells in tables",
}


def audited(done: Done) -> dict[str, Any]:
    """Return the JSON output, which has to be valid whatever happened."""
    result: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(result, schema("result"))
    return result


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_listed_with_one_line(run: Run, name: str) -> None:
    done = run("check", name, "--format", "json")
    (failure,) = audited(done)["failures"]
    assert done.status == 2
    assert failure["subject"] == name
    assert BAD[name] in failure["message"]
    assert done.err.startswith(f"audit-core: {name}: ")
    assert done.err.count("\n") == 1


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", sorted(BAD.keys() - {"empty", "none"}))
def test_other_files_are_audited_beside_bad_input(run: Run, name: str) -> None:
    done = run("check", name, "faulty.md", "--format", "json")
    (report,) = audited(done)["reports"]
    assert done.status == 2
    assert "TAB-32" in {finding["rule"] for finding in report["findings"]}
    assert done.err.count("\n") == 1


def test_all_bad_input_at_once_stays_valid_in_every_format(run: Run, place: Path) -> None:
    outputs = [
        argument
        for name in ("json", "jsonl", "text", "sarif", "sarif-github")
        for argument in ("--format", f"{name}=out.{name}")
    ]
    done = run("check", *BAD, *outputs)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"(and {len(BAD) - 2} more)" in done.err
    jsonschema.validate(json.loads((place / "out.json").read_bytes()), schema("result"))
    sarif = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-schema-2.1.0.json").read_bytes())
    for name in ("sarif", "sarif-github"):
        written = json.loads((place / f"out.{name}").read_bytes())
        jsonschema.validators.validator_for(sarif)(sarif).validate(written)


def test_limits_can_be_set(run: Run) -> None:
    assert "too large" in run("check", "faulty.md", "--max-bytes", "100").err
    assert "more than 50 cells" in run("check", "faulty.md", "--max-cells", "50").err


def test_what_convert_prints_is_audited_the_same(run: Run, place: Path) -> None:
    (place / "converted.json").write_text(run("convert", "faulty.md").out, encoding="utf-8")
    jsonschema.validate(json.loads((place / "converted.json").read_bytes()), schema("document"))
    rules = [
        [finding["rule"] for finding in audited(run("check", name, "--format", "json"))["reports"][0]["findings"]]
        for name in ("faulty.md", "converted.json")
    ]
    assert sorted(rules[0]) == sorted(rules[1])


def test_facts_as_json_have_value_state_and_place(run: Run) -> None:
    facts = json.loads(run("facts", "faulty.md", "--format", "json").out)
    total = facts["tables"]["applications"]["total"]["total"]
    assert (facts["form"], facts["year"], facts["organization"]) == ("ogi-2019", 2019, "青岚县人民政府")
    assert (total["value"], total["state"], total["raw"].strip()) == ("78", "number", "78")
    assert total["location"]["region"]["start_line"] == 81


@pytest.mark.parametrize("command", ["rules", "forms", "rulesets", "plugins"])
def test_lists_are_printed_as_json_too(run: Run, command: str) -> None:
    assert json.loads(run(command, "--format", "json").out)


def test_the_same_input_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("check", "many", "faulty.md", "--format", "json").out for _ in range(2))
    assert first == second


def test_a_file_is_replaced_whole_or_not_at_all(run: Run, place: Path) -> None:
    (place / "kept.json").write_text("before")
    assert run("check", "clean.md", "--format", "json=kept.json").status == 0
    assert json.loads((place / "kept.json").read_bytes())
    assert not [*place.glob(".kept.json*")]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (KeyboardInterrupt(), "interrupted"),
        (RecursionError(), "nested too deep"),
        (LookupError("gone\naway"), "a mistake in audit-core itself: LookupError: gone away ("),
    ],
)
def test_whatever_happens_there_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, line: str
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("audit_core.cli.showing.forms.callback", breaks)
    done = run("forms")
    assert (done.status, done.out) == (2, "")
    (said,) = done.err.strip().splitlines()  # click ends the line of ^C
    assert said.startswith(f"audit-core: {line}")


def test_our_own_mistake_over_one_report_loses_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: Auditor, report: Report, others: object = None) -> Audited:
        if report.document.source.uri == "faulty.md":
            raise IndexError("gone\naway")
        return whole(self, report, others)  # type: ignore[arg-type]

    whole = Auditor.check
    monkeypatch.setattr(Auditor, "check", breaks)
    done = run("check", "faulty.md", "clean.md", "--format", "json")
    (failure,) = audited(done)["failures"]
    assert (done.status, [report["source"]["uri"] for report in audited(done)["reports"]]) == (2, ["clean.md"])
    assert (failure["kind"], failure["subject"]) == ("input", "faulty.md")
    assert failure["message"].startswith("a mistake in audit-core itself: IndexError: gone away (")


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_a_long_audit_shows_a_bar_at_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("audit_core.cli.commands._PATIENCE", 0)
    done = run("check", "many", "clean.md", "--format", "json")
    assert len(audited(done)["reports"]) == 3
    assert "4/4" in terminal.getvalue()


def test_quiet_shows_no_bar(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("audit_core.cli.commands._PATIENCE", 0)
    run("check", "many", "--quiet")
    assert terminal.getvalue() == ""


def test_colour_is_for_terminals_alone(run: Run) -> None:
    assert "\x1b[" not in run("check", "faulty.md").out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_help_names_every_format_that_needs_no_plugin(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help", "--lang", lang]) == 0
    said = " ".join(capsys.readouterr().out.split()).partition("--format ")[2]
    assert [one.name for one in BUILTIN if one.name not in re.split(r"[\s,、，]+", said.partition("--select")[0])] == []


def test_what_a_plugin_reads_and_writes_is_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = discover()
    theirs = Loader("kv", lambda *_: None, lambda *_: None, origin="kv 1.0")  # type: ignore[arg-type, return-value]
    lines = Reporter("lines", lambda *_: None, Words("行", "lines"), origin="kv 1.0")
    more = replace(
        found,
        plugins=(*found.plugins, Plugin("kv", "1.0", "audit-kv", "ok")),
        loaders=(*found.loaders, theirs),
        reporters=(*found.reporters, lines),
    )
    monkeypatch.setattr("audit_core.plugins.discover", lambda: more)
    assert main(["plugins", "--lang", "en"]) == 0
    shown = {line.split()[1]: line for line in capsys.readouterr().out.splitlines()}
    assert shown["kv"].endswith("  loader kv  format lines")
    assert "loader" not in shown["tables"]
    assert main(["plugins", "--format", "json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert (listed["kv"]["loaders"], listed["kv"]["formats"], listed["tables"]["loaders"]) == (["kv"], ["lines"], [])
