"""Inputs audited in other processes, which may die or hang; what is done with one input is `auditing`'s.

A process costs at most the report it was at: what ran in it is named, the report is audited again without that rule or
loader, and the rest of the work goes on in a new process. Code that did not come with audit-core runs only here.
"""

import contextlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from multiprocessing import connection, get_context, parent_process
from pickle import PicklingError, Unpickler, UnpicklingError
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TextIO

from msgspec import Struct
from msgspec.structs import replace

from audit_core.errors import AuditError, ConfigurationError, PluginError, mistake, one_line
from audit_core.formats import View, Write
from audit_core.guard import GUARD, TICKS, OutOfTime, Running
from audit_core.reporters import BUILTIN
from audit_core.results import Failure, Result, Run
from audit_core.runs.auditing import SECONDS, Auditing, Done, Orders, Setup
from audit_core.runs.files import Input
from audit_core.runs.keeping import KeptResults
from audit_core.words import Words

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from audit_core.others import Reports

Barred = Mapping[tuple[str, str], Words]

_LOOK: Final = 0.25
"""Seconds after which it is looked whether a process hangs."""

_GRACE: Final = 1.0
"""Seconds that a process has beyond a time limit to end what ran too long by itself."""

RECORD: Final = 2048
"""Bytes of shared memory for what runs in a process."""

_AHEAD: Final = 64
"""No input is begun that is so many behind the first that has not ended: what is ready waits in memory for that one."""


class Task(Struct, frozen=True):
    """An input to audit: how many of its reports are done, and what is not to be called for the next one."""

    number: int
    input: Input
    known: int = 0
    gather: bool = False
    barred: dict[tuple[str, str], Words] = {}


class Writing(Struct, frozen=True):
    """A run to write with a plugin's reporter, which asks for the results of the run one by one."""

    reporter: str
    run: Run
    view: View
    seconds: float


_PLAIN: Final = frozenset({("decimal", "Decimal"), ("fractions", "Fraction"), ("datetime", "date"), ("re", "_compile")})
"""What values of our own types hold that the standard library brings."""


