"""Ruleset files: what is followed, and one line for what cannot be."""

from decimal import Decimal
from typing import Any

import pytest

from audit_core.errors import ConfigurationError
from audit_core.findings import Basis, Severity
from audit_core.packs import Declaration
from audit_core.rules import Rule
from audit_core.rulesets.file_errors import show
from audit_core.words import Words

RULE = """rules:
  LIB-09:
    title: {{zh: 甲, en: A}}
    severity: note
    table: {table}
    each: {each}
    equation: {equation}
    examples: {{pass: {{{passing}}}, fail: {{{failing}}}}}
"""


def rule(
    equation: str = "spring <= total",
    *,
    passing: str = "spring: 1, total: 2",
    failing: str = "spring: 3, total: 2",
    table: str = "visits",
    each: str = "row",
) -> str:
    return RULE.format(equation=equation, passing=passing, failing=failing, table=table, each=each)


def claim(holds: str = "n = visits.total.spring", pattern: str = "来(?P<n>.)人", said: str = "来1人") -> str:
    return (
        f"rules: {{LIB-09: {{title: a, severity: note, claim: {{pattern: {pattern}, holds: {holds}}}, "
        f"examples: {{pass: {{says: a}}, fail: {{says: {said}}}}}}}}}"
    )


FAULTS = {
    "misspelt key": ("ruels: {}", "mine.yaml:3:1", "unknown key 'ruels'; did you mean 'rules'?"),
    "misspelt key of a rule": ("rules: {LIB-02: {severty: note}}", ":3:18", "did you mean 'severity'?"),
    "misspelt severity": ("rules: {LIB-02: {severity: eror}}", ":3:28", "did you mean 'error'?"),
    "unknown rule": ("rules: {LIB-20: off}", ":3:9", "unknown rule id 'LIB-20'; did you mean 'LIB-02'?"),
    "no switch": ("rules: {LIB-02: false}", ":3:17", "found false, expected off, on or a mapping"),
    "wrong type": ("rules: {LIB-02: {scored: no}}", ":3:26", "found 'no', expected true or false"),
    "misspelt option": ("rules: {NOTE-01: {options: {limt: 3}}}", ":3:29", "did you mean 'limit'?"),
    "option of another type": ("rules: {NOTE-01: {options: {limit: four}}}", ":3:36", "found 'four', expected a number"),
    "option that is quoted": ("rules: {NOTE-01: {options: {times: '4'}}}", ":3:36", "expected a whole number"),
    "option that is text": ("rules: {NOTE-01: {options: {words: a}}}", ":3:36", "expected a list of texts"),
    "option with none": ("rules: {LIB-02: {options: {a: 1}}}", ":3:28", "LIB-02 has no options"),
    "missing en": ("title: {zh: 甲}", ":3:1", "the key 'en' is missing"),
    "two faults": ("versoin: 1\nextend: base", ":3:1", "did you mean 'version'?"),
    "and more": ("rules: {LIB-02: {severty: note}, LIB-01: {lockd: true}}", ":3:18", "(and 1 more)"),
    "not a mapping": ("rules: [LIB-02]", ":3:8", "found ['LIB-02'], expected a mapping"),
    "severity of a deduction": ("scoring: {deductions: {eror: 5}}", ":3:24", "did you mean 'error'?"),
    "share over one": ("scoring: {withholding: {visits: 2}}", ":3:33", "found 2, expected at most 1"),
    "cap under one": ("scoring: {rule_cap: 0}", ":3:21", "found 0, expected at least 1"),
    "table of the score": ("scoring: {withholding: {visit: 0.5}}", ":3:25", "unknown table 'visit'"),
    "review of the score": ("scoring: {blocking_reviews: {LIB-7: [visits]}}", ":3:30", "unknown rule id 'LIB-7'"),
    "weight of nobody": ("scoring: {weights: {LIB: 60, NOTES: 40}}", ":3:30", "unknown category 'NOTES'; did you mean 'NOTE'"),
    "rule of a band": ("scoring: {bands: [{least: 0, grade: a, without: [error, LIB-7]}]}", ":3:57", "unknown severity or rule id 'LIB-7'"),
    "severity of a band": ("scoring: {bands: [{least: 0, grade: a, without: eror}]}", ":3:49", "did you mean 'error'?"),
    "form of an alias": ("aliases: {visits-2021: {}}", ":3:11", "did you mean 'visits-2020'?"),
    "path of an alias": ("aliases: {'*': {visits/adult: [a]}}", ":3:17", "did you mean 'visits/adults'?"),
    "row and column": ("aliases: {'*': {visits/total: [a]}}", ":3:17", "write visits/rows/total or visits/columns/total"),
    "missing form": ("forms: [froms/a.yaml]", ":3:9", "froms/a.yaml: no such file"),
    "name in an equation": (rule("sprng <= total"), ":9:15", "did you mean 'spring'?"),
    "no relation": (rule("spring"), ":9:15", "no relation"),
    "table of an equation": (rule(table="visit"), ":7:12", "unknown table 'visit'; did you mean 'visits'?"),
    "repetition": (rule(each="line"), ":8:11", "unknown value 'line'"),
    "passing example": (rule(passing="spring: 3, total: 2"), ":10:22", "does not hold in form visits-2020; under `pass`"),
    "failing example": (rule(failing="spring: 1, total: 2"), ":10:51", "holds in form visits-2020; under `fail`"),
    "name in an example": (rule(passing="sprng: 3"), ":10:22", "sprng"),
    "figure in an example": (rule(passing="spring: many"), ":10:31", "found 'many', expected a number"),
    "unknown group of a claim": (claim("m = visits.total.spring"), "", "unknown name 'm'"),
    "group of one pattern alone": (claim("n = visits.total.spring", "[来(?P<n>.)人, 来人]"), "", "unknown name 'n'"),
    "claim without a figure": (claim("n = 3"), "", "names no figure of a table"),
    "number of a claim in words": (claim(said="来三人"), "", "the number in “来三人” cannot be told (n: “三”)"),
    "number of a claim that goes on": (claim(said="来1万人", pattern="来(?P<n>.)"), "", "cannot be told (n: “1”, beside “万”)"),
    "number of a claim that agrees": (claim(said="来0人"), "", "the rule finds nothing in the example '来0人'"),
    "id": (("rules: {lib1: {equation: a, title: a, severity: note, table: visits, each: row, "
           "examples: {pass: {}, fail: {}}}}"), ":3:9", "found the rule id 'lib1'"),
    "no examples": ("rules: {LIB-09: {title: a, severity: note, table: visits, each: row, equation: a = b}}",
                    ":3:9", "the key 'examples' is missing"),
    "pack's rule": (rule().replace("LIB-09", "NOTE-01"), ":4:3", "NOTE-01 is taken by a pack"),
    "silences": (rule() + "    silences: [LIB-3]\n", ":11:16", "unknown rule id 'LIB-3'"),
    "card without headings": (rule() + "    card: bare\n", ":11:11", "found a card without headings"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "said"), FAULTS.values(), ids=FAULTS)
