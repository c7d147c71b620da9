"""The examples in the cards of the packs' rules are true: what is wrong gives a finding, and what is right passes."""

import pytest

from audit_core.testing import Case, cases
from tests.packs.handmade import PACKS


@pytest.mark.parametrize("case", [case for pack in PACKS for case in cases(pack)], ids=str)
def test_examples(case: Case) -> None:
    case.check()