class _Plain(Unpickler):
    """Reads what a process tells: values of our own types, for nothing that a plugin brings is run or imported here."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - a class, or a function of ours
        if (module, name) in _PLAIN or module.partition(".")[0] == "audit_core":
            found = super().find_class(module, name)
            if (module, name) in _PLAIN or str(getattr(found, "__module__", "")).partition(".")[0] == "audit_core":
                return found
        raise UnpicklingError(f"{module}.{name}")


class _Worker:
    """One process, as its parent sees it."""

    def __init__(self, orders: Orders, barred: Barred, reports: "Reports | None") -> None:
        # A fork has our own modules already; elsewhere system libraries do not bear one.
        context: Any = get_context("fork" if sys.platform == "linux" else "spawn")
        self._shared = context.RawArray("c", RECORD)
        self.pipe, theirs = context.Pipe()
        given = (theirs, self._shared, orders, dict(barred), reports)
        self.process = context.Process(target=_serve, args=given, daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.task: Task | Writing | None = None
        self._seen: bytes = b""
        self._since = monotonic()

    @property
    def running(self) -> Running:
        """What runs in it, or ran when it died."""
        return Running.of(self._shared.value)

    def give(self, task: Task | Writing) -> None:
        self.task = task
        self._since = monotonic()
        self.tell(task)

    def tell(self, message: object) -> None:
        with contextlib.suppress(OSError):  # it died in the meantime, as will be heard
            self.pipe.send(message)

    def hangs(self, seconds: float) -> bool:
        """Whether the same call has been running for too long."""
        if self._shared.value != self._seen:
            self._seen, self._since = self._shared.value, monotonic()
        if not self.ready:  # a plugin may need its time to load, and our own files are read after it
            seconds = max(seconds, SECONDS) if seconds and self.running.kind == "plugin" else 0
        elif self.task is None:
            seconds = 0
        return seconds > 0 and monotonic() - self._since > seconds * (1 + 1 / TICKS) + _GRACE

    def kill(self) -> None:
        """End it, and what it started, at once: it holds nothing that is not here."""
        if self.process.pid and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join(1)
        self.pipe.close()


class Pool:
    """Processes that audit inputs and write what plugins' reporters write."""

    def __init__(self, orders: Orders, jobs: int) -> None:
        self._orders = orders
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._barred: dict[tuple[str, str], Words] = {}
        self._setup: Setup | None = None
        self._reports: Reports | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes."""
        while self._workers:
            self._workers.pop().kill()

    @property
    def setup(self) -> Setup:
        """What the run goes by, as a process tells it that has loaded all plugins.

        Raises ConfigurationError for what cannot be followed.
        """
        while self._setup is None:
            self._started()
        ours = {one.name: one for one in BUILTIN}
        reporters = (
            replace(one, write=self._writer(one.name)) if one.origin else ours[one.name]
            for one in self._setup.reporters
        )
        return replace(self._setup, reporters=tuple(reporters))

    def _started(self) -> _Worker | None:
        """Start a process and wait until it has loaded; None where a plugin ended it, which is then left out."""
        try:
            worker = _Worker(self._orders, self._barred, self._reports)
        except OSError as error:
            why = error.strerror or str(error)
            raise ConfigurationError(f"no process can be started: {why}", f"无法启动进程：{why}") from error
        self._workers.append(worker)
        while not worker.ready:
            heard = self._heard(worker)
            if heard is None:
                self._leave_out(worker)
                return None
        return worker

    def _heard(self, worker: _Worker) -> "tuple[str, Any] | None":
        """Wait for one message of a process; None where it died or was ended for hanging."""
        seconds = worker.task.seconds if isinstance(worker.task, Writing) else self._orders.seconds
        while not connection.wait([worker.pipe, worker.process.sentinel], _LOOK):
            if worker.hangs(seconds):
                return None
            if not worker.process.is_alive():  # what it started itself may hold its pipes open
                break
        return self._received(worker)

    def _received(self, worker: _Worker) -> "tuple[str, Any] | None":
        try:
            kind, content = _Plain(BytesIO(worker.pipe.recv_bytes())).load() if worker.pipe.poll() else (None, None)
        except Exception:  # noqa: BLE001 - what a process says that is damaged may raise anything
            return None
        if kind is None:
            return None
        if isinstance(content, AuditError):
            raise content
        if kind == "ready":
            worker.ready, self._setup = True, self._setup or content
        return kind, content

    def _leave_out(self, worker: _Worker) -> None:
        """Bar the plugin that ended a process when it was loaded."""
        running, how = worker.running, self._ended(worker)
        call = running.kind, running.name
        if running.kind != "plugin" or call in self._barred:
            raise ConfigurationError(f"the process that audits {how.en}", f"审核进程{how.zh}")
        self._barred[call] = how

    def _ended(self, worker: _Worker) -> Words:
        """Take leave of a process that died or hangs; return how it ended."""
        late = worker.hangs(self._orders.seconds)
        worker.process.join(0 if late else 1)
        code = worker.process.exitcode
        worker.kill()
        self._workers.remove(worker)
        if code is None and not late:
            return Words("发回的结果无法读取", "told what cannot be read")
        return how_ended(code, self._orders.seconds)

    def compare_with(self, reports: "Reports") -> None:
        """Set these reports beside those that are audited from now on, by processes that are born with them."""
        self.stop()
        self._reports = reports

    def audited(self, found: Sequence[Input], *, gather: bool = False) -> Iterator[tuple[int, Done | None]]:
        """Yield what each input came to, report by report, under its number, and None at its end; in any order.

        To `gather` is not to audit, but to keep of each report what others may see.
        """
        waiting = deque(Task(number, one, gather=gather) for number, one in enumerate(found))
        while waiting or any(worker.task for worker in self._workers):
            self._staff(len(waiting))
            busy = [worker.task.number for worker in self._workers if isinstance(worker.task, Task)]
            for worker in self._workers:
                if (
                    waiting
                    and worker.task is None
                    and waiting[0].number < min(busy, default=waiting[0].number) + _AHEAD
                ):
                    busy.append(waiting[0].number)
                    worker.give(waiting.popleft())
            for worker in self._stirred():
                yield from self._followed(worker, waiting)

    def _staff(self, waiting: int) -> None:
        """Have as many processes as there is work for, or as many as the system allows."""
        while len(self._workers) < min(self._jobs, waiting + sum(worker.task is not None for worker in self._workers)):
            try:
                self._started()
            except ConfigurationError:
                if not self._workers:
                    raise
                self._jobs = len(self._workers)

    def _stirred(self) -> list[_Worker]:
        """Return the processes that said something, died, or hang."""
        busy = [worker for worker in self._workers if worker.task is not None]
        heard = connection.wait([one for worker in busy for one in (worker.pipe, worker.process.sentinel)], _LOOK)
        seconds = self._orders.seconds
        return [w for w in busy if w.pipe in heard or not w.process.is_alive() or w.hangs(seconds)]

    def _followed(self, worker: _Worker, waiting: deque[Task]) -> Iterator[tuple[int, Done | None]]:
        task = worker.task
        if not isinstance(task, Task):
            return
        heard = self._received(worker)
        if heard is None:
            yield from self._lost(worker, task, waiting)
        elif heard[0] == "done":
            worker.task = replace(task, known=task.known + 1, barred={})
            yield task.number, heard[1]
        elif heard[0] == "end":
            worker.task = None
            yield task.number, None

    def _lost(self, worker: _Worker, task: Task, waiting: deque[Task]) -> Iterator[tuple[int, Done | None]]:
        """Put what a process left undone back in front, without the rule or loader that it was lost with."""
        running, how = worker.running, self._ended(worker)
        call = running.kind, running.name
        if running.kind in {"rule", "loader", "sniffer"} and call not in task.barred:
            waiting.appendleft(replace(task, barred={**task.barred, call: how}))
            return
        words = Words(f"审核它的进程{how.zh}", f"the process that audited it {how.en}")
        yield task.number, Done(failures=[Failure("input", running.subject or task.input.uri, words)])
        waiting.appendleft(replace(task, known=task.known + 1, barred={}))

    def _writer(self, name: str) -> Write:
        def write(run: Run, stream: TextIO, view: View) -> None:
            self._write(name, run, stream, view)

        return write

    def _write(self, name: str, run: Run, stream: TextIO, view: View) -> None:
        """Write what a plugin's reporter writes; raises PluginError where it breaks."""
        worker = next((one for one in self._workers if one.task is None), None)
        while worker is None:
            worker = self._started()
        seconds = self._orders.seconds * (1 + len(run.results) / 100)
        whole = replace(run, results=(), failures=tuple(run.failures), skipped=dict(run.skipped))
        worker.give(Writing(name, whole, view, seconds))
        results = iter(run.results)
        while True:
            heard: tuple[str, Any] = self._heard(worker) or ("ended", self._ended(worker))
            kind, content = heard
            if kind == "text":
                stream.write(content)
            elif kind == "next":
                worker.tell(next(results, None))
            else:
                break
        worker.task = None
        if kind == "broke":  # it may have been stopped while it was told something
            worker.kill()
            self._workers.remove(worker)
        if kind != "written":
            raise PluginError(content.en, content.zh)


