"""The examples in the cards of the packs' rules are true: what is wrong gives a finding, and what is right passes."""

import pytest

from audit_core.testing import Case, cases
from tests.packs.handmade import PACKS, RULES

WITHOUT = {
    "EXT-04": "only remarks in the ledger",
    "EXT-05": "only remarks in the ledger",
    "PUB-06": "an audit never has what it asks for",
    "PUB-07": "an audit never has what it asks for",
    "PUB-08": "an audit never has what it asks for",
    "PUB-09": "an audit never has what it asks for",
    "ROLL-02": "only says why it is not assessed",
    "TAB-09": "no form of the first domain has a table that may be left empty",
    "TAB-01": "a right one prints every table of a form",
}
"""Rules that no example can be given for, and why; their cards say it in words."""


def test_every_rule_has_examples_of_both_kinds() -> None:
    lacking = {name for name, rule in RULES.items() if not all(rule.examples[kind] for kind in ("wrong", "right"))}
    assert lacking == WITHOUT.keys()


@pytest.mark.parametrize("case", [case for pack in PACKS for case in cases(pack)], ids=str)
def test_examples(case: Case) -> None:
    case.check()
