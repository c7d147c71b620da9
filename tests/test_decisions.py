"""Decisions on review leads: followed, kept in the ledger, refused when they cannot be."""

import json
from datetime import date
from pathlib import Path

import pytest

from audit_core.cli import main
from audit_core.decisions import Decision, decide, read
from audit_core.errors import ConfigurationError
from audit_core.findings import Status
from audit_core.results import Audited
from audit_core.rulesets.yaml import MAX_BYTES
from audit_core.scoring import score
from audit_rulesets.samples.render import TEXT
from tests.reports.ambiguous import ambiguous
from tests.reports.mutations import MUTATIONS
from tests.reports.reading import audit, auditor


@pytest.fixture
def audited() -> Audited:
    return audit(ambiguous())


def lead(audited: Audited, rule: str = "TAB-33") -> str:
    return next(one.fingerprint for one in audited.findings if (one.rule, one.status) == (rule, Status.REVIEW))


def decision(finding: str, verdict: str) -> Decision:
    return Decision(finding, verdict, "李审", date(2020, 5, 1), "对照原表")  # type: ignore[arg-type]


def test_a_confirmed_lead_fails_and_scores(audited: Audited) -> None:
    key = lead(audited)
    after = decide(audited, {key: decision(key, "confirmed")})
    one = next(one for one in after.findings if one.fingerprint == key)
    assert (one.status, one.finding.responsibility) == (Status.FAIL, "source")
    assert one.finding.evidence[-1].label.zh == "核实（李审，2020年5月1日）"
    assert len(one.evidence_locations) == len(one.finding.evidence)
    assert {outcome.rule: outcome.status for outcome in after.outcomes}["TAB-33"] is Status.FAIL
    model, rules = auditor().ruleset.scoring, auditor().rules
    before, now = score(audited, model, rules), score(after, model, rules)
    assert before.value is not None
    assert now.value is not None
    assert now.value < before.value


def test_a_dismissed_lead_leaves_the_findings_and_stands_in_the_ledger(audited: Audited) -> None:
    keys = [one.fingerprint for one in audited.findings if one.rule == "TAB-33" and one.status is Status.REVIEW]
    after = decide(audited, {key: decision(key, "dismissed") for key in keys})
    assert not [one for one in after.findings if one.fingerprint in keys]
    ledger = next(outcome for outcome in after.outcomes if outcome.rule == "TAB-33")
    assert ledger.status is Status.PASS
    assert "李审" in ledger.reason.zh
    assert "dismissed" in ledger.reason.en


def test_a_failure_is_no_lead() -> None:
    audited = audit(next(one for one in MUTATIONS if one.id == "M31").draft())
    failed = next(one for one in audited.findings if one.status is Status.FAIL)
    after = decide(audited, {failed.fingerprint: decision(failed.fingerprint, "dismissed")})
    assert failed in after.findings
    ledger = next(outcome for outcome in after.outcomes if outcome.rule == failed.rule)
    assert ledger.status is Status.FAIL
    assert ledger.reason.zh.startswith("核实结果未予采用（只有待核问题可以核实决定）：经核实排除（李审")
    assert ledger.reason.en.startswith(
        "a decision was not followed (only a review finding can be decided): dismissed by 李审"
    )


def test_the_command_line_says_that_a_failure_cannot_be_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = next(one for one in MUTATIONS if one.id == "M31").draft()
    page, file = tmp_path / "report.md", tmp_path / "decisions.yaml"
    page.write_bytes(TEXT.print(draft))
    failed = next(one for one in audit(draft).findings if one.status is Status.FAIL)
    file.write_text(ENTRY.format(finding=failed.fingerprint, verdict="dismissed", on="2020-05-01"), encoding="utf-8")
    given = ["check", str(page), "--decisions", str(file), "--format", "json", "--lang", "en"]
    assert main(given) == 1
    out, err = capsys.readouterr()
    assert failed.fingerprint in err
    assert err.count("\n") == 1
    outcomes = {one["rule"]: one for one in json.loads(out)["reports"][0]["outcomes"]}
    assert "a decision was not followed" in outcomes[failed.rule]["reason"]


ENTRY = "decisions:\n  - {{finding: {finding}, verdict: {verdict}, by: 李审, on: {on}, why: 对照原表}}\n"


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(ENTRY.format(finding="abc", verdict="confirmed", on="2020-05-01"), encoding="utf-8")
    assert read(str(file)) == {"abc": Decision("abc", "confirmed", "李审", date(2020, 5, 1), "对照原表")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.format(finding="abc", verdict="confirm", on="2020-05-01"), ":2:"),
        (ENTRY.format(finding="abc", verdict="confirmed", on="2020-13-01"), ":2:"),
        ("decisions:\n  - {finding: abc, verdict: confirmed}\n", ":2:"),
        ("decision: []\n", ":1:"),
        (ENTRY.format(finding="abc", verdict="confirmed", on="2020-05-01") * 1
         + "  - {finding: abc, verdict: dismissed, by: 李审, on: 2020-05-01, why: 再看}\n", "twice"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_followed(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read(str(file))
    line = caught.value.say("en")
    assert said in line
    assert "\n" not in line


@pytest.mark.parametrize("text", ["decisions: []\n", "decisions:\n", "decisions:\n# - {finding: abc}\n"])
def test_a_file_from_which_all_lines_were_taken_decides_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(text, encoding="utf-8")
    assert read(str(file)) == {}


def test_a_file_that_is_too_large_is_refused_not_cut(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_bytes(b"decisions: []\n" + b"#" * MAX_BYTES)
    with pytest.raises(ConfigurationError, match="too large"):
        read(str(file))


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], audited: Audited) -> None:
    page, file = tmp_path / "report.md", tmp_path / "decisions.yaml"
    page.write_bytes(TEXT.print(ambiguous()))
    file.write_text(ENTRY.format(finding=lead(audited), verdict="confirmed", on="2020-05-01"), encoding="utf-8")
    assert main(["check", str(page), "--decisions", str(file), "--quiet", "--select", "TAB-33", "--lang", "en"]) == 1
    assert "error TAB-33 " in capsys.readouterr().out
    assert main(["check", str(page), "--decisions", str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
