"""What holds for every reporter."""

import pickle
import subprocess
import sys

import pytest
from msgspec.structs import replace

from audit_core.document import Source
from audit_core.formats import View
from audit_core.reporters import BUILTIN
from tests.reporters.golden import check, written
from tests.reporters.sample import clean, sample

NAMES = [reporter.name for reporter in BUILTIN]
ENDINGS = {"text": "txt", "json": "json", "jsonl": "jsonl", "sarif": "sarif", "sarif-github": "github.sarif"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, lang: str) -> None:
    check(f"run.{lang}.{ENDINGS[name]}", written(name, sample(), View(lang=lang)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_run_gives_the_same_characters(name: str) -> None:
    assert written(name, sample(), View()) == written(name, sample(), View())


@pytest.mark.parametrize("name", NAMES)
def test_a_run_of_nothing(name: str) -> None:
    assert written(name, clean(), View()).endswith("\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_that_is_no_text(name: str) -> None:
    run = sample()
    source = Source("annual/\udcb1\udca8.docx", digest="ab", loader="docx")
    written(name, replace(run, results=(replace(run.results[1], source=source),)), View()).encode()


def test_each_says_what_it_is_for() -> None:
    assert all(reporter.words.zh and reporter.words.en for reporter in BUILTIN)


def test_knowing_the_reporters_loads_none_of_them() -> None:
    code = (
        "import sys, audit_core.reporters as r; assert r.BUILTIN;"
        "print([m for m in sys.modules if m.startswith(('audit_core.reporters.', 'rich', 'wcwidth', 'gzip'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_findings_keep_their_points_in_another_process() -> None:
    """Costs are found by identity, which must outlive the way from a worker."""
    run = sample()
    results = tuple(pickle.loads(pickle.dumps(result)) for result in run.results[1:])
    assert written("json", replace(run, results=results), View()).count('"deduction": 5.0') == 1
