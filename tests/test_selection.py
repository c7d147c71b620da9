"""What is not selected is not assessed: the ledger, the coverage and the digest say so, and of a locked rule the run."""

from fractions import Fraction
from pathlib import Path

import pytest

from audit_core.engine import Auditor
from audit_core.findings import Status
from audit_core.report import Report
from audit_core.results import Audited, Score
from audit_core.scoring import score
from tests.reports.bases import a19
from tests.reports.reading import auditor, document

WHOLE = 82
LOCKED = ["PUB-01", "PUB-02", "SEC-02", "SEC-11", "TAB-31", "TAB-32", "TAB-33", "TAB-41"]


def selecting(*, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> tuple[Auditor, Audited, Score]:
    chosen = Auditor(auditor().ruleset, auditor().plugins.rules, select=select, ignore=ignore)  # type: ignore[union-attr]
    audited = chosen.audit(document(a19()))
    return chosen, audited, score(audited, chosen.ruleset.scoring, chosen.rules)


def test_a_whole_run_is_as_the_ruleset_has_it() -> None:
    chosen, audited, told = selecting()
    assert (told.coverage, audited.selected, chosen.left_out, chosen.notes) == (WHOLE, {}, {}, ())
    assert chosen.digest == chosen.ruleset.digest


def test_an_ignored_rule_is_not_assessed_and_its_share_is_taken_from_the_coverage() -> None:
    whole, _, _ = selecting()
    chosen, audited, told = selecting(ignore=("TAB-04",))
    (outcome,) = [outcome for outcome in audited.outcomes if outcome.rule == "TAB-04"]
    assert (outcome.status, outcome.reason.en) == (
        Status.NOT_ASSESSED,
        "not selected for this run (--select, --ignore)",
    )
    assert [one.rule for one in audited.outcomes] == sorted(whole.rules)
    assert Fraction(3, 4) < audited.selected["TAB"] < 1
    assert list(audited.selected) == ["TAB"]
    assert WHOLE - 4 < told.coverage < WHOLE
    assert chosen.digest not in {chosen.ruleset.digest, selecting(ignore=("TAB-03",))[0].digest}
    assert chosen.notes == ()


@pytest.mark.parametrize(
    ("select", "ignore", "locked", "coverage"),
    [
        ((), ("TAB-32",), ["TAB-32"], None),
        ((), ("TAB",), LOCKED[4:], None),
        (("TAB",), (), LOCKED[:4], None),
        (("SEC",), ("SEC-02",), [one for one in LOCKED if one != "SEC-11"], None),
        (("FMT",), (), LOCKED, 7),
    ],
)
def test_a_locked_rule_cannot_be_left_out_without_a_word(
    select: tuple[str, ...], ignore: tuple[str, ...], locked: list[str], coverage: int | None
) -> None:
    chosen, _, told = selecting(select=select, ignore=ignore)
    (note,) = chosen.notes
    assert [rule for rule in chosen.left_out if rule in note.en] == locked
    assert [rule for rule in chosen.left_out if rule in note.zh] == locked
    assert told.coverage < WHOLE
    assert coverage is None or told.coverage == coverage


def test_a_rule_of_another_form_is_not_applicable_whether_selected_or_not() -> None:
    _, audited, _ = selecting(ignore=("TAB-21",))
    assert {o.status for o in audited.outcomes if o.rule == "TAB-21"} == {Status.NOT_APPLICABLE}
    assert audited.selected == {}


def test_a_selection_that_is_everything_is_a_whole_run() -> None:
    packs = tuple(sorted({rule.partition("-")[0] for rule in auditor().rules}))
    assert selecting(select=packs)[0].digest == auditor().ruleset.digest


def test_a_locked_rule_is_not_silenced() -> None:
    """A pack may say that a finding follows from its own; of a locked rule that is not for it to say."""
    from audit_core import Finding, RulePack

    pack = RulePack("QUIET")

    @pack.rule("QUIET-01", zh="甲", en="a", severity="error", silences=("TAB-31", "TAB-04"))
    def loud(report: Report) -> list[Finding]:
        """甲 / A"""
        return [Finding(report.tables["applications"])]

    draft = a19()
    table = draft.table("applications")
    table.row("received").figures["natural"] = "1"
    table.row("denied_by_law").label = "2.其他法律法规禁止公开"
    rules = {**auditor().plugins.rules, **pack.rules}  # type: ignore[union-attr]
    found = Auditor(auditor().ruleset, rules).audit(document(draft)).findings
    told = {finding.rule for finding in found}
    assert "TAB-04" not in told
    assert told & {"TAB-31", "TAB-32", "TAB-33"}


EXAMPLES = Path(__file__).parent.parent / "examples"


def test_the_rule_of_ones_own_that_the_readme_shows_scores() -> None:
    chosen = Auditor.load(str(EXAMPLES / "my-province.yaml"))
    assert chosen.notes == ()
    draft = a19()
    draft.put("applications", "carried_out", "natural", "600")
    audited = chosen.audit(document(draft))
    told = score(audited, chosen.ruleset.scoring, chosen.rules)
    assert {one.finding.rule: one.taken for one in told.deductions}["MY-01"] > 0
    for readme in ("README.md", "README.zh.md"):
        text = (EXAMPLES.parent / readme).read_text(encoding="utf-8")
        assert "    category: TAB " in text
        assert 'RulePack("HN", category="TAB")' in text
