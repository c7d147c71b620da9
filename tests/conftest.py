"""Settings for all tests.

No example has a deadline, since a busy machine is no fault. The quick tests draw the same examples every time, so that
a change is to blame for what fails; the thorough ones (`-m slow`) draw new ones.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("patient"), derandomize=True, database=None)
settings.register_profile("few", settings.get_profile("quick"), max_examples=5)  # for each of many mutants


def pytest_configure(config: pytest.Config) -> None:
    if settings.get_current_profile_name() in ("default", "ci"):
        settings.load_profile("quick" if config.option.markexpr == "not slow" else "patient")


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


_PASSED: set[str] = set()
_LEFT_OUT: set[str] = set()
"""The modules of which tests other than slow ones were left out."""


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Take note of the modules that do not run whole."""
    _LEFT_OUT.update(_module(item) for item in items if not item.get_closest_marker("slow"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take note of the tests that passed."""
    if report.when == "call" and report.passed:
        _PASSED.add(report.nodeid)


@pytest.fixture(autouse=True, scope="module")
def _what_rules_say_is_still_said(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a module whose quick tests all passed and no longer say what `tests.packs.record` holds of it."""
    yield
    record = sys.modules.get("tests.packs.record")
    module = request.node.nodeid
    options = request.config.option
    if (
        record is None
        or options.markexpr != "not slow"
        or module in _LEFT_OUT
        or any("::" in a for a in options.file_or_dir)
    ):
        return
    if {item.nodeid for item in request.session.items if _module(item) == module} <= _PASSED:
        silent = record.fallen_silent(module)
        assert not silent, (
            f"{module} no longer says {', '.join(silent[:10])} ({len(silent)} in all); where that is meant, run "
            f"UPDATE_GOLDEN=1 pytest {module}, see {record.__name__}"
        )


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
