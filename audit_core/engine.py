"""Runs rules over reports: contained, in a fixed order, every rule with an outcome; the score is left to `scoring`."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import localcontext
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import islice
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from audit_core.binding import bind
from audit_core.binding.layouts import LayoutCache
from audit_core.completeness import conflict_of, tables_of
from audit_core.consequences import traced
from audit_core.diagnosis import diagnose
from audit_core.document import Document, Image, Table
from audit_core.equations import CompiledEquations
from audit_core.errors import (
    AuditError,
    ConfigurationError,
    InputError,
    NoSuchPart,
    NotApplicable,
    NotAssessed,
    UnknownPlace,
    nearest,
    nearest_hint,
    one_line,
    origin,
)
from audit_core.findings import Basis, Finding, Outcome, Reported, RuleResult, Severity, Status, fill, fingerprint
from audit_core.flaws import flaw
from audit_core.forms import Form, form_named, nearest_place
from audit_core.guard import EXACT, GUARD, OutOfTime
from audit_core.report import BoundTable, OtherFact, Report, node_of
from audit_core.results import NO_WORDS, Audited
from audit_core.rules import ALONE, Rule
from audit_core.rulesets.ruleset import Ruleset, Setting
from audit_core.words import Words, counted

if TYPE_CHECKING:
    from audit_core.others import Others, Reports
    from audit_core.plugins import Plugins
    from audit_core.snapshot import Snapshot

MOST_FINDINGS: Final = 1_000
"""So many findings of one rule are listed for a report; that there were more is said with its outcome."""

MOST_PRINTED: Final = 2_000_000
"""So many characters, both languages together, the findings of one rule may print; more than a report has."""

_PASS: Final = Status.PASS
_REPORT: Final = ("report",)
_LEFT_OUT: Final = Words("本次审核未选用（--select、--ignore）", "not selected for this run (--select, --ignore)")
_MOST_NAMED: Final = 6
_GRAVEST_FIRST: Final = (Status.ERROR, Status.FAIL, Status.REVIEW, Status.NOT_ASSESSED, Status.PASS)


class _Plan(Struct, frozen=True):
    """What is run on reports of one form: functions with their options, and equations.

    `silent` are the outcomes of all rules of the form's domain, sorted by id, where none has anything to say.
    """

    checks: tuple[tuple[Rule, Mapping[str, Any]], ...]
    equations: CompiledEquations
    silent: Mapping[str, Outcome]
    elsewhere: frozenset[Basis]
    """The notices that prescribe the forms of other years, which bind no report of this one."""
    selected: Mapping[str, Fraction]
    severities: Mapping[str, Severity]


class Auditor:
    """Audits documents with the rules of a ruleset.

    `rules` holds the rules that run, by id, as the ruleset sets them, and `left_out` those that the ruleset has and
    `select` and `ignore` leave out, which are then not assessed; `spent` the nanoseconds that each has taken so far,
    when `timed`; `plugins` are those that brought them, where that is known.
    """

    LIKE: ClassVar[float] = 0.75
    """How much a key that no form has must be like one of a form to be taken for a slip of whoever wrote the rule.

    Others may be of forms that this ruleset does not have.
    """

    def __init__(  # noqa: PLR0913 - what is audited by is many things
        self,
        ruleset: Ruleset,
        rules: Mapping[str, Rule],
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        timed: bool = False,
        plugins: "Plugins | None" = None,
        form: str = "",
    ) -> None:
        domains = frozenset(form.domain for form in ruleset.forms)
        known = {name: rule for name, rule in {**rules, **ruleset.rules}.items() if rule.is_of(domains)}
        enabled = {
            rule.id: _as_set(rule, ruleset) for _, rule in sorted(known.items()) if ruleset.setting(rule.id).enabled
        }
        chosen = _selected(known, enabled, tuple(select), tuple(ignore))
        self.ruleset = ruleset
        self.rules = {rule: as_set for rule, as_set in enabled.items() if rule in chosen}
        self.left_out = {rule: as_set for rule, as_set in enabled.items() if rule not in chosen}
        self._declared = {rule: known[rule].severity for rule in self.rules}
        self._reviews = frozenset(rule for rule, as_set in self.rules.items() if as_set.status is Status.REVIEW)
        self.spent: dict[str, int] = {}
        self.plugins = plugins
        self._timed = timed
        self._strangers = plugins.strangers if plugins else frozenset()
        self._dated = [rule for rule in enabled.values() if rule.since is not None or rule.until is not None]
        self._form = form_named(ruleset.forms, form) if form else None
        self._plans: dict[tuple[str, frozenset[str]], _Plan] = {}
        self._layouts = LayoutCache()

    @classmethod
    def load(
        cls,
        ruleset: str = "ogi",
        *,
        plugins: "Plugins | None" = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        timed: bool = False,
        form: str = "",
    ) -> Self:
        """Make an auditor from a ruleset's name or file, with the plugins that are installed.

        With `form`, reports are bound to the form of that name. Raises ConfigurationError for a ruleset, form, option
        or selection that cannot be followed.
        """
        from audit_core.plugins import discover
        from audit_core.rulesets import load

        found = plugins or discover()
        loaded = load(ruleset, found.rulesets, found.rules, found.declarations, shipped=found.are_shipped)
        broken = {**loaded.broken, **_broken_rulesets(found, ruleset)}
        flawed = _broken_rules(loaded.rules.values())
        found = found.without(broken, flawed) if broken or flawed else found
        return cls(loaded, found.rules, select=select, ignore=ignore, timed=timed, plugins=found, form=form)

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of what is run: of the ruleset, and of the selection where one leaves rules out."""
        if not self.left_out:
            return self.ruleset.digest
        return sha256("\n".join((self.ruleset.digest, *self.rules)).encode()).hexdigest()

    @property
    def notes(self) -> tuple[Words, ...]:
        """What is to be known of the whole run: notes on the ruleset, rules that lapsed, and locked ones left out."""
        lapsed = [(rule.id, why) for rule in self.rules.values() for why in rule.lapsed.values()]
        notes = (*self.ruleset.notes, *(Words(f"{rule}：{why.zh}", f"{rule}: {why.en}") for rule, why in lapsed))
        locked = [rule for rule, as_set in self.left_out.items() if as_set.locked]
        if not locked:
            return notes
        note = Words(
            f"锁定规则没有全部运行（--select、--ignore），得分不能与全部运行时比较，未运行的有：{'、'.join(locked)}",
            f"locked rules left out (--select, --ignore), so no score compares with a full run's: {', '.join(locked)}",
        )
        return (*notes, note)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The names of what the rules that run ask for beside the report that is judged."""
        return frozenset(need for rule in self.rules.values() for need in rule.needs)

    @cached_property
    def _no_reports(self) -> "Reports":
        """Other reports where there are none: what the register alone tells."""
        from audit_core.others import Reports

        return Reports()

    def audit(self, document: Document, reports: "Reports | None" = None) -> Audited:
        """Bind a document and run every rule on it; `reports` are those that it is compared with.

        Raises InputError for a document that cannot be bound; a rule that breaks becomes an outcome `error`.
        """
        report = self.bound(document)
        return self.check(report, reports.others_of(report, self.ruleset.organs) if reports else None)

    def bound(self, document: Document, *, freely: bool = False) -> Report:
        """Bind a document to a form of the ruleset, the one that was asked for unless `freely`.

        Raises InputError where it fits none.
        """
        try:
            chosen = None if freely else self._form
            return bind(document, self.ruleset.forms, self.ruleset.organs, chosen, read=self._layouts)
        except InputError:
            conflict = conflict_of(document)
            if conflict.en:
                raise InputError(conflict.en, conflict.zh, place=document.source.uri) from None
            raise

    def check(self, report: Report, others: "Others | None" = None) -> Audited:
        """Run every rule on a bound report; on one with a merge left in it none, for it prints two texts at once.

        `others` are the reports it is set beside; a rule that asks for one that is not at hand is not assessed.
        """
        conflict = conflict_of(report.document)
        if conflict.en:
            of = (rule for _, rule in sorted((self.rules | self.left_out).items()))
            outcomes = tuple(
                Outcome(rule.id, Status.NOT_ASSESSED, conflict) for rule in of if rule.is_of((report.form.domain,))
            )
            return Audited(report, outcomes, (), conflict, complete=False)
        if others is None and self.ruleset.organs.register and self.needs:
            others = self._no_reports.others_of(report, self.ruleset.organs)
        with localcontext(EXACT):
            return self._audited(report, others)

    def _audited(self, report: Report, others: "Others | None") -> Audited:
        todo = self._plan(report)
        results = self._checked(todo, report, others)
        beside, missing = self._beside(todo, report, others)
        results |= diagnose(report, todo.equations, todo.severities, beside, self._reviews)
        results |= {rule: _with_missing(results[rule], result) for rule, result in missing.items()}
        eventful = {rule: result for rule, result in results.items() if result.findings}
        if eventful:
            if others is not None:
                _doubt(eventful, self.rules, others)
            _spare(eventful.values(), report)
            _silence(eventful, results, self.rules)
        told = {rule: self._outcome(rule, result) for rule, result in results.items()}
        findings = self._reported(eventful, report, todo.elsewhere) if eventful else ()
        unscored, complete = tables_of(report, findings)
        return Audited(report, tuple({**todo.silent, **told}.values()), findings, unscored, complete, todo.selected)

    def _plan(self, report: Report) -> _Plan:
        out_of_date = frozenset(rule.id for rule in self._dated if not rule.in_force(report.year))
        key = report.form.name, out_of_date
        if key not in self._plans:
            self._plans[key] = self._planned(report, out_of_date)
        plan = self._plans[key]
        if not report.form.is_opened:
            return plan
        rules = {rule: self.rules[rule].equations for rule in plan.equations.rules}
        return replace(plan, equations=CompiledEquations(report.form, rules))

    def _planned(self, report: Report, out_of_date: Collection[str]) -> _Plan:
        checks, equations, silent = [], [], {}
        run, left = Counter[str](), Counter[str]()
        for _, rule in sorted((self.rules | self.left_out).items()):
            if not rule.is_of((report.form.domain,)):
                continue
            silent[rule.id] = Outcome(rule.id, _PASS)
            if not rule.applies(report.form):
                silent[rule.id] = Outcome(rule.id, Status.NOT_APPLICABLE, _other_form(report))
            elif report.form.name in rule.lapsed and not any(one.applies(report.form) for one in rule.equations):
                silent[rule.id] = Outcome(rule.id, Status.NOT_APPLICABLE, rule.lapsed[report.form.name])
            elif rule.id in out_of_date:
                silent[rule.id] = Outcome(rule.id, Status.NOT_APPLICABLE, _other_years(rule))
            elif rule.id in self.left_out:
                left[rule.category] += rule.scored
                silent[rule.id] = Outcome(rule.id, Status.NOT_ASSESSED, _LEFT_OUT)
            elif rule.broken.en:
                silent[rule.id] = Outcome(rule.id, Status.ERROR, rule.broken)
            else:
                run[rule.category] += rule.scored
                if rule.check is not None:
                    checks.append((rule, self.ruleset.setting(rule.id).options))
                else:
                    equations.append(rule)
        compiled = CompiledEquations(report.form, {rule.id: rule.equations for rule in equations})
        selected = {each: Fraction(run[each], run[each] + left[each]) for each in sorted(left) if left[each]}
        severities = {rule.id: self._severity(rule, report.form) for rule in equations}
        return _Plan(tuple(checks), compiled, silent, self._bases_of_other_forms(report), selected, severities)

    def _checked(self, todo: _Plan, report: Report, others: "Others | None") -> dict[str, RuleResult]:
        """Run the functions; return the results of those that have something to say, which is few of them.

        What one raises becomes its result, and what it found before is kept. One that is not for the report, or asks
        for what is not at hand, is not called.
        """
        results: dict[str, RuleResult] = {}
        for of, options in todo.checks:
            rule = of.id
            GUARD.enter("rule", rule)
            before = perf_counter_ns() if self._timed else 0
            found: list[Finding] = []
            try:
                GUARD.refuse_barred("rule", rule)
                if of.pack in self._strangers:
                    with GUARD.around(of.pack):
                        found.extend(_found(of, options, report, others))
                else:
                    found.extend(_found(of, options, report, others))
            except BaseException as error:  # noqa: BLE001 - a pack's mistake, whatever it is, must not stop the audit
                GUARD.stop_if_asked(error)
                results[rule] = self._raised(rule, error, found, report)
            else:
                if found:
                    results[rule] = self._flawed(rule, found, report) or _listed(found)
            if self._timed:
                self.spent[rule] = self.spent.get(rule, 0) + perf_counter_ns() - before
        GUARD.enter("stage", "diagnosis")
        GUARD.stop_if_asked()
        return results

    def _beside(
        self, todo: _Plan, report: Report, others: "Others | None"
    ) -> "tuple[dict[str, Snapshot], dict[str, RuleResult]]":
        """Return the reports that equations compare with, by need, and the results of the rules that lack theirs."""
        beside: dict[str, Snapshot] = {}
        missing: dict[str, RuleResult] = {}
        for rule in todo.equations.comparing:
            try:
                beside |= {need: _other(others, need) for need in self.rules[rule].needs}
            except AuditError as error:
                missing[rule] = self._raised(rule, error, [], report)
        return beside, missing

    def _raised(self, rule: str, error: BaseException, found: list[Finding], report: Report) -> RuleResult:
        """Return the result of a rule that raised an error after some findings."""
        flawed = self._flawed(rule, found, report)
        if flawed is not None:
            return flawed
        mistyped = self._mistyped(error, report)
        if mistyped or not isinstance(error, NotAssessed):
            return RuleResult([], Status.ERROR, (self._broke(rule, mistyped or error),))
        # A rule that kept it, to raise it at its end, would keep the report: it holds the calls that it came through.
        error.__traceback__ = None
        aside = isinstance(error, NotApplicable) and not self._is_unknown(error, report)
        return RuleResult(found, Status.NOT_APPLICABLE if aside else Status.NOT_ASSESSED, (error.words,))

    def _mistyped(self, error: BaseException, report: Report) -> AuditError | None:
        """Return the error of a rule that asks for what no form has, a place or a part, and one has nearly the same."""
        if isinstance(error, UnknownPlace):
            path, near = "/".join(error.key), nearest_place(self._forms_beside(report), error.key, self.LIKE)
        elif self._is_unknown(error, report):
            path, near = error.key, nearest(error.key, self._parts_beside(report), self.LIKE)
        else:
            return None
        if not near:
            return None
        return AuditError(
            f"no form of the ruleset has {path}; the nearest is {near}", f"规则集的表式都没有 {path}；最接近的是 {near}"
        )

    def _is_unknown(self, error: BaseException, report: Report) -> TypeGuard[NoSuchPart]:
        """Whether a rule asks for a section or a table that no form has or had."""
        return isinstance(error, NoSuchPart) and error.key not in self._parts_beside(report)

    def _parts_beside(self, report: Report) -> frozenset[str]:
        forms = self._forms_beside(report)
        return frozenset(key for form in forms for key in (*form.parts, *form.taken_away))

    def _forms_beside(self, report: Report) -> list[Form]:
        """Return the forms of a report's domain, its own among them."""
        return [form for form in self.ruleset.forms if form.domain == report.form.domain]

    def _flawed(self, rule: str, found: Sequence[object], report: Report) -> RuleResult | None:
        """Return the result of a rule that yields what is no finding of this report, or one that cannot be told."""
        printed = 0
        for one in found:
            try:
                said = flaw(one, report)
                if said is None and isinstance(one, Finding):
                    printed += sum(map(len, _said(self.rules[rule], one)))
                    one.detached()
                    if printed > MOST_PRINTED:
                        said = f"yielded findings of more than {MOST_PRINTED:,} characters"
            except BaseException as error:  # noqa: BLE001 - the values of a finding are a stranger's objects
                GUARD.stop_if_asked(error)
                return RuleResult([], Status.ERROR, (self._broke(rule, error),))
            if said is not None:
                return RuleResult([], Status.ERROR, (self._broke(rule, TypeError(said)),))
        return None

    def _broke(self, rule: str, error: BaseException) -> Words:
        """Say in one line which plugin's rule broke, how, and where."""
        broke = _how(error)
        origin = self.plugins and self.plugins.origins.get(self.rules[rule].pack)
        return Words(f"插件 {origin}：{broke.zh}", f"plugin {origin}: {broke.en}") if origin else broke

    def _outcome(self, rule: str, result: RuleResult) -> Outcome:
        if not result.findings and len(result.reasons) <= 1:
            reason = result.reasons[0] if result.reasons else NO_WORDS
            return Outcome(rule, result.status or _PASS, reason, result.checked, result.unchecked)
        status = _gravest(result) if result.findings else result.status or _PASS
        reasons = result.reasons or [_said(self.rules[rule], one) for one in result.findings if one.status is _PASS]
        return Outcome(rule, status, Words.joined(reasons), result.checked, result.unchecked)

    def _reported(
        self, results: Mapping[str, RuleResult], report: Report, elsewhere: frozenset[Basis]
    ) -> tuple[Reported, ...]:
        """Put findings into words, in the order of the report."""
        made = [one for rule, result in results.items()
                for one in self._words(self.rules[rule], result.findings, report, elsewhere)]  # fmt: skip
        explains = {rule: [one for one in self.rules[rule].explains if one in self.rules and not self.rules[one].locked]
                    for rule in results if self.rules[rule].explains}  # fmt: skip
        return traced(sorted(_numbered(made, report), key=_by_place), explains)

    def _bases_of_other_forms(self, report: Report) -> frozenset[Basis]:
        others = (form for form in self.ruleset.forms if form.basis and form.basis != report.form.basis)
        return frozenset(self.ruleset.basis(form.basis) for form in others)

    def _severity(self, rule: Rule, form: Form, own: Severity | None = None) -> Severity:
        """Return a finding's severity, its own or the rule's, no graver or milder than the ruleset moved it to."""
        declared, moved = self._declared[rule.id], self.ruleset.setting(rule.id).severity
        base = own or rule.grade_on(form) or declared
        if moved is None:
            return base
        return (max if moved.rank >= declared.rank else min)(base, moved, key=lambda severity: severity.rank)

    def _words(
        self, rule: Rule, findings: Sequence[Finding], report: Report, elsewhere: frozenset[Basis]
    ) -> Iterator[Reported]:
        for finding in _joined(rule, [one for one in findings if one.status is not Status.PASS]):
            yield Reported(
                rule=rule.id,
                finding=finding,
                severity=self._severity(rule, report.form, finding.severity),
                words=_said(rule, finding),
                location=report.locate(finding.at, finding.key or ""),
                evidence_locations=tuple(report.locate(item.at) for item in finding.evidence),
                basis=tuple(b for b in rule.basis if isinstance(b, Basis) and b not in elsewhere),
                advice=finding.advice or rule.advice,
                fingerprint="",
                category=rule.category,
            )


