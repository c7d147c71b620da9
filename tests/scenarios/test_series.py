"""Several reports in one run: compared at once, from files, folders, archives and --with; the same bytes with any jobs."""

import errno
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit_core import Report, Snapshot
from audit_core.cli import main
from audit_core.others import Reports
from audit_core.runs.auditing import Auditing
from audit_core.spool import Spool
from audit_rulesets.samples.render import TEXT
from tests.reports.bases import b21, b22
from tests.scenarios.test_archives import zipped

B21 = TEXT.print(b21())
B22 = TEXT.print(b22()).replace(b"\t4\t2\t0\t0\t0\t0\t6\n", b"\t3\t2\t0\t0\t0\t0\t5\n")
OTHER = TEXT.print(b21()).replace("青岚县".encode(), "石溪县".encode())

Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that audits paths of a folder with two years of one organ: status and both outputs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CORE_LANG", "en")
    Path("y").mkdir()
    for name, content in (("2021.md", B21), ("2022.md", B22), ("other.md", OTHER)):
        Path(name).write_bytes(content)
        Path("y", name).write_bytes(content)
    Path("y.zip").write_bytes(zipped({"2021.md": B21, "2022.md": B22}))
    Path("last.zip").write_bytes(zipped({"a/2021.md": B21}))
    Path("note.txt").write_text("nothing of the kind")

    def call(*arguments: str, form: str = "json") -> tuple[int, str, str]:
        status = main(["check", *arguments, "--format", form])
        done = capsys.readouterr()
        assert "Traceback" not in done.out + done.err
        return status, done.out, done.err

    return call


def carried(out: str) -> list[tuple[str, list[str]]]:
    """Return where XYR-01 is found: the report, and the files of its evidence."""
    return [
        (finding["location"]["uri"], sorted({one["location"]["uri"] for one in finding["evidence"]}))
        for report in json.loads(out)["reports"]
        for finding in report["findings"]
        if finding["rule"] == "XYR-01"
    ]


def reason(out: str, uri: str) -> str:
    (found,) = (
        outcome["reason"]
        for report in json.loads(out)["reports"]
        for outcome in report["outcomes"]
        if (report["source"]["uri"], outcome["rule"]) == (uri, "XYR-01")
    )
    return str(found)


