"""The commands that show things: facts, documents, rules, forms, rulesets, plugins, schemas."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from audit_core.cli.language import language
from audit_core.cli.localized import argument, command, option
from audit_core.errors import ConfigurationError, nearest_hint
from audit_core.escaping import in_json, inert, visible
from audit_core.words import Words, counted

if TYPE_CHECKING:
    from audit_core.document import Document, Location
    from audit_core.engine import Auditor
    from audit_core.plugins import Plugins
    from audit_core.report import Fact, Report
    from audit_core.rules import Rule
    from audit_core.rulesets.ruleset import Ruleset

_FILE: Final = Words("文件", "FILE")
_RULESET: Final = option(
    "--ruleset",
    default="ogi",
    show_default=True,
    value=Words("名称|文件", "NAME|FILE"),
    says=Words("采用的规则集", "Rules to follow."),
)
_FORMAT: Final = option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", says=Words("输出格式", "Output format.")
)
_LOADER: Final = option(
    "--loader",
    value=Words("名称", "NAME"),
    says=Words("用该加载器读取，不论内容", "Read the file with this loader, whatever it holds."),
)
_FORM: Final = option(
    "--form",
    default="",
    value=Words("名称", "NAME"),
    says=Words(
        "按该表式读取，不由标题、表格和年度判断", "Take the report for this form, whatever title, tables and year tell."
    ),
)
_STDIN: Final = option(
    "--stdin-filename",
    default="stdin",
    value=Words("名称", "NAME"),
    says=Words("标准输入（-）的文件名", "What to call standard input (-)."),
)


def _say(words: Words) -> str:
    return words.say(language())


def _echo(line: str) -> None:
    """Print a line with text from outside in it."""
    click.echo(inert(visible(line)))


def _print_json(data: object) -> None:
    import json

    click.echo(in_json(json.dumps(data, ensure_ascii=False, indent=1)))


def _document(file: str, stdin_name: str, loader: str | None) -> "Document":
    from audit_core.formats import Limits
    from audit_core.loaders import read
    from audit_core.plugins import discover
    from audit_core.runs.archives import named
    from audit_core.runs.files import inputs, is_directory

    limits = Limits()
    if is_directory(file):
        raise ConfigurationError("expected a file, not a directory", "应为文件，而不是目录", place=file)
    (one,) = inputs([file], stdin_name, limits.bytes)
    if isinstance(one.given, Path):
        one = named(file, limits) or one
    if one.error:
        raise one.error
    return read(one.given, one.uri, discover().loaders, limits, loader)


@command(
    Words(
        "显示按表式读到的数据及其状态和位置。",
        "Show the figures of a report as bound to its form, with states and positions.",
    )
)
@argument("file", _FILE)
@_RULESET
@_FORM
@_FORMAT
@_LOADER
@_STDIN
def facts(file: str, ruleset: str, form: str, style: str, loader: str | None, stdin_filename: str) -> None:
    """Print the figures of a report as they were read."""
    from audit_core.engine import Auditor

    report = Auditor.load(ruleset, form=form).bound(_document(file, stdin_filename, loader))
    if style == "json":
        _print_json(_facts(report))
        return
    _echo(f"{report.organization} {report.year} {_say(report.form.title)} ({report.form.name})")
    for line in _fact_lines(report):
        _echo(line)


def _facts(report: "Report") -> dict[str, Any]:
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for fact in _shown_facts(report):
        row = tables.setdefault(fact.table, {}).setdefault(fact.row, {})
        row[fact.column] = _fact(fact, report)
    return {
        "form": report.form.name,
        "year": report.year,
        "organization": report.organization,
        "tables": tables,
    }


def _shown_facts(report: "Report") -> "Iterator[Fact]":
    """Yield every fact but those of known additions that are not printed."""
    for fact in report.vector:
        form = report.form.tables[fact.table]
        optional = form.rows[fact.row].optional or form.columns[fact.column].optional
        if not optional or fact.state != "absent":
            yield fact


def _fact(fact: "Fact", report: "Report") -> dict[str, Any]:
    from audit_core.figures import format_number, typed_json

    said: dict[str, Any] = {
        "value": typed_json(fact.figure.typed) if fact.value is None else format_number(fact.value),
        "state": str(fact.state),
        "raw": fact.raw,
        "location": _location(report.locate(fact)) if fact.cell else None,
    }
    if fact.figure.mark:
        said["mark"] = fact.figure.mark
    if fact.recovered:
        said["recovered"] = True
    if fact.readings:
        said["readings"] = [format_number(reading) for reading in fact.readings]
    return said


def _location(location: "Location") -> dict[str, Any]:
    region = location.region
    shown = {name: getattr(region, name) for name in region.__struct_fields__} if region else None
    return {"uri": location.uri, "region": shown, "place": location.place, "logical": location.logical}


def _fact_lines(report: "Report") -> Iterator[str]:
    from audit_core.escaping import visible
    from audit_core.reporters.terminal import padded

    for fact in _shown_facts(report):
        raw = visible(fact.raw.strip()) or "·"
        state = padded(_say(_STATES[fact.state]), _STATE_WIDTH)
        yield f"{padded(_at(report, fact), _PLACE_WIDTH)}  {state}  {_say(fact.label)}  {raw}"


_STATE_WIDTH: Final = 11
_PLACE_WIDTH: Final = 7
_STATES: Final[Mapping[str, Words]] = {
    "number": Words("数字", "number"),
    "value": Words("值", "value"),
    "none": Words("无数据", "none"),
    "blank": Words("空白", "blank"),
    "placeholder": Words("占位符", "placeholder"),
    "text": Words("文字", "text"),
    "absent": Words("未列出", "absent"),
    "ambiguous": Words("列未定", "ambiguous"),
}


def _at(report: "Report", fact: "Fact") -> str:
    from audit_core.reporters.place_names import place_in

    where = report.locate(fact)
    if not fact.cell or not where.region:
        return place_in(where.place, language())
    return f"{where.region.start_line}:{where.region.start_column}"


@command(Words("转换为规范 JSON。", "Print the document as canonical JSON."))
@argument("file", _FILE)
@_LOADER
@_STDIN
def convert(file: str, loader: str | None, stdin_filename: str) -> None:
    """Print the document that a loader makes of a file."""
    from audit_core.loaders.json import dump

    click.echo(in_json(dump(_document(file, stdin_filename, loader)).decode()), nl=False)


def _auditor(ruleset: str, found: "Plugins | None" = None) -> "Auditor":
    from audit_core.engine import Auditor

    return Auditor.load(ruleset, plugins=found)


@command(Words("列出规则集的规则。", "List the rules that a ruleset runs."))
@_RULESET
@_FORMAT
def rules(ruleset: str, style: str) -> int:
    """Print the rules that a ruleset runs, and which are broken."""
    from audit_core.reporters.phrases import SEVERITIES
    from audit_core.reporters.terminal import padded

    auditor = _auditor(ruleset)
    listed = [*auditor.rules.values()]
    if style == "json":
        _print_json([_rule(rule, auditor.ruleset) for rule in listed])
    for rule in listed if style == "text" else ():
        needs = _say(_NEEDS).format(", ".join(rule.needs)) if rule.needs else ""
        broken = f"  {_say(_PLUGIN_STATUSES['broken'])}: {_say(rule.broken)}" if rule.broken.en else ""
        _echo(f"{rule.id:<8} {padded(_say(SEVERITIES[rule.severity]), 8)} {_say(rule.title)}{needs}{broken}")
    for prefix, why in auditor.ruleset.broken.items():
        click.echo(inert(visible(f"{prefix}: {_say(why)}")), err=True)
    return 2 if auditor.ruleset.broken or any(rule.broken.en for rule in listed) else 0


_NEEDS: Final = Words("（另需 {}）", " (asks for {})")


def _rule(rule: "Rule", ruleset: "Ruleset") -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "severity": str(rule.severity),
        "category": rule.category,
        "pack": rule.pack,
        "domain": rule.domain or None,
        "form": rule.form,
        "since": rule.since,
        "until": rule.until,
        "scored": rule.scored,
        "locked": rule.locked,
        "broken": {"zh": rule.broken.zh, "en": rule.broken.en} if rule.broken.en else None,
        "needs": list(rule.needs),
        "options": {name: {"value": set_, "default": default} for name, set_, default in _options(rule, ruleset)},
    }


def _options(rule: "Rule", ruleset: "Ruleset") -> Iterator[tuple[str, str, str]]:
    """Yield the name of each option, what the ruleset sets it to, and its default, as a ruleset writes them."""
    from audit_core.rulesets.yaml import in_yaml

    given = ruleset.setting(rule.id).options
    for known in rule.options.values():
        value, default = given.get(known.name, known.default), in_yaml(known.default)
        yield known.name, default if value == known.default else in_yaml(value), default


@command(Words("显示一条规则的说明。", "Print a rule's card."))
@argument("rule", Words("规则", "RULE"))
@_RULESET
def explain(rule: str, ruleset: str) -> None:
    """Print what a rule tells of itself."""
    auditor = _auditor(ruleset)
    found = auditor.rules.get(rule.upper())
    if found is None:
        raise _unknown("rule", "规则", rule, auditor.rules)
    for line in _card(found, auditor):
        click.echo(line)


def _card(rule: "Rule", auditor: "Auditor") -> Iterator[str]:
    from audit_core.cli.outputs import terminal_columns
    from audit_core.reporters.phrases import SEVERITIES
    from audit_core.reporters.terminal import wrap
    from audit_core.rules import CARD_HEADINGS, NEEDS

    columns = max(40, min(terminal_columns(), 100))
    locked = _say(Words("，不得停用", ", locked")) if rule.locked else ""
    yield f"{rule.id}  {_say(rule.title)}  [{_say(SEVERITIES[rule.severity])}{locked}]"
    if rule.broken.en:
        yield inert(visible(f"  {_say(_PLUGIN_STATUSES['broken'])}: {_say(rule.broken)}"))
    for key, heading in CARD_HEADINGS.items():
        yield from _under(heading, _part(rule, key, auditor.ruleset, columns))
    yield from _under(Words("另需", "Asks for"), (f"    {need}  {_say(NEEDS[need])}" for need in rule.needs))
    options = (
        f"{name}: {value}" + (_say(_DEFAULT).format(default) if value != default else "")
        for name, value, default in _options(rule, auditor.ruleset)
    )
    lines = (line for text in options for line in wrap(inert(visible(text)), columns, "    ", "      "))
    yield from _under(Words("选项", "Options"), lines)


def _under(heading: Words, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines under a heading; without lines, nothing."""
    for number, line in enumerate(lines):
        yield from () if number else ("", f"  {_say(heading)}")
        yield line


