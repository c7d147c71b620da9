"""Figures altered one at a time, in the sentence and in the tables: how many are noticed, and what is accused wrongly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from audit_core import NotAssessed
from audit_pack_narrative import pack
from tests.prose.statements import STYLES, Sentence, Stated, Statement, statements
from tests.prose.tables import NAMES, Tables, changes

RULES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("received",), frozenset({"XSC-01", "XSC-08"})),
    "in": frozenset({"XSC-02"}),
    "done": frozenset({"XSC-03"}),
    "out": frozenset({"XSC-04", "XSC-09"}),
    **dict.fromkeys(("granted", "partial", "denied", "unable", "refused", "other"), frozenset({"XSC-05"})),
    **dict.fromkeys(
        ("not_held", "needs", "unclear", "petition", "repeat", "third", "query", "uncorrected"), frozenset({"XSC-05"})
    ),
    **dict.fromkeys(("natural", "legal", "business", "law", "others"), frozenset({"XSC-06"})),
    **dict.fromkeys(("review", "suit", "direct", "after"), frozenset({"XSC-10", "XSC-11"})),
    **dict.fromkeys(("licences", "penalties", "coercion", "fees"), frozenset({"XSC-13"})),
    **dict.fromkeys(("projects", "amount"), frozenset({"XSC-14"})),
}
"""The rules one of which has to notice a figure; those on documents and outcomes of cases are told by its table."""
_BY_TABLE = {"documents": frozenset({"XSC-12"}), "cases": frozenset({"XSC-10"})}
_SHARES = frozenset({"XSC-07"})
_ASIDE = frozenset({"XSC-15", "XSC-21"})
"""Rules that speak of what the text does not say, which one sentence alone never says."""
_TRIES = 400
_ELSEWHERE = 4

CHECKS = {id_: rule.check for id_, rule in pack.rules.items() if rule.check and id_ not in _ASIDE}


def expected(stated: Stated) -> frozenset[str]:
    """Return the rules one of which has to speak where what is stated is not so."""
    if stated.of:
        return _SHARES
    name = stated.names[0]
    return RULES.get(name) or _BY_TABLE[Tables.table_of(name)]


@dataclass(frozen=True)
class Case:
    """One alteration: what was altered, what should have spoken, and what spoke."""

    line: int
    style: str
    what: str
    wanted: frozenset[str]
    spoke: Mapping[str, str]
    text: str

    @property
    def found(self) -> bool:
        """Whether a rule spoke that has to."""
        return bool(self.wanted & set(self.spoke))


@dataclass
class Tally:
    """What came of all alterations: by what was altered, those that were noticed and those passed over."""

    altered: list[Case] = field(default_factory=list)
    accused: list[Case] = field(default_factory=list)
    """Rules that spoke although nothing that is stated was altered."""
    twice: list[Case] = field(default_factory=list)
    """Alterations of which a rule spoke besides the one that has to."""
    silent: int = 0

    def recall(self) -> dict[str, tuple[int, int]]:
        """Return by rule how many alterations were noticed, of how many."""
        found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for case in self.altered:
            rule = max(_SHARES) if case.wanted >= _SHARES else min(case.wanted)
            noticed, tried = found[rule]
            found[rule] = noticed + case.found, tried + 1
        return dict(sorted(found.items()))

    @property
    def share(self) -> float:
        """The share of alterations that were noticed."""
        return sum(case.found for case in self.altered) / max(1, len(self.altered))

    @property
    def precision(self) -> float:
        """The share of reports in which nothing stated is wrong that nothing is said of."""
        return self.silent / max(1, self.silent + len(self.accused))


def spoken(text: str, tables: Tables) -> dict[str, str]:
    """Return the rules that say something of a text beside tables, each with its status."""
    report, said = tables.report(text), dict[str, str]()
    for id_, check in CHECKS.items():
        if not pack.rules[id_].applies(report.form):
            continue
        try:
            for finding in check(report) or ():
                said[id_] = finding.status.value
        except NotAssessed:
            continue
    return said


def measured(seed: int, rounds: int, some: Iterable[Statement] | None = None) -> Tally:
    """Alter every sentence in every way, each round with other tables and another way to print it."""
    tally = Tally()
    for statement in some or statements():
        for number in range(rounds):
            rng = Random(f"{seed}/{statement.number}/{number}")
            style = STYLES[0] if number == 0 else rng.choice(STYLES[1:])
            _measure(tally, statement, statement.made(rng, style), rng)
    return tally


def _measure(tally: Tally, statement: Statement, sentence: Sentence, rng: Random) -> None:
    def case(what: str, wanted: frozenset[str], text: str, tables: Tables) -> Case:
        return Case(statement.number, sentence.style, what, wanted, spoken(text, tables), text)

    text = sentence.text()
    _still(tally, case("nothing", frozenset(), text, sentence.tables))
    for number, stated in sentence.stated.items():
        if not stated.claims and (printed := _another(stated, sentence.tables, rng)):
            sentence.instead = {number: printed}
            _altered(tally, case(f"text {'+'.join(stated.names)}", expected(stated), sentence.text(), sentence.tables))
            sentence.instead = {}
    for stated, tables, broken in _moved(sentence, rng):
        wanted, also = expected(stated), frozenset(rule for one in broken for rule in expected(one))
        if stated.of:  # the number beside it may be wrong as well, and is told first
            wanted |= also
        one = case(f"table {'+'.join(stated.names)}{'/' if stated.of else ''}", wanted, text, tables)
        _altered(tally, one, also)
    for tables in islice(_elsewhere(sentence, rng), _ELSEWHERE):
        _still(tally, case("elsewhere", frozenset(), text, tables))


def _still(tally: Tally, case: Case) -> None:
    if case.spoke:
        tally.accused.append(case)
    else:
        tally.silent += 1


def _altered(tally: Tally, case: Case, also: frozenset[str] = frozenset()) -> None:
    tally.altered.append(case)
    if case.found and set(case.spoke) - case.wanted - also:
        tally.twice.append(case)


def _another(stated: Stated, tables: Tables, rng: Random) -> str:
    """Return another figure to be printed in place of one, which is that of no other stage either."""
    printed = stated.printed(tables)
    if stated.of:
        return str(round(float(printed) + rng.choice((3, 7, 21)), stated.decimals))
    whole, point, rest = printed.partition(".")
    taken = {tables["received"] + tables["in"], tables["done"] - tables["in"]}
    taken |= {tables[name] for name in NAMES if Tables.table_of(name) == Tables.table_of(stated.names[0])}
    more = (step for step in (*rng.sample((1, 2, 5, 10, 30), 5), 97, 1003) if int(whole) + step not in taken)
    return f"{int(whole) + next(more)}{point}{rest}"


def _moved(sentence: Sentence, rng: Random) -> Iterator[tuple[Stated, Tables, list[Stated]]]:
    """Yield for each place the tables in which it is not so any more, and as few others as can be."""
    places = list(sentence.stated.values())
    before = [stated.printed(sentence.tables) for stated in places]
    best: dict[int, tuple[int, Tables, list[Stated]]] = {}
    for tables, wrong in _tried(sentence, places, before, rng):
        for n in wrong:
            if n not in best or len(wrong) < best[n][0]:
                best[n] = (len(wrong), tables, [places[one] for one in wrong])
        if len(best) == len(places) and all(count == 1 for count, _, _ in best.values()):
            break
    for n, (_, tables, broken) in sorted(best.items()):
        yield places[n], tables, broken


def _tried(
    sentence: Sentence, places: list[Stated], before: list[str], rng: Random
) -> Iterator[tuple[Tables, list[int]]]:
    for change in islice(changes(sentence.tables, rng), _TRIES):
        tables = sentence.tables.changed(change)
        if tables is not None:
            yield tables, [n for n, stated in enumerate(places) if stated.printed(tables) != before[n]]


def _elsewhere(sentence: Sentence, rng: Random) -> Iterator[Tables]:
    """Yield tables that differ, but in nothing that the sentence states."""
    places = list(sentence.stated.values())
    before = [stated.printed(sentence.tables) for stated in places]
    return (tables for tables, wrong in _tried(sentence, places, before, rng) if not wrong)
