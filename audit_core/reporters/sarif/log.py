"""The SARIF log as a whole; its parts come from the modules beside this one."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from audit_core.findings import Status
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.sarif.notifications import incomplete_result, invocation, notification_descriptors
from audit_core.reporters.sarif.places import Places
from audit_core.reporters.sarif.results import Profile, Results
from audit_core.reporters.sarif.rules import Bases, descriptors, guid, language_tag
from audit_core.reporters.summary import Totals
from audit_core.results import Plugin, Run
from audit_core.words import Lang

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

FULL: Final = Profile(statuses=frozenset(Status), outcomes=True, translations=True)
GITHUB: Final = Profile(statuses=frozenset({Status.FAIL}), operands=999)

# https://semver.org, whose versions Python's are not always.
_SEMVER: Final = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")


def log_of(one: object) -> JsonObject:
    """Return the log of one run."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [one]}


def members(run: Run, lang: Lang, profile: Profile, docs: str = "") -> Iterator[tuple[str, object]]:
    """Yield the members of the log's one run; results, invocations and artifacts are iterators.

    What is yielded is to be used up before the next is asked for: behind the results comes what is known when all of
    them have come. `docs` is the address of the built documentation, where it has one.
    """
    bases, places, totals = Bases(run.rules.values()), Places(lang), Totals()
    rules = descriptors(run, lang, bases, docs)
    index = {rule["id"]: at for at, rule in enumerate(rules)}
    found = Results(run, lang, profile, index=index, places=places, bases=bases)

    def results() -> Iterator[JsonObject | str]:
        for result in totals.passing(run.results):
            yield from found.of(result)
        failed = incomplete_result(run, totals, lang, index, places)
        if failed:
            yield failed

    driver = _driver(run, lang, rules, bases) | _information(lang, docs)
    yield "tool", {"driver": driver, "extensions": [_extension(plugin, lang) for plugin in run.plugins]}
    yield "language", language_tag(lang)
    yield "columnKind", "utf16CodeUnits"
    yield "newlineSequences", ["\r\n", "\n", "\r"]
    yield "automationDetails", _automation(run, lang)
    yield "originalUriBaseIds", places.base()
    yield "results", results()
    # Before the artifacts: what is no report becomes one when it is pointed at.
    yield "invocations", iter([invocation(run, totals, lang, index, places)])
    yield "artifacts", places.artifacts()
    yield "properties", {"ruleset": run.ruleset, "version": run.ruleset_version, "digest": run.ruleset_digest}
    if bases:
        yield "taxonomies", bases.components(lang)
    if profile.translations:
        yield "translations", list(_translations(run, lang, bases))


def _driver(run: Run, lang: Lang, rules: list[JsonObject], bases: Bases) -> JsonObject:
    driver: JsonObject = {
        "name": "audit-core",
        **_version(run.version),
        "guid": guid("audit-core"),
        "organization": "audit-core",
        "language": language_tag(lang),
        "shortDescription": {"text": phrases.TOOL.say(lang)},
        "rules": rules,
        "notifications": notification_descriptors(lang),
    }
    return driver | ({"supportedTaxonomies": bases.references()} if bases else {})


def _information(lang: Lang, docs: str) -> JsonObject:
    return {"informationUri": f"{docs.rstrip('/')}/{lang}/tutorial/"} if docs else {}


def _extension(plugin: Plugin, lang: Lang) -> JsonObject:
    return {
        "name": plugin.name,
        **_version(plugin.version),
        "language": language_tag(lang),
        "shortDescription": {"text": phrases.PLUGIN.say(lang, name=plugin.name)},
        "properties": {
            "distribution": plugin.distribution,
            "prefixes": list(plugin.prefixes),
            "status": plugin.status,
        },
    }


def _version(version: str) -> JsonObject:
    semantic = {"semanticVersion": version} if _SEMVER.fullmatch(version) else {}
    return {"version": version, **semantic} if version else {}


def _automation(run: Run, lang: Lang) -> JsonObject:
    return {
        "id": f"audit-core/{quote(run.ruleset, safe='')}/{run.date.isoformat()}",
        "description": {"text": phrases.RUN.say(lang, ruleset=run.ruleset, date=run.date.isoformat())},
    }


def _translations(run: Run, lang: Lang, bases: Bases) -> Iterator[JsonObject]:
    """Yield the same components in the other language, their descriptors in the same order."""
    other: Lang = "en" if lang == "zh" else "zh"
    yield {
        "name": "audit-core",
        "language": language_tag(other),
        "associatedComponent": {"name": "audit-core", "guid": guid("audit-core")},
        "shortDescription": {"text": phrases.TOOL.say(other)},
        "rules": [_translated(rule) for rule in descriptors(run, other, bases)],
        "notifications": notification_descriptors(other),
    }
    for reference, component in zip(bases.references(), bases.components(other), strict=True):
        yield component | {"associatedComponent": reference, "guid": guid(component["guid"], other)}


def _translated(rule: JsonObject) -> JsonObject:
    localizable = ("id", "guid", "shortDescription", "fullDescription", "help", "messageStrings")
    return {key: rule[key] for key in localizable}
