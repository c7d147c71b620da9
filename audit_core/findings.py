"""What a rule found, as facts first and words later; which rules run is left to the engine."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Literal, Self

from msgspec import Struct
from msgspec.structs import replace

from audit_core.document import Cell, Excerpt, Heading, Location, Paragraph, Span
from audit_core.errors import PluginError
from audit_core.figures import Number, format_number
from audit_core.report import BoundLine, BoundSection, BoundTable, Fact, Notice, Place, Title
from audit_core.words import Lang, Words

Responsibility = Literal["source", "conversion"]
"""Whose it is: the report's, or our reading's. What conversion did never scores."""


class Severity(StrEnum):
    """How grave a finding is, gravest first (S4 to S0)."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    INFO = "info"

    @property
    def rank(self) -> int:
        """4 for a blocker down to 0 for an info."""
        return 4 - _SEVERITIES.index(self)


_SEVERITIES: Final = tuple(Severity)


class Status(StrEnum):
    """What one rule may come to on one report; `error` stands for a rule that broke."""

    PASS = "pass"  # noqa: S105 - a status, not a password
    FAIL = "fail"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Basis(Struct, frozen=True):
    """A legal basis: the words to show, and the document's number and article for taxonomies."""

    words: Words
    document: str = ""
    article: str = ""

    @classmethod
    def of(cls, text: "str | Basis") -> Self:
        """Read a literal basis."""
        return text if isinstance(text, cls) else cls(Words.of(str(text)))


class Evidence(Struct, frozen=True):
    """One operand: what it is called, what is printed, what it is worth, and where."""

    label: Words
    raw: str
    value: Decimal | None = None
    at: Place = None

    @classmethod
    def of(cls, fact: Fact) -> Self:
        """Return a fact as evidence."""
        return cls(fact.label, fact.raw, fact.value, fact)


class Sides(Struct, frozen=True):
    """Both sides of a relation that does not hold: the relation in words of the form, and in numbers."""

    left: Number
    relation: str
    right: Number
    words: Words

    @property
    def difference(self) -> Number:
        """Left minus right."""
        return self.left - self.right


class Fix(Struct, frozen=True):
    """A replacement for the exact text of the place; `safe` where meaning and value stay as they are."""

    text: str
    words: Words
    safe: bool = False


class Consequence(Struct, frozen=True):
    """Another check that fails for the same cause."""

    rule: str
    key: str
    words: Words


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """What a rule found: where, the values its template takes, and the evidence.

    A rule yields it with `at` and the template's values as keywords; `status`, `severity` and the rest override
    what the rule declares. With status `pass` it is a remark that stands with the outcome and accuses nobody.
    `key` is the label path that the fingerprint is made from, by default the place's own. Findings of one rule that
    name the same `cause` are told as one, at the place of the first.
    """

    at: Place
    status: Status
    severity: Severity | None
    evidence: tuple[Evidence, ...]
    sides: Sides | None
    message: Words | None
    advice: Words | None
    responsibility: Responsibility
    fix: Fix | None
    consequences: tuple[Consequence, ...]
    key: str
    table: str
    cause: str
    values: Mapping[str, Any]

    def __init__(  # noqa: PLR0913 - one keyword for each thing a finding may say
        self,
        at: Place = None,
        *,
        status: Status | str = Status.FAIL,
        severity: Severity | str | None = None,
        evidence: tuple[Evidence | Fact, ...] = (),
        sides: Sides | None = None,
        message: Words | str | None = None,
        advice: Words | str | None = None,
        responsibility: Responsibility = "source",
        fix: Fix | None = None,
        consequences: tuple[Consequence, ...] = (),
        key: str = "",
        table: str = "",
        cause: str = "",
        **values: Any,  # noqa: ANN401 - whatever the template takes
    ) -> None:
        put = object.__setattr__
        put(self, "at", at)
        put(self, "status", Status(status))
        put(self, "severity", Severity(severity) if severity else None)
        format_value = evidence or ((at,) if isinstance(at, Fact) else ())
        put(self, "evidence", tuple(Evidence.of(e) if isinstance(e, Fact) else e for e in format_value))
        put(self, "sides", sides)
        put(self, "message", Words.of(message) if message is not None else None)
        put(self, "advice", Words.of(advice) if advice is not None else None)
        put(self, "responsibility", responsibility)
        put(self, "fix", fix)
        put(self, "consequences", consequences)
        put(self, "key", key)
        put(self, "table", table or _table_of(at))
        put(self, "cause", cause)
        put(self, "values", values)

    def confirmed(self, evidence: Evidence) -> Self:
        """Return a lead that a person has confirmed: a failure, with the decision as further evidence."""
        return self._with(status=Status.FAIL, responsibility="source", evidence=(*self.evidence, evidence))

    def doubted(self, template: Words, doubt: Words) -> Self:
        """Return it as a lead at most, with the reason for doubt behind its words; `template` is its rule's."""
        said = self.message or template
        zh, en = (text.replace("{", "{{").replace("}", "}}") for text in (doubt.zh, doubt.en))
        status = Status.REVIEW if self.status is Status.FAIL else self.status
        return self._with(status=status, message=Words(said.zh + zh, said.en + en))

    def joined(self, others: "Sequence[Finding]", message: Words) -> Self:
        """Return it as one with others of the same cause; what mends one place does not mend them all."""
        evidence = (*self.evidence, *(one for finding in others for one in finding.evidence))
        return self._with(evidence=evidence, message=message, fix=None)

    def spared(self) -> Self:
        """Return it as a lead for which conversion is responsible: the original tells what is to be corrected."""
        return self._with(status=Status.REVIEW, responsibility="conversion", advice=_SEE_ORIGINAL, fix=None)

    def for_review(self) -> Self:
        """Return it as one that a person has to confirm."""
        return self._with(status=Status.REVIEW)

    def _with(self, **changes: Any) -> Self:  # noqa: ANN401 - any of the fields
        new = type(self).__new__(type(self))
        for name in type(self).__slots__:
            object.__setattr__(new, name, changes.get(name, getattr(self, name)))
        return new

    def detached(self) -> Self:
        """Return the finding with its template's values in words, holding nothing of its document.

        So the findings of a province fit in memory, and pass from one process to another.
        """
        values = {"at": self.at, **self.values}
        return self._with(
            at=self.at and _RESOLVED,
            values={
                name: Words(str(format_value(value, "zh")), str(format_value(value, "en")))
                for name, value in values.items()
            },
            evidence=tuple(replace(one, at=one.at and _RESOLVED) for one in self.evidence),
        )


