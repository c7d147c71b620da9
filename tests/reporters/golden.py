"""Golden files: what a reporter writes, kept word for word. `UPDATE_GOLDEN=1` writes them anew."""

import os
from io import StringIO
from pathlib import Path

from audit_core.formats import View
from audit_core.reporters import BUILTIN
from audit_core.results import Run

GOLDEN = Path(__file__).parent.parent / "golden"


def written(name: str, run: Run, view: View) -> str:
    """Return what a built-in reporter writes."""
    stream = StringIO()
    next(reporter for reporter in BUILTIN if reporter.name == name).write(run, stream, view)
    return stream.getvalue()


def check(file: str, text: str) -> None:
    """Compare with a golden file."""
    path = GOLDEN / file
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{file} differs; if that is meant, run with UPDATE_GOLDEN=1"
