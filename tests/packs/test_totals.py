"""A government's figures and those of the organs below: M70, M71, and what is no fault."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from audit_core import Report
from audit_core.engine import Auditor
from audit_core.organs import Organs
from audit_core.plugins import discover
from audit_core.results import Audited
from audit_rulesets.samples.drafts import Draft
from tests.packs.company import beside, found, made, only, organs, outcome, zero
from tests.reports.bases import DEPARTMENT, ORGAN, a19, b22
from tests.reports.changes import append_sentence
from tests.reports.reading import document

OFFICE, TOWN, STREET, TAX = "青岚县人民政府办公室", "松溪镇人民政府", "城关街道办事处", "青岚县税务局"
BELOW = (OFFICE, DEPARTMENT, TOWN)

Change = Callable[[Draft], object]


def register(scope: str = "area", *more: Mapping[str, object]) -> Organs:
    return organs(
        {"name": ORGAN, "scope": scope},
        *({"name": name, "parent": ORGAN} for name in BELOW),
        {"name": TAX, "parent": ORGAN, "vertical": True},
        *more,
    )


SMALL: Mapping[str, Mapping[tuple[str, str, str], int]] = {
    DEPARTMENT: {
        ("applications", "received", "natural"): 3,
        ("applications", "granted", "natural"): 3,
        ("applications", "total", "natural"): 3,
        ("enforcement", "penalties", "decisions"): 40,
        ("cases", "review", "upheld"): 1,
        ("cases", "review", "total"): 1,
    },
    TOWN: {
        ("applications", "received", "business"): 1,
        ("applications", "partial", "business"): 1,
        ("applications", "total", "business"): 1,
        ("documents", "normative", "in_force"): 2,
    },
}
"""What is not the office's: the rest of the government's figures is."""


def with_totals(figures: Mapping[tuple[str, str, str], int]) -> dict[tuple[str, str, str], int]:
    rows: dict[str, int] = {}
    for (table, row, _), number in figures.items():
        if table == "applications":
            rows[row] = rows.get(row, 0) + number
    return {**figures, **{("applications", row, "total"): number for row, number in rows.items()}}


def cell(draft: Draft, table: str, row: str, column: str) -> tuple[dict[str, str], str]:
    """Return where a figure is printed; the rows of the last table stand side by side."""
    if table == "cases":
        return draft.table(table).rows[0].figures, f"{row}/{column}"
    return draft.table(table).row(row).figures, column


def child(name: str) -> Draft:
    draft = b22() if name == OFFICE else zero(b22())
    for other, figures in SMALL.items():
        for key, number in with_totals(figures).items():
            if name == OFFICE:
                printed, column = cell(draft, *key)
                printed[column] = str(int(printed[column]) - number)
            elif name == other:
                printed, column = cell(draft, *key)
                printed[column] = str(number)
    return draft


def below(organs: Organs, *names: str, change: Mapping[str, Change] | None = None) -> list[Report]:
    drafts = {name: child(name) for name in names}
    for name, one in (change or {}).items():
        one(drafts[name])
    return [made(draft, name, register=organs) for name, draft in drafts.items()]


def rolled(
    change: Change = lambda _: None,
    *,
    names: tuple[str, ...] = BELOW,
    known: Organs | None = None,
    changes: Mapping[str, Change] | None = None,
    rule: str = "ROLL",
) -> Audited:
    known = known or register()
    draft = b22()
    change(draft)
    return beside(rule, made(draft, register=known), below(known, *names, change=changes), known)


def verdicts(audited: Audited) -> dict[str, str]:
    return {one.rule: one.status.value for one in audited.outcomes if one.rule.startswith("ROLL")}


CLEAN = {
    "ROLL-01": "pass", "ROLL-02": "pass", "ROLL-03": "not_applicable", "ROLL-04": "pass", "ROLL-05": "pass", "ROLL-06": "pass",
}  # fmt: skip


def test_a_government_that_is_the_sum_of_those_below() -> None:
    audited = rolled()
    assert found(audited) == []
    assert verdicts(audited) == CLEAN


def one_less(draft: Draft) -> None:
    for row in ("received", "granted", "total"):
        draft.add("applications", row, "natural", -1)
        draft.add("applications", row, "total", -1)


def test_m70_a_sum_that_is_one_less() -> None:
    audited = rolled(one_less)
    one = only(audited)
    assert (one.rule, one.status, one.severity) == ("ROLL-01", "fail", "error")
    assert verdicts(audited) == CLEAN | {"ROLL-01": "fail"}
    assert "“本年新收”行“总计”列为 119，下级 3 个机关合计为 120；该表另有 5 个数据不符" in one.words.zh
    assert one.finding.sides
    assert (one.finding.sides.left, one.finding.sides.right, one.finding.sides.difference) == (119, 120, -1)
    labels = [evidence.label.zh for evidence in one.finding.evidence]
    assert labels[1].startswith(f"{OFFICE}：")
    assert [evidence.raw for evidence in one.finding.evidence[:4]] == ["119", "116", "3", "1"]
    uris = [place.uri for place in one.evidence_locations[:4]]
    assert uris == [f"{name}-2022" for name in (ORGAN, *BELOW)]
    assert all(place.region for place in one.evidence_locations)


def one_more(draft: Draft) -> None:
    draft.put("enforcement", "penalties", "decisions", "1934")


def test_a_sum_that_is_more_is_a_warning() -> None:
    one = only(rolled(one_more))
    assert (one.rule, one.status, one.severity) == ("ROLL-01", "fail", "warning")
    assert one.location.logical.endswith("enforcement/penalties/decisions")


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("applications", "granted", "natural"), ("cases", "review", "upheld"), ("documents", "normative", "in_force"),
        ("licensing", "licences", "decisions"), ("enforcement", "coercion", "decisions"), ("fees", "fees", "amount"),
    ],
)  # fmt: skip
def test_every_table_is_added_up(table: str, row: str, column: str) -> None:
    def change(draft: Draft) -> None:
        printed, key = cell(draft, table, row, column)
        printed[key] = str(Decimal(printed[key]) + 1)

    assert only(rolled(change)).location.logical == f"{table}/{row}/{column}"


@pytest.mark.parametrize(("column", "told"), [("previous", []), ("change", []), ("decisions", [("ROLL-01", "fail")])])
def test_numbers_of_items_are_not_added_up(column: str, told: list[tuple[str, str]]) -> None:
    known = register()
    office = a19()
    office.add("enforcement", "penalties", column, -1)
    others = [made(zero(a19()), name, register=known) for name in (DEPARTMENT, TOWN)]
    below = [made(office, OFFICE, register=known), *others]
    assert found(beside("ROLL", made(a19(), register=known), below, known)) == told


@pytest.mark.parametrize("change", [one_less, one_more])
def test_without_a_scope_it_is_to_be_reviewed(change: Change) -> None:
    assert found(rolled(change, known=register(""))) == [("ROLL-01", "review")]


def test_an_organs_own_figures_are_no_sum() -> None:
    audited = rolled(one_less, known=register("organ"))
    assert set(verdicts(audited).values()) == {"not_applicable"}
    assert "数据范围为本机关" in outcome(audited, "ROLL-01").reason.zh


def test_m71_a_report_that_is_missing() -> None:
    audited = rolled(names=(OFFICE, DEPARTMENT))
    assert found(audited) == []
    assert verdicts(audited) == CLEAN | {"ROLL-01": "not_assessed", "ROLL-02": "not_assessed", "ROLL-03": "pass"}
    for rule in ("ROLL-01", "ROLL-02"):
        assert outcome(audited, rule).reason.zh == f"下级机关的报告不全，缺：{TOWN}"
        assert outcome(audited, rule).reason.en == f"reports of organs below are missing: {TOWN}"


def much_less(draft: Draft) -> None:
    draft.put("enforcement", "penalties", "decisions", "12")


@pytest.mark.parametrize(("scope", "status"), [("area", "fail"), ("", "review")])
def test_less_than_the_sum_of_some(scope: str, status: str) -> None:
    audited = rolled(much_less, names=(OFFICE, DEPARTMENT), known=register(scope))
    one = only(audited)
    assert (one.rule, one.status, one.severity) == ("ROLL-03", status, "error")
    assert "为 12，小于已收到的 2 个下级机关报告之和 1933" in one.words.zh
    assert outcome(audited, "ROLL-01").status == "not_assessed"


def test_more_than_the_sum_of_some_is_no_fault() -> None:
    assert found(rolled(one_more, names=(OFFICE, DEPARTMENT))) == []


def as_office(draft: Draft) -> None:
    made = child(OFFICE)
    for part, other in zip(draft.parts, made.parts, strict=True):
        part.blocks[:] = other.blocks


@pytest.mark.parametrize(("scope", "status"), [("area", "fail"), ("", "review")])
@pytest.mark.parametrize("names", [BELOW, (OFFICE, DEPARTMENT)])
def test_the_office_alone(scope: str, status: str, names: tuple[str, ...]) -> None:
    audited = rolled(as_office, known=register(scope), names=names)
    one = only(audited)
    assert (one.rule, one.status, one.severity) == ("ROLL-04", status, "warning")
    left_out = "、".join(name for name in names if name != OFFICE)
    assert one.words.zh == f"各项数据与{OFFICE}的报告完全相同，{left_out}的没有计入"
    assert "见 ROLL-04" in outcome(audited, "ROLL-01" if names == BELOW else "ROLL-03").reason.zh


def test_others_without_figures_leave_nothing_out() -> None:
    changes: dict[str, Change] = {DEPARTMENT: zero, TOWN: zero}
    audited = rolled(as_office, changes=changes)
    assert found(audited) == []
    assert outcome(audited, "ROLL-04").status == "pass"


def test_a_government_without_figures_has_none_of_its_offices() -> None:
    assert found(rolled(zero, changes=dict.fromkeys(BELOW, zero))) == []


def unbalanced(draft: Draft) -> None:
    draft.add("applications", "received", "natural", 5)
    draft.add("applications", "received", "total", 5)


def wrong_total(draft: Draft) -> None:
    draft.add("applications", "granted", "natural", 1)
    draft.add("applications", "granted", "total", 1)


@pytest.mark.parametrize("change", [unbalanced, wrong_total])
def test_a_report_below_that_is_wrong_is_named(change: Change) -> None:
    audited = rolled(changes={DEPARTMENT: change})
    assert sorted(found(audited)) == [("ROLL-01", "review"), ("ROLL-06", "review")]
    six = next(one for one in audited.findings if one.rule == "ROLL-06")
    assert six.words.zh == f"下级机关 {DEPARTMENT} 的报告自身不平，汇总须待更正后再核对"
    assert six.severity == "info"
    assert {place.uri for place in six.evidence_locations} == {f"{DEPARTMENT}-2022"}


def test_a_report_below_that_is_wrong_makes_a_lead_of_a_smaller_sum() -> None:
    audited = rolled(much_less, names=(OFFICE, DEPARTMENT), changes={DEPARTMENT: unbalanced})
    assert sorted(found(audited)) == [("ROLL-03", "review"), ("ROLL-03", "review"), ("ROLL-06", "review")]


def unread(draft: Draft) -> None:
    draft.put("applications", "received", "total", "若干")


def test_a_figure_below_that_cannot_be_read_leaves_its_sum_open() -> None:
    audited = rolled(one_more, changes={DEPARTMENT: unread})
    assert found(audited) == [("ROLL-01", "fail")]
    told = outcome(rolled(changes={DEPARTMENT: unread}), "ROLL-01")
    assert (told.status, told.reason.zh) == (
        "not_assessed",
        f"{DEPARTMENT}的报告有数据未列出或无法读取，相应各项未核对",
    )


def test_a_report_below_on_another_form_is_named() -> None:
    known = register()
    others = below(known, OFFICE, DEPARTMENT)
    old = made(a19(), TOWN, register=known)
    vars(old).update(year=2022)
    audited = beside("ROLL", made(b22(), register=known), [*others, old], known)
    assert found(audited) == []
    assert outcome(audited, "ROLL-01").reason.zh == f"下级报告所用表式不同：{TOWN}"
    assert outcome(audited, "ROLL-06").status == "pass"


NUMBERS = [
    ("全县2个乡镇公开了电话。", "全县2个乡镇", 1),
    ("全县辖1个镇、2个街道。", "", 0),
    ("全县共3个乡镇（街道）设置查阅点。", "全县共3个乡镇（街道）", 2),
    ("下辖3个街道。", "下辖3个街道", 1),
    ("全县1个乡镇、2个乡公开了电话。", "", 0),
    ("在3个乡镇设置查阅点。", "", 0),
    ("全县4个镇试点。", "", 0),
    ("全县2个乡镇街道设置查阅点。", "", 0),
]


@pytest.mark.parametrize(("sentence", "pointed", "listed"), NUMBERS)
def test_the_number_of_organs(sentence: str, pointed: str, listed: int) -> None:
    known = register("area", {"name": STREET, "parent": ORGAN})
    audited = rolled(append_sentence(sentence), known=known, rule="ROLL-05")
    if not pointed:
        assert found(audited) == []
        return
    one = only(audited)
    assert (one.status, one.severity) == ("review", "info")
    assert f"机关名录中有 {listed} 个" in one.words.zh
    assert one.location.span
    assert one.finding.at.text == pointed


def test_a_register_without_townships_counts_none() -> None:
    known = organs({"name": ORGAN}, {"name": OFFICE, "parent": ORGAN})
    told = outcome(rolled(known=known, names=(OFFICE,)), "ROLL-05")
    assert (told.status, told.reason.zh) == ("not_assessed", "机关名录没有登记乡镇、街道")


@pytest.mark.parametrize("name", [DEPARTMENT, TOWN])
def test_only_governments_from_county_level_on_add_up(name: str) -> None:
    known = organs({"name": name}, {"name": "某站", "parent": name})
    audited = beside("ROLL", made(b22(), name, register=known), [made(b22(), "某站", register=known)], known)
    assert set(verdicts(audited).values()) == {"not_applicable"}
    assert "县级以上人民政府" in outcome(audited, "ROLL-01").reason.zh


def test_organs_led_from_above_are_not_added() -> None:
    known = register()
    others = [*below(known, *BELOW), made(b22(), TAX, register=known)]
    assert found(beside("ROLL", made(b22(), register=known), others, known)) == []


def test_many_missing_organs_are_counted() -> None:
    known = register("area", *({"name": f"第{n}镇人民政府", "parent": ORGAN} for n in range(20)))
    reason = outcome(rolled(known=known), "ROLL-02").reason
    assert reason.zh.endswith("第11镇人民政府等 20 个")
    assert reason.en.endswith("and others, 20 in all")


def test_the_register_alone_tells_that_nothing_is_below(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        f"ruleset: mine\nextends: ogi\norgans: {{register: [{{name: {ORGAN}}}, {{name: 别处局}}]}}\n", encoding="utf-8"
    )
    auditor = Auditor.load(str(tmp_path / "mine.yaml"), plugins=discover(), select=["ROLL", "DUP"])
    told = {one.rule: one.status.value for one in auditor.audit(document(b22())).outcomes}
    assert {told[rule] for rule in CLEAN} == {"not_applicable"}
    assert {rule for rule, status in told.items() if status == "pass"} == {"DUP-03"}
