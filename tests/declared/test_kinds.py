"""Each kind of declared rule on a report of a few lines: what it finds, where, what excuses it, what options change."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from audit_core import Finding, NotAssessed, Report
from audit_core.declared import checker, claims, options_of, passages, spec_of
from audit_core.declared.prohibited import said_of
from audit_core.declared.required import lacking
from audit_core.declared.scopes import SCOPES
from audit_core.declared.terms import items_of
from tests.packs.handmade import report as read

ROAD = "修约100余米；修约30余米。另修桥约5余座，通车。"
TEXT = f"""# 青岚县人民政府2022年政府信息公开工作年度报告

本报告由办公室编写。

一、总体情况

{ROAD}

（一）主动公开

新建栏目两个。

二、主动公开政府信息情况

| 第二十条第（五）项 |||
| 信息内容 | 本年处理决定数量 |
| 行政许可 | 7 |

三、收到和处理政府信息公开申请情况

四、政府信息公开行政复议、行政诉讼情况

五、存在的主要问题及改进情况

修路约2余里。

六、其他需要报告的事项

无。
"""

ABOUT = r"约(?P<number>\d+)余(?P<unit>[米座里])"


@cache
def report() -> Report:
    return read(TEXT)


def item(pattern: str = ABOUT, **more: object) -> dict[str, object]:
    return {"pattern": pattern, **more}


def texts(*items: Mapping[str, object], **more: object) -> dict[str, Any]:
    return {"kind": "texts", "items": [*items] or [item()], **more}


def found(data: Mapping[str, Any], of: Report | None = None, /, **options: object) -> list[Finding]:
    return list(checker(data)(of or report(), **options))


def keys(data: Mapping[str, Any], **options: object) -> list[str]:
    return [finding.key for finding in found(data, None, **options)]


def printed(finding: Finding) -> str:
    span = report().locate(finding.at).span
    assert span
    return report().document.source.text[span.start : span.end]


ROADS, BRIDGE, PATH = ["约100余米", "约30余米"], "约5余座", "约2余里"
EVERY = [*ROADS, BRIDGE, PATH]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (texts(), EVERY),
        (texts(scope=["overview"]), [*ROADS, BRIDGE]),
        (texts(scope=["problems"]), [PATH]),
        (texts(scope=["headings"]), []),
        (texts(item(scope=["problems"])), [PATH]),
        (texts(item(scope=["problems"]), scope=["overview"]), [PATH]),
        # An exception excuses what it overlaps, and no neighbour.
        (texts(item(unless=["约100"])), [ROADS[1], BRIDGE, PATH]),
        (texts(unless=["约100"]), [ROADS[1], BRIDGE, PATH]),
        (texts(unless=["米；", "^修"]), EVERY),  # that ends with the sentence, and touches no match
        (texts(unless=["修约", "另修桥"]), [BRIDGE, PATH]),
        (texts(unless=["桥约"]), [*ROADS, PATH]),
        # One beside it excuses all of its sentence, and nothing beyond.
        (texts(beside=["通车"]), [*ROADS, PATH]),
        (texts(item(beside=["通车"])), [*ROADS, PATH]),
        (texts(beside=["100"]), [ROADS[1], BRIDGE, PATH]),
        (texts(beside=["^修约30"]), [ROADS[0], BRIDGE, PATH]),
        (texts(beside=["栏目", "里"]), [*ROADS, BRIDGE]),
        (texts(item(unless=["100"]), item(r"约\d+余米")), [ROADS[1], BRIDGE, PATH, ROADS[0]]),
        # Forms.
        (texts(item(form="ogi-2021*")), EVERY),
        (texts(item(form="other-*")), []),
        # Of matches that overlap the first item's counts, where it begins is told once.
        (texts(item(r"\d+余米"), item()), ["100余米", "30余米", BRIDGE, PATH]),
        (texts(item(), item(r"\d+余米"), item("余[米座]；?")), EVERY),
        (texts(item("约"), item()), ["约"] * 4),
        (texts(item("米"), item("；修")), ["米", "米", "；修"]),
        (texts(item("总体情况"), item("体情"), item("体情况"), scope=["text"]), ["总体情况"]),
        (texts(item("体情"), item("总体"), item("总"), scope=["text"]), ["体情", "总"]),
        # Literals are looked for first.
        (texts(item(literals=["余米"]), scope=["problems"]), []),
        (texts(item(literals=["余里"])), [PATH]),
        (texts(item(literals=["余公里"])), []),
        (texts(item("^修路", joined=True)), ["修路"]),
        (texts(item("^修约", joined=True)), ["修约"]),
        (texts(item("通车。$", joined=True, literals=["通车"])), ["通车。"]),
        (texts(item("通车$", joined=True)), []),
        (texts(item("余里", term=True), item("栏目", term=True)), ["余里", "栏目"]),
    ],
)
def test_what_is_found_and_what_excuses_it(data: Mapping[str, Any], expected: list[str]) -> None:
    assert keys(data) == expected
    assert [printed(finding) for finding in found(data)] == expected
    assert all(finding.evidence[0].at == finding.at for finding in found(data))


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("图书管", "图书管和图书管", 2), ("XX", "XXL", 0), ("XX", "LXX", 0), ("XX", "XX", 1), ("XX", "甲XX乙", 1),
        ("XX", "1XX", 0), ("XX", "XX1", 0), ("XX", "XX-XX", 2), ("XX", "XXX XX", 1), ("2件", "12件", 0), ("2件", "2件1", 1),
        ("件2", "件21", 0), ("甲X", "XX甲X甲", 1), ("XX", "éXX", 1), ("--", "---", 1),
    ],
)  # fmt: skip
def test_a_term_is_a_whole_word(term: str, text: str, count: int) -> None:
    whole = read(TEXT.replace("新建栏目两个", text))
    assert len(found(texts(item(term, term=True), scope=["overview"]), whole)) == count
    spec = spec_of(texts(item(term, term=True)))
    assert len(list(said_of(spec, text))) == min(count, 1)  # type: ignore[arg-type]


def test_what_is_told_of_each_match() -> None:
    data = texts(
        item(r"约(?P<number>\d+)余(?P<unit>米)?", message=["{number}不准", "{number} is vague"], fix="约{number}{unit}",
             safe=True, severity="note"),
        item("栏目", term=True, right="专栏"), item("两个"),
        status="review",
    )  # fmt: skip
    first, second, third, road, term, plain_one = found(data)
    assert first.message == ("{number}不准", "{number} is vague")
    assert first.values == {"found": "约100余米", "right": "", "sentence": "修约100余米", "number": "100", "unit": "米"}
    assert (first.fix and first.fix.text, first.fix and first.fix.safe) == ("约100米", True)
    assert first.fix
    assert first.fix.words == ("改为“约100米”", "replace by “约100米”")
    assert (first.status, first.severity) == ("review", "note")
    assert [(one.label.en, one.raw) for one in first.evidence] == [("sentence", "修约100余米")]
    assert (road.values["unit"], road.fix and road.fix.text) == ("", "约2")
    assert second.values["sentence"] == "修约30余米"
    assert third.values["sentence"] == "另修桥约5余座，通车"
    assert (term.message, term.values["right"], term.fix and term.fix.text) == (None, "专栏", "专栏")
    assert (term.severity, term.fix and term.fix.safe) == (None, False)
    assert (plain_one.key, plain_one.fix, plain_one.message) == ("两个", None, None)


@pytest.mark.parametrize(
    ("cap", "listed", "more"), [(0, EVERY, 0), (1, EVERY[:1], 3), (3, EVERY[:3], 1), (4, EVERY, 0), (5, EVERY, 0)]
)
def test_so_many_are_listed_and_the_rest_is_counted(cap: int, listed: list[str], more: int) -> None:
    every = found(texts(), cap=cap)
    assert [finding.key for finding in every if finding.status != "pass"] == listed
    told = [finding for finding in every if finding.status == "pass"]
    assert [finding.values["more"] for finding in told] == [more] * bool(more)
    assert all(finding.at is not None for finding in told)


def test_all_matches_may_be_one_finding() -> None:
    data = texts(item(message=["{count} 处", "{count}"], fix="{number}"), count="once", status="review")
    (one,) = found(data)
    assert (one.key, one.status, printed(one)) == ("text", "review", ROADS[0])
    assert (one.values["count"], one.values["found"], one.values["sentence"]) == (4, tuple(EVERY), "修约100余米")
    assert [(item.label.en, item.raw) for item in one.evidence] == [("text", "修约100余米"), ("text", "修约30余米")]
    assert one.fix
    assert one.fix.text == "100"
    assert found(texts(item("没有"), count="once")) == []
    (many,) = found(texts(item(r"[\u4e00-\u9fff]"), count="once"))
    assert len(many.values["found"]) == 6
    assert many.values["count"] > 60


@pytest.mark.parametrize("count", [3, 16, 17, 40])
def test_long_lists_find_what_short_ones_do(count: int) -> None:
    fill = [item(f"无此{number}", term=True) for number in range(count - 2)]
    data = texts(item("栏目", term=True), *fill, item(r"约\d+余里", literals=["余里"]))
    assert keys(data) == ["栏目", PATH]
    assert keys(texts(*fill, item("栏", scope=["headings"]))) == []
    assert keys(texts(*fill, item(r"约\d余里", joined=True))) == [PATH]
    assert keys(texts(*fill, item("总体", term=True, scope=["headings"]))) == ["总体"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["栏目"]),
        ({"scope": ("problems",)}, []),
        ({"unless": ("新建栏目",)}, []),
        ({"unless": ("旧",)}, ["栏目"]),
        ({"beside": ("两个",)}, []),
        ({"terms": {"修桥": "建桥"}}, ["修桥"]),
        ({"terms": {"修桥": ""}, "also": ["通车"]}, ["修桥", "通车"]),
        ({"also": {"修桥": ""}}, ["栏目", "修桥"]),
        ({"also": [{"term": "re:修[桥路]", "unless": "修路"}]}, ["栏目", "修桥"]),
        ({"also": [{"term": "修桥", "form": "other"}]}, ["栏目"]),
        ({"also": ()}, ["栏目"]),
    ],
)
def test_options_of_a_list_of_terms(options: dict[str, object], expected: list[str]) -> None:
    data = texts(item("栏目", term=True), terms=True)
    check = checker(data)
    assert [finding.key for finding in check(report(), **options)] == expected
    assert [finding.key for finding in check(report())] == ["栏目"]
    assert [finding.key for finding in check(report(), **options)] == expected


def test_terms_as_a_table_has_them() -> None:
    rows = [
        {"term": "甲", "right": "乙", "unless": ["丙", "丁"], "form": "f"},
        "戊",
        {"term": "re:己+", "unless": None},
    ]
    first, second, third = items_of(rows)
    assert (first.pattern, first.term, first.right, first.unless, first.form) == ("甲", True, "乙", ("丙", "丁"), "f")
    assert (second.pattern, second.term, second.literals, second.right, second.form) == ("戊", True, ("戊",), "", "*")
    assert (third.pattern, third.term, third.literals, third.joined) == ("己{1,100}", False, ("己",), True)
    assert [(one.pattern, one.right) for one in items_of({"甲": "乙", "丙": None})] == [("甲", "乙"), ("丙", "")]


REQUIRED: dict[str, Any] = {
    "kind": "required",
    "groups": [
        {"key": "bridge", "name": ["桥", "bridges"], "patterns": ["隧道", "修桥"]},
        {"key": "media", "name": ["媒体", "media"], "patterns": ["新媒体"], "severity": "note"},
        {"key": "visits", "name": ["走访", "visits"], "patterns": ["走访"], "severity": "error"},
    ],
    "scope": ["overview"],
}


def groups(*names: str, **more: object) -> dict[str, Any]:
    every = {group["key"]: group for group in REQUIRED["groups"]}
    return {**REQUIRED, "groups": [{**every[name], **more} for name in names]}


def test_what_is_missing_is_named_in_one_finding() -> None:
    (one,) = found(REQUIRED)
    assert (one.key, one.values["missing"], one.status) == (
        "media,visits",
        (("媒体", "media"), ("走访", "visits")),
        "fail",
    )
    assert one.severity == "error"
    assert [(item.label.en, item.raw) for item in one.evidence] == [
        ("bridges", "另修桥约5余座"), ("media", "—"), ("visits", "—"),
    ]  # fmt: skip
    assert one.evidence[1].at is None
    span = report().locate(one.evidence[0].at).span
    assert span
    assert report().document.source.text[span.start : span.end] == "修桥"
    assert one.at is report().section("overview")


@pytest.mark.parametrize(
    ("data", "options", "missing", "severity"),
    [
        (groups("bridge"), {}, "", None),
        (groups("media"), {}, "media", "note"),
        (groups("bridge", "media"), {}, "media", "note"),
        (groups("bridge", scope=["problems"]), {}, "bridge", None),
        (groups("bridge"), {"scope": ("problems",)}, "bridge", None),
        (groups("media"), {"phrases": {"media": ("栏目",)}}, "", None),
        (groups("bridge", "media"), {"phrases": {"bridge": ("渡口",), "media": ("栏目",)}}, "bridge", None),
        (groups("bridge", "media"), {"phrases": {"media": ("栏目",)}}, "", None),
        (groups("media"), {"phrases": None}, "media", "note"),
    ],
)
def test_what_has_to_be_spoken_of(
    data: Mapping[str, Any], options: dict[str, object], missing: str, severity: str | None
) -> None:
    assert [(one.key, one.severity) for one in found(data, **options)] == ([(missing, severity)] if missing else [])


def test_where_there_is_no_text_nothing_is_missing() -> None:
    with pytest.raises(NotAssessed, match="there is no text in applications, litigation"):
        found({**REQUIRED, "scope": ["applications", "litigation"]})


def test_a_phrase_may_go_over_a_line_break() -> None:
    broken = read(TEXT.replace("新建栏目两个。", "新建新\n媒体两个。"))
    assert found(groups("media"), broken) == []
    spec = spec_of(REQUIRED)
    assert lacking(spec, "走访隧道") == ["media"]  # type: ignore[arg-type]
    assert lacking(spec, "") == ["bridge", "media", "visits"]  # type: ignore[arg-type]


def claim(relation: str = "=", licences: int = 0, **more: object) -> dict[str, Any]:
    cell = [1, "licensing", "licences", "decisions"]
    condition = {"left": [cell], "right": [], "relation": relation, "constants": ["0", str(licences)]}
    return {
        "kind": "claim", "items": [item("没有许可|未(?P<what>许可)")], "holds": "licensing.licences.decisions = n",
        "conditions": {"ogi-2021": condition}, **more,
    }  # fmt: skip


def says(sentence: str) -> Report:
    return read(TEXT.replace("新建栏目两个。", sentence))


@pytest.mark.parametrize(
    ("sentence", "data", "expected"),
    [
        ("本年没有许可。", claim(), ["没有许可"]),
        ("本年没有许可，未许可。", claim(), ["没有许可", "未许可"]),
        ("本年没有许可。", claim(licences=7), []),
        ("本年没有许可。", claim(">=", 7), []),
        ("本年没有许可。", claim(">=", 8), ["没有许可"]),
        ("本年许可。", claim(), []),
        ("本年没有许可。", claim(scope=["problems"]), []),
        ("本年没有许可。", claim(unless=["本年没有"]), []),
        ("本年没有许可。", claim(beside=["本年"]), []),
        ("本年没有许可。", claim(beside=["明年"]), ["没有许可"]),
        ("本年没有许可。", claim(items=[item("没有许可", form="other")]), []),
        ("本年没有许可。", claim(items=[item("没有许可", scope=["overview"])], scope=["problems"]), ["没有许可"]),
    ],
)
def test_a_statement_against_the_figures(sentence: str, data: Mapping[str, Any], expected: list[str]) -> None:
    of = says(sentence)
    assert [finding.values["found"] for finding in found(data, of)] == expected


def counted(pattern: str = "许可(?P<n>[0-9０-９,，.一-九]+)", rounded: bool = False, **more: object) -> dict[str, Any]:
    """A claim that a number of the text is the one of the table, which is 7."""
    left, right = [1, "", "", "n"], [1, "licensing", "licences", "decisions"]
    condition = {
        "left": [left], "right": [right], "relation": "=", "constants": ["0", "0"], "rounded": rounded,
    }  # fmt: skip
    return claim(items=[item(pattern)], conditions={"ogi-2021": condition}, **more)


@pytest.mark.parametrize(
    ("sentence", "data", "expected"),
    [
        ("本年许可7件。", counted(), []),
        ("本年许可７件。", counted(), []),
        ("本年许可8件。", counted(), ["许可8"]),
        ("本年许可1,007件。", counted(), ["许可1,007"]),
        ("本年许可7件，许可6件，许可5件。", counted(), ["许可6", "许可5"]),
        ("本年许可6.6件。", counted(), ["许可6.6"]),
        ("本年许可7.4件。", counted(rounded=True), ["许可7.4"]),
        ("本年许可7.04件。", counted(rounded=True), ["许可7.04"]),
        ("本年许可7.0件。", counted(rounded=True), []),
        ("本年没有许可。", counted(), []),
    ],
)
def test_a_number_of_the_text_against_the_table(sentence: str, data: Mapping[str, Any], expected: list[str]) -> None:
    findings = found(data, says(sentence))
    assert [finding.values["found"] for finding in findings] == expected
    assert all(len(finding.evidence) == 2 for finding in findings)


@pytest.mark.parametrize(
    ("sentence", "pattern"),
    [
        ("本年许可七件。", "许可(?P<n>.)件"),
        ("本年许可七件。", "许可(?P<n>[一二七])件"),
        ("本年许可7万件。", "许可(?P<n>[0-9])"),
        ("本年许可71件。", "许可(?P<n>[0-9])"),
        ("本年许可7.1件。", "许可(?P<n>[0-9])"),
        ("本年许可7,100件。", "许可(?P<n>[0-9])"),
        ("本年许可17件。", "许可1(?P<n>[0-9])件"),
        ("本年许可1.7件。", "许可1.(?P<n>[0-9])件"),
        ("本年许可7（8）件。", "许可(?P<n>[^件]{1,9})件"),
        ("本年许可件。", "许可(?P<n>[0-9])?件"),
    ],
)
def test_a_number_that_is_not_sure_accuses_nobody(sentence: str, pattern: str) -> None:
    with pytest.raises(NotAssessed, match="cannot be told"):
        found(counted(pattern), says(sentence))


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("许可-5件", "-"), ("许可－5件", "－"), ("许可−5件", "−"), ("许可 — 5件", "—"), ("许可+5件", "+"),
        ("许可5～8件", "～"), ("许可5~8件", "~"), ("许可5-8件", "-"), ("许可5 － 8件", "－"), ("许可5至8件", "至"),
        ("许可5件到8件", "件到"), ("许可3～5件", "～"), ("许可5/8", "/"), ("许可5／8", "／"), ("许可5：8", "：8"),
        ("许可5%", "%"), ("许可5％", "％"), ("许可5 ‰", "‰"), ("许可5个百分点", "个百分点"), ("许可5万件", "万"),
        ("许可5,100件", ",1"), ("许可5 100件", "1"), ("许可5余件", "余"), ("许可5多件", "多"), ("许可5 几件", "几"),
        ("许可约5件", "约"), ("许可近 5件", "近"), ("许可超过5件", "超过"), ("许可不少于5件", "不少于"),
        ("许可约为5件", "约为"), ("许可第5件", "第"), ("许可百分之5", "百分之"), ("许可5件以上", "件以上"),
        ("许可5件次左右", "件次左右"), ("许可5倍", "倍"),
    ],
)  # fmt: skip
def test_what_touches_a_number_makes_it_another(said: str, beside: str) -> None:
    with pytest.raises(NotAssessed, match="cannot be told") as caught:
        found(counted("许可[^0-9]{0,5}(?:3～)?(?P<n>5)"), says(f"本年{said}。"))
    assert f", beside “{beside}”)" in caught.value.words.en
    assert f"，相邻的是“{beside}”）" in caught.value.words.zh


@pytest.mark.parametrize(
    "said",
    [
        "许可：5件", "许可:5件", "许可（5件）", "许可 5 件", "许可5件，约谈企业", "许可5件，多为变更", "许可5", "网上预约许可预约5件",
        "许可5件，以上各项", "许可达到5件", "许可2020年增至5件", "许可“5”件", "许可5件、撤销8件", "许可5，同比下降",
    ],
)  # fmt: skip
def test_what_stands_by_a_number_and_leaves_it_plain(said: str) -> None:
    (one,) = found(counted("许可(?:2020)?[^0-9]{0,5}(?P<n>5)"), says(f"本年{said}。"))
    assert one.status == "fail"


def test_a_form_without_words_for_it_tells_signs_alone() -> None:
    form = replace(says("").form, before_number=None, behind_number=None)
    assert form.qualifier("约", "余") == ""


def test_numbers_that_are_not_sure_hide_no_other_and_are_all_named() -> None:
    told = iter(checker(counted("许可(?P<n>[0-9])万?"))(says("本年许可7万件，许可8件，许可9万件，许可7万件。")))
    assert next(told).values["found"] == "许可8"
    with pytest.raises(NotAssessed) as caught:
        next(told)
    assert caught.value.words == (
        "“许可7万”中的数无法确定（n：“7”，相邻的是“万”）；“许可9万”中的数无法确定（n：“9”，相邻的是“万”）",
        (
            "the number in “许可7万” cannot be told (n: “7”, beside “万”); "
            "the number in “许可9万” cannot be told (n: “9”, beside “万”)"
        ),
    )


def test_a_group_is_where_the_match_had_it() -> None:
    pattern = "(?<=许可)(?P<n>[0-9])(?P<none>万)?"
    (hit,) = claims.said_of(spec_of(counted(pattern)), "本年许可7件")  # type: ignore[arg-type]
    assert (hit.spans, hit.groups) == ({"n": (4, 5), "none": (-1, -1)}, {"n": "7", "none": ""})


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 1),
        ({"unless": ("没有",)}, 0),
        ({"beside": ("本年",)}, 0),
        ({"scope": ("problems",)}, 0),
        ({"beside": ()}, 1),
    ],
)
def test_options_of_a_claim(options: dict[str, object], count: int) -> None:
    assert len(found(claim(), says("本年没有许可。"), **options)) == count


def test_what_is_told_of_a_statement() -> None:
    data = claim(items=[item("没有(?P<what>许可)", message=["{what}有误", "{what} is wrong"])], status="review")  # fmt: skip
    (one,) = found(data, says("本年没有许可，等。"))
    assert (one.status, one.key) == ("review", "licensing.licences.decisions = n")
    assert (one.values["sentence"], one.values["what"], one.message) == (
        "本年没有许可，等",
        "许可",
        ("{what}有误", "{what} is wrong"),
    )
    assert one.values["figures"][0].en.endswith(" is 7")
    assert [item.raw for item in one.evidence] == ["本年没有许可，等", "7"]
    (plain_one,) = found(claim(), says("本年没有许可。"))
    assert (plain_one.message, plain_one.severity) == (None, None)


def test_a_statement_whose_figures_cannot_be_read_is_not_assessed() -> None:
    of = read(TEXT.replace("新建栏目两个。", "没有许可。").replace("| 7 |", "| 若干 |"))
    with pytest.raises(NotAssessed, match="cannot be read as a figure"):
        found(claim(), of)
    assert found(claim(), read(TEXT.replace("| 7 |", "| 若干 |"))) == []
    with pytest.raises(NotAssessed, match="not of this form"):
        found(claim(conditions={}), says("没有许可。"))


def test_options_of_a_format_of_figures() -> None:
    data = {"kind": "figure", "tables": ["licensing"], "decimals": 0, "status": "review"}
    assert found(data) == []
    (one,) = found(data, decimals=2)
    assert (one.values["raw"], one.values["fault"].en, one.status) == ("7", "expected 2 decimals", "review")  # fmt: skip
    assert [item.raw for item in one.evidence] == ["7"]
    assert len(found(data, most=Decimal(6))) == len(found(data, least=Decimal(8))) == 1
    assert found(data, least=None, most=None, decimals=None) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (texts(), {"unless", "beside", "scope", "cap"}),
        (texts(terms=True), {"unless", "beside", "scope", "cap", "terms", "also"}),
        (REQUIRED, {"phrases", "scope"}),
        ({"kind": "figure", "tables": []}, {"decimals", "least", "most"}),
        (claim(), {"unless", "beside", "scope"}),
        ({**claim(), "terms": True}, {"unless", "beside", "scope"}),
    ],
)
def test_options_by_kind(data: Mapping[str, Any], expected: set[str]) -> None:
    assert options_of(data).keys() == expected


def test_defaults_of_options() -> None:
    found = options_of(texts(unless=["甲"], cap=3))
    assert (found["unless"][1], found["cap"][1], found["beside"][1]) == (("甲",), 3, None)


HEADINGS = [
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
]  # fmt: skip
TITLE, BEFORE, OWN = (
    "青岚县人民政府2022年政府信息公开工作年度报告",
    "本报告由办公室编写。",
    [ROAD, "（一）主动公开", "新建栏目两个。"],
)


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        (["title"], [TITLE]),
        (["headings"], [*HEADINGS, TITLE]),
        (["before"], [BEFORE]),
        (["overview"], OWN),
        (["problems"], ["修路约2余里。"]),
        (["prose"], [*OWN, "修路约2余里。", "无。"]),
        (["problems", "overview"], ["修路约2余里。", *OWN]),
        (["overview", "prose"], [*OWN, "修路约2余里。", "无。"]),
        (["labels"], ["行政许可", "本年处理决定数量"]),
        (["applications"], []),
    ],
)
def test_where_a_rule_looks(scopes: list[str], expected: list[str]) -> None:
    asked = passages(report(), *scopes)
    assert [passage.text for passage in asked.every] == expected
    assert asked.text == "\n".join(expected)
    assert asked is passages(report(), *scopes)


def test_cells_and_text() -> None:
    cells = [passage.text for passage in passages(report(), "cells").every]
    assert {"行政许可", "7", "信息内容"} <= set(cells)
    whole, parts = (
        passages(report(), "text"),
        [passages(report(), name) for name in ("headings", "paragraphs", "cells")],
    )
    assert [p.text for p in whole.every] == [p.text for part in parts for p in part.every]
    assert whole.text == "\n".join(part.text for part in parts)
    for word, there in (
        ("行政许可", True),
        ("7", True),
        ("通车", True),
        ("总体", True),
        ("隧道", False),
        ("通隧", False),
    ):
        assert whole.may_hold((word,)) is there
        assert whole.may_hold(("隧道", word)) is there
    assert passages(report(), "cells").may_hold(("行政许可",))
    assert not passages(report(), "cells").may_hold(("通车",))
    assert len(SCOPES) == 8


def test_paragraphs_are_not_those_of_tables_nor_headings_twice() -> None:
    data = texts(item("总体情况"), scope=["text"])
    assert keys(data) == ["总体情况"]
    assert keys(texts(item("^7$", joined=True), scope=["cells"])) == ["7"]
    assert keys(texts(item("^行政许可$", literals=["行政许可"], joined=True), scope=["cells"])) == ["行政许可"]
    assert keys(texts(item("^[行政许可]{4}$", joined=True), scope=["cells"])) == ["行政许可"]
    assert keys(texts(item("^行政许$", literals=["行政许"], joined=True), scope=["cells"])) == []
    assert keys(texts(item("^[7]$", literals=["7"], joined=True), scope=["text"])) == ["7"]