def test_fault(shelf: Any, text: str, place: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(text)
    assert caught.value.place.endswith(place), caught.value.place
    assert said in caught.value.say("en"), caught.value.say("en")
    assert any("\u4e00" <= c <= "\u9fff" for c in caught.value.words.zh)
    assert "\n" not in str(caught.value)


LOCKS = {
    "off": ("rules: {LIB-01: off}", "switched off"),
    "disabled": ("rules: {LIB-01: {enabled: false}}", "switched off"),
    "lowered": ("rules: {LIB-01: {severity: warning}}", "lowered to warning"),
    "unscored": ("rules: {LIB-01: {scored: false}}", "made not to score"),
    "weighed at nothing": ("scoring: {weights: {LIB: 0, NOTE: 100}}", "made to weigh 0 % of the score, which is the share of its category LIB; expected a share of at least 0.1 %"),
    "costing nothing": ("scoring: {deductions: {error: 0}}", "made to cost 0 by the deduction for error; expected at least 0.5"),
    "moved": ("rules: {LIB-01: {category: NOTE}}", "moved to another category"),
    "moved in other words": (rule("adults + children = total", each="column", passing="", failing="total: 1")
                             .replace("LIB-09", "LIB-01").replace("note", "error\n    category: NOTE"), "moved to another category"),
    "silenced": (rule() + "    silences: [LIB-01]\n", "silenced by LIB-09"),
    "unlocked": ("rules: {LIB-01: {locked: false}}", "unlocked"),
    "pack's": ("rules: {NOTE-02: off}", "switched off"),
    "another relation": (rule("adults >= total", each="column", passing="adults: 1", failing="total: 1")
                         .replace("LIB-09", "LIB-01").replace("note", "error"), "made to check something else"),
    "less grave": (rule("adults + children = total", each="column", passing="", failing="total: 1")
                   .replace("LIB-09", "LIB-01"), "lowered or made not to score"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), LOCKS.values(), ids=LOCKS)
def test_locks_are_kept(shelf: Any, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=f"is locked .* cannot be {said}"):
        shelf.over(text)


def test_a_locked_rule_may_be_graver_and_said_in_other_words(shelf: Any) -> None:
    raised = shelf.over("rules: {LIB-01: {severity: blocker}}")
    assert raised.setting("LIB-01").severity is Severity.BLOCKER
    text = rule("合计 = 儿童 + 成人", each="column", passing="", failing="合计: 1").replace("LIB-09", "LIB-01")
    said = shelf.over(text.replace("note", "error"))
    assert said.rules["LIB-01"].equations[0].text == "合计 = 儿童 + 成人"
    shelf.write("next.yaml", "ruleset: next\nextends: mine.yaml\nrules: {LIB-01: off}")
    with pytest.raises(ConfigurationError, match="is locked"):
        shelf.load("next.yaml")


def test_layers_are_followed_in_order(shelf: Any) -> None:
    shelf.write("a.yaml", "ruleset: a\nextends: base\nrules: {LIB-02: off, NOTE-01: {options: {limit: 3, times: 2}}}")
    shelf.write("b.yaml", "ruleset: b\nextends: base\nrules: {NOTE-01: {options: {words: [x, y]}, severity: note}}")
    both = shelf.over(
        "rules: {LIB-02: on, NOTE-01: {options: {limit: 4.50}}}", "ruleset: c\nextends: [a.yaml, b.yaml]\n"
    )
    setting = both.setting("NOTE-01")
    assert setting.options == {"limit": Decimal("4.50"), "times": 2, "words": ("x", "y")}
    assert (setting.severity, setting.origin) == (Severity.NOTE, "mine.yaml:3")
    assert both.setting("LIB-02").enabled
    moved = shelf.over("rules: {LIB-02: {category: NOTE, scored: false, basis: [S], advice: 核对 / Check}}").setting(
        "LIB-02"
    )
    assert (moved.category, moved.scored, moved.basis, moved.advice) == ("NOTE", False, ("S",), Words("核对", "Check"))
    assert (setting.category, setting.scored, setting.basis, setting.advice, setting.locked) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert (both.name, both.version) == ("c", "")
    assert [form.name for form in both.forms] == ["visits-2020"]


def test_declared_rules(shelf: Any) -> None:
    found = shelf.load().rules["LIB-02"]
    assert (found.title, found.category) == (Words("全年不等", "Year mismatch"), "LIB")
    assert (found.equations[0].text, found.equations[0].each) == ("sum(seasons) = total", "row")
    assert shelf.load().rules["LIB-01"].locked


WEIGHED = "scoring: {weights: {LIB: 60, NOTE: 40}}\n"
NOTES = {
    "all have weights": (WEIGHED, []),
    "no scoring at all": ("version: '1'", []),
    "a rule of one's own": (WEIGHED + rule().replace("LIB-09", "MY-01"), ["MY has no weight, so MY-01 will not"]),
    "in a category that has one": (
        WEIGHED + rule().replace("LIB-09", "MY-01").replace("    equation", "    category: LIB\n    equation"), []),
    "misspelt": (
        WEIGHED + rule().replace("    equation", "    category: LIBS\n    equation"), ["LIBS has no weight", "did you mean LIB?"]),
    "given a weight of its own": (
        "scoring: {weights: {LIB: 50, NOTE: 40, MY: 10}}\n" + rule().replace("LIB-09", "MY-01"), []),
    "shown only": (WEIGHED + rule().replace("LIB-09", "MY-01") + "    scored: false\n", []),
    "costs nothing": (WEIGHED + rule().replace("LIB-09", "MY-01").replace("note", "info"), []),
    "put elsewhere": (WEIGHED + "rules: {LIB-02: {category: OWN}}", ["OWN has no weight, so LIB-02 will not"]),
    "a note that is dearer than a warning": (
        "scoring: {deductions: {note: 9}}", ["mine.yaml:3:11: note costs 9, more than the graver warning, which costs 2"]),
    "an error that is dearer than a blocker": (
        "scoring: {deductions: {error: 5.5}}", ["error costs 5.5, more than the graver blocker, which costs 5"]),
    "as dear": ("scoring: {deductions: {note: 2}}", []),
    "repeats that rise": ("scoring: {repeats: [1, 0.5, 1]}", ["mine.yaml:3:11: a further finding of a rule costs more"]),
    "repeats that stay": ("scoring: {repeats: [1, 1]}", []),
    "not a hundred": ("scoring: {weights: {LIB: 60, NOTE: 4.5}}", ["mine.yaml:3:11: the weights add up to 64.5, not to 100"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), NOTES.values(), ids=NOTES)
def test_what_does_not_count_is_said_when_the_ruleset_loads(shelf: Any, text: str, said: list[str]) -> None:
    for _ in "read", "kept":
        notes = shelf.over(text).notes
        assert [part for part in said if not any(part in note.en for note in notes)] == []
        assert len(notes) == min(len(said), 1)
        assert all("\u4e00" <= note.zh[-1] <= "\u9fff" or note.zh[-1] in "？算" for note in notes)


def test_a_base_ruleset_brings_its_categories(shelf: Any) -> None:
    text = shelf.known["base"].read_text(encoding="utf-8")
    weights = "scoring: {weights: {LIB: 50, NOTE: 30, LATER: 20}}"
    shelf.write("b.yaml", text.replace("ruleset: base", f"ruleset: b\n{weights}"))
    later = shelf.over("scoring: {weights: {LATER: 10, NOTE: 40}}", "ruleset: mine\nextends: b.yaml\n")
    assert later.scoring.weights == {"LIB": 50, "NOTE": 40, "LATER": 10}
    assert later.notes == ()


def test_what_the_base_model_is_where_only_weights_are_given(shelf: Any) -> None:
    model = shelf.over(WEIGHED).scoring
    assert (model.deductions[Severity.ERROR], model.deductions[Severity.NOTE]) == (5, Decimal("0.5"))
    assert (model.repeats, model.rule_cap, model.bands) == ((1, Decimal("0.5"), Decimal("0.25")), 2, ())
    assert model.blocking == {Severity.BLOCKER, Severity.ERROR}


def test_a_locked_rule_is_heard_beside_a_pack_that_would_silence_it(shelf: Any) -> None:
    shelf.rules["NOTE-03"] = Rule(
        "NOTE-03", Words("甲", "a"), Words("", ""), Severity.NOTE, "NOTE", check=lambda _: None, silences=("LIB-01",)
    )
    (note,) = shelf.over("version: '1'").notes
    assert note.en.startswith("LIB-01 is locked: it is reported beside NOTE-03")


def test_bases_and_scoring_are_merged(shelf: Any) -> None:
    shelf.write("a.yaml", "ruleset: a\nextends: base\nbases: {S: {zh: 甲法, en: Act A, article: '3'}}\n"
                "scoring: {weights: {LIB: 60, NOTE: 40}, deductions: {error: 5}, failed: {zh: 否, en: no}, "
                "bands: [{least: 0, grade: x}, {least: 90, grade: {zh: 优, en: good}}]}")  # fmt: skip
    merged = shelf.over(
        "bases: {T: 乙法 / Act B}\nscoring: {weights: {NOTE: 5}, repeats: [1, 0.5]}", "ruleset: b\nextends: a.yaml\n"
    )
    assert merged.basis("S") == Basis(Words("甲法", "Act A"), article="3")
    assert merged.basis("T").words.en == "Act B"
    assert merged.scoring.weights == {"LIB": 60, "NOTE": 5}
    assert merged.scoring.repeats == (1, Decimal("0.5"))
    assert [band.least for band in merged.scoring.bands] == [90, 0]
    assert merged.scoring.failed == Words("否", "no")


def test_aliases_of_layers_come_together(shelf: Any) -> None:
    shelf.write("a.yaml", "ruleset: a\nextends: base\naliases: {'*': {visits/adults: [大人]}}")
    form = shelf.over("aliases: {visits-2020: {visits/adults: [成年人]}}", "ruleset: b\nextends: a.yaml\n").forms[0]
    assert form.tables["visits"].rows["adults"].aliases == ("大人", "成年人")
    assert form.tables["visits"].rows["children"].aliases == ()


def test_of_several_that_are_extended_the_one_with_a_fault_is_pointed_at(shelf: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"mine.yaml:2:17: unknown ruleset 'bsae'"):
        shelf.over("", "ruleset: a\nextends: [base, bsae]\n")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"), (True, "true"), (False, "false"), (1, "1"), (Decimal("1.50"), "1.50"), ("a\n b", "'a b'"),
        (["a", 1, None], "['a', 1, null]"), ({"a": 1, "b": 2}, "{a, b}"), ("", "''"), ([], "[]"), ([["a"]], "[['a']]"),
        ("x" * 60, f"'{'x' * 60}'"), ("x" * 61, f"'{'x' * 60}…'"), (10**60, "1" + "0" * 59 + "…"),
    ],
)  # fmt: skip
def test_how_a_value_of_a_file_is_shown(value: Any, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize("name", ["bas", "./nowhere.yaml"])
def test_unknown_ruleset(shelf: Any, name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"did you mean 'base'|no such file"):
        shelf.load(name)


def test_extends_in_a_ring(shelf: Any) -> None:
    shelf.write("a.yaml", "ruleset: a\nextends: b.yaml")
    shelf.write("b.yaml", "ruleset: b\nextends: ./a.yaml")
    with pytest.raises(ConfigurationError, match=r"b.yaml:2:10: found the ring a.yaml → b.yaml → a.yaml"):
        shelf.load("a.yaml")


def test_extends_names_what_is_missing(shelf: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"mine.yaml:2:10: unknown ruleset 'bsae'; did you mean 'base'\?"):
        shelf.over("", "ruleset: a\nextends: bsae\n")


def test_aliases_reach_the_form(shelf: Any) -> None:
    form = shelf.over(
        "aliases: {'*': {visits/adults: [大人], visits/columns/total: [总], sections/visits: [来访]}}"
    ).forms[0]
    assert form.tables["visits"].rows["adults"].aliases == ("大人",)
    assert form.tables["visits"].columns["total"].aliases == ("总",)
    assert form.tables["visits"].rows["total"].aliases == ()
    assert form.sections[0].aliases == ("来访",)


PACK_FILE = """rules:
  TAB-01:
    title: a
    severity: note
    form: '{form}'
    table: {table}
    each: column
    equation: {equation}
    examples: {{pass: {{}}, fail: {{total: 1}}}}
"""


@pytest.mark.parametrize(
    ("form", "table", "equation", "said"),
    [
        ("*", "visits", "adults = total", ""),
        ("*", "elsewhere", "a = b", ""),
        ("other-*", "elsewhere", "a = b", ""),
        ("visits-*", "visit", "a = b", "unknown table 'visit'"),
        ("visits-*", "visits", "adlts = total", "did you mean 'adults'?"),
    ],
)
def test_rules_that_packs_declare(shelf: Any, form: str, table: str, equation: str, said: str) -> None:
    file = shelf.write("pack.yaml", PACK_FILE.format(form=form, table=table, equation=equation))
    found = shelf.load(declarations=[Declaration(file, "TAB")])
    assert list(found.rules) == ["TAB-01", "LIB-01", "LIB-02"]
    assert found.rules["TAB-01"].pack == "TAB"
    assert found.broken == {}
    if said:
        assert said in found.rules["TAB-01"].broken.en
        assert str(file) in found.rules["TAB-01"].broken.en
    else:
        assert found.rules["TAB-01"].broken == ("", "")


GOOD = PACK_FILE.format(form="*", table="visits", equation="adults = total")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("note", "x", "pack.yaml:4:15: unknown value 'x'"),
        ("severity: note", "severty: note", "pack.yaml:4:5: unknown key 'severty'; did you mean 'severity'?"),
        ("adults = total", "adults = totla", "pack.yaml:8:15: unknown name 'totla'; did you mean 'total'?"),
        ("adults = total", "adults =", "pack.yaml:8:15: "),
        ("equation: adults = total", "terms: none.csv", "pack.yaml:8:12: "),
    ],
)
def test_a_rule_with_a_fault_costs_itself_and_settings_of_it_pass(shelf: Any, old: str, new: str, said: str) -> None:
    other = GOOD.removeprefix("rules:\n")
    assert old in other
    file = shelf.write("pack.yaml", f"rules:\n{other.replace(old, new)}{other.replace('TAB-01', 'TAB-02')}")
    shelf.write("mine.yaml", "ruleset: mine\nextends: base\nrules: {TAB-01: {severity: error, options: {cap: 1}}}")
    for _ in range(2):  # read, and as it was kept
        found = shelf.load(str(shelf.place / "mine.yaml"), [Declaration(file, "TAB", "C")])
        assert found.broken == {}
        assert f"{file.parent}/{said}" in found.rules["TAB-01"].broken.en
        assert found.rules["TAB-01"].category == "C"
        assert found.setting("TAB-01").severity == "error"
        assert {rule for rule, one in found.rules.items() if one.broken.en} == {"TAB-01"}


