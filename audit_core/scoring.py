"""Outcomes to one number that is fully explained; what is deducted for what stands in the ruleset's model."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from typing import Final, NamedTuple

from audit_core.completeness import is_open
from audit_core.figures import MAX_DIGITS, State, format_number
from audit_core.findings import Reported, Severity, Status
from audit_core.report import Report
from audit_core.results import NO_WORDS, Audited, Category, Deduction, Score
from audit_core.rules import Rule
from audit_core.rulesets.ruleset import ScoringModel, Withholding
from audit_core.words import Words

_OPEN: Final = frozenset({Status.FAIL, Status.REVIEW})
_PASS: Final = Status.PASS
_FAIL: Final = Status.FAIL
_REVIEW: Final = Status.REVIEW
_ERROR: Final = Status.ERROR
_TEXT: Final = State.TEXT
_TENTH: Final = Decimal("0.1")


def score(audited: Audited, model: ScoringModel, rules: Mapping[str, Rule]) -> Score:
    """Return the score of one audited report.

    `rules` are those that ran, by id, as the ruleset set them. Value and lower bound are the share of the assessed
    categories' weight that is left, out of 100, rounded half up to one decimal.
    """
    return _Scoring(audited, model, rules).score()


class _Scoring:
    def __init__(self, audited: Audited, model: ScoringModel, rules: Mapping[str, Rule]) -> None:
        self._audited = audited
        self._model = model
        self._rules = rules
        counted = [finding for finding in audited.findings if self._counts(finding)]
        self._confirmed = [finding for finding in counted if finding.status is Status.FAIL]
        self._leads = [finding for finding in counted if finding.status is Status.REVIEW]
        self._weights = {name: _part(weight, audited.selected.get(name)) for name, weight in model.weights.items()}
        # What the rules that broke would have found is not known.
        self._broken = len([1 for outcome in audited.outcomes if outcome.status is _ERROR])
        tables = [limit.table for limit in model.withholding]
        self._open = {table: _open(audited.report, table, self._confirmed) for table in tables}

        self._undecided = {table: share.undecided for table, share in self._open.items() if share.undecided}
        self._unread = self._too_little()

    def score(self) -> Score:
        assessed = self._assessed()
        every = self._deductions([*_gravest_first(self._confirmed), *_gravest_first(self._leads)], assessed)
        sure = tuple([deduction for deduction in every if deduction.finding.status is Status.FAIL])
        possible = tuple([deduction for deduction in every if deduction.finding.status is Status.REVIEW])
        coverage = self._coverage(assessed)
        withheld = self._unread if self._unread.en else self._withheld(coverage)
        value = None if withheld.en else self._value(sure, assessed)
        lower = self._value(every, assessed) if possible and value is not None else value
        gates = tuple([finding for finding in self._confirmed if finding.severity is Severity.BLOCKER])
        grade, caps = self._grade(value, coverage, gates)
        obstacles = tuple([finding for finding in self._audited.findings if self._is_obstacle(finding)])
        return Score(
            value=value,
            lower_bound=lower,
            grade=grade,
            coverage=coverage,
            categories=self._categories(sure, assessed),
            deductions=sure,
            possible=possible,
            gates=gates,
            publishable=not obstacles and self._all_known(),
            obstacles=obstacles,
            withheld=withheld if withheld.en else self._ungraded(grade, coverage),
            caps=caps,
            complete=self._audited.complete and not self._unread.en,
        )

    def _all_known(self) -> bool:
        """Whether every rule that scores was run, and none broke, on a report whose tables were read."""
        unread = self._audited.unscored.en or self._unread.en or self._undecided
        return not unread and not self._broken and not self._audited.selected

    def _counts(self, finding: Reported) -> bool:
        return finding.finding.responsibility == "source" and self._scored(finding.rule)

    def _scored(self, rule: str) -> bool:
        return rule not in self._rules or self._rules[rule].scored

    def _assessed(self) -> frozenset[str]:
        """Return the categories that a scored rule came to a conclusion in; none of a report that cannot be scored."""
        if self._audited.unscored.en:
            return frozenset()
        left = {name for name, weight in self._weights.items() if weight > 0}
        found: set[str] = set()
        for outcome in self._audited.outcomes:
            status = outcome.status
            if status is _PASS or status is _FAIL or status is _REVIEW:
                rule = self._rules.get(outcome.rule)
                if rule is not None and rule.category in left and self._scored(outcome.rule):
                    left.remove(rule.category)
                    found.add(rule.category)
        return frozenset(found)

    def _points(self, severity: Severity) -> Decimal:
        """Return the deduction of a severity; a blocker costs what an error does, and gates."""
        points = self._model.deductions
        if severity is Severity.BLOCKER and severity not in points:
            severity = Severity.ERROR
        return points.get(severity, Decimal(0))

    def _deductions(self, findings: Sequence[Reported], assessed: frozenset[str]) -> tuple[Deduction, ...]:
        """Return what each finding costs: less for repeats, and no more than its rule's and its category's limit."""
        by_rule: dict[str, _Taken] = defaultdict(_Taken)
        left = {name: self._weights[name] for name in assessed}
        charged = {finding.rule for finding in findings if finding.category in left and not finding.follows}
        made = []
        for finding in findings:
            if finding.category not in left:
                continue
            asked = self._points(finding.severity)
            if finding.follows in charged:
                made.append(Deduction(finding, asked, Decimal(0)))
                continue
            before = by_rule[finding.rule]
            reduced = self._repeated(asked, before)
            by_rule[finding.rule] = before.and_(reduced)
            taken = min(reduced, left[finding.category])
            left[finding.category] -= taken
            made.append(Deduction(finding, asked, taken))
        return tuple(made)

    def _repeated(self, asked: Decimal, before: "_Taken") -> Decimal:
        """Return what is left of a deduction after a rule's earlier ones."""
        if not before.times:
            return asked
        factor = self._model.repeats[min(before.times, len(self._model.repeats) - 1)]
        limit = self._model.rule_cap * max(asked, before.first)
        return max(min(asked * factor, limit - before.total), Decimal(0))

    def _value(self, deductions: Iterable[Deduction], assessed: frozenset[str]) -> Decimal:
        weight = sum([self._weights[name] for name in assessed], start=Decimal(0))
        lost = sum([deduction.taken for deduction in deductions], start=Decimal(0))
        return (100 * (weight - lost) / weight).quantize(_TENTH, ROUND_HALF_UP)

    def _coverage(self, assessed: frozenset[str]) -> Decimal:
        every = sum(self._model.weights.values(), start=Decimal(0))
        weight = sum([self._weights[name] for name in assessed], start=Decimal(0))
        share = 100 * weight / every if every else Decimal(0)
        return share if share == share.to_integral_value() else share.quantize(_TENTH, ROUND_HALF_UP)

    def _withheld(self, coverage: Decimal) -> Words:
        """Return why no number is given, or empty words."""
        if self._audited.unscored.en:
            return self._audited.unscored
        broken = self._broken
        if broken:
            return Words(f"有 {broken} 条规则出错，不评分", f"{broken} of the rules broke: no score is given")
        if not any(self._model.weights.values()):
            return Words("规则集没有设定类别权重，不评分", "the ruleset gives no category a weight: no score is given")
        if not coverage:
            return Words("没有已评估的类别", "no category was assessed")
        return NO_WORDS

    def _too_little(self) -> Words:
        """Return which tables the score hangs on, so little of which was read that there is none; or empty words."""
        if self._audited.unscored.en:
            return NO_WORDS
        shares = [(limit, self._open[limit.table].unread) for limit in self._model.withholding]
        over = [(limit, share) for limit, share in shares if share > limit.share]
        return _too_little_read(self._audited.report, over) if over else NO_WORDS

    def _grade(
        self, value: Decimal | None, coverage: Decimal, gates: Sequence[Reported]
    ) -> tuple[Words | None, tuple[Reported, ...]]:
        """Return the grade, and what keeps it under the one that the number alone would have.

        A gate fails a report however much of it was assessed. Where rules were left out, or figures of a table that the
        score hangs on cannot be decided, there is none: what would have been found is not known, and a grade would rise
        by it.
        """
        if value is None or not self._model.bands:
            return None, ()
        if gates:
            return self._model.failed, ()
        if coverage < self._model.least_coverage or self._audited.selected or self._undecided:
            return None, ()
        caps: list[Reported] = []
        for band in sorted(self._model.bands, key=lambda band: band.least, reverse=True):
            if value < band.least:
                continue
            barred = [one for one in self._confirmed if {one.severity.value, one.rule} & band.without]
            if not barred:
                return band.grade, tuple(caps)
            caps += [one for one in barred if one not in caps]
        return self._model.failed, tuple(caps)

    def _ungraded(self, grade: Words | None, coverage: Decimal) -> Words:
        if grade is not None:
            return NO_WORDS
        if not self._model.bands:
            return Words("规则集没有规定等次", "the ruleset has no grades")
        least = self._model.least_coverage
        if coverage >= least and self._audited.selected:
            return Words(
                "部分规则未运行（--select、--ignore），不评等次",
                "rules were left out (--select, --ignore): no grade is given",
            )
        if coverage >= least and self._undecided:
            return _partly_read(self._audited.report, self._undecided)
        return Words(
            f"已检查项目权重 {coverage}，低于 {least}，不评等次",
            f"weight checked {coverage}, under {least}: no grade is given",
        )

    def _categories(self, deductions: Sequence[Deduction], assessed: frozenset[str]) -> tuple[Category, ...]:
        lost: dict[str, Decimal] = defaultdict(Decimal)
        for deduction in deductions:
            lost[deduction.finding.category] += deduction.taken
        weights = self._weights.items()
        return tuple([Category(name, weight, lost[name], name in assessed) for name, weight in weights])

    def _is_obstacle(self, finding: Reported) -> bool:
        """Whether a finding stands against publishing: a grave failure, or an open question on a table that matters."""
        if finding.status is _FAIL and finding.severity in self._model.blocking and self._counts(finding):
            return True
        tables = self._model.blocking_reviews.get(finding.rule)
        return tables is not None and finding.status in _OPEN and (not tables or finding.finding.table in tables)


