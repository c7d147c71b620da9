"""Reports made up from seeds: the clean ones pass, and in the others the fault is found."""

import pytest

from audit_rulesets.samples.figures import figures
from audit_rulesets.samples.organs import organ
from audit_rulesets.samples.reports import clean
from audit_rulesets.samples.values import han, percent
from tests.generated.__main__ import main
from tests.generated.faults import FAULTS, planted
from tests.generated.measuring import clean_files, clean_reports, faulty_reports, share_right
from tests.reports.reading import auditor
from tests.reports.writers import FORMS


def test_clean_reports_do_not_fail() -> None:
    tally = clean_reports(1, 60)
    assert [(one.rule, one.seed, one.said) for one in tally.of("fail", "error")] == []
    assert len(tally.of("review")) <= 2


def test_clean_files_do_not_fail_in_any_form() -> None:
    tally = clean_files(1, 2)
    assert tally.reports == 2 * len(FORMS)
    assert [(one.rule, one.layout, one.seed, one.said) for one in tally.alarms] == []


def test_faults_are_found_alone() -> None:
    found = faulty_reports(1, len(FAULTS))
    wrong = {rule: (one.missed, one.weaker, one.extra) for rule, one in found.items() if one.right < one.tried}
    assert share_right(found) >= 0.99, wrong


def test_every_fault_is_of_a_known_rule() -> None:
    assert {fault.rule for fault in FAULTS} <= set(auditor().rules)


@pytest.mark.parametrize("seed", ["a", "b"])
def test_the_same_seed_makes_the_same_report(seed: str) -> None:
    assert clean(seed).page() == clean(seed).page()
    assert planted(FAULTS[0], seed).page() == planted(FAULTS[0], seed).page()


@pytest.mark.parametrize("year", [2019, 2022])
def test_figures_balance(year: int) -> None:
    from random import Random

    for number in range(50):
        rng = Random(number)
        made = figures(rng, organ(rng), year)
        columns = zip(
            *(made.applications[key] for key in ("received", "carried_in", "total", "carried_out")), strict=True
        )
        assert all(new + old == done + left and min(new, old, done, left) >= 0 for new, old, done, left in columns)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (2, "两"), (10, "十"), (12, "十二"), (20, "二十"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
     (1005, "一千零五"), (1050, "一千零五十")],
)  # fmt: skip
def test_numerals(number: int, text: str) -> None:
    assert han(number) == text


def test_shares_are_rounded_half_up() -> None:
    assert (percent(1, 8, 1), percent(60, 118, 1), percent(1, 3, 0)) == ("12.5%", "50.8%", "33%")
    assert percent(1, 8, 0) == "13%"


def test_the_command_tells_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--clean", "2", "--faulty", "2", "--files", "1"]) == 0
    told = capsys.readouterr().out
    assert "clean reports: 2; with a failure: 0" in told
    assert f"clean files of every form: {len(FORMS)}; with a failure: 0" in told
    assert "faulty reports: 2" in told
