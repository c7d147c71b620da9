"""Auditing from Python: what the command line does over paths, without its words; the results are `results`'.

result = audit("报告.docx")
for result in audit_many(["2021/", "2022.zip"], jobs=4):
print(result.source.uri, result.score.value)
"""

import os
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Final

from msgspec.structs import replace

from audit_core.decisions import read
from audit_core.errors import AuditError, ConfigurationError, InputError, PluginError
from audit_core.formats import Limits
from audit_core.results import Failure, Result
from audit_core.runs.archives import holds_several
from audit_core.runs.auditing import SECONDS, Orders
from audit_core.runs.course import Course, audits
from audit_core.runs.files import STDIN, inputs
from audit_core.runs.gathering import gather

StrPath = str | os.PathLike[str]

_USUAL: Final = Limits()
_ERRORS: Final = {"input": InputError, "configuration": ConfigurationError, "plugin": PluginError, "rule": PluginError}


def audit(  # noqa: PLR0913 - one keyword for each thing that can be asked
    path: StrPath,
    ruleset: StrPath = "ogi",
    *,
    others: Iterable[StrPath] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    decisions: StrPath | None = None,
    form: str = "",
    loader: str | None = None,
    limits: Limits = _USUAL,
    seconds: float = SECONDS,
) -> Result:
    """Audit one report.

    `path` is its file, or a member of an archive (`reports.zip!/2022.docx`). `ruleset` is the name or the file of a
    ruleset, `others` are reports to compare with, as that of the year before, `select` and `ignore` rule ids or
    prefixes of packs, `decisions` a file of what persons decided, `form` the name of the form to read it by, whatever
    title, tables and year tell, `loader` the name of the loader to read it with, and `seconds` the longest that a rule,
    or reading, may take (0: any).

    Raises InputError where it cannot be read, is no report, or is several; ConfigurationError for a ruleset, selection,
    form or option that cannot be followed. What else kept the audit from being complete, as a rule that broke, is told
    in `failures` of the result.
    """
    failures: list[Failure] = []
    skipped: list[Failure] = []
    others = _paths(others)
    results = audit_many(
        [path],
        ruleset,
        others=others,
        select=select,
        ignore=ignore,
        decisions=decisions,
        form=form,
        loader=loader,
        limits=limits,
        seconds=seconds,
        failed=failures.append,
        skipped=skipped.append,
    )
    found = list(results)
    if len(found) > 1:
        raise InputError(
            f"{len(found)} reports; expected one (audit_many takes several)",
            f"有 {len(found)} 份报告，应为一份",
            place=os.fspath(path),
        )
    if not found:
        raise _error(min([*failures, *skipped], key=lambda failure: failure.subject in others))
    return replace(found[0], failures=(*found[0].failures, *failures))


def audit_many(  # noqa: PLR0913 - one keyword for each thing that can be asked
    paths: Iterable[StrPath],
    ruleset: StrPath = "ogi",
    *,
    jobs: int = 1,
    others: Iterable[StrPath] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    decisions: StrPath | None = None,
    form: str = "",
    loader: str | None = None,
    limits: Limits = _USUAL,
    seconds: float = SECONDS,
    facts: bool = True,
    failed: Callable[[Failure], None] | None = None,
    skipped: Callable[[Failure], None] | None = None,
) -> Iterator[Result]:
    """Audit reports, and yield the result of each as it is ready, in the order of the paths.

    Nothing is read, and nothing raised, before the first is asked for.

    `paths` are files, directories and archives; `jobs` is the number of processes that share the work, `facts` whether
    the figures of each report are kept with its result. The other options are those of `audit`. A rule that compares
    reports is given those of the same call and `others`.

    One input that fails does not cost the others. What concerns a report that was audited is in `failures` of its
    result. What has no result (a file that cannot be read, a path without any report) is given to `failed` as it comes;
    without `failed`, all of it is raised when the last result has been yielded, as one ExceptionGroup of AuditErrors.
    Files found in directories and archives that are no reports are given to `skipped`.

    Raises ConfigurationError for a ruleset, selection or option that cannot be followed.
    """
    if not 0 <= seconds < inf:
        raise ConfigurationError(f"seconds={seconds}; expected 0 or more", f"seconds={seconds}；应为不小于 0 的数")
    orders = Orders(
        os.fspath(ruleset),
        _ids(select),
        _ids(ignore),
        limits,
        loader,
        {} if decisions is None else read(os.fspath(decisions)),
        seconds,
        facts,
        form,
    )
    named, beside = _paths(paths), _paths(others)
    left: list[Failure] = []
    with audits(orders, jobs, [*named, *beside]) as auditing:
        streams: set[tuple[int, int]] = set()
        found = list(inputs(named, STDIN, limits.bytes, streams))
        if beside or holds_several(found, limits):
            found += gather(auditing, found, list(inputs(beside, STDIN, limits.bytes, streams)))
        course = Course(auditing, found)
        broken = tuple(
            Failure("plugin", one.name, one.cause) for one in auditing.setup.plugins if one.status == "broken"
        )
        for done in course.parts():
            yield from (replace(result, failures=(*broken, *result.failures)) for result in done.results)
            for failure in () if done.results else done.failures:
                (failed or left.append)(failure)
            for uri, why in done.skipped.items():
                (skipped or _pass_over)(Failure("input", uri, why))
        for failure in course.at_the_end(named, STDIN):
            (failed or left.append)(failure)
    if left:
        raise ExceptionGroup("not everything could be audited", [_error(failure) for failure in left])


def _ids(given: Iterable[str]) -> tuple[str, ...]:
    """Return the ids given; of one alone, that one and not its letters."""
    return (given,) if isinstance(given, str) else tuple(given)


def _paths(given: Iterable[StrPath]) -> list[str]:
    """Return the names of the paths given; of one alone, that one and not its letters."""
    return [_named(path) for path in ((given,) if isinstance(given, str | os.PathLike) else given)]


def _named(path: StrPath) -> str:
    """Return a path as a text; `-` is a file of that name, not standard input."""
    text = os.fspath(path)
    return os.path.join(os.curdir, text) if text == STDIN else text  # noqa: PTH118 - pathlib drops the dot again


def _error(failure: Failure) -> AuditError:
    error = _ERRORS.get(failure.kind, AuditError)
    return error(failure.words.en, failure.words.zh, place=failure.subject)


def _pass_over(_: Failure) -> None:
    """Nobody asks for what was passed over."""
