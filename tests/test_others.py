"""What a rule asks for by its parameters: what is kept of a report, and how the others are found among a run's."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from msgspec import structs

from audit_core import Finding, NotApplicable, NotAssessed, Report, RulePack, Snapshot
from audit_core.binding import bind
from audit_core.errors import PluginError
from audit_core.loaders import BUILTIN, read
from audit_core.organs import Organ, Organs
from audit_core.others import Others, Reports
from audit_core.report import OtherFact
from audit_core.results import Failure
from audit_core.rules import ALONE, NEEDS, parameters_of
from audit_core.runs.auditing import Done
from audit_core.runs.gathering import _unread
from audit_core.testing import audit, filled, findings, samples
from audit_core.words import Words
from audit_rulesets.samples.render import JSON, TEXT, Style
from tests.reports.bases import BASES
from tests.reports.reading import forms, report

CITY, TOWN = "某市人民政府", "某镇人民政府"
OUT, IN = "applications/carried_out/total", "applications/carried_in/total"
RECEIVED, NONE = "applications/received/total", "applications/granted/total"

pack = RulePack("TT")


@pack.rule("TT-01", zh="{at}为 {now}，上年为 {then}", en="{at} is {now}, was {then}", severity="error")
def carried_over(report: Report, previous: Snapshot) -> Iterator[Finding]:
    """结转 / Carry-over."""
    now, then = report.fact(*IN.split("/")), previous.fact(*OUT.split("/"))
    if now.number != then.number:
        yield Finding(at=now, evidence=(now, then), now=now.number, then=then.number)


def year(number: int, figure: int | str, organization: str = CITY, key: str = OUT) -> Report:
    return filled({key: figure}, year=number, organization=organization)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("style", [TEXT, JSON], ids=lambda style: style.uri)
def test_a_snapshot_is_read_back_as_it_was_written(base: str, style: Style) -> None:
    whole = report(BASES[base](), style)
    kept = Snapshot.of(whole)
    again = Snapshot.decode(kept.encode())
    assert again == kept
    assert list(again.facts()) == list(kept.facts())
    assert len(kept.encode()) < 12_000
    for fact in whole.facts():
        other = again.fact(fact.table, fact.row, fact.column)
        assert (other.raw, other.value, other.state) == (fact.raw, fact.value, fact.state)
        assert other.figure.exact == fact.figure.exact
        assert type(other.figure.exact) is type(fact.figure.exact)
        assert other.label.zh == f"{whole.year}年度{fact.label.zh}"
        place, own = other.location, whole.locate(fact)
        assert (place.uri, place.span, place.region, place.place) == (own.uri, own.span, own.region, own.place)
        assert other.concept.type == fact.concept.type
        assert other.concept.unit == fact.concept.unit


def test_made_up_reports_are_read_back_as_they_were_written() -> None:
    for whole in samples(20, seed="snapshot"):
        kept = Snapshot.of(whole)
        assert Snapshot.decode(kept.encode()) == kept


def test_what_a_report_prints_is_kept_within_bounds() -> None:
    kept = Snapshot.of(year(2022, "一" * 100_000))
    assert len(kept.encode()) < 8_000
    assert kept.fact(*OUT.split("/")).raw.endswith("…")


def test_columns_are_kept_as_sarif_counts_them() -> None:
    text = (
        TEXT.print(BASES["B22"]())
        .decode()
        .replace("本年新收政府信息公开申请数量\t", "本年新收政府信息公开申请数量（𠀀）\t")
    )
    kept = Snapshot.of(bind(read(text.encode(), "report.md", BUILTIN), forms()))
    moved = [f for f in kept.facts() if f.location.utf16 != f.location.region]
    assert moved
    assert all(f.row == "received" for f in moved)
    for fact in moved:
        region, wide = fact.location.region, fact.location.utf16
        assert region is not None
        assert wide is not None
        assert (wide.start_column, wide.end_column) == (region.start_column + 1, region.end_column + 1)


def test_a_figure_that_is_not_printed_is_absent_and_one_of_another_form_is_not_assessed() -> None:
    kept = Snapshot.of(year(2022, 3))
    with pytest.raises(NotAssessed, match="is not printed"):
        _ = kept.fact(*IN.split("/")).number
    with pytest.raises(NotAssessed, match="the form ogi-2021 has no procurement/centralised/amount"):
        kept.fact("procurement", "centralised", "amount")


def test_a_rule_is_given_what_it_asks_for() -> None:
    assert pack.rules["TT-01"].needs == ("previous",)
    (found,) = findings(pack, year(2022, 6, key=IN), others=[year(2021, 8)])
    assert found.words.zh.endswith("为 6，上年为 8")
    assert [place.uri for place in found.evidence_locations] == ["figures-2022", "figures-2021"]
    assert found.finding.evidence[1].label.zh.startswith("2021年度")
    assert not findings(pack, year(2022, 8, key=IN), others=[year(2021, 8)])


REASONS: list[tuple[str, list[Report], str]] = [
    ("alone", [], ALONE.zh),
    ("another organ", [year(2021, 8, TOWN)], "本次审核中没有该机关2021年度的报告"),
    ("another year", [year(2019, 8), year(2023, 8)], "本次审核中没有该机关2021年度的报告"),
    ("not printed", [year(2021, "", key=IN)], "2021年度表三“结转下年”行“总计”列未列出"),
    ("no figure", [year(2021, "若干")], "2021年度表三“结转下年”行“总计”列无法读作数字"),
]


@pytest.mark.parametrize(("others", "reason"), [case[1:] for case in REASONS], ids=[case[0] for case in REASONS])
def test_what_is_not_at_hand_is_not_assessed_and_the_reason_is_true(others: list[Report], reason: str) -> None:
    (outcome,) = audit(pack, year(2022, 6, key=IN), others=others).outcomes
    assert (outcome.status, outcome.reason.zh) == ("not_assessed", reason)
    assert outcome.reason.en.isascii() or "“" in outcome.reason.en


def test_a_report_that_does_not_name_its_organ_is_compared_with_none() -> None:
    (outcome,) = audit(pack, year(2022, 6, "", key=IN), others=[year(2021, 8)]).outcomes
    assert "未写明机关名称" in outcome.reason.zh


def of(judged: Report, *others: Report) -> Others:
    return Reports(map(Snapshot.of, (judged, *others))).others_of(judged)


def known(organs: Organs, one: Report, uri: str = "") -> Report:
    """Return a report of an organ of a register, as if it had been read from another file."""
    vars(one).update(organ=organs.organ(one.organization))
    return named(uri or one.document.source.uri, one)


def named(uri: str, one: Report) -> Report:
    """Return a report as if it had been read from another file."""
    source = one.document.source
    vars(source).update(uri=uri)
    return one


def test_earlier_reports_come_oldest_first() -> None:
    found = of(year(2022, 1), year(2021, 1), year(2023, 1), year(2019, 1), year(2020, 1, TOWN)).get("history")
    assert [one.year for one in found] == [2019, 2021]
    with pytest.raises(NotAssessed, match="for a year before 2022"):
        of(year(2022, 1), year(2023, 1)).get("history")


def test_other_versions_are_those_of_other_files() -> None:
    judged = year(2022, 1)
    (found,) = of(judged, named("copy", year(2022, 2)), year(2021, 1)).get("versions")
    assert found.uri == "copy"
    with pytest.raises(NotAssessed, match="no other version"):
        of(judged, year(2021, 1)).get("versions")


def test_of_copies_that_agree_the_fullest_is_taken_and_those_that_differ_are_named() -> None:
    short, full = named("short", year(2021, 8)), named("full", filled({OUT: 8, IN: 2}, year=2021, organization=CITY))
    assert of(year(2022, 1), short, full).get("previous").uri == "full"
    with pytest.raises(NotAssessed, match="differ: full and short") as caught:
        of(year(2022, 1), named("short", year(2021, 9)), full).get("previous")
    assert "数据不一致：full、short" in caught.value.words.zh
    with pytest.raises(NotAssessed, match="differ"):
        of(year(2022, 1), full, named("old", filled({OUT: 8}, "ogi-2019", year=2021, organization=CITY))).get(
            "previous"
        )


@pytest.mark.parametrize("need", ["previous", "history"])
@pytest.mark.parametrize(
    ("there", "is_told"),
    [
        ({OUT: 1, IN: 3}, True),
        ({OUT: 1, IN: 2}, True),
        ({OUT: 7, IN: 2, RECEIVED: 9}, True),
        ({OUT: 7, IN: 3}, False),
        ({OUT: 7, IN: 2, RECEIVED: 8}, False),
    ],
)
def test_where_another_organ_may_have_the_name_nobody_has_earlier_reports(
    need: str, there: dict[str, int], *, is_told: bool
) -> None:
    judged = filled({OUT: 1, IN: 2, RECEIVED: 9, NONE: 0}, year=2022, organization=CITY)
    other = named("other", filled({**there, NONE: 0}, year=2022, organization=CITY))
    others = of(judged, other, year(2021, 8), filled({OUT: 7}, "ogi-2019", year=2020, organization=CITY))
    if is_told:
        assert others.get(need)
        return
    with pytest.raises(NotAssessed, match="mostly other figures, other: it may be another organ") as caught:
        others.get(need)
    assert "（other），数据大多不同" in caught.value.words.zh


@pytest.mark.parametrize("printed", ["某市　人民政府", "某市人民政府（办公厅）"])
def test_an_organ_is_the_same_however_its_name_is_spaced(printed: str) -> None:
    assert of(year(2022, 1), year(2021, 1, printed)).get("previous").year == 2021


def test_an_organ_is_told_by_its_name_in_the_register() -> None:
    renamed = year(2021, 1, "某市政府")
    vars(renamed).update(organ=Organ(CITY, registered=True))
    assert of(year(2022, 1), renamed).get("previous").organization == "某市政府"


def test_the_same_file_counts_once() -> None:
    one = Snapshot.of(year(2021, 1))
    assert len(Reports([one, one])) == 1


def test_reports_go_to_other_processes() -> None:
    import pickle

    whole = Reports([Snapshot.of(year(2021, 1)), Snapshot.of(year(2020, 1))])
    again = pickle.loads(pickle.dumps(whole))
    assert again.others_of(year(2022, 1)).get("previous") == whole.others_of(year(2022, 1)).get("previous")


def _one(report: Report) -> None: ...
def _unused(_report: Report, _previous: Snapshot) -> None: ...
def _option(report: Report, *, previous: int = 0) -> None: ...
def _reversed(previous: Snapshot, report: Report) -> None: ...
def _none() -> None: ...


class Called:
    """A rule that is an object, and one that is a method."""

    def __call__(self, report: Report, history: tuple[Snapshot, ...]) -> None: ...
    def method(self, report: Report, versions: tuple[Snapshot, ...]) -> None: ...


@pytest.mark.parametrize(
    ("check", "asked"),
    [
        (_one, ("report",)),
        (_unused, ("report", "previous")),
        (_option, ("report",)),
        (_reversed, ("previous", "report")),
        (_none, ()),
        (Called(), ("report", "history")),
        (Called().method, ("report", "versions")),
    ],
)
def test_parameters_are_what_a_rule_asks_for(check: Callable[..., Any], asked: tuple[str, ...]) -> None:
    assert parameters_of(check, "TT-02") == asked


def test_a_decorated_rule_asks_for_what_its_function_asks_for() -> None:
    """`functools.wraps` is what a stranger's decorator uses, and its own parameters are `*args`."""

    def logged(check: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(check)
        def call(*args: Any, **options: Any) -> Any:
            return check(*args, **options)

        return call

    def grown(report: Report, previous: Snapshot, *, times: int = 2) -> Iterator[Finding]:
        """增长 / Grown."""
        now, then = report.fact(*OUT.split("/")), previous.fact(*OUT.split("/"))
        if now.number > times * then.number:
            yield Finding(at=now, now=now.number, then=then.number)

    decorated = RulePack("TT")
    decorated.rule("TT-02", zh="{now} {then}", en="{now} {then}", severity="note")(logged(grown))
    rule = decorated.rules["TT-02"]
    assert (rule.parameters, list(rule.options)) == (("report", "previous"), ["times"])
    assert [one.words.en for one in findings(decorated, year(2022, 9), others=[year(2021, 4)])] == ["9 4"]


def _misspelt(report: Report, previuos: Snapshot) -> None: ...
def _stranger(report: Report, limit: int = 3) -> None: ...
def _twice(report: Report, _report: Report) -> None: ...


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (_misspelt, "'previuos' is nothing a rule can be given; the nearest is previous"),
        (_stranger, "options stand behind"),
        (_twice, "each once"),
    ],
)
def test_an_unknown_parameter_is_refused_when_the_pack_loads(check: Callable[..., Any], said: str) -> None:
    with pytest.raises(PluginError, match=said):
        RulePack("TT").rule("TT-02", zh="", en="", severity="note")(check)