@pytest.mark.parametrize(
    ("arguments", "later", "earlier"),
    [
        (["2021.md", "2022.md"], "2022.md", "2021.md"),
        (["2022.md", "2021.md"], "2022.md", "2021.md"),
        (["2022.md", "--with", "2021.md"], "2022.md", "2021.md"),
        (["2022.md", "--with", "last.zip"], "2022.md", "last.zip!/a/2021.md"),
        (["2022.md", "--with", "other.md", "--with", "last.zip!/a/2021.md"], "2022.md", "last.zip!/a/2021.md"),
        (["y"], "y/2022.md", "y/2021.md"),
        (["y.zip"], "y.zip!/2022.md", "y.zip!/2021.md"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.sampled(3)
def test_two_years_of_one_organ_are_compared(
    check: Check, arguments: list[str], later: str, earlier: str, jobs: str
) -> None:
    status, out, _ = check(*arguments, "--jobs", jobs)
    assert (status, carried(out)) == (1, [(later, sorted([later, earlier]))])


@pytest.mark.sampled(3)
@pytest.mark.parametrize("form", ["json", "sarif", "text"])
def test_the_bytes_are_the_same_with_any_number_of_jobs(check: Check, form: str) -> None:
    arguments = ["y", "2022.md", "--with", "y.zip"]
    first = check(*arguments, form=form)
    assert first == check(*arguments, "--jobs", "2", form=form)
    assert "XYR-01" in first[1]


def test_the_order_of_the_paths_changes_no_report(check: Check) -> None:
    names = [f"{number:02}.md" for number in range(27)]
    for name in names:
        Path(name).write_bytes(
            TEXT.print(b21()).replace("青岚县".encode(), f"{chr(0x5000 + int(name[:2]))}山县".encode())
        )

    def reports(*paths: str) -> dict[str, Any]:
        _, out, _ = check(*paths, "--select", "DUP-02", form="json")
        return {one["source"]["uri"]: one for one in json.loads(out)["reports"]}

    found = reports(*names)
    assert found == reports(*reversed(names))
    assert "at least 24 organs" in json.dumps(found["03.md"])


def test_the_other_file_is_an_artifact_of_its_own(check: Check) -> None:
    _, out, _ = check("2022.md", "--with", "last.zip", form="sarif")
    (run,) = json.loads(out)["runs"]
    (result,) = (one for one in run["results"] if one["ruleId"] == "XYR-01")
    places: list[dict[str, Any]] = [one["physicalLocation"] for one in result["relatedLocations"]]
    assert [one["artifactLocation"]["uri"] for one in places][:2] == ["2022.md", "last.zip%21/a/2021.md"]
    for place in places:
        artifact = run["artifacts"][place["artifactLocation"]["index"]]
        assert artifact["location"]["uri"] == place["artifactLocation"]["uri"]
    line = B21.decode().splitlines()[places[1]["region"]["startLine"] - 1]
    assert line[places[1]["region"]["startColumn"] - 1] == "4"


def test_the_text_names_the_other_file(check: Check) -> None:
    _, out, _ = check("2022.md", "--with", "2021.md", form="text")
    assert "[2021.md:" in out


def test_what_is_given_for_comparison_is_not_judged(check: Check) -> None:
    status, out, _ = check("2021.md", "--with", "2022.md", "--with", "other.md")
    assert [report["source"]["uri"] for report in json.loads(out)["reports"]] == ["2021.md"]
    assert (status, carried(out)) == (0, [])
    assert reason(out, "2021.md") == "the run holds no report of the organ for 2020"


def test_reasons_are_true_of_the_run(check: Check) -> None:
    assert "no other report was given to compare with (--with)" in reason(check("2022.md")[1], "2022.md")
    assert "no other report was given" in reason(check("last.zip")[1], "last.zip!/a/2021.md")
    assert "holds no report of the organ for 2021" in reason(check("2022.md", "other.md")[1], "2022.md")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_cannot_be_read_for_comparison_is_said(check: Check, jobs: str) -> None:
    status, out, err = check("2022.md", "--with", "gone.md", "--with", "note.txt", "--with", "2021.md", "--jobs", jobs)
    failures = {failure["subject"]: failure["message"] for failure in json.loads(out)["failures"]}
    assert status == 2
    assert failures == {
        "gone.md": "not read for comparison: no such file",
        "note.txt": failures["note.txt"],
    }
    assert failures["note.txt"].startswith("not read for comparison: ")
    assert "gone.md" in err
    assert carried(out) == [("2022.md", ["2021.md", "2022.md"])]


def test_what_is_no_report_in_a_folder_is_listed(check: Check) -> None:
    Path("y", "note.txt").write_text("nothing of the kind")
    status, out, _ = check("2022.md", "--with", "y")
    assert status == 1
    assert [one["uri"] for one in json.loads(out)["skipped"]] == ["y/note.txt"]


def test_an_output_may_not_replace_what_is_compared_with(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("2021.md").read_bytes()
    assert main(["check", "2022.md", "--with", "2021.md", "--format", "json=2021.md"]) == 2
    assert "2021.md" in capsys.readouterr().err
    assert Path("2021.md").read_bytes() == before
    assert check


def test_without_a_rule_that_asks_nothing_is_gathered(check: Check) -> None:
    _, out, _ = check("y", "--select", "TAB")
    assert carried(out) == []


def test_reports_to_compare_that_cannot_be_kept_are_told_at_their_cause(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Spool, __: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Spool, "keep", full)
    status, _, err = check("y")
    assert (status, err.count("\n")) == (2, 1)
    assert "reports to compare cannot be kept in a temporary file: no space left on the device" in err


def test_reports_to_compare_that_cannot_be_read_back_cost_no_other_rule(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads(check("y")[1])["reports"]

    def short(_: Reports, __: int) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    compare_with = Auditing.compare_with

    def compared(auditing: Auditing, reports: Reports) -> None:
        compare_with(auditing, reports)
        monkeypatch.setattr(Spool, "__getitem__", short)

    monkeypatch.setattr(Auditing, "compare_with", compared)
    status, out, _ = check("y")
    done = json.loads(out)
    said = "reports to compare cannot be read back from a temporary file: input/output error"
    broken = {one["subject"] for one in done["failures"] if said in one["message"]}
    assert status == 2
    assert "XYR-01" in broken
    for before, after in zip(whole, done["reports"], strict=True):
        assert [one for one in before["findings"] if one["rule"] not in broken] == [
            one for one in after["findings"] if one["rule"] not in broken
        ]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_while_reports_are_gathered_ends_the_run(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, seen = Snapshot.of, []

    def interrupted(report: Report) -> Snapshot:
        seen.append(report)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return whole(report)

    monkeypatch.setattr(Snapshot, "of", interrupted)
    status, out, _ = check("y")
    failures = json.loads(out)["failures"]
    assert (status, len(seen), json.loads(out)["reports"]) == (2, 2, [])
    assert [failure["subject"] for failure in failures] == ["audit-core", "y/2021.md", "y/2022.md", "y/other.md"]
