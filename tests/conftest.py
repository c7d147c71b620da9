"""Settings for all tests.

No example has a deadline, since a busy machine is no fault. The quick tests draw the same examples every time, so that
a change is to blame for what fails; the thorough ones (`-m slow`) draw new ones.
"""

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Sequence

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("patient"), derandomize=True, database=None)
settings.register_profile("few", settings.get_profile("quick"), max_examples=5)  # for each of many mutants


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ["AUDIT_CORE_CACHE_DIR"] = tempfile.mkdtemp(prefix="audit-core-tests-")
    if settings.get_current_profile_name() in ("default", "ci"):
        settings.load_profile("quick" if config.option.markexpr == "not slow" else "patient")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["AUDIT_CORE_CACHE_DIR"], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave one in so many cases of a test marked `sampled` to the quick tests; the others are slow."""
    seen: Counter[str] = Counter()
    for item in items:
        sampled = item.get_closest_marker("sampled")
        if sampled is not None:
            function = item.nodeid.partition("[")[0]
            if seen[function] % sampled.args[0]:
                item.add_marker(pytest.mark.slow)
            seen[function] += 1


_SAID: dict[str, set[str]] = {}
"""What each module, all of whose tests passed so far, says of what `tests.packs.record` holds."""
_NOT_WHOLE: set[str] = set()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Take note of the modules of which tests other than slow ones are left out."""
    _NOT_WHOLE.update(_module(item.nodeid) for item in items if not item.get_closest_marker("slow"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the report of a test tell what the test says, whichever process it runs in."""
    report = yield
    record = sys.modules.get("tests.packs.record")
    if report.when == "call" and record is not None:
        report.user_properties.append(("said", sorted(record.SAID.get(item.nodeid, ()))))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take note of what a test says, and of tests that did not pass."""
    module = _module(report.nodeid)
    if not report.passed:
        _NOT_WHOLE.add(module)
    if report.when == "call":
        _SAID.setdefault(module, set()).update(*(said for name, said in report.user_properties if name == "said"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where modules that ran whole no longer say what is recorded of them."""
    options = session.config.option
    narrowed = options.markexpr != "not slow" or options.keyword or any("::" in one for one in options.file_or_dir)
    if narrowed or session.exitstatus or hasattr(session.config, "workerinput"):
        return
    from tests.packs.record import fallen_silent

    silent = fallen_silent({module: said for module, said in _SAID.items() if module not in _NOT_WHOLE})
    for module, entries in silent.items():
        sys.stderr.write(
            f"\n{module} no longer says {', '.join(entries[:10])} ({len(entries)} in all); where that is meant, run "
            f"UPDATE_GOLDEN=1 pytest {module}, see tests/packs/record.py\n"
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _module(nodeid: str) -> str:
    return nodeid.partition("::")[0]
