"""What is too large to be a report is refused before the slowest stage meets it, whatever the format."""

import pytest

from audit_core.errors import InputError
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from tests.reports.bases import b22
from tests.reports.writers import FORMS


@pytest.mark.parametrize("name", [name for name in FORMS if name != "pdf"])
def test_more_than_a_report_prints_is_refused_in_every_form(name: str) -> None:
    form = FORMS[name]
    content = form.write(b22())
    assert read(content, form.uri, BUILTIN, Limits(characters=20_000)).sections
    with pytest.raises(InputError, match=rf"{form.uri}: .*(expected at most|more than) 500( |$)"):
        read(content, form.uri, BUILTIN, Limits(characters=500))


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.lines])
def test_a_text_is_refused_by_its_size_before_it_is_read(name: str) -> None:
    form = FORMS[name]
    content = form.write(b22())
    assert read(content, form.uri, BUILTIN, Limits(text=len(content))).sections
    with pytest.raises(InputError, match=rf"{form.uri}: a text of {len(content):,} bytes; expected at most"):
        read(content, form.uri, BUILTIN, Limits(text=len(content) - 1))