def test_a_ruleset_may_replace_a_broken_rule_and_switch_it_off(shelf: Any) -> None:
    file = shelf.write("pack.yaml", GOOD.replace("note", "x"))
    declarations = [Declaration(file, "TAB")]
    shelf.write("mine.yaml", f"ruleset: mine\nextends: base\n{GOOD}")
    assert shelf.load(str(shelf.place / "mine.yaml"), declarations).rules["TAB-01"].broken.en == ""
    shelf.write("mine.yaml", "ruleset: mine\nextends: base\nrules: {TAB-01: off}")
    assert not shelf.load(str(shelf.place / "mine.yaml"), declarations).setting("TAB-01").enabled


def test_a_rule_id_that_a_pack_declares_twice_stands_for_neither(shelf: Any) -> None:
    files = [shelf.write("one.yaml", GOOD), shelf.write("two.yaml", GOOD)]
    found = shelf.load(declarations=[Declaration(file, "TAB") for file in files])
    assert f"{files[1]}:2:3: the rule id TAB-01 is taken" in found.rules["TAB-01"].broken.en
    found = shelf.load(declarations=[Declaration(shelf.write("one.yaml", GOOD.replace("TAB", "NOTE")), "NOTE")])
    assert "the rule id NOTE-01 is taken" in found.rules["NOTE-01"].broken.en


