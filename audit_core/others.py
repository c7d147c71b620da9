"""The reports of a run as one of them sees the others: what a rule asks for by name, or why it is not at hand.

reports = Reports([Snapshot.of(report) for report in bound])
reports.others_of(report).get("previous")      # a Snapshot; raises NotAssessed where the run holds none
"""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import islice
from statistics import median
from sys import intern
from typing import Any, Final, NamedTuple, NoReturn

from msgspec import Struct

from audit_core.document import Source
from audit_core.errors import AuditError, NotApplicable, NotAssessed, reason
from audit_core.lookalikes import LEAST_FIGURES, LEAST_SHARE, Longest, Lookalike, LookalikeIndex
from audit_core.organs import NO_ORGANS, UNKNOWN, Organ, Organs, name_key, plain_name
from audit_core.report import Report
from audit_core.rules import ALONE
from audit_core.section_text import SectionText
from audit_core.signatures import MOST_LETTERS, Signature, passages, share
from audit_core.snapshot import Snapshot, SnapshotHead, figures_of
from audit_core.spool import Spool
from audit_core.words import Words

_REMEMBERED: Final = 64
_MOST_NAMED: Final = 12
_MOST_COMPARED: Final = 24


class Reports:
    """The snapshots of a run, kept as bytes, most of them in a temporary file; each is read when it is asked for.

    Reports on forms of different domains know nothing of each other.
    """

    def __init__(self, snapshots: Iterable[Snapshot | bytes] = ()) -> None:
        self._kept = Spool()
        self._contents: list[bytes] = []
        self._of: dict[tuple[str, str], array[int]] = {}
        self._numbers: dict[bytes, int] = {}
        self._namesakes: dict[int, Organ] = {}
        self._alike: dict[str, tuple[LookalikeIndex, list[int]]] = {}
        self._kinds: dict[tuple[str, str, str, int], list[int]] = defaultdict(list)
        self._peers: dict[tuple[str, str, str, int], Peers] = {}
        self._organs: dict[str, Organ] = {}
        self._joined: tuple[Organs, Organs] | None = None
        self._read = lru_cache(_REMEMBERED)(lambda number: Snapshot.decode(self._encoded(number)))
        for one in snapshots:
            self.add(one)

    def __len__(self) -> int:
        return len(self._kept)

    def __getstate__(self) -> list[bytes]:
        return [self._encoded(number) for number in range(len(self._kept))]

    def __setstate__(self, kept: list[bytes]) -> None:
        self.__init__(kept)  # type: ignore[misc]

    def add(self, given: Snapshot | bytes) -> None:
        """Take in a report, as it is or encoded; the same bytes of the same file count once.

        Raises OSError where there is no room for it in a temporary file.
        """
        encoded = given if isinstance(given, bytes) else given.encode()
        one = SnapshotHead.decode(encoded)
        name = _name(one)
        if name in self._numbers:
            return
        number = self._numbers[name] = len(self._kept)
        self._kept.keep(encoded)
        self._contents.append(one.content)
        self._of.setdefault((intern(one.domain), one.organ_key), array("q")).extend((one.year, number))
        self._organs.setdefault(plain_name(one.organ.name), one.organ)
        if not one.organ.is_unique:
            self._namesakes[number] = one.organ
        index, numbers = self._alike.setdefault(one.domain, (LookalikeIndex(), []))
        index.add(one)
        numbers.append(number)
        self._kinds[one.domain, one.organ.kind, one.organ.level, one.year].append(number)

    def _encoded(self, number: int) -> bytes:
        """Return a report as bytes; raises AuditError where the temporary file does not give them back."""
        try:
            return self._kept[number]
        except OSError as error:
            why = reason(error)
            raise AuditError(
                f"reports to compare cannot be read back from a temporary file: {why.en}",
                f"无法从临时文件读回供比对的报告：{why.zh}",
            ) from None

    def has_other_than(self, source: Source) -> bool:
        """Whether there is any report beside the one of a file."""
        return any(known != _name(source) for known in islice(self._numbers, 2))

    def of(self, domain: str, organ: str, year: int) -> tuple[Snapshot, ...]:
        """Return the reports of an organ, by its key, for a year, in the order in which they were taken in."""
        return tuple(map(self._read, self._of_year(domain, organ, year)))

    def _of_year(self, domain: str, organ: str, year: int) -> list[int]:
        pairs = self._of.get((domain, organ), ())
        return [number for of, number in zip(pairs[::2], pairs[1::2], strict=True) if of == year]

    def same(self, report: Report, year: int) -> list[int]:
        """Return the numbers of the reports of a report's organ for a year; of many, copies that print the same once.

        Reports of an organ of its name, but of another area, are left out, and where it is known of some that the organ
        is the same, those that just have the name.
        """
        numbers = self._same(report, year)
        if len(numbers) <= _MOST_COMPARED:
            return numbers
        return sorted({self._contents[number]: number for number in reversed(numbers)}.values())

    def _same(self, report: Report, year: int) -> list[int]:
        organ = report.organ
        found = self._of_year(report.form.domain, organ_key(report), year)
        told = [(organ.is_the_same(self._organ_of(number)), number) for number in found]
        return [number for same, number in told if same] or [number for same, number in told if same is None]

    def has_copy(self, report: Report) -> bool:
        """Whether there is another file that is known, or may be taken, to hold the report, in other bytes."""
        source = report.document.source
        others = map(self._read, self._same(report, report.year))
        return any(one.uri != source.uri and (one.digest != source.digest or not one.digest) for one in others)

    def read(self, number: int) -> Snapshot:
        """Return a report by its number."""
        return self._read(number)

    def head(self, number: int) -> SnapshotHead:
        """Return by what a report is found among others, by its number."""
        return SnapshotHead.decode(self._encoded(number))

    def number(self, source: Source) -> int | None:
        """Return the number of the report of a file, None where it was not taken in."""
        return self._numbers.get(_name(source))

    def years_of(self, report: Report) -> tuple[int, ...]:
        """Return the years that a report's organ has reports for, oldest first."""
        return tuple(sorted(set(self._of.get((report.form.domain, organ_key(report)), ())[::2])))

    def near(self, report: Report, signature: Signature, figures: bytes) -> Iterator[Snapshot]:
        """Yield the reports of other organs that may be most like one, by its text or by `figures_of` it."""
        domain, organ = report.form.domain, organ_key(report)
        own = set(self._of.get((domain, organ), ())[1::2])
        index, numbers = self._alike.get(domain, (LookalikeIndex(), []))
        near = (numbers[at] for at in index.near(signature, figures))
        others = (n for n in near if n not in own or report.organ.is_the_same(self._organ_of(n)) is False)
        return map(self._read, islice(others, _MOST_COMPARED))

    def _organ_of(self, number: int) -> Organ:
        """Return what tells an organ from its namesakes."""
        return self._namesakes.get(number, UNKNOWN)

    def organs(self, register: Organs) -> Organs:
        """Return the organs of the register together with those of the reports."""
        if self._joined is None or self._joined[0] is not register:
            others = (organ for name, organ in self._organs.items() if name and register.registered(name) is None)
            self._joined = register, register.joined(others)
        return self._joined[1]

    def peers(self, domain: str, kind: str, level: str, year: int) -> "Peers":
        """Return the figures of the reports of one kind and level for a year, those of each organ once.

        Where an organ has several that differ, none of them counts.
        """
        key = domain, kind, level, year
        if key not in self._peers:
            self._peers[key] = Peers.of(self._once(self._kinds[key]))
        return self._peers[key]

    def _once(self, numbers: Iterable[int]) -> Iterator[Snapshot]:
        """Yield the report of each organ, none of one that has several that differ."""
        of: dict[tuple[str, ...], dict[bytes, int]] = defaultdict(dict)
        for number in numbers:
            one = self._read(number)
            of[one.organ_key, *one.organ.areas].setdefault(one.figures[0], number)
        return (self._read(next(iter(found.values()))) for found in of.values() if len(found) == 1)

    def others_of(self, report: Report, organs: Organs = NO_ORGANS) -> "Others":
        """Return what the run has to set beside a report; `organs` is the register."""
        return Others(self, report, organs)


