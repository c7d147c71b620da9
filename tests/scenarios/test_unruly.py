"""What a plugin may do wrong, and what then happens: each line of the page has a test here, and each test its line."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from audit_core.cli import main
from audit_core.engine import Auditor
from audit_core.schemas import schema

ROOT = Path(__file__).parents[2]
UNRULY = ROOT / "tests" / "third_party" / "audit-unruly"
EXAMPLE = (ROOT / "examples" / "qinglan-2019.md").read_text(encoding="utf-8")
REPORTS = {"a.md": EXAMPLE, "b.md": EXAMPLE.replace("青岚", "青山")}
LIMIT = "4"
"""Seconds; a busy machine may need one for a rule that takes a millisecond."""


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        """The JSON that was printed, held against its schema."""
        result = json.loads(self.out)
        jsonschema.validate(result, schema("result"))
        return result


class Place:
    """A directory with reports, and one on the search path where some of the unruly plugins are installed."""

    def __init__(self, place: Path, *plugins: str) -> None:
        self.reports = place / "reports"
        self.reports.mkdir(parents=True)
        for name, text in REPORTS.items():
            (self.reports / name).write_text(text, encoding="utf-8")
        site = place / "site"
        shutil.copytree(UNRULY / "audit_unruly", site / "audit_unruly")
        points = tomllib.loads((UNRULY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
        info = site / "audit_unruly-6.6.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: audit-unruly\nVersion: 6.6\n", encoding="utf-8")
        listed = "".join(f"{name} = {points['audit_core'][name]}\n" for name in plugins)
        (info / "entry_points.txt").write_text(f"[audit_core]\n{listed}", encoding="utf-8")
        path = os.pathsep.join([str(site), str(ROOT), *filter(None, sys.path)])
        self.environment = {**os.environ, "PYTHONPATH": path, "AUDIT_CORE_CACHE_DIR": str(place / "cache")}

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", "from audit_core.cli import run; run()", *arguments]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            command, cwd=self.reports, env=self.environment, encoding="utf-8", start_new_session=True, **pipes
        )

    def run(self, *arguments: str) -> Done:
        started = self.start(*arguments)
        out, err = started.communicate(timeout=120)
        assert "Traceback" not in err
        return Done(started.returncode, out, err)

    def check(self, *arguments: str) -> Done:
        return self.run("check", *(arguments or (".",)), "--format", "json", "--lang", "en", "--time-limit", LIMIT)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Place]:
    return lambda *plugins: Place(tmp_path_factory.mktemp("place") / "here", *plugins)


def outcomes(result: Any, uri: str) -> dict[str, tuple[str, str]]:
    (report,) = [report for report in result["reports"] if report["source"]["uri"] == uri]
    return {outcome["rule"]: (outcome["status"], outcome["reason"] or "") for outcome in report["outcomes"]}


def ours_found_as_without(result: Any) -> None:
    """Look that the other rules found in every report what they find there without the plugin."""
    assert [report["source"]["uri"] for report in result["reports"]] == sorted(REPORTS)
    for report in result["reports"]:
        assert {"TAB-32", "SEC-04"} & {finding["rule"] for finding in report["findings"]}
        assert sum(outcome["status"] == "pass" for outcome in report["outcomes"]) > 30


# Rules: one pack, one run; each rule with what is said of it.
RULES = {
    "rule-exits": ("UR-01", "the rule broke: SystemExit: 0"),
    "rule-exits-1": ("UR-02", "the rule broke: SystemExit: 1"),
    "rule-ends-process": ("UR-03", "ended the process (exit status 0)"),
    "rule-generator-exit": ("UR-04", "the rule broke: GeneratorExit"),
    "rule-interrupts": ("UR-05", "the rule broke: KeyboardInterrupt"),
    "rule-base-exception": ("UR-06", "the rule broke: Odd: odd"),
    "rule-is-killed": ("UR-07", "was ended by signal 9"),
    "rule-recurses": ("UR-08", "the rule broke: RecursionError"),
    "rule-raises-ours": ("UR-09", "not mine"),
    "yields-no-finding": ("UR-11", "yielded str, not a Finding"),
    "yields-wrong-fix": ("UR-12", "whose fix is str"),
    "yields-wrong-sides": ("UR-13", "Sides.left of str"),
    "yields-wrong-evidence": ("UR-14", "Evidence.raw of int"),
    "yields-wrong-responsibility": ("UR-15", "whose responsibility is 'nobody'"),
    "yields-wrong-severity": ("UR-16", "'grave' is not a valid Severity"),
    "yields-wrong-place": ("UR-17", "whose at is str"),
    "yields-without-value": ("UR-19", "the template takes {n}, and the finding gives no such value"),
    "yields-unprintable": ("UR-20", "SystemExit"),
    "yields-wrong-fix-text": ("UR-21", "Fix.text of int"),
    "yields-own-class": ("UR-22", "whose key is Own"),
    "yields-too-much-text": ("UR-23", "more than 2,000,000 characters"),
    "changes-document": ("UR-30", "Document.title cannot be changed"),
    "changes-tables": ("UR-31", "does not support item assignment"),
    "changes-rows": ("UR-32", "no attribute 'clear'"),
    "changes-metadata": ("UR-33", "does not support item assignment"),
    "changes-figure": ("UR-34", "immutable"),
    "changes-report": ("UR-35", "Report.year cannot be changed"),
    "changes-form": ("UR-36", "no attribute 'clear'"),
    "changes-source": ("UR-37", "Source.text cannot be changed"),
    "changes-facts": ("UR-38", "does not support item assignment"),
    "changes-lines": ("UR-39", "no attribute 'append'"),
}


@pytest.fixture(scope="module")
def rules(make: Callable[..., Place]) -> Done:
    return make("unruly-rules").check()


@pytest.mark.sampled(12)
@pytest.mark.parametrize(("rule", "said"), RULES.values(), ids=RULES)
def test_a_rule_that_breaks_is_an_error_with_plugin_version_and_cause(rules: Done, rule: str, said: str) -> None:
    for uri in REPORTS:
        status, reason = outcomes(rules.result, uri)[rule]
        assert status == "error"
        assert "plugin unruly-rules 6.6: " in reason
        assert said in reason
    assert not [f for report in rules.result["reports"] for f in report["findings"] if f["rule"] == rule]


def test_rules_that_break_leave_the_others_their_findings(rules: Done) -> None:
    assert rules.status == 2
    ours_found_as_without(rules.result)
    failed = {failure["subject"] for failure in rules.result["failures"] if failure["kind"] == "rule"}
    assert {rule for rule, _ in RULES.values()} <= failed


def test_a_rule_that_runs_last_sees_the_report_unchanged(rules: Done) -> None:
    assert [outcomes(rules.result, uri)["UR-50"][0] for uri in REPORTS] == ["fail", "fail"]


def rule_prints(make: Callable[..., Place], rules: Done) -> None:
    assert outcomes(rules.result, "a.md")["UR-10"][0] == "pass"
    assert "printed by a rule" in rules.err
    assert "written by a rule" in rules.err


def rule_sets_process(make: Callable[..., Place], rules: Done) -> None:
    for uri in REPORTS:
        assert outcomes(rules.result, uri)["UR-24"][0] == "pass"
        assert outcomes(rules.result, uri)["UR-50"][0] == "fail"  # it saw the process as it was


def rule_forks(make: Callable[..., Place], rules: Done) -> None:
    assert [outcomes(rules.result, uri)["UR-25"][0] for uri in REPORTS] == ["pass", "pass"]
    ours_found_as_without(rules.result)


def yields_place_of_another_report(make: Callable[..., Place], rules: Done) -> None:
    result = make("unruly-rules").check(".", "--select", "UR-18").result
    assert outcomes(result, "a.md")["UR-18"][0] == "fail"
    status, reason = outcomes(result, "b.md")["UR-18"]
    assert (status, "a place that is not of this report" in reason) == ("error", True)


def rule_never_ends(make: Callable[..., Place], rules: Done) -> None:
    done = make("unruly-slow").check()
    assert done.status == 2
    ours_found_as_without(done.result)
    for uri in REPORTS:
        told = outcomes(done.result, uri)
        assert told["SLOW-01"] == ("error", f"plugin unruly-slow 6.6: exceeded its time limit ({LIMIT} s)")
        assert told["SLOW-02"] == (
            "error",
            f"plugin unruly-slow 6.6: exceeded its time limit ({LIMIT} s) and was ended",
        )


LOADERS = {
    "exits": "SystemExit: 0",
    "ends": "ended the process (exit status 0)",
    "interrupts": "KeyboardInterrupt",
    "sleeps": f"exceeded its time limit ({LIMIT} s)",
    "returns": "returned dict, not a Document",
    "shifted": "returned a Paragraph '%shifte' at 1 to 8, where the text reads 'shifted'",
    "misfiled": "returned a Document with str in the wrong place",
    "prints": "no ruleset",
}


def loader_breaks(make: Callable[..., Place], rules: Done) -> None:
    place = make("unruly-loaders")
    for name in LOADERS:
        (place.reports / f"{name}.x").write_text(f"%{name}")
    done = place.check()
    assert done.status == 2
    ours_found_as_without(done.result)
    assert done.result["skipped"] == []
    said = {failure["subject"]: failure["message"] for failure in done.result["failures"]}
    assert set(said) == {f"{name}.x" for name in LOADERS}
    for name, cause in LOADERS.items():
        assert said[f"{name}.x"].startswith(f"loader '{name}' of plugin unruly-loaders 6.6 broke: ")
        assert cause in said[f"{name}.x"]
    assert "printed by a loader" in done.err
    assert "written by a loader" in done.err


def sniffer_breaks(make: Callable[..., Place], rules: Done) -> None:
    place = make("unruly-loaders")
    (place.reports / "a.md").write_text(f"{EXAMPLE}\nsniffed-exits\n", encoding="utf-8")
    (place.reports / "b.md").write_text(f"{EXAMPLE}\nsniffed-ends\n", encoding="utf-8")
    done = place.check()
    assert done.status == 2
    ours_found_as_without(done.result)
    said = {failure["subject"]: (failure["kind"], failure["message"]) for failure in done.result["failures"]}
    assert said == {
        "a.md": ("plugin", "loader 'sniff-exits' of plugin unruly-loaders 6.6 broke: SystemExit: 0"),
        "b.md": ("plugin", "loader 'sniff-ends' of plugin unruly-loaders 6.6 broke: ended the process (exit status 0)"),
    }


def reporter_breaks(make: Callable[..., Place], rules: Done) -> None:
    place = make("unruly-reporters")
    asked = [f"--format=r-{name}=r-{name}" for name in ("exits", "ends", "sleeps", "prints")]
    done = place.check(".", *asked, "--format", "text=all.txt")
    assert done.status == 2
    ours_found_as_without(done.result)
    said = {failure["subject"]: failure["message"] for failure in done.result["failures"]}
    assert said["--format r-exits"] == "plugin unruly-reporters 6.6: SystemExit: 0"
    assert said["--format r-ends"] == "plugin unruly-reporters 6.6: ended the process (exit status 0)"
    assert said["--format r-sleeps"].startswith("plugin unruly-reporters 6.6: exceeded its time limit")
    assert sorted(file.name for file in place.reports.glob("r-*")) == ["r-prints"]
    assert (place.reports / "r-prints").read_text() == "one line\n"
    assert "printed by a reporter" in done.err
    assert "SystemExit" in (place.reports / "all.txt").read_text(encoding="utf-8")


def _broken(make: Callable[..., Place], plugin: str, cause: str) -> Place:
    place = make(plugin)
    done = place.check()
    assert done.status == 2
    ours_found_as_without(done.result)
    (listed,) = [pack for pack in done.result["packs"] if pack["status"] == "broken"]
    assert (listed["name"], listed["version"]) == (plugin, "6.6")
    assert cause in listed["cause"]
    assert f"{plugin}: " in done.err
    shown = place.run("plugins", "--format", "json")
    assert shown.status == 2
    (listed,) = [one for one in json.loads(shown.out) if one["status"] == "broken"]
    assert (listed["name"], listed["version"]) == (plugin, "6.6")
    return place


def import_ends_process(make: Callable[..., Place], rules: Done) -> None:
    _broken(make, "unruly-import", "ended the process (exit status 0)")


def hook_exits(make: Callable[..., Place], rules: Done) -> None:
    _broken(make, "unruly-hook", "SystemExit: 0")


def yaml_has_a_fault(make: Callable[..., Place], rules: Done) -> None:
    fault = "rules.yaml:4:5: unknown key 'severty'; did you mean 'severity'?"
    place = _broken(make, "unruly-yaml", fault)
    done = place.check()
    assert "unruly-yaml: UY-01 cannot run: " in done.err
    assert done.err.count(fault) == 1
    for report in done.result["reports"]:
        said = outcomes(done.result, report["source"]["uri"])
        assert (said["UY-01"][0], said["UY-02"][0]) == ("error", "pass")
        assert fault in said["UY-01"][1]
    shown = place.run("rules", "--format", "json")
    assert shown.status == 2
    assert [one["id"] for one in json.loads(shown.out) if one["broken"]] == ["UY-01"]
    assert fault in place.run("explain", "UY-01", "--lang", "en").out


def plugin_is_switched_off(make: Callable[..., Place], rules: Done) -> None:
    place = make("unruly-yaml")
    done = place.check(".", "--no-plugin", "unruly-yaml")
    assert done.status == 1
    ours_found_as_without(done.result)
    assert [pack["name"] for pack in done.result["packs"] if pack["status"] == "disabled"] == ["unruly-yaml"]
    assert "plugins switched off: unruly-yaml" in done.err
    place.environment["AUDIT_CORE_NO_PLUGINS"] = "audit-unruly"
    assert place.check().status == 1
    place.environment["AUDIT_CORE_NO_PLUGINS"] = "unruly"
    refused = place.check()
    assert (refused.status, "no plugin 'unruly' to switch off" in refused.err) == (2, True)


OTHERS = {
    "rule-prints": rule_prints,
    "rule-sets-process": rule_sets_process,
    "rule-forks": rule_forks,
    "yields-place-of-another-report": yields_place_of_another_report,
    "rule-never-ends": rule_never_ends,
    "loader-breaks": loader_breaks,
    "sniffer-breaks": sniffer_breaks,
    "reporter-breaks": reporter_breaks,
    "import-ends-process": import_ends_process,
    "hook-exits": hook_exits,
    "yaml-has-a-fault": yaml_has_a_fault,
    "plugin-is-switched-off": plugin_is_switched_off,
}


@pytest.mark.sampled(6)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="rules are stopped by a timer of the system")
@pytest.mark.parametrize("holds", OTHERS.values(), ids=OTHERS)
def test_what_else_a_plugin_may_do_wrong(make: Callable[..., Place], rules: Done, holds: Callable[..., None]) -> None:
    holds(make, rules)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_line_of_the_page_has_a_test(lang: str) -> None:
    page = (ROOT / "docs" / lang / "reference" / "misbehaving.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)
    assert sorted(lines) == sorted([*RULES, *OTHERS])
    assert len(lines) == len(set(lines))


@pytest.mark.sampled(4)
# The person who runs the audit, and the system, may end it at any time.
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_keeps_what_was_done(make: Callable[..., Place], number: int, jobs: str) -> None:
    place = make("unruly-slow")
    (place.reports / "0.json").write_text("{", encoding="utf-8")
    started = place.start("check", ".", "--format", "json", "--lang", "en", "--time-limit", "60", "--jobs", jobs)
    assert started.stderr
    pids = [int(started.stderr.readline().removeprefix("runs in process ")) for _ in range(int(jobs))]
    begun = time.monotonic()
    os.kill(started.pid, number)
    out, err = started.communicate(timeout=60)
    assert time.monotonic() - begun < 5  # two on a machine that does nothing else
    result = Done(started.returncode, out, err).result
    assert (started.returncode, "Traceback" in err) == (2, False)
    failures = {failure["subject"]: (failure["kind"], failure["message"]) for failure in result["failures"]}
    assert failures == {
        "audit-core": ("run", "the audit was interrupted; some inputs were not audited"),
        "a.md": ("input", "not audited: the run was interrupted"),
        "b.md": ("input", "not audited: the run was interrupted"),
    }
    assert [skipped["uri"] for skipped in result["skipped"]] == ["0.json"]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_in_one_process_keeps_what_was_done(
    make: Callable[..., Place], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checked: list[str] = []
    check = Auditor.check

    def interrupted(auditor: Auditor, report: Any, others: Any = None) -> Any:
        checked.append(report.document.source.uri)
        if len(checked) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return check(auditor, report, others)

    monkeypatch.setattr(Auditor, "check", interrupted)
    monkeypatch.chdir(make().reports)
    assert main(["check", ".", "--format", "json", "--lang", "en"]) == 2
    result = Done(2, *capsys.readouterr()).result
    assert [report["source"]["uri"] for report in result["reports"]] == ["a.md"]
    assert [failure["subject"] for failure in result["failures"]] == ["audit-core", "b.md"]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.skipif(os.name == "nt", reason="processes of POSIX")
def test_processes_end_with_their_parent(make: Callable[..., Place]) -> None:
    place = make("unruly-slow")
    started = place.start("check", ".", "--select", "SLOW-01", "--time-limit", "60", "--jobs", "2")
    assert started.stderr
    pids = [int(started.stderr.readline().removeprefix("runs in process ")) for _ in range(2)]
    started.kill()
    started.wait()
    for pid in pids:
        for _ in range(100):
            if not _lives(pid):
                break
            time.sleep(0.1)
        assert not _lives(pid)
    started.communicate()


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_few_open_files_end_the_audit_with_words_and_do_not_hang_it(make: Callable[..., Place]) -> None:
    place = make()
    code = "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (20, 20)); from audit_core.cli import run; run()"
    command = [sys.executable, "-c", code, "check", ".", "--jobs", "4", "--format", "json", "--lang", "en"]
    done = subprocess.run(
        command,
        cwd=place.reports,
        env=place.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    result = Done(done.returncode, done.stdout, done.stderr).result
    listed = [*(r["source"]["uri"] for r in result["reports"]), *(f["subject"] for f in result["failures"])]
    assert sorted(listed) == sorted(REPORTS)
