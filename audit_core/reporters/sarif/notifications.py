"""What kept an audit from being complete, as SARIF's notifications and as one result that everyone sees."""

import hashlib
from typing import Final

from audit_core.document import Location
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.sarif.messages import plain_text, sentence
from audit_core.reporters.sarif.places import Places
from audit_core.reporters.sarif.rules import INCOMPLETE, guid
from audit_core.reporters.summary import Totals
from audit_core.results import Failure, Run
from audit_core.words import Lang

_KINDS: Final = tuple(phrases.NOTIFICATIONS)
_EXCEPTIONS: Final = {
    "input": "InputError",
    "plugin": "PluginError",
    "rule": "RuleError",
    "configuration": "ConfigurationError",
    "run": "Interrupted",
}
_LISTED: Final = 10


def notification_descriptors(lang: Lang) -> list[JsonObject]:
    """Return a descriptor for each kind of failure."""
    return [
        {
            "id": _id(kind),
            "guid": guid("notifications", kind),
            "name": _EXCEPTIONS[kind],
            "shortDescription": {"text": words.say(lang)},
            "fullDescription": {"text": phrases.INCOMPLETE_WHY.say(lang)},
            "help": {"text": phrases.INCOMPLETE_WHY.say(lang), "markdown": phrases.INCOMPLETE_WHY.say(lang)},
        }
        for kind, words in phrases.NOTIFICATIONS.items()
    ]


def invocation(run: Run, totals: Totals, lang: Lang, index: dict[str, int], places: Places) -> JsonObject:
    """Return how the run went."""
    notes = [{"level": "note", "message": {"text": sentence(plain_text(note.say(lang)), lang)}} for note in run.notes]
    return {
        "executionSuccessful": totals.is_complete(run),
        "toolExecutionNotifications": [_notification(f, lang, index, places) for f in totals.failures(run)],
        **({"toolConfigurationNotifications": notes} if notes else {}),
    }


def incomplete_result(run: Run, totals: Totals, lang: Lang, index: dict[str, int], places: Places) -> JsonObject | None:
    """Return the one result that says that the audit is not complete, None where it is."""
    failures = totals.failures(run)
    if not failures:
        return None
    listed = [f"{f.subject}{phrases.COLON.say(lang)}{f.words.say(lang).rstrip('。.')}" for f in failures[:_LISTED]]
    more = [phrases.AND_MORE.say(lang, n=len(failures))] if len(failures) > _LISTED else []
    argument = plain_text(phrases.CLAUSE.say(lang).join(listed + more))
    text = sentence(phrases.INCOMPLETE_RESULT.say(lang, failures=argument), lang)
    stable = hashlib.sha256("\x1f".join(f.kind + f.subject for f in failures).encode("utf-8", "replace")).hexdigest()
    location = Location(_subject(failures, totals.first or run.ruleset))
    return {
        "ruleId": INCOMPLETE,
        "ruleIndex": index[INCOMPLETE],
        "kind": "fail",
        "level": "error",
        "rank": 100.0,
        "message": {"text": text, "id": "default", "arguments": [argument]},
        "locations": [places.location(location)],
        "partialFingerprints": {"primaryLocationLineHash": f"{stable[:16]}:1", "auditCore/v1": stable[:32]},
    }


def _subject(failures: tuple[Failure, ...], other: str) -> str:
    """Return the file to point at: the first that could not be read, else another."""
    return next((failure.subject for failure in failures if failure.kind == "input"), other)


def _notification(failure: Failure, lang: Lang, index: dict[str, int], places: Places) -> JsonObject:
    text = sentence(plain_text(failure.words.say(lang)), lang)
    notification: JsonObject = {
        "descriptor": {"id": _id(failure.kind), "index": _KINDS.index(failure.kind)},
        "level": "error",
        "message": {"text": f"{plain_text(failure.subject)}{phrases.COLON.say(lang)}{text}"},
        "exception": {"kind": _EXCEPTIONS[failure.kind], "message": text},
    }
    rule = failure.subject.partition(" ")[0]
    if failure.kind == "rule" and rule in index:
        notification["associatedRule"] = {"id": rule, "index": index[rule]}
    if failure.kind == "input":
        notification["locations"] = [{"physicalLocation": {"artifactLocation": places.artifact(failure.subject)}}]
    return notification


def _id(kind: str) -> str:
    return f"AUDIT-{kind.upper()}"
