"""What the numbers of the prose on section two have in common: the figures they may be, their time and their scope."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from audit_core import Finding, Pattern, Report, Words
from audit_pack_narrative.comparing import Expected, compare
from audit_pack_narrative.lexicon import OFFICES, UNITS
from audit_pack_narrative.mentions import Mention
from audit_pack_narrative.numerals import Quantity
from audit_pack_narrative.prose_reading import Reading
from audit_pack_narrative.reporting_scopes import OF_A_UNIT
from audit_pack_narrative.sentences import ELSEWHEN, Sentence
from audit_pack_narrative.table_figures import figures

LINKS: Final = r"(?:数量|总数|总量|数|共计|总计|合计|累计|共|为|有|的|：|:)*"
PARTLY: Final = Words("统计口径可能不同", "it may be counted otherwise")
_CHANGE: Final = Pattern(r"同比|环比|较|比上|比去|增[长加]|减少|下降|平均|半年")
_OFFICES: Final = Pattern(OFFICES)
_UNITS: Final = Pattern(UNITS)

Columns = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By the last part of a subject: the columns a number may be of, and those that it may be mistaken for."""


def compared(report: Report, reading: Reading, some: Iterator[Mention], columns: Columns) -> Iterator[Finding]:
    """Yield a finding for each number that is none of the figures it may be; a subject is `table/row/what`.

    Raises NotAssessed as `compare` does.
    """

    def of(mention: Mention, near: int) -> Expected:
        table, row, what = mention.subject.split("/")
        return Expected(figures(report, table, row, columns[what][near]))

    main: Callable[[Mention], Expected] = lambda mention: of(mention, 0)  # noqa: E731 - a part of what follows
    yield from compare(
        report,
        reading,
        [mention for mention in some if columns[mention.subject.rpartition("/")[2]][0]],
        lambda mention: main(mention).fine[0],
        lambda mention: Expected(main(mention).fine[1:], of(mention, 1).fine),
    )


def clause_before(sentence: Sentence, quantity: Quantity, left: int) -> str:
    """Return the words of a number's own clause before it."""
    return sentence.text[sentence.cut_before(quantity.start, left) : quantity.start]


def is_elsewhere(sentence: Sentence, quantity: Quantity, clause: str) -> bool:
    """Whether a number is of another year, a part of one, or a change."""
    return bool(_CHANGE.search(clause)) or sentence.when(quantity.start) in ELSEWHEN


def scope(clause: str) -> Words | None:
    """Return the doubt that a clause speaks of an office or of one unit only."""
    if _UNITS.search(clause):
        return OF_A_UNIT
    return PARTLY if _OFFICES.search(clause) else None


def nothing(start: int, end: int) -> Quantity:
    """Return the number that words stand for which say that there was none."""
    return Quantity(start, end, 0, "")
