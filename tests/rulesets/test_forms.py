"""Forms laid over forms."""

from typing import Any

import pytest

from audit_core.equations import instances
from audit_core.errors import ConfigurationError, FormError
from audit_core.forms import Form
from audit_core.words import Words

NEXT = """form: visits-2021
extends: visits-2020
years: {from: 2021, to: null}
tables:
  visits:
"""


def next_form(shelf: Any, table: str) -> Form:
    shelf.write("next.yaml", NEXT + table)
    return shelf.over("forms: [form.yaml, next.yaml]", "ruleset: mine\n").forms[-1]  # type: ignore[no-any-return]


def test_a_form_says_only_what_differs(shelf: Any) -> None:
    form = next_form(shelf, """
    rows:
      students: {label: 学生, en: students, before: total}
      babies: {label: 婴儿, en: babies, after: children}
      staff: {label: 职工, en: staff}
      adults: {en: grown-ups, before: students}
    columns: {autumn: null}
    groups: {seasons: [spring], ages: [adults, children, students, babies, staff]}
""")  # fmt: skip
    table = form.tables["visits"]
    assert list(table.rows) == ["children", "babies", "adults", "students", "total", "staff"]
    assert (table.rows["adults"].label, table.rows["adults"].words.en) == ("成人", "grown-ups")
    assert list(table.columns) == ["spring", "total"]
    assert (form.first_year, form.last_year) == (2021, None)
    assert form.sections[0].key == "visits"


def test_a_ruleset_overlays_a_form_in_place(shelf: Any) -> None:
    ruleset = shelf.over("forms: [{form: visits-2020, years: {to: 2024}, tables: {visits: {caption: 到馆}}}]")
    (form,) = ruleset.forms
    assert (form.last_year, form.tables["visits"].caption, len(form.tables["visits"].rows)) == (2024, "到馆", 3)
    assert shelf.load().forms[0].last_year is None


def test_an_inline_form_may_extend(shelf: Any) -> None:
    ruleset = shelf.over("forms: [{form: later, extends: visits-2020, years: {from: 2030}}]")
    assert [(form.name, form.first_year) for form in ruleset.forms] == [("visits-2020", 2020), ("later", 2030)]


FRAGMENTS = """    caption: 到馆
fragments: {{century: '20', year: '{{century}}\\d\\d', organ: .+?}}
titles: [{{pattern: '(?P<organization>{{organ}})(?P<year>{{year}})年{{1}}报告', lacks: '{{year}}'}}]
{more}"""


def test_fragments_stand_for_parts_of_patterns(shelf: Any) -> None:
    (title,) = next_form(shelf, FRAGMENTS.format(more="marks: {period: '(?P<year>{year})年'}")).titles
    match = title.pattern.fullmatch("青岚馆2021年报告")
    assert match is not None
    assert (match.groupdict(), title.lacks) == ({"organization": "青岚馆", "year": "2021"}, Words("{year}", "{year}"))


def test_an_overlay_may_replace_a_fragment_alone(shelf: Any) -> None:
    shelf.write("next.yaml", NEXT + FRAGMENTS.format(more=""))
    overlay = "{form: visits-2021, fragments: {century: 20|二○}}"
    form = shelf.over(f"forms: [form.yaml, next.yaml, {overlay}]", "ruleset: mine\n").forms[-1]
    assert form.titles[0].pattern.fullmatch("青岚馆二○21年报告")


def test_a_fragment_that_an_overlay_misspells_is_refused(shelf: Any) -> None:
    shelf.write("next.yaml", NEXT + FRAGMENTS.format(more=""))
    with pytest.raises(FormError) as caught:
        shelf.over("forms: [form.yaml, next.yaml, {form: visits-2021, fragments: {centurie: 21}}]", "ruleset: mine\n")
    assert "unknown fragment 'centurie'; did you mean 'century'?" in caught.value.say("en")