def test_an_unknown_word_of_what_a_rule_is_about_is_refused_when_the_pack_loads() -> None:
    for known in ("sections", "tables"):
        RulePack("TT").rule("TT-02", zh="", en="", severity="note", about=(known,))
    with pytest.raises(PluginError, match="'section', which is no part of a form; the nearest is sections"):
        RulePack("TT").rule("TT-02", zh="", en="", severity="note", about=("section",))


def _only_towns(report: Report) -> None:
    if report.organization != TOWN:
        raise NotApplicable("only for towns", "只适用于镇")


def _broken(report: Report) -> None:
    raise ValueError("no such organ")


def _for_some(only: Callable[[Report], None]) -> RulePack:
    other = RulePack("TT")

    @other.rule("TT-04", zh="{at}", en="{at}", severity="note", only=only)
    def asks(report: Report, previous: Snapshot) -> Iterator[Finding]:
        """某些机关 / Some organs."""
        yield Finding(at=report.fact(*OUT.split("/")))

    return other


def test_what_a_rule_is_not_for_is_told_before_what_is_not_at_hand() -> None:
    others = _for_some(_only_towns)
    (city,), (town,) = (audit(others, year(2022, 1, name)).outcomes for name in (CITY, TOWN))
    assert (city.status, city.reason.zh) == ("not_applicable", "只适用于镇")
    assert (town.status, town.reason.zh) == ("not_assessed", ALONE.zh)
    (found,) = findings(others, year(2022, 1, TOWN), others=[year(2021, 1, TOWN)])
    assert found.rule == "TT-04"
    with pytest.raises(AssertionError, match="no such organ"):
        audit(_for_some(_broken), year(2022, 1))


