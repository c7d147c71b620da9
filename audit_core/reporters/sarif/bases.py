"""The legal bases as taxonomies: one for each document, its articles the taxa."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from audit_core.findings import Basis
from audit_core.reporters import phrases
from audit_core.reporters.sarif.rules import guid, language_tag
from audit_core.rules import Rule
from audit_core.words import Lang

Object = dict[str, Any]


class Bases:
    """The bases of a run that name a document; those that are only words stand in the rules' help."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._cited: dict[str, dict[str, Basis]] = {}
        for rule in rules:
            self.cite(rule.basis)

    def cite(self, bases: Iterable[Basis | str]) -> None:
        """Take bases in, before anything refers to them."""
        for basis in map(Basis.of, bases):
            if basis.document:
                self._cited.setdefault(basis.document, {}).setdefault(basis.article or basis.document, basis)

    @cached_property
    def _documents(self) -> dict[str, dict[str, Basis]]:
        # Sorted for determinism.
        return {name: dict(sorted(articles.items())) for name, articles in sorted(self._cited.items())}

    @cached_property
    def _references(self) -> dict[tuple[str, str], Object]:
        return {
            (name, article): {"id": article, "index": at, "toolComponent": {"name": name, "index": index}}
            for index, (name, articles) in enumerate(self._documents.items())
            for at, article in enumerate(articles)
        }

    def __bool__(self) -> bool:
        return bool(self._documents)

    def components(self, lang: Lang) -> list[Object]:
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

    def references(self) -> list[Object]:
        """Return a reference to each taxonomy."""
        return [
            {"name": document, "index": at, "guid": guid("basis", document)}
            for at, document in enumerate(self._documents)
        ]

    def taxa(self, bases: Iterable[Basis | str]) -> list[Object]:
        """Return references to the taxa of some bases."""
        named = (basis for basis in map(Basis.of, bases) if basis.document)
        return [self._references[basis.document, basis.article or basis.document] for basis in named]