_SEE_ORIGINAL: Final = Words(
    "请对照原网页或原文件核对；原文无误的，不必处理。",
    "Compare with the original page or file; where it is right there, nothing is to be done.",
)

_RESOLVED: Final = Cell("", 0, 0)
"""Stands for a place that is already resolved."""


def _table_of(at: Place) -> str:
    if isinstance(at, Fact | Notice):
        return at.table
    return at.key if isinstance(at, BoundTable) else ""


class Reported(Struct, frozen=True, dict=True):
    """A finding under its rule, ready to be shown: words filled in, place resolved, fingerprint made.

    `follows` names the rule that tells of its cause, where another does; what follows costs nothing of its own.
    """

    rule: str
    finding: Finding
    severity: Severity
    words: Words
    location: Location
    evidence_locations: tuple[Location, ...]
    basis: tuple[Basis, ...]
    advice: Words
    fingerprint: str
    category: str
    follows: str = ""

    def detached(self) -> Self:
        """Return it with a finding that holds nothing of its document."""
        return replace(self, finding=self.finding.detached())

    @property
    def status(self) -> Status:
        """The finding's status."""
        return self.finding.status

    @cached_property
    def span(self) -> Span | None:
        """Where the finding stands in the source's text."""
        return self.location.span


class RuleResult(Struct):
    """What one rule came to on one report, while its outcome is put together.

    Without a `status`, that of its findings is its own. A rule of equations may fail without a finding of its own: then
    `reasons` name the rule whose finding explains it. `checked` and `unchecked` count instances.
    """

    findings: list[Finding] = []
    status: Status | None = None
    reasons: tuple[Words, ...] = ()
    checked: int = 0
    unchecked: int = 0


class Outcome(Struct, frozen=True):
    """What one rule came to on one report.

    `reason` says why it was not assessed, is not applicable or broke, or what else is to be known of it.
    `checked` and `unchecked` count the instances (rows, columns) where a rule has several.
    """

    rule: str
    status: Status
    reason: Words = Words("", "")
    checked: int = 0
    unchecked: int = 0


def fingerprint(rule: str, organization: str, year: int | None, key: str) -> str:
    """Return the stable key of a finding: rule, organ, year and label path, as 32 hex digits of SHA-256."""
    text = "\x1f".join((rule, organization, str(year or ""), key))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def format_value(value: object, lang: Lang) -> object:  # noqa: PLR0911 - one line for each type
    """Return a template's value as people read it in `lang`."""
    if isinstance(value, Words):
        return value.say(lang)
    if isinstance(value, Fact):
        return value.label.say(lang)
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, BoundSection):
        return value.title
    if isinstance(value, BoundTable):
        return value.form.title.say(lang)
    if isinstance(value, BoundLine | Title | Cell | Paragraph | Heading | Excerpt):
        return value.text
    if isinstance(value, tuple | list):
        return ("、" if lang == "zh" else ", ").join(_without_mark(str(format_value(item, lang))) for item in value)
    return value


def _without_mark(item: str) -> str:
    """Return an item of a list without the mark it ends in (`1、`), which would stand beside the list's own."""
    return item.rstrip("、，,") or item


_LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")


def fill(template: Words, values: Mapping[str, Any]) -> Words:
    """Fill a template in both languages; raises PluginError for a placeholder without a value."""
    zh, en = ({name: format_value(value, lang) for name, value in values.items()} for lang in _LANGS)
    try:
        return Words(template.zh.format_map(zh), template.en.format_map(en))
    except KeyError as error:
        name = str(error.args[0])
        raise PluginError(
            f"the template takes {{{name}}}, and the finding gives no such value",
            f"模板要用 {{{name}}}，问题没有给出这个值",
        ) from error
