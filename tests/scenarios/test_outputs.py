"""Where a run is written: whole, in the right place, and never over what it reads; each failure is one line."""

import json
import os
import shlex
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

import jsonschema
import pytest
import yaml

from audit_core.cli import main, outputs, streams
from audit_core.cli.number_params import LONGEST, MOST, NumberParam
from audit_core.errors import ConfigurationError
from audit_core.formats import Reporter
from audit_core.reporters import BUILTIN
from audit_core.runs.files import Input
from audit_core.schemas import schema
from audit_core.words import Words
from audit_rulesets.samples.render import PIPES
from tests.reports.bases import a19, b22
from tests.scenarios.environment import ROOT
from tests.scenarios.test_archives import zipped

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")

A19, B22 = PIPES.print(a19()), PIPES.print(b22())
SARIF = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-schema-2.1.0.json").read_bytes())


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


Check = Callable[..., Done]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that audits a.md in a fresh directory with options, or with paths of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CORE_LANG", "en")
    Path("a.md").write_bytes(A19)

    def call(*arguments: str) -> Done:
        status = main(["check", *arguments])
        done = Done(status, *capsys.readouterr())
        assert "mistake in audit-core" not in done.out + done.err
        return done

    return call


def written(name: str) -> list[str]:
    """Return the reports in a JSON output, which has to be valid."""
    run = json.loads(Path(name).read_bytes())
    jsonschema.validate(run, schema("result"))
    return [report["source"]["uri"] for report in run["reports"]]


def leftovers() -> list[str]:
    """Return what was written beside an output and not put in its place."""
    return [str(one) for one in Path().rglob(".*")]


