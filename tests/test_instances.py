"""Equations in one form, closely: which instances there are, what they are called, and how doubtful figures weigh."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from audit_core.document import Cell
from audit_core.equations import (
    CompiledEquations,
    Equation,
    EquationResult,
    check_example,
    evaluate,
    instances,
    line_names,
    names,
    relation_words,
    validate,
)
from audit_core.equations import evaluation as evaluating
from audit_core.errors import RulesetError
from audit_core.forms import Form
from audit_core.report import Fact, Readings, Report
from tests.balanced import UNDECIDED, Printed, lines, report_of, short_row, small, square


@cache
def declared() -> Form:
    """A table whose totals, balance and subtotal the form declares."""
    return small(
        t={
            "rows": lines(
                "new", "old", "left", "handled", "other",
                half={"subtotal_of": "in"}, all={"total_of": "out"},
            ),
            "columns": lines("a", "b", some={"subtotal_of": "parts"}, total={"total_of": "parts"}),
            "groups": {"parts": ["a", "b"], "in": ["new", "old"], "out": ["handled", "other"]},
            "balances": [[["new", "old"], ["all", "left"]]],
        },
        u={"rows": lines("r"), "columns": lines("a", "b"), "across": True},
    )  # fmt: skip


def signed(of: Form, text: str, each: str, **more: Any) -> dict[str, dict[str, int]]:
    """Instances by key, each with the factors of its cells by label path."""
    made = instances("X-1", (Equation(("t",), each, text, **more),), of)  # type: ignore[arg-type]
    return {i.key: {of.concepts[index].key[2:]: n for index, n in i.coefficients.items()} for i in made}


@pytest.mark.parametrize(
    ("text", "each", "key", "factors"),
    [
        ("totals", "row", "t/row/new", {"new/a": 1, "new/b": 1, "new/total": -1}),
        ("totals", "column", "t/column/a", {"handled/a": 1, "other/a": 1, "all/a": -1}),
        (" balances ", "column", "t/column/b", {"new/b": 1, "old/b": 1, "all/b": -1, "left/b": -1}),
        ("subtotals", "row", "t/row/old", {"old/some": 1, "old/a": -1, "old/b": -1}),
        ("subtotals", "column", "t/column/a", {"half/a": 1, "new/a": -1, "old/a": -1}),
    ],
)
def test_what_the_form_declares(text: str, each: str, key: str, factors: Mapping[str, int]) -> None:
    found = signed(declared(), text, each)
    assert found[key] == factors
    width = 5 + 1 if each == "row" else 2 + 1
    assert len(found) == width


@pytest.mark.parametrize(("text", "each"), [("balances", "row"), ("totals", "table")])
def test_what_the_form_does_not_declare_has_no_instance(text: str, each: str) -> None:
    assert not signed(declared(), text, each)


@pytest.mark.parametrize(
    ("text", "each", "values", "holds"),
    [
        ("totals", "row", {"a": 1, "b": 2, "total": 3}, True),
        ("totals", "row", {"a": 1, "b": 2, "total": 2}, False),
        ("totals", "column", {"handled": 1, "other": 1, "all": 2}, True),
        ("balances", "column", {"new": 3, "old": 1, "all": 2, "left": 2}, True),
        ("balances", "column", {"new": 3, "all": 2, "left": 2}, False),
        ("a >= b", "row", {"a": 3, "b": 2}, True),
        ("a >= b", "row", {"a": 2, "b": 2}, True),
        ("a >= b", "row", {"a": 1, "b": 2}, False),
        ("a = b", "row", {"a": 3, "b": 2}, False),
        ("a + 1 = 3", "row", {"a": 2}, True),
        ("a - b = -1", "row", {"a": 1, "b": 2}, True),
        ("sum(parts) = total", "row", {"parts": 4, "total": 4}, True),
        ("new.a = old.b", "table", {"new.a": 2, "old.b": 2}, True),
        ("new.a = old.b", "table", {"new.a": 2}, False),
    ],
)
def test_examples_of_relations(text: str, each: str, values: Mapping[str, int], holds: bool) -> None:
    assert check_example(Equation(("t",), each, text), declared(), values) is holds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"total": "many"}, "total: 'many' is not a number"),
        ({"some": 1}, "unknown name 'some'"),
        ({"sub": 1}, "unknown name 'sub'"),
        ({"tot": 1}, "did you mean 'total'"),
    ],
)
def test_examples_that_cannot_be_followed(values: Mapping[str, str], says: str) -> None:
    with pytest.raises(RulesetError) as refused:
        check_example(Equation(("t",), "row", "sum(parts) = total"), declared(), values)
    assert says in refused.value.say("en")


def test_an_example_of_a_table_that_the_form_lacks_is_refused() -> None:
    with pytest.raises(RulesetError, match="unknown name 'w, v'"):
        check_example(Equation(("w", "v"), "row", "a = b"), declared(), {})


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("a = ", "“a =”中“”处应为名称", ""),
        ("a b = total", "处应为运算符", ""),
        ("a = b = total", "“a = b = total”中“= total”处应为结束", ""),
        ("0*a = b", "系数须为 1 至 1000，不能是 0", ""),
        ("1001*a = b", "不能是 1001", ""),
        ("tl = a", "未知名称“tl”", "，是否为“total”？"),
        ("qqq = a", "未知名称“qqq”", ""),
        ("sum(arts) = a", "未知名称“arts”，是否为“parts”？", ""),
        ('"" = a', "处应为名称", ""),
    ],
)
def test_refusals_in_chinese(text: str, place: str, hint: str) -> None:
    with pytest.raises(RulesetError) as refused:
        validate(Equation(("t",), "row", text), declared())
    assert place in refused.value.say("zh")
    assert hint in refused.value.say("zh")
    assert bool(hint) is ("是否为" in refused.value.say("zh")) or "parts" in hint + place


def test_the_largest_factor() -> None:
    ((_, factors),) = signed(declared(), "1000*a = b", "row", only=("new",)).items()
    assert factors == {"new/a": 1000, "new/b": -1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲2×4 = 乙", ["甲2×4", "乙"]),
        ("3 × 甲 - 2*乙 >= 4", ["甲", "乙"]),
        ('2*"甲 - 乙" = 丙', ["甲 - 乙", "丙"]),
        ("sum( 各项 ) = 甲", ["各项", "甲"]),
        ("sum() = 甲", ["甲"]),
        ('"" = 甲', ["甲"]),
        ("甲 + 甲 = 1.5", ["甲"]),
        ("甲 ≤ 乙", ["甲", "乙"]),
    ],
)
def test_names_as_far_as_they_can_be_told(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["甲 = 乙 = 丙", "甲 =", "= 甲", "甲", " >= "])
def test_names_of_what_is_no_relation(text: str) -> None:
    with pytest.raises(RulesetError, match="is no relation"):
        names(text)


@pytest.mark.parametrize(
    ("equation", "zh", "en"),
    [
        (Equation(("t",), "row", "a = b", ("new",)), "Table t“NEW”行", "Table t, row “new”"),
        (Equation(("t",), "column", "new = old", ("a",)), "Table t“A”列", "Table t, column “a”"),
        (Equation(("u",), "row", "a = b"), "Table u“R”栏", "Table u, block “r”"),
        (Equation(("u",), "column", "r >= 0", ("a",)), "Table u“A”列", "Table u, column “a”"),
        (Equation(("t",), "table", "new.a = old.b"), "Table t", "Table t"),
    ],
)
def test_places(equation: Equation, zh: str, en: str) -> None:
    (instance,) = instances("X-1", (equation,), declared())
    assert instance.place == (zh, en)
    assert (instance.rule, instance.table) == ("X-1", equation.tables[0])


def test_terms_are_called_by_what_the_equation_is_not_repeated_over() -> None:
    found = {}
    for each, text, only in (("row", "a = b", "new"), ("column", "new = old", "a"), ("table", "new.a = old.b", "")):
        (instance,) = instances("X-1", (Equation(("t",), each, text, (only,) if only else ()),), declared())  # type: ignore[arg-type]
        found[each] = [(term.line, term.words) for term in (*instance.left.terms, *instance.right.terms)]
    assert found == {
        "row": [("a", ("A", "a")), ("b", ("B", "b"))],
        "column": [("new", ("NEW", "new")), ("old", ("OLD", "old"))],
        "table": [("new.a", ("NEW·A", "new/a")), ("old.b", ("OLD·B", "old/b"))],
    }


@pytest.mark.parametrize(
    ("equations", "keys"),
    [
        (["a = b"], ["t/row/new"]),
        (["a = b", "total >= 1"], ["t/row/new/a", "t/row/new/total"]),
        (["a + b = total", "a - b >= 0"], ["t/row/new/total", "t/row/new/a"]),
        (["total >= 1", "total >= 2", "total >= 3"], ["t/row/new/total", "t/row/new/total/2", "t/row/new/total/3"]),
        (["2*a + b >= 0", "a + b >= 1"], ["t/row/new/a", "t/row/new/a/2"]),
    ],
)
def test_keys_that_several_equations_share(equations: list[str], keys: list[str]) -> None:
    made = [Equation(("t",), "row", text, ("new",)) for text in equations]
    assert [instance.key for instance in instances("X-1", made, declared())] == keys


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (("t",), ["t"]),
        (("*",), ["t", "u"]),
        (("u", "t", "*"), ["u", "t"]),
        (("*", "!t"), ["u"]),
        (("*", "! u"), ["t"]),
        (("t", "u", "!*"), []),
        (("T",), []),
    ],
)
def test_tables_that_are_meant(tables: tuple[str, ...], found: list[str]) -> None:
    assert [table.key for table in Equation(tables, "row", "a = b").tables_of(declared())] == found


def test_names_of_lines() -> None:
    rows = (
        small(
            t={
                "rows": {
                    "one": {"label": "First line", "short": "First", "en": "x"},
                    "first": {"label": "Second", "short": "One", "en": "x"},
                    "two": {"label": "First line", "short": "Two", "en": "x"},
                },
                "columns": lines("a"),
            }
        )
        .tables["t"]
        .rows
    )
    # Keys go before short names and these before labels; what two lines are called is nobody's.
    assert line_names(rows.values()) == {
        "one": "one", "first": "first", "two": "two", "First": "one", "One": "first", "Two": "two",
        "First line": None, "Second": "first",
    }  # fmt: skip


GRID_RULES = {"X-1": (Equation(("t",), "row", "c1 >= 0"), Equation(("t",), "row", "c2 <= 9"))}


def grid() -> Form:
    return square(2, 2, half={"subtotal_of": "columns"})


def whole(**changed: Printed) -> dict[str, Printed]:
    plain: dict[str, Printed] = {
        f"t/{row}/{column}": n for row, n in (("r1", 1), ("r2", 3), ("sum", 4)) for column in ("c1", "c2")
    }
    plain |= {"t/r1/sum": 2, "t/r2/sum": 6, "t/sum/sum": 8}
    return plain | {f"t/{key.replace('_', '/')}": value for key, value in changed.items()}


@pytest.mark.parametrize(
    ("rules", "changed", "told"),
    [
        (GRID_RULES, {}, {}),
        (GRID_RULES, {"r1_c1": -1}, {"t/row/r1/c1": "fail"}),
        (GRID_RULES, {"r1_c2": 10}, {"t/row/r1/c2": "fail"}),
        (GRID_RULES, {"r1_c1": 0, "r1_c2": 9}, {}),
        ({"X-1": (Equation(("t",), "row", "sum(columns) = sum"),)}, {"r2_sum": 7}, {"t/row/r2": "fail"}),
        ({"X-1": (Equation(("t",), "row", "sum(columns) - 1 = sum - 1"),)}, {}, {}),
        ({"X-1": (Equation(("t",), "row", "2*c1 = sum"),)}, {"r1_c1": 2}, {"t/row/r1": "fail"}),
        ({"X-1": (Equation(("t",), "row", "sum(columns) >= sum"),)}, {"r1_sum": 3}, {"t/row/r1": "fail"}),
        ({"X-1": (Equation(("t",), "row", "sum(columns) >= sum"),)}, {"r1_sum": 1}, {}),
        (GRID_RULES, {"r2_c1": "many"}, {"t/row/r2/c1": "not_assessed"}),
        (GRID_RULES, {"r2_c1": None}, {"t/row/r2/c1": "skipped"}),
        (GRID_RULES, {"r2_c1": ""}, {}),
    ],
)
def test_only_what_does_not_plainly_hold_is_looked_at(
    rules: Mapping[str, tuple[Equation, ...]], changed: Mapping[str, Printed], told: Mapping[str, str]
) -> None:
    of = grid()
    found = CompiledEquations(of, rules).examine(report_of(of, whole(**changed)))
    assert {one.instance.key: one.status for one in found.results} == told
    assert found.optional is False


@pytest.mark.parametrize(
    ("half", "optional", "told"),
    [
        ({}, False, {}),
        ({"r1_half": 2, "r2_half": 6, "sum_half": 8}, True, {}),
        ({"r1_half": 1, "r2_half": 6, "sum_half": 8}, True, {"t/row/r1": "fail"}),
        ({"r2_half": 6}, True, {"t/row/r1": "skipped", "t/row/sum": "skipped"}),
    ],
)
def test_lines_that_no_statute_asks_for_are_looked_at_where_they_are_printed(
    half: Mapping[str, Printed], optional: bool, told: Mapping[str, str]
) -> None:
    of = grid()
    compiled = CompiledEquations(of, {"X-1": (Equation(("t",), "row", "half = sum(columns)"),)})
    assert (len(compiled.statutory), len(compiled.optional)) == (0, 3)
    assert (compiled.counts, compiled.optional_counts) == ({}, {"X-1": 3})
    found = compiled.examine(report_of(of, whole(**half)))
    assert {one.instance.key: one.status for one in found.results} == told
    assert found.optional is optional


def one(text: str, *, each: str = "row", at: str = "r1", of: Form | None = None) -> Any:
    (instance,) = instances("X-1", (Equation(("t",), each, text, (at,)),), of or grid())  # type: ignore[arg-type]
    return instance


def judged(text: str, **changed: Printed) -> EquationResult:
    return evaluate(one(text), report_of(grid(), whole(**changed)))


@pytest.mark.parametrize(
    ("text", "changed", "verdict"),
    [
        # A side left blank may be a gap instead of a zero; one with a number of its own is filled in.
        ("c1 = sum", {"r1_c1": ""}, "not_assessed"),
        ("c1 + 1 = sum", {"r1_c1": ""}, "fail"),
        ("c1 + 2 = sum", {"r1_c1": ""}, "pass"),
        ("sum = c1 + 1", {"r1_c1": ""}, "fail"),
        ("c1 + c2 = sum", {"r1_c1": "", "r1_c2": "/"}, "not_assessed"),
        ("c1 + c2 = sum", {"r1_c1": "", "r1_c2": 0}, "fail"),
        ("c1 >= 1", {"r1_c1": ""}, "not_assessed"),
        ("c1 >= 0", {"r1_c1": ""}, "pass"),
        ("c1 >= 1", {"r1_c1": 0}, "fail"),
        # What is not printed may explain what does not hold, and nothing else.
        ("c1 + c2 >= sum", {"r1_c1": None, "r1_c2": 2}, "pass"),
        ("c1 + c2 >= sum", {"r1_sum": 1}, "pass"),
        ("c1 + c2 <= sum", {"r1_sum": 9}, "pass"),
        ("c1 + c2 + 1 = sum", {"r1_c1": None}, "pass"),
        ("c1 + c2 >= 2", {"r1_c1": None}, "not_assessed"),
        ("c1 + c2 >= sum", {"r1_sum": None}, "not_assessed"),
        ("c1 = c2 + 0", {"r1_c1": None}, "not_assessed"),
        ("c1 + c2 = 2*sum - 2", {"r1_sum": None}, "not_assessed"),
    ],
)
def test_blanks_and_gaps(text: str, changed: Mapping[str, Printed], verdict: str) -> None:
    found = judged(text, **changed)
    assert found.status == verdict
    assert bool(found.reason.en) is (verdict == "not_assessed")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"r1_c1": "many"}, "Table t, row “r1”, column “c1”: “many” cannot be read as a figure"),
        ({"r1_c1": "many", "r1_c2": "more"}, "Table t, row “r1”, column “c1”: “many” cannot be read as a figure"),
        ({"r1_c2": None, "r1_sum": 7}, "Table t, row “r1”, column “c2” is not printed"),
        ({"r1_c2": None, "r1_c1": None, "r1_sum": 7}, "Table t, row “r1”, column “c1” is not printed"),
        ({"r1_c1": "", "r1_c2": ""}, "Table t, row “r1”, column “c1” is blank"),
        ({"r1_sum": ""}, "Table t, row “r1”, column “sum” is blank"),
        ({"r1_sum": "/"}, "Table t, row “r1”, column “sum” is a placeholder"),
    ],
)
def test_the_reason_names_the_first_cell_that_is_in_doubt(changed: Mapping[str, Printed], reason: str) -> None:
    assert judged("c1 + c2 = sum", **changed).reason.en.startswith(reason)


def test_sums_that_told_where_figures_belong_are_no_proof() -> None:
    of = grid()
    instance, other = one("c1 + c2 = sum"), one("c1 + c2 = sum", at="r2")
    plain = report_of(of, whole())
    spent = Report(
        plain.document, of, plain.vector, year=2019, relations_used=frozenset({frozenset(instance.coefficients)})
    )
    found = evaluate(instance, spent)
    assert (found.status, evaluate(other, spent).status) == ("not_assessed", "pass")
    assert "cannot check the same figures again" in found.reason.en
    rules = {"X-1": (Equation(("t",), "row", "c1 + c2 = sum"),)}
    recovered = tuple(Fact(f.concept, f.figure, recovered=f.row == "r1") for f in plain.vector)
    looked = CompiledEquations(of, rules).examine(
        Report(plain.document, of, recovered, year=2019, relations_used=spent.relations_used)
    )
    assert [(e.instance.key, e.status) for e in looked.results] == [("t/row/r1", "not_assessed")]


def test_a_blank_that_one_equation_shows_to_be_a_gap_fails_no_other() -> None:
    of = grid()
    rules = {
        "ROW-1": (Equation(("t",), "row", "sum(columns) = sum"),),
        "COL-1": (Equation(("t",), "column", "sum(rows) = sum"),),
        "OFF-1": (Equation(("t",), "table", "r2.c2 >= 9"),),
    }
    found = CompiledEquations(of, rules).examine(report_of(of, whole(r1_sum="")))
    told = {one.instance.key: (one.status, one.reason.en) for one in found.results}
    gap = "Table t, row “r1”, column “sum” is blank"
    assert told == {
        "t/row/r1": ("not_assessed", gap),
        "t/column/sum": ("not_assessed", gap),
        "t/table": ("fail", ""),
    }
    column = next(one for one in found.results if one.instance.key == "t/column/sum")
    assert (column.left, column.right, column.instance.rule) == (6, 8, "COL-1")
    row = next(one for one in found.results if one.instance.key == "t/row/r1")
    assert (row.left, row.right, row.unknown) == (2, 0, {of.index["t", "r1", "sum"]})


@pytest.mark.parametrize(("most", "verdict"), [(4, "fail"), (3, "review")])
def test_readings_are_tried_up_to_a_number_of_sums(monkeypatch: pytest.MonkeyPatch, most: int, verdict: str) -> None:
    monkeypatch.setattr(evaluating, "MOST_SUMS", most)
    of = grid()
    rows = [short_row(of, "r1", (0, 1), (1, 0), table="t"), short_row(of, "r2", (0, 2), (2, 0), table="t")]
    figures = whole(r1_c1=UNDECIDED, r1_c2=UNDECIDED, r2_c1=UNDECIDED, r2_c2=UNDECIDED, sum_c1=9)
    found = evaluate(one("sum(rows) = sum", each="column", at="c1"), report_of(of, figures, *rows))
    assert found.status == verdict
    assert [row.row for row in found.rows] == ["r1", "r2"]
    assert (found.left, found.right) in {(0, 9), (3, 9)}


@pytest.mark.parametrize(
    ("vectors", "verdict", "undecided", "left", "holding"),
    [
        ([(1, 1, 2)], "pass", 0, 2, None),
        ([(1, 1, 2), (1, 1, 2)], "pass", 0, 2, None),
        ([(1, 1, 2), (2, 0, 2)], "pass", 1, 2, None),
        ([(1, 1, 2), (1, 0, 2), (0, 0, 2)], "review", 1, 1, 2),
        ([(1, 0, 2), (1, 1, 2)], "review", 1, 1, 2),
        ([(1, 0, 2), (0, 0, 2)], "fail", 1, 1, None),
    ],
)
def test_what_is_shown_is_the_first_reading_that_fails_and_the_first_that_holds(
    vectors: list[tuple[int, ...]], verdict: str, undecided: int, left: int, holding: int | None
) -> None:
    of = grid()
    figures = whole(r1_c1=UNDECIDED, r1_c2=UNDECIDED, r1_sum=UNDECIDED)
    # The columns of the form: c1, c2, sum, half.
    instance = one("c1 + c2 = sum")
    found = evaluate(instance, report_of(of, figures, short_row(of, "r1", *vectors, table="t")))
    assert (found.status, len(found.rows), found.left) == (verdict, undecided, left)
    assert (found.holding and instance.left.total(found.holding)) == holding


@pytest.mark.parametrize(
    ("texts", "total", "verdict"),
    [
        (("0.5", "0.25"), "0.80", "pass"),  # half a tenth for either, and half a hundredth for the total
        (("0.5", "0.25"), "0.86", "fail"),
        (("0.50", "0.25"), "0.76", "pass"),
        (("0.50", "0.25"), "0.77", "fail"),
    ],
)
def test_a_row_that_is_not_decided_is_rounded_as_its_coarsest_figure(
    texts: tuple[str, ...], total: str, verdict: str
) -> None:
    of = small(t={"rows": lines("r1", "sum"), "columns": lines(a={"type": "money"}, b={"type": "money"})})
    vector = tuple(of.reader.read(text).exact for text in texts)
    row = Readings("t", "r1", (vector,), tuple(Cell(text, 0, n) for n, text in enumerate(texts)), None, 1, 2)
    figures: dict[str, Printed] = {"t/r1/a": UNDECIDED, "t/r1/b": UNDECIDED, "t/sum/a": total}
    (instance,) = instances("X-1", (Equation(("t",), "table", "r1.a + r1.b = sum.a"),), of)
    assert evaluate(instance, report_of(of, figures, row)).status == verdict


LONG = square(2, 5)


@pytest.mark.parametrize(
    ("text", "figures", "zh", "en"),
    [
        ("sum(columns) = sum", (1, 0, 0, 0, 2), "C1 1 + C5 2 = 3（其余为 0），SUM 9", "c1 1 + c5 2 = 3 (the rest 0); sum 9"),
        ("c1 + c2 + c3 + c4 = sum", (1, 0, 0, 0, 2), "C1 1 + C2 0 + C3 0 + C4 0 = 1，SUM 9", "c1 1 + c2 0 + c3 0 + c4 0 = 1; sum 9"),
        ("sum(columns) = sum", (0, 0, 0, 0, 0), "各项均为 0，SUM 9", "all parts 0; sum 9"),
        ("sum(columns) + 1 = sum", (0, 0, 0, 0, 0), "1（其余为 0），SUM 9", "1 (the rest 0); sum 9"),
        ("sum(columns) = sum - 2", (3, 0, 0, 0, 0), "C1 3（其余为 0），SUM 9 - 2 = 7", "c1 3 (the rest 0); sum 9 - 2 = 7"),
        ("c1 - 2*c2 >= 3", (1, 2, 0, 0, 0), "C1 1 - 2×C2 2 = -3，应 ≥ 3", "c1 1 - 2×c2 2 = -3, which should be ≥ 3"),
        ("c1 >= 0", (-1, 0, 0, 0, 0), "C1 -1，应 ≥ 0", "c1 -1, which should be ≥ 0"),
        ("c1 = -1", (2, 0, 0, 0, 0), "C1 2，- 1", "c1 2; - 1"),
        ("-c1 + c2 = 0", (2, 1, 0, 0, 0), "- C1 2 + C2 1 = -1，0", "- c1 2 + c2 1 = -1; 0"),
    ],
)  # fmt: skip
def test_relations_in_words(text: str, figures: tuple[int, ...], zh: str, en: str) -> None:
    instance = one(text, of=LONG)
    keys = [f"c{n + 1}" for n in range(5)]
    values = {LONG.index["t", "r1", key]: value for key, value in zip(keys, figures, strict=True)}
    assert relation_words(instance, values | {LONG.index["t", "r1", "sum"]: 9}) == (zh, en)
