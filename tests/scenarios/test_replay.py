"""A run that is written again from what was kept: the same bytes as without, whatever has changed in between."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_core import cache
from audit_core.cli import replay
from audit_rulesets.samples.render import JSON, PIPES
from tests.reports.bases import a19

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "examples" / "qinglan-2019.md").read_bytes()

RULESET = """
ruleset: mine
extends: ./base.yaml
rules: {TXT-06: off}
"""
BASE = "ruleset: base\nextends: ogi\nrules: {TAB-04: {severity: error}}\n"


class Done(NamedTuple):
    """What a run came to."""

    status: int
    out: bytes
    err: bytes


class Bench:
    """A folder with reports, and a copy of the code, which may be changed."""

    def __init__(self, place: Path) -> None:
        self.code = place / "code"
        ignored = shutil.ignore_patterns("__pycache__")
        for folder in ("audit_core", "plugins", "rulesets"):
            shutil.copytree(ROOT / folder, self.code / folder, ignore=ignored)
        info = self.code / "audit_core-0.1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: audit-core\nVersion: 0.1.0\n\n")
        (info / "entry_points.txt").write_text(_entry_points())
        self.place = place / "reports"
        self.place.mkdir()
        self.write("many/faulty.md", EXAMPLE)
        self.write("many/clean.json", JSON.print(a19()))
        self.write("many/none.txt", b"Nothing of the kind.\n")
        self.write("mine.yaml", RULESET.encode())
        self.write("base.yaml", BASE.encode())
        self.write("beside/a.md", PIPES.print(a19()))
        (self.place / "elsewhere").mkdir()
        path = os.pathsep.join(str(self.code / folder) for folder in (".", "plugins", "rulesets"))
        self.environment = {
            name: text for name, text in os.environ.items() if not name.startswith(("AUDIT", "COV_", "PYTHON"))
        }
        self.environment |= {"PYTHONPATH": path, "AUDIT_CORE_LANG": "en"}
        self.environment |= {"AUDIT_CORE_CACHE_DIR": str(place / "cache"), "PYTHONPYCACHEPREFIX": str(place / "bytes")}
        self.cache = place / "cache"
        self.settle()

    def write(self, name: str, content: bytes) -> Path:
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def settle(self) -> None:
        """Have runs begin as if nothing had been changed for long: times that the system sets cannot be set back."""
        recording = self.code / "audit_core" / "cli" / "recording.py"
        text = recording.read_text(encoding="utf-8")
        recording.write_text(text.replace("_RECENT: Final = 2.0", "_RECENT: Final = -1e9"), encoding="utf-8")

    def run(self, *arguments: str, at: str = ".", **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from audit_core.cli import run; run()", *arguments],
            cwd=self.place / at,
            env=self.environment | environment,
            capture_output=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def driven(self, before: str, *arguments: str, files: Mapping[str, bytes] | None = None) -> Done:
        """Run with something done to the program before."""
        for name, content in (files or {}).items():
            self.write(name, content)
        script = f"{before}\nfrom audit_core.cli import run\nrun()"
        done = subprocess.run(
            [sys.executable, "-P", "-c", script, *arguments],
            cwd=self.place,
            env=self.environment,
            capture_output=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def kept(self) -> dict[Path, int]:
        """Return the entries of runs, with when each was written."""
        return {file: file.stat().st_mtime_ns for file in self.cache.glob("environment-*/run-*")}


def _entry_points() -> str:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (f"{name} = {value}" for name, value in project["entry-points"]["audit_core"].items())
    return "[audit_core]\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


USUAL = ("check", "many", "--ruleset", "mine.yaml")


def held(bench: Bench, *arguments: str, **more: Any) -> Done:
    """Run twice, the second time from what was kept, and without any cache; return what all of them came to."""
    first = bench.run(*arguments, **more)
    kept = bench.kept()
    again = bench.run(*arguments, **more)
    without = bench.run(*arguments, **{**more, "AUDIT_CORE_NO_CACHE": "1"})
    assert first == again == without
    assert bench.kept() == kept
    return first


def changed(name: str, old: bytes, new: bytes) -> Callable[[Bench], object]:
    def change(bench: Bench) -> None:
        file = bench.place / name
        content = file.read_bytes()
        assert old in content
        times = file.stat()
        file.write_bytes(content.replace(old, new, 1))
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    return change


def code(name: str, old: str, new: str) -> Callable[[Bench], object]:
    return changed(f"../code/{name}", old.encode(), new.encode())


def _entry_point(bench: Bench) -> None:
    file = bench.code / "audit_core-0.1.0.dist-info" / "entry_points.txt"
    file.write_text(file.read_text().replace("rollup = ", "# rollup = "))


INGREDIENTS: dict[str, Callable[[Bench], object]] = {
    "a report": changed("many/faulty.md", b"78", b"79"),
    "a report that is new": lambda bench: bench.write("many/new.json", JSON.print(a19())),
    "a report that is gone": lambda bench: (bench.place / "many/clean.json").unlink(),
    "a file that was no report": lambda bench: bench.write("many/none.txt", EXAMPLE),
    "a ruleset": changed("mine.yaml", b"TXT-06: off", b"TXT-07: off"),
    "a ruleset that it extends": changed("base.yaml", b"severity: error", b"severity: warning"),
    "a rule of a pack": code("plugins/audit_pack_text/__init__.py", '"""', '"""Some. '),
    "a file of rules": code("plugins/audit_pack_text/rules.yaml", "severity: error", "severity: warning"),
    "the core": code("audit_core/reporters/text.py", '"""', '"""Some. '),
    "the version": code("audit_core/__init__.py", '__version__ = "0.1.0"', '__version__ = "0.1.1"'),
    "an entry point": _entry_point,
    "an installation anew": lambda bench: (bench.code / "audit_core-0.1.0.dist-info" / "RECORD").write_text("again"),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("change", INGREDIENTS.values(), ids=INGREDIENTS)
def test_what_has_changed_is_audited_anew(bench: Bench, change: Callable[[Bench], object]) -> None:
    bench.run(*USUAL)
    before = bench.kept()
    change(bench)
    held(bench, *USUAL)
    assert bench.kept() != before


ASKED: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "as usual": (USUAL, {}),
    "another option": ((*USUAL, "--quiet"), {}),
    "another threshold": ((*USUAL, "--fail-on", "blocker"), {}),
    "another format": ((*USUAL, "--format", "json"), {}),
    "several processes": ((*USUAL, "--jobs", "2"), {}),
    "reports beside": ((*USUAL, "--with", "beside"), {}),
    "another language": (USUAL, {"AUDIT_CORE_LANG": "zh"}),
    "another language by option": ((*USUAL, "--lang", "zh"), {}),
    "another directory": (("check", "../many", "--ruleset", "../mine.yaml"), {"at": "elsewhere"}),
    "another address of the documentation": (USUAL, {"AUDIT_CORE_DOCS_URL": "https://example.org/"}),
    "a pack less": (USUAL, {"AUDIT_CORE_NO_PLUGINS": "rollup"}),
    "without buffers": (USUAL, {"PYTHONUNBUFFERED": "1"}),
    "as a hook": (("check", "--pass-over", "--", "many/faulty.md", "many/none.txt"), {}),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("arguments", "more"), ASKED.values(), ids=ASKED)
def test_each_way_of_asking_has_an_entry_of_its_own(
    bench: Bench, arguments: tuple[str, ...], more: dict[str, str]
) -> None:
    bench.run(*USUAL)
    before = bench.kept()
    held(bench, *arguments, **more)
    added = set(bench.kept()) - set(before)
    assert len(added) == (arguments != USUAL or bool(more))


UNKEPT: dict[str, tuple[str, ...]] = {
    "without a cache": (*USUAL, "--no-cache"),
    "to a file": (*USUAL, "--format", "json=out.json"),
    "with a failure": ("check", "many", "missing.md"),
    "refused": ("check", "many", "--ruleset", "missing.yaml"),
    "from standard input": ("check", "-"),
    "another command": ("forms",),
    "help": ("check", "--help"),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("arguments", UNKEPT.values(), ids=UNKEPT)
def test_what_is_not_kept(bench: Bench, arguments: tuple[str, ...]) -> None:
    before = bench.kept()
    assert bench.run(*arguments) == bench.run(*arguments)
    assert bench.kept() == before


def test_links_are_not_kept(bench: Bench) -> None:
    (bench.place / "linked").mkdir()
    (bench.place / "linked" / "a.md").symlink_to("../many/faulty.md")
    before = bench.kept()
    bench.run("check", "linked")
    assert bench.kept() == before


def test_what_was_changed_a_moment_ago_is_not_kept(bench: Bench) -> None:
    recording = bench.code / "audit_core" / "cli" / "recording.py"
    text = recording.read_text(encoding="utf-8")
    try:
        recording.write_text(text.replace("_RECENT: Final = -1e9", "_RECENT: Final = 1e9"), encoding="utf-8")
        before = bench.kept()
        bench.run(*USUAL, "--select", "TAB")
        assert bench.kept() == before
    finally:
        recording.write_text(text, encoding="utf-8")


def test_output_that_is_added_to_an_input_is_refused_again(bench: Bench) -> None:
    held(bench, "check", "many/faulty.md")
    with (bench.place / "many/faulty.md").open("ab") as out:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from audit_core.cli import run; run()", "check", "many/faulty.md"],
            cwd=bench.place,
            env=bench.environment,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"is an input of this run" in done.stderr


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from audit_core.cli import run
run()
"""


