"""The documentation against the code: what is promised is there, in both languages, and nothing is left out."""

import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
import yaml

from audit_core import decisions, hookspecs, loaders, schemas
from audit_core.cli.commands import audit_core
from audit_core.engine import Auditor
from audit_core.findings import Status
from audit_core.plugins import discover
from audit_core.rulesets.rulemodels import KINDS
from audit_core.testing import audit
from tests.packs.test_examples import WITHOUT

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("audit_core_"))
MARKDOWN = [ROOT / "README.md", ROOT / "README.zh.md", *sorted(DOCS.rglob("*.md"))]
EXAMPLE_RULE = ROOT / "examples" / "audit-hunan" / "audit_hunan" / "__init__.py"


def generator(name: str = "generate") -> ModuleType:
    spec = spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return dict(generator().pages())


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_hook_is_documented(hook: str, lang: str) -> None:
    page = (DOCS / lang / "reference" / "hooks.md").read_text(encoding="utf-8")
    assert f"\n## {hook}\n" in page
    assert f"def {hook}(" in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_architecture_names_every_room_above_what_it_imports(lang: str) -> None:
    page = (DOCS / lang / "explanation" / "architecture.md").read_text(encoding="utf-8")
    rows = page.partition("\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    row_of = {name: number for number, row in enumerate(rows) for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert sorted(row_of) == sorted(module.name for module in iter_modules([str(ROOT / "audit_core")]))
    for room, row in row_of.items():
        path = ROOT / "audit_core" / room
        for file in path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]:
            text = re.sub(
                r"^if TYPE_CHECKING:\n(?: +.*\n|\n)+", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE
            )
            imported = re.findall(r"^ *from audit_core\.(\w+)[\w.]* import", text, re.MULTILINE)
            assert [name for name in imported if row_of[name] < row] == [], file


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_answered_by_a_plugin_that_the_tests_install(hook: str) -> None:
    plugin = ROOT / "tests" / "third_party" / "audit-hooks" / "audit_hooks" / "__init__.py"
    assert f"@hookimpl\ndef {hook}(" in plugin.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_has_an_entry_and_a_page_with_its_card(generated: dict[str, str], lang: str) -> None:
    page = generated[f"{lang}/reference/rules.md"]
    heading = {"en": "**Checks**", "zh": "**检查**"}[lang]
    for prefix in (pack.prefix for pack in discover().packs):
        assert re.search(rf"^## {prefix}\b", page, re.MULTILINE)
    rules = list(Auditor.load().rules)
    assert re.findall(r"^\| \[([\w-]+)\]\(rules/\1\.md\) \|", page, re.MULTILINE) == rules
    cards = {rule: generated[f"{lang}/reference/rules/{rule}.md"] for rule in rules}
    assert [rule for rule, card in cards.items() if "规定表式的文件" in card or "hat prescribes the form" in card] == []
    assert [rule for rule, card in cards.items() if not card.startswith(f"# {rule} ") or heading not in card] == []
    assert {rule for rule, card in cards.items() if card.count("```text") < 2} == WITHOUT.keys()
    assert sorted(re.findall(r"^## (\w+)", page, re.MULTILINE)) == sorted(
        {rule.partition("-")[0] for rule in Auditor.load().rules}
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_form_and_schema_has_an_entry(generated: dict[str, str], lang: str) -> None:
    for page, names in {
        "commands": audit_core.commands,
        "forms": [form.name for form in Auditor.load().ruleset.forms],
        "schemas": schemas.names(),
    }.items():
        headings = re.findall(r"^## (\S+)$", generated[f"{lang}/reference/{page}.md"], re.MULTILINE)
        assert set(names) <= set(headings)


def test_both_languages_have_the_same_pages() -> None:
    pages = {lang: {p.relative_to(DOCS / lang) for p in (DOCS / lang).rglob("*.md")} for lang in ("en", "zh")}
    assert pages["en"] == pages["zh"]


def test_the_menu_holds_every_page() -> None:
    def leaves(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from leaves(child)

    menu = set(leaves(yaml.safe_load((ROOT / "mkdocs.yml").read_bytes())["nav"]))
    written = {p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if "decisions" not in p.parts}
    assert menu == written | {page for page in dict(generator().pages()) if "/rules/" not in page}


SWITCH = '<a href="../../{to}/page/" hreflang="{to}" class="md-select__link">'
INDEX = {
    "config": {"separator": r"[\s\u200b]+"},
    "docs": [
        {"location": place, "title": word, "text": f"<p>{word}</p>"}
        for word, place in {"结转\u200b下年": "zh/page/", "pipeline": "en/page/"}.items()
    ],
}


def _site(place: Path, **changes: str) -> Path:
    """Write a site of one page in two languages."""
    for lang, other in (("en", "zh"), ("zh", "en")):
        said = changes.get(lang, f'<html lang="{lang}">' + SWITCH.format(to=other))
        (place / lang / "page").mkdir(parents=True)
        (place / lang / "page" / "index.html").write_text(said, encoding="utf-8")
    (place / "search").mkdir()
    (place / "search" / "search_index.json").write_text(json.dumps(INDEX), encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("changes", "words", "found"),
    [
        ({}, {"结转下年": "zh/page/", "结转": "zh/page/", "pipeline": "en/page/"}, []),
        ({}, {"转下": "zh/page/"}, ["the search does not find 转下 in zh/page/"]),
        ({}, {"pipe": "en/page/"}, ["the search does not find pipe in en/page/"]),
        ({"zh": '<html lang="en">' + SWITCH.format(to="en")}, {}, ["zh/page is not in zh"]),
        ({"en": '<html lang="en">'}, {}, ["en/page does not lead to itself in zh"]),
    ],
)
def test_the_check_of_a_built_site(
    changes: dict[str, str], words: dict[str, str], found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = generator("check")
    monkeypatch.setattr(check, "WORDS", words)
    assert list(check.faults(_site(tmp_path, **changes))) == found
    assert check.main(str(tmp_path)) == bool(found)


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_options_that_pages_name_exist(page: Path) -> None:
    check = audit_core.commands["check"]
    every = {option for command in audit_core.commands.values() for p in command.params for option in p.opts}
    every |= {"--help", "--version", "--strict", "--lang"}
    named = {
        option
        for line in page.read_text(encoding="utf-8").splitlines()
        if "audit-core" in line or "args:" in line
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)
    }
    assert check.params
    assert named <= every


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", "docs/en/howto/rule-python.md", "docs/zh/howto/rule-python.md"]
)
def test_the_first_rule_is_the_examples(name: str) -> None:
    code = EXAMPLE_RULE.read_text(encoding="utf-8")
    page = (ROOT / name).read_text(encoding="utf-8")
    shown = next(block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "RulePack" in block)
    head, _, body = shown.partition('Too many applications carried over."""\n')
    assert code.startswith(head)
    assert code.endswith(body)


@pytest.mark.slow
def test_the_rule_finds_in_generated_reports_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [
        next(
            block
            for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
            if "samples(" in block
        )
        for page in (DOCS / lang / "howto" / "rule-python.md" for lang in ("en", "zh"))
    ]
    assert shown[0] == shown[1]
    monkeypatch.syspath_prepend(str(EXAMPLE_RULE.parent.parent))
    names: dict[str, Any] = {}
    exec(shown[0], names)
    names["test_few_clean_reports_carry_out_more_than_fifty"]()


def test_the_rule_on_two_reports_finds_what_the_page_says() -> None:
    english, chinese = (
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for page in (DOCS / lang / "howto" / "rule-python.md" for lang in ("en", "zh"))
    )
    assert english == chinese
    names: dict[str, Any] = {}
    for block in english:
        if "fewer_" in block:
            exec(block, names)
    names["test_fewer_applications_than_last_year_are_found"]()


def test_the_rule_on_numbers_in_the_prose_finds_what_it_says() -> None:
    (block,) = [
        block
        for block in re.findall(
            r"```python\n(.*?)```", (DOCS / "en" / "howto" / "rule-python.md").read_text(encoding="utf-8"), re.DOTALL
        )
        if "numbers(report)" in block
    ]
    names: dict[str, Any] = {}
    exec(block, names)
    text = (ROOT / "examples" / "qinglan-2019.md").read_text(encoding="utf-8")
    told = {
        "": [],
        "作出行政处罚一百二十件。": [Status.FAIL],
        "作出行政处罚1,342件。": [],
        "2018年作出行政处罚12件。": [],
    }
    for sentence, statuses in told.items():
        audited = audit(names["pack"], text.replace("\n## 二、", f"\n{sentence}\n\n## 二、", 1))
        assert [one.status for one in audited.findings] == statuses
        assert (audited.outcomes[0].status is Status.NOT_ASSESSED) is (not sentence or "2018" in sentence)
        assert not statuses or audited.findings[0].words.en.startswith("the text says 一百二十件; ")


def _rulesets(page: Path) -> list[str]:
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [block for block in blocks if "extends:" in block or block.startswith("rules:")]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("page", "number"),
    [(page, number) for page in MARKDOWN for number in range(len(_rulesets(page)))],
    ids=lambda value: value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value),
)
def test_rulesets_in_pages_load(page: Path, number: int, tmp_path: Path) -> None:
    text = _rulesets(page)[number]
    for register in re.findall(r"```csv\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        (tmp_path / "organs.csv").write_text(register, encoding="utf-8")
    for name in re.findall(r"^boilerplate: (\S+\.txt)$", text, re.MULTILINE):
        (model,) = re.findall(r"```text\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        (tmp_path / name).write_text(model, encoding="utf-8")
    shown = tmp_path / "shown.yaml"
    shown.write_text(text if "ruleset:" in text else f"ruleset: shown\nextends: ogi\n{text}", encoding="utf-8")
    auditor = Auditor.load(str(shown))
    assert set(re.findall(r"^  (MY-\d+):", text, re.MULTILINE)) <= set(auditor.rules)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_rule_is_shown(lang: str) -> None:
    shown = "".join(_rulesets(DOCS / lang / "howto" / "rule-yaml.md"))
    assert [kind for kind in KINDS if f"\n    {kind}:" not in shown] == []


def test_both_languages_show_the_same_rules() -> None:
    english, chinese = (_rulesets(DOCS / lang / "howto" / "rule-yaml.md") for lang in ("en", "zh"))
    assert english == chinese


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_decisions_shown_are_read(lang: str, tmp_path: Path) -> None:
    page = (DOCS / lang / "howto" / "decisions.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "decisions.yaml").write_text(shown, encoding="utf-8")
    made = decisions.read(str(tmp_path / "decisions.yaml"))
    assert {one.verdict for one in made.values()} == {"confirmed", "dismissed"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_loader_shown_reads(lang: str) -> None:
    page = (DOCS / lang / "howto" / "formats.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(shown, names)
    document = loaders.read(b"%RPT\nsaid\n", "a.rpt", [*loaders.BUILTIN, *names["audit_core_loaders"]()])
    assert [(one.text, one.place) for one in document.paragraphs()] == [("said", "line 2")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_loader_is_named(lang: str) -> None:
    page = (DOCS / lang / "howto" / "formats.md").read_text(encoding="utf-8").lower()
    assert [loader.name for loader in loaders.BUILTIN if loader.name not in page] == []


def test_the_example_ruleset_loads_and_sets_what_it_says() -> None:
    auditor = Auditor.load(str(ROOT / "examples" / "my-province.yaml"))
    assert auditor.rules["FMT-01"].severity == "error"
    assert "MY-01" in auditor.rules


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_a_readme_shows_what_the_command_prints(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit_core.cli import main

    monkeypatch.chdir(ROOT)
    page = (ROOT / name).read_text(encoding="utf-8")
    (shown,) = [block for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL) if "qinglan-2019.md" in block]
    main(["check", "examples/qinglan-2019.md", "--lang", "zh" if "zh" in name else "en"])
    printed = capsys.readouterr().out
    for part in re.split(r"^ *…\n", shown, flags=re.MULTILINE):
        assert part in printed


def test_the_tutorials_corrections_are_enough(tmp_path: Path) -> None:
    from audit_core.cli import main

    text = (ROOT / "examples" / "qinglan-2019.md").read_text(encoding="utf-8")
    for old, new in {
        "| 78 |": "| 77 |",
        "5120.64": "5120.6400",
        "其他法律法规禁止公开": "其他法律行政法规禁止公开",
        "3.要求提供公开出版物 | 0": "3.要求提供公开出版物 | 0 | 0",
    }.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "corrected.md").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / "corrected.md"), "--quiet"]) == 0


def test_the_readmes_commands_are_the_same() -> None:
    english, chinese = (
        re.findall(r"^python3 -m venv.*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh.md")
    )
    assert [f"{english[0]} --lang zh", english[1]] == chinese
    assert len(english) == 2


def test_the_changelog_names_the_version() -> None:
    import audit_core as package

    assert f"## [{package.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_dependencies_are_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lang in ("en", "zh"):
        page = (DOCS / lang / "explanation" / "dependencies.md").read_text(encoding="utf-8").lower()
        for dependency in project["dependencies"]:
            assert f"| {re.split(r'[<>=~!]', dependency)[0]} |" in page


def test_hooks_have_docstrings() -> None:
    assert all(inspect.getdoc(getattr(hookspecs, hook)) for hook in HOOKS)
