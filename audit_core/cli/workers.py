"""Inputs shared out among processes; what is done with one input is `auditing`'s."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from msgspec import Struct

from audit_core.cli.auditing import Audit
from audit_core.cli.files import Input
from audit_core.decisions import Decision
from audit_core.engine import Auditor
from audit_core.errors import InputError
from audit_core.loaders import Limits
from audit_core.plugins import discover
from audit_core.results import Failure, Result
from audit_core.words import Words

_MOST_AT_ONCE: Final = 16
"""Inputs handed to a process at once: enough to make the way there cheap, few enough to spread slow ones."""


class Orders(Struct, frozen=True):
    """What a process needs to know to audit as its parent would."""

    ruleset: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    limits: Limits
    loader: str | None
    decisions: dict[str, Decision]


class Done(Struct):
    """What some inputs came to."""

    results: list[Result]
    failures: list[Failure]
    skipped: dict[str, Words]
    followed: set[str]


_audits: list[Audit] = []


def _start(orders: Orders) -> None:
    plugins = discover()
    auditor = Auditor.load(orders.ruleset, plugins=plugins, select=orders.select, ignore=orders.ignore)
    _audits[:] = [Audit(auditor, plugins, orders.limits, orders.loader, orders.decisions)]


def _work(share: Sequence[Input]) -> Done:
    audit = _audits[0]
    audit.results, audit.failures, audit.skipped, audit.followed = [], [], {}, set()
    for one in share:
        audit.one(one)
    return Done(audit.results, audit.failures, audit.skipped, audit.followed)


def audited(found: Sequence[Input], orders: Orders, jobs: int, step: Callable[[], None]) -> Iterator[Done]:
    """Yield what the inputs came to, in their order; `step` is called once for each input."""
    size = max(1, min(_MOST_AT_ONCE, len(found) // (4 * jobs)))
    shares = [found[at : at + size] for at in range(0, len(found), size)]
    with ProcessPoolExecutor(min(jobs, len(shares)), initializer=_start, initargs=(orders,)) as pool:
        for share, future in zip(shares, [pool.submit(_work, share) for share in shares], strict=True):
            yield _done(share, future)
            for _ in share:
                step()


def _done(share: Iterable[Input], future: "Future[Done]") -> Done:
    """Return a share's results; where its process died, each of its inputs is one that could not be audited."""
    try:
        return future.result()
    except BrokenProcessPool:
        died = InputError(
            "the process that audited it died, perhaps for want of memory", "审核进程意外终止，可能是内存不足"
        )
        return Done([], [Failure("input", one.uri, died.words) for one in share], {}, set())