def limited(bench: Bench, most: int, stream: str, file: Path, *arguments: str, **environment: str) -> Done:
    """Run with a standard stream that is a file, and files that take no more than so many bytes."""
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with file.open("ab") as given:
        done = subprocess.run(
            [sys.executable, "-P", "-c", LIMITED, str(most), *arguments],
            cwd=bench.place,
            env=bench.environment | environment,
            check=False,
            **(piped | {stream: given}),
        )
    return Done(done.returncode, done.stdout or file.read_bytes(), done.stderr or b"")


REFUSED: dict[str, tuple[str, int, int, tuple[str, ...]]] = {
    "standard output at once": ("stdout", 0, 2, USUAL),
    "standard output later": ("stdout", 300, 2, (*USUAL, "--lang", "zh")),
    "standard error at once": ("stderr", 0, 1, USUAL),
    "standard error later": ("stderr", 10, 1, (*USUAL, "--format", "json")),
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize(("stream", "most", "status", "arguments"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_told_as_ever(
    bench: Bench, tmp_path: Path, stream: str, most: int, status: int, arguments: tuple[str, ...]
) -> None:
    first = held(bench, *arguments)
    said = [
        limited(bench, most, stream, tmp_path / name, *arguments, **environment)
        for name, environment in (("kept", {}), ("anew", {"AUDIT_CORE_NO_CACHE": "1"}))
    ]
    assert said[0] == said[1]
    assert said[0].status == status
    assert (tmp_path / "kept").read_bytes() == (tmp_path / "anew").read_bytes()
    if stream == "stderr":
        assert said[0].out == first.out
    else:
        assert said[0].out == first.out[:most]
        assert said[0].err.count(b"\n") == first.err.count(b"\n") + 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_pipe_that_nobody_reads_is_told_as_ever(bench: Bench, stream: str) -> None:
    first = held(bench, *USUAL)
    said = []
    for environment in ({}, {"AUDIT_CORE_NO_CACHE": "1"}):
        ours, theirs = os.pipe()
        os.close(ours)
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from audit_core.cli import run; run()", *USUAL],
            cwd=bench.place,
            env=bench.environment | environment,
            check=False,
            **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: theirs}),
        )
        os.close(theirs)
        said.append((done.returncode, done.stdout, done.stderr))
    assert said[0] == said[1]
    assert said[0] == ((1, first.out, None) if stream == "stderr" else (2, None, said[1][2]))


