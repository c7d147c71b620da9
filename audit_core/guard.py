"""The call that runs now: how long it may take, and whether the person who runs the audit wants to stop.

Signals belong to the process, and so does the one guard, `GUARD`. Every rule, loader and stage of our own announces
itself with `enter`; nothing here knows what they do.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from decimal import Context, localcontext
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from audit_core.errors import PluginError

if TYPE_CHECKING:
    from audit_core.words import Words

TICKS: Final = 4
"""So many times in its limit a call is looked at: one is stopped after its limit, and before 1 + 1/TICKS of it."""

STOPPING: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


class Interrupted(KeyboardInterrupt):
    """The person who runs the audit, or the system, asks it to stop."""


class OutOfTime(BaseException):
    """A call took longer than its limit, in seconds; no `except Exception` of a plugin is meant to hold it."""

    def __init__(self, limit: float) -> None:
        super().__init__(f"more than {limit:g} s")
        self.limit = limit


EXACT: Final = Context()
"""How figures are reckoned, whatever a program that audits, or a plugin, has set."""

_BETWEEN: Final = "\x1f"
_NOTHING: Final = nullcontext()


class Running(NamedTuple):
    """A call that runs in another process, as it announced itself."""

    calls: str = ""
    kind: str = ""
    name: str = ""
    subject: str = ""

    @classmethod
    def of(cls, shared: bytes) -> "Running":
        """Read what `Guard.enter` wrote."""
        return cls(*shared.decode(errors="replace").split(_BETWEEN, 3))


class Guard:
    """What is known of the calls of this process.

    `calls` counts those that were entered; `barred` are those that are not made, by kind and name, with what they did
    before; `apart` tells a process of its own, whose parent sees how it ends; `subject` is what is audited; `shared` is
    memory where another process reads which call runs on what.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.barred: Mapping[tuple[str, str], Words] = {}
        self.interrupted = False
        self.apart = False
        self.subject = ""
        self.shared: Any = None
        self._handles = False
        self._waits = False
        self._limit = 0.0
        self._seen = self._ticks = 0

    def enter(self, kind: str, name: str) -> None:
        """Announce the call that comes next."""
        self.calls += 1
        if self.shared is not None:
            said = f"{self.calls}{_BETWEEN}{kind}{_BETWEEN}{name}{_BETWEEN}{self.subject}".replace("\0", "")
            self.shared.value = said.encode(errors="replace")[: len(self.shared) - 1]

    def refuse_barred(self, kind: str, name: str) -> None:
        """Raise PluginError for a call that is barred."""
        if self.barred and (kind, name) in self.barred:
            words = self.barred[kind, name]
            raise PluginError(words.en, words.zh)

    def stop_if_asked(self, error: BaseException | None = None) -> None:
        """Raise the interrupt of the person who runs the audit; one that a plugin raised itself is its mistake.

        Where no signal is handled here, as under somebody else's program, the two cannot be told apart.
        """
        if self.interrupted:
            raise Interrupted from error
        if isinstance(error, KeyboardInterrupt) and not self._handles:
            raise error

    @contextmanager
    def printing_aside(self) -> Iterator[None]:
        """Send to standard error what a plugin prints: standard output holds what was asked for, and nothing else."""
        if not self.apart:
            yield
            return
        out, sys.stdout = sys.stdout, sys.stderr
        kept = os.dup(1)
        os.dup2(2, 1)
        try:
            yield
        finally:
            sys.stdout = out
            os.dup2(kept, 1)
            os.close(kept)

    def around(self, stranger: object) -> AbstractContextManager[None]:
        """Keep this process from what a plugin's call prints and sets, where it is a stranger's."""
        return self._around_stranger() if stranger else _NOTHING

    @contextmanager
    def _around_stranger(self) -> Iterator[None]:
        with self.keeping_process(), self.printing_aside():
            yield

    @contextmanager
    def keeping_process(self) -> Iterator[None]:
        """Put back what a plugin may change of the process that the next call goes by.

        That is the working directory, how decimal numbers are reckoned, and how deep calls and how long numbers may be.
        """
        directory, depth, digits = _directory(), sys.getrecursionlimit(), sys.get_int_max_str_digits()
        try:
            with localcontext(EXACT):
                yield
        finally:
            sys.setrecursionlimit(depth)
            sys.set_int_max_str_digits(digits)
            if directory and directory != _directory():
                with suppress(OSError):
                    os.chdir(directory)

    @contextmanager
    def handling_signals(self) -> Iterator[None]:
        """Turn the signals that end a program into `Interrupted`; a second one ends it at once.

        Only the main thread is told of signals; in another one nothing is changed.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # What is ignored stays ignored, as `nohup` wants it; a handler that is not Python's cannot be put back.
        left = (signal.SIG_IGN, None)
        before = {one: former for one in STOPPING if (former := signal.getsignal(one)) not in left}
        for one in before:
            signal.signal(one, self._interrupt)
        self._handles, self.interrupted = True, False
        try:
            yield
        finally:
            self._handles = self.interrupted = False
            for one, former in before.items():
                signal.signal(one, former)

    def leave_signals_to_parent(self) -> None:
        """Let signals of the terminal pass by: the parent is told of them too, and ends this process."""
        self._handles = True
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for one in STOPPING:
            if one is not signal.SIGINT:
                signal.signal(one, signal.SIG_DFL)

    def _interrupt(self, number: int, _frame: object) -> None:
        if self.interrupted:
            os._exit(2)
        self.interrupted = True
        if not self._waits:
            raise Interrupted(number)

    @contextmanager
    def holding_interrupts(self) -> Iterator[None]:
        """Only note that the run is to stop, so that what is written is written to its end."""
        before, self._waits = self._waits, True
        try:
            yield
        finally:
            self._waits = before

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let an interrupt stop what is done within; raises Interrupted at once where one was noted before."""
        before, self._waits = self._waits, False
        try:
            self.stop_if_asked()
            yield
        finally:
            self._waits = before

    @contextmanager
    def timed(self, limit: float) -> Iterator[None]:
        """Raise `OutOfTime` in a call that takes longer than `limit` seconds; 0 is no limit.

        Needs a timer of the system and the main thread; without them nothing is stopped here, and only the process
        that waits for this one can.
        """
        if not limit or not hasattr(signal, "setitimer") or not _in_main_thread():
            yield
            return
        self._limit, self._seen, self._ticks = limit, self.calls, 0
        former = signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, limit / TICKS, limit / TICKS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)

    @contextmanager
    def bounded(self, memory: int) -> Iterator[None]:
        """Let memory run out for a call that takes over `memory` bytes more than this process has.

        Needs the limits of Linux, which count what is written to and are the whole process's, and the main thread;
        without them nothing is bounded.
        """
        taken = _written() if _in_main_thread() else None
        if taken is None:
            yield
            return
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        bounds = [one for one in (soft, hard, taken + memory) if one != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))

    def _tick(self, _number: int, _frame: object) -> None:
        if self._seen != self.calls:
            self._seen, self._ticks = self.calls, 0
            return
        self._ticks += 1
        if self._ticks >= TICKS:
            raise OutOfTime(self._limit)


def _directory() -> str:
    """Return the working directory, empty where it has vanished."""
    try:
        return os.getcwd()  # noqa: PTH109 - a Path costs more than the question
    except OSError:
        return ""


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _written() -> int | None:
    """Return the bytes that this process has for data, None where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - once a report: pathlib takes twice as long
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


GUARD: Final = Guard()
"""The guard of this process."""
