"""A number of the prose held against single figures of section two, units brought to one."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from audit_core import Fact, Finding, NotAssessed, Pattern, Report, Sides, State, Status, Words
from audit_pack_narrative import lexicon
from audit_pack_narrative.comparing import EN, ZH, counted, evidence, raise_all
from audit_pack_narrative.numerals import Number, Quantity
from audit_pack_narrative.reading import Reading
from audit_pack_narrative.sentences import Sentence

ADVICE = (
    "请核对台账后更正：正文或表格，哪一处错由机关确认。",
    "Check against your records and correct the text or the table; which of them is wrong is for the organ to say.",
)
LINKS: Final = r"(?:数量|总数|总量|数|共计|总计|合计|累计|共|为|有|的|：|:)*"
OTHERS: Final = Pattern(lexicon.OTHERS)
_OTHER_TIME: Final = Pattern(r"上年|去年|上一年|同比|较|增|减|季度|半年|以来|历年|平均|其中")
_YEAR: Final = Pattern(r"20\d\d(?=年)")
_UNSURE: Final = Words(f"{ZH}；{{doubt}}，请核对", f"{EN}; {{doubt}}, so please check")
_PARTLY: Final = Words("统计口径可能不同", "it may be counted otherwise")


_MANY: Final = 50
_SEVERAL: Final = 2


class Said(Struct, frozen=True):
    """A number of the prose, the keys of the facts it may be, and whether it surely is one of them."""

    quantity: Quantity
    sentence: Sentence
    table: str
    row: str
    columns: tuple[str, ...]
    sure: bool
    clause: str
    factor: Number = 1


def is_elsewhere(report: Report, lead: str) -> bool:
    """Whether a clause is of another year, a change or a part."""
    years = _YEAR.findall(lead)
    return bool(_OTHER_TIME.search(lead)) or bool(years and int(years[-1]) != report.year)


def compared(report: Report, reading: Reading, some: Iterator[Said]) -> Iterator[Finding]:
    """Yield a finding for each number that is none of the figures it may be.

    Raises NotAssessed, after all others, where the tables cannot be read.
    """
    unread: dict[str, NotAssessed] = {}
    found = list(some)
    for said in found:
        beside = [one.quantity.value for one in found if _is_alike(one, said)] if len(found) < _MANY else []
        try:
            finding = _finding(report, reading, said, beside)
        except NotAssessed as reason:
            unread[reason.words.zh] = reason
            continue
        if finding:
            yield finding
    raise_all(unread.values())


def _is_alike(one: Said, other: Said) -> bool:
    return (one.table, one.row, one.columns) == (other.table, other.row, other.columns)


def _finding(report: Report, reading: Reading, said: Said, beside: list[Number]) -> Finding | None:
    facts = [report.fact(said.table, said.row, column) for column in said.columns]
    if len(beside) > 1 and any(fact.number in (*beside, sum(beside, start=0)) for fact in facts):
        return None
    if not facts or any(
        number == said.quantity.value or said.quantity.is_near(number)
        for fact in facts
        for number in _values(report, fact, said)
    ):
        return None
    if said.quantity.counter == "元" and any(_is_rounded(report, fact, said) for fact in facts):
        return None
    main, value = facts[0], next(iter(_values(report, facts[0], said)))
    sure = said.sure and said.quantity.exact and len(set(beside)) < _SEVERAL
    return Finding(
        reading.prose.excerpt(said.quantity.start, said.quantity.end),
        status=Status.FAIL if sure else Status.REVIEW,
        evidence=(counted(reading.prose, said.sentence, said.quantity), *evidence(facts)),
        sides=Sides(said.quantity.value, "=", value, _equal(main)),
        message=None if sure else _UNSURE,
        key=f"prose/{said.table}/{said.row}/{said.columns[0]}",
        said=said.clause.strip("，,；;、：: "),
        label=main.label,
        figure=Decimal(value),
        difference=abs(Decimal(said.quantity.value) - value),
        doubt=_PARTLY,
    )


def _equal(fact: Fact) -> Words:
    return Words(f"正文所写的数 = {fact.label.zh}", f"number in the text = {fact.label.en}")


def _values(report: Report, fact: Fact, said: Said) -> Iterator[Number]:
    """Yield what a fact may be worth in the unit of the text: pieces, or yuan."""
    number = fact.number
    if said.quantity.counter != "元":
        yield number
        return
    units = _units(report, fact)
    if units != {"元"}:
        yield number * 10_000
    if units != {"万元"}:
        yield number


def _units(report: Report, fact: Fact) -> set[str]:
    """Return the units that a figure may have: its own, or where the head prints another than the form's, both."""
    table = report.table(fact.table)
    printed = table.units.get(fact.column, "") if table else ""
    return ({fact.figure.unit} if fact.figure.unit else {printed, fact.concept.unit}) - {""}


def _is_rounded(report: Report, fact: Fact, said: Said) -> bool:
    """Whether text and table differ only by the digits that one of them leaves out."""
    if fact.state is not State.NUMBER:
        return False
    for value in _values(report, fact, said):
        step = Decimal(1).scaleb(-fact.figure.decimals) * (10_000 if value != fact.number else 1)
        if abs(Decimal(value) - Decimal(said.quantity.value)) * 2 <= max(step, Decimal(said.quantity.step)):
            return True
    return False
