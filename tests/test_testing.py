"""What a plugin's author gets: reports from text, files and figures, and findings that are never silent."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from audit_core import Children, Finding, NotApplicable, NotAssessed, Report, RulePack, Snapshot, State
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError, InputError, PluginError, RulesetError
from audit_core.findings import Status
from audit_core.others import Reports
from audit_core.plugins import discover
from audit_core.testing import Case, audit, cases, filled, findings, report, samples

EXAMPLE = Path(__file__).parents[1] / "examples" / "qinglan-2019.md"
CARRIED_OUT = "applications/carried_out/total"

pack = RulePack("TT")


@pack.rule("TT-01", zh="{at}：{figure}", en="{at}: {figure}", severity="warning")
def too_many(report: Report, *, limit: Decimal = Decimal(50)) -> Iterator[Finding]:
    """过多 / Too many."""
    left = report.fact("applications", "carried_out", "total")
    if left.number > limit:
        yield Finding(at=left, figure=left.number)


def test_a_report_is_bound_from_its_text_and_from_its_file() -> None:
    of_text, of_file = report(EXAMPLE.read_text(encoding="utf-8")), report(EXAMPLE)
    assert of_text.organization == of_file.organization == "青岚县人民政府"
    assert of_file.document.source.uri == EXAMPLE.as_posix()


def test_what_is_no_report_is_refused() -> None:
    with pytest.raises(InputError, match="not a report"):
        report("Nothing of the kind.")


@pytest.mark.parametrize(
    ("figure", "expected"), [(50, 0), (51, 1), ("51", 1), (Decimal("50.5"), 1), ("", 0), ("无", 0)]
)
def test_a_rule_is_tested_on_figures_alone(figure: str | int | Decimal, expected: int) -> None:
    assert len(findings(pack, filled({CARRIED_OUT: figure}))) == expected


def test_a_finding_on_figures_has_words_and_a_place() -> None:
    (found,) = findings(pack, filled({"cases/review/total": 2, CARRIED_OUT: 60}, organization="某县人民政府"))
    assert found.words.zh == "表三“结转下年”行“总计”列：60"
    region = found.location.region
    assert region is not None
    assert (region.start_line, region.start_column) == (2, len(CARRIED_OUT) + 2)


def test_figures_that_are_not_given_are_absent_or_the_rest() -> None:
    assert filled({}).fact("cases", "review", "total").state is State.ABSENT
    assert filled({}, rest="0").fact("cases", "review", "total").value == 0
    assert filled({}, rest="0").fact("applications", "denied_subtotal", "total").state is State.ABSENT


def test_a_missing_figure_is_not_assessed_without_code() -> None:
    (outcome,) = audit(pack, filled({})).outcomes
    assert outcome.status is Status.NOT_ASSESSED


def test_an_installed_rule_is_named_by_its_id() -> None:
    (found,) = findings("FMT-01", EXAMPLE)
    assert found.rule == "FMT-01"


def test_the_forms_are_those_of_the_ruleset() -> None:
    assert filled({}, "ogi-2019").form.name == "ogi-2019"
    with pytest.raises(ConfigurationError, match="no form 'ogi-2018'; the nearest is ogi-20"):
        filled({}, "ogi-2018")


def test_a_misspelt_figure_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=f"the nearest is {CARRIED_OUT}"):
        filled({"applications/carried_ot/total": 1})


def test_samples_are_clean_and_the_same_for_a_seed() -> None:
    made, again = list(samples(12, seed="a")), list(samples(12, seed="a"))
    assert [one.document.source.text for one in made] == [one.document.source.text for one in again]
    assert {one.form.name for one in made} == {"ogi-2019", "ogi-2021"}
    assert len({one.document.source.text for one in made}) == len(made)
    assert [one for one in made if findings("TAB", one)] == []


def test_samples_of_one_form() -> None:
    assert {one.form.name for one in samples(6, form="ogi-2021")} == {"ogi-2021"}
    assert {one.year for one in samples(12, form="ogi-2019")} <= {2019, 2020}


def test_samples_of_a_form_that_nobody_makes_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no form to make up reports of 'ogi-2018'; the nearest is ogi-20"):
        next(samples(1, form="ogi-2018"))


def test_a_broken_rule_is_not_silence() -> None:
    broken = RulePack("TB")

    @broken.rule("TB-01", zh="", en="", severity="note")
    def breaks(report: Report) -> None:
        """出错 / Breaks."""
        raise LookupError("nothing there")

    with pytest.raises(AssertionError, match="TB-01: the rule broke: LookupError: nothing there"):
        findings(broken, filled({}))


def test_reports_of_figures_for_one_year_are_told_apart_by_their_organs(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nextends: ogi\norgans:\n  register:\n    - {name: 某县人民政府}\n"
        "    - {name: 某县水利局, parent: 某县人民政府}\n    - {name: 某县教育局, parent: 某县人民政府}\n",
        encoding="utf-8",
    )
    ruleset = str(tmp_path / "own.yaml")
    over = RulePack("TO")

    @over.rule("TO-01", zh="{who}", en="{who}", severity="warning")
    def named(report: Report, children: Children) -> Iterator[Finding]:
        """下级 / Below."""
        for one in children.reports:
            yield Finding(at=report.fact("applications", "carried_out", "total"), who=one.organization)

    top, *below = (
        filled({CARRIED_OUT: 1}, year=2022, organization=name, ruleset=ruleset)
        for name in ("某县人民政府", "某县水利局", "某县教育局")
    )
    found = findings(over, top, ruleset=ruleset, others=below)
    assert [one.words.zh for one in found] == ["某县水利局", "某县教育局"]


def asking(table: str, row: str, column: str, *, of: str = "report") -> RulePack:
    """Return a pack whose rule reports a figure that is more than 50, by keys that may be mistyped."""
    made = RulePack("TM")

    def of_report(report: Report) -> Iterator[Finding]:
        """过多 / Too many."""
        if report.fact(table, row, column).number > 50:
            yield Finding(at=report.fact(table, row, column))

    def of_previous(report: Report, previous: Snapshot) -> Iterator[Finding]:
        """过多 / Too many."""
        if previous.fact(table, row, column).number > 50:
            yield Finding(at=report.fact(table, row, "natural"))

    made.rule("TM-01", zh="{at}", en="{at}", severity="warning")(of_report if of == "report" else of_previous)
    return made


MISTYPED = {
    "a table": (("aplications", "carried_out", "total"), "applications/carried_out/total"),
    "a row": (("applications", "carried_ou", "total"), "applications/carried_out/total"),
    "a column": (("applications", "carried_out", "totals"), "applications/carried_out/total"),
    "a row of a column that is mistyped too": (("cases", "reviews", "upheald"), "cases/review/upheld"),
    "what is nothing like it": (("applications", "zzz", "total"), "applications/"),
}


@pytest.mark.parametrize(("key", "near"), MISTYPED.values(), ids=MISTYPED)
@pytest.mark.parametrize("of", ["report", "previous"])
def test_a_mistyped_key_fails_the_test(key: tuple[str, str, str], near: str, of: str) -> None:
    last = filled({CARRIED_OUT: 60}, year=2021, organization="某县人民政府")
    this = filled({CARRIED_OUT: 60}, year=2022, organization="某县人民政府")
    with pytest.raises(
        AssertionError, match=f"TM-01: .*no form of the ruleset has {'/'.join(key)}; the nearest is {near}"
    ):
        findings(asking(*key, of=of), this, others=[last])


def test_a_key_of_another_years_form_is_none() -> None:
    (outcome,) = audit(asking("procurement", "centralised", "projects"), filled({CARRIED_OUT: 60})).outcomes
    assert (outcome.status, outcome.reason.en) == (
        Status.NOT_ASSESSED,
        "the form ogi-2021 has no procurement/centralised/projects",
    )


@pytest.mark.parametrize(
    ("row", "status"), [("carried_ou", Status.ERROR), ("carried_over", Status.ERROR), ("online", Status.NOT_ASSESSED)]
)
def test_in_a_run_what_may_be_of_a_form_that_is_not_at_hand_is_no_error(row: str, status: Status) -> None:
    plugins = discover()
    plugins = replace(plugins, packs=(*plugins.packs, asking("applications", row, "total")))
    auditor = Auditor.load(plugins=plugins, select=["TM"])
    (outcome,) = [one for one in auditor.check(filled({CARRIED_OUT: 60})).outcomes if one.rule == "TM-01"]
    assert outcome.status is status
    assert (f"no form of the ruleset has applications/{row}/total" in outcome.reason.en) is (status is Status.ERROR)


def test_a_section_is_filled_with_prose_that_has_a_place() -> None:
    made = filled({"overview": "第一段。\n\n第二段。", CARRIED_OUT: 60})
    section = made.section("overview")
    assert section is not None
    assert section.text == "第一段。\n第二段。"
    assert [part.text for part in made.paragraphs()] == ["第一段。", "第二段。"]
    text = made.document.source.text
    assert [text[part.start : part.end] for part in (section.heading, *section.body) if part] == [
        "一、总体情况", "第一段。", "第二段。",
    ]  # fmt: skip
    assert text.splitlines()[0] == f"{CARRIED_OUT}\t60"


shown = RulePack("TE")


@shown.rule(
    "TE-01",
    zh="{now}",
    en="{now}",
    severity="note",
    wrong=({CARRIED_OUT: 6, "previous": {CARRIED_OUT: 8}}, {CARRIED_OUT: 8, "previous": {CARRIED_OUT: 8}}),
    right=(
        {CARRIED_OUT: 8, "previous": {CARRIED_OUT: 8}},
        {CARRIED_OUT: 8},
        {CARRIED_OUT: 6, "previous": {CARRIED_OUT: 8}},
    ),
)
def fewer(report: Report, previous: Snapshot) -> Iterator[Finding]:
    """减少 / Fewer."""
    now, then = (one.fact("applications", "carried_out", "total") for one in (report, previous))
    assert previous.year == report.year - 1
    if now.number < then.number:
        yield Finding(now, now=now.number)


@shown.rule(
    "TE-02",
    zh="{n}",
    en="{n}",
    severity="note",
    until=2020,
    wrong="""
        某县人民政府2020年政府信息公开工作年度报告

        一、总体情况

        本年度没有大事。
    """,
    right={"overview": "本年度有一件大事。", "options": {"word": "小事"}, "rest": "0", "published": "2021-03-01"},
)
def nothing(report: Report, *, word: str = "大事") -> Iterator[Finding]:
    """有无大事 / Whether anything happened."""
    if report.document.metadata.get("published") and (report.year, report.fact("cases", "review", "total").raw) != (
        2020,
        "0",
    ):
        raise NotApplicable("another report", "另一份报告")
    section = report.section("overview")
    if section and word in section.text:
        yield Finding(section, n=1)


@shown.rule(
    "TE-03",
    zh="{n}",
    en="{n}",
    severity="note",
    wrong={
        "organization": "某县人民政府",
        CARRIED_OUT: 1,
        "children": ({"organization": "某县水利局", CARRIED_OUT: 2}, {"organization": "某县教育局", CARRIED_OUT: 3}),
        "register": (
            {"name": "某县人民政府"},
            {"name": "某县水利局", "parent": "某县人民政府"},
            {"name": "某县教育局", "parent": "某县人民政府"},
        ),
    },
)
def below(report: Report, children: Children) -> Iterator[Finding]:
    """下级 / Below."""
    yield Finding(report.fact("applications", "carried_out", "total"), n=len(children.reports))


@pytest.mark.parametrize("example", [5, None, [{CARRIED_OUT: 1}], ({CARRIED_OUT: 1}, 5)])
def test_what_is_no_example_is_refused(example: Any) -> None:
    with pytest.raises(
        PluginError, match=r"TE-09: found (int|NoneType|list) as an example, expected a text or a mapping"
    ):
        shown.rule("TE-09", zh="", en="", severity="note", wrong=example)


def test_an_example_is_of_the_rules_domain(tmp_path: Path) -> None:
    form = (Path(__file__).with_name("second") / "form.yaml").read_text(encoding="utf-8")
    (tmp_path / "form.yaml").write_text(form.replace("from: 2020", "from: 2015"), encoding="utf-8")
    both = tmp_path / "both.yaml"
    both.write_text("ruleset: both\nextends: ogi\nforms: [form.yaml]\n", encoding="utf-8")
    library = RulePack("TL", domain="library")
    place = "visits/adults_new/spring_done"

    @library.rule("TL-01", zh="{at}", en="{at}", severity="note", wrong={place: 5}, right={place: 3, "readers": "无。"})
    def many(report: Report) -> Iterator[Finding]:
        """人次 / Visits."""
        if report.fact("visits", "adults_new", "spring_done").number > 4:
            yield Finding(report.fact("visits", "adults_new", "spring_done"))

    wrong, right = cases(library, ruleset=str(both))
    wrong.check()
    right.check()
    assert (wrong.audited().report.form.name, wrong.audited().report.year) == ("library-2020", 2016)


SHOWN = {str(case): case for case in cases(shown)}


@pytest.mark.parametrize("name", ["TE-01 wrong 1", "TE-01 right 1", "TE-02 wrong 1", "TE-02 right 1", "TE-03 wrong 1"])
def test_an_example_that_is_true_passes(name: str) -> None:
    SHOWN[name].check()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("TE-01 wrong 2", r"TE-01 wrong 2: the rule comes to pass \(\)"),
        ("TE-01 right 2", "TE-01 right 2: the rule comes to not_assessed .no other report was given"),
        ("TE-01 right 3", r"TE-01 right 3: the rule comes to fail \(6\)"),
    ],
)
def test_an_example_that_is_not_true_is_told(name: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        SHOWN[name].check()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"wrd": "小事"}, "TE-02 right 1 options: found the option 'wrd'|unknown option 'wrd'; did you mean 'word'"),
        ({"word": 5}, r"TE-02 right 1 options/word: found 5, expected text"),
        (["word"], "expected a mapping of options and values"),
    ],
)
def test_options_of_an_example_are_held_against_the_rules(options: object, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        Case("TE-02", "right", 1, {"overview": "…", "options": options}, shown).check()


def test_options_of_an_example_are_numbers_as_a_ruleset_has_them() -> None:
    Case("TT-01", "right", 1, {CARRIED_OUT: 51, "options": {"limit": 51.5}}, pack).check()
    Case("TT-01", "wrong", 1, {CARRIED_OUT: 51, "options": {"limit": 50}}, pack).check()


DECLARED = """rules:
  TD-01:
    title: 结转相等 / As many carried out
    table: applications
    each: column
    equation: {equation}
    severity: warning
    examples:
      pass: {{carried_in: 3, received: 4, carried_out: 7}}
      fail: {{carried_in: 3, received: 4, carried_out: 6}}