def how_ended(code: int | None, seconds: float) -> Words:
    """Say how a process ended: of itself with a status, by a signal, or, `None`, by us for want of time."""
    if code is None:
        return Words(f"超过时限（{seconds:g} 秒），已终止", f"exceeded its time limit ({seconds:g} s) and was ended")
    if code < 0:
        return Words(f"被信号 {-code} 终止，可能是内存不足", f"was ended by signal {-code}, perhaps for want of memory")
    return Words(f"中途结束了进程（退出状态 {code}）", f"ended the process (exit status {code})")


def _serve(
    pipe: "Connection[Any, Any]",
    shared: Any,  # noqa: ANN401 - memory of ctypes
    orders: Orders,
    barred: Barred,
    reports: "Reports | None",
) -> None:
    """Be such a process: load, then do what is asked, until the pipe ends."""
    _settle()
    GUARD.shared, GUARD.barred = shared, barred
    process = os.getpid()

    def send(message: object) -> None:
        if os.getpid() != process:  # a plugin has forked and let both go on: only one of them is ours
            os._exit(1)
        pipe.send(message)

    try:
        auditing = Auditing(orders)
        if reports is not None:
            auditing.compare_with(reports)
        _loop(pipe, send, auditing, barred)
    except AuditError as error:
        send(("refused", error))
    except (EOFError, OSError):
        pass
    except BaseException:  # noqa: BLE001 - no traceback, whatever happens
        os._exit(1)
    os._exit(0)


def _loop(pipe: "Connection[Any, Any]", send: Callable[[object], None], auditing: Auditing, barred: Barred) -> NoReturn:
    send(("ready", auditing.setup.without_code()))
    writers = {reporter.name: reporter for reporter in auditing.setup.reporters}
    while True:
        GUARD.subject = ""
        GUARD.enter("", "")
        task = pipe.recv()
        if isinstance(task, Writing):
            _write(writers[task.reporter].write, task, pipe, send)
            continue
        GUARD.barred = {**barred, **task.barred}
        for done in auditing.one(task.input, task.known, gather=task.gather):
            try:
                send(("done", done))
            except (PicklingError, AttributeError, TypeError) as error:  # a plugin's objects in a finding
                send(("done", Done(failures=[Failure("input", GUARD.subject, mistake(error).words)])))
            GUARD.barred = barred
        send(("end", None))


def _write(write: Write, task: Writing, pipe: "Connection[Any, Any]", send: Callable[[object], None]) -> None:
    """Write a run, result by result as they are asked for, telling the parent what is written so far."""
    stream = StringIO()

    def told() -> None:
        send(("text", stream.getvalue()))
        stream.seek(0)
        stream.truncate()

    def results() -> Iterator[Result]:
        while True:
            told()
            send(("next", None))
            result = pipe.recv()
            if result is None:
                return
            yield result

    GUARD.enter("reporter", task.reporter)
    try:
        with GUARD.timed(task.seconds), GUARD.keeping_process():
            write(replace(task.run, results=KeptResults(results())), stream, task.view)
        told()
    except BaseException as error:  # noqa: BLE001 - a plugin may raise anything
        late = isinstance(error, OutOfTime)
        send(("broke", how_ended(None, task.seconds) if late else Words(*2 * (one_line(error)[:200],))))
    else:
        send(("written", None))


def _settle() -> None:
    """Keep standard output for the parent, leave signals to it, and end when it does."""
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    GUARD.leave_signals_to_parent()
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:  # noqa: ANN401 - a process
    """End this process, and what it started, with its parent."""
    parent.join()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(2)
