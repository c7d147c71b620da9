"""A run written while it goes on: where each format goes is `outputs`', what a run is is `course`'s."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from audit_core.cli.language import language
from audit_core.cli.outputs import STDOUT, Target, rendered, said_of_place, tell
from audit_core.errors import ConfigurationError, PluginError
from audit_core.findings import Severity, Status
from audit_core.guard import GUARD
from audit_core.results import Failure, Result, Run
from audit_core.runs.course import Course
from audit_core.words import Words


def write(
    course: Course, to: Sequence[Target], asked: Sequence[str], stdin_name: str, *, quiet: bool
) -> tuple[Run, bool]:
    """Write a run in every format asked for; return it, and whether all was written.

    What goes to standard output goes there as results come; files follow, whole. Plugins' reporters are asked when all
    results have come and before anybody hears what failed, so that the others tell of those that broke. Where standard
    output breaks and nothing else is to be written, the run is not taken to its end.
    """
    theirs: list[tuple[Target, IO[bytes]]] = []

    def ask_plugins(run: Run) -> Iterator[Failure]:
        for target in to:
            try:
                if target.reporter.origin:
                    theirs.append((target, rendered(target, run, quiet=quiet)))
            except (PluginError, ConfigurationError) as error:
                of = Words(f"插件 {target.reporter.origin}：", f"plugin {target.reporter.origin}: ")
                words = Words(of.zh + error.words.zh, of.en + error.words.en)
                yield Failure("plugin", f"--format {target.reporter.name}", words)

    run = course.run(asked, stdin_name, again=len(to) > 1 or not to[0].reporter.once, late=ask_plugins)
    whole = True
    with GUARD.holding_interrupts():
        for target in sorted(to, key=lambda target: target.file != STDOUT):
            if not target.reporter.origin:
                whole = _is_put(target, run, quiet=quiet) and whole
        if whole or len(to) > 1:
            len(run.failures)
        for target, content in sorted(theirs, key=lambda one: one[0].file == STDOUT):
            words = said_of_place(target, content, asked)
            if words.en:
                tell(words.say(language()))
            whole = _is_put(target, content, quiet=quiet) and whole
    return run, whole


def _is_put(target: Target, what: Run | IO[bytes], *, quiet: bool) -> bool:
    """Put a run, or what a reporter made of it, where it goes; where it cannot be written, say so in one line."""
    try:
        if not isinstance(what, Run):
            target.put(what)
        elif target.file == STDOUT:
            target.write(what, quiet=quiet)
        else:
            target.put(rendered(target, what, quiet=quiet))
    except ConfigurationError as error:
        tell(error.say(language()))
        return False
    return True


def flush_stdout() -> None:
    """Let what is written be read before something is waited for; what is wrong with the stream is met in writing."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()


class FailureCriteria:
    """Whether reports fail: by findings of a severity or above, by a score under a bound, or by having none to give."""

    def __init__(self, fail_on: Severity, min_score: float | None) -> None:
        self._fail_on = fail_on
        self._min_score = min_score
        self.fails = False

    def see(self, result: Result) -> None:
        """Take a report into account."""
        score = result.score.value
        under = self._min_score is not None and (score is None or float(score) < self._min_score)
        self.fails = (
            self.fails
            or bool(result.audited.unscored.en)
            or under
            or any(
                finding.status is Status.FAIL
                and finding.finding.responsibility == "source"
                and finding.severity.rank >= self._fail_on.rank
                for finding in result.audited.findings
            )
        )

    def status(self, run: Run) -> int:
        """Return 2 where the audit is not complete, else 1 where a report fails, else 0."""
        return 2 if run.failures else int(self.fails)
