"""What a run leaves behind of a report that was audited: nothing that waits for the collector of garbage."""

import gc
from collections.abc import Iterator

import pytest

from audit_core.document import Source
from audit_core.runs.auditing import Auditing, Orders
from audit_core.runs.files import Input
from audit_core.runs.gathering import gather
from tests.reports.bases import a19, b22
from tests.reports.writers import FORMS

FORMS_READ_HERE = [name for name, form in FORMS.items() if form.ending != "pdf"]


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def sources() -> int:
    return sum(isinstance(one, Source) and "forgotten-" in one.uri for one in gc.get_objects())


@pytest.mark.sampled(3)
@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("name", FORMS_READ_HERE)
@pytest.mark.parametrize("compared", [False, True])
def test_a_report_is_forgotten_with_its_result(name: str, *, compared: bool) -> None:
    form, auditing = FORMS[name], Auditing(Orders())
    found = [Input(form.write(base()), f"forgotten-{year}-{form.uri}") for year, base in ((2019, a19), (2022, b22))]
    if compared:
        gather(auditing, found, [])
    for _, done in auditing.audited(found):
        assert done is None or (done.results and sources())
    done = None
    assert sources() == 0
