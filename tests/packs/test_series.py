"""Rules that take several reports: one alone leaves them open, and never passes or fails."""

import pytest

from audit_core import NotApplicable, NotAssessed
from tests.packs.handmade import RULES, changed, known
from tests.reports.bases import BASES, ORGAN
from tests.reports.reading import audit, statuses

SERIES = [rule for rule in RULES.values() if rule.id.partition("-")[0] in ("XYR", "ROLL", "DUP")]
OPEN, ASIDE = NotAssessed, NotApplicable


def test_there_are_all_of_them() -> None:
    wanted = [f"{pack}-{n:02}" for pack, last in (("XYR", 10), ("ROLL", 6), ("DUP", 5)) for n in range(1, last + 1)]
    assert [rule.id for rule in SERIES] == [rule for rule in wanted if rule != "XYR-05"]


@pytest.mark.parametrize("base", BASES)
def test_one_report_never_passes_or_fails(base: str) -> None:
    told = statuses(audit(BASES[base]()))
    assert {told[rule.id] for rule in SERIES} <= {"not_assessed", "not_applicable"}


REASONS: list[tuple[str, int, str, type[NotAssessed], str]] = [
    ("XYR-01", 2022, ORGAN, OPEN, "本次未比对上一年度报告"),
    ("XYR-01", 2019, ORGAN, OPEN, "本次未比对上一年度报告"),
    ("XYR-02", 2021, ORGAN, ASIDE, "2022 年度起"),
    ("XYR-02", 2022, ORGAN, OPEN, "本次未比对上一年度报告"),
    ("XYR-03", 2019, ORGAN, ASIDE, "2020"),
    ("XYR-03", 2020, ORGAN, OPEN, "本次未比对上一年度报告"),
    ("XYR-04", 2019, ORGAN, ASIDE, "2020"),
    ("XYR-08", 2022, ORGAN, OPEN, "本次未比对上一年度报告"),
]


@pytest.mark.parametrize(("rule", "year", "organ", "kind", "reason"), REASONS)
def test_reasons(rule: str, year: int, organ: str, kind: type[NotAssessed], reason: str) -> None:
    base, printed = ("A19", "2019") if year <= 2020 else ("B22", "2022")
    report = known(
        changed(
            base,
            (ORGAN, organ),
            (f"{printed}年政府信息", f"{year}年政府信息"),
            (f"year: '{printed}'", f"year: '{year}'"),
        )
    )
    assert report.year == year
    check = RULES[rule].check
    assert check is not None
    with pytest.raises(NotAssessed) as caught:
        check(report)
    assert type(caught.value) is kind
    assert reason in caught.value.words.zh
    assert caught.value.words.en.isascii()
