"""Small faults put into the code that decides, one at a time: do the tests notice?

    python -m tests.mutants                     everything (hours)
    python -m tests.mutants scoring figures     these only
    python -m tests.mutants --since main        the functions that differ from a commit, as far as time allows
    python -m tests.mutants --sample 20         so many functions of each room, drawn at random: an estimate

`modules.toml` says which modules decide, and which tests pin them; `accepted.toml` which survivors no test could kill,
and why. A survivor is printed as `accepted.toml` would have it. The exit status is 1 where under 85 % of what was tried
is killed.
"""

import ast
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import chdir, suppress
from pathlib import Path
from typing import Final, NamedTuple

import click

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
LEAST: Final = 85
"""The share that must be killed, in percent."""

_MUTMUT: Final = str(Path(sys.executable).with_name("mutmut"))

_UNCACHED: Final = os.environ | {"AUDIT_CORE_NO_CACHE": "1"}
"""A ruleset kept from a run without the mutant would hide it."""

_SOURCES: Final = ("plugins/", "rulesets/")
"""Folders that are no part of a module's name."""

_STOPPING: Final = 10.0
"""Seconds that mutmut has to write down what it knows when its time is up."""

_NO_TESTS: Final = 33
"""The exit code of a mutant that no test reaches."""

_NOTHING: Final = "but nothing matches"
"""What mutmut says where the functions asked for hold nothing that it would change."""

_UNREACHED: Final = "could not find any test case for any mutant"
"""What mutmut says, giving no mutant an exit code, where that is so of all."""

_SURVIVED: Final = frozenset({0, 5, _NO_TESTS})
"""Exit codes of mutants that no test noticed, and of those that no test reaches."""

_NO_VERDICT: Final = frozenset({None, 2, 34, 36, -24, 24, 152, 255})
"""Exit codes of mutants that were not tried to the end, be it that they loop or that the machine is busy."""

Diff = tuple[str, ...]


class Room(NamedTuple):
    """Modules that are tried together, and the tests that pin them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


class Survivor(NamedTuple):
    """A mutant that no test notices: its function, and the lines taken out and put in."""

    function: str
    diff: Diff


class Tried(NamedTuple):
    """What became of the mutants of a room."""

    room: str
    killed: int = 0
    accepted: int = 0
    survivors: tuple[Survivor, ...] = ()
    untried: int = 0
    unbegun: int = 0
    """Functions, or modules where the whole room is tried, of which not even the mutants were made."""

    @property
    def counted(self) -> int:
        return self.killed + len(self.survivors)

    def line(self) -> str:
        share = f"{100 * self.killed / self.counted:5.1f} %" if self.counted else "       –"
        more = f", {self.untried} not tried" if self.untried else ""
        if self.unbegun:
            return f"{self.room:<13} not begun: {self.unbegun}"
        return (
            f"{self.room:<13} {share} killed: {self.killed} of {self.counted}, {self.accepted} accepted besides{more}"
        )


def rooms() -> dict[str, Room]:
    """The table of `modules.toml`, patterns resolved."""
    table = tomllib.loads((HERE / "modules.toml").read_text(encoding="utf-8"))
    found = {}
    for name, room in table.items():
        paths = sorted(str(path.relative_to(ROOT)) for pattern in room["modules"] for path in ROOT.glob(pattern))
        found[name] = Room(name, tuple(paths), tuple(room["tests"]))
    return found


def accepted() -> frozenset[Survivor]:
    """The survivors of `accepted.toml`."""
    entries = tomllib.loads((HERE / "accepted.toml").read_text(encoding="utf-8")).get("accepted", ())
    return frozenset(Survivor(entry["function"], changed_in(entry["diff"])) for entry in entries)


def changed_in(diff: str) -> Diff:
    """The lines that a diff takes out and puts in, without their indent."""
    lines = (line for line in diff.splitlines() if line[:1] in ("-", "+") and line[:3] not in ("---", "+++"))
    return tuple(f"{line[0]} {line[1:].strip()}" for line in lines)


def changed_lines(diff: str) -> dict[str, set[int]]:
    """The lines that are new or changed, by file, of a diff without context; where lines only went, the one before."""
    found: dict[str, set[int]] = {}
    path = ""
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
        elif hunk := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(path, set()).update(range(start, start + max(count, 1)))
    return found


def functions_at(source: str, lines: Collection[int]) -> Iterator[str]:
    """Yield the functions and methods that stand on these lines, as mutmut names them."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if _stands_on(method, lines):
                    yield f"xǁ{node.name}ǁ{method.name}"  # type: ignore[attr-defined]
        elif _stands_on(node, lines):
            yield f"x_{node.name}"  # type: ignore[attr-defined]