DOUBLING = (
    "    caption: a\nfragments: {f0: a"
    + "".join(f", f{n}: '{{f{n - 1}}}{{f{n - 1}}}'" for n in range(1, 14))
    + "}\nmarks: {period: '{f13}'}"
)
FAULTS = {
    "unknown fragment": ("    caption: a\nfragments: {year: '20'}\nmarks: {period: '{year}{yaer}'}", "next.yaml:8:17", "unknown fragment 'yaer'; did you mean 'year'?"),
    "unused fragment": ("    caption: a\nfragments: {year: '20', yaer: '21'}\nmarks: {period: '{year}'}", "next.yaml:7:25", "unknown fragment 'yaer'"),
    "fragment below": ("    caption: a\nfragments: {year: '{ten}', ten: '20'}\nmarks: {period: '{year}'}", "next.yaml:7:19", "unknown fragment 'ten'"),
    "fragments do not fit": ("    caption: a\nfragments: {year: (?P<year>20)}\nmarks: {period: '{year}{year}'}", "next.yaml:8:17", "with its fragments the pattern does not compile"),
    "fragments that grow": (DOUBLING, "next.yaml:7:205", "expected at most 20,000"),
    "nothing to take away": ("    columns: {sumer: null}", "next.yaml:6:15", "unknown name 'sumer'; did you mean 'summer"),
    "no such neighbour": ("    rows: {x: {label: a, en: a, before: totl}}", "next.yaml:6:41", "did you mean 'total'?"),
    "unknown section": ("    section: visit", "next.yaml:6:14", "unknown section 'visit'; did you mean 'visits'?"),
    "group member": ("    groups: {ages: [adults, kids]}", "next.yaml:6:29", "unknown row, column or group 'kids'"),
    "removed member": ("    rows: {adults: null}", "form.yaml:31:14", "unknown row, column or group 'adults'"),
    "unknown parent": ("    rows: {adults: {path: [读者]}, children: {path: [读者]}}\n    groups: {ages: 读音}", "next.yaml:7:20", "unknown parent of rows or columns '读音'; expected one of 读者"),
    "parent of both": ("    rows: {adults: {path: [读者]}}\n    columns: {spring: {path: [读者]}}\n    groups: {ages: 读者}", "next.yaml:8:20", "读者 is a parent of rows and of columns"),
    "left out of a total": ("    rows: {adults: {path: [读者]}, children: {path: [读者]}, pupils: {label: 学生, en: pupils, path: [读者]}, total: {total_of: ages}}", "next.yaml:6:66", "pupils stands under 读者, and is left out of the group ages, which total adds up"),
    "subtotal": ("    rows: {adults: {subtotal_of: age}}", "next.yaml:6:34", "unknown group 'age'; did you mean 'ages'?"),
    "balance": ("    balances: [[[adults], [totl]]]", "next.yaml:6:28", "unknown row 'totl'; did you mean 'total'?"),
    "misspelt key": ("    rows: {adults: {lable: a}}", "next.yaml:6:21", "did you mean 'label'?"),
    "misspelt place": ("    rows: {adults: {befor: total}}", "next.yaml:6:21", "did you mean 'before'?"),
    "misspelt place of a table": ("    aftr: more", "next.yaml:6:5", "did you mean 'after'?"),
    "label missing": ("    rows: {x: {en: a}}", "next.yaml:6:12", "the key 'label' is missing"),
    "figure as label": ("    rows: {adults: {label: 2020}}", "next.yaml:6:28", "found 2020, expected text"),
    "type": ("    rows: {adults: {type: cuont}}", "next.yaml:6:27", "did you mean 'count'?"),
    "odd key": ("    rows: {a/b: {label: a, en: a}}", "next.yaml:6:12", "found 'a/b', expected a key"),
    "odd key with a full stop": ("    columns: {a.b: {label: a, en: a}}", "next.yaml:6:15", "found 'a.b', expected a key"),
    "key that is empty": ("    rows: {'': {label: a, en: a}}", "next.yaml:6:12", "found '', expected a key"),
    "ring of groups": ("    groups: {ages: [more], more: [ages]}", "next.yaml:4:1", "holds itself"),
    "pattern": ("    caption: a\nmarks: {period: '('}", "next.yaml:7:17", "the pattern does not compile"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "place", "said"), FAULTS.values(), ids=FAULTS)