def _name(of: SnapshotHead | Source) -> bytes:
    """Return by what one file with one content is known, in few bytes."""
    return hashlib.sha256(f"{of.uri}\0{of.digest}".encode("utf-8", "surrogatepass")).digest()[:16]


class _Missing(NamedTuple):
    """Why a need is not at hand. The exception itself would hold on to all that called for it, the report included."""

    kind: type[NotAssessed]
    words: Words


class Others:
    """What a run has to set beside one report; each is looked up when it is first asked for."""

    def __init__(self, reports: Reports, report: Report, organs: Organs = NO_ORGANS) -> None:
        self.reports = reports
        self.report = report
        self.organs = organs
        self.uri = report.document.source.uri
        self.organ = organ_key(report)
        self._found: dict[str, Any] = {}

    def get(self, need: str) -> Any:  # noqa: ANN401 - each need has a type of its own
        """Return what a rule asks for by the name of its parameter.

        Raises NotAssessed, with a reason that is true of this run, where it is not at hand.
        """
        if need not in self._found:
            try:
                self._found[need] = self._look_up(need)
            except NotAssessed as error:
                self._found[need] = _Missing(type(error), error.words)
        found = self._found[need]
        if isinstance(found, _Missing):
            raise found.kind(found.words.en, found.words.zh)
        return found

    def _look_up(self, need: str) -> Any:  # noqa: ANN401 - as above
        if need in _UNREGISTERED:
            _UNREGISTERED[need](self)
        if need != "organs" and not self.reports.has_other_than(self.report.document.source):
            raise NotAssessed(ALONE.en, ALONE.zh)
        return _LOOK_UP[need](self)

    def same(self, year: int) -> tuple[Snapshot, ...]:
        """Return the reports of the same organ for a year.

        Raises NotAssessed where the report does not name its organ, and where there are too many to be those of one.
        """
        if not self.organ:
            raise NotAssessed(
                "the report does not name its organ, so that no other report of it can be found",
                "报告未写明机关名称，无法找到同一机关的其他报告",
            )
        found = self.reports.same(self.report, year)
        if len(found) > _MOST_COMPARED:
            raise NotAssessed(
                f"the run holds {len(found)} reports of an organ of that name for {year} that differ: they may be of "
                "organs of one name, and were not compared",
                f"本次审核中该名称的机关{year}年度的报告有 {len(found)} 份，内容各不相同，可能属于同名的不同机关，"
                "未作比对",
            )
        return tuple(map(self.reports.read, found))

    def doubt(self, needs: Iterable[str]) -> Words | None:
        """Return why what a rule finds with the help of these may be no fault, None where there is no such reason."""
        for need in set(needs) & _OF_THE_SAME:
            found = self._found.get(need)
            reports = (found,) if isinstance(found, Snapshot) else () if isinstance(found, _Missing) else found
            if isinstance(reports, tuple) and any(self.report.organ.is_the_same(one.organ) is None for one in reports):
                return _BY_NAME_ALONE
        return None


