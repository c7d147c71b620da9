"""Rules declared in YAML other than by equations: what they find, where, and what is refused when the file loads."""

from pathlib import Path

import pytest

from audit_core import RulePack
from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError
from audit_core.findings import Reported
from audit_core.plugins import discover
from audit_core.testing import audit, filled
from tests.reports.bases import BASES
from tests.reports.changes import append_sentence
from tests.reports.reading import document

HEAD = """ruleset: mine
extends: ogi
rules:
  MY-01:
    title: {zh: 检查, en: A check}
    severity: warning
"""

TERMS = (
    HEAD
    + """    terms: {图书管: 图书馆, XX: ''}
    unless: [图书管理]
    examples:
      pass: [图书管理员值班, 使用XXL号]
      fail: [设立图书管, XX局]
"""
)
PATTERN = (
    HEAD
    + """    pattern: 约(?P<number>\\d+)余(?P<unit>条)
    fix: 约{number}{unit}
    count: each
    message: {zh: '{number}不准', en: '{number} is vague'}
    examples: {pass: 约100条, fail: 约100余条}
"""
)
REQUIRED = (
    HEAD
    + """    scope: overview
    required:
      visits: {name: {zh: 走访, en: visits}, any: [走访\\d+次, 上门]}
      media: {name: {zh: 新媒体, en: media}, any: 新媒体, severity: error}
    examples: {pass: 走访3次，开通新媒体, fail: 开通新媒体}
"""
)
FIGURE = (
    HEAD
    + """    figure: {table: fees, columns: amount, decimals: 2, sign: not_negative, most: 1000}
    form: ogi-2021
    examples: {pass: ['12.50', '0'], fail: ['12.5', '-1.00', '2000.00']}
"""
)
CLAIM = (
    HEAD
    + """    claim:
      pattern: 没有结转
      holds: applications.carried_out.total = 0
    examples:
      pass:
        - {says: 没有结转, facts: {applications.carried_out.total: 0}}
        - {says: 结转八件, facts: {applications.carried_out.total: 8}}
      fail: {says: 全年没有结转, facts: {applications.carried_out.total: 8}}
"""
)


def found(tmp_path: Path, yaml: str, sentence: str = "", base: str = "B22") -> list[Reported]:
    file = tmp_path / "mine.yaml"
    file.write_text(yaml, encoding="utf-8")
    draft = BASES[base]()
    append_sentence(sentence)(draft)
    return list(Auditor.load(str(file), plugins=discover(), select=["MY-01"]).audit(document(draft)).findings)


def printed(one: Reported, tmp_path: Path, sentence: str) -> str:
    draft = BASES["B22"]()
    append_sentence(sentence)(draft)
    text = document(draft).source.text
    assert one.span
    return text[one.span.start : one.span.end]


@pytest.mark.parametrize(
    ("yaml", "sentence", "at", "said"),
    [
        (TERMS, "县里设立图书管三处。", "图书管", "“图书管”应为“图书馆”"),
        (PATTERN, "发布约100余条。", "约100余条", "100不准"),
        (CLAIM, "本年没有结转。", "没有结转", "文中称“没有结转”，而表三“结转下年”行“总计”列为8"),
    ],
)
def test_points_at_the_very_words(tmp_path: Path, yaml: str, sentence: str, at: str, said: str) -> None:
    (one,) = found(tmp_path, yaml, sentence)
    assert printed(one, tmp_path, sentence) == at
    assert one.words.zh == said
    assert found(tmp_path, yaml) == []


def test_a_fix_is_filled_from_the_groups(tmp_path: Path) -> None:
    (one,) = found(tmp_path, PATTERN, "发布约100余条。")
    assert one.finding.fix
    assert one.finding.fix.text == "约100条"
    assert not one.finding.fix.safe


def test_what_is_missing_is_named_and_the_gravest_counts(tmp_path: Path) -> None:
    (one,) = found(tmp_path, REQUIRED, "", "A19")
    assert one.words.zh == "没有写到走访"
    assert one.severity == "warning"
    assert found(tmp_path, REQUIRED, "走访12次。", "A19") == []


