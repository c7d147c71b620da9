"""Reference pages told from the code when the documentation is built; what is written by hand stands beside them."""

import enum
import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from audit_core import schemas
from audit_core.cli.commands import audit_core
from audit_core.cli.language import choose, spoken
from audit_core.cli.localized import Context
from audit_core.engine import Auditor
from audit_core.examples import told_of
from audit_core.forms import Form, LineForm, TableForm
from audit_core.plugins import discover
from audit_core.reporters.phrases import SEVERITIES
from audit_core.rules import CARD_HEADINGS, Rule
from audit_core.rulesets.yaml import in_yaml
from audit_core.words import Lang, Words

LANGS: Final[tuple[Lang, ...]] = ("en", "zh")
RULESET: Final = "ogi"
_LANGUAGES: Final[Mapping[Lang, Words]] = {"en": Words("English", "English"), "zh": Words("中文", "中文")}

_TITLES: Final[Mapping[str, Words]] = {
    "commands": Words("命令", "Commands"),
    "rules": Words("规则", "Rules"),
    "forms": Words("法定表式", "Forms"),
    "schemas": Words("JSON Schema", "JSON Schemas"),
    "python": Words("Python 接口", "Python API"),
}
_STATUSES: Final = (
    (0, Words("没有发现问题", "clean")),
    (1, Words("有不通过的问题达到 `--fail-on`，或得分低于 `--min-score`",
              "a `fail` at or above `--fail-on`, or a score under `--min-score`")),
    (2, Words("审核未能完成：用法、配置、读不了的文件、出错的插件或规则",
              "the audit could not be completed: usage, configuration, unreadable input, a broken plugin or rule")),
)  # fmt: skip


def pages() -> Iterator[tuple[str, str]]:
    """Yield the path and the Markdown of every generated page."""
    auditor = Auditor.load(RULESET)
    titles = {pack.prefix: pack.title for pack in discover().packs}
    for lang in LANGS:
        made = {
            "commands": _commands(lang),
            "rules": _rules(auditor, titles, lang),
            "forms": _forms(auditor.ruleset.forms, lang),
            "schemas": _schemas(lang),
            "python": _python(lang),
        }
        for name, lines in made.items():
            title = f"# {_TITLES[name].say(lang)}"
            yield f"{lang}/reference/{name}.md", "\n".join([title, "", *lines]) + "\n"
        for name, rule in auditor.rules.items():
            yield f"{lang}/reference/rules/{name}.md", "\n".join(_rule(rule, auditor, lang)) + "\n"


def on_startup(**_: object) -> None:
    """Keep the splitter of Chinese words from telling how it loads."""
    import jieba  # type: ignore[import-untyped]

    jieba.setLogLevel("WARNING")


def on_files(files: Any, config: Any) -> Any:  # noqa: ANN401 - mkdocs calls this; it brings no types
    """Add the generated pages to a build."""
    from mkdocs.structure.files import File

    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:  # noqa: ANN401 - as above
    """Give a page its language, the menu of that language, and the way to the same page in the other one."""
    lang, _, rest = page.url.partition("/")
    if lang not in LANGS:
        lang, rest = "en", "tutorial/"
    elif page.file.src_uri.startswith(f"{lang}/"):
        context["nav"] = _menu(nav, lang)
    config.theme["language"] = lang
    config.extra["alternate"] = [
        {"name": name.say(lang), "link": f"{lang}/{rest}", "lang": lang} for lang, name in _LANGUAGES.items()
    ]
    return context


def _menu(nav: Any, lang: Lang) -> Any:  # noqa: ANN401 - as above
    """Return the menu without the pages of the other language."""
    from mkdocs.structure.nav import Navigation

    own = next(item for item in nav.items if item.title == _LANGUAGES[lang].say(lang))
    return Navigation(items=own.children, pages=nav.pages)


def _commands(lang: Lang) -> Iterator[str]:
    choose(lang)
    with spoken():
        top = Context(audit_core, info_name="audit-core", terminal_width=100, **audit_core.context_settings)
        yield from ("```text", audit_core.get_help(top), "```", "")
        for name, command in sorted(audit_core.commands.items()):
            context = Context(command, info_name=name, parent=top, terminal_width=100)
            yield from (f"## {name}", "", "```text", command.get_help(context), "```", "")
    choose(None)
    yield from (f"## {Words('退出状态', 'Exit status').say(lang)}", "")
    yield from (f"* `{status}` – {words.say(lang)}" for status, words in _STATUSES)
    yield ""


