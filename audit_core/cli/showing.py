"""The commands that show things: facts, documents, rules, forms, rulesets, plugins, schemas."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from audit_core.cli.language import language
from audit_core.errors import ConfigurationError
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.document import Document, Location
    from audit_core.engine import Auditor
    from audit_core.report import Fact, Report
    from audit_core.rules import Rule

_RULESET: Final = click.option("--ruleset", default="ogi", show_default=True, metavar="NAME|FILE")
_FORMAT: Final = click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
_LOADER: Final = click.option("--loader", metavar="NAME", help="Read the file with this loader, whatever it holds.")


def _say(words: Words) -> str:
    return words.say(language())


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _document(file: str, stdin_name: str, loader: str | None) -> "Document":
    from audit_core.cli.archives import named
    from audit_core.cli.files import Input, inputs
    from audit_core.loaders import Limits, read
    from audit_core.plugins import discover

    limits = Limits()
    one = named(file, limits)
    given = [file] if file == "-" or not Path(file).is_dir() else []
    one = one or next(inputs(given, stdin_name, limits.bytes), None)
    if not isinstance(one, Input):
        raise ConfigurationError("expected a file, not a directory", "应为文件，而不是目录", place=file)
    if one.error:
        raise one.error
    return read(one.given, one.uri, discover().loaders, limits, loader)


@click.command()
@click.argument("file")
@_RULESET
@_FORMAT
@_LOADER
@click.option("--stdin-filename", default="stdin", metavar="NAME")
def facts(file: str, ruleset: str, style: str, loader: str | None, stdin_filename: str) -> None:
    """Show the figures of a report as bound to its form, with states and positions. 显示已识别的数据。"""
    from audit_core.binding import bind
    from audit_core.engine import Auditor

    report = bind(_document(file, stdin_filename, loader), Auditor.load(ruleset).ruleset.forms)
    if style == "json":
        _print_json(_facts(report))
        return
    click.echo(f"{report.organization} {report.year} {_say(report.form.title)} ({report.form.name})")
    for line in _fact_lines(report):
        click.echo(line)


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
    from audit_core.findings import plain

    said: dict[str, Any] = {
        "value": plain(fact.value) if fact.value is not None else None,
        "state": str(fact.state),
        "raw": fact.raw,
        "location": _location(report.locate(fact)) if fact.cell else None,
    }
    if fact.recovered:
        said["recovered"] = True
    if fact.readings:
        said["readings"] = [plain(reading) for reading in fact.readings]
    return said


def _location(location: "Location") -> dict[str, Any]:
    region = location.region
    shown = {name: getattr(region, name) for name in region.__struct_fields__} if region else None
    return {"uri": location.uri, "region": shown, "place": location.place, "logical": location.logical}


def _fact_lines(report: "Report") -> Iterator[str]:
    for fact in _shown_facts(report):
        yield f"{_at(report, fact):>8}  {fact.concept.key:<42} {fact.state:<11} {fact.raw.strip() or '·'}"


def _at(report: "Report", fact: "Fact") -> str:
    where = report.locate(fact)
    if not fact.cell or not where.region:
        return where.place
    return f"{where.region.start_line}:{where.region.start_column}"


@click.command()
@click.argument("file")
@_LOADER
@click.option("--stdin-filename", default="stdin", metavar="NAME")
def convert(file: str, loader: str | None, stdin_filename: str) -> None:
    """Print the document as canonical JSON. 转换为规范 JSON。"""
    from audit_core.loaders.json import dump

    click.echo(dump(_document(file, stdin_filename, loader)).decode(), nl=False)


def _auditor(ruleset: str) -> "Auditor":
    from audit_core.engine import Auditor

    return Auditor.load(ruleset)


@click.command()
@_RULESET
@_FORMAT
def rules(ruleset: str, style: str) -> None:
    """List the rules that a ruleset runs. 列出规则。"""
    listed = [*_auditor(ruleset).rules.values()]
    if style == "json":
        _print_json([_rule(rule) for rule in listed])
        return
    for rule in listed:
        click.echo(f"{rule.id:<8} {rule.severity:<8} {_say(rule.title)}")


def _rule(rule: "Rule") -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "severity": str(rule.severity),
        "category": rule.category,
        "pack": rule.pack,
        "form": rule.form,
        "scored": rule.scored,
        "locked": rule.locked,
        "options": {name: str(option.default) for name, option in rule.options.items()},
    }


@click.command()
@click.argument("rule")
@_RULESET
def explain(rule: str, ruleset: str) -> None:
    """Print a rule's card in Chinese and English. 显示规则卡片。"""
    auditor = _auditor(ruleset)
    found = auditor.rules.get(rule.upper())
    if found is None:
        raise _unknown("rule", "规则", rule, auditor.rules)
    for line in _card(found, auditor):
        click.echo(line)