def _part(rule: "Rule", key: str, ruleset: "Ruleset", columns: int) -> Iterator[str]:
    """Yield what a card has under one of its headings; where it does not say what is checked, its equations do."""
    from audit_core.equations import equation_words
    from audit_core.examples import told_of
    from audit_core.reporters.phrases import CLAUSE
    from audit_core.reporters.terminal import wrap

    bases = _say(CLAUSE).join(_say(ruleset.basis(cited).words) for cited in rule.basis if cited)
    text = bases if key == "basis" and bases else _say(rule.card.parts.get(key, Words("", "")))
    if text:
        yield from wrap(text, columns, "    ")
    for equation in rule.equations if key == "checks" and not text else ():
        yield from wrap(inert(visible(_say(equation_words(equation)))), columns, "  – ", "      ")
    for lines in told_of(rule, key, ruleset.forms, language()):
        for number, line in enumerate(lines):
            text = line.lstrip()
            begin = ("    " if number else "  – ") + " " * (len(line) - len(text))
            yield from wrap(inert(visible(text)), columns, begin, " " * (len(begin) + 2))


_DEFAULT: Final = Words("（默认 {}）", " (default {})")


def _unknown(kind: str, zh: str, name: str, known: Mapping[str, object]) -> ConfigurationError:
    hint = nearest_hint(name, known)
    return ConfigurationError(
        f"no {kind} {name!r}{hint.en}; `audit-core {kind}s` lists them",
        f"没有{zh} {name}{hint.zh}；全部{zh}见 audit-core {kind}s",
    )