def _stands_on(node: ast.stmt, lines: Collection[int]) -> bool:
    is_function = isinstance(node, ast.FunctionDef)
    return is_function and any(node.lineno <= line <= (node.end_lineno or node.lineno) for line in lines)


def module_of(path: str) -> str:
    """The dotted name of a module's file."""
    return packed(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def plain_name(function: str) -> str:
    """The name that a function has in the source: `audit_core.scoring._Scoring._grade`."""
    return re.sub(r"xǁ|\bx_", "", function).replace("ǁ", ".")


def _git(*arguments: str) -> str | None:
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout if done.returncode == 0 else None


def copy_to(folder: Path) -> None:
    """Copy what git would keep, changes included, with packages where mutmut looks for them: as a wheel has them."""
    for name in (_git("ls-files", "-z", "--cached", "--others", "--exclude-standard") or "").split("\0"):
        if name and (ROOT / name).is_file():
            (folder / packed(name)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / packed(name))


def packed(path: str) -> str:
    """Where a wheel has a file."""
    for folder in _SOURCES:
        path = path.removeprefix(folder)
    return path


class Trial:
    """One room tried in a copy of the checkout."""

    def __init__(self, room: Room, folder: Path, names: tuple[str, ...] = ()) -> None:
        self._room = room
        self._folder = folder
        self._names = names

    def run(self, jobs: int, until: float | None) -> Tried:
        """Try the mutants, stop when the time is up, and read what is known by then."""
        self._configure()
        log = self._folder / "mutmut.log"
        # The function's own name is for the run without mutants, which would else take all tests of the room.
        names = (pattern for name in self._names for pattern in (f"{name}__mutmut_*", f"*{name}"))
        command = [_MUTMUT, "run", "--max-children", str(jobs), *names]
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                command, cwd=self._folder, stdout=out, stderr=out, start_new_session=True, env=_UNCACHED
            )
            in_time = _waited(process, until)
        known = self._known()
        if in_time and process.returncode and not any(code is not None for _, code in known.values()):
            output = log.read_text(encoding="utf-8")
            if _NOTHING in output:
                return Tried(self._room.name)
            if _UNREACHED not in output:
                raise click.ClickException(output.replace("\r", "\n")[-4000:])
            known = {name: (module, _NO_TESTS) for name, (module, _) in known.items()}
        return self._tried(known)

    def _configure(self) -> None:
        """Say in the copy what is mutated, and which tests pin it."""
        shutil.rmtree(self._folder / "mutants", ignore_errors=True)
        packages = sorted(path.parent.name for path in self._folder.glob("audit_*/__init__.py"))
        modules = [packed(module) for module in self._room.modules]
        chosen = {
            "source_paths": packages, "only_mutate": modules, "pytest_add_cli_args_test_selection": self._room.tests,
        }  # fmt: skip
        lines = "\n".join(f"{key} = {json.dumps(values)}" for key, values in chosen.items())
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        text = text.replace("[tool.mutmut]\n", f"[tool.mutmut]\n{lines}\n")
        (self._folder / "pyproject.toml").write_text(text, encoding="utf-8")

    def _known(self) -> dict[str, tuple[str, int | None]]:
        """Return the module and the exit code of each mutant that is asked for."""
        found = {}
        for module in map(packed, self._room.modules):
            try:
                text = (self._folder / "mutants" / f"{module}.meta").read_text(encoding="utf-8")
                found |= {name: (module, code) for name, code in json.loads(text)["exit_code_by_key"].items()}
            except (FileNotFoundError, json.JSONDecodeError):  # not made, or not written to the end, when time was up
                continue
        asked = set(self._names)
        return {name: of for name, of in found.items() if not asked or name.rpartition("__mutmut_")[0] in asked}

    def _tried(self, known: Mapping[str, tuple[str, int | None]]) -> Tried:
        if not known:
            return Tried(self._room.name, unbegun=len(self._names) or len(self._room.modules))
        taken = accepted()
        survivors = [self._survivor(name, of) for name, (of, code) in sorted(known.items()) if code in _SURVIVED]
        left = tuple(survivor for survivor in survivors if survivor not in taken)
        untried = sum(code in _NO_VERDICT for _, code in known.values())
        killed = len(known) - len(survivors) - untried
        return Tried(self._room.name, killed, len(survivors) - len(left), left, untried)

    def _survivor(self, name: str, module: str) -> Survivor:
        from mutmut.mutation.diff_apply import get_diff_for_mutant

        with chdir(self._folder):
            diff = get_diff_for_mutant(name, path=module)
        return Survivor(plain_name(name.rpartition("__mutmut_")[0]), changed_in(diff))


