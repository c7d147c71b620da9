"""What the rules do grows with the report, not with its square: prose of ten times the length takes ten times as long."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from time import process_time

import pytest
from msgspec import structs

from audit_core import NotAssessed, Report, Snapshot
from audit_core.engine import Auditor
from audit_core.others import Others, Reports
from audit_pack_text.substance import no_facts
from tests.packs.company import organs
from tests.packs.handmade import RULES, base, report, said
from tests.patience import patience
from tests.reports.bases import ORGAN

PROSE: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "one mark": lambda n: "，" * n,
    "one half-width mark": lambda n: "," * n,
    "one character": lambda n: "公" * n,
    "one numeral": lambda n: "一" * n,
    "opening quotes": lambda n: "“" * n,
    "opening brackets": lambda n: "（(" * (n // 2),
    "pairs of brackets": lambda n: "（）" * (n // 2),
    "blanks": lambda n: " " * n + "条。",
    "underlines": lambda n: "_" * n,
    "ordinals": lambda n: "（一）一是1." * (n // 7),
    "years": lambda n: "2021年" * (n // 5),
    "sentences": lambda n: "".join(f"石溪{number}村公开事项若干。" for number in range(n // 12)),
    "one sentence": lambda n: "全县公开信息20条。" * (n // 10),
    "one word": lambda n: "信息" * (n // 2),
    "telephone numbers": lambda n: "13800000000 " * (n // 12),
    "identity numbers": lambda n: "11010519491231002X" * (n // 18),
    "names": lambda n: "张三先生申请" * (n // 6),
    "approximations": lambda n: "约10余条左右" * (n // 7),
    "masked names": lambda n: "XX局" * (n // 3),
    "periods": lambda n: "统计期限为2022年" * (n // 9),
}
SMALL = 2_000
AT_LEAST = 0.05
"""Less than so many seconds is noise."""


def grown(prose: str) -> Report:
    begin = "全年未发生因政府信息公开工作不力"
    return report(base("B22").replace(begin, prose + begin))


REGISTER = organs(
    {"name": ORGAN, "scope": "area"},
    *({"name": f"石溪{n}村", "parent": ORGAN} for n in range(200)),
    {"name": "石溪镇人民政府", "parent": ORGAN},
)


def beside(checked: Report) -> Others:
    """Return what a report is compared with: itself under the name of an organ below, and of the year before."""
    vars(checked).update(organ=REGISTER.organ(ORGAN))
    whole = Snapshot.of(checked)
    copy = structs.replace(whole, uri="copy", organ=REGISTER.organ("石溪镇人民政府"))
    return Reports([whole, copy, structs.replace(whole, uri="last", year=checked.year - 1)]).others_of(
        checked, REGISTER
    )


def seconds(rule: str, checked: Report, others: Others) -> float:
    """Return how long a rule takes over a report, its words and places included."""
    check = RULES[rule].check
    assert check is not None
    begin = process_time()
    with suppress(NotAssessed):
        given = [checked if name == "report" else others.get(name) for name in RULES[rule].parameters]
        list(check(*given) or ())
    return process_time() - begin


OURS = [
    rule.id for rule in RULES.values()
    if rule.check and not rule.id.startswith("XSC") and rule.form != "ogi-2019"
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("prose", PROSE.values(), ids=PROSE)
def test_ten_times_the_prose_takes_ten_times_as_long(prose: Callable[[int], str]) -> None:
    small, large = grown(prose(SMALL)), grown(prose(10 * SMALL))
    few, many = beside(small), beside(large)
    for rule in OURS:
        before = max(seconds(rule, small, few), AT_LEAST)
        assert seconds(rule, large, many) < 30 * before, rule


@pytest.mark.slow
@pytest.mark.parametrize("prose", PROSE.values(), ids=PROSE)
def test_lists_of_words_are_sought_in_time(prose: Callable[[int], str]) -> None:
    with patience(20):
        declared().check(grown(prose(40_000)))


@cache
def declared() -> Auditor:
    """Return an auditor of the rules on wording, those that a ruleset's lists and patterns say among them."""
    return Auditor.load(select=("TXT", "FMT"))


def test_facts_are_counted_in_a_text_of_digits() -> None:
    with patience(10):
        list(no_facts(grown("1" * 100_000)))


def test_a_row_printed_thousands_of_times_is_told_in_a_line() -> None:
    row = "行政强制\t87\t\t\n"
    assert row in base("B22")
    with patience():
        (found,) = said("TAB-07", base("B22").replace(row, row * 4_000))
    assert "3999" in found.words.zh
    assert len(found.words.zh) < 100
    assert len(found.finding.evidence) == 4
