from audit_core.testing import filled, findings
from audit_hunan import pack


def test_more_than_fifty_carried_out_are_found() -> None:
    (found,) = findings(pack, filled({"applications/carried_out/total": 51}))
    assert found.words.en == "Table 3, row “carried out”, column “total”: 51 exceeds 50"


def test_fifty_are_not() -> None:
    assert not findings(pack, filled({"applications/carried_out/total": 50}))