def _waited(process: subprocess.Popen[bytes], until: float | None) -> bool:
    """Wait for mutmut, no longer than there is time; whether it came to its end."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(None if until is None else max(until - time.monotonic(), 0))
        return True
    process.send_signal(signal.SIGINT)  # mutmut writes down what it knows
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOPPING)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return False


def functions_of(room: Room, lines: Mapping[str, Collection[int]] | None = None) -> Iterator[tuple[str, str]]:
    """Yield the module and the name, as mutmut has it, of each function of a room; of those on these lines if given."""
    for path in room.modules:
        source = (ROOT / path).read_text(encoding="utf-8")
        on = range(1, source.count("\n") + 2) if lines is None else lines.get(path, ())
        for function in functions_at(source, on):
            yield path, f"{module_of(path)}.{function}"


def narrowed(room: Room, functions: Iterable[tuple[str, str]]) -> Iterator[tuple[Room, tuple[str, ...]]]:
    """Yield the room with the modules that these functions stand in, and their names; nothing where there are none."""
    functions = tuple(functions)
    if functions:
        paths = {path for path, _ in functions}
        modules = tuple(path for path in room.modules if path in paths)
        yield room._replace(modules=modules), tuple(name for _, name in functions)


def changed_rooms(ref: str) -> Iterator[tuple[Room, tuple[str, ...]]]:
    """Yield the rooms that differ from a commit, with the functions that do."""
    lines = changed_lines(_git("diff", "--unified=0", "--no-color", "--no-ext-diff", ref, "--", "*.py") or "")
    for room in rooms().values():
        yield from narrowed(room, functions_of(room, lines))


def sampled_rooms(count: int, seed: int) -> Iterator[tuple[Room, tuple[str, ...]]]:
    """Yield the rooms with so many functions of each, drawn at random."""
    for room in rooms().values():
        every = sorted(functions_of(room))
        yield from narrowed(room, random.Random(seed).sample(every, min(count, len(every))))


def shown(survivor: Survivor) -> str:
    """A survivor as an entry of `accepted.toml`."""
    lines = "\n".join(survivor.diff)
    return f"[[accepted]]\nfunction = \"{survivor.function}\"\ndiff = '''\n{lines}\n'''\nreason = \"\"\n"


def told(results: Iterable[Tried]) -> bool:
    """Print what became of each room, survivors first; whether enough were killed, be all that was not tried killed."""
    results = list(results)
    for survivor in (survivor for tried in results for survivor in tried.survivors):
        click.echo(shown(survivor))
    for tried in results:
        click.echo(f"   {tried.line()}")
    survivors = sum(len(tried.survivors) for tried in results)
    every = sum(tried.counted + tried.untried + tried.unbegun for tried in results)
    return 100 * (every - survivors) >= LEAST * every


@click.command(help=__doc__)
@click.argument("names", metavar="[ROOM]...", nargs=-1)
@click.option("--since", metavar="COMMIT", help="Try only functions that differ from this commit.")
@click.option("--sample", type=click.IntRange(1), help="Try so many functions of each room, drawn at random.")
@click.option("--seed", default=0, show_default=True, help="Of the sample.")
@click.option("--seconds", type=float, help="Stop after this long; what was not tried is said and not counted.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Mutants tried at the same time.")
def main(
    names: tuple[str, ...], since: str | None, sample: int | None, seed: int, seconds: float | None, jobs: int
) -> None:
    until = None if seconds is None else time.monotonic() + seconds
    table = rooms()
    if unknown := [name for name in names if name not in table]:
        raise click.BadParameter(f"no room {unknown[0]}; there are {', '.join(table)}")
    if since is not None and _git("rev-parse", "--verify", "--quiet", f"{since}^{{commit}}") is None:
        click.echo(f"   nothing to compare with: no commit {since} here")
        return
    if since is not None:
        chosen = list(changed_rooms(since))
    elif sample is not None:
        chosen = list(sampled_rooms(sample, seed))
    else:
        chosen = [(room, ()) for room in table.values()]
    chosen = [(room, functions) for room, functions in chosen if not names or room.name in names]
    if not chosen:
        click.echo(f"   no function that decides differs from {since}")
        return
    results = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy_to(Path(folder))
        for room, functions in chosen:
            results.append(Trial(room, Path(folder), functions).run(jobs, until))
    if not told(results):
        raise click.ClickException(f"under {LEAST} % of what was tried is killed")


if __name__ == "__main__":
    main()