def test_a_finding_stands_in_the_report_that_is_judged() -> None:
    other = RulePack("TT")

    @other.rule("TT-03", zh="{at}", en="{at}", severity="note")
    def elsewhere(report: Report, previous: Snapshot) -> Iterator[Finding]:
        """别处 / Elsewhere."""
        yield Finding(at=previous.fact(*OUT.split("/")))

    with pytest.raises(AssertionError, match="a place that is not of this report"):
        audit(other, year(2022, 1), others=[year(2021, 1)])


def test_every_need_has_words_and_is_found_somewhere() -> None:
    organs = Organs.from_data(
        {
            "register": [
                {"name": CITY, "kind": "government", "level": "city"},
                {"name": TOWN, "parent": CITY, "kind": "government", "level": "township"},
                {"name": "乙镇", "parent": CITY, "kind": "government", "level": "township"},
                {"name": "丙村", "parent": TOWN},
            ]
        }
    )
    town, city, *rest = (known(organs, year(2022, 1, name), name) for name in (TOWN, CITY, "乙镇", "丙村"))
    before, copy = known(organs, year(2021, 1, TOWN)), known(organs, year(2022, 1, TOWN), "copy")
    vars(copy.document.source).update(digest="of other bytes")
    judged = Reports(map(Snapshot.of, (town, city, *rest, before, copy))).others_of(town, organs)
    for need, words in NEEDS.items():
        assert words.zh
        assert words.en.isascii()
        assert judged.get(need) is not None
    assert isinstance(judged.get("previous").fact(*OUT.split("/")), OtherFact)


