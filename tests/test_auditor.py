"""The auditor: what it cites, what it says of a rule that broke or lapsed, of a damaged place, of a merge, of others."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from audit_core import Finding, InputError, NotAssessed, Report, RulePack, Snapshot
from audit_core.engine import Auditor
from audit_core.equations import Equation
from audit_core.errors import ConfigurationError
from audit_core.findings import Basis, Fix, Outcome, Severity, Status
from audit_core.forms import Form
from audit_core.guard import GUARD, OutOfTime, Running
from audit_core.loaders import BUILTIN, read
from audit_core.others import Reports
from audit_core.plugins import Plugins
from audit_core.report import logical_of
from audit_core.results import Audited, Plugin
from audit_core.rules import Rule
from audit_core.rulesets.ruleset import Ruleset, Setting
from audit_core.testing import filled
from audit_core.words import Words
from tests.packs.handmade import base
from tests.packs.handmade import report as bound
from tests.reports.reading import auditor

ADVICE = Words("请更正", "Correct it")


@cache
def b22() -> Report:
    return bound(base("B22"))


def pack_of(*findings: Finding, then: BaseException | None = None, **declared: object) -> RulePack:
    """A pack of one rule that yields findings, and then breaks where it is told so."""
    pack = RulePack("AUD")

    @pack.rule("AUD-01", **{"zh": "甲", "en": "a", "severity": "warning", **declared})  # type: ignore[arg-type]
    def check(report: Report) -> Iterator[Finding]:
        """甲 / A"""
        yield from findings
        if then:
            raise then

    return pack


def ruleset(**changes: object) -> Ruleset:
    return replace(auditor().ruleset, **{"settings": {}, "rules": {}, **changes})


def outcome(chosen: Auditor, report: Report | None = None, rule: str = "AUD-01") -> Outcome:
    return next(one for one in chosen.check(report or b22()).outcomes if one.rule == rule)


BASES = {"R": Basis(Words("条例", "Act")), "N19": Basis(Words("旧式", "old")), "N21": Basis(Words("新式", "new"))}


@pytest.mark.parametrize(
    ("declared", "setting", "cited", "told"),
    [
        ({}, None, [], []),
        ({"basis": "R"}, None, ["Act"], ["Act"]),
        ({"basis": "其他"}, None, ["其他"], ["其他"]),
        ({"basis": ("R", "R", "form")}, None, ["Act", "old", "new"], ["Act", "new"]),
        ({"basis": "form"}, None, ["old", "new"], ["new"]),
        ({"basis": "form", "form": "ogi-2021*"}, None, ["new"], ["new"]),
        ({"basis": ("form", "R")}, ("R",), ["Act"], ["Act"]),
        ({"basis": "R"}, ("form",), ["old", "new"], ["new"]),
        ({"basis": "R"}, (), [], []),
        ({"basis": ("N19", "N21")}, None, ["old", "new"], ["new"]),
    ],
)
def test_what_a_rule_cites(
    declared: dict[str, object], setting: tuple[str, ...] | None, cited: list[str], told: list[str]
) -> None:
    """`form` stands for what prescribes the forms; what prescribes those of other years binds no report of this one."""
    settings = {"AUD-01": Setting(basis=setting)}
    chosen = Auditor(ruleset(bases=BASES, settings=settings), pack_of(Finding(), then=None, **declared).rules)
    assert [one.words.en for one in chosen.rules["AUD-01"].basis] == cited  # type: ignore[union-attr]
    (one,) = chosen.check(b22()).findings
    assert [basis.words.en for basis in one.basis] == told


NOTE, ERROR = Severity.NOTE, Severity.ERROR


@pytest.mark.parametrize(
    ("grades", "own", "moved", "told"),
    [
        ({}, None, None, "warning"),
        ({"ogi-2021*": NOTE}, None, None, "note"),
        ({"ogi-2019": NOTE}, None, None, "note"),  # which the form of 2021 extends
        ({"other-*": NOTE}, None, None, "warning"),
        ({"other-*": NOTE, "ogi-*": ERROR, "*": NOTE}, None, None, "error"),
        ({"*": NOTE}, ERROR, None, "error"),
        ({"*": ERROR}, None, NOTE, "note"),
        ({"*": NOTE}, None, ERROR, "error"),
    ],
)
def test_a_rule_may_have_another_severity_on_a_form(
    grades: dict[str, Severity], own: Severity | None, moved: Severity | None, told: str
) -> None:
    (rule,) = pack_of(Finding(severity=own)).rules.values()
    settings = {"AUD-01": Setting(severity=moved)}
    (one,) = Auditor(ruleset(settings=settings), {rule.id: replace(rule, grades=grades)}).check(b22()).findings
    assert one.severity == told


@pytest.mark.parametrize(
    ("own", "declared", "setting", "told"),
    [(None, None, None, ""), (None, ADVICE, None, "rule"), ("own", ADVICE, None, "own"), (None, ADVICE, "set", "set")],
)
def test_the_advice_of_a_finding(own: str | None, declared: Words | None, setting: str | None, told: str) -> None:
    advice = Words(own, own) if own else None
    more = {"advice": Words("rule", "rule")} if declared else {}
    settings = {"AUD-01": Setting(advice=Words(setting, setting) if setting else None)}
    chosen = Auditor(ruleset(settings=settings), pack_of(Finding(advice=advice), then=None, **more).rules)
    (one,) = chosen.check(b22()).findings
    assert (one.advice.en if one.advice else "") == told


def test_what_is_told_of_a_finding() -> None:
    fact = b22().fact("applications", "received", "total")
    chosen = Auditor(ruleset(), pack_of(Finding(fact, evidence=(fact,)), category="TAB").rules)
    (one,) = chosen.check(b22()).findings
    place = b22().locate(fact)
    assert (one.rule, one.category, one.location.region) == ("AUD-01", "TAB", place.region)
    assert [item.region for item in one.evidence_locations] == [place.region]
    assert one.location.logical == logical_of(fact)
    (keyed,) = Auditor(ruleset(), pack_of(Finding(key="own")).rules).check(b22()).findings
    assert keyed.location.logical == "own"


OURS = Plugins((Plugin("mine", "2.1", "mine", "ok", prefixes=("AUD",)),), (), {})
OTHERS = Plugins((Plugin("other", "1.0", "other", "ok", prefixes=("OTH",)),), (), {})


class Odd:
    """A value that cannot be told."""

    def __format__(self, spec: str) -> str:
        raise RuntimeError("no words")

    def __str__(self) -> str:
        return self.__format__("")


ODD = Finding(message=Words("{odd}", "{odd}"), odd=Odd())


@pytest.mark.parametrize(
    ("plugins", "findings", "then", "zh", "en"),
    [
        (None, [], ValueError("x"), "规则出错：ValueError: x (test_auditor.py:", "the rule broke: ValueError: x (test_"),
        (OURS, [], ValueError("x"), "插件 mine 2.1：规则出错：Value", "plugin mine 2.1: the rule broke: ValueError: x ("),
        (OTHERS, [], ValueError("x"), "规则出错：ValueError: x", "the rule broke: ValueError: x"),
        (OURS, [], OutOfTime(1.5), "插件 mine 2.1：超过时限（1.5 秒）", "plugin mine 2.1: exceeded its time limit (1.5 s)"),
        (None, [], InputError("not so", "不对"), "不对", "not so"),
        (OURS, [ODD], None, "插件 mine 2.1：规则出错：RuntimeError: no", "plugin mine 2.1: the rule broke: RuntimeError: no"),
        (OURS, [1], None, "插件 mine 2.1：规则出错：TypeError: yiel", "plugin mine 2.1: the rule broke: TypeError: yielded int"),
        (None, [Finding(evidence=(1,))], None,  # type: ignore[arg-type]
          "规则出错：TypeError: yielded a F",
         "the rule broke: TypeError: yielded a Finding that holds int"),
        (None, [Finding(), 1], ValueError("x"), "规则出错：TypeError: yielded int", "the rule broke: TypeError: yielded int"),
    ],
)  # fmt: skip
def test_a_rule_that_broke_says_how_where_and_whose_it_is(
    plugins: Plugins | None, findings: list[Finding], then: BaseException | None, zh: str, en: str
) -> None:
    chosen = Auditor(ruleset(), pack_of(*findings, then=then).rules, plugins=plugins)
    audited = chosen.check(b22())
    (said,) = audited.outcomes
    assert (said.status, audited.findings) == (Status.ERROR, ())
    assert said.reason.zh.startswith(zh)
    assert said.reason.en.startswith(en)


def test_what_a_rule_says_when_it_breaks_is_cut() -> None:
    said = outcome(Auditor(ruleset(), pack_of(then=ValueError("x" * 900)).rules)).reason.en
    assert 200 < len(said) < 280
    assert said.endswith(")")


def lapsed(*forms: str) -> dict[str, Rule]:
    (rule,) = pack_of(Finding()).rules.values()
    return {rule.id: replace(rule, lapsed={form: Words("没有该行", "has no such row") for form in forms})}


def test_a_rule_that_lapsed_under_a_form_does_not_apply_and_the_run_says_so() -> None:
    chosen = Auditor(ruleset(notes=(Words("注", "a note"),)), lapsed("ogi-2021", "ogi-2019"))
    said = outcome(chosen)
    assert (said.status, said.reason.en) == (Status.NOT_APPLICABLE, "has no such row")
    assert [note.en for note in chosen.notes] == ["a note", *["AUD-01: has no such row"] * 2]
    assert chosen.notes[1].zh == "AUD-01：没有该行"
    assert outcome(Auditor(ruleset(), lapsed("ogi-2019"))).status is Status.FAIL


def test_a_rule_left_out_that_is_locked_is_named_after_the_other_notes() -> None:
    settings = {"AUD-01": Setting(locked=True)}
    chosen = Auditor(ruleset(notes=(Words("注", "a note"),), settings=settings), pack_of().rules, ignore=["AUD"])
    assert [note.en.partition(":")[2] for note in chosen.notes] == ["", " AUD-01"]
    open_ones = Auditor(ruleset(notes=(Words("注", "a note"),)), pack_of().rules, ignore=["AUD"])
    assert [note.en for note in open_ones.notes] == ["a note"]


def test_no_rule_runs_on_a_report_with_a_merge_in_it() -> None:
    text = base("B22").replace("\n\n", "\n\n<<<<<<< a\n\n=======\n\n>>>>>>> b\n\n", 1)
    found, rules = bound(text), {**pack_of(Finding()).rules, **RulePack("OTH").rules}
    rules["AUD-02"] = replace(rules["AUD-01"], id="AUD-02")
    rules["AUD-03"] = replace(rules["AUD-01"], id="AUD-03", domain="accounts")
    for chosen in (Auditor(ruleset(), rules), Auditor(ruleset(), rules, ignore=["AUD-01"])):
        audited = chosen.check(found)
        assert [one.rule for one in audited.outcomes] == ["AUD-01", "AUD-02"]
        assert {one.status for one in audited.outcomes} == {Status.NOT_ASSESSED}
        assert {one.reason for one in audited.outcomes} == {audited.unscored}
        assert (audited.findings, audited.complete) == ((), False)
        assert "merge" in audited.unscored.en


@pytest.mark.parametrize("select", [(), ("AUD-02",)])
def test_a_rule_of_another_domain_is_not_in_the_ledger(select: tuple[str, ...]) -> None:
    (rule,) = pack_of(Finding()).rules.values()
    rules = {one.id: one for one in (rule, replace(rule, id="AUD-02"), replace(rule, id="AUD-03", domain="accounts"))}
    chosen = Auditor(ruleset(), rules, select=select)
    assert [one.rule for one in chosen.check(b22()).outcomes] == ["AUD-01", "AUD-02"]
    foreign = replace(b22().form, domain="accounts")
    both = Auditor(ruleset(forms=(*auditor().ruleset.forms, replace(foreign, name="accounts"))), rules)
    assert [one.rule for one in both.check(b22()).outcomes] == ["AUD-01", "AUD-02"]
    assert list(both.rules) == ["AUD-01", "AUD-02", "AUD-03"]


def _organs(report: Report, organs: object) -> Iterator[Finding]:
    """甲 / A"""
    yield Finding(status="pass", message=Words("有", "given"))


def _parent(report: Report, parent: object) -> Iterator[Finding]:
    """甲 / A"""
    yield Finding(status="pass", message=Words("有", "given"))


def _children(report: Report, children: object) -> Iterator[Finding]:
    """甲 / A"""
    yield Finding(status="pass", message=Words("有", "given"))


ASKING = {"organs": _organs, "parent": _parent, "children": _children}


def asking(need: str) -> RulePack:
    """A pack of one rule that asks for something."""
    pack = RulePack("AUD")
    pack.rule("AUD-01", zh="甲", en="a", severity="note")(ASKING[need])
    return pack


REGISTER = {"register": [{"name": "青岚县人民政府", "parent": "云州市人民政府"}, {"name": "云州市人民政府"}]}


@pytest.mark.parametrize(
    ("need", "registered", "said"),
    [
        ("organs", True, "given"),
        ("organs", False, "no other report was given to compare with (--with)"),
        ("parent", True, "no other report was given to compare with (--with)"),
        ("children", True, "the register has no organ below"),
    ],
)
def test_what_the_register_alone_tells_needs_no_other_report(need: str, *, registered: bool, said: str) -> None:
    organs = auditor().ruleset.organs.from_data(REGISTER if registered else {})
    chosen = Auditor(ruleset(organs=organs), asking(need).rules)
    assert chosen.needs == {need}
    report = chosen.bound(read(base("B22").encode(), "report.md", BUILTIN))
    assert report.organ.registered is registered
    assert outcome(chosen, report).reason.en == said


def test_an_audit_is_given_other_reports() -> None:
    organs = auditor().ruleset.organs.from_data(REGISTER)
    chosen = Auditor(ruleset(organs=organs), asking("parent").rules)
    document = read(base("B22").encode(), "report.md", BUILTIN)
    above = read(base("B22").replace("青岚县人民政府", "云州市人民政府").encode(), "above.md", BUILTIN)
    others = Reports([Snapshot.of(chosen.bound(above))])
    assert [one.reason.en for one in chosen.audit(document, others).outcomes] == ["given"]
    assert [one.status for one in chosen.audit(document).outcomes] == [Status.NOT_ASSESSED]


@pytest.mark.parametrize(("count", "named", "more"), [(1, 0, False), (2, 1, False), (7, 6, False), (8, 6, True)])
def test_places_of_one_cause_are_named_up_to_six(count: int, named: int, *, more: bool) -> None:
    lines = list(b22().tables["applications"].rows.values())[:count]
    chosen = Auditor(ruleset(), pack_of(*(Finding(line, cause="one") for line in lines)).rules)
    (one,) = chosen.check(b22()).findings
    assert one.words.en.count(", “") + (": “" in one.words.en) == named
    assert one.words.zh.count("、“") + ("：“" in one.words.zh) == named
    assert one.words.en.endswith(", …") is one.words.zh.endswith("等") is more
    assert (f"likewise in {count - 1} more place" in one.words.en) is (count > 1)


def test_places_without_words_are_counted_and_those_of_the_same_words_named_once() -> None:
    line = b22().tables["applications"].rows["received"]
    findings = [Finding(at, cause="one") for at in (None, None, None, line, line)]
    (one,) = Auditor(ruleset(), pack_of(*findings).rules).check(b22()).findings
    assert one.words.en.startswith("a; likewise in 4 more places: “一、本年新收")
    assert one.words.en.count("“") == 1
    (bare,) = Auditor(ruleset(), pack_of(*findings[:3]).rules).check(b22()).findings
    assert (bare.words.zh, bare.words.en) == ("甲；另有 2 处相同", "a; likewise in 2 more places")


def test_findings_of_one_cause_differ_by_whom_they_accuse() -> None:
    findings = [
        Finding(cause="one"),
        Finding(cause="one", responsibility="conversion"),
        Finding(cause="two"),
        Finding(),
    ]
    assert len(Auditor(ruleset(), pack_of(*findings, Finding()).rules).check(b22()).findings) == 5


@pytest.mark.parametrize(
    ("failing", "status", "told"),
    [
        (["carried_in"], Status.REVIEW, [("review", "conversion")]),
        (["received", "carried_in"], Status.FAIL, [("fail", "source"), ("review", "conversion")]),
        (["received"], Status.FAIL, [("fail", "source")]),
    ],
)
@pytest.mark.parametrize("then", [None, NotAssessed("no more", "没有了")])
def test_what_conversion_left_in_pieces_is_a_lead(
    failing: list[str], status: Status, told: list[tuple[str, str]], then: NotAssessed | None
) -> None:
    report = bound(base("B22"))
    table = report.tables["applications"]
    rows = {**table.rows, "carried_in": replace(table.rows["carried_in"], damaged=True)}
    vars(report).update(tables={**report.tables, "applications": replace(table, rows=rows)})
    lead = Finding(rows["carried_in"], status="review")
    findings = [Finding(rows[row], fix=Fix("甲", ADVICE)) for row in failing]
    audited = Auditor(ruleset(), pack_of(*findings, lead, then=then).rules).check(report)
    assert audited.outcomes[0].status is status
    assert [(one.status, one.finding.responsibility) for one in audited.findings] == [*told, ("review", "source")]
    assert {one.finding.fix is None for one in audited.findings if one.finding.responsibility == "conversion"} <= {True}


STRANGE = """
ruleset: mine
extends: ogi
rules: {{{}}}
"""


def test_an_auditor_is_loaded_with_what_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(STRANGE.format("TAB-04: off"), encoding="utf-8")
    plugins = auditor().plugins
    chosen = Auditor.load(str(file), plugins=plugins, select=["TAB"], ignore=["TAB-03"], timed=True, form="ogi-2019")
    assert chosen.ruleset.name == "mine"
    assert {rule.partition("-")[0] for rule in chosen.rules} == {"TAB"}
    assert not {"TAB-03", "TAB-04"} & set(chosen.rules)
    assert "TAB-03" in chosen.left_out
    assert chosen.plugins is plugins
    document = read(base("B22").encode(), "report.md", BUILTIN)
    assert (chosen.bound(document).form.name, chosen.bound(document, freely=True).form.name) == ("ogi-2019", "ogi-2021")
    chosen.audit(document)
    assert set(chosen.spent) <= set(chosen.rules)
    assert 0 < max(chosen.spent.values()) < 10**12
    with pytest.raises(ConfigurationError, match="ogi-2020"):
        Auditor.load("ogi", plugins=plugins, form="ogi-2020")


def test_of_a_broken_ruleset_of_a_plugin_its_plugin_is_told(tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.yaml" for name in ("sound", "broken", "ours")}
    for name, file in files.items():
        file.write_text(STRANGE.format("TAB-04: of" if name != "sound" else "TAB-04: off"), encoding="utf-8")
    plugins = auditor().plugins
    assert plugins is not None
    strangers = (
        Plugin("aa", "1.0", "aa", "ok", rulesets=("sound",)), Plugin("bb", "1.0", "bb", "ok", rulesets=("broken",)),
        Plugin("cc", "1.0", "audit-core", "ok", rulesets=("ours",)),
    )  # fmt: skip
    more = replace(plugins, plugins=(*plugins.plugins, *strangers), rulesets={**plugins.rulesets, **files})
    loaded = Auditor.load("ogi", plugins=more).plugins
    assert loaded is not None
    told = {one.name: (one.status, one.cause) for one in loaded.plugins}
    assert [told[name][0] for name in ("aa", "bb", "cc")] == ["ok", "broken", "ok"]
    assert "broken.yaml:4" in told["bb"][1].en
    assert told["bb"][1].en.isascii()
    assert not told["bb"][1].zh.isascii()
    assert "broken" not in loaded.rulesets
    with pytest.raises(ConfigurationError, match=r"broken\.yaml:4"):
        Auditor.load("broken", plugins=more)


def test_an_interrupt_ends_the_audit() -> None:
    with pytest.raises(KeyboardInterrupt):
        Auditor(ruleset(), pack_of(then=KeyboardInterrupt()).rules).check(b22())


def test_a_rule_that_is_barred_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Auditor(ruleset(), pack_of(Finding()).rules)
    monkeypatch.setattr(GUARD, "barred", {("rule", "AUD-01"): Words("不再运行", "not run again")})
    audited = chosen.check(b22())
    assert [(one.status, one.reason.en) for one in audited.outcomes] == [(Status.ERROR, "not run again")]
    assert audited.findings == ()
    monkeypatch.setattr(GUARD, "barred", {("rule", "AUD-02"): Words("不再运行", "not run again")})
    assert len(chosen.check(b22()).findings) == 1


def carried(now: int, then: int | None, **said: Status) -> Audited:
    """Audit the figure carried in by a rule of equations that asks for last year's."""
    equation = Equation(("applications",), "column", "carried_in = previous.carried_out", ("total",))
    (rule,) = pack_of().rules.values()
    asks = replace(rule, check=None, equations=(equation,), parameters=("report", "previous"), **said)
    chosen = Auditor(ruleset(), {rule.id: asks})
    this = filled({"applications/carried_in/total": now}, year=2022, organization="甲县人民政府")
    last = filled({"applications/carried_out/total": then or 0}, year=2021, organization="甲县人民政府")
    return chosen.check(this, Reports([] if then is None else [Snapshot.of(last)]).others_of(this))


