"""A run as it goes on: what inputs come to, in their order whichever is ready first, and what is left at the end."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final, Protocol

from audit_core import __version__
from audit_core.errors import AuditError, mistake
from audit_core.guard import GUARD, Interrupted
from audit_core.results import Failure, Result, Run
from audit_core.runs.auditing import Done, Setup, failed
from audit_core.runs.files import Input, lies_in, nothing_found
from audit_core.runs.keeping import Kept
from audit_core.words import Words

_INTERRUPTED: Final = Words("审核被中断，有的文件没有审核", "the audit was interrupted; some inputs were not audited")
_NOT_REACHED: Final = Words("审核被中断，没有审核", "not audited: the run was interrupted")


class Audits(Protocol):
    """What audits inputs: this process, or several."""

    @property
    def setup(self) -> Setup:
        """What the run goes by."""
        ...

    def audited(self, found: Sequence[Input]) -> Iterator[tuple[int, Done | None]]:
        """Yield what each input came to under its number, and None at its end, in any order."""
        ...

    def stop(self) -> None:
        """End what runs elsewhere."""
        ...


class Course:
    """One run over some inputs.

    `step` is called after each input, `pause` before each wait for one, `seen` for each result. `followed` are the
    fingerprints of the decisions that met something to review, as far as the run has come.
    """

    def __init__(
        self,
        audits: Audits,
        found: Sequence[Input],
        *,
        step: Callable[[], None] = lambda: None,
        pause: Callable[[], None] = lambda: None,
        seen: Callable[[Result], None] = lambda _: None,
    ) -> None:
        self._audits = audits
        self._found = found
        self._step = step
        self._pause = pause
        self._seen = seen
        self._ended: set[int] = set()
        self._audited: set[str] = set()
        self._failures: list[Failure] = []
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
            self._audits.stop()
        self.over = True

    def _arriving(self) -> Iterator[tuple[int, Done | None]]:
        """Yield what arrives; only here may the run be interrupted, not while somebody writes down what it came to."""
        coming = self._audits.audited(self._found)
        while not GUARD.interrupted:
            self._pause()
            try:
                with GUARD.interruptible():
                    arrived = next(coming, None)
            except Interrupted:
                return
            except Exception as error:  # noqa: BLE001 - what is written so far is to be written to its end
                said = error if isinstance(error, AuditError) else mistake(error)
                self._failures.append(Failure("configuration", said.place or "audit-core", said.words))
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
        setup = self._audits.setup
        results = Kept((result for done in self.parts() for result in done.results), again=again)

        def failures() -> Iterator[Failure]:
            len(results)
            broken = [Failure("plugin", one.name, one.cause) for one in setup.plugins if one.status == "broken"]
            first = (*broken, *self._all_failures(), *self._without_report(asked, stdin_name))
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

    def _all_failures(self) -> Iterator[Failure]:
        """Yield what failed; inputs that were not reached are failures too."""
        left = [one for number, one in enumerate(self._found) if number not in self._ended]
        if left or self._interrupted:
            yield Failure("run", "audit-core", _INTERRUPTED)
        yield from self._failures
        yield from (Failure("input", one.uri, _NOT_REACHED) for one in left)

    def _without_report(self, paths: Iterable[str], stdin_name: str) -> Iterator[Failure]:
        """Yield a failure for each path in which nothing was audited and nothing failed, once all were looked at."""
        known = self._audited | {failure.subject for failure in self._failures}
        for path in dict.fromkeys(paths) if len(self._ended) == len(self._found) else ():
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

    def __init__(self, results: Kept, skipped: Mapping[str, Words]) -> None:
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
