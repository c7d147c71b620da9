"""Inputs audited one by one, nothing lost when one cannot be; sharing them out among processes is left to `workers`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct
from msgspec.structs import replace

from audit_core.completeness import conflict_of
from audit_core.decisions import Decision, decide
from audit_core.engine import Auditor
from audit_core.errors import AuditError, ConfigurationError, InputError, NotAReport, PluginError, mistake
from audit_core.findings import Status
from audit_core.formats import Limits, Reporter
from audit_core.guard import GUARD, OutOfTime
from audit_core.loaders import named, read
from audit_core.plugins import discover
from audit_core.plugins.entries import EntryPoint
from audit_core.report import Report
from audit_core.results import Audited, Failure, Plugin, Result
from audit_core.rules import Option, Rule
from audit_core.runs.archives import opened
from audit_core.runs.files import Input
from audit_core.scoring import score
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.others import Reports

MOST_BOUND: Final = 4 * 1024 * 1024
"""Of so many characters of text are reports kept that are bound to be gathered, and need not be read again."""

_LEAST_BOUND: Final = 16 * 1024
"""As so many characters a shorter text counts, and a source that is not text."""

SECONDS: Final = 30.0
"""The time limit of one rule on one report, and of one loader, where none is given."""


class Orders(Struct, frozen=True):
    """What to audit by, the same in every process; with `facts`, the figures of each report are kept.

    With `form`, reports are bound to the form of that name, those that they are compared with left out.
    """

    ruleset: str = "ogi"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    limits: Limits = Limits()
    loader: str | None = None
    decisions: dict[str, Decision] = {}
    seconds: float = SECONDS
    facts: bool = False
    form: str = ""


class Setup(Struct, frozen=True):
    """What a run goes by once plugins and ruleset are loaded.

    `titles` are those of the packs, by prefix; `files` those that the ruleset was read from, with their SHA-256;
    `needs` is what the rules that run ask for beside a report.
    """

    ruleset: str
    ruleset_version: str
    ruleset_digest: str
    rules: Mapping[str, Rule]
    plugins: tuple[Plugin, ...]
    reporters: tuple[Reporter, ...]
    titles: Mapping[str, Words] = {}
    files: Mapping[str, str] = {}
    notes: tuple[Words, ...] = ()
    needs: frozenset[str] = frozenset()

    @property
    def broken(self) -> tuple[Failure, ...]:
        """The plugins that cannot be used."""
        return tuple(Failure("plugin", one.name, one.cause) for one in self.plugins if one.status == "broken")

    def without_code(self) -> "Setup":
        """Return what can be told to another process: what describes rules and reporters, and nothing they run.

        Examples are left out: a stranger may have put anything into them, and they are not for the output of a run.
        """
        rules = {
            name: replace(rule, check=None, only=None, options=_described(rule.options), examples={})
            for name, rule in self.rules.items()
        }
        return replace(self, rules=rules, reporters=tuple(replace(one, write=_unwritten) for one in self.reporters))


def _described(options: Mapping[str, Option]) -> dict[str, Option]:
    return {name: Option(name, None, str(option.default)) for name, option in options.items()}


def _unwritten(*_: object) -> None:
    """Stand for the function of a reporter that another process has."""


class Done(Struct):
    """What one report, or one file that is none, came to."""

    results: list[Result] = []
    failures: list[Failure] = []
    skipped: dict[str, Words] = {}
    followed: set[str] = set()
    snapshots: list[tuple[str, str, bytes]] = []
    """What others may see of reports, encoded, behind the uri and the digest of each."""


class Auditing:
    """Audits inputs in this process."""

    def __init__(self, orders: Orders, entries: Sequence[EntryPoint] | None = None) -> None:
        """Load plugins and ruleset; raises ConfigurationError for what cannot be followed."""
        self._orders = orders
        found = discover(entries)
        GUARD.enter("stage", "ruleset")
        self._auditor = Auditor.load(
            orders.ruleset, plugins=found, select=orders.select, ignore=orders.ignore, form=orders.form
        )
        self._plugins = self._auditor.plugins or found
        self._reports: Reports | None = None
        self._bound: dict[str, tuple[Report, list[Failure]]] = {}
        self._room = MOST_BOUND
        if orders.loader:
            named(orders.loader, self._plugins.loaders)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Nothing runs elsewhere."""

    @property
    def setup(self) -> Setup:
        """What the run goes by."""
        ruleset = self._auditor.ruleset
        plugins = self._plugins
        return Setup(
            ruleset.name,
            ruleset.version,
            self._auditor.digest,
            self._auditor.rules | self._auditor.left_out,
            plugins.plugins,
            plugins.reporters,
            {pack.prefix: pack.title for pack in plugins.packs},
            ruleset.files,
            self._auditor.notes,
            self._auditor.needs,
        )

    def compare_with(self, reports: "Reports") -> None:
        """Set these reports beside those that are audited from now on."""
        self._reports = reports

    def audited(self, found: Sequence[Input], *, gather: bool = False) -> Iterator[tuple[int, Done | None]]:
        """Yield what each input came to, report by report, under its number, and None at its end.

        To `gather` is not to audit, but to keep of each report what others may see.
        """
        for number, one in enumerate(found):
            for done in self.one(one, gather=gather):
                yield number, done
            yield number, None

    def one(self, one: Input, known: int = 0, *, gather: bool = False) -> Iterator[Done]:
        """Yield what an input came to, or each member of the archive that it is, but the first `known` of them."""
        members = [one] if self._orders.loader else opened(one, self._orders.limits)
        for each in islice(members, known, None):
            done = Done()
            GUARD.subject = each.uri
            with GUARD.bounded(self._orders.limits.memory), GUARD.timed(self._orders.seconds):
                self._one(replace(each, compared=one.compared), done, gather=gather)
            yield done

    def _one(self, one: Input, done: Done, *, gather: bool) -> None:
        """Audit one report; what keeps it from being audited is noted."""
        try:
            if gather:
                self._gather(one, done)
            else:
                done.results.append(self._audited(one, done))
        except NotAReport as error:
            if one.found:
                done.skipped[one.uri] = error.words
            else:
                done.failures.append(failed(error, one.uri))
        except RecursionError:
            done.failures.append(failed(InputError("nested too deep to read", "嵌套过深，无法读取"), one.uri))
        except MemoryError:
            done.failures.append(
                failed(InputError("takes too much memory (--limit memory)", "占用内存过多（--limit memory）"), one.uri)
            )
        except ConfigurationError:
            raise
        except AuditError as error:
            done.failures.append(failed(error, one.uri))
        except OutOfTime as error:
            limit = f"{error.limit:g}"
            said = InputError(f"reading it exceeded the time limit ({limit} s)", f"读取超过时限（{limit} 秒）")
            done.failures.append(failed(said, one.uri))
        except Exception as error:  # noqa: BLE001 - our own mistake over one report must not lose the others
            done.failures.append(failed(mistake(error), one.uri))

    def _gather(self, one: Input, done: Done) -> None:
        from audit_core.snapshot import Snapshot

        report = self._read(one, done)
        if not conflict_of(report.document).en:
            source = report.document.source
            done.snapshots.append((source.uri, source.digest, Snapshot.of(report).encode()))
        room = max(len(report.document.source.text), _LEAST_BOUND)
        if not one.compared and room <= self._room:
            self._room -= room
            self._bound[one.uri] = report, done.failures

    def _read(self, one: Input, done: Done) -> Report:
        if one.error:
            raise one.error
        broken: list[PluginError] = []
        document = read(one.given, one.uri, self._plugins.loaders, self._orders.limits, self._orders.loader, broken)
        done.failures.extend(Failure("plugin", one.uri, error.words) for error in broken)
        GUARD.enter("stage", "binding")
        return self._auditor.bound(document, freely=one.compared)

    def _audited(self, one: Input, done: Done) -> Result:
        if one.uri in self._bound:
            report, failures = self._bound.pop(one.uri)
            done.failures.extend(failures)
        else:
            report = self._read(one, done)
        organs = self._auditor.ruleset.organs
        found = self._auditor.check(report, self._reports.others_of(report, organs) if self._reports else None)
        decisions = self._orders.decisions
        done.followed |= decisions.keys() & {one.fingerprint for one in found.findings if one.status is Status.REVIEW}
        audited = decide(found, decisions).detached()
        done.failures.extend(_broken_rules(audited, one.uri, self._auditor.rules))
        reckoned = score(audited, self._auditor.ruleset.scoring, self._auditor.rules)
        if not reckoned.complete:
            done.failures.append(Failure("input", one.uri, reckoned.withheld))
        kept = _kept(report) if self._orders.facts else b""
        return Result(report.document.source, audited.outline(), reckoned, tuple(done.failures), kept)


def _kept(report: Report) -> bytes:
    from audit_core.snapshot import Snapshot

    return Snapshot.of(report).encode()


def failed(error: AuditError, uri: str) -> Failure:
    """Return the failure of an input; where the error names a place in it, that place stands before the words."""
    place = error.place or uri
    behind = place.removeprefix(uri).lstrip(":")
    words = Words(f"{behind}：{error.words.zh}", f"{behind}: {error.words.en}") if behind and uri else error.words
    return Failure("input", uri or place, words)


def _broken_rules(audited: Audited, uri: str, rules: Mapping[str, Rule]) -> Iterator[Failure]:
    """Yield the rules that broke on a report; those that were broken before stand with their plugin, once."""
    for outcome in audited.outcomes:
        if outcome.status is Status.ERROR and not rules[outcome.rule].broken.en:
            words = Words(f"{uri}：{outcome.reason.zh}", f"{uri}: {outcome.reason.en}")
            yield Failure("rule", outcome.rule, words)