def _part(weight: Decimal, share: Fraction | None) -> Decimal:
    """Return what a category weighs of which a share of the rules was selected; less than all of it, to a tenth."""
    if share is None:
        return weight
    return (weight * share.numerator / share.denominator).quantize(_TENTH, ROUND_DOWN)


class _Taken(NamedTuple):
    """What a rule's findings so far have cost: how many, the first of them, and all together."""

    times: int = 0
    first: Decimal = Decimal(0)
    total: Decimal = Decimal(0)

    def and_(self, cost: Decimal) -> "_Taken":
        """Return it with one finding more."""
        return _Taken(self.times + 1, self.first if self.times else cost, self.total + cost)


def _gravest_first(findings: Iterable[Reported]) -> list[Reported]:
    """Sort by severity, so that the score does not hang on the order in which a report is laid out."""
    return sorted(findings, key=lambda finding: -finding.severity.rank)


class _OpenShares(NamedTuple):
    """What of a table is open, as shares of its figures: those of no known value, and of them those that may be known.

    What the report prints in words where a figure is due has no value, and there is nothing to decide about it.
    """

    unread: Decimal = Decimal(0)
    undecided: Decimal = Decimal(0)


def _open(report: Report, table: str, confirmed: Sequence[Reported]) -> _OpenShares:
    """Return what of a table is open; all of it where nothing of it was read.

    A table that is missing by a `confirmed` finding is not unread, nor is one in another form's version. What a table
    lacks may be among the pieces of one that is damaged.
    """
    form, bound = report.form.tables.get(table), report.tables.get(table)
    if form is None or (bound is not None and bound.superseded):
        return _OpenShares()
    printed = list(report.facts(table))
    if not printed:
        share = Decimal(not any(_is_missing(report, one.finding.table, form.section) for one in confirmed))
        return _OpenShares(share, share)
    lost = _absent(report, table) if bound is not None and bound.damaged else 0
    states = [fact.figure.state for fact in printed]
    undecided = lost + (sum(map(is_open, printed)) if State.AMBIGUOUS in states else 0)
    unread = undecided + states.count(_TEXT)
    every = Decimal(len(printed) + lost)
    return _OpenShares(unread / every, undecided / every)


