"""Whole processes: `audit-core check` on one small report beside bare Python and the peers on files of like size."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from json import dumps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from audit_core.schemas import schema
from benchmarks.samples import python_file, small_json, small_text
from benchmarks.timing import Measured, in_turn

BARE: Final = "python -c pass"
JSON: Final = "audit-core check, JSON"
TEXT: Final = "audit-core check, text"
UNCACHED: Final = "audit-core check, JSON, no cache"
FLAKE8: Final = "flake8, one file"
SCHEMA: Final = "check-jsonschema, same JSON"

_STATUSES: Final = (0, 1)
"""Exit statuses of a run that did its work."""


def race(rounds: int) -> dict[str, Measured]:
    """Run every command once a round; what is not installed is left out."""
    with _prepared() as (folder, environment):
        commands = dict(_commands())
        runners = {name: _runner(name, command, folder, environment) for name, command in commands.items()}
        return in_turn(runners, rounds)


@contextmanager
def _prepared() -> "Iterator[tuple[Path, dict[str, str]]]":
    """Give a folder with the files, and an environment in which all contestants have bytecode and a warm cache."""
    with TemporaryDirectory(prefix="audit-core-bench-") as name:
        folder = Path(name)
        (folder / "report.json").write_bytes(small_json())
        (folder / "report.md").write_bytes(small_text())
        (folder / "document.schema.json").write_text(dumps(schema("document")), encoding="utf-8")
        shutil.copy(python_file(len(small_json())), folder / "module.py")
        ours = ("PYTHON", "AUDIT_CORE")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "AUDIT_CORE_CACHE_DIR": str(folder / "cache")}
        yield folder, environment


def _commands() -> Iterator[tuple[str, list[str]]]:
    yield BARE, [sys.executable, "-c", "pass"]
    for name, script, arguments in (
        (JSON, "audit-core", ["check", "report.json"]),
        (TEXT, "audit-core", ["check", "report.md"]),
        (UNCACHED, "audit-core", ["check", "report.json"]),
        (FLAKE8, "flake8", ["--isolated", "module.py"]),
        (SCHEMA, "check-jsonschema", ["--schemafile", "document.schema.json", "report.json"]),
    ):
        found = shutil.which(script, path=str(Path(sys.executable).parent)) or shutil.which(script)
        if found:
            yield name, [found, *arguments]


def _runner(name: str, command: list[str], folder: Path, environment: dict[str, str]) -> Callable[[], None]:
    own = environment | {"AUDIT_CORE_NO_CACHE": "1"} if name == UNCACHED else environment
    return partial(_run, command, folder, own)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode not in _STATUSES:
        raise RuntimeError(f"{command[0]} exited {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")


def imports() -> list[tuple[str, int, int]]:
    """Return what `check` on the JSON report imports: module, its own and its cumulative microseconds, dearest first.

    The interpreter's own account (`-X importtime`) makes every import dearer than it is: compare, do not add up.
    """
    with _prepared() as (folder, environment):
        code = "from audit_core.cli import main; main(['check', 'report.json'])"
        _run([sys.executable, "-c", code], folder, environment)
        command = [sys.executable, "-X", "importtime", "-c", code]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    lines = (line for line in done.stderr.decode().splitlines() if line.startswith("import time:"))
    told = (line.removeprefix("import time:").split("|") for line in lines)
    rows = [(name.strip(), int(own), int(whole)) for own, whole, name in told if own.strip().isdigit()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