def _card(rule: "Rule", auditor: "Auditor") -> Iterator[str]:
    from audit_core.rules import CARD_HEADINGS

    bases = [auditor.ruleset.basis(cited).words for cited in rule.basis if cited]
    for lang in ("zh", "en"):
        title = rule.title.zh if lang == "zh" else rule.title.en
        yield f"{rule.id}  {title}  [{rule.severity}{', locked' if rule.locked else ''}]"
        for key, heading in CARD_HEADINGS.items():
            text = rule.card.parts.get(key, Words("", "")).say(lang)
            if key == "basis":
                text = "；".join(b.zh for b in bases) if lang == "zh" else "; ".join(b.en for b in bases)
            if text:
                yield ""
                yield f"  {heading.say(lang)}"
                yield f"    {text}"
        for option in rule.options.values():
            yield f"    {option.name} = {option.default}"
        yield ""


def _unknown(kind: str, zh: str, name: str, known: Mapping[str, object]) -> ConfigurationError:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=0.4)
    hint = Words(f"；最接近的是 {near[0]}", f"; the nearest is {near[0]}") if near else Words("", "")
    return ConfigurationError(f"no {kind} {name!r}{hint.en}", f"没有{zh} {name!r}{hint.zh}")


@click.command()
@_RULESET
@_FORMAT
def forms(ruleset: str, style: str) -> None:
    """List the statutory forms of a ruleset, with their tables. 列出法定表式。"""
    listed = _auditor(ruleset).ruleset.forms
    if style == "json":
        _print_json([_form(form) for form in listed])
        return
    for form in listed:
        click.echo(f"{form.name}  {form.first_year}–{form.last_year or ''}  {_say(form.title)}")
        for table in form.tables.values():
            click.echo(f"  {table.key:<14} {_say(table.title)}")
            click.echo(f"    rows     {' '.join(table.rows)}")
            click.echo(f"    columns  {' '.join(table.columns)}")


def _form(form: Any) -> dict[str, Any]:  # noqa: ANN401 - a Form, imported late
    lines = {
        key: {
            "rows": {row: line.label for row, line in table.rows.items()},
            "columns": {column: line.label for column, line in table.columns.items()},
        }
        for key, table in form.tables.items()
    }
    return {"form": form.name, "from": form.first_year, "to": form.last_year, "tables": lines}


@click.command()
@_FORMAT
def rulesets(style: str) -> None:
    """List the rulesets that --ruleset knows by name. 列出规则集。"""
    from audit_core.plugins import discover

    found = discover()
    loaded = {name: _auditor(name).ruleset for name in sorted(found.rulesets)}
    if style == "json":
        _print_json([{"name": n, "version": r.version, "digest": r.digest} for n, r in loaded.items()])
        return
    for name, ruleset in loaded.items():
        click.echo(f"{name:<16} {ruleset.version:<8} {_say(ruleset.title)}")


@click.command()
@_FORMAT
@click.argument("file", required=False)
def plugins(style: str, file: str | None) -> int:
    """List the plugins; with FILE, which loader would take it, and why. 列出插件。"""
    from audit_core.plugins import discover

    found = discover()
    if file is not None:
        _loaders_of(file)
        return 0
    if style == "json":
        _print_json([_plugin(plugin) for plugin in found.plugins])
    else:
        for plugin in found.plugins:
            cause = f"  {_say(plugin.cause)}" if plugin.status == "broken" else ""
            prefixes = ",".join(plugin.prefixes)
            click.echo(f"{plugin.status:<6} {plugin.name:<14} {plugin.version:<10} {prefixes:<12}{cause}".rstrip())
    return 2 if any(plugin.status == "broken" for plugin in found.plugins) else 0


def _plugin(plugin: Any) -> dict[str, Any]:  # noqa: ANN401 - a Plugin, imported late
    cause = {"zh": plugin.cause.zh, "en": plugin.cause.en} if plugin.status == "broken" else None
    return {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "status": plugin.status,
        "prefixes": list(plugin.prefixes),
        "cause": cause,
    }


def _loaders_of(file: str) -> None:
    from audit_core.loaders import HEAD
    from audit_core.plugins import discover

    try:
        with Path(file).open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise ConfigurationError(
            f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", place=file
        ) from None
    members = _members(file)
    if members is not None:
        zh, en = f"压缩包，逐一读取其中 {members} 个文件", f"an archive; each of its {members} files is read by itself"
        said = Words(zh, en)
        click.echo(f"→ {'archive':<8} {_say(said)}")
    taken = members is not None
    for loader in sorted(discover().loaders, key=lambda one: (-one.priority, one.name)):
        reason = loader.sniff(head, file)
        mark = "→" if reason and not taken else " "
        taken = taken or reason is not None
        click.echo(f"{mark} {loader.name:<8} {reason or _say(Words('不接受', 'does not take it'))}")


def _members(file: str) -> int | None:
    """Return how many files an archive of reports holds, or None for what is none."""
    from audit_core.cli.archives import opened
    from audit_core.cli.files import Input
    from audit_core.loaders import Limits

    found = [one.uri for one in opened(Input(Path(file), file), Limits())]
    return len(found) if found != [file] else None


@click.command()
@click.argument("name", type=click.Choice(["document", "result", "ruleset"]))
def schema(name: str) -> None:
    """Print a JSON Schema: document, result or ruleset. 打印 JSON Schema。"""
    from audit_core.schemas import schema as schema_of

    _print_json(schema_of(name))


COMMANDS: Final = (facts, convert, rules, explain, forms, rulesets, plugins, schema)
