import pytest

from audit_core.testing import Case, cases, filled, findings
from audit_hunan import pack


@pytest.mark.parametrize("case", cases(pack), ids=str)
def test_examples(case: Case) -> None:
    case.check()


def test_more_than_fifty_carried_out_are_found() -> None:
    (found,) = findings(pack, filled({"applications/carried_out/total": 51}))
    assert found.words.en == "Table 3, row “carried out”, column “total”: 51 exceeds 50"
