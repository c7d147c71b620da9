"""Code that lies beside the reports is audited, not run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "qinglan-2019.md"
PATH = [str(ROOT), *filter(None, sys.path)]
PLANTED = ("typing", "click", "msgspec", "pluggy", "yaml", "decimal", "audit_pack_tables", "planted")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a directory with a report, modules that tell that they were imported, and a plugin among them."""
    (tmp_path / "report.md").write_bytes(EXAMPLE.read_bytes())
    for name in PLANTED:
        (tmp_path / f"{name}.py").write_text(f"import os\nos.write(2, b'imported {name}')\n")
    info = tmp_path / "planted-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: planted\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[audit_core]\nplanted = planted\n")
    return tmp_path


# With an empty element Python itself looks in the working directory before anything of ours runs; what it needs to get
# as far as our first line is loaded here.
LOADED = "import typing, decimal; from audit_core.cli import run; run()"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("command", "path"),
    [(["-m", "audit_core"], PATH), (["-P", "-m", "audit_core"], PATH), (["-P", "-c", LOADED], [*PATH, ""])],
    ids=["python -m", "python -P -m", "an empty element of PYTHONPATH"],
)
def test_no_module_of_the_folder_is_imported(folder: Path, command: list[str], path: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "AUDIT_CORE_CACHE_DIR": str(folder / "cache")}
    arguments = [sys.executable, *command, "check", "report.md", "--lang", "en"]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "planted" not in done.stdout