def _found(of: Rule, options: Mapping[str, Any], report: Report, others: "Others | None") -> Iterable[Finding]:
    """Return what a rule finds, as it finds it, up to one more than is listed."""
    if of.only is not None:
        of.only(report)
    if of.parameters != _REPORT:
        given = [report if name == "report" else _other(others, name) for name in of.parameters]
        found = of.check(*given, **options)  # type: ignore[misc]
    else:
        found = of.check(report, **options)  # type: ignore[misc]
    return islice(found or (), MOST_FINDINGS + 1)


def _other(others: "Others | None", need: str) -> Any:  # noqa: ANN401 - each need has a type of its own
    if others is None:
        raise NotAssessed(ALONE.en, ALONE.zh)
    return others.get(need)


def _broken_rules(rules: Iterable[Rule]) -> dict[str, Words]:
    """Return what is wrong with the rules that packs declare, by pack."""
    causes: dict[str, list[Words]] = {}
    for rule in rules:
        if rule.broken.en:
            said = Words(f"{rule.id} 不能运行：{rule.broken.zh}", f"{rule.id} cannot run: {rule.broken.en}")
            causes.setdefault(rule.pack, []).append(said)
    return {prefix: Words.joined(said) for prefix, said in causes.items()}


def _broken_rulesets(found: "Plugins", asked: str) -> dict[str, Words]:
    """Return what is wrong with the rulesets that strangers' plugins bring, other than the one that is asked for."""
    from audit_core.plugins import FIRST_PARTY
    from audit_core.rulesets import load

    broken: dict[str, Words] = {}
    strangers = (plugin for plugin in found.plugins if plugin.distribution != FIRST_PARTY)
    for name in (name for plugin in strangers for name in plugin.rulesets if name != asked):
        try:
            load(name, found.rulesets, found.rules, found.declarations, shipped=found.are_shipped)
        except ConfigurationError as error:
            broken[name] = Words(error.say("zh"), error.say("en"))
    return broken


