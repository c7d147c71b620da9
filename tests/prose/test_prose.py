"""Figures that sentences state, altered one at a time: nearly all are noticed, and nobody is accused of the others."""

import pytest

from tests.prose.__main__ import main
from tests.prose.measuring import RULES, expected, measured
from tests.prose.statements import STYLES, Stated, Statement, statements
from tests.prose.tables import NAMES, Tables


def test_altered_figures_are_noticed() -> None:
    tally = measured(1, 1, _some())
    missed = [(case.line, case.what, case.text) for case in tally.altered if not case.found]
    assert len(tally.altered) > 100
    assert tally.share >= 0.95, missed
    assert all(found / tried >= 0.9 for found, tried in tally.recall().values()), missed


def test_nobody_is_accused_of_what_a_sentence_does_not_state() -> None:
    tally = measured(2, 1, _some(2))
    assert tally.silent > 150
    assert [(case.line, case.what, case.spoke, case.text) for case in tally.accused] == []


@pytest.mark.slow
def test_one_cause_is_told_once() -> None:
    tally = measured(3, 1, _some(1))
    assert [(case.line, case.what, case.spoke, case.text) for case in tally.twice] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12])
def test_all_sentences_in_all_ways(seed: int) -> None:
    tally = measured(seed, len(STYLES))
    assert tally.share >= 0.95
    assert [(case.line, case.style, case.spoke, case.text) for case in tally.accused] == []
    assert len(tally.twice) <= len(tally.altered) // 100


def test_every_name_has_a_rule() -> None:
    assert all(expected(Stated((name,))) for name in NAMES)
    assert set(RULES) <= set(NAMES)
    with pytest.raises(KeyError):
        Tables.table_of("nobody")


def test_no_sentence_stands_twice() -> None:
    texts = [statement.text for statement in statements()]
    assert len(set(texts)) == len(texts) >= 250


def test_the_command_tells_what_was_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    first = statements()[0].number
    assert main(["--rounds", "1", "--line", str(first)]) == 0
    told = capsys.readouterr().out
    assert "altered figures: 2; noticed: 100.0%" in told
    assert "accused: 0" in told


def _some(remainder: int = 0) -> list[Statement]:
    return [statement for n, statement in enumerate(statements()) if n % 9 == remainder]
