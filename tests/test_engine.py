"""The engine, rule by rule: severities as a ruleset moves them, who silences whom, the verdict, the order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import pytest
from msgspec.structs import replace

from audit_core import Finding, NotApplicable, NotAssessed, Report, RulePack
from audit_core.engine import MOST_FINDINGS, MOST_PRINTED, Auditor
from audit_core.errors import ConfigurationError
from audit_core.findings import Outcome, Reported, Severity, Status, fingerprint
from audit_core.results import Audited
from audit_core.rulesets.ruleset import Setting
from audit_core.words import Words
from tests.packs.handmade import base
from tests.packs.handmade import report as read
from tests.reports.reading import auditor

Yields = Callable[[Report], Iterator[Finding]]
YEAR = 2022


@cache
def report() -> Report:
    return read(base("B22"))


def pack_of(*rules: tuple[str, Yields], **declared: object) -> RulePack:
    """A pack of rules by number; `declared` is said of the first of them."""
    pack = RulePack("ENG")
    for number, (said, check) in enumerate(rules):
        check.__doc__ = "甲 / A"
        more = declared if number == 0 else {}
        pack.rule(f"ENG-{said}", **{"zh": "甲", "en": "a", "severity": "warning", **more})(check)  # type: ignore[arg-type]
    return pack


def audited(pack: RulePack, settings: Mapping[str, Setting] | None = None) -> Audited:
    ruleset = replace(auditor().ruleset, settings=settings or {}, rules={})
    return Auditor(ruleset, pack.rules).check(report())


def outcome(found: Audited, rule: str = "ENG-01") -> Outcome:
    return next(outcome for outcome in found.outcomes if outcome.rule == rule)


def yields(*findings: Finding, then: Exception | None = None) -> Yields:
    def check(report: Report) -> Iterator[Finding]:
        yield from findings
        if then:
            raise then

    return check


@pytest.mark.parametrize(
    ("declared", "moved", "own", "told"),
    [
        ("warning", None, None, "warning"),
        ("warning", None, "blocker", "blocker"),
        ("warning", None, "info", "info"),
        ("warning", "error", None, "error"),
        ("warning", "error", "note", "error"),
        ("warning", "error", "error", "error"),
        ("warning", "error", "blocker", "blocker"),
        ("warning", "note", None, "note"),
        ("warning", "note", "error", "note"),
        ("warning", "note", "note", "note"),
        ("warning", "note", "info", "info"),
        ("warning", "warning", "note", "warning"),
        ("warning", "warning", "error", "error"),
    ],
)
def test_a_ruleset_moves_severities_up_or_down_and_never_past_what_a_finding_says(
    declared: str, moved: str | None, own: str | None, told: str
) -> None:
    finding = Finding(report().tables["applications"], severity=own)
    pack = pack_of(("01", yields(finding)), severity=declared)
    (one,) = audited(pack, {"ENG-01": Setting(severity=Severity(moved) if moved else None)}).findings
    assert one.severity == told


def on(table: str, status: str = "fail", *, ours: bool = False) -> Finding:
    place = report().tables[table] if table else None
    return Finding(place, status=status, responsibility="conversion" if ours else "source")


A, B, NOWHERE = on("applications"), on("cases"), on("")
LEAD_A, OURS_A, OURS_B = on("applications", "review"), on("applications", "review", ours=True), on("cases", "review", ours=True)  # fmt: skip
OURS, LEAD = on("", "review", ours=True), on("", "review")


@pytest.mark.parametrize(
    ("loud", "quiet", "kept"),
    [
        ([A], [A], []),
        ([A], [B], [B]),
        ([A], [A, B], [B]),
        ([A], [LEAD_A], []),
        ([A], [NOWHERE], [NOWHERE]),
        ([A, B], [A, B], []),
        ([NOWHERE], [A, B, NOWHERE], []),
        ([LEAD_A], [A], [A]),
        ([LEAD_A], [LEAD_A, OURS_A], [LEAD_A, OURS_A]),
        ([OURS_A], [A], [A]),
        ([OURS_A], [OURS_A], []),
        ([OURS_A], [LEAD_A], [LEAD_A]),
        ([OURS_A], [OURS_B], [OURS_B]),
        ([OURS], [OURS_A, OURS_B, A], [A]),
        ([LEAD], [OURS_A], [OURS_A]),
        ([on("applications", "fail", ours=True)], [A], []),
    ],
)
def test_a_rule_silences_another_in_the_tables_it_speaks_of(
    loud: list[Finding], quiet: list[Finding], kept: list[Finding]
) -> None:
    found = audited(pack_of(("01", yields(*loud)), ("02", yields(*quiet)), silences=("ENG-02",)))
    told = [one.finding for one in found.findings if one.rule == "ENG-02"]
    assert sorted(map(id, told)) == sorted(map(id, kept))
    said = outcome(found, "ENG-02")
    assert ("follows from ENG-01" in said.reason.en) is (len(kept) < len(quiet))
    statuses = {finding.status for finding in kept}
    assert said.status is next((s for s in (Status.FAIL, Status.REVIEW) if s in statuses), Status.NOT_ASSESSED)


@pytest.mark.parametrize("silences", [(), ("ENG-03",), ("OTHER-01",)])
def test_a_rule_silences_none_that_it_does_not_name(silences: tuple[str, ...]) -> None:
    found = audited(pack_of(("01", yields(A)), ("02", yields(A)), silences=silences))
    assert [one.rule for one in found.findings] == ["ENG-01", "ENG-02"]


def test_a_rule_that_broke_is_not_silenced() -> None:
    found = audited(pack_of(("01", yields(A)), ("02", yields(then=ValueError("x"))), silences=("ENG-02",)))
    assert outcome(found, "ENG-02").status is Status.ERROR


REMARK = Finding(status="pass", message=Words("附记", "a remark"))
CANNOT, NOT_FOR = NotAssessed("not at hand", "没有"), NotApplicable("not for it", "不适用")


@pytest.mark.parametrize(
    ("findings", "then", "status", "reason", "told"),
    [
        ([], None, "pass", "", 0),
        ([REMARK], None, "pass", "a remark", 0),
        ([REMARK, REMARK], None, "pass", "a remark; a remark", 0),
        ([LEAD], None, "review", "", 1),
        ([LEAD, NOWHERE], None, "fail", "", 2),
        ([NOWHERE, LEAD, REMARK], None, "fail", "a remark", 2),
        ([REMARK, LEAD], None, "review", "a remark", 1),
        ([], CANNOT, "not_assessed", "not at hand", 0),
        ([REMARK], CANNOT, "not_assessed", "not at hand", 0),
        ([LEAD], CANNOT, "review", "not at hand", 1),
        ([NOWHERE], CANNOT, "fail", "not at hand", 1),
        ([], NOT_FOR, "not_applicable", "not for it", 0),
        ([NOWHERE], NOT_FOR, "fail", "not for it", 1),
        ([NOWHERE], ValueError("x"), "error", "the rule broke: ", 0),
    ],
)
def test_the_verdict_of_a_rule_is_the_gravest_of_what_it_found(
    findings: list[Finding], then: Exception | None, status: str, reason: str, told: int
) -> None:
    found = audited(pack_of(("01", yields(*findings, then=then))))
    said = outcome(found)
    assert (said.status, len(found.findings)) == (status, told)
    assert said.reason.en.startswith(reason)
    assert bool(said.reason.en) is bool(reason)


@pytest.mark.parametrize(("count", "listed", "said"), [(1000, 1000, False), (1001, 1000, True), (3000, 1000, True)])
def test_a_thousand_findings_of_a_rule_are_listed(count: int, listed: int, said: bool) -> None:
    asked = []

    def check(report: Report) -> Iterator[Finding]:
        for number in range(count):
            asked.append(number)
            yield Finding(None, key=str(number))

    found = audited(pack_of(("01", check)))
    assert (len(found.findings), bool(outcome(found).reason.en)) == (listed, said)
    assert len(asked) <= MOST_FINDINGS + 1
    assert outcome(found).status is Status.FAIL


@pytest.mark.parametrize(("more", "status"), [(0, "fail"), (1, "error")])
def test_what_a_rule_may_print_is_limited(more: int, status: str) -> None:
    half = MOST_PRINTED // 4
    findings = [Finding(None, message=Words("甲" * half, "a" * (half + more))), Finding(None, message=Words("甲" * half, "a" * half))]  # fmt: skip
    found = audited(pack_of(("01", yields(*findings))))
    assert outcome(found).status == status
    assert ("2,000,000 characters" in outcome(found).reason.en) is bool(more)


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        (None, None, ""),
        (YEAR, None, ""),
        (None, YEAR, ""),
        (YEAR, YEAR, ""),
        (YEAR + 1, None, "only for report years from 2023 on"),
        (None, YEAR - 1, "only for report years up to 2021"),
        (YEAR + 1, YEAR + 2, "only for the report years 2023 to 2024"),
    ],
)
def test_years_that_a_rule_is_for(since: int | None, until: int | None, reason: str) -> None:
    assert report().year == YEAR
    said = outcome(audited(pack_of(("01", yields(NOWHERE)), since=since, until=until)))
    assert (said.status, said.reason.en) == (Status.NOT_APPLICABLE if reason else Status.FAIL, reason)


def test_a_rule_of_another_form_is_not_called() -> None:
    said = outcome(audited(pack_of(("01", yields(NOWHERE)), form="other-*")))
    assert said.status is Status.NOT_APPLICABLE
    assert said.reason.en.startswith("not for the ")


@pytest.mark.parametrize(
    ("select", "ignore", "run"),
    [
        ((), (), ["01", "02", "03"]),
        (("ENG",), (), ["01", "02", "03"]),
        (("ENG-02",), (), ["02"]),
        (("ENG-02", "ENG-03"), (), ["02", "03"]),
        ((), ("ENG-02",), ["01", "03"]),
        (("ENG",), ("ENG-02",), ["01", "03"]),
        (("ENG-02",), ("ENG-02",), []),
        (("ENG-02",), ("ENG-03",), ["02"]),
        ((), ("ENG",), []),
    ],
)
def test_what_is_selected(select: tuple[str, ...], ignore: tuple[str, ...], run: list[str]) -> None:
    pack = pack_of(*((number, yields()) for number in ("03", "01", "02")))
    chosen = Auditor(replace(auditor().ruleset, rules={}, settings={}), pack.rules, select=select, ignore=ignore)
    assert list(chosen.rules) == [f"ENG-{number}" for number in run]
    assert sorted([*chosen.rules, *chosen.left_out]) == ["ENG-01", "ENG-02", "ENG-03"]
    (plain,) = [chosen.check(report()).outcomes]
    assert {o.rule: o.status for o in plain} == {
        rule: Status.PASS if rule in chosen.rules else Status.NOT_ASSESSED for rule in ("ENG-01", "ENG-02", "ENG-03")
    }


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("ENG-04", "; the nearest is ENG-0"),
        ("eng-01", "; the nearest is ENG-01"),
        ("ENF", "; the nearest is ENG"),
        ("QQQQ", ""),
    ],
)
@pytest.mark.parametrize("option", ["select", "ignore"])
def test_a_selection_of_nothing_is_refused(option: str, pattern: str, near: str) -> None:
    pack = pack_of(("01", yields()), ("02", yields()))
    with pytest.raises(ConfigurationError) as refused:
        Auditor(replace(auditor().ruleset, rules={}), pack.rules, **{option: ["ENG-01", pattern]})  # type: ignore[arg-type]
    assert f"{pattern!r} to select or ignore" in refused.value.say("en")
    assert near in refused.value.say("en")
    assert bool(near) is ("nearest" in refused.value.say("en")) is ("最接近" in refused.value.say("zh"))


def prints(findings: Sequence[Finding], rule: str = "01") -> list[Reported]:
    return list(audited(pack_of((rule, yields(*findings)))).findings)


def test_findings_of_one_key_are_told_apart_by_their_order() -> None:
    (alone,) = prints([A])
    twice, other = prints([A, on("applications")]), prints([A, B])
    assert twice[0].fingerprint == alone.fingerprint == other[0].fingerprint
    assert len({one.fingerprint for one in [*prints([on("applications") for _ in range(3)]), *prints([B])]}) == 4
    assert prints([A], "02")[0].fingerprint != alone.fingerprint
    keyed = prints([Finding(report().tables["cases"], key="applications")])
    assert keyed[0].fingerprint != prints([B])[0].fingerprint


def test_a_fingerprint_is_of_rule_organ_year_and_key_and_of_the_order_from_the_second_of_one_key_on() -> None:
    heading = next(section.heading for section in report().sections if section.heading)
    keyed = Finding(report().tables["cases"], key="own/key")
    found = prints([A, keyed, on("applications"), NOWHERE, Finding(heading), keyed, keyed])
    told = [one.fingerprint for one in found if one.finding is not keyed]
    organ = report().organization
    assert organ

    def of(path: str) -> str:
        return fingerprint("ENG-01", organ, YEAR, path)

    assert {one.fingerprint for one in found if one.finding.key} == {of("own/key"), of("own/key#2"), of("own/key#3")}
    assert sorted(told) == sorted([of("applications"), of("applications#2"), of(""), of("#2")])
    assert next(one.fingerprint for one in found if one.finding is A) == of("applications")


def test_findings_stand_in_the_order_of_the_report_and_then_of_their_rules() -> None:
    found = audited(pack_of(("02", yields(B, A)), ("01", yields(B, NOWHERE, A)))).findings
    assert [(one.rule, one.finding) for one in found] == [
        ("ENG-01", NOWHERE), ("ENG-01", A), ("ENG-02", A), ("ENG-01", B), ("ENG-02", B),
    ]  # fmt: skip


def test_options_reach_a_rule_and_time_is_taken_only_when_asked_for() -> None:
    pack = RulePack("ENG")

    @pack.rule("ENG-01", zh="{most}", en="{most}", severity="note")
    def limited(report: Report, *, most: int = 3) -> Iterator[Finding]:
        """甲 / A"""
        yield Finding(None, most=most)

    ruleset = replace(auditor().ruleset, settings={"ENG-01": Setting(options={"most": 5})}, rules={})
    timed, plain = Auditor(ruleset, pack.rules, timed=True), Auditor(ruleset, pack.rules)
    for chosen in (timed, plain):
        assert [one.words.en for one in chosen.check(report()).findings] == ["5"]
    once = timed.spent["ENG-01"]
    timed.check(report())
    assert 0 < once < timed.spent["ENG-01"]
    assert plain.spent == {}


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (Setting(), ("warning", "ENG", True, False)),
        (Setting(severity=Severity.NOTE), ("note", "ENG", True, False)),
        (Setting(category="TAB"), ("warning", "TAB", True, False)),
        (Setting(scored=False), ("warning", "ENG", False, False)),
        (Setting(locked=True), ("warning", "ENG", True, True)),
    ],
)
def test_a_rule_as_the_ruleset_sets_it(setting: Setting, expected: tuple[object, ...]) -> None:
    ruleset = replace(auditor().ruleset, settings={"ENG-01": setting}, rules={})
    chosen = Auditor(ruleset, pack_of(("01", yields()), ("02", yields())).rules)
    rule = chosen.rules["ENG-01"]
    assert (rule.severity, rule.category, rule.scored, rule.locked) == expected
    assert chosen.rules["ENG-02"] == pack_of(("02", yields())).rules["ENG-02"] or chosen.rules["ENG-02"].scored
    off = Auditor(replace(ruleset, settings={"ENG-01": Setting(enabled=False)}), chosen.rules)
    assert (list(off.rules), list(off.left_out)) == (["ENG-02"], [])
