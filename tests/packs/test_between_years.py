"""Rules between two years of one organ: M66 to M69 of the catalogue, what else they find, and where they keep quiet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from audit_core import Report, Snapshot
from audit_core.engine import Auditor
from audit_core.findings import Outcome
from audit_core.loaders import BUILTIN, read
from audit_core.organs import Organ
from audit_core.others import Reports
from audit_core.results import Audited
from audit_core.testing import audit, filled
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import CORE, TEXT, Style
from tests.packs.handmade import base
from tests.packs.record import hold_audited
from tests.reports import changes as c
from tests.reports.bases import SERIES
from tests.reports.reading import auditor, statuses

FAIL, REVIEW, PASS, ASIDE = "fail", "review", "pass", "not_applicable"
PACK = ("XYR-", "PLA-08", "PLA-09")


def bound(draft: Draft, style: Style, name: str) -> Report:
    return auditor().bound(read(style.print(draft), f"{name}-{style.uri}", BUILTIN))


def compared(earlier: Draft, later: Draft, style: Style = TEXT) -> Audited:
    """Audit the later of two reports with the earlier one beside it."""
    first, second = bound(earlier, style, "earlier"), bound(later, style, "later")
    reports = Reports(map(Snapshot.of, (first, second)))
    audited = auditor().check(second, reports.others_of(second, auditor().ruleset.organs))
    hold_audited(audited, base("B22"), (first,), PACK)
    return audited


def pair(name: str) -> tuple[Draft, Draft]:
    earlier, later = SERIES[name]
    return earlier(), later()


def nothing(_: Draft) -> None:
    pass


@dataclass(frozen=True)
class Case:
    """A change of the later report of a pair (and one of the earlier), what is found then, and words of the findings."""

    id: str
    pair: str
    later: c.Change
    rules: Mapping[str, str]
    words: tuple[str, ...] = ()
    earlier: c.Change = nothing
    open: Mapping[str, str] = field(default_factory=dict)


CARRIED = c.all_of(
    c.add(
        ("carried_in", "natural", -1),
        ("carried_in", "total", -1),
        ("received", "natural", 1),
        ("received", "total", 1),
    ),
    c.reword("新收政府信息公开申请120件，上年结转6件", "新收政府信息公开申请121件，上年结转5件"),
)
CASES = [
    Case(
        "M66",
        "B21+B22",
        CARRIED,
        {"XYR-01": FAIL},
        ("“自然人”列与上年报告不一致：上年结转 3，上年“结转下年” 4，相差 1；表三“总计”列随之不符，相差 1",),
    ),
    Case(
        "M67",
        "B21+B22",
        c.put("documents", "normative", "in_force", "64"),
        {"XYR-02": REVIEW},
        ("为 64，上年有效 56 加本年制发 11 减本年废止 4 为 63，相差 1，请说明原因",),
    ),
    Case(
        "less in force",
        "B21+B22",
        c.put("documents", "normative", "in_force", "34"),
        {"XYR-02": REVIEW},
        (
            "为 34",
            "为 63，相差 29，请说明原因",
        ),
    ),
    Case(
        "explained in the cell",
        "B21+B22",
        c.put("documents", "normative", "in_force", "34（另有自然失效29件）"),
        {"XYR-02": PASS},
        open={"FMT-09": FAIL},
    ),
    Case(
        "explained in the text",
        "B21+B22",
        c.all_of(
            c.put("documents", "normative", "in_force", "34"),
            c.append_sentence("县司法局对历年规范性文件集中清理，29件到期失效。"),
        ),
        {"XYR-02": PASS},
    ),
    Case(
        "explained in part",
        "B21+B22",
        c.all_of(
            c.put("documents", "normative", "in_force", "34"),
            c.append_sentence("县司法局对历年规范性文件集中清理，20件到期失效。"),
        ),
        {"XYR-02": REVIEW},
        ("请说明原因；报告写有：“", "集中清理，20件到期失效"),
    ),
    Case(
        "repealed documents explain nothing",
        "B21+B22",
        c.all_of(
            c.put("documents", "normative", "in_force", "67"),
            c.append_sentence("全年废止规范性文件4件，新制定的逐件编号。"),
        ),
        {"XYR-02": REVIEW},
        ("相差 4，请说明原因",),
    ),
    Case(
        "a note on something else explains nothing",
        "B21+B22",
        c.put("documents", "normative", "in_force", "61（其中联合印发2件）"),
        {"XYR-02": REVIEW},
        ("相差 2，请说明原因；报告写有：“61（其中联合印发2件）”",),
        open={"FMT-09": FAIL},
    ),
    Case(
        "M68",
        "A19+A20",
        c.put("enforcement", "penalties", "previous", "532"),
        {"XYR-03": FAIL},
        ("“行政处罚”行“上一年项目数量”列为 532，2019年度报告的上一年项目数量加本年增/减为 522",),
    ),
    Case(
        "decisions taken for items",
        "A19+A20",
        c.put("enforcement", "penalties", "previous", "2186"),
        {"XYR-03": REVIEW},
        ("恰好是2019年度报告的处理决定数量",),
        open={"PLA-08": REVIEW},
    ),
    Case(
        "total grew too much",
        "A19+A20",
        c.put("documents", "normative", "total", "97"),
        {"XYR-04": FAIL},
        ("为 97，上年为 86，本年新公开 10：增加的件数多于本年新公开的",),
    ),
    Case(
        "total fell",
        "A19+A20",
        c.put("documents", "normative", "total", "80"),
        {"XYR-04": REVIEW},
        ("少于上年的 86",),
    ),
    Case(
        "pending cases vanished",
        "B21+B22",
        nothing,
        {"XYR-06": REVIEW},
        ("上一年度尚未审结 3 件，多于表四“行政复议”行“总计”列的 2 件",),
        earlier=c.all_of(c.put("cases", "cases", "review/pending", "3"), c.put("cases", "cases", "review/total", "5")),
    ),
    Case(
        "cases jumped",
        "B21+B22",
        nothing,
        {"XYR-07": REVIEW},
        ("为 2，上一年度为 120：变化超过三倍",),
        earlier=c.all_of(
            c.put("cases", "cases", "review/upheld", "119"), c.put("cases", "cases", "review/total", "120")
        ),
    ),
    Case(
        "penalties jumped",
        "B21+B22",
        c.put("enforcement", "penalties", "decisions", "12"),
        {"PLA-08": REVIEW},
        ("为 12，上一年度为 1801：变化超过三倍",),
    ),
    Case(
        "M69",
        "B21+B22",
        c.reword("结转下年度继续办理8件，均按期答复。", "结转下年度继续办理8件，均按期答复。申请量较上年增长35%。"),
        {"XYR-08": FAIL},
        ("正文写明“申请量较上年增长35%”，按两年表格的 100 和 120 应为 20.00%",),
    ),
    Case(
        "growth with a count",
        "B21+B22",
        c.reword("新收政府信息公开申请120件，", "新收政府信息公开申请120件，比上年增加20件，下降20%，"),
        {"XYR-08": FAIL},
        ("应为 20.00%",),
    ),
    Case(
        "growth of decisions",
        "B21+B22",
        c.append_sentence("作出行政处罚决定1933件，同比增长17.3%。"),
        {"XYR-08": FAIL},
        ("按两年表格的 1801 和 1933 应为 7.33%",),
        open={"XSC-13": PASS},
    ),
    Case(
        "growth where another scope may be meant",
        "B21+B22",
        c.append_sentence("城关镇申请量较上年增长35%。"),
        {"XYR-08": REVIEW},
    ),
    Case(
        "the unit changed",
        "B21+B22",
        c.put("fees", "fees", "amount", "1554000.00"),
        {"XYR-10": REVIEW, "PLA-08": REVIEW},
        ("约为上一年度 155.40 的一万倍",),
        open={"PLA-03": REVIEW},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_one_change_is_found_and_nothing_else(case: Case) -> None:
    earlier, later = pair(case.pair)
    before = statuses(compared(earlier, later))
    case.earlier(earlier)
    case.later(later)
    audited = compared(earlier, later)
    changed = {rule: told for rule, told in statuses(audited).items() if told != before[rule]}
    told = {rule: status for rule, status in case.rules.items() if status != PASS}
    assert {rule: status for rule, status in changed.items() if rule not in case.open} == told
    assert {one.rule for one in audited.findings} - set(case.open) == set(told)
    text = "\n".join(one.words.zh for one in audited.findings if one.rule in case.rules)
    for words in case.words:
        assert words in text
    for one in audited.findings:
        if one.rule.startswith(PACK):
            assert one.location.uri == f"later-{TEXT.uri}"
            assert f"earlier-{TEXT.uri}" in {place.uri for place in one.evidence_locations}


@pytest.mark.parametrize("style", CORE, ids=lambda style: style.name)
@pytest.mark.parametrize("name", SERIES)
def test_two_years_that_agree_are_passed_in_every_rendering(name: str, style: Style) -> None:
    audited = compared(*pair(name), style)
    assert not [one.words.zh for one in audited.findings]
    assert statuses(audited)["XYR-01"] == PASS


@pytest.mark.parametrize("style", CORE, ids=lambda style: style.name)
def test_a_break_is_found_in_every_rendering(style: Style) -> None:
    earlier, later = pair("B21+B22")
    CARRIED(later)
    (found,) = compared(earlier, later, style).findings
    assert (found.rule, found.finding.key) == ("XYR-01", "applications/column/natural")


def test_an_explanation_that_covers_the_break_is_a_remark() -> None:
    earlier, later = pair("B21+B22")
    c.all_of(
        c.put("documents", "normative", "in_force", "34"),
        c.append_sentence("县司法局对历年规范性文件集中清理，29件到期失效。"),
    )(later)
    outcome = outcomes(compared(earlier, later))["XYR-02"]
    assert "集中清理，29件到期失效" in outcome.reason.zh


def outcomes(audited: Audited) -> Mapping[str, Outcome]:
    return {outcome.rule: outcome for outcome in audited.outcomes}


SILENT_GROWTH = [
    "申请量较上年增长20%。",
    "申请量比2021年增长20.0%。",
    "全年新收政府信息公开申请120件，同比增长20%。",
    "全年共收到申请120件，较去年同期增加20件，增长20%。",
    "申请量较上年增长约19%。",
    "申请量较上年增长超过15%。",
    "申请量较上年增长逾两成，同比增长超19%。",
    "作出行政处罚决定1933件，同比增长7.32%。",
    "作出行政处罚决定1933件，同比增长7.3%。",
    "申请量比2020年增长35%。",
    "网站访问量较上年增长35%。",
    "申请量较上年增长35个百分点。",
    "申请量占比较上年增长35%个百分点。",
    "全年收到申请120件，其中自然人90件，同比增长35%。",
    "县水利局收到申请15件，同比增长35%。",
    "申请按期答复率较上年提高35%。",
]


@pytest.mark.parametrize("sentence", SILENT_GROWTH)
def test_growth_that_agrees_or_is_of_something_else_is_left_alone(sentence: str) -> None:
    earlier, later = pair("B21+B22")
    c.append_sentence(sentence)(later)
    assert "XYR-08" not in {one.rule for one in compared(earlier, later).findings}


def figures(year: int, form: str = "ogi-2021", organization: str = "某县人民政府", **figures: object) -> Report:
    return filled(
        {key.replace("__", "/"): str(text) for key, text in figures.items()}, form, year=year, organization=organization
    )


@pytest.mark.parametrize(
    ("said", "then", "now", "expected"),
    [
        ("较上年增长20%", 100, 120, PASS),
        ("较上年增长20%", 100, 135, FAIL),
        ("较上年增长19%", 100, 120, FAIL),
        ("较上年增长约19%", 100, 120, PASS),
        ("较上年增长约18%", 100, 120, FAIL),
        ("较上年增长超过20%", 100, 135, PASS),
        ("较上年增长超过20%", 100, 65, FAIL),
        ("较上年下降超过20%", 100, 65, PASS),
        ("较上年增长超过50%", 100, 120, FAIL),
        ("较上年增长超过0.1%", 100, 105, PASS),
        ("较上年增长超过0%", 100, 100, PASS),
        ("较上年增长20%", 0, 120, PASS),
        ("较上年下降50%", 100, 0, FAIL),
        ("较上年下降100%", 100, 0, PASS),
        ("较2021年增长35%", 100, 120, FAIL),
        ("较2020年增长35%", 100, 120, ASIDE),
    ],
)
def test_how_far_growth_may_be_off(said: str, then: int, now: int, expected: str) -> None:
    this = figures(2022, applications__received__total=now, overview=f"全年新收申请{now}件，{said}。")
    (one,) = audit("XYR-08", this, others=[figures(2021, applications__received__total=then)]).outcomes
    assert (one.rule, one.status) == ("XYR-08", expected)


def test_growth_is_told_with_two_digits_and_of_the_count_right_before_it() -> None:
    last = figures(2021, applications__received__total=20000)
    said = "年初新收申请22469件，全年新收申请22469件，较上年增长30%。"
    (one,) = audit("XYR-08", figures(2022, applications__received__total=22469, overview=said), others=[last]).findings
    assert "20000 和 22469 应为 12.35%" in one.words.zh
    assert one.finding.at.text == "新收申请22469件，较上年增长30%"


def test_of_two_forms_only_what_means_the_same_is_compared() -> None:
    last = figures(2020, "ogi-2019", applications__carried_out__total=8, documents__normative__total=90)
    this = figures(
        2021, applications__carried_in__total=6, documents__normative__in_force=12, fees__fees__amount="1.00"
    )
    found = {one.rule: one for rule in ("XYR", "PLA-08") for one in audit(rule, this, others=[last]).outcomes}
    assert found["XYR-01"].status == FAIL
    assert {rule: found[rule].status for rule in ("XYR-02", "XYR-09", "XYR-10", "PLA-08")} == dict.fromkeys(
        ("XYR-02", "XYR-09", "XYR-10", "PLA-08"), ASIDE
    )
    assert "另一表式" in found["XYR-09"].reason.zh


def test_a_form_without_the_figure_makes_a_declared_rule_not_applicable() -> None:
    last = Snapshot.of(figures(2021, applications__carried_out__total=8))
    del last.names["applications"].rows["carried_out"]  # type: ignore[attr-defined]
    del last.printed["applications"]["carried_out"]  # type: ignore[attr-defined]
    this = figures(2022, applications__carried_in__total=6)
    outcome = outcomes(auditor().check(this, Reports([last, Snapshot.of(this)]).others_of(this)))["XYR-01"]
    assert outcome.status == ASIDE
    assert "没有 applications/carried_out" in outcome.reason.zh


@pytest.mark.parametrize(
    ("organization", "year"), [("某市人民政府", 2021), ("某县人民政府", 2020), ("某县人民政府", 2023), ("", 2021)]
)
def test_other_organs_and_other_years_are_not_compared(organization: str, year: int) -> None:
    last = figures(year, organization=organization, applications__carried_out__total=8)
    (outcome,) = audit("XYR-01", figures(2022, applications__carried_in__total=6), others=[last]).outcomes
    assert (outcome.status, outcome.reason.zh) == ("not_assessed", "本次审核中没有该机关2021年度的报告")


@pytest.mark.parametrize("printed", ["若干", None])
def test_a_figure_of_last_year_that_cannot_be_read_accuses_nobody(printed: str | None) -> None:
    last = figures(2021, **({"applications__carried_out__total": printed} if printed else {"fees__fees__amount": "1"}))
    (outcome,) = audit("XYR-01", figures(2022, applications__carried_in__total=6), others=[last]).outcomes
    assert outcome.status == "not_assessed"
    assert "2021年度表三“结转下年”行“总计”列" in outcome.reason.zh


def test_a_cell_that_its_own_sums_name_explains_the_break() -> None:
    earlier, later = pair("B21+B22")
    c.put("applications", "carried_in", "legal_service", "1")(later)
    audited = compared(earlier, later)
    (found,) = audited.findings
    assert (found.rule, found.finding.key) == ("TAB-32", "applications/carried_in/legal_service")
    assert "XYR-01" in {one.rule for one in found.finding.consequences}
    assert outcomes(audited)["XYR-01"].status == FAIL
    assert "TAB-32" in outcomes(audited)["XYR-01"].reason.zh


@pytest.mark.parametrize("select", [(), ("XYR",), ("XYR-01",)])
def test_one_fault_is_one_finding_whichever_rules_are_selected(select: tuple[str, ...]) -> None:
    earlier, later = pair("B21+B22")
    CARRIED(later)
    first, second = bound(earlier, TEXT, "earlier"), bound(later, TEXT, "later")
    audited = Auditor.load("ogi", select=select).check(second, Reports([Snapshot.of(first)]).others_of(second))
    (found,) = audited.findings
    assert found.words.zh.endswith("相差 1；表三“总计”列随之不符，相差 1")


def test_two_faults_are_two_findings_where_no_sum_links_them() -> None:
    earlier, later = pair("B21+B22")
    c.all_of(CARRIED, c.add(("carried_in", "legal_service", 2)))(later)
    first, second = bound(earlier, TEXT, "earlier"), bound(later, TEXT, "later")
    alone = Auditor.load("ogi", select=["XYR-01"])
    found = alone.check(second, Reports([Snapshot.of(first)]).others_of(second)).findings
    assert len(found) == 3


def test_a_report_that_contradicts_itself_accuses_nobody() -> None:
    earlier, later = pair("B21+B22")
    c.put("applications", "carried_out", "natural", "9")(earlier)
    audited = compared(earlier, later)
    (found,) = audited.findings
    assert (found.rule, found.status.value) == ("XYR-01", REVIEW)
    assert (
        "上年结转 4，上年“结转下年” 9，相差 5；2021年度报告的表三“结转下年”行自身不平，请先核对该报告" in found.words.zh
    )
    assert outcomes(audited)["XYR-01"].status == REVIEW
    alone = Auditor.load("ogi", select=["XYR-01"])
    first, second = bound(earlier, TEXT, "earlier"), bound(later, TEXT, "later")
    (found,) = alone.check(second, Reports([Snapshot.of(first)]).others_of(second)).findings
    assert found.status == REVIEW


def peers(count: int, amount: str) -> list[Report]:
    found = []
    for number in range(count):
        one = filled({"fees/fees/amount": amount.format(number)}, year=2022, organization=f"第{number}县人民政府")
        vars(one).update(organ=Organ(f"第{number}县人民政府", "government", "county"))
        vars(one.document.source).update(uri=f"{number}.md")
        found.append(one)
    return found


@pytest.mark.parametrize(
    ("count", "own", "status"),
    [(20, "9000000", REVIEW), (20, "131", PASS), (20, "0", REVIEW), (18, "9000000", "not_assessed")],
)
def test_a_figure_far_from_its_peers_is_a_lead(count: int, own: str, status: str) -> None:
    first, *others = peers(count, "1{0:02}")
    (judged,) = peers(1, own)
    assert first.organization == judged.organization
    (outcome,) = audit("PLA-09", judged, others=[judged, *others]).outcomes
    assert outcome.status == status


def equal(year: int, *values: int) -> Report:
    keys = [
        f"applications/{row}/total"
        for row in (
            "received",
            "granted",
            "partial",
            "denied_by_law",
            "total",
            "carried_out",
            "refused_repeat",
            "denied_query",
        )
    ]
    return filled(dict(zip(keys, values, strict=False)), year=year, organization="某县人民政府")


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ((120, 60, 10, 3, 118, 8, 4, 2), FAIL),
        ((1, 1, 1, 1, 2, 2, 1, 1), REVIEW),
        ((120, 60, 10, 3, 118, 8, 4), PASS),
    ],
)
def test_figures_kept_from_last_year(values: tuple[int, ...], status: str) -> None:
    (outcome,) = audit("XYR-09", equal(2022, *values), others=[equal(2021, *values)]).outcomes
    assert outcome.status == status
    (outcome,) = audit("XYR-09", equal(2022, *values), others=[equal(2021, values[0] + 1, *values[1:])]).outcomes
    assert outcome.status == PASS


def test_findings_carry_both_places() -> None:
    earlier, later = pair("B21+B22")
    CARRIED(later)
    (found,) = compared(earlier, later).findings
    places = [(place.uri, place.logical) for place in found.evidence_locations]
    assert places[:2] == [
        (f"later-{TEXT.uri}", "applications/carried_in/natural"),
        (f"earlier-{TEXT.uri}", "applications/carried_out/natural"),
    ]
    assert all(place.region for place in found.evidence_locations)


def test_what_follows_from_last_years_tables_is_told_at_no_cost_of_its_own() -> None:
    last, this = SERIES["A19+A20"][0](), SERIES["A19+A20"][0]()
    this.everywhere("2019", "2020")
    this.metadata["year"] = "2020"
    found = {one.rule: one for one in compared(last, this).findings if one.rule.startswith("XYR")}
    assert found["XYR-09"].status == FAIL
    assert {rule: one.follows for rule, one in found.items()} == {"XYR-01": "XYR-09", "XYR-03": "XYR-09", "XYR-09": ""}
    earlier, later = pair("A19+A20")
    c.put("enforcement", "penalties", "previous", "532")(later)
    (alone,) = (one for one in compared(earlier, later).findings if one.rule == "XYR-03")
    assert alone.follows == ""


def one_figure(
    rule: str, key: str, last: object, this: object, forms: tuple[str, str] = ("ogi-2021", "ogi-2021")
) -> str:
    """Return the verdict on two reports that print one figure each, or none."""
    years = {"ogi-2019 ogi-2019": 2020}.get(" ".join(forms), 2022 if forms[0] == forms[1] else 2021)
    first, second = (
        filled({} if text is None else {key: str(text)}, form, year=year, organization="某县人民政府")
        for text, form, year in zip((last, this), forms, (years - 1, years), strict=True)
    )
    (outcome,) = audit(rule, second, others=[first]).outcomes
    return outcome.status.value


@pytest.mark.parametrize(
    ("last", "this", "jumps"),
    [
        (50, 150, False), (50, 151, True), (150, 50, False), (151, 50, True), (24, 73, False), (24, 74, True),
        (0, 99, False), (0, 100, True), (99, 0, False), (100, 0, True), (0, 0, False), ("若干", 500, False),
        (500, "若干", False), ("", 500, False), (500, "", False), (None, 500, False), (500, None, False),
        ("/", 500, False), (500, "/", False),
    ],
)  # fmt: skip
def test_what_changed_more_than_threefold_and_by_fifty(last: object, this: object, jumps: bool) -> None:
    for rule, key in (("XYR-07", "applications/granted/total"), ("PLA-08", "enforcement/penalties/decisions")):
        assert one_figure(rule, key, last, this) == (REVIEW if jumps else PASS)


@pytest.mark.parametrize(
    ("rule", "key", "forms", "expected"),
    [
        ("XYR-07", "applications/granted/natural", ("ogi-2021", "ogi-2021"), PASS),
        ("XYR-07", "enforcement/penalties/decisions", ("ogi-2021", "ogi-2021"), PASS),
        ("XYR-07", "applications/granted/total", ("ogi-2019", "ogi-2021"), REVIEW),
        ("XYR-07", "cases/review/total", ("ogi-2019", "ogi-2021"), REVIEW),
        ("PLA-08", "applications/granted/total", ("ogi-2021", "ogi-2021"), PASS),
        ("PLA-08", "enforcement/penalties/change", ("ogi-2019", "ogi-2019"), PASS),
        ("PLA-08", "enforcement/penalties/previous", ("ogi-2019", "ogi-2019"), REVIEW),
        ("PLA-08", "procurement/centralised/projects", ("ogi-2019", "ogi-2019"), REVIEW),
    ],
)
def test_which_figures_may_jump(rule: str, key: str, forms: tuple[str, str], expected: str) -> None:
    assert one_figure(rule, key, 1, 1000, forms) == expected


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ("100.00", "1000000.00", REVIEW), ("100.00", "1050000.00", REVIEW), ("100.00", "1050000.01", PASS),
        ("100.00", "950000.00", REVIEW), ("100.00", "949999.99", PASS), ("1000000.00", "100.00", REVIEW),
        ("1050001.00", "100.00", PASS), ("0", "1000000.00", PASS), ("1000000.00", "0", PASS), ("若干", "1.00", ASIDE),
        (None, "1.00", ASIDE), ("1.00", None, PASS), ("1.00", "若干", PASS), ("100.00", "100.00", PASS),
    ],
)  # fmt: skip
def test_a_unit_that_changed(last: object, this: object, expected: str) -> None:
    assert one_figure("XYR-10", "fees/fees/amount", last, this) == expected


@pytest.mark.parametrize(
    ("rule", "first", "second", "expected"),
    [
        ("XYR-06", {"cases/review/pending": 3}, {"cases/review/total": 3}, PASS),
        ("XYR-06", {"cases/review/pending": 4}, {"cases/review/total": 3}, REVIEW),
        ("XYR-06", {"cases/direct_suit/pending": 1}, {"cases/direct_suit/total": 0}, REVIEW),
        ("XYR-06", {"cases/suit_after_review/pending": 1}, {"cases/suit_after_review/total": 0}, REVIEW),
    ],
)
def test_pending_cases(rule: str, first: dict[str, int], second: dict[str, int], expected: str) -> None:
    rows = ("review", "direct_suit", "suit_after_review")
    zeros = {f"cases/{row}/{column}": "0" for row in rows for column in ("pending", "total")}
    reports = [
        filled(zeros | {key: str(value) for key, value in some.items()}, year=year, organization="某县人民政府")
        for year, some in ((2021, first), (2022, second))
    ]
    (outcome,) = audit(rule, reports[1], others=reports[:1]).outcomes
    assert outcome.status == expected


def documents_of(year: int, form: str, **row: int) -> Report:
    columns = ("made", "disclosed", "total") if form == "ogi-2019" else ("issued", "repealed", "in_force")
    cells = {f"documents/{one}/{column}": "0" for one in ("rules", "normative") for column in columns}
    said = {f"documents/{key.replace('__', '/')}": str(value) for key, value in row.items()}
    return filled(cells | said, form, year=year, organization="某县人民政府")


@pytest.mark.parametrize(
    ("total", "disclosed", "expected"),
    [(86, 0, PASS), (96, 10, PASS), (97, 10, FAIL), (85, 10, REVIEW), (86, 10, PASS)],
)
@pytest.mark.parametrize("row", ["rules", "normative"])
def test_a_total_grows_by_what_is_disclosed(row: str, total: int, disclosed: int, expected: str) -> None:
    last = documents_of(2019, "ogi-2019", **{f"{row}__total": 86})
    this = documents_of(2020, "ogi-2019", **{f"{row}__total": total, f"{row}__disclosed": disclosed})
    audited = audit("XYR-04", this, others=[last])
    assert audited.outcomes[0].status == expected
    assert [one.severity for one in audited.findings] == {PASS: [], FAIL: ["warning"], REVIEW: ["note"]}[expected]


@pytest.mark.parametrize("row", ["rules", "normative"])
@pytest.mark.parametrize(
    ("in_force", "issued", "repealed", "gap"), [(70, 11, 4, 0), (71, 11, 4, 1), (60, 0, 0, 3), (0, 0, 63, 0)]
)
def test_documents_in_force(row: str, in_force: int, issued: int, repealed: int, gap: int) -> None:
    now = {"in_force": in_force, "issued": issued, "repealed": repealed}
    last = documents_of(2021, "ogi-2021", **{f"{row}__in_force": 63})
    audited = audit(
        "XYR-02",
        documents_of(2022, "ogi-2021", **{f"{row}__{key}": value for key, value in now.items()}),
        others=[last],
    )
    assert [one.finding.values["gap"] for one in audited.findings] == [gap] * bool(gap)


@pytest.mark.parametrize(
    ("last", "this", "status", "count"),
    [
        ((120, 60, 10, 3, 118, 8, 4, 2), (120, 60, 10, 3, 118, 8, 4, 2), FAIL, 8),
        ((1, 2, 3, 4, 5, 6, 6, 6), (1, 2, 3, 4, 5, 6, 6, 6), FAIL, 8),
        ((1, 2, 3, 4, 5, 5, 5, 5), (1, 2, 3, 4, 5, 5, 5, 5), REVIEW, 8),
        ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5, 6, 7), PASS, 0),
        ((1, 2, 3, 4, 5, 6, 7, 0), (1, 2, 3, 4, 5, 6, 7, 0), PASS, 0),
        ((1, 2, 3, 4, 5, 6, 7, 8), (1, 2, 3, 4, 5, 6, 7, 9), PASS, 0),
    ],
)
def test_how_many_figures_are_last_years(last: tuple[int, ...], this: tuple[int, ...], status: str, count: int) -> None:
    audited = audit("XYR-09", equal(2022, *this), others=[equal(2021, *last)])
    assert audited.outcomes[0].status == status
    assert [one.finding.values["count"] for one in audited.findings] == [count] * bool(count)
    assert [len(one.finding.evidence) for one in audited.findings] == [10] * bool(count)


def test_a_figure_that_only_last_years_report_has_tells_two_years_apart() -> None:
    values = (120, 60, 10, 3, 118, 8, 4, 2)
    last = filled(
        {fact.concept.key: fact.raw for fact in equal(2021, *values).facts()} | {"cases/review/total": "3"},
        year=2021,
        organization="某县人民政府",
    )
    (outcome,) = audit("XYR-09", equal(2022, *values), others=[last]).outcomes
    assert outcome.status == PASS