"""


def declared(text: str, file: Path) -> list[Case]:
    """Return the cases of a pack that declares the rules of a file."""
    own = RulePack("TD")
    file.write_text(text, encoding="utf-8")
    own.declare(file)
    return cases(own)


def test_a_declared_rule_is_a_case_that_passes(tmp_path: Path) -> None:
    (case,) = declared(DECLARED.format(equation="carried_out = carried_in + received"), tmp_path / "rules.yaml")
    assert str(case) == "TD-01 declared"
    case.check()


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (
            DECLARED.format(equation="carried_out = carried_in - received"),
            "TD-01 declared",
            "with this example .* does not hold",
        ),
        (
            DECLARED.format(equation="carried_out = carried_in + received").replace("severity", "sevrity"),
            "TD-01 declared",
            "unknown key 'sevrity'; did you mean 'severity'",
        ),
        ("rules: [", "TD declared", "rules.yaml"),
    ],
)
def test_a_declared_rule_that_cannot_be_read_is_a_case_that_fails(
    text: str, name: str, why: str, tmp_path: Path
) -> None:
    (case,) = declared(text, tmp_path / "rules.yaml")
    assert str(case) == name
    with pytest.raises(RulesetError, match=why):
        case.check()


def test_reports_beside_an_example_are_all_there() -> None:
    (found,) = SHOWN["TE-03 wrong 1"].audited().findings
    assert found.words.en == "2"


@pytest.mark.parametrize(
    ("example", "hint"),
    [
        ({"applications/carried_ot/total": 1}, f"no figure or section .*; the nearest is {CARRIED_OUT}"),
        ({"overvew": "…"}, "the nearest is overview"),
        ({"organisation": "甲"}, "the nearest is organization"),
        ({"form": "ogi-2012"}, "no form 'ogi-2012'"),
        ({"year": 1999}, "no form for the year '1999'"),
    ],
)
def test_what_an_example_cannot_say_is_refused(example: dict[str, object], hint: str) -> None:
    with pytest.raises(ConfigurationError, match=hint):
        Case("TE-01", "wrong", 1, example, shown).check()


def test_versions_of_one_report_are_told_apart_by_their_files() -> None:
    figures = {"applications/received/total": 6}
    report = filled(figures, year=2022, organization="某县人民政府")
    again = filled({"applications/received/total": 7}, year=2022, organization="某县人民政府", uri="again.md")
    same = filled(figures, year=2022, organization="某县人民政府")
    assert again.document.source.uri == "again.md"

    def versions(*others: Report) -> list[str]:
        reports = Reports(Snapshot.of(other) for other in others)
        try:
            return [one.uri for one in reports.others_of(report, Auditor.load().ruleset.organs).get("versions")]
        except NotAssessed:
            return []

    assert versions(again) == ["again.md"]
    assert versions(same) == []