@pytest.mark.parametrize("name", ["new.json", "a" * 255, "deep/er/new.json"])
def test_a_new_file_is_like_any_other(check: Check, name: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    (Path(name).parent / "touched").touch()
    assert check("a.md", "--format", f"json={name}") == Done(0, "", "")
    assert written(name) == ["a.md"]
    assert Path(name).stat().st_mode == (Path(name).parent / "touched").stat().st_mode
    assert not leftovers()


@pytest.mark.sampled(2)
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_mode_and_owner_are_kept(check: Check, mode: int) -> None:
    Path("out.json").write_text("before")
    Path("out.json").chmod(mode)
    before = Path("out.json").stat()
    assert check("a.md", "--format", "json=out.json").status == 0
    after = Path("out.json").stat()
    assert written("out.json") == ["a.md"]
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_of_another_is_kept(check: Check) -> None:
    Path("out.json").write_text("before")
    os.chown("out.json", 12345, 54321)
    assert check("a.md", "--format", "json=out.json").status == 0
    assert (Path("out.json").stat().st_uid, Path("out.json").stat().st_gid) == (12345, 54321)


def test_an_owner_that_cannot_be_kept_is_written_in_place(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.json").write_text("before" * 100_000)
    before = Path("out.json").stat()

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refused)
    monkeypatch.setattr(outputs, "_owner", lambda _: (1, 1))
    assert check("a.md", "--format", "json=out.json").status == 0
    assert written("out.json") == ["a.md"]
    assert Path("out.json").stat().st_ino == before.st_ino
    assert not leftovers()


@pytest.mark.parametrize("number", [1, 13, 16, 18])
def test_a_file_that_may_not_be_replaced_is_written_in_place(
    check: Check, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    Path("out.json").write_text("before")

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", refused)
    assert check("a.md", "--format", "json=out.json").status == 0
    assert written("out.json") == ["a.md"]
    assert check("a.md", "--format", "json=new.json").err.startswith("audit-core: new.json: cannot be written: ")
    assert not Path("new.json").exists()
    assert not leftovers()


def test_links_are_followed(check: Check) -> None:
    Path("real").mkdir()
    Path("real/out.json").write_text("before")
    Path("link").symlink_to("real/out.json")
    Path("chain").symlink_to("link")
    Path("to-new").symlink_to("real/new.json")
    for name in ("chain", "to-new"):
        assert check("a.md", "--format", f"json={name}").status == 0
        assert Path(name).is_symlink()
    assert written("real/out.json") == written("real/new.json") == ["a.md"]


def test_a_pipe_is_written_through(check: Check) -> None:
    os.mkfifo("pipe")
    Path("to-pipe").symlink_to("pipe")
    for name in ("pipe", "to-pipe"):
        got: list[bytes] = []
        reader = threading.Thread(target=lambda got=got: got.append(Path("pipe").read_bytes()))
        reader.start()
        assert check("a.md", "--format", f"json={name}") == Done(0, "", "")
        reader.join(10)
        assert json.loads(got[0])["reports"]
        assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_an_open_file_of_the_caller(check: Check) -> None:
    back, front = os.pipe()
    got: list[bytes] = []

    def read() -> None:
        with os.fdopen(back, "rb") as stream:
            got.append(stream.read())

    reader = threading.Thread(target=read)
    reader.start()
    assert check("a.md", "--format", f"json=/dev/fd/{front}").status == 0
    os.close(front)
    reader.join(10)
    assert json.loads(got[0])["reports"]


def test_nothing_that_was_planted_is_followed(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("victim").write_text("before")
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    Path(".audit-core-guessed").symlink_to("victim")
    done = check("a.md", "--format", "json=out.json")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert Path("victim").read_text() == "before"
    assert not Path("out.json").exists()


def same(how: str) -> str:
    """Return another name of a.md."""
    if how == "link":
        Path("b").symlink_to("a.md")
    elif how == "hard link":
        Path("b").hardlink_to("a.md")
    return {"itself": "a.md", "dots": "./x/../a.md", "absolute": str(Path("a.md").absolute())}.get(how, "b")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("how", ["itself", "dots", "absolute", "link", "hard link"])
@pytest.mark.parametrize("given", ["a.md", "."])
def test_an_input_is_never_written_over(check: Check, how: str, given: str) -> None:
    Path("x").mkdir()
    name = same(how)
    done = check(given, "--format", f"json={name}", "--format", "text=other.txt")
    assert (done.status, done.out) == (2, "")
    assert (
        done.err == f"audit-core: {name}: is an input of this run, and not written over; give the output another name\n"
    )
    assert Path("a.md").read_bytes() == A19
    assert "is an input of this run" in " ".join(Path("other.txt").read_text().split())


@pytest.mark.parametrize("given", ["all.zip", "all.zip!/a.md", "."])
def test_nor_is_an_archive(check: Check, given: str) -> None:
    content = zipped({"a.md": A19})
    Path("all.zip").write_bytes(content)
    done = check(given, "--format", "json=all.zip")
    assert (done.status, "is an input" in done.err) == (2, True)
    assert Path("all.zip").read_bytes() == content


@pytest.mark.parametrize("option", ["--ruleset", "--decisions"])
def test_nor_is_configuration(check: Check, option: str) -> None:
    Path("x.yaml").write_text("ruleset: x\nextends: ogi\n")
    done = check("a.md", option, "x.yaml", "--format", "json=x.yaml")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert Path("x.yaml").read_text() == "ruleset: x\nextends: ogi\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nor_is_what_a_ruleset_extends(check: Check, jobs: str) -> None:
    Path("base.yaml").write_text("ruleset: base\nextends: ogi\n")
    Path("mine.yaml").write_text("ruleset: mine\nextends: base.yaml\n")
    for _ in range(2):  # as it is read, and as it is kept
        done = check("a.md", ".", "--ruleset", "mine.yaml", "--format", "json=base.yaml", "--jobs", jobs)
        assert (done.status, done.out) == (2, "")
        assert "base.yaml: is an input of this run" in done.err
        assert Path("base.yaml").read_text() == "ruleset: base\nextends: ogi\n"


def test_a_pipe_that_nobody_reads_costs_no_other_output(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_PATIENCE", 0.2)
    os.mkfifo("pipe")
    done = check("a.md", "--format", "json=pipe", "--format", "json=all.json")
    assert done.status == 2
    assert "pipe: cannot be written" in done.err
    assert written("all.json") == ["a.md"]


def test_any_file_of_a_directory_is_an_input_but_our_own_output(check: Check) -> None:
    Path("README.md").write_text("# Reports\n")
    assert check(".", "--format", "text=README.md").status == 2
    for name in ("json", "text", "sarif"):
        for _ in range(2):
            assert check(".", "--format", f"{name}=out") == Done(0, "", "")
    assert Path("README.md").read_text() == "# Reports\n"


REFUSED = {
    "two to standard output": ["text", "json"],
    "the same by another name": ["json", "text=-"],
    "two to a file": ["json=out", "text=out"],
    "two to a file by another name": ["json=out", "text=x/../out"],
    "no name": ["json="],
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(check: Check, name: str) -> None:
    Path("x").mkdir()
    done = check("a.md", *(f"--format={one}" for one in REFUSED[name]))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


def test_two_formats_through_a_link_to_one_file(check: Check) -> None:
    Path("out").touch()
    Path("link").symlink_to("out")
    Path("hard").hardlink_to("out")
    for name in ("link", "hard"):
        Path("out").write_text("kept")
        done = check("a.md", "--format", "json=out", "--format", f"text={name}")
        assert (done.status, "two formats to one file" in done.err) == (2, True)


def test_a_dash_is_standard_output(check: Check) -> None:
    assert json.loads(check("a.md", "--format", "json=-").out)["reports"]
    assert not Path("-").exists()


UNWRITABLE = {
    "directory": "cannot be written: a directory",
    "nowhere/out": "cannot be written: no such file",
    "a.md/out": "cannot be written: a part of the path is no directory",
    "ring": "cannot be written: a loop of links",
    "b" * 256: "cannot be written: the name is too long",
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", UNWRITABLE)
def test_one_that_fails_is_one_line_and_the_others_are_written(check: Check, name: str) -> None:
    Path("directory").mkdir()
    Path("ring").symlink_to("ring")
    Path("r").mkdir()
    Path("r/a.md").write_bytes(A19)
    done = check("r", "--format", f"sarif={name}", "--format", "json=good.json", "--format", "text")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err == f"audit-core: {name}: {UNWRITABLE[name]}\n"
    assert written("good.json") == ["r/a.md"]
    assert "Score" in done.out
    assert not leftovers()


def test_a_full_disk_keeps_what_was_there(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.json").write_text("before")
    whole = outputs._write

    def full(handle: int, content: IO[bytes]) -> None:
        data = content.read()
        whole(handle, BytesIO(data[:100]))
        if data.startswith(b"{"):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "_write", full)
    done = check("a.md", "--format", "json=out.json")
    assert done == Done(2, "", "audit-core: out.json: cannot be written: no space left on the device\n")
    assert Path("out.json").read_text() == "before"
    assert not leftovers()


def test_an_output_too_long_for_the_temporary_directory_costs_no_other(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(BytesIO):
        def write(self, content: object) -> int:
            if bytes(content).startswith(b"{"):  # type: ignore[arg-type]
                raise OSError(28, "No space left on device")
            return super().write(content)  # type: ignore[arg-type]

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda _: Full())
    done = check("a.md", "--format", "json=out.json", "--format", "text=out.txt")
    said = "audit-core: out.json: cannot be written to a temporary file: no space left on the device\n"
    assert done == Done(2, "", said)
    assert "Score" in Path("out.txt").read_text(encoding="utf-8")
    assert not Path("out.json").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written(check: Check) -> None:
    Path("out.json").write_text("before")
    Path("out.json").chmod(0o400)
    done = check("a.md", "--format", "json=out.json")
    assert (done.status, done.err) == (2, "audit-core: out.json: cannot be written: permission denied\n")


def test_a_file_that_may_not_be_written_by_access(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out.json").write_text("before")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert check("a.md", "--format", "json=out.json").status == 2
    assert Path("out.json").read_text() == "before"


PROGRAM = "import sys; from audit_core.cli import run; sys.argv[0] = 'audit-core'; run()"


def started(*arguments: str, shell: str = "", **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, with redirections of the shell."""
    command = ["sh", "-c", f'"$@" {shell}', "sh", sys.executable, "-P", "-c", PROGRAM, *arguments]
    environment = {**os.environ, "AUDIT_CORE_LANG": "en"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=120)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("arguments", [["check", "a.md", "--format", "text", "--format", "json=out.json"], ["rules"]])
def test_standard_output_closed(check: Check, arguments: list[str]) -> None:
    done = started(*arguments, shell=">&-")
    assert done.returncode == 2
    assert done.stderr == "audit-core: standard output: cannot be written: it is closed\n"
    if "check" in arguments:
        assert written("out.json") == ["a.md"]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("arguments", [["check", "a.md", "--format", "text", "--format", "json=out.json"], ["rules"]])
def test_standard_output_that_nobody_reads(check: Check, arguments: list[str]) -> None:
    back, front = os.pipe()
    os.close(back)
    command = [sys.executable, "-P", "-c", PROGRAM, *arguments]
    environment = {**os.environ, "AUDIT_CORE_LANG": "en"}
    done = subprocess.run(command, stdout=front, stderr=subprocess.PIPE, encoding="utf-8", env=environment, check=False)
    os.close(front)
    assert done.returncode == 2
    assert done.stderr == "audit-core: standard output: cannot be written: the reader has closed the pipe\n"
    if "check" in arguments:
        assert written("out.json") == ["a.md"]


def test_standard_error_closed(check: Check) -> None:
    done = started("check", "a.md", "missing.md", "--format", "json=out.json", shell="2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert written("out.json") == ["a.md"]
    assert started("check", "a.md", "--format", "json", shell="2>&-").returncode == 0


def test_all_standard_streams_closed(check: Check) -> None:
    assert started("check", "-", "a.md", "--format", "json=out.json", shell="<&- >&- 2>&-").returncode == 2
    assert written("out.json") == ["a.md"]


def test_output_added_to_an_input_is_refused(check: Check) -> None:
    done = started("check", "a.md", shell=">>a.md")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert Path("a.md").read_bytes() == A19


def test_output_in_the_directory_that_is_audited(check: Check) -> None:
    for _ in range(2):
        done = started("check", ".", "--format", "json", shell=">out.json")
        assert (done.returncode, done.stderr) == (0, "")
        assert written("out.json") == ["a.md"]


def test_what_a_stream_refuses_at_the_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(streams.Closed):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            raise OSError

    full = Full()
    monkeypatch.setattr(sys, "stdout", full)
    assert not streams.flush_all()
    monkeypatch.undo()
    monkeypatch.setattr(sys, "stderr", full)
    assert streams.flush_all()
    outputs.tell("nobody hears")
    monkeypatch.undo()
    monkeypatch.setattr(Full, "flush", lambda _: None)


@pytest.mark.slow
def test_several_processes_write_one_output(check: Check) -> None:
    Path("b.md").write_bytes(B22)
    environment = {**os.environ, "AUDIT_CORE_LANG": "en"}
    running = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", PROGRAM, "check", name, "--format", "json=out.json"], env=environment
        )
        for name in ("a.md", "b.md", "a.md")
    ]
    assert {process.wait(120) for process in running} == {0}
    assert written("out.json") in (["a.md"], ["b.md"])
    assert not leftovers()


BAD = {
    "format": ["--format", "xml"],
    "ruleset": ["--ruleset", "nope"],
    "rule": ["--select", "NOPE-1"],
    "loader": ["--loader", "texts"],
    "decisions": ["--decisions", "nope.yaml"],
    "limit": ["--limit", "nope=1"],
    "number": ["--jobs", "0"],
    "option": ["--nope"],
    "severity": ["--fail-on", "grave"],
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_option_is_told_in_the_files(check: Check, name: str) -> None:
    for fresh in (True, False):
        names = ("json", "jsonl", "sarif", "sarif-github", "text")
        done = check("a.md", "--format", "json", *(f"--format={one}=out.{one}" for one in names), *BAD[name])
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), fresh
        run = json.loads(Path("out.json").read_bytes())
        jsonschema.validate(run, schema("result"))
        (failure,) = run["failures"]
        assert (failure["kind"], run["reports"]) == ("configuration", [])
        assert failure["message"] in done.err
        for one in ("sarif", "sarif-github"):
            log = json.loads(Path(f"out.{one}").read_bytes())
            jsonschema.Draft7Validator(SARIF).validate(log)
            assert not log["runs"][0]["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize("named", [["empty"], ["a.md", "--decisions=empty"], ["a.md", "--decisions", "empty"]])
def test_a_bad_option_costs_no_empty_input(check: Check, named: list[str]) -> None:
    Path("empty").touch()
    done = check(*named, "--ruleset", "nosuch", "--format", "json=empty", "--format=json=other.json")
    assert (done.status, Path("empty").read_bytes()) == (2, b"")
    assert written("other.json") == []


def test_a_bad_option_costs_nobody_a_file(check: Check) -> None:
    Path("kept.json").write_text("{}")
    Path("link").symlink_to("kept.json")
    for name in ("a.md", "kept.json", "link"):
        assert check("a.md", "--nope", "--format", f"json={name}").status == 2
    assert check("a.md", "--nope", "--", "--format=json=new.json").status == 2
    assert (Path("a.md").read_bytes(), Path("kept.json").read_text()) == (A19, "{}")
    assert not Path("new.json").exists()


NINES = "9" * 5000
STRANGE = [NINES, "-" + NINES, "-1", str(2**63), str(2**64), "1e3", "٣", "nan", "inf", "", "1_0", " 1", "1.5.5"]


@pytest.mark.parametrize("text", STRANGE)
def test_numbers_out_of_their_range(text: str) -> None:
    assert NumberParam(1, MOST).of(text) is None
    assert NumberParam(0, 100, whole=False).of(text) is None


def test_the_ends_of_ranges() -> None:
    assert [NumberParam(1, MOST).of(text) for text in ("0", "1", "0002", str(MOST), str(MOST + 1), "1.0")] == [
        None,
        1,
        2,
        MOST,
        None,
        None,
    ]
    assert [NumberParam(0, 100, whole=False).of(text) for text in ("0", "99.5", "100", "100.1")] == [0, 99.5, 100, None]


@pytest.mark.parametrize(
    "option",
    ["--max-bytes", "--max-cells", "--jobs", "--min-score", "--limit=seconds", "--limit=memory"],
)
def test_a_number_out_of_its_range_is_one_line(check: Check, option: str) -> None:
    for number in (NINES, "-1"):
        done = check("a.md", f"{option}={number}")
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert len(done.err) < 500
        assert "number from " in done.err


def test_bounds_at_their_ends(check: Check) -> None:
    most = [
        "--max-bytes",
        str(MOST),
        "--limit",
        f"memory={MOST}",
        "--limit",
        f"seconds={LONGEST}",
        "--min-score",
        "99.5",
    ]
    assert check("a.md", "--quiet", *most) == Done(0, "", "")


OPTIONS = ["--format=json=README.md", "--format=json=new.md", "--ruleset=x", "-q", "--lang=zh", "-jx.md"]


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("command", ["check", "facts", "convert", "plugins"])
def test_a_name_that_is_an_option_is_refused(
    check: Check, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("README.md").write_text("kept")
    (Path(name).mkdir if name == "--ruleset=x" else Path(name).touch)()
    there = sorted(Path().iterdir())
    assert main([command, name, "a.md"]) == 2
    assert sorted(Path().iterdir()) == there
    done = capsys.readouterr()
    assert (done.out, done.err.count("\n")) == ("", 1)
    assert "is an option and the name of a file" in done.err or "既是选项又是文件名" in done.err
    assert Path("README.md").read_text() == "kept"


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("before", [["--"], ["--quiet", "--"]])
def test_behind_two_dashes_all_are_files(check: Check, name: str, before: list[str]) -> None:
    Path("README.md").write_text("kept")
    Path(name).write_bytes(A19)
    assert check(*before, name) == check(*before, "a.md")._replace(out=check(*before, name).out)
    assert Path("README.md").read_text() == "kept"


NAMES = [
    "::stop-commands::x.md",
    " ::error::x.md",
    "a\x1b[2J\x9b\x07.md",
    "b\u202e\u2066dm.md",
    "c\u2028d\n::error::.md",
    "##[add-mask]x.md",
]


STRANGERS = [A19, b"Nothing.\n", b"Rar!\x1a\x07\0", zipped({"\x1b\u202e\n::error::x.md": A19, "::y.json": b"{"})]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("content", STRANGERS, ids=["report", "other", "rar", "zip"])
def test_names_act_nowhere(check: Check, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path("r").mkdir()
    for name in NAMES:
        Path("r", name).write_bytes(content)
        Path(name).write_bytes(content)
    runs = [check(*NAMES, "r"), check("r", "a.md", "--quiet")]
    runs += [check(*NAMES, "r", "--format", name) for name in ("json", "sarif")]
    for name in NAMES:
        for command in (["facts"], ["plugins"], ["convert"]):
            main([*command, name])
            runs.append(Done(2, *capsys.readouterr()))
    for said in [*(done.out for done in runs), *(done.err for done in runs)]:
        assert not [char for char in said if not char.isprintable() and char != "\n"]
        assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in said or said.startswith("{")


def test_figures_of_a_report_act_nowhere(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.md").write_bytes(
        A19.replace("青岚县人民政府".encode(), "::error::青\x1b[2J岚\u202e县\x9b人民政府".encode()).replace(
            b"5031", b"50\x1b31"
        )
    )
    for command in (["facts"], ["convert"], ["facts", "--format", "json"], ["check"]):
        main([*command, "b.md"])
        said = capsys.readouterr()
        assert not [char for char in said.out + said.err if not char.isprintable() and char != "\n"]
        assert not [line for line in said.out.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("own", [None, ["--quiet", "--"], ["--quiet"]], ids=str)
def test_a_hook_takes_no_name_for_an_option(
    check: Check, own: list[str] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """pre-commit writes entry, args and file names behind one another; a person's args stand for the hook's own."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    assert hook["args"] == ["--"]
    Path("README.md").write_text("kept")
    name = "--format=json=README.md"
    Path(name).write_bytes(A19)
    command = [*shlex.split(hook["entry"]), *(hook["args"] if own is None else own), name, "a.md"]
    status = main(command[1:])
    said = capsys.readouterr()
    assert Path("README.md").read_text() == "kept"
    assert status == (2 if own == ["--quiet"] else 0), said.err


def test_configuration_is_a_file(check: Check) -> None:
    os.mkfifo("pipe.yaml")
    os.mkfifo("pipe.csv")
    Path("link.yaml").symlink_to("pipe.yaml")
    Path("large.yaml").write_bytes(b"#" * 5_000_000)
    Path("extends.yaml").write_text("ruleset: x\nextends: ./link.yaml\n")
    Path("form.yaml").write_text("ruleset: x\nextends: ogi\nforms: [pipe.yaml]\n")
    Path("register.yaml").write_text("ruleset: x\nextends: ogi\norgans: {register: pipe.csv}\n")
    for option, name in [
        ("--ruleset", "pipe.yaml"),
        ("--ruleset", "./link.yaml"),
        ("--ruleset", "extends.yaml"),
        ("--ruleset", "form.yaml"),
        ("--ruleset", "register.yaml"),
        ("--decisions", "pipe.yaml"),
        ("--decisions", "link.yaml"),
    ]:
        done = check("a.md", option, name)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), name
        assert "a FIFO; expected a file" in done.err
    for option in ("--ruleset", "--decisions"):
        assert "expected at most 4,194,304 bytes" in check("a.md", option, "large.yaml").err


def theirs(file: str) -> outputs.Target:
    """Return where the format of a plugin goes."""
    words = Words("每份报告一行", "one line for each report")
    return outputs.Target(Reporter("lines", lambda *_: None, words, origin="audit-lines 1.0"), file)


AMONG = {
    "beside the reports": ("a.txt", b"# Report\n", True),
    "through a link to the directory": ("linked/a.txt", b"# Report\n", True),
    "below them": ("reports/deep/a.txt", b"\n", True),
    "elsewhere": ("../a.txt", b"# Report\n", False),
    "on standard output": ("-", b"# Report\n", False),
    "nothing": ("a.txt", b"", False),
    "known as an output": ("a.txt", f"{outputs.first_line()}\n# Report\n".encode(), False),
}


@pytest.mark.parametrize(("file", "content", "told"), AMONG.values(), ids=AMONG)
def test_an_output_of_a_plugin_among_the_reports_is_told_of(
    check: Check, file: str, content: bytes, told: bool
) -> None:
    Path("reports").mkdir()
    Path("linked").symlink_to("reports")
    stream = BytesIO(content)
    named = ["reports"] if "/" in file and file[0] != "." else ["a.md", "."]
    said = outputs.said_of_place(theirs(file), stream, named)
    assert bool(said.en) is bool(said.zh) is told
    assert not told or f"{file}: lies in what is audited" in said.en
    assert stream.read() == content


def test_what_a_plugin_wrote_before_is_written_again_where_it_says_so(check: Check) -> None:
    Path("out.md").write_bytes(A19)
    found = [Input(Path("out.md"), "out.md", found=True)]
    with pytest.raises(ConfigurationError, match=r"the plugin's format lines wrote before is known .* “# audit-core "):
        outputs.refuse_inputs([theirs("out.md")], ["."], found)
    Path("out.md").write_bytes(f"{outputs.first_line()}\n".encode() + A19)
    outputs.refuse_inputs([theirs("out.md")], ["."], found)
    assert check(".", "--format", "jsonl").err == ""
    Path("out.md").write_bytes(A19)
    ours = outputs.Target(next(one for one in BUILTIN if one.name == "text"), "out.md")
    with pytest.raises(ConfigurationError, match=r"another name$"):
        outputs.refuse_inputs([ours], ["."], found)
