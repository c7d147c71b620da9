"""A run as one JSON object, described by the schema `result`, written report by report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, TextIO

import msgspec
from msgspec import Struct

from audit_core.document import Location, Region, Source
from audit_core.escaping import in_json
from audit_core.figures import format_number
from audit_core.findings import Basis, Consequence, Evidence, Fix, Outcome, Reported, Severity, Sides, Status
from audit_core.formats import View
from audit_core.reporters import JsonObject
from audit_core.reporters.summary import Totals, formula
from audit_core.results import Category, Deduction, Failure, Plugin, Result, Run, Score
from audit_core.rules import Rule
from audit_core.words import Lang

SCHEMA_VERSION: Final = "1"


class Members(Struct, frozen=True):
    """An object to be written member by member; each is asked for when those before it are written."""

    pairs: Iterable[tuple[str, object]]


ITEMS: Final = ",\n"


class ItemLines(Struct, frozen=True):
    """An array to be written in a line an item: `texts` are those of its items, or of several with `ITEMS` between."""

    texts: Iterable[str]


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write the run as one object, indented, each report as it comes, with a line break at the end."""
    stream.writelines(pieces(Members(members_of(run, view.lang))))
    stream.write("\n")


def pieces(value: object, indent: int = 2, depth: int = 0) -> Iterator[str]:
    """Yield piece by piece the text that `dumps` gives whole; an iterator is an array, written as its items come."""
    if isinstance(value, ItemLines):
        yield "["
        for number, text in enumerate(value.texts):
            yield f"{ITEMS if number else ITEMS[1:]}{text}"
        yield "]"
        return
    if not isinstance(value, Members | Iterator):
        yield dumps(value, indent).replace("\n", "\n" + " " * indent * depth)
        return
    line = "\n" + " " * indent * depth if indent >= 0 else ""
    further = "\n" + " " * indent * (depth + 1) if indent >= 0 else ""
    begin, end = "[]" if isinstance(value, Iterator) else "{}"
    between = begin
    for item in value if isinstance(value, Iterator) else value.pairs:
        yield between + further
        if isinstance(value, Members):
            yield dumps(item[0]) + (": " if indent >= 0 else ":")
        yield from pieces(item[1] if isinstance(value, Members) else item, indent, depth + 1)
        between = ","
    yield begin + end if between == begin else line + end


def dumps(value: object, indent: int = 2) -> str:
    """Return JSON that never acts on a terminal, always valid UTF-8: half characters of file names become U+FFFD."""
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_whole(value))
    return in_json(msgspec.json.format(encoded, indent=indent).decode())


