"""Auditing from Python: one report, and many."""

import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audit_core import ConfigurationError, Failure, InputError, Lang, Result, Severity, Status, audit, audit_many
from audit_core.cli import main
from audit_rulesets.samples.render import PIPES
from tests.reports.bases import b22

WRONG = "45"


def printed(*, wrong: bool = False) -> bytes:
    draft = b22()
    if wrong:
        draft.put("applications", "granted", "natural", WRONG)
    return PIPES.print(draft)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_bytes(printed())
    Path("b.md").write_bytes(printed(wrong=True))
    Path("notes.txt").write_text("买菜：白菜两棵。\n", encoding="utf-8")
    Path("bad.pdf").write_bytes(b"%PDF-1.7\n broken")
    return tmp_path


def test_one_report() -> None:
    result = audit("b.md", select=["TAB"])
    assert (result.source.uri, result.form, result.year, result.complete) == ("b.md", "ogi-2021", 2022, True)
    assert result.organization
    assert "TAB-31" in {one.rule for one in result.findings if one.status is Status.FAIL}
    assert {one.rule[:3] for one in result.outcomes if one.status is Status.PASS} == {"TAB"}
    granted = result.fact("applications", "granted", "natural")
    assert (granted.raw, granted.location.uri, granted.location.region is not None) == (WRONG, "b.md", True)
    assert granted in list(result.facts("applications"))


def test_it_says_what_the_command_line_says(capsys: pytest.CaptureFixture[str]) -> None:
    lang: Lang = "en"
    main(["check", "b.md", "--format", "json", "--lang", lang])
    (told,) = json.loads(capsys.readouterr().out)["reports"]
    result = audit(Path("b.md"))
    assert [(one.rule, one.words.en, one.fingerprint) for one in result.findings] == [
        (one["rule"], one["message"], one["fingerprint"]) for one in told["findings"]
    ]
    assert [(one.rule, one.status) for one in result.outcomes] == [(o["rule"], o["status"]) for o in told["outcomes"]]
    assert result.score.value is not None
    assert float(result.score.value) == told["score"]["value"]


REFUSED = {
    "gone.md": "no such file",
    "notes.txt": "",
    "bad.pdf": "",
    ".": "2 reports; expected one",
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_is_not_one_report_is_refused(path: str) -> None:
    with pytest.raises(InputError) as caught:
        audit(path)
    assert REFUSED[path] in str(caught.value)
    assert caught.value.place == path


@pytest.mark.parametrize(
    "wrong",
    [
        {"ruleset": "nope"},
        {"select": ["NOPE"]},
        {"loader": "nope"},
        {"form": "ogi-2012"},
        {"decisions": "gone"},
        {"seconds": -1},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
    ],
)
def test_what_cannot_be_followed_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        audit("a.md", **wrong)  # type: ignore[arg-type]
    assert "mistake" not in str(caught.value)


def test_a_report_is_read_by_the_form_that_is_asked_for() -> None:
    assert audit("a.md", select=["SEC-01"]).form == "ogi-2021"
    assert audit("a.md", select=["SEC-01"], form="ogi-2019").form == "ogi-2019"
    assert [one.form for one in audit_many(["a.md", "b.md"], select=["SEC-01"], form="ogi-2019")] == ["ogi-2019"] * 2


def test_one_path_or_id_alone_is_not_taken_for_its_letters() -> None:
    (many,) = audit_many("b.md", select="TAB", ignore="TAB-31")
    (listed,) = audit_many(["b.md"], select=["TAB"], ignore=["TAB-31"])
    assert (many.source.uri, many.outcomes) == ("b.md", listed.outcomes)
    assert audit("b.md", others="a.md").failures == ()
    assert list(audit_many(Path("b.md"), select="TAB")) != []  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_in_order_and_what_fails_at_the_end(jobs: int) -> None:
    paths = ["b.md", "gone.md", "a.md", "bad.pdf", "b.md"]
    seen = []
    with pytest.raises(ExceptionGroup) as caught:
        seen.extend(result.source.uri for result in audit_many(paths, jobs=jobs, select=["TAB"]))
    assert seen == ["b.md", "a.md", "b.md"]
    assert [(type(one), getattr(one, "place", "")) for one in caught.value.exceptions] == [
        (InputError, "gone.md"),
        (InputError, "bad.pdf"),
    ]


def test_what_fails_is_told_as_it_comes() -> None:
    told: list[str] = []

    def failed(one: Failure) -> None:
        told.append(f"! {one.subject}")

    results = audit_many(["a.md", "gone.md", "b.md"], failed=failed, select=["TAB"], facts=False)
    told.extend(result.source.uri for result in results)
    assert told == ["a.md", "! gone.md", "b.md"]


def test_directories_and_archives_and_what_is_passed_over() -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write("a.md", "x/a.md")
        archive.write("notes.txt")
    skipped: list[Failure] = []
    found = list(audit_many(["all.zip"], skipped=skipped.append, select=["TAB"]))
    assert [one.source.uri for one in found] == ["all.zip!/x/a.md"]
    assert [one.subject for one in skipped] == ["all.zip!/notes.txt"]
    Path("nothing").mkdir()
    with pytest.raises(ExceptionGroup, match="not everything could be audited"):
        list(audit_many(["a.md", "nothing"], select=["TAB"]))


def test_figures_that_were_not_kept() -> None:
    (result,) = audit_many(["a.md"], facts=False, select=["TAB"])
    with pytest.raises(LookupError):
        next(result.facts())


def test_a_rule_that_breaks_stands_with_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> Iterator[Result]:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("audit_core.engine.islice", breaks)
    result = audit("a.md", select=["SEC-01"])
    assert not result.complete
    assert [(one.kind, one.subject) for one in result.failures] == [("rule", "SEC-01")]
    assert [one.rule for one in result.outcomes if one.status is Status.ERROR] == ["SEC-01"]


def test_a_caller_may_stop_half_way() -> None:
    results = audit_many(["a.md", "b.md"], jobs=2, select=["TAB"])
    assert next(results).source.uri == "a.md"
    results.close()  # type: ignore[attr-defined]


def test_the_severity_is_the_rules() -> None:
    assert all(isinstance(one.severity, Severity) for one in audit("b.md", select=["TAB"]).findings)


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_to_audit_has_no_results(jobs: int) -> None:
    assert list(audit_many([], jobs=jobs)) == []


def test_a_report_to_compare_with_is_not_blamed_for_the_one_to_judge(tmp_path: Path) -> None:
    (tmp_path / "last.json").write_text("{")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        audit("empty", others=["last.json"])
    assert caught.value.place == "empty"


def test_threads_leave_the_limits_of_the_process_as_they_were() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(audit, ["b.md"] * 4))
    assert [result.score for result in results] == [results[0].score] * 4
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
