"""Findings and outcomes as SARIF's results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from audit_core.document import Location
from audit_core.figures import format_number
from audit_core.findings import Evidence, Outcome, Reported, Severity, Status
from audit_core.reporters import JsonObject, phrases
from audit_core.reporters.json import ITEMS, dumps
from audit_core.reporters.sarif.messages import message, plain_text, printed, sentence
from audit_core.reporters.sarif.places import Places
from audit_core.reporters.sarif.rules import LEVELS, Bases
from audit_core.results import Result, Run
from audit_core.words import Lang

KINDS: Final = {
    Status.PASS: "pass",
    Status.FAIL: "fail",
    Status.REVIEW: "review",
    Status.NOT_ASSESSED: "open",
    Status.NOT_APPLICABLE: "notApplicable",
    Status.ERROR: "open",
}

_MOST_REMEMBERED: Final = 10_000

_GRAVEST: Final = Decimal(5)
"""The points of an error, which are rank 100."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How much of a run becomes results: findings of which statuses, with how many operands, and the outcomes."""

    statuses: frozenset[Status]
    outcomes: bool = False
    translations: bool = False
    operands: int | None = None


class Results:
    """What is found in the reports of a run, as results."""

    def __init__(
        self, run: Run, lang: Lang, profile: Profile, *, index: Mapping[str, int], places: Places, bases: Bases
    ) -> None:
        self._run = run
        self._lang = lang
        self._profile = profile
        self._index = index
        self._places = places
        self._bases = bases
        self._written: dict[Outcome, str] = {}

    def of(self, result: Result) -> Iterator[JsonObject | str]:
        """Yield the findings of a report, then, if wanted, the outcomes that no finding tells of, as one text."""
        self._places.enter(result)
        ranks = _ranks(result)
        for reported in result.audited.findings:
            if reported.status in self._profile.statuses:
                yield self._finding(reported, ranks.get(reported.fingerprint, 0.0))
        if self._profile.outcomes:
            told = {(reported.rule, reported.status) for reported in result.audited.findings}
            where = f'{{"physicalLocation":{{"artifactLocation":{{"index":{self._places.index(result.source.uri)}}}}}}}'
            left = (one for one in result.audited.outcomes if (one.rule, one.status) not in told)
            text = ITEMS.join([f'{self._outcome(one)},"locations":[{where}]}}' for one in left])
            if text:
                yield text

    def _head(self, rule: str, status: Status, level: str) -> JsonObject:
        index = {"ruleIndex": self._index[rule]} if rule in self._index else {}
        return {"ruleId": rule, **index, "kind": KINDS[status], "level": level}

    def _finding(self, reported: Reported, rank: float) -> JsonObject:
        operands = list(self._operands(reported))[: self._profile.operands]
        level = LEVELS[reported.severity] if reported.status is Status.FAIL else "none"
        related = [self._related(number, *operand) for number, operand in enumerate(operands, start=1)]
        evidence = tuple(operand for operand, _ in operands)
        result = self._head(reported.rule, reported.status, level) | {
            "message": message(reported, self._run.rules.get(reported.rule), self._lang, evidence),
            "locations": [self._places.location(reported.location)],
            "rank": rank,
            "partialFingerprints": self._fingerprints(reported.location, reported.fingerprint),
            "properties": self._properties(reported),
        }
        result |= {"relatedLocations": related} if related else {}
        taxa = self._bases.taxa(reported.basis)
        result |= {"taxa": taxa} if taxa else {}
        fixes = list(self._fixes(reported))
        return result | ({"fixes": fixes} if fixes else {})

    def _operands(self, reported: Reported) -> Iterator[tuple[Evidence, Location]]:
        """Yield the operands that have a place."""
        pairs = zip(reported.finding.evidence, reported.evidence_locations, strict=True)
        return (pair for pair in pairs if pair[0].at is not None)

    def _related(self, number: int, operand: Evidence, location: Location) -> JsonObject:
        label = plain_text(operand.label.say(self._lang))
        words = f"{label}{phrases.COLON.say(self._lang)}{printed(operand, self._lang)}"
        text = sentence(words, self._lang)
        return {"id": number, **self._places.location(location, context=False), "message": {"text": text}}

    def _fingerprints(self, location: Location, stable: str) -> JsonObject:
        # All places of a file without lines are line 1; GitHub must still tell them apart.
        line = self._places.line_hash(location) or f"{stable[:16]}:1"
        return {"primaryLocationLineHash": line, "auditCore/v1": stable}

    def _properties(self, reported: Reported) -> JsonObject:
        finding = reported.finding
        sides = finding.sides and {
            "left": format_number(finding.sides.left),
            "relation": finding.sides.relation,
            "right": format_number(finding.sides.right),
            "difference": format_number(finding.sides.difference),
        }
        known = {
            "status": reported.status,
            "severity": reported.severity,
            "category": reported.category,
            "responsibility": finding.responsibility,
            "place": reported.location.place,
            "messages": {"zh": reported.words.zh, "en": reported.words.en},
            "advice": reported.advice.say(self._lang),
            # The others are among the taxa.
            "basis": [basis.words.say(self._lang) for basis in reported.basis if basis not in self._bases],
            "sides": sides,
            "consequences": [consequence.rule for consequence in finding.consequences],
            "follows": reported.follows,
        }
        return {key: value for key, value in known.items() if value}

    def _fixes(self, reported: Reported) -> Iterator[JsonObject]:
        fix, region = reported.finding.fix, self._places.exact(reported.location)
        if fix and fix.safe and region:
            yield {
                "description": {"text": sentence(fix.words.say(self._lang), self._lang)},
                "artifactChanges": [
                    {
                        "artifactLocation": self._places.artifact(reported.location.uri),
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": fix.text}}],
                    }
                ],
            }

    def _outcome(self, outcome: Outcome) -> str:
        """Return an outcome as it is written, up to its place: the same one is the outcome of nearly every report."""
        written = self._written.get(outcome)
        if written is None:
            rule = self._run.rules.get(outcome.rule)
            said = phrases.OUTCOME.say(
                self._lang,
                title=rule.title.say(self._lang) if rule else outcome.rule,
                status=phrases.STATUSES[outcome.status].say(self._lang),
                reason=sentence(outcome.reason.say(self._lang), self._lang),
            )
            head = self._head(outcome.rule, outcome.status, "none") | {"message": {"text": plain_text(said.strip())}}
            known: JsonObject = {"status": outcome.status} if outcome.status is Status.ERROR else {}
            known |= {"checked": outcome.checked} if outcome.checked else {}
            known |= {"unchecked": outcome.unchecked} if outcome.unchecked else {}
            written = dumps(head | ({"properties": known} if known else {}), indent=-1).removesuffix("}")
            if len(self._written) < _MOST_REMEMBERED:
                self._written[outcome] = written
        return written


def _ranks(result: Result) -> dict[str, float]:
    """Return each finding's rank, 0 to 100, by its fingerprint: what it costs on its own; what gates is always 100."""
    asked = {one.finding.fingerprint: one.asked for one in (*result.score.possible, *result.score.deductions)}
    ranks = {finding: float(min(points / _GRAVEST, Decimal(1)) * 100) for finding, points in asked.items()}
    blockers = [finding for finding in result.audited.findings if finding.severity is Severity.BLOCKER]
    return ranks | {finding.fingerprint: 100.0 for finding in (*blockers, *result.score.gates)}
