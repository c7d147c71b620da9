"""What becomes of every path and every file below one: audited, failed, or passed over with a line; nothing waits."""

import io
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from audit_core.cli import main
from audit_core.loaders import BUILTIN, read
from audit_core.loaders.sniffing import is_own
from audit_core.runs import files
from audit_rulesets.samples.render import JSON, PIPES
from tests.reports.bases import a19, b22
from tests.scenarios.test_archives import zipped

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")

A19, B22 = PIPES.print(a19()), PIPES.print(b22())


class Done(NamedTuple):
    """What a run came to: its status, the uris of each list, and standard error."""

    status: int
    audited: list[str]
    failed: dict[str, str]
    skipped: dict[str, str]
    err: str


Check = Callable[..., Done]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that audits paths in a fresh directory, given the language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CORE_LANG", "en")

    def call(*arguments: str) -> Done:
        status = main(["check", *arguments, "--format", "json"])
        done = capsys.readouterr()
        assert "mistake in audit-core" not in done.out + done.err
        run = json.loads(done.out)
        return Done(
            status,
            [report["source"]["uri"] for report in run["reports"]],
            {failure["subject"]: failure["message"] for failure in run["failures"]},
            {one["uri"]: one["reason"] for one in run["skipped"]},
            done.err,
        )

    return call


def put(name: str, content: bytes = A19) -> Path:
    """Write a file, and the folders above it."""
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def bind(name: str) -> None:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(name)


def test_walking_opens_regular_files_alone(check: Check) -> None:
    put("r/a.md")
    os.mkfifo("r/pipe.md")
    os.mkfifo("pipe")
    Path("r/to-pipe.md").symlink_to("pipe.md")
    bind("r/socket")
    done = check("r")
    assert (done.status, done.audited) == (0, ["r/a.md"])
    assert done.skipped == {
        "r/pipe.md": "a FIFO, which is read only where it is named",
        "r/socket": "a socket, which is read only where it is named",
        "r/to-pipe.md": "a FIFO, which is read only where it is named",
    }


def test_links(check: Check) -> None:
    put("r/a.md")
    put("r/sub/b.md", B22)
    put("out/c.md")
    for name, target in {
        "in.md": "a.md",
        "out.md": "../out/c.md",
        "outs": "../out",
        "subs": "sub",
        "up": "..",
        "ring.md": "ring.md",
        "nowhere.md": "none.md",
    }.items():
        Path("r", name).symlink_to(target)
    done = check("r")
    assert done.status == 2
    assert done.audited == ["r/a.md", "r/in.md", "r/sub/b.md"]
    assert done.failed == {"r/nowhere.md": "no such file", "r/ring.md": "cannot be read: a loop of links"}
    assert done.skipped == {
        "r/out.md": "a link that leads out of the directory",
        "r/outs": "a link that leads out of the directory",
        "r/subs": "a link to a directory, which is not followed",
        "r/up": "a link that leads out of the directory",
    }


LONG = "长" * 200 + ".md"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (LONG, "the name is too long"),
        ("ring.md", "a loop of links"),
        ("a.md/b.md", "a part of the path is no directory"),
        ("a\0b.md", "cannot be read"),
        ("none.md", "no such file"),
        ("none.zip!/b.md", "no such file"),
        ("all.zip!/b.md", "the archive holds no such file"),
        ("cut.zip!/b.md", "damaged or cut-off"),
        (f"all.zip!/{LONG}", "the archive holds no such file"),
        ("", "no such file"),
    ],
)
def test_a_path_that_cannot_be_read_is_one_failure(check: Check, name: str, said: str) -> None:
    put("a.md")
    put("all.zip", zipped({"a.md": A19}))
    put("cut.zip", zipped({"a.md": A19})[:100])
    Path("ring.md").symlink_to("ring.md")
    done = check(name, "a.md")
    assert (done.status, done.audited) == (2, ["a.md"])
    (failure,) = done.failed.values()
    assert said in failure
    assert done.err.count("\n") == 1