def test_what_was_said_to_nobody_is_not_kept(bench: Bench, tmp_path: Path) -> None:
    asked, off = (*USUAL, "--select", "TXT"), {"AUDIT_CORE_NO_PLUGINS": "rollup"}
    before = bench.kept()
    limited(bench, 0, "stderr", tmp_path / "lost", *asked, **off)
    assert b"switched off" in held(bench, *asked, **off).err
    assert set(bench.kept()) != set(before)


def test_folders_may_be_as_deep_as_the_system_has_them(bench: Bench) -> None:
    deep = bench.place / "deep"
    deep.mkdir()
    here = os.open(deep, os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    bench.write("deep/a.json", JSON.print(a19()))
    try:
        assert held(bench, "check", "deep").status in {0, 1}
        assert [*replay._listed(os.fsencode(deep))][-1][0].count(b"/") == 1_099
    finally:
        (deep / "a.json").unlink()
        folders = [deep]
        while (folders[-1] / "d").exists():
            folders.append(folders[-1] / "d")
        for folder in reversed(folders):  # what removes whole trees goes no deeper than calls do
            folder.rmdir()


def test_a_report_that_comes_while_folders_are_walked_is_audited_next(bench: Bench) -> None:
    before = bench.kept()
    first = bench.driven(
        """
from audit_core.runs import files
walk = files.inputs
def slow(paths, *rest):
    paths = list(paths)
    yield from walk(paths, *rest)
    if paths:
        __import__('pathlib').Path('walked/b.json').write_bytes(__import__('pathlib').Path('walked/a.json').read_bytes())
files.inputs = slow
""",
        "check",
        "walked",
        files={"walked/a.json": JSON.print(a19())},
    )
    assert (first.status, bench.kept()) == (bench.run("check", "walked", "--no-cache").status, before)
    assert held(bench, "check", "walked").out != first.out


def test_a_ruleset_that_another_is_put_for_is_not_taken_for_what_was_read(bench: Bench) -> None:
    bench.write("v1/r.yaml", b"ruleset: r\nextends: ogi\n")
    bench.write("v2/r.yaml", b"ruleset: r\nextends: ogi\nrules: {TAB-04: off, TXT-06: off}\n")
    (bench.place / "cur").symlink_to("v1")
    asked = ("check", "many", "--ruleset", "cur/r.yaml", "--format", "json")
    before = bench.kept()
    first = bench.driven(
        """
import os
from audit_core.rulesets import loading
build = loading.build
def switched(data):
    os.unlink('cur')
    os.symlink('v2', 'cur')
    loading.build = build
    return build(data)
loading.build = switched
""",
        *asked,
    )
    assert bench.kept() == before
    second = held(bench, *asked)
    assert b"TXT-06" in first.out
    assert second.out != first.out


STAGES = {
    "its key": ("replay", "key_of"),
    "its entry": ("replay", "replayed"),
    "a recording": ("recording", "Recording"),
}


@pytest.mark.parametrize(("module", "name"), STAGES.values(), ids=STAGES)
def test_an_interrupt_before_a_run_is_told(bench: Bench, module: str, name: str) -> None:
    script = f"""
from audit_core.cli import {module}
def interrupted(*_):
    raise KeyboardInterrupt
{module}.{name} = interrupted
"""
    done = bench.driven(script, *USUAL, "--select", "XYR")
    assert done == Done(2, b"", b"audit-core: interrupted\n")


def test_an_interrupt_while_a_run_is_kept_costs_nothing(bench: Bench) -> None:
    script = """
import os
replace = os.replace
def interrupted(part, place):
    if "/run-" in str(place):
        raise KeyboardInterrupt
    replace(part, place)
os.replace = interrupted
"""
    asked, before = (*USUAL, "--ignore", "XYR"), bench.kept()
    done = bench.driven(script, *asked)
    assert done == bench.run(*asked, "--no-cache")
    assert bench.kept() == before
    assert not [*bench.cache.glob("environment-*/*.part")]


def test_a_link_to_nowhere_among_the_code_costs_nothing(bench: Bench) -> None:
    first = held(bench, *USUAL)
    link = bench.code / "audit_core" / ".#replay.py"
    link.symlink_to("somebody@somewhere.1")
    try:
        assert held(bench, *USUAL) == first
        assert bench.run(*USUAL, "--no-cache") == first
    finally:
        link.unlink()


FORGED: dict[str, bytes] = {
    "nothing": b"",
    "no number": b"x" * 40,
    "a number with a sign": b"-000000001" + b"1" * 40,
    "a number too large": b"0000000999" + b"1",
    "a status of none": b"0000000003999",
    "no status": b"0000000001x",
    "a file in part": b"00000000091\0content",
    "another stream": b"0000000001170000000001x",
    "a stream cut short": b"0000000001110000000005x",
    "a path that is none": b"00000000111\0content\0\0",
}


@pytest.mark.parametrize("entry", FORGED.values(), ids=FORGED)
def test_an_entry_that_is_whole_and_nonsense_is_as_none(entry: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(cache, "read", lambda *_: entry)
    monkeypatch.setattr(os, "write", lambda _, data: written.append(bytes(data)) or len(data))
    assert replay.replayed("key") is None
    assert written == []


def test_a_name_that_is_an_option_is_refused_again(bench: Bench) -> None:
    held(bench, *USUAL, "-q")
    file = bench.write("-q", b"")
    try:
        assert bench.run(*USUAL, "-q").status == 2
    finally:
        file.unlink()


def test_an_entry_that_was_harmed_is_not_believed(bench: Bench) -> None:
    first = held(bench, *USUAL)
    for file in bench.kept():
        content = file.read_bytes()
        file.write_bytes(content.replace(b"qinglan", b"hongshan").replace(b"Score", b"Scare"))
    assert bench.run(*USUAL) == first


def test_a_replay_loads_hardly_a_module(bench: Bench) -> None:
    held(bench, *USUAL)
    script = """
import os, sys
from audit_core.cli import run
os._exit = lambda status: sys.stderr.write(' '.join(sys.modules))
run()
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *USUAL],
        cwd=bench.place,
        env=bench.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = set(done.stderr.split())
    assert {"click", "msgspec", "re", "typing", "pathlib", "json", "hashlib"} & loaded == set()
    assert len([name for name in loaded if name.startswith("audit_core")]) <= 5


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["a.md", "b/c.md", "b/d", "e"]), st.binary(max_size=4)), max_size=6))
def test_a_listing_tells_names_and_contents_tell_bytes(files: list[tuple[str, bytes]]) -> None:
    from tempfile import TemporaryDirectory

    seen: dict[tuple[bytes, ...], dict[str, bytes]] = {}
    held: dict[str, bytes] = {}
    with TemporaryDirectory() as name:
        for file, content in files:
            place = Path(name, file)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
            held[file] = content
            digests = [replay.digest_of(replay.LISTING, os.fsencode(name), set())]
            digests += [replay.digest_of(replay.CONTENT, os.fsencode(f"{name}/{one}"), set()) for one in sorted(held)]
            assert seen.setdefault(tuple(digests), dict(held)) == held


def test_a_key_is_of_its_streams(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cache, "directory", lambda: "/somewhere")
    assert replay.key_of(["check"]) is None  # what captures is no stream of the system
