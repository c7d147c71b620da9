"""Archives of reports, folders of attachments, and several reports in one file."""

import io
import json
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import jsonschema
import pytest

from audit_core.cli import main
from audit_core.formats import Limits
from audit_core.loaders import BUILTIN, read
from audit_core.runs.archives import opened
from audit_core.runs.files import Input
from audit_rulesets.samples.drafts import Draft
from audit_rulesets.samples.render import ENDED, GLUED, LINES, PIPES, TEXT, UNMARKED, Style
from tests.reports.bases import a19, b22
from tests.reports.reading import audit, auditor, statuses
from tests.reports.writers import FORMS, silent

A19, B22 = PIPES.print(a19()), TEXT.print(b22())
PNG, OLE = b"\x89PNG\r\n\x1a\n\0\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

Check = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that audits paths in a fresh directory: status, result, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CORE_LANG", "en")

    def call(*arguments: str) -> tuple[int, dict[str, Any], str]:
        status = main(["check", *arguments, "--format", "json"])
        done = capsys.readouterr()
        assert "Traceback" not in done.out + done.err
        return status, json.loads(done.out), done.err

    return call


def zipped(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    held = io.BytesIO()
    with ZipFile(held, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return held.getvalue()


def uris(result: dict[str, Any]) -> list[str]:
    """Return the reports of a result."""
    return [report["source"]["uri"] for report in result["reports"]]


def test_each_report_in_an_archive_is_audited_by_itself(check: Check) -> None:
    Path("all.zip").write_bytes(
        zipped({"乙/b22.md": B22, "a19.md": A19, "乙/说明.txt": "附件说明".encode(), "图.png": PNG})
    )
    status, result, _ = check("all.zip")
    assert (status, uris(result)) == (0, ["all.zip!/a19.md", "all.zip!/乙/b22.md"])
    assert [one["uri"] for one in result["skipped"]] == ["all.zip!/乙/说明.txt", "all.zip!/图.png"]


def test_members_are_sorted_and_hidden_ones_left_out(check: Check) -> None:
    Path("all.zip").write_bytes(
        zipped({"b.md": A19, "a.md": A19, "__MACOSX/a.md": A19, ".x/a.md": A19, "c/.a.md": A19})
    )
    assert uris(check("all.zip")[1]) == ["all.zip!/a.md", "all.zip!/b.md"]


def test_office_files_in_an_archive_are_no_archives(check: Check) -> None:
    """Packed without compression, the names inside them stand in the archive's own bytes."""
    made = {f"r.{name}": FORMS[name].write(silent(a19())) for name in ("docx", "xlsx")}
    Path("all.zip").write_bytes(zipped(made, ZIP_STORED))
    status, result, _ = check("all.zip")
    assert (status, uris(result)) == (0, ["all.zip!/r.docx", "all.zip!/r.xlsx"])
    assert [report["source"]["loader"] for report in result["reports"]] == ["docx", "xlsx"]


def test_archives_in_archives_are_opened(check: Check) -> None:
    Path("out.zip").write_bytes(zipped({"in.zip": zipped({"a19.md": A19}), "b22.md": B22}))
    assert uris(check("out.zip")[1]) == ["out.zip!/b22.md", "out.zip!/in.zip!/a19.md"]


def test_archives_in_a_folder_and_on_standard_input(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reports").mkdir()
    Path("reports/a.zip").write_bytes(zipped({"a19.md": A19}))
    assert uris(check("reports")[1]) == ["reports/a.zip!/a19.md"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(zipped({"a19.md": A19}))))
    assert uris(check("-", "--stdin-filename", "sent.zip")[1]) == ["sent.zip!/a19.md"]


def test_one_member_is_named_like_any_file(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.zip").write_bytes(zipped({"in.zip": zipped({"a19.md": A19}), "b22.md": B22}))
    assert uris(check("out.zip!/in.zip!/a19.md")[1]) == ["out.zip!/in.zip!/a19.md"]
    assert main(["facts", "out.zip!/b22.md", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2022
    assert main(["facts", "out.zip!/c.md"]) == 2
    assert "holds no such file" in capsys.readouterr().err


def linked() -> bytes:
    """Return an archive with a symbolic link in it."""
    held = io.BytesIO()
    with ZipFile(held, "w") as file:
        info = ZipInfo("link.md")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, "/etc/passwd")
    return held.getvalue()


def deep() -> bytes:
    """Return an archive in an archive, and so on, four times."""
    inner = zipped({"a19.md": A19})
    for _ in range(4):
        inner = zipped({"in.zip": inner})
    return inner


REFUSED = [
    ("climbs", zipped({"../a19.md": A19}), "leads out of the archive"),
    ("root", zipped({"/etc/a19.md": A19}), "leads out of the archive"),
    ("link", linked(), "leads out of the archive"),
    ("cut", zipped({"a19.md": A19})[:200], "damaged or cut-off"),
    ("deep", deep(), "nested too deep"),
    ("bomb", zipped({"bomb.md": bytes(40_000_000)}), "times its size"),
    ("old", zipped({"old.doc": OLE}), "an old Office file"),
    ("nothing", zipped({"a.txt": "附件".encode()}), "no report was found"),
    ("empty", zipped({}), "no report was found"),
]


@pytest.mark.parametrize(("name", "data", "why"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_refused_in_one_line(check: Check, name: str, data: bytes, why: str) -> None:
    Path(f"{name}.zip").write_bytes(data)
    status, result, errors = check(f"{name}.zip")
    assert (status, uris(result)) == (2, [])
    assert errors.count("\n") == 1
    assert f"{name}.zip" in errors
    assert why in errors


def test_one_broken_member_does_not_keep_the_others_from_being_audited(check: Check) -> None:
    Path("all.zip").write_bytes(zipped({"a19.md": A19, "broken.json": b'{"document": "1", ', "b22.md": B22}))
    status, result, errors = check("all.zip")
    assert (status, uris(result)) == (2, ["all.zip!/a19.md", "all.zip!/b22.md"])
    assert "all.zip!/broken.json" in errors


def test_all_members_together_have_one_allowance() -> None:
    inner = zipped({f"{number}.md": b"x" * 1000 for number in range(4)})
    outer = zipped({"1.zip": inner, "2.zip": inner})
    found = list(opened(Input(outer, "out.zip"), Limits(unpacked=6000)))
    assert [one.uri for one in found if one.error] == [
        "out.zip!/2.zip!/1.md",
        "out.zip!/2.zip!/2.md",
        "out.zip!/2.zip!/3.md",
    ]


def test_a_folder_of_attachments_holds_one_report(check: Check) -> None:
    folder = Path("attachments")
    folder.mkdir()
    files = {
        "report.md": A19,
        "通知.txt": "请于月底前报送。".encode(),
        "scan.png": PNG,
        "video.mp4": b"\0\0\0\x18ftyp" + bytes(99),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    status, result, _ = check("attachments")
    assert (status, uris(result)) == (0, ["attachments/report.md"])
    assert len(result["skipped"]) == 3


def test_links_out_of_a_folder_are_not_followed(check: Check) -> None:
    Path("reports").mkdir()
    Path("elsewhere.md").write_bytes(A19)
    Path("reports/b22.md").write_bytes(B22)
    Path("reports/link.md").symlink_to(Path("elsewhere.md").absolute())
    assert uris(check("reports")[1]) == ["reports/b22.md"]


def test_sarif_names_members_by_valid_references(check: Check, tmp_path: Path) -> None:
    draft = a19()
    draft.put("applications", "granted", "natural", "45")
    Path("全部 报告.zip").write_bytes(zipped({"甲 县/a19.md": PIPES.print(draft)}))
    assert main(["check", "全部 报告.zip", "--format", "sarif=out.sarif"]) == 1
    log = json.loads(Path("out.sarif").read_text(encoding="utf-8"))
    schema = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(log)
    (location,) = log["runs"][0]["results"][0]["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri
    assert uri.endswith("/a19.md")


def test_plugins_tells_what_an_archive_is(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    Path("all.zip").write_bytes(zipped({"a19.md": A19, "b22.md": B22}))
    assert main(["plugins", "all.zip"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "→ archive  an archive of 2 files, each read by itself"
    assert not any(line.startswith("→") for line in rest)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_plugins_tells_which_loader_takes_a_file(check: Check, form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Path(form.uri).write_bytes(form.write(silent(a19())))
    assert main(["plugins", form.uri]) == 0
    chosen = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines() if line.startswith("→")]
    assert [name for _, name, _ in chosen] == [form.loader]
    assert all(reason for *_, reason in chosen)


def both(one: Draft, two: Draft, style: Style) -> bytes:
    """Return two reports printed one behind the other."""
    return style.print(one) + b"\n\n" + style.print(silent(two)).removeprefix(b"---\n---\n\n")


@pytest.mark.parametrize("style", [TEXT, PIPES, UNMARKED, GLUED, LINES, ENDED], ids=lambda style: style.name)
@pytest.mark.parametrize("second", [a19, b22])
def test_only_the_first_of_several_reports_is_audited(style: Style, second: Callable[[], Draft]) -> None:
    found = auditor().audit(read(both(a19(), second(), style), "two.md", BUILTIN))
    alone = audit(a19(), style)
    changed = {rule: status for rule, status in statuses(found).items() if status != statuses(alone)[rule]}
    (finding,) = (one for one in found.findings if one.rule == "EXT-07")
    assert changed == {"EXT-07": "review"}
    assert f"“{second().title}”" in finding.words.zh
    assert (
        found.report.document.source.text[finding.span.start : finding.span.end] == second().title
        if finding.span
        else ""
    )
    assert found.report.year == 2019
    assert [fact.value for fact in found.report.vector] == [fact.value for fact in alone.report.vector]


def test_a_second_report_without_a_title_begins_at_its_first_heading() -> None:
    two = b22()
    two.title = ""
    two.parts.pop(0)
    found = auditor().audit(read(both(a19(), two, UNMARKED), "two.md", BUILTIN))
    (finding,) = (one for one in found.findings if one.rule == "EXT-07")
    assert "“一、总体情况”" in finding.words.zh
