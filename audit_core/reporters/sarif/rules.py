"""Rules as SARIF's descriptors, and their legal bases as its taxonomies: what is said before anything is found."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from audit_core.findings import Basis, Severity
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.sarif.messages import message_strings, sentence
from audit_core.results import Run
from audit_core.rules import CARD_HEADINGS, Rule
from audit_core.words import Lang, Words

DISTRIBUTION: Final = "audit-core"
"""Whose rules the documentation has pages of."""

_NAMESPACE: Final = "urn:audit-core:"

INCOMPLETE: Final = "AUDIT-ERROR"
"""The rule that an audit must be complete; always the last descriptor."""

LEVELS: Final = {
    Severity.BLOCKER: "error",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
    Severity.INFO: "note",
}

_PROBLEM: Final = {"error": "error", "warning": "warning", "note": "recommendation"}
_LONGEST: Final = 1024
_MOST_TAGS: Final = 20
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_IDLE: Final = frozenset({"a", "an", "the", "s"})


def language_tag(lang: Lang) -> str:
    """Return the language as SARIF names it."""
    return "zh-CN" if lang == "zh" else "en-US"


def guid(*names: str) -> str:
    """Return an identifier that is always the same for the same names."""
    return str(uuid5(NAMESPACE_URL, _NAMESPACE + "/".join(names)))


class Bases:
    """The bases of a run that name a document, a taxonomy each; those that are only words stand in the rules' help."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._cited: dict[str, dict[str, Basis]] = {}
        for basis in (Basis.of(basis) for rule in rules for basis in rule.basis):
            if basis.document:
                document, article = _key(basis)
                self._cited.setdefault(document, {}).setdefault(article, basis)

    @cached_property
    def _documents(self) -> dict[str, dict[str, Basis]]:
        # Sorted for determinism.
        return {name: dict(sorted(articles.items())) for name, articles in sorted(self._cited.items())}

    @cached_property
    def _references(self) -> dict[tuple[str, str], JsonObject]:
        return {
            (name, article): {"id": article, "index": at, "toolComponent": {"name": name, "index": index}}
            for index, (name, articles) in enumerate(self._documents.items())
            for at, article in enumerate(articles)
        }

    def __contains__(self, basis: Basis) -> bool:
        """Whether a basis has a taxon: not one that is only words, nor one that no rule of the run cites."""
        return _key(basis) in self._references

    def __bool__(self) -> bool:
        return bool(self._documents)

    def components(self, lang: Lang) -> list[JsonObject]:
        """Return the taxonomies."""
        return [
            {
                "name": document,
                "guid": guid("basis", document),
                "language": language_tag(lang),
                "shortDescription": {"text": phrases.LAWS.say(lang, document=document)},
                "taxa": [
                    {"id": article, "shortDescription": {"text": basis.words.say(lang)}}
                    for article, basis in articles.items()
                ],
            }
            for document, articles in self._documents.items()
        ]

    def references(self) -> list[JsonObject]:
        """Return a reference to each taxonomy."""
        return [
            {"name": document, "index": at, "guid": guid("basis", document)}
            for at, document in enumerate(self._documents)
        ]

    def taxa(self, bases: Iterable[Basis | str]) -> list[JsonObject]:
        """Return references to the taxa of some bases."""
        return [self._references[_key(basis)] for basis in map(Basis.of, bases) if basis in self]


def _key(basis: Basis) -> tuple[str, str]:
    return basis.document, basis.article or basis.document


def descriptors(run: Run, lang: Lang, bases: Bases, docs: str = "") -> list[JsonObject]:
    """Return a descriptor for every rule of the run, by id, and the one for an incomplete audit.

    `docs` is the address of the built documentation; rules that have a page there lead to it.
    """
    # Sorted for determinism: rules come together from many packs.
    found = [_descriptor(rule, lang) for _, rule in sorted(run.rules.items())]
    for rule, descriptor in zip((rule for _, rule in sorted(run.rules.items())), found, strict=True):
        relationships = [{"target": target, "kinds": ["relevant"]} for target in bases.taxa(rule.basis)]
        descriptor |= {"relationships": relationships} if relationships else {}  # noqa: PLW2901 - updates in place
        descriptor |= _page(rule, run, lang, docs)  # noqa: PLW2901 - as above
    return [*found, _incomplete(lang)]


