"""Settings for all tests.

No example has a deadline, since a busy machine is no fault. The quick tests draw the same examples every time, so that
a change is to blame for what fails; the thorough ones (`-m slow`) draw new ones.
"""

from collections import Counter

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