def _rules(auditor: Auditor, titles: Mapping[str, Words], lang: Lang) -> Iterator[str]:
    by_pack: dict[str, list[Rule]] = defaultdict(list)
    for _, rule in sorted(auditor.rules.items()):
        by_pack[rule.id.partition("-")[0]].append(rule)
    heads = [Words("编号", "Id"), Words("规则", "Rule"), Words("严重程度", "Severity")]
    for prefix, rules in by_pack.items():
        yield from (f"## {prefix} {titles.get(prefix, Words('', '')).say(lang)}".rstrip(), "")
        rows = (
            [f"[{rule.id}](rules/{rule.id}.md)", rule.title.say(lang), SEVERITIES[rule.severity].say(lang)]
            for rule in rules
        )
        yield from _table([head.say(lang) for head in heads], rows)


def _rule(rule: Rule, auditor: Auditor, lang: Lang) -> Iterator[str]:
    yield from (f"# {rule.id} {rule.title.say(lang)}", "", _facts_of(rule, lang), "")
    for key, heading in CARD_HEADINGS.items():
        text = rule.card.parts.get(key, Words("", "")).say(lang) if key != "basis" else _basis(rule, auditor, lang)
        examples = told_of(rule, key, auditor.ruleset.forms, lang)
        if text or examples:
            yield from (f"**{heading.say(lang)}**  ", _plain(text), "") if text else (f"**{heading.say(lang)}**", "")
        short = [line for lines in examples for line in lines if len(lines) == 1]
        for lines in [short, *(lines for lines in examples if len(lines) > 1)]:
            yield from ("```text", *lines, "```", "") if lines else ()
    if rule.options:
        yield from _table(
            [Words("选项", "Option").say(lang), Words("默认", "Default").say(lang)],
            ([f"`{option.name}`", f"`{in_yaml(option.default)}`"] for option in rule.options.values()),
        )


def _plain(text: str) -> str:
    """Return a text in which a line that quotes a heading stays a line."""
    return re.sub(r"^#", r"\\#", text, flags=re.MULTILINE)


def _facts_of(rule: Rule, lang: Lang) -> str:
    rules = _TITLES["rules"].say(lang)
    said = [
        f"[{rules}](../rules.md)",
        SEVERITIES[rule.severity].say(lang),
        Words("适用表式", "forms").say(lang) + f" `{rule.form}`",
    ]
    if rule.locked:
        said.append(Words("不得停用", "locked").say(lang))
    if not rule.scored:
        said.append(Words("不计分", "not scored").say(lang))
    return " · ".join(said)


def _basis(rule: Rule, auditor: Auditor, lang: Lang) -> str:
    said = [auditor.ruleset.basis(cited).words.say(lang) for cited in rule.basis if cited]
    return Words("；", "; ").say(lang).join(said) or rule.card.parts.get("basis", Words("", "")).say(lang)


def _forms(forms: Iterable[Form], lang: Lang) -> Iterator[str]:
    for form in forms:
        years = f"{form.first_year}–{form.last_year or ''}"
        yield from (f"## {form.name}", "", f"{form.title.say(lang)}, {years}", "")
        for table in form.tables.values():
            yield from _form_table(table, lang)


def _form_table(table: TableForm, lang: Lang) -> Iterator[str]:
    yield from (f"### {table.key}: {table.title.say(lang)}", "")
    axes = ((Words("行", "row"), table.rows), (Words("列", "column"), table.columns))
    rows = ([words.say(lang), f"`{key}`", _label(line)] for words, lines in axes for key, line in lines.items())
    yield from _table([" ", Words("键", "key").say(lang), Words("法定名称", "statutory label").say(lang)], rows)


def _label(line: LineForm) -> str:
    return " / ".join([*line.path, line.label])


_HOMES: Final[Mapping[Words, str]] = {
    Words("审核", "Auditing"): "runs.api results engine",
    Words("写规则", "Writing rules"): "packs findings rules declared",
    Words("报告", "The report"): "report figures forms organs",
    Words("其他报告", "Other reports"): "others snapshot lookalikes",
    Words("读取与输出格式", "Loaders and reporters"): "formats",
    Words("文件内容", "The document"): "document annotations",
    Words("出错", "Errors"): "errors",
    Words("文字", "Words"): "words lazy_patterns",
}
"""The public names by what they are for, told by the modules that they live in."""


