"""What a run came to, for reporters; how it is shown is theirs."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from audit_core.document import Source
from audit_core.findings import Outcome, Reported
from audit_core.report import OtherFact, Report
from audit_core.rules import Rule
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.snapshot import Snapshot

NO_WORDS: Final = Words("", "")


class Plugin(Struct, frozen=True):
    """A plugin as it was found.

    `status` is `ok`, `broken` or `disabled`; `cause` says in one line why it is broken. `prefixes` are those of its
    packs, `rulesets` the names it gives to rulesets.
    """

    name: str
    version: str
    distribution: str
    status: Literal["ok", "broken", "disabled"]
    cause: Words = NO_WORDS
    prefixes: tuple[str, ...] = ()
    rulesets: tuple[str, ...] = ()


class Audited(Struct, frozen=True):
    """One report after all rules ran: outcomes by rule id, and findings in the order of the report.

    `unscored` says why the report has no score whatever the rules found: none of its tables was read, or a merge was
    left unresolved in it. The audit of it is `complete` where a finding names that as a fault of the report.
    `selected` is the share of each category's rules that were selected, for categories of which some were left out.
    """

    report: Report
    outcomes: tuple[Outcome, ...]
    findings: tuple[Reported, ...]
    unscored: Words = NO_WORDS
    complete: bool = True
    selected: Mapping[str, Fraction] = {}

    def detached(self) -> "Audited":
        """Return it with findings that hold nothing of the document; the report is still whole, for scoring."""
        return replace(self, findings=tuple(finding.detached() for finding in self.findings))

    def outline(self) -> "Audited":
        """Return it without the content of the report."""
        return replace(self, report=self.report.outline())


class Category(Struct, frozen=True):
    """A category's part in the score, in points; one that was not assessed takes no part.

    `weight` is what took part: less than the ruleset gives it where some of its rules were not selected.
    """

    name: str
    weight: Decimal
    deducted: Decimal
    assessed: bool


class Deduction(Struct, frozen=True):
    """What one finding cost: the points asked, and the points taken after repeats and caps."""

    finding: Reported
    asked: Decimal
    taken: Decimal


class Score(Struct, frozen=True):
    """One number, fully explained.

    `value` and `lower_bound` (if every lead were confirmed) are out of 100 with one decimal, None where withheld;
    `coverage` is the assessed weight out of 100; `gates` are findings that fail the report whatever the number, and
    `caps` those that keep it from the grade its number would have; `publishable` is the line for use before
    publication, `obstacles` what stands against it; `withheld` says why there is no number or no grade. It is not
    `complete` where too little of the report was read to be scored, and no finding names that as the report's fault.
    """

    value: Decimal | None
    lower_bound: Decimal | None
    grade: Words | None
    coverage: Decimal
    categories: tuple[Category, ...]
    deductions: tuple[Deduction, ...]
    possible: tuple[Deduction, ...]
    gates: tuple[Reported, ...]
    publishable: bool
    obstacles: tuple[Reported, ...]
    withheld: Words = NO_WORDS
    caps: tuple[Reported, ...] = ()
    complete: bool = True


class Failure(Struct, frozen=True):
    """Something that kept the audit from being complete: an input, a plugin, a rule, an interrupt; one line each."""

    kind: Literal["input", "plugin", "rule", "configuration", "run"]
    subject: str
    words: Words


class Result(Struct, frozen=True, dict=True):
    """One report, audited and scored.

    `source` is the file, `audited` the report with its outcomes and findings, `failures` what kept the audit of it from
    being complete. `kept` is what is kept of its figures, empty where nobody asked for them.
    """

    source: Source
    audited: Audited
    score: Score
    failures: tuple[Failure, ...] = ()
    kept: bytes = b""

    @property
    def organization(self) -> str:
        """The organ as the report prints it, empty where it was not recognised."""
        return self.audited.report.organization

    @property
    def year(self) -> int:
        """The year that the report is of."""
        return self.audited.report.year

    @property
    def form(self) -> str:
        """The name of the form that the report was read by."""
        return self.audited.report.form.name

    @property
    def findings(self) -> tuple[Reported, ...]:
        """What was found, in the order of the report."""
        return self.audited.findings

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome of every rule, by id: what was not checked is among them."""
        return self.audited.outcomes

    @property
    def complete(self) -> bool:
        """Whether nothing kept the audit of the report from being complete."""
        return not self.failures

    @cached_property
    def snapshot(self) -> "Snapshot":
        """The report's figures and outline with their places; raises LookupError where they were not kept."""
        from audit_core.snapshot import Snapshot

        if not self.kept:
            raise LookupError("the figures of this report were not kept")
        return Snapshot.decode(self.kept)

    def facts(self, table: str = "") -> Iterator[OtherFact]:
        """Yield the figures that are printed, of one table or of all, in the order of the form."""
        return self.snapshot.facts(table)

    def fact(self, table: str, row: str, column: str) -> OtherFact:
        """Return a figure by its keys; one that was not printed has the state `absent`.

        Raises NotAssessed for a table, row or column that the report's form does not have.
        """
        return self.snapshot.fact(table, row, column)


class Run(Struct, frozen=True):
    """Everything one run comes to.

    `ruleset_digest` stands for what is run: the files of the ruleset and, where not all of its rules are selected,
    those that are. `rules` holds those that are not selected too. `results` are read as they come, in the order of the
    inputs, and can be read again. `failures`, and `skipped` (files found in directories that are no reports, with the
    reason), are known when all results have come: who asks for them, or for the number of results, waits for the end.
    `categories` holds the titles of the categories that packs bring, `notes` what is to be known of the run as a whole
    and is no fault.
    """

    version: str
    ruleset: str
    ruleset_version: str
    ruleset_digest: str
    rules: Mapping[str, Rule]
    plugins: tuple[Plugin, ...]
    results: Collection[Result]
    failures: Collection[Failure]
    date: date
    skipped: Mapping[str, Words] = {}
    categories: Mapping[str, Words] = {}
    notes: tuple[Words, ...] = ()