def _whole(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return value


def members_of(run: Run, lang: Lang) -> Iterator[tuple[str, object]]:
    """Yield the run as plain data, member by member; what it adds up to comes behind its reports."""
    yield from head_of(run, lang).items()
    totals = Totals()
    yield "reports", (report_of(result, run, lang) for result in totals.passing(run.results))
    yield from tail_of(run, totals, lang).items()


def head_of(run: Run, lang: Lang) -> JsonObject:
    """Return what is known before anything is audited."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {
            "name": "audit-core",
            "version": run.version,
            "language": lang,
            "column_kind": "unicodeCodePoints",
        },
        "date": run.date.isoformat(),
        "ruleset": {"name": run.ruleset, "version": run.ruleset_version, "digest": run.ruleset_digest},
        "packs": [_pack(plugin, lang) for plugin in run.plugins],
        # Sorted for determinism: rules come together from many packs.
        "rules": [_rule(rule, lang) for _, rule in sorted(run.rules.items())],
        "notes": [note.say(lang) for note in run.notes],
    }


def tail_of(run: Run, totals: Totals, lang: Lang) -> JsonObject:
    """Return what is known when all reports have come."""
    return {
        "failures": [_failure(failure, lang) for failure in totals.failures(run)],
        "skipped": [{"uri": uri, "reason": why.say(lang)} for uri, why in sorted(run.skipped.items())],
        "summary": _summary(run, totals, lang),
    }


def _pack(plugin: Plugin, lang: Lang) -> JsonObject:
    pack: JsonObject = {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "prefixes": list(plugin.prefixes),
        "status": plugin.status,
    }
    return pack | {"cause": plugin.cause.say(lang)} if plugin.status == "broken" else pack


def _rule(rule: Rule, lang: Lang) -> JsonObject:
    return {
        "id": rule.id,
        "title": rule.title.say(lang),
        "severity": rule.severity,
        "category": rule.category,
        "pack": rule.pack,
        "form": rule.form,
        "scored": rule.scored,
        "locked": rule.locked,
        "needs": list(rule.needs),
    }


def report_of(result: Result, run: Run, lang: Lang) -> JsonObject:
    """Return one report as plain data."""
    report = result.audited.report
    taken = {deduction.finding.fingerprint: deduction.taken for deduction in result.score.deductions}
    return {
        "source": _source(result.source, report.document.notes),
        "organization": report.organization or None,
        "year": report.year,
        "form": report.form.name,
        "score": _score(result.score, lang),
        "outcomes": [_outcome(outcome, lang) for outcome in result.audited.outcomes],
        "findings": [
            _finding(finding, run.rules.get(finding.rule), taken.get(finding.fingerprint, Decimal(0)), lang)
            for finding in result.audited.findings
        ],
    }


def _source(source: Source, notes: Iterable[str]) -> JsonObject:
    return {
        "uri": source.uri,
        "digest": source.digest,
        "loader": source.loader,
        "encoding": source.encoding if source.text else None,
        "notes": list(notes),
    }


def _outcome(outcome: Outcome, lang: Lang) -> JsonObject:
    return {
        "rule": outcome.rule,
        "status": outcome.status,
        "reason": outcome.reason.say(lang) or None,
        "checked": outcome.checked,
        "unchecked": outcome.unchecked,
    }


def _finding(reported: Reported, rule: Rule | None, taken: Decimal, lang: Lang) -> JsonObject:
    finding = reported.finding
    return {
        "rule": reported.rule,
        "title": rule.title.say(lang) if rule else reported.rule,
        "category": reported.category,
        "status": reported.status,
        "severity": reported.severity,
        "message": reported.words.say(lang),
        "messages": {"zh": reported.words.zh, "en": reported.words.en},
        "location": _location(reported.location),
        "evidence": list(_evidence(finding.evidence, reported.evidence_locations, lang)),
        "sides": _sides(finding.sides, lang),
        "consequences": [_consequence(consequence, lang) for consequence in finding.consequences],
        "basis": [_basis(basis, lang) for basis in reported.basis],
        "advice": reported.advice.say(lang) or None,
        "responsibility": finding.responsibility,
        "deduction": float(taken),
        "follows": reported.follows or None,
        "fingerprint": reported.fingerprint,
        "fix": _fix(finding.fix, lang),
    }


def _evidence(evidence: Iterable[Evidence], locations: Iterable[Location], lang: Lang) -> Iterator[JsonObject]:
    for operand, location in zip(evidence, locations, strict=True):
        yield {
            "label": operand.label.say(lang),
            "raw": operand.raw,
            "value": None if operand.value is None else format_number(operand.value),
            "location": None if operand.at is None else _location(location),
        }


def _location(location: Location) -> JsonObject:
    return {
        "uri": location.uri,
        "region": _region(location.region),
        "place": location.place or None,
        "logical": location.logical or None,
    }


def _region(region: Region | None) -> JsonObject | None:
    return None if region is None else msgspec.structs.asdict(region)


def _sides(sides: Sides | None, lang: Lang) -> JsonObject | None:
    if sides is None:
        return None
    return {
        "left": format_number(sides.left),
        "relation": sides.relation,
        "right": format_number(sides.right),
        "difference": format_number(sides.difference),
        "words": sides.words.say(lang),
    }


def _consequence(consequence: Consequence, lang: Lang) -> JsonObject:
    return {"rule": consequence.rule, "key": consequence.key, "message": consequence.words.say(lang)}


def _basis(basis: Basis, lang: Lang) -> JsonObject:
    return {"text": basis.words.say(lang), "document": basis.document or None, "article": basis.article or None}


def _fix(fix: Fix | None, lang: Lang) -> JsonObject | None:
    return None if fix is None else {"text": fix.text, "description": fix.words.say(lang), "safe": fix.safe}


def _score(score: Score, lang: Lang) -> JsonObject:
    return {
        "value": _number(score.value),
        "lower_bound": _number(score.lower_bound),
        "grade": score.grade.say(lang) if score.grade else None,
        "coverage": _number(score.coverage),
        "formula": formula(score) or None,
        "categories": [_category(category) for category in score.categories],
        "deductions": [_deduction(deduction) for deduction in score.deductions],
        "possible": [_deduction(deduction) for deduction in score.possible],
        "gates": [_named(finding) for finding in score.gates],
        "caps": [_named(finding) for finding in score.caps],
        "publishable": score.publishable,
        "obstacles": [_named(finding) for finding in score.obstacles],
        "withheld": score.withheld.say(lang) or None,
    }


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _category(category: Category) -> JsonObject:
    return {
        "name": category.name,
        "weight": float(category.weight),
        "deducted": float(category.deducted),
        "assessed": category.assessed,
    }


def _deduction(deduction: Deduction) -> JsonObject:
    return _named(deduction.finding) | {"asked": float(deduction.asked), "taken": float(deduction.taken)}


def _named(finding: Reported) -> JsonObject:
    return {"rule": finding.rule, "fingerprint": finding.fingerprint}


def _failure(failure: Failure, lang: Lang) -> JsonObject:
    return {"kind": failure.kind, "subject": failure.subject, "message": failure.words.say(lang)}


def _summary(run: Run, totals: Totals, lang: Lang) -> JsonObject:
    return {
        "reports": totals.reports,
        "complete": totals.is_complete(run),
        "findings": {status: {s: totals.findings[status][s] for s in Severity} for status in Status},
        "outcomes": {status: totals.outcomes[status] for status in Status},
        "scores": _scores(totals, lang),
        "publishable": totals.publishable,
        "failures": len(totals.failures(run)),
        "skipped": len(run.skipped),
    }


def _scores(totals: Totals, lang: Lang) -> JsonObject:
    grades: Counter[str] = Counter()
    for grade, count in totals.grades.items():
        grades[grade.say(lang)] += count
    return {
        "scored": len(totals.scores),
        "median": _number(totals.median),
        # Sorted for determinism.
        "grades": [{"grade": grade, "reports": count} for grade, count in sorted(grades.items()) if grade],
    }