def _python(lang: Lang) -> Iterator[str]:
    """Yield the page of the public names: signatures and docstrings, which are in English."""
    import audit_core as front

    intro = Words(
        "程序和插件可以使用的全部名称，都从 `audit_core` 导入。说明取自代码，为英文；其余模块随时可能变动。",
        "All names that programs and plugins may use, to be imported from `audit_core`. Everything else may move.",
    )
    yield from (intro.say(lang), "", "```python", *_EXAMPLE.strip().splitlines(), "```", "")
    names = {name: getattr(front, name) for name in front.__all__}
    homes = front._home_of_each()  # noqa: SLF001 - there is no other list of them
    for title, modules in _HOMES.items():
        yield from (f"## {title.say(lang)}", "")
        for module in modules.split():
            for name in (name for name in names if homes[name] == f"audit_core.{module}"):
                yield from _public(name, names[name])


_EXAMPLE: Final = """
from audit_core import audit, audit_many

result = audit("2022.docx", others=["2021.docx"])
print(result.organization, result.score.value)
for reported in result.findings:
    print(reported.rule, reported.words.zh, reported.location.uri)

for result in audit_many(["reports/", "more.zip"], jobs=4):
    print(result.source.uri, result.complete)
"""


def _public(name: str, one: object) -> Iterator[str]:
    yield from (f"### {name}", "")
    if not inspect.isclass(one) and not inspect.isfunction(one):
        yield from ("```python", f"{name} = {re.sub(r'[a-z_]+[.](?=[A-Z])', '', str(one))}", "```", "")
        return
    enumerated = inspect.isclass(one) and issubclass(one, enum.Enum)
    if not enumerated:
        shown = f"{name}{signature(one)}"
        yield from (
            "```python",
            shown if len(shown) < _WIDE else re.sub(r", (?=[a-z_*]+[:,])", ",\n    ", shown),
            "```",
        )
    yield from ("", _prose(inspect.getdoc(one) or ""), "")
    for member, how, read in members(one) if inspect.isclass(one) else ():
        yield from (f"`{member}{how}`", f":   {_prose(inspect.getdoc(read) or '', 4) if read else ''}", "")


_WIDE: Final = 100
_SHOWN: Final = (str, int, float, bool, tuple, type(None))


def _prose(docstring: str, indent: int = 0) -> str:
    """Return a docstring as Markdown, set in where it belongs to an item of a list."""
    return docstring.replace("\n", "\n" + " " * indent)


class _Elided:
    """Stands for a default that says nothing to a reader."""

    def __repr__(self) -> str:
        return "…"


def signature(one: Any) -> str:  # noqa: ANN401 - anything that can be called
    """Return a signature without the modules that names live in, for these may move."""
    found = inspect.signature(one)
    told = [
        part if type(part.default) in _SHOWN or part.default is part.empty else part.replace(default=_Elided())
        for part in found.parameters.values()
    ]
    text = re.sub(r"= '([^']*)'", r'= "\1"', str(found.replace(parameters=told)))
    text = re.sub(r"ForwardRef\('([^']*)'\)", r"\1", text).replace("'", "")
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z_])", "", text)


def members(one: type) -> Iterator[tuple[str, str, object]]:
    """Yield what a class offers beside its fields: the name, how it is called or what it is, and what documents it."""
    if issubclass(one, enum.Enum):
        yield from ((member.name, f" = {member.value}", None) for member in one)
        return
    for name, member in sorted(inspect.getmembers_static(one)):
        ours = any(name in vars(base) and base.__module__.startswith("audit_core") for base in one.__mro__)
        if name.startswith("_") or not ours:
            continue
        plain = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        read = member.fget if isinstance(member, property) else getattr(member, "func", None)
        if inspect.isfunction(plain):
            yield name, signature(plain), plain
        elif read is not None:
            yield name, signature(read).partition(")")[2], read


def _schemas(lang: Lang) -> Iterator[str]:
    printed = Words(
        "由 `audit-core schema NAME` 打印，JSON Schema 2020-12。", "Printed by `audit-core schema NAME` (2020-12)."
    )
    yield printed.say(lang)
    yield ""
    for name in schemas.names():
        schema = schemas.schema(name)
        yield from (f"## {name}", "", schema.get("description", schema.get("title", "")), "")
        yield from _properties(schema, lang)


def _properties(schema: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    required = set(schema.get("required", ()))
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    heads = [Words("键", "key"), Words("必有", "required"), Words("说明", "meaning")]
    rows = ([f"`{n}`", "✓" if n in required else "", str(p.get("description", ""))] for n, p in properties.items())
    yield from _table([head.say(lang) for head in heads], rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield from (_row(heads), _row("---" for _ in heads))
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