def _is_missing(report: Report, table: str, section: str) -> bool:
    """Whether a finding on a table says that a section lacks its tables, for nothing of it was read.

    Where the section has a picture it says no such thing: the picture may be the table.
    """
    form, found = report.form.tables.get(table), report.section(section)
    lacking = form is not None and form.section == section and next(report.facts(table), None) is None
    return lacking and not (found and found.images)


def _absent(report: Report, table: str) -> int:
    """Return how many figures a table lacks that its form asks for."""
    form = report.form.tables[table]
    rows, columns = ([key for key, line in lines.items() if not line.optional] for lines in (form.rows, form.columns))
    return len([1 for row, column in product(rows, columns) if report.fact(table, row, column).state is State.ABSENT])


def _partly_read(report: Report, shares: Mapping[str, Decimal]) -> Words:
    parts = [(report.form.tables[table].title, _percent(share)) for table, share in shares.items()]
    return Words(
        f"{'，'.join([f'{title.zh}有 {found} 的数字无法确定' for title, found in parts])}，核对之前不评等次",
        f"{' and '.join([f'{found} of the figures of {title.en}' for title, found in parts])} cannot be decided: "
        "no grade is given until they are checked",
    )


def _too_little_read(report: Report, limits: Iterable[tuple[Withholding, Decimal]]) -> Words:
    """Return why there is no score; `limits` are those that tables are over, each with the share that is unread."""
    parts = [_unread(report, limit, share) for limit, share in limits]
    return Words(
        f"{'，'.join([part.zh for part in parts])}，不评分",
        f"{', and '.join([part.en for part in parts])}: no score is given",
    )


def _unread(report: Report, limit: Withholding, share: Decimal) -> Words:
    title = report.form.tables[limit.table].title
    if next(report.facts(limit.table), None) is None:
        return Words(f"{title.zh}没有读到", f"nothing of {title.en} was read")
    found, most = _percent(share, limit.share), f"{format_number((100 * limit.share).normalize())}%"
    return Words(
        f"{title.zh}有 {found} 的数字无法确定，超过 {most}",
        f"{found} of the figures of {title.en} cannot be decided, more than {most}",
    )


def _percent(share: Decimal, limit: Decimal = Decimal(0)) -> str:
    """Return a share over a limit in per cent, with the decimals it takes to be over the limit, and 100 only if all."""
    exact, every = 100 * share, Decimal(100)
    rounded = (round(exact, decimals) for decimals in range(MAX_DIGITS - 2))
    found = next((one for one in rounded if limit * every < one and (one < every or share == 1)), exact)
    return f"{format_number(found)}%"