@command(Words("列出规则集的法定表式及其表格。", "List the statutory forms of a ruleset, with their tables."))
@_RULESET
@_FORMAT
def forms(ruleset: str, style: str) -> None:
    """Print the forms of a ruleset."""
    listed = _auditor(ruleset).ruleset.forms
    if style == "json":
        _print_json([_form(form) for form in listed])
        return
    for form in listed:
        click.echo(f"{form.name}  {form.first_year}–{form.last_year or ''}  {_say(form.title)}")
        for table in form.tables.values():
            click.echo(f"  {table.key:<14} {_say(table.title)}")
            click.echo(f"    {_say(Words('行', 'rows   '))}  {' '.join(table.rows)}")
            click.echo(f"    {_say(Words('列', 'columns'))}  {' '.join(table.columns)}")


def _form(form: Any) -> dict[str, Any]:  # noqa: ANN401 - a Form, imported late
    lines = {
        key: {
            "rows": {row: line.label for row, line in table.rows.items()},
            "columns": {column: line.label for column, line in table.columns.items()},
        }
        for key, table in form.tables.items()
    }
    return {
        "form": form.name,
        "domain": form.domain or None,
        "extends": list(form.lineage[1:]),
        "from": form.first_year,
        "to": form.last_year,
        "tables": lines,
    }


@command(Words("列出 --ruleset 可用的规则集。", "List the rulesets that --ruleset knows by name."))
@_FORMAT
def rulesets(style: str) -> None:
    """Print the rulesets that have a name."""
    from audit_core.plugins import discover

    found = discover()
    loaded = {name: _auditor(name).ruleset for name in sorted(found.rulesets)}
    if style == "json":
        _print_json([{"name": n, "version": r.version, "digest": r.digest} for n, r in loaded.items()])
        return
    for name, ruleset in loaded.items():
        click.echo(f"{name:<16} {ruleset.version:<8} {_say(ruleset.title)}")


