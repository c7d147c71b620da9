"""A run as it goes on: what inputs come to, in their order whichever is ready first, and what is left at the end."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from audit_core import __version__
from audit_core.errors import AuditError, mistake
from audit_core.guard import GUARD, Interrupted
from audit_core.plugins import are_ours, entry_points
from audit_core.results import Failure, Result, Run
from audit_core.runs.auditing import Auditing, Done, Orders, failed
from audit_core.runs.files import Input, is_directory, lies_in, nothing_found
from audit_core.runs.keeping import KeptResults
from audit_core.words import Words

if TYPE_CHECKING:
    from audit_core.runs.workers import Pool

_INTERRUPTED: Final = Words("审核被中断，有的文件没有审核", "the audit was interrupted; some inputs were not audited")
_NOT_REACHED: Final = Words("审核被中断，没有审核", "not audited: the run was interrupted")


def audits(orders: Orders, jobs: int, paths: Sequence[str]) -> "Auditing | Pool":
    """Return what audits the inputs: this process, or others where there is work for several, or a stranger's code."""
    entries = entry_points()
    if not are_ours(entries) or (jobs > 1 and (len(paths) > 1 or any(map(is_directory, paths)))):
        from audit_core.runs.workers import Pool

        return Pool(orders, jobs)
    return Auditing(orders, entries)


class Course:
    """One run over some inputs.

    `step` is called after each input, `pause` before each wait for one, `seen` for each result. `followed` are the
    fingerprints of the decisions that met something to review, as far as the run has come.
    """

    def __init__(
        self,
        auditing: "Auditing | Pool",
        found: Sequence[Input],
        *,
        step: Callable[[], None] = lambda: None,
        pause: Callable[[], None] = lambda: None,
        seen: Callable[[Result], None] = lambda _: None,
    ) -> None:
        self._auditing = auditing
        self._found = found
        self._step = step
        self._pause = pause
        self._seen = seen
        self._ended: set[int] = set()
        self._audited: set[str] = set()
        self._failures: list[Failure] = []
        self._stopped: list[Failure] = []
        self._skipped: dict[str, Words] = {}
        self._interrupted = False
        self.followed: set[str] = set()
        self.over = False

    def parts(self) -> Iterator[Done]:
        """Yield what each report came to, in the order of the inputs; where the run is interrupted, what is done."""
        waiting: dict[int, list[Done]] = {}
        now = 0
        for number, done in self._arriving():
            if done is None:
                self._ended.add(number)
                self._step()
            elif number == now:
                yield self._noted(done)
            else:
                waiting.setdefault(number, []).append(done)
            while now in self._ended:
                now += 1
                yield from map(self._noted, waiting.pop(now, ()))
        for _, parts in sorted(waiting.items()):
            yield from map(self._noted, parts)
        self._interrupted = GUARD.interrupted
        if self._interrupted:
            self._auditing.stop()
        self.over = True

    def _arriving(self) -> Iterator[tuple[int, Done | None]]:
        """Yield what arrives; only here may the run be interrupted, not while somebody writes down what it came to."""
        coming = self._auditing.audited(self._found)
        while not GUARD.interrupted:
            self._pause()
            try:
                with GUARD.interruptible():
                    arrived = next(coming, None)
            except Interrupted:
                return
            except Exception as error:  # noqa: BLE001 - what is written so far is to be written to its end
                said = error if isinstance(error, AuditError) else mistake(error)
                self._stopped.append(Failure("configuration", said.place or "audit-core", said.words))
                return
            if arrived is None:
                return
            yield arrived

    def _noted(self, done: Done) -> Done:
        for result in done.results:
            self._audited.add(result.source.uri)
            self._seen(result)
        self._failures += done.failures
        self._skipped |= done.skipped
        self.followed |= done.followed
        return done

    def run(
        self,
        asked: Iterable[str] = (),
        stdin_name: str = "",
        *,
        again: bool = True,
        late: Callable[[Run], Iterable[Failure]] = lambda _: (),
    ) -> Run:
        """Return the run: its results come as they are read, and what is known at the end waits for the end.

        `asked` are paths in each of which a report must be found, `stdin_name` what standard input is called. `late`
        yields failures of what is done with the run itself. Without `again`, results can be read only once.
        """
        setup = self._auditing.setup
        results = KeptResults((result for done in self.parts() for result in done.results), again=again)

        def failures() -> Iterator[Failure]:
            len(results)
            interrupted = [Failure("run", "audit-core", _INTERRUPTED)] if self._interrupted else []
            first = (*setup.broken, *interrupted, *self._failures, *self.at_the_end(asked, stdin_name))
            yield from first
            yield from late(run(first))

        def run(failures: Collection[Failure]) -> Run:
            return Run(
                __version__,
                setup.ruleset,
                setup.ruleset_version,
                setup.ruleset_digest,
                setup.rules,
                setup.plugins,
                results,
                failures,
                date.today(),  # noqa: DTZ011 - the auditor's day
                _Skipped(results, self._skipped),
                setup.titles,
                setup.notes,
            )

        return run(_Failures(failures))

    def at_the_end(self, asked: Iterable[str], stdin_name: str) -> Iterator[Failure]:
        """Yield, when all is over, what no input told: what stopped the run, what it did not reach, empty paths."""
        yield from self._stopped
        left = [one for number, one in enumerate(self._found) if number not in self._ended]
        yield from (Failure("input", one.uri, _NOT_REACHED) for one in left)
        known = self._audited | {failure.subject for failure in self._failures}
        for path in () if left or self._interrupted else dict.fromkeys(asked):
            if not any(lies_in(uri, path, stdin_name) for uri in known):
                passed = sum(lies_in(uri, path, stdin_name) for uri in self._skipped)
                yield failed(nothing_found(path, passed), "")


class _Failures(Collection[Failure]):
    """The failures of a run, which wait for its end."""

    def __init__(self, made: Callable[[], Iterator[Failure]]) -> None:
        self._made = made

    @cached_property
    def _all(self) -> tuple[Failure, ...]:
        return tuple(self._made())

    def __iter__(self) -> Iterator[Failure]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, failure: object) -> bool:
        return failure in self._all


class _Skipped(Mapping[str, Words]):
    """The files passed over in a run, which wait for its end."""

    def __init__(self, results: KeptResults, skipped: Mapping[str, Words]) -> None:
        self._results = results
        self._skipped = skipped

    def _all(self) -> Mapping[str, Words]:
        len(self._results)
        return self._skipped

    def __getitem__(self, uri: str) -> Words:
        return self._all()[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