@pytest.mark.parametrize(
    ("now", "then", "status", "findings"),
    [
        (3, 3, Status.PASS, 0),
        (3, 4, Status.FAIL, 1),
        (3, None, Status.NOT_ASSESSED, 0),
    ],
)
def test_equations_are_given_the_report_that_they_ask_for(
    now: int, then: int | None, status: Status, findings: int
) -> None:
    audited = carried(now, then)
    (said,) = audited.outcomes
    assert (said.status, len(audited.findings), said.checked) == (status, findings, int(then is not None))


def test_a_rule_of_equations_may_come_to_a_lead() -> None:
    audited = carried(3, 4, status=Status.REVIEW)
    assert [one.status for one in audited.outcomes] == [one.status for one in audited.findings] == [Status.REVIEW]


@pytest.mark.parametrize(("table", "complete"), [("applications", True), ("", False)])
def test_tables_that_are_missing_are_a_fault_where_a_finding_names_them(table: str, *, complete: bool) -> None:
    bare = bound("# 青岚县人民政府2022年政府信息公开工作年度报告\n\n一、总体情况\n\n本年公开20件。\n")
    audited = Auditor(ruleset(), pack_of(Finding(table=table)).rules).check(bare)
    assert audited.complete is complete
    assert audited.unscored.en.startswith("none of the tables that the form prescribes was read")