@command(
    Words(
        "列出插件；给出文件的，显示由哪个加载器读取及理由。",
        "List the plugins; with FILE, which loader would take it, and why.",
    )
)
@_FORMAT
@argument("file", _FILE, required=False)
def plugins(style: str, file: str | None) -> int:
    """Print the plugins, or the loaders as they take a file."""
    from audit_core.plugins import discover
    from audit_core.reporters.terminal import padded

    if file is not None:
        _loaders_of(file)
        return 0
    found = discover()
    listed = (_auditor("ogi", found).plugins or found).plugins if "ogi" in found.rulesets else found.plugins
    if style == "json":
        _print_json([_plugin(plugin, found) for plugin in listed])
    else:
        for plugin in listed:
            said = [_say(plugin.cause)] if plugin.status == "broken" else list(_files_said(plugin, found))
            prefixes = ",".join(plugin.prefixes)
            status = padded(_say(_PLUGIN_STATUSES[plugin.status]), 6)
            line = f"{status} {plugin.name:<14} {plugin.version:<10} {prefixes:<12}"
            click.echo("  ".join([line, *said]).rstrip())
    return 2 if any(plugin.status == "broken" for plugin in listed) else 0


_PLUGIN_STATUSES: Final[Mapping[str, Words]] = {
    "ok": Words("正常", "ok"),
    "broken": Words("出错", "broken"),
    "disabled": Words("已停用", "disabled"),
}


def _brought(plugin: Any, some: Iterable[Any]) -> list[str]:  # noqa: ANN401 - a Plugin, imported late
    """Return the names of the loaders or reporters that a plugin brings; ours name no plugin."""
    return [one.name for one in some if one.origin == f"{plugin.name} {plugin.version}"]


def _files_said(plugin: Any, found: Any) -> Iterator[str]:  # noqa: ANN401 - imported late
    """Yield what a plugin reads and writes."""
    for some, words in ((found.loaders, Words("加载器", "loader")), (found.reporters, Words("输出格式", "format"))):
        names = _brought(plugin, some)
        if names:
            yield _say(Words(f"{words.zh} {'、'.join(names)}", f"{words.en} {', '.join(names)}"))


def _plugin(plugin: Any, found: Any) -> dict[str, Any]:  # noqa: ANN401 - imported late
    cause = {"zh": plugin.cause.zh, "en": plugin.cause.en} if plugin.status == "broken" else None
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "status": plugin.status,
        "prefixes": list(plugin.prefixes),
        "loaders": _brought(plugin, found.loaders),
        "formats": _brought(plugin, found.reporters),
        "cause": cause,
    }


def _loaders_of(file: str) -> None:
    from audit_core.formats import Limits
    from audit_core.loaders import HEAD, contents
    from audit_core.plugins import discover
    from audit_core.reporters.terminal import padded
    from audit_core.runs.files import inputs

    limits = Limits()
    (one,) = inputs([file], file, limits.bytes)
    if one.error:
        raise one.error
    head = contents(one.given, one.uri, limits)[:HEAD]
    members = _members(file)
    if members is not None:
        said = Words(
            f"压缩包，逐一读取其中 {members} 个文件", f"an archive of {counted(members, 'file')}, each read by itself"
        )
        click.echo(f"→ {padded(_say(Words('压缩包', 'archive')), 8)} {_say(said)}")
    taken = members is not None
    for loader in sorted(discover().loaders, key=lambda one: (-one.priority, one.name)):
        taking = loader.sniff(head, file)
        mark = "→" if taking and not taken else " "
        taken = taken or taking is not None
        click.echo(f"{mark} {loader.name:<8} {_say(Words.of(taking or '不接受 / does not take it'))}")


def _members(file: str) -> int | None:
    """Return how many files an archive of reports holds, or None for what is none."""
    from audit_core.formats import Limits
    from audit_core.runs.archives import opened
    from audit_core.runs.files import Input

    found = [one.uri for one in opened(Input(Path(file), file), Limits())]
    return len(found) if found != [file] else None


@command(
    Words(
        "打印 JSON Schema：document、form、result 或 ruleset。",
        "Print a JSON Schema: document, form, result or ruleset.",
    )
)
@argument(
    "name",
    Words("[document|form|result|ruleset]", "[document|form|result|ruleset]"),
    type=click.Choice(["document", "form", "result", "ruleset"]),
)
def schema(name: str) -> None:
    """Print a JSON Schema."""
    from audit_core.schemas import schema as schema_of

    _print_json(schema_of(name))


COMMANDS: Final = (facts, convert, rules, explain, forms, rulesets, plugins, schema)
