"""One run of `check`: every input audited, nothing lost when one cannot be; how it is shown is the reporters'."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from audit_core import __version__
from audit_core.cli.archives import opened
from audit_core.cli.files import Input, inputs, nothing_found
from audit_core.decisions import Decision, decide
from audit_core.engine import Auditor
from audit_core.errors import AuditError, ConfigurationError, InputError, NotAReport, mistake
from audit_core.findings import Severity, Status
from audit_core.loaders import Limits, Loader, read
from audit_core.plugins import Plugins
from audit_core.results import Audited, Failure, Result, Run
from audit_core.scoring import score
from audit_core.words import Words


class Audit(Struct):
    """A run while it goes on: what was audited, what failed, and what in directories was no report."""

    auditor: Auditor
    plugins: Plugins
    limits: Limits = Limits()
    loader: str | None = None
    decisions: dict[str, Decision] = {}
    followed: set[str] = set()
    results: list[Result] = []
    failures: list[Failure] = []
    skipped: dict[str, Words] = {}

    def check(self, paths: Sequence[str], stdin_name: str, step: Callable[[], None]) -> Run:
        """Audit everything under some paths; `step` is called after each input."""
        for one in inputs(paths, stdin_name, self.limits.bytes):
            self.one(one)
            step()
        return self.finish(paths)

    def finish(self, paths: Sequence[str]) -> Run:
        """Return what the run came to; paths that hold no report at all are a failure."""
        if not self.results and not self.failures:
            self._failed(nothing_found(paths, len(self.skipped)))
        return self._run()

    def one(self, one: Input) -> None:
        """Audit one input, or all members of the archive that it is; what keeps it from being audited is noted."""
        for each in [one] if self.loader else opened(one, self.limits):
            self._one(each)

    def _one(self, one: Input) -> None:
        try:
            self.results.append(self._audited(one, self.plugins.loaders))
        except NotAReport as error:
            if one.found:
                self.skipped[one.uri] = error.words
            else:
                self._failed(error, one.uri)
        except RecursionError:
            self._failed(InputError("nested too deep to read", "嵌套过深，无法读取"), one.uri)
        except MemoryError:
            self._failed(InputError("too large for the memory there is", "文件过大，内存不足"), one.uri)
        except ConfigurationError:
            raise
        except AuditError as error:
            self._failed(error, one.uri)
        except Exception as error:  # noqa: BLE001 - our own mistake over one report must not lose the others
            self._failed(mistake(error), one.uri)

    def _audited(self, one: Input, loaders: Iterable[Loader]) -> Result:
        if one.error:
            raise one.error
        document = read(one.given, one.uri, loaders, self.limits, self.loader)
        found = self.auditor.audit(document)
        self.followed |= self.decisions.keys() & {one.fingerprint for one in found.findings}
        audited = decide(found, self.decisions).settled()
        self.failures.extend(_broken_rules(audited, one.uri))
        if not audited.complete:
            self.failures.append(Failure("input", one.uri, audited.unscored))
        reckoned = score(audited, self.auditor.ruleset.scoring, self.auditor.rules)
        return Result(document.source, audited.outline(), reckoned)

    def _failed(self, error: AuditError, uri: str = "") -> None:
        place = error.place or uri
        behind = place.removeprefix(uri).lstrip(":")
        words = Words(f"{behind}：{error.words.zh}", f"{behind}: {error.words.en}") if behind and uri else error.words
        self.failures.append(Failure("input", uri or place, words))

    def _run(self) -> Run:
        ruleset = self.auditor.ruleset
        broken = [Failure("plugin", p.name, p.cause) for p in self.plugins.plugins if p.status == "broken"]
        return Run(
            __version__,
            ruleset.name,
            ruleset.version,
            ruleset.digest,
            self.auditor.rules,
            self.plugins.plugins,
            tuple(self.results),
            (*broken, *self.failures),
            date.today(),  # noqa: DTZ011 - the auditor's day
            self.skipped,
            {pack.prefix: pack.title for pack in self.plugins.packs},
        )


def _broken_rules(audited: Audited, uri: str) -> Iterator[Failure]:
    for outcome in audited.outcomes:
        if outcome.status is Status.ERROR:
            words = Words(f"{uri}：{outcome.reason.zh}", f"{uri}: {outcome.reason.en}")
            yield Failure("rule", outcome.rule, words)


def exit_status(run: Run, fail_on: Severity, min_score: float | None) -> int:
    """Return 2 where the audit is not complete, else 1 where a report fails, else 0."""
    if run.failures:
        return 2
    return 1 if any(_fails(result, fail_on, min_score) for result in run.results) else 0


def _fails(result: Result, fail_on: Severity, min_score: float | None) -> bool:
    if result.audited.unscored.en:
        return True
    if min_score is not None and (result.score.value is None or float(result.score.value) < min_score):
        return True
    return any(
        finding.status is Status.FAIL
        and finding.finding.responsibility == "source"
        and finding.severity.rank >= fail_on.rank
        for finding in result.audited.findings
    )
