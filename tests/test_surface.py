"""The front door: the names that programs and plugins import, held against a record.

A change of it is meant, or it breaks somebody. After one that is meant: `UPDATE_GOLDEN=1 pytest tests/test_surface.py`,
look at the difference of `tests/golden/surface.txt`, and tell of it in the changelog.
"""

import enum
import inspect
import os
import pydoc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import audit_core
from tests.test_docs import generator

RECORD = Path(__file__).parent / "golden" / "surface.txt"
DOCS = generator()
NAMES = sorted(audit_core.__all__)


def described(name: str) -> Iterator[str]:
    """Yield the lines that stand for a public name."""
    one = getattr(audit_core, name)
    if inspect.isclass(one):
        yield f"{name}{'' if issubclass(one, enum.Enum) else DOCS.signature(one)}"
        yield from (f"  {member}{how}" for member, how, _ in DOCS.members(one))
    elif inspect.isfunction(one):
        yield f"{name}{DOCS.signature(one)}"
    else:
        yield name


def test_the_surface_is_as_recorded() -> None:
    now = "\n".join(line for name in NAMES for line in described(name)) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        RECORD.write_text(now, encoding="utf-8")
    before = set(RECORD.read_text(encoding="utf-8").splitlines())
    gone, new = sorted(before - {*now.splitlines()}), sorted({*now.splitlines()} - before)
    assert RECORD.read_text(encoding="utf-8") == now, (
        f"the public surface has changed: gone {gone}, new {new}. If that is meant, run UPDATE_GOLDEN=1 pytest "
        "tests/test_surface.py, look at the difference, and tell of it in CHANGELOG.md"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_says_what_it_is(name: str) -> None:
    one = getattr(audit_core, name)
    if inspect.isclass(one) or inspect.isfunction(one):
        assert (inspect.getdoc(one) or "").strip(), name
        assert one.__module__.startswith("audit_core")


def test_help_shows_all_of_it() -> None:
    shown = pydoc.plain(pydoc.render_doc(audit_core))
    assert [name for name in NAMES if name not in shown] == []


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        audit_core.nothing  # noqa: B018


def test_star_and_dir_give_the_names() -> None:
    code = (
        "from audit_core import *; import audit_core; assert {*audit_core.__all__} <= {*dir(audit_core)} & {*globals()}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_it_loads_nothing_else() -> None:
    code = "import audit_core, sys; print([name for name in sys.modules if name.startswith('audit_core.')])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_what_strangers_write_needs_no_exception_from_type_checking() -> None:
    root = Path(__file__).parents[1]
    files = [file for place in ("tests/third_party", "examples") for file in (root / place).rglob("*.py")]
    assert len(files) > 15
    assert [str(file) for file in files if "type: ignore" in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_reference_holds_every_name(lang: str) -> None:
    page = "\n".join(DOCS._python(lang))
    assert [name for name in NAMES if f"\n### {name}\n" not in page] == []
