"""A fresh virtual environment with distributions installed, as a stranger has it; no source tree on its path."""

import os
import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
THIRD_PARTY = ROOT / "tests" / "third_party"


class Environment:
    """A virtual environment in a directory."""

    def __init__(self, place: Path) -> None:
        self.scripts = place / ("Scripts" if os.name == "nt" else "bin")
        self.clean = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
        self.clean |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "AUDIT_CORE_CACHE_DIR": str(place / "cache")}
        venv.create(place, with_pip=True)

    def install(self, *arguments: str | Path) -> None:
        """Install with pip, and show what it said where it fails."""
        command = [self.scripts / "python", "-m", "pip", "install", "-q", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=self.clean, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def run(self, *arguments: str | Path, at: Path, program: str = "audit-core") -> subprocess.CompletedProcess[str]:
        """Run an installed program in a directory."""
        return subprocess.run(
            [self.scripts / program, *map(str, arguments)],
            cwd=at,
            capture_output=True,
            encoding="utf-8",
            env=self.clean,
            check=False,
        )


def copied(source: Path, target: Path) -> Path:
    """Copy the files of the checkout that git would keep, changes included."""
    for name in tracked(source):
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((source / name).read_bytes())
    return target


def tracked(source: Path) -> Iterable[str]:
    """Return the files of a repository that are tracked, or new and not ignored; sorted for determinism."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=source, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in {*names} if name and (source / name).is_file())