def test_reports_on_forms_of_another_domain_are_not_seen() -> None:
    judged, before = year(2022, 6, key=IN), Snapshot.of(year(2021, 8))
    foreign = structs.replace(before, domain="library", uri="library")
    with pytest.raises(NotAssessed, match="no report of the organ for 2021"):
        Reports([Snapshot.of(judged), foreign]).others_of(judged).get("previous")
    assert Reports([Snapshot.of(judged), foreign, before]).others_of(judged).get("previous").uri == before.uri
    copy = structs.replace(Snapshot.of(judged), domain="library", uri="library", digest="other")
    assert Reports([Snapshot.of(judged), copy]).others_of(judged).get("lookalikes") == ()
    with pytest.raises(NotAssessed, match="no other version"):
        Reports([Snapshot.of(judged), copy]).others_of(judged).get("versions")


def test_too_many_reports_of_a_name_are_compared_with_none() -> None:
    judged = year(2022, 6, key=IN)
    copies = [structs.replace(Snapshot.of(year(2021, 8)), uri=f"copy-{n}", digest=str(n)) for n in range(40)]
    assert Reports([Snapshot.of(judged), *copies]).others_of(judged).get("previous").uri == "copy-0"
    differing = [Snapshot.of(named(f"other-{n}", year(2021, n + 1))) for n in range(25)]
    with pytest.raises(NotAssessed, match="holds 25 reports of an organ of that name for 2021") as caught:
        Reports([Snapshot.of(judged), *differing]).others_of(judged).get("previous")
    assert "有 25 份，内容各不相同" in caught.value.words.zh


