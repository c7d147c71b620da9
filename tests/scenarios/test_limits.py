"""Bounds as options: another number is followed, another name is refused in one line."""

from pathlib import Path

import pytest

from audit_core.cli import main
from audit_rulesets.samples.render import TEXT
from tests.reports.bases import a19


@pytest.fixture
def page(tmp_path: Path) -> str:
    file = tmp_path / "report.md"
    file.write_bytes(TEXT.print(a19()))
    return str(file)


@pytest.mark.parametrize(
    ("limit", "status", "said"),
    [
        ("lines=5000", 0, ""),
        ("lines=10", 2, "10"),
        ("line=10", 2, "NAME one of"),
        ("lines=0", 2, "a whole number from 1 to"),
        ("lines", 2, "NAME=N"),
    ],
)
def test_a_limit(page: str, limit: str, status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", page, "--limit", limit, "--lang", "en"]) == status
    told = capsys.readouterr().err
    assert told.count("\n") == (1 if status == 2 else 0)
    assert said in told