def test_a_pack_of_which_a_file_cannot_be_followed_is_left_out_whole(shelf: Any) -> None:
    files = [shelf.write("good.yaml", GOOD), shelf.write("bad.yaml", GOOD.replace("TAB-01", "TAB-02") + "ruels: 1\n")]
    shelf.write("mine.yaml", "ruleset: mine\nextends: base\nrules: {TAB-01: off, TAB-02: {severity: note}}")
    for _ in range(2):  # read, and as it was kept
        found = shelf.load(str(shelf.place / "mine.yaml"), [Declaration(file, "TAB") for file in files])
        assert list(found.rules) == ["LIB-01", "LIB-02"]
        assert f"{files[1]}:" in found.broken["TAB"].zh
        assert "ruels" in found.broken["TAB"].zh


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PACK_FILE.format(form="*", table="visits", equation="adults = total"), "expected OTHER- and a number"),
        ("rules: {OTHER-x: off}", "expected OTHER- and a number"),
        ("rules: off", "found 'off', expected a mapping"),
        ("- a", "expected a mapping"),
        ("ruleset: a\nrules: {}", "unknown key 'ruleset'"),
    ],
)
def test_files_that_packs_may_not_declare(shelf: Any, text: str, said: str) -> None:
    file = shelf.write("pack.yaml", text)
    assert said in shelf.load(declarations=[Declaration(file, "OTHER")]).broken["OTHER"].en