_OF_THE_SAME: Final = frozenset({"previous", "history", "versions"})
_BY_NAME_ALONE: Final = Words(
    "（两份报告的机关仅名称相同，可能是不同地区的同名机关，请先核对是否为同一机关）",
    " (the organs of both reports just have one name, which organs of several areas may have: check first whether they "
    "are one)",
)


def organ_key(report: Report) -> str:
    """Return by what reports of one organ are told: its name in the register, else as printed, as names are told."""
    return name_key(report.organ.name or report.organization)


def _previous(others: Others) -> Snapshot:
    year = others.report.year - 1
    found = others.same(year)
    if not found:
        namesake = next(iter(others.reports.of(others.report.form.domain, others.organ, year)), None)
        zh = f"（{namesake.uri} 为{'、'.join(namesake.organ.areas)}的同名机关）" if namesake else ""
        en = f" ({namesake.uri} is of the organ of that name in {', '.join(namesake.organ.areas)})" if namesake else ""
        raise NotAssessed(
            f"the run holds no report of the organ for {year}{en}", f"本次审核中没有该机关{year}年度的报告{zh}"
        )
    _refuse_namesakes(others)
    return _one_of(found)


def _refuse_namesakes(others: Others) -> None:
    """Raise NotAssessed where another organ may have the name: whose earlier reports are is then not known."""
    report = others.report
    for one in others.same(report.year):
        if one.uri != others.uri and one.form == report.form.name and _is_unlike(report, one):
            raise NotAssessed(
                f"the run holds another report of {report.organization} for {report.year} with mostly other figures, "
                f"{one.uri}: it may be another organ of the same name, and whose an earlier report is cannot be told",
                f"本次审核中另有一份{report.organization}{report.year}年度的报告（{one.uri}），数据大多不同，"
                "可能是同名的另一机关，无法确定以前年度的报告属于哪一机关",
            )


def _is_unlike(report: Report, other: Snapshot) -> bool:
    """Whether more figures differ than agree; zeros that agree tell nothing."""
    both = ((own.value, other.fact(own.table, own.row, own.column).value) for own in report.facts())
    known = [(own, there) for own, there in both if own is not None and there is not None]
    return sum(own != there for own, there in known) > sum(own == there != 0 for own, there in known)


