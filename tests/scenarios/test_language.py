"""What the command line says of itself is in one language: the one asked for, whatever goes wrong."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from audit_core import cli
from audit_core.cli import language
from audit_core.cli.commands import audit_core as commands
from audit_core.cli.language import asked
from audit_core.reporters.place_names import place_in

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "qinglan-2019.md")
CATALOGUE = Path(cli.__file__).parent / "locale" / "zh" / "LC_MESSAGES"

CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    *("audit", "core", "AUDIT_CORE_LANG", "AUDIT", "CORE", "LANG"),
    *("JSON", "SARIF", "YAML", "Schema", "text", "json", "sarif", "jsonl", "github", "document", "result", "ruleset"),
    *("blocker", "error", "warning", "note", "info", "zh", "en"),
    *("ogi", "stdin", "pages", "TAB", "SEC"),
}


def _known() -> set[str]:
    parameters = [parameter for command in commands.commands.values() for parameter in command.params]
    options = {name for parameter in (*parameters, *commands.params) for name in parameter.opts}
    return NAMES | {word for name in (*options, "--help", *commands.commands) for word in re.split(r"-+", name) if word}


def _helps() -> Iterator[list[str]]:
    yield ["--help"]
    for name in commands.commands:
        yield [name, "--help"]


@pytest.fixture(autouse=True)
def _no_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (language.VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    language.choose(None)


@pytest.mark.parametrize("arguments", [*_helps()], ids=" ".join)
def test_help_is_in_one_language(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*arguments, "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert set(LATIN.findall(chinese)) <= _known()
    assert CJK.search(chinese)
    assert cli.main([*arguments, "--lang=en"]) == 0
    assert CJK.findall(capsys.readouterr().out) == []


def test_every_option_and_command_says_what_it_is_for() -> None:
    for command in (commands, *commands.commands.values()):
        assert all(command.says)  # type: ignore[attr-defined]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        assert [option.name for option in options if not all(option.says)] == []  # type: ignore[attr-defined]


MISTAKES = [
    "",
    "chek",
    "schem",
    "check",
    "check --formt json",
    "check -x",
    "check a.md --format",
    "check a.md --fail-on grave",
    "check a.md --min-score 101",
    "check a.md --jobs many",
    "check a.md --quiet=1",
    "check a.md --format xml",
    "check a.md --limit pages=x",
    "check a.md --ruleset nope",
    "check a.md --loader nope",
    "check a.md --select NOPE-1",
    "schema",
    "schema drawing",
    "facts a.md b.md",
    "facts .",
    "explain NOPE-1",
    "plugins gone.md",
]
ECHOED = {"chek", "schem", "formt", "grave", "xml", "md", "gone", "many", "NOPE", "nope", "drawing", "html", "docx"}
ECHOED |= {"csv", "xls", "xlsx", "ods", "pdf", "Limits", "henan", "bytes", "cells", "depth"}


@pytest.mark.parametrize("arguments", MISTAKES)
def test_a_mistake_is_told_in_the_language_asked_for(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*arguments.split(), "--lang", "zh"]) == 2
    said = capsys.readouterr().err
    limits = set(LATIN.findall(said)) if "--limit" in arguments else set()
    assert set(LATIN.findall(said)) <= _known() | ECHOED | limits
    assert CJK.search(said)
    assert cli.main([*arguments.split(), "--lang", "en"]) == 2
    assert CJK.findall(capsys.readouterr().err) == []


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.VARIABLE, "zh")
    assert cli.main([]) == 2
    assert "\n命令：\n" in capsys.readouterr().err


def test_an_interruption_is_told_in_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("audit_core.cli.showing.forms.callback", interrupted)
    assert cli.main(["forms", "--lang", "zh"]) == 2
    assert capsys.readouterr().err.split() == ["audit-core:", "已中断"]


@pytest.mark.parametrize("arguments", [["facts", EXAMPLE], ["rules"], ["plugins"], ["plugins", EXAMPLE], ["rulesets"]])
def test_lists_hold_no_english_but_names(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*arguments, "--lang", "zh"]) == 0
    words = set(re.findall(r"(?<![\w-])[a-z]{3,}(?![\w-])", capsys.readouterr().out))
    assert (
        words & {"number", "blank", "error", "warning", "note", "ok", "broken", "row", "column", "takes", "sign"}
        == set()
    )


@pytest.mark.parametrize(("lang", "shown", "hidden"), [("zh", "  检查\n", "Checks"), ("en", "  Checks\n", "检查")])
def test_a_card_is_in_one_language(lang: str, shown: str, hidden: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "TAB-32", "--lang", lang]) == 0
    card = capsys.readouterr().out
    assert shown in card
    assert hidden not in card


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        ("check a --lang zh", "zh"),
        ("check a --lang=en", "en"),
        ("--lang zh check a --lang en", "en"),
        ("check -- --lang zh", None),
        ("check a --lang", None),
        ("check a --lang fr", None),
        ("check a", None),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(arguments: str, lang: str | None) -> None:
    assert asked(arguments.split()) == lang


@pytest.mark.parametrize(
    ("place", "chinese", "english"),
    [
        ("table 6, row 4, column 10", "第6张表第4行第10列", "table 6, row 4, column 10"),
        ("page 1 [72.0,90.5,120.0,101.25]", "第1页", "page 1"),
        ("paragraph 12", "第12段", "paragraph 12"),
        ("row 3!B3", "row 3!B3", "row 3!B3"),
        ("Sheet!J59", "Sheet!J59", "Sheet!J59"),
        ("/body/3", "/body/3", "/body/3"),
        ("", "", ""),
    ],
)
def test_places_are_named_in_the_language(place: str, chinese: str, english: str) -> None:
    assert (place_in(place, "zh"), place_in(place, "en")) == (chinese, english)


def test_the_compiled_catalogue_is_that_of_its_source() -> None:
    source = (CATALOGUE / "audit-core.po").read_text(encoding="utf-8")
    written = re.findall(r'^msgstr(?:\[0\])? "(.+)"$', source, re.MULTILINE)
    with (CATALOGUE / "audit-core.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert sorted(written) == sorted(text for key, text in compiled.items() if key)


def test_what_click_says_afterwards_is_its_own_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    cli.main(["rulesets", "--lang", "zh"])
    assert gettext.gettext("Usage:") == "Usage:"
    assert gettext.textdomain() == "messages"


@pytest.mark.parametrize(
    ("rule", "lang", "basis"),
    [
        ("XSC-13", "zh", "国办公开办函〔2021〕30号（2021年式）"),
        ("XSC-13", "en", "2021"),
        ("EXT-01", "zh", "本系统的读取情况，与机关无关。"),
        ("EXT-01", "en", "How the file was read; nothing to do with the organ."),
    ],
)
def test_explain_names_the_documents_of_the_forms_a_rule_is_for(
    rule: str, lang: str, basis: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", rule, "--lang", lang]) == 0
    out = capsys.readouterr().out
    said = out.partition({"zh": "  依据\n", "en": "  Basis\n"}[lang])[2].partition("\n\n")[0]
    assert basis in (said.replace("\n    ", "") if lang == "zh" else said.replace("\n   ", "")), out
    assert "规定表式的文件" not in out