def _page(rule: Rule, run: Run, lang: Lang, docs: str) -> JsonObject:
    ours = any(rule.pack in plugin.prefixes for plugin in run.plugins if plugin.distribution == DISTRIBUTION)
    return {"helpUri": f"{docs.rstrip('/')}/{lang}/reference/rules/{quote(rule.id)}/"} if docs and ours else {}


def _descriptor(rule: Rule, lang: Lang) -> JsonObject:
    title = rule.title.say(lang)
    level = LEVELS[rule.severity]
    return {
        "id": rule.id,
        "guid": guid("rules", rule.id),
        **_named(rule.title.en),
        "shortDescription": {"text": _short(title)},
        "fullDescription": {"text": _short(_full(rule, lang))},
        "help": {"text": "\n".join(_help(rule, lang, "{}：{}".format)), "markdown": _markdown(rule, lang)},
        "defaultConfiguration": {"level": level, "enabled": True},
        "messageStrings": message_strings(rule, lang),
        "properties": {
            "tags": _tags(rule),
            "problem.severity": _PROBLEM[level],
            "severity": rule.severity,
            "category": rule.category,
            "pack": rule.pack,
            "scored": rule.scored,
            "locked": rule.locked,
            "needs": list(rule.needs),
            "options": sorted(rule.options),
        },
    }


def _named(title: str) -> JsonObject:
    """Return the symbolic name: the English title in Pascal case, where there is one."""
    words = (word for word in _WORD.findall(title) if word.lower() not in _IDLE)
    name = "".join(word[0].upper() + word[1:] for word in words)
    return {"name": name[:255]} if name and name.isascii() and not name[0].isdigit() else {}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _tags(rule: Rule) -> list[str]:
    forms = [] if rule.form == "*" else [pattern.strip() for pattern in rule.form.split(",")]
    return [tag for tag in ("audit", rule.category, *forms) if tag][:_MOST_TAGS]


def _full(rule: Rule, lang: Lang) -> str:
    parts = (rule.card.parts.get(key, Words("", "")).say(lang) for key in ("checks", "why"))
    return phrases.NEXT.say(lang).join(filter(None, parts)) or rule.title.say(lang)


def _parts(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    for key, heading in CARD_HEADINGS.items():
        text = rule.card.parts.get(key, Words("", "")).say(lang)
        cited = _cited(rule.basis, lang) if key == "basis" else ""
        if text or cited:
            yield heading.say(lang), text or cited
    if rule.advice.say(lang):
        yield phrases.ADVICE.say(lang).capitalize(), rule.advice.say(lang)


def _cited(bases: Iterable[Basis | str], lang: Lang) -> str:
    return phrases.CLAUSE.say(lang).join(Basis.of(basis).words.say(lang) for basis in bases)


def _help(rule: Rule, lang: Lang, line: Callable[[str, str], str]) -> Iterator[str]:
    yield rule.title.say(lang)
    parts = [line(heading, text) for heading, text in _parts(rule, lang)]
    yield from parts or [phrases.NO_DESCRIPTION.say(lang)]


def _markdown(rule: Rule, lang: Lang) -> str:
    title, *parts = _help(rule, lang, "**{}** {}".format)
    return "\n\n".join((f"# {rule.id} {title}", *parts))


def _incomplete(lang: Lang) -> JsonObject:
    title, why = phrases.INCOMPLETE_RULE.say(lang), phrases.INCOMPLETE_WHY.say(lang)
    return {
        "id": INCOMPLETE,
        "guid": guid("rules", INCOMPLETE),
        "name": "AuditIsNotComplete",
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"{title}\n{why}", "markdown": f"# {INCOMPLETE} {title}\n\n{why}"},
        "defaultConfiguration": {"level": "error", "enabled": True},
        "messageStrings": {"default": {"text": sentence(phrases.INCOMPLETE_RESULT.say(lang, failures="{0}"), lang)}},
        "properties": {"tags": ["audit"], "problem.severity": "error"},
    }