def _history(others: Others) -> tuple[Snapshot, ...]:
    years = [year for year in others.reports.years_of(others.report) if year < others.report.year]
    found = tuple(_one_of(others.same(year)) for year in years)
    if not found:
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report of the organ for a year before {year}",
            f"本次审核中没有该机关{year}年度以前的报告",
        )
    _refuse_namesakes(others)
    return found


def _versions(others: Others) -> tuple[Snapshot, ...]:
    digest = others.report.document.source.digest
    copies = (one for one in others.same(others.report.year) if one.uri != others.uri)
    found = tuple(one for one in copies if one.digest != digest or not digest)
    if not found and not others.reports.has_copy(others.report):
        raise NotAssessed("the run holds no other version of the report", "本次审核中没有该报告的其他版本")
    return found


class Spread(Struct, frozen=True):
    """How the figures of one concept lie: how many, their median, and that of their logarithms with its deviation.

    `middle` is the median of ln(1 + figure), `deviation` the median distance from it: neither is moved by a few figures
    that are wrong. A figure below zero counts as zero.
    """

    count: int
    median: Decimal
    middle: Decimal
    deviation: Decimal

    @classmethod
    def of(cls, figures: Sequence[Decimal]) -> "Spread":
        """Measure some figures, at least one."""
        scale = [(max(figure, Decimal(0)) + 1).ln() for figure in figures]
        middle = median(scale)
        return cls(len(figures), median(figures), middle, median([abs(one - middle) for one in scale]))


class Peers(Struct, frozen=True, dict=True):
    """The reports of organs of one kind and level for one year, the judged one's among them where the run holds it.

    `count` is how many there are, `figures` what they print for each concept, by table, row and column; blanks are left
    out.
    """

    count: int
    figures: Mapping[tuple[str, str, str], Sequence[Decimal]]

    @classmethod
    def of(cls, reports: Iterable[Snapshot]) -> "Peers":
        """Take the figures of some reports."""
        count, found = 0, defaultdict[tuple[str, str, str], list[Decimal]](list)
        for one in reports:
            count += 1
            for key, value in one.values():
                if value is not None:
                    found[key].append(value)
        return cls(count, found)

    @cached_property
    def _spreads(self) -> dict[tuple[str, str, str], Spread]:
        return {}

    def spread(self, table: str, row: str, column: str) -> Spread | None:
        """Return how the figures of a concept lie, None where nobody prints one; measured once for all reports."""
        key = table, row, column
        if key not in self._spreads and self.figures.get(key):
            self._spreads[key] = Spread.of(self.figures[key])
        return self._spreads.get(key)


def _peers(others: Others) -> Peers:
    own = others.report.organ
    if not own.kind or not own.level:
        raise NotAssessed("the kind and level of the organ are not known", "机关的类别和层级不明")
    found = others.reports.peers(others.report.form.domain, own.kind, own.level, others.report.year)
    if found.count <= 1:
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report for {year} of another organ of the same kind and level",
            f"本次审核中没有其他同级同类机关{year}年度的报告",
        )
    return found


class Children(Struct, frozen=True):
    """The reports of the organs directly below one, for the same year, as far as the run holds them.

    `reports` and `missing` are in the order of the register, and together all that it lists; organs led from above are
    left out, since they report to those that lead them.
    """

    reports: tuple[Snapshot, ...]
    missing: tuple[Organ, ...] = ()

    @property
    def are_complete(self) -> bool:
        """Whether every organ below is at hand."""
        return not self.missing


def _children(others: Others) -> Children:
    if not others.report.organ.registered:
        _refuse_unregistered(others)
    below = [organ for organ in others.organs.below(others.report.organ.name) if not organ.vertical]
    found = {organ.name: _at_hand(others, organ) for organ in below}
    missing = tuple(organ for organ in below if found[organ.name] is None)
    if len(missing) == len(below):
        names = Words.listed([organ.name for organ in missing], _MOST_NAMED)
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report for {year} of the organs below: {names.en}",
            f"本次审核中没有下级机关{year}年度的报告：{names.zh}",
        )
    return Children(tuple(one for one in found.values() if one is not None), missing)


def _parent(others: Others) -> Snapshot:
    above = next(others.organs.above(others.report.organ.name), None)
    if above is None:
        _refuse_unregistered(others)
    found = _at_hand(others, above)
    if found is None:
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report for {year} of the organ above, {above.name}",
            f"本次审核中没有上级机关{above.name}{year}年度的报告",
        )
    return found


