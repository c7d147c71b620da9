"""The reports of a run as one of them sees the others: what a rule asks for by name, or why it is not at hand.

reports = Reports([Snapshot.of(report) for report in bound])
reports.others_of(report).get("previous")      # a Snapshot; raises NotAssessed where the run holds none
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NoReturn

from audit_core.errors import NotAssessed
from audit_core.forms import fold
from audit_core.organs import Organ, plain_name
from audit_core.report import Report
from audit_core.rules import ALONE
from audit_core.snapshot import Snapshot

_REMEMBERED: Final = 512


class Reports:
    """The snapshots of a run, kept as bytes: a hundred thousand fit, and each is read when it is asked for."""

    def __init__(self, snapshots: Iterable[Snapshot] = ()) -> None:
        self._kept: list[bytes] = []
        self._of: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._years: dict[str, set[int]] = defaultdict(set)
        self._known: set[tuple[str, str]] = set()
        self._read = lru_cache(_REMEMBERED)(lambda number: Snapshot.decode(self._kept[number]))
        for one in snapshots:
            self.add(one)

    def __len__(self) -> int:
        return len(self._kept)

    def __getstate__(self) -> list[bytes]:
        return self._kept

    def __setstate__(self, kept: list[bytes]) -> None:
        self.__init__(map(Snapshot.decode, kept))  # type: ignore[misc]

    def add(self, one: Snapshot) -> None:
        """Take in a report; the same bytes of the same file count once."""
        if (one.uri, one.digest) in self._known:
            return
        self._known.add((one.uri, one.digest))
        organ = organ_key(one.organ, one.organization)
        self._of[organ, one.year].append(len(self._kept))
        self._years[organ].add(one.year)
        self._kept.append(one.encode())

    def has_other_than(self, uri: str) -> bool:
        """Whether there is any report beside the one of a file."""
        return any(known != uri for known, _ in self._known)

    def of(self, organ: str, year: int) -> tuple[Snapshot, ...]:
        """Return the reports of an organ, by `organ_key`, for a year, in the order in which they were taken in."""
        return tuple(self._read(number) for number in self._of.get((organ, year), ()))

    def years_of(self, organ: str) -> tuple[int, ...]:
        """Return the years that an organ has reports for, oldest first."""
        return tuple(sorted(self._years.get(organ, ())))

    def others_of(self, report: Report) -> "Others":
        """Return what the run has to set beside a report."""
        return Others(self, report)


class Others:
    """What a run has to set beside one report; each is looked up when it is first asked for."""

    def __init__(self, reports: Reports, report: Report) -> None:
        self.reports = reports
        self.report = report
        self.uri = report.document.source.uri
        self.organ = organ_key(report.organ, report.organization)
        self._found: dict[str, Any] = {}

    def get(self, need: str) -> Any:  # noqa: ANN401 - each need has a type of its own
        """Return what a rule asks for by the name of its parameter.

        Raises NotAssessed, with a reason that is true of this run, where it is not at hand.
        """
        if need not in self._found:
            try:
                self._found[need] = self._look_up(need)
            except NotAssessed as error:
                self._found[need] = error
        found = self._found[need]
        if isinstance(found, NotAssessed):
            raise found
        return found

    def _look_up(self, need: str) -> Any:  # noqa: ANN401 - as above
        if not self.reports.has_other_than(self.uri):
            raise NotAssessed(ALONE.en, ALONE.zh)
        return _LOOK_UP[need](self)

    def same(self, year: int) -> tuple[Snapshot, ...]:
        """Return the reports of the same organ for a year.

        Raises NotAssessed where the report does not name its organ.
        """
        if not self.organ:
            raise NotAssessed(
                "the report does not name its organ, so that no other report of it can be found",
                "报告未写明机关名称，无法找到同一机关的其他报告",
            )
        return self.reports.of(self.organ, year)


def organ_key(organ: Organ, organization: str) -> str:
    """Return by what reports of one organ are told: its name in the register, else as printed, folded."""
    return fold(plain_name(organ.name or organization))


def _previous(others: Others) -> Snapshot:
    year = others.report.year - 1
    found = others.same(year)
    if not found:
        raise NotAssessed(f"the run holds no report of the organ for {year}", f"本次审核中没有该机关{year}年度的报告")
    return _one_of(found)


def _history(others: Others) -> tuple[Snapshot, ...]:
    years = [year for year in others.reports.years_of(others.organ) if year < others.report.year]
    found = tuple(_one_of(others.same(year)) for year in years)
    if not found:
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report of the organ for a year before {year}",
            f"本次审核中没有该机关{year}年度以前的报告",
        )
    return found


def _versions(others: Others) -> tuple[Snapshot, ...]:
    found = tuple(one for one in others.same(others.report.year) if one.uri != others.uri)
    if not found:
        raise NotAssessed("the run holds no other version of the report", "本次审核中没有该报告的其他版本")
    return found


_LOOK_UP: Final[Mapping[str, Callable[[Others], Any]]] = {
    "previous": _previous,
    "history": _history,
    "versions": _versions,
}
"""How each of `rules.NEEDS` is found."""


def _one_of(found: tuple[Snapshot, ...]) -> Snapshot:
    """Return the one of several copies of a report that prints the most; they may not contradict each other.

    Raises NotAssessed where they do: which of them counts, a person must say.
    """
    first, *others = sorted(found, key=lambda one: (-sum(1 for _ in one.facts()), one.uri))
    for other in others:
        if any(_contradict(first, other)):
            _refuse_two(first, other)
    return first


def _contradict(one: Snapshot, other: Snapshot) -> Iterator[bool]:
    for fact in other.facts():
        concept = fact.concept
        if one.form != other.form:
            yield True
            return
        own = one.fact(concept.table, concept.row, concept.column)
        yield None not in (own.value, fact.value) and own.value != fact.value


def _refuse_two(first: Snapshot, other: Snapshot) -> NoReturn:
    raise NotAssessed(
        f"the run holds two reports of the organ for {first.year} that differ: {first.uri} and {other.uri}",
        f"本次审核中该机关{first.year}年度的报告有两份，数据不一致：{first.uri}、{other.uri}",
    )