def test_fault(shelf: Any, text: str, place: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        next_form(shelf, text)
    assert caught.value.place.endswith(place)
    assert said.replace("; did you mean 'summer", "") in caught.value.say("en")


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ("[{form: visits-2019}]", "unknown form 'visits-2019'; did you mean 'visits-2020'?"),
        ("[{form: a, extends: visit}]", "unknown form 'visit'"),
        ("[{form: a, years: {from: 2020}, titles: []}]", "it belongs in a file of its own"),
        ("[{form: a, extends: b}, {form: b, extends: a}]", "found the ring a → b → a"),
        ("[{form: visits-2020, extends: visits-2020}]", "is there already"),
        ("[{title: a}]", "the key 'form' is missing"),
        ("[{form: 1}]", "found 1, expected the form's name"),
        ("[1]", "found 1"),
    ],
)
def test_forms_that_do_not_fit(shelf: Any, forms: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(f"forms: {forms}")
    assert said in caught.value.say("en")
    assert caught.value.place.startswith("mine.yaml:3:")


def test_a_group_is_what_stands_under_a_parent(shelf: Any) -> None:
    table = next_form(shelf, """
    rows:
      adults: {path: [读者]}
      children: {path: [读者]}
      pupils: {label: 学生, en: pupils, path: [读者, 儿童]}
      some: {label: 儿童小计, en: some, path: [读者], subtotal_of: young}
      remark: {label: 说明, en: remark, path: [读者], type: text}
      total: {path: [读者], total_of: ages}
    groups: {ages: 读者, young: 儿童, seasons: columns, both: [seasons]}
    columns: {total: {total_of: seasons}}
""").tables["visits"]  # fmt: skip
    assert dict(table.groups) == {
        "ages": ("adults", "children", "pupils"), "young": ("pupils",),
        "seasons": ("spring", "autumn"), "both": ("spring", "autumn"),
    }  # fmt: skip
    assert [(one.kind, one.each, one.left, one.right) for one in table.summations] == [
        ("total", "row", ("spring", "autumn"), ("total",)),
        ("total", "column", ("adults", "children", "pupils"), ("total",)),
        ("subtotal", "column", ("some",), ("pupils",)),
    ]


def test_part_of_a_parent_may_be_a_group_that_no_total_adds_up(shelf: Any) -> None:
    rows = "    rows: {adults: {path: [读者]}, children: {path: [读者]}}\n    groups: {some: [adults]}"
    assert next_form(shelf, rows).tables["visits"].groups["some"] == ("adults",)


SUMS = """\
rules:
  LIB-03:
    title: 合计 / Totals
    severity: note
    table: {table}
    each: {each}
    equation: {kind}
    examples: {{pass: {{成人: 1, 合计: 1}}, fail: {{成人: 1}}}}
"""


@pytest.mark.parametrize(
    ("table", "each", "kind", "keys"),
    [
        ("'*'", "column", "totals", ["visits/column/spring", "visits/column/autumn", "visits/column/total"]),
        ("['*', '!visits']", "column", "totals", []),
        ("v*", "column", "balances", []),
        ("visits", "row", "totals", []),
    ],
)
def test_an_equation_may_be_what_the_form_declares(
    shelf: Any, table: str, each: str, kind: str, keys: list[str]
) -> None:
    overlay = "forms: [{form: visits-2020, tables: {visits: {rows: {total: {total_of: ages}}}}}]\n"
    ruleset = shelf.over(overlay + SUMS.format(table=table, each=each, kind=kind))
    found = instances("LIB-03", ruleset.rules["LIB-03"].equations, ruleset.forms[0])
    assert [one.key for one in found] == keys


def test_examples_of_what_the_form_declares_are_tried(shelf: Any) -> None:
    overlay = "forms: [{form: visits-2020, tables: {visits: {rows: {total: {total_of: ages}}}}}]\n"
    text = SUMS.format(table="visits", each="column", kind="totals").replace(
        "fail: {成人: 1}", "fail: {成人: 1, 合计: 1}"
    )
    with pytest.raises(ConfigurationError) as caught:
        shelf.over(overlay + text)
    assert "with this example 'totals' holds in form visits-2020; under `fail` it must not hold" in caught.value.say(
        "en"
    )