def test_copies_in_other_bytes_are_no_other_version_and_no_reason_to_say_there_is_none() -> None:
    judged = year(2022, 6, key=IN)
    copies = [structs.replace(Snapshot.of(judged), uri=f"copy-{n}", digest=str(n)) for n in range(40)]
    found = Reports([Snapshot.of(judged), *copies]).others_of(judged).get("versions")
    assert len(found) <= 1


def test_reports_are_taken_in_encoded() -> None:
    one, judged = Snapshot.of(year(2021, 8)), year(2022, 6, key=IN)
    assert Reports([one.encode()]).others_of(judged).get("previous") == one


def test_an_organ_with_two_reports_that_differ_is_no_peer() -> None:
    organs = Organs.from_data({"register": [{"name": n, "kind": "bureau", "level": "city"} for n in "甲乙丙丁"]})
    judged, once, twice, again, copied, copy = (
        known(organs, year(2022, figure, name), uri)
        for name, figure, uri in (
            ("甲", 1, "a"), ("乙", 2, "b"), ("丙", 3, "c"), ("丙", 4, "c2"), ("丁", 5, "d"), ("丁", 5, "d2"),
        )
    )  # fmt: skip
    vars(copy.document.source).update(digest="of other bytes")
    peers = Reports(map(Snapshot.of, (judged, once, twice, again, copied, copy))).others_of(judged).get("peers")
    assert (peers.count, sorted(peers.figures[tuple(OUT.split("/"))])) == (3, [1, 2, 5])


def test_a_code_that_an_open_table_does_not_print_is_absent() -> None:
    kept = Snapshot.of(year(2022, 3))
    opened = {**kept.names, "applications": structs.replace(kept.names["applications"], is_open=True)}
    fact = Snapshot.decode(structs.replace(kept, names=opened).encode()).fact("applications", "20799", "total")
    assert fact.value is None
    assert "20799" in fact.label.zh
    with pytest.raises(NotAssessed, match="is not printed"):
        _ = fact.number
    with pytest.raises(NotAssessed):
        kept.fact("applications", "20799", "total")


@pytest.mark.parametrize(("is_read", "said"), [(True, "when it was read for comparison"), (False, "not read for")])
def test_what_broke_over_a_report_is_not_said_to_keep_it_from_being_read(said: str, *, is_read: bool) -> None:
    done = Done(failures=[Failure("plugin", "a.md", Words("插件出错", "a plugin broke"))])
    if is_read:
        done.snapshots.append(("a.md", "", b""))
    (one,) = _unread(done)
    assert one.error is not None
    assert said in one.error.words.en
