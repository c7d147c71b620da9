"""The hook under the real pre-commit: a commit refused, a commit passed, and a pack through additional_dependencies."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from audit_rulesets.samples.render import PIPES
from tests.reports.bases import a19
from tests.scenarios.environment import EXAMPLES, ROOT, copied

pytestmark = pytest.mark.slow

NAME = "青岚县2019年政府信息公开工作年度报告.md"


class Repository:
    """A repository of reports with the hook installed; all cases share pre-commit's one environment."""

    def __init__(self, place: Path, home: Path, source: str, revision: str) -> None:
        self.place = place
        own = {"PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
        clean = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "COV_"))}
        self.environment = clean | own | {"AUDIT_CORE_LANG": "en"}
        hook = {
            "id": "audit-core",
            "args": ["--ruleset", "ours.yaml"],
            "additional_dependencies": [str(EXAMPLES / "audit-hunan")],
        }
        config = {"repos": [{"repo": source, "rev": revision, "hooks": [hook]}]}
        (place / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        (place / "ours.yaml").write_text("ruleset: ours\nextends: ogi\nrules:\n  HN-01: {options: {limit: 7}}\n")
        for command in (["init", "-q"], ["config", "user.name", "auditor"], ["config", "user.email", "a@b.invalid"]):
            self.git(*command)
        subprocess.run(
            [sys.executable, "-m", "pre_commit", "install"],
            cwd=place,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git here."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.place,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def commit(self, name: str, content: bytes) -> subprocess.CompletedProcess[str]:
        """Write one file and commit it; nothing else is staged."""
        self.git("reset", "-q")
        file = self.place / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        self.git("add", name)
        return self.git("commit", "-m", "report")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return the address and revision of a repository that holds the checkout as it stands."""
    place = copied(ROOT, tmp_path_factory.mktemp("source"))
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "-qm", "-"],
    ):
        subprocess.run(["git", *command], cwd=place, check=True)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=place, check=True, capture_output=True, text=True)
    return place.as_uri(), done.stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, source: tuple[str, str]) -> Repository:
    return Repository(tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("home"), *source)


def test_a_report_with_faults_is_refused(repository: Repository) -> None:
    done = repository.commit(NAME, (EXAMPLES / "qinglan-2019.md").read_bytes())
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert "TAB-32" in said
    assert "Traceback" not in said


def test_a_pack_comes_through_additional_dependencies(repository: Repository) -> None:
    done = repository.commit(NAME, PIPES.print(a19()))
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert "HN-01" in said


def test_a_report_without_faults_is_committed(repository: Repository) -> None:
    draft = a19()
    for row in ("received", "carried_out"):
        for column in ("natural", "total"):
            draft.add("applications", row, column, -1)
    done = repository.commit(NAME, PIPES.print(draft))
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_no_report_is_passed_over(repository: Repository) -> None:
    done = repository.commit("reports/minutes.md", "# 会议纪要\n\n研究信息公开工作。\n".encode())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr


def test_other_files_are_left_alone(repository: Repository) -> None:
    done = repository.commit("README.md", b"# Reports\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        (NAME, True),
        (f"2019/{NAME}", True),
        ("reports/qinglan-2019.md", True),
        ("data/reports/2019/qinglan.json", True),
        ("年报/青岚县2019.txt", True),
        (NAME.replace(".md", ".docx"), True),
        (NAME.replace(".md", ".PDF.bak"), False),
        ("reports/qinglan.pdf", True),
        ("reports/qinglan.xlsx", True),
        ("年度报告/qinglan.ods", True),
        ("reports/qinglan.shtml", True),
        ("reports/2019.txt", True),
        ("2019/Reports/qinglan.MD", True),
        ("信息公开年报/青岚县.html", True),
        ("2019年报.docx", True),
        ("青岚县信息公开年度报告.html", True),
        ("site/NDBG.pdf", True),
        ("xxgkbg2019.htm", True),
        ("2020/zfxxgknb.csv", True),
        ("青岚县2023年度报告.xls", True),
        ("qinglan-annual-report-2023.md", True),
        ("政府信息公开指南.html", False),
        ("reports/政府信息公开指南（2023年修订）.docx", False),
        ("政府信息公开目录.xlsx", False),
        ("年报/年度报告目录.html", False),
        ("信息公开申请表.docx", False),
        ("政府信息公开条例.pdf", False),
        ("目录/2023年报.html", True),
        ("reports/README.md", False),
        ("reports/LICENSE.txt", False),
        ("reports/licence.txt", False),
        ("年报/Changelog.md", False),
        ("src/reporting.py", False),
        ("notes/2019.txt", False),
        ("README.md", False),
        ("reports.md", False),
        ("reports/logo.svg", False),
        ("政府信息公开/说明.py", False),
    ],
)
def test_the_hook_chooses_reports_by_name(name: str, *, chosen: bool) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    assert bool(re.search(hook["files"], name) and not re.search(hook["exclude"], name)) is chosen