def _listed(found: list[Finding]) -> RuleResult:
    """Return the result of a rule's findings, those beyond `MOST_FINDINGS` left out, which it then says."""
    if len(found) <= MOST_FINDINGS:
        return RuleResult(found)
    words = Words(
        f"问题超过 {MOST_FINDINGS} 处，其余未检查、未列出",
        f"more than {MOST_FINDINGS:,} findings; what follows them was neither checked nor listed",
    )
    return RuleResult(found[:MOST_FINDINGS], reasons=(words,))


def _said(rule: Rule, finding: Finding) -> Words:
    """Fill a finding's words; `{at}` is its place."""
    return fill(finding.message or rule.template, {"at": finding.at, **finding.values})


def _joined(rule: Rule, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings, those of one cause as one that names the other places."""
    causes: dict[Hashable, list[Finding]] = {}
    for number, finding in enumerate(findings):
        cause = (finding.cause, finding.status, finding.responsibility) if finding.cause else number
        causes.setdefault(cause, []).append(finding)
    for first, *others in causes.values():
        yield first.joined(others, _likewise(_said(rule, first), others)) if others else first


def _likewise(said: Words, others: Sequence[Finding]) -> Words:
    nodes = [node_of(finding.at) for finding in others]
    texts = [" ".join(node.text.split()) for node in nodes if node and not isinstance(node, Image | Table)]
    named, more = list(dict.fromkeys(texts))[:_MOST_NAMED], "等" if len(set(texts)) > _MOST_NAMED else ""
    zh, en = "、".join(f"“{text}”" for text in named), ", ".join(f"“{text}”" for text in named)
    count = len(others)
    return Words(
        f"{said.zh}；另有 {count} 处相同" + (f"：{zh}{more}" if zh else ""),
        f"{said.en}; likewise in {counted(count, 'more place')}" + (f": {en}{', …' if more else ''}" if en else ""),
    )


def _selected(
    known: Mapping[str, Rule], enabled: Iterable[str], select: Sequence[str], ignore: Sequence[str]
) -> frozenset[str]:
    """Return which of the rules that the ruleset enables are selected."""
    for pattern in (*select, *ignore):
        if not any(_named(rule, pattern) for rule in known):
            raise _unknown(pattern, known)
    return frozenset(
        rule
        for rule in enabled
        if (not select or any(_named(rule, pattern) for pattern in select))
        and not any(_named(rule, pattern) for pattern in ignore)
    )


def _named(rule: str, pattern: str) -> bool:
    """Whether a selection names a rule: by its id, or by its pack's prefix."""
    return rule == pattern or rule.partition("-")[0] == pattern


def _unknown(pattern: str, known: Mapping[str, Rule]) -> ConfigurationError:
    hint = nearest_hint(pattern, [*known, *(rule.partition("-")[0] for rule in known)])
    return ConfigurationError(
        f"no rule or pack {pattern!r} to select or ignore{hint.en}",
        f"没有可选用或忽略的规则或规则包 {pattern!r}{hint.zh}",
    )


def _as_set(rule: Rule, ruleset: Ruleset) -> Rule:
    """Return a rule as the ruleset sets it, with the bases it cites put in place."""
    setting = ruleset.setting(rule.id)
    return replace(
        rule,
        severity=setting.severity or rule.severity,
        category=setting.category or rule.category,
        scored=rule.scored if setting.scored is None else setting.scored,
        locked=rule.locked or setting.locked,
        basis=tuple(ruleset.basis(cited) for cited in _cited(rule, setting, ruleset)),
        advice=setting.advice or rule.advice,
    )


def _cited(rule: Rule, setting: Setting, ruleset: Ruleset) -> Iterator[Basis | str]:
    """Yield what a rule cites, each once; `form` stands for what prescribes the forms that the rule is for."""
    cited: list[Basis | str] = [one for one in (rule.basis if setting.basis is None else setting.basis) if one]
    forms: list[Basis | str] = [form.basis for form in ruleset.forms if form.basis and rule.applies(form)]
    yield from dict.fromkeys(one for each in cited for one in (forms if each == "form" else [each]))


def _other_form(report: Report) -> Words:
    return Words(f"不适用于 {report.form.title.zh}", f"not for the {report.form.title.en}")


def _other_years(rule: Rule) -> Words:
    if rule.until is None:
        return Words(f"只适用于{rule.since}年度起的报告", f"only for report years from {rule.since} on")
    if rule.since is None:
        return Words(f"只适用于{rule.until}年度及以前的报告", f"only for report years up to {rule.until}")
    return Words(
        f"只适用于{rule.since}至{rule.until}年度的报告", f"only for the report years {rule.since} to {rule.until}"
    )


def _how(error: BaseException) -> Words:
    """Say in one line how a rule broke, and where."""
    if isinstance(error, OutOfTime):
        return Words(f"超过时限（{error.limit:g} 秒）", f"exceeded its time limit ({error.limit:g} s)")
    if isinstance(error, AuditError):
        return error.words
    at = origin(error)
    where = f"{at.tb_frame.f_code.co_filename.rpartition('/')[2]}:{at.tb_lineno}" if at else ""
    text = one_line(error)[:200] + (f" ({where})" if where else "")
    return Words(f"规则出错：{text}", f"the rule broke: {text}")


def _with_missing(own: RuleResult, missing: RuleResult) -> RuleResult:
    """Return the result of a rule whose other report is missing: what it found in this one counts all the same."""
    if not (own.findings or own.checked or own.unchecked):
        return missing
    settled = own.status in (Status.FAIL, Status.REVIEW, Status.NOT_ASSESSED) or missing.status is Status.NOT_APPLICABLE
    status = own.status if settled else missing.status
    return RuleResult(own.findings, status, own.reasons + missing.reasons, own.checked, own.unchecked)


def _doubt(results: Mapping[str, RuleResult], rules: Mapping[str, Rule], others: "Others") -> None:
    """Leave to a person what rests on another report where it may be another organ's; equations tell which does."""
    for rule, result in results.items():
        doubt, of = others.doubt(rules[rule].needs), rules[rule]
        if doubt is not None:
            compared = [(n, one) for n, one in enumerate(result.findings) if not of.equations or _is_of_another(one)]
            _soften(result, {n: one.doubted(of.template, doubt) for n, one in compared})


def _is_of_another(finding: Finding) -> bool:
    return any(isinstance(operand.at, OtherFact) for operand in finding.evidence)


def _gravest(result: RuleResult) -> Status:
    """Return the status of a rule that found something."""
    if result.status is Status.ERROR:
        return Status.ERROR
    statuses = {finding.status for finding in result.findings}
    if result.status is not None:
        statuses.add(result.status)
    return next((status for status in _GRAVEST_FIRST if status in statuses), Status.PASS)


def _spare(results: Iterable[RuleResult], report: Report) -> None:
    """Take what points at a place that conversion or a page break left in pieces for a lead, which accuses nobody."""
    for result in results:
        _soften(result, {n: one.spared() for n, one in enumerate(result.findings) if _is_on_a_piece(one, report)})


def _soften(result: RuleResult, softer: Mapping[int, Finding]) -> None:
    """Put softer findings in the places of others, and let the rule no longer fail where none of them does."""
    if not softer:
        return
    result.findings = [softer.get(number, one) for number, one in enumerate(result.findings)]
    if result.status is Status.FAIL and not any(one.status is Status.FAIL for one in result.findings):
        result.status = Status.REVIEW


def _is_on_a_piece(finding: Finding, report: Report) -> bool:
    return finding.status is Status.FAIL and not isinstance(finding.at, BoundTable) and report.is_damaged(finding.at)


def _silence(eventful: Mapping[str, RuleResult], results: Mapping[str, RuleResult], rules: Mapping[str, Rule]) -> None:
    """Drop the findings that follow from graver ones, and say so with their outcomes.

    What a rule tells of our own reading says the same for the leads of those it silences on that reading, no more.
    """
    for rule, result in eventful.items():
        failing = {finding.table for finding in result.findings if finding.status is Status.FAIL}
        reading = {finding.table for finding in result.findings if _is_reading(finding)}
        for silenced in rules[rule].silences if failing or reading else ():
            other = results.get(silenced)
            if other and not rules[silenced].locked and other.status is not Status.ERROR:
                _drop(other, rule, failing, reading)


def _is_reading(finding: Finding) -> bool:
    return finding.status is Status.REVIEW and finding.responsibility == "conversion"


def _drop(result: RuleResult, rule: str, failing: set[str], reading: set[str]) -> None:
    kept = [
        finding
        for finding in result.findings
        if not _within(finding, failing) and not (_is_reading(finding) and _within(finding, reading))
    ]
    if len(kept) < len(result.findings) or (failing and result.status is Status.FAIL):
        result.findings = kept
        result.status = Status.NOT_ASSESSED
        result.reasons = (Words(f"已由 {rule} 说明，不再重复", f"follows from {rule}, which is reported"),)


def _within(finding: Finding, tables: set[str]) -> bool:
    return "" in tables or finding.table in tables


def _numbered(made: Iterable[Reported], report: Report) -> Iterator[Reported]:
    """Give each finding its fingerprint; findings of one key are told apart by their order."""
    seen: dict[tuple[str, str], int] = {}
    for one in made:
        key = one.finding.key or one.location.logical
        number = seen[one.rule, key] = seen.get((one.rule, key), 0) + 1
        path = key if number == 1 else f"{key}#{number}"
        yield replace(one, fingerprint=fingerprint(one.rule, report.organization, report.year, path))


def _by_place(one: Reported) -> tuple[int, str]:
    """Return the key of a stable order: what one rule finds at one place stays in the order in which it found it."""
    return (one.location.span.start if one.location.span else 0, one.rule)