def test_a_rule_that_cannot_be_followed_is_not_called() -> None:
    (rule,) = pack_of(Finding()).rules.values()
    said = outcome(Auditor(ruleset(), {rule.id: replace(rule, broken=Words("有误", "has a fault"))}))
    assert (said.status, said.reason.en) == (Status.ERROR, "has a fault")


def test_a_place_that_no_form_has_is_the_mistake_of_its_rule() -> None:
    def check(report: Report) -> Iterator[Finding]:
        """甲 / A"""
        yield Finding(report.fact("applications", "recieved", "total"))

    pack = RulePack("AUD")
    pack.rule("AUD-01", zh="甲", en="a", severity="note")(check)
    said = outcome(Auditor(ruleset(), pack.rules))
    assert said.status is Status.ERROR
    assert "applications/recieved/total; the nearest is applications/received/total" in said.reason.en
    assert "applications/recieved/total；最接近的是 applications/received/total" in said.reason.zh


@pytest.mark.parametrize(
    ("part", "key", "status", "reason"),
    [
        ("table", "aplications", Status.ERROR, "no form of the ruleset has aplications; the nearest is applications"),
        ("section", "Problems", Status.ERROR, "no form of the ruleset has Problems; the nearest is problems"),
        ("table", "visitors", Status.NOT_ASSESSED, "the form ogi-2021 has no visitors"),
        ("table", "cases", Status.NOT_APPLICABLE, "the form ogi-2021 has no cases"),
        ("section", "problem", Status.NOT_APPLICABLE, "the form ogi-2021 has no problem"),
    ],
    ids=["misspelt", "in capitals", "like none", "of another form", "taken away"],
)
def test_a_part_that_no_form_has_is_the_mistake_of_its_rule(part: str, key: str, status: Status, reason: str) -> None:
    def check(report: Report) -> Iterator[Finding]:
        """甲 / A"""
        getattr(report.form, part)(key)
        yield Finding(report.fact("applications", "received", "total"))

    def without_cases(form: Form) -> Form:
        tables = {name: table for name, table in form.tables.items() if name != "cases"}
        return replace(form, tables=tables, taken_away=("problem",))

    pack = RulePack("AUD")
    pack.rule("AUD-01", zh="甲", en="a", severity="note")(check)
    of = ruleset()
    changed = tuple(without_cases(form) if form.name == "ogi-2021" else form for form in of.forms)
    chosen = Auditor(replace(of, forms=changed), pack.rules)
    said = outcome(chosen, chosen.bound(read(base("B22").encode(), "report.md", BUILTIN)))
    assert (said.status, reason in said.reason.en) == (status, True), said


class Shared:
    """Memory where another process reads which call runs."""

    value = b""

    def __len__(self) -> int:
        return 1000


@pytest.mark.parametrize(("plugins", "kept"), [(OURS, True), (OTHERS, False)])
def test_what_runs_is_announced_and_a_strangers_rule_leaves_the_process_as_it_was(
    monkeypatch: pytest.MonkeyPatch, plugins: Plugins, *, kept: bool
) -> None:
    shared, told, depth = Shared(), [], sys.getrecursionlimit()
    monkeypatch.setattr(GUARD, "shared", shared)

    def check(report: Report) -> Iterator[Finding]:
        """甲 / A"""
        told.append(Running.of(shared.value)[1:3])
        sys.setrecursionlimit(depth + 7)
        yield Finding()

    pack = RulePack("AUD")
    pack.rule("AUD-01", zh="甲", en="a", severity="note")(check)
    try:
        Auditor(ruleset(), pack.rules, plugins=plugins).check(b22())
        assert sys.getrecursionlimit() == depth + 7 * (not kept)
    finally:
        sys.setrecursionlimit(depth)
    assert told == [("rule", "AUD-01")]
    assert Running.of(shared.value)[1:3] == ("stage", "diagnosis")