def test_a_figure_is_held_against_its_format(tmp_path: Path) -> None:
    assert found(tmp_path, FIGURE) == []
    (one,) = found(tmp_path, FIGURE.replace("most: 1000", "most: 100").replace("2000.00", "200.00"))
    assert one.location.logical == "fees/fees/amount"
    assert "不应大于 100" in one.words.zh


def test_once_counts(tmp_path: Path) -> None:
    yaml = PATTERN.replace("count: each", "count: once").replace("{number}不准", "{count} 处")
    yaml = yaml.replace("{number} is vague", "{count} places")
    (one,) = found(tmp_path, yaml, "发布约100余条，转发约30余条。")
    assert one.words.zh == "2 处"
    assert len(one.finding.evidence) == 2


def test_a_cap_leaves_the_rest_to_the_ledger(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(PATTERN.replace("count: each", "cap: 1"), encoding="utf-8")
    draft = BASES["B22"]()
    append_sentence("发布约100余条，转发约30余条。")(draft)
    audited = Auditor.load(str(file), plugins=discover(), select=["MY-01"]).audit(document(draft))
    assert len(audited.findings) == 1
    assert [one.reason.zh for one in audited.outcomes if one.rule == "MY-01"] == ["另有 1 处，未逐一列出"]


OVERLAY = """ruleset: province
extends: ogi
rules:
  TXT-03: {options: %s}
"""


@pytest.mark.parametrize(
    ("options", "sentence", "count"),
    [("{cap: 3}", "设立图书管。", 1), ("{unless: [图书管]}", "设立图书管。", 0), ("{terms: {甲乙: 甲丙}}", "设立图书管。", 0),
     ("{also: {甲乙: 甲丙}}", "设立图书管，甲乙。", 2), ("{also: typos.csv}", "丁戊设立图书管。", 2)],
)  # fmt: skip
def test_a_province_sets_options(tmp_path: Path, options: str, sentence: str, count: int) -> None:
    (tmp_path / "typos.csv").write_text("错误,正确,除外\n丁戊,丁己,丁戊庚；丁戊辛\n", encoding="utf-8")
    file = tmp_path / "province.yaml"
    file.write_text(OVERLAY % options, encoding="utf-8")
    draft = BASES["B22"]()
    append_sentence(sentence)(draft)
    auditor = Auditor.load(str(file), plugins=discover(), select=["TXT-03"])
    assert len(auditor.audit(document(draft)).findings) == count


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("yaml", "place", "said"),
    [
        (TERMS.replace("[图书管理]", "['(a+)+b']"), ":8:", "steps"),
        (PATTERN.replace("{number}不准", "{nubmer}不准"), ":10:", "did you mean 'number'"),
        (PATTERN.replace("{number}{unit}", "{number}{unti}"), ":8:", "did you mean 'unit'"),
        (PATTERN.replace("fail: 约100余条", "fail: 约100条"), ":11:", "finds nothing in"),
        (PATTERN.replace("pass: 约100条", "pass: 约100余条"), ":11:", "finds something in"),
        (PATTERN.replace("    count", "    scope: overveiw\n    count"), ":9:", "did you mean 'overview'"),
        (PATTERN.replace("    count", "    terms: [甲]\n    count"), ":7:", "found both"),
        (PATTERN.replace("    examples: {pass: 约100条, fail: 约100余条}\n", ""), ":4:", "'examples' is missing"),
        (REQUIRED.replace("fail: 开通新媒体", "fail: 走访3次，新媒体"), ":11:", "finds nothing in"),
        (FIGURE.replace("columns: amount", "columns: amuont"), ":7:", "did you mean 'amount'"),
        (CLAIM.replace("carried_out.total = 0", "carried_uot.total = 0"), ":9:", "did you mean"),
        (CLAIM.replace("      pattern", "      patern"), ":8:", "did you mean 'pattern'"),
        *((PATTERN.replace("{number}不准", template), ":10:", said) for template, said in (
            ("{number:>999999999}不准", "names alone"), ("{number!z}不准", "names alone"), ("{number[0]}不准", "names alone"),
            ("{number.real}不准", "names alone"), ("{}不准", "names alone"), ("{number不准", "expected '}'"),
            ("{number{unit}}不准", "in braces"), ("{number:{unit}}不准", "names alone"), ("number}不准", "Single '}'"),
        )),
        (CLAIM.replace("carried_out.total = 0", "carried_out.total = applications.carried_out.total"), ":9:", "depends on"),
        *((PATTERN.replace("    count", f"    {key}\n    count"), ":9:5:", "means nothing in a rule of the kind 'pattern'")
          for key in ("table: applications", "each: row", "only: total")),
        (REQUIRED.replace("    examples", "    cap: 2\n    examples"), ":", "'cap', which means nothing"),
        (FIGURE.replace("    examples", "    scope: overview\n    examples"), ":", "'scope', which means nothing"),
        (CLAIM.replace("    examples", "    fix: 甲\n    examples"), ":", "'fix', which means nothing"),
        (HEAD + "    terms: missing.csv\n    examples: {pass: 甲, fail: 乙}\n", ":7:", "no such file"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(tmp_path: Path, yaml: str, place: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        found(tmp_path, yaml)
    assert place in f"{raised.value}"
    assert said in f"{raised.value}"


@pytest.mark.parametrize(
    ("options", "said"),
    [("{unless: ['(a+)+b']}", "steps"), ("{cap: -1}", "found -1, expected a whole number, from 0 to 1000"),
     (f"{{cap: {10**20}}}", "from 0 to 1000"), (f"{{cap: {'9' * 5000}}}", "expected a whole number")],
)  # fmt: skip
def test_a_refused_option_has_its_place(tmp_path: Path, options: str, said: str) -> None:
    file = tmp_path / "province.yaml"
    file.write_text(OVERLAY % options, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"province.yaml:4:.*{said}"):
        Auditor.load(str(file), plugins=discover())


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("rule", "options", "said"),
    [
        ("PLA-08", "{times: -1}", "found -1, expected a number, at least 0"),
        ("PLA-08", "{times: three}", "found 'three', expected a number, at least 0"),
        ("PLA-08", "{tiems: 1}", "unknown option 'tiems'; did you mean 'times'?"),
        ("PLA-08", "{times: NaN}", "found 'NaN', expected a number"),
        ("PLA-06", "{step: 0}", "found 0, expected a number, more than 0"),
        ("PLA-02", "{levels: [provinces]}", "each one of province, city, county"),
        ("XYR-02", "{grounds: '(a+)+b'}", "steps at one place"),
        ("XYR-02", "{grounds: '失效|('}", "does not compile"),
        ("XYR-10", "{tolerance: 5}", "found 5, expected a number, from 0 to 1"),
        ("PUB-03", "{deadlines: {department: 2-30}}", "that matches"),
        ("XSC-01", "{also: {recieved: [新接收]}}", "received"),
        ("TXT-01", "{verbs: ['']}", "each text"),
        ("TXT-03", "{scope: [overveiw]}", "each one of "),
        ("TXT-03", "{also: [{term: 甲, rihgt: 乙}]}", "unknown key 'rihgt' of a term"),
        ("TXT-09", "{terms: [{term: 甲, rihgt: 乙}]}", "rihgt"),
        ("SEC-10", "{phrases: {nothing: [甲]}}", "found {nothing}, expected a mapping from one of"),
    ],
)
def test_odd_values_of_options_are_refused_at_their_place(tmp_path: Path, rule: str, options: str, said: str) -> None:
    file = tmp_path / "province.yaml"
    file.write_text(f"ruleset: province\nextends: ogi\nrules:\n  {rule}: {{options: {options}}}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        Auditor.load(str(file), plugins=discover())
    assert f"{file}:4:" in str(raised.value)
    assert said in str(raised.value)


def test_every_pattern_must_be_shown(tmp_path: Path) -> None:
    yaml = HEAD + "    pattern: [{pattern: 甲乙}, {pattern: 丙丁}]\n    examples: {pass: 戊, fail: 甲乙}\n"
    with pytest.raises(ConfigurationError, match="丙丁"):
        found(tmp_path, yaml)


def test_a_pack_may_declare_them_too() -> None:
    assert isinstance(discover().packs[0], RulePack)
    assert {"TXT-02", "TXT-05", "FMT-15", "SEC-10"} <= set(Auditor.load("ogi").ruleset.rules)


EQUATION = (
    HEAD
    + """    table: applications
    each: column
    equation: 本年新收 + 上年结转 = 总计 + 结转下年
    examples: {pass: {本年新收: 1, 总计: 1}, fail: {本年新收: 1}}
"""
)
WRONG = {"applications/received/total": 7, "applications/total/total": 6}


@pytest.mark.parametrize(
    ("said", "form", "status", "severity"),
    [
        ("", "ogi-2021", "fail", "warning"),
        ("status: review", "ogi-2021", "review", "warning"),
        ("grades: {ogi-2021: note}", "ogi-2021", "fail", "note"),
        ("grades: {'ogi-2019, !ogi-2021': note}", "ogi-2021", "fail", "warning"),
        ("grades: {'ogi-2019, !ogi-2021': note}", "ogi-2019", "fail", "note"),
        ("status: review\n    grades: {ogi-2021: error}", "ogi-2021", "review", "error"),
    ],
)
def test_an_equation_has_a_status_and_severities_by_form(
    tmp_path: Path, said: str, form: str, status: str, severity: str
) -> None:
    file = tmp_path / "mine.yaml"
    keys = said.strip("{}").replace(", grades", "\n    grades") if said.startswith("{") else said
    file.write_text(EQUATION + (f"    {keys}\n" if keys else ""), encoding="utf-8")
    report = filled(WRONG, form, rest="0", ruleset=str(file))
    audited = audit("MY-01", report, ruleset=str(file))
    assert [(one.finding.status, one.severity) for one in audited.findings] == [(status, severity)]
    assert [one.status for one in audited.outcomes if one.rule == "MY-01"] == [status]
    right = filled(WRONG | {"applications/total/total": 7}, form, rest="0", ruleset=str(file))
    assert [one.status for one in audit("MY-01", right, ruleset=str(file)).outcomes if one.rule == "MY-01"] == ["pass"]


def test_what_is_for_review_is_said_after_what_fails(tmp_path: Path) -> None:
    """Of a cell that breaks two rules, the graver one only a lead, the other has the finding."""
    said = (
        "  {id}:\n    title: 合计 / Totals\n    severity: {severity}\n    status: {status}\n    table: applications\n"
        "    each: {each}\n    equation: totals\n    examples: {{pass: {{}}, fail: {{{fail}}}}}\n"
    )
    rows = said.format(id="MY-01", severity="error", status="review", each="row", fail="总计: 1")
    columns = said.format(id="MY-02", severity="note", status="fail", each="column", fail="total: 1")
    file = tmp_path / "mine.yaml"
    file.write_text(f"ruleset: mine\nextends: ogi\nrules:\n{rows}{columns}", encoding="utf-8")
    one_cell = filled({"applications/granted/natural": 1}, rest="0", ruleset=str(file))
    audited = Auditor.load(str(file), select=["MY"]).check(one_cell)
    assert [(one.rule, one.finding.status, one.location.logical) for one in audited.findings] == [
        ("MY-02", "fail", "applications/granted/natural")
    ]
    statuses = {one.rule: one.status for one in audited.outcomes if one.rule.startswith("MY")}
    assert statuses == {"MY-01": "review", "MY-02": "fail"}
