"""A run as one JSON object, described by the schema `result`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, TextIO

import msgspec

from audit_core.document import Location, Region, Source
from audit_core.escaping import in_json
from audit_core.findings import Basis, Consequence, Evidence, Fix, Outcome, Reported, Severity, Sides, Status, plain
from audit_core.reporters import View
from audit_core.reporters.account import (
    all_failures,
    finding_counts,
    formula,
    is_complete,
    median,
    outcome_counts,
    taken_from,
)
from audit_core.results import Category, Deduction, Failure, Plugin, Result, Run, Score
from audit_core.rules import Rule
from audit_core.words import Lang, Words

SCHEMA_VERSION: Final = "1"

Object = dict[str, Any]


def write(run: Run, stream: TextIO, view: View) -> None:
    """Write the run as one object, indented, with a line break at the end."""
    stream.write(dumps(result_of(run, view.lang)) + "\n")


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


def result_of(run: Run, lang: Lang) -> Object:
    """Return the run as plain data."""
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
        "reports": [_report(result, run, lang) for result in run.results],
        "failures": [_failure(failure, lang) for failure in all_failures(run)],
        "skipped": [{"uri": uri, "reason": why.say(lang)} for uri, why in sorted(run.skipped.items())],
        "summary": _summary(run, lang),
    }


def _pack(plugin: Plugin, lang: Lang) -> Object:
    pack: Object = {
        "name": plugin.name,
        "version": plugin.version,
        "distribution": plugin.distribution,
        "prefixes": list(plugin.prefixes),
        "status": plugin.status,
    }
    return pack | {"cause": plugin.cause.say(lang)} if plugin.status == "broken" else pack


def _rule(rule: Rule, lang: Lang) -> Object:
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


def _report(result: Result, run: Run, lang: Lang) -> Object:
    report = result.audited.report
    taken = taken_from(result.score)
    return {
        "source": _source(result.source, report.document.notes),
        "organization": report.organization or None,
        "year": report.year,
        "form": report.form.name,
        "score": _score(result.score, lang),
        "outcomes": [_outcome(outcome, lang) for outcome in result.audited.outcomes],
        "findings": [
            _finding(finding, run.rules.get(finding.rule), taken.get(id(finding), Decimal(0)), lang)
            for finding in result.audited.findings
        ],
    }


def _source(source: Source, notes: Iterable[str]) -> Object:
    return {
        "uri": source.uri,
        "digest": source.digest,
        "loader": source.loader,
        "encoding": source.encoding if source.text else None,
        "notes": list(notes),
    }


def _outcome(outcome: Outcome, lang: Lang) -> Object:
    return {
        "rule": outcome.rule,
        "status": outcome.status,
        "reason": outcome.reason.say(lang) or None,
        "checked": outcome.checked,
        "unchecked": outcome.unchecked,
    }


def _finding(reported: Reported, rule: Rule | None, taken: Decimal, lang: Lang) -> Object:
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
        "fingerprint": reported.fingerprint,
        "fix": _fix(finding.fix, lang),
    }


def _evidence(evidence: Iterable[Evidence], locations: Iterable[Location], lang: Lang) -> Iterator[Object]:
    for operand, location in zip(evidence, locations, strict=True):
        yield {
            "label": operand.label.say(lang),
            "raw": operand.raw,
            "value": None if operand.value is None else plain(operand.value),
            "location": None if operand.at is None else _location(location),
        }


def _location(location: Location) -> Object:
    return {
        "uri": location.uri,
        "region": _region(location.region),
        "place": location.place or None,
        "logical": location.logical or None,
    }


def _region(region: Region | None) -> Object | None:
    return None if region is None else msgspec.structs.asdict(region)


def _sides(sides: Sides | None, lang: Lang) -> Object | None:
    if sides is None:
        return None
    return {
        "left": plain(sides.left),
        "relation": sides.relation,
        "right": plain(sides.right),
        "difference": plain(sides.difference),
        "words": sides.words.say(lang),
    }


def _consequence(consequence: Consequence, lang: Lang) -> Object:
    return {"rule": consequence.rule, "key": consequence.key, "message": consequence.words.say(lang)}


def _basis(basis: Basis, lang: Lang) -> Object:
    return {"text": basis.words.say(lang), "document": basis.document or None, "article": basis.article or None}


def _fix(fix: Fix | None, lang: Lang) -> Object | None:
    return None if fix is None else {"text": fix.text, "description": fix.words.say(lang), "safe": fix.safe}


def _score(score: Score, lang: Lang) -> Object:
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
        "publishable": score.publishable,
        "obstacles": [_named(finding) for finding in score.obstacles],
        "withheld": score.withheld.say(lang) or None,
    }


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _category(category: Category) -> Object:
    return {
        "name": category.name,
        "weight": float(category.weight),
        "deducted": float(category.deducted),
        "assessed": category.assessed,
    }


def _deduction(deduction: Deduction) -> Object:
    return _named(deduction.finding) | {"asked": float(deduction.asked), "taken": float(deduction.taken)}


def _named(finding: Reported) -> Object:
    return {"rule": finding.rule, "fingerprint": finding.fingerprint}


def _failure(failure: Failure, lang: Lang) -> Object:
    return {"kind": failure.kind, "subject": failure.subject, "message": failure.words.say(lang)}


def _summary(run: Run, lang: Lang) -> Object:
    outcomes = outcome_counts(run.results)
    findings = finding_counts(run.results)
    return {
        "reports": len(run.results),
        "complete": is_complete(run),
        "findings": {status: {s: findings[status][s] for s in Severity} for status in Status},
        "outcomes": {status: outcomes[status] for status in Status},
        "scores": _scores(run, lang),
        "publishable": sum(result.score.publishable for result in run.results),
        "failures": len(all_failures(run)),
        "skipped": len(run.skipped),
    }


def _scores(run: Run, lang: Lang) -> Object:
    grades = [_grade(result.score.grade, lang) for result in run.results]
    return {
        "scored": sum(result.score.value is not None for result in run.results),
        "median": _number(median(run.results)),
        # Sorted for determinism.
        "grades": [{"grade": grade, "reports": grades.count(grade)} for grade in sorted(set(grades) - {""})],
    }


def _grade(grade: Words | None, lang: Lang) -> str:
    return grade.say(lang) if grade else ""