def _siblings(others: Others) -> tuple[Snapshot, ...]:
    own = others.report.organ
    if not own.parent:
        _refuse_unregistered(others)
    beside = [organ for organ in others.organs.below(own.parent) if organ.name != own.name]
    found = tuple(one for one in (_at_hand(others, organ) for organ in beside) if one is not None)
    if not found:
        year = others.report.year
        raise NotAssessed(
            f"the run holds no report for {year} of another organ under {own.parent}",
            f"本次审核中没有{own.parent}所属其他机关{year}年度的报告",
        )
    return found


def _at_hand(others: Others, organ: Organ) -> Snapshot | None:
    found = others.reports.of(others.report.form.domain, organ.key, others.report.year)
    return _one_of(found) if found else None


def _refuse_unregistered(others: Others) -> NoReturn:
    if not others.organs.register:
        raise NotAssessed(
            "the ruleset has no register of organs (organs: register), which tells what stands above and below",
            "规则集没有机关名录（organs: register），无法确定上下级机关",
        )
    raise NotAssessed(
        "the register does not have the organ, so that what stands above and below it is not known",
        "机关名录没有登记该机关，无法确定其上下级机关",
    )


def _check_below(others: Others) -> None:
    own = others.report.organ
    if own.registered and all(organ.vertical for organ in others.organs.below(own.name)):
        raise NotApplicable("the register has no organ below", "机关名录中该机关没有下级机关")


def _check_above(others: Others) -> None:
    own = others.report.organ
    if own.registered and not own.parent:
        raise NotApplicable("the register has no organ above", "机关名录中该机关没有上级机关")


_UNREGISTERED: Final[Mapping[str, Callable[[Others], None]]] = {
    "children": _check_below,
    "parent": _check_above,
    "siblings": _check_above,
}
"""What the register alone tells: needs that an organ has no use for."""


def _lookalikes(others: Others) -> tuple[Lookalike, ...]:
    report = others.report
    number = others.reports.number(report.document.source)
    known = others.reports.head(number) if number is not None else None
    prose = cache(lambda: SectionText.of(report))
    signature = known.signature if known else prose().signature
    if signature is None:
        raise NotAssessed(
            f"the prose has more than {MOST_LETTERS:,} letters and was not compared",
            f"正文超过 {MOST_LETTERS} 字，未作比对",
        )
    digest, count = known.figures if known else figures_of(report)
    beside = {one.uri: (one, True) for one in others.reports.near(report, signature, digest)}
    for one in _own(others):
        beside.setdefault(one.uri, (one, False))
    found = []
    for one, is_of_another in beside.values():
        same = count if one.figures[0] == digest and count >= LEAST_FIGURES else 0
        common = passages(signature, one.signature) if one.signature else ()
        part = share(signature, common)
        if same or part >= LEAST_SHARE or not is_of_another:
            is_known = is_of_another and "" not in (one.organ_key, others.organ)
            found.append(Lookalike(one, part, signature.own, Longest(prose, common, one), same, is_known))
    return tuple(sorted(found, key=lambda one: (-one.share, one.of.uri)))


def _own(others: Others) -> Iterator[Snapshot]:
    """Yield the other reports of the same organ, none of a year with too many to be those of one."""
    for year in others.reports.years_of(others.report) if others.organ else ():
        found = others.reports.same(others.report, year)
        for one in map(others.reports.read, found if len(found) <= _MOST_COMPARED else ()):
            if one.uri != others.uri:
                yield one


def _organs(others: Others) -> Organs:
    found = others.reports.organs(others.organs)
    own = plain_name(others.report.organ.name)
    if all(plain_name(organ.name) == own for organ in found.register):
        raise NotAssessed("no register and no other report names another organ", "没有机关名录，也没有其他机关的报告")
    return found


_LOOK_UP: Final[Mapping[str, Callable[[Others], Any]]] = {
    "previous": _previous,
    "history": _history,
    "peers": _peers,
    "versions": _versions,
    "children": _children,
    "parent": _parent,
    "siblings": _siblings,
    "lookalikes": _lookalikes,
    "organs": _organs,
}
"""How each of `rules.NEEDS` is found."""


def _one_of(found: tuple[Snapshot, ...]) -> Snapshot:
    """Return the one of several copies of a report that prints the most; they may not contradict each other.

    Raises NotAssessed where they do: which of them counts, a person must say.
    """
    first, *others = sorted(found, key=lambda one: (-sum(1 for _ in one.values()), one.uri))
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
        f"the run holds two reports of {first.organization} for {first.year} that differ: {first.uri} and {other.uri}",
        f"本次审核中{first.organization}{first.year}年度的报告有两份，数据不一致：{first.uri}、{other.uri}",
    )
