"""Whole processes: `audit-core check` beside bare Python and its peers, on one report and on many.

What one of many reports costs is the difference between a run over many and one over few: the start falls out.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from audit_core.schemas import schema
from benchmarks.floor import Floor
from benchmarks.samples import python_file, small_json, small_text
from benchmarks.timing import Used, used

BARE: Final = "python -c pass"
FLAKE8: Final = "flake8, one file"
FLAKE8_COLD: Final = "flake8, one file, no bytecode"

Run = Callable[[], Used]


class Bench:
    """A folder with the files, and an environment in which all contestants have bytecode and a warm cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ours = ("PYTHON", "AUDIT_CORE")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment |= {"AUDIT_CORE_CACHE_DIR": str(folder / "cache")}

    def reports(self, name: str, reports: Iterable[bytes]) -> str:
        """Put reports into a folder of this name; return the name."""
        (self.folder / name).mkdir()
        for number, data in enumerate(reports):
            (self.folder / name / f"{number:05}.json").write_bytes(data)
        return name

    def running(self, command: list[str], **more: str) -> Run:
        """Return what runs a command here."""
        return lambda: used(command, self.folder, self.environment | more)

    def changing(self, name: str) -> Run:
        """Return what checks a report that differs by a line break from that of the run before."""
        report = self.folder / f"changing-{name}"
        report.write_bytes((self.folder / name).read_bytes())
        run = self.running(audit_core("check", report.name))

        def changed() -> Used:
            with report.open("ab") as file:
                file.write(b"\n")
            return run()

        return changed


@contextmanager
def bench() -> Iterator[Bench]:
    """Give a bench with one report in JSON and as text, the schema of documents, and a Python module."""
    with TemporaryDirectory(prefix="audit-core-bench-") as name:
        folder = Path(name)
        (folder / "report.json").write_bytes(small_json())
        (folder / "report.md").write_bytes(small_text())
        (folder / "document.schema.json").write_text(json.dumps(schema("document")), encoding="utf-8")
        shutil.copy(python_file(len(small_json())), folder / "module.py")
        yield Bench(folder)


def audit_core(*arguments: str) -> list[str]:
    """Return the command line of this environment's own command."""
    return [str(Path(sys.executable).with_name("audit-core")), *arguments]


def single(on: Bench, floor: Floor) -> dict[str, Run]:
    """Return the commands on one report, and their peers on a file of its size; what is not installed is left out."""
    runs = {
        BARE: on.running([sys.executable, "-c", "pass"]),
        "audit-core check, JSON": on.changing("report.json"),
        "audit-core check, text": on.changing("report.md"),
        "audit-core check, JSON, unchanged": on.running(audit_core("check", "report.json")),
        "audit-core check, JSON, --no-cache": on.running(audit_core("check", "--no-cache", "report.json")),
    }
    flake8 = _installed("flake8", "--isolated", "module.py")
    if flake8:
        runs[FLAKE8] = on.running(flake8)
    runs |= {name: on.running([*command, "report.json"]) for name, command in peers(on, floor).items()}
    return runs


def peers(on: Bench, floor: Floor) -> dict[str, list[str]]:
    """Return the commands of other tools that check JSON files, without the files; those that are installed."""
    found: dict[str, list[str]] = {}
    schema_only = _installed("check-jsonschema", "--schemafile", "document.schema.json")
    if schema_only:
        found["check-jsonschema, schema only"] = schema_only
    spectral = _installed("spectral", "lint", "--quiet", "--ruleset", "spectral.yaml")
    if spectral:
        _spectral(on.folder, floor)
        found[f"Spectral, the {len(floor.sums)} equations only"] = spectral
    return found


def _installed(script: str, *arguments: str) -> list[str]:
    found = shutil.which(script, path=str(Path(sys.executable).parent)) or shutil.which(script)
    return [found, *arguments] if found else []


_FUNCTION: Final = """
export default ({sections}, {stretches, merged, sums}) => {
  const values = [];
  for (const [section, block, row, start, stop] of stretches)
    for (const text of sections[section].blocks[block].rows[row].slice(start, stop)) values.push(Number(text));
  for (const [section, block, row, cell] of merged)
    values.push(Number(sections[section].blocks[block].rows[row][cell].text));
  const total = (slots) => slots.reduce((sum, slot) => sum + values[slot], 0);
  const broken = sums.filter(([relation, plus, minus]) =>
    relation === "=" ? total(plus) !== total(minus) : total(plus) < total(minus));
  return broken.map(([relation]) => ({message: `does not hold: ${relation}`}));
};
"""


def _spectral(folder: Path, floor: Floor) -> None:
    """Write the floor's equations as a ruleset of Spectral with a function of its own."""
    options = {"stretches": floor.stretches, "merged": floor.merged, "sums": floor.sums}
    then = {"function": "sums", "functionOptions": options}
    ruleset = {"functions": ["sums"], "rules": {"sums": {"given": "$", "severity": "error", "then": then}}}
    (folder / "functions").mkdir()
    (folder / "functions" / "sums.js").write_text(_FUNCTION, encoding="utf-8")
    (folder / "spectral.yaml").write_text(json.dumps(ruleset), encoding="utf-8")


def per_report(few: Run, many: Run, more: int) -> Callable[[], float]:
    """Return what tells the CPU seconds of one report: those of a run over `more` reports more, less the others."""
    return lambda: (many().seconds - few().seconds) / more


def cpu(run: Run) -> Callable[[], float]:
    """Return what runs a command and tells its CPU seconds."""
    return lambda: run().seconds


def clock(run: Run) -> Callable[[], float]:
    """Return what runs a command and tells its seconds by the clock."""
    return lambda: run().elapsed
