"""Equations: what may be written, what it means in a form, and the verdict on each figure's state."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_core.equations import (
    CompiledEquations,
    Equation,
    EquationResult,
    check_example,
    equation_words,
    evaluate,
    instances,
    names,
    relation_words,
    validate,
)
from audit_core.errors import RulesetError
from audit_core.figures import State
from tests.balanced import (
    OGI_RULES,
    UNDECIDED,
    Printed,
    lines,
    ogi,
    ogi_compiled,
    ogi_figures,
    report_of,
    short_row,
    small,
    square,
)

GRID = square(2, 2, half={"subtotal_of": "columns"})
MONEY = small(
    m={
        "rows": lines("r"),
        "columns": lines(
            "a", "b", "total", **{"1.odd (one)": {}, "in/out": {}, "row total": {}, "x": {"type": "money"}}
        ),
        "groups": {"parts": ["a", "b"]},
    }
)


def row(text: str) -> Equation:
    return Equation(("m",), "row", text)


@pytest.mark.parametrize(
    ("text", "left", "right", "relation"),
    [
        ("a + b = total", {"a": 1, "b": 1}, {"total": 1}, "="),
        ("a＋b＝total", {"a": 1, "b": 1}, {"total": 1}, "="),
        ("A - B = TOTAL", {"a": 1, "b": -1}, {"total": 1}, "="),
        ("a − b = total", {"a": 1, "b": -1}, {"total": 1}, "="),
        ("-a + 2*b >= 3", {"a": -1, "b": 2}, {}, ">="),
        ("a ≥ 2 × b", {"a": 1}, {"b": 2}, ">="),
        ("a <= b", {"b": 1}, {"a": 1}, ">="),
        ("a ≤ b", {"b": 1}, {"a": 1}, ">="),
        ("sum(parts) = total", {"a": 1, "b": 1}, {"total": 1}, "="),
        ("2*sum( parts ) - 1 = total", {"a": 2, "b": 2}, {"total": 1}, "="),
        ('"a" + “b” = "row  total"', {"a": 1, "b": 1}, {"row total": 1}, "="),
        ("1.odd (one) + in/out = row total", {"1.odd (one)": 1, "in/out": 1}, {"row total": 1}, "="),
        ("1.odd （one） = 0.5", {"1.odd (one)": 1}, {}, "="),
    ],
)
def test_what_may_be_written(text: str, left: Mapping[str, int], right: Mapping[str, int], relation: str) -> None:
    (instance,) = instances("X-1", (row(text),), MONEY)
    assert {term.line: term.factor for term in instance.left.terms} == left
    assert {term.line: term.factor for term in instance.right.terms} == right
    assert instance.relation == relation


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a + b", "no relation"),
        ("", "name expected"),
        ("a = ", "name expected"),
        ("= a", "name expected"),
        ("a = b = total", "the end expected, found '= total'"),
        ("a b = total", "an operator expected, found 'b = total'"),
        ("a + totel = b", "unknown name 'totel'; did you mean 'total'?"),
        ("a + totals = b", "did you mean 'total'?"),
        ("sum(part) = total", "unknown name 'part'; did you mean 'parts'?"),
        ("sum(parts = total", "unknown name 'sum(parts'"),
        ("5000*a = b", "a factor is 1 to 1000"),
        ("a * b = 1", "an operator expected"),
        ("zzzzzz = 1", "unknown name 'zzzzzz'"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(RulesetError) as refused:
        validate(row(text), MONEY)
    assert says in refused.value.say("en")
    assert "\n" not in refused.value.say("zh")
    assert refused.value.say("zh") != refused.value.say("en")


def test_a_name_that_two_lines_share_is_refused() -> None:
    form = small(m={"rows": lines("r"), "columns": {k: {"label": "Other", "en": k} for k in ("a", "b")}})
    with pytest.raises(RulesetError, match="several lines are named 'Other'"):
        validate(row("Other = 1"), form)
    assert validate(row("a = b"), form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年新收 + 上年结转 = 总计 + 结转下年", ["本年新收", "上年结转", "总计", "结转下年"]),
        ("上一年项目数量 + 本年增/减 >= 0", ["上一年项目数量", "本年增/减"]),
        ('2*"a + b" - sum(parts) ＝ a', ["a + b", "parts", "a"]),
    ],
)
def test_names_without_a_form(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_names_need_a_relation() -> None:
    with pytest.raises(RulesetError):
        names("a + b")


def test_an_equation_is_repeated_over_statutory_lines() -> None:
    found = instances("X-1", (Equation(("t",), "row", "sum(columns) = sum"),), GRID)
    assert [instance.key for instance in found] == ["t/row/r1", "t/row/r2", "t/row/sum"]
    across = instances("X-1", (Equation(("t",), "column", "sum(rows) = sum"),), GRID)
    assert [instance.key for instance in across] == ["t/column/c1", "t/column/c2", "t/column/sum"]


@pytest.mark.parametrize("only", [("r1", "r2"), ("R1", "R2"), ("rows",)])
def test_only_limits_by_key_name_or_group(only: tuple[str, ...]) -> None:
    found = instances("X-1", (Equation(("t",), "row", "c1 >= 0", only),), GRID)
    assert [instance.key for instance in found] == ["t/row/r1", "t/row/r2"]


def test_an_optional_line_enters_where_it_is_named() -> None:
    (first, *_) = instances("X-1", (Equation(("t",), "row", "half = sum(columns)"),), GRID)
    assert first.optional == {GRID.index["t", "r1", "half"]}
    (last,) = instances("X-1", (Equation(("t",), "column", "sum(rows) = sum", ("half",)),), GRID)
    assert last.key == "t/column/half"
    assert last.optional


@pytest.mark.parametrize("text", ["r1.c1 + R2.C2 = sum.sum", "sum(rows.c1) = sum.c1", "sum(r1.columns) = r1.sum"])
def test_names_of_a_whole_table(text: str) -> None:
    (instance,) = instances("X-1", (Equation(("t",), "table", text),), GRID)
    assert instance.key == "t/table"
    assert len(instance.coefficients) == 3


def test_keys_are_unique_within_a_rule() -> None:
    every = [instance for rule in OGI_RULES.values() for instance in instances("X-1", rule, ogi())]
    alone = [instances("X-1", rule, ogi()) for rule in OGI_RULES.values()]
    assert all(len({instance.key for instance in rule}) == len(rule) for rule in alone)
    assert "applications/column/natural/denied_subtotal" in {instance.key for instance in every}
    twice = instances("X-1", (row("a = b"), row("a >= 1"), row("a >= 2")), MONEY)
    assert [instance.key for instance in twice] == ["m/row/r/a", "m/row/r/a/2", "m/row/r/a/3"]


def test_a_table_or_form_that_is_not_there_gives_nothing() -> None:
    assert not validate(Equation(("nowhere",), "row", "a = b"), MONEY)
    assert not validate(Equation(("m",), "row", "nobody = b", form="ogi-*"), MONEY)
    assert Equation(("m",), "row", "a = b", form="ogi-*, small").applies(MONEY)


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("a + b = total", {"a": 1, "B": "2", "total": Decimal(3)}, True),
        ("a + b = total", {"a": 1}, False),
        ("sum(parts) = total", {"b": 3, "total": 3}, True),
        ("sum(parts) = total", {"parts": 3, "total": 3}, True),
        ("sum(parts) = total", {"sum(parts)": 3, "total": 4}, False),
        ("a >= 2*b - 1", {"a": 3, "b": 2}, True),
        ("a = 0.3", {"a": "0.3"}, True),
    ],
)
def test_examples(text: str, values: Mapping[str, int | str | Decimal], holds: bool) -> None:
    assert check_example(row(text), MONEY, values) is holds


@pytest.mark.parametrize("values", [{"c": 1}, {"total": "many"}, {"in/out": 1}])
def test_examples_that_are_refused(values: Mapping[str, int | str | Decimal]) -> None:
    with pytest.raises(RulesetError):
        check_example(row("a + b = total"), MONEY, values)


def judged(figures: Mapping[str, Printed], text: str = "sum(columns) = sum") -> EquationResult:
    (instance,) = instances("X-1", (Equation(("t",), "row", text, ("r1",)),), GRID)
    return evaluate(instance, report_of(GRID, {f"t/r1/{column}": value for column, value in figures.items()}))


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ({"c1": 1, "c2": 2, "sum": 3}, "pass"),
        ({"c1": 1, "c2": 2, "sum": 4}, "fail"),
        ({"c1": "", "c2": "/", "sum": 0}, "pass"),
        ({"c1": "", "c2": 2, "sum": 3}, "fail"),
        ({"c1": 1, "c2": 2, "sum": ""}, "not_assessed"),
        ({"c1": 1, "c2": 2, "sum": "/"}, "not_assessed"),
        ({"c1": 0, "c2": 0, "sum": ""}, "pass"),
        ({"c1": "", "c2": "", "sum": 3}, "not_assessed"),
        ({"c1": "many", "c2": 2, "sum": 2}, "not_assessed"),
        ({"c1": 1, "c2": 2, "sum": None}, "not_assessed"),
        ({"c1": None, "c2": 2, "sum": 2}, "pass"),
        ({"c1": None, "c2": 2, "sum": 3}, "not_assessed"),
        ({"c1": None, "c2": None, "sum": None}, "skipped"),
        ({"c1": UNDECIDED, "c2": 2, "sum": 2}, "not_assessed"),
        ({"c1": "1.10", "c2": "0.2", "sum": "1.3"}, "pass"),
        ({"c1": "0.1", "c2": "0.2", "sum": "0.30000000000000001"}, "fail"),
    ],
)
def test_states_of_figures(figures: Mapping[str, Printed], verdict: str) -> None:
    found = judged(figures)
    assert found.status == verdict
    assert bool(found.reason.zh and found.reason.en) == (verdict == "not_assessed")


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [({"half": None, "c1": 1}, "skipped"), ({"half": 1, "c1": 1}, "pass"), ({"half": 2, "c1": 1}, "fail")],
)
def test_an_optional_total_that_is_not_printed_is_skipped(figures: Mapping[str, Printed], verdict: str) -> None:
    assert judged({"c2": 0, **figures}, "half = sum(columns)").status == verdict


def test_a_reason_names_the_cell() -> None:
    assert "row “r1”, column “c1”: “many” cannot be read" in judged({"c1": "many", "sum": 1}).reason.en


ROW = Equation(("t",), "row", "sum(columns) = sum", ("r1",))
COLUMN = Equation(("t",), "column", "sum(rows) = sum", ("c1",))


@pytest.mark.parametrize(
    ("equation", "vectors", "verdict"),
    [
        (ROW, [(1, 0, 1)], "pass"),
        (ROW, [(1, 0, 2)], "fail"),
        (ROW, [(1, 0, 1), (0, 1, 1)], "pass"),
        (ROW, [(1, 0, 2), (0, 1, 2)], "fail"),
        (ROW, [(1, 0, 1), (1, 1, 0)], "review"),
        (COLUMN, [(1, 0, 1), (0, 1, 1)], "review"),
        (COLUMN, [(3, 0, 1), (3, 1, 1)], "pass"),
        (COLUMN, [(8, 0, 1), (9, 1, 1)], "fail"),
    ],
)
def test_readings_of_a_short_row(equation: Equation, vectors: list[tuple[int, ...]], verdict: str) -> None:
    figures: dict[str, Printed] = {f"t/r1/{column}": UNDECIDED for column in ("c1", "c2", "sum")}
    total = 5 if vectors[0][0] > 1 else 3
    readings = short_row(GRID, "r1", *vectors, table="t")
    report = report_of(GRID, figures | {"t/r2/c1": 2, "t/sum/c1": total}, readings)
    (instance,) = instances("X-1", (equation,), GRID)
    found = evaluate(instance, report)
    assert found.status == verdict
    if verdict == "review":
        assert [undecided.row for undecided in found.rows] == ["r1"]
        assert found.holding is not None
        assert instance.holds(instance.left.total(found.holding), instance.right.total(found.holding))
        assert not instance.holds(found.left, found.right)


def test_rows_are_read_independently() -> None:
    """2 + 2 can be 4 although neither row says so alone; all combinations count."""
    figures: dict[str, Printed] = {"t/sum/c1": 4} | {
        f"t/{r}/{c}": UNDECIDED for r in ("r1", "r2") for c in ("c1", "c2")
    }
    rows = [short_row(GRID, r, (0, 2), (2, 0), table="t") for r in ("r1", "r2")]
    (instance,) = instances("X-1", (COLUMN,), GRID)
    assert evaluate(instance, report_of(GRID, figures, *rows)).status == "review"
    assert evaluate(instance, report_of(GRID, figures | {"t/sum/c1": 5}, *rows)).status == "fail"


def test_too_many_readings_are_left_to_a_person() -> None:
    form = square(13, 1)
    rows = [f"r{n + 1}" for n in range(13)]
    figures: dict[str, Printed] = {f"t/{r}/c1": UNDECIDED for r in rows} | {"t/sum/c1": 1}
    short = [short_row(form, r, (2**n, 0), (0, 0), table="t") for n, r in enumerate(rows)]
    (instance,) = instances("X-1", (Equation(("t",), "column", "sum(rows) = sum", ("c1",)),), form)
    found = evaluate(instance, report_of(form, figures, *short))
    assert (found.status, found.holding) == ("review", None)


def test_the_first_look_agrees_with_the_second() -> None:
    figures, compiled = ogi_figures(), ogi_compiled()
    assert compiled.examine(report_of(ogi(), figures)).results == ()
    figures["applications/granted/natural"] = 999
    figures["applications/partial/business"] = ""
    figures["applications/other/research"] = "many"
    report = report_of(ogi(), figures)
    slow = [evaluate(instance, report) for instance in compiled.statutory]
    fast = compiled.examine(report).results
    unusual = {e.instance.key for e in slow if e.status != "pass"}
    assert {e.instance.key for e in fast if e.status != "pass"} == unusual
    assert unusual


def test_a_blank_that_is_no_zero_fails_nothing_else() -> None:
    """Totals left blank throughout: neither their rows nor their column can be judged."""
    figures = ogi_figures()
    for row_ in ogi().tables["applications"].groups["results"]:
        figures[f"applications/{row_}/total"] = ""
    verdicts = {e.status for e in ogi_compiled().examine(report_of(ogi(), figures)).results}
    assert verdicts == {"not_assessed"}


@given(st.lists(st.integers(0, 10**30), min_size=2, max_size=2), st.integers(-1, 1))
def test_sums_are_exact(parts: list[int], off: int) -> None:
    figures: dict[str, Printed] = {f"t/r1/c{n + 1}": part for n, part in enumerate(parts)}
    total = sum(parts) + off
    compiled = CompiledEquations(GRID, {"X-1": (ROW,)})
    report = report_of(GRID, figures | {"t/r1/sum": total})
    readable = all(fact.state is not State.TEXT for fact in report.facts())
    found = [e.status for e in compiled.examine(report).results]
    assert found == (([] if not off else ["fail"]) if readable else ["not_assessed"])


@pytest.mark.parametrize(
    ("rule", "key", "figures", "zh", "en"),
    [
        (
            "TAB-32",
            "applications/column/natural",
            {"received": 121, "carried_in": 6, "total": 118, "carried_out": 8},
            "本年新收 121 + 上年结转 6 = 127，总计 118 + 结转下年 8 = 126",
            "received this year 121 + carried in 6 = 127; total handled 118 + carried out 8 = 126",
        ),
        (
            "TAB-33",
            "applications/column/natural",
            {"granted": 61, "total": 62},
            "（一）予以公开 61（其余为 0），总计 62",
            "granted 61 (the rest 0); total handled 62",
        ),
        (
            "TAB-33",
            "applications/column/natural",
            {"granted": 60, "partial": 1, "total": 62},
            "（一）予以公开 60 + （二）部分公开 1 = 61（其余为 0），总计 62",
            "granted 60 + granted in part 1 = 61 (the rest 0); total handled 62",
        ),
        ("TAB-33", "applications/column/natural", {"total": 2}, "各项均为 0，总计 2", "all parts 0; total handled 2"),
    ],
)
def test_words(rule: str, key: str, figures: Mapping[str, int], zh: str, en: str) -> None:
    instance = next(i for i in ogi_compiled().statutory if (i.rule, i.key) == (rule, key))
    values = dict.fromkeys(instance.coefficients, 0)
    values |= {ogi().index["applications", line, "natural"]: value for line, value in figures.items()}
    assert relation_words(instance, values) == (zh, en)


@pytest.mark.parametrize(
    ("equation", "zh", "en"),
    [
        (Equation(("fees",), "row", "a >= 0"), "表 fees，逐行：a >= 0", "table fees, each row: a >= 0"),
        (
            Equation(("*", "!cases"), "column", "a = b", ("x", "y"), "ogi-2021"),
            "表 *、!cases，逐列，仅 x、y，表式 ogi-2021：a = b",
            "table *, !cases, each column, only x, y, form ogi-2021: a = b",
        ),
        (
            Equation(("cases",), "table", " totals "),
            "表 cases，整表：表式载明的合计",
            "table cases, the whole table: the totals that the form declares",
        ),
    ],
)
def test_an_equation_as_written(equation: Equation, zh: str, en: str) -> None:
    assert equation_words(equation) == (zh, en)


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("a - b >= 0", "a 5 - b 7 = -2, which should be ≥ 0"),
        ("2*a + 1 = b", "2×a 5 + 1 = 11; b 7"),
        ("-a = b", "- a 5 = -5; b 7"),
        ("a - 1 = b", "a 5 - 1 = 4; b 7"),
        ("2*a = b", "2×a 5 = 10; b 7"),
    ],
)
def test_words_of_other_relations(text: str, en: str) -> None:
    (instance,) = instances("X-1", (row(text),), MONEY)
    values = {MONEY.index["m", "r", "a"]: 5, MONEY.index["m", "r", "b"]: 7}
    assert relation_words(instance, values).en == en


def test_brief_words_give_long_sums_as_what_they_come_to() -> None:
    instance = next(i for i in ogi_compiled().statutory if i.rule == "TAB-31")
    values = dict.fromkeys(instance.coefficients, 1)
    assert relation_words(instance, values, brief=True).zh == "6 项之和为 6，总计 1"