def refusing(broken: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the listing or the status of one place fail, as on a disk that is dying, root or not."""
    scandir, stat = os.scandir, Path.stat

    def listed(path: str) -> Any:
        if what == "listing" and Path(path).name == broken:
            raise OSError(5, "Input/output error", path)
        return scandir(path)

    def asked(self: Path, **options: Any) -> Any:
        if what == "status" and self.name == broken:
            raise PermissionError(13, "Permission denied", str(self))
        return stat(self, **options)

    monkeypatch.setattr(os, "scandir", listed)
    monkeypatch.setattr(Path, "stat", asked)


def test_a_directory_that_cannot_be_listed_is_one_failure(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("r/a.md", "r/bad/b.md", "r/good/c.md"):
        put(name)
    refusing("bad", "listing", monkeypatch)
    done = check("r")
    assert (done.status, done.audited) == (2, ["r/a.md", "r/good/c.md"])
    assert done.failed == {"r/bad": "cannot be read: input/output error"}
    assert check("r/bad", "r/a.md").failed == {"r/bad": "cannot be read: input/output error"}


def test_a_status_that_cannot_be_asked_is_one_failure(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    put("r/a.md")
    put("r/b.md")
    refusing("b.md", "status", monkeypatch)
    done = check("r/a.md", "r/b.md")
    assert (done.status, done.audited) == (2, ["r/a.md"])
    assert done.failed == {"r/b.md": "cannot be read: permission denied"}


def test_an_entry_whose_status_fails_is_one_failure(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    put("r/a.md")
    put("r/b.md")

    class Entry:
        def __init__(self, entry: "os.DirEntry[str]") -> None:
            self.name, self.path, self._entry = entry.name, entry.path, entry

        def is_dir(self, **_: Any) -> bool:
            raise OSError(5, "Input/output error")

        def is_symlink(self) -> bool:
            return False

        def stat(self) -> Any:
            if self.name == "b.md":
                raise OSError(5, "Input/output error")
            return self._entry.stat()

    class Listed(list[Any]):
        def __enter__(self) -> Iterator[Any]:
            return iter(self)

        def __exit__(self, *_: object) -> None:
            pass

    scandir = os.scandir
    monkeypatch.setattr(
        os, "scandir", lambda place: Listed(map(Entry, scandir(place))) if place == "r" else scandir(place)
    )
    done = check("r")
    assert (done.audited, done.failed) == (["r/a.md"], {"r/b.md": "cannot be read: input/output error"})


def test_every_input_is_in_exactly_one_list(check: Check) -> None:
    names = {
        "r/a.md": A19,
        "r/deep/er/b.md": B22,
        "r/empty.md": b"",
        "r/notes.txt": b"Nothing of the kind.\n",
        "r/cut.json": JSON.print(a19())[:2000],
        "r/other.json": b'{"name": "x"}',
        "r/scan.png": b"\x89PNG\r\n\x1a\n\0\0",
        "r/archive.rar": b"Rar!\x1a\x07\0",
    }
    for name, content in names.items():
        put(name, content)
    put("r/all.zip", zipped({"x.md": A19, "y.txt": b"y", "in.zip": zipped({"z.md": B22})}))
    put("r/none.zip", zipped({}))
    put("r/folders.zip", zipped({"a/": b"", "b/": b""}))
    os.mkfifo("r/pipe")
    Path("r/ring").symlink_to("ring")
    Path("nothing").mkdir()
    done = check("r", "nothing", "missing.md", "r/none.zip!/x.md")
    listed = [*done.audited, *done.failed, *done.skipped]
    members = ["r/all.zip!/x.md", "r/all.zip!/y.txt", "r/all.zip!/in.zip!/z.md"]
    others = ["r/none.zip", "r/folders.zip", "r/pipe", "r/ring", "missing.md", "r/none.zip!/x.md"]
    assert sorted(listed) == sorted([*names, *members, *others, "nothing", "nothing"])
    assert set(done.failed) == {"r/cut.json", "r/archive.rar", "r/ring", "nothing", "missing.md", "r/none.zip!/x.md"}
    assert done.audited == ["r/a.md", "r/all.zip!/in.zip!/z.md", "r/all.zip!/x.md", "r/deep/er/b.md"]


def test_the_same_with_several_processes(check: Check) -> None:
    put("r/a.md")
    put("r/b.md", B22)
    put("r/none.txt", b"none")
    os.mkfifo("r/pipe")
    Path("r/ring").symlink_to("ring")
    assert check("r", "missing.md", "--jobs", "2") == check("r", "missing.md")


FOREIGN = [
    b"",
    b" \n\n",
    b"Nothing.\n",
    b'{"a": 1}',
    b"[1]",
    b"\x89PNG\r\n\x1a\n\0\0",
    b"<?xml version='1.0'?><urlset/>",
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("content", FOREIGN)
def test_a_foreign_file_is_no_failure_in_a_directory_and_one_by_name(check: Check, content: bytes) -> None:
    put("r/a.md")
    put("r/it", content)
    done = check("r")
    assert (done.status, done.audited, list(done.skipped)) == (0, ["r/a.md"], ["r/it"])
    named = check("r/it", "r/a.md")
    assert (named.status, named.audited, list(named.failed)) == (2, ["r/a.md"], ["r/it"])


def test_each_path_has_to_hold_a_report(check: Check) -> None:
    put("r/a.md")
    put("s/notes.txt", b"Nothing.\n")
    put("s.zip", zipped({"notes.txt": b"Nothing.\n"}))
    done = check("r", "s", "s.zip")
    assert (done.status, done.audited) == (2, ["r/a.md"])
    assert done.failed == dict.fromkeys(("s", "s.zip"), "no report was found (1 passed over)")


def test_a_stream_is_read_once_and_whole(check: Check) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_bytes, args=(A19,))
    writer.start()
    done = check("pipe")
    writer.join(10)
    assert (done.status, done.audited) == (0, ["pipe"])


@pytest.mark.parametrize("content", [A19, zipped({"a.md": A19}), JSON.print(a19())], ids=["text", "zip", "json"])
def test_process_substitution(check: Check, content: bytes) -> None:
    back, front = os.pipe()
    writer = threading.Thread(target=lambda: (os.write(front, content), os.close(front)))
    writer.start()
    done = check(f"/dev/fd/{back}")
    writer.join(10)
    os.close(back)
    assert (done.status, len(done.audited)) == (0, 1)


def test_a_stream_is_bounded(check: Check) -> None:
    os.mkfifo("pipe")

    def write() -> None:
        with pytest.raises(BrokenPipeError):
            Path("pipe").write_bytes(bytes(3_000_000))

    writer = threading.Thread(target=write)
    writer.start()
    done = check("pipe", "--max-bytes", "1000")
    writer.join(10)
    assert done.failed == {"pipe": "the file is too large; expected at most 1,000 bytes"}


def test_standard_input_closed_or_broken(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.md")
    monkeypatch.setattr(sys, "stdin", None)
    assert check("-", "a.md").failed == {"stdin": "standard input is closed"}

    class Broken(io.BytesIO):
        def read(self, _: int | None = None) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
    done = check("-", "a.md")
    assert (done.status, done.audited) == (2, ["a.md"])
    assert done.failed == {"stdin": "cannot be read: input/output error"}


def test_a_working_directory_that_vanished(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.md")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    done = check(str(tmp_path / "a.md"), "b.md")
    assert (done.audited, done.failed) == ([(tmp_path / "a.md").as_posix()], {"b.md": "no such file"})


@pytest.mark.sampled(4)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "options",
    [["text"], ["text", "--quiet"], ["json"], ["jsonl"], ["sarif"], ["sarif-github"]],
    ids="".join,
)
def test_our_own_output_is_no_report(check: Check, lang: str, options: list[str]) -> None:
    draft = a19()
    draft.put("applications", "granted", "natural", "45")
    put("r/a.md", PIPES.print(draft))
    name, *more = options
    assert main(["check", "r", *more, "--format", f"{name}=r/out", "--lang", lang]) == 1
    assert is_own(Path("r/out").read_bytes()[:4096])
    for renamed in ("r/2019.txt", "r/report.md", "r/report.html"):
        Path("r/out").rename(renamed)
        done = check("r", "--lang", "en")
        assert (done.status, done.audited) == (1, ["r/a.md"])
        assert done.skipped == {renamed: "what audit-core itself wrote"}
        assert check(renamed, "--lang", "en").failed == {renamed: "what audit-core itself wrote"}
        Path(renamed).rename("r/out")
    Path("r/out").write_bytes(Path("r/out").read_text(encoding="utf-8").encode("utf-16"))
    assert list(check("r", "--lang", "en").skipped) == ["r/out"]


@pytest.mark.parametrize("made", [A19, B22, JSON.print(a19())], ids=["a19", "b22", "json"])
def test_no_report_is_taken_for_our_output(made: bytes) -> None:
    assert not is_own(made[:4096])
    assert read(made, "a", BUILTIN).sections


def test_a_forged_mark_is_listed_and_can_be_overruled(check: Check) -> None:
    put("r/a.md")
    put("r/forged.md", b"audit-core 1.0  2020-01-01\n\n" + A19)
    done = check("r")
    assert (done.audited, done.skipped) == (["r/a.md"], {"r/forged.md": "what audit-core itself wrote"})
    assert check("r", "--loader", "text").audited == ["r/a.md", "r/forged.md"]


def test_what_walking_says_is_said_in_chinese(check: Check) -> None:
    put("r/a.md")
    os.mkfifo("r/pipe")
    Path("r/ring").symlink_to("ring")
    done = check("r", "--lang", "zh")
    assert done.skipped == {"r/pipe": "这是命名管道（FIFO），只有直接指定时才读取"}
    assert done.failed == {"r/ring": "无法读取：链接成环"}


def test_paths_and_what_lies_in_them() -> None:
    assert files.lies_in("r/a.md", "r/", "stdin")
    assert files.lies_in("a.zip!/b.md", "a.zip", "stdin")
    assert files.lies_in("x/y", ".", "stdin")
    assert files.lies_in("sent.md", "-", "sent.md")
    assert not files.lies_in("rest/a.md", "r", "stdin")
    assert not files.lies_in("/x/a.md", ".", "stdin")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process has taken")
def test_a_report_that_takes_too_much_memory_costs_itself_alone(tmp_path: Path) -> None:
    rows = [["1"] * 1_000] * 190
    bulky = {
        "document": "1",
        "title": "青岚县政府信息公开工作年度报告",
        "sections": [{"blocks": [{"type": "table", "rows": rows}]}],
    }
    (tmp_path / "a.json").write_text(json.dumps(bulky), encoding="utf-8")
    (tmp_path / "b.md").write_bytes(B22)
    command = [sys.executable, "-m", "audit_core", "check", "a.json", "b.md", "--limit", "memory=8000000"]
    # In a process of its own: one that has run other tests may hold memory enough for the table already.
    done = subprocess.run(
        [*command, "--format", "json", "--lang", "en"], cwd=tmp_path, capture_output=True, check=False
    )
    run = json.loads(done.stdout)
    assert (done.returncode, [report["source"]["uri"] for report in run["reports"]]) == (2, ["b.md"])
    failed = {failure["subject"]: failure["message"] for failure in run["failures"]}
    assert failed == {"a.json": "takes too much memory (--limit memory)"}
